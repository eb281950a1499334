"""Programs that read and write one element at a time."""
import math

import numpy as np

from . import LOOPS, Workload


def cholesky(a0):
    a = a0.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])
    return np.sum(a ** 3)


def cholesky_by_hand(a0):
    a = a0.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])
    a_bar = 3.0 * a ** 2
    for i in range(n - 1, -1, -1):
        t = a_bar[i, i] * 0.5 / a[i, i]
        a_bar[i, i] = t
        for k in range(i - 1, -1, -1):
            a_bar[i, k] -= 2.0 * t * a[i, k]
        for j in range(i - 1, -1, -1):
            t = a_bar[i, j] / a[j, j]
            a_bar[i, j] = t
            a_bar[j, j] -= t * a[i, j]
            for k in range(j - 1, -1, -1):
                a_bar[i, k] -= t * a[j, k]
                a_bar[j, k] -= t * a[i, k]
    return a_bar


def gauss_seidel(a0, sweeps):
    a = a0.copy()
    n = a.shape[0]
    for t in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                           + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0
    return np.sum(a * a)


def gauss_seidel_by_hand(a0, sweeps):
    a = a0.copy()
    n = a.shape[0]
    for t in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                           + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0
    a_bar = 2.0 * a
    for t in range(sweeps):
        for i in range(n - 2, 0, -1):
            for j in range(n - 2, 0, -1):
                b = a_bar[i, j] / 9.0
                a_bar[i, j] = b
                a_bar[i - 1, j - 1] += b
                a_bar[i - 1, j] += b
                a_bar[i - 1, j + 1] += b
                a_bar[i, j - 1] += b
                a_bar[i, j + 1] += b
                a_bar[i + 1, j - 1] += b
                a_bar[i + 1, j] += b
                a_bar[i + 1, j + 1] += b
    return a_bar


def gemm(a, b):
    n, m = a.shape
    p = b.shape[1]
    c = np.zeros((n, p))
    for i in range(n):
        for j in range(p):
            for k in range(m):
                c[i, j] += a[i, k] * b[k, j]
    return np.sum(c * c)


def gemm_by_hand(a, b):
    n, m = a.shape
    p = b.shape[1]
    c = np.zeros((n, p))
    for i in range(n):
        for j in range(p):
            for k in range(m):
                c[i, j] += a[i, k] * b[k, j]
    c_bar = 2.0 * c
    a_bar = np.zeros((n, m))
    b_bar = np.zeros((m, p))
    for i in range(n):
        for j in range(p):
            t = c_bar[i, j]
            for k in range(m):
                a_bar[i, k] += t * b[k, j]
                b_bar[k, j] += a[i, k] * t
    return a_bar, b_bar


def lennard_jones_loops(places):
    energy = 0.0
    for i in range(len(places)):
        for j in range(i):
            x = places[i, 0] - places[j, 0]
            y = places[i, 1] - places[j, 1]
            z = places[i, 2] - places[j, 2]
            s = 1.0 / (x * x + y * y + z * z)
            s6 = s * s * s
            energy += 4.0 * (s6 * s6 - s6)
    return energy


def lennard_jones_loops_by_hand(places):
    bar = np.zeros(places.shape)
    for i in range(len(places)):
        for j in range(i):
            x = places[i, 0] - places[j, 0]
            y = places[i, 1] - places[j, 1]
            z = places[i, 2] - places[j, 2]
            s = 1.0 / (x * x + y * y + z * z)
            s6 = s * s * s
            t = -24.0 * (2.0 * s6 - 1.0) * s6 * s          # twice that of the square of the distance
            bar[i, 0] += t * x
            bar[j, 0] -= t * x
            bar[i, 1] += t * y
            bar[j, 1] -= t * y
            bar[i, 2] += t * z
            bar[j, 2] -= t * z
    return bar


def spread(n, seed):
    """Return places in space, no two of them near each other."""
    rng = np.random.default_rng(seed)
    side = int(np.ceil(n ** (1 / 3)))
    grid = np.stack(np.meshgrid(*[np.arange(side)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)[:n]
    return 1.2 * grid + rng.uniform(-0.1, 0.1, (n, 3))


_rng = np.random.default_rng(0)
_square, _small = _rng.normal(size=(60, 60)), _rng.normal(size=(4, 4))
_WRITES = "writes one element of an array at a time, which it cannot"
_OTHERS = {"autograd": _WRITES, "jax": _WRITES}

WORKLOADS = {
    "cholesky": Workload("Cholesky by elements, N = 60", LOOPS, cholesky, cholesky_by_hand, ("a0",),
                         (_square @ _square.T + 60.0 * np.eye(60),), (_small @ _small.T + 4.0 * np.eye(4),), _OTHERS),
    "gauss_seidel": Workload("Gauss-Seidel by elements, 60x60, 10 sweeps", LOOPS, gauss_seidel, gauss_seidel_by_hand, ("a0",),
                             (_square, 10), (_small, 2), _OTHERS),
    "gemm": Workload("matrix product by elements, N = 40", LOOPS, gemm, gemm_by_hand, ("a", "b"),
                     (_square[:40, :40].copy(), _square[20:, 20:].copy()), (_small[:3].copy(), _small[:, :2].copy()), _OTHERS),
    "lennard_jones_loops": Workload(
        "Lennard-Jones by loops, 100 atoms", LOOPS, lennard_jones_loops, lennard_jones_loops_by_hand, ("places",),
        (spread(100, 1),), (spread(4, 2),), {"jax": "every pair is traced by itself: minutes"}),
}
