# mypy: disable-error-code="no-untyped-def"
"""The helpers of products, norms, covariances and interpolation, which are no linear maps: their second derivatives.

What makes no product of its arguments is in ``helpers.py``.
"""
from __future__ import annotations

import numpy as np

from ..runtime import dot_left, dot_right, gated, matmul_left, matmul_right
from ..runtime_containers import add
from ..runtime_linalg import norm_curve, norm_slopes, vector_curve, vector_slopes
from ..runtime_products import (
    chain_adjoint,
    chain_swapped,
    chain_tangent,
    cross_adjoint,
    einsum_adjoint,
    einsum_swapped,
    einsum_tangent,
    einsum_twice,
    kron_adjoint,
)
from ..runtime_statistics import cov_adjoint, cov_tangent
from ..runtime_stencils import interp_adjoint, interp_moved, interp_pieces, interp_slopes
from .registry import bilinear, general, jvp


# ------------------------------------------------------------------ products
@bilinear(gated)
def gated_(bar, partial, *, ct):
    return gated(ct, partial), gated(ct, bar)


@bilinear(matmul_left, wrt="bar b")
def matmul_left_(bar, a, b, *, ct):
    return np.matmul(ct, b), matmul_right(bar, ct, b)


@bilinear(matmul_right, wrt="bar a")
def matmul_right_(bar, a, b, *, ct):
    return np.matmul(a, ct), matmul_left(bar, a, ct)


@bilinear(dot_left, wrt="bar b")
def dot_left_(bar, a, b, *, ct):
    return np.dot(ct, b), dot_right(bar, ct, b)


@bilinear(dot_right, wrt="bar a")
def dot_right_(bar, a, b, *, ct):
    return np.dot(a, ct), dot_left(bar, a, ct)


@general(kron_adjoint, wrt="bar a b")
def kron_adjoint_(bar, a, b, left, *, ct):
    """Source: linear in the cotangent and in the factor that is not ``left`` out."""
    if left:
        return np.kron(ct, b), np.zeros_like(a), kron_adjoint(bar, ct, b, False)
    return np.kron(a, ct), kron_adjoint(bar, a, ct, True), np.zeros_like(b)


@jvp(kron_adjoint_)
def kron_adjoint_dot(bar, a, b, left, *, bar_dot, a_dot, b_dot):
    if left:
        return kron_adjoint(bar_dot, a, b, left) + kron_adjoint(bar, a, b_dot, left)
    return kron_adjoint(bar_dot, a, b, left) + kron_adjoint(bar, a_dot, b, left)


@general(cross_adjoint, wrt="bar a b")
def cross_adjoint_(bar, a, b, axes, left, *, ct):
    """Source: linear in the cotangent and in the factor that is not ``left`` out."""
    if left:
        return np.cross(ct, b, axes[0], axes[1], axes[2]), np.zeros_like(a), cross_adjoint(bar, ct, b, axes, False)
    return np.cross(a, ct, axes[0], axes[1], axes[2]), cross_adjoint(bar, a, ct, axes, True), np.zeros_like(b)


@jvp(cross_adjoint_)
def cross_adjoint_dot(bar, a, b, axes, left, *, bar_dot, a_dot, b_dot):
    if left:
        return cross_adjoint(bar_dot, a, b, axes, left) + cross_adjoint(bar, a, b_dot, axes, left)
    return cross_adjoint(bar_dot, a, b, axes, left) + cross_adjoint(bar, a_dot, b, axes, left)


@general(chain_adjoint, wrt="bar arrays")
def chain_adjoint_(bar, arrays, *, ct):
    """Source: linear in the cotangent and in each factor but its own."""
    return chain_tangent(ct, arrays), chain_swapped(bar, ct, arrays)


@jvp(chain_adjoint_)
def chain_adjoint_dot(bar, arrays, *, bar_dot, arrays_dot):
    return add(chain_adjoint(bar_dot, arrays), chain_swapped(bar, arrays_dot, arrays))


# ------------------------------------------------------------------ einsum: a product of all operands
@general(einsum_adjoint, wrt="bar arguments")
def einsum_adjoint_(bar, arguments, optimize, *, ct):
    return einsum_tangent(ct, arguments, optimize), einsum_swapped(bar, ct, arguments, optimize)


@jvp(einsum_adjoint_)
def einsum_adjoint_dot(bar, arguments, optimize, *, bar_dot, arguments_dot):
    return add(einsum_adjoint(bar_dot, arguments, optimize), einsum_swapped(bar, arguments_dot, arguments, optimize))


@general(einsum_tangent, wrt="dots arguments")
def einsum_tangent_(dots, arguments, optimize, *, ct):
    return einsum_adjoint(ct, arguments, optimize), einsum_swapped(ct, dots, arguments, optimize)


@jvp(einsum_tangent_)
def einsum_tangent_dot(dots, arguments, optimize, *, dots_dot, arguments_dot):
    return einsum_tangent(dots_dot, arguments, optimize) + einsum_twice(dots, arguments_dot, arguments, optimize)


# ------------------------------------------------------------------ norms: their second derivatives are symmetric
@general(vector_slopes, wrt="x")
def vector_slopes_(x, order, axis, *, ct):
    return vector_curve(ct, x, order, axis)


@jvp(vector_slopes_)
def vector_slopes_dot(x, order, axis, *, x_dot):
    return vector_curve(x_dot, x, order, axis)


@general(norm_slopes, wrt="x")
def norm_slopes_(x, order, axis, *, ct):
    return norm_curve(ct, x, order, axis)


@jvp(norm_slopes_)
def norm_slopes_dot(x, order, axis, *, x_dot):
    return norm_curve(x_dot, x, order, axis)


# ------------------------------------------------------------------ covariances
@general(cov_adjoint, wrt="bar m y")
def cov_adjoint_(bar, m, y, rowvar, weights, *, ct):
    """Source: linear in the cotangent, and symmetric in the observations."""
    parts = cov_adjoint(bar, ct[0], None if y is None else ct[1], rowvar, weights)
    return np.reshape(cov_tangent(m, y, ct[0], ct[1], rowvar, weights), np.shape(bar)), parts[0], parts[1]


@jvp(cov_adjoint_)
def cov_adjoint_dot(bar, m, y, rowvar, weights, *, bar_dot, m_dot, y_dot):
    moved = cov_adjoint(bar, m_dot, None if y is None else y_dot, rowvar, weights)
    return add(cov_adjoint(bar_dot, m, y, rowvar, weights), moved)


@general(cov_tangent, wrt="m y dm dy")
def cov_tangent_(m, y, dm, dy, rowvar, weights, *, ct):
    """Source: linear in the observations and in their tangents."""
    parts = cov_adjoint(ct, dm, None if y is None else dy, rowvar, weights)
    moved = cov_adjoint(ct, m, y, rowvar, weights)
    return parts[0], parts[1], moved[0], moved[1]


@jvp(cov_tangent_)
def cov_tangent_dot(m, y, dm, dy, rowvar, weights, *, m_dot, y_dot, dm_dot, dy_dot):
    return (cov_tangent(m_dot, None if y is None else y_dot, dm, dy, rowvar, weights)
            + cov_tangent(m, y, dm_dot, dy_dot, rowvar, weights))


# ------------------------------------------------------------------ interpolation: by places, knots and ordinates
@general(interp_slopes, wrt="xp fp")
def interp_slopes_(x, xp, fp, *, ct, ans):
    """Source: a rise over a step."""
    return interp_pieces(-ct * ans, x, xp), interp_pieces(ct, x, xp)


@jvp(interp_slopes_)
def interp_slopes_dot(x, xp, fp, *, xp_dot, fp_dot, ans):
    return interp_slopes(x, xp, fp_dot) - ans * interp_slopes(x, xp, xp_dot)


@general(interp_pieces, wrt="bar xp")
def interp_pieces_(bar, x, xp, *, ct):
    """Source: each point over its step."""
    slopes = interp_slopes(x, xp, ct)
    return slopes, interp_pieces(-bar * slopes, x, xp)


@jvp(interp_pieces_)
def interp_pieces_dot(bar, x, xp, *, bar_dot, xp_dot):
    return interp_pieces(bar_dot - bar * interp_slopes(x, xp, xp_dot), x, xp)


@general(interp_adjoint, wrt="bar x xp")
def interp_adjoint_(bar, x, xp, left, right, *, ct):
    """Source: as ``np.interp``, whose ordinates the cotangents are."""
    slopes = bar * interp_slopes(x, xp, ct)
    return interp_moved(x, xp, ct, left, right), slopes, interp_adjoint(-slopes, x, xp, None, None)


@jvp(interp_adjoint_)
def interp_adjoint_dot(bar, x, xp, left, right, *, bar_dot, x_dot, xp_dot):
    moved = bar * (x_dot - interp_moved(x, xp, xp_dot, None, None))
    return interp_adjoint(bar_dot, x, xp, left, right) + interp_pieces(moved, x, xp)
