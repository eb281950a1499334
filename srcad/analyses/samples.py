"""Samples: small values of a kind, on which operations are run to see of what kind their results are.

>>> sample(Kind(np.ndarray, 2, "float32"), 3).shape
(3, 3)
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from .kinds import Kind


class Unsampled(Exception):
    """A value of which no sample can be made."""


def sample(kind: Kind, length: int = 1, number: int = 1) -> Any:
    if kind.optional:
        raise Unsampled
    if kind.type in (float, complex):
        return kind.type(1 if length == 1 else 0.5)                # 1 is where a function may have no value
    if kind.type in (int, bool):
        return kind.type(number)
    if kind.type is str:
        return "a"
    if kind.type is np.dtype and kind.dtype is not None:
        return np.dtype(kind.dtype)
    if kind.type is type(None):
        return None
    if kind.type is range:
        return range(length)
    if kind.type is slice:
        return slice(None)
    if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
        one = np.ones((1,) * kind.rank, kind.dtype)
        return one if length == 1 else np.broadcast_to(one, (length,) * kind.rank)
    if kind.type is not None and issubclass(kind.type, np.generic):
        return kind.type(number)
    if kind.many and kind.items[0].is_integer_scalar:              # a shape, of so many axes
        raise Unsampled
    if kind.type in (list, tuple) and kind.items:
        return kind.type(sample(k, length, number) for k in kind.items)
    raise Unsampled


def without_units(kind: Kind) -> Kind:
    """Forget the lengths of a sample's axes."""
    return replace(kind, units=(), items=tuple(map(without_units, kind.items))) if kind.units or kind.items else kind


def by_units(kind: Kind) -> Any:
    """A sample whose axes of length 1 are those of the kind."""
    if kind.rank is None or len(kind.units) != kind.rank or None in kind.units:
        raise Unsampled
    return np.ones(tuple(1 if unit else 2 for unit in kind.units), kind.dtype)


def long(array: Any, count: Any) -> Any:
    """A sample that can be cut in ``count`` parts, or where that says; it takes no memory."""
    length = count if isinstance(count, int) else 17
    return np.broadcast_to(np.ones((), array.dtype), (length,) * array.ndim)


def index_of(kind: Kind) -> Any:
    """A sample of an index."""
    if kind.type is type(None):
        return None
    if kind.type in (slice, type(...)):
        return slice(None) if kind.type is slice else ...
    if kind.type is not None and issubclass(kind.type, (int, np.integer)) and kind.type is not bool:
        return 0
    if kind.type is np.ndarray and kind.rank is not None and kind.dtype is not None:
        return np.ones((3,) * kind.rank, bool) if kind.dtype == "bool" else np.zeros((2,) * kind.rank, int)
    if kind.type is list and kind.items and all(k.is_integer_scalar for k in kind.items):
        return np.zeros(2, int)
    raise Unsampled


def applied(target: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
    method = getattr(target, "__objclass__", None) is np.ndarray
    if method and callable(target) and isinstance(args[0], np.generic):
        return getattr(args[0], target.__name__)(*args[1:], **keywords)
    if callable(target):
        return target(*args, **keywords)
    return getattr(args[0], target.__name__)
