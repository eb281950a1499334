"""Equal tokens mean equal shapes, whatever the lengths: slices are tried on all short axes."""
from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import srcad
from srcad import tree
from srcad.analyses.kinds import Kind
from srcad.analyses.shapes import shape_of_item
from tests import numeric

BOUNDS = ("", "0", "1", "2", "3", "-1", "-2", "-3")
SLICES = [f"{a}:{b}{c}" for a, b in itertools.product(BOUNDS, BOUNDS) for c in ("", ":2", ":-1", ":1")]
PAIRS = ("1:-1, :-2", "2:, 1:-1", ":, :", "..., 1:-1", ":, 1:-1", "0", "-1, :", ":, 0", "None, 1:-1", "0, 1:-1", "1, 2:",
         "..., None")


def token(base: Kind, *texts: str) -> Any:
    shape: Any = base.shape
    for text in texts:
        index = tree.parse_expression(f"u[{text}]").slice
        parts = index.elts if hasattr(index, "elts") else [index]
        chosen: Any = tuple(slice(None) if hasattr(p, "lower") else p.value if getattr(p, "value", 0) in (None, ...) else 0
                            for p in parts)
        rank = np.ones((2,) * (base.rank or 0))[chosen].ndim
        base = Kind(np.ndarray, rank, "float64", shape=shape_of_item(base, parts, chosen))
        shape = base.shape
    return shape


def item(array: Any, *texts: str) -> Any:
    for text in texts:
        array = eval(f"array[{text}]", {"array": array})
    return array


def test_slices_of_equal_tokens_have_equal_lengths() -> None:
    found: dict[Any, list[tuple[str, ...]]] = {}
    base = Kind(np.ndarray, 1, "float64", shape="u")
    for texts in [(s,) for s in SLICES] + list(itertools.product(SLICES[::4], SLICES[::4])):
        found.setdefault(token(base, *texts), []).append(texts)
    assert len(found[token(base, "1:-1")]) > 5 and len(found["u"]) > 3
    for alike in found.values():
        for n in range(8):
            assert len({len(item(np.ones(n), *texts)) for texts in alike}) == 1


def test_views_of_matrices() -> None:
    base = Kind(np.ndarray, 2, "float64", shape="u")
    tokens = {text: token(base, text) for text in PAIRS}
    assert tokens["1:-1, :-2"] == tokens["2:, 1:-1"] and tokens["0"] == tokens["-1, :"] and tokens[":, :"] == "u"
    for (one, first), (two, second) in itertools.product(tokens.items(), repeat=2):
        if first == second:
            for shape in itertools.product(range(2, 6), repeat=2):
                assert item(np.ones(shape), one).shape == item(np.ones(shape), two).shape


@pytest.mark.parametrize("text", ["i:", ":n - 1", "1:i", "::k"])
def test_bounds_that_are_no_constants_tell_nothing(text: str) -> None:
    assert token(Kind(np.ndarray, 1, "float64", shape="u"), text) is None


def of_lengths(x: Any, v: Any) -> Any:
    n, d = x.shape
    k = len(v)
    stack = np.zeros((k, n, d)) + v[:, None, None] * x
    turned = np.transpose(stack, (0, 2, 1))
    whole = (turned @ stack)[:, :d] * v[:k, None, None] + x[0] * np.reshape(x, (d, n))[:, :n].sum() + turned[:, :, [0]]
    rows = np.array([[v[0], x[0, 0], 1.0], [x[-1, -1], 2.0, v[-1]]]) * v[:1]
    return np.sum(whole) + np.sum(rows @ np.ones((3, d)) * x[0])


@pytest.mark.parametrize("shape", list(itertools.product((1, 3), (1, 2), (1, 2))))
def test_lengths_of_one_are_summed(shape: tuple[int, int, int]) -> None:
    n, d, k = shape
    x, v = np.sin(np.arange(1.0, n * d + 1)).reshape(n, d), np.cos(np.arange(1.0, k + 1))
    for place, got in enumerate(srcad.grad(of_lengths, wrt=("x", "v"))(x, v)):
        numeric.assert_close(got, numeric.gradient(of_lengths, [x, v], place), 1e-6, str(shape))


def weighed(x: Any, w: Any) -> Any:
    size = x.shape[1]
    y = np.zeros((3, size)) + w
    return np.sum(np.reshape(y, (3, size)) * x)


def test_lengths_of_other_arrays_are_known() -> None:
    text = srcad.grad(weighed, wrt="w").source_for(np.ones((3, 4)), np.ones((3, 4)))
    assert "unbroadcast" not in text, text
