"""Makes a program that fails smaller: what remains shows why."""
from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any


def reduced(text: str, fails: Callable[[str], bool]) -> str:
    """Take away statements and parts of expressions for as long as the program fails.

    >>> print(reduced("x = 1\\nif x:\\n    y = (x + 2) * 3\\nz = 4", lambda text: "y" in text and "2" in text))
    y = 2
    """
    while True:
        for candidate in _candidates(text):
            if len(candidate) < len(text) and fails(candidate):
                text = candidate
                break
        else:
            return text


def _candidates(text: str) -> Iterator[str]:
    """Yield the program with one thing replaced by a part of it, statements first."""
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    for node in nodes:
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield from _without(tree, node, field, block)
    for node in nodes:
        for field, child in ast.iter_fields(node):
            for place, one in enumerate(child) if isinstance(child, list) else [(None, child)]:
                for part in _parts(one):
                    setattr(node, field, part if place is None else [*child[:place], part, *child[place + 1:]])
                    yield ast.unparse(tree)
            setattr(node, field, child)


def _without(tree: ast.AST, node: Any, field: str, block: list[Any]) -> Iterator[str]:
    for n, statement in enumerate(block):
        if isinstance(node, ast.While) and n == 0:
            continue                                   # the counter: without it the loop may never end
        inside = statement.body if isinstance(statement, (ast.If, ast.For, ast.While)) else []
        for new in ([], inside)[:1 + bool(inside)]:
            left = [*block[:n], *new, *block[n + 1:]]
            if left or field == "orelse":
                setattr(node, field, left)
                yield ast.unparse(tree)
    setattr(node, field, block)


def _parts(node: Any) -> list[Any]:
    """The expressions that may stand for one."""
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.Call):
        return [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])]
    return [node.value] if isinstance(node, ast.Subscript) else []
