"""Arguments that share memory of which one is written, and programs that only float64 can judge.

``f(a, a)`` where ``f`` writes its first parameter is a function of one array under two names: no
finite difference can move one parameter and leave the other. What it has is the derivative of
``g(a) = f(a, a)``, so that is the gradient with respect to either parameter, and a tangent given
for one of them is the tangent of both. The same holds of slices that overlap: the gradient with
respect to a parameter is the derivative with respect to the piece of memory that it names, along
every way by which that piece is read. Two different tangents for one piece of memory contradict
each other and are refused. Where nothing is written, parameters count as separate inputs even when
one array is given for both, as everywhere else; such programs are in tests/programs.

A refusal is right too, by srcad or by the emitted code, if it says that the arguments share memory.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric

REFUSALS = (srcad.SrcadError, ValueError)
BASE = np.array([0.7, 1.2, 0.4, 1.6, 0.9])


def added(x: Any, y: Any) -> Any:
    x += y
    return np.sum(x * y)


def through_elements(x: Any, y: Any) -> Any:
    for i in range(1, len(x)):
        x[i] = x[i - 1] * y[i]
    return np.sum(y ** 2)


def only_the_second(x: Any, y: Any) -> Any:
    y *= 2
    y[0] = x[1] ** 2
    return np.sum(x ** 2)


def through_a_view(x: Any, y: Any) -> Any:
    v = x[1:]
    v *= y[:-1]
    return np.sum(x * y ** 2)


def swapped(x: Any, y: Any) -> Any:
    x, y = y, x
    y *= x
    x += 1.0
    return np.sum(x * y)


Pieces = Callable[[Any], tuple[Any, Any]]
PIECES: dict[str, Pieces] = {
    "the same": lambda a: (a, a),
    "shifted": lambda a: (a[1:], a[:-1]),
    "reversed": lambda a: (a, a[::-1]),
    "the same slice": lambda a: (a[1:4], a[1:4]),
    "every other": lambda a: (a[::2], a[:3]),
}


@pytest.fixture(params=[added, through_elements, only_the_second, through_a_view, swapped], ids=lambda f: f.__name__)
def function(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=PIECES.values(), ids=PIECES)
def pieces(request: pytest.FixtureRequest) -> Any:
    return request.param


def total(function: Callable[..., Any], pieces: Pieces) -> Any:
    """Return the derivative with respect to the memory that the arguments share."""
    return numeric.gradient(lambda base: function(*pieces(base.copy())), [BASE], 0)


def assert_says_so(error: Exception) -> None:
    assert "share memory" in str(error) or "same array" in str(error) or "overlap" in str(error), str(error)


@pytest.mark.parametrize("wrt", [("x",), ("y",), ("x", "y")], ids=", ".join)
@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "textbook"])
def test_gradient_of_the_memory_that_is_shared(function: Any, pieces: Pieces, wrt: tuple[str, ...],
                                               optimize: bool) -> None:
    base = BASE.copy()
    try:
        value, found = srcad.value_and_grad(function, wrt=wrt, optimize=optimize)(*pieces(base))
    except REFUSALS as error:
        assert_says_so(error)
    else:
        assert np.isclose(value, function(*pieces(BASE.copy())), rtol=1e-14)
        expected = dict(zip("xy", pieces(total(function, pieces)), strict=True))
        for name, gradient in zip(wrt, found, strict=True):
            numeric.assert_close(gradient, expected[name], 1e-6, f"gradient of {name}")
        if len(found) == 2:
            assert not np.may_share_memory(*found)
    assert np.array_equal(base, BASE), "the caller's array was changed"


def written_beside_a_list(x: Any, items: Any) -> Any:
    x[0] = 3.0
    return np.sum(x * items[0]) * items[1]


@pytest.mark.parametrize("make", [lambda a: (a, [a, 2.0]), lambda a: (a[1:4], (a[:3], 2.0)), lambda a: (a, [a[1:], 2.0])])
@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "textbook"])
def test_memory_shared_with_an_array_in_a_list(make: Any, optimize: bool) -> None:
    base = BASE.copy()
    with pytest.raises(REFUSALS) as refused:
        srcad.grad(written_beside_a_list, optimize=optimize)(*make(base))
    assert_says_so(refused.value)
    with pytest.raises(REFUSALS) as refused:
        srcad.jvp(written_beside_a_list, make(base), (np.ones(np.shape(make(base)[0])), None), optimize=optimize)
    assert_says_so(refused.value)
    assert np.array_equal(base, BASE), "the caller's array was changed"


def test_tangent_of_the_memory_that_is_shared(function: Any, pieces: Pieces) -> None:
    tangent = np.array([0.5, -1.0, 2.0, 0.3, -0.8])
    base = BASE.copy()
    try:
        found = srcad.jvp(function, pieces(base), pieces(tangent), wrt=("x", "y"))[1]
    except REFUSALS as error:
        assert_says_so(error)
    else:
        covered = np.zeros(5)
        for piece in pieces(covered):
            piece[:] = 1.0
        numeric.assert_close(found, total(function, pieces) @ (covered * tangent), 1e-6, "tangent")
    assert np.array_equal(base, BASE), "the caller's array was changed"


def test_tangents_that_contradict_each_other_are_refused(function: Any) -> None:
    a = BASE.copy()
    with pytest.raises(REFUSALS) as raised:
        srcad.jvp(function, (a, a), (np.ones(5), np.zeros(5)), wrt=("x", "y"))
    assert_says_so(raised.value)


def test_an_array_and_a_list_that_holds_it() -> None:
    a = BASE.copy()
    try:
        found = srcad.grad(in_a_list, wrt="x")(a, [a, 2.0])
    except REFUSALS as error:
        assert_says_so(error)
    else:
        expected = numeric.gradient(lambda b: numeric.call(in_a_list, (b, [b, 2.0])), [BASE], 0)
        numeric.assert_close(found, expected, 1e-6, "gradient")
    assert np.array_equal(a, BASE)


def in_a_list(x: Any, parameters: Any) -> Any:
    x *= parameters[1]
    return np.sum(parameters[0] ** 2 * x)


# ---------------------------------------------------------------------- buffers of lower precision
def through_single_precision(x: Any) -> Any:
    y = np.zeros(5, dtype=np.float32)
    y[1:] = x[:-1] ** 2
    y += x
    z = np.empty(5, np.float32)
    np.multiply(y, x, out=z, casting="same_kind")
    return np.sum(z * x)


def through_double_precision(x: Any) -> Any:
    y = np.zeros(5)
    y[1:] = x[:-1] ** 2
    y += x
    z = np.empty(5)
    np.multiply(y, x, out=z)
    return np.sum(z * x)


def test_buffers_of_single_precision() -> None:
    """Rounded values have no finite difference; the derivative is that of the program without rounding."""
    value, found = srcad.value_and_grad(through_single_precision)(BASE)
    assert value == through_single_precision(BASE)
    assert found.dtype == float
    numeric.assert_close(found, numeric.gradient(through_double_precision, [BASE], 0), 1e-6, "gradient")
    tangent = srcad.jvp(through_single_precision, (BASE,), (np.ones(5),))[1]
    numeric.assert_close(tangent, np.sum(found), 1e-6, "tangent")


# ---------------------------------------------------------------------- what is written on the way out
def filled(x: Any) -> Any:
    x[0] = x[1] * x[2]
    return x


def test_a_value_that_is_the_written_argument_is_not_the_callers() -> None:
    x = BASE.copy()
    value, pullback = srcad.vjp(filled, x)
    value[:] = 99.0
    assert np.array_equal(x, BASE)
    seed = np.ones(5)
    bars = pullback(seed)
    numeric.assert_close(bars[0], [0.0, 1.0 + BASE[2], 1.0 + BASE[1], 1.0, 1.0], 1e-12, "cotangent")
    assert np.array_equal(seed, np.ones(5)), "the seed was written"
    x[:] = 0.0
    numeric.assert_close(pullback(seed)[0], bars[0], 1e-12, "a pullback that outlives its inputs")


def test_calls_do_not_remember_each_other() -> None:
    gradient = srcad.grad(sum_of_squares)
    first = gradient(BASE.copy())
    assert np.array_equal(gradient(BASE.copy()), first) and np.array_equal(gradient(2 * BASE), 2 * first)


def sum_of_squares(x: Any) -> Any:
    y = np.zeros(5)
    y += x
    y *= x
    return np.sum(y)
