"""Sequences that are written or vary: loops over them by index, and a parameter that is rebound under another name."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Value
from ..analyses.memory import Memory
from ..names import Names
from ..unit import Unit


def without_rebinding(unit: Unit, found: Memory) -> Unit:
    """Give ``A = A.copy()`` another name than the parameter has, which then is not written."""
    body = unit.tree.body
    for parameter in tree.parameters(unit.tree):
        bound = [k for k, node in enumerate(body) if parameter in tree.writes([node])]
        if parameter not in found.written or not bound or not tree.is_name(getattr(body[bound[0]], "targets", [None])[0]):
            continue
        first = bound[0]
        new = Names(unit.names).fresh(parameter)
        start = tree.clone(body[first])
        start.targets[0].id = new
        rest = [tree.rename(node, {parameter: new}) for node in body[first + 1:]]
        return replace(unit, tree=tree.with_body(unit.tree, [*body[:first], start, *rest]))
    return unit


def by_index(name: str, env: Mapping[str, Value], found: Memory) -> bool:
    """True if a loop over a sequence has to be one over its indices: its items are views of it."""
    return name in env and (env[name].varied or name in found.written and env[name].kind.type is np.ndarray)


def indexed(block: list[Any], loops: Mapping[int, Any], names: Names) -> list[Any]:
    """``for v in x`` becomes ``for k in range(len(x)): v = x[k]`` for the loops given."""
    out = []
    for node in block:
        if isinstance(node, gast.If):
            node = tree.if_(node.test, indexed(node.body, loops, names), indexed(node.orelse, loops, names), node.lineno)
        elif isinstance(node, gast.While):
            node = tree.while_(node.test, indexed(node.body, loops, names), node.lineno)
        elif isinstance(node, gast.For):
            body, target, iterable = indexed(node.body, loops, names), node.target, node.iter
            if id(node) in loops:
                index = tree.name(names.fresh("k"))
                body = [tree.assign(target, tree.subscript(iterable, index), node.lineno), *body]
                target = index
                iterable = tree.call("range" + tree.TOOL, [tree.call("len" + tree.TOOL, [iterable])])
            node = tree.for_(target, iterable, body, node.lineno)
        out.append(node)
    return out
