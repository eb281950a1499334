"""Loops over dicts and objects: over the keys of a dict, and over what an object's ``__iter__`` goes over.

``zip``, ``enumerate``, ``reversed`` and ``reduce`` became loops over places, which a dict and an object do not have.

>>> n = rates[k]                               # doctest: +SKIP
    n = seq[k]                                 # after seq = keys(rates)

What a name stands for is known once kinds are; it is asked before anything else is done to dicts and objects.
"""
from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import Kind, of_value
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import find_source
from ..unit import Unit
from .desugar import KEYS
from .lower import counts

Block = list[Any]


def over_items(unit: Unit, facts: Facts, resolve: Any) -> Unit:
    """Return the unit in which loops go over the keys of dicts and the items of objects, or the same unit."""
    names = Names(tree.all_names(unit.tree))
    body = _Places(unit, facts, resolve, names).block(unit.tree.body)
    made = frozenset(names.taken - tree.all_names(unit.tree))
    return unit if not made else replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


def is_dict(name: str, env: Mapping[str, Value], resolve: Any) -> bool:
    """True if a name stands for a dict."""
    return _kind(name, env, resolve).type is dict


def _kind(name: str, env: Mapping[str, Value], resolve: Any) -> Kind:
    return env[name].kind if name in env else of_value(resolve(name)[1])


class _Places:
    def __init__(self, unit: Unit, facts: Facts, resolve: Any, names: Names) -> None:
        self.unit, self.facts, self.resolve, self.names = unit, facts, resolve, names

    def block(self, block: Block) -> Block:
        out = []
        for node in block:
            held: Block = []
            if isinstance(node, gast.For):
                held, node = self.loop(node) if isinstance(node.iter, gast.Call) else self.whole(node)
            elif isinstance(node, gast.Assign):
                self.check_unpacked(node)
            parts = {field: self.block(getattr(node, field)) for field in ("body", "orelse") if getattr(node, field, None)}
            out += [*held, tree.with_fields(node, **parts) if parts else node]
        return out

    def loop(self, node: Any) -> tuple[Block, Any]:
        """A loop over the places of dicts and objects, as one over the places of what these give."""
        over, env = node.iter, self.facts.before.get(id(node), {})
        lengths = [] if counts(node) else [call.args[0] for call in tree.walk(over) if tree.called(call) == "len"]
        given = {n: items for n in sorted(tree.reads(lengths)) if (items := self.items(node, n, env)) is not None}
        if not given:
            return [], node
        if len(over.args) == 2 and tree.is_literal(over.args[0]):
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), "`functools.reduce` goes over a dict or an object",
                 "hand it a list of the keys, or the list that the object holds")
        held = {n: tree.name(self.names.fresh("seq")) for n in given}
        counter, own = node.target.id, node.target.id in self.unit.temporaries
        body, leading = [], True
        for statement in node.body:
            leading = leading and isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Subscript)
            places = {id(p): tree.subscript(held[p.value.id], p.slice) for p in tree.walk(statement)
                      if isinstance(p, gast.Subscript) and isinstance(p.value, gast.Name) and p.value.id in held
                      and tree.is_name(p.slice, counter) and isinstance(p.ctx, gast.Load)}
            body.append(tree.substituted(statement, places) if places and (own or leading) else statement)
        return [tree.assign(held[n], items, node.lineno) for n, items in given.items()], tree.with_fields(
            node, body=body, iter=tree.rename(over, {n: h.id for n, h in held.items()}))

    def whole(self, node: Any) -> tuple[Block, Any]:
        """A loop over an object."""
        env = self.facts.before.get(id(node), {})
        if not isinstance(node.iter, gast.Name) or is_dict(node.iter.id, env, self.resolve):
            return [], node
        items = self.items(node, node.iter.id, env)
        if items is None:
            return [], node
        held = tree.name(self.names.fresh("seq"))
        return [tree.assign(held, items, node.lineno)], tree.with_fields(node, iter=held)

    def check_unpacked(self, node: Any) -> None:
        """Refuse ``a, b = d`` for a dict, of which Python takes the keys, and for an object with an ``__iter__``."""
        value, env = node.value, self.facts.before.get(id(node), {})
        if not isinstance(value, gast.Subscript) or type(getattr(value.slice, "value", None)) is not int:
            return
        base = tree.dotted_path(value.value) or ""
        kind = _kind(base, env, self.resolve)
        if kind.type is not dict and not (kind.is_record and hasattr(kind.type, "__iter__")):
            return
        source = self.unit.source
        written = [n for n in tree.walk(source.written or source.tree) if getattr(n, "lineno", 0) == node.lineno]
        if any(isinstance(n, gast.Assign) and isinstance(n.targets[0], (gast.Tuple, gast.List))
               and (tree.dotted_path(n.value) == base or base in self.unit.temporaries) for n in written):
            what = "a dict is unpacked, which gives its keys" if kind.type is dict else "an object is unpacked"
            fail(UnsupportedSyntax, source.where(node.lineno), what, "unpack a list of what is meant: a, b = list(d)")

    def items(self, node: Any, name: str, env: Mapping[str, Value]) -> Any:
        """What a loop over a name goes over: of a dict, its keys; None for what is gone over by place."""
        kind = _kind(name, env, self.resolve)
        if kind.type is dict:
            return tree.call(KEYS, [tree.name(name)])
        function = inspect.getattr_static(kind.home, "__iter__", None) if kind.is_record else None
        if function is None:
            return None
        path = _gone_over(function)
        if not path:
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"`{name}` is gone over by the `__iter__` of its class",
                 "let `__iter__` return iter(self.items) for the list that it holds, or loop over that list")
        return tree.dotted(f"{name}.{path}")


def _gone_over(function: Any) -> str:
    """The path of the attribute of ``self`` that ``__iter__`` gives the items of; "" for any other ``__iter__``."""
    if not isinstance(function, FunctionType):
        return ""
    source = find_source(function)
    body = [n for n in source.tree.body if not isinstance(n, gast.Expr) or isinstance(n.value, gast.YieldFrom)]
    value: Any = getattr(body[0], "value", None) if len(body) == 1 else None
    if isinstance(value, gast.YieldFrom):
        over = value.value
    elif tree.called(value) == "iter" and len(value.args) == 1 and isinstance(body[0], gast.Return):
        over = value.args[0]
    else:
        return ""
    head, _, rest = (tree.dotted_path(over) or "").partition(".")
    return rest if head == tree.parameters(source.tree)[0] else ""
