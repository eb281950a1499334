"""Fresh, deterministic names.

>>> names = Names({"x", "x_bar"})
>>> names.fresh("x_bar"), names.fresh("y_bar"), names.fresh("y_bar")
('x_bar_1', 'y_bar', 'y_bar_1')
"""
from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable

RESERVED = frozenset(dir(builtins)) | frozenset(keyword.kwlist)


class Names:
    """Gives names that no one uses; the same requests give the same names."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.given: dict[str, int] = {}        # the last number of each base: those below are taken

    def fresh(self, base: str) -> str:
        """Return ``base``, or ``base_1``, ``base_2``, ... and take it."""
        count = self.given.get(base, 0)
        name = f"{base}_{count}" if count else base
        while name in self.taken or name in RESERVED:
            count += 1
            name = f"{base}_{count}"
        self.taken.add(name)
        self.given[base] = count
        return name
