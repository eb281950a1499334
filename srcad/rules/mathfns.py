# mypy: disable-error-code="no-untyped-def"
"""The ``math`` module: floats in, floats out; partials are made of ``math`` functions too."""
from __future__ import annotations

import math

import numpy as np

from ..runtime import digamma, product_of_others
from ..runtime_containers import spread
from .registry import bilinear, elementwise, general, jvp, linear, present, zero


# ------------------------------------------------------------------ powers, exponentials, logarithms
@elementwise(math.sqrt)
def math_sqrt(x, *, ans):
    return 0.5 / ans


@elementwise(*present(math, "cbrt"))                             # Python 3.11
def math_cbrt(x, *, ans):
    return 1 / (3 * ans * ans)


@elementwise(math.pow)
def math_pow(x, y, *, ans):
    """Source: an exponent of 0 gives 0 and a base of 0 gives the exponent 0, never 0 * inf."""
    return (
        y * math.pow(x, y - 1) if y != 0 or x != 0 else 0.0,
        ans * (math.log(x) if x > 0 else 0.0 if x == 0 else math.nan),
    )


@elementwise(math.exp)
def math_exp(x, *, ans):
    return ans


@elementwise(*present(math, "exp2"))                             # Python 3.11
def math_exp2(x, *, ans):
    return math.log(2.0) * ans


@elementwise(math.expm1)
def math_expm1(x, *, ans):
    return ans + 1


@elementwise(math.log, wrt="x base")
def math_log(x, base=None, *, ans):
    if base is None:
        return 1 / x, 0.0
    return 1 / (math.log(base) * x), -(ans / (math.log(base) * base))


@elementwise(math.log2)
def math_log2(x):
    return 1 / (math.log(2.0) * x)


@elementwise(math.log10)
def math_log10(x):
    return 1 / (math.log(10.0) * x)


@elementwise(math.log1p)
def math_log1p(x):
    return 1 / (1 + x)


@elementwise(math.ldexp, wrt="x")
def math_ldexp(x, i):
    return math.ldexp(1.0, i)


# ------------------------------------------------------------------ trigonometric and hyperbolic
@elementwise(math.sin)
def math_sin(x):
    return math.cos(x)


@elementwise(math.cos)
def math_cos(x):
    return -math.sin(x)


@elementwise(math.tan)
def math_tan(x, *, ans):
    return 1 + ans * ans


@elementwise(math.asin)
def math_asin(x):
    return 1 / math.sqrt(1 - x * x)


@elementwise(math.acos)
def math_acos(x):
    return -(1 / math.sqrt(1 - x * x))


@elementwise(math.atan)
def math_atan(x):
    return 1 / (1 + x * x)


@elementwise(math.atan2)
def math_atan2(y, x):
    """Source: (x, -y) / (x**2 + y**2); 0 at the origin."""
    square = x * x + y * y + (x == y == 0)
    return x / square, -(y / square)


@elementwise(math.sinh)
def math_sinh(x):
    return math.cosh(x)


@elementwise(math.cosh)
def math_cosh(x):
    return math.sinh(x)


@elementwise(math.tanh)
def math_tanh(x, *, ans):
    return 1 - ans * ans


@elementwise(math.asinh)
def math_asinh(x):
    return 1 / math.sqrt(x * x + 1)


@elementwise(math.acosh)
def math_acosh(x):
    return 1 / math.sqrt(x * x - 1)


@elementwise(math.atanh)
def math_atanh(x):
    return 1 / (1 - x * x)


@elementwise(math.degrees)
def math_degrees(x):
    return 180 / math.pi


@elementwise(math.radians)
def math_radians(x):
    return math.pi / 180


# ------------------------------------------------------------------ signs and remainders
@elementwise(math.fabs)
def math_fabs(x):
    """Source: the sign of x; 0 at 0."""
    return math.copysign(x != 0, x)


@elementwise(math.copysign)
def math_copysign(x, y):
    """Source: the product of both signs; 0 at x = 0."""
    return math.copysign(x != 0, x) * math.copysign(1.0, y), 0.0


@elementwise(math.fmod, math.remainder)
def math_fmod(x, y, *, ans):
    """Source: x - n * y with n the quotient made whole, taken for constant."""
    return 1, (ans - x) / y


@elementwise(math.nextafter, wrt="x y")
def math_nextafter(x, y):
    return 1, 0.0


@general(math.modf, wrt="x")
def math_modf(x, *, ct):
    """Source: the whole part is constant."""
    return ct[0]


@jvp(math_modf)
def math_modf_dot(x, *, x_dot):
    return x_dot, 0.0


@general(math.frexp, wrt="x")
def math_frexp(x, *, ct, ans):
    """Source: the mantissa is x / 2**e, the exponent e constant."""
    return math.ldexp(ct[0], -ans[1])


@jvp(math_frexp)
def math_frexp_dot(x, *, x_dot, ans):
    return math.ldexp(x_dot, -ans[1]), 0


# ------------------------------------------------------------------ special functions
@elementwise(math.erf)
def math_erf(x):
    return 2 / math.sqrt(math.pi) * math.exp(-x * x)


@elementwise(math.erfc)
def math_erfc(x):
    return -(2 / math.sqrt(math.pi) * math.exp(-x * x))


@elementwise(math.gamma)
def math_gamma(x, *, ans):
    return ans * digamma(x)


@elementwise(math.lgamma)
def math_lgamma(x):
    return digamma(x)


# ------------------------------------------------------------------ of several numbers
@elementwise(math.hypot, wrt="x y z w")
def math_hypot(x, y=0.0, z=0.0, w=0.0, *, ans):
    """Source: x / r; 0 at the origin, the subgradient of least norm."""
    return (x / ans if ans else 0.0, y / ans if ans else 0.0, z / ans if ans else 0.0,
            w / ans if ans else 0.0)


@general(math.dist, wrt="p q")
def math_dist(p, q, *, ct, ans):
    """Source: (p - q) / distance; 0 where both are one point."""
    return np.subtract(p, q) * (ct / (ans if ans else 1)), np.subtract(q, p) * (ct / (ans if ans else 1))


@jvp(math_dist)
def math_dist_dot(p, q, *, p_dot, q_dot, ans):
    return float(np.dot(np.subtract(p, q), np.subtract(p_dot, q_dot))) / (ans if ans else 1)


@linear(math.fsum, wrt="seq")
def math_fsum(seq, *, ct):
    return spread(ct, seq)


@general(math.prod, wrt="iterable start")
def math_prod(iterable, start=1, *, ct):
    return product_of_others(iterable, None) * (ct * start), ct * math.prod(iterable)


@jvp(math_prod)
def math_prod_dot(iterable, start=1, *, iterable_dot, start_dot):
    slope = float(np.dot(product_of_others(iterable, None), iterable_dot))
    return start * slope + start_dot * math.prod(iterable)


@bilinear(*present(math, "sumprod"))                             # Python 3.12
def math_sumprod(p, q, *, ct):
    return np.multiply(ct, q), np.multiply(ct, p)


@elementwise(*present(math, "fma"))                              # Python 3.13
def math_fma(x, y, z):
    return y, x, 1


zero(
    math.floor, math.ceil, math.trunc, math.isnan, math.isinf, math.isfinite, math.isclose,
    math.factorial, math.comb, math.perm, math.gcd, math.lcm, math.isqrt, math.ulp,
)
