import numpy as np


def laid_out(x, value):
    """Return a new array filled with ``value`` that lies in memory as ``x`` does; for a number, the value."""
    if not isinstance(x, np.ndarray):
        return value
    lengths = [
        ((n - 1) * step) for (n, step) in zip(x.shape, x.strides)] if x.size else []
    low, high = sum(min(0, n) for n in lengths), sum(max(0, n) for n in lengths)
    array = np.ndarray(x.shape, x.dtype, np.empty(high - low + x.itemsize, 'u1'), -low,
        x.strides if x.size else None)
    array[...] = value
    return array


def overlaps(x, other):
    """True if an array shares memory with another one, or with one in nested containers."""
    if isinstance(other, (tuple, list)):
        return any(overlaps(x, item) for item in other)
    return isinstance(other, np.ndarray) and np.shares_memory(x, other)


def own(x, others):
    """Copy an array that is going to be written, with its memory layout; no other may overlap it."""
    if isinstance(x, (tuple, list)):
        return type(x)([own(x[k], [others, *x[:k]]) for k in range(len(x))])
    if not isinstance(x, np.ndarray):
        return x
    if not x.flags.writeable:
        raise ValueError('assignment destination is read-only')
    if overlaps(x, others):
        raise ValueError(
            'arguments share memory and one of them is written: pass a copy of it, or differentiate a function of the one array that hands it on twice')
    return laid_out(x, x)


def log_determinant_grad(a):
    """Gradient of log_determinant with respect to a."""
    a = own(a, ())
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
