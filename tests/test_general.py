"""Files made for arguments of some kind."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest


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
