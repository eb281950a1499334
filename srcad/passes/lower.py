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
from ..analyses.aliases import aliases, index_kinds
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind
from ..analyses.lattice import is_scalar, join
from ..analyses.memory import APPEND, POP, Write, write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit

IN_PLACE = (gast.Add, gast.Sub, gast.Mult, gast.Div)
OTHER = {"object": "objects or of a structured dtype"}
Resolve = Callable[[str], tuple[bool, Any]]


def lower(unit: Unit, facts: Facts, resolve: Resolve) -> Unit:
    """Return the unit without ``NAME op= atom``, and with plain forms of in-place operations only."""
    if not any(isinstance(n, (gast.AugAssign, gast.For, gast.If)) or _is_pop(n) for n in tree.statements(unit.tree.body)):
        return unit
    lowering = _Lower(unit, facts, resolve)
    lowering.only_pops = any(map(_is_pop, tree.statements(unit.tree.body)))      # their kinds are known after that
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
        self.changed = self.only_pops = False

    def block(self, block: list[Any]) -> list[Any]:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> list[Any]:
        line = node.lineno
        if isinstance(node, gast.If):
            chosen = self.decided(node)
            if chosen is not None:
                self.changed = True
                return self.block(chosen)
            return [tree.if_(node.test, self.block(node.body), self.block(node.orelse), line)]
        if isinstance(node, gast.For):
            return self.loop(node)
        if isinstance(node, gast.While):
            return [tree.while_(node.test, self.block(node.body), line)]
        if _is_pop(node):
            self.changed = True
            last = tree.subscript(node.value.func.value, tree.const(-1))
            return [tree.assign(node.targets[0], last, line), tree.expression(node.value, line)]
        if not isinstance(node, gast.AugAssign) or self.only_pops:
            return [node]
        env = self.facts.before.get(id(node), {})
        if isinstance(node.target, gast.Subscript):
            return self.section(node, env)
        kind = env[node.target.id].kind if node.target.id in env else UNKNOWN
        self.changed = True
        if kind.type is list and isinstance(node.op, gast.Add):
            return self.extended(node)
        if kind.type is not np.ndarray:
            return self.rebinding(node, kind)
        target = tree.subscript(tree.name(node.target.id), tree.const(...))
        return self.section(tree.augment_like(node, target, node.value), env)

    def decided(self, node: Any) -> list[Any] | None:
        """The branch that ``if x is None`` takes, where the kind of ``x`` tells."""
        test = node.test
        if not (isinstance(test, gast.Compare) and isinstance(test.left, gast.Name) and len(test.ops) == 1
                and isinstance(test.ops[0], (gast.Is, gast.IsNot)) and tree.is_none(test.comparators[0])):
            return None
        env = self.facts.before.get(id(node), {})
        kind = env[test.left.id].kind.type if test.left.id in env else None
        if kind is None:
            return None
        taken: list[Any] = node.body if (kind is type(None)) == isinstance(test.ops[0], gast.Is) else node.orelse
        return taken

    def loop(self, node: Any) -> list[Any]:
        """A loop over ``range(len(l))``: the length is taken before the list is written in it."""
        env = self.facts.before.get(id(node), {})
        lists = {n for n in tree.reads(node.iter) if n in env and env[n].kind.type is list}
        writes = [w for n in tree.statements(node.body) if (w := write_of(n)) is not None]
        written = {w.base for w in writes}
        grown = {w.base for w in writes if w.operator in (APPEND, POP)} & self.same(lists)
        if grown and not self.counts(node) or isinstance(node.iter, gast.Name) and lists & written:
            name = node.iter.id if isinstance(node.iter, gast.Name) else min(grown)
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"`{name}` grows while the loop runs over it",
                 "loop over a copy of it")
        before, iterable = [], node.iter
        if lists & written:
            self.changed = True
            held = [tree.name(self.names.fresh("n")) for _ in node.iter.args]
            before = [tree.assign(h, a, node.lineno) for h, a in zip(held, node.iter.args, strict=True)]
            iterable = tree.call(node.iter.func, held)
        return [*before, tree.for_(node.target, iterable, self.block(node.body), node.lineno)]

    def same(self, names: set[str]) -> set[str]:
        """The names, and those that stand for one list with them somewhere: by ``a = b``."""
        pairs = [(n.targets[0].id, n.value.id) for n in tree.statements(self.unit.tree.body)
                 if isinstance(n, gast.Assign) and isinstance(n.targets[0], gast.Name) and isinstance(n.value, gast.Name)]
        found = set(names)
        for _ in pairs:
            found |= {name for pair in pairs if found & set(pair) for name in pair}
        return found

    def counts(self, node: Any) -> bool:
        """True if a loop over a range is one in the user's own text: there a list's length is taken once, at the start."""
        if isinstance(node.iter, gast.Name):
            return False
        source = self.unit.source
        loops = [n for n in tree.walk(source.written or source.tree) if isinstance(n, gast.For) and n.lineno == node.lineno]
        return all(isinstance(n.iter, gast.Call) and tree.dotted_path(n.iter.func) == "range" for n in loops) and (
            bool(loops) or node.lineno not in {n.lineno for n in tree.statements(source.tree.body)})

    def extended(self, node: Any) -> list[Any]:
        """``l += m`` appends the items of ``m`` one by one."""
        index, item = (tree.name(self.names.fresh(n)) for n in ("k", "item"))
        append = tree.call(tree.attr(tree.name(node.target.id), "append"), [item])
        count = tree.call("range" + TOOL, [tree.call("len" + TOOL, [node.value])])
        body = [tree.assign(item, tree.subscript(node.value, index), node.lineno), tree.expression(append, node.lineno)]
        return [tree.for_(index, count, body, node.lineno)]

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
        target = node.target
        base, array = target.value, env[target.value.id].kind if target.value.id in env else UNKNOWN
        apart = not (set(tree.reads(node.value)) & {base.id, *self.classes.others(base.id)})
        plain = isinstance(node.op, (gast.Add, gast.Sub)) or isinstance(node.op, IN_PLACE) and apart
        whole = array.type is np.ndarray and array.dtype is not None and np.dtype(array.dtype).kind in "iub"
        if whole or array.type is np.ndarray and plain and not repeats(target.slice, env):   # NumPy refuses floats for integers
            return [node]
        self.changed = True
        if array.type in (list, tuple):
            item = _item(array, target.slice, env)
            if item.type is np.ndarray:                        # l[i] *= v writes the array that l holds
                held = tree.name(self.names.fresh("t"))
                whole = tree.subscript(held, tree.const(...))
                return [tree.assign(held, tree.subscript(base, target.slice), node.lineno),
                        tree.augment_like(node, whole, node.value)]
            if not is_scalar(item):
                fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"what `{base.id}` holds is changed in place, and "
                     "it is not known what it is", "take it out first, and write to it by its own name")
        old, new = (tree.name(self.names.fresh("t")) for _ in range(2))
        operation = tree.like_augmented(tree.augment_like(node, old, node.value))
        return [tree.assign(old, tree.subscript(base, target.slice), node.lineno), tree.assign(new, operation, node.lineno),
                tree.assign(tree.subscript(base, target.slice), new, node.lineno)]


def _item(kind: Kind, index: Any, env: Mapping[str, Value]) -> Kind:
    """What is known of an item of a list or tuple."""
    if tree.is_literal(index) and isinstance(tree.literal(index), int):
        return kind.item(tree.literal(index))
    found, *others = kind.items or (UNKNOWN,)
    for other in others:
        found = join(found, other)
    return found


def _is_pop(node: Any) -> bool:
    """True for ``x = l.pop()``."""
    call = node.value if isinstance(node, gast.Assign) else None
    return (isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "pop"
            and not call.args and isinstance(call.func.value, gast.Name))


def repeats(index: Any, env: Mapping[str, Value]) -> bool:
    """True if an index may pick an element more than once: one with an array of integers."""
    return any(not (is_scalar(kind) or kind.type in (type(None), slice) or kind.type is np.ndarray and kind.dtype == "bool")
               for kind in index_kinds(index, env))


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
        if kind.type is list:
            _check_list(write, env, where)
            continue
        if kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"a write to a `{kind.type.__name__}` is not supported yet",
                 "use an array, or build a new value")
        _check_dtype(unit, write, kind, env, where)


def _check_list(write: Write, env: Mapping[str, Value], where: Any) -> None:
    index = env[write.index.id].kind if isinstance(write.index, gast.Name) and write.index.id in env else None
    if isinstance(write.index, gast.Slice) or index is not None and not index.is_integer_scalar:
        fail(UnsupportedSyntax, where, "a write to a section of a list is not supported yet", "write its items one by one")


def _check_dtype(unit: Unit, write: Write, kind: Kind, env: Mapping[str, Value], where: Any) -> None:
    if kind.dtype is None:
        fail(UnsupportedSyntax, where, f"the dtype of `{write.base}` is not known", "say it: np.zeros(n, dtype=float)")
    if np.dtype(kind.dtype).kind not in "fiub":
        what = OTHER.get(str(kind.dtype), kind.dtype)
        fail(UnsupportedSyntax, where, f"`{write.base}` is an array of {what}: writing to it is not supported",
             "use an array of floats")
    if isinstance(write.value, (gast.Tuple, gast.List)):
        fail(UnsupportedSyntax, where, "this write is not supported", "make the value an array first")


def _may_be_same(other: Value | None, mine: Kind) -> bool:
    if other is None or is_scalar(other.kind):
        return False
    return other.kind.type in (None, mine.type) or mine.type is None
