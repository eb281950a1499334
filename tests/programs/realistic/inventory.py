"""A store and a repair shop simulated day by day: policies as functions, orders on their way, a smooth cost, a queue."""
from __future__ import annotations

import math
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np

from ..registry import case, numbers

Order = namedtuple("Order", "due amount")


def softplus(x, sharpness=5.0):
    """A smooth max(x, 0)."""
    if sharpness * x > 30:
        return x
    return math.log1p(math.exp(sharpness * x)) / sharpness


def base_stock(level):
    """A policy: order up to a level."""
    def policy(position, day):
        return softplus(level - position)
    return policy


def seasonal(base, amplitude, period=7):
    def policy(position, day):
        target = base * (1 + amplitude * math.sin(2 * math.pi * day / period))
        return softplus(target - position)
    return policy


@dataclass
class Costs:
    """Per unit and day."""

    holding: float = 1.0
    shortage: float = 5.0
    ordering: float = 0.5


@dataclass
class Store:
    """What is there, what is on its way, and what it has cost so far."""

    on_hand: float
    costs: Costs
    lead_time: int = 2
    pipeline: list = field(default_factory=list)
    ledger: dict = field(default_factory=lambda: {"holding": 0.0, "shortage": 0.0, "ordering": 0.0})

    @property
    def position(self):
        return self.on_hand + sum(order.amount for order in self.pipeline)

    def receive(self, day):
        arrived = [o for o in self.pipeline if o.due <= day]
        self.pipeline = [o for o in self.pipeline if o.due > day]
        for order in arrived:
            self.on_hand += order.amount

    def sell(self, demand):
        missing = softplus(demand - self.on_hand)
        self.on_hand = softplus(self.on_hand - demand)
        self.ledger["shortage"] += self.costs.shortage * missing
        self.ledger["holding"] += self.costs.holding * self.on_hand
        return demand - missing

    def order(self, amount, day):
        if amount < 1e-3:
            return
        self.pipeline.append(Order(due=day + self.lead_time, amount=amount))
        self.ledger["ordering"] += self.costs.ordering * amount

    def total(self):
        return sum(self.ledger.values())


def simulate(store, policy, demands):
    sold = 0.0
    for day, demand in enumerate(demands):
        store.receive(day)
        sold += store.sell(demand)
        store.order(policy(store.position, day), day)
    return store.total() - 2.0 * sold


@case(3.0, 4.0, numbers(6), 5.0)
def base_stock_cost(level, initial, demands, shortage):
    store = Store(initial, Costs(shortage=shortage))
    return simulate(store, base_stock(level), 2.0 * demands)


@case(3.0, 0.3, 2.5)
def two_stores(base, amplitude, initial):
    demands = [1.0, 2.0, 0.5, 3.0, 1.5]
    first, second = Store(initial, Costs()), Store(initial, Costs(holding=2.0), lead_time=1)
    totals = [simulate(s, p, demands) for s, p in [(first, seasonal(base, amplitude)), (second, base_stock(base))]]
    moved = 0.5 * (first.on_hand - second.on_hand)
    return totals[0] + totals[1] + moved ** 2


def lindley(arrivals, services):
    """Waiting times in a queue with one server."""
    waits = [0.0]
    for gap, service in zip(arrivals[1:], services):
        waits.append(max(waits[-1] + service - gap, 0.0))
    return waits


def many_servers(arrivals, services, servers):
    free = [0.0] * servers
    now, waits = 0.0, []
    for gap, service in zip(arrivals, services):
        now += gap
        k = free.index(min(free))
        begin = max(now, free[k])
        waits.append(begin - now)
        free[k] = begin + service
    return waits, max(free)


@case(numbers(6, seed=15), numbers(6, seed=16), 1.4)
def shop(gaps, services, slowness):
    slow = [slowness * s for s in services]
    waits = lindley(gaps, slow)
    both, end = many_servers(gaps, slow, servers=2)
    late = [w for w in waits if w > 0.5]
    return np.mean(waits) + 0.3 * max(both) + 0.01 * end + sum(w ** 2 for w in late) / max(len(late), 1)
