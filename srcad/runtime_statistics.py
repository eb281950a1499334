"""Helpers for reductions and statistics: rows, masks, order statistics, covariances. NumPy only, each complete in itself.

>>> to_rows(np.arange(6.0).reshape(3, 2), 0)
array([[0., 2., 4.],
       [1., 3., 5.]])
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from .runtime import HELPERS


def to_rows(a: Any, axis: Any) -> Any:
    """Move the axes of a reduction (None: all) to the end and make them one."""
    a = np.asarray(a)
    axes = tuple(range(a.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    moved = np.moveaxis(a, axes, tuple(range(-len(axes), 0)))
    kept = a.ndim - len(axes)
    return np.reshape(moved, moved.shape[:kept] + (math.prod(moved.shape[kept:]),))


def from_rows(rows: Any, like: Any, axis: Any) -> Any:
    """The inverse of ``to_rows`` for an array of the shape of ``like``."""
    shape = np.shape(like)
    axes = tuple(range(len(shape))) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = tuple([k % len(shape) for k in axes])
    kept = tuple([n for k, n in enumerate(shape) if k not in axes])
    ends = tuple(range(-len(axes), 0))
    return np.moveaxis(np.reshape(rows, kept + tuple([shape[k] for k in axes])), ends, axes)


def kept_axes(reduced: Any, axis: Any, keepdims: Any, a: Any) -> Any:
    """Give a reduced array the lost axes back, with length 1."""
    if keepdims or np.ndim(a) == 0:
        return reduced
    if axis is None:
        return np.reshape(reduced, (1,) * np.ndim(a))
    return np.expand_dims(reduced, axis)


def along(weights: Any, axis: Any, a: Any) -> Any:
    """Weights of some axes (or of all elements) with the axes of ``a``."""
    rank = np.ndim(a)
    if axis is None or np.ndim(weights) in (0, rank):
        return np.asarray(weights)
    axes = [k % rank for k in (axis if isinstance(axis, tuple) else (axis,))]
    sorted_axes = sorted(range(len(axes)), key=axes.__getitem__)
    shape = [np.shape(a)[k] if k in axes else 1 for k in range(rank)]
    return np.reshape(np.transpose(weights, sorted_axes), shape)


def left_out(values: Any, a: Any, where: Any, other: float = 0) -> Any:
    """``values`` in the shape of ``a`` where a mask holds, ``other`` elsewhere."""
    return np.broadcast_to(np.where(where, values, other), np.shape(a))


def counted(a: Any, axis: Any, where: Any) -> Any:
    """How many elements a reduction counts, with the lost axes kept."""
    chosen = np.broadcast_to(True if where is None else where, np.shape(a))
    return np.sum(chosen, axis=axis, keepdims=True).astype(np.asarray(a).dtype)


def tie_shares(a: Any, extreme: Any, axis: Any, keepdims: bool, initial: Any, where: Any) -> Any:
    """As ``tie_weights``, of the elements where a mask holds; ``initial`` (None: none) has its share too."""
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    weights = ((a == extreme) & (True if where is None else where)).astype(np.result_type(extreme))
    count = np.sum(weights, axis=axis, keepdims=True)
    return weights / (count if initial is None else count + (initial == extreme))


def deviations(a: Any, axis: Any, mean: Any, where: Any) -> Any:
    """Elements less their mean (or what is given for it); 0 where a mask leaves them out."""
    if mean is None:
        mean = np.mean(a, axis=axis, keepdims=True, where=True if where is None else where)
    return left_out(a - mean, a, True if where is None else where)


def weighted(weights: Any, values: Any) -> Any:
    """``weights * values``; what has no weight does not count, however infinite it is."""
    return np.where(weights == 0, 0, weights * values)


def softmax(a: Any, total: Any) -> Any:
    """``exp(a - total)`` for the logarithm ``total`` of a sum of exponentials; 0 where that is -inf."""
    return np.exp(a - np.where(np.isneginf(total), 0, total))


def quantile_weights(count: int, q: Any, method: str) -> Any:
    """The share of each sorted element in each quantile: one row of ``count`` shares per quantile.

    The method run on 0, 1, 2, ... tells where between two elements a quantile lies.
    """
    if count == 0:
        return np.zeros((np.size(q), 0))
    place = np.ravel(np.quantile(np.arange(float(count)), q, method=method))  # type: ignore[call-overload]
    low = np.floor(place).astype(int)
    weights = np.zeros((len(place), count))
    weights[np.arange(len(place)), low] = 1.0 - (place - low)
    weights[np.arange(len(place)), np.minimum(low + 1, count - 1)] += place - low
    return weights


def quantile_adjoint(ct: Any, a: Any, q: Any, axis: Any, method: str) -> Any:
    """Cotangent of ``a`` in a quantile; elements that tie are taken in their order."""
    rows = to_rows(a, axis)
    weights = quantile_weights(rows.shape[-1], q, method).astype(rows.dtype)
    ct = np.reshape(ct, (len(weights), *rows.shape[:-1]))
    place = np.argsort(np.argsort(rows, axis=-1, kind="stable"), axis=-1)
    return from_rows(np.take_along_axis(np.tensordot(ct, weights, axes=(0, 0)), place, axis=-1), a, axis)


def quantile_tangent(a_dot: Any, a: Any, q: Any, axis: Any, method: str, ans: Any) -> Any:
    """Tangent of a quantile."""
    rows = to_rows(a, axis)
    weights = quantile_weights(rows.shape[-1], q, method).astype(rows.dtype)
    order = np.argsort(rows, axis=-1, kind="stable")
    moved = np.take_along_axis(to_rows(a_dot, axis), order, axis=-1)
    shares = np.reshape(weights, (len(weights),) + (1,) * (np.ndim(rows) - 1) + (-1,))
    return np.reshape(np.sum(weighted(shares, moved), axis=-1), np.shape(ans))[()]


def nanquantile_weights(rows: Any, q: Any, method: str) -> Any:
    """The share of each element of a row in each quantile of those that are not nan: (quantiles, rows, elements)."""
    flat = np.reshape(rows, (int(np.prod(rows.shape[:-1])), rows.shape[-1]))
    shares = np.zeros((np.size(q), *flat.shape), rows.dtype)
    for k, row in enumerate(flat):
        own = np.flatnonzero(~np.isnan(row))
        if len(own):
            order = own[np.argsort(row[own], kind="stable")]
            shares[:, k, order] = quantile_weights(len(own), q, method)
    return np.reshape(shares, (np.size(q), *rows.shape))


def nanquantile_adjoint(ct: Any, a: Any, q: Any, axis: Any, method: str) -> Any:
    """Cotangent of ``a`` in a quantile of the elements that are not nan."""
    rows = to_rows(a, axis)
    shares = nanquantile_weights(rows, q, method)
    return from_rows(np.sum(np.reshape(ct, shares.shape[:-1] + (1,)) * shares, axis=0), a, axis)


def nanquantile_tangent(a_dot: Any, a: Any, q: Any, axis: Any, method: str, ans: Any) -> Any:
    """Tangent of a quantile of the elements that are not nan."""
    rows = to_rows(a, axis)
    moved = nanquantile_weights(rows, q, method) * np.where(np.isnan(rows), 0, to_rows(a_dot, axis))
    return np.reshape(np.sum(moved, axis=-1), np.shape(ans))[()]


def observation_weights(m: Any, rowvar: Any, bias: Any, ddof: Any, fweights: Any, aweights: Any) -> Any:
    """The weight of each observation in ``np.cov``, and the divisor."""
    count = np.shape(m)[-1 if rowvar or np.ndim(m) < 2 else 0]
    w = np.ones(count) if fweights is None else np.asarray(fweights, float)
    if aweights is not None:
        w = w * aweights
    lost = (0 if bias else 1) if ddof is None else ddof
    total = np.sum(w)
    return w, total - (lost if aweights is None else lost * np.sum(w * aweights) / total)


def observations(m: Any, y: Any, rowvar: Any) -> Any:
    """Variables as rows, those of ``y`` below those of ``m``."""
    parts = [np.atleast_2d(x) if rowvar or np.ndim(x) < 2 else np.transpose(x) for x in (m, y) if x is not None]
    return np.concatenate(parts, axis=0)


def observed(rows: Any, m: Any, y: Any, rowvar: Any) -> Any:
    """Rows given back to ``m`` and ``y``."""
    parts, start = [], 0
    for x in (m, y):
        if x is None:
            parts.append(np.zeros(()))
            continue
        turned = not rowvar and np.ndim(x) == 2
        count = np.shape(x)[1] if turned else len(np.atleast_2d(x))
        part = rows[start:start + count]
        parts.append(np.reshape(part.T if turned else part, np.shape(x)))
        start += count
    return parts


def cov_adjoint(ct: Any, m: Any, y: Any, rowvar: Any, weights: Any) -> Any:
    """Cotangents of both arguments of ``np.cov``."""
    rows = observations(m, y, rowvar)
    w, divisor = weights
    both = np.reshape(ct, (len(rows), len(rows)))
    centred = (rows - np.sum(rows * w, axis=1, keepdims=True) / np.sum(w)) * w
    return observed(((both + both.T) @ centred / divisor).astype(rows.dtype), m, y, rowvar)


def cov_tangent(m: Any, y: Any, m_dot: Any, y_dot: Any, rowvar: Any, weights: Any) -> Any:
    """Tangent of ``np.cov``."""
    rows = observations(m, y, rowvar)
    dots = observations(m_dot, None if y is None else y_dot, rowvar)
    w, divisor = weights
    product = (rows - np.sum(rows * w, axis=1, keepdims=True) / np.sum(w)) * w @ dots.T / divisor
    return (product + product.T).astype(np.result_type(rows))


def correlation_slopes(x: Any, y: Any, correlation: Any) -> Any:
    """The derivative of a correlation of two vectors to the first."""
    own, other = np.asarray(x) - np.mean(x), np.asarray(y) - np.mean(y)
    squares = np.dot(own, own)
    return other / np.sqrt(squares * np.dot(other, other)) - correlation * own / squares


def line_slopes(x: Any, y: Any, slope: Any) -> Any:
    """The derivative of the slope of a line of regression to ``x``; with ``x`` and 0 for the others, to ``y``."""
    own = np.asarray(x) - np.mean(x)
    return (np.asarray(y) - np.mean(y) - 2 * slope * own) / np.dot(own, own)


def corrcoef_rows(x: Any, y: Any, rowvar: Any) -> Any:
    """The variables as rows, centred and of length 1, and their lengths."""
    rows = observations(x, y, rowvar)
    centred = rows - np.mean(rows, axis=1, keepdims=True)
    length = np.sqrt(np.sum(centred * centred, axis=1, keepdims=True))
    return centred / length, length


def corrcoef_adjoint(ct: Any, x: Any, y: Any, rowvar: Any) -> Any:
    """Cotangents of both arguments of ``np.corrcoef``."""
    z, length = corrcoef_rows(x, y, rowvar)
    both = np.reshape(ct, (len(z), len(z)))
    z_bar = (both + both.T) @ z
    found = (z_bar - z * np.sum(z_bar * z, axis=1, keepdims=True)) / length
    return observed(found - np.mean(found, axis=1, keepdims=True), x, y, rowvar)


def corrcoef_tangent(x: Any, y: Any, x_dot: Any, y_dot: Any, rowvar: Any) -> Any:
    """Tangent of ``np.corrcoef``."""
    z, length = corrcoef_rows(x, y, rowvar)
    moved = observations(x_dot, None if y is None else y_dot, rowvar)
    moved = (moved - np.mean(moved, axis=1, keepdims=True)) / length
    product = (moved - z * np.sum(moved * z, axis=1, keepdims=True)) @ z.T
    return product + product.T


HELPERS |= {f.__name__: f for f in (
    to_rows, from_rows, kept_axes, along, left_out, counted, tie_shares, deviations, weighted, softmax,
    quantile_weights, quantile_adjoint, quantile_tangent, nanquantile_weights, nanquantile_adjoint,
    nanquantile_tangent, observation_weights, observations, observed, cov_adjoint, cov_tangent, correlation_slopes, line_slopes,
    corrcoef_rows, corrcoef_adjoint, corrcoef_tangent,
)}
