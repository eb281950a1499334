"""Of what kind an operation's result is where no rule says it: the operation is run on samples of its operands.

So NumPy's own promotion decides. Only NumPy's and ``math``'s functions are run, and only on small arrays.
"""
from __future__ import annotations

import itertools
import warnings
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from . import kinds
from .kinds import UNKNOWN, Kind
from .lattice import is_scalar, joined
from .operations import Operation
from .samples import Unsampled, applied, by_units, long, sample, without_units
from .values import Env, Value

TRIALS = ((1, 1), (3, 1), (4, 1), (17, 1), (1, 0))     # samples: the length of axes, 1 may be too short; numbers, axes perhaps
COUNTED = (np.tensordot, np.diag_indices)   # they take a number of axes
BY_NUMBER = ((3, 0), (3, 1), (3, 2), (3, 3))
RANKS = (1, 2, 3)                           # those that an array of which none is known is tried with
MOST_UNRANKED = 2
LENGTHS = (2, 4)                            # those that a list of any number of integers is tried with
SPLITS = (np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit)
SQUEEZING = (np.squeeze, np.ndarray.squeeze)                                 # axes of length 1 are lost


class Trials(ABC):
    """What operations return for samples, for whoever knows what names stand for."""

    @abstractmethod
    def resolve(self, path: str) -> tuple[bool, Any]:
        """What a dotted path of globals means: whether it means anything, and what."""

    @abstractmethod
    def value_of(self, node: Any, env: Env) -> Value:
        """What is known of an operand."""

    def of_samples(self, call: Operation, given: list[Value], env: Env) -> Kind:
        """The kind of what an operation returns for samples of its operands; UNKNOWN where it takes none."""
        names = sorted({n for a in call.arguments for n in tree.reads(a) if n in env})
        unranked = [n for n in names if _is_unranked(env[n].kind)]
        if unranked:
            return self.of_any_rank(call, env, unranked)
        lengths = [n for n in names if _is_any_number_of_integers(env[n].kind)]
        if lengths:
            return self.of_any_length(call, env, lengths)
        counted = call.target in COUNTED or call.target is np.array and "ndmin" in call.keywords
        found = []
        for trial in BY_NUMBER if counted else TRIALS:
            try:
                found.append(self.kind_of_sample(call, given, env, trial))
            except Unsampled:
                break
            except Exception:                                  # too short for it, perhaps
                continue
            if not counted:
                break
        return joined(found) if found else UNKNOWN

    def of_any_rank(self, call: Operation, env: Env, names: list[str]) -> Kind:
        """What an operation returns whatever the ranks of some arrays, if it is an array anyway, or a number."""
        def tried(ranks: tuple[int, ...]) -> Kind:
            new = {**env, **{n: replace(env[n], kind=replace(env[n].kind, rank=r, loose=False)) for n, r in zip(names, ranks)}}
            return self.of_samples(call, [self.value_of(a, new) for a in call.arguments], new)

        found = set(map(tried, itertools.product(RANKS, repeat=len(names)))) if len(names) <= MOST_UNRANKED else set()
        found.discard(UNKNOWN)                                 # it takes no arrays of these ranks
        if len({(k.type, k.dtype) for k in found}) != 1:
            return UNKNOWN
        kind = found.pop()
        if not found or kind.type is not np.ndarray:
            return UNKNOWN if found else kind
        loose = any(env[n].kind.loose for n in names) or is_scalar(tried((0,) * len(names)))
        return Kind(np.ndarray, None, kind.dtype, loose=loose)

    def of_any_length(self, call: Operation, env: Env, names: list[str]) -> Kind:
        """What an operation returns however long some lists of integers are: they may be a shape."""
        found = set()
        for length in LENGTHS:
            new = {**env, **{n: replace(env[n], kind=replace(env[n].kind, items=env[n].kind.items * length)) for n in names}}
            found.add(self.of_samples(call, [self.value_of(a, new) for a in call.arguments], new))
        return UNKNOWN if UNKNOWN in found else joined(found)

    def kind_of_sample(self, call: Operation, given: list[Value], env: Env, trial: tuple[int, int]) -> Kind:
        """The kind of what an operation returns for samples of its operands, all axes of one length."""
        counts = call.rule is not None and call.rule.kind == "elementwise"         # True is 1 there, and no choice
        there = counts or call.rule is not None and call.rule.kind == "bilinear"   # None would be refused
        args = [self.sample(a, env, counts, trial, there) for a in call.operands]
        if call.target in SQUEEZING:
            args[0] = by_units(given[0].kind)
        keywords = {k: self.sample(a, env, counts, trial, there) for k, a in call.keywords.items()}
        if call.target in (*SPLITS, np.take, np.ndarray.take):
            args[0] = long(args[0], args[1])
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")                        # of samples: no concern of the user's
            return without_units(kinds.of_value(applied(call.target, args, keywords)))

    def sample(self, node: Any, env: Env, counts: bool = False, trial: tuple[int, int] = TRIALS[0], there: bool = False) -> Any:
        if tree.is_literal(node):
            value = tree.literal(node)
            return 2 if isinstance(value, int) and not -17 < value < 17 else value
        if isinstance(node, (gast.Tuple, gast.List)):
            items = [self.sample(e, env, counts, trial, there) for e in node.elts]
            return tuple(items) if isinstance(node, gast.Tuple) else items
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found and not isinstance(value, (np.ndarray, list, tuple, int, float)):
            return value
        kind = self.value_of(node, env).kind
        if kind.type is bool and not counts:
            raise Unsampled
        return sample(replace(kind, optional=False) if there and kind.optional else kind, *trial)


def is_pure(target: Any) -> bool:
    """True for callables that may be run on samples: NumPy's and math's own, methods of strings."""
    home = getattr(target, "__module__", None) or ""
    owner = getattr(target, "__objclass__", None)
    return home.split(".")[0] in ("numpy", "math", "operator") and "random" not in home or owner in (np.ndarray, str)


def _is_unranked(kind: Kind) -> bool:
    return kind.type is np.ndarray and kind.rank is None and kind.dtype is not None


def _is_any_number_of_integers(kind: Kind) -> bool:
    return kind.type is list and len(kind.items) == 1 and kind.items[0].is_integer_scalar
