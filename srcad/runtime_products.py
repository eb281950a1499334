"""Helpers for the rules of products of arrays: NumPy only, each complete in itself.

>>> kron_adjoint(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 1.0]), np.array([1.0, 10.0]), True)
array([21., 43.])
"""
from __future__ import annotations

from typing import Any

import numpy as np

from .runtime import HELPERS, matmul_left, matmul_right, unbroadcast


def tensordot_adjoint(ct: Any, a: Any, b: Any, axes: Any, left: bool) -> Any:
    """Cotangent of ``a`` (``left``) or of ``b`` in ``np.tensordot(a, b, axes)``."""
    if isinstance(axes, int):
        axes = (list(range(np.ndim(a) - axes, np.ndim(a))), list(range(axes)))
    of_a, of_b = [[int(k) % np.ndim(x) for k in np.ravel(given)] for x, given in ((a, axes[0]), (b, axes[1]))]
    free_a = [k for k in range(np.ndim(a)) if k not in of_a]
    free_b = [k for k in range(np.ndim(b)) if k not in of_b]
    if left:
        bar = np.tensordot(ct, b, (list(range(len(free_a), np.ndim(ct))), free_b))
        order = free_a + [of_a[of_b.index(k)] for k in sorted(of_b)]
    else:
        bar = np.tensordot(a, ct, (free_a, list(range(len(free_a)))))
        order = [of_b[of_a.index(k)] for k in sorted(of_a)] + free_b
    return np.transpose(bar, np.argsort(order))


def cross_adjoint(ct: Any, a: Any, b: Any, axes: Any, left: bool) -> Any:
    """Cotangent of ``a`` (``left``) or of ``b`` in a cross product; a vector of two elements has a third that is 0."""
    a3, b3 = [np.moveaxis(x, k, -1) for x, k in zip((a, b), axes)]
    if a3.shape[-1] == b3.shape[-1] == 2:
        wide = np.stack([np.zeros_like(ct), np.zeros_like(ct), ct], axis=-1)
    else:
        wide = np.moveaxis(ct, axes[2], -1)
    other = b3 if left else a3
    if other.shape[-1] == 2:
        other = np.concatenate([other, np.zeros_like(other[..., :1])], axis=-1)
    bar = np.cross(other, wide) if left else np.cross(wide, other)
    own, place = (a, axes[0]) if left else (b, axes[1])
    like = np.moveaxis(own, place, -1)
    return np.moveaxis(unbroadcast(bar[..., :like.shape[-1]], like), -1, place)


def einsum_terms(arguments: Any) -> Any:
    """The subscripts of ``np.einsum``, without blanks, and the places of the operands among its arguments."""
    if isinstance(arguments[0], str):
        return arguments[0].replace(" ", ""), list(range(1, len(arguments)))
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    terms = ["".join(["..." if k is ... else letters[k] for k in term]) for term in arguments[1::2]]
    out = "->" + "".join(["..." if k is ... else letters[k] for k in arguments[-1]]) if len(arguments) % 2 else ""
    return ",".join(terms) + out, list(range(0, len(arguments) - 1, 2))


def einsum_adjoint(ct: Any, arguments: Any, optimize: Any) -> Any:
    """Cotangents of the arguments of ``np.einsum``: the same sum with the cotangent in an operand's place.

    Axes that only this operand has are filled evenly, a diagonal is written back along the diagonal.
    """
    subscripts, places = einsum_terms(arguments)
    operands = [arguments[k] for k in places]
    given, arrow, out = subscripts.partition("->")
    terms = given.split(",")
    spare = [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" if c not in subscripts]
    ranks = [np.ndim(x) - len(t.replace("...", "")) if "..." in t else 0 for t, x in zip(terms, operands, strict=True)]
    extra = "".join(spare[:max(ranks)])
    terms = [t.replace("...", extra[len(extra) - r:]) for t, r in zip(terms, ranks, strict=True)]
    if not arrow:
        letters = given.replace(",", "").replace("...", "")
        out = ("..." if "..." in given else "") + "".join([c for c in sorted(set(letters)) if letters.count(c) == 1])
    out = out.replace("...", extra)
    bars = []
    for k, term in enumerate(terms):
        own = "".join(dict.fromkeys(term))
        others = [t for j, t in enumerate(terms) if j != k]
        known = "".join([c for c in own if c in out or any([c in t for t in others])])
        factors = [x for j, x in enumerate(operands) if j != k]
        bar = np.einsum(",".join([out, *others]) + "->" + known, ct, *factors, optimize=optimize)
        shape = [np.shape(operands[k])[term.index(c)] for c in own]
        bar = np.reshape(bar, [np.shape(bar)[known.index(c)] if c in known else 1 for c in own])
        wide = tuple([j for j, n in enumerate(shape) if n == 1 and bar.shape[j] != 1])
        bar = np.broadcast_to(np.sum(bar, axis=wide, keepdims=True) if wide else bar, shape)
        if own != term:
            whole = np.zeros(np.shape(operands[k]), bar.dtype)
            np.einsum(term + "->" + own, whole)[...] = bar
            bar = whole
        bars.append(bar[()])
    zeros = [[0.0] * len(x) if isinstance(x, (list, tuple)) else 0.0 for x in arguments]
    return [bars[places.index(k)] if k in places else zeros[k] for k in range(len(arguments))]


def einsum_tangent(dots: Any, arguments: Any, optimize: Any) -> Any:
    """Tangent of ``np.einsum``: one sum per operand."""
    total = 0.0
    for k in einsum_terms(arguments)[1]:
        total = total + np.einsum(*arguments[:k], dots[k], *arguments[k + 1:], optimize=optimize)
    return total


def einsum_swapped(ct: Any, others: Any, arguments: Any, optimize: Any) -> Any:
    """What ``einsum_adjoint`` gives each operand with another one, in turn, taken from ``others``."""
    places = einsum_terms(arguments)[1]
    bars = [[0.0] * len(x) if isinstance(x, (list, tuple)) else 0.0 for x in arguments]
    for k in places:
        swapped = [others[j] if j == k else arguments[j] for j in range(len(arguments))]
        found = einsum_adjoint(ct, swapped, optimize)
        bars = [bars[j] + found[j] if j in places and j != k else bars[j] for j in range(len(arguments))]
    return bars


def einsum_twice(dots: Any, others: Any, arguments: Any, optimize: Any) -> Any:
    """The sum of ``np.einsum`` over all pairs of operands, one from ``dots`` and one from ``others``."""
    total = 0.0
    for k in einsum_terms(arguments)[1]:
        swapped = [others[j] if j == k else arguments[j] for j in range(len(arguments))]
        rest = [0.0 * dots[j] if j == k else dots[j] for j in range(len(arguments))]
        total = total + einsum_tangent(rest, swapped, optimize)
    return total


def kron_adjoint(ct: Any, a: Any, b: Any, left: bool) -> Any:
    """Cotangent of ``a`` (``left``) or of ``b`` in ``np.kron(a, b)``."""
    rank = max(np.ndim(a), np.ndim(b))
    shape_a, shape_b = [(1,) * (rank - np.ndim(x)) + np.shape(x) for x in (a, b)]
    ct = np.reshape(ct, [n for pair in zip(shape_a, shape_b, strict=True) for n in pair])
    odd, even = tuple(range(1, 2 * rank, 2)), tuple(range(0, 2 * rank, 2))
    if left:
        return np.reshape(np.sum(ct * np.expand_dims(np.reshape(b, shape_b), even), axis=odd), np.shape(a))
    return np.reshape(np.sum(ct * np.expand_dims(np.reshape(a, shape_a), odd), axis=even), np.shape(b))


def chain_adjoint(ct: Any, arrays: Any) -> Any:
    """Cotangents of the factors of a product of several matrices; the first and last may be vectors."""
    before = [arrays[0]]
    for a in arrays[1:-1]:
        before.append(before[-1] @ a)
    bars = []
    for k in range(len(arrays) - 1, 0, -1):
        bars.append(matmul_right(ct, before[k - 1], arrays[k]))
        ct = matmul_left(ct, before[k - 1], arrays[k])
    bars.append(ct)
    return bars[::-1]


def chain_tangent(dots: Any, arrays: Any) -> Any:
    """Tangent of a product of several matrices."""
    product, dot = arrays[0], dots[0]
    for k in range(1, len(arrays)):
        product, dot = product @ arrays[k], dot @ arrays[k] + product @ dots[k]
    return dot


def chain_swapped(ct: Any, others: Any, arrays: Any) -> Any:
    """What ``chain_adjoint`` gives each factor with another one, in turn, taken from ``others``."""
    bars = [np.zeros_like(a) for a in arrays]
    for k in range(len(arrays)):
        swapped = [others[j] if j == k else arrays[j] for j in range(len(arrays))]
        found = chain_adjoint(ct, swapped)
        bars = [bars[j] if j == k else bars[j] + found[j] for j in range(len(arrays))]
    return bars


def power_adjoint(ct: Any, a: Any, n: int) -> Any:
    """Cotangent of ``a`` in ``np.linalg.matrix_power``; with ``ct`` turned round, its tangent.

    The sum of P**k ct P**(n - 1 - k), P being ``a`` turned round; of the inverse for a negative n.
    """
    if n == 0:
        return np.zeros_like(a)
    turned = np.swapaxes(a if n > 0 else np.linalg.inv(a), -1, -2)
    total, right = ct, turned
    for _ in range(abs(n) - 1):
        total = turned @ total + ct @ right
        right = right @ turned
    return total if n > 0 else -(turned @ total @ turned)


HELPERS |= {f.__name__: f for f in (
    tensordot_adjoint, cross_adjoint, einsum_terms, einsum_adjoint, einsum_tangent, einsum_swapped, einsum_twice,
    kron_adjoint, chain_adjoint, chain_tangent, chain_swapped, power_adjoint,
)}
