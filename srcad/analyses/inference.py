"""Kinds and activity: what every value is, and whether it varies with the inputs.

One forward walk over a normalized function. The kind of an operation's result is found by running
the operation itself on ones of the right kinds, so NumPy's own promotion decides. Array kinds
carry a token for their shape: equal tokens mean equal shapes, whatever they are.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, Protocol

import gast
import numpy as np

from .. import tree
from ..source import Source
from . import kinds
from .kinds import UNKNOWN, Kind
from .operations import GETITEM, Operation, operation

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


class Program(Protocol):
    """What inference asks of the rest of the program: facts about called functions."""

    def result_of(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...]) -> Value: ...


def infer(function: Any, source: Source, params: Mapping[str, Value], program: Program) -> Facts:
    """Return the facts of a normalized function whose parameters are as given."""
    walk = _Walk(function, source, program)
    walk.block(function.body, dict(params))
    return Facts(walk.before, walk.after, walk.result)


def differentiable(kind: Kind) -> bool:
    """False only for what surely carries no derivative: integers, booleans, strings, None."""
    if kind.type is None:
        return True
    if kind.type in (list, tuple):
        return not kind.items or any(differentiable(k) for k in kind.items)
    if kind.type is np.ndarray:
        return kind.dtype is None or np.dtype(kind.dtype).kind in "fcO"
    return not issubclass(kind.type, (int, np.integer, np.bool_, str, bytes, type(None), range, slice))


def is_scalar(kind: Kind) -> bool:
    """True for Python and NumPy scalars, which broadcast into anything and are never written."""
    return kind.type is not None and issubclass(kind.type, (float, int, complex, np.generic))


def join(left: Kind, right: Kind) -> Kind:
    """The kind of a value that is one or the other."""
    if left == right:
        return left
    if is_scalar(left) and is_scalar(right):
        python = [k.type for k in (left, right) if k.type in (bool, int, float, complex)]
        if len(python) == 2:
            order = [bool, int, float, complex]
            return Kind(max(python, key=order.index))
        common = np.result_type(*(np.dtype(k.type) for k in (left, right)))
        return Kind(common.type, 0, common.name)
    if left.type is right.type is np.ndarray:
        same_rank = left.rank == right.rank and len(left.units) == len(right.units)
        return Kind(np.ndarray, left.rank if left.rank == right.rank else None,
                    left.dtype if left.dtype == right.dtype else None, (),
                    left.shape if left.shape == right.shape else None,
                    tuple(a if a == b else None for a, b in zip(left.units, right.units)) if same_rank else ())
    if left.type is right.type and left.type in (list, tuple) and len(left.items) == len(right.items):
        return Kind(left.type, None, None, tuple(map(join, left.items, right.items)))
    if left.type is right.type and left.type not in (list, tuple):
        return left
    return UNKNOWN


class _Unsampled(Exception):
    """A value of which no sample can be made."""


def _sample(kind: Kind) -> Any:
    if kind.type in (float, int, bool, complex):
        return kind.type(1)
    if kind.type is str:
        return "a"
    if kind.type is type(None):
        return None
    if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
        return np.ones((1,) * kind.rank, kind.dtype)
    if kind.type is not None and issubclass(kind.type, np.generic):
        return kind.type(1)
    if kind.type in (list, tuple) and kind.items:
        return kind.type(_sample(k) for k in kind.items)
    raise _Unsampled


class _Walk:
    def __init__(self, function: Any, source: Source, program: Program) -> None:
        self.source, self.program = source, program
        self.locals = set(tree.parameters(function)) | tree.writes(function.body)
        self.before: dict[int, Env] = {}
        self.after: dict[int, Env] = {}
        self.result = Value(Kind(type(None)))
        self.breaks: list[list[Env]] = []
        self.continues: list[list[Env]] = []

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

    def assign(self, node: Any, env: Env) -> Env:
        value = self.right_side(node.value, env, node)
        names = tree.targets(node)
        if isinstance(node.targets[0], (gast.Tuple, gast.List)):
            items = value.kind.items
            items = items if len(items) == len(names) else (UNKNOWN,) * len(names)
            items = tuple(own_tokens(k, ("def", id(node), n)) for n, k in enumerate(items))
            return env | {n: Value(k, value.varied and differentiable(k)) for n, k in zip(names, items, strict=True)}
        return env | {names[0]: value}

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
                kind = _token(kind, ("join", id(node), name))
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
                inside[node.target.id] = self.item(node.iter, head)
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
                kind = _token(kind, ("loop", id(node), name))
            merged[name] = Value(kind, a.varied or b.varied)
        return merged

    def item(self, iterable: Any, env: Env) -> Value:
        """What a ``for`` yields; only sequences that carry no derivative are left by desugaring."""
        call = self.operation(iterable, env)
        if call is not None and call.target is range:
            return Value(INT)
        value = self.value_of(iterable, env)
        kind = value.kind
        if kind.type is np.ndarray:
            return Value(_token(self.item_kind(kind, tree.const(0), env), ("item", id(iterable))))
        if kind.type in (list, tuple) and kind.items:
            joined = kind.items[0]
            for other in kind.items[1:]:
                joined = join(joined, other)
            return Value(joined)
        return Value(INT if kind.type is range else UNKNOWN)

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
            return env.get(node.id, Value(UNKNOWN))
        if isinstance(node, (gast.Tuple, gast.List)):
            items = [self.value_of(e, env) for e in node.elts]
            kind = Kind(tuple if isinstance(node, gast.Tuple) else list, None, None, tuple(v.kind for v in items))
            return Value(kind, any(v.varied for v in items))
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
        if call.function is not None:
            result = self.program.result_of(
                call.function, tuple(given), (*(None for _ in call.operands), *call.keywords))
            return replace(result, kind=own_tokens(result.kind, ("def", id(site))))
        kind = self.result_kind(call, given, env)
        if call.rule is not None:
            if call.rule.kind == "zero":
                varied = False
            if call.rule.broadcasts or call.rule.kind == "elementwise":
                kind = _broadcast(kind, given)
        if call.target in SAME_SHAPE and kind.type is np.ndarray and given[0].kind.type is np.ndarray:
            kind = replace(kind, shape=given[0].kind.shape)
        if kind.shape is None:
            kind = _token(kind, ("def", id(site)))
        return Value(kind, varied and differentiable(kind))

    def pure(self, node: Any, env: Env) -> Value:
        if isinstance(node, (gast.BoolOp, gast.Compare)):
            return Value(UNKNOWN if isinstance(node, gast.BoolOp) else BOOL)
        return self.value_of(node, env)

    def result_kind(self, call: Operation, given: list[Value], env: Env) -> Kind:
        if call.target is GETITEM:
            return self.item_kind(given[0].kind, call.operands[1], env)
        if call.target is None or (call.rule is None and not _is_pure(call.target)):
            return UNKNOWN
        try:
            args = [self.sample(a, env) for a in call.operands]
            keywords = {k: self.sample(a, env) for k, a in call.keywords.items()}
            with np.errstate(all="ignore"):
                kind = kinds.of_value(_apply(call.target, args, keywords))
            return replace(kind, units=units_of(call, given)) if kind.type is np.ndarray else kind
        except Exception:
            return _rank_only(call, given)

    def sample(self, node: Any, env: Env) -> Any:
        if tree.is_literal(node):
            value = tree.literal(node)
            return 2 if isinstance(value, int) and not -17 < value < 17 else value
        if isinstance(node, (gast.Tuple, gast.List)):
            items = [self.sample(e, env) for e in node.elts]
            return tuple(items) if isinstance(node, gast.Tuple) else items
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found and not isinstance(value, (np.ndarray, list, tuple, int, float)):
            return value
        kind = self.value_of(node, env).kind
        if kind.type is bool:
            raise _Unsampled
        return _sample(kind)

    def item_kind(self, base: Kind, index: Any, env: Env) -> Kind:
        if base.type in (list, tuple) and base.items:
            if tree.is_literal(index) and isinstance(tree.literal(index), int):
                return base.item(tree.literal(index))
            first, *rest = base.items
            for other in rest:
                first = join(first, other)
            return UNKNOWN if isinstance(index, gast.Slice) else first
        if base.type is not np.ndarray or base.rank is None or base.dtype is None:
            return UNKNOWN
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        try:
            chosen = tuple(self.index_sample(p, env) for p in parts)
            kind = kinds.of_value(np.ones((3,) * base.rank, base.dtype)[chosen])
            return replace(kind, units=_units_of_item(base, parts, chosen)) if kind.type is np.ndarray else kind
        except Exception:
            return Kind(np.ndarray, None, base.dtype)

    def index_sample(self, node: Any, env: Env) -> Any:
        if isinstance(node, gast.Slice):
            return slice(None)
        if isinstance(node, gast.Constant) and node.value in (None, Ellipsis):
            return node.value
        kind = self.value_of(node, env).kind
        if kind.type is type(None):
            return None
        if kind.type is not None and issubclass(kind.type, (int, np.integer)) and kind.type is not bool:
            return 0
        if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
            return np.ones((3,) * kind.rank, bool) if kind.dtype == "bool" else np.zeros((2,) * kind.rank, int)
        if isinstance(node, gast.Attribute) and tree.dotted_path(node):
            found, value = self.resolve(tree.dotted_path(node) or "")
            if found and value is None:
                return None
        raise _Unsampled


SAME_SHAPE = (np.copy, np.ndarray.copy, np.zeros_like, np.ones_like, np.ndarray.astype)
MATMUL = (operator.matmul, np.matmul, np.dot, np.ndarray.dot)
REDUCTIONS = tuple(getattr(owner, n) for owner in (np, np.ndarray) for n in ("sum", "mean", "max", "min", "prod"))


def has_shape_of(kind: Kind, result: Kind) -> bool:
    """True if an operand surely has the whole shape of the result of a broadcast that it is in."""
    if is_scalar(kind) or is_scalar(result):
        return is_scalar(kind) and is_scalar(result)
    if kind.shape is not None and kind.shape == result.shape:
        return True
    if kind.rank is None or kind.rank != result.rank or len(kind.units) != kind.rank:
        return False
    theirs = result.units if len(result.units) == kind.rank else (None,) * kind.rank
    return all(mine is False or their is True for mine, their in zip(kind.units, theirs, strict=True))


def units_of(call: Operation, given: list[Value]) -> tuple[bool | None, ...]:
    """Which axes of an operation's result have length 1, as far as the operands' axes tell."""
    arrays = [v.kind for v in given if not is_scalar(v.kind)]
    if call.target in (np.array, np.asarray) and isinstance(call.operands[0], (gast.Tuple, gast.List)):
        items = given[0].kind.items
        return (len(items) == 1,) if items and all(map(is_scalar, items)) else ()
    if any(k.type is not np.ndarray or len(k.units) != k.rank for k in arrays) or not arrays:
        return ()
    if call.rule is not None and call.rule.broadcasts:
        rank = max(k.rank or 0 for k in arrays)
        axes = zip(*[(True,) * (rank - len(k.units)) + k.units for k in arrays], strict=True)
        return tuple(False if False in axis else None if None in axis else True for axis in axes)
    if call.target in MATMUL and len(arrays) == 2 and all(k.rank in (1, 2) for k in arrays):
        return arrays[0].units[:-1] + arrays[1].units[1:]
    if call.target in SAME_SHAPE and len(arrays) == 1:
        return arrays[0].units
    if call.target is np.ndarray.T or call.target in (np.transpose, np.ndarray.transpose) and len(given) == 1:
        return arrays[0].units[::-1]
    if call.target in REDUCTIONS:
        return _units_reduced(call, arrays[0])
    return ()


def _units_reduced(call: Operation, kind: Kind) -> tuple[bool | None, ...]:
    axis = call.keywords.get("axis", call.operands[1] if len(call.operands) > 1 else tree.const(None))
    keep = call.keywords.get("keepdims", tree.const(False))
    if not tree.is_literal(axis) or not tree.is_literal(keep) or len(call.operands) > 2:
        return ()
    chosen = tree.literal(axis)
    axes = range(len(kind.units)) if chosen is None else [chosen] if isinstance(chosen, int) else chosen
    gone = {a % len(kind.units) for a in axes}
    if tree.literal(keep):
        return tuple(True if n in gone else u for n, u in enumerate(kind.units))
    return tuple(u for n, u in enumerate(kind.units) if n not in gone)


def _units_of_item(base: Kind, parts: list[Any], chosen: tuple[Any, ...]) -> tuple[bool | None, ...]:
    """Basic indices only: an integer takes an axis away, a whole slice keeps it, None adds one."""
    if len(base.units) != base.rank or any(isinstance(c, np.ndarray) for c in chosen) or Ellipsis in chosen:
        return ()
    found: list[bool | None] = []
    axis = 0
    for part, pick in zip(parts, chosen, strict=True):
        if pick is None:
            found.append(True)
            continue
        if isinstance(pick, slice):
            whole = part.lower is None and part.upper is None and part.step is None
            found.append(base.units[axis] if whole else None)
        axis += 1
    return (*found, *base.units[axis:])


def _apply(target: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
    if callable(target):
        return target(*args, **keywords)
    return target.__get__(args[0])


def _is_pure(target: Any) -> bool:
    """True for callables that may be run on samples: NumPy's and math's own."""
    home = getattr(target, "__module__", None) or ""
    owner = getattr(target, "__objclass__", None)
    return home.split(".")[0] in ("numpy", "math", "operator") and "random" not in home or owner is np.ndarray


def _rank_only(call: Operation, given: list[Value]) -> Kind:
    """What is left when no sample runs: ``reshape`` to literal lengths still has a rank."""
    if call.target in (np.reshape, np.ndarray.reshape) and given[0].kind.dtype is not None:
        shape = call.operands[1:]
        if len(shape) == 1:
            lengths = getattr(shape[0], "elts", [shape[0]] if is_scalar(given[1].kind) else None)
            return Kind(np.ndarray, None if lengths is None else len(lengths), given[0].kind.dtype)
        return Kind(np.ndarray, len(shape), given[0].kind.dtype)
    return UNKNOWN


def _token(kind: Kind, token: object) -> Kind:
    """Give an array (or a value that may be one) a token for its shape."""
    if kind.type in (None, np.ndarray):
        return replace(kind, shape=token)
    return kind


def own_tokens(kind: Kind, token: object) -> Kind:
    """Forget what is known of a value's shapes but for the token given."""
    if is_scalar(kind):
        return kind
    return replace(kind, shape=token, items=tuple(own_tokens(k, (token, n)) for n, k in enumerate(kind.items)))


def _broadcast(kind: Kind, given: list[Value]) -> Kind:
    shapes = {v.kind.shape for v in given if not is_scalar(v.kind)}
    if len(shapes) == 1 and kind.type in (None, np.ndarray):
        return replace(kind, shape=shapes.pop())
    return kind


def _global_kind(value: Any) -> Kind:
    kind = kinds.of_value(value)
    return _token(kind, ("global", id(value)))


def _endless(node: Any) -> bool:
    return isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and bool(node.test.value)


Follow = Callable[[FunctionType], Any]
