"""Collects the programs of this folder with the arguments to try them on.

>>> @case(2.0, wrt="x")
... def double(x):
...     return 2 * x
>>> CASES.pop().wrt
('x',)
"""
from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from srcad.passes import check

from .reasons import REASONS

NEVER = ("AsyncFunctionDef", "AsyncFor", "AsyncWith", "ClassDef", "Global")        # constructs that are nowhere supported
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Case:
    """A function, the positional arguments to call it with, the parameters to differentiate."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    wrt: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what identifies the program: its file in this folder and its name."""
        return f"{self.function.__module__.removeprefix('tests.programs.')}.{self.function.__qualname__}"


CASES: list[Case] = []
REFUSED: list[Case] = []
SHOWN: dict[str, str] = {}                 # name of a program -> the construct of Python that it shows


def case(*args: Any, wrt: str | tuple[str, ...] = ()) -> Callable[[F], F]:
    """Register the function below; without ``wrt``, every float and array of floats is meant."""

    def register(function: F) -> F:
        names = tuple(inspect.signature(function).parameters)[:len(args)]
        chosen = (wrt,) if isinstance(wrt, str) else wrt
        if not chosen:
            chosen = tuple(name for name, arg in zip(names, args, strict=True) if _is_real(arg))
        CASES.append(Case(function, args, chosen))
        return function

    return register


def refused(*args: Any, wrt: str | tuple[str, ...] = ()) -> Callable[[F], F]:
    """Register a program that is not supported yet: it must be refused, or right."""

    def register(function: F) -> F:
        case(*args, wrt=wrt)(function)
        REFUSED.append(CASES.pop())
        return function

    return register


def shows(construct: str) -> Callable[[F], F]:
    """Say which construct a program stands for in the README's table; the program is registered below."""

    def register(function: F) -> F:
        [name] = {case.name for case in CASES + REFUSED if case.function is function}
        SHOWN[name] = construct
        return function

    return register


def table() -> str:
    """The README's table: what of Python can be used, and what is refused, by areas (modules with an ``AREA``)."""
    rows = ["| | can be used | is refused |", "|---|---|---|"]
    refused = {case.name for case in REFUSED}
    areas: dict[str, tuple[list[str], list[str]]] = {}
    for case in [*CASES, *REFUSED]:
        area = getattr(sys.modules[case.function.__module__], "AREA", None)
        if area is not None and case.name in SHOWN:
            column = areas.setdefault(area, ([], []))[case.name in refused]
            column += [SHOWN[case.name]] if SHOWN[case.name] not in column else []
    for reason in REASONS:
        column = areas.setdefault(reason.area, ([], []))[1]
        column += [reason.construct] if reason.construct not in column else []
    words = [*dict.fromkeys(what for node, (what, _) in check.REFUSED.items() if node in NEVER)]
    areas["What is not numeric code"] = [], [*words, ", ".join(f"`{f.__name__}`" for f in check.INTROSPECTION)]
    return "\n".join([*rows, *(f"| {area} | {', '.join(good)} | {', '.join(bad)} |" for area, (good, bad) in areas.items())])


def is_documented(name: str, reason: str) -> bool:
    """True if the README's table says that a program is refused: for the construct that it shows, or for this reason."""
    [expected] = [r.words for r in REASONS if r.example == name] or [""]
    return (name in SHOWN or any(r.words in reason for r in REASONS)) and expected in reason


def numbers(*shape: int, seed: int = 0, low: float = 0.3, high: float = 1.7, dtype: Any = float) -> Any:
    """Return an array that is the same from run to run, with all elements apart from each other."""
    rng = np.random.default_rng(1000 + seed)
    return rng.uniform(low, high, shape).astype(dtype)


def signed(*shape: int, seed: int = 0, dtype: Any = float) -> Any:
    """Return an array of both signs, no element near zero."""
    rng = np.random.default_rng(2000 + seed)
    return (rng.uniform(0.2, 1.5, shape) * rng.choice([-1.0, 1.0], shape)).astype(dtype)


def _is_real(arg: Any) -> bool:
    held = isinstance(arg, dict) or hasattr(arg, "_fields") or type(arg).__module__.startswith("tests.")
    return held or isinstance(arg, (float, np.floating)) or isinstance(arg, np.ndarray) and arg.dtype.kind == "f"
