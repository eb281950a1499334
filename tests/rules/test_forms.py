"""Calls of NumPy in their many forms, one a line of forms.txt: both modes against finite differences.

A name of SHAPES in a line is an argument that the program is differentiated by. The form of the
derivative (optimised, textbook) and how arrays lie in memory change from line to line; every
combination runs where SRCAD_EVERY_SAMPLE is set.
"""
from __future__ import annotations

import ast
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srcad.derivative import Options
from srcad.products import Jvp, Vjp
from tests import numeric

SHAPES: dict[str, tuple[int, ...]] = {
    "s": (), "v": (4,), "w": (4,), "u": (3,), "p": (5,), "h": (6,), "t": (7,), "o": (1,), "e": (0,), "a0": (), "a1": (4,),
    "m": (3, 4), "n": (3, 4), "k": (4, 3), "q": (3, 3), "r": (1, 4), "l": (3, 1), "g": (2, 4), "z": (0, 3),
    "c": (2, 3, 4), "d": (2, 4, 3), "b": (2, 3, 3),
}
LINES = (Path(__file__).parent / "forms.txt").read_text(encoding="utf-8").splitlines()
RANDOM = np.random.default_rng(0)
LAYOUTS = ("plain", "reversed", "fortran", "single")
EVERY = "SRCAD_EVERY_SAMPLE" in os.environ


def arguments_of(line: str) -> list[str]:
    """The names that a line reads before it binds them."""
    found: set[str] = set()
    own: set[str] = set()
    for statement in line.split(";"):
        tree = ast.parse(statement.strip())
        own |= {a.arg for n in ast.walk(tree) if isinstance(n, ast.Lambda) for a in n.args.args}
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
        found |= {n.id for n in names if n.id in SHAPES and n.id not in own and isinstance(n.ctx, ast.Load)}
        own |= {n.id for n in names if isinstance(n.ctx, ast.Store)}
    return sorted(found)


def value_of(name: str, layout: str) -> Any:
    """An argument without ties, away from kinks, in a layout."""
    shape = SHAPES[name]
    count = int(np.prod(shape))
    values = 0.3 + 1.4 * (np.arange(count) + RANDOM.uniform(0.1, 0.9, count)) / max(count, 1)
    array = np.asarray(RANDOM.permutation(values).reshape(shape) + (2 * np.eye(3) if name in "qb" else 0.0))
    if name == "s":
        return float(array)
    if layout == "reversed" and shape:
        return array[..., ::-1].copy()[..., ::-1]
    if layout == "fortran" and shape:
        array = np.asfortranarray(array)
        array.flags.writeable = False
    return array.astype(np.float32) if layout == "single" and shape else array


def wide(value: Any) -> Any:
    return value.astype(float) if isinstance(value, np.ndarray) else value


def like(value: Any) -> Any:
    """Random numbers of the same class, shape, dtype and layout; zeros for what has no derivative."""
    if isinstance(value, (list, tuple)):
        return tuple(like(item) for item in value)
    kind = np.asarray(value).dtype.kind
    if kind not in "fc":
        return np.zeros(np.shape(value))[()]
    random = RANDOM.standard_normal(np.shape(value)) + (1j * RANDOM.standard_normal(np.shape(value)) if kind == "c" else 0.0)
    if not isinstance(value, np.ndarray):
        return type(value)(random)
    found = np.empty_like(value)
    found[...] = random
    return found


def moved(value: Any, direction: Any, step: float) -> Any:
    if not isinstance(value, np.ndarray):
        return value + step * direction
    found = np.empty_like(value)
    found[...] = value + step * direction
    return found


def numbers(value: Any) -> Any:
    """All numbers that have a derivative, in one vector."""
    if isinstance(value, (list, tuple)):
        return np.concatenate([numbers(item) for item in value]) if value else np.zeros(0)
    return numeric.flat(value) if np.asarray(value).dtype.kind in "fc" else np.zeros(np.size(value))


def alike(found: Any, value: Any) -> bool:
    """True for the same structure, shapes and dtypes."""
    if isinstance(value, (list, tuple)):
        return len(found) == len(value) and all(map(alike, found, value))
    return np.asarray(value).dtype.kind not in "fc" or (
        np.shape(found) == np.shape(value) and np.asarray(found).dtype == np.asarray(value).dtype)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    text = ["import cmath", "import math", "import operator", "import statistics", "import numpy as np", ""]
    for number, line in enumerate(LINES):
        *statements, value = line.split(";")
        text += [f"def p{number}({', '.join(arguments_of(line))}):", *[f"    {s.strip()}" for s in statements],
                 f"    answer = {value.strip()}", "    return answer", ""]
    path: Path = tmp_path_factory.mktemp("forms") / "calls_in_many_forms.py"
    path.write_text("\n".join(text), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases() -> Iterator[Any]:
    for number, line in enumerate(LINES):
        chosen = [(layout, optimize) for layout in LAYOUTS for optimize in (True, False)]
        for layout, optimize in chosen if EVERY else [chosen[number % len(chosen)]]:
            yield pytest.param(number, layout, optimize, id=f"{line}-{layout}-{'optimised' if optimize else 'textbook'}")


@pytest.mark.parametrize(("number", "layout", "optimize"), cases())
@pytest.mark.filterwarnings("ignore")
def test_form(number: int, layout: str, optimize: bool, programs: Any) -> None:
    function, line = getattr(programs, f"p{number}"), LINES[number]
    names = arguments_of(line)
    args = [value_of(name, layout) for name in names]
    try:
        value = function(*args)
    except (AttributeError, TypeError, ValueError):
        if "2.2.0" <= np.lib.NumpyVersion(np.__version__) < "2.5.0":       # what the lines were written for
            raise
        pytest.skip("this NumPy does not have it, or not any more")
    directions = [like(a) for a in args]
    coarse = any(word in line for word in ("float32", "f4", "float16", "complex64"))
    step, tolerance = (1e-2, 2e-2) if coarse else (1e-6, 2e-3 if layout == "single" else 3e-5)

    def along(t: float) -> Any:
        return numbers(function(*[moved(wide(a), wide(d), t) for a, d in zip(args, directions, strict=True)]))

    slope = (along(step) - along(-step)) / (2 * step)
    ct = like(value)
    options = Options(tuple(names), optimize)
    found, pullback = Vjp(function, options)(*args)
    assert alike(found, value) and numbers(found) == pytest.approx(numbers(value), nan_ok=True)
    bars = pullback(ct)
    assert all(map(alike, bars, args))
    total = sum(np.sum(wide(b) * wide(d)) for b, d in zip(bars, directions, strict=True))
    products = numbers(ct) * slope
    assert total == pytest.approx(np.sum(products).real, rel=tolerance, abs=tolerance * max(1.0, np.sum(np.abs(products))))
    _, dot = Jvp(function, options)(tuple(args), tuple(directions))
    assert alike(dot, value)
    scale = max(1.0, float(np.max(np.abs(slope), initial=0.0)))
    assert np.abs(numbers(dot) - slope) == pytest.approx(0.0, abs=tolerance * scale)
