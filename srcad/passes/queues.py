"""Queues (``collections.deque``) that stay in the function as lists: ``popleft``, ``appendleft``, ``rotate``, ``maxlen``.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... q = deque(maxlen=3)
... q.append(x)
... y = q.popleft()
... ''').body
>>> plain = without_queues(body, Names({"q", "x", "y"}), lambda path: (path == "deque", collections.deque))
>>> print(to_source(tree.without_tools(tree.module(plain))), end="")
q = []
q.append(x)
if len(q) > 3:
    q.pop(0)
y = q.pop(0)
"""
from __future__ import annotations

import builtins
import collections
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
SEEN = tuple(getattr(builtins, n) for n in ("len", "list", "tuple", "sum", "min", "max", "sorted", "any", "all", "bool"))
KEPT = ("append", "appendleft", "pop", "popleft", "extend", "extendleft", "rotate", "clear", "remove", "reverse", "index",
        "count")


def queued(unit: Unit, resolve: Resolve) -> Unit:
    """Return the unit in which queues are lists."""
    names = Names(unit.names)
    body = without_queues(unit.tree.body, names, resolve)
    if body is unit.tree.body:
        return unit
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


def without_queues(body: Block, names: Names, resolve: Resolve) -> Block:
    """Return a body in which queues that go nowhere else are lists, the same body if there are none."""
    made: dict[str, list[Any]] = {}
    for node in tree.statements(body):
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and _is_deque(node.value, resolve):
            made.setdefault(node.targets[0].id, []).append(node)
    bindings = tree.bindings(body) if made else []
    most = {}
    for name, starts in made.items():
        ends = [_maxlen(s.value) for s in starts]
        alike = all(tree.same(tree.module([tree.expression(e)]), tree.module([tree.expression(ends[0])])) for e in ends)
        uses = sum(tree.is_name(n, name) and isinstance(n.ctx, gast.Load) for s in body for n in tree.walk(s))
        fixed = tree.is_literal(ends[0]) or isinstance(ends[0], gast.Name) and bindings.count(ends[0].id) < 2
        extended = sum(isinstance(n, gast.AugAssign) and tree.is_name(n.target, name) for n in tree.statements(body))
        if len(starts) == bindings.count(name) - extended and alike and fixed and uses == sum(
                n == name for node in tree.statements(body) for n in _plain_uses(node, resolve)):
            most[name] = ends[0]
    return _Queues(most, names, resolve).block(body) if most else body


def _is_deque(value: Any, resolve: Resolve) -> bool:
    return isinstance(value, gast.Call) and resolve(tree.dotted_path(value.func) or "") == (True, collections.deque) and all(
        k.arg == "maxlen" for k in value.keywords)


def _maxlen(value: Any) -> Any:
    return next((k.value for k in value.keywords), value.args[1] if len(value.args) > 1 else tree.const(None))


def _plain_uses(node: Any, resolve: Resolve) -> Iterator[str]:
    """The names in a statement of which nothing is wanted that a list does not do as well."""
    heads = [getattr(node, key) for key in ("value", "test", "iter") if getattr(node, key, None) is not None]
    target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
    if isinstance(node, (gast.For, gast.If, gast.While)):
        heads = [h for h in heads if h is not getattr(node, "value", None)]
    yield from (h.id for h in heads if isinstance(h, gast.Name) and not isinstance(node, (gast.Assign, gast.Return)))
    if isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name):
        yield target.value.id
    for part in (p for h in [*heads, target] if h is not None for p in tree.walk(h)):
        inner: Block = []
        if isinstance(part, gast.Subscript) and part is not target:
            inner = [part.value]
        elif isinstance(part, gast.Compare) and isinstance(part.ops[-1], (gast.In, gast.NotIn)):
            inner = [part.comparators[-1]]
        elif isinstance(part, gast.BoolOp):
            inner = part.values
        elif isinstance(part, gast.UnaryOp) and isinstance(part.op, gast.Not):
            inner = [part.operand]
        elif isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr in KEPT:
            inner = [part.func.value]
        elif isinstance(part, gast.Call):
            found, target_of = resolve(tree.dotted_path(part.func) or "")
            numeric = (getattr(target_of, "__module__", None) or "").split(".")[0] == "numpy"
            inner = part.args if found and (numeric or any(target_of is f for f in SEEN)) else []
        yield from (n.id for n in inner if isinstance(n, gast.Name))


class _Queues:
    def __init__(self, most: dict[str, Any], names: Names, resolve: Resolve) -> None:
        self.most, self.names, self.resolve = most, names, resolve

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        fields = {key: self.block(getattr(node, key)) for key in ("body", "orelse") if getattr(node, key, None)}
        if fields:
            return [tree.with_fields(node, **fields)]
        value: Any = getattr(node, "value", None)
        line = node.lineno
        if isinstance(node, gast.Assign) and getattr(node.targets[0], "id", "") in self.most and _is_deque(value, self.resolve):
            given = value.args[0] if value.args else tree.list_([])
            start = tree.list_(given.elts) if isinstance(given, (gast.List, gast.Tuple)) else tree.call("list" + TOOL, [given])
            queue = tree.load(node.targets[0])
            held = tree.while_(self.full(queue), [self.popped(queue, line, 0)], line)
            return [tree.assign(queue, start, line), *([held] if value.args and self.bounded(queue) else [])]
        if isinstance(node, gast.AugAssign) and getattr(node.target, "id", "") in self.most:              # of q.extend(...)
            return self.queue_extend(node, tree.load(node.target), [value], line)
        if isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and getattr(
                value.func.value, "id", "") in self.most:
            special = getattr(self, f"queue_{value.func.attr}", None)
            return [node] if special is None else special(node, value.func.value, value.args, line)
        return [node]

    def bounded(self, queue: Any) -> bool:
        return not tree.is_none(self.most[queue.id])

    def full(self, queue: Any) -> Any:
        return tree.compare(tree.call("len" + TOOL, [queue]), ">", self.most[queue.id])

    def popped(self, queue: Any, line: int, *place: int) -> Any:
        return tree.expression(tree.call(tree.attr(queue, "pop"), [tree.const(p) for p in place]), line)

    def kept_short(self, queue: Any, line: int, *place: int) -> Block:
        return [tree.if_(self.full(queue), [self.popped(queue, line, *place)], [], line)] if self.bounded(queue) else []

    def queue_append(self, node: Any, queue: Any, args: Block, line: int) -> Block:
        return [node, *self.kept_short(queue, line, 0)]

    def queue_appendleft(self, node: Any, queue: Any, args: Block, line: int) -> Block:
        put = tree.call(tree.attr(queue, "insert"), [tree.const(0), *args])
        return [tree.expression(put, line), *self.kept_short(queue, line)]

    def queue_popleft(self, node: Any, queue: Any, args: Block, line: int) -> Block:
        return [tree.with_fields(node, value=tree.call(tree.attr(queue, "pop"), [tree.const(0)]))]

    def queue_extend(self, node: Any, queue: Any, args: Block, line: int, word: str = "append") -> Block:
        item, held = (tree.name(self.names.fresh(part)) for part in ("item", "seq"))
        put = tree.expression(tree.call(tree.attr(queue, word), [item]), line)
        return [tree.assign(held, args[0], line), tree.for_(item, held, self.statement(put), line)]

    def queue_extendleft(self, node: Any, queue: Any, args: Block, line: int) -> Block:
        return self.queue_extend(node, queue, args, line, "appendleft")

    def queue_rotate(self, node: Any, queue: Any, args: Block, line: int) -> Block:
        """One step after another: the last becomes the first."""
        item, k, count = (tree.name(self.names.fresh(word)) for word in ("item", "k", "n"))
        steps = tree.binary(args[0] if args else tree.const(1), "%", tree.call("len" + TOOL, [queue]))
        step = [tree.assign(item, tree.call(tree.attr(queue, "pop"), []), line),
                tree.expression(tree.call(tree.attr(queue, "insert"), [tree.const(0), item]), line)]
        loop = [tree.assign(count, steps, line), tree.for_(k, tree.call("range" + TOOL, [count]), step, line)]
        return [tree.if_(queue, loop, [], line)]
