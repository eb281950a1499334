"""Everything that is emitted with one derivative: the functions it calls, differentiated in pairs."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts, Value, infer, is_scalar, own_tokens
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.operations import Operation
from ..errors import MissingRule, SrcadError, UnsupportedSyntax, fail
from ..names import Names
from ..source import Source
from ..unit import Unit
from .rebind import check_rebinding
from .scope import Scope, is_plain
from .sweep import Pair

Follow = Callable[[FunctionType], Unit]


@dataclass
class Program:
    """The functions of one emitted module."""

    follow: Follow
    mode: str
    build: Callable[[Program, Unit, dict[str, Value], str], Any]     # makes the pair of a helper
    scope: Scope
    optimize: bool = True
    functions: list[Any] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)         # emitted function -> where from
    results: dict[Any, Value] = field(default_factory=dict)
    pairs: dict[Any, Any] = field(default_factory=dict)
    primals: dict[FunctionType, str] = field(default_factory=dict)
    stack: list[FunctionType] = field(default_factory=list)

    # -------------------------------------------------------------- calls
    def bind_arguments(self, function: FunctionType, call: Operation) -> dict[str, Any]:
        """Return the operand of every parameter; a default becomes its literal or a bound name."""
        signature = inspect.signature(function, follow_wrapped=False)
        bound = signature.bind(*call.operands, **call.keywords)
        found: dict[str, Any] = {}
        for name, parameter in signature.parameters.items():
            if name in bound.arguments:
                found[name] = bound.arguments[name]
            elif is_plain(parameter.default):
                found[name] = tree.const(parameter.default)
            else:
                found[name] = tree.name(self.scope.bind(parameter.default, f"{function.__name__}_{name}"))
        return found

    def facts(self, unit: Unit, values: Mapping[str, Value]) -> tuple[Unit, Facts]:
        """Return the unit, its loops over varying sequences made index loops, and its facts."""
        while True:
            facts = infer(unit.tree, unit.source, values, self)
            loops = {id(n): n for n in tree.statements(unit.tree.body) if isinstance(n, gast.For)
                     and isinstance(n.iter, gast.Name) and varies(n.iter.id, facts.before.get(id(n), {}))}
            if not loops:
                check_rebinding(unit, facts)
                return unit, facts
            names = Names(self.scope.globals | tree.all_names(unit.tree))
            unit = replace(unit, tree=tree.with_body(unit.tree, _by_index(unit.tree.body, loops, names)))

    def result_of(self, function: FunctionType, values: tuple[Value, ...], names: tuple[str | None, ...]) -> Value:
        """What a call returns, for arguments of which ``values`` are known."""
        varied = any(v.varied for v in values)
        given = self.bind_values(function, values, names)
        key = (function, tuple(given.items()))
        if key not in self.results:
            try:
                self.results[key] = self.infer_result(function, given)
            except SrcadError:
                if varied or any(not _immutable(v.kind) for v in given.values()):
                    raise
                self.results[key] = Value(UNKNOWN)
        return self.results[key]

    def infer_result(self, function: FunctionType, given: Mapping[str, Value]) -> Value:
        unit = self.follow(function)
        if function in self.stack:
            fail(UnsupportedSyntax, unit.source.where(unit.tree), f"`{function.__name__}` calls itself: recursion is not "
                 "supported yet", "write it as a loop")
        self.stack.append(function)
        try:
            result = self.facts(unit, given)[1].result
        finally:
            self.stack.pop()
        return result

    def bind_values(self, function: FunctionType, values: tuple[Value, ...],
                    names: tuple[str | None, ...]) -> dict[str, Value]:
        args = [v for v, n in zip(values, names, strict=True) if n is None]
        keywords = {n: v for v, n in zip(values, names, strict=True) if n is not None}
        signature = inspect.signature(function, follow_wrapped=False)
        try:
            bound = signature.bind(*args, **keywords)
        except TypeError as error:
            source = self.follow(function).source
            fail(MissingRule, source.where(source.tree), f"`{function.__name__}` is called with other arguments: {error}",
                 "call it with the parameters it has")
        found = {}
        for name, parameter in signature.parameters.items():
            value = bound.arguments.get(name)
            found[name] = canonical(name, value if value is not None else Value(of_value(parameter.default)))
        return found

    # -------------------------------------------------------------- emitted functions
    def pair(self, function: FunctionType, values: Mapping[str, Value]) -> Pair:
        """Return the pair of a called function for these kinds of arguments, made once."""
        given = {p: canonical(p, v) for p, v in values.items()}
        key = (function, tuple(given.items()))
        if key not in self.pairs:
            unit = self.follow(function)
            self.pairs[key] = self.build(self, self.prepared(unit), given, function.__name__)
        return self.pairs[key]  # type: ignore[no-any-return]

    def prepared(self, unit: Unit) -> Unit:
        """Rename the locals of a helper that the module uses for something else."""
        own = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)
        names = Names(self.scope.globals | tree.all_names(unit.tree))
        clash = {n: names.fresh(n) for n in sorted(own & self.scope.globals)}
        if clash:
            temporaries = frozenset(clash.get(n, n) for n in unit.temporaries)
            unit = replace(unit, tree=tree.rename(unit.tree, clash), temporaries=temporaries)
        return unit

    def primal(self, function: FunctionType) -> str:
        """Return the name of the user's own function in the emitted module, pasting it."""
        if function not in self.primals:
            try:
                source = self.follow(function).source
            except SrcadError:
                self.primals[function] = self.scope.bind(function, function.__name__)
                return self.primals[function]
            name = self.scope.fresh(function.__name__)
            self.primals[function] = name
            copy = tree.clone(source.tree)
            copy.name = name
            own = frozenset(set(tree.parameters(copy)) | tree.writes(copy.body))
            self.scope.names.taken |= own
            copy.body = self.localise(copy.body, source, own)
            self.functions.append(copy)
            self.sources[name] = source
        return self.primals[function]

    def localise(self, block: list[Any], source: Source, own: frozenset[str]) -> list[Any]:
        """Give globals their names in the emitted module; called functions are pasted first."""
        for identifier in sorted(tree.reads(block) - own):
            if identifier.endswith("@tool"):
                continue
            found, value = source.resolve(identifier)
            if found and isinstance(value, FunctionType) and id(value) not in self.scope.bindings:
                name = self.primal(value)
                if name != identifier:
                    block = [tree.rename(s, {identifier: name + "@as"}) for s in block]
        block = self.scope.localise(block, source, own | frozenset(self.primals.values()))
        return [tree.replace(s, lambda i: tree.name(i[:-3]) if i.endswith("@as") else None) for s in block]


def canonical(name: str, value: Value) -> Value:
    """The value of a parameter: its shape is known by the parameter's name only."""
    return replace(value, kind=own_tokens(value.kind, ("parameter", name)))


def _immutable(kind: Kind) -> bool:
    return is_scalar(kind) or kind.type in (str, type(None))




def varies(name: str, env: Mapping[str, Value]) -> bool:
    return name in env and env[name].varied


def _by_index(block: list[Any], loops: Mapping[int, Any], names: Names) -> list[Any]:
    """``for v in x`` becomes ``for k in range(len(x)): v = x[k]`` for the loops given."""
    out = []
    for node in block:
        if isinstance(node, gast.If):
            node = tree.if_(node.test, _by_index(node.body, loops, names), _by_index(node.orelse, loops, names), node.lineno)
        elif isinstance(node, gast.While):
            node = tree.while_(node.test, _by_index(node.body, loops, names), node.lineno)
        elif isinstance(node, gast.For):
            body, target, iterable = _by_index(node.body, loops, names), node.target, node.iter
            if id(node) in loops:
                index = tree.name(names.fresh("k"))
                body = [tree.assign(target, tree.subscript(iterable, index), node.lineno), *body]
                target = index
                iterable = tree.call("range", [tree.call("len", [iterable])])
            node = tree.for_(target, iterable, body, node.lineno)
        out.append(node)
    return out
