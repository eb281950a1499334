"""Methods as values: ``step = model.step; step(x)`` as ``model.step(x)``, ``solve(model.rate, y)`` as a lambda that calls it.

What class an object has is not known here: the object is given a name that stays, and ``objects`` puts the method
in place of its own name.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... step = model.step
... y = step(x) + step(y)
... ''').body
>>> plain = with_owners(body, Names({"model", "step", "x", "y"}), lambda path: (False, None))
>>> print(to_source(tree.module(plain)), end="")
owner = model
step = owner.step
y = step(x) + step(y)
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


OWNER = "owner"                            # begins the names of objects whose methods have names


def with_owners(body: Block, names: Names, resolve: Callable[[str], tuple[bool, Any]]) -> Block:
    """Return a body in which what has a method with a name, that is only called, has a name that stays."""
    counts = Counter(tree.bindings(body))
    every = [n for s in body for n in tree.walk(s)]
    loads = Counter(n.id for n in every if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
    calls = Counter(n.func.id for n in every if isinstance(n, gast.Call) and isinstance(n.func, gast.Name))
    inner = set().union(*[tree.free_names(n) for n in every if isinstance(n, tree.SCOPES)])

    def is_method(node: Any) -> bool:
        name = node.targets[0].id if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else ""
        once = counts[name] == 1 and calls[name] == loads[name] > 0 and name not in inner
        return once and isinstance(node.value, gast.Attribute) and not resolve(tree.dotted_path(node.value) or "")[0]

    def block(nodes: Block) -> Block:
        out = []
        for node in nodes:
            if is_method(node):
                owner = tree.name(names.fresh(OWNER))
                out.append(tree.assign(owner, node.value.value, node.lineno))
                node = tree.with_fields(node, value=tree.attr(owner, node.value.attr))
            plain = isinstance(node, (gast.If, gast.For, gast.While))
            out.append(tree.with_fields(node, body=block(node.body), orelse=block(node.orelse)) if plain else node)
        return out

    return block(body) if any(map(is_method, tree.statements(body))) else body


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
