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


# ---------------------------------------------------------------------- what is unpacked
def pair(x: Any) -> Any:
    a, b = x
    return a * b


def pair_of_a_call(x: Any) -> Any:
    a, b = np.sin(x)
    return a * b


def pairs(x: Any) -> Any:
    return sum(a * b for a, b in np.outer(x, x)[:2])


def doubled(x: Any) -> Any:
    x *= 2.0
    return x


def pair_handed_back(x: Any) -> Any:
    a, b = doubled(x)
    return a * b


def shape_of_two(x: Any) -> Any:
    n, m = np.outer(x, x)[:, :2].shape if len(x) == 2 else x.shape
    return n * m * x[0]


def grown(x: Any) -> Any:
    items = [x[0]]
    for value in x[1:]:
        items.append(value * value)
    a, b = items
    return a * b


UNPACKING = [pair, pair_of_a_call, pairs, pair_handed_back, shape_of_two, grown]


@pytest.mark.parametrize("function", UNPACKING, ids=lambda f: f.__name__)
def test_another_length_than_what_it_is_unpacked_into(function: Callable[..., Any]) -> None:
    """As Python does, a derivative raises; of a tuple whose length is known nothing is tested."""
    two, three = np.array([0.5, 0.7]), np.array([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="unpack"):
        function(three.copy())
    for optimize in (True, False):
        srcad.grad(function, optimize=optimize)(two)
        srcad.jvp(function, (two,), (two,), optimize=optimize)
        with pytest.raises(ValueError, match="unpack"):
            srcad.grad(function, optimize=optimize)(three)
        with pytest.raises(ValueError, match="unpack"):
            srcad.jvp(function, (three,), (three,), optimize=optimize)
    assert "unpack" not in srcad.grad(pair).source_for((0.5, 0.7))


def along_an_axis_of_a_number(x: Any, s: float) -> Any:
    t = np.sum(s * s, axis=-1) + np.max(np.sin(s), axis=0)
    return np.sum(x * t * np.cumsum(s, axis=0))


def test_a_number_has_an_axis_too() -> None:
    srcad.check_grads(along_an_axis_of_a_number, (np.array([0.5, 0.7, -0.4]), 0.6), order=1)
