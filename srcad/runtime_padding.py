"""Helpers for the rule of ``np.pad``: every mode is linear in the array, once it is known which elements are chosen.

>>> padded_bar(np.ones(5), np.array([1.0, 3.0, 2.0]), 1, "maximum").tolist()
[1.0, 3.0, 1.0]
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .runtime import HELPERS
from .runtime_arrays import gather_adjoint
from .runtime_statistics import quantile_weights


def pad_sides(value: Any, count: int) -> Any:
    """A number before and one after for each axis, as ``np.pad`` reads them."""
    if isinstance(value, dict):
        sides = np.zeros((count, 2), int)
        for axis in value:
            sides[axis] = value[axis]
        return sides
    return np.broadcast_to(np.asarray(value, int), (count, 2))


def pad_shares(part: Any, axis: int, mode: str) -> Any:
    """The share of each element in the maximum, minimum or median along an axis; those that tie for an extreme share evenly."""
    if mode == "median":
        place = np.argsort(np.argsort(part, axis=axis, kind="stable"), axis=axis)
        return quantile_weights(part.shape[axis], 0.5, "linear")[0].astype(part.dtype)[place]
    if mode not in ("maximum", "minimum"):
        raise ValueError(f"np.pad has no derivative for mode {mode!r}: give it one of the modes that have a name")
    found = part == (np.max if mode == "maximum" else np.min)(part, axis=axis, keepdims=True)
    return found / np.sum(found, axis=axis, keepdims=True).astype(part.dtype)


def pad_steps(a: Any, pad_width: Any, mode: str, stat_length: Any) -> Any:
    """For each axis that is padded by a statistic: how much, of how many elements, and their shares."""
    a, steps = np.asarray(a), []
    sides = pad_sides(pad_width, a.ndim)
    lengths = None if stat_length is None else pad_sides(stat_length, a.ndim)
    for axis in range(a.ndim):
        ends = []
        for side in range(2):
            length = a.shape[axis] if lengths is None else min(int(lengths[axis, side]), a.shape[axis])
            part = np.take(a, np.arange(length) - side * length, axis)
            ends.append((int(sides[axis, side]), length, pad_shares(part, axis, mode)))
        steps.append((axis, ends))
        a = pad_step(a, axis, ends)
    return steps


def pad_step(x: Any, axis: int, ends: Any) -> Any:
    """Put the shares of elements, summed, before and after an array, each a number of times."""
    parts = [x]
    for side, (count, length, shares) in enumerate(ends):
        part = np.take(x, np.arange(length) - side * length, axis)
        one = np.repeat(np.sum(shares * part, axis=axis, keepdims=True), count, axis)
        parts = [one, *parts] if side == 0 else [*parts, one]
    return np.concatenate(parts, axis=axis)


def padded_dot(dot: Any, a: Any, pad_width: Any, mode: str = "constant", constant_values: Any = 0, stat_length: Any = None,
               end_values: Any = 0, reflect_type: str = "even") -> Any:
    """Tangent of ``np.pad``; ``constant_values`` and ``end_values`` are tangents."""
    dot = np.array(np.broadcast_to(dot, np.shape(a)))
    if mode in ("constant", "empty"):
        return np.pad(dot, pad_width, constant_values=constant_values if mode == "constant" else 0)
    if mode == "linear_ramp":
        return np.pad(dot, pad_width, "linear_ramp", end_values=end_values)
    if mode == "mean":
        return np.pad(dot, pad_width, "mean", stat_length=stat_length)
    if mode in ("reflect", "symmetric"):
        return np.pad(dot, pad_width, mode, reflect_type=reflect_type)  # type: ignore[call-overload]
    if mode in ("edge", "wrap"):
        return np.pad(dot, pad_width, mode)  # type: ignore[call-overload]
    for axis, ends in pad_steps(a, pad_width, mode, stat_length):
        dot = pad_step(dot, axis, ends)
    return dot


def padded_bar(bar: Any, a: Any, pad_width: Any, mode: str = "constant", stat_length: Any = None,
               reflect_type: str = "even") -> Any:
    """Cotangent of the array in ``np.pad``."""
    if mode == "empty" or mode == "constant":
        return gather_adjoint(bar, a, np.pad(np.reshape(np.arange(np.size(a)), np.shape(a)), pad_width, constant_values=-1))
    if mode in ("edge", "wrap", "reflect", "symmetric") and reflect_type == "even":
        places = np.reshape(np.arange(np.size(a)), np.shape(a))
        return gather_adjoint(bar, a, np.pad(places, pad_width, mode))  # type: ignore[call-overload]
    if mode in ("maximum", "minimum", "median"):
        for axis, ends in reversed(pad_steps(a, pad_width, mode, stat_length)):
            count, inner = ends[0][0], np.shape(bar)[axis] - ends[0][0] - ends[1][0]
            kept = np.moveaxis(np.array(np.take(bar, np.arange(count, count + inner), axis)), axis, 0)
            for side, (many, length, shares) in enumerate(ends):
                whole = np.sum(np.take(bar, np.arange(many) - side * many, axis), axis=axis, keepdims=True)
                kept[inner - length if side else 0:inner if side else length] += np.moveaxis(shares * whole, axis, 0)
            bar = np.moveaxis(kept, 0, axis)
        return bar
    sides = pad_sides(pad_width, np.ndim(a))
    for axis, length in enumerate(np.shape(a)):                # linear in each axis alone: by a matrix
        given = ((sides[axis, 0], sides[axis, 1]), (0, 0))
        matrix = padded_dot(np.eye(length), np.eye(length), given, mode, 0,
                            stat_length if stat_length is None else pad_sides(stat_length, np.ndim(a))[[axis, axis]], 0,
                            reflect_type).astype(np.result_type(bar))
        bar = np.moveaxis(np.tensordot(matrix, bar, axes=(0, axis)), 0, axis)
    return bar


def fill_bar(bar: Any, a: Any, pad_width: Any, mode: str, values: Any) -> Any:
    """Cotangent of the values that ``np.pad`` fills in: ``constant_values``, or ``end_values``."""
    found = np.zeros(np.shape(values), np.result_type(bar))
    for place in np.ndindex(found.shape):
        one = np.zeros(found.shape)
        one[place] = 1.0
        found[place] = np.sum(bar * fill_dot(one, a, pad_width, mode))
    return found.tolist() if isinstance(values, (tuple, list)) else found[()]


def fill_dot(dot: Any, a: Any, pad_width: Any, mode: str) -> Any:
    """What the values that ``np.pad`` fills in give."""
    return padded_dot(np.zeros(np.shape(a), np.asarray(dot).dtype), a, pad_width, mode, dot, None, dot)


HELPERS |= {f.__name__: f for f in (pad_sides, pad_shares, pad_steps, pad_step, padded_dot, padded_bar, fill_bar, fill_dot)}
