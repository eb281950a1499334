"""SciPy and Numba as extras: read only where they are used, and nothing else of srcad in emitted text."""
from __future__ import annotations

import ast
import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from srcad.rules import listing, registry
from tests import numeric
from tests.programs import CASES, OPTIONAL, Case

OBJECTS = ("inner_fit", "heat")             # they read a dict and a sparse matrix of their module
SCIPY = [case for case in CASES if case.name.startswith("scipy_")]


def run(text: str) -> str:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("program", OPTIONAL)
def test_programs_that_need_a_library_are_there(program: str) -> None:
    pytest.importorskip(OPTIONAL[program])
    assert any(case.name.startswith(program) for case in CASES)


def test_importing_srcad_imports_nothing_else() -> None:
    assert run("import sys, srcad; print([m for m in sys.modules if m.split('.')[0] in ('numpy', 'scipy', 'gast')])") == "[]"


def test_no_table_is_read_before_a_rule_is_asked_for() -> None:
    text = "import sys, srcad; srcad.grad; srcad.rule; print([m for m in sys.modules if '.rules.u' in m])"
    assert run(text) == "[]"


def test_scipy_is_not_imported_by_a_derivative_without_it(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("import numpy as np\ndef f(x): return np.sum(np.sin(x) @ x)\n")
    text = (f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import plain, srcad, numpy; srcad.grad(plain.f)(numpy.ones(3)); "
            "print([m for m in sys.modules if m.split('.')[0] in ('scipy', 'numba')])")
    assert run(text) == "[]"


@pytest.mark.parametrize("case", SCIPY, ids=[case.name for case in SCIPY])
@pytest.mark.parametrize("kind", ["reverse", "forward"])
def test_text_needs_numpy_and_scipy_only(case: Case, kind: str) -> None:
    if kind == "reverse":
        text = srcad.vjp(case.function, wrt=case.wrt).source_for(*case.args)
    else:
        text = srcad.jvp(case.function, wrt=case.wrt).source_for(*case.args)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            homes = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            for home in homes:
                if home == case.function.__module__ and case.function.__name__ in OBJECTS:
                    continue
                assert home.split(".")[0] in ("numpy", "scipy", "math"), f"{case.name} imports {home}"
                assert not any(part.startswith("_") for part in home.split(".")), f"{case.name} imports {home}"


def test_text_of_a_root_runs_alone() -> None:
    optimize = pytest.importorskip("scipy.optimize")

    def design(load):  # type: ignore[no-untyped-def]
        return optimize.brentq(lambda x: x**3 + x - load, 0.0, 10.0) ** 2

    gradient = srcad.grad(design)
    space: dict[str, Any] = {}
    exec(gradient.source_for(2.0), space)
    assert space["design_grad"](2.0) == gradient(2.0) == pytest.approx(0.5)


def test_times_that_a_solver_chose_are_refused() -> None:
    integrate = pytest.importorskip("scipy.integrate")

    def path(rate):  # type: ignore[no-untyped-def]
        return np.sum(integrate.solve_ivp(lambda t, y: -rate * y, (0.0, 1.0), [1.0]).y)

    with pytest.raises(ValueError, match="times that solve_ivp chose: say which with t_eval"):
        srcad.grad(path)(0.7)


def test_where_a_search_ended_without_a_root_there_is_no_derivative() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    for function in (
            lambda p: optimize.fsolve(lambda x: x**2 + p, np.array([1.0]))[0],
            lambda p: optimize.root_scalar(lambda x: x**3 - p, x0=1.0, fprime=lambda x: 3 * x * x, maxiter=2).root,
            lambda p: optimize.minimize(lambda x: np.sum((x - p) ** 4), np.array([3.0]), jac=lambda x: 4 * (x - p) ** 3,
                                        options={"maxiter": 1}).x[0]):
        for derivative in (srcad.grad(function), lambda p, f=function: srcad.jvp(f, (p,), (1.0,))):  # type: ignore[misc]
            with pytest.warns() if "fsolve" in function.__code__.co_names else contextlib.nullcontext():
                with pytest.raises(ValueError, match="no root or minimum"):
                    derivative(2.0)


def test_what_has_no_rule_is_named() -> None:
    special = pytest.importorskip("scipy.special")
    stats = pytest.importorskip("scipy.stats")
    optimize = pytest.importorskip("scipy.optimize")
    for function, message in (
            (lambda x: special.modstruve(0, x), r"special\.modstruve, which has no rule"),
            (lambda x: special.jv(x, 1.0), "special_jv has no derivative for `v`"),
            (lambda x: stats.gamma.cdf(1.0, x), "cdf_a has no derivative for `a`"),
            (lambda x: stats.skewnorm.logpdf(x, 2.0), r"logpdf, which has no rule"),
            (lambda x: optimize.minimize(lambda y: np.sum((y - x) ** 2), [0.0]).x[0], "`jac` has to be given, a function"),
            (lambda x: optimize.minimize_scalar(lambda y: (y - x) ** 2).x, "minimize_scalar, which has no rule, is handed a")):
        with pytest.raises(srcad.MissingRule, match=message):
            srcad.grad(function)(0.7)


def test_outside_the_support_a_density_has_no_slope() -> None:
    stats = pytest.importorskip("scipy.stats")
    x = np.array([-1.0, 0.5, 2.0])

    def total(x, a, b):  # type: ignore[no-untyped-def]
        return np.sum(stats.beta.pdf(x, a, b)) + np.sum(stats.expon.pdf(x, scale=a))

    bars = srcad.grad(total, wrt=("x", "a", "b"))(x, 2.0, 3.0)
    for k, bar in enumerate(bars):
        numeric.assert_close(bar, numeric.gradient(total, [x, 2.0, 3.0], k), 1e-6, str(k))


def test_a_compiled_function_without_a_derivative_stays_compiled() -> None:
    numba = pytest.importorskip("numba")

    @numba.njit
    def counted(n):  # type: ignore[no-untyped-def]
        return n * 2.0

    def loss(x):  # type: ignore[no-untyped-def]
        return x * counted(3.0)

    gradient = srcad.grad(loss)
    assert gradient(2.0) == 6.0 and counted.signatures
    assert "numba" not in gradient.source


# ------------------------------------------------------------------ srcad rules
def test_the_listing_has_every_rule() -> None:
    listed = {name.rsplit(".", 1)[-1] for row in listing.listing() for name in row.names.split(", ")}
    for key, rule in registry.table().items():
        name = key[1] if isinstance(key, tuple) else getattr(key, "__name__", "")
        if rule.function is not None and isinstance(key, np.ufunc):
            assert name in listed or rule.name in listed or any(alias in listed for alias in (f"arc{name[1:]}", "abs")), name


def test_the_listing_of_one_name() -> None:
    [row] = listing.listing("special.erf")
    assert (row.kind, row.formula) == ("elementwise", "2 / math.sqrt(math.pi) * np.exp(-x * x)")
    assert {row.kind for row in listing.listing("solve")} == {"general"}
    assert not list(listing.listing("no_such_name"))


def test_stacks_of_matrices_are_refused() -> None:
    linalg = pytest.importorskip("scipy.linalg")
    stack = np.random.default_rng(1).uniform(0.1, 1.0, (3, 3, 3)) + 3 * np.eye(3)

    def inverses(x):  # type: ignore[no-untyped-def]
        return np.sum(linalg.inv(x))

    def determinants(x):  # type: ignore[no-untyped-def]
        return np.sum(linalg.det(x))

    def solutions(x):  # type: ignore[no-untyped-def]
        return np.sum(linalg.solve(x, x))

    for function in (inverses, determinants, solutions):
        try:
            function(stack)
        except ValueError:                     # an older SciPy knows no stacks
            continue
        with pytest.raises(ValueError, match="derivatives of scipy.linalg are those of one matrix"):
            srcad.grad(function)(stack)


def test_the_command_that_lists_rules() -> None:
    done = subprocess.run([sys.executable, "-m", "srcad", "rules", "erfc"], capture_output=True, text=True,
                          cwd=Path(__file__).parent.parent)
    assert done.returncode == 0 and "special.erfc" in done.stdout and "math.erfc" in done.stdout
    done = subprocess.run([sys.executable, "-m", "srcad", "rules", "nothing"], capture_output=True, text=True,
                          cwd=Path(__file__).parent.parent)
    assert done.returncode == 2 and "no rule names 'nothing'" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell with pipes")
def test_rules_for_a_reader_that_stops() -> None:
    """``srcad rules | head`` ends quietly."""
    with subprocess.Popen([sys.executable, "-m", "srcad", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          cwd=Path(__file__).parent.parent) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait() == 0
