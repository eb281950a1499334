"""Names that a compiler might trip over: shadowed, reused, looking like its own."""
# ruff: noqa: F811, A001
import math

import numpy as np

from .registry import case, numbers


@case(1.2)
def x_bar_taken(x):
    x_bar = x * x
    y_bar = x_bar + x
    return x_bar * y_bar


@case(1.2)
def x_dot_taken(x):
    x_dot = x * x
    y = x_dot * x
    return y + x_dot


@case(1.2, 0.7)
def temporaries_taken(t, t_1):
    tape = t * t_1
    ans = tape * t
    t_2 = ans + t_1
    return t_2 * ans


@case(1.2)
def tape_taken(x):
    tape = x
    for i in range(3):
        tape = tape * x
    k = tape
    n = k * x
    return n


@case(1.2)
def np_is_a_number(x):
    np = x * x
    return np * x


@case(1.2)
def np_is_another_module(x):
    np = math
    return np.sin(x) * x


@case(1.2)
def math_as_argument(math):
    return math * math


def sin(x):
    return x * x * x


def exp(value):
    return 2 * value


@case(1.2)
def own_sin(x):
    return sin(x) + exp(x)


@case(numbers(3))
def sum_is_local(x):
    sum = x[0]
    max = sum * x[1]
    return max * sum


@case(1.2)
def reused_for_another_kind(x):
    y = 3
    z = x * y
    y = z * z
    y = [y, z]
    return y[0] + y[1]


@case(numbers(3))
def reused_scalar_then_array(x):
    y = 2.0
    z = y * x
    y = z * z
    y = np.sum(y)
    return y * y


@case(1.2)
def underscore(x):
    _ = x * x
    __ = _ * x
    return __ + _


@case(1.2)
def _private_name(_x):
    return _x * _x


@case(1.2)
def unicode_name(α):
    β = α * α
    return β + α


@case(1.2, 0.3)
def single_letters(l, O):  # noqa: E741, N803
    I = l * O  # noqa: E741
    return I + l


@case(1.2)
def argument_overwritten(x):
    x = x * x
    x = x + 1
    x = math.sin(x)
    return x


@case(1.2, 0.4)
def copied_then_changed(x, y):
    a = x
    b = a
    a = a * y
    return a + b * b


@case(1.2)
def function_name_inside(x):
    grad = x * 2
    function_name_inside_grad = grad * x
    return function_name_inside_grad


@case(1.2)
def loop_variable_shadows(x):
    i = x * x
    y = i
    for i in range(3):
        y = y * x + i
    return y + i * x


@case(1.2)
def loop_variable_is_argument(x):
    y = x
    for x in (1.0, 2.0):
        y = y * x
    return y * x


@case(1.2)
def unpacking_swaps(x):
    a, b, c = x, x * x, 3.0
    a, b, c = c, a, b
    (a, b), c = (b, c), a
    return a * b + c


@case(1.2)
def starred_literal_index(x):
    pair = (x, x * x)
    first, second = pair
    return first * second + pair[1]


@case(1.2)
def keyword_like(x):
    lambda_ = x * x
    del_ = lambda_ + 1
    return del_ * lambda_


@case(1.2)
def seed_and_zero_names(x):
    seed = x
    zeros = seed * seed
    unbroadcast = zeros + seed
    match = unbroadcast * zeros
    return match


def _powered(record, ct):
    for _ in range(3):
        record = record * ct
    return record, ct * record


@case(1.2, 0.7)
def record_and_cotangent_taken(record, ct):
    y, z = _powered(ct, record)
    unused = np.sin(y) * ct
    record = unused * z
    return record * ct, unused, ct


@case(1.2, 0.7)
def cotangent_is_a_local(x, y):
    ct = np.sin(x * y)
    record = ct * x
    return record * ct * y


@case(np.array([0.4, 0.5, -0.7, 1.1]))
def counter_named_like_a_value(a):
    s = 1.0
    for i in range(2):
        j = int(np.argmax(a)) - i
        s = s + a[j] * s
        for j in range(1, 3):
            s = s * 1.1
        k = np.array([0, 1])
        s = s + np.sum(a[k]) * s
        k += 1
        for k in range(2):
            s = s * 0.9
    return s
