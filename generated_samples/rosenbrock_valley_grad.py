import numpy as np


def valley_grad(x):
    """Gradient of valley with respect to x.

    A curved valley, its bottom at ones (Rosenbrock 1960).
    """
    # reverse sweep
    x_bar = np.zeros(x.shape)
    for i in range(len(x) - 2, -1, -1):
        # line 9: total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
        x_bar[i] -= 2.0 * (1.0 - x[i])
        t_3_bar = 200.0 * (x[i + 1] - x[i] ** 2)
        x_bar[i] -= 2 * t_3_bar * x[i]
        x_bar[i + 1] += t_3_bar
    return x_bar
