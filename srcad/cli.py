"""The command line: ``srcad grad FILE:FUNC`` prints the derivative of a function, and its value;
``srcad rules`` the table of derivatives.

Exit codes: 0 all is well; 1 with ``--check``, the file is stale; 2 an error, told on stderr.
"""
from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib.machinery
import importlib.util
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

from .derivative import Derivative, Kinds, Options, ValueAndGradient, file_text
from .errors import ArgumentError, Location, SourceUnavailable, SrcadError, fail
from .pipeline import FORWARD, REVERSE, run
from .products import Jvp
from .rules.listing import print_rules
from .signature import Wrt


@dataclass(frozen=True)
class Point:
    """The arguments of ``--at``: their values, and how the user wrote them."""

    values: dict[str, Any]
    texts: dict[str, str]

    def __str__(self) -> str:
        return ", ".join(f"{name}={text}" for name, text in self.texts.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return _rules(arguments.word) if arguments.command == "rules" else _grad(arguments)
    except SrcadError as error:
        print(f"srcad: {error}", file=sys.stderr)
    except UserError as error:
        print(f"srcad: {error}", file=sys.stderr)
    return 2


class UserError(Exception):
    """The user's own code raised: the message is all there is to show."""

    def __init__(self, doing: str, error: BaseException) -> None:
        notes = getattr(error, "__notes__", [])
        super().__init__("\n  ".join([f"{doing}: {type(error).__name__}: {error}", *notes]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="srcad", description="Derivatives of Python functions, as Python source.")
    commands = parser.add_subparsers(dest="command", required=True)
    grad = commands.add_parser("grad", help="print the derivative of a function")
    grad.add_argument("target", metavar="FILE:FUNC", help="a Python file and a function in it")
    grad.add_argument("--wrt", metavar="A,B", help="the parameters to differentiate (default: the first)")
    grad.add_argument("-o", "--output", metavar="OUT.py", help="write there instead of to stdout")
    grad.add_argument("--mode", choices=("reverse", "forward"), default="reverse")
    grad.add_argument("--value", action="store_true", help="return the function's value too")
    grad.add_argument("--textbook", action="store_true", help="the plain adjoint: nothing pruned or folded")
    stages = dict.fromkeys(stage.name for stage in (*REVERSE, *FORWARD))
    grad.add_argument("--numba", action="store_true", help="write functions that Numba compiles, with @njit(cache=True)")
    grad.add_argument("--stage", choices=tuple(stages), metavar="NAME",
                      help=f"stop after: {', '.join(stages)}")
    grad.add_argument("--at", metavar='"x=1.5, w=np.ones(3)"',
                      help="specialise for these arguments, and evaluate")
    grad.add_argument("--check", action="store_true",
                      help="exit with 1 if OUT.py is not what would be written")
    rules = commands.add_parser("rules", help="print the table of derivatives: name, kind, formula, convention")
    rules.add_argument("word", nargs="?", default="", metavar="NAME", help="only those of one callable, as np.sin or sin")
    return parser


def _rules(word: str) -> int:
    if not print_rules(word):
        fail(ArgumentError, None, f"no rule names {word!r}", "srcad rules prints them all; `srcad.rule` adds one")
    return 0


def _grad(arguments: argparse.Namespace) -> int:
    if arguments.numba and arguments.stage:
        fail(ArgumentError, None, "--numba writes what is emitted, and --stage stops before", "leave out one of them")
    if arguments.check and not arguments.output:
        fail(ArgumentError, None, "--check compares with a file", "name it with -o OUT.py")
    module, function = _find(arguments.target)
    derivative = _derivative(function, arguments)
    point = _point(arguments.at, module) if arguments.at is not None else None
    kinds = _kinds(derivative, point)
    guarded = point is not None and arguments.output is not None       # a file of its own must know its arguments
    text = file_text(run(derivative.found(kinds), derivative.request(kinds), arguments.stage) if arguments.stage
                     else derivative.emit(kinds, guarded=guarded).text)
    if arguments.check:
        return _check(Path(arguments.output), text)
    if arguments.output:
        _write(Path(arguments.output), text)
    else:
        sys.stdout.write(text)
    if point is not None:
        name = derivative.emit(kinds).name
        print("" if arguments.output else "\n", f"{name}({point}) = {_evaluate(derivative, point)}", sep="")
    return 0


def _derivative(function: Any, arguments: argparse.Namespace) -> Derivative:
    wrt: Wrt = 0
    if arguments.wrt is not None:
        names = tuple([name.strip() for name in arguments.wrt.split(",")])
        wrt = names if len(names) > 1 else names[0]
    cls = Jvp if arguments.mode == "forward" else ValueAndGradient if arguments.value else Derivative
    return cls(function.primal if isinstance(function, Derivative) else function,
               Options(wrt, not arguments.textbook, "numba" if arguments.numba else None))


def _kinds(derivative: Derivative, point: Point | None) -> Kinds:
    if point is None:
        return derivative.kinds_of_annotations()
    try:
        return derivative.kinds_of(**point.values)
    except TypeError as error:             # Python's own words on a call with wrong arguments
        fail(ArgumentError, Location("--at", 1, 0, str(point)), str(error))


# ---------------------------------------------------------------------- the user's file
def _find(target: str) -> tuple[ModuleType, Any]:
    path, _, name = target.rpartition(":")
    if not path or not name:
        fail(ArgumentError, None, f"{target!r} does not name a function",
             "write FILE:FUNC, as in loss.py:loss")
    module = _load(Path(path))
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            _unknown(module, path, name)
        found = getattr(found, part)
    return module, found


def _unknown(module: ModuleType, path: str, name: str) -> NoReturn:
    known = [key for key, value in vars(module).items()
             if callable(value) and getattr(value, "__module__", None) == module.__name__]
    close = difflib.get_close_matches(name, known, 3, 0.5) or known
    fail(SourceUnavailable, Location(path, 1), f"there is no function {name!r} in {path}",
         "it has: " + ", ".join(close) if close else "it defines no functions")


def _load(path: Path) -> ModuleType:
    """Run the user's file as a module; what it prints goes to stderr, away from the derivative."""
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except OSError as error:
        fail(SourceUnavailable, None, f"cannot read {path}: {error.strerror or error}")
    except SyntaxError as error:
        column = max((error.offset or 1) - 1, 0)
        where = Location(str(path), error.lineno or 1, column, error.text or "")
        fail(SourceUnavailable, where, f"the file is not valid Python: {error.msg}")
    except ValueError as error:            # null bytes, on some versions of Python
        fail(SourceUnavailable, None, f"{path} is not valid Python: {error}")
    # a file named like a module that is in use must not take its place
    name = path.stem
    if name in sys.modules or not name.isidentifier():
        name = f"user_file_{path.stem}"
    loader = importlib.machinery.SourceFileLoader(name, str(path.resolve()))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(path.resolve().parent))
    with contextlib.redirect_stdout(sys.stderr):
        try:
            loader.exec_module(module)
        except (Exception, SystemExit) as error:
            raise UserError(f"{path} does not run", error) from error
    return module


# ---------------------------------------------------------------------- the point
def _point(text: str, module: ModuleType) -> Point:
    """Evaluate ``x=1.5, w=np.ones(3)`` among the names of the user's module, np and math."""
    wrapped = f"_({text})"
    try:
        call = ast.parse(wrapped, mode="eval").body
    except SyntaxError as error:
        fail(ArgumentError, Location("--at", 1, 0, text), f"not a list of arguments: {error.msg}",
             'write --at "x=1.5, w=np.ones(3)"')
    if (not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.args
            or any(keyword.arg is None for keyword in call.keywords)):
        fail(ArgumentError, Location("--at", 1, 0, text), "each argument needs its name",
             'write --at "x=1.5, w=np.ones(3)"')
    namespace = {"np": np, "math": math, **vars(module)}
    values, texts = {}, {}
    for keyword in call.keywords:
        assert keyword.arg is not None
        source = ast.get_source_segment(wrapped, keyword.value) or ast.unparse(keyword.value)
        try:
            values[keyword.arg] = eval(source, namespace)
        except Exception as error:
            raise UserError(f"--at: cannot evaluate {keyword.arg}={source}", error) from error
        texts[keyword.arg] = source
    return Point(values, texts)


def _evaluate(derivative: Derivative, point: Point) -> str:
    try:
        if isinstance(derivative, Jvp):
            return show(derivative.along_ones(**point.values))
        return show(derivative(**point.values))
    except SrcadError:
        raise
    except Exception as error:
        raise UserError(f"the derivative at {point} failed", error) from error


def show(value: object) -> str:
    """Return numbers as people write them.

    >>> show((-39.2000000000000028, np.array([0.1 + 0.2, 1.0])))
    '(-39.2, [0.3, 1])'
    """
    if isinstance(value, (tuple, list)):
        inside = ", ".join(map(show, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, np.ndarray):
        return np.array2string(value, separator=", ", formatter={"float_kind": show})
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.12g}"
    return repr(value)


# ---------------------------------------------------------------------- the file that is written
def _check(path: Path, text: str) -> int:
    try:
        current = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        current = None
    if current == text:
        return 0
    state = "is missing" if current is None else "is stale"
    print(f"srcad: {path} {state}: run the same command without --check to write it", file=sys.stderr)
    return 1


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(ArgumentError, None, f"cannot write {path}: {error.strerror or error}")


if __name__ == "__main__":
    raise SystemExit(main())
