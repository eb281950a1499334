"""The text for arguments of any kind (`.source`, what `save` writes) gives what a call gives."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import srcad
from tests import numeric
from tests.programs import CASES, Case
from tests.test_programs import IDS

IN_PLACE = ("changed in place", "not known to be an array", "what it is", "may share memory", "dtype of", "taken as a value",
            "changed while", "ever new kinds")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_general_text(case: Case) -> None:
    gradient = srcad.grad(case.function, wrt=case.wrt)
    try:
        expected = gradient(*numeric.copied(case.args))
    except srcad.OutputError:
        return                                     # several outputs: for vjp
    try:
        text = gradient.source
    except srcad.UnsupportedSyntax as error:       # `x += e`, `x[i] = e`: what `x` is has to be known
        assert any(words in error.reason for words in IN_PLACE), error.reason
        return
    namespace: dict[str, object] = {"__name__": case.function.__module__}
    exec(text, namespace)
    got = namespace[f"{case.function.__name__}_grad"](*numeric.copied(case.args))  # type: ignore[operator]
    for ours, theirs in zip(numeric.leaves(got), numeric.leaves(expected), strict=True):
        assert type(ours) is type(theirs) and np.shape(ours) == np.shape(theirs)
        assert np.allclose(ours, theirs, rtol=1e-9, equal_nan=True)


def test_a_file_made_for_arguments_refuses_others(tmp_path: Path) -> None:
    (tmp_path / "shift.py").write_text("import numpy as np\ndef f(x, b):\n    return np.sum((x + b) ** 2)\n")
    out = tmp_path / "out.py"
    subprocess.run([sys.executable, "-m", "srcad", "grad", f"{tmp_path / 'shift.py'}:f", "--wrt", "b", "-o", str(out),
                    "--at", "x=np.ones((4, 3)), b=np.ones(3)"], check=True, capture_output=True)
    namespace: dict[str, object] = {"__name__": "out"}
    exec(out.read_text(), namespace)
    f_grad = namespace["f_grad"]
    assert np.allclose(f_grad(np.ones((2, 3)), np.ones(3)), 8.0)  # type: ignore[operator]
    with pytest.raises(TypeError, match="made for an argument of shape"):
        f_grad(np.ones((2, 3)), np.ones(1))  # type: ignore[operator]
