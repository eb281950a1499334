"""What the right side of a normalized statement does: one callable applied to operands.

Operators, subscripts, attributes and calls all become an ``Operation``: the object that is called
(``operator.add`` for ``+``, ``np.ndarray.T`` for ``.T``), found by resolving names, never by
their spelling.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType, MethodType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules import registry
from .kinds import Kind

BINARY: dict[type, Any] = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul, gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv, gast.Mod: operator.mod, gast.Pow: operator.pow,
    gast.MatMult: operator.matmul, gast.BitAnd: operator.and_, gast.BitOr: operator.or_,
    gast.BitXor: operator.xor, gast.LShift: operator.lshift, gast.RShift: operator.rshift,
}
UNARY: dict[type, Any] = {
    gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Not: operator.not_, gast.Invert: operator.invert,
}
COMPARE: dict[type, Any] = {
    gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.Lt: operator.lt, gast.LtE: operator.le,
    gast.Gt: operator.gt, gast.GtE: operator.ge, gast.Is: operator.is_, gast.IsNot: operator.is_not,
}
GETITEM = operator.getitem


@dataclass(frozen=True)
class Operation:
    """``target(*operands, **keywords)``; ``target`` is None where it cannot be resolved."""

    target: Any
    operands: tuple[Any, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    node: Any = None          # the right side itself

    @property
    def rule(self) -> registry.Rule | None:
        return registry.lookup(self.target) if self.target is not None else None

    @property
    def function(self) -> Any:
        """The user's function that is called, if it is one and has no rule. What SciPy does is not looked into."""
        target: Any = self.target
        if type(target) is not FunctionType or self.rule is not None or (target.__module__ or "").split(".")[0] == "scipy":
            return None
        return target

    @property
    def owner(self) -> dict[str, Any]:
        """Of a method of a distribution of SciPy: the tree of the distribution, as rules know it."""
        func = getattr(self.node, "func", None)
        known = isinstance(self.target, MethodType) and isinstance(func, gast.Attribute)
        return {"dist": func.value} if known and func is not None else {}

    @property
    def arguments(self) -> list[Any]:
        return [*self.operands, *self.keywords.values()]


Resolve = Callable[[str], tuple[bool, Any]]
KindOf = Callable[[Any], Kind]


def operation(value: Any, kind_of: KindOf, resolve: Resolve) -> Operation | None:
    """Return the operation of a right side; None for atoms, displays and inactive forms."""
    found = _operation(value, kind_of, resolve)
    return replace(found, node=value) if found is not None else None


def _operation(value: Any, kind_of: KindOf, resolve: Resolve) -> Operation | None:
    if isinstance(value, gast.BinOp):
        sparse = (kind_of(value.left).type, "@")           # of SciPy
        if isinstance(value.op, gast.MatMult) and registry.lookup(sparse) is not None:
            return Operation(sparse, (value.left, value.right), label="@")
        return Operation(BINARY[type(value.op)], (value.left, value.right))
    if isinstance(value, gast.UnaryOp) and not tree.is_literal(value):
        return Operation(UNARY[type(value.op)], (value.operand,))
    if isinstance(value, gast.Compare) and len(value.ops) == 1:
        if isinstance(value.ops[0], (gast.In, gast.NotIn)):
            return Operation(operator.contains, (value.comparators[0], value.left))
        return Operation(COMPARE.get(type(value.ops[0])), (value.left, value.comparators[0]))
    if isinstance(value, gast.Subscript):
        return Operation(GETITEM, (value.value, value.slice))
    if isinstance(value, gast.Attribute):
        found, _ = resolve(tree.dotted_path(value) or "")
        if found:
            return None
        kind = kind_of(value.value)
        if value.attr in kind.fields:
            return Operation(GETITEM, (value.value, tree.const(kind.fields.index(value.attr))))
        return Operation(_member(kind, value.attr), (value.value,), label="." + value.attr)
    if isinstance(value, gast.Call):
        keywords = {k.arg: k.value for k in value.keywords}
        path = tree.dotted_path(value.func)
        found, target = resolve(path) if path else (False, None)
        if found:
            return Operation(target, tuple(value.args), keywords, path or "")
        if isinstance(value.func, gast.Attribute):
            member = _member(kind_of(value.func.value), value.func.attr)
            return Operation(member, (value.func.value, *value.args), keywords, "." + value.func.attr)
        kind = kind_of(value.func)                 # an object of SciPy that is called, a spline
        if (kind.type.__module__ if kind.type is not None else "").startswith("scipy."):
            return Operation(kind.type.__call__, (value.func, *value.args), keywords, path or "call")
        return Operation(None, tuple(value.args), keywords, path or "call")
    return None


def _member(kind: Kind, name: str) -> Any:
    """The descriptor of an attribute; a value of unknown kind is taken for an array."""
    if name in ("__enter__", "__exit__"):              # of ``with``: nothing flows through a context
        return None
    owner: type = np.ndarray if kind.type is None else kind.type
    if issubclass(owner, np.generic):
        owner = np.ndarray
    if (owner, name) in registry.TABLE:        # of results of SciPy, which keep what they hold in a dict
        return owner, name
    return getattr(owner, name, None)


def rebuilt(call: Operation, operands: list[Any], keywords: Mapping[str, Any]) -> Any:
    """Return a call of the same thing as ``call``, written the way the user did."""
    node = call.node
    if isinstance(node, (gast.BinOp, gast.UnaryOp)):
        return tree.like(node, operands)
    if isinstance(node, gast.Attribute):
        return tree.attr(operands[0], node.attr)
    if isinstance(node, gast.Subscript):
        return tree.subscript(operands[0], operands[1])
    if call.label.startswith("."):
        return tree.call(tree.attr(operands[0], node.func.attr), operands[1:], keywords)
    return tree.call(node.func, operands, keywords)
