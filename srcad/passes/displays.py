"""Stores into what was just made, put in its display: ``o = made(C, {}); o.x = a`` as ``o = made(C, {"x": a})``,
``l = [a, b]; l[1] = c`` as ``l = [a, c]``."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from .. import tree
from ..analyses.writes import APPEND, write_of
from .records import MADE

Block = list[Any]


def collected(block: Block, is_plain: Callable[[Any, Any], bool]) -> Block:
    """``o = made(C, {}); o.x = a`` as ``o = made(C, {"x": a})``, so for ``d = {}; d["x"] = a`` and ``l = []; l.append(a)``."""
    out = []
    for node in block:
        if hasattr(node, "orelse"):
            node = tree.with_fields(node, body=collected(node.body, is_plain), orelse=collected(node.orelse, is_plain))
        out.append(node)
    position = len(out) - 1
    while position >= 0:
        display = _display(out[position])
        if display is not None and (isinstance(display, gast.List) or tree.keys_of(display) is not None):
            out = _collect(out, position, display, is_plain)
        position -= 1
    return out


def _display(node: Any) -> Any:
    """The display of fields or items that a statement binds to a name."""
    if not isinstance(node, gast.Assign) or not isinstance(node.targets[0], gast.Name):
        return None
    value = node.value
    if isinstance(value, gast.Call) and tree.dotted_path(value.func) == MADE:
        value = value.args[1]
    return value if isinstance(value, (gast.Dict, gast.List)) else None


def _collect(block: Block, position: int, display: Any, is_plain: Callable[[Any, Any], bool]) -> Block:
    start, name = block[position], block[position].targets[0].id
    listed = isinstance(display, gast.List)
    cls = None if start.value is display else start.value.args[0]
    fields = dict(enumerate(display.elts)) if listed else {k.value: v for k, v in zip(display.keys, display.values, strict=True)}
    fixed = set(tree.reads(start.value))                       # names that must keep their values
    last, length = position, len(fields)
    taken: dict[int, tuple[Any, Any]] = {}                     # the place of a statement -> key and value
    for later in range(position + 1, len(block)):
        node = block[later]
        if fixed & tree.writes([node]) or name in tree.writes([node]):
            break
        write = write_of(node)
        puts = write is not None and write.base == name and write.operator in (("", APPEND) if listed else ("",))
        if puts and write and tree.is_literal(write.index) and name not in tree.reads(write.value) and (
                cls is None or is_plain(cls, tree.literal(write.index))) and (
                    not listed or write.operator == APPEND or _is_place(write.index, length)):
            taken[later] = (length if write.operator == APPEND else tree.literal(write.index), write.value)
            length += write.operator == APPEND
            fixed |= tree.reads(write.value)
            last = later
        elif name in tree.reads(node) or any(isinstance(n, (gast.Break, gast.Continue, gast.Raise))
                                             for n in tree.statements([node])):
            break
    if not taken:
        return block
    for key, value in taken.values():
        fields[key] = value
    new: Any = tree.list_(list(fields.values())) if listed else tree.dict_(list(fields), list(fields.values()))
    value = new if start.value is display else tree.with_fields(start.value, args=[start.value.args[0], new])
    kept = [node for k, node in enumerate(block[:last + 1]) if k != position and k not in taken]
    return [*kept, tree.assign(start.targets[0], value, start.lineno), *block[last + 1:]]


def _is_place(index: Any, length: int) -> bool:
    """True for a literal index of an item of a list, counted from its start."""
    place = tree.literal(index)
    return type(place) is int and 0 <= place < length
