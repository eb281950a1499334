"""Longer programs, as they are found in numerical work: filters, simulators, networks, renderers, mechanisms."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..registry import case, numbers, signed


# ---------------------------------------------------------------------- a Kalman filter
class Kalman:
    """A linear filter that keeps its estimate, its covariance and the likelihood of what it has seen."""

    def __init__(self, transition, observation, process, noise):
        self.transition = transition
        self.observation = observation
        self.process = process
        self.noise = noise
        self.mean = np.zeros(transition.shape[0])
        self.covariance = np.eye(transition.shape[0])
        self.log_likelihood = 0.0
        self.innovations = []

    def predict(self):
        self.mean = self.transition @ self.mean
        self.covariance = self.transition @ self.covariance @ self.transition.T + self.process

    def update(self, measured):
        innovation = measured - self.observation @ self.mean
        spread = self.observation @ self.covariance @ self.observation + self.noise
        gain = self.covariance @ self.observation / spread
        self.mean = self.mean + gain * innovation
        self.covariance = self.covariance - np.outer(gain, self.observation @ self.covariance)
        self.log_likelihood -= 0.5 * (np.log(spread) + innovation ** 2 / spread)
        self.innovations.append(innovation)

    @property
    def uncertainty(self):
        return np.trace(self.covariance)


@case(0.1, 0.3, 0.2, signed(6))
def kalman_filter(dt, process, noise, measurements):
    transition = np.array([[1.0, dt], [0.0, 1.0]])
    observation = np.array([1.0, 0.0])
    kf = Kalman(transition, observation, process * np.array([[dt ** 3 / 3, dt ** 2 / 2], [dt ** 2 / 2, dt]]), noise)
    for z in measurements:
        kf.predict()
        kf.update(z)
    return kf.log_likelihood + 0.1 * kf.uncertainty + 0.01 * kf.innovations[-1] * kf.mean[1]


# ---------------------------------------------------------------------- a network of layers, parameters in dicts
class Dense:
    """An affine layer that is given its parameters when it is called."""

    def __init__(self, name, activation):
        self.name = name
        self.activation = activation

    def __call__(self, params, x):
        own = params[self.name]
        return self.activation(x @ own["w"] + own["b"])


class LayerNorm:
    """Centres and scales."""

    def __init__(self, name, eps=1e-3):
        self.name, self.eps = name, eps

    def __call__(self, params, x):
        own = params[self.name]
        centred = x - np.mean(x, axis=1, keepdims=True)
        deviation = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + self.eps)
        return own["scale"] * centred / deviation + own["shift"]


class Sequential:
    """Layers, a loss and a penalty."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def forward(self, params, x):
        for layer in self.layers:
            x = layer(params, x)
        return x

    def loss(self, params, x, y, decay=0.01):
        logits = self.forward(params, x)
        shifted = logits - np.max(logits, axis=1, keepdims=True)
        log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        fit = -np.mean(np.sum(y * log_p, axis=1))
        penalty = 0.0
        for name, group in params.items():
            if name == "norm":
                continue
            for key, value in group.items():
                if key == "w":
                    penalty = penalty + np.sum(value ** 2)
        return fit + decay * penalty


def softplus(x):
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0.0)


def identity(x):
    return x


CLASSIFIER = Sequential(Dense("first", softplus), LayerNorm("norm"), Dense("last", identity))
PARAMS = {"first": {"w": signed(3, 4, seed=1), "b": signed(4, seed=2)},
          "norm": {"scale": numbers(4, seed=3), "shift": signed(4, seed=4)},
          "last": {"w": signed(4, 2, seed=5), "b": signed(2, seed=6)}}


@case(PARAMS, signed(5, 3, seed=7), np.eye(2)[[0, 1, 1, 0, 1]], wrt=("params", "x"))
def classifier(params, x, y):
    return CLASSIFIER.loss(params, x, y)


# ---------------------------------------------------------------------- a battery
@dataclass
class Pack:
    """Parameters of a battery pack."""

    capacity: float
    resistance: float
    heat_capacity: float = 50.0
    cells: int = 3
    voltages: tuple = (3.0, 0.9, -0.3)

    def open_circuit(self, soc):
        a, b, c = self.voltages
        return self.cells * (a + b * soc + c * soc ** 2)


@dataclass
class Battery:
    """Its state, and what it did."""

    pack: Pack
    soc: float = 1.0
    temperature: float = 25.0
    log: list = field(default_factory=list)
    limited: int = 0

    def step(self, power, dt):
        voltage = self.pack.open_circuit(self.soc)
        r = self.pack.resistance * (1.0 + 0.01 * (25.0 - self.temperature))
        inside = voltage ** 2 - 4.0 * r * power
        if inside < 0.0:
            current = voltage / (2.0 * r)
            self.limited += 1
        else:
            current = (voltage - np.sqrt(inside)) / (2.0 * r)
        self.soc = max(self.soc - current * dt / self.pack.capacity, 0.0)
        self.temperature += dt * (r * current ** 2 - 0.4 * (self.temperature - 25.0)) / self.pack.heat_capacity
        self.log.append({"current": current, "loss": r * current ** 2})
        return current


@case(Pack(30.0, 0.02), numbers(6), 1.5)
def drive_cycle(pack, powers, scale):
    battery = Battery(pack)
    for k in range(len(powers)):
        battery.step(40.0 * scale * powers[k], 1.0)
    losses = sum(entry["loss"] for entry in battery.log)
    return battery.soc + 0.01 * battery.temperature + 0.001 * losses + 0.1 * battery.log[2]["current"]


# ---------------------------------------------------------------------- a ray tracer
class Vec(NamedTuple):
    """A vector of space."""

    x: float
    y: float
    z: float

    def plus(self, other):
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def minus(self, other):
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def times(self, s):
        return Vec(self.x * s, self.y * s, self.z * s)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self.times(1.0 / np.sqrt(self.dot(self)))


class Sphere:
    """A ball that reflects some of the light."""

    def __init__(self, centre, radius, albedo):
        self.centre, self.radius, self.albedo = centre, radius, albedo

    def hit(self, origin, direction):
        offset = origin.minus(self.centre)
        b = offset.dot(direction)
        disc = b * b - offset.dot(offset) + self.radius * self.radius
        if disc < 0.0:
            return -1.0
        return -b - np.sqrt(disc)

    def normal(self, point):
        return point.minus(self.centre).times(1.0 / self.radius)


class Plane:
    """The ground."""

    def __init__(self, height, albedo):
        self.height, self.albedo = height, albedo

    def hit(self, origin, direction):
        if abs(direction.y) < 1e-9:
            return -1.0
        return (self.height - origin.y) / direction.y

    def normal(self, point):
        return Vec(0.0, 1.0, 0.0)


def shade(things, light, origin, direction):
    nearest = 1e9
    brightness = 0.0
    for thing in things:
        t = thing.hit(origin, direction)
        if 1e-6 < t < nearest:
            nearest = t
            point = origin.plus(direction.times(t))
            brightness = thing.albedo * max(thing.normal(point).dot(light), 0.1 * t)
    return brightness


@case(0.9, 0.7, signed(2))
def ray_tracer(radius, albedo, shift):
    scene = [Sphere(Vec(shift[0], 0.2, 4.0), radius, albedo), Plane(-1.0, 0.4), Sphere(Vec(1.0, shift[1], 5.0), 0.8, 0.5)]
    light = Vec(0.5, 1.0, -0.7).unit()
    total = 0.0
    for i in range(3):
        for j in range(3):
            direction = Vec(0.3 * (i - 1), 0.31 * (j - 1), 1.0).unit()
            total += shade(scene, light, Vec(0.0, 0.0, 0.0), direction) * (1 + i + j)
    return total


# ---------------------------------------------------------------------- a robot arm
class Transform:
    """A rotation and a translation, composed with ``@``."""

    def __init__(self, rotation, offset):
        self.rotation = rotation
        self.offset = offset

    @classmethod
    def turn(cls, angle):
        c, s = np.cos(angle), np.sin(angle)
        return cls(np.array([[c, -s], [s, c]]), np.zeros(2))

    @staticmethod
    def shift(x, y):
        return Transform(np.eye(2), np.array([x, y]))

    def __matmul__(self, other):
        return Transform(self.rotation @ other.rotation, self.rotation @ other.offset + self.offset)

    def __call__(self, point):
        return self.rotation @ point + self.offset


class Arm:
    """Links in a row."""

    def __init__(self, lengths):
        self.lengths = lengths

    def tip(self, angles):
        pose = Transform.turn(0.0)
        for angle, length in zip(angles, self.lengths):
            pose = pose @ Transform.turn(angle) @ Transform.shift(length, 0.0)
        return pose(np.zeros(2))

    def reach(self, angles, target):
        d = self.tip(angles) - target
        return np.sum(d * d) + 0.01 * np.sum(angles ** 2)


@case(numbers(3), signed(3), signed(2))
def robot_arm(lengths, angles, target):
    return Arm(lengths).reach(angles, target)


# ---------------------------------------------------------------------- a hidden Markov model
class HMM:
    """Scaled forward pass; what it saw is kept."""

    def __init__(self, start, step, emit):
        self.start, self.step, self.emit = self.softmax(start), self.softmax(step), self.softmax(emit)
        self.scales = []

    @staticmethod
    def softmax(scores):
        e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)

    def forward(self, symbols):
        alpha = self.start * self.emit[:, symbols[0]]
        for k in range(1, len(symbols)):
            scale = np.sum(alpha)
            self.scales.append(scale)
            alpha = (alpha / scale) @ self.step * self.emit[:, symbols[k]]
        return np.log(np.sum(alpha)) + sum(np.log(s) for s in self.scales)


@case({"start": signed(3, seed=1), "step": signed(3, 3, seed=2), "emit": signed(3, 4, seed=3)}, [0, 3, 1, 1, 2], wrt="scores")
def hidden_markov(scores, symbols):
    return HMM(scores["start"], scores["step"], scores["emit"]).forward(symbols)


# ---------------------------------------------------------------------- an LSTM
class LSTM:
    """One layer; its weights are attributes, its state a tuple."""

    def __init__(self, w, u, b):
        self.w, self.u, self.b = w, u, b
        self.n = len(b) // 4

    def cell(self, x, state):
        h, c = state
        gates = self.w * x + h @ self.u + self.b
        n = self.n
        forget, put, out = (1.0 / (1.0 + np.exp(-gates[k * n:(k + 1) * n])) for k in range(3))
        c = forget * c + put * np.tanh(gates[3 * n:])
        return out * np.tanh(c), c

    def run(self, xs):
        state = np.zeros(self.n), np.zeros(self.n)
        for x in xs:
            state = self.cell(x, state)
        return state


@case(LSTM(signed(8, seed=1), signed(2, 8, seed=2), signed(8, seed=3)), signed(4), wrt=("lstm", "xs"))
def lstm(lstm, xs):
    h, c = lstm.run(xs)
    return np.sum(h) + 0.1 * np.sum(c ** 2)
