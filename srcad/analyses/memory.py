"""Which arrays are written in place, under which names, and how their adjoints must be kept.

A class of names (see ``aliases``) is *written* if a store goes through one of them. Where no other
name of the class is live at any of its stores, each view behaves like a copy and each store like
the making of a new array: the names keep adjoints of their own. Otherwise the class is *shadowed*:
one adjoint buffer per allocation, and a name's adjoint is the view of it that the name is.

A class is *active* if a varying value is stored through it, or one of its names varies.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from .. import tree
from .aliases import VIEWS, Aliases, aliases, allocates, is_one_of
from .inference import Facts, Value
from .kinds import UNKNOWN, Kind, of_value
from .lattice import BOTTOM, differentiable, join, own_tokens, slotted
from .liveness import live_after
from .operations import GETITEM, display_kind, operation

ADD_AT = f"np{tree.TOOL}.add.at"
AT = "at"                                  # np.add.at(x, i, v): every repetition counts
APPEND, POP = "append", "pop"              # of lists


@dataclass(frozen=True)
class Write:
    """``base[index] operator= value``; the operator is "" for a plain store.

    ``base.append(value)`` and ``base.pop()`` are writes at the end of a list: their index is -1.
    """

    base: str
    index: Any
    operator: str
    value: Any
    attribute: str = ""                    # of an object: its index is the attribute's name

    def place(self, base: Any, index: Any = None) -> Any:
        """The tree of what is written, in a base."""
        return tree.attr(base, self.attribute) if self.attribute else tree.subscript(base, self.index if index is None else index)


Grown = Mapping[str, Mapping[type, Mapping[Any, Kind]]]                # by name, class and key


@dataclass(frozen=True)
class Memory:
    """``writes`` by id of the statement; names of written, active, shadowed classes."""

    writes: Mapping[int, Write] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    shadowed: frozenset[str] = frozenset()
    laid_out: frozenset[str] = frozenset()     # of classes where NumPy decides at run time what is a view
    elements: Mapping[str, Value] = field(default_factory=dict)       # what lists that are written hold
    grown: Grown = field(default_factory=dict)                         # what is put in records that had nothing like it
    classes: Aliases = field(default_factory=lambda: Aliases({}))


SYMBOLS = {symbol: kind for kind, symbol in tree.OPERATORS.items()}


def write_of(node: Any) -> Write | None:
    """Return what a normalized statement writes in place, if it does."""
    if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Subscript):
        return Write(node.targets[0].value.id, node.targets[0].slice, "", node.value)
    if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Attribute):
        target = node.targets[0]
        return Write(target.value.id, tree.const(target.attr), "", node.value, target.attr)
    if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Subscript):
        return Write(node.target.value.id, node.target.slice, SYMBOLS[type(node.op)], node.value)
    call = node.value if isinstance(node, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and isinstance(call.func.value, gast.Name):
        if call.func.attr == APPEND and len(call.args) == 1:
            return Write(call.func.value.id, tree.const(-1), APPEND, call.args[0])
        if call.func.attr == POP and not call.args:
            return Write(call.func.value.id, tree.const(-1), POP, tree.const(None))
    if isinstance(call, gast.Call) and tree.dotted_path(call.func) == ADD_AT and isinstance(call.args[0], gast.Name):
        return Write(call.args[0].id, call.args[1], AT, call.args[2])
    return None


def memory(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> Memory:
    """Return what a normalized function writes."""
    writes = {id(n): w for n in tree.statements(function.body) if (w := write_of(n)) is not None}
    if not writes:
        return Memory()
    classes = aliases(function, facts, resolve)
    written: set[str] = set()
    for key, write in writes.items():
        written |= {write.base, *_reached(write, classes, facts.before.get(key, {}))}
    active: set[str] = set()
    varying = {n for env in (*facts.before.values(), *facts.after.values()) for n, v in env.items() if v.varied}
    for key, write in writes.items():
        env = facts.before.get(key, {})
        stored = _varies(write.value, env) and write.base in env and differentiable(env[write.base].kind)
        reached = {write.base, *_reached(write, classes, env)}
        if stored or varying & reached:
            active |= reached
    elements = _elements(function, facts, writes)
    shadowed = _shadowed(function, facts, writes, classes, active)
    return Memory(writes, frozenset(written), frozenset(active), frozenset(shadowed),
                  frozenset(_undecided(function, facts, classes, active, resolve)),
                  elements, _grown(function, facts, writes, classes, elements), classes)


def is_list(kind: Kind) -> bool:
    """True for what a write changes as a list or record: which references it holds, not what is behind them."""
    return kind.type is list or kind.is_record


def slot_kind(memory: Memory, write: Write, kind: Kind) -> Kind:
    """What a write to a list or record replaces, and puts there."""
    if kind.is_record:
        return kind.slot(tree.literal(write.index)) if tree.is_literal(write.index) else functools.reduce(
            join, kind.items, BOTTOM)
    return memory.elements[write.base].kind if write.base in memory.elements else UNKNOWN


def _reached(write: Write, classes: Aliases, env: Mapping[str, Value]) -> set[str]:
    """The other names through which a write can be seen: of a list, those of what may hold it."""
    others = classes.others(write.base)
    if not is_list(_kind(tree.name(write.base), env)):
        return others
    return {n for n in others if _kind(tree.name(n), env).type is None or _kind(tree.name(n), env).is_container}


def _elements(function: Any, facts: Facts, writes: Mapping[int, Write]) -> dict[str, Value]:
    """What the lists that are written hold at any time: the join of all that is put in."""
    found: dict[str, list[Value]] = {}
    for key, write in writes.items():
        env = facts.before.get(key, {})
        if _kind(tree.name(write.base), env).type is list:
            found.setdefault(write.base, [])
            if write.operator in ("", APPEND):                 # `l[i] += v` is lowered before it counts
                found[write.base].append(value_of(write.value, env))
    if found:
        for node in tree.statements(function.body):
            for name in tree.targets(node) if isinstance(node, gast.Assign) else ():
                after = facts.after.get(id(node), {})
                if name in found and name in after:
                    found[name] += [Value(k, after[name].varied) for k in after[name].kind.items]
    return {name: _joined(values) for name, values in found.items()}


def _grown(function: Any, facts: Facts, writes: Mapping[int, Write], classes: Aliases, elements: Mapping[str, Value]) -> Grown:
    """The fields that objects and dicts are given and did not have, or had of another kind."""
    stores: list[tuple[str, Kind, Any, Kind]] = []
    for key, write in writes.items():
        env = facts.before.get(key, {})
        base = _kind(tree.name(write.base), env)
        if base.is_record and tree.is_literal(write.index) and write.operator == "":
            stores.append((write.base, base, tree.literal(write.index), value_of(write.value, env).kind))
    for node in tree.statements(function.body) if elements else ():        # l = o.l; l.append(x)
        value = node.value if isinstance(node, gast.Assign) else None
        held = [elements[t] for t in tree.targets(node) if t in elements] if value is not None else []
        if held and isinstance(value, (gast.Attribute, gast.Subscript)) and isinstance(value.value, gast.Name):
            base = _kind(value.value, facts.before.get(id(node), {}))
            index = tree.const(value.attr) if isinstance(value, gast.Attribute) else value.slice
            if base.is_record and tree.is_literal(index):
                stores.append((value.value.id, base, tree.literal(index), Kind(list, items=(held[0].kind,))))
    known: dict[str, list[Kind]] = {}
    for env in (*facts.before.values(), *facts.after.values()) if stores else ():
        for name, value in env.items():
            if value.kind.type is dict:
                known.setdefault(name, []).append(value.kind)
    found: dict[str, dict[type, dict[Any, Kind]]] = {}
    for holder, base, slot, kind in stores:
        new = own_tokens(kind, None)
        if new == BOTTOM or kind.items == (BOTTOM,):           # it is read from a field that is not known yet
            continue
        if slot in base.fields and slotted(own_tokens(base.slot(slot), None), new) == own_tokens(base.slot(slot), None):
            continue
        for name in (holder, *classes.others(holder)):
            if name != holder and base.type is dict and not any(_alike(base, k) for k in known.get(name, ())):
                continue
            slots = found.setdefault(name, {}).setdefault(base.type, {})       # type: ignore[arg-type]
            slots[slot] = slotted(slots[slot], new) if slot in slots else new
    return found


def _alike(one: Kind, other: Kind) -> bool:
    """True for dicts that may be the same one."""
    return not one.fields or not other.fields or not set(one.fields).isdisjoint(other.fields)


def value_of(node: Any, env: Mapping[str, Value]) -> Value:
    """What is known of a value that is put in a list."""
    if isinstance(node, gast.Name):
        return env.get(node.id, Value(UNKNOWN))
    if isinstance(node, tree.DISPLAYS):
        items = [value_of(e, env) for e in tree.elements(node)]
        return Value(display_kind(node, [v.kind for v in items]), any(v.varied for v in items))
    return Value(of_value(tree.literal(node)) if tree.is_literal(node) else UNKNOWN)


def _joined(values: list[Value]) -> Value:
    """One value for all; None holds a place until something is put there."""
    kinds = [own_tokens(v.kind, None) for v in values if v.kind.type is not type(None)]
    kind = functools.reduce(join, kinds) if kinds else UNKNOWN
    if len(kinds) < len(values) and kind.type is not None:
        kind = replace(kind, optional=True)
    return Value(kind, any(v.varied for v in values))


def _undecided(function: Any, facts: Facts, classes: Aliases, active: set[str], resolve: Any) -> set[str]:
    """Names of the active classes in which an operation may or may not return a view."""
    found: set[str] = set()
    for node in tree.statements(function.body):
        targets = [t for t in tree.targets(node) if t in active] if isinstance(node, gast.Assign) else []
        if targets:
            env = facts.before.get(id(node), {})
            call = operation(node.value, lambda n, env=env: _kind(n, env), resolve)  # type: ignore[misc]
            if call is not None and call.target is not GETITEM and not allocates(call) and not is_one_of(call.target, VIEWS):
                found |= {targets[0], *classes.others(targets[0])}
    return found


def _kind(node: Any, env: Mapping[str, Value]) -> Any:
    return env[node.id].kind if isinstance(node, gast.Name) and node.id in env else UNKNOWN


def _varies(value: Any, env: Mapping[str, Value]) -> bool:
    return any(env[n].varied for n in tree.reads(value) if n in env)


def _shadowed(function: Any, facts: Facts, writes: Mapping[int, Write], classes: Aliases, active: set[str]) -> set[str]:
    """Names of the active classes of which another name is live at a store."""
    after = live_after(function)
    found: set[str] = set()
    for key, write in writes.items():
        others = _reached(write, classes, facts.before.get(key, {}))
        if write.base in active and others & after.get(key, frozenset()):
            found |= {write.base, *classes.others(write.base)}
    return found
