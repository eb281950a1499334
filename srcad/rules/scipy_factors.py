# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.linalg``: factors of one matrix, and systems solved by them.

Where SciPy reads one triangle, the derivative is that of this triangle.
"""
from __future__ import annotations

import numpy as np
from scipy import linalg

from ..runtime_linalg import eigh_adjoint, eigh_tangent, svd_adjoint, svd_tangent
from .registry import general, jvp, zero
from .scipy_linalg import one, times_row

KEEPS = bool(linalg.cho_factor(np.array([[2.0, 1.0], [1.0, 2.0]]))[0][1, 0] == 1.0)       # the triangle that is not read


def half(g):
    """The lower triangle with half the diagonal."""
    return np.tril(g) - 0.5 * np.diag(np.diag(g))


def factor_bar(ct, c, lower, rest):
    """The cotangent of a matrix from that of its Cholesky factor; ``rest``: the other triangle is handed on."""
    factor, bar = (np.tril(one(c)), np.tril(ct)) if lower else (np.triu(c).T, np.triu(ct).T)
    inner = linalg.solve_triangular(factor, half(factor.T @ bar), lower=True, trans=1)
    s = linalg.solve_triangular(factor, inner.T, lower=True, trans=1).T
    g = np.tril(s + s.T) - np.diag(np.diag(s))
    g = g if lower else g.T
    return g + (np.triu(ct, 1) if lower else np.tril(ct, -1)) if rest else g


def factor_dot(a_dot, c, lower, rest):
    """The tangent of a Cholesky factor."""
    factor, dot = (np.tril(one(c)), np.tril(a_dot)) if lower else (np.triu(c).T, np.triu(a_dot).T)
    whole = dot + dot.T - np.diag(np.diag(dot))
    inner = linalg.solve_triangular(factor, linalg.solve_triangular(factor, whole, lower=True).T, lower=True)
    found = factor @ half(inner)
    found = found if lower else found.T
    return found + (np.triu(a_dot, 1) if lower else np.tril(a_dot, -1)) if rest else found


@general(linalg.cholesky)
def linalg_cholesky(a, lower=False, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: inv(L).T half(L.T ct) inv(L), of the triangle that SciPy reads."""
    return factor_bar(ct, ans, lower, False)


@jvp(linalg_cholesky)
def linalg_cholesky_dot(a, lower=False, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return factor_dot(a_dot, ans, lower, False)


@general(linalg.cho_factor)
def linalg_cho_factor(a, lower=False, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: as ``cholesky``; the other triangle keeps what was there, or is zero from SciPy 1.18 on."""
    return factor_bar(ct[0], ans[0], lower, KEEPS)


@jvp(linalg_cho_factor)
def linalg_cho_factor_dot(a, lower=False, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return factor_dot(a_dot, ans[0], lower, KEEPS), 0.0


def cho_solve_bars(ct, c_and_lower, ans):
    """The cotangents of the factor and of the right side."""
    c, lower = c_and_lower
    b_bar = linalg.cho_solve(c_and_lower, ct)
    g = -times_row(b_bar, ans)
    factor = np.tril(c) if lower else np.triu(c).T
    bar = np.tril((g + g.T) @ factor)
    return [bar if lower else bar.T, 0.0], b_bar


@general(linalg.cho_solve, wrt="c_and_lower b")
def linalg_cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True, *, ct, ans):
    """Source: b_bar by the same factor; L_bar = -(b_bar x.T + x b_bar.T) L."""
    bars = cho_solve_bars(ct, c_and_lower, ans)
    return bars[0], bars[1]


def cho_solve_moved(c_and_lower, dots, x):
    """The tangent of L L.T, times x."""
    c, lower = c_and_lower
    factor, dot = (np.tril(c), np.tril(dots[0] + 0.0 * c)) if lower else (np.triu(c).T, np.triu(dots[0] + 0.0 * c).T)
    return dot @ (factor.T @ x) + factor @ (dot.T @ x)


@jvp(linalg_cho_solve)
def linalg_cho_solve_dot(c_and_lower, b, overwrite_b=False, check_finite=True, *, c_and_lower_dot, b_dot, ans):
    return linalg.cho_solve(c_and_lower, b_dot - cho_solve_moved(c_and_lower, c_and_lower_dot, ans))


def rows_of(piv):
    """The order of the rows of a matrix that its exchanges lead to."""
    rows = np.arange(len(piv))
    for k in range(len(piv)):
        rows[[k, piv[k]]] = rows[[piv[k], k]]
    return rows


zero(rows_of)


def lu_bar(ct, lu, piv):
    """The cotangent of a matrix from that of its packed factors."""
    low = np.tril(one(lu), -1) + np.eye(len(lu), dtype=lu.dtype)
    inner = np.tril(low.T @ np.tril(ct, -1), -1) + np.triu(np.triu(ct) @ np.triu(lu).T)
    left = linalg.solve_triangular(low, inner, lower=True, trans=1, unit_diagonal=True)
    g = linalg.solve_triangular(np.triu(lu), left.T).T
    return np.take(g, np.argsort(rows_of(piv)), 0)


def lu_dot(a_dot, lu, piv):
    """The tangent of packed factors."""
    low = np.tril(one(lu), -1) + np.eye(len(lu), dtype=lu.dtype)
    left = linalg.solve_triangular(low, np.take(a_dot, rows_of(piv), 0), lower=True, unit_diagonal=True)
    inner = linalg.solve_triangular(np.triu(lu), left.T, trans=1).T
    return low @ np.tril(inner, -1) + np.triu(inner) @ np.triu(lu)


@general(linalg.lu_factor)
def linalg_lu_factor(a, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: inv(L).T (strictly lower L.T L_bar + upper U_bar U.T) inv(U).T, the rows put back."""
    return lu_bar(ct[0], ans[0], ans[1])


@jvp(linalg_lu_factor)
def linalg_lu_factor_dot(a, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return lu_dot(a_dot, ans[0], ans[1]), 0 * ans[1]


def lu_solve_bars(ct, lu_and_piv, ans, trans):
    """The cotangents of the packed factors and of the right side."""
    lu, piv = lu_and_piv
    b_bar = linalg.lu_solve(lu_and_piv, ct, 1 if trans == 0 else 0)
    g = -np.take(times_row(b_bar, ans) if trans == 0 else times_row(ans, b_bar), rows_of(piv), 0)
    low = np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)
    return [np.tril(g @ np.triu(lu).T, -1) + np.triu(low.T @ g), np.zeros_like(piv, lu.dtype)], b_bar


@general(linalg.lu_solve, wrt="lu_and_piv b")
def linalg_lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True, *, ct, ans):
    """Source: b_bar by the same factors, transposed; g = -b_bar x.T, L_bar = g U.T, U_bar = L.T g."""
    bars = lu_solve_bars(ct, lu_and_piv, ans, trans)
    return bars[0], bars[1]


def lu_product_dot(lu_and_piv, dots, x, trans):
    """The tangent of P L U, or of its transpose, times x."""
    lu, piv = lu_and_piv
    dot = dots[0] + 0.0 * lu
    low = np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)
    inner = np.tril(dot, -1) @ np.triu(lu) + low @ np.triu(dot)
    whole = np.take(inner, np.argsort(rows_of(piv)), 0)
    return (whole if trans == 0 else whole.T) @ x


@jvp(linalg_lu_solve)
def linalg_lu_solve_dot(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True, *, lu_and_piv_dot, b_dot, ans):
    return linalg.lu_solve(lu_and_piv, b_dot - lu_product_dot(lu_and_piv, lu_and_piv_dot, ans, trans), trans)


# ------------------------------------------------------------------ eigenvalues, singular values
@general(linalg.eigh)
def linalg_eigh(a, *, lower=True, overwrite_a=False, overwrite_b=False, check_finite=True, ct, ans):
    """Source: as ``numpy.linalg.eigh``; 0 between equal eigenvalues."""
    return eigh_adjoint(ct, ans[0], ans[1], lower)


@jvp(linalg_eigh)
def linalg_eigh_dot(a, *, lower=True, overwrite_a=False, overwrite_b=False, check_finite=True, a_dot, ans):
    return eigh_tangent(a_dot, ans[0], ans[1], lower)


@general(linalg.eigvalsh)
def linalg_eigvalsh(a, *, lower=True, overwrite_a=False, overwrite_b=False, check_finite=True, ct, ans):
    v = linalg.eigh(a, lower=lower)[1]
    return eigh_adjoint((ct, np.zeros_like(v)), ans, v, lower)


@jvp(linalg_eigvalsh)
def linalg_eigvalsh_dot(a, *, lower=True, overwrite_a=False, overwrite_b=False, check_finite=True, a_dot, ans):
    return eigh_tangent(a_dot, ans, linalg.eigh(a, lower=lower)[1], lower)[0]


@general(linalg.svd)
def linalg_svd(a, full_matrices=True, *, overwrite_a=False, check_finite=True, lapack_driver="gesdd", ct, ans):
    """Source: as ``numpy.linalg.svd``; 0 between equal singular values."""
    return svd_adjoint(ct, ans)


@jvp(linalg_svd)
def linalg_svd_dot(a, full_matrices=True, *, overwrite_a=False, check_finite=True, lapack_driver="gesdd", a_dot, ans):
    return svd_tangent(a_dot, ans)


@general(linalg.svdvals)
def linalg_svdvals(a, overwrite_a=False, check_finite=True, *, ct):
    parts = linalg.svd(one(a), full_matrices=False)
    return (parts[0] * ct) @ parts[2]


@jvp(linalg_svdvals)
def linalg_svdvals_dot(a, overwrite_a=False, check_finite=True, *, a_dot):
    return svd_tangent(a_dot, linalg.svd(a, full_matrices=False))[1]
