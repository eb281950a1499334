"""The oracle on dual numbers, against derivatives written by hand."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests import duals
from tests.duals import Dual

A, DA = np.array([0.5, -1.0, 2.0, 0.3]), np.array([1.0, 0.2, -0.4, 0.7])
M, DM = np.arange(12.0).reshape(3, 4) / 10 + 0.1, np.cos(np.arange(12.0)).reshape(3, 4)
X, DX = 0.8, -0.6
W = np.array([1.0, 2.0, 3.0, 4.0])

# the body of f(x, a, M), and its tangent in closed form
CLOSED: list[tuple[str, Any]] = [
    ("return np.sum(a * a)", 2 * np.sum(A * DA)),
    ("b = a\nb += x\nreturn a[0]", DA[0] + DX),
    ("b = a\nb = b + x\nreturn a[0]", DA[0]),
    ("s = a[0]\na[0] = x\nreturn s", DA[0]),
    ("t = s = x\nt += 1.0\nt *= x\nreturn s + t", DX + DX * (1 + 2 * X)),
    ("b = a[1:]\na *= x\nreturn b[0]", DA[1] * X + A[1] * DX),
    ("b = a[::-1]\nb[0] = x\nreturn a[3] + a[0]", DX + DA[0]),
    ("a[1:] = a[:-1]\nreturn np.dot(a, W)", np.dot(DA[[0, 0, 1, 2]], W)),
    ("a[1:] += a[:-1]\nreturn np.dot(a, W)", np.dot(DA + np.append(0.0, DA[:-1]), W)),
    ("a[[0, 0, 1]] = [x, 2.0, x]\nreturn np.dot(a, W)", 2 * DX + np.dot(DA[2:], W[2:])),
    ("a[[0, 0, 1]] += x\nreturn np.dot(a, W)", 3 * DX + np.dot(DA, W)),
    ("np.add.at(a, [0, 0, 1], x)\nreturn np.dot(a, W)", 4 * DX + np.dot(DA, W)),
    ("np.add.at(a, [1, 2, 1, 3], a)\nreturn np.dot(a, W)",
     np.dot(DA, W) + 2 * (DA[0] + DA[2]) + 3 * DA[1] + 4 * DA[3]),
    ("np.multiply.at(a, [0, 0], x)\nreturn a[0]", DA[0] * X ** 2 + A[0] * 2 * X * DX),
    ("a[a > 0.4] = x\nreturn np.dot(a, W)", 4 * DX + 2 * DA[1] + 4 * DA[3]),
    ("a **= 2\nreturn np.dot(a, W)", np.dot(2 * A * DA, W)),
    ("a /= 1 + x * x\nreturn a[2]", DA[2] / (1 + X * X) - A[2] * 2 * X * DX / (1 + X * X) ** 2),
    ("M[0], M[1] = M[1], M[0]\nreturn M[0, 0] + 2 * M[1, 0]", 3 * DM[1, 0]),
    ("M[[0, 1]] = M[[1, 0]]\nreturn M[0, 0] + 2 * M[1, 0]", DM[1, 0] + 2 * DM[0, 0]),
    ("r = M.ravel()\nr[5] = x\nreturn M[1, 1]", DX),
    ("r = M.T.ravel()\nr[5] = x\nreturn np.sum(M)", np.sum(DM)),
    ("(M * 1.0).T.ravel()[0] = x\nreturn np.sum(M)", np.sum(DM)),
    ("c = M.T * x\nc.T.ravel()[5] = 1.0\nreturn c[1, 1] + c[0, 0]", DM[0, 0] * X + M[0, 0] * DX),
    ("d = M.diagonal()\nM[1, 1] = x\nreturn d[1] + d[2]", DX + DM[2, 2]),
    ("M.swapaxes(0, 1)[3][1:] *= x\nreturn M[1, 3] + M[0, 3]", DM[1, 3] * X + M[1, 3] * DX + DM[0, 3]),
    ("M.reshape(2, 6)[1, :2] = a[:2]\nreturn M[1, 2] + M[1, 3]", DA[0] + DA[1]),
    ("a[:, None][1] = x\nreturn a[1]", DX),
    ("M.flat[3] = x\nreturn M[0, 3]", DX),
    ("z = np.zeros(3)\nz[1] = x\nreturn np.sum(z * z)", 2 * X * DX),
    ("z = np.empty_like(a)\nz.fill(x)\nreturn np.dot(z, a)", DX * np.sum(A) + X * np.sum(DA)),
    ("z = np.full(2, x)\nz[0] = 1.0\nreturn np.sum(z)", DX),
    ("z = np.array([x, 1.0, a[1]])\nreturn np.dot(z, [1.0, 2.0, 3.0])", DX + 3 * DA[1]),
    ("z = np.asarray(a)\nz[0] = x\nreturn a[0]", DX),
    ("z = np.array(a)\nz[0] = x\nreturn a[0]", DA[0]),
    ("np.multiply(a, x, out=a)\nreturn a[1]", DA[1] * X + A[1] * DX),
    ("np.add(a[1:], x, out=a[:-1])\nreturn a[0] + a[1]", DA[1] + DA[2] + 2 * DX),
    ("np.sin(a, out=a, where=a > 0)\nreturn a[0] + a[1]", np.cos(A[0]) * DA[0] + DA[1]),
    ("np.sum(M, axis=0, out=a)\nreturn np.dot(a, W)", np.dot(DM.sum(0), W)),
    ("M.sum(axis=0, out=a)\nreturn np.dot(a, W)", np.dot(DM.sum(0), W)),
    ("np.copyto(a, M[1], where=[True, False, True, False])\nreturn np.dot(a, W)",
     DM[1, 0] + 2 * DA[1] + 3 * DM[1, 2] + 4 * DA[3]),
    ("np.fill_diagonal(M, x)\nreturn np.sum(M[0])", DX + np.sum(DM[0, 1:])),
    ("np.put(a, [3, 1], x)\nreturn np.dot(a, W)", 6 * DX + DA[0] + 3 * DA[2]),
    ("a.sort()\nreturn np.dot(a, W)", np.dot(DA[np.argsort(A)], W)),
    ("for row in M:\n    row *= x\nreturn M[2, 1]", DM[2, 1] * X + M[2, 1] * DX),
    ("for i in range(1, 4):\n    a[i] = a[i - 1] * x\nreturn a[3]", DA[0] * X ** 3 + A[0] * 3 * X ** 2 * DX),
    ("if a[0] > 0.2 and bool(a[0]):\n    return float(x) * int(a[2])\nreturn x", 2 * DX),
    ("return math.exp(x) + np.maximum(a, 0.4)[0] + abs(a[1]) + max(x, 0.1)", np.exp(X) * DX + DA[0] - DA[1] + DX),
    ("return np.sum(np.where(a > 0.4, a * x, 1.0))", np.dot(DA[[0, 2]], [X, X]) + DX * (A[0] + A[2])),
    ("return float(a[0]) + a[1:2].item() * 2", DA[0] + 2 * DA[1]),
    ("return np.sum(M @ a)", np.sum(DM @ A + M @ DA)),
    ("return 2.0 / x - x ** 3 + 2.0 ** x", -2 * DX / X ** 2 - 3 * X ** 2 * DX + np.log(2) * 2 ** X * DX),
    ("return np.sum(np.concatenate([a, W])[::2] ** 2)", 2 * (A[0] * DA[0] + A[2] * DA[2])),
    ("return np.floor(a * 3)[0] + np.clip(a, -0.5, 0.4)[3]", DA[3]),
]


@pytest.mark.parametrize(("body", "expected"), CLOSED, ids=[body.replace("\n", "; ") for body, _ in CLOSED])
def test_closed_form(body: str, expected: float) -> None:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    text = f"import math\nimport numpy as np\nW = np.array([1.0, 2.0, 3.0, 4.0])\n\n\ndef f(x, a, M):\n{lines}"
    space: dict[str, Any] = {}
    exec(text, space)
    value, tangent = duals.run(text, "f", (X, A, M), (DX, DA, DM))
    assert value == pytest.approx(space["f"](X, A.copy(), M.copy()))
    assert tangent == pytest.approx(expected, rel=1e-13)


def test_the_arguments_stay_as_they_are() -> None:
    a, da = A.copy(), DA.copy()
    duals.run("def f(a):\n    a *= 2.0\n    return a[0]\n", "f", (a,), (da,))
    assert np.array_equal(a, A) and np.array_equal(da, DA)


def test_a_tangent_is_laid_out_as_its_value() -> None:
    c, f = duals.fresh(M.copy(), DM), duals.fresh(np.asfortranarray(M), DM)
    for made in (c, f, c * 2.0, f * 2.0, c + f, f.T, f * c.value, np.sin(f), f.copy(), np.copy(f), np.zeros_like(f),
                 np.where(M > 0.5, f, 0.0), 2.0 - f.T, c[:, ::2] * f[:, ::2]):
        assert made.value.strides == made.tangent.strides
        assert np.shares_memory(made.value, made.value.ravel()) == np.shares_memory(made.tangent, made.tangent.ravel())


def test_no_tangent_is_lost_in_silence() -> None:
    x, plain = Dual(1.0, 2.0), np.zeros(2)
    with pytest.raises(ValueError, match="setting an array element"):
        plain[0] = x
    with pytest.raises(TypeError, match="lost"):
        plain += x
    with pytest.raises(TypeError, match="lost"):
        plain[:] = duals.fresh(plain)
    with pytest.raises(TypeError, match="no derivative of arcsin"):
        np.arcsin(x)
    with pytest.raises(TypeError, match="no derivative of sinc"):
        np.sinc(duals.fresh(plain))
