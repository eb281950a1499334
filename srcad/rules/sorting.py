# mypy: disable-error-code="no-untyped-def"
"""Elements in another order, and elements picked out. Elements that tie keep their order."""
from __future__ import annotations

import numpy as np

from ..runtime_arrays import chosen, first_true, put_along, put_at
from .registry import general, jvp, linear


@general(np.sort)
def sort(a, axis=-1, kind=None, *, ct):
    """Source: the k-th of the sorted elements gives its cotangent back to where it came from."""
    if axis is None:
        place = np.argsort(np.argsort(np.ravel(a), kind="stable"))
        return np.reshape(np.take(ct, place), np.shape(a))
    return np.take_along_axis(ct, np.argsort(np.argsort(a, axis, "stable"), axis), axis)


@jvp(sort)
def sort_dot(a, axis=-1, kind=None, *, a_dot):
    if axis is None:
        return np.take(np.ravel(a_dot), np.argsort(np.ravel(a), kind="stable"))
    return np.take_along_axis(a_dot, np.argsort(a, axis, "stable"), axis)


@general(np.partition)
def partition(a, kth, axis=-1, *, ct, ans):
    """Source: the elements of both are matched in sorted order."""
    if axis is None:
        place = np.argsort(np.argsort(np.ravel(a), kind="stable"))
        return np.reshape(np.take(np.take(ct, np.argsort(ans, kind="stable")), place), np.shape(a))
    place = np.argsort(np.argsort(a, axis, "stable"), axis)
    return np.take_along_axis(np.take_along_axis(ct, np.argsort(ans, axis, "stable"), axis), place, axis)


@jvp(partition)
def partition_dot(a, kth, axis=-1, *, a_dot, ans):
    if axis is None:
        place = np.argsort(np.argsort(ans, kind="stable"))
        return np.take(np.take(np.ravel(a_dot), np.argsort(np.ravel(a), kind="stable")), place)
    place = np.argsort(np.argsort(ans, axis, "stable"), axis)
    return np.take_along_axis(np.take_along_axis(a_dot, np.argsort(a, axis, "stable"), axis), place, axis)


@linear(np.take, np.ndarray.take)
def take(a, indices, axis=None, *, ct):
    return put_at(ct, a, indices, axis)


@linear(np.take_along_axis, wrt="arr")
def take_along_axis(arr, indices, axis, *, ct):
    return put_along(ct, arr, indices, axis)


@linear(np.compress, wrt="a")
def compress(condition, a, axis=None, *, ct):
    return put_at(ct, a, np.flatnonzero(condition), axis)


@linear(np.ndarray.compress, wrt="a")
def compress_method(a, condition, axis=None, *, ct):
    return put_at(ct, a, np.flatnonzero(condition), axis)


@linear(np.extract, wrt="arr")
def extract(condition, arr, *, ct):
    return put_at(ct, arr, np.flatnonzero(condition), None)


@general(np.unique, wrt="ar")
def unique(ar, *, ct):
    """Source: an element that occurs more than once stands for its first occurrence."""
    return put_at(ct, ar, np.unique(ar, return_index=True)[1], None)


@jvp(unique)
def unique_dot(ar, *, ar_dot):
    return np.take(ar_dot, np.unique(ar, return_index=True)[1])


@linear(np.choose, wrt="choices")
def choose(a, choices, *, ct):
    return chosen(ct, choices, a)


@linear(np.ndarray.choose, wrt="choices")
def choose_method(a, choices, *, ct):
    return chosen(ct, choices, a)


@linear(np.bincount, wrt="weights")
def bincount(x, weights=None, minlength=0, *, ct):
    return np.take(ct, x)


@general(np.select, wrt="choicelist default")
def select(condlist, choicelist, default=0, *, ct):
    """Source: selects, so 0 * inf never arises."""
    place = first_true(condlist)
    return chosen(ct, choicelist, place), chosen(ct, [default], place + 1)[0]


@jvp(select)
def select_dot(condlist, choicelist, default=0, *, choicelist_dot, default_dot, ans):
    return np.broadcast_to(np.select(condlist, choicelist_dot, default_dot), np.shape(ans))
