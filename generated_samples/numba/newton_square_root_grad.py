from numba import njit


@njit(cache=True)
def square_root_grad(a):
    """Gradient of square_root with respect to a."""
    tape = []
    if a > 1:
        x = a
    else:
        x = 1.0
    step = 1.0
    while abs(step) > 1e-12:
        tape.append(x)
        step = 0.5 * (x - a / x)
        x = x - step
    # reverse sweep
    x_bar = 1.0
    a_bar = 0.0
    while tape:
        x = tape.pop()
        # line 9: x = x - step
        # line 8: step = 0.5 * (x - a / x)
        t_1_bar = -0.5 * x_bar
        x_bar += t_1_bar
        share = -t_1_bar / x
        x_bar -= share * (a / x)
        a_bar += share
    if a > 1:
        # line 5: x = a if a > 1 else 1.0
        a_bar += x_bar
    return a_bar
