import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def copied(x, others):
    """Copy an array that is going to be written."""
    return x.copy()


@njit(cache=True, boundscheck=True)
def log_determinant_grad_checked(a):
    """Gradient of log_determinant with respect to a."""
    a = copied(a, ())
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    # reverse sweep
    a_bar = np.zeros(a.shape)
    for k in range(n - 1, -1, -1):
        # line 14: total += np.log(a[k, k])
        a_bar[k, k] += 1.0 / a[k, k]
    for k in range(n - 1, -1, -1):
        for i in range(n - 1, k, -1):
            for j in range(n - 1, k, -1):
                # line 11: a[i, j] -= a[i, k] * a[k, j]
                t_4_bar = a_bar[i, j]
                a_bar[k, j] -= t_4_bar * a[i, k]
                a_bar[i, k] -= t_4_bar * a[k, j]
            # line 9: a[i, k] /= a[k, k]
            a_bar[i, k] /= a[k, k]
            a_bar[k, k] -= a_bar[i, k] * a[i, k]
    return a_bar


@njit(cache=True)
def log_determinant_grad(a):
    """Gradient of log_determinant with respect to a."""
    a = copied(a, ())
    n = a.shape[0]
    if not (n - 1 < a.shape[0] and n - 1 < a.shape[1]):
        return log_determinant_grad_checked(a)
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    # reverse sweep
    a_bar = np.zeros(a.shape)
    for k in range(n - 1, -1, -1):
        # line 14: total += np.log(a[k, k])
        a_bar[k, k] += 1.0 / a[k, k]
    for k in range(n - 1, -1, -1):
        for i in range(n - 1, k, -1):
            for j in range(n - 1, k, -1):
                # line 11: a[i, j] -= a[i, k] * a[k, j]
                t_4_bar = a_bar[i, j]
                a_bar[k, j] -= t_4_bar * a[i, k]
                a_bar[i, k] -= t_4_bar * a[k, j]
            # line 9: a[i, k] /= a[k, k]
            a_bar[i, k] /= a[k, k]
            a_bar[k, k] -= a_bar[i, k] * a[i, k]
    return a_bar
