"""Which arrays are written in place, under which names, and how their adjoints must be kept.

A class of names (see ``aliases``) is *written* if a store goes through one of them. Where no other
name of the class is live at any of its stores, each view behaves like a copy and each store like
the making of a new array: the names keep adjoints of their own. Otherwise the class is *shadowed*:
one adjoint buffer per allocation, and a name's adjoint is the view of it that the name is.

A class is *active* if a varying value is stored through it, or one of its names varies.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gast

from .. import tree
from .aliases import VIEWS, Aliases, aliases, allocates, is_one_of
from .contents import Contents, contents, elements
from .grown import Grown, grown
from .inference import Facts, Held, Value
from .kinds import UNKNOWN, Kind
from .lattice import differentiable, joined
from .liveness import live_after
from .operations import GETITEM
from .writes import Write, write_of


@dataclass(frozen=True)
class Memory:
    """``writes`` by id of the statement; names of written, active, shadowed classes."""

    writes: Mapping[int, Write] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    shadowed: frozenset[str] = frozenset()
    laid_out: frozenset[str] = frozenset()     # of classes where NumPy decides at run time what is a view
    elements: Mapping[str, Held] = field(default_factory=dict)        # what lists that are written hold
    classes: Aliases = field(default_factory=lambda: Aliases({}))
    contents: Contents = field(default_factory=Contents)              # which names are one list
    grown: Grown = field(default_factory=dict)                         # what is put in records that had nothing like it


def memory(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> Memory:
    """Return what a normalized function writes."""
    writes = {id(n): w for n in tree.statements(function.body) if (w := write_of(n)) is not None}
    if not writes:
        return Memory()
    after = live_after(function)
    classes = aliases(function, facts, resolve, _answer(function, writes, after))
    written: set[str] = set()
    for key, write in writes.items():
        written |= {write.base, *_reached(write, classes, facts.before.get(key, {}))}
    active: set[str] = set()
    varying = {name for name, value in facts.values_in(function) if value.varied}
    for key, write in writes.items():
        env = facts.before.get(key, {})
        stored = _varies(write.value, env) and write.base in env and differentiable(env[write.base].kind)
        reached = {write.base, *_reached(write, classes, env)}
        if stored or varying & reached:
            active |= reached
    found = contents(function, facts, resolve)
    shadowed = _shadowed(after, facts, writes, classes, active, found)
    return Memory(writes, frozenset(written), frozenset(active), frozenset(shadowed),
                  frozenset(_undecided(function, facts, classes, active, resolve)),
                  elements(function, facts, writes, found, resolve), classes, found,
                  grown(function, facts, writes, classes, resolve))


def is_list(kind: Kind) -> bool:
    """True for what a write changes as a list or record: which references it holds, not what is behind them."""
    return kind.type is list or kind.is_record


def slot_kind(memory: Memory, write: Write, kind: Kind) -> Kind:
    """What a write to a list or record replaces, and puts there."""
    if kind.is_record:
        return kind.slot(tree.literal(write.index)) if tree.is_literal(write.index) else joined(kind.items)
    held = memory.elements.get(write.base)
    return UNKNOWN if held is None or held.kind is None else held.kind


def _reached(write: Write, classes: Aliases, env: Mapping[str, Value]) -> set[str]:
    """The other names through which a write can be seen: of a list, those of what may hold it."""
    others = classes.others(write.base)
    if not others or not is_list(env[write.base].kind if write.base in env else UNKNOWN):
        return others
    return {n for n in others if n not in env or env[n].kind.type is None or env[n].kind.is_container}


def _undecided(function: Any, facts: Facts, classes: Aliases, active: set[str], resolve: Any) -> set[str]:
    """Names of the active classes in which an operation may or may not return a view."""
    found: set[str] = set()
    for node in tree.statements(function.body):
        targets = [t for t in tree.targets(node) if t in active] if isinstance(node, gast.Assign) else []
        if targets:
            call = facts.operation_at(node, resolve)
            if call is not None and call.target is not GETITEM and not allocates(call) and not is_one_of(call.target, VIEWS):
                found |= {targets[0], *classes.others(targets[0])}
    return found


def _varies(value: Any, env: Mapping[str, Value]) -> bool:
    return any(env[n].varied for n in tree.reads(value) if n in env)


def _answer(function: Any, writes: Mapping[int, Write], after: Mapping[int, frozenset[str]]) -> str:
    """The name of a result that is one array or another, "" if there is none: only returned, and of nothing written later.

    So that ``re`` and ``out`` are not one for ``return re`` here, and ``return out`` there.
    """
    answer = function.body[-1].value if isinstance(function.body[-1], gast.Return) else None
    if not isinstance(answer, gast.Name) or answer.id in tree.parameters(function):
        return ""
    reads = [n for n in tree.walk(function) if isinstance(n, gast.Name) and n.id == answer.id and isinstance(n.ctx, gast.Load)]
    bound = [n for n in tree.statements(function.body) if isinstance(n, (gast.Assign, gast.For)) and answer.id in tree.targets(n)]
    live = any(answer.id in after.get(key, ()) for key in writes)
    return answer.id if len(reads) == 1 and len(bound) > 1 and not live else ""


def _shadowed(after: Mapping[int, frozenset[str]], facts: Facts, writes: Mapping[int, Write], classes: Aliases,
              active: set[str], holders: Contents) -> set[str]:
    """Names of the active classes of which another name is live at a store.

    What is put in a list is seen through other names of that list alone, and through those of what may hold it.
    """
    found: set[str] = set()
    for key, write in writes.items():
        env = facts.before.get(key, {})
        others = _reached(write, classes, env) & after.get(key, frozenset())
        if write.base in env and env[write.base].kind.type is list:
            others = {n for n in others if holders.find(write.base) in holders.reached(n)}
        if write.base in active and others:
            found |= {write.base, *classes.others(write.base)}
    return found
