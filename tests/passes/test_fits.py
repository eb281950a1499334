"""A gradient raises where its function does for shapes that do not fit, though it may need no result of the operation."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad


def added(x: Any, y: Any) -> Any:
    return np.sum(x + y)


def scaled_before(x: Any, y: Any) -> Any:
    return np.sum(2.0 * x - np.sin(y))


def multiplied(x: Any, y: Any) -> Any:
    return np.sum(x * y)


def inner(x: Any, y: Any) -> Any:
    return np.inner(x, y)


def product(x: Any, y: Any) -> Any:
    return x @ y


def chosen(x: Any, y: Any) -> Any:
    return np.sum(np.where(True, x, y))


def larger(x: Any, y: Any) -> Any:
    return np.sum(np.maximum(x, y))


@pytest.mark.parametrize("wrt", ["x", "y", ("x", "y")])
@pytest.mark.parametrize("function", [added, scaled_before, multiplied, inner, product, chosen, larger], ids=lambda f: f.__name__)
def test_shapes_that_do_not_fit(function: Callable[..., Any], wrt: Any) -> None:
    x, y = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.7])
    gradient = srcad.grad(function, wrt=wrt)
    gradient(x, x.copy())
    with pytest.raises(ValueError):
        gradient(x, y)


def needed(x: Any, y: Any) -> Any:
    return np.sum((x + y) ** 2)


def of_one_shape(x: Any) -> Any:
    return np.sum(x + np.exp(x))


def test_no_test_where_the_operation_is_left() -> None:
    x = np.ones(3)
    assert "broadcast_shapes" in srcad.grad(added).source_for(x, x)
    assert "broadcast_shapes" not in srcad.grad(needed).source_for(x, x)
    assert "broadcast_shapes" not in srcad.value_and_grad(added).source_for(x, x)
    assert "broadcast_shapes" not in srcad.grad(of_one_shape).source_for(x)
