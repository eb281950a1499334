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


def whole_number(n: Any) -> Any:
    """An argument that is an integer."""
    found = int(n)
    if found != n:
        raise TypeError("this derivative was made for an integer")
    return found


def same_length(mask: Any, x: Any) -> Any:
    """A mask that picks elements of ``x``."""
    if mask.shape[0] != x.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    return mask


# ------------------------------------------------------------------ arrays that are written
def copied(x: Any, others: Any) -> Any:
    """Copy an array that is going to be written."""
    return x.copy()


def copied_alone(x: Any) -> Any:
    """Copy an array."""
    return x.copy()


def filled_like(bar: Any, like: Any, classes: Any = ()) -> Any:
    """An adjoint as an array of its own, in the shape of ``like``."""
    array = np.empty(like.shape, np.float64)
    array[...] = bar
    return array


def filled_number(bar: Any, like: Any, classes: Any = ()) -> Any:
    """A number as an array of its own, in the shape of ``like``."""
    return np.full(like.shape, float(bar))


def filled(x: Any, value: Any) -> Any:
    """Return a new array like ``x``, filled with the elements of another one."""
    array = np.empty(x.shape, x.dtype)
    array[...] = value
    return array


def filled_alike(x: Any, value: Any) -> Any:
    """Return a new array like ``x``, filled with a number."""
    return np.full(x.shape, value)


def overlapping(x: Any, other: Any) -> Any:
    """True if the memory from the first to the last element of one array meets that of another."""
    x_first = x_last = int(x.ctypes.data)
    for length, step in zip(x.shape, x.strides):
        x_first += min(0, (length - 1) * step)
        x_last += max(0, (length - 1) * step)
    first = last = int(other.ctypes.data)
    for length, step in zip(other.shape, other.strides):
        first += min(0, (length - 1) * step)
        last += max(0, (length - 1) * step)
    return x.size > 0 and other.size > 0 and x_first < last + other.itemsize and first < x_last + x.itemsize


def separate(x: Any, other: Any) -> Any:
    """An array that is going to be written, and may not lie among the memory of another one."""
    x_first = x_last = int(x.ctypes.data)
    for length, step in zip(x.shape, x.strides):
        x_first += min(0, (length - 1) * step)
        x_last += max(0, (length - 1) * step)
    first = last = int(other.ctypes.data)
    for length, step in zip(other.shape, other.strides):
        first += min(0, (length - 1) * step)
        last += max(0, (length - 1) * step)
    if x.size > 0 and other.size > 0 and x_first < last + other.itemsize and first < x_last + x.itemsize:
        raise ValueError("arguments share memory and one of them is written: pass a copy")
    return x


def kept(x: Any, others: Any) -> Any:
    """A number, which nobody writes."""
    return x


def same_number(bar: Any, like: Any, classes: Any = ()) -> Any:
    """The adjoint of a number."""
    return bar


def as_float(bar: Any, like: Any, classes: Any = ()) -> Any:
    """An adjoint as the gradient of a number."""
    return float(bar)


def number(x: Any, value: Any) -> Any:
    """The value, where there is a number and no array."""
    return value


def separate_already(x: Any, other: Any) -> Any:
    """An array shares no memory with a number."""
    return x


def add_back(x_bar: Any, y_bar: Any, order: Any = "C") -> None:
    """Nothing: where an array that is written is reshaped, the text is refused."""


# ------------------------------------------------------------------ arguments of a file of its own
def expect_number(name: Any, value: Any, ones: Any) -> None:
    """Nothing: a number is made one of the type that is meant."""


def expect_1(name: Any, value: Any, ones: Any) -> None:
    """Refuse an array of another rank, or with other axes of length 1."""
    if value.ndim != 1 or (value.shape[0] == 1) != ones[0]:
        raise TypeError("an argument has not the shape that this derivative was made for")


def expect_2(name: Any, value: Any, ones: Any) -> None:
    """Refuse an array of another rank, or with other axes of length 1."""
    if value.ndim != 2 or (value.shape[0] == 1) != ones[0] or (value.shape[-1] == 1) != ones[1]:
        raise TypeError("an argument has not the shape that this derivative was made for")


# ------------------------------------------------------------------ adjoints that are zero, and sums of them
def zero_number(like: Any, classes: Any = ()) -> Any:
    """A zero adjoint of a number."""
    return 0.0


def zero_array(like: Any, classes: Any = ()) -> Any:
    """A zero adjoint of an array."""
    return np.zeros(like.shape, np.float64)


def zero_list(like: Any, classes: Any = ()) -> Any:
    """A zero adjoint of a list of numbers."""
    return [0.0 for _ in like]


def added(left: Any, right: Any) -> Any:
    """Add two adjoints."""
    return left + right


def added_lists(left: Any, right: Any) -> Any:
    """Add two adjoints of lists of numbers."""
    if len(left) != len(right):
        raise ValueError("adjoints of lists of different lengths cannot be added")
    return [left[k] + right[k] for k in range(len(left))]


def listed(bar: Any, like: Any, classes: Any = ()) -> Any:
    """The adjoint of a list of numbers, in a list of its own."""
    if len(bar) != len(like):
        raise ValueError("adjoints of lists of different lengths cannot be added")
    return [0.0 + bar[k] for k in range(len(bar))]


def listed_number(bar: Any, like: Any, classes: Any = ()) -> Any:
    """One number as the adjoint of each in a list."""
    return [0.0 + bar for _ in like]


def poured(bar: Any, ct: Any) -> None:
    """Add to an adjoint that other names share."""
    bar[...] = bar + ct


def poured_list(bar: Any, ct: Any) -> None:
    """Add to the adjoint of a list that other names share."""
    for k in range(len(bar)):
        bar[k] = bar[k] + ct[k]


def poured_number(bar: Any, ct: Any) -> None:
    """Add a number to the adjoint of each number in a list."""
    for k in range(len(bar)):
        bar[k] = bar[k] + ct


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


def scattered_mask(bar: Any, index: Any, ct: Any) -> None:
    """Add to the elements that a mask picks."""
    if index.shape[0] != bar.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    k = 0
    for i in range(index.shape[0]):
        if index[i]:
            bar[i] += ct[k]
            k += 1


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


def pieces_1(ct: Any, arrays: Any, axis: Any) -> Any:
    """Cut the cotangent of a concatenation into one part per array."""
    parts = []
    start = 0
    for array in arrays:
        parts.append(ct[start:start + array.shape[0]])
        start = start + array.shape[0]
    return parts


def one(value: Any) -> Any:
    """The adjoint of a value that is a number."""
    return 1.0


def final(first: Any, stop: Any, step: Any) -> Any:
    """The last number of a range; of an empty one, that before its first."""
    if (stop - first) * step <= 0:
        return first - step
    return first + ((stop - first + step - (1 if step > 0 else -1)) // step - 1) * step


# ------------------------------------------------------------------ functions of the module math
def real_exp(x: Any) -> Any:
    """Return exp of a number, with Python's errors."""
    found = math.exp(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError("math domain error")
        if found == found and x - x == 0.0:
            raise OverflowError("math range error")
    return found
