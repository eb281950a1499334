"""ADBench's Gaussian mixture: the log likelihood of points, with a Wishart prior on the inverse covariances.

Of each of K components in D dimensions, ``alphas`` has the weight's logarithm (before it is normalised), ``means`` the mean,
``icf`` the factor of the inverse covariance: the logarithms of its diagonal, then its lower triangle, column by column.
"""
import math

import numpy as np

from . import ARRAYS, Workload


def mixture(alphas, means, icf, x, gamma, m):
    n, d = x.shape
    k = len(alphas)
    logs, below = icf[:, :d], icf[:, d:]
    columns, rows = np.triu_indices(d, 1)
    lower = np.zeros((k, d, d))
    lower[:, rows, columns] = below
    diagonal = np.exp(logs)
    centred = x - means[:, None, :]
    y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
    sums = np.sum(logs, axis=1)
    terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    likelihood = np.sum(logsumexp(terms, 0)) - n * logsumexp(alphas, 0)
    prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
    return likelihood + prior + constant(n, d, k, gamma, m)


def logsumexp(x, axis):
    top = np.max(x, axis=axis)
    return np.log(np.sum(np.exp(x - top), axis=axis)) + top


def constant(n, d, k, gamma, m):
    freedom = d + m + 1
    gammas = 0.25 * d * (d - 1) * math.log(math.pi) + sum(math.lgamma(0.5 * (freedom - j)) for j in range(d))
    wishart = freedom * d * (math.log(gamma) - 0.5 * math.log(2.0)) - gammas
    return -0.5 * n * d * math.log(2.0 * math.pi) - k * wishart


def mixture_by_hand(alphas, means, icf, x, gamma, m):
    n, d = x.shape
    k = len(alphas)
    logs, below = icf[:, :d], icf[:, d:]
    columns, rows = np.triu_indices(d, 1)
    lower = np.zeros((k, d, d))
    lower[:, rows, columns] = below
    diagonal = np.exp(logs)
    centred = x - means[:, None, :]
    y = centred * diagonal[:, None, :] + centred @ lower.transpose(0, 2, 1)
    terms = (alphas + logs.sum(axis=1))[:, None] - 0.5 * np.sum(y ** 2, axis=2)
    weights = np.exp(terms - terms.max(axis=0))
    weights /= weights.sum(axis=0)
    shares = np.exp(alphas - alphas.max())
    shares /= shares.sum()
    counts = weights.sum(axis=1)
    alphas_bar = counts - n * shares
    y *= -weights[:, :, None]
    y_bar = y
    centred_bar = y_bar @ lower
    centred_bar += y_bar * diagonal[:, None, :]
    means_bar = -centred_bar.sum(axis=1)
    lower_bar = y_bar.transpose(0, 2, 1) @ centred
    diagonal_bar = np.einsum("kii->ki", lower_bar) + gamma ** 2 * diagonal
    icf_bar = np.empty_like(icf)
    icf_bar[:, :d] = diagonal_bar * diagonal + (counts - m)[:, None]
    icf_bar[:, d:] = lower_bar[:, rows, columns] + gamma ** 2 * below
    return alphas_bar, means_bar, icf_bar


def mixture_pure(np):
    """Return the program without a store, for tools whose arrays cannot be written."""
    def pure(alphas, means, icf, x, gamma, m):
        n, d = x.shape
        k = len(alphas)
        logs, below = icf[:, :d], icf[:, d:]
        lower = np.where(*_below(np, d, below))
        diagonal = np.exp(logs)
        centred = x - means[:, None, :]
        y = centred * diagonal[:, None, :] + centred @ np.transpose(lower, (0, 2, 1))
        sums = np.sum(logs, axis=1)
        terms = (alphas + sums)[:, None] - 0.5 * np.sum(y ** 2, axis=2)
        likelihood = np.sum(_logsumexp(np, terms)) - n * _logsumexp(np, alphas)
        prior = 0.5 * gamma ** 2 * (np.sum(diagonal ** 2) + np.sum(below ** 2)) - m * np.sum(sums)
        return likelihood + prior + constant(n, d, k, gamma, m)
    return pure


def _below(np_, d, below):
    columns, rows = np.triu_indices(d, 1)
    place = np.zeros((d, d), int)
    place[rows, columns] = np.arange(len(rows))
    spread = below[:, place]
    return np_.array(np.tril(np.ones((d, d), bool), -1)), spread, 0.0 * spread


def _logsumexp(np, x):
    top = np.max(x, axis=0)
    return np.log(np.sum(np.exp(x - top), axis=0)) + top


def problem(n, d, k, seed):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=k), rng.uniform(size=(k, d)), rng.normal(0, 0.5, (k, d * (d + 1) // 2)),
            rng.normal(size=(n, d)), 1.0, 0)


WORKLOADS = {
    "mixture": Workload("Gaussian mixture (ADBench), 1,000 points, D = 10, K = 25", ARRAYS, mixture, mixture_by_hand,
                        ("alphas", "means", "icf"), problem(1000, 10, 25, 1), problem(5, 3, 2, 2),
                        {"autograd": mixture_pure, "jax": mixture_pure, "torch": mixture_pure}),
}
