# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.special``: functions of numbers, elementwise. Formulas are those of DLMF unless told otherwise.

Orders of Bessel functions and of ``expn``, degrees, counts are constants.
"""
from __future__ import annotations

import math

import numpy as np
from scipy import special

from .registry import elementwise, present, zero


# ------------------------------------------------------------------ gamma and beta
@elementwise(special.gamma)
def special_gamma(x, *, ans):
    """Source: gamma(x) psi(x)."""
    return ans * special.digamma(x)


@elementwise(special.gammaln, special.loggamma)
def special_gammaln(x):
    return special.digamma(x)


@elementwise(special.rgamma)
def special_rgamma(x, *, ans):
    """Source: -psi(x) / gamma(x); at a pole of gamma, 0, -1, ..., it is (-1)**n n!."""
    return np.where((x <= 0) & (x == np.floor(x)), np.cos(math.pi * x) * special.gamma(1 - np.minimum(x, 0)),
                    -ans * special.digamma(np.where((x <= 0) & (x == np.floor(x)), 1.0, x)))


@elementwise(special.digamma)
def special_digamma(x):
    return special.zeta(2, x)


@elementwise(special.polygamma, wrt="x")
def special_polygamma(n, x):
    return special.polygamma(n + 1, x)


@elementwise(special.poch, wrt="z m")
def special_poch(z, m, *, ans):
    """Source: of gamma(z + m) / gamma(z)."""
    return ans * (special.digamma(z + m) - special.digamma(z)), ans * special.digamma(z + m)


@elementwise(special.multigammaln, wrt="a")
def special_multigammaln(a, d):
    """Source: the sum of psi(a - k / 2), k < d."""
    return np.sum(special.digamma(np.expand_dims(a, -1) - 0.5 * np.arange(d)), axis=-1)


@elementwise(special.beta)
def special_beta(a, b, *, ans):
    return ans * (special.digamma(a) - special.digamma(a + b)), ans * (special.digamma(b) - special.digamma(a + b))


@elementwise(special.betaln)
def special_betaln(a, b):
    return special.digamma(a) - special.digamma(a + b), special.digamma(b) - special.digamma(a + b)


@elementwise(special.gammainc, wrt="x")
def special_gammainc(a, x):
    """Source: x**(a - 1) exp(-x) / gamma(a); none for a."""
    return np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))


@elementwise(special.gammaincc, wrt="x")
def special_gammaincc(a, x):
    return -np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))


@elementwise(special.gammaincinv, wrt="y")
def special_gammaincinv(a, y, *, ans):
    return np.exp(special.gammaln(a) + ans - special.xlogy(a - 1, ans))


@elementwise(special.betainc, wrt="x")
def special_betainc(a, b, x):
    """Source: x**(a - 1) (1 - x)**(b - 1) / B(a, b); none for a and b."""
    return np.exp(special.xlogy(a - 1 + 0 * x, x) + special.xlog1py(b - 1 + 0 * x, -x) - special.betaln(a + 0 * x, b + 0 * x))


@elementwise(special.betaincinv, wrt="y")
def special_betaincinv(a, b, y, *, ans):
    return np.exp(special.betaln(a + 0 * ans, b + 0 * ans) - special.xlogy(a - 1 + 0 * ans, ans)
                  - special.xlog1py(b - 1 + 0 * ans, -ans))


@elementwise(special.binom)
def special_binom(x, y, *, ans):
    """Source: of gamma(x + 1) / (gamma(y + 1) gamma(x - y + 1))."""
    return (ans * (special.digamma(x + 1) - special.digamma(x - y + 1)),
            ans * (special.digamma(x - y + 1) - special.digamma(y + 1)))


# ------------------------------------------------------------------ error functions, the normal distribution
@elementwise(special.erf)
def special_erf(x):
    return 2 / math.sqrt(math.pi) * np.exp(-x * x)


@elementwise(special.erfc)
def special_erfc(x):
    return -(2 / math.sqrt(math.pi) * np.exp(-x * x))


@elementwise(special.erfcx)
def special_erfcx(x, *, ans):
    return 2 * x * ans - 2 / math.sqrt(math.pi)


@elementwise(special.erfi)
def special_erfi(x):
    return 2 / math.sqrt(math.pi) * np.exp(x * x)


@elementwise(special.erfinv)
def special_erfinv(x, *, ans):
    return 0.5 * math.sqrt(math.pi) * np.exp(ans * ans)


@elementwise(special.erfcinv)
def special_erfcinv(x, *, ans):
    return -(0.5 * math.sqrt(math.pi) * np.exp(ans * ans))


@elementwise(special.dawsn)
def special_dawsn(x, *, ans):
    return 1 - 2 * x * ans


@elementwise(special.ndtr)
def special_ndtr(x):
    return np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


@elementwise(special.log_ndtr)
def special_log_ndtr(x):
    """Source: the inverse Mills ratio, sqrt(2 / pi) / erfcx(-x / sqrt(2))."""
    return math.sqrt(2 / math.pi) / special.erfcx(-x / math.sqrt(2))


@elementwise(special.ndtri)
def special_ndtri(y, *, ans):
    return math.sqrt(2 * math.pi) * np.exp(0.5 * ans * ans)


@elementwise(*present(special, "ndtri_exp"))
def special_ndtri_exp(y, *, ans):
    return np.exp(y + 0.5 * ans * ans) * math.sqrt(2 * math.pi)


# ------------------------------------------------------------------ logistic functions, entropies
@elementwise(special.expit)
def special_expit(x, *, ans):
    return ans * (1 - ans)


@elementwise(special.logit)
def special_logit(x):
    return 1 / (x * (1 - x))


@elementwise(special.log_expit)
def special_log_expit(x):
    return special.expit(-x)


@elementwise(special.xlogy)
def special_xlogy(x, y):
    """Source: log(y), x / y; 0 to y where x is 0."""
    return np.log(y), np.where(x == 0, 0.0, x / np.where(x == 0, 1, y))


@elementwise(special.xlog1py)
def special_xlog1py(x, y):
    return np.log1p(y), np.where(x == 0, 0.0, x / np.where(x == 0, 1, 1 + y))


@elementwise(special.entr)
def special_entr(x):
    return -np.log(x) - 1


@elementwise(special.rel_entr)
def special_rel_entr(x, y):
    """Source: log(x / y) + 1, -x / y; 0 to y where x is 0."""
    return np.log(x / y) + 1, -np.where(x == 0, 0.0, x / np.where(x == 0, 1, y))


@elementwise(special.kl_div)
def special_kl_div(x, y):
    return np.log(x / y), np.where(x == 0, 1.0, 1 - x / np.where(x == 0, 1, y))


@elementwise(special.huber, wrt="r")
def special_huber(delta, r):
    return np.clip(r, -delta, delta)


@elementwise(special.pseudo_huber)
def special_pseudo_huber(delta, r, *, ans):
    root = np.sqrt(1 + (r / delta) * (r / delta))
    return 2 * ans / delta - (r / delta) * (r / root), r / root


@elementwise(special.boxcox)
def special_boxcox(x, lmbda, *, ans):
    """Source: x**(l - 1); (x**l log(x) - ans) / l for l, and log(x)**2 / 2 at 0."""
    logarithm = np.log(x + 0 * lmbda)
    return np.power(x, lmbda - 1), np.where(lmbda == 0, 0.5 * logarithm * logarithm, (
        np.power(x, lmbda) * logarithm - ans) / np.where(lmbda == 0, 1, lmbda))


@elementwise(special.boxcox1p)
def special_boxcox1p(x, lmbda, *, ans):
    logarithm = np.log1p(x + 0 * lmbda)
    return np.power(1 + x, lmbda - 1), np.where(lmbda == 0, 0.5 * logarithm * logarithm, (
        np.power(1 + x, lmbda) * logarithm - ans) / np.where(lmbda == 0, 1, lmbda))


@elementwise(special.inv_boxcox, wrt="y")
def special_inv_boxcox(y, lmbda, *, ans):
    return np.power(ans, 1 - lmbda)


@elementwise(special.exprel)
def special_exprel(x, *, ans):
    """Source: of (exp(x) - 1) / x; 1/2 at 0."""
    return np.where(np.abs(x) < 1e-4, 0.5 + x / 3 + x * x / 8, (np.exp(x) - ans) / np.where(x == 0, 1, x))


@elementwise(*present(special, "log1pmx"))
def special_log1pmx(x):
    return -x / (1 + x)


@elementwise(special.cosm1)
def special_cosm1(x):
    return -np.sin(x)


@elementwise(special.exp10)
def special_exp10(x, *, ans):
    return math.log(10.0) * ans


@elementwise(special.sindg)
def special_sindg(x):
    return math.pi / 180 * special.cosdg(x)


@elementwise(special.cosdg)
def special_cosdg(x):
    return -(math.pi / 180) * special.sindg(x)


@elementwise(special.tandg)
def special_tandg(x, *, ans):
    return math.pi / 180 * (1 + ans * ans)


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


zero(special.factorial, special.factorial2, special.comb, special.perm, special.round)
