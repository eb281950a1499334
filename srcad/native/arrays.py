"""Shapes, reductions and products of arrays: forms of srcad's own helpers that are pasted into text for Numba.

Each is complete in itself, and valid Python too; ``families`` says by the types of a call which one is meant.

>>> unbroadcast_21(np.ones((3, 2)), np.zeros(2))
array([3., 3.])
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np


# ------------------------------------------------------------------ shapes
def axes_0(x: Any) -> int:
    """How many axes a number has."""
    return 0


def axes_1(x: Any) -> int:
    """How many axes an array has."""
    return 1


def axes_2(x: Any) -> int:
    """How many axes an array has."""
    return 2


def axes_3(x: Any) -> int:
    """How many axes an array has."""
    return 3


def not_hollow(array: Any) -> Any:
    """An array that is kept for its shape: Numba's have elements of their own."""
    return array


def as_it_is(array: Any, like: Any) -> Any:
    """A number belongs to a number."""
    return array


def summed(array: Any, like: Any) -> Any:
    """The sum of an array whose elements came from one number."""
    return np.sum(array)


def unbroadcast_11(array: Any, like: Any) -> Any:
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == 1 and array.shape[0] != 1:
        total = np.empty(1, array.dtype)
        total[0] = np.sum(array)
        return total
    return array


def unbroadcast_22(array: Any, like: Any) -> Any:
    """Sum an array over the axes along which ``like`` was broadcast."""
    if like.shape[0] == array.shape[0] and like.shape[1] == array.shape[1]:
        return np.ascontiguousarray(array)
    total = np.zeros(like.shape, array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            total[i if like.shape[0] > 1 else 0, j if like.shape[1] > 1 else 0] += array[i, j]
    return total


def unbroadcast_21(array: Any, like: Any) -> Any:
    """Sum an array over the axes along which ``like`` was broadcast."""
    total = np.zeros(like.shape, array.dtype)
    for i in range(array.shape[0]):
        for j in range(array.shape[1]):
            total[j if like.shape[0] > 1 else 0] += array[i, j]
    return total


def unbroadcast_any(array: Any, like: Any) -> Any:
    """Sum an array over the axes along which ``like``, which has no more of them, was broadcast."""
    total = np.zeros(like.shape, array.dtype)
    flat = total.reshape(total.size)
    for place, value in np.ndenumerate(array):
        k = 0
        for axis in range(like.ndim):
            k = k * like.shape[axis] + place[axis + array.ndim - like.ndim] % like.shape[axis]
        flat[k] += value
    return total


def full_like(x: Any, value: Any) -> Any:
    """An array like ``x``, filled with a number."""
    return np.full_like(x, value)


def stretched_over(ct: Any, like: Any) -> Any:
    """The cotangent of a sum, once for each thing that was added up."""
    return np.full(like.shape, ct)


def spread_list(ct: Any, like: Any) -> Any:
    """The cotangent of a sum, once for each number that was added up."""
    return [0.0 + ct for _ in like]


# ------------------------------------------------------------------ reductions along an axis
def largest_1(x: Any, axis: Any) -> Any:
    """The largest element."""
    return np.max(x)


def smallest_1(x: Any, axis: Any) -> Any:
    """The smallest element."""
    return np.min(x)


def average_1(x: Any, axis: Any) -> Any:
    """The mean of the elements."""
    return np.mean(x)


def largest_2(x: Any, axis: Any) -> Any:
    """The largest element of each row or column."""
    rows = x.T if axis == 0 or axis == -2 else x
    found = np.empty(rows.shape[0], x.dtype)
    for i in range(rows.shape[0]):
        found[i] = np.max(rows[i])
    return found


def smallest_2(x: Any, axis: Any) -> Any:
    """The smallest element of each row or column."""
    rows = x.T if axis == 0 or axis == -2 else x
    found = np.empty(rows.shape[0], x.dtype)
    for i in range(rows.shape[0]):
        found[i] = np.min(rows[i])
    return found


def average_2(x: Any, axis: Any) -> Any:
    """The mean of each row or column."""
    return np.sum(x, axis) / x.shape[axis]


def shares_1(a: Any, extreme: Any, axis: Any, keepdims: Any) -> Any:
    """The share of each element in a maximum or minimum: elements that tie share evenly."""
    weights = (a == extreme).astype(np.float64)
    return weights / np.sum(weights)


def shares_2(a: Any, extreme: Any, axis: Any, keepdims: Any) -> Any:
    """The share of each element in the maximum or minimum of its row or column."""
    across = axis == 0 or axis == -2
    flat = extreme.copy().reshape(-1)
    weights = np.zeros(a.shape)
    for k in range(flat.shape[0]):
        line = a[:, k] if across else a[k, :]
        ties = (line == flat[k]).astype(np.float64)
        share = ties / np.sum(ties)
        if across:
            weights[:, k] = share
        else:
            weights[k, :] = share
    return weights


# ------------------------------------------------------------------ products
def gated_number(ct: Any, partial: Any) -> Any:
    """``ct * partial``, and 0 where ``ct`` is 0: nothing flows there."""
    return 0.0 if ct == 0 else ct * partial


def gated_array(ct: Any, partial: Any) -> Any:
    """``ct * partial``, and 0 where ``ct`` is 0: nothing flows there."""
    return np.where(ct == 0, 0.0, ct * partial)


def scattered(bar: Any, index: Any, ct: Any) -> None:
    """Add to the elements at places of which some may be equal."""
    for k in range(index.shape[0]):
        bar[index[k]] += ct[k]


def scattered_number(bar: Any, index: Any, ct: Any) -> None:
    """Add a number to the elements at places of which some may be equal."""
    for k in range(index.shape[0]):
        bar[index[k]] += ct


def scattered_pairs(bar: Any, index: Any, ct: Any) -> None:
    """Add to the elements of a matrix at places of which some may be equal."""
    rows, columns = index
    if rows.shape[0] != columns.shape[0] or rows.shape[0] != ct.shape[0]:
        raise IndexError("indices and values have different lengths")
    for k in range(rows.shape[0]):
        bar[rows[k], columns[k]] += ct[k]


def scattered_number_pairs(bar: Any, index: Any, ct: Any) -> None:
    """Add a number to the elements of a matrix at places of which some may be equal."""
    rows, columns = index
    if rows.shape[0] != columns.shape[0]:
        raise IndexError("indices have different lengths")
    for k in range(rows.shape[0]):
        bar[rows[k], columns[k]] += ct


def scattered_rows(bar: Any, index: Any, ct: Any) -> None:
    """Add to the rows of a matrix at places of which some may be equal."""
    if index.shape[0] != ct.shape[0]:
        raise IndexError("indices and values have different lengths")
    for k in range(index.shape[0]):
        bar[index[k]] += ct[k]


def scattered_mask(bar: Any, index: Any, ct: Any) -> None:
    """Add to the elements that a mask picks."""
    if index.shape[0] != bar.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    k = 0
    for i in range(index.shape[0]):
        if index[i]:
            bar[i] += ct[k]
            k += 1


def scattered_number_mask(bar: Any, index: Any, ct: Any) -> None:
    """Add a number to the elements that a mask picks."""
    if index.shape[0] != bar.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    for i in range(index.shape[0]):
        if index[i]:
            bar[i] += ct


def scattered_once(bar: Any, index: Any, ct: Any) -> None:
    """Add to what an index names."""
    bar[index] = bar[index] + ct


def scattered_any(bar: Any, index: Any, ct: Any) -> None:
    """Add to the elements that an index names, some of them more than once perhaps."""
    places = np.arange(bar.size).reshape(bar.shape)[index]
    given = np.broadcast_to(ct, places.shape)
    total = np.zeros(bar.size, bar.dtype)
    for place, k in np.ndenumerate(places):
        total[k] += given[place]
    bar[...] = bar + total.reshape(bar.shape)


def taken_any(x_bar: Any, index: Any) -> Any:
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = x_bar[index].copy()
    order = np.arange(ct.size).reshape(ct.shape)
    last = np.empty(x_bar.shape, order.dtype)
    last[index] = order
    x_bar[index] = 0.0
    return np.where(last[index] == order, ct, 0.0)


def taken_places(x_bar: Any, index: Any) -> Any:
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = np.zeros(index.shape[0], np.float64)
    for k in range(index.shape[0] - 1, -1, -1):
        ct[k] = x_bar[index[k]]
        x_bar[index[k]] = 0.0
    return ct


def taken_section(x_bar: Any, index: Any) -> Any:
    """Cotangent of ``v`` in ``x[index] = v``; ``x_bar`` loses it."""
    ct = x_bar[index].copy()
    x_bar[index] = 0.0
    return ct


def pieces_of_rows(ct: Any, arrays: Any, axis: Any) -> Any:
    """Cut the cotangent of a concatenation along the first axis into one part per array."""
    parts = []
    start = 0
    for array in arrays:
        parts.append(ct[start:start + array.shape[0]])
        start = start + array.shape[0]
    return parts


# ------------------------------------------------------------------ functions of SciPy
def erf_number(x: Any) -> Any:
    """The error function of a number."""
    return math.erf(x)


def erf_array(x: Any) -> Any:
    """The error function of every element."""
    found = np.empty(x.shape, np.float64)
    for place, value in np.ndenumerate(x):
        found[place] = math.erf(value)
    return found
