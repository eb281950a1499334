"""Arrays written across calls: by helpers, through what helpers return, through what they keep."""
from types import SimpleNamespace

import numpy as np

from ..registry import case, numbers, signed
from . import helpers
from .helpers import normalize


def scale(x, s):
    x *= s


def scale_and_return(x, s):
    x *= s
    return x


def interior(u):
    return u[1:-1]


def halves(x):
    n = len(x) // 2
    return x[:n], x[n:]


def axpy(alpha, x, y):
    y += alpha * x


def smooth(target, source):
    target[:] = 0.5 * (source + target[::-1])


def fill_with(x, value):
    for i in range(len(x)):
        x[i] = value * (i + 1) + x[i - 1]


def positive_part(x):
    if x[0] > 0:
        return x
    return -x


def clamp(x, low):
    for i in range(len(x)):
        if x[i] < low:
            x[i] = low * x[i] ** 2
            if i > 1:
                return i
    return 0


def exchange(x, i, j):
    x[i], x[j] = x[j], x[i]


def product_into(a, b, out=None):
    if out is None:
        out = np.zeros(len(a))
    for i in range(len(a)):
        out[i] += a[i] * b[i]
    return out


def prefix_sums(x, n):
    if n > 1:
        prefix_sums(x, n - 1)
        x[n - 1] += x[n - 2] ** 2


def halving(x):
    if len(x) > 1:
        n = len(x) // 2
        halving(x[:n])
        halving(x[n:])
        x[:n] += 0.5 * x[n:2 * n]


def keep_in_list(store, x):
    store.append(x)
    x *= 2


def keep_in_dict(store, x):
    store["kept"] = x
    return store


def keep_in_attribute(state, x):
    state.x = x


def pair_of(x):
    return [x, x[1:]]


def step_all(arrays, rate):
    for a in arrays:
        a -= rate * a ** 2


def bump(x, k):
    x[k] += 1.0
    return x[k]


def untouched(x):
    y = x * 2
    y += x
    return y


@case(numbers(3), 0.7)
def written_by_a_helper(x, s):
    scale(x, s)
    scale(x[1:], x[0])
    return np.sum(x ** 2)


@case(numbers(3), 0.7)
def returned_by_the_helper(x, s):
    y = scale_and_return(x, s)
    y += 1
    z = scale_and_return(y, 2.0)
    return np.sum(x ** 2) * z[0]


@case(numbers(5))
def a_view_from_a_helper(u):
    v = interior(u)
    v *= u[:3]
    interior(u)[0] = u[4] ** 2
    w = interior(v)
    w += 1
    return np.sum(u ** 2)


@case(numbers(6))
def views_in_a_tuple_from_a_helper(x):
    low, high = halves(x)
    low += high ** 2
    high[0] = low[1]
    return np.sum(x ** 2)


@case(numbers(4))
def views_in_a_list_from_a_helper(x):
    arrays = pair_of(x)
    arrays[1] *= 2
    arrays[0][2] += arrays[1][0] ** 2
    return np.sum(x ** 2)


@case(numbers(3), numbers(3, seed=1), 0.7)
def the_same_array_twice(x, y, alpha):
    axpy(alpha, x, y)
    axpy(alpha, y, y)
    axpy(y[0], x, x)
    return np.sum(x * y ** 2)


@case(numbers(4))
def the_same_array_twice_reversed(x):
    y = x ** 2
    smooth(y, x)
    smooth(x, x)
    return np.sum(x * y)


@case(numbers(6), 0.7)
def overlapping_slices(x, alpha):
    axpy(alpha, x[:-1], x[1:])
    axpy(alpha, x[::-1], x)
    smooth(x[1:4], x[2:5])
    return np.sum(x ** 2)


@case(numbers(4), 1.2)
def a_helper_that_loops(x, s):
    fill_with(x, s)
    fill_with(x[1:3], x[0])
    return np.sum(x ** 2)


@case(signed(3), 0.7)
@case(-signed(3), 0.7)
def the_argument_or_something_new(x, s):
    y = positive_part(x)
    y *= s
    x += 1
    return np.sum(x ** 2) + np.sum(y ** 3)


@case(signed(5), 0.3)
@case(numbers(5), 0.1)
def a_helper_that_returns_early(x, low):
    k = clamp(x, low)
    x[k] *= 2
    return np.sum(x ** 2)


@case(numbers(4))
def a_helper_that_swaps(x):
    exchange(x, 0, 3)
    x[0] *= 2
    for k in range(2):
        exchange(x, k, k + 1)
    return np.sum(x ** 2 * np.arange(1.0, 5.0))


@case(numbers(3), numbers(3, seed=1))
def an_optional_output(a, b):
    c = product_into(a, b)
    d = product_into(c, b, out=a)
    d *= 2
    product_into(a, a, c)
    return np.sum(a * c)


@case(numbers(5))
def a_recursive_helper(x):
    prefix_sums(x, 5)
    return np.sum(x ** 2)


@case(numbers(8))
def recursion_over_halves(x):
    halving(x)
    return np.sum(x ** 2)


@case(numbers(3), numbers(2, seed=1))
def kept_in_a_list(x, y):
    store = [y]
    keep_in_list(store, x)
    store[1][0] = store[0][1] ** 2
    x += 1
    return np.sum(store[1] ** 2) + np.sum(y)


@case(numbers(3))
def kept_in_a_dict(x):
    store = keep_in_dict({"other": x[1:]}, x)
    store["kept"] *= 2
    x[1] += store["other"][1] ** 2
    return np.sum(store["kept"] ** 2)


@case(numbers(3), 0.7)
def kept_in_an_attribute(x, s):
    state = SimpleNamespace(x=x * 2, rate=s)
    state.x *= state.rate
    keep_in_attribute(state, x)
    state.x[1:] += s * state.x[:-1]
    state.x += 1
    return np.sum(x ** 2)


@case(numbers(3), numbers(2, seed=1), 0.1)
def a_helper_that_writes_a_list_of_arrays(w, b, rate):
    parameters = [w, b]
    for k in range(3):
        step_all(parameters, rate)
    step_all((w[1:], b), w[0])
    return np.sum(w ** 2) + np.sum(b)


@case(numbers(6), 0.2)
def helpers_of_another_module(u, rate):
    for t in range(3):
        helpers.relax(u, rate)
    v = normalize(u[:4])
    v *= 2
    helpers.normalize(x=u[3:], eps=rate)
    return np.sum(u ** 3)


@case(numbers(3))
def calls_in_the_order_of_evaluation(x):
    y = bump(x, 0) * bump(x, 1) + bump(x, 0)
    z = x[0] + bump(x, 0)
    return y * z * x[0]


@case(numbers(3))
def writes_stay_inside_the_helper(x):
    y = untouched(x)
    y *= x
    x += untouched(y)
    return np.sum(x * y)


@case(numbers(3), 0.7)
def a_helper_called_in_a_branch_of_a_loop(x, s):
    for k in range(4):
        if x[k % 3] < 1:
            scale(x, 1.5)
        else:
            y = scale_and_return(x[k % 3:], s)
            y += 0.1
    return np.sum(x ** 2)


@case(numbers(2, 3), 0.7)
def rows_given_to_helpers(a, s):
    for row in a:
        scale(row, s)
        exchange(row, 0, 2)
    scale(a.T[1], a[0, 0])
    normalize(a[1])
    return np.sum(a ** 2 * np.arange(1.0, 4.0))
