"""Where features meet: lists in objects that are popped and written, attributes of the class, integers beside floats."""
from __future__ import annotations

import numpy as np

from ..registry import case, signed


class Network:
    def __init__(self, weights):
        self.weights = weights
        self.seen = []

    def run(self, x):
        for w in self.weights:
            x = np.tanh(w * x)
            self.seen.append(x)
        return x

    def view(self, k):
        return self.weights[k]


@case(signed(4))
def history_popped(x):
    network = Network([x.copy(), 2 * x])
    network.weights[0][1] = x[0] * x[1]
    network.weights[1][:] *= network.weights[0]
    first = network.view(0)
    first[2] *= x[3]
    y = network.run(x)
    last = network.seen.pop()
    return y.sum() + sum(h.sum() for h in network.seen) * last[0] + network.weights[0].sum()


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()


@case(signed(4))
def stack_of_written_arrays(x):
    stack = Stack()
    for i in range(3):
        stack.push(x * (i + 1))
    top = stack.pop()
    top[0] = x[1] * x[2]
    stack.push(top)
    stack.items[0][1] = top[0] * 2
    stack.items[0] += stack.items[1]
    return stack.items[0].sum() * stack.items[2].sum()


class Meter:
    factor = 2.0
    total = 0.0
    count = 0

    def __init__(self, value):
        self.value = value

    def scaled(self):
        return self.value * self.factor

    def add(self, x):
        self.total += x * x
        self.count += 1


@case(0.7)
@case(1.7)
def attribute_of_the_class_until_it_is_set(x):
    meter = Meter(x)
    if x > 1:
        meter.factor = x * x
    return meter.scaled() * x


@case(0.7)
def totals_that_begin_in_the_class(x):
    one, other = Meter(x), Meter(2 * x)
    one.total = x
    other.factor *= x
    for i in range(3):
        one.add(x * i)
    for meter in (one, other):
        meter.add(meter.value)
    return one.total / one.count * other.total * other.scaled()


class Weighted:
    weights = np.ones(4)
    size = 3.0

    def __init__(self, values):
        self.values = values

    def norm(self):
        return (self.values * self.weights).sum() * self.size


@case(signed(4))
@case(signed(4) + 5)
def arrays_of_the_class_until_they_are_set(x):
    held = Weighted(x.copy())
    if x[0] > 4:
        held.weights = x * x
    else:
        held.size = x[1]
    norm = held.norm()
    held.values[0] = norm * held.size
    held.size *= 2
    return held.norm() * x[0]


@case([3, 4.0], wrt=("p",))
@case((3, 4.0), wrt=("p",))
def integer_beside_floats(p):
    return p[0] ** 2 * p[1] + p[1] ** 2
