"""The callables behind ``vjp`` and ``jvp``: products with the Jacobian, from either side.

Both differentiate every argument that is a real number or an array of them. A lone integer, a
bool, a string, None or any other object has no derivative here: its cotangent is None, and so may
its tangent be. Name parameters with ``wrt`` to choose otherwise.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from .analyses.kinds import has_derivative, key_of, of_value, parts_of
from .derivative import Derivative, Kinds, Options, ValueAndTangent, carries_derivative
from .errors import ArgumentError, OutputError, fail
from .loader import Loaded, explain
from .runtime import attributes
from .runtime_containers import made
from .signature import place_of
from .transposed import tangent_kind


class Vjp(Derivative):
    """Runs the function and returns ``(y, pullback)``."""

    _split, _word = True, "vjp"
    called_with_arguments = False

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        super().__init__(primal, options)
        # for each argument passed, where its cotangent is among those of the reverse part
        self._slots: dict[object, tuple[int | None, ...]] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> tuple[Any, Pullback]:
        full = self._bind(*args, **kwargs)
        passed = self._passed(args, kwargs)
        key = (passed, *map(key_of, full))
        loaded = self._by_key.get(key)
        if loaded is None or loaded.has_changed():
            loaded = self._versions.current(
                key, lambda: self.make(self._kinds(full), self._chosen(full, passed)))
        try:
            value, record = loaded.call(*full)
        except Exception as error:
            explain(error, loaded.emitted, self._function)
            raise
        slots = self._slots.get(key)
        if slots is None:
            wrt = self._chosen(full, passed)
            slots = self._slots[key] = tuple([wrt.index(n) if n in wrt else None for n in passed])
        given = [*arrays(full), *arrays(value)]
        return value, Pullback(loaded, self._function, kept_record(record, given), value, slots)

    def _passed(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, ...]:
        """The names of the parameters that a call gives."""
        names = self._parameters.names
        lead = len(self._receiver)             # `self` counts as passed if it is differentiated
        own = names[lead:]
        passed = own[:len(args)] + tuple([name for name in own[len(args):] if name in kwargs])
        return (names[0], *passed) if lead and self._wrt is not None and names[0] in self._wrt else passed

    def _chosen(self, full: tuple[Any, ...], passed: tuple[str, ...]) -> tuple[str, ...]:
        """Return what to differentiate: of the arguments passed; defaults are constants."""
        wrt = self._wrt
        if wrt is None:
            return self._default_wrt(tuple(item for item in self._kinds(full) if item[0] in passed))
        for name in wrt:
            if name not in passed:
                self._parameters.refuse(f"`wrt` names `{name}`, which was not passed", "pass a value for it")
        return wrt


class Pullback:
    """Takes a cotangent of the value to one cotangent per argument; may be called many times."""

    __slots__ = ("_function", "_loaded", "_record", "_shape", "_slots")

    def __init__(self, loaded: Loaded, function: FunctionType, record: object, value: object,
                 slots: tuple[int | None, ...]) -> None:
        self._loaded, self._function, self._record, self._slots = loaded, function, record, slots
        self._shape = _output_shape(value, function)

    def __call__(self, y_bar: Any) -> tuple[Any, ...]:
        seed = fit(y_bar, self._shape, "the cotangent", self._function)
        # a reverse part that pops must not leave an empty record for the next call
        record = self._record
        if self._loaded.consumes or self._loaded.emitted.in_place:
            record = _duplicate(record, {}, self._loaded.emitted.in_place)
        assert self._loaded.reverse is not None
        try:
            found = self._loaded.reverse(record, seed)
        except Exception as error:
            explain(error, self._loaded.emitted, self._function)
            raise
        return tuple([None if slot is None else _apart(found[slot], y_bar) for slot in self._slots])

    def __repr__(self) -> str:
        return f"<srcad pullback of {self._function.__qualname__}>"


class Jvp(ValueAndTangent):
    """Runs the function on ``primals`` along ``tangents`` and returns ``(y, y_dot)``."""

    called_with_arguments = False

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        super().__init__(primal, options)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        self.__signature__ = inspect.Signature(
            [inspect.Parameter(name, kind) for name in ("primals", "tangents")])

    def __call__(self, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
        for word, given in (("primals", primals), ("tangents", tangents)):
            if not isinstance(given, (tuple, list)):
                self._parameters.refuse(f"the {word} are a tuple with one entry per argument, "
                                        f"not {type(given).__name__}", "write jvp(f, (x,), (x_dot,))")
        if len(primals) != len(tangents):
            self._parameters.refuse(f"{len(primals)} primals were given with {len(tangents)} tangents",
                                    "give one tangent per primal; None where there is none")
        if self._receiver and self._wrt is not None and self._parameters.names[0] in self._wrt:
            self._parameters.refuse("jvp of a bound method has no tangent for the object",
                                    "take the function of the class: jvp(Model.loss, (model, x), (model_dot, x_dot))")
        return self.along(self._bind(*primals), [*[None] * len(self._receiver), *tangents])

    def along_ones(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Run along tangents of one for every parameter of ``wrt``: the sum of the partial derivatives."""
        full = self._bind(*args, **kwargs)
        wrt = self._wrt or self._default_wrt(self._kinds(full))
        return self.along(full, [np.ones(np.shape(value)) if name in wrt else None
                                for name, value in zip(self._parameters.names, full, strict=True)])

    def along(self, full: tuple[Any, ...], tangents: Sequence[Any]) -> tuple[Any, Any]:
        """Run along one tangent per parameter, None where there is none."""
        wrt, dots = self._along(full, tangents)
        key = (wrt, *map(key_of, full))
        loaded = self._by_key.get(key)
        if loaded is None or loaded.has_changed():
            loaded = self._versions.current(key, lambda: self.make(self._kinds(full), wrt))
        try:
            value, tangent = loaded.call(*full, *dots)
        except Exception as error:
            explain(error, loaded.emitted, self._function)
            raise
        return value, tangent_of(tangent, value, list(arrays(tangents)))

    def _typed(self, kinds: Kinds, wrt: tuple[str, ...] | None) -> Kinds:
        return with_tangents(kinds, wrt or self._wrt or self._default_wrt(kinds))

    def _along(self, full: tuple[Any, ...], tangents: Sequence[Any]) -> tuple[tuple[str, ...], list[Any]]:
        """Return the names that have a tangent, and these tangents."""
        wrt: list[str] = []
        dots: list[Any] = []
        for name, value, tangent in zip(self._parameters.names, full, tangents, strict=False):
            kind = of_value(value)
            active = carries_derivative(kind) if self._wrt is None else name in self._wrt
            if tangent is None:
                continue
            if active:
                shape = shape_of(value)
                if shape is None:
                    self._parameters.check([(name, kind)], (name,))
                    continue
                wrt.append(name)
                dots.append(_nested_like(value, fit(tangent, shape, f"the tangent of `{name}`", self._function)))
            elif np.any(tangent):
                self._parameters.refuse(f"the argument `{name}` is {kind} and has no derivative, "
                                        "so it takes no tangent", "pass None for it, or name it with wrt=")
        if not wrt:
            self._parameters.refuse("no argument has a tangent", "give one for at least one float or array")
        return tuple(wrt), dots


def with_tangents(kinds: Kinds, wrt: tuple[str, ...]) -> Kinds:
    """Return the kinds of arguments, and then those of their tangents."""
    named = dict(kinds)
    return (*kinds, *[(f"the tangent of {name}", tangent_kind(named[name])) for name in wrt])


# ---------------------------------------------------------------------- values without their data
@dataclass(frozen=True)
class Leaf:
    """A real number (``dtype`` None where it is Python's own) or an array of them."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any] | None
    scalar: bool


@dataclass(frozen=True)
class Record:
    """A dict or an object: the parts that have a derivative, and the names of the others."""

    cls: type
    parts: Mapping[Any, Shape]
    others: frozenset[Any]


Shape = Leaf | Record | tuple["Shape | None", ...]
FLOAT = Leaf((), None, True)
COMPLEX = Leaf((), np.dtype(complex), True)


def shape_of(value: Any) -> Shape | None:
    """Return what a tangent or cotangent of ``value`` must look like, None where it has none.

    >>> shape_of((1.0, np.zeros(3)))[1].shape
    (3,)
    """
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        parts = [shape_of(item) for item in value]
        return None if None in parts else tuple(parts)
    kind = of_value(value)
    if not kind.differentiable:
        return None
    if isinstance(value, tuple):
        return tuple([shape_of(item) if has_derivative(of_value(item)) else None for item in value])
    if kind.is_record:
        held = value if kind.type is dict else attributes(value)
        grows = {key for key in held if type(held[key]) is list and not held[key]}             # what it holds later has one
        fields = {key: part for key in held if (key in grows or has_derivative(of_value(held[key])))
                  and (part := shape_of(held[key])) is not None}
        return Record(type(value), fields, frozenset(held.keys() - fields.keys()))
    if kind.type is float or kind.type is int:
        return FLOAT
    if kind.type is complex:
        return COMPLEX
    dtype = value.dtype if value.dtype.kind in "fc" else np.dtype(float)
    return Leaf(np.shape(value), dtype, kind.type is not np.ndarray)


def _output_shape(value: Any, function: FunctionType) -> Shape:
    """Return the shape of a function's value.

    Raises: OutputError where it is not made of real floats.
    """
    if type(value) is float:
        return FLOAT
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return tuple([_output_shape(item, function) for item in value])
    shape, kind = shape_of(value), of_value(value)
    if shape is None or kind.is_integer_scalar or (kind.dtype or "float")[0] in "iu":
        fail(OutputError, place_of(function),
             f"`{function.__name__}` returns {kind}, which has no derivative",
             "return floats, arrays of floats, or a tuple of them")
    return shape


def fit(given: Any, shape: Shape, what: str, function: FunctionType) -> Any:
    """Return a tangent or cotangent in the class and dtype of what it belongs to.

    Raises: ArgumentError where it has another shape, or is not made of real numbers.
    """
    if shape is FLOAT and type(given) is float:
        return given
    if isinstance(shape, Record):
        held = _held(given, shape.cls, what, function)
        unknown = sorted(str(key) for key in held.keys() - shape.parts.keys() - shape.others)
        if unknown:
            fail(ArgumentError, place_of(function), f"{what} has `{unknown[0]}`, and what it belongs to has not", "leave it out")
        return {key: fit(held.get(key), part, f"{what} at `{key}`", function) for key, part in shape.parts.items()}
    if isinstance(shape, tuple):
        if given is None:
            given = (None,) * len(shape)
        if not isinstance(given, (tuple, list)) or len(given) != len(shape):
            found = f"{len(given)} entries" if isinstance(given, (tuple, list)) else type(given).__name__
            fail(ArgumentError, place_of(function),
                 f"{what} is {found}, but must be a tuple of {len(shape)} entries")
        return tuple([0.0 if part is None else fit(item, part, what, function) for item, part in zip(given, shape, strict=True)])
    if given is None:
        given = np.zeros(shape.shape)
    array = np.asarray(given)
    numbers = "fciu" if shape.dtype is not None and shape.dtype.kind == "c" else "fiu"
    if array.dtype.kind not in numbers or array.shape != shape.shape:
        wanted = f"an array of shape {shape.shape}" if shape.shape else "a number" if "c" in numbers else "a real number"
        found = f"of shape {array.shape}" if array.dtype.kind in numbers else f"{of_value(given)}"
        fail(ArgumentError, place_of(function), f"{what} is {found}, but must be {wanted}")
    if shape.dtype is None:
        return float(given)
    if shape is COMPLEX:
        return complex(given)
    return shape.dtype.type(given) if shape.scalar else array.astype(shape.dtype, copy=False)


def _held(given: Any, cls: type, what: str, function: FunctionType) -> Mapping[Any, Any]:
    """What a tangent or cotangent of a dict or object holds."""
    if given is None:
        return {}
    if cls is dict and isinstance(given, dict):
        return given
    if cls is not dict and (isinstance(given, cls) or hasattr(given, "__dict__")):
        held: dict[str, Any] = attributes(given)
        return held
    wanted = "a dict" if cls is dict else f"an object with the attributes of {cls.__name__}, such as a SimpleNamespace"
    fail(ArgumentError, place_of(function), f"{what} is {of_value(given)}, but must be {wanted}")


def _nested_like(value: Any, tangent: Any) -> Any:
    """The tangent in lists where the value is in lists, for the same will be done to both."""
    if type(value) in (tuple, list) and isinstance(tangent, (tuple, list)):
        return type(value)([_nested_like(v, t) for v, t in zip(value, tangent, strict=True)])
    if isinstance(tangent, dict):
        held = value if isinstance(value, dict) else attributes(value)
        return {key: _nested_like(held[key], part) for key, part in tangent.items()}
    return tangent


def arrays(value: Any, outer: tuple[int, ...] = ()) -> Iterator[Any]:
    """Yield the arrays of a nested value."""
    if isinstance(value, np.ndarray):
        yield value
    elif type(value) not in (float, int, str):
        for item in parts_of(value, outer):
            yield from arrays(item, (*outer, id(value)))


def _shares(array: Any, others: Sequence[Any]) -> bool:
    return any(np.may_share_memory(array, other) for other in others)


def kept_record(record: Any, given: Sequence[Any]) -> Any:
    """Return a record that stays what it is when the caller changes arguments and value in place."""
    return _duplicate(record, {}) if any(_shares(a, given) for a in arrays(record)) else record


def _duplicate(record: Any, copies: dict[int, Any], arrays: bool = True) -> Any:
    """Copy the lists and arrays of a record: what is one list, and arrays that share memory, stay so."""
    if isinstance(record, np.ndarray):
        return _same_view(record, copies) if arrays else record
    if isinstance(record, tuple):
        items = [_duplicate(item, copies, arrays) for item in record]
        return type(record)(*items) if hasattr(record, "_fields") else tuple(items)
    if type(record) is list:
        if id(record) not in copies:
            copies[id(record)] = found = []
            found.extend([_duplicate(item, copies, arrays) for item in record])
        return copies[id(record)]
    if arrays and of_value(record).is_record:
        if id(record) not in copies:
            copies[id(record)] = new = {} if type(record) is dict else made(type(record), {})
            for key, item in (record if type(record) is dict else attributes(record)).items():
                twin = _duplicate(item, copies, arrays)
                new.__setitem__(key, twin) if type(record) is dict else object.__setattr__(new, key, twin)
        return copies[id(record)]
    return record


def _same_view(array: Any, copies: dict[int, Any]) -> Any:
    """The view of a copy of the memory that an array is a view of."""
    owner = base = array
    while base is not None:                                    # a strided view has something between it and its base
        owner, base = base if isinstance(base, np.ndarray) else owner, getattr(base, "base", None)
    if id(owner) not in copies:
        copies[id(owner)] = owner.copy(order="K")
    copy = copies[id(owner)]
    if owner is array:
        return copy
    if copy.strides != owner.strides or array.dtype.hasobject or not array.size:
        return array.copy()
    offset = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    view = np.ndarray(array.shape, array.dtype, copy.ravel(order="K").view("u1"), offset, array.strides)
    view.flags.writeable = array.flags.writeable
    return view


def tangent_of(tangent: Any, value: Any, given: Sequence[Any]) -> Any:
    """Return a tangent in the class, shape and dtype of its value, in memory of its own."""
    if isinstance(value, np.ndarray):
        same = isinstance(tangent, np.ndarray) and tangent.shape == value.shape and tangent.flags.writeable
        if same and (tangent.dtype == value.dtype or value.dtype.kind not in "fc") and not _shares(tangent, given):
            return tangent
        dtype = value.dtype if value.dtype.kind in "fc" else None
        return np.array(np.broadcast_to(tangent, value.shape), dtype)
    if type(value) is dict or of_value(value).is_record:
        held = value if type(value) is dict else attributes(value)
        parts = tangent if isinstance(tangent, dict) else attributes(tangent)          # of a gradient it is a namespace
        found = {key: tangent_of(parts[key], item, given) if has_derivative(of_value(item)) else None
                 for key, item in held.items()}
        return found if type(value) is dict else SimpleNamespace(**{k: v for k, v in found.items() if v is not None})
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        made: Any = type(value)
        return made(*[tangent_of(t, v, given) if has_derivative(of_value(v)) else None
                      for t, v in zip(tangent, value, strict=True)])
    if isinstance(value, (tuple, list)):
        kind = tuple if isinstance(tangent, tuple) else list
        return kind([tangent_of(t, v, given) for t, v in zip(tangent, value, strict=True)])
    if isinstance(value, (float, complex, np.inexact)) and type(tangent) is not type(value):
        return type(value)(tangent)
    return tangent


def _apart(found: Any, y_bar: Any) -> Any:
    """Return a cotangent that shares no memory with the caller's seed."""
    if isinstance(found, np.ndarray):
        seeds = y_bar if isinstance(y_bar, (tuple, list)) else (y_bar,)
        if any(isinstance(seed, np.ndarray) and np.may_share_memory(found, seed) for seed in seeds):
            return found.copy()
    return found
