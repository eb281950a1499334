"""Loops over the places of a dict, which ``zip``, ``enumerate``, ``reversed`` and ``reduce`` became, as loops over its keys.

>>> n = rates[k]                               # doctest: +SKIP
    n = seq[k]                                 # after seq = keys(rates)

Whether a name is a dict is known once kinds are; it is asked before anything else is done to dicts.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import of_value
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit
from .desugar import KEYS
from .lower import counts

Block = list[Any]


def over_keys(unit: Unit, facts: Facts, resolve: Any) -> Unit:
    """Return the unit in which loops over dicts by place take their keys, or the same unit."""
    names = Names(tree.all_names(unit.tree))
    body = _block(unit.tree.body, unit, facts, resolve, names)
    made = frozenset(names.taken - tree.all_names(unit.tree))
    return unit if not made else replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


def is_dict(name: str, env: Mapping[str, Value], resolve: Any) -> bool:
    """True if a name stands for a dict."""
    return (env[name].kind if name in env else of_value(resolve(name)[1])).type is dict


def _block(block: Block, unit: Unit, facts: Facts, resolve: Any, names: Names) -> Block:
    out = []
    for node in block:
        if isinstance(node, gast.For) and isinstance(node.iter, gast.Call):
            held, node = _loop(node, unit, facts, resolve, names)
            out += held
        parts = {field: _block(getattr(node, field), unit, facts, resolve, names)
                 for field in ("body", "orelse") if getattr(node, field, None)}
        out.append(tree.with_fields(node, **parts) if parts else node)
    return out


def _loop(node: Any, unit: Unit, facts: Facts, resolve: Any, names: Names) -> tuple[Block, Any]:
    over, env = node.iter, facts.before.get(id(node), {})
    dicts = sorted({n for call in tree.walk(over) if tree.called(call) == "len"
                    for n in tree.reads(call.args[0]) if is_dict(n, env, resolve)})
    if not dicts or counts(node):
        return [], node
    if len(over.args) == 2 and tree.is_literal(over.args[0]):
        fail(UnsupportedSyntax, unit.source.where(node.lineno), "`functools.reduce` goes over a dict",
             "hand it a list of the keys: list(d)")
    held = {n: tree.name(names.fresh("seq")) for n in dicts}
    counter, own = node.target.id, node.target.id in unit.temporaries
    body, leading = [], True
    for statement in node.body:
        leading = leading and isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Subscript)
        places = {id(p): tree.subscript(held[p.value.id], p.slice) for p in tree.walk(statement)
                  if isinstance(p, gast.Subscript) and isinstance(p.value, gast.Name) and p.value.id in held
                  and tree.is_name(p.slice, counter) and isinstance(p.ctx, gast.Load)}
        body.append(tree.substituted(statement, places) if places and (own or leading) else statement)
    return [tree.assign(h, tree.call(KEYS, [tree.name(n)]), node.lineno) for n, h in held.items()], tree.with_fields(
        node, body=body, iter=tree.rename(over, {n: h.id for n, h in held.items()}))
