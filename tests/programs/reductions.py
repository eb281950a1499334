"""Sums, means, products, extremes, along every axis."""
import numpy as np

from .registry import case, numbers, signed


@case(numbers(3, 4))
def sums(a):
    return np.sum(a) * np.sum(a.sum(axis=0) ** 2)


@case(numbers(3, 4))
def sum_axis(a):
    return np.sum(np.sum(a, axis=1) ** 2) + np.sum(np.sum(a, -2) ** 3)


@case(numbers(3, 4))
def sum_keepdims(a):
    return np.sum((a / np.sum(a, axis=1, keepdims=True)) ** 2)


@case(numbers(2, 3, 4))
def sum_axes(a):
    return np.sum(np.sum(a, axis=(0, 2)) ** 2) + np.sum(np.sum(a, axis=(0, 1), keepdims=True) ** 2)


@case(numbers(3, 4))
def means(a):
    return np.mean(a) * np.sum(a.mean(axis=0) ** 2) + np.sum(np.mean(a, axis=1, keepdims=True) ** 2)


@case(numbers(2, 3, 4))
def mean_axes(a):
    return np.sum(np.mean(a, axis=(0, 2)) ** 2)


@case(numbers(4))
def product(x):
    return np.prod(x)


@case(numbers(3, 4))
def product_axis(a):
    return np.sum(np.prod(a, axis=1)) + np.sum(a.prod(axis=0) ** 2)


@case(np.array([1.5, 0.0, 2.0]))
def product_with_zero(x):
    return np.prod(x)


@case(signed(5))
def extremes(x):
    return np.max(x) * np.min(x) + x.max() + np.sum(x) * x.min()


@case(signed(3, 4))
def extremes_axis(a):
    return np.sum(np.max(a, axis=0) ** 2) + np.sum(np.min(a, axis=1, keepdims=True) * a)


@case(signed(2, 3, 2))
def extremes_axes(a):
    return np.sum(np.max(a, axis=(0, 2)) ** 2)


@case(numbers(3, 4))
def variance_by_hand(a):
    centred = a - np.mean(a, axis=0)
    return np.sum(np.mean(centred ** 2, axis=0))


@case(numbers(3, 4))
def softmax_rows(a):
    shifted = a - np.max(a, axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / np.sum(e, axis=1, keepdims=True)
    return np.sum(p[:, 0] * np.arange(3))


@case(numbers(3, 4))
def logsumexp_rows(a):
    m = np.max(a, axis=1)
    return np.sum(m + np.log(np.sum(np.exp(a - m[:, None]), axis=1)))


@case(signed(5))
def norm_by_hand(x):
    return np.sqrt(np.sum(x ** 2))


@case(numbers(5), numbers(5, seed=1))
def cosine(x, y):
    return x @ y / (np.sqrt(np.sum(x * x)) * np.sqrt(y.dot(y)))


@case(numbers(5))
def python_sum(x):
    return sum(x) + sum(x * x, 2.0)


@case(signed(5))
def python_max_min(x):
    return max(x) * min(x)


@case(numbers(3))
def axis_from_argument(x, axis=0):
    return np.sum(x, axis=axis) ** 2


@case(numbers(3, 4), 1)
@case(numbers(3, 4), None)
def axis_unknown(a, axis):
    return np.sum(np.sum(a, axis=axis) ** 2)


@case(numbers(3, 4))
def chained_methods(a):
    return (a ** 2).sum(axis=0).mean() * a.T.reshape(-1).max()


@case(1.3)
def reductions_of_scalars(x):
    return np.sum(x) + np.mean(x * x) + np.max(x)


@case(np.array(1.3))
def zero_dimensional_product(x):
    return np.prod(x) * x


@case(np.array(1.3))
def zero_dimensional_reductions(x):
    return np.sum(x) * np.mean(x) + np.max(x) * x


@case(1.3)
def product_of_number(x):
    return np.prod(x) * np.prod(x * x)


@case(np.zeros((0, 3)))
def product_of_nothing(a):
    return np.sum(np.prod(a, axis=0)) + np.sum(a)


@case(numbers(3, 0, 2))
def mean_of_axes_of_nothing(a):
    return np.sum(np.mean(a, axis=(0, 2))) + np.sum(np.var(a, axis=0)) + np.sum(np.std(a, axis=2, ddof=1))


@case(numbers(2, 3))
def deviations(a):
    return np.sum(np.var(a, axis=(0, 1)) * np.std(a, axis=1)) + np.var(a, ddof=1)


@case(signed(3, 5, seed=77))
def covariances(x):
    s = np.cov(x)
    return np.sum(s * s) + np.sum(np.corrcoef(x)[0] ** 2)


@case(signed(1, 5, seed=77))
def covariance_of_one_row(x):
    return np.cov(x) ** 2
