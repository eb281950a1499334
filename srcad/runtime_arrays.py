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
    """Weights of one axis (or of all elements) with the axes of ``a``."""
    if axis is None or np.ndim(weights) in (0, np.ndim(a)):
        return np.asarray(weights)
    return np.reshape(weights, [-1 if k == axis % np.ndim(a) else 1 for k in range(np.ndim(a))])


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
    return np.reshape(np.moveaxis(np.matmul(moved, weights.T), -1, 0), np.shape(ans))[()]


def put_at(ct: Any, a: Any, indices: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in ``np.take(a, indices, axis)``: an element taken twice gets both."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.take(places, indices, axis))


def put_along(ct: Any, a: Any, indices: Any, axis: Any) -> Any:
    """Cotangent of ``a`` in ``np.take_along_axis``: an element taken twice gets both."""
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.take_along_axis(places, indices, axis))


def chosen(ct: Any, choices: Any, place: Any) -> Any:
    """Cotangents of the choices: each gets what was chosen from it; ``place`` numbers them."""
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


def gradients(f: Any, like: Any, spacings: Any, axis: Any, edge_order: int) -> Any:
    """``np.gradient`` of another array than the one that it was called with: what ``gradient_adjoint`` transposes."""
    return np.gradient(f, *spacings, axis=axis, edge_order=edge_order)


def trapezoid_weights(y: Any, x: Any, dx: Any, axis: int) -> Any:
    """The factor of each ordinate in a trapezoidal sum."""
    if x is None:
        steps = np.ravel(np.broadcast_to(dx, (max(np.shape(y)[axis] - 1, 0),)))
    else:
        steps = np.diff(x, axis=axis if np.ndim(x) > 1 else -1)
    if np.ndim(steps) == 1:
        steps = np.reshape(steps, [-1 if k == axis % np.ndim(y) else 1 for k in range(np.ndim(y))])
    edge = np.zeros([1 if k == axis % np.ndim(steps) else n for k, n in enumerate(np.shape(steps))])
    halves = steps / 2
    return (np.concatenate([halves, edge], axis) + np.concatenate([edge, halves], axis)).astype(np.result_type(y))


def interp_slopes(x: Any, xp: Any, fp: Any) -> Any:
    """The slope of a piecewise linear function at ``x``: that of the piece to the right; 0 outside."""
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    slopes = np.diff(fp)[k] / np.diff(xp)[k]
    return np.where((np.asarray(x) >= xp[0]) & (np.asarray(x) <= xp[-1]), slopes, 0.0)[()]


def interp_adjoint(ct: Any, x: Any, xp: Any, fp: Any, left: Any, right: Any) -> Any:
    """Cotangent of the ordinates ``fp`` in ``np.interp``: to both neighbours of each point."""
    x, ct = np.ravel(x), np.ravel(ct)
    inside = np.clip(x, xp[0], xp[-1])
    k = np.clip(np.searchsorted(xp, inside, side="right") - 1, 0, len(xp) - 2)
    share = (inside - np.asarray(xp)[k]) / np.diff(xp)[k]
    given = ((x < xp[0]) & (left is not None)) | ((x > xp[-1]) & (right is not None))
    ct = np.where(given, 0.0, ct)
    bar = np.zeros(np.shape(fp))
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


def bessel_i1(x: Any) -> Any:
    """The derivative of ``np.i0``: the mean of exp(x cos t) cos t over half a turn (DLMF 10.32)."""
    turn = np.cos((np.arange(128) + 0.5) * (math.pi / 128)).astype(np.result_type(x))
    return np.mean(np.exp(np.expand_dims(x, -1) * turn) * turn, axis=-1)


# ------------------------------------------------------------------ parts of arrays
def unravelled(ct: Any, a: Any, order: str) -> Any:
    """Cotangent of ``a`` in a reshape that reads the elements in a given order."""
    if order == "A":
        order = "F" if a.flags.f_contiguous and not a.flags.c_contiguous else "C"
    if order not in ("C", "F"):
        raise ValueError(f"there is no derivative of a reshape with order {order!r}: use order C or F")
    return np.reshape(np.ravel(ct, order), np.shape(a), order)  # type: ignore[call-overload]


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
    to_rows, from_rows, kept_axes, along, quantile_weights, quantile_adjoint, quantile_tangent, put_at, put_along, chosen,
    first_true, cumprod_adjoint, cumprod_tangent, diff_adjoint, gradients, gradient_adjoint, trapezoid_weights, interp_slopes,
    interp_adjoint, convolution_full, bessel_i1, unravelled, split_adjoint, repeat_adjoint, tile_adjoint, pad_places,
    gather_adjoint, numbered, cut_out, block_adjoint, insert_values, insert_rest, meshgrid_adjoint, each, several,
)}
