import numpy as np


def tie_weights(a, extreme, axis, keepdims):
    """The share of each element in a maximum or minimum, True and False where none tie; those that do share evenly."""
    a = np.asarray(a)
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    chosen = a == extreme
    counts = np.sum(chosen, axis=axis, keepdims=True)
    return chosen if np.all(counts == 1) else chosen / counts.astype(a.dtype)


def mlp_grad(w1, b1, w2, b2, x, targets):
    """Gradient of mlp with respect to w1, b1, w2, b2."""
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    t_3 = np.max(o, axis=1, keepdims=True)
    z = o - t_3
    t_4 = np.exp(z)
    # reverse sweep
    # line 14: return -np.sum(targets * log_p) / len(x)
    log_p_bar = -(1.0 / len(x)) * targets
    # line 13: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    z_bar = log_p_bar
    z_bar -= np.sum(log_p_bar, axis=1, keepdims=True) / np.sum(t_4, axis=1,
        keepdims=True) * t_4
    # line 12: z = o - np.max(o, axis=1, keepdims=True)
    o_bar = z_bar
    o_bar -= np.sum(z_bar, axis=1, keepdims=True) * tie_weights(o, t_3, 1, True)
    # line 11: o = h @ w2 + b2
    # line 10: h = np.tanh(x @ w1 + b1)
    t_1_bar = o_bar @ w2.T * (1 - h * h)
    return x.T @ t_1_bar, np.sum(t_1_bar, axis=0), h.T @ o_bar, np.sum(o_bar, axis=0)
