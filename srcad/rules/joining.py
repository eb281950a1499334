# mypy: disable-error-code="no-untyped-def"
"""Arrays made of arrays. The cotangent of the sequence has one entry per element."""
from __future__ import annotations

import numpy as np

from ..runtime import pieces
from .registry import linear


@linear(np.concatenate, wrt="arrays")
def concatenate(arrays, axis=0, out=None, *, dtype=None, casting="same_kind", ct):
    return pieces(ct, arrays, axis)


@linear(np.stack, wrt="arrays")
def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind", ct):
    if axis == 0:
        return ct
    return np.moveaxis(ct, axis, 0)


@linear(np.vstack, wrt="tup")
def vstack(tup, *, dtype=None, casting="same_kind", ct):
    return pieces(ct, tup, 0)


@linear(np.hstack, wrt="tup")
def hstack(tup, *, dtype=None, casting="same_kind", ct):
    return pieces(ct, tup, min(np.ndim(ct) - 1, 1))


@linear(np.column_stack, wrt="tup")
def column_stack(tup, *, ct):
    return pieces(ct, tup, 1)


@linear(np.array, wrt="object")
def array(object, dtype=None, *, copy=True, order="K", ndmin=0, ct):
    if ndmin == 0:
        return ct
    return np.reshape(ct, np.shape(object))


@linear(np.asarray)
def asarray(a, dtype=None, order=None, *, device=None, copy=None, ct):
    return ct


@linear(np.require)
def require(a, dtype=None, requirements=None, *, like=None, ct):
    return ct


@linear(np.ascontiguousarray, np.asarray_chkfinite)
def ascontiguousarray(a, dtype=None, order=None, *, ct):
    """Source: a number becomes an array of one element in the first of them."""
    return np.reshape(ct, np.shape(a))
