"""Lists that are empty first, grow in every way there is, and are gone over then; calls whose value nobody asks for."""
import numpy as np

from .registry import case, numbers, signed


def folded(items):
    s = 0.0
    for v in items:
        s = 0.5 * s + v ** 2
    return s


@case(signed(4))
def extended(x):
    l, m = [], list()
    l.extend(x)
    for v in x:
        m.extend([v * v, v])
    s = 0.0
    for v in l:
        s = 0.5 * s + v ** 2
    for k in range(len(m)):
        s = 0.5 * s + m[k] ** 2
    return s


@case(signed(4))
def added_to(x):
    l = []
    for v in x:
        l += [v * v, v]
    for v in x[:2]:
        l += (v, v * x[3])
    l += range(2)
    l += []
    s = 0.0
    for v in l:
        s = 0.5 * s + v ** 2 * x[0]
    return s


@case(signed(4))
def under_another_name(x):
    l, d, rows = [], {"a": []}, [[] for _ in range(2)]
    m = l
    m.extend(x)
    for k, v in enumerate(x):
        d["a"].extend([v])
        rows[k % 2].extend([v, 2 * v])
    s = folded(rows[0]) * folded(rows[1])
    for v in l:
        s = s * 0.5 + v * v
    for v in d["a"]:
        s += v ** 3
    return s


@case(numbers(4))
def without_a_value(x):
    low, high, every = [], [], []
    for v in x:
        low.append(v) if v < 1 else high.append(v * v)
        v > 0.5 and v < 1.5 and low.append(2 * v)
    [every.append(v * k) for k, v in enumerate(low) if v > 0.6]
    list(map(every.append, high))
    return folded(every) + sum(low)


@case(numbers(4, 3))
def none_comes_out(a):
    rows = [row.sort() for row in a]
    put = np.put(a, 0, 2.0)
    filled = a[1].fill(a[2, 0])
    l = [a[0, 0], a[1, 1]]
    turned = l.reverse()
    [a[k].partition(1) for k in range(4) if k % 2]
    if put is filled is turned is None and len(rows) == 4:
        a *= l[0]
    return np.sum(a * np.arange(12.0).reshape(4, 3))


@case(numbers(5))
def index_that_does_something(x):
    k = 0

    def following():
        nonlocal k
        k += 1
        return k % 5

    x[following()] += np.sum(x)
    x[following()] *= 2 + following()
    x[following()] = x[following()] ** 2
    x[(j := 2)] -= x[1]
    x[j] *= x[0]
    return np.sum(x * x)


@case({"a": signed(3), "b": {"c": [1.0, 2.0], "d": [numbers(2), numbers(2, seed=2)]}})
def lists_within_an_argument(d):
    d["b"]["c"][0] = d["b"]["c"][1] ** 2
    d["b"]["c"].append(d["a"][1])
    d["b"]["d"][1], d["b"]["d"][0] = d["b"]["d"][0], d["b"]["d"][1]
    return sum(d["b"]["c"]) * (d["b"]["d"][0] @ d["b"]["d"][1]) * d["b"]["d"][0][0]
