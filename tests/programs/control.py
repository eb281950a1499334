"""Branches, conditional expressions, boolean operators, chained comparisons."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(0.7)
@case(-0.7)
def leaky(x):
    if x > 0:
        y = x
    else:
        y = 0.1 * x
    return y * y


@case(0.5)
@case(1.5)
@case(2.5)
@case(-1.5)
def ladder(x):
    if x < 0:
        y = x * x
    elif x < 1:
        y = x ** 3
    elif x < 2:
        y = math.sin(x)
    else:
        y = math.exp(-x)
    return 2 * y


@case(0.4)
@case(1.4)
def no_else(x):
    y = x
    if x > 1:
        y = y * x
    return y + x


@case(0.4, 2.0)
@case(1.4, -2.0)
def nested_branches(x, y):
    if x > 1:
        if y > 0:
            z = x * y
        else:
            z = x / y
        z = z + x
    else:
        z = y
        if y > 1:
            z = z * z * x
    return z * x


@case(0.3, 0.9)
@case(1.3, 0.9)
def ternary(x, y):
    z = x * y if x > 1 else x - y * y
    return z * (y if z < 0 else 2 * y)


@case(0.6)
@case(2.6)
def nested_ternary(x):
    return x if x < 1 else (x * x if x < 2 else x * x * x)


@case(0.6, 1.0)
@case(1.6, 1.0)
def ternary_of_calls(x, y):
    return (math.sin(x) if x > 1 else math.cos(x)) * (math.log(y + x) if y > 0 else math.exp(y))


@case(0.6, 1.0)
@case(1.6, -1.0)
def and_or(x, y):
    z = 0.0
    if x > 1 and y > 0 or x < 1 and y < 2:
        z = x * y
    if not (x > 1 or y > 0):
        z = x + y
    return z + x * y * y


@case(0.0, 2.0, wrt="y")
@case(2.0, 3.0)
def short_circuit(x, y):
    if x != 0 and y / x > 1:
        return y / x
    return x + y


@case(0.0, 3.0, wrt="y")
@case(2.0, 3.0)
def value_of_or(x, y):
    z = x or y
    return z * y


@case(0.5, 3.0)
def value_of_and(x, y):
    z = x and y
    return z * x


@case(1.5, 0.5, 2.5)
@case(1.5, 2.5, 0.5)
def chained_comparison(x, low, high):
    if low < x < high:
        return x * low
    elif low <= x != high:
        return x * high
    return low * high


@case(1.2, True)
@case(1.2, False)
def flag_argument(x, square):
    if square:
        x = x * x
    return 3 * x


@case(1.2, "sin")
@case(1.2, "exp")
@case(1.2, "other")
def chosen_by_string(x, kind):
    if kind == "sin":
        y = math.sin(x)
    elif kind in ("exp", "exponential"):
        y = math.exp(x)
    else:
        y = x
    return y * x


@case(1.2, None)
@case(1.2, 3.0, wrt=("x", "scale"))
def optional_argument(x, scale=None):
    if scale is None:
        scale = 2.0
    return scale * x * x


@case(0.8)
@case(1.8)
def bound_in_one_branch(x):
    y = x * x
    if x > 1:
        extra = math.sin(x)
        y = y + extra
    return y


@case(1.3)
def bound_differently(x):
    if x > 1:
        y = x
        z = 2.0
    else:
        z = x
        y = 3.0
    return y * z + y


@case(0.9, 1.1)
@case(1.1, 0.9)
def swap_if(a, b):
    if a < b:
        a, b = b, a
    return a - b * b


@case(1.1)
def overwritten_condition(x):
    y = x
    if y > 1:
        y = y * x
    if y > 1:
        y = y * x
    if y > 2:
        y = 7.0 * x
    return y


@case(1.1)
def condition_variable(x):
    large = x * x > 1
    y = x
    x = x - 2
    if large:
        y = y * x
    else:
        y = y + x
    return y * y


@case(numbers(4))
@case(-numbers(4))
def branch_on_array(x):
    if np.sum(x) > 0:
        y = x * x
    else:
        y = np.exp(x)
    return np.sum(y)


@case(signed(3))
def branch_with_any_all(x):
    if (x > 0).all():
        return np.sum(x)
    if np.any(x < 0):
        y = x * x * x
    else:
        y = x
    return np.sum(y)


@case(1.7)
def asserted(x):
    assert x > 0, "x must be positive"
    y = math.sqrt(x)
    assert y < 10
    return y * x


@case(1.7)
@case(0.3)
def raised(x):
    if x < 0:
        raise ValueError(f"{x} is negative")
    elif x > 1:
        y = math.log(x)
    else:
        y = x
    return y * y


@case(0.9)
@case(1.9)
def pass_branch(x):
    if x > 1:
        pass
    else:
        x = 3 * x
    return x * x


@case(0.7)
def both_branches_return(x):
    if x > 1:
        return x
    else:
        return x * x


@case(0.7, 1.3)
def conditional_in_argument(x, y):
    return math.hypot(x if x > y else y, 2.0 * x)


@case(0.7, numbers(3))
def scalar_or_array(s, a):
    if a.ndim == 1 and len(a) > 2:
        y = np.sum(a) * s
    else:
        y = s * s
    return y


@case(1.4)
def min_max_test(x):
    if max(x, 1.0) > 1.2 and abs(x - 3) > 1:
        return x * min(x, 2.0)
    return x


@case(1.2, 2, wrt="x")
def member_of_tuple(x, n):
    if n in (2, 3):
        return x * x
    return x


@case(1.2, "cube", wrt="x")
def not_member_of_list(x, kind):
    y = x if kind not in ["square", "plain"] else 0.0
    is_cube = kind in ("cube", "third")
    if is_cube and kind not in ():
        y = y * x * x
    return y


@case(1.2)
def member_in_loop(x):
    y = x
    for k in range(6):
        if k in (1, 4):
            continue
        y = y * x + k
        found = k not in (0, 2)
        if found:
            y = y + x
    return y


@case(1.2)
def value_that_may_be_missing(x):
    for k in range(3):
        if k > 0:
            y = y * x  # noqa: F821
        else:
            y = x + k
    return y


@case(1.2, False, wrt="x")
def never_bound(x, other):
    if other:
        y = x * x
    for _ in range(2):
        x = x * 1.5 if not other else y * x
    return x
