"""Programs that use Python's data: dicts, classes, dataclasses, named tuples, state."""
from . import classes, dataclass, dicts, named_tuples, state

__all__ = ["classes", "dataclass", "dicts", "named_tuples", "state"]
