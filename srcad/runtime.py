"""Helpers that are pasted into emitted code: NumPy and ``math`` only, each complete in itself.

They run where text cannot say it shorter: shapes known only at run time, memory, ties. More of them are
in the modules ``runtime_*``; all are in ``HELPERS``.

>>> unbroadcast(np.ones((2, 3)), np.zeros(3))
array([2., 2., 2.])
"""
from __future__ import annotations

import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np


# ------------------------------------------------------------------ shapes
def unbroadcast(array: Any, like: Any) -> Any:
    """Sum an array over the axes along which ``like`` was broadcast."""
    if getattr(array, "shape", None) == getattr(like, "shape", ()) != ():          # as most are, quickly
        return array
    shape = np.shape(like)
    if np.shape(array) == shape:
        return array if shape or not isinstance(array, np.ndarray) else array[()]
    if not shape:
        return np.sum(array)
    extra = np.ndim(array) - len(shape)
    if extra < 0:                          # stored: x[0] = [[1.0, 2.0]]
        return np.reshape(unbroadcast(array, np.reshape(like, shape[-extra:])), shape)
    if extra:
        array = np.sum(array, axis=tuple(range(extra)))
    stretched = tuple([k for k, n in enumerate(shape) if n == 1 and array.shape[k] != 1])
    return np.sum(array, axis=stretched, keepdims=True) if stretched else array


def hollow(array: Any) -> Any:
    """Return an array of the same shape and dtype whose elements are one: it is kept where only the shape is asked for."""
    return np.ndarray(array.shape, array.dtype, np.zeros(1, array.dtype), 0, (0,) * array.ndim)


def pieces(ct: Any, arrays: Any, axis: Any) -> Any:
    """Cut the cotangent of a concatenation into one part per array.

    An array of fewer axes than the result was given one of length 1 (``vstack``, ``hstack``).
    """
    parts = []
    start = 0
    for array in arrays:
        if axis is None:
            length = np.size(array)
            part = ct[start:start + length]
        else:
            length = np.shape(array)[axis] if np.ndim(array) == np.ndim(ct) else 1
            cut = [slice(None)] * np.ndim(ct)
            cut[axis] = slice(start, start + length)
            part = ct[tuple(cut)]
        parts.append(np.reshape(part, np.shape(array))[()])
        start = start + length
    return np.stack(parts) if isinstance(arrays, np.ndarray) else parts


def rejoined(parts: Any, ct: Any, axis: Any) -> Any:
    """Cotangent of what ``pieces`` cut: the parts in one again."""
    if axis is None:
        return np.concatenate([np.ravel(part) for part in parts])
    shapes = [list(np.shape(ct)) for _ in parts]
    for k in range(len(parts)):
        shapes[k][axis] = np.shape(parts[k])[axis] if np.ndim(parts[k]) == np.ndim(ct) else 1
    return np.concatenate([np.reshape(parts[k], shapes[k]) for k in range(len(parts))], axis=axis)


# ------------------------------------------------------------------ arrays written in place
def own(x: Any, others: Any) -> Any:
    """Copy an array that is going to be written, with its memory layout; no other may overlap it."""
    if isinstance(x, (tuple, list)):
        return type(x)([own(x[k], [others, *x[:k]]) for k in range(len(x))])
    if not isinstance(x, np.ndarray):
        return x
    if not x.flags.writeable:
        raise ValueError("assignment destination is read-only")
    if overlaps(x, others):
        raise ValueError("arguments share memory and one of them is written: pass a copy of it, or differentiate "
                         "a function of the one array that hands it on twice")
    return laid_out(x, x)


def overlaps(x: Any, other: Any) -> bool:
    """True if an array shares memory with another one, or with one in nested containers."""
    if isinstance(other, (tuple, list)):
        return any(overlaps(x, item) for item in other)
    return isinstance(other, np.ndarray) and np.shares_memory(x, other)


def attributes(x: Any) -> Any:
    """What an object holds by name, in slots too."""
    found = {}
    for cls in reversed(type(x).__mro__):
        slots = vars(cls).get("__slots__", ())
        names = [slots] if isinstance(slots, str) else slots
        found.update({name: getattr(x, name) for name in names if name[:2] != "__" and hasattr(x, name)})
    found.update(getattr(x, "__dict__", {}))
    return found


def laid_out(x: Any, value: Any) -> Any:
    """Return a new array filled with ``value`` that lies in memory as ``x`` does; for a number, the value."""
    if not isinstance(x, np.ndarray):
        return value
    lengths = [(n - 1) * step for n, step in zip(x.shape, x.strides)] if x.size else []
    low, high = sum(min(0, n) for n in lengths), sum(max(0, n) for n in lengths)
    array = np.ndarray(x.shape, x.dtype, np.empty(high - low + x.itemsize, "u1"), -low, x.strides if x.size else None)
    array[...] = value
    return array


def own_dot(x: Any, dot: Any) -> Any:
    """A tangent that is going to be written: in memory of its own, a list where ``x`` has one."""
    if isinstance(x, (tuple, list)):
        dots = [own_dot(x[k], dot[k]) for k in range(len(x))]
        return dots if isinstance(x, list) else tuple(dots)
    return laid_out(x, dot)


def hand_back(x_bar: Any, y_bar: Any, order: Any = "C") -> None:
    """Add the adjoint of what may be a view, where NumPy had to copy."""
    if not np.may_share_memory(x_bar, y_bar):
        x_bar += np.reshape(y_bar, x_bar.shape, order=order)


def writable(view: Any) -> Any:
    """A view that NumPy hands out for reading only."""
    view.flags.writeable = True
    return view


def take_out(x_bar: Any, index: Any) -> Any:
    """Cotangent of ``v`` in ``x[index] = v``, where the last of equal indices wins; ``x_bar`` loses it."""
    ct = x_bar[index].copy()               # of a slice it is a view
    order = np.arange(np.size(ct)).reshape(np.shape(ct))
    last = np.empty(x_bar.shape, order.dtype)
    last[index] = order
    x_bar[index] = 0.0
    return np.where(last[index] == order, ct, 0.0)


# ------------------------------------------------------------------ products of arrays
def gated(ct: Any, partial: Any) -> Any:
    """``ct * partial``, and 0 where ``ct`` is 0, though the partial be infinite or nan: nothing flows there."""
    return np.where(np.equal(ct, 0), 0.0, np.multiply(ct, partial))[()]


def stretched(ct: Any, array: Any) -> Any:
    """Cotangent of an array that ``unbroadcast`` summed: each element gets that of its sum."""
    cut = max(0, np.ndim(ct) - np.ndim(array))
    return np.broadcast_to(np.reshape(ct, np.shape(ct)[cut:]), np.shape(array))[()]


def matmul_left(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b``; any ranks that ``np.matmul`` admits."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * b
    if np.ndim(b) == 1:
        return unbroadcast(np.expand_dims(ct, -1) * b, a)
    if np.ndim(a) == 1:
        return unbroadcast(np.matmul(b, np.expand_dims(ct, -1))[..., 0], a)
    return unbroadcast(np.matmul(ct, np.swapaxes(b, -1, -2)), a)


def matmul_right(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b``; any ranks that ``np.matmul`` admits."""
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * a
    if np.ndim(a) == 1:
        return unbroadcast(np.expand_dims(a, -1) * np.expand_dims(ct, -2), b)
    if np.ndim(b) == 1:
        return unbroadcast(np.matmul(np.swapaxes(a, -1, -2), np.expand_dims(ct, -1))[..., 0], b)
    return unbroadcast(np.matmul(np.swapaxes(a, -1, -2), ct), b)


def dot_left(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``np.dot(a, b)``; any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(ct * b, a)
    kept = list(range(np.ndim(b)))
    kept.pop(-2 if len(kept) > 1 else 0)
    return np.tensordot(ct, b, axes=(list(range(np.ndim(a) - 1, np.ndim(ct))), kept))


def dot_right(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``np.dot(a, b)``; any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(ct * a, b)
    kept = list(range(np.ndim(a) - 1))
    b_bar = np.tensordot(a, ct, axes=(kept, kept))
    return np.moveaxis(b_bar, 0, -2) if np.ndim(b) > 1 else b_bar


# ------------------------------------------------------------------ reductions
def product_of_others(a: Any, axis: Any) -> Any:
    """For each element, the product of all the others along ``axis``; right where some are zero."""
    a = np.asarray(a)
    if a.ndim == 0:
        return np.ones_like(a)
    axes = tuple(range(a.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    ends = tuple(range(-len(axes), 0))
    moved = np.moveaxis(a, axes, ends)
    kept = a.ndim - len(axes)
    rows = np.reshape(moved, moved.shape[:kept] + (math.prod(moved.shape[kept:]),))
    one = np.ones_like(rows[..., :1])
    before = np.cumprod(np.concatenate([one, rows[..., :-1]], axis=-1), axis=-1)
    after = np.flip(np.cumprod(np.concatenate([one, np.flip(rows, -1)[..., :-1]], axis=-1), axis=-1), -1)
    return np.moveaxis(np.reshape(before * after, moved.shape), ends, axes)


def tie_weights(a: Any, extreme: Any, axis: Any, keepdims: bool) -> Any:
    """The share of each element in a maximum or minimum, True and False where none tie; those that do share evenly."""
    a = np.asarray(a)
    if axis is not None and not keepdims:
        extreme = np.expand_dims(extreme, axis)
    chosen = a == extreme
    counts = np.sum(chosen, axis=axis, keepdims=True)
    return chosen if np.all(counts == 1) else chosen / counts.astype(a.dtype)


# ------------------------------------------------------------------ functions that math lacks
def digamma(x: float) -> float:
    """The derivative of ``math.lgamma``: reflection, recurrence, asymptotic series (DLMF 5.5, 5.11)."""
    if x <= 0.0:
        return digamma(1.0 - x) - math.pi / math.tan(math.pi * x)
    total = 0.0
    while x < 10.0:
        total -= 1.0 / x
        x += 1.0
    r = 1.0 / (x * x)
    tail = r * (1 / 240 - r * (1 / 132 - r * (691 / 32760 - r / 12)))
    series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - tail)))
    return total + math.log(x) - 0.5 / x - series


HELPERS: dict[str, Callable[..., Any]] = {f.__name__: f for f in (
    unbroadcast, stretched, hollow, pieces, rejoined, gated, matmul_left, matmul_right, dot_left, dot_right,
    product_of_others, tie_weights, overlaps, own, own_dot, laid_out, hand_back, writable, take_out, attributes, digamma,
)}


def is_helper(value: Any) -> bool:
    """True for what is pasted into emitted code."""
    return isinstance(value, FunctionType) and HELPERS.get(value.__name__) is value
