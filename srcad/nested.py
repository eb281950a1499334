"""A derivative as the source of another: its emitted text, with the lines and the names of the user's."""
from __future__ import annotations

import functools
import re
from dataclasses import replace
from types import FunctionType
from typing import Any

import gast

from . import tree
from .loader import Loaded, filename_of
from .names import Names
from .source import MADE, Source, find_source

ADJOINT = re.compile(r"_bar(_\d+)*$")


def source_of(loaded: Loaded, user: Source) -> Source:
    """Return the source of an emitted function; so have, from now on, all functions of its module.

    What a name means is what it means in the user's function now, not what it meant when the text was made.
    A pasted copy of a function that has a rule means that function, and has its rule.
    """
    emitted = loaded.emitted
    found: Source | None = None
    for function in [f for f in loaded.function.__globals__.values() if _is_of(f, filename_of(emitted))]:
        if MADE not in vars(function):
            source = find_source(function)
            bindings = tuple(replace(b, value=value) for b, (_, value) in zip(emitted.bindings, loaded.live, strict=True))
            borrowed = {b.emitted_name: place for b in emitted.bindings
                        if b.emitted_name and (place := _place(b.getter)) is not None}
            source = replace(source, filename=emitted.user_file, first_line=user.first_line, borrowed=borrowed,
                             bound={**source.bound, **dict(emitted.ruled)},
                             tree=_at_users_lines(source.tree, emitted.lines), bindings=bindings)
            setattr(function, MADE, source)
        if function is loaded.function:
            found = getattr(function, MADE)
    assert found is not None
    return found


def _is_of(value: Any, filename: str) -> bool:
    return isinstance(value, FunctionType) and value.__code__.co_filename == filename


def _place(getter: Any) -> tuple[Source, str] | None:
    """The source and the name in it that a binding reads, if it reads one."""
    args = getter.args if isinstance(getter, functools.partial) else ()
    return args if len(args) == 2 and isinstance(args[0], Source) else None


def _at_users_lines(function: Any, lines: dict[int, int]) -> Any:
    """The tree with each statement at the user's line that it was made from."""
    line = min(lines.values(), default=0)
    for statement, own in [(s, s.lineno) for s in tree.statements([function])]:
        line = lines.get(own, line)
        for part in tree.walk(statement):
            if hasattr(part, "lineno"):
                part.lineno, part.col_offset = line, 0
    return apart(function)


def apart(function: Any) -> Any:
    r"""The function with a new name wherever it binds one anew, outside loops and branches: no two values share it.

    An adjoint that nothing has read yet is made anew, too, where something is added to it.

    >>> from .printer import to_source
    >>> body = tree.parse("def f(a):\n    b_bar = a[0]\n    b_bar = b_bar + 1\n    b_bar += a\n    return b_bar").body[0]
    >>> print(to_source(tree.module([apart(body)])), end="")
    def f(a):
        b_bar = a[0]
        b_bar_1 = b_bar + 1
        b_bar_2 = b_bar_1 + a
        return b_bar_2
    """
    if any(isinstance(part, (gast.FunctionDef, gast.Lambda, gast.GeneratorExp)) for s in function.body for part in tree.walk(s)):
        return function
    names, now, known = Names(tree.all_names(function)), dict[str, str](), set(tree.all_parameters(function))
    body = []
    for statement in _anew(function.body):
        new = tree.rename(statement, now)
        again = {n: names.fresh(n) for n in tree.targets(statement) if n in known} if isinstance(statement, gast.Assign) else {}
        if again:
            bound = {now.get(n, n): m for n, m in again.items()}
            new = tree.with_fields(new, targets=[tree.rename(t, bound) for t in new.targets])
        now |= again
        known |= tree.writes([statement])
        body.append(new)
    return tree.with_body(function, body)


def _anew(block: list[Any]) -> list[Any]:
    """The block with ``x_bar = a * b; x_bar += c`` as two sums, where nothing reads ``x_bar`` in between.

    Of adjoints alone: what is in place for the user stays so, for it keeps its dtype.
    """
    out = []
    unread: set[str] = set()
    for node in block:
        name = getattr(node.target, "id", "") if isinstance(node, gast.AugAssign) else ""
        if name in unread:
            node = tree.assign(name, tree.like_augmented(node), node.lineno)
        elif isinstance(node, (gast.If, gast.For, gast.While)):
            node = tree.with_fields(node, body=_anew(node.body), orelse=_anew(node.orelse))
        unread -= tree.reads(node) - {name}
        unread -= tree.writes([node])
        if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) and isinstance(node.value, gast.BinOp):
            unread |= {node.targets[0].id} if ADJOINT.search(node.targets[0].id) else set()
        out.append(node)
    return out
