"""Objects that hold objects, lists and dicts, and what is None until something is there."""
from __future__ import annotations

import math
from collections import deque
from dataclasses import asdict, dataclass, field, replace
from enum import Enum

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Classes and objects"


# ---------------------------------------------------------------------- an object or None
@dataclass
class Hit:
    t: float
    n: float


class Ball:
    def __init__(self, c, r):
        self.c, self.r = c, r

    def hit(self, o):
        d = o - self.c
        disc = self.r ** 2 - d * d
        if disc < 0:
            return None
        return Hit(d - math.sqrt(disc), d / self.r)


def closest(things, o):
    best = None
    for thing in things:
        hit = thing.hit(o)
        if hit is not None and (best is None or hit.t < best.t):
            best = hit
    return best


@shows("functions that return an object or None")
@case(0.3, 0.7)
def hits(x, r):
    total = 0.0
    for k in range(3):
        hit = closest([Ball(k * x, r), Ball(0.1, 0.5 * r)], 0.4)
        if hit is None:
            total += x
            continue
        total += hit.t ** 2 * hit.n
    far = Ball(x, r).hit(5.1)
    return total + (far.t if far else x * r)


# ---------------------------------------------------------------------- what was stored before is seen
class Store:
    def __init__(self):
        self.value, self.reads, self.log = None, 0.0, []

    def set(self, v):
        self.value = v
        self.log.append(v)
        return self

    def get(self, otherwise):
        self.reads += 1.0
        return otherwise if self.value is None else otherwise * self.value


def filled(store, v):
    store.set(v)


@case(0.6)
def stored_before(x):
    store, other = Store(), Store()
    first = other.get(x)
    store.set(x * x)
    filled(other, x ** 3)
    alias = store
    alias.set(3 * x)
    return store.get(x) * other.get(x) * store.reads + first + sum(store.log) * len(other.log)


# ---------------------------------------------------------------------- layers, a trace, a tree, a history
class Layer:
    def __init__(self, w):
        self.w, self.out = w, None

    def forward(self, x):
        self.seen = x
        self.out = np.tanh(self.w @ x)
        return self.out


class Net:
    def __init__(self, ws):
        self.layers = [Layer(w) for w in ws]
        self.trace = []

    def __call__(self, x):
        for layer in self.layers:
            x = layer.forward(x)
            self.trace.append(x)
        return x

    def penalty(self):
        return sum(np.sum(layer.w ** 2) for layer in self.layers) + sum(t.sum() for t in self.trace)


@shows("objects that keep lists of objects and of what they did")
@case(0.4 * signed(2, 2), 0.5 * signed(2, 2, seed=1), signed(2, seed=2))
def layers(v, w, x):
    net = Net([v, w])
    y = net(x)
    return y.sum() + 0.1 * net.penalty() + net.layers[0].out[0] * net.layers[1].seen[1]


class Branch:
    def __init__(self, v, kids=None):
        self.v = v
        self.kids = kids or []

    def add(self, kid):
        self.kids.append(kid)
        return kid

    def total(self):
        return self.v + sum(0.5 * kid.total() for kid in self.kids)


@shows("trees of objects whose leaves begin with an empty list of children")
@case(0.6)
def branches(a):
    root = Branch(a, [Branch(a * a), Branch(2 * a, [Branch(a ** 3)])])
    other = Branch(a)
    other.add(Branch(3 * a))
    other.add(Branch(a * a))
    return root.total() * other.total()


@shows("trees of objects that grow by several levels")
@refused(0.6)
def branches_of_branches(a):
    root = Branch(a)
    root.add(Branch(2 * a)).add(Branch(a * a))
    return root.total()


# ---------------------------------------------------------------------- arguments of constructors, keys, items
class Base:
    def __init__(self, gain=1.0, *more, **options):
        self.gain, self.more, self.options = gain, more, options


class Derived(Base):
    def __init__(self, x, **kwargs):
        super().__init__(**kwargs)
        self.x = x
        self.totals = {}

    def add(self, name, v):
        self.totals[name] = self.totals.get(name, 0.0) + v

    def __getitem__(self, k):
        return self.x[k]

    def __setitem__(self, k, v):
        self.x[k] = v

    def __len__(self):
        return len(self.x)


@shows("`super().__init__(**kwargs)`, `__setitem__`, methods that are given keys")
@case(0.5, 0.8)
def constructed(a, g):
    one, other = Derived([a, 2 * a], gain=g, offset=a), Derived([g, a * g])
    one[0] = one[1] * 3
    one.add("in", a)
    one.add("out", g)
    one.add("in", a * g)
    return one.gain * one[0] + other.gain * other[1] * len(other) + one.options["offset"] * one.totals["in"] * one.totals["out"]


@dataclass
class Oscillator:
    k: float
    m: float = 2.0
    tags: list = field(default_factory=list)
    w: float = field(init=False)

    def __post_init__(self):
        self.w = math.sqrt(self.k / self.m)


@shows("`dataclasses.replace` with `__post_init__`, `asdict`")
@case(1.5, 0.7)
def replaced(k, m):
    one = Oscillator(k, m)
    other = replace(one, m=2 * m)
    other.tags.append(other.w)
    held = asdict(one)
    return one.w * other.w + other.tags[0] + held["k"] * len(one.tags) + held["w"]


# ---------------------------------------------------------------------- several values at once
def turned(a, b, c):
    return c, a, b


@case(numbers(3))
def turned_names(x):
    u, v, w = x * 1.0, x * 2.0, x * 3.0
    for k in range(4):
        u, v, w = turned(u, v, w)
        u[k % 3] += v[0] * w[1]
    return (u * v ** 2 * w).sum()


# ---------------------------------------------------------------------- refused
class Memo:
    def __init__(self, a):
        self.a, self.cache = a, {}

    def value(self, k):
        if k not in self.cache:
            self.cache[k] = self.a ** k + k
        return self.cache[k]


@shows("a dict kept in an object that gets keys known only when it runs")
@refused(1.3)
def memo(a):
    held = Memo(a)
    return sum(held.value(k) for k in (2, 3, 2))


class Delay:
    def __init__(self, n):
        self.queue = deque([0.0] * n)

    def push(self, x):
        self.queue.append(x)
        return self.queue.popleft()


@case(0.7)
def delayed(x):
    delay = Delay(2)
    return sum(delay.push(x * k) for k in range(5))


class Mode(Enum):
    PLAIN = 1
    SQUARE = 2


@shows("members of an enumeration as keys of a dict that is made there")
@case(0.6)
def enumerated(x):
    table, mode = {Mode.PLAIN: x, Mode.SQUARE: x ** 2}, Mode.PLAIN
    for _ in range(3):
        x = x + table[mode]
        mode = Mode.SQUARE if mode is Mode.PLAIN else Mode.PLAIN
    return x * looked_up(table, Mode.SQUARE)


def looked_up(table, mode):
    return table[mode] * 2


class Scale(Enum):
    METRE = 1.0
    MILLI = 1e-3

    def of(self, x):
        return x * self.value


SHAPES = {Mode.PLAIN: np.tanh, Mode.SQUARE: lambda z: z * z}


class Shaped:
    def __init__(self, w, mode=Mode.PLAIN, scale=Scale.METRE):
        self.w, self.mode, self.scale, self.log = w, mode, scale, []

    def __call__(self, x):
        self.log.append(self.mode.name)
        return SHAPES[self.mode](self.w * x) * self.scale.value + self.scale.of(x)


@shows("tables of functions by members of an enumeration, `name` and `value` of members")
@case(0.6, 1.2)
def enumerated_layers(x, w):
    layers = [Shaped(w), Shaped(w * w, Mode.SQUARE, Scale.MILLI), Shaped(x)]
    for layer in layers:
        x = layer(x)
    layers[0].mode = Mode.SQUARE
    return layers[0](x) + len(layers[0].log)


@shows("methods kept in a list")
@case(0.6)
def kept_methods(x):
    parts = [Ball(x, 1.0).hit, Ball(0.5 * x, 1.0).hit]
    return sum(part(0.1).t for part in parts)


class Plant:
    def __init__(self, level):
        self.level, self.modes = level, "abaz"

    def fill(self, t):
        self.level = self.level * 1.1
        return t * self.level

    def drain(self, t):
        return t - self.level ** 2

    def run(self, t):
        act = {"a": self.fill, "b": self.drain}
        for mode in self.modes:
            if mode in act:
                t = act[mode](t)
        for weight, step in ((1.0, self.drain), (t, self.fill)):
            t = t + weight * step(t)
        last = self.fill if t > 100 else self.drain
        return last(t)


@shows("methods in tables, chosen by keys")
@case(0.6, 0.4)
def stepped(level, t):
    return Plant(level).run(t)


class Terms:
    def __init__(self, a, b):
        self.parts, self.order = {"a": a, "b": b}, ["b", "a"]

    def items(self):
        return [(name, self.parts[name]) for name in self.order]


@refused(0.6)
def items_of_an_object(x):
    total = 0.0
    for name, part in Terms(x, x * x).items():
        total = total * 0.5 + part * len(name)
    return total


@refused(0.6)
def written_in_an_empty_list(x):
    held = []
    if x > 5.0:
        held[0].append(x)
    return x * x + len(held)
