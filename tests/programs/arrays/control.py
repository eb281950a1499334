"""Writes in loops and branches, and in what leaves them early."""
import numpy as np

from ..registry import case, numbers, signed


@case(numbers(5), numbers(5, seed=1))
def carried_by_the_loop(a, b):
    for i in range(1, 5):
        a[i] = a[i - 1] * b[i]
    return np.sum(a ** 2)


@case(numbers(5), 0.7)
def backwards(x, s):
    for i in range(3, -1, -1):
        x[i] += s * x[i + 1] ** 2
    return np.sum(x ** 2)


@case(numbers(3, 4))
def nested(a):
    for i in range(1, 3):
        for j in range(3):
            a[i, j] = a[i - 1, j + 1] * a[i, j] + a[i, j - 1]
    return np.sum(a ** 2)


@case(numbers(4, 4))
def triangular(a):
    for i in range(4):
        for j in range(i):
            a[i, j] -= a[j, i] * a[j, j]
        for j in range(i + 1, 4):
            a[i, j] /= a[i, i] + 1
    return np.sum(a ** 2)


@case(numbers(4), numbers(3, seed=1))
def accumulated_into_elements(x, w):
    y = np.zeros(6)
    for i in range(4):
        for j in range(3):
            y[i + j] += x[i] * w[j]
    return np.sum(y ** 2)


@case(numbers(3, 2), numbers(2, 3, seed=1))
def matrix_product_by_elements(a, b):
    c = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(2):
                c[i, j] += a[i, k] * b[k, j]
    return np.sum(c ** 2)


@case(signed(6))
def branch_by_the_data(x):
    for i in range(1, 6):
        if x[i] > 0:
            x[i] = x[i - 1] * x[i]
        elif x[i - 1] > 0.5:
            x[i] = np.exp(x[i])
        else:
            x[i - 1] += 0.3 * x[i]
    return np.sum(x ** 2)


@case(numbers(4), 0.7)
@case(numbers(4), -0.7)
def branch_around_a_write(x, s):
    y = x * s
    if s > 0:
        y[1:] *= x[0]
        x[0] = 3.0
    else:
        y[0] = x[3] ** 2
    return np.sum(x * y)


@case(numbers(4))
def while_over_an_index(x):
    i = 0
    while i < 3:
        x[i + 1] += x[i] ** 2
        i += 1
    x[i] *= 2
    return np.sum(x ** 2)


@case(numbers(3), numbers(3, 3, seed=1))
def while_it_has_not_converged(x, a):
    n = 0
    while np.max(np.abs(x)) > 0.2:
        x[:] = 0.25 * (a @ x)
        x[0] *= 0.9
        n += 1
    return np.sum(x ** 2) * n


@case(numbers(5))
def break_after_a_write(x):
    for i in range(1, 5):
        x[i] += x[i - 1]
        if x[i] > 2:
            x[i] *= 0.5
            break
        x[i - 1] *= x[i]
    x[i] *= 3
    return np.sum(x ** 2)


@case(signed(6))
def continue_before_a_write(x):
    y = np.zeros(6)
    for i in range(6):
        if x[i] < 0:
            y[i] = -1.0
            continue
        y[i] = x[i] ** 2
        x[i] = y[i] * y[i - 1]
    return np.sum(x * y)


@case(numbers(5), 1.0)
@case(numbers(5), 9.0)
def return_from_the_loop(x, limit):
    for i in range(1, 5):
        x[i] += x[i - 1] ** 2
        if x[i] > limit:
            return np.sum(x) * x[i]
        x[0] *= 1.1
    x *= 2
    return np.sum(x ** 2)


@case(numbers(3, 3), 2.0)
@case(numbers(3, 3), 20.0)
def return_from_a_nested_loop(a, limit):
    total = np.zeros(3)
    for i in range(3):
        for j in range(3):
            total[i] += a[i, j]
            a[i, j] *= total[i]
            if a[i, j] > limit:
                return np.sum(a) + total[i]
    return np.sum(a * total)


@case(numbers(4))
def else_of_a_loop(x):
    for i in range(3):
        x[i] *= x[i + 1]
        if x[i] > 50:
            break
    else:
        x[3] = x[0] ** 2
    return np.sum(x ** 2)


@case(numbers(4), 0.7)
def allocated_in_the_loop(x, s):
    total = 0.0
    for k in range(3):
        y = np.zeros(4)
        y[k:] = x[k:] ** 2
        y[k] *= s
        x[k] += y[3]
        total += np.sum(y)
    return total


@case(numbers(4), 0.7)
def cleared_in_the_loop(x, s):
    y = np.zeros(4)
    total = 0.0
    for k in range(3):
        y[:] = 0
        y[:k + 1] += s * x[:k + 1]
        y *= y
        total += y @ x
    return total


@case(numbers(4))
def filled_then_read(x):
    table = np.empty((4, 3))
    for k in range(4):
        table[k, 0] = x[k]
        table[k, 1] = x[k] ** 2
        table[k, 2] = table[k - 1, 1] if k > 0 else 0.5
    return np.sum(table ** 2)


@case(signed(6))
def compacted(x):
    kept = np.zeros(6)
    n = 0
    for v in x:
        if v > 0:
            kept[n] = v * v
            n += 1
    return np.sum(kept[:n] ** 2) * n


@case(signed(5))
def bubble_sort(x):
    for i in range(5):
        for j in range(4 - i):
            if x[j] > x[j + 1]:
                x[j], x[j + 1] = x[j + 1], x[j]
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(signed(6))
def insertion_sort(x):
    for i in range(1, 6):
        v = x[i]
        j = i - 1
        while j >= 0 and x[j] > v:
            x[j + 1] = x[j]
            j -= 1
        x[j + 1] = v
    return np.sum(x ** 3 * np.arange(1.0, 7.0))


@case(numbers(3, 4))
def cheapest_path(cost):
    best = np.full((3, 4), np.inf)
    best[0, 0] = cost[0, 0] ** 2
    for i in range(3):
        for j in range(4):
            if i > 0:
                best[i, j] = min(best[i, j], best[i - 1, j] + cost[i, j])
            if j > 0:
                best[i, j] = min(best[i, j], best[i, j - 1] + cost[i, j])
    return best[-1, -1]


@case(numbers(4), signed(4, seed=1))
def written_while_iterated(x, y):
    for i, v in enumerate(x):
        x[(i + 1) % 4] = v * y[i]
    for a, b in zip(x, y):
        y[0] += a * b
    return np.sum(x ** 2) + y[0]


@case(numbers(4))
def numbers_yielded_are_copies(x):
    total = 0.0
    for i, v in enumerate(x):
        x[i] *= 3
        total += v * x[i] ** 2
    first = x[0]
    x[0] = 0.0
    return total + first


@case(numbers(4), 0.3)
def every_trip_reads_what_the_last_wrote(x, s):
    y = x.copy()
    for t in range(3):
        for i in range(4):
            y[i] = s * y[i] * y[i - 1] + x[i]
        y[0], y[3] = y[3], y[0]
    return np.sum(y ** 2)


@case(numbers(4), 3)
@case(numbers(4), 0)
def a_number_of_trips_given(x, n):
    y = np.ones(4)
    for t in range(n):
        y += x * y
        y[t] = x[t]
    return np.sum(y ** 2)


@case(numbers(3), 0.7)
def conditional_expression_writes_either(x, s):
    y = x ** 2
    (x if s > 0.5 else y)[0] = s
    y[1] = x[0] if x[1] > 5 else x[2] * y[1]
    return np.sum(x * y)


@case(signed(5))
def boolean_operators_decide(x):
    for i in range(4):
        if x[i] > 0 and x[i + 1] > 0 or i == 2:
            x[i + 1] -= x[i] ** 2
        if not (x[i] > 0 or i < 1):
            x[i] = -2 * x[i]
    return np.sum(x ** 2)
