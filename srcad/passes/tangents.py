"""What the tangent of a value is: from the same rules as in reverse mode."""
from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.lattice import is_complex, is_scalar
from ..analyses.operations import Operation, display_kind, rebuilt
from ..analyses.shapes import has_shape_of
from ..names import Names
from ..rules import expand as rules
from ..rules.expand import TOOL, BindError
from ..rules.registry import Rule
from ..unit import Unit
from .adjoints import NUMPY, Context, as_array, as_arrays, fitting, functions, times
from .bars import zeros
from .operands import has_complex
from .pairs import EMITTED
from .program import Program

BY_MEMORY = (np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel, np.ndarray.flatten)


class Tangents:
    """The tangents of a function's names, and of what operations make of them; ``pasted`` are helpers that they need."""

    def __init__(self, unit: Unit, facts: Facts, names: Names, program: Program) -> None:
        self.unit, self.facts, self.names, self.program = unit, facts, names, program
        self.source, self.memory = unit.source, facts.memory
        self.locals = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)
        self.dots: dict[str, str] = {}
        self.pasted: dict[str, Any] = {}
        self.env: Mapping[str, Value] = {}
        self.answer: tuple[str, Value] = ("", Value(UNKNOWN))
        self.has_complex = has_complex(unit.tree, facts)
        self.context = Context(self.value_of, names, self.pasted, self.derived)

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


def total(terms: list[Any]) -> Any:
    """Return the sum of expressions."""
    value = terms[0]
    for term in terms[1:]:
        if isinstance(term, gast.UnaryOp) and isinstance(term.op, gast.USub):
            value = tree.binary(value, "-", term.operand)
        else:
            value = tree.binary(value, "+", term)
    return value
