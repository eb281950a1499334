"""Sequences that are unpacked: Python refuses one of another length, so the derivative does too.

``a, b = v`` became ``a = v[0]`` and ``b = v[1]``, and before them stands how many elements ``v`` is to have.
What is known of ``v`` tells that nothing is to be tested, or a test is written out:

>>> from srcad.printer import to_source
>>> print(to_source(tree.without_tools(tree.module([tested(tree.name("v"), 2, 1)]))), end="")
if len(v) != 2:
    raise ValueError('expected 2 values to unpack')
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, kind_of_path
from ..names import Names
from ..unit import Unit
from .unpack import HOLDS, holds

Block = list[Any]


def of_known_length(unit: Unit, facts: Facts, resolve: Any, last: bool) -> Unit:
    """Return the unit without the lengths that what is known tells.

    What a call gives that is no tuple of as many items is unpacked item by item: its adjoint is one array or list. If
    this is the ``last`` that is known, all other lengths are tested.
    """
    if not facts.unlike and not any(map(is_length, tree.statements(unit.tree.body))):
        return unit
    names = Names(unit.names)
    changed = False

    def block(block: Block) -> Block:
        return [new for node in block for new in statement(node)]

    def statement(node: Any) -> Block:
        nonlocal changed
        if id(node) in facts.unlike and (last or facts.unlike[id(node)].type in (np.ndarray, list)):
            changed, held, targets = True, tree.name(names.fresh("t")), node.targets[0].elts
            return [tree.assign(held, node.value, node.lineno), holds(held, len(targets), node.lineno), *[
                tree.assign(t, tree.subscript(held, tree.const(k)), node.lineno) for k, t in enumerate(targets)]]
        if not is_length(node):
            parts = {field: block(getattr(node, field)) for field in ("body", "orelse") if getattr(node, field, None)}
            return [tree.with_fields(node, **parts) if parts else node]
        value, count = node.value.args
        kind = kind_of_path(value, facts.before.get(id(node), {}), resolve)
        known = kind.length == count.value or tree.is_literal(value) and len(tree.literal(value)) == count.value
        changed = changed or known or last
        return [] if known else [tested(value, count.value, node.lineno) if last else node]

    body = block(unit.tree.body)
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made) if changed else unit


def is_length(node: Any) -> bool:
    """True for the statement that says how many elements a sequence is unpacked into."""
    return isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and tree.is_name(node.value.func, HOLDS)


def tested(value: Any, count: int, line: int) -> Any:
    """The test that a sequence has so many elements."""
    other = tree.compare(tree.call("len" + tree.TOOL, [value]), "!=", tree.const(count))
    error = tree.call("ValueError" + tree.TOOL, [tree.const(f"expected {count} values to unpack")])
    return tree.if_(other, [tree.raise_(error, line)], [], line)
