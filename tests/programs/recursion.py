"""Functions that call themselves, and each other."""
import math

from .registry import case, numbers


def factorial(x, n):
    return x if n == 0 else x * factorial(x, n - 1)


def even(x, n):
    if n == 0:
        return x
    return math.sin(odd(x, n - 1)) * x


def odd(x, n):
    if n == 0:
        return 2 * x
    return even(x * x, n - 1) + x


def halves(v):
    if len(v) == 1:
        return v[0] * v[0]
    middle = len(v) // 2
    return halves(v[:middle]) * 2 + halves(v[middle:])


def price(s, strike, up, down, rate, n):
    if n == 0:
        return max(s - strike, 0.0)
    higher, lower = price(s * up, strike, up, down, rate, n - 1), price(s * down, strike, up, down, rate, n - 1)
    p = (1 + rate - down) / (up - down)
    return (p * higher + (1 - p) * lower) / (1 + rate)


def pair(n, a, b):
    if n == 0:
        return a, b
    p, q = pair(n - 1, a, b)
    return q * 0.5, p + q * a


def power(x, n):
    if n == 0:
        return 1
    h = power(x, n // 2)
    return h * h * (x if n % 2 else 1)


def simpson(f, a, b, depth):
    middle = 0.5 * (a + b)
    whole = (b - a) / 6 * (f(a) + 4 * f(middle) + f(b))
    if depth == 0:
        return whole
    return simpson(f, a, middle, depth - 1) + simpson(f, middle, b, depth - 1)


@case(1.3)
def direct(x):
    return factorial(x, 3) + factorial(x * x, 0)


@case(1.3)
def mutual(x):
    return even(x, 3) + odd(x, 2)


@case(numbers(5))
def divide_and_conquer(v):
    return halves(v) + v[0]


@case(10.3, 0.03)
def binomial_tree(s, rate):
    return price(s, 10.0, 1.1, 0.9, rate, 4)


@case(0.3, 0.7)
def two_results(x, y):
    p, q = pair(5, x, y)
    return p * q


@case(1.3)
def integer_at_the_end(x):
    return power(x, 5) + power(x, 0)


@case(1.3, 4)
@case(1.3, 0)
def itself(x, n):
    if n == 0:
        return x
    return x * itself(x, n - 1) + x


@case(1.3)
def nested_function(x):
    c = x * 0.5

    def g(t, n):
        if n == 0:
            return t * c
        return g(t * t, n - 1) + t

    return g(x, 3) + g(c, 1)


@case(1.3, 0.4)
def with_a_function(x, a):
    return simpson(lambda t: math.sin(a * t), 0.0, x, 2)


@case(1.3)
def in_a_loop(x):
    y = x
    for n in range(3):
        y = y + factorial(y, n) * 0.1
    return y
