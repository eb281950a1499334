"""Linear algebra and other algorithms by loops that write in place."""
import math

import numpy as np

from ..registry import case, numbers, signed


def dominant(n, seed=0):
    """Return a matrix that needs no pivoting."""
    return signed(n, n, seed=seed) + 4.0 * np.eye(n)


def positive_definite(n, seed=0):
    b = signed(n, n, seed=seed)
    return b @ b.T + n * np.eye(n)


@case(dominant(4))
def lu_by_elements(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]
    return np.sum(a ** 2)


@case(dominant(5))
def lu_by_rows(a):
    n = len(a)
    for k in range(n - 1):
        a[k + 1:, k] /= a[k, k]
        a[k + 1:, k + 1:] -= np.outer(a[k + 1:, k], a[k, k + 1:])
    return np.prod(np.diagonal(a)) + np.sum(np.tril(a, -1) ** 2)


@case(signed(4, 4), signed(4, seed=1))
def solve_with_pivoting(a, b):
    n = len(b)
    for k in range(n):
        p = k
        for i in range(k + 1, n):
            if abs(a[i, k]) > abs(a[p, k]):
                p = i
        if p != k:
            a[[k, p]] = a[[p, k]]
            b[k], b[p] = b[p], b[k]
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i, k:] -= factor * a[k, k:]
            b[i] -= factor * b[k]
    for i in range(n - 1, -1, -1):
        b[i] = (b[i] - a[i, i + 1:] @ b[i + 1:]) / a[i, i]
    return np.sum(b ** 2)


@case(signed(3, 3))
def gauss_jordan_inverse(a):
    n = len(a)
    work = np.zeros((n, 2 * n))
    work[:, :n] = a
    work[:, n:] = np.eye(n)
    for k in range(n):
        work[k] /= work[k, k]
        for i in range(n):
            if i != k:
                work[i] -= work[i, k] * work[k]
    return np.sum(work[:, n:] * a ** 2)


@case(positive_definite(4))
def cholesky_by_elements(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])
    return np.sum(np.tril(a) ** 3)


@case(positive_definite(4))
def cholesky_by_columns(a):
    n = len(a)
    lower = np.zeros_like(a)
    for j in range(n):
        s = a[j, j] - np.sum(lower[j, :j] ** 2)
        lower[j, j] = np.sqrt(s)
        lower[j + 1:, j] = (a[j + 1:, j] - lower[j + 1:, :j] @ lower[j, :j]) / lower[j, j]
    return np.sum(np.log(np.diagonal(lower))) + np.sum(lower)


@case(signed(4, 3))
def gram_schmidt(a):
    m, n = a.shape
    q = np.zeros((m, n))
    r = np.zeros((n, n))
    for k in range(n):
        r[k, k] = np.sqrt(np.sum(a[:, k] ** 2))
        q[:, k] = a[:, k] / r[k, k]
        for j in range(k + 1, n):
            r[k, j] = q[:, k] @ a[:, j]
            a[:, j] -= q[:, k] * r[k, j]
    return np.sum(r ** 2 * np.arange(1.0, 4.0)) + np.sum(q ** 3)


@case(signed(4, 3))
def householder(a):
    m, n = a.shape
    for k in range(n):
        v = a[k:, k].copy()
        v[0] += np.copysign(np.sqrt(v @ v), v[0])
        v /= np.sqrt(v @ v)
        a[k:, k:] -= 2.0 * np.outer(v, v @ a[k:, k:])
    return np.sum(a[:n] ** 2 * np.arange(1.0, 4.0))


@case(positive_definite(3))
def jacobi_rotations(a):
    for sweep in range(2):
        for p in range(2):
            for q in range(p + 1, 3):
                theta = 0.5 * np.arctan2(2 * a[p, q], a[q, q] - a[p, p])
                c, s = np.cos(theta), np.sin(theta)
                rp, rq = a[p].copy(), a[q].copy()
                a[p], a[q] = c * rp - s * rq, s * rp + c * rq
                cp, cq = a[:, p].copy(), a[:, q].copy()
                a[:, p] = c * cp - s * cq
                a[:, q] = s * cp + c * cq
    return np.sum(np.diagonal(a) ** 2 * np.array([1.0, 2.0, 3.0]))


@case(0.3 * signed(5))
def durbin(r):
    n = len(r)
    y = np.zeros(n)
    z = np.zeros(n)
    alpha = -r[0]
    beta = 1.0
    y[0] = -r[0]
    for k in range(1, n):
        beta = (1 - alpha * alpha) * beta
        total = 0.0
        for i in range(k):
            total += r[k - i - 1] * y[i]
        alpha = -(r[k] + total) / beta
        for i in range(k):
            z[i] = y[i] + alpha * y[k - i - 1]
        y[:k] = z[:k]
        y[k] = alpha
    return np.sum(y ** 2)


@case(0.3 * signed(5))
def durbin_by_slices(r):
    y = np.empty_like(r)
    alpha, beta = -r[0], 1.0
    y[0] = -r[0]
    for k in range(1, len(r)):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / beta
        y[:k] += alpha * np.flip(y[:k])
        y[k] = alpha
    return np.sum(y ** 2)


@case(dominant(4), signed(4, seed=1))
def triangular_solves(a, b):
    n = len(b)
    x = np.zeros(n)
    for i in range(n):
        x[i] = (b[i] - a[i, :i] @ x[:i]) / a[i, i]
    for i in reversed(range(n)):
        x[i] = (x[i] - a[i, i + 1:] @ x[i + 1:]) / a[i, i]
    return np.sum(x ** 2)


@case(numbers(4), 3 + numbers(5, seed=1), numbers(4, seed=2), signed(5, seed=3))
def thomas(lower, diagonal, upper, d):
    n = len(d)
    for i in range(1, n):
        w = lower[i - 1] / diagonal[i - 1]
        diagonal[i] -= w * upper[i - 1]
        d[i] -= w * d[i - 1]
    x = d
    x[-1] = d[-1] / diagonal[-1]
    for i in range(n - 2, -1, -1):
        x[i] = (d[i] - upper[i] * x[i + 1]) / diagonal[i]
    return np.sum(x ** 2)


@case(dominant(4), signed(4, seed=1))
def gauss_seidel_of_a_system(a, b):
    x = np.zeros_like(b)
    for sweep in range(3):
        for i in range(len(b)):
            x[i] = (b[i] - a[i, :i] @ x[:i] - a[i, i + 1:] @ x[i + 1:]) / a[i, i]
    return np.sum(x ** 2)


@case(positive_definite(3), signed(3, seed=1))
def conjugate_gradients(a, b):
    x = np.zeros(3)
    r = b.copy()
    p = r.copy()
    rr = r @ r
    for k in range(2):
        ap = a @ p
        alpha = rr / (p @ ap)
        x += alpha * p
        r -= alpha * ap
        new = r @ r
        p *= new / rr
        p += r
        rr = new
    return np.sum(x ** 2)


@case(numbers(4, 4))
def min_plus(paths):
    n = paths.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                paths[i, j] = min(paths[i, j], paths[i, k] + paths[k, j])
    return np.sum(paths ** 2)


@case(numbers(5, 5))
def min_plus_by_rows(paths):
    for k in range(len(paths)):
        np.minimum(paths, paths[:, k, None] + paths[k], out=paths)
    return np.sum(paths ** 2)


@case(signed(8), signed(8, seed=1))
def fft_in_real_arithmetic(re, im):
    n = len(re)
    j = 0
    for i in range(1, n):
        bit = n // 2
        while j >= bit:
            j -= bit
            bit //= 2
        j += bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
    size = 2
    while size <= n:
        half = size // 2
        for start in range(0, n, size):
            for k in range(half):
                angle = -2 * math.pi * k / size
                c, s = math.cos(angle), math.sin(angle)
                a, b = start + k, start + k + half
                t_re = re[b] * c - im[b] * s
                t_im = re[b] * s + im[b] * c
                re[b] = re[a] - t_re
                im[b] = im[a] - t_im
                re[a] += t_re
                im[a] += t_im
        size *= 2
    return np.sum((re ** 2 + im ** 2) * np.arange(1.0, n + 1)) + re[1] * im[2]


@case(signed(8), signed(8, seed=1))
def fft_by_slices(re, im):
    order = np.array([0, 4, 2, 6, 1, 5, 3, 7])
    re[:], im[:] = re[order], im[order]
    half = 1
    while half < len(re):
        angle = -np.pi * np.arange(half) / half
        c, s = np.cos(angle), np.sin(angle)
        a, b = re.reshape(-1, 2, half), im.reshape(-1, 2, half)
        t_re = c * a[:, 1] - s * b[:, 1]
        t_im = s * a[:, 1] + c * b[:, 1]
        a[:, 1] = a[:, 0] - t_re
        b[:, 1] = b[:, 0] - t_im
        a[:, 0] += t_re
        b[:, 0] += t_im
        half *= 2
    return np.sum(np.sqrt(re ** 2 + im ** 2) * np.arange(1.0, 9.0))


@case(numbers(4), numbers(4, seed=1), 0.7, 0.4)
def gemver(u, v, alpha, beta):
    a = np.eye(4)
    a += np.outer(u, v)
    x = np.zeros(4)
    x += beta * v @ a
    x += u
    w = np.zeros(4)
    w[:] += alpha * a @ x
    return np.sum(w ** 2)


@case(numbers(4, 3))
def correlation(data):
    data -= data.mean(axis=0)
    spread = data.std(axis=0)
    spread[spread <= 0.1] = 1.0
    data /= np.sqrt(4) * spread
    matrix = np.eye(3)
    for i in range(2):
        matrix[i + 1:, i] = matrix[i, i + 1:] = data[:, i] @ data[:, i + 1:]
    return np.sum(matrix ** 2 * np.arange(1.0, 4.0))


@case(signed(3, 2), signed(2, 3, seed=1), 0.7)
def symmetric_update(a, b, alpha):
    c = np.zeros((3, 3))
    for i in range(3):
        c[i, :i + 1] *= 0.5
        for k in range(2):
            c[i, :i + 1] += alpha * a[i, k] * a[:i + 1, k] + b[k, :i + 1]
    return np.sum(c ** 2)
