"""Keys that are put together of a number: ``params[f"W{k}"]`` for a ``k`` that is known.

>>> from srcad.printer import to_source
>>> block = tree.parse('''
... t = f"W{1}"
... y = params[t]
... ''').body
>>> print(to_source(tree.module(spelled(block))), end="")
t = 'W1'
y = params['W1']
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gast

from .. import tree

Block = list[Any]
PLAIN = (str, int)


def looked_up(loop: Any) -> set[str]:
    """The names that the body of a loop looks up under a text that is made of the loop's number."""
    made: set[str] = set()
    found: set[str] = set()
    for node in tree.statements(loop.body):
        value = getattr(node, "value", None)
        if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) and _is_text(value, made, loop.target.id):
            made.add(node.targets[0].id)
        found |= {n.value.id for n in tree.walk(node) if isinstance(n, gast.Subscript) and isinstance(n.value, gast.Name)
                  and _is_text(n.slice, made, loop.target.id)}
    return found


def _is_text(node: Any, made: set[str], number: str) -> bool:
    """True for a text that a number, or another such text, is part of."""
    if isinstance(node, gast.Name):
        return node.id in made
    reads = tree.reads(node) & (made | {number}) if isinstance(node, gast.AST) else set()
    if isinstance(node, gast.BinOp):
        sides = [node.left, node.right]
        return bool(reads) and any(isinstance(s, gast.Constant) and isinstance(s.value, str) or tree.is_name(s) and s.id in made
                                   for s in sides)
    if isinstance(node, gast.Call):
        return bool(reads) and (tree.is_name(node.func, "str") or isinstance(node.func, gast.Attribute)
                                and node.func.attr == "format")
    return isinstance(node, gast.JoinedStr) and bool(reads)


def spelled(block: Block, known: Mapping[str, str] | None = None) -> Block:
    """Return statements in which texts that are known stand where they are looked up."""
    texts = dict(known or {})
    out: Block = []
    for node in block:
        for name in tree.writes([node]):
            texts.pop(name, None)
        if isinstance(node, (gast.If, gast.For, gast.While)):
            parts = {"body": spelled(node.body, texts), "orelse": spelled(node.orelse, texts)}
            out.append(tree.with_fields(node, **parts))
            continue
        keys = {id(n.slice): tree.const(text) for n in tree.walk(node) if isinstance(n, gast.Subscript)
                 and not isinstance(n.slice, gast.Constant) and (text := _text(n.slice, texts)) is not None}
        node = tree.substituted(node, keys)
        text = _text(node.value, texts) if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else None
        if text is not None:
            node = tree.assign(node.targets[0].id, tree.const(text), node.lineno)
            texts[node.targets[0].id] = text
        out.append(node)
    return out


def _text(node: Any, texts: Mapping[str, str]) -> str | None:
    """The text that an expression is, None if it is none that is known."""
    value = _value(node, texts)
    return value if isinstance(value, str) else None


def _value(node: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(node, gast.Constant):
        return node.value if type(node.value) in PLAIN else None
    if isinstance(node, gast.Name):
        return texts.get(node.id)
    if isinstance(node, gast.Tuple):
        items = tuple(_value(e, texts) for e in node.elts)
        return None if None in items else items
    if isinstance(node, gast.JoinedStr):
        items = tuple(_value(p, texts) for p in node.values)
        return None if None in items else "".join(map(str, items))
    if isinstance(node, gast.FormattedValue):
        value = _value(node.value, texts)
        return str(value) if node.format_spec is None and node.conversion in (-1, 115) and value is not None else None
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Mod)):
        left, right = _value(node.left, texts), _value(node.right, texts)
        if not isinstance(left, str) or right is None:
            return None
        try:
            return left % right if isinstance(node.op, gast.Mod) else left + right
        except (TypeError, ValueError):        # refused by Python, when it runs
            return None
    if isinstance(node, gast.Call) and not node.keywords:
        values = [_value(a, texts) for a in node.args]
        if tree.is_name(node.func, "str") and len(values) == 1 and values[0] is not None:
            return str(values[0])
        if isinstance(node.func, gast.Attribute) and node.func.attr == "format" and None not in values:
            pattern = _value(node.func.value, texts)
            try:
                return pattern.format(*values) if isinstance(pattern, str) else None
            except (IndexError, KeyError, ValueError):
                return None
    return None
