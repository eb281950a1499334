"""Calls that write to what they are given, or hand it back: the function's statements in their place.

A helper that changes its argument, or returns a view of it, shares memory with its caller. Put in
place of the call, its names are names of that memory like all others, and nothing more is needed.
Every other helper stays a function of its own.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import gast

from .. import tree
from ..analyses.aliases import aliases
from ..analyses.inference import Facts
from ..analyses.lattice import is_scalar
from ..analyses.memory import is_list
from ..analyses.operations import Operation
from ..analyses.writes import write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import Source
from ..unit import Unit, resolver
from .unpack import holds


@dataclass(frozen=True)
class Effects:
    """What a call does to memory that its caller knows."""

    writes: bool = False
    returns: bool = False                  # it may return memory of an argument
    written: tuple[str, ...] = ()          # the parameters that it writes
    changed: bool = False                  # it puts other things in lists or objects that it is given


def effects(unit: Unit, facts: Facts) -> Effects:
    """Return the effects of a normalized function with these facts."""
    resolve = resolver(unit)
    parameters = set(tree.parameters(unit.tree))
    classes, last = aliases(unit.tree, facts, resolve), unit.tree.body[-1]
    env = facts.before.get(id(last), {})
    handed = {n for n in tree.reads(last) if n in env and not is_scalar(env[n].kind)}
    back = any({n, *classes.others(n)} & parameters for n in handed)
    written = (facts.memory.written | unit.doubtful) & parameters
    bases = {w.base for key, w in facts.memory.writes.items()
             if w.base in facts.before.get(key, {}) and is_list(facts.before[key][w.base].kind)}
    changed = any({n, *classes.others(n)} & parameters for n in bases)
    return Effects(bool(written), back, tuple(sorted(written)), changed)


def decides(unit: Unit) -> bool:
    """True if what a function does depends on what kinds of things it finds in its arguments: whether they are None, say."""
    every = list(tree.statements(unit.tree.body))
    tests = [part for node in every if isinstance(node, gast.If) for part in tree.walk(node.test)]
    asks = any(isinstance(t, gast.Call) or isinstance(t, gast.Compare) and isinstance(t.ops[0], (gast.Is, gast.IsNot))
               for t in tests)
    truths = any(isinstance(part, (gast.Name, gast.Attribute)) for node in every if isinstance(node, gast.If)
                 for part in [node.test, *getattr(node.test, "values", []), getattr(node.test, "operand", None)])
    read = {t for node in every if isinstance(node, gast.Assign) and isinstance(node.value, (gast.Attribute, gast.Subscript))
            for t in tree.targets(node)}
    added = {n.target.id for n in every if isinstance(n, gast.AugAssign) and isinstance(n.target, gast.Name)}
    return asks or truths or bool(read & added)


def inline(unit: Unit, chosen: Callable[[Any], Operation | None],
           body_of: Callable[[Operation, Any], tuple[Unit, Mapping[str, Any]]], globals_: Collection[str]) -> Unit:
    """Return the unit with the calls that ``chosen`` picks replaced by statements; no new name is one of ``globals_``."""
    inliner = _Inliner(unit, chosen, body_of, globals_)
    body = inliner.block(unit.tree.body)
    if not inliner.changed:
        return unit
    made = frozenset(inliner.names.taken - unit.names - set(globals_))
    return replace(unit, tree=tree.with_body(unit.tree, body), source=replace(unit.source, borrowed=inliner.borrowed),
                   temporaries=unit.temporaries | made)


class _Inliner:
    def __init__(self, unit: Unit, chosen: Any, body_of: Any, globals_: Collection[str]) -> None:
        self.unit, self.chosen, self.body_of = unit, chosen, body_of
        self.names = Names(unit.names | set(globals_))
        self.borrowed: dict[str, tuple[Source, str]] = dict(unit.source.borrowed)
        self.changed = False

    def block(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        for position, node in enumerate(block):
            new = self.statement(node)
            if isinstance(node, gast.Assign) and any(write_of(n) for n in new):
                self.check_order(node, block[position + 1:])
            out += new
        return self.unpacked(out)

    def check_order(self, call: Any, rest: list[Any]) -> None:
        """Refuse ``x[i] += f(x)`` where ``f`` writes: Python reads ``x[i]`` first."""
        derived = set(tree.targets(call)) & self.unit.temporaries
        for node in rest:
            if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Subscript) and tree.reads(node.value) & derived:
                fail(UnsupportedSyntax, self.unit.source.where(node), "a function that writes to what it is given is called "
                     "within an assignment in place", "call it in a statement before")
            if isinstance(node, gast.Assign) and tree.reads(node.value) & derived:
                derived |= set(tree.targets(node)) & self.unit.temporaries

    def statement(self, node: Any) -> list[Any]:
        if isinstance(node, gast.If):
            return [tree.if_(node.test, self.block(node.body), self.block(node.orelse), node.lineno)]
        if isinstance(node, gast.For):
            return [tree.for_(node.target, node.iter, self.block(node.body), node.lineno)]
        if isinstance(node, gast.While):
            return [tree.while_(node.test, self.block(node.body), node.lineno)]
        call = self.chosen(node)
        if call is None:
            return [node]
        self.changed = True
        return self.expand(node, *self.body_of(call, node))

    def unpacked(self, block: list[Any]) -> list[Any]:
        """Let ``a``, and not ``t[0]``, be read after ``t = (a, b)`` where the names mean the same: results that are unpacked."""
        for position, node in enumerate(block):
            target = node.targets[0] if isinstance(node, gast.Assign) else None
            if not isinstance(target, gast.Name) or target.id not in self.unit.temporaries or not isinstance(
                    node.value, gast.Tuple) or not all(map(tree.is_name, node.value.elts)):
                continue
            for place in range(position + 1, len(block)):
                parts = {id(p): node.value.elts[tree.literal(p.slice)] for p in tree.walk(block[place])
                         if isinstance(p, gast.Subscript) and tree.is_name(p.value, target.id) and tree.is_literal(p.slice)
                         and type(tree.literal(p.slice)) is int and 0 <= tree.literal(p.slice) < len(node.value.elts)}
                if (parts and not isinstance(block[place], gast.Assign)) or hasattr(block[place], "body"):
                    break
                block[place] = tree.substituted(block[place], parts) if parts else block[place]
                if tree.writes([block[place]]) & {target.id, *tree.reads(node.value)}:
                    break
        return block

    def expand(self, node: Any, helper: Unit, bound: Mapping[str, Any]) -> list[Any]:
        line = node.lineno
        own = helper.local
        parameters = dict(zip(tree.parameters(helper.tree), bound.values(), strict=True))
        rebound = tree.writes(helper.tree.body)
        new = {p: a.id for p, a in parameters.items() if isinstance(a, gast.Name) and p not in rebound and self.is_own(a.id)}
        new |= {n: self.names.fresh(n) for n in sorted(own - new.keys())}
        known = [n for n in sorted(tree.reads(helper.tree.body) - own) if helper.source.resolve(n)[0]]
        new |= {n: self.borrow(helper.source, n) for n in known}
        out = [tree.assign(new[p], argument, line) for p, argument in parameters.items() if not tree.is_name(argument, new[p])]
        *body, last = [tree.rename(s, new) for s in helper.tree.body]
        for statement in tree.statements([*body, last]):
            statement.lineno = line
        return [*out, *body, *self.results(node, last.value, line)]

    def is_own(self, name: str) -> bool:
        return name in self.unit.local

    def results(self, node: Any, value: Any, line: int) -> list[Any]:
        if isinstance(node, gast.Expr):
            return []
        target = node.targets[0]
        if isinstance(target, gast.Name):
            return [tree.assign(target, value, line)]
        whole = isinstance(value, gast.Tuple) and len(value.elts) == len(target.elts)
        parts = value.elts if whole else [tree.subscript(value, tree.const(k)) for k in range(len(target.elts))]
        out: list[Any] = [] if whole else [holds(value, len(target.elts), line)]
        for k, part in enumerate(parts):                       # u, v = swapped(u, v): each is read before it is written
            if tree.reads(part) & {t.id for t in target.elts[:k]}:
                held = tree.name(self.names.fresh("t"))
                out, parts[k] = [*out, tree.assign(held, part, line)], held
        return [*out, *[tree.assign(t, part, line) for t, part in zip(target.elts, parts, strict=True)]]

    def borrow(self, source: Source, name: str) -> str:
        """The caller's name for what a name means in the helper."""
        found, value = self.unit.source.resolve(name)
        if found and value is source.resolve(name)[1] and name not in self.unit.local:
            return name
        for mine, (other, theirs) in self.borrowed.items():
            if theirs == name and other.function is source.function and other.resolve(theirs)[1] is source.resolve(name)[1]:
                return mine
        mine = self.names.fresh(name)
        while self.unit.source.resolve(mine)[0]:               # it means something here, which another helper may read
            mine = self.names.fresh(name)
        self.borrowed[mine] = (source, name)
        return mine
