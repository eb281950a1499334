"""From a function object to its text: found, located, and proven to be the code that runs."""
from __future__ import annotations
import __future__ as futures

import ast
import builtins
import functools
import hashlib
import inspect
import linecache
import textwrap
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import Any, NoReturn

import gast

from . import tree
from .errors import Location, SourceUnavailable, fail

FLAGS = sum(getattr(futures, name).compiler_flag for name in futures.all_feature_names)


@dataclass(frozen=True)
class Source:
    """The text of a function. Line numbers of ``tree`` are those of the file."""

    name: str
    filename: str
    first_line: int
    text: str
    tree: Any = field(compare=False)
    function: FunctionType = field(compare=False)

    def where(self, node: Any) -> Location:
        """Return the place of a node, or of a line number."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 0) or self.first_line
        column = 0 if isinstance(node, int) else getattr(node, "col_offset", 0) or 0
        text = linecache.getline(self.filename, line, self.function.__globals__)
        if not text and 0 <= line - self.first_line < len(self.text.splitlines()):
            text = self.text.splitlines()[line - self.first_line]
        if not isinstance(node, int) and column == 0:
            column = len(text) - len(text.lstrip())
        return Location(self.filename, line, column, text.rstrip("\n"))

    def resolve(self, path: str) -> tuple[bool, Any]:
        """Return what a dotted path means in the function: closure, globals, builtins, then attributes."""
        head, *rest = path.split(".")
        found, value = self._head(head)
        for part in rest:
            if not found:
                return False, None
            if isinstance(value, (ModuleType, type)):
                found, value = hasattr(value, part), getattr(value, part, None)
            else:
                own = getattr(value, "__dict__", {})
                found, value = part in own, own.get(part)
        return found, value

    def _head(self, head: str) -> tuple[bool, Any]:
        code = self.function.__code__
        if head in code.co_freevars and self.function.__closure__:
            cell = self.function.__closure__[code.co_freevars.index(head)]
            try:
                return True, cell.cell_contents
            except ValueError:
                return False, None
        if head in self.function.__globals__:
            return True, self.function.__globals__[head]
        if hasattr(builtins, head):
            return True, getattr(builtins, head)
        return False, None


def find_source(function: Any) -> Source:
    """Return the source of a function.

    Raises: SourceUnavailable where there is none, or where the text is not the code that runs.
    """
    if inspect.ismethod(function):
        function = function.__func__
    if not isinstance(function, FunctionType):
        what = "a class" if isinstance(function, type) else "not a Python function"
        fail(SourceUnavailable, None, f"{getattr(function, '__name__', function)!r} is {what}",
             "pass a function defined with def")
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        _refuse(code, "its source text is not available",
                "define it in a file, or make it with srcad.from_source(text, name)")
    try:
        module = ast.parse("".join(lines))
    except SyntaxError:
        _refuse(code, "its file no longer parses: it was edited after it was imported", "import it again")
    candidates = [n for n in ast.walk(module) if _may_be(n, code)]
    twins = _twins("".join(lines), code)
    if not candidates or not any(_essence(twin) == _essence(code) for twin in twins):
        _refuse(code, "the text found is not the code that runs: the file was edited after it was imported",
                "import the module again")
    if len(candidates) > 1:
        candidates = _chosen(candidates, code, twins)
    if len(candidates) != 1:
        _refuse(code, "several lambdas on this line have the same code", "write it with def, on lines of its own")
    return _source(candidates[0], function, lines)


def _twins(text: str, code: CodeType) -> list[CodeType]:
    """The code objects of a file's text that have the name and the first line of ``code``."""
    return [c for c in _codes(text, code.co_filename, code.co_flags & FLAGS)
            if c.co_name == code.co_name and c.co_firstlineno == code.co_firstlineno]


@functools.lru_cache(maxsize=16)
def _codes(text: str, filename: str, flags: int) -> tuple[CodeType, ...]:
    found, stack = [], [compile(text, filename, "exec", flags, dont_inherit=True)]
    while stack:
        one = stack.pop()
        found.append(one)
        stack += [c for c in one.co_consts if isinstance(c, CodeType)]
    return tuple(found)


def _chosen(candidates: list[Any], code: CodeType, twins: list[CodeType]) -> list[Any]:
    """Of several definitions on a line, the one at the columns that the code tells (Python 3.11)."""
    if len(twins) == 1 or not hasattr(code, "co_positions"):
        return candidates if len(candidates) == 1 else []
    columns = [c for _, _, c, _ in code.co_positions() if c]
    return [n for n in candidates if columns and n.col_offset <= min(columns) and max(columns) <= n.end_col_offset
            and not any(n.col_offset < m.col_offset and m.col_offset <= min(columns) and max(columns) <= m.end_col_offset
                        for m in candidates if m is not n)]


def _refuse(code: CodeType, reason: str, hint: str) -> NoReturn:
    text = linecache.getline(code.co_filename, code.co_firstlineno)
    fail(SourceUnavailable, Location(code.co_filename, code.co_firstlineno, 0, text),
         f"cannot read `{code.co_name}`: {reason}", hint)


def _may_be(node: ast.AST, code: CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        return code.co_name == "<lambda>" and node.lineno == code.co_firstlineno
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        first = min([node.lineno, *[d.lineno for d in node.decorator_list]])
        return node.name == code.co_name and first == code.co_firstlineno
    return False


def _essence(code: CodeType) -> tuple[Any, ...]:
    constants = tuple(_essence(c) if isinstance(c, CodeType) else (type(c).__name__, repr(c)) for c in code.co_consts)
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_argcount,
            code.co_kwonlyargcount, code.co_posonlyargcount, code.co_flags & ~0x10, constants)


def _source(node: Any, function: FunctionType, lines: list[str]) -> Source:
    first = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", [])]])
    text = textwrap.dedent("".join(lines[first - 1:node.end_lineno]))
    converted = gast.ast_to_gast(ast.Module([node] if not isinstance(node, ast.Lambda) else [ast.Expr(node)], [])).body[0]
    if isinstance(node, ast.Lambda):
        converted = converted.value
        converted = tree.function("lambda_", converted.args, [tree.return_(converted.body, node.lineno)], None, node.lineno)
        name = "lambda_"
    else:
        converted.decorator_list = []
        name = node.name
    return Source(name, function.__code__.co_filename, first, text, converted, function)


def from_source(text: str, name: str, filename: str | None = None, namespace: dict[str, Any] | None = None) -> Any:
    """Return the function ``name`` that ``text`` defines.

    >>> from_source("def square(x): return x * x", "square")(3.0)
    9.0

    Raises: SourceUnavailable if the text does not parse or defines no such function.
    """
    text = textwrap.dedent(text)
    filename = filename or f"<srcad source {name} {hashlib.sha256(text.encode()).hexdigest()[:12]}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    try:
        code = compile(text, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        fail(SourceUnavailable, Location(filename, error.lineno or 1, (error.offset or 1) - 1, error.text or ""),
             f"the text does not parse: {error.msg}", "pass the text of a Python function")
    space: dict[str, Any] = {"__name__": "__srcad_source__"} if namespace is None else namespace
    exec(code, space)
    if not isinstance(space.get(name), FunctionType):
        fail(SourceUnavailable, Location(filename, 1), f"the text defines no function `{name}`", "name a function it defines")
    return space[name]
