# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.linalg``: systems and factorisations of one matrix, real; the adjoint calls SciPy again.

Where SciPy reads one triangle, the derivative is that of this triangle.
"""
from __future__ import annotations

import numpy as np
from scipy import linalg

from ..runtime_linalg import cofactors, norm_slopes
from .registry import general, jvp, linear


# ------------------------------------------------------------------ systems
def times_row(x, y):
    """x y.T, of vectors or of matrices of columns."""
    return np.outer(x, y) if np.ndim(x) == 1 else x @ y.T


def as_read(g, assume_a, lower):
    """The cotangent of a matrix, moved to the triangle that a solver reads for this structure."""
    if assume_a in (None, "gen", "general"):
        return g
    if assume_a not in ("sym", "symmetric", "pos", "positive definite", "her", "hermitian"):
        raise ValueError(f"the derivative of scipy.linalg.solve is not known for assume_a={assume_a!r}: leave it out")
    both = g + g.T - np.diag(np.diag(g))
    return np.tril(both) if lower else np.triu(both)


def read(a, assume_a, lower):
    """The matrix that a solver takes ``a`` for."""
    if assume_a in (None, "gen", "general"):
        return a
    half = np.tril(a, -1) if lower else np.triu(a, 1)
    return half + half.T + np.diag(np.diag(a))


@general(linalg.solve, wrt="a b")
def linalg_solve(a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None, transposed=False,
                 *, ct, ans):
    """Source: b_bar = solve(a.T, ct), a_bar = -b_bar x.T."""
    b_bar = linalg.solve(a, ct, lower=lower, assume_a=assume_a, transposed=not transposed)
    return as_read(-(times_row(ans, b_bar) if transposed else times_row(b_bar, ans)), assume_a, lower), b_bar


@jvp(linalg_solve)
def linalg_solve_dot(a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None,
                     transposed=False, *, a_dot, b_dot, ans):
    whole = read(a_dot + 0.0 * a, assume_a, lower)
    moved = b_dot - (whole.T if transposed else whole) @ ans
    return linalg.solve(a, moved, lower=lower, assume_a=assume_a, transposed=transposed)


def triangle(g, lower, unit_diagonal):
    """The part of a matrix that a triangular solver reads."""
    return np.tril(g, -unit_diagonal) if lower else np.triu(g, 1 * unit_diagonal)


def is_plain(trans):
    """True unless a solver is asked for the transposed system."""
    return trans in (0, "N")


@general(linalg.solve_triangular, wrt="a b")
def linalg_solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True, *, ct, ans):
    """Source: as ``solve``, of the triangle."""
    b_bar = linalg.solve_triangular(a, ct, 1 if is_plain(trans) else 0, lower, unit_diagonal)
    g = times_row(b_bar, ans) if is_plain(trans) else times_row(ans, b_bar)
    return triangle(-g, lower, unit_diagonal), b_bar


@jvp(linalg_solve_triangular)
def linalg_solve_triangular_dot(a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True, *,
                                a_dot, b_dot, ans):
    whole = triangle(a_dot + 0.0 * a, lower, unit_diagonal)
    moved = b_dot - (whole if is_plain(trans) else whole.T) @ ans
    return linalg.solve_triangular(a, moved, trans, lower, unit_diagonal)


def band_transposed(low, high, ab):
    """The diagonals of the transposed matrix, in SciPy's form."""
    n = np.shape(ab)[1]
    turned = np.zeros_like(ab)
    for k in range(-low, high + 1):
        part = ab[high - k, max(k, 0):n + min(k, 0)]
        turned[low + k, max(-k, 0):n + min(-k, 0)] = part
    return turned


def band_of(low, high, x, y):
    """The diagonals of x y.T, in SciPy's form."""
    n = np.shape(x)[0]
    band = np.zeros((low + high + 1, n), x.dtype)
    for k in range(-low, high + 1):
        rows = np.arange(max(-k, 0), n - max(k, 0))
        product = x[rows] * y[rows + k]
        band[high - k, rows + k] = product if np.ndim(product) == 1 else np.sum(product, axis=1)
    return band


@general(linalg.solve_banded, wrt="ab b")
def linalg_solve_banded(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, ct, ans):
    """Source: as ``solve``, of the diagonals."""
    b_bar = linalg.solve_banded((l_and_u[1], l_and_u[0]), band_transposed(l_and_u[0], l_and_u[1], ab), ct)
    return -band_of(l_and_u[0], l_and_u[1], b_bar, ans), b_bar


def band_times(low, high, ab, x):
    """The product of a matrix in SciPy's diagonal form with vectors."""
    n = np.shape(x)[0]
    total = np.zeros_like(x)
    for k in range(-low, high + 1):
        rows = np.arange(max(-k, 0), n - max(k, 0))
        diagonal = ab[high - k, rows + k]
        total[rows] = total[rows] + (diagonal if np.ndim(x) == 1 else diagonal[:, None]) * x[rows + k]
    return total


@jvp(linalg_solve_banded)
def linalg_solve_banded_dot(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, ab_dot, b_dot, ans):
    return linalg.solve_banded(l_and_u, ab, b_dot - band_times(l_and_u[0], l_and_u[1], ab_dot + 0.0 * ab, ans))


@general(linalg.solve_sylvester, wrt="a b q")
def linalg_solve_sylvester(a, b, q, *, ct, ans):
    """Source: q_bar solves the transposed equation; a_bar = -q_bar x.T, b_bar = -x.T q_bar."""
    q_bar = linalg.solve_sylvester(a.T, b.T, ct)
    return -(q_bar @ ans.T), -(ans.T @ q_bar), q_bar


@jvp(linalg_solve_sylvester)
def linalg_solve_sylvester_dot(a, b, q, *, a_dot, b_dot, q_dot, ans):
    return linalg.solve_sylvester(a, b, q_dot - (a_dot + 0.0 * a) @ ans - ans @ (b_dot + 0.0 * b))


# ------------------------------------------------------------------ Toeplitz matrices
def toeplitz_sums(g, symmetric):
    """The sums of the diagonals of a matrix: of the first column, and of the first row without its first element."""
    rows, columns = np.shape(g)
    column = np.array([np.trace(g, -k) for k in range(rows)])
    row = np.array([np.trace(g, k) for k in range(columns)])
    row[0] = 0.0
    return (column + row, 0.0) if symmetric else (column, row)


@general(linalg.toeplitz, wrt="c r")
def linalg_toeplitz(c, r=None, *, ct):
    """Source: the sums of the diagonals; the first element of the row is not read."""
    if r is None:
        return toeplitz_sums(ct, True)[0], 0.0
    return toeplitz_sums(ct, False)[0], toeplitz_sums(ct, False)[1]


@jvp(linalg_toeplitz)
def linalg_toeplitz_dot(c, r=None, *, c_dot, r_dot):
    if r is None:
        return linalg.toeplitz(c_dot)
    return linalg.toeplitz(c_dot + 0.0 * c, r_dot + 0.0 * r)


def column_and_row(c_or_cr):
    """The first column and row of a Toeplitz matrix, given as SciPy takes them."""
    return c_or_cr if isinstance(c_or_cr, tuple) else (c_or_cr, c_or_cr)


def toeplitz_solve_bars(ct, c_or_cr, ans):
    """The cotangents of ``solve_toeplitz``."""
    column, row = column_and_row(c_or_cr)
    b_bar = linalg.solve_toeplitz((np.concatenate([column[:1], row[1:]]), column), ct)
    column_bar, row_bar = toeplitz_sums(-times_row(b_bar, ans), not isinstance(c_or_cr, tuple))
    return [column_bar, row_bar] if isinstance(c_or_cr, tuple) else column_bar, b_bar


@general(linalg.solve_toeplitz, wrt="c_or_cr b")
def linalg_solve_toeplitz(c_or_cr, b, check_finite=True, *, ct, ans):
    """Source: as ``solve``; the sums of the diagonals."""
    bars = toeplitz_solve_bars(ct, c_or_cr, ans)
    return bars[0], bars[1]


def toeplitz_product(c_or_cr, dots, x):
    """The tangent of a Toeplitz matrix, times x."""
    if isinstance(c_or_cr, tuple):
        return linalg.toeplitz(dots[0] + 0.0 * c_or_cr[0], dots[1] + 0.0 * c_or_cr[1]) @ x
    return linalg.toeplitz(dots + 0.0 * c_or_cr) @ x


@jvp(linalg_solve_toeplitz)
def linalg_solve_toeplitz_dot(c_or_cr, b, check_finite=True, *, c_or_cr_dot, b_dot, ans):
    return linalg.solve_toeplitz(c_or_cr, b_dot - toeplitz_product(c_or_cr, c_or_cr_dot, ans))


# ------------------------------------------------------------------ factors, and systems by them
def half(g):
    """The lower triangle with half the diagonal."""
    return np.tril(g) - 0.5 * np.diag(np.diag(g))


def factor_bar(ct, c, lower, rest):
    """The cotangent of a matrix from that of its Cholesky factor; ``rest``: the other triangle is handed on."""
    factor, bar = (np.tril(c), np.tril(ct)) if lower else (np.triu(c).T, np.triu(ct).T)
    inner = linalg.solve_triangular(factor, half(factor.T @ bar), lower=True, trans=1)
    s = linalg.solve_triangular(factor, inner.T, lower=True, trans=1).T
    g = np.tril(s + s.T) - np.diag(np.diag(s))
    g = g if lower else g.T
    return g + (np.triu(ct, 1) if lower else np.tril(ct, -1)) if rest else g


def factor_dot(a_dot, c, lower, rest):
    """The tangent of a Cholesky factor."""
    factor, dot = (np.tril(c), np.tril(a_dot)) if lower else (np.triu(c).T, np.triu(a_dot).T)
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
    """Source: as ``cholesky``; the other triangle keeps what was there."""
    return factor_bar(ct[0], ans[0], lower, True)


@jvp(linalg_cho_factor)
def linalg_cho_factor_dot(a, lower=False, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return factor_dot(a_dot, ans[0], lower, True), 0.0


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


def lu_bar(ct, lu, piv):
    """The cotangent of a matrix from that of its packed factors."""
    low = np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)
    inner = np.tril(low.T @ np.tril(ct, -1), -1) + np.triu(np.triu(ct) @ np.triu(lu).T)
    left = linalg.solve_triangular(low, inner, lower=True, trans=1, unit_diagonal=True)
    g = linalg.solve_triangular(np.triu(lu), left.T).T
    out = np.empty_like(g)
    out[rows_of(piv)] = g
    return out


def lu_dot(a_dot, lu, piv):
    """The tangent of packed factors."""
    low = np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)
    left = linalg.solve_triangular(low, a_dot[rows_of(piv)], lower=True, unit_diagonal=True)
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
    g = -(times_row(b_bar, ans) if trans == 0 else times_row(ans, b_bar))[rows_of(piv)]
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
    whole = np.empty_like(inner)
    whole[rows_of(piv)] = inner
    return (whole if trans == 0 else whole.T) @ x


@jvp(linalg_lu_solve)
def linalg_lu_solve_dot(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True, *, lu_and_piv_dot, b_dot, ans):
    return linalg.lu_solve(lu_and_piv, b_dot - lu_product_dot(lu_and_piv, lu_and_piv_dot, ans, trans), trans)


# ------------------------------------------------------------------ functions of matrices
@general(linalg.inv)
def linalg_inv(a, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: -inv.T ct inv.T."""
    return -(ans.T @ ct @ ans.T)


@jvp(linalg_inv)
def linalg_inv_dot(a, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return -(ans @ a_dot @ ans)


@general(linalg.det)
def linalg_det(a, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: the cofactors; right where a is singular."""
    return ct * cofactors(a, ans)


@jvp(linalg_det)
def linalg_det_dot(a, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return np.sum(cofactors(a, ans) * a_dot)


@general(linalg.norm)
def linalg_norm(a, ord=None, *, ct):
    """Source: as ``numpy.linalg.norm``."""
    return ct * norm_slopes(a, ord, None)


@jvp(linalg_norm)
def linalg_norm_dot(a, ord=None, *, a_dot):
    return np.sum(norm_slopes(a, ord, None) * a_dot)


@general(linalg.expm, wrt="A")
def linalg_expm(A, *, ct):
    """Source: Al-Mohy and Higham 2009: the derivative of expm at A.T along ct."""
    return linalg.expm_frechet(A.T, ct, compute_expm=False).astype(ct.dtype)


@jvp(linalg_expm)
def linalg_expm_dot(A, *, A_dot):
    return linalg.expm_frechet(A, A_dot, compute_expm=False).astype(A.dtype)


def real_root(s):
    """A square root that is real, as it is."""
    if np.iscomplexobj(s):
        raise ValueError("scipy.linalg.sqrtm gave a complex root, of which the derivative is not supported")
    return s


@general(linalg.sqrtm, wrt="A")
def linalg_sqrtm(A, *, ct, ans):
    """Source: solves S.T g + g S.T = ct."""
    return linalg.solve_sylvester(real_root(ans).T, ans.T, ct)


@jvp(linalg_sqrtm)
def linalg_sqrtm_dot(A, *, A_dot, ans):
    return linalg.solve_sylvester(real_root(ans), ans, A_dot)


def diagonal_blocks(ct, arrays):
    """The part of a cotangent for each of the arrays that were put along the diagonal."""
    parts = []
    row = column = 0
    for array in arrays:
        rows, columns = np.shape(np.atleast_2d(array))
        parts.append(np.reshape(ct[row:row + rows, column:column + columns], np.shape(array)))
        row, column = row + rows, column + columns
    return parts


@linear(linalg.block_diag, wrt="arrs")
def linalg_block_diag(*arrs, ct):
    return diagonal_blocks(ct, arrs)
