"""What writes without an assignment: out=, ufunc.at, functions and methods that fill their argument."""
import numpy as np

from ..registry import case, numbers, refused, signed


@case(numbers(4), numbers(4, seed=1))
def out_of_binary_ufuncs(x, y):
    z = np.empty(4)
    np.add(x, y, out=z)
    np.multiply(z, x, out=z)
    np.subtract(y, z, out=y)
    np.divide(z, x, out=x)
    np.power(x, 2.0, out=x)
    return np.sum(x * y * z)


@case(signed(5))
def out_of_unary_ufuncs(x):
    y = np.zeros(5)
    np.sin(x, out=y)
    np.exp(y, y)
    np.negative(x, x)
    np.tanh(x, out=x)
    np.square(x, out=x)
    np.sqrt(y, out=y)
    return np.sum(x * y)


@case(numbers(4), numbers(4, seed=1))
def out_in_a_tuple(x, y):
    z = np.empty(4)
    np.multiply(x, y, out=(z,))
    np.add(z, x, out=(y,))
    return np.sum(z * y)


@case(numbers(5), 0.7)
def out_into_a_view(x, s):
    u = x ** 2
    np.multiply(u[1:-1], s, out=u[1:-1])
    np.add(u[:-1], x[1:], out=u[1:])
    return np.sum(u ** 2)


@case(numbers(4), numbers(4, seed=1))
def out_is_also_the_value(x, y):
    z = np.add(x, y, out=x)
    z *= y
    return np.sum(np.exp(-x) * np.multiply(z, z, out=z))


@case(signed(5), signed(5, seed=1))
def out_where(x, y):
    z = x ** 2
    np.multiply(x, y, out=z, where=x > 0)
    np.log(y, out=z, where=y > 0)
    return np.sum(z * x)


@case(numbers(2, 3), numbers(3, 2, seed=1), numbers(3, seed=2))
def out_of_products(a, b, v):
    c = np.empty((2, 2))
    np.dot(a, b, out=c)
    w = np.zeros(2)
    np.matmul(a, v, out=w)
    d = np.empty((2, 3))
    np.outer(w, v, out=d)
    np.matmul(c, d, out=a)
    return np.sum(a ** 2) + np.sum(c) * w[0]


@case(numbers(2, 3))
def out_of_reductions(a):
    s = np.empty(3)
    np.sum(a, axis=0, out=s)
    t = np.zeros(2)
    a.mean(axis=1, out=t)
    u = np.zeros((2, 2))
    np.prod(a, axis=1, out=u[0])
    a.sum(1, None, u[1])
    return np.sum(s ** 2) * np.sum(t * u)


@case(signed(3, 4))
def out_of_extremes(a):
    big = np.empty(3)
    np.max(a, axis=1, out=big)
    small = np.empty(4)
    a.min(axis=0, out=small)
    np.maximum(small, 0.1, out=small)
    np.minimum(a, big[:, None], out=a)
    return np.sum(big ** 2) * np.sum(small) + np.sum(a ** 2)


@case(numbers(5))
def out_of_cumsum(x):
    y = np.empty(5)
    np.cumsum(x ** 2, out=y)
    y.cumsum(out=y)
    np.add.accumulate(x, out=x)
    return np.sum(x * y)


@case(signed(6), 0.5)
def out_of_clip(x, top):
    y = np.empty(6)
    np.clip(x, -0.9, top, out=y)
    x.clip(-1.0, 1.0, out=x)
    return np.sum(y * x) + np.sum(x ** 3)


@case(numbers(5), np.array([3, 0, 3]))
def out_of_take(x, index):
    y = np.empty(3)
    np.take(x, index, out=y)
    x.take([4, 1, 2], out=y[::-1])
    return np.sum(y ** 2 * np.arange(1.0, 4.0))


@case(numbers(3), numbers(2, seed=1))
def out_of_joins(x, y):
    z = np.empty(5)
    np.concatenate([x, y], out=z)
    w = np.empty((2, 2))
    np.stack((y, z[1:3]), out=w)
    return np.sum(z ** 2) * np.sum(w * y)


@case(numbers(4), 0.7)
def out_in_a_loop(x, s):
    y = x.copy()
    scratch = np.empty_like(x)
    for k in range(3):
        np.multiply(y, s, out=scratch)
        np.sin(scratch, out=scratch)
        np.add(y, scratch, out=y)
    return np.sum(y ** 2)


@case(numbers(3), numbers(5, seed=1), np.array([0, 2, 0, 0, 1]))
def add_at(x, v, index):
    np.add.at(x, index, v ** 2)
    np.add.at(x, [1, 1], x[0])
    return np.sum(x ** 2)


@case(numbers(3), numbers(4, seed=1), np.array([0, 2, 0, 1]))
def subtract_at(x, v, index):
    np.subtract.at(x, index, v * v)
    return np.sum(x ** 3)


@case(numbers(3), numbers(4, seed=1), np.array([0, 2, 0, 0]))
def multiply_at(x, v, index):
    np.multiply.at(x, index, v)
    np.divide.at(x, index[:2], v[2:])
    return np.sum(x ** 2)


@case(numbers(3), np.array([0, 2, 0]))
def unary_at(x, index):
    np.negative.at(x, index[:2])
    np.exp.at(x, index)
    return np.sum(x ** 2)


@case(signed(3), signed(5, seed=1), np.array([0, 2, 0, 0, 1]))
def maximum_at(x, v, index):
    np.maximum.at(x, index, v)
    return np.sum(x ** 2 * np.arange(1.0, 4.0))


@case(numbers(3, 3), numbers(4, seed=1), np.array([0, 2, 0, 1]), np.array([1, 1, 1, 2]))
def add_at_pairs(a, v, i, j):
    np.add.at(a, (i, j), v * a[j, i])
    np.add.at(a, (slice(None), j[:2]), 0.5)
    return np.sum(a ** 2)


@case(numbers(5, 2), numbers(3, 2, seed=1), np.array([0, 2, 0, 1, 2]))
def scatter_of_rows(edges, nodes, target):
    total = np.zeros_like(nodes)
    np.add.at(total, target, edges * nodes[target])
    return np.sum(total ** 2)


@case(numbers(2, 3), numbers(3, seed=1))
def copyto(a, row):
    np.copyto(a[0], row ** 2)
    b = np.empty((2, 3))
    np.copyto(b, a[0] * row)
    np.copyto(b, a, where=np.array([True, False, True]))
    np.copyto(b[1:], 2.0, where=row > 1)
    return np.sum(b ** 2)


@case(numbers(2, 3), numbers(3, seed=1))
def put(a, v):
    np.put(a, [0, 5, 2], v ** 2)
    a.put([1, 1], v[:2])
    np.put(a, 3, v[2] * a[1, 1])
    return np.sum(a ** 2 * np.arange(1.0, 4.0))


@case(signed(6), numbers(2, seed=1))
def place(x, v):
    np.place(x, x > 0, v * v)
    return np.sum(x ** 2 * np.arange(1.0, 7.0))


@case(signed(6), numbers(6, seed=1), 0.7)
def putmask(x, v, s):
    np.putmask(x, x < 0, v * x)
    np.putmask(x, np.arange(6) == 3, s)
    return np.sum(x ** 2)


@case(numbers(2, 4), numbers(2, 1, seed=1), np.array([[1], [3]]))
def put_along_axis(a, v, index):
    np.put_along_axis(a, index, v ** 2, axis=1)
    np.put_along_axis(a, np.array([[0, 0, 1, 1]]), v[0] * a[1:], axis=0)
    return np.sum(a ** 2)


@case(numbers(3, 3), numbers(3, seed=1), 0.7)
def fill_diagonal(a, d, s):
    b = a * 2
    np.fill_diagonal(a, d ** 2)
    np.fill_diagonal(b, s)
    return np.sum(a @ b)


@case(numbers(2, 3), 0.7)
def fill(a, s):
    y = np.empty(3)
    y.fill(s * s)
    a[1].fill(a[0, 0])
    return np.sum(a ** 2 * y)


@case(signed(5))
def sort_in_place(x):
    x.sort()
    return np.sum(x ** 2 * np.arange(1.0, 6.0))


@case(signed(3, 4), signed(5, seed=1))
def sort_along_axes(a, x):
    a.sort(axis=0)
    a[1].sort()
    x[::-1].sort()
    return np.sum(a ** 2 * np.arange(1.0, 5.0)) * np.sum(x * np.arange(5.0))


@case(signed(7))
def partition_in_place(x):
    x.partition(3)
    return np.sum(x[:3] ** 2) + 2 * x[3] - np.sum(x[4:] ** 3)


@case(numbers(2, 3), numbers(6, seed=1))
def flat(a, v):
    a.flat[1] = v[0] * a[0, 0]
    a.flat[2:5] = v[1:4] ** 2
    a.flat[[0, 5]] *= v[4:]
    a.flat[-1] += a.flat[0]
    return np.sum(a ** 2)


@case(numbers(2, 3), numbers(2, 3, seed=1))
def flat_as_a_whole(a, b):
    b *= a
    a.flat = b.T ** 2
    b.flat[::4] = a[0, 1]
    return np.sum(a * b)


@case(numbers(2, 3))
def over_the_elements(a):
    s = 0.0
    for v in a.T.flat:
        s = 0.5 * s + v ** 2
    for k, v in enumerate(a.flat):
        a.flat[k] = v * k
        if k < 3:
            a.flat[k + 1] += v * s
    return np.sum(a ** 2)


@case(numbers(3), numbers(3, seed=1))
def real_part(x, v):
    x.real = v * x
    x.real[1:] += v[:2]
    np.real(x)[0] = v[2]
    return np.sum(x ** 2)


@refused(numbers(3, low=-2.0, high=2.0))
def nan_to_num_perhaps_without_a_copy(x):
    y = np.nan_to_num(np.log(x ** 2), copy=len(x) > 3)
    return np.sum(y * x)


@case(numbers(4), numbers(4, seed=1))
def arrays_that_may_be_copied(x, y):
    z = x / y
    z[0] = np.nan
    tail = z[1:]
    np.nan_to_num(z, copy=False, nan=2.0)
    tail *= x[1:]
    same = np.nan_to_num(tail[::2], False)
    same += x.astype(float, copy=False)[:2]
    whole = np.nan_to_num(np.array(y, dtype="float64", copy=None), copy=False)
    whole[1:] *= same[0]
    other = x.astype("float64", copy=False)
    other -= whole
    return z, y, x


@case(numbers(5), numbers(5, seed=1))
def two_outputs(x, y):
    parts = np.zeros((2, 5))
    np.modf(x * 3, out=(parts[0], parts[1]))
    q, r = np.divmod(x * 4, y, out=(x, y))
    r *= parts[0]
    return np.sum(q * parts[1] * x) + np.sum(y ** 2)


@case(numbers(3))
def names_deleted(x):
    y = x
    scratch = x * 2
    y[0] = scratch[1]
    del scratch, y
    scratch = x[:2]
    scratch *= 3
    del scratch
    return np.sum(x ** 2)


@case(numbers(3))
def list_item_deleted(x):
    parts = [x, x[1:], x * 2]
    del parts[0]
    parts[0] *= 2
    parts[1][0] = parts[0][1]
    return np.sum(x ** 2) * np.sum(parts[1])


@case(numbers(4))
def one_function_before_and_after_the_write(b):
    np.sin(b, out=b)
    c = np.cos(b) * b
    np.exp(c, out=c)
    return np.sum(b * np.exp(c))
