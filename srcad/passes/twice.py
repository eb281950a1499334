"""A function of numbers that is called twice in a block on the same numbers is called once.

>>> import numpy as np
>>> from srcad.analyses.inference import Value
>>> from srcad.analyses.kinds import Kind
>>> from srcad.printer import to_source
>>> from srcad.source import find_source, from_source
>>> from srcad.unit import Request, Unit, resolver
>>> source = find_source(from_source('''
... def f(x):
...     a = np.cos(x)
...     b = np.cos(x)
...     return a * b
... ''', "f", namespace={"np": np}))
>>> known = {id(line): dict.fromkeys("xab", Value(Kind(float))) for line in source.tree.body}
>>> unit = Unit(source, source.tree, Request("reverse", ("x",)))
>>> unit = called_once(unit, Facts(known, known, Value(Kind(float))), resolver(unit))
>>> print(to_source(tree.module([unit.tree])), end="")
def f(x):
    a = np.cos(x)
    b = a
    return a * b
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, kind_of_name
from ..analyses.lattice import is_scalar
from ..unit import Unit


def called_once(unit: Unit, facts: Facts, resolve: Any) -> Unit:
    """Return the unit with the second of two equal calls made a copy; only of numbers, of which nobody tells copies apart."""
    found = _Once(facts, resolve)
    body = found.block(unit.tree.body)
    return replace(unit, tree=tree.with_body(unit.tree, body)) if found.changed else unit


class _Once:
    def __init__(self, facts: Facts, resolve: Any) -> None:
        self.facts, self.resolve, self.changed = facts, resolve, False

    def block(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        made: dict[str, tuple[str, set[str]]] = {}             # of each call, what names its value, and what this stands on
        for node in block:
            if isinstance(node, (gast.If, gast.For, gast.While)):
                parts = {"body": self.block(node.body), "orelse": self.block(node.orelse)}
                node = tree.with_fields(node, **parts) if self.changed else node
            key = gast.dump(node.value) if self.is_plain(node) else ""
            first = made.get(key)
            if first is not None:
                node, self.changed = tree.assign(node.targets[0], tree.name(first[0]), node.lineno), True
            written = tree.writes([node])
            made = {k: held for k, held in made.items() if written.isdisjoint(held[1])}
            if key and first is None and written.isdisjoint(tree.reads(node.value)):
                made[key] = node.targets[0].id, written | tree.reads(node)
            out.append(node)
        return out

    def is_plain(self, node: Any) -> bool:
        """True for ``y = f(x)`` of numbers, where the rule of ``f`` says that it only computes."""
        if not isinstance(node, gast.Assign) or not isinstance(node.value, gast.Call) or not tree.is_name(node.targets[0]):
            return False
        env, after = self.facts.before.get(id(node), {}), self.facts.after.get(id(node), {})
        call = self.facts.operation_at(node, self.resolve)
        if call is None or call.rule is None or call.rule.kind != "elementwise" or call.rule.custom or call.keywords:
            return False
        return is_scalar(kind_of_name(node.targets[0], after)) and all(
            isinstance(o, gast.Name) and o.id in env and is_scalar(env[o.id].kind) for o in call.operands)
