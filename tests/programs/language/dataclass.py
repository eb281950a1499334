"""Dataclasses: frozen or not, with defaults and factories, nested, copied with replace."""
from __future__ import annotations

import dataclasses
from dataclasses import InitVar, dataclass, field

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Dataclasses"


@dataclass
class Linear:
    """An affine map."""

    weights: np.ndarray
    bias: np.ndarray
    name: str = "linear"

    def __call__(self, x):
        return self.weights @ x + self.bias

    @property
    def size(self):
        return np.sum(self.weights ** 2)


@shows("as arguments, with gradients of the same structure")
@case(Linear(signed(2, 3), signed(2)), signed(3))
def argument(layer, x):
    return np.sum(np.tanh(layer(x))) + 0.1 * layer.size


@dataclass(frozen=True)
class Model:
    """Parameters that nobody changes."""

    gain: float
    offset: float = 0.5
    order: int = 2


@shows("frozen")
@case(Model(1.3), 0.7)
def frozen(model, x):
    moved = dataclasses.replace(model, offset=model.gain * x)
    return model.gain * x ** model.order + moved.offset * moved.gain


@case(1.3, 0.7)
def frozen_made_here(a, b):
    model = Model(a, offset=b)
    return model.gain * model.offset ** model.order


@dataclass
class Cell:
    """A battery with state, a history, and what is computed after it is made."""

    voltage: float = 1.0
    charge: float = 0.5
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.capacity = self.voltage * 2.0

    def use(self, current):
        self.charge -= current / self.capacity
        self.voltage = 3.0 + self.charge ** 2
        self.history.append(self.voltage)
        return self.voltage


@shows("defaults, `field(default_factory=list)`")
@case(0.3, 1.2)
def battery(current, voltage):
    cell = Cell(voltage)
    energy = 0.0
    for k in range(4):
        energy += cell.use(current * (k + 1)) * current
    return energy + sum(cell.history) + cell.history[1] * cell.charge


@dataclass
class Node:
    """A node of a mesh."""

    position: np.ndarray
    fixed: bool = False


@dataclass
class Bar:
    """A bar between two nodes, by their numbers."""

    start: int
    end: int
    stiffness: float = 1.0


@dataclass
class Truss:
    """Nodes and bars."""

    nodes: list
    bars: list

    def energy(self):
        total = 0.0
        for bar in self.bars:
            d = self.nodes[bar.end].position - self.nodes[bar.start].position
            total += 0.5 * bar.stiffness * (np.sqrt(d @ d) - 1.0) ** 2
        return total


TRUSS = Truss([Node(numbers(2, seed=1), True), Node(numbers(2, seed=2)), Node(numbers(2, seed=3))],
              [Bar(0, 1, 1.5), Bar(1, 2), Bar(0, 2, 0.3)])


@case(TRUSS)
def mesh(truss):
    return truss.energy()


@case(numbers(3, 2))
def mesh_made_here(xs):
    truss = Truss([Node(x) for x in xs], [Bar(0, 1), Bar(1, 2, 2.0)])
    return truss.energy()


@dataclass
class Outer:
    """A dataclass in a dataclass."""

    inner: Model
    scale: float
    table: dict


@shows("nested")
@case(Outer(Model(0.4, 0.6), 1.5, {"a": 0.3, "b": np.array([1.0, 2.0])}))
def nested(outer):
    return outer.inner.gain * outer.scale + np.sum(outer.table["b"]) * outer.table["a"] * outer.inner.offset


@shows("`dataclasses.replace`")
@case(Outer(Model(0.4, 0.6), 1.5, {"a": 0.3, "b": np.array([1.0, 2.0])}))
def nested_and_written(outer):
    outer.scale *= outer.inner.gain
    outer.table["b"][0] = outer.scale
    outer.table["a"] += outer.table["b"][1]
    outer.inner = dataclasses.replace(outer.inner, gain=outer.table["a"])
    return outer.inner.gain * np.sum(outer.table["b"])


@dataclass
class Growing:
    """Gets an attribute that is not a field."""

    x: float


@case(0.6)
def attribute_that_is_no_field(x):
    g = Growing(x)
    g.extra = g.x * 2.0
    return g.extra * g.x


@shows("a factory that is neither `list` nor `dict`")
@refused(0.6)
def default_factory_of_its_own(x):
    @dataclass
    class Inner:
        a: float = field(default_factory=lambda: 2.0)
    return Inner().a * x


@dataclass
class Disc:
    r: float
    scale: InitVar[float] = 2.0
    area: float = field(init=False)
    height: InitVar[float] = field(default=1.0, kw_only=True)

    def __post_init__(self, scale, height):
        self.area = scale * height * self.r ** 2

    def __iter__(self):
        return iter((self.r, self.area, self.area * self.r))


@shows("`InitVar`, objects unpacked with a star")
@case(0.6, [0.3, 1.2], numbers(3))
def discs(r, sizes, v):
    first, *rest = Disc(r, sizes[0], height=v[0])
    return first * sum(rest) + Disc(sizes[1]).area + weighed(*sizes, *v) + weighed(r, *v[:2], *sizes, r)


def weighed(a, b, *more):
    return a * b * sum(more)
