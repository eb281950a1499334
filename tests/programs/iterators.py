"""map, filter, reduce, itertools, min and max with a key, comprehensions of few elements."""
import functools
import itertools
import math
import statistics
from functools import reduce

import numpy as np

from .registry import case, numbers, signed


def square(t):
    return t * t


@case(numbers(4))
def loops_over_generators(v):
    s = 0.0
    u = v[1]
    for t in (u * u for u in v if u > 0.5):
        if t > 2:
            break
        s = s + t
    for t in map(math.sin, v):
        s = s * t + v[0]
    for t in filter(lambda w: w < 1, v):
        s = s + t * t
    return s * u


@case(numbers(4))
def best_by_key(v):
    first = max(v, key=lambda t: -t * t) + min(map(square, v), default=0.0)
    return first + max((t for t in v if t > 100), default=v[0] * 2) + min(v, key=abs) ** 2


@case(numbers(4))
def reduced(v):
    a = reduce(lambda p, q: p * q + 1, v)
    b = functools.reduce(lambda p, q: p + q * q, v, a)
    return a * b + reduce(max, v)


@case(numbers(4))
def products(v):
    return math.prod(v) + math.prod(t + 1 for t in v) + math.prod(map(square, v), start=2.0)


@case(numbers(4))
def all_pairs(v):
    s = 0.0
    for a, b in itertools.combinations(v, 2):
        s += a * b * b
    for i, j in itertools.product(range(2), repeat=2):
        if i == j:
            continue
        s += v[i] * v[j] ** 2
    return s + sum(math.sqrt(a * b * c) for a, b, c in itertools.combinations(v, 3))


@case(numbers(5))
def neighbours(v):
    s = 0.0
    for a, b in itertools.pairwise(v):
        if a > b:
            break
        s += a / b
    return s + sum(a * c for a, c in itertools.product(v, (1.0, 2.0)))


@case(1.3)
def comprehensions_of_few(x):
    ys = [x * k for k in range(3)]
    zs = tuple(a * b for a, b in zip((x, 2.0), (3.0, x)))
    a = np.array([y * y for y in (x, 2.0, 3.0)])
    b = np.stack([np.array([k * x, t]) for k, t in enumerate((x, x * x))]) if x > 100 else a
    return ys[0] + ys[2] * zs[1] + zs[0] + np.sum(a) * np.sum(b) + sum([x * k for k in range(30)])


@case(numbers(3), numbers(3, seed=1))
def mapped_over_two(v, w):
    return sum(map(lambda a, b: a * b, v, w)) + sum(map(square, v)) + sum(filter(None, w))


@case(numbers(3))
def one_name_in_two_scopes(v):
    return sum(v * v for v in v) * v[0]


@case(np.array([0.4, -0.8, 1.1]))
def integers_among_what_is_chosen_from(v):
    y = functools.reduce(max, [0, v[0]]) * v[1] + max(True, v[2]) * v[0] + statistics.median([1, 0, v[0]])
    a = np.full(3, max(1, 2.5))
    a[0] = v[0]
    b, k = min((v[0], 1), (v[2], 2))
    return y + a.sum() * b * k + statistics.median_low((1, v[0], 0)) * v[1]


@case(signed(3))
def orders_of_any_length(v):
    s = sum(a * b * b * c for a, b, c in itertools.permutations(v))
    for n in range(2, 4):
        for some in itertools.combinations(v, n):
            s += math.prod(some) * n
    return s + sum(a * b for a, b in itertools.combinations([t * t for t in v], r=2))
