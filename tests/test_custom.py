"""Rules of users: every kind in both modes, errors that name the rule, rules that come later or change."""
from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from srcad.rules import registry
from tests import numeric

SCALE = 2.0
X = np.array([0.3, -0.7, 1.9])
A = np.array([[2.0, 0.3], [0.4, 1.5]])


@pytest.fixture(autouse=True)
def forget_rules() -> Iterator[None]:
    before = dict(registry.CUSTOM)
    yield
    registry.CUSTOM.clear()
    registry.CUSTOM.update(before)
    registry.add_custom((), registry.Rule("", "zero"))


def agree(function: Callable[..., Any], *args: Any) -> None:
    """Both forms and both modes against finite differences."""
    random = np.random.default_rng(4)
    dots = [np.asarray(random.standard_normal(np.shape(a)))[()] for a in args]
    slope = (function(*[a + 1e-6 * d for a, d in zip(args, dots)]) - function(*[a - 1e-6 * d for a, d in zip(args, dots)])) / 2e-6
    for optimize in (True, False):
        bars = srcad.grad(function, wrt=tuple(range(len(args))), optimize=optimize)(*args)
        assert sum(np.sum(b * d) for b, d in zip(bars, dots)) == pytest.approx(slope, rel=1e-6, abs=1e-7)
        assert srcad.jvp(function, args, dots, optimize=optimize)[1] == pytest.approx(slope, rel=1e-6, abs=1e-7)


# ------------------------------------------------------------------ functions that srcad cannot look into
def opaque(function: Callable[..., Any]) -> Callable[..., Any]:
    space: dict[str, Any] = {"f": function}
    exec("def hidden(*args):\n    try:\n        return f(*args)\n    finally:\n        pass", space)
    return space["hidden"]  # type: ignore[no-any-return]


def soft(x):  # type: ignore[no-untyped-def]
    try:
        return np.log1p(np.exp(SCALE * x))
    finally:
        pass


def divided(x, y, n=1):  # type: ignore[no-untyped-def]
    try:
        return n * x / y
    finally:
        pass


def shifted(a, places=1):  # type: ignore[no-untyped-def]
    return np.roll(a, places)


def product(a, b):  # type: ignore[no-untyped-def]
    return np.asarray(a) @ np.asarray(b)


def solve(a, b):  # type: ignore[no-untyped-def]
    while True:
        return np.linalg.solve(a, b)


def sigmoid(x):  # type: ignore[no-untyped-def]
    """A function of the module of a rule."""
    return 1 / (1 + np.exp(-SCALE * x))


def test_elementwise() -> None:
    @srcad.rule(soft, kind="elementwise")
    def soft_rule(x):  # type: ignore[no-untyped-def]
        """Source: the sigmoid."""
        return SCALE * sigmoid(x)

    def loss(x):  # type: ignore[no-untyped-def]
        y = soft(x) * x
        for k in range(len(x)):
            y[k] += soft(y[k - 1])
        return np.sum(y)

    agree(loss, X)
    agree(lambda x: soft(x) ** 2, 0.3)


def test_elementwise_of_several_broadcasts() -> None:
    @srcad.rule(divided, kind="elementwise")
    def divided_rule(x, y, n=1, *, ans):  # type: ignore[no-untyped-def]
        return n / y, -ans / y

    agree(lambda x, y: np.sum(divided(x, y) * divided(y, x, n=3)), X, 1.7)
    agree(lambda x, y: np.sum(divided(x, y)), np.ones((2, 1)), np.array([1.0, 2.0, 3.0]))
    agree(lambda x, y: divided(x, y, 2), 1.3, 0.7)


def test_linear() -> None:
    @srcad.rule(shifted, kind="linear")
    def shifted_rule(a, places=1, *, ct):  # type: ignore[no-untyped-def]
        return np.roll(ct, -places)

    agree(lambda x: np.sum(shifted(x) * x * shifted(x, places=2)), X)


def test_bilinear() -> None:
    @srcad.rule(product, kind="bilinear")
    def product_rule(a, b, *, ct):  # type: ignore[no-untyped-def]
        return np.outer(ct, b), a.T @ ct

    agree(lambda a, x: np.sum(product(a, x) ** 2), A, X[:2])
    agree(lambda x: np.sum(product(A, x) ** 2), X[:2])


def test_vjp_and_jvp() -> None:
    @srcad.rule(solve, kind="vjp")
    def solve_vjp(a, b, *, ct, ans):  # type: ignore[no-untyped-def]
        b_bar = np.linalg.solve(a.T, ct)
        return -np.outer(b_bar, ans), b_bar

    def loss(a, b):  # type: ignore[no-untyped-def]
        return np.sum(solve(a, b) ** 2)

    with pytest.raises(srcad.MissingRule, match=r"solve_vjp has no forward mode[\s\S]*kind=\"jvp\""):
        srcad.jvp(loss, (A, X[:2]), (A, X[:2]))

    @srcad.rule(solve, kind="jvp")
    def solve_jvp(a, b, *, a_dot, b_dot, ans):  # type: ignore[no-untyped-def]
        return np.linalg.solve(a, b_dot - a_dot @ ans)

    agree(loss, A, X[:2])


def test_jvp_alone_is_refused_in_reverse_mode() -> None:
    @srcad.rule(solve, kind="jvp")
    def solve_jvp(a, b, *, a_dot, b_dot, ans):  # type: ignore[no-untyped-def]
        return np.linalg.solve(a, b_dot - a_dot @ ans)

    def loss(b):  # type: ignore[no-untyped-def]
        return np.sum(solve(A, b))

    assert srcad.jvp(loss, (X[:2],), (X[:2],))[1] == pytest.approx(np.sum(np.linalg.solve(A, X[:2])))
    with pytest.raises(srcad.MissingRule, match="solve_jvp has no reverse mode"):
        srcad.grad(loss)(X[:2])


def test_a_body_that_is_no_expression_is_pasted() -> None:
    @srcad.rule(solve, kind="vjp")
    def solve_by_loops(a, b, *, ct, ans):  # type: ignore[no-untyped-def]
        b_bar = np.linalg.solve(a.T, ct)
        bars = [np.zeros_like(a), b_bar]
        for i in range(len(b)):
            bars[0][i] -= b_bar[i] * ans
        return bars

    def loss(a, b):  # type: ignore[no-untyped-def]
        return np.sum(solve(a, b) ** 2)

    bars = srcad.grad(loss, wrt=("a", "b"))(A, X[:2])
    numeric.assert_close(bars[0], numeric.gradient(loss, [A, X[:2]], 0), 1e-6, "a")
    numeric.assert_close(bars[1], numeric.gradient(loss, [A, X[:2]], 1), 1e-6, "b")


# ------------------------------------------------------------------ saved values
def test_saved_values() -> None:
    calls = []

    def power(x, n):  # type: ignore[no-untyped-def]
        return x ** n

    def power_forward(x, n):  # type: ignore[no-untyped-def]
        calls.append(n)
        return x ** n, (x, n)

    @srcad.rule(power, kind="vjp", wrt="x", saved=power_forward)
    def power_back(saved, ct):  # type: ignore[no-untyped-def]
        x, n = saved
        return 3.0 * ct * n * x ** (n - 1)                       # three times what it is, to tell

    def loss(x):  # type: ignore[no-untyped-def]
        y = x
        for n in range(2, 4):
            y = power(y, n) + 1.0
        return np.sum(y)

    expected = 9.0 * 3.0 * (X * X + 1.0) ** 2 * 2.0 * X
    for optimize in (True, False):
        calls.clear()
        assert srcad.grad(loss, optimize=optimize)(X) == pytest.approx(expected)
        assert calls == [2, 3]
    with pytest.raises(srcad.MissingRule, match="no forward mode"):
        srcad.jvp(loss, (X,), (X,))


def test_saved_values_of_two_parameters_and_a_branch() -> None:
    def scaled(x, a):  # type: ignore[no-untyped-def]
        return x * a

    def forward(x, a):  # type: ignore[no-untyped-def]
        return x * a, {"x": x, "a": a}

    @srcad.rule(scaled, kind="vjp", saved=forward)
    def back(saved, ct):  # type: ignore[no-untyped-def]
        return ct * saved["a"], np.sum(ct * saved["x"])

    def loss(x, a):  # type: ignore[no-untyped-def]
        if a > 0:
            x = scaled(x, a)
        return np.sum(scaled(x, 2.0) ** 2)

    for a in (1.5, -1.5):
        bars = srcad.grad(loss, wrt=("x", "a"))(X, a)
        numeric.assert_close(bars[0], numeric.gradient(loss, [X, a], 0), 1e-6, "x")
        numeric.assert_close(bars[1], numeric.gradient(loss, [X, a], 1), 1e-6, "a")


# ------------------------------------------------------------------ what a derivative passes by
def test_stop_gradient_and_straight_through() -> None:
    def loss(x):  # type: ignore[no-untyped-def]
        held = srcad.stop_gradient(x)
        held[0] = 5.0
        return np.sum(x * held) + np.sum(srcad.straight_through(np.round(x), x * x))

    value, bars = srcad.value_and_grad(loss)(X)
    held = np.array([5.0, *X[1:]])
    assert value == pytest.approx(np.sum(X * held) + np.sum(np.round(X)))
    assert bars == pytest.approx(held + 2 * X)
    assert srcad.jvp(loss, (X,), (np.ones(3),))[1] == pytest.approx(np.sum(bars))
    text = srcad.grad(loss).source_for(X)
    assert "import srcad" not in text and "def stop_gradient" in text


def test_straight_through_estimator_by_a_rule() -> None:
    def hard(x):  # type: ignore[no-untyped-def]
        return np.where(x > 0, 1.0, -1.0)

    @srcad.rule(hard, kind="elementwise")
    def hard_rule(x):  # type: ignore[no-untyped-def]
        return 1 - np.tanh(x) ** 2

    assert srcad.grad(lambda x: np.sum(hard(x) * 3.0))(X) == pytest.approx(3.0 * (1 - np.tanh(X) ** 2))


def test_no_derivative() -> None:
    counted = opaque(lambda x: float(len(x)))
    srcad.no_derivative(counted)
    assert srcad.grad(lambda x: np.sum(x) * counted(x))(X) == pytest.approx(3.0)


# ------------------------------------------------------------------ old and new rules
def test_a_rule_that_comes_later_is_seen() -> None:
    def square(x):  # type: ignore[no-untyped-def]
        return x * x

    def helper(x):  # type: ignore[no-untyped-def]
        return square(x) + x

    def loss(x):  # type: ignore[no-untyped-def]
        return helper(x) * 2.0

    gradient = srcad.grad(loss)
    assert gradient(3.0) == pytest.approx(14.0)

    @srcad.rule(square, kind="elementwise")
    def ten(x):  # type: ignore[no-untyped-def]
        return 10.0

    assert gradient(3.0) == pytest.approx(22.0) and srcad.grad(loss)(3.0) == pytest.approx(22.0)

    @srcad.rule(square, kind="elementwise")
    def twenty(x):  # type: ignore[no-untyped-def]
        return 20.0

    assert gradient(3.0) == pytest.approx(42.0)
    assert srcad.jvp(loss, (3.0,), (1.0,))[1] == pytest.approx(42.0)


def test_the_function_itself_may_have_a_rule() -> None:
    def square(x, *, n=1):  # type: ignore[no-untyped-def]
        return n * x * x

    gradient = srcad.grad(square)
    assert gradient(3.0, n=2) == pytest.approx(12.0)

    @srcad.rule(square, kind="elementwise")
    def square_rule(x, *, n=1):  # type: ignore[no-untyped-def]
        return 7.0 * n

    assert gradient(3.0, n=2) == pytest.approx(14.0) and srcad.vjp(square, 3.0)[1](1.0)[0] == pytest.approx(7.0)


def test_a_built_in_rule_may_be_replaced() -> None:
    @srcad.rule(np.cbrt, kind="elementwise")
    def cbrt_rule(x):  # type: ignore[no-untyped-def]
        return np.where(x == 0, 0.0, 1 / (3 * np.cbrt(x) ** 2))

    assert srcad.grad(lambda x: np.sum(np.cbrt(x)))(np.array([0.0, 8.0])) == pytest.approx([0.0, 1 / 12])


def test_names_of_a_rule_mean_what_they_mean_in_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    @srcad.rule(soft, kind="elementwise")
    def soft_rule(x):  # type: ignore[no-untyped-def]
        return SCALE * abs(x)

    def loss(x, SCALE, abs):  # type: ignore[no-untyped-def]
        return np.sum(soft(x) * SCALE * abs)

    assert srcad.grad(loss)(X, 10.0, 1.0) == pytest.approx(20.0 * np.abs(X))
    gradient = srcad.grad(loss)
    monkeypatch.setattr(sys.modules[__name__], "SCALE", 3.0)
    assert gradient(X, 10.0, 1.0) == pytest.approx(30.0 * np.abs(X))


# ------------------------------------------------------------------ errors name the rule
def test_errors_when_a_rule_is_made() -> None:
    def refuse(message: str, make: Callable[[], Any]) -> None:
        with pytest.raises(srcad.ArgumentError, match=message) as caught:
            make()
        assert caught.value.hint

    def two(x, y):  # type: ignore[no-untyped-def]
        return 1.0

    def three(x, y, *, ct):  # type: ignore[no-untyped-def]
        return ct, ct, ct

    def swapped(y, x):  # type: ignore[no-untyped-def]
        return 1.0, 1.0

    refuse("`three`: it returns 3 values for the parameters x, y", lambda: srcad.rule(divided, kind="vjp")(three))
    refuse("`swapped`: its parameters are y, x, and those of `divided` are x, y, n",
           lambda: srcad.rule(divided, kind="elementwise")(swapped))
    refuse("`two`: `wrt` names z", lambda: srcad.rule(divided, kind="elementwise", wrt="z")(two))
    refuse("no kind of rule `nothing`", lambda: srcad.rule(divided, kind="nothing")(two))  # type: ignore[arg-type]
    refuse("defined with def", lambda: srcad.rule(divided, kind="elementwise")(lambda x, y: (1, 1)))
    refuse("takes no tangent `x_dot`", lambda: srcad.rule(divided, kind="jvp")(two))
    refuse("no callable is named", lambda: srcad.rule(kind="elementwise")(two))
    refuse("only a rule of kind `vjp`", lambda: srcad.rule(divided, kind="linear", saved=two)(three))


@pytest.mark.parametrize("optimize", [True, False])
def test_errors_when_a_rule_runs(optimize: bool) -> None:
    @srcad.rule(shifted, kind="vjp", wrt="a")
    def wrong_shape(a, places=1, *, ct):  # type: ignore[no-untyped-def]
        return np.sum(ct)

    @srcad.rule(soft, kind="elementwise")
    def wrong_partial(x):  # type: ignore[no-untyped-def]
        return np.ones((2, 3))

    @srcad.rule(divided, kind="vjp", wrt="x y")
    def wrong_count(x, y, n=1, *, ct):  # type: ignore[no-untyped-def]
        bars = [ct]
        return bars

    for function, message in ((lambda x: np.sum(shifted(x)), r"the rule wrong_shape returned an array of shape \(\)"),
                              (lambda x: np.sum(soft(x)), r"rule wrong_partial returned a partial of shape \(2, 3\)"),
                              (lambda x: np.sum(divided(x, x)), "the rule wrong_count returned 1 values, and 2 cotangents")):
        with pytest.raises(ValueError, match=message):
            srcad.grad(function, optimize=optimize)(X)


# ------------------------------------------------------------------ derivatives of derivatives
def squared(x):  # type: ignore[no-untyped-def]
    return x ** 2


def counted(x):  # type: ignore[no-untyped-def]
    return x * x


@pytest.mark.parametrize("optimize", [True, False])
def test_a_rule_holds_in_derivatives_of_derivatives(optimize: bool) -> None:
    """A function whose text is pasted keeps its rule, however far its own text is from it."""
    @srcad.rule(squared, kind="elementwise")
    def five(x):  # type: ignore[no-untyped-def]
        return 5.0 * x

    srcad.no_derivative(counted)
    ones = np.ones_like(X)
    for function, slopes in ((lambda x: np.sum(squared(x) * x), 15.0 * X), (lambda x: np.sum(counted(x) * x * x), 2.0 * X ** 2)):
        gradient = srcad.grad(function, optimize=optimize)
        assert srcad.hvp(function, optimize=optimize)(X, ones) == pytest.approx(slopes)
        assert srcad.hessian(function, optimize=optimize)(X) == pytest.approx(np.diag(slopes.ravel()).reshape(2 * X.shape))
        assert srcad.vjp(gradient, X, optimize=optimize)[1](ones)[0] == pytest.approx(slopes)
        assert srcad.jvp(gradient, (X,), (ones,), optimize=optimize)[1] == pytest.approx(slopes)
        assert srcad.grad(lambda x, f=function: np.sum(srcad.grad(f)(x)), wrt="x", optimize=optimize)(X) == pytest.approx(slopes)
    third = srcad.grad(srcad.grad(srcad.grad(lambda x: squared(x) * x, optimize=optimize), optimize=optimize), optimize=optimize)
    assert third(0.7) == pytest.approx(15.0)


def test_a_rule_of_reverse_mode_has_no_tangent_in_a_hessian() -> None:
    @srcad.rule(squared, kind="vjp")
    def cut(x, *, ct):  # type: ignore[no-untyped-def]
        return np.clip(ct, -1.0, 1.0) * 2.0 * x

    with pytest.raises(srcad.SrcadError, match="the rule cut has no forward mode"):
        srcad.hessian(lambda x: np.sum(squared(x) * x))(X)
    gradient = srcad.grad(lambda x: np.sum(squared(x) * 0.5))
    assert srcad.vjp(gradient, X)[1](np.ones_like(X))[0] == pytest.approx(np.ones_like(X))


# ------------------------------------------------------------------ the emitted text
def test_text_runs_alone(tmp_path: Path) -> None:
    user = tmp_path / "user_rules.py"
    user.write_text(
        "import numpy as np\nimport srcad\nGAIN = 2.0\n"
        "def helper(u):\n    return GAIN * u\n"
        "def act(x):\n    return np.tanh(GAIN * x)\n"
        "@srcad.rule(act, kind='elementwise')\ndef act_rule(x, *, ans):\n    return helper(1 - ans * ans)\n"
        "def loss(x):\n    return np.sum(act(x) ** 2)\n")
    out = tmp_path / "derived.py"
    run = subprocess.run([sys.executable, "-m", "srcad", "grad", f"{user}:loss", "-o", str(out)], capture_output=True, text=True,
                         cwd=Path(__file__).parent.parent)
    assert run.returncode == 0, run.stderr
    text = out.read_text()
    assert not re.search(r"import (srcad|user_rules)|from user_rules", text)
    space: dict[str, Any] = {}
    exec(text, space)
    assert space["loss_grad"](X) == pytest.approx(4.0 * np.tanh(2 * X) * (1 - np.tanh(2 * X) ** 2))
