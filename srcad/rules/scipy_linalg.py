# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.linalg``: systems and factorisations of one matrix, real; the adjoint calls SciPy again.

Where SciPy reads one triangle, the derivative is that of this triangle.
"""
from __future__ import annotations

import numpy as np
from scipy import linalg

from ..analyses.kinds import UNKNOWN, Kind
from ..runtime_linalg import cofactors, lstsq_adjoint, lstsq_tangent, norm_slopes
from .registry import bilinear, general, jvp, linear


# ------------------------------------------------------------------ systems
def one(a):
    """A matrix as it is."""
    if np.ndim(a) != 2:
        raise ValueError(f"the derivatives of scipy.linalg are those of one matrix, not of an array of shape {np.shape(a)}")
    return a


def like(dot, a):
    """The tangent of a matrix, in its shape."""
    return np.add(dot, np.multiply(0.0, a))


def times_row(x, y):
    """x y.T, of vectors or of matrices of columns."""
    return np.outer(x, y) if np.ndim(x) == 1 else one(x) @ y.T


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
    whole = read(like(a_dot, a), assume_a, lower)
    moved = b_dot - (whole.T if transposed else whole) @ ans
    return linalg.solve(a, moved, lower=lower, assume_a=assume_a, transposed=transposed)


@general(linalg.lstsq, wrt="a b", gives=Kind(tuple, items=(UNKNOWN, UNKNOWN, Kind(int), UNKNOWN)))
def linalg_lstsq(a, b, cond=None, overwrite_a=False, overwrite_b=False, check_finite=True, lapack_driver=None, *, ct, ans):
    """Source: as ``numpy.linalg.lstsq``."""
    bars = lstsq_adjoint(ct, np.asarray(a), np.asarray(b), ans[0])
    return bars[0], bars[1]


@jvp(linalg_lstsq)
def linalg_lstsq_dot(a, b, cond=None, overwrite_a=False, overwrite_b=False, check_finite=True, lapack_driver=None, *, a_dot,
                     b_dot, ans):
    parts = lstsq_tangent(np.asarray(a), np.asarray(b), like(a_dot, a), like(b_dot, b), ans)
    return parts[0], np.reshape(parts[1], np.shape(ans[1]))[()], 0, parts[3]


def triangle(g, lower, unit_diagonal):
    """The part of a matrix that a triangular solver reads."""
    return np.tril(one(g), -unit_diagonal) if lower else np.triu(one(g), 1 * unit_diagonal)


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
    whole = triangle(like(a_dot, a), lower, unit_diagonal)
    moved = b_dot - (whole if is_plain(trans) else whole.T) @ ans
    return linalg.solve_triangular(a, moved, trans, lower, unit_diagonal)


def band_transposed(low, high, ab):
    """The diagonals of the transposed matrix, in SciPy's form."""
    return np.stack([np.roll(ab[high - k], -k) for k in range(-low, high + 1)])


def beside(n, k, rank):
    """Where the k-th diagonal has an element, by columns; for arrays of a rank."""
    places = np.arange(n)
    return np.reshape((places >= k) & (places < n + k), (n,) + (1,) * (rank - 1))


def band_of(low, high, x, y):
    """The diagonals of x y.T, in SciPy's form."""
    n = np.shape(x)[0]
    rows = [np.where(beside(n, k, np.ndim(x)), np.roll(x, k, 0) * y, 0.0) for k in range(high, -low - 1, -1)]
    found = np.stack(rows)
    return found if np.ndim(x) == 1 else np.sum(found, axis=2)


def band_times(low, high, ab, x):
    """The product of a matrix in SciPy's diagonal form with vectors."""
    n = np.shape(x)[0]
    total = 0.0 * x
    for k in range(-low, high + 1):
        products = np.reshape(ab[high - k], (n,) + (1,) * (np.ndim(x) - 1)) * x
        total = total + np.where(beside(n, -k, np.ndim(x)), np.roll(products, -k, 0), 0.0)
    return total


@general(band_transposed, wrt="ab")
def band_transposed_(low, high, ab, *, ct):
    return band_transposed(high, low, ct)


@jvp(band_transposed_)
def band_transposed_dot(low, high, ab, *, ab_dot):
    return band_transposed(low, high, ab_dot)


@bilinear(band_of, wrt="x y")
def band_of_(low, high, x, y, *, ct):
    return band_times(low, high, ct, y), band_times(high, low, band_transposed(low, high, ct), x)


@bilinear(band_times, wrt="ab x")
def band_times_(low, high, ab, x, *, ct):
    return band_of(low, high, ct, x), band_times(high, low, band_transposed(low, high, ab), ct)


@general(linalg.solve_banded, wrt="ab b", gives="b")
def linalg_solve_banded(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, ct, ans):
    """Source: as ``solve``, of the diagonals."""
    b_bar = linalg.solve_banded((l_and_u[1], l_and_u[0]), band_transposed(l_and_u[0], l_and_u[1], ab), ct)
    return -band_of(l_and_u[0], l_and_u[1], b_bar, ans), b_bar


@jvp(linalg_solve_banded)
def linalg_solve_banded_dot(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True, *, ab_dot, b_dot, ans):
    return linalg.solve_banded(l_and_u, ab, b_dot - band_times(l_and_u[0], l_and_u[1], like(ab_dot, ab), ans))


@general(linalg.solve_sylvester, wrt="a b q")
def linalg_solve_sylvester(a, b, q, *, ct, ans):
    """Source: q_bar solves the transposed equation; a_bar = -q_bar x.T, b_bar = -x.T q_bar."""
    q_bar = linalg.solve_sylvester(a.T, b.T, ct)
    return -(q_bar @ ans.T), -(ans.T @ q_bar), q_bar


@jvp(linalg_solve_sylvester)
def linalg_solve_sylvester_dot(a, b, q, *, a_dot, b_dot, q_dot, ans):
    return linalg.solve_sylvester(a, b, q_dot - (like(a_dot, a)) @ ans - ans @ (like(b_dot, b)))


# ------------------------------------------------------------------ Toeplitz matrices
def column_sums(g):
    """The sums of the diagonals of a matrix that begin in its first column."""
    return np.array([np.trace(g, -k) for k in range(np.shape(g)[0])])


def row_sums(g):
    """The sums of the diagonals that begin in the first row behind its first element, which gets 0."""
    return np.array([np.trace(g, k) if k else 0.0 * np.trace(g) for k in range(np.shape(g)[1])])


@general(column_sums, wrt="g")
def column_sums_(g, *, ct):
    return linalg.toeplitz(ct, np.zeros(np.shape(g)[1], ct.dtype))


@jvp(column_sums_)
def column_sums_dot(g, *, g_dot):
    return column_sums(g_dot)


@general(row_sums, wrt="g")
def row_sums_(g, *, ct):
    return linalg.toeplitz(np.zeros(np.shape(g)[0], ct.dtype), ct * (np.arange(np.size(ct)) > 0))


@jvp(row_sums_)
def row_sums_dot(g, *, g_dot):
    return row_sums(g_dot)


@general(linalg.toeplitz, wrt="c r")
def linalg_toeplitz(c, r=None, *, ct):
    """Source: the sums of the diagonals; the first element of the row is not read."""
    if r is None:
        return column_sums(ct) + row_sums(ct), 0.0
    return column_sums(ct), row_sums(ct)


@jvp(linalg_toeplitz)
def linalg_toeplitz_dot(c, r=None, *, c_dot, r_dot):
    if r is None:
        return linalg.toeplitz(c_dot)
    return linalg.toeplitz(like(c_dot, c), like(r_dot, r))


def toeplitz_solve_bars(ct, c_or_cr, ans):
    """The cotangents of ``solve_toeplitz``; the transposed matrix has row and column exchanged."""
    if isinstance(c_or_cr, tuple):
        column, row = c_or_cr
        b_bar = linalg.solve_toeplitz((np.concatenate([column[:1], row[1:]]), column), ct)
        g = -times_row(b_bar, ans)
        return [column_sums(g), row_sums(g)], b_bar
    b_bar = linalg.solve_toeplitz((c_or_cr, c_or_cr), ct)
    g = -times_row(b_bar, ans)
    return column_sums(g) + row_sums(g), b_bar


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


# ------------------------------------------------------------------ functions of matrices
@general(linalg.inv)
def linalg_inv(a, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: -inv.T ct inv.T."""
    return -(one(ans).T @ ct @ ans.T)


@jvp(linalg_inv)
def linalg_inv_dot(a, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return -(one(ans) @ a_dot @ ans)


@general(linalg.pinv)
def linalg_pinv(a, *, atol=None, rtol=None, return_rank=False, check_finite=True, ct, ans):
    """Source: Golub and Pereyra 1973, at constant rank."""
    outer = ct.T @ one(ans) @ ans.T
    inner = ans.T @ ans @ ct.T
    return outer - a @ (ans @ outer) + inner - (inner @ ans) @ a - ans.T @ ct @ ans.T


@jvp(linalg_pinv)
def linalg_pinv_dot(a, *, atol=None, rtol=None, return_rank=False, check_finite=True, a_dot, ans):
    outer = one(ans) @ ans.T @ a_dot.T
    inner = a_dot.T @ ans.T @ ans
    return outer - (outer @ a) @ ans + inner - ans @ (a @ inner) - ans @ a_dot @ ans


@general(linalg.det)
def linalg_det(a, overwrite_a=False, check_finite=True, *, ct, ans):
    """Source: the cofactors; right where a is singular."""
    return ct * cofactors(one(a), ans)


@jvp(linalg_det)
def linalg_det_dot(a, overwrite_a=False, check_finite=True, *, a_dot, ans):
    return np.sum(cofactors(one(a), ans) * a_dot)


@general(linalg.norm)
def linalg_norm(a, ord=None, *, ct):
    """Source: as ``numpy.linalg.norm``."""
    return ct * norm_slopes(a, ord, None)


@jvp(linalg_norm)
def linalg_norm_dot(a, ord=None, *, a_dot):
    return np.sum(norm_slopes(a, ord, None) * a_dot)


def upper_blocks(a, e):
    """Two matrices as [[a, e], [0, a]]."""
    return np.concatenate([np.concatenate([a, e], axis=1), np.concatenate([np.zeros_like(a), a], axis=1)], axis=0)


def side_of(a, compute_expm):
    """The number of rows of one matrix, where its exponential is not asked for beside the derivative."""
    if compute_expm:
        raise ValueError("the derivative of scipy.linalg.expm_frechet is known with compute_expm=False")
    return np.shape(one(a))[0]


@general(linalg.expm_frechet, wrt="A E")
def linalg_expm_frechet(A, E, *, compute_expm=True, ct):
    """Source: the upper right block of the exponential of [[A, E], [0, A]] is the derivative along E."""
    n = side_of(A, compute_expm)
    slopes = linalg.expm_frechet(upper_blocks(A, E).T, upper_blocks(np.zeros_like(A), ct + 0.0 * A), compute_expm=False)
    return slopes[:n, :n] + slopes[n:, n:], slopes[:n, n:]


@jvp(linalg_expm_frechet)
def linalg_expm_frechet_dot(A, E, *, compute_expm=True, A_dot, E_dot):
    n = side_of(A, compute_expm)
    return linalg.expm_frechet(upper_blocks(A, E), upper_blocks(like(A_dot, A), E_dot + 0.0 * A), compute_expm=False)[:n, n:]


@general(linalg.expm, wrt="A")
def linalg_expm(A, *, ct):
    """Source: Al-Mohy and Higham 2009: the derivative of expm at A.T along ct."""
    return linalg.expm_frechet(np.transpose(A), ct, compute_expm=False).astype(ct.dtype)


@jvp(linalg_expm)
def linalg_expm_dot(A, *, A_dot):
    return linalg.expm_frechet(A, A_dot, compute_expm=False).astype(np.asarray(A).dtype)


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
