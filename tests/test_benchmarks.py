"""The gradients written by hand, with which the benchmarks compare, are right."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests import numeric
from tests.benchmarks import by_hand, primals
from tests.benchmarks.__main__ import peak, programs
from tests.programs.registry import numbers, signed

SYMMETRIC = signed(4, 4) @ signed(4, 4).T + 4.0 * np.eye(4)
SMALL: dict[str, tuple[tuple[Any, ...], tuple[int, ...]]] = {
    "loss": ((0.1,), (0,)),
    "spiral": ((97.0, 0.05), (0, 1)),
    "orbit": ((1.0, 0.5, 0.9, 0.7, 5), (0, 1, 2, 3)),
    "mlp": ((signed(4, 3), signed(3), signed(3, 2), signed(2), numbers(5, 4), np.eye(2)[[0, 1, 1, 0, 1]]), (0, 1, 2, 3)),
    "heat": ((signed(4, 5), 0.2, 3), (0,)),
    "heat_and_rate": ((signed(4, 5), 0.2, 3), (0, 1)),
    "cholesky": ((SYMMETRIC,), (0,)),
    "lu": ((signed(4, 4) + 4.0 * np.eye(4),), (0,)),
    "gauss_seidel": ((signed(4, 5)[:, :4], 2), (0,)),
}


def test_all_are_tried() -> None:
    assert set(SMALL) == set(programs())


@pytest.mark.parametrize("name", SMALL)
def test_by_hand(name: str) -> None:
    args, places = SMALL[name]
    found = getattr(by_hand, name)(*args)
    for bar, place in zip(found if isinstance(found, tuple) else (found,), places, strict=True):
        numeric.assert_close(bar, numeric.gradient(getattr(primals, name), list(args), place), 1e-6, f"argument {place}")


def test_peak_memory_counts_arrays() -> None:
    assert 8e6 <= peak(np.ones, (1_000_000,)) < 8.1e6
