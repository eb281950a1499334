"""The helpers of srcad in compiled text: which form each has for arguments of given types.

A family is a function of the types of a call; it returns a function of ``helpers``, ``arrays`` or ``guards``, or None where there
is none. Numba calls it while it infers types, and ``careful`` puts the chosen helper in the place of the call.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import types as numba_types
from numba.extending import overload

from . import arrays, guards, helpers

types: Any = numba_types                   # which has no annotations

Chosen = Callable[..., Any] | None


def rank(kind: Any) -> int | None:
    """The number of axes of an array, 0 of a number, None of anything else."""
    if isinstance(kind, types.Array):
        return int(kind.ndim)
    return 0 if isinstance(kind, (types.Number, types.Boolean)) else None


def floats(kind: Any) -> bool:
    """True for a list of numbers."""
    return isinstance(kind, types.List) and rank(kind.dtype) == 0


def holds_arrays(value: Any) -> bool:
    """True for a list of arrays of floats."""
    return isinstance(value, types.List) and bool(rank(value.dtype)) and isinstance(value.dtype.dtype, types.Float)


def own(x: Any, others: Any) -> Chosen:
    return helpers.copied if rank(x) else helpers.kept if rank(x) == 0 else None


def apart(x: Any, other: Any) -> Chosen:
    if not rank(x) or rank(other) == 0:
        return helpers.separate_already
    return helpers.separate if rank(other) else None


def meet(x: Any, other: Any) -> Chosen:
    return helpers.overlapping if rank(x) and rank(other) else None


def laid_out(x: Any, value: Any) -> Chosen:
    if rank(x) == 0:
        return helpers.number
    return None if rank(x) is None else helpers.filled if rank(value) else helpers.filled_alike


def hand_back(x_bar: Any, y_bar: Any, order: Any = "C") -> Chosen:
    return helpers.add_back if rank(x_bar) else None


def unbroadcast(array: Any, like: Any) -> Chosen:
    chosen = {(0, 0): arrays.as_it_is, (1, 1): arrays.unbroadcast_11, (2, 2): arrays.unbroadcast_22,
              (2, 1): arrays.unbroadcast_21, (1, 0): arrays.summed, (2, 0): arrays.summed, (3, 0): arrays.summed}
    return chosen.get((rank(array), rank(like)))           # type: ignore[arg-type]


def spread(ct: Any, like: Any) -> Chosen:
    if floats(like):
        return arrays.spread_list if rank(ct) == 0 else None
    return arrays.stretched_over if rank(ct) == 0 and rank(like) else None


def spread_out(bar: Any, like: Any, classes: Any = ()) -> Chosen:
    if not rank(like):
        return helpers.same_number if rank(like) == rank(bar) == 0 else None
    if isinstance(like.dtype, types.Complex) or rank(bar) is None:
        return None
    return helpers.filled_like if rank(bar) else helpers.filled_number


def expect(name: Any, value: Any, ones: Any) -> Chosen:
    return {None: None, 0: guards.expect_number, 1: guards.expect_1, 2: guards.expect_2}.get(rank(value))


def zeros(like: Any, classes: Any = ()) -> Chosen:
    if floats(like):
        return helpers.zero_list
    if holds_arrays(like):
        return helpers.zero_arrays
    return {None: None, 0: helpers.zero_number}.get(rank(like), helpers.zero_array)


def add(left: Any, right: Any) -> Chosen:
    if floats(left) and floats(right):
        return helpers.added_lists
    return helpers.added if rank(left) is not None and rank(right) is not None else None


def whole(bar: Any, like: Any, classes: Any = ()) -> Chosen:
    if floats(like):
        return helpers.listed if floats(bar) else helpers.listed_number if rank(bar) == 0 else None
    if holds_arrays(like):
        return helpers.listed_arrays if holds_arrays(bar) else None
    return spread_out(bar, like)


def pour(bar: Any, ct: Any) -> Chosen:
    if floats(bar):
        return helpers.poured_list if floats(ct) else helpers.poured_number if rank(ct) == 0 else None
    return helpers.poured if rank(bar) and rank(ct) is not None else None


def axes_of(x: Any) -> Chosen:
    return {None: None, 0: arrays.axes_0, 1: arrays.axes_1, 2: arrays.axes_2, 3: arrays.axes_3}.get(rank(x))


def copy_of(x: Any) -> Chosen:
    return helpers.copied_alone if rank(x) else None


def match(bar: Any, like: Any, classes: Any = ()) -> Chosen:
    if rank(like) == 0 and rank(bar) == 0 and not isinstance(like, types.Complex):
        return helpers.as_float
    return spread_out(bar, like) if rank(like) else None


def tie_weights(a: Any, extreme: Any, axis: Any, keepdims: Any) -> Chosen:
    if rank(extreme) == 0:
        return arrays.shares_1 if rank(a) else None
    return arrays.shares_2 if rank(a) == 2 else None


def gated(ct: Any, partial: Any) -> Chosen:
    if rank(ct) == 0 and rank(partial) == 0:
        return arrays.gated_number
    return arrays.gated_array if rank(ct) and rank(partial) is not None else None


def scatter(bar: Any, index: Any, ct: Any) -> Chosen:
    if rank(bar) == 1 and rank(index) == 1 and isinstance(index.dtype, types.Boolean):
        return arrays.scattered_mask if rank(ct) == 1 else None
    if rank(bar) == 1 and rank(index) == 1:
        return arrays.scattered if rank(ct) == 1 else arrays.scattered_number if rank(ct) == 0 else None
    if rank(bar) == 2 and rank(index) == 1 and isinstance(index.dtype, types.Integer) and rank(ct) == 2:
        return arrays.scattered_rows
    pair = rank(bar) == 2 and isinstance(index, types.BaseTuple) and len(index) == 2
    if pair and all(rank(part) == 1 and isinstance(part.dtype, types.Integer) for part in index):
        return {0: arrays.scattered_number_pairs, 1: arrays.scattered_pairs}.get(rank(ct))        # type: ignore[arg-type]
    return None


def take_out(x_bar: Any, index: Any) -> Chosen:
    if isinstance(index, types.SliceType) and rank(x_bar):
        return arrays.taken_section
    return arrays.taken_places if rank(x_bar) == 1 and rank(index) == 1 and isinstance(index.dtype, types.Integer) else None


def pieces(ct: Any, arrays: Any, axis: Any) -> Chosen:
    listed, in_tuple = isinstance(arrays, types.List), isinstance(arrays, types.BaseTuple)
    items = [arrays.dtype] if listed else list(arrays.types) if in_tuple else []
    alike = items and all(rank(item) == 1 and item == items[0] for item in items)
    return arrays.pieces_1 if alike and rank(ct) == 1 and getattr(axis, "literal_value", None) in (0, -1) else None


def hollow(array: Any) -> Chosen:
    return arrays.not_hollow if rank(array) else None


def seed(value: Any) -> Chosen:
    return helpers.one if isinstance(value, types.Float) else None


def last_of(first: Any, stop: Any, step: Any) -> Chosen:
    return helpers.final


def erf(x: Any) -> Chosen:
    return arrays.erf_array if rank(x) else arrays.erf_number if rank(x) == 0 else None


def largest(x: Any, axis: Any) -> Chosen:
    return {1: arrays.largest_1, 2: arrays.largest_2}.get(rank(x) or 0)


def smallest(x: Any, axis: Any) -> Chosen:
    return {1: arrays.smallest_1, 2: arrays.smallest_2}.get(rank(x) or 0)


def average(x: Any, axis: Any) -> Chosen:
    return {1: arrays.average_1, 2: arrays.average_2}.get(rank(x) or 0)


FAMILIES: dict[str, Callable[..., Chosen]] = {f.__name__: f for f in (
    own, apart, meet, laid_out, hand_back, unbroadcast, spread, spread_out, copy_of, expect, zeros, add, whole, pour, axes_of,
    match, tie_weights, gated, scatter, take_out, pieces, hollow, seed, last_of, erf, largest, smallest, average)}


def _stub(family: Callable[..., Chosen]) -> Any:
    names = family.__code__.co_varnames[:family.__code__.co_argcount]
    defaults = family.__defaults__ or ()
    words = [n if k < len(names) - len(defaults) else f"{n}={defaults[k - len(names)]!r}" for k, n in enumerate(names)]
    namespace: dict[str, Any] = {"chosen": family}
    exec(f"def {family.__name__}({', '.join(words)}): ...\n"                 # Numba wants the parameters of both to agree
         f"def made({', '.join(words)}): return chosen({', '.join(names)})", namespace)
    overload(namespace[family.__name__], strict=False, prefer_literal=True)(namespace["made"])
    return namespace[family.__name__]


STUBS = {name: _stub(family) for name, family in FAMILIES.items()}
FAMILY_OF = {STUBS[name]: family for name, family in FAMILIES.items()}
