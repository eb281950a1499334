"""What the code of a context manager does to others: whether it lets exceptions out, and what it changes.

A context manager runs beside the function that is differentiated; it may keep times and counts of its own,
and write to logs. What the function reads has to stay as it is.
"""
from __future__ import annotations

from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..errors import SrcadError
from ..source import Source, find_source
from .repeatable import written_to

PLAIN = (gast.Constant, gast.UnaryOp, gast.BinOp, gast.Call, gast.JoinedStr, gast.List, gast.Dict)


def objects_read(source: Source, seen: tuple[Any, ...] = ()) -> set[int]:
    """The ids of the global objects that a function, and those that it calls but for the ones ``seen``, may read."""
    found: set[int] = set()
    for name in tree.reads(source.tree):
        known, value = source.resolve(name)
        if known:
            found.add(id(value))
            if isinstance(value, FunctionType) and value not in seen and value is not source.function:
                try:
                    found |= objects_read(find_source(value), (*seen, value))
                except SrcadError:
                    pass
    return found


def passes(function: FunctionType, generator: bool) -> bool:
    """True if an exception may end in this ``__exit__``, or in this generator."""
    for part in tree.walk(find_source(function).tree):
        if generator and isinstance(part, gast.Try) and getattr(part, "handlers", None):
            return True
        if not generator and isinstance(part, gast.Return) and part.value is not None:
            if not isinstance(part.value, gast.Constant) or part.value.value not in (None, False):
                return True
    return False


def changes(function: FunctionType, read: set[int], fields: dict[str, Any], seen: tuple[Any, ...] = ()) -> bool:
    """True if the code may change one of the objects that are ``read``, or what it is given.

    ``fields`` are the trees that ``__init__`` assigns to the attributes of its object.
    """
    source = find_source(function)
    own = (tree.parameters(source.tree) or [""])[0] if not seen else ""
    made = {n for n in tree.writes(source.tree.body) if n not in tree.parameters(source.tree)}
    aliases = {t for s in tree.walk(source.tree) if isinstance(s, gast.Assign) and not isinstance(s.value, PLAIN)
               for t in tree.targets(s)}
    for part in tree.walk(source.tree):
        if isinstance(part, (gast.Global, gast.Nonlocal)):
            return True
        changed = written_to(part, source.resolve)
        if isinstance(part, gast.Attribute):
            changed = [base.value for base in changed if not tree.is_name(base.value, own)]
        elif isinstance(part, gast.Subscript):
            changed = [base.value for base in changed]
        elif isinstance(part, gast.Call) and not changed:
            known, target = source.resolve(tree.dotted_path(part.func) or "")
            if known and isinstance(target, FunctionType) and target.__module__ == function.__module__ and target not in seen:
                if changes(target, read, {}, (*seen, function)):
                    return True
        if any(not _is_own(base, source, read, fields, own, made - aliases) for base in changed):
            return True
    return False


def changes_module(function: FunctionType) -> bool:
    """True if the code may change an object of its module, or a name outside of it."""
    source = find_source(function)
    local = {*tree.all_parameters(source.tree), *tree.bindings(source.tree.body)}
    for part in tree.walk(source.tree):
        if isinstance(part, (gast.Global, gast.Nonlocal)):
            return True
        for base in written_to(part, source.resolve):
            while isinstance(base, (gast.Subscript, gast.Attribute)):
                base = base.value
            if getattr(base, "id", "") not in local:
                return True
    return False


def _is_own(base: Any, source: Source, read: set[int], fields: dict[str, Any], own: str, made: set[str]) -> bool:
    """True if a change of ``base`` is seen by the context manager alone."""
    if isinstance(base, gast.Attribute) and own and tree.is_name(base.value, own):
        return isinstance(fields.get(base.attr), (gast.Constant, gast.UnaryOp, gast.List, gast.Dict))
    if isinstance(base, gast.Name) and base.id in made:
        return True
    known, value = source.resolve(tree.dotted_path(base) or "")
    return known and id(value) not in read and not isinstance(base, gast.Attribute)
