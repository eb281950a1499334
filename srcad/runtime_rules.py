"""Helpers for rules that users give, and for values that derivatives pass by: pasted into emitted code.

>>> stop_gradient([1.0, 2.0]), straight_through(3.0, 2.6)
([1.0, 2.0], 3.0)
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .runtime import HELPERS


def stop_gradient(x: Any) -> Any:
    """Return ``x`` as a constant: no derivative flows through it. Arrays and lists are copied."""
    if isinstance(x, (list, tuple)):
        return type(x)([stop_gradient(item) for item in x])
    return x.copy() if isinstance(x, np.ndarray) else x


def straight_through(value: Any, through: Any) -> Any:
    """Return ``value``; its derivative is that of ``through``, which has the same shape.

    Source: Bengio, Leonard and Courville 2013, straight-through estimators.
    """
    if np.shape(value) != np.shape(through):
        raise ValueError(f"straight_through: a value of shape {np.shape(value)}, and {np.shape(through)} to differentiate")
    return value.copy() if isinstance(value, np.ndarray) else value


def of_shape(rule: str, bar: Any, like: Any) -> Any:
    """Return what a user's rule gave, if it has the shape of what it belongs to."""
    if not isinstance(like, (list, tuple)) and np.shape(bar) != np.shape(like):
        raise ValueError(f"the rule {rule} returned an array of shape {np.shape(bar)} where {np.shape(like)} is due")
    return bar


def partial_of(rule: str, partial: Any, ct: Any) -> Any:
    """Return a partial that a user's elementwise rule gave, if it fits the result's shape."""
    shape, whole = np.shape(partial), np.shape(ct)
    if len(shape) > len(whole) or any([n not in (1, m) for n, m in zip(shape[::-1], whole[::-1])]):
        raise ValueError(f"the elementwise rule {rule} returned a partial of shape {shape} for a result of shape {whole}")
    return partial


def parts_of(rule: str, bars: Any, count: int) -> Any:
    """Return the cotangents that a user's rule gave, if they are as many as its parameters."""
    if not isinstance(bars, (tuple, list)) or len(bars) != count:
        given = f"{len(bars)} values" if isinstance(bars, (tuple, list)) else "one value"
        raise ValueError(f"the rule {rule} returned {given}, and {count} cotangents are due")
    return bars


HELPERS |= {f.__name__: f for f in (stop_gradient, straight_through, of_shape, partial_of, parts_of)}
