"""Options on trees and lattices: recursion with and without a memory, early exercise, dividends, and a smile."""
import math
from enum import Enum
from functools import cache

import numpy as np

from ..registry import case


class Right(Enum):
    """Call or put."""

    CALL = 1
    PUT = -1


def payoff(right, spot, strike):
    if right is Right.CALL:
        return max(spot - strike, 0.0)
    if right is Right.PUT:
        return max(strike - spot, 0.0)
    raise ValueError(f"no such right: {right}")


@cache
def binomial(n, k):
    return math.comb(n, k)


def tree_factors(sigma, rate, dividend, dt):
    up = math.exp(sigma * math.sqrt(dt))
    down = 1.0 / up
    p = (math.exp((rate - dividend) * dt) - down) / (up - down)
    assert 0.0 < p < 1.0, f"probability {p} outside (0, 1)"
    return up, down, p


def american(spot, strike, steps, up, down, p, discount, right=Right.PUT):
    """Value by recursion: hold or exercise."""
    exercise = payoff(right, spot, strike)
    if steps == 0:
        return exercise
    hold = discount * (
        p * american(spot * up, strike, steps - 1, up, down, p, discount, right)
        + (1 - p) * american(spot * down, strike, steps - 1, up, down, p, discount, right)
    )
    return exercise if exercise > hold else hold


def european(spot, strike, maturity, sigma, rate, dividend=0.0, steps=4, right=Right.CALL):
    """Value in one sum over the last level."""
    up, down, p = tree_factors(sigma, rate, dividend, maturity / steps)
    value = sum(
        binomial(steps, k) * p ** k * (1 - p) ** (steps - k) * payoff(right, spot * up ** k * down ** (steps - k), strike)
        for k in range(steps + 1)
    )
    return math.exp(-rate * maturity) * value


def barrier_lattice(spot, strike, barrier, sigma, rate, maturity, steps=5):
    """A down-and-out call, backwards over one array; the barrier is smoothed over a node."""
    dt = maturity / steps
    up, down, p = tree_factors(sigma, rate, 0.0, dt)
    prices = spot * up ** np.arange(-steps, steps + 1, 2.0)
    values = np.maximum(prices - strike, 0.0)
    disc = math.exp(-rate * dt)
    for level in range(steps - 1, -1, -1):
        values = disc * (p * values[1:] + (1 - p) * values[:-1])
        prices = prices[:-1] * up
        alive = 1.0 / (1.0 + np.exp(-(prices - barrier) * 2.0))
        values *= alive
    return values[0]


@case(100.0, 105.0, 0.3, 0.04, 0.75)
def american_put(spot, strike, sigma, rate, maturity):
    steps = 4
    dt = maturity / steps
    up, down, p = tree_factors(sigma, rate, dividend=0.01, dt=dt)
    value = american(spot, strike, steps, up, down, p, math.exp(-rate * dt))
    premium = value - european(spot, strike, maturity, sigma, rate, dividend=0.01, steps=steps, right=Right.PUT)
    return value, premium


def smile(spot, strike, maturity, skew, level=0.3):
    return level + 0.04 * (0.5 - maturity) + skew * math.log(spot / strike)


@case(101.3, 0.03, 0.2, 80.0)
def book(spot, rate, skew, barrier):
    """A book of positions under a smile; one that has expired, one that is knocked out at once."""
    positions = [
        ("call", 10, 105.0, 0.5),
        ("barrier", 5, 95.0, 1.0),
        ("put", -3, 90.0, 0.25),
        ("call", 2, 100.0, 0.0),
    ]
    total = 0.0
    for kind, amount, strike, maturity in positions:
        if maturity <= 0:
            total += amount * payoff(Right.CALL, spot, strike)
            continue
        sigma = smile(spot, strike, maturity, skew)
        if kind == "barrier":
            price = 0.0 if spot <= barrier else barrier_lattice(spot, strike, barrier, sigma, rate, maturity)
        else:
            price = european(spot, strike, maturity, sigma, rate, right=Right.CALL if kind == "call" else Right.PUT)
        total += amount * price
    return total / len(positions)
