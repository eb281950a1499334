"""Predators and prey: an ODE solved by Runge-Kutta steps and fitted to data by SciPy."""
import numpy as np

STEP = 0.1


def misfit(p, prey, predators, observed):
    alpha, beta, gamma, delta = p
    total = 0.0
    for row in observed:
        total += (prey - row[0]) ** 2 + (predators - row[1]) ** 2
        for i in range(5):
            k1 = alpha * prey - beta * prey * predators
            l1 = delta * prey * predators - gamma * predators
            x = prey + 0.5 * STEP * k1
            y = predators + 0.5 * STEP * l1
            k2 = alpha * x - beta * x * y
            l2 = delta * x * y - gamma * y
            x = prey + 0.5 * STEP * k2
            y = predators + 0.5 * STEP * l2
            k3 = alpha * x - beta * x * y
            l3 = delta * x * y - gamma * y
            x = prey + STEP * k3
            y = predators + STEP * l3
            k4 = alpha * x - beta * x * y
            l4 = delta * x * y - gamma * y
            prey = prey + STEP / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            predators = predators + STEP / 6 * (l1 + 2 * l2 + 2 * l3 + l4)
    return total / len(observed)


def simulate(p, prey, predators, rows):
    """Return the populations every half unit of time, by much smaller steps of Euler's method."""
    alpha, beta, gamma, delta = p
    found = []
    for k in range(rows):
        found.append([prey, predators])
        for i in range(5000):
            prey, predators = (prey + 1e-4 * (alpha * prey - beta * prey * predators),
                               predators + 1e-4 * (delta * prey * predators - gamma * predators))
    return np.array(found)


if __name__ == "__main__":
    from scipy.optimize import minimize

    from srcad import value_and_grad

    true = np.array([1.1, 0.4, 0.4, 0.1])
    observed = simulate(true, 10.0, 5.0, 12)
    fit = minimize(value_and_grad(misfit), np.array([0.9, 0.3, 0.5, 0.12]), jac=True, method="L-BFGS-B",
                   args=(10.0, 5.0, observed), options={"ftol": 1e-15, "gtol": 1e-9})
    print("true  ", true)
    print("fitted", np.round(fit.x, 3))
    print(f"misfit {fit.fun:.2e} after {fit.nfev} gradients")
