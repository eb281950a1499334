"""Named tuples: as arguments, as states that are made anew, with methods."""
from collections import namedtuple
from typing import NamedTuple

import numpy as np

from ..registry import case, shows, signed

AREA = "Named tuples"

Point = namedtuple("Point", "x y")
Cell = namedtuple("Cell", ["c", "h"])


class Oscillator(NamedTuple):
    """A mass on a spring; the number of steps is no parameter."""

    mass: float
    stiffness: float
    steps: int = 4

    def acceleration(self, x):
        return -self.stiffness / self.mass * x

    @property
    def frequency(self):
        return np.sqrt(self.stiffness / self.mass)


class State(NamedTuple):
    """Position and velocity."""

    x: float
    v: float


@shows("as arguments")
@case(Oscillator(1.5, 0.7), 0.4)
def parameters(p, x):
    v = 0.1
    for _ in range(p.steps):
        v = v + 0.1 * p.acceleration(x)
        x = x + 0.1 * v
    return x * p.frequency


@shows("`_replace`")
@case(0.4, 1.1)
def state_made_anew(x, v):
    s = State(x, v)
    for _ in range(3):
        s = State(s.x + 0.1 * s.v, s.v - 0.1 * s.x ** 2)
    a, b = s
    s = s._replace(v=a * b)
    return s.x * s.v + s[0]


@shows("as results")
@case(State(0.4, 1.1))
def result_is_a_named_tuple(s):
    return State(s.x * s.v, s.v - s.x)


@shows("arrays inside")
@case(Point(signed(2, seed=1), signed(2, seed=2)))
def arrays_inside(p):
    q = Point(x=p.y * 2.0, y=p.x)
    return np.sum(q.x * p.x) + p.y @ q.y


@case(signed(3), signed(2))
def lstm_state(w, xs):
    cell = Cell(0.0, 0.0)
    for x in xs:
        gate = 1.0 / (1.0 + np.exp(-(w[0] * x + w[1] * cell.h)))
        c = gate * cell.c + (1.0 - gate) * np.tanh(w[2] * x)
        cell = Cell(c=c, h=gate * np.tanh(c))
    return cell.h + 0.1 * cell.c


@case({"pose": State(0.3, 0.2), "points": [Point(0.1, 0.5), Point(0.7, -0.4)]})
def nested(problem):
    pose = problem["pose"]
    return sum((p.x - pose.x) ** 2 * p.y + pose.v * p.x for p in problem["points"])
