"""A quadcopter: quaternions, rotors that lag, a cascade of controllers, wind in gusts, and the cost of a flight."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..registry import case

G = np.array([0.0, 0.0, -9.81])


def quat_multiply(p, q):
    w1, x1, y1, z1 = p
    w2, x2, y2, z2 = q
    return np.array([
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ])


def rotate(q, v):
    """Turn a vector from the body's frame into the world's."""
    u, w = q[1:], q[0]
    return v + 2.0 * np.cross(u, np.cross(u, v) + w * v)


def conjugate(q):
    out = -q
    out[0] *= -1
    return out


@dataclass
class Body:
    """Position, velocity, attitude (a quaternion), rates, and the thrust of the rotors."""

    position: np.ndarray = field(default_factory=lambda: np.zeros(3))
    velocity: np.ndarray = field(default_factory=lambda: np.zeros(3))
    attitude: np.ndarray = field(default_factory=lambda: np.array([1.0, 0.0, 0.0, 0.0]))
    rates: np.ndarray = field(default_factory=lambda: np.zeros(3))
    rotors: np.ndarray = field(default_factory=lambda: np.full(4, 2.45))


class Quadcopter:
    """Mass, arm and inertia; steps a body in place."""

    def __init__(self, mass=1.0, arm=0.2, inertia=(0.01, 0.01, 0.02), lag=0.05, drag=0.1):
        self.mass, self.arm, self.lag, self.drag = mass, arm, lag, drag
        self.inertia = np.array(inertia)
        self.mixer = np.array([[1, 1, 1, 1], [0, 1, 0, -1], [-1, 0, 1, 0], [0.05, -0.05, 0.05, -0.05]], dtype=float)
        self.mixer[1:3] *= arm

    def allocate(self, thrust, torque):
        wanted = np.linalg.solve(self.mixer, np.hstack([thrust, torque]))
        return np.clip(wanted, 0.0, 6.0)

    def step(self, body, command, dt, wind):
        body.rotors += dt / self.lag * (command - body.rotors)
        thrust, *torque = self.mixer @ body.rotors
        air = body.velocity - wind
        force = rotate(body.attitude, np.array([0.0, 0.0, thrust])) - self.drag * np.linalg.norm(air) * air
        body.velocity = body.velocity + dt * (G + force / self.mass)
        body.position = body.position + dt * body.velocity
        gyro = np.cross(body.rates, self.inertia * body.rates)
        body.rates = body.rates + dt * (np.array(torque) - gyro) / self.inertia
        half = 0.5 * dt * body.rates
        body.attitude = quat_multiply(body.attitude, np.array([1.0, *half]))
        body.attitude = body.attitude / np.linalg.norm(body.attitude)


class CascadeController:
    """From position to attitude to rates; gains come in a dict."""

    def __init__(self, gains, vehicle):
        self.gains = gains
        self.vehicle = vehicle
        self.integral = np.zeros(3)

    def __call__(self, body, target, dt):
        k = self.gains
        error = target - body.position
        self.integral = np.clip(self.integral + error * dt, -0.5, 0.5)
        accel = k["p"] * error - k["d"] * body.velocity + k.get("i", 0.0) * self.integral - G
        thrust = self.vehicle.mass * np.linalg.norm(accel)
        direction = accel / np.linalg.norm(accel)
        local = rotate(conjugate(body.attitude), direction)
        tilt = np.array([-local[1], local[0], 0.0])
        torque = self.vehicle.inertia * (k["attitude"] * tilt - k["rate"] * body.rates)
        return self.vehicle.allocate(thrust, torque)


def fly(vehicle, controller, waypoints, dt=0.05, hold=3, gusts=()):
    body = Body()
    cost = 0.0
    step = 0
    for target in waypoints:
        for _ in range(hold):
            command = controller(body, target, dt)
            wind = np.zeros(3)
            for when, gust in gusts:
                if when == step:
                    wind = wind + gust
            vehicle.step(body, command, dt, wind=wind)
            cost += dt * (np.sum((body.position - target) ** 2) + 0.01 * np.sum(body.rates ** 2))
            step += 1
        if np.linalg.norm(body.position) > 50.0:
            raise RuntimeError("lost")
    return cost, body


@case({"p": 3.0, "d": 2.0, "i": 0.5, "attitude": 60.0, "rate": 12.0}, 1.1, np.array([0.3, -0.2, 0.4]))
def flight_cost(gains, mass, target):
    drone = Quadcopter(mass=mass)
    cost, body = fly(drone, CascadeController(gains, drone), [target, 0.5 * target], gusts=[(2, np.array([2.0, 0.0, 0.5]))])
    return 10.0 * cost + np.sum(body.velocity ** 2) + body.attitude[1]
