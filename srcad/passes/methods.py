"""Methods as values: ``step = model.step; step(x)`` as ``model.step(x)``, ``solve(model.rate, y)`` as a lambda that calls it.

What class an object has is not known here, so a method is told by its use: nothing is done with it but to call it.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... step = model.step
... y = step(x) + step(y)
... ''').body
>>> plain = called_where_taken(body, Names({"model", "step", "x", "y"}), lambda path: (False, None))
>>> print(to_source(tree.module(plain)), end="")
owner = model
y = owner.step(x) + owner.step(y)
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..errors import SrcadError
from ..names import Names
from ..source import find_source

Block = list[Any]


def called_where_taken(body: Block, names: Names, resolve: Callable[[str], tuple[bool, Any]]) -> Block:
    """Return a body in which a method that has a name, and is only called, is called by its object."""
    counts = Counter(tree.bindings(body))
    every = [n for s in body for n in tree.walk(s)]
    loads = Counter(n.id for n in every if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
    calls = Counter(n.func.id for n in every if isinstance(n, gast.Call) and isinstance(n.func, gast.Name))
    inner = set().union(*[tree.free_names(n) for n in every if isinstance(n, tree.SCOPES)])
    stored = {n.attr for n in every if isinstance(n, gast.Attribute) and not isinstance(n.ctx, gast.Load)}
    owners: dict[str, Any] = {}
    starts: dict[int, Any] = {}
    for node in tree.statements(body):
        name = node.targets[0].id if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else ""
        path = tree.dotted_path(node.value) if name else None
        if path is None or not isinstance(node.value, gast.Attribute) or resolve(path)[0] or node.value.attr in stored:
            continue
        if counts[name] == 1 and calls[name] == loads[name] > 0 and name not in inner:
            owner = tree.name(names.fresh("owner"))
            owners[name] = tree.attr(owner, node.value.attr)
            starts[id(node)] = tree.assign(owner, node.value.value, node.lineno)
    return _put(body, starts, owners) if owners else body


def _put(block: Block, starts: dict[int, Any], owners: dict[str, Any]) -> Block:
    out = []
    for node in block:
        if id(node) in starts:
            out.append(starts[id(node)])
            continue
        blocks = {key: part for key, part in node.__dict__.items() if isinstance(part, list) and key in ("body", "orelse")}
        heads = {key: part for key, part in node.__dict__.items() if key not in blocks and isinstance(part, (gast.AST, list))}
        fields = {key: tree.replace(part, owners) for key, part in heads.items()}
        out.append(tree.with_fields(node, **fields, **{key: _put(part, starts, owners) for key, part in blocks.items()}))
    return out


def taken(function: Any, parameter: str, method: Any, names: Names) -> Any:
    """The lambda that calls a method, to be handed to a function that only calls what it is given; None for any other."""
    try:
        body = find_source(function).tree.body if isinstance(function, FunctionType) else []
    except SrcadError:
        return None
    every = [n for s in body for n in tree.walk(s)]
    calls = [n for n in every if isinstance(n, gast.Call) and tree.is_name(n.func, parameter)]
    uses = sum(tree.is_name(n, parameter) for n in every)
    plain = all(not c.keywords and not any(isinstance(a, gast.Starred) for a in c.args) for c in calls)
    if not calls or uses != len(calls) or not plain or len({len(c.args) for c in calls}) > 1:
        return None
    given = [names.fresh("given") for _ in calls[0].args]
    return tree.lambda_(tree.arguments([tree.parameter(n) for n in given]), tree.call(method, [tree.name(n) for n in given]))
