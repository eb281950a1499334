# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.special``: orthogonal polynomials, hypergeometric functions, and functions that come in pairs; in their last argument.

Source: NIST Digital Library of Mathematical Functions, chapters 6, 7, 9, 13, 15, 18, 22.
"""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from .registry import elementwise, general, jvp

ROOT = math.sqrt(2.0)
TURN, ROOT_OF_TURN = 2.0 * math.pi, math.sqrt(2.0 * math.pi)


# ------------------------------------------------------------------ polynomials
@elementwise(special.eval_legendre, wrt="x")
def special_eval_legendre(n, x):
    """Source: the Gegenbauer polynomial one degree below (DLMF 18.9.19)."""
    return special.eval_gegenbauer(n - 1, 1.5, x)


@elementwise(special.eval_chebyt, wrt="x")
def special_eval_chebyt(n, x):
    """Source: n U of one degree below (DLMF 18.9.21)."""
    return n * special.eval_chebyu(n - 1, x)


@elementwise(special.eval_chebyu, wrt="x")
def special_eval_chebyu(n, x):
    return 2 * special.eval_gegenbauer(n - 1, 2.0, x)


@elementwise(special.eval_gegenbauer, wrt="x")
def special_eval_gegenbauer(n, alpha, x):
    """Source: 2 alpha times that of alpha + 1, one degree below (DLMF 18.9.19); none for alpha."""
    return 2 * alpha * special.eval_gegenbauer(n - 1, alpha + 1.0, x)


@elementwise(special.eval_hermite, wrt="x")
def special_eval_hermite(n, x):
    """Source: 2 n H of one degree below (DLMF 18.9.25)."""
    return 2 * n * special.eval_hermite(np.maximum(n - 1, 0), x)


@elementwise(special.eval_hermitenorm, wrt="x")
def special_eval_hermitenorm(n, x):
    """Source: n He of one degree below (DLMF 18.9.27)."""
    return n * special.eval_hermitenorm(np.maximum(n - 1, 0), x)


@elementwise(special.eval_laguerre, wrt="x")
def special_eval_laguerre(n, x):
    """Source: less that of alpha = 1, one degree below (DLMF 18.9.23)."""
    return -special.eval_genlaguerre(n - 1, 1.0, x)


@elementwise(special.eval_genlaguerre, wrt="x")
def special_eval_genlaguerre(n, alpha, x):
    return -special.eval_genlaguerre(n - 1, alpha + 1.0, x)


# ------------------------------------------------------------------ hypergeometric functions
@elementwise(special.hyp0f1, wrt="z")
def special_hyp0f1(v, z):
    """Source: that of v + 1, over v (DLMF 16.3.1); none for v."""
    return special.hyp0f1(v + 1, z) / v


@elementwise(special.hyp1f1, wrt="x")
def special_hyp1f1(a, b, x):
    """Source: a / b times that of a + 1 and b + 1 (DLMF 13.3.15); none for a and b."""
    return a / b * special.hyp1f1(a + 1, b + 1, x)


@elementwise(special.hyp2f1, wrt="z")
def special_hyp2f1(a, b, c, z):
    """Source: a b / c times that of a + 1, b + 1 and c + 1 (DLMF 15.5.1); none for a, b and c."""
    return a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, z)


@elementwise(special.owens_t)
def special_owens_t(h, a):
    """Source: the integral of exp(-h**2 (1 + t**2) / 2) / (1 + t**2) over t from 0 to a, over one turn."""
    return (-np.exp(-h * h / 2) * special.erf(a * h / ROOT) / (2 * ROOT_OF_TURN),
            np.exp(-h * h * (1 + a * a) / 2) / (TURN * (1 + a * a)))


@elementwise(special.struve, wrt="x")
def special_struve(v, x, *, ans):
    """Source: H of v - 1, less v / x times itself (DLMF 11.4.27); none for v."""
    return special.struve(v - 1, x) - v / x * ans


@elementwise(special.exp2)
def special_exp2(x, *, ans):
    return ans * math.log(2.0)


@elementwise(special.cbrt)
def special_cbrt(x, *, ans):
    return 1 / (3 * ans * ans)


# ------------------------------------------------------------------ pairs
@general(special.sici, wrt="x")
def special_sici(x, *, ct):
    """Source: sin(x) / x and cos(x) / x."""
    return (ct[0] * np.sin(x) + ct[1] * np.cos(x)) / x


@jvp(special_sici)
def special_sici_dot(x, *, x_dot):
    return x_dot * np.sin(x) / x, x_dot * np.cos(x) / x


@general(special.shichi, wrt="x")
def special_shichi(x, *, ct):
    """Source: sinh(x) / x and cosh(x) / x."""
    return (ct[0] * np.sinh(x) + ct[1] * np.cosh(x)) / x


@jvp(special_shichi)
def special_shichi_dot(x, *, x_dot):
    return x_dot * np.sinh(x) / x, x_dot * np.cosh(x) / x


@general(special.fresnel, wrt="z")
def special_fresnel(z, *, ct):
    """Source: the sine and the cosine of pi z**2 / 2."""
    return ct[0] * np.sin(math.pi / 2 * z * z) + ct[1] * np.cos(math.pi / 2 * z * z)


@jvp(special_fresnel)
def special_fresnel_dot(z, *, z_dot):
    return z_dot * np.sin(math.pi / 2 * z * z), z_dot * np.cos(math.pi / 2 * z * z)


@general(special.airy, wrt="z")
def special_airy(z, *, ct, ans):
    """Source: Ai'' = z Ai, and Bi likewise."""
    return ct[0] * ans[1] + ct[1] * z * ans[0] + ct[2] * ans[3] + ct[3] * z * ans[2]


@jvp(special_airy)
def special_airy_dot(z, *, z_dot, ans):
    return z_dot * ans[1], z_dot * z * ans[0], z_dot * ans[3], z_dot * z * ans[2]


@general(special.ellipj, wrt="u")
def special_ellipj(u, m, *, ct, ans):
    """Source: cn dn, -sn dn, -m sn cn and dn (DLMF 22.13); none for m."""
    return ct[0] * ans[1] * ans[2] - ct[1] * ans[0] * ans[2] - ct[2] * m * ans[0] * ans[1] + ct[3] * ans[2]


@jvp(special_ellipj)
def special_ellipj_dot(u, m, *, u_dot, ans):
    return u_dot * ans[1] * ans[2], -u_dot * ans[0] * ans[2], -u_dot * m * ans[0] * ans[1], u_dot * ans[2]
