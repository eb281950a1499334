# mypy: disable-error-code="no-untyped-def"
"""The helpers that are pasted into emitted code: so that a derivative has derivatives itself.

Those that are not here are followed as source, like any function of the user's.
"""
from __future__ import annotations

import numpy as np

from ..runtime import (
    add,
    dot_left,
    dot_right,
    expect,
    folded,
    gated,
    gathered,
    laid_out,
    match,
    matmul_left,
    matmul_right,
    overlaps,
    own,
    own_dot,
    pick,
    picked,
    pieces,
    real,
    rejoined,
    seed,
    spread,
    stretched,
    tie_weights,
    unbroadcast,
    whole,
    writable,
    zeros,
)
from ..runtime_arrays import first_true, gather_adjoint, pad_places, tile_adjoint
from ..runtime_linalg import (
    einsum_adjoint,
    einsum_swapped,
    einsum_tangent,
    einsum_twice,
    kron_adjoint,
)
from ..runtime_statistics import from_rows, quantile_adjoint, quantile_tangent, quantile_weights, to_rows
from ..runtime_stencils import diff_adjoint, gradient_adjoint, gradients
from .registry import bilinear, general, jvp, linear, zero

zero(seed, zeros, overlaps, expect, tie_weights, quantile_weights, first_true, pad_places)


# ------------------------------------------------------------------ adjoints in the shape of what they belong to
@linear(match, wrt="bar")
def match_(bar, like, *, ct):
    return gathered(ct, bar)


@linear(laid_out, wrt="value")
def laid_out_(x, value, *, ct):
    return gathered(ct, value)


@linear(whole, wrt="bar")
def whole_(bar, like, *, ct):
    return gathered(ct, bar)


@linear(own_dot, wrt="dot")
def own_dot_(x, dot, *, ct):
    return ct


@linear(spread, wrt="bar")
def spread_(bar, like, *, ct):
    return gathered(ct, bar)


@linear(add, wrt="left right")
def added(left, right, *, ct):
    return gathered(ct, left), gathered(ct, right)


@linear(own, wrt="x")
def own_(x, others, *, ct):
    return ct


@linear(real, wrt="value")
def real_(value, *, ct):
    return ct


@linear(writable, wrt="view")
def writable_(view, *, ct):
    return ct


@linear(unbroadcast, wrt="array")
def unbroadcast_(array, like, *, ct):
    return stretched(ct, array)


@linear(stretched, wrt="bar")
def stretched_(bar, array, *, ct):
    return unbroadcast(ct, bar)


@linear(pick, wrt="bar")
def pick_(bar, items, chosen, *, ct):
    return picked(ct, items, chosen)


@linear(picked, wrt="bars")
def picked_(bars, items, chosen, *, ct):
    return pick(ct, items, chosen)


@linear(pieces, wrt="bar")
def pieces_(bar, arrays, axis, *, ct):
    return rejoined(ct, bar, axis)


@linear(gather_adjoint, wrt="bar")
def gather_adjoint_(bar, a, places, *, ct):
    return np.where(np.reshape(places, np.shape(bar)) >= 0, np.ravel(ct)[np.reshape(places, np.shape(bar))], 0.0)


@linear(folded, wrt="bar")
def folded_(bar, like, *, ct):
    return ct * (len(bar) // max(1, len(like)))


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


# ------------------------------------------------------------------ arrays
@linear(diff_adjoint, wrt="bar")
def diff_adjoint_(bar, n, axis, *, ct):
    return np.diff(ct, n, axis)


@linear(gradient_adjoint, wrt="bar")
def gradient_adjoint_(bar, f, spacings, axis, edge_order, *, ct):
    return gradients(ct, f, spacings, axis, edge_order)


@linear(gradients, wrt="f")
def gradients_(f, like, spacings, axis, edge_order, *, ct):
    return gradient_adjoint(ct, like, spacings, axis, edge_order)


@linear(to_rows)
def to_rows_(a, axis, *, ct):
    return from_rows(ct, a, axis)


@linear(from_rows, wrt="rows")
def from_rows_(rows, like, axis, *, ct):
    return to_rows(ct, axis)


@linear(tile_adjoint, wrt="bar")
def tile_adjoint_(bar, a, reps, *, ct):
    return np.tile(ct, reps)


@linear(quantile_adjoint, wrt="bar")
def quantile_adjoint_(bar, a, q, axis, method, *, ct):
    """Source: the order of the elements is constant but where they tie."""
    return quantile_tangent(ct, a, q, axis, method, bar)


@linear(quantile_tangent, wrt="dot")
def quantile_tangent_(dot, a, q, axis, method, ans, *, ct):
    return quantile_adjoint(ct, a, q, axis, method)


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
