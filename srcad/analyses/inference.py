"""Kinds and activity: what every value is, and whether it varies with the inputs.

One forward walk over a normalized function. The kind of an operation's result is found by running
the operation itself on ones of the right kinds, so NumPy's own promotion decides. Array kinds
carry a token for their shape: equal tokens mean equal shapes, whatever they are.
"""
from __future__ import annotations

import copy
import functools
import operator
from collections.abc import Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any, Protocol

import gast
import numpy as np

from .. import tree
from ..errors import Location, MissingRule, SrcadError, UnsupportedSyntax, fail
from ..rules.expand import BindError, bind
from ..rules.registry import Rule
from ..runtime import is_helper
from ..runtime_containers import keys
from ..source import Source
from . import kinds
from .cancels import cancelled
from .facts import Facts, Held, Seen
from .kinds import UNKNOWN, UNPACKED, Kind
from .lattice import (
    BOTTOM,
    differentiable,
    either,
    is_complex,
    is_open,
    joined,
    own_tokens,
    refreshed,
    token_of,
    with_items_of,
)
from .operations import GETITEM, MAKE, SPREAD, ClassAttribute, Operation, display_kind, in_place_method, operation
from .results import BOOL, COUNTING, INT, Results
from .samples import Unsampled, sample
from .shapes import FILLED, SAME_SHAPE, Lengths, broadcast, like_of, units_of, with_units
from .trials import SPLITS
from .values import Env, Value, kind_of_name, kind_of_path

FLOAT, STR = Kind(float), Kind(str)
UNBOUND = Value(BOTTOM)                    # what a local name is that is not bound yet: on the first way through a loop


class Program(Protocol):
    """What inference asks of the rest of the program: facts about called functions."""

    def result_of(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...],
                  where: Location) -> tuple[Value, bool]: ...


def infer(function: Any, source: Source, params: Mapping[str, Value], program: Program,
          active: frozenset[str] = frozenset(), elements: Mapping[str, Held] | None = None,
          grown: Mapping[str, Mapping[type, Mapping[Any, Kind]]] | None = None, seen: dict[int, Seen] | None = None) -> Facts:
    """Return the facts of a normalized function whose parameters are as given.

    ``active`` names vary wherever they are bound: arrays that a varying value is stored in.
    ``elements`` are what lists that are written hold, whatever they begin with; ``grown`` what is put in records.
    ``seen`` is what is remembered of statements, by id, from call to call.
    """
    seen = {} if seen is None else seen
    walk = _Walk(function, source, program, active, elements or {}, grown or {}, seen)
    walk.run(params)
    still = cancelled(function, walk, walk.is_varied)
    if still:
        walk = _Walk(function, source, program, active, elements or {}, grown or {}, seen, still)
        walk.run(params)
    return Facts(walk.before, walk.after, walk.result, failure=walk.failure, fresh=frozenset(walk.fresh), unlike=walk.unlike)


class _Walk(Results):
    def __init__(self, function: Any, source: Source, program: Program, active: frozenset[str],
                 elements: Mapping[str, Held], grown: Mapping[str, Mapping[type, Mapping[Any, Kind]]],
                 seen: dict[int, Seen], still: frozenset[str] = frozenset()) -> None:
        self.still = still                     # names of which the result does not depend
        self.seen, self.alone = seen, True     # alone: it is known without asking what functions of the program do
        self.source, self.program, self.active, self.elements, self.grown = source, program, active, elements, grown
        self.function = function
        self.locals = set(tree.parameters(function)) | tree.writes(function.body)
        self.before: dict[int, Env] = {}
        self.after: dict[int, Env] = {}
        self.result = Value(Kind(type(None)))
        self.assigned: dict[int, set[str]] = {}            # what loops assign
        self.breaks: list[list[Env]] = []
        self.continues: list[list[Env]] = []
        self.failure: SrcadError | None = None
        self.fresh: set[int] = set()
        self.unlike: dict[int, Kind] = {}

    def run(self, params: Mapping[str, Value]) -> None:
        self.block(self.function.body, {n: self.activated(n, v) for n, v in params.items()})

    # -------------------------------------------------------------- what is asked about a statement
    def operation_at(self, node: Any) -> Operation | None:
        return self.operation(node.value, self.before[id(node)]) if id(node) in self.before else None

    def kind_read(self, node: Any, operand: Any) -> Kind:
        return self.value_of(operand, self.before[id(node)]).kind

    def kind_bound(self, node: Any) -> Kind:
        return self.after[id(node)][node.targets[0].id].kind

    def is_varied(self, node: Any) -> bool:
        """True if a statement binds one name, to what varies."""
        name = getattr(node.targets[0], "id", None)
        return name in self.after.get(id(node), {}) and self.after[id(node)][name].varied

    # -------------------------------------------------------------- statements
    def block(self, block: list[Any], env: Env | None) -> Env | None:
        """Walk a block; None means that its end is not reached."""
        for statement in block:
            if env is None:
                return None
            self.before[id(statement)] = env               # no environment is ever changed: each binding makes a new one
            env = self.statement(statement, env)
            self.after[id(statement)] = {} if env is None else env
        return env

    def statement(self, node: Any, env: Env) -> Env | None:
        if isinstance(node, gast.Assign):
            return self.assign(node, env)
        if isinstance(node, gast.AugAssign):
            if isinstance(node.target, gast.Subscript):
                return env
            name = node.target.id
            if name in env and in_place_method(env[name].kind, node) is not None:      # it is called for, once this is known
                return env
            old, added = env.get(name, Value(UNKNOWN)), self.value_of(node.value, env)
            if isinstance(node.op, gast.Add) and old.kind.type is list and added.kind.type in (tuple, range):
                kind = with_items_of(old.kind, added.kind)
                return env | {name: self.activated(name, Value(kind, old.varied or added.varied))}
            found = self.assign(tree.assign(name, tree.like_augmented(node), node.lineno), env)
            if name in env and env[name].kind.type is np.ndarray:          # it is written, and stays what it is
                return found | {name: replace(found[name], kind=env[name].kind)}
            return found
        if isinstance(node, gast.If):
            return self.merge(self.block(node.body, env), self.block(node.orelse, env), node)
        if isinstance(node, (gast.For, gast.While)):
            return self.loop(node, env)
        if isinstance(node, gast.Break):
            self.breaks[-1].append(env)
            return None
        if isinstance(node, gast.Continue):
            self.continues[-1].append(env)
            return None
        if isinstance(node, gast.Raise):
            return None
        if isinstance(node, gast.Return):
            self.result = self.value_of(node.value, env)
        return env

    def activated(self, name: str, value: Value) -> Value:
        """What is stored in an array or list later makes it vary now."""
        if name in self.still:
            return replace(value, varied=False)
        if name in self.grown:
            value = replace(value, kind=refreshed(value.kind, self.grown[name]))
        if name in self.elements:
            value = replace(value, kind=self.elements[name].within(value.kind))
        return replace(value, varied=True) if name in self.active and not value.varied and differentiable(value.kind) else value

    def assign(self, node: Any, env: Env) -> Env:
        names = tree.targets(node)
        if not names:                          # a store: an array stays what it is, a record has that field now
            return self.stored(node.targets[0], env)
        return env | {n: self.activated(n, v) for n, v in self.bound(node, names, env).items()}

    def stored(self, target: Any, env: Env) -> Env:
        name = target.value.id
        key = tree.const(target.attr) if isinstance(target, gast.Attribute) else target.slice
        if name in env and env[name].kind.absent and tree.is_literal(key):
            kind = env[name].kind
            return env | {name: replace(env[name], kind=replace(kind, absent=kind.absent - {tree.literal(key)}))}
        return env

    def bound(self, node: Any, names: list[str], env: Env) -> Env:
        value = self.remembered(node, env)
        if isinstance(node.targets[0], (gast.Tuple, gast.List)):
            if value.kind.is_record:                               # what it yields is asked of its class, one by one
                return {n: Value(Kind(None, home=UNPACKED), value.varied) for n in names}
            kind, items = value.kind, value.kind.items if value.kind != BOTTOM else (BOTTOM,) * len(names)
            self.unlike = {k: v for k, v in self.unlike.items() if k != id(node)}
            if len(items) != len(names) or kind.type is not tuple and kind != BOTTOM:
                items = tuple([self.item_kind(kind, tree.const(k), env) for k in range(len(names))])
                if value.varied or kind.is_record or kind.type in (np.ndarray, list):
                    self.unlike[id(node)] = kind
            items = tuple(own_tokens(k, ("def", id(node), n)) for n, k in enumerate(items))
            return {n: Value(k, value.varied and differentiable(k)) for n, k in zip(names, items, strict=True)}
        return {names[0]: value}

    def merge(self, left: Env | None, right: Env | None, node: Any) -> Env | None:
        if left is None or right is None:
            return left if right is None else right
        merged = {}
        for name in {**left, **right}:
            a, b = left.get(name), right.get(name)
            if a is None or b is None or a == b:
                merged[name] = a or b
                continue
            kind = either(a.kind, b.kind)
            if kind.shape is None:
                kind = token_of(kind, ("join", id(node), name))
            merged[name] = Value(kind, a.varied or b.varied)
        return merged  # type: ignore[return-value]

    def loop(self, node: Any, env: Env) -> Env | None:
        if id(node) not in self.assigned:
            self.assigned[id(node)] = tree.writes([*node.body, *([node.target] if isinstance(node, gast.For) else [])])
        assigned = self.assigned[id(node)]
        head = self.loop_head(env, env, assigned, node)
        while True:
            self.breaks.append([])
            self.continues.append([])
            inside = head
            if isinstance(node, gast.For):
                inside = head | {node.target.id: self.activated(node.target.id, self.item(node.iter, head))}
            end = self.block(node.body, inside)
            leaving, ends = self.breaks.pop(), [e for e in (end, *self.continues.pop()) if e is not None]
            new = head
            for back in ends:
                new = self.loop_head(new, back, assigned, node)
            if new == head:
                break
            head = new
        exits: Env | None = None if _endless(node) else head
        for env_at_break in leaving:
            exits = self.merge(exits, env_at_break, node)
        return exits

    def loop_head(self, head: Env, back: Env, assigned: set[str], node: Any) -> Env:
        """Join what comes round the loop; a shape that may change between trips loses its token."""
        merged = dict(head)
        for name in sorted(assigned & ({*head} | {*back})):
            a, b = head.get(name) or back[name], back.get(name) or head[name]
            kind = either(a.kind, b.kind)
            if kind.shape is None or name not in head:
                kind = token_of(kind, ("loop", id(node), name))
            merged[name] = Value(kind, a.varied or b.varied)
        return merged

    def item(self, iterable: Any, env: Env) -> Value:
        """What a ``for`` yields; only sequences that carry no derivative are left by desugaring."""
        call = self.operation(iterable, env)
        if call is not None and call.target is range:
            return Value(INT)
        if call is not None and call.target is keys:
            kinds_of_keys = {type(k) for k in self.value_of(call.operands[0], env).kind.fields}
            return Value(Kind(kinds_of_keys.pop()) if len(kinds_of_keys) == 1 else UNKNOWN)
        value = self.value_of(iterable, env)
        kind = value.kind
        if kind.type is np.ndarray:
            return Value(token_of(self.item_kind(kind, tree.const(0), env), ("item", id(iterable))))
        if kind.type is str:
            return Value(STR)
        if kind.type in (list, tuple, *COUNTING) and kind.items:
            return Value(joined(kind.items))
        if kind.type in (list, tuple) and kind.home is None:
            return Value(BOTTOM)                               # nothing is in it
        return Value(INT if kind.type is range else BOTTOM if kind == BOTTOM else UNKNOWN)

    # -------------------------------------------------------------- expressions
    def resolve(self, path: str) -> tuple[bool, Any]:
        if not path or path.split(".")[0] in self.locals:
            return False, None
        return self.source.resolve(path)

    def operation(self, value: Any, env: Env) -> Operation | None:
        return operation(value, lambda node: self.value_of(node, env).kind, self.resolve)

    def value_of(self, node: Any, env: Env) -> Value:
        """What is known of an operand: an atom, a display of operands, or a pure expression."""
        if isinstance(node, gast.Name) and node.id in self.locals:
            return env.get(node.id, UNBOUND)
        if isinstance(node, tree.DISPLAYS):
            items = [self.value_of(e, env) for e in tree.elements(node)]
            return Value(display_kind(node, [v.kind for v in items]), any(v.varied for v in items))
        if tree.is_literal(node):
            return Value(kinds.of_value(tree.literal(node)))
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found:
            return Value(_global_kind(value))
        if isinstance(node, (gast.Name, gast.Slice, gast.JoinedStr)):
            return Value(STR if isinstance(node, gast.JoinedStr) else UNKNOWN)
        return replace(self.right_side(node, env, node), varied=False)

    def remembered(self, node: Any, env: Env) -> Value:
        """What the right side of a statement is: as it was, where nothing that it stands on has changed."""
        if id(node) not in self.seen:
            self.seen[id(node)] = Seen(node, tuple(tree.reads(node.value)))
        seen = self.seen[id(node)]
        given = tuple([env.get(n, UNBOUND) if n in self.locals else None for n in seen.names])
        for before, value in seen.values:
            if before == given:
                return value
        self.alone = True
        value = self.right_side(node.value, env, node)
        if self.alone:
            seen.values.insert(0, (given, value))
        return value

    def right_side(self, node: Any, env: Env, site: Any) -> Value:
        call = self.operation(node, env)
        if call is None:
            return self.pure(node, env)
        if SPREAD in call.keywords:
            self.alone, self.failure = False, self.failure or UnsupportedSyntax(
                "`**` in a call is not supported where the keys are not known", self.source.where(site),
                "write the keyword arguments out")
            return Value(BOTTOM, True)
        holding = call.target is None and self.calls_what_varies(node, env)
        if holding and isinstance(node.func, gast.Name):
            self.alone, self.failure = False, self.failure or MissingRule(
                f"`{node.func.id}` is called, a function that holds values with a derivative, and it is not known which",
                self.source.where(site), "define it with def or lambda, and call it by that name; for an object, --at values")
            return Value(BOTTOM, True)
        given = [self.value_of(a, env) for a in call.arguments]
        varied = holding or any(v.varied for v in given)
        if any(v.kind == BOTTOM or (BOTTOM in v.kind.items if call.target is MAKE else is_open(v.kind))
               and call.target not in (GETITEM, len) for v in given):
            return Value(BOTTOM, varied and (call.rule is None or call.rule.kind != "zero"))
        if call.function is not None:
            names = (*(None for _ in call.operands), *call.keywords)
            where = self.source.where(site)
            self.alone = False
            try:
                result, fresh = self.program.result_of(call.function, tuple(given), names, where)
            except SrcadError as error:                        # of an object that is not made yet, perhaps
                self.failure = self.failure or self.from_outside(error, call, site)
                result, fresh = Value(BOTTOM, varied), True
            (self.fresh.add if fresh else self.fresh.discard)(id(site))
            like = like_of(call, [v.kind for v in given])
            if result.kind.type is None and like.type is None and is_helper(call.function):
                like = self.of_samples(call, given, env)       # its branches differ, but literals decide them
            return replace(result, kind=own_tokens(result.kind, ("def", id(site))) if like.type is None else like)
        if isinstance(call.target, ClassAttribute):
            return Value(_global_kind(call.target.value))
        kind = self.result_kind(call, given, env, site)
        if call.rule is not None:
            if call.rule.kind == "zero":
                varied = varied and call.target is np.sign and is_complex(given[0].kind)      # x / abs(x) is not constant
            if call.rule.broadcasts or call.rule.kind == "elementwise":
                kind = broadcast(kind, [v.kind for v in given])
        if varied and kind.type is np.ndarray and kind.dtype == "object":
            fail(UnsupportedSyntax, self.source.where(site),
                 "an array of objects, or of a structured dtype, would hold what has a derivative",
                 "keep it in a list, or in an array of floats")
        if call.target in (np.ndarray.shape, np.shape) and given[0].kind.type is np.ndarray:
            kind = replace(with_units(kind, given[0].kind.units), shape=Lengths(given[0].kind.shape, given[0].kind.units))
        if call.target in FILLED and isinstance(given[0].kind.shape, Lengths):
            kind = replace(kind, shape=given[0].kind.shape.shape)
        if call.target in SAME_SHAPE and kind.type is np.ndarray and given[0].kind.type is np.ndarray:
            kind = replace(kind, shape=given[0].kind.shape)
        if kind.shape is None:
            kind = token_of(kind, ("def", id(site)))
        return Value(kind, varied and differentiable(kind))

    def calls_what_varies(self, node: Any, env: Env) -> bool:
        """True for a call of an object that was made of what varies, by a class that is not known."""
        return isinstance(node, gast.Call) and any(n in env and env[n].varied for n in tree.reads(node.func))

    def from_outside(self, error: SrcadError, call: Operation, site: Any) -> SrcadError:
        """An error within a function of a library's, as one of the call."""
        library = (call.function.__module__ or "").split(".")[0]
        if call.function is copy.copy:
            return UnsupportedSyntax("copy.copy copies a value, and it is not known what it is", self.source.where(site),
                                     "give values for the parameters (--at on the command line)")
        if library not in ("numpy", "scipy") or (self.source.function.__module__ or "").split(".")[0] == library:
            return error
        return MissingRule(f"`{call.label}` has no rule, and its source cannot be followed: {error.reason}",
                           self.source.where(site), "write it with functions that have one, or add a rule to srcad/rules")

    def pure(self, node: Any, env: Env) -> Value:
        if isinstance(node, (gast.BoolOp, gast.Compare)):
            return Value(UNKNOWN if isinstance(node, gast.BoolOp) else BOOL)
        return self.value_of(node, env)

    def custom_kind(self, call: Operation, rule: Rule, given: list[Value], site: Any) -> Kind:
        """What comes out of a primitive of the user's, which is not run on samples: it may do anything."""
        self.alone = False
        names = (*(None for _ in call.operands), *call.keywords)
        try:
            if rule.kind == "elementwise":
                bound = bind(rule, call.operands, call.keywords)
                wanted = {id(bound[p]) for p in rule.wrt}
                samples = [sample(v.kind) for v, a in zip(given, call.arguments) if id(a) in wanted]
                kind = kinds.of_value(functools.reduce(operator.add, samples, 0.0))
                return replace(kind, units=units_of(call, [v.kind for v in given]))
            if type(call.target) is FunctionType:
                found, _ = self.program.result_of(call.target, tuple(given), names, self.source.where(site))
                return own_tokens(found.kind, ("def", id(site)))
        except (Unsampled, BindError, SrcadError, TypeError):
            pass
        return UNKNOWN


def _global_kind(value: Any) -> Kind:
    kind = kinds.of_value(value)
    return token_of(kind, ("global", id(value)))


def _endless(node: Any) -> bool:
    return isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and bool(node.test.value)


__all__ = ["SPLITS", "Env", "Facts", "Held", "Seen", "Value", "infer", "kind_of_name", "kind_of_path"]
