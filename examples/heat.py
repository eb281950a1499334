"""Heat on a plate, stepped in place: which plate had this temperature a while ago?"""
import numpy as np


def step(u, nu):
    u[1:-1, 1:-1] += nu * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1])


def misfit(u, nu, steps, observed):
    for t in range(steps):
        step(u, nu)
    return np.sum((u - observed) ** 2)


if __name__ == "__main__":
    from srcad import grad, value_and_grad

    size, nu, steps = 24, 0.2, 20
    x, y = np.meshgrid(np.linspace(-1.0, 1.0, size), np.linspace(-1.0, 1.0, size))
    true = np.exp(-8.0 * ((x - 0.2) ** 2 + (y + 0.1) ** 2))
    observed = true.copy()
    for t in range(steps):
        step(observed, nu)

    loss = value_and_grad(misfit)
    u = np.zeros((size, size))
    first, _ = loss(u, nu, steps, observed)
    for k in range(200):
        value, u_bar = loss(u, nu, steps, observed)     # `misfit` writes to `u`, its gradient does not
        u -= 0.3 * u_bar
    print(f"misfit {first:.2f}, after 200 steps of descent {value:.1e}")
    hottest = np.unravel_index(np.argmax(u), u.shape)
    print(f"hottest at ({x[hottest]:.2f}, {y[hottest]:.2f}), in truth at (0.20, -0.10)")

    slope = grad(misfit, wrt="nu")(true, nu + 0.01, steps, observed)
    print(f"d misfit / d nu = {slope:.6f}")
    h = 1e-6
    difference = (misfit(true.copy(), nu + 0.01 + h, steps, observed)
                  - misfit(true.copy(), nu + 0.01 - h, steps, observed)) / (2 * h)
    print(f"by differences    {difference:.6f}")
