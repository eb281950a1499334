# mypy: disable-error-code="no-untyped-def"
"""Series of polynomials of NumPy: their derivatives, and the matrices of their terms.

Both are linear or have slopes that follow from one matrix: what the derivative makes of each term.
"""
from __future__ import annotations

import numpy as np

from .registry import general, jvp, linear


@linear(np.polynomial.polynomial.polyder, wrt="c")
def power_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.polynomial.polyder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.polynomial.polyvander, wrt="x")
def power_vander(x, deg, *, ct):
    slopes = np.polynomial.polynomial.polyvander(x, max(deg - 1, 0)) @ np.polynomial.polynomial.polyder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(power_vander)
def power_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.polynomial.polyvander(x, max(deg - 1, 0)) @ np.polynomial.polynomial.polyder(np.eye(deg + 1)))


@linear(np.polynomial.chebyshev.chebder, wrt="c")
def cheb_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.chebyshev.chebder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.chebyshev.chebvander, wrt="x")
def cheb_vander(x, deg, *, ct):
    slopes = np.polynomial.chebyshev.chebvander(x, max(deg - 1, 0)) @ np.polynomial.chebyshev.chebder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(cheb_vander)
def cheb_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.chebyshev.chebvander(x, max(deg - 1, 0)) @ np.polynomial.chebyshev.chebder(np.eye(deg + 1)))


@linear(np.polynomial.legendre.legder, wrt="c")
def leg_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.legendre.legder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.legendre.legvander, wrt="x")
def leg_vander(x, deg, *, ct):
    slopes = np.polynomial.legendre.legvander(x, max(deg - 1, 0)) @ np.polynomial.legendre.legder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(leg_vander)
def leg_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.legendre.legvander(x, max(deg - 1, 0)) @ np.polynomial.legendre.legder(np.eye(deg + 1)))


@linear(np.polynomial.laguerre.lagder, wrt="c")
def lag_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.laguerre.lagder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.laguerre.lagvander, wrt="x")
def lag_vander(x, deg, *, ct):
    slopes = np.polynomial.laguerre.lagvander(x, max(deg - 1, 0)) @ np.polynomial.laguerre.lagder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(lag_vander)
def lag_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.laguerre.lagvander(x, max(deg - 1, 0)) @ np.polynomial.laguerre.lagder(np.eye(deg + 1)))


@linear(np.polynomial.hermite.hermder, wrt="c")
def herm_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.hermite.hermder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.hermite.hermvander, wrt="x")
def herm_vander(x, deg, *, ct):
    slopes = np.polynomial.hermite.hermvander(x, max(deg - 1, 0)) @ np.polynomial.hermite.hermder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(herm_vander)
def herm_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.hermite.hermvander(x, max(deg - 1, 0)) @ np.polynomial.hermite.hermder(np.eye(deg + 1)))


@linear(np.polynomial.hermite_e.hermeder, wrt="c")
def herme_der(c, m=1, scl=1, axis=0, *, ct):
    return np.tensordot(np.polynomial.hermite_e.hermeder(np.eye(len(c)), m, scl), ct, (0, 0))


@general(np.polynomial.hermite_e.hermevander, wrt="x")
def herme_vander(x, deg, *, ct):
    slopes = np.polynomial.hermite_e.hermevander(x, max(deg - 1, 0)) @ np.polynomial.hermite_e.hermeder(np.eye(deg + 1))
    return np.sum(ct * slopes, axis=-1)


@jvp(herme_vander)
def herme_vander_dot(x, deg, *, x_dot):
    return np.expand_dims(x_dot, -1) * (np.polynomial.hermite_e.hermevander(x, max(deg - 1, 0)) @ np.polynomial.hermite_e.hermeder(np.eye(deg + 1)))
