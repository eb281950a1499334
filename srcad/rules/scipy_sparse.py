# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.sparse``: products and systems with sparse matrices, also in the numbers that these are made of.

The cotangent of a sparse matrix is a sparse matrix with its pattern: elements that are not stored are
constants.
"""
from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import linalg as sparse_linalg

from ..analyses.kinds import Kind
from .registry import general, jvp, zero


# ------------------------------------------------------------------ matrices made of numbers
def values_at(matrix, row, column):
    """The stored values of a matrix at given places."""
    return np.ravel(np.asarray(sparse.csr_matrix(matrix)[np.asarray(row), np.asarray(column)]))


def parts_bar(ct, arg1):
    """The cotangent of what a sparse matrix was made of."""
    if not (isinstance(arg1, tuple) and len(arg1) == 2 and isinstance(arg1[1], tuple)):
        raise ValueError("the derivative of a sparse matrix is known where it is made of (values, (rows, columns))")
    return [values_at(ct, *arg1[1]), [np.zeros(0), np.zeros(0)]]


def parts_dot(like, arg1, dots):
    """The tangent of a sparse matrix."""
    if not (isinstance(arg1, tuple) and len(arg1) == 2 and isinstance(arg1[1], tuple)):
        raise ValueError("the derivative of a sparse matrix is known where it is made of (values, (rows, columns))")
    return type(like)((dots[0], arg1[1]), np.shape(like))


@general(sparse.csr_matrix, wrt="arg1", gives=Kind(sparse.csr_matrix))
def sparse_csr_matrix(arg1, shape=None, *, ct):
    """Source: the values at their places."""
    return parts_bar(ct, arg1)


@jvp(sparse_csr_matrix)
def sparse_csr_matrix_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


@general(sparse.csc_matrix, wrt="arg1", gives=Kind(sparse.csc_matrix))
def sparse_csc_matrix(arg1, shape=None, *, ct):
    return parts_bar(ct, arg1)


@jvp(sparse_csc_matrix)
def sparse_csc_matrix_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


@general(sparse.coo_matrix, wrt="arg1", gives=Kind(sparse.coo_matrix))
def sparse_coo_matrix(arg1, shape=None, *, ct):
    return parts_bar(ct, arg1)


@jvp(sparse_coo_matrix)
def sparse_coo_matrix_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


@general(sparse.csr_array, wrt="arg1", gives=Kind(sparse.csr_array))
def sparse_csr_array(arg1, shape=None, *, ct):
    return parts_bar(ct, arg1)


@jvp(sparse_csr_array)
def sparse_csr_array_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


@general(sparse.csc_array, wrt="arg1", gives=Kind(sparse.csc_array))
def sparse_csc_array(arg1, shape=None, *, ct):
    return parts_bar(ct, arg1)


@jvp(sparse_csc_array)
def sparse_csc_array_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


@general(sparse.coo_array, wrt="arg1", gives=Kind(sparse.coo_array))
def sparse_coo_array(arg1, shape=None, *, ct):
    return parts_bar(ct, arg1)


@jvp(sparse_coo_array)
def sparse_coo_array_dot(arg1, shape=None, *, arg1_dot, ans):
    return parts_dot(ans, arg1, arg1_dot)


# ------------------------------------------------------------------ products and systems
def at_pattern(a, left, right):
    """The elements of left right.T that a sparse matrix stores."""
    summed = sparse.csr_matrix(a, copy=True)
    summed.sum_duplicates()
    coo = summed.tocoo()
    product = left[coo.row] * right[coo.col]
    values = product if np.ndim(product) == 1 else np.sum(product, axis=1)
    return sparse.coo_matrix((values, (coo.row, coo.col)), np.shape(a)).tocsr()


MATRICES = [getattr(sparse, f"{form}_{what}") for form in ("csr", "csc", "coo", "dia", "bsr", "lil", "dok")
            for what in ("matrix", "array")]


@general(*[(cls, "@") for cls in MATRICES], *dict.fromkeys(cls.dot for cls in MATRICES), wrt="a b")
def sparse_product(a, b, *, ct):
    """Source: the stored elements of ct b.T, a.T ct."""
    return at_pattern(a, ct, b), a.T @ ct


@jvp(sparse_product)
def sparse_product_dot(a, b, *, a_dot, b_dot):
    return (a_dot @ b if sparse.issparse(a_dot) else 0.0) + (a @ b_dot if np.ndim(b_dot) else 0.0)


@general(sparse_linalg.spsolve, wrt="A b")
def sparse_spsolve(A, b, permc_spec=None, use_umfpack=True, *, ct, ans):
    """Source: b_bar by the transposed system; the stored elements of -b_bar x.T."""
    b_bar = solved(A.T, ct)
    return -at_pattern(A, b_bar, ans), b_bar


def solved(a, b):
    """The solution of a sparse system."""
    return sparse_linalg.spsolve(sparse.csc_matrix(a), b)


@jvp(sparse_spsolve)
def sparse_spsolve_dot(A, b, permc_spec=None, use_umfpack=True, *, A_dot, b_dot, ans):
    return solved(A, (b_dot + 0.0 * b) - (A_dot @ ans if sparse.issparse(A_dot) else 0.0))


@general((sparse.csr_matrix, "T"), wrt="a", gives=Kind(sparse.csc_matrix))
def sparse_csr_matrix_T(a, *, ct):
    return ct.T


@jvp(sparse_csr_matrix_T)
def sparse_csr_matrix_T_dot(a, *, a_dot):
    return a_dot.T


@general((sparse.csc_matrix, "T"), wrt="a", gives=Kind(sparse.csr_matrix))
def sparse_csc_matrix_T(a, *, ct):
    return ct.T


@jvp(sparse_csc_matrix_T)
def sparse_csc_matrix_T_dot(a, *, a_dot):
    return a_dot.T


@general((sparse.csr_array, "T"), wrt="a", gives=Kind(sparse.csc_array))
def sparse_csr_array_T(a, *, ct):
    return ct.T


@jvp(sparse_csr_array_T)
def sparse_csr_array_T_dot(a, *, a_dot):
    return a_dot.T


@general((sparse.csc_array, "T"), wrt="a", gives=Kind(sparse.csr_array))
def sparse_csc_array_T(a, *, ct):
    return ct.T


@jvp(sparse_csc_array_T)
def sparse_csc_array_T_dot(a, *, a_dot):
    return a_dot.T


zero(*[(cls, word) for cls in MATRICES for word in ("shape", "nnz", "ndim")])
