# mypy: disable-error-code="no-untyped-def"
"""``numpy.fft``: the matrix of a transform is symmetric, so its transpose is the transform itself.

Along an axis that was cut or filled up with zeros, what comes back is filled up or cut.
"""
from __future__ import annotations

import numpy as np

from ..runtime_fft import complex_adjoint, from_half_adjoint, to_half_adjoint, transformed
from .registry import linear


@linear(np.fft.fft)
def fft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    if n is None and axis == -1 and norm is None:
        return np.fft.fft(ct)
    return complex_adjoint(ct, a, "fftn", (axis,), norm)


@linear(np.fft.ifft)
def ifft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    if n is None and axis == -1 and norm is None:
        return np.fft.ifft(ct)
    return complex_adjoint(ct, a, "ifftn", (axis,), norm)


@linear(np.fft.fft2)
def fft2(a, s=None, axes=(-2, -1), norm=None, out=None, *, ct):
    if s is None and norm is None:
        return np.fft.fft2(ct, axes=axes)
    return complex_adjoint(ct, a, "fftn", axes, norm)


@linear(np.fft.ifft2)
def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None, *, ct):
    if s is None and norm is None:
        return np.fft.ifft2(ct, axes=axes)
    return complex_adjoint(ct, a, "ifftn", axes, norm)


@linear(np.fft.fftn)
def fftn(a, s=None, axes=None, norm=None, out=None, *, ct):
    return complex_adjoint(ct, a, "fftn", tuple(range(-len(s), 0)) if axes is None and s is not None else axes, norm)


@linear(np.fft.ifftn)
def ifftn(a, s=None, axes=None, norm=None, out=None, *, ct):
    return complex_adjoint(ct, a, "ifftn", tuple(range(-len(s), 0)) if axes is None and s is not None else axes, norm)


@linear(np.fft.rfft)
def rfft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    """Source: the transform of the half that there is, its real part."""
    return to_half_adjoint(ct, a, n, axis, norm)


@linear(np.fft.irfft)
def irfft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    """Source: the conjugate of the half transform, twice where an element stands for two."""
    return from_half_adjoint(ct, a, axis, norm)


@linear(np.fft.hfft)
def hfft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    """Source: the inverse half transform of the conjugate, not divided by n."""
    return np.conj(from_half_adjoint(ct, a, axis, {"forward": "backward", "ortho": "ortho"}.get(norm, "forward")))


@linear(np.fft.ihfft)
def ihfft(a, n=None, axis=-1, norm=None, out=None, *, ct):
    """Source: the conjugate of the half transform, divided by n."""
    return to_half_adjoint(np.conj(ct), a, n, axis, {"forward": "backward", "ortho": "ortho"}.get(norm, "forward"))


@linear(np.fft.rfft2)
def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None, *, ct):
    return to_half_adjoint(complex_adjoint(ct, a, "fftn", axes[:-1], norm), a, None if s is None else s[-1], axes[-1], norm)


@linear(np.fft.irfft2)
def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None, *, ct):
    return complex_adjoint(from_half_adjoint(ct, a, axes[-1], norm), a, "ifftn", axes[:-1], norm)


@linear(np.fft.rfftn)
def rfftn(a, s=None, axes=None, norm=None, out=None, *, ct):
    along = axes if axes is not None else tuple(range(-(np.ndim(a) if s is None else len(s)), 0))
    return to_half_adjoint(complex_adjoint(ct, a, "fftn", along[:-1], norm), a, None if s is None else s[-1], along[-1], norm)


@linear(np.fft.irfftn)
def irfftn(a, s=None, axes=None, norm=None, out=None, *, ct):
    along = axes if axes is not None else tuple(range(-(np.ndim(a) if s is None else len(s)), 0))
    return complex_adjoint(from_half_adjoint(ct, a, along[-1], norm), a, "ifftn", along[:-1], norm)


@linear(np.fft.fftshift, wrt="x")
def fftshift(x, axes=None, *, ct):
    return np.fft.ifftshift(ct, axes)


@linear(np.fft.ifftshift, wrt="x")
def ifftshift(x, axes=None, *, ct):
    return np.fft.fftshift(ct, axes)


# ------------------------------------------------------------------ the adjoints are transforms again
@linear(complex_adjoint, wrt="bar")
def complex_adjoint_(bar, a, word, axes, norm, *, ct):
    return transformed(ct, bar, word, axes, norm)


@linear(transformed, wrt="bar")
def transformed_(bar, like, word, axes, norm, *, ct):
    return complex_adjoint(ct, bar, word, axes, norm)


@linear(to_half_adjoint, wrt="bar")
def to_half_adjoint_(bar, a, n, axis, norm, *, ct):
    return np.fft.rfft(ct, np.shape(a)[axis] if n is None else n, axis, norm)


@linear(from_half_adjoint, wrt="bar")
def from_half_adjoint_(bar, a, axis, norm, *, ct):
    return np.fft.irfft(ct, np.shape(bar)[axis], axis, norm)
