# mypy: disable-error-code="no-untyped-def"
"""Products of vectors and matrices. Where both ranks are known, the text is what one writes by hand."""
from __future__ import annotations

import operator

import numpy as np

from ..runtime import dot_left, dot_right, matmul_left, matmul_right
from .registry import bilinear


@bilinear(operator.matmul, np.matmul, np.linalg.matmul)
def matmul(a, b, *, ct):
    if np.ndim(a) == 2 and np.ndim(b) == 2:
        return ct @ b.T, a.T @ ct
    if np.ndim(a) == 2 and np.ndim(b) == 1:
        return np.outer(ct, b), a.T @ ct
    if np.ndim(a) == 1 and np.ndim(b) == 2:
        return b @ ct, np.outer(a, ct)
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * b, ct * a
    return matmul_left(ct, a, b), matmul_right(ct, a, b)


@bilinear(np.dot, np.ndarray.dot)
def dot(a, b, *, ct):
    if np.ndim(a) == 2 and np.ndim(b) == 2:
        return np.dot(ct, np.transpose(b)), np.dot(np.transpose(a), ct)
    if np.ndim(a) == 2 and np.ndim(b) == 1:
        return np.outer(ct, b), np.dot(np.transpose(a), ct)
    if np.ndim(a) == 1 and np.ndim(b) == 2:
        return np.dot(b, ct), np.outer(a, ct)
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * b, ct * a
    return dot_left(ct, a, b), dot_right(ct, a, b)


@bilinear(np.inner)
def inner(a, b, *, ct):
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct * b, ct * a
    if np.ndim(a) == 0 or np.ndim(b) < 2:
        return dot_left(ct, a, b), dot_right(ct, a, b)
    turned = np.swapaxes(b, -1, -2)
    return dot_left(ct, a, turned), np.swapaxes(dot_right(ct, a, turned), -1, -2)


@bilinear(np.outer)
def outer(a, b, *, ct):
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return ct @ b, a @ ct
    return np.reshape(ct @ np.ravel(b), np.shape(a)), np.reshape(np.ravel(a) @ ct, np.shape(b))


@bilinear(np.vdot)
def vdot(a, b, *, ct):
    """Source: the first of complex vectors is conjugated."""
    if np.iscomplexobj(a) or np.iscomplexobj(b):
        return np.conj(ct * np.reshape(b, np.shape(a))), ct * np.conj(np.reshape(a, np.shape(b)))
    return ct * np.reshape(b, np.shape(a)), ct * np.reshape(a, np.shape(b))


@bilinear(np.linalg.outer)
def linalg_outer(x1, x2, *, ct):
    return ct @ x2, x1 @ ct
