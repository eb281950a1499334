"""Samples of the table as programs of one call, through the whole pipeline, in both modes.

One sample per primitive; all of them (four minutes) where SRCAD_EVERY_SAMPLE is set.
"""
from __future__ import annotations

import cmath
import importlib
import importlib.util
import inspect
import math
import os
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from draw import Sample
from test_table import COMBINATIONS, as_array, inner, moved, random_like, varies

import srcad
from srcad.rules import registry
from srcad.rules.registry import Rule
from tests import numeric

EVERY = "SRCAD_EVERY_SAMPLE" in os.environ
SCIPY = {name.removeprefix("scipy."): importlib.import_module(name) for name in registry.LIBRARIES
         if name.startswith("scipy") and importlib.util.find_spec("scipy") is not None}


def spelled(key: Any) -> str:
    """How a program calls a primitive: ``np.linalg.inv``, ``.take`` for a method, "" if nobody would."""
    if getattr(key, "__objclass__", None) is np.ndarray:
        return "." + key.__name__
    for path, home in (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft), ("math", math), ("cmath", cmath),
                       ("statistics", statistics), *SCIPY.items()):
        name = getattr(key, "__name__", "")
        if getattr(home, name, None) is key:
            return f"{path}.{name}"
    owner = getattr(key, "__self__", None)
    if "stats" in SCIPY and type(owner).__module__.startswith("scipy.stats"):
        return f"stats.{next(name for name, value in vars(SCIPY['stats']).items() if value is owner)}.{key.__name__}"
    module = getattr(key, "__module__", "") or ""
    if module.startswith("numpy.polynomial"):
        return f"np.polynomial.{module.rsplit('.', 1)[1]}.{key.__name__}"
    return key.__name__ if module == "builtins" else ""


COARSE = (np.float16, np.float32, np.complex64, np.linalg.eig)               # for differences; its vectors have no derivative


OF_FIRST = ("linalg_lstsq", "linalg_cho_factor", "linalg_lu_factor")           # give other things beside what has a derivative


class Writer:
    """Writes programs, and keeps what is no literal as constants of their module."""

    def __init__(self) -> None:
        self.lines = ["import cmath", "import math", "import statistics", "import numpy as np", "inf = math.inf",
                      *[f"from scipy import {name}" for name in SCIPY], ""]
        self.constants: dict[str, Any] = {}

    def program(self, name: str, key: Any, rule: Rule, sample: Sample) -> list[Any] | None:
        """Append a program; return the arguments that it is differentiated at."""
        word = spelled(key)
        if not word:
            return None
        given: list[Any] = []
        parameters = list(inspect.signature(rule.function).parameters.values())  # type: ignore[arg-type]
        starred = next((k for k, p in enumerate(parameters) if p.kind is p.VAR_POSITIONAL), len(parameters))
        args = [self.text(a, parameters[min(k, starred)].name in rule.wrt, given, name) for k, a in enumerate(sample.args)]
        options = [f"{k}={self.text(v, k in rule.wrt, given, name)}" for k, v in sample.kwargs.items()]
        if not given:
            return None
        if inspect.isgetsetdescriptor(key):
            call = args[0] + word
        elif word[0] == ".":
            call = f"{args[0]}{word}({', '.join(args[1:] + options)})"
        else:
            call = f"{word}({', '.join(args + options)})"
        if key in (np.linalg.lstsq, np.frexp, math.frexp) or rule.name in OF_FIRST:
            call += "[0]"                  # other parts are integers
        names = ", ".join(f"x{k}" for k in range(len(given)))
        self.lines += [f"def {name}({names}):", f"    y = {call}", "    return y", "", ""]
        return given

    def text(self, value: Any, differentiable: bool, given: list[Any], name: str) -> str:
        if isinstance(value, (list, tuple)) and any(isinstance(v, (np.ndarray, float, list, tuple)) for v in value):
            items = [self.text(v, differentiable, given, name) for v in value]
            return f"[{', '.join(items)}]" if isinstance(value, list) else f"({', '.join(items)},)"
        if differentiable and varies(value):
            given.append(value)
            return f"x{len(given) - 1}"
        if isinstance(value, (np.ndarray, np.generic, np.dtype, type)) and value is not float:
            constant = f"C{len(self.constants)}"
            self.constants[constant] = value
            return constant
        return "float" if value is float else repr(value)


def cases() -> Iterator[tuple[str, Any, Rule, Sample]]:
    last = {key: (key, rule, sample) for key, rule, sample, _ in COMBINATIONS}      # it has options mostly
    chosen = [case[:3] for case in COMBINATIONS] if EVERY else list(last.values())
    for number, (key, rule, sample) in enumerate(chosen):
        if key not in COARSE and rule.name != "straight":
            yield f"p{number}", key, rule, sample


WRITER = Writer()
PROGRAMS = {}
for _name, _key, _rule, _sample in cases():
    _given = WRITER.program(_name, _key, _rule, _sample)
    if _given is not None:
        PROGRAMS[_name] = (_key, _rule, _sample, _given)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("calls") / "calls_of_the_table.py"
    path.write_text("\n".join(WRITER.lines), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    module.__dict__.update(WRITER.constants)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", PROGRAMS, ids=[f"{n}-{p[1].name}" for n, p in PROGRAMS.items()])
def test_programs_of_one_call(name: str, programs: Any) -> None:
    given = PROGRAMS[name][3]
    function: Callable[..., Any] = getattr(programs, name)
    random = np.random.default_rng(5)
    directions = [random_like(value, random) for value in given]
    ans = function(*given)
    ct = random_like(ans, random)

    def along(step: float) -> Any:
        return as_array(function(*[moved(v, d, step) for v, d in zip(given, directions, strict=True)]))

    slope = (along(1e-6) - along(-1e-6)) / 2e-6
    value, pullback = srcad.vjp(function, *given)
    bars = pullback(ct)
    assert sum(inner(b, d) for b, d in zip(bars, directions, strict=True)) == pytest.approx(
        inner(as_array(ct), slope), rel=2e-6, abs=2e-6)
    _, dot = srcad.jvp(function, tuple(given), tuple(directions))
    assert numeric.flat(dot) == pytest.approx(numeric.flat(slope), rel=2e-6, abs=2e-6)
