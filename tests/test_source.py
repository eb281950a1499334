"""From a function to its text: what is found, and what is refused."""
from __future__ import annotations

import functools
import importlib.util
import linecache
import math
import operator
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

from srcad.errors import SourceUnavailable
from srcad.printer import to_source
from srcad.source import find_source, from_source

Make = Callable[[str], ModuleType]
HERE = Path(__file__)

pair = [lambda x: x * x, lambda x: x + 1]
twins = [lambda x: x * x, lambda x: x * x]
nested = lambda x: (lambda x: x + 2)(x)  # noqa: E731
layers = lambda f: lambda f: lambda f: f  # noqa: E731
spread, = [lambda x:
           x * 3]


def closure(k: float) -> Callable[..., float]:
    def inner(x: float, n: int = 3) -> float:
        return k * x
    return inner


def decorator(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any) -> Any:
        return function(*args) + 1
    return wrapper


def same(function: Any) -> Any:
    return function


@decorator
def wrapped(x: float) -> float:
    return x


@same
@same
def decorated(x: float) -> float:
    y = x

    return y


class Cls:
    def method(self, x: float) -> float:
        return self.__y * super().__hash__() + x  # type: ignore[attr-defined]

    @staticmethod
    def static(x: float) -> float:
        return x

    @property
    def prop(self) -> int:
        return 1


async def coroutine(x: float) -> float:
    return x


def generator(x: float) -> Any:
    yield x


def text_of(function: Any) -> str:
    return to_source(find_source(function).tree)


@pytest.mark.parametrize(("function", "text"), [
    (pair[0], "def lambda_(x):\n    return x * x\n"), (pair[1], "def lambda_(x):\n    return x + 1\n"),
    (nested, "def lambda_(x):\n    return (lambda x: x + 2)(x)\n"),
    (layers, "def lambda_(f):\n    return lambda f: lambda f: f\n"),
    (layers(0), "def lambda_(f):\n    return lambda f: f\n"), (layers(0)(0), "def lambda_(f):\n    return f\n"),
    (spread, "def lambda_(x):\n    return x * 3\n"),
    (closure(2.0), "def inner(x: float, n: int = 3) -> float:\n    return k * x\n"),
    (wrapped, "def wrapper(*args: Any) -> Any:\n    return function(*args) + 1\n"),
    (decorated, "def decorated(x: float) -> float:\n    y = x\n    return y\n"),
    (Cls.method, "def method(self, x: float) -> float:\n    return self.__y * super().__hash__() + x\n"),
    (Cls().method, "def method(self, x: float) -> float:\n    return self.__y * super().__hash__() + x\n"),
    (Cls.static, "def static(x: float) -> float:\n    return x\n"),
    (Cls.prop.fget, "def prop(self) -> int:\n    return 1\n"),
    (coroutine, "async def coroutine(x: float) -> float:\n    return x\n"),
    (generator, "def generator(x: float) -> Any:\n    yield x\n"),
])
def test_found(function: Any, text: str) -> None:
    assert text_of(function) == text


@pytest.mark.skipif(sys.version_info < (3, 11), reason="code objects do not know columns")
def test_equal_lambdas_are_told_apart_by_their_columns() -> None:
    columns = [find_source(function).tree.args.args[0].col_offset for function in twins]
    assert columns == sorted(set(columns))


def test_equal_lambdas_without_columns_are_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("srcad.source._columns", lambda code: set())         # as in Python 3.10
    with pytest.raises(SourceUnavailable, match="several lambdas on this line have the same code") as caught:
        find_source(twins[0])
    assert caught.value.filename == __file__ and "def" in caught.value.hint


def test_places() -> None:
    source = find_source(decorated)
    first = decorated.__code__.co_firstlineno
    assert (source.name, source.filename, source.first_line) == ("decorated", __file__, first)
    assert source.text.startswith("@same\n@same\ndef decorated") and source.function is decorated
    lines = HERE.read_text(encoding="utf-8").splitlines()
    assert [lines[s.lineno - 1].strip() for s in source.tree.body] == ["y = x", "return y"]
    place = source.where(source.tree.body[1].value)
    assert (place.lineno, place.column, place.text) == (first + 5, 11, "    return y")
    assert source.where(first + 3).text == "    y = x" == source.where(source.tree.body[0]).text


def test_resolve() -> None:
    source = find_source(closure(2.5))
    assert source.resolve("k") == (True, 2.5)
    assert source.resolve("np.linalg.solve") == (True, np.linalg.solve)
    assert source.resolve("Cls.static") == (True, Cls.static)
    assert source.resolve("abs") == (True, abs)
    assert source.resolve("unknown") == source.resolve("np.unknown") == source.resolve("k.real") == (False, None)


def test_resolve_of_an_empty_cell() -> None:
    def inner() -> Any:
        return later
    source = find_source(inner)
    assert source.resolve("later") == (False, None)
    later = 1
    assert source.resolve("later") == (True, 1)


# ---------------------------------------------------------------------- refused
@pytest.mark.parametrize(("thing", "reason"), [
    (len, "'len' is written in C"), (math.sin, "written in C"), (str.upper, "written in C"), ((1).__add__, "written in C"),
    (operator.add, "written in C"), (np.sin, "'sin' is not a Python function but an object of class ufunc"),
    (Cls, "'Cls' is a class"),
    (functools.partial(closure), "of class partial"), (None, "None is not a Python function"), (3, "of class int"),
])
def test_what_is_no_python_function(thing: Any, reason: str) -> None:
    with pytest.raises(SourceUnavailable, match=reason) as caught:
        find_source(thing)
    assert caught.value.hint == "pass a function defined with def"


def test_no_source() -> None:
    space: dict[str, Any] = {}
    exec("def f(x): return x", space)
    with pytest.raises(SourceUnavailable, match="its source text is not available") as caught:
        find_source(space["f"])
    assert "srcad.from_source" in caught.value.hint and caught.value.lineno == 1


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a text to user.py, newer than the one before; linecache does not know of it."""
    written = iter(range(1_000_000_000, 2_000_000_000, 1000))

    def write(text: str) -> ModuleType:
        path = tmp_path / "user.py"
        path.write_text(text, encoding="utf-8")
        stamp = next(written)
        os.utime(path, (stamp, stamp))
        spec = importlib.util.spec_from_file_location("user", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return write


@pytest.mark.parametrize(("before", "after"), [
    ("    return x * x", "    return x * x * x"), ("    return x * 1.0", "    return x * 1"),
    ("    return x * 0.0", "    return x * -0.0"), ("    return x.a", "    return x.b"),
    ("    try:\n        y = x\n        y = y\n    except E:\n        pass",
     "    y = x\n    try:\n        y = y\n    except E:\n        pass"),
])
def test_an_edited_file(make: Make, before: str, after: str) -> None:
    old = make(f"def f(x):\n{before}\n")
    make(f"def f(x):\n{after}\n")
    linecache.checkcache(old.f.__code__.co_filename)
    with pytest.raises(SourceUnavailable, match="the file was edited after it was imported"):
        find_source(old.f)


@pytest.mark.parametrize("after", ["def f(x:\n", "", "\n\n\n", "g = 1\n", "a = '\0'\n"])
def test_a_broken_file(make: Make, after: str) -> None:
    old = make("def f(x):\n    return x\n")
    path = Path(old.f.__code__.co_filename)
    path.write_text(after)
    linecache.checkcache(str(path))
    with pytest.raises(SourceUnavailable):
        find_source(old.f)
    path.unlink()
    linecache.checkcache(str(path))
    with pytest.raises(SourceUnavailable, match="not available"):
        find_source(old.f)


def test_an_edit_that_changes_no_code(make: Make) -> None:
    old = make("def f(x):\n    return x\n")
    make("def f(x):  # the same\n\n    return (x)\n")
    assert find_source(old.f).tree.body[0].lineno == 3


def test_lambdas_that_changed_places(make: Make) -> None:
    old = make("fs = [lambda x: x * x, lambda x: x + 1]\n")
    make("fs = [lambda x: x + 1, lambda x: x * x]\n")
    assert text_of(old.fs[0]) == "def lambda_(x):\n    return x * x\n"


def test_a_module_imported_again(make: Make) -> None:
    old = make("def f(x):\n    return x\n")
    assert text_of(old.f).endswith("return x\n")           # now linecache has the old text
    new = make("def f(x):\n    return x * 2\n")
    assert text_of(new.f).endswith("return x * 2\n")


def test_constants_that_are_sets(make: Make) -> None:
    text = "def f(x):\n    return x in {'a', 'bb', 'ccc', 'd', ('e', 1)}\n"
    make(text)
    assert text_of(make(text).f).startswith("def f(x):")


@pytest.mark.parametrize("future", ["annotations", "division"])
def test_future_imports(make: Make, future: str) -> None:
    module = make(f"from __future__ import {future}\ndef f(x: float, y: int = 1) -> float:\n    z: float = x\n    return z\n"
                  "g = [lambda x: x, lambda x: x + 1]\n")
    assert find_source(module.f).tree.body[0].lineno == 3
    assert text_of(module.g[1]).endswith("x + 1\n")


# ---------------------------------------------------------------------- from_source
def test_from_source() -> None:
    function = from_source("    def f(x):\n        return scale * x\n", "f", namespace={"scale": 3.0})
    assert isinstance(function, FunctionType) and function(2.0) == 6.0
    assert function.__code__.co_filename.startswith("<srcad source f ")
    linecache.checkcache()
    assert text_of(function) == "def f(x):\n    return scale * x\n"
    assert from_source("def f(x): return x", "f", filename="<mine>").__code__.co_filename == "<mine>"


def test_the_name_of_a_text_is_stable() -> None:
    texts = ["def f(x): return x", "def f(x): return x", "def f(x): return 2 * x"]
    first, again, other = [from_source(text, "f").__code__.co_filename for text in texts]
    assert first == again != other


@pytest.mark.parametrize(("text", "reason"), [
    ("def f(x:", "the text does not parse"), ("x = '\0'", "the text does not parse"), ("g = 1", "defines no function `f`"),
    ("f = 1", "defines no function `f`"),
])
def test_from_a_wrong_source(text: str, reason: str) -> None:
    with pytest.raises(SourceUnavailable, match=reason):
        from_source(text, "f")
