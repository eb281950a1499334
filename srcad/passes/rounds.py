"""Functions that call themselves and write to what they are given: they write to copies, and give these back.

``def halve(x, n)`` that writes ``x`` becomes ``halve_given``, which copies ``x`` first and returns the copy,
and a function of a few lines that calls it and puts what comes back where the argument is::

    def halve(x, n):
        x_given = halve_given(x, n)
        x[...] = x_given

The second shares memory with its caller, and takes the place of the call like any other such helper; the
first shares none. That no two arguments overlap of which one is written is tested when it runs.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import FRESH
from ..analyses.kinds import Kind, holds_records
from ..names import Names
from ..runtime import own
from ..source import Source
from .desugar import returning
from .inline import Effects
from .made import make


@dataclass(frozen=True)
class Round:
    """What stands for a function: ``inner`` works on copies of what it writes, ``outer`` calls it, with these effects."""

    inner: FunctionType
    outer: FunctionType
    effects: Effects
    lists: frozenset[str]                  # which of its parameters are lists of arrays that it writes
    inside: frozenset[tuple[str, str]]     # the arrays in objects and dicts that it is given, and their paths: "self.w", "d['w']"


def inside(kind: Kind, path: str) -> list[str] | None:
    """The paths of all that holds arrays in an object or dict; None where these cannot be named."""
    if not kind.is_record:
        return None if any(map(holds_records, kind.items)) else [path]
    found = []
    for key, item in zip(kind.fields, kind.items, strict=True):
        if item.is_container or item.type is np.ndarray:
            deeper = inside(item, f"{path}[{key!r}]" if kind.type is dict else f"{path}.{key}")
            if deeper is None or key in kind.absent:
                return None
            found += deeper
    return found


def is_list_of_arrays(kind: Kind) -> bool:
    return kind.type is list and bool(kind.items) and all(item.type is np.ndarray for item in kind.items)


def round_of(source: Source, written: Iterable[str], lists: Collection[str], returns: bool,
             within: frozenset[tuple[str, str]]) -> Round | None:
    """Return what stands for a function that writes these parameters; None if it cannot be told apart from them.

    ``lists`` are those that are lists of arrays. ``returns``: it may return memory of an argument, which then has
    to be one that it writes. ``within`` are the objects that it is given, and the paths of the arrays in them.
    """
    node = returning(source.tree)
    if node.args.vararg or node.args.kwarg:
        return None
    parameters, line = tree.parameters(node), source.first_line
    kept = [p for p in parameters if p in set(written)]
    augmented = {id(n): tree.pass_() for n in tree.own_statements(node.body) if isinstance(n, gast.AugAssign)}
    rebound = set(kept) & set(tree.bindings(tree.substituted(node.body, augmented)))
    jumps = [n for n in tree.own_statements(node.body) if isinstance(n, gast.Return)]
    nothing = all(j.value is None or tree.is_none(j.value) for j in jumps)
    same = [p for p in kept if p not in rebound and all(_is_handed_back(j.value, p, node) for j in jumps)]
    if returns and not same:
        return None
    names = Names(tree.all_names(node))
    copy, copies = names.fresh("own"), {p: names.fresh(p) if p in rebound else p for p in kept}
    given = {p: names.fresh(p) for p in kept}
    others = [tree.name(given.get(p, p)) for p in parameters if (p, "") not in within]
    others += [tree.parse_expression(path) for _, path in sorted(within) if path]
    begin = [tree.assign(copies[p], tree.call(copy, [tree.name(g), tree.tuple_([o for o in others if not tree.is_name(o, g)])]),
                         line) for p, g in given.items()]
    begin += [tree.assign(p, tree.name(copies[p]), line) for p in kept if p in rebound]
    answers = {}
    for jump in jumps:                                         # of what is handed back, a call of the function stays one
        back = [jump.value if same[:1] == [p] else tree.name(copies[p]) for p in kept]
        answer = [] if nothing or same else [jump.value or tree.const(None)]
        answers[id(jump)] = tree.return_(_one_or_more([*back, *answer]), jump.lineno)
    inner = _made(f"{node.name}_given", [*begin, *[tree.substituted(s, answers) for s in node.body]], source, {copy: own}, given)
    setattr(inner, FRESH, True)

    held = [names.fresh(f"{p}_given") for p in kept] + ([] if nothing or same else [names.fresh("ans")])
    named = [p.id for p in node.args.kwonlyargs]
    call = tree.call(inner.__name__, [tree.name(p) for p in parameters if p not in named],
                     {given.get(p, p): tree.name(p) for p in named})
    stores = [_put_back(p, h, p in lists, names, line) for p, h in zip(kept, held)]
    answer = tree.const(None) if nothing else tree.name(same[0] if same else held[-1])
    body = [tree.assign(_one_or_more([tree.name(h) for h in held]), call, line), *stores, tree.return_(answer, line)]
    outer = _made(node.name, body, source, {inner.__name__: inner, "range": range, "len": len}, {})
    return Round(inner, outer, Effects(True, bool(same), tuple(kept)), frozenset(lists), within)


def _put_back(parameter: str, held: str, listed: bool, names: Names, line: int) -> Any:
    """The statement that puts what came back where the argument is."""
    if not listed:
        return tree.assign(tree.subscript(tree.name(parameter), tree.const(...)), tree.name(held), line)
    k = tree.name(names.fresh("k"))
    item, given = (tree.subscript(tree.name(n), k) for n in (parameter, held))
    return tree.for_(k, tree.call("range", [tree.call("len", [tree.name(parameter)])]),
                     [tree.assign(tree.subscript(item, tree.const(...)), given, line)], line)


def _made(name: str, body: list[Any], source: Source, bound: Mapping[str, Any], renamed: Mapping[str, str]) -> FunctionType:
    """A function with the parameters of another one, some of them ``renamed``, which lives where that does."""
    args = tree.clone(source.tree.args)
    args.defaults, args.kw_defaults = [], [None] * len(args.kwonlyargs)
    for parameter in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
        parameter.annotation, parameter.id = None, renamed.get(parameter.id, parameter.id)
    function = make(tree.function(name, args, body, None, source.first_line), source, {**source.bound, **bound},
                    written=source.written or source.tree)
    function.__defaults__ = source.function.__defaults__
    function.__kwdefaults__ = {renamed.get(k, k): v for k, v in (source.function.__kwdefaults__ or {}).items()}
    return function


def _is_handed_back(value: Any, parameter: str, function: Any) -> bool:
    """True for a parameter, and for what the function itself returns where it is given that for it."""
    if not isinstance(value, gast.Call) or not tree.is_name(value.func, function.name):
        return tree.is_name(value, parameter)
    place = tree.parameters(function).index(parameter)
    given = [k.value for k in value.keywords if k.arg == parameter] + value.args[place:place + 1]
    return bool(given) and tree.is_name(given[0], parameter)


def _one_or_more(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else tree.tuple_(values)
