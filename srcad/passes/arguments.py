"""What a function is called with: every parameter and what is known of its argument."""
from __future__ import annotations

import inspect
from collections.abc import Collection
from dataclasses import replace
from types import FunctionType
from typing import Any

import numpy as np

from ..analyses.aliases import FRESH
from ..analyses.inference import Value
from ..analyses.kinds import of_value
from ..analyses.lattice import own_tokens
from ..analyses.operations import Operation
from ..errors import Location, MissingRule, UnsupportedSyntax, fail


def bind_values(function: FunctionType, values: tuple[Value, ...],
                names: tuple[str | None, ...], where: Location) -> dict[str, Value]:
    """Return what is known of every parameter in a call: ``names`` are None for arguments by position."""
    args = [v for v, n in zip(values, names, strict=True) if n is None]
    keywords = {n: v for v, n in zip(values, names, strict=True) if n is not None}
    signature = inspect.signature(function, follow_wrapped=False)
    try:
        bound = signature.bind(*args, **keywords)
    except TypeError as error:
        fail(MissingRule, where, f"`{function.__name__}` is called with other arguments: {error}",
             "call it with the parameters it has")
    if any(isinstance(v, (tuple, dict)) for v in bound.arguments.values()):
        fail(UnsupportedSyntax, where, f"`{function.__name__}` takes any number of arguments",
             "give each argument a parameter of its own")
    found = {name: canonical(name, bound.arguments.get(name, Value(of_value(parameter.default))))
             for name, parameter in signature.parameters.items()}
    return of_any_lengths(function, found)


def kept_defaults(call: Operation, written: Collection[str]) -> list[str]:
    """The parameters of a function that it writes to, and that have their defaults in a call: objects that stay."""
    signature = inspect.signature(call.function, follow_wrapped=False)
    given = signature.bind(*call.operands, **call.keywords).arguments
    return [n for n, p in signature.parameters.items() if n in written and n not in given
            and isinstance(p.default, (list, dict, set, np.ndarray))]


def canonical(name: str, value: Value) -> Value:
    """The value of a parameter: its shape is known by the parameter's name only."""
    return replace(value, kind=own_tokens(value.kind, ("parameter", name)))


def of_any_lengths(function: Any, given: dict[str, Value]) -> dict[str, Value]:
    """What is known of the arguments of a function: of one that calls itself on parts of arrays, nothing of their lengths."""
    if not getattr(function, FRESH, False):
        return given
    return {name: replace(value, kind=replace(value.kind, units=())) for name, value in given.items()}
