"""Time emitted gradients beside gradients written by hand: ``python -m tests.benchmarks``.

All contestants of a program take turns in one run, and the median of each is compared.
"""
from __future__ import annotations

import inspect
import platform
import subprocess
import sys
import time
import timeit
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

import srcad

from . import by_hand, primals

UNITS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
Function = Callable[..., Any]


def times(contestants: dict[str, Function], args: Sequence[Any], rounds: int = 41,
          least: float = 0.004, most: float = 30.0) -> dict[str, float]:
    """Return the median time of a call for each; they take turns, so that all meet the same noise.

    Programs so slow that the rounds would take more than ``most`` seconds get fewer of them.
    """
    timers = {name: timeit.Timer("call(*args)", globals={"call": call, "args": args})
              for name, call in contestants.items()}
    once = {name: max(min(timer.repeat(3, 1)), 1e-7) for name, timer in timers.items()}
    counts = {name: max(1, int(least / seconds)) for name, seconds in once.items()}
    rounds = max(5, min(rounds, int(most / sum(counts[name] * once[name] for name in timers))))
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, timer in timers.items():
            found[name].append(timer.timeit(counts[name]) / counts[name])
    return {name: median(seconds) for name, seconds in found.items()}


def emitted_alone(derivative: srcad.Derivative, args: Sequence[Any]) -> Function:
    """Return the emitted function without srcad around it."""
    namespace: dict[str, Any] = {}
    exec(derivative.source_for(*args), namespace)
    found: Function = namespace[f"{derivative.__name__}_grad"]
    return found


def peak(call: Function, args: Sequence[Any]) -> int:
    """Return the most bytes that a call has allocated at one time."""
    call(*args)
    tracemalloc.start()
    try:
        call(*args)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def programs() -> dict[str, tuple[tuple[Any, ...], tuple[str, ...] | str | int, str, float]]:
    """Return arguments, what is differentiated, a description, and the ratio to stay under."""
    rng = np.random.default_rng(0)
    network = (rng.normal(0, 0.05, (784, 128)), np.zeros(128), rng.normal(0, 0.1, (128, 10)), np.zeros(10),
               rng.normal(size=(256, 784)), np.eye(10)[rng.integers(0, 10, 256)])
    grid, square = rng.normal(size=(256, 256)), rng.normal(size=(60, 60))
    return {
        "loss": ((0.1,), 0, "`(11 - (2*w + 1))**2`", 3.0),
        "spiral": ((0.9, 0.001), ("x", "a"), "scalar `while` loop, 4,459 steps", 2.0),
        "orbit": ((1.0, 0.5, 0.9, 0.7, 1000), ("x", "y", "alpha", "beta"), "RK4 on floats, 1,000 steps", 2.0),
        "mlp": (network, ("w1", "b1", "w2", "b2"), "MLP 256x784-128-10", 1.15),
        "heat": ((grid, 0.2, 200), "u0", "heat stencil in place, 256x256, 200 steps", 1.3),
        "heat_and_rate": ((grid, 0.2, 200), ("u0", "nu"), "the same, also by the rate `nu`", 1.3),
        "cholesky": ((square @ square.T + 60.0 * np.eye(60),), 0, "Cholesky by elements, N = 60", 1.5),
        "lu": ((square + 60.0 * np.eye(60),), 0, "LU by elements, N = 60", 1.5),
        "gauss_seidel": ((square, 10), 0, "Gauss-Seidel by elements, 60x60, 10 sweeps", 1.5),
    }


def compare(name: str, args: tuple[Any, ...], wrt: Any, what: str, goal: float) -> str:
    """Return one row of the table."""
    primal, hand = getattr(primals, name), getattr(by_hand, name)
    gradient = srcad.grad(primal, wrt=wrt)
    alone = emitted_alone(gradient, args)
    for ours, wanted in zip(_tuple(gradient(*args)), _tuple(hand(*args)), strict=True):
        assert np.allclose(ours, wanted, rtol=1e-8), name
    found = times({"primal": primal, "hand": hand, "srcad": gradient, "alone": alone}, args)
    ratio = found["srcad"] / found["hand"]
    cells = [what, *(shown(found[key]) for key in ("primal", "hand", "alone", "srcad")),
             f"{found['hand'] / found['primal']:.2f}", f"{found['srcad'] / found['primal']:.2f}",
             f"{ratio:.2f}", f"{goal:g}", "yes" if ratio <= goal else "**no**"]
    return "| " + " | ".join(cells) + " |"


def compare_memory(name: str, args: tuple[Any, ...], wrt: Any, what: str, goal: float = 1.2) -> str:
    """Return one row of the table of memory."""
    primal = getattr(primals, name)
    used = [peak(call, args) for call in (primal, getattr(by_hand, name), srcad.grad(primal, wrt=wrt))]
    ratio = used[2] / used[1]
    cells = [what, *(f"{bytes_ / 2 ** 20:.3g} MiB" for bytes_ in used), f"{ratio:.2f}", f"{goal:g}", _met(ratio <= goal)]
    return "| " + " | ".join(cells) + " |"


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def shown(seconds: float) -> str:
    """Return a time in the unit that fits.

    >>> shown(1.5e-7), shown(0.0123)
    ('150 ns', '12.3 ms')
    """
    unit, scale = next(((unit, scale) for unit, scale in UNITS.items() if seconds >= scale), ("ns", 1e-9))
    return f"{seconds / scale:.3g} {unit}"


def transformation() -> float:
    """Return the time to transform a function of ten lines, with nothing remembered from before."""
    from_text = inspect.getsource(primals.ten_lines)
    found = []
    for k in range(15):
        function = srcad.from_source(from_text.replace("ten_lines", f"ten_lines_{k}"), f"ten_lines_{k}",
                                     namespace={"np": np})
        args = (np.ones((4, 3)), np.ones(3), 0.5, np.ones(4))
        start = time.perf_counter()
        srcad.grad(function, wrt=("w", "b")).source_for(*args)
        found.append(time.perf_counter() - start)
    return median(found)


def import_times(rounds: int = 7) -> tuple[float, float]:
    """Return the time of ``import srcad`` in a fresh interpreter, and of ``import numpy`` alone."""
    found: dict[str, list[float]] = {"srcad": [], "numpy": []}
    for _ in range(rounds):
        for module, seconds in found.items():
            code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
            seconds.append(float(subprocess.check_output([sys.executable, "-c", code])))
    return median(found["srcad"]), median(found["numpy"])


def main() -> None:
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}\n")
    print("| program | primal | by hand | emitted alone | through `grad` | hand / primal | srcad / primal "
          "| **srcad / hand** | goal | met |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, (args, wrt, what, goal) in programs().items():
        print(compare(name, args, wrt, what, goal), flush=True)
    print("\n| peak memory | primal | by hand | through `grad` | **srcad / hand** | goal | met |\n|---|---|---|---|---|---|---|")
    for name in ("heat", "heat_and_rate", "gauss_seidel"):
        args, wrt, what, _ = programs()[name]
        print(compare_memory(name, args, wrt, what), flush=True)
    seconds = transformation()
    whole, numpy_alone = import_times()
    print("\n| | time | goal | met |\n|---|---|---|---|")
    print(f"| transform a function of ten lines | {shown(seconds)} | 50 ms | {_met(seconds <= 0.05)} |")
    print(f"| `import srcad` (of which numpy {shown(numpy_alone)}) | {shown(whole)} | 300 ms | "
          f"{_met(whole <= 0.3)} |")


def _met(good: bool) -> str:
    return "yes" if good else "**no**"


if __name__ == "__main__":
    main()
