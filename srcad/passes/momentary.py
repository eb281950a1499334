"""Imaginary parts of a written array that are of no use any more when it is written: taken from a copy.

``t = z.imag`` is a view, whose adjoint is no view of the adjoint of ``z``. Where no write to ``z`` comes while ``t``
or a view of it is in use, a copy has the same values: ``h = z.copy(); t = h.imag``.
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import IMAGINARY, is_fixed, is_one_of
from ..analyses.inference import Facts, kind_of_name
from ..analyses.lattice import is_complex
from ..analyses.liveness import live_after
from ..analyses.memory import Memory
from ..names import Names
from ..unit import Unit

Block = list[Any]


def without_momentary_views(unit: Unit, facts: Facts, found: Memory, resolve: Any) -> Unit:
    """Return the unit in which imaginary parts that are only read before the next write are those of copies."""
    views = {id(n): base for n in tree.statements(unit.tree.body) if (base := _viewed(n, facts, found, resolve))}
    after = live_after(unit.tree) if views else {}
    names = Names(unit.names)

    def block(block: Block) -> Block:
        return [new for node in block for new in statement(node)]

    def statement(node: Any) -> Block:
        if id(node) not in views or not lasts(node):
            parts = {field: block(getattr(node, field)) for field in ("body", "orelse") if getattr(node, field, None)}
            return [tree.with_fields(node, **parts) if parts else node]
        base, held = views[id(node)], tree.name(names.fresh("t"))
        value = tree.replace(node.value, {base: held})
        return [tree.assign(held, tree.call(tree.attr(tree.name(base), "copy")), node.lineno),
                tree.assign(node.targets[0], value, node.lineno)]

    def lasts(node: Any) -> bool:
        """True if no write comes while what a statement binds is in use, and none goes through it."""
        base = views[id(node)]
        seen = _seen_through(unit, node.targets[0].id, facts, found)
        writes = [(key, w.base) for key, w in found.writes.items() if w.base == base or w.base in found.classes.others(base)]
        return not any(seen & ({name} | after[key]) for key, name in writes)

    body = block(unit.tree.body) if views else []
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made) if made else unit


def _viewed(node: Any, facts: Facts, found: Memory, resolve: Any) -> str:
    """The ``z`` of a statement ``t = z.imag``, complex numbers of which others see what is written to them; "" of any other."""
    if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]):
        return ""
    env = facts.before.get(id(node), {})
    call = facts.operation_at(node, resolve)
    if call is None or not is_one_of(call.target, IMAGINARY) or not is_complex(kind_of_name(call.operands[0], env)):
        return ""
    name = getattr(call.operands[0], "id", "")
    return name if name in found.shadowed else ""


def _seen_through(unit: Unit, name: str, facts: Facts, found: Memory) -> set[str]:
    """The names through which an array can be seen: its own, and those of what is made of it and does not copy numbers."""
    seen: set[str] = set()
    more = {name}
    while more - seen:
        seen |= more
        for node in tree.statements(unit.tree.body):
            kinds, write = facts.after.get(id(node), {}), found.writes.get(id(node))
            if isinstance(node, gast.Assign) and tree.reads(node.value) & seen:
                more |= {t for t in tree.targets(node) if t not in kinds or not is_fixed(kinds[t].kind)}
            elif isinstance(node, gast.For) and tree.reads(node.iter) & seen:
                more |= {node.target.id}
            if write is not None and tree.reads(write.value) & seen and kind_of_name(
                    tree.name(write.base), facts.before.get(id(node), {})).type is not np.ndarray:
                more |= {write.base}
    return seen
