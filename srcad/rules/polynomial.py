# mypy: disable-error-code="no-untyped-def"
"""Polynomials: values, fits, powers. The coefficients of a value are one vector."""
from __future__ import annotations

import numpy as np

from .registry import general, jvp, linear


@general(np.polyval, wrt="p x")
def polyval(p, x, *, ct):
    """Source: the powers of x; the polynomial's own derivative."""
    powers = np.vander(np.ravel(x), len(p)).astype(np.result_type(ct))
    return np.ravel(ct) @ powers, (ct * np.polyval(np.polyder(p), x)).astype(np.result_type(ct))


@jvp(polyval)
def polyval_dot(p, x, *, p_dot, x_dot, ans):
    return (np.polyval(p_dot, x) + x_dot * np.polyval(np.polyder(p), x)).astype(np.result_type(ans))


@linear(np.polyfit, wrt="y")
def polyfit(x, y, deg, rcond=None, full=False, w=None, *, ct):
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


@linear(np.polyadd, wrt="a1 a2")
def polyadd(a1, a2, *, ct):
    return ct[len(ct) - len(a1):], ct[len(ct) - len(a2):]


@linear(np.polysub, wrt="a1 a2")
def polysub(a1, a2, *, ct):
    return ct[len(ct) - len(a1):], -ct[len(ct) - len(a2):]


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
def polynomial_val(x, c, *, ct):
    return ct * np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c)), (
        np.ravel(ct) @ np.polynomial.polynomial.polyvander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(polynomial_val)
def polynomial_val_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.polynomial.polyval(x, c_dot) + (
        x_dot * np.polynomial.polynomial.polyval(x, np.polynomial.polynomial.polyder(c)))


@general(np.polynomial.chebyshev.chebval, wrt="x c")
def chebval(x, c, *, ct):
    return ct * np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c)), (
        np.ravel(ct) @ np.polynomial.chebyshev.chebvander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(chebval)
def chebval_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.chebyshev.chebval(x, c_dot) + (
        x_dot * np.polynomial.chebyshev.chebval(x, np.polynomial.chebyshev.chebder(c)))


@general(np.polynomial.legendre.legval, wrt="x c")
def legval(x, c, *, ct):
    return ct * np.polynomial.legendre.legval(x, np.polynomial.legendre.legder(c)), (
        np.ravel(ct) @ np.polynomial.legendre.legvander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(legval)
def legval_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.legendre.legval(x, c_dot) + (
        x_dot * np.polynomial.legendre.legval(x, np.polynomial.legendre.legder(c)))


@general(np.polynomial.hermite.hermval, wrt="x c")
def hermval(x, c, *, ct):
    return ct * np.polynomial.hermite.hermval(x, np.polynomial.hermite.hermder(c)), (
        np.ravel(ct) @ np.polynomial.hermite.hermvander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(hermval)
def hermval_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.hermite.hermval(x, c_dot) + (
        x_dot * np.polynomial.hermite.hermval(x, np.polynomial.hermite.hermder(c)))


@general(np.polynomial.hermite_e.hermeval, wrt="x c")
def hermeval(x, c, *, ct):
    return ct * np.polynomial.hermite_e.hermeval(x, np.polynomial.hermite_e.hermeder(c)), (
        np.ravel(ct) @ np.polynomial.hermite_e.hermevander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(hermeval)
def hermeval_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.hermite_e.hermeval(x, c_dot) + (
        x_dot * np.polynomial.hermite_e.hermeval(x, np.polynomial.hermite_e.hermeder(c)))


@general(np.polynomial.laguerre.lagval, wrt="x c")
def lagval(x, c, *, ct):
    return ct * np.polynomial.laguerre.lagval(x, np.polynomial.laguerre.lagder(c)), (
        np.ravel(ct) @ np.polynomial.laguerre.lagvander(np.ravel(x).astype(np.result_type(ct)), len(c) - 1))


@jvp(lagval)
def lagval_dot(x, c, *, x_dot, c_dot):
    return np.polynomial.laguerre.lagval(x, c_dot) + (
        x_dot * np.polynomial.laguerre.lagval(x, np.polynomial.laguerre.lagder(c)))


# ------------------------------------------------------------------ the derivatives of series
@linear(np.polynomial.polynomial.polyder, wrt="c")
def power_series_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.polynomial.polyder(np.eye(len(c)), m, scl), ct, (0, 0))


@linear(np.polynomial.chebyshev.chebder, wrt="c")
def chebder(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.chebyshev.chebder(np.eye(len(c)), m, scl), ct, (0, 0))


@linear(np.polynomial.legendre.legder, wrt="c")
def legder(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.legendre.legder(np.eye(len(c)), m, scl), ct, (0, 0))


@linear(np.polynomial.laguerre.lagder, wrt="c")
def lagder(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.laguerre.lagder(np.eye(len(c)), m, scl), ct, (0, 0))


@linear(np.polynomial.hermite.hermder, wrt="c")
def hermder(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.hermite.hermder(np.eye(len(c)), m, scl), ct, (0, 0))


@linear(np.polynomial.hermite_e.hermeder, wrt="c")
def hermeder(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.hermite_e.hermeder(np.eye(len(c)), m, scl), ct, (0, 0))


# ------------------------------------------------------------------ matrices of the series of one term
@general(np.polynomial.polynomial.polyvander, wrt="x")
def power_series_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.polynomial.polyvander(x, max(deg - 1, 0)) @ np.polynomial.polynomial.polyder(np.eye(deg + 1))), axis=-1)


@jvp(power_series_vander)
def power_series_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.polynomial.polyvander(x, max(deg - 1, 0)) @ np.polynomial.polynomial.polyder(np.eye(deg + 1)))


@general(np.polynomial.chebyshev.chebvander, wrt="x")
def cheb_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.chebyshev.chebvander(x, max(deg - 1, 0)) @ np.polynomial.chebyshev.chebder(np.eye(deg + 1))), axis=-1)


@jvp(cheb_vander)
def cheb_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.chebyshev.chebvander(x, max(deg - 1, 0)) @ np.polynomial.chebyshev.chebder(np.eye(deg + 1)))


@general(np.polynomial.legendre.legvander, wrt="x")
def leg_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.legendre.legvander(x, max(deg - 1, 0)) @ np.polynomial.legendre.legder(np.eye(deg + 1))), axis=-1)


@jvp(leg_vander)
def leg_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.legendre.legvander(x, max(deg - 1, 0)) @ np.polynomial.legendre.legder(np.eye(deg + 1)))


@general(np.polynomial.laguerre.lagvander, wrt="x")
def lag_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.laguerre.lagvander(x, max(deg - 1, 0)) @ np.polynomial.laguerre.lagder(np.eye(deg + 1))), axis=-1)


@jvp(lag_vander)
def lag_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.laguerre.lagvander(x, max(deg - 1, 0)) @ np.polynomial.laguerre.lagder(np.eye(deg + 1)))


@general(np.polynomial.hermite.hermvander, wrt="x")
def herm_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.hermite.hermvander(x, max(deg - 1, 0)) @ np.polynomial.hermite.hermder(np.eye(deg + 1))), axis=-1)


@jvp(herm_vander)
def herm_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.hermite.hermvander(x, max(deg - 1, 0)) @ np.polynomial.hermite.hermder(np.eye(deg + 1)))


@general(np.polynomial.hermite_e.hermevander, wrt="x")
def herme_vander(x, deg, *, ct):
    return np.sum(ct * (np.polynomial.hermite_e.hermevander(x, max(deg - 1, 0)) @ np.polynomial.hermite_e.hermeder(np.eye(deg + 1))), axis=-1)


@jvp(herme_vander)
def herme_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.hermite_e.hermevander(x, max(deg - 1, 0)) @ np.polynomial.hermite_e.hermeder(np.eye(deg + 1)))
