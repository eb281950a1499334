"""Orbits: elements and states, Kepler's equation, perturbed propagation that stops at events, burns, a transfer's cost."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..registry import case

MU = 1.0
J2 = 1e-3


class Elements(NamedTuple):
    """Of an orbit in a plane: semi-axis, eccentricity, argument of periapsis, mean anomaly."""

    a: float
    e: float
    omega: float
    m: float


def solve_kepler(m, e, tol=1e-13, max_iter=30):
    """Eccentric anomaly by Newton."""
    x = m if e < 0.8 else math.pi
    for _ in range(max_iter):
        dx = (x - e * math.sin(x) - m) / (1 - e * math.cos(x))
        x -= dx
        if abs(dx) < tol:
            return x
    raise RuntimeError(f"Kepler's equation did not converge for m={m}, e={e}")


def to_state(el: Elements):
    ecc = solve_kepler(el.m % (2 * math.pi), el.e)
    b = el.a * math.sqrt(1 - el.e ** 2)
    n = math.sqrt(MU / el.a ** 3)
    r = el.a * (1 - el.e * math.cos(ecc))
    rate = n * el.a / r
    plane = np.array([el.a * (math.cos(ecc) - el.e), b * math.sin(ecc)])
    speed = rate * np.array([-el.a * math.sin(ecc), b * math.cos(ecc)])
    c, s = math.cos(el.omega), math.sin(el.omega)
    turn = np.array([[c, -s], [s, c]])
    return np.concatenate([turn @ plane, turn @ speed])


def to_elements(state):
    r, v = state[:2], state[2:]
    radius = np.linalg.norm(r)
    energy = 0.5 * v @ v - MU / radius
    h = r[0] * v[1] - r[1] * v[0]
    ev = np.array([v[1] * h, -v[0] * h]) / MU - r / radius
    return -0.5 * MU / energy, np.hypot(ev[0], ev[1]), math.atan2(ev[1], ev[0])


def acceleration(r, *, drag=0.0, v=None):
    r2 = r @ r
    a = -MU * r / r2 ** 1.5 * (1 + 1.5 * J2 / r2)
    if drag and v is not None:
        a = a - drag * np.exp(-(np.sqrt(r2) - 1.0) / 0.2) * np.linalg.norm(v) * v
    return a


@dataclass
class Event:
    """A function of the state whose sign change stops the propagation."""

    function: Callable
    direction: int = 0

    def crossed(self, before, after):
        up, down = before < 0 <= after, before > 0 >= after
        if self.direction == 0:
            return up or down
        return up if self.direction > 0 else down


def rk4(f, y, h):
    k1 = f(y)
    k2 = f(y + 0.5 * h * k1)
    k3 = f(y + 0.5 * h * k2)
    k4 = f(y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def propagate(state, t_end, h=0.2, drag=0.0, event: Event | None = None):
    def derivative(y):
        return np.concatenate([y[2:], acceleration(y[:2], drag=drag, v=y[2:])])

    t = 0.0
    value = event.function(state) if event is not None else None
    while t < t_end - 1e-12:
        step = min(h, t_end - t)
        new = rk4(derivative, state, step)
        if event is not None:
            after = event.function(new)
            if event.crossed(value, after):
                for _ in range(4):                       # regula falsi within the step
                    step = step * value / (value - after)
                    new = rk4(derivative, state, step)
                    after = event.function(new)
                return t + step, new
            value = after
        state = new
        t += step
    return t, state


def radial_velocity(state):
    return state[:2] @ state[2:]


@case(1.2, 0.3, 0.4, 0.9, 0.01)
def next_apoapsis(a, e, omega, m, drag):
    state = to_state(Elements(a, e, omega, m))
    t, state = propagate(state, 20.0, h=0.4, drag=drag, event=Event(radial_velocity, direction=-1))
    a_new, e_new, _ = to_elements(state)
    return a_new * (1 + e_new) + 0.1 * t


@case(1.0, 1.6, np.array([0.05, 0.02]))
def transfer_cost(r1, r2, errors):
    """A Hohmann transfer with burns that miss a little; what is left to correct is added."""
    a = 0.5 * (r1 + r2)
    dv1 = math.sqrt(MU / r1) * (math.sqrt(r2 / a) - 1)
    dv2 = math.sqrt(MU / r2) * (1 - math.sqrt(r1 / a))
    state = np.array([r1, 0.0, 0.0, math.sqrt(MU / r1)])
    burns = [(math.pi * math.sqrt(a ** 3 / MU), dv1, errors[0]), (0.5, dv2, errors[1])]
    total = 0.0
    for coast, dv, error in burns:
        along = state[2:] / np.linalg.norm(state[2:])
        state[2:] += (1 + error) * dv * along
        total += abs(dv)
        _, state = propagate(state, coast, h=0.5)
    a_end, e_end, _ = to_elements(state)
    return total + (a_end - r2) ** 2 + 0.3 * e_end
