"""Views: what is written through one is seen in its base, and the other way round."""
import numpy as np

from ..registry import case, numbers, refused, signed


@case(numbers(6))
def a_slice(x):
    v = x[1:4]
    v *= 2
    x[3] = v[0] * x[5]
    return np.sum(v ** 2) + np.sum(x)


@case(numbers(7))
def a_view_of_a_view(x):
    odd = x[1::2]
    last = odd[::-1][:2]
    last += x[:2]
    odd[0] = last[1]
    return np.sum(x ** 2)


@case(numbers(5))
def taken_before_the_base_is_written(x):
    v = x[1:]
    x *= x
    x[2] = 3 * v[0]
    return np.sum(v ** 2)


@case(numbers(5))
def outlives_its_base(x):
    y = x ** 2
    v = y[:3]
    y = x * 3
    v += y[2:]
    return np.sum(v * y[:3])


@case(numbers(3, 4))
def a_row(a):
    row = a[1]
    row += a[0]
    row[2] = row[0] ** 2
    a[1, 3] *= 2
    return np.sum(a ** 2) + np.sum(row)


@case(numbers(3, 4))
def a_column(a):
    column = a[:, -1]
    column[:] = column ** 2
    column[1:] -= a[:2, 0]
    return np.sum(a ** 2)


@case(numbers(3, 2))
def transposed(a):
    t = a.T
    t[0] = t[1] ** 2
    a[2] *= a[0]
    t += 0.5
    return np.sum(t @ a)


@case(numbers(2, 3, 2))
def axes_permuted(a):
    t = a.transpose(2, 0, 1)
    t[0, 1] *= t[1, 0]
    u = np.transpose(a)
    u[0, 0] = u[1, 1] ** 2
    return np.sum(t ** 2)


@case(numbers(2, 3, 2))
def axes_swapped(a):
    s = a.swapaxes(0, 1)
    s[1] += s[0] ** 2
    m = np.moveaxis(a, -1, 0)
    m[0] *= m[1]
    np.swapaxes(a, 1, 2)[0, 1, 2] = a[1, 0, 0] * 2
    return np.sum(a ** 2)


@case(numbers(3, 3))
def matrix_transpose(a):
    np.matrix_transpose(a)[0] = a[1] ** 2
    a.mT[2] *= 2
    return np.sum(a ** 2)


@case(numbers(6))
def reshaped(x):
    a = x.reshape(2, 3)
    a[1] *= a[0]
    b = np.reshape(a, (3, -1))
    b[:, 0] += x[:3]
    return np.sum(x ** 2)


@case(numbers(2, 3))
def reshape_that_copies(a):
    b = a.T.reshape(6)
    b *= 2
    a[0, 0] = b[3] ** 2
    return np.sum(a ** 2) + np.sum(b * b)


@case(numbers(4, 3), 2)
@case(numbers(3, 4).T, 2)
@case(numbers(4, 6)[:, ::2], 2)
def reshape_that_may_copy(a, n):
    b = a.reshape(n, -1)
    b += 1.0
    a *= a
    return np.sum(b ** 2) + np.sum(a)


@case(numbers(2, 3))
def ravelled(a):
    flat = a.ravel()
    flat[1:3] = flat[3:5] ** 2
    np.ravel(a)[-1] *= 2
    return np.sum(a ** 2)


@case(numbers(2, 3))
def ravel_that_copies(a):
    flat = a.T.ravel()
    flat *= 3
    a[:, 1:].ravel()[:] = 0.0
    return np.sum(a ** 2) + np.sum(flat * a.ravel())


@case(numbers(3, 2))
@case(np.asfortranarray(numbers(3, 2)))
def ravel_that_may_copy(a):
    flat = a.ravel()
    flat += 1.0
    a *= 2.0
    return np.sum(a ** 2) + np.sum(flat)


@case(numbers(2, 3))
def flatten_copies(a):
    flat = a.flatten()
    flat *= 3
    a[0] = flat[3:]
    return np.sum(a ** 2) + np.sum(flat ** 2)


@case(numbers(1, 3, 1), numbers(1, 3, seed=1))
def squeezed(a, b):
    v = a.squeeze()
    v[1:] *= v[:2]
    np.squeeze(b, axis=0)[0] = v[2] ** 2
    a[0, 1, 0] += b[0, 1]
    return np.sum(v ** 2) + np.sum(a * b[..., None])


@case(numbers(3), numbers(2, 3, seed=1))
def expanded(x, a):
    row = np.expand_dims(x, 0)
    row *= 2
    column = x[:, None]
    column[1] = a[0, :1]
    return np.sum(a * row) + np.sum(column ** 2)


@case(numbers(3), numbers(2, 3, seed=1))
def broadcast_sees_the_base(x, a):
    wide = np.broadcast_to(x, (2, 3))
    x *= x
    a += wide
    x[0] = a[1, 2]
    return np.sum(wide * a)


@refused(numbers(3), numbers(2, 1, seed=1))
def broadcast_arrays(x, y):
    a, b = np.broadcast_arrays(x, y)
    x[1:] = x[:2] * y[0]
    return np.sum(a * b ** 2)


@case(numbers(3, 3), numbers(3, seed=1))
def diagonal(a, d):
    v = a.diagonal()
    w = np.diagonal(a, 1)
    a *= 2
    a[0, 0] = d[0] * w[1]
    a[1, 2] += d[2]
    return np.sum(v ** 2 * d) + np.sum(w ** 2)


@refused(numbers(3, 3), numbers(3, seed=1))
def diagonal_written(a, d):
    np.einsum("ii->i", a)[:] = d ** 2
    a.flat[::4] += a[0]
    a.reshape(-1)[1::4] *= d[:2]
    return np.sum(a ** 2)


@case(numbers(3, 3), numbers(3, seed=1))
def diagonal_by_indices(a, d):
    a[np.arange(3), np.arange(3)] += d
    a[np.diag_indices(3)] *= 2
    a[np.triu_indices(3, 1)] = a[np.tril_indices(3, -1)] ** 2
    return np.sum(a ** 2)


@case(numbers(3))
def real_is_a_view(x):
    r = x.real
    r *= 2
    np.real(x)[1] = r[0] ** 2
    return np.sum(x ** 2) + np.sum(r) + np.sum(x.imag)


@case(numbers(4))
def asarray_is_the_array(x):
    y = np.asarray(x)
    y[1:] *= x[:-1]
    z = np.asarray(x, dtype=float)
    z += y
    w = np.ascontiguousarray(x)
    w[0] = 2 * z[3]
    return np.sum(x ** 2)


@case(numbers(4))
@case(numbers(8)[::2])
def ascontiguousarray_may_copy(x):
    y = np.ascontiguousarray(x)
    y *= 2
    x += 1.0
    return np.sum(x ** 2) + np.sum(y ** 2)


@case(numbers(4))
def array_copies(x):
    y = np.array(x)
    y *= x
    z = np.copy(y)
    z += 1
    w = x.copy()
    w[:2] = z[2:]
    v = x[:]
    v[3] = w[0]
    return np.sum(x * y * z) + np.sum(w ** 2)


@case(numbers(3), 0.7)
def at_least_so_many_axes(x, s):
    y = np.atleast_1d(x)
    y *= s
    a = np.atleast_2d(x)
    a[0, 1:] += y[:2]
    b = np.atleast_3d(x)
    b[0] *= 2
    n = np.atleast_1d(s)
    n += x[0]
    return np.sum(x ** 2) * n[0]


@case(numbers(3, 3))
def flipped(a):
    f = np.flip(a, axis=0)
    f[0] *= f[1]
    np.fliplr(a)[:, 0] += a[:, 0]
    np.flipud(a)[1] = f[2] ** 2
    np.rot90(a)[0, 1:] *= 2
    return np.sum(a ** 2)


@case(numbers(4))
def view_method(x):
    y = x.view()
    y[::2] *= y[1::2]
    y = y.view()
    y -= 0.1
    return np.sum(x ** 2)


@case(numbers(6))
def windows_see_the_base(x):
    windows = np.lib.stride_tricks.sliding_window_view(x, 3)
    x[2] *= x[0]
    x[3:] += 1
    return np.sum(windows.sum(axis=1) ** 2)


@case(signed(5))
def picked_elements_are_copies(x):
    a = x[[0, 2, 4]]
    a *= 2
    b = x[x > 0]
    b[:] = 0
    c = np.take(x, [1, 3])
    c += a[:2]
    return np.sum(x ** 2) + np.sum(a ** 2) + np.sum(b) + np.sum(c ** 2)


@case(numbers(6))
def written_and_read_by_turns(x):
    v, w = x[:4], x[2:]
    s = 0.0
    for k in range(3):
        v[k] *= w[k]
        s += x[k] * x[k + 2]
        w[3 - k] += v[0]
    return s + np.sum(v * w)


@case(numbers(4, 4))
def corner_of_a_corner(a):
    inner = a[1:, 1:]
    core = inner[:-1, :-1]
    core *= a[:2, :2]
    inner.T[2] += core.sum()
    return np.sum(a ** 2)


@case(numbers(3, 4))
def a_view_of_an_intermediate(a):
    b = np.exp(a - 1)
    top = b[0]
    top -= b[1]
    total = b.sum(axis=1)
    total[0] *= top[2]
    v = total[1:]
    v *= total[:2]
    return np.sum(b ** 2) + np.sum(total ** 2)


@case(numbers(3, 2))
def rows_added_up_and_listed(rows):
    total, firsts, both = np.zeros(2), [], [np.zeros(2), np.zeros(2)]
    for k in range(len(rows)):
        row = rows[k]
        total += row * row
        both[k % 2][...] += row ** 3
        firsts.append(row[0])
    return total.sum() * sum(firsts) + both[0].sum()


@case(numbers(3, 4))
def sections_by_indices_with_names(a):
    rest, column, inner = np.s_[1:, 0], (slice(None), 2), (slice(1, -1),) * 2
    v, w, u = a[rest], a[column], a[inner]
    v *= a[np.index_exp[0]][1]
    w += v[1]
    u *= 2.0
    a[inner] -= w[0]
    return np.sum(a ** 2) + np.sum(v * w[1:])
