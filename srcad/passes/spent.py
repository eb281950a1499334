"""What is done to adjoint arrays for the sake of reads that do not come: zeros written last, copies of what stays as it is.

>>> import numpy as np
>>> from srcad import tree
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(spent(tree.parse('''
... def f(x_bar, y):
...     x_bar = np.array(x_bar)
...     y_bar = x_bar[1:].copy()
...     x_bar[1:] = 0.0
...     z_bar = y_bar * y
...     return z_bar
... ''').body[0], purity((), {"np": np}, ()), {})), end="")
def f(x_bar, y):
    y_bar = x_bar[1:]
    z_bar = y_bar * y
    return z_bar
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import gast

from .. import tree
from ..analyses.purity import Purity
from ..analyses.sole import sole
from .simplify import FLOAT, INTEGER, NUMBER


def spent(function: Any, known: Purity, types: Mapping[str, str], kept: Collection[str] = ()) -> Any:
    """Return the function without such statements; only arrays that no other name can mean are looked at.

    ``types`` tells which names are numbers; what is done to the user's, the ``kept``, stays.
    """
    own, local = sole(function, known), tree.local_names(function)
    body: list[Any] = []
    later: set[str] = set()
    for node in reversed(function.body):
        name = stored(node, types)
        idle = isinstance(node, gast.Assign) and tree.is_literal(node.value) and known.is_pure(node.targets[0], local)
        if not (idle and name in own - later and name not in kept):
            body.insert(0, node)
            later |= {n.id for n in tree.walk(node) if isinstance(n, gast.Name)}
    if len(body) == len(function.body):
        return function
    written = {stored(node, types) for node in tree.statements(body)} - {""}
    if not written <= own:                                     # it may be what another name means
        return tree.with_body(function, body)
    steady = own - written - tree.reads([s for s in tree.statements(body) if isinstance(s, gast.Return)])
    return tree.with_body(function, [s for node in body for s in uncopied(node, steady)])


def uncopied(node: Any, steady: frozenset[str]) -> list[Any]:
    """``y = x[1:]`` for ``y = x[1:].copy()``, nothing for ``x = np.array(x)``, where neither is written."""
    if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]) or node.targets[0].id not in steady:
        return [node]
    value = node.value
    if not isinstance(value, gast.Call) or not isinstance(value.func, gast.Attribute) or value.keywords:
        return [node]
    if value.func.attr == "array" and len(value.args) == 1 and tree.is_name(value.args[0], node.targets[0].id):
        return []
    inner = value.func.value
    if value.func.attr == "copy" and not value.args and isinstance(inner, gast.Subscript) and (
            getattr(inner.value, "id", "") in steady):
        return [tree.assign(node.targets[0], inner, node.lineno)]
    return [node]


def stored(node: Any, types: Mapping[str, str]) -> str:
    """The name of the array that a statement writes to, "" of all others; "?" where it has none."""
    target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
    if isinstance(node, gast.AugAssign) and isinstance(target, gast.Name):
        return "" if types.get(target.id) in (FLOAT, INTEGER, NUMBER) else str(target.id)
    if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
        return "?"
    if not isinstance(target, (gast.Subscript, gast.Attribute)):
        return ""
    return target.value.id if isinstance(target.value, gast.Name) else "?"
