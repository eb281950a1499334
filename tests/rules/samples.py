"""Arguments on which every rule is checked: at least three calls per rule, away from kinks.

A call's numbers are random but the same in every run. Scalars, broadcasting, axes and keyword
arguments vary among the samples of a rule; ties and other special points are in ``test_special``.
"""
from __future__ import annotations

import numpy as np
from draw import Sample, a, call, reductions, signed
from samples_arrays import ARRAY_SAMPLES
from samples_complex import COMPLEX_SAMPLES, z
from samples_helpers import HELPER_SAMPLES
from samples_more import MORE_SAMPLES
from samples_scipy import SCIPY_SAMPLES


def unary(low: float = 0.3, high: float = 1.7) -> list[Sample]:
    return [call(a(low=low, high=high)), call(a(4, low=low, high=high)), call(a(2, 3, low=low, high=high))]


def signs() -> list[Sample]:
    return [call(-0.7), call(signed(4)), call(signed(2, 3))]


def binary() -> list[Sample]:
    """Scalar with array, row with column, equal shapes, floats."""
    return [call(a(), a()), call(a(), a(2, 3)), call(a(3, 1), a(4)), call(a(2, 3), a(2, 3)),
        call(a(2, 3), a())]


def floats(low: float = 0.3, high: float = 1.7, count: int = 1) -> list[Sample]:
    return [call(*[a(low=low, high=high) for _ in range(count)]) for _ in range(3)]


def products() -> list[Sample]:
    return [call(a(3), a(3)), call(a(2, 3), a(3)), call(a(3), a(3, 2)), call(a(2, 3), a(3, 4)),
            call(a(3), a(2, 3, 4)), call(a(2, 4, 3), a(3)), call(a(2, 4, 3), a(3, 5))]


def masked() -> list[Sample]:
    return [call(a(2, 3), where=MASK), call(a(2, 3), axis=1, where=MASK), call(a(2, 3), 1, keepdims=True, where=MASK[:1])]


MASK = np.array([[True, False, True], [True, True, True]])
WITH_ZERO = np.array([[0.0, 2.0, 3.0], [1.5, 0.0, 0.0]])

MATH_OF_ANY = [
    "sqrt", "cbrt", "exp", "exp2", "expm1", "log2", "log10", "log1p", "sin", "cos", "atan", "sinh", "cosh",
    "tanh",
    "asinh", "degrees", "radians", "fabs", "erf", "erfc", "gamma", "lgamma",
]

SAMPLES: dict[str, list[Sample]] = {
    "straight": [call(np.ones(3), a(3)), call(1.0, a()), call(np.ones((2, 3)), a(2, 3))],
    # operators
    "add": binary(), "subtract": binary(), "multiply": binary(), "divide": binary(),
    "remainder": [call(2.7, 0.8), call(a(3, 1, low=2.1, high=2.3), a(4, low=0.8, high=1.0)), call(-2.3, 0.9)],
    "pow": [call(1.3, 2), call(1.3, 2.5), call(a(2, 3), 3), call(a(3, 1), a(4)), call(2.0, a(3)),
        call(-1.2, 3),
            call(signed(4), 2), call(0.0, 0), call(0.0, 1), call(a(4), np.array([0, 1, 2, 3]))],
    "negative": unary(), "positive": unary(), "abs": [*signs(), call(z()), call(z(3))],
    # ufuncs
    "power": [*binary(), call(a(3), 2), call(signed(4), 3), call(a(4), np.array([0, 1, 2, 3]))],
    "square": signs(), "reciprocal": signs(), "sqrt": unary(), "cbrt": signs(),
    "exp": signs(), "exp2": signs(), "expm1": signs(), "log": unary(), "log2": unary(), "log10": unary(),
    "log1p": unary(), "logaddexp": binary(), "logaddexp2": binary(),
    "ldexp": [call(1.3, 2), call(a(3), 2), call(a(2, 3), np.array([0, 1, 2]))],
    "sin": signs(), "cos": signs(), "tan": unary(0.2, 1.2), "arcsin": unary(-0.9, 0.8),
    "arccos": unary(-0.9, 0.8),
    "arctan": signs(), "arctan2": binary(), "sinh": signs(), "cosh": signs(), "tanh": signs(),
    "arcsinh": signs(),
    "arccosh": unary(1.2, 2.0), "arctanh": unary(-0.9, 0.8), "hypot": binary(), "sinc": signs(),
    "deg2rad": signs(), "rad2deg": signs(), "absolute": signs(),
    "copysign": [call(1.2, -0.3), call(signed(4), 0.5), call(signed(2, 3), signed(3))],
    "heaviside": [call(0.4, 0.5), call(signed(4), 0.5), call(signed(2, 3), a(3))],
    "fmod": [call(2.7, 0.8), call(-2.3, 0.9), call(3.3, 0.7)],
    "nan_to_num": [*signs(), call(np.array([0.3, np.nan, np.inf, -2.0]), nan=1.0)],
    "where": [call(np.array([True, False, True]), a(3), a(3)), call(True, a(), a()),
              call(np.array([[True], [False]]), a(3), a()), call(np.array([True, False]), 1.0, a(2))],
    "maximum": [*binary(), call(signed(4), 0.0)], "minimum": [*binary(), call(signed(4), 0.0)],
    "fmax": binary(),
    "clip": [call(signed(6), min=-0.5), call(signed(6), min=-0.5, max=a(6)), call(signed(6), -0.5, 0.8),
            call(a(2, 3), 0.6, None), call(a(2, 3), None, a(3)),
        call(0.4, 0.0, 1.0)],
    "clip_method": [call(signed(6), -0.5, 0.8), call(a(2, 3), min=0.6), call(a(2, 3), max=a(3))],
    # math
    **{f"math_{name}": floats() for name in MATH_OF_ANY},
    "math_pow": [call(1.3, 2.5), call(0.7, -1.5), call(1.3, 0.0)],
    "math_log": [call(1.3), call(2.2, 3.0), call(0.4, 10.0)],
    "math_ldexp": [call(1.3, 2), call(0.4, -1), call(-1.1, 0)],
    "math_tan": floats(0.2, 1.2), "math_asin": floats(-0.9, 0.8), "math_acos": floats(-0.9, 0.8),
    "math_acosh": floats(1.2, 2.0), "math_atanh": floats(-0.9, 0.8), "math_atan2": floats(count=2),
    "math_copysign": [call(1.2, -0.3), call(-1.2, -0.3), call(-1.2, 2.0)],
    "math_fmod": [call(2.7, 0.8), call(-2.3, 0.9), call(3.3, 0.7)],
    "math_nextafter": floats(count=2),
    "math_hypot": [call(1.2, -0.4), call(1.2), call(0.3, 0.4, 0.5), call(0.3, 0.4, 0.5, 0.6)],
    "math_dist": [call([1.0, 2.0], [0.3, 0.4]), call((1.0, 2.0, 3.0), (0.3, 0.4, -1.0)), call([1.0], [0.2])],
    "math_fsum": [call([1.0, 2.0]), call((0.5,)), call([0.1, 0.2, 0.3])],
    "math_prod": [call([1.5, 2.0, 0.5]), call((0.0, 3.0)), call([1.5, 2.0], start=3.0)],
    "math_sumprod": [call([1.0, 2.0], [0.3, 0.4]), call((1.0, 2.0, 3.0), (0.3, 0.4, -1.0)),
        call([1.0], [0.2])],
    "math_fma": floats(count=3),
    # reductions
    "sum": [*reductions(), *masked(), call([1.0, 2.0]), call(a(2, 3), 1, initial=0.4)],
    "mean": [*reductions(), *masked()],
    "extreme": [*reductions(), call(a(2, 3), 1, initial=0.9), call(a(2, 3), where=MASK, initial=0.9)],
    "prod": [*reductions(), *masked(), call(a(2, 3), axis=0, initial=2.0),
            call(a(2, 3), axis=1, initial=0.7, where=MASK), call(WITH_ZERO), call(WITH_ZERO, 0),
            call(WITH_ZERO, axis=1, keepdims=True)],
    "var": [*reductions(), *masked(), call(a(2, 3), axis=1, mean=a(2, 1)), call(a(5), ddof=1), call(a(2, 5), axis=1, ddof=1)],
    "std": [*reductions(), *masked(), call(a(2, 3), axis=1, mean=a(2, 1)), call(a(5), ddof=1), call(a(2, 5), axis=1, ddof=1)],
    # products
    "matmul": [*products(), call(a(2, 2, 3), a(2, 3, 4)), call(a(1, 2, 3), a(5, 3, 4)),
        call(a(2, 3), a(5, 3, 4))],
    "dot": [*products(), call(a(2, 4, 3), a(5, 3, 2)), call(a(2, 3), a(5, 3, 2)), call(a(2, 3), a()),
        call(a(), a())],
    "inner": [call(a(3), a(3)), call(a(2, 3), a(3)), call(a(2, 3), a(4, 3)), call(a(2, 2, 3), a(4, 3))],
    "outer": [call(a(3), a(2)), call(a(3), a(3)), call(a(2, 2), a(3))],
    "vdot": [call(z(3), z(3)), call(z(3), a(3)), call(a(3), a(3)), call(a(2, 2), a(2, 2)), call(a(4), a(2, 2))],
    # shaping
    "reshape": [call(a(3, 2).T, 6, "A"), call(a(2, 3), (3, 2), "F"), call(a(2, 3), 6, order="F"),
                call(a(6), (2, 3)), call(a(2, 3), -1), call(a(2, 3), (3, -1))],
    "reshape_method": [call(a(2, 3), 6, order="F"), call(a(6), 2, 3), call(a(6), (2, 3)), call(a(2, 3), -1)],
    "ravel": [call(a(4)), call(a(3, 2).T, "K"), call(a(2, 3, 2).transpose(1, 0, 2), "K"), call(a(2, 3), "F"),
            call(a(2, 3)), call(a(2, 1, 2))],
    "expand_dims": [call(a(4), 0), call(a(2, 3), -1), call(a(2, 3), (0, 2))],
    "squeeze": [call(a(1, 3)), call(a(2, 1, 1), 1), call(a(2, 1, 1), axis=(1, 2))],
    "broadcast_to": [call(a(3), (2, 3)), call(a(), (2,)), call(a(2, 1), (4, 2, 3))],
    "transpose": [call(a(2, 3)), call(a(2, 3, 4), (2, 0, 1)), call(a(2, 3, 4), axes=(1, 0, 2))],
    "transpose_method": [call(a(2, 3)), call(a(2, 3, 4), 2, 0, 1), call(a(2, 3, 4), (1, 2, 0))],
    "transpose_attribute": [call(a(2, 3)), call(a(4)), call(a(2, 3, 4))],
    "swapaxes": [call(a(2, 3), 0, 1), call(a(2, 3, 4), -1, 0), call(a(2, 3, 4), 1, 2)],
    "moveaxis": [call(a(2, 3), 0, 1), call(a(2, 3, 4), -1, 0), call(a(2, 3, 4), (0, 1), (1, 2))],
    "flip": [call(a(4)), call(a(2, 3), 1), call(a(2, 3), axis=(0, 1))],
    "roll": [call(a(4), 1), call(a(2, 3), -2, 1), call(a(2, 3), (1, 2), axis=(0, 1))],
    "triu": [call(a(3, 3)), call(a(2, 3), 1), call(a(3, 3), k=-1)],
    "tril": [call(a(3, 3)), call(a(2, 3), 1), call(a(3, 3), k=-1)],
    "copy": [call(a(3)), call(a(2, 3)), call(a(2, 3).T)],
    "astype": [call(a(3), float), call(a(2, 3), np.float64), call(a(3), "float64")],
    "item": [call(a(1)), call(a(1, 1)), call(np.array(0.3))],
    "tolist": [call(a(3)), call(a(2, 3)), call(a(1))],
    # joining
    "concatenate": [call([a(2), a(3)]), call((a(2, 3), a(1, 3))), call([a(2, 1), a(2, 3)], axis=1),
                    call([a(2, 1), a(2, 3)], axis=-1), call([a(2, 1), a(3)], axis=None), call(a(2, 3, 2))],
    "stack": [call([a(3), a(3)]), call((a(2, 3), a(2, 3)), axis=1), call([a(2), a(2)], axis=-1),
        call([a(), a()])],
    "vstack": [call([a(3), a(3)]), call([a(2, 3), a(3)]), call([a(2, 3), a(1, 3)])],
    "hstack": [call([a(3), a(2)]), call([a(2, 3), a(2, 1)]), call([a(), a(2)])],
    "column_stack": [call([a(3), a(3)]), call([a(2, 3), a(2)]), call([a(2, 1), a(2, 2)])],
    "array": [call([a(), a()]), call([[a(), a()], [a(), 1.0]]), call(a(3)), call([a(2), a(2)])],
    "asarray": [call([a(), a()]), call([[a(), a()], [a(), 1.0]]), call(a(3)), call([a(2), a(2)])],
    # creation
    "full": [call(3, a()), call((2, 3), a()), call((2, 3), a(3)), call((2, 3), fill_value=a(2, 1))],
    "full_like": [call(np.zeros(3), a()), call(np.zeros((2, 3)), a()), call(np.zeros((2, 3)), a(3))],
    "linspace": [call(0.3, 1.7), call(0.3, 1.7, 5), call(a(2), a(), num=4), call(0.3, 1.7, 5, endpoint=False),
                 call(a(2, 2), a(2), 3)],
    "arange": [call(0.3, 2.0), call(0.3, 2.0, 0.45), call(3.2), call(0.1, 1.15, step=0.3)],
    # builtins
    "float": [call(0.3), call(np.float64(0.4)), call(np.array(0.4))],
    "numpy_float": [call(0.3), call(np.float64(0.4)), call(a(3))],
    "builtin_tuple": [call([1.0, 2.0]), call((1.0, 2.0, 3.0)), call([a(3), a(2)])],
    "builtin_sum": [call([1.0, 2.0]), call((1.0, 2.0), 3.0), call(a(3)), call([a(3), a(3)]),
        call([a(2, 3), a(3)])],
    "builtin_max": [call(1.0, 2.0), call([1.0, 3.0, 2.0]), call(1.0, 3.0, 2.0), call(a(4)),
        call(2.5, 1.0, 2.0),
                    call(1.0, 2.0, 3.0)],
    "builtin_min": [call(1.0, 2.0), call([1.0, 3.0, 2.0]), call(1.0, 3.0, 2.0), call(a(4)),
        call(2.5, 1.0, 2.0),
                    call(3.0, 2.0, 1.0)],
    **ARRAY_SAMPLES, **COMPLEX_SAMPLES, **HELPER_SAMPLES, **MORE_SAMPLES, **SCIPY_SAMPLES,
}
