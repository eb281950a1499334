# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.special``: functions that are integrals or solve a differential equation; elementwise.

Formulas are those of DLMF unless told otherwise. Orders of Bessel functions and of ``expn`` are constants.
"""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from .registry import elementwise


# ------------------------------------------------------------------ integrals
@elementwise(special.exp1)
def special_exp1(x):
    return -np.exp(-x) / x


@elementwise(special.expi)
def special_expi(x):
    return np.exp(x) / x


@elementwise(special.expn, wrt="x")
def special_expn(n, x):
    """Source: -E(n - 1, x), where E(0, x) is exp(-x) / x."""
    return -np.where(np.equal(n, 0), np.exp(-x) * (1 + 1 / x) / x, special.expn(np.maximum(n - 1, 0), x))


@elementwise(special.spence)
def special_spence(z):
    """Source: log(z) / (1 - z); -1 at 1."""
    return np.where(z == 1, -1.0, np.log(z) / np.where(z == 1, 1, 1 - z))


@elementwise(special.zeta, wrt="q")
def special_zeta(x, q):
    """Source: -x zeta(x + 1, q), of the Hurwitz function; none for x."""
    return -x * special.zeta(x + 1, q)


@elementwise(special.ellipk)
def special_ellipk(m, *, ans):
    """Source: (E / (1 - m) - K) / (2 m); pi / 8 at 0."""
    return np.where(m == 0, math.pi / 8, (special.ellipe(m) / (1 - m) - ans) / np.where(m == 0, 1, 2 * m))


@elementwise(special.ellipkm1)
def special_ellipkm1(p, *, ans):
    return np.where(p == 1, -math.pi / 8, (ans - special.ellipe(1 - p) / p) / np.where(p == 1, 1, 2 * (1 - p)))


@elementwise(special.ellipe)
def special_ellipe(m, *, ans):
    """Source: (E - K) / (2 m); -pi / 8 at 0."""
    return np.where(m == 0, -math.pi / 8, (ans - special.ellipk(m)) / np.where(m == 0, 1, 2 * m))


@elementwise(special.ellipkinc, wrt="phi")
def special_ellipkinc(phi, m):
    return 1 / np.sqrt(1 - m * np.sin(phi) * np.sin(phi))


@elementwise(special.ellipeinc, wrt="phi")
def special_ellipeinc(phi, m):
    return np.sqrt(1 - m * np.sin(phi) * np.sin(phi))


# ------------------------------------------------------------------ Bessel functions, of their argument
@elementwise(special.j0)
def special_j0(x):
    return -special.j1(x)


@elementwise(special.j1)
def special_j1(x):
    return 0.5 * (special.j0(x) - special.jv(2, x))


@elementwise(special.y0)
def special_y0(x):
    return -special.y1(x)


@elementwise(special.y1)
def special_y1(x):
    return 0.5 * (special.y0(x) - special.yv(2, x))


@elementwise(special.i0)
def special_i0(x):
    return special.i1(x)


@elementwise(special.i1)
def special_i1(x):
    return 0.5 * (special.i0(x) + special.iv(2, x))


@elementwise(special.k0)
def special_k0(x):
    return -special.k1(x)


@elementwise(special.k1)
def special_k1(x):
    return -(0.5 * (special.k0(x) + special.kv(2, x)))


@elementwise(special.i0e)
def special_i0e(x, *, ans):
    return special.i1e(x) - np.sign(x) * ans


@elementwise(special.i1e)
def special_i1e(x, *, ans):
    return 0.5 * (special.i0e(x) + special.ive(2, x)) - np.sign(x) * ans


@elementwise(special.k0e)
def special_k0e(x, *, ans):
    return ans - special.k1e(x)


@elementwise(special.k1e)
def special_k1e(x, *, ans):
    return ans - 0.5 * (special.k0e(x) + special.kve(2, x))


@elementwise(special.jv, wrt="z")
def special_jv(v, z):
    """Source: (J(v - 1) - J(v + 1)) / 2; none for the order."""
    return 0.5 * (special.jv(v - 1, z) - special.jv(v + 1, z))


@elementwise(special.yv, wrt="z")
def special_yv(v, z):
    return 0.5 * (special.yv(v - 1, z) - special.yv(v + 1, z))


@elementwise(special.yn, wrt="x")
def special_yn(n, x):
    return 0.5 * (special.yv(n - 1, x) - special.yv(n + 1, x))


@elementwise(special.iv, wrt="z")
def special_iv(v, z):
    return 0.5 * (special.iv(v - 1, z) + special.iv(v + 1, z))


@elementwise(special.kv, wrt="z")
def special_kv(v, z):
    return -(0.5 * (special.kv(v - 1, z) + special.kv(v + 1, z)))


@elementwise(special.kn, wrt="x")
def special_kn(n, x):
    return -(0.5 * (special.kv(n - 1, x) + special.kv(n + 1, x)))


@elementwise(special.ive, wrt="z")
def special_ive(v, z, *, ans):
    return 0.5 * (special.ive(v - 1, z) + special.ive(v + 1, z)) - np.sign(z) * ans


@elementwise(special.kve, wrt="z")
def special_kve(v, z, *, ans):
    return ans - 0.5 * (special.kve(v - 1, z) + special.kve(v + 1, z))
