# mypy: disable-error-code="no-untyped-def"
"""The same numbers in another shape, order, dtype or type."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_arrays import item_adjoint, unravelled
from .registry import linear, present


# ------------------------------------------------------------------ shape
@linear(np.reshape)
def reshape(a, shape, order="C", *, copy=None, ct):
    if order == "C":
        return np.reshape(ct, np.shape(a))
    return unravelled(ct, a, order)


@linear(np.ndarray.reshape)
def reshape_method(a, *shape, order="C", copy=None, ct):
    if order == "C":
        return np.reshape(ct, np.shape(a))
    return unravelled(ct, a, order)


@linear(np.ravel, np.ndarray.ravel, np.ndarray.flatten)
def ravel(a, order="C", *, ct):
    if order == "C":
        return np.reshape(ct, np.shape(a))
    return unravelled(ct, a, order)


@linear(np.expand_dims)
def expand_dims(a, axis, *, ct):
    return np.reshape(ct, np.shape(a))


@linear(np.squeeze, np.ndarray.squeeze)
def squeeze(a, axis=None, *, ct):
    return np.reshape(ct, np.shape(a))


@linear(np.broadcast_to, wrt="array")
def broadcast_to(array, shape, subok=False, *, ct):
    return unbroadcast(ct, array)


# ------------------------------------------------------------------ order
@linear(np.transpose)
def transpose(a, axes=None, *, ct):
    if axes is None:
        return np.transpose(ct)
    return np.transpose(ct, np.argsort(np.mod(axes, np.ndim(ct))))


@linear(np.ndarray.transpose)
def transpose_method(a, *axes, ct):
    if len(axes) == 0 or axes[0] is None:
        return np.transpose(ct)
    return np.transpose(ct, np.argsort(np.mod(np.ravel(axes), np.ndim(ct))))


@linear(np.ndarray.T)
def transpose_attribute(a, *, ct):
    return np.transpose(ct)


@linear(np.swapaxes, np.ndarray.swapaxes)
def swapaxes(a, axis1, axis2, *, ct):
    return np.swapaxes(ct, axis1, axis2)


@linear(np.moveaxis)
def moveaxis(a, source, destination, *, ct):
    return np.moveaxis(ct, destination, source)


@linear(np.flip, wrt="m")
def flip(m, axis=None, *, ct):
    return np.flip(ct, axis)


@linear(np.roll)
def roll(a, shift, axis=None, *, ct):
    return np.roll(ct, np.negative(shift), axis)


@linear(np.triu, wrt="m")
def triu(m, k=0, *, ct):
    return np.triu(ct, k)


@linear(np.tril, wrt="m")
def tril(m, k=0, *, ct):
    return np.tril(ct, k)


# ------------------------------------------------------------------ copies, dtype, type
@linear(np.copy, np.ndarray.copy)
def copy(a, order="K", subok=False, *, ct):
    return ct


@linear(np.ndarray.astype)
def astype(a, dtype, order="K", casting="unsafe", subok=True, copy=True, *, ct):
    """Source: to another float dtype; a value of an integer dtype does not vary."""
    return ct


@linear(np.ndarray.real)
def real_attribute(a, *, ct):
    return ct


@linear(np.real, wrt="val")
def real_view(val, *, ct):
    return ct


@linear(np.real_if_close)
def real_if_close(a, tol=100, *, ct):
    """Source: of real values."""
    return ct


@linear(np.ndarray.imag)
def imag_attribute(a, *, ct):
    """Source: df = ct * imag(da) = real(-i ct da)."""
    if np.iscomplexobj(a):
        return -1j * ct
    return np.zeros_like(ct)


@linear(np.imag, wrt="val")
def imag(val, *, ct):
    if np.iscomplexobj(val):
        return -1j * ct
    return np.zeros_like(ct)


@linear(np.ndarray.view)
def view(a, *, ct):
    return ct


@linear(np.ndarray.conj, np.ndarray.conjugate)
def conj_method(a, *, ct):
    if np.iscomplexobj(a):
        return np.conj(ct)
    return ct


@linear(np.asfortranarray, np.asanyarray)
def asfortranarray(a, *, ct):
    return ct


@linear(*present(np, "astype"), wrt="x")
def astype_function(x, dtype, *, copy=True, device=None, ct):
    """Source: to another float dtype; a value of an integer dtype does not vary."""
    return ct


@linear(np.ndarray.item)
def item(a, *args, ct):
    if len(args) == 0:
        return np.broadcast_to(ct, np.shape(a))
    return item_adjoint(ct, a, args)


@linear(np.ndarray.tolist)
def tolist(a, *, ct):
    return np.reshape(np.asarray(ct), np.shape(a))
