"""The reverse sweep of one function: statements mirrored, branches retaken, loops run backwards."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NoReturn

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import copies_numbers
from ..analyses.gates import gated
from ..analyses.inference import Facts, Value
from ..analyses.lattice import is_complex, is_real, is_scalar
from ..analyses.logistic import logistics
from ..analyses.operations import GETITEM, Operation
from ..analyses.operations import operation as operation_of
from ..analyses.powers import Power, powers
from ..analyses.versions import Version
from ..errors import MissingRule, fail
from ..names import Names
from ..rules import expand as rules
from ..rules.expand import TOOL
from ..source import Source
from . import adjoints, lists, stores
from .adjoints import NUMPY, Contribution, known_array
from .bars import Bar, State, joined, may_be_number
from .displays import collected
from .marks import Loop, Test, is_mark
from .operands import has_complex, refuse_flow, refuse_operands, refuse_unknown
from .pairs import EMITTED, Pair, Program
from .references import References
from .shadows import is_reference


class Sweep(References):
    """Builds the reverse sweep of a normalized function."""

    def __init__(self, function: Any, source: Source, facts: Facts, names: Names, program: Program,
                 temporaries: frozenset[str] = frozenset()) -> None:
        super().__init__(function, source, facts, names, program)
        self.temporaries = temporaries
        self.rewrites: dict[int, Any] = {}                 # id of a forward statement -> its new form
        self.records: dict[int, Version] = {}              # id of a call statement -> its record
        self.cotangents: dict[str, str] = {}
        self.exits: list[State] = []                       # state after each enclosing loop
        self.ends: list[State] = []                        # state at the end of each enclosing body
        self.line = 0
        self.gated = gated(function, facts, self.resolve)
        self.logistics = logistics(function, facts, self.resolve, self.memory.written) if program.optimize else {}
        self.powers = powers(function, facts, self.resolve, self.memory.written) if program.optimize else {}
        self.has_complex = has_complex(function, facts)
        self.partly_complex = {n for n, value in facts.values_in(function) if is_complex(value.kind)}

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
        state = {n: replace(bar, zeroed="") if bar.zeroed else bar for n, bar in state.items()}
        out: list[Any] = []
        for node in reversed(block):
            lines = self.statement(node, state)
            if lines and not isinstance(node, (gast.If, gast.For, gast.While)):
                self.comment(out, node.lineno)
            out += lines
        out = collected(out, lambda cls, key: False)
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

    def branch(self, node: Any, state: State) -> list[Any]:
        parts = (node.body, node.orelse)
        self.note_test(node, node.test, node)
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

    # -------------------------------------------------------------- loops
    def loop(self, node: Any, state: State) -> list[Any]:
        before = self.wholes(node, state)
        after = dict(state)
        head = dict(state)
        if isinstance(node, gast.For):
            self.note_test(node, node.iter, node.body[0])      # the reverse sweep reads the range after the last trip
        else:
            self.note_test(node, node.test, node)
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

    def wholes(self, node: Any, state: State) -> list[Any]:
        """Give arrays that a loop writes, takes elements of, or has functions make, an adjoint of their own shape before it,
        not in each trip."""
        at, env = self.versions.after[id(node)], self.facts.after[id(node)]
        writes = [self.memory.writes[id(s)] for s in tree.statements(node.body) if id(s) in self.memory.writes]
        taken = {n.value.value for n in tree.statements(node.body)
                 if isinstance(n, gast.Assign) and isinstance(n.value, gast.Subscript)}
        owned = {write.base for write in writes} | {base.id for base in taken if isinstance(base, gast.Name)}
        made = {t for n in tree.statements(node.body) if isinstance(n, gast.Assign) and self.calls_function(n)
                for t in tree.targets(n)}
        kinds = {n: env[n].kind for n in sorted((owned | made) & state.keys() & at.keys())}
        names = [n for n, kind in kinds.items() if known_array(kind) and not may_be_number(kind) or kind.type is list]
        return [line for name in names
                for line in self.whole(name, self.read(tree.name(name), at, env), state, owned=name in owned)]

    def calls_function(self, node: Any) -> bool:
        """True for a statement that calls a function of the user's, which is given the whole adjoint of what it returned."""
        call = self.facts.operation_at(node, self.resolve)
        return call is not None and call.function is not None

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

    # -------------------------------------------------------------- assignments
    def assign(self, node: Any, state: State) -> list[Any]:
        """The adjoint of an assignment; to a real value comes the real part of what the name's complex ones have."""
        cut = [self.real_part(t) for t in tree.targets(node) if t in self.partly_complex and t in state
               and is_real(self.facts.after[id(node)][t].kind)]
        return [*cut, *self.assigned(node, state)]

    def real_part(self, name: str) -> Any:
        return tree.assign(self.bar(name), tree.attr(tree.name(self.bar(name)), "real"))

    def assigned(self, node: Any, state: State) -> list[Any]:
        targets = tree.targets(node)
        if not any(self.has_bar(t, state) for t in targets):
            return []
        at, env = self.versions.before[id(node)], self.facts.before[id(node)]
        after, result = self.versions.after[id(node)], self.facts.after[id(node)]
        call = operation_of(node.value, lambda n: self.value_of(self.read(n, at, env)).kind, self.resolve)
        if len(targets) > 1 or (call is not None and call.function is not None):
            if call is None or call.function is None:
                refuse_flow(call, self.source.where(node))
            return self.call(node, call, targets, state)
        target = targets[0]
        answer = self.read(tree.name(target), after, result)
        if not result[target].varied:
            state.pop(target, None)
            return []
        listed = lists.joins(call, result[target].kind)
        if target in self.memory.shadowed and call is not None and listed and not copies_numbers(call, env):
            return []
        if target in self.memory.shadowed and (call is None or is_reference(call, env)):
            return self.reference(node, call, answer, at, env, state)
        if call is None:
            return self.copy(node, target, at, env, state)
        kind = call.rule.kind if call.rule is not None else ""
        if call.target is np.sign:                             # of complex values: else it does not vary
            refuse_flow(call, self.source.where(node))
        still = not any(self.value_of(self.read(o, at, env)).varied for o in call.arguments)
        if still and call.target is None:                      # what is called was made of what varies
            refuse_flow(call, self.source.where(node))
        if kind == "zero" or still:
            # made to be written later
            state.pop(target, None)
            return []
        if listed:
            return lists.joined_lists(self, node, call, answer, state)
        if call.target is GETITEM:
            return self.getitem(node, call, target, at, env, state)
        if call.rule is not None and call.rule.form is not None and call.rule.function is None:
            fail(MissingRule, self.source.where(node), f"the rule {call.rule.name} has no reverse mode",
                 f'give it one: @srcad.rule({call.label}, kind="vjp")')
        if call.rule is None or call.rule.function is None:
            refuse_flow(call, self.source.where(node))
        if call.rule.saved is not None:
            return self.kept(node, call, state)
        if id(node) in self.logistics:
            return self.logistic(self.logistics[id(node)], target, answer, state)
        if id(node) in self.powers:
            return self.power(self.powers[id(node)], target, answer, at, env, state)
        marked = replace(call, operands=tuple(self.read(o, at, env) for o in call.operands),
                         keywords={k: self.read(o, at, env) for k, o in call.keywords.items()})
        lines: list[Any] = []
        local = dict(state)
        try:
            refuse_operands(call, lambda n: self.value_of(self.read(n, at, env)), self.source.where(node),
                            result[target].kind, self.has_complex)
            source_bar = state.get(target, Bar(owned=False))
            hoisted, found = adjoints.contributions(
                marked, {}, answer, self.bar_of(answer), source_bar.full,
                lambda: lines.extend(self.whole(target, answer, local)), self.context, target in self.gated)
        except rules.BindError as error:
            self.unknown_call(node, call, error)
        if self.program.optimize:                              # the other form restores values as it goes back
            block = self.place(node)[0]
            hoisted = [self.shared(line, block) for line in hoisted]
            found = [replace(c, expression=self.shared(c.expression, block)) for c in found]
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
                c = replace(c, fresh=source_bar.owned and all(other is c or other.fresh for other in found))
            lines += self.add(c, self.marks[c.operand.id].name, state, source_bar.lent)
        return lines

    def power(self, found: Power, target: str, answer: Any, at: Mapping[str, Version],
              env: Mapping[str, Value], state: State) -> list[Any]:
        """``x * x * x``: the adjoint of ``x``, past that of ``x * x``."""
        operand, before = (self.read(tree.name(n), at, env) for n in (found.factor, found.before))
        bar = state.pop(target, Bar(owned=False))
        gated = target in self.gated
        share = adjoints.power_share(operand, before, found.count, answer, self.bar_of(answer), bar.full, self.context, gated)
        return self.add(share, found.factor, state, bar.lent)

    def logistic(self, exponential: Any, target: str, answer: Any, state: State) -> list[Any]:
        """``1 / (1 + exp(u))``: the adjoint of ``u``, past those of the exponential and the sum."""
        operand = self.read(exponential.value.args[0], self.versions.before[id(exponential)], self.facts.before[id(exponential)])
        if not self.value_of(operand).varied:
            return []
        bar = state.pop(target, Bar(owned=False))
        share = adjoints.logistic_share(operand, answer, self.bar_of(answer), bar.full, self.context, target in self.gated)
        return self.add(share, self.marks[operand.id].name, state, bar.lent)

    def call(self, node: Any, call: Operation, targets: list[str], state: State) -> list[Any]:
        """A call of a user's function: its forward part takes the call's place."""
        assert call.function is not None
        bound = self.program.bind_arguments(call.function, call)
        pair = self.program.pair(call.function, {p: self.value_of_here(node, a) for p, a in bound.items()})
        return self.paired(node, bound, pair, targets, state)

    def kept(self, node: Any, call: Operation, state: State) -> list[Any]:
        """A call of a primitive whose rule has a forward part that saves what it reads."""
        rule = call.rule
        assert rule is not None and rule.saved is not None and rule.function is not None
        try:
            bound = rules.bind(rule, call.operands, call.keywords)
        except rules.BindError as error:
            self.unknown_call(node, call, error)
        refuse_operands(call, lambda n: self.value_of_here(node, n), self.source.where(node),
                        self.facts.after[id(node)][tree.targets(node)[0]].kind, self.has_complex)
        pair = Pair(self.program.primal(rule.saved), self.program.primal(rule.function), True, (), rule.wrt, rule.name)
        return self.paired(node, bound, pair, tree.targets(node), state)

    def paired(self, node: Any, bound: Mapping[str, Any], pair: Pair, targets: list[str], state: State) -> list[Any]:
        """The adjoint of a call that has a forward and a reverse part."""
        at, env = self.versions.before[id(node)], self.facts.before[id(node)]
        marked = {p: self.read(a, at, env) for p, a in bound.items()}
        if self.has_complex:
            refuse_unknown([self.value_of(a) for a in marked.values()], self.source.where(node))
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
        if pair.asks:
            args.insert(len(pair.reads), self.read(tree.name(targets[0]), after, result))
        if pair.has_record:
            args.insert(0, self.record(node, pair, list(bound.values())))
        reverse = tree.call(tree.name(pair.reverse + EMITTED), args)
        wanted = [p for p in pair.wrt if isinstance(marked[p], gast.Name)]       # the others are displays
        if len(pair.wrt) == 1:
            results: list[Any] = [reverse]
        else:
            if pair.rule:
                reverse = tree.call("parts_of" + TOOL, [tree.const(pair.rule), reverse, tree.const(len(pair.wrt))])
            results = [tree.name(self.names.fresh(self.bar(self.marks[marked[p].id].name) if p in wanted else p))
                       for p in pair.wrt]
            lines.append(tree.assign(tree.tuple_(results), reverse))
        for p, value in zip(pair.wrt, results, strict=True):
            if not self.value_of(marked[p]).varied:
                continue
            if pair.rule:
                value = tree.call("of_shape" + TOOL, [tree.const(pair.rule), value, marked[p]])
            shares = [Contribution(marked[p], value, fresh=p in pair.owned)] if p in wanted else adjoints.of_display(
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

    def unknown_call(self, node: Any, call: Operation, error: Exception) -> NoReturn:
        fail(MissingRule, self.source.where(node), f"the rule of {call.label or call.target} does not know this call: {error}",
             "use the arguments that the rule has (see srcad/rules), or add a rule")
