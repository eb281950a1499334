"""What has an effect stays, once and in its place, though nobody reads its result."""
from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad

HEAD = """
import random
import numpy as np
LOG = []
def note(word, value):
    print(word)
    return value
def quiet(value):
    return 2.0 * value
def nested(value):
    return quiet(value) + note("nested", value)
def checked(value):
    if value < 0.0:
        raise ValueError("negative")
    return value
class Meter:
    def read(self):
        print("read")
        return 1.0
METER = Meter()
"""


def program(body: str) -> Callable[..., Any]:
    """Return the function ``f(x)`` of a body, beside the helpers."""
    lines = "".join(f"    {line}\n" for line in body.strip().split("\n"))
    return srcad.from_source(f"{HEAD}def f(x):\n{lines}", "f")


PRINTS = {
    "the result is never read": ("unread = note('a', 1.0)\nreturn x * x", "a"),
    "the result is dead after the sweep": ("return x + note('a', x)", "a"),
    "a statement": ("note('a', x)\nreturn x * x", "a"),
    "a helper of a helper": ("unread = nested(x)\nreturn x * x", "nested"),
    "in a branch": ("if x > 0.0:\n    unread = note('a', 1.0)\nelse:\n    unread = 0.0\nreturn x * x", "a"),
    "in a test": ("if note('a', x) > 0.0:\n    y = 0.0\nelse:\n    y = 1.0\nreturn x * x", "a"),
    "in a loop": ("for k in range(3):\n    unread = note('a', k)\nreturn x * x", "a a a"),
    "a method of an object": ("unread = METER.read()\nreturn x * x", "read"),
    "two, in order": ("y = note('a', 2.0) - note('b', 1.0)\nreturn x * (x + y)", "a b"),
    "two in one sum": ("return note('a', 2.0) * np.sin(x * note('b', 1.0))", "a b"),
    "unpacked": ("p, q = (note('a', 1.0), note('b', 2.0))\nreturn x * q", "a b"),
}


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(("body", "printed"), PRINTS.values(), ids=PRINTS.keys())
def test_effects_happen_once(body: str, printed: str, optimize: bool, capsys: pytest.CaptureFixture[str]) -> None:
    function = program(body)
    function(1.5)
    assert capsys.readouterr().out.split() == printed.split()
    runs: dict[str, Callable[[], Any]] = {
        "grad": lambda: srcad.grad(function, optimize=optimize)(1.5),
        "value_and_grad": lambda: srcad.value_and_grad(function, optimize=optimize)(1.5),
        "vjp": lambda: srcad.vjp(function, 1.5, optimize=optimize)[1](1.0),
        "jvp": lambda: srcad.jvp(function, (1.5,), (1.0,), optimize=optimize),
    }
    for word, run in runs.items():
        run()
        assert capsys.readouterr().out.split() == printed.split(), word


def test_draws_keep_their_order() -> None:
    function = program("t = random.random() * np.sin(x * random.random())\nreturn [t, x][0] - random.random()")
    for run in (lambda: function(1.5), lambda: srcad.value_and_grad(function)(1.5)[0],
                lambda: srcad.vjp(function, 1.5)[0], lambda: srcad.jvp(function, (1.5,), (1.0,))[0]):
        random.seed(5)
        first, second, third = random.random(), random.random(), random.random()
        random.seed(5)
        assert run() == pytest.approx(first * np.sin(1.5 * second) - third)  # type: ignore[no-untyped-call]


def test_a_helper_that_raises_is_called() -> None:
    function = program("unread = checked(x)\nreturn x * x")
    assert srcad.grad(function)(2.0) == 4.0
    with pytest.raises(ValueError, match="negative"):
        srcad.grad(function)(-2.0)


def test_a_helper_without_effect_is_left_out() -> None:
    function = program("unread = quiet(x)\nreturn x * x")
    assert "quiet(x)" not in srcad.grad(function).source
