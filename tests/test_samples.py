"""The derivatives of the examples' functions are kept in generated_samples; this says which is stale."""
from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import srcad

X, TARGETS = np.linspace(0.0, 1.0, 12).reshape(3, 4), np.eye(2)[[0, 1, 0]]
SAMPLES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "loss:loss": (0, (0.1,)),
    "loss:log_ratio": (0, (1.3,)),
    "newton:square_root": (0, (2.0,)),
    "logsumexp:logsumexp": (0, (np.array([1.0, 3.0, 2.0]),)),
    "lotka_volterra:misfit": (0, (np.array([1.1, 0.4, 0.4, 0.1]), 10.0, 5.0, np.ones((3, 2)))),
    "digits_mlp:cross_entropy": (
        ("w1", "b1", "w2", "b2"),
        (np.ones((4, 5)) / 4, np.zeros(5), np.ones((5, 2)) / 5, np.zeros(2), X, TARGETS)),
    "heat:misfit": (0, (np.ones((4, 5)), 0.2, 3, np.zeros((4, 5)))),
    "lu:log_determinant": (0, (np.eye(3) * 2.0 + 0.1,)),
    "rosenbrock:valley": (0, (np.array([-1.2, 1.0, 0.5]),)),
    "rosenbrock:valley/hvp": (0, (np.array([-1.2, 1.0, 0.5]), np.array([1.0, 0.5, -2.0]))),
    "showcase:find_root": (0, (0.8, 0.0, 10)),
    "showcase:pairs": (("x", "y"), (1.5, 1.2)),
}


def load(root: Path, name: str) -> ModuleType:
    path = root / "examples" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"examples_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def parts(sample: str) -> tuple[str, str, str]:
    """The example, its function, and which derivative it is."""
    name, _, rest = sample.partition(":")
    function, _, word = rest.partition("/")
    return name, function, word or "grad"


def derivative(sample: str, root: Path) -> Any:
    name, function, word = parts(sample)
    return getattr(srcad, word)(getattr(load(root, name), function), wrt=SAMPLES[sample][0])


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample(sample: str, same_text: Callable[[Path, str], None], root: Path) -> None:
    args = SAMPLES[sample][1]
    text = derivative(sample, root).source_for(*args[:-1] if sample.endswith("/hvp") else args)
    same_text(root / "generated_samples" / ("_".join(parts(sample)) + ".py"), text.rstrip("\n") + "\n")


def test_every_example_has_a_sample(root: Path) -> None:
    examples = {path.stem for path in (root / "examples").glob("*.py")}
    assert examples == {sample.partition(":")[0] for sample in SAMPLES}
    kept = {path.name for path in (root / "generated_samples").glob("*.py")}
    assert kept == {"_".join(parts(sample)) + ".py" for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_runs_alone(sample: str, root: Path, tmp_path: Path) -> None:
    """A sample needs NumPy and nothing else: it is run where srcad cannot be imported."""
    _, function, word = parts(sample)
    args = SAMPLES[sample][1]
    expected = derivative(sample, root)(*args)
    np.savez(tmp_path / "args.npz", *args)
    script = tmp_path / "alone.py"
    script.write_text(
        "import importlib.util, sys\nimport numpy as np\nsys.modules['srcad'] = None\n"
        "spec = importlib.util.spec_from_file_location('sample', sys.argv[1])\n"
        "sample = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(sample)\n"
        "stored = np.load(sys.argv[2])\n"
        "args = [stored[key][()].item() if stored[key].ndim == 0 else stored[key] for key in stored]\n"
        f"found = sample.{function}_{word}(*args)\n"
        "found = found if isinstance(found, tuple) else (found,)\n"
        "np.savez(sys.argv[3], *found)\n", encoding="utf-8")
    sample_file = root / "generated_samples" / ("_".join(parts(sample)) + ".py")
    subprocess.run([sys.executable, str(script), str(sample_file), str(tmp_path / "args.npz"),
                    str(tmp_path / "found.npz")], check=True, cwd=tmp_path, timeout=120)
    stored = np.load(tmp_path / "found.npz")
    for found, wanted in zip([stored[key] for key in stored],
                             expected if isinstance(expected, tuple) else (expected,), strict=True):
        assert np.allclose(found, wanted, rtol=1e-12, atol=1e-14)
