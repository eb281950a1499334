"""Views that NumPy lays out in its own way: in Fortran order, broadcast, sliding windows, squeezed."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..registry import case, numbers


@case(np.asfortranarray(numbers(3, 4)))
def read_in_fortran_order(a):
    r = a.ravel(order="F")
    r[2] = r[0] * r[1]
    b = a.reshape(12, order="F")
    b[3:5] *= 2.0
    c = a.ravel()
    c[0] = 10.0
    return np.sum(a ** 2) + r[2] + np.sum(c)


@case(numbers(3, 4))
def fortran_order_of_a_c_array(a):
    r = a.ravel("F")
    r[2] = r[0] * r[1]
    b = np.reshape(a, (4, 3), order="F")
    b[1] *= 2.0
    a[0] = a[1] ** 2
    return np.sum(a ** 2) + r[2] * r[5] + np.sum(b * b)


@case(numbers(4))
def copy_said(x):
    w = np.array(x, copy=True)
    w[2] = x[0]
    x[1] *= 2.0
    return np.sum(w * x)


@case(numbers(1, 3, 4))
def squeezed_without_axis(a):
    d = np.squeeze(a)
    d *= 2
    d[0] += d[1]
    e = a.squeeze()
    e[2, 1] = 5.0
    return np.sum(a * a) + np.sum(d)


@case(numbers(3), numbers(2, 3, seed=1))
def broadcast_view_across_a_write(x, w):
    v = np.broadcast_to(x, (2, 3))
    s = np.sum(v * w)
    x[0] = x[1] * s
    t = np.sum(v * w) + v[1, 0] * v[0, 2]
    x *= 2.0
    r = v[:, ::2]
    x[2] += 1.0
    return s + t + np.sum(r ** 2) + np.sum(x)


@case(numbers(6))
def windows_across_writes(x):
    w = sliding_window_view(x, 3)
    s = 0.0
    for k in range(3):
        s += np.sum(w[k] * w[k + 1]) + np.sum(w.mean(axis=1) ** 2)
        x[k] = s * 0.1
        x[k + 1:] *= 0.9
    return s + np.sum(w * w) - w[2, 1]


@case(numbers(6))
def window_sums_of_a_temporary(x):
    y = x ** 2
    w = np.lib.stride_tricks.sliding_window_view(y, window_shape=2)
    y[1:-1] = w[:-1, 0] * w[1:, 1]
    return np.sum(w) * y[0]


@case(numbers(4), numbers(3, seed=1))
def column_broadcast_across(x, b):
    bias = np.broadcast_to(b[:, None], (3, 4))
    out = np.zeros((3, 4))
    for i in range(3):
        out[i] = x * bias[i]
        b[i] += out[i, 0]
    return np.sum(out * bias)


@case(numbers(2, 3))
@case(np.asfortranarray(numbers(2, 3)))
def as_fortran_and_as_c(a):
    f = np.asfortranarray(a)
    f *= 2
    c = np.ascontiguousarray(a.T)
    c += 1
    g = np.ascontiguousarray(a)
    g[0] *= 2
    return np.sum(a * a) + np.sum(f) + np.sum(c) + np.sum(g)


@case(numbers(3, 4), numbers(4, 4, seed=3))
def permuted_axes_in_a_record(x, w):
    """An array whose axes are neither in C's nor in Fortran's order, and a view of it: each is kept as it is."""
    heads = np.sin((x @ w).reshape(3, 2, 2).transpose(1, 0, 2))
    return np.sum(np.transpose(np.tanh(heads[:, 1:]), (1, 0, 2)).reshape(2, 4) ** 3) + np.sum(heads[0] * x[:, :2])
