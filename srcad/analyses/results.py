"""Of what kind an operation's result is: a rule says it, or the operation does, run on ones of the right kinds.

So NumPy's own promotion decides. Only NumPy's and ``math``'s functions are run, and only on small arrays.
"""
from __future__ import annotations

import copy
import dataclasses
import functools
import warnings
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any

import gast
import numpy as np

from .. import runtime, tree
from ..rules import registry
from ..runtime import ranked
from . import kinds
from .kinds import UNKNOWN, Kind
from .lattice import BOTTOM, is_scalar, join, joined, own_tokens
from .operations import GETITEM, MAKE, Operation
from .shapes import broadcast, item_of, joint_units, like_of, units_of, units_of_lengths

LONGER = (4, 17)                            # lengths of samples' axes where 1 is too short for a function
SPLITS = (np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit)
MAKERS = (list, tuple, sorted, list.copy, list.pop)
COPIES = (copy.copy, copy.deepcopy, dataclasses.replace)
SQUEEZING = (np.squeeze, np.ndarray.squeeze, np.cov, np.corrcoef)            # axes of length 1 are lost
INT, BOOL = Kind(int), Kind(bool)


@dataclass(frozen=True)
class Value:
    """What is known of a name: its kind, and whether it varies with the differentiated inputs."""

    kind: Kind
    varied: bool = False


Env = dict[str, Value]


class Unsampled(Exception):
    """A value of which no sample can be made."""


class Results(ABC):
    """The kinds of results, for whoever knows what names stand for."""

    @abstractmethod
    def resolve(self, path: str) -> tuple[bool, Any]:
        """What a dotted path of globals means: whether it means anything, and what."""

    @abstractmethod
    def value_of(self, node: Any, env: Env) -> Value:
        """What is known of an operand."""

    @abstractmethod
    def custom_kind(self, call: Operation, rule: registry.Rule, given: list[Value], site: Any) -> Kind:
        """What comes out of a primitive of the user's."""

    def result_kind(self, call: Operation, given: list[Value], env: Env, site: Any) -> Kind:
        if call.target is GETITEM:
            return self.item_kind(given[0].kind, call.operands[1], env)
        if call.target is float and given and given[0].kind.type is str:
            return Kind(float)
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
            except Unsampled:
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
            raise Unsampled
        return sample(kind, length)

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


def sample(kind: Kind, length: int = 1) -> Any:
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
        return kind.type(sample(k, length) for k in kind.items)
    raise Unsampled


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
        raise Unsampled
    return np.ones(tuple(1 if unit else 2 for unit in kind.units), kind.dtype)


def _long(array: Any, count: Any) -> Any:
    """A sample that can be cut in ``count`` parts, or where that says; it takes no memory."""
    length = count if isinstance(count, int) else 17
    return np.broadcast_to(np.ones((), array.dtype), (length,) * array.ndim)


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
    raise Unsampled


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
