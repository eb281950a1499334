"""What the text of a derivative depends on, and that may be replaced: then the text is made anew."""
from __future__ import annotations

import builtins
import functools
from types import FunctionType
from typing import Any

from ..analyses.kinds import key_of, of_value, one_key
from ..source import Source
from .program import Program
from .scope import Binding, current_value, parts_of, paths_of, same


def dependencies(program: Program) -> list[Binding]:
    """Everything that the text depends on and that can be replaced: globals, closures, helpers, what classes define.

    Of lists, dicts and objects, it is what they hold that counts, of which kind.
    """
    found = {name: Binding(name, value, functools.partial(same, value)) for name, value in program.compiled.items()}
    for source in [*program.sources.values(), *program.followed.values()]:
        for path in sorted(paths_of(source)):
            known, value = source.resolve(path)
            if known and getattr(builtins, path, None) is not value:
                getter = functools.partial(current_value, source, path)
                found[f"{id(source.function)}.{path}"] = Binding("", getter(), getter)
                if of_value(value).is_container:
                    found[f"kind of {id(value)}"] = Binding("", one_key(key_of(value)), functools.partial(_key, value))
        for path in sorted(source.tables):
            for key in _keys(source.resolve(path)[1]):
                value = source.resolve(path)[1][key] if key is not None else len(source.resolve(path)[1])
                found[f"{id(source.function)}.{path}[{key!r}]"] = Binding(
                    "", value, functools.partial(_row, source, path, key))
        found |= {f"{id(source)}.{n}": Binding("", b.value, b.getter) for n, b in enumerate(source.bindings)}
    functions = {id(s.function): s.function for s in program.followed.values()}
    for cls in {base for one in program.classes for base in one.__mro__[:-1]}:
        found[f"{id(cls)}"] = Binding("", len(vars(cls)), functools.partial(_count, cls))
        for name, value in vars(cls).items():
            if isinstance(value, (FunctionType, property, staticmethod, classmethod)) or not name.startswith("__"):
                found[f"{id(cls)}.{name}"] = Binding("", value, functools.partial(vars(cls).get, name))
            plain = getattr(value, "__func__", getattr(value, "fget", value))
            if isinstance(plain, FunctionType):
                functions[id(plain)] = plain
    for function in functions.values():
        found |= {f"{id(function)}.{n}": part for n, part in enumerate(parts_of(function))}
    return list(found.values())


def _keys(table: Any) -> list[Any]:
    """The places of a table; None is for how many there are."""
    return [None, *(table if isinstance(table, dict) else range(len(table)))]


def _row(source: Source, path: str, key: Any) -> Any:
    table = source.resolve(path)[1]
    return table[key] if key is not None else len(table)


def _key(value: Any) -> Any:
    return one_key(key_of(value))


def _count(cls: type) -> int:
    return len(vars(cls))
