"""``super().step(u)`` as a call of the function that it finds: ``Base_step(self, u)``; a property as a call of its getter.

Which class comes next depends on the class of the object, not of the method; where the classes that
there are do not agree, the call is left, and refused.
"""
from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..source import Source
from .words import word_of


def inherited(function: Any, body: list[Any], source: Source, names: Names) -> tuple[list[Any], dict[str, Any]]:
    """Return the body without calls of methods of ``super()``, and what the names mean that it calls instead."""
    found, cls = source.resolve("__class__")
    parameters = tree.parameters(function)
    if not found or not isinstance(cls, type) or not parameters:
        return body, {}
    new: dict[int, Any] = {}
    bound: dict[str, Any] = {}

    def named(target: Any) -> Any:
        name = next((n for n, value in bound.items() if value is target), None) or names.fresh(word_of(target))
        bound[name] = target
        return tree.name(name)

    for node in [n for statement in body for n in tree.walk(statement)]:
        part = node.func if isinstance(node, gast.Call) else node
        if not isinstance(part, gast.Attribute) or not _is_super(part.value, source):
            continue
        targets = {id(t): t for t in (_next(c, cls, part.attr) for c in _subclasses(cls))}
        [target] = targets.values() if len(targets) == 1 else [None]
        if isinstance(target, property) and part is node and target.fget is not None:
            new[id(node)] = tree.call(named(target.fget), [tree.name(parameters[0])])
        elif part is node:
            continue
        elif target is object.__init__ and not node.args and not node.keywords:
            new[id(node)] = tree.const(None)
        elif isinstance(target, FunctionType):
            new[id(node)] = tree.with_fields(node, func=named(target), args=[tree.name(parameters[0]), *node.args])
    return [tree.substituted(s, new) for s in body] if new else body, bound


def _is_super(node: Any, source: Source) -> bool:
    return (isinstance(node, gast.Call) and not node.args and not node.keywords
            and source.resolve(tree.dotted_path(node.func) or "") == (True, super))


def _subclasses(cls: Any) -> list[Any]:
    return [cls, *(one for below in cls.__subclasses__() for one in _subclasses(below))]


def _next(cls: type, after: type, name: str) -> Any:
    """What ``super()`` finds in a method of ``after`` for an object of ``cls``."""
    order = cls.__mro__[cls.__mro__.index(after) + 1:]
    return next((inspect.getattr_static(c, name) for c in order if name in vars(c)), None)
