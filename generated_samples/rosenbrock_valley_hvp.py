import numpy as np


def valley_hvp(x, x_dot):
    """Hessian times a vector: the tangent of valley_grad with respect to x.

    A curved valley, its bottom at ones (Rosenbrock 1960).
    """
    x_bar = np.zeros(x.shape)
    x_bar_dot = np.zeros(x_bar.shape)
    for i in range(len(x) - 2, -1, -1):
        x_bar_dot[i] += 2.0 * x_dot[i]
        x_bar[i] -= 2.0 * (1.0 - x[i])
        t_5 = x[i]
        t_3_bar_dot = (x_dot[i + 1] - 2 * x_dot[i] * t_5) * 200.0
        t_3_bar = 200.0 * (x[i + 1] - t_5 ** 2)
        t_8 = 2 * t_3_bar
        t_9 = x[i]
        x_bar_dot[i] -= t_3_bar_dot * 2 * t_9 + x_dot[i] * t_8
        x_bar[i] -= t_8 * t_9
        x_bar_dot[i + 1] += t_3_bar_dot
        x_bar[i + 1] += t_3_bar
    return x_bar_dot
