"""Programs that bring several constructs together: aliases, views, masks, kinds that change, helpers that write."""
import math

import numpy as np

from .registry import case, numbers, signed

WEIGHTS = np.array([0.2, 0.5, 0.3])


def normalise(v, eps=1e-3):
    n = math.sqrt(sum([e * e for e in v]) + eps)
    return [e / n for e in v]


def relax_inplace(u, omega=0.5, *, times=1):
    for _ in range(times):
        u[1:-1] += omega * (u[:-2] - 2 * u[1:-1] + u[2:])
    return u


def smooth(u, weights=WEIGHTS):
    out = u.copy()
    for i in range(1, len(u) - 1):
        out[i] = weights[0] * u[i - 1] + weights[1] * u[i] + weights[2] * u[i + 1]
    return out


@case(signed(6))
def alias_in_list(x):
    u = x * 2
    views = [u[:3], u[3:], u]
    for v in views:
        v *= 1.5
    views[0][1] = views[1][2] ** 2
    return np.sum(u ** 2) + views[-1][1]


@case(np.array(1.3), 0.7)
def zero_d_written(x, a):
    y = x.copy()
    y[...] = y * a
    y += x
    y[()] *= y
    return y * a


@case(signed(5))
def keep_positive(x):
    mask = x > 0
    y = x.copy()
    y[mask] **= 2
    y[~mask] = -y[~mask] * x[~mask].sum()
    idx = np.nonzero(mask)[0]
    for j in idx[::-1]:
        y[j] += y[j - 1]
    return y


@case(numbers(6), 0.2)
def helper_kinds(x, w):
    a = smooth(x)
    b = smooth(a * w, weights=np.array([w, 1 - w, 0.1]))
    c = relax_inplace(a, w, times=2)
    c[2] += b[3]
    relax_inplace(u=b)
    v = normalise([x[0], w, c[2]])
    return a[2] * c[1] + np.sum(b ** 2) + v[0] * v[2]


@case(numbers(1, 4), numbers(3, 1))
def size_one_axes(r, c):
    g = r * c
    g[:, :1] += c
    g[-1:, :] *= r
    h = np.zeros((3, 1)) + c
    h += g.mean(axis=1, keepdims=True)
    k = r.copy()
    k[...] = g[0:1] - h[1]
    return np.sum(g * h) + np.squeeze(k)[2]


@case(signed(5))
def walrus_match(x):
    s = 0.0
    i = 0
    while (n := len(x) - i) > 1:
        v = x[i]
        match n % 3:
            case 0:
                s += v
            case 1 if v > 0:
                s *= v
            case 1:
                s -= v * v
            case _:
                s = s * 0.5 + v
        i += 1
    return s * (last := x[-1]) + last


@case(np.asfortranarray(numbers(3, 4)), numbers(8)[::2])
def fortran_strided(a, v):
    flat = a.ravel()
    flat[1] = 7.0 * v[0]
    b = a.reshape(-1)
    c = a.T.ravel()
    c *= 2
    w = v[::-1]
    w[1:] += v[:-1]
    return flat @ b + np.sum(c[:4] * w) + a[0, 1]


@case(np.zeros(0), 0.7)
def empties(x, a):
    out = []
    for v in x:
        out.append(v * a)
    y = np.array(out)
    y[:] = 3 * a
    return a ** 2 + y.sum() + np.sum(x * a) + sum(out)


@case(signed(3, 4))
def masks_2d(x):
    y = np.where(x > 0, x, np.where(x < -0.8, 0.1 * x, x ** 2))
    m = (y > 0.3) & (x < 1.0)
    y[m] = y[m] * 2 + x[m]
    rows, cols = np.where(m)
    for r, c in zip(rows, cols):
        y[r, c] -= y[r - 1, c - 1] ** 2
    return y.T @ x


@case(signed(4), 0.3)
def aliased_history(u, dt):
    hist = []
    u = u * 1.0
    for k in range(3):
        hist.append(u)
        u += dt * np.sin(u)
    hist.append(u * 2)
    return np.sum(np.stack(hist) ** 2) + hist[0][1]


@case(signed(4), 0.3)
def copied_history(u, dt):
    hist = []
    u = u * 1.0
    for k in range(3):
        hist.append(u.copy())
        u += dt * np.sin(u)
        hist[k][0] *= u[1]
    return np.sum(np.stack(hist) ** 3) + hist[0][1]


@case(signed(3))
def shared_rows(x):
    grid = [[0.0] * 3] * 3
    for i in range(3):
        grid[i][i] += x[i] ** 2
        grid[0][i] *= x[(i + 1) % 3]
    return grid[2][0] + grid[1][1] * grid[0][2]


@case(signed(5))
def mask_changed_after(x):
    m = x > 0
    y = x.copy()
    y[m] = y[m] ** 2
    m[0] = not m[0]
    y[m] *= 3.0
    z = np.where(m, y, x)
    m[:] = ~m
    z = z + np.where(m, x * x, 0.0)
    m[1] = True
    return np.sum(z[m] * y[m])


@case(signed(5))
def indices_changed_after(x):
    idx = np.array([0, 2, 4])
    y = x[idx] * 2
    idx += 0
    idx[0] = 1
    y = y * x[idx]
    idx[:] = idx[::-1]
    z = x.copy()
    z[idx] += y
    idx[1], idx[2] = idx[2], idx[1]
    z[idx[1:]] *= y[:2]
    perm = [3, 1, 0]
    s = 0.0
    for k in range(3):
        perm[k], perm[0] = perm[0], perm[k]
        s += z[perm[0]] * y[k]
    return s + np.sum(z)


@case(signed(3, 3))
def rows_iterated_while_written(a):
    b = a.copy()
    for k, row in enumerate(b):
        row *= k + 1
        b[0] += row ** 2
    for r, q in zip(b, b[1:]):
        r[0] = q[1] * r[2]
        q -= r
    return b


@case(signed(4), 3)
def bound_changed(x, n):
    s = x[0]
    for i in range(n):
        n = n + 2
        s = s * x[i] + n
        i = i * 2
        s += i * x[1]
    return s * i + n * x[2]


@case(signed(4))
def loop_targets(x):
    y = np.zeros(4)
    for i, y[i] in enumerate(x):
        y[i] *= y[i - 1] + 1
    for y[0] in (x[2], x[3] * 2):
        y[1] += y[0]
    return np.sum(y ** 2)


@case([0.5, 1.2, -0.7], 0.4)
def list_argument(l, a):
    l.append(a)
    l[0] *= l[1]
    t = l.pop()
    return l[0] * t + l[-1] ** 2


@case([np.array([0.5, 1.2]), np.array([[0.3, 0.1], [0.7, -0.2]])], signed(2))
def parameter_list(params, x):
    b, w = params
    h = x
    for k, p in enumerate(params):
        if p.ndim == 2:
            h = np.tanh(p @ h)
        else:
            h = h + p * (k + 1)
    params[0][0] = h[1]
    return np.sum(b * h) + w[0, 0]


@case(numbers(4), numbers(4, seed=9))
def argmax_driven(p, q):
    p = p.copy()
    total = 0.0
    for _ in range(3):
        k = int(np.argmax(p))
        j = np.argmin(q)
        total += p[k] * q[j]
        p[k] = p[k] * 0.3 + q[k if k < 2 else -1]
        q = np.where(np.arange(4) == j, q * 2, q)
    return total + p.max()


@case(signed(4))
def overlapping_parts(x):
    y = x.copy()
    def shift(dst, src):
        dst[:] = src * 2
        return dst.sum()
    s = shift(y[1:], y[:-1])
    t = shift(y[::2], y[1::2])
    return s * t + y[0]


@case(signed(3), signed(3, seed=8))
def one_array_twice(x, y):
    def f(a, b):
        a[0] = b[1] ** 2
        b[2] += a[0]
        return a[2] * b[0]
    u = x.copy()
    w = x * y
    return f(u, u) + f(w, u) + np.sum(u * w)


@case(signed(4))
def inactive_matrix_built(x):
    a = np.zeros((4, 4))
    s = x
    for k in range(4):
        a[k, k] = k + 1.0
        a[k, (k + 1) % 4] = -0.5
        s = a @ s
        a *= 0.5
        s = s / (1 + np.abs(a @ x))
    return s


@case(signed(4))
def inactive_view_written(x):
    w = np.ones(6)
    v = w[1:5]
    y = x * v
    v[:] = 2.0
    y = y * v + w[:4]
    w[::2] = -1
    z = y * y * v
    v *= 3
    return z * w[2:]


@case(signed(5))
def order_by_argsort(x):
    order = np.argsort(x)
    y = x[order]
    order = order[::-1].copy()
    order[0], order[-1] = order[-1], order[0]
    z = x[order] * y
    order += 0
    order[:2] = 1
    ranks = np.empty(5, int)
    ranks[np.argsort(x)] = np.arange(5)
    return np.sum(z * ranks) + y[order[0]] * x[order[1]]


@case(signed(3))
def returns_from_inner(x):
    y = x.copy()
    for i in range(3):
        for j in range(3):
            y[i] += 0.3 * y[j] ** 2
            if y[i] > 1.0:
                y[j] *= 2
                return np.sum(y) * (i + j)
        if i == 2:
            return y[i] * 3
    return y[0]


@case(signed(6))
def running_moments(x):
    mean, spread, history = x[0], 0.0, []
    for count, value in enumerate(x[1:], start=2):
        off = value - mean
        mean += off / count
        spread += off * (value - mean)
        history.append((mean, spread))
    return sum(m * s for m, s in history)


@case(signed(3))
def tuples_within_tuples(x):
    def turned(nest, scale=2.0):
        a, (b, c) = nest
        return scale * a, b * c

    p, q = turned((x[0], (x[1], x[2])))
    p, q = turned((q, (p, x[0])), scale=x[1])
    return p * q
@case([3, 4.0], (2, 0.5, [1, 2.0]), [3, 4], wrt=("values", "nest", "whole"))
def integers_beside_floats(values, nest, whole):
    s = whole[1] * 0.5
    for v in whole:
        s = s + v * v * values[0]
    return s + values[0] ** 2 * values[1] + nest[0] * nest[1] + nest[2][0] ** 3 * nest[2][1]
