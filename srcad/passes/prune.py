"""Remove what nobody reads: dead assignments, empty branches and loops.

>>> from srcad import tree
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(prune_function(tree.parse('''
... def f(x):
...     y = x * x
...     z = y + 1.0
...     return y
... ''').body[0], purity((), {}, ()))), end="")
def f(x):
    y = x * x
    return y
"""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.purity import Purity, is_append
from ..unit import Unit
from .fits import is_test
from .release import DIVIDER


def prune(unit: Unit, known: Purity, as_written: Collection[str] = ()) -> Unit:
    """Prune every function of the module, but those that stand there as the user wrote them."""
    return replace(unit, tree=tree.module([
        f if f.name in as_written else prune_function(f, known, unit.in_place) for f in unit.tree.body]))


def prune_function(function: Any, known: Purity, in_place: bool = False) -> Any:
    """Return the function without its dead statements; what has an effect is never dead."""
    function = tree.clone(function)
    pruned = _Pruner(known, tree.local_names(function), in_place, tree.all_parameters(function))
    function.body, _ = pruned.block(function.body, set())
    return function


def live_before(block: list[Any], known: Purity, local: set[str]) -> set[str]:
    """The names whose value a block may read that ends with its function."""
    return _Pruner(known, local, True).block(block, set())[1]


class _Pruner:
    """Walks backwards with the set of names that are read later."""

    def __init__(self, known: Purity, local: set[str], in_place: bool, parameters: Collection[str] = ()) -> None:
        self.known, self.local, self.in_place = known, local, in_place     # a dead name's array may have another name
        self.parameters = set(parameters)
        self.exits: list[set[str]] = []
        self.heads: list[set[str]] = []

    def is_pure(self, *parts: Any) -> bool:
        return all(self.known.is_pure(part, self.local) for part in parts)

    def block(self, block: list[Any], live: set[str]) -> tuple[list[Any], set[str]]:
        out: list[Any] = []
        for place, node in reversed(list(enumerate(block))):
            if is_test(node) and self.is_idle(node, block[max(place - 1, 0)], live):
                continue
            kept, live = self.statement(node, live)
            out += kept
        return _without_idle_comments(out[::-1]), live

    def statement(self, node: Any, live: set[str]) -> tuple[list[Any], set[str]]:
        if isinstance(node, gast.Assign):
            return self.assign(node, live)
        if isinstance(node, gast.AugAssign):
            return self.augment(node, live)
        if isinstance(node, gast.If):
            return self.branch(node, live)
        if isinstance(node, (gast.For, gast.While)):
            return self.loop(node, live)
        if isinstance(node, gast.Break):
            return [node], set(self.exits[-1])
        if isinstance(node, gast.Continue):
            return [node], set(self.heads[-1])
        if isinstance(node, gast.Return):
            return [node], tree.reads(node)
        if isinstance(node, gast.Raise):
            return [node], tree.reads(node)
        if isinstance(node, gast.Pass):
            return [], live
        if not self.in_place and is_append(node) and node.value.func.value.id not in live and self.is_pure(*node.value.args):
            return [], live
        return [node], live | tree.reads(node)

    def is_idle(self, test: Any, operation: Any, live: set[str]) -> bool:
        """True if a test of shapes is not worth it: the operation is left, or the arrays would be kept for it alone."""
        left = isinstance(operation, gast.Assign) and (tree.writes(operation) & live or not self.is_pure(operation.value))
        return bool(left) or not tree.reads(test.value.args) <= live | self.parameters

    def assign(self, node: Any, live: set[str]) -> tuple[list[Any], set[str]]:
        target = node.targets[0]
        written = tree.writes(target)
        if isinstance(target, (gast.Name, gast.Tuple)) and not written & live and self.is_pure(node.value):
            return [], live
        if not isinstance(target, (gast.Name, gast.Tuple)):
            return [node], live | tree.reads(node)
        return [node], (live - written) | tree.reads(node.value)

    def augment(self, node: Any, live: set[str]) -> tuple[list[Any], set[str]]:
        if isinstance(node.target, gast.Name) and node.target.id not in live and self.is_pure(node.value):
            return [], live
        base = node.target
        if not self.in_place and isinstance(base, gast.Subscript) and tree.is_name(base.value) and base.value.id not in live and (
                self.is_pure(base.slice, node.value)):
            return [], live
        return [node], live | tree.reads(node)

    def branch(self, node: Any, live: set[str]) -> tuple[list[Any], set[str]]:
        body, then = self.block(node.body, set(live))
        orelse, other = self.block(node.orelse, set(live))
        if not _active(body) and not _active(orelse) and self.is_pure(node.test):
            return [], live
        before = then | other | tree.reads(node.test)
        if not _active(body):
            test = node.test
            if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
                return [tree.if_(test.operand, orelse, [], node.lineno)], before
            if _active(orelse) and not _escapes(orelse):
                return [tree.if_(tree.not_(test), orelse, [], node.lineno)], before
            body = [tree.pass_(node.lineno)]
        return [tree.if_(node.test, body, orelse if _active(orelse) else [], node.lineno)], before

    def loop(self, node: Any, live: set[str]) -> tuple[list[Any], set[str]]:
        head = set(live)
        if isinstance(node, gast.While):
            head |= tree.reads(node.test)
        while True:
            self.exits.append(live)
            self.heads.append(head)
            body, start = self.block(node.body, set(head))
            self.exits.pop()
            self.heads.pop()
            if isinstance(node, gast.For):
                start = start - {node.target.id}
            if start <= head:
                break
            head = head | start
        if isinstance(node, gast.For):
            if not _active(body) and node.target.id not in live and self.is_pure(node.iter):
                return [], live
            body = body or [tree.pass_(node.lineno)]
            return [tree.for_(node.target, node.iter, body, node.lineno)], head | tree.reads(node.iter)
        return [tree.while_(node.test, body or [tree.pass_(node.lineno)], node.lineno)], head


def _active(block: list[Any]) -> bool:
    return any(not tree.is_comment(s) and not is_test(s) for s in block)


def _escapes(block: list[Any]) -> bool:
    return any(isinstance(s, (gast.Break, gast.Continue)) for s in block)


def _without_idle_comments(block: list[Any]) -> list[Any]:
    """Drop a comment that no statement follows."""
    out: list[Any] = []
    for node in block:
        if tree.is_comment(node) and out and tree.is_comment(out[-1]) and out[-1].value.value != DIVIDER:
            out.pop()
        out.append(node)
    while out and tree.is_comment(out[-1]):
        out.pop()
    return out
