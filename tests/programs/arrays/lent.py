"""Lists added to arrays whose elements were written before: the adjoint of the list is no view of that of the array."""
import numpy as np

from ..registry import case, numbers


@case(numbers(3), [1.0, 2.0, 3.0], (0.5, 1.5, 2.5))
def lists_of_numbers(x, d, t):
    y = x * d[0] * t[1]
    y[0] = 9 * x[1]
    y += np.reshape(np.asarray(d), np.shape(x))
    y[1] = t[0] * d[2]
    y -= t
    y[2] *= 2.0
    y += np.array(d)
    return y


@case(numbers(3), [numbers(3), numbers(3, seed=2)])
def list_of_rows(x, rows):
    y = x * rows[0][0]
    z = np.zeros((2, 3))
    z[0, 0] = 9 * x[1]
    z += rows
    return z * y


@case(numbers(3), [1.0, 2.0, 3.0])
def list_that_is_written(x, d):
    y = x * 1.0
    d[0] = d[1] ** 2
    y[0] = 9 * x[1]
    y += d
    return y


@case(numbers(3))
def list_that_grew(x):
    d = []
    for v in x:
        d.append(v * v)
    y = x * d[0]
    y[0] = 9 * x[1]
    y += d
    y[1] = d[2]
    np.add(y, x.tolist(), out=y)
    return y
