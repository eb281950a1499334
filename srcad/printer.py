"""Trees to text: astor gives the text, a second parse proves that it is the tree's.

What astor 0.8.1 cannot print faithfully goes to ``ast.unparse``; what neither reproduces is an error.

>>> to_source(tree.parse("x = (1)"))
'x = 1\\n'
"""
from __future__ import annotations

import ast
import textwrap
import warnings
from typing import Any

import gast

from . import tree
from .errors import PrinterError, fail

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=".*deprecated and will be removed.*", category=DeprecationWarning)
    import astor.code_gen
    from astor.code_gen import Precedence, set_precedence

WIDTH = 88
OPENING, CLOSING = set("([{"), (")", "]", "}", "):")


def _is_comment(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.kind == tree.COMMENT


class _Generator(astor.code_gen.SourceGenerator):
    """astor's generator, with what 0.8.1 misses or misprints done by ``ast.unparse``."""

    def visit_Expr(self, node: Any) -> None:
        if _is_comment(node):
            self.statement(node, "# " + str(node.value.value))
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
        self.write(ast.unparse(node))

    def visit_Subscript(self, node: Any) -> None:
        """An index of several parts stands without parentheses (in them a slice is no Python)."""
        set_precedence(node, node.slice)
        self.write(node.value, "[", *self.bare(node.slice), "]")

    def visit_Return(self, node: Any) -> None:
        set_precedence(node, node.value)
        self.statement(node, "return")
        if node.value is not None:
            self.write(" ", *self.bare(node.value))

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
    bare = ast.fix_missing_locations(_filled(_Strip().visit(gast.gast_to_ast(tree.clone(node)))))
    want = ast.dump(bare)
    text: str = astor.code_gen.to_source(_filled(gast.gast_to_ast(tree.clone(node))), source_generator_class=_Generator,
                                         pretty_source=_pretty)
    if not _is_faithful(text, want):
        text = ast.unparse(bare) + "\n"
        if not _is_faithful(text, want):
            fail(PrinterError, None, "no printer reproduces this tree", "please report the function")
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


def _is_faithful(text: str, want: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == want
    except SyntaxError:
        return False


class _Strip(ast.NodeTransformer):
    def visit_Expr(self, node: Any) -> Any:
        return None if _is_comment(node) else node


def _filled(node: Any) -> Any:
    """Put ``pass`` into blocks that hold nothing but comments."""
    for part in ast.walk(node):
        for field in ("body", "orelse"):
            block = getattr(part, field, None)
            if isinstance(block, list) and (block or field == "body") and not isinstance(part, ast.Module):
                if all(_is_comment(s) for s in block):
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
            out += ["".join(_wrap(line)), item]
            line = []
        elif item:
            line.append(item)
    return "".join([*out, *_wrap(line)])


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
