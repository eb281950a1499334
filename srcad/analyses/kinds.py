"""Kind: what is known of a value before the code runs.

A derivative is specialised on kinds (class, rank, dtype), never on shapes or on data.

>>> of_value(1.5).type, of_value(np.ones((2, 3))).rank, of_value(np.ones(2)).dtype
(<class 'float'>, 2, 'float64')
>>> of_value((1, 2.0)).items == (of_value(1), of_value(2.0))
True
>>> of_value([1.0] * 20) == of_value([2.0] * 30)         # the length of a long list is not a kind
True
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DEEPEST = 6                                # containers nested deeper than this stay unexamined
LONG = 8                                   # a longer list of elements that are alike has one item


@dataclass(frozen=True)
class Kind:
    """The class of a value (None where unknown), and more where it is an array or a container.

    ``units`` says of each axis of an array whether its length is 1 (None: not known). Two axes of
    other lengths that meet in a broadcast are equal, for NumPy refuses them otherwise. ``shape`` is
    a token: arrays of one token have one shape.

    ``items`` of a tuple or list are the kinds of its elements, one each; of a list longer than
    LONG whose elements are alike, one item stands for all of them. ``item`` knows the difference.
    ``fields`` are the names of the items of a named tuple that NumPy returns. ``optional`` says that
    None may be there instead.
    """

    type: type | None
    rank: int | None = None
    dtype: str | None = None
    items: tuple[Kind, ...] = ()
    shape: object = None
    units: tuple[bool | None, ...] = ()
    fields: tuple[str, ...] = ()
    optional: bool = False

    def item(self, index: int) -> Kind:
        """Return the kind of the element at ``index`` of a tuple or list, UNKNOWN if not known."""
        if self.type is list and len(self.items) == 1:
            return self.items[0]
        return self.items[index] if -len(self.items) <= index < len(self.items) else UNKNOWN

    @property
    def element(self) -> Kind:
        """The one kind that all elements of a tuple or list have, or UNKNOWN."""
        return self.items[0] if len(set(self.items)) == 1 else UNKNOWN

    @property
    def is_integer_scalar(self) -> bool:
        """True for Python and NumPy integers, which count things; not for bool."""
        return self.type is int or _is_a(self.type, np.integer)

    @property
    def differentiable(self) -> bool:
        """True for what an argument with a derivative may be; integers are promoted."""
        if self.type is float or self.is_integer_scalar or _is_a(self.type, np.floating):
            return True
        if self.type is np.ndarray:
            return self.dtype is None or np.dtype(self.dtype).kind in "fiu"
        return self.type in (tuple, list) and all(item.differentiable for item in self.items)

    def __str__(self) -> str:
        if self.type is None:
            return "unknown"
        if self.type is type(None):
            return "None"
        name = self.type.__name__
        if self.type is np.ndarray:
            return f"array of {self.dtype}" if self.dtype else "array"
        if self.items:
            return f"{name} of {', '.join(dict.fromkeys(map(str, self.items)))}"
        return name


UNKNOWN = Kind(None)


def of_value(value: object, depth: int = 0) -> Kind:
    """Return the kind of a value."""
    if type(value) is np.ndarray:
        try:
            units = tuple([n == 1 for n in value.shape])
            return Kind(np.ndarray, value.ndim, np.dtype(value.dtype.name).name, units=units)
        except TypeError:                  # structured and other dtypes that have no plain name
            return Kind(np.ndarray, value.ndim, "object")
    if type(value) in (tuple, list) and depth == DEEPEST:
        return UNKNOWN
    if isinstance(value, (tuple, list)) and type(value) in (tuple, list):
        items = tuple([of_value(item, depth + 1) for item in value])
        if type(value) is list and len(items) > LONG and len(set(items)) == 1:
            items = items[:1]
        return Kind(type(value), items=items)
    if isinstance(value, tuple) and type(value).__module__.startswith("numpy."):
        items = tuple([of_value(item, depth + 1) for item in value])
        return Kind(tuple, items=items, fields=tuple(getattr(value, "_fields", ())))
    if isinstance(value, np.generic) and type(value).__module__ == "numpy":
        return Kind(type(value), 0, value.dtype.name)
    return Kind(type(value))


def key_of(value: object, depth: int = 0) -> object:
    """Return a cheap hashable key: values of equal keys have equal kinds.

    The key of anything but an array, tuple or list is its class alone.

    >>> key_of(2.0), key_of(np.ones(3))
    (<class 'float'>, (1, dtype('float64')))
    """
    cls = type(value)
    if cls is np.ndarray:
        shape = value.shape                # type: ignore[attr-defined]
        if 1 in shape:
            return tuple([n == 1 for n in shape]), value.dtype     # type: ignore[attr-defined]
        return len(shape), value.dtype     # type: ignore[attr-defined]
    if (cls is tuple or cls is list) and depth < DEEPEST:
        keys = [key_of(item, depth + 1) for item in value]     # type: ignore[attr-defined]
        if cls is list and len(keys) > LONG and len(set(keys)) == 1:
            keys = keys[:1]
        return cls, tuple(keys)
    return cls


def _is_a(cls: type | None, base: type) -> bool:
    return cls is not None and issubclass(cls, base)
