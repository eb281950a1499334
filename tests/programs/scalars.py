"""Arithmetic and ``math`` on plain floats."""
import math
import operator
from math import exp, log
from math import sqrt as root

from .registry import case


@case(0.1)
def loss(w):
    return (11 - (2 * w + 1)) ** 2


@case(1.3)
def log_ratio(x):
    return math.log(x ** 2) / x


@case(1.3, 0.7)
def arithmetic(x, y):
    return (x + y) * (x - y) / (x * y + 1) - x / 3 + 2 - y


@case(1.3, 0.7)
def powers(x, y):
    return x ** 2 + x ** 3 + x ** 0.5 + x ** -1 + x ** y + 2 ** y


@case(1.3, 0.7)
def products_of_one_factor(x, y):
    third = x * x * x
    z = y * y
    y = y + third * x
    return third * third * third + z * y * y + y * (y * y) + x * x * y * y


@case(-1.3)
def power_of_negative(x):
    return x ** 3 + x ** 2 + x ** 1 + x ** 0


@case(0.0)
def power_at_zero(x):
    return x ** 2 + 3 * x ** 1


@case(1.3, 0.7)
def unary(x, y):
    return -x * +y - -(x * x)


@case(7.3, 2.2)
def floor_and_mod(x, y):
    return x // y * x + x % y


@case(7.3, 2.2)
def augmented_floor(x, y):
    z = x
    z %= y
    z *= x
    z //= 0.7
    return z * x


@case(-1.3, 0.7)
def builtins_abs_min_max(x, y):
    return abs(x) * max(x, y) + min(x, y, 0.1) * pow(y, 2)


@case(1.26)
def rounding(x):
    return round(x) * x + round(x, 1) + int(x) * x * x + float(x)


@case(0.7)
def trigonometry(x):
    return math.sin(x) * math.cos(x) + math.tan(x)


@case(0.4)
def inverse_trigonometry(x):
    return math.asin(x) + math.acos(x) * math.atan(x)


@case(0.4, 0.9)
def angles(y, x):
    return math.atan2(y, x) + math.hypot(x, y) + math.degrees(x) + math.radians(y)


@case(0.4)
def hyperbolic(x):
    return math.sinh(x) + math.cosh(x) * math.tanh(x)


@case(0.4)
def inverse_hyperbolic(x):
    return math.asinh(x) + math.acosh(1.5 + x) + math.atanh(x)


@case(1.4)
def exponentials(x):
    return exp(x) + math.expm1(x) + log(x) + math.log1p(x) + math.log2(x) + math.log10(x) + math.log(x, 3)


@case(1.4, 2.5)
def logarithm_to_base(x, base):
    return math.log(x, base)


@case(1.4)
def roots(x):
    return root(x) + math.sqrt(x * x + 1) + math.pow(x, 1.5) + x ** (1 / 3)


@case(0.6)
def error_functions(x):
    return math.erf(x) + math.erfc(x) * math.gamma(x + 1) + math.lgamma(x + 2)


@case(-0.6)
def absolute_values(x):
    return math.fabs(x) + math.copysign(x, 3.0) + math.floor(x) * x + math.ceil(x) + math.trunc(x) * x


@case(7.4, 2.3)
def remainders(x, y):
    return math.fmod(x, y) * math.fmod(-x, y)


@case(1.1)
def constants(x):
    return math.pi * x ** 2 + math.e * x + math.tau


@case(1.1, 0.3)
def operator_module(x, y):
    return operator.mul(x, y) + operator.truediv(operator.add(x, y), operator.sub(x, y)) + operator.neg(x)


@case(1.1)
def reused_many_times(x):
    y = x * x
    z = y * y
    return y * z + y + z * x + y


@case(1.1, 2.0)
def unused_argument(x, y):
    return x * x


@case(1.1)
def identity(x):
    return x


@case(1.1)
def constant_times(x):
    return 3.0 * x


@case(1.1)
def dead_code(x):
    y = math.sin(x)
    z = math.cos(x) * y
    w = z * z
    return y


@case(1.1)
def deep_expression(x):
    return ((((((x + 1) * x + 2) * x + 3) * x + 4) * x + 5) * x + 6) / (1 + x * (1 + x * (1 + x)))


@case(0.5, 1.5, 2.5)
def three_arguments(a, b, c):
    return a * b + b * c + c * a + a * b * c


@case(0.3, 0.4)
def assigned_twice(x, y):
    z = x * y
    z = z + x
    z = z * z
    x = z - y
    return x * z


@case(0.3)
def multiple_assignment(x):
    a = b = x * x
    a = a + 1
    return a * b


@case(0.3)
def annotated(x):
    y: float = x * x
    z: float
    z = y + x
    return z * y


@case(0.3, 1.2)
def sum_of_list(x, y):
    return sum([x, y, x * y]) + max([x, y]) * 2


@case(0.7)
def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@case(0.7)
def softplus_stable(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@case(0.2, 0.5)
def rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x ** 2) ** 2


@case(100.0, 95.0, 0.2, 1.0)
def black_scholes(spot, strike, sigma, years):
    d1 = (math.log(spot / strike) + sigma ** 2 / 2 * years) / (sigma * math.sqrt(years))
    d2 = d1 - sigma * math.sqrt(years)
    n1 = 0.5 * (1 + math.erf(d1 / math.sqrt(2)))
    n2 = 0.5 * (1 + math.erf(d2 / math.sqrt(2)))
    return spot * n1 - strike * n2
