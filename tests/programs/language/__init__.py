"""Programs on all of Python's constructs, and on its data: dicts, classes, dataclasses, named tuples, state."""
from . import (
    calling,
    classes,
    contexts,
    dataclass,
    dicts,
    iteration,
    matching,
    named_tuples,
    scopes,
    state,
    trying,
    unpacking,
    values,
)

__all__ = [
    "calling", "classes", "contexts", "dataclass", "dicts", "iteration", "matching", "named_tuples", "scopes", "state", "trying",
    "unpacking", "values",
]
