# mypy: disable-error-code="no-untyped-def"
"""Running sums and products, differences, integrals, interpolation."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_arrays import (
    bessel_i1,
    cumprod_adjoint,
    cumprod_tangent,
    diff_adjoint,
    gradient_adjoint,
    interp_adjoint,
    interp_slopes,
    trapezoid_weights,
)
from .registry import elementwise, general, jvp, linear, present


# ------------------------------------------------------------------ running sums and products
@linear(np.cumsum, np.ndarray.cumsum)
def cumsum(a, axis=None, dtype=None, out=None, *, ct):
    if axis is None:
        return np.reshape(np.cumsum(ct[::-1])[::-1], np.shape(a))
    return np.flip(np.cumsum(np.flip(ct, axis), axis), axis)


@linear(np.add.accumulate, wrt="array")
def accumulate(array, axis=0, dtype=None, *, ct):
    return np.flip(np.cumsum(np.flip(ct, axis), axis), axis)


@linear(*present(np, "cumulative_sum"), wrt="x")                 # NumPy 2.1
def cumulative_sum(x, *, axis=None, include_initial=False, ct):
    along = 0 if axis is None else axis
    turned = np.flip(np.cumsum(np.flip(ct, along), along), along)
    return np.reshape(np.take(turned, np.arange(1 if include_initial else 0, np.shape(ct)[along]), along), np.shape(x))


@general(np.cumprod, np.ndarray.cumprod)
def cumprod(a, axis=None, dtype=None, out=None, *, ct):
    """Source: the products of all others up to each place, right where some are zero."""
    return cumprod_adjoint(ct, a, axis)


@jvp(cumprod)
def cumprod_dot(a, axis=None, dtype=None, out=None, *, a_dot):
    return cumprod_tangent(a_dot, a, axis)


@general(np.nancumprod)
def nancumprod(a, axis=None, dtype=None, out=None, *, ct):
    """Source: nan counts as 1, and gets 0."""
    return np.where(np.isnan(a), 0, cumprod_adjoint(ct, np.where(np.isnan(a), 1, a), axis))


@jvp(nancumprod)
def nancumprod_dot(a, axis=None, dtype=None, out=None, *, a_dot):
    return cumprod_tangent(np.where(np.isnan(a), 0, a_dot), np.where(np.isnan(a), 1, a), axis)


@general(np.nancumsum)
def nancumsum(a, axis=None, dtype=None, out=None, *, ct):
    """Source: nan counts as 0, and gets 0."""
    if axis is None:
        return np.where(np.isnan(a), 0, np.reshape(np.cumsum(ct[::-1])[::-1], np.shape(a)))
    return np.where(np.isnan(a), 0, np.flip(np.cumsum(np.flip(ct, axis), axis), axis))


@jvp(nancumsum)
def nancumsum_dot(a, axis=None, dtype=None, out=None, *, a_dot):
    return np.cumsum(np.where(np.isnan(a), 0, a_dot), axis=axis)


# ------------------------------------------------------------------ differences
@linear(np.diff)
def diff(a, n=1, axis=-1, *, ct):
    return diff_adjoint(ct, n, axis)


@linear(np.ediff1d, wrt="ary")
def ediff1d(ary, *, ct):
    return np.reshape(diff_adjoint(ct, 1, -1), np.shape(ary))


@linear(np.gradient, wrt="f")
def gradient(f, *varargs, axis=None, edge_order=1, ct):
    return gradient_adjoint(ct, f, varargs, axis, edge_order)


@elementwise(np.unwrap, wrt="p")
def unwrap(p, discont=None, axis=-1):
    """Source: adds constants."""
    return 1


# ------------------------------------------------------------------ integrals, interpolation
@general(np.trapezoid, wrt="y x")
def trapezoid(y, x=None, dx=1.0, axis=-1, *, ct):
    """Source: dy: half the two steps beside each ordinate; dx: minus half the two rises beside it."""
    weights = np.expand_dims(ct, axis) * trapezoid_weights(y, x, dx, axis)
    if x is None:
        return weights, 0.0
    sums = (y + np.roll(y, -1, axis)) / 2
    part = np.expand_dims(ct, axis) * np.take(sums, np.arange(np.shape(y)[axis] - 1), axis)
    if np.ndim(x) == 1:
        part = np.moveaxis(part, axis, -1)
        return weights, unbroadcast(diff_adjoint(part, 1, -1), x)
    return weights, unbroadcast(diff_adjoint(part, 1, axis), x)


@jvp(trapezoid)
def trapezoid_dot(y, x=None, dx=1.0, axis=-1, *, y_dot, x_dot):
    if x is None:
        return np.trapezoid(y_dot, None, dx, axis)
    return np.trapezoid(y_dot, x, dx, axis) + np.trapezoid(y, x_dot, dx, axis)


@general(np.interp, wrt="x fp")
def interp(x, xp, fp, left=None, right=None, *, ct):
    """Source: the slope of the piece to the right, 0 outside; the ordinates share as the point divides the piece."""
    return ct * interp_slopes(x, xp, fp), interp_adjoint(ct, x, xp, fp, left, right)


@jvp(interp)
def interp_dot(x, xp, fp, left=None, right=None, *, x_dot, fp_dot):
    ends = (None if left is None else 0.0, None if right is None else 0.0)
    return x_dot * interp_slopes(x, xp, fp) + np.interp(x, xp, fp_dot, ends[0], ends[1])


@elementwise(np.i0)
def i0(x):
    """Source: the modified Bessel function of order 1."""
    return bessel_i1(x)
