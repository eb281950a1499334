"""One workload: every tool's gradient checked, then all of them timed in turns."""
from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

import srcad

from .. import numeric
from .measure import Calls, TooSlow, peak, ratio, times, within
from .tools import IN_NUMPY, TOOLS, Cannot, places
from .workloads import Workload

PATIENCE, OWN = 12.0, 120.0                # seconds that the first call of a peer may take, and of srcad
CORE = ("primal", "by hand", "srcad")
DIFFERENCES = "finite differences"


@dataclass
class Result:
    """What was found of one workload, by tool; ``missing`` says why a tool has no figures."""

    what: str
    group: str
    seconds: dict[str, float] = field(default_factory=dict)
    to_hand: dict[str, float] = field(default_factory=dict)
    to_primal: dict[str, float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def compare(workload: Workload, seconds: float, small: bool = False) -> Result:
    """Return what is found; ``small``: of the arguments that are for checks.

    Raises: AssertionError where the gradient of srcad, or the one written by hand, is wrong.
    """
    result = Result(workload.what, workload.group)
    check_by_hand(workload)
    args = workload.small if small else workload.args
    wanted = as_arrays(workload.by_hand(*args))
    calls: Calls = {"primal": (workload.primal, args)}
    for tool, make in TOOLS.items():
        try:
            with within(OWN if tool.startswith("srcad") else PATIENCE), quiet():
                start = perf_counter()
                gradient, given = make(workload, args)
                value = gradient(*given)
                result.first[tool] = perf_counter() - start
                check(as_arrays(value), wanted)
        except (Cannot, TooSlow) as reason:
            result.missing[tool] = str(reason)
        except Exception as error:         # a peer may fail in any way
            if tool in CORE:
                raise
            result.missing[tool] = f"{type(error).__name__}: {first_line(error)}"
        else:
            calls[tool] = (gradient, given)
    found = times(calls, CORE, seconds)
    for tool in calls:
        result.seconds[tool] = median(found[tool])
        result.to_hand[tool] = ratio(found, tool, "by hand")
        result.to_primal[tool] = ratio(found, tool, "primal")
    result.first = {tool: took for tool, took in result.first.items() if tool in calls}
    result.peak = {tool: peak(*calls[tool]) for tool in ("primal", *IN_NUMPY) if tool in calls}
    runs = 1 + sum(np.size(args[k]) for k in places(workload))        # forward differences take so many runs
    result.seconds[DIFFERENCES] = runs * result.seconds["primal"]
    result.to_primal[DIFFERENCES] = runs
    result.to_hand[DIFFERENCES] = runs / result.to_primal["by hand"]
    return result


def check_by_hand(workload: Workload) -> None:
    """Compare the adjoint written by hand with finite differences."""
    found = as_arrays(workload.by_hand(*workload.small))
    for place, bar in zip(places(workload), found, strict=True):
        numeric.assert_close(bar, numeric.gradient(workload.primal, list(workload.small), place), 1e-5, workload.what)


def check(found: list[Any], wanted: list[Any]) -> None:
    if len(found) != len(wanted):
        raise AssertionError(f"{len(found)} gradients, not {len(wanted)}")
    for ours, right in zip(found, wanted, strict=True):
        scale = np.max(np.abs(right)) or 1.0
        if np.shape(ours) != np.shape(right) or not np.allclose(ours, right, rtol=1e-6, atol=1e-7 * scale):
            raise AssertionError("a wrong gradient")


def as_arrays(value: Any) -> list[Any]:
    return [np.asarray(item) for item in (value if isinstance(value, (tuple, list)) else (value,))]


def first_line(error: Exception) -> str:
    if isinstance(error, srcad.SrcadError):
        return error.reason
    lines = [line.strip() for line in str(error).splitlines() if line.strip(" =-")]
    line = next((line for line in lines if line != "Tangent Error"), "")
    return line if len(line) < 100 else line[:97] + "..."


@contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
