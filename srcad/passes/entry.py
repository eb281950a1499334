"""What becomes of the arguments first: integers that are differentiated are floats, what is written is copied."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from .. import tree
from ..analyses.inference import Value
from ..analyses.kinds import UNKNOWN, Kind, holds_records
from ..analyses.lattice import is_scalar, is_whole
from ..analyses.memory import Memory
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit
from .bars import classes
from .program import Program
from .scope import Scope


def entry_values(unit: Unit, whole: bool = False) -> dict[str, Value]:
    """What is known of the parameters: integers that are differentiated count as floats; ``whole``: they stay integers."""
    kinds = dict(unit.request.kinds)
    found = {}
    for name in tree.parameters(unit.tree):
        kind = replace(kinds.get(name, UNKNOWN), shape=("parameter", name))
        varied = name in unit.request.wrt
        if varied and not whole:
            kind = promoted(kind)
        found[name] = Value(kind if not is_scalar(kind) else replace(kind, shape=None), varied)
    return found


def promoted(kind: Kind) -> Kind:
    if kind.type in (list, tuple) and kind.home is None:
        return replace(kind, items=tuple([promoted(k) if k.is_container or k.is_integer_scalar else k for k in kind.items]))
    if kind.type is int:
        return Kind(float)
    if kind.type is not None and issubclass(kind.type, np.integer):
        return Kind(float)
    return replace(kind, dtype="float64") if is_whole(kind) else kind


def promotions(program: Program, unit: Unit, found: Memory) -> list[Any]:
    """Return what is done with the arguments first.

    They are tested, if asked for; differentiated integers become floats; arrays that are written are copied.
    """
    kinds = dict(unit.request.kinds)
    lines = [tree.expression(tree.call("expect" + TOOL, [tree.const(name), tree.name(name), tree.const(kind.units)]))
             for name, kind in unit.request.kinds if unit.request.guarded and (kind.type is np.ndarray or is_scalar(kind))]
    for name in unit.request.wrt:
        kind = kinds.get(name, UNKNOWN)
        value = tree.name(name)
        if kind.type is None:
            lines.append(tree.assign(name, tree.call("real" + TOOL, [value])))
        elif not kind.is_container and promoted(kind) != kind:
            array = kind.type is np.ndarray
            if array and name in found.written:
                fail(UnsupportedSyntax, unit.source.where(unit.tree),
                     f"`{name}` is an array of integers that is written in place", "pass an array of floats")
            lines.append(tree.assign(name, tree.call(tree.attr(value, "astype"), [tree.name("float" + TOOL)])
                                     if array else tree.call("float" + TOOL, [value])))
    arrays = [n for n in tree.parameters(unit.tree) if not is_scalar(kinds.get(n, UNKNOWN))]
    for name in [n for n in arrays if n in found.written]:
        if kinds.get(name, UNKNOWN).type not in (np.ndarray,) and not kinds.get(name, UNKNOWN).is_container:
            fail(UnsupportedSyntax, unit.source.where(unit.tree), f"`{name}` is changed in place, and it is not an array",
                 "pass the arrays that are written as parameters of their own")
        every = Kind(tuple, items=tuple(kinds.get(n, UNKNOWN) for n in arrays))
        word = "own_parts" if kinds.get(name, UNKNOWN).type is not np.ndarray or holds_records(every) else "own"
        lines.append(tree.assign(name, tree.call(word + TOOL, [
            tree.name(name), tree.tuple_([tree.name(n) for n in arrays if n != name]), *classes(every, program)])))
    return lines


def check_promoted(program: Program, unit: Unit) -> None:
    """Refuse a write that cuts what it stores in the user's function, where integers that are given stay integers."""
    kinds = dict(unit.request.kinds)
    given = [name for name in unit.request.wrt if is_whole(kinds.get(name, UNKNOWN))]
    if not given:
        return
    plain = Program(program.follow, Scope(Names(unit.local)), mode=program.mode, build=program.build, optimize=program.optimize)
    plain.facts(unit, entry_values(unit, whole=True))
    for place, name in sorted(plain.cut - program.cut, key=str):
        fail(UnsupportedSyntax, place, f"`{name}` is an array of integers, as `{given[0]}` is, and is written in place",
             "pass an array of floats")
