"""Comprehensions, and reductions of them, as loops: ``sum(e for v in x if c)`` is a value that each trip renews."""
from __future__ import annotations

import functools
import math
from abc import ABC, abstractmethod
from typing import Any

import gast

from .. import tree
from .iterators import as_generator
from .wholes import Block, Wholes, applied, of_one_sequence


class Reductions(Wholes, ABC):
    """The loops that comprehensions are, for whoever hoists statements: ``out`` takes them."""

    line: int
    out: Block
    scope: set[str]                        # names that a comprehension's own must not touch

    @abstractmethod
    def block(self, block: Block) -> Block:
        """Statements in which all expressions are plain."""

    @abstractmethod
    def assigned(self, target: Any, value: Any) -> Block:
        """An assignment of which the value is plain."""

    @abstractmethod
    def expression(self, node: Any) -> Any:
        """An expression without what has to be hoisted, which is hoisted."""

    def pairs(self, node: Any) -> Any:
        """``dict(zip(a, b))``, ``dict((k, v) for ...)`` and ``dict.fromkeys(a, v)`` as comprehensions; all else as it is."""
        how = self.makes_dict(node)
        if how == "comprehension":
            key, value = node.args[0].elt.elts
            return tree.dict_comprehension(key, value, node.args[0].generators)
        key, value = (tree.name(self.names.fresh(word)) for word in ("key", "value"))
        if how == "pairs":
            return tree.dict_comprehension(key, value, tree.generator(key, tree.tuple_([key, value]), node.args[0]).generators)
        value = self.kept([*node.args, tree.const(None)][1])
        return tree.dict_comprehension(key, value, tree.generator(key, key, node.args[0]).generators)

    def collected(self, made: Any) -> Any:
        """``[e for v in x]``: a list that grows; ``{k: e for v in x}``: a dict that does."""
        made = self.pairs(made) if self.makes_dict(made) else tree.clone(made)
        keyed = isinstance(made, gast.DictComp)
        if keyed:
            made = tree.generator_like(made, tree.tuple_([made.key, made.value]))
        made.generators[0].iter = self.expression(made.generators[0].iter)
        result, item = (tree.name(self.names.fresh(n)) for n in ("made" if keyed else "items", "key" if keyed else "item"))
        outer = set(self.scope)
        element, generators = self.apart(made)
        if keyed:
            key, value = element.elts
            start = [tree.assign(result, tree.dict_([], []), self.line)]
            name = [] if isinstance(key, gast.Name) else [tree.assign(item, key, self.line)]
            store = tree.assign(tree.subscript(result, item if name else key), value, self.line)
            self.nested(generators, start, [*name, store])
            self.scope = outer
            return result
        grow = tree.expression(tree.call(tree.attr(result, "append"), [item]), self.line)
        self.nested(generators, [tree.assign(result, tree.list_([]), self.line)], [tree.assign(item, element, self.line), grow])
        self.scope = outer
        return result

    def reduced(self, node: Any) -> Any:
        target = self.reduction(node)
        node = of_one_sequence(node, target)
        words = {k.arg: k.value for k in node.keywords}
        made = as_generator(node.args[1 if target is functools.reduce else 0], self.names, self.resolve)
        made = tree.clone(made)
        made.generators[0].iter = self.expression(made.generators[0].iter)
        if target in (sum, math.prod, functools.reduce):
            return self.accumulated(node, target, made, words)
        given = {key: self.kept(self.expression(value)) for key, value in words.items() if key == "default"}
        outer = set(self.scope)
        element, generators = self.apart(made)
        if target in (any, all):
            result = tree.name(self.names.fresh("found" if target is any else "holds"))
            test = element if target is any else tree.not_(element)
            done = [tree.assign(result, tree.const(target is any), self.line), tree.break_(self.line)]
            self.nested(generators, [tree.assign(result, tree.const(target is all), self.line)],
                        [tree.if_(test, done, [], self.line)])
        else:
            result = self.extreme(target, element, generators, words.get("key"), given.get("default"))
        self.scope = outer
        return result

    def accumulated(self, node: Any, target: Any, made: Any, words: dict[str | None, Any]) -> Any:
        """``sum``, ``math.prod`` and ``functools.reduce``: a value that is renewed by each element."""
        place = 2 if target is functools.reduce else 1
        start = node.args[place] if len(node.args) > place else words.get("start")
        result = tree.name(self.names.fresh("total"))
        if start is None and target is functools.reduce:
            seq = tree.name(self.names.fresh("seq"))
            self.out += [tree.assign(seq, made.generators[0].iter, self.line),
                         tree.assign(result, tree.subscript(seq, tree.const(0)), self.line)]
            k = tree.name(self.names.fresh("k"))
            element: Any = tree.subscript(seq, k)
            length = tree.call("len" + tree.TOOL, [seq])
            made = tree.generator(element, k, tree.call("range" + tree.TOOL, [tree.const(1), length]))
            first: Block = []
        else:
            start = self.expression(start) if start is not None else tree.const(0 if target is sum else 1)
            first = [tree.assign(result, start, self.line)]
        outer = set(self.scope)
        element, generators = self.apart(made)
        if target is sum and isinstance(start, gast.List):          # of lists: one that grows
            item = self.names.fresh("item")
            grow = tree.expression(tree.call(tree.attr(result, "append"), [tree.name(item)]), self.line)
            self.nested(generators, first, [tree.for_(item, element, [grow], self.line)])
            self.scope = outer
            return result
        if target is functools.reduce:
            new = applied(node.args[0], [result, element])
        else:
            new = tree.binary(result, "+" if target is sum else "*", element)
        self.nested(generators, first, [tree.assign(result, new, self.line)])
        self.scope = outer
        return result

    def kept(self, value: Any) -> Any:
        if tree.is_literal(value):
            return value
        held = tree.name(self.names.fresh("t"))
        self.out += self.assigned(held, value)
        return held

    def extreme(self, target: Any, element: Any, generators: list[Any], key: Any, default: Any) -> Any:
        """The first of the smallest (largest), as ``min`` (``max``) finds it."""
        best, item = tree.name(self.names.fresh("best")), tree.name(self.names.fresh("item"))
        empty = tree.name(self.names.fresh("empty"))
        rank, best_rank = item, best
        take = [tree.assign(best, item, self.line)]
        lines = [tree.assign(item, element, self.line)]
        if key is not None and not (isinstance(key, gast.Constant) and key.value is None):
            rank, best_rank = tree.name(self.names.fresh("rank")), tree.name(self.names.fresh("best_rank"))
            take.append(tree.assign(best_rank, rank, self.line))
            lines.append(tree.assign(rank, tree.call(self.picks(key) or key, [item]), self.line))
        better = tree.compare(rank, "<" if target is min else ">", best_rank)
        lines.append(tree.if_(empty, [*take, tree.assign(empty, tree.const(False), self.line)],
                              [tree.if_(better, tree.clone(take), [], self.line)], self.line))
        self.nested(generators, [tree.assign(empty, tree.const(True), self.line)], lines)
        if default is not None:
            other: Any = tree.assign(best, default, self.line)
        else:
            message = tree.const(f"{target.__name__}() arg is an empty sequence")
            other = tree.raise_(tree.call("ValueError", [message]), self.line)
        self.out.append(tree.if_(empty, [other], [], self.line))
        return best

    def nested(self, generators: list[Any], start: Block, lines: Block) -> None:
        """Emit the loops of a comprehension around ``lines``."""
        self.out += start
        block = lines
        for generator in reversed(generators):
            for test in reversed(generator.ifs):
                block = [tree.if_(test, block, [], self.line)]
            block = [tree.for_(tree.load(generator.target), generator.iter, block, self.line)]
        self.out += self.block(block)

    def apart(self, node: Any) -> tuple[Any, list[Any]]:
        """Return the element and the generators, their names told apart from the function's own."""
        own = sorted(set().union(*[tree.writes(g.target) for g in node.generators]))
        clash = {n: self.names.fresh(n) for n in own if n in self.scope}
        self.scope |= {clash.get(n, n) for n in own}
        first = node.generators[0].iter                    # is evaluated outside
        node = tree.rename(node, clash)
        node.generators[0].iter = first
        return node.elt, node.generators
