"""Iterators of the standard library as loops: map and filter, itertools' product, combinations and pairwise.

>>> from srcad.printer import to_source
>>> import builtins
>>> loop, = tree.parse('''
... for y in map(f, x):
...     s = s + y
... ''').body
>>> print(to_source(tree.module(plain_loop(loop, Names({"x"}), lambda path: (True, getattr(builtins, path))))), end="")
for item in x:
    y = f(item)
    s = s + y
"""
from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from ..names import Names
from .desugar import breaks
from .factories import factory
from .streams import Near, called, held, is_stream, streamed, touched
from .writers import NUMPY

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
MOST = 16                  # elements of a comprehension that are written out


def is_function(node: Any) -> bool:
    """True for a function that is named or written there: it can be put where it is called."""
    return tree.dotted_path(node) is not None or isinstance(node, gast.Lambda)


def is_mapped(node: Any, resolve: Resolve) -> bool:
    """True for ``map(f, x, ...)`` and ``filter(f, x)`` of functions that are named or written there."""
    target = called(node, resolve)
    if target is not map and target is not filter or node.keywords or any(isinstance(a, gast.Starred) for a in node.args):
        return False
    named = node.args and (is_function(node.args[0]) or target is filter and tree.is_literal(node.args[0]))
    return bool(named) and (len(node.args) == 2 or target is map and len(node.args) > 2)


def as_generator(node: Any, names: Names, resolve: Resolve) -> Any:
    """A generator expression of what an iterable yields."""
    if isinstance(node, (gast.GeneratorExp, gast.ListComp)):
        return node
    if not is_mapped(node, resolve):
        item = names.fresh("item")
        return tree.generator(tree.name(item), item, node)
    func, *over = node.args
    items = [names.fresh("item") for _ in over]
    if called(node, resolve) is filter:
        item, = items
        test = tree.name(item) if tree.is_literal(func) else tree.call(func, [tree.name(item)])
        return tree.generator(tree.name(item), item, over[0], [test])
    value = tree.call(func, list(map(tree.name, items)))
    if len(over) == 1:
        return tree.generator(value, items[0], over[0])
    return tree.generator(value, tree.tuple_(list(map(tree.name, items))), tree.call("zip", over))


def plain_loop(node: Any, names: Names, resolve: Resolve, near: Near = set) -> Block:
    """A ``for`` over an iterator as loops over sequences, where that is the same."""
    line, over = node.lineno, node.iter
    if isinstance(over, gast.GeneratorExp) or is_mapped(over, resolve):
        made = as_generator(over, names, resolve)
        if len(made.generators) == 1 and not made.generators[0].is_async:
            generator = made.generators[0]
            body = node.body if tree.same(tree.load(node.target), made.elt) else [
                tree.assign(tree.load(node.target), made.elt, line), *node.body]
            for test in reversed(generator.ifs):
                body = [tree.if_(test, body, [], line)]
            return [tree.with_fields(tree.looped(node, body, node.orelse), target=generator.target, iter=generator.iter)]
    flat = over.args[0] if called(over, resolve) is enumerate and len(over.args) == 1 and not over.keywords else over
    if isinstance(flat, gast.Attribute) and flat.attr == "flat" and not resolve(tree.dotted_path(flat) or "")[0]:
        return _over_elements(node, flat.value, flat is not over, names)
    target = called(over, resolve)
    if (target is np.ndindex or target is np.ndenumerate) and over.args and not over.keywords:
        return _over_places(node, target is np.ndenumerate, names)
    plain = isinstance(over, gast.Call) and not any(isinstance(a, gast.Starred) for a in over.args)
    if not plain or not (target is itertools.pairwise or not node.orelse and not any(map(breaks, node.body))):
        return streamed(node, names, resolve, near)
    if target is itertools.pairwise and len(over.args) == 1 and not is_stream(over.args[0], resolve):
        before, seq = held(over.args[0], names, line)
        k = tree.name(names.fresh("k"))
        pair = tree.tuple_([tree.subscript(seq, k), tree.subscript(seq, tree.binary(k, "+", tree.const(1)))])
        count = tree.call("range" + tree.TOOL, [tree.binary(tree.call("len" + tree.TOOL, [seq]), "-", tree.const(1))])
        body = [tree.assign(tree.load(node.target), pair, line), *node.body]
        return [*before, tree.with_fields(tree.looped(node, body, node.orelse), target=tree.store(k.id), iter=count)]
    if target is itertools.combinations and len(over.args) == 2 and isinstance(over.args[1], gast.Constant):
        made = _combinations(node, names, resolve, near)
        return made if made != [node] else streamed(node, names, resolve, near)
    if target is itertools.product and over.args:
        made = _product(node, names, resolve, near)
        return made if made != [node] else streamed(node, names, resolve, near)
    return streamed(node, names, resolve, near)


def _over_elements(node: Any, array: Any, numbered: bool, names: Names) -> Block:
    """``for v in x.flat`` as a loop over the numbers of the elements: each is read when its turn comes."""
    before, seq = held(array, names, node.lineno)
    k = tree.name(names.fresh("k"))
    element = tree.subscript(tree.attr(seq, "flat"), k)
    start = tree.assign(tree.load(node.target), tree.tuple_([k, element]) if numbered else element, node.lineno)
    loop = tree.looped(node, [start, *node.body], node.orelse)
    over = tree.call("range" + tree.TOOL, [tree.attr(seq, "size")])
    return [*before, tree.with_fields(loop, target=tree.store(k.id), iter=over)]


def _over_places(node: Any, numbered: bool, names: Names) -> Block:
    """``for i, j in np.ndindex(n, m)`` as loops over ranges; one loop over the numbers of the places if they have no names."""
    line, (first, *rest) = node.lineno, node.iter.args
    starred = isinstance(first, gast.Starred)
    parts = isinstance(node.target, (gast.Tuple, gast.List)) and len(node.target.elts) == 2
    if any(isinstance(a, gast.Starred) for a in rest) or (starred or numbered) and rest or numbered and (starred or not parts):
        return [node]
    before, array = held(first, names, line) if numbered else ([], None)
    shape = first.value if starred else tree.tuple_([first, *rest]) if rest else first
    shape = tree.attr(array, "shape") if numbered else shape
    place = node.target.elts[0] if numbered else node.target
    counters = place.elts if isinstance(place, (gast.Tuple, gast.List)) else []
    single = isinstance(shape, gast.Name) and len(counters) == 1        # np.ndindex(n) takes a number or a tuple
    fits = not rest or len(counters) == 1 + len(rest)
    straight = fits and not node.orelse and not any(map(breaks, node.body)) and not single and all(
        isinstance(c, gast.Name) and c.id not in tree.writes(node.body) for c in counters)
    if counters and straight and rest:
        more, counts = _held_all([first, *rest], node.body, names, line)
    else:
        more, shape = held(shape, names, line)
        counts = [tree.subscript(shape, tree.const(axis)) for axis in range(len(counters))]
    if counters and straight:
        start = [tree.assign(tree.load(node.target.elts[1]), tree.subscript(array, tree.load(place)), line)] if numbered else []
        block = [*start, *node.body]
        for counter, count in reversed(list(zip(counters, counts, strict=True))):
            block = [tree.for_(tree.load(counter), tree.call("range" + tree.TOOL, [count]), block, line)]
        return [*before, *more, *block]
    k, where = (tree.name(names.fresh(n)) for n in ("k", "place"))
    value = tree.tuple_([where, tree.subscript(array, where)]) if numbered else where
    body = [tree.assign(where, tree.call(f"{NUMPY}unravel_index", [k, shape]), line),
            tree.assign(tree.load(node.target), value, line)]
    count = tree.call("int" + tree.TOOL, [tree.call(f"{NUMPY}prod", [shape])])
    loop = tree.looped(node, [*body, *node.body], node.orelse)
    return [*before, *more, tree.with_fields(loop, target=tree.store(k.id), iter=tree.call("range" + tree.TOOL, [count]))]


def _held_all(values: Block, body: Block, names: Names, line: int) -> tuple[Block, Block]:
    """Names for what is evaluated once before a loop; numbers, and names that it does not write, are there already."""
    before: Block = []
    found = []
    for value in values:
        if not (tree.is_literal(value) or isinstance(value, gast.Name) and value.id not in tree.writes(body)):
            ahead, value = held(value, names, line)
            before += ahead
        found.append(value)
    return before, found


def _pool(source: Any, node: Any, names: Names, resolve: Resolve, near: Near) -> tuple[Block, Any]:
    """A name for what a loop goes over, as it is at the start: what the loop changes has to be listed before."""
    if near(set(tree.reads(source))) & touched(node.body, resolve):
        item = names.fresh("item")
        source = tree.comprehension(tree.name(item), item, source)
    return held(source, names, node.lineno)


def _combinations(node: Any, names: Names, resolve: Resolve, near: Near) -> Block:
    line, size = node.lineno, node.iter.args[1].value
    if size not in (2, 3) or is_stream(node.iter.args[0], lambda path: (False, None)):
        return [node]
    before, seq = _pool(node.iter.args[0], node, names, resolve, near)
    counters = [tree.name(names.fresh("k")) for _ in range(size)]
    block = [tree.assign(tree.load(node.target), tree.tuple_([tree.subscript(seq, k) for k in counters]), line), *node.body]
    for n in reversed(range(size)):
        start = [tree.binary(counters[n - 1], "+", tree.const(1))] if n else []
        over = tree.call("range" + tree.TOOL, [*start, tree.call("len" + tree.TOOL, [seq])])
        block = [tree.for_(counters[n], over, block, line)]
    return [*before, *block]


def _product(node: Any, names: Names, resolve: Resolve, near: Near) -> Block:
    line, over = node.lineno, list(node.iter.args)
    for keyword in node.iter.keywords:
        if keyword.arg != "repeat" or not isinstance(keyword.value, gast.Constant) or len(over) > 1:
            return [node]
        over *= keyword.value.value
    before: Block = []
    sequences = []
    for one in over:
        ahead, seq = ([], one) if called(one, resolve) is range else _pool(one, node, names, resolve, near)
        before += ahead
        sequences.append(seq)
    items = [tree.name(names.fresh("item")) for _ in sequences]
    block = [tree.assign(tree.load(node.target), tree.tuple_(items), line), *node.body]
    for item, seq in reversed(list(zip(items, sequences, strict=True))):
        block = [tree.for_(item, seq, block, line)]
    return [*before, *block]


def written_out(node: Any, resolve: Resolve, hold: Callable[[Any], Any]) -> Block | None:
    """The elements of a comprehension over a display or a literal range; None for any other.

    ``hold`` gives a name for a value.
    """
    if not isinstance(node, (gast.ListComp, gast.GeneratorExp)) or len(node.generators) != 1 or node.generators[0].ifs:
        return None
    items = _items(node.generators[0].iter, resolve)
    if items is None or any(isinstance(n, gast.NamedExpr) for n in tree.walk(node)):
        return None
    given: list[dict[str, Any]] = []
    for item in items:
        one = _matched(node.generators[0].target, _held_parts(item, hold))
        if one is None:
            return None
        given.append(one)
    try:
        return [_Element(one, given[-1], resolve).made(node.elt) for one in given]
    except _Unclear:
        return None


class _Unclear(Exception):
    """It cannot be told what a name of a comprehension's element stands for."""


class _Element:
    """An element of a comprehension, its names replaced: a lambda that is kept sees what they are in the end."""

    def __init__(self, given: dict[str, Any], last: dict[str, Any], resolve: Resolve) -> None:
        self.given, self.last, self.resolve = given, last, resolve

    def made(self, node: Any, kept: bool = True) -> Any:
        if isinstance(node, list):
            return [self.made(part, kept) for part in node]
        if isinstance(node, gast.Lambda):
            args = tree.clone(node.args)
            args.defaults, args.kw_defaults = tree.replace([args.defaults, args.kw_defaults], self.given)
            own = set(tree.all_parameters(node))
            values = {n: v for n, v in (self.last if kept else self.given).items() if n not in own}
            return tree.lambda_(args, tree.replace(node.body, values))
        if isinstance(node, gast.Call):
            fields = {"args": self.made(node.args, self.keeps(node)), "keywords": self.made(node.keywords, self.keeps(node))}
            return tree.with_fields(node, func=self.made(node.func, False), **fields)
        if not isinstance(node, gast.AST):
            return node
        if isinstance(node, gast.Name) and node.id in self.given and not isinstance(node.ctx, gast.Load):
            raise _Unclear
        if isinstance(node, gast.Name):
            return tree.replace(node, self.given)
        return tree.with_fields(node, **{key: self.made(value, kept) for key, value in node.__dict__.items()})

    def keeps(self, call: Any) -> bool:
        """True if a call may keep a function that it is handed, in what it returns."""
        found, target = self.resolve(tree.dotted_path(call.func) or "")
        handed = any(isinstance(n, gast.Lambda) for a in (*call.args, *call.keywords) for n in tree.walk(a))
        if not found and handed:
            raise _Unclear
        return target is functools.partial or isinstance(target, type) or factory(target) is not None


def _items(node: Any, resolve: Resolve) -> Block | None:
    target = called(node, resolve)
    if isinstance(node, (gast.Tuple, gast.List)):
        starred = any(isinstance(e, gast.Starred) for e in node.elts)
        return list(node.elts) if len(node.elts) <= MOST and not starred else None
    if target is range and all(map(tree.is_literal, node.args)):
        values = range(*map(tree.literal, node.args))
        return [tree.const(k) for k in values] if len(values) <= MOST else None
    if target in (zip, enumerate) and node.args and not node.keywords:
        parts = [_items(a, resolve) for a in node.args]
        if target is enumerate:
            return None if parts[0] is None or len(parts) > 1 else [
                tree.tuple_([tree.const(k), item]) for k, item in enumerate(parts[0])]
        if all(part is not None for part in parts):
            return [tree.tuple_(list(items)) for items in zip(*[p for p in parts if p is not None])]
    return None


def _held_parts(item: Any, hold: Callable[[Any], Any]) -> Any:
    if isinstance(item, (gast.Tuple, gast.List)) and not any(isinstance(e, gast.Starred) for e in item.elts):
        return tree.with_fields(item, elts=[_held_parts(e, hold) for e in item.elts])
    return item if isinstance(item, gast.Name) or tree.is_literal(item) else hold(item)


def _matched(target: Any, item: Any) -> dict[str, Any] | None:
    """What each name of a target stands for."""
    if isinstance(target, gast.Name):
        return {target.id: item}
    if not isinstance(target, (gast.Tuple, gast.List)) or not isinstance(item, (gast.Tuple, gast.List)) or len(
            target.elts) != len(item.elts):
        return None
    found: dict[str, Any] = {}
    for part, value in zip(target.elts, item.elts, strict=True):
        inner = _matched(part, value)
        if inner is None:
            return None
        found |= inner
    return found
