# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.signal``: convolutions and linear filters."""
from __future__ import annotations

import numpy as np
from scipy import signal

from .registry import bilinear, general, jvp, linear, zero


def padded(ct, a, b, mode):
    """The cotangent of the full convolution."""
    return ct if mode == "full" else np.pad(ct, missing(np.shape(ct), np.shape(a), np.shape(b)))


def missing(shape, a, b):
    """How much a convolution is shorter than the full one, at both ends of each axis."""
    total = np.add(a, b) - 1 - np.array(shape)
    return np.stack([total // 2, total - total // 2], axis=-1)


def matched(ct, a, b, mode):
    """The cotangent of the first of two arrays that are convolved: the correlation with the second."""
    return signal.convolve(padded(ct, a, b, mode), np.flip(b), "valid", "direct")


@bilinear(signal.convolve)
def signal_convolve(in1, in2, mode="full", method="auto", *, ct):
    """Source: the correlation of the cotangent with the other."""
    return matched(ct, in1, in2, mode), matched(ct, in2, in1, mode)


@bilinear(signal.correlate)
def signal_correlate(in1, in2, mode="full", method="auto", *, ct):
    """Source: the convolution with the second turned round."""
    return matched(ct, in1, np.flip(in2), mode), np.flip(matched(ct, np.flip(in2), in1, mode))


@bilinear(signal.fftconvolve)
def signal_fftconvolve(in1, in2, mode="full", *, ct):
    """Source: as ``convolve``."""
    return matched(ct, in1, in2, mode), matched(ct, in2, in1, mode)


@bilinear(signal.oaconvolve)
def signal_oaconvolve(in1, in2, mode="full", *, ct):
    """Source: as ``convolve``."""
    return matched(ct, in1, in2, mode), matched(ct, in2, in1, mode)


zero(missing)


# ------------------------------------------------------------------ filters
def delayed(b, x, axis):
    """A signal filtered by b alone: the sum of b[k] x[n - k]."""
    return signal.lfilter(b, np.ones(1, np.result_type(x)), x, axis=axis)


def ahead(b, w, axis):
    """The sum of b[k] w[n + k], which transposes ``delayed``."""
    return np.flip(delayed(b, np.flip(w, axis), axis), axis)


def backwards(a, ct, axis):
    """What is filtered by 1 / a, against time."""
    return np.flip(signal.lfilter(np.ones(1, ct.dtype), a, np.flip(ct, axis), axis=axis), axis)


def lags(x, w, count, axis):
    """The sums of products of two signals, the first delayed by 0, 1, ..., count - 1."""
    x, w = np.moveaxis(x, axis, -1), np.moveaxis(w, axis, -1)
    length = np.shape(x)[-1]
    return np.array([np.sum(x[..., :max(length - k, 0)] * w[..., k:]) for k in range(count)])


@bilinear(delayed, wrt="b x")
def delayed_(b, x, axis, *, ct):
    return lags(x, ct, np.size(b), axis), ahead(b, ct, axis)


@bilinear(ahead, wrt="b w")
def ahead_(b, w, axis, *, ct):
    return lags(ct, w, np.size(b), axis), delayed(b, ct, axis)


@bilinear(lags, wrt="x w")
def lags_(x, w, count, axis, *, ct):
    return ahead(ct, w, axis), delayed(ct, x, axis)


@general(backwards, wrt="a bar")
def backwards_(a, bar, axis, *, ct, ans):
    """Source: with u the cotangent filtered by 1 / a, a_bar[k] = -sum(u[n - k] ans[n])."""
    u = signal.lfilter(np.ones(1, ct.dtype), a, ct, axis=axis)
    return -lags(u, ans, np.size(a), axis), u


@jvp(backwards_)
def backwards_dot(a, bar, axis, *, a_dot, bar_dot, ans):
    return backwards(a, bar_dot - ahead(a_dot + 0 * np.asarray(a), ans, axis), axis)


@general(signal.lfilter, wrt="b a x")
def signal_lfilter(b, a, x, axis=-1, *, ct, ans):
    """Source: with w the cotangent filtered backwards by 1 / a: b_bar[k] = sum(x[n - k] w[n]), a_bar[k] = -sum(y[n - k] w[n]),
    x_bar is w filtered backwards by b."""
    w = backwards(a, ct, axis)
    return lags(x, w, np.size(b), axis), -lags(ans, w, np.size(a), axis), ahead(b, w, axis)


@jvp(signal_lfilter)
def signal_lfilter_dot(b, a, x, axis=-1, *, b_dot, a_dot, x_dot, ans):
    """Source: the same filter of what b_dot, x_dot and a_dot add."""
    moved = delayed(b_dot + 0 * np.asarray(b), x, axis) + delayed(b, x_dot + 0 * np.asarray(x), axis)
    return signal.lfilter(np.ones(1, ans.dtype), a, moved - delayed(a_dot + 0 * np.asarray(a), ans, axis), axis=axis)


@linear(signal.detrend, wrt="data")
def signal_detrend(data, axis=-1, type="linear", bp=0, overwrite_data=False, *, ct):
    """Source: an orthogonal projection is its own transpose."""
    return signal.detrend(ct, axis, type, bp)
