"""What every call of a derivative asks: whether the objects that its text stands on are the ones that they were.

A name of a module is looked up in the module's dictionary, and no further than that: while the object that is found there is
the same one, so is all that is made of it. What two getters ask in the same way is asked once.

>>> from srcad.passes.scope import current, same
>>> from srcad.source import find_source, from_source
>>> space = {"rate": 0.5}
>>> source = find_source(from_source("def f(x): return rate * x", "f", namespace=space))
>>> rate = functools.partial(current, source, "rate")
>>> (getter, value), = watched([(rate, rate()), (functools.partial(same, rate), rate)])
>>> getter() is value
True
>>> source.function.__globals__["rate"] = 0.7
>>> getter() is value
False
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

from .passes.scope import current, current_value, same
from .rules.expand import Foreign
from .rules.registry import latest
from .source import Source

Live = tuple[Callable[[], object], object]
MISSING = object()


def apart(live: Sequence[Live], function: FunctionType) -> tuple[FunctionType, CodeType, Sequence[Live]]:
    """Return the function whose code a text was made of, that code, and the other values that the text stands on.

    A text that was made of no function's code stands on its own ``function`` only.
    """
    for place, (getter, value) in enumerate(live):
        if isinstance(getter, functools.partial) and getter.func is getattr and isinstance(value, CodeType):
            return getter.args[0], value, [*live[:place], *live[place + 1:]]
    return function, function.__code__, live


def watched(live: Iterable[Live]) -> tuple[Live, ...]:
    """Return quick getters and what they give now, for slow ones that give what they should."""
    found: dict[Any, Live] = {}
    for getter, value in live:
        if getter is latest or isinstance(getter, functools.partial) and getter.func is same:
            continue                       # its keeper is told of new rules, and nothing becomes of itself
        quick: list[Live] = [(one, one()) for one in _quick(getter) or ()]
        if quick and getter() is not value:                    # it has changed since the text was made
            quick = []
        for one, held in quick or [(getter, value)]:
            key = (one.func, *map(id, one.args)) if isinstance(one, functools.partial) else id(one)
            found[key] = one, held
    return tuple(found.values())


def _quick(getter: Any) -> list[functools.partial[Any]] | None:
    """The look-ups that decide what a getter gives; None where these are not known."""
    if isinstance(getter, functools.partial) and getter.func in (current, current_value):
        return _of_path(*getter.args)
    foreign = getattr(getter, "__self__", None)
    if isinstance(foreign, Foreign) and not foreign.itself and foreign.identifier not in foreign.function.__code__.co_freevars:
        return _in(foreign.function.__globals__, foreign.identifier)
    return None


def _of_path(source: Source, path: str) -> list[functools.partial[Any]] | None:
    head, *rest = path.split(".")
    code = source.function.__code__
    if head in source.borrowed or head in source.bound:
        return None
    if head in code.co_freevars and source.function.__closure__:
        cell = source.function.__closure__[code.co_freevars.index(head)]
        found: list[functools.partial[Any]] | None = [functools.partial(_held, cell)]
        value = _held(cell)
    else:
        found, value = _in(source.function.__globals__, head), source.function.__globals__.get(head)
    for part in rest:                      # of modules alone: what a class has may be its base's
        if found is None or not isinstance(value, ModuleType):
            return None
        inner = _in(vars(value), part)
        found, value = None if inner is None else found + inner, vars(value).get(part)
    return found


def _in(space: dict[str, Any], name: str) -> list[functools.partial[Any]] | None:
    return [functools.partial(space.get, name, MISSING)] if name in space else None


def _held(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:                     # its variable is not bound
        return MISSING


__all__ = ["Live", "watched"]
