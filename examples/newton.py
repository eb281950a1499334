"""A square root by Newton's method: a loop that runs until it has converged."""


def square_root(a):
    x = a if a > 1 else 1.0
    step = 1.0
    while abs(step) > 1e-12:
        step = 0.5 * (x - a / x)
        x = x - step
    return x


if __name__ == "__main__":
    from srcad import value_and_grad

    for a in (0.25, 2.0, 9.0):
        root, slope = value_and_grad(square_root)(a)
        print(f"sqrt({a}) = {root:.6f}, slope {slope:.6f}, 1 / (2 sqrt) = {1 / (2 * root):.6f}")
