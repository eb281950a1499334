import numpy as np


def valley_hvp(x, x_dot):
    """Hessian times a vector: the tangent of valley_grad with respect to x.

    A curved valley, its bottom at ones (Rosenbrock 1960).
    """
    x_bar = np.zeros_like(x)
    x_bar_dot = np.zeros_like(x_bar)
    for i in range(len(x) - 2, -1, -1):
        x_bar_dot[i] += 2.0 * x_dot[i]
        x_bar[i] -= 2.0 * (1.0 - x[i])
        t_4 = x[i]
        t_3_bar_dot = (x_dot[i + 1] - 2 * x_dot[i] * t_4) * 200.0
        t_3_bar = 200.0 * (x[i + 1] - t_4 ** 2)
        t_7 = 2 * t_3_bar
        t_8 = x[i]
        x_bar_dot[i] -= t_3_bar_dot * 2 * t_8 + x_dot[i] * t_7
        x_bar[i] -= t_7 * t_8
        x_bar_dot[i + 1] += t_3_bar_dot
        x_bar[i + 1] += t_3_bar
    return x_bar_dot
