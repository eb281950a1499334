"""What srcad itself costs: the transformation, the import, a call."""
from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Any

import numpy as np

import srcad

TEN_LINES = '''
def program(x, w, b, y):
    z = x @ w + b
    s = 0.0
    for i in range(len(y)):
        d = z[i] - y[i]
        if d > 0:
            s += d * d
        else:
            s += 0.5 * d * d * d * d
    p = np.sum(w * w)
    return s / len(y) + 0.1 * p
'''


def transformation(rounds: int = 15) -> float:
    """Return the time to transform a function of ten lines, with nothing remembered from before."""
    found = []
    for k in range(rounds):
        function = srcad.from_source(TEN_LINES.replace("program", f"program_{k}"), f"program_{k}", namespace={"np": np})
        args = (np.ones((4, 3)), np.ones(3), 0.5, np.ones(4))
        start = time.perf_counter()
        srcad.grad(function, wrt=("w", "b")).source_for(*args)
        found.append(time.perf_counter() - start)
    return median(found)


def from_the_disk(rounds: int = 9) -> float:
    """Return the time to have the same text from the cache on disk."""
    found = []
    before = os.environ.get("SRCAD_CACHE", "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SRCAD_CACHE"] = folder
        for _ in range(rounds + 1):
            function = srcad.from_source(TEN_LINES, "program", namespace={"np": np})
            args = (np.ones((4, 3)), np.ones(3), 0.5, np.ones(4))
            start = time.perf_counter()
            srcad.grad(function, wrt=("w", "b")).source_for(*args)
            found.append(time.perf_counter() - start)
        os.environ["SRCAD_CACHE"] = before
    return median(found[1:])


def long_transformation(lines: int) -> float:
    """Return the time to transform a function of so many lines: assignments, branches and loops."""
    body = []
    for k in range(lines // 5):
        body += [f"    a{k} = math.sin({f'a{k - 1}' if k else 'x'}) * y + {k}.0", f"    if a{k} > 0.5:",
                 f"        a{k} = a{k} * a{k}", "    for i in range(3):", f"        a{k} = a{k} + 0.1 * x"]
    text = "\n".join(["def program(x, y):", *body, f"    return a{lines // 5 - 1}", ""])
    function = srcad.from_source(text, "program", namespace={"math": math})
    start = time.perf_counter()
    srcad.grad(function, wrt=("x", "y")).source_for(0.3, 0.4)
    return time.perf_counter() - start


def import_time(rounds: int = 7) -> float:
    """Return the time of ``import srcad`` in a fresh interpreter; NumPy is read at its first use."""
    code = "import time; t = time.perf_counter(); import srcad; print(time.perf_counter() - t)"
    return median([float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
                   for _ in range(rounds)])


def costs(quick: bool) -> dict[str, tuple[float, float]]:
    """Return what each costs and what it may cost, in seconds."""
    found: dict[str, tuple[Any, float]] = {"transform a function of 10 lines": (transformation(3 if quick else 15), 0.030)}
    if not quick:
        found["the same, from the cache on disk"] = (from_the_disk(), 0.005)
        found["transform a function of 2,000 lines"] = (long_transformation(2000), 10.0)
        found["`import srcad`"] = (import_time(), 0.3)
    return found
