"""Functions that make functions: ``compose(f, g)`` is the function that ``compose`` returns, its names made the caller's.

A factory consists of assignments and nested functions, and returns one of these or a lambda.
"""
from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..errors import SrcadError
from ..names import Names
from ..source import Source, find_source

Block = list[Any]
LONGEST = 12               # statements of a factory


@dataclass(frozen=True)
class Made:
    """What a call of a factory stands for: statements, then the function that ``value`` names."""

    statements: Block
    value: Any


def factory(function: Any) -> Source | None:
    """The source of a function that returns a function of its own; None for any other."""
    return _factory(function, function.__code__) if isinstance(function, FunctionType) else None


@functools.lru_cache(maxsize=256)
def _factory(function: FunctionType, code: object) -> Source | None:
    del code
    try:
        source = find_source(function)
    except SrcadError:
        return None
    body = source.tree.body
    if not isinstance(body[-1], gast.Return) or len(body) > LONGEST or not isinstance(source.tree, gast.FunctionDef):
        return None
    inner = {n.name for n in body if isinstance(n, gast.FunctionDef)}
    value = body[-1].value
    if not isinstance(value, gast.Lambda) and getattr(value, "id", "") not in inner:
        return None
    plain = all(isinstance(s, gast.FunctionDef) or isinstance(s, gast.Assign) and isinstance(s.targets[0], gast.Name)
                or isinstance(s, gast.Expr) and isinstance(s.value, gast.Constant) for s in body[:-1])
    names = tree.bindings(body)
    return source if plain and len(set(names)) == len(names) and not set(names) & set(tree.all_parameters(source.tree)) else None


def called(source: Source, args: Block, keywords: dict[str, Any], names: Names, borrow: Callable[[Source, str], str],
           default: Callable[[Any, str], Any]) -> Made | None:
    """Return what a call of the factory stands for; its local names get new ones.

    ``borrow`` gives a name for what one means in the factory, ``default`` a tree for a default value.
    """
    signature = inspect.signature(source.function, follow_wrapped=False)
    try:
        bound = signature.bind(*args, **keywords).arguments
    except TypeError:
        return None
    start: Block = []
    own = {n: names.fresh(n) for n in [*tree.all_parameters(source.tree), *tree.bindings(source.tree.body)]}
    line = source.tree.body[0].lineno
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            return None
        value = bound.get(name, () if parameter.kind is parameter.VAR_POSITIONAL else None)
        if isinstance(value, tuple):
            value = tree.tuple_(list(value))
        start.append(tree.assign(own[name], default(parameter.default, name) if value is None else value, line))
    free = sorted(tree.free_names(source.tree))
    new = {**own, **{n: borrow(source, n) for n in free if source.resolve(n)[0]}}
    body = [renamed(s, new) for s in source.tree.body if not isinstance(s, gast.Expr)]
    return Made([*start, *body[:-1]], body[-1].value)


def renamed(node: Any, new: dict[str, str]) -> Any:
    """A statement with other names; those that a function in it binds itself stay."""
    if isinstance(node, list):
        return [renamed(part, new) for part in node]
    if not isinstance(node, gast.AST):
        return node
    if isinstance(node, gast.Name):
        return tree.rename(node, new)
    if isinstance(node, (gast.FunctionDef, gast.Lambda)):
        body = node.body if isinstance(node, gast.FunctionDef) else [node.body]
        own = set(tree.all_parameters(node)) | set(tree.bindings(body))
        inner = {n: m for n, m in new.items() if n not in own}
        fields = {key: renamed(value, inner) for key, value in node.__dict__.items() if key != "args"}
        args = tree.clone(node.args)
        args.defaults = renamed(args.defaults, new)
        args.kw_defaults = renamed(args.kw_defaults, new)
        made = tree.with_fields(node, **fields, args=args)
        return tree.with_fields(made, name=new.get(node.name, node.name)) if isinstance(node, gast.FunctionDef) else made
    return tree.with_fields(node, **{key: renamed(value, new) for key, value in node.__dict__.items()})
