import numpy as np


def valley_hvp(x, x_dot):
    """Hessian times a vector: the tangent of valley_grad with respect to x.

    A curved valley, its bottom at ones (Rosenbrock 1960).
    """
    tape_dot = []
    tape = []
    for i in range(len(x) - 1):
        t_1 = x[i]
        t_3_dot = x_dot[i + 1] - x_dot[i] * (2 * t_1)
        t_3 = x[i + 1] - t_1 ** 2
        t_7_dot = -x_dot[i]
        t_7 = 1.0 - x[i]
        tape_dot.append((t_3_dot, t_7_dot))
        tape.append((t_3, t_7))
    x_bar = np.zeros_like(x)
    x_bar_dot = np.zeros_like(x_bar)
    for i in range(len(x) - 2, -1, -1):
        item_dot = tape_dot[-1]
        item = tape[-1]
        t_3_dot = item_dot[0]
        t_3 = item[0]
        t_7_dot = item_dot[1]
        t_7 = item[1]
        tape_dot.pop()
        tape.pop(-1)
        x_bar_dot[i] -= t_7_dot * 2.0
        x_bar[i] += -2.0 * t_7
        t_3_bar_dot = t_3_dot * 2 * 100.0
        t_3_bar = 100.0 * (2 * t_3)
        t_9 = 2 * x[i]
        x_bar_dot[i] -= t_3_bar_dot * t_9 + x_dot[i] * 2 * t_3_bar
        x_bar[i] -= t_3_bar * t_9
        x_bar_dot[i + 1] += t_3_bar_dot
        x_bar[i + 1] += t_3_bar
    return x_bar_dot
