"""One convention for each kink, tie, zero and infinity, as CONVENTIONS.md says; as programs, in both modes and both forms.

A line is a program of ``x``, the point, and the gradient of its sum there.
"""
from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from srcad.derivative import Options
from srcad.products import Jvp

KINKS = """
np.maximum(np.log(x), -5.0) | [0.0, 1.0] | [0, 1]
np.minimum(1 / x, 3.0) | [0.0, 1.0] | [0, -1]
np.clip(np.log(x), -5.0, 5.0) | [0.0, 1.0] | [0, 1]
np.clip(1 / x, None, 5.0) | [0.0, 1.0] | [0, -1]
(1 / x).clip(-5.0, 5.0) | [0.0, 1.0] | [0, -1]
np.max(np.log(x)) | [0.0, 1.0, 0.5] | [0, 1, 0]
np.log(x)[x > 0] | [0.0, 1.0, 2.0] | [0, 1, .5]
m = x > 0; y = np.zeros_like(x); y[m] = np.log(x[m]); y | [0.0, 1.0, 2.0] | [0, 1, .5]
m = x > 0; y = np.log(x); y[~m] = 0.0; y | [0.0, 1.0, 2.0] | [0, 1, .5]
y = x.copy(); y[x == 0] = 1.0; 1 / y | [0.0, 1.0, 2.0] | [0, -1, -.25]
np.sum(np.log(x), where=x > 0) | [0.0, 1.0, 2.0] | [0, 1, .5]
np.mean(1 / x, where=x > 0) | [0.0, 1.0, 2.0] | [0, -.5, -.125]
np.nansum(np.log(x)) | [-1.0, 1.0, 2.0] | [0, 1, .5]
np.nansum(np.sqrt(x - 1) / x) | [0.0, 2.0, 5.0] | [0, 0.0, -0.03]
np.nan_to_num(1 / x, posinf=0.0) | [0.0, 1.0] | [0, -1]
np.extract(x > 0, np.sqrt(x)) | [0.0, 1.0, 4.0] | [0, .5, .25]
np.compress(x > 0, np.sqrt(x)) | [0.0, 1.0, 4.0] | [0, .5, .25]
np.median(np.log(x)) | [0.0, 1.0, 2.0] | [0, 1, 0]
np.where(x > 0, x ** 0.5, 0.0) | [0.0, 1.0] | [0, .5]
np.where(x > 0, x * np.log(x), 0.0) | [0.0, 1.0] | [0, 1]
np.where(x == 0, 1.0, np.sin(x) / x) | [0.0, 1.0] | [0, np.cos(1)-np.sin(1)]
np.where(x > 0, np.exp(np.log(x) * 2), 0.0) | [0.0, 1.0] | [0, 2]
y = 1 / x; z = y * y; np.where(x > 0, z, 0.0) | [0.0, 1.0] | [0, -2]
np.where(np.abs(x) > 1, np.log(np.sum(x) - 3.0), 0.0) | [0.0, 1.0] | [0, 0]
np.select([x > 1, x > 0], [np.log(x - 1), 1 / x], 0.0) | [0.0, 0.5, 2.0] | [0, -4, 1]
np.maximum(x, 0.0) | [0.0, 1.0, -1.0] | [.5, 1, 0]
np.maximum(x, x) | [0.0, 1.0] | [1, 1]
np.minimum(x, 1.0) | [1.0, 2.0] | [.5, 0]
np.fmax(x, 1.0) | [1.0, 2.0, nan] | [.5, 1, 0]
max(x[0], x[1]) | [2.0, 2.0] | [1, 0]
np.max(x) | [2.0, 2.0, 1.0] | [.5, .5, 0]
np.min(x, axis=0) | [[2.0, 1.0], [2.0, 3.0]] | [[.5, 1], [.5, 0]]
np.ptp(x) | [1.0, 4.0, 4.0] | [-1, .5, .5]
np.sort(x) * np.array([1.0, 2.0, 3.0]) | [2.0, 2.0, 1.0] | [2, 3, 1]
np.median(x) | [1.0, 2.0, 2.0] | [0, 1, 0]
np.median(x) | [3.0, 3.0] | [.5, .5]
np.quantile(x, 0.25) | [3.0, 1.0, 2.0] | [0, .5, .5]
np.partition(x, 1)[:2] | [2.0, 2.0, 3.0] | [1, 1, 0]
np.clip(x, 0.0, 1.0) | [-1.0, 0.0, 0.5, 1.0, 2.0] | [0, 1, 1, 1, 0]
x.clip(0.0, 1.0) | [-1.0, 0.0, 0.5, 1.0, 2.0] | [0, 1, 1, 1, 0]
np.abs(x) | [-1.0, 0.0, 2.0] | [-1, 0, 1]
abs(x) | 0.0 | 0
np.fabs(x) | [0.0, -2.0] | [0, -1]
np.sign(x) * 2 | [0.0, 1.0] | [0, 0]
np.linalg.norm(x) | [0.0, 0.0] | [0, 0]
np.linalg.norm(x, 1) | [0.0, 2.0] | [0, 1]
np.linalg.norm(x, 3) | [0.0, 0.0] | [0, 0]
np.linalg.norm(x, np.inf) | [2.0, -2.0, 1.0] | [.5, -.5, 0]
np.linalg.norm(x, axis=1) | [[0.0, 0.0], [3.0, 4.0]] | [[0, 0], [.6, .8]]
np.linalg.norm(x, 'nuc') | [[0.0, 0.0], [0.0, 0.0]] | [[0, 0], [0, 0]]
np.linalg.norm(x, 2) | [[0.0, 0.0], [0.0, 0.0]] | [[0, 0], [0, 0]]
np.hypot(x[0], x[1]) | [0.0, 0.0] | [0, 0]
math.hypot(x[0], x[1]) | [0.0, 0.0] | [0, 0]
math.dist(x, (1.0, 2.0)) | [1.0, 2.0] | [0, 0]
np.arctan2(x[0], x[1]) | [0.0, 0.0] | [0, 0]
math.atan2(x[0], x[1]) | [0.0, 0.0] | [0, 0]
np.arctan2(x, x * 0) | [0.0, 1.0] | [0, 0]
np.std(x) | [2.0, 2.0, 2.0] | [0, 0, 0]
np.std(x, axis=1, ddof=1) | [[2.0, 2.0], [1.0, 3.0]] | [[0, 0], [-.7071067811865475, .7071067811865475]]
np.var(x) | [2.0, 2.0] | [0, 0]
x ** 0 | [0.0, 2.0] | [0, 0]
x ** 0.0 | [0.0, 2.0] | [0, 0]
x ** 1 | [0.0, 2.0] | [1, 1]
x ** 2 | [0.0, 2.0] | [0, 4]
x ** np.array([0.0, 1.0]) | [0.0, 0.0] | [0, 1]
0.0 ** x | [0.0, 2.0] | [0, 0]
0 ** x | 2.0 | 0
np.power(x, 0) | [0.0, 1.0] | [0, 0]
np.power(0.0, x) | [0.0, 2.0] | [0, 0]
x[0] ** x[1] | [0.0, 0.0] | [0, 0]
x[0] ** x[1] | [0.0, 2.0] | [0, 0]
x[0] ** x[1] | [0.0, 1.0] | [1, 0]
np.float_power(x, 2) | [0.0, 1.0] | [0, 2]
math.pow(x[0], x[1]) | [0.0, 1.0] | [1, 0]
np.prod(x) | [2.0, 0.0, 3.0] | [0, 6, 0]
np.prod(x) | [2.0, 0.0, 0.0] | [0, 0, 0]
np.prod(x, axis=1) | [[2.0, 0.0], [3.0, 4.0]] | [[0, 2], [4, 3]]
np.cumprod(x) | [2.0, 0.0, 3.0, 0.0, 5.0] | [1, 8, 0, 0, 0]
np.nanprod(x) | [2.0, nan, 3.0] | [3, 0, 2]
math.prod([x[0], x[1], 2.0]) | [0.0, 3.0] | [6, 0]
np.logaddexp(x[0], x[1]) | [-inf, -inf] | [0, 0]
np.logaddexp(x[0], x[1]) | [-inf, 1.0] | [0, 1]
np.logaddexp.reduce(x) | [-inf, -inf] | [0, 0]
np.logaddexp.reduce(x) | [-inf, 1.0, 1.0] | [0, .5, .5]
m = np.max(x); m + np.log(np.sum(np.exp(x - m))) | [-inf, 1.0, 1.0] | [0, .5, .5]
np.linalg.det(x) | [[1.0, 2.0], [2.0, 4.0]] | [[4, -2], [-2, 1]]
np.unique(x) * np.array([1.0, 2.0]) | [2.0, 1.0, 2.0] | [2, 1, 0]
np.interp(x, [0.0, 1.0, 2.0], [0.0, 2.0, 3.0]) | [-1.0, 0.0, 1.0, 2.0, 3.0] | [0, 2, 1, 1, 0]
np.sinc(x) | [0.0, 1.0] | [0, -1]
np.copysign(x, -1.0) | [0.0, 2.0] | [0, -1]
np.heaviside(x, 0.5) | [0.0, 2.0] | [0, 0]
np.mod(x, 1.0) | [1.0, 1.5] | [1, 1]
np.sum(np.sqrt(x)) * 0.0 | [1.0, 4.0] | [0, 0]
np.nanmean(x) | [nan, 1.0, 3.0] | [0, .5, .5]
np.nanmax(x) | [nan, 3.0, 3.0] | [0, .5, .5]
np.nanmedian(x) | [nan, 1.0, 3.0] | [0, .5, .5]
np.nanstd(x) | [nan, 3.0, 3.0] | [0, 0, 0]
np.nanvar(x) | [nan, 1.0, 3.0] | [0, -1, 1]
np.nanquantile(x, 0.5) | [nan, 1.0, 3.0] | [0, .5, .5]
np.maximum.accumulate(x) | [1.0, 1.0, 0.5] | [3, 0, 0]
np.cumsum(np.where(x > 0, np.log(x), 0.0)) | [0.0, 1.0] | [0, 1]
np.diff(np.where(x > 0, np.sqrt(x), 0.0)) | [0.0, 1.0] | [0, .5]
np.where(x > 0, np.linalg.norm(x), 0.0) | [0.0, 0.0] | [0, 0]
y = np.ones_like(x); y[x > 0] = x[x > 0] ** -0.5; y | [0.0, 1.0] | [0, -.5]
x[x > 0] ** 0.5 | [0.0, 4.0] | [0, .25]
np.maximum(np.sqrt(x), 0.1) | [0.0, 1.0] | [0, .5]
np.min(1 / x) | [0.0, 1.0] | [0, -1]
np.fmin(1 / x, 2.0) | [0.0, 1.0] | [0, -1]
np.where(x > 0, 1 / x, 0.0).max() | [0.0, 1.0] | [0, -1]
math.sqrt(x[1]) if x[0] > 0 else x[0] | [0.0, 0.0] | [1, 0]
y = np.log(x); y[x <= 0] = 0.0; y | [0.0, 1.0, 2.0] | [0, 1, .5]
y = np.sqrt(x) / x; y[~(x > 0)] = x[~(x > 0)]; y | [0.0, 1.0, 4.0] | [1, -.5, -1/16]
"""

SLOPES_WITHOUT_END = """
np.sqrt(x) | [0.0, 1.0] | [inf, .5]
np.cbrt(x) | [0.0, 1.0] | [inf, 1/3]
np.log(x) | [0.0, 1.0] | [inf, 1]
np.arcsin(x) | [1.0, 0.0] | [inf, 1]
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]


CASES = table(KINKS)
INFINITE = table(SLOPES_WITHOUT_END)
NAMES = {"np": np, "math": math, "inf": math.inf, "nan": math.nan}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    lines = ["import math", "import numpy as np", "from numpy import inf, nan", ""]
    for number, (text, *_) in enumerate([*CASES, *INFINITE]):
        *statements, value = text.split(";")
        lines += [f"def p{number}(x):", *[f"    {s.strip()}" for s in statements], f"    return np.sum({value.strip()})", ""]
    path: Path = tmp_path_factory.mktemp("kinks") / "programs_at_kinks.py"
    path.write_text("\n".join(lines), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def point_of(text: str) -> Any:
    value = eval(text, dict(NAMES))
    return np.array(value, float) if isinstance(value, list) else value


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case[0] for case in CASES])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_derivatives_at_kinks(number: int, programs: Any) -> None:
    function, x = getattr(programs, f"p{number}"), point_of(CASES[number][1])
    expected = np.asarray(eval(CASES[number][2], dict(NAMES)), float)
    for optimize in (True, False):
        assert srcad.grad(function, optimize=optimize)(x) == pytest.approx(expected), "reverse"
        along = Jvp(function, Options(None, optimize))
        directions = np.eye(np.size(x)).reshape(-1, *np.shape(x)) if np.ndim(x) else [1.0]
        dots = [along((x,), (direction,))[1] for direction in directions]
        assert np.reshape(dots, np.shape(x)) == pytest.approx(expected), "forward"


@pytest.mark.parametrize("number", range(len(INFINITE)), ids=[case[0] for case in INFINITE])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_slope_without_end_is_infinite(number: int, programs: Any) -> None:
    function, x = getattr(programs, f"p{len(CASES) + number}"), point_of(INFINITE[number][1])
    expected = eval(INFINITE[number][2], dict(NAMES))
    for optimize in (True, False):
        assert srcad.grad(function, optimize=optimize)(x).tolist() == pytest.approx(expected)
        assert Jvp(function, Options(None, optimize))((x,), (np.ones_like(x),))[1] == np.inf
