"""Programs as users write them: helpers that write and hand back views, aliases that differ by branch, pivots, scans."""
import numpy as np

from ..registry import case, numbers


def bump(v, k):
    v[k] += 1.0
    return v[k:]


def twice(v):
    w = bump(v, 1)
    w *= 2.0
    return bump(w, 0)


@case(numbers(5))
def nested_helpers_views(x):
    z = twice(x)
    z[1] = x[0] * z[0]
    return np.sum(x * np.arange(1.0, 6.0)) + np.sum(z ** 2)


@case(numbers(5))
def helper_in_loop_break(x):
    k = 0
    v = x
    while len(v) > 1:
        v = bump(v, 0)[1:]
        k += 1
        if v[0] > 2.5:
            break
        v[0] *= 1.1
    return np.sum(x ** 2) * k


def choose(a, b, i):
    if i % 2 == 0:
        return a
    return b


@case(numbers(4), numbers(4, seed=1))
def helper_chooses(x, y):
    for i in range(4):
        t = choose(x, y, i)
        t[i] = x[i - 1] * y[i - 1]
        u = choose(y, x, i)
        u += 0.1 * t
    return np.sum(x * y)


def fill(out, x):
    for i in range(len(out)):
        out[i] = x[i] * x[-i]
    return out


@case(numbers(4))
def preallocated_helper(x):
    a, b = np.empty(4), np.empty(4)
    r = fill(a, x) + fill(b, a)
    return np.sum(r * fill(np.zeros(4), r))


@case(numbers(4))
def closure_writes(x):
    total = np.zeros(4)
    def add(v):
        total[:] += v * x
        x[0] = v[1]
    add(x)
    add(x ** 2)
    return np.sum(total * x)


@case(numbers(6))
def while_two_pointers(x):
    i, j = 0, 5
    while i < j:
        if x[i] < x[j]:
            x[i], x[j] = x[j], x[i] * 0.9
        else:
            x[i] -= 0.2 * x[j]
        i += 1
        j -= 1
    return np.sum(x * np.arange(6.0))


@case(numbers(5))
def quick_partition(x):
    p = x[4]
    i = 0
    for j in range(4):
        if x[j] < p:
            x[i], x[j] = x[j], x[i]
            i += 1
    x[i], x[4] = x[4], x[i]
    return np.sum(x * np.arange(1.0, 6.0)) + x[i]


@case(numbers(4, 4))
def pivoted_lu(A):
    n = 4
    perm = np.arange(n)
    for k in range(n - 1):
        p = k + np.argmax(np.abs(A[k:, k]))
        if p != k:
            A[[k, p]] = A[[p, k]]
            perm[[k, p]] = perm[[p, k]]
        A[k + 1:, k] /= A[k, k]
        A[k + 1:, k + 1:] -= np.outer(A[k + 1:, k], A[k, k + 1:])
    return np.sum(np.log(np.abs(np.diag(A)))) + A[3, 0] * perm[0]


@case(numbers(3, 8))
def batched_scan(a):
    h = np.zeros(3)
    out = np.zeros_like(a)
    for t in range(8):
        h = np.tanh(0.5 * h + a[:, t])
        out[:, t] = h
        if t % 3 == 0:
            h = out[:, t - 1] * 0.5
            h[0] += 1.0
    return np.sum(out ** 2) + np.sum(h)


@case(numbers(8))
def cumulative_views(x):
    acc = 0.0
    w = x[:4]
    for i in range(4):
        w = x[i:i + 4]
        w[0] += w[-1]
        acc += np.sum(w) * w[1]
    w[1:] = 0.5
    return acc + np.sum(x)


@case(numbers(5))
def rebinding_in_loop(x):
    y = x
    for i in range(3):
        y[i] *= 2.0
        y = y[1:]
        y[0] += x[i]
    y = y + 1.0
    y[0] = x[4]
    return np.sum(x * x) + np.sum(y)


@case(numbers(4), 3)
def dynamic_count(x, n):
    hist = np.zeros((n + 1, 4))
    hist[0] = x
    for k in range(n):
        hist[k + 1] = hist[k]
        hist[k + 1, k] = np.sum(hist[k] ** 2)
    return np.sum(hist[-1] * hist[1])


@case(numbers(5), np.array([True, False, True, True, False]))
def masks_as_args(x, m):
    x[m] = x[~m][0] * x[m]
    m[0] = False
    x[m] += 1.0
    y = x[m]
    y[0] = 9.0
    n = m.copy()
    n[1] = True
    x[n] *= np.arange(1.0, 4.0)
    return np.sum(x ** 2) + np.sum(y)


@case(numbers(3, 3))
def ellipsis_and_newaxis(a):
    a[..., 0] += a[..., -1]
    a[None, 1, ...] *= 2.0
    a[:, None, 1] -= a[0][None, :1]
    b = a[..., None]
    b[0, 0, 0] = 4.0 * a[2, 2]
    return np.sum(a ** 2) + np.sum(b)


@case(numbers(4), numbers(4, seed=5))
def conditional_alias_expression(x, y):
    z = x if x[0] > y[0] else y
    w = (y if z is x else x)[1:]
    z += 1.0
    w *= z[1:]
    return np.sum(x * y)


@case(numbers(4))
def power_and_mod_inplace(x):
    x **= 2
    x[1:] **= x[:-1]
    x %= 1.7
    x[0] //= 0.1
    x[2] /= x[1] + 1.0
    return np.sum(x * x)


@case(numbers(2, 3), numbers(3, 2, seed=2))
def matmul_inplace(a, b):
    c = np.eye(2)
    c @= a @ b
    c[0] = c[0] @ c
    return np.sum(c ** 2)


@case(numbers(5))
def write_then_return_views(x):
    x[1:3] = x[3:] * 2
    return x[1:], x[0]


@case(numbers(5))
def try_guarded(x):
    y = np.empty(5)
    try:
        y[:] = x * 2
        y[7] = 1.0
    except IndexError:
        y[0] = x[1] ** 2
    return np.sum(y * x)


@case(numbers(4, 4))
def diag_of_written(A):
    d = np.diag(A)
    A[1, 1] = d[0] * 2
    s = np.sum(d ** 2)
    A *= 1.5
    B = np.diag(d)
    e = np.diag(A, 1)
    A[0] = B[2]
    return s + np.sum(d * d) + np.sum(B) + np.sum(e ** 2)


@case(numbers(4, 4))
def pivoted(A):
    n = 4
    for k in range(n - 1):
        A[k + 1:, k] /= A[k, k] + 2.0
        A[k + 1:, k + 1:] -= np.outer(A[k + 1:, k], A[k, k + 1:])
    return np.sum(np.log(np.abs(np.diag(A))))
