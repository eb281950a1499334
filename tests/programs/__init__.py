"""Whole programs as users write them; importing this package registers them all."""
from . import (
    arrays,
    broadcasting,
    calls,
    control,
    dtypes,
    elementwise,
    escapes,
    functions,
    iterators,
    lists,
    loops,
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
    "CASES", "REFUSED", "Case", "arrays", "broadcasting", "calls", "control", "dtypes", "elementwise", "escapes", "functions",
    "iterators", "lists", "loops", "names", "recursion", "reductions", "scalars", "science", "shapes", "syntax",
]
