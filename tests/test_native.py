"""compile="numba": the same derivatives as the Python version's, or an error that names the line."""
from __future__ import annotations

import math
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from srcad import cli
from tests import numeric
from tests.benchmarks.workloads.all import WORKLOADS
from tests.test_samples import SAMPLES, load, parts

pytest.importorskip("numba")
erf = pytest.importorskip("scipy.special").erf

RATE = 0.5
TABLE = np.array([1.0, 2.0, 3.0])
SETTINGS = {"a": 1.0}


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder for all tests of a run: what is compiled twice is read the second time."""
    monkeypatch.setenv("SRCAD_CACHE", str(tmp_path_factory.getbasetemp() / "compiled"))


def root(x, a):
    y = x
    while y * y < 100.0:
        if y > 1.0:
            y = 1.1 * y + a * math.sin(y)
        else:
            y = y + a * x
    return y


def cubic(x, n):
    for i in range(n):
        x[i] += x[i - 1] ** 3 - x[i - 1] * x[i]
    return np.sum(x)


def shifted(u, nu):
    for _ in range(3):
        u[1:] += nu * u[:-1]
        u[1:] -= u[:-1]
        u *= u[::-1]
    return np.sum(u * u)


def square(x, k):
    return x ** k + RATE


def helped(x, n):
    total = 0.0
    for i in range(n):
        total += square(x[i], i - 1) * TABLE[i]
    return total


def soft_max(w, x):
    o = x @ w
    z = o - np.max(o, axis=1, keepdims=True)
    return np.sum(z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))) / len(x)


def last(x, n):
    for i in range(n):
        y = x[i] * i
    return y


def collected(x):
    kept = []
    for i in range(len(x)):
        if x[i] > 0:
            kept.append(x[i] * x[i])
    return sum(kept)


def series(x, n):
    total, factor = 0.0, 1
    for k in range(1, n):
        factor = factor * k
        total += x ** k / factor
    return total


def counted(x, n):
    k, y = 0, x
    while k < n:
        if y > 0.5:
            y = y * math.sin(y)
        y += 0.3 * y * y
        k += 1
    for j in range(n - 2):
        y = y * y + j
        if y > 50.0:
            break
    return y


def recurrent(w, x):
    states = [x[0], x[1]]
    for t in range(3):
        for i in range(2):
            states[i] = np.tanh(states[i] * w[i] + x[t] * states[1 - i])
    return np.sum(states[0] * states[1])


def picked(x, w, rows, columns):
    y = np.exp(w)[rows]
    return np.sum(x[rows, columns] ** 2) + np.sum(erf(y * x[rows]))


def flowed(h, q):
    new = h.copy()
    new[1:-1] -= 0.1 * (q[2:] - q[:-2])
    return new, q - 0.1 * h * q


def channel(h, q, n):
    for _ in range(n):
        h, q = flowed(h, q)
    return np.sum(h * h) + np.sum(q)


def stacked(a, b, c):
    return np.sum(a @ b * (a @ c))


def crossed(a, b):
    return np.sum(np.cross(a, b) ** 2)


def placed(x, v, i, j):
    y = np.zeros(x.shape)
    y[:, i, j] = v
    return np.sum(y[:, [0, 2, 0]] * x[:, :3])


def rotated(x, y):
    ring, total = [x, y, x * y], 0.0
    for k in range(6):
        ring[0][k % 2] *= 1.1
        first = ring.pop(0)
        total += ring[1][0] * first[1]
        ring.append(first)
    return total * ring[-1][0]


def parents(w, x, above):
    w[0] = w[1] * x
    total = sum(math.lgamma(j + 1.5) for j in range(3)) * x
    for k in range(len(above)):
        if above[k] >= 0:
            total += w[k] * w[above[k]]
    return total


def matrices(x, y):
    kept = []
    for k in range(2):
        m = np.array([[x, 1.0, y], [y * y, x, 0], [1, 2, k * x]])
        kept.append(m if k == 0 else kept[k - 1] @ m)
    return np.sum(kept[1])


def two_names(x, n):
    y = x * 2.0
    both = [y, y]
    others = [both[0], x]
    for k in range(n):
        both[k % 2] += others[1] * both[0]
    return np.sum(both[0] * both[1]) + np.sum(y) + np.sum(others[0])


def gathered(x, mask):
    total = np.sum(x[mask]) ** 2
    for i in range(3):
        total += x[(i + 1) % len(x)] * i
    return total + np.sum(np.concatenate((x, x * 2.0))[1:] ** 2)


X = np.array([0.4, -0.2, 0.7, 0.3])
CUBE = np.linspace(-1.0, 1.0, 24).reshape(2, 4, 3)
PROGRAMS = [(root, (0.9, 0.1), ("x", "a")), (cubic, (X, 4), ("x",)), (shifted, (X, 0.3), ("u", "nu")),
            (helped, (np.array([0.4, 0.2, 0.7]), 3), ("x",)), (collected, (X,), ("x",)), (series, (0.3, 9), ("x",)),
            (counted, (0.8, 7), ("x",)), (counted, (0.8, -1), ("x",)),
            (channel, (X, np.sin(X), 2), ("h", "q")),
            (recurrent, (np.linspace(-1.0, 1.0, 8).reshape(2, 4), np.linspace(0.5, 1.0, 12).reshape(3, 4)), ("w", "x")),
            (picked, (np.linspace(-1.0, 1.0, 6).reshape(3, 2), np.linspace(0.0, 0.5, 6).reshape(3, 2),
                      np.array([0, 2, 0, 1]), np.array([1, 1, 1, 0])), ("x", "w")),
            (stacked, (CUBE, np.cos(CUBE[:1, :3]), np.sin(CUBE[0, :3])), ("a", "b", "c")),
            (crossed, (CUBE[0], X[:3]), ("a", "b")), (two_names, (X, 3), ("x",)), (matrices, (0.3, 0.7), ("x", "y")),
            (gathered, (X, X > 0.0), ("x",)), (rotated, (X, np.cos(X)), ("x", "y")),
            (parents, ([0.3, 0.5, 0.7], 0.4, [-1, 0, 1]), ("w", "x")),
            (placed, (CUBE, X, np.array([0, 2, 0, 1]), np.array([1, 1, 1, 2])), ("x", "v")),
            (soft_max, (np.linspace(-1.0, 1.0, 6).reshape(3, 2), np.linspace(0.0, 1.0, 12).reshape(4, 3)), ("w", "x"))]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program[0].__name__)
def test_same_as_python(program: tuple[Callable[..., Any], tuple[Any, ...], tuple[str, ...]]) -> None:
    function, args, wrt = program
    given = numeric.copied(args)
    found = numeric.flat(srcad.value_and_grad(function, wrt=wrt, compile="numba")(*given))
    expected = numeric.flat(srcad.value_and_grad(function, wrt=wrt)(*numeric.copied(args)))
    np.testing.assert_allclose(found, expected, rtol=1e-10)
    for before, after in zip(args, given, strict=True):
        assert np.array_equal(before, after)


def test_layouts_of_memory() -> None:
    gradient = srcad.grad(cubic, compile="numba")
    expected = gradient(X, 4)
    strided, fixed = np.repeat(X, 2)[::2], X.copy()
    fixed.flags.writeable = False
    assert np.array_equal(gradient(strided, 4), expected) and np.array_equal(gradient(fixed, 4), expected)
    assert type(srcad.grad(root, compile="numba")(0.9, 0.1)) is float


def test_tangents() -> None:
    value, tangent = srcad.jvp(root, (0.9, 0.1), (1.0, 0.5), compile="numba")
    expected = srcad.jvp(root, (0.9, 0.1), (1.0, 0.5))
    assert np.allclose((value, tangent), expected)


def scaled(x, a, *, n):
    x[0] = a * x[1]
    total = 0.0
    for k in range(n):
        total += x[k] * math.sin(x[k - 1])
    return total, x * a


def shown(x):
    print(x)
    return x * x


def test_pullbacks() -> None:
    """They may be called again, and keep what the arguments were."""
    python, compiled = [], []
    for how, found in ((None, python), ("numba", compiled)):
        x = X.copy()
        y, pullback = srcad.vjp(scaled, compile=how)(x, 0.7, n=3)
        x[:] = 9.0
        found += [y, *[pullback(y_bar) for y_bar in ((1.0, X), (2.0, np.ones(4)), (0.5, None))]]
        assert pullback(y)[2] is None
    np.testing.assert_allclose(numeric.flat(compiled), numeric.flat(python), rtol=1e-12)
    with pytest.raises(srcad.UnsupportedSyntax, match="would print again"):
        srcad.vjp(shown, 1.0, compile="numba")
    with pytest.warns(RuntimeWarning, match="not compiled"):
        assert srcad.vjp(looked_up, 1.5, compile="numba?")[1](2.0) == (2.0,)


def test_globals_are_seen_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [srcad.value_and_grad(helped, compile=how) for how in (None, "numba")]
    x = np.array([0.4, 0.2, 0.7])
    for _ in range(2):
        python, compiled = [derivative(x, 3) for derivative in both]
        assert np.isclose(python[0], compiled[0]) and np.allclose(python[1], compiled[1])
        monkeypatch.setitem(globals(), "RATE", 2.0)
        monkeypatch.setitem(globals(), "TABLE", np.array([3.0, 2.0, 5.0]))
    before = both[1](x, 3)[0]
    TABLE[0] += 1.0
    assert both[1](x, 3)[0] != before


# ---------------------------------------------------------------------- what Numba does otherwise
def overflowing(x, n):
    k = 1
    for _ in range(n):
        k = k * 3
    return x * k


def inverse(x, n):
    return x * 2 ** n


def rounded(x, y):
    return x * int(y)


def rooted(x, y):
    return x * math.sqrt(y)


def divided(x, y):
    return x / y


@pytest.mark.parametrize("function, args, error", [
    (overflowing, (1.0, 60), OverflowError), (inverse, (1.0, -1), ValueError), (rounded, (1.0, float("nan")), OverflowError),
    (rooted, (1.0, -1.0), ValueError), (divided, (1.0, 0.0), ZeroDivisionError), (last, (X, 0), UnboundLocalError),
    (last, (X, 9), IndexError), (cubic, (X, 9), IndexError)])
def test_errors_are_raised(function: Callable[..., Any], args: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error) as info:
        srcad.value_and_grad(function, compile="numba")(*args)
    assert "compiled derivative of" in "".join(getattr(info.value, "__notes__", []))


def drawn(x):
    y = x * x
    return y + np.random.normal()


def looked_up(x):
    return x * SETTINGS["a"]


def halves(x):
    return np.sum(x[::2])


def bits(x, a, b):
    return x * (a + b)


@pytest.mark.parametrize("function, args, reason", [
    (drawn, (1.0,), "random numbers of its own"), (looked_up, (1.0,), "`SETTINGS` is dict"),
    (halves, (np.ones(4, np.float32),), "array of float32"), (bits, (1.0, True, False), "arithmetic of two bools")])
def test_refusals_name_the_line(function: Callable[..., Any], args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(srcad.SrcadError, match=reason) as info:
        srcad.value_and_grad(function, compile="numba")(*args)
    first = function.__code__.co_firstlineno
    assert info.value.filename == __file__ and info.value.lineno is not None and first <= info.value.lineno <= first + 3
    with pytest.warns(RuntimeWarning, match="not compiled, the Python version runs"):
        found = srcad.grad(function, compile="numba?")(*args)
    assert np.allclose(found, srcad.grad(function)(*args))


def test_unknown_name() -> None:
    with pytest.raises(srcad.ArgumentError, match="compile='jax'"):
        srcad.grad(root, compile="jax")


def test_numba_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "srcad.native.compiled", None)
    with pytest.raises(srcad.ArgumentError, match=r"pip install srcad\[numba\]"):
        srcad.grad(square, compile="numba")(1.5, 2)


def test_import_is_not_needed(run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    found = run_python("-c", "import srcad, sys; print('numba' in sys.modules)")
    assert found.stdout.strip() == "False"


# ---------------------------------------------------------------------- on disk
def test_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRCAD_CACHE", str(tmp_path))
    srcad.grad(square, compile="numba")(1.5, 2)
    kept = sorted((tmp_path / "numba").glob("*.py"))
    assert kept and oct((tmp_path / "numba").stat().st_mode)[-3:] == "700"
    for path in [*kept, *(tmp_path / "numba" / "__pycache__").iterdir()]:
        path.write_bytes(b"damaged")
    versions_forgotten()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert srcad.grad(square, compile="numba")(1.5, 2) == 3.0


def test_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRCAD_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    versions_forgotten()
    assert srcad.grad(square, compile="numba")(1.5, 2) == 3.0
    assert not os.listdir(tmp_path)


def test_a_folder_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SRCAD_CACHE", str(tmp_path / "file"))
    versions_forgotten()
    with pytest.warns(RuntimeWarning, match="keeps no compiled code"):
        assert srcad.grad(square, compile="numba")(1.5, 2) == 3.0


# ---------------------------------------------------------------------- files
@pytest.mark.parametrize("sample", ["newton:square_root", "lotka_volterra:misfit", "lu:log_determinant"])
def test_sample(sample: str, same_text: Callable[[Path, str], None], root: Path) -> None:
    """The derivatives of examples in the form for Numba are kept beside those in Python."""
    name, function, _ = parts(sample)
    wrt, args = SAMPLES[sample]
    text = srcad.grad(getattr(load(root, name), function), wrt=wrt, compile="numba").source_for(*args)
    same_text(root / "generated_samples" / "numba" / f"{name}_{function}_grad.py", text.rstrip("\n") + "\n")


@pytest.mark.parametrize("name", WORKLOADS)
def test_workload(name: str, same_text: Callable[[Path, str], None], root: Path) -> None:
    workload = WORKLOADS[name]
    text = srcad.grad(workload.primal, wrt=workload.wrt, compile="numba").source_for(*workload.small)
    same_text(root / "generated_samples" / "benchmarks" / f"{name}_numba.py", text.rstrip("\n") + "\n")


def test_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It takes what it was made for, makes it so, or refuses."""
    (tmp_path / "weights.py").write_text(
        "import numpy as np\nW = np.array([1.0, 2.0, 3.0])\ndef loss(x, n):\n    s = 0.0\n    for i in range(n):\n"
        "        s += W[i] * x[i] ** 2\n    return s\n")
    command = ["grad", f"{tmp_path / 'weights.py'}:loss", "--at", "x=np.ones(3), n=3", "--numba", "-o", str(tmp_path / "out.py")]
    assert cli.main(command) == 0 and cli.main([*command, "--check"]) == 0
    assert "= [2, 4, 6]" in capsys.readouterr().out
    script = ("import sys; sys.modules['srcad'] = None; sys.path.insert(0, sys.argv[1])\nimport numpy as np, out\n"
              "assert 'cache=True' in open(out.__file__).read() and 'numba' in type(out.loss_grad).__module__\n"
              "print(out.loss_grad(np.ones(3), 3), out.loss_grad(np.ones(6, int)[::2], 2.0))\n"
              "for x, n in ((np.ones(1), 1), (np.ones((3, 3)), 3), (np.ones(3), 2.5), (np.ones(3), 4)):\n"
              "    try:\n        print('taken', out.loss_grad(x, n))\n"
              "    except (TypeError, IndexError) as error:\n        print(type(error).__name__)\n")
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.split("\n")[:-1] == ["[2. 4. 6.] [2. 4. 0.]", "TypeError", "TypeError", "TypeError", "IndexError"]


def test_stage_is_none_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grad", "examples/loss.py:loss", "--numba", "--stage", "swept"]) == 2
    assert "--numba" in capsys.readouterr().err


def versions_forgotten() -> None:
    srcad.derivative.versions_of.cache_clear()
    srcad.derivative.parameters_of_cached.cache_clear()
