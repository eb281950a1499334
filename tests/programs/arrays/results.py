"""Results of functions of NumPy that are written to: of factorisations, several at once, and copies in disguise."""
import numpy as np

from ..registry import case, numbers


@case(numbers(3, 3))
def eigenvalues_of_a_symmetric_matrix(a):
    w, v = np.linalg.eigh(a + a.T)
    w[0] *= 2
    v[:, 0] *= w[1]
    return np.sum(w ** 2) + np.sum(v ** 2)


@case(numbers(3, 3))
@case(np.array([[1.0, 2.0, 0.3], [-2.0, 1.0, 0.2], [0.1, 0.4, 0.7]]))
def eigenvalues_real_or_not(a):
    w, v = np.linalg.eig(a)
    rest = w[1:]
    w[0] *= 2
    rest *= w[0]
    return np.sum((w * w).real) + np.sum(rest.real)


@case(numbers(3, 3))
def orthogonal_factor(a):
    q, r = np.linalg.qr(a)
    r[0] *= 2
    q *= r[0, 0]
    return np.sum(q @ r)


@case(numbers(4, 3))
def singular_values_cut(a):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    s[-1] = 0.0
    u *= s
    return np.sum((u @ vt) ** 2)


@case(numbers(4))
def differences(x):
    d = np.diff(x)
    d[0] = x[1]
    x[0] = d[1]
    e = np.diff(d, 2)
    e *= x[0]
    g = np.diff(np.outer(x, x), axis=0)
    g[0] += e[0]
    return np.sum(d ** 2) + np.sum(e * x[0]) + np.sum(g ** 2)


@case(numbers(3), numbers(2, seed=1))
def coordinates_of_a_grid(x, y):
    a, b = np.meshgrid(x, y)
    a[0] *= b[0]
    x[0] = a[1, 1]
    b[:, 0] += x[0]
    c, d = np.meshgrid(x, y, indexing="ij", sparse=True)
    c *= y[0]
    return np.sum(a * b) + np.sum(c * d)


@case(numbers(3, 3))
def diagonal_of_linalg(a):
    d = np.linalg.diagonal(a)
    a[0, 0] *= 3
    t = np.linalg.matrix_transpose(a)
    t[0, 1] = 5 * a[2, 2]
    return np.sum(d ** 2) + np.sum(a ** 3) + np.linalg.trace(a)


def stepped(h, q, dt):
    u = 2 * np.stack([h, q])
    u -= dt * u[::-1] ** 2
    u[0] /= np.hypot(*u[:, 0])
    return u


def both(values):
    return 3 * values


@case(numbers(3), numbers(3, seed=1), 0.3)
def rows_of_what_a_helper_returns(h, q, dt):
    for _ in range(2):
        h, q = stepped(h, q, dt)
        q += h
    a, b = both(h[:2])
    return h, q, a * b ** 2
