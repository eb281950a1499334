"""Loops that keep only records, results that both sweeps read, contributions that follow each other."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(signed(4))
def sum_over_elements(x):
    s = 0.0
    for i in range(len(x)):
        v = math.sin(x[i]) * x[i]
        s += v * v
    return s


@case(signed(3), signed(3))
def inner_loop_of_outer_values(x, y):
    s = 0.0
    for i in range(len(x)):
        a = x[i] * 2.0
        for j in range(i + 1):
            b = a * y[j]
            s += b * b / (1.0 + a * a)
    return s


@case(signed(4))
def read_after_the_loop(x):
    s = 0.0
    v = 0.0
    for i in range(len(x)):
        v = x[i] ** 3
        s += v * v
    return s + v * x[i]


@case(signed(4))
def changed_after_the_loop(x):
    n = len(x)
    k = 2.0
    s = 0.0
    for i in range(n):
        s += math.exp(k * x[i])
    k = 3.0
    n = 1
    for i in range(n):
        s += k * x[i]
    return s


@case(signed(4))
def array_written_after_the_loop(x):
    y = x.copy()
    s = 0.0
    for i in range(len(x)):
        t = y[i] * y[i]
        s += t * t
    y[0] = 5.0
    return s + np.sum(y * y)


@case(signed(4))
def sine_written_after_cosine(x):
    s = np.sin(x)
    c = np.cos(x)
    s *= 2.0
    return np.sum(s * c)


@case(numbers(2, 3), numbers(3))
@case(numbers(1, 3), numbers(2, 1))
def quotients_of_what_varies(x, y):
    z = x / y
    w = (x * x) / z
    return np.sum(w / (1.0 + z)) + np.sum(z)


@case(signed(4))
def store_of_an_alias(x):
    y = x.copy()
    v = y[1:]
    v[0] = y[1] * 2.0
    y[1] = x[0] * 3.0
    y[0] = v[0] * y[0]
    return np.sum(y * y)


@case(signed(4))
@case(signed(2))
def axes_of_literal_lengths(x):
    y = np.reshape(x, (2, 1, -1))
    w = y * np.reshape(x, (1, 2, -1))
    a = np.zeros((3, len(x))) + x
    b = a[:2] * a[1:]
    c = b[:1] - a
    return np.sum(w * w[:1] - y) + np.sum(c * c * np.eye(3)[:, :1])


@case(signed(3, 4))
def ties_and_gathers(x):
    i = np.array([0, 2, 2, 1])
    j = np.array([1, 1, 1, 0])
    y = x[i, j]
    z = x - np.max(x, axis=1, keepdims=True)
    return np.mean(y * y) + np.mean(x[i, j]) + np.sum(np.exp(z) * z)
