"""Shifts that cancel: values that are taken away for the sake of range alone, and of which the result does not depend.

``top = np.max(x)`` in ``np.log(np.sum(np.exp(x - top))) + top`` may be any number: with ``top`` moved by d, ``x - top`` moves by
-d, its exponential and their sum grow by the factor exp(-d), the logarithm moves by -d, and the result by nothing. So no
adjoint flows into ``top``. Of every value that is made of ``top`` the walk knows its *degree*: how many times d it moves
(``shift``), or exp(d) to which power is its factor (``scale``). All that is read elsewhere has to be of degree 0.
"""
from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import gast
import numpy as np

from .. import tree
from .kinds import Kind
from .lattice import is_scalar
from .operations import Operation

ELEMENTWISE = (np.maximum, np.minimum, max, min)
STARTS = (*ELEMENTWISE, np.max, np.min, np.mean, np.ndarray.max, np.ndarray.min, np.ndarray.mean)
SUMS = (np.sum, np.ndarray.sum, np.mean, np.ndarray.mean)
PLUS, MINUS = (operator.add, np.add), (operator.sub, np.subtract)
TIMES, OVER = (operator.mul, np.multiply), (operator.truediv, np.divide, np.true_divide)
SHIFT, SCALE = "shift", "scale"
Degree = tuple[str, int]                   # SHIFT or SCALE, and how often; (_, 0) does not depend
CONSTANT: Degree = (SHIFT, 0)


class Known(Protocol):
    """What is known of a statement: its operation, and the kinds of what it reads or binds."""

    def operation_at(self, node: Any) -> Operation | None: ...

    def kind_read(self, node: Any, operand: Any) -> Kind: ...

    def kind_bound(self, node: Any) -> Kind: ...


def cancelled(function: Any, known: Known, varied: Callable[[Any], bool]) -> frozenset[str]:
    """Return the names of which nothing depends that is read elsewhere; ``varied`` says of a statement what it binds."""
    found: set[str] = set()
    if not any(isinstance(n, gast.Call) and _word(n) == "exp" for n in tree.walk(function)):       # nothing has a scale
        return frozenset()
    for block in tree.blocks(function.body):
        for place, node in enumerate(block):
            if not isinstance(node, gast.Assign) or not isinstance(node.value, gast.Call) or not varied(node):
                continue
            call = known.operation_at(node)
            starts = call is not None and call.target in STARTS and bool(call.operands)
            if call is not None and starts and _Follow(function, node, call, known).cancels(block[place + 1:]):
                found.add(node.targets[0].id)
    return frozenset(found)


def _word(call: Any) -> str:
    return (tree.dotted_path(call.func) or "").split(".")[-1]


class _Follow:
    """Follows one value, which ``start`` makes, through the rest of its block."""

    def __init__(self, function: Any, node: Any, start: Operation, known: Known) -> None:
        self.function, self.node, self.start, self.known = function, node, start, known
        self.degrees: dict[str, Degree] = {}
        self.seen: Counter[str] = Counter()

    def cancels(self, rest: Sequence[Any]) -> bool:
        if not _is_number(self.known.kind_bound(self.node)):
            return False
        self.degrees[self.node.targets[0].id] = (SHIFT, 1)
        for statement in rest:
            read = Counter(n.id for n in tree.walk(statement) if isinstance(n, gast.Name) and n.id in self.degrees)
            self.seen.update(read)
            if read and not self.follows(statement):
                return False
        every = Counter(n.id for s in self.function.body for n in tree.walk(s) if isinstance(n, gast.Name))
        return all(every[n] == self.seen[n] + 1 for n in self.degrees)         # bound once, and read where it was followed

    def follows(self, node: Any) -> bool:
        """Find the degree of what a statement makes of values that depend; False where that is not known."""
        if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]) or node.targets[0].id in self.degrees:
            return False
        call = self.known.operation_at(node)
        if call is None or not _is_number(self.known.kind_bound(node)):
            return False
        values = call.operands[:1] if call.target in SUMS else call.operands
        if not values or not all(_is_number(self.known.kind_read(node, o)) for o in values):
            return False
        given = [self.degrees.get(o.id, CONSTANT) if tree.is_name(o) else CONSTANT for o in call.operands]
        degree = self.degree(node, call, given)
        if degree is None:
            return False
        if degree[1]:
            self.degrees[node.targets[0].id] = degree
        return True

    def degree(self, node: Any, call: Operation, given: list[Degree]) -> Degree | None:
        target, (form, power) = call.target, given[0]
        if len(given) == 2 and not call.keywords and target not in SUMS:
            (_, left), (other, right) = given
            sign = 1 if target in (*PLUS, *TIMES) else -1
            if target in (*PLUS, *MINUS) and SCALE not in (form, other):
                return SHIFT, left + sign * right
            if target in (*PLUS, *MINUS):
                return (SCALE, left) if given[0] == given[1] else None
            if target in (*TIMES, *OVER) and all(g == CONSTANT or g[0] == SCALE for g in given):
                return SCALE, left + sign * right
            return None
        if len(given) == 1 and not call.keywords and target in (np.exp, math.exp) and form == SHIFT:
            return SCALE, power
        if len(given) == 1 and not call.keywords and target in (np.log, math.log) and form == SCALE:
            return SHIFT, power
        if len(given) == 1 and target is operator.neg:
            return (form, -power) if form == SHIFT else given[0]
        is_mean = target in (np.mean, np.ndarray.mean)
        if target in SUMS and (form == SCALE or is_mean) and all(g == CONSTANT for g in given[1:]) and self.is_along(node, call):
            return given[0]
        return None

    def is_along(self, node: Any, call: Operation) -> bool:
        """True if a sum runs along axes on which the value that was taken away is the same everywhere."""
        if not set(call.keywords) <= {"axis", "keepdims"}:     # `initial` is no part of what grows
            return False
        if is_scalar(self.known.kind_bound(self.node)):
            return True
        if self.start.target in ELEMENTWISE:
            return False
        [first, *axis], [array, *other] = self.start.operands, call.operands
        mine, theirs = _axis(axis, self.start), _axis(other, call)
        rank = self.known.kind_read(self.node, first).rank
        if mine is None or theirs is None or rank is None or self.known.kind_read(node, array).rank != rank:
            return False
        return tree.same(mine[0], theirs[0]) and mine[1] == theirs[1] and (mine[1] or tree.same(mine[0], tree.const(0)))


def _axis(given: Sequence[Any], call: Operation) -> tuple[Any, bool] | None:
    """The axis of a reduction, a literal, and whether it is kept with a length of 1."""
    keep = call.keywords.get("keepdims", tree.const(False))
    axis = call.keywords.get("axis", given[0] if given else tree.const(None))
    if len(given) > 1 or not set(call.keywords) <= {"axis", "keepdims"} or not tree.is_literal(axis) or not tree.is_literal(keep):
        return None
    return axis, bool(tree.literal(keep))


def _is_number(kind: Kind) -> bool:
    return not kind.optional and (kind.type is np.ndarray or is_scalar(kind))
