"""Which expressions of an emitted module no one notices: they may be left out, or evaluated later.

A call is pure if what it resolves to has a rule, or is a helper of the module, or a function of the
module whose every statement is pure. All others are taken to have an effect.

>>> from srcad import tree
>>> module = tree.parse('''
... def quiet(x):
...     return abs(x)
... def loud(x):
...     print(x)
...     return x
... ''')
>>> found = purity(module.body, {}, ())
>>> [found.is_pure(tree.parse_expression(text), {"x"}) for text in ("quiet(x) + 1", "loud(x)", "x.sum()", "x.go()")]
[True, False, True, False]
"""
from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules import registry
from ..rules.expand import TOOL

WRITERS = ("take_out", "hand_back", "pour", "scatter")         # helpers that write to what they are given
BUILTINS = (range, slice, isinstance, type, list, tuple, dict, str, float, int, bool, complex)


@dataclass(frozen=True)
class Purity:
    """What a module's names stand for, its own functions without effect, methods of users' objects."""

    objects: Mapping[str, Any]
    pure: frozenset[str]
    methods: frozenset[str] = frozenset()

    def is_pure(self, node: Any, local: Collection[str]) -> bool:
        """True if evaluating an expression where ``local`` are local names cannot be noticed."""
        return all(self._is_quiet(part, local) for part in tree.walk(node) if isinstance(part, gast.Call))

    def _is_quiet(self, call: Any, local: Collection[str]) -> bool:
        path = tree.dotted_path(call.func)
        head, *rest = path.split(".") if path else [""]
        if any(k.arg == "out" for k in call.keywords):
            return False
        if head.endswith(TOOL) or path in self.pure and path not in local:
            return head.removesuffix(TOOL) not in WRITERS
        if path and head not in local:
            found = self.objects.get(head, getattr(builtins, head, None))
            target = reduce(lambda value, name: getattr(value, name, None), rest, found)
            if any(target is f for f in BUILTINS) or isinstance(target, np.ufunc):
                return True
            if head in self.objects and isinstance(self.objects[head], type(np)) or not rest:
                return target is not None and registry.lookup(target) is not None and not registry.draws(target)
        method = getattr(call.func, "attr", "")
        member = getattr(np.ndarray, method, None)                               # taken for an array's, as everywhere
        return member is not None and method not in self.methods and registry.lookup(member) is not None


def purity(functions: Iterable[Any], objects: Mapping[str, Any], helpers: Iterable[str], methods: Iterable[str] = ()) -> Purity:
    """Return the purity of a module's functions, of its helpers, and of the objects that it names.

    ``methods`` are called on users' objects, and may do anything.
    """
    bodies = {f.name: f for f in functions}
    found = Purity(objects, frozenset(helpers) | frozenset(bodies), frozenset(methods))
    while True:
        loud = {n for n, f in bodies.items() if n in found.pure and not _has_no_effect(f, found)}
        if not loud:
            return found
        found = replace(found, pure=found.pure - loud)


def _has_no_effect(function: Any, known: Purity) -> bool:
    local = tree.local_names(function)
    made = {s.targets[0].id for s in tree.statements(function.body) if isinstance(s, gast.Assign)
            and isinstance(s.targets[0], gast.Name) and isinstance(s.value, gast.List)}
    for node in tree.statements(function.body):
        if is_append(node) and node.value.func.value.id in made:
            parts = node.value.args
        elif isinstance(node, (gast.Raise, gast.Assert)) or isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            return False
        elif isinstance(node, (gast.Assign, gast.AugAssign)) and any(
                isinstance(t, (gast.Subscript, gast.Attribute)) for t in getattr(node, "targets", None) or [node.target]):
            return False
        else:
            parts = [p for p in (getattr(node, f, None) for f in ("value", "test", "iter")) if p is not None]
        if not all(known.is_pure(p, local) for p in parts):
            return False
    return True


def is_append(node: Any) -> bool:
    """True for the statement ``name.append(...)``."""
    call = node.value if isinstance(node, gast.Expr) else None
    return (isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "append"
            and isinstance(call.func.value, gast.Name))
