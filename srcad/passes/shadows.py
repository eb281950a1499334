"""Shadows: one adjoint buffer per allocation, and names for it that mirror the names of the array.

Where two live names may share memory that is written, what the forward sweep does to references
is done to the shadows too: ``y = x[1:]`` beside ``y_bar = x_bar[1:]``, ``b = a`` beside
``b_bar = a_bar``, ``y = np.zeros(n)`` beside ``y_bar = np.zeros_like(y)``. So the shadow of a view is
the view of the shadow. A *companion* is such a statement; the references it makes are kept for the
reverse sweep as any value is.
"""
from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import OVERLAPPING, allocates, copies_numbers, is_fixed, is_one_of, is_view, picks
from ..analyses.inference import SPLITS, Value
from ..analyses.kinds import Kind, is_lent
from ..analyses.lattice import is_complex
from ..analyses.memory import is_list, slot_kind
from ..analyses.operations import GETITEM, MAKE, Operation, rebuilt
from ..analyses.operations import operation as operation_of
from ..analyses.versions import Version
from ..analyses.writes import APPEND, INSERT, POP, Write, removed, returned
from ..errors import UnsupportedSyntax, fail
from ..rules.expand import TOOL
from .adjoints import NUMPY, known_array, zero_array
from .marks import Restore

MIRRORED = tuple(                                          # views or copies, by layout and dtype
    "reshape ravel asarray ascontiguousarray asfortranarray asanyarray array astype".split())


class Shadows:
    """The companions of a function's statements, and the versions of the names that they bind."""

    def __init__(self, sweep: Any) -> None:
        self.sweep = sweep
        self.names = sweep.memory.shadowed
        self.twins: dict[Version, Version] = {}
        self.originals: dict[Version, Version] = {}
        self.companions: dict[int, list[Any]] = {}         # id of a statement -> its companions
        self.entry: list[Any] = []                         # companions of the parameters
        self.olds: dict[int, Version] = {}                 # id of a write to a list -> what its companion loses
        self.growing: set[str] = set()                     # names of classes with a list that grows
        self.overlapping: set[str] = set()                 # names of classes with views whose elements share memory
        if not self.names:
            return
        sweep.locals |= {sweep.bar(n) for n in self.names}
        values = [(n, v.kind) for n, v in sweep.facts.values_in(sweep.function) if n in self.names and known_array(v.kind)]
        changing = {n for n, kind in values if is_complex(kind)} & {n for n, kind in values if not is_complex(kind)}
        if changing:
            fail(UnsupportedSyntax, sweep.source.where(sweep.function),
                 f"`{min(changing)}` is an array of real numbers at first, and later a complex one, that is written in place",
                 "give one of them another name")
        start = sweep.facts.before[id(sweep.function.body[0])]
        for parameter in tree.parameters(sweep.function):
            if parameter in self.names:
                if start[parameter].varied and is_fixed(start[parameter].kind):
                    fail(UnsupportedSyntax, sweep.source.where(sweep.function), f"`{parameter}` is no array at first, and later "
                         "one that may be written in place", "give the array a name of its own")
                self.entry.append(tree.assign(sweep.bar(parameter), self.zeros(parameter)))
        for node in tree.statements(sweep.function.body):
            write = sweep.memory.writes.get(id(node))
            if write is not None and write.base in self.names and is_list(sweep.facts.before[id(node)][write.base].kind):
                self.companions[id(node)] = self.of_list(node, write)
                if self.companions[id(node)] or write.operator != "":
                    self.growing |= {write.base, *sweep.memory.classes.others(write.base)}
            targets = [t for t in tree.targets(node) if t in self.names] if isinstance(node, gast.Assign) else []
            if targets:
                self.companions[id(node)] = [self.companion(node, t) for t in targets]
                call = self.operation(node)
                if call is not None and is_one_of(call.target, OVERLAPPING):
                    self.overlapping |= {*targets, *sweep.memory.classes.others(targets[0])}

    # -------------------------------------------------------------- companions
    def zeros(self, name: str) -> Any:
        kind = self.sweep.kind_of_name(name)
        if kind.is_container:
            value = self.sweep.zeros(kind, tree.name(name))
            every = tree.dict_(kind.fields, [tree.const(0.0) for _ in kind.fields])
            return tree.call("add" + TOOL, [value, every]) if kind.absent else value
        if name in self.sweep.memory.laid_out:
            return tree.call("laid_out" + TOOL, [tree.name(name), tree.const(0.0)])
        return zero_array(kind, tree.name(name))

    def of_list(self, node: Any, write: Write) -> list[Any]:
        """The same write to the list of shadows; what it loses is kept, to undo it."""
        bar, line = tree.name(self.sweep.bar(write.base)), node.lineno
        if write.operator in (APPEND, INSERT):
            return [tree.expression(returned(write, bar, write.index, self.item(node, write.value)), line)]
        kind = self.sweep.facts.before[id(node)][write.base].kind
        if write.operator == "" and is_fixed(slot_kind(self.sweep.memory, write, kind)):
            new = kind.is_record and tree.is_literal(write.index) and tree.literal(write.index) in kind.absent
            place = tree.subscript(bar, write.index)           # numbers have no references to mirror, but a place
            return [tree.assign(place, tree.const(0.0), line)] if new else []
        old = self.sweep.names.fresh(f"{bar.id}_old")
        block, position = self.sweep.place(node)
        self.olds[id(node)] = self.sweep.versions.new(old, block, position)
        if write.operator == POP:
            return [tree.assign(old, removed(write, bar, write.index), line)]
        slot = tree.subscript(bar, write.index)
        lost = tree.call(tree.attr(bar, "get"), [write.index]) if kind.absent else slot
        return [tree.assign(old, lost, line), tree.assign(slot, self.item(node, write.value), line)]

    def undo(self, node: Any, write: Write, base: Any, index: Any) -> list[Any]:
        """Undo a write to a list of shadows in the reverse sweep; nothing where it has no companion to undo."""
        if id(node) not in self.olds:
            return []
        old, label = self.olds[id(node)], f"@restore:{id(node)}:bar"
        mark = f"{old.name}@{old.serial}"
        self.sweep.marks[mark] = old
        bar = self.mark(self.sweep.marks[base.id], self.sweep.values[base.id])
        if write.operator == POP:
            statement = tree.expression(returned(write, bar, index, tree.name(mark)), node.lineno)
        else:
            statement = tree.assign(tree.subscript(bar, index), tree.name(mark), node.lineno)
        self.sweep.restores[label] = Restore(node, None, old, statement)
        return [tree.expression(tree.name(label))]

    def item(self, node: Any, value: Any) -> Any:
        """The shadow of what is put in a list: of a number, a number."""
        env = self.sweep.facts.before[id(node)]
        if isinstance(value, gast.Name) and value.id in env and is_fixed(env[value.id].kind):
            return self.sweep.zeros(env[value.id].kind, value)
        if not isinstance(value, (gast.Name, *tree.DISPLAYS)):
            return tree.const(0.0)
        return self.bars(node, value, numbers=True)

    def companion(self, node: Any, target: str) -> Any:
        return tree.assign(self.sweep.bar(target), self.mirrored(node, target), node.lineno)

    def mirrored(self, node: Any, target: str) -> Any:
        """What the shadow of a name is bound to where a statement binds the name."""
        sweep, env = self.sweep, self.sweep.facts.before[id(node)]
        kind = sweep.facts.after[id(node)][target].kind
        if kind.type is type(None):
            return tree.const(0.0)
        if kind.type is not np.ndarray and not kind.is_container:
            self.refuse(node, target)
        value, read = node.value, tree.reads(node.value)
        constant = not read & self.names and not any(env[n].varied for n in read if n in env)        # of the module's own
        if len(tree.targets(node)) > 1 or constant and not isinstance(value, tree.DISPLAYS):
            return self.zeros(target)
        if isinstance(value, (gast.Name, *tree.DISPLAYS)):
            return completed(self.bars(node, value, numbers=True), kind)
        call = self.operation(node)
        if call is None or call.target is None:
            self.refuse(node, target)
        assert call is not None
        if copies_numbers(call, env):
            return self.zeros(target)
        if kind.type is tuple and call.target is tuple:
            return tree.call("list" + TOOL, [self.bars(node, call.operands[0])])
        if call.target is MAKE:
            cls, bars = call.operands[0], self.bars(node, call.operands[1], numbers=True)
            return completed(bars, kind, lambda key: self.lent(kind, cls, key))
        if kind.type in (list, tuple) and call.target in (operator.add, operator.mul):
            listed = (isinstance(o, (gast.List, gast.Tuple)) or sweep.value_of_here(node, o).kind.type in (list, tuple)
                      for o in call.operands)
            return tree.like(value, [self.bars(node, o) if mirrored else o
                                     for o, mirrored in zip(call.operands, listed, strict=True)])
        if call.function is not None or allocates(call) or picks(call, env):
            return self.zeros(target)
        if kind.type is not np.ndarray and call.target is not GETITEM and not is_one_of(call.target, SPLITS):
            self.refuse(node, target)
        base = call.operands[0]
        if not isinstance(base, gast.Name) or base.id not in self.names:
            self.refuse(node, target)
        keywords = {k: v for k, v in call.keywords.items() if k != "writeable"}
        if call.target is OVERLAPPING[1]:
            keywords["writeable"] = tree.const(True)
        view = rebuilt(call, [self.bars(node, base), *call.operands[1:]], keywords)
        if is_one_of(call.target, (np.diag, np.diagonal, np.ndarray.diagonal, np.linalg.diagonal, np.broadcast_to)):
            return tree.call("writable" + TOOL, [view])
        if is_view(call, env):
            return view
        shared = tree.call(NUMPY + "may_share_memory", [tree.name(target), base])
        return tree.conditional(shared, view, self.zeros(target))

    def lent(self, kind: Kind, cls: Any, key: Any) -> Any:
        """The shadow of what an object begins with under a key that it is not made with: what its class has, or nothing."""
        zero: Any = tree.const(0.0)
        return self.sweep.zeros(kind.slot(key), tree.attr(cls, key)) if is_lent(kind, key) else zero

    def operation(self, node: Any) -> Operation | None:
        sweep = self.sweep
        at, env = sweep.versions.before[id(node)], sweep.facts.before[id(node)]
        return operation_of(node.value, lambda n: sweep.value_of(sweep.read(n, at, env)).kind, sweep.resolve)

    def bars(self, node: Any, value: Any, numbers: bool = False) -> Any:
        """The shadow of a name, or of a display of names, a list; ``numbers`` that vary may be in it."""
        if isinstance(value, gast.Name) and value.id in self.names:
            return tree.name(self.sweep.bar(value.id))
        if isinstance(value, tree.DISPLAYS):
            parts = [self.bars(node, e, numbers) for e in tree.elements(value)]
            return tree.display_like(value, parts) if isinstance(value, gast.Dict) else tree.list_(parts)
        known = self.sweep.value_of_here(node, value)
        if known.varied and not (numbers and is_fixed(known.kind)):
            self.refuse(node, value.id)
        held = known.kind.type is np.ndarray or known.kind.is_container
        return self.sweep.zeros(known.kind, value) if held else tree.const(0.0)

    def refuse(self, node: Any, name: str) -> None:
        fail(UnsupportedSyntax, self.sweep.source.where(node),
             f"`{name}` may share memory with an array that is written in place, and it is not known how",
             "make a copy here (x.copy()), or write to a copy")

    # -------------------------------------------------------------- versions
    def twin(self, version: Version) -> Version:
        """The version of the shadow's name that goes with a version of the array's."""
        if version not in self.twins:
            sweep = self.sweep
            name = sweep.bar(version.name)
            definition = None
            if version.definition is not None:
                definition = next((c for c in self.companions.get(id(version.definition), [])
                                   if isinstance(c, gast.Assign) and tree.targets(c) == [name]), None)
            twin = sweep.versions.new(name, version.block, version.position, definition, owner=version.name,
                                      maybe_undefined=version.maybe_undefined)
            self.twins[version], self.originals[twin] = twin, version
            if definition is not None:
                self.surround(version, definition)
        return self.twins[version]

    def surround(self, version: Version, companion: Any) -> None:
        """Say what the names in a companion are: those of the statement, and the shadows."""
        sweep, node = self.sweep, version.definition
        at, env = dict(sweep.versions.before[id(node)]), dict(sweep.facts.before[id(node)])
        for name in sorted(tree.reads(companion.value)):
            owner = next((n for n in self.names if sweep.bars.get(n) == name), None)
            if owner is not None and owner in at:
                at[name], env[name] = self.twin(at[owner]), env[owner]
        at[version.name], env[version.name] = version, sweep.facts.after[id(node)][version.name]
        sweep.versions.before[id(companion)] = at
        sweep.facts.before[id(companion)] = env

    def mark(self, version: Version, kind: Value) -> Any:
        """The shadow of a version of an array, to be read in the reverse sweep."""
        twin = self.twin(version)
        label = f"{twin.name}@{twin.serial}"
        self.sweep.marks[label], self.sweep.values[label] = twin, kind
        return tree.name(label)

    # -------------------------------------------------------------- where companions stand
    def move(self, is_free: Any) -> list[Any]:
        """Take out the companions that the reverse sweep can begin with; return them, as it reads them."""
        sweep = self.sweep
        owners = {sweep.bar(n): n for n in self.names}
        entry = sweep.versions.before[id(sweep.function.body[0])]
        places: list[tuple[Any, Version, Any, Any]] = [(c, entry[owners[tree.targets(c)[0]]], entry, {}) for c in self.entry]
        for node in sweep.function.body:
            for companion in self.companions.get(id(node), []):
                if not isinstance(companion, gast.Assign) or not owners.keys() & set(tree.targets(companion)):
                    continue
                version = sweep.versions.after[id(node)][owners[tree.targets(companion)[0]]]
                self.twin(version)
                places.append((companion, version, sweep.versions.before[id(companion)], sweep.facts.before[id(companion)]))
        every = [*self.entry, *(c for found in self.companions.values() for c in found)]
        chosen = {id(c) for c, version, at, _ in places if version.name not in self.growing
                  and all(map(is_free, [version, *(at[n] for n in tree.reads(c.value) & at.keys())]))}
        while True:
            left = set().union(*[tree.reads(c.value) for c in every if id(c) not in chosen])
            stay = {id(c) for c in every if id(c) in chosen and set(tree.targets(c)) & left}
            if not stay:
                break
            chosen -= stay
        self.entry = [c for c in self.entry if id(c) not in chosen]
        self.companions = {key: [c for c in found if id(c) not in chosen] for key, found in self.companions.items()}
        return [tree.assign(tree.targets(c)[0], sweep.read(c.value, at, env), c.lineno)
                for c, _, at, env in places if id(c) in chosen]


def completed(bars: Any, kind: Kind, lent: Callable[[Any], Any] = lambda key: tree.const(0.0)) -> Any:
    """The shadow of a display, with a place for every field that is given later; ``lent`` says what is in it till then."""
    if not isinstance(bars, gast.Dict):
        return bars
    given = tree.keys_of(bars) or ()
    later = [key for key in kind.fields if key not in given]
    return tree.dict_([*given, *later], [*bars.values, *[lent(key) for key in later]])


def is_reference(call: Operation, env: Any) -> bool:
    """True if an operation hands on memory of its operand, or may."""
    return not (allocates(call) or picks(call, env) or copies_numbers(call, env) or call.function is not None)
