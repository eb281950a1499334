"""Every function and method that writes, several to a program: ufunc.at, out=, put and its like, sort, split, del."""
import numpy as np

from ..registry import case, numbers


@case(numbers(4), numbers(4, seed=1))
def ufunc_at_all(x, y):
    i = np.array([0, 2, 0, 3])
    np.add.at(x, i, y)
    np.subtract.at(x, i, 0.5 * y)
    np.multiply.at(x, i, y)
    np.divide.at(x, i, y + 1.0)
    np.power.at(x, [1, 1], 2.0)
    np.negative.at(x, [0, 0, 3])
    np.sqrt.at(y, [2, 2])
    np.maximum.at(y, i, x)
    np.minimum.at(y, [3, 3], [0.9, 1.2])
    np.arctan2.at(x, [2], y[1:2])
    np.hypot.at(y, [0, 0], x[:2])
    np.logaddexp.at(y, 1, x[3])
    return np.sum(x * y)


@case(numbers(3, 4))
def at_with_slices(a):
    np.add.at(a, (slice(None), [0, 0, 1]), a[:, 1:])
    np.multiply.at(a, (np.array([0, 0, 2]), np.array([1, 1, 3])), [2.0, 3.0, 0.5])
    np.add.at(a, a > 1.5, 0.1)
    np.add.at(a[1], [0, 3, 3], 0.5 * a[2, :3])
    np.add.at(a.T, 0, a[:, 1])
    return np.sum(a ** 2)


@case(numbers(3, 4))
def out_many(a):
    b, c, d = np.empty((3, 4)), np.empty(4), np.empty(3)
    e, f = np.empty((4, 4)), np.empty((3, 4))
    np.exp(a, out=b)
    np.log1p(b, out=b)
    np.mean(b, axis=0, out=c)
    np.std(a, axis=1, out=d)
    np.var(a, axis=0, out=c[:])
    np.dot(a.T, a, out=e)
    np.matmul(a.T, b, out=e)
    np.einsum("ij,ik->jk", a, b, out=e)
    np.cumprod(a, axis=1, out=f)
    np.cumsum(f, axis=0, out=f)
    np.round(d, 1, out=d)
    np.max(f, axis=0, out=c)
    np.clip(f, 0.5, 2.0, out=f)
    np.add.reduce(f, axis=0, out=c)
    np.add.accumulate(c, out=c)
    np.multiply.outer(c, c, out=e)
    np.minimum.accumulate(f, axis=1, out=f)
    np.compress([True, False, True], f, axis=0, out=b[:2])
    np.choose([0, 1, 0, 1], [c, c[::-1].copy()], out=c)
    np.median(a, axis=0, out=c)
    return np.sum(b) + np.sum(c * c) + np.sum(d) + np.sum(e) + np.sum(f * a)


@case(numbers(5))
def methods_out(a):
    b = np.empty(5)
    a.cumsum(out=b)
    b.clip(0.4, 2.0, out=b)
    a.cumprod(0, None, a)
    c = np.empty(())
    b.sum(out=c)
    d = np.zeros(2)
    a.take([1, 3], out=d)
    a.dot(np.ones((5, 2)), out=d)
    a.mean(out=c)
    a.max(out=c)
    return c * np.sum(d * b[:2]) + np.sum(a)


@case(numbers(6))
def put_variants(x):
    np.put(x, [0, -1], x[2:4])
    x.put([1, 2], 3.0)
    np.put(x, [7], x[0], mode="wrap")
    np.place(x, x > 1.2, [x[0], 0.3])
    np.putmask(x, x < 0.6, x * 3)
    np.copyto(x, 2.0 * x, where=np.arange(6) % 2 == 0)
    np.copyto(x[1:3], x[3:5])
    return np.sum(x * np.arange(6.0))


@case(numbers(3, 4))
def along_axis_and_diag(a):
    i = np.argmax(a, axis=1)[:, None]
    np.put_along_axis(a, i, a[:, :1], axis=1)
    np.fill_diagonal(a, a[2, :3])
    np.fill_diagonal(a[:, ::-1], 0.5)
    v = np.take_along_axis(a, i, 1)
    a.flat[2] = a[1, 1]
    a.flat[::5] = [1.0, 2.0]
    a.flat = a[0]
    return np.sum(a ** 2) + np.sum(v)


@case(numbers(4, 3))
def sorts(a):
    a[0].sort()
    a.sort(axis=0)
    a[:, 1].partition(2)
    b = a[::-1]
    b[1:].sort()
    a.T.sort(kind="stable")
    return np.sum(a * np.arange(12.0).reshape(4, 3))


@case(numbers(6))
def splits(x):
    p, q, r = np.split(x, 3)
    p *= q
    a, b = np.array_split(r, 2)
    a += p[:1]
    m = x.reshape(2, 3)
    left, right = np.hsplit(m, [1])
    left[...] = right[:, :1]
    u, v = np.vsplit(m, 2)
    v[0, 0] = u[0, 2] * 2
    d = np.dsplit(x.reshape(1, 2, 3), 3)
    d[1][0, 1, 0] *= 3.0
    return np.sum(x ** 2) + np.sum(q * p)


@case(numbers(3), np.array(0.6))
def at_least(x, s):
    a, b, c = np.atleast_1d(x), np.atleast_2d(x), np.atleast_3d(x)
    d = np.atleast_1d(s)
    a[0] *= 2
    b[0, 1] += a[0]
    c[0, 2, 0] = b[0, 1]
    d[0] *= 3.0
    return np.sum(x ** 2) * s + np.sum(c)


@case(numbers(4))
def dels(x):
    y = x * 2
    z = y[1:]
    del y
    z[0] = x[0]
    both = [x, z]
    del both[0]
    both[0][1] *= 3.0
    return np.sum(z * x[1:])


@case(numbers(2, 3))
def integer_writes(a):
    k = np.zeros(3, dtype=int)
    for j in range(3):
        k[j] = 2 - j
    m = np.zeros(3, dtype=bool)
    m[1:] = True
    k[m] += 1
    c = np.arange(3)
    c[::-1] = c
    a[:, m] *= a[0, c % 3][m]
    a[0, k[0] % 3] = a[1, 0]
    return np.sum(a ** 2)


@case(numbers(4), numbers(4, seed=2))
def itertools_rows(x, y):
    for p, q in zip((x, y), (y, x)):
        p += 0.5 * q
    for arr in [x, y, x]:
        arr[1:] *= arr[:-1]
    return np.sum(x * y)
