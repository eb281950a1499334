# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.signal``: convolutions and linear filters."""
from __future__ import annotations

import numpy as np
from scipy import signal

from .registry import bilinear, general, jvp, zero


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
def backwards(a, ct, axis):
    """What is filtered by 1 / a, against time."""
    return np.flip(signal.lfilter(np.ones(1, ct.dtype), a, np.flip(ct, axis), axis=axis), axis)


def lags(x, w, count, axis):
    """The sums of products of two signals, the first delayed by 0, 1, ..., count - 1."""
    x, w = np.moveaxis(x, axis, -1), np.moveaxis(w, axis, -1)
    length = np.shape(x)[-1]
    return np.array([np.sum(x[..., :length - k] * w[..., k:]) if k < length else 0 * w.flat[0]
                     for k in range(count)])


def lfilter_bars(ct, b, a, x, axis, ans):
    """The cotangents of the coefficients and of the signal."""
    w = backwards(a, ct, axis)
    x_bar = np.flip(signal.lfilter(b, np.ones(1, w.dtype), np.flip(w, axis), axis=axis), axis)
    return lags(x, w, np.size(b), axis), -lags(ans, w, np.size(a), axis), x_bar


@general(signal.lfilter, wrt="b a x")
def signal_lfilter(b, a, x, axis=-1, *, ct, ans):
    """Source: with w the cotangent filtered backwards by 1 / a: b_bar[k] = sum(x[n - k] w[n]), a_bar[k] = -sum(y[n - k] w[n]),
    x_bar is w filtered backwards by b."""
    bars = lfilter_bars(ct, b, a, x, axis, ans)
    return bars[0], bars[1], bars[2]


def lfilter_tangent(b, a, x, axis, b_dot, a_dot, x_dot, ans):
    """The tangent of a filtered signal."""
    one = np.ones(1, ans.dtype)
    moved = signal.lfilter(b_dot + 0 * np.asarray(b), one, x, axis=axis) + signal.lfilter(
        b, one, x_dot + 0 * np.asarray(x), axis=axis) - signal.lfilter(a_dot + 0 * np.asarray(a), one, ans, axis=axis)
    return signal.lfilter(one, a, moved, axis=axis)


@jvp(signal_lfilter)
def signal_lfilter_dot(b, a, x, axis=-1, *, b_dot, a_dot, x_dot, ans):
    return lfilter_tangent(b, a, x, axis, b_dot, a_dot, x_dot, ans)
