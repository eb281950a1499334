"""An epidemic in age groups, with interventions that begin and end, vaccination, and the likelihood of reported cases."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..registry import case


class State(NamedTuple):
    """Susceptible, exposed, infectious, recovered; one number per group."""

    s: np.ndarray
    e: np.ndarray
    i: np.ndarray
    r: np.ndarray

    @property
    def total(self):
        return self.s + self.e + self.i + self.r

    def moved(self, rates, dt):
        ds, de, di, dr = rates
        return State(s=self.s + dt * ds, e=self.e + dt * de, i=self.i + dt * di, r=self.r + dt * dr)


@dataclass(frozen=True)
class Disease:
    """Rates per day."""

    beta: float
    incubation: float = 0.25
    recovery: float = 0.2


@dataclass
class Intervention:
    """Scales contacts between two days, with a ramp."""

    start: float
    end: float
    effect: float
    ramp: float = 2.0

    def factor(self, day):
        if day <= self.start or day >= self.end + self.ramp:
            return 1.0
        if day < self.start + self.ramp:
            return 1.0 - self.effect * (day - self.start) / self.ramp
        if day <= self.end:
            return 1.0 - self.effect
        return 1.0 - self.effect * (self.end + self.ramp - day) / self.ramp


def contact_factor(interventions, day):
    factor = 1.0
    for item in interventions:
        factor = factor * item.factor(day)
    return factor


def rates(state, disease, contacts, scale, vaccination=0.0):
    force = disease.beta * scale * contacts @ (state.i / state.total)
    infected = force * state.s
    vaccinated = np.minimum(vaccination * state.s, 0.02 * state.total)
    return (
        -infected - vaccinated,
        infected - disease.incubation * state.e,
        disease.incubation * state.e - disease.recovery * state.i,
        disease.recovery * state.i + vaccinated,
    )


def simulate(state, disease, contacts, interventions, days, dt=1.0, rollout: Callable = lambda day: 0.0):
    daily = []
    for day in range(days):
        scale = contact_factor(interventions, day)
        rate = rollout(day)
        new = disease.incubation * state.e.sum()
        state = state.moved(rates(state, disease, contacts, scale, vaccination=rate), dt)
        daily.append(new)
    return state, daily


def negative_binomial(observed, expected, size):
    from math import lgamma, log
    p = size / (size + expected)
    return lgamma(observed + size) - lgamma(size) - lgamma(observed + 1) + size * log(p) + observed * log(1 - p)


CONTACTS = np.array([[1.2, 0.4], [0.4, 0.8]])
START = State(np.array([490.0, 480.0]), np.array([5.0, 10.0]), np.array([5.0, 10.0]), np.array([0.0, 0.0]))
REPORTED = [4, 5, 7, None, 9, 12, 11, 14]


@case(0.6, 0.25, 0.4, 0.3, 8.0)
def case_likelihood(beta, incubation, effect, reporting, size):
    disease = replace(Disease(beta), incubation=incubation)
    measures = [Intervention(1.0, 4.0, effect), Intervention(2.5, 20.0, 0.5 * effect, ramp=3.0)]
    _, daily = simulate(START, disease, CONTACTS, measures, days=len(REPORTED))
    ll = 0.0
    for seen, new in zip(REPORTED, daily):
        if seen is None:
            continue
        ll += negative_binomial(seen, reporting * new + 1e-6, size)
    return ll


@case(0.7, CONTACTS.copy(), 0.05, START)
def peak_and_cost(beta, contacts, vaccination, start):
    def rollout(day):
        return vaccination if day >= 3 else 0.0

    end, daily = simulate(start, Disease(beta, recovery=0.15), contacts, [], days=8, rollout=rollout)
    peak = max(daily)
    late = sum(x for k, x in enumerate(daily) if k > 4)
    attack = 1.0 - np.sum(end.s) / np.sum(end.total)
    return peak + 0.2 * late + 50.0 * attack ** 2
