"""Integers that are promoted, float32 that stays, NumPy scalars, containers of arguments."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(3, wrt="x")
def python_int(x):
    return x * x + x / 2


@case(np.int64(3), wrt="x")
def numpy_int(x):
    return x * x * 0.5


@case(np.array([1, 2, 3]), wrt="x")
def integer_array(x):
    return np.sum(x * x / 2)


@case(3, 1.5, wrt=("n", "x"))
def int_and_float(n, x):
    return x * n + n * n * x


@case(2.0, 3)
def int_exponent(x, n):
    return x ** n


@case(numbers(4, dtype=np.float32))
def single_precision(x):
    return np.sum(np.sin(x) * x)


@case(numbers(3, 4, dtype=np.float32), numbers(4, seed=1, dtype=np.float32))
def single_matrix(a, x):
    return np.sum(np.tanh(a @ x))


@case(numbers(4, dtype=np.float32), numbers(4, seed=1))
def mixed_precision(x, y):
    return np.sum(x * y + x * x)


@case(np.float32(1.25))
def single_scalar(x):
    return x * x + x


@case(numbers(4, dtype=np.float32), 0.5)
def single_with_python_float(x, s):
    return np.sum(x * s + s * s)


@case(signed(4, dtype=np.float32))
def single_reductions(x):
    return np.max(x) * np.mean(x) + np.prod(x)


@case(np.float64(1.25))
def numpy_float(x):
    return math.sin(x) * x


@case(numbers(3))
def cast_inside(x):
    return np.sum(x.astype(np.float32).astype(np.float64) * 0 + x * x)


@case(numbers(4), np.array([True, False, True, True]))
def boolean_array(x, mask):
    return np.sum(np.where(mask, x * x, x)) + np.sum(x * mask)


@case(numbers(4), np.array([0, 2, 1]))
def integer_index_array(x, index):
    return np.sum(x[index] ** 2)


@case(numbers(5))
def noncontiguous_inside(x):
    y = x[::2]
    return np.sum(y * y)


@case(numbers(6, seed=3)[::2])
def noncontiguous_argument(x):
    return np.sum(x ** 3)


@case(np.asfortranarray(numbers(3, 4)))
def fortran_order(a):
    return np.sum(a ** 2 @ np.arange(4.0))


@case([1.5, 2.5], wrt="p")
def list_of_floats(p):
    return p[0] * p[1] + p[0] ** 2


@case((numbers(3), 0.5), wrt="p")
def tuple_of_mixed(p):
    w, b = p
    return np.sum(w * w) * b


@case(1.5, [0.5, 2.0], wrt=("x", "p"))
def list_beside_float(x, p):
    s = x
    for v in p:
        s = s * v + v
    return s
