"""The slope of the logistic function is made of its value, where the exponential serves nothing else."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric


def sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-x))


def of_a_helper(x: Any) -> Any:
    return np.sum(sigmoid(x) * x)


def other_forms(x: Any) -> Any:
    return np.sum(np.reciprocal(np.exp(2.0 * x) + 1) * x) + 1 / (1 + math.exp(x[0]))


def in_turns(x: Any) -> Any:
    for k in range(3):
        x = x + 1 / (1 + np.exp(k * x))
    return np.sum(x)


def read_again(x: Any) -> Any:
    e = np.exp(-x)
    total = 1.0 + e
    return np.sum(1.0 / total) + np.sum(e ** 2)


def sum_read_again(x: Any) -> Any:
    total = 1.0 + np.exp(-x)
    return np.sum(1.0 / total * total ** 2)


def bound_again(x: Any) -> Any:
    e = np.exp(x)
    x = 2.0 * x
    return np.sum(1.0 / (1.0 + e) * x)


def written(x: Any) -> Any:
    total = 1.0 + np.exp(x)
    total[0] = x[1] ** 2
    return np.sum(1.0 / total)


KNOWN = (of_a_helper, other_forms, in_turns)
X = np.array([0.7, -1.2, 0.1])


@pytest.mark.parametrize("function", [*KNOWN, read_again, sum_read_again, bound_again, written])
def test_derivative(function: Callable[..., Any]) -> None:
    gradient = srcad.grad(function)
    numeric.assert_close(gradient(X), numeric.gradient(function, [X], 0), 1e-6, function.__name__)
    assert ("* (1 - " in gradient.source_for(X)) == (function in KNOWN)


def test_overflow_has_no_slope() -> None:
    with np.errstate(over="ignore"):
        found = srcad.grad(lambda x: np.sum(sigmoid(x)))(np.array([-800.0, 800.0, np.nan, 0.0]))
    assert found[0] == found[1] == 0.0 and np.isnan(found[2]) and found[3] == 0.25


def test_a_value_is_its_own_record() -> None:
    """What the reverse part of a helper reads is what the caller has."""
    text = srcad.grad(of_a_helper).source_for(X)
    assert "record" not in text and "def sigmoid_reverse(ans, ans_bar)" in text
