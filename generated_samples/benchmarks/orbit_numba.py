import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def sized(n):
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError('an integer is too large for compiled code')
    return n


@njit(cache=True)
def orbit_grad(x, y, alpha, beta, steps):
    """Gradient of orbit with respect to x, y, alpha, beta.

    Predators and prey after Lotka and Volterra, by the classical method of order four.
    """
    steps = sized(steps)
    h = 0.001
    tape = np.empty(len(range(steps)), np.float64)
    tape_place1 = np.empty(len(range(steps)), np.float64)
    tape_place2 = np.empty(len(range(steps)), np.float64)
    tape_place3 = np.empty(len(range(steps)), np.float64)
    tape_place4 = np.empty(len(range(steps)), np.float64)
    tape_place5 = np.empty(len(range(steps)), np.float64)
    tape_place6 = np.empty(len(range(steps)), np.float64)
    tape_place7 = np.empty(len(range(steps)), np.float64)
    tape_length = 0
    for i in range(steps):
        k1 = alpha * x - x * y
        l1 = x * y - beta * y
        x2 = x + 0.5 * h * k1
        y2 = y + 0.5 * h * l1
        k2 = alpha * x2 - x2 * y2
        l2 = x2 * y2 - beta * y2
        x3 = x + 0.5 * h * k2
        y3 = y + 0.5 * h * l2
        k3 = alpha * x3 - x3 * y3
        l3 = x3 * y3 - beta * y3
        x4 = x + h * k3
        y4 = y + h * l3
        tape[tape_length] = x
        tape_place1[tape_length] = y
        tape_place2[tape_length] = x2
        tape_place3[tape_length] = y2
        tape_place4[tape_length] = x3
        tape_place5[tape_length] = y3
        tape_place6[tape_length] = x4
        tape_place7[tape_length] = y4
        tape_length += 1
        k4 = alpha * x4 - x4 * y4
        l4 = x4 * y4 - beta * y4
        x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    # reverse sweep
    # line 104: return x * x + y * y
    y_bar = 2.0 * y
    x_bar = 2.0 * x
    beta_bar = 0.0
    alpha_bar = 0.0
    for i in range(steps - 1, -1, -1):
        tape_length -= 1
        x1 = tape[tape_length]
        y1 = tape_place1[tape_length]
        x2 = tape_place2[tape_length]
        y2 = tape_place3[tape_length]
        x3 = tape_place4[tape_length]
        y3 = tape_place5[tape_length]
        x4 = tape_place6[tape_length]
        y4 = tape_place7[tape_length]
        # line 103: y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
        l1_bar = y_bar * (h / 6.0)
        # line 102: x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        k1_bar = x_bar * (h / 6.0)
        # line 101: l4 = x4 * y4 - beta * y4
        beta_bar -= l1_bar * y4
        # line 100: k4 = alpha * x4 - x4 * y4
        y4_bar = l1_bar * x4 - l1_bar * beta - k1_bar * x4
        alpha_bar += k1_bar * x4
        x4_bar = l1_bar * y4 - k1_bar * y4 + k1_bar * alpha
        # line 99: y4 = y + h * l3
        y_bar += y4_bar
        l3_bar = l1_bar * 2.0 + y4_bar * h
        # line 98: x4 = x + h * k3
        x_bar += x4_bar
        k3_bar = k1_bar * 2.0 + x4_bar * h
        # line 97: l3 = x3 * y3 - beta * y3
        beta_bar -= l3_bar * y3
        # line 96: k3 = alpha * x3 - x3 * y3
        y3_bar = l3_bar * x3 - l3_bar * beta - k3_bar * x3
        alpha_bar += k3_bar * x3
        x3_bar = l3_bar * y3 - k3_bar * y3 + k3_bar * alpha
        # line 95: y3 = y + 0.5 * h * l2
        y_bar += y3_bar
        l2_bar = l1_bar * 2.0 + y3_bar * (0.5 * h)
        # line 94: x3 = x + 0.5 * h * k2
        x_bar += x3_bar
        k2_bar = k1_bar * 2.0 + x3_bar * (0.5 * h)
        # line 93: l2 = x2 * y2 - beta * y2
        beta_bar -= l2_bar * y2
        # line 92: k2 = alpha * x2 - x2 * y2
        y2_bar = l2_bar * x2 - l2_bar * beta - k2_bar * x2
        alpha_bar += k2_bar * x2
        x2_bar = l2_bar * y2 - k2_bar * y2 + k2_bar * alpha
        # line 91: y2 = y + 0.5 * h * l1
        y_bar += y2_bar
        l1_bar += y2_bar * (0.5 * h)
        # line 90: x2 = x + 0.5 * h * k1
        x_bar += x2_bar
        k1_bar += x2_bar * (0.5 * h)
        # line 89: l1 = x * y - beta * y
        beta_bar -= l1_bar * y1
        y_bar -= l1_bar * beta
        x_bar += l1_bar * y1
        y_bar += l1_bar * x1
        # line 88: k1 = alpha * x - x * y
        x_bar -= k1_bar * y1
        y_bar -= k1_bar * x1
        alpha_bar += k1_bar * x1
        x_bar += k1_bar * alpha
    return x_bar, y_bar, alpha_bar, beta_bar
