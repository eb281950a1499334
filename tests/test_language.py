"""What of Python is refused and where, and that what functions stand for is seen when a derivative is called."""
from __future__ import annotations

import functools
import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np
import pytest

import srcad

BODIES = {
    "the function `f` is kept as a value": "f = lambda t: t * x\nfs = [f]\nfs.append(f)\nreturn fs[0](x)",
    "`count` writes to a name of the function around it":
        "n = 0\ndef count(t):\n    nonlocal n\n    n += 1\n    return t\nreturn apply(count, x)",
    "a lambda calls `count`": "n = 0\ndef count():\n    nonlocal n\n    n += 1\ng = lambda: count()\ng()\nreturn n * x",
    "`g` is used before the line that defines it":
        "c = s = x\nfor i in range(3):\n    if i:\n        s += g(x)\n    c = c * x\n    def g(t, c=c): return t * c\nreturn s",
    "a starred argument whose length is not known": "return math.hypot(*x)",
    "where the keys are not known": "return max(x, 2.0, **x)",
    "the function `f_plain` is kept as a value": "@property\ndef f(t): return t\nreturn f.fget(x)",
    "in an expression that may not be evaluated": "return (lambda t, k=1 / x: t * k)(x) if x > 0 else x",
    "`d` has no key 'b'": "d = dict(a=x)\nreturn d['b']",
    "`d` has no such key": "d = {'a': x}\nd['b'] = x\nreturn d['c']",
    "a generator that is handed on": "def g(): yield x\nreturn apply(sum, g())",
    "a starred expression": "b, u = [0], {}\nu[(*b, 1)] = x\nreturn u[0, 1]",
    "`case c.kind(...)`: it is not known which class": "c = x\nmatch x:\n    case c.kind(): return x\n    case _: return x * x",
    "with a context manager that is not known": "c = x\nwith c:\n    return x * x",
    "its source cannot be read": "with object() as f:\n    return x * x",
    "`suppress` among other contexts": "import contextlib\nwith contextlib.suppress(ValueError), contextlib.nullcontext():\n"
        "    return x * x",
    "inside try, `print`": "try:\n    print(x)\nexcept ValueError:\n    pass\nreturn x",
    "inside try, `LOG.append`": "try:\n    LOG.append(1 / x)\nexcept ValueError:\n    pass\nreturn x",
    "inside try, `np.random.rand`": "try:\n    y = np.random.rand() / x\nexcept ValueError:\n    y = x\nreturn y * x",
    "inside try, `fill`": "v = [x]\ntry:\n    fill(v)\nexcept ValueError:\n    pass\nreturn v[0]",
    "an assignment inside an expression (:=) inside try":
        "try:\n    y = (t := 1 / x) * t\nexcept ValueError:\n    y = x\nreturn y",
    "an exception is used as a value": "try:\n    raise ValueError(x)\nexcept ValueError as e:\n    y = e.args[0]\nreturn y * x",
    "a `finally` that does more": "try:\n    y = 1 / x\nfinally:\n    print(x)\nreturn y",
    "del is not": "y = x\ndel y\nreturn y * x",
    "global that is written is not": "global TOTAL\nTOTAL = x\nreturn x * TOTAL",
    "an import inside": "import no_such_module\nreturn x * no_such_module.pi",
    "an assignment inside an expression": "return f'{(y := x)}' and y",
    "`f` calls itself with arguments of ever new kinds": "return f((x, 1.0))",
    "`g` calls itself with more and more arguments": "def g(n, *a): return a[-1] if n == 0 else g(n - 1, *a, x)\nreturn g(9, x)",
}


def fill(values: list[float]) -> None:
    """Write to what is given, and raise."""
    values[0] = 2.0
    raise ValueError


def made(body: str, **names: Any) -> FunctionType:
    text = "def f(x):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    function: FunctionType = srcad.from_source(text, "f", namespace={
        "__name__": "made", "math": math, "np": np, "LOG": [], "fill": fill, "apply": apply, **names})
    return function


@pytest.mark.parametrize("message", BODIES)
@pytest.mark.parametrize("engine", [srcad.vjp, srcad.jvp])
def test_refused_with_its_line(message: str, engine: Callable[..., Any]) -> None:
    function = made(BODIES[message])
    derivative = engine(function)
    with pytest.raises(srcad.UnsupportedSyntax) as caught:
        derivative(1.3) if engine is srcad.vjp else derivative((1.3,), (1.0,))
    assert message in caught.value.reason
    assert caught.value.lineno is not None and 1 <= caught.value.lineno <= len(BODIES[message].split("\n")) + 1
    assert caught.value.hint


def apply(f: Callable[[float], float], x: float) -> float:
    return f(x)


def test_a_helper_that_is_given_another_function_later() -> None:
    function = made("return apply(act, x) * x", apply=apply, act=math.sin)
    gradient = srcad.grad(function)
    assert gradient(1.0) == pytest.approx(math.sin(1.0) + math.cos(1.0))
    function.__globals__["act"] = math.exp
    assert gradient(1.0) == pytest.approx(2 * math.e)
    function.__globals__["apply"] = lambda f, x: 2.0 * f(x)
    assert gradient(1.0) == pytest.approx(4 * math.e)


def test_a_helper_of_a_helper_that_changes() -> None:
    space: dict[str, Any] = {"apply": apply, "act": math.sin, "__name__": "made"}
    text = "def inner(x):\n    g = act\n    return apply(g, x)\ndef f(x):\n    return inner(x) + (lambda t: act(t))(x)\n"
    function = srcad.from_source(text, "f", namespace=space)
    gradient = srcad.grad(function)
    assert gradient(1.0) == pytest.approx(2 * math.cos(1.0))
    space["act"] = math.exp
    assert gradient(1.0) == pytest.approx(2 * math.e)


def test_a_decorator_whose_function_changes() -> None:
    def doubled(function: Callable[..., float]) -> Any:
        @functools.wraps(function)
        def wrapper(*args: float, **kwargs: float) -> float:
            return 2.0 * function(*args, **kwargs)
        return wrapper

    wrapped = doubled(math.sin)
    function = made("return wrapped(x)", wrapped=wrapped)
    gradient = srcad.grad(function)
    assert gradient(1.0) == pytest.approx(2 * math.cos(1.0))
    wrapped.__closure__[0].cell_contents = math.exp
    assert gradient(1.0) == pytest.approx(2 * math.e)


def test_names_of_functions_do_not_mix() -> None:
    """Two functions of one name, made for different arguments, in an order that is not that of the calls."""
    space: dict[str, Any] = {"__name__": "made"}
    text = "def g(x, *more):\n    return x * (1 + sum(more))\ndef f(x):\n    return g(x) + g(x, x) * g(x, x, x)\n"
    function = srcad.from_source(text, "f", namespace=space)
    for value in (1.3, 0.4):
        expected = 1 + _slope(lambda x: (x + x * x) * (x + 2 * x * x), value)
        assert srcad.grad(function)(value) == pytest.approx(expected)
        assert srcad.vjp(function, value)[1](1.0)[0] == pytest.approx(expected)


def _slope(function: Callable[[float], float], x: float) -> float:
    return (function(x + 1e-6) - function(x - 1e-6)) / 2e-6
