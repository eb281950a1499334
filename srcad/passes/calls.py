"""What is known of the calls of a program: what a function returns, does to the memory of its caller, and is found to be."""
from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any

import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, holds_records
from ..analyses.lattice import BOTTOM, either, is_scalar, own_tokens
from ..analyses.operations import Operation
from ..errors import Location, SrcadError, UnsupportedSyntax, fail
from ..source import Source, find_source
from ..unit import Unit
from .arguments import bind_values
from .inline import Effects, effects
from .rounds import Round, inside, is_list_of_arrays, round_of
from .scope import Scope, is_frozen
from .words import word_of

Follow = Callable[[FunctionType], Unit]
DEEPEST = 6                                # calls of a function within its own, with arguments of other kinds


@dataclass
class Calls(ABC):
    """What was found out about calls so far, and how to find out more."""

    follow: Follow
    scope: Scope
    results: dict[Any, Value] = field(default_factory=dict)
    passing: dict[Any, Any] = field(default_factory=dict)            # what came of looking at a call while others were assumed
    effects: dict[Any, Effects] = field(default_factory=dict)
    known: dict[Any, tuple[Unit, Facts] | SrcadError] = field(default_factory=dict)      # what came of looking at a call
    assumed: dict[Any, Value] = field(default_factory=dict)          # results of calls that are being inferred
    leaned: set[Any] = field(default_factory=set)                    # those that something stands on already
    recursive: set[FunctionType] = field(default_factory=set)
    rounds: dict[FunctionType, Round] = field(default_factory=dict)  # what stands for those of them that write arguments
    stack: list[FunctionType] = field(default_factory=list)
    units: dict[FunctionType, Unit] = field(default_factory=dict)
    followed: dict[FunctionType, Source] = field(default_factory=dict)

    @abstractmethod
    def facts(self, unit: Unit, values: Mapping[str, Value]) -> tuple[Unit, Facts]:
        """Return a unit made plain, and the facts about it, for arguments of which this is known."""

    def visit(self, function: FunctionType) -> Unit:
        """Return a called function in normal form, and remember that the text depends on it."""
        if function not in self.units:
            self.units[function] = self.follow(function)
            self.followed[function] = self.units[function].source
        return self.units[function]

    def bind_arguments(self, function: FunctionType, call: Operation) -> dict[str, Any]:
        """Return the operand of every parameter; a default becomes its literal or a bound name."""
        signature = inspect.signature(function, follow_wrapped=False)
        bound = signature.bind(*call.operands, **call.keywords)
        found: dict[str, Any] = {}
        for name, parameter in signature.parameters.items():
            if name in bound.arguments:
                found[name] = bound.arguments[name]
            else:
                found[name] = self.default(function, name, parameter.default)
        return found

    def effects_of(self, function: FunctionType, given: Mapping[str, Value]) -> Effects:
        """What a call with such arguments does to the memory of its caller."""
        key = (function, tuple(given.items()))
        if key in self.assumed:
            self.recursive.update(self.stack[self.stack.index(function):])
        if key in self.assumed or all(immutable(v.kind) for v in given.values()):
            return Effects()                               # of a recursive call: looked at once the outer call is known
        if function in self.rounds:
            if self.inside(function, given) - self.rounds[function].inside:
                self.go_round(function, self.rounds[function].effects, given)
            return self.rounds[function].effects
        if key not in self.effects:
            self.effects[key] = effects(*self.inferred(function, given, key))
        found = self.effects[key]
        if function in self.recursive and found.writes:
            self.go_round(function, found, given)
            return self.effects_of(function, given)
        return found

    def go_round(self, function: FunctionType, found: Effects, given: Mapping[str, Value]) -> None:
        """Let a function that calls itself and writes to what it is given work on copies, which it gives back."""
        first = next((f for f, r in self.rounds.items() if r.inner is function), function)     # it writes more than was known
        old, source = self.rounds.get(first), self.followed[function]
        lists = frozenset(p for p in found.written if is_list_of_arrays(given[p].kind))
        arrays = bool(found.written) and not found.changed and (old is not None or all(
            given[p].kind.type is np.ndarray or p in lists for p in found.written))
        written, held = [*found.written], self.inside(function, given)
        if old is not None:
            written, lists, held = [*old.effects.written, *written], lists | old.lists, old.inside | held
        new = round_of(find_source(first), written, lists, found.returns, held) if arrays else None
        if new is None:
            fail(UnsupportedSyntax, source.where(source.tree), f"`{function.__name__}` calls itself, and writes to what it is "
                 "given or hands it back" + ", which is no array" * (not arrays), "return a copy of what it makes")
        self.rounds[first] = new
        self.units[first] = self.visit(new.outer)
        for table in (self.known, self.passing, self.results, self.effects):         # they may stand on what it was before
            table.clear()

    def inside(self, function: FunctionType, given: Mapping[str, Value]) -> frozenset[tuple[str, str]]:
        """The objects and dicts that a function is given which calls itself and writes its arguments, with the paths of
        the arrays in them; "" is a path of each."""
        found = set()
        known = next((r.inside for f, r in self.rounds.items() if function in (f, r.inner)), frozenset())
        for name, value in given.items():
            paths = [""] if value.kind.is_record else []
            more = inside(value.kind, name) if holds_records(value.kind) else []
            if more is None or (name, "") in known and not paths and value.kind != BOTTOM:
                source = self.followed[function]
                fail(UnsupportedSyntax, source.where(source.tree), f"`{function.__name__}` calls itself, writes to what it is "
                     f"given, and `{name}` holds objects", "hand it the arrays that it needs")
            found |= {(name, path) for path in [*paths, *more]}
        return frozenset(found)

    def result_of(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...],
                  where: Location) -> tuple[Value, bool]:
        """What a call returns, for arguments of which ``values`` are known; True if it surely shares no memory with them."""
        given = bind_values(function, values, names, where)
        key = (function, tuple(given.items()))
        return self.returned(function, given, key), self.is_fresh(key)

    def returned(self, function: FunctionType, given: Mapping[str, Value], key: Any) -> Value:
        """What a call returns."""
        if key in self.results:
            return self.results[key]
        if key in self.assumed:                            # a recursive call
            self.leaned.add(key)
            self.recursive.update(self.stack[self.stack.index(function):])
            return self.assumed[key]
        try:
            result = self.inferred(function, given, key)[1].result
        except SrcadError:
            if any(v.varied or not immutable(v.kind) for v in given.values()):
                raise
            result = Value(UNKNOWN)
        if not self.leaned:                                # else it is known for good once the outer call is
            self.results[key] = result
        return result

    def is_fresh(self, key: Any) -> bool:
        """True if what a call returns surely shares no memory with what it is given."""
        found = self.known.get(key)
        if found is None or isinstance(found, SrcadError):     # of a recursive call, perhaps
            return False
        if key not in self.effects:
            self.effects[key] = effects(*found)
        return not self.effects[key].returns

    def inferred(self, function: FunctionType, given: Mapping[str, Value], key: Any) -> tuple[Unit, Facts]:
        """Return a called function in normal form and its facts, inferred until what was assumed of
        recursive calls is what comes out."""
        if key in self.known:
            return _or_raised(self.known[key])
        assumed, found, stood_on = self.passing.get(key, ({}, None, frozenset()))
        if found is not None and assumed == self.assumed:      # it was found while the same was assumed
            self.leaned |= stood_on
            return _or_raised(found)
        before, self.leaned = self.leaned, set()
        assumed = dict(self.assumed)
        try:
            found = self.settled(function, given, key)
        except SrcadError as error:
            found = error
        if self.leaned or function in self.stack:              # it stands on what is only assumed, or on how deep it is
            self.passing[key] = assumed, found, frozenset(self.leaned)
        else:
            self.known[key] = found
        self.leaned |= before
        return _or_raised(found)

    def settled(self, function: FunctionType, given: Mapping[str, Value], key: Any) -> tuple[Unit, Facts]:
        unit = self.visit(function)
        if self.stack.count(function) > DEEPEST:
            fail(UnsupportedSyntax, unit.source.where(unit.tree), f"`{function.__name__}` calls itself with arguments of "
                 "ever new kinds", "write it as a loop")
        place = unit.source.filename, unit.source.first_line
        alike = [u for u in map(self.visit, self.stack) if (u.source.filename, u.source.first_line) == place]
        if len({len(tree.parameters(u.tree)) for u in alike}) > DEEPEST:       # of one with `*args` there is one for each number
            name = (alike[0].source.written or alike[0].tree).name
            fail(UnsupportedSyntax, unit.source.where(unit.tree), f"`{name}` calls itself with more and more arguments",
                 "pass them in one list or tuple, or write it as a loop")
        self.assumed[key] = Value(BOTTOM)
        self.stack.append(function)
        try:
            while True:
                unit = self.visit(function)
                lowered, facts = self.facts(unit, given)
                result = facts.result
                old = self.assumed[key]
                new = Value(own_tokens(either(old.kind, result.kind), key), old.varied or result.varied)
                if (key not in self.leaned or new == old) and unit is self.visit(function):
                    return lowered, replace(facts, result=result)
                self.assumed[key] = new
        finally:
            self.stack.pop()
            self.leaned.discard(key)
            del self.assumed[key]

    def default(self, function: FunctionType, name: str, value: Any) -> Any:
        """A default value: a list, in a tuple too, is the one that the function itself keeps from call to call."""
        if is_frozen(value):
            return tree.const(value)
        return tree.name(self.scope.bind(value, f"{word_of(function)}_{name}"))


def _or_raised(found: tuple[Unit, Facts] | SrcadError) -> tuple[Unit, Facts]:
    if isinstance(found, SrcadError):
        raise found.with_traceback(None)
    return found


def immutable(kind: Kind) -> bool:
    """True for numbers, texts and None, which nobody writes to."""
    return is_scalar(kind) or kind.type in (str, type(None))
