"""Helpers for the rules of Fourier transforms: NumPy only, each complete in itself.

>>> fitted(np.array([1.0, 2.0, 3.0]), (2,), (0,)).tolist(), fitted(np.ones(1), (3,), (0,)).tolist()
([1.0, 2.0], [1.0, 0.0, 0.0])
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .runtime import HELPERS


def fitted(array: Any, shape: Any, axes: Any) -> Any:
    """An array cut, or filled up with zeros at the ends, to the lengths that ``shape`` has along ``axes``."""
    for axis in axes:
        count, length = shape[axis], array.shape[axis]
        if count < length:
            array = np.take(array, np.arange(count), axis)
        elif count > length:
            ends = [(0, count - length if k == axis % array.ndim else 0) for k in range(array.ndim)]
            array = np.pad(array, ends)
    return array


def complex_adjoint(ct: Any, a: Any, word: str, axes: Any, norm: Any) -> Any:
    """Cotangent of ``a`` in ``fftn`` or ``ifftn`` (``word``) along ``axes`` (None: all)."""
    axes = tuple(range(np.ndim(ct))) if axes is None else tuple(axes)
    if not axes:
        return ct
    return fitted(getattr(np.fft, word)(ct, axes=axes, norm=norm), np.shape(a), axes)


def transformed(ct: Any, bar: Any, word: str, axes: Any, norm: Any) -> Any:
    """What ``complex_adjoint`` transposes: the transform of an array cut or filled up to the shape of ``bar``."""
    axes = tuple(range(np.ndim(bar))) if axes is None else tuple(axes)
    if not axes:
        return ct
    return getattr(np.fft, word)(fitted(ct, np.shape(bar), axes), axes=axes, norm=norm)


def to_half_adjoint(ct: Any, a: Any, n: Any, axis: int, norm: Any) -> Any:
    """Cotangent of a real ``a`` in ``rfft``."""
    count = np.shape(a)[axis] if n is None else n
    whole = list(np.shape(ct))
    whole[axis] = count
    return fitted(np.fft.fft(fitted(ct, whole, (axis,)), axis=axis, norm=norm).real, np.shape(a), (axis,))


def from_half_adjoint(ct: Any, a: Any, axis: int, norm: Any) -> Any:
    """Cotangent of ``a`` in ``irfft``, of which only the real parts of the first and the middle element count."""
    other = {"forward": "backward", "ortho": "ortho"}.get(norm, "forward")
    half = np.conj(np.fft.rfft(ct, axis=axis, norm=other))  # type: ignore[arg-type]
    count = np.shape(ct)[axis]
    weights = np.full(half.shape[axis], 2.0)
    weights[0] = 1.0
    if count % 2 == 0:
        weights[-1] = 1.0
    shape = [-1 if k == axis % half.ndim else 1 for k in range(half.ndim)]
    return fitted(half * np.reshape(weights, shape).astype(half.real.dtype), np.shape(a), (axis,))


def complex_of(real: Any, imag: Any = 0.0) -> Any:
    """Return the complex numbers that have these parts."""
    dtype = np.result_type(np.asarray(real), np.asarray(imag), np.complex64)
    z = np.empty(np.broadcast_shapes(np.shape(real), np.shape(imag)), dtype)
    z.real, z.imag = real, imag
    return z[()]


HELPERS |= {f.__name__: f for f in (
    fitted, complex_adjoint, transformed, to_half_adjoint, from_half_adjoint, complex_of,
)}
