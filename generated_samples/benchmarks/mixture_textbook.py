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


def constant(n, d, k, gamma, m):
    freedom = d + m + 1
    t = 0.25 * d * (d - 1) * math.log(math.pi)
    total = 0
    for j in range(d):
        total = total + math.lgamma(0.5 * (freedom - j))
    gammas = t + total
    wishart = freedom * d * (math.log(gamma) - 0.5 * math.log(2.0)) - gammas
    return -0.5 * n * d * math.log(2.0 * math.pi) - k * wishart


def logsumexp_forward(x):
    stack = []
    ans = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    top = None
    stack.append(top)
    top = np.max(x, axis=0)
    stack.append(t)
    t = x - top
    stack.append(t_1)
    t_1 = np.exp(t)
    stack.append(t_2)
    t_2 = np.sum(t_1, axis=0)
    stack.append(t_3)
    t_3 = np.log(t_2)
    stack.append(ans)
    ans = t_3 + top
    return ans, (stack, ans, t, t_1, t_2, t_3, top, x)


def logsumexp_reverse(record, ans_bar):
    stack, ans, t, t_1, t_2, t_3, top, x = record
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    x_bar = 0.0
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    t_3_bar += ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_2_bar += t_3_bar / t_2
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_1_bar = t_1_bar + np.expand_dims(t_2_bar, 0)
    t_2_bar = 0.0
    t_2 = stack.pop()
    t_bar = t_bar + t_1_bar * t_1
    t_1_bar = 0.0
    t_1 = stack.pop()
    x_bar = x_bar + t_bar
    t_bar = 0.0
    t = stack.pop()
    # line 31: top = np.max(x, axis=axis)
    top = stack.pop()
    x_bar = np.broadcast_to(x_bar, np.shape(x))
    return x_bar


def logsumexp_forward_1(x):
    stack = []
    ans = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    top = None
    stack.append(top)
    top = np.max(x, axis=0)
    stack.append(t)
    t = x - top
    stack.append(t_1)
    t_1 = np.exp(t)
    stack.append(t_2)
    t_2 = np.sum(t_1, axis=0)
    stack.append(t_3)
    t_3 = np.log(t_2)
    stack.append(ans)
    ans = t_3 + top
    return ans, (stack, ans, t, t_1, t_2, t_3, top, x)


def logsumexp_reverse_1(record, ans_bar):
    stack, ans, t, t_1, t_2, t_3, top, x = record
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    x_bar = 0.0
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    t_3_bar = t_3_bar + ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_2_bar = t_2_bar + t_3_bar / t_2
    t_3_bar = 0.0
    t_3 = stack.pop()
    t_2_bar = np.broadcast_to(t_2_bar, np.shape(t_2))
    t_1_bar = t_1_bar + np.expand_dims(t_2_bar, 0)
    t_2_bar = 0.0
    t_2 = stack.pop()
    t_bar = t_bar + t_1_bar * t_1
    t_1_bar = 0.0
    t_1 = stack.pop()
    x_bar = x_bar + t_bar
    t_bar = 0.0
    t = stack.pop()
    # line 31: top = np.max(x, axis=axis)
    top = stack.pop()
    x_bar = np.broadcast_to(x_bar, np.shape(x))
    return x_bar


def mixture_grad(alphas, means, icf, x, gamma, m):
    """Gradient of mixture with respect to alphas, means, icf."""
    stack = []
    ans = None
    below = None
    centred = None
    columns = None
    d = None
    diagonal = None
    k = None
    likelihood = None
    logs = None
    logsumexp_forward_1_record = None
    logsumexp_record = None
    lower = None
    n = None
    prior = None
    rows = None
    sums = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_16 = None
    t_17 = None
    t_18 = None
    t_19 = None
    t_2 = None
    t_20 = None
    t_21 = None
    t_22 = None
    t_23 = None
    t_24 = None
    t_25 = None
    t_26 = None
    t_27 = None
    t_28 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    terms = None
    y = None
    stack.append(t)
    t = x.shape
    stack.append(n)
    n = t[0]
    stack.append(d)
    d = t[1]
    stack.append(k)
    k = len(alphas)
    stack.append(t_1)
    t_1 = icf[:, :d]
    stack.append(t_2)
    t_2 = icf[:, d:]
    stack.append(logs)
    logs = t_1
    stack.append(below)
    below = t_2
    stack.append(columns)
    stack.append(rows)
    columns, rows = np.triu_indices(d, 1)
    stack.append(lower)
    lower = np.zeros((k, d, d))
    stack.append(np.array(lower[:, rows, columns]))
    lower[:, rows, columns] = below
    stack.append(diagonal)
    diagonal = np.exp(logs)
    stack.append(t_3)
    t_3 = means[:, None, :]
    stack.append(centred)
    centred = x - t_3
    stack.append(t_4)
    t_4 = diagonal[:, None, :]
    stack.append(t_5)
    t_5 = centred * t_4
    stack.append(t_6)
    t_6 = np.transpose(lower, (0, 2, 1))
    stack.append(t_7)
    t_7 = centred @ t_6
    stack.append(y)
    y = t_5 + t_7
    stack.append(sums)
    sums = np.sum(logs, axis=1)
    stack.append(t_8)
    t_8 = alphas + sums
    stack.append(t_9)
    t_9 = t_8[:, None]
    stack.append(t_10)
    t_10 = y ** 2
    stack.append(t_11)
    t_11 = np.sum(t_10, axis=2)
    stack.append(t_12)
    t_12 = 0.5 * t_11
    stack.append(terms)
    terms = t_9 - t_12
    stack.append(t_13)
    stack.append(logsumexp_forward_1_record)
    t_13, logsumexp_forward_1_record = logsumexp_forward_1(terms)
    stack.append(t_14)
    t_14 = np.sum(t_13)
    stack.append(t_15)
    stack.append(logsumexp_record)
    t_15, logsumexp_record = logsumexp_forward(alphas)
    stack.append(t_16)
    t_16 = n * t_15
    stack.append(likelihood)
    likelihood = t_14 - t_16
    stack.append(t_17)
    t_17 = gamma ** 2
    stack.append(t_18)
    t_18 = 0.5 * t_17
    stack.append(t_19)
    t_19 = diagonal ** 2
    stack.append(t_20)
    t_20 = np.sum(t_19)
    stack.append(t_21)
    t_21 = below ** 2
    stack.append(t_22)
    t_22 = np.sum(t_21)
    stack.append(t_23)
    t_23 = t_20 + t_22
    stack.append(t_24)
    t_24 = t_18 * t_23
    stack.append(t_25)
    t_25 = np.sum(sums)
    stack.append(t_26)
    t_26 = m * t_25
    stack.append(prior)
    prior = t_24 - t_26
    stack.append(t_27)
    t_27 = likelihood + prior
    stack.append(t_28)
    t_28 = constant(n, d, k, gamma, m)
    stack.append(ans)
    ans = t_27 + t_28
    # reverse sweep
    ans_bar = 1.0
    alphas_bar = 0.0
    below_bar = 0.0
    centred_bar = 0.0
    diagonal_bar = 0.0
    icf_bar = 0.0
    likelihood_bar = 0.0
    logs_bar = 0.0
    lower_bar = 0.0
    means_bar = 0.0
    prior_bar = 0.0
    sums_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_16_bar = 0.0
    t_19_bar = 0.0
    t_2_bar = 0.0
    t_20_bar = 0.0
    t_21_bar = 0.0
    t_22_bar = 0.0
    t_23_bar = 0.0
    t_24_bar = 0.0
    t_25_bar = 0.0
    t_26_bar = 0.0
    t_27_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    terms_bar = 0.0
    y_bar = 0.0
    # line 27: return likelihood + prior + constant(n, d, k, gamma, m)
    t_27_bar += ans_bar
    ans_bar = 0.0
    ans = stack.pop()
    t_28 = stack.pop()
    likelihood_bar += t_27_bar
    prior_bar += t_27_bar
    t_27_bar = 0.0
    t_27 = stack.pop()
    # line 26: prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    t_26_bar -= prior_bar
    t_24_bar += prior_bar
    prior_bar = 0.0
    prior = stack.pop()
    t_25_bar += t_26_bar * m
    t_26_bar = 0.0
    t_26 = stack.pop()
    sums_bar = sums_bar + t_25_bar
    t_25_bar = 0.0
    t_25 = stack.pop()
    t_23_bar += t_24_bar * t_18
    t_24_bar = 0.0
    t_24 = stack.pop()
    t_20_bar += t_23_bar
    t_22_bar += t_23_bar
    t_23_bar = 0.0
    t_23 = stack.pop()
    t_21_bar = t_21_bar + t_22_bar
    t_22_bar = 0.0
    t_22 = stack.pop()
    below_bar = below_bar + 2 * t_21_bar * below ** (2 - 1)
    t_21_bar = 0.0
    t_21 = stack.pop()
    t_19_bar = t_19_bar + t_20_bar
    t_20_bar = 0.0
    t_20 = stack.pop()
    diagonal_bar = diagonal_bar + 2 * t_19_bar * diagonal ** (2 - 1)
    t_19_bar = 0.0
    t_19 = stack.pop()
    t_18 = stack.pop()
    t_17 = stack.pop()
    # line 25: likelihood = np.sum(logsumexp(terms, 0)) - n * logsumexp(alphas, 0)
    t_16_bar -= likelihood_bar
    t_14_bar += likelihood_bar
    likelihood_bar = 0.0
    likelihood = stack.pop()
    t_15_bar += t_16_bar * n
    t_16_bar = 0.0
    t_16 = stack.pop()
    alphas_bar = alphas_bar + logsumexp_reverse(logsumexp_record, t_15_bar)
    t_15_bar = 0.0
    logsumexp_record = stack.pop()
    t_15 = stack.pop()
    t_13_bar = t_13_bar + t_14_bar
    t_14_bar = 0.0
    t_14 = stack.pop()
    t_13_bar = np.broadcast_to(t_13_bar, np.shape(t_13))
    terms_bar = terms_bar + logsumexp_reverse_1(logsumexp_forward_1_record, t_13_bar)
    t_13_bar = 0.0
    logsumexp_forward_1_record = stack.pop()
    t_13 = stack.pop()
    # line 24: terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    terms_bar = np.broadcast_to(terms_bar, np.shape(terms))
    t_9_bar = t_9_bar + np.sum(terms_bar, axis=1, keepdims=True)
    t_12_bar = t_12_bar - terms_bar
    terms_bar = 0.0
    terms = stack.pop()
    t_11_bar = t_11_bar + t_12_bar * 0.5
    t_12_bar = 0.0
    t_12 = stack.pop()
    t_11_bar = np.broadcast_to(t_11_bar, np.shape(t_11))
    t_10_bar = t_10_bar + np.expand_dims(t_11_bar, 2)
    t_11_bar = 0.0
    t_11 = stack.pop()
    y_bar = y_bar + 2 * t_10_bar * y ** (2 - 1)
    t_10_bar = 0.0
    t_10 = stack.pop()
    t_8_bar = np.full_like(t_8, t_8_bar)
    t_8_bar[:, None] += t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    alphas_bar = alphas_bar + t_8_bar
    sums_bar = sums_bar + t_8_bar
    t_8_bar = 0.0
    t_8 = stack.pop()
    # line 23: sums = np.sum(logs, axis=1)
    sums_bar = np.broadcast_to(sums_bar, np.shape(sums))
    logs_bar = logs_bar + np.expand_dims(sums_bar, 1)
    sums_bar = 0.0
    sums = stack.pop()
    # line 22: y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
    t_5_bar = t_5_bar + y_bar
    t_7_bar = t_7_bar + y_bar
    y_bar = 0.0
    y = stack.pop()
    t_7_bar = np.broadcast_to(t_7_bar, np.shape(t_7))
    centred_bar = centred_bar + matmul_left(t_7_bar, centred, t_6)
    t_6_bar = t_6_bar + matmul_right(t_7_bar, centred, t_6)
    t_7_bar = 0.0
    t_7 = stack.pop()
    t_6_bar = np.broadcast_to(t_6_bar, np.shape(t_6))
    lower_bar = lower_bar + np.transpose(t_6_bar,
        np.argsort(np.mod((0, 2, 1), np.ndim(t_6_bar))))
    t_6_bar = 0.0
    t_6 = stack.pop()
    centred_bar = centred_bar + t_5_bar * t_4
    t_4_bar = t_4_bar + np.sum(t_5_bar * centred, axis=1, keepdims=True)
    t_5_bar = 0.0
    t_5 = stack.pop()
    diagonal_bar = np.full_like(diagonal, diagonal_bar)
    diagonal_bar[:, None, :] += t_4_bar
    t_4_bar = 0.0
    t_4 = stack.pop()
    # line 21: centred = x - means[:, None, :]
    centred_bar = np.broadcast_to(centred_bar, np.shape(centred))
    t_3_bar = t_3_bar - np.sum(centred_bar, axis=1, keepdims=True)
    centred_bar = 0.0
    centred = stack.pop()
    means_bar = np.full_like(means, means_bar)
    means_bar[:, None, :] += t_3_bar
    t_3_bar = 0.0
    t_3 = stack.pop()
    # line 20: diagonal = np.exp(logs)
    logs_bar = logs_bar + diagonal_bar * diagonal
    diagonal_bar = 0.0
    diagonal = stack.pop()
    # line 19: lower[:, rows, columns] = below
    lower[:, rows, columns] = stack.pop()
    lower_bar = np.full_like(lower, lower_bar)
    lower_bar_i = take_out(lower_bar, np.s_[:, rows, columns])
    below_bar = below_bar + unbroadcast(lower_bar_i, below)
    # line 18: lower = np.zeros((k, d, d))
    lower_bar = 0.0
    lower = stack.pop()
    # line 17: columns, rows = np.triu_indices(d, 1)
    rows = stack.pop()
    columns = stack.pop()
    # line 16: logs, below = icf[:, :d], icf[:, d:]
    t_2_bar = t_2_bar + below_bar
    below_bar = 0.0
    below = stack.pop()
    t_1_bar = t_1_bar + logs_bar
    logs_bar = 0.0
    logs = stack.pop()
    icf_bar = np.full_like(icf, icf_bar)
    icf_bar[:, d:] += t_2_bar
    t_2_bar = 0.0
    t_2 = stack.pop()
    icf_bar = np.full_like(icf, icf_bar)
    icf_bar[:, :d] += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    # line 15: k = len(alphas)
    k = stack.pop()
    # line 14: n, d = x.shape
    d = stack.pop()
    n = stack.pop()
    t = stack.pop()
    return np.full_like(alphas, alphas_bar), np.full_like(means,
        means_bar), np.full_like(icf, icf_bar)
