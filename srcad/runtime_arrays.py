"""Helpers for array rules: parts, places, layouts, joins. NumPy only, each complete in itself.

>>> gather_adjoint(np.array([1.0, 2.0, 3.0]), np.zeros(2), [1, 1, 0]).tolist()
[3.0, 3.0]
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .runtime import HELPERS, unbroadcast


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


def first_places(a: Any, axis: Any, equal_nan: bool) -> Any:
    """Where in an array the values that ``np.unique`` returns stand first."""
    return np.unique(a, True, axis=axis, equal_nan=equal_nan)[1]


def chosen(ct: Any, choices: Any, place: Any, mode: str = "raise") -> Any:
    """Cotangents of the choices: each gets what was chosen from it; ``place`` numbers them."""
    place = np.asarray(place)
    if mode != "raise":
        place = place % len(choices) if mode == "wrap" else np.clip(place, 0, len(choices) - 1)
    parts = [unbroadcast(np.where(place == k, ct, 0.0), choices[k]) for k in range(len(choices))]
    return np.stack(parts) if isinstance(choices, np.ndarray) else parts


def picked_choices(ct: Any, bar: Any, place: Any, mode: str = "raise") -> Any:
    """What ``chosen`` transposes: of several choices the one whose number stands there."""
    place = np.asarray(place)
    if mode != "raise":
        place = place % len(ct) if mode == "wrap" else np.clip(place, 0, len(ct) - 1)
    found = np.zeros(np.shape(bar))
    for k in range(len(ct)):
        found = np.where(place == k, ct[k], found)
    return found.astype(np.result_type(bar))


def first_true(conditions: Any) -> Any:
    """The number of the first condition that holds, -1 where none does."""
    conditions = np.stack(np.broadcast_arrays(*conditions))
    return np.where(np.any(conditions, axis=0), np.argmax(conditions, axis=0), -1)


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
    bar = np.zeros(np.shape(a), np.asarray(a).dtype)
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
    if axis is None and not np.iscomplexobj(ct):
        return np.reshape(np.bincount(index, ct, count).astype(ct.dtype), np.shape(a))
    if axis is None:
        return gather_adjoint(ct, a, index)
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


def meshed(ct: Any, bar: Any, indexing: str) -> Any:
    """What ``meshgrid_adjoint`` transposes: coordinates spread over a grid."""
    grids = []
    for k in range(len(ct)):
        own = 1 - k if indexing == "xy" and k < 2 and len(ct) > 1 else k
        shape = tuple([-1 if axis == own else 1 for axis in range(len(ct))])
        grids.append(np.array(np.broadcast_to(np.reshape(ct[k], shape), np.shape(bar[k]))))
    return grids


def each(ct: Any, arrays: Any) -> Any:
    """Cotangents of arrays that were broadcast or given axes of length 1, one each."""
    parts = []
    for k in range(len(arrays)):
        part = ct[k] if np.size(ct[k]) == np.size(arrays[k]) else unbroadcast(ct[k], arrays[k])
        parts.append(np.array(np.reshape(part, np.shape(arrays[k])))[()])
    return parts


def filled(ct: Any, bar: Any) -> Any:
    """What ``each`` transposes: arrays in the shapes of others."""
    return [np.array(np.reshape(ct[k], np.shape(bar[k])) if np.size(ct[k]) == np.size(bar[k])
                     else np.broadcast_to(ct[k], np.shape(bar[k]))) for k in range(len(bar))]


def several(ct: Any, arrays: Any) -> Any:
    """Like ``each``; of a single array there is a single cotangent."""
    return each([ct] if len(arrays) == 1 else ct, arrays)


HELPERS |= {f.__name__: f for f in (
    put_at, first_occurrences, put_along, first_places, chosen, picked_choices, first_true, unravelled, linspace_adjoint,
    item_adjoint,
    split_adjoint, repeat_adjoint, tile_adjoint, gather_adjoint, numbered, cut_out, block_adjoint,
    insert_values, insert_rest, meshgrid_adjoint, meshed, each, filled, several,
)}
