"""Functions as values: lambdas, nested functions, closures, partials, decorators, any number of arguments."""
import functools
import math

import numpy as np

from . import helpers
from .registry import case, numbers

RATE = 0.3


def square(t):
    return t * t


def apply(f, x):
    return f(x) * 2


def twice(f, x):
    return apply(f, apply(f, x))


def power_product(a, b, k=1.0):
    return a * b * b * k


def spread(x, *rest, scale=1.0):
    s = x
    for r in rest:
        s = s + r * r
    return s * scale * len(rest)


def with_options(x, **options):
    return x * options["a"] + options.get("b", 2.0)


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return 2.0 * function(*args, **kwargs)

    return wrapper


def scaled_by(factor):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return factor * function(*args, **kwargs)

        return wrapper

    return decorate


@doubled
def decorated(x, y=2.0):
    return x * x * y


@scaled_by(3.0)
@doubled
def decorated_twice(x):
    return math.sin(x)


def activation(x, act=math.tanh):
    return act(x) * x


def integrate(rate, state, dt, steps):
    for _ in range(steps):
        k1 = rate(state)
        k2 = rate(state + 0.5 * dt * k1)
        state = state + dt * k2
    return state


halved = functools.partial(power_product, 0.5, k=2.0)


@case(1.3, 0.7)
def assigned_lambda(x, a):
    f = lambda t: a * t * t  # noqa: E731
    return f(x) + f(a * 2)


@case(1.3)
def called_at_once(x):
    return (lambda t, k=2.0: k * t * t)(x) * (lambda: 3 * x)()


@case(1.3, 0.7)
def nested_function(x, a):
    c = a * 2

    def g(t, s=1.0):
        """Return one of two."""
        if t > 0:
            return c * t + s
        return t * x

    y = g(x) * g(-x, s=a)
    c = 5 * x
    return y + g(c)


@case(1.3)
def default_is_of_then(x):
    c = x * x

    def g(t, c=c, *, d=2 * c):
        return t * c + d

    y = g(x)
    c = 100 * x
    return y * g(c) + g(x, 1.0, d=x)


@case(1.3)
def two_levels(x):
    def outer(t):
        def inner(u):
            return u * x * t
        return inner(t) + inner(x)

    return outer(x * 2)


@case(1.3)
def nested_calls_nested(x):
    scale = x * 2
    shift = lambda t: t + scale  # noqa: E731

    def g(t):
        return shift(t) * scale

    return g(x) + shift(g(1.0))


@case(1.3)
def nested_in_loop(x):
    s = 0.0
    for i in range(3):
        def g(t):
            return t * x + i  # noqa: B023
        s = s + g(s) * g(x)
    return s


@case(1.3, 0.7)
def passed_on(x, a):
    return apply(math.sin, x) + apply(lambda t: t * a, x) + apply(square, x) + twice(lambda t: t * t + a, x)


@case(1.3, 0.7)
def nested_passed_on(x, a):
    def g(t):
        return a * np.sin(t)
    return twice(g, x) + apply(helpers.cubic, a)


@case(1.3, 0.7)
def partials(x, a):
    p = functools.partial(power_product, a)
    first = p(x) + p(2.0, k=x)
    a = a * x
    return first + p(a) + apply(functools.partial(power_product, b=a), x) + halved(x) + apply(halved, x)


@case(1.3)
def partial_of_lambda(x):
    f = functools.partial(lambda a, b: a * b + x, x * x)
    return f(2.0) + f(x)


@case(1.3)
def other_names_for_functions(x):
    f = math.sin
    g = square
    return f(x) * g(x)


@case(1.3)
def default_function(x):
    return activation(x) + activation(x, math.sin) + activation(x, act=lambda t: t * x)


@case(1.3, 0.7)
def any_number_of_arguments(x, a):
    t = (x, a)
    return spread(x, 2.0) + spread(x, a) + spread(x, a, x * a, scale=a) + spread(*t, *t) + spread(*(x, a), x)


@case(1.3, 0.7)
def keywords_in_a_dict(x, a):
    d = dict(a=x, b=a)
    e = {"a": a}
    return with_options(x, a=a) + with_options(x, **d) + with_options(a, **e, b=x) + d["a"] * e["a"]


@case(1.3)
def decorated_helpers(x):
    return decorated(x) + decorated(x, y=x) + decorated_twice(x)


@case(1.3)
def positional_and_keyword_only(x):
    def f(a, /, b, *, c=2.0):
        return a * b * c
    return f(x, b=x) + f(x, x, c=x)


@case(1.3)
def starred_target(x):
    first, *rest = (x, 2.0, x * x)
    return first * rest[0] * rest[1]


@case(numbers(2), 0.4)
def integrator_with_callback(state, k):
    def rate(s):
        return np.array([s[1], -k * s[0]]) * RATE

    return np.sum(integrate(rate, state, 0.1, 3) ** 2)


@case(numbers(3))
def lambda_per_element(v):
    clip = lambda t: t if t > 0.5 else 0.1 * t  # noqa: E731
    return sum(clip(t) * (lambda u: u * u)(t) for t in v)


@case(1.3, "sine")
@case(1.3, "square")
@case(1.3, "line")
def chosen_in_branches(x, kind):
    if kind == "sine":
        act = math.sin
    elif kind == "square":
        def act(t):
            return t * t * x
    else:
        act = lambda t, a=2 * x: a * t  # noqa: E731
    return act(x) + apply(act, x * x) * act(act(0.5))


@case(1.3, 3)
@case(1.3, 1)
def chosen_by_condition(x, n):
    f = math.sin if n > 2 else math.cos
    g = square if n > 2 else functools.partial(power_product, x)
    return f(x) + sum(map(g, (x, 2.0)))


@case(1.3)
def chosen_anew_in_a_loop(x):
    f = math.sin
    s = x
    for _ in range(4):
        s = s * x + f(s)
        f = math.cos if s > 2 else square
    return f(s)


@case(1.3)
def max_is_its_own(x):
    def max(values):
        return sum(v * x for v in values)

    return max((x * x, 2.0)) if x > 100 else max((x, 2.0))


@case(0.7, 0.4)
def parameters_named_as_what_a_function_reads(x, y):
    t = y * x
    g = lambda z: z * t
    h = lambda t, k=2.0: g(t) * k + t
    def inner(t):
        return h(g(t), t)
    try:
        t = apply(inner, t)
    except ValueError:
        t = x
    for t in (x, t * y):                       # noqa: B020
        y += (lambda z, t=t: g(z) * t)(y)
    return y
