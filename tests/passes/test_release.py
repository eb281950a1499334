"""What a gradient lets go, makes in place, and does not copy; nothing of it is seen from outside."""
from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric

X = np.sin(np.arange(1.0, 13.0)).reshape(4, 3)


def cross_entropy(x: Any) -> Any:
    z = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(z)
    log_p = z - np.log(np.sum(e, axis=1, keepdims=True))
    return -np.sum(log_p[:, 0])


def read_later(x: Any) -> Any:
    z = np.sin(x)
    e = np.exp(z)
    return np.sum(e * np.cos(z)) + np.sum(e ** 2) + np.sum(z * e)


def narrow(x: Any) -> Any:
    e = np.exp(x[:, :1])
    y = x * 2.0
    return np.sum(y * e) + np.sum(e * e)


def placed(x: Any) -> Any:
    whole = np.eye(4)
    whole[:, 1:] = x * x
    return whole


def handed_on(x: Any) -> Any:
    whole = np.zeros((4, 3))
    whole[:, :] = x
    return whole


def of_helpers(x: Any) -> Any:
    a = placed(x)
    b = handed_on(x)
    c = handed_on(b)
    b[0] = 2.0
    return np.sum(a @ a) + np.sum(b * c)


@pytest.mark.parametrize("function", [cross_entropy, read_later, narrow, of_helpers])
def test_derivative(function: Any) -> None:
    gradient, given = srcad.grad(function), X.copy()
    numeric.assert_close(gradient(given), numeric.gradient(function, [X], 0), 1e-6, function.__name__)
    assert np.array_equal(given, X)
    value, again = srcad.value_and_grad(function)(X)
    assert value == pytest.approx(function(X)) and np.allclose(again, gradient(X))
    value, pullback = srcad.vjp(function)(X)
    assert np.array_equal(pullback(1.0)[0], pullback(1.0)[0])


def test_the_text_is_taken_again() -> None:
    numeric.assert_close(srcad.hvp(cross_entropy)(X, X), numeric.gradient(
        lambda x: np.sum(srcad.grad(cross_entropy)(x) * X), [X], 0), 1e-5, "hvp")


def test_two_arrays_are_enough() -> None:
    x = np.ones((500, 200))
    gradient = srcad.grad(cross_entropy)
    gradient(x)
    tracemalloc.start()
    gradient(x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.2 * x.nbytes
