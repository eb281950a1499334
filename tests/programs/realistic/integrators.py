"""Runge-Kutta integrators that take a right-hand side: fixed tableaus, an adaptive step, and a stop at an event."""
import functools

import numpy as np

from ..registry import case, refused

TABLEAUS = {
    "euler": ([[]], [1.0], [0.0]),
    "heun": ([[], [1.0]], [0.5, 0.5], [0.0, 1.0]),
    "rk4": ([[], [0.5], [0.0, 0.5], [0.0, 0.0, 1.0]], [1 / 6, 1 / 3, 1 / 3, 1 / 6], [0.0, 0.5, 0.5, 1.0]),
}


def rk_step(rhs, t, y, h, method="rk4"):
    a, b, c = TABLEAUS[method]
    k = []
    for row, ci in zip(a, c):
        yi = y
        for aij, kj in zip(row, k):
            yi = yi + h * aij * kj
        k.append(rhs(t + ci * h, yi))
    for bi, ki in zip(b, k):
        y = y + h * bi * ki
    return y


def integrate(rhs, y0, t_span, n, method="rk4", callback=None):
    t, t_end = t_span
    h = (t_end - t) / n
    y = y0
    for i in range(n):
        y = rk_step(rhs, t, y, h, method=method)
        t += h
        if callback is not None and callback(i, t, y):
            break
    return t, y


def integrate_adaptive(rhs, y0, t_end, h=0.2, rtol=1e-3, max_steps=60):
    """Heun and Euler as a pair; a step that is too wrong is tried again."""
    t, y = 0.0, y0
    accepted = rejected = 0
    while t < t_end:
        if accepted + rejected >= max_steps:
            raise RuntimeError(f"no convergence: t = {t}")
        h = min(h, t_end - t)
        k1 = rhs(t, y)
        k2 = rhs(t + h, y + h * k1)
        error = float(np.max(np.abs(0.5 * h * (k2 - k1))))
        if error > rtol:
            h *= 0.5
            rejected += 1
            continue
        y = y + 0.5 * h * (k1 + k2)
        t += h
        accepted += 1
        if error < 0.25 * rtol:
            h *= 1.5
    return y, accepted


def van_der_pol(t, y, mu, drive=0.0):
    return np.array([y[1], mu * (1 - y[0] ** 2) * y[1] - y[0] + drive * np.sin(t)])


class Recorder:
    """A callback that sums and may stop the integration."""

    def __init__(self, limit):
        self.limit = limit
        self.energy = 0.0
        self.path = []

    def __call__(self, i, t, y):
        self.energy += 0.5 * (y[0] ** 2 + y[1] ** 2)
        if i % 2 == 0:
            self.path.append(y)
        return abs(y[0]) > self.limit


@refused(np.array([0.5, 0.2]), 0.8, 0.3)
def with_callbacks(y0, mu, drive):
    rhs = functools.partial(van_der_pol, mu=mu, drive=drive)
    recorder = Recorder(limit=0.75)
    t, y = integrate(rhs, y0, (0.0, 2.0), 8, callback=recorder)
    _, z = integrate(lambda t, y: rhs(t, y) - 0.1 * y, y0, (0.0, 1.0), n=4, method="heun")
    _, w = integrate(rhs, y, (t, t + 0.5), 3, "euler")
    return recorder.energy + np.sum(y * z) + w[0] * t + sum(np.sum(p ** 2) for p in recorder.path)


@case(np.array([0.5, 0.2]), 0.8)
def adaptive(y0, mu):
    y, accepted = integrate_adaptive(lambda t, y: van_der_pol(t, y, mu), y0, t_end=1.0, rtol=5e-3)
    return np.sum(y ** 2) * accepted
