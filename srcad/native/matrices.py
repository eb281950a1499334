"""Products of matrices, of stacks of them, and of vectors of three: forms that are pasted into text for Numba.

Each is complete but for others of this room that it calls, which are pasted with it; ``families`` says by the types of a call
which one is meant.

>>> stacks(np.ones((2, 3, 4)), np.ones((1, 4, 5)))[1, 0].tolist()
[4.0, 4.0, 4.0, 4.0, 4.0]
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .arrays import unbroadcast_any


# ------------------------------------------------------------------ products
def of_floats(a: Any, b: Any) -> Any:
    """The product of matrices or vectors, of which one has integers."""
    return a.astype(np.float64) @ b.astype(np.float64)


def stack_by(a: Any, b: Any) -> Any:
    """The products of a stack of matrices and one matrix or vector."""
    flat = np.ascontiguousarray(a).reshape((a.size // max(1, a.shape[-1]), a.shape[-1])) @ b
    return flat.reshape(a.shape[:-1] + b.shape[1:])


def stacks(a: Any, b: Any) -> Any:
    """The products of two stacks of matrices, of as many axes."""
    lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    found = np.empty(lead + (a.shape[-2], b.shape[-1]), a.dtype)
    count = found.size // max(1, a.shape[-2] * b.shape[-1])
    if a.size == 0 or b.size == 0:
        found[...] = 0.0
        count = 0
    left = np.ascontiguousarray(a).reshape((a.size // max(1, a.shape[-2] * a.shape[-1]), a.shape[-2], a.shape[-1]))
    right = np.ascontiguousarray(b).reshape((b.size // max(1, b.shape[-2] * b.shape[-1]), b.shape[-2], b.shape[-1]))
    products = found.reshape((found.size // max(1, a.shape[-2] * b.shape[-1]), a.shape[-2], b.shape[-1]))
    for k in range(count):
        i, j, rest, left_step, right_step = 0, 0, k, 1, 1      # where in either stack, which may be stretched
        for axis in range(found.ndim - 3, -1, -1):
            place = rest % found.shape[axis]
            rest = rest // found.shape[axis]
            i += place % a.shape[axis] * left_step
            j += place % b.shape[axis] * right_step
            left_step *= a.shape[axis]
            right_step *= b.shape[axis]
        np.dot(left[i], right[j], products[k])
    return found


def by_stack(a: Any, b: Any) -> Any:
    """The products of a matrix and a stack of matrices."""
    found = np.empty(b.shape[:-2] + (a.shape[0], b.shape[-1]), b.dtype)
    right = np.ascontiguousarray(b).reshape((b.size // max(1, b.shape[-2] * b.shape[-1]), b.shape[-2], b.shape[-1]))
    products = found.reshape((right.shape[0], a.shape[0], b.shape[-1]))
    left = np.ascontiguousarray(a)
    for k in range(right.shape[0]):
        np.dot(left, right[k], products[k])
    return found


# ------------------------------------------------------------------ adjoints of products, by the ranks of both
def left_11(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of two vectors."""
    return ct * b


def left_12(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of a vector and a matrix."""
    return b @ ct


def left_21(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of a matrix and a vector."""
    return np.outer(ct, b)


def left_22(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of two matrices."""
    return ct @ b.T


def left_n1(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of a stack of matrices and a vector."""
    return np.expand_dims(ct, -1) * b


def left_n2(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of a stack of matrices and a matrix."""
    return stack_by(ct, b.T)


def left_2n(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of a matrix and a stack of matrices."""
    return unbroadcast_any(stacks(ct, np.swapaxes(b, -1, -2)), a)


def left_nn(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``a`` in ``a @ b`` of two stacks of matrices."""
    found = stacks(ct, np.swapaxes(b, -1, -2))
    return found if found.shape == a.shape else unbroadcast_any(found, a)


def right_11(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of two vectors."""
    return ct * a


def right_12(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of a vector and a matrix."""
    return np.outer(a, ct)


def right_21(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of a matrix and a vector."""
    return a.T @ ct


def right_22(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of two matrices."""
    return a.T @ ct


def right_n1(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of a stack of matrices and a vector."""
    rows = np.ascontiguousarray(a).reshape((ct.size, a.shape[-1]))
    return rows.T @ np.ascontiguousarray(ct).reshape(ct.size)


def right_n2(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of a stack of matrices and a matrix."""
    count = a.size // max(1, a.shape[-1])
    rows = np.ascontiguousarray(a).reshape((count, a.shape[-1]))
    return rows.T @ np.ascontiguousarray(ct).reshape((count, ct.shape[-1]))


def right_2n(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of a matrix and a stack of matrices."""
    return by_stack(a.T, ct)


def right_nn(ct: Any, a: Any, b: Any) -> Any:
    """Cotangent of ``b`` in ``a @ b`` of two stacks of matrices."""
    found = stacks(np.swapaxes(a, -1, -2), ct)
    return found if found.shape == b.shape else unbroadcast_any(found, b)


# ------------------------------------------------------------------ products of vectors of three
def of_three(a: Any, b: Any) -> Any:
    """The cross product of vectors of three elements, or of arrays of them."""
    if a.shape[-1] != 3 or b.shape[-1] != 3:
        raise ValueError("compiled code has cross products of vectors of three elements alone")
    found = np.empty(np.broadcast_shapes(a.shape, b.shape), np.float64)
    rows = found.reshape((found.size // 3, 3))
    left = np.ascontiguousarray(np.broadcast_to(a, found.shape)).reshape((found.size // 3, 3))
    right = np.ascontiguousarray(np.broadcast_to(b, found.shape)).reshape((found.size // 3, 3))
    for k in range(rows.shape[0]):
        rows[k, 0] = left[k, 1] * right[k, 2] - left[k, 2] * right[k, 1]
        rows[k, 1] = left[k, 2] * right[k, 0] - left[k, 0] * right[k, 2]
        rows[k, 2] = left[k, 0] * right[k, 1] - left[k, 1] * right[k, 0]
    return found


def left_of_cross(ct: Any, a: Any, b: Any, axes: Any, left: Any) -> Any:
    """Cotangent of ``a`` in a cross product of vectors of three elements."""
    found = of_three(b, ct)
    if ct.ndim == a.ndim:
        return found if found.shape == a.shape else unbroadcast_any(found, a)
    else:
        return unbroadcast_any(found, a)


def right_of_cross(ct: Any, a: Any, b: Any, axes: Any, left: Any) -> Any:
    """Cotangent of ``b`` in a cross product of vectors of three elements."""
    found = of_three(ct, a)
    if ct.ndim == b.ndim:
        return found if found.shape == b.shape else unbroadcast_any(found, b)
    else:
        return unbroadcast_any(found, b)


# ------------------------------------------------------------------ what stays as it is written
def product(a: Any, b: Any) -> Any:
    """The product of matrices or vectors."""
    return a @ b


def expand_dims(x: Any, axis: Any) -> Any:
    """An array with one more axis."""
    return np.expand_dims(x, axis)


def expanded_number(x: Any, axis: Any) -> Any:
    """A number as an array of one element."""
    return np.full(1, x)

