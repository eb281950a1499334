"""A cell: an open circuit voltage by table, two RC pairs, heat and ageing."""
import math
from dataclasses import dataclass

import numpy as np

SOC_TABLE = np.array([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
OCV_TABLE = np.array([3.0, 3.4, 3.55, 3.7, 3.9, 4.05, 4.2])
GAS_CONSTANT = 8.314


@dataclass
class CellParameters:
    """What distinguishes one cell from another."""

    capacity_ah: float
    r0: float
    r1: float
    c1: float
    r2: float = 0.02
    c2: float = 2000.0
    heat_capacity: float = 40.0
    cooling: float = 0.2
    activation: float = 2500.0


class Cell:
    """Keeps its state of charge, its relaxation voltages, its temperature and its age."""

    AMBIENT = 298.15

    def __init__(self, params, soc=0.9, temperature=None):
        self.params = params
        self.soc = soc
        self.v1 = self.v2 = 0.0
        self.temperature = self.AMBIENT if temperature is None else temperature
        self.fade = 0.0

    @property
    def ocv(self):
        return np.interp(self.soc, SOC_TABLE, OCV_TABLE)

    def resistance_factor(self):
        p = self.params
        return math.exp(p.activation / GAS_CONSTANT * (1.0 / self.temperature - 1.0 / self.AMBIENT))

    def terminal_voltage(self, current):
        return self.ocv - self.v1 - self.v2 - current * self.params.r0 * self.resistance_factor()

    def most_power(self):
        e = self.ocv - self.v1 - self.v2
        return e ** 2 / (4 * self.params.r0 * self.resistance_factor())

    def current_for_power(self, power):
        """Solve power = current * voltage(current)."""
        r = self.params.r0 * self.resistance_factor()
        e = self.ocv - self.v1 - self.v2
        disc = e ** 2 - 4 * r * power
        if disc < 0:
            raise ValueError(f"cell cannot give {power:.1f} W at soc {self.soc:.2f}")
        return (e - math.sqrt(disc)) / (2 * r)

    def step(self, current, dt):
        p = self.params
        voltage = self.terminal_voltage(current)
        heat = current ** 2 * p.r0 * self.resistance_factor() + self.v1 ** 2 / p.r1 + self.v2 ** 2 / p.r2
        a1, a2 = math.exp(-dt / (p.r1 * p.c1)), math.exp(-dt / (p.r2 * p.c2))
        self.v1 = a1 * self.v1 + (1 - a1) * p.r1 * current
        self.v2 = a2 * self.v2 + (1 - a2) * p.r2 * current
        self.temperature += dt * (heat - p.cooling * (self.temperature - self.AMBIENT)) / p.heat_capacity
        self.soc -= current * dt / (3600.0 * p.capacity_ah * (1 - self.fade))
        self.fade += 1e-7 * abs(current) * dt * self.resistance_factor() ** -1
        return voltage
