"""The plain adjoint of the textbooks: every overwritten value on a stack, every adjoint a sum.

Before each assignment the forward sweep pushes what the name held; each branch pushes which way
it went, each loop how often it ran. The reverse sweep pops it all in the opposite order, so at any
of its points every name holds what it held there. Nothing is pruned or folded: this is what to
read first, and what the optimised form is tested against.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Value
from ..analyses.memory import is_list
from ..analyses.writes import saved, undone
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit
from . import stores
from .adjoints import NUMPY
from .bars import Bar, State
from .entry import promotions
from .marks import is_mark
from .pairs import Pair
from .program import Program
from .queue_objects import check_queues
from .release import DIVIDER
from .reverse import check_output, cotangent, emit_function, final, handed, lasting, seeds
from .sweep import Sweep

ZERO = Bar(owned=False, full=False)


class Textbook(Sweep):
    """The same adjoints of statements, with a stack in place of all analysis."""

    def setup(self) -> None:
        self.stack = self.names.fresh("stack")
        every = sorted({n for env in self.facts.after.values() for n, v in env.items() if v.varied})
        self.active = [n for n in every if n not in self.memory.shadowed]
        self.inside: list[bool] = []           # the branches of the innermost loop that a jump leaves

    def push(self, value: Any, line: int) -> Any:
        return tree.expression(tree.call(f"{self.stack}.append", [value]), line)

    def pop(self) -> Any:
        return tree.call(f"{self.stack}.pop")

    # -------------------------------------------------------------- the forward sweep
    def forward(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        for node in block:
            if id(node) in self.memory.writes:
                lost = self.overwritten(node)
                out += [self.push(tree.name(t), node.lineno) for t in self.lost(node)]
                out += [self.push(lost, node.lineno), node] if lost is not None else [node]
                out += self.shadows.companions.get(id(node), [])
            elif isinstance(node, gast.Assign):
                out += [self.push(tree.name(t), node.lineno) for t in self.bound(node)]
                out.append(self.rewrites.get(id(node), node))
                out += self.shadows.companions.get(id(node), [])
            elif isinstance(node, gast.If):
                out.append(tree.if_(node.test, self.branch_forward(node, True), self.branch_forward(node, False), node.lineno))
            elif isinstance(node, (gast.For, gast.While)):
                out += self.loop_forward(node)
            elif isinstance(node, (gast.Break, gast.Continue)):
                out += [self.push(tree.const(taken), node.lineno) for taken in reversed(self.inside)] + [node]
            else:
                out.append(node)
        return out

    def overwritten(self, node: Any) -> Any:
        """What a store overwrites."""
        write = self.memory.writes[id(node)]
        if is_list(self.facts.before[id(node)][write.base].kind):
            return saved(write, self.facts.before[id(node)][write.base].kind)
        return tree.call(NUMPY + "array", [tree.subscript(tree.name(write.base), write.index)])

    def store_backward(self, node: Any) -> list[Any]:
        """What was overwritten is put back; then the adjoint of the store."""
        write = self.memory.writes[id(node)]
        base, index = tree.name(write.base), write.index
        if is_list(self.facts.before[id(node)][write.base].kind):
            restored = undone(write, base, index, self.pop(), node.lineno)
        else:
            restored = tree.assign(tree.subscript(base, index), self.pop())
        lines = stores.store(self, node, write, self.everything())
        label = f"@restore:{id(node)}"
        marked = {label: restored} | {k: r.statement for k, r in self.restores.items() if k != label}
        done = [marked[line.value.id] if is_mark(line) else line for line in lines]
        return done + [tree.assign(t, self.pop()) for t in reversed(self.lost(node))]

    def lost(self, node: Any) -> list[str]:
        """The name that keeps what a list of shadows loses."""
        old = self.shadows.olds.get(id(node))
        return [old.name] if old is not None else []

    def bound(self, node: Any) -> list[str]:
        """The names an assignment binds in the forward sweep, a call's record and shadows among them."""
        record = [self.records[id(node)].name] if id(node) in self.records else []
        shadows = [t for c in self.shadows.companions.get(id(node), []) if isinstance(c, gast.Assign) for t in tree.targets(c)]
        return tree.targets(node) + record + shadows

    def branch_forward(self, node: Any, taken: bool) -> list[Any]:
        if raising(node):
            return self.forward(node.body if taken else node.orelse)
        self.inside.append(taken)
        block = self.forward(node.body if taken else node.orelse)
        self.inside.pop()
        jumps = block and isinstance(block[-1], (gast.Break, gast.Continue))
        return block if jumps else [*block, self.push(tree.const(taken), node.lineno)]

    def loop_forward(self, node: Any) -> list[Any]:
        line = node.lineno
        trips = tree.name(self.names.fresh("trips"))
        outer, self.inside = self.inside, []
        body = [tree.augment(trips, "+", tree.const(1), line), *self.forward(node.body)]
        if isinstance(node, gast.For):
            item = tree.name(self.names.fresh(f"{node.target.id}_next"))
            start = [self.push(tree.name(node.target.id), line), tree.assign(tree.name(node.target.id), item, line)]
            loop = tree.for_(item, node.iter, [*start, *body], line)
        else:
            loop = tree.while_(node.test, body, line)
        self.inside = outer
        return [tree.assign(trips, tree.const(0), line), loop, self.push(trips, line)]

    # -------------------------------------------------------------- the reverse sweep
    def everything(self) -> State:
        return dict.fromkeys(self.active, ZERO)

    def backward(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        for node in reversed(block):
            if isinstance(node, gast.Assign) or id(node) in self.memory.writes:
                self.comment(out, node.lineno)
            for line in self.statement_backward(node):
                line.lineno = getattr(line, "lineno", 0) or node.lineno
                out.append(line)
        return out

    def statement_backward(self, node: Any) -> list[Any]:
        if id(node) in self.memory.writes:
            return self.store_backward(node)
        if isinstance(node, gast.Assign):
            return self.assign_backward(node)
        if isinstance(node, gast.If):
            if raising(node):
                other = node.orelse if node.body and isinstance(node.body[-1], gast.Raise) else node.body
                return self.backward(other)
            body, orelse = self.backward(node.body), self.backward(node.orelse)
            return [tree.if_(self.pop(), body or [tree.pass_(node.lineno)], orelse, node.lineno)]
        if isinstance(node, (gast.For, gast.While)):
            body = self.backward(node.body)
            if isinstance(node, gast.For):
                if node.target.id in self.active:              # it held a varying value before the loop
                    body.append(tree.assign(self.bar(node.target.id), tree.const(0.0), node.lineno))
                body.append(tree.assign(node.target.id, self.pop(), node.lineno))
            body = body or [tree.pass_(node.lineno)]
            return [tree.for_(self.names.fresh("trip"), tree.call("range" + TOOL, [self.pop()]), body, node.lineno)]
        return []

    def assign_backward(self, node: Any) -> list[Any]:
        targets, after = tree.targets(node), self.facts.after[id(node)]
        active = [t for t in targets if after[t].varied or t in self.memory.shadowed]
        lines: list[Any] = []
        if active:
            lines = self.assign(node, self.everything())
        lines += [tree.assign(self.bar(t), tree.const(0.0)) for t in targets if t in self.active and t not in self.fed(node)]
        return lines + [tree.assign(t, self.pop()) for t in reversed(self.bound(node))]

    def fed(self, node: Any) -> set[str]:
        """Names that a copy or a call both reads and binds: their adjoint was made anew."""
        return set(tree.reads(node.value)) & set(tree.targets(node))


def raising(node: Any) -> bool:
    """True for a branch of which one side raises: only the other one comes back."""
    return any(part and isinstance(part[-1], gast.Raise) for part in (node.body, node.orelse))


def textbook(program: Program, unit: Unit, values: Mapping[str, Value], wrt: list[str], name: str,
             forward_name: str, reverse_name: str, main: bool) -> Pair:
    """Emit the textbook adjoint: one function named ``name``, or two where ``forward_name`` is given."""
    unit, facts = program.facts(unit, values)
    names = Names(program.scope.globals | unit.names)
    sweep = Textbook(unit.tree, unit.source, facts, names, program, unit.temporaries)
    sweep.setup()
    sweep.active = sorted({*sweep.active, *(p for p, v in values.items() if v.varied and p not in facts.memory.shadowed)})
    last = unit.tree.body[-1]
    packed = isinstance(last.value, gast.Tuple)
    answers = last.value.elts if packed else [last.value]
    seeded = not reverse_name
    if seeded:
        check_output(unit, last, answers, facts.result)
    if main:
        check_queues(unit, last, facts.result.kind)
    at, env = sweep.versions.before[id(last)], facts.before[id(last)]
    bars = [tree.name(cotangent(sweep, a) if isinstance(a, gast.Name) and env[a.id].varied else names.fresh("unused"))
            for a in answers]
    record_name, ct = names.fresh("record"), names.fresh("ct") if packed else bars[0].id
    taken = {b.id for b in bars}
    start = [tree.assign(sweep.bar(n), tree.const(0.0)) for n in sweep.active if sweep.bar(n) not in taken]
    if seeded:
        seed = seeds(sweep, answers, at, env)
    else:
        seed = [tree.assign(tree.tuple_(bars), tree.name(ct))] if packed else []
        seed += handed(sweep, answers, at, env)
    backward = sweep.backward(unit.tree.body[:-1])
    entry = sweep.versions.before[id(unit.tree.body[0])]
    finals, gradients = [], []
    for p in wrt:
        before, gradient = final(sweep, p, sweep.everything(), entry, values, exact=main)
        finals += before
        gradients.append(gradient)
    plain = [tree.replace(s, _plain) for s in [*seed, *start, *backward, *finals, *map(tree.expression, gradients)]]
    count = len(plain) - len(gradients)
    body, gradients = plain[:count], [s.value for s in plain[count:]]
    local = sorted({*tree.writes(unit.tree.body), *(r.name for r in sweep.records.values()),
                    *(sweep.bar(n) for n in facts.memory.shadowed), *(v.name for v in sweep.shadows.olds.values())})
    fresh = [n for n in local if n not in tree.parameters(unit.tree)]
    begin = [*(promotions(program, unit, facts.memory) if main else []), tree.assign(sweep.stack, tree.list_([])),
             *[tree.assign(n, tree.const(None)) for n in fresh], *sweep.shadows.entry]
    forward = [*begin, *sweep.forward(unit.tree.body[:-1])]
    packed_gradients = tree.tuple_(gradients) if (main and reverse_name) or len(gradients) != 1 or (
        seeded and not unit.request.single) else gradients[0]
    if seeded:
        value = packed_gradients
        kept = names.fresh("value")
        if unit.request.value:
            forward.append(tree.assign(kept, lasting(sweep, last), last.lineno))
            value = tree.tuple_([tree.name(kept), packed_gradients])
        whole = [*forward, tree.comment(DIVIDER), *body, tree.return_(value)]
        emit_function(program, unit, name, unit.source.tree.args, whole, sweep)
        return Pair(name, "", False, (), tuple(wrt))
    record = [sweep.stack, *sorted({*tree.parameters(unit.tree), *local})]
    pack = tree.tuple_([tree.name(n) for n in record])
    own = tree.parameters(unit.tree)
    args = unit.source.tree.args if main else tree.arguments([tree.parameter(p) for p in own])
    emit_function(program, unit, forward_name, args, [*forward, tree.return_(tree.tuple_([last.value, pack]))], sweep)
    copy = [tree.assign(sweep.stack, tree.call("list" + TOOL, [tree.name(sweep.stack)]))] if main else []
    whole = [tree.assign(pack, tree.name(record_name)), *copy, *body, tree.return_(packed_gradients)]
    emit_function(program, unit, reverse_name, tree.arguments([tree.parameter(record_name), tree.parameter(ct)]), whole,
                  sweep)
    back = dict(zip(own, tree.parameters(unit.source.tree), strict=True))
    return Pair(forward_name, reverse_name, True, (), tuple(back[p] for p in wrt))


def _plain(identifier: str) -> Any:
    """A mark is the name itself: it holds the right value."""
    head, at, tail = identifier.partition("@")
    return tree.name(head) if at and tail.isdigit() else None
