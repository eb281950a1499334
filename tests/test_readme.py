"""What the README says: its Python runs, its commands print what it shows."""
from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import srcad
import tests.programs  # noqa: F401
from tests.programs.registry import table

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = "```text\n"
TABLE = "## Python you can use\n\n"


def blocks(language: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [body for found, body in BLOCK.findall(text) if found == language]


def test_there_is_something_to_test() -> None:
    assert len(blocks("python")) >= 1 and len(blocks("sh")) == 2 and len(blocks("text")) == 1


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_block(number: int, tmp_path: Path,
                      run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Each block is a program of its own."""
    path = tmp_path / "block.py"
    path.write_text(blocks("python")[number], encoding="utf-8")
    done = run_python(str(path))
    assert done.returncode == 0, done.stderr


def test_output_of_the_command(same_text: Callable[[Path, str], None],
                               run_python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    command = blocks("sh")[0].rstrip("\n").split(" && ")[-1]
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/srcad"
    done = run_python("-m", "srcad", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip("\n").endswith("-39.2")
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(SHOWN)
    same_text(path, f"{before}{SHOWN}{done.stdout.strip()}\n```" + rest.partition("```")[2])


def test_commands_make_their_own_environment() -> None:
    for command in blocks("sh"):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
        assert "\n" not in command.rstrip("\n")
    assert blocks("sh")[1].rstrip("\n").endswith(".venv/bin/python -m pytest -q -n auto --dist worksteal")


def test_names_are_real() -> None:
    """Whatever the README imports from srcad, srcad offers."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"^from srcad import (.*)$", text, re.MULTILINE):
        for name in line.split(","):
            assert name.strip() in srcad.__all__


def test_table_of_what_can_be_used(same_text: Callable[[Path, str], None]) -> None:
    """The table of the README is the one that the programs make; `pytest --rewrite` brings it up to date."""
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(TABLE)
    after = rest.partition("\n\n")[2]
    same_text(path, f"{before}{TABLE}{table()}\n\n{after}")


def test_python_is_new_enough() -> None:
    assert sys.version_info >= (3, 10)
