"""Whole programs as users write them; importing this package registers them all."""
import importlib
import importlib.util

from . import (
    again,
    applied,
    arrays,
    broadcasting,
    called_functions,
    calls,
    control,
    dtypes,
    elementwise,
    escapes,
    functions,
    growing,
    iterators,
    language,
    list_forms,
    list_kinds,
    lists,
    loops,
    mixed,
    names,
    realistic,
    recursion,
    reductions,
    replayed,
    scalars,
    science,
    shapes,
    spectral,
    syntax,
)
from .registry import CASES, REFUSED, Case

OPTIONAL = {"scipy_statistics": "scipy", "scipy_solvers": "scipy", "scipy_signals": "scipy", "numba_functions": "numba"}
for _program, _library in OPTIONAL.items():
    if importlib.util.find_spec(_library) is not None:
        importlib.import_module(f".{_program}", __name__)

__all__ = [
    "CASES", "OPTIONAL", "REFUSED", "Case", "again", "applied", "arrays", "broadcasting", "called_functions", "calls",
    "control", "dtypes", "elementwise", "escapes", "functions", "growing", "iterators", "language", "list_forms", "list_kinds",
    "lists", "loops", "mixed", "names", "realistic", "recursion", "reductions", "replayed", "scalars", "science", "shapes",
    "spectral", "syntax",
]
