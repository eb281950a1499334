"""Whole programs as users write them; importing this package registers them all."""
from . import (
    again,
    applied,
    arrays,
    broadcasting,
    calls,
    control,
    dtypes,
    elementwise,
    escapes,
    functions,
    iterators,
    list_forms,
    list_kinds,
    lists,
    loops,
    mixed,
    names,
    recursion,
    reductions,
    scalars,
    science,
    shapes,
    syntax,
)
from .registry import CASES, REFUSED, Case

__all__ = [
    "CASES", "REFUSED", "Case", "again", "applied", "arrays", "broadcasting", "calls", "control", "dtypes", "elementwise",
    "escapes", "functions", "iterators", "list_forms", "list_kinds", "lists", "loops", "mixed", "names", "recursion",
    "reductions", "scalars", "science", "shapes", "syntax",
]
