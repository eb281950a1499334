"""A robot arm of links and joints: transforms, the pose of its hand, gravity torques, obstacles, inverse kinematics."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..registry import case, numbers, signed


class Transform:
    """A rotation and a translation of space."""

    def __init__(self, rotation=None, translation=None):
        self.rotation = np.eye(3) if rotation is None else rotation
        self.translation = np.zeros(3) if translation is None else translation

    @classmethod
    def rotate(cls, axis, angle):
        c, s = math.cos(angle), math.sin(angle)
        if axis == "x":
            r = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
        elif axis == "y":
            r = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        elif axis == "z":
            r = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        else:
            raise ValueError(f"axis must be x, y or z, not {axis!r}")
        return cls(rotation=r)

    @staticmethod
    def translate(x=0.0, y=0.0, z=0.0):
        return Transform(translation=np.array([x, y, z]))

    def __matmul__(self, other):
        return Transform(self.rotation @ other.rotation, self.rotation @ other.translation + self.translation)

    def apply(self, point):
        return self.rotation @ point + self.translation

    def inverse(self):
        rt = self.rotation.T
        return Transform(rt, -rt @ self.translation)


class Joint:
    """What moves: each kind says how."""

    def __init__(self, axis, length, mass=1.0):
        self.axis, self.length, self.mass = axis, length, mass

    def motion(self, q):
        raise NotImplementedError

    def transform(self, q):
        return self.motion(q) @ Transform.translate(x=self.length)


class Revolute(Joint):
    """Turns."""

    def motion(self, q):
        return Transform.rotate(self.axis, q)


class Prismatic(Joint):
    """Slides."""

    def motion(self, q):
        shift = np.zeros(3)
        shift["xyz".index(self.axis)] = q
        return Transform(translation=shift)


class Sphere(NamedTuple):
    """An obstacle."""

    center: tuple[float, float, float]
    radius: float

    def clearance(self, p):
        return math.dist(self.center, p) - self.radius


class Arm:
    """A chain of joints."""

    gravity = 9.81

    def __init__(self, joints, base=None):
        self.joints = joints
        self.base = base or Transform()

    def frames(self, q):
        assert len(q) == len(self.joints), f"{len(q)} angles for {len(self.joints)} joints"
        frame = self.base
        found = [frame]
        for joint, angle in zip(self.joints, q):
            frame = frame @ joint.transform(angle)
            found.append(frame)
        return found

    def hand(self, q):
        return self.frames(q)[-1].translation

    def potential(self, q):
        frames = self.frames(q)
        energy = 0.0
        for joint, (before, after) in zip(self.joints, zip(frames, frames[1:])):
            middle = 0.5 * (before.translation + after.translation)
            energy += joint.mass * self.gravity * middle[2]
        return energy

    def jacobian(self, q, h=1e-4):
        """Numerically, as quick scripts do."""
        J = np.zeros((3, len(q)))
        for k in range(len(q)):
            up, down = q.copy(), q.copy()
            up[k] += h
            down[k] -= h
            J[:, k] = (self.hand(up) - self.hand(down)) / (2 * h)
        return J


def collision_cost(arm, q, obstacles, margin=0.3):
    cost = 0.0
    for frame in arm.frames(q)[1:]:
        for obstacle in obstacles:
            gap = obstacle.clearance(frame.translation)
            if gap >= margin:
                continue
            cost += (margin - gap) ** 2 if gap > 0 else margin ** 2 - 2 * margin * gap
    return cost


def make_arm(lengths, base_height=0.2):
    l1, l2, l3 = lengths
    joints = [Revolute("z", l1, mass=2.0), Revolute("y", l2), Prismatic("x", l3, mass=0.5)]
    return Arm(joints, base=Transform.translate(z=base_height))


@case(numbers(3), signed(3), signed(3, seed=2))
def reach(lengths, q, target):
    arm = make_arm(lengths)
    obstacles = [Sphere((0.5, 0.2, 0.1), 0.4), Sphere((-1.0, 0.3, 0.2), 0.1)]
    miss = arm.hand(q) - target
    wrist = arm.frames(q)[2].inverse().apply(target)
    return miss @ miss + 0.01 * arm.potential(q) + collision_cost(arm, q, obstacles) + 0.1 * wrist[0]


@case(numbers(3), signed(3), signed(3, seed=2), 0.5)
def inverse_kinematics(lengths, q0, target, damping):
    """Two damped steps of Gauss and Newton."""
    arm = make_arm(lengths)
    q = q0.copy()
    for _ in range(2):
        J = arm.jacobian(q)
        q += J.T @ np.linalg.solve(J @ J.T + damping * np.eye(3), target - arm.hand(q))
    return np.sum((arm.hand(q) - target) ** 2) + 0.1 * np.sum(q ** 2)
