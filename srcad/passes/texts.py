"""Refuse numbers that are read from text or bytes which tell what varies: their derivative would be lost in there.

>>> import numpy as np
>>> from srcad.analyses.inference import Value
>>> from srcad.analyses.kinds import Kind
>>> from srcad.source import find_source, from_source
>>> from srcad.unit import Request
>>> source = find_source(from_source('''
... def f(x):
...     t = str(x)
...     y = float(t)
...     return y
... ''', "f"))
>>> known = {"x": Value(Kind(float), True), "t": Value(Kind(str)), "y": Value(Kind(float))}
>>> facts = Facts(*[{id(line): known for line in source.tree.body}] * 2, Value(Kind(float)))
>>> try:
...     check_texts(Unit(source, source.tree, Request("reverse", ("x",))), facts)
... except UnsupportedSyntax as error:
...     print(error.reason)
a number is read from text or bytes, `t`, that were made of what has a derivative
"""
from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, Value, kind_of_path
from ..analyses.kinds import Kind
from ..analyses.lattice import differentiable
from ..analyses.operations import operation
from ..errors import UnsupportedSyntax, fail
from ..unit import Unit, resolver


def check_texts(unit: Unit, facts: Facts) -> None:
    """Raise UnsupportedSyntax for a call that makes numbers of text which tells what varies; ``len`` makes an index of it.

    Functions of the user's are not followed: one may choose between texts by what varies, another between numbers by text.
    """
    telling: set[str] = set()
    resolve = resolver(unit)
    statements = [n for n in tree.statements(unit.tree.body) if isinstance(n, (gast.Assign, gast.For)) and id(n) in facts.before]
    made = {id(n): _is_made(n, facts.before[id(n)], resolve) for n in statements}
    for _ in statements:
        found = {name for node in statements if _tells(node, telling, facts, made[id(node)])
                 for name, value in _bound(node, facts).items() if _is_text(value.kind)}
        if found == telling:
            break
        telling = found
    for node in statements if telling else ():
        texts = _read(node) & telling
        if texts and made[id(node)] and any(
                differentiable(v.kind) and not _is_text(v.kind) for v in _bound(node, facts).values()):
            fail(UnsupportedSyntax, unit.source.where(node),
                 f"a number is read from text or bytes, `{min(texts)}`, that were made of what has a derivative",
                 "keep the number itself, or srcad.stop_gradient of it")


def _is_made(node: Any, env: Mapping[str, Value], resolve: Any) -> bool:
    """True for f-strings, ``%`` and calls of functions that are not the user's."""
    value = getattr(node, "value", None)
    if isinstance(value, (gast.JoinedStr, gast.BinOp)):
        return True
    call = operation(value, functools.partial(kind_of_path, env=env, resolve=resolve), resolve) if isinstance(
        value, gast.Call) else None
    return call is not None and call.function is None


def _read(node: Any) -> set[str]:
    return tree.reads(node.iter if isinstance(node, gast.For) else node.value)


def _tells(node: Any, telling: set[str], facts: Facts, made: bool) -> bool:
    """True if a statement makes something of what varies, or reads text that tells of it."""
    env = facts.before[id(node)]
    return any(name in telling or made and name in env and env[name].varied for name in _read(node))


def _bound(node: Any, facts: Facts) -> dict[str, Value]:
    """What is known of the names that a statement binds."""
    names = tree.targets(node) if isinstance(node, gast.Assign) else [node.target.id]
    env = facts.after[id(node)] if isinstance(node, gast.Assign) else facts.before.get(id(node.body[0]), {})
    return {name: env[name] for name in names if name in env}


def _is_text(kind: Kind) -> bool:
    if kind.type in (list, tuple):
        return bool(kind.items) and all(map(_is_text, kind.items))
    return kind.type in (str, bytes)
