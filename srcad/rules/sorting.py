# mypy: disable-error-code="no-untyped-def"
"""Elements in another order, and elements picked out. Elements that tie keep their order."""
from __future__ import annotations

import numpy as np

from ..runtime_arrays import chosen, first_occurrences, first_places, first_true, put_along, put_at
from .registry import general, jvp, linear


@general(np.sort)
def sort(a, axis=-1, kind=None, order=None, *, stable=None, ct):
    """Source: the k-th of the sorted elements gives its cotangent back to where it came from."""
    if axis is None:
        place = np.argsort(np.argsort(np.ravel(a), kind="stable"))
        return np.reshape(np.take(ct, place), np.shape(a))
    return np.take_along_axis(ct, np.argsort(np.argsort(a, axis, "stable"), axis), axis)


@jvp(sort)
def sort_dot(a, axis=-1, kind=None, order=None, *, stable=None, a_dot):
    if axis is None:
        return np.take(np.ravel(a_dot), np.argsort(np.ravel(a), kind="stable"))
    return np.take_along_axis(np.asarray(a_dot), np.argsort(a, axis, "stable"), axis)


@general(np.partition)
def partition(a, kth, axis=-1, kind="introselect", order=None, *, ct, ans):
    """Source: the elements of both are matched in sorted order."""
    if axis is None:
        place = np.argsort(np.argsort(np.ravel(a), kind="stable"))
        return np.reshape(np.take(np.take(ct, np.argsort(ans, kind="stable")), place), np.shape(a))
    place = np.argsort(np.argsort(a, axis, "stable"), axis)
    return np.take_along_axis(np.take_along_axis(ct, np.argsort(ans, axis, "stable"), axis), place, axis)


@jvp(partition)
def partition_dot(a, kth, axis=-1, kind="introselect", order=None, *, a_dot, ans):
    if axis is None:
        place = np.argsort(np.argsort(ans, kind="stable"))
        return np.take(np.take(np.ravel(a_dot), np.argsort(np.ravel(a), kind="stable")), place)
    place = np.argsort(np.argsort(ans, axis, "stable"), axis)
    return np.take_along_axis(np.take_along_axis(np.asarray(a_dot), np.argsort(a, axis, "stable"), axis), place, axis)


@linear(np.take, np.ndarray.take)
def take(a, indices, axis=None, out=None, mode="raise", *, ct):
    return put_at(ct, a, indices, axis, mode)


@linear(np.take_along_axis, wrt="arr")
def take_along_axis(arr, indices, axis=-1, *, ct):
    return put_along(ct, arr, indices, axis)


@linear(np.compress, wrt="a")
def compress(condition, a, axis=None, out=None, *, ct):
    return put_at(ct, a, np.flatnonzero(condition), axis)


@linear(np.ndarray.compress, wrt="a")
def compress_method(a, condition, axis=None, out=None, *, ct):
    return put_at(ct, a, np.flatnonzero(condition), axis)


@linear(np.extract, wrt="arr")
def extract(condition, arr, *, ct):
    return put_at(ct, arr, np.flatnonzero(condition), None)


@general(np.unique, wrt="ar")
def unique(ar, *, axis=None, equal_nan=True, ct):
    """Source: an element that occurs more than once stands for its first occurrence."""
    return put_at(ct, ar, first_places(ar, axis, equal_nan), axis)


@jvp(unique)
def unique_dot(ar, *, axis=None, equal_nan=True, ar_dot):
    return np.take(ar_dot, first_places(ar, axis, equal_nan), axis)


@general(np.unique_values, wrt="x")
def unique_values(x, *, ct, ans):
    """Source: an element that occurs more than once stands for its first occurrence."""
    return first_occurrences(ct, x, ans)


@jvp(unique_values)
def unique_values_dot(x, *, x_dot, ans):
    return np.ravel(x_dot)[np.argmax(np.expand_dims(ans, -1) == np.ravel(x), axis=-1)]


@linear(np.choose, np.ndarray.choose, wrt="choices")
def choose(a, choices, out=None, mode="raise", *, ct):
    return chosen(ct, choices, a, mode)


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
