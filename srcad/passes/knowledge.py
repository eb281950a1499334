"""What is known of the functions of a program: their normal form, made plain, the facts about it, their effects and results."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.contents import widened
from ..analyses.grown import Grown
from ..analyses.inference import Facts, Held, Value, infer
from ..analyses.kinds import UNKNOWN, Kind, holds_records, homes_of, of_value
from ..analyses.lattice import BOTTOM, is_scalar, join, own_tokens, slotted
from ..analyses.memory import Memory, memory
from ..analyses.operations import Operation, display_kind, is_kept, operation
from ..analyses.writes import write_of
from ..errors import Location, SrcadError, UnsupportedSyntax, fail
from ..names import Names
from ..source import Source, find_source
from ..unit import Unit, resolver
from .arguments import bind_values, kept_defaults
from .conditions import is_test, with_plain_test
from .effects import HARMLESS, check_effects, expressions
from .indexed import by_index, indexed, without_rebinding
from .inline import Effects, decides, effects, inline
from .keyed import keyed
from .lower import check_writes, lower
from .momentary import without_momentary_views
from .objects import plain_objects, plain_records
from .parts import plain_parts
from .places import over_items
from .queues import queued
from .rounds import Round, inside, is_list_of_arrays, round_of
from .scope import Scope, is_plain
from .texts import check_texts
from .twice import called_once
from .unpacked import of_known_length
from .unroll import goes_over_nothing, unrolled
from .words import word_of

Follow = Callable[[FunctionType], Unit]
SETTLED = 60                               # rounds in which the facts of most functions are found
DEEPEST = 6                                # calls of a function within its own, with arguments of other kinds


@dataclass
class Knowledge:
    """What was found out so far, and how to find out more."""

    follow: Follow
    scope: Scope
    optimize: bool = True
    in_place: bool = False                                           # some function writes arrays
    methods: set[str] = field(default_factory=set)                   # those of users' objects that are called
    classes: set[type] = field(default_factory=set)                  # those of users' objects
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

    def visit(self, function: FunctionType) -> Unit:
        """Return a called function in normal form, and remember that the text depends on it."""
        if function not in self.units:
            self.units[function] = self.follow(function)
            self.followed[function] = self.units[function].source
        return self.units[function]

    # -------------------------------------------------------------- calls
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

    def facts(self, unit: Unit, values: Mapping[str, Value]) -> tuple[Unit, Facts]:
        """Return the unit, its loops over varying or written sequences made index loops, and its facts."""
        unit = queued(unit, resolver(unit))
        active: frozenset[str] = frozenset()
        elements = unwritten(unit)
        grown: Grown = {}
        rounds = 0
        while True:
            resolve = resolver(unit)
            facts = infer(unit.tree, unit.source, values, self, active, elements, grown)
            found = memory(unit.tree, facts, resolve)
            rounds += 1
            new, held = merged(grown, found.grown), widened(elements, found.elements, rounds < SETTLED)
            if not found.active <= active or held != elements or new != grown:
                active, elements, grown = active | found.active, held, new
                continue
            plain = of_known_length(over_items(unit, facts, resolve), facts, resolve, last=False)
            if plain is unit:
                plain = keyed(unit, facts, resolve)
            if plain is unit:
                plain = plain_objects(unit, facts, resolve)
            if plain is not unit:
                unit, active, elements, grown = plain, frozenset(), unwritten(plain), {}
                continue
            plain = self.arranged(unit, facts, found, resolve)
            if plain is not unit:
                unit, active, elements, grown = plain, frozenset(), unwritten(plain), {}
                continue
            if facts.failure is not None:
                raise facts.failure
            changed = self.made_plain(unit, facts, found, resolve)
            if changed is not unit:
                unit, active, elements = changed, frozenset(), unwritten(changed)
                continue
            renamed = without_rebinding(unit, found)
            if renamed is not unit:
                unit, active = renamed, frozenset()
                continue
            loops = {id(n): n for n in tree.statements(unit.tree.body) if isinstance(n, gast.For)
                     and isinstance(n.iter, gast.Name) and by_index(n.iter.id, facts.before.get(id(n), {}), found)}
            plain = of_known_length(without_momentary_views(unit, facts, found, resolve), facts, resolve, last=True)
            if plain is not unit:
                unit, active = plain, frozenset()
                continue
            if not loops and self.optimize:
                once = called_once(unit, facts, resolve)
                if once is not unit:
                    unit = once
                    continue
            if not loops:
                check_writes(unit, facts, resolve)
                check_texts(unit, facts)
                self.methods |= check_effects(unit, replace(facts, memory=found))
                self.in_place |= bool(found.writes)
                self.classes |= set().union(*map(homes_of, facts.kinds_in(unit.tree)))
                self.scope.names.taken |= tree.local_names(unit.tree)
                return unit, replace(facts, memory=found)
            names = Names(self.scope.globals | tree.all_names(unit.tree))
            unit = replace(unit, tree=tree.with_body(unit.tree, indexed(unit.tree.body, loops, names)))

    def made_plain(self, unit: Unit, facts: Facts, found: Memory, resolve: Any) -> Unit:
        """Take one step towards a unit of plain writes: of lists, of helpers, of augmented assignments."""
        plain = plain_parts(unit, facts)
        plain = lower(unit, facts, resolve, augmented=False) if plain is unit else plain
        if plain is unit:
            plain = self.opened(unit, facts, bool(found.writes), resolve)
        return lower(unit, facts, resolve, augmented=True, called=bool(self.stack)) if plain is unit else plain

    def arranged(self, unit: Unit, facts: Facts, found: Memory, resolve: Any) -> Unit:
        """Return the unit a step nearer to one in which all that is done to objects and dicts is stores of fields."""
        begun = self.opened(unit, facts, False, resolve, ("__init__", "__post_init__"), [])
        if begun is not unit:
            return begun
        whole, node = plain_records(unit, facts, resolve)
        loops, loop = unrolled(unit, facts, resolve, not found.writes)
        if whole is unit and loops is unit:                    # a call may be known once what others store is
            return self.opened(unit, facts, bool(found.writes), resolve, doubtful=[]) if facts.failure is not None else unit
        doubtful: list[Any] = []
        opened = self.opened(unit, facts, bool(found.writes), resolve, doubtful=doubtful)
        if opened is not unit:
            return opened                                      # what it does comes before what is done to whole records
        if doubtful and loop is not None and goes_over_nothing(loop, facts.before.get(id(loop), {}), resolve):
            return whole                                       # something may be put there
        order = {id(n): k for k, n in enumerate(tree.statements(unit.tree.body))}
        first, done = min(((order[id(n)], new) for n, new in ((node, whole), (loop, loops)) if n is not None), key=lambda p: p[0])
        for call in doubtful:                                  # it may put something in them
            if order[id(call)] < first and facts.failure is not None:
                raise facts.failure
        return done

    def opened(self, unit: Unit, facts: Facts, writes: bool, resolve: Any, only: tuple[str, ...] = (),
               doubtful: list[Any] | None = None) -> Unit:
        """Return the unit with the statements of helpers that share memory with it in place of their calls.

        ``only`` those of these names, if any are given; ``doubtful`` takes the calls of which it is not known yet.
        """
        def given(node: Any, call: Operation) -> dict[str, Value]:
            env = facts.before.get(id(node), {})
            values = tuple(value_of(a, env, resolve) for a in call.arguments)
            names = (*(None for _ in call.operands), *call.keywords)
            return bind_values(call.function, values, names, unit.source.where(node))

        def called(node: Any, value: Any) -> tuple[Operation | None, Effects]:
            env = facts.before.get(id(node), {})
            call = operation(value, lambda n: value_of(n, env, resolve).kind, resolve) if isinstance(value, gast.Call) else None
            if call is not None and only and getattr(call.function, "__name__", "") not in only:
                return None, Effects()
            if call is None or call.function is None or (call.function.__module__ or "").split(".")[0] in HARMLESS:
                return None, Effects()
            try:
                return call, self.effects_of(call.function, given(node, call))
            except SrcadError:
                if all(_immutable(value_of(a, env, resolve).kind) for a in call.arguments):
                    return None, Effects()                     # it cannot write to what it is given
                if doubtful is None:
                    raise
                doubtful.append(node)
                return None, Effects()

        def chosen(node: Any) -> Operation | None:
            call, found = called(node, node.value if isinstance(node, (gast.Assign, gast.Expr)) else None)
            return call if found.writes or found.returns and writes else None

        def writes_within(node: Any, value: Any) -> bool:
            try:
                return called(node, value)[1].writes
            except SrcadError:                                 # its arguments are no atoms, perhaps
                return is_test(node, value)

        for node in tree.statements(unit.tree.body):
            for part in expressions(node):
                if isinstance(part, gast.Attribute) and part is not getattr(node, "value", None) and not resolve(
                        tree.dotted_path(part.value) or "")[0] and is_kept(value_of(
                            part.value, facts.before.get(id(node), {}), resolve).kind, part.attr):
                    if not is_test(node, part):
                        fail(UnsupportedSyntax, unit.source.where(node), f"`{part.attr}` may be computed within another "
                             "expression", "take its value in a statement before")
                    return with_plain_test(unit, node, resolve)
                inner = part is not getattr(node, "value", None) and isinstance(part, gast.Call)
                if inner and (any(k.arg is None for k in part.keywords) or writes_within(node, part)):
                    if not is_test(node, part):
                        fail(UnsupportedSyntax, unit.source.where(node), "a function that writes to what it is given is called "
                             "within another expression", "call it in a statement before, and use its value")
                    return with_plain_test(unit, node, resolve)

        def body_of(call: Operation, node: Any) -> tuple[Unit, dict[str, Any]]:
            if call.function in self.rounds:
                return self.visit(call.function), self.bind_arguments(call.function, call)
            values = given(node, call)
            lowered, known = self.inferred(call.function, values, (call.function, tuple(values.items())))
            kept = kept_defaults(call, known.memory.written)
            if kept:
                fail(UnsupportedSyntax, unit.source.where(node), f"`{call.function.__name__}` writes to the default of its "
                     f"parameter `{kept[0]}`, which stays from call to call", "make None the default, and the list in it")
            helper = self.visit(call.function)
            if lowered.doubtful or decides(helper):            # as written: what it does is told where it stands
                return queued(helper, resolver(helper)), self.bind_arguments(call.function, call)
            return lowered, self.bind_arguments(call.function, call)

        new = inline(unit, chosen, body_of, self.scope.globals)
        members = {b.name: b.value for b in self.scope.bindings.values() if isinstance(b.value, Enum)}       # defaults, perhaps
        named = members.keys() & tree.all_names(new.tree) if new is not unit else ()
        return replace(new, source=replace(new.source, bound={**new.source.bound, **{n: members[n] for n in named}})
                       ) if named else new

    def effects_of(self, function: FunctionType, given: Mapping[str, Value]) -> Effects:
        """What a call with such arguments does to the memory of its caller."""
        key = (function, tuple(given.items()))
        if key in self.assumed:
            self.recursive.update(self.stack[self.stack.index(function):])
        if key in self.assumed or all(_immutable(v.kind) for v in given.values()):
            return Effects()                               # of a recursive call: looked at once the outer call is known
        if function in self.rounds:
            if self.inside(function, given) - self.rounds[function].inside:
                self.go_round(function, self.rounds[function].effects, given)
            return self.rounds[function].effects
        if key not in self.effects:
            self.effects[key] = effects(*self.inferred(function, given, key))
        found = self.effects[key]
        if function in self.recursive and (found.writes or found.returns):
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
                  where: Location) -> Value:
        """What a call returns, for arguments of which ``values`` are known."""
        varied = any(v.varied for v in values)
        given = bind_values(function, values, names, where)
        key = (function, tuple(given.items()))
        if key in self.results:
            return self.results[key]
        if key in self.assumed:                            # a recursive call
            self.leaned.add(key)
            self.recursive.update(self.stack[self.stack.index(function):])
            return self.assumed[key]
        try:
            result = self.inferred(function, given, key)[1].result
        except SrcadError:
            if varied or any(not _immutable(v.kind) for v in given.values()):
                raise
            result = Value(UNKNOWN)
        if not self.leaned:                                # else it is known for good once the outer call is
            self.results[key] = result
        return result

    def is_fresh(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...], where: Location) -> bool:
        """True if what a call returns surely shares no memory with what it is given."""
        given = bind_values(function, values, names, where)
        key = (function, tuple(given.items()))
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
                new = Value(own_tokens(join(old.kind, result.kind), key), old.varied or result.varied)
                if (key not in self.leaned or new == old) and unit is self.visit(function):
                    return lowered, replace(facts, result=result)
                self.assumed[key] = new
        finally:
            self.stack.pop()
            self.leaned.discard(key)
            del self.assumed[key]

    def default(self, function: FunctionType, name: str, value: Any) -> Any:
        """A default value: a list is the one that the function itself keeps from call to call."""
        if is_plain(value) and not isinstance(value, list):
            return tree.const(value)
        return tree.name(self.scope.bind(value, f"{word_of(function)}_{name}"))


def _or_raised(found: tuple[Unit, Facts] | SrcadError) -> tuple[Unit, Facts]:
    if isinstance(found, SrcadError):
        raise found.with_traceback(None)
    return found


def unwritten(unit: Unit) -> Mapping[str, Held]:
    """What lists hold before anything is known to be put in: nothing more than they begin with."""
    writes = any(write_of(n) is not None for n in tree.statements(unit.tree.body))
    return dict.fromkeys(tree.local_names(unit.tree), Held(BOTTOM)) if writes else {}


def value_of(node: Any, env: Mapping[str, Value], resolve: Any) -> Value:
    """What is known of an argument."""
    if isinstance(node, gast.Name) and node.id in env:
        return env[node.id]
    if tree.is_literal(node):
        return Value(of_value(tree.literal(node)))
    if isinstance(node, tree.DISPLAYS):
        items = [value_of(e, env, resolve) for e in tree.elements(node)]
        return Value(display_kind(node, [v.kind for v in items]), any(v.varied for v in items))
    found, value = resolve(tree.dotted_path(node) or "")
    return Value(of_value(value) if found else UNKNOWN)


def merged(old: Grown, new: Grown) -> Grown:
    """What records were given so far, and what they are given now."""
    found = {name: {cls: dict(slots) for cls, slots in table.items()} for name, table in old.items()}
    for name, table in new.items():
        for cls, slots in table.items():
            mine = found.setdefault(name, {}).setdefault(cls, {})
            for key, kind in slots.items():
                mine[key] = slotted(mine[key], kind) if key in mine else kind
    return found


def _immutable(kind: Kind) -> bool:
    return is_scalar(kind) or kind.type in (str, type(None))
