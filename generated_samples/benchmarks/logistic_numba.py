import numpy as np
from numba import njit


@njit(cache=True)
def logistic_grad(x, r, steps):
    """Gradient of logistic with respect to x, r.

    The logistic map, as a while loop.
    """
    k = 0
    tape = np.empty(max(steps - k, 0), np.float64)
    tape_length = 0
    while k < steps:
        tape[tape_length] = x
        tape_length += 1
        x = r * x * (1.0 - x)
        k = k + 1
    # reverse sweep
    x_bar = 1.0
    r_bar = 0.0
    while tape_length > 0:
        tape_length -= 1
        x = tape[tape_length]
        # line 19: x = r * x * (1.0 - x)
        t_bar = x_bar * (1.0 - x)
        r_bar += t_bar * x
        x_bar = t_bar * r - x_bar * (r * x)
    return x_bar, r_bar
