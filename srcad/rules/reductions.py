# mypy: disable-error-code="no-untyped-def"
"""Sums, means, products, extremes: functions and methods alike.

``axis`` may be None, an int or a tuple, negative too; ``dtype`` changes nothing here. What ``where``
leaves out gets 0; ``initial`` counts as one more element.
"""
from __future__ import annotations

import numpy as np

from ..runtime import product_of_others, tie_weights
from ..runtime_statistics import counted, deviations, kept_axes, left_out, softmax, tie_shares, weighted
from .registry import general, jvp, linear


@linear(np.sum, np.ndarray.sum, wrt="a initial")
def sum_(a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=None, *, ct):
    if where is not None:
        return left_out(kept_axes(ct, axis, keepdims, a), a, where), np.sum(ct)
    if axis is None or keepdims:
        return np.broadcast_to(ct, np.shape(a)), np.sum(ct)
    return np.broadcast_to(np.expand_dims(ct, axis), np.shape(a)), np.sum(ct)


@linear(np.add.reduce, wrt="a initial")
def add_reduce(a, axis=0, dtype=None, out=None, keepdims=False, initial=0, where=None, *, ct):
    if where is not None:
        return left_out(kept_axes(ct, axis, keepdims, a), a, where), np.sum(ct)
    if axis is None or keepdims:
        return np.broadcast_to(ct, np.shape(a)), np.sum(ct)
    return np.broadcast_to(np.expand_dims(ct, axis), np.shape(a)), np.sum(ct)


@linear(np.mean, np.ndarray.mean)
def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=None, ct):
    if where is not None:
        return left_out(kept_axes(ct, axis, keepdims, a) / counted(a, axis, where), a, where)
    if axis is None:
        return np.broadcast_to(ct / np.size(a), np.shape(a))
    if isinstance(axis, tuple):
        count = np.size(a) // max(np.size(ct), 1)
    else:
        count = np.shape(a)[axis]
    if keepdims:
        return np.broadcast_to(ct / count, np.shape(a))
    return np.broadcast_to(np.expand_dims(ct / count, axis), np.shape(a))


@general(np.prod, np.ndarray.prod, wrt="a initial")
def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=1, where=None, *, ct):
    """Source: the product of all other elements, right where some are zero."""
    if where is not None:
        kept = left_out(a, a, where, 1)
        return (left_out(kept_axes(ct, axis, keepdims, a) * initial * product_of_others(kept, axis), a, where),
                np.sum(ct * np.prod(kept, axis=axis, keepdims=keepdims)))
    if axis is None or keepdims:
        return ((ct if initial == 1 else ct * initial) * product_of_others(a, axis),
                np.sum(ct * np.prod(a, axis=axis, keepdims=keepdims)))
    return (np.expand_dims(ct if initial == 1 else ct * initial, axis) * product_of_others(a, axis),
            np.sum(ct * np.prod(a, axis=axis)))


@jvp(prod)
def prod_dot(a, axis=None, dtype=None, out=None, keepdims=False, initial=1, where=None, *, a_dot, initial_dot):
    if where is not None:
        kept = left_out(a, a, where, 1)
        moved = left_out(a_dot, a, where)
        return (initial * np.sum(product_of_others(kept, axis) * moved, axis=axis, keepdims=keepdims)
                + initial_dot * np.prod(kept, axis=axis, keepdims=keepdims))
    if initial == 1:
        return np.sum(product_of_others(a, axis) * a_dot, axis=axis, keepdims=keepdims)
    return (initial * np.sum(product_of_others(a, axis) * a_dot, axis=axis, keepdims=keepdims)
            + initial_dot * np.prod(a, axis=axis, keepdims=keepdims))


@general(np.multiply.reduce)
def multiply_reduce(a, axis=0, dtype=None, out=None, keepdims=False, *, ct):
    """Source: as ``prod``."""
    return kept_axes(ct, axis, keepdims, a) * product_of_others(a, axis)


@jvp(multiply_reduce)
def multiply_reduce_dot(a, axis=0, dtype=None, out=None, keepdims=False, *, a_dot):
    return np.sum(product_of_others(a, axis) * a_dot, axis=axis, keepdims=keepdims)


@general(np.logaddexp.reduce)
def logaddexp_reduce(a, axis=0, dtype=None, out=None, keepdims=False, *, ct, ans):
    """Source: the softmax; 0 where all are -inf."""
    return kept_axes(ct, axis, keepdims, a) * softmax(a, kept_axes(ans, axis, keepdims, a))


@jvp(logaddexp_reduce)
def logaddexp_reduce_dot(a, axis=0, dtype=None, out=None, keepdims=False, *, a_dot, ans):
    return np.sum(softmax(a, kept_axes(ans, axis, keepdims, a)) * a_dot, axis=axis, keepdims=keepdims)


@general(np.max, np.amax, np.min, np.amin, np.ndarray.max, np.ndarray.min)
def extreme(a, axis=None, out=None, keepdims=False, initial=None, where=None, *, ct, ans):
    """Source: elements that tie share evenly."""
    if initial is not None or where is not None:
        return kept_axes(ct, axis, keepdims, a) * tie_shares(a, ans, axis, keepdims, initial, where)
    if axis is None or keepdims:
        return ct * tie_weights(a, ans, axis, keepdims)
    return np.expand_dims(ct, axis) * tie_weights(a, ans, axis, keepdims)


@jvp(extreme)
def extreme_dot(a, axis=None, out=None, keepdims=False, initial=None, where=None, *, a_dot, ans):
    if initial is not None or where is not None:
        return np.sum(weighted(tie_shares(a, ans, axis, keepdims, initial, where), a_dot), axis=axis, keepdims=keepdims)
    return np.sum(weighted(tie_weights(a, ans, axis, keepdims), a_dot), axis=axis, keepdims=keepdims)


@general(np.maximum.reduce, np.minimum.reduce)
def extreme_reduce(a, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None, *, ct, ans):
    """Source: as ``max`` and ``min``."""
    return kept_axes(ct, axis, keepdims, a) * tie_shares(a, ans, axis, keepdims, initial, where)


@jvp(extreme_reduce)
def extreme_reduce_dot(a, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None, *, a_dot, ans):
    return np.sum(weighted(tie_shares(a, ans, axis, keepdims, initial, where), a_dot), axis=axis, keepdims=keepdims)


@general(np.var, np.ndarray.var, wrt="a mean")
def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None, correction=None, ct):
    """Source: 2 (a - mean) / (n - ddof)."""
    if where is not None or mean is not None or correction is not None:
        count = counted(a, axis, where) - (ddof if correction is None else correction)
        slopes = 2 * kept_axes(ct, axis, keepdims, a) / count * deviations(a, axis, mean, where)
        return slopes, -np.sum(slopes, axis=axis, keepdims=True)
    scaled = 2 * ct / (np.size(a) // max(np.size(ct), 1) - ddof)
    if axis is None or keepdims:
        return scaled * (a - np.mean(a, axis=axis, keepdims=True)), 0.0
    return np.expand_dims(scaled, axis) * (a - np.mean(a, axis=axis, keepdims=True)), 0.0


@jvp(var)
def var_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None, correction=None,
            a_dot, mean_dot, ans):
    if where is not None or mean is not None or correction is not None:
        count = counted(a, axis, where) - (ddof if correction is None else correction)
        moved = 2 * deviations(a, axis, mean, where) * (a_dot - (0.0 if mean is None else mean_dot)) / count
        return np.sum(moved, axis=axis, keepdims=keepdims)
    count = np.size(a) // max(np.size(ans), 1) - ddof
    deviation = a - np.mean(a, axis=axis, keepdims=True)
    return 2 * np.sum(deviation * a_dot, axis=axis, keepdims=keepdims) / count


@general(np.std, np.ndarray.std, wrt="a mean")
def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None, correction=None, ct, ans):
    """Source: (a - mean) / ((n - ddof) std); 0 where all elements are equal."""
    if where is not None or mean is not None or correction is not None:
        count = counted(a, axis, where) - (ddof if correction is None else correction)
        scaled = kept_axes(ct / np.where(ans == 0, 1, ans), axis, keepdims, a) / count
        slopes = scaled * deviations(a, axis, mean, where)
        return slopes, -np.sum(slopes, axis=axis, keepdims=True)
    scaled = ct / ((np.size(a) // max(np.size(ans), 1) - ddof) * np.where(ans == 0, 1, ans))
    if axis is None or keepdims:
        return scaled * (a - np.mean(a, axis=axis, keepdims=True)), 0.0
    return np.expand_dims(scaled, axis) * (a - np.mean(a, axis=axis, keepdims=True)), 0.0


@jvp(std)
def std_dot(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None, correction=None,
            a_dot, mean_dot, ans):
    if where is not None or mean is not None or correction is not None:
        count = counted(a, axis, where) - (ddof if correction is None else correction)
        moved = deviations(a, axis, mean, where) * (a_dot - (0.0 if mean is None else mean_dot)) / count
        return np.sum(moved, axis=axis, keepdims=keepdims) / np.where(ans == 0, 1, ans)
    scale = (np.size(a) // max(np.size(ans), 1) - ddof) * np.where(ans == 0, 1, ans)
    return np.sum((a - np.mean(a, axis=axis, keepdims=True)) * a_dot, axis=axis, keepdims=keepdims) / scale
