"""Scalars, rows, columns, stretched and missing axes, in every position."""
import numpy as np

from .registry import case, numbers, signed


@case(1.3, numbers(4))
def scalar_left(s, x):
    return np.sum((s + x) * (s - x) / (s * x) + s ** x + x ** s)


@case(numbers(4), 1.3)
def scalar_right(x, s):
    y = x * s
    y = y - 0.1 * s
    y = y / s
    return np.sum(y ** s)


@case(numbers(3, 4), numbers(4, seed=1))
def row(a, b):
    return np.sum((a + b) * (b - a) / (a * b))


@case(numbers(3, 4), numbers(3, 1, seed=1))
def column(a, b):
    return np.sum((a + b) * (b - a) / (a * b))


@case(numbers(3, 1), numbers(1, 4, seed=1))
def row_and_column(a, b):
    return np.sum((a * b + a / b) ** 2)


@case(numbers(3, 1), numbers(4, seed=1))
def column_and_vector(a, b):
    return np.sum((a * b - b / a) ** 2)


@case(numbers(2, 1, 4), numbers(3, 1, seed=1))
def rank_three(a, b):
    return np.sum(a * b + a ** b)


@case(numbers(1), numbers(3, seed=1))
def length_one(a, b):
    return np.sum(a * b ** 2)


@case(numbers(3), np.array(1.4))
def zero_dimensional(x, s):
    return np.sum(x * s + s)


@case(numbers(3), np.float64(1.4))
def numpy_scalar(x, s):
    return np.sum(x * s + s)


@case(numbers(3, 4), numbers(4, seed=1))
def in_maximum(a, b):
    return np.sum(np.maximum(a, b) ** 2 + np.minimum(b, a) * a)


@case(numbers(3, 4), numbers(3, 1, seed=1), 0.9)
def in_where(a, b, s):
    return np.sum(np.where(a > 1, a * s, b)) + np.sum(np.where(a > 1, b, s) * a)


@case(numbers(4), 0.9, numbers(3, 1, seed=1))
def in_clip(x, low, high):
    return np.sum(np.clip(x, low, high + 1) ** 2)


@case(numbers(3, 4), numbers(4, seed=1))
def in_hypot(a, b):
    return np.sum(np.hypot(a, b) + np.arctan2(b, a) + np.logaddexp(a, b))


@case(numbers(4), numbers(3, 4, seed=1), 0.5)
def several_at_once(b, a, s):
    return np.sum(np.tanh(a * b + s) * b - s)


@case(0.5, numbers(3))
def scalar_grows(s, x):
    y = s
    for i in range(3):
        y = y * x + s
    return np.sum(y)


@case(0.5, numbers(3))
def accumulates_from_zero(s, x):
    y = 0
    for i in range(3):
        y = y + x * s ** i
    return np.sum(y * y)


@case(numbers(3, 4), numbers(4, seed=1))
def power_broadcast(a, b):
    return np.sum(a ** b) + np.sum(np.power(b, a))


@case(numbers(2, 3, 1), numbers(3, 4, seed=1))
def stretched_inside(a, b):
    return np.sum(a - b * a) + np.sum(np.sum(a * b, axis=0) ** 2)


@case(numbers(3, 1), 1.5)
def output_stretched(a, s):
    return a * np.arange(1.0, 4.0) + s


@case(1.5)
def scalar_to_array(s):
    return s * np.ones((2, 3)) + s * np.arange(3)


@case(np.zeros((0,)), 1.5)
def empty(x, s):
    return np.sum(x * s) + s * s


@case(numbers(3, 1), numbers(4, seed=1))
def quotient_of_a_column_and_a_row(c, r):
    return np.mean(c / r) + np.sum(r / c) + np.mean((c - r) ** 2) + np.sum(np.maximum(c, r + 0.01))


@case(0.4, numbers(1, 1), signed(2, 3))
def adjoint_of_two_names(b, c, d):
    t = np.where(np.arctan2(b, c) > 0.1, 2.0 * (b + c), 0.3)
    return np.linalg.norm(t) + np.sum(np.copysign(c, d) ** 2, axis=0).sum()
