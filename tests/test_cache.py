"""The cache on disk: a text is taken from it only where it would come out the same, and nothing breaks without it."""
from __future__ import annotations

import errno
import importlib.util
import json
import linecache
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import srcad
from srcad import cache, derivative

PROGRAM = """
import math
import numpy as np

RATE = 2.0
TABLE = np.array([1.0, 2.0])

def square(x):
    return RATE * x * x

def program(x, power=3):
    return square(x) * math.sin(x) + np.sum(TABLE) * x + power * x

def made(scale):
    def inner(x):
        return scale * x * x
    return inner

class Thing:
    rate = 2.0

def with_class(x):
    return x * Thing.rate
"""
Load = Callable[..., ModuleType]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and nothing said of it yet."""
    monkeypatch.setenv("SRCAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_warned", set())
    cache._made.cache_clear()
    return tmp_path / "cache"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """What makes the module anew, as another process would, from a text that may have changed."""
    def fresh(*changes: tuple[str, str]) -> ModuleType:
        text = PROGRAM
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "program_of_cache.py"
        path.write_text(text, encoding="utf-8")
        linecache.cache.pop(str(path), None)
        spec = importlib.util.spec_from_file_location("program_of_cache", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        exec(compile(text, str(path), "exec"), module.__dict__)
        return module
    return fresh


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Gets an element each time that the pipeline runs."""
    count: list[int] = []
    real = derivative.differentiate

    def counted(*args: Any) -> Any:
        count.append(1)
        return real(*args)

    monkeypatch.setattr(derivative, "differentiate", counted)
    return count


def slope(function: Any, x: float = 0.7) -> float:
    return (function(x + 1e-6) - function(x - 1e-6)) / 2e-6


def test_second_time_from_disk(folder: Path, load: Load, runs: list[int]) -> None:
    for _ in range(2):
        program = load().program
        assert abs(srcad.grad(program)(0.7) - slope(program)) < 1e-7
    assert len(runs) == 1 and len(list(folder.glob("*.json"))) == 1 and not list(folder.glob("*.tmp"))


@pytest.mark.parametrize("change", [
    ("RATE * x * x", "RATE * x * x * x"), ("RATE = 2.0", "RATE = 5.0"), ("RATE = 2.0", "RATE = 2"),
    ("[1.0, 2.0]", "[1.0, 4.0]"), ("math.sin(x)", "math.cos(x)"), ("power=3", "power=4"), ("import math", "import cmath as math"),
    ("def square(x)", "def square(x, unused=1)"),
])
def test_what_changed_is_made_anew(folder: Path, load: Load, runs: list[int], change: tuple[str, str]) -> None:
    srcad.grad(load().program)(0.7)
    program = load(change).program
    if "cmath" not in change[1]:
        assert abs(srcad.grad(program)(0.7) - slope(program)) < 1e-6
        assert len(runs) == 2


def test_what_a_module_is_given_later_counts(folder: Path, load: Load, runs: list[int]) -> None:
    srcad.grad(load().program)(0.7)
    module = load()
    module.RATE = 7.0                                     # type: ignore[attr-defined]
    assert abs(srcad.grad(module.program)(0.7) - slope(module.program)) < 1e-6
    module.square = lambda x: x                           # type: ignore[attr-defined]
    assert abs(srcad.grad(module.program)(0.7) - slope(module.program)) < 1e-6


def test_live_values_stay_live(folder: Path, load: Load, runs: list[int]) -> None:
    srcad.grad(load().program)(0.7)
    module = load()
    gradient = srcad.grad(module.program)
    gradient(0.7)
    assert len(runs) == 1
    module.RATE = 7.0                                     # type: ignore[attr-defined]
    assert abs(gradient(0.7) - slope(module.program)) < 1e-6


def test_closures(folder: Path, load: Load, runs: list[int]) -> None:
    for scale in (2.0, 3.0, 2.0):
        assert abs(srcad.grad(load().made(scale))(0.7) - 2.0 * scale * 0.7) < 1e-12
    assert len(runs) >= 2


def test_kinds_and_options_have_entries_of_their_own(folder: Path, load: Load, runs: list[int]) -> None:
    program = load().program
    srcad.grad(program)(0.7)
    srcad.grad(program)(np.float64(0.7))
    srcad.grad(program, optimize=False)(0.7)
    srcad.value_and_grad(program)(0.7)
    assert len(runs) == len(list(folder.glob("*.json"))) == 4


def test_classes_of_users_are_not_kept(folder: Path, load: Load, runs: list[int]) -> None:
    for _ in range(2):
        assert srcad.grad(load().with_class)(0.7) == 2.0
    assert len(runs) == 2 and not list(folder.glob("*.json"))


def test_off(folder: Path, load: Load, runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRCAD_CACHE", "off")
    srcad.grad(load().program)(0.7)
    srcad.grad(load().program)(0.7)
    assert len(runs) == 2 and not folder.exists()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"functions": 1}', "\udcff"])
def test_damaged_entry(folder: Path, load: Load, runs: list[int], damage: str) -> None:
    srcad.grad(load().program)(0.7)
    (entry,) = folder.glob("*.json")
    good = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(damage, encoding="utf-8", errors="surrogateescape")
    program = load().program
    with pytest.warns(RuntimeWarning, match="damaged"):
        assert abs(srcad.grad(program)(0.7) - slope(program)) < 1e-7
    assert json.loads(entry.read_text(encoding="utf-8")) == good


def test_folder_that_cannot_be(folder: Path, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text("a file", encoding="utf-8")
    with pytest.warns(RuntimeWarning, match="cannot be made"):
        srcad.grad(load().program)(0.7)
    with warnings.catch_warnings():
        warnings.simplefilter("error")                    # once is enough
        srcad.grad(load().program)(0.7)


def test_full_disk(folder: Path, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    program = load().program
    with pytest.warns(RuntimeWarning, match="No space left"):
        assert abs(srcad.grad(program)(0.7) - slope(program)) < 1e-7
    assert not list(folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
def test_folder_that_others_may_write_to(folder: Path, load: Load) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.warns(RuntimeWarning, match="not yours alone"):
        srcad.grad(load().program)(0.7)
    assert not list(folder.iterdir())


def test_processes_at_once(folder: Path, load: Load, tmp_path: Path, root: Path) -> None:
    load()
    command = [sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv[1]); import program_of_cache as p, srcad; "
               "print(srcad.grad(p.program)(0.7))", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({process.communicate(timeout=120)[0] for process in running}) == 1
    assert all(process.returncode == 0 for process in running)
    assert len(list(folder.glob("*.json"))) == 1 and not list(folder.glob("*.tmp"))
