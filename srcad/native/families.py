"""The helpers of srcad in compiled text: which form each has for arguments of given types.

A family is a function of the types of a call; it returns a function of ``helpers``, ``arrays`` or ``guards``, or None where there
is none. Numba calls it while it infers types, and ``careful`` puts the chosen helper in the place of the call.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import types as numba_types

from . import arrays, guards, helpers, matrices

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
    if floats(x):
        return helpers.copied_list
    return helpers.copied if rank(x) else helpers.kept if rank(x) == 0 else None


def own_parts(x: Any, others: Any, classes: Any = ()) -> Chosen:
    alone = isinstance(others, types.BaseTuple) and all(
        rank(other) is not None or floats(other) and other.dtype != x.dtype for other in others)
    return helpers.copied_list if floats(x) and alone else None


def apart(x: Any, other: Any) -> Chosen:
    if not rank(x) or rank(other) == 0 or floats(other):
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
    axes, kept = rank(array), rank(like)
    if axes is None or kept is None or axes < kept:
        return None
    if kept == 0:
        return arrays.summed if axes else arrays.as_it_is
    chosen: dict[Any, Chosen] = {
        (1, 1): arrays.unbroadcast_11, (2, 2): arrays.unbroadcast_22, (2, 1): arrays.unbroadcast_21}
    return chosen.get((axes, kept), arrays.unbroadcast_any)


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
    return whole(bar, like) if rank(like) != 0 else None


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
        return _each_or_one(ct, arrays.scattered_mask, arrays.scattered_number_mask)
    if rank(bar) == 1 and rank(index) == 1:
        return _each_or_one(ct, arrays.scattered, arrays.scattered_number)
    if rank(bar) == 2 and rank(index) == 1 and isinstance(index.dtype, types.Integer) and rank(ct) == 2:
        return arrays.scattered_rows
    pair = rank(bar) == 2 and isinstance(index, types.BaseTuple) and len(index) == 2
    if pair and all(rank(part) == 1 and isinstance(part.dtype, types.Integer) for part in index):
        return _each_or_one(ct, arrays.scattered_pairs, arrays.scattered_number_pairs)
    if not rank(bar) or rank(ct) is None:
        return None
    return arrays.scattered_any if _has_places(index) else arrays.scattered_once if _is_place(index) else None


def _each_or_one(ct: Any, each: Any, one: Any) -> Chosen:
    """The form for a cotangent of an element each, or for one number for all."""
    return each if rank(ct) == 1 else one if rank(ct) == 0 else None


def _is_place(index: Any) -> bool:
    """True for an index of integers and slices, which names nothing twice."""
    parts = list(index.types) if isinstance(index, types.BaseTuple) else [index]
    return all(isinstance(part, (types.Integer, types.SliceType)) for part in parts)


def _has_places(index: Any) -> bool:
    """True for an index of which one part at least is an array of integers, and the others are numbers or slices."""
    parts = list(index.types) if isinstance(index, types.BaseTuple) else [index]
    whole = [rank(part) is not None and isinstance(part.dtype if rank(part) else part, types.Integer) for part in parts]
    return any(rank(part) for part in parts) and all(
        one or isinstance(part, types.SliceType) for part, one in zip(parts, whole, strict=True))


def take_out(x_bar: Any, index: Any) -> Chosen:
    if isinstance(index, types.SliceType) and rank(x_bar):
        return arrays.taken_section
    if not rank(x_bar) or not _has_places(index):
        return None
    return arrays.taken_places if rank(x_bar) == 1 and rank(index) == 1 else arrays.taken_any


def pieces(ct: Any, given: Any, axis: Any) -> Chosen:
    listed, in_tuple = isinstance(given, types.List), isinstance(given, types.BaseTuple)
    items = [given.dtype] if listed else list(given.types) if in_tuple else []
    alike = items and rank(ct) and all(rank(item) == rank(ct) and item == items[0] for item in items)
    first = getattr(axis, "literal_value", None) in ((0, -1) if rank(ct) == 1 else (0,))
    return arrays.pieces_of_rows if alike and first else None


def hollow(array: Any) -> Chosen:
    return arrays.not_hollow if rank(array) else None


def seed(value: Any) -> Chosen:
    return helpers.one if isinstance(value, types.Float) else None


def product(a: Any, b: Any) -> Chosen:
    left, right = rank(a), rank(b)
    if not left or not right:
        return None
    kinds = {a.dtype, b.dtype}
    if left > 2 or right > 2:
        several = kinds == {types.float64} and left > 1 and right > 0
        return (None if not several else matrices.stack_by if right <= 2 else matrices.by_stack if left == 2
                else matrices.stacks if left == right else None)
    return matrices.of_floats if kinds == {types.float64, types.int64} else matrices.product


def matmul_left(ct: Any, a: Any, b: Any) -> Chosen:
    return _of_product("left", ct, a, b)


def matmul_right(ct: Any, a: Any, b: Any) -> Chosen:
    return _of_product("right", ct, a, b)


def _of_product(side: str, ct: Any, a: Any, b: Any) -> Chosen:
    left, right = rank(a), rank(b)
    if not left or not right or not all(isinstance(part.dtype if rank(part) else part, types.Float) for part in (ct, a, b)):
        return None
    if left != right and min(left, right) > 2:
        return None
    form = f"{side}_{'n' if left > 2 else left}{'n' if right > 2 else right}"
    return vars(matrices).get(form)


def crossed(a: Any, b: Any) -> Chosen:
    return matrices.of_three if rank(a) and rank(b) else None


def cross_adjoint(ct: Any, a: Any, b: Any, axes: Any, left: Any) -> Chosen:
    last = isinstance(axes, types.BaseTuple) and all(getattr(axis, "literal_value", 0) == -1 for axis in axes)
    if not last or not (rank(ct) and rank(a) and rank(b)):
        return None
    if not isinstance(left, types.BooleanLiteral):
        return None
    return matrices.left_of_cross if left.literal_value else matrices.right_of_cross


def expanded(x: Any, axis: Any) -> Chosen:
    return matrices.expand_dims if rank(x) else matrices.expanded_number if rank(x) == 0 else None


def filled_alike(x: Any, value: Any) -> Chosen:
    if not rank(x) or rank(value) is None:
        return None
    return helpers.filled if rank(value) else arrays.full_like


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
    own, own_parts, apart, meet, laid_out, hand_back, unbroadcast, spread, spread_out, copy_of, expect, zeros, add, whole, pour,
    axes_of, match, tie_weights, gated, scatter, take_out, pieces, hollow, seed, last_of, erf, largest, smallest, average,
    product, matmul_left, matmul_right, crossed, cross_adjoint, expanded, filled_alike)}
