"""What is timed: programs as users write them, and their adjoints as an expert writes them.

An adjoint written by hand is that of the program, statement by statement: it shares the results of the forward sweep,
keeps only what it reads, adds in place and skips what is not asked for. It does not use what only the mathematics of a
problem tells (implicit functions, forces that cancel in pairs), for then it would be the gradient of another program.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ARRAYS, LOOPS = "arrays", "loops"


@dataclass(frozen=True)
class Workload:
    """A program, its adjoint by hand, and what both are called with.

    ``small`` are arguments on which finite differences are cheap. ``others`` are forms of the program for tools that cannot
    take it as it is, by the tool's name; a string says why there is none.
    """

    what: str
    group: str
    primal: Callable[..., Any]
    by_hand: Callable[..., Any]
    wrt: tuple[str, ...]
    args: tuple[Any, ...]
    small: tuple[Any, ...]
    others: dict[str, Any] = field(default_factory=dict)
