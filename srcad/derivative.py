"""The callable that ``grad`` and ``value_and_grad`` return, and what all derivatives share.

A derivative keeps one emitted version per kinds of arguments (class; rank and dtype of an array),
each made when it is first needed. A call looks its version up by the classes of its arguments,
sees that the globals and closures it stands on are what they were, and runs it.
"""
from __future__ import annotations

import functools
import importlib
import inspect
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import FunctionType, MethodType
from typing import Any

import numpy as np

from .analyses.kinds import Kind, is_transparent, key_of, of_value
from .analyses.lattice import is_scalar
from .cache import kept
from .errors import ArgumentError, MissingRule, SrcadError, UnsupportedSyntax, fail
from .loader import Loaded, explain, load
from .nested import source_of
from .pipeline import Emitted, differentiate
from .rules.registry import lookup
from .signature import Parameters, Wrt, place_of
from .source import Source, calling, find_source, python_of
from .transposed import asking, gradient_of, is_primitive, primitive, slope, tangent_kind
from .unit import Request
from .versions import parameters_of_cached, versions_of

Kinds = tuple[tuple[str, Kind], ...]
PRIMITIVE = "__srcad_primitive__"          # on an emitted gradient: what calls it, with a rule


@dataclass(frozen=True)
class Options:
    """What was asked for; with the function it says everything about a derivative."""

    wrt: Wrt | None = 0
    optimize: bool = True
    compile: str | None = None


class Derivative:
    """The gradient of a function, callable like the function itself."""

    __name__: str
    __qualname__: str
    _mode, _value, _split, _word = "reverse", False, False, "grad"
    _asked: Any
    called_with_arguments = True           # those of the user's function, and no others

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        if options.compile not in (None, "numba", "numba?"):
            fail(ArgumentError, None, f"compile={options.compile!r} is none of srcad's", 'write "numba", or "numba?" to run as '
                 "Python what Numba cannot compile")
        function, self._receiver = _function(primal, self._word)
        functools.update_wrapper(self, primal)
        self._primal, self._options, self._function = primal, options, function
        self._parameters = parameters_of_cached(function, function.__code__, bool(self._receiver))
        self._wrt = None if options.wrt is None else self._parameters.choose(options.wrt)
        self._single = not isinstance(options.wrt, (tuple, list, type(None)))
        self._kind = type(self)
        inner = primal._asked if isinstance(primal, Derivative) else None
        self._asked = (self._kind, self._wrt, self._single, options.optimize, options.compile, inner)
        self._versions = versions_of(self._parameters, self._asked)
        self._by_key, self._bind = self._versions.by_key, self._parameters.binder(self._receiver)
        if self._kind.called_with_arguments:
            kind: Any = self._kind
            self.__class__ = called_like(kind, self._parameters)

    __call__: Callable[..., Any]           # made for the function's own parameters, see ``called_like``

    def _explain(self, error: Exception, loaded: Loaded) -> None:
        explain(error, loaded.emitted, self._function)

    def _find(self, args: tuple[Any, ...]) -> Loaded:
        return self._by_key.get(tuple(map(key_of, args))) or self._current(args)

    def _current(self, args: tuple[Any, ...]) -> Loaded:
        return self._versions.current(tuple(map(key_of, args)), lambda: self.make(self._kinds(args)))

    def at(self, full: tuple[Any, ...]) -> Any:
        """Return what the text gives for all parameters in order."""
        return self._current(full).call(*full)

    def make(self, kinds: Kinds, wrt: tuple[str, ...] | None = None) -> Loaded:
        """Return the function that runs for arguments of these kinds."""
        return self._load(self.emit(kinds, wrt), kinds, wrt)

    def _load(self, emitted: Emitted, kinds: Kinds, wrt: tuple[str, ...] | None) -> Loaded:
        parameters = self._parameters
        module = parameters.function.__module__
        if emitted.plain is None:
            return load(emitted, module, parameters.keyword_only, len(parameters.names))
        plain = emitted.plain

        def otherwise(error: SrcadError) -> Callable[..., Any]:
            tell(error, self._options)
            return self._load(plain, kinds, wrt).call

        loaded: Loaded = native().compiled(emitted, self._typed(kinds, wrt), otherwise)
        return loaded

    # ------------------------------------------------------------------ the emitted text
    @property
    def primal(self) -> Callable[..., Any]:
        """The user's function."""
        return self._primal

    @property
    def source(self) -> str:
        """The text for arguments of any kind, but for those that annotations tell."""
        return self.emit(self.kinds_of_annotations()).text

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """Return the text that runs for arguments like these."""
        return self.emit(self.kinds_of(*args, **kwargs)).text

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write ``source`` to a file that runs alone, with NumPy only."""
        text = file_text(self.source)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

    def request(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Request:
        """Return what is asked of the pipeline for arguments of these kinds."""
        wrt = wrt or self._wrt or self._default_wrt(kinds)
        self._parameters.check(kinds, wrt)
        return Request(mode=self._mode, wrt=wrt, value=self._value, split=self._split,
                       optimize=self._options.optimize, kinds=kinds, single=self._single, guarded=guarded)

    def _default_wrt(self, kinds: Kinds) -> tuple[str, ...]:
        """What is differentiated where ``wrt`` was not given: all that can be."""
        wrt = tuple(name for name, kind in kinds if kind.type is None or carries_derivative(kind))
        if not wrt:
            self._parameters.refuse(f"no argument of `{self._function.__name__}` has a derivative: "
                                    + ", ".join(f"`{name}` is {kind}" for name, kind in kinds),
                                    "pass floats or arrays of floats, or name integers with wrt=")
        return wrt

    def kinds_of(self, *args: Any, **kwargs: Any) -> Kinds:
        """Return the kinds of the arguments of a call."""
        return self._kinds(self._bind(*args, **kwargs))

    def kinds_of_annotations(self) -> Kinds:
        """Return the kinds that annotations tell."""
        return self._parameters.annotated()

    def _kinds(self, args: tuple[Any, ...]) -> Kinds:
        return tuple(zip(self._parameters.names, map(of_value, args), strict=True))

    def emit(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Emitted:
        """Run the pipeline."""
        request = self.request(kinds, wrt, guarded)
        if isinstance(self._primal, Derivative) or self._receiver:
            emitted = self.differentiated(kinds, request)
        else:
            emitted = kept(self._function, request, lambda: self.differentiated(kinds, request))
        if self._options.compile is None:
            return emitted
        try:
            compiled: Emitted = native().native(emitted, self._typed(kinds, wrt), place_of(self._function), alone=guarded)
            return compiled
        except SrcadError as error:
            tell(error, self._options)
            return emitted

    def differentiated(self, kinds: Kinds, request: Request) -> Emitted:
        """Return the text for what is asked; gradients that it calls are primitives where their texts are not taken again."""
        with asking(primitives=False) as asked:
            try:
                return differentiate(self.found(kinds), request)
            except (UnsupportedSyntax, MissingRule) as error:
                if not asked.any:
                    raise
                first = error
        with asking(primitives=True):
            try:
                return differentiate(self.found(kinds), request)
            except SrcadError:
                raise first from None

    def _typed(self, kinds: Kinds, wrt: tuple[str, ...] | None) -> Kinds:
        """The kinds of what the emitted function takes."""
        return kinds

    def found(self, kinds: Kinds) -> Source:
        """The source of what is differentiated: the user's function, or a derivative for these kinds.

        Of a function that has a rule of the user's it is a call of it.
        """
        if isinstance(self._primal, Derivative):
            return self._primal.called_source(tuple([(n, tangent_kind(k) if n in (self._wrt or ()) else k) for n, k in kinds]))
        own, source = lookup(self._function), find_source(self._function)
        return calling(source) if own is not None and own.custom else source

    def version_for(self, args: Sequence[Kind], keywords: Mapping[str, Kind]) -> FunctionType:
        """Return the function that runs for arguments of these kinds."""
        if not self.called_with_arguments or self._receiver:
            fail(UnsupportedSyntax, place_of(self._function), f"a function that calls `{self._word}` of this one is "
                 "differentiated: that is not supported yet", "call grad of it, and do the rest by hand")
        bound = inspect.signature(self._function, follow_wrapped=False).bind(*args, **keywords).arguments
        defaults = dict(zip(self._parameters.names, self._parameters.defaults(), strict=True))
        source = self.called_source(tuple([(n, bound[n] if n in bound else of_value(defaults[n])) for n in defaults]))
        return source.function

    def called_source(self, kinds: Kinds) -> Source:
        """The derivative as the source of what another one calls."""
        source = self.emitted_source(kinds)
        if not is_primitive(self):
            return source
        if PRIMITIVE not in vars(source.function):
            setattr(source.function, PRIMITIVE, self._primitive(source, kinds))
        made: Source = find_source(vars(source.function)[PRIMITIVE])
        return made if lookup(made.function) is None else calling(made)

    def _primitive(self, source: Source, kinds: Kinds) -> FunctionType:
        """The gradient as a function that is differentiated by other means than its text."""
        assert self._wrt is not None
        named, parameters, user = dict(kinds), self._parameters, find_source(self._function)
        moving = tuple([name for name, kind in kinds if carries_derivative(kind)])
        plain = all(named[name].type is np.ndarray or is_scalar(named[name]) for name in {*moving, *self._wrt})
        if not plain or self._mode != "reverse" or parameters.keyword_only or self._receiver:
            fail(UnsupportedSyntax, place_of(self._function), f"`{self._word}` of this function has no derivative here",
                 "pass arrays and numbers as parameters of their own")
        if self._single and is_scalar(named[self._wrt[0]]):
            forward = (ValueAndSlope if self._value else Slope)(self._primal, Options(self._wrt)).emitted_source(kinds)
            return slope(user, source.name, parameters.names, forward.function)
        along = ValueAndTangent(self._primal, Options(self._wrt)).emitted_source(kinds)
        request = Request("reverse", moving, split=True, kinds=kinds)
        back = self._emitted(gradient_of(along, request, self._wrt))
        request = Request("reverse", self._wrt, value=self._value, single=self._single, kinds=kinds)
        ahead = self._emitted(gradient_of(Tangent(self._primal, Options(moving)).emitted_source(kinds), request, moving))
        assert back.reverse is not None
        return primitive(
            user, source.name, parameters.names, moving, [(name, named[name].type is np.ndarray) for name in self._wrt],
            single=self._single, value=self._value, gradient=source.function, back=(back.call, back.reverse),
            ahead=ahead.function)

    def _emitted(self, emitted: Emitted) -> Loaded:
        """Load a text whose functions other texts call, and give these their sources."""
        loaded = load(emitted, self._function.__module__)
        source_of(loaded, find_source(self._function))
        return loaded

    def emitted_source(self, kinds: Kinds) -> Source:
        """The derivative itself as a source, for arguments of these kinds."""
        if self._options.compile is not None:
            return self._kind(self._primal, replace(self._options, compile=None)).emitted_source(kinds)
        loaded = self._versions.current(kinds, lambda: self.make(kinds))
        return source_of(loaded, find_source(self._function))

    # ------------------------------------------------------------------ as an object
    def __repr__(self) -> str:
        wrt = "" if self._wrt is None else " wrt " + ", ".join(self._wrt)
        code = self._function.__code__
        where = f"{os.path.basename(code.co_filename)}:{code.co_firstlineno}"
        return f"<srcad.{self._word} of {self._function.__qualname__}{wrt}, {where}>"

    def __reduce__(self) -> str | tuple[Any, ...]:
        name: str = self._function.__qualname__
        found: Any = sys.modules.get(self.__module__)
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is self:                  # a decorator put it in the function's own place
            return name
        return self._kind, (self._primal, self._options)


@functools.cache
def called_like(cls: type[Derivative], parameters: Parameters) -> type[Derivative]:
    """Return a class whose call takes the function's own parameters: Python binds them, and fast."""
    words = {word: f"_srcad_{word}" for word in ("self", "loaded", "call", "primal", "code", "watched")}
    call = parameters.wrap(CALL, words)
    return type(cls.__name__, (cls,), {"__call__": call, "__module__": cls.__module__, "__doc__": cls.__doc__})


CALL = """
    {loaded}, {call}, {primal}, {code}, {watched}, {kinds} = {self}._versions.latest
    if {differs} or {primal}.__code__ is not {code} or {watched} and {loaded}.has_changed():
        {loaded} = {self}._by_key.get(({classes}))
        if {loaded} is None:               # not made yet, or there are arrays and containers
            {loaded} = {self}._find(({names}))
        if {loaded}.has_changed():
            {loaded} = {self}._current(({names}))
        {call} = {loaded}.call
    try:
        return {call}({names})
    except Exception as error:
        {self}._explain(error, {loaded})
        raise
"""


class ValueAndGradient(Derivative):
    """The value of a function and its gradient, in one run."""

    _value, _word = True, "value_and_grad"


class Tangent(Derivative):
    """The derivative along a vector."""

    _mode, _word = "forward", "jvp"


class ValueAndTangent(Tangent):
    """The value of a function, and its derivative along a vector."""

    _value = True


class Slope(Tangent):
    """The derivative by one number, all of whose orders are in forward mode."""

    def differentiated(self, kinds: Kinds, request: Request) -> Emitted:
        """Return the text: that of a tangent is always taken again."""
        with asking(primitives=True):
            return differentiate(self.found(kinds), request)


class ValueAndSlope(Slope):
    """The value of a function, and its derivative by one number."""

    _value = True


def carries_derivative(kind: Kind) -> bool:
    """True for what is differentiated unless told otherwise: integers alone, in a list too, count things."""
    if kind.type in (list, tuple) and kind.items:
        return kind.differentiable and any(map(carries_derivative, kind.items))
    return kind.differentiable and not kind.is_integer_scalar


def native() -> Any:
    """Return the module that compiles, and imports Numba.

    Raises: ArgumentError where Numba is not installed.
    """
    try:
        return importlib.import_module(".native.compiled", __package__)
    except ImportError as error:
        fail(ArgumentError, None, f'compile="numba" needs Numba: {error}', "pip install srcad[numba], or leave out compile=")


def tell(error: SrcadError, options: Options) -> None:
    """Warn that the Python version runs where there is no compiled form.

    Raises: the error, where only compiled code was asked for.
    """
    if options.compile == "numba":
        raise error
    warnings.warn(f"not compiled, the Python version runs: {error}", RuntimeWarning, stacklevel=4)


def file_text(text: str) -> str:
    """Return emitted text as it stands in a file: one newline at the end."""
    return text.rstrip("\n") + "\n"


def _function(primal: object, word: str) -> tuple[FunctionType, tuple[Any, ...]]:
    """Return the function whose source is meant, and the object that it is a method of, if it is bound to one."""
    if isinstance(primal, Derivative):
        if type(primal).called_with_arguments:
            return primal._function, primal._receiver
        fail(UnsupportedSyntax, place_of(primal._function), f"{word} of what {primal._word} returns",
             f"apply srcad.{word} to a function that calls {primal._word}(f, ...)")
    primal = python_of(primal)             # what Numba compiled is differentiated as Python
    if isinstance(primal, FunctionType):
        return primal, ()
    if isinstance(primal, MethodType):
        return find_source(primal).function, (primal.__self__,)
    if not callable(primal):
        fail(ArgumentError, None, f"{word} takes a function, not {type(primal).__name__}",
             f"to choose parameters in a decorator, write @{word}(wrt=...)")
    called = inspect.getattr_static(type(primal), "__call__", None)
    if isinstance(called, FunctionType) and is_transparent(type(primal)):
        return called, (primal,)
    return find_source(primal).function, ()    # raises where there is no Python source
