"""Unpacking of every form: starred, nested, in loops, from calls, swapped."""
import numpy as np

from ..registry import case, numbers, shows

AREA = "Unpacking"


def stats(v):
    return np.mean(v), (np.min(v), np.max(v))


def many(x):
    return x, x * x, x ** 3, 4.0


@shows("`a, *b = x`")
@case(1.3)
def star_last(x):
    a, *rest = many(x)
    return a * rest[0] + rest[1]


@case(1.3)
def star_first(x):
    *rest, b = (x, x * x, 3 * x)
    return rest[0] * rest[1] * b


@case(1.3)
def star_between(x):
    a, *middle, b = [x, 2.0, x * x, x * 4]
    return a * b + middle[0] * middle[1] * len(middle)


@case(1.3)
def star_empty(x):
    a, *rest = (x * x,)
    return a * (1 + len(rest))


@shows("nested")
@case(1.3)
def star_nested(x):
    (a, *b), c = (x, 2.0, x * x), 3 * x
    return a * b[1] + c * b[0]


@case(numbers(4))
def star_of_an_array(v):
    first, *rest = v
    return first * sum(rest) + len(rest)


@shows("rows of arrays")
@case(numbers(2, 3))
def star_of_rows(a):
    first, *others = a
    return np.sum(first * others[0])


@case((1.0, 2.0, 3.5), wrt="values")
def star_of_an_argument(values):
    head, *tail = values
    return head * tail[0] + tail[1] ** 2


@case([1.0, 2.0, 3.5], wrt="values")
def star_of_a_list_argument(values):
    *init, last = values
    return last * sum(v * v for v in init)


@shows("in loops")
@case(1.3)
def star_in_a_loop(x):
    s = 0.0
    for a, *b in ((x, 2.0, x), (3.0, x, 1.0)):
        s = s + a * b[0] * b[1]
    return s


@shows("`[*a, x]`")
@case(1.3)
def star_in_displays(x):
    a = (x, 2.0)
    b = [*a, x * x, *a]
    return sum(b) * b[2] * len(b)


@case(numbers(3), numbers(2, seed=1))
def star_of_arrays_in_a_list(v, w):
    both = [*v, 1.0, *w]
    return sum(t * t for t in both) * both[4] * len(both)


@shows("`(*a, x)` of unknown length")
@case(1.3)
def star_of_a_list_in_a_tuple(x):
    b = [x, x * x]
    c = (*b, 1.0)
    return sum(b) * c[1] * len(c)


@case(numbers(3))
def nested_results(v):
    mean, (low, high) = stats(v)
    return (high - low) * mean


@case(numbers(3))
def nested_in_a_loop(v):
    s = 0.0
    for k, (a, (b, c)) in enumerate([(v[0], (v[1], 2.0)), (v[2], (3.0, v[0]))]):
        s = s + a * b * c * (k + 1)
    return s


@case(numbers(3))
def zipped_with_enumerate(v):
    s = 0.0
    for k, (a, b) in enumerate(zip(v, v[::-1])):
        s = s + k * a * b
    return s


@shows("swaps")
@case(1.3)
def swaps_in_a_loop(x):
    a, b = x, 1.0
    for _ in range(4):
        a, b = b, a * b + a
    return a + b


@case(numbers(3))
def swap_of_elements(v):
    w = v.copy()
    w[0], w[2] = w[2], w[0] * w[1]
    return w[0] * w[0] + w[2]


@case(1.3)
def to_a_list_of_targets(x):
    [a, [b, c]] = x, (x * x, 2 * x)
    return a * b * c


@case(1.3)
def target_read_in_the_next(x):
    w = [0.0, 0.0, 0.0]
    i, w[i] = 2, x * x
    return w[2] * i


@case(numbers(3))
def array_to_tuple_of_elements(v):
    w = np.empty(3)
    w[0], w[1], w[2] = v[1], v[2], v[0] * v[1]
    return w @ w


@shows("generators and `map`")
@case(1.3)
def unpacks_a_generator(x):
    a, b, c = (x * k for k in range(1, 4))
    return a * b * c


@case(1.3)
def unpacks_map(x):
    a, b = map(np.sin, (x, x * x))
    return a * b


@shows("results of calls")
@case(numbers(6))
def unpacks_split(v):
    a, b, c = np.split(v, 3)
    return np.sum(a * b) + c[0] * c[1]


@case(numbers(2, 2))
def unpacks_rows(m):
    (a, b), (c, d) = m
    return a * d - b * c


@case(1.3)
def unpacks_divmod(x):
    whole, part = divmod(x * 3, 1.0)
    return part * whole


@case(1.3)
def unpacks_a_string(x):
    a, b = "xy"
    return x * x if a < b else x


@shows("`dict.items()`")
@case(1.3)
def unpacks_dict_items(x):
    s = 0.0
    for name, (low, high) in {"a": (1.0, 2.0), "b": (0.5, 3.0)}.items():
        s = s + low * x + high * x * x * len(name)
    return s


@shows("`xs, ys = zip(*points)`, `for column in zip(*rows)`")
@case(numbers(3), 0.7)
def columns(x, k):
    points = [(k * v, v ** 2) for v in x]
    xs, ys = zip(*points)
    us, vs = map(np.array, zip(*points))
    t = us @ vs + xs[0] * max(ys)
    for column in zip(*points):
        t += column[1] * k
    return t


def span(ts):
    return ts[-1] - ts[0] + sum(t * t for t in ts)


@shows("tuples of any length, that grow too")
@case(numbers(3), 0.7)
def tuples_of_any_length(x, k):
    ts = tuple(k * v for v in x)
    history = ()
    for place, v in enumerate(x):
        history += (v * k, v)
        history += (0.1 * place,)
        ts = ts[1:] + (v * ts[0],)
    return span(ts) + span(history) + np.sum(np.array(ts))


@case(numbers(3), 0.7)
def tuples_of_arrays_and_lists(x, k):
    rows = tuple(np.array([v, k]) for v in x)
    for row in rows:
        row *= k
    rows[0][1] = 3.0 * k
    lists = tuple([v, k] for v in x)
    lists[1][0] *= k
    return rows[0] @ rows[1] + sum(a * b for a, b in lists)
