"""Functions that Numba compiled, called and differentiated themselves."""
import numpy as np
from numba import njit, prange

from .registry import case, numbers

RATE = 0.3


@njit
def square(x):
    return x * x


@njit(cache=False, fastmath=True)
def energy(x):
    total = 0.0
    for i in prange(x.shape[0]):
        total += square(x[i]) * np.sin(x[i])
    return total


@njit
def relax(u, steps):
    u = u.copy()
    for _ in range(steps):
        for i in range(1, len(u) - 1):
            u[i] += RATE * (u[i - 1] - 2.0 * u[i] + u[i + 1])
    return u


case(numbers(4))(energy)


@case(numbers(5), 0.7)
def calls_compiled(x, a):
    return a * energy(x) + square(3.0)


@case(numbers(5), 3)
def calls_a_compiled_loop(u, steps):
    return np.sum(relax(u, steps) ** 2)
