"""The names that functions of classes get."""
from __future__ import annotations

from types import FunctionType
from typing import Any


def word_of(value: Any) -> str:
    """A name for a function, of a method with its class's, or for a class.

    >>> class Point:
    ...     def __add__(self, other): ...
    >>> word_of(Point.__add__), word_of(Point)
    ('Point_add', 'Point')
    """
    if not isinstance(value, FunctionType):
        return str(value.__name__)
    parts = value.__qualname__.split(".<locals>.")[-1].split(".")
    return "_".join((part if part.isidentifier() else "function").strip("_") or "_" for part in parts)
