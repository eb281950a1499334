"""Iterators with a name, asked by ``next``: a list of what they yield, and a place in it.

>>> from srcad.printer import to_source
>>> import builtins
>>> def resolve(path): return hasattr(builtins, path), getattr(builtins, path, None)
>>> body = tree.parse('''
... it = iter(x)
... y = next(it)
... for a in it:
...     y = y * a
... ''').body
>>> print(to_source(tree.module(without_next(body, Names({"it", "x", "y", "a"}), resolve))), end="")
it_items = [item for item in x]
it_place = 0
if it_place >= len(it_items):
    raise StopIteration
value = it_items[it_place]
it_place = it_place + 1
y = value
for a in it_items[it_place:]:
    y = y * a
"""
from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

import gast

from .. import tree
from ..names import Names
from .generators import is_changing, is_quiet
from .repeatable import written_to
from .streams import ENDLESS, Generator, called, is_stream

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
TAKERS = (sum, list, tuple, max, min, sorted, any, all)
WORDS: tuple[Any, ...] = (len, StopIteration)            # that the statements made here read
BESIDE = (zip, enumerate, map, filter)
MAYBE = (gast.IfExp, gast.BoolOp, *tree.SCOPES)              # may not be evaluated, or again


def without_next(body: Block, names: Names, resolve: Resolve) -> Block:
    """Return a function's body in which no iterator that is bound once is asked by ``next``."""
    if not any(called(n, resolve) in (next, iter) for s in body for n in tree.walk(s)) or any(
            resolve(f.__name__) != (True, f) for f in WORDS):
        return body
    for node in tree.own_statements(body):
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], gast.Name):
            cursor = _Cursor(node, names, resolve)
            if cursor.is_plain(body):
                return without_next(cursor.block(body), names, resolve)
    return body


class _Cursor:
    """One iterator: ``binding`` is the statement that makes it."""

    def __init__(self, binding: Any, names: Names, resolve: Resolve) -> None:
        self.binding, self.names, self.resolve = binding, names, resolve
        self.name = binding.targets[0].id
        value = binding.value
        self.asked = called(value, resolve) is iter and len(value.args) == 1
        self.over = value.args[0] if self.asked else value
        target = called(self.over, resolve)
        self.count = target is itertools.count and not self.over.keywords and len(self.over.args) < 3
        self.endless = not self.count and (target in ENDLESS if not isinstance(target, Generator) else target.endless)
        self.quiet = not isinstance(target, Generator) or is_quiet(target, resolve)
        self.items, self.place = "", ""
        self.line = binding.lineno
        self.later: set[int] = set()                         # loops after which the iterator may be asked again

    # -------------------------------------------------------------- which ones
    def is_plain(self, body: Block) -> bool:
        """True if all that is done with the iterator is known, and what it goes over stays as it is."""
        if not (self.asked or self.count or is_stream(self.over, self.resolve)) or self.endless or not self.quiet:
            return False
        every = [n for s in body for n in tree.walk(s)]
        loads = [n for n in every if tree.is_name(n, self.name) and isinstance(n.ctx, gast.Load)]
        if Counter(tree.bindings(body))[self.name] != 1 or any(
                isinstance(n, tree.SCOPES) and not isinstance(n, gast.GeneratorExp) and self.name in tree.free_names(n)
                for n in every):
            return False
        if not self.asked and not any(called(n, self.resolve) is next and self.is_it(n.args[:1]) for n in every):
            return False
        known = {id(n.args[0]) for n in every if called(n, self.resolve) is next and self.is_it(n.args[:1])}
        known |= {id(n.iter) for n in every if isinstance(n, gast.For) and self.is_it([n.iter])}
        taken = {id(n.args[0]) for n in every if isinstance(n, gast.Call) and self.is_it(n.args) and len(n.args) == 1
                 and any(called(n, self.resolve) is f for f in TAKERS)}
        taken |= {id(a) for n in every if called(n, self.resolve) in BESIDE and sum(self.is_it([a]) for a in n.args) == 1
                  for a in n.args if self.is_it([a])}
        taken |= {id(n.generators[0].iter) for n in every if isinstance(n, (gast.GeneratorExp, gast.ListComp))
                  and self.is_it([n.generators[0].iter])}
        if self.count and len(known) > len([n for n in every if called(n, self.resolve) is next and self.is_it(n.args[:1])]):
            return False
        if {id(n) for n in loads} != known | taken or self.count and taken or self.changes(body):
            return False
        self.note_later(body, loads)
        return not any(id(n) in self.later for n in loads if id(n) in taken)

    def is_it(self, parts: Block) -> bool:
        return bool(parts) and tree.is_name(parts[0], self.name)

    def changes(self, body: Block) -> bool:
        """True if something that the iterator goes over may be changed while it is used."""
        own = tree.reads(self.over)
        every = [n for s in body for n in tree.walk(s)]
        changed = [getattr(base, "value", base) for n in every for base in written_to(n, self.resolve)]
        deep = isinstance(called(self.over, self.resolve), Generator) or not isinstance(self.over, gast.Name)
        return deep and is_changing(body, self.resolve) or bool(own & (tree.reads(changed) | tree.writes(changed)))

    def note_later(self, body: Block, loads: Block) -> None:
        """Of each use, whether another one may come after it."""
        places = [(n.lineno, n.col_offset) for n in loads]
        loops = [n for n in tree.own_statements(body) if isinstance(n, (gast.For, gast.While))]
        for node in loads:
            again = any((node.lineno, node.col_offset) < place for place in places)
            for loop in loops:
                parts = [*loop.body, *([loop.test] if isinstance(loop, gast.While) else [])]
                inside = {id(part) for s in parts for part in tree.walk(s)}
                again |= id(node) in inside and id(self.binding) not in inside
            if again:
                self.later.add(id(node))

    # -------------------------------------------------------------- statements
    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        line = node.lineno
        if node is self.binding:
            return self.begin()
        if isinstance(node, gast.FunctionDef):
            return [node]
        blocks = {f: getattr(node, f, None) for f in ("body", "orelse", "finalbody")}
        fields: dict[str, Any] = {f: self.block(part) for f, part in blocks.items() if part}
        if getattr(node, "handlers", None):
            fields["handlers"] = [tree.with_fields(h, body=self.block(h.body)) for h in node.handlers]
        if isinstance(node, gast.For) and self.is_it([node.iter]):
            if id(node.iter) not in self.later:
                return [tree.with_fields(node, iter=self.rest(), **fields)]
            first = [tree.assign(tree.load(node.target), self.item(), line), self.onward(line)]
            loop = tree.while_(self.is_left(), [*first, *fields["body"]], line)
            return [tree.with_fields(loop, orelse=fields.get("orelse", []))]
        before: Block = []
        for key, part in node.__dict__.items():
            if key not in fields and key != "handlers" and isinstance(part, (gast.AST, list)):
                fields[key] = self.expression(part, before, isinstance(node, gast.While), line)
        return [*before, tree.with_fields(node, **fields)]

    def begin(self) -> Block:
        self.items, self.place = self.names.fresh(f"{self.name}_items"), self.names.fresh(f"{self.name}_place")
        start = tree.assign(self.place, tree.const(0), self.line)
        if self.count:
            return [start]
        item = self.names.fresh("item")
        return [tree.assign(self.items, tree.comprehension(tree.name(item), item, self.over), self.line), start]

    def item(self) -> Any:
        return tree.subscript(tree.name(self.items), tree.name(self.place))

    def rest(self) -> Any:
        return tree.subscript(tree.name(self.items), tree.slice_(tree.name(self.place), None))

    def is_left(self) -> Any:
        return tree.compare(tree.name(self.place), "<", tree.call("len", [tree.name(self.items)]))

    def onward(self, line: int) -> Any:
        return tree.assign(self.place, tree.binary(tree.name(self.place), "+", tree.const(1)), line)

    # -------------------------------------------------------------- expressions
    def expression(self, node: Any, before: Block, maybe: bool, line: int) -> Any:
        """An expression without ``next``, and the statements that come ahead of it."""
        if isinstance(node, list):
            return [self.expression(part, before, maybe, line) for part in node]
        if not isinstance(node, gast.AST):
            return node
        if called(node, self.resolve) is next and self.is_it(node.args[:1]):
            return self.next(node, before, maybe, line)
        if isinstance(node, gast.Name):
            return self.rest() if node.id == self.name and isinstance(node.ctx, gast.Load) else node
        maybe = maybe or isinstance(node, MAYBE)
        return tree.with_fields(node, **{key: self.expression(part, before, maybe, line) for key, part in node.__dict__.items()})

    def next(self, node: Any, before: Block, maybe: bool, line: int) -> Any:
        default = node.args[1] if len(node.args) > 1 else None
        if maybe:
            onward = tree.walrus(tree.name(self.place), tree.binary(tree.name(self.place), "+", tree.const(1)))
            place = tree.binary(onward, "-", tree.const(1))
            item = self.counted(place) if self.count else tree.subscript(tree.name(self.items), place)
            return item if default is None or self.count else tree.conditional(self.is_left(), item, default)
        value = tree.name(self.names.fresh("value"))
        item = self.counted(tree.name(self.place)) if self.count else self.item()
        if default is not None and not self.count:
            item = tree.conditional(self.is_left(), item, self.expression(default, before, maybe, line))
        elif not self.count:
            over = tree.compare(tree.name(self.place), ">=", tree.call("len", [tree.name(self.items)]))
            before.append(tree.if_(over, [tree.raise_(tree.name("StopIteration"), line)], [], line))
        before += [tree.assign(value, item, line), self.onward(line)]
        return value

    def counted(self, place: Any) -> Any:
        """What ``itertools.count`` gives at a place."""
        args = self.over.args
        steps = tree.binary(place, "*", args[1]) if len(args) > 1 else place
        return tree.binary(args[0], "+", steps) if args else steps
