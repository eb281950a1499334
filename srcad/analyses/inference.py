"""Kinds and activity: what every value is, and whether it varies with the inputs.

One forward walk over a normalized function. The kind of an operation's result is found by running
the operation itself on ones of the right kinds, so NumPy's own promotion decides. Array kinds
carry a token for their shape: equal tokens mean equal shapes, whatever they are.
"""
from __future__ import annotations

import copy
import dataclasses
import functools
import operator
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, Protocol

import gast
import numpy as np

from .. import runtime, tree
from ..errors import Location, SrcadError
from ..rules import registry
from ..rules.expand import BindError, bind
from ..rules.registry import Rule
from ..runtime import is_helper, ranked
from ..source import Source
from . import kinds
from .kinds import UNKNOWN, Kind
from .lattice import (
    BOTTOM,
    differentiable,
    is_complex,
    is_open,
    is_scalar,
    join,
    joined,
    members,
    own_tokens,
    refreshed,
    token_of,
)
from .operations import GETITEM, MAKE, ClassAttribute, Operation, display_kind, operation
from .shapes import SAME_SHAPE, broadcast, item_of, joint_units, like_of, units_of, units_of_lengths

LONGER = (4, 17)                            # lengths of samples' axes where 1 is too short for a function
SPLITS = (np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit)
MAKERS = (list, tuple, sorted, list.copy, list.pop)
COPIES = (copy.copy, copy.deepcopy, dataclasses.replace)
SQUEEZING = (np.squeeze, np.ndarray.squeeze, np.cov, np.corrcoef)            # axes of length 1 are lost
FLOAT, INT, BOOL, STR = Kind(float), Kind(int), Kind(bool), Kind(str)


@dataclass(frozen=True)
class Value:
    """What is known of a name: its kind, and whether it varies with the differentiated inputs."""

    kind: Kind
    varied: bool = False


Env = dict[str, Value]


@dataclass(frozen=True)
class Facts:
    """``before``/``after`` map a statement's id to what is known around it; ``result`` is returned."""

    before: Mapping[int, Env]
    after: Mapping[int, Env]
    result: Value
    memory: Any = None                     # what is written in place (see ``memory``)
    failure: SrcadError | None = None      # a call of which nothing could be told: refused, if the call stays

    def kinds_in(self, function: Any) -> list[Kind]:
        """Return the kinds of all values that a function is given or binds (of what branches join, those of the parts)."""
        found: dict[int, Kind] = {}
        for node in tree.statements(function.body):
            if isinstance(node, gast.For):
                env, names = self.before.get(id(node.body[0]), {}), {node.target.id}
            else:
                env, names = self.after.get(id(node), {}), set() if hasattr(node, "body") else tree.writes(node)
            found.update({id(env[n].kind): env[n].kind for n in names if n in env})
        entry = self.before.get(id(function.body[0]), {})
        return [*found.values(), *(value.kind for value in entry.values())]


@dataclass(frozen=True)
class Held:
    """What is in a list that is written, at any time (None: in one that is not); and what is in that."""

    kind: Kind | None
    inner: Held | None = None
    slots: tuple[tuple[Any, Held], ...] = ()                       # of records, by key

    def within(self, kind: Kind) -> Kind:
        """The kind of a list or tuple, in which all this may be."""
        if kind.is_record:
            held = dict(self.slots)
            every = [held.get(key, self.inner) for key in kind.fields]
            return replace(kind, items=tuple(k if h is None else h.within(k) for h, k in zip(every, kind.items, strict=True)))
        if kind.type not in (list, tuple):
            return kind
        items = tuple(self.inner.within(k) for k in kind.items) if self.inner else kind.items
        if kind.type is tuple or self.kind is None:
            return replace(kind, items=items)
        own = self.inner.within(self.kind) if self.inner else self.kind
        return Kind(list, items=(members([own, *items]),))


class Program(Protocol):
    """What inference asks of the rest of the program: facts about called functions."""

    def result_of(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...],
                  where: Location) -> Value: ...


def infer(function: Any, source: Source, params: Mapping[str, Value], program: Program,
          active: frozenset[str] = frozenset(), elements: Mapping[str, Held] | None = None,
          grown: Mapping[str, Mapping[type, Mapping[Any, Kind]]] | None = None) -> Facts:
    """Return the facts of a normalized function whose parameters are as given.

    ``active`` names vary wherever they are bound: arrays that a varying value is stored in.
    ``elements`` are what lists that are written hold, whatever they begin with; ``grown`` what is put in records.
    """
    walk = _Walk(function, source, program, active, elements or {}, grown or {})
    walk.block(function.body, {n: walk.activated(n, v) for n, v in params.items()})
    return Facts(walk.before, walk.after, walk.result, failure=walk.failure)


class _Unsampled(Exception):
    """A value of which no sample can be made."""


def _sample(kind: Kind, length: int = 1) -> Any:
    if kind.type in (float, complex):
        return kind.type(1 if length == 1 else 0.5)                # 1 is where a function may have no value
    if kind.type in (int, bool):
        return kind.type(1)
    if kind.type is str:
        return "a"
    if kind.type is type(None):
        return None
    if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
        one = np.ones((1,) * kind.rank, kind.dtype)
        return one if length == 1 else np.broadcast_to(one, (length,) * kind.rank)
    if kind.type is not None and issubclass(kind.type, np.generic):
        return kind.type(1)
    if kind.type in (list, tuple) and kind.items:
        return kind.type(_sample(k, length) for k in kind.items)
    raise _Unsampled


def _made_complex(kind: Kind) -> Kind:
    if kind.type is np.ndarray and kind.dtype is not None:
        return replace(kind, dtype=np.result_type(kind.dtype, "complex64").name)
    return replace(kind, items=tuple(map(_made_complex, kind.items)))


def _without_units(kind: Kind) -> Kind:
    """Forget the lengths of a sample's axes."""
    return replace(kind, units=(), items=tuple(map(_without_units, kind.items)))


def _by_units(kind: Kind) -> Any:
    """A sample whose axes of length 1 are those of the kind."""
    if kind.rank is None or len(kind.units) != kind.rank or None in kind.units:
        raise _Unsampled
    return np.ones(tuple(1 if unit else 2 for unit in kind.units), kind.dtype)


def _long(array: Any, count: Any) -> Any:
    """A sample that can be cut in ``count`` parts, or where that says; it takes no memory."""
    length = count if isinstance(count, int) else 17
    return np.broadcast_to(np.ones((), array.dtype), (length,) * array.ndim)


class _Walk:
    def __init__(self, function: Any, source: Source, program: Program, active: frozenset[str],
                 elements: Mapping[str, Held], grown: Mapping[str, Mapping[type, Mapping[Any, Kind]]]) -> None:
        self.source, self.program, self.active, self.elements, self.grown = source, program, active, elements, grown
        self.locals = set(tree.parameters(function)) | tree.writes(function.body)
        self.before: dict[int, Env] = {}
        self.after: dict[int, Env] = {}
        self.result = Value(Kind(type(None)))
        self.breaks: list[list[Env]] = []
        self.continues: list[list[Env]] = []
        self.failure: SrcadError | None = None

    # -------------------------------------------------------------- statements
    def block(self, block: list[Any], env: Env | None) -> Env | None:
        """Walk a block; None means that its end is not reached."""
        for statement in block:
            if env is None:
                return None
            self.before[id(statement)] = dict(env)
            env = self.statement(statement, env)
            self.after[id(statement)] = dict(env) if env is not None else {}
        return env

    def statement(self, node: Any, env: Env) -> Env | None:
        if isinstance(node, gast.Assign):
            return self.assign(node, env)
        if isinstance(node, gast.AugAssign):
            if isinstance(node.target, gast.Subscript):
                return env
            found = self.assign(tree.assign(node.target.id, tree.like_augmented(node), node.lineno), env)
            name = node.target.id
            if name in env and env[name].kind.type is np.ndarray:          # it is written, and stays what it is
                found[name] = replace(found[name], kind=env[name].kind)
            return found
        if isinstance(node, gast.If):
            return self.merge(self.block(node.body, dict(env)), self.block(node.orelse, dict(env)), node)
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
        if name in self.grown:
            value = replace(value, kind=refreshed(value.kind, self.grown[name]))
        if name in self.elements:
            value = replace(value, kind=self.elements[name].within(value.kind))
        return replace(value, varied=True) if name in self.active and differentiable(value.kind) else value

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
        value = self.right_side(node.value, env, node)
        if isinstance(node.targets[0], (gast.Tuple, gast.List)):
            items = value.kind.items if value.kind != BOTTOM else (BOTTOM,) * len(names)
            items = items if len(items) == len(names) else (UNKNOWN,) * len(names)
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
            kind = join(a.kind, b.kind)
            if kind.shape is None:
                kind = token_of(kind, ("join", id(node), name))
            merged[name] = Value(kind, a.varied or b.varied)
        return merged  # type: ignore[return-value]

    def loop(self, node: Any, env: Env) -> Env | None:
        assigned = tree.writes(node.body) | tree.writes([node.target] if isinstance(node, gast.For) else [])
        head = self.loop_head(env, env, assigned, node)
        while True:
            self.breaks.append([])
            self.continues.append([])
            inside = dict(head)
            if isinstance(node, gast.For):
                inside[node.target.id] = self.activated(node.target.id, self.item(node.iter, head))
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
            kind = join(a.kind, b.kind)
            if kind.shape is None or name not in head:
                kind = token_of(kind, ("loop", id(node), name))
            merged[name] = Value(kind, a.varied or b.varied)
        return merged

    def item(self, iterable: Any, env: Env) -> Value:
        """What a ``for`` yields; only sequences that carry no derivative are left by desugaring."""
        call = self.operation(iterable, env)
        if call is not None and call.target is range:
            return Value(INT)
        if call is not None and call.target is runtime.keys:
            kinds_of_keys = {type(k) for k in self.value_of(call.operands[0], env).kind.fields}
            return Value(Kind(kinds_of_keys.pop()) if len(kinds_of_keys) == 1 else UNKNOWN)
        value = self.value_of(iterable, env)
        kind = value.kind
        if kind.type is np.ndarray:
            return Value(token_of(self.item_kind(kind, tree.const(0), env), ("item", id(iterable))))
        if kind.type in (list, tuple) and kind.items:
            return Value(joined(kind.items))
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
            return env.get(node.id, Value(BOTTOM))             # not bound yet: on the first way through a loop
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

    def right_side(self, node: Any, env: Env, site: Any) -> Value:
        call = self.operation(node, env)
        if call is None:
            return self.pure(node, env)
        given = [self.value_of(a, env) for a in call.arguments]
        varied = any(v.varied for v in given)
        if any(v.kind == BOTTOM or is_open(v.kind) and call.target not in (GETITEM, len) for v in given):
            return Value(BOTTOM, varied and (call.rule is None or call.rule.kind != "zero"))
        if call.function is not None:
            names = (*(None for _ in call.operands), *call.keywords)
            try:
                result = self.program.result_of(call.function, tuple(given), names, self.source.where(site))
            except SrcadError as error:                        # of an object that is not made yet, perhaps
                self.failure = self.failure or error
                result = Value(BOTTOM, varied)
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
        if call.target in SAME_SHAPE and kind.type is np.ndarray and given[0].kind.type is np.ndarray:
            kind = replace(kind, shape=given[0].kind.shape)
        if kind.shape is None:
            kind = token_of(kind, ("def", id(site)))
        return Value(kind, varied and differentiable(kind))

    def pure(self, node: Any, env: Env) -> Value:
        if isinstance(node, (gast.BoolOp, gast.Compare)):
            return Value(UNKNOWN if isinstance(node, gast.BoolOp) else BOOL)
        return self.value_of(node, env)

    def custom_kind(self, call: Operation, rule: Rule, given: list[Value], site: Any) -> Kind:
        """What comes out of a primitive of the user's, which is not run on samples: it may do anything."""
        names = (*(None for _ in call.operands), *call.keywords)
        try:
            if rule.kind == "elementwise":
                bound = bind(rule, call.operands, call.keywords)
                wanted = {id(bound[p]) for p in rule.wrt}
                samples = [_sample(v.kind) for v, a in zip(given, call.arguments) if id(a) in wanted]
                kind = kinds.of_value(functools.reduce(operator.add, samples, 0.0))
                return replace(kind, units=units_of(call, [v.kind for v in given]))
            if type(call.target) is FunctionType:
                found = self.program.result_of(call.target, tuple(given), names, self.source.where(site))
                return own_tokens(found.kind, ("def", id(site)))
        except (_Unsampled, BindError, SrcadError, TypeError):
            pass
        return UNKNOWN

    def result_kind(self, call: Operation, given: list[Value], env: Env, site: Any) -> Kind:
        if call.target is GETITEM:
            return self.item_kind(given[0].kind, call.operands[1], env)
        if call.target is float and given and given[0].kind.type is str:
            return FLOAT
        if call.target in (len, int, bool, list.index, list.count):
            return BOOL if call.target is bool else INT
        if any(v.kind.type is type(None) for v in given) and isinstance(call.node, (gast.BinOp, gast.UnaryOp)):
            return BOTTOM                                      # Python refuses it: this is not run
        if call.target is type and len(given) == 1 and given[0].kind.home is not None:
            return Kind(type, home=given[0].kind.home)
        if call.target is runtime.keys:
            return Kind(list, items=tuple(Kind(type(k)) for k in given[0].kind.fields)[:1])
        if call.target is MAKE:
            return _made([v.kind for v in given])
        if call.target in COPIES and given:
            new = dict(zip(call.keywords, (v.kind for v in given[len(call.operands):]), strict=True))
            old = own_tokens(given[0].kind, None)
            return replace(old, items=tuple(new.get(key, item) for key, item in zip(old.fields, old.items))) if new else old
        if call.rule is not None and call.rule.custom:
            return self.custom_kind(call, call.rule, given, site)
        if call.rule is not None and (call.rule.gives is not None or call.rule.calls):
            return call.rule.gives or UNKNOWN
        if call.target is ranked:
            return Kind(list, items=(INT,))
        if call.target in MAKERS and given:
            return self.made(call.target, given[0].kind, env)
        if call.target is np.random.default_rng:
            return Kind(np.random.Generator)
        if call.target in (None, np.cov, np.corrcoef) or call.rule is registry.NOTHING or registry.draws(call.target) or (
                call.rule is None and not _is_pure(call.target)):
            return UNKNOWN
        if call.target is np.unravel_index and given[1].kind.type is tuple:
            place = given[0].kind                              # a number, or an array of numbers
            return Kind(tuple, items=(replace(place, shape=None, units=()),) * len(given[1].kind.items))
        like = like_of(call, [v.kind for v in given])
        if like.type is not None:
            return like
        kind = self.of_samples(call, given, env)
        if kind == UNKNOWN or kind.type is list and not kind.items:        # of a sample there may be none
            return _rank_only(call, given)
        if call.target in (np.linalg.eig, np.linalg.eigvals):  # real or not, as the numbers are: complex is right for both
            kind = _made_complex(kind)
        if call.target in SPLITS:                              # however many: one item stands for all
            return Kind(list, items=(kind.items[0],))
        return replace(kind, units=units_of(call, [v.kind for v in given])) if kind.type is np.ndarray else kind

    def of_samples(self, call: Operation, given: list[Value], env: Env) -> Kind:
        """The kind of what an operation returns for samples of its operands; UNKNOWN where it takes none."""
        for length in (1, *LONGER):
            try:
                return self.kind_of_sample(call, given, env, length)
            except _Unsampled:
                break
            except Exception:                                  # too short for it, perhaps
                continue
        return UNKNOWN

    def made(self, maker: Any, source: Kind, env: Env) -> Kind:
        """A list or tuple of what is in another one, in an array or in a range; or one item of a list."""
        items = source.items
        if source.type is np.ndarray:
            items = (self.item_kind(source, tree.const(0), env),)
        elif source.type is range:
            items = (INT,)
        elif source.type not in (list, tuple):
            return UNKNOWN
        elif source.type is tuple and not items:
            items = (UNKNOWN,)
        if maker is list.pop:
            return joined(items) if items else UNKNOWN
        if maker is tuple:                                     # one item may stand for any number of them
            return Kind(tuple, items=() if len(items) == 1 else items)
        return Kind(list, items=items if maker is not sorted or not items else (joined(items),))

    def kind_of_sample(self, call: Operation, given: list[Value], env: Env, length: int) -> Kind:
        """The kind of what an operation returns for samples of its operands, all axes of one length."""
        counts = call.rule is not None and call.rule.kind == "elementwise"         # True is 1 there, and no choice
        args = [self.sample(a, env, counts, length) for a in call.operands]
        if call.target in SQUEEZING:
            args[0] = _by_units(given[0].kind)
        keywords = {k: self.sample(a, env, counts, length) for k, a in call.keywords.items()}
        if call.target in (*SPLITS, np.take, np.ndarray.take):
            args[0] = _long(args[0], args[1])
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")                        # of samples: no concern of the user's
            return _without_units(kinds.of_value(_apply(call.target, args, keywords)))

    def sample(self, node: Any, env: Env, counts: bool = False, length: int = 1) -> Any:
        if tree.is_literal(node):
            value = tree.literal(node)
            return 2 if isinstance(value, int) and not -17 < value < 17 else value
        if isinstance(node, (gast.Tuple, gast.List)):
            items = [self.sample(e, env, counts, length) for e in node.elts]
            return tuple(items) if isinstance(node, gast.Tuple) else items
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found and not isinstance(value, (np.ndarray, list, tuple, int, float)):
            return value
        kind = self.value_of(node, env).kind
        if kind.type is bool and not counts:
            raise _Unsampled
        return _sample(kind, length)

    def item_kind(self, base: Kind, index: Any, env: Env) -> Kind:
        if base.is_record:
            if tree.is_literal(index):
                return base.slot(tree.literal(index)) if tree.literal(index) in base.fields else BOTTOM
            return functools.reduce(join, base.items) if base.items and base.type is dict else UNKNOWN
        if base.type in (list, tuple) and base.items:
            if tree.is_literal(index) and isinstance(tree.literal(index), int):
                return base.item(tree.literal(index))
            cut = tree.literal_slice(index)
            if cut is not None and (base.type is tuple or len(base.items) > 1):        # one item of a list stands for any number
                return Kind(base.type, items=base.items[cut])
            one = self.value_of(index, env).kind.type if not isinstance(index, gast.Slice) else slice
            first = joined(base.items)
            if one is slice and base.type is list:
                return Kind(list, items=(first,))
            return first if one is not None and issubclass(one, (int, np.integer)) else UNKNOWN
        if base.type is list and not isinstance(index, gast.Slice):
            return BOTTOM                                      # nothing is in it
        if base.type is range:
            return Kind(range) if isinstance(index, gast.Slice) else INT
        if base.type is not np.ndarray or base.rank is None or base.dtype is None:
            return UNKNOWN
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        held = self.value_of(index, env).kind if isinstance(index, gast.Name) else UNKNOWN
        try:
            if held.type is tuple:
                chosen = tuple(map(_index_of, held.items))
                return kinds.of_value(np.ones((3,) * base.rank, base.dtype)[chosen]) if chosen else UNKNOWN
            chosen = tuple(self.index_sample(p, env) for p in parts)
            kind = kinds.of_value(np.ones((3,) * base.rank, base.dtype)[chosen])
            if chosen and all(isinstance(c, np.ndarray) and c.dtype != bool for c in chosen) and len(chosen) == base.rank:
                given = [self.value_of(p, env).kind for p in parts]
                units = joint_units(given)
                return broadcast(replace(kind, units=units), given)
            return item_of(kind, base, parts, chosen) if kind.type is np.ndarray else kind
        except Exception:
            return UNKNOWN if held.type is tuple else Kind(np.ndarray, None, base.dtype)

    def index_sample(self, node: Any, env: Env) -> Any:
        if isinstance(node, gast.Slice):
            return slice(None)
        if isinstance(node, gast.Constant) and node.value in (None, Ellipsis):
            return node.value
        found, value = self.resolve(tree.dotted_path(node) or "") if isinstance(node, gast.Attribute) else (False, None)
        return None if found and value is None else _index_of(self.value_of(node, env).kind)


def _index_of(kind: Kind) -> Any:
    """A sample of an index."""
    if kind.type is type(None):
        return None
    if kind.type is not None and issubclass(kind.type, (int, np.integer)) and kind.type is not bool:
        return 0
    if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
        return np.ones((3,) * kind.rank, bool) if kind.dtype == "bool" else np.zeros((2,) * kind.rank, int)
    if kind.type is list and kind.items and all(k.is_integer_scalar for k in kind.items):
        return np.zeros(2, int)
    raise _Unsampled


def _made(given: list[Kind]) -> Kind:
    """The kind of an object, or named tuple, that is made of its fields."""
    cls, fields = given[0].home, given[1]
    if not isinstance(cls, type):
        return UNKNOWN
    if issubclass(cls, tuple):
        return Kind(tuple, items=fields.items, fields=cls._fields, home=cls)       # type: ignore[attr-defined]
    return replace(fields, type=cls, home=cls)


def _apply(target: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
    method = getattr(target, "__objclass__", None) is np.ndarray
    if method and callable(target) and isinstance(args[0], np.generic):
        return getattr(args[0], target.__name__)(*args[1:], **keywords)
    if callable(target):
        return target(*args, **keywords)
    return getattr(args[0], target.__name__)


def _is_pure(target: Any) -> bool:
    """True for callables that may be run on samples: NumPy's and math's own, methods of strings."""
    home = getattr(target, "__module__", None) or ""
    owner = getattr(target, "__objclass__", None)
    return home.split(".")[0] in ("numpy", "math", "operator") and "random" not in home or owner in (np.ndarray, str)


def _rank_only(call: Operation, given: list[Value]) -> Kind:
    """What is left when no sample runs: ``reshape`` to literal lengths still has a rank."""
    if call.target in (np.reshape, np.ndarray.reshape) and given[0].kind.dtype is not None:
        shape = call.operands[1:]
        if len(shape) == 1:
            lengths = getattr(shape[0], "elts", [shape[0]] if is_scalar(given[1].kind) else None)
            return Kind(np.ndarray, None if lengths is None else len(lengths), given[0].kind.dtype, units=units_of_lengths(shape))
        return Kind(np.ndarray, len(shape), given[0].kind.dtype)
    if call.target in (np.squeeze, np.ndarray.squeeze) and given[0].kind.type is np.ndarray:
        return Kind(np.ndarray, None, given[0].kind.dtype)
    if call.target is np.lib.stride_tricks.sliding_window_view and given[0].kind.type is np.ndarray:
        rank = given[0].kind.rank                              # one axis more, as long as the window
        return Kind(np.ndarray, rank + 1 if rank is not None and is_scalar(given[1].kind) else None, given[0].kind.dtype)
    return UNKNOWN


def _global_kind(value: Any) -> Kind:
    kind = kinds.of_value(value)
    return token_of(kind, ("global", id(value)))


def _endless(node: Any) -> bool:
    return isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and bool(node.test.value)

