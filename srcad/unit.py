"""What a stage takes and returns: a tree, where it comes from, and what was asked for."""
from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import tree as trees
from .analyses.kinds import Kind
from .source import Source


@dataclass(frozen=True)
class Request:
    """What the derivative is to be.

    ``wrt`` are parameter names, ``kinds`` pairs of a parameter and its kind; ``split`` asks for
    a forward and a reverse function instead of one, ``single`` for a lone gradient not in a tuple,
    ``guarded`` for text that refuses arguments of other kinds, to be run without srcad's dispatch; ``name``
    is what the derivative is called (by default after the function).
    """

    mode: str
    wrt: tuple[str, ...]
    value: bool = False
    split: bool = False
    optimize: bool = True
    kinds: tuple[tuple[str, Kind], ...] = ()
    single: bool = False
    guarded: bool = False
    name: str = ""


@dataclass(frozen=True)
class Unit:
    """A function on its way through the stages; a module of functions after the sweeps."""

    source: Source
    tree: Any
    request: Request
    temporaries: frozenset[str] = frozenset()
    in_place: bool = False                 # after the sweeps: some function writes arrays in place
    doubtful: frozenset[str] = frozenset()     # parameters that may be the array that a `+=` of an unknown kind writes

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """Every identifier of the function."""
        return frozenset(trees.all_names(self.tree))

    @functools.cached_property
    def local(self) -> frozenset[str]:
        """The parameters of the function and the names that it binds."""
        return frozenset(trees.local_names(self.tree))


def resolver(unit: Unit) -> Callable[[str], tuple[bool, Any]]:
    """What a dotted path means in a unit: nothing if it starts with a local name."""
    return lambda path: (False, None) if not path or path.split(".")[0] in unit.local else unit.source.resolve(path)
