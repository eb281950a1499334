"""Augmented assignments told apart: ``x += e`` writes an array and rebinds a number.

One text has two meanings, so this waits until kinds are known. What is left afterwards are stores
``x[i] = v`` and ``x[i] op= v`` where op is one of + - * / and no index picks an element twice; all
others are a read, an operation and a store, which is what Python does.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import aliases
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind
from ..analyses.lattice import is_scalar
from ..analyses.memory import Write, write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit

IN_PLACE = (gast.Add, gast.Sub, gast.Mult, gast.Div)
Resolve = Callable[[str], tuple[bool, Any]]


def lower(unit: Unit, facts: Facts, resolve: Resolve) -> Unit:
    """Return the unit without ``NAME op= atom``, and with plain forms of in-place operations only."""
    if not any(isinstance(n, gast.AugAssign) for n in tree.statements(unit.tree.body)):
        return unit
    lowering = _Lower(unit, facts, resolve)
    body = lowering.block(unit.tree.body)
    if not lowering.changed:
        return unit
    made = frozenset(lowering.names.taken - tree.all_names(unit.tree))
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


class _Lower:
    def __init__(self, unit: Unit, facts: Facts, resolve: Resolve) -> None:
        self.unit, self.facts, self.resolve = unit, facts, resolve
        self.names = Names(tree.all_names(unit.tree))
        self.classes = aliases(unit.tree, facts, resolve)
        self.changed = False

    def block(self, block: list[Any]) -> list[Any]:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> list[Any]:
        line = node.lineno
        if isinstance(node, gast.If):
            return [tree.if_(node.test, self.block(node.body), self.block(node.orelse), line)]
        if isinstance(node, gast.For):
            return [tree.for_(node.target, node.iter, self.block(node.body), line)]
        if isinstance(node, gast.While):
            return [tree.while_(node.test, self.block(node.body), line)]
        if not isinstance(node, gast.AugAssign):
            return [node]
        env = self.facts.before.get(id(node), {})
        if isinstance(node.target, gast.Subscript):
            return self.section(node, env)
        kind = env[node.target.id].kind if node.target.id in env else UNKNOWN
        self.changed = True
        if kind.type is not np.ndarray:
            return self.rebinding(node, kind)
        target = tree.subscript(tree.name(node.target.id), tree.const(...))
        return self.section(tree.at(gast.AugAssign(target, node.op, node.value), line), env)

    def rebinding(self, node: Any, kind: Kind) -> list[Any]:
        """``x += e`` as ``x = x + e``, where no one can tell the difference."""
        name = node.target.id
        if not is_scalar(kind) and kind.type not in (str, bytes, tuple, type(None)):
            env = self.facts.before.get(id(node), {})
            own = set(tree.reads(node.value)) | {n for n in self.unit.temporaries if not n.startswith("seq")}
            parameters = tree.parameters(self.unit.tree)
            twins = sorted(self.classes.others(name) - own)
            twins += [p for p in parameters if name in parameters and p != name and _may_be_same(env.get(p), kind)]
            if twins:
                fail(UnsupportedSyntax, self.unit.source.where(node.lineno),
                     f"`{name}` is changed in place, and `{twins[0]}` may be the same array",
                     f"write `{name} = {name} + ...`, which makes a new array, if that is what is meant")
        held = tree.name(self.names.fresh("t"))
        return [tree.assign(held, tree.like_augmented(node), node.lineno), tree.assign(name, held, node.lineno)]

    def section(self, node: Any, env: Mapping[str, Value]) -> list[Any]:
        """``x[i] op= v``: kept if its adjoint is plain, else a read, an operation and a store."""
        target = tree.clone(node.target)
        target.ctx = gast.Store()
        base, array = target.value, env[target.value.id].kind if target.value.id in env else UNKNOWN
        apart = not (set(tree.reads(node.value)) & {base.id, *self.classes.others(base.id)})
        plain = isinstance(node.op, (gast.Add, gast.Sub)) or isinstance(node.op, IN_PLACE) and apart
        whole = array.type is np.ndarray and array.dtype is not None and np.dtype(array.dtype).kind in "iub"
        if whole or array.type is np.ndarray and plain and not repeats(target.slice, env):   # NumPy refuses floats for integers
            return [tree.at(gast.AugAssign(target, node.op, node.value), node.lineno)]
        self.changed = True
        old, new = (tree.name(self.names.fresh("t")) for _ in range(2))
        operation = gast.BinOp(old, node.op, node.value)
        return [tree.assign(old, tree.subscript(base, target.slice), node.lineno), tree.assign(new, operation, node.lineno),
                tree.assign(tree.subscript(base, target.slice), new, node.lineno)]


def repeats(index: Any, env: Mapping[str, Value]) -> bool:
    """True if an index may pick an element more than once: one with an array of integers."""
    for part in index.elts if isinstance(index, gast.Tuple) else [index]:
        kind = env[part.id].kind if isinstance(part, gast.Name) and part.id in env else None
        if isinstance(part, gast.List) or kind is not None and not (
                is_scalar(kind) or kind.type in (type(None), slice) or kind.type is np.ndarray and kind.dtype == "bool"):
            return True
    return False


def check_writes(unit: Unit, facts: Facts, resolve: Resolve) -> None:
    """Refuse stores into what is not an array of this function."""
    local = tree.local_names(unit.tree)
    for node in tree.statements(unit.tree.body):
        write = write_of(node)
        if write is None:
            continue
        where, env = unit.source.where(node), facts.before.get(id(node), {})
        if write.base not in local:
            fail(UnsupportedSyntax, where, f"`{write.base}` is not local to the function: writing to it changes the "
                 "state of the module", "pass it as a parameter, and return it")
        kind = env[write.base].kind if write.base in env else UNKNOWN
        if kind.type is None:
            fail(UnsupportedSyntax, where, f"`{write.base}` is written in place, and it is not known to be an array",
                 "give values for the parameters (--at on the command line), or make the array with np.array")
        if kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"a write to a `{kind.type.__name__}` is not supported yet",
                 "use an array, or build a new value")
        _check_dtype(unit, write, kind, env, where)


def _check_dtype(unit: Unit, write: Write, kind: Kind, env: Mapping[str, Value], where: Any) -> None:
    if kind.dtype is None:
        fail(UnsupportedSyntax, where, f"the dtype of `{write.base}` is not known", "say it: np.zeros(n, dtype=float)")
    if np.dtype(kind.dtype).kind not in "fiub":
        fail(UnsupportedSyntax, where, f"`{write.base}` is an array of {kind.dtype}: writing to it is not supported",
             "use an array of floats")
    if isinstance(write.value, (gast.Tuple, gast.List)):
        fail(UnsupportedSyntax, where, "this write is not supported", "make the value an array first")


def _may_be_same(other: Value | None, mine: Kind) -> bool:
    if other is None or is_scalar(other.kind):
        return False
    return other.kind.type in (None, mine.type) or mine.type is None
