# mypy: disable-error-code="no-untyped-def"
"""Products of arrays of any rank, and convolutions."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_products import cross_adjoint, einsum_adjoint, einsum_tangent, kron_adjoint, tensordot_adjoint
from ..runtime_stencils import convolution_full
from .registry import bilinear, general, jvp, linear, present


@bilinear(np.tensordot)
def tensordot(a, b, axes=2, *, ct):
    return tensordot_adjoint(ct, a, b, axes, True), tensordot_adjoint(ct, a, b, axes, False)


@bilinear(np.linalg.tensordot)
def linalg_tensordot(x1, x2, *, axes=2, ct):
    return tensordot_adjoint(ct, x1, x2, axes, True), tensordot_adjoint(ct, x1, x2, axes, False)


@general(np.einsum, wrt="operands")
def einsum(*operands, out=None, dtype=None, order="K", casting="safe", optimize=False, ct):
    """Source: the same sum with the cotangent in an operand's place."""
    return einsum_adjoint(ct, operands, optimize)


@jvp(einsum)
def einsum_dot(*operands, out=None, dtype=None, order="K", casting="safe", optimize=False, operands_dot):
    return einsum_tangent(operands_dot, operands, optimize)


@bilinear(np.multiply.outer)
def multiply_outer(a, b, *, ct):
    return np.tensordot(ct, b, np.ndim(b)), np.tensordot(a, ct, np.ndim(a))


@linear(np.add.outer, wrt="a b")
def add_outer(a, b, *, ct):
    return np.sum(ct, axis=tuple(range(np.ndim(a), np.ndim(ct)))), np.sum(ct, axis=tuple(range(np.ndim(a))))


@linear(np.subtract.outer, wrt="a b")
def subtract_outer(a, b, *, ct):
    return np.sum(ct, axis=tuple(range(np.ndim(a), np.ndim(ct)))), -np.sum(ct, axis=tuple(range(np.ndim(a))))


@bilinear(np.kron)
def kron(a, b, *, ct):
    return kron_adjoint(ct, a, b, True), kron_adjoint(ct, a, b, False)


@bilinear(np.cross)
def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None, *, ct):
    """Source: a_bar = b x ct, b_bar = ct x a."""
    return (cross_adjoint(ct, a, b, (axisa, axisb, axisc) if axis is None else (axis, axis, axis), True),
            cross_adjoint(ct, a, b, (axisa, axisb, axisc) if axis is None else (axis, axis, axis), False))


@bilinear(np.linalg.cross)
def linalg_cross(x1, x2, *, axis=-1, ct):
    return cross_adjoint(ct, x1, x2, (axis, axis, axis), True), cross_adjoint(ct, x1, x2, (axis, axis, axis), False)


@bilinear(np.vecdot)
def vecdot(x1, x2, *, axis=-1, ct):
    wide = np.expand_dims(ct, axis)
    return unbroadcast(wide * x2, x1), unbroadcast(wide * x1, x2)


@bilinear(np.linalg.vecdot)
def linalg_vecdot(x1, x2, *, axis=-1, ct):
    wide = np.expand_dims(ct, axis)
    return unbroadcast(wide * x2, x1), unbroadcast(wide * x1, x2)


@bilinear(*present(np, "matvec"))                                # NumPy 2.2
def matvec(x1, x2, *, ct):
    column = np.expand_dims(ct, -1)
    return (unbroadcast(column * np.expand_dims(x2, -2), x1),
            unbroadcast((np.swapaxes(x1, -1, -2) @ column)[..., 0], x2))


@bilinear(*present(np, "vecmat"))                                # NumPy 2.2
def vecmat(x1, x2, *, ct):
    column = np.expand_dims(ct, -1)
    return (unbroadcast((x2 @ column)[..., 0], x1),
            unbroadcast(np.expand_dims(x1, -1) * np.expand_dims(ct, -2), x2))


@bilinear(np.convolve)
def convolve(a, v, mode="full", *, ct):
    """Source: the correlation of the cotangent with the other."""
    full = convolution_full(ct, a, v, mode, (min(np.size(a), np.size(v)) - 1) // 2)
    return (np.reshape(np.correlate(full, np.ravel(v), "valid"), np.shape(a)),
            np.reshape(np.correlate(full, np.ravel(a), "valid"), np.shape(v)))


@bilinear(np.correlate)
def correlate(a, v, mode="valid", *, ct):
    """Source: the convolution of a with v turned round."""
    start = (np.size(v) - 1) // 2 if np.size(a) >= np.size(v) else np.size(a) // 2
    full = convolution_full(ct, a, v, mode, start)
    return (np.reshape(np.correlate(full, np.ravel(v)[::-1], "valid"), np.shape(a)),
            np.reshape(np.correlate(full, np.ravel(a), "valid")[::-1], np.shape(v)))
