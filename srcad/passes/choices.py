"""A name that stands for one of several functions: a number says which, calls branch on it.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... f = abs if x > 0 else round
... y = f(x)
... ''').body
>>> import builtins
>>> def resolve(path): return hasattr(builtins, path), getattr(builtins, path, None)
>>> print(to_source(tree.module(choose(body, Names({"f", "x", "y"}), resolve))), end="")
if x > 0:
    f_0 = abs
    f_choice = 0
else:
    f_1 = round
    f_choice = 1
y = f_0(x) if f_choice == 0 else f_1(x)
"""
from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..names import Names
from .factories import factory

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
CALLABLE = (FunctionType, BuiltinFunctionType, np.ufunc, type(np.sum), functools.partial)


def choose(body: Block, names: Names, resolve: Resolve) -> Block:
    """Return a function's body in which no name is bound to one function here and to another there."""
    bound: dict[str, Block] = {}
    for node in tree.statements(body):
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], gast.Name):
            bound.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, gast.FunctionDef):
            bound.setdefault(node.name, []).append(node)
    every = [n for s in body for n in tree.walk(s)]
    counts = Counter(tree.bindings(body))
    loads = Counter(n.id for n in every if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
    called = Counter(n.func.id for n in every if isinstance(n, gast.Call) and isinstance(n.func, gast.Name))
    for name in sorted(bound):
        values, methods = bound[name], loads[name] == called[name]
        several = len(values) > 1 or isinstance(values[0], gast.IfExp)
        if several and len(values) == counts[name] and all(_is_function(v, bound, resolve, methods) for v in values):
            inside = any(isinstance(n, tree.SCOPES) and name in tree.free_names(n) for n in every)
            if not inside and loads[name] == sum(_uses(n, name) for n in every if isinstance(n, gast.Call)):
                body = _Choice(name, names).block(body)
    return body


def _is_function(node: Any, bound: dict[str, Block], resolve: Resolve, methods: bool) -> bool:
    """True for what stands for a function; ``methods``: an attribute does, for it is only called."""
    if isinstance(node, (gast.Lambda, gast.FunctionDef)):
        return True
    if isinstance(node, gast.IfExp):
        return all(_is_function(part, bound, resolve, methods) for part in (node.body, node.orelse))
    if isinstance(node, gast.Call):
        target = resolve(tree.dotted_path(node.func) or "")[1]
        return target is functools.partial or factory(target) is not None
    if isinstance(node, gast.Name) and node.id in bound:
        return all(isinstance(v, (gast.Lambda, gast.FunctionDef)) for v in bound[node.id])
    path = tree.dotted_path(node) or ""
    found, value = resolve(path)
    return isinstance(value, CALLABLE) if found else methods and isinstance(node, gast.Attribute) and path != ""


def _uses(call: Any, name: str) -> int:
    """How often a call calls the function, or hands it on."""
    return sum(tree.is_name(part, name) for part in [call.func, *call.args, *[k.value for k in call.keywords]])


class _Choice:
    def __init__(self, name: str, names: Names) -> None:
        self.name, self.names = name, names
        self.which = names.fresh(f"{name}_choice")
        self.functions: list[str] = []

    def block(self, block: Block) -> Block:
        return [self.called(node) for node in self.named(block)]

    def named(self, block: Block) -> Block:
        """Give each of the functions a name of its own where it is bound."""
        out: Block = []
        for node in block:
            if isinstance(node, gast.FunctionDef) and node.name == self.name:
                out += [tree.with_fields(node, name=self.fresh()), self.chosen(node.lineno)]
            elif isinstance(node, gast.Assign) and tree.is_name(node.targets[0], self.name):
                out += self.bound(node.value, node.lineno)
            elif isinstance(node, (gast.If, gast.For, gast.While)):
                out.append(tree.with_fields(node, body=self.named(node.body), orelse=self.named(node.orelse)))
            else:
                out.append(node)
        return out

    def fresh(self) -> str:
        self.functions.append(self.names.fresh(f"{self.name}_{len(self.functions)}"))
        return self.functions[-1]

    def chosen(self, line: int) -> Any:
        return tree.assign(self.which, tree.const(len(self.functions) - 1), line)

    def bound(self, value: Any, line: int) -> Block:
        if isinstance(value, gast.IfExp):
            return [tree.if_(value.test, self.bound(value.body, line), self.bound(value.orelse, line), line)]
        return [tree.assign(self.fresh(), value, line), self.chosen(line)]

    def called(self, node: Any) -> Any:
        """Branch on the choice at every call."""
        if isinstance(node, list):
            return [self.called(part) for part in node]
        if not isinstance(node, gast.AST) or isinstance(node, tree.SCOPES):
            return node
        new = tree.with_fields(node, **{key: self.called(value) for key, value in node.__dict__.items()})
        if not isinstance(node, gast.Call) or not _uses(node, self.name):
            return new
        *others, last = self.functions
        value = tree.rename(new, {self.name: last})
        for k, function in reversed(list(enumerate(others))):
            test = tree.compare(tree.name(self.which), "==", tree.const(k))
            value = tree.conditional(test, tree.rename(new, {self.name: function}), value)
        return value
