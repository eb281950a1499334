# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.interpolate``: interpolants of values at fixed knots, and their slopes where they are evaluated.

The cotangent of an interpolant is that of its values (of its coefficients, for ``CubicSpline``), in
which it is linear.
"""
from __future__ import annotations

import numpy as np
from scipy import interpolate

from ..analyses.kinds import Kind
from .registry import general, jvp, zero


# ------------------------------------------------------------------ interp1d
def order_of(f):
    """The degree of the pieces of an interpolant, or the word for one that has steps."""
    return f._spline.k if f._kind == "spline" else 1 if f._kind == "linear" else f._kind


@general(interpolate.interp1d, wrt="y", gives=Kind(interpolate.interp1d))
def interpolate_interp1d(x, y, kind="linear", axis=-1, copy=True, bounds_error=None, fill_value=np.nan, assume_sorted=False, *,
                         ct):
    """Source: linear in the values; none for the knots."""
    return np.take(ct, np.argsort(order_of_knots(x, assume_sorted)), axis=axis)


def order_of_knots(x, assume_sorted):
    """The places of the knots, from left to right."""
    return np.arange(len(x)) if assume_sorted else np.argsort(x, kind="mergesort")


@jvp(interpolate_interp1d)
def interpolate_interp1d_dot(x, y, kind="linear", axis=-1, copy=True, bounds_error=None, fill_value=np.nan, assume_sorted=False,
                             *, y_dot, ans):
    return like_interp1d(ans, np.take(y_dot, order_of_knots(x, assume_sorted), axis=axis), ans.axis)


def like_interp1d(f, values, axis):
    """An interpolant of the same kind, through other values."""
    fill = "extrapolate" if f._extrapolate else 0.0
    return interpolate.interp1d(f.x, values, order_of(f), axis=axis, bounds_error=False, fill_value=fill)


def beside_values(f, at):
    """Numbers at points, in the shape that meets the values of an interpolant there."""
    return np.reshape(at, np.shape(at) + (1,) * (np.ndim(f.y) - 1 - f.axis))


def interp1d_slope(f, s):
    """The slope of an interpolant; to the right at a knot."""
    order = order_of(f)
    if order == 0 or isinstance(order, str):
        return 0.0 * f(s)
    if order == 1:
        place = np.clip(np.searchsorted(f.x, s, side="right") - 1, 0, len(f.x) - 2)
        slope = np.take(np.diff(f.y, axis=f.axis) / beside_values(f, np.diff(f.x)), place, axis=f.axis)
    else:
        slope = interpolate.make_interp_spline(f.x, f.y, order, axis=f.axis)(s, 1)
    inside = np.logical_or(f._extrapolate, np.logical_and(s >= f.x[0], s <= f.x[-1]))
    return np.where(beside_values(f, inside), slope, 0.0)


def interp1d_bars(f, s, ct):
    """The cotangents of the values of an interpolant, and of where it is evaluated."""
    weights = like_interp1d(f, np.eye(len(f.x)), 0)(np.ravel(s))
    before, after = np.shape(f.y)[:f.axis], np.shape(f.y)[f.axis + 1:]
    rows = np.reshape(np.broadcast_to(ct, (*before, *np.shape(s), *after)), (*before, np.size(s), *after))
    moves = np.reshape(ct * interp1d_slope(f, s), (int(np.prod(before)), *np.shape(s), int(np.prod(after))))
    return np.moveaxis(np.tensordot(rows, weights, (f.axis, 0)), -1, f.axis), np.sum(moves, axis=(0, -1))


@general(interpolate.interp1d.__call__, wrt="f x")
def interp1d_call(f, x, *, ct):
    """Source: the weights of the values, by interpolation of unit vectors; the slope. Filled values are constants."""
    return interp1d_bars(f, x, ct)


@jvp(interp1d_call)
def interp1d_call_dot(f, x, *, f_dot, x_dot):
    return interp1d_slope(f, x) * beside_values(f, x_dot + 0.0 * np.asarray(x)) + (f_dot(x) if f_dot else 0.0)


# ------------------------------------------------------------------ CubicSpline
def spline_coefficients_bar(x, y, bc_type, ct):
    """The cotangent of the values from that of the coefficients."""
    if not isinstance(bc_type, str):
        raise ValueError("the derivative of scipy.interpolate.CubicSpline is known for a bc_type that is a word")
    units = interpolate.CubicSpline(x, np.eye(len(x)), bc_type=bc_type).c
    return np.tensordot(units, ct, ((0, 1), (0, 1)))


@general(interpolate.CubicSpline, wrt="y", gives=Kind(interpolate.CubicSpline))
def interpolate_CubicSpline(x, y, *, bc_type="not-a-knot", extrapolate=None, ct):
    """Source: the coefficients are linear in the values; none for the knots."""
    return spline_coefficients_bar(x, y, bc_type, ct)


@jvp(interpolate_CubicSpline)
def interpolate_CubicSpline_dot(x, y, *, bc_type="not-a-knot", extrapolate=None, y_dot):
    return interpolate.CubicSpline(x, y_dot, bc_type=bc_type, extrapolate=extrapolate)


def pieces_at(knots, extrapolate, s):
    """Which piece each point is in, how far behind its knot, and whether there is a piece."""
    points = np.ravel(s)
    if extrapolate == "periodic":
        points = knots[0] + (points - knots[0]) % (knots[-1] - knots[0])
    place = np.clip(np.searchsorted(knots, points, side="right") - 1, 0, len(knots) - 2)
    inside = np.full(len(points), True) if extrapolate else (points >= knots[0]) & (points <= knots[-1])
    return place, points - knots[place], inside


def spline_call_bar(bar, s, knots, extrapolate, nu):
    """The cotangent of the coefficients of a cubic spline that is evaluated at ``s``."""
    place, offset, inside = pieces_at(knots, extrapolate, s)
    rest = np.shape(bar)[np.ndim(s):]
    wide = (-1,) + (1,) * len(rest)
    weight = np.where(np.reshape(inside, wide), np.reshape(bar, (len(place), *rest)), 0.0)
    found = np.zeros((4, len(knots) - 1, *rest), weight.dtype)
    for k in range(4 - nu):
        factor = np.prod(np.arange(4 - k - nu, 4 - k)) * offset ** (3 - k - nu)
        np.add.at(found[k], place, np.reshape(factor, wide) * weight)
    return found


def spline_value(c, s, knots, extrapolate, nu):
    """The value, or a derivative, of a cubic spline with these coefficients; 0 where it has none."""
    found = interpolate.PPoly(c, knots, extrapolate or True)(s, nu)
    inside = np.reshape(pieces_at(knots, extrapolate, s)[2], np.shape(s) + (1,) * (np.ndim(found) - np.ndim(s)))
    return np.where(inside, found, 0.0).astype(np.result_type(c))[()]


def summed(product, s):
    """What belongs to points, from what belongs to the vectors there."""
    return np.sum(np.reshape(product, (*np.shape(s), -1)), axis=-1)


def at_vectors(dot, s, like):
    """Numbers at points, in the shape that meets the vectors there."""
    return np.reshape(dot + 0.0 * np.asarray(s), np.shape(s) + (1,) * (np.ndim(like) - np.ndim(s)))


@general(spline_call_bar, wrt="bar s")
def spline_call_bar_(bar, s, knots, extrapolate, nu, *, ct):
    """Source: the transpose evaluates a spline; the next derivative."""
    return spline_value(ct, s, knots, extrapolate, nu), summed(bar * spline_value(ct, s, knots, extrapolate, nu + 1), s)


@jvp(spline_call_bar_)
def spline_call_bar_dot(bar, s, knots, extrapolate, nu, *, bar_dot, s_dot):
    return (spline_call_bar(bar_dot + 0.0 * bar, s, knots, extrapolate, nu)
            + spline_call_bar(bar * at_vectors(s_dot, s, bar), s, knots, extrapolate, nu + 1))


@general(spline_value, wrt="c s")
def spline_value_(c, s, knots, extrapolate, nu, *, ct):
    """Source: powers of the distance from the knot; the next derivative."""
    return spline_call_bar(ct, s, knots, extrapolate, nu), summed(ct * spline_value(c, s, knots, extrapolate, nu + 1), s)


@jvp(spline_value_)
def spline_value_dot(c, s, knots, extrapolate, nu, *, c_dot, s_dot, ans):
    return (spline_value(c_dot + 0.0 * c, s, knots, extrapolate, nu)
            + spline_value(c, s, knots, extrapolate, nu + 1) * at_vectors(s_dot, s, ans))


zero((interpolate.CubicSpline, "x"), (interpolate.CubicSpline, "extrapolate"), pieces_at)


@general(interpolate.CubicSpline.__call__, wrt="f x")
def spline_call(f, x, nu=0, extrapolate=None, *, ct, ans):
    """Source: powers of the distance from the knot; the next derivative."""
    return (spline_call_bar(np.broadcast_to(ct, np.shape(ans)), x, f.x, f.extrapolate, nu),
            summed(ct * f(x, nu + 1), x))


@jvp(spline_call)
def spline_call_dot(f, x, nu=0, extrapolate=None, *, f_dot, x_dot, ans):
    return f(x, nu + 1) * at_vectors(x_dot, x, ans) + (f_dot(x, nu) if f_dot else 0.0)
