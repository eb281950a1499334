"""Random programs that write arrays: srcad, the oracle on dual numbers and finite differences agree."""
from __future__ import annotations

import inspect
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import srcad
from tests import duals, numeric, random_arrays
from tests.array_writer import program
from tests.fuzz import HEADER

SEEDS = st.integers(0, 2**31)
# the seed of a program says nothing of its size: a wrong program is made small by `reduced`
MANY = settings(max_examples=200, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("part", range(5))               # which other processes may run
@given(seed=SEEDS)
@settings(MANY, max_examples=40)
def test_derivatives(part: int, seed: int) -> None:
    seed = 5 * seed + part
    text = program(seed)
    kind, _ = random_arrays.judge(text, seed)
    assert kind in random_arrays.FINE, random_arrays.describe(text, seed)


@given(seed=SEEDS)
@settings(MANY, max_examples=60)
def test_the_oracle_agrees_with_differences(seed: int) -> None:
    text = program(seed)
    function = srcad.from_source(text, "f")
    args, direction = random_arrays.arguments(seed)

    def moved(t: float) -> Any:
        given = random_arrays.copies(args)             # in the layout of the arguments: it decides what is a view
        for array, by in zip(given[1:], direction[1:]):
            array += t * by
        return function(args[0] + t * direction[0], *given[1:])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wide, narrow = (numeric.along(moved, step) for step in (2e-5, 4e-6))
        value, tangent = duals.run(text, "f", args, direction)
        if not abs(value) < 1e4 or not np.isclose(wide, narrow, rtol=1e-5, atol=1e-6):
            return                                     # too steep, or a branch is near
        assert value == pytest.approx(moved(0.0))
        assert tangent == pytest.approx(narrow, rel=1e-5, abs=1e-5), text


def test_a_wrong_derivative_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + """def f(x, a, b, A):
    s = 1.0
    for i in range(3):
        s += a[i]
    return s + np.sum(b[1:] * b[1:])
"""

    def halved(f: Any, args: list[Any], direction: tuple[Any, ...]) -> tuple[Any, Any, float]:
        x, a, b, A = direction
        _, tangent = duals.run(HEADER + inspect.getsource(f), "f", args, (x, a, 0.5 * b, A))
        return f(*args), tangent, 1.0

    monkeypatch.setattr(random_arrays, "modes", lambda seed: {"halved": halved})
    assert random_arrays.judge(text, 1)[0] == "halved"
    small = random_arrays.describe(text, 1)
    assert "return np.sum(b)" in small and "for" not in small
