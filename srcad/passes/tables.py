"""Functions in tuples, lists and dicts: a call of one of them is a call of each, chosen by its place.

>>> import math
>>> from srcad.printer import to_source
>>> body = tree.parse('''
... for f in LAYERS:
...     y = f(y)
... ''').body
>>> def resolve(path): return (True, (math.sin, math.cos)) if path == "LAYERS" else (path == "range", range)
>>> plain = without_tables(body, Names({"y"}), resolve)
>>> print(to_source(tree.without_tools(tree.module(plain.body))), end="")
for k in range(2):
    y = sin(y) if k == 0 else cos(y)
>>> plain.bound
{'sin': <built-in function sin>, 'cos': <built-in function cos>}
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import gast

from .. import tree
from ..names import Names
from .choices import CALLABLE
from .streams import called

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
MOST = 32                  # functions of a table


@dataclass(frozen=True)
class Plain:
    """A body without tables of functions, the objects behind new names, and the tables that it stands on."""

    body: Block
    bound: Mapping[str, Any]
    tables: frozenset[str]


def without_tables(body: Block, names: Names, resolve: Resolve) -> Plain:
    """Return a function's body in which functions are called by their names."""
    tables = _Tables(body, names, resolve)
    block = tables.block(body)
    return Plain(block, tables.bound, frozenset(tables.used))


class _Tables:
    def __init__(self, body: Block, names: Names, resolve: Resolve) -> None:
        self.names, self.resolve = names, resolve
        self.bound: dict[str, Any] = {}
        self.used: set[str] = set()
        self.out: Block = []
        self.line = 0
        counts = Counter(tree.bindings(body))
        every = [n for s in body for n in tree.walk(s)]
        self.loads = loads = Counter(n.id for n in every if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        self.looped = Counter(part.id for n in every if isinstance(n, gast.For) for s in n.body for part in tree.walk(s)
                              if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load)
                              and part.id in tree.writes(n.target))       # what loops read of the names that they bind
        plain = Counter(name for n in every for name in self.plain_uses(n))      # (a table that is changed is no table)
        self.local = {s.targets[0].id: s.value for s in tree.statements(body) if isinstance(s, gast.Assign)
                      and isinstance(s.targets[0], gast.Name) and counts[s.targets[0].id] == 1
                      and isinstance(s.value, (gast.Tuple, gast.List)) and self.is_display(s.value)
                      and plain[s.targets[0].id] == loads[s.targets[0].id]}
        self.rows: dict[str, list[Any]] = {}                 # of a local table: the names of its functions
        self.counters: set[str] = set()                      # the loop variables that are places
        self.aliases: dict[str, tuple[dict[Any, Any], Any]] = {}      # a name for a function of a table, and its place
        calls = Counter(n.func.id for n in every if isinstance(n, gast.Call) and isinstance(n.func, gast.Name))
        self.only_called = {n for n in calls if calls[n] == loads[n] and counts[n] == 1}

    def plain_uses(self, node: Any) -> list[str]:
        """The names of which a node takes an element, or goes over the elements."""
        parts = [node.value] if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) else []
        if isinstance(node, gast.For):
            over = called(node.iter, self.resolve)
            parts = list(node.iter.args) if over is zip or over is enumerate else [node.iter]
        return [part.id for part in parts if isinstance(part, gast.Name)]

    def is_display(self, node: Any) -> bool:
        return bool(node.elts) and all(isinstance(e, gast.Lambda) or self.resolve(tree.dotted_path(e) or "")[0] and isinstance(
            self.resolve(tree.dotted_path(e) or "")[1], CALLABLE) for e in node.elts)

    # -------------------------------------------------------------- what a table holds
    def table(self, node: Any) -> dict[Any, Any] | None:
        """The functions of a table, each as a tree under its index or key; None for any other expression."""
        if isinstance(node, gast.Name) and node.id in self.rows:
            return dict(enumerate(self.rows[node.id]))
        path = tree.dotted_path(node) or ""
        found, value = self.resolve(path)
        if not found or type(value) not in (tuple, list, dict) or not 0 < len(value) <= MOST:
            return None
        items = value if isinstance(value, dict) else dict(enumerate(value))
        if not all(isinstance(f, CALLABLE) for f in items.values()) or not all(
                type(k) in (int, str) or isinstance(k, Enum) for k in items):
            return None
        self.used.add(path)
        return {key: self.bind(f) for key, f in items.items()}

    def bind(self, function: Any) -> Any:
        for name, other in self.bound.items():
            if other is function:
                return tree.name(name)
        word = getattr(function, "__name__", "")
        name = self.names.fresh(word if word.isidentifier() else "function")
        self.bound[name] = function
        return tree.name(name)

    def display(self, node: Any) -> Any:
        """A name for a display of functions; any other expression as it is."""
        if not isinstance(node, (gast.Tuple, gast.List)) or not self.is_display(node):
            return node
        name = self.names.fresh("functions")
        self.name_rows(name, node)
        return tree.name(name)

    def name_rows(self, name: str, node: Any) -> None:
        self.rows[name] = []
        for element in node.elts:
            if isinstance(element, gast.Lambda):
                row = tree.name(self.names.fresh(f"{name}_{len(self.rows[name])}"))
                self.out.append(tree.assign(row, element, self.line))
                element = row
            self.rows[name].append(element)

    # -------------------------------------------------------------- statements
    def block(self, block: Block) -> Block:
        outer, self.out = self.out, []
        for node in block:
            self.line = node.lineno
            new = self.statement(node)
            self.out += [new] if new is not None else []
        done, self.out = self.out, outer
        return done

    def statement(self, node: Any) -> Any:
        if isinstance(node, gast.FunctionDef):
            return node
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            name = node.targets[0].id
            if self.local.get(name) is node.value:
                self.name_rows(name, node.value)
                return None
            if name in self.only_called and isinstance(node.value, gast.Subscript) and not tree.is_literal(node.value.slice):
                table = self.table(node.value.value)
                if table is not None and not isinstance(node.value.slice, gast.Slice):
                    self.aliases[name] = table, self.place(table, self.expression(node.value.slice))
                    return None
        if isinstance(node, gast.For):
            node = self.loop(node)
        fields: dict[str, Any] = {}
        for key, part in node.__dict__.items():
            if key in ("body", "orelse"):
                fields[key] = self.block(part)
            elif key in ("value", "test", "iter", "exc", "msg") and part is not None and not isinstance(node, gast.While):
                fields[key] = self.expression(part)
        return tree.with_fields(node, **fields)

    def loop(self, node: Any) -> Any:
        """A loop over a table, alone or beside other sequences, as one over its places."""
        node = tree.with_fields(node, iter=self.columns(node.iter, node.target))
        how = called(node.iter, self.resolve)
        over = node.iter.args if how is zip and not node.iter.keywords else [node.iter]
        targets = node.target.elts if how is zip and isinstance(node.target, (gast.Tuple, gast.List)) else [node.target]
        start: Any = None
        if how is enumerate and len(node.iter.args) == 1 and isinstance(node.target, gast.Tuple) and len(node.target.elts) == 2:
            over, (start, *targets) = node.iter.args, node.target.elts
        if len(over) != len(targets) or any(isinstance(a, gast.Starred) for a in over):
            return node
        over = [self.display(source) for source in over]
        tables = [self.table(source) for source in over]
        functions = {t.id: source for t, source, table in zip(targets, over, tables, strict=True)
                     if table is not None and isinstance(t, gast.Name) and 0 in table}
        if not functions or functions.keys() & tree.writes(node.body) or any(self.looped[n] != self.loads[n] for n in functions):
            return node
        own = isinstance(start, gast.Name) and start.id not in tree.writes(node.body)
        index = tree.load(start) if own else tree.name(self.names.fresh("k"))
        lengths: Block = []
        first: Block = [] if own or start is None else [tree.assign(tree.load(start), index, self.line)]
        for target, source, table in zip(targets, over, tables, strict=True):
            if table is not None and isinstance(target, gast.Name):
                lengths.append(tree.const(len(table)))
                continue
            seq = tree.name(self.names.fresh("seq"))
            self.out.append(tree.assign(seq, source, self.line))
            lengths.append(tree.call("len" + tree.TOOL, [seq]))
            first.append(tree.assign(tree.load(target), tree.subscript(seq, index), self.line))
        count = lengths[0] if len(lengths) == 1 else tree.call("min" + tree.TOOL, lengths)
        self.counters.add(index.id)
        body = [tree.replace(s, {n: tree.subscript(source, index) for n, source in functions.items()}) for s in node.body]
        new = tree.looped(node, [*first, *body], node.orelse)
        return tree.with_fields(new, target=tree.stored(index), iter=tree.call("range" + tree.TOOL, [count]))

    def columns(self, over: Any, target: Any) -> Any:
        """Rows of a display, some of whose columns are functions, as ``zip`` of the columns; all else as it is."""
        count = len(target.elts) if isinstance(target, (gast.Tuple, gast.List)) else 0
        rows = over.elts if isinstance(over, (gast.Tuple, gast.List)) else []
        if not rows or self.resolve("zip") != (True, zip) or not all(isinstance(row, gast.Tuple) and len(
                row.elts) == count and not any(isinstance(e, gast.Starred) for e in row.elts) for row in rows):
            return over
        columns = [tree.tuple_([row.elts[k] for row in rows]) for k in range(count)]
        return tree.call("zip", columns) if any(map(self.is_display, columns)) else over

    # -------------------------------------------------------------- calls
    def expression(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.expression(part) for part in node]
        if not isinstance(node, gast.AST) or isinstance(node, tree.SCOPES):
            return node
        if isinstance(node, gast.Subscript) and tree.is_literal(node.slice) and not isinstance(node.slice, gast.Tuple):
            row = self.row(node)
            if row is not None:
                return row
        new = tree.with_fields(node, **{key: self.expression(value) for key, value in node.__dict__.items()})
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Subscript):
            table = self.table(node.func.value)
            if table is not None and not isinstance(node.func.slice, gast.Slice):
                return self.chosen(new, table, self.expression(node.func.slice))
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id in self.aliases:
            return self.branches(new, *self.aliases[node.func.id])
        return new

    def row(self, node: Any) -> Any:
        """The function at a known place of a table."""
        table = self.table(node.value)
        if table is None:
            return None
        key = tree.literal(node.slice)
        return table.get(key + len(table) if isinstance(key, int) and key < 0 and 0 in table else key)

    def chosen(self, call: Any, table: dict[Any, Any], index: Any) -> Any:
        """A call of each function of a table, under the test that it is the one."""
        return self.branches(call, table, self.place(table, index))

    def place(self, table: dict[Any, Any], index: Any) -> Any:
        """A name for the place that an index or key stands for; none of the table raises."""
        if isinstance(index, gast.Name) and index.id in self.counters:
            return index
        keys = tree.tuple_([tree.attr(self.bind(type(k)), k.name) if isinstance(k, Enum) else tree.const(k) for k in table])
        counted = 0 in table and set(table) == set(range(len(table)))
        first = tree.subscript(tree.call("range" + tree.TOOL, [tree.const(len(table))]), index) if counted else tree.call(
            tree.attr(keys, "index"), [index])
        place = tree.name(self.names.fresh("place"))
        self.out.append(tree.assign(place, first, self.line))
        return place

    def branches(self, call: Any, table: dict[Any, Any], place: Any) -> Any:
        *others, last = table.values()
        value = tree.with_fields(call, func=last)
        for k, function in reversed(list(enumerate(others))):
            test = tree.compare(place, "==", tree.const(k))
            value = tree.conditional(test, tree.with_fields(tree.clone(call), func=function), value)
        return value
