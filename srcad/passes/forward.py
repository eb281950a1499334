"""Forward mode: a tangent beside each value that varies.

``y = x * x`` becomes ``y_dot = 2 * x * x_dot`` (from the same rules as reverse mode) and
``y = x * x``. Branches, loops and jumps stay as they are.
"""
from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import IMAGINARY, allocates, is_one_of, is_view, picks
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, is_lent
from ..analyses.lattice import differentiable, is_scalar
from ..analyses.liveness import live_after, live_at_heads
from ..analyses.memory import is_list
from ..analyses.operations import GETITEM, MAKE, Operation, operation
from ..analyses.writes import APPEND, AT, INSERT, Write
from ..errors import MissingRule, UnsupportedSyntax, fail
from ..names import Names
from ..rules import expand as rules
from ..rules.expand import TOOL
from ..runtime import is_helper
from ..unit import Unit
from .adjoints import NUMPY, is_fresh
from .bars import zeros
from .calls import Follow
from .entry import check_promoted, entry_values, promotions
from .operands import refuse_flow, refuse_operands, refuse_unknown
from .pairs import EMITTED, Pair
from .program import Announce, Program
from .queue_objects import check_queues
from .reverse import check_real
from .scope import Scope
from .shadows import MIRRORED
from .tangents import Tangents


def forward(unit: Unit, follow: Follow) -> tuple[Unit, Program]:
    """Return the unit whose tree is a module holding the tangent function, and what it stands on."""
    program = Program(follow, Scope(Names(unit.local)), mode="forward", build=helper)
    name = unit.request.name or f"{unit.source.name}_jvp"
    program.scope.reserve(name)
    tangent(program, unit, entry_values(unit), name, list(unit.request.wrt), main=True)
    check_promoted(program, unit)
    return replace(unit, tree=tree.module(program.functions), in_place=program.in_place), program


def helper(program: Program, unit: Unit, values: dict[str, Value], name: str, announce: Announce | None) -> Pair:
    """Emit the tangent function of a called function."""
    own = tree.parameters(unit.tree)
    values = dict(zip(own, values.values(), strict=True))
    wrt = [p for p, v in values.items() if v.varied]
    emitted = program.scope.fresh(f"{name}_jvp")
    back = dict(zip(own, tree.parameters(unit.source.tree), strict=True))
    pair = Pair(emitted, "", False, (), tuple(back[p] for p in wrt))
    if announce is not None:
        announce(pair)
    tangent(program, unit, values, emitted, wrt, main=False)
    return pair


def tangent(program: Program, unit: Unit, values: Mapping[str, Value], name: str, wrt: list[str], main: bool) -> None:
    """Emit ``name(parameters, dots) -> (value, tangent)``; of the tangent alone, if no value is asked for."""
    unit, facts = program.facts(unit, values)
    names = Names(program.scope.globals | unit.names)
    walk = _Statements(unit, facts, names, program)
    for p in wrt:
        walk.dot(p)
    last = unit.tree.body[-1]
    if main:
        check_real(unit, last, facts.result.kind)
        check_queues(unit, last, facts.result.kind)
    body = walk.block(unit.tree.body[:-1])
    answers = last.value.elts if isinstance(last.value, gast.Tuple) else [last.value]
    env = facts.before[id(last)]
    dots = [walk.dot_of(a, env) for a in answers]
    packed = isinstance(last.value, gast.Tuple)
    value = tree.tuple_(dots) if packed else dots[0]
    if unit.request.value or not main:
        value = tree.tuple_([last.value, value])
    body.append(tree.return_(value, last.lineno))
    source_args = program.signature(unit.source.function, unit.source.tree.args, unit.source) if main else tree.arguments(
        [tree.parameter(p) for p in tree.parameters(unit.tree)])
    args = tree.clone(source_args)
    count = len(args.defaults)
    args.args += [tree.parameter(walk.dot(p)) for p in wrt]
    args.defaults = args.defaults + [tree.const(None)] * len(wrt) if count else []
    body = [*(promotions(program, unit, facts.memory) + walk.owned_dots(wrt) if main else []), *body]
    own = set(tree.parameters(unit.tree)) | {walk.dot(p) for p in wrt} | tree.writes(body)
    program.scope.pasted.update(walk.pasted)
    program.scope.names.taken |= own
    program.functions.append(tree.function(name, args, program.localise(body, unit.source, frozenset(own)),
                                           None, unit.tree.lineno))
    program.sources[name] = unit.source


class _Statements(Tangents):
    def __init__(self, unit: Unit, facts: Facts, names: Names, program: Program) -> None:
        super().__init__(unit, facts, names, program)
        self.live, self.live_at_heads = live_after(unit.tree), live_at_heads(unit.tree)
        self.exits: list[Mapping[str, Value]] = []
        self.heads: list[Mapping[str, Value]] = []

    # -------------------------------------------------------------- statements
    def block(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        for node in block:
            new = self.statement(node)
            for s in tree.statements(new):
                if not getattr(s, "lineno", 0):
                    s.lineno = node.lineno
            out += new
        return out

    def statement(self, node: Any) -> list[Any]:
        write = self.memory.writes.get(id(node))
        if write is not None:
            return self.store(node, write)
        if isinstance(node, gast.Assign):
            return self.assign(node)
        if isinstance(node, gast.If):
            after = {n: v for n, v in self.facts.after[id(node)].items() if n in self.live[id(node)]}
            body = self.block(node.body) + self.settle(node.body, self.facts.before[id(node)], after)
            orelse = self.block(node.orelse) + self.settle(node.orelse, self.facts.before[id(node)], after)
            return [tree.if_(node.test, body, orelse, node.lineno)]
        if isinstance(node, (gast.For, gast.While)):
            return self.loop(node)
        if isinstance(node, gast.Break):
            return [*self.missing(self.facts.before[id(node)], self.exits[-1]), node]
        if isinstance(node, gast.Continue):
            return [*self.missing(self.facts.before[id(node)], self.heads[-1]), node]
        return [node]

    def settle(self, block: list[Any], before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Any]:
        """Zero tangents at the end of a branch for names that vary by another branch only."""
        if block and isinstance(block[-1], (gast.Break, gast.Continue, gast.Raise)):
            return []
        end = self.facts.after[id(block[-1])] if block else before
        return self.missing(end, after) if end else []

    def missing(self, here: Mapping[str, Value], there: Mapping[str, Value]) -> list[Any]:
        return [tree.assign(self.dot(n), self.zero(tree.name(n), here)) for n in sorted(there)
                if there[n].varied and n in here and not here[n].varied]

    def loop(self, node: Any) -> list[Any]:
        before, after = self.facts.before[id(node)], self.facts.after[id(node)]
        head = self.facts.before[id(node.body[0])]
        # the loop may also end at its head: what varies after it needs a tangent there too
        head = {n: replace(v, varied=v.varied or after.get(n, v).varied) for n, v in head.items()
                if n in self.live_at_heads[id(node)] and not (isinstance(node, gast.For) and n == node.target.id)}
        start = self.missing(before, head)
        self.exits.append({n: v for n, v in after.items() if n in self.live[id(node)]})
        self.heads.append(head)
        body = self.block(node.body)
        self.exits.pop()
        self.heads.pop()
        if not isinstance(node.body[-1], (gast.Break, gast.Continue, gast.Raise)):
            end = self.facts.after[id(node.body[-1])]
            body += self.missing(end, head) if end else []
        if isinstance(node, gast.For):
            target = node.target.id
            if any(env.get(target, Value(UNKNOWN)).varied for env in (before, after)):
                body.insert(0, tree.assign(self.dot(target), tree.const(0.0)))       # what it held before is gone
            return [*start, tree.for_(node.target, node.iter, body, node.lineno)]
        return [*start, tree.while_(node.test, body, node.lineno)]

    # -------------------------------------------------------------- arrays written in place
    def owned_dots(self, wrt: list[str]) -> list[Any]:
        """The tangents of parameters that are written are copied as these are; those that have none start at zero."""
        kinds = dict(self.unit.request.kinds)
        lines = []
        for p in [p for p in tree.parameters(self.unit.tree) if p in self.memory.active]:
            cls, dot = kinds.get(p, UNKNOWN).type, tree.name(self.dot(p))
            if p not in wrt:
                copy = tree.call("laid_out" + TOOL, [tree.name(p), tree.const(0.0)]) if cls is np.ndarray else self.zero(
                    tree.name(p), {p: Value(kinds.get(p, UNKNOWN))})
            else:
                word = "laid_out" if cls is np.ndarray else "own_dot"
                copy = tree.call(word + TOOL, [tree.name(p), dot]) if not kinds[p].is_record else tree.call(
                    "copied" + TOOL, [dot, tree.tuple_([])])
            lines.append(tree.assign(dot, copy))
        return lines

    def store(self, node: Any, write: Write) -> list[Any]:
        """``x[i] = v``: the same store of the tangent into the tangent."""
        env = self.facts.before[id(node)]
        self.env = env
        kind = env[write.base].kind
        if write.base not in self.memory.active or not differentiable(kind):
            return [node]
        if is_list(kind):
            return self.list_store(node, write, env)
        varied = self.value_of(write.value).varied
        dot = self.dot_of(write.value, env) if varied else tree.const(0.0)
        section, old = (tree.subscript(tree.name(n), write.index) for n in (self.dot(write.base), write.base))
        if write.operator == "":
            return [tree.assign(section, dot), node]
        if write.operator == AT:
            call = tree.call(node.value.func, [tree.name(self.dot(write.base)), write.index, dot])
            return [tree.expression(call), node] if varied else [node]
        if write.operator in ("+", "-"):
            return [tree.augment(section, write.operator, dot), node] if varied else [node]
        if not varied:
            return [tree.augment(section, write.operator, write.value), node]
        if write.operator == "*":
            both = tree.binary(tree.binary(section, "*", write.value), "+", tree.binary(old, "*", dot))
            return [tree.assign(section, both), node]
        part = tree.binary(tree.binary(old, "*", dot), "/", write.value)
        return [tree.assign(section, tree.binary(tree.binary(section, "-", part), "/", write.value)), node]

    def list_store(self, node: Any, write: Write, env: Mapping[str, Value]) -> list[Any]:
        """``l.append(v)``: the same write to the list of tangents."""
        dots = tree.name(self.dot(write.base))
        dot = self.dot_of(write.value, env)
        if write.operator == "":
            return [tree.assign(tree.subscript(dots, write.index), dot), node]
        given = [] if write.at_end else [write.index]
        given += [dot] if write.operator in (APPEND, INSERT) else []
        return [tree.expression(tree.call(tree.attr(dots, write.operator), given)), node]

    def apart(self, call: Operation, target: str, value: Any) -> Any:
        """A tangent in memory of its own, where sharing it could be noticed."""
        owners = {self.dots[n]: n for n in self.memory.active if n in self.dots}
        shared = owners.keys() & tree.reads(value)
        kind = self.answer[1].kind
        if is_scalar(kind) and isinstance(value, gast.Name) and shared and allocates(call):
            number = is_scalar(self.value_of(tree.name(owners[value.id])).kind)
            return value if number else tree.subscript(value, tree.tuple_([]))             # of an array of no axes
        if is_helper(call.target) or is_scalar(kind) or not (target in self.memory.active or shared) or not allocates(call):
            return value
        if isinstance(value, gast.Tuple):                      # of a call that has several results
            numbers = [is_scalar(kind.item(k)) for k in range(len(value.elts))]
            return tree.tuple_([e if known or is_fresh(e) else tree.call(NUMPY + "array", [e])
                                for e, known in zip(value.elts, numbers, strict=True)])
        if target in self.memory.active:
            return tree.call("laid_out" + TOOL, [tree.name(target), value])
        again = isinstance(value, gast.Call) and isinstance(call.node, gast.Call) and tree.same(value.func, call.node.func)
        if is_fresh(value) or again or kind.type not in (None, np.ndarray, list, tuple):      # an interpolant shares nothing
            return value
        several = kind.type in (list, tuple)                   # of lengths that differ, perhaps
        return tree.call("own_dot" + TOOL, [tree.name(target), value]) if several else tree.call(NUMPY + "array", [value])

    # -------------------------------------------------------------- assignments
    def assign(self, node: Any) -> list[Any]:
        env, after = self.facts.before[id(node)], self.facts.after[id(node)]
        self.env = env
        targets = tree.targets(node)
        if not any(after[t].varied for t in targets):
            return [node]
        call = operation(node.value, lambda n: self.value_of(n).kind, self.resolve)
        if call is not None and call.function is not None:
            return self.call(node, call, env)
        target = targets[0]
        dot = tree.name(self.dot(target))
        if call is None:
            if self.varies(node.value, env) or isinstance(node.value, tree.DISPLAYS) or tree.is_literal(node.value):
                return [tree.assign(dot, self.dot_of(node.value, env)), node]
            refuse_flow(call, self.source.where(node))
        assert call is not None
        kind = call.rule.kind if call.rule is not None else ""
        if call.target is np.sign:                             # of complex values: else it does not vary
            refuse_flow(call, self.source.where(node))
        still = not any(self.value_of(o).varied for o in call.arguments)
        if still and call.target is None:                      # what is called was made of what varies
            refuse_flow(call, self.source.where(node))
        if kind == "zero" or still:                            # made to be written later
            return [node, tree.assign(dot, zeros(after[target].kind, tree.name(target), self.program))]
        if is_one_of(call.target, (operator.add, operator.mul)) and after[target].kind.type in (list, tuple):
            parts = [self.dot_of(o, env) if isinstance(o, (gast.List, gast.Tuple)) or self.value_of(o).kind.type in (list, tuple)
                     else o for o in call.operands]
            if call.target is operator.add and after[target].kind.type is tuple:               # zeros are a list
                parts = [tree.call("tuple" + TOOL, [p]) if not isinstance(p, gast.Tuple) else p for p in parts]
            return [tree.assign(dot, tree.like(node.value, parts)), node]
        if call.target is MAKE:
            return [tree.assign(dot, self.dot_of(call.operands[1], env)), node]
        if call.target is tuple and target in self.memory.active:
            return [tree.assign(dot, tree.with_fields(node.value, args=[self.dot_of(call.operands[0], env)])), node]
        if call.target is GETITEM:
            dots, index = self.dot_of(call.operands[0], env), call.operands[1]
            if tree.is_literal(index) and is_lent(self.value_of(call.operands[0]).kind, tree.literal(index)):
                none = zeros(after[target].kind, tree.name(target), self.program)
                return [node, tree.assign(dot, tree.call(tree.attr(dots, "get"), [index, none]))]
            return [tree.assign(dot, tree.subscript(dots, index)), node]
        if call.rule is None or call.rule.form is None or len(targets) > 1:
            refuse_flow(call, self.source.where(node))
        if call.rule.kind == "general" and call.rule.forward is None:
            fail(MissingRule, self.source.where(node), f"the rule {call.rule.name} has no forward mode",
                 f'give it one: @srcad.rule({call.label}, kind="jvp")')
        plain = is_view(call, env) or is_one_of(call.target, (*IMAGINARY, tuple)) or is_helper(call.target) or (
            call.label.split(".")[-1] in MIRRORED)
        if target in self.memory.active and not (allocates(call) or picks(call, env) or plain):
            fail(UnsupportedSyntax, self.source.where(node),
                 f"`{target}` may share memory with an array that is written in place, and it is not known how",
                 "make a copy here (x.copy()), or write to a copy")
        self.answer = (target, after[target])
        try:
            refuse_operands(call, self.value_of, self.source.where(node), after[target].kind, self.has_complex)
            lines, value = self.tangent_of(call, tree.name(target), env)
        except rules.BindError as error:
            fail(MissingRule, self.source.where(node),
                 f"the rule of {call.label or call.target} does not know this call: {error}",
                 "use the arguments that the rule has (see srcad/rules), or add a rule")
        value = self.apart(call, target, value)
        self.answer = ("", Value(UNKNOWN))
        if target in tree.reads([*lines, value]):
            return [node, *lines, tree.assign(dot, value)]
        return [*lines, tree.assign(dot, value), node]

    def call(self, node: Any, call: Operation, env: Mapping[str, Value]) -> list[Any]:
        assert call.function is not None
        bound = self.program.bind_arguments(call.function, call)
        if self.has_complex:
            refuse_unknown([self.value_of(a) for a in bound.values()], self.source.where(node))
        pair = self.program.pair(call.function, {p: self.value_of(a) for p, a in bound.items()})
        dots = [self.dot_of(bound[p], env) for p in pair.wrt]
        value = tree.call(tree.name(pair.forward + EMITTED), [*bound.values(), *dots])
        target = node.targets[0]
        if isinstance(target, (gast.Tuple, gast.List)):
            dot = tree.tuple_([tree.name(self.dot(t)) for t in tree.targets(node)])
        else:
            dot = tree.name(self.dot(target.id))
        return [tree.assign(tree.tuple_([target, dot]), value, node.lineno)]
