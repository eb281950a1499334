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


def misfit_grad(u, nu, steps, observed):
    """Gradient of misfit with respect to u."""
    u = own(u, (observed,))
    for t in range(steps):
        u[1:-1, 1:-1] += nu * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]
            - 4.0 * u[1:-1, 1:-1])
    # reverse sweep
    # line 12: return np.sum((u - observed) ** 2)
    u_bar = 2.0 * (u - observed)
    for t in range(steps - 1, -1, -1):
        # line 11: step(u, nu)
        t_9_bar = u_bar[1:-1, 1:-1] * nu
        u_bar[1:-1, 1:-1] -= 4.0 * t_9_bar
        u_bar[1:-1, 2:] += t_9_bar
        u_bar[1:-1, :-2] += t_9_bar
        u_bar[2:, 1:-1] += t_9_bar
        u_bar[:-2, 1:-1] += t_9_bar
    return u_bar
