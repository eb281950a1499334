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
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    MethodDescriptorType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any, NoReturn

import gast
import numpy as np

from . import tree
from .copies import original
from .errors import Location, SourceUnavailable, fail
from .runtime import HELPERS

MADE = "__srcad_source__"
FAR = 10_000_000                           # a line number past every file's end
FLAGS = sum(getattr(futures, name).compiler_flag for name in futures.all_feature_names)


@dataclass(frozen=True)
class Source:
    """The text of a function. Line numbers of ``tree`` are those of the file.

    ``bound`` holds what names mean that the function binds itself, once and for all: imports, functions.
    ``written`` is the tree as the user wrote it, where the stages work on another one. ``tables`` are
    the paths of tuples, lists and dicts of functions, whose elements the tree calls by names of their own.
    ``bindings`` are what a text that was emitted stands on.
    """

    name: str
    filename: str
    first_line: int
    text: str
    tree: Any = field(compare=False)
    function: FunctionType = field(compare=False)
    borrowed: Mapping[str, tuple[Source, str]] = field(default_factory=dict, compare=False)    # names of inlined helpers
    bound: Mapping[str, Any] = field(default_factory=dict, compare=False)
    written: Any = field(default=None, compare=False)
    bindings: tuple[Any, ...] = field(default=(), compare=False)
    tables: frozenset[str] = field(default=frozenset(), compare=False)

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
        found, value = self.named(path)
        return found, python_of(value)

    def named(self, path: str) -> tuple[bool, Any]:
        """Return the object that a dotted path names, as it is."""
        head, *rest = path.split(".")
        found, value = self._head(head)
        for part in rest:
            if not found:
                return False, None
            if isinstance(value, (ModuleType, type, np.ufunc)) or type(value).__module__.startswith("scipy.stats."):
                found, value = hasattr(value, part), getattr(value, part, None)
            else:
                own = getattr(value, "__dict__", {})
                found, value = part in own, own.get(part)
        return found, value

    def _head(self, head: str) -> tuple[bool, Any]:
        if head.endswith(tree.TOOL):
            word = head.removesuffix(tree.TOOL)
            if word == "np" or word in HELPERS:
                return True, np if word == "np" else HELPERS[word]
            return hasattr(builtins, word), getattr(builtins, word, None)
        if head in self.borrowed:
            source, name = self.borrowed[head]
            return source._head(name)
        if head in self.bound:
            return True, self.bound[head]
        code = self.function.__code__
        if head in code.co_freevars and self.function.__closure__:
            cell = self.function.__closure__[code.co_freevars.index(head)]
            try:
                return True, cell.cell_contents
            except ValueError:
                return False, None
        if head in self.function.__globals__:
            value = self.function.__globals__[head]
            return True, original(value) if type(value) is FunctionType else value
        if hasattr(builtins, head):
            return True, getattr(builtins, head)
        return False, None


def python_of(value: Any) -> Any:
    """Return the Python function of one that Numba compiled, ``range`` for Numba's own; anything else as it is."""
    if (getattr(type(value), "__module__", None) or "").startswith("numba."):
        function = getattr(value, "py_func", None)
        return function if isinstance(function, FunctionType) else value
    is_range = getattr(value, "__module__", None) == "numba.misc.special" and getattr(value, "__name__", "") == "prange"
    return range if is_range else value


def find_source(function: Any) -> Source:
    """Return the source of a function.

    Raises: SourceUnavailable where there is none, or where the text is not the code that runs.
    """
    function = python_of(function)
    if inspect.ismethod(function):
        function = function.__func__
    if not isinstance(function, FunctionType):
        fail(SourceUnavailable, None, f"{getattr(function, '__name__', function)!r} is {_what(function)}",
             "pass a function defined with def")
    made: Source | None = getattr(function, MADE, None)
    if made is not None and made.function is function:
        return made
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    node = _find(lines, code)
    if node is None:
        linecache.checkcache(code.co_filename)         # the lines may be older than the code: a module imported again
        lines = linecache.getlines(code.co_filename, function.__globals__)
        node = _find(lines, code)
    if not lines:
        _refuse(code, "its source text is not available",
                "define it in a file, or make it with srcad.from_source(text, name)")
    if node is None:
        _refuse(code, "the text found is not the code that runs: the file was edited after it was imported",
                "import the module again")
    return _source(node, function, lines)


def calling(source: Source) -> Source:
    """Return the source of a function with the same parameters, which calls this one."""
    node = tree.clone(source.tree)
    named = [p.id for p in node.args.kwonlyargs]
    call = tree.call(node.name, [tree.name(n) for n in tree.parameters(node) if n not in named], {n: tree.name(n) for n in named})
    node.body = [tree.return_(call, source.first_line)]
    return replace(source, tree=node, bound={**source.bound, node.name: source.function}, written=source.written or source.tree)


def attach(function: FunctionType, like: Source, node: Any, bound: Mapping[str, Any], written: Any) -> None:
    """Give a function that the compiler made its source, in the text of another one."""
    source = replace(like, name=node.name, tree=node, function=function, bound=bound, written=written)
    setattr(function, MADE, source)


def _what(thing: object) -> str:
    if isinstance(thing, type):
        return "a class"
    if isinstance(thing, (BuiltinFunctionType, MethodDescriptorType, MethodWrapperType, WrapperDescriptorType)):
        return "written in C, not in Python"
    return f"not a Python function but an object of class {type(thing).__name__}"


def _find(lines: list[str], code: CodeType) -> Any:
    """The node whose code is ``code``, in the text of its file; None if it is not there."""
    text, flags = "".join(lines), code.co_flags & FLAGS
    try:
        codes = _codes(text, code.co_filename, flags)
        if not lines or not any(_is_same(one, code) for one in codes):
            return None
        module, definitions = _definitions(text)
    except (SyntaxError, ValueError):      # edited since; (null bytes are a ValueError in some versions)
        return None
    nodes = [n for n in definitions if _may_be(n, code)]
    if len(nodes) == 1:
        return nodes[0]
    compiled = _compiled(module, nodes, code.co_filename, flags)
    equal = [n for n, one in zip(nodes, compiled) if one is not None and _essence(one) == _essence(code)]
    if len(equal) > 1:
        equal = [n for n in equal if _columns(compiled[nodes.index(n)]) == _columns(code) != set()]
    if len(equal) != 1:
        _refuse(code, "several lambdas on this line have the same code", "write it with def, on lines of its own")
    return equal[0]


def _is_same(one: CodeType, code: CodeType) -> bool:
    return (one.co_name == code.co_name and one.co_firstlineno == code.co_firstlineno
            and _essence(one) == _essence(code))


@functools.lru_cache(maxsize=16)
def _codes(text: str, filename: str, flags: int) -> tuple[CodeType, ...]:
    return _nested(compile(text, filename, "exec", flags, dont_inherit=True))


@functools.lru_cache(maxsize=16)
def _definitions(text: str) -> tuple[ast.Module, list[ast.AST]]:
    """The tree of a text, and all functions in it."""
    module = ast.parse(text)
    return module, [n for n in ast.walk(module) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))]


def _nested(code: CodeType) -> tuple[CodeType, ...]:
    found, stack = [], [code]
    while stack:
        found.append(stack.pop())
        stack += [c for c in found[-1].co_consts if isinstance(c, CodeType)]
    return tuple(found)


def _compiled(module: ast.Module, nodes: list[Any], filename: str, flags: int) -> list[CodeType | None]:
    """The code of each of several lambdas on a line, told apart by line numbers that they and all in them get for this."""
    parts: list[Any] = [part for node in nodes for part in ast.walk(node) if hasattr(part, "lineno")]
    places = {part: (part.lineno, part.end_lineno) for part in parts}
    for number, node in enumerate(nodes, 1):               # an inner one after the one that it is in
        inside: list[Any] = [part for part in ast.walk(node) if part in places]
        for part in inside:
            part.lineno, part.end_lineno = (line + number * FAR for line in places[part])
    found = {c.co_firstlineno // FAR: c for c in _nested(compile(module, filename, "exec", flags, dont_inherit=True))}
    for part, (first, last) in places.items():
        part.lineno, part.end_lineno = first, last
    return [found.get(number) for number in range(1, len(nodes) + 1)]


def _columns(code: CodeType | None) -> set[tuple[int, int]]:
    """The columns that the instructions come from; Python 3.10 does not know them."""
    positions = code.co_positions() if code is not None and hasattr(code, "co_positions") else ()
    return {(start, end) for _, _, start, end in positions if start is not None and end}


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
    """All that decides what a code object does; not where its text stands."""
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_argcount,
            code.co_kwonlyargcount, code.co_posonlyargcount, code.co_flags & ~inspect.CO_NESTED,
            getattr(code, "co_exceptiontable", b""), tuple(map(_constant, code.co_consts)))


def _constant(value: object) -> object:
    """What tells constants apart: 1 from 1.0 and True, 0.0 from -0.0; sets have no order."""
    if isinstance(value, CodeType):
        return _essence(value)
    if isinstance(value, tuple):
        return ("tuple", *map(_constant, value))
    if isinstance(value, frozenset):
        return frozenset(map(_constant, value))
    return type(value).__name__, repr(value)


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
    except ValueError as error:            # null bytes, on some versions of Python
        fail(SourceUnavailable, Location(filename, 1), f"the text does not parse: {error}")
    except SyntaxError as error:
        fail(SourceUnavailable, Location(filename, error.lineno or 1, (error.offset or 1) - 1, error.text or ""),
             f"the text does not parse: {error.msg}", "pass the text of a Python function")
    space: dict[str, Any] = {"__name__": "__srcad_source__"} if namespace is None else namespace
    exec(code, space)
    if not isinstance(space.get(name), FunctionType):
        fail(SourceUnavailable, Location(filename, 1), f"the text defines no function `{name}`", "name a function it defines")
    return space[name]
