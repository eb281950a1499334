import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def largest_2(x, axis):
    """The largest element of each row or column."""
    rows = x.T if axis == 0 or axis == -2 else x
    found = np.empty(rows.shape[0], x.dtype)
    for i in range(rows.shape[0]):
        found[i] = np.max(rows[i])
    return found


@njit(cache=True)
def mlp_grad(w1, b1, w2, b2, x, targets):
    """Gradient of mlp with respect to w1, b1, w2, b2."""
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.expand_dims(largest_2(o, 1), 1)
    t_4 = np.exp(z)
    # reverse sweep
    # line 14: return -np.sum(targets * log_p) / len(x)
    z_bar = -(1.0 / len(x)) * targets
    # line 13: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    t_4_bar = -np.expand_dims(np.sum(z_bar, axis=1), 1) / np.expand_dims(
        np.sum(t_4, axis=1), 1)
    t_4[...] = t_4 * t_4_bar
    z_bar[...] = z_bar + t_4
    # line 12: z = o - np.max(o, axis=1, keepdims=True)
    # line 11: o = h @ w2 + b2
    # line 10: h = np.tanh(x @ w1 + b1)
    t_1_bar = z_bar @ w2.T * (1 - h * h)
    return x.T @ t_1_bar, np.sum(t_1_bar, axis=0), h.T @ z_bar, np.sum(z_bar, axis=0)
