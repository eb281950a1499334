"""A value that is taken away for the sake of range has no adjoint, but where something depends on it after all."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric


def log_softmax(x: Any) -> Any:
    z = x - np.max(x, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return np.sum(log_p[np.arange(3), [0, 2, 1]])


def softmax(x: Any) -> Any:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return np.sum(p * p)


def log_sum_of_columns(x: Any) -> Any:
    top = np.max(x, axis=0)
    return np.sum((np.log(np.sum(np.exp(x - top), axis=0)) + top) ** 2)


def log_sum_along(x: Any, axis: int = 0) -> Any:
    top = np.max(x, axis=axis)
    return np.log(np.sum(np.exp(x - top), axis=axis)) + top


def log_sums_by_a_helper(x: Any) -> Any:
    return np.sum(log_sum_along(x) ** 2 * log_sum_along(x[1], axis=0))


def wrong_axis_of_a_helper(x: Any) -> Any:
    return np.sum(log_sum_along(x, 1) ** 2)


def log_sum_in_turns(x: Any) -> Any:
    total = 0.0
    for i in range(3):
        row = x[i] * total + x[i - 1]
        top = np.max(row)
        total += top + np.log(np.mean(np.exp(row - top)))
    return total


def weighted(x: Any) -> Any:
    top = np.max(x)
    return np.log(np.sum(x ** 2 * np.exp(x - top))) + top


def larger(x: Any) -> Any:
    a, b = x[0, 0], x[1, 1]
    top = max(a, b)
    return top + np.log(np.exp(a - top) + np.exp(b - top))


def centred(x: Any) -> Any:
    c = np.mean(x, axis=1, keepdims=True)
    return np.sum(np.exp(np.mean(x ** 2 - c, axis=1, keepdims=True) + c))


def wrong_axis(x: Any) -> Any:
    top = np.max(x, axis=1)
    return np.sum(np.log(np.sum(np.exp(x - top), axis=1)) + top)


def other_axis(x: Any) -> Any:
    top = np.max(x, axis=1, keepdims=True)
    return np.sum(np.log(np.sum(np.exp(x - top), axis=0, keepdims=True)) + top)


def higher(x: Any) -> Any:
    top = np.max(x, axis=1, keepdims=True)
    y = np.sin(np.arange(1.0, 3.0)[:, None, None] * x)
    return np.sum(np.log(np.sum(np.exp(y - top), axis=1, keepdims=True)) + top)


def read_again(x: Any) -> Any:
    top = np.max(x, axis=1, keepdims=True)
    z = x - top
    return np.sum(z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))) + np.sum(top ** 2)


def other_power(x: Any) -> Any:
    top = np.max(x)
    return np.sum(np.exp(x - top)) / np.sum(np.exp(2.0 * (x - top)))


def written(x: Any) -> Any:
    top = np.max(x)
    z = x - top
    z[0] *= 2.0
    return np.log(np.sum(np.exp(z))) + top


def taken_twice(x: Any) -> Any:
    top = np.max(x)
    return np.log(np.sum(np.exp(x - top - top))) + top


class Odd:
    """Something with a difference of its own."""

    def __init__(self, v: Any) -> None:
        self.v = v

    def __sub__(self, other: Any) -> Any:
        return self.v * other


def of_a_class(x: Any) -> Any:
    top = max(x[0, 0], x[0, 1])
    return Odd(x[1, 1]) - top + top


CANCELLING = (log_softmax, softmax, log_sum_of_columns, log_sums_by_a_helper, log_sum_in_turns, weighted, larger, centred)
X = np.random.default_rng(7).normal(size=(3, 3))


@pytest.mark.parametrize("function", [*CANCELLING, wrong_axis, wrong_axis_of_a_helper, other_axis, higher, read_again,
                                      other_power, written, taken_twice, of_a_class])
def test_derivative(function: Callable[..., Any]) -> None:
    gradient = srcad.grad(function)
    numeric.assert_close(gradient(X), numeric.gradient(function, [X], 0), 1e-6, function.__name__)
    direction = np.cos(np.arange(9.0)).reshape(3, 3)
    assert srcad.jvp(function, (X,), (direction,))[1] == pytest.approx(np.sum(gradient(X) * direction))
    text = gradient.source_for(X)
    assert ("tie_weights(" in text or "c_bar" in text or "top_bar" in text) == (function not in CANCELLING), text
