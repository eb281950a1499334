"""Which primal values the reverse sweep reads, and where each of them comes from."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.accesses import Accesses
from ..analyses.affine import can_meet
from ..analyses.lattice import is_scalar
from ..analyses.memory import is_list
from ..analyses.versions import Block, Version
from .marks import Read, Restore, overwritten
from .sweep import Sweep

CHEAP_CALLS = (abs, len, min, max, int, float, bool)
FORMS = (gast.Name, gast.Constant, gast.UnaryOp, gast.BinOp, gast.BoolOp, gast.Compare, gast.Attribute,
         gast.Subscript, gast.Tuple, gast.Slice, gast.operator, gast.unaryop, gast.boolop, gast.cmpop,
         gast.expr_context)


def is_section(version: Version) -> bool:
    """True for what an index picks of something."""
    return version.definition is not None and isinstance(version.definition.value, gast.Subscript)


class Needed:
    """Decides of each value whether its name still holds it, or it is made ``again``, or ``stashed``.

    ``split``: the reverse sweep is a function of its own.
    """

    def __init__(self, sweep: Sweep, labels: list[str], split: bool) -> None:
        self.sweep, self.split = sweep, split
        self.spelled: dict[Version, str] = {}
        self.again: dict[Version, Any] = {}
        self.stashed: dict[Block, list[Version]] = {}
        self.saved: dict[Version, Any] = {}                # what stores overwrite -> the statement that keeps it
        self.restored: set[str] = set()
        self.accesses = Accesses(sweep.versions, sweep.facts, sweep.is_counted)
        self.decide(labels)

    def versions_of(self, labels: list[str]) -> list[Version]:
        """The versions that the reverse sweep reads, those of loop headers included."""
        marks = {x for x in labels if x in self.sweep.marks}
        for label in labels:
            loop = self.sweep.loops.get(label)
            if loop is not None and loop.counted:
                marks |= self.sweep.marks.keys() & labels_of(self.range_of(loop.node))
        return sorted({self.sweep.marks[m] for m in marks}, key=lambda v: v.serial)

    def range_of(self, node: Any) -> list[Any]:
        at, env = self.sweep.versions.before[id(node)], self.sweep.facts.before[id(node)]
        return [self.sweep.read(a, at, env) for a in node.iter.args]

    def is_free(self, version: Version) -> bool:
        if version.is_index:
            assert version.block.parent is not None
            return self.sweep.is_counted(version.block.parent.statements[version.block.position])
        return version.block.loop is None and not overwritten(version)

    def decide(self, labels: list[str]) -> None:
        """Decide where each version comes from, and which stores have to be undone for that."""
        while True:
            self.again.clear()
            self.stashed.clear()
            stores = [self.sweep.restores[label].statement for label in sorted(self.restored)]
            self.needed = self.versions_of([*labels, *labels_of(stores)])
            self.decide_versions()
            restored = {label for label in labels if label in self.sweep.restores and self.is_read(self.sweep.restores[label])}
            if restored == self.restored:
                break
            self.restored = restored
        for label in sorted(self.restored):
            restore = self.sweep.restores[label]
            self.spelled[restore.old] = restore.old.name
            if restore.saved is None:
                continue
            self.saved[restore.old] = restore.saved
            self.spelled[restore.old] = restore.old.name

    def is_read(self, restore: Restore) -> bool:
        """True if the reverse sweep may read what a store overwrote."""
        sweep = self.sweep
        base = sweep.memory.writes[id(restore.node)].base
        if is_list(sweep.facts.before[id(restore.node)][base].kind):       # its length is read with any of its names
            originals = [sweep.shadows.originals.get(v, v) for v in self.again]
            names = {v.owner or v.name for v in self.needed}.union(*[tree.reads(v.definition.value) for v in originals])
            return not names.isdisjoint({base, *sweep.memory.classes.others(base)})
        reads = list(sweep.contents)
        for version in self.again:
            reads += self.contents(version)
        for label in self.restored:
            node = sweep.restores[label].node
            at = sweep.versions.before[id(node)]
            reads += [Read(at[n], node) for n in tree.reads(sweep.memory.writes[id(node)].index) & at.keys()]
        return any(self.is_undone(read, restore) for read in reads)

    def is_undone(self, read: Read, restore: Restore) -> bool:
        """True if a store may overwrite what the reverse sweep reads for an earlier statement."""
        sweep, node = self.sweep, restore.node
        write = sweep.memory.writes[id(node)]
        if read.array.name not in {write.base, *sweep.memory.classes.others(write.base)} or not sweep.precedes(read.node, node):
            return False
        array = sweep.versions.before[id(node)][write.base]
        if read.index is None or read.array is not array or array.block.loop is not None:
            return True
        order = sweep.order[id(node)] - sweep.order[id(read.node)]
        first = self.accesses.access(sweep.place(read.node)[0], read.index, read.look)
        second = self.accesses.access(sweep.place(node)[0], write.index, self.accesses.before(node))
        return can_meet(first, second, order > 0 or order == 0 and not read.after)

    def contents(self, version: Version) -> list[Read]:
        """What making a version again reads of written arrays, at the statement that made it."""
        shadows, shadow = self.sweep.shadows, version in self.sweep.shadows.originals
        version = shadows.originals.get(version, version)
        node = version.definition
        if node is None:
            return []
        at, env = self.sweep.versions.before[id(node)], self.sweep.facts.before[id(node)]
        found = []
        if isinstance(node.value, (gast.Subscript, gast.Attribute)):   # a view reads nothing, but an item is replaced
            look, written = self.accesses.before(node), self.sweep.memory.written
            index = node.value.slice if isinstance(node.value, gast.Subscript) else tree.const(node.value.attr)
            found += [Read(at[n], node, index if tree.is_name(node.value.value, n) else None, look)
                      for n in tree.reads(node.value) & written if version.name not in written or is_list(env[n].kind)]
        for n in tree.reads(node.value) & at.keys() & env.keys():
            part = shadows.twins.get(at[n], at[n]) if shadow else at[n]          # of a shadow, shadows are read
            if part in self.again:
                found += self.contents(part)
        return found

    def decide_versions(self) -> None:
        ready = set(self.needed)
        for version in self.needed:
            if self.is_free(version) and (not self.split or version.definition is None):
                continue
            value = self.cheap(version, ready)
            if value is not None:
                self.again[version] = value
            elif not self.is_free(version):
                self.stashed.setdefault(version.block, []).append(version)

    def cheap(self, version: Version, ready: set[Version]) -> Any:
        """The expression that made a version, if it costs little and its operands are at hand."""
        node = version.definition
        if node is None or not isinstance(node.targets[0], gast.Name):
            return None
        at, env = self.sweep.versions.before[id(node)], self.sweep.facts.before[id(node)]
        if isinstance(node.value, gast.Call) or not self.is_simple(node.value):
            return None
        if version.owner and not isinstance(node.value, (gast.Name, gast.Subscript, gast.Attribute)):
            return None
        if isinstance(node.value, (gast.BinOp, gast.UnaryOp, gast.Compare)):
            kinds = [env[n].kind for n in tree.reads(node.value) if n in env]
            if not all(is_scalar(k) for k in kinds):
                return None
        if isinstance(node.value, gast.Subscript):
            if not self.sweep.is_basic(node.value.slice, at, env):
                return None
            base = env.get(getattr(node.value.value, "id", ""))
            copied = isinstance(node.value.slice, gast.Slice) and base is not None and base.kind.type is not np.ndarray
            if copied and version.name in self.sweep.memory.written:
                return None
        operands = [at[n] for n in tree.reads(node.value) if n in at]
        made: dict[Version, Any] = {}                      # of `y = x[i]` and `y[j]`: what nothing else reads
        for operand in operands:
            if not self.at_hand(operand) and not (operand in ready and operand.serial < version.serial):
                made[operand] = self.cheap(operand, ready) if is_section(operand) and (
                    isinstance(node.value, (gast.Name, gast.Subscript))) else None
        uses = self.sweep.used.get(version, ())
        self.again.update({o: value for o, value in made.items() if value is not None})
        if None in made.values() or not all(
                self.lasts(read, use, early) for read in self.contents(version) for use, early in uses):
            for operand in made:
                self.again.pop(operand, None)
            return None
        return self.sweep.read(node.value, at, env)

    def lasts(self, read: Read, use: Any, early: bool) -> bool:
        """True if what was read is still there for the reverse of another statement, ``early``: before that is undone."""
        if not self.sweep.steady(read.node, use, read.array.name):
            return False
        return not early or not self.is_undone(read, self.sweep.restores[f"@restore:{id(use)}"])

    def at_hand(self, version: Version) -> bool:
        """True if reading the version needs no stash: in a reverse part of its own, a parameter."""
        if not self.is_free(version):
            return False
        return not self.split or version.is_index or (version.block.parent is None and version.position == -1)

    def is_simple(self, node: Any) -> bool:
        """True for arithmetic, comparisons, subscripts and cheap builtins: safe to evaluate again."""
        if isinstance(node, gast.Call):
            found, target = self.sweep.resolve(tree.dotted_path(node.func) or "")
            return found and target in CHEAP_CALLS and not node.keywords and all(map(self.is_simple, node.args))
        if not isinstance(node, FORMS):
            return False
        return all(self.is_simple(child) for child in tree.children(node))


def labels_of(nodes: Sequence[Any]) -> list[str]:
    """The marks of statements, in the order in which they stand."""
    return list(dict.fromkeys(
        n.id for top in nodes for n in preorder(top) if isinstance(n, gast.Name) and "@" in n.id))


def preorder(node: Any) -> Iterator[Any]:
    yield node
    for child in tree.children(node):
        yield from preorder(child)
