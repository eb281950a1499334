"""Programs with scipy.stats, scipy.special and scipy.linalg: likelihoods, a Gaussian process, mixtures."""
import numpy as np
from scipy import linalg, special, stats
from scipy.special import expit, gammaln, logsumexp
from scipy.stats import norm

from .registry import case, numbers, refused, signed

DATA = numbers(12, seed=40)
POINTS = numbers(4, 3, seed=9)
COUNTS = np.array([0, 2, 1, 4, 3, 1])
TIMES = np.linspace(0.0, 2.0, 6)


@case(0.3, 0.2)
def normal_likelihood(mu, log_sigma):
    sigma = np.exp(log_sigma)
    return -np.sum(norm.logpdf(DATA, loc=mu, scale=sigma))


@case(2.3, 0.7, DATA, wrt=("shape", "rate"))
def gamma_likelihood(shape, rate, data):
    return np.sum(stats.gamma.logpdf(data, shape, scale=1.0 / rate))


@case(np.array([0.1, 0.4]))
def poisson_regression(beta):
    rate = np.exp(beta[0] + beta[1] * TIMES)
    return -np.sum(stats.poisson.logpmf(COUNTS, rate))


@case(numbers(3, seed=2), numbers(3, seed=3), numbers(3, seed=4))
def mixture(logits, means, scales):
    weights = logits - logsumexp(logits)
    parts = weights + norm.logpdf(DATA[:, None], means, scales)
    return np.sum(logsumexp(parts, axis=1))


@case(0.4, 1.3, 5.2)
def censored(mu, sigma, df):
    total = 0.0
    for k in range(len(DATA)):
        if DATA[k] > 1.2:
            total += norm.logsf(1.2, mu, sigma)
        else:
            total += stats.t.logpdf(DATA[k], df, mu, sigma)
    return total


@case(2.1, 1.7, 0.35)
def beta_binomial(a, b, p):
    ways = gammaln(6.0) - gammaln(3.0) - gammaln(4.0)
    return ways + special.betaln(a + 2, b + 3) - special.betaln(a, b) + stats.binom.logpmf(2, 5, p)


@case(signed(4))
def probit(x):
    return np.sum(np.log(norm.cdf(x))) + np.sum(special.log_ndtr(x)) + np.sum(norm.ppf(expit(x)))


@case(numbers(6, seed=5), 0.8, 0.5, 0.2)
def gaussian_process(y, amplitude, length, noise):
    """The logarithm of the marginal likelihood, by a Cholesky factor."""
    d = TIMES[:, None] - TIMES[None, :]
    k = amplitude**2 * np.exp(-0.5 * (d / length) ** 2) + noise**2 * np.eye(6)
    factor = linalg.cho_factor(k, lower=True)
    alpha = linalg.cho_solve(factor, y)
    return -0.5 * y @ alpha - np.sum(np.log(np.diag(factor[0]))) - 3.0 * np.log(2.0 * np.pi)


@case(numbers(4, seed=6), 0.7)
def kalman_like(y, q):
    a = np.array([[1.0, 0.1], [0.0, 1.0]])
    h = np.array([[1.0, 0.0]])
    x, p = np.zeros(2), np.eye(2)
    total = 0.0
    for k in range(4):
        x = a @ x
        p = a @ p @ a.T + q * np.eye(2)
        s = h @ p @ h.T + 0.3 * np.eye(1)
        gain = linalg.solve(s, h @ p, assume_a="pos").T
        r = y[k] - h @ x
        x = x + gain @ r
        p = p - gain @ h @ p
        total = total + r @ linalg.solve(s, r) + np.log(linalg.det(s))
    return total


@case(numbers(3), numbers(3, 3) @ numbers(3, 3).T + 2 * np.eye(3))
def multivariate(mean, cov):
    return np.sum(stats.multivariate_normal.logpdf(POINTS, mean, cov))


@case(numbers(3, 3, seed=1))
def matrix_functions(a):
    s = linalg.expm(0.3 * a) + linalg.inv(a + 3 * np.eye(3))
    lu, piv = linalg.lu_factor(s + 2 * np.eye(3))
    x = linalg.lu_solve((lu, piv), np.array([1.0, 2.0, 3.0]))
    return np.sum(x**2) + np.sum(linalg.sqrtm(s @ s.T + np.eye(3)))


@case(numbers(3, 3, seed=1))
def triangles(a):
    low = linalg.cholesky(a @ a.T + np.eye(3), lower=True)
    x = linalg.solve_triangular(low, np.ones(3), lower=True)
    return np.sum(linalg.block_diag(x[:, None], low) ** 2)


@case(0.3, 1.4)
def made_distributions(mu, sigma):
    prior = stats.norm(0.0, 2.0)
    noise = norm(loc=mu, scale=sigma)
    return prior.logpdf(mu) + stats.expon(scale=1.5).logpdf(sigma) + np.sum(noise.logpdf(DATA))


@case(np.array([0.3, -0.2, 1.1]))
def distributions_made_of_expressions(theta):
    noise = norm(loc=theta[0], scale=np.exp(theta[1]))
    rate = stats.gamma(2.3, scale=np.exp(theta[2]))
    return np.sum(noise.logpdf(DATA)) + noise.isf(0.2) * rate.logpdf(1.7) + rate.ppf(0.4)


@refused(2.1, 0.7)
def shape_of_a_distribution_function(a, x):
    return stats.gamma.cdf(x, a)


@refused(1.3)
def order_of_a_bessel_function(v):
    return special.jv(v, 2.0)


@refused(1.3)
def no_rule(x):
    return special.modstruve(0, x)
