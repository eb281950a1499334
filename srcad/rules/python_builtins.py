# mypy: disable-error-code="no-untyped-def"
"""Python's builtin functions. ``abs`` and ``pow`` are in ``operators``.

Of ``enumerate``, ``zip`` and ``reversed`` there are no rules: they only order what a loop reads.
"""
from __future__ import annotations

import bisect

import numpy as np

from ..runtime_containers import keeps, keys, made, pick, ranked, spread, twice
from ..runtime_fft import complex_of
from .registry import elementwise, general, jvp, linear, zero

TEXT = "format join upper lower strip lstrip rstrip replace ljust rjust center zfill startswith endswith".split()


@linear(float, wrt="x")
def float_(x, *, ct):
    return np.broadcast_to(ct, np.shape(x))


@linear(np.float64, np.float32, np.float16, np.complex128, np.complex64, wrt="x")
def numpy_float(x, *, ct):
    return ct


@linear(tuple, wrt="iterable")
def builtin_tuple(iterable, *, ct):
    return list(ct)


@elementwise(complex, complex_of, wrt="real imag")
def complex_(real=0.0, imag=0.0):
    return 1, 1j


@linear(complex.real, float.real, wrt="x")
def complex_real(x, *, ct):
    return ct


@linear(complex.imag, float.imag, wrt="x")
def complex_imag(x, *, ct):
    """Source: df = ct * imag(dx) = real(-i ct dx)."""
    return -1j * ct if np.iscomplexobj(x) else 0.0


@linear(complex.conjugate, float.conjugate, wrt="x")
def complex_conjugate(x, *, ct):
    return np.conj(ct) if np.iscomplexobj(x) else ct


@linear(sum, wrt="iterable start")
def builtin_sum(iterable, start=0, *, ct):
    return spread(ct, iterable), ct


@general(max, wrt="a b c")
def builtin_max(a, b=None, c=None, *, ct, ans):
    """Source: all to the first of the largest, which is the one that Python returns."""
    if b is None:
        return pick(ct, a, ans), 0.0, 0.0
    if c is None:
        return ct if a >= b else 0.0, 0.0 if a >= b else ct, 0.0
    return ct if a == ans else 0.0, ct if a != ans == b else 0.0, 0.0 if a == ans or b == ans else ct


@jvp(builtin_max)
def builtin_max_dot(a, b=None, c=None, *, a_dot, b_dot, c_dot, ans):
    if b is None:
        return a_dot[list(a).index(ans)]
    if c is None:
        return a_dot if a >= b else b_dot
    return a_dot if a == ans else b_dot if b == ans else c_dot


@general(min, wrt="a b c")
def builtin_min(a, b=None, c=None, *, ct, ans):
    """Source: all to the first of the smallest, which is the one that Python returns."""
    if b is None:
        return pick(ct, a, ans), 0.0, 0.0
    if c is None:
        return ct if a <= b else 0.0, 0.0 if a <= b else ct, 0.0
    return ct if a == ans else 0.0, ct if a != ans == b else 0.0, 0.0 if a == ans or b == ans else ct


@jvp(builtin_min)
def builtin_min_dot(a, b=None, c=None, *, a_dot, b_dot, c_dot, ans):
    if b is None:
        return a_dot[list(a).index(ans)]
    if c is None:
        return a_dot if a <= b else b_dot
    return a_dot if a == ans else b_dot if b == ans else c_dot


@linear(made, wrt="fields")
def made_of(cls, fields, *, ct):
    """Source: the adjoint of an object is a dict of those of its fields, of a named tuple a list."""
    return ct


zero(
    round, int, bool, len, range, str, repr, format, ascii, chr, ord, bin, hex, oct, hash, id, type, print,
    *[getattr(str, word) for word in TEXT], any, all, isinstance, issubclass, callable, hasattr, slice, float.is_integer,
    ranked, keys, keeps, twice, bisect.bisect_left, bisect.bisect_right, list.index, list.count, tuple.index, tuple.count,
)
