"""Where the reverse sweep finds the primal values it reads.

Each mark ``y@12`` of the reverse sweep becomes, in this order of preference: the name itself,
where it still holds the value; the cheap expression that made it; a stash. A stash outside loops
is one more name; inside loops it is one record per trip, a tuple pushed on a list and popped when
the reverse sweep enters the same block.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.kinds import UNKNOWN
from ..analyses.lattice import is_scalar
from ..analyses.versions import Block, Version
from ..rules.expand import TOOL
from .fits import fits
from .hollows import asked_for_shapes
from .marks import has_break
from .needed import Needed, labels_of, preorder
from .sweep import Sweep


class Stash(Needed):
    """Decides the stashes of a sweep; ``forward`` and ``reverse`` are the finished statements."""

    def __init__(self, sweep: Sweep, reverse: Sequence[Any], extra: Sequence[Any] = (), split: bool = False) -> None:
        labels = labels_of([*reverse, *extra])
        super().__init__(sweep, labels, split)
        self.names = sweep.names
        self.once: dict[str, list[Version]] = {}           # those made again once for all that read them, by block
        self.inserted: dict[int, list[tuple[int, int, Any]]] = {}
        self.flags: dict[int, str] = {}
        self.tapes: dict[Block, str] = {}
        self.headers: dict[str, Any] = {}
        self.pops: dict[str, Any] = {}
        self.beginning: list[Any] = []
        self.hollow: set[Version] = set()                  # of these the reverse sweep asks the shape alone
        for node in tree.statements(sweep.function.body):
            for companion in sweep.shadows.companions.get(id(node), []):
                block, position = sweep.place(node)
                self.insert(block, position + 1, 0, companion)
        self.beginning += sweep.shadows.entry
        self.decide_tests([x for x in labels if x.startswith("@test:")])
        self.decide_loops([x for x in labels if x.startswith("@loop:")])
        for node, test in fits(sweep):
            block, position = sweep.place(node)
            self.insert(block, position + 1, -1, test)
        self.again_once(reverse)
        self.hollow = asked_for_shapes(self, [*reverse, *extra])
        self.name_versions()
        every = {v for found in self.stashed.values() for v in found}
        for version, statement in self.saved.items():
            if version not in every:
                self.insert(version.block, version.position + 1, 1, statement)
        for block, found in self.stashed.items():
            self.push(block, found)
        self.forward = [*self.beginning, *self.rebuild(sweep.function.body)]
        self.reverse = self.finish(reverse)

    def again_once(self, reverse: Sequence[Any]) -> None:
        """Choose what is made again at the start of its block: arithmetic, elements, rows that are read there more than once."""
        counts = Counter(n.id for top in [*reverse, *self.again.values(), *self.headers.values()] if hasattr(top, "_fields")
                         for n in preorder(top) if isinstance(n, gast.Name))
        blocks = set(counts)
        for version, value in sorted(self.again.items(), key=lambda item: item[0].serial):
            label = f"{version.name}@{version.serial}"
            kind = self.sweep.values[label].kind if label in self.sweep.values else UNKNOWN
            number = kind.type is not None and issubclass(kind.type, (float, np.floating))
            section = isinstance(value, gast.Subscript) and not version.owner and (number or kind.type is np.ndarray)
            block = f"@block:{id(version.block.statements)}"
            if (isinstance(value, gast.BinOp) and number or section) and counts[label] > 1 and block in blocks and (
                    not self.contents(version)):
                self.once.setdefault(block, []).append(version)

    # -------------------------------------------------------------- branches and loops
    def decide_tests(self, labels: list[str]) -> None:
        ready = set(self.needed)
        for label in reversed(labels):
            test = self.sweep.tests[label]
            node = test.node
            at, env = self.sweep.versions.before[id(node)], self.sweep.facts.before[id(node)]
            operands = [at[n] for n in tree.reads(node.test) if n in at]
            plain = all(is_scalar(env[n].kind) or env[n].kind.type in (str, type(None), bool)
                        for n in tree.reads(node.test) if n in env) or isinstance(node.test, gast.Name)
            steady = not tree.reads(node.test) & self.sweep.memory.written
            if steady and self.is_simple(node.test) and plain and all(self.is_free(o) or o in ready for o in operands):
                self.headers[label] = self.sweep.read(node.test, at, env)
                self.needed += [o for o in operands if o not in ready]
                ready.update(operands)
                continue
            if steady and isinstance(node.test, gast.Name) and len(operands) == 1:
                self.headers[label] = self.sweep.read(node.test, at, env)
                self.stashed.setdefault(operands[0].block, []).append(operands[0])
                ready.add(operands[0])
                continue
            flag = self.names.fresh("taken")
            self.flags[id(node)] = flag
            lasting = steady or isinstance(node.test, gast.Compare)      # else what it is may change: `if stack:`
            value = node.test if lasting else tree.call("bool" + TOOL, [node.test])
            self.insert(test.block, test.position, 1, tree.assign(flag, value, node.lineno))
            version = self.sweep.versions.new(flag, test.block, test.position - 1)
            self.spelled[version] = flag
            self.headers[label] = tree.name(flag)
            self.home(version)

    def home(self, version: Version) -> None:
        """Stash a version made by this pass where its block is run many times."""
        if version.block.loop is not None:
            self.stashed.setdefault(version.block, []).append(version)
        else:
            self.needed.append(version)

    def decide_loops(self, labels: list[str]) -> None:
        loops = [(x, self.sweep.loops[x]) for x in labels]
        for label, loop in sorted(loops, key=lambda pair: -len(pair[1].block.ancestors())):
            body = self.sweep.versions.blocks[id(loop.node.body)]
            if loop.counted:
                self.headers[label] = loop
            elif loop.block.loop is None and self.stashed.get(body):
                self.headers[label] = body
            else:
                trips = self.names.fresh("trips")
                self.insert(loop.block, loop.position, 0, tree.assign(trips, tree.const(0), loop.node.lineno))
                self.insert(body, 0, 0, tree.augment(trips, "+", tree.const(1), loop.node.lineno))
                version = self.sweep.versions.new(trips, loop.block, loop.position)
                self.spelled[version] = trips
                self.headers[label] = trips
                self.home(version)

    # -------------------------------------------------------------- names, pushes, pops
    def name_versions(self) -> None:
        """Give every stash the user's name if no other value of that name is read and no loop counts with it; else a new one."""
        counters = {x.node.target.id for x in self.sweep.loops.values() if x.counted}
        every = [v for found in (*self.stashed.values(), *self.once.values()) for v in found]
        kept = [v for v in self.needed if v not in self.again and v not in every]
        for version in every:
            rivals = [v for v in [*every, *kept] if v.name == version.name and v is not version]
            if version in self.spelled:
                continue
            alone = not rivals and version.block.loop is not None and version.name not in counters
            self.spelled[version] = version.name if alone else self.names.fresh(version.name)

    def push(self, block: Block, found: list[Version]) -> None:
        """Insert the statements that keep the versions of one block, and the pop that restores them."""
        if block.loop is None:
            for version in found:
                self.preset(version)
                self.insert(block, version.position + 1, 0,
                            tree.assign(self.spelled[version], self.kept(version), self.line_at(block, version.position)))
                self.needed.append(version)
            return
        found = sorted(found, key=lambda v: v.serial)
        earliest = max(v.position + 1 for v in found)
        pushed = []
        for version in found:
            name = version.name
            start = version.position + 1
            if block.assigns(version.owner or name, start, earliest):
                name = self.names.fresh(version.name)
                self.insert(block, start, 0, tree.assign(name, tree.name(version.name), self.line_at(block, version.position)))
            self.preset(version)
            pushed.append(self.pushed(version, name, earliest))
        tape = self.names.fresh("tape")
        self.tapes[block] = tape
        item = pushed[0] if len(pushed) == 1 else tree.tuple_(pushed)
        self.insert(block, earliest, 2, tree.expression(tree.call(f"{tape}.append", [item]), self.line_at(block, earliest)))
        self.beginning.append(tree.assign(tape, tree.list_([])))
        restored = [tree.name(self.spelled[v]) for v in found]
        target = restored[0] if len(restored) == 1 else tree.tuple_(restored)
        self.pops[f"@block:{id(block.statements)}"] = tree.assign(target, tree.call(f"{tape}.pop"))

    def pushed(self, version: Version, name: str, position: int) -> Any:
        """What is written in a record: what a store at that position overwrites needs no name before."""
        if version in self.saved and position == version.position + 1:
            return self.saved[version].value
        if version in self.saved:
            self.insert(version.block, version.position + 1, 1, self.saved[version])
        return self.kept(version, name)

    def kept(self, version: Version, name: str = "") -> Any:
        """What is kept of a version: of one that is asked for its shape, nothing more."""
        value = tree.name(name or version.name)
        return tree.call("hollow" + TOOL, [value]) if version in self.hollow else value

    def preset(self, version: Version) -> None:
        """Let a name be kept that may have no value yet; None makes every use of it an error, as it is in the program."""
        start = tree.assign(version.name, tree.const(None))
        if version.maybe_undefined and not any(tree.same(start, s) for s in self.beginning):
            self.beginning.append(start)

    def line_at(self, block: Block, position: int) -> int:
        statements = block.statements
        return int(statements[min(max(position, 0), len(statements) - 1)].lineno) if statements else 0

    def insert(self, block: Block, position: int, order: int, statement: Any) -> None:
        self.inserted.setdefault(id(block.statements), []).append((position, order, statement))

    # -------------------------------------------------------------- the finished sweeps
    def rebuild(self, block: list[Any]) -> list[Any]:
        """Return the forward sweep of a block with everything inserted."""
        added = sorted(self.inserted.get(id(block), []), key=lambda item: item[:2])
        out: list[Any] = []
        for position, node in enumerate(block):
            out += [s for p, _, s in added if p == position]
            out.append(self.rebuilt(node))
        return out + [s for p, _, s in added if p >= len(block)]

    def rebuilt(self, node: Any) -> Any:
        if id(node) in self.sweep.rewrites:
            return self.sweep.rewrites[id(node)]
        if isinstance(node, gast.If):
            test = tree.name(self.flags[id(node)]) if id(node) in self.flags else node.test
            return tree.if_(test, self.rebuild(node.body), self.rebuild(node.orelse), node.lineno)
        if isinstance(node, gast.For):
            return tree.for_(node.target, node.iter, self.rebuild(node.body), node.lineno)
        if isinstance(node, gast.While):
            return tree.while_(node.test, self.rebuild(node.body), node.lineno)
        return node

    def spell(self, node: Any) -> Any:
        """Replace the marks of an expression or a simple statement."""
        def give(label: str) -> Any:
            version = self.sweep.marks.get(label)
            if version is None:
                return None
            if version in self.again and version not in self.spelled:
                return self.spell(self.again[version])
            return tree.name(self.spelled.get(version, version.name))
        return tree.replace(node, give)

    def finish(self, block: Sequence[Any]) -> list[Any]:
        out: list[Any] = []
        for node in block:
            if isinstance(node, gast.Expr) and isinstance(node.value, gast.Name) and node.value.id.startswith("@block:"):
                if node.value.id in self.pops:
                    out.append(self.pops[node.value.id])
                out += [tree.assign(self.spelled[v], self.spell(self.again[v])) for v in self.once.get(node.value.id, [])]
            elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Name) and node.value.id in self.sweep.restores:
                if node.value.id in self.restored:
                    out.append(self.spell(self.sweep.restores[node.value.id].statement))
            elif isinstance(node, gast.If):
                out.append(tree.if_(self.test(node.test), self.finish(node.body), self.finish(node.orelse), node.lineno))
            elif isinstance(node, gast.For):
                out.append(self.loop(node))
            else:
                out.append(self.spell(node))
        return out

    def test(self, test: Any) -> Any:
        if isinstance(test, gast.UnaryOp):
            return tree.not_(self.test(test.operand))
        return self.spell(self.headers[test.id])

    def loop(self, node: Any) -> Any:
        header = self.headers[node.iter.id]
        body = self.finish(node.body)
        if isinstance(header, str):
            return tree.for_(self.names.fresh("_"), tree.call("range" + TOOL, [tree.name(header)]), body, node.lineno)
        if isinstance(header, Block):
            return tree.while_(tree.name(self.tapes[header]), body, node.lineno)
        args = [self.spell(a) for a in self.range_of(header.node)]
        return tree.for_(header.node.target, backwards(args), body, node.lineno)


def backwards(args: list[Any]) -> Any:
    """The range that runs the other way.

    >>> from srcad.printer import expression
    >>> expression(backwards([tree.name("n")]))
    'range@tool(n - 1, -1, -1)'
    """
    step = tree.literal(args[2]) if len(args) == 3 and tree.is_literal(args[2]) else 1 if len(args) < 3 else None
    start, stop = (tree.const(0), args[0]) if len(args) == 1 else args[:2]
    if step == 1:
        return tree.call("range" + TOOL, [_shift(stop, -1), _shift(start, -1), tree.const(-1)])
    if step == -1:
        return tree.call("range" + TOOL, [_shift(stop, 1), _shift(start, 1)])
    return tree.subscript(tree.call("range" + TOOL, args), tree.slice_(None, None, tree.const(-1)))


def _shift(node: Any, by: int) -> Any:
    if tree.is_literal(node):
        return tree.const(tree.literal(node) + by)
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)) and tree.is_literal(node.right):
        right = tree.literal(node.right) * (1 if isinstance(node.op, gast.Add) else -1) + by
        if right == 0:
            return node.left
        return tree.binary(node.left, "+" if right > 0 else "-", tree.const(abs(right)))
    return tree.binary(node, "-" if by < 0 else "+", tree.const(abs(by)))


__all__ = ["Stash", "backwards", "has_break"]
