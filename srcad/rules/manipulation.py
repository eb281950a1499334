# mypy: disable-error-code="no-untyped-def"
"""Parts of arrays, copies of arrays, arrays in new places."""
from __future__ import annotations

import numpy as np

from ..runtime import pieces, unbroadcast
from ..runtime_arrays import (
    block_adjoint,
    each,
    gather_adjoint,
    insert_rest,
    insert_values,
    meshgrid_adjoint,
    repeat_adjoint,
    several,
    split_adjoint,
    tile_adjoint,
)
from ..runtime_padding import fill_bar, fill_dot, padded_bar, padded_dot
from .registry import general, jvp, linear, present


# ------------------------------------------------------------------ turned
@linear(np.fliplr, wrt="m")
def fliplr(m, *, ct):
    return np.fliplr(ct)


@linear(np.flipud, wrt="m")
def flipud(m, *, ct):
    return np.flipud(ct)


@linear(np.rot90, wrt="m")
def rot90(m, k=1, axes=(0, 1), *, ct):
    return np.rot90(ct, -k, axes)


@linear(np.rollaxis)
def rollaxis(a, axis, start=0, *, ct):
    """Source: the axis comes to lie before ``start``."""
    return np.transpose(ct, np.argsort(np.rollaxis(np.empty(range(np.ndim(a))), axis, start).shape))


# ------------------------------------------------------------------ cut
@linear(np.split, np.array_split, wrt="ary")
def split(ary, indices_or_sections, axis=0, *, ct):
    return split_adjoint(ct, ary, axis)


@linear(np.vsplit, wrt="ary")
def vsplit(ary, indices_or_sections, *, ct):
    return split_adjoint(ct, ary, 0)


@linear(np.hsplit, wrt="ary")
def hsplit(ary, indices_or_sections, *, ct):
    return split_adjoint(ct, ary, min(np.ndim(ary) - 1, 1))


@linear(np.dsplit, wrt="ary")
def dsplit(ary, indices_or_sections, *, ct):
    return split_adjoint(ct, ary, 2)


@linear(*present(np, "unstack"), wrt="x")                        # NumPy 2.1
def unstack(x, axis=0, *, ct):
    return np.stack(ct, axis)


@linear(np.lib.stride_tricks.sliding_window_view, wrt="x")
def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False, ct):
    places = np.reshape(np.arange(np.size(x)), np.shape(x))
    return gather_adjoint(ct, x, np.lib.stride_tricks.sliding_window_view(places, window_shape, axis))


@linear(np.delete, wrt="arr")
def delete(arr, obj, axis=None, *, ct):
    return gather_adjoint(ct, arr, np.delete(np.reshape(np.arange(np.size(arr)), np.shape(arr)), obj, axis))


# ------------------------------------------------------------------ joined
@linear(np.dstack, wrt="tup")
def dstack(tup, *, ct):
    return pieces(ct, tup, 2)


@linear(np.block, wrt="arrays")
def block(arrays, *, ct):
    return block_adjoint(ct, arrays)


@linear(np.append, wrt="arr values")
def append(arr, values, axis=None, *, ct):
    if axis is None:
        return np.reshape(ct[:np.size(arr)], np.shape(arr)), np.reshape(ct[np.size(arr):], np.shape(values))
    parts = pieces(ct, [arr, values], axis)
    return parts[0], parts[1]


@linear(np.insert, wrt="arr values")
def insert(arr, obj, values, axis=None, *, ct):
    return insert_rest(ct, arr, obj, values, axis), insert_values(ct, arr, obj, values, axis)


# ------------------------------------------------------------------ copied
@linear(np.repeat, np.ndarray.repeat)
def repeat(a, repeats, axis=None, *, ct):
    return repeat_adjoint(ct, a, repeats, axis)


@linear(np.tile, wrt="A")
def tile(A, reps, *, ct):
    return tile_adjoint(ct, A, reps)


@linear(np.resize)
def resize(a, new_shape, *, ct):
    return gather_adjoint(ct, a, np.resize(np.reshape(np.arange(np.size(a)), np.shape(a)), new_shape))


@general(np.pad, wrt="array constant_values end_values")
def pad(array, pad_width, mode="constant", constant_values=0, stat_length=None, end_values=0, reflect_type="even", *, ct):
    """Source: what was copied from an element goes back to it, of a statistic its share; those that tie for it share evenly."""
    return (padded_bar(ct, array, pad_width, mode, stat_length, reflect_type),
            fill_bar(ct, array, pad_width, mode, constant_values), fill_bar(ct, array, pad_width, mode, end_values))


@jvp(pad)
def pad_dot(array, pad_width, mode="constant", constant_values=0, stat_length=None, end_values=0, reflect_type="even", *,
            array_dot, constant_values_dot, end_values_dot):
    return padded_dot(array_dot, array, pad_width, mode, constant_values_dot, stat_length, end_values_dot, reflect_type)


@linear(padded_bar, wrt="bar")
def padded_bar_(bar, a, pad_width, mode="constant", stat_length=None, reflect_type="even", *, ct):
    return padded_dot(ct, a, pad_width, mode, 0, stat_length, 0, reflect_type)


@linear(padded_dot, wrt="dot constant_values end_values")
def padded_dot_(dot, a, pad_width, mode="constant", constant_values=0, stat_length=None, end_values=0, reflect_type="even", *,
                ct):
    return (unbroadcast(padded_bar(ct, a, pad_width, mode, stat_length, reflect_type), dot),
            fill_bar(ct, a, pad_width, mode, constant_values), fill_bar(ct, a, pad_width, mode, end_values))


@linear(fill_bar, wrt="bar")
def fill_bar_(bar, a, pad_width, mode, values, *, ct):
    return fill_dot(ct, a, pad_width, mode)


@linear(fill_dot, wrt="dot")
def fill_dot_(dot, a, pad_width, mode, *, ct):
    return fill_bar(ct, a, pad_width, mode, dot)


@linear(np.meshgrid, wrt="xi")
def meshgrid(*xi, copy=True, sparse=False, indexing="xy", ct):
    return meshgrid_adjoint(ct, xi, indexing)


@linear(np.broadcast_arrays, wrt="args")
def broadcast_arrays(*args, subok=False, ct):
    return each(ct, args)


@linear(np.atleast_1d, np.atleast_2d, np.atleast_3d, wrt="arys")
def atleast(*arys, ct):
    return several(ct, arys)


# ------------------------------------------------------------------ diagonals
@linear(np.diag, wrt="v")
def diag(v, k=0, *, ct):
    if np.ndim(v) == 1:
        return np.diag(ct, k)
    return gather_adjoint(ct, v, np.diag(np.reshape(np.arange(np.size(v)), np.shape(v)), k))


@linear(np.diagflat, wrt="v")
def diagflat(v, k=0, *, ct):
    return np.reshape(np.diag(ct, k), np.shape(v))


@linear(np.diagonal, np.ndarray.diagonal)
def diagonal(a, offset=0, axis1=0, axis2=1, *, ct):
    places = np.reshape(np.arange(np.size(a)), np.shape(a))
    return gather_adjoint(ct, a, np.diagonal(places, offset, axis1, axis2))


@linear(*present(np.linalg, "diagonal"), wrt="x")
def linalg_diagonal(x, *, offset=0, ct):
    return gather_adjoint(ct, x, np.diagonal(np.reshape(np.arange(np.size(x)), np.shape(x)), offset, -2, -1))


@linear(np.trace, np.ndarray.trace)
def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None, *, ct):
    places = np.diagonal(np.reshape(np.arange(np.size(a)), np.shape(a)), offset, axis1, axis2)
    return gather_adjoint(np.broadcast_to(np.expand_dims(ct, -1), np.shape(places)), a, places)


@linear(*present(np.linalg, "trace"), wrt="x")
def linalg_trace(x, *, offset=0, dtype=None, ct):
    places = np.diagonal(np.reshape(np.arange(np.size(x)), np.shape(x)), offset, -2, -1)
    return gather_adjoint(np.broadcast_to(np.expand_dims(ct, -1), np.shape(places)), x, places)


@linear(np.matrix_transpose, np.linalg.matrix_transpose, *present(np.ndarray, "mT"), wrt="x")
def matrix_transpose(x, *, ct):
    return np.swapaxes(ct, -1, -2)
