# mypy: disable-error-code="no-untyped-def"
"""Python's operators, on floats and on arrays. A partial of floats is a float.

``+ - * /`` share their rules with the ufuncs that they call on arrays.
"""
from __future__ import annotations

import math
import operator

import numpy as np

from .registry import elementwise, zero


@elementwise(operator.add, np.add)
def add(x1, x2):
    return 1, 1


@elementwise(operator.sub, np.subtract)
def subtract(x1, x2):
    return 1, -1


@elementwise(operator.mul, np.multiply)
def multiply(x1, x2):
    return x2, x1


@elementwise(operator.truediv, np.divide)
def divide(x1, x2, *, ans):
    return 1 / x2, -(ans / x2)


@elementwise(operator.mod, np.remainder)
def remainder(x1, x2):
    """Source: x1 - floor(x1 / x2) * x2, the quotient taken for constant (it jumps)."""
    return 1, -(x1 // x2)


@elementwise(operator.pow, pow)
def pow_(base, exp, *, ans):
    """Source: an exponent of 0 gives 0 and a base of 0 gives the exponent 0, never 0 * inf."""
    return (
        exp * base ** (exp - 1) if np.ndim(exp) == 0 and (exp != 0 or np.ndim(base) == 0 and base != 0)
        else 0.0 if np.ndim(exp) == 0 and np.ndim(base) == 0
        else exp * np.where((exp == 0) & (base == 0), 1, base) ** (exp - 1),
        ans * ((math.log(base) if base > 0 else 0.0 if base == 0 else math.nan) if np.ndim(base) == 0
               else np.log(np.where(base == 0, 1, base))),
    )


@elementwise(operator.neg, np.negative)
def negative(x):
    return -1


@elementwise(operator.pos, np.positive)
def positive(x):
    return 1


@elementwise(abs, operator.abs)
def abs_(x, *, ans):
    """Source: the sign of x, of a complex one conj(x) / abs(x); 0 at 0."""
    if np.iscomplexobj(x):
        return np.conj(x) / (ans + (ans == 0))
    if np.ndim(x) == 0:
        return math.copysign(x != 0, x)
    return np.sign(x)


zero(
    operator.floordiv, operator.invert, operator.not_, operator.truth, operator.index,
    operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift,
    operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge,
    operator.is_, operator.is_not, operator.contains, operator.countOf, operator.indexOf, operator.length_hint,
)
