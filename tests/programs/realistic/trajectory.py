"""A path of a vehicle by cubic splines: knots, smoothness, obstacles, speed limits; solved and evaluated by hand."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..registry import case, signed


def solve_tridiagonal(lower, diag, upper, rhs):
    """Thomas's algorithm, on copies."""
    n = len(diag)
    d, r = diag.copy(), rhs.copy()
    for i in range(1, n):
        w = lower[i - 1] / d[i - 1]
        d[i] -= w * upper[i - 1]
        r[i] -= w * r[i - 1]
    x = np.zeros_like(r)
    x[-1] = r[-1] / d[-1]
    for i in reversed(range(n - 1)):
        x[i] = (r[i] - upper[i] * x[i + 1]) / d[i]
    return x


class CubicSpline:
    """Natural, through (t, y)."""

    def __init__(self, t: Sequence[float], y):
        if len(t) != len(y):
            raise ValueError(f"{len(t)} times, {len(y)} values")
        self.t = np.asarray(t, dtype=float)
        self.y = y
        h = np.diff(self.t)
        slope = np.diff(y) / h
        n = len(t)
        second = np.zeros(n)
        if n > 2:
            second[1:-1] = solve_tridiagonal(h[1:-1], 2 * (h[:-1] + h[1:]), h[1:-1], 6 * np.diff(slope))
        self.second = second

    def _piece(self, s):
        k = int(np.searchsorted(self.t, s, side="right")) - 1
        return min(max(k, 0), len(self.t) - 2)

    def __call__(self, s, order=0):
        k = self._piece(s)
        h = self.t[k + 1] - self.t[k]
        a, b = (self.t[k + 1] - s) / h, (s - self.t[k]) / h
        y, m = self.y, self.second
        if order == 0:
            return a * y[k] + b * y[k + 1] + ((a ** 3 - a) * m[k] + (b ** 3 - b) * m[k + 1]) * h ** 2 / 6
        if order == 1:
            return (y[k + 1] - y[k]) / h + ((1 - 3 * a ** 2) * m[k] + (3 * b ** 2 - 1) * m[k + 1]) * h / 6
        if order == 2:
            return a * m[k] + b * m[k + 1]
        raise ValueError("order must be 0, 1 or 2")


class Obstacle(NamedTuple):
    """A disc."""

    x: float
    y: float
    radius: float


class Planner:
    """The cost of a path through knots."""

    def __init__(self, obstacles, max_speed, weights=None):
        self.obstacles = obstacles
        self.max_speed = max_speed
        self.weights = {"smooth": 0.01, "clear": 5.0, "speed": 1.0}
        if weights is not None:
            self.weights.update(weights)

    def terms(self, times, xs, ys, samples=8):
        sx, sy = CubicSpline(times, xs), CubicSpline(times, ys)
        smooth = clear = speed = length = 0.0
        previous = None
        for s in np.linspace(times[0], times[-1], samples):
            p = (sx(s), sy(s))
            if previous is not None:
                length += np.hypot(p[0] - previous[0], p[1] - previous[1])
            previous = p
            v = np.hypot(sx(s, 1), sy(s, 1))
            if v > self.max_speed:
                speed += (v - self.max_speed) ** 2
            smooth += sx(s, order=2) ** 2 + sy(s, order=2) ** 2
            for ob in self.obstacles:
                gap = np.hypot(p[0] - ob.x, p[1] - ob.y) - ob.radius
                clear += np.exp(-4.0 * gap)
        return dict(smooth=smooth, clear=clear, speed=speed, length=length)

    def cost(self, times, xs, ys, samples=8):
        terms = self.terms(times, xs, ys, samples=samples)
        return sum(self.weights.get(name, 1.0) * value for name, value in terms.items())


@case(signed(3, seed=7), signed(3, seed=8), 0.8, np.array([0.4, 0.3]))
def path_cost(free_x, free_y, max_speed, where):
    times = [0.0, 0.7, 1.5, 2.2, 3.0]
    xs = np.concatenate([[0.0], 1.0 + 0.3 * free_x, [2.5]])
    ys = np.concatenate([[0.0], 0.3 * free_y, [1.0]])
    planner = Planner([Obstacle(where[0], where[1], 0.3), Obstacle(2.0, 0.5, 0.2)], max_speed, weights={"clear": 2.0})
    return planner.cost(times, xs, ys, samples=7)
