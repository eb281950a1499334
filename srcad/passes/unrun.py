"""What is never run, because it takes an item out of a list that nothing is put in: an error stands in its place.

>>> from srcad.printer import to_source
>>> print(to_source(tree.module([tree.raise_(never(), 1)])), end="")
raise RuntimeError('a list that was known to be empty has items')
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts
from ..analyses.lattice import BOTTOM
from ..unit import Unit

Block = list[Any]


def without_unrun(unit: Unit, facts: Facts) -> Unit:
    """Return the unit in which blocks end where they take an item out of a list that is always empty."""
    if not any(_takes_nothing(node, facts) for node in tree.statements(unit.tree.body)):
        return unit
    return replace(unit, tree=tree.with_body(unit.tree, _block(unit.tree.body, facts)))


def never() -> Any:
    return tree.call("RuntimeError" + tree.TOOL, [tree.const("a list that was known to be empty has items")])


def _block(block: Block, facts: Facts) -> Block:
    out: Block = []
    for node in block:
        if hasattr(node, "body"):
            fields = {"orelse": _block(node.orelse, facts)} if isinstance(node, gast.If) else {}
            node = tree.with_fields(node, body=_block(node.body, facts), **fields)
        elif _takes_nothing(node, facts):
            return [*out, tree.raise_(never(), node.lineno)]
        out.append(node)
    return out


def _takes_nothing(node: Any, facts: Facts) -> bool:
    """True for ``v = l[i]`` of a list in which nothing ever is."""
    value = node.value if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else None
    env, after = facts.before.get(id(node), {}), facts.after.get(id(node), {})
    if not isinstance(value, gast.Subscript) or not isinstance(value.value, gast.Name) or isinstance(value.slice, gast.Slice):
        return False
    base, target = env.get(value.value.id), after.get(node.targets[0].id)
    return base is not None and base.kind.type is list and target is not None and target.kind == BOTTOM
