"""Objects from outside: bound methods, gradients of objects, what is seen at call time, what is not changed."""
from __future__ import annotations

import copy
import dataclasses
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

import srcad


class Line:
    """A line that counts how often it is asked."""

    def __init__(self, w: Any, b: float, name: str = "line") -> None:
        self.w, self.b, self.name, self.calls = w, b, name, 0

    def loss(self, x: Any, y: float = 1.0) -> Any:
        """Square of the distance."""
        self.calls += 1
        r = self.w * x + self.b - y
        return np.sum(r * r)

    def __call__(self, x: Any) -> Any:
        return np.sum(self.w * x ** 2)


class Pair(NamedTuple):
    """A float and a count."""

    a: float
    n: int


@pytest.fixture(params=[True, False], ids=["optimized", "textbook"])
def optimize(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_bound_method(optimize: bool) -> None:
    line = Line(np.array([1.0, 2.0]), 0.5)
    gradient = srcad.grad(line.loss, optimize=optimize)
    assert gradient(np.ones(2)) == pytest.approx([1.0, 6.0])
    assert gradient(x=np.ones(2), y=1.5) == pytest.approx([0.0, 4.0])
    assert line.calls == 0, "the caller's object was changed"
    value, (own, x_bar) = srcad.value_and_grad(line.loss, wrt=("self", "x"), optimize=optimize)(np.ones(2))
    assert value == pytest.approx(2.5) and own == SimpleNamespace(w=pytest.approx([1.0, 3.0]), b=pytest.approx(4.0))
    assert x_bar == pytest.approx([1.0, 6.0])
    y, pullback = srcad.vjp(line.loss, np.ones(2), optimize=optimize)
    assert pullback(1.0)[0] == pytest.approx([1.0, 6.0]) and len(pullback(1.0)) == 1
    assert srcad.jvp(line.loss, (np.ones(2),), (np.ones(2),))[1] == pytest.approx(7.0)
    assert y == pytest.approx(2.5)


def test_jacobians_of_bound_methods() -> None:
    line = Line(np.array([1.0, 2.0]), 0.5)
    assert srcad.jacobian(line.loss)(np.ones(2)) == pytest.approx([1.0, 6.0])
    assert srcad.hessian(line)(np.ones(2)) == pytest.approx(np.diag([2.0, 4.0]))
    assert srcad.hvp(line)(np.ones(2), np.ones(2)) == pytest.approx([2.0, 4.0])


def test_jacobians_of_dicts_and_objects() -> None:
    def values(x: Any) -> Any:
        return {"line": Line(x * x, x[0] * x[1]), "pair": Pair(x[1], 3), "name": "values"}

    x = np.array([2.0, 3.0])
    for mode in ("reverse", "forward"):
        found = srcad.jacobian(values, mode=mode)(x)
        assert found.keys() == {"line", "pair"}
        np.testing.assert_allclose(found["line"].w, np.diag([4.0, 6.0]))
        np.testing.assert_allclose([found["line"].b, found["pair"].a], [[3.0, 2.0], [0.0, 1.0]])
    line, along = Line(x, 0.5), SimpleNamespace(w=np.ones(2), b=1.0)
    product = srcad.hvp(lambda one: np.sum(one.w ** 2) * one.b)(line, along)
    np.testing.assert_allclose([*product.w, product.b], [5.0, 7.0, 10.0])
    for argument in ((1.0, x), Pair(1.0, 2)):
        with pytest.raises(srcad.ArgumentError, match="which is a"):
            srcad.jacobian(lambda p: p[0])(argument)


def test_callable_object() -> None:
    line = Line(3.0, 0.0)
    assert srcad.grad(line)(2.0) == 12.0
    assert srcad.grad(Line.__call__)(line, 2.0) == SimpleNamespace(w=4.0, b=0.0)
    with pytest.raises(srcad.ArgumentError, match="no parameter|not a parameter|position"):
        srcad.grad(line, wrt=1)


def test_attributes_are_seen_at_call_time() -> None:
    line = Line(3.0, 2.0)

    def f(x: float) -> Any:
        return line(x) * line.b

    gradient = srcad.grad(f)
    assert gradient(2.0) == 24.0
    line.w = 5.0
    assert gradient(2.0) == 40.0
    line.w = np.array([1.0, 1.0])                              # of another kind
    assert gradient(2.0) == pytest.approx(16.0)
    line.b = 3.0
    assert gradient(2.0) == pytest.approx(24.0)


def test_methods_are_seen_at_call_time() -> None:
    class Power:
        def __init__(self, n: float) -> None:
            self.n = n

        def __call__(self, x: float) -> float:
            return self.n * x

    power = Power(3.0)

    def f(x: float) -> float:
        return power(x) ** 2

    gradient = srcad.grad(f)
    assert gradient(2.0) == pytest.approx(36.0)
    Power.__call__ = lambda self, x: x + self.n                # type: ignore[method-assign, assignment]
    assert gradient(2.0) == pytest.approx(10.0)


def test_what_a_dict_holds_is_seen_at_call_time() -> None:
    settings: dict[str, Any] = {"scale": 2.0, "mode": "plain"}

    def f(x: Any) -> Any:
        if settings["mode"] == "plain":
            return np.sum(x * settings["scale"])
        return np.sum(x * x)

    gradient = srcad.grad(f)
    assert gradient(1.0) == 2.0
    settings["scale"] = np.ones((2, 2))
    assert gradient(1.0) == 4.0
    settings["mode"] = "square"
    assert gradient(3.0) == 6.0


def test_gradient_of_a_dict_has_its_keys(optimize: bool) -> None:
    def f(p: dict[str, Any]) -> Any:
        return p["w"] @ p["w"] * p["scale"] if p["name"] == "a" else p["scale"] * p["n"]

    params = {"w": np.array([1.0, 2.0]), "scale": 3.0, "n": 2, "name": "a", "unused": np.ones(2), "single": np.float32(1.0)}
    found = srcad.grad(f, optimize=optimize)(params)
    assert list(found) == list(params) and found["n"] is None and found["name"] is None
    assert found["w"] == pytest.approx([6.0, 12.0]) and found["scale"] == 5.0 and not found["unused"].any()
    assert type(found["single"]) is np.float32
    assert srcad.grad(lambda pair: pair.a ** pair.n)(Pair(3.0, 2)) == Pair(6.0, None)      # type: ignore[arg-type]


def test_tangents_of_dicts_and_objects() -> None:
    def f(p: dict[str, Any], line: Line) -> Any:
        return {"y": p["a"] * line.w, "n": p["n"]}

    p, line = {"a": 2.0, "n": 1}, Line(3.0, 1.0)
    y, dot = srcad.jvp(f, (p, line), ({"a": 1.0}, SimpleNamespace(w=0.5)))
    assert y == {"y": 6.0, "n": 1} and dot == {"y": 4.0, "n": None}
    assert srcad.jvp(f, (p, line), ({"a": None}, line))[1]["y"] == 6.0
    with pytest.raises(srcad.ArgumentError, match="`b`"):
        srcad.jvp(f, (p, line), ({"b": 1.0}, None))
    with pytest.raises(srcad.ArgumentError, match="must be a dict"):
        srcad.jvp(f, (p, line), (1.0, None))
    with pytest.raises(srcad.ArgumentError, match="must be an object"):
        srcad.vjp(lambda x: Line(x, x), 1.0)[1](2.0)


def test_arguments_are_not_changed(optimize: bool) -> None:
    @dataclasses.dataclass
    class State:
        u: np.ndarray[Any, Any]
        parts: list[Any]
        table: dict[str, Any]
        log: list[float]

    def f(s: State, x: float) -> Any:
        s.u[0] = x
        s.log.append(x * s.u[1])
        s.parts[0]["v"] *= x
        s.table["new"] = s.parts[0]["v"] + s.log[-1]
        s.u = s.u * 2.0
        return np.sum(s.u) * s.table["new"]

    state = State(np.array([1.0, 2.0]), [{"v": 0.5}], {}, [])
    before = copy.deepcopy(state)
    found = srcad.grad(f, wrt="x", optimize=optimize)(state, 1.5)
    expected = (f(copy.deepcopy(state), 1.5 + 1e-6) - f(copy.deepcopy(state), 1.5 - 1e-6)) / 2e-6
    assert found == pytest.approx(expected)
    assert str(before) == str(state)


def test_one_object_twice_in_what_is_written_is_refused() -> None:
    def f(a: Line, b: Line, x: float) -> Any:
        a.w = a.w * x
        return b.w * x

    line = Line(3.0, 1.0)
    assert srcad.grad(f, wrt="x")(line, Line(2.0, 0.0), 1.0) == 2.0
    with pytest.raises(ValueError, match="are the same and one of them is written"):
        srcad.grad(f, wrt="x")(line, line, 1.0)
