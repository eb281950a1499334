import numpy as np


def tie_weights(a, extreme, axis, keepdims):
    """The share of each element in a maximum or minimum, True and False where none tie; those that do share evenly."""
    a = np.asarray(a)
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    chosen = a == extreme
    counts = np.sum(chosen, axis=axis, keepdims=True)
    return chosen if np.all(counts == 1) else chosen / counts.astype(a.dtype)


def layer(x, w, b):
    return np.tanh(x @ w + b)


def layer_reverse(x, ans, ans_bar):
    # line 6: return np.tanh(x @ w + b)
    t_1_bar = ans_bar * (1 - ans * ans)
    return x.T @ t_1_bar, np.sum(t_1_bar, axis=0)


def scores_forward(w1, b1, w2, b2, x):
    t = layer(x, w1, b1)
    return t @ w2 + b2, (t,)


def scores_reverse(record, w2, x, ans_bar):
    t, = record
    # line 10: return layer(x, w1, b1) @ w2 + b2
    w1_bar_1, b1_bar_1 = layer_reverse(x, t, ans_bar @ w2.T)
    return w1_bar_1, b1_bar_1, t.T @ ans_bar, np.sum(ans_bar, axis=0)


def cross_entropy_grad(w1, b1, w2, b2, x, targets):
    """Gradient of cross_entropy with respect to w1, b1, w2, b2."""
    z, scores_record = scores_forward(w1, b1, w2, b2, x)
    z_1 = z
    t = np.max(z, axis=1, keepdims=True)
    z = z - t
    t_2 = np.exp(z)
    del z
    # reverse sweep
    # line 17: return -np.sum(targets * log_p) / len(x)
    z_bar = -(1.0 / len(x)) * targets
    # line 16: log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    t_2_bar = -np.sum(z_bar, axis=1, keepdims=True) / np.sum(t_2, axis=1, keepdims=True)
    t_2 *= t_2_bar
    z_bar += t_2
    # line 15: z = z - np.max(z, axis=1, keepdims=True)
    t_bar = -np.sum(z_bar, axis=1, keepdims=True)
    z_bar += t_bar * tie_weights(z_1, t, 1, True)
    # line 14: z = scores(w1, b1, w2, b2, x)
    w1_bar_1, b1_bar_1, w2_bar_1, b2_bar_1 = scores_reverse(scores_record, w2, x, z_bar)
    return w1_bar_1, b1_bar_1, w2_bar_1, b2_bar_1
