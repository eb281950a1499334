"""Molecular dynamics: Lennard-Jones and bonds, periodic box, neighbour lists, velocity Verlet, a thermostat."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..registry import case, signed


@dataclass
class ForceField:
    """What pairs and bonds cost."""

    epsilon: float
    sigma: float
    cutoff: float
    bond_k: float = 0.0
    bond_r: float = 1.0


def minimum_image(d, box):
    return d - box * np.round(d / box)


def neighbour_pairs(positions, box, reach):
    """Pairs that are nearer than ``reach``, which is more than the cutoff."""
    pairs = []
    for i in range(len(positions)):
        for j in range(i + 1, len(positions)):
            d = minimum_image(positions[i] - positions[j], box)
            if d @ d < reach ** 2:
                pairs.append((i, j))
    return pairs


class System:
    """Positions, velocities, masses; forces are kept between steps."""

    def __init__(self, positions, velocities, box, field, bonds=()):
        self.x = positions.copy()
        self.v = velocities.copy()
        self.box = box
        self.field = field
        self.bonds = bonds
        self.pairs = neighbour_pairs(positions, box, 1.2 * field.cutoff)
        self.f, self.potential = self.forces()

    def forces(self):
        ff = self.field
        forces = np.zeros_like(self.x)
        energy = 0.0
        for i, j in self.pairs:
            if (i, j) in self.bonds:
                continue
            d = minimum_image(self.x[i] - self.x[j], self.box)
            r2 = d @ d
            if r2 > ff.cutoff ** 2:
                continue
            s6 = (ff.sigma ** 2 / r2) ** 3
            energy += 4 * ff.epsilon * (s6 ** 2 - s6)
            push = 24 * ff.epsilon * (2 * s6 ** 2 - s6) / r2 * d
            forces[i] += push
            forces[j] -= push
        for i, j in self.bonds:
            d = minimum_image(self.x[i] - self.x[j], self.box)
            r = np.sqrt(np.sum(d ** 2))
            energy += 0.5 * ff.bond_k * (r - ff.bond_r) ** 2
            pull = -ff.bond_k * (r - ff.bond_r) * d / r
            forces[i] += pull
            forces[j] -= pull
        return forces, energy

    @property
    def kinetic(self):
        return 0.5 * np.sum(self.v ** 2)

    def temperature(self):
        return 2 * self.kinetic / self.x.size

    def step(self, dt):
        self.v += 0.5 * dt * self.f
        self.x += dt * self.v
        self.x %= self.box
        self.f, self.potential = self.forces()
        self.v += 0.5 * dt * self.f

    def run(self, steps, dt, thermostat=None):
        energies = []
        for k in range(steps):
            self.step(dt)
            if thermostat is not None:
                target, tau = thermostat
                self.v *= np.sqrt(1 + dt / tau * (target / self.temperature() - 1))
            energies.append(self.potential + self.kinetic)
        return energies


POSITIONS = np.array([[0.5, 0.6], [1.6, 0.5], [2.7, 2.6], [0.4, 1.8], [1.7, 1.7]])


@case(POSITIONS, 0.3 * signed(5, 2, seed=9), 0.7, 0.9, 0.5)
def trajectory(positions, velocities, epsilon, sigma, target):
    field = ForceField(epsilon, sigma, cutoff=1.6, bond_k=5.0, bond_r=1.1)
    system = System(positions, velocities, box=3.0, field=field, bonds=[(0, 1)])
    energies = system.run(steps=3, dt=0.02, thermostat=(target, 0.1))
    return energies[-1] + system.temperature() + np.sum(system.f[0]) * 0.1 + (energies[1] - energies[0]) ** 2
