"""The option ``--rewrite``: write the files that the tests compare with, instead of comparing."""
from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["SRCAD_CACHE"] = "off"           # what is tested is made anew; test_cache has folders of its own

ROOT = Path(__file__).resolve().parent.parent
LONG = ("test_random_arrays.py", "test_native.py", "test_random_objects.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true",
                     help="rewrite tests/golden, generated_samples and the README's output")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that in the end no process waits for another."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """Thousands of tests lie in memory now, to stay: collections of garbage need not look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how long the emitted reverse sweeps are beside those written by hand."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    ratios = [text for report in reports if report.when == "call"
              for name, text in report.user_properties if name == "ratio"]
    if ratios:
        terminalreporter.section("length of the reverse sweep")
        terminalreporter.write_line("\n".join(ratios))


@pytest.fixture
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture
def same_text(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a check that a file holds a text; under ``--rewrite`` it writes the text."""
    rewrite = bool(request.config.getoption("--rewrite"))

    def check(path: Path, text: str) -> None:
        if rewrite:
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: python -m pytest --rewrite {request.node.nodeid}"
        found = path.read_text(encoding="utf-8")
        assert found == text, f"{path.name} is stale: python -m pytest --rewrite {request.node.nodeid}"

    return check


@pytest.fixture
def run_python(root: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs Python in the repository's folder, with srcad to import."""

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
        return subprocess.run([sys.executable, *args], cwd=root, env=environment, capture_output=True,
                              text=True, timeout=300, check=False)

    return run
