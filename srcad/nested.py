"""A derivative as the source of another: its emitted text, with the lines and the names of the user's."""
from __future__ import annotations

import functools
from dataclasses import replace
from types import FunctionType
from typing import Any

from . import tree
from .loader import Loaded, filename_of
from .source import MADE, Source, find_source


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
    return function
