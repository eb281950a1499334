# mypy: disable-error-code="no-untyped-def"
"""The helpers that are pasted into emitted code: so that a derivative has derivatives itself.

Here are linear maps; products and norms are in ``helpers_products.py``. Those that are in neither are
followed as source, like any function of the user's.
"""
from __future__ import annotations

import numpy as np

from ..runtime import (
    hollow,
    laid_out,
    overlaps,
    own,
    own_dot,
    pieces,
    rejoined,
    stretched,
    tie_weights,
    unbroadcast,
    writable,
)
from ..runtime_arrays import (
    block_adjoint,
    chosen,
    each,
    filled,
    first_places,
    first_true,
    gather_adjoint,
    meshed,
    meshgrid_adjoint,
    picked_choices,
    repeat_adjoint,
    several,
    tile_adjoint,
)
from ..runtime_containers import (
    add,
    collected,
    expect,
    folded,
    gathered,
    match,
    own_parts,
    pick,
    picked,
    real,
    seed,
    spread,
    whole,
    zeros,
)
from ..runtime_statistics import (
    from_rows,
    kept_axes,
    nanquantile_adjoint,
    nanquantile_tangent,
    nanquantile_weights,
    observations,
    observed,
    quantile_adjoint,
    quantile_tangent,
    quantile_weights,
    to_rows,
)
from ..runtime_stencils import (
    diff_adjoint,
    gradient_adjoint,
    gradients,
    leading_zeros,
    reduceat_adjoint,
    round_places,
    round_shifts,
)
from .registry import general, jvp, linear, zero

zero(hollow, seed, zeros, overlaps, expect, tie_weights, quantile_weights, nanquantile_weights, first_true, first_places,
     leading_zeros, round_places, round_shifts)


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
    return collected(ct, bar, like)


@linear(add, wrt="left right")
def added(left, right, *, ct):
    return gathered(ct, left), gathered(ct, right)


@linear(own, wrt="x")
def own_(x, others, *, ct):
    return ct


@linear(own_parts, wrt="x")
def own_parts_(x, others, classes=(), *, ct):
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


# ------------------------------------------------------------------ arrays
@linear(chosen, wrt="bar")
def chosen_(bar, choices, place, mode="raise", *, ct):
    return picked_choices(ct, bar, place, mode)


@linear(picked_choices, wrt="bars")
def picked_choices_(bars, like, place, mode="raise", *, ct):
    return chosen(ct, bars, place, mode)


@linear(meshgrid_adjoint, wrt="bar")
def meshgrid_adjoint_(bar, xi, indexing, *, ct):
    return meshed(ct, bar, indexing)


@linear(meshed, wrt="xi")
def meshed_(xi, like, indexing, *, ct):
    return meshgrid_adjoint(ct, xi, indexing)


@linear(each, wrt="bar")
def each_(bar, arrays, *, ct):
    return filled(ct, bar)


@linear(several, wrt="bar")
def several_(bar, arrays, *, ct):
    if len(arrays) == 1:
        return np.reshape(ct[0], np.shape(bar))
    return filled(ct, bar)


@linear(filled, wrt="arrays")
def filled_(arrays, like, *, ct):
    return each(ct, arrays)


@linear(block_adjoint, wrt="bar")
def block_adjoint_(bar, arrays, *, ct):
    return np.reshape(np.block(ct), np.shape(bar))


@linear(diff_adjoint, wrt="bar")
def diff_adjoint_(bar, a, n, axis, *, ct):
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


@linear(repeat_adjoint, wrt="bar")
def repeat_adjoint_(bar, a, repeats, axis, *, ct):
    return np.repeat(ct, repeats, axis)


@linear(reduceat_adjoint, wrt="bar")
def reduceat_adjoint_(bar, a, indices, axis, *, ct):
    return np.add.reduceat(ct, indices, axis)


@linear(tile_adjoint, wrt="bar")
def tile_adjoint_(bar, a, reps, *, ct):
    return np.tile(ct, reps)


@general(observations, wrt="m y")
def observations_(m, y, rowvar, *, ct):
    """Source: rows given back."""
    return observed(ct, m, y, rowvar)[0], observed(ct, m, y, rowvar)[1]


@jvp(observations_)
def observations_dot(m, y, rowvar, *, m_dot, y_dot):
    return observations(m_dot, None if y is None else y_dot, rowvar)


@linear(observed, wrt="rows")
def observed_(rows, m, y, rowvar, *, ct):
    return observations(ct[0], None if y is None else ct[1], rowvar)


@linear(kept_axes, wrt="reduced")
def kept_axes_(reduced, axis, keepdims, a, *, ct):
    return np.reshape(ct, np.shape(reduced))


@linear(quantile_adjoint, wrt="bar")
def quantile_adjoint_(bar, a, q, axis, method, *, ct):
    """Source: the order of the elements is constant but where they tie."""
    return quantile_tangent(ct, a, q, axis, method, bar)


@linear(quantile_tangent, wrt="dot")
def quantile_tangent_(dot, a, q, axis, method, answer, *, ct):
    return quantile_adjoint(ct, a, q, axis, method)


@linear(nanquantile_adjoint, wrt="bar")
def nanquantile_adjoint_(bar, a, q, axis, method, *, ct):
    """Source: as ``quantile_adjoint``."""
    return nanquantile_tangent(ct, a, q, axis, method, bar)


@linear(nanquantile_tangent, wrt="dot")
def nanquantile_tangent_(dot, a, q, axis, method, answer, *, ct):
    return nanquantile_adjoint(ct, a, q, axis, method)
