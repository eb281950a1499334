"""The command line: what it prints, what it writes, how it refuses."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srcad import cli, derivative
from srcad.pipeline import Emitted

LOSS = '''import numpy as np

print("loading")
START = 0.1


def loss(w):
    return (11 - (2 * w + 1)) ** 2


def total(w, b):
    return (w * b).sum()
'''
GRAD = "def loss_grad(w):\n    return -4.0 * (10 - 2 * w)\n"
VALUE = "def loss_value_and_grad(w):\n    return (10 - 2 * w) ** 2, -4.0 * (10 - 2 * w)\n"
JVP = "def loss_jvp(w, w_dot):\n    return (10 - 2 * w) ** 2, -4.0 * (10 - 2 * w) * w_dot\n"
TOTAL = "def total_grad(w, b):\n    return b.copy(), w.copy()\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A user's file, and an engine that knows its two functions."""
    def differentiate(source: Any, request: Any) -> Emitted:
        if source.name == "total":
            return Emitted(TOTAL, "total_grad", (), {}, source.filename)
        text, name = ((JVP, "loss_jvp") if request.mode == "forward"
                      else (VALUE, "loss_value_and_grad") if request.value else (GRAD, "loss_grad"))
        return Emitted(text if request.optimize else "# textbook\n" + text, name, (), {2: 8}, source.filename)

    monkeypatch.setattr(derivative, "differentiate", differentiate)
    monkeypatch.setattr(cli, "run", lambda source, request, until: f"# {until} of {source.name}")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    (tmp_path / "user_loss.py").write_text(LOSS)
    monkeypatch.chdir(tmp_path)
    derivative.versions_of.cache_clear()
    return "user_loss.py"


def test_prints_the_derivative(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grad", f"{file}:loss"]) == 0
    assert capsys.readouterr() == (GRAD, "loading\n")     # what the file prints is kept apart


@pytest.mark.parametrize(("options", "text", "line"), [
    (["--at", "w=0.1"], GRAD, "loss_grad(w=0.1) = -39.2"),
    (["--at", "w=START"], GRAD, "loss_grad(w=START) = -39.2"),
    (["--at", "w=math.sqrt(np.ones(1)[0]),"], GRAD, "loss_grad(w=math.sqrt(np.ones(1)[0])) = -32"),
    (["--at", "w=0.1", "--value"], VALUE, "loss_value_and_grad(w=0.1) = (96.04, -39.2)"),
    (["--at", "w=0.1", "--mode", "forward"], JVP, "loss_jvp(w=0.1) = (96.04, -39.2)"),
    (["--at", "w=0.1", "--textbook"], "# textbook\n" + GRAD, "loss_grad(w=0.1) = -39.2"),
])
def test_at_prints_the_value_too(file: str, capsys: pytest.CaptureFixture[str], options: list[str],
                                 text: str, line: str) -> None:
    assert cli.main(["grad", f"{file}:loss", *options]) == 0
    assert capsys.readouterr().out == f"{text}\n{line}\n"


def test_several_parameters_give_a_tuple(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grad", f"{file}:total", "--wrt", "w, b", "--at", "w=np.ones(2), b=np.arange(2.0)"]) == 0
    line = "total_grad(w=np.ones(2), b=np.arange(2.0)) = ([0, 1], [1, 1])"
    assert capsys.readouterr().out == f"{TOTAL}\n{line}\n"


def test_prints_a_stage(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["grad", f"{file}:loss", "--stage", "swept"]) == 0
    assert capsys.readouterr().out == "# swept of loss\n"


def test_writes_a_file_and_checks_it(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["grad", f"{file}:loss", "-o", "out.py"]
    assert cli.main([*command, "--check"]) == 1
    assert cli.main([*command, "--at", "w=0.1"]) == 0
    assert Path("out.py").read_bytes() == GRAD.encode()
    assert cli.main([*command, "--check"]) == 0
    assert capsys.readouterr().out == "loss_grad(w=0.1) = -39.2\n"
    Path("out.py").write_text("stale")
    assert cli.main([*command, "--check"]) == 1
    assert "out.py is stale" in capsys.readouterr().err
    assert Path("out.py").read_text() == "stale"


@pytest.mark.parametrize(("arguments", "message"), [
    (["user_loss.py"], "write FILE:FUNC"),
    (["nowhere.py:loss"], "cannot read nowhere.py: No such file"),
    (["user_loss.py:los"], "there is no function 'los' in user_loss.py\n  instead: it has: loss"),
    (["user_loss.py:START"], "takes a function, not float"),
    (["broken.py:f"], "broken.py:2\n    retrun x\n           ^\nthe file is not valid Python"),
    (["raising.py:f"], "raising.py does not run: KeyError: 'a'"),
    (["user_loss.py:loss", "--wrt", "q"], "'q', which is not a parameter of `loss`"),
    (["user_loss.py:loss", "--wrt", ""], "'', which is not a parameter of `loss`"),
    (["user_loss.py:loss", "--at", "w="], "not a list of arguments"),
    (["user_loss.py:loss", "--at", "0.1"], "each argument needs its name"),
    (["user_loss.py:loss", "--at", "w=1), print(2"], "each argument needs its name"),
    (["user_loss.py:loss", "--at", "w=nothing"], "cannot evaluate w=nothing: NameError"),
    (["user_loss.py:loss", "--at", "v=1.0"], "loss() got an unexpected keyword argument 'v'"),
    (["user_loss.py:loss", "--at", "w='a'"], "the argument `w` of `loss` is str"),
    (["user_loss.py:total", "--at", "w=1.0, b=2.0"],
     "the derivative at w=1.0, b=2.0 failed: AttributeError"),
    (["user_loss.py:loss", "--check"], "--check compares with a file"),
    (["user_loss.py:loss", "-o", "no/such/place.py"], "cannot write"),
])
def test_refuses_without_a_traceback(file: str, capsys: pytest.CaptureFixture[str], arguments: list[str],
                                     message: str) -> None:
    Path("broken.py").write_text("def f(x):\n    retrun x\n")
    Path("raising.py").write_text("{}['a']\n")
    assert cli.main(["grad", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err and "Traceback" not in err
    assert "=" not in out.replace(TOTAL, "")


def test_unknown_stages_and_options_exit_with_2(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["grad"], ["grad", f"{file}:loss", "--stage", "melted"]):
        with pytest.raises(SystemExit) as caught:
            cli.main(arguments)
        assert caught.value.code == 2


def test_a_file_never_takes_the_place_of_a_module(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("math.py").write_text(LOSS)
    import math
    assert cli.main(["grad", "math.py:loss"]) == 0
    assert sys.modules["math"] is math


def test_numbers_are_shown_plainly() -> None:
    assert cli.show(0.1 + 0.2) == "0.3"
    assert cli.show(np.float64(-39.20000000000001)) == "-39.2"
    assert cli.show((1.0, None, [np.array([[0.5]])])) == "(1, None, [[[0.5]]])"


def test_the_command_runs_from_a_shell(tmp_path: Path) -> None:
    (tmp_path / "user_loss.py").write_text(LOSS)
    root = Path(cli.__file__).parent.parent
    done = subprocess.run([sys.executable, "-m", "srcad", "grad", "user_loss.py:loss", "--at", "w=0.1"],
                          cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)},
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\nloss_grad(w=0.1) = -39.2\n") and "import srcad" not in done.stdout
