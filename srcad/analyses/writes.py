"""The statements of a normalized function that write in place, and what undoes a write to a list."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gast

from .. import tree
from .kinds import Kind
from .operations import is_kept

ADD_AT = f"np{tree.TOOL}.add.at"
AT = "at"                                  # np.add.at(x, i, v): every repetition counts
APPEND, INSERT, POP = "append", "insert", "pop"              # of lists


@dataclass(frozen=True)
class Write:
    """``base[index] operator= value``; the operator is "" for a plain store.

    A list is written by ``base.insert(index, value)`` and ``base.pop(index)`` too; ``append`` and a
    ``pop`` without an index have the index -1.
    """

    base: str
    index: Any
    operator: str
    value: Any
    attribute: str = ""                    # of an object: its index is the attribute's name

    def place(self, base: Any, index: Any = None) -> Any:
        """The tree of what is written, in a base."""
        return tree.attr(base, self.attribute) if self.attribute else tree.subscript(base, self.index if index is None else index)

    @property
    def at_end(self) -> bool:
        """True for ``append`` and for the ``pop`` of the last item."""
        return self.operator == APPEND or tree.is_literal(self.index) and tree.literal(self.index) == -1


SYMBOLS = {symbol: kind for kind, symbol in tree.OPERATORS.items()}


def write_of(node: Any) -> Write | None:
    """Return what a normalized statement writes in place, if it does."""
    if isinstance(node, gast.Assign):
        target = node.targets[0]
        if isinstance(target, gast.Subscript):
            return Write(target.value.id, target.slice, "", node.value)
        return Write(target.value.id, tree.const(target.attr), "", node.value, target.attr) if isinstance(
            target, gast.Attribute) else None
    if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Subscript):
        return Write(node.target.value.id, node.target.slice, SYMBOLS[type(node.op)], node.value)
    call = node.value if isinstance(node, gast.Expr) else None
    if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and isinstance(call.func.value, gast.Name):
        if call.func.attr == APPEND and len(call.args) == 1:
            return Write(call.func.value.id, tree.const(-1), APPEND, call.args[0])
        if call.func.attr == INSERT and len(call.args) == 2:
            return Write(call.func.value.id, call.args[0], INSERT, call.args[1])
        if call.func.attr == POP and len(call.args) < 2:
            return Write(call.func.value.id, [*call.args, tree.const(-1)][0], POP, tree.const(None))
    if isinstance(call, gast.Call) and tree.dotted_path(call.func) == ADD_AT and isinstance(call.args[0], gast.Name):
        return Write(call.args[0].id, call.args[1], AT, call.args[2])
    return None


def saved(write: Write, kind: Kind) -> Any:
    """What a write to a list or record of a kind loses, to be kept; None for nothing."""
    if write.operator in (APPEND, INSERT):
        return None
    base = tree.name(write.base)
    if kind.is_record and (not tree.is_literal(write.index) or tree.literal(write.index) in kind.absent):     # not there yet
        if kind.type is dict:
            return tree.call(tree.attr(base, "get"), [write.index])
        if is_kept(kind, tree.literal(write.index)):           # which reading it would compute
            return tree.call(tree.attr(tree.call(f"attributes{tree.TOOL}", [base]), "get"), [write.index])
        return tree.call(f"getattr{tree.TOOL}", [base, write.index, tree.const(None)])
    return write.place(base)


def removed(write: Write, base: Any, index: Any) -> Any:
    """What takes out of a list what a write put in."""
    return tree.call(tree.attr(base, POP), [] if write.at_end else [index])


def returned(write: Write, base: Any, index: Any, item: Any) -> Any:
    """What puts an item where a write took one out."""
    return tree.call(tree.attr(base, APPEND if write.at_end else INSERT), [item] if write.at_end else [index, item])


def undone(write: Write, base: Any, index: Any, old: Any, line: int) -> Any:
    """The statement that undoes a write."""
    if write.operator in (APPEND, INSERT):
        return tree.expression(removed(write, base, index), line)
    if write.operator == POP:
        return tree.expression(returned(write, base, index, old), line)
    return tree.assign(write.place(base, index), old, line)
