"""Partial differential equations on grids, swept in place."""
import numpy as np

from ..registry import case, numbers, signed


@case(numbers(6), numbers(6, seed=1), 3)
def jacobi_1d(a, b, steps):
    for t in range(steps):
        b[1:-1] = 0.33333 * (a[:-2] + a[1:-1] + a[2:])
        a[1:-1] = 0.33333 * (b[:-2] + b[1:-1] + b[2:])
    return np.sum(a ** 2)


@case(numbers(6), 2)
def jacobi_1d_by_elements(a, steps):
    b = a.copy()
    for t in range(steps):
        for i in range(1, 5):
            b[i] = (a[i - 1] + a[i] + a[i + 1]) / 3
        for i in range(1, 5):
            a[i] = b[i] * b[i - 1]
    return np.sum(a ** 2)


@case(numbers(4, 5), numbers(4, 5, seed=1), 2)
def jacobi_2d(a, b, steps):
    for t in range(steps):
        b[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])
    return np.sum(a * b)


@case(numbers(4, 5), 0.2, 3)
def heat_2d(u, nu, steps):
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += nu * lap
    return np.sum(u ** 2)


@case(numbers(4, 4), 2)
def gauss_seidel_2d(a, steps):
    n = a.shape[0]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                           + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0
    return np.sum(a ** 2)


@case(numbers(4, 5), 2)
def gauss_seidel_by_rows(a, steps):
    for t in range(steps):
        for i in range(1, a.shape[0] - 1):
            a[i, 1:-1] += a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:] + a[i, 2:] + a[i + 1, 1:-1]
            for j in range(1, a.shape[1] - 1):
                a[i, j] += a[i, j - 1]
                a[i, j] /= 7.0
    return np.sum(a ** 2)


@case(numbers(6), numbers(6, seed=1), 1.5)
def red_black_relaxation(u, f, omega):
    for sweep in range(2):
        for start in (1, 2):
            u[start:-1:2] += omega * (0.5 * (u[start - 1:-2:2] + u[start + 1::2] - f[start:-1:2]) - u[start:-1:2])
    return np.sum(u ** 2)


@case(numbers(4, 4), 2)
def adi(u, steps):
    n = u.shape[0]
    v = np.empty_like(u)
    p = np.zeros((n, n))
    q = np.zeros((n, n))
    a, b, c = -0.3, 1.6, -0.3
    d, e, f = -0.2, 1.4, -0.2
    for t in range(steps):
        v[0, :] = 1.0
        p[:, 0] = 0.0
        q[:, 0] = v[0, :]
        for j in range(1, n - 1):
            p[1:-1, j] = -c / (a * p[1:-1, j - 1] + b)
            q[1:-1, j] = (-d * u[j, :-2] + (1 + 2 * d) * u[j, 1:-1] - f * u[j, 2:]
                          - a * q[1:-1, j - 1]) / (a * p[1:-1, j - 1] + b)
        v[-1, :] = 1.0
        for j in range(n - 2, -1, -1):
            v[j, 1:-1] = p[1:-1, j] * v[j + 1, 1:-1] + q[1:-1, j]
        u[1:-1, 0] = 1.0
        p[:, 0] = 0.0
        q[:, 0] = u[:, 0]
        for j in range(1, n - 1):
            p[1:-1, j] = -f / (d * p[1:-1, j - 1] + e)
            q[1:-1, j] = (-a * v[:-2, j] + (1 + 2 * a) * v[1:-1, j] - c * v[2:, j]
                          - d * q[1:-1, j - 1]) / (d * p[1:-1, j - 1] + e)
        u[1:-1, -1] = 1.0
        for j in range(n - 2, -1, -1):
            u[1:-1, j] = p[1:-1, j] * u[1:-1, j + 1] + q[1:-1, j]
    return np.sum(u ** 2)


@case(numbers(3, 4, 3), numbers(3, 4, 3, seed=1), 2)
def heat_3d(a, b, steps):
    for t in range(steps):
        b[1:-1, 1:-1, 1:-1] = (
            0.125 * (a[2:, 1:-1, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[:-2, 1:-1, 1:-1])
            + 0.125 * (a[1:-1, 2:, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1])
            + 0.125 * (a[1:-1, 1:-1, 2:] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, 1:-1, :-2])
            + a[1:-1, 1:-1, 1:-1])
        a, b = b, a
    return np.sum(a ** 2) + np.sum(b)


@case(numbers(3, 4), numbers(3, 4, seed=1), numbers(3, 4, seed=2), numbers(3, seed=3))
def fdtd_2d(ex, ey, hz, source):
    for t in range(len(source)):
        ey[0, :] = source[t]
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])
    return np.sum(hz ** 2)


@case(numbers(2, 5), numbers(2, 5, seed=1), 0.3)
def vertical_advection(w, u, dt):
    columns, levels = u.shape
    ccol = np.empty_like(u)
    dcol = np.empty_like(u)
    out = np.empty_like(u)
    for k in range(levels):
        gcv = 0.25 * w[:, k]
        if k == 0:
            bcol = 1.0 / dt - gcv
            ccol[:, k] = gcv / bcol
            dcol[:, k] = (u[:, k] / dt - gcv * (u[:, k + 1] - u[:, k])) / bcol
        elif k < levels - 1:
            acol = -0.5 * gcv
            bcol = 1.0 / dt + 0.2 * gcv - ccol[:, k - 1] * acol
            ccol[:, k] = 0.5 * gcv / bcol
            dcol[:, k] = (u[:, k] / dt - 0.3 * gcv * (u[:, k + 1] - u[:, k - 1]) - dcol[:, k - 1] * acol) / bcol
        else:
            acol = -0.5 * gcv
            dcol[:, k] = (u[:, k] / dt - dcol[:, k - 1] * acol) / (1.0 / dt - acol - ccol[:, k - 1] * acol)
    datacol = dcol[:, -1]
    out[:, -1] = datacol
    for k in range(levels - 2, -1, -1):
        datacol = dcol[:, k] - ccol[:, k] * datacol
        out[:, k] = datacol
    return np.sum(out ** 2)


@case(numbers(6, 5, seed=1), numbers(2, 2, seed=1))
def horizontal_diffusion(field, coefficient):
    lap = 4.0 * field[1:-1, 1:-1] - (field[2:, 1:-1] + field[:-2, 1:-1] + field[1:-1, 2:] + field[1:-1, :-2])
    flux = lap[1:] - lap[:-1]
    flux[flux * (field[2:-1, 1:-1] - field[1:-2, 1:-1]) > 0] = 0
    out = field[2:4, 2:4].copy()
    out -= coefficient * (flux[1:, 1:] - flux[:-1, :-1])
    return np.sum(out ** 2)


@case(signed(7), 0.3)
def upwind_advection(c, dt):
    u = np.sin(np.arange(7.0) + 0.5)
    for t in range(3):
        flux = np.where(u[:-1] > 0, u[:-1] * c[:-1], u[:-1] * c[1:])
        c[1:-1] -= dt * (flux[1:] - flux[:-1])
        c[0] = c[-2]
        c[-1] = c[1]
    return np.sum(c ** 2)


@case(numbers(7), 0.1)
def burgers_with_periodic_ends(u, nu):
    for t in range(3):
        un = u.copy()
        u[1:-1] = un[1:-1] - 0.2 * un[1:-1] * (un[1:-1] - un[:-2]) + nu * (un[2:] - 2 * un[1:-1] + un[:-2])
        u[0] = un[0] - 0.2 * un[0] * (un[0] - un[-2]) + nu * (un[1] - 2 * un[0] + un[-2])
        u[-1] = u[0]
    return np.sum(u ** 2)


@case(numbers(4, 4), numbers(4, 4, seed=1), 0.3)
def wave_equation(u, v, dt):
    for t in range(3):
        v[1:-1, 1:-1] += dt * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1])
        v *= 0.99
        u += dt * v
    return np.sum(u ** 2) + np.sum(v)


def periodic_laplacian(c, out):
    out[:] = -4 * c
    for axis in range(2):
        out += np.roll(c, 1, axis)
        out += np.roll(c, -1, axis)


@case(signed(3, 4), 0.05, 0.5)
def cahn_hilliard(c, dt, gamma):
    lap = np.empty_like(c)
    for t in range(2):
        periodic_laplacian(c, lap)
        mu = c ** 3
        mu -= c
        mu -= gamma * lap
        periodic_laplacian(mu, lap)
        c += dt * lap
    return np.sum(c ** 4)


VELOCITIES = np.array([[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [-1, 1], [-1, -1], [1, -1]])
WEIGHTS = np.array([4 / 9] + [1 / 9] * 4 + [1 / 36] * 4)


@case(numbers(9, 2, 2), 0.8)
def lattice_boltzmann(f, omega):
    for t in range(2):
        rho = np.sum(f, axis=0)
        ux = np.zeros_like(rho)
        uy = np.zeros_like(rho)
        for k in range(9):
            ux += VELOCITIES[k, 0] * f[k]
            uy += VELOCITIES[k, 1] * f[k]
        ux /= rho
        uy /= rho
        square = 1.5 * (ux * ux + uy * uy)
        for k in range(9):
            cu = 3.0 * (VELOCITIES[k, 0] * ux + VELOCITIES[k, 1] * uy)
            f[k] += omega * (WEIGHTS[k] * rho * (1.0 + cu + 0.5 * cu * cu - square) - f[k])
        for k in range(9):
            f[k] = np.roll(np.roll(f[k], VELOCITIES[k, 0], axis=0), VELOCITIES[k, 1], axis=1)
        f[1, 0], f[3, 0] = f[3, 0].copy(), f[1, 0].copy()
    return np.sum(f ** 2)


@case(numbers(4, 4), numbers(4, 4, seed=1), 0.5)
def cavity_pressure(p, b, dx):
    pn = np.empty_like(p)
    for q in range(3):
        pn[:] = p
        p[1:-1, 1:-1] = 0.25 * (pn[1:-1, 2:] + pn[1:-1, :-2] + pn[2:, 1:-1] + pn[:-2, 1:-1] - dx ** 2 * b[1:-1, 1:-1])
        p[:, -1] = p[:, -2]
        p[0, :] = p[1, :]
        p[:, 0] = p[:, 1]
        p[-1, :] = 0
    return np.sum(p ** 2)


@case(numbers(5), numbers(5, seed=1))
def two_grids(u, f):
    residual = np.zeros_like(u)
    for cycle in range(2):
        u[1:-1] += 0.6 * (0.5 * (u[2:] + u[:-2] - f[1:-1]) - u[1:-1])
        residual[1:-1] = f[1:-1] - (u[2:] - 2 * u[1:-1] + u[:-2])
        coarse = residual[::2].copy()
        coarse[1] *= -0.5
        fine = np.zeros(5)
        fine[::2] = coarse
        fine[1::2] = 0.5 * (coarse[:-1] + coarse[1:])
        u += fine
    return np.sum(u ** 2)


@case(numbers(3, 5), 0.6)
def recursive_filter(image, alpha):
    y = np.zeros_like(image)
    y[:, 0] = alpha * image[:, 0]
    for j in range(1, image.shape[1]):
        y[:, j] = alpha * image[:, j] + (1 - alpha) * y[:, j - 1]
    for j in range(image.shape[1] - 2, -1, -1):
        y[:, j] += 0.5 * y[:, j + 1] ** 2
    return np.sum(y ** 2)


@case(signed(6), 2)
def wavelet(x, levels):
    n = len(x)
    for level in range(levels):
        even, odd = x[:n:2], x[1:n:2]
        odd -= even
        even += 0.5 * odd
        joined = np.concatenate((even, odd))
        x[:n] = joined
        n = (n + 1) // 2 // 2 * 2
    return np.sum(x ** 2 * np.arange(1.0, 7.0))
