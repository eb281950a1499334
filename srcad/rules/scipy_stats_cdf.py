# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.stats``: distribution functions, and their inverses, in x, loc and scale; shapes are constants."""
from __future__ import annotations

import numpy as np
from scipy import stats

from .registry import elementwise


# ------------------------------------------------------------------ families with no shape
@elementwise(stats.norm.cdf, stats.expon.cdf, stats.cauchy.cdf, stats.laplace.cdf, stats.logistic.cdf,
             stats.gumbel_r.cdf, stats.uniform.cdf, stats.halfnorm.cdf, stats.rayleigh.cdf, wrt="x loc scale")
def cdf(x, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.norm.sf, stats.expon.sf, stats.cauchy.sf, stats.laplace.sf, stats.logistic.sf, stats.gumbel_r.sf,
             stats.uniform.sf, stats.halfnorm.sf, stats.rayleigh.sf, wrt="x loc scale")
def sf(x, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.norm.logcdf, stats.expon.logcdf, stats.cauchy.logcdf, stats.laplace.logcdf, stats.logistic.logcdf,
             stats.gumbel_r.logcdf, stats.uniform.logcdf, stats.halfnorm.logcdf, stats.rayleigh.logcdf,
             wrt="x loc scale")
def logcdf(x, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.norm.logsf, stats.expon.logsf, stats.cauchy.logsf, stats.laplace.logsf, stats.logistic.logsf,
             stats.gumbel_r.logsf, stats.uniform.logsf, stats.halfnorm.logsf, stats.rayleigh.logsf,
             wrt="x loc scale")
def logsf(x, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.norm.ppf, stats.expon.ppf, stats.cauchy.ppf, stats.laplace.ppf, stats.logistic.ppf,
             stats.gumbel_r.ppf, stats.uniform.ppf, stats.halfnorm.ppf, stats.rayleigh.ppf, wrt="q loc scale")
def ppf(q, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, loc, scale), 1, (ans - loc) / scale


@elementwise(stats.norm.isf, stats.expon.isf, stats.cauchy.isf, stats.laplace.isf, stats.logistic.isf,
             stats.gumbel_r.isf, stats.uniform.isf, stats.halfnorm.isf, stats.rayleigh.isf, wrt="q loc scale")
def isf(q, loc=0, scale=1, *, ans, dist):
    """Source: minus one over the density."""
    return -1 / dist.pdf(ans, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shape a
@elementwise(stats.gamma.cdf, stats.invgamma.cdf, wrt="x loc scale")
def cdf_a(x, a, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, a, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.gamma.sf, stats.invgamma.sf, wrt="x loc scale")
def sf_a(x, a, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, a, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.gamma.logcdf, stats.invgamma.logcdf, wrt="x loc scale")
def logcdf_a(x, a, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, a, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.gamma.logsf, stats.invgamma.logsf, wrt="x loc scale")
def logsf_a(x, a, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, a, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.gamma.ppf, stats.invgamma.ppf, wrt="q loc scale")
def ppf_a(q, a, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, a, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shapes a and b
@elementwise(stats.beta.cdf, wrt="x loc scale")
def cdf_a_b(x, a, b, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, a, b, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.beta.sf, wrt="x loc scale")
def sf_a_b(x, a, b, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, a, b, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.beta.logcdf, wrt="x loc scale")
def logcdf_a_b(x, a, b, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, a, b, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.beta.logsf, wrt="x loc scale")
def logsf_a_b(x, a, b, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, a, b, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.beta.ppf, wrt="q loc scale")
def ppf_a_b(q, a, b, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, a, b, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shape df
@elementwise(stats.t.cdf, stats.chi2.cdf, wrt="x loc scale")
def cdf_df(x, df, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, df, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.t.sf, stats.chi2.sf, wrt="x loc scale")
def sf_df(x, df, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, df, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.t.logcdf, stats.chi2.logcdf, wrt="x loc scale")
def logcdf_df(x, df, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, df, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.t.logsf, stats.chi2.logsf, wrt="x loc scale")
def logsf_df(x, df, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, df, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.t.ppf, stats.chi2.ppf, wrt="q loc scale")
def ppf_df(q, df, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, df, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shape s
@elementwise(stats.lognorm.cdf, wrt="x loc scale")
def cdf_s(x, s, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, s, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.lognorm.sf, wrt="x loc scale")
def sf_s(x, s, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, s, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.lognorm.logcdf, wrt="x loc scale")
def logcdf_s(x, s, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, s, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.lognorm.logsf, wrt="x loc scale")
def logsf_s(x, s, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, s, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.lognorm.ppf, wrt="q loc scale")
def ppf_s(q, s, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, s, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shape c
@elementwise(stats.weibull_min.cdf, wrt="x loc scale")
def cdf_c(x, c, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, c, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.weibull_min.sf, wrt="x loc scale")
def sf_c(x, c, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, c, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.weibull_min.logcdf, wrt="x loc scale")
def logcdf_c(x, c, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, c, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.weibull_min.logsf, wrt="x loc scale")
def logsf_c(x, c, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, c, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.weibull_min.ppf, wrt="q loc scale")
def ppf_c(q, c, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, c, loc, scale), 1, (ans - loc) / scale


# ------------------------------------------------------------------ families with the shape b
@elementwise(stats.pareto.cdf, wrt="x loc scale")
def cdf_b(x, b, loc=0, scale=1, *, dist):
    """Source: the density p for x, -p for loc, -p z for scale."""
    density = dist.pdf(x, b, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.pareto.sf, wrt="x loc scale")
def sf_b(x, b, loc=0, scale=1, *, dist):
    """Source: minus the density."""
    density = -dist.pdf(x, b, loc, scale)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.pareto.logcdf, wrt="x loc scale")
def logcdf_b(x, b, loc=0, scale=1, *, ans, dist):
    """Source: the density over the value."""
    density = np.exp(dist.logpdf(x, b, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.pareto.logsf, wrt="x loc scale")
def logsf_b(x, b, loc=0, scale=1, *, ans, dist):
    """Source: minus the density over the value."""
    density = -np.exp(dist.logpdf(x, b, loc, scale) - ans)
    return density, -density, -density * ((x - loc) / scale)


@elementwise(stats.pareto.ppf, wrt="q loc scale")
def ppf_b(q, b, loc=0, scale=1, *, ans, dist):
    """Source: one over the density."""
    return 1 / dist.pdf(ans, b, loc, scale), 1, (ans - loc) / scale
