# mypy: disable-error-code="no-untyped-def"
"""Running sums and products, differences, integrals, interpolation."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_arrays import gather_adjoint, put_along
from ..runtime_stencils import (
    bessel_i1,
    cumprod_adjoint,
    cumprod_tangent,
    diff_adjoint,
    first_so_far,
    gradient_adjoint,
    gradient_tangent,
    gradients,
    interp_adjoint,
    interp_slopes,
    joined_parts,
    reduceat_adjoint,
    round_places,
    round_shifts,
    spacings_adjoint,
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
def accumulate(array, axis=0, dtype=None, out=None, *, ct):
    return np.flip(np.cumsum(np.flip(ct, axis), axis), axis)


@general(np.multiply.accumulate)
def multiply_accumulate(a, axis=0, dtype=None, out=None, *, ct):
    """Source: as ``cumprod``."""
    return cumprod_adjoint(ct, a, axis)


@jvp(multiply_accumulate)
def multiply_accumulate_dot(a, axis=0, dtype=None, out=None, *, a_dot):
    return cumprod_tangent(a_dot, a, axis)


@general(np.maximum.accumulate, np.minimum.accumulate)
def extreme_accumulate(a, axis=0, dtype=None, out=None, *, ct, ans):
    """Source: all to the first of the largest so far."""
    return put_along(ct, a, first_so_far(a, ans, axis), axis)


@jvp(extreme_accumulate)
def extreme_accumulate_dot(a, axis=0, dtype=None, out=None, *, a_dot, ans):
    return np.take_along_axis(a_dot, first_so_far(a, ans, axis), axis)


@linear(np.add.reduceat)
def reduceat(a, indices, axis=0, dtype=None, out=None, *, ct):
    """Source: each section of the array gets its sum's cotangent; where indices fall, a single element."""
    return reduceat_adjoint(ct, a, indices, axis)


@linear(*present(np, "cumulative_sum"), wrt="x")                 # NumPy 2.1
def cumulative_sum(x, *, axis=None, dtype=None, out=None, include_initial=False, ct):
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


@general(*present(np, "cumulative_prod"), wrt="x")              # NumPy 2.1
def cumulative_prod(x, *, axis=None, dtype=None, out=None, include_initial=False, ct):
    along = 0 if axis is None else axis
    places = np.arange(1 if include_initial else 0, np.shape(ct)[along])
    return cumprod_adjoint(np.take(ct, places, along), x, along)


@jvp(cumulative_prod)
def cumulative_prod_dot(x, *, axis=None, dtype=None, out=None, include_initial=False, x_dot, ans):
    along = 0 if axis is None else axis
    found = cumprod_tangent(x_dot, x, along)
    if include_initial:
        return np.concatenate([np.zeros_like(np.take(ans, [0], along)), found], axis=along)
    return found


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
@linear(np.diff, wrt="a prepend append")
def diff(a, n=1, axis=-1, prepend=None, append=None, *, ct):
    if prepend is None and append is None:
        return diff_adjoint(ct, a, n, axis), 0.0, 0.0
    parts = joined_parts(diff_adjoint(ct, None, n, axis), prepend, a, append, axis)
    return parts[1], parts[0], parts[2]


@linear(np.ediff1d, wrt="ary to_end to_begin")
def ediff1d(ary, to_end=None, to_begin=None, *, ct):
    if to_end is None and to_begin is None:
        return np.reshape(diff_adjoint(ct, np.ravel(ary), 1, -1), np.shape(ary)), 0.0, 0.0
    start = 0 if to_begin is None else np.size(to_begin)
    stop = np.size(ct) - (0 if to_end is None else np.size(to_end))
    return (np.reshape(diff_adjoint(ct[start:stop], np.ravel(ary), 1, -1), np.shape(ary)),
            0.0 if to_end is None else np.reshape(ct[stop:], np.shape(to_end))[()],
            0.0 if to_begin is None else np.reshape(ct[:start], np.shape(to_begin))[()])


@general(np.gradient, wrt="f varargs")
def gradient(f, *varargs, axis=None, edge_order=1, ct, ans):
    """Source: linear in f; the difference quotients by their steps."""
    return gradient_adjoint(ct, f, varargs, axis, edge_order), spacings_adjoint(ct, f, varargs, axis, edge_order, ans)


@jvp(gradient)
def gradient_dot(f, *varargs, axis=None, edge_order=1, f_dot, varargs_dot, ans):
    if len(varargs) == 0:
        return gradients(f_dot, f, varargs, axis, edge_order)
    return gradient_tangent(f, f_dot, varargs, varargs_dot, axis, edge_order, ans)


@elementwise(np.unwrap, wrt="p")
def unwrap(p, discont=None, axis=-1, *, period=0.0):
    """Source: adds constants."""
    return 1


# ------------------------------------------------------------------ integrals, interpolation
@general(np.trapezoid, wrt="y x dx")
def trapezoid(y, x=None, dx=1.0, axis=-1, *, ct):
    """Source: dy: half the two steps beside each ordinate; dx: minus half the two rises beside it."""
    weights = np.expand_dims(ct, axis) * trapezoid_weights(y, x, dx, axis)
    sums = (y + np.roll(y, -1, axis)) / 2
    part = np.expand_dims(ct, axis) * np.take(sums, np.arange(np.shape(y)[axis] - 1), axis)
    if x is None:
        return weights, 0.0, unbroadcast(part, dx)
    if np.ndim(x) == 1:
        part = np.moveaxis(part, axis, -1)
        return weights, unbroadcast(diff_adjoint(part, x, 1, -1), x), 0.0
    return weights, unbroadcast(diff_adjoint(part, x, 1, axis), x), 0.0


@jvp(trapezoid)
def trapezoid_dot(y, x=None, dx=1.0, axis=-1, *, y_dot, x_dot, dx_dot):
    if x is None and np.ndim(dx_dot) == 0 and dx_dot == 0.0:
        return np.trapezoid(y_dot, None, dx, axis)
    if x is None:
        return np.trapezoid(y_dot, None, dx, axis) + np.trapezoid(y, None, dx_dot, axis)
    return np.trapezoid(y_dot, x, dx, axis) + np.trapezoid(y, x_dot, dx, axis)


@general(np.interp, wrt="x xp fp left right")
def interp(x, xp, fp, left=None, right=None, period=None, *, ct):
    """Source: the slope of the piece to the right, 0 outside; the ordinates share as the point divides the piece."""
    if period is not None:
        places, at = round_places(xp, period), np.mod(x, abs(period))
        knots, values = np.mod(xp, abs(period))[places] + round_shifts(xp, period), np.asarray(fp)[places]
        slopes = ct * interp_slopes(at, knots, values)
        return (slopes, gather_adjoint(interp_adjoint(-slopes, at, knots, None, None), xp, places),
                gather_adjoint(interp_adjoint(ct, at, knots, None, None), fp, places), 0.0, 0.0)
    slopes = ct * interp_slopes(x, xp, fp)
    return (slopes, interp_adjoint(-slopes, x, xp, None, None), interp_adjoint(ct, x, xp, left, right),
            np.sum(np.where(np.less(x, xp[0]), ct, 0.0)), np.sum(np.where(np.greater(x, xp[-1]), ct, 0.0)))


@jvp(interp)
def interp_dot(x, xp, fp, left=None, right=None, period=None, *, x_dot, xp_dot, fp_dot, left_dot, right_dot):
    if period is not None:
        places, at = round_places(xp, period), np.mod(x, abs(period))
        knots, values = np.mod(xp, abs(period))[places] + round_shifts(xp, period), np.asarray(fp)[places]
        moved = x_dot - np.interp(at, knots, np.asarray(xp_dot)[places])
        return moved * interp_slopes(at, knots, values) + np.interp(at, knots, np.asarray(fp_dot)[places])
    moved = x_dot - np.interp(x, xp, xp_dot)
    ends = (None if left is None else left_dot, None if right is None else right_dot)
    return moved * interp_slopes(x, xp, fp) + np.interp(x, xp, fp_dot, ends[0], ends[1])


@elementwise(np.i0)
def i0(x):
    """Source: the modified Bessel function of order 1."""
    return bessel_i1(x)
