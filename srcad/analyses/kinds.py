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

import functools
import inspect
import sys
from abc import ABCMeta
from collections.abc import Iterable
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, SimpleNamespace
from typing import Any

import numpy as np

from ..runtime import attributes

DEEPEST = 6                                # containers nested deeper than this stay unexamined
LONG = 8                                   # a longer list of elements that are alike has one item
WIDEST = 100                               # an object of more attributes stays unexamined
HEAP = 1 << 9                              # the flag of classes that a class statement made
FUNCTIONS = (FunctionType, BuiltinFunctionType, np.ufunc, type(np.sum))
MISSING = object()
UNPACKED = "unpacked"                      # the home of what an object is unpacked into, in one statement
OPAQUE = "opaque"                          # the home of what is in an object or dict and is none of ours
HOOKS = ("__new__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__")


@dataclass(frozen=True)
class Kind:
    """The class of a value (None where unknown), and more where it is an array or a container.

    ``units`` says of each axis of an array whether its length is 1 (None: not known). Two axes of
    other lengths that meet in a broadcast are equal, for NumPy refuses them otherwise. An integer that
    is the length of an axis has one, as an array of that length would. ``shape`` is a token: arrays of
    one token have one shape.

    ``items`` of a tuple or list are the kinds of its elements, one each; of a list longer than
    LONG whose elements are alike, one item stands for all of them, and so it does of a tuple that is
    ``many``: its length is not known. ``item`` knows the difference.
    ``fields`` are the names of the items of a named tuple, the keys of a dict, or the attributes of an
    object: these two are *records*. ``home`` is the class of a record or of the user's named tuple;
    of a function it is the function itself. ``optional``: it may be None instead. ``absent`` are
    the fields of a record that may not be there. ``loose``: an array, or the number that NumPy makes of
    one without axes.
    """

    type: type | None
    rank: int | None = None
    dtype: str | None = None
    items: tuple[Kind, ...] = ()
    shape: object = None
    units: tuple[bool | None, ...] = ()
    fields: tuple[Any, ...] = ()
    home: Any = None
    optional: bool = False
    absent: frozenset[Any] = frozenset()
    many: bool = False
    loose: bool = False

    @functools.cached_property
    def _hash(self) -> int:
        return hash((self.type, self.rank, self.dtype, self.items, self.shape, self.units, self.fields, self.home))

    def __hash__(self) -> int:                 # asked again and again: calls are known by the kinds of their arguments
        return self._hash

    def item(self, index: int) -> Kind:
        """Return the kind of the element at ``index`` of a tuple or list, UNKNOWN if not known."""
        if self.many or self.type is list and len(self.items) == 1:
            return self.items[0]
        return self.items[index] if -len(self.items) <= index < len(self.items) else UNKNOWN

    @property
    def element(self) -> Kind:
        """The one kind that all elements of a tuple or list have, or UNKNOWN."""
        return self.items[0] if len(set(self.items)) == 1 else UNKNOWN

    @property
    def length(self) -> int | None:
        """How many elements a tuple, a list of known elements, or a record has; None if that is not known."""
        several = self.type is tuple and self.items and not self.many or self.type is list and len(self.items) > 1
        return len(self.items) if several or self.is_record and not self.absent else None

    @property
    def is_record(self) -> bool:
        """True for a dict with known keys, and for an object with known attributes."""
        return self.home is not None and self.home is self.type

    @property
    def is_container(self) -> bool:
        """True for lists, tuples and records: what holds references."""
        return self.type in (list, tuple) or self.is_record

    def slot(self, key: object) -> Kind:
        """Return the kind of what a record holds under a key, UNKNOWN if not known."""
        return self.items[self.fields.index(key)] if key in self.fields else UNKNOWN

    @property
    def is_integer_scalar(self) -> bool:
        """True for Python and NumPy integers, which count things; not for bool."""
        return self.type is int or _is_a(self.type, np.integer)

    @property
    def differentiable(self) -> bool:
        """True for what an argument with a derivative may be; integers are promoted."""
        if self.type in (float, complex) or self.is_integer_scalar or _is_a(self.type, np.inexact):
            return True
        if self.type is np.ndarray:
            return self.dtype is None or np.dtype(self.dtype).kind in "fciu"
        if self.home is not None:
            return any(has_derivative(item) for item in self.items)
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


def is_function(kind: Kind) -> bool:
    """True for a function that is known."""
    return kind.type in FUNCTIONS and kind.home is not None


def classes_of(kind: Kind) -> tuple[type, ...]:
    """The classes of the objects in a value, and its own."""
    own: list[Any] = [kind.type] if kind.is_record and kind.type is not dict else []
    return tuple(dict.fromkeys([*own, *(cls for item in kind.items for cls in classes_of(item))]))


def homes_of(kind: Kind) -> set[type]:
    """The user's classes of the objects and named tuples in a value."""
    own = {kind.home} if isinstance(kind.home, type) and kind.home not in (dict, type) and kind.type is not type else set()
    return own.union(*map(homes_of, kind.items))


def holds_records(kind: Kind) -> bool:
    """True for records and named tuples, and for lists and tuples of them."""
    return kind.is_record or kind.type is tuple and kind.home is not None or any(map(holds_records, kind.items))


def has_derivative(kind: Kind) -> bool:
    """True for what is differentiated inside a record: no integers, which count things or name places there."""
    if kind.is_container:
        return any(map(has_derivative, kind.items))
    if kind.type is np.ndarray:
        return kind.dtype is not None and np.dtype(kind.dtype).kind == "f"
    return kind.type is float or _is_a(kind.type, np.floating)


def is_lent(kind: Kind, key: Any) -> bool:
    """True for an attribute that an object may have from its class alone: nothing of its adjoint has that name then."""
    found = in_class(kind.type, key) if kind.type is not None and kind.is_record and key in kind.absent else MISSING
    return kind.type is not dict and found is not MISSING and not isinstance(found, functools.cached_property)


def is_transparent(cls: Any) -> bool:
    """True for a class of the user's whose attributes are what is in an object's ``__dict__`` and slots."""
    return _is_transparent(cls)


@functools.lru_cache(maxsize=1024)
def _is_transparent(cls: Any) -> bool:
    if cls is SimpleNamespace:
        return True
    if type(cls) not in (type, ABCMeta) or cls is object or hasattr(cls, "__exit__"):      # contexts stay what they are
        return False
    frozen = is_frozen(cls)
    for base in cls.__mro__[:-1]:
        made_here = base.__flags__ & HEAP
        head = base.__module__.split(".")[0]
        standard = head in sys.stdlib_module_names and head not in ("typing", "abc")
        ours = head == "srcad" and "STANDS_FOR" not in vars(base)
        if not made_here or standard or ours or head in ("numpy", "scipy"):
            return False
        hooks = [h for h in HOOKS if vars(base).get(h)]
        slots = vars(base).get("__slots__", ())
        if any(name[:2] == "__" for name in ([slots] if isinstance(slots, str) else slots)):
            return False
        if hooks and not (frozen and set(hooks) <= {"__setattr__", "__delattr__"}):
            return False
    return True


def in_class(cls: type, name: str) -> Any:
    """What a class itself has under a name; MISSING for nothing, and for a slot, which is the object's."""
    found = inspect.getattr_static(cls, name, MISSING)
    return MISSING if isinstance(found, MemberDescriptorType) else found


def is_frozen(cls: Any) -> bool:
    """True for a dataclass whose attributes cannot be written."""
    return bool(getattr(getattr(cls, "__dataclass_params__", None), "frozen", False))


def is_named_tuple(cls: type) -> bool:
    """True for the user's named tuples."""
    return (issubclass(cls, tuple) and hasattr(cls, "_fields") and not cls.__module__.startswith("numpy.")
            and all(getattr(cls, n) is getattr(tuple, n) for n in ("__getitem__", "__iter__", "__len__", "__add__")))


def _parts(value: Any, outer: tuple[int, ...]) -> tuple[tuple[Any, ...], Iterable[Any]] | None:
    """The keys and the values of a record; None for all else, and for what contains itself."""
    cls = type(value)
    if cls is dict:
        plain = all(type(k) in (str, int) for k in value)
        return (tuple(value), value.values()) if plain and id(value) not in outer else None
    if isinstance(value, (np.ndarray, np.generic, type, *FUNCTIONS)) or not is_transparent(cls):
        return None
    held = attributes(value)
    return (tuple(held), held.values()) if len(held) <= WIDEST and id(value) not in outer else None


def parts_of(value: Any, outer: tuple[int, ...] = ()) -> Iterable[Any]:
    """Return what a container holds; nothing of what is none, or is inside itself."""
    if isinstance(value, (tuple, list)):
        return value if id(value) not in outer else ()
    parts = _parts(value, outer)
    return () if parts is None else parts[1]


def of_value(value: object, outer: tuple[int, ...] = (), inside: bool = False) -> Kind:
    """Return the kind of a value.

    ``outer`` are the containers that it is in; ``inside``: one of them is a record.
    """
    cls = type(value)
    if cls is np.ndarray:
        try:
            units = tuple([n == 1 for n in value.shape])       # type: ignore[attr-defined]
            return Kind(np.ndarray, value.ndim, np.dtype(value.dtype.name).name, units=units)      # type: ignore[attr-defined]
        except TypeError:                  # structured and other dtypes that have no plain name
            return Kind(np.ndarray, value.ndim, "object")      # type: ignore[attr-defined]
    deeper = (*outer, id(value))
    if (cls is tuple or cls is list) and len(outer) < DEEPEST:
        items = tuple([of_value(item, deeper, inside) for item in value])      # type: ignore[attr-defined]
        if cls is list and len(items) > LONG and len(set(items)) == 1:
            items = items[:1]
        return Kind(cls, items=items)
    if cls is tuple or cls is list:
        return UNKNOWN
    if isinstance(value, tuple) and cls.__module__.startswith("numpy."):
        items = tuple([of_value(item, deeper) for item in value])
        return Kind(tuple, items=items, fields=tuple(getattr(value, "_fields", ())))
    if isinstance(value, tuple) and is_named_tuple(cls) and len(outer) < DEEPEST:
        fields = cls._fields               # type: ignore[attr-defined]
        return Kind(tuple, items=tuple([of_value(item, deeper, True) for item in value]), fields=fields, home=cls)
    if isinstance(value, np.generic) and cls.__module__ == "numpy":
        return Kind(cls, 0, value.dtype.name)
    if cls in (float, int, bool, complex, str, type(None)):
        return Kind(cls)
    if isinstance(value, np.dtype) and value.kind in "biufc":
        return Kind(np.dtype, dtype=value.name)
    if isinstance(value, (*FUNCTIONS, type)):
        return Kind(cls, home=value)
    parts = _parts(value, outer) if len(outer) < DEEPEST else None
    if parts is not None:
        return Kind(cls, items=tuple([of_value(item, deeper, True) for item in parts[1]]), fields=parts[0], home=cls)
    return Kind(cls, home=OPAQUE if inside else None)


def key_of(value: object, outer: tuple[int, ...] = ()) -> object:
    """Return a cheap hashable key: values of equal keys have equal kinds.

    The key of a number, a string or an unknown object is its class alone.

    >>> key_of(2.0), key_of(np.ones(3))
    (<class 'float'>, (1, dtype('float64')))
    """
    cls = type(value)
    if cls is float or cls is int:
        return cls
    if cls is np.ndarray:
        shape = value.shape                # type: ignore[attr-defined]
        if 1 in shape:
            return tuple([n == 1 for n in shape]), value.dtype     # type: ignore[attr-defined]
        return len(shape), value.dtype     # type: ignore[attr-defined]
    if len(outer) >= DEEPEST:
        return cls
    deeper = (*outer, id(value))
    if cls is tuple or cls is list:
        keys = [key_of(item, deeper) for item in value]        # type: ignore[attr-defined]
        if cls is list and len(keys) > LONG and len(set(keys)) == 1:
            keys = keys[:1]
        return cls, tuple(keys)
    if cls in (bool, complex, str, type(None)) or isinstance(value, np.generic):
        return cls
    if isinstance(value, (*FUNCTIONS, type)):
        return cls, value
    if isinstance(value, tuple):
        return cls, tuple([key_of(item, deeper) for item in value])
    parts = _parts(value, outer)
    return cls if parts is None else (cls, parts[0], tuple([key_of(item, deeper) for item in parts[1]]))


@functools.cache
def one_key(key: object) -> object:
    """Return the same object for equal keys."""
    return key


def _is_a(cls: type | None, base: type) -> bool:
    return cls is not None and issubclass(cls, base)
