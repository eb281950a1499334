"""Adjoints as an expert writes them for Numba: loops over elements, arrays for what the forward sweep keeps.

Each has the name of the one for NumPy that it stands beside (see ``workloads``). As everywhere here, an adjoint is that of the
program, statement by statement. ``python -m tests.benchmarks.native`` compares them with what ``compile="numba"`` makes.
"""
from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit
def logistic_by_hand(x, r, steps):
    tape = np.empty(steps)
    for k in range(steps):
        tape[k] = x
        x = r * x * (1.0 - x)
    x_bar = 1.0
    r_bar = 0.0
    for k in range(steps - 1, -1, -1):
        x = tape[k]
        r_bar += x_bar * x * (1.0 - x)
        x_bar = x_bar * r * (1.0 - 2.0 * x)
    return x_bar, r_bar


@njit
def newton_by_hand(eccentricity, places):
    tape = [(0.0, 0.0, 0.0, 0.0)]
    ends = np.empty(places)
    lengths = np.empty(places, np.int64)
    for k in range(places):
        mean = 2.0 * math.pi * k / places
        x = mean
        step = 1.0
        length = 0
        while abs(step) > 1e-10:
            sine, cosine = math.sin(x), math.cos(x)
            slope = 1.0 - eccentricity * cosine
            step = (x - eccentricity * sine - mean) / slope
            tape.append((sine, cosine, slope, step))
            x = x - step
            length += 1
        ends[k] = x
        lengths[k] = length
    e_bar = 0.0
    for k in range(places - 1, -1, -1):
        x_bar = 2.0 * ends[k]
        for _ in range(lengths[k]):
            sine, cosine, slope, step = tape.pop()
            f_bar = -x_bar / slope
            slope_bar = -f_bar * step
            e_bar -= f_bar * sine + slope_bar * cosine
            x_bar += f_bar * slope + slope_bar * eccentricity * sine
    return e_bar


@njit
def orbit_by_hand(x, y, alpha, beta, steps):
    h = 0.001
    tape = np.empty((steps, 8))
    for i in range(steps):
        k1 = alpha * x - x * y
        l1 = x * y - beta * y
        x2 = x + 0.5 * h * k1
        y2 = y + 0.5 * h * l1
        k2 = alpha * x2 - x2 * y2
        l2 = x2 * y2 - beta * y2
        x3 = x + 0.5 * h * k2
        y3 = y + 0.5 * h * l2
        k3 = alpha * x3 - x3 * y3
        l3 = x3 * y3 - beta * y3
        x4 = x + h * k3
        y4 = y + h * l3
        k4 = alpha * x4 - x4 * y4
        l4 = x4 * y4 - beta * y4
        row = tape[i]
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7] = x, y, x2, y2, x3, y3, x4, y4
        x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    x_bar = 2.0 * x
    y_bar = 2.0 * y
    alpha_bar = beta_bar = 0.0
    for i in range(steps - 1, -1, -1):
        row = tape[i]
        x, y, x2, y2, x3, y3, x4, y4 = row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]
        k = h / 6.0 * x_bar
        m = h / 6.0 * y_bar
        alpha_bar += k * x4
        beta_bar -= m * y4
        x4_bar = k * (alpha - y4) + m * y4
        y4_bar = (m - k) * x4 - m * beta
        k3_bar = 2.0 * k + h * x4_bar
        l3_bar = 2.0 * m + h * y4_bar
        alpha_bar += k3_bar * x3
        beta_bar -= l3_bar * y3
        x3_bar = k3_bar * (alpha - y3) + l3_bar * y3
        y3_bar = (l3_bar - k3_bar) * x3 - l3_bar * beta
        k2_bar = 2.0 * k + 0.5 * h * x3_bar
        l2_bar = 2.0 * m + 0.5 * h * y3_bar
        alpha_bar += k2_bar * x2
        beta_bar -= l2_bar * y2
        x2_bar = k2_bar * (alpha - y2) + l2_bar * y2
        y2_bar = (l2_bar - k2_bar) * x2 - l2_bar * beta
        k1_bar = k + 0.5 * h * x2_bar
        l1_bar = m + 0.5 * h * y2_bar
        alpha_bar += k1_bar * x
        beta_bar -= l1_bar * y
        x_bar += x4_bar + x3_bar + x2_bar + k1_bar * (alpha - y) + l1_bar * y
        y_bar += y4_bar + y3_bar + y2_bar + (l1_bar - k1_bar) * x - l1_bar * beta
    return x_bar, y_bar, alpha_bar, beta_bar


@njit
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


@njit
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


@njit
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


@njit
def lennard_jones_loops_by_hand(places):
    bar = np.zeros(places.shape)
    for i in range(len(places)):
        for j in range(i):
            x = places[i, 0] - places[j, 0]
            y = places[i, 1] - places[j, 1]
            z = places[i, 2] - places[j, 2]
            s = 1.0 / (x * x + y * y + z * z)
            s6 = s * s * s
            t = -24.0 * (2.0 * s6 - 1.0) * s6 * s
            bar[i, 0] += t * x
            bar[j, 0] -= t * x
            bar[i, 1] += t * y
            bar[j, 1] -= t * y
            bar[i, 2] += t * z
            bar[j, 2] -= t * z
    return bar


def heat_loops(u0, nu, steps):
    """The heat equation by elements, from one array to the other."""
    u = u0.copy()
    v = u0.copy()
    n = u.shape[0]
    m = u.shape[1]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                v[i, j] = u[i, j] + nu * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j])
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] = v[i, j]
    return np.sum(u * u)


@njit
def heat_loops_by_hand(u0, nu, steps):
    u = u0.copy()
    v = u0.copy()
    n = u.shape[0]
    m = u.shape[1]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                v[i, j] = u[i, j] + nu * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - 4.0 * u[i, j])
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] = v[i, j]
    u_bar = 2.0 * u
    v_bar = np.zeros(u.shape)
    for t in range(steps):
        for i in range(n - 2, 0, -1):
            for j in range(m - 2, 0, -1):
                v_bar[i, j] = u_bar[i, j]
                u_bar[i, j] = 0.0
        for i in range(n - 2, 0, -1):
            for j in range(m - 2, 0, -1):
                b = nu * v_bar[i, j]
                u_bar[i, j] += v_bar[i, j] - 4.0 * b
                u_bar[i - 1, j] += b
                u_bar[i + 1, j] += b
                u_bar[i, j - 1] += b
                u_bar[i, j + 1] += b
    return u_bar


def main() -> None:
    """Print the ratio of the median times of the emitted and of the hand-written adjoints."""
    import time

    import srcad

    from .workloads import elements, scalars

    grid = np.random.default_rng(0).normal(size=(64, 64))
    workloads = {name: (w.primal, w.wrt, w.args) for found in (scalars.WORKLOADS, elements.WORKLOADS)
                 for name, w in found.items() if f"{name}_by_hand" in globals()}
    workloads["heat_loops"] = (heat_loops, ("u0",), (grid, 0.1, 50))
    print("| program | by hand | compiled | compiled / by hand |\n|---|---|---|---|")
    for name, (primal, wrt, args) in workloads.items():
        hand, ours = globals()[f"{name}_by_hand"], srcad.grad(primal, wrt=wrt if len(wrt) > 1 else wrt[0], compile="numba")
        for mine, its in zip(np.atleast_1d(ours(*args)), np.atleast_1d(hand(*args)), strict=True):
            assert np.allclose(mine, its, rtol=1e-8), name
        found: dict[str, list[float]] = {"hand": [], "ours": []}
        for _ in range(101):
            for key, call in (("hand", hand), ("ours", ours)):
                start = time.perf_counter()
                call(*args)
                found[key].append(time.perf_counter() - start)
        hand_time, our_time = (float(np.median(found[key])) for key in ("hand", "ours"))
        print(f"| {name} | {hand_time * 1e6:.1f} us | {our_time * 1e6:.1f} us | {our_time / hand_time:.2f} |", flush=True)


if __name__ == "__main__":
    main()
