"""A plant under a PID controller: saturation, anti-windup, a filter on the derivative, a dead time, and a cost."""
from collections import namedtuple

import numpy as np

from ..registry import case

Gains = namedtuple("Gains", ["kp", "ki", "kd"])


class PID:
    """A discrete controller with limits."""

    def __init__(self, gains, dt, limits=(-1.0, 1.0), tau=0.05):
        low, high = limits
        if low >= high:
            raise ValueError(f"limits must be in ascending order, got {limits!r}")
        self.gains = gains
        self.dt = dt
        self.low, self.high = low, high
        self.tau = tau
        self.reset()

    def reset(self):
        self._integral = 0.0
        self._previous = None
        self._slope = 0.0

    def __call__(self, setpoint, measured):
        error = setpoint - measured
        if self._previous is None:
            self._previous = measured
        raw = -(measured - self._previous) / self.dt           # on the measurement: no kick
        blend = self.dt / (self.tau + self.dt)
        self._slope += blend * (raw - self._slope)
        u = self.gains.kp * error + self._integral + self.gains.kd * self._slope
        clipped = min(max(u, self.low), self.high)
        saturated = clipped != u
        if not saturated or error * u < 0:
            self._integral += self.gains.ki * error * self.dt
        self._previous = measured
        return clipped


class Tank:
    """Two tanks in a row with a dead time before the first one."""

    def __init__(self, area, outflow, delay):
        self.area, self.outflow = area, outflow
        self.levels = np.array([0.2, 0.1])
        self.pipe = [0.0] * delay

    def step(self, u, dt, disturbance=0.0):
        self.pipe.append(u)
        inflow = max(self.pipe.pop(0), 0.0)
        upper, lower = self.levels
        q1 = self.outflow * np.sqrt(max(upper, 1e-6))
        q2 = self.outflow * np.sqrt(max(lower, 1e-6))
        self.levels[0] += dt * (inflow - q1 + disturbance) / self.area
        self.levels[1] += dt * (q1 - q2) / self.area
        return self.levels[1]


def reference(t):
    if t < 0.5:
        return 0.3
    elif t < 1.5:
        return 0.3 + 0.2 * (t - 0.5)
    return 0.5


def simulate(controller, plant, dt, steps):
    y = plant.levels[1]
    trace, effort, last = [], 0.0, 0.0
    for k in range(steps):
        t = k * dt
        u = controller(reference(t), y)
        y = plant.step(u, dt, disturbance=0.1 if k > steps // 2 else 0.0)
        effort += (u - last) ** 2
        last = u
        trace.append((t, y, u))
    return trace, effort


@case(Gains(2.0, 1.5, 0.1), 0.6, 0.4)
def tuning_cost(gains, area, outflow):
    dt = 0.1
    pid = PID(gains, dt, limits=(0.0, 1.0))
    trace, effort = simulate(pid, Tank(area, outflow, delay=2), dt, steps=25)
    iae = sum(abs(reference(t) - y) for t, y, _ in trace) * dt
    overshoot = max(y for _, y, _ in trace) - reference(25 * dt)
    penalty = 5.0 * overshoot ** 2 if overshoot > 0 else 0.0
    return iae + 0.1 * effort + penalty
