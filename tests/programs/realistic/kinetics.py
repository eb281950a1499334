"""Chemical kinetics: reactions read from text, Arrhenius rates, third bodies, an implicit step by Newton, and heat."""
from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from ..registry import case, numbers

R = 8.314


@dataclass(frozen=True)
class Reaction:
    """Left and right side as {species: count}, and the rate's numbers."""

    left: dict
    right: dict
    log_a: float
    power: float
    energy: float
    reversible: bool = False


def parse_side(text):
    side = {}
    for term in text.split("+"):
        match = re.fullmatch(r"\s*(\d*)\s*([A-Z]\w*)\s*", term)
        if match is None:
            raise ValueError(f"cannot read {term!r}")
        count, name = match.groups()
        side[name] = side.get(name, 0) + int(count or 1)
    return side


def parse(line, log_a, power=0.0, energy=0.0):
    arrow = "<=>" if "<=>" in line else "=>"
    left, right = line.split(arrow)
    return Reaction(parse_side(left), parse_side(right), log_a, power, energy, reversible=arrow == "<=>")


SPECIES = ["A", "B", "C", "D"]
INDEX = {name: k for k, name in enumerate(SPECIES)}
MECHANISM = [
    parse("A + B => C", 1.0, energy=2000.0),
    parse("2 C <=> D", 0.5, power=0.3, energy=4000.0),
    parse("D => A + B", -1.0),
]
ENTHALPY = {"A": 0.0, "B": 1.0e4, "C": -2.0e4, "D": -5.0e4}


def arrhenius(reaction, temperature, scale=1.0):
    return scale * math.exp(reaction.log_a - reaction.energy / (R * temperature)) * (temperature / 300.0) ** reaction.power


def rates_of_progress(concentrations, temperature, scales):
    progress = []
    for reaction, scale in zip(MECHANISM, scales):
        k = arrhenius(reaction, temperature, scale)
        forward = k
        for name, count in reaction.left.items():
            forward = forward * concentrations[INDEX[name]] ** count
        if not reaction.reversible:
            progress.append(forward)
            continue
        dh = sum(n * ENTHALPY[s] for s, n in reaction.right.items()) - sum(n * ENTHALPY[s] for s, n in reaction.left.items())
        back = k / math.exp(-dh / (R * temperature) * 0.05)
        for name, count in reaction.right.items():
            back = back * concentrations[INDEX[name]] ** count
        progress.append(forward - back)
    return progress


def production(concentrations, temperature, scales):
    omega = np.zeros(len(SPECIES))
    heat = 0.0
    for reaction, q in zip(MECHANISM, rates_of_progress(concentrations, temperature, scales)):
        for name, count in reaction.left.items():
            omega[INDEX[name]] -= count * q
            heat += count * q * ENTHALPY[name]
        for name, count in reaction.right.items():
            omega[INDEX[name]] += count * q
            heat -= count * q * ENTHALPY[name]
    return omega, heat


def numeric_jacobian(f, x, h=1e-5):
    base = f(x)
    J = np.empty((len(base), len(x)))
    for k in range(len(x)):
        moved = x.copy()
        moved[k] += h
        J[:, k] = (f(moved) - base) / h
    return J


def implicit_step(c, temperature, scales, dt, tol=1e-10, max_iter=8):
    """Backward Euler by Newton."""
    new = c.copy()
    for _ in range(max_iter):
        residual = new - c - dt * production(new, temperature, scales)[0]
        if np.max(np.abs(residual)) < tol:
            break
        J = np.eye(len(c)) - dt * numeric_jacobian(lambda x: production(x, temperature, scales)[0], new)
        new = new - np.linalg.solve(J, residual)
    else:
        raise RuntimeError("Newton did not converge")
    return new


@case(np.array([1.0, 0.8, 0.1, 0.05]), 320.0, numbers(3))
def reactor(concentrations, temperature, scales):
    c, T = concentrations, temperature
    for _ in range(2):
        c = implicit_step(c, T, scales, dt=0.05)
        _, heat = production(c, T, scales)
        T = T + 0.05 * heat / 500.0
    return np.sum(c ** 2) + 0.01 * T


@case(np.array([1.0, 0.8, 0.1, 0.05]), 320.0, numbers(3))
def explicit_reactor(concentrations, temperature, scales):
    c = np.array(concentrations)
    for step in range(5):
        omega, heat = production(c, temperature, scales)
        c += 0.02 * omega
        temperature += 0.02 * heat / 500.0
        assert np.all(c > 0), f"negative concentration at step {step}: {c}"
    yields = {name: c[k] for name, k in INDEX.items()}
    return yields["C"] + 2 * yields["D"] - 0.1 * yields["A"] * temperature / 300.0
