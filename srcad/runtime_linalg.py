"""Helpers for the rules of norms, inverses and factorisations: NumPy only, each complete in itself.

>>> norm_slopes(np.array([3.0, 4.0]), None, None)
array([0.6, 0.8])
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from .runtime import HELPERS, product_of_others, tie_weights, unbroadcast


# ------------------------------------------------------------------ norms
def vector_slopes(x: Any, order: Any, axis: Any) -> Any:
    """The derivative of the norm of a vector (all elements along ``axis``) to each element; conventions as below."""
    x = np.asarray(x)
    if order is None or order in ("fro", 2):
        n = np.linalg.vector_norm(x, axis=axis, keepdims=True)
        return np.conj(x) / np.where(n == 0, 1, n)
    size = np.abs(x)
    sign = np.conj(x) / np.where(size == 0, 1, size)
    if order in (math.inf, -math.inf):
        extreme = np.max(size, axis=axis, keepdims=True) if order > 0 else np.min(size, axis=axis, keepdims=True)
        return sign * tie_weights(size, extreme, axis, True)
    if order in (0, 1):
        return sign * order
    n = np.sum(size ** order, axis=axis, keepdims=True) ** (1 / order)
    ratio = np.where(x == 0, 0, np.where(x == 0, 1, size) / np.where(n == 0, 1, n))
    return sign * np.where(x == 0, 0, np.where(x == 0, 1, ratio) ** (order - 1))


def norm_slopes(x: Any, order: Any, axis: Any) -> Any:
    """The derivative of a norm to each element; 0 where it is not unique, elements that tie share evenly."""
    x = np.asarray(x)
    pair = axis if isinstance(axis, tuple) and len(axis) == 2 else (0, 1) if axis is None and x.ndim == 2 else None
    if pair is None or order is None or order == "fro":
        return vector_slopes(x, order, axis)
    rows = np.moveaxis(x, pair, (-2, -1))
    if order in (1, -1, math.inf, -math.inf):
        along = -2 if abs(order) == 1 else -1
        sums = np.sum(np.abs(rows), axis=along, keepdims=True)
        both = (-2, -1)
        extreme = np.max(sums, axis=both, keepdims=True) if order > 0 else np.min(sums, axis=both, keepdims=True)
        sizes = np.abs(rows)
        found = np.conj(rows) / np.where(sizes == 0, 1, sizes) * tie_weights(sums, extreme, (-2, -1), True)
    else:
        u, s, vt = np.linalg.svd(rows, full_matrices=False)
        if order == "nuc":
            weights = (s > 0).astype(s.dtype)
        else:
            weights = tie_weights(s, s[..., :1] if order == 2 else s[..., -1:], -1, True) * (s > 0)
        found = np.conj((u * np.expand_dims(weights, -2)) @ vt)
    return np.moveaxis(found, (-2, -1), pair)


def vector_curve(direction: Any, x: Any, order: Any, axis: Any) -> Any:
    """How ``vector_slopes`` moves along a direction: the second derivative of the norm, which is symmetric; 0 at the origin."""
    if order in (0, 1, math.inf, -math.inf):
        return np.zeros_like(direction)
    p = 2 if order is None or order == "fro" else order
    slopes = vector_slopes(x, order, axis)
    n = np.linalg.vector_norm(x, axis=axis, keepdims=True, ord=p)
    ratio = np.where(slopes == 0, 0, np.where(slopes == 0, 1, np.abs(x)) / np.where(n == 0, 1, n))
    bent = np.where(slopes == 0, p == 2, np.where(slopes == 0, 1, ratio) ** (p - 2)) * direction
    moved = bent - slopes * np.sum(slopes * direction, axis=axis, keepdims=True)
    return np.where(n == 0, 0, (p - 1) * moved / np.where(n == 0, 1, n)).astype(np.result_type(direction))


def norm_curve(direction: Any, x: Any, order: Any, axis: Any) -> Any:
    """How ``norm_slopes`` moves along a direction: of a function of singular values by their differences and sums."""
    x, direction = np.asarray(x), np.asarray(direction)
    pair = axis if isinstance(axis, tuple) and len(axis) == 2 else (0, 1) if axis is None and x.ndim == 2 else None
    if pair is None or order is None or order == "fro":
        return vector_curve(direction, x, order, axis)
    if order in (1, -1, math.inf, -math.inf):
        return np.zeros_like(direction)
    moved = np.moveaxis(direction, pair, (-2, -1))
    u, s, vt = np.linalg.svd(np.moveaxis(x, pair, (-2, -1)), full_matrices=False)
    if order == "nuc":
        w = (s > 0).astype(s.dtype)
    else:
        w = (tie_weights(s, s[..., :1] if order == 2 else s[..., -1:], -1, True) * (s > 0)).astype(s.dtype)
    inner = np.swapaxes(u, -1, -2) @ moved @ np.swapaxes(vt, -1, -2)
    other = np.swapaxes(inner, -1, -2)
    total = np.expand_dims(s, -2) + np.expand_dims(s, -1)
    even = (np.expand_dims(w, -2) - np.expand_dims(w, -1)) * gaps(s) * (inner + other) / 2
    odd = (np.expand_dims(w, -2) + np.expand_dims(w, -1)) / np.where(total == 0, 1, total) * (inner - other) / 2
    scale = np.expand_dims(np.where(s == 0, 0, w / np.where(s == 0, 1, s)), -2)
    left = (moved @ np.swapaxes(vt, -1, -2) - u @ inner) * scale
    right = (u * scale) @ (np.swapaxes(u, -1, -2) @ moved - inner @ vt)
    return np.moveaxis((u @ (even + odd) + left) @ vt + right, (-2, -1), pair)


def cond_slopes(x: Any, order: Any) -> Any:
    """The derivative of a condition number: that of the product of two norms, of x and of its inverse."""
    if order in (None, 2, -2):
        u, s, vt = np.linalg.svd(x, full_matrices=False)
        first, last = [np.expand_dims(u[..., k], -1) * np.expand_dims(vt[..., k, :], -2) for k in (0, -1)]
        large, small = np.expand_dims(s[..., 0], (-1, -2)), np.expand_dims(s[..., -1], (-1, -2))
        if order == -2:
            return last / large - first * (small / (large * large))
        return first / small - last * (large / (small * small))
    inverse = np.linalg.inv(x)
    turned = np.swapaxes(inverse, -1, -2)
    far = turned @ norm_slopes(inverse, order, (-2, -1)) @ turned
    return (norm_slopes(x, order, (-2, -1)) * np.linalg.norm(inverse, order, (-2, -1), True)
            - np.linalg.norm(x, order, (-2, -1), True) * far)


# ------------------------------------------------------------------ inverses, determinants
def cofactors(a: Any, det: Any) -> Any:
    """The derivative of a determinant to each element: det * inv(a).T, right where ``a`` is singular."""
    if np.all(det != 0):
        return np.expand_dims(det, (-1, -2)) * np.swapaxes(np.linalg.inv(a), -1, -2)
    u, s, vt = np.linalg.svd(a)
    scale = np.expand_dims(np.linalg.det(u) * np.linalg.det(vt), (-1, -2))
    return scale * ((np.conj(u) * np.expand_dims(product_of_others(s, -1), -2)) @ np.conj(vt))


def lstsq_adjoint(ct: Any, a: Any, b: Any, x: Any) -> Any:
    """Cotangents of ``a`` and ``b`` in ``np.linalg.lstsq``, from those of solution, residuals and singular values."""
    columns = np.reshape(b, (np.shape(b)[0], -1))
    x, x_bar = [np.reshape(v, (np.shape(a)[1], -1)) for v in (x, ct[0])]
    inverse, rest = np.linalg.pinv(a), columns - a @ x
    w = inverse.T @ x_bar
    a_bar = rest @ (inverse @ w).T + (inverse.T @ x) @ (x_bar - inverse @ (a @ x_bar)).T - w @ x.T
    b_bar = w
    if np.size(ct[1]):
        b_bar = b_bar + 2 * rest * np.ravel(ct[1])
        a_bar = a_bar - (2 * rest * np.ravel(ct[1])) @ x.T
    if np.any(ct[3]):
        u, _, vt = np.linalg.svd(a, full_matrices=False)
        a_bar = a_bar + (u * ct[3]) @ vt
    return a_bar, np.reshape(b_bar, np.shape(b))


def lstsq_tangent(a: Any, b: Any, a_dot: Any, b_dot: Any, ans: Any) -> Any:
    """Tangents of solution, residuals, rank and singular values."""
    columns, dots = [np.reshape(v, (np.shape(b)[0], -1)) for v in (b, b_dot)]
    x = np.reshape(ans[0], (np.shape(a)[1], -1))
    inverse, rest = np.linalg.pinv(a), columns - a @ x
    change = dots - a_dot @ x
    turn = a_dot.T @ (inverse.T @ x)
    x_dot = inverse @ change + inverse @ (inverse.T @ (a_dot.T @ rest)) + turn - inverse @ (a @ turn)
    u, _, vt = np.linalg.svd(a, full_matrices=False)
    residuals = 2 * np.sum(rest * change, axis=0) if np.size(ans[1]) else ans[1]
    return np.reshape(x_dot, np.shape(ans[0])), residuals, 0, np.einsum("ik,ij,kj->k", u, a_dot, vt)


# ------------------------------------------------------------------ factorisations
def from_triangle(a: Any, lower: bool) -> Any:
    """The symmetric matrix of which only one triangle is read."""
    if lower:
        return np.tril(a) + np.swapaxes(np.tril(a, -1), -1, -2)
    return np.triu(a) + np.swapaxes(np.triu(a, 1), -1, -2)


def to_triangle(s: Any, lower: bool) -> Any:
    """The cotangent of one triangle, from that of the whole matrix (made symmetric)."""
    s = (s + np.swapaxes(s, -1, -2)) / 2
    return np.tril(s) + np.tril(s, -1) if lower else np.triu(s) + np.triu(s, 1)


def half_lower(a: Any) -> Any:
    """The lower triangle with half the diagonal."""
    return (np.tril(a) + np.tril(a, -1)) / 2


def gaps(w: Any) -> Any:
    """One over w[j] - w[i] at (i, j); 0 on the diagonal and between equal ones."""
    found = np.expand_dims(w, -2) - np.expand_dims(w, -1)
    return np.where(found == 0, 0, 1 / np.where(found == 0, 1, found))


def cholesky_adjoint(ct: Any, factor: Any, upper: bool) -> Any:
    """Cotangent of the triangle of a matrix that its Cholesky factor was made from (Murray 2016)."""
    if upper:
        factor, ct = np.swapaxes(factor, -1, -2), np.swapaxes(ct, -1, -2)
    turned = np.swapaxes(factor, -1, -2)
    inner = np.linalg.solve(turned, half_lower(turned @ ct))
    found = np.swapaxes(np.linalg.solve(turned, np.swapaxes(inner, -1, -2)), -1, -2)
    return to_triangle(found, not upper)


def cholesky_tangent(a_dot: Any, factor: Any, upper: bool) -> Any:
    """Tangent of a Cholesky factor."""
    lower = np.swapaxes(factor, -1, -2) if upper else factor
    half = np.linalg.solve(lower, from_triangle(a_dot, not upper))
    found = lower @ half_lower(np.linalg.solve(lower, np.swapaxes(half, -1, -2)))
    return np.swapaxes(found, -1, -2) if upper else found


def eigh_adjoint(ct: Any, w: Any, v: Any, lower: bool) -> Any:
    """Cotangent of the triangle of a symmetric matrix, from those of eigenvalues and eigenvectors."""
    turned = np.swapaxes(v, -1, -2)
    inner = gaps(w) * (turned @ ct[1]) + np.expand_dims(ct[0], -1) * np.eye(np.shape(w)[-1], dtype=w.dtype)
    return to_triangle(v @ inner @ turned, lower)


def eigh_tangent(a_dot: Any, w: Any, v: Any, lower: bool) -> Any:
    """Tangents of eigenvalues and eigenvectors of a symmetric matrix."""
    inner = np.swapaxes(v, -1, -2) @ from_triangle(a_dot, lower) @ v
    return np.diagonal(inner, 0, -2, -1).copy(), v @ (gaps(w) * inner)


def eigenvectors(a: Any, values: Any) -> Any:
    """The eigenvectors of a general matrix, in the order that its eigenvalues were given in."""
    found, vectors = np.linalg.eig(a)
    places = [np.lexsort((w.imag, w.real), axis=-1) for w in (np.asarray(values, complex), np.asarray(found, complex))]
    order = np.take_along_axis(places[1], np.argsort(places[0], axis=-1), axis=-1)
    return np.take_along_axis(vectors, np.expand_dims(order, -2), axis=-1)


def eigenvalues_adjoint(ct: Any, a: Any, values: Any) -> Any:
    """Cotangent of a general matrix, from that of its eigenvalues."""
    v = eigenvectors(a, values)
    turned = np.swapaxes(v, -1, -2)
    return np.linalg.solve(turned, np.expand_dims(ct, -1) * turned)


def eigenvalues_tangent(a_dot: Any, a: Any, values: Any) -> Any:
    """Tangent of the eigenvalues of a general matrix."""
    v = eigenvectors(a, values)
    return np.diagonal(np.linalg.solve(v, a_dot @ v), 0, -2, -1).copy()


def constant_vectors(ct: Any, vectors_ct: Any) -> Any:
    """The cotangent of eigenvalues, where nothing comes back through the eigenvectors."""
    if np.any(vectors_ct):
        raise ValueError("the eigenvectors of np.linalg.eig have no derivative: use its eigenvalues, "
                         "or eigh for a symmetric matrix")
    return ct


def qr_adjoint(ct: Any, a: Any, ans: Any, mode: str) -> Any:
    """Cotangent of ``a`` in ``np.linalg.qr`` (Walter and Lehmann 2012); of a wide matrix by its square part."""
    if mode != "reduced":
        raise ValueError(f"np.linalg.qr has no derivative for mode {mode!r}: use mode='reduced'")
    q, r, count = ans[0], ans[1], np.shape(a)[-2]
    q_bar, r_bar, right = ct[0], ct[1][..., :count], ct[1][..., count:]
    q_bar = q_bar + a[..., count:] @ np.swapaxes(right, -1, -2)
    square = r[..., :count]
    inner = square @ np.swapaxes(r_bar, -1, -2) - np.swapaxes(q_bar, -1, -2) @ q
    inner = np.tril(inner) + np.swapaxes(np.tril(inner, -1), -1, -2)
    bar = np.swapaxes(np.linalg.solve(square, np.swapaxes(q_bar + q @ inner, -1, -2)), -1, -2)
    return np.concatenate([bar, q @ right], axis=-1)


def qr_tangent(a_dot: Any, a: Any, ans: Any, mode: str) -> Any:
    """Tangents of both factors."""
    if mode != "reduced":
        raise ValueError(f"np.linalg.qr has no derivative for mode {mode!r}: use mode='reduced'")
    q, r, count = ans[0], ans[1], np.shape(a)[-2]
    square, dot = r[..., :count], a_dot[..., :count]
    scaled = np.swapaxes(np.linalg.solve(np.swapaxes(square, -1, -2), np.swapaxes(dot, -1, -2)), -1, -2)
    inner = np.swapaxes(q, -1, -2) @ scaled
    skew = np.tril(inner, -1) - np.swapaxes(np.tril(inner, -1), -1, -2)
    q_dot = scaled - q @ (inner - skew)
    right = np.swapaxes(q_dot, -1, -2) @ a[..., count:] + np.swapaxes(q, -1, -2) @ a_dot[..., count:]
    return q_dot, np.concatenate([(inner - skew) @ square, right], axis=-1)


def svd_adjoint(ct: Any, ans: Any) -> Any:
    """Cotangent of ``a`` in a singular value decomposition; singular vectors beyond the rank do not count."""
    count = np.shape(ans[1])[-1]
    u, s, vt = ans[0][..., :count], ans[1], ans[2][..., :count, :]
    if np.any(ct[0][..., count:]) or np.any(ct[2][..., count:, :]):
        raise ValueError("the singular vectors that full_matrices adds have no derivative: pass full_matrices=False")
    u_bar, vt_bar, turned = ct[0][..., :count], ct[2][..., :count, :], np.swapaxes(u, -1, -2)
    left, right = turned @ u_bar, vt @ np.swapaxes(vt_bar, -1, -2)
    row, column, factor = np.expand_dims(s, -2), np.expand_dims(s, -1), gaps(s * s)
    inner = (factor * (left - np.swapaxes(left, -1, -2))) * row + column * (factor * (right - np.swapaxes(right, -1, -2)))
    bar = u @ (inner + np.expand_dims(ct[1], -1) * np.eye(count, dtype=s.dtype)) @ vt
    scale = np.where(s == 0, 0, 1 / np.where(s == 0, 1, s))
    bar = bar + ((u_bar - u @ left) * np.expand_dims(scale, -2)) @ vt
    return bar + (u * np.expand_dims(scale, -2)) @ (vt_bar - np.swapaxes(right, -1, -2) @ vt)


def svd_tangent(a_dot: Any, ans: Any) -> Any:
    """Tangents of the three factors."""
    u, s, vt = ans
    if np.shape(u)[-1] != np.shape(s)[-1] or np.shape(vt)[-2] != np.shape(s)[-1]:
        raise ValueError("the singular vectors that full_matrices adds have no derivative: pass full_matrices=False")
    turned, v = np.swapaxes(u, -1, -2), np.swapaxes(vt, -1, -2)
    inner = turned @ a_dot @ v
    other = np.swapaxes(inner, -1, -2)
    row, column, factor = np.expand_dims(s, -2), np.expand_dims(s, -1), gaps(s * s)
    scale = np.expand_dims(np.where(s == 0, 0, 1 / np.where(s == 0, 1, s)), -2)
    u_dot = u @ (factor * (inner * row + column * other)) + (a_dot @ v - u @ inner) * scale
    v_dot = v @ (factor * (column * inner + other * row)) + (np.swapaxes(a_dot, -1, -2) @ u - v @ other) * scale
    return u_dot, np.diagonal(inner, 0, -2, -1).copy(), np.swapaxes(v_dot, -1, -2)


def solve_adjoint(b_bar: Any, a: Any, x: Any, vector: bool) -> Any:
    """Cotangent of ``a`` in ``solve(a, b)``, from that of ``b``."""
    if vector:
        return unbroadcast(-(np.expand_dims(b_bar, -1) * np.expand_dims(x, -2)), a)
    return unbroadcast(-(b_bar @ np.swapaxes(x, -1, -2)), a)


HELPERS |= {f.__name__: f for f in (
    vector_slopes, norm_slopes, vector_curve, norm_curve, cond_slopes, cofactors, lstsq_adjoint, lstsq_tangent,
    from_triangle, to_triangle, half_lower, gaps, cholesky_adjoint, cholesky_tangent, eigh_adjoint, eigh_tangent,
    qr_adjoint, qr_tangent, svd_adjoint, svd_tangent, solve_adjoint, eigenvectors, eigenvalues_adjoint,
    eigenvalues_tangent, constant_vectors,
)}
