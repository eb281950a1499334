"""Loops over things of different kinds, written out: over the keys of a dict, over objects of several classes.

>>> from srcad.printer import to_source
>>> loop = tree.parse('''
... for k in d:
...     s = s + d[k]
... ''').body[0]
>>> print(to_source(tree.module(sum(copies(loop, [tree.const("a"), tree.const("b")], lambda name: name), []))), end="")
k = 'a'
s = s + d['a']
k = 'b'
s = s + d['b']
"""
from __future__ import annotations

import functools
import operator
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value, kind_of_path
from ..analyses.kinds import Kind
from ..analyses.lattice import BOTTOM, own_tokens
from ..analyses.writes import write_of
from ..names import Names
from ..unit import Unit
from .desugar import KEYS, breaks
from .spell import looked_up, spelled

Block = list[Any]
MOST = 64                                  # trips of a loop that is written out
STRING_TESTS: dict[type, Callable[[Any, Any], bool]] = {
    gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.In: lambda a, b: a in b, gast.NotIn: lambda a, b: a not in b}
ARITHMETIC: dict[type, Callable[[int, int], int]] = {
    gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul,
    gast.FloorDiv: lambda a, b: a // b if b else 0}
GROWING = ("append", "extend", "insert")   # methods of lists
FEW = 8                                    # keys of a dict for which that is always done


def unrolled(unit: Unit, facts: Facts, resolve: Any, still: bool) -> tuple[Unit, Any]:
    """Return the unit in which the first loop over things of different kinds is written out, and that loop.

    ``still``: nothing is written in the unit.
    """
    names = Names(unit.names)
    unroller = _Unroller(unit, facts, resolve, names, still)
    body = unroller.block(unit.tree.body)
    if unroller.done is None:
        return unit, None
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made), unroller.done


class _Unroller:
    def __init__(self, unit: Unit, facts: Facts, resolve: Any, names: Names, still: bool) -> None:
        self.unit, self.facts, self.resolve, self.names, self.still = unit, facts, resolve, names, still
        self.done: Any = None
        bound = Counter([*tree.parameters(unit.tree), *tree.bindings(unit.tree.body)])
        self.counts = {n.targets[0].id: n.value for n in tree.statements(unit.tree.body) if isinstance(n, gast.Assign)
                       and isinstance(n.value, gast.Call) and bound[getattr(n.targets[0], "id", "")] == 1
                       and all(bound[name] < 2 for name in tree.reads(n.value))}
        self.held = {n.targets[0].id: n.value for n in tree.statements(unit.tree.body) if isinstance(n, gast.Assign)
                     and isinstance(n.targets[0], gast.Name) and bound[n.targets[0].id] == 1}

    def counted(self, node: Any) -> Any:
        """The end of a range, its names that are bound once replaced by what they are bound to."""
        if isinstance(node, gast.Name) and node.id in self.counts:
            return self.counted(self.counts[node.id])
        if isinstance(node, gast.Call) and tree.called(node) == "min":
            return tree.with_fields(node, args=[self.counted(a) for a in node.args])
        return node

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, gast.If):
            return [tree.with_fields(node, body=self.block(node.body), orelse=self.block(node.orelse))]
        if isinstance(node, gast.While):
            return [tree.with_fields(node, body=self.block(node.body))]
        if not isinstance(node, gast.For):
            return [node]
        if self.done is not None:
            return [node]
        values = self.values(node, self.facts.before.get(id(node), {}))
        if values is None:
            return [tree.with_fields(node, body=self.block(node.body))]
        self.done = node
        if not values:
            return [tree.pass_(node.lineno)]
        if isinstance(node.body[-1], gast.Break):
            values = values[:1]
        inside = [n.id for n in tree.walk(node) if isinstance(n, gast.Name)]
        every = [n.id for s in self.unit.tree.body for n in tree.walk(s) if isinstance(n, gast.Name)]
        own = {n for n in {node.target.id} | tree.writes(node.body) if inside.count(n) == every.count(n)}
        own = {n for n in own if n == node.target.id or is_made_first(n, node.body)}
        if all(map(tree.is_literal, values)):
            own.discard(node.target.id)
        trips = copies(node, values, lambda name: self.names.fresh(name) if name in own else name)
        if self.resolve("getattr") == (True, getattr):
            trips = [[attributes(statement) for statement in trip] for trip in trips]
        if self.resolve("str") == (True, str):
            trips = [settled(spelled(trip)) for trip in trips]
        before, trips = self.while_there(node, trips)
        if any(map(breaks, node.body)):                        # a loop of one trip, which a break leaves
            every = sum(trips, [])
            end = [] if isinstance(every[-1], gast.Break) else [tree.break_(node.lineno)]
            return [*before, tree.while_(tree.const(True), [*every, *end], node.lineno)]
        return [*before, *sum(trips, [])]

    def while_there(self, node: Any, trips: list[Block]) -> tuple[Block, list[Block]]:
        """Guard the trips of a loop that goes over an array too, which may be shorter than what is known."""
        env = self.facts.before.get(id(node), {})
        if not isinstance(node.iter, gast.Call) or tree.is_name(node.iter.func, KEYS) or None not in [
                _number(self.counted(a), env, self.resolve) for a in node.iter.args]:
            return [], trips
        count, line = tree.name(self.names.fresh("n")), node.lineno
        return [tree.assign(count, node.iter.args[0], line)], [
            [tree.if_(tree.compare(tree.const(k), "<", count), trip, [], line)] for k, trip in enumerate(trips)]

    def values(self, node: Any, env: Mapping[str, Value]) -> Block | None:
        """What the target of a loop is in each trip, None if the loop stays one."""
        over = node.iter
        if goes_over_nothing(node, env, self.resolve) or self.is_given_nothing(node, env):
            return [] if self.facts.failure is None and self.all_seen else None        # all that may be put there is known
        if isinstance(over, gast.Call) and tree.is_name(over.func, KEYS):
            kind = kind_of_path(over.args[0], env, self.resolve)
            return self.keys(kind)
        if isinstance(over, gast.Name):
            kind = kind_of_path(over, env, self.resolve)
            if kind.type is dict:
                return self.keys(kind)
            if not differ(kind):
                return None
            return [tree.subscript(over, tree.const(k)) for k in range(len(kind.items))]
        if isinstance(over, gast.Call) and self.resolve(tree.dotted_path(over.func) or "") == (True, range):
            bounds = [self.counted(a) for a in over.args]
            indexed = {n.value.id for s in node.body for n in tree.walk(s) if isinstance(n, gast.Subscript)
                       and isinstance(n.value, gast.Name) and tree.is_name(n.slice, node.target.id)}
            named = any(kind_of_path(tree.name(n), env, self.resolve).type is dict for n in looked_up(node))
            if not named and not any(differ(kind_of_path(tree.name(n), env, self.resolve)) for n in indexed):
                return None
            ends = [_number(a, env, self.resolve) for a in bounds]
            if None in ends and len(ends) == 1:
                ends = [_most(bounds[0], env, self.resolve)]
            if None in ends:
                return None
            found = [tree.const(k) for k in range(*ends)]      # type: ignore[arg-type]
            return found if len(found) <= MOST else None
        return None

    @functools.cached_property
    def all_seen(self) -> bool:
        """True if all that puts something in a list is plain, and its kind tells of it."""
        return not any(self.puts(node) for node in tree.statements(self.unit.tree.body))

    def puts(self, node: Any) -> bool:
        """True for what adds to a list in a way that is not plain yet: ``l.extend(m)``, ``l += m``, ``l[a:b] = m``."""
        target = node.target if isinstance(node, gast.AugAssign) else node.targets[0] if isinstance(node, gast.Assign) else None
        if isinstance(target, gast.Subscript) and isinstance(target.slice, gast.Slice):
            target = target.value
        elif not isinstance(node, gast.AugAssign):
            call = getattr(node, "value", None)
            return isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr in GROWING and (
                write_of(node) is None)
        return kind_of_path(target, self.facts.before.get(id(node), {}), self.resolve).type is list

    def is_given_nothing(self, node: Any, env: Mapping[str, Value]) -> bool:
        """True for a loop over a list of an argument's in which its caller never puts anything; nothing is written here."""
        over = _gone_over(node, self.resolve)
        kind, value = kind_of_path(over, env, self.resolve), self.held.get(getattr(over, "id", ""))
        owner = getattr(getattr(value, "value", None), "id", "") if isinstance(value, gast.Attribute) else ""
        return self.still and owner in tree.parameters(self.unit.tree) and owner not in tree.writes(self.unit.tree.body) and (
            kind.type is list and kind.items == (BOTTOM,) and not node.orelse)

    def keys(self, kind: Kind) -> Block | None:
        """The keys of a dict, if a loop over them is written out."""
        alike = len({own_tokens(k, None) for k in kind.items}) < 2
        if kind.type is not dict or not kind.is_record or kind.absent or len(kind.items) > (FEW if alike else MOST):
            return None
        return [tree.const(k) for k in kind.fields]


def _gone_over(loop: Any, resolve: Any) -> Any:
    """What a loop goes over, itself or by its places."""
    over = loop.iter
    if isinstance(over, gast.Call) and resolve(tree.dotted_path(over.func) or "") == (True, range) and len(over.args) == 1:
        over = over.args[0]
        over = over.args[0] if tree.called(over) == "len" else over
    return over


def goes_over_nothing(node: Any, env: Mapping[str, Value], resolve: Any) -> bool:
    """True for a loop over a list in which there is never anything, or over its places."""
    kind = kind_of_path(_gone_over(node, resolve), env, resolve)
    return kind.type is list and not kind.items and not node.orelse


def differ(kind: Kind) -> bool:
    """True for a list or tuple of objects, functions or containers that are not all alike, or of arrays and numbers."""
    several = {own_tokens(k, None) for k in kind.items}
    types = {k.type for k in several}
    return kind.type in (list, tuple) and 1 < len(several) and len(kind.items) <= MOST and (
        np.ndarray in types and len(types) > 1 or any(k.is_container or k.home is not None for k in several))


def copies(loop: Any, values: Block, fresh: Callable[[str], str]) -> list[Block]:
    """The body once for each value of the target, with names of its own for what is of no use after it."""
    out: list[Block] = []
    target = loop.target.id
    fixed = target not in tree.writes(loop.body)
    body = without_continue(loop.body)
    for value in values:
        name = fresh(target)
        start = tree.assign(name, value, loop.lineno)
        new = {n: tree.name(fresh(n)) for n in sorted(tree.writes(body))}
        if fixed:
            new[target] = value if tree.is_literal(value) else tree.name(name)
        out.append([start, *settled([tree.replace(statement, new) for statement in body])])
    return out


def attributes(node: Any) -> Any:
    """``getattr(o, "a")`` as ``o.a``."""
    new = {id(part): tree.attr(part.args[0], part.args[1].value) for part in tree.walk(node)
           if isinstance(part, gast.Call) and tree.is_name(part.func, "getattr") and len(part.args) == 2
           and _is_string(part.args[1]) and part.args[1].value.isidentifier()}
    return tree.substituted(node, new) if new else node


def settled(block: Block) -> Block:
    """Take the branches that strings decide: what ``if key == "a"`` or ``if key.startswith("b")`` is for a key that is known.

    >>> from srcad.printer import to_source
    >>> body = tree.parse("if 'ab'.startswith('a') and 'b' not in ('c', 'd'): x = 1").body
    >>> print(to_source(tree.module(settled(body))), end="")
    x = 1
    """
    out: Block = []
    for node in block:
        if not isinstance(node, gast.If):
            out.append(node)
            continue
        known = _truth(node.test)
        body, orelse = settled(node.body), settled(node.orelse)
        out += [tree.with_fields(node, body=body, orelse=orelse)] if known is None else body if known else orelse
    return out


def _truth(test: Any) -> bool | None:
    """Whether a test of strings holds; None for any other test."""
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        known = _truth(test.operand)
        return None if known is None else not known
    if isinstance(test, gast.BoolOp):
        parts = [_truth(v) for v in test.values]
        decisive = isinstance(test.op, gast.Or)
        return decisive if decisive in parts else None if None in parts else not decisive
    if isinstance(test, gast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in STRING_TESTS:
        left, right = test.left, test.comparators[0]
        if _is_string(left) and tree.is_literal(right) and isinstance(tree.literal(right), (str, tuple, list)):
            return bool(STRING_TESTS[type(test.ops[0])](tree.literal(left), tree.literal(right)))
    if isinstance(test, gast.Call) and isinstance(test.func, gast.Attribute) and test.func.attr in ("startswith", "endswith"):
        if _is_string(test.func.value) and len(test.args) == 1 and _is_string(test.args[0]) and not test.keywords:
            return bool(getattr(tree.literal(test.func.value), test.func.attr)(tree.literal(test.args[0])))
    return None


def _is_string(node: Any) -> bool:
    return isinstance(node, gast.Constant) and isinstance(node.value, str)


def is_made_first(name: str, block: Block) -> bool:
    """True if a block binds a name before it reads it."""
    for node in block:
        if name in tree.reads(node):
            return False
        if isinstance(node, gast.Assign) and name in tree.writes([node]):
            return True
        if name in tree.writes([node]):
            return False
    return False


def _number(node: Any, env: Mapping[str, Value], resolve: Any) -> int | None:
    """An integer that kinds tell: arithmetic of constants and of the lengths of lists."""
    if tree.is_literal(node):
        value = tree.literal(node)
        return value if type(value) is int else None
    if isinstance(node, gast.BinOp) and type(node.op) in ARITHMETIC:
        left, right = _number(node.left, env, resolve), _number(node.right, env, resolve)
        return None if left is None or right is None else ARITHMETIC[type(node.op)](left, right)
    if isinstance(node, gast.Call):
        word, given = tree.called(node), node.args
        if word == "len" and len(given) == 1:
            return kind_of_path(given[0], env, resolve).length
        if word == "min":
            ends = [_number(a, env, resolve) for a in given]
            return None if None in ends else min(ends)         # type: ignore[type-var]
    return None


def _most(node: Any, env: Mapping[str, Value], resolve: Any) -> int | None:
    """The least of what is known of the operands of ``min``."""
    if tree.called(node) != "min":
        return None
    known = [n for n in (_number(a, env, resolve) for a in node.args) if n is not None]
    return min(known) if known else None


def without_continue(block: Block) -> Block:
    """``continue`` ends its block, and what follows the branch stands in the other one: nothing is left to skip."""
    out: Block = []
    for node in block:
        if isinstance(node, gast.If):
            body = without_continue(node.body) or [tree.pass_(node.lineno)]
            out.append(tree.if_(node.test, body, without_continue(node.orelse), node.lineno))
        elif not isinstance(node, gast.Continue):
            out.append(node)
    return out
