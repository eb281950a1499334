import math
import numpy as np


def matmul_left(ct, a, b):
    """Cotangent of ``a`` in ``a @ b``; any ranks that ``np.matmul`` admits."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * b
    if np.ndim(b) == 1:
        return unbroadcast(np.expand_dims(ct, -1) * b, a)
    if np.ndim(a) == 1:
        return unbroadcast(np.matmul(b, np.expand_dims(ct, -1))[..., 0], a)
    return unbroadcast(np.matmul(ct, np.swapaxes(b, -1, -2)), a)


def matmul_right(ct, a, b):
    """Cotangent of ``b`` in ``a @ b``; any ranks that ``np.matmul`` admits."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * a
    if np.ndim(a) == 1:
        return unbroadcast(np.expand_dims(a, -1) * np.expand_dims(ct, -2), b)
    if np.ndim(b) == 1:
        return unbroadcast(
            np.matmul(np.swapaxes(a, -1, -2), np.expand_dims(ct, -1))[..., 0], b)
    return unbroadcast(np.matmul(np.swapaxes(a, -1, -2), ct), b)


def take_out(x_bar, index):
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = x_bar[index].copy()
    order = np.arange(np.size(ct)).reshape(np.shape(ct))
    last = np.empty(x_bar.shape, order.dtype)
    last[index] = order
    x_bar[index] = 0.0
    return np.where(last[index] == order, ct, 0.0)


def unbroadcast(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if getattr(array, 'shape', None) == getattr(like, 'shape', ()) != ():
        return array
    shape = np.shape(like)
    if np.shape(array) == shape:
        return array if shape or not isinstance(array, np.ndarray) else array[()]
    if not shape:
        return np.sum(array)
    extra = np.ndim(array) - len(shape)
    if extra < 0:
        return np.reshape(unbroadcast(array, np.reshape(like, shape[-extra:])), shape)
    if extra:
        array = np.sum(array, axis=tuple(range(extra)))
    stretched = tuple(
        [k for (k, n) in enumerate(shape) if n == 1 and array.shape[k] != 1])
    return np.sum(array, axis=stretched, keepdims=True) if stretched else array


def logsumexp_forward(x):
    top = np.max(x, axis=0)
    t = x - top
    t_1 = np.exp(t)
    t_2 = np.sum(t_1, axis=0)
    return np.log(t_2) + top, (t_1, t_2)


def logsumexp_reverse(record, ans_bar):
    t_1, t_2 = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    return np.expand_dims(ans_bar / t_2, 0) * t_1


def logsumexp_forward_1(x):
    top = np.max(x, axis=0)
    t = x - top
    t_1 = np.exp(t)
    t_2 = np.sum(t_1, axis=0)
    return np.log(t_2) + top, (t_1, t_2)


def logsumexp_reverse_1(record, ans_bar):
    t_1, t_2 = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    return np.expand_dims(ans_bar / t_2, 0) * t_1


def mixture_grad(alphas, means, icf, x, gamma, m):
    """Gradient of mixture with respect to alphas, means, icf."""
    t = x.shape
    n = t[0]
    d = t[1]
    k = len(alphas)
    logs = icf[:, :d]
    below = icf[:, d:]
    columns, rows = np.triu_indices(d, 1)
    lower = np.zeros((k, d, d))
    lower[:, rows, columns] = below
    diagonal = np.exp(logs)
    centred = x - means[:, None, :]
    t_4 = diagonal[:, None, :]
    t_6 = np.transpose(lower, (0, 2, 1))
    y = centred * t_4 + centred @ t_6
    sums = np.sum(logs, axis=1)
    terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    t_13, logsumexp_forward_1_record = logsumexp_forward_1(terms)
    t_15, logsumexp_record = logsumexp_forward(alphas)
    del lower, sums, terms
    # reverse sweep
    # line 27: return likelihood + prior + constant(n, d, k, gamma, m)
    # line 26: prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    sums_bar = -1.0 * m
    t_23_bar = 0.5 * gamma ** 2
    below_bar = 2 * t_23_bar * below
    diagonal_bar = 2 * t_23_bar * diagonal
    # line 25: likelihood = np.sum(logsumexp(terms, 0)) - n * logsumexp(alphas, 0)
    alphas_bar = logsumexp_reverse(logsumexp_record, -1.0 * n)
    del logsumexp_record
    terms_bar = logsumexp_reverse_1(logsumexp_forward_1_record,
        np.broadcast_to(1.0, np.shape(t_13)))
    del logsumexp_forward_1_record
    # line 24: terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    y *= 2 * np.expand_dims(-0.5 * terms_bar, 2)
    y_bar = y
    t_8_bar = np.sum(terms_bar, axis=1)
    alphas_bar += t_8_bar
    sums_bar = sums_bar + t_8_bar
    # line 23: sums = np.sum(logs, axis=1)
    logs_bar = np.expand_dims(sums_bar, 1)
    # line 22: y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
    centred_bar = matmul_left(y_bar, centred, t_6)
    lower_bar = np.transpose(matmul_right(y_bar, centred, t_6), (0, 2, 1))
    centred_bar += y_bar * t_4
    diagonal_bar += np.sum(y_bar * centred, axis=1)
    # line 21: centred = x - means[:, None, :]
    means_bar = -np.sum(centred_bar, axis=1)
    # line 20: diagonal = np.exp(logs)
    logs_bar = logs_bar + diagonal_bar * diagonal
    # line 19: lower[:, rows, columns] = below
    lower_bar = np.array(lower_bar)
    lower_bar_i = take_out(lower_bar, np.s_[:, rows, columns])
    below_bar += unbroadcast(lower_bar_i, below_bar)
    # line 16: logs, below = icf[:, :d], icf[:, d:]
    icf_bar = np.zeros(icf.shape)
    icf_bar[:, d:] = below_bar
    icf_bar[:, :d] = logs_bar
    return alphas_bar, means_bar, icf_bar
