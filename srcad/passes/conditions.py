"""Tests whose calls do something: one operation per statement, before the branch or at the start of the loop's body.

Tests are kept as they are written, for no derivative passes through them. Where a call in one turns out to write
to what it is given, it has to be a statement, so that what it writes is seen.

>>> from srcad.printer import to_source
>>> [node] = tree.parse("while done or not k.step(2 * h): pass").body
>>> print(to_source(tree.module(opened_up(node, Names({"k", "h", "done"}), lambda path: (False, None)))), end="")
while True:
    t_1 = done
    if not t_1:
        t_2 = 2 * h
        t_3 = k.step(t_2)
        t_1 = not t_3
    t = t_1
    if not t:
        break
    else:
        pass
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..unit import Unit
from .normalize import Flatten

Resolve = Callable[[str], tuple[bool, Any]]


def with_plain_test(unit: Unit, node: Any, resolve: Resolve) -> Unit:
    """Return the unit in which the operations of a statement's test have statements of their own."""
    names = Names(unit.names)
    body = _put(unit.tree.body, node, opened_up(node, names, resolve))
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


def is_test(node: Any, part: Any) -> bool:
    """True for a part of a statement's test, or of a value that is one."""
    test = node.value if isinstance(node, gast.Assign) else getattr(node, "test", None)
    return (not isinstance(node, gast.Assign) or isinstance(test, gast.BoolOp)) and test is not None and any(
        n is part for n in tree.walk(test))


def opened_up(node: Any, names: Names, resolve: Resolve) -> list[Any]:
    """Return the statements that stand for a statement with a test, or with a value that is one."""
    flat, line = _Opened(names, resolve), node.lineno
    flat.line = line
    if isinstance(node, gast.Assign):
        return flat.aside(node.targets[0], node.value)
    test = tree.name(names.fresh("t"))
    before = flat.aside(test, node.test)
    if isinstance(node, gast.While):
        rest = tree.if_(tree.not_(test), [tree.break_(line)], node.body, line)       # a jump ends its block
        return [tree.while_(tree.const(True), [*before, rest], line)]
    return [*before, tree.with_fields(node, test=test)]


def _put(block: list[Any], old: Any, new: list[Any]) -> list[Any]:
    """Return a block in which a statement, wherever it is, is replaced."""
    out = []
    for node in block:
        nested = {f: _put(getattr(node, f), old, new) for f in ("body", "orelse") if getattr(node, f, None)}
        out += new if node is old else [tree.with_fields(node, **nested)] if nested else [node]
    return out


class _Opened(Flatten):
    """Keeps no test whole."""

    def is_whole(self, node: Any) -> bool:
        return False

    def comparison(self, node: Any) -> Any:
        if len(node.ops) == 1:
            return super().comparison(node)
        atoms = [self.atom(node.left), self.atom(node.comparators[0])]
        first = tree.with_fields(node, left=atoms[0], ops=node.ops[:1], comparators=atoms[1:])
        rest = tree.with_fields(node, left=atoms[1], ops=node.ops[1:], comparators=node.comparators[1:])
        return self.atom(tree.boolean("and", [first, rest]))
