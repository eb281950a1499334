"""The kinds that annotations tell: those of Python, those of ``numpy.typing``, and a short form that says the rank.

>>> annotated_kind("float", {}).type, str(annotated_kind("list[float]", {}))
(<class 'float'>, 'list of float')
>>> from numpy.typing import NDArray
>>> annotated_kind(NDArray[np.float64], {}).dtype
'float64'
>>> matrix = annotated_kind("float64[:, :]", {})         # as Numba and Cython write it
>>> matrix.rank, matrix.dtype
(2, 'float64')
>>> annotated_kind(np.ndarray[tuple[int, int], np.dtype[np.int64]], {}).rank
2
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

import numpy as np

from .analyses.kinds import UNKNOWN, Kind

PLAIN = (float, int, bool, complex, str)
SHORT = re.compile(r"\s*(\w+)\[\s*(:(?:\s*,\s*:)*)\s*\]\s*")       # float64[:, :]
DTYPES = {"float": "float64", "int": "int64", "complex": "complex128"}


def annotated_kind(annotation: Any, names: Mapping[str, Any]) -> Kind:
    """Return the kind that an annotation tells, UNKNOWN if it tells none; a text is read where ``names`` hold."""
    if isinstance(annotation, str):
        short = SHORT.fullmatch(annotation)
        if short:
            return _array(DTYPES.get(short[1], short[1]), short[2].count(":"))
        try:
            return annotated_kind(eval(annotation, dict(names)), names)
        except Exception:                  # it may be any text
            return UNKNOWN
    origin, parts = get_origin(annotation) or annotation, get_args(annotation)
    if hasattr(origin, "__value__"):       # ``type Vector = ...``, and NDArray since NumPy 2.5
        meant = origin.__value__
        return annotated_kind(meant[parts] if parts else meant, names)
    if origin is np.ndarray:
        shape, dtype = [get_args(getattr(part, "__value__", part)) for part in (*parts, None, None)[:2]]
        return _array(dtype[0] if dtype else None, len(shape) if shape and Ellipsis not in shape else None)
    if origin in (list, tuple) and parts and Ellipsis not in parts:
        return Kind(origin, items=tuple([annotated_kind(part, names) for part in parts]))
    return next((Kind(plain) for plain in PLAIN if origin is plain), UNKNOWN)


def _array(dtype: Any, rank: int | None) -> Kind:
    """An array of a dtype, given by its name or its class, which may be an abstract one."""
    try:
        found = np.dtype(dtype) if isinstance(dtype, str) else dtype().dtype
    except TypeError:
        return Kind(np.ndarray, rank)
    return Kind(np.ndarray, rank, found.name if found.kind in "biufc" else None)
