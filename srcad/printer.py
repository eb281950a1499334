"""Trees to text: astor gives the shape, a second parse proves that nothing was changed.

>>> to_source(tree.parse("x = (1)"))
'x = 1\\n'
"""
from __future__ import annotations

import ast
import re
from typing import Any

import gast

from . import tree
from .errors import PrinterError, fail

WIDTH = 88


def to_source(node: Any) -> str:
    """Return the text of a gast tree.

    Raises: PrinterError if no printer reproduces the tree.
    """
    plain = ast.fix_missing_locations(gast.gast_to_ast(tree.clone(node)))
    want = ast.dump(_bare(gast.gast_to_ast(tree.clone(node))))
    text = _astor(plain)
    if not _is_faithful(text, want):
        text = ast.unparse(ast.fix_missing_locations(_bare(plain))) + "\n"
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
        value = node.value
        return None if isinstance(value, ast.Constant) and value.kind == tree.COMMENT else node


def _bare(node: Any) -> Any:
    return _Strip().visit(node)


def _astor(node: Any) -> str:
    """One statement at a time: ``ast.unparse`` for its text, our own layout around it."""
    return "\n".join(_lines(node.body, 0, top=True)).lstrip("\n") + "\n"


def _lines(block: list[Any], depth: int, top: bool = False) -> list[str]:
    out: list[str] = []
    pad = "    " * depth
    for position, node in enumerate(block):
        if isinstance(node, ast.FunctionDef) and top and position:
            out += ["", ""]
        elif top and position and isinstance(block[position - 1], ast.FunctionDef):
            out += ["", ""]
        elif top and position and _is_import(block[position - 1]) and not _is_import(node):
            out.append("")
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.kind == tree.COMMENT:
            out.append(f"{pad}# {node.value.value!s}")
        elif isinstance(node, (ast.FunctionDef, ast.If, ast.For, ast.While)) and not getattr(node, "decorator_list", None):
            out += _compound(node, depth)
        else:
            out += [pad + line if line else line for line in _statement(node, depth).split("\n")]
    return out


def _compound(node: Any, depth: int) -> list[str]:
    pad = "    " * depth
    body, orelse = node.body, getattr(node, "orelse", [])
    if isinstance(node, ast.FunctionDef):
        returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        header = f"def {node.name}({ast.unparse(node.args)}){returns}:"
    elif isinstance(node, ast.For):
        header = f"for {_target(node.target)} in {_code(node.iter)}:"
    else:
        header = f"{'if' if isinstance(node, ast.If) else 'while'} {_code(node.test)}:"
    out = _fill(pad, header)
    out += _docstring(body[0], depth + 1) if isinstance(node, ast.FunctionDef) and _is_doc(body[0]) else []
    rest = body[1:] if out and isinstance(node, ast.FunctionDef) and _is_doc(body[0]) else body
    out += _lines(rest, depth + 1)
    if not any(not _is_comment(s) for s in body):
        out.append(pad + "    pass")
    if len(orelse) == 1 and isinstance(orelse[0], ast.If) and isinstance(node, ast.If):
        inner = _compound(orelse[0], depth)
        out += [pad + "el" + inner[0].lstrip(), *inner[1:]]
    elif orelse:
        out += [f"{pad}else:", *_lines(orelse, depth + 1)]
    return out


def _is_comment(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.kind == tree.COMMENT


def _is_doc(node: Any) -> bool:
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str) and node.value.kind != tree.COMMENT)


def _is_import(node: Any) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _docstring(node: Any, depth: int) -> list[str]:
    """A docstring in triple quotes, if that says the same; else as a plain literal."""
    pad, text = "    " * depth, node.value.value
    quoted = f'"""{text}"""'
    try:
        faithful = ast.literal_eval(quoted) == text
    except (SyntaxError, ValueError):
        faithful = False
    return (pad + quoted).split("\n") if faithful else [pad + repr(text)]


def _code(node: Any) -> str:
    return re.sub(r"^\((.*)\)$", r"\1", ast.unparse(node)) if isinstance(node, ast.Tuple) and node.elts else ast.unparse(node)


def _target(node: Any) -> str:
    return _code(node)


def _statement(node: Any, depth: int) -> str:
    text = ast.unparse(node)
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and node.value.elts:
        text = f"return {_code(node.value)}"
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and len(node.targets) == 1:
        text = f"{_code(node.targets[0])} = {_code(node.value)}"
    if len(text) + 4 * depth <= WIDTH or "\n" in text:
        return text
    return "\n".join(line[4 * depth:] for line in _fill("    " * depth, text))


def _fill(pad: str, text: str) -> list[str]:
    """Break a long logical line after a comma or before an operator, inside brackets only."""
    if len(pad) + len(text) <= WIDTH:
        return [pad + text]
    hang = pad + ("        " if text.endswith(":") else "    ")
    lines, line = [], pad
    for piece in _pieces(text):
        if len(line + piece.rstrip()) > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = hang + piece.lstrip()
        else:
            line += piece
    return [*lines, line]


def _pieces(text: str) -> list[str]:
    """Split where a line may be broken: depth of brackets above zero, outside of strings."""
    pieces, depth, quote, start = [], 0, "", 0
    for position, char in enumerate(text):
        if quote:
            if char == quote and text[position - 1] != "\\":
                quote = ""
            continue
        if char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
            if position + 1 < len(text) and text[position + 1] not in ")]}":
                pieces.append(text[start:position + 1])
                start = position + 1
        elif char in ")]}":
            depth -= 1
        elif char == " " and depth > 0 and (text[position - 1] == "," or text[position + 1:position + 3] in (
                "+ ", "- ", "* ", "/ ", "@ ")):
            pieces.append(text[start:position + 1])
            start = position + 1
    return [*pieces, text[start:]]
