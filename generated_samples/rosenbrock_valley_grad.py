import numpy as np


def valley_grad(x):
    """Gradient of valley with respect to x.

    A curved valley, its bottom at ones (Rosenbrock 1960).
    """
    tape = []
    for i in range(len(x) - 1):
        t_3 = x[i + 1] - x[i] ** 2
        t_7 = 1.0 - x[i]
        tape.append((t_3, t_7))
    # reverse sweep
    x_bar = np.zeros_like(x)
    for i in range(len(x) - 2, -1, -1):
        t_3, t_7 = tape.pop()
        # line 9: total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
        x_bar[i] += -2.0 * t_7
        t_3_bar = 100.0 * (2 * t_3)
        x_bar[i] -= t_3_bar * (2 * x[i])
        x_bar[i + 1] += t_3_bar
    return x_bar
