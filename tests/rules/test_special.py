"""Conventions at kinks, ties, zeros and infinities, on the rules' functions themselves."""
from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from srcad.rules import registry


def rule(key: Any) -> Callable[..., Any]:
    function = registry.table()[key].function
    assert function is not None
    return function


def test_abs_is_flat_at_zero() -> None:
    assert rule(abs)(0.0, ans=0.0) == 0.0 and rule(abs)(-2.0, ans=2.0) == -1.0
    assert type(rule(abs)(-2.0, ans=2.0)) is float
    assert rule(math.fabs)(0.0) == 0.0
    assert rule(np.abs)(np.array([-3.0, 0.0, 2.0]), ans=None).tolist() == [-1.0, 0.0, 1.0]


@pytest.mark.parametrize("key", [np.maximum, np.minimum])
def test_ties_share_one_half(key: Any) -> None:
    same = np.array([1.0, -np.inf, np.inf])
    left, right = rule(key)(same, same, ct=np.ones(3))
    assert left.tolist() == right.tolist() == [0.5] * 3
    assert rule(key)(2.0, 2.0, ct=1.0) == (0.5, 0.5)


def test_maximum_selects() -> None:
    left, right = rule(np.maximum)(np.array([1.0, 3.0]), np.array([2.0, 2.0]), ct=np.array([np.inf, np.inf]))
    assert left.tolist() == [0.0, np.inf] and right.tolist() == [np.inf, 0.0]


def test_fmax_never_chooses_nan() -> None:
    x1, x2 = np.array([np.nan, 1.0]), np.array([2.0, np.nan])
    left, right = rule(np.fmax)(x1, x2, ct=np.ones(2), ans=np.fmax(x1, x2))
    assert left.tolist() == [0.0, 1.0] and right.tolist() == [1.0, 0.0]


def test_extremes_share_ties_evenly() -> None:
    a = np.array([[1.0, 4.0, 4.0], [2.0, 2.0, 2.0]])
    share = rule(np.max)(a, 1, ct=np.ones(2), ans=a.max(1))
    assert share == pytest.approx(np.array([[0, 0.5, 0.5], [1 / 3] * 3]))
    assert rule(np.max)(a, ct=1.0, ans=4.0).tolist() == [[0.0, 0.5, 0.5], [0.0, 0.0, 0.0]]


def test_builtin_max_takes_the_first() -> None:
    assert rule(max)(2.0, 2.0, ct=1.0, ans=2.0) == (1.0, 0.0, 0.0)
    assert rule(max)([1.0, 2.0, 2.0], ct=1.0, ans=2.0)[0] == [0.0, 1.0, 0.0]
    assert rule(min)(3.0, 2.0, 2.0, ct=1.0, ans=2.0) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize("key", [operator.pow, np.power, math.pow])
def test_powers_at_zero(key: Any) -> None:
    assert rule(key)(0.0, 0, ans=1.0) == (0.0, 0.0)
    assert rule(key)(0.0, 1, ans=0.0) == (1.0, 0.0)
    assert rule(key)(-2.0, 2, ans=4.0)[0] == -4.0
    assert math.isnan(rule(key)(-2.0, 2.0, ans=4.0)[1])


@pytest.mark.parametrize("key", [operator.pow, np.power])
def test_powers_of_arrays_at_zero(key: Any) -> None:
    base, exponent = np.array([0.0, 0.0, 2.0]), np.array([0.0, 2.0, 0.0])
    to_base, to_exponent = rule(key)(base, exponent, ans=base ** exponent)
    assert to_base.tolist() == [0.0, 0.0, 0.0]
    assert to_exponent == pytest.approx([0.0, 0.0, math.log(2.0)])


def test_clip_includes_its_bounds() -> None:
    a = np.array([-1.0, 0.0, 0.5, 1.0, 2.0])
    inside, low, high, *_ = rule(np.clip)(a, 0.0, 1.0, ct=np.ones(5), ans=np.clip(a, 0.0, 1.0))
    assert (1.0 * inside).tolist() == [0, 1, 1, 1, 0]
    assert (1.0 * low).tolist() == [1, 0, 0, 0, 0] and (1.0 * high).tolist() == [0, 0, 0, 0, 1]


def test_where_keeps_infinities_out() -> None:
    left, right = rule(np.where)(np.array([True, False]), ct=np.array([np.inf, 1.0]))
    assert left.tolist() == [np.inf, 0.0] and right.tolist() == [0.0, 1.0]


def test_distances_at_the_origin() -> None:
    assert rule(math.hypot)(0.0, 0.0, ans=0.0) == (0.0,) * 4
    assert [float(p) for p in rule(np.hypot)(0.0, 0.0, ans=0.0)] == [0.0, 0.0]


def test_logaddexp_of_two_impossible_events() -> None:
    assert [float(p) for p in rule(np.logaddexp)(-np.inf, -np.inf, ans=-np.inf)] == [0.0, 0.0]
    assert [float(p) for p in rule(np.logaddexp)(-np.inf, 1.0, ans=1.0)] == [0.0, 1.0]


def test_std_of_equal_elements() -> None:
    assert rule(np.std)(np.ones(3), ct=1.0, ans=0.0)[0].tolist() == [0.0, 0.0, 0.0]


def test_arange_of_a_stop_alone_is_constant() -> None:
    assert rule(np.arange)(3.0, ct=np.ones(3)) == (0.0, 0.0)


def test_sorted_ties_keep_their_order() -> None:
    a, ct = np.array([2.0, 1.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0])
    assert rule(np.sort)(a, ct=ct).tolist() == [3.0, 1.0, 4.0, 2.0]
    assert rule(np.partition)(a, 1, ct=ct, ans=np.partition(a, 1)).sum() == 10.0


def test_medians_of_ties() -> None:
    assert rule(np.median)(np.array([1.0, 2.0, 2.0]), ct=1.0).tolist() == [0.0, 1.0, 0.0]
    assert rule(np.median)(np.array([3.0, 3.0]), ct=1.0).tolist() == [0.5, 0.5]
    assert rule(np.quantile)(np.array([3.0, 1.0, 2.0]), 0.25, ct=1.0).tolist() == [0.0, 0.5, 0.5]


def test_ptp_shares_ties() -> None:
    assert rule(np.ptp)(np.array([1.0, 4.0, 4.0]), ct=1.0).tolist() == [-1.0, 0.5, 0.5]
    assert rule(np.ptp)(np.ones(4), ct=1.0).tolist() == [0.0] * 4


@pytest.mark.parametrize("order", [None, 1, 2, 3, 0.5, np.inf, -np.inf, 0])
def test_norms_at_the_origin(order: Any) -> None:
    bar = rule(np.linalg.norm)(np.zeros(3), order, ct=1.0, ans=0.0)
    assert bar.tolist() == [0.0] * 3


@pytest.mark.parametrize("order", [None, "fro", "nuc", 1, 2])
def test_norms_of_a_zero_matrix(order: Any) -> None:
    assert np.all(np.isfinite(rule(np.linalg.norm)(np.zeros((2, 2)), order, (0, 1), ct=1.0, ans=0.0)))


def test_norms_share_ties() -> None:
    assert rule(np.linalg.norm)(np.array([2.0, -2.0]), np.inf, ct=1.0, ans=2.0).tolist() == [0.5, -0.5]


def test_running_products_with_zeros() -> None:
    a, ct = np.array([2.0, 0.0, 3.0, 0.0, 5.0]), np.ones(5)
    expected = [1.0, 2.0 + 6.0, 0.0, 0.0, 0.0]
    assert rule(np.cumprod)(a, ct=ct).tolist() == expected
    assert rule(np.prod)(a, ct=1.0)[0].tolist() == [0.0] * 5


def test_equal_eigenvalues_give_no_nan() -> None:
    w, v = np.linalg.eigh(np.eye(3))
    assert np.all(np.isfinite(rule(np.linalg.eigh)(np.eye(3), ct=[np.ones(3), np.ones((3, 3))], ans=(w, v))))
    parts = np.linalg.svd(np.eye(2))
    assert np.all(np.isfinite(rule(np.linalg.svd)(np.eye(2), ct=[np.ones((2, 2)), np.ones(2), np.ones((2, 2))], ans=parts)))


def test_determinant_of_a_singular_matrix() -> None:
    a = np.array([[1.0, 2.0], [2.0, 4.0]])
    assert rule(np.linalg.det)(a, ct=1.0, ans=0.0) == pytest.approx(np.array([[4.0, -2.0], [-2.0, 1.0]]))


def test_means_without_nan() -> None:
    a = np.array([1.0, np.nan, 3.0])
    for key in (np.nansum, np.nanmean, np.nanvar, np.nanprod):
        bar = rule(key)(a, ct=1.0)
        bar = bar[0] if isinstance(bar, tuple) else bar
        assert np.all(np.isfinite(bar)) and bar[1] == 0.0
    assert rule(np.nanmax)(a, ct=1.0, ans=3.0).tolist() == [0.0, 0.0, 1.0]


def test_refusals_at_run_time() -> None:
    with pytest.raises(ValueError, match="full_matrices=False"):
        parts = np.linalg.svd(np.ones((3, 2)))
        rule(np.linalg.svd)(np.ones((3, 2)), ct=[np.ones((3, 3)), np.ones(2), np.ones((2, 2))], ans=parts)
    with pytest.raises(ValueError, match="no derivative for mode <built-in function len>"):
        rule(np.pad)(np.ones(3), 1, len, ct=np.ones(5))
    with pytest.raises(ValueError, match="no derivative for mode 'complete'"):
        rule(np.linalg.qr)(np.eye(2), "complete", ct=[np.eye(2), np.eye(2)], ans=np.linalg.qr(np.eye(2)))
    with pytest.raises(ValueError, match="eigenvectors of np.linalg.eig have no derivative"):
        rule(np.linalg.eig)(np.eye(2), ct=[np.ones(2), np.ones((2, 2))], ans=np.linalg.eig(np.eye(2)))


def test_entropies_of_nothing() -> None:
    special = pytest.importorskip("scipy.special")
    registry.table()
    x, y = np.array([0.0, 0.0, 1.0]), np.array([0.0, 2.0, 2.0])
    with np.errstate(divide="ignore"):
        relative, divergence = rule(special.rel_entr)(x, y), rule(special.kl_div)(x, y)
    assert relative[0].tolist() == [0.0, -np.inf, 1.0 - math.log(2.0)] and relative[1].tolist() == [0.0, 0.0, -0.5]
    assert divergence[0].tolist() == [0.0, -np.inf, -math.log(2.0)] and divergence[1].tolist() == [1.0, 1.0, 0.5]
