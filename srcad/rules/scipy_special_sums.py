# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.special``: logarithms of sums of exponentials and what belongs to them."""
from __future__ import annotations

import numpy as np
from scipy import special

from ..runtime import unbroadcast
from ..runtime_statistics import kept_axes
from .registry import general, jvp


def log_weights(a, total):
    """The share of each term in the sum of which ``total`` is the logarithm; 0 of no terms."""
    return np.exp(a - np.where(total == -np.inf, 0.0, total))


@general(special.logsumexp, wrt="a b")
def special_logsumexp(a, axis=None, b=None, keepdims=False, *, ct, ans):
    """Source: the softmax; 0 where all are -inf."""
    if b is None:
        return kept_axes(ct, axis, keepdims, a) * log_weights(a, kept_axes(ans, axis, keepdims, a)), 0.0
    rows = kept_axes(ct, axis, keepdims, a + 0.0 * b)
    weights = log_weights(a, kept_axes(ans, axis, keepdims, a + 0.0 * b))
    return unbroadcast(rows * (b * weights), a), unbroadcast(rows * weights, b)


@jvp(special_logsumexp)
def special_logsumexp_dot(a, axis=None, b=None, keepdims=False, *, a_dot, b_dot, ans):
    if b is None:
        weights = log_weights(a, kept_axes(ans, axis, keepdims, a))
        return np.sum(weights * a_dot, axis=axis, keepdims=keepdims)
    weights = log_weights(a, kept_axes(ans, axis, keepdims, a + 0.0 * b))
    return np.sum(weights * (b * a_dot + b_dot), axis=axis, keepdims=keepdims)


@general(special.softmax, wrt="x")
def special_softmax(x, axis=None, *, ct, ans):
    """Source: p (ct - sum(p ct))."""
    return ans * (ct - np.sum(ans * ct, axis=axis, keepdims=True))


@jvp(special_softmax)
def special_softmax_dot(x, axis=None, *, x_dot, ans):
    return ans * (x_dot - np.sum(ans * x_dot, axis=axis, keepdims=True))


@general(special.log_softmax, wrt="x")
def special_log_softmax(x, axis=None, *, ct, ans):
    return ct - np.exp(ans) * np.sum(ct, axis=axis, keepdims=True)


@jvp(special_log_softmax)
def special_log_softmax_dot(x, axis=None, *, x_dot, ans):
    return x_dot - np.sum(np.exp(ans) * x_dot, axis=axis, keepdims=True)
