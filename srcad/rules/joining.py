# mypy: disable-error-code="no-untyped-def"
"""Arrays made of arrays. The cotangent of the sequence has one entry per element."""
from __future__ import annotations

import numpy as np

from ..runtime import pieces
from .registry import linear


@linear(np.concatenate, wrt="arrays")
def concatenate(arrays, axis=0, *, ct):
    return pieces(ct, arrays, axis)


@linear(np.stack, wrt="arrays")
def stack(arrays, axis=0, *, ct):
    if axis == 0:
        return ct
    return np.moveaxis(ct, axis, 0)


@linear(np.vstack, wrt="tup")
def vstack(tup, *, ct):
    return pieces(ct, tup, 0)


@linear(np.hstack, wrt="tup")
def hstack(tup, *, ct):
    return pieces(ct, tup, min(np.ndim(ct) - 1, 1))


@linear(np.column_stack, wrt="tup")
def column_stack(tup, *, ct):
    return pieces(ct, tup, 1)


@linear(np.array, wrt="object")
def array(object, dtype=None, copy=True, *, ct):
    return ct


@linear(np.asarray, np.ascontiguousarray)
def asarray(a, dtype=None, *, ct):
    return ct
