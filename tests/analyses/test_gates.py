"""What a choice leaves out never makes a nan of an adjoint, however infinite the partial there."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad


def root(x: Any) -> Any:
    return np.sum(np.where(x > 0, np.sqrt(x), 0.0))


def entropy(x: Any) -> Any:
    return -np.sum(np.where(x > 0, x * np.log(x), 0.0))


def cardinal_sine(x: Any) -> Any:
    safe = np.sin(x) / x
    return np.sum(np.where(x != 0, safe, 1.0))


def selected(x: Any) -> Any:
    inverse = 1.0 / x
    return np.sum(np.select([x > 0, x < 0], [inverse ** 2, -x], 0.0))


def chosen(x: Any) -> Any:
    return np.sum(np.choose(np.array([1, 0, 0]), [np.log(x), 3.0 * x]))


def lengths(x: Any) -> Any:
    total = 0.0
    for k in range(2):
        n = np.sqrt(x * x * k)
        total = total + np.sum(np.where(n > 0, n, 0.0))
    return total


@pytest.mark.parametrize(("function", "expected"), [
    (root, [0.0, 0.5, 0.5 / np.sqrt(2.0)]),
    (entropy, [0.0, -1.0, -1.0 - np.log(2.0)]),
    (cardinal_sine, [0.0, np.cos(1.0) - np.sin(1.0), np.cos(2.0) / 2 - np.sin(2.0) / 4]),
    (selected, [0.0, -2.0, -0.25]),
    (chosen, [3.0, 1.0, 0.5]),
    (lengths, [0.0, 1.0, 1.0]),
])
def test_what_is_left_out_does_not_count(function: Callable[..., Any], expected: list[float]) -> None:
    x = np.array([0.0, 1.0, 2.0])
    with np.errstate(all="ignore"):
        assert srcad.grad(function)(x) == pytest.approx(expected)
        for k, direction in enumerate(np.eye(3)):
            assert srcad.jvp(function, (x,), (direction,))[1] == pytest.approx(expected[k])


def polynomial(x: Any) -> Any:
    return np.sum(np.where(x > 0, 3.0 * x, -x)) + np.sum(x * x)


def test_constant_partials_and_other_values_are_left_alone() -> None:
    text = srcad.grad(polynomial).source
    assert "_bar == 0" not in text
