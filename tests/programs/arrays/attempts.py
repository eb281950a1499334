"""Arrays filled by calls inside ``try``, in generators and contexts: what is filled is filled once, and when Python does it."""
import numpy as np

from ..registry import case, numbers, refused, shows

KEPT = "a generator that is handed on, or kept and gone over twice"


@case(numbers(6), numbers(6, seed=1))
def filled_in_a_try(x, y):
    try:
        np.multiply(x, 2, out=x)
        np.add(y, 1, y)
        np.put(x, [0], y[1] * x[0])
        np.subtract.at(x, [1, 1], y[0])
        np.putmask(y, y > 1.5, x * y)
        np.copyto(x[1:3], x[3:5] * 2)
        np.place(y, y > 2, [x[0], x[1]])
        np.ravel(y)[0] *= 3
        x.reshape(2, 3).T.ravel()[...] += 1
        x.cumsum(out=x)
    except IndexError:
        x[0] = 0
    return np.sum(x * y * np.arange(6.0))


@case(numbers(6), numbers(6, seed=1))
def filling_that_fails(x, y):
    try:
        np.multiply(x, 2, out=x)
        np.add(x, y[:5], out=x)
    except ValueError:
        x[0] = 5 * y[0]
    k = 0
    try:
        while True:
            np.maximum.at(y, [k + 1], x[k])
            k += 1
    except IndexError:
        y[0] += k
    return np.sum(x * y)


def doubled(v):
    np.multiply(v, 2, out=v)
    return v[0]


@refused(numbers(3))
def helper_that_fills_in_a_try(x):
    try:
        y = doubled(x)
    except IndexError:
        y = 0.0
    return np.sum(x) * y


def shrinking(a):
    for i in range(len(a)):
        np.multiply(a, 0.9, out=a)
        yield a[i]


def growing(a):
    a *= 2
    yield a[0]
    a += 1
    yield a[1]


@case(numbers(4))
def generators_that_fill(x):
    s = 0.0
    for v in shrinking(x):
        s = 0.5 * s + v * x[0]
    for v in growing(x):
        np.add.at(x, [0, 2], v)
        s += v * v
    return s + np.sum(x)


@shows(KEPT)
@refused(numbers(4))
def generator_that_fills_between_two_steps(x):
    steps = shrinking(x)
    first = next(steps)
    total = np.sum(x)
    return first * total + next(steps) * np.sum(x)


@shows(KEPT)
@refused(numbers(4))
def generator_that_adds_between_two_steps(x):
    steps = growing(x)
    first = next(steps)
    total = np.sum(x)
    return first * total + next(steps) * np.sum(x)


@shows(KEPT)
@refused(numbers(5))
def iterator_over_what_is_filled(x):
    items = iter(x)
    s = 0.0
    for v in items:
        np.multiply(x, 1.5, out=x)
        s += v * next(items, 0.0)
    return s
