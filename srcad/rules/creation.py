# mypy: disable-error-code="no-untyped-def"
"""Arrays made of a few numbers, or of none."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_arrays import linspace_adjoint
from .registry import general, jvp, linear, zero


@linear(np.full, wrt="fill_value")
def full(shape, fill_value, dtype=None, order="C", *, device=None, like=None, ct):
    return unbroadcast(ct, fill_value)


@linear(np.full_like, wrt="fill_value")
def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None, ct):
    return unbroadcast(ct, fill_value)


@linear(np.linspace, wrt="start stop")
def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, ct):
    weight = np.linspace(0.0, 1.0, num, endpoint)
    if retstep:
        parts = linspace_adjoint(ct[0], ct[1], start, stop, weight, axis)
        return parts[0], parts[1]
    parts = linspace_adjoint(ct, 0.0, start, stop, weight, axis)
    return parts[0], parts[1]


@general(np.arange, wrt="start step")
def arange(start, stop=None, step=1, dtype=None, *, ct):
    """Source: start + k step; the stop only decides how many there are."""
    if stop is None:
        return 0.0, 0.0
    return np.sum(ct), np.dot(np.arange(np.size(ct)), ct)


@jvp(arange)
def arange_dot(start, stop=None, step=1, dtype=None, *, start_dot, step_dot, ans):
    if stop is None:
        return np.zeros(np.shape(ans))
    return start_dot + step_dot * np.arange(np.size(ans))


@general(np.geomspace, wrt="start stop")
def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0, *, ct, ans):
    """Source: start**(1 - w) stop**w."""
    parts = linspace_adjoint(ct * ans, 0.0, start, stop, np.linspace(0.0, 1.0, num, endpoint), axis)
    return parts[0] / start, parts[1] / stop


@jvp(geomspace)
def geomspace_dot(start, stop, num=50, endpoint=True, dtype=None, axis=0, *, start_dot, stop_dot, ans):
    return ans * np.linspace(np.divide(start_dot, start), np.divide(stop_dot, stop), num, endpoint, axis=axis)


@general(np.logspace, wrt="start stop base")
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0, *, ct, ans):
    """Source: the powers of the base at equal steps."""
    parts = linspace_adjoint(ct * ans * np.log(base), 0.0, start, stop, np.linspace(0.0, 1.0, num, endpoint), axis)
    return parts[0], parts[1], np.sum(ct * ans * np.linspace(start, stop, num, endpoint, axis=axis)) / base


@jvp(logspace)
def logspace_dot(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0, *, start_dot, stop_dot, base_dot, ans):
    exponents = np.linspace(start, stop, num, endpoint, axis=axis)
    moved = np.linspace(start_dot, stop_dot, num, endpoint, axis=axis)
    return ans * (np.log(base) * moved + exponents * base_dot / base)


zero(
    np.bartlett, np.blackman, np.hamming, np.hanning, np.ix_, np.diag_indices_from, np.tril_indices_from,
    np.triu_indices_from, np.mask_indices,
)
zero(
    np.zeros, np.ones, np.empty, np.eye, np.identity, np.zeros_like, np.ones_like, np.empty_like,
    np.indices, np.tri,
)
