"""Refuse primitives that are given objects of the user's: what they do then, the object's class says, and no rule."""
from __future__ import annotations

import copy
import dataclasses
import operator
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.operations import GETITEM, MAKE, Operation, operation
from ..errors import UnsupportedSyntax, fail
from ..unit import Unit
from .effects import expressions

KEEPING = (GETITEM, MAKE, copy.copy, copy.deepcopy, dataclasses.replace)         # these take objects as they are
TWISTING = (operator.invert, operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift, round)


def check_asked(unit: Unit, facts: Facts, resolve: Any) -> None:
    """Raise UnsupportedSyntax for a function with a rule, or an operator, that is given an object."""
    for node in tree.statements(unit.tree.body):
        env = facts.before.get(id(node), {})

        def kind_of(part: Any, env: Any = env) -> Kind:
            if isinstance(part, gast.Name) and part.id in env:
                kind: Kind = env[part.id].kind
                return kind
            found, value = resolve(tree.dotted_path(part) or "")
            return of_value(value) if found else UNKNOWN

        for part in expressions(node):
            call = operation(part, kind_of, resolve) if isinstance(part, (gast.Call, gast.BinOp, gast.UnaryOp)) else None
            if call is None or not _asks_for_numbers(call):
                continue
            held = [tree.elements(a) if isinstance(a, tree.DISPLAYS) else [a] for a in call.arguments]
            kinds = [kind_of(one) for several in held for one in several]
            name = call.label or getattr(call.rule, "name", "")
            for cls in [getattr(kind.type, "__name__", "") for kind in kinds if kind.is_record and kind.type is not dict]:
                given = f"`{name}` is given an object of the class" if isinstance(part, gast.Call) else "arithmetic on a"
                fail(UnsupportedSyntax, unit.source.where(node), f"{given} `{cls}`",
                     "take the numbers out, or call a method that does it")


def _asks_for_numbers(call: Operation) -> bool:
    rule = call.rule
    if rule is None or rule.custom or rule.calls or call.target in KEEPING:
        return False
    return rule.kind != "zero" or call.target in TWISTING
