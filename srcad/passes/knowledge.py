"""What is known of the functions of a program: their normal form, made plain, and the facts about it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..analyses.contents import widened
from ..analyses.grown import Grown
from ..analyses.inference import Facts, Held, Seen, Value, infer
from ..analyses.kinds import UNKNOWN, homes_of, of_value
from ..analyses.lattice import BOTTOM, is_whole, slotted
from ..analyses.memory import Memory, memory
from ..analyses.operations import Operation, display_kind, is_kept, operation
from ..analyses.writes import Write, write_of
from ..errors import Location, SrcadError, UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit, resolver
from .arguments import bind_values, kept_defaults
from .calls import Calls, immutable
from .conditions import is_test, with_plain_test
from .effects import HARMLESS, check_effects, expressions
from .indexed import by_index, indexed, without_rebinding
from .inline import Effects, decides, inline
from .keyed import keyed
from .lower import check_writes, lower
from .momentary import without_momentary_views
from .objects import plain_objects, plain_records
from .parts import plain_parts
from .places import over_items
from .queues import queued
from .texts import check_texts
from .twice import called_once
from .unpacked import of_known_length
from .unroll import goes_over_nothing, unrolled

SETTLED = 60                               # rounds in which the facts of most functions are found


@dataclass
class Knowledge(Calls):
    """What was found out so far, and how to find out more."""

    optimize: bool = True
    in_place: bool = False                                           # some function writes arrays
    cut: set[tuple[Location, str]] = field(default_factory=set)      # writes of other numbers to arrays of integers
    methods: set[str] = field(default_factory=set)                   # those of users' objects that are called
    classes: set[type] = field(default_factory=set)                  # those of users' objects
    handed: dict[tuple[FunctionType, Any], Location] = field(default_factory=dict)     # whose results are written, or arguments
    seen: dict[int, Seen] = field(default_factory=dict)              # what right sides are known to be

    def facts(self, unit: Unit, values: Mapping[str, Value]) -> tuple[Unit, Facts]:
        """Return the unit, its loops over varying or written sequences made index loops, and its facts."""
        unit = queued(unit, resolver(unit))
        active: frozenset[str] = frozenset()
        elements = unwritten(unit)
        grown: Grown = {}
        rounds = 0
        while True:
            resolve = resolver(unit)
            facts = infer(unit.tree, unit.source, values, self, active, elements, grown, self.seen)
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
                self.check_handed_back(unit, facts, found, resolve)
                self.in_place |= bool(found.writes)
                self.cut |= {(unit.source.where(n), found.writes[id(n)].base) for n in tree.statements(unit.tree.body)
                             if id(n) in found.writes and cuts(found.writes[id(n)], facts.before[id(n)], resolve)}
                self.classes |= set().union(*[homes_of(value.kind) for _, value in facts.values_in(unit.tree)])
                self.scope.names.taken |= unit.local
                return unit, replace(facts, memory=found)
            names = Names(self.scope.globals | unit.names)
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

    def check_handed_back(self, unit: Unit, facts: Facts, found: Memory, resolve: Any) -> None:
        """Refuse a result of a function that calls itself which may be what that is given, and is written in place."""
        for node in tree.statements(unit.tree.body):
            if not isinstance(node, gast.Assign) or not found.shadowed & set(tree.targets(node)) or id(node) in facts.fresh:
                continue
            call, where = facts.operation_at(node, resolve), unit.source.where(node)
            if call is not None and call.function in {*self.recursive, *self.stack}:
                given = given_to(call, facts.before.get(id(node), {}), resolve, where)
                self.handed[call.function, tuple(given.items())] = where
        for (function, values), where in self.handed.items() if not self.stack else ():       # else they are only assumed
            if function not in self.rounds and self.effects_of(function, dict(values)).returns:
                fail(UnsupportedSyntax, where, f"`{function.__name__}` calls itself and may hand back what it is given, which is "
                     "written in place", "make a copy of its result (x.copy()), and write to that")

    def opened(self, unit: Unit, facts: Facts, writes: bool, resolve: Any, only: tuple[str, ...] = (),
               doubtful: list[Any] | None = None) -> Unit:
        """Return the unit with the statements of helpers that share memory with it in place of their calls.

        ``only`` those of these names, if any are given; ``doubtful`` takes the calls of which it is not known yet.
        """
        def given(node: Any, call: Operation) -> dict[str, Value]:
            return given_to(call, facts.before.get(id(node), {}), resolve, unit.source.where(node))

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
                if all(immutable(value_of(a, env, resolve).kind) for a in call.arguments):
                    return None, Effects()                     # it cannot write to what it is given
                if doubtful is None:
                    raise
                doubtful.append(node)
                return None, Effects()

        def chosen(node: Any) -> Operation | None:
            call, found = called(node, node.value if isinstance(node, (gast.Assign, gast.Expr)) else None)
            again = call is not None and call.function in self.recursive
            return call if found.writes or found.returns and writes and not again else None

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
        named = members.keys() & new.names if new is not unit else ()
        return replace(new, source=replace(new.source, bound={**new.source.bound, **{n: members[n] for n in named}})
                       ) if named else new


def given_to(call: Operation, env: Mapping[str, Value], resolve: Any, where: Location) -> dict[str, Value]:
    """What is known of the arguments of a call, by the function's parameters."""
    values = tuple(value_of(a, env, resolve) for a in call.arguments)
    return bind_values(call.function, values, (*(None for _ in call.operands), *call.keywords), where)


def unwritten(unit: Unit) -> Mapping[str, Held]:
    """What lists hold before anything is known to be put in: nothing more than they begin with."""
    writes = any(write_of(n) is not None for n in tree.statements(unit.tree.body))
    return dict.fromkeys(unit.local, Held(BOTTOM)) if writes else {}


def cuts(write: Write, env: Mapping[str, Value], resolve: Any) -> bool:
    """True for a write to an array of integers of what may be none."""
    stored = value_of(write.value, env, resolve).kind
    whole = is_whole(stored) or stored.is_integer_scalar or stored.type is bool
    return is_whole(env[write.base].kind) and (not whole or write.operator == "/")


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
