"""What the right side of a normalized statement does: one callable applied to operands.

Operators, subscripts, attributes and calls all become an ``Operation``: the object that is called
(``operator.add`` for ``+``, ``np.ndarray.T`` for ``.T``), found by resolving names, never by
their spelling.
"""
from __future__ import annotations

import functools
import inspect
import operator
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import EnumMeta
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules import registry
from ..runtime_containers import made
from .kinds import FUNCTIONS, MISSING, OPAQUE, UNKNOWN, Kind, in_class, is_transparent, of_value
from .lattice import BOTTOM, own_tokens

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
VERSION = "version_for"                    # the method of a derivative that gives its function for kinds of arguments
MAKE = made                        # an object, or a named tuple, of a class and its fields
DUNDERS = {op: f"__{name}__" for op, name in (
    (gast.Add, "add"), (gast.Sub, "sub"), (gast.Mult, "mul"), (gast.Div, "truediv"), (gast.FloorDiv, "floordiv"),
    (gast.Mod, "mod"), (gast.Pow, "pow"), (gast.MatMult, "matmul"), (gast.USub, "neg"), (gast.UAdd, "pos"),
    (gast.Invert, "invert"), (gast.BitAnd, "and"), (gast.BitOr, "or"), (gast.BitXor, "xor"), (gast.LShift, "lshift"),
    (gast.RShift, "rshift"))}
ASKING = {abs: "__abs__", float: "__float__", int: "__int__", complex: "__complex__", round: "__round__"}      # an object's class


@dataclass(frozen=True, eq=False)
class ClassAttribute:
    """The attribute of a class that is read through an object: a constant."""

    value: Any



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
        """The user's function that is called, if it is one and has no rule. What libraries do is not looked into."""
        target: Any = self.target
        if type(target) is not FunctionType or self.rule is not None or is_standard(target):
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


SPREAD = "**"                              # the word of a dict whose items are keyword arguments
COPIERS = ("copy", "dataclasses")          # records are copied field by field; a call that stays is refused where it is followed


def is_standard(function: Any) -> bool:
    """True for what Python or SciPy itself defines, such as what ``contextlib.contextmanager`` makes."""
    head = getattr(function, "__globals__", {}).get("__name__", "").split(".")[0]
    return head == "scipy" or head in sys.stdlib_module_names and head not in COPIERS


Resolve = Callable[[str], tuple[bool, Any]]
KindOf = Callable[[Any], Kind]


def operation(value: Any, kind_of: KindOf, resolve: Resolve) -> Operation | None:
    """Return the operation of a right side; None for atoms, displays and inactive forms."""
    found = _operation(value, kind_of, resolve)
    if found is not None and hasattr(type(found.target), VERSION):
        kinds = [own_tokens(kind_of(a), None) for a in found.operands], {n: own_tokens(kind_of(a), None) for n, a in
                                                                         found.keywords.items()}
        if BOTTOM not in (*kinds[0], *kinds[1].values()):
            found = replace(found, target=getattr(found.target, VERSION)(*kinds))
    return Operation(found.target, found.operands, found.keywords, found.label, value) if found is not None else None


def _operation(value: Any, kind_of: KindOf, resolve: Resolve) -> Operation | None:
    if isinstance(value, (gast.BinOp, gast.UnaryOp)) and not tree.is_literal(value):
        overloaded = _overloaded(value, kind_of)
        if overloaded is not None:
            return overloaded
    if isinstance(value, gast.BinOp):
        if isinstance(value.op, gast.Mod) and isinstance(value.left, gast.Constant) and isinstance(value.left.value, str):
            return Operation(format, (value.left, value.right))          # text: nothing flows through it
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
        function = method_of(kind_of(value.value), "__getitem__")
        return Operation(GETITEM, (value.value, value.slice)) if function is None else Operation(
            function, (value.value, tree.index_object(value.slice, "slice" + tree.TOOL)))
    if isinstance(value, gast.Attribute):
        found, _ = resolve(tree.dotted_path(value) or "")
        if found:
            return None
        kind = kind_of(value.value)
        if isinstance(kind.type, EnumMeta):
            return _of_member(kind.type, value)
        if kind.home not in (None, OPAQUE) and kind.type not in (dict, FunctionType):
            return _attribute(kind, value)
        if value.attr in kind.fields and kind.type is tuple:
            return Operation(GETITEM, (value.value, tree.const(kind.fields.index(value.attr))))
        return Operation(_member(kind, value.attr), (value.value,), label="." + value.attr)
    if isinstance(value, gast.Call):
        keywords = {k.arg or SPREAD: k.value for k in value.keywords}
        path = tree.dotted_path(value.func)
        found, target = resolve(path) if path else (False, None)
        if found:
            if isinstance(target, MethodType) and isinstance(value.func, gast.Attribute) and not type(
                    target.__self__).__module__.startswith("scipy.stats."):                    # Class.make(...)
                return Operation(target.__func__, (value.func.value, *value.args), keywords, path or "")
            asked = ASKING.get(target) if isinstance(target, (type, BuiltinFunctionType)) and value.args else None
            if asked is not None and method_of(kind_of(value.args[0]), asked) is not None:
                return Operation(method_of(kind_of(value.args[0]), asked), tuple(value.args), keywords, path or "")
            if not isinstance(target, (type, *FUNCTIONS)) and is_transparent(type(target)):
                return Operation(method_of(of_value(target), "__call__"), (value.func, *value.args), keywords, path or "")
            return Operation(target, tuple(value.args), keywords, (path or "").replace(tree.TOOL, ""))
        if isinstance(value.func, gast.Name):
            called = kind_of(value.func)
            function = method_of(called, "__call__")
            if function is not None:
                return Operation(function, (value.func, *value.args), keywords, path or "")
            if called.home not in (None, OPAQUE) and not called.is_record and called.type is not tuple:
                return Operation(called.home, tuple(value.args), keywords, path or "")
        if isinstance(value.func, gast.Attribute):
            kind = kind_of(value.func.value)
            found_in = in_class(kind.type, value.func.attr) if isinstance(kind.type, EnumMeta) else None
            if isinstance(found_in, FunctionType):
                return Operation(found_in, (value.func.value, *value.args), keywords, "." + value.func.attr)
            if kind.home not in (None, OPAQUE) and kind.type is not dict:
                return _method(kind, value, keywords)
            member = _member(kind, value.func.attr)
            return Operation(member, (value.func.value, *value.args), keywords, "." + value.func.attr)
        owner: Any = kind_of(value.func).type
        if (getattr(owner, "__module__", None) or "").startswith("scipy."):      # an object that is called: a spline
            return Operation(owner.__call__, (value.func, *value.args), keywords, path or "call")
        return Operation(None, tuple(value.args), keywords, path or "call")
    return None


def display_kind(display: Any, kinds: list[Kind]) -> Kind:
    """The kind of a display whose elements have these kinds."""
    if isinstance(display, gast.Dict):
        keys = tree.keys_of(display)
        return UNKNOWN if keys is None else Kind(dict, items=tuple(kinds), fields=keys, home=dict)
    return Kind(tuple if isinstance(display, gast.Tuple) else list, items=tuple(kinds))


def method_of(kind: Kind, name: str) -> Any:
    """The function that an object's class has under a name, None if there is none of the user's."""
    if kind.home is None or not (kind.is_record or kind.type is tuple) or kind.type is dict:
        return None
    found = inspect.getattr_static(kind.home, name, None)
    return found if isinstance(found, FunctionType) else None


def setter(cls: Any, attribute: Any) -> Any:
    """The property, or whatever else in a class takes what is written to an attribute; None if the object keeps it."""
    found = in_class(cls, attribute) if isinstance(cls, type) and isinstance(attribute, str) else None
    return found if hasattr(type(found), "__set__") else None


def in_place_method(kind: Kind, node: Any) -> Any:
    """The function that ``p += v`` calls, None if the class has none of the user's."""
    return method_of(kind, f"__i{DUNDERS.get(type(node.op), '____')[2:]}")


def _overloaded(node: Any, kind_of: KindOf) -> Operation | None:
    """An operator that a class of the user's defines."""
    word = DUNDERS.get(type(node.op))
    if word is None:
        return None
    operands = (node.left, node.right) if isinstance(node, gast.BinOp) else (node.operand,)
    kinds = [kind_of(o) for o in operands]
    if all([kind.home is None for kind in kinds]):
        return None
    function = method_of(kinds[0], word)
    classes = [kind.home for kind in kinds if kind.is_record]
    if len(classes) == 2 and classes[0] is not classes[1] and issubclass(classes[1], classes[0]):      # it is asked first
        reflected = [method_of(kind, "__r" + word[2:]) for kind in kinds]
        function = None if reflected[1] is not None and reflected[1] is not reflected[0] else function
    if function is not None:
        return Operation(function, operands)
    if len(operands) == 1 or kinds[0].type is np.ndarray:      # an array takes what it is added to for its own
        return None
    function = method_of(kinds[1], "__r" + word[2:])
    return Operation(function, operands[::-1]) if function is not None else None


def _attribute(kind: Kind, node: Any) -> Operation:
    """``o.x``: what the object holds, what a property computes, or an attribute of the class."""
    label, missing = "." + node.attr, MISSING
    shared = in_class(kind.home, node.attr)
    if isinstance(shared, property):
        return Operation(shared.fget, (node.value,), label=label)
    if kind.type is tuple and node.attr in kind.fields:
        return Operation(GETITEM, (node.value, tree.const(kind.fields.index(node.attr))), label=label)
    if hasattr(type(shared), "__set__") and shared is not missing:
        return Operation(None, (node.value,), label=label)
    if node.attr in kind.fields or kind.is_record and (shared is missing or is_kept(kind, node.attr)):       # it may come yet
        return Operation(GETITEM, (node.value, tree.const(node.attr)), label=label)
    if shared is missing or hasattr(type(shared), "__get__"):
        return Operation(None, (node.value,), label=label)     # a method that is taken as a value
    return Operation(ClassAttribute(shared), (node.value,), label=label)


def _of_member(cls: Any, node: Any) -> Operation:
    """``m.name`` and ``m.value`` of a member of an enumeration, whichever it is, or what a property of it computes."""
    label, shared = "." + node.attr, in_class(cls, node.attr)
    if type(shared) is property:
        return Operation(shared.fget, (node.value,), label=label)
    values = [m.value for m in cls] if node.attr == "value" else [""] if node.attr == "name" else []
    known = values and len({own_tokens(of_value(v), None) for v in values}) == 1
    return Operation(ClassAttribute(values[0]) if known else None, (node.value,), label=label)


def is_kept(kind: Kind, attribute: Any) -> bool:
    """True for what an object computes when it is first asked, and has as an attribute from then on."""
    plain = kind.is_record and kind.type is not None and kind.type is not dict and isinstance(attribute, str)
    return plain and isinstance(in_class(kind.type, attribute), functools.cached_property)      # type: ignore[arg-type]


def _method(kind: Kind, node: Any, keywords: Mapping[str, Any]) -> Operation:
    """``o.f(x)``: a method of the class, or a function that the object holds."""
    name, label = node.func.attr, "." + node.func.attr
    if name in kind.fields and kind.is_record:
        return Operation(kind.slot(name).home, tuple(node.args), keywords, label)
    found = inspect.getattr_static(kind.home, name, None)
    if isinstance(found, staticmethod):
        return Operation(found.__func__, tuple(node.args), keywords, label)
    if isinstance(found, classmethod):
        return Operation(None, tuple(node.args), keywords, label)
    return Operation(found, (node.func.value, *node.args), keywords, label)


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
    if isinstance(node, gast.Attribute) and call.target is not GETITEM:
        return tree.attr(operands[0], node.attr)
    if isinstance(node, gast.Subscript) or call.target is GETITEM:
        return tree.subscript(operands[0], operands[1])
    if call.label.startswith("."):
        return tree.call(tree.attr(operands[0], node.func.attr), operands[1:], keywords)
    return tree.call(node.func, operands, keywords)
