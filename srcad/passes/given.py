"""Arguments that are functions: a version is made for them, in which they are called by names of their own.

>>> import math
>>> from srcad.analyses.kinds import of_value
>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x, act):
...     if act is None:
...         return x
...     return act(x)
... ''').body[0]
>>> body, bound = with_functions(function, {"act": of_value(math.sin)}, Names({"x", "act"}))
>>> print(to_source(tree.module(body)), end="")
act_1 = sin
return act_1(x)
>>> bound
{'sin': <built-in function sin>}
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gast

from .. import tree
from ..analyses.kinds import Kind, is_function
from ..names import Names

Block = list[Any]


def with_functions(function: Any, kinds: Mapping[str, Kind], names: Names) -> tuple[Block, dict[str, Any]]:
    """Return a function's body for the functions among its arguments, and what their names stand for."""
    body: Block = list(function.body)
    bound: dict[str, Any] = {}
    parameters = set(tree.parameters(function))
    for name, kind in kinds.items():
        if name not in parameters or not (_has_function(kind) or kind.type is type(None)):
            continue
        decided = _decided(body, name, kind.type is type(None))
        if not _has_function(kind):
            if decided == body or tree.bindings(decided).count(name) != 1:
                continue                                   # None, and not a default that is filled in
            again = names.fresh(name)
            body = [tree.rename(s, {name: again}) for s in decided]
            continue
        value = _tree_of(tree.name(name), kind, names, bound)
        again = names.fresh(name)
        line = body[0].lineno
        body = [tree.assign(again, value, line), *[tree.rename(s, {name: again}) for s in decided]]
    return body, bound


def _has_function(kind: Kind) -> bool:
    return is_function(kind) or kind.type in (tuple, list) and any(map(_has_function, kind.items))


def _tree_of(node: Any, kind: Kind, names: Names, bound: dict[str, Any]) -> Any:
    if is_function(kind):
        word = getattr(kind.home, "__name__", "")
        name = names.fresh(word if word.isidentifier() else "function")
        bound[name] = kind.home
        return tree.name(name)
    if not _has_function(kind):
        return node
    items = [_tree_of(tree.subscript(node, tree.const(k)), item, names, bound) for k, item in enumerate(kind.items)]
    return tree.tuple_(items) if kind.type is tuple else tree.list_(items)


def _decided(body: Block, name: str, is_none: bool) -> Block:
    """The body with ``if name is None`` decided, as long as nothing else has been bound to the name."""
    out: Block = []
    for position, node in enumerate(body):
        if isinstance(node, gast.If) and isinstance(node.test, gast.Compare) and tree.is_name(node.test.left, name) and (
                len(node.test.ops) == 1 and tree.is_none(node.test.comparators[0])) and isinstance(
                    node.test.ops[0], (gast.Is, gast.IsNot)):
            chosen = node.body if isinstance(node.test.ops[0], gast.Is) == is_none else node.orelse
            ends = bool(chosen) and isinstance(chosen[-1], (gast.Return, gast.Raise))
            return [*out, *chosen, *([] if ends else body[position + 1:])]
        if name in tree.writes(node):
            break
        out.append(node)
    return body
