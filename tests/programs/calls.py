"""Helpers of the user: keyword, default and keyword-only arguments, closures, tuples, nesting."""
import logging
import math
from functools import partial  # noqa: F401  (a name in the module that no program calls)

import numpy as np

from . import helpers
from .helpers import dense as layer
from .registry import case, numbers, signed

SCALE = 2.5
WEIGHTS = np.array([1.0, -2.0, 0.5])
log = logging.getLogger(__name__)


def square(x):
    return x * x


def scaled(x, factor=2.0, *, shift=0.0):
    return factor * x + shift


def both(x, y):
    return x * y, x + y


def absolute(x):
    if x < 0:
        return -x
    return x


def powers(x, n):
    y = 1.0
    for i in range(n):
        y = y * x
    return y


def nothing_to_see(x):
    return 3.0


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@case(1.2)
def one_call(x):
    return square(x) + x


@case(1.2)
def call_of_call(x):
    return square(square(x) + square(x + 1))


@case(1.2)
def default_argument(x):
    return scaled(x) * x


@case(1.2, 0.7)
def keyword_argument(x, y):
    return scaled(x, factor=y) + scaled(factor=x, x=y)


@case(1.2, 0.7)
def keyword_only(x, y):
    return scaled(x, shift=y * x) * scaled(y, x, shift=1.0)


@case(1.2, 0.7)
def two_results(x, y):
    p, s = both(x, y)
    return p * s


@case(1.2, 0.7)
def one_result_of_two(x, y):
    p, _ = both(x, y)
    return p * x


@case(1.2, 0.7)
def result_indexed(x, y):
    r = both(x, y)
    return r[0] * r[1]


@case(1.2)
@case(-1.2)
def helper_with_branch(x):
    return absolute(x) * x


@case(1.2, 3)
def helper_with_loop(x, n):
    return powers(x, n) + powers(x + 1, 2)


@case(0.9)
def helper_in_loop(x):
    y = x
    for i in range(3):
        y = square(y) + scaled(y, x)
    return y


@case(1.9)
def helper_in_while(x):
    y = x
    while square(y) > 0.1:
        y = y * 0.5
    return y * x


@case(1.9)
def helper_in_condition(x):
    if absolute(x - 3) > 1:
        return square(x)
    return x


@case(1.9)
def helper_without_derivative(x):
    return nothing_to_see(x) * x


@case(1.9)
def helper_in_ternary(x):
    return square(x) if x > 1 else scaled(x)


@case(numbers(3, 4), numbers(4, 2, seed=1), numbers(2, seed=2))
def other_module(x, w, b):
    return np.sum(layer(x, w, b) ** 2)


@case(numbers(3), 0.4)
def other_module_by_attribute(x, s):
    return helpers.norm(x * s) + helpers.cubic(s)


@case(numbers(4))
def helper_on_arrays(z):
    return np.sum(sigmoid(z) * square(z))


@case(1.2)
def module_global(x):
    return SCALE * x * x


@case(numbers(3))
def global_array(x):
    return np.sum(x * WEIGHTS) + WEIGHTS[0] * x[0] ** 2


@case(1.2)
def module_constant(x):
    return helpers.RATE * x ** 2


@case(1.2)
def prints_and_logs(x):
    y = x * x
    log.debug("y is %s", y)
    return y * x


@case(1.2)
def docstring_and_comment(x):
    """Return the square.

    With a docstring of several lines.
    """
    # a comment
    return x * x  # another


def make_closure(factor, table):
    def closure(x):
        return factor * x ** 2 + np.sum(table * x)

    return closure


case(1.2)(make_closure(3.0, np.array([1.0, 2.0])))


def make_closure_over_function(inner):
    def outer(x):
        return inner(x) * inner(x + 1)

    return outer


case(1.2)(make_closure_over_function(square))


@case(1.2, 0.5)
def same_helper_other_kinds(x, y):
    return square(x) + np.sum(square(np.array([x, y])))


@case(signed(4))
def helper_per_element(x):
    s = 0.0
    for v in x:
        s += absolute(v)
    return s


@case(1.2, 0.5)
def helper_of_constant(x, y):
    return square(3.0) * x + powers(y, 2) + math.sin(square(y))


@case(1.2)
def default_of_own(x, n=3, *, shift=0.5):
    return x ** n + shift


def _one(x):
    return (x * x,)


def _list_of_two(x):
    return [np.sin(x), x * x]


@case(1.2)
def tuple_of_one(x):
    return (x * x,)


@case(signed(3))
def tuple_of_one_array(x):
    y = x * x
    return (y,)


@case(1.2)
def helper_returns_tuple_of_one(x):
    (y,) = _one(x)
    return y * x


@case(1.2)
def helper_result_of_one_indexed(x):
    pair = _one(x)
    return pair[0] * x + _one(x * x)[0]


@case(1.2)
def helper_returns_list(x):
    values = _list_of_two(x)
    return values[0] * values[1]


def _total(values, weights=(1.0, 2.0)):
    return values[0] * weights[0] + values[1] * weights[1]


@case(1.2, 0.7)
def helper_of_display(x, y):
    return _total([x, y * x]) * _total((y, 3.0), (x, y))


@case(1.2, 0.7)
def helper_of_display_in_loop(x, y):
    s = 0.0
    for k in range(3):
        s = s + _total([x * k, s], weights=(y, 0.5))
    return s
