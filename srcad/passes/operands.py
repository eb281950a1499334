"""Operands for which the rule of an operation would not be the truth are refused."""
from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import gast
import numpy as np

from ..analyses.inference import Facts, Value
from ..analyses.kinds import Kind
from ..analyses.lattice import is_complex, is_known, is_scalar
from ..analyses.operations import Operation
from ..errors import Location, MissingRule, UnsupportedSyntax, fail
from ..rules import expand as rules
from ..rules.holomorphic import COMPLEX, FOURIER
from ..runtime import is_helper

ARITHMETIC = tuple(getattr(operator, n) for n in "add sub mul truediv mod pow matmul neg pos abs".split())
COMPUTED = ("spacings", "weights")               # parameters of helpers' rules; of the others they read a shape, or choose
DROPPED = ("where", "full_like", "arange")      # rules that say so: operands whose derivative is zero


def has_complex(function: Any, facts: Facts) -> bool:
    """True if a function computes with complex values anywhere."""
    return any(is_complex(value.kind) for _, value in facts.values_in(function))


def refuse_unknown(values: Sequence[Value], where: Location) -> None:
    """Where values are complex, each must be known to be it or not: what comes back to a real one is cut to its real part."""
    if any(v.varied and not is_known(v.kind) for v in values):
        fail(UnsupportedSyntax, where, "this function computes with complex values, and of one of them it is not known whether "
             "it is real or complex", "make it plain: np.real(x), or x.astype(complex), or give arguments of known kinds")


def _elements(operand: Any) -> list[Any]:
    """The elements of a display, of displays in it too; else the operand itself."""
    if isinstance(operand, (gast.List, gast.Tuple)):
        return [leaf for element in operand.elts for leaf in _elements(element)]
    return [operand]


def _refuse_complex(call: Operation, value_of: Callable[[Any], Value], where: Location, result: Kind) -> None:
    values = [value_of(o) for a in call.arguments for o in _elements(a)]
    refuse_unknown([*values, Value(result, True)], where)
    rule = call.rule
    if not (is_complex(result) or any(is_complex(v.kind) for v in values)):
        return
    if rule is None or rule.custom or rule.name not in COMPLEX:
        fail(UnsupportedSyntax, where, f"the derivative of {call.label or 'this operation'} is known for real values only",
             "compute with real and imaginary parts")
    bound = rules.bind(rule, call.operands, call.keywords)
    for parameter, operand in bound.items():
        kind = value_of(operand).kind
        if kind.type in (list, tuple) and not isinstance(operand, (gast.List, gast.Tuple)) and value_of(operand).varied and (
                is_complex(kind) != is_complex(result)):
            fail(UnsupportedSyntax, where, "a list of real values becomes complex here", "make an array of it first")
        if rule.name in ("power", "pow") and parameter in ("x2", "exp") and value_of(operand).varied:
            fail(UnsupportedSyntax, where, "the derivative by the exponent of a complex power is not supported",
                 "write np.exp(y * np.log(x))")


def refuse_flow(call: Operation | None, where: Location) -> NoReturn:
    """Refuse a call that a derivative would have to flow through, and that has no rule."""
    if call is not None and call.rule is not None and call.rule.kind == "last":
        fail(MissingRule, where, f"{call.rule.name} has a first derivative only",
             "write its steps in Python, or take differences of the first derivative")
    what = call.label if call is not None and call.label else "this expression"
    fail(MissingRule if call is not None else UnsupportedSyntax, where,
         f"a derivative would have to flow through {what}, which has no rule",
         "write it with functions that have one, or add a rule to srcad/rules (CONTRIBUTING shows how)")


def refuse_operands(call: Operation, value_of: Callable[[Any], Value], where: Location, result: Kind, complex_too: bool) -> None:
    """Refuse operands for which the rule of an operation would not be the truth."""
    kinds = [value_of(o).kind for o in call.arguments]
    if complex_too or call.rule is not None and call.rule.name in FOURIER:
        _refuse_complex(call, value_of, where, result)
    for kind in kinds:
        if kind.type is not None and issubclass(kind.type, np.ndarray) and kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"`{kind.type.__name__}` has arithmetic of its own", "pass a plain array")
        plain = kind.type is None or is_scalar(kind) or kind.type in (np.ndarray, list, tuple, type(None), slice, type)
        if call.target in ARITHMETIC and not plain:
            fail(UnsupportedSyntax, where, f"arithmetic on a `{kind.type.__name__}` is not supported",  # type: ignore[union-attr]
                 "take the numbers out of it first")
    if call.target in ARITHMETIC and any(k.type in (list, tuple) for k in kinds) and all(
            k.type is not np.ndarray for k in kinds):
        fail(UnsupportedSyntax, where, "lists and tuples add and multiply by repetition", "make an array of it: np.array(...)")
    rule = call.rule
    if rule is None or rule.function is None:
        return
    bound = rules.bind(rule, call.operands, call.keywords)
    for parameter, operand in bound.items():
        if is_helper(call.target) and parameter not in COMPUTED:
            continue
        if parameter not in rule.wrt and value_of(operand).varied and rule.name not in DROPPED:
            fail(MissingRule, where, f"the rule of {rule.name} has no derivative for `{parameter}`", "pass a constant there")
