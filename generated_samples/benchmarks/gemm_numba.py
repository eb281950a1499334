import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def gemm_grad_checked(a, b):
    """Gradient of gemm with respect to a, b."""
    t = a.shape
    n = t[0]
    m = t[1]
    p = b.shape[1]
    c = np.zeros((n, p))
    for i in range(n):
        for j in range(p):
            for k in range(m):
                c[i, j] += a[i, k] * b[k, j]
    # reverse sweep
    # line 94: return np.sum(c * c)
    c *= 2.0
    c_bar = c
    b_bar = np.zeros(b.shape)
    a_bar = np.zeros(a.shape)
    for i in range(n - 1, -1, -1):
        for j in range(p - 1, -1, -1):
            for k in range(m - 1, -1, -1):
                # line 93: c[i, j] += a[i, k] * b[k, j]
                t_4_bar = c_bar[i, j]
                b_bar[k, j] += t_4_bar * a[i, k]
                a_bar[i, k] += t_4_bar * b[k, j]
    return a_bar, b_bar


@njit(cache=True)
def gemm_grad(a, b):
    """Gradient of gemm with respect to a, b."""
    t = a.shape
    n = t[0]
    m = t[1]
    p = b.shape[1]
    c = np.zeros((n, p))
    if not (n - 1 < a.shape[0] and m - 1 < a.shape[1] and m - 1 < b.shape[0] and p - 1
            < b.shape[1]):
        return gemm_grad_checked(a, b)
    for i in range(n):
        for j in range(p):
            for k in range(m):
                c[i, j] += a[i, k] * b[k, j]
    # reverse sweep
    # line 94: return np.sum(c * c)
    c *= 2.0
    c_bar = c
    b_bar = np.zeros(b.shape)
    a_bar = np.zeros(a.shape)
    for i in range(n - 1, -1, -1):
        for j in range(p - 1, -1, -1):
            for k in range(m - 1, -1, -1):
                # line 93: c[i, j] += a[i, k] * b[k, j]
                t_4_bar = c_bar[i, j]
                b_bar[k, j] += t_4_bar * a[i, k]
                a_bar[i, k] += t_4_bar * b[k, j]
    return a_bar, b_bar
