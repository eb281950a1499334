"""Tests that shapes fit, beside operations whose result a derivative may not need: NumPy refuses those that do not.

The gradient of ``np.sum(x + y)`` needs neither sum; but where ``x + y`` raises, so does the gradient.
``prune`` drops a test where the operation itself is left.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.kinds import Kind
from ..analyses.shapes import MATMUL
from ..rules.expand import TOOL
from .sweep import Sweep

PRODUCTS = (*MATMUL, np.inner, np.vdot)
TEST = f"np{TOOL}.broadcast_shapes"


def fits(sweep: Sweep) -> Iterator[tuple[Any, Any]]:
    """Yield each statement that broadcasts arrays of which it is not known that they fit, with the test of that."""
    entry = sweep.versions.before[id(sweep.function.body[0])]
    for node in tree.statements(sweep.function.body):
        if not isinstance(node, gast.Assign):
            continue
        at, env = sweep.versions.before[id(node)], sweep.facts.before[id(node)]
        call = sweep.facts.operation_at(node, sweep.resolve)
        if call is None or call.rule is None:
            continue
        arrays = [(o.id, env[o.id].kind) for o in call.operands if isinstance(o, gast.Name) and o.id in env
                  and env[o.id].kind.type is np.ndarray]
        vectors = any(call.target is f for f in PRODUCTS) and all(kind.rank == 1 for _, kind in arrays)
        if not (call.rule.broadcasts or call.rule.kind == "elementwise" or vectors) or len(arrays) < 2:
            continue
        if len({kind.shape for _, kind in arrays}) > 1 or arrays[0][1].shape is None:
            parameters = [p for p in tree.parameters(sweep.function) if at.get(p) is entry[p]]
            names = [like(name, kind, parameters) for name, kind in arrays]
            yield node, tree.expression(tree.call(TEST, [tree.attr(tree.name(n), "shape") for n in names]), node.lineno)


def like(name: str, kind: Kind, parameters: list[str]) -> str:
    """A parameter that has the same shape as a name; the name itself if there is none."""
    return next((p for p in parameters if kind.shape == ("parameter", p)), name)


def is_test(node: Any) -> bool:
    """True for a test of shapes. What a user writes takes the shapes in statements of their own."""
    call = node.value if isinstance(node, gast.Expr) else None
    return isinstance(call, gast.Call) and (tree.dotted_path(call.func) or "").endswith(".broadcast_shapes") and all(
        isinstance(a, gast.Attribute) for a in call.args)
