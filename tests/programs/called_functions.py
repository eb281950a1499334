"""Functions of NumPy that call a function they are given: vectorize, piecewise, apply_along_axis, fromfunction."""
import math

import numpy as np

from .registry import case, numbers, refused


def tariff(used, limit=1.0):
    return 0.3 * used if used < limit else 0.5 * used * used


tariffs = np.vectorize(tariff)


@np.vectorize
def cubed(x):
    return x**3 + 1.0


@case(numbers(2, 3, seed=1), numbers(3, seed=2))
def charges(used, limits):
    total = np.sum(tariffs(used) ** 2)
    return total + np.sum(np.vectorize(tariff)(used, limits) * used)


@case(numbers(4, seed=3))
def element_by_element(x):
    wave = np.vectorize(lambda t: math.sin(t) * t, otypes=[float])
    return wave(x) * cubed(x)


@case(numbers(4, seed=4), 0.7)
def by_pieces(x, slope):
    def below(t, k):
        return slope * t * k

    def above(t, k):
        return np.sqrt(t) + k

    return np.piecewise(x, [x < 0.3, x > 1.1], [below, above, 2.0], slope) + np.piecewise(x, x > 0.8, [np.log, 0.0])


@case(np.array([0.5, -0.4, 0.0]))
def pieces_that_are_not_taken(x):
    """Neither the slope of log at 0 nor that of sqrt below it counts."""
    return np.piecewise(x, [x > 0.1], [lambda t: np.log(t) * np.sqrt(t), lambda t: 2.0 * t])


@case(0.4)
def one_piece(x):
    return np.piecewise(x, [x < 0, x >= 0], [lambda t: -t, lambda t: t**3]) * 2.0


@case(numbers(3, 4, seed=5), 0.4)
def along_axes(a, shift):
    def norm(row, power=2.0):
        return np.sum(row**power) ** (1 / power) + shift

    scaled = np.apply_along_axis(lambda row, k, found: row / np.sum(row * row) * k + found, 0, a, k=a[0, 0], found=shift)
    norms = np.apply_along_axis(norm, axis=-1, arr=a, power=3.0)
    return np.sum(scaled * np.apply_along_axis(np.cumsum, 1, a)) + np.sum(norms**2)


@case(numbers(2, 3, 2, seed=6))
def over_axes(a):
    return np.sum(np.apply_over_axes(np.sum, a * a, (0, -1)) * np.apply_over_axes(np.max, a, [1]))


@case(0.3)
def from_indices(rate):
    grid = np.fromfunction(lambda i, j: np.exp(-rate * (i + 2 * j)), (3, 4))
    return np.sum(grid) + np.sum(np.fromfunction(lambda i: rate * i**2, (5,), dtype=int))


@refused(numbers(3, seed=7))
def pieces_in_a_list(x):
    conditions = [x < 0.5, x > 1.0]
    return np.piecewise(x, conditions, [lambda t: t, np.sin, 0.0])


@refused(numbers(3, seed=8))
def vectorized_function_as_a_value(x):
    table = [np.vectorize(math.sin)]
    return np.sum(table[0](x))
