"""Forward mode: a tangent beside each value that varies.

``y = x * x`` becomes ``y_dot = 2 * x * x_dot`` (from the same rules as reverse mode) and
``y = x * x``. Branches, loops and jumps stay as they are.
"""
from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import IMAGINARY, allocates, is_one_of, is_view, picks
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, is_lent, of_value
from ..analyses.lattice import differentiable, is_complex, is_scalar
from ..analyses.liveness import live_after, live_at_heads
from ..analyses.memory import is_list
from ..analyses.operations import GETITEM, MAKE, Operation, display_kind, operation, rebuilt
from ..analyses.shapes import has_shape_of
from ..analyses.writes import APPEND, AT, INSERT, Write
from ..errors import MissingRule, UnsupportedSyntax, fail
from ..names import Names
from ..rules import expand as rules
from ..rules.expand import TOOL, BindError
from ..rules.registry import Rule
from ..runtime import is_helper
from ..unit import Unit
from .adjoints import NUMPY, Context, as_array, as_arrays, fitting, functions, is_fresh, times
from .bars import zeros
from .calls import Follow
from .operands import has_complex, refuse_flow, refuse_operands, refuse_unknown
from .pairs import EMITTED, Pair
from .program import Announce, Program
from .queue_objects import check_queues
from .reverse import check_real, entry_values, promotions
from .scope import Scope
from .shadows import MIRRORED

BY_MEMORY = (np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel, np.ndarray.flatten)


def forward(unit: Unit, follow: Follow) -> tuple[Unit, Program]:
    """Return the unit whose tree is a module holding the tangent function, and what it stands on."""
    program = Program(follow, Scope(Names(unit.local)), mode="forward", build=helper)
    name = unit.request.name or f"{unit.source.name}_jvp"
    program.scope.reserve(name)
    tangent(program, unit, entry_values(unit), name, list(unit.request.wrt), main=True)
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
    walk = _Tangents(unit, facts, names, program)
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


class _Tangents:
    def __init__(self, unit: Unit, facts: Facts, names: Names, program: Program) -> None:
        self.unit, self.facts, self.names, self.program = unit, facts, names, program
        self.source, self.memory = unit.source, facts.memory
        self.live, self.live_at_heads = live_after(unit.tree), live_at_heads(unit.tree)
        self.locals = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)
        self.dots: dict[str, str] = {}
        self.pasted: dict[str, Any] = {}
        self.env: Mapping[str, Value] = {}
        self.answer: tuple[str, Value] = ("", Value(UNKNOWN))
        self.has_complex = has_complex(unit.tree, facts)
        self.context = Context(self.value_of, names, self.pasted, self.derived)
        self.exits: list[Mapping[str, Value]] = []
        self.heads: list[Mapping[str, Value]] = []

    def dot(self, name: str) -> str:
        if name not in self.dots:
            self.dots[name] = self.names.fresh(f"{name}_dot")
        return self.dots[name]

    def resolve(self, path: str) -> tuple[bool, Any]:
        if not path or path.split(".")[0] in self.locals:
            return False, None
        return self.source.resolve(path)

    def derived(self, func: Any, values: list[Value]) -> Any:
        found, function = self.resolve(tree.dotted_path(func) or "")
        if not found or not isinstance(function, FunctionType):
            raise BindError("a function that it is given is not one whose source can be read")
        return tree.name(self.program.derived(function, values) + EMITTED)

    def value_of(self, node: Any) -> Value:
        if isinstance(node, gast.Name) and node.id in self.locals:
            if node.id == self.answer[0]:
                return self.answer[1]
            return self.env.get(node.id, Value(UNKNOWN))
        if isinstance(node, (gast.Tuple, gast.List)):
            items = [self.value_of(e) for e in node.elts]
            kind = Kind(tuple if isinstance(node, gast.Tuple) else list, items=tuple(v.kind for v in items))
            return Value(kind, any(v.varied for v in items))
        if isinstance(node, gast.Dict):
            kind = display_kind(node, [self.value_of(e).kind for e in node.values])
            return Value(kind, any(self.value_of(e).varied for e in node.values))
        if isinstance(node, tree.DISPLAYS):
            return Value(UNKNOWN, any(self.value_of(e).varied for e in tree.elements(node)))
        if tree.is_literal(node):
            return Value(of_value(tree.literal(node)))
        found, value = self.resolve(tree.dotted_path(node) or "")
        return Value(of_value(value) if found else UNKNOWN)

    def varies(self, node: Any, env: Mapping[str, Value]) -> bool:
        return isinstance(node, gast.Name) and node.id in env and env[node.id].varied

    def dot_of(self, node: Any, env: Mapping[str, Value]) -> Any:
        """The tangent of an operand; zero for what does not vary."""
        if self.varies(node, env):
            return tree.name(self.dot(node.id))
        if isinstance(node, tree.DISPLAYS):
            return tree.display_like(node, [self.dot_of(e, env) for e in tree.elements(node)])
        return self.zero(node, env)

    def zero(self, node: Any, env: Mapping[str, Value]) -> Any:
        kind = env[node.id].kind if isinstance(node, gast.Name) and node.id in env else self.value_of(node).kind
        if tree.is_literal(node) or is_scalar(kind):
            return tree.const(0.0)
        return zeros(kind, node, self.program)

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
        return tree.call(NUMPY + "array", [value])

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
                parts = [tree.call("tuple" + TOOL, [p]) if isinstance(p, gast.Name) else p for p in parts]
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

    def tangent_of(self, call: Operation, answer: Any, env: Mapping[str, Value]) -> tuple[list[Any], Any]:
        rule = call.rule
        assert rule is not None
        bound = rules.bind(rule, call.operands, call.keywords)
        wanted = [p for p in rule.wrt if p in bound and self.value_of(bound[p]).varied]
        if rule.kind == "elementwise":
            assert rule.function is not None
            expansion = self.expand(rule, rule.function, as_arrays(rule, bound, self.context) | call.owner | {"ans": answer},
                                    rule.wrt, wanted)
            dots = {p: as_array(self.dot_of(bound[p], env), self.value_of(bound[p]).kind) for p in wanted}
            partials = {p: fitting(rule, e, bound[p], answer, answer, self.context) if rule.custom else e
                        for p, e in expansion.results.items()}
            terms = [times(dots[p], partials[p]) for p in wanted]
            if not is_complex(self.answer[1].kind):                # the real part is what a complex operand moves
                terms = [tree.attr(t, "real") if self.context.is_complex(bound[p]) else t for t, p in zip(terms, wanted)]
            return list(expansion.hoisted), self.spread(total(terms), bound, wanted, answer)
        if rule.kind == "linear":
            value = self.substituted(call, rule, bound, wanted, env)
            if rule.broadcasts:
                value = self.spread(value, bound, wanted, answer)
            return [], value
        if rule.kind == "bilinear":
            terms = [self.substituted(call, rule, bound, [p], env, zero_others=False) for p in wanted]
            return [], total(terms)
        assert rule.forward is not None
        given = as_arrays(rule, bound, self.context)
        dots = {f"{p}_dot": self.dot_of(bound[p], env) for p in rule.wrt if p in bound}
        if rule.broadcasts:
            dots = {f"{p}_dot": as_array(dots[f"{p}_dot"], self.value_of(bound[p]).kind) for p in rule.wrt if p in bound}
        called = functions(rule, bound, "tangent", self.context)
        expansion = self.expand(rule, rule.forward, given | dots | called | {"ans": answer}, ("ans",), ["ans"])
        value = expansion.results["ans"]
        return list(expansion.hoisted), fitting(rule, value, answer, answer, answer, self.context) if rule.custom else value

    def expand(self, rule: Rule, function: Any, bound: Mapping[str, Any], wrt: Any, wanted: Any) -> rules.Expansion:
        expansion = rules.expand(function, bound, wrt, self.context, self.names, wanted, rule.custom)
        if expansion.pasted is not None:
            self.pasted[rules.pasted_name(expansion.pasted)] = expansion.pasted
        return expansion

    def substituted(self, call: Operation, rule: Rule, bound: Mapping[str, Any], wanted: list[str],
                    env: Mapping[str, Value], zero_others: bool = True) -> Any:
        """The same call with tangents in place of the operands it is linear in."""
        swap: dict[int, Any] = {}
        for p in rule.wrt if zero_others else wanted:
            if p not in bound:
                continue
            if isinstance(bound[p], gast.Tuple) and not any(bound[p] is a for a in call.arguments):
                swap |= {id(e): self.dot_of(e, env) for e in bound[p].elts}      # of a var-positional parameter
            elif p in wanted or not rule.broadcasts and (isinstance(bound[p], tree.DISPLAYS) or not tree.is_literal(bound[p])):
                swap[id(bound[p])] = self.laid_out(call, bound, self.dot_of(bound[p], env))
            elif not (tree.is_literal(bound[p]) and isinstance(bound[p], gast.Constant) and bound[p].value is None):
                swap[id(bound[p])] = tree.const(0.0)
        operands = [swap.get(id(o), o) for o in call.operands]
        keywords = {k: swap.get(id(o), o) for k, o in call.keywords.items()}
        return rebuilt(call, operands, keywords)

    def laid_out(self, call: Operation, bound: Mapping[str, Any], dot: Any) -> Any:
        """A tangent that lies in memory as its value does, where the order of elements depends on that."""
        order = bound.get("order")
        by_memory = call.target in BY_MEMORY and not (tree.is_literal(order) and tree.literal(order) in ("C", "F"))
        if not by_memory or not isinstance(call.operands[0], gast.Name) or call.operands[0].id in self.memory.active:
            return dot
        return tree.call("laid_out" + TOOL, [call.operands[0], dot])

    def spread(self, value: Any, bound: Mapping[str, Any], wanted: list[str], answer: Any) -> Any:
        """Give a tangent the shape of its value where broadcasting widened it."""
        result = self.value_of(answer).kind
        if is_scalar(result):
            return value
        read = tree.reads(value)
        for operand in bound.values():
            if not isinstance(operand, gast.Name):
                continue
            kind = self.value_of(operand).kind
            seen = operand.id in read or self.dots.get(operand.id) in read
            if not is_scalar(kind) and not seen and not self.covered(result, bound, read):
                return self.widened(value, answer)
        if all(is_scalar(self.value_of(tree.name(n)).kind) for n in read & self.locals) and not any(
                self.dots.get(o.id) in read and not is_scalar(self.value_of(o).kind)
                for o in bound.values() if isinstance(o, gast.Name)):
            return self.widened(value, answer)
        return value

    def widened(self, value: Any, answer: Any) -> Any:
        whole = tree.call(NUMPY + "broadcast_to", [value, tree.call(NUMPY + "shape", [answer])])
        return whole if self.value_of(answer).kind.type is np.ndarray else tree.subscript(whole, tree.tuple_([]))

    def covered(self, result: Kind, bound: Mapping[str, Any], read: set[str]) -> bool:
        return any(isinstance(o, gast.Name) and has_shape_of(self.value_of(o).kind, result)
                   and (self.dots.get(o.id) in read or o.id in read) for o in bound.values())

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


def total(terms: list[Any]) -> Any:
    """Return the sum of expressions."""
    value = terms[0]
    for term in terms[1:]:
        if isinstance(term, gast.UnaryOp) and isinstance(term.op, gast.USub):
            value = tree.binary(value, "-", term.operand)
        else:
            value = tree.binary(value, "+", term)
    return value
