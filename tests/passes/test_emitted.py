"""Emitted text: the same from run to run, no wider than a page, and alone in the world but for NumPy."""
from __future__ import annotations

import ast
import copy
import io
import os
import pickle
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric
from tests.programs import CASES, Case

NAMES = """science.lotka_volterra science.lstm science.mlp science.attention calls.two_results calls.global_array
calls.helper_in_loop calls.keyword_only calls.default_of_own escapes.return_in_nested_loop loops.over_enumerate_zip
elementwise.stacked reductions.product_with_zero names.cotangent_is_a_local control.optional_argument""".split()
CHOSEN = [case for case in CASES if case.name in NAMES]
WIDEST = 100


def texts(case: Case) -> list[str]:
    """Return the text of a program's gradient in each form, and the stages on the way."""
    forms = [srcad.grad(case.function, wrt=case.wrt, optimize=optimize) for optimize in (True, False)]
    return [*[form.source for form in forms], srcad.value_and_grad(case.function, wrt=case.wrt).source,
            srcad.vjp(case.function, wrt=case.wrt).source, srcad.jvp(case.function, wrt=case.wrt).source]


def test_the_names_are_programs() -> None:
    assert {case.name for case in CHOSEN} == set(NAMES)


def test_text_is_the_same_from_run_to_run() -> None:
    root = str(Path(__file__).resolve().parents[2])
    command = "from tests.passes.test_emitted import CHOSEN, texts\nfor case in CHOSEN: print('\\n'.join(texts(case)))"

    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, "-c", command], cwd=root, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    first = run("1")
    assert first == run("2") and first.count(b"def ") > len(CHOSEN)


FSTRING_START = getattr(tokenize, "FSTRING_START", None)       # from Python 3.12 on an f-string is several tokens


def too_wide(text: str) -> list[str]:
    """Return the lines wider than a page, but for those that one token fills."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    alone = {line for t in tokens if t.type in (tokenize.STRING, tokenize.COMMENT) and len(t.string) > WIDEST // 2
             or t.type == FSTRING_START for line in range(t.start[0], t.end[0] + 1)}
    return [line for n, line in enumerate(text.splitlines(), 1) if len(line) > WIDEST and n not in alone]


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: case.name)
def test_lines_fit_on_a_page(case: Case) -> None:
    for text in texts(case):
        assert not too_wide(text)
        assert text == text.rstrip() + "\n" and not any(line != line.rstrip() for line in text.split("\n"))


def test_long_statements_are_broken() -> None:
    terms = " + ".join(f"np.sin(first_of_the_long_names * {n}.0) * second_of_the_long_names" for n in range(12))
    made = srcad.from_source(
        "import numpy as np\ndef f(first_of_the_long_names, second_of_the_long_names):\n"
        "    if first_of_the_long_names > 0.0 and second_of_the_long_names > 0.0 and not first_of_the_long_names > 9.0:\n"
        f"        return {terms}\n    return first_of_the_long_names\n", "f")
    for optimize in (True, False):
        text = srcad.grad(made, wrt=(0, 1), optimize=optimize).source
        assert not too_wide(text) and max(map(len, text.splitlines())) > 60


ALONE = """
import pickle, runpy, sys
sys.path.append({numpy!r})
sys.modules["srcad"] = None                # an import of it fails
with open({jobs!r}, "rb") as file:
    jobs = pickle.load(file)
results = [runpy.run_path(path)[name](*args) for path, name, args in jobs]
with open({results!r}, "wb") as file:
    pickle.dump((results, sorted(sys.modules)), file)
"""


def test_saved_files_run_alone(tmp_path: Path) -> None:
    """Without srcad, without the user's module, without what site-packages puts on the path."""
    jobs, expected = [], []
    for n, case in enumerate(CHOSEN):
        gradient = srcad.grad(case.function, wrt=case.wrt)
        path = tmp_path / f"saved_{n}.py"
        gradient.save(path)
        assert_imports_numpy_only(path.read_text(encoding="utf-8"))
        jobs.append((str(path), f"{case.function.__name__}_grad", copy.deepcopy(case.args)))
        expected.append(gradient(*copy.deepcopy(case.args)))
    (tmp_path / "jobs").write_bytes(pickle.dumps(jobs))
    script = ALONE.format(numpy=str(Path(np.__file__).parents[1]), jobs=str(tmp_path / "jobs"), results=str(tmp_path / "results"))
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results, modules = pickle.loads((tmp_path / "results").read_bytes())
    assert not {module.split(".")[0] for module in modules if module != "srcad"} & {"srcad", "tests", "gast", "astor"}
    for ours, theirs, case in zip(results, expected, CHOSEN, strict=True):
        assert_same(ours, theirs, case.name)


def assert_imports_numpy_only(text: str) -> None:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= {"numpy", "math"}
        elif isinstance(node, ast.ImportFrom):
            assert node.module in ("numpy", "math")


def assert_same(ours: Any, theirs: Any, what: str) -> None:
    for one, other in zip(numeric.leaves(ours), numeric.leaves(theirs), strict=True):
        assert type(one) is type(other) and np.allclose(one, other, rtol=1e-12, atol=0.0), what


def doubled(x: Any) -> Any:
    return x * 2.0


def with_a_result_that_nobody_reads(x: Any) -> Any:
    unread = doubled(x)                    # noqa: F841
    return x * x


def test_a_helper_that_nothing_calls_is_left_out() -> None:
    assert "doubled" not in srcad.grad(with_a_result_that_nobody_reads).source
    assert "doubled" not in srcad.vjp(with_a_result_that_nobody_reads).source
    assert "doubled" in srcad.grad(with_a_result_that_nobody_reads, optimize=False).source


class Meter:
    """Its methods have the names of methods of arrays."""

    def sum(self) -> float:
        print("read")
        return 1.0


def read_for_nothing(x: Any, meter: Any) -> Any:
    reading = meter.sum()                  # noqa: F841
    return x * x


@pytest.mark.parametrize("optimize", [True, False])
def test_methods_of_objects_are_called_once(optimize: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert srcad.grad(read_for_nothing, optimize=optimize)(3.0, Meter()) == 6.0
    assert capsys.readouterr().out == "read\n"
    assert srcad.jvp(read_for_nothing, (3.0, Meter()), (1.0, None), optimize=optimize) == (9.0, 6.0)
    assert capsys.readouterr().out == "read\n"
