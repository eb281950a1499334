"""Views that come several at once: rows of an array in a loop, unpacked or split."""
import numpy as np

from ..registry import case, numbers


@case(numbers(6))
def split_in_two(x):
    a, b = np.split(x, 2)
    a *= b
    b[0] = a[1]
    x[5] *= 2
    return np.sum(a ** 2) * np.sum(b)


@case(numbers(7))
def split_at_indices(x):
    parts = np.split(x, [2, 5])
    parts[0][:] = parts[2] ** 2
    parts[1] += parts[0][0]
    for part in np.array_split(x, 3):
        part /= part[0] + 1
    return np.sum(x ** 2)


@case(numbers(4, 4))
def split_along_axes(a):
    left, right = np.hsplit(a, 2)
    top, bottom = np.vsplit(a, 2)
    left[0] = right[1] ** 2
    bottom *= top
    first, second = np.split(right, 2, axis=1)
    first += second
    return np.sum(a ** 2)


@case(numbers(3, 4))
def rows_by_iteration(a):
    for row in a:
        row /= row.sum()
        row[0] = row[1] * row[2]
    return np.sum(a ** 2)


@case(numbers(3, 4), numbers(3, seed=1))
def rows_by_enumerate_and_zip(a, w):
    for i, row in enumerate(a):
        row[i] = w[i] ** 2
    for row, before, s in zip(a[1:], a, w):
        row += s * before
    return np.sum(a ** 2)


@case(numbers(3, 4))
def columns_by_iteration(a):
    for column in a.T:
        column[1:] -= column[0] * column[:-1]
    for block in a[:, ::2]:
        for k in range(2):
            block[k] *= block[1 - k]
    return np.sum(a ** 2)


@case(numbers(2, 4))
def rows_unpacked(state):
    u, v = state
    u += 0.1 * v
    v -= 0.1 * u ** 2
    return np.sum(state ** 2)
