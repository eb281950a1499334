"""The emitted text of ten functions: kept in tests/golden, and held against text written by hand."""
from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric
from tests.golden import functions, hand

RNG = np.random.default_rng(3)
ARGUMENTS: dict[str, tuple[tuple[Any, ...], Any]] = {
    "loss": ((0.1,), 0),
    "log_ratio": ((1.3,), 0),
    "rosenbrock": ((0.3, 0.8), ("x", "y")),
    "square_root": ((2.0,), 0),
    "spiral": ((0.9, 0.02), ("x", "a")),
    "horner": ((np.array([1.0, -2.0, 0.5]), 0.7), ("coefficients", "x")),
    "oscillator": ((0.4, 1.0, 2.0), ("q", "p", "k")),
    "ridge": ((RNG.normal(size=(6, 3)), RNG.normal(size=6), RNG.normal(size=3), 0.1), ("w", "penalty")),
    "mlp": ((RNG.normal(size=(6, 4)), np.eye(3)[[0, 1, 2, 0, 1, 2]], RNG.normal(size=(4, 5)), RNG.normal(size=5),
             RNG.normal(size=(5, 3)), RNG.normal(size=3)), ("w1", "b1", "w2", "b2")),
    "masked_norm": ((np.array([0.3, -2.0, 0.9, -0.4]), 1.0), "x"),
}
MARK = "# reverse sweep"


def code_lines(text: str) -> int:
    """Count the lines of code from the mark on, without comments and blank lines."""
    _, found, rest = text.partition(MARK)
    assert found, f"no line says `{MARK}`"
    lines = [line.strip() for line in rest.splitlines()]
    return sum(1 for line in lines if line and not line.startswith("#"))


def reverse_length(text: str, name: str) -> int:
    """Return the length of the reverse sweep of the function ``name`` in a text."""
    start = text.index(f"def {name}(")
    end = text.find("\ndef ", start)
    return code_lines(text[start:end if end > 0 else len(text)])


@pytest.mark.parametrize("name", ARGUMENTS)
def test_golden(name: str, same_text: Callable[[Path, str], None], root: Path) -> None:
    args, wrt = ARGUMENTS[name]
    text = srcad.grad(getattr(functions, name), wrt=wrt).source_for(*args)
    same_text(root / "tests" / "golden" / f"{name}.txt", text.rstrip("\n") + "\n")


@pytest.mark.parametrize("name", ARGUMENTS)
def test_same_numbers_as_by_hand(name: str) -> None:
    args, wrt = ARGUMENTS[name]
    found = srcad.grad(getattr(functions, name), wrt=wrt)(*args)
    numeric.assert_close(found, getattr(hand, f"{name}_grad")(*args), 1e-10, name)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_not_much_longer_than_by_hand(name: str, record_property: Callable[[str, object], None]) -> None:
    args, wrt = ARGUMENTS[name]
    by_hand = code_lines(inspect.getsource(getattr(hand, f"{name}_grad")))
    text = srcad.grad(getattr(functions, name), wrt=wrt).source_for(*args)
    emitted = reverse_length(text, f"{name}_grad")
    record_property("ratio", f"{name}: {emitted} lines emitted, {by_hand} by hand, {emitted / by_hand:.2f}")
    assert emitted <= 2 * by_hand


@pytest.mark.parametrize("name", ARGUMENTS)
def test_textbook_is_no_shorter(name: str) -> None:
    args, wrt = ARGUMENTS[name]
    function = getattr(functions, name)
    plain = srcad.grad(function, wrt=wrt, optimize=False)
    numeric.assert_close(plain(*args), srcad.grad(function, wrt=wrt)(*args), 1e-10, name)
    short = srcad.grad(function, wrt=wrt).source_for(*args)
    assert len(short.splitlines()) <= len(plain.source_for(*args).splitlines())
