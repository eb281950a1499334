"""A pack of cells in series, the cycle and what it costs."""
from __future__ import annotations

from ...registry import case, signed
from .cell import Cell, CellParameters


class Pack:
    """Cells in series; the weakest one decides."""

    def __init__(self, cells):
        self.cells = list(cells)
        self.log = {"voltage": [], "heat": []}

    def deliver(self, power, dt):
        share = power / len(self.cells)
        total = 0.0
        for cell in self.cells:
            current = cell.current_for_power(share)
            total += cell.step(current, dt)
        self.log["voltage"].append(total)
        self.log["heat"].append(max(cell.temperature for cell in self.cells))

    def charge(self, current, dt, limit=4.1):
        """Constant current, tapered once a cell meets its limit."""
        worst = max(self.cells, key=lambda c: c.terminal_voltage(-current))
        v = worst.terminal_voltage(-current)
        if v > limit:
            current = current * limit / v
        for cell in self.cells:
            cell.step(-current, dt)
        return current

    @property
    def spread(self):
        socs = [cell.soc for cell in self.cells]
        mean = sum(socs) / len(socs)
        return sum((s - mean) ** 2 for s in socs) / len(socs)


def simulate(pack, profile, dt):
    for k, power in enumerate(profile):
        if power / len(pack.cells) > min(cell.most_power() for cell in pack.cells):
            print(f"step {k}: {power:.1f} W cannot be given")
            break
        pack.deliver(power, dt)
    rest = 0.0
    for _ in range(3):
        rest += pack.charge(2.0, dt) * dt
    return rest


@case(CellParameters(0.2, 0.03, 0.015, 800.0), 0.04, 1.0, 20.0, signed(4), wrt=("nominal", "r_weak", "scale", "dt", "profile"))
def cycle_cost(nominal, r_weak, scale, dt, profile):
    weak = CellParameters(capacity_ah=nominal.capacity_ah * 0.9, r0=r_weak, r1=nominal.r1, c1=nominal.c1)
    pack = Pack([Cell(nominal), Cell(weak, soc=0.85, temperature=300.0)])
    charged = simulate(pack, scale * 8.0 * profile, dt)
    heat = pack.log["heat"]
    sag = min(pack.log["voltage"])
    return 0.01 * charged + max(heat) - heat[0] + 10.0 * pack.spread - sag + 1e4 * pack.cells[1].fade


@case(CellParameters(0.2, 0.03, 0.015, 800.0), 15.0)
def beyond_the_limit(nominal, power):
    """A step asks too much: the cycle ends there, and the pack is charged."""
    pack = Pack([Cell(nominal, soc=0.3)])
    charged = simulate(pack, [power, 2 * power, 100 * power, power], dt=10.0)
    return charged + pack.cells[0].soc * 10 + sum(pack.log["voltage"])
