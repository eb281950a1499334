"""Sequences that are unpacked: Python refuses one of another length, so the derivative does too.

``a, b = v`` became ``a = v[0]`` and ``b = v[1]``, and before them stands how many elements ``v`` is to have.
What is known of ``v`` tells that nothing is to be tested, or a test is written out:

>>> from srcad.printer import to_source
>>> print(to_source(tree.module([tested(tree.name("v"), 2, 1)])), end="")
if len(v) != 2:
    raise ValueError('expected 2 values to unpack')
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, kind_of_path
from ..unit import Unit
from .desugar import HOLDS

Block = list[Any]


def of_known_length(unit: Unit, facts: Facts, resolve: Any, last: bool) -> Unit:
    """Return the unit without the lengths that what is known tells; if this is the ``last`` of it, with tests of the others."""
    def block(block: Block) -> Block:
        return [new for node in block for new in statement(node)]

    def statement(node: Any) -> Block:
        if not is_length(node):
            parts = {field: block(getattr(node, field)) for field in ("body", "orelse") if getattr(node, field, None)}
            return [tree.with_fields(node, **parts) if parts else node]
        value, count = node.value.args
        kind = kind_of_path(value, facts.before.get(id(node), {}), resolve)
        if kind.length == count.value or tree.is_literal(value) and len(tree.literal(value)) == count.value:
            return []
        return [tested(value, count.value, node.lineno) if last else node]

    if not any(map(is_length, tree.statements(unit.tree.body))):
        return unit
    body = block(unit.tree.body)
    same = len(list(tree.statements(body))) == len(list(tree.statements(unit.tree.body)))
    return unit if same else replace(unit, tree=tree.with_body(unit.tree, body))


def is_length(node: Any) -> bool:
    """True for the statement that says how many elements a sequence is unpacked into."""
    return isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and tree.is_name(node.value.func, HOLDS)


def tested(value: Any, count: int, line: int) -> Any:
    """The test that a sequence has so many elements."""
    other = tree.compare(tree.call("len" + tree.TOOL, [value]), "!=", tree.const(count))
    error = tree.call("ValueError" + tree.TOOL, [tree.const(f"expected {count} values to unpack")])
    return tree.if_(other, [tree.raise_(error, line)], [], line)
