"""How a reverse sweep reads the primal: marks stand for values, and for the places where more is known later.

The mark ``y@12`` is version 12 of ``y``; ``@test:7``, ``@loop:7`` and ``@restore:7`` are a test, the
header of a loop, and a store undone. ``stash`` decides afterwards where each comes from.
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.accesses import Look
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.memory import Memory, is_list
from ..analyses.operations import display_kind
from ..analyses.versions import Block, Version, Versions, versions
from ..names import Names
from ..rules.expand import TOOL
from ..source import Source


@dataclass(frozen=True)
class Test:
    """A branch of the reverse sweep: decided again, or from a stashed bool."""

    node: Any
    block: Block
    position: int


@dataclass(frozen=True)
class Restore:
    """What a store overwrote, put back before anything in the reverse sweep reads it."""

    node: Any                 # the store
    saved: Any                # what the forward sweep keeps
    old: Version
    statement: Any


@dataclass(frozen=True)
class Read:
    """A read of elements of a written array in the reverse sweep, as they were before (or after) a statement."""

    array: Version
    node: Any
    index: Any = None         # None: any elements
    look: Look = field(default=lambda name: None)
    after: bool = False


@dataclass(frozen=True)
class Loop:
    """A loop of the reverse sweep whose header is written once the stashes are known."""

    node: Any
    block: Block
    position: int
    counted: bool


class Marks:
    """The primal of a sweep: its versions and facts, and the marks that were left of them."""

    def __init__(self, function: Any, source: Source, facts: Facts, names: Names) -> None:
        self.function, self.source, self.facts, self.names = function, source, facts, names
        self.versions: Versions = versions(function)
        self.memory: Memory = facts.memory
        self.values: dict[str, Value] = {}                 # of marks
        self.marks: dict[str, Version] = {}
        self.tests: dict[str, Test] = {}
        self.loops: dict[str, Loop] = {}
        self.restores: dict[str, Restore] = {}
        self.used: dict[Version, list[tuple[Any, bool]]] = {}      # what reads a version in reverse; before it is undone?
        self.contents: list[Read] = []                     # of what is in written arrays
        self.order = {id(n): k for k, n in enumerate(tree.statements(function.body))}
        self.bars: dict[str, str] = {}
        self.locals = set(tree.parameters(function)) | tree.writes(function.body)

    def read(self, node: Any, at: Mapping[str, Version], env: Mapping[str, Value]) -> Any:
        """Return ``node`` with every local name replaced by the mark of its version."""
        def mark(identifier: str) -> Any:
            version = at.get(identifier)
            if version is None or identifier not in self.locals:
                return None
            label = f"{identifier}@{version.serial}"
            self.marks[label] = version
            self.values[label] = env.get(identifier, Value(UNKNOWN))
            return tree.name(label)
        return tree.replace(node, mark)

    def value_of(self, node: Any) -> Value:
        """What is known of a marked operand."""
        if isinstance(node, gast.Name) and node.id in self.values:
            return self.values[node.id]
        if isinstance(node, tree.DISPLAYS):
            items = [self.value_of(e) for e in tree.elements(node)]
            return Value(display_kind(node, [v.kind for v in items]), any(v.varied for v in items))
        if tree.is_literal(node):
            return Value(Kind(type(tree.literal(node))))
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found:
            return Value(of_value(value))
        return Value(UNKNOWN)

    def shared(self, node: Any, at: Block) -> Any:
        """Let ``cos(x)``, of which the forward sweep has the value already in the same block, be that value."""
        return tree.substituted(node, {id(part): new for part in tree.walk(node) if (new := self.computed(part, at)) is not part})

    def computed(self, node: Any, at: Block) -> Any:
        one = isinstance(node, gast.Call) and len(node.args) == 1 and not node.keywords and isinstance(node.args[0], gast.Name)
        version = self.marks.get(node.args[0].id) if one else None
        path = tree.dotted_path(node.func) or "" if one else ""
        made = self.calls.get((path.replace(TOOL, ""), version)) if version is not None and TOOL in path else None
        if version is None or made is None or self.place(made)[0] is not at or {
                made.targets[0].id, version.name} & self.memory.written:
            return node                                        # (what is in a written array is another value each time)
        return self.read(tree.name(made.targets[0].id), self.versions.after[id(made)], self.facts.after[id(made)])

    @cached_property
    def calls(self) -> dict[tuple[str, Version], Any]:
        """The statements that call a function of NumPy's or Python's ``math`` of one name, by both."""
        found: dict[tuple[str, Version], Any] = {}
        for node in tree.statements(self.function.body):
            call = node.value if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) else None
            if not isinstance(call, gast.Call) or len(call.args) != 1 or call.keywords or not isinstance(call.args[0], gast.Name):
                continue
            known, target = self.resolve(tree.dotted_path(call.func) or "")
            version = self.versions.before[id(node)].get(call.args[0].id)
            word = getattr(target, "__name__", "")
            for module in (np, math):
                if known and version is not None and getattr(module, word, None) is target:
                    found[f"{'np' if module is np else 'math'}.{word}", version] = node
        return found

    def by_shape(self, node: Any) -> Any:
        """Let ``np.size(t)`` and the like ask a parameter of the same shape, so that ``t`` need not be kept for it."""
        node = tree.clone(node)
        for part in tree.walk(node):
            word = (tree.dotted_path(part.func) or "").split(".")[-1].removesuffix(TOOL) if isinstance(part, gast.Call) else ""
            place = 0 if word in ("size", "shape", "zeros_like") else 1 if word in LIKE[:1] else None
            if place is not None and len(part.args) > place and isinstance(part.args[place], gast.Name):
                part.args[place] = self.twin(part.args[place], word == "zeros_like")
            elif isinstance(part, gast.Attribute) and part.attr == "shape" and isinstance(part.value, gast.Name):
                part.value = self.twin(part.value, False)
        return node

    def twin(self, operand: Any, exactly: bool) -> Any:
        """A parameter that has the shape (``exactly``: and the dtype) of an operand; else the operand."""
        kind = self.value_of(operand).kind
        if kind.shape is None or kind.type is not np.ndarray or operand.id not in self.marks:
            return operand
        for name, (version, own) in self.entries.items():
            if own.shape == kind.shape and own.rank == kind.rank and (not exactly or own.dtype == kind.dtype):
                label = f"{name}@{version.serial}"
                self.marks[label], self.values[label] = version, Value(own)
                return tree.name(label)
        return operand

    @cached_property
    def entries(self) -> dict[str, tuple[Version, Kind]]:
        """The array parameters that keep their value throughout."""
        first = self.function.body[0]
        at, env = self.versions.before[id(first)], self.facts.before.get(id(first), {})
        return {n: (at[n], env[n].kind) for n in tree.parameters(self.function)
                if n in at and n in env and env[n].kind.type is np.ndarray and not overwritten(at[n])}

    def resolve(self, path: str) -> tuple[bool, Any]:
        if not path or path.split(".")[0] in self.locals or "@" in path and TOOL not in path:
            return False, None
        return self.source.resolve(path)

    def value_of_here(self, node: Any, operand: Any) -> Value:
        """What is known of an operand before a statement."""
        return self.value_of(self.read(operand, self.versions.before[id(node)], self.facts.before[id(node)]))

    def kind_of_name(self, name: str) -> Kind:
        """What is known of a name where it is first bound."""
        for env in (*self.facts.before.values(), *self.facts.after.values()):
            if name in env:
                return env[name].kind
        return UNKNOWN

    def bar(self, name: str) -> str:
        if name not in self.bars:
            self.bars[name] = self.names.fresh(f"{name}_bar")
        return self.bars[name]

    # -------------------------------------------------------------- who reads what
    def note(self, lines: list[Any], node: Any) -> None:
        """Remember which values, and the contents of which written arrays, a reverse statement reads."""
        restored = f"@restore:{id(node)}" not in map(label_of, lines)
        for line in lines:
            early = not restored
            restored = restored or label_of(line) == f"@restore:{id(node)}"
            undoes = self.restores.get(label_of(line))
            for part in tree.walk(line if undoes is None else undoes.statement):
                if isinstance(part, gast.Name) and part.id in self.marks:
                    self.used.setdefault(self.marks[part.id], []).append((node, early))
            for label, index in content_reads(line):
                if label in self.marks and self.marks[label].name in self.memory.written:
                    self.contents.append(Read(self.marks[label], node, index, self.look, not restored))

    def look(self, label: str) -> tuple[Version, Value] | None:
        return (self.marks[label], self.values[label]) if label in self.values else None

    def note_test(self, node: Any, test: Any, reader: Any) -> None:
        at = self.versions.before[id(node)]
        for name in tree.reads(test) & at.keys():
            self.used.setdefault(at[name], []).append((reader, False))

    # -------------------------------------------------------------- where statements stand
    @cached_property
    def places(self) -> dict[int, tuple[Block, int]]:
        return {id(node): (block, position) for block in self.versions.blocks.values()
                for position, node in enumerate(block.statements)}

    def place(self, node: Any) -> tuple[Block, int]:
        return self.places[id(node)]

    def precedes(self, first: Any, second: Any) -> bool:
        """True if a statement may run before another one, or is the same."""
        loops = [{b for b in self.place(n)[0].ancestors() if b.is_loop} for n in (first, second)]
        return self.order[id(first)] <= self.order[id(second)] or bool(loops[0] & loops[1])

    def steady(self, start: Any, end: Any, name: str) -> bool:
        """True if no store can change the array ``name`` between two statements."""
        names = {name, *self.memory.classes.others(name)}
        block, position = self.place(start)
        here, to = self.place(end)
        while here is not block:
            if here.parent is None:
                return False
            if here.is_loop and self.stores_to(names, here.statements):
                return False
            if self.stores_to(names, here.statements[:to]):
                return False
            here, to = here.parent, here.position
        return position < to and not self.stores_to(names, block.statements[position + 1:to])

    def stores_to(self, names: set[str], block: list[Any]) -> bool:
        return any(w.base in names for n in tree.statements(block) if (w := self.memory.writes.get(id(n))) is not None)

    def is_free(self, version: Version) -> bool:
        """True if the name still holds the version when the reverse sweep begins."""
        return version.block.loop is None and not overwritten(version)

    def is_counted(self, node: Any) -> bool:
        """A loop over a range that runs to its end: reversed by arithmetic, nothing recorded."""
        if not isinstance(node, gast.For) or has_break(node.body):
            return False
        if node.target.id in tree.writes(node.body) or not isinstance(node.iter, gast.Call):
            return False
        return self.resolve(tree.dotted_path(node.iter.func) or "") == (True, range) and not self.has_moving_end(node)

    def has_moving_end(self, node: Any) -> bool:
        """True if a store may change what a range was made of: ``range(n[0])``, ``range(len(l))`` where the body appends."""
        inside = set().union(*map(elements_read, node.iter.args))
        lengths = tree.reads(node.iter.args) & self.memory.written
        lists = {n for n in lengths if is_list(self.facts.before[id(node)][n].kind)}
        return bool(inside & lengths) or any(
            self.stores_to({n, *self.memory.classes.others(n)}, node.body) for n in lists)

    # -------------------------------------------------------------- indices
    def is_basic(self, index: Any, at: Mapping[str, Version], env: Mapping[str, Value]) -> bool:
        """True for an index made of integers, slices, None and Ellipsis only."""
        for part in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(part, gast.Slice) or tree.is_literal(part) and not isinstance(part, gast.List):
                continue
            found, value = self.resolve(tree.dotted_path(part) or "")
            if found and (value is None or isinstance(value, int)):
                continue
            if not self.is_integer(part, env):
                return False
        return True

    def is_integer(self, node: Any, env: Mapping[str, Value]) -> bool:
        """True for integer arithmetic on integers."""
        if isinstance(node, gast.BinOp):
            return self.is_integer(node.left, env) and self.is_integer(node.right, env)
        if isinstance(node, gast.UnaryOp):
            return self.is_integer(node.operand, env)
        if tree.is_literal(node):
            return isinstance(tree.literal(node), int)
        kind = env[node.id].kind if isinstance(node, gast.Name) and node.id in env else UNKNOWN
        return kind.type is not None and issubclass(kind.type, (int, np.integer)) and kind.type is not bool


SHAPES = ("shape", "zeros_like", "zeros", "full_like", "seed", "len", "ndim", "size")      # calls that read no element
LIKE = ("unbroadcast", "match")                                                    # nor do these of their second operand


def elements_read(node: Any) -> set[str]:
    """The names whose elements, and not only their number, an expression reads."""
    if tree.called(node) == "len":
        return set()
    if isinstance(node, gast.Attribute) and node.attr in ("shape", "ndim", "size"):
        return set()
    if isinstance(node, gast.Name):
        return {node.id}
    return set().union(*map(elements_read, tree.children(node)))


def content_reads(node: Any) -> list[tuple[str, Any]]:
    """The marks whose elements, and not only their shape, a tree reads; with the index where one picks them."""
    if isinstance(node, gast.Name):
        return [(node.id, None)] if "@" in node.id else []
    if isinstance(node, gast.Attribute) and node.attr in ("shape", "ndim", "size", "dtype") and isinstance(node.value, gast.Name):
        return []
    if isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name):
        return [(node.value.id, tree.const(node.attr))] if "@" in node.value.id else []
    if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name):
        return [(node.value.id, node.slice), *content_reads(node.slice)]
    children = list(tree.children(node))
    if isinstance(node, gast.Call):
        word = (tree.dotted_path(node.func) or "").split(".")[-1].removesuffix(TOOL)
        children = [] if word in SHAPES else node.args[:1] if word in LIKE else node.args + [k.value for k in node.keywords]
        if isinstance(node.func, gast.Attribute):
            children = [node.func.value, *children]
    return [read for child in children for read in content_reads(child)]


def has_break(block: list[Any]) -> bool:
    """True if a loop's body breaks out of the loop itself."""
    for node in block:
        if isinstance(node, gast.Break):
            return True
        if isinstance(node, gast.If) and (has_break(node.body) or has_break(node.orelse)):
            return True
    return False


def overwritten(version: Version) -> bool:
    """True if a statement that can run after the version was made assigns the name again."""
    block, position = version.block, version.position
    while True:
        if block.assigns(version.owner or version.name, position + 1):
            return True
        if block.parent is None or block.is_loop:
            return False
        block, position = block.parent, block.position


def label_of(node: Any) -> str:
    """The label of a mark that stands for a statement, "" of all else."""
    return str(node.value.id) if isinstance(node, gast.Expr) and isinstance(node.value, gast.Name) else ""


def is_mark(node: Any) -> bool:
    """True for a mark that stands as a statement."""
    return label_of(node).startswith("@")
