# mypy: disable-error-code="no-untyped-def"
"""``numpy.linalg``: systems, inverses, determinants, norms, factorisations; stacks of matrices too.

Where NumPy reads one triangle of a symmetric matrix, the derivative is that of this triangle.
"""
from __future__ import annotations

import numpy as np

from ..runtime import unbroadcast
from ..runtime_linalg import (
    cholesky_adjoint,
    cholesky_tangent,
    cofactors,
    cond_slopes,
    constant_vectors,
    eigenvalues_adjoint,
    eigenvalues_tangent,
    eigh_adjoint,
    eigh_tangent,
    lstsq_adjoint,
    lstsq_tangent,
    norm_slopes,
    qr_adjoint,
    qr_tangent,
    solve_adjoint,
    svd_adjoint,
    svd_tangent,
    vector_slopes,
)
from ..runtime_products import chain_adjoint, chain_tangent, power_adjoint
from ..runtime_statistics import kept_axes
from .registry import general, jvp, zero


# ------------------------------------------------------------------ systems, inverses, determinants
@general(np.linalg.solve, wrt="a b")
def solve(a, b, *, ct, ans):
    """Source: b_bar = solve(a.T, ct), a_bar = -b_bar x.T."""
    if np.ndim(b) == 1 and np.ndim(a) == 2:
        b_bar = np.linalg.solve(np.transpose(a), ct)
        return -np.outer(b_bar, ans), b_bar
    if np.ndim(b) == 1:
        wide = np.linalg.solve(np.swapaxes(a, -1, -2), np.expand_dims(ct, -1))[..., 0]
        return solve_adjoint(wide, a, ans, True), unbroadcast(wide, b)
    full = np.linalg.solve(np.swapaxes(a, -1, -2), ct)
    return solve_adjoint(full, a, ans, False), unbroadcast(full, b)


@jvp(solve)
def solve_dot(a, b, *, a_dot, b_dot, ans):
    if np.ndim(b) == 1:
        moved = (a_dot @ np.expand_dims(ans, -1))[..., 0]
        return np.linalg.solve(a, np.expand_dims(b_dot - moved, -1))[..., 0]
    return np.linalg.solve(a, b_dot - a_dot @ ans)


@general(np.linalg.inv)
def inv(a, *, ct, ans):
    """Source: -inv.T ct inv.T."""
    return -(np.swapaxes(ans, -1, -2) @ ct @ np.swapaxes(ans, -1, -2))


@jvp(inv)
def inv_dot(a, *, a_dot, ans):
    return -(ans @ a_dot @ ans)


@general(np.linalg.pinv)
def pinv(a, rcond=None, hermitian=False, *, rtol=None, ct, ans):
    """Source: Golub and Pereyra 1973, at constant rank."""
    turned = np.swapaxes(ans, -1, -2)
    outer = np.swapaxes(ct, -1, -2) @ ans @ turned
    inner = turned @ ans @ np.swapaxes(ct, -1, -2)
    return outer - a @ (ans @ outer) + inner - (inner @ ans) @ a - turned @ ct @ turned


@jvp(pinv)
def pinv_dot(a, rcond=None, hermitian=False, *, rtol=None, a_dot, ans):
    turned = np.swapaxes(ans, -1, -2)
    outer = ans @ turned @ np.swapaxes(a_dot, -1, -2)
    inner = np.swapaxes(a_dot, -1, -2) @ turned @ ans
    return outer - (outer @ a) @ ans + inner - ans @ (a @ inner) - ans @ a_dot @ ans


@general(np.linalg.det)
def det(a, *, ct, ans):
    """Source: det * inv(a).T, the cofactors; right where a is singular."""
    return np.expand_dims(ct, (-1, -2)) * cofactors(a, ans)


@jvp(det)
def det_dot(a, *, a_dot, ans):
    return np.sum(cofactors(a, ans) * a_dot, axis=(-1, -2))


@general(np.linalg.slogdet)
def slogdet(a, *, ct):
    """Source: inv(a).T for the logarithm; the sign does not vary."""
    return np.expand_dims(ct[1], (-1, -2)) * np.swapaxes(np.linalg.inv(a), -1, -2)


@jvp(slogdet)
def slogdet_dot(a, *, a_dot, ans):
    return 0.0 * ans[0], np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * a_dot, axis=(-1, -2))


@general(np.linalg.lstsq, wrt="a b")
def lstsq(a, b, rcond=None, *, ct, ans):
    """Source: the solution by the pseudoinverse at constant rank; residuals; singular values."""
    bars = lstsq_adjoint(ct, a, b, ans[0])
    return bars[0], bars[1]


@jvp(lstsq)
def lstsq_dot(a, b, rcond=None, *, a_dot, b_dot, ans):
    return lstsq_tangent(a, b, a_dot, b_dot, ans)


@general(np.linalg.tensorsolve, wrt="a b")
def tensorsolve(a, b, *, ct, ans):
    """Source: ``solve`` with the axes of b, and those of the answer, made one."""
    b_bar = np.linalg.solve(np.reshape(a, (np.size(b), np.size(b))).T, np.ravel(ct))
    return np.reshape(-np.outer(b_bar, ans), np.shape(a)), np.reshape(b_bar, np.shape(b))


@jvp(tensorsolve)
def tensorsolve_dot(a, b, *, a_dot, b_dot, ans):
    return np.linalg.tensorsolve(a, b_dot - np.tensordot(a_dot, ans, np.ndim(ans)))


@general(np.linalg.tensorinv)
def tensorinv(a, ind=2, *, ct, ans):
    """Source: ``inv`` with the first axes, and the others, made one."""
    side = np.prod(np.shape(a)[:ind])
    inverse = np.reshape(ans, (side, side))
    return np.reshape(-(inverse.T @ np.reshape(ct, (side, side)) @ inverse.T), np.shape(a))


@jvp(tensorinv)
def tensorinv_dot(a, ind=2, *, a_dot, ans):
    return -np.tensordot(np.tensordot(ans, a_dot, ind), ans, np.ndim(a) - ind)


@general(np.linalg.matrix_power)
def matrix_power(a, n, *, ct):
    """Source: the sum of (a.T)**k ct (a.T)**(n - 1 - k)."""
    return power_adjoint(ct, a, n)


@jvp(matrix_power)
def matrix_power_dot(a, n, *, a_dot):
    return np.swapaxes(power_adjoint(np.swapaxes(a_dot, -1, -2), a, n), -1, -2)


@general(np.linalg.multi_dot, wrt="arrays")
def multi_dot(arrays, *, ct):
    """Source: the product of all others on both sides of the cotangent."""
    return chain_adjoint(ct, arrays)


@jvp(multi_dot)
def multi_dot_dot(arrays, *, arrays_dot):
    return chain_tangent(arrays_dot, arrays)


# ------------------------------------------------------------------ norms
@general(np.linalg.norm, wrt="x")
def norm(x, ord=None, axis=None, keepdims=False, *, ct, ans):
    """Source: x / norm for order 2, of complex values conj(x) / norm; 0 at the origin; the others by ``norm_slopes``."""
    if isinstance(x, list) or isinstance(x, tuple):
        return kept_axes(ct, axis, keepdims, x) * norm_slopes(x, ord, axis)
    if ord is None and axis is None and not keepdims:
        if np.iscomplexobj(x):
            return np.conj(x) * (ct / (ans if ans else 1))
        return x * (ct / (ans if ans else 1))
    if axis is None:
        return ct * norm_slopes(x, ord, axis)
    return kept_axes(ct, axis, keepdims, x) * norm_slopes(x, ord, axis)


@jvp(norm)
def norm_dot(x, ord=None, axis=None, keepdims=False, *, x_dot):
    if np.iscomplexobj(x):
        return np.real(np.sum(norm_slopes(x, ord, axis) * x_dot, axis=axis, keepdims=keepdims))
    return np.sum(norm_slopes(x, ord, axis) * x_dot, axis=axis, keepdims=keepdims)


@general(np.linalg.vector_norm, wrt="x")
def vector_norm(x, *, axis=None, keepdims=False, ord=2, ct):
    """Source: as ``norm``, of all elements taken for one vector."""
    if axis is None:
        return ct * vector_slopes(x, ord, axis)
    return kept_axes(ct, axis, keepdims, x) * vector_slopes(x, ord, axis)


@jvp(vector_norm)
def vector_norm_dot(x, *, axis=None, keepdims=False, ord=2, x_dot):
    if np.iscomplexobj(x):
        return np.real(np.sum(vector_slopes(x, ord, axis) * x_dot, axis=axis, keepdims=keepdims))
    return np.sum(vector_slopes(x, ord, axis) * x_dot, axis=axis, keepdims=keepdims)


@general(np.linalg.matrix_norm, wrt="x")
def matrix_norm(x, *, keepdims=False, ord="fro", ct):
    return kept_axes(ct, (-2, -1), keepdims, x) * norm_slopes(x, ord, (-2, -1))


@jvp(matrix_norm)
def matrix_norm_dot(x, *, keepdims=False, ord="fro", x_dot):
    if np.iscomplexobj(x):
        return np.real(np.sum(norm_slopes(x, ord, (-2, -1)) * x_dot, axis=(-2, -1), keepdims=keepdims))
    return np.sum(norm_slopes(x, ord, (-2, -1)) * x_dot, axis=(-2, -1), keepdims=keepdims)


@general(np.linalg.cond, wrt="x")
def cond(x, p=None, *, ct):
    """Source: that of norm(x) norm(inv(x))."""
    return np.expand_dims(ct, (-1, -2)) * cond_slopes(x, p)


@jvp(cond)
def cond_dot(x, p=None, *, x_dot):
    return np.sum(cond_slopes(x, p) * x_dot, axis=(-2, -1))


# ------------------------------------------------------------------ factorisations
@general(np.linalg.cholesky)
def cholesky(a, *, upper=False, ct, ans):
    """Source: inv(L).T half(L.T ct) inv(L), of the triangle that NumPy reads."""
    return cholesky_adjoint(ct, ans, upper)


@jvp(cholesky)
def cholesky_dot(a, *, upper=False, a_dot, ans):
    return cholesky_tangent(a_dot, ans, upper)


@general(np.linalg.eigh)
def eigh(a, UPLO="L", *, ct, ans):
    """Source: v (diag(w_bar) + v.T v_bar / (w[j] - w[i])) v.T; 0 between equal eigenvalues."""
    return eigh_adjoint(ct, ans[0], ans[1], UPLO == "L")


@jvp(eigh)
def eigh_dot(a, UPLO="L", *, a_dot, ans):
    return eigh_tangent(a_dot, ans[0], ans[1], UPLO == "L")


@general(np.linalg.eigvalsh)
def eigvalsh(a, UPLO="L", *, ct, ans):
    """Source: v diag(ct) v.T."""
    v = np.linalg.eigh(a, UPLO)[1]
    return eigh_adjoint((ct, np.zeros_like(v)), ans, v, UPLO == "L")


@jvp(eigvalsh)
def eigvalsh_dot(a, UPLO="L", *, a_dot, ans):
    return eigh_tangent(a_dot, ans, np.linalg.eigh(a, UPLO)[1], UPLO == "L")[0]


@general(np.linalg.eigvals)
def eigvals(a, *, ct, ans):
    """Source: inv(v).T diag(ct) v.T of the eigenvectors v; right for functions of all where some are equal."""
    return eigenvalues_adjoint(ct, a, ans)


@jvp(eigvals)
def eigvals_dot(a, *, a_dot, ans):
    return eigenvalues_tangent(a_dot, a, ans)


@general(np.linalg.eig)
def eig(a, *, ct, ans):
    """Source: as ``eigvals``; the eigenvectors, whose length and phase are chosen, have no derivative here."""
    return eigenvalues_adjoint(constant_vectors(ct[0], ct[1]), a, ans[0])


@jvp(eig)
def eig_dot(a, *, a_dot, ans):
    return eigenvalues_tangent(a_dot, a, ans[0]), np.full_like(ans[1], np.nan)


@general(np.linalg.qr)
def qr(a, mode="reduced", *, ct, ans):
    """Source: (q_bar + q copyltu(r r_bar.T - q_bar.T q)) inv(r).T."""
    if mode == "r":
        q = np.linalg.solve(np.swapaxes(ans[..., :np.shape(ans)[-2]], -1, -2), np.swapaxes(a[..., :np.shape(ans)[-2]], -1, -2))
        return qr_adjoint((np.zeros_like(np.swapaxes(q, -1, -2)), ct), a, (np.swapaxes(q, -1, -2), ans), "reduced")
    return qr_adjoint(ct, a, ans, mode)


@jvp(qr)
def qr_dot(a, mode="reduced", *, a_dot, ans):
    if mode == "r":
        q = np.linalg.solve(np.swapaxes(ans[..., :np.shape(ans)[-2]], -1, -2), np.swapaxes(a[..., :np.shape(ans)[-2]], -1, -2))
        return qr_tangent(a_dot, a, (np.swapaxes(q, -1, -2), ans), "reduced")[1]
    return qr_tangent(a_dot, a, ans, mode)


@general(np.linalg.svd)
def svd(a, full_matrices=True, compute_uv=True, *, ct, ans):
    """Source: Townsend 2016; 0 between equal singular values."""
    if not compute_uv:
        parts = np.linalg.svd(a, full_matrices=False)
        return (parts[0] * np.expand_dims(ct, -2)) @ parts[2]
    return svd_adjoint(ct, ans)


@jvp(svd)
def svd_dot(a, full_matrices=True, compute_uv=True, *, a_dot, ans):
    if not compute_uv:
        return svd_tangent(a_dot, np.linalg.svd(a, full_matrices=False))[1]
    return svd_tangent(a_dot, ans)


@general(np.linalg.svdvals, wrt="x")
def svdvals(x, *, ct):
    parts = np.linalg.svd(x, full_matrices=False)
    return (parts[0] * np.expand_dims(ct, -2)) @ parts[2]


@jvp(svdvals)
def svdvals_dot(x, *, x_dot):
    return svd_tangent(x_dot, np.linalg.svd(x, full_matrices=False))[1]


zero(np.linalg.matrix_rank)
