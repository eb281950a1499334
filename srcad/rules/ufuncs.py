# mypy: disable-error-code="no-untyped-def"
"""NumPy's elementary ufuncs (``+ - * / %`` and signs are in ``operators``)."""
from __future__ import annotations

import math

import numpy as np

from ..runtime import unbroadcast
from .registry import elementwise, general, jvp, linear


# ------------------------------------------------------------------ powers, exponentials, logarithms
@elementwise(np.power, np.float_power)
def power(x1, x2, *, ans):
    """Source: an exponent of 0 gives 0 and a base of 0 gives the exponent 0, never 0 * inf."""
    return (
        x2 * np.power(x1, x2 - 1) if np.ndim(x2) == 0 and (x2 != 0 or np.ndim(x1) == 0 and x1 != 0)
        else 0.0 if np.ndim(x2) == 0 and np.ndim(x1) == 0
        else x2 * np.power(np.where((x2 == 0) & (x1 == 0), 1, x1), x2 - 1),
        ans * ((math.log(x1) if x1 > 0 else 0.0 if x1 == 0 else math.nan) if np.ndim(x1) == 0
               else np.log(np.where(x1 == 0, 1, x1))),
    )


@elementwise(np.square)
def square(x):
    return 2 * x


@elementwise(np.reciprocal)
def reciprocal(x, *, ans):
    return -(ans * ans)


@elementwise(np.sqrt)
def sqrt(x, *, ans):
    return 0.5 / ans


@elementwise(np.cbrt)
def cbrt(x, *, ans):
    return 1 / (3 * ans * ans)


@elementwise(np.exp)
def exp(x, *, ans):
    return ans


@elementwise(np.exp2)
def exp2(x, *, ans):
    return math.log(2.0) * ans


@elementwise(np.expm1)
def expm1(x, *, ans):
    return ans + 1


@elementwise(np.log)
def log(x):
    return 1 / x


@elementwise(np.log2)
def log2(x):
    return 1 / (math.log(2.0) * x)


@elementwise(np.log10)
def log10(x):
    return 1 / (math.log(10.0) * x)


@elementwise(np.log1p)
def log1p(x):
    return 1 / (1 + x)


@elementwise(np.logaddexp)
def logaddexp(x1, x2, *, ans):
    """Source: the softmax of both; 0 where both are -inf."""
    return np.exp(x1 - np.where(ans == -np.inf, 0.0, ans)), np.exp(x2 - np.where(ans == -np.inf, 0.0, ans))


@elementwise(np.logaddexp2)
def logaddexp2(x1, x2, *, ans):
    return np.exp2(x1 - np.where(ans == -np.inf, 0.0, ans)), np.exp2(x2 - np.where(ans == -np.inf, 0.0, ans))


@elementwise(np.ldexp, wrt="x1")
def ldexp(x1, x2):
    return np.ldexp(np.ones_like(x1), x2)


# ------------------------------------------------------------------ trigonometric and hyperbolic
@elementwise(np.sin)
def sin(x):
    return np.cos(x)


@elementwise(np.cos)
def cos(x):
    return -np.sin(x)


@elementwise(np.tan)
def tan(x, *, ans):
    return 1 + ans * ans


@elementwise(np.arcsin)
def arcsin(x):
    return 1 / np.sqrt(1 - x * x)


@elementwise(np.arccos)
def arccos(x):
    return -(1 / np.sqrt(1 - x * x))


@elementwise(np.arctan)
def arctan(x):
    return 1 / (1 + x * x)


@elementwise(np.arctan2)
def arctan2(x1, x2):
    """Source: (x2, -x1) / (x1**2 + x2**2); 0 at the origin."""
    square = x1 * x1 + x2 * x2 + ((x1 == 0) & (x2 == 0))
    return x2 / square, -(x1 / square)


@elementwise(np.sinh)
def sinh(x):
    return np.cosh(x)


@elementwise(np.cosh)
def cosh(x):
    return np.sinh(x)


@elementwise(np.tanh)
def tanh(x, *, ans):
    return 1 - ans * ans


@elementwise(np.arcsinh)
def arcsinh(x):
    return 1 / np.sqrt(x * x + 1)


@elementwise(np.arccosh)
def arccosh(x):
    """Source: for complex values two roots, so that the branch is that of the function."""
    if np.iscomplexobj(x):
        return 1 / (np.sqrt(x - 1) * np.sqrt(x + 1))
    return 1 / np.sqrt(x * x - 1)


@elementwise(np.arctanh)
def arctanh(x):
    return 1 / (1 - x * x)


@elementwise(np.hypot)
def hypot(x1, x2, *, ans):
    """Source: x / r; 0 at the origin, the subgradient of least norm."""
    return x1 / np.where(ans == 0, 1, ans), x2 / np.where(ans == 0, 1, ans)


@elementwise(np.sinc)
def sinc(x, *, ans):
    return np.where(x == 0, 0.0, (np.cos(math.pi * x) - ans) / np.where(x == 0, 1, x))


@elementwise(np.deg2rad, np.radians)
def deg2rad(x):
    return math.pi / 180


@elementwise(np.rad2deg, np.degrees)
def rad2deg(x):
    return 180 / math.pi


# ------------------------------------------------------------------ kinks and selections
@elementwise(np.absolute, np.fabs)
def absolute(x, *, ans):
    """Source: the sign of x, of a complex one conj(x) / abs(x); 0 at 0."""
    if np.iscomplexobj(x):
        return np.conj(x) / (ans + (ans == 0))
    return np.sign(x)


@elementwise(np.copysign)
def copysign(x1, x2, *, ans):
    return np.sign(x1) * np.sign(ans), 0.0


@elementwise(np.heaviside)
def heaviside(x1, x2):
    return 0.0, x1 == 0


@elementwise(np.fmod)
def fmod(x1, x2, *, ans):
    """Source: x1 - n * x2 with n the quotient cut to a whole number, taken for constant."""
    return 1, (ans - x1) / x2


@elementwise(np.nextafter)
def nextafter(x1, x2):
    """Source: the next number moves with x1; the direction is taken for constant."""
    return 1, 0.0


@general(np.modf, wrt="x")
def modf(x, *, ct):
    """Source: the whole part is constant."""
    return ct[0]


@jvp(modf)
def modf_dot(x, *, x_dot, ans):
    return x_dot, 0.0 * ans[1]


@general(np.frexp, wrt="x")
def frexp(x, *, ct, ans):
    """Source: the mantissa is x / 2**e, the exponent e constant."""
    return np.ldexp(ct[0], -ans[1])


@jvp(frexp)
def frexp_dot(x, *, x_dot, ans):
    return np.ldexp(x_dot, -ans[1]), 0 * ans[1]


@general(np.divmod, divmod, wrt="x1 x2")
def divmod_(x1, x2, *, ct, ans):
    """Source: the quotient is constant, the rest x1 - quotient * x2."""
    return unbroadcast(ct[1], x1), unbroadcast(-ct[1] * ans[0], x2)


@jvp(divmod_)
def divmod_dot(x1, x2, *, x1_dot, x2_dot, ans):
    return 0.0 * ans[0], x1_dot - ans[0] * x2_dot


@general(np.nan_to_num, wrt="x", broadcasts=True)
def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None, *, ct):
    """Source: what is not finite is replaced by constants; selects, so 0 * inf never arises."""
    return np.where(np.isfinite(x), ct, 0.0)[()]


@jvp(nan_to_num)
def nan_to_num_dot(x, copy=True, nan=0.0, posinf=None, neginf=None, *, x_dot):
    return np.where(np.isfinite(x), x_dot, 0.0)[()]


@linear(np.conjugate, wrt="x")
def conjugate(x, *, ct):
    """Source: not differentiable in the complex sense; its transpose is itself."""
    if np.iscomplexobj(x):
        return np.conj(ct)
    return ct


@elementwise(np.angle, wrt="z")
def angle(z, deg=False):
    """Source: the imaginary part of dz / z; constant on reals."""
    if np.iscomplexobj(z):
        return -1j / z * (180 / math.pi) if deg else -1j / z
    return 0.0


@linear(np.where, wrt="x y", broadcasts=True)
def where(condition, x=None, y=None, *, ct):
    """Source: selects, so 0 * inf never arises."""
    return np.where(condition, ct, 0.0), np.where(condition, 0.0, ct)


@general(np.maximum, wrt="x1 x2", broadcasts=True)
def maximum(x1, x2, *, ct):
    """Source: all to the larger, one half to each where they tie; selects, so 0 * inf never arises."""
    if np.ndim(x1) == 0 and np.ndim(x2) == 0:
        return (0.5 * ct if x1 == x2 else ct if x1 > x2 else 0.0,
                0.5 * ct if x1 == x2 else ct if x1 < x2 else 0.0)
    return (np.where(x1 == x2, 0.5 * ct, np.where(x1 > x2, ct, 0.0)),
            np.where(x1 == x2, 0.5 * ct, np.where(x1 < x2, ct, 0.0)))


@jvp(maximum)
def maximum_dot(x1, x2, *, x1_dot, x2_dot):
    if np.ndim(x1) == 0 and np.ndim(x2) == 0:
        return 0.5 * (x1_dot + x2_dot) if x1 == x2 else x1_dot if x1 > x2 else x2_dot
    return np.where(x1 == x2, 0.5 * (x1_dot + x2_dot), np.where(x1 > x2, x1_dot, x2_dot))


@general(np.minimum, wrt="x1 x2", broadcasts=True)
def minimum(x1, x2, *, ct):
    """Source: all to the smaller, one half to each where they tie; selects, so 0 * inf never arises."""
    if np.ndim(x1) == 0 and np.ndim(x2) == 0:
        return (0.5 * ct if x1 == x2 else ct if x1 < x2 else 0.0,
                0.5 * ct if x1 == x2 else ct if x1 > x2 else 0.0)
    return (np.where(x1 == x2, 0.5 * ct, np.where(x1 < x2, ct, 0.0)),
            np.where(x1 == x2, 0.5 * ct, np.where(x1 > x2, ct, 0.0)))


@jvp(minimum)
def minimum_dot(x1, x2, *, x1_dot, x2_dot):
    if np.ndim(x1) == 0 and np.ndim(x2) == 0:
        return 0.5 * (x1_dot + x2_dot) if x1 == x2 else x1_dot if x1 < x2 else x2_dot
    return np.where(x1 == x2, 0.5 * (x1_dot + x2_dot), np.where(x1 < x2, x1_dot, x2_dot))


@general(np.fmax, np.fmin, wrt="x1 x2", broadcasts=True)
def fmax(x1, x2, *, ct, ans):
    """Source: all to the one chosen, one half to each where they tie; a nan is never chosen."""
    return (np.where(x1 == ans, np.where(x1 == x2, 0.5 * ct, ct), 0.0)[()],
            np.where(x2 == ans, np.where(x1 == x2, 0.5 * ct, ct), 0.0)[()])


@jvp(fmax)
def fmax_dot(x1, x2, *, x1_dot, x2_dot, ans):
    return np.where(x1 == x2, 0.5 * (x1_dot + x2_dot), np.where(x1 == ans, x1_dot, x2_dot))[()]


@general(np.clip, wrt="a a_min a_max min max", broadcasts=True)
def clip(a, a_min=None, a_max=None, out=None, *, min=None, max=None, ct, ans):
    """Source: the identity between the bounds, both included; outside, all to the bound; selects, so 0 * inf never arises."""
    if a_min is None and a_max is None and min is None and max is None:
        return ct, 0.0, 0.0, 0.0, 0.0
    if np.ndim(ans) == 0:
        return (ct if a == ans else 0.0, ct if a != ans and a_min == ans else 0.0, ct if a != ans and a_max == ans else 0.0,
                ct if a != ans and min == ans else 0.0, ct if a != ans and max == ans else 0.0)
    return (np.where(a == ans, ct, 0.0), np.where(np.logical_and(a != ans, a_min == ans), ct, 0.0),
            np.where(np.logical_and(a != ans, a_max == ans), ct, 0.0),
            np.where(np.logical_and(a != ans, min == ans), ct, 0.0),
            np.where(np.logical_and(a != ans, max == ans), ct, 0.0))


@jvp(clip)
def clip_dot(a, a_min=None, a_max=None, out=None, *, min=None, max=None, a_dot, a_min_dot, a_max_dot, min_dot, max_dot, ans):
    low = np.logical_or(a_min == ans, min == ans)
    high = np.logical_or(a_max == ans, max == ans)
    outside = np.where(low, a_min_dot + min_dot, np.where(high, a_max_dot + max_dot, 0.0))
    return np.where(a == ans, a_dot, outside).astype(np.result_type(ans))[()]


@general(np.ndarray.clip, wrt="a min max", broadcasts=True)
def clip_method(a, min=None, max=None, out=None, *, ct, ans):
    if min is None and max is None:
        return ct, 0.0, 0.0
    return (np.where(a == ans, ct, 0.0), np.where(np.logical_and(a != ans, min == ans), ct, 0.0),
            np.where(np.logical_and(a != ans, max == ans), ct, 0.0))


@jvp(clip_method)
def clip_method_dot(a, min=None, max=None, out=None, *, a_dot, min_dot, max_dot, ans):
    outside = np.where(min == ans, min_dot, np.where(max == ans, max_dot, 0.0))
    return np.where(a == ans, a_dot, outside).astype(np.result_type(ans))
