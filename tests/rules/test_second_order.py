"""Every rule twice: the second derivative of a program of one call, in all four combinations of the modes.

The program is a sum of squares of what the call returns, with weights, so that the cotangent varies too.
Forward over forward and reverse over forward take the emitted text of the tangent for what a user wrote.
"""
from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from draw import Sample
from test_calls import Writer
from test_table import COMBINATIONS, inner, moved, random_like

import srcad
from srcad.rules.registry import Rule
from tests import numeric

MODES = ("forward-reverse", "reverse-reverse", "forward-forward", "reverse-forward")
EVERY = "SRCAD_EVERY_SAMPLE" in os.environ
REFUSED = {                                # in some combination of the modes
    "gradient": "spacings that vary", "unstack": "the number of its parts is that of an axis",
    "linalg_lu_factor": "the order of rows is put back in place",
}


class Weighted(Writer):
    """Writes the programs, each with a sum of squares of its value."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, tuple[Rule, list[Any]]] = {}

    def add(self, key: Any, rule: Rule, sample: Sample) -> bool:
        name = f"p{len(self.given)}"
        parts = [*sample.args, *sample.kwargs.values(), self.value(key, sample)]
        complex_too = any(np.iscomplexobj(leaf) for part in parts for leaf in numeric.leaves(part))
        if rule.name in ("eig", "eigvals", "roots") or complex_too:
            return False                   # the sum of the squares of complex numbers is no real number
        given = self.program(name, key, rule, sample)
        if given is None:
            return False
        call = next(line for line in reversed(self.lines) if line.startswith("    y = "))
        self.lines = self.lines[:-2]
        value = self.value(key, sample)
        self.lines[-1] = "    return " + self.squares("y", value)
        self.lines += ["", ""]
        assert call in self.lines
        self.given[name] = rule, given
        return True

    def value(self, key: Any, sample: Sample) -> Any:
        found = key.__get__(sample.args[0]) if not callable(key) else key(*numeric.copied(sample.args), **sample.kwargs)
        return found[0] if key in (np.frexp, math.frexp) or getattr(key, "__name__", "") == "lstsq" else found

    def squares(self, word: str, value: Any) -> str:
        if isinstance(value, (tuple, list)) and not np.isscalar(value):
            return " + ".join([self.squares(f"{word}[{k}]", part) for k, part in enumerate(value)]) or "0.0"
        weights = f"C{len(self.constants)}"
        self.constants[weights] = np.random.default_rng(9).uniform(0.5, 1.5, np.shape(value))[()]
        return f"np.sum({weights} * {word} ** 2)"


WRITER = Weighted()


def write() -> Iterator[str]:
    done: set[str] = set()
    for key, rule, sample, _ in reversed(COMBINATIONS):      # the last sample has options, mostly
        if rule.name not in done and key not in (np.float32, np.float16) and WRITER.add(key, rule, sample):
            done.add(rule.name)
            yield f"p{len(WRITER.given) - 1}"


NAMES = list(write())


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("second") / "second_order_of_the_table.py"
    path.write_text("\n".join(WRITER.lines), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    module.__dict__.update(WRITER.constants)
    spec.loader.exec_module(module)
    return module


def is_of_scipy(name: str) -> bool:
    return ".scipy" in getattr(WRITER.given[name][0].form, "__module__", "")


def chosen() -> Iterator[Any]:
    """Of NumPy's rules, forward over reverse and another combination; of SciPy's one; all where every sample is asked for."""
    for n, name in enumerate(NAMES):
        modes = MODES if EVERY else (MODES[n % 4],) if is_of_scipy(name) else (MODES[0], MODES[1 + n % 3])
        for mode in modes:
            yield pytest.param(name, mode, id=f"{name}-{WRITER.given[name][0].name}-{mode}")


@pytest.mark.parametrize(("name", "mode"), chosen())
def test_second_order(name: str, mode: str, programs: Any) -> None:
    rule, given = WRITER.given[name]
    function = getattr(programs, name)
    random = np.random.default_rng(5)
    v, w = ([random_like(value, random) for value in given] for _ in range(2))
    gradient = srcad.grad(function, wrt=tuple(range(len(given))))

    def slope(step: float) -> float:
        return inner(gradient(*[moved(x, d, step) for x, d in zip(given, w, strict=True)]), v)

    expected = (slope(1e-5) - slope(-1e-5)) / 2e-5
    try:
        found = second(function, gradient, given, v, w, mode)
    except srcad.SrcadError:
        if rule.name in REFUSED:
            pytest.skip(f"refused: {REFUSED[rule.name]}")
        raise
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-5)


def second(function: Any, gradient: Any, given: list[Any], v: list[Any], w: list[Any], mode: str) -> float:
    """The second derivative along ``v`` and ``w``."""
    outer, within = mode.split("-")
    if within == "reverse" and outer == "forward":
        return inner(srcad.jvp(gradient, tuple(given), tuple(w))[1], v)
    if within == "reverse":
        return inner(srcad.vjp(gradient, *given)[1](tuple(v)), w)
    tangent = srcad.jvp(function)
    emitted = tangent.emit(tangent.kinds_of(*given))
    text = srcad.from_source(emitted.text, emitted.name, namespace=dict(WRITER.constants))
    places = tuple(range(len(given)))
    if outer == "forward":
        return float(srcad.jvp(text, (*given, *v), (*w, *[None] * len(v)), wrt=places)[1][1])
    bars = srcad.vjp(text, *given, *v, wrt=places)[1]((0.0, 1.0))
    return inner(list(bars[:len(given)]), w)
