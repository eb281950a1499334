"""The reverse sweep of one function: statements mirrored, branches retaken, loops run backwards.

Walking a block backwards, ``State`` holds the names whose adjoint may be nonzero at the current
point. A name outside it has no adjoint yet: its first contribution assigns, later ones add. The
primal values that reverse statements read are left as marks (``y@12``: version 12 of ``y``);
``stash`` decides afterwards where each comes from.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any, NoReturn, Protocol

import gast
import numpy as np

from .. import tree
from ..analyses.accesses import Look
from ..analyses.gates import gated
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.lattice import is_scalar
from ..analyses.memory import Memory, Write, is_list
from ..analyses.operations import GETITEM, Operation
from ..analyses.operations import operation as operation_of
from ..analyses.versions import Block, Version, Versions, versions
from ..errors import Location, MissingRule, UnsupportedSyntax, fail
from ..names import Names
from ..rules import expand as rules
from ..rules.expand import TOOL
from ..source import Source
from . import adjoints, lists, stores
from .adjoints import NUMPY, Context, Contribution
from .shadows import Shadows, is_reference


@dataclass(frozen=True)
class Bar:
    """What is known of an adjoint: is its memory its own, has it the value's whole shape.

    ``lent`` names the adjoints of written arrays that it may be a view of.
    """

    owned: bool = True
    full: bool = True
    lent: frozenset[str] = frozenset()


State = dict[str, Bar]
EMITTED = "!"              # ends a name of the emitted module, told so from the user's own names


@dataclass(frozen=True)
class Pair:
    """The emitted forward and reverse part of a called function.

    The reverse part takes the record (if there is one), the parameters ``reads``, and the cotangent.
    """

    forward: str
    reverse: str
    has_record: bool
    reads: tuple[str, ...]
    wrt: tuple[str, ...]


class Program(Protocol):
    """What a sweep asks of the rest of the program."""

    def pair(self, function: FunctionType, values: Mapping[str, Value]) -> Pair: ...

    def bind_arguments(self, function: FunctionType, call: Operation) -> dict[str, Any]: ...


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


class Sweep:
    """Builds the reverse sweep of a normalized function."""

    def __init__(self, function: Any, source: Source, facts: Facts, names: Names, program: Program,
                 temporaries: frozenset[str] = frozenset()) -> None:
        self.temporaries = temporaries
        self.function, self.source, self.facts, self.names, self.program = function, source, facts, names, program
        self.versions: Versions = versions(function)
        self.values: dict[str, Value] = {}                 # of marks
        self.marks: dict[str, Version] = {}
        self.tests: dict[str, Test] = {}
        self.loops: dict[str, Loop] = {}
        self.restores: dict[str, Restore] = {}
        self.memory: Memory = facts.memory
        self.used: dict[Version, list[Any]] = {}           # the statements whose reverse reads a version
        self.contents: list[Read] = []                     # of what is in written arrays
        self.order = {id(n): k for k, n in enumerate(tree.statements(function.body))}
        self.rewrites: dict[int, Any] = {}                 # id of a forward statement -> its new form
        self.records: dict[int, Version] = {}              # id of a call statement -> its record
        self.bars: dict[str, str] = {}
        self.cotangents: dict[str, str] = {}
        self.pasted: dict[str, Any] = {}
        self.context = Context(self.value_of, names, self.pasted)
        self.exits: list[State] = []                       # state after each enclosing loop
        self.ends: list[State] = []                        # state at the end of each enclosing body
        self.locals = set(tree.parameters(function)) | tree.writes(function.body)
        self.line = 0
        kinds = (v.kind for env in facts.after.values() for v in env.values())
        self.gated = gated(function, facts, self.resolve)
        self.shadows = Shadows(self)
        self.mixed = any(k.dtype != "float64" and np.dtype(k.dtype).kind == "f" for k in kinds if k.dtype)

    # -------------------------------------------------------------- reading the primal
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
        if isinstance(node, (gast.Tuple, gast.List)):
            return Value(UNKNOWN, any(self.value_of(e).varied for e in node.elts))
        if tree.is_literal(node):
            from_literal = type(tree.literal(node))
            return Value(replace(UNKNOWN, type=from_literal))
        found, value = self.resolve(tree.dotted_path(node) or "")
        if found:
            return Value(of_value(value))
        return Value(UNKNOWN)

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

    # -------------------------------------------------------------- blocks
    def block(self, block: list[Any], state: State) -> tuple[list[Any], State]:
        """Return the reverse of a block, from the state at its end to the state at its start."""
        last = block[-1] if block else None
        if isinstance(last, gast.Break):
            state = self.exits[-1]
        elif isinstance(last, gast.Continue):
            state = self.ends[-1]
        elif isinstance(last, gast.Raise):
            return [], {}
        state = dict(state)
        out: list[Any] = []
        for node in reversed(block):
            lines = self.statement(node, state)
            if lines and not isinstance(node, (gast.If, gast.For, gast.While)):
                self.comment(out, node.lineno)
            out += lines
        if out:
            out.insert(0, tree.expression(tree.name(f"@block:{id(block)}")))
        return out, state

    def comment(self, out: list[Any], line: int) -> None:
        previous = next((s.lineno for s in reversed(out) if tree.is_comment(s)), None)
        if line and line != previous:
            text = self.source.where(line).text.strip()
            out.append(tree.comment(f"line {line}: {text}", line))

    def statement(self, node: Any, state: State) -> list[Any]:
        self.line = node.lineno
        write = self.memory.writes.get(id(node))
        if write is not None:
            lines = stores.store(self, node, write, state)
            self.note(lines, node)
        elif isinstance(node, gast.Assign):
            lines = self.assign(node, state)
            self.note(lines, node)
        elif isinstance(node, gast.If):
            lines = self.branch(node, state)
        elif isinstance(node, (gast.For, gast.While)):
            lines = self.loop(node, state)
        else:
            lines = []
        for line in lines:
            for part in tree.statements([line]):
                if not getattr(part, "lineno", 0):
                    part.lineno = node.lineno
        return lines

    def note(self, lines: list[Any], node: Any) -> None:
        """Remember which values, and the contents of which written arrays, a reverse statement reads."""
        restored = f"@restore:{id(node)}" not in map(label_of, lines)
        for line in lines:
            restored = restored or label_of(line) == f"@restore:{id(node)}"
            for part in gast.walk(line):
                if isinstance(part, gast.Name) and part.id in self.marks:
                    self.used.setdefault(self.marks[part.id], []).append(node)
            for label, index in content_reads(line):
                if label in self.marks and self.marks[label].name in self.memory.written:
                    self.contents.append(Read(self.marks[label], node, index, self.look, not restored))

    def look(self, label: str) -> tuple[Version, Value] | None:
        return (self.marks[label], self.values[label]) if label in self.values else None

    def note_test(self, node: Any, test: Any) -> None:
        at = self.versions.before[id(node)]
        for name in tree.reads(test) & at.keys():
            self.used.setdefault(at[name], []).append(node)

    def branch(self, node: Any, state: State) -> list[Any]:
        parts = (node.body, node.orelse)
        self.note_test(node, node.test)
        if any(p and isinstance(p[-1], gast.Raise) for p in parts):
            kept = parts[1] if isinstance((parts[0] or [None])[-1], gast.Raise) else parts[0]
            lines, new = self.block(kept, dict(state))
            self.update(state, new, node)
            return lines
        (body, then), (orelse, other) = (self.block(p, dict(state)) for p in parts)
        before = self.facts.before[id(node)]
        live = [n for n in {**then, **other} if n in before and before[n].varied]
        at = self.versions.before[id(node)]
        for lines, mine, theirs in ((body, then, other), (orelse, other, then)):
            for name in live:
                if name not in mine:
                    lines += self.zero(name, mine, at, before, theirs[name])
        merged = {n: joined([then[n], other[n]]) for n in live}
        state.clear()
        state.update(merged)
        if not body and not orelse:
            return []
        label = f"@test:{id(node)}"
        block, position = self.place(node)
        self.tests[label] = Test(node, block, position)
        if not body:
            return [tree.if_(tree.not_(tree.name(label)), orelse)]
        return [tree.if_(tree.name(label), body, orelse)]

    def update(self, state: State, new: State, node: Any) -> None:
        before = self.facts.before[id(node)]
        kept = {n: b for n, b in new.items() if n in before and before[n].varied}
        state.clear()
        state.update(kept)

    def place(self, node: Any) -> tuple[Block, int]:
        for block in self.versions.blocks.values():
            for position, other in enumerate(block.statements):
                if other is node:
                    return block, position
        raise AssertionError("a statement outside every block")

    # -------------------------------------------------------------- loops
    def loop(self, node: Any, state: State) -> list[Any]:
        after = dict(state)
        head = dict(state)
        self.note_test(node, node.iter if isinstance(node, gast.For) else node.test)
        start_env = self.facts.before[id(node.body[0])]
        taken = set(self.names.taken)
        while True:
            self.exits.append(after)
            self.ends.append(head)
            body, start = self.block(node.body, dict(head))
            self.exits.pop()
            self.ends.pop()
            start = {n: b for n, b in start.items() if n in start_env and start_env[n].varied}
            new = self.loop_head(head, after, start, node)
            if new == head:
                break
            head = new
            lasting = {*self.bars.values(), *(v.name for v in self.records.values()), *self.cotangents.values(),
                       *(r.old.name for r in self.restores.values())}
            self.names.taken = taken | lasting
        at, env = self.versions.after[id(node)], self.facts.after[id(node)]
        before: list[Any] = []
        entry = dict(after)
        for name in head:
            if name not in after:
                before += self.zero(name, entry, at, env, head[name])
        inner_at, inner_env = self.versions.before[id(node.body[0])], start_env
        for name in head:
            if name not in start:
                body += self.zero(name, start, inner_at, inner_env, head[name])
        self.update(state, head, node)
        if not [s for s in body if not is_mark(s)]:
            return before
        block, position = self.place(node)
        label = f"@loop:{id(node)}"
        self.loops[label] = Loop(node, block, position, self.is_counted(node))
        return [*before, tree.for_("_", tree.name(label), body)]

    def loop_head(self, head: State, after: State, start: State, node: Any) -> State:
        """The state that holds both after the loop and at the start of each trip."""
        at, env = self.versions.after[id(node)], self.facts.after[id(node)]
        new: State = {}
        for name in {**after, **start}:
            bars = [s[name] for s in (after, start) if name in s]
            if name not in after:
                bars.append(self.zero_bar(name, at, env))
            if name not in start:
                bars.append(Bar(True, is_scalar(env[name].kind) if name in env else False))
            if name in head and name not in after:
                bars.append(head[name])
            new[name] = joined(bars)
        return new

    def is_counted(self, node: Any) -> bool:
        """A loop over a range that runs to its end: reversed by arithmetic, nothing recorded."""
        if not isinstance(node, gast.For) or has_break(node.body):
            return False
        if node.target.id in tree.writes(node.body) or not isinstance(node.iter, gast.Call):
            return False
        return self.resolve(tree.dotted_path(node.iter.func) or "") == (True, range)

    # -------------------------------------------------------------- arrays written in place
    def restore(self, node: Any, write: Write, base: Any, index: Any) -> Any:
        """Mark the place where what a store overwrote is put back."""
        label = f"@restore:{id(node)}"
        if label not in self.restores:
            block, position = self.place(node)
            old = self.versions.new(self.names.fresh(f"{write.base}_old"), block, position - 1)
            mark = f"{old.name}@{old.serial}"
            self.marks[mark] = old
            saved: Any = tree.subscript(tree.name(write.base), write.index)
            env = self.facts.before[id(node)]
            listed = is_list(env[write.base].kind)
            if listed:
                saved = lists.saved(write)
            elif not is_scalar(stores.section_kind(self, write, env[write.base].kind, env)):
                saved = tree.call(tree.attr(saved, "copy"))
            if listed:
                statement = lists.undone(write, base, index, tree.name(mark), node.lineno)
            else:
                statement = tree.assign(tree.subscript(base, index), tree.name(mark), node.lineno)
            kept = tree.assign(old.name, saved, node.lineno) if saved is not None else None
            self.restores[label] = Restore(node, kept, old, statement)
        return tree.expression(tree.name(label))

    def has_bar(self, name: str, state: State) -> bool:
        """True if the adjoint of an array may be nonzero."""
        return name in state or name in self.memory.shadowed

    def bar_of(self, operand: Any) -> Any:
        """The adjoint of a marked operand."""
        version = self.marks[operand.id]
        if version.name in self.memory.shadowed:
            return self.shadows.mark(version, self.values[operand.id])
        return tree.name(self.bar(version.name))

    def buffer(self, name: str) -> str:
        """What tells adjoints apart that may share memory."""
        return self.memory.classes.find(name) if name in self.memory.shadowed else name

    def settle(self, name: str, state: State) -> list[Any]:
        """Copy the adjoints that are views of the one of ``name``, which is about to change."""
        lines = []
        for other, bar in state.items():
            if self.buffer(name) in bar.lent:
                lines.append(tree.assign(self.bar(other), tree.call(NUMPY + "array", [tree.name(self.bar(other))])))
                state[other] = Bar(True, bar.full)
        return lines

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

    def precedes(self, first: Any, second: Any) -> bool:
        """True if a statement may run before another one, or is the same."""
        loops = [{b for b in self.place(n)[0].ancestors() if b.is_loop} for n in (first, second)]
        return self.order[id(first)] <= self.order[id(second)] or bool(loops[0] & loops[1])

    # -------------------------------------------------------------- zeros and accumulation
    def is_free(self, version: Version) -> bool:
        """True if the name still holds the version when the reverse sweep begins."""
        return version.block.loop is None and not overwritten(version)

    def zero_bar(self, name: str, at: Mapping[str, Version], env: Mapping[str, Value]) -> Bar:
        kind = env[name].kind if name in env else UNKNOWN
        if is_scalar(kind):
            return Bar(True, True)
        defined = name in at and not at[name].maybe_undefined        # else nothing can be asked for its shape
        if kind.type in (list, tuple):
            return Bar(True, defined)
        whole = kind.type is np.ndarray and defined and self.is_free(at[name])
        return Bar(whole, whole)

    def zero(self, name: str, state: State, at: Mapping[str, Version], env: Mapping[str, Value],
             other: Bar) -> list[Any]:
        """Give an adjoint the value zero: an array of its own where that is free, else a broadcasting 0."""
        bar = self.zero_bar(name, at, env)
        state[name] = bar
        value: Any = tree.const(0.0)
        kind = env[name].kind if name in env else UNKNOWN
        if kind.type in (list, tuple) and bar.full:
            value = tree.call("zeros" + TOOL, [self.read(tree.name(name), at, env)])
        elif bar.full and not is_scalar(kind):
            value = tree.call(NUMPY + "zeros_like", [self.read(tree.name(name), at, env)])
        return [tree.assign(self.bar(name), value)]

    def add(self, contribution: Contribution, name: str, state: State, lent: frozenset[str] = frozenset()) -> list[Any]:
        """Add a contribution to the adjoint of ``name``; ``lent`` are those it may be a view of."""
        target, value = self.bar(name), contribution.expression
        old = state.get(name)
        kind = self.value_of(contribution.operand).kind
        if name in self.memory.shadowed:
            sign = "+"
            if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
                sign, value = "-", value.operand
            section = tree.subscript(self.bar_of(contribution.operand), tree.const(...))
            return [*self.settle(name, state), tree.augment(section, sign, value)]
        if old is None:
            lent = frozenset() if contribution.fresh or is_scalar(kind) else lent
            state[name] = Bar(contribution.fresh or is_scalar(kind), contribution.full, lent)
            if kind.type in (list, tuple):
                state[name] = Bar(False, True)
                if not contribution.full:
                    value = tree.call("spread" + TOOL, [value, contribution.operand])
            return [tree.assign(target, value)]
        if kind.type in (list, tuple):
            state[name] = Bar(True, True)
            return [tree.assign(target, tree.call("add" + TOOL, [tree.name(target), value]))]
        sign = "+"
        if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
            sign, value = "-", value.operand
        in_place = adjoints.known_array(kind) and old.owned and old.full
        state[name] = Bar(True, old.full or contribution.full)
        if is_scalar(kind) or in_place:
            return [*self.settle(name, state), tree.augment(target, sign, value)]
        return [tree.assign(target, tree.binary(tree.name(target), sign, value))]

    def whole(self, name: str, operand: Any, state: State, owned: bool = False) -> list[Any]:
        """Make sure that an adjoint has the whole shape of its value (and memory of its own)."""
        if name in self.memory.shadowed:
            return []
        old = state[name]
        if is_scalar(self.value_of(operand).kind) or (old.full and (old.owned or not owned)):
            return []
        target = tree.name(self.bar(name))
        if self.value_of(operand).kind.type in (list, tuple) or isinstance(operand, (gast.List, gast.Tuple)):
            state[name] = Bar(True, True)
            return [tree.assign(target, tree.call("add" + TOOL, [tree.call("zeros" + TOOL, [operand]), target]))]
        value: Any = target
        if not old.full:
            value = tree.call(NUMPY + "broadcast_to", [target, tree.call(NUMPY + "shape", [operand])])
        if owned:
            value = tree.call(NUMPY + "array", [value])
        if not old.full and self.value_of(operand).kind.type is not np.ndarray:
            value = tree.subscript(value, tree.tuple_([]))         # a number, if that is what it is: += changes arrays
        state[name] = Bar(owned, True, frozenset() if owned else old.lent)
        return [tree.assign(target, value)]

    # -------------------------------------------------------------- assignments
    def assign(self, node: Any, state: State) -> list[Any]:
        targets = tree.targets(node)
        if not any(self.has_bar(t, state) for t in targets):
            return []
        at, env = self.versions.before[id(node)], self.facts.before[id(node)]
        after, result = self.versions.after[id(node)], self.facts.after[id(node)]
        call = operation_of(node.value, lambda n: self.value_of(self.read(n, at, env)).kind, self.resolve)
        if len(targets) > 1 or (call is not None and call.function is not None):
            if call is None or call.function is None:
                self.missing(node, call)
            return self.call(node, call, targets, state)
        target = targets[0]
        answer = self.read(tree.name(target), after, result)
        if not result[target].varied:
            state.pop(target)
            return []
        if target in self.memory.shadowed and (call is None or is_reference(call, env)):
            return self.reference(node, call, answer, at, env, state)
        if call is None:
            return self.copy(node, target, at, env, state)
        kind = call.rule.kind if call.rule is not None else ""
        if kind == "zero" or not any(self.value_of(self.read(o, at, env)).varied for o in call.arguments):
            # made to be written later
            state.pop(target, None)
            return []
        if call.target is GETITEM:
            return self.getitem(node, call, target, at, env, state)
        if call.rule is None or call.rule.function is None:
            self.missing(node, call)
        marked = replace(call, operands=tuple(self.read(o, at, env) for o in call.operands),
                         keywords={k: self.read(o, at, env) for k, o in call.keywords.items()})
        lines: list[Any] = []
        local = dict(state)
        try:
            refuse_operands(call, lambda n: self.value_of(self.read(n, at, env)), self.source.where(node))
            source_bar = state.get(target, Bar(owned=False))
            hoisted, found = adjoints.contributions(
                marked, {}, answer, self.bar_of(answer), source_bar.full,
                lambda: lines.extend(self.whole(target, answer, local)), self.context, target in self.gated)
        except rules.BindError as error:
            fail(MissingRule, self.source.where(node),
                 f"the rule of {call.label or call.target} does not know this call: {error}",
                 "use the arguments that the rule has (see srcad/rules), or add a rule")
        source_bar = local.pop(target, source_bar)
        state.clear()
        state.update(local)
        bare = [c for c in found if tree.is_name(c.expression, self.bar_of(answer).id) and isinstance(c.operand, gast.Name)]
        if len(found) > 1 and source_bar.lent & {self.buffer(self.marks[c.operand.id].name) for c in found}:
            bar = self.bar_of(answer)                          # the first contribution would change it
            lines.append(tree.assign(bar, tree.call(NUMPY + "array", [bar])))
        lines += hoisted
        bare.sort(key=lambda c: self.marks[c.operand.id].name not in self.temporaries)
        for c in [c for c in found if c not in bare] + bare:      # so that a name that keeps its adjoint is last
            if c in bare:
                c = replace(c, fresh=source_bar.owned and len(found) == 1)
            lines += self.add(c, self.marks[c.operand.id].name, state, source_bar.lent)
        return lines

    def reference(self, node: Any, call: Operation | None, answer: Any, at: Mapping[str, Version],
                  env: Mapping[str, Value], state: State) -> list[Any]:
        """A name for memory that has a shadow: nothing to do, unless NumPy has copied after all."""
        if call is None or self.shadows.is_view(call, env):
            return []
        base = self.read(call.operands[0], at, env)
        bar, base_bar = self.bar_of(answer), self.bar_of(base)
        kept = {"order", "dtype"}.isdisjoint(call.keywords) and call.label.split(".")[-1] in (
            "reshape", "ravel", "asarray", "ascontiguousarray", "asanyarray")
        if not kept:
            self.missing(node, call)
        return [*self.settle(self.marks[base.id].name, state), tree.expression(tree.call("hand_back" + TOOL, [base_bar, bar]))]

    def copy(self, node: Any, target: str, at: Mapping[str, Version], env: Mapping[str, Value],
             state: State) -> list[Any]:
        """``y = x``, and displays ``y = (a, b)``."""
        value = self.read(node.value, at, env)
        lines: list[Any] = []
        if isinstance(value, (gast.Tuple, gast.List)) and not state[target].full:
            lines = self.whole(target, value, state)
        bar = state.pop(target)
        ct = tree.name(self.bar(target))
        if isinstance(value, gast.Name) and value.id in self.marks:
            return self.add(Contribution(value, ct, bar.full, bar.owned), self.marks[value.id].name, state, bar.lent)
        if isinstance(value, (gast.Tuple, gast.List)):
            for element, part in adjoints._leaves(value, ct):
                if self.value_of(element).varied:
                    lines += self.add(Contribution(element, part), self.marks[element.id].name, state, bar.lent)
        return lines

    def getitem(self, node: Any, call: Operation, target: str, at: Mapping[str, Version],
                env: Mapping[str, Value], state: State) -> list[Any]:
        """``y = x[i]``: the adjoint of ``x`` gathers at ``i``."""
        answer = self.read(tree.name(target), self.versions.after[id(node)], self.facts.after[id(node)])
        state.pop(target, None)
        base, index = (self.read(o, at, env) for o in call.operands)
        name = self.marks[base.id].name
        kind = self.value_of(base).kind
        lines: list[Any] = []
        if name in self.memory.shadowed:
            pass
        elif name not in state:
            known = kind.type is np.ndarray
            value = tree.call((NUMPY + "zeros_like") if known else "zeros" + TOOL, [base])
            lines.append(tree.assign(self.bar(name), value))
            state[name] = Bar()
        else:
            lines += self.whole(name, base, state, owned=True)
        lines += self.settle(name, state)
        ct, bar = self.bar_of(answer), self.bar_of(base)
        item_kind = self.facts.after[id(node)][target].kind
        adds = kind.type is np.ndarray or is_scalar(item_kind) or item_kind.type is np.ndarray     # lists would be joined
        if adds and self.is_basic(call.operands[1], at, env):
            item = tree.subscript(bar, index)
            return [*lines, tree.augment(item, "+", ct)]
        return [*lines, tree.expression(tree.call("scatter" + TOOL, [bar, stores.as_value(index), ct]))]

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

    def call(self, node: Any, call: Operation, targets: list[str], state: State) -> list[Any]:
        """A call of a user's function: its forward part takes the call's place."""
        assert call.function is not None
        at, env = self.versions.before[id(node)], self.facts.before[id(node)]
        bound = self.program.bind_arguments(call.function, call)
        marked = {p: self.read(a, at, env) for p, a in bound.items()}
        pair = self.program.pair(call.function, {p: self.value_of(a) for p, a in marked.items()})
        after, result = self.versions.after[id(node)], self.facts.after[id(node)]
        lines: list[Any] = []
        parts = []
        for target in targets:
            if target in self.memory.shadowed:
                parts.append(self.bar_of(self.read(tree.name(target), after, result)))
                continue
            if target not in state:
                if result[target].varied:
                    lines += self.zero(target, state, after, result, Bar())
                else:
                    parts.append(tree.const(0.0))
                    continue
            lines += self.whole(target, self.read(tree.name(target), after, result), state)
            parts.append(tree.name(self.bar(target)))
        lent = frozenset().union(*[state.pop(t, Bar()).lent for t in targets])
        args = [marked[p] for p in pair.reads] + [tree.tuple_(parts) if isinstance(node.targets[0], gast.Tuple) else parts[0]]
        if pair.has_record:
            args.insert(0, self.record(node, pair, list(bound.values())))
        reverse = tree.call(tree.name(pair.reverse + EMITTED), args)
        wanted = [p for p in pair.wrt if isinstance(marked[p], gast.Name)]       # the others are displays
        if len(pair.wrt) == 1:
            results: list[Any] = [reverse]
        else:
            results = [tree.name(self.names.fresh(self.bar(self.marks[marked[p].id].name) if p in wanted else p))
                       for p in pair.wrt]
            lines.append(tree.assign(tree.tuple_(results), reverse))
        for p, value in zip(pair.wrt, results, strict=True):
            shares = [Contribution(marked[p], value)] if p in wanted else adjoints.of_display(
                marked[p], value, lines, self.context)
            for share in shares:
                lines += self.add(share, self.marks[share.operand.id].name, state, lent)
        return lines

    def record(self, node: Any, pair: Pair, arguments: list[Any]) -> Any:
        """The record of a call: made by the forward part beside the value."""
        if id(node) not in self.records:
            block, position = self.place(node)
            name = self.names.fresh(f"{pair.forward.removesuffix('_forward')}_record")
            self.records[id(node)] = self.versions.new(name, block, position)
            forward = tree.call(tree.name(pair.forward + EMITTED), arguments)
            self.rewrites[id(node)] = tree.assign(tree.tuple_([node.targets[0], tree.name(name)]), forward, node.lineno)
        version = self.records[id(node)]
        label = f"{version.name}@{version.serial}"
        self.marks[label] = version
        return tree.name(label)

    def missing(self, node: Any, call: Operation | None) -> NoReturn:
        what = call.label if call is not None and call.label else "this expression"
        error = MissingRule if call is not None else UnsupportedSyntax
        fail(error, self.source.where(node), f"a derivative would have to flow through {what}, which has no rule",
             "write it with functions that have one, or add a rule to srcad/rules (CONTRIBUTING shows how)")


ARITHMETIC = tuple(getattr(operator, n) for n in "add sub mul truediv mod pow matmul neg pos abs".split())
DROPPED = ("where", "full_like", "arange")      # rules that say so: operands whose derivative is zero


def refuse_operands(call: Operation, value_of: Callable[[Any], Value], where: Location) -> None:
    """Refuse operands for which the rule of an operation would not be the truth."""
    kinds = [value_of(o).kind for o in call.arguments]
    for kind in kinds:
        if kind.type is not None and issubclass(kind.type, np.ndarray) and kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"`{kind.type.__name__}` has arithmetic of its own", "pass a plain array")
        if kind.type is not None and (issubclass(kind.type, complex) or (kind.dtype or "").startswith("complex")):
            fail(UnsupportedSyntax, where, "derivatives of complex values are not supported yet",
                 "compute with real and imaginary parts")
        plain = kind.type is None or is_scalar(kind) or kind.type in (np.ndarray, list, tuple, str, type(None), slice, type)
        if call.target in ARITHMETIC and not plain:
            fail(UnsupportedSyntax, where, f"arithmetic on a `{kind.type.__name__}` is not supported",  # type: ignore[union-attr]
                 "take the numbers out of it first")
    if call.target in ARITHMETIC and any(k.type in (list, tuple) for k in kinds) and all(
            k.type is not np.ndarray for k in kinds):
        fail(UnsupportedSyntax, where, "lists and tuples add and multiply by repetition", "make an array of it: np.array(...)")
    rule = call.rule
    if rule is None or rule.function is None:
        return
    bound = rules.bind(rule, call.operands, call.keywords)
    for parameter, operand in bound.items():
        if parameter not in rule.wrt and value_of(operand).varied and rule.name not in DROPPED:
            fail(MissingRule, where, f"the rule of {rule.name} has no derivative for `{parameter}`", "pass a constant there")


def joined(bars: list[Bar]) -> Bar:
    """What holds of an adjoint that is one of several."""
    return Bar(all(b.owned for b in bars), all(b.full for b in bars), frozenset().union(*[b.lent for b in bars]))


SHAPES = ("shape", "zeros_like", "zeros", "full_like", "seed", "len", "ndim", "size")      # calls that read no element
LIKE = ("unbroadcast", "match")                                                    # nor do these of their second operand


def content_reads(node: Any) -> list[tuple[str, Any]]:
    """The marks whose elements, and not only their shape, a tree reads; with the index where one picks them."""
    if isinstance(node, gast.Name):
        return [(node.id, None)] if "@" in node.id else []
    if isinstance(node, gast.Attribute) and node.attr in ("shape", "ndim", "size", "dtype") and isinstance(node.value, gast.Name):
        return []
    if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name):
        return [(node.value.id, node.slice), *content_reads(node.slice)]
    children = list(gast.iter_child_nodes(node))
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
        if (version.owner or version.name) in tree.writes(block.statements[position + 1:]):
            return True
        if block.parent is None or block.is_loop:
            return False
        block, position = block.parent, block.position


def label_of(node: Any) -> str:
    """The label of a mark that stands for a statement, "" of all else."""
    return str(node.value.id) if isinstance(node, gast.Expr) and isinstance(node.value, gast.Name) else ""


def is_mark(node: Any) -> bool:
    return label_of(node).startswith("@")
