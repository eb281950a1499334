"""What a called function becomes in the emitted module: a forward and a reverse part."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Protocol

from ..analyses.inference import Value
from ..analyses.operations import Operation

EMITTED = "!"              # ends a name of the emitted module, told so from the user's own names


@dataclass(frozen=True)
class Pair:
    """The emitted forward and reverse part of a called function.

    The reverse part takes the record (if there is one), the parameters ``reads``, and the cotangent.
    """

    forward: str
    reverse: str
    has_record: bool
    reads: tuple[str, ...]
    wrt: tuple[str, ...]
    rule: str = ""             # the name of the user's rule that they are


class Program(Protocol):
    """What a sweep asks of the rest of the program."""

    def pair(self, function: FunctionType, values: Mapping[str, Value]) -> Pair: ...

    def derived(self, function: FunctionType, values: list[Value]) -> str: ...

    def primal(self, function: Any) -> str: ...

    def bind_arguments(self, function: FunctionType, call: Operation) -> dict[str, Any]: ...
