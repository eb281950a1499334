"""Sets that grow, as dicts whose keys are asked: a set of what was seen.

>>> from srcad.printer import to_source
>>> import builtins
>>> body = tree.parse('''
... seen = set()
... for k in ways:
...     if k not in seen:
...         seen.add(k)
... ''').body
>>> print(to_source(tree.module(without_sets(body, lambda path: (True, getattr(builtins, path))))), end="")
seen = {}
for k in ways:
    if k not in seen:
        seen[k] = True
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from .. import tree

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]


def without_sets(body: Block, resolve: Resolve) -> Block:
    """Return a function's body in which sets that are only added to, asked, and counted are dicts."""
    every = [n for s in body for n in tree.walk(s)]
    grown = {n.value.func.value.id for n in every if _adding(n)}
    for name in sorted(grown):
        bound = [n for n in every if isinstance(n, gast.Assign) and tree.is_name(n.targets[0], name)]
        uses = sum(tree.is_name(n, name) and isinstance(n.ctx, gast.Load) for n in every)
        inside = any(isinstance(n, tree.SCOPES) and name in tree.free_names(n) for n in every)
        plain = all(len(n.targets) == 1 and _made(n.value, resolve) is not None for n in bound)
        if plain and not inside and tree.bindings(body).count(name) == len(bound) and uses == sum(_uses(n, name) for n in every):
            body = [_plain(s, name, resolve) for s in body]
    return body


def _adding(node: Any) -> bool:
    """True for ``s.add(v)``."""
    call = getattr(node, "value", None)
    return isinstance(node, gast.Expr) and isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and (
        call.func.attr == "add" and isinstance(call.func.value, gast.Name) and len(call.args) == 1 and not call.keywords)


def _made(value: Any, resolve: Resolve) -> Any:
    """The dict for a set that is made: ``set()``, or a display; None for any other."""
    if isinstance(value, gast.Call) and tree.is_name(value.func, "set") and resolve("set") == (True, set):
        return None if value.args or value.keywords else tree.dict_([], [])
    keys = value.elts if isinstance(value, gast.Set) else []
    if not keys or not all(isinstance(k, gast.Constant) for k in keys) or len({k.value for k in keys}) < len(keys):
        return None
    return tree.dict_([k.value for k in keys], [tree.const(True) for _ in keys])


def _uses(node: Any, name: str) -> int:
    """How often a node adds to a set, asks for a member, or counts the members."""
    if _adding(node):
        return int(node.value.func.value.id == name)
    if isinstance(node, gast.Compare):
        return sum(isinstance(op, (gast.In, gast.NotIn)) and tree.is_name(c, name)
                   for op, c in zip(node.ops, node.comparators, strict=True))
    return int(isinstance(node, gast.Call) and tree.is_name(node.func, "len") and any(tree.is_name(a, name) for a in node.args))


def _plain(node: Any, name: str, resolve: Resolve) -> Any:
    if _adding(node) and node.value.func.value.id == name:
        return tree.assign(tree.subscript(node.value.func.value, node.value.args[0]), tree.const(True), node.lineno)
    if isinstance(node, gast.Assign) and tree.is_name(node.targets[0], name):
        return tree.with_fields(node, value=_made(node.value, resolve))
    blocks = {f: [_plain(s, name, resolve) for s in getattr(node, f)] for f in ("body", "orelse", "finalbody")
              if isinstance(getattr(node, f, None), list)}
    return tree.with_fields(node, **blocks) if blocks else node
