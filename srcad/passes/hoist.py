"""Expressions that do something on their way get statements of their own, before the one they are in.

``:=`` becomes an assignment, ``sum(e for v in x if c)`` a loop. What Python evaluates first stays
first, and what it may skip (``a and (b := c)``) stays under a branch.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... y = x + sum(v * v for v in x if v > 0)
... while (r := y * x) > 1:
...     y = r
... ''').body
>>> import builtins
>>> print(to_source(tree.module(hoist(body, Names({"x"}), lambda path: (True, getattr(builtins, path, None))))), end="")
total = 0
for v in x:
    if v > 0:
        total = total + v * v
y = x + total
while True:
    r = y * x
    if not r > 1:
        break
    y = r
"""
from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from ..names import Names
from .columns import transposed
from .generators import Generators
from .iterators import as_generator, is_mapped, plain_loop
from .reductions import Reductions
from .repeatable import near
from .streams import called, is_stream
from .unpack import has_star, unstarred
from .wholes import is_computed, is_only_read, is_sorting, operands, outside_comprehensions
from .writers import NUMPY

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]


def hoist(body: Block, names: Names, resolve: Resolve, generators: Generators | None = None) -> Block:
    """Return a function's body without ``:=``, reductions of comprehensions, and loops over generators."""
    return _Hoist(body, names, resolve, generators).block(body)


class _Hoist(Reductions):
    def __init__(self, body: Block, names: Names, resolve: Resolve, generators: Generators | None) -> None:
        super().__init__(names, resolve)
        self.generators, self.body = generators, body
        every = [n for s in body for n in tree.walk(s)]
        self.walrus: set[str] = set()
        self.loads: collections.Counter[str] = collections.Counter()
        self.note(body)
        counts = collections.Counter(tree.bindings(body))
        self.known = {s.targets[0].id for s in every if isinstance(s, gast.Assign) and isinstance(s.targets[0], gast.Name)
                      and counts[s.targets[0].id] == 1 and (isinstance(s.value, gast.Tuple) or isinstance(
                          s.value, gast.List) and is_only_read(s.targets[0].id, body))}             # of known length
        self.objects = {s.targets[0].id: s.value for s in every if isinstance(s, gast.Assign) and tree.is_name(s.targets[0])
                        and counts[s.targets[0].id] == 1}
        self.scope = outside_comprehensions(body)          # names that a comprehension's own must not touch
        self.out: Block = []

    def note(self, block: Block) -> None:
        """Take note of what statements read, and of what they write on their way."""
        for node in (n for s in block for n in tree.walk(s)):
            if isinstance(node, gast.NamedExpr):
                self.walrus |= tree.writes(node.target)
            elif isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
                self.loads[node.id] += 1

    # -------------------------------------------------------------- statements
    def block(self, block: Block) -> Block:
        outer, self.out = self.out, []
        for node in self.put_where_used(block):
            self.out += self.statement(node)
        done, self.out = self.out, outer
        return done

    def assigned(self, target: Any, value: Any) -> Block:
        """Return the statements that evaluate an expression into a name."""
        outer, self.out = self.out, []
        value = self.expression(value)
        done, self.out = [*self.out, tree.assign(target, value, self.line)], outer
        return done

    def statement(self, node: Any) -> Block:
        line = self.line = node.lineno
        if isinstance(node, gast.If):
            test = self.expression(node.test)
            return [tree.if_(test, self.block(node.body), self.block(node.orelse), line)]
        if isinstance(node, gast.While):
            return self.loop(node)
        if isinstance(node, gast.For):
            made = self.generators.loop(node) if self.generators is not None else [node]
            if made != [node]:
                self.note(made)
                return self.block(made)
            if isinstance(node.iter, gast.GeneratorExp):
                element, generators = self.apart(node.iter)
                node = tree.with_fields(node, iter=tree.with_fields(node.iter, elt=element, generators=generators))
            if has_star(node.target):
                item = tree.name(self.names.fresh("item"))
                first = tree.assign(tree.load(node.target), item, line)
                node = tree.with_fields(node, target=tree.stored(item), body=[first, *node.body])
            made = plain_loop(node, self.names, self.resolve, lambda names: near(self.body, names, self.resolve))
            if made != [node]:
                return self.block(made)
            over = self.expression(node.iter)
            return [tree.looped(tree.with_fields(node, iter=over), self.block(node.body), self.block(node.orelse))]
        unasked = self.unasked(node.value) if isinstance(node, gast.Expr) else None
        if unasked is not None:
            return unasked
        if is_sorting(node):                                 # of a list: an array knows no key
            call = node.value
            new = tree.call("sorted" + tree.TOOL, [call.func.value], {k.arg: k.value for k in call.keywords})
            return self.block([tree.assign(tree.subscript(call.func.value, tree.slice_(None, None)), new, line)])
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and has_star(node.targets[0]):
            value = self.listed(node.value) if is_stream(node.value, self.resolve) or self.yields(node.value) else node.value
            return self.block(unstarred(tree.with_fields(node, value=value), self.names))
        columns = transposed(node, self.names, self.resolve)
        if columns != [node]:
            return self.block(columns)
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], (gast.Tuple, gast.List)) and is_stream(
                node.value, self.resolve):
            node = tree.with_fields(node, value=self.listed(node.value))
        placed = self.placed(node)
        if placed is not None:
            return self.statement(placed)
        field = "test" if isinstance(node, gast.Assert) else "value"
        value = getattr(node, field, None)
        if value is None or not self.needs(value) or isinstance(node, gast.AugAssign) and tree.writes(node.target) & self.walrus:
            return [node]
        return [tree.with_fields(node, **{field: self.expression(value)})]

    def placed(self, node: Any) -> Any:
        """``x[f()] = v`` with the index in a name of its own; None for any other statement."""
        augmented = isinstance(node, gast.AugAssign)
        if not augmented and not (isinstance(node, gast.Assign) and len(node.targets) == 1):
            return None
        target = node.target if augmented else node.targets[0]
        sliced = isinstance(getattr(target, "slice", None), (gast.Slice, gast.Tuple))
        if not isinstance(target, gast.Subscript) or sliced or not self.needs(target.slice):
            return None
        value = node.value if augmented else self.kept(node.value)             # which Python evaluates before
        place = tree.subscript(target.value, self.kept(target.slice))
        return tree.augment_like(node, place, value) if augmented else tree.assign(place, value, node.lineno)

    def unasked(self, value: Any) -> Block | None:
        """An expression whose value nobody asks for as statements; None where it is one already."""
        def alone(part: Any) -> Any:
            return tree.expression(part, self.line)

        if isinstance(value, gast.IfExp):
            return self.block([tree.if_(value.test, [alone(value.body)], [alone(value.orelse)], self.line)])
        if isinstance(value, gast.BoolOp):
            first, *rest = value.values
            is_and = isinstance(value.op, gast.And)
            more = rest[0] if len(rest) == 1 else tree.boolean("and" if is_and else "or", rest)
            return self.block([tree.if_(first if is_and else tree.not_(first), [alone(more)], [], self.line)])
        taken = value.args[0] if called(value, self.resolve) in (list, tuple) and len(value.args) == 1 else value
        if not isinstance(taken, gast.ListComp) and (taken is value or not (isinstance(taken, gast.GeneratorExp) or is_mapped(
                taken, self.resolve))):
            return None
        outer, scope = self.out, set(self.scope)
        self.out = []
        made = tree.clone(as_generator(taken, self.names, self.resolve))
        made.generators[0].iter = self.expression(made.generators[0].iter)
        element, generators = self.apart(made)
        self.nested(generators, [], [alone(element)])
        done, self.out, self.scope = self.out, outer, scope
        return done

    def loop(self, node: Any) -> Block:
        """A test that does something becomes the first statements of the body; what comes if it is false, a branch."""
        body, orelse = self.block(node.body), self.block(node.orelse)
        line = self.line = node.lineno
        if not self.needs(node.test):
            return [tree.looped(node, body, orelse)]
        outer, self.out = self.out, []
        test = self.expression(node.test)
        before, self.out = self.out, outer
        ended = self.names.fresh("ended") if orelse else ""
        leave = [*([tree.assign(ended, tree.const(True), line)] if ended else []), tree.break_(line)]
        whole = tree.while_(tree.const(True), [*before, tree.if_(tree.not_(test), leave, [], line), *body], line)
        if not ended:
            return [whole]
        return [tree.assign(ended, tree.const(False), line), whole, tree.if_(tree.name(ended), orelse, [], line)]

    # -------------------------------------------------------------- streams that something takes whole
    def taken(self, node: Any) -> Any:
        how = self.whole(node)
        if how in ("list", "array"):
            items = self.listed(node.args[0]) if how == "list" else node.args[0]
            options = {k.arg: k.value for k in node.keywords}
            if called(node, self.resolve) is not np.fromiter:
                return self.expression(tree.call(node.func, [items, *node.args[1:]], options))
            count = options.pop("count", node.args[2] if len(node.args) > 2 else tree.const(-1))
            array = tree.call(NUMPY + "array", [items, *node.args[1:2]], options)
            whole = tree.is_literal(count) and tree.literal(count) == -1
            return self.expression(array if whole else tree.subscript(array, tree.slice_(None, count)))
        if how == "next":
            return self.first(node)
        return self.sorted(node)

    def first(self, node: Any) -> Any:
        """``next`` of what an expression yields."""
        found, missing = tree.name(self.names.fresh("found")), tree.name(self.names.fresh("missing"))
        over = node.args[0].args[0] if called(node.args[0], self.resolve) is iter else node.args[0]
        default = node.args[1] if len(node.args) > 1 else None
        first = self.assigned(missing, tree.const(True)) if default is None else self.assigned(found, default)
        outer = set(self.scope)
        element, generators = self.apart(tree.clone(as_generator(over, self.names, self.resolve)))
        known = [tree.assign(missing, tree.const(False), self.line)] if default is None else []
        take = [tree.assign(found, element, self.line), *known, tree.break_(self.line)]
        self.nested(generators, first, take)
        self.scope = outer
        if default is None:
            self.out.append(tree.if_(missing, [tree.raise_(tree.name("StopIteration" + tree.TOOL), self.line)], [], self.line))
        return found

    def sorted(self, node: Any) -> Any:
        """The elements in the order of their ranks, which carries no derivative."""
        words = {k.arg: k.value for k in node.keywords}
        seq = self.kept(self.expression(self.listed(node.args[0])))
        ranks, key = seq, words.get("key", tree.const(None))
        reverse = [self.kept(self.expression(words["reverse"]))] if "reverse" in words else []
        if not tree.is_none(key):
            item = self.names.fresh("item")
            ranks = self.expression(tree.comprehension(tree.call(self.picks(key) or key, [tree.name(item)]), item, seq))
        order = tree.name(self.names.fresh("order"))
        self.out.append(tree.assign(order, tree.call("ranked" + tree.TOOL, [ranks, *reverse]), self.line))
        k = self.names.fresh("k")
        return self.expression(tree.comprehension(tree.subscript(seq, tree.name(k)), k, order))

    def gathered(self, node: Any) -> Any:
        """``[*x, e]`` as a list that grows; ``f(*x)`` and ``f(*x, e)`` with one list, which is known to be one."""
        if isinstance(node, gast.Call):
            first = node.args.index(self.spread(node)[0])
            last = first + 1 == len(node.args)
            held = tree.name(self.names.fresh("items"))
            self.known.add(held.id)
            self.out += self.assigned(held, self.listed(node.args[first].value) if last else tree.list_(node.args[first:]))
            return tree.with_fields(node, args=[*node.args[:first], tree.starred(held)])
        result = tree.name(self.names.fresh("items"))
        self.out.append(tree.assign(result, tree.list_([]), self.line))
        for part in node.elts:
            item = tree.name(self.names.fresh("item"))
            grow = tree.expression(tree.call(tree.attr(result, "append"), [item]), self.line)
            if isinstance(part, gast.Starred):
                self.out += self.block([tree.for_(item, part.value, [grow], self.line)])
            else:
                self.out += [*self.assigned(item, part), grow]
        return tree.call("tuple" + tree.TOOL, [result]) if isinstance(node, gast.Tuple) else result

    def put_where_used(self, block: Block) -> Block:
        """An iterator that has a name and is used once, in the next statement, stands there itself."""
        out: Block = []
        for node in reversed(block):
            name = node.targets[0].id if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) else ""
            if name and out and is_stream(node.value, self.resolve) and self.loads[name] == 1:
                used = [n for f in ("value", "test", "iter") if getattr(out[-1], f, None) is not None
                        for n in tree.walk(getattr(out[-1], f)) if tree.is_name(n, name)]
                if len(used) == 1 and not isinstance(out[-1], gast.While):
                    out[-1] = tree.substituted(out[-1], {id(used[0]): node.value})
                    continue
            out.append(node)
        return out[::-1]

    # -------------------------------------------------------------- expressions
    def expression(self, node: Any) -> Any:
        if not self.needs(node):
            return node
        if isinstance(node, gast.NamedExpr):
            self.out.append(tree.assign(tree.load(node.target), self.expression(node.value), self.line))
            first = node.target.elts[0] if isinstance(node.target, gast.Tuple) else node.target      # see ``nonlocals``
            return tree.name(first.id)
        if self.reduction(node) is not None:
            return self.reduced(node)
        if self.whole(node):
            return self.taken(node)
        if is_computed(node):
            return self.expression(tree.with_fields(node, func=self.kept(node.func)))
        if self.spread(node):
            return self.expression(self.gathered(node))
        if self.display(node) is not None:
            return self.expression(self.display(node, self.kept))
        if self.makes_dict(node) == "display":
            written = [e.elts for e in node.args[0].elts]
            return self.expression(tree.dict_([key.value for key, _ in written], [value for _, value in written]))
        if self.collection(node) is not None:
            return self.collected(self.collection(node))
        if isinstance(node, gast.SetComp):
            return self.expression(tree.call("set" + tree.TOOL, [tree.comprehension_like(node)]))
        if isinstance(node, gast.IfExp) and (self.needs(node.body) or self.needs(node.orelse)):
            return self.choice(node)
        if isinstance(node, gast.BoolOp) and any(map(self.needs, node.values[1:])):
            return self.shortcut(node)
        if isinstance(node, gast.Compare) and any(map(self.needs, node.comparators[1:])) or isinstance(node, gast.JoinedStr):
            return node                                    # refused by `check`
        return self.ordered(node)

    def choice(self, node: Any) -> Any:
        chosen = tree.name(self.names.fresh("t"))
        test = self.expression(node.test)
        self.out.append(tree.if_(test, self.assigned(chosen, node.body), self.assigned(chosen, node.orelse), self.line))
        return chosen

    def shortcut(self, node: Any) -> Any:
        held = tree.name(self.names.fresh("t"))
        first, *rest = node.values
        self.out += self.assigned(held, first)
        is_and = isinstance(node.op, gast.And)
        more = rest[0] if len(rest) == 1 else tree.boolean("and" if is_and else "or", rest)
        self.out.append(tree.if_(held if is_and else tree.not_(held), self.assigned(held, more), [], self.line))
        return held

    def ordered(self, node: Any) -> Any:
        """Hoist out of the operands; those evaluated before are held if they could change."""
        parts = operands(node)
        last = max(k for k, part in enumerate(parts) if self.needs(part))
        new: dict[int, Any] = {}
        for k, part in enumerate(parts[:last + 1]):
            value = self.expression(part)
            if k < last and not self.is_stable(value):
                held = tree.name(self.names.fresh("t"))
                self.out.append(tree.assign(held, value, self.line))
                value = held
            new[id(part)] = value
        return tree.substituted(node, new)

    def is_stable(self, node: Any) -> bool:
        """True for what has the same value after the hoisted statements."""
        path = tree.dotted_path(node)
        if path is None:
            return isinstance(node, (gast.Slice, gast.keyword)) or tree.is_literal(node)
        return isinstance(node, gast.Name) and node.id not in self.walrus or self.resolve(path)[0]
