"""The benchmarks: gradients written by hand, with which they compare, are right; a run prints its tables."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import srcad
from tests.benchmarks.__main__ import BEGIN, README, between
from tests.benchmarks.measure import peak, ratio
from tests.benchmarks.picture import LEFT, WIDTH, picture, place
from tests.benchmarks.report import as_json, from_json, kept
from tests.benchmarks.run import Result, check_by_hand
from tests.benchmarks.workloads.all import WORKLOADS


@pytest.mark.parametrize("name", WORKLOADS)
def test_by_hand(name: str) -> None:
    check_by_hand(WORKLOADS[name])


@pytest.mark.parametrize("form", ["", "_textbook"])
@pytest.mark.parametrize("name", WORKLOADS)
def test_emitted(name: str, form: str, same_text: Callable[[Path, str], None], root: Path) -> None:
    workload = WORKLOADS[name]
    text = srcad.grad(workload.primal, wrt=workload.wrt, optimize=not form).source_for(*workload.small)
    same_text(root / "generated_samples" / "benchmarks" / f"{name}{form}.py", text.rstrip("\n") + "\n")


def test_run(root: Path) -> None:
    found = subprocess.run([sys.executable, "-m", "tests.benchmarks", "--quick", "loss", "heat"], cwd=root, check=True,
                           capture_output=True, text=True, timeout=300).stdout
    assert "heat equation" in found and "srcad / by hand" in found


def test_unknown_workload(root: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "los"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=100)
    assert found.returncode == 2 and "no workload los" in found.stderr


def test_peak_memory_counts_arrays() -> None:
    assert 8e6 <= peak(np.ones, (1_000_000,)) < 8.1e6


def test_ratios_are_of_rounds() -> None:
    assert ratio({"a": [1.0, 20.0, 3.0], "b": [1.0, 10.0, 1.0]}, "a", "b") == 2.0


def test_picture_is_well_formed() -> None:
    results = {"one": Result("one & only", "loops", to_hand={"srcad": 1.1, "JAX": 1e9})}
    assert len(list(ElementTree.fromstring(picture(results)).iter())) > 10
    assert place(0.0) == LEFT and place(1e9) == LEFT + WIDTH


def test_results_are_read_back() -> None:
    results, costs = {"one": Result("one", "loops", to_hand={"srcad": 1.1})}, {"transform": (0.5, 1.0)}
    assert from_json(as_json(results, costs, "here")) == (results, costs, "here")


def test_figures_of_tools_that_are_gone_stay() -> None:
    before = Result("one", "loops", {"JAX": 2.0, "srcad": 1.0}, {"JAX": 2.0, "srcad": 1.0}, missing={"PyTorch": "over 12 s"})
    now = Result("one", "loops", {"srcad": 3.0}, {"srcad": 1.5},
                 missing={"JAX": "jax is not installed", "PyTorch": "torch is not installed"})
    found = kept(now, before)
    assert found.seconds == {"JAX": 2.0, "srcad": 3.0} and found.to_hand == {"JAX": 2.0, "srcad": 1.5}
    assert found.missing == {"PyTorch": "over 12 s"}


def test_files_have_their_marks() -> None:
    assert BEGIN in README.read_text(encoding="utf-8")
    assert "new" in between(README.read_text(encoding="utf-8"), "new")
