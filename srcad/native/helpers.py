"""Helpers that are pasted into text for Numba: what Python checks and Numba does not, and forms of srcad's own helpers.

Each is complete in itself, and valid Python too. Numba keeps integers in 64 bits; here they stay below 2**62, so that one
sum of two of them cannot wrap.

>>> times(3, 4), power(2.0, 0.5) == 2.0 ** 0.5, whole_power(-1, 3)
(12, True, -1)
>>> times(2 ** 40, 2 ** 40)
Traceback (most recent call last):
OverflowError: an integer is too large for compiled code
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np


# ------------------------------------------------------------------ numbers
def times(a: Any, b: Any) -> Any:
    """The product of two integers."""
    if abs(float(a) * float(b)) > 4.6e18:
        raise OverflowError("an integer is too large for compiled code")
    return a * b


def plus(a: Any, b: Any) -> Any:
    """The sum of two integers."""
    total = a + b
    if not -4600000000000000000 < total < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return total


def minus(a: Any, b: Any) -> Any:
    """The difference of two integers."""
    total = a - b
    if not -4600000000000000000 < total < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return total


def whole_power(a: Any, n: Any) -> Any:
    """An integer to the power of another one that is not negative."""
    if n < 0:
        raise ValueError("an integer to a negative power is a float: write float(a) ** n")
    found = 1
    for _ in range(n):
        if abs(float(found) * float(a)) > 4.6e18:
            raise OverflowError("an integer is too large for compiled code")
        found = found * a
    return found


def power(x: Any, y: Any) -> Any:
    """``x ** y`` of real numbers, with Python's errors."""
    if x == 0 and y < 0:
        raise ZeroDivisionError("0.0 cannot be raised to a negative power")
    found = float(x) ** y
    if found != found and x == x and y == y:
        raise ValueError("a negative number to a fractional power is complex")
    if abs(found) == np.inf and abs(x) != np.inf and abs(y) != np.inf:
        raise OverflowError("Numerical result out of range")
    return found


def counted(x: Any) -> Any:
    """A float that is going to be made an integer."""
    if not -4.6e18 < x < 4.6e18:
        raise OverflowError("a float is made an integer, and is nan, infinite or too large for compiled code")
    return x


def sized(n: Any) -> Any:
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return n


def same_length(mask: Any, x: Any) -> Any:
    """A mask that picks elements of ``x``."""
    if mask.shape[0] != x.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    return mask


# ------------------------------------------------------------------ arrays that are written
def copied(x: Any, others: Any) -> Any:
    """Copy an array that is going to be written."""
    return x.copy()


def apart(x: Any, other: Any) -> Any:
    """An array that is going to be written, and may share no memory with another one."""
    if np.shares_memory(x, other):
        raise ValueError("arguments share memory and one of them is written: pass a copy")
    return x


def filled(x: Any, value: Any) -> Any:
    """Return a new array like ``x``, filled with a value."""
    array = np.empty(x.shape, x.dtype)
    array[...] = value
    return array


def kept(x: Any, others: Any) -> Any:
    """A number, which nobody writes."""
    return x


def as_float(bar: Any, like: Any) -> Any:
    """An adjoint as the gradient of a number."""
    return float(bar)


def filled_floats(x: Any, value: Any) -> Any:
    """Return a new array of floats in the shape of ``x``, filled with a value."""
    array = np.empty(x.shape, np.float64)
    array[...] = value
    return array


def number(x: Any, value: Any) -> Any:
    """The value, where there is a number and no array."""
    return value


def apart_already(x: Any, other: Any) -> Any:
    """An array shares no memory with a number."""
    return x


def add_back(x_bar: Any, y_bar: Any, order: Any = "C") -> None:
    """Nothing: what Numba reshapes is always a view."""


# ------------------------------------------------------------------ shapes
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
        return array + 0.0
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


def stretched_over(ct: Any, like: Any) -> Any:
    """The cotangent of a sum, once for each thing that was added up."""
    return np.full(like.shape, ct)


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


# ------------------------------------------------------------------ functions of the module math
def real(x: Any) -> Any:
    """Return NAME of a number, with Python's errors."""
    found = math.NAME(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError("math domain error")
        if found == found and x - x == 0.0:
            raise OverflowError("math range error")
    return found
