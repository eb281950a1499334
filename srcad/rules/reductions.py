# mypy: disable-error-code="no-untyped-def"
"""Sums, means, products, extremes: functions and methods alike.

``axis`` may be None, an int or a tuple, negative too; ``dtype`` changes nothing here.
"""
from __future__ import annotations

import numpy as np

from ..runtime import product_of_others, tie_weights
from .registry import general, jvp, linear


@linear(np.sum, np.ndarray.sum)
def sum_(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    if axis is None or keepdims:
        return np.broadcast_to(ct, np.shape(a))
    return np.broadcast_to(np.expand_dims(ct, axis), np.shape(a))


@linear(np.mean, np.ndarray.mean)
def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    if axis is None:
        return np.broadcast_to(ct / np.size(a), np.shape(a))
    if isinstance(axis, tuple):
        count = np.size(a) // max(np.size(ct), 1)
    else:
        count = np.shape(a)[axis]
    if keepdims:
        return np.broadcast_to(ct / count, np.shape(a))
    return np.broadcast_to(np.expand_dims(ct / count, axis), np.shape(a))


@general(np.prod, np.ndarray.prod)
def prod(a, axis=None, dtype=None, out=None, keepdims=False, *, ct):
    """Source: the product of all other elements, right where some are zero."""
    if axis is None or keepdims:
        return ct * product_of_others(a, axis)
    return np.expand_dims(ct, axis) * product_of_others(a, axis)


@jvp(prod)
def prod_dot(a, axis=None, dtype=None, out=None, keepdims=False, *, a_dot):
    return np.sum(product_of_others(a, axis) * a_dot, axis=axis, keepdims=keepdims)


@general(np.max, np.amax, np.min, np.amin, np.ndarray.max, np.ndarray.min)
def extreme(a, axis=None, out=None, keepdims=False, *, ct, ans):
    """Source: elements that tie share evenly."""
    if axis is None or keepdims:
        return ct * tie_weights(a, ans, axis, keepdims)
    return np.expand_dims(ct, axis) * tie_weights(a, ans, axis, keepdims)


@jvp(extreme)
def extreme_dot(a, axis=None, out=None, keepdims=False, *, a_dot, ans):
    return np.sum(tie_weights(a, ans, axis, keepdims) * a_dot, axis=axis, keepdims=keepdims)


@general(np.var, np.ndarray.var)
def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, ct):
    """Source: 2 (a - mean) / (n - ddof)."""
    scaled = 2 * ct / (np.size(a) // max(np.size(ct), 1) - ddof)
    if axis is None or keepdims:
        return scaled * (a - np.mean(a, axis=axis, keepdims=True))
    return np.expand_dims(scaled, axis) * (a - np.mean(a, axis=axis, keepdims=True))


@jvp(var)
def var_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, a_dot, ans):
    count = np.size(a) // max(np.size(ans), 1) - ddof
    deviation = a - np.mean(a, axis=axis, keepdims=True)
    return 2 * np.sum(deviation * a_dot, axis=axis, keepdims=keepdims) / count


@general(np.std, np.ndarray.std)
def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, ct, ans):
    """Source: (a - mean) / ((n - ddof) std); 0 where all elements are equal."""
    scaled = ct / ((np.size(a) // max(np.size(ans), 1) - ddof) * np.where(ans == 0, 1, ans))
    if axis is None or keepdims:
        return scaled * (a - np.mean(a, axis=axis, keepdims=True))
    return np.expand_dims(scaled, axis) * (a - np.mean(a, axis=axis, keepdims=True))


@jvp(std)
def std_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, a_dot, ans):
    scale = (np.size(a) // max(np.size(ans), 1) - ddof) * np.where(ans == 0, 1, ans)
    return np.sum((a - np.mean(a, axis=axis, keepdims=True)) * a_dot, axis=axis, keepdims=keepdims) / scale
