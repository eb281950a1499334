# mypy: disable-error-code="no-untyped-def"
"""The ``cmath`` module; its functions are differentiable in the complex sense but for ``phase`` and ``rect``."""
from __future__ import annotations

import cmath
import math

from .registry import elementwise, zero


@elementwise(cmath.exp)
def cmath_exp(x, *, ans):
    return ans


@elementwise(cmath.log, wrt="x base")
def cmath_log(x, base=None, *, ans):
    if base is None:
        return 1 / x, 0.0
    return 1 / (cmath.log(base) * x), -(ans / (cmath.log(base) * base))


@elementwise(cmath.log10)
def cmath_log10(x):
    return 1 / (math.log(10.0) * x)


@elementwise(cmath.sqrt)
def cmath_sqrt(x, *, ans):
    return 0.5 / ans


@elementwise(cmath.sin)
def cmath_sin(x):
    return cmath.cos(x)


@elementwise(cmath.cos)
def cmath_cos(x):
    return -cmath.sin(x)


@elementwise(cmath.tan)
def cmath_tan(x, *, ans):
    return 1 + ans * ans


@elementwise(cmath.asin)
def cmath_asin(x):
    return 1 / cmath.sqrt(1 - x * x)


@elementwise(cmath.acos)
def cmath_acos(x):
    return -(1 / cmath.sqrt(1 - x * x))


@elementwise(cmath.atan)
def cmath_atan(x):
    return 1 / (1 + x * x)


@elementwise(cmath.sinh)
def cmath_sinh(x):
    return cmath.cosh(x)


@elementwise(cmath.cosh)
def cmath_cosh(x):
    return cmath.sinh(x)


@elementwise(cmath.tanh)
def cmath_tanh(x, *, ans):
    return 1 - ans * ans


@elementwise(cmath.asinh)
def cmath_asinh(x):
    return 1 / cmath.sqrt(x * x + 1)


@elementwise(cmath.acosh)
def cmath_acosh(x):
    """Source: two roots, so that the branch is that of the function."""
    return 1 / (cmath.sqrt(x - 1) * cmath.sqrt(x + 1))


@elementwise(cmath.atanh)
def cmath_atanh(x):
    return 1 / (1 - x * x)


@elementwise(cmath.phase)
def cmath_phase(x):
    """Source: the imaginary part of dx / x."""
    return -1j / x


@elementwise(cmath.rect)
def cmath_rect(r, phi, *, ans):
    return cmath.rect(1.0, phi), 1j * ans


zero(cmath.isnan, cmath.isinf, cmath.isfinite, cmath.isclose)
