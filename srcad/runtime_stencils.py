"""Helpers for running sums and products, differences, integrals, interpolation, series. NumPy only, each complete in itself.

>>> diff_adjoint(np.array([1.0, 2.0]), None, 1, -1)
array([-1., -1.,  2.])
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from .runtime import HELPERS, unbroadcast
from .runtime_arrays import gather_adjoint
from .runtime_statistics import from_rows, to_rows


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


def diff_adjoint(ct: Any, a: Any, n: int, axis: int) -> Any:
    """Cotangent of ``a`` in ``np.diff``: minus the differences of the cotangent between zeros; None: it is long enough."""
    for _ in range(n if a is None else min(n, np.shape(a)[axis])):
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
    parts = [np.asarray(part) for part in ([ct] if len(axes) == 1 else ct)]
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


def spacing_slopes(f: Any, ans: Any, spacing: Any, axis: int, edge_order: int) -> Any:
    """Of a derivative by differences along an axis, brought to the front: which two steps each element stands on, and the
    slopes by these; for a spacing that is a number, by that."""
    g, rows = np.moveaxis(ans, axis, 0), np.moveaxis(np.asarray(f), axis, 0)
    if np.ndim(spacing) == 0:
        return None, -g / spacing
    count = len(g)
    shape = (-1,) + (1,) * (g.ndim - 1)
    h, rise = np.reshape(np.diff(spacing), shape), np.diff(rows, axis=0)
    first = np.clip(np.arange(count) - 1, 0, max(count - 3, 0))
    steps = np.stack([first, np.minimum(first + 1, count - 2)])
    h1, h2 = h[steps[0]], h[steps[1]]
    s1, s2 = rise[steps[0]] / h1, rise[steps[1]] / h2
    whole = h1 + h2
    inner = [((s2 - h2 / h1 * s1 - g) / whole)[1:-1], ((s1 - h1 / h2 * s2 - g) / whole)[1:-1]]
    if edge_order == 1:
        start, stop = [-g[0] / h1[0], 0.0 * g[0]], [0.0 * g[-1], -g[-1] / h2[-1]]
    else:
        near, far = h2[0] / h1[0], h1[-1] / h2[-1]
        start = [(-near * s1[0] - s2[0] - g[0]) / whole[0], (s1[0] + s2[0] / near - g[0]) / whole[0]]
        stop = [(s2[-1] + s1[-1] / far - g[-1]) / whole[-1], (-far * s2[-1] - s1[-1] - g[-1]) / whole[-1]]
    slopes = np.stack([np.concatenate([start[k][None], inner[k], stop[k][None]]) for k in (0, 1)])
    return steps, slopes


def gradients(f: Any, like: Any, spacings: Any, axis: Any, edge_order: int) -> Any:
    """``np.gradient`` of another array than the one that it was called with: what ``gradient_adjoint`` transposes."""
    return np.gradient(f, *spacings, axis=axis, edge_order=edge_order)  # type: ignore[call-overload]


def gradient_tangent(f: Any, f_dot: Any, spacings: Any, dots: Any, axis: Any, edge_order: int, ans: Any) -> Any:
    """Tangent of ``np.gradient``, where spacings or coordinates may vary too."""
    found = gradients(f_dot, f, spacings, axis, edge_order)
    many = isinstance(ans, (list, tuple))
    axes = tuple(range(np.ndim(f))) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    parts = []
    for k, value in enumerate(ans if many else [ans]):
        part = found[k] if many else found
        own = k if len(spacings) > 1 else 0
        if spacings and np.any(dots[own]):
            steps, slopes = spacing_slopes(f, value, spacings[own], axes[k], edge_order)
            if steps is None:
                moved = slopes * dots[own]
            else:
                moves = np.diff(dots[own])[steps]
                moved = np.sum(slopes * np.reshape(moves, moves.shape + (1,) * (np.ndim(f) - 1)), axis=0)
            part = part + np.moveaxis(moved, 0, axes[k])
        parts.append(part)
    return type(ans)(parts) if many else parts[0]


def spacings_adjoint(ct: Any, f: Any, spacings: Any, axis: Any, edge_order: int, ans: Any) -> Any:
    """Cotangents of the spacings or coordinates in ``np.gradient``."""
    bars = [np.zeros(np.shape(s), np.result_type(s, np.float32)) for s in spacings]
    many = isinstance(ans, (list, tuple))
    axes = tuple(range(np.ndim(f))) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    for k, value in enumerate(ans if many else [ans]):
        own = k if len(spacings) > 1 else 0
        if not spacings:
            break
        steps, slopes = spacing_slopes(f, value, spacings[own], axes[k], edge_order)
        shares = slopes * np.moveaxis(ct[k] if many else ct, axes[k], 0)
        if steps is None:
            bars[own] = bars[own] + np.sum(shares)
            continue
        sums = np.sum(shares, axis=tuple(range(2, np.ndim(shares))))
        bars[own] = bars[own] + diff_adjoint(gather_adjoint(sums, np.diff(spacings[own]), steps), spacings[own], 1, -1)
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
    if x is None:
        steps = np.ravel(np.broadcast_to(dx, (max(np.shape(y)[axis] - 1, 0),)))
    else:
        steps = np.diff(x, axis=axis if np.ndim(x) > 1 else -1)
    if np.ndim(steps) == 1:
        steps = np.reshape(steps, [-1 if k == axis % np.ndim(y) else 1 for k in range(np.ndim(y))])
    edge = np.zeros([1 if k == axis % np.ndim(steps) else n for k, n in enumerate(np.shape(steps))])
    halves = steps / 2
    return (np.concatenate([halves, edge], axis) + np.concatenate([edge, halves], axis)).astype(np.asarray(y).dtype)


def interp_slopes(x: Any, xp: Any, fp: Any) -> Any:
    """The slope of a piecewise linear function at ``x``: that of the piece to the right; 0 outside."""
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    slopes = np.diff(fp)[k] / np.diff(xp)[k]
    return np.where((np.asarray(x) >= xp[0]) & (np.asarray(x) <= xp[-1]), slopes, 0.0)[()]


def round_places(xp: Any, period: Any) -> Any:
    """Where the knots of a period stand, in their order; the last one before it, and the first one after it."""
    order = np.argsort(np.mod(xp, abs(period)))
    return np.concatenate([order[-1:], order, order[:1]])


def round_shifts(xp: Any, period: Any) -> Any:
    """What puts these two a period before and after."""
    shifts = np.zeros(len(xp) + 2)
    shifts[0], shifts[-1] = -abs(period), abs(period)
    return shifts


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


def interp_moved(x: Any, xp: Any, values: Any, left: Any, right: Any) -> Any:
    """What ``interp_adjoint`` transposes: values at the knots, read where a piecewise linear function is evaluated."""
    found = np.interp(x, xp, values, None if left is None else 0.0, None if right is None else 0.0)
    return np.asarray(found, np.result_type(values))[()]


def interp_pieces(ct: Any, x: Any, xp: Any) -> Any:
    """Cotangent of the ordinates in ``interp_slopes``: from each point to both ends of its piece."""
    x, ct = np.ravel(x), np.ravel(ct)
    k = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    share = np.where((x >= xp[0]) & (x <= xp[-1]), ct, 0.0) / np.diff(xp)[k]
    bar = np.zeros(len(xp), np.result_type(share))
    np.add.at(bar, k, -share)
    np.add.at(bar, k + 1, share)
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
    kept = np.correlate(ct, np.ravel(other)[leading_zeros(other):], "valid")
    return np.reshape(np.concatenate([np.zeros(leading_zeros(own), np.result_type(ct)), kept]), np.shape(own))


def poly_slopes(zeros: Any) -> Any:
    """How the coefficients of ``np.poly``, but the first, move with each of its zeros: by the polynomial of all others."""
    if np.ndim(zeros) != 1:
        raise ValueError("np.poly has a derivative for a sequence of zeros, not for a matrix")
    rows = [np.poly(np.delete(zeros, k)) for k in range(len(zeros))] if len(zeros) > 1 else [np.ones(1)]
    return -np.array(rows).astype(np.result_type(zeros, np.float32))


def ends_of(filt: Any, trim: str) -> tuple[int, int]:
    """Where what ``np.trim_zeros`` leaves of a vector begins and ends."""
    if np.ndim(filt) != 1:
        raise ValueError("np.trim_zeros has a derivative for one axis")
    kept = np.flatnonzero(filt)
    if len(kept) == 0:
        return 0, 0
    return (int(kept[0]) if "f" in trim.lower() else 0), (int(kept[-1]) + 1 if "b" in trim.lower() else len(filt))


def leading_zeros(p: Any) -> int:
    """How many coefficients of 0 come first; the last one does not count."""
    return int(np.argmax(np.asarray(p) != 0)) if np.any(p) else np.size(p) - 1


def series_x(ct: Any, x: Any, slopes: Any) -> Any:
    """Cotangent of the places where a series is evaluated; several series are summed over."""
    return unbroadcast(ct * slopes, x) if np.ndim(slopes) >= np.ndim(x) else ct * slopes


def series_c(ct: Any, c: Any, powers: Any, x: Any, tensor: bool) -> Any:
    """Cotangent of the coefficients of a series, from the basis at each place."""
    basis = np.reshape(np.moveaxis(powers, -1, 0), (len(c),) + np.shape(x))
    rest = np.ndim(c) - 1
    if tensor and rest:
        places = tuple(range(1, np.ndim(basis)))
        return np.tensordot(basis, ct, (places, tuple(range(rest, np.ndim(ct)))))
    return unbroadcast(basis * ct, c) if rest else np.sum(basis * ct, axis=tuple(range(1, np.ndim(basis))))


def bessel_i1(x: Any) -> Any:
    """The derivative of ``np.i0``: the mean of exp(x cos t) cos t over half a turn (DLMF 10.32)."""
    turn = np.cos((np.arange(128) + 0.5) * (math.pi / 128)).astype(np.result_type(x))
    return np.mean(np.exp(np.expand_dims(x, -1) * turn) * turn, axis=-1)


HELPERS |= {f.__name__: f for f in (
    cumprod_adjoint, cumprod_tangent, first_so_far, reduceat_adjoint, diff_adjoint, gradients, gradient_adjoint,
    spacing_slopes, gradient_tangent, spacings_adjoint, joined_parts, trapezoid_weights, interp_slopes, round_places,
    round_shifts, interp_adjoint, interp_moved, interp_pieces, convolution_full, polymul_adjoint, leading_zeros,
    poly_slopes, ends_of, series_x, series_c, bessel_i1,
)}
