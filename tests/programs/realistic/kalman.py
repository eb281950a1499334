"""An extended Kalman filter that tracks a target by range and bearing, and the likelihood of what it saw."""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..registry import case, signed


class Measurement(NamedTuple):
    """What a sensor saw at a time."""

    time: float
    distance: float
    bearing: float
    valid: bool = True


@dataclass
class SensorModel:
    """Where the sensor stands and how noisy it is."""

    x: float = 0.0
    y: float = 0.0
    sigma_range: float = 0.1
    sigma_bearing: float = 0.05

    def predict(self, state):
        dx, dy = state[0] - self.x, state[1] - self.y
        r = np.hypot(dx, dy)
        if r < 1e-9:
            raise ValueError(f"target at the sensor: r={r:.3g}")
        return np.array([r, np.arctan2(dy, dx)])

    def jacobian(self, state):
        dx, dy = state[0] - self.x, state[1] - self.y
        q = dx ** 2 + dy ** 2
        r = math.sqrt(q)
        H = np.zeros((2, 4))
        H[0, :2] = dx / r, dy / r
        H[1, 0] = -dy / q
        H[1, 1] = dx / q
        return H

    @property
    def noise(self):
        return np.diag([self.sigma_range ** 2, self.sigma_bearing ** 2])


def wrap_angle(a):
    """Bring an angle into (-pi, pi]."""
    while a > np.pi:
        a -= 2 * np.pi
    while a <= -np.pi:
        a += 2 * np.pi
    return a


@dataclass
class ExtendedKalmanFilter:
    """State [x, y, vx, vy], constant velocity."""

    sensor: SensorModel
    mean: np.ndarray
    cov: np.ndarray
    process_noise: float = 0.1
    time: float = 0.0
    log_likelihood: float = 0.0
    history: list = field(default_factory=list)

    def predict(self, dt: float) -> None:
        F = np.eye(4)
        F[0, 2] = F[1, 3] = dt
        G = np.array([[0.5 * dt ** 2, 0.0], [0.0, 0.5 * dt ** 2], [dt, 0.0], [0.0, dt]])
        self.mean = F @ self.mean
        self.cov = F @ self.cov @ F.T + self.process_noise * G @ G.T
        self.time += dt

    def update(self, z, gate: float | None = None) -> bool:
        H = self.sensor.jacobian(self.mean)
        residual = z - self.sensor.predict(self.mean)
        residual[1] = wrap_angle(residual[1])
        S = H @ self.cov @ H.T + self.sensor.noise
        mahalanobis = residual @ np.linalg.solve(S, residual)
        if gate is not None and mahalanobis > gate:
            return False
        K = self.cov @ H.T @ np.linalg.inv(S)
        self.mean = self.mean + K @ residual
        I_KH = np.eye(len(self.mean)) - K @ H
        self.cov = I_KH @ self.cov @ I_KH.T + K @ self.sensor.noise @ K.T      # Joseph's form
        sign, logdet = np.linalg.slogdet(S)
        assert sign > 0, "innovation covariance is not positive definite"
        self.log_likelihood += -0.5 * (mahalanobis + logdet + len(residual) * np.log(2 * np.pi))
        self.history.append((self.time, self.mean.copy(), mahalanobis))
        return True


def run_filter(kf, measurements, *, gate=None):
    rejected = 0
    for m in measurements:
        kf.predict(m.time - kf.time)
        if not m.valid:
            continue
        if not kf.update(np.array([m.distance, m.bearing]), gate=gate):
            rejected += 1
    return rejected


@case(np.array([1.0, 2.0, 0.5, -0.2]), 0.3, 0.2, 0.1, signed(4, 2))
def tracking_likelihood(start, q, sigma_r, sigma_b, noise):
    sensor = SensorModel(x=-1.0, sigma_range=sigma_r, sigma_bearing=sigma_b)
    kf = ExtendedKalmanFilter(sensor, mean=start, cov=0.5 * np.eye(4), process_noise=q)
    measurements = [
        Measurement(0.5, 2.9 + 0.05 * noise[0, 0], 0.72 + 0.02 * noise[0, 1]),
        Measurement(0.9, 3.0 + 0.05 * noise[1, 0], 0.65 + 0.02 * noise[1, 1]),
        Measurement(1.3, 0.0, 0.0, valid=False),
        Measurement(1.8, 3.3 + 0.05 * noise[2, 0], 0.52 + 0.02 * noise[2, 1]),
        Measurement(2.0, 9.0 + noise[3, 0], -2.0 + noise[3, 1]),
    ]
    rejected = run_filter(kf, measurements, gate=30.0)
    smooth = sum(np.sum((b[1] - a[1]) ** 2) for a, b in zip(kf.history[:-1], kf.history[1:]))
    return -kf.log_likelihood + 0.01 * smooth + 0.1 * rejected * np.trace(kf.cov)
