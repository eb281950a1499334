"""Every example runs, and prints what it promises."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PRINTS = {
    "loss": [r"loss'\(0\.1\) = -39\.2", r"slope 0\.153426"],
    "newton": [r"sqrt\(2\.0\) = 1\.414214, slope 0\.353553"],
    "logsumexp": [r"logsumexp = 1000\.313262", r"0\.731059 0\.268941\]"],
    "lotka_volterra": [r"fitted \[1\.1 0\.4 0\.4 0\.1\]"],
    "digits_mlp": [r"right on 9\d\.\d %"],
    "heat": [r"misfit \d+\.\d\d, after 200 steps of descent \d\.\de-0[3-9]", r"hottest at \(0\.\d\d, -0\.\d\d\)",
             r"d misfit / d nu = (-?\d+\.\d{4})\d*\nby differences +\1"],
    "lu": [r"log det = (\d\.\d{6}), by NumPy \1", r"inverse, up to \de-1[5-7]", r"as it was"],
    "rosenbrock": [r"minimum \d\.\de-\d\d after \d+ steps, at \[1\. 1\. 1\. 1\. 1\.\]", r"from 0\.497 to 1649\.2"],
    "showcase": [r"dx/da = (-\d\.\d{8})\d, exactly \1"],
}


def test_all_are_known() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(PRINTS)


@pytest.mark.parametrize("name", PRINTS)
def test_example(name: str, run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run_python(str(EXAMPLES / f"{name}.py"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for pattern in PRINTS[name]:
        assert re.search(pattern, done.stdout), done.stdout


@pytest.mark.parametrize("name", PRINTS)
def test_example_is_plain(name: str) -> None:
    """Nothing above the last part of an example knows of srcad."""
    text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    above, main, _ = text.partition('if __name__ == "__main__":')
    assert main and "srcad" not in above
