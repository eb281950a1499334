"""Samples of the array rules: order, parts, statistics, products, linear algebra, polynomials."""
from __future__ import annotations

from typing import Any

import numpy as np
from draw import Sample, a, call, reductions, signed

NAN = np.nan


def spd(*batch: int, n: int = 3) -> Any:
    """A symmetric positive definite matrix, or a stack of them."""
    m = a(*batch, n, n)
    return m @ np.swapaxes(m, -1, -2) + np.eye(n)


def square(*batch: int, n: int = 3) -> Any:
    return a(*batch, n, n) + 2 * np.eye(n)


def with_nan(*shape: int) -> Any:
    values = a(*shape)
    values.flat[1] = NAN
    return values


def axes() -> list[Sample]:
    return [call(a(4)), call(a(2, 3)), call(a(2, 3), 0), call(a(2, 3), axis=-1), call(a(2, 3, 2), axis=1)]


def nan_reductions() -> list[Sample]:
    return [*reductions(), call(with_nan(4)), call(with_nan(2, 3), axis=1), call(with_nan(2, 3), axis=0, keepdims=True)]


def series() -> list[Sample]:
    return [call(a(), a(4)), call(a(3), a(4)), call(a(2, 3), a(3)), call(a(2), a(1))]


ZERO = np.array([1.5, 2.0, 0.0, 0.7, 1.1])
ZEROS = np.array([[1.5, 0.0, 3.0, 0.0], [0.0, 2.0, 0.5, 1.0], [1.0, 2.0, 0.5, 0.0]])
PICK = np.array([[0, 2], [1, 1]])

ARRAY_SAMPLES: dict[str, list[Sample]] = {
    # manipulation
    "real_attribute": [call(a(3)), call(a(2, 3)), call(a(1))], "imag_attribute": [call(a(3)), call(a(2, 3)), call(a(1))],
    "imag": [call(a(3)), call(a(2, 3)), call(a(1))], "view": [call(a(3)), call(a(2, 3)), call(a(1))],
    "asfortranarray": [call(a(3)), call(a(2, 3)), call(a(1))],
    "astype_function": [call(a(3), float), call(a(2, 3), np.float64), call(a(3), np.dtype(float))],

    "bincount": [call([0, 1, 1, 4], a(4)), call([0, 1], weights=a(2)), call([2, 2, 2], a(3), 5)],
    "modf": [call(1.3), call(np.array([1.2, -0.3, 2.5])), call(np.array([[-1.2, 0.3]]))],
    "frexp": [call(1.3), call(np.array([1.2, -0.3, 2.5])), call(np.array([[-5.2, 0.3]]))],
    "divmod": [call(2.7, 0.8), call(a(3, 1, low=2.1, high=2.3), a(4, low=0.8, high=1.0)), call(-2.3, a(3, low=0.9, high=1.0))],
    "math_modf": [call(1.3), call(-0.7), call(2.2)], "math_frexp": [call(1.3), call(-0.7), call(9.2)],
    "nextafter": [call(a(), a()), call(a(3), a(3)), call(a(2, 3), a(3))],
    "geomspace": [call(0.3, 1.7, 5), call(0.3, 1.7, 4, endpoint=False), call(a(2), a(), num=4)],
    "logspace": [call(0.3, 1.7, 5), call(0.3, 1.7, 4, endpoint=False), call(0.2, 0.4, 3, base=2.0)],
    "polyder": [call(a(4)), call(a(4), 2), call(a(3), 0)],
    "polyadd": [call(a(4), a(3)), call(a(2), a(3)), call(a(2), a(2))],
    "polysub": [call(a(4), a(3)), call(a(2), a(3)), call(a(2), a(2))],
    "nancumprod": [*axes(), call(with_nan(4)), call(with_nan(2, 3), 1)],
    "real_view": [call(a(3)), call(a(2, 3)), call(a(1))], "conj_method": [call(a(3)), call(a(2, 3)), call(a(1))],
    "fliplr": [call(a(2, 3)), call(a(1, 3)), call(a(2, 3, 2))],
    "flipud": [call(a(3)), call(a(2, 3)), call(a(2, 3, 2))],
    "rot90": [call(a(2, 3)), call(a(2, 3), 3), call(a(2, 3, 2), 1, (1, 2)), call(a(2, 3), k=-1)],
    "rollaxis": [call(a(2, 3, 4), 2), call(a(2, 3, 4), 0, 2), call(a(2, 3, 4), 1, start=3), call(a(2, 3), -1)],
    "split": [call(a(6), 3), call(a(2, 4), 2, 1), call(a(5, 2), [1, 3]), call(a(2, 4), 2, axis=-1)],
    "vsplit": [call(a(4, 2), 2), call(a(6, 3), 3), call(a(5, 2), [2])],
    "hsplit": [call(a(4), 2), call(a(2, 6), 3), call(a(2, 5), [2])],
    "dsplit": [call(a(2, 1, 4), 2), call(a(2, 2, 3), 3), call(a(1, 2, 5), [2])],
    "unstack": [call(a(3)), call(a(2, 3)), call(a(2, 3), axis=1)],
    "delete": [call(a(5), 1), call(a(2, 3), [0, 2], 1), call(a(3, 2), slice(0, 2), axis=0), call(a(2, 3), 4)],
    "dstack": [call([a(3), a(3)]), call((a(2, 3), a(2, 3))), call([a(2, 3, 1), a(2, 3)])],
    "block": [call([a(2), a(3)]), call([[a(2, 2), a(2, 1)], [a(1, 2), a(1, 1)]]), call([a(), a(2)])],
    "append": [call(a(3), a(2)), call(a(2, 3), a(1, 3), 0), call(a(2, 3), a(2, 1), axis=-1), call(a(2, 2), a())],
    "insert": [call(a(4), 1, a()), call(a(2, 3), 1, a(2), axis=1), call(a(2, 3), [0, 2], a(2, 2), 1), call(a(2, 2), 3, 0.5)],
    "repeat": [call(a(3), 2), call(a(2, 3), 2, 1), call(a(2, 3), [1, 0, 2], axis=-1), call(a(2, 2), 3)],
    "tile": [call(a(3), 2), call(a(2, 3), (2, 1)), call(a(3), (2, 2)), call(a(2, 1, 2), 2)],
    "resize": [call(a(4), 3), call(a(3), (2, 4)), call(a(2, 2), (3, 3))],
    "pad": [call(a(3), 1), call(a(2, 3), ((1, 0), (2, 1)), "edge"), call(a(4), (1, 2), mode="reflect"), call(a(4), 2, "wrap"),
            call(a(3), 2, "symmetric"), call(a(3), (1, 2), constant_values=0.0), call(a(2, 3), 1, constant_values=0.4),
            call(a(2, 3), ((1, 2), (0, 1)), "linear_ramp", end_values=0.3), call(a(3, 2), (1, 2), "mean", stat_length=2),
            call(a(2, 3), (1, 2), "maximum"), call(a(4), 2, "minimum", stat_length=(1, 2)), call(a(3, 2), 1, "median"),
            call(a(3), (2, 1), "reflect", reflect_type="odd")],
    "meshgrid": [call(a(3), a(2)), call(a(3), a(2), indexing="ij"), call(a(2), a(3), a(2)), call(a(3)),
                 call(a(3), a(2), sparse=True)],
    "broadcast_arrays": [call(a(3), a(2, 1)), call(a(2, 3), a(3)), call(a(3))],
    "atleast": [call(a(3)), call(a()), call(a(2, 3), a(2))],
    "diag": [call(a(3)), call(a(3, 3)), call(a(2, 3), 1), call(a(2), k=-1)],
    "diagflat": [call(a(3)), call(a(2, 2)), call(a(2), 1)],
    "diagonal": [call(a(3, 3)), call(a(2, 3), 1), call(a(2, 3, 3), 0, 1, 2), call(a(3, 2), offset=-1)],
    "linalg_diagonal": [call(a(3, 3)), call(a(2, 3, 3)), call(a(2, 3), offset=1)],
    "trace": [call(a(3, 3)), call(a(2, 3)), call(a(3, 3), 1), call(a(3, 2), offset=-1), call(a(2, 3, 4), 0, 1, 2)],
    "linalg_trace": [call(a(3, 3)), call(a(2, 3, 3)), call(a(2, 3), offset=1)],
    "matrix_transpose": [call(a(2, 3)), call(a(3, 3)), call(a(2, 3, 4))],
    # order
    "sort": [*axes(), call(a(2, 3), None), call(np.array([2.0, 1.0, 3.0]), kind="stable")],
    "partition": [call(a(5), 2), call(a(2, 4), 1), call(a(4, 2), 1, 0), call(a(2, 3), (1, 2), axis=None)],
    "take": [call(a(2, 3), [0, 7], axis=1, mode="clip"), call(a(4), [5, -1], mode="wrap"), call(a(4), [0, 2, 2]),
            call(a(2, 3), PICK, 1), call(a(2, 3), 4), call(a(2, 3), [1, 0], axis=-2)],
    "take_along_axis": [call(a(2, 3), PICK, 1), call(a(3, 2), PICK, 0),
                        call(a(2, 3), np.array([4, 4]), None), call(a(1, 3), PICK, axis=-1)],
    "compress": [call([True, False, True], a(3)), call([False, True], a(2, 3), 0), call([1, 0, 1], a(2, 3), axis=1)],
    "compress_method": [call(a(3), [True, False, True]), call(a(2, 3), [False, True], 0), call(a(2, 3), [1, 0, 1], axis=1)],
    "extract": [call(np.array([True, False, True]), a(3)), call(np.array([[1, 0], [0, 1]]), a(2, 2)), call([0, 1], a(2))],
    "unique": [call(np.array([[1.0, 2.0], [1.5, 2.0], [0.5, 1.0]]), axis=0), call(a(3)), call(a(2, 2)), call(a(5))],
    "choose": [call([0, 1, 0], [a(3), a(3)]), call(np.array([0, 3, 1]), [a(3), a(3)], mode="clip"),
               call([0, 3, 1], [a(3), a(3)], mode="wrap"), call(np.array([0, 1, 0]), [a(3), a(3)]),
            call(PICK, (a(2, 2), a(), a(2))), call(1, [a(), a()])],
    "select": [call([np.array([True, False, False]), np.array([True, True, False])], [a(3), a(3)], 0.5),
               call([np.array([True, False])], [a(2)]), call([np.array([False, True])], [a()], a(2)),
               call([True, False], [a(2), a(2)])],
    # statistics
    "average": [*axes(), call(a(3), weights=a(3)), call(a(2, 3), 1, a(3)), call(a(3), None, [1, 2, 3]),
                call(a(2, 3), axis=0, keepdims=True), call(a(2, 3), weights=a(2, 3), axis=0),
                call(a(2, 3), weights=a(3), axis=-1)],
    "statistics_mean": [call([1.0, 2.0]), call((0.5, 0.25, 1.5)), call([0.1, 0.2, 0.3])],
    "median": [*reductions(), call(a(5)), call(a(3, 4), axis=(0, 1))],
    "quantile": [call(a(5), 0.3), call(a(2, 4), [0.1, 0.6], 1), call(a(4, 2), 0.7, axis=0, keepdims=True),
                 call(a(2, 3), [0.0, 1.0]), call(a(6), 0.3, method="nearest"), call(a(6), 0.4, method="hazen"),
                 call(a(2, 3), 0.4, axis=(0, 1), keepdims=True)],
    "percentile": [call(a(5), 30), call(a(2, 4), [10, 60], 1), call(a(4, 2), 70.0, axis=-2)],
    "ptp": reductions(),
    "nansum": nan_reductions(), "nanmean": nan_reductions(), "nanextreme": nan_reductions(), "nanprod": nan_reductions(),
    "nanvar": [*nan_reductions(), call(with_nan(5), ddof=1)], "nanstd": [*nan_reductions(), call(with_nan(5), ddof=1)],
    "cov": [call(a(2, 5), a(5)), call(a(5), a(5)), call(a(4, 2), a(4, 1), rowvar=False), call(a(2, 4), fweights=[1, 2, 1, 3]),
            call(a(2, 4), aweights=[0.5, 2.0, 1.0, 3.0]), call(a(5)), call(a(2, 5)), call(a(5, 2), rowvar=False),
            call(a(2, 4), bias=True), call(a(2, 4), ddof=2)],
    "corrcoef": [call(a(2, 5), a(5)), call(a(5, 2), a(5, 2), rowvar=False), call(a(2, 5)), call(a(3, 4)),
            call(a(5, 2), rowvar=False)],
    # running sums, differences, integrals
    "sliding_window_view": [call(a(5), 3), call(a(3, 4), (2, 2)), call(a(3, 4), 2, axis=1)],
    "accumulate": [call(a(4)), call(a(2, 3)), call(a(2, 3), axis=-1)],
    "cumsum": axes(), "cumprod": [*axes(), call(ZERO), call(ZEROS), call(ZEROS, 0), call(ZEROS, axis=1)],
    "cumulative_sum": [call(a(3)), call(a(2, 3), axis=0), call(a(2, 3), axis=-1, include_initial=True)],
    "nancumsum": [*axes(), call(with_nan(4)), call(with_nan(2, 3), 1)],
    "diff": [call(a(3), prepend=0.5), call(a(2, 3), 2, 1, a(2, 1), a(2, 2)), call(a(4)), call(a(2, 4), 2),
            call(a(3, 2), axis=0), call(a(2, 4), n=3, axis=-1), call(a(3), 0)],
    "ediff1d": [call(a(3), a(2), 0.5), call(a(3), to_begin=a(1)), call(a(4)), call(a(2, 3)), call(a(2))],
    "gradient": [call(a(3, 4), 0.5, a()), call(a(5), a(), edge_order=2), call(a(5)), call(a(5), 0.5), call(a(4, 5)),
            call(a(4, 5), 0.5, np.array([0.0, 0.5, 1.5, 2.0, 4.0])),
                 call(a(4, 5), axis=1), call(a(4, 5), 0.2, axis=(0, -1)), call(a(5), edge_order=2), call(a(2)),
                 call(a(3, 4), axis=-1, edge_order=2), call(a(7), np.array([0.0, 1.0, 1.5, 2.0, 4.0, 5.0, 7.0]))],
    "unwrap": [call(a(4)), call(a(2, 4)), call(np.array([0.1, 3.0, 6.2, 9.0, 0.5]))],
    "trapezoid": [call(a(2, 4), dx=a(3)), call(a(4, 2), None, a(), 0), call(a(4)),
            call(a(4), np.array([0.0, 0.5, 1.5, 2.0])), call(a(2, 4), dx=0.5), call(a(4, 2), axis=0),
                  call(a(2, 3), a(2, 3)), call(a(2, 3), a(3)), call(a(3, 2), a(3), axis=0)],
    "interp": [call(a(4), np.array([0.4, 0.9, 1.3]), a(3)),
            call(a(4), np.array([0.4, 0.9, 1.3]), a(3), 0.2, a()),
               call(np.array([0.5, 1.7, -1.0, 5.0]), np.arange(4), a(4)), call(1.3, [0, 1, 2], a(3)),
               call(np.array([[0.5], [4.0]]), np.arange(3), a(3), 0.5, 0.7),
               call(a(4) * 3, np.array([0.9, 0.1, 0.6]), a(3), period=1.3)],
    "i0": [call(0.4), call(signed(4)), call(np.array([[9.0, 30.0]]))],
    # products
    "tensordot": [call(a(2, 3, 4), a(3, 4, 5)), call(a(2, 3), a(3, 4), 1), call(a(2, 3), a(4), axes=0),
                  call(a(2, 3, 4), a(4, 5, 2), ((0, 2), (2, 0))), call(a(3, 2), a(3), axes=([0], [0]))],
    "linalg_tensordot": [call(a(2, 3, 4), a(3, 4, 5)), call(a(2, 3), a(3, 4), axes=1), call(a(2, 3), a(4), axes=0)],
    "linalg_outer": [call(a(3), a(2)), call(a(3), a(3)), call(a(1), a(3))],
    "einsum": [call(a(2, 3), [0, 1], a(3, 2), [1, 2]), call(a(2, 3), [0, 1], a(3, 2), [1, 2], [2, 0]),
               call(a(2, 2, 3), [..., 0, 1], a(3), [1], [..., 0]), call("ij,jk->ik", a(2, 3), a(3, 4)),
            call("ij,jk", a(2, 3), a(3, 4)), call("ii", a(3, 3)), call("ii->i", a(3, 3)),
               call("ij->", a(2, 3)), call("...ij,...jk->...ik", a(2, 2, 3), a(3, 2)), call("i,i", a(3), a(3)),
               call("i,j,k -> kji", a(2), a(3), a(2)), call("ij->ji", a(2, 3)), call("ij,kl->k", a(2, 3), a(2, 3)),
               call("ij,jk,kl->il", a(2, 3), a(3, 2), a(2, 2), optimize=True), call("iij->j", a(2, 2, 3)),
               call("ij,ij->i", a(2, 3), a(1, 3)), call("...i,...i", a(2, 3), a(3)), call("ij->j", a(2, 3))],
    "kron": [call(a(2), a(3)), call(a(2, 2), a(2, 3)), call(a(2), a(2, 3)), call(a(2, 2), a(2))],
    "cross": [call(a(3), a(3)), call(a(2, 3), a(3)), call(a(3, 2), a(3, 2), axis=0), call(a(3, 2), a(2, 3), 0, 1)],
    "linalg_cross": [call(a(3), a(3)), call(a(2, 3), a(2, 3)), call(a(3, 2), a(3, 2), axis=0)],
    "vecdot": [call(a(3), a(3)), call(a(2, 3), a(3)), call(a(3, 2), a(3, 2), axis=0)],
    "linalg_vecdot": [call(a(3), a(3)), call(a(2, 3), a(3)), call(a(3, 2), a(3, 2), axis=0)],
    "matvec": [call(a(2, 3), a(3)), call(a(4, 2, 3), a(3)), call(a(2, 3), a(4, 3))],
    "vecmat": [call(a(2), a(2, 3)), call(a(2), a(4, 2, 3)), call(a(4, 2), a(2, 3))],
    "convolve": [call(a(4), a(3)), call(a(4), a(3), "same"), call(a(5), a(2), mode="valid"), call(a(2), a(4)),
                 call(a(2), a(5), "same"), call(a(4), a(2), "same"), call(a(2), a(5), "valid")],
    "correlate": [call(a(4), a(3)), call(a(4), a(3), "same"), call(a(5), a(2), mode="full"), call(a(2), a(4), "full"),
                  call(a(2), a(5), "same"), call(a(4), a(2), "same"), call(a(2), a(5)), call(a(3), a(5), "same"),
                  call(a(4), a(4), "same")],
    # linear algebra
    "solve": [call(square(), a(3)), call(square(), a(3, 2)), call(square(2), a(2, 3, 2)), call(square(2), a(3)),
              call(square(), a(2, 3, 1))],
    "inv": [call(square()), call(square(2)), call(square(n=1))],
    "pinv": [call(a(3, 2)), call(a(2, 3)), call(square()), call(a(2, 3, 2))],
    "det": [call(square()), call(square(2)), call(np.array([[1.0, 2.0], [2.0, 4.0]]))],
    "slogdet": [call(square()), call(square(2)), call(-square(n=1))],
    "lstsq": [call(a(4, 2), a(4)), call(a(4, 2), a(4, 3)), call(a(2, 4), a(2))],
    "tensorsolve": [call(a(2, 3, 6), a(2, 3)), call(a(4, 2, 2), a(4)), call(square(), a(3))],
    "tensorinv": [call(a(2, 3, 6)), call(a(4, 2, 2), 1), call(square(), ind=1)],
    "matrix_power": [call(square(), 3), call(square(), 1), call(square(), 0), call(square(2), -2), call(square(n=2), 2)],
    "multi_dot": [call([a(2, 3), a(3, 4)]), call([a(3), a(3, 2), a(2)]), call((a(2, 3), a(3, 2), a(2, 4), a(4, 2)))],
    "norm": [call(signed(4)), call(signed(2, 3)), call(signed(2, 3), axis=1), call(signed(2, 3), 1, 0),
             call(signed(2, 3), np.inf, axis=1, keepdims=True), call(signed(4), 3), call(signed(4), 0.5),
             call(signed(4), -np.inf), call(signed(4), 0), call(signed(3, 2), "nuc"), call(signed(3, 2), 2),
             call(signed(3, 2), -2), call(signed(3, 2), 1),
             call(signed(3, 2), -1), call(signed(2, 3), np.inf), call(signed(2, 3), -np.inf), call(signed(2, 3), "fro"),
             call(signed(2, 3, 2), "nuc", axis=(0, 2)), call(signed(2, 3, 2), axis=(0, 1), keepdims=True),
            call(signed(3), -1.5), call(signed(3) + 1j * a(3)), call(signed(2, 3) + 1j * a(2, 3), axis=1),
            call(signed(2, 3) + 1j * a(2, 3), "nuc"), call(signed(2, 2) + 1j * a(2, 2), np.inf)],
    "vector_norm": [call(signed(3) + 1j * a(3), ord=3), call(a(2, 3, 2), axis=(0, 2)), call(signed(4)),
            call(a(2, 3, 2), axis=(0, 1), ord=3),
            call(signed(2, 3), ord=1), call(signed(2, 3), axis=-1, ord=3),
                    call(signed(2, 3), keepdims=True)],
    "matrix_norm": [call(signed(2, 3)), call(signed(2, 2) + 1j * a(2, 2), ord=1),
            call(signed(2, 3, 2), ord="nuc"), call(signed(3, 2), ord=2, keepdims=True)],
    "cond": [call(square()), call(a(3, 2)), call(square(), 1), call(square(2), "fro"), call(square(), -2),
             call(square(), np.inf)],
    "cholesky": [call(spd()), call(spd(2)), call(spd(n=2)), call(spd(), upper=True)],
    "eigh": [call(spd()), call(spd(2)), call(spd(n=2), "U")],
    "eigvalsh": [call(spd()), call(spd(2)), call(spd(), UPLO="U")],
    "qr": [call(a(4, 3), mode="r"), call(a(2, 3) + np.eye(2, 3), "r"), call(a(3, 3)), call(a(4, 2)), call(a(2, 4)),
            call(a(2, 3, 2))],
    "svd": [call(a(3, 3)), call(a(4, 2), False), call(a(2, 3), full_matrices=False), call(a(3, 2), compute_uv=False),
            call(a(2, 3, 2), False)],
    "svdvals": [call(a(3, 3)), call(a(4, 2)), call(a(2, 2, 3))],
    # polynomials
    "polyval": [call(a(4), a()), call(a(4), a(3)), call(a(3), a(2, 3)), call(a(1), a(2))],
    "polyfit": [call(np.arange(5.0), a(5), 2), call(np.arange(4.0), a(4, 2), 1),
                call(np.arange(5.0), a(5), 1, w=np.arange(1.0, 6.0))],
    "vander": [call(a(3)), call(a(3), 2), call(a(2), 4, increasing=True)],
    **{name: series() for name in ("polynomial_val", "chebval", "legval", "hermval", "hermeval", "lagval")},
}
