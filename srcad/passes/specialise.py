"""A helper made anew for the functions that it is given, for the number of its arguments, and for an axis that is written out.

>>> import math
>>> from srcad.printer import to_source
>>> from srcad.source import from_source
>>> helper = from_source("def apply(f, x, *more): return f(x) * len(more)", "apply")
>>> made = specialised(helper, (("f", (math.sin, 0, ())), ("more", (None, None))))
>>> print(to_source(tree.module([find_source(made.function).tree])), end="")
def apply_sin(x, more_0, more_1):
    f = sin
    more = more_0, more_1
    return f(x) * len(more)
"""
from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, TypeVar, cast

import gast

from .. import tree
from ..errors import SrcadError
from ..names import Names
from ..source import Source, find_source
from .made import make
from .scope import parts_of
from .wholes import is_only_read

Block = list[Any]
Ask = TypeVar("Ask", bound=Callable[..., Any])
AXES = {"axis": int, "keepdims": bool}
REST = "*"                                 # the shape of a list of any length that is spread into the last arguments


@dataclass(frozen=True)
class Specialised:
    """A function made for given arguments; ``parameters`` are its names for what they are made of."""

    function: FunctionType
    parameters: Mapping[tuple[Any, ...], str]


class Parts:
    """What a function consists of now; the same if all of it is the same objects."""

    def __init__(self, function: FunctionType) -> None:
        self.held = [part.value for part in parts_of(function)]

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.held)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parts) and list(map(id, self.held)) == list(map(id, other.held))


def kept(ask: Ask) -> Ask:
    """Let what is asked about a function be found once, and again when the function consists of something else."""
    @functools.lru_cache(maxsize=512)
    def found(function: FunctionType, parts: Parts, *rest: Any) -> Any:
        del parts
        return ask(function, *rest)

    @functools.wraps(ask)
    def asked(function: FunctionType, *rest: Any) -> Any:
        return found(function, Parts(function), *rest)
    return cast(Ask, asked)


@kept
def specialised(function: FunctionType, form: tuple[tuple[str, Any], ...]) -> Specialised | None:
    """Return ``function`` for given functions and given numbers of arguments as parameters."""
    try:
        source = find_source(function)
    except SrcadError:
        return None
    rest = [name for name, shape in form if is_rest(shape)]
    if rest and not is_only_read(rest[0], source.tree.body, source.resolve):
        return None                                        # it would be seen that it is a list
    return _Special(function, source, dict(form)).made()


@kept
def written_keys(function: FunctionType) -> frozenset[str]:
    """The parameters of a function that are keys under which it stores something, and nothing else ever."""
    try:
        node = find_source(function).tree
    except SrcadError:
        return frozenset()
    stores = {part.slice.id for part in tree.walk(node) if isinstance(part, gast.Subscript) and isinstance(
        part.ctx, gast.Store) and isinstance(part.slice, gast.Name)}
    return frozenset(stores & set(tree.parameters(node)) - _bound_inside(node))


@kept
def axes_of(function: FunctionType) -> Mapping[str, type]:
    """The parameters of a function that are an axis, or say whether it is kept, and nothing else ever; what they are then."""
    try:
        node = find_source(function).tree
    except SrcadError:
        return {}
    used = {part.value.id: AXES[part.arg] for part in tree.walk(node) if isinstance(part, gast.keyword)
            and part.arg in AXES and isinstance(part.value, gast.Name)}
    named = {p: AXES[p] for p in tree.parameters(node) if p in AXES} | {p: used[p] for p in tree.parameters(node) if p in used}
    return {p: cls for p, cls in named.items() if p not in _bound_inside(node)}


def _bound_inside(node: Any) -> set[str]:
    """The names that the body of a function binds anywhere, in inner scopes too."""
    return {part.id for s in node.body for part in tree.walk(s) if isinstance(part, gast.Name) and not isinstance(
        part.ctx, gast.Load)}


def is_rest(shape: Any) -> bool:
    """True for the shape of ``*args`` that ends in a list of any length."""
    return isinstance(shape, tuple) and bool(shape) and shape[-1] == REST


class _Special:
    def __init__(self, function: FunctionType, source: Source, form: dict[str, Any]) -> None:
        self.function, self.source, self.form = function, source, form
        self.node = tree.clone(source.tree)
        self.names = Names(tree.all_names(self.node))
        self.bound = dict(source.bound)
        self.words = [self.node.name]
        self.parameters: dict[tuple[Any, ...], str] = {}
        self.added: list[Any] = []                       # parameters for what function arguments have been given

    def made(self) -> Specialised:
        node, args, form = self.node, self.node.args, self.form
        defaults = {n: p.default for n, p in inspect.signature(self.function, follow_wrapped=False).parameters.items()
                    if p.default is not p.empty}
        start: Block = []
        keep, named = ([p for p in part if p.id not in form] for part in ([*args.posonlyargs, *args.args], args.kwonlyargs))
        for parameter in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
            if isinstance(form.get(parameter.id), (str, int)):     # a key, an axis
                word = form[parameter.id]
                node.body = [tree.replace(s, {parameter.id: tree.const(word)}) for s in node.body]
                self.words += [word] if isinstance(word, str) and word.isidentifier() else []
            elif parameter.id in form:
                start.append(tree.assign(parameter.id, self.given((parameter.id, ""), form[parameter.id])))
        if args.vararg is not None:
            items = [self.item((args.vararg.id, k), shape, keep) for k, shape in enumerate(form[args.vararg.id])]
            rest = is_rest(form[args.vararg.id])
            start.append(tree.assign(args.vararg.id, items[0].value if rest and len(items) == 1 else
                                     tree.list_(items) if rest else tree.tuple_(items)))
        if args.kwarg is not None:
            items = [self.item((args.kwarg.id, k), shape, named) for k, shape in form[args.kwarg.id]]
            start.append(tree.assign(args.kwarg.id, tree.dict_([k for k, _ in form[args.kwarg.id]], items)))
        named += self.added
        first = next((k for k, p in enumerate(keep) if p.id in defaults), len(keep))
        values = [defaults.get(p.id) for p in keep[first:]]      # an argument of *args has none: all before it are given
        node.args = tree.arguments(keep, [tree.const(None)] * len(values))
        node.args.kwonlyargs = named
        node.args.kw_defaults = [tree.const(None) if p.id in defaults else None for p in named]
        name = "_".join(self.words)
        node.name = self.names.fresh(name) if name in tree.reads(node.body) else name      # it may call the other one
        node.body = [*[tree.at(s, node.body[0].lineno) for s in start], *node.body]
        source = replace(self.source, bindings=(*self.source.bindings, *parts_of(self.function)))
        function = make(node, source, self.bound, written=self.source.written or self.source.tree)
        function.__defaults__ = tuple(values) or None
        function.__kwdefaults__ = {p.id: defaults[p.id] for p in named if p.id in defaults}
        return Specialised(function, self.parameters)

    def item(self, place: tuple[Any, ...], shape: Any, parameters: list[Any]) -> Any:
        """The tree of one of any number of arguments: a parameter of its own, or a function."""
        if shape == REST:
            return tree.starred(self.parameter((place[0], "rest"), parameters))
        if shape is not None:
            return self.given(place, shape)
        return self.parameter(place, parameters)

    def parameter(self, place: tuple[Any, ...], parameters: list[Any]) -> Any:
        word = "_".join(str(part) for part in place if part != "")
        self.parameters[place] = self.names.fresh(word)
        parameters.append(tree.parameter(self.parameters[place]))
        return tree.name(self.parameters[place])

    def given(self, place: tuple[Any, ...], shape: tuple[Any, int, tuple[str, ...]]) -> Any:
        """The tree of a function argument; what it has been given itself becomes parameters."""
        target, count, keywords = shape
        word = getattr(target, "__name__", "")
        word = word if word.isidentifier() else "function"
        self.words.append(word)
        func = self.names.fresh(word)
        self.bound[func] = target
        if not count and not keywords:
            return tree.name(func)
        partial = self.names.fresh("partial")
        self.bound[partial] = functools.partial
        return tree.call(partial, [tree.name(func), *[self.parameter((*place, k), self.added) for k in range(count)]],
                         {k: self.parameter((*place, k), self.added) for k in keywords})
