import math
import numpy as np


def cholesky_grad(a0):
    """Gradient of cholesky with respect to a0."""
    tape = []
    a = a0.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        t_9 = math.sqrt(a[i, i])
        tape.append(t_9)
        a[i, i] = t_9
    # reverse sweep
    # line 20: return np.sum(a ** 3)
    a_bar = 3.0 * a ** 2
    for i in range(n - 1, -1, -1):
        t_9 = tape.pop()
        # line 19: a[i, i] = math.sqrt(a[i, i])
        a_bar[i, i] = a_bar[i, i] * (0.5 / t_9)
        for k in range(i - 1, -1, -1):
            # line 18: a[i, i] -= a[i, k] * a[i, k]
            t_7_bar = a_bar[i, i]
            t_5_bar = t_7_bar * a[i, k]
            a_bar[i, k] -= t_7_bar * a[i, k]
            a_bar[i, k] -= t_5_bar
        for j in range(i - 1, -1, -1):
            # line 16: a[i, j] /= a[j, j]
            a_bar[i, j] /= a[j, j]
            a_bar[j, j] -= a_bar[i, j] * a[i, j]
            for k in range(j - 1, -1, -1):
                # line 15: a[i, j] -= a[i, k] * a[j, k]
                t_3_bar = a_bar[i, j]
                t_1_bar = t_3_bar * a[j, k]
                a_bar[j, k] -= t_3_bar * a[i, k]
                a_bar[i, k] -= t_1_bar
    # line 10: a = a0.copy()
    return a_bar,
