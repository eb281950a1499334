"""Of what kind an operation's result is: a rule says it, or what the operation is, or what it does (see ``trials``)."""
from __future__ import annotations

import copy
import dataclasses
import functools
import itertools
import operator
from abc import abstractmethod
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules import registry
from ..rules.expand import signature
from ..runtime_containers import keys, own_parts, ranked
from . import kinds
from .kinds import UNKNOWN, Kind
from .lattice import BOTTOM, any_number, differentiable, is_complex, is_scalar, join, joined, own_tokens
from .operations import GETITEM, MAKE, Operation
from .samples import index_of
from .shapes import FILLED, broadcast, item_of, joint_units, like_of, units_of, units_of_lengths, with_units
from .trials import SPLITS, SQUEEZING, Trials, is_pure
from .values import Env, Value

COUNTING = (itertools.count, itertools.permutations, itertools.combinations, itertools.combinations_with_replacement,
            itertools.product)
TEXTS = (str, repr, ascii, format, str.format, str.join, np.array2string, np.array_str, np.array_repr)
MAKERS = (list, tuple, sorted, list.copy, list.pop)
BITWISE = (operator.and_, operator.or_, operator.xor)
PICKING = (max, min, functools.reduce)
COPIES = (copy.copy, copy.deepcopy, dataclasses.replace, own_parts)
EIGENVALUES = (np.linalg.eig, np.linalg.eigvals, np.roots)    # real or not, as the numbers are: complex is right for both
NEW = (np.zeros_like, np.ones_like, np.copy, np.ndarray.copy)
INT, BOOL = Kind(int), Kind(bool)


class Results(Trials):
    """The kinds of results, for whoever knows what names stand for."""

    @abstractmethod
    def custom_kind(self, call: Operation, rule: registry.Rule, given: list[Value], site: Any) -> Kind:
        """What comes out of a primitive of the user's."""

    def result_kind(self, call: Operation, given: list[Value], env: Env, site: Any) -> Kind:
        if given and given[0].kind.type is type(None) and isinstance(call.node, (gast.Subscript, gast.Attribute)):
            return BOTTOM                                      # None has no items: this is not run
        if call.target is GETITEM:
            return self.item_kind(given[0].kind, call.operands[1], env)
        if call.target is float and given and given[0].kind.type is str:
            return Kind(float)
        if call.target in TEXTS:
            return Kind(str)
        if call.target is len and given and given[0].kind.type is np.ndarray:
            return with_units(INT, given[0].kind.units)
        if call.target in (len, int, bool, list.index, list.count):
            return BOOL if call.target is bool else INT
        if any(v.kind.type is type(None) for v in given) and isinstance(call.node, (gast.BinOp, gast.UnaryOp)):
            return BOTTOM                                      # Python refuses it: this is not run
        if call.target is type and len(given) == 1 and given[0].kind.home is not None:
            return Kind(type, home=given[0].kind.home)
        if call.target is keys:
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
            return _given_kind(call, call.rule, given) if isinstance(call.rule.gives, str) else call.rule.gives or UNKNOWN
        if call.target in BITWISE and all(v.kind.type in (bool, int) for v in given):
            return BOOL if all(v.kind.type is bool for v in given) else INT
        if call.target is operator.or_ and all(v.kind.type is dict and v.kind.length is not None for v in given):
            union = {key: item for v in given for key, item in zip(v.kind.fields, v.kind.items)}
            return replace(own_tokens(given[0].kind, None), fields=tuple(union), items=tuple(union.values()))
        if call.target is ranked:
            return Kind(list, items=(INT,))
        if call.target is operator.mul and any(v.kind.is_integer_scalar for v in given) and any(
                v.kind.type in (list, tuple) for v in given) and not all(map(tree.is_literal, call.operands)):
            return _repeated(call, given)
        if call.target is operator.add and all(v.kind.type is list for v in given):
            items = [item for v in given for item in v.kind.items]
            several = all(len(v.kind.items) != 1 for v in given)           # one item may stand for any number of them
            return Kind(list, items=tuple(items) if several else (joined(items),))
        if call.target is operator.add and all(v.kind.type is tuple for v in given):
            items = [item for v in given for item in v.kind.items]
            return any_number(items) if any(v.kind.many for v in given) else Kind(tuple, items=tuple(items))
        if call.target in MAKERS and given:
            return self.made(call.target, given[0].kind, env)
        if call.target in COUNTING and given and not call.keywords:
            return self.counted(call, [v.kind for v in given], env)
        if call.target is np.random.default_rng:
            return Kind(np.random.Generator)
        if call.target in (np.cov, np.corrcoef):
            return _of_variables(call, given)
        if call.target is None or call.rule is registry.NOTHING or registry.draws(call.target) or (
                call.rule is None and not is_pure(call.target)):
            return UNKNOWN
        if call.target is np.unravel_index and given[1].kind.type is tuple:
            place = given[0].kind                              # a number, or an array of numbers
            return Kind(tuple, items=(replace(place, shape=None, units=()),) * len(given[1].kind.items))
        like = like_of(call, [v.kind for v in given])
        if like.type is not None:
            return like
        kind = self.of_samples(call, given, env)
        if kind == UNKNOWN and call.target in FILLED and isinstance(call.operands[0], gast.Name):
            vector = {**env, call.operands[0].id: Value(Kind(tuple, items=(INT,)))}            # of whatever shape, it is an array
            return replace(self.of_samples(call, [self.value_of(a, vector) for a in call.arguments], vector), rank=None)
        if call.target in PICKING and is_scalar(kind) and not differentiable(kind):      # samples do not tell which
            given_to = given[1:] if call.target is functools.reduce else given
            parts = [k for v in given_to for k in (v.kind.items if v.kind.type in (list, tuple) else (v.kind,))]
            if all(map(is_scalar, parts)):
                return joined([kind, *parts])
        if kind.type in (int, bool) and call.rule is not None and call.rule.kind != "zero" and any(v.varied for v in given):
            return Kind(float)                                 # of samples it gave the 1 among them: a median
        if kind == UNKNOWN or kind.type is list and not kind.items:        # of a sample there may be none
            return _rank_only(call, given)
        if call.target in EIGENVALUES:
            kind = _made_complex(kind)
        if call.target is np.cross:                            # of pairs of numbers it has an axis less: nothing is said of any
            return replace(kind, units=(None,) * (kind.rank or 0)) if kind.type is np.ndarray else kind
        if call.target in SPLITS:                              # however many: one item stands for all
            return Kind(list, items=(kind.items[0],))
        if kind.type is not np.ndarray:
            return kind
        units = units_of(call, [v.kind for v in given])
        return replace(kind, units=units if len(units) == kind.rank else ())

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
            several = len(items) > 1 or source.type is tuple and not source.many
            return Kind(tuple, items=items) if several else any_number(items)
        return Kind(list, items=items if maker is not sorted or not items else (joined(items),))

    def counted(self, call: Operation, given: list[Kind], env: Env) -> Kind:
        """An iterator of numbers that count, or of tuples of them: its item is what it yields; UNKNOWN of anything else."""
        if call.target is itertools.count:
            return Kind(call.target, items=(INT,)) if all(kind.is_integer_scalar for kind in given) else UNKNOWN
        if call.target is itertools.permutations and len(given) == 1 and given[0].type is range:
            return Kind(call.target, items=(any_number([INT]),))               # as many as there are
        several = given if call.target is itertools.product else given[:1]
        if any(kind.type is not range for kind in several) or call.target is not itertools.product and len(given) != 2:
            return UNKNOWN
        count = len(several) if call.target is itertools.product else tree.literal(call.operands[1]) if tree.is_literal(
            call.operands[1]) else None
        return Kind(call.target, items=(Kind(tuple, items=(INT,) * count),)) if isinstance(count, int) else UNKNOWN

    def item_kind(self, base: Kind, index: Any, env: Env) -> Kind:
        if base.type is str:
            return base
        if base.is_record:
            if tree.is_literal(index):
                return base.slot(tree.literal(index)) if tree.literal(index) in base.fields else BOTTOM
            return functools.reduce(join, base.items) if base.items and base.type is dict else UNKNOWN
        if base.type in (list, tuple) and base.items:
            if tree.is_literal(index) and isinstance(tree.literal(index), int):
                return base.item(tree.literal(index))
            cut = tree.literal_slice(index)
            if base.many and (cut is not None or isinstance(index, gast.Slice)):
                return base
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
        if base.type is not np.ndarray or base.dtype is None or _is_field(base, index):
            return UNKNOWN
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        held = self.value_of(index, env).kind if isinstance(index, gast.Name) else UNKNOWN
        if base.rank is None:
            return Kind(np.ndarray, None, base.dtype) if held.type in (slice, list) or any(
                isinstance(p, (gast.Slice, gast.List)) for p in parts) else UNKNOWN
        try:
            if held.many:
                return UNKNOWN
            if held.type is tuple:
                chosen = tuple(map(index_of, held.items))
                return kinds.of_value(np.ones((3,) * base.rank, base.dtype)[chosen]) if chosen else UNKNOWN
            chosen = tuple(self.index_sample(p, env) for p in parts)
            kind = kinds.of_value(np.ones((3,) * base.rank, base.dtype)[chosen])
            if chosen and all(isinstance(c, np.ndarray) and c.dtype != bool for c in chosen) and len(chosen) == base.rank:
                given = [self.value_of(p, env).kind for p in parts]
                units = joint_units(given)
                return broadcast(replace(kind, units=units), given)
            return item_of(kind, base, parts, chosen, lambda n: self.value_of(n, env).kind) if kind.type is np.ndarray else kind
        except Exception:
            whole = held.type in (slice, list) or any(isinstance(p, gast.Slice) for p in parts)
            return UNKNOWN if held.type is tuple else Kind(np.ndarray, None, base.dtype, loose=not whole)

    def index_sample(self, node: Any, env: Env) -> Any:
        if isinstance(node, gast.Slice):
            return slice(None)
        if isinstance(node, gast.Constant) and node.value in (None, Ellipsis):
            return node.value
        found, value = self.resolve(tree.dotted_path(node) or "") if isinstance(node, gast.Attribute) else (False, None)
        return None if found and value is None else index_of(self.value_of(node, env).kind)


def _is_field(base: Kind, index: Any) -> bool:
    """True for a field of a structured array: an array of any dtype."""
    return base.dtype == "object" and tree.is_literal(index) and isinstance(tree.literal(index), str)


def _made_complex(kind: Kind) -> Kind:
    if kind.type is np.ndarray and kind.dtype is not None:
        return replace(kind, dtype=np.result_type(kind.dtype, "complex64").name)
    return replace(kind, items=tuple(map(_made_complex, kind.items)))


def _made(given: list[Kind]) -> Kind:
    """The kind of an object, or named tuple, that is made of its fields."""
    cls, fields = given[0].home, given[1]
    if not isinstance(cls, type):
        return UNKNOWN
    if issubclass(cls, tuple):
        return Kind(tuple, items=fields.items, fields=cls._fields, home=cls)       # type: ignore[attr-defined]
    return replace(fields, type=cls, home=cls)


def _rank_only(call: Operation, given: list[Value]) -> Kind:
    """What is left when no sample runs: ``reshape`` to literal lengths still has a rank."""
    if call.target in (np.reshape, np.ndarray.reshape) and given[0].kind.dtype is not None:
        shape = call.operands[1:]
        if len(shape) == 1:
            lengths = getattr(shape[0], "elts", [shape[0]] if is_scalar(given[1].kind) else None)
            units = units_of_lengths(shape, [given[1].kind])
            return Kind(np.ndarray, None if lengths is None else len(lengths), given[0].kind.dtype, units=units)
        return Kind(np.ndarray, len(shape), given[0].kind.dtype)
    if call.target is np.broadcast_to and given[1].kind.type is tuple and given[1].kind.items:       # of anything: an adjoint
        return Kind(np.ndarray, len(given[1].kind.items), given[0].kind.dtype)
    copies = call.target is np.full_like and len(given) == 2 or call.target is np.array and len(given) == 1
    if copies and given[0].kind.type is np.ndarray:
        return replace(given[0].kind, shape=None)
    if call.target in SQUEEZING and given[0].kind.type is np.ndarray:
        return _squeezed(given[0].kind, given[1].kind if len(given) > 1 else Kind(type(None)))
    if call.target is np.lib.stride_tricks.sliding_window_view and given[0].kind.type is np.ndarray:
        rank = given[0].kind.rank                              # one axis more, as long as the window
        return Kind(np.ndarray, rank + 1 if rank is not None and is_scalar(given[1].kind) else None, given[0].kind.dtype)
    if call.target in NEW and len(given) == 1 and given[0].kind.type is np.ndarray:            # of a rank that is not known
        return given[0].kind
    arrays = [value.kind for value in given[:2] if value.kind.type is np.ndarray and value.kind.dtype is not None]
    if call.target in (np.cross, np.linalg.cross) and len(arrays) == 2:
        ranks = [kind.rank for kind in arrays if kind.rank is not None]
        known = call.target is np.linalg.cross and len(ranks) == 2     # vectors of two elements give a number
        dtype = np.result_type(*[np.dtype(k.dtype) for k in arrays]).name
        return Kind(np.ndarray, max(ranks) if known else None, dtype, loose=not known)
    return UNKNOWN


def _squeezed(kind: Kind, axis: Kind) -> Kind:
    """The kind of an array without some of its axes: it stays an array, though it may have none left."""
    gone = 1 if axis.is_integer_scalar else axis.length
    if kind.rank is not None and gone is not None:
        return Kind(np.ndarray, kind.rank - gone, kind.dtype) if gone <= kind.rank else UNKNOWN
    return Kind(np.ndarray, None, kind.dtype)


def _given_kind(call: Operation, rule: registry.Rule, given: list[Value]) -> Kind:
    """The kind of what has the form of the parameter that a rule names."""
    names = [*signature(rule.form).parameters][:len(call.operands)] if rule.form is not None else []
    kind = dict(zip([*names, *call.keywords], given, strict=False)).get(rule.gives, Value(UNKNOWN)).kind
    return kind if kind.dtype == "float64" and not any(is_complex(value.kind) for value in given) else UNKNOWN


def _repeated(call: Operation, given: list[Value]) -> Kind:
    """A list or tuple a number of times, which is known where it is a literal."""
    source, count = sorted(zip((v.kind for v in given), call.operands, strict=True), key=lambda pair: is_scalar(pair[0]))
    kind, times = source[0], tree.literal(count[1]) if tree.is_literal(count[1]) else None
    if kind.many:
        return kind
    several = kind.type is tuple or len(kind.items) > 1       # one item of a list stands for any number of them
    if several and type(times) is int and 0 <= times * len(kind.items) <= 64:
        return Kind(kind.type, items=kind.items * times)
    if kind.type is list and kind.items:
        return Kind(list, items=(joined(kind.items),))
    return any_number(kind.items) if kind.type is tuple else UNKNOWN


def _of_variables(call: Operation, given: list[Value]) -> Kind:
    """A matrix of all variables with each other, if there are two at least; of one it is a number."""
    names = [*("m", "y")[:len(call.operands)], *call.keywords]
    parts = [value.kind for name, value in zip(names, given) if name in ("m", "x", "y") and value.kind.type is np.ndarray]
    if len(parts) < 2 or any(kind.dtype is None for kind in parts):
        return UNKNOWN
    return Kind(np.ndarray, 2, np.result_type(np.float64, *[np.dtype(kind.dtype) for kind in parts]).name)
