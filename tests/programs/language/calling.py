"""Arguments of every kind, decorators, functions as values, recursion."""
import bisect
import functools
import math
import operator
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np

from ..registry import case, numbers, refused, shows

AREA = "Calls and functions"


def scaled(t, /, factor=2.0, *, shift=0.0):
    return t * factor + shift


def gathered(x, *more, scale=1.0, **options):
    s = x
    for m in more:
        s = s + m * m
    return s * scale * options.get("gain", 1.0)


def weighted(a, b):
    return a * b * b


def with_history(t, history=[]):  # noqa: B006
    return t * t + len(history)


def weights_by_default(x, w=(1.0, 2.0, 3.0)):
    return w[0] + w[1] * x + w[2] * x * x


def table_by_default(x, table=np.array([1.0, 2.0])):  # noqa: B008
    return table[0] * x + table[1] * x * x


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        CALLS.append(function.__name__)
        CALLS.clear()
        return function(*args, **kwargs)
    return wrapper


def clipped(low, high):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(t):
            value = function(t)
            if value < low:
                return low * t
            if value > high:
                return high * t
            return value
        return wrapper
    return decorate


def positive(function: Callable[[float], float]) -> Callable[[float], float]:
    def wrapper(t: float) -> float:
        return math.exp(function(t))
    return wrapper


CALLS: list = []


@clipped(0.0, 2.0)
def response(t):
    return t * t


@positive
@positive
def twice_positive(t):
    return 0.1 * t


@functools.lru_cache(maxsize=128)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@functools.lru_cache
def cached(t):
    return t * t * t


@functools.cache
def kernel(n):
    return np.arange(n) / n


def is_even(n, x):
    return x if n == 0 else is_odd(n - 1, x * 1.5)


def is_odd(n, x):
    return 0.5 * x if n == 0 else is_even(n - 1, x * x)


def compose(f, g):
    return lambda t: f(g(t))


def power_of(n):
    def power(t):
        return t ** n
    return power


def make_polynomial(*coefficients):
    def polynomial(t):
        y = 0.0
        for c in coefficients:
            y = y * t + c
        return y
    return polynomial


def newton(f, slope, x, steps=5):
    for _ in range(steps):
        x = x - f(x) / slope(x)
    return x


def ackermann(m, n, x):
    if m == 0:
        return x * (n + 1)
    if n == 0:
        return ackermann(m - 1, 1, x)
    return ackermann(m - 1, 2, ackermann(m, n - 1, x) * 0.1)


ACTIVATIONS = {"tanh": math.tanh, "square": lambda t: t * t, "sine": math.sin}
LAYERS = (math.sin, math.exp, lambda t: t * 0.5)
PIPELINE = [math.sin, power_of(2)]
cube = power_of(3)
quadratic = make_polynomial(1.0, 2.0, 3.0)


@shows("positional-only, keyword-only, default arguments")
@case(1.3, 0.4)
def arguments_of_every_kind(x, a):
    return scaled(x) + scaled(x, a) * scaled(x, factor=a, shift=x) + scaled(a, shift=2.0)


@case(1.3)
def keyword_only_function(x, *, a=0.4):
    return x * a + scaled(x, shift=a)


@case(1.3, 0.4)
def positional_only_function(x, a, /):
    return x * x * a


@shows("`*args`, `**kwargs`")
@case(1.3, 0.4)
def gathered_arguments(x, a):
    return gathered(x) + gathered(x, a, 2.0) + gathered(x, a, scale=a) + gathered(x, gain=a)


@shows("`f(*x, **d)`")
@case(1.3, 0.4)
def star_calls(x, a):
    pair = (x, a)
    options = {"scale": a, "gain": 2.0}
    return gathered(*pair) + gathered(*pair, x, **options) + max(*pair, 1.0) + weighted(*(x, a))


@case(numbers(3))
def star_call_of_an_array(v):
    return weighted(*v[:2]) + v[2]


@case(numbers(3))
def star_call_of_a_list_that_grew(v):
    values = []
    for t in v:
        values.append(t * t)
    return max(*values) * weighted(values[0], *values[1:2])


def multiplied(*factors):
    if len(factors) < 2:
        return factors[0]
    return factors[0] * multiplied(*factors[1:])


def all_scaled(by, *arrays):
    for a in arrays:
        a *= by
    return arrays[0].sum()


@shows("`f(*x)` for parameters `a, *rest`, where `len(x)` is not known")
@case((1.3, 0.4, 2.0), wrt="values")
def star_call_of_an_argument(values):
    return gathered(*values) * multiplied(values[0], 0.5, values[1])


@case(numbers(3))
def star_call_of_a_list_that_grows(x):
    kept = []
    s = 0.0
    for t in x:
        kept.append(x * t)
        s += gathered(*[a[0] for a in kept]) * t
    return s + all_scaled(x[0], *kept) + kept[1] @ kept[2]


def tail_of(*values):
    return values + (1.0,)


@shows("`f(*x)` of unknown length, where `*rest` is kept")
@refused((1.3, 0.4, 2.0), wrt="values")
def star_call_that_is_kept(values):
    kept = [v * v for v in values if v > 0.0]
    return sum(tail_of(*kept))


@shows("mutable defaults")
@case(1.3, 0.4)
def mutable_defaults(x, a):
    return with_history(x) * a + weights_by_default(x) + table_by_default(x)


@shows("decorators, `functools.wraps`")
@case(1.3)
def decorated_by_a_logger(x):
    return response(x) * response(3 * x) * twice_positive(x)


@shows("decorated nested functions")
@case(1.3)
def decorated_in_the_function(x):
    def doubled(function):
        def wrapper(t):
            return 2.0 * function(t)
        return wrapper

    @doubled
    def g(t):
        return t * t * x
    return g(x) * g(2.0)


@shows("`lru_cache` of what has no derivative")
@case(1.3)
def cached_constants(x):
    return fibonacci(10) * x * x + np.sum(kernel(4)) * x


@shows("`lru_cache` of a value with a derivative")
@refused(1.3)
def cached_active(x):
    return cached(x) * x


@shows("recursion, mutual too")
@case(1.3)
def mutual_recursion(x):
    return is_even(4, x) + is_even(3, x)


@shows("mutual recursion of nested functions")
@refused(1.3)
def mutual_recursion_inside(x):
    def up(n, t):
        return t if n == 0 else down(n - 1, t * x)

    def down(n, t):
        return t if n == 0 else up(n - 1, t + x)

    return up(3, x)


@case(1.3)
def doubly_recursive(x):
    return ackermann(2, 2, x)


@case(numbers(4))
def recursion_that_halves(v):
    def tree_sum(lo, hi):
        if hi - lo == 1:
            return v[lo] * v[lo]
        mid = (lo + hi) // 2
        return tree_sum(lo, mid) * 0.5 + tree_sum(mid, hi)
    return tree_sum(0, 4)


def leaves_of(x, depth):
    if depth == 0:
        return [x]
    return leaves_of(x * 0.5, depth - 1) + leaves_of(x * x, depth - 1)


@case(1.3)
def recursion_that_returns_lists(x):
    values = leaves_of(x, 3)
    return sum(v * v for v in values) + values[0] * len(values)


@shows("functions that return functions")
@case(1.3)
def composed_functions(x):
    f = compose(math.sin, power_of(2))
    return f(x) * compose(math.exp, f)(x)


@case(1.3)
def functions_made_by_functions(x):
    g = power_of(3)
    return g(x) + cube(x) + power_of(2)(x) + quadratic(x) + make_polynomial(x, 2.0)(x)


@case(1.3, 0.4)
def closure_returned_over_active(x, a):
    def line(slope, intercept):
        return lambda t: slope * t + intercept
    f = line(x, a)
    g = line(a, x * x)
    return f(2.0) * g(f(x))


@case(1.3)
def root_by_newton(x):
    return newton(lambda t: t * t - x, lambda t: 2 * t, 1.0)


@case(1.3)
def functions_in_a_tuple(x):
    y = x
    for layer in LAYERS:
        y = layer(y) * x
    return y


@shows("functions in tuples, lists, dicts")
@case(1.3)
def functions_in_a_list(x):
    y = x
    for f in PIPELINE:
        y = f(y)
    return y + PIPELINE[0](x) + PIPELINE[-1](x)


@case(1.3)
def functions_in_a_local_list(x):
    y = x
    for f in [math.sin, math.cos, lambda t: t * x]:
        y = f(y) + y
    return y


@case(1.3)
def functions_with_weights(x):
    y = 0.0
    for w, f in zip((1.0, 2.0, x), LAYERS):
        y = y + w * f(x)
    return y


@case(1.3, "tanh")
@case(1.3, "square")
def functions_in_a_dict(x, name):
    return ACTIVATIONS[name](x) * ACTIVATIONS["sine"](x)


def through(x, *steps):
    return functools.reduce(lambda value, step: step(value), steps, x)


@case(1.3, 0.7)
def decorated_within(x, y):
    def times(k):
        def decorate(f):
            @functools.wraps(f)
            def wrapper(*args):
                return k * f(*args)
            return wrapper
        return decorate

    @times(y)
    @times(2.0)
    def square(t):
        return t * t

    word = ""
    for letter in "abca":
        word += letter
    return square(x) * word.count("a") + through(x, square, lambda t: t * y, functools.partial(operator.mul, 2.0), math.sin)


BACKWARDS = {1: math.sin, 0: math.cos}


@case(1.3, 0.7)
def stack_machine(x, y):
    def more(a, b):
        return a + b * x

    stack = []
    act = {"+": operator.add, "*": lambda a, b: a * b, "m": more, "^": operator.pow}
    for word in "x y + x * y m 2 ^".split():
        if word in act:
            b, a = stack.pop(), stack.pop()
            stack.append(act[word](a, b))
        else:
            stack.append(x if word == "x" else y if word == "y" else float(word))
    return stack[0] + sum(f(x, y) * len(k) for k, f in act.items()) + BACKWARDS[len(stack)](x) * BACKWARDS[0](y)


@case(1.3, 1)
@case(1.3, 0)
def functions_chosen_by_index(x, k):
    f = LAYERS[k]
    return f(x) * x + LAYERS[k + 1](x)


@case(1.3)
def sum_over_functions(x):
    return sum(f(x) for f in LAYERS) + max(f(x) for f in (math.sin, math.cos))


@shows("lambdas, also called at once")
@case(1.3)
def called_immediately(x):
    return (lambda a, b=3.0: a * b)(x) + (lambda *t: t[0] * t[1])(x, x) + (lambda: x)()


@case(1.3)
def lambda_of_lambda(x):
    f = lambda a: lambda b: a * b + x  # noqa: E731
    return f(x)(2.0) + (lambda g: g(x))(lambda t: t * t)


@shows("`functools.partial`")
@case(1.3)
def partials_of_every_kind(x):
    f = functools.partial(scaled, factor=x)
    g = functools.partial(pow, x)
    h = functools.partial(gathered, x, x, scale=2.0)
    return f(x) + g(3) + h(2.0) + functools.partial(math.pow, 2.0)(x)


@shows("`operator`")
@case(1.3, 0.4)
def operators_as_functions(x, a):
    return operator.mul(x, a) + operator.sub(x, a) * operator.truediv(x, a) + operator.neg(x) + operator.pow(x, 2)


@shows("functions as arguments")
@case(1.3, math.sin, wrt="x")
@case(1.3, cube, wrt="x")
@case(1.3, lambda t: t * t + 1, wrt="x")
def function_as_argument(x, f):
    return f(x) * x


@case(1.3, (math.sin, cube), wrt="x")
def functions_in_an_argument(x, fs):
    return fs[0](x) * fs[1](x)


@shows("an optional function")
@case(1.3, None, wrt="x")
@case(1.3, math.sin, wrt="x")
def optional_function(x, f):
    if f is None:
        f = math.cos
    return f(x) * x


@shows("a method as a value")
@case(1.3)
def method_of_a_builtin_taken(x):
    values = []
    grow = values.append
    grow(x)
    grow(x * x)
    return values[0] * values[1]


@case(numbers(3))
def vectorized_function(v):
    def f(t):
        return t * t if t > 0.5 else t
    return np.sum(np.array([f(t) for t in v]))


@shows("`np.vectorize`")
@case(numbers(3))
def numpy_vectorize(v):
    return np.sum(np.vectorize(lambda t: t * t)(v))


@shows("`np.apply_along_axis`")
@case(numbers(2, 3))
def apply_along_axis(a):
    return np.sum(np.apply_along_axis(lambda r: r * r[0], 1, a))


@case(1.3)
def counter_of_a_loop_over_functions_bound_again(x):
    y = x
    for i, f in enumerate(LAYERS):
        y = f(y) * (i + 1)
        i = 0  # noqa: PLW2901
        y = f(y) + i
    return y


@case(1.3)
def local_table_that_grows(x):
    fs = [math.sin]
    fs.append(math.cos)
    y = x
    for f in fs:
        y = f(y) * x
    return y


def drag(v, cd=0.5, area=1.0):
    return cd * area * v * v


def in_order(**weights):
    return sum(w * (k + 1) for k, w in enumerate(weights.values()))


class Body:
    def __init__(self, **given):
        self.given = given

    def force(self, v, **more):
        return drag(v, **{**self.given, **more})

    def slowed(self, v):
        while drag(v, **self.given) > 0.5:
            v = 0.7 * v
        return v


@shows("`f(**d)` of dicts that are arguments, or kept in objects")
@case(1.2, {"cd": 0.4, "area": 1.1})
def dicts_as_keywords(x, p):
    body = Body(**p)
    return body.force(x) + body.force(x, area=x) * in_order(first=x, **p) + body.slowed(x * 2.0)


@refused(1.2, 0.7)
def function_that_is_not_known(x, k):
    make = functools.partial
    return make(drag, area=x)(k)


T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


@shows("generic classes, `bisect`")
@case(0.8, 1.3)
def generic_classes(x, y):
    stack, knots = Stack[float](), [0.0, 0.5, 1.0]
    for word in "x y + y *".split():
        if word in "+*":
            b, a = stack.pop(), stack.pop()
            stack.push(a + b if word == "+" else a * b)
        else:
            stack.push(x if word == "x" else y)
    return stack.pop() * knots[bisect.bisect_right(knots, x)] + knots[bisect.bisect_left([x, y], 1.0)]
