"""The table of rules as text, read from the tables' source: nothing is imported, SciPy least of all.

>>> [row for row in listing("np.tanh")]
[Row(names='np.tanh', kind='elementwise', formula='1 - ans * ans', convention='')]
"""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import registry

KINDS = ("elementwise", "linear", "bilinear", "general", "zero", "indexing")


@dataclass(frozen=True)
class Row:
    """One rule: for which callables, its kind, what it returns, and what its docstring says of its source or of kinks."""

    names: str
    kind: str
    formula: str
    convention: str


def listing(word: str = "") -> Iterator[Row]:
    """Yield the rules of all tables, those that name ``word``."""
    for topics in registry.LIBRARIES.values():
        for topic in topics:
            text = Path(__file__).with_name(f"{topic}.py").read_text(encoding="utf-8")
            if word in text or "." in word:
                yield from (row for row in _rows(ast.parse(text)) if _names(row.names, word))


def _names(names: str, word: str) -> bool:
    return not word or any(word in (name, name.rsplit(".", 1)[-1]) for name in names.split(", "))


def _rows(module: ast.Module) -> Iterator[Row]:
    for node in module.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            kind = ast.unparse(node.value.func)
            if kind in KINDS:
                yield Row(_keys(node.value), kind, "", "")
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in KINDS:
                    convention = " ".join((ast.get_docstring(node) or "").removeprefix("Source: ").split())
                    yield Row(_keys(decorator), ast.unparse(decorator.func), _formula(node), convention)


def _keys(call: ast.Call) -> str:
    return ", ".join(name for argument in call.args for name in _key(argument))


def _key(argument: ast.expr) -> list[str]:
    """The names of callables in an argument of a decorator: ``np.sin``, ``*present(np, "cbrt")``."""
    inner = argument.value if isinstance(argument, ast.Starred) else argument
    if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "present" and isinstance(inner.args[1], ast.Constant):
        return [f"{ast.unparse(inner.args[0])}.{name}" for name in str(inner.args[1].value).split()]
    if isinstance(inner, ast.Tuple):                   # a class and an attribute
        return [".".join(ast.unparse(part).strip("'") for part in inner.elts)]
    return [ast.unparse(inner)]


def _formula(node: ast.FunctionDef) -> str:
    """What the last ``return`` gives."""
    returns = [n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None]
    return ast.unparse(returns[-1].value) if returns and returns[-1].value is not None else ""
