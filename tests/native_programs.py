"""Registered and random programs compiled: ``python -m tests.native_programs [COUNT [SEED]]`` (tests/test_native.py has a few).

What ``compile="numba"`` gives is compared with the Python version. It prints what was refused and why, and what is wrong.
"""
from __future__ import annotations

import os
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

import srcad
from tests import numeric
from tests.array_writer import HELPERS, program
from tests.fuzz import HEADER
from tests.programs import CASES
from tests.random_arrays import arguments


def compared(function: Callable[..., Any], args: tuple[Any, ...], wrt: Any) -> str:
    """Return "right", "wrong", or the reason of a refusal; an empty text where the Python version raises."""
    python = srcad.value_and_grad(function, wrt=wrt)
    try:
        expected = python(*numeric.copied(args))
    except Exception:
        return ""
    given = numeric.copied(args)
    try:
        found = srcad.value_and_grad(function, wrt=wrt, compile="numba")(*given)
    except srcad.SrcadError as error:
        return error.reason.splitlines()[0][:120]
    except (ZeroDivisionError, OverflowError, ValueError) as error:            # where NumPy warns
        return f"{type(error).__name__}: {error}"
    kept = all(a == b if isinstance(a, str) else np.array_equal(numeric.flat(a), numeric.flat(b))
               for a, b in zip(args, given, strict=True))
    found, expected = numeric.flat(found), numeric.flat(expected)
    same = found.shape == expected.shape and np.allclose(found, expected, rtol=1e-8, atol=1e-11, equal_nan=True)
    return "right" if same and kept else "wrong"


def written(seed: int) -> tuple[str, Callable[..., Any], tuple[Any, ...]]:
    """Return a random program that writes arrays, as text and as a function, and its arguments."""
    text = program(seed)
    function = srcad.from_source(HEADER + HELPERS + text, "f", filename=f"<random {seed}>")
    return text, function, arguments(seed)[0]


def main() -> int:
    count, seed = [int(word) for word in sys.argv[1:3]] + [60, 0][len(sys.argv[1:3]):]
    os.environ.setdefault("SRCAD_CACHE", "off")
    warnings.simplefilter("ignore")
    found: Counter[str] = Counter()
    chosen = random.Random(seed).sample(CASES, min(count, len(CASES)))
    for case in chosen:
        result = compared(case.function, case.args, case.wrt)
        found[result] += 1
        if result == "wrong":
            print(f"WRONG: {case.name}", flush=True)
    for k in range(seed, seed + count):
        text, function, args = written(k)
        result = compared(function, args, (0, 1, 2, 3))
        found[result] += 1
        if result == "wrong":
            print(f"WRONG: random program {k}\n{text}", flush=True)
    for reason, times in found.most_common():
        print(f"{times:4d}  {reason or 'the Python version raises'}")
    return int(found["wrong"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
