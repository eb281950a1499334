"""Functions of NumPy that call a function they are given, as the Python functions that they stand for.

``np.apply_along_axis(f, 0, x)`` becomes a call of a function that loops over the rows, written for this call;
``f`` is then called by name, followed, and differentiated like any other.

>>> print(_vectorized("vectorized", 1, False), end="")
def vectorized(function, x0):
    shape = np.shape(x0)
    flat0 = np.array(np.broadcast_to(x0, shape)).flatten()
    found = [function(flat0[k]) for k in range(len(flat0))]
    if len(found) == 0:
        raise ValueError("cannot call np.vectorize on inputs of size 0")
    values = np.array(found)
    if np.ndim(values) != 1 or np.result_type(found[0]) != np.result_type(values):
        raise TypeError("vectorized needs results that are numbers of one type: return floats everywhere")
    return np.reshape(values, shape)
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules.expand import TOOL
from ..source import from_source
from .heaps import HEAPS

Block = list[Any]
Function = Callable[[Any], Any]
CONDITIONS = (gast.Compare, gast.BinOp, gast.UnaryOp)


@dataclass(frozen=True)
class Vectorized:
    """What ``np.vectorize`` makes of a function: ``floats`` says that all its results are made floats."""

    floats: bool
    __name__ = "vectorized"


@dataclass(frozen=True)
class Standin:
    """The function that stands for a call, and its arguments."""

    function: FunctionType
    args: Block
    keywords: Mapping[str, Any]


def vectorized_object(value: Any) -> Vectorized | None:
    """Return what an object of ``np.vectorize`` is; None for other options than floats."""
    plain = value.signature is None and not value.excluded and not value.cache and value.otypes in (None, "d")
    return Vectorized(value.otypes == "d") if plain else None


def vectorized_call(call: Any, resolve: Callable[[str], tuple[bool, Any]]) -> Vectorized | None:
    """Return what a call of ``np.vectorize`` makes; None for other options than floats."""
    options = {k.arg: k.value for k in call.keywords}
    types = options.pop("otypes", None)
    if len(call.args) != 1 or options:
        return None
    given = getattr(types, "elts", [types])
    value = resolve(tree.dotted_path(given[0]) or "")[1] if len(given) == 1 and types is not None else None
    floats = value is float or value is np.float64 or getattr(types, "value", None) == "d"
    return Vectorized(floats) if floats or types is None else None


def standin(target: Any, func: Any, args: Block, keywords: Mapping[str, Any], elements: Callable[[Any], Block | None],
            is_function: Function) -> Standin | None:
    """Return what stands for a call of ``target``; None where it has no such form.

    ``elements`` of a sequence are those that are written out; ``is_function`` tells functions from values.
    """
    if isinstance(target, Vectorized):
        if keywords or not args:
            return None
        return Standin(_made(_vectorized("vectorized", len(args), target.floats)), [func, *args], {})
    form = FORMS[target] if is_form(target) else None
    try:
        return form(elements, is_function, *args, **keywords) if form is not None else None
    except TypeError:                      # not a call of it
        return None


def is_form(target: Any) -> bool:
    """True for a function that is written as another one."""
    return type(target).__hash__ is not None and target in FORMS


def _along(elements: Any, is_function: Function, func1d: Any, axis: Any, arr: Any, *more: Any, **rest: Any) -> Standin:
    names = [f"more{k}" for k in range(len(more))]
    options = _options(rest)
    given = ", ".join(["flat[k]", *names, *[f"{word}={name}" for word, name in options.items()]])
    text = f"""
def along_axis({', '.join(['function', 'axis', 'array', *names, *options.values()])}):
    rows = np.moveaxis(np.asarray(array), axis, -1)
    flat = np.reshape(rows, (-1, np.shape(rows)[-1]))
    found = [function({given}) for k in range(len(flat))]
    values = np.array(found)
    if np.result_type(found[0]) != np.result_type(values):
        raise TypeError("apply_along_axis needs results of one type: return floats everywhere")
    whole = np.reshape(values, np.shape(rows)[:-1] + np.shape(found[0]))
    first, last = np.ndim(rows) - 1, np.ndim(whole)
    place = axis % np.ndim(rows)
    return np.moveaxis(whole, tuple(range(first, last)), tuple(range(place, place + last - first)))
"""
    return Standin(_made(text), [func1d, axis, arr, *more], {options[word]: value for word, value in rest.items()})


def _over(elements: Any, is_function: Function, func: Any, a: Any, axes: Any) -> Standin | None:
    places = [axes] if tree.is_literal(axes) and isinstance(tree.literal(axes), int) else elements(axes)
    if places is None:
        return None
    names = [f"axis{k}" for k in range(len(places))]
    text = f"""
def over_axes({', '.join(['function', 'array', *names])}):
    value = np.asarray(array)
"""
    for name in names:
        text += f"""
    found = function(value, {name})
    value = found if np.ndim(found) == np.ndim(value) else np.expand_dims(found, {name})
"""
    return Standin(_made(text + "    return value\n"), [func, a, *places], {})


def _piecewise(elements: Any, is_function: Function, x: Any, condlist: Any, funclist: Any, *more: Any,
               **rest: Any) -> Standin | None:
    conditions = [condlist] if isinstance(condlist, CONDITIONS) else elements(condlist)
    choices = elements(funclist)
    if conditions is None or choices is None or len(choices) - len(conditions) not in (0, 1):
        return None
    names = [f"more{k}" for k in range(len(more))]
    given, offered = [f"given{k}" for k in range(len(conditions))], [f"choice{k}" for k in range(len(choices))]
    options = _options(rest)
    parameters = ["x", *given, *offered, *names, *options.values()]
    masks = [f"mask{k}" for k in range(len(choices))]
    text = f"def piecewise({', '.join(parameters)}):\n    x = np.asarray(x)\n    found = np.zeros_like(x)\n"
    for mask, k in zip(masks, range(len(conditions)), strict=False):
        text += f"    {mask} = np.asarray(given{k}, dtype=bool)\n"
    if len(choices) > len(conditions):
        text += f"    {masks[-1]} = ~({' | '.join(masks[:-1]) or 'False'})\n"
    for k, choice in enumerate(choices):
        mask = masks[k]
        called = ", ".join([f"x[{mask}]", *names, *[f"{word}={name}" for word, name in options.items()]])
        value = f"choice{k}({called})" if is_function(choice) else f"choice{k}"
        text += f"    if np.any({mask}):\n        found[{mask}] = {value}\n"
    keywords = {options[word]: value for word, value in rest.items()}
    return Standin(_made(text + "    return found\n"), [x, *conditions, *choices, *more], keywords)


def _from(elements: Any, is_function: Function, function: Any, shape: Any, *, dtype: Any = None,
          **rest: Any) -> Standin | None:
    lengths = elements(shape)
    if lengths is None:
        return None
    names = [f"n{k}" for k in range(len(lengths))]
    options = _options(rest)
    given = ", ".join([*[f"grid[{k}]" for k in range(len(lengths))], *[f"{word}={name}" for word, name in options.items()]])
    text = f"""
def from_function({', '.join(['function', 'dtype', *names, *options.values()])}):
    grid = np.indices(({', '.join(names)},), dtype=dtype)
    return function({given})
"""
    return Standin(_made(text), [function, dtype or tree.name(f"float{TOOL}"), *lengths],
                   {options[word]: value for word, value in rest.items()})


def _options(rest: Mapping[str, Any]) -> dict[str, str]:
    """Names for keyword arguments that are handed on: none that the function uses itself."""
    return {word: f"option_{word}" for word in rest}


def _vectorized(name: str, count: int, floats: bool) -> str:
    names = [f"x{k}" for k in range(count)]
    lines = [f"def {name}({', '.join(['function', *names])}):",
             f"    shape = np.shape({' | '.join(f'np.isnan({n})' for n in names) if count > 1 else names[0]})"]
    lines += [f"    flat{k} = np.array(np.broadcast_to({n}, shape)).flatten()" for k, n in enumerate(names)]
    lines += [f"    found = [function({', '.join(f'flat{k}[k]' for k in range(count))}) for k in range(len(flat0))]"]
    if floats:
        lines += ["    return np.reshape(np.array(found, dtype=float), shape)"]
    else:
        lines += ["    if len(found) == 0:",
                  '        raise ValueError("cannot call np.vectorize on inputs of size 0")',
                  "    values = np.array(found)",
                  "    if np.ndim(values) != 1 or np.result_type(found[0]) != np.result_type(values):",
                  f'        raise TypeError("{name} needs results that are numbers of one type: return floats everywhere")',
                  "    return np.reshape(values, shape)"]
    return "\n".join(lines) + "\n"


@functools.lru_cache(maxsize=256)
def _made(text: str) -> FunctionType:
    text = text.lstrip("\n")
    made: FunctionType = from_source(text, text[4:text.index("(")], namespace={"__name__": "__srcad_source__", "np": np})
    return made


def _written(function: FunctionType, elements: Any, is_function: Function, *args: Any) -> Standin:
    return Standin(function, list(args), {})


FORMS: dict[Any, Callable[..., Standin | None]] = {
    **{target: functools.partial(_written, function) for target, function in HEAPS.items()},
    np.apply_along_axis: _along, np.apply_over_axes: _over, np.piecewise: _piecewise, np.fromfunction: _from,
}
