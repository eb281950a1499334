import math
import numpy as np


def add(left, right):
    """Add two adjoints of one structure; a scalar goes to every element."""
    if isinstance(left, dict) and isinstance(right, dict):
        total = dict(left)
        for key in right:
            total[key] = add(left[key], right[key]) if key in left else right[key]
        return total
    if isinstance(left, dict) or isinstance(right, dict):
        some, other = (left, right) if isinstance(left, dict) else (right, left)
        return {key: add(some[key], other) for key in some}
    nested = isinstance(left, (tuple, list)), isinstance(right, (tuple, list))
    if nested[0] and not nested[1] and np.ndim(right) == 0:
        return [add(item, right) for item in left]
    if nested[1] and not nested[0] and np.ndim(left) == 0:
        return [add(left, item) for item in right]
    if nested[0] or nested[1]:
        if len(left) != len(right):
            raise ValueError(
                f'adjoints of {len(left)} and of {len(right)} elements cannot be added')
        return [add(left[k], right[k]) for k in range(len(left))]
    return left + right


def hollow(array):
    """Return an array of the same shape and dtype whose elements are one: it is kept where only the shape is asked for."""
    return np.ndarray(array.shape, array.dtype, np.zeros(1, array.dtype), 0, (0,)
        * array.ndim)


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


def seed(value):
    """Return 1.0, the adjoint of a function's value, if that is a real scalar."""
    if isinstance(value, np.ndarray):
        what, rank = value.dtype.kind, value.ndim
    elif isinstance(value, np.generic):
        what, rank = value.dtype.kind, 0
    else:
        names = {float: 'f', bool: 'b', int: 'i', complex: 'c', str: 'U', bytes: 'S'}
        what, rank = names.get(type(value), '?'), 0
        if isinstance(value, float):
            what = 'f'
    if what == 'f' and rank == 0:
        return 1.0
    if value is None:
        raise TypeError(
            'the function returned None: nothing to differentiate; does it lack a return?')
    if isinstance(value, (tuple, list)):
        raise TypeError(
            f'the function returned a {type(value).__name__} of {len(value)} values, and a gradient needs a scalar: use vjp (one cotangent per value) or jacobian')
    if what == 'f':
        raise TypeError(
            f'the function returned an array of shape {value.shape}, and a gradient needs a scalar: use vjp (with a cotangent of that shape) or jacobian')
    if what == 'c':
        raise TypeError(
            'the function returned a complex value, and a gradient needs a real one: return its real part, its imaginary part or its absolute value')
    if what == 'b':
        raise TypeError(
            'the function returned a boolean, which has no derivative: return the value that it tests')
    if what in 'iu':
        raise TypeError(
            'the function returned an integer, which has no derivative: return a float')
    if what in 'US':
        raise TypeError(
            'the function returned a string, which has no derivative: return a float')
    raise TypeError(
        f'the function returned a {type(value).__name__}, and a gradient needs a float: return a float, or use vjp or jacobian for an array of floats')


def take_out(x_bar, index):
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = x_bar[index].copy()
    order = np.arange(np.size(ct)).reshape(np.shape(ct))
    last = np.empty(x_bar.shape, order.dtype)
    last[index] = order
    x_bar[index] = 0.0
    return np.where(last[index] == order, ct, 0.0)


def tie_weights(a, extreme, axis, keepdims):
    """The share of each element in a maximum or minimum, True and False where none tie; those that do share evenly."""
    a = np.asarray(a)
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    chosen = a == extreme
    counts = np.sum(chosen, axis=axis, keepdims=True)
    return chosen if np.all(counts == 1) else chosen / counts.astype(a.dtype)


def unbroadcast(array, like):
    """Sum an array over the axes along which ``like`` was broadcast."""
    shape = like.shape if isinstance(like, np.ndarray) else np.shape(like)
    if (array.shape if isinstance(array, np.ndarray) else np.shape(array)) == shape:
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


def logsumexp_forward(x, axis):
    top = np.max(x, axis=axis)
    t = x - top
    t_1 = np.exp(t)
    t_2 = np.sum(t_1, axis=axis)
    t_3 = np.log(t_2)
    return t_3 + top, (t_1, t_2, t_3, top)


def logsumexp_reverse(record, x, axis, ans_bar):
    t_1, t_2, t_3, top = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    top_bar = unbroadcast(ans_bar, top)
    t_bar = np.expand_dims(unbroadcast(ans_bar, t_3) / t_2, axis) * t_1
    x_bar = unbroadcast(t_bar, x)
    top_bar = add(top_bar, -unbroadcast(t_bar, top))
    # line 31: top = np.max(x, axis=axis)
    x_bar = x_bar + np.expand_dims(top_bar, axis) * tie_weights(x, top, axis, False)
    return x_bar


def logsumexp_forward_1(x, axis):
    top = np.max(x, axis=axis)
    t = x - top
    t_1 = np.exp(t)
    t_2 = np.sum(t_1, axis=axis)
    t_3 = np.log(t_2)
    return t_3 + top, (t_1, t_2, hollow(t_3), top)


def logsumexp_reverse_1(record, x, axis, ans_bar):
    t_1, t_2, t_3_1, top = record
    # line 32: return np.log(np.sum(np.exp(x - top), axis=axis)) + top
    top_bar = unbroadcast(ans_bar, top)
    t_bar = np.expand_dims(unbroadcast(ans_bar, t_3_1) / t_2, axis) * t_1
    top_bar = top_bar - unbroadcast(t_bar, top)
    x_bar = t_bar
    # line 31: top = np.max(x, axis=axis)
    x_bar += np.expand_dims(top_bar, axis) * tie_weights(x, top, axis, False)
    return x_bar


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
    t_7 = centred @ t_6
    y = centred * t_4 + t_7
    sums = np.sum(logs, axis=1)
    terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    t_13, logsumexp_forward_1_record = logsumexp_forward_1(terms, 0)
    t_14 = np.sum(t_13)
    t_15, logsumexp_record = logsumexp_forward(alphas, 0)
    likelihood = t_14 - n * t_15
    t_18 = 0.5 * gamma ** 2
    prior = t_18 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    # reverse sweep
    # line 27: return likelihood + prior + constant(n, d, k, gamma, m)
    t_27_bar = seed(likelihood + prior + constant(n, d, k, gamma, m))
    prior_bar = unbroadcast(t_27_bar, prior)
    # line 26: prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    sums_bar = -prior_bar * m
    t_23_bar = prior_bar * t_18
    below_bar = 2 * t_23_bar * below
    diagonal_bar = 2 * t_23_bar * diagonal
    # line 25: likelihood = np.sum(logsumexp(terms, 0)) - n * logsumexp(alphas, 0)
    alphas_bar = logsumexp_reverse(logsumexp_record, alphas, 0, -t_27_bar * n)
    t_13_bar = unbroadcast(t_27_bar, t_14)
    t_13_bar = np.broadcast_to(t_13_bar, np.shape(t_13))
    terms_bar = logsumexp_reverse_1(logsumexp_forward_1_record, terms, 0, t_13_bar)
    # line 24: terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    y_bar = 2 * np.expand_dims(-0.5 * terms_bar, 2) * y
    t_8_bar = np.zeros_like(alphas)
    t_8_bar[:, None] += np.sum(terms_bar, axis=1, keepdims=True)
    alphas_bar = alphas_bar + t_8_bar
    sums_bar = sums_bar + t_8_bar
    # line 23: sums = np.sum(logs, axis=1)
    logs_bar = np.expand_dims(sums_bar, 1)
    # line 22: y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
    t_7_bar = unbroadcast(y_bar, t_7)
    centred_bar = matmul_left(t_7_bar, centred, t_6)
    t_6_bar = matmul_right(t_7_bar, centred, t_6)
    lower_bar = np.transpose(t_6_bar, np.argsort(np.mod((0, 2, 1), np.ndim(t_6_bar))))
    centred_bar += y_bar * t_4
    diagonal_bar[:, None, :] += unbroadcast(y_bar * centred, t_4)
    # line 21: centred = x - means[:, None, :]
    means_bar = np.zeros_like(means)
    means_bar[:, None, :] -= np.sum(centred_bar, axis=1, keepdims=True)
    # line 20: diagonal = np.exp(logs)
    logs_bar = logs_bar + diagonal_bar * diagonal
    # line 19: lower[:, rows, columns] = below
    lower_bar = np.array(lower_bar)
    lower_bar_i = take_out(lower_bar, np.s_[:, rows, columns])
    below_bar += unbroadcast(lower_bar_i, below)
    # line 16: logs, below = icf[:, :d], icf[:, d:]
    icf_bar = np.zeros_like(icf)
    icf_bar[:, d:] += below_bar
    icf_bar[:, :d] += logs_bar
    return alphas_bar, means_bar, icf_bar
