"""What is known of shapes without knowing lengths: tokens that tell equal shapes, axes of length 1.

Two axes that are not of length 1 and meet in a broadcast are equal, or NumPy would have refused: so
an operand all of whose axes are longer than 1 was not stretched, and its adjoint need not be summed.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gast
import numpy as np

from .. import runtime, runtime_arrays, tree
from ..runtime_containers import gathered, match, spread, whole, zeros
from .kinds import UNKNOWN, Kind
from .lattice import is_complex, is_scalar
from .operations import Operation

FILLED = (np.zeros, np.ones, np.empty, np.full)
SAME_SHAPE = (np.copy, np.ndarray.copy, np.zeros_like, np.ones_like, np.ndarray.astype)
LIKE = {                                   # helpers whose result has the shape of an operand
    runtime.unbroadcast: 1, runtime.stretched: 1, match: 1, gathered: 1, runtime.laid_out: 0, runtime.own: 0,
    runtime.matmul_left: 1, runtime.matmul_right: 2, runtime.dot_left: 1, runtime.dot_right: 2, runtime.pieces: 1,
    runtime_arrays.gather_adjoint: 1, runtime_arrays.block_adjoint: 1, runtime_arrays.repeat_adjoint: 1,
    zeros: 0, runtime.writable: 0, spread: 1, whole: 1, runtime.own_dot: 0,
    runtime.product_of_others: 0, runtime.tie_weights: 0, runtime.hollow: 0,
}
OF_ITS_DTYPE = (runtime.own, runtime.own_dot, runtime.laid_out, runtime.writable)       # whole numbers stay whole there
MATMUL = (operator.matmul, np.matmul, np.dot, np.ndarray.dot)
KindOf = Callable[[Any], Kind]
REDUCTIONS = tuple(getattr(owner, n) for owner in (np, np.ndarray) for n in ("sum", "mean", "max", "min", "prod"))


@dataclass(frozen=True)
class View:
    """The token of a view's shape: ``axes`` of what has the shape ``root``, and what is cut off each."""

    root: object
    axes: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True)
class Lengths:
    """The token of a tuple that is an array's shape: what is known of that array's."""

    shape: object
    units: tuple[bool | None, ...]


def has_shape_of(kind: Kind, result: Kind) -> bool:
    """True if an operand surely has the whole shape of the result of a broadcast that it is in."""
    if is_scalar(kind) or is_scalar(result):
        return is_scalar(kind) and is_scalar(result)
    if kind.shape is not None and kind.shape == result.shape:
        return True
    if kind.rank is None or kind.rank != result.rank or len(kind.units) != kind.rank:
        return False
    theirs = result.units if len(result.units) == kind.rank else (None,) * kind.rank
    return all(mine is False or their is True for mine, their in zip(kind.units, theirs, strict=True))


def like_of(call: Operation, given: list[Kind]) -> Kind:
    """The kind of what a helper makes in the shape of an operand; UNKNOWN where that is not known."""
    place = LIKE.get(call.target, -1)
    if not 0 <= place < len(given):
        return UNKNOWN
    kind = given[place]
    same = call.target is runtime.own or call.target in OF_ITS_DTYPE and kind.type is np.ndarray
    return kind if same else _adjoint_of(kind)


def _adjoint_of(kind: Kind) -> Kind:
    """Whole numbers have adjoints of floats, tuples have lists of them."""
    if kind.type in (list, tuple):
        return Kind(list, items=tuple(map(_adjoint_of, kind.items)))
    if kind.type is np.ndarray and kind.dtype is not None and np.dtype(kind.dtype).kind not in "fc":
        return replace(kind, dtype="float64")
    if kind.type is np.ndarray or is_complex(kind):
        return kind
    return Kind(float) if is_scalar(kind) else UNKNOWN


def units_of(call: Operation, given: list[Kind]) -> tuple[bool | None, ...]:
    """Which axes of an operation's result have length 1, as far as the operands' axes tell."""
    arrays = [k for k in given if not is_scalar(k)]
    if call.target in (np.array, np.asarray) and isinstance(call.operands[0], (gast.Tuple, gast.List)):
        return _units_of_display(call.operands[0], given[0])
    if call.target in (np.reshape, np.ndarray.reshape):
        end = 2 if call.target is np.reshape else len(call.operands)
        return units_of_lengths(call.operands[1:end], given[1:end])
    if call.target in FILLED and call.operands:
        lengths = given[0].shape
        return lengths.units if isinstance(lengths, Lengths) else units_of_lengths(call.operands[:1], given[:1])
    if call.target in (np.eye, np.identity) and len(call.operands) == 1:
        return units_of_lengths(call.operands, given[:1]) * 2
    if call.target is np.ndarray.T or call.target in (np.transpose, np.ndarray.transpose) and not call.keywords:
        return _units_transposed(call.operands[1:], given[0].units)
    if any(k.type is not np.ndarray for k in arrays) or not arrays:
        return ()
    if call.rule is not None and call.rule.broadcasts and all(k.rank is not None for k in arrays):
        return joint_units(arrays)
    if any(len(k.units) != k.rank for k in arrays):
        return ()
    if call.target in MATMUL and len(arrays) == 2 and all(k.rank in (1, 2) for k in arrays):
        return arrays[0].units[:-1] + arrays[1].units[1:]
    if call.target in MATMUL[:2] and len(arrays) == 2 and all((k.rank or 0) > 1 for k in arrays):
        stacks = [replace(k, rank=(k.rank or 0) - 2, units=k.units[:-2]) for k in arrays]
        rank = max(k.rank or 0 for k in stacks)
        return (joint_units(stacks) or (None,) * rank) + arrays[0].units[-2:-1] + arrays[1].units[-1:]
    if call.target in SAME_SHAPE and len(arrays) == 1:
        return arrays[0].units
    if call.target in REDUCTIONS:
        return _units_reduced(call, arrays[0])
    return ()


def joint_units(arrays: Sequence[Kind]) -> tuple[bool | None, ...]:
    """Which axes of what arrays broadcast to have length 1."""
    rank = max(k.rank or 0 for k in arrays)
    axes = zip(*[(True,) * (rank - (k.rank or 0)) + (k.units or (None,) * (k.rank or 0)) for k in arrays], strict=True)
    found = tuple(False if False in axis else None if None in axis else True for axis in axes)
    return found if set(found) != {None} else ()


def units_of_lengths(given: Sequence[Any], kinds: Sequence[Kind]) -> tuple[bool | None, ...]:
    """Which of the lengths of a shape are 1, where they are literals, or lengths of other arrays."""
    display = len(given) == 1 and hasattr(given[0], "elts")
    lengths, known = (given[0].elts, kinds[0].items) if display else (given, kinds)
    if len(lengths) != len(known):
        return ()
    found = tuple(_unit_of_length(n, k) for n, k in zip(lengths, known, strict=True))
    return found if set(found) != {None} else ()


def _unit_of_length(node: Any, kind: Kind) -> bool | None:
    if tree.is_literal(node):
        return bool(tree.literal(node) == 1) if tree.literal(node) != -1 else None
    return kind.units[0] if is_scalar(kind) and kind.units else None


def with_units(lengths: Kind, units: tuple[bool | None, ...]) -> Kind:
    """The kind of a shape, or of one length, of which it is known whether it is 1."""
    if lengths.type is int:
        return lengths if not units or units[0] is None else replace(lengths, units=units[:1])
    if len(lengths.items) != len(units) or lengths.many:
        return lengths
    return replace(lengths, items=tuple(with_units(k, (unit,)) for k, unit in zip(lengths.items, units, strict=True)))


def _units_of_display(display: Any, kind: Kind) -> tuple[bool | None, ...]:
    """Which axes of an array that is made of a display of numbers, or of displays of them, have length 1."""
    if not kind.items or len(kind.items) != len(display.elts):
        return ()
    if all(map(is_scalar, kind.items)):
        return (len(kind.items) == 1,)
    rows = [_units_of_display(e, k) if hasattr(e, "elts") else () for e, k in zip(display.elts, kind.items, strict=True)]
    return (len(rows) == 1, *rows[0]) if rows[0] and len(set(rows)) == 1 else ()


def _units_transposed(axes: Sequence[Any], units: tuple[bool | None, ...]) -> tuple[bool | None, ...]:
    """Those of an array whose axes are in another order: turned round if none is given."""
    order = axes[0].elts if len(axes) == 1 and hasattr(axes[0], "elts") else axes
    if not order or len(order) == 1 and tree.is_none(order[0]):
        return units[::-1]
    if len(order) != len(units) or not all(tree.is_literal(axis) and type(tree.literal(axis)) is int for axis in order):
        return ()
    return tuple(units[tree.literal(axis) % len(units)] for axis in order)


def _units_reduced(call: Operation, kind: Kind) -> tuple[bool | None, ...]:
    axis = call.keywords.get("axis", call.operands[1] if len(call.operands) > 1 else tree.const(None))
    keep = call.keywords.get("keepdims", tree.const(False))
    if not tree.is_literal(axis) or not tree.is_literal(keep) or len(call.operands) > 2:
        return ()
    chosen = tree.literal(axis)
    axes = range(len(kind.units)) if chosen is None else [chosen] if isinstance(chosen, int) else chosen
    gone = {a % len(kind.units) for a in axes}
    if tree.literal(keep):
        return tuple(True if n in gone else u for n, u in enumerate(kind.units))
    return tuple(u for n, u in enumerate(kind.units) if n not in gone)


def units_of_item(base: Kind, parts: list[Any], chosen: tuple[Any, ...], kind_of: KindOf) -> tuple[bool | None, ...]:
    """Basic indices only: an integer takes an axis away, a whole slice keeps it, None adds one."""
    if len(base.units) != base.rank or any(isinstance(c, np.ndarray) for c in chosen) or Ellipsis in chosen:
        return ()
    if len(chosen) - chosen.count(None) > base.rank:           # NumPy refuses it when it runs
        return ()
    found: list[bool | None] = []
    axis = 0
    for part, pick in zip(parts, chosen, strict=True):
        if pick is None:
            found.append(True)
            continue
        if isinstance(pick, slice):
            found.append(base.units[axis] if keeps_unit(part, kind_of) else None)
        axis += 1
    return (*found, *base.units[axis:])


def keeps_unit(part: Any, kind_of: KindOf = lambda node: UNKNOWN) -> bool:
    """True for slices of more than one element where there are more, such as ``x[:3]``, or of as many as another axis has.

    >>> [keeps_unit(tree.parse_expression(f"u[{text}]").slice) for text in (":", ":3", "0:2", ":1", "1:3", ":-1", "::2")]
    [True, True, True, False, False, False, False]
    """
    lower, upper, step = (tree.const(None) if b is None else b for b in (part.lower, part.upper, part.step))
    if not tree.is_literal(lower) or not tree.is_literal(step) or tree.literal(lower) not in (None, 0) or (
            tree.literal(step) not in (None, 1)):
        return False
    if not tree.is_literal(upper):
        return _unit_of_length(upper, kind_of(upper)) is False
    end = tree.literal(upper)
    return end is None or type(end) is int and end > 1


def item_of(kind: Kind, base: Kind, parts: list[Any], chosen: tuple[Any, ...], kind_of: KindOf) -> Kind:
    """Say of an item ``base[parts]`` of a kind what is known of its shape; ``chosen`` are samples of the parts."""
    return replace(kind, units=units_of_item(base, parts, chosen, kind_of), shape=shape_of_item(base, parts, chosen))


def shape_of_item(base: Kind, parts: list[Any], chosen: tuple[Any, ...]) -> object:
    """Token for the shape of a view: of each axis left, the axis of the base and what is cut off it.

    Basic indices only. ``u[:-2]``, ``u[1:-1]`` and ``u[2:]`` all have ``max(len(u) - 2, 0)`` elements.
    """
    if base.shape is None or base.rank is None or any(isinstance(c, np.ndarray) for c in chosen):
        return None
    if len(chosen) - chosen.count(None) - chosen.count(Ellipsis) > base.rank:
        return None
    known = base.shape if isinstance(base.shape, View) else View(base.shape, tuple((n, 0) for n in range(base.rank)))
    left = list(known.axes)
    found: list[tuple[Any, Any]] = []
    for place, (part, pick) in enumerate(zip(parts, chosen, strict=True)):
        if pick is None:
            found.append(("new", 1))
        elif pick is Ellipsis:
            kept = len(left) - sum(c is not None for c in chosen[place + 1:])
            found, left = [*found, *left[:kept]], left[kept:]
        else:
            axis, cut = left.pop(0)
            if isinstance(pick, slice):
                now = cut_of(part)
                if now is None:
                    return None
                found.append((axis, cut + now if isinstance(cut, int) and isinstance(now, int) and axis != "new" else (cut, now)))
    return base.shape if (*found, *left) == known.axes else View(known.root, (*found, *left))


def cut_of(part: Any) -> int | tuple[Any, ...] | None:
    """How many elements a slice with constant bounds cuts off an axis, else what tells its length.

    >>> [cut_of(tree.parse_expression(f"u[{text}]").slice) for text in (":", "1:-1", ":3", "-3:", "1:3", "i:")]
    [0, 2, ('at most', 3), ('at most', 3), (1, 3, 1), None]
    """
    bounds = [tree.const(None) if b is None else b for b in (part.lower, part.upper, part.step)]
    if not all(map(tree.is_literal, bounds)):
        return None
    lower, upper, step = map(tree.literal, bounds)
    if any(type(b) not in (int, type(None)) for b in (lower, upper, step)):
        return None
    if (lower, upper, step) == (None, None, -1):
        return 0
    if step not in (None, 1):
        return lower, upper, step
    lower = lower or 0
    if lower >= 0 and (upper is None or upper < 0):
        return lower - (upper or 0)
    if lower == 0 or upper is None:
        return "at most", upper if lower == 0 else -lower
    return lower, upper, 1


def broadcast(kind: Kind, given: list[Kind]) -> Kind:
    """Give the result of a broadcast the shape of an operand that surely has it."""
    arrays = [k for k in given if not is_scalar(k)]
    if kind.type not in (None, np.ndarray) or not arrays:
        return kind
    shapes = {k.shape for k in arrays}
    if len(shapes) == 1:
        return replace(kind, shape=shapes.pop())
    bare = replace(kind, shape=None)
    whole = [k.shape for k in arrays if k.type is np.ndarray and k.shape is not None and has_shape_of(k, bare)]
    return replace(kind, shape=whole[0]) if whole else kind
