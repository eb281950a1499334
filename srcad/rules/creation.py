# mypy: disable-error-code="no-untyped-def"
"""Arrays made of a few numbers, or of none."""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from .registry import general, jvp, linear, zero


@linear(np.full, wrt="fill_value")
def full(shape, fill_value, dtype=None, *, ct):
    return unbroadcast(ct, fill_value)


@linear(np.full_like, wrt="fill_value")
def full_like(a, fill_value, dtype=None, *, ct):
    return unbroadcast(ct, fill_value)


@linear(np.linspace, wrt="start stop")
def linspace(start, stop, num=50, endpoint=True, *, ct):
    weight = np.linspace(0.0, 1.0, num, endpoint, False, ct.dtype)
    return unbroadcast(np.tensordot(1 - weight, ct, 1), start), unbroadcast(np.tensordot(weight, ct, 1), stop)


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
def geomspace(start, stop, num=50, endpoint=True, *, ct, ans):
    """Source: start**(1 - w) stop**w."""
    weight = np.linspace(0.0, 1.0, num, endpoint, False, ct.dtype)
    return (unbroadcast(np.tensordot(1 - weight, ct * ans, 1) / start, start),
            unbroadcast(np.tensordot(weight, ct * ans, 1) / stop, stop))


@jvp(geomspace)
def geomspace_dot(start, stop, num=50, endpoint=True, *, start_dot, stop_dot, ans):
    return ans * np.linspace(np.divide(start_dot, start), np.divide(stop_dot, stop), num, endpoint)


@general(np.logspace, wrt="start stop")
def logspace(start, stop, num=50, endpoint=True, base=10.0, *, ct, ans):
    """Source: the powers of the base at equal steps."""
    weight = np.linspace(0.0, 1.0, num, endpoint, False, ct.dtype)
    scaled = ct * ans * np.log(base)
    return unbroadcast(np.tensordot(1 - weight, scaled, 1), start), unbroadcast(np.tensordot(weight, scaled, 1), stop)


@jvp(logspace)
def logspace_dot(start, stop, num=50, endpoint=True, base=10.0, *, start_dot, stop_dot, ans):
    return ans * np.log(base) * np.linspace(start_dot, stop_dot, num, endpoint)


zero(
    np.bartlett, np.blackman, np.hamming, np.hanning, np.ix_, np.diag_indices_from, np.tril_indices_from,
    np.triu_indices_from, np.mask_indices,
)
zero(
    np.zeros, np.ones, np.empty, np.eye, np.identity, np.zeros_like, np.ones_like, np.empty_like,
    np.indices, np.tri,
)
