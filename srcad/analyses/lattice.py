"""The lattice of kinds: what is a scalar, what can carry a derivative, what two kinds have in common.

>>> join(Kind(int), Kind(float)).type, join(Kind(float), Kind(str)).type
(<class 'float'>, None)
"""
from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from functools import reduce
from typing import Any

import numpy as np

from .kinds import OPAQUE, UNKNOWN, Kind, is_transparent


class Bottom(float):
    """The class of a value that is never there: of a recursive call whose result is not known yet."""


BOTTOM = Kind(Bottom)
NONE = Kind(type(None))


def differentiable(kind: Kind) -> bool:
    """False only for what surely carries no derivative: integers, booleans, strings, None."""
    if kind.type is None:
        return True
    if kind.is_container:
        return not kind.items or any(differentiable(k) for k in kind.items)
    if kind.home is OPAQUE:                    # it is inside itself, or too deep; or nothing of ours is in it
        return kind.type in (dict, list, tuple) or is_transparent(kind.type)
    if kind.home is not None:                  # a function or a class
        return False
    if kind.type is np.ndarray:
        return kind.dtype is None or np.dtype(kind.dtype).kind in "fcO"
    return not issubclass(kind.type, (Enum, int, np.integer, np.bool_, str, bytes, type(None), range, slice))


def is_scalar(kind: Kind) -> bool:
    """True for Python and NumPy scalars, which broadcast into anything and are never written."""
    return kind.type is not None and issubclass(kind.type, (float, int, complex, np.generic))


def is_whole(kind: Kind) -> bool:
    """True for an array of integers."""
    return kind.type is np.ndarray and kind.dtype is not None and np.dtype(kind.dtype).kind in "iu"


def is_complex(kind: Kind) -> bool:
    """True for what surely is, or holds, a complex value."""
    if kind.items:
        return any(map(is_complex, kind.items))
    if kind.type is np.ndarray:
        return kind.dtype is not None and np.dtype(kind.dtype).kind == "c"
    return kind.type is not None and issubclass(kind.type, (complex, np.complexfloating))


def is_real(kind: Kind) -> bool:
    """True for what surely is a real number, or an array of them."""
    known = is_scalar(kind) or kind.type is np.ndarray and kind.dtype is not None
    return known and not kind.optional and not is_complex(kind)


def is_known(kind: Kind) -> bool:
    """True for what surely is complex or surely is not."""
    if kind.items or kind.type in (list, tuple):
        return bool(kind.items) and all(map(is_known, kind.items))
    return kind.type is not None and (kind.type is not np.ndarray or kind.dtype is not None)


def join(left: Kind, right: Kind) -> Kind:
    """The kind of a value that is one or the other."""
    if left == right or right == BOTTOM:
        return left
    if left == BOTTOM:
        return right
    if left.optional or right.optional:
        found = join(replace(left, optional=False), replace(right, optional=False))
        return found if found == UNKNOWN else replace(found, optional=True)
    if left.type is right.type is NONE.type:
        return NONE
    if NONE.type in (left.type, right.type):
        kind = right if left.type is NONE.type else left
        held = is_scalar(kind) or kind.is_container or kind.type is np.ndarray
        return replace(kind, optional=True) if held else UNKNOWN
    if is_scalar(left) and is_scalar(right) and not any(issubclass(k.type, Enum) for k in (left, right) if k.type is not None):
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
                    tuple(a if a == b else None for a, b in zip(left.units, right.units)) if same_rank else (),
                    loose=left.loose or right.loose)
    if left.type is right.type is tuple and (left.many or right.many or len(left.items) != len(right.items)):
        return any_number([*left.items, *right.items])
    if left.type is right.type and left.is_container and right.is_container and len(left.items) == len(right.items):
        if left.fields == right.fields and left.home is right.home:
            absent = left.absent | right.absent
            return shallow(replace(left, shape=None, absent=absent, items=tuple(map(join, left.items, right.items))))
        return shallow(Kind(left.type, items=tuple(map(join, left.items, right.items)))) if left.type is tuple else UNKNOWN
    if left.type is right.type and left.is_record and right.is_record and left.type is not dict:
        return _one_of_two(left, right)
    if left.type is right.type is list:                        # of any length: one item stands for all
        return shallow(Kind(list, items=(joined([*left.items, *right.items]),)))
    if left.type is right.type and not left.is_container and not right.is_container:
        return left if left.home is right.home else Kind(left.type)
    return UNKNOWN


def either(left: Kind, right: Kind) -> Kind:
    """The kind of a name that is one or the other; an array that may be complex is said to be."""
    found = join(left, right)
    complex_too = found.type is np.ndarray and {left.dtype, right.dtype} == {"float64", "complex128"}
    return replace(found, dtype="complex128") if complex_too else found


def _one_of_two(left: Kind, right: Kind) -> Kind:
    """The kind of one of two objects of a class, of which one has attributes that the other has not."""
    fields = tuple(dict.fromkeys([*left.fields, *right.fields]))
    absent = left.absent | right.absent | set(left.fields) ^ set(right.fields)
    items = tuple(join(left.slot(k), right.slot(k)) if k in left.fields and k in right.fields
                  else left.slot(k) if k in left.fields else right.slot(k) for k in fields)
    return shallow(replace(left, shape=None, absent=absent, fields=fields, items=items))


def slotted(left: Kind, right: Kind) -> Kind:
    """The kind of what is one or the other at different times; None holds a place until something is there."""
    if left.type is type(None) or right.type is type(None):
        other = right if left.type is type(None) else left
        return replace(other, optional=True) if other.type not in (None, type(None)) else other
    return join(left, right)


def refreshed(kind: Kind, grown: Mapping[type, Mapping[Any, Kind]]) -> Kind:
    """The kind of a value in which objects have been given other fields."""
    if not kind.is_container:
        return kind
    items = tuple([refreshed(k, grown) if kind.type is not dict or not k.is_record else k for k in kind.items])
    if not kind.is_record or kind.type not in grown:
        return replace(kind, items=items) if any(map(operator.is_not, items, kind.items)) else kind
    found = {key: items[n] for n, key in enumerate(kind.fields)}
    for key, new in grown[kind.type].items():                  # type: ignore[index]
        found[key] = slotted(found[key], new) if key in found else new
    absent = kind.absent | {key for key in found if key not in kind.fields}
    if len(found) == len(items) and all(map(operator.is_, found.values(), kind.items)):
        return kind
    return replace(kind, items=tuple(found.values()), fields=tuple(found), absent=absent)


def is_open(kind: Kind) -> bool:
    """True for what is not known yet: a value that is never there, or a list or tuple of such."""
    return kind == BOTTOM or any(map(is_open, kind.items))


def joined(kinds: Iterable[Kind]) -> Kind:
    """The kind of a value that is one of several; BOTTOM of none."""
    return reduce(join, kinds, BOTTOM)


def with_items_of(kind: Kind, added: Kind) -> Kind:
    """The kind of a list that takes in what a tuple or range holds."""
    items = (Kind(int),) if added.type is range else added.items
    return Kind(list, items=(joined([*kind.items, *items]),))


def shallow(kind: Kind, depth: int = 4) -> Kind:
    """Forget what is nested deeper than that: a list that holds itself, or a chain of pairs, has no end."""
    if not kind.items:
        return kind
    return replace(kind, items=tuple(shallow(k, depth - 1) for k in kind.items)) if depth else UNKNOWN


def token_of(kind: Kind, token: object) -> Kind:
    """Give an array (or a value that may be one) a token for its shape."""
    if kind.type in (None, np.ndarray):
        return replace(kind, shape=token)
    return kind


def own_tokens(kind: Kind, token: object) -> Kind:
    """Forget what is known of a value's shapes but for the token given."""
    if is_scalar(kind):
        return replace(kind, units=()) if kind.units else kind
    if kind.shape == token and not kind.items:
        return kind
    return replace(kind, shape=token, items=tuple(own_tokens(k, (token, n)) for n, k in enumerate(kind.items)))


def any_number(items: Iterable[Kind]) -> Kind:
    """The kind of a tuple of any number of elements, each of which is one of these."""
    item = shallow(own_tokens(joined(items), None), 3)
    return Kind(tuple) if item == BOTTOM else Kind(tuple, items=(item,), many=True)


def members(kinds: Iterable[Kind]) -> Kind:
    """One kind for all that is in a list; None may hold a place until something is put there."""
    given = [own_tokens(k, None) for k in kinds]
    kind = shallow(joined(k for k in given if k != NONE), 3)
    if NONE not in given or kind == UNKNOWN:
        return kind
    return NONE if set(given) == {NONE} else kind if kind == BOTTOM else replace(kind, optional=True)
