# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.ndimage``: convolution and correlation with a kernel, in the boundary modes whose padding NumPy knows."""
from __future__ import annotations

from typing import Any

import numpy as np
from scipy import ndimage

from .registry import general, jvp, zero

PADDING: dict[str, Any] = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap", "constant": "constant",
           "grid-mirror": "symmetric", "grid-wrap": "wrap", "grid-constant": "constant"}


def around(x, weights, mode):
    """The places in ``x`` of what a kernel sees beyond its edges, and how far it looks; -1 for a constant."""
    widths = [(n, n) for n in np.shape(weights)]
    places = np.arange(np.size(x)).reshape(np.shape(x))
    if PADDING[mode] == "constant":
        return np.pad(places, widths, constant_values=-1), widths
    return np.pad(places, widths, mode=PADDING[mode]), widths


def windows(x, weights, how, turned):
    """For each element of the kernel, the places that it is multiplied with."""
    places, widths = around(x, weights, how[0])
    origins = np.broadcast_to(how[2], np.ndim(x))
    found = []
    for index in np.ndindex(*np.shape(weights)):
        cut = []
        for axis, k in enumerate(index):
            n = np.shape(weights)[axis]
            shift = (n - 1 - k) - (n - 1) // 2 + origins[axis] if turned else k - n // 2 - origins[axis]
            cut.append(slice(n + shift, n + shift + np.shape(x)[axis]))
        found.append(places[tuple(cut)])
    return found


def image_bar(ct, x, weights, how, turned):
    """The cotangent of an image."""
    bar = np.zeros(np.size(x) + 1, ct.dtype)
    for place, weight in zip(windows(x, weights, how, turned), np.ravel(weights)):
        np.add.at(bar, place, weight * ct)
    return bar[:-1].reshape(np.shape(x))


def kernel_bar(ct, x, weights, how, turned):
    """The cotangent of a kernel."""
    values = np.append(np.ravel(x), how[1])
    parts = [np.sum(values[place] * ct) for place in windows(x, weights, how, turned)]
    return np.reshape(np.array(parts, ct.dtype), np.shape(weights))


def filtered(x, weights, how, turned):
    """A convolution, or a correlation."""
    mode, cval, origin = how
    if turned:
        return ndimage.convolve(x, weights, mode=mode, cval=cval, origin=origin)
    return ndimage.correlate(x, weights, mode=mode, cval=cval, origin=origin)


def inside(how):
    """The same with nothing outside."""
    return how[0], 0.0, how[2]


zero(inside)


@general(image_bar, wrt="bar x weights")
def image_bar_(bar, x, weights, how, turned, *, ct):
    """Source: linear in the cotangent and in the kernel."""
    return filtered(ct, weights, inside(how), turned), np.zeros_like(x), kernel_bar(bar, ct, weights, inside(how), turned)


@jvp(image_bar_)
def image_bar_dot(bar, x, weights, how, turned, *, bar_dot, x_dot, weights_dot):
    return image_bar(bar_dot + 0 * bar, x, weights, how, turned) + image_bar(bar, x, weights_dot + 0 * weights, how, turned)


@general(kernel_bar, wrt="bar x weights")
def kernel_bar_(bar, x, weights, how, turned, *, ct):
    """Source: linear in the cotangent and in the image."""
    return filtered(x, ct, how, turned), image_bar(bar, x, ct, how, turned), np.zeros_like(weights)


@jvp(kernel_bar_)
def kernel_bar_dot(bar, x, weights, how, turned, *, bar_dot, x_dot, weights_dot):
    moved = kernel_bar(bar, x_dot + 0 * x, weights, inside(how), turned)
    return kernel_bar(bar_dot + 0 * bar, x, weights, how, turned) + moved


def filtered_dot(x, weights, how, turned, x_dot, weights_dot):
    """The tangent of a convolution, or of a correlation."""
    moved = filtered(x, weights_dot + 0 * np.asarray(weights), how, turned)
    return filtered(x_dot + 0 * np.asarray(x), weights, inside(how), turned) + moved


@general(ndimage.convolve, wrt="input weights")
def ndimage_convolve(input, weights, output=None, mode="reflect", cval=0.0, origin=0, *, ct):
    """Source: each weight times the places that it is multiplied with; the constant outside is constant."""
    how = (mode, cval, origin)
    return image_bar(ct, input, weights, how, True), kernel_bar(ct, input, weights, how, True)


@jvp(ndimage_convolve)
def ndimage_convolve_dot(input, weights, output=None, mode="reflect", cval=0.0, origin=0, *, input_dot, weights_dot):
    return filtered_dot(input, weights, (mode, cval, origin), True, input_dot, weights_dot)


@general(ndimage.correlate, wrt="input weights")
def ndimage_correlate(input, weights, output=None, mode="reflect", cval=0.0, origin=0, *, ct):
    """Source: as ``convolve``, the kernel not turned round."""
    how = (mode, cval, origin)
    return image_bar(ct, input, weights, how, False), kernel_bar(ct, input, weights, how, False)


@jvp(ndimage_correlate)
def ndimage_correlate_dot(input, weights, output=None, mode="reflect", cval=0.0, origin=0, *, input_dot, weights_dot):
    return filtered_dot(input, weights, (mode, cval, origin), False, input_dot, weights_dot)


@general(ndimage.convolve1d, wrt="input weights")
def ndimage_convolve1d(input, weights, axis=-1, output=None, mode="reflect", cval=0.0, origin=0, *, ct):
    """Source: as ``convolve``."""
    kernel = on_axis(weights, axis, input)
    how = (mode, cval, origins(origin, axis, input))
    return image_bar(ct, input, kernel, how, True), np.ravel(kernel_bar(ct, input, kernel, how, True))


@jvp(ndimage_convolve1d)
def ndimage_convolve1d_dot(input, weights, axis=-1, output=None, mode="reflect", cval=0.0, origin=0, *, input_dot, weights_dot):
    kernel = on_axis(weights, axis, input)
    how = (mode, cval, origins(origin, axis, input))
    return filtered_dot(input, kernel, how, True, input_dot, on_axis(weights_dot + 0 * np.asarray(weights), axis, input))


@general(ndimage.correlate1d, wrt="input weights")
def ndimage_correlate1d(input, weights, axis=-1, output=None, mode="reflect", cval=0.0, origin=0, *, ct):
    """Source: as ``correlate``."""
    kernel = on_axis(weights, axis, input)
    how = (mode, cval, origins(origin, axis, input))
    return image_bar(ct, input, kernel, how, False), np.ravel(kernel_bar(ct, input, kernel, how, False))


@jvp(ndimage_correlate1d)
def ndimage_correlate1d_dot(input, weights, axis=-1, output=None, mode="reflect", cval=0.0, origin=0, *, input_dot, weights_dot):
    kernel = on_axis(weights, axis, input)
    how = (mode, cval, origins(origin, axis, input))
    return filtered_dot(input, kernel, how, False, input_dot, on_axis(weights_dot + 0 * np.asarray(weights), axis, input))


def on_axis(weights, axis, x):
    """A vector as a kernel of as many axes as an image."""
    shape = [1] * np.ndim(x)
    shape[axis] = np.size(weights)
    return np.reshape(weights, shape)


def origins(origin, axis, x):
    """The origin of a vector as that of such a kernel."""
    found = [0] * np.ndim(x)
    found[axis] = origin
    return tuple(found)
