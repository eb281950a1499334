# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.special``: the gamma and error functions and their families, logistic functions, entropies; elementwise.

Formulas are those of DLMF unless told otherwise. Degrees and counts are constants.
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
    return np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a + 0 * x))


@elementwise(special.gammaincc, wrt="x")
def special_gammaincc(a, x):
    return -np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a + 0 * x))


@elementwise(special.gammaincinv, wrt="y")
def special_gammaincinv(a, y, *, ans):
    return np.exp(special.gammaln(a + 0 * y) + ans - special.xlogy(a - 1, ans))


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
    """Source: log(x / y) + 1, -x / y; 0 to y where x is 0, and 0 to x where both are."""
    none = (x == 0) & (y == 0)
    return (np.where(none, 0.0, np.log(np.where(none, 1, x) / np.where(none, 1, y)) + 1),
            -np.where(x == 0, 0.0, x / np.where(x == 0, 1, y)))


@elementwise(special.kl_div)
def special_kl_div(x, y):
    """Source: log(x / y), 1 - x / y; 1 to y where x is 0, and 0 to x where both are."""
    none = (x == 0) & (y == 0)
    return (np.log(np.where(none, 1, x) / np.where(none, 1, y)), np.where(x == 0, 1.0, 1 - x / np.where(x == 0, 1, y)))


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


zero(special.factorial, special.factorial2, special.comb, special.perm, special.round)
