import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def largest_1(x, axis):
    """The largest element."""
    return np.max(x)


@njit(cache=True, boundscheck=True)
def expanded_number(x, axis):
    """A number as an array of one element."""
    return np.full(1, x)


@njit(cache=True, boundscheck=True)
def largest_2(x, axis):
    """The largest element of each row or column."""
    rows = x.T if axis == 0 or axis == -2 else x
    found = np.empty(rows.shape[0], x.dtype)
    for i in range(rows.shape[0]):
        found[i] = np.max(rows[i])
    return found


@njit(cache=True, boundscheck=True)
def stacks(a, b):
    """The products of two stacks of matrices, of as many axes."""
    lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    found = np.empty(lead + (a.shape[-2], b.shape[-1]), a.dtype)
    count = found.size // max(1, a.shape[-2] * b.shape[-1])
    if a.size == 0 or b.size == 0:
        found[...] = 0.0
        count = 0
    left = np.ascontiguousarray(a).reshape(
        (a.size // max(1, a.shape[-2] * a.shape[-1]), a.shape[-2], a.shape[-1]))
    right = np.ascontiguousarray(b).reshape(
        (b.size // max(1, b.shape[-2] * b.shape[-1]), b.shape[-2], b.shape[-1]))
    products = found.reshape(
        (found.size // max(1, a.shape[-2] * b.shape[-1]), a.shape[-2], b.shape[-1]))
    for k in range(count):
        i, j, rest, left_step, right_step = 0, 0, k, 1, 1
        for axis in range(found.ndim - 3, -1, -1):
            place = rest % found.shape[axis]
            rest = rest // found.shape[axis]
            i += place % a.shape[axis] * left_step
            j += place % b.shape[axis] * right_step
            left_step *= a.shape[axis]
            right_step *= b.shape[axis]
        np.dot(left[i], right[j], products[k])
    return found


@njit(cache=True, boundscheck=True)
def unbroadcast_any(array, like):
    """Sum an array over the axes along which ``like``, which has no more of them, was broadcast."""
    total = np.zeros(like.shape, array.dtype)
    flat = total.reshape(total.size)
    for place, value in np.ndenumerate(array):
        k = 0
        for axis in range(like.ndim):
            k = k * like.shape[axis] + place[axis + array.ndim
                - like.ndim] % like.shape[axis]
        flat[k] += value
    return total


@njit(cache=True, boundscheck=True)
def left_nn(ct, a, b):
    """Cotangent of ``a`` in ``a @ b`` of two stacks of matrices."""
    found = stacks(ct, np.swapaxes(b, -1, -2))
    return found if found.shape == a.shape else unbroadcast_any(found, a)


@njit(cache=True, boundscheck=True)
def right_nn(ct, a, b):
    """Cotangent of ``b`` in ``a @ b`` of two stacks of matrices."""
    found = stacks(np.swapaxes(a, -1, -2), ct)
    return found if found.shape == b.shape else unbroadcast_any(found, b)


@njit(cache=True, boundscheck=True)
def copied_alone(x):
    """Copy an array."""
    return x.copy()


@njit(cache=True, boundscheck=True)
def taken_any(x_bar, index):
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = x_bar[index].copy()
    order = np.arange(ct.size).reshape(ct.shape)
    last = np.empty(x_bar.shape, order.dtype)
    last[index] = order
    x_bar[index] = 0.0
    return np.where(last[index] == order, ct, 0.0)


@njit(cache=True, boundscheck=True)
def unbroadcast_22(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == array.shape[0] and like.shape[1] == array.shape[1]:
        return np.ascontiguousarray(array)
    total = np.zeros(like.shape, array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            total[i if like.shape[0] > 1 else 0, j if like.shape[1] > 1
                else 0] += array[i, j]
    return total


@njit(cache=True, boundscheck=True)
def logsumexp_forward(x):
    top = largest_1(x, 0)
    t = x - top
    t1 = np.exp(t)
    t2 = np.sum(t1, axis=0)
    return np.log(t2) + top, (t1, t2)


@njit(cache=True, boundscheck=True)
def logsumexp_reverse(record, ans_bar):
    t_1, t_2 = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    return expanded_number(ans_bar / t_2, 0) * t_1


@njit(cache=True, boundscheck=True)
def logsumexp_forward_1(x):
    top = largest_2(x, 0)
    t = x - top
    t1_1 = np.exp(t)
    t2_1 = np.sum(t1_1, axis=0)
    return np.log(t2_1) + top, (t1_1, t2_1)


@njit(cache=True, boundscheck=True)
def logsumexp_reverse_1(record, ans_bar):
    t_1, t_2 = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    return np.expand_dims(ans_bar / t_2, 0) * t_1


@njit(cache=True, boundscheck=True)
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
    t4 = diagonal[:, None, :]
    t6 = np.transpose(lower, (0, 2, 1))
    y = centred * t4 + stacks(centred, t6)
    sums = np.sum(logs, axis=1)
    terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    t13, logsumexp_forward_1_record = logsumexp_forward_1(terms)
    t15, logsumexp_record = logsumexp_forward(alphas)
    # reverse sweep
    # line 27: return likelihood + prior + constant(n, d, k, gamma, m)
    # line 26: prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    sums_bar = -1.0 * m
    t_23_bar = 0.5 * gamma ** 2
    below_bar = 2 * t_23_bar * below
    diagonal_bar = 2 * t_23_bar * diagonal
    # line 25: likelihood = np.sum(logsumexp(terms, 0)) - n * logsumexp(alphas, 0)
    alphas_bar = logsumexp_reverse(logsumexp_record, -1.0 * n)
    terms_bar = logsumexp_reverse_1(logsumexp_forward_1_record,
        np.broadcast_to(1.0, np.shape(t13)))
    # line 24: terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    y[...] = y * (2 * np.expand_dims(-0.5 * terms_bar, 2))
    y_bar = y
    t_8_bar = np.sum(terms_bar, axis=1)
    alphas_bar[...] = alphas_bar + t_8_bar
    sums_bar = sums_bar + t_8_bar
    # line 23: sums = np.sum(logs, axis=1)
    logs_bar = np.expand_dims(sums_bar, 1)
    # line 22: y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
    centred_bar = left_nn(y_bar, centred, t6)
    lower_bar = np.transpose(right_nn(y_bar, centred, t6), (0, 2, 1))
    centred_bar[...] = centred_bar + y_bar * t4
    diagonal_bar[...] = diagonal_bar + np.sum(y_bar * centred, axis=1)
    # line 21: centred = x - means[:, None, :]
    means_bar = -np.sum(centred_bar, axis=1)
    # line 20: diagonal = np.exp(logs)
    logs_bar = logs_bar + diagonal_bar * diagonal
    # line 19: lower[:, rows, columns] = below
    lower_bar = copied_alone(lower_bar)
    lower_bar_i = taken_any(lower_bar, (slice(None, None, None), rows, columns))
    below_bar[...] = below_bar + unbroadcast_22(lower_bar_i, below_bar)
    # line 16: logs, below = icf[:, :d], icf[:, d:]
    icf_bar = np.zeros(icf.shape)
    icf_bar[:, d:] = below_bar
    icf_bar[:, :d] = logs_bar
    return alphas_bar, means_bar, icf_bar
