"""The rules: a registry, the engine that expands a rule in a call, and one table per topic."""
from __future__ import annotations

from . import (  # noqa: F401  (each fills the registry)
    cmathfns,
    constants,
    creation,
    cumulative,
    fft,
    indexing,
    joining,
    linalg,
    linalg_basic,
    manipulation,
    mathfns,
    operators,
    polynomial,
    products,
    python_builtins,
    random,
    reductions,
    shaping,
    sorting,
    statistics,
    ufuncs,
)
