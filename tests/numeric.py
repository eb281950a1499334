"""Derivatives by finite differences, and what the tests need to handle nested arguments."""
from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

STEP = 2e-4


def fields(value: Any) -> Any:
    """Return what a dict, an object or a named tuple holds, by name; None for all else."""
    if isinstance(value, dict):
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return value._asdict()
    plain = isinstance(value, (np.ndarray, np.generic, type, FunctionType, ModuleType)) or not hasattr(value, "__dict__")
    return None if plain else vars(value)


def real_fields(value: Any) -> Any:
    """Return those fields that have a derivative: integers count things there, and so do arrays of them."""
    held = fields(value)
    return None if held is None else {name: item for name, item in held.items() if has_derivative(item)}


def has_derivative(value: Any) -> bool:
    """True for what is differentiated inside a dict or object."""
    if isinstance(value, (list, tuple)) or fields(value) is not None:
        held = fields(value)
        return any(map(has_derivative, value if held is None else held.values()))
    return isinstance(value, (float, np.floating)) or isinstance(value, np.ndarray) and value.dtype.kind == "f"


def with_fields(value: Any, new: dict[Any, Any]) -> Any:
    """Return a copy with other fields."""
    if isinstance(value, dict):
        return {**value, **new}
    if isinstance(value, tuple):
        return value._replace(**new)  # type: ignore[attr-defined]
    made = copy.copy(value)
    made.__dict__.update(new)
    return made


def precise(value: Any) -> Any:
    """Return a copy in double precision, integers made floats, in containers too."""
    if fields(value) is not None:
        return with_fields(copy.deepcopy(value), {name: precise(item) for name, item in real_fields(value).items()})
    if isinstance(value, (list, tuple)):
        return type(value)([precise(item) for item in value])
    if isinstance(value, np.ndarray):
        return _like(value) if value.dtype.kind in "fiu" else value.copy()
    if isinstance(value, (float, np.floating, np.integer)) or type(value) is int:
        return float(value)
    return copy.deepcopy(value)


def copied(value: Any, memory: dict[Any, Any] | None = None) -> Any:
    """Return a deep copy in which arrays overlap exactly as they did, and are as read-only as they were.

    >>> x = np.arange(4.0)
    >>> y, z = copied((x, x[1:]))
    >>> y[2] = 7.0
    >>> z, x
    (array([1., 7., 3.]), array([0., 1., 2., 3.]))
    """
    memory = {} if memory is None else memory
    if isinstance(value, np.ndarray) and type(value) is np.ndarray and value.dtype.kind != "O":
        if id(value) not in memory:
            memory[id(value)] = _copied_array(value, memory)
        return memory[id(value)]
    if type(value) in (list, tuple):
        return type(value)([copied(item, memory) for item in value])
    return copy.deepcopy(value, memory)


def _copied_array(array: Any, memory: dict[Any, Any]) -> Any:
    owner = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if ("data", id(owner)) not in memory:
        memory["data", id(owner)] = owner.ravel(order="K").copy()
    offset = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    found = np.ndarray(array.shape, array.dtype, memory["data", id(owner)], offset, array.strides)
    found.flags.writeable = array.flags.writeable
    return found


def call(function: Callable[..., Any], args: Sequence[Any]) -> Any:
    """Call a function that may write its arguments, on copies of them."""
    return function(*copied(tuple(args)))


def _like(array: Any) -> Any:
    """Return a copy in double precision, laid out in memory as the array is: what is a view depends on it."""
    return copied(array) if array.dtype == float and array.flags.writeable else array.astype(float)


def leaves(value: Any) -> Iterator[Any]:
    """Yield the numbers and arrays of a nested value; of a dict or object, those that have a derivative."""
    if fields(value) is not None:
        value = list(real_fields(value).values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def flat(value: Any) -> Any:
    """Return all the numbers in one vector of doubles."""
    parts = [np.ravel(np.asarray(leaf, complex if np.iscomplexobj(leaf) else float)) for leaf in leaves(value)]
    return np.concatenate(parts) if parts else np.zeros(0)


def rebuild(like: Any, numbers: Iterator[float]) -> Any:
    """Return a value shaped like another, filled from ``numbers`` in order."""
    if fields(like) is not None:
        return with_fields(like, {name: rebuild(item, numbers) for name, item in real_fields(like).items()})
    if isinstance(like, (list, tuple)):
        return type(like)([rebuild(item, numbers) for item in like])
    if isinstance(like, np.ndarray):
        found = _like(like)
        found[...] = np.reshape([next(numbers) for _ in range(like.size)], like.shape)
        return found
    return next(numbers)


def shaped(like: Any, vector: Any) -> Any:
    """Return a value shaped like another, filled from a vector.

    >>> shaped((0.0, np.zeros(2)), [1.0, 2.0, 3.0])
    (1.0, array([2., 3.]))
    """
    return rebuild(like, iter([float(number) for number in vector]))


def along(function: Callable[[float], Any], step: float = STEP) -> Any:
    """Differentiate at 0 a function of one number, by central differences of fourth order.

    >>> round(float(along(lambda t: np.exp(2 * t))), 9)
    2.0
    """
    near = flat(function(step)) - flat(function(-step))
    far = flat(function(2 * step)) - flat(function(-2 * step))
    found = (8 * near - far) / (12 * step)
    return found if found.size != 1 else found[0]


def gradient(function: Callable[..., Any], args: list[Any], place: int) -> Any:
    """Differentiate a scalar function with respect to every number of one argument."""
    base = flat(args[place])
    found = np.zeros(base.size)
    for k in range(base.size):

        def moved(t: float, k: int = k) -> Any:
            vector = base.copy()
            vector[k] += t
            return function(*args[:place], shaped(args[place], vector), *args[place + 1:])

        found[k] = along(moved, STEP * max(1.0, abs(base[k])))
    return found


def assert_close(found: Any, expected: Any, tolerance: float, what: str) -> None:
    """Compare element by element; a zero is allowed the noise of its neighbours."""
    found, expected = flat(found), flat(expected)
    assert found.shape == expected.shape, f"{what}: {found.size} numbers, {expected.size} expected"
    if not found.size:
        return
    noise = 1e-3 * tolerance * max(1.0, float(np.max(np.abs(expected))))
    wrong = ~(np.abs(found - expected) <= tolerance * np.abs(expected) + noise)
    assert not wrong.any(), f"{what}: found {found}, expected {expected}, wrong at {np.flatnonzero(wrong)}"
