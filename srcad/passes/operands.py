"""Operands for which the rule of an operation would not be the truth are refused."""
from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from ..analyses.inference import Value
from ..analyses.lattice import is_scalar
from ..analyses.operations import Operation
from ..errors import Location, MissingRule, UnsupportedSyntax, fail
from ..rules import expand as rules
from ..runtime import is_helper

ARITHMETIC = tuple(getattr(operator, n) for n in "add sub mul truediv mod pow matmul neg pos abs".split())
DROPPED = ("where", "full_like", "arange")      # rules that say so: operands whose derivative is zero


def refuse_operands(call: Operation, value_of: Callable[[Any], Value], where: Location) -> None:
    """Refuse operands for which the rule of an operation would not be the truth."""
    kinds = [value_of(o).kind for o in call.arguments]
    for kind in kinds:
        if kind.type is not None and issubclass(kind.type, np.ndarray) and kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"`{kind.type.__name__}` has arithmetic of its own", "pass a plain array")
        if kind.type is not None and (issubclass(kind.type, complex) or (kind.dtype or "").startswith("complex")):
            fail(UnsupportedSyntax, where, "derivatives of complex values are not supported yet",
                 "compute with real and imaginary parts")
        plain = kind.type is None or is_scalar(kind) or kind.type in (np.ndarray, list, tuple, type(None), slice, type)
        if call.target in ARITHMETIC and not plain:
            fail(UnsupportedSyntax, where, f"arithmetic on a `{kind.type.__name__}` is not supported",  # type: ignore[union-attr]
                 "take the numbers out of it first")
    if call.target in ARITHMETIC and any(k.type in (list, tuple) for k in kinds) and all(
            k.type is not np.ndarray for k in kinds):
        fail(UnsupportedSyntax, where, "lists and tuples add and multiply by repetition", "make an array of it: np.array(...)")
    rule = call.rule
    if rule is None or rule.function is None or is_helper(call.target):       # these read a shape only, or choose
        return
    bound = rules.bind(rule, call.operands, call.keywords)
    for parameter, operand in bound.items():
        if parameter not in rule.wrt and value_of(operand).varied and rule.name not in DROPPED:
            fail(MissingRule, where, f"the rule of {rule.name} has no derivative for `{parameter}`", "pass a constant there")
