"""Refuse primitives that are given objects of the user's: what they do then, the object's class says, and no rule."""
from __future__ import annotations

import copy
import dataclasses
import operator
from collections.abc import Callable
from typing import Any

import gast

from .. import tree
from ..analyses.kinds import Kind
from ..analyses.operations import GETITEM, MAKE, Operation
from ..errors import UnsupportedSyntax, fail
from ..unit import Unit

KEEPING = (GETITEM, MAKE, copy.copy, copy.deepcopy, dataclasses.replace)         # these take objects as they are
JOINING = (operator.and_, operator.or_, operator.xor)            # of dicts and sets too
TWISTING = (operator.invert, *JOINING, operator.lshift, operator.rshift, round)


def check_asked(unit: Unit, node: Any, part: Any, call: Operation, kind_of: Callable[[Any], Kind],
                varies: Callable[[Any], bool]) -> None:
    """Raise UnsupportedSyntax for a function with a rule, or an operator, that is given an object, or may be."""
    if not _asks_for_numbers(call):
        return
    if call.target in JOINING and any(kind_of(a).type in (None, dict) and varies(a) for a in call.arguments):
        fail(UnsupportedSyntax, unit.source.where(node), "`|`, `&` or `^` of what may be a dict",
             "make the dict of its keys and values, or compare first: `(a > 0) | (b > 0)`")
    held = [tree.elements(a) if isinstance(a, tree.DISPLAYS) else [a] for a in call.arguments]
    for kind in [kind_of(one) for several in held for one in several]:
        if kind.is_record and kind.type is not dict:
            name = call.label or getattr(call.rule, "name", "")
            given = f"`{name}` is given an object of the class" if isinstance(part, gast.Call) else "arithmetic on a"
            fail(UnsupportedSyntax, unit.source.where(node), f"{given} `{getattr(kind.type, '__name__', '')}`",
                 "take the numbers out, or call a method that does it")


def _asks_for_numbers(call: Operation) -> bool:
    rule = call.rule
    if rule is None or rule.custom or rule.calls or call.target in KEEPING:
        return False
    return rule.kind != "zero" or call.target in TWISTING
