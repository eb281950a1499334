"""What a pullback keeps and a tangent shares: nothing that the caller can change."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad


def product(x: Any, y: Any) -> Any:
    return np.sum(x * y)


def by_helper(x: Any, y: Any) -> Any:
    return product(x[1:], y[1:]) + product(x, x)


def in_loop(x: Any, y: Any) -> Any:
    total = 0.0
    for k in range(2):
        x = x * y
        total = total + np.sum(x[k:] * y[k:])
    return total


def of_list(items: Any, y: Any) -> Any:
    return np.sum(items[0] * y) * np.sum(items[1] * y)


def its_own_value(x: Any, y: Any) -> Any:
    z = np.exp(x)
    return z, z * y


def passed_through(x: Any, y: Any) -> Any:
    return x, y.T, x[::2]


def disturb(value: Any) -> None:
    """Change arrays in place, as a caller may."""
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, (list, tuple)):
            disturb(item)
        elif isinstance(item, np.ndarray) and item.flags.writeable:
            item[...] = -7.0


def arrays(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [a for item in value for a in arrays(item)]
    return [value] if isinstance(value, np.ndarray) else []


X, Y = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.25, 2.0])
PROGRAMS: list[Any] = [
    pytest.param(product, X, id="product"), pytest.param(by_helper, X, id="by_helper"),
    pytest.param(in_loop, X, id="in_loop"), pytest.param(of_list, [X, 2.0 * X], id="of_list"),
    pytest.param(its_own_value, X, id="its_own_value"), pytest.param(passed_through, X, id="passed_through"),
]


def copied(value: Any) -> Any:
    return [copied(v) for v in value] if isinstance(value, list) else np.array(value)


def cotangent(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple([cotangent(v) for v in value])
    return np.ones_like(value) if isinstance(value, np.ndarray) else 1.0


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(("function", "first"), PROGRAMS)
def test_a_pullback_outlives_its_arguments(function: Callable[..., Any], first: Any, optimize: bool) -> None:
    value, pullback = srcad.vjp(function, copied(first), copied(Y), optimize=optimize)
    expected = pullback(cotangent(value))
    args = copied(first), copied(Y)
    value, pullback = srcad.vjp(function, *args, optimize=optimize)
    seed = cotangent(value)
    disturb([*args, value])
    found = pullback(seed)
    disturb(found)                                   # nor does what it gave belong to it
    again = pullback(seed)
    for one, other in zip(arrays(again), arrays(expected), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(("function", "first"), PROGRAMS)
def test_cotangents_share_nothing(function: Callable[..., Any], first: Any, optimize: bool) -> None:
    args = copied(first), copied(Y)
    value, pullback = srcad.vjp(function, *args, optimize=optimize)
    seed = cotangent(value)
    found = arrays(pullback(seed))
    others = arrays([*args, value, seed])
    for k, one in enumerate(found):
        assert not any(np.may_share_memory(one, other) for other in [*others, *found[k + 1:]])


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(("function", "first"), PROGRAMS)
def test_tangents_share_nothing(function: Callable[..., Any], first: Any, optimize: bool) -> None:
    args, dots = (copied(first), copied(Y)), (copied(first), copied(Y))
    value, tangent = srcad.jvp(function, args, dots, optimize=optimize)
    for one, other in zip(arrays(tangent), arrays(value), strict=True):
        assert one.shape == other.shape and one.dtype == other.dtype and one.flags.writeable
        assert not any(np.may_share_memory(one, given) for given in arrays([*args, *dots, value]))


def test_a_tangent_has_the_type_of_its_value() -> None:
    single = np.ones(3, np.float32)
    value, tangent = srcad.jvp(lambda x: x * np.float32(2.0), (single,), (single,))
    assert value.dtype == tangent.dtype == np.float32
    value, tangent = srcad.jvp(lambda x: np.zeros(3) + x, (1.0,), (1.0,))
    assert tangent.shape == (3,) and tangent.flags.writeable
    value, tangent = srcad.jvp(lambda x: [x, (x * x,)], (2.0,), (1.0,))
    assert value == [2.0, (4.0,)] and tangent == [1.0, (4.0,)]
