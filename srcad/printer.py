"""Trees to text: astor gives the text, a second parse proves that it is the tree's.

What astor 0.8.1 cannot print faithfully goes to ``ast.unparse``; what neither reproduces is an error.

>>> to_source(tree.parse("x = (1)"))
'x = 1\\n'
"""
from __future__ import annotations

import ast
import textwrap
import warnings
from collections.abc import Callable
from typing import Any

import gast

from . import tree
from .errors import PrinterError, fail

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", r"ast\.\w+ is deprecated and will be removed", DeprecationWarning)
    import astor.code_gen
    from astor.code_gen import Precedence, set_precedence

WIDTH = 88
OPENING, CLOSING = set("([{"), (")", "]", "}", "):")
COMPARISONS = ("==", "!=", "<=", ">=")


def _is_comment(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.kind == tree.COMMENT


class _Generator(astor.code_gen.SourceGenerator):
    """astor's generator, with what 0.8.1 misses or misprints done by ``ast.unparse``."""

    def visit_Expr(self, node: Any) -> None:
        if _is_comment(node):
            for line in str(node.value.value).splitlines() or [""]:
                self.statement(node, f"# {line}".rstrip())
        elif isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            self.statement(node, _docstring(node.value.value, self.indent_with * self.indentation))
        else:
            super().visit_Expr(node)

    def visit_Constant(self, node: Any) -> None:
        self.write("..." if node.value is Ellipsis else repr(node.value))

    def visit_JoinedStr(self, node: Any, is_joined: bool = True) -> None:
        self.write(ast.unparse(node))

    def visit_Tuple(self, node: Any) -> None:
        """Bare where a statement starts or returns with it, in parentheses elsewhere."""
        parts = self.bare(node)
        self.write(*(["(", *parts, ")"] if parts != [node] else [ast.unparse(node)]))

    def visit_Subscript(self, node: Any) -> None:
        """An index of several parts stands without parentheses (in them a slice is no Python)."""
        set_precedence(node, node.slice)
        self.write(node.value, "[", *self.bare(node.slice), "]")

    def visit_Return(self, node: Any) -> None:
        set_precedence(node, node.value)
        self.statement(node, "return")
        if node.value is not None:
            self.write(" ", *self.bare(node.value))

    def visit_For(self, node: Any, is_async: bool = False) -> None:
        set_precedence(node, node.target)
        self.statement(node, "async for " if is_async else "for ")
        self.write(*self.bare(node.target), " in ", *self.bare(node.iter), ":")
        self.body_or_else(node)

    def visit_Lambda(self, node: Any) -> None:
        with self.delimit(node) as delimiters:
            set_precedence(delimiters.p, node.body)
            args = node.args
            takes = args.posonlyargs or args.args or args.vararg or args.kwonlyargs or args.kwarg
            self.write("lambda " if takes else "lambda", node.args, ": ", node.body)

    def visit_arguments(self, node: Any) -> None:
        """Blanks stand around the ``=`` of a default that follows an annotation."""
        positional = [*node.posonlyargs, *node.args]
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        parts = [self.parameter(arg, default) for arg, default in zip(positional, defaults, strict=True)]
        if node.posonlyargs:
            parts.insert(len(node.posonlyargs), ["/"])
        if node.vararg or node.kwonlyargs:
            parts.append(["*", node.vararg] if node.vararg else ["*"])
        parts += [self.parameter(arg, default) for arg, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        if node.kwarg:
            parts.append(["**", node.kwarg])
        for number, part in enumerate(parts):
            self.write(*([", "] if number else []), *part)

    def parameter(self, arg: Any, default: Any) -> list[Any]:
        """The parts of one parameter."""
        if default is None:
            return [arg]
        set_precedence(Precedence.Comma, default)
        return [arg, " = " if arg.annotation else "=", default]

    def visit_Assign(self, node: Any) -> None:
        set_precedence(node, node.value, *node.targets)
        self.newline(node)
        for target in node.targets:
            self.write(*self.bare(target), " = ")
        self.write(*self.bare(node.value))

    def bare(self, node: Any) -> list[Any]:
        """The parts of an expression; those of a tuple without parentheses."""
        if not isinstance(node, ast.Tuple) or not node.elts or any(isinstance(e, ast.Starred) for e in node.elts):
            return [node]
        parts: list[Any] = []
        set_precedence(Precedence.Comma, *node.elts)
        for element in node.elts:
            parts += [", ", element]
        return parts[1:] + ([","] if len(node.elts) == 1 else [])

    def _block(self, node: Any) -> None:
        pad = self.indent_with * self.indentation
        self.statement(node, textwrap.indent(ast.unparse(node), pad).lstrip())

    visit_Match = visit_TryStar = visit_TypeAlias = _block

    def __getattr__(self, name: str) -> Any:
        if name.startswith("visit_"):
            return lambda node: self.write(ast.unparse(node))
        return super().__getattr__(name)


def to_source(node: Any) -> str:
    """Return the text of a gast tree.

    Raises: PrinterError if no printer reproduces the tree.
    """
    if not isinstance(node, gast.Module):
        node = tree.module([node])
    try:
        text = _proven(node)
    except RecursionError:
        fail(PrinterError, None, "an expression is nested too deeply to print", "split it into several statements")
    if text is None:
        fail(PrinterError, None, "no printer reproduces this tree", "please report the function")
    return text


def _proven(node: Any) -> str | None:
    """The text of the first printer that reproduces the tree; None if none does."""
    whole = _filled(gast.gast_to_ast(tree.clone(node)))
    bare = _bare(whole)
    want = ast.dump(bare)
    error: Exception | None = None
    printers: tuple[Callable[[], str], ...] = (
        lambda: _by_astor(whole), lambda: ast.unparse(ast.fix_missing_locations(bare)) + "\n")
    for printed in printers:
        try:
            text = printed()
            if ast.dump(ast.parse(text)) == want:
                return text
        except Exception as failure:       # a printer that fails, or prints what is no Python: try the next
            error = failure
    if isinstance(error, RecursionError):
        raise error
    return None


def _by_astor(node: Any) -> str:
    text: str = astor.code_gen.to_source(node, source_generator_class=_Generator, pretty_source=_pretty)
    return text


def expression(node: Any) -> str:
    """Return the text of an expression.

    >>> expression(tree.binary(tree.const(-2), "**", tree.const(2)))
    '(-2) ** 2'
    """
    return ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(tree.clone(node))))


def line_map(node: Any, text: str) -> dict[int, int]:
    """Map the lines of ``text``, printed from ``node``, to the user's lines."""
    found: dict[int, int] = {}
    _match(node.body, ast.parse(text).body, found)
    return found


def _match(ours: list[Any], printed: list[Any], found: dict[int, int]) -> None:
    ours = [s for s in ours if not tree.is_comment(s)]
    for mine, theirs in zip(ours, printed, strict=False):
        line = getattr(mine, "lineno", 0)
        if line and not isinstance(mine, gast.FunctionDef):
            last = theirs.body[0].lineno - 1 if getattr(theirs, "body", None) else theirs.end_lineno
            for number in range(theirs.lineno, last + 1):
                found[number] = line
        for field in ("body", "orelse"):
            if isinstance(getattr(mine, field, None), list):
                _match(getattr(mine, field), getattr(theirs, field), found)


def _bare(node: Any) -> Any:
    """The same tree without comments; expressions are shared."""
    if not isinstance(getattr(node, "body", getattr(node, "cases", None)), list):
        return node
    return type(node)(**{field: [_bare(s) for s in value if not _is_comment(s)] if isinstance(value, list) else value
                         for field, value in ast.iter_fields(node)})


def _filled(node: Any) -> Any:
    """Put ``pass`` into blocks that hold nothing but comments."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        block = getattr(node, field, None)
        if isinstance(block, list):
            for part in block:
                _filled(part)
            if (block or field == "body") and not isinstance(node, ast.Module) and all(map(_is_comment, block)):
                block.append(ast.Pass())
    return node


def _docstring(text: str, pad: str) -> str:
    """A docstring in triple quotes, if that says the same; else as a plain literal."""
    quoted = f'"""{text}"""'
    try:
        faithful = ast.literal_eval(quoted) == text and "\\" not in text
    except (SyntaxError, ValueError):
        faithful = False
    return quoted if faithful else repr(text)


# ---------------------------------------------------------------------- long lines
def _pretty(items: list[str]) -> str:
    out: list[str] = []
    line: list[str] = []
    for item in items:
        item = " -> " if item == " ->" else item
        if item.startswith("\n"):
            out += [_fitted(line), item]
            line = []
        elif item:
            line.append(item)
    return "".join([*out, _fitted(line)])


def _fitted(items: list[str]) -> str:
    """One logical line, in parentheses if there is no other way to break it."""
    text = "".join(_wrap(items))
    if "\n" in "".join(items) or max(map(len, text.split("\n"))) <= WIDTH:
        return text
    for put in (_in_parentheses(items), _targets_in_parentheses(items)):
        wrapped = "".join(_wrap(put))
        if max(map(len, wrapped.split("\n"))) <= WIDTH:
            return wrapped
    return text


def _in_parentheses(items: list[str]) -> list[str]:
    """Put parentheses around what a statement assigns, returns or tests."""
    depth, start, end = 0, 0, len(items)
    for number, item in enumerate(items):
        depth += (item in OPENING) - (item in CLOSING)
        if not depth and item.startswith(" ") and item.endswith("= ") and item.strip() not in COMPARISONS:
            start = number + 1
        elif not start and item in ("return", "if ", "elif ", "while "):
            start = number + (2 if item == "return" else 1)
            end -= item != "return"        # the colon
    return [*items[:start], "(", *items[start:end], ")", *items[end:]] if start else items


def _targets_in_parentheses(items: list[str]) -> list[str]:
    """Put parentheses around the names that a statement unpacks to."""
    start, end = int(items[0].isspace()), items.index(" = ") if " = " in items else 0
    return [*items[:start], "(", *items[start:end], ")", *items[end:]] if end else items


def _wrap(items: list[str]) -> list[str]:
    """Fill one logical line: break after a comma or before an operator, inside brackets only.

    The break is made as far out as brackets nest, and as late as it fits.
    """
    text = "".join(items)
    if len(text) <= WIDTH or "\n" in text.strip("\n"):
        return [text]
    indent = len(items[0]) if items[0].isspace() else 0
    header = text.rstrip().endswith(":")
    pad = " " * (indent + (8 if header else 4))
    lines: list[str] = []
    line, depth = "", 0
    breaks: list[tuple[int, int]] = []                    # depth of brackets, position in the line
    for item in items:
        if item in CLOSING:
            depth -= 1
        if _is_operator(item) and depth:
            breaks.append((depth, len(line)))
        line += item
        if item in OPENING:
            depth += 1
            breaks.append((depth, len(line)))
        elif item == ", " and depth:
            breaks.append((depth, len(line)))
        while len(line.rstrip()) > WIDTH:
            fitting = [b for b in breaks if len(pad) < b[1] <= WIDTH]
            if not fitting:
                break
            outermost = min(d for d, _ in fitting)
            cut = max(p for d, p in fitting if d == outermost)
            lines.append(line[:cut].rstrip() + "\n")
            rest = line[cut:].lstrip()
            shift = cut + (len(line[cut:]) - len(rest)) - len(pad)
            line = pad + rest
            breaks = [(d, p - shift) for d, p in breaks if p > cut and p - shift > len(pad)]
    return [*lines, line]


def _is_operator(item: str) -> bool:
    return (item.startswith(" ") and item.endswith(" ") and len(item) > 2
            and item.strip() not in ("=", "for", "in", "as", "->"))
