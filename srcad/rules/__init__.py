"""The rules: a registry, the engine that expands a rule in a call, and one table per topic."""
from __future__ import annotations

from . import (  # noqa: F401  (each fills the registry)
    constants,
    creation,
    indexing,
    joining,
    linalg_basic,
    mathfns,
    operators,
    python_builtins,
    reductions,
    shaping,
    ufuncs,
)
