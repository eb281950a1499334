# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.signal``: convolutions and linear filters."""
from __future__ import annotations

import numpy as np
from scipy import signal

from ..runtime import unbroadcast
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


def longer(x, count, axis):
    """A signal and as many zeros after it, which let out what a filter still holds."""
    widths = [(0, count if k == axis % np.ndim(x) else 0) for k in range(np.ndim(x))]
    return np.pad(x, widths)


def part_of(x, start, stop, axis):
    """A signal from one place to another."""
    return np.moveaxis(np.moveaxis(x, axis, 0)[start:stop], 0, axis)


def held(zi, x, axis):
    """What a filter holds at the start, as the first of its inputs: one for each signal, and zeros after it."""
    count = np.shape(zi)[axis]
    shape = [*np.shape(x)]
    shape[axis] = count
    return longer(np.broadcast_to(zi, shape), np.shape(x)[axis], axis)


def filter_bars(b, a, x, axis, zi, y_bar, end_bar):
    """The cotangents of a filter that holds something at the start, and gives what it holds at the end."""
    count, length = np.shape(zi)[axis], np.shape(x)[axis]
    whole = longer(x, count, axis)
    found = signal.lfilter(b, a, whole, axis, zi)[0]
    tail, end_bar = part_of(found, length, length + count, axis), end_bar / a[0]
    w = backwards(a, np.concatenate([y_bar, ahead(a, end_bar, axis)], axis=axis), axis)
    first = part_of(w, 0, count, axis)
    shares = lags(tail, end_bar, np.size(a), axis)
    lead = np.sum(first * zi) - np.sum(shares * a) / a[0]
    a_bar = shares - lags(found, w, np.size(a), axis) + np.concatenate([np.reshape(lead, 1), np.zeros(np.size(a) - 1, w.dtype)])
    return lags(whole, w, np.size(b), axis), a_bar, part_of(ahead(b, w, axis), 0, length, axis), unbroadcast(first * a[0], zi)


def filter_dots(b, a, x, axis, zi, b_dot, a_dot, x_dot, zi_dot):
    """The tangents of what such a filter gives, and of what it holds at the end."""
    count, length = np.shape(zi)[axis], np.shape(x)[axis]
    whole = longer(x, count, axis)
    found = signal.lfilter(b, a, whole, axis, zi)[0]
    moved = delayed(b_dot, whole, axis) + delayed(b, longer(x_dot, count, axis), axis) - delayed(a_dot, found, axis)
    moved = moved + a_dot[0] * held(zi, x, axis) + a[0] * held(zi_dot, x, axis)
    dots = signal.lfilter(np.ones(1, found.dtype), a, moved, axis=axis)
    tail, tail_dot = part_of(found, length, length + count, axis), part_of(dots, length, length + count, axis)
    end = (delayed(a_dot, tail, axis) + delayed(a, tail_dot, axis) - delayed(a, tail, axis) * (a_dot[0] / a[0])) / a[0]
    return part_of(dots, 0, length, axis), end


@general(signal.lfilter, wrt="b a x zi")
def signal_lfilter(b, a, x, axis=-1, zi=None, *, ct, ans):
    """Source: with w the cotangent filtered backwards by 1 / a: b_bar[k] = sum(x[n - k] w[n]), a_bar[k] = -sum(y[n - k] w[n]),
    x_bar is w filtered backwards by b. ``zi`` is what comes in first, ``zf`` what would still come out."""
    if zi is not None:
        bars = filter_bars(np.asarray(b), np.asarray(a), x, axis, zi, ct[0], ct[1])
        return bars[0], bars[1], bars[2], bars[3]
    w = backwards(a, ct, axis)
    return lags(x, w, np.size(b), axis), -lags(ans, w, np.size(a), axis), ahead(b, w, axis), 0.0


@jvp(signal_lfilter)
def signal_lfilter_dot(b, a, x, axis=-1, zi=None, *, b_dot, a_dot, x_dot, zi_dot, ans):
    """Source: the same filter of what b_dot, x_dot and a_dot add."""
    if zi is not None:
        return filter_dots(np.asarray(b), np.asarray(a), x, axis, zi, b_dot + 0 * np.asarray(b), a_dot + 0 * np.asarray(a),
                           x_dot + 0 * np.asarray(x), zi_dot + 0 * np.asarray(zi))
    moved = delayed(b_dot + 0 * np.asarray(b), x, axis) + delayed(b, x_dot + 0 * np.asarray(x), axis)
    return signal.lfilter(np.ones(1, ans.dtype), a, moved - delayed(a_dot + 0 * np.asarray(a), ans, axis), axis=axis)


@linear(signal.detrend, wrt="data")
def signal_detrend(data, axis=-1, type="linear", bp=0, overwrite_data=False, *, ct):
    """Source: an orthogonal projection is its own transpose."""
    return signal.detrend(ct, axis, type, bp)
