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

import functools
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
KEYS = (bool, int, str)    # classes of keys, beside members of enumerations
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


def view(over: Any) -> tuple[str, Any]:
    """What a loop over a dict goes over, and the dict."""
    of = over.func if isinstance(over, gast.Call) and isinstance(over.func, gast.Attribute) and not over.args else None
    return (of.attr, of.value) if of is not None and of.attr in ("keys", "values", "items") else ("keys", over)


class Keyed(dict[Any, Any]):
    """The functions of a dict, in which keys are no places."""


class _Tables:
    def __init__(self, body: Block, names: Names, resolve: Resolve) -> None:
        self.names, self.resolve = names, resolve
        self.bound: dict[str, Any] = {}
        self.used: set[str] = set()
        self.out: Block = []
        self.line = 0
        counts = Counter(tree.bindings(body))
        every = [n for s in body for n in tree.walk(s)]
        made = [n.name if isinstance(n, gast.FunctionDef) else n.targets[0].id for n in every if isinstance(n, gast.FunctionDef)
                or isinstance(n, gast.Assign) and tree.is_name(n.targets[0]) and self.is_made(n.value)]
        self.inner = {name for name in made if counts[name] == 1}
        around = set().union(*[tree.free_names(n) for n in every if isinstance(n, tree.SCOPES)])
        calls = Counter(n.func.id for n in every if isinstance(n, gast.Call) and isinstance(n.func, gast.Name))
        self.loads = loads = Counter(n.id for n in every if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        self.looped = Counter(part.id for n in every if isinstance(n, gast.For) for s in n.body for part in tree.walk(s)
                              if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load)
                              and part.id in tree.writes(n.target))       # what loops read of the names that they bind
        self.only_called = {n for n in calls if calls[n] == loads[n] and counts[n] == 1}
        once = [s for s in tree.statements(body) if isinstance(s, gast.Assign) and tree.is_name(s.targets[0])
                and counts[s.targets[0].id] == 1 and s.targets[0].id not in around]
        shown = {s.targets[0].id: s.value for s in once if self.is_display(s.value, True)}
        self.dicts = {name for name, display in shown.items() if isinstance(display, gast.Dict)}
        plain, taken = (Counter(name for n in every for name in self.uses(n, only)) for only in (False, True))
        self.local = {name: display for name, display in shown.items() if loads[name] == (
            plain if self.is_display(display) else taken)[name]}               # (a table that is changed is no table)
        self.rows: dict[str, dict[Any, Any]] = {}            # of a local table: the names of its functions
        self.counters: set[str] = set()                      # the loop variables that are places
        self.aliases: dict[str, tuple[dict[Any, Any], Any]] = {}      # a name for a function of a table, and its place

    def uses(self, node: Any, called_only: bool) -> list[str]:
        """The names of tables of which a node takes an element, asks for a key, or goes over; ``called_only``: to call these."""
        parts: list[Any] = []
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) and not called_only:
            parts = [node.value]
        elif isinstance(node, gast.Call) and isinstance(node.func, gast.Subscript) and called_only:
            parts = [node.func.value]
        elif isinstance(node, gast.For):
            over, targets = self.sources(node)
            found = [self.gone_over(part, target) for part, target in zip(over, targets)]
            parts = [part for part, function in found if function is None or not called_only or self.calls_only(function)]
        asked = [part for part in [self.asked(node)] if part is not None and part.id in self.dicts]
        return [part.id for part in [*parts, *asked] if isinstance(part, gast.Name)]

    def asked(self, node: Any) -> Any:
        """The name in ``key in table`` and ``len(table)``."""
        if isinstance(node, gast.Compare) and isinstance(node.ops[-1], (gast.In, gast.NotIn)):
            return node.comparators[-1] if isinstance(node.comparators[-1], gast.Name) else None
        counted = isinstance(node, gast.Call) and called(node, self.resolve) is len and len(node.args) == 1
        return node.args[0] if counted and isinstance(node.args[0], gast.Name) else None

    def gone_over(self, over: Any, target: Any) -> tuple[Any, Any]:
        """The table that a loop goes over, and the target for its functions; None where it gives keys alone."""
        how, table = view(over)
        if not tree.is_name(table) or table.id not in self.dicts:
            return over, target
        pair = isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2
        return table, target if how == "values" else target.elts[1] if how == "items" and pair else None

    def sources(self, loop: Any) -> tuple[list[Any], list[Any]]:
        """What a loop goes over, in step, and the target of each."""
        how = called(loop.iter, self.resolve)
        several = isinstance(loop.target, (gast.Tuple, gast.List))
        if how is zip and not loop.iter.keywords:
            return list(loop.iter.args), loop.target.elts if several else [loop.target]
        if how is enumerate and len(loop.iter.args) == 1 and several and len(loop.target.elts) == 2:
            return list(loop.iter.args), loop.target.elts[1:]
        return [loop.iter], [loop.target]

    def calls_only(self, target: Any) -> bool:
        return tree.is_name(target) and target.id in self.only_called

    def is_display(self, node: Any, methods: bool = False) -> bool:
        """True for a display of functions; ``methods``: where they are only called, attributes are functions too."""
        held = self.entries(node)
        return bool(held) and all(self.is_function(e) or methods and self.is_attribute(e) for e in held.values())

    def is_function(self, node: Any) -> bool:
        if self.is_made(node) or tree.is_name(node) and node.id in self.inner:
            return True
        found, value = self.resolve(tree.dotted_path(node) or "")
        return found and isinstance(value, CALLABLE)

    def is_made(self, node: Any) -> bool:
        return isinstance(node, gast.Lambda) or called(node, self.resolve) is functools.partial

    def is_attribute(self, node: Any) -> bool:
        return isinstance(node, gast.Attribute) and not self.resolve(tree.dotted_path(node) or "")[0]

    def entries(self, node: Any) -> dict[Any, Any]:
        """What a display holds, under the indices or keys; nothing for any other expression, and keys that are not known."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return dict(enumerate(node.elts))
        keys = [self.key(key) for key in node.keys] if isinstance(node, gast.Dict) else []
        return Keyed(zip(keys, node.values, strict=True)) if keys and None not in keys else {}

    def key(self, node: Any) -> Any:
        if isinstance(node, gast.Constant):
            return node.value if type(node.value) in KEYS else None
        value = self.resolve(tree.dotted_path(node) or "")[1]
        return value if isinstance(value, Enum) else None

    # -------------------------------------------------------------- what a table holds
    def table(self, node: Any) -> dict[Any, Any] | None:
        """The functions of a table, each as a tree under its index or key; None for any other expression."""
        if isinstance(node, gast.Name) and node.id in self.rows:
            return self.rows[node.id]
        path = tree.dotted_path(node) or ""
        found, value = self.resolve(path)
        if not found or type(value) not in (tuple, list, dict) or not 0 < len(value) <= MOST:
            return None
        items = Keyed(value) if isinstance(value, dict) else dict(enumerate(value))
        if not all(isinstance(f, CALLABLE) for f in items.values()) or not all(
                type(k) in KEYS or isinstance(k, Enum) for k in items):
            return None
        self.used.add(path)
        return type(items)({key: self.bind(f) for key, f in items.items()})

    def bind(self, function: Any) -> Any:
        for name, other in self.bound.items():
            if other is function:
                return tree.name(name)
        word = getattr(function, "__name__", "")
        name = self.names.fresh(word if word.isidentifier() else "function")
        self.bound[name] = function
        return tree.name(name)

    def display(self, node: Any, methods: bool = False) -> Any:
        """A name for a display of functions; any other expression as it is."""
        if not self.is_display(node, methods):
            return node
        name = self.names.fresh("functions")
        self.name_rows(name, node)
        return tree.name(name)

    def name_rows(self, name: str, node: Any) -> None:
        entries = self.entries(node)
        self.rows[name] = type(entries)()
        for key, element in entries.items():
            if self.is_made(element) or self.is_attribute(element):
                row = tree.name(self.names.fresh(f"{name}_{len(self.rows[name])}"))
                self.out.append(tree.assign(row, element, self.line))
                self.inner.add(row.id)
                element = row
            self.rows[name][key] = element

    def listed(self, over: Any) -> Any:
        """A dict of functions that a loop goes over, as a tuple of its keys, its functions, or both; all else as it is."""
        how, base = view(over)
        if isinstance(base, gast.Dict) and self.is_display(base, True):
            base = self.display(base, True)
        if not tree.is_name(base) or not isinstance(self.rows.get(base.id), Keyed):
            return over
        keys, functions = zip(*((self.key_tree(key), function) for key, function in self.rows[base.id].items()))
        if how == "items":
            return tree.tuple_([tree.tuple_(list(row)) for row in zip(keys, functions)])
        return tree.tuple_(list(functions if how == "values" else keys))

    def key_tree(self, key: Any) -> Any:
        return tree.attr(self.bind(type(key)), key.name) if isinstance(key, Enum) else tree.const(key)

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
        over = node.iter
        if called(over, self.resolve) in (zip, enumerate):
            over = tree.with_fields(over, args=[self.listed(part) for part in over.args])
        node = tree.with_fields(node, iter=self.columns(self.listed(over), node.target))
        over, targets = self.sources(node)
        start = node.target.elts[0] if called(node.iter, self.resolve) is enumerate and targets != [node.target] else None
        if len(over) != len(targets) or any(isinstance(a, gast.Starred) for a in over):
            return node
        over = [self.display(source, self.calls_only(target)) for source, target in zip(over, targets, strict=True)]
        tables = [self.table(source) for source in over]
        functions = {t.id: source for t, source, table in zip(targets, over, tables, strict=True)
                     if table is not None and isinstance(t, gast.Name) and not isinstance(table, Keyed)}
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
        return tree.call("zip", columns) if any(map(self.is_display, columns, map(self.calls_only, target.elts))) else over

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
            table = self.table(self.display(node.func.value, methods=True))
            if table is not None and not isinstance(node.func.slice, gast.Slice):
                return self.chosen(new, table, self.expression(node.func.slice))
        asked = self.asked(node)
        if asked is not None and isinstance(self.rows.get(asked.id), Keyed):
            keys = tree.tuple_(list(map(self.key_tree, self.rows[asked.id])))
            return tree.call(new.func, [keys]) if isinstance(new, gast.Call) else tree.with_fields(
                new, comparators=[*new.comparators[:-1], keys])
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id in self.aliases:
            return self.branches(new, *self.aliases[node.func.id])
        return new

    def row(self, node: Any) -> Any:
        """The function at a known place of a table."""
        table = self.table(node.value)
        if table is None:
            return None
        key = tree.literal(node.slice)
        return table.get(key + len(table) if isinstance(key, int) and key < 0 and not isinstance(table, Keyed) else key)

    def chosen(self, call: Any, table: dict[Any, Any], index: Any) -> Any:
        """A call of each function of a table, under the test that it is the one."""
        return self.branches(call, table, self.place(table, index))

    def place(self, table: dict[Any, Any], index: Any) -> Any:
        """A name for the place that an index or key stands for; none of the table raises."""
        if isinstance(index, gast.Name) and index.id in self.counters:
            return index
        keys = tree.tuple_(list(map(self.key_tree, table)))
        counted = tree.subscript(tree.call("range" + tree.TOOL, [tree.const(len(table))]), index)
        first = tree.call(tree.attr(keys, "index"), [index]) if isinstance(table, Keyed) else counted
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
