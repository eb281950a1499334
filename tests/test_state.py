"""What a derivative stands on may change after it was built: globals, closures, tables, helpers, modules; and threads."""
from __future__ import annotations

import importlib
import math
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

import srcad


def made(text: str, **names: Any) -> FunctionType:
    function: FunctionType = srcad.from_source(text, "f", namespace={"__name__": "made", "math": math, **names})
    return function


def slope(function: Callable[[float], float], x: float) -> float:
    return (function(x + 1e-6) - function(x - 1e-6)) / 2e-6


def assert_current(function: FunctionType, *derivatives: Any, x: float = 1.3) -> None:
    """Every derivative is that of the function as it is now."""
    for derivative in derivatives:
        assert derivative(x) == pytest.approx(slope(function, x), rel=1e-6)


def both(function: FunctionType) -> tuple[Any, ...]:
    """The derivatives of a function, built now and called later."""
    backward, textbook, forward = srcad.grad(function), srcad.grad(function, optimize=False), srcad.jvp(function)
    return backward, textbook, lambda x: forward((x,), (1.0,))[1]


CHANGES: dict[str, tuple[str, dict[str, Any], Callable[[dict[str, Any]], None]]] = {
    "a global number": ("def f(x): return K * x * x", {"K": 2.0}, lambda s: s.update(K=5.0)),
    "a number that becomes an integer": ("def f(x): return x ** K", {"K": 2.0}, lambda s: s.update(K=3)),
    "a number that becomes None": ("def f(x): return x * x if K is None else x * K", {"K": 2.0}, lambda s: s.update(K=None)),
    "a global read in a helper": ("def g(t): return K * t\ndef f(x): return g(x) * x", {"K": 2.0}, lambda s: s.update(K=-1.0)),
    "a helper": ("def g(t): return t * t\ndef f(x): return g(x)", {}, lambda s: s.update(g=math.exp)),
    "the code of a helper": ("def g(t): return t * t\ndef h(t): return t * t * t\ndef f(x): return g(x)", {},
                             lambda s: setattr(s["g"], "__code__", s["h"].__code__)),
    "a helper of a helper": ("def h(t): return t * t\ndef g(t): return h(t) * t\ndef f(x): return g(x)", {},
                             lambda s: s.update(h=math.cos)),
    "a default of a helper": ("def g(t, k=2.0): return t ** k\ndef f(x): return g(x)", {},
                              lambda s: setattr(s["g"], "__defaults__", (4.0,))),
    "a default of a helper that is given a function":
        ("def g(h, t, n=2):\n    for _ in range(n):\n        t = h(t)\n    return t\ndef f(x): return g(math.sin, x) * x", {},
         lambda s: setattr(s["g"], "__defaults__", (3,))),
    "a keyword default, written in place, of a helper of any number of arguments":
        ("def g(*ts, k=2.0): return sum(ts) ** k\ndef f(x): return g(x, x * x)", {},
         lambda s: s["g"].__kwdefaults__.update(k=3.0)),
    "a default of a factory": ("def scaled(k, p=2.0): return lambda t: k * t ** p\ndef f(x): return scaled(x)(x)", {},
                               lambda s: setattr(s["scaled"], "__defaults__", (3.0,))),
    "the code of a factory":
        ("def scaled(k): return lambda t: k * t\ndef other(k): return lambda t: k * t * t * t\ndef f(x): return scaled(x)(x)", {},
         lambda s: setattr(s["scaled"], "__code__", s["other"].__code__)),
    "a keyword of a partial object, written in place":
        ("import functools\ndef g(t, k=1.0): return t * t * k\np = functools.partial(g, k=2.0)\ndef f(x): return p(x)", {},
         lambda s: s["p"].keywords.update(k=5.0)),
    "what computes an attribute once":
        ("import functools\nclass M:\n    def __init__(self, k): self.k = k\n"
         "    @functools.cached_property\n    def area(self): return self.k ** 2\ndef f(x): return M(x).area", {},
         lambda s: setattr(s["M"], "area", property(lambda self: self.k ** 3))),
    "what an object is gone over by":
        ("class M:\n    def __init__(self, k): self.k = k\n    def __iter__(self): return iter((self.k, 1.0))\n"
         "    def other(self): return iter((self.k ** 2, self.k))\ndef f(x): return sum(M(x))", {},
         lambda s: setattr(s["M"], "__iter__", s["M"].other)),
    "a default of a method":
        ("class M:\n    def __init__(self, k): self.k = k\n    def go(self, t, n=2): return self.k * t ** n\n"
         "def f(x): return M(x).go(x)", {}, lambda s: setattr(s["M"].go, "__defaults__", (3,))),
    "a method that is handed on":
        ("class M:\n    def go(self, t): return t * t\n    def other(self, t): return t * t * t\nm = M()\n"
         "def g(h, t): return h(h(t))\ndef f(x): return g(m.go, x)", {}, lambda s: setattr(s["M"], "go", s["M"].other)),
    "an operator in place":
        ("class M:\n    def __init__(self, k): self.k = k\n    def __iadd__(self, o):\n        self.k = self.k + 2 * o\n"
         "        return self\n    def other(self, o):\n        self.k = self.k * o\n        return self\n"
         "def f(x):\n    m = M(x)\n    m += x * x\n    return m.k * x", {}, lambda s: setattr(s["M"], "__iadd__", s["M"].other)),
    "what a defaultdict begins with":
        ("from collections import defaultdict\ndef start(): return K\ndef f(x):\n    d = defaultdict(start)\n"
         "    for w in 'aab':\n        d[w] += x * x\n    return d['a'] * d['b']", {"K": 2.0},
         lambda s: s.update(start=lambda: 7.0)),
    "a list that is a default": ("def g(t, ks=[1.0, 2.0]): return sum(k * t ** 2 for k in ks)\ndef f(x): return g(x)", {},
                                 lambda s: s["g"].__defaults__[0].append(3.0)),
    "what lists that are defaults, and in tuples, hold":
        ("import dataclasses\nks = [1.0]\n@dataclasses.dataclass\nclass C:\n    t: float\n    rates: tuple = (ks, 2.0)\n"
         "def g(t, k=ks, rates=(ks, 2.0)): return t * k[0] * rates[0][0]\ndef f(x): return g(x) * g(x) * C(x).rates[0][0]", {},
         lambda s: s["ks"].__setitem__(0, 3.0)),
    "the function's own code and defaults": ("def g(x, k=2.0): return x ** k * x\ndef f(x, k=2.0): return x ** k", {}, lambda s: (
        setattr(s["f"], "__code__", s["g"].__code__), setattr(s["f"], "__defaults__", (3.0,)))),
    "the code of a helper that is made for an axis":
        ("import numpy as np\ndef g(a, axis): return np.sum(a * a, axis=axis)\ndef h(a, axis):\n    axis = axis - 1\n"
         "    return np.sum(a * a * a, axis=axis)\ndef f(x): return g(np.array([x, 2 * x]), 0)", {},
         lambda s: setattr(s["g"], "__code__", s["h"].__code__)),
    "keyword-only defaults": ("def g(t, *, k=2.0): return t ** k\ndef f(x): return g(x)", {},
                              lambda s: setattr(s["g"], "__kwdefaults__", {"k": 3.0})),
    "a name of the standard library": ("def f(x): return act(x) * x", {"act": math.sin}, lambda s: s.update(act=math.exp)),
    "an item of a list of functions": ("def f(x):\n    y = x\n    for g in LAYERS:\n        y = g(y) * x\n    return y",
                                       {"LAYERS": [math.sin, math.cos]}, lambda s: s["LAYERS"].__setitem__(1, math.exp)),
    "the length of a list of functions": ("def f(x): return sum(g(x) for g in LAYERS)", {"LAYERS": [math.sin, math.cos]},
                                          lambda s: s["LAYERS"].append(math.exp)),
    "a function by its key":
        ("def f(x): return ACT['a'](x) * x", {"ACT": {"a": math.sin}}, lambda s: s["ACT"].update(a=math.exp)),
    "another list of functions": ("def f(x): return LAYERS[0](x)", {"LAYERS": [math.sin]}, lambda s: s.update(LAYERS=[math.cos])),
    "a list of numbers": ("def f(x): return sum(k * x ** 2 for k in KS)", {"KS": [1.0, 2.0]}, lambda s: s["KS"].append(5.0)),
    "a global that a factory reads":
        ("def scaled(k):\n    def g(t): return k * K * t * t\n    return g\ndef f(x): return scaled(x)(x)",
                                      {"K": 2.0}, lambda s: s.update(K=7.0)),
    "a factory": ("def scaled(k):\n    return lambda t: k * t\ndef f(x): return scaled(x)(x)", {},
                  lambda s: exec("def scaled(k):\n    return lambda t: k * t * t\n", {}) or s.update(scaled=other_factory)),
    "a global that a generator reads":
        ("def g(t, n):\n    for k in range(n):\n        t = K * t * t\n        yield t\ndef f(x): return sum(g(x, 2))",
         {"K": 2.0}, lambda s: s.update(K=0.5)),
    "a helper of a generator":
        ("def h(t): return t * t\ndef g(t):\n    yield h(t)\n    yield h(t) * t\ndef f(x):\n    s = x\n    for y in g(x):\n"
         "        s = s * y\n    return s", {}, lambda s: s.update(h=math.cos)),
    "a generator": ("def g(t):\n    yield t * t\ndef f(x): return sum(g(x))", {}, lambda s: s.update(g=lambda t: [t, t * t * t])),
    "the code of a generator":
        ("def g(t):\n    yield t * t\ndef h(t):\n    yield t\n    yield t * t * t\ndef f(x): return sum(g(x)) + next(g(x))", {},
         lambda s: setattr(s["g"], "__code__", s["h"].__code__)),
    "a default of a generator": ("def g(t, k=2.0):\n    yield t ** k\ndef f(x): return sum(g(x))", {},
                                 lambda s: setattr(s["g"], "__defaults__", (3.0,))),
    "a class that a pattern names":
        ("def f(x):\n    match x:\n        case C(): return x * x\n        case _: return x * x * x", {"C": float},
         lambda s: s.update(C=str)),
    "rows of functions": ("def f(x):\n    for g, k in ((h, 2.0), (math.sin, K)):\n        x = g(x) * k\n    return x",
                          {"h": math.cos, "K": 0.3}, lambda s: s.update(h=math.exp, K=0.2)),
    "a global tried":
        ("def f(x):\n    try:\n        y = math.sqrt(x - K)\n    except ValueError:\n        y = x * x\n    return y",
                       {"K": 0.5}, lambda s: s.update(K=2.0)),
    "a helper tried":
        ("def g(t):\n    return math.log(t)\ndef f(x):\n    try:\n        y = g(x)\n    except ValueError:\n        y = 3 * x\n"
                       "    return y", {}, lambda s: s.update(g=raises)),
}


def other_factory(k: float) -> Callable[[float], float]:
    return lambda t: k * t * t


def raises(t: float) -> float:
    if t > 0:
        raise ValueError
    return t


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen(what: str) -> None:
    text, names, change = CHANGES[what]
    function = made(text, **names)
    derivatives = both(function)
    assert_current(function, *derivatives)
    change(function.__globals__)
    assert_current(function, *derivatives)


def test_a_closure_that_changes() -> None:
    def outer() -> tuple[Any, Any]:
        k, g = 2.0, math.sin

        def f(x: float) -> float:
            return k * g(x) * x

        def change() -> None:
            nonlocal k, g
            k, g = 3.0, math.exp
        return f, change

    function, change = outer()
    derivatives = both(function)
    assert_current(function, *derivatives)
    change()
    assert_current(function, *derivatives)


def test_a_module_that_is_edited_and_imported_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    file = tmp_path / "edited_model.py"
    file.write_text("def helper(t):\n    return t * t\n\n\ndef loss(x):\n    return helper(x) * x\n")
    model = importlib.import_module("edited_model")
    user = made("def f(x): return model.helper(x) + x", model=model)
    of_user = both(user)
    assert_current(user, *of_user)
    assert srcad.grad(model.loss)(2.0) == pytest.approx(12.0)
    file.write_text("def helper(t):\n    return t * t * t * t\n\n\ndef loss(x):\n    return helper(x) + helper(2 * x)\n")
    importlib.invalidate_caches()
    importlib.reload(model)
    assert srcad.grad(model.loss)(2.0) == pytest.approx(4 * 8 + 2 * 4 * 64)
    assert_current(user, *of_user)


def test_functions_as_arguments_are_told_apart() -> None:
    function = made("def f(x, act, more=None):\n    if more is None:\n        more = math.cos\n    return act(x) * more(x)")
    gradient = srcad.grad(function)
    for act in (math.sin, math.exp, lambda t: t * t, math.sin):
        for more in (None, math.sin):
            expected = slope(lambda x, act=act, more=more: act(x) * (more or math.cos)(x), 0.7)
            assert gradient(0.7, act, more) == pytest.approx(expected, rel=1e-6)


def test_threads_that_build_and_call_at_once() -> None:
    """Many threads make the same and different derivatives, while a global changes its kind."""
    space = {f"k{n}": float(n + 1) for n in range(4)}
    text = "\n".join(f"def f{n}(x, p):\n    y = x\n    for _ in range(p):\n        y = y * x + k{n} * math.sin(x)\n    return y"
                     for n in range(4)) + "\ndef f(x): return x"
    names = made(text, **space).__globals__
    expected = {n: slope(lambda x, n=n: names[f"f{n}"](x, 3), 0.9) for n in range(4)}
    wrong: list[Any] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for turn in range(12):
            n = (number + turn) % 4
            for value in (srcad.grad(names[f"f{n}"])(0.9, 3), srcad.jvp(names[f"f{n}"], wrt="x")((0.9, 3), (1.0, None))[1],
                          srcad.vjp(names[f"f{n}"], 0.9, 3, wrt="x")[1](1.0)[0]):
                if abs(value - expected[n]) > 1e-6:
                    wrong.append((n, value))

    def guarded(number: int) -> None:
        try:
            work(number)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
