"""The same numbers in another shape, and reads of elements and sections."""
import numpy as np

from .registry import case, numbers, signed


@case(numbers(6))
def reshaped(x):
    a = np.reshape(x, (2, 3))
    b = x.reshape(3, 2)
    d = x.reshape((3, -1))
    return np.sum(a @ b) + np.sum(d ** 2)


@case(numbers(2, 3))
def ravelled(a):
    return np.sum(np.ravel(a) ** 2 * np.arange(6)) + np.sum(a.ravel() * a.flatten())


@case(numbers(2, 3))
def transposed(a):
    return np.sum(a @ a.T) + np.sum(np.transpose(a)[0] ** 2) + np.sum(a.transpose()[1])


@case(numbers(2, 3, 4))
def transposed_axes(a):
    b = np.transpose(a, (2, 0, 1))
    d = a.transpose(1, 2, 0)
    return np.sum(b[0] ** 2) + np.sum(d[1] ** 3)


@case(numbers(2, 3, 4))
def axes_swapped(a):
    return np.sum(np.swapaxes(a, 0, 2)[1] ** 2) + np.sum(np.moveaxis(a, 0, -1)[1] ** 2)


@case(numbers(3))
def dimensions_added(x):
    return np.sum(x[:, None] * x[None, :] ** 2) + np.sum(np.expand_dims(x, 0) * x[np.newaxis])


@case(numbers(1, 3, 1))
def dimensions_removed(a):
    return np.sum(np.squeeze(a) ** 2) + np.sum(np.squeeze(a, axis=0) ** 3)


@case(numbers(3))
def broadcast_explicitly(x):
    return np.sum(np.broadcast_to(x, (4, 3)) ** 2)


@case(numbers(2, 3))
def shape_attributes(a):
    n, m = a.shape
    return np.sum(a) * n / m + a.size * a[0, 0] + a.ndim * len(a) * a[1, 1]


@case(numbers(5))
def elements(x):
    return x[0] * x[1] + x[-1] ** 2 + x[2] * x[2]


@case(numbers(3, 4))
def elements_2d(a):
    return a[0, 1] * a[2, 3] + a[1][2] * a[-1, -1]


@case(numbers(6))
def sections(x):
    return np.sum(x[1:] * x[:-1]) + np.sum(x[::2] ** 2) + np.sum(x[::-1] * x) + np.sum(x[1:4])


@case(numbers(3, 4))
def rows_and_columns(a):
    return np.sum(a[0] * a[1]) + np.sum(a[:, 1] ** 2) + np.sum(a[1:, :2] ** 3) + np.sum(a[..., -1])


@case(numbers(4, 4))
def blocks(a):
    return np.sum(a[:2, :2] @ a[2:, 2:]) + np.sum(a[1:-1, 1:-1])


@case(numbers(6), 2)
def variable_index(x, i):
    j = i + 1
    return x[i] * x[j] + np.sum(x[i:j + 2] ** 2)


@case(numbers(5, 5))
def laplacian(u):
    lap = u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1]
    return np.sum(lap ** 2)


@case(numbers(3))
def unpacked_array(p):
    a, b, d = p
    return a * b + b ** d


@case(numbers(2, 2))
def unpacked_nested(p):
    (a, b), (d, e) = p
    return a * e - b * d


@case(numbers(6))
def flipped(x):
    return np.sum(np.flip(x) * x * np.arange(6)) + np.sum(np.roll(x, 2) * x)


@case(numbers(3, 3))
def triangles(a):
    return np.sum(np.triu(a) ** 2) + np.sum(np.tril(a, -1) ** 3)


@case(numbers(6))
def section_of_section(x):
    y = x[1:]
    z = y[1:4]
    return np.sum(z * z) * y[0] + z[1]


@case(numbers(4))
def view_read_twice(x):
    y = x.reshape(2, 2)
    z = y.T
    return np.sum(y * z) + np.sum(x)


@case(signed(2, 3))
def output_transposed(a):
    return a.T


@case(signed(4))
def output_section(x):
    return x[1:3]


@case(signed(4))
def output_identity(x):
    return x


def along_first(v, x):
    return np.reshape(v, (len(v),) + (1,) * (np.ndim(x) - 1)) * x


@case(numbers(3), numbers(3, seed=1), numbers(3, 2))
def shape_of_repeated_ones(v, x, m):
    doubled = [0.5, 2.0] * len(v)
    return np.sum(along_first(v, x) ** 2) + np.sum(along_first(v, m) ** 3) * np.size(doubled * 2) + np.sum(v) * len(doubled)


@case(numbers(4), numbers(2, 3, seed=1))
def taken_and_trimmed(x, m):
    padded = np.concatenate([np.zeros(2), x * x, np.zeros(1)])
    y = np.fromiter([v * w for v, w in zip(x, x[::-1])], float, count=3)
    n = np.cross(m[0], m[1])
    n /= np.linalg.norm(n)
    return np.sum(np.trim_zeros(padded) * np.arange(4.0)) + np.sum(y ** 2) + n @ m[0] ** 2 + np.require(x, float, "C")[1]
