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
    writable,
    zeros,
)
from ..runtime_arrays import first_true, gather_adjoint, pad_places, quantile_weights
from .registry import bilinear, linear, zero

zero(seed, zeros, overlaps, expect, tie_weights, quantile_weights, first_true, pad_places)


# ------------------------------------------------------------------ adjoints in the shape of what they belong to
@linear(match, wrt="bar")
def match_(bar, like, *, ct):
    return gathered(ct, bar)


@linear(laid_out, wrt="value")
def laid_out_(x, value, *, ct):
    return gathered(ct, value)


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
