"""The parameters of the user's function: binding a call, choosing what to differentiate.

>>> def loss(w, b=2.0): ...
>>> parameters = parameters_of(loss)
>>> parameters.bind(1.0), parameters.bind(b=3.0, w=1.0)
((1.0, 2.0), (1.0, 3.0))
>>> parameters.choose("b"), parameters.choose((0, "b"))
(('b',), ('w', 'b'))
"""
from __future__ import annotations

import builtins
import inspect
import linecache
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any, NoReturn

import numpy as np

from .analyses.kinds import UNKNOWN, Kind
from .analyses.lattice import is_whole
from .annotations import annotated_kind
from .errors import ArgumentError, Location, SrcadError, UnsupportedSyntax, fail
from .source import find_source

Wrt = int | str | tuple[int | str, ...]
FUNCTION, ABSENT = "__srcad_function__", "__srcad_absent__"


@dataclass(frozen=True, eq=False)
class Parameters:
    """``bind`` takes a call's arguments as Python does and returns one value per name.

    ``bound``: the first parameter is the object that a method is bound to, and no argument.
    """

    function: FunctionType
    names: tuple[str, ...]
    keyword_only: tuple[str, ...]
    bind: Callable[..., tuple[Any, ...]]
    bound: bool = False

    def binder(self, receiver: tuple[Any, ...]) -> Callable[..., tuple[Any, ...]]:
        """Return ``bind``, which puts the receiver before the arguments."""
        if not receiver:
            return self.bind
        return lambda *args, **kwargs: (*receiver, *self.bind(*args, **kwargs))

    def wrap(self, body: str, words: dict[str, str]) -> Callable[..., Any]:
        """Make a method that takes the parameters and runs ``body`` (see ``CALL`` in ``derivative``)."""
        found = tuple(inspect.signature(self.function, follow_wrapped=False).parameters.values())[int(self.bound):]
        return _like(self.function, found, (words["self"],), body, words, f"{words['self']}._receiver[0]" if self.bound else "")

    def defaults(self) -> list[Any]:
        """Return the default of every parameter."""
        return [p.default for p in inspect.signature(self.function, follow_wrapped=False).parameters.values()]

    def choose(self, wrt: Wrt | list[int | str]) -> tuple[str, ...]:
        """Return the names that ``wrt`` means.

        Raises: ArgumentError for an unknown name, a position out of range, a repetition, or none.
        """
        asked = wrt if isinstance(wrt, (tuple, list)) else (wrt,)
        chosen = tuple([self._one(item) for item in asked])
        if not chosen:
            self.refuse("`wrt` is empty: there is nothing to differentiate with respect to")
        for name in chosen:
            if chosen.count(name) > 1:
                self.refuse(f"`wrt` names the parameter `{name}` more than once")
        return chosen

    def _one(self, item: object) -> str:
        if isinstance(item, str):
            if item not in self.names:
                self.refuse(f"`wrt` names {item!r}, which is not a parameter of `{self.function.__name__}`")
            return item
        if isinstance(item, (int, np.integer)) and not isinstance(item, bool):
            own = self.names[int(self.bound):]
            if not -len(own) <= item < len(own):
                self.refuse(f"`wrt` is position {item}, but `{self.function.__name__}` has "
                            f"{len(own)} parameter{'s' * (len(own) != 1)}")
            return own[item]
        self.refuse(f"`wrt` is a name, a position, or a tuple of them, not {type(item).__name__}")

    def check(self, kinds: Iterable[tuple[str, Kind]], wrt: tuple[str, ...]) -> None:
        """Refuse an argument named by ``wrt`` that cannot have a derivative, and a function that has other parameters by now."""
        if tuple(inspect.signature(self.function, follow_wrapped=False).parameters) != self.names:
            self.refuse(f"`{self.function.__name__}` has other parameters now than when its derivative was built",
                        "build the derivative again")
        for name, kind in kinds:
            if name in wrt and kind != UNKNOWN and not kind.differentiable:
                self.refuse(f"the argument `{name}` of `{self.function.__name__}` is {kind}, "
                            "which has no derivative",
                            "pass a float or an array of floats, or name other parameters with wrt=")
            if name in wrt and _has_integers(kind):
                self.refuse(f"the argument `{name}` of `{self.function.__name__}` is {kind}: "
                            "integers in an array there may be data or name places",
                            "make them floats if they are data; else pass them as a parameter of their own")

    def annotated(self) -> tuple[tuple[str, Kind], ...]:
        """Return the kinds that the annotations tell, unknown where they tell none."""
        found = inspect.signature(self.function, follow_wrapped=False).parameters
        return tuple((name, annotated_kind(found[name].annotation, self.function.__globals__)) for name in self.names)

    def refuse(self, reason: str, hint: str = "") -> NoReturn:
        """Raise an ArgumentError that shows the ``def``."""
        listing = ", ".join(self.names) or "none"
        fail(ArgumentError, place_of(self.function), reason, hint or f"its parameters are: {listing}")


def parameters_of(function: FunctionType, bound: bool = False) -> Parameters:
    """Read the signature of a function; ``bound``: of a method that has its object already.

    Raises: UnsupportedSyntax where it has ``*args`` or ``**kwargs``.
    """
    found = inspect.signature(function, follow_wrapped=False).parameters.values()
    for parameter in found:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            star = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
            fail(UnsupportedSyntax, place_of(function),
                 f"the parameter `{star}{parameter.name}` takes any number of arguments",
                 "give each argument a parameter of its own, or pass a tuple or a list")
        if not parameter.name.isidentifier():
            fail(UnsupportedSyntax, place_of(function), "a comprehension is not a function of its own")
    names = tuple(parameter.name for parameter in found)
    keyword_only = tuple(parameter.name for parameter in found if parameter.kind is parameter.KEYWORD_ONLY)
    return Parameters(function, names, keyword_only, _binder(function, tuple(found)[int(bound):]), bound)


def _binder(function: FunctionType, parameters: tuple[inspect.Parameter, ...]) -> Callable[..., tuple[Any, ...]]:
    """Make a function of the same signature that returns its arguments.

    Python itself then binds the call, so a wrong one is refused in Python's own words.
    """
    return _like(function, parameters, (), "    return ({names})\n", {})


def _like(function: FunctionType, parameters: tuple[inspect.Parameter, ...], first: tuple[str, ...],
          body: str, words: dict[str, str], lead: str = "") -> Callable[..., Any]:
    """Make a function with the parameters ``first`` and then those of ``function``; ``lead`` stands before their values.

    Defaults are those that the user's function has when it is called.
    """
    parts, now = list(first), ""
    left = len(function.__defaults__ or ())
    for index, parameter in enumerate(parameters):
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(parameter.name)
        if parameter.default is not parameter.empty:
            parts[-1] += "=None"
            named = parameter.kind is parameter.KEYWORD_ONLY
            default = f"__kwdefaults__[{parameter.name!r}]" if named else f"__defaults__[{-left}]"
            left -= not named
            now += f"    if {parameter.name} is {ABSENT}: {parameter.name} = {FUNCTION}.{default}\n"
        last = index + 1 == len(parameters) or parameters[index + 1].kind is not parameter.POSITIONAL_ONLY
        if parameter.kind is parameter.POSITIONAL_ONLY and last:
            parts.append("/")
    values = [*([lead] if lead else []), *(parameter.name for parameter in parameters)]
    names = "".join(f"{value}, " for value in values)
    classes = "".join(f"type({value}), " for value in values)
    kinds = "".join(f"_srcad_kind_{k}, " for k in range(len(values)))
    differs = " or ".join(f"_srcad_kind_{k} is not type({value})" for k, value in enumerate(values))
    called = body.format(names=names, classes=classes, kinds=kinds, differs=differs, **words)
    text = f"def made({', '.join(parts)}):\n" + now + called
    outer = compile(text, "<srcad arguments>", "exec")
    code = next(constant for constant in outer.co_consts if isinstance(constant, CodeType))
    absent = object()
    space = {"__builtins__": builtins, FUNCTION: function, ABSENT: absent}
    made = FunctionType(code, space, function.__name__, tuple(absent for _ in function.__defaults__ or ()))
    made.__kwdefaults__ = dict.fromkeys(function.__kwdefaults__ or (), absent)
    made.__qualname__ = function.__qualname__              # the name in Python's messages
    return made


def place_of(function: FunctionType) -> Location:
    """Return the place of the ``def``, as well as it can be told."""
    try:
        source = find_source(function)
        return source.where(source.tree)
    except SrcadError:
        code = function.__code__
        return Location(code.co_filename, code.co_firstlineno, 0,
                        linecache.getline(code.co_filename, code.co_firstlineno))


def _has_integers(kind: Kind) -> bool:
    """True for a list or tuple that holds an array of integers, itself or in another one."""
    return kind.type in (list, tuple) and kind.home is None and any(is_whole(item) or _has_integers(item) for item in kind.items)
