"""What lists hold: names of one list in one class, and one class for all that is in its lists.

Steensgaard's points-to analysis (1996): each statement unites classes, whatever the order in which
they run. ``k = l`` makes one class of two names; ``l.append(v)`` and ``v = l[i]`` put ``v`` in the
class of what is in ``l``. What a list holds is then the join of all that is put in any list of its
class, and of all that such lists begin with.

>>> from srcad.analyses.inference import Facts
>>> body = tree.parse('''
... def f(v):
...     k = l
...     k.append(v)
...     w = l[0]
... ''').body[0]
>>> found = contents(body, Facts({}, {}, Value(UNKNOWN)), lambda path: (False, None))
>>> found.find("k") == found.find("l"), found.find("w") == found.find("v") == found.inside("l")
(True, True)
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gast
import numpy as np

from .. import tree
from ..runtime import is_helper
from .aliases import REGROUPING, is_one_of
from .inference import Facts, Held, Value, kind_of_name
from .kinds import DEEPEST, UNKNOWN, Kind, of_value
from .lattice import is_scalar, members
from .operations import GETITEM, MAKE, Resolve, display_kind, operation
from .writes import APPEND, INSERT, Write, write_of

NOTHING = (np.ndarray, str, bytes, type(None), range, slice)           # in them are no lists, nor records


@dataclass
class Contents:
    """``find(x)``: the class of a name; ``inside(x)``: the class of what the lists of that class hold."""

    leader: dict[str, str] = field(default_factory=dict)
    held: dict[str, dict[Any, str]] = field(default_factory=dict)      # by the key of a record; None: of a list, or any key

    def find(self, name: str) -> str:
        while self.leader.get(name, name) != name:
            name = self.leader[name]
        return name

    def inside(self, name: str, key: Any = None) -> str:
        slots = self.held.setdefault(self.find(name), {})
        if None in slots:
            key = None
        place = self.find(slots.setdefault(key, f"{self.find(name)}@{'in' if key is None else key}"))
        for other in list(slots.values()) if key is None else ():          # it may be any of them
            self.unite(other, place)
        return self.find(place)

    def reached(self, name: str) -> set[str]:
        """The class of a name, and those of all that may be in it."""
        found: set[str] = set()
        left = [self.find(name)]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += [self.find(held) for held in self.held.get(one, {}).values()]
        return found

    def unite(self, one: str, other: str) -> None:
        one, other = self.find(one), self.find(other)
        if one == other:
            return
        self.leader[one] = other
        for key, inner in self.held.pop(one, {}).items():
            self.unite(inner, self.held.setdefault(other, {}).setdefault(key, inner))
        if None in self.held.get(self.find(other), {}):
            self.inside(other)


def contents(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> Contents:
    """Return the classes of a normalized function."""
    walk = _Walk(Contents(), resolve, facts.fresh)
    for node in tree.statements(function.body):
        walk.statement(node, facts.before.get(id(node), {}), facts.after.get(id(node), {}))
    return walk.found


class _Walk:
    def __init__(self, found: Contents, resolve: Callable[[str], tuple[bool, Any]], fresh: Collection[int]) -> None:
        self.found, self.resolve, self.fresh = found, resolve, fresh

    def statement(self, node: Any, env: Mapping[str, Value], after: Mapping[str, Value]) -> None:
        write = write_of(node)
        if write is not None:
            if _holds_nothing(write.base, env):
                return
            if isinstance(write.index, gast.Slice):
                self.share([write.value], write.base, env)
            elif write.operator in ("", APPEND, INSERT):
                self.put(self.found.inside(write.base, _key(write.base, write.index, env)), write.value, env)
        elif isinstance(node, gast.Assign):
            for target in tree.targets(node) if id(node) not in self.fresh else ():
                if not _holds_nothing(target, after):
                    self.flow(target, node, env, after)
        elif isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
            if not _holds_nothing(node.target.id, env):
                self.share([node.value], node.target.id, env)
        elif isinstance(node, gast.For) and isinstance(node.iter, gast.Name) and not _holds_nothing(node.iter.id, env):
            self.found.unite(node.target.id, self.found.inside(node.iter.id))

    def put(self, place: str, value: Any, env: Mapping[str, Value]) -> None:
        """Something becomes a member of a class: a name, or a display."""
        if isinstance(value, gast.Name) and not _holds_nothing(value.id, env):
            self.found.unite(value.id, place)
        elif isinstance(value, gast.Dict):
            for key, element in zip(value.keys, value.values, strict=True):
                self.put(self.found.inside(place, key.value if key is not None else None), element, env)
        elif isinstance(value, (gast.Tuple, gast.List)):
            for element in value.elts:
                self.put(self.found.inside(place), element, env)

    def share(self, operands: Iterable[Any], target: str, env: Mapping[str, Value]) -> None:
        """A new list holds what its operands hold."""
        for operand in operands:
            if isinstance(operand, gast.Name) and not _holds_nothing(operand.id, env):
                self.found.unite(self.found.inside(operand.id), self.found.inside(target))
            else:
                self.put(target, operand, env)

    def flow(self, target: str, node: Any, env: Mapping[str, Value], after: Mapping[str, Value]) -> None:
        value = node.value
        if isinstance(value, (gast.Name, *tree.DISPLAYS)):
            return self.put(target, value, env)
        call = operation(value, lambda n: kind_of_name(n, env), self.resolve)
        if call is not None and call.target is MAKE:
            return self.put(target, call.operands[1], env)
        if call is not None and call.target is GETITEM:
            base, index = call.operands
            if isinstance(base, gast.Name) and not _holds_nothing(base.id, env):
                whole = isinstance(index, gast.Slice)
                return self.share([base], target, env) if whole else self.found.unite(
                    target, self.found.inside(base.id, _key(base.id, index, env)))
        elif call is not None and is_one_of(call.target, REGROUPING):
            return self.share(call.operands, target, env)
        elif call is not None and call.rule is not None and call.rule.kind == "zero":
            return None
        elif call is not None and is_helper(call.target):      # a new list, made of theirs
            return self.share(call.operands, target, env)
        made = kind_of_name(tree.name(target), after)
        for name in sorted(tree.reads(value)):                 # which parts of it they are is not known: those that may be are
            if name in env and not _holds_nothing(name, env):
                self.meet(target, made, name, env[name].kind)

    def meet(self, target: str, made: Kind, name: str, kind: Kind) -> None:
        """Parts of a value may be parts of another one: those of one type are in one class, all if one is not known."""
        if not (_is_known(made) and _is_known(kind)):
            for other in (name, self.found.inside(name), self.found.inside(target)):
                self.found.unite(target, other)
            return
        theirs = list(self.parts(name, kind))
        for place, part in self.parts(target, made):
            for other, known in theirs:
                if _may_be_one(part, known):
                    self.found.unite(place, other)

    def parts(self, place: str, kind: Kind) -> Iterable[tuple[str, Kind]]:
        """The classes of a container and of all containers in it, and what each is."""
        if kind.is_container:
            yield place, kind
            for key, item in zip(kind.fields if kind.is_record else [None] * len(kind.items), kind.items, strict=True):
                if item.is_container:
                    yield from self.parts(self.found.inside(place, key), item)


def elements(function: Any, facts: Facts, writes: Mapping[int, Write], found: Contents, resolve: Resolve) -> dict[str, Held]:
    """What the lists that are written, and those in which such lists are, hold at any time."""
    given: dict[str, list[Kind]] = {}
    for key, write in writes.items():
        env = facts.before.get(key, {})
        if kind_of_name(tree.name(write.base), env).type is list:
            given.setdefault(found.find(write.base), [])
            if write.operator in ("", APPEND, INSERT):             # `l[i] += v` is lowered before it counts
                given[found.find(write.base)].append(value_of(write.value, env, resolve).kind)
    if not given:
        return {}
    for name, kind in _bindings(function, facts):
        if kind.type is list and found.find(name) in given:
            given[found.find(name)] += kind.items
    kinds = {cls: members(put) for cls, put in given.items() if put}       # else nothing is known yet
    local = sorted(tree.local_names(function))
    every = {name: _held(found, kinds, found.find(name), ()) for name in local}
    return {name: held for name, held in every.items() if held is not None}


def _held(found: Contents, kinds: Mapping[str, Kind], cls: str, outer: tuple[str, ...]) -> Held | None:
    """What is in a class; ``outer`` are the classes that it is in: nothing is told of what holds itself, or is too deep."""
    known = cls not in outer and len(outer) < DEEPEST
    slots_of = found.held.get(cls, {}) if known else {}
    inner = {key: _held(found, kinds, found.find(held), (*outer, cls)) for key, held in slots_of.items()}
    slots = tuple((key, held) for key, held in inner.items() if key is not None and held is not None)
    if cls in kinds:
        return Held(kinds[cls] if known else UNKNOWN, inner.get(None), slots)
    return Held(None, inner.get(None), slots) if slots or inner.get(None) else None


def widened(old: Mapping[str, Held], new: Mapping[str, Held], precise: bool) -> dict[str, Held]:
    """What is known of lists after one more round: the newest, or, unless ``precise``, nothing of what still changes.

    The second only ever tells less, so that rounds come to an end.
    """
    return dict(new) if precise else {n: _either(old.get(n), new.get(n)) for n in {**old, **new}}  # type: ignore[misc]


def _either(old: Held | None, new: Held | None) -> Held | None:
    if old is None or new is None or old == new:
        return old or new
    before, after = dict(old.slots), dict(new.slots)
    slots = tuple((key, held) for key in {**before, **after} if (held := _either(before.get(key), after.get(key))) is not None)
    return Held(old.kind if old.kind == new.kind else UNKNOWN, _either(old.inner, new.inner), slots)


def _bindings(function: Any, facts: Facts) -> Iterable[tuple[str, Kind]]:
    """Every name with what it is where it is bound."""
    start = facts.before.get(id(function.body[0]), {})
    for parameter in tree.parameters(function):
        if parameter in start:
            yield parameter, start[parameter].kind
    for node in tree.statements(function.body):
        env = facts.after.get(id(node), {}) if isinstance(node, gast.Assign) else (
            facts.before.get(id(node.body[0]), {}) if isinstance(node, gast.For) else {})
        for name in tree.targets(node) if env else ():
            if name in env:
                yield name, env[name].kind


def value_of(node: Any, env: Mapping[str, Value], resolve: Resolve) -> Value:
    """What is known of a value that is put in a list or object."""
    if isinstance(node, gast.Name):
        return env.get(node.id, Value(UNKNOWN))
    if isinstance(node, tree.DISPLAYS):
        items = [value_of(e, env, resolve) for e in tree.elements(node)]
        return Value(display_kind(node, [v.kind for v in items]), any(v.varied for v in items))
    if tree.is_literal(node):
        return Value(of_value(tree.literal(node)))
    found, value = resolve(tree.dotted_path(node) or "")
    kind = of_value(value) if found else UNKNOWN
    return Value(UNKNOWN if kind.is_container or kind.type is np.ndarray else kind)


def _key(base: str, index: Any, env: Mapping[str, Value]) -> Any:
    """Under which key a record is read or written; None where any may be meant, and for lists."""
    record = base in env and env[base].kind.is_record
    return tree.literal(index) if record and tree.is_literal(index) else None


def _is_known(kind: Kind) -> bool:
    """True for a value that is known, and all that is in it."""
    if kind.is_container:
        return all(map(_is_known, kind.items))
    return is_scalar(kind) or kind.type in NOTHING


def _may_be_one(one: Kind, other: Kind) -> bool:
    """True if two known values may be one: records of a class, lists of what may be one, or of nothing yet."""
    if one.type is not other.type:
        return False
    if one.is_record or not one.is_container or not one.items or not other.items:
        return True
    return any(_may_be_one(a, b) for a in one.items for b in other.items)


def _holds_nothing(name: str, env: Mapping[str, Value]) -> bool:
    """True for what no list is in: arrays and numbers."""
    kind = env[name].kind if name in env else UNKNOWN
    return is_scalar(kind) or kind.type in NOTHING
