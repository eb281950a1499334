"""Helpers for array rules: rows, order statistics, stencils, parts. NumPy only, each complete in itself.

>>> to_rows(np.arange(6.0).reshape(3, 2), 0)
array([[0., 2., 4.],
       [1., 3., 5.]])
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from .runtime import HELPERS, unbroadcast


# ------------------------------------------------------------------ rows
def to_rows(a: Any, axis: Any) -> Any:
    """Move the axes of a reduction (None: all) to the end and make them one."""
    a = np.asarray(a)
    axes = tuple(range(a.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    moved = np.moveaxis(a, axes, tuple(range(-len(axes), 0)))
    kept = a.ndim - len(axes)
    return np.reshape(moved, (*moved.shape[:kept], math.prod(moved.shape[kept:])))


def from_rows(rows: Any, like: Any, axis: Any) -> Any:
    """The inverse of ``to_rows`` for an array of the shape of ``like``."""
    shape = np.shape(like)
    axes = tuple(range(len(shape))) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = tuple([k % len(shape) for k in axes])
    kept = [n for k, n in enumerate(shape) if k not in axes]
    ends = tuple(range(-len(axes), 0))
    return np.moveaxis(np.reshape(rows, (*kept, *[shape[k] for k in axes])), ends, axes)


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


def weighted(weights: Any, values: Any) -> Any:
    """``weights * values``; what has no weight does not count, however infinite it is."""
    return np.where(weights == 0, 0, weights * values)


def softmax(a: Any, total: Any) -> Any:
    """``exp(a - total)`` for the logarithm ``total`` of a sum of exponentials; 0 where that is -inf."""
    return np.exp(a - np.where(np.isneginf(total), 0, total))


def tie_shares(a: Any, extreme: Any, axis: Any, keepdims: bool, initial: Any, where: Any) -> Any:
    """As ``tie_weights``, of the elements where a mask holds; ``initial`` (None: none) has its share too."""
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    weights = ((a == extreme) & (True if where is None else where)).astype(np.result_type(a))
    count = np.sum(weights, axis=axis, keepdims=True)
    return weights / (count if initial is None else count + (initial == extreme))


def counted(a: Any, axis: Any, where: Any) -> Any:
    """How many elements a reduction counts, with the lost axes kept."""
    chosen = np.broadcast_to(True if where is None else where, np.shape(a))
    return np.sum(chosen, axis=axis, keepdims=True).astype(np.result_type(a))


def deviations(a: Any, axis: Any, mean: Any, where: Any) -> Any:
    """Elements less their mean (or what is given for it); 0 where a mask leaves them out."""
    if mean is None:
        mean = np.mean(a, axis=axis, keepdims=True, where=True if where is None else where)
    return left_out(a - mean, a, True if where is None else where)


# ------------------------------------------------------------------ order
def quantile_weights(count: int, q: Any, method: str) -> Any:
    """The share of each sorted element in each quantile: one row of ``count`` shares per quantile.

    The method run on 0, 1, 2, ... tells where between two elements a quantile lies.
    """
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
    flat = np.reshape(rows, (-1, rows.shape[-1]))
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
    return from_rows(np.sum(np.reshape(ct, (*shares.shape[:-1], 1)) * shares, axis=0), a, axis)


def nanquantile_tangent(a_dot: Any, a: Any, q: Any, axis: Any, method: str, ans: Any) -> Any:
    """Tangent of a quantile of the elements that are not nan."""
    rows = to_rows(a, axis)
    moved = nanquantile_weights(rows, q, method) * np.where(np.isnan(rows), 0, to_rows(a_dot, axis))
    return np.reshape(np.sum(moved, axis=-1), np.shape(ans))[()]


# ------------------------------------------------------------------ covariance
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
            parts.append(0.0)
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


def put_at(ct: Any, a: Any, indices: Any, axis: Any, mode: Any = "raise") -> Any:
    """Cotangent of ``a`` in ``np.take(a, indices, axis)``: an element taken twice gets both."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.take(places, indices, axis, mode=mode))


def first_occurrences(ct: Any, a: Any, values: Any) -> Any:
    """Cotangent of ``a`` where ``values`` are what it holds, each once."""
    return gather_adjoint(ct, a, np.argmax(np.expand_dims(values, -1) == np.ravel(a), axis=-1))


def put_along(ct: Any, a: Any, indices: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in ``np.take_along_axis``: an element taken twice gets both."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.take_along_axis(places, indices, axis))


def chosen(ct: Any, choices: Any, place: Any, mode: str = "raise") -> Any:
    """Cotangents of the choices: each gets what was chosen from it; ``place`` numbers them."""
    place = np.asarray(place)
    if mode != "raise":
        place = place % len(choices) if mode == "wrap" else np.clip(place, 0, len(choices) - 1)
    parts = [unbroadcast(np.where(place == k, ct, 0.0), choices[k]) for k in range(len(choices))]
    return np.stack(parts) if isinstance(choices, np.ndarray) else parts


def first_true(conditions: Any) -> Any:
    """The number of the first condition that holds, -1 where none does."""
    conditions = np.stack(np.broadcast_arrays(*conditions))
    return np.where(np.any(conditions, axis=0), np.argmax(conditions, axis=0), -1)


# ------------------------------------------------------------------ running products, stencils
def cumprod_adjoint(ct: Any, a: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in a running product; right where elements are zero.

    Up to the first zero the sum of ct * ans from k on is divided by a[k]; the first zero takes the
    running product with the zero left out, and behind it nothing counts.
    """
    rows, ct = to_rows(a, axis), to_rows(np.reshape(ct, np.shape(a)) if axis is None else ct, axis)
    gone = np.cumsum(rows == 0, axis=-1)
    first = (rows == 0) & (gone == 1)
    filled = np.where(first, 1, rows)
    alone = ct * np.cumprod(filled, axis=-1)
    before = np.where(gone == 0, alone, 0)
    until = np.flip(np.cumsum(np.flip(before, -1), axis=-1), -1) / np.where(gone == 0, rows, 1)
    at_zero = np.sum(np.where(gone == 1, alone, 0), axis=-1, keepdims=True)
    return from_rows(np.where(gone == 0, until, np.where(first, at_zero, 0)), a, axis)


def cumprod_tangent(a_dot: Any, a: Any, axis: Any) -> Any:
    """Tangent of a running product; right where elements are zero."""
    rows, dots = to_rows(a, axis), to_rows(a_dot, axis)
    gone = np.cumsum(rows == 0, axis=-1)
    first = (rows == 0) & (gone == 1)
    filled = np.cumprod(np.where(first, 1, rows), axis=-1)
    slope = np.cumsum(np.where(gone == 0, dots / np.where(rows == 0, 1, rows), 0), axis=-1)
    at_zero = np.sum(np.where(first, dots, 0), axis=-1, keepdims=True)
    found = np.where(gone == 0, filled * slope, np.where(gone == 1, filled * at_zero, 0))
    return np.reshape(found, -1) if axis is None else from_rows(found, a, axis)


def first_so_far(a: Any, running: Any, axis: int) -> Any:
    """Where along an axis each running maximum or minimum was reached first."""
    along = np.reshape(np.arange(np.shape(a)[axis]), [-1 if k == axis % np.ndim(a) else 1 for k in range(np.ndim(a))])
    before = np.roll(running, 1, axis)
    new = (along == 0) | (running != before)
    return np.maximum.accumulate(np.where(new, along, 0), axis=axis)


def reduceat_adjoint(ct: Any, a: Any, indices: Any, axis: int) -> Any:
    """Cotangent of ``a`` in ``np.add.reduceat``."""
    bar, part = np.zeros(np.shape(a), np.result_type(ct)), np.moveaxis(ct, axis, 0)
    moved = np.moveaxis(bar, axis, 0)
    ends = [*indices[1:], np.shape(a)[axis]]
    for k, start in enumerate(indices):
        moved[start:max(ends[k], start + 1)] += part[k]
    return bar


def diff_adjoint(ct: Any, n: int, axis: int) -> Any:
    """Cotangent of ``a`` in ``np.diff``: minus the differences of the cotangent between zeros."""
    for _ in range(n):
        ends = [(0, 0)] * np.ndim(ct)
        ends[axis] = (1, 1)
        ct = -np.diff(np.pad(ct, ends), axis=axis)
    return ct


def gradient_adjoint(ct: Any, f: Any, spacings: Any, axis: Any, edge_order: int) -> Any:
    """Cotangent of ``f`` in ``np.gradient``.

    A row of that linear map reads three neighbours at most; the map run on every third element
    gives all its coefficients.
    """
    rank = np.ndim(f)
    axes = tuple(range(rank)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    parts = ct if isinstance(ct, (list, tuple)) else [ct]
    parts = [np.asarray(part) for part in parts]
    total = np.zeros(np.shape(f), np.result_type(*parts))
    for k, along in enumerate(axes):
        count = np.shape(f)[along]
        spacing = spacings[k if len(spacings) > 1 else 0] if spacings else 1.0
        first = np.clip(np.arange(count) - 1, 0, max(count - 3, 0))
        part = np.moveaxis(parts[k], along, 0)
        bar = np.zeros(part.shape, total.dtype)
        for rest in range(min(count, 3)):
            column = first + (rest - first) % 3
            weights = np.gradient((np.arange(count) % 3 == rest).astype(total.dtype), spacing, edge_order=edge_order)  # type: ignore[call-overload]
            weights = np.where(column < count, weights, 0)
            np.add.at(bar, np.minimum(column, count - 1), np.reshape(weights, (count,) + (1,) * (rank - 1)) * part)
        total += np.moveaxis(bar, 0, along)
    return total


def gradient_tangent(f_dot: Any, spacings: Any, dots: Any, axis: Any, edge_order: int, ans: Any) -> Any:
    """Tangent of ``np.gradient``, where spacings that are numbers may vary too."""
    found = np.gradient(f_dot, *spacings, axis=axis, edge_order=edge_order)
    if not any([np.any(dot) for dot in dots]):
        return found
    many = isinstance(ans, (list, tuple))
    parts = []
    for k, value in enumerate(ans if many else [ans]):
        own = k if len(spacings) > 1 else 0
        if np.ndim(spacings[own]) and np.any(dots[own]):
            raise ValueError("np.gradient has no derivative for coordinates that are an array: give spacings as numbers")
        rate = dots[own] / spacings[own] if np.ndim(spacings[own]) == 0 else 0.0
        parts.append((found[k] if many else found) - value * rate)
    return type(ans)(parts) if many else parts[0]


def spacings_adjoint(ct: Any, ans: Any, spacings: Any) -> Any:
    """Cotangents of the spacings in ``np.gradient`` that are numbers."""
    bars = [0.0] * len(spacings)
    many = isinstance(ans, (list, tuple))
    for k, value in enumerate(ans if many else [ans]):
        own = k if len(spacings) > 1 else 0
        if spacings and np.ndim(spacings[own]):
            raise ValueError("np.gradient has no derivative for coordinates that are an array: give spacings as numbers")
        if spacings:
            bars[own] = bars[own] - float(np.sum((ct[k] if many else ct) * value)) / spacings[own]
    return bars


def joined_parts(ct: Any, before: Any, a: Any, after: Any, axis: int) -> Any:
    """Cotangents of what was joined along an axis: of numbers or arrays before and after ``a``, and of ``a`` itself."""
    parts, start, length = [], 0, np.shape(a)[axis]
    for x in (before, a, after):
        count = 0 if x is None else length if x is a else np.shape(x)[axis] if np.ndim(x) else 1
        part = np.take(ct, np.arange(start, start + count), axis)
        start += count
        parts.append(0.0 if x is None else np.sum(part) if np.ndim(x) == 0 else part)
    return parts


def trapezoid_weights(y: Any, x: Any, dx: Any, axis: int) -> Any:
    """The factor of each ordinate in a trapezoidal sum."""
    count = np.shape(y)[axis]
    shape = [1] * np.ndim(y)
    if x is None:
        steps = np.ravel(np.broadcast_to(dx, (max(count - 1, 0),)))
        shape[axis] = len(steps)
    elif np.ndim(x) == 1:
        steps = np.diff(x)
        shape[axis] = len(steps)
    else:
        steps = np.diff(x, axis=axis)
        shape = list(steps.shape)
    steps = np.reshape(steps, shape) / 2
    ends = [(0, 0)] * len(shape)
    other = list(ends)
    ends[axis], other[axis] = (0, 1), (1, 0)
    return (np.pad(steps, ends) + np.pad(steps, other)).astype(np.result_type(y))


def interp_slopes(x: Any, xp: Any, fp: Any) -> Any:
    """The slope of a piecewise linear function at ``x``: that of the piece to the right; 0 outside."""
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    slopes = np.diff(fp)[k] / np.diff(xp)[k]
    return np.where((np.asarray(x) >= xp[0]) & (np.asarray(x) <= xp[-1]), slopes, 0.0)[()]


def interp_adjoint(ct: Any, x: Any, xp: Any, left: Any, right: Any) -> Any:
    """Cotangent of the ordinates in ``np.interp``: to both neighbours of each point."""
    x, ct = np.ravel(x), np.ravel(ct)
    inside = np.clip(x, xp[0], xp[-1])
    k = np.clip(np.searchsorted(xp, inside, side="right") - 1, 0, len(xp) - 2)
    share = (inside - np.asarray(xp)[k]) / np.diff(xp)[k]
    given = ((x < xp[0]) & (left is not None)) | ((x > xp[-1]) & (right is not None))
    ct = np.where(given, 0.0, ct)
    bar = np.zeros(len(xp), np.result_type(ct))
    np.add.at(bar, k, (1.0 - share) * ct)
    np.add.at(bar, k + 1, share * ct)
    return bar


def convolution_full(ct: Any, a: Any, v: Any, mode: str, start: Any) -> Any:
    """The cotangent of a convolution of any mode, as one of mode "full"."""
    shorter = min(np.size(a), np.size(v))
    if mode == "full":
        return ct
    before = shorter - 1 if mode == "valid" else start
    return np.pad(ct, (before, np.size(a) + np.size(v) - 1 - np.size(ct) - before))


def polymul_adjoint(ct: Any, own: Any, other: Any) -> Any:
    """Cotangent of one factor in ``np.polymul``, which cuts off coefficients of 0 that lead."""
    lead = [int(np.argmax(np.asarray(p) != 0)) if np.any(p) else np.size(p) - 1 for p in (own, other)]
    kept = np.ravel(other)[lead[1]:]
    bar = np.zeros(np.shape(own), np.result_type(ct))
    bar[lead[0]:] = np.correlate(ct, kept, "valid")
    return bar


def series_x(ct: Any, x: Any, slopes: Any) -> Any:
    """Cotangent of the places where a series is evaluated; several series are summed over."""
    return unbroadcast(ct * slopes, x) if np.ndim(slopes) >= np.ndim(x) else ct * slopes


def series_c(ct: Any, c: Any, powers: Any, x: Any, tensor: bool) -> Any:
    """Cotangent of the coefficients of a series, from the basis at each place."""
    basis = np.reshape(np.moveaxis(powers, -1, 0), (len(c), *np.shape(x)))
    rest = np.ndim(c) - 1
    if tensor and rest:
        places = tuple(range(1, np.ndim(basis)))
        return np.tensordot(basis, ct, (places, tuple(range(rest, np.ndim(ct)))))
    return unbroadcast(basis * ct, c) if rest else np.sum(basis * ct, axis=tuple(range(1, np.ndim(basis))))


def bessel_i1(x: Any) -> Any:
    """The derivative of ``np.i0``: the mean of exp(x cos t) cos t over half a turn (DLMF 10.32)."""
    turn = np.cos((np.arange(128) + 0.5) * (math.pi / 128)).astype(np.result_type(x))
    return np.mean(np.exp(np.expand_dims(x, -1) * turn) * turn, axis=-1)


# ------------------------------------------------------------------ parts of arrays
def unravelled(ct: Any, a: Any, order: str) -> Any:
    """Cotangent of ``a`` in a reshape that reads the elements in a given order."""
    if order == "K":
        places = np.empty_like(a, dtype=int)
        places[...] = np.reshape(np.arange(np.size(a)), np.shape(a))
        return gather_adjoint(ct, a, np.ravel(places, "K"))
    if order == "A":
        order = "F" if a.flags.f_contiguous and not a.flags.c_contiguous else "C"
    return np.reshape(np.ravel(ct, order), np.shape(a), order)  # type: ignore[call-overload]


def linspace_adjoint(ct: Any, step_ct: Any, start: Any, stop: Any, weight: Any, axis: int) -> Any:
    """Cotangents of both ends of equal steps; of the ends themselves where there is an array of each."""
    moved = np.moveaxis(ct, axis, 0)
    weight = weight.astype(moved.dtype)
    last = step_ct * (weight[1] - weight[0]) if len(weight) > 1 else 0.0 * step_ct
    return (unbroadcast(np.tensordot(1 - weight, moved, 1) - last, start),
            unbroadcast(np.tensordot(weight, moved, 1) + last, stop))


def item_adjoint(ct: Any, a: Any, index: Any) -> Any:
    """Cotangent of ``a`` in ``a.item(*index)``."""
    bar = np.zeros(np.shape(a), np.result_type(a))
    places = index[0] if len(index) == 1 and isinstance(index[0], tuple) else index
    bar[np.unravel_index(places[0], np.shape(a)) if len(places) == 1 else places] = ct
    return bar


def split_adjoint(ct: Any, a: Any, axis: int) -> Any:
    """Cotangent of an array that was cut in parts; a part that nothing was made of gets zeros."""
    return np.reshape(np.concatenate(ct, axis=axis), np.shape(a))


def repeat_adjoint(ct: Any, a: Any, repeats: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in ``np.repeat``: the sum over the copies of each element."""
    count = np.size(a) if axis is None else np.shape(a)[axis]
    index = np.repeat(np.arange(count), repeats)
    if axis is None:
        return np.reshape(np.bincount(index, ct, count).astype(ct.dtype), np.shape(a))
    bar = np.zeros(np.shape(a), ct.dtype)
    np.add.at(np.moveaxis(bar, axis, 0), index, np.moveaxis(ct, axis, 0))
    return bar


def tile_adjoint(ct: Any, a: Any, reps: Any) -> Any:
    """Cotangent of ``a`` in ``np.tile``: the sum over the copies of the array."""
    reps = np.ravel(reps)
    rank = max(len(reps), np.ndim(a))
    reps = (1,) * (rank - len(reps)) + tuple([int(r) for r in reps])
    shape = (1,) * (rank - np.ndim(a)) + np.shape(a)
    pairs = [n for pair in zip(reps, shape, strict=True) for n in pair]
    return np.reshape(np.sum(np.reshape(ct, pairs), axis=tuple(range(0, 2 * rank, 2))), np.shape(a))


def pad_places(a: Any, pad_width: Any, mode: str) -> Any:
    """For each element of a padded array the flat place that it is a copy of, -1 where of none."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    if mode == "constant":
        return np.pad(places, pad_width, constant_values=-1)
    if mode not in ("edge", "reflect", "symmetric", "wrap"):
        raise ValueError(f"np.pad has no derivative for mode {mode!r}: "
                         "use constant, edge, reflect, symmetric or wrap")
    return np.pad(places, pad_width, mode)  # type: ignore[call-overload]


def gather_adjoint(ct: Any, a: Any, places: Any) -> Any:
    """Cotangent of an array whose elements were copied from flat ``places`` (-1: from none)."""
    bar = np.zeros(np.size(a), np.result_type(ct))
    places = np.ravel(places)
    np.add.at(bar, places[places >= 0], np.ravel(ct)[places >= 0])
    return np.reshape(bar, np.shape(a))


def numbered(part: Any, count: list[int]) -> Any:
    """Nested lists of arrays that hold, in place of numbers, which array they are."""
    if isinstance(part, list):
        return [numbered(item, count) for item in part]
    count[0] += 1
    return np.full(np.shape(part), count[0])


def cut_out(ct: Any, part: Any, owner: Any, count: list[int]) -> Any:
    """The parts of a cotangent, in nested lists, by what ``owner`` says of each element."""
    if isinstance(part, list):
        return [cut_out(ct, item, owner, count) for item in part]
    count[0] += 1
    return np.reshape(ct[owner == count[0]], np.shape(part))[()]


def block_adjoint(ct: Any, arrays: Any) -> Any:
    """Cotangent of nested lists of arrays in ``np.block``."""
    return cut_out(ct, arrays, np.block(numbered(arrays, [0])), [0])


def insert_values(ct: Any, a: Any, obj: Any, values: Any, axis: Any) -> Any:
    """Cotangent of ``values`` in ``np.insert``."""
    places = np.reshape(np.arange(np.size(values)), np.shape(values))
    return gather_adjoint(ct, values, np.insert(np.full(np.shape(a), -1), obj, places, axis))


def insert_rest(ct: Any, a: Any, obj: Any, values: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in ``np.insert``."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.insert(places, obj, np.full(np.shape(values), -1), axis))


def meshgrid_adjoint(ct: Any, xi: Any, indexing: str) -> Any:
    """Cotangents of the coordinates: each is summed over the axes of all the others."""
    parts = []
    for k in range(len(xi)):
        own = 1 - k if indexing == "xy" and k < 2 and len(xi) > 1 else k
        others = tuple([axis for axis in range(len(xi)) if axis != own])
        parts.append(np.reshape(np.sum(ct[k], axis=others), np.shape(xi[k]))[()])
    return parts


def each(ct: Any, arrays: Any) -> Any:
    """Cotangents of arrays that were broadcast or given axes of length 1, one each."""
    parts = []
    for k in range(len(arrays)):
        part = ct[k] if np.size(ct[k]) == np.size(arrays[k]) else unbroadcast(ct[k], arrays[k])
        parts.append(np.reshape(part, np.shape(arrays[k]))[()])
    return parts


def several(ct: Any, arrays: Any) -> Any:
    """Like ``each``; of a single array there is a single cotangent."""
    return [np.reshape(ct, np.shape(arrays[0]))[()]] if len(arrays) == 1 else each(ct, arrays)


HELPERS |= {f.__name__: f for f in (
    to_rows, from_rows, kept_axes, along, left_out, counted, deviations, quantile_weights, quantile_adjoint, quantile_tangent, put_at, put_along, first_occurrences, chosen,
    first_true, cumprod_adjoint, cumprod_tangent, diff_adjoint, gradient_adjoint, trapezoid_weights, interp_slopes,
    interp_adjoint, convolution_full, bessel_i1, unravelled, item_adjoint, split_adjoint, repeat_adjoint, tile_adjoint, pad_places,
    gather_adjoint, numbered, cut_out, block_adjoint, insert_values, insert_rest, meshgrid_adjoint, each, several,
    tie_shares, gradient_tangent, spacings_adjoint, joined_parts,
    nanquantile_weights, nanquantile_adjoint, nanquantile_tangent, observation_weights, observations, observed, cov_adjoint, cov_tangent, corrcoef_rows, corrcoef_adjoint, corrcoef_tangent,
    linspace_adjoint,
    softmax,
    first_so_far, reduceat_adjoint,
    polymul_adjoint, series_x, series_c,
    weighted,
)}
