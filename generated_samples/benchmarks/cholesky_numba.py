import math
import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def real_sqrt(x):
    """Return sqrt of a number, with Python's errors."""
    found = math.sqrt(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError('math domain error')
        if found == found and x - x == 0.0:
            raise OverflowError('math range error')
    return found


@njit(cache=True, boundscheck=True)
def cholesky_grad_checked(a0):
    """Gradient of cholesky with respect to a0."""
    a = a0.copy()
    n = a.shape[0]
    tape = np.empty(len(range(n)), np.float64)
    tape_length = 0
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        t_9 = real_sqrt(a[i, i])
        tape[tape_length] = t_9
        tape_length += 1
        a[i, i] = t_9
    # reverse sweep
    # line 20: return np.sum(a ** 3)
    a_bar = 3.0 * a ** 2
    for i in range(n - 1, -1, -1):
        tape_length -= 1
        t_9 = tape[tape_length]
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


@njit(cache=True)
def cholesky_grad(a0):
    """Gradient of cholesky with respect to a0."""
    a = a0.copy()
    n = a.shape[0]
    tape = np.empty(len(range(n)), np.float64)
    tape_length = 0
    if not (n - 1 < a0.shape[0] and n - 1 < a0.shape[1]):
        return cholesky_grad_checked(a0)
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        t_9 = real_sqrt(a[i, i])
        tape[tape_length] = t_9
        tape_length += 1
        a[i, i] = t_9
    # reverse sweep
    # line 20: return np.sum(a ** 3)
    a_bar = 3.0 * a ** 2
    for i in range(n - 1, -1, -1):
        tape_length -= 1
        t_9 = tape[tape_length]
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
