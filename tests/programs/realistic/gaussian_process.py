"""A Gaussian process: kernels that add and multiply, the marginal likelihood, predictions, and inducing points."""
from __future__ import annotations

import numpy as np

from ..registry import case, numbers, signed


class Kernel:
    """Kernels combine by + and *."""

    def __call__(self, a, b):
        raise NotImplementedError

    def diagonal(self, x):
        return np.array([self(x[i:i + 1], x[i:i + 1])[0, 0] for i in range(len(x))])

    def __add__(self, other):
        return Sum(self, other)

    def __mul__(self, other):
        return Product(self, other)


class Pair(Kernel):
    """Two kernels."""

    def __init__(self, left, right):
        self.left = left
        self.right = right


class Sum(Pair):
    """Adds."""

    def __call__(self, a, b):
        return self.left(a, b) + self.right(a, b)


class Product(Pair):
    """Multiplies."""

    def __call__(self, a, b):
        return self.left(a, b) * self.right(a, b)


def squared_distances(a, b, scales):
    diff = (a[:, None, :] - b[None, :, :]) / scales
    return np.sum(diff ** 2, axis=-1)


class RBF(Kernel):
    """exp(-d^2 / 2), a length scale for each coordinate."""

    def __init__(self, variance, lengths):
        self.variance, self.lengths = variance, lengths

    def __call__(self, a, b):
        return self.variance * np.exp(-0.5 * squared_distances(a, b, self.lengths))


class Matern32(RBF):
    """Rougher."""

    def __call__(self, a, b):
        d = np.sqrt(3.0 * squared_distances(a, b, self.lengths) + 1e-10)
        return self.variance * (1.0 + d) * np.exp(-d)


class Linear(Kernel):
    """A dot product and an offset."""

    def __init__(self, variance, offset=1.0):
        self.variance = variance
        self.offset = offset

    def __call__(self, a, b):
        return self.variance * (a @ b.T + self.offset)


class GP:
    """Conditioned on data when it is made."""

    def __init__(self, kernel, x, y, noise, jitter=1e-8):
        self.kernel, self.x, self.y = kernel, x, y
        n = len(x)
        K = kernel(x, x)
        K[np.diag_indices(n)] += noise ** 2 + jitter
        self.L = np.linalg.cholesky(K)
        self.alpha = np.linalg.solve(self.L.T, np.linalg.solve(self.L, y))

    def log_marginal(self):
        n = self.y.size
        return -0.5 * self.y @ self.alpha - np.log(np.diag(self.L)).sum() - 0.5 * n * np.log(2 * np.pi)

    def predict(self, x_new, return_std=False):
        k = self.kernel(x_new, self.x)
        mean = k @ self.alpha
        if not return_std:
            return mean
        v = np.linalg.solve(self.L, k.T)
        var = self.kernel.diagonal(x_new) - np.sum(v ** 2, axis=0)
        return mean, np.sqrt(np.maximum(var, 1e-12))


def expected_improvement(mean, std, best):
    from math import erf, exp, pi, sqrt
    total = 0.0
    for m, s in zip(mean, std):
        z = (best - m) / s
        total += (best - m) * 0.5 * (1 + erf(z / sqrt(2))) + s * exp(-0.5 * z * z) / sqrt(2 * pi)
    return total


@case(1.2, numbers(2), 0.3, 0.2, signed(5, 2, seed=1), signed(5, seed=2))
def evidence(variance, lengths, slope, noise, x, y):
    gp = GP(RBF(variance, lengths) + Linear(slope), x, y, noise)
    return gp.log_marginal()


DATA = signed(4, 2, seed=4), signed(4, seed=5)


@case(1.2, numbers(2), 0.2, signed(2, 2, seed=3))
def acquisition(variance, lengths, noise, candidates):
    x, y = DATA
    kernel = Matern32(variance, lengths) * Linear(0.5, offset=2.0)
    gp = GP(kernel, x, y, noise)
    mean, std = gp.predict(candidates, return_std=True)
    return expected_improvement(mean, std, best=min(y)) + 0.1 * gp.predict(x[:1])[0]
