"""A rule and a call give trees: the body of the rule with the call's operands in place.

``if`` statements of a rule are decided here, from literal arguments and known ranks. Where one
cannot be decided, the rule's function itself is pasted into the emitted module and called.
"""
from __future__ import annotations

import builtins
import functools
import inspect
import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import gast
import numpy as np

from .. import runtime, tree
from ..names import Names
from ..runtime import HELPERS
from .registry import Rule

UNDECIDED = object()
TOOL = tree.TOOL


class Operands(Protocol):
    """What is known of the values of operands."""

    def rank_of(self, node: Any) -> int | None:
        """The rank; -1 for None, None if unknown."""

    def is_complex(self, node: Any) -> bool:
        """True for complex values."""


@dataclass(frozen=True)
class Expansion:
    """``results`` holds one tree per differentiable parameter, after the ``hoisted`` statements.

    ``pasted`` names the rule function that has to be pasted, if the body could not be decided.
    """

    hoisted: tuple[Any, ...]
    results: Mapping[str, Any]
    pasted: Callable[..., Any] | None = None


class BindError(Exception):
    """The call does not fit the rule's parameters."""


@functools.cache
def signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


@functools.cache
def _definition(function: Callable[..., Any]) -> Any:
    definition = tree.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    own = set(signature(function).parameters) | tree.writes(definition.body)
    definition.body = [tree.replace(s, lambda i: None if i in own else _marked(function, i)) for s in definition.body]
    return definition


@dataclass(frozen=True)
class Foreign:
    """A name that a rule's function reads: a module, a function, a number of the module that defines it."""

    function: Callable[..., Any]
    identifier: str
    itself: bool = False                   # the rule's function is what is meant

    def value(self) -> Any:
        """What the name means now."""
        if self.itself:
            return self.function
        closure = inspect.getclosurevars(self.function)
        for space in (closure.nonlocals, self.function.__globals__):
            if self.identifier in space:
                return space[self.identifier]
        raise NameError(f"name {self.identifier!r} is not defined, which the rule {self.function.__name__} reads")


FOREIGN: dict[str, Foreign] = {}           # by the word that stands for it in trees


def _marked(function: Callable[..., Any], identifier: str) -> Any:
    """The tree of a name that is not the rule's own."""
    foreign = Foreign(function, identifier)
    try:
        value = foreign.value()
    except NameError:
        if hasattr(builtins, identifier):
            return tree.name(identifier + TOOL)
        raise
    known = {"np": np, "math": math, **runtime.HELPERS}
    for word, meaning in known.items():
        if meaning is value:
            return tree.name(word + TOOL)
    return _word(foreign)


@functools.cache
def _word(foreign: Foreign) -> Any:
    word = f"{foreign.identifier}${len(FOREIGN)}"
    FOREIGN[word] = foreign
    return tree.name(word + TOOL)


def word_of(function: Callable[..., Any]) -> Any:
    """The tree that stands for a function, to be pasted as one of the emitted module."""
    return _word(Foreign(function, function.__name__, True))


@functools.cache
def is_spliceable(function: Callable[..., Any]) -> bool:
    """True for a body of assignments to names, tests and returns, whose expressions bind no names."""
    body = body_of(function)
    plain = (gast.If, gast.Return, gast.Assign)
    statements = list(tree.statements(body))
    parts = [part for s in body for part in tree.walk(s)]
    return all(isinstance(s, plain) and (not isinstance(s, gast.Assign) or tree.is_name(s.targets[0])) for s in statements) and (
        isinstance(body[-1], gast.Return) and not any(isinstance(p, (*tree.SCOPES, gast.NamedExpr, gast.Starred)) for p in parts))


def reads_foreign(function: Callable[..., Any]) -> bool:
    """True if a rule's function reads more than NumPy, ``math`` and helpers."""
    return any(name.removesuffix(TOOL) in FOREIGN for name in tree.reads(body_of(function)))


def body_of(function: Callable[..., Any]) -> list[Any]:
    """Return the statements of a rule's function, docstring left out.

    Names that are not the rule's own (``np``, a helper, a builtin, a library) are marked with ``TOOL``:
    the emitted module decides what it calls them.
    """
    body = _definition(function).body
    first = body[0]
    documented = isinstance(first, gast.Expr) and isinstance(first.value, gast.Constant)
    return list(body[1:] if documented else body)


def returned(function: Callable[..., Any]) -> list[int]:
    """How many values the ``return`` statements of a rule's function give; 0 for one that is no tuple."""
    statements = tree.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
    returns = [s for s in tree.statements(statements) if isinstance(s, gast.Return)]
    return [len(s.value.elts) if isinstance(s.value, gast.Tuple) else 0 for s in returns]


def is_supplied(parameter: inspect.Parameter) -> bool:
    """True for what the compiler gives a rule: the cotangent, the answer, tangents, the distribution of SciPy whose
    method is called, derivatives of functions; not for an option of the call."""
    name = parameter.name
    return parameter.kind is parameter.KEYWORD_ONLY and (
        name in ("ct", "ans", "dist") or name.endswith(("_dot", "_pullback", "_tangent")))


def bind(rule: Rule, operands: Sequence[Any], keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tree of every parameter of the rule; a var-positional one is a Tuple tree.

    Raises:
        BindError: the call has an argument that the rule does not know.
    """
    if rule.form is None:
        return {}
    parameters = signature(rule.form).parameters.values()
    accepted = signature(rule.form).replace(parameters=[p for p in parameters if not is_supplied(p)])
    try:
        bound = accepted.bind(*operands, **keywords)
    except TypeError as error:
        raise BindError(str(error)) from None
    env: dict[str, Any] = {}
    for parameter in accepted.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            env[parameter.name] = tree.tuple_(bound.arguments.get(parameter.name, ()))
        elif parameter.name in bound.arguments:
            env[parameter.name] = bound.arguments[parameter.name]
        else:
            env[parameter.name] = tree.const(parameter.default)
    if "out" in env and not (tree.is_literal(env["out"]) and tree.literal(env["out"]) is None):
        raise BindError("out= writes to an array in place")
    return env


def expand(function: Callable[..., Any], env: Mapping[str, Any], wrt: Sequence[str],
           operands: Operands, names: Names, wanted: Sequence[str] | None = None, custom: bool = False) -> Expansion:
    """Return the trees that ``function`` computes for ``env``; ``custom``: it is a user's.

    ``env`` maps parameters (those of the call, and ``ct``, ``ans``, tangents) to trees;
    ``operands`` says what is known of an operand's value.
    """
    wanted = wrt if wanted is None else wanted
    decided = _decide(body_of(function), env, operands) if is_spliceable(function) else None
    if decided is None or len(wrt) > 1 and not isinstance(decided[-1].value, gast.Tuple):
        return _pasted(function, env, wrt, wanted, names, custom)
    decided = [_Conditionals(env, operands).visit(tree.clone(s)) for s in decided]
    scope = dict(env)
    hoisted = []
    for statement in decided[:-1]:
        local = statement.targets[0].id
        value = tree.replace(statement.value, scope)
        scope[local] = tree.name(names.fresh(local))
        hoisted.append(tree.assign(scope[local], value))
    value = decided[-1].value
    values = value.elts if isinstance(value, gast.Tuple) and len(wrt) > 1 else [value]
    results = {p: tree.replace(v, scope) for p, v in zip(wrt, values, strict=True) if p in wanted}
    kept, live = [], tree.reads(list(results.values()))
    for statement in reversed(hoisted):
        if statement.targets[0].id in live:
            kept.append(statement)
            live |= tree.reads(statement.value)
    return Expansion(tuple(reversed(kept)), results)


def _pasted(function: Callable[..., Any], env: Mapping[str, Any], wrt: Sequence[str],
            wanted: Sequence[str], names: Names, custom: bool) -> Expansion:
    args, keywords = [], {}
    for parameter in signature(function).parameters.values():
        if parameter.name not in env:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY:
            keywords[parameter.name] = env[parameter.name]
        elif parameter.kind is parameter.VAR_POSITIONAL:
            args += env[parameter.name].elts
        else:
            args.append(env[parameter.name])
    pasted = None if custom or reads_foreign(function) else function
    func = tree.name(pasted_name(function) + TOOL) if pasted else word_of(function)
    call = tree.call(func, args, keywords)
    if len(wrt) == 1:
        return Expansion((), {wrt[0]: call}, pasted)
    if custom:
        call = tree.call(f"parts_of{TOOL}", [tree.const(function.__name__), call, tree.const(len(wrt))])
    parts = tree.name(names.fresh("parts"))
    results = {p: tree.subscript(parts, tree.const(k)) for k, p in enumerate(wrt) if p in wanted}
    return Expansion((tree.assign(parts, call),), results, pasted)


def pasted_name(function: Callable[..., Any]) -> str:
    """The name of a rule's function where it is pasted into an emitted module."""
    name = f"{function.__name__.strip('_')}_adjoint"
    return f"{name}_of_call" if name in HELPERS else name


def _decide(block: Sequence[Any], env: Mapping[str, Any], operands: Operands) -> list[Any] | None:
    """Flatten a rule's body to assignments and one return; None if a test stays open."""
    flat: list[Any] = []
    for statement in block:
        if isinstance(statement, gast.If):
            test = _evaluate(statement.test, env, operands)
            if test is UNDECIDED:
                return None
            inner = _decide(statement.body if test else statement.orelse, env, operands)
            if inner is None:
                return None
            flat += inner
        else:
            flat.append(statement)
        if flat and isinstance(flat[-1], gast.Return):
            break
    return flat


class _Conditionals(gast.NodeTransformer):
    """Decides ``a if test else b`` where it can; what stays open of a test is decided at run time."""

    def __init__(self, env: Mapping[str, Any], operands: Operands) -> None:
        self.env, self.operands = env, operands

    def visit_IfExp(self, node: Any) -> Any:
        test = _evaluate(node.test, self.env, self.operands)
        if test is UNDECIDED:
            return self.generic_visit(node)
        return self.visit(node.body if test else node.orelse)

    def visit_BoolOp(self, node: Any) -> Any:
        """Of an open test what is decided goes: in ``True and x`` and ``False or x`` it says nothing."""
        left = [self.visit(v) for v in node.values if _evaluate(v, self.env, self.operands) is UNDECIDED]
        node.values = left or node.values
        return left[0] if len(left) == 1 else node


def _evaluate(node: Any, env: Mapping[str, Any], operands: Operands) -> Any:
    """The value of a test, or UNDECIDED."""
    def value(part: Any) -> Any:
        return _evaluate(part, env, operands)

    if tree.is_literal(node):
        return tree.literal(node)
    if isinstance(node, gast.Name):
        given = env.get(node.id)
        if given is not None and tree.is_literal(given):
            return tree.literal(given)
        return UNDECIDED
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        inner = value(node.operand)
        return UNDECIDED if inner is UNDECIDED else not inner
    if isinstance(node, gast.BoolOp):
        return _evaluate_boolean(isinstance(node.op, gast.And), [value(v) for v in node.values])
    if isinstance(node, gast.Compare) and len(node.ops) == 1:
        return _evaluate_compare(node, env, operands)
    if isinstance(node, gast.Call) and tree.dotted_path(node.func) == f"np{TOOL}.ndim":
        rank = operands.rank_of(tree.replace(node.args[0], env))
        return UNDECIDED if rank is None or rank < 0 else rank
    if isinstance(node, gast.Call) and tree.dotted_path(node.func) == f"np{TOOL}.iscomplexobj":
        return operands.is_complex(tree.replace(node.args[0], env))
    if isinstance(node, gast.Call) and tree.dotted_path(node.func) == f"len{TOOL}":
        given = env.get(getattr(node.args[0], "id", ""))
        return len(given.elts) if isinstance(given, (gast.Tuple, gast.List)) else UNDECIDED
    if isinstance(node, gast.Call) and tree.dotted_path(node.func) == f"isinstance{TOOL}":
        return _evaluate_isinstance(node, env, operands)
    return UNDECIDED


def _evaluate_isinstance(node: Any, env: Mapping[str, Any], operands: Operands) -> Any:
    given = tree.replace(node.args[0], env)
    wanted = (tree.dotted_path(node.args[1]) or "").removesuffix(TOOL)
    if wanted == "tuple" and isinstance(given, gast.Tuple):
        return True
    if wanted in ("int", "tuple") and tree.is_literal(given):
        return isinstance(tree.literal(given), int if wanted == "int" else tuple)
    if wanted in ("tuple", "list") and operands.rank_of(given) is not None:
        return False
    if wanted == "list" and isinstance(given, gast.List):
        return True
    return UNDECIDED


def _evaluate_boolean(conjunction: bool, values: list[Any]) -> Any:
    if conjunction and any(v is not UNDECIDED and not v for v in values):
        return False
    if not conjunction and any(v is not UNDECIDED and v for v in values):
        return True
    if any(v is UNDECIDED for v in values):
        return UNDECIDED
    return conjunction


def _evaluate_compare(node: Any, env: Mapping[str, Any], operands: Operands) -> Any:
    left, right, compare = node.left, node.comparators[0], node.ops[0]
    if isinstance(compare, (gast.Is, gast.IsNot)) and isinstance(right, gast.Constant) and right.value is None:
        given = tree.replace(left, env)
        if tree.is_literal(given):
            none = isinstance(given, gast.Constant) and given.value is None
        else:
            rank = operands.rank_of(given)
            if rank is None:
                return UNDECIDED
            none = rank == -1
        return none if isinstance(compare, gast.Is) else not none
    a, b = _evaluate(left, env, operands), _evaluate(right, env, operands)
    if a is UNDECIDED or b is UNDECIDED:
        return UNDECIDED
    table: dict[type, Callable[[Any, Any], bool]] = {
        gast.Eq: lambda x, y: x == y, gast.NotEq: lambda x, y: x != y, gast.Lt: lambda x, y: x < y,
        gast.LtE: lambda x, y: x <= y, gast.Gt: lambda x, y: x > y, gast.GtE: lambda x, y: x >= y,
    }
    decide = table.get(type(compare))
    return decide(a, b) if decide else UNDECIDED
