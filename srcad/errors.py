"""The exceptions of srcad, each with the place it speaks of, a reason, and what to do instead."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Location:
    """A place in the user's source: ``column`` counts from 0, ``text`` is the whole line."""

    filename: str
    lineno: int
    column: int = 0
    text: str = ""

    def __str__(self) -> str:
        head = f"{self.filename}:{self.lineno}"
        if not self.text.strip():
            return head
        line = self.text.rstrip("\n")
        indent = len(line) - len(line.lstrip())
        caret = " " * max(self.column - indent, 0) + "^"
        return f"{head}\n    {line.lstrip()}\n    {caret}"


class SrcadError(Exception):
    """Base of all errors: carries ``filename``, ``lineno``, ``reason`` and ``hint``."""

    def __init__(self, reason: str, where: Location | None = None, hint: str = "") -> None:
        self.reason, self.where, self.hint = reason, where, hint
        self.filename = where.filename if where else None
        self.lineno = where.lineno if where else None
        place = f"{where}\n" if where else ""
        super().__init__(f"{place}{reason}" + (f"\n  instead: {hint}" if hint else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reason, self.where, self.hint)


class SourceUnavailable(SrcadError):
    """The text of a function cannot be found, or is not the text that runs."""


class UnsupportedSyntax(SrcadError):
    """A construct that cannot be differentiated (yet)."""


class MissingRule(SrcadError):
    """A derivative would have to flow through a call that has no rule and no source."""


class ArgumentError(SrcadError):
    """A wrong ``wrt``, a wrong number of arguments, or an argument that has no derivative."""


class OutputError(SrcadError):
    """The value of the function cannot be differentiated: not a scalar, not a real number."""


class WrongDerivative(SrcadError, AssertionError):
    """A derivative is not what finite differences give (see ``check_grads``)."""


class PrinterError(SrcadError):
    """A tree that no printer reproduces faithfully."""


def fail(error: type[SrcadError], where: Location | None, reason: str, hint: str = "") -> NoReturn:
    """Raise ``error`` for the place ``where``; the one door through which errors leave."""
    raise error(reason, where, hint)
