# mypy: disable-error-code="no-untyped-def"
"""Random numbers: what is drawn is constant, and moves with the location and scale of its distribution.

``normal(loc, scale)`` is ``loc + scale * z`` with z drawn and held.
"""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from .registry import general, jvp


@general(np.random.normal, np.random.laplace, np.random.logistic, np.random.gumbel, wrt="loc scale")
def normal(loc=0.0, scale=1.0, size=None, *, ct, ans):
    """Source: loc + scale * z."""
    return unbroadcast(ct, loc), unbroadcast(ct * (ans - loc) / scale, scale)


@jvp(normal)
def normal_dot(loc=0.0, scale=1.0, size=None, *, loc_dot, scale_dot, ans):
    return loc_dot + scale_dot * (ans - loc) / scale


@general(np.random.Generator.normal, np.random.Generator.laplace, np.random.Generator.logistic,
         np.random.Generator.gumbel, wrt="loc scale")
def generator_normal(self, loc=0.0, scale=1.0, size=None, *, ct, ans):
    """Source: loc + scale * z."""
    return unbroadcast(ct, loc), unbroadcast(ct * (ans - loc) / scale, scale)


@jvp(generator_normal)
def generator_normal_dot(self, loc=0.0, scale=1.0, size=None, *, loc_dot, scale_dot, ans):
    return loc_dot + scale_dot * (ans - loc) / scale


@general(np.random.uniform, wrt="low high")
def uniform(low=0.0, high=1.0, size=None, *, ct, ans):
    """Source: low + (high - low) * z."""
    return (unbroadcast(ct * (high - ans) / np.subtract(high, low), low),
            unbroadcast(ct * (ans - low) / np.subtract(high, low), high))


@jvp(uniform)
def uniform_dot(low=0.0, high=1.0, size=None, *, low_dot, high_dot, ans):
    return (low_dot * (high - ans) + high_dot * (ans - low)) / np.subtract(high, low)


@general(np.random.Generator.uniform, wrt="low high")
def generator_uniform(self, low=0.0, high=1.0, size=None, *, ct, ans):
    """Source: low + (high - low) * z."""
    return (unbroadcast(ct * (high - ans) / np.subtract(high, low), low),
            unbroadcast(ct * (ans - low) / np.subtract(high, low), high))


@jvp(generator_uniform)
def generator_uniform_dot(self, low=0.0, high=1.0, size=None, *, low_dot, high_dot, ans):
    return (low_dot * (high - ans) + high_dot * (ans - low)) / np.subtract(high, low)


@general(np.random.exponential, np.random.rayleigh, wrt="scale")
def exponential(scale=1.0, size=None, *, ct, ans):
    """Source: scale * z."""
    return unbroadcast(ct * ans / scale, scale)


@jvp(exponential)
def exponential_dot(scale=1.0, size=None, *, scale_dot, ans):
    return scale_dot * ans / scale


@general(np.random.Generator.exponential, np.random.Generator.rayleigh, wrt="scale")
def generator_exponential(self, scale=1.0, size=None, *, ct, ans):
    """Source: scale * z."""
    return unbroadcast(ct * ans / scale, scale)


@jvp(generator_exponential)
def generator_exponential_dot(self, scale=1.0, size=None, *, scale_dot, ans):
    return scale_dot * ans / scale
