# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.stats``: densities of continuous families, in their location, scale and shape too.

With z = (x - loc) / scale and the density g(z) / scale, all there is to say of a family is the slope
of log(g) in z and in the shapes. Outside the support the derivative is 0.
"""
from __future__ import annotations

import math

import numpy as np
from scipy import special, stats

from ..analyses.kinds import UNKNOWN
from .registry import elementwise, general, jvp


def located(slope, z, scale, ans):
    """The partials of log(g(z)) - log(scale) for x, loc and scale; 0 where the density is."""
    slope = np.where(ans == -np.inf, 0.0, slope)
    return slope / scale, -slope / scale, np.where(ans == -np.inf, 0.0, -(1 + z * slope) / scale)


def inside(partial, ans):
    """The partial for a shape; 0 where the density is."""
    return np.where(ans == -np.inf, 0.0, partial)


@elementwise(stats.norm.logpdf, wrt="x loc scale")
def norm_logpdf(x, loc=0, scale=1):
    z = (x - loc) / scale
    return -z / scale, z / scale, (z * z - 1) / scale


@elementwise(stats.norm.pdf, wrt="x loc scale")
def norm_pdf(x, loc=0, scale=1, *, ans):
    z = (x - loc) / scale
    return -ans * z / scale, ans * z / scale, ans * (z * z - 1) / scale


def expon_slope(x, loc, scale, ans):
    """Source: of exp(-z)."""
    z = (x - loc) / scale
    return located(-1.0, z, scale, ans)


@elementwise(stats.expon.logpdf, wrt="x loc scale")
def expon_logpdf(x, loc=0, scale=1, *, ans):
    slopes = expon_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.expon.pdf, wrt="x loc scale")
def expon_pdf(x, loc=0, scale=1, *, ans):
    slopes = expon_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def cauchy_slope(x, loc, scale, ans):
    """Source: of 1 / (1 + z**2)."""
    z = (x - loc) / scale
    return located(-2 * z / (1 + z * z), z, scale, ans)


@elementwise(stats.cauchy.logpdf, wrt="x loc scale")
def cauchy_logpdf(x, loc=0, scale=1, *, ans):
    slopes = cauchy_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.cauchy.pdf, wrt="x loc scale")
def cauchy_pdf(x, loc=0, scale=1, *, ans):
    slopes = cauchy_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def laplace_slope(x, loc, scale, ans):
    """Source: of exp(-abs(z)); 0 at 0."""
    z = (x - loc) / scale
    return located(-np.sign(z), z, scale, ans)


@elementwise(stats.laplace.logpdf, wrt="x loc scale")
def laplace_logpdf(x, loc=0, scale=1, *, ans):
    slopes = laplace_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.laplace.pdf, wrt="x loc scale")
def laplace_pdf(x, loc=0, scale=1, *, ans):
    slopes = laplace_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def logistic_slope(x, loc, scale, ans):
    """Source: of sech(z / 2)**2."""
    z = (x - loc) / scale
    return located(-np.tanh(0.5 * z), z, scale, ans)


@elementwise(stats.logistic.logpdf, wrt="x loc scale")
def logistic_logpdf(x, loc=0, scale=1, *, ans):
    slopes = logistic_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.logistic.pdf, wrt="x loc scale")
def logistic_pdf(x, loc=0, scale=1, *, ans):
    slopes = logistic_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def gumbel_r_slope(x, loc, scale, ans):
    """Source: of exp(-z - exp(-z))."""
    z = (x - loc) / scale
    return located(np.exp(-z) - 1, z, scale, ans)


@elementwise(stats.gumbel_r.logpdf, wrt="x loc scale")
def gumbel_r_logpdf(x, loc=0, scale=1, *, ans):
    slopes = gumbel_r_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.gumbel_r.pdf, wrt="x loc scale")
def gumbel_r_pdf(x, loc=0, scale=1, *, ans):
    slopes = gumbel_r_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def uniform_slope(x, loc, scale, ans):
    """Source: constant."""
    z = (x - loc) / scale
    return located(0.0, z, scale, ans)


@elementwise(stats.uniform.logpdf, wrt="x loc scale")
def uniform_logpdf(x, loc=0, scale=1, *, ans):
    slopes = uniform_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.uniform.pdf, wrt="x loc scale")
def uniform_pdf(x, loc=0, scale=1, *, ans):
    slopes = uniform_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def halfnorm_slope(x, loc, scale, ans):
    """Source: of exp(-z**2 / 2)."""
    z = (x - loc) / scale
    return located(-z, z, scale, ans)


@elementwise(stats.halfnorm.logpdf, wrt="x loc scale")
def halfnorm_logpdf(x, loc=0, scale=1, *, ans):
    slopes = halfnorm_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.halfnorm.pdf, wrt="x loc scale")
def halfnorm_pdf(x, loc=0, scale=1, *, ans):
    slopes = halfnorm_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def rayleigh_slope(x, loc, scale, ans):
    """Source: of z exp(-z**2 / 2)."""
    z = (x - loc) / scale
    return located(1 / z - z, z, scale, ans)


@elementwise(stats.rayleigh.logpdf, wrt="x loc scale")
def rayleigh_logpdf(x, loc=0, scale=1, *, ans):
    slopes = rayleigh_slope(x, loc, scale, ans)
    return slopes[0], slopes[1], slopes[2]


@elementwise(stats.rayleigh.pdf, wrt="x loc scale")
def rayleigh_pdf(x, loc=0, scale=1, *, ans):
    slopes = rayleigh_slope(x, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[1], ans * slopes[2]


def gamma_slopes(x, a, loc, scale, ans):
    """Source: of z**(a - 1) exp(-z) / gamma(a); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located((a - 1) / z - 1, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(np.log(z) - special.digamma(a), ans))


@elementwise(stats.gamma.logpdf, wrt="x a loc scale")
def gamma_logpdf(x, a, loc=0, scale=1, *, ans):
    slopes = gamma_slopes(x, a, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.gamma.pdf, wrt="x a loc scale")
def gamma_pdf(x, a, loc=0, scale=1, *, ans):
    slopes = gamma_slopes(x, a, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def invgamma_slopes(x, a, loc, scale, ans):
    """Source: of z**(-a - 1) exp(-1 / z) / gamma(a); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located((1 / z - a - 1) / z, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(-np.log(z) - special.digamma(a), ans))


@elementwise(stats.invgamma.logpdf, wrt="x a loc scale")
def invgamma_logpdf(x, a, loc=0, scale=1, *, ans):
    slopes = invgamma_slopes(x, a, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.invgamma.pdf, wrt="x a loc scale")
def invgamma_pdf(x, a, loc=0, scale=1, *, ans):
    slopes = invgamma_slopes(x, a, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def beta_slopes(x, a, b, loc, scale, ans):
    """Source: of z**(a - 1) (1 - z)**(b - 1) / B(a, b); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located((a - 1) / z - (b - 1) / (1 - z), z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(np.log(z) - special.digamma(a) + special.digamma(a + b), ans),
            inside(np.log1p(-z) - special.digamma(b) + special.digamma(a + b), ans))


@elementwise(stats.beta.logpdf, wrt="x a b loc scale")
def beta_logpdf(x, a, b, loc=0, scale=1, *, ans):
    slopes = beta_slopes(x, a, b, loc, scale, ans)
    return slopes[0], slopes[3], slopes[4], slopes[1], slopes[2]


@elementwise(stats.beta.pdf, wrt="x a b loc scale")
def beta_pdf(x, a, b, loc=0, scale=1, *, ans):
    slopes = beta_slopes(x, a, b, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[4], ans * slopes[1], ans * slopes[2]


def t_slopes(x, df, loc, scale, ans):
    """Source: of (1 + z**2 / df)**(-(df + 1) / 2); for x, loc, scale and the shapes."""
    z = (x - loc) / scale
    slopes = located(-(df + 1) * z / (df + z * z), z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(0.5 * (special.digamma(0.5 * df + 0.5) - special.digamma(0.5 * df) - 1 / df - np.log1p(z * z / df)
                  + (df + 1) * z * z / (df * (df + z * z))), ans))


@elementwise(stats.t.logpdf, wrt="x df loc scale")
def t_logpdf(x, df, loc=0, scale=1, *, ans):
    slopes = t_slopes(x, df, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.t.pdf, wrt="x df loc scale")
def t_pdf(x, df, loc=0, scale=1, *, ans):
    slopes = t_slopes(x, df, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def chi2_slopes(x, df, loc, scale, ans):
    """Source: of z**(df / 2 - 1) exp(-z / 2); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located((0.5 * df - 1) / z - 0.5, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(0.5 * (np.log(z) - math.log(2.0) - special.digamma(0.5 * df)), ans))


@elementwise(stats.chi2.logpdf, wrt="x df loc scale")
def chi2_logpdf(x, df, loc=0, scale=1, *, ans):
    slopes = chi2_slopes(x, df, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.chi2.pdf, wrt="x df loc scale")
def chi2_pdf(x, df, loc=0, scale=1, *, ans):
    slopes = chi2_slopes(x, df, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def lognorm_slopes(x, s, loc, scale, ans):
    """Source: of exp(-log(z)**2 / (2 s**2)) / (s z); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located(-(1 + np.log(z) / (s * s)) / z, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside((np.log(z) * np.log(z) / (s * s) - 1) / s, ans))


@elementwise(stats.lognorm.logpdf, wrt="x s loc scale")
def lognorm_logpdf(x, s, loc=0, scale=1, *, ans):
    slopes = lognorm_slopes(x, s, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.lognorm.pdf, wrt="x s loc scale")
def lognorm_pdf(x, s, loc=0, scale=1, *, ans):
    slopes = lognorm_slopes(x, s, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def weibull_min_slopes(x, c, loc, scale, ans):
    """Source: of c z**(c - 1) exp(-z**c); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located((c - 1 - c * z ** c) / z, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(1 / c + np.log(z) - z ** c * np.log(z), ans))


@elementwise(stats.weibull_min.logpdf, wrt="x c loc scale")
def weibull_min_logpdf(x, c, loc=0, scale=1, *, ans):
    slopes = weibull_min_slopes(x, c, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.weibull_min.pdf, wrt="x c loc scale")
def weibull_min_pdf(x, c, loc=0, scale=1, *, ans):
    slopes = weibull_min_slopes(x, c, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


def pareto_slopes(x, b, loc, scale, ans):
    """Source: of b z**(-b - 1); for x, loc, scale and the shapes."""
    z = np.where(ans == -np.inf, 0.5, (x - loc) / scale)
    slopes = located(-(b + 1) / z, z, scale, ans)
    return (slopes[0], slopes[1], slopes[2],
            inside(1 / b - np.log(z), ans))


@elementwise(stats.pareto.logpdf, wrt="x b loc scale")
def pareto_logpdf(x, b, loc=0, scale=1, *, ans):
    slopes = pareto_slopes(x, b, loc, scale, ans)
    return slopes[0], slopes[3], slopes[1], slopes[2]


@elementwise(stats.pareto.pdf, wrt="x b loc scale")
def pareto_pdf(x, b, loc=0, scale=1, *, ans):
    slopes = pareto_slopes(x, b, loc, scale, np.where(ans == 0, -np.inf, 0.0))
    return ans * slopes[0], ans * slopes[3], ans * slopes[1], ans * slopes[2]


# ------------------------------------------------------------------ several variables
def mvn_parts(x, mean, cov):
    """The distance of each row from the mean, and that divided by the covariance."""
    if np.ndim(cov) != 2:
        raise ValueError("the derivative of scipy.stats.multivariate_normal needs the covariance as a matrix")
    whole = np.tril(cov) + np.tril(cov, -1).T
    rows = np.reshape(x, (-1, len(cov))) - mean
    return rows, np.linalg.solve(whole, rows.T).T, whole


def mvn_bars(ct, x, mean, cov):
    """The cotangents of x, mean, and of the triangle of the covariance that SciPy reads."""
    rows, scaled, whole = mvn_parts(x, mean, cov)
    weights = np.reshape(ct, (-1, 1))
    g = 0.5 * ((weights * scaled).T @ scaled - np.sum(weights) * np.linalg.inv(whole))
    return (np.reshape(-weights * scaled, np.shape(x)), np.reshape(np.sum(weights * scaled, axis=0), np.shape(mean)),
            np.tril(2 * g) - np.diag(np.diag(g)))


@general(stats.multivariate_normal.logpdf, wrt="x mean cov", gives=UNKNOWN)       # a lone row gives a number
def multivariate_normal_logpdf(x, mean, cov, *, ct):
    """Source: of -(log det(2 pi C) + d C**-1 d) / 2, of the lower triangle of C."""
    bars = mvn_bars(ct, x, mean, cov)
    return bars[0], bars[1], bars[2]


def mvn_dot(x, mean, cov, x_dot, mean_dot, cov_dot):
    """The tangent of the logarithm of the density."""
    rows, scaled, whole = mvn_parts(x, mean, cov)
    dots = np.reshape(x_dot + 0.0 * np.asarray(x), np.shape(rows)) - mean_dot
    lower = np.tril(cov_dot + 0.0 * cov)
    turned = lower + np.tril(lower, -1).T
    trace = np.sum(np.linalg.inv(whole) * turned)
    return np.reshape(-np.sum(scaled * dots, axis=1) + 0.5 * np.sum(scaled @ turned * scaled, axis=1) - 0.5 * trace,
                      np.shape(x)[:-1])[()]


@jvp(multivariate_normal_logpdf)
def multivariate_normal_logpdf_dot(x, mean, cov, *, x_dot, mean_dot, cov_dot):
    return mvn_dot(x, mean, cov, x_dot, mean_dot, cov_dot)
