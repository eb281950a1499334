"""Loops that run to their end: for over everything, while, nested."""
# ruff: noqa: B020
import math

import numpy as np

from .registry import case, numbers, signed


@case(1.1, 5)
@case(1.1, 0)
@case(1.1, 1)
def power_by_loop(x, n):
    y = 1.0
    for i in range(n):
        y = y * x
    return y


@case(1.1)
def range_start_stop(x):
    y = x
    for i in range(2, 6):
        y = y + i * x * y / 10
    return y


@case(1.1)
def range_step(x):
    y = 0.0
    for i in range(10, 0, -3):
        y = y + x ** i / i
    return y


@case(0.6, 8)
def range_of_variable(x, n):
    y = 0.0
    for i in range(n // 2, n - 1):
        y += math.sin(i * x) * y + x
    return y


@case(1.3)
def augmented(x):
    y = x
    y += x * x
    y -= 0.5 * x
    y *= x
    y /= 1 + x
    y **= 2
    return y


@case(0.4)
def loop_variable_used(x):
    y = 0.0
    for k in range(1, 6):
        y += (-1) ** k * x ** k / k
    return y


@case(0.4)
def loop_variable_after(x):
    for k in range(4):
        x = x * 1.5
    return x * k


@case(numbers(5))
def over_elements(x):
    s = 0.0
    for v in x:
        s += v * v
    return s


@case(numbers(3, 4))
def over_rows(a):
    s = 0.0
    for row in a:
        s = s + np.sum(row * row) * np.sum(row)
    return s


@case(numbers(5))
def over_indices(x):
    s = 0.0
    for i in range(len(x)):
        s += x[i] * x[len(x) - 1 - i] * i
    return s


@case(numbers(5))
def over_enumerate(x):
    s = 0.0
    for i, v in enumerate(x):
        s += (i + 1) * v ** 2
    return s


@case(numbers(5))
def over_enumerate_start(x):
    s = 0.0
    for i, v in enumerate(x, 1):
        s += v ** i
    return s


@case(numbers(5), signed(5))
def over_zip(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s += a * b * b
    return s


@case(numbers(4), signed(4))
def over_enumerate_zip(x, y):
    s = 1.0
    for i, (a, b) in enumerate(zip(x, y)):
        s = s * a + i * b
    return s


@case(numbers(4))
def over_reversed(x):
    s = 0.0
    for v in reversed(x):
        s = s * v + v
    return s


@case(0.7)
def over_list(x):
    s = x
    for c in [3.0, 1.0, 4.0]:
        s = s * x + c
    return s


@case(0.7)
def over_tuple_of_ints(x):
    s = x
    for c in (1, 2, 3):
        s = s * x + c
    return s


@case(0.7, [1.0, 2.0, 5.0])
def over_list_argument(x, coefficients):
    s = 0.0
    for c in coefficients:
        s = s * x + c
    return s


@case(0.7, [(1, 2.0), (3, 0.5)])
def over_pairs(x, terms):
    s = 0.0
    for power, factor in terms:
        s += factor * x ** power
    return s


@case(0.7, {"a": 2.0, "b": 3.0})
def over_dict_items(x, weights):
    s = 0.0
    for key, value in weights.items():
        if key == "a":
            s += value * x
        else:
            s += value * x * x
    return s


@case(0.7, 1.2)
def over_active_tuple(x, y):
    s = 1.0
    for v in (x, y, x * y):
        s = s * v + v
    return s


@case(2.0)
def while_newton(a):
    x = a
    while abs(x * x - a) > 1e-10:
        x = 0.5 * (x + a / x)
    return x


@case(3.0)
@case(0.5)
def while_halving(x):
    n = 0
    while x > 1:
        x = x * 0.6
        n = n + 1
    return x * x + n


@case(1.2, 4)
def while_counting(x, n):
    y = x
    while n > 0:
        y = y * x + n
        n -= 1
    return y


@case(1.2)
def while_two_conditions(x):
    y = x
    i = 0
    while y < 50 and i < 6:
        y = y * x + 1
        i += 1
    return y


@case(0.3, 1.1)
def nested_loops(x, y):
    s = 0.0
    for i in range(3):
        for j in range(i + 1):
            s = s + x ** i * y ** j * s + x
    return s


@case(0.3)
def triple_nested(x):
    s = x
    for i in range(2):
        t = s
        for j in range(2):
            for k in range(j, 3):
                t = t * x + k
            t = math.sin(t)
        s = s + t
    return s


@case(1.7)
def while_in_for(x):
    s = 0.0
    for i in range(3):
        y = x + i
        while y > 1:
            y = y * 0.7
        s += y * y
    return s


@case(1.7)
def for_in_while(x):
    s = x
    while s < 30:
        for i in range(3):
            s = s + x * i
        s = s * 1.1
    return s


@case(0.9)
def branch_in_loop(x):
    y = x
    for i in range(6):
        if i % 2 == 0:
            y = y * x + 0.5
        elif y > 1:
            y = math.sin(y)
        else:
            y = y + x
    return y


@case(0.9, 0.2)
def data_branch_in_loop(x, a):
    y = x
    while y * y < 100:
        if y > 1:
            y = 1.1 * y + a * math.sin(y)
        else:
            y = y + a * x
    return y


@case(0.9)
def consecutive_loops(x):
    y = x
    for i in range(3):
        y = y * x
    for i in range(2):
        y = y + x * y
    while y > 0.5:
        y = y * 0.5
    return y


@case(0.9)
def constant_in_loop(x):
    y = 0.0
    for i in range(3):
        c = 2.0
        y = y + c * x
        c = c * x
        y = y * c
    return y


@case(0.9)
def temporary_of_previous_trip(x):
    last = x
    y = x
    for i in range(4):
        y, last = y * last, y
    return y + last


@case(0.9)
def fibonacci_swap(x):
    a, b = x, 1.0
    for i in range(6):
        a, b = b, a + b * x
    return a * b


@case(numbers(3), numbers(3, 3))
def array_recurrence(h, w):
    for t in range(4):
        h = np.tanh(w @ h)
    return np.sum(h)


@case(numbers(3))
def grows_a_while(x):
    n = 0
    while np.sum(x * x) < 40:
        x = x * 1.3 + 0.1
        n += 1
    return np.sum(x) * n


@case(numbers(4, 3))
def matrix_by_elements(a):
    s = 0.0
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            s += a[i, j] ** 2 / (i + j + 1)
    return s


@case(numbers(6))
def neighbours(x):
    s = 0.0
    for i in range(1, len(x) - 1):
        s += (x[i - 1] - 2 * x[i] + x[i + 1]) ** 2
    return s


@case(numbers(5))
def running_maximum(x):
    best = x[0]
    for v in x[1:]:
        if v > best:
            best = v
    return best * best


@case(1.2, 0)
def never_entered(x, n):
    y = x
    for i in range(n):
        y = y * x
    while y < 0:
        y = y + 1
    return y * 3


@case(1.2)
def induction_variable(x):
    k = 1
    y = x
    for i in range(4):
        y = y * x + k
        k = k * 2
    return y


@case(1.2)
def loop_of_constants(x):
    total = 0
    for i in range(5):
        total = total + i * i
    return total * x


@case(1.2)
def result_overwritten(x):
    y = x
    for i in range(5):
        y = x * i
    return y


@case(signed(4))
def over_own_name(x):
    total = 0.0
    for x in x:
        total = total * 0.5 + x * x
    return total


@case(signed(3, 2))
def over_own_name_nested(x):
    total = 0.0
    for x in x:
        for x in x:
            total = total + x * x
    return total


@case(signed(4))
def over_own_name_zipped(x):
    total = 0.0
    for k, x in enumerate(x):
        total = total + x ** 2 * k
    return total


@case(numbers(4), 2, wrt="x")
def over_enumerate_rebound_start(x, start):
    total = 0.0
    for k, v in enumerate(x, start):
        start = k * 2
        total = total + v * k + start
    return total


@case(numbers(4), 1, wrt="x")
def over_enumerate_own_start(x, k):
    total = 0.0
    for k, v in enumerate(x, k):
        total = total + v ** 2 * k
    return total


@case(numbers(4), numbers(4, seed=1))
def over_zip_own_names(x, y):
    total = 0.0
    for x, y in zip(x, y):
        total = total + x * y * y
    return total


@case(1.2, 0.7, 1, wrt=("x", "y"))
def list_at_variable_index(x, y, k):
    values = [x, y, x * y]
    return values[k] * values[k - 1] + values[k + 1]


@case(1.2, 0.7)
def list_at_loop_index(x, y):
    values = [x, y, x * y]
    total = 0.0
    for k in range(3):
        total = total * x + values[k] ** 2 * values[2 - k]
    return total


@case(1.2, numbers(3))
def list_of_arrays_at_loop_index(x, a):
    rows = [a, a * x, x * a * a]
    total = 0.0
    for k in range(3):
        total = total + np.sum(rows[k] * rows[(k + 1) % 3])
    return total


@case(1.2, 0.7)
def list_section(x, y):
    values = [x, y, x * y]
    rest = values[1:]
    return rest[0] * rest[1] + values[:2][0]


@case(1.2, 0.7)
def list_of_lists_element(x, y):
    rows = [[x, y], [x * y, 2.0]]
    row = rows[1]
    return row[0] * rows[0][1] + rows[0][0]


@case(1.2)
def unread_body(x):
    for k in range(3):
        unread = k * 2
    while False:
        unread = 1
    return x * x
