"""Loops over what ``itertools`` and the builtins yield, as loops over sequences.

>>> from srcad.printer import to_source
>>> import itertools
>>> loop, = tree.parse('''
... for y in itertools.accumulate(x):
...     s = s + y
... ''').body
>>> print(to_source(tree.module(streamed(loop, Names({"x"}), lambda path: (True, itertools.accumulate)))), end="")
started = False
for item in x:
    if started:
        total = total + item
    else:
        total = item
        started = True
    y = total
    s = s + y
"""
from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..names import Names
from .changes import changed_in
from .desugar import nest, without_continue
from .repeatable import trouble

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
Near = Callable[[set[str]], set[str]]      # the names that may share memory with these
INDICES = (itertools.combinations, itertools.permutations, itertools.combinations_with_replacement, itertools.product)
ENDLESS = (itertools.count, itertools.repeat, itertools.cycle)
STREAMS = (*INDICES, *ENDLESS, itertools.accumulate, itertools.chain, itertools.chain.from_iterable, itertools.islice,
           itertools.takewhile, itertools.dropwhile, itertools.starmap, itertools.zip_longest, itertools.pairwise,
           map, filter, zip, enumerate, reversed)


@dataclass(frozen=True)
class Generator:
    """What the name of a generator function stands for; one that the function at hand defines has a tree only.

    ``quiet``: no one can see when it runs, for it only computes.
    """

    tree: Any
    function: FunctionType | None
    endless: bool
    quiet: bool = False


def called(node: Any, resolve: Resolve) -> Any:
    """The object that a call calls, if its name means one; None otherwise."""
    path = tree.dotted_path(node.func) if isinstance(node, gast.Call) else None
    found, target = resolve(path) if path else (False, None)
    return target if found else None


def is_stream(node: Any, resolve: Resolve) -> bool:
    """True for a call that yields values one by one."""
    target = called(node, resolve)
    return isinstance(target, Generator) or any(target is s or target == s for s in STREAMS) or isinstance(
        node, gast.GeneratorExp)


def touched(body: Block, resolve: Resolve) -> set[str]:
    """The names of what a body may change in place, by itself or by what it calls."""
    loud = [n for s in body for n in tree.walk(s) if isinstance(n, gast.Call) and trouble(n, resolve, {})]
    return tree.reads([*changed_in(body, resolve), *loud])


def held(value: Any, names: Names, line: int) -> tuple[Block, Any]:
    """Bind a sequence to a name of its own, so that the loop goes over what it was at its start."""
    name = tree.name(names.fresh("seq"))
    return [tree.assign(name, value, line)], name


def streamed(node: Any, names: Names, resolve: Resolve, near: Near = set) -> Block:
    """Return a ``for`` over an iterator as statements that loop over sequences; the loop itself if it is none."""
    try:
        return _Stream(node, names, resolve, near).loops() or [node]
    except _Ungathered:                                # what the generator yields cannot be gathered first
        return [node]


class _Ungathered(Exception):
    """A generator has no end of its own, or one could see that it runs before the loop does."""


class _Stream:
    def __init__(self, node: Any, names: Names, resolve: Resolve, near: Near) -> None:
        self.near = near
        self.node, self.names, self.resolve, self.line = node, names, resolve, node.lineno
        self.over = node.iter
        self.before: Block = []

    def loops(self) -> Block | None:
        target, over = called(self.over, self.resolve), self.over
        if target is None:
            return None
        starred = any(isinstance(a, gast.Starred) for a in over.args)
        words = {k.arg: k.value for k in over.keywords}
        if target is zip and (starred or words or any(is_stream(a, self.resolve) for a in over.args)):
            return self.zipped(over.args, words)
        if starred or None in words:
            return None
        if target == itertools.chain.from_iterable and len(over.args) == 1:
            return self.chained(self.sequence(over.args[0]), nested=True)
        forms: dict[Any, Callable[..., Block | None]] = {
            itertools.accumulate: self.accumulated, itertools.chain: self.chained, itertools.islice: self.sliced,
            itertools.repeat: self.repeated, itertools.takewhile: self.taken, itertools.dropwhile: self.dropped,
            itertools.starmap: self.starmapped, itertools.zip_longest: self.longest, enumerate: self.enumerated,
            reversed: self.turned, itertools.pairwise: self.turned, iter: self.same}
        if target in INDICES and over.args:
            return self.chosen(target, over.args, words)
        return forms[target](*over.args, **words) if target in forms and over.args else None

    # -------------------------------------------------------------- parts
    def loop(self, target: Any, over: Any, first: Block) -> Block:
        """The loop, over something else, with statements before its body."""
        new = tree.looped(self.node, [*first, *self.node.body], self.node.orelse)
        return [*self.before, tree.with_fields(new, target=tree.stored(target), iter=over)]

    def bound(self, value: Any) -> Block:
        return [tree.assign(tree.load(self.node.target), value, self.line)]

    def fresh(self, word: str) -> Any:
        return tree.name(self.names.fresh(word))

    def sequence(self, node: Any) -> Any:
        """A name for what can be indexed: a list of what an iterator yields, anything else as it is."""
        if is_stream(node, self.resolve):
            self.check_first(node)
            item = self.names.fresh("item")
            node = node if isinstance(node, gast.ListComp) else tree.comprehension(tree.name(item), item, node)
        elif isinstance(node, gast.Name) and node.id not in tree.writes([*self.node.body, self.node.target]):
            return node
        lines, name = held(node, self.names, self.line)
        self.before += lines
        return name

    @functools.cached_property
    def touched(self) -> set[str]:
        return touched(self.node.body, self.resolve)

    def check_first(self, node: Any) -> None:
        """Raise where one could see that what is gone over is read to its end before the loop."""
        read = set(tree.reads(node))
        if self.is_endless(node):
            raise _Ungathered
        own = tree.writes(self.node.target)                    # an item that was taken already, but for what a generator reads
        for target in (called(part, self.resolve) for part in tree.walk(node)):
            if isinstance(target, Generator):
                own = set()
                read |= tree.free_names(target.tree) if target.function is None else set()
                if not target.quiet:
                    raise _Ungathered
        if self.near(read) & self.touched - own:
            raise _Ungathered

    def is_endless(self, node: Any) -> bool:
        target = called(node, self.resolve)
        return isinstance(target, Generator) and target.endless

    def limited(self, source: Any, count: Any, value: Callable[[Any, Any], Any]) -> Block | None:
        """The loop over so many of what a generator yields: of an item and its number, ``value`` is what is bound."""
        if self.node.orelse:
            return None
        item, number, most = self.fresh("item"), self.fresh("k"), self.fresh("most")
        self.before += [tree.assign(most, count, self.line), tree.assign(number, tree.const(0), self.line)]
        body = without_continue(nest(self.node.body, self.names))
        onward = tree.assign(number, tree.binary(number, "+", tree.const(1)), self.line)
        leave = tree.if_(tree.compare(number, ">=", most), [tree.break_(self.line)], [], self.line)
        loop = tree.for_(item, source, [*self.bound(value(item, number)), *body, onward, leave], self.line)
        return [*self.before, tree.if_(tree.compare(most, ">", tree.const(0)), [loop], [], self.line)]

    def value(self, node: Any) -> Any:
        """A name or literal for a value as it is before the loop."""
        if node is None or tree.is_literal(node):
            return node
        name = self.fresh("t")
        self.before.append(tree.assign(name, node, self.line))
        return name

    # -------------------------------------------------------------- zip and its like
    def zipped(self, sources: Block, words: dict[str | None, Any]) -> Block | None:
        strict = words.pop("strict", None)
        if words or strict is not None and not isinstance(strict, gast.Constant):
            return None
        index = self.fresh("k")
        items: Block = []
        lengths: Block = []
        endless = [k for k, source in enumerate(sources) if self.is_endless(source)]
        if len(endless) == 1 and strict is None and not any(isinstance(s, gast.Starred) for s in sources):
            return self.beside(sources, endless[0])
        if len(sources) == 1 and isinstance(sources[0], gast.Starred) and isinstance(self.node.target, gast.Name):
            return self.columns(sources[0].value)
        for source in sources:
            if isinstance(source, gast.Starred):
                rows = self.rows(source.value)
                if rows is None:
                    return None
                items += [tree.subscript(row, index) for row in rows]
                lengths += [tree.call("len" + tree.TOOL, [row]) for row in rows]
                continue
            item, length = self.indexed(source, index)
            items.append(item)
            lengths += [length] if length is not None else []
        if not lengths:
            return None
        if strict is not None and strict.value:
            for other in lengths[1:]:
                message = tree.const("zip() arguments have different lengths")
                self.before.append(tree.if_(tree.compare(other, "!=", lengths[0]), [
                    tree.raise_(tree.call("ValueError", [message]), self.line)], [], self.line))
            lengths = lengths[:1]
        count = lengths[0] if len(lengths) == 1 else tree.call("min" + tree.TOOL, lengths)
        return self.loop(index, tree.call("range" + tree.TOOL, [count]), self.bound(tree.tuple_(items)))

    def columns(self, over: Any) -> Block:
        """``for column in zip(*rows)``: so many as the shortest row has items."""
        rows, index, row = self.sequence(over), self.fresh("k"), self.fresh("row")
        lengths = tree.comprehension(tree.call("len" + tree.TOOL, [row]), row, rows)
        count = tree.call("min" + tree.TOOL, [lengths], {"default": tree.const(0)})
        column = tree.call("tuple" + tree.TOOL, [tree.comprehension(tree.subscript(row, index), row, rows)])
        return self.loop(index, tree.call("range" + tree.TOOL, [count]), self.bound(column))

    def beside(self, sources: Block, place: int) -> Block | None:
        """``zip`` of sequences with a generator that has no end."""
        index = self.fresh("k")
        others = {k: self.indexed(source, index) for k, source in enumerate(sources) if k != place}
        lengths = [length for _, length in others.values() if length is not None]
        if not lengths:
            return None

        def together(item: Any, number: Any) -> Any:
            found = {k: tree.replace(value, {index.id: number}) for k, (value, _) in others.items()}
            return tree.tuple_([found.get(k, item) for k in range(len(sources))])

        count = lengths[0] if len(lengths) == 1 else tree.call("min" + tree.TOOL, lengths)
        return self.limited(sources[place], count, together)

    def rows(self, node: Any) -> Block | None:
        """The items of a sequence that ``zip(*x)`` unpacks into as many names."""
        if not isinstance(self.node.target, (gast.Tuple, gast.List)) or any(
                isinstance(e, gast.Starred) for e in self.node.target.elts):
            return None
        seq, count = self.sequence(node), len(self.node.target.elts)
        message = tree.const("zip() is given another number of sequences than there are names")
        self.before.append(tree.if_(tree.compare(tree.call("len" + tree.TOOL, [seq]), "!=", tree.const(count)), [
            tree.raise_(tree.call("ValueError", [message]), self.line)], [], self.line))
        return [self.value(tree.subscript(seq, tree.const(k))) for k in range(count)]

    def indexed(self, source: Any, index: Any) -> tuple[Any, Any]:
        """The item of a source at an index, and its length: None if it has no end."""
        target = called(source, self.resolve)
        args = source.args if isinstance(source, gast.Call) else []
        if target is itertools.count and not source.keywords and len(args) < 3:
            start = self.value(args[0]) if args else tree.const(0)
            step = tree.binary(self.value(args[1]), "*", index) if len(args) > 1 else index
            return tree.binary(start, "+", step), None
        if target is itertools.repeat and len(args) == 1:
            return self.value(args[0]), None
        if target is itertools.cycle and len(args) == 1:
            seq = self.sequence(args[0])
            return tree.subscript(seq, tree.binary(index, "%", tree.call("len" + tree.TOOL, [seq]))), None
        seq = self.sequence(source)
        return tree.subscript(seq, index), tree.call("len" + tree.TOOL, [seq])

    def longest(self, *sources: Any, fillvalue: Any = None) -> Block | None:
        fill = self.value(fillvalue) or tree.const(None)
        index = self.fresh("k")
        held_ones = [self.sequence(source) for source in sources]
        lengths = [tree.call("len" + tree.TOOL, [seq]) for seq in held_ones]
        items = [tree.conditional(tree.compare(index, "<", n), tree.subscript(seq, index), fill)
                 for seq, n in zip(held_ones, lengths, strict=True)]
        count = lengths[0] if len(lengths) == 1 else tree.call("max", lengths)
        return self.loop(index, tree.call("range" + tree.TOOL, [count]), self.bound(tree.tuple_(items)))

    def enumerated(self, source: Any, start: Any = None) -> Block | None:
        if not is_stream(source, self.resolve) or called(source, self.resolve) is zip and not source.keywords and not any(
                isinstance(a, gast.Starred) or is_stream(a, self.resolve) for a in source.args):
            return None
        if self.is_endless(source) and not self.node.orelse:
            number, item = self.fresh("k"), self.fresh("item")
            first = tree.const(0) if start is None else self.value(start)
            self.before.append(tree.assign(number, tree.binary(first, "-", tree.const(1)), self.line))
            onward = tree.assign(number, tree.binary(number, "+", tree.const(1)), self.line)
            return self.loop(item, source, [onward, *self.bound(tree.tuple_([number, item]))])
        over = tree.call(self.over.func, [self.sequence(source), *([start] if start is not None else [])])
        return self.loop(tree.load(self.node.target), over, [])

    def turned(self, source: Any) -> Block | None:
        """``reversed`` and ``pairwise`` of what has to be a list first."""
        made = called(source, self.resolve) is list and isinstance(source, gast.Call) and len(source.args) == 1
        if not made and not (is_stream(source, self.resolve) and called(self.over, self.resolve) is itertools.pairwise):
            return None
        over = tree.call(self.over.func, [self.sequence(source)] if not made else [self.list_of(source.args[0])])
        return self.loop(tree.load(self.node.target), over, [])

    def list_of(self, node: Any) -> Any:
        item = self.names.fresh("item")
        lines, name = held(tree.comprehension(tree.name(item), item, node), self.names, self.line)
        self.before += lines
        return name

    def same(self, source: Any) -> Block | None:
        return self.loop(tree.load(self.node.target), source, [])

    # -------------------------------------------------------------- itertools
    def accumulated(self, source: Any, func: Any = None, *, initial: Any = None) -> Block | None:
        item, total = self.fresh("item"), self.fresh("total")
        plain = func is None or isinstance(func, gast.Constant) and func.value is None
        if not plain and not isinstance(func, gast.Lambda) and tree.dotted_path(func) is None:
            return None
        new = tree.binary(total, "+", item) if plain else tree.call(func, [total, item])
        if initial is not None and not (isinstance(initial, gast.Constant) and initial.value is None):
            self.check_first(source)
            items = self.fresh("items")
            grow = tree.expression(tree.call(tree.attr(items, "append"), [total]), self.line)
            self.before += [tree.assign(total, initial, self.line), tree.assign(items, tree.list_([total]), self.line),
                            tree.for_(item, source, [tree.assign(total, new, self.line), grow], self.line)]
            return self.loop(tree.load(self.node.target), items, [])
        started = self.fresh("started")
        self.before.append(tree.assign(started, tree.const(False), self.line))
        first = [tree.assign(total, item, self.line), tree.assign(started, tree.const(True), self.line)]
        return self.loop(item, source, [tree.if_(started, [tree.assign(total, new, self.line)], first, self.line),
                                        *self.bound(total)])

    def chained(self, *sources: Any, nested: bool = False) -> Block | None:
        items, item = self.fresh("items"), self.fresh("item")
        grow = [tree.expression(tree.call(tree.attr(items, "append"), [item]), self.line)]
        self.before.append(tree.assign(items, tree.list_([]), self.line))
        for source in sources:
            self.check_first(source)
            loops = grow
            if nested:
                part = self.fresh("part")
                loops, source = [tree.for_(item, part, grow, self.line)], tree.clone(source)
                self.before.append(tree.for_(part, source, loops, self.line))
            else:
                self.before.append(tree.for_(item, source, tree.clone(loops), self.line))
        return self.loop(tree.load(self.node.target), items, [])

    def sliced(self, source: Any, *bounds: Any) -> Block | None:
        lower, upper, step = (None, bounds[0], None) if len(bounds) == 1 else (*bounds, None)[:3] if bounds else (None,) * 3
        if called(source, self.resolve) is itertools.count and len(source.args) < 3 and not source.keywords and len(bounds) == 1:
            item, _ = self.indexed(source, index := self.fresh("k"))
            return self.loop(index, tree.call("range" + tree.TOOL, [bounds[0]]), self.bound(item))
        if self.is_endless(source) and len(bounds) == 1:
            return self.limited(source, bounds[0], lambda item, number: item)
        parts = [None if p is None or tree.is_none(p) else p for p in (lower, upper, step)]
        over = tree.subscript(self.sequence(source), tree.slice_(*parts))
        return self.loop(tree.load(self.node.target), over, [])

    def repeated(self, value: Any, times: Any = None) -> Block | None:
        if times is None:
            return None
        value = self.value(value)
        return self.loop(self.fresh("k"), tree.call("range" + tree.TOOL, [times]), self.bound(value))

    def taken(self, test: Any, source: Any) -> Block | None:
        if self.node.orelse or not isinstance(test, gast.Lambda) and tree.dotted_path(test) is None:
            return None
        item = self.fresh("item")
        leave = tree.if_(tree.not_(tree.call(test, [item])), [tree.break_(self.line)], [], self.line)
        return self.loop(item, source, [leave, *self.bound(item)])

    def dropped(self, test: Any, source: Any) -> Block | None:
        if not isinstance(test, gast.Lambda) and tree.dotted_path(test) is None:
            return None
        item, dropping = self.fresh("item"), self.fresh("dropping")
        self.before.append(tree.assign(dropping, tree.const(True), self.line))
        again = tree.if_(dropping, [tree.assign(dropping, tree.call(test, [item]), self.line)], [], self.line)
        skip = tree.if_(dropping, [tree.continue_(self.line)], [], self.line)
        return self.loop(item, source, [again, skip, *self.bound(item)])

    def starmapped(self, func: Any, source: Any) -> Block | None:
        if called(source, self.resolve) is zip and not source.keywords and not any(
                isinstance(a, gast.Starred) for a in source.args):
            count = len(source.args)
        elif isinstance(func, gast.Lambda):
            count = len(func.args.args)
        else:
            return None
        items = [self.fresh("item") for _ in range(count)]
        return self.loop(tree.tuple_(items), source, self.bound(tree.call(func, items)))

    def chosen(self, target: Any, args: Block, words: dict[str | None, Any]) -> Block | None:
        """Combinations and their like: of indices, which carry no derivative."""
        word = "repeat" if target is itertools.product else "r"
        count = words.pop(word, tree.const(1) if target is itertools.product else tree.const(None))
        count = args[1] if target is not itertools.product and len(args) == 2 else count
        if words:
            return None
        if not isinstance(count, gast.Constant) or not isinstance(count.value, int):
            return None if target is itertools.product else self.of_any_number(target, args[0], count)
        if all(called(source, self.resolve) is range for source in args[:None if target is itertools.product else 1]):
            return None                                    # of numbers: as it is
        sources = list(args) * count.value if target is itertools.product else args[:1]
        for source in sources:                                 # what they go over is taken at the start
            self.check_first(source)
        seqs = [source if called(source, self.resolve) is range else self.sequence(source) for source in sources]
        ranges = [tree.call("range" + tree.TOOL, [tree.call("len" + tree.TOOL, [seq])]) for seq in seqs]
        place = self.fresh("place")
        if target is itertools.product:
            over = tree.call(self.over.func, ranges)
        else:
            over, seqs = tree.call(self.over.func, [*ranges, count]), seqs * count.value
        items = [tree.subscript(seq, tree.subscript(place, tree.const(k))) for k, seq in enumerate(seqs)]
        return self.loop(place, over, self.bound(tree.tuple_(items)))

    def of_any_number(self, target: Any, source: Any, count: Any) -> Block | None:
        """Combinations of so many elements as is known only when it runs."""
        if called(source, self.resolve) is range:
            return None
        seq, place, index = self.sequence(source), self.fresh("place"), self.names.fresh("index")
        over = tree.call(self.over.func, [tree.call("range" + tree.TOOL, [tree.call("len" + tree.TOOL, [seq])]), count])
        return self.loop(place, over, self.bound(tree.comprehension(tree.subscript(seq, tree.name(index)), index, place)))
