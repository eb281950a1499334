"""Writes and reads by turns: ping-pong, masks that overlap, repeated indices, odd strides, arrays of no axes."""
import numpy as np

from ..registry import case, numbers


@case(numbers(5), 0.7)
def pingpong_while_break(x, s):
    a, b = x.copy(), np.zeros(5)
    k = 0
    while True:
        b[1:-1] = s * (a[:-2] + a[2:]) / 2
        b[0] = a[0]
        b[-1] = a[-1] * s
        a, b = b, a
        k += 1
        if np.sum(np.abs(a - b)) < 0.3 or k > 7:
            break
    return np.sum(a * a) + np.sum(b)


@case(numbers(6))
def pingpong_return_in_loop(x):
    cur, nxt = x, np.empty_like(x)
    for it in range(10):
        for i in range(6):
            nxt[i] = 0.5 * cur[i] + 0.3 * cur[i - 1] ** 2
        if nxt[0] < 0.4:
            return np.sum(nxt) * cur[1]
        cur, nxt = nxt, cur
    return np.sum(cur)


@case(numbers(6), numbers(6, seed=2))
def alias_by_branch_in_loop(x, y):
    z = np.zeros(6)
    for i in range(4):
        t = x if i % 2 else y
        t[i] *= z[i - 1] + 1.5
        z[i] = t[i] + x[i] * y[i]
    return np.sum(z ** 2) + np.sum(x * y)


@case(numbers(8)[::-2])
def negative_strides_arg(x):
    y = x[::-1]
    y[1:] += y[:-1] * 0.5
    x[0] = y[0] * y[1]
    return np.sum(x * np.arange(4.0))


@case(numbers(5))
def empty_slices(x):
    n = 0
    y = x * x
    y[n:0] = 3.0
    y[5:] += 1.0
    y[2:2] *= y[2:2]
    z = np.zeros(0)
    z[:] = y[3:3]
    w = y[4:2]
    w[...] = 1.0
    return np.sum(y) + np.sum(z) + np.sum(w)


@case(np.array(0.7), np.array(1.3))
def zero_d(a, b):
    a[...] = a * b
    b[()] = a + b
    a += b
    c = np.zeros(())
    c[()] = a * 2
    d = c[()]
    c += 1.0
    return a * b + c * d


@case(np.array(0.7))
def zero_d_alias(a):
    b = a
    b *= 2.0
    c = a.reshape(1)
    c[0] += a ** 2
    return a * b + c[0]


@case(numbers(5))
def zero_d_element_views(x):
    e = x[2, ...]
    e[...] = x[0] * x[1]
    e += 1.0
    f = x[1]
    f += 2.0
    return np.sum(x * x) + e * f


@case(numbers(6))
def masks_overlap(x):
    m = x > 0.6
    n = x < 1.4
    x[m] *= 2.0
    x[n] += x[n] ** 2
    x[m & n] = 0.5 * x[m & n] + 1.0
    x[~m] -= 0.1
    return np.sum(x ** 2)


@case(numbers(5), np.array([0, 3, 0, 3, 2]))
def repeats_everywhere(x, idx):
    y = x.copy()
    y[idx] = x * 2
    y[idx] += x
    y[idx] *= 1.5
    y[idx] = y[idx[::-1]]
    np.add.at(y, idx, y)
    return np.sum(y ** 2)


@case(numbers(4), np.array([[0, 1], [1, 2], [2, 0], [1, 3]]))
def at_in_loops(x, edges):
    f = np.zeros(4)
    for k in range(3):
        d = x[edges[:, 0]] - x[edges[:, 1]]
        np.add.at(f, edges[:, 0], -d)
        np.add.at(f, edges[:, 1], d)
        x += 0.1 * f
        np.subtract.at(x, edges[:, k % 2], 0.01 * d * d)
        f[:] = 0.0
    return np.sum(x ** 2)


@case(numbers(4), np.array([0, 0, 1, 3, 3]))
def max_at_loops(x, idx):
    best = np.full(4, -1.0)
    for k in range(2):
        np.maximum.at(best, idx, x[[1, 2, 3, 0, 1]] * (k + 1))
        np.minimum.at(best, [2], x[0])
        np.multiply.at(x, idx, 0.9)
    return np.sum(best * x)


@case(numbers(5), 0.5)
def writes_both_branches(x, s):
    y = np.zeros(5)
    for i in range(5):
        if x[i] > 0.9:
            y[i] = s * x[i]
            x[i] = y[i] ** 2
        else:
            y[i] = x[i] - s
            if i > 0:
                y[i - 1] += x[i] * y[i]
    return np.sum(x * y)


@case(numbers(5), 0.5)
def early_returns(x, s):
    x[0] *= s
    if x[0] > 5:
        return x[0]
    x[1:] += x[:-1]
    if x[-1] > 1.0:
        x[2] = 7.0 * s
        return np.sum(x ** 2)
    x[:] = 0
    return np.sum(x)


@case(numbers(5, dtype=np.float32), numbers(5))
def float_mixed(x, y):
    x[1:] = y[1:] * x[:-1]
    y[:-1] += x[1:]
    z = x.astype(np.float64)
    z[0] = y[1]
    x[0] = z[0] * 2
    return np.sum(x * y) + np.sum(z)


@case(numbers(4, 4), 0.3)
def transposed_update(a, s):
    a += s * a.T
    a[:2, 2:], a[2:, :2] = a[2:, :2].copy(), a[:2, 2:].copy()
    a -= a[0]
    a *= a[:, :1]
    return np.sum(a ** 2)


@case(numbers(4, 4))
def row_col_alias(a):
    r, c = a[1], a[:, 1]
    r += c
    c *= r
    r[1] = c[0]
    return np.sum(a * a)


@case(numbers(3, 4))
def loop_over_T(a):
    for col in a.T:
        col -= np.mean(col)
        col[0] = np.sum(col ** 2)
    return np.sum(a ** 3)


@case(numbers(6))
def chained_assign(x):
    y = x[1:3] = x[3:5]
    y[0] = 9.0 * x[0]
    a = b = np.zeros(2)
    a[0] = x[5]
    b[1] = a[0] * x[1]
    return np.sum(x * x) + np.sum(a * b)


@case(numbers(6), 2)
def slices_by_names(x, k):
    n = len(x)
    for i in range(n - 1, 0, -1):
        x[i:] -= x[i - 1:n - 1] * 0.2
        x[:i] += x[n - i:] * 0.1
    x[k:-k] = x[:n - 2 * k]
    x[-k:] *= x[k]
    return np.sum(x ** 2)


@case(numbers(4, 5))
def neg_step_2d(a):
    a[::-1, ::2] += a[:, ::2]
    a[1:3, ::-1][0] = a[3]
    a[[0, 2], 1:3] = a[[2, 0], 3:]
    a[:, [1, 1]] *= 2.0
    return np.sum(a * a)


@case(numbers(5))
def a_view_is_no_copy_to_swap_with(x):
    tmp = x[0:2]
    x[0:2] = x[2:4]
    x[2:4] = tmp * 2
    return np.sum(x * np.arange(1, 6.0))


@case(numbers(4))
def fill_then_accumulate(x):
    out = np.empty((3, 4))
    out.fill(0.5)
    for k in range(3):
        out[k] += x * k
        x = x * out[k]
        out[k - 1, :2] = x[:2]
    return np.sum(out ** 2) + np.sum(x)


@case(numbers(4))
def diag_by_strides(x):
    a = np.outer(x, x)
    a.flat[::5] = x
    a.ravel()[::5] += 1.0
    a.reshape(-1)[1] = a[2, 2]
    return np.sum(a * a)


@case(numbers(3, 3))
def triangular_indices(a):
    iu = np.triu_indices(3, 1)
    il = np.tril_indices(3, -1)
    a[il] = a[iu]
    a[np.diag_indices(3)] += 1.0
    a[np.nonzero(a > 1.0)] *= 0.9
    return np.linalg.det(a)


@case(numbers(5))
def where_index(x):
    i = np.argmax(x)
    x[i] = 0.0
    j = np.where(x > 0.8)[0]
    x[j] = x[j] * x[0]
    k = np.argsort(x)
    x[k] = x
    x[k[0]] = 2 * x[k[-1]]
    return np.sum(x * np.arange(5.0))


@case(numbers(4), numbers(4, seed=3))
def tuple_swap_with_views(x, y):
    x[:2], y[2:] = y[2:] * 2, x[:2]
    x, y = y, x
    x[0] = y[0] * 3
    return np.sum(x * x) + np.sum(y ** 3)


@case(numbers(4))
def view_survives_rebinding(x):
    v = x[1:]
    x = x * 2.0
    v[0] = x[0]
    x[1] += v[0] * v[1]
    return np.sum(x) + np.sum(v ** 2)


class Turns:
    """Two buffers in attributes that change places, and a sum that is kept after each turn."""

    def __init__(self, u):
        self.u, self.new, self.sums = u, np.zeros_like(u), []

    def views(self):
        return self.u[1:], self.new[:-1]

    def step(self):
        u, new = self.u, self.new
        new[1:] = u[:-1] * u[1:]
        self.u, self.new = new, u
        self.sums.append(new.sum())


@case(numbers(4))
def buffers_in_attributes_read_after_their_turn(u):
    turns = Turns(u)
    for _ in range(3):
        turns.step()
    return sum(s ** 2 for s in turns.sums) + np.sum(turns.new)


@case(numbers(4))
def views_of_an_attribute_that_is_rebound(u):
    turns = Turns(u)
    v, w = turns.views()
    v *= 2.0
    turns.u = turns.u * turns.u[0]
    turns.u[1] += v[0]
    w += v
    return np.sum(turns.u ** 2) + np.sum(u) + v @ w
