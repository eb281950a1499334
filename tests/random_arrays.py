"""Random programs that write arrays: ``python -m tests.random_arrays [COUNT [SEED]] [--show]``.

Each program composes writes, views, aliases, loops, branches and helpers. Its derivative in every
mode is compared with the oracle of `tests/duals.py`, which runs the program itself. What srcad
refuses is counted. A program with a wrong number is printed, made small.
"""
from __future__ import annotations

import collections
import re
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import srcad
from tests import duals
from tests.array_writer import HELPERS, program
from tests.fuzz import HEADER
from tests.smaller import reduced

Mode = Callable[[Any, list[Any], tuple[Any, ...]], tuple[Any, Any, float]]


# ------------------------------------------------------------------ one program
def arguments(seed: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return arguments and a direction for f; the matrix is in Fortran's order for every third seed."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(3, 4))
    args = (float(rng.normal()), rng.normal(size=4), rng.normal(size=4),
            np.asfortranarray(matrix) if seed % 3 == 0 else matrix)
    return args, (0.3, rng.normal(size=4), rng.normal(size=4), rng.normal(size=(3, 4)))


def copies(args: tuple[Any, ...]) -> list[Any]:
    return [np.copy(a) if isinstance(a, np.ndarray) else a for a in args]


class Wrong(Exception):
    """What is compared, and the numbers."""


def agree(ok: Any, *what: Any) -> None:
    if not ok:
        raise Wrong(*what)


def judge(text: str, seed: int) -> tuple[str, str]:
    """Return "ok", "refused", "raises", "wild" (numbers too large), or what is wrong; and more about it."""
    args, direction = arguments(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            f = srcad.from_source(text, "f")
            value = float(f(*copies(args)))
        except Exception as error:                     # the program itself is wrong
            return "raises", repr(error)
        try:
            value_too, expected = duals.run(text, "f", args, direction)
            if not (abs(value) < 1e4 and abs(expected) < 1e6):
                return "wild", ""
            agree(np.allclose(value_too, value, rtol=1e-9), "the oracle", value_too, value)
            return _compare(f, args, direction, value, expected, modes(seed))
        except Wrong as error:
            return error.args[0], " ".join(map(str, error.args))
        except Exception as error:                     # whatever leaves srcad and is no SrcadError is wrong too
            return type(error).__name__, repr(error)


def _compare(f: Any, args: tuple[Any, ...], direction: tuple[Any, ...], value: float, expected: float,
             ways: dict[str, Mode]) -> tuple[str, str]:
    refusals = []
    for way, derive in ways.items():
        given = copies(args)
        try:
            found, tangent, size = derive(f, given, direction)
        except srcad.SrcadError as error:
            refusals.append(re.sub(r"`[^`]*`", "`...`", error.reason))
            continue
        agree(np.allclose(found, value, rtol=1e-9), f"{way}: value", found, value)
        agree(abs(tangent - expected) <= 1e-8 * max(1.0, size), way, float(tangent), float(expected))
        agree(all(map(np.array_equal, given, args)), f"{way}: an argument was changed")
    return ("refused", refusals[0]) if refusals else ("ok", "")


# ------------------------------------------------------------------ the ways to differentiate it
def _forward(f: Any, args: list[Any], direction: tuple[Any, ...]) -> tuple[Any, Any, float]:
    value, tangent = srcad.jvp(f, args, direction)
    return value, tangent, abs(tangent)


def _gradient(optimize: bool) -> Mode:
    def derive(f: Any, args: list[Any], direction: tuple[Any, ...]) -> tuple[Any, Any, float]:
        value, gradient = srcad.value_and_grad(f, wrt=(0, 1, 2, 3), optimize=optimize)(*args)
        return value, *_along(gradient, args, direction)

    return derive


def _pullback(f: Any, args: list[Any], direction: tuple[Any, ...]) -> tuple[Any, Any, float]:
    value, pullback = srcad.vjp(f, *args)
    pullback(2.0)                                      # it may be called again
    return value, *_along(pullback(1.0), args, direction)


def _along(gradient: Any, args: list[Any], direction: tuple[Any, ...]) -> tuple[Any, float]:
    for g, a in zip(gradient, args):
        agree(np.shape(g) == np.shape(a), "shape", np.shape(g), np.shape(a))
    products = [g * d for g, d in zip(gradient, direction)]
    return sum(map(np.sum, products)), sum(float(np.sum(np.abs(p))) for p in products)


def modes(seed: int) -> dict[str, Mode]:
    """Each gives the value, the derivative along a direction, and the size of the numbers summed for it."""
    reverse = {"grad": _gradient(True)} if seed % 2 else {"pullback": _pullback}
    return {"jvp": _forward, **reverse, "grad, textbook": _gradient(False)}


# ------------------------------------------------------------------ many programs
FINE = ("ok", "refused", "wild")


def describe(text: str, seed: int) -> str:
    """Return a wrong program made small, and what is wrong with it."""
    kind, _ = judge(text, seed)
    small = reduced(text, lambda candidate: judge(candidate, seed)[0] == kind)
    return f"--- seed {seed}: {judge(small, seed)[1]}\n{small}\n"


def main() -> int:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count, first = (*numbers, *(200, 0)[len(numbers):])
    tally: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    for seed in range(first, first + count):
        text = program(seed)
        if "--show" in sys.argv:
            print(text.replace(HEADER + HELPERS, f"# seed {seed}\n"))
        kind, why = judge(text, seed)
        if kind not in FINE:
            print(describe(text, seed), flush=True)
        tally[kind if kind in FINE else "wrong"] += 1
        reasons[why] += kind == "refused"
    print(f"{count} programs: {dict(tally)}; {tally['refused'] / max(count, 1):.1%} refused")
    for reason, times in reasons.most_common(12):
        if times:
            print(f"{times:6} {reason}")
    return 1 if tally["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
