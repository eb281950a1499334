"""Loops over dicts and objects: over the keys of a dict, and over what an object's ``__iter__`` goes over.

``zip``, ``enumerate``, ``reversed`` and ``reduce`` became loops over places, which a dict and an object do not have.

>>> n = rates[k]                               # doctest: +SKIP
    n = seq[k]                                 # after seq = keys(rates)

What a name stands for is known once kinds are; it is asked before anything else is done to dicts and objects.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import Kind, of_value
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..tree import TOOL
from ..unit import Unit
from .desugar import KEYS
from .iterated import gone_over, is_iterable, lister
from .lower import counts
from .unpack import HOLDS, holds

Block = list[Any]


def over_items(unit: Unit, facts: Facts, resolve: Any) -> Unit:
    """Return the unit in which loops go over the keys of dicts and the items of objects, or the same unit."""
    names = Names(unit.names)
    places = _Places(unit, facts, resolve, names)
    body = places.block(unit.tree.body)
    made = frozenset(names.taken - unit.names)
    source = replace(unit.source, bound={**unit.source.bound, **places.bound}, written=unit.source.written or unit.source.tree)
    return unit if not made else replace(unit, tree=tree.with_body(unit.tree, body), source=source,
                                         temporaries=unit.temporaries | made)


def is_dict(name: str, env: Mapping[str, Value], resolve: Any) -> bool:
    """True if a name stands for a dict."""
    return _kind(name, env, resolve).type is dict


def _kind(name: str, env: Mapping[str, Value], resolve: Any) -> Kind:
    return env[name].kind if name in env else of_value(resolve(name)[1])


def by_place(loop: Any, held: Mapping[str, Any], temporaries: Collection[str]) -> Block:
    """The body of a loop over places, in which the names of ``held`` stand for what is read by place."""
    counter, own = loop.target.id, loop.target.id in temporaries
    body, leading = [], True
    for statement in loop.body:
        leading = leading and isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Subscript)
        places = {id(p): tree.subscript(held[p.value.id], p.slice) for p in tree.walk(statement)
                  if isinstance(p, gast.Subscript) and isinstance(p.value, gast.Name) and p.value.id in held
                  and tree.is_name(p.slice, counter) and isinstance(p.ctx, gast.Load)}
        body.append(tree.substituted(statement, places) if places and (own or leading) else statement)
    return body


class _Places:
    def __init__(self, unit: Unit, facts: Facts, resolve: Any, names: Names) -> None:
        self.unit, self.facts, self.resolve, self.names = unit, facts, resolve, names
        self.bound: dict[str, Any] = {}

    def block(self, block: Block) -> Block:
        out = []
        for node in block:
            held: Block = []
            if isinstance(node, gast.For):
                held, node = self.loop(node) if isinstance(node.iter, gast.Call) else self.whole(node)
            elif isinstance(node, gast.Assign):
                held, node = self.unpacked(node)
            elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and tree.is_name(node.value.func, HOLDS):
                held, node = self.of_length(node)
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
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno),
                 "`functools.reduce`, or an unpacking with a star, goes over a dict or an object",
                 "hand it a list of the keys, or the list that the object holds")
        held = {n: tree.name(self.names.fresh("seq")) for n in given}
        body = by_place(node, held, self.unit.temporaries)
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

    def of_length(self, node: Any) -> tuple[Block, Any]:
        """How many values are unpacked, of an object: so many as it yields."""
        env, (value, count) = self.facts.before.get(id(node), {}), node.value.args
        base = tree.dotted_path(value) or ""
        if not is_iterable(_kind(base, env, self.resolve)):
            return [], node
        held = tree.name(self.names.fresh("seq"))
        return [tree.assign(held, self.items(node, base, env), node.lineno)], holds(held, count.value, node.lineno)

    def unpacked(self, node: Any) -> tuple[Block, Any]:
        """``a, b = p`` for an object with an ``__iter__``; refused for a dict, of which Python takes the keys."""
        value, env = node.value, self.facts.before.get(id(node), {})
        if not isinstance(value, gast.Subscript) or type(getattr(value.slice, "value", None)) is not int:
            return [], node
        base = tree.dotted_path(value.value) or ""
        kind = _kind(base, env, self.resolve)
        if kind.type is not dict and not is_iterable(kind):
            return [], node
        source = self.unit.source
        written = [n for n in tree.walk(source.written or source.tree) if getattr(n, "lineno", 0) == node.lineno]
        targets = [n.targets[0] if isinstance(n, gast.Assign) else n.target for n in written
                   if isinstance(n, gast.Assign) and (tree.dotted_path(n.value) == base or base in self.unit.temporaries)
                   or isinstance(n, (gast.For, gast.comprehension)) and base in self.unit.temporaries and kind.type is not dict]
        indexed = kind.type is dict or hasattr(kind.type, "__getitem__")
        if not indexed or any(isinstance(t, (gast.Tuple, gast.List)) for t in targets):
            if kind.type is dict:
                fail(UnsupportedSyntax, source.where(node.lineno), "a dict is unpacked, which gives its keys",
                     "unpack a list of what is meant: a, b = list(d)")
            held = tree.name(self.names.fresh("seq"))
            place = tree.subscript(held, value.slice)
            return [tree.assign(held, self.items(node, base, env), node.lineno)], tree.with_fields(node, value=place)
        return [], node

    def items(self, node: Any, name: str, env: Mapping[str, Value]) -> Any:
        """What a loop over a name goes over: of a dict, its keys; None for what is gone over by place."""
        kind = _kind(name, env, self.resolve)
        if kind.type is dict:
            return tree.call(KEYS, [tree.name(name)])
        if not is_iterable(kind):
            return None
        path = gone_over(kind.home)
        if path:
            return tree.dotted(f"{name}.{path}")
        made = lister(kind.home) if not isinstance(node, gast.For) or self.only_computes(node.body) else None
        if made is None:
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"`{name}` is gone over by the `__iter__` of its class",
                 f"let `__iter__` return iter(self.items) for the list that it holds, or loop over list({name})")
        return tree.call(self.named(made), [tree.name(name)])

    def only_computes(self, block: Block) -> bool:
        """True for statements that surely write to no object: what is gone over stays what it is."""
        for node in tree.statements(block):
            target: Any = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
            if isinstance(target, (gast.Attribute, gast.Subscript)) and getattr(
                    target.value, "id", "") not in self.unit.temporaries:
                return False
            for call in (n for n in tree.walk(node) if isinstance(n, gast.Call)):
                path = tree.dotted_path(call.func) or ""
                found, value = self.resolve(path)
                known = found and (getattr(value, "__module__", None) or "").split(".")[0] in ("numpy", "math", "builtins")
                if not known and TOOL not in path and getattr(call.func, "attr", "") != "append":
                    return False
        return True

    def named(self, function: Any) -> Any:
        """A name for a function in this unit."""
        found = next((n for n, other in self.bound.items() if other is function), None)
        if found is None:
            found = self.names.fresh(function.__name__)
            self.bound[found] = function
        return tree.name(found)
