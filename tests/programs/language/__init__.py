"""One construct of Python each, or an honest mixture: the programs behind the README's table of what can be used."""
from . import (
    calling,
    careful,
    classes,
    containers,
    contexts,
    dataclass,
    dicts,
    generating,
    holding,
    iteration,
    matching,
    meetings,
    models,
    named_tuples,
    scopes,
    state,
    trying,
    unpacking,
    values,
)

__all__ = [
    "calling", "careful", "classes", "containers", "contexts", "dataclass", "dicts", "generating", "holding", "iteration",
    "matching",
    "meetings", "models", "named_tuples", "scopes", "state", "trying", "unpacking", "values",
]
