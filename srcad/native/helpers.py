"""Adjoints and arrays that are written: forms of srcad's own helpers that are pasted into text for Numba.

Each is complete in itself, and valid Python too; ``families`` says by the types of a call which one is meant.

>>> added_lists([1.0, 2.0], [10.0, 20.0])
[11.0, 22.0]
"""
from __future__ import annotations

from typing import Any

import numpy as np


# ------------------------------------------------------------------ arrays that are written
def copied(x: Any, others: Any) -> Any:
    """Copy an array that is going to be written."""
    return x.copy()


def copied_alone(x: Any) -> Any:
    """Copy an array."""
    return x.copy()


def copied_list(x: Any, others: Any, classes: Any = ()) -> Any:
    """Copy a list of numbers that is going to be written."""
    return [item for item in x]


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
        raise ValueError("arguments share memory and one of them is written: pass a copy of it, or differentiate "
                         "a function of the one array that hands it on twice")
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


def zero_arrays(like: Any, classes: Any = ()) -> Any:
    """A zero adjoint of a list of arrays."""
    return [np.zeros(item.shape, np.float64) for item in like]


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


def listed_arrays(bar: Any, like: Any, classes: Any = ()) -> Any:
    """The adjoint of a list of arrays, in a list and arrays of its own."""
    if len(bar) != len(like):
        raise ValueError("adjoints of lists of different lengths cannot be added")
    return [np.zeros(like[k].shape, np.float64) + bar[k] for k in range(len(bar))]


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


def taken_out(items: Any, index: Any) -> Any:
    """``items.pop(index)``: Numba's own leaves what it moves behind the end too, and the next ``append`` lets go of it again."""
    place = index if index >= 0 else index + len(items)
    if place < 0:
        raise IndexError("pop index out of range")
    item = items[place]
    for k in range(place, len(items) - 1):
        items[k] = items[k + 1]
    items.pop()
    return item


def one(value: Any) -> Any:
    """The adjoint of a value that is a number."""
    return 1.0


def final(first: Any, stop: Any, step: Any) -> Any:
    """The last number of a range; of an empty one, that before its first."""
    if (stop - first) * step <= 0:
        return first - step
    return first + ((stop - first + step - (1 if step > 0 else -1)) // step - 1) * step
