"""Arrays of float32, of whole numbers and of booleans that are written."""
import numpy as np

from ..registry import case, numbers, signed


@case(numbers(4, dtype=np.float32))
def single_precision(x):
    y = np.zeros_like(x)
    y[1:] = x[:-1] ** 2
    y += x
    x *= y
    return np.sum(x * y)


@case(numbers(3, 3, dtype=np.float32), numbers(3, seed=1, dtype=np.float32))
def single_precision_by_elements(a, b):
    for i in range(3):
        for j in range(i):
            b[i] -= a[i, j] * b[j]
        b[i] /= a[i, i]
    return np.sum(b ** 2)


@case(numbers(4, dtype=np.float32), numbers(4, seed=1))
def doubles_into_singles(x, y):
    x[1:] = y[:-1] * x[1:]
    x += y
    z = np.empty(4)
    z[:] = x
    z *= y
    return np.sum(z ** 2)


@case(numbers(4, dtype=np.float32), 0.7)
def python_floats_into_singles(x, s):
    x *= s
    x[0] = s * s
    x[1:3] += s
    np.multiply(x, 2.0, out=x)
    return np.sum(x ** 2)


@case(numbers(4), numbers(4, seed=1, dtype=np.float32))
def singles_into_doubles(x, y):
    x += y
    x[0] = y[3] * y[2]
    return np.sum(x ** 2)


@case(np.array([1, 2, 3]), wrt="n")
def whole_numbers_into_floats(n):
    y = np.zeros(3)
    y[:] = n
    y[0] = n[2] * n[1]
    y += 0.5 * n
    return np.sum(y ** 2)


@case(np.array([[1, 2], [3, 4]]), 3, 0.7, wrt=("a", "k", "s"))
def whole_parameters_are_promoted(a, k, s):
    b = a.astype(float)
    b[0] *= s
    b[1, 0] = k
    b[1] -= a[0] / k
    return np.sum(b * a)


@case(signed(6))
def counters(x):
    counts = np.zeros(2, dtype=int)
    for v in x:
        counts[int(v > 0)] += 1
    return np.sum(x ** 2) * counts[0] + x[0] * counts[1]


@case(numbers(5), np.array([0, 2, 1, 2, 2]))
def mean_of_groups(x, label):
    total = np.zeros(3)
    count = np.zeros(3, dtype=int)
    for k in range(5):
        total[label[k]] += x[k] ** 2
        count[label[k]] += 1
    total /= count
    return np.sum(total ** 2)


@case(signed(5))
def histogram(x):
    bins = np.zeros(4, np.int64)
    weight = np.zeros(4)
    where = np.floor(x + 2).astype(int)
    np.add.at(bins, where, 1)
    np.add.at(weight, where, x ** 2)
    return np.sum(weight * bins)


@case(signed(5))
def index_table(x):
    order = np.arange(5)
    for i in range(5):
        for j in range(4):
            if x[order[j]] > x[order[j + 1]]:
                order[j], order[j + 1] = order[j + 1], order[j]
    x[order[1:]] *= x[order[:-1]]
    return np.sum(x ** 2)


@case(signed(6))
def permutation_written(x):
    p = np.argsort(x)
    p[:2] = p[4:]
    p[::-1].sort()
    y = x[p]
    y[p[0]] += x[p[1]] ** 2
    return np.sum(y ** 2 * np.arange(1.0, 7.0))


@case(signed(6))
def mask_written(x):
    keep = np.ones(6, dtype=bool)
    keep[2] = False
    keep[x < -0.5] = False
    keep &= x < 1.2
    x[keep] *= 2
    x[~keep] = 0.5
    keep[:] = x > 1
    return np.sum(x[keep] ** 2) + np.sum(x)


@case(signed(5), np.array([True, False, True, True, False]))
def mask_parameter_written(x, mask):
    mask |= x > 0
    mask[0] = not mask[1]
    np.logical_not(mask, out=mask)
    x[mask] **= 2
    return np.sum(x ** 3)


@case(numbers(4), np.array([3, 1, 0, 2]))
def index_parameter_written(x, index):
    index[0], index[1] = index[1], index[0]
    index[2:] = (index[2:] + 1) % 4
    index -= 1
    x[index] = x ** 2
    return np.sum(x * np.arange(1.0, 5.0))


@case(signed(6))
def masks_in_a_loop(x):
    active = np.ones(6, dtype=bool)
    z = x.copy()
    for k in range(3):
        z[active] = z[active] ** 2 + 0.1 * x[active]
        active = active & (z < 1)
    return np.sum(z * x)


@case(numbers(4))
def pointers(x):
    follow = np.zeros(4, dtype=np.int32)
    for i in range(4):
        follow[i] = (2 * i + 1) % 4
    total = 0.0
    k = 0
    for i in range(5):
        total += x[k] ** 2
        x[k] *= 1.5
        k = follow[k]
    return total


@case(numbers(4))
def bytes_as_flags(x):
    seen = np.zeros(4, dtype=np.uint8)
    for i in (2, 0, 2):
        if not seen[i]:
            x[i] *= x[1]
        seen[i] = 1
    return np.sum(x ** 2) * seen.sum()


@case(signed(5))
def position_of_the_largest(x):
    best = np.zeros(3, dtype=int)
    for k in range(3):
        best[k] = np.argmax(x)
        x[best[k]] = -3.0 * x[best[k]] ** 2
    return np.sum(x ** 2) + x[best[0]]
