"""NumPy functions whose value is locally constant: counts, tests, positions, whole numbers, facts."""
from __future__ import annotations

import numpy as np

from .registry import present, zero

zero(
    np.floor, np.ceil, np.trunc, np.rint, np.round, np.around, np.fix, np.sign, np.signbit, np.floor_divide,
    np.ndarray.round,
)
zero(
    np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.isclose, np.allclose,
    np.array_equal, np.logical_and, np.logical_or, np.logical_xor, np.logical_not, np.isnan, np.isinf,
    np.isfinite, np.isneginf, np.isposinf, np.isreal, np.iscomplex, np.iscomplexobj, np.isrealobj,
    np.isscalar, np.any, np.all, np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.left_shift,
    np.right_shift, np.gcd, np.lcm, np.isin, np.ndarray.any, np.ndarray.all, np.may_share_memory,
    np.shares_memory,
)
zero(
    np.argmax, np.argmin, np.argsort, np.argwhere, np.nonzero, np.flatnonzero, np.count_nonzero,
    np.searchsorted, np.digitize, np.lexsort, np.unravel_index, np.ravel_multi_index, np.diag_indices,
    np.tril_indices, np.triu_indices, np.ndarray.argmax, np.ndarray.argmin, np.ndarray.argsort,
    np.ndarray.nonzero, np.ndarray.searchsorted, np.argpartition, np.ndarray.argpartition, np.nanargmax, np.nanargmin,
    np.array_equiv, np.isfortran, *present(np, "bitwise_count"),
)
zero(
    np.shape, np.size, np.ndim, np.ndarray.shape, np.ndarray.size, np.ndarray.ndim, np.ndarray.dtype,
    np.ndarray.itemsize, np.ndarray.nbytes, np.ndarray.strides, np.ndarray.flags, np.broadcast_shapes,
    np.result_type, np.can_cast, np.dtype, np.finfo, np.iinfo, np.spacing,
)
zero(*dict.fromkeys(present(np, "bool_ int_ intp uint8 uint16 uint32 uint64 int8 int16 int32 int64")))
