# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.ndimage``: convolution and correlation with a kernel, in the boundary modes whose padding NumPy knows."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import ndimage

from .registry import bilinear, general, jvp

PADDING: dict[str, Any] = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap", "constant": "constant",
           "grid-mirror": "symmetric", "grid-wrap": "wrap", "grid-constant": "constant"}


def around(x, weights, mode):
    """The places in ``x`` of what a kernel sees beyond its edges, and how far it looks; -1 for a constant."""
    widths = [(n, n) for n in np.shape(weights)]
    places = np.arange(np.size(x)).reshape(np.shape(x))
    if PADDING[mode] == "constant":
        return np.pad(places, widths, constant_values=-1), widths
    return np.pad(places, widths, mode=PADDING[mode]), widths


def windows(x, weights, mode, turned):
    """For each element of the kernel, the places that it is multiplied with."""
    places, widths = around(x, weights, mode)
    found = []
    for index in np.ndindex(*np.shape(weights)):
        cut = []
        for axis, k in enumerate(index):
            n = np.shape(weights)[axis]
            shift = (n - 1 - k) - (n - 1) // 2 if turned else k - n // 2
            cut.append(slice(n + shift, n + shift + np.shape(x)[axis]))
        found.append(places[tuple(cut)])
    return found


def image_bar(ct, x, weights, mode, turned):
    """The cotangent of an image."""
    bar = np.zeros(np.size(x) + 1, ct.dtype)
    for place, weight in zip(windows(x, weights, mode, turned), np.ravel(weights)):
        np.add.at(bar, place, weight * ct)
    return bar[:-1].reshape(np.shape(x))


def kernel_bar(ct, x, weights, mode, turned):
    """The cotangent of a kernel."""
    values = np.append(np.ravel(x), 0.0)
    parts = [np.sum(values[place] * ct) for place in windows(x, weights, mode, turned)]
    return np.reshape(np.array(parts, ct.dtype), np.shape(weights))


def filtered(x, weights, mode, turned):
    """A convolution, or a correlation."""
    return ndimage.convolve(x, weights, mode=mode) if turned else ndimage.correlate(x, weights, mode=mode)


@general(image_bar, wrt="bar x weights")
def image_bar_(bar, x, weights, mode, turned, *, ct):
    """Source: linear in the cotangent and in the kernel."""
    return filtered(ct, weights, mode, turned), np.zeros_like(x), kernel_bar(bar, ct, weights, mode, turned)


@jvp(image_bar_)
def image_bar_dot(bar, x, weights, mode, turned, *, bar_dot, x_dot, weights_dot):
    return image_bar(bar_dot + 0 * bar, x, weights, mode, turned) + image_bar(bar, x, weights_dot + 0 * weights, mode, turned)


@general(kernel_bar, wrt="bar x weights")
def kernel_bar_(bar, x, weights, mode, turned, *, ct):
    """Source: linear in the cotangent and in the image."""
    return filtered(x, ct, mode, turned), image_bar(bar, x, ct, mode, turned), np.zeros_like(weights)


@jvp(kernel_bar_)
def kernel_bar_dot(bar, x, weights, mode, turned, *, bar_dot, x_dot, weights_dot):
    return kernel_bar(bar_dot + 0 * bar, x, weights, mode, turned) + kernel_bar(bar, x_dot + 0 * x, weights, mode, turned)


@bilinear(ndimage.convolve)
def ndimage_convolve(input, weights, output=None, mode="reflect", *, ct):
    """Source: each weight times the places that it is multiplied with; the constant outside is 0."""
    return image_bar(ct, input, weights, mode, True), kernel_bar(ct, input, weights, mode, True)


@bilinear(ndimage.correlate)
def ndimage_correlate(input, weights, output=None, mode="reflect", *, ct):
    """Source: as ``convolve``, the kernel not turned round."""
    return image_bar(ct, input, weights, mode, False), kernel_bar(ct, input, weights, mode, False)


@bilinear(ndimage.convolve1d)
def ndimage_convolve1d(input, weights, axis=-1, output=None, mode="reflect", *, ct):
    """Source: as ``convolve``."""
    return (image_bar(ct, input, on_axis(weights, axis, input), mode, True),
            np.ravel(kernel_bar(ct, input, on_axis(weights, axis, input), mode, True)))


def on_axis(weights, axis, x):
    """A vector as a kernel of as many axes as an image."""
    shape = [1] * np.ndim(x)
    shape[axis] = np.size(weights)
    return np.reshape(weights, shape)
