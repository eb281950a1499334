"""Builtins and itertools that go over values: sorted, sum, min, max, any, all, map, filter, zip, accumulate, chain, ..."""
import functools
import itertools
import math
from itertools import accumulate, chain
from operator import add, itemgetter, mul

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Iteration"

NAMES = ("linear", "cubic")
POWERS = {1, 2, 3}


def square(t):
    return t * t


@case(numbers(4))
def sorted_values(v):
    w = sorted(v)
    return w[0] * w[1] + w[3]


@shows("`sorted(key=, reverse=)`")
@case(numbers(4))
def sorted_by_key(v):
    w = sorted(v, key=lambda t: -t)
    return w[0] * 2 + w[1] * w[2] * w[3]


@case(signed(4))
def sorted_by_abs_backwards(v):
    w = sorted(v, key=abs, reverse=True)
    return w[0] * w[0] + w[1] * w[2]


@case(numbers(4))
def sorted_indices(v):
    order = sorted(range(len(v)), key=lambda i: v[i])
    return v[order[0]] * v[order[-1]] + v[order[1]] ** 2


@case(1.3, 0.4)
def sorted_pairs(x, a):
    pairs = sorted([(x, 1.0), (a, 2.0)], key=itemgetter(0))
    return pairs[0][0] * pairs[0][1] + pairs[1][0] * 3


@case(1.3)
def sorted_constants(x):
    s = 0.0
    for k in sorted({3, 1, 2}):
        s = s * x + k
    return s


@shows("`sum(start)`")
@case(numbers(4))
def sum_with_start(v):
    return sum(v, v[0]) + sum([v[1], v[2]], 3.0) + sum((t * t for t in v), start=v[3])


@case(numbers(2, 3))
def sum_of_rows(a):
    return np.sum(sum(a) ** 2) + np.sum(sum((row * row for row in a), np.zeros(3)))


@case(1.3, 0.4)
def min_max_of_several(x, a):
    return max(x, a, x * a) + min(x, a, 2.0) * max((x, a)) + min(x, a, 2, key=lambda t: (t - 1) ** 2)


@shows("`min`, `max` with `key`, `default`")
@case(numbers(4))
def min_max_by_key(v):
    i = max(range(4), key=lambda k: v[k])
    j = min(range(4), key=lambda k: v[k])
    return v[i] ** 2 * v[j]


@case(numbers(3))
def max_default(v):
    return max([], default=v[0]) * max((t for t in v if t > 50), default=v[1] * 2)


@shows("`any`, `all`")
@case(signed(4))
def any_all(v):
    s = v[0]
    if any(t < 0 for t in v):
        s = s * v[1]
    if all(abs(t) < 10 for t in v) and any(map(math.isfinite, v)):
        s = s * v[2]
    return s * (2 if any([v[0] > 0, v[1] > 0]) else 1)


@shows("`functools.reduce`")
@case(numbers(4))
def reduced(v):
    return functools.reduce(mul, v) + functools.reduce(lambda a, t: a * t + 1, v, 2.0) + functools.reduce(add, v, v[0])


@shows("`accumulate`")
@case(numbers(4))
def accumulated(v):
    s = 0.0
    for t in accumulate(v):
        s = s + t * t
    return s


@case(numbers(4))
def accumulated_products(v):
    w = list(itertools.accumulate(v, mul))
    return w[1] + w[3] * w[0]


@case(numbers(4))
def accumulated_with_start(v):
    w = list(accumulate(v, lambda s, t: 0.9 * s + t, initial=0.0))
    return sum(t * t for t in w) * len(w)


@shows("`chain`")
@case(numbers(3), numbers(2, seed=1))
def chained(v, w):
    s = 0.0
    for t in chain(v, w):
        s = s * 0.5 + t * t
    return s


@case(numbers(2, 3))
def chained_rows(a):
    s = 1.0
    for t in itertools.chain.from_iterable(a):
        s = s * t
    return s + sum(t * t for t in chain(a[0], [2.0], a[1]))


@shows("`pairwise`, `combinations`")
@case(numbers(4))
def pairs_in_a_comprehension(v):
    return sum((b - a) ** 2 for a, b in itertools.pairwise(v)) + max(a * b for a, b in itertools.combinations(v, 2))


@shows("`product`")
@case(numbers(3))
def products_in_comprehensions(v):
    return sum(a * b * (i + 1) for i, (a, b) in enumerate(itertools.product(v, v)))


@case(1.3)
def product_of_constants(x):
    s = 0.0
    for i, j, k in itertools.product(range(2), (1, 2), [0.5]):
        s = s + x ** (i + j) * k
    return s


@case(numbers(4))
def list_of_combinations(v):
    pairs = list(itertools.combinations(range(4), 2))
    return sum(v[i] * v[j] * (k + 1) for k, (i, j) in enumerate(pairs))


@shows("`permutations`")
@case(numbers(3))
def permutations(v):
    s = 0.0
    for i, j in itertools.permutations(range(3), 2):
        s = s + v[i] * v[j] ** 2
    return s


@case(numbers(3))
def permutations_and_counts_kept(v):
    kept = []
    for pair in itertools.permutations(range(3), 2):
        kept.append((pair[0], v[pair[0]] * v[pair[1]] ** 2))
    for n in itertools.count(1):
        kept.append((0, v[0] ** n))
        if n > 2:
            break
    s = 0.0
    while kept:
        i, value = kept.pop()
        s = s * v[i] + value
    return s


@shows("`repeat`")
@case(1.3)
def repeated(x):
    y = x
    for _ in itertools.repeat(None, 3):
        y = y * x + 1
    return y * sum(itertools.repeat(x, 2))


@case(numbers(3))
def zipped_with_repeat(v):
    return sum(a * b for a, b in zip(v, itertools.repeat(v[0])))


@case(1.3)
def counted(x):
    s = x
    for n in itertools.count(1):
        s = s + x ** n / n
        if n > 4:
            break
    return s


@shows("`count`")
@case(numbers(3))
def counted_in_zip(v):
    s = 0.0
    for k, t in zip(itertools.count(2, 3), v):
        s = s + k * t * t
    return s


@shows("`islice`")
@case(numbers(6))
def sliced_iterator(v):
    s = 0.0
    for t in itertools.islice(v, 1, None, 2):
        s = s + t * t
    return s + sum(itertools.islice(v, 2)) * v[5]


@shows("`cycle`")
@case(numbers(4))
def cycled(v):
    s = 0.0
    for t, w in zip(v, itertools.cycle((1.0, -1.0))):
        s = s + w * t ** 3
    return s


@shows("`takewhile`, `dropwhile`")
@case(numbers(4))
def taken_while(v):
    s = 0.0
    for t in itertools.takewhile(lambda u: u < 5, v):
        s = s + t
    return s * sum(itertools.dropwhile(lambda u: u > 1, v))


@shows("`starmap`")
@case(numbers(3), numbers(3, seed=1))
def starmapped(v, w):
    return sum(itertools.starmap(lambda a, b: a * b * b, zip(v, w)))


@shows("`zip_longest`")
@case(numbers(2), numbers(4, seed=1))
def zip_longest(v, w):
    s = 0.0
    for a, b in itertools.zip_longest(v, w, fillvalue=1.0):
        s = s + a * b
    return s


@case(numbers(4))
def mapped_to_a_list(v):
    w = list(map(math.sin, v))
    u = [square(t) for t in w]
    return w[0] * u[1] + sum(u)


@case(numbers(4))
def mapped_to_an_array(v):
    w = np.array(list(map(lambda t: t * t, v)))
    return np.sum(w * v)


@shows("`map`, `filter`")
@case(numbers(4))
def filtered(v):
    w = list(filter(lambda t: t > 0.6, v))
    return sum(w) * len(w) + sum(filter(None, v))


@shows("`zip(strict=)`, `zip(*a)`")
@case(numbers(3), numbers(3, seed=1), numbers(3, seed=2))
def zip_of_three(a, b, c):
    s = 0.0
    for x, y, z in zip(a, b, c, strict=True):
        s = s + x * y * z
    return s


@case(numbers(2, 3))
def zip_transposes(a):
    return sum(p * q for p, q in zip(*a))


@case(numbers(3))
def list_of_zip(v):
    pairs = list(zip(v, v[1:]))
    return sum(a * b for a, b in pairs) + len(pairs)


@shows("`enumerate(start)`")
@case(numbers(3))
def enumerate_from_one(v):
    s = 0.0
    for k, t in enumerate(v, start=1):
        s = s + t ** k
    return s + sum(k * t for k, t in enumerate(reversed(v), 1))


@shows("`reversed`")
@case(numbers(4))
def reversed_in_every_place(v):
    w = list(reversed(v))
    s = 0.0
    for t in reversed(w):
        s = s * v[0] + t
    for k in reversed(range(3)):
        s = s + v[k] * k
    return s + sum(t * t for t in reversed(v)) * w[0]


@shows("`list(enumerate(x))` as a value")
@refused(numbers(4))
def reversed_list_of_enumerate(v):
    s = 0.0
    for k, t in reversed(list(enumerate(v))):
        s = s * 0.5 + k * t * t
    return s


@shows("sets of constants")
@case(1.3)
def sets_of_constants(x):
    s = 0.0
    for p in {1, 2, 3}:
        s = s + x ** p
    if 2 in POWERS and 5 not in {1, 2}:
        s = s * x
    return s


@case(1.3)
def sets_from_comprehensions(x):
    seen = {k % 3 for k in range(10)}
    return x ** len(seen)


@case(numbers(3), numbers(3, seed=1))
def math_functions_over_values(v, w):
    return math.fsum(v) * math.prod(w) + math.hypot(v[0], v[1], w[2]) + math.dist(v, w)


@shows("`f(*x)` of a function of any number of arguments written in C")
@refused(numbers(3))
def hypot_of_any_number(v):
    return math.hypot(*v)


@shows("`math.fsum`, `prod`, `hypot`, `dist`")
@case(1.3, 0.4)
def math_of_displays(x, a):
    return math.fsum([x, a, x * a]) + math.dist((x, a), (0.0, 1.0)) + math.prod((x, a)) + math.fsum(t * t for t in (x, a))


@case(numbers(4))
def list_of_range(v):
    order = list(range(3, -1, -1))
    return sum(v[i] * (k + 1) for k, i in enumerate(order))


@shows("comprehensions, nested and with conditions")
@case(numbers(4))
def nested_comprehensions(v):
    table = [[a * b for a in v] for b in v]
    flat = [t for row in table for t in row if t > 0]
    return sum(flat) + table[1][2] * table[3][0]


@case(numbers(4))
def filtered_comprehension(v):
    big = [t * t for t in v if t > 0.5]
    return sum(big) * len(big)


@case(numbers(3))
def comprehension_with_two_conditions(v):
    return sum([a * b for i, a in enumerate(v) for j, b in enumerate(v) if i != j if i + j > 0])


@case(1.3)
def walrus_in_a_comprehension(x):
    values = [y * y for k in range(4) if (y := x * k) > 1]
    return sum(values) * y


@case(numbers(4))
def any_of_a_list(v):
    big = [t > 1 for t in v]
    return sum(v) * (1 + sum(big)) if any(big) else v[0]


@shows("`next(generator, default)`")
@case(numbers(3))
def first_that_fits(v):
    big = next((t for t in v if t > 0.5), v[0])
    return big * v[1]


@case(1.3)
def joined_names(x):
    s = 0.0
    for name in NAMES:
        s = s + (x if name == "linear" else x ** 3) * len(name)
    return s


@case(numbers(4))
def sum_of_lists(v):
    both = sum([[v[0], v[1]], [v[2]]], [])
    return both[0] * both[2]


@shows("a generator used in the next statement")
@case(numbers(4))
def generator_named_and_used_once(v):
    squares = (t * t for t in v)
    return sum(squares) * v[0]


@case(numbers(4))
def generator_given_to_an_array(v):
    w = np.fromiter((t * t for t in v), dtype=float)
    return np.sum(w * v)


@shows("`tuple(generator)`")
@case(numbers(4))
def tuple_of_a_generator(v):
    w = tuple(t * t for t in v)
    return w[0] * w[3]


@case(numbers(4))
def grouped_batches(v):
    s = 0.0
    for start in range(0, len(v), 2):
        batch = v[start:start + 2]
        s = s + math.prod(batch) ** 2
    return s
