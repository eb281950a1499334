# mypy: disable-error-code="no-untyped-def"
"""Polynomials: values, fits, powers. The coefficients of a value are one vector."""
from __future__ import annotations

import numpy as np

from ..runtime_stencils import ends_of, poly_slopes, polymul_adjoint, series_c, series_x
from .registry import bilinear, general, jvp, linear, zero


@general(np.polyval, wrt="p x")
def polyval(p, x, *, ct):
    """Source: the powers of x; the polynomial's own derivative."""
    powers = np.vander(np.ravel(x), len(p)).astype(np.result_type(ct))
    return np.ravel(ct) @ powers, (ct * np.polyval(np.polyder(p), x)).astype(np.result_type(ct))


@jvp(polyval)
def polyval_dot(p, x, *, p_dot, x_dot, ans):
    return (np.polyval(p_dot, x) + x_dot * np.polyval(np.polyder(p), x)).astype(np.result_type(ans))


@linear(np.polyfit, wrt="y")
def polyfit(x, y, deg, rcond=None, *, w=None, ct):
    """Source: the least-squares solution is linear in y."""
    weights = np.ones(len(x)) if w is None else np.asarray(w)
    columns = np.vander(x, deg + 1) * np.expand_dims(weights, -1)
    scale = np.sqrt(np.sum(columns * columns, axis=0))
    scaled = np.linalg.pinv(columns / scale).T @ (np.transpose(ct) / scale).T
    return np.transpose(np.transpose(scaled) * weights)


@linear(np.polyder, wrt="p")
def polyder(p, m=1, *, ct):
    """Source: each coefficient times its falling powers."""
    powers = np.polyder(np.ones(len(p)), m) if m else np.ones(len(p))
    return np.concatenate([(ct * powers).astype(np.result_type(ct)), np.zeros(len(p) - len(ct), np.result_type(ct))])


@general(np.polyint, wrt="p")
def polyint(p, m=1, k=None, *, ct):
    """Source: each coefficient over its rising powers."""
    return ct[:len(p)] * np.polyint(np.ones(len(p)), m)[:len(p)].astype(np.result_type(ct))


@jvp(polyint)
def polyint_dot(p, m=1, k=None, *, p_dot):
    return np.polyint(p_dot, m)


@bilinear(np.polymul)
def polymul(a1, a2, *, ct):
    """Source: a convolution; coefficients of 0 that lead are cut off before."""
    return polymul_adjoint(ct, a1, a2), polymul_adjoint(ct, a2, a1)


@linear(np.polyadd, wrt="a1 a2")
def polyadd(a1, a2, *, ct):
    return ct[len(ct) - len(a1):], ct[len(ct) - len(a2):]


@linear(np.polysub, wrt="a1 a2")
def polysub(a1, a2, *, ct):
    return ct[len(ct) - len(a1):], -ct[len(ct) - len(a2):]


@general(np.roots, wrt="p")
def roots(p, *, ct, ans):
    """Source: -x**k over the polynomial's own derivative at each root x; infinite where two roots are equal."""
    weights = -ct / np.polyval(np.polyder(p), ans)
    return (weights @ np.vander(ans, len(p))).astype(np.result_type(ct, ans))


@jvp(roots)
def roots_dot(p, *, p_dot, ans):
    return (-np.polyval(p_dot, ans) / np.polyval(np.polyder(p), ans)).astype(np.result_type(ans))


@general(np.poly, wrt="seq_of_zeros")
def poly(seq_of_zeros, *, ct):
    """Source: minus the polynomial of all other zeros."""
    return poly_slopes(seq_of_zeros) @ ct[1:]


@jvp(poly)
def poly_dot(seq_of_zeros, *, seq_of_zeros_dot):
    slopes = poly_slopes(seq_of_zeros)
    return np.concatenate([np.zeros(1, slopes.dtype), seq_of_zeros_dot @ slopes])


@general(np.trim_zeros, wrt="filt")
def trim_zeros(filt, trim="fb", axis=None, *, ct):
    """Source: how many are cut off is constant."""
    return np.pad(ct, (ends_of(filt, trim)[0], np.size(filt) - ends_of(filt, trim)[0] - np.size(ct)))


@jvp(trim_zeros)
def trim_zeros_dot(filt, trim="fb", axis=None, *, filt_dot):
    return filt_dot[ends_of(filt, trim)[0]:ends_of(filt, trim)[1]]


zero(ends_of)


@general(np.vander, wrt="x")
def vander(x, N=None, increasing=False, *, ct):
    """Source: k x**(k - 1)."""
    powers = np.arange(np.shape(ct)[1]) if increasing else np.arange(np.shape(ct)[1])[::-1]
    return np.sum(ct * powers * np.expand_dims(x, -1) ** np.maximum(powers - 1, 0), axis=1)


@jvp(vander)
def vander_dot(x, N=None, increasing=False, *, x_dot, ans):
    powers = np.arange(np.shape(ans)[1]) if increasing else np.arange(np.shape(ans)[1])[::-1]
    return np.expand_dims(x_dot, -1) * powers * np.expand_dims(x, -1) ** np.maximum(powers - 1, 0)


# ------------------------------------------------------------------ series
@general(np.polynomial.polynomial.polyval, wrt="x c")
def polynomial_val(x, c, tensor=True, *, ct):
    slopes = np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c), tensor)
    basis = np.polynomial.polynomial.polyvander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(polynomial_val)
def polynomial_val_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c), tensor)
    return np.polynomial.polynomial.polyval(x, c_dot, tensor) + np.multiply(x_dot, slopes)


@general(np.polynomial.chebyshev.chebval, wrt="x c")
def chebval(x, c, tensor=True, *, ct):
    slopes = np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c), tensor)
    basis = np.polynomial.chebyshev.chebvander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(chebval)
def chebval_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c), tensor)
    return np.polynomial.chebyshev.chebval(x, c_dot, tensor) + np.multiply(x_dot, slopes)


@general(np.polynomial.legendre.legval, wrt="x c")
def legval(x, c, tensor=True, *, ct):
    slopes = np.polynomial.legendre.legval(x, np.polynomial.legendre.legder(c), tensor)
    basis = np.polynomial.legendre.legvander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(legval)
def legval_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.legendre.legval(x, np.polynomial.legendre.legder(c), tensor)
    return np.polynomial.legendre.legval(x, c_dot, tensor) + np.multiply(x_dot, slopes)


@general(np.polynomial.hermite.hermval, wrt="x c")
def hermval(x, c, tensor=True, *, ct):
    slopes = np.polynomial.hermite.hermval(x, np.polynomial.hermite.hermder(c), tensor)
    basis = np.polynomial.hermite.hermvander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(hermval)
def hermval_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.hermite.hermval(x, np.polynomial.hermite.hermder(c), tensor)
    return np.polynomial.hermite.hermval(x, c_dot, tensor) + np.multiply(x_dot, slopes)


@general(np.polynomial.hermite_e.hermeval, wrt="x c")
def hermeval(x, c, tensor=True, *, ct):
    slopes = np.polynomial.hermite_e.hermeval(x, np.polynomial.hermite_e.hermeder(c), tensor)
    basis = np.polynomial.hermite_e.hermevander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(hermeval)
def hermeval_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.hermite_e.hermeval(x, np.polynomial.hermite_e.hermeder(c), tensor)
    return np.polynomial.hermite_e.hermeval(x, c_dot, tensor) + np.multiply(x_dot, slopes)


@general(np.polynomial.laguerre.lagval, wrt="x c")
def lagval(x, c, tensor=True, *, ct):
    slopes = np.polynomial.laguerre.lagval(x, np.polynomial.laguerre.lagder(c), tensor)
    basis = np.polynomial.laguerre.lagvander(np.asarray(x, np.result_type(ct)), len(c) - 1)
    return series_x(ct, x, slopes), series_c(ct, c, basis, x, tensor)


@jvp(lagval)
def lagval_dot(x, c, tensor=True, *, x_dot, c_dot):
    slopes = np.polynomial.laguerre.lagval(x, np.polynomial.laguerre.lagder(c), tensor)
    return np.polynomial.laguerre.lagval(x, c_dot, tensor) + np.multiply(x_dot, slopes)
