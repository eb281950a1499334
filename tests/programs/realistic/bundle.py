"""Bundle adjustment: cameras, points, observations, a robust loss, and priors on what cameras may be."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..registry import case, signed


class Observation(NamedTuple):
    """Which camera saw which point, and where."""

    camera: int
    point: int
    uv: np.ndarray
    weight: float = 1.0


@dataclass
class Camera:
    """A rotation vector, a centre, a focal length and two terms of distortion."""

    rotation: np.ndarray
    center: np.ndarray
    focal: float
    k1: float
    k2: float

    @classmethod
    def from_vector(cls, v):
        if v.shape != (9,):
            raise ValueError(f"a camera has nine numbers, not {v.shape}")
        return cls(rotation=v[:3], center=v[3:6], focal=v[6], k1=v[7], k2=v[8])

    def project(self, point):
        p = rodrigues(self.rotation, point - self.center)
        x, y = p[0] / p[2], p[1] / p[2]
        r2 = x * x + y * y
        distortion = 1.0 + r2 * (self.k1 + self.k2 * r2)
        return self.focal * distortion * np.array([x, y])


def rodrigues(r, x):
    """Rotate x by the rotation vector r; by its series where the angle is small."""
    theta2 = r @ r
    if theta2 < 1e-8:
        return x + np.cross(r, x)
    theta = np.sqrt(theta2)
    axis = r / theta
    c, s = np.cos(theta), np.sin(theta)
    return c * x + s * np.cross(axis, x) + (1 - c) * np.dot(axis, x) * axis


def huber(r2, delta=1.0):
    if r2 <= delta ** 2:
        return 0.5 * r2
    return delta * (np.sqrt(r2) - 0.5 * delta)


class Problem:
    """All observations, and how they are weighed."""

    def __init__(self, observations, delta=0.5):
        self.observations = list(observations)
        self.delta = delta
        self._seen = {}
        for k, ob in enumerate(self.observations):
            self._seen.setdefault(ob.point, []).append(k)

    def residuals(self, cameras, points):
        out = np.empty(2 * len(self.observations))
        for k, (cam, pt, uv, weight) in enumerate(self.observations):
            out[2 * k:2 * k + 2] = weight * (cameras[cam].project(points[pt]) - uv)
        return out

    def cost(self, cameras, points):
        r = self.residuals(cameras, points)
        total = 0.0
        for point, ks in self._seen.items():
            if len(ks) < 2:
                continue                                    # seen once: says nothing
            for k in ks:
                total += huber(np.sum(r[2 * k:2 * k + 2] ** 2), self.delta)
        return total


OBSERVATIONS = [
    Observation(0, 0, np.array([0.1, 0.2])), Observation(1, 0, np.array([0.3, 0.1]), weight=0.5),
    Observation(0, 1, np.array([-0.4, 0.2])), Observation(1, 1, np.array([-0.1, 0.6])), Observation(1, 2, np.array([0.0, 0.0])),
]
PROBLEM = Problem(OBSERVATIONS)
SMALL = Problem([Observation(k % 2, k // 2, 0.1 * k * np.ones(2)) for k in range(4)])


@case(0.3 * signed(2, 9, seed=3) + np.array([0, 0, 0, 0, 0, -3.0, 1.0, 0, 0]), signed(3, 3, seed=4), 0.1)
def adjustment_cost(camera_vectors, points, strength):
    cameras = [Camera.from_vector(v) for v in camera_vectors]

    def prior(cams):
        return strength * sum((c.focal - 1.0) ** 2 + c.k1 ** 2 + c.k2 ** 2 for c in cams)

    return PROBLEM.cost(cameras, points) + prior(cameras)


@case(0.3 * signed(9, seed=5) + np.array([0, 0, 0, 0, 0, -3.0, 1.0, 0, 0]), signed(2, 3, seed=6))
def residuals_of_one(camera_vector, points):
    still = Camera(np.zeros(3), np.array([0.0, 0.0, -4.0]), 1.1, 0.0, 0.0)
    return SMALL.residuals([Camera.from_vector(camera_vector), still], points)
