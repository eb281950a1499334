# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.stats``: probabilities of whole numbers, in the parameters of the family; the numbers are constants."""
from __future__ import annotations

import numpy as np
from scipy import special, stats

from .registry import elementwise


@elementwise(stats.poisson.logpmf, wrt="mu")
def poisson_logpmf(k, mu, loc=0, *, ans):
    """Source: k / mu - 1."""
    return np.where(ans == -np.inf, 0.0, (k - loc) / mu - 1)


@elementwise(stats.poisson.pmf, wrt="mu")
def poisson_pmf(k, mu, loc=0, *, ans):
    return ans * ((k - loc) / mu - 1)


@elementwise(stats.binom.logpmf, wrt="p")
def binom_logpmf(k, n, p, loc=0, *, ans):
    """Source: k / p - (n - k) / (1 - p)."""
    return np.where(ans == -np.inf, 0.0, (k - loc) / p - (n - k + loc) / (1 - p))


@elementwise(stats.binom.pmf, wrt="p")
def binom_pmf(k, n, p, loc=0, *, ans):
    return ans * ((k - loc) / p - (n - k + loc) / (1 - p))


@elementwise(stats.bernoulli.logpmf, wrt="p")
def bernoulli_logpmf(k, p, loc=0, *, ans):
    """Source: k / p - (1 - k) / (1 - p)."""
    return np.where(ans == -np.inf, 0.0, (k - loc) / p - (1 - k + loc) / (1 - p))


@elementwise(stats.bernoulli.pmf, wrt="p")
def bernoulli_pmf(k, p, loc=0, *, ans):
    return ans * ((k - loc) / p - (1 - k + loc) / (1 - p))


@elementwise(stats.geom.logpmf, wrt="p")
def geom_logpmf(k, p, loc=0, *, ans):
    """Source: 1 / p - (k - 1) / (1 - p)."""
    return np.where(ans == -np.inf, 0.0, 1 / p - (k - loc - 1) / (1 - p))


@elementwise(stats.geom.pmf, wrt="p")
def geom_pmf(k, p, loc=0, *, ans):
    return ans * (1 / p - (k - loc - 1) / (1 - p))


@elementwise(stats.nbinom.logpmf, wrt="n p")
def nbinom_logpmf(k, n, p, loc=0, *, ans):
    """Source: n / p - k / (1 - p) for p."""
    return (np.where(ans == -np.inf, 0.0, special.digamma(k - loc + n) - special.digamma(n) + np.log(p)),
            np.where(ans == -np.inf, 0.0, n / p - (k - loc) / (1 - p)))


@elementwise(stats.nbinom.pmf, wrt="n p")
def nbinom_pmf(k, n, p, loc=0, *, ans):
    return (ans * (special.digamma(k - loc + n) - special.digamma(n) + np.log(p)),
            ans * (n / p - (k - loc) / (1 - p)))


@elementwise(stats.poisson.cdf, wrt="mu")
def poisson_cdf(k, mu, loc=0):
    """Source: minus the probability of k."""
    return -stats.poisson.pmf(np.floor(k), mu, loc)


@elementwise(stats.poisson.sf, wrt="mu")
def poisson_sf(k, mu, loc=0):
    return stats.poisson.pmf(np.floor(k), mu, loc)


@elementwise(stats.binom.cdf, wrt="p")
def binom_cdf(k, n, p, loc=0):
    """Source: minus n times the probability of k among n - 1."""
    return -n * stats.binom.pmf(np.floor(k), n - 1, p, loc)


@elementwise(stats.binom.sf, wrt="p")
def binom_sf(k, n, p, loc=0):
    return n * stats.binom.pmf(np.floor(k), n - 1, p, loc)
