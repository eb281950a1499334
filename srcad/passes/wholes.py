"""What expressions are that take whole what an iterator yields: reductions, ``sorted``, comprehensions, displays.

``Wholes`` only asks; ``reductions`` and ``hoist`` write the statements.
"""
from __future__ import annotations

import collections
import functools
import inspect
import math
import operator
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..names import Names
from .iterators import is_function, is_mapped, written_out
from .streams import called, is_stream

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
REDUCTIONS = (sum, any, all, min, max, math.prod, functools.reduce)
WORDS: dict[Any, tuple[str, ...]] = {sum: ("start",), math.prod: ("start",), min: ("key", "default"), max: ("key", "default")}
MOST_ARGUMENTS: dict[Any, int] = {sum: 2, functools.reduce: 3}
TAKERS: tuple[Any, ...] = (math.fsum, tuple, set, frozenset)
ITERATORS = (zip, map, filter, enumerate, reversed)
MAPPINGS = (dict, collections.OrderedDict)
COMPREHENSIONS = (gast.GeneratorExp, gast.ListComp)


class Wholes:
    """Questions about the expressions of a function; ``known`` are its names for tuples of a length that is known."""

    def __init__(self, names: Names, resolve: Resolve) -> None:
        self.names, self.resolve = names, resolve
        self.known: set[str] = set()
        self.objects: dict[str, Any] = {}              # what names are bound to, once

    def needs(self, node: Any) -> bool:
        return any(isinstance(n, gast.NamedExpr) or self.reduction(n) is not None or self.display(n) is not None
                   or self.collection(n) is not None or self.whole(n) or isinstance(n, gast.SetComp)
                   or self.spread(n) or is_computed(n) for n in in_scope(node))

    def whole(self, node: Any) -> str:
        """How a call takes what an iterator yields, "" for any other expression."""
        target = called(node, self.resolve)
        if target is sorted and len(node.args) == 1 and {k.arg for k in node.keywords} <= {"key", "reverse"}:
            key = next((k.value for k in node.keywords if k.arg == "key"), tree.const(None))
            plain = tree.is_literal(node.args[0]) or isinstance(node.args[0], gast.Set)
            return "sorted" if not plain and (is_function(key) or tree.is_none(key) or self.picks(key) is not None) else ""
        if target is next and len(node.args) in (1, 2):
            over = node.args[0]
            if isinstance(over, gast.GeneratorExp):
                return "next" if len(over.generators) == 1 else ""
            return "next" if called(over, self.resolve) is iter and len(over.args) == 1 or is_stream(over, self.resolve) else ""
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "extend" and len(
                node.args) == 1 and (is_stream(node.args[0], self.resolve) or called(node.args[0], self.resolve) in ITERATORS):
            return "list"
        if (target in TAKERS or target is np.fromiter) and node.args and is_stream(node.args[0], self.resolve):
            return "list"
        if target is np.fromiter and node.args and isinstance(node.args[0], (gast.List, gast.Tuple, gast.ListComp)):
            return "array"
        return ""

    def yields(self, node: Any) -> bool:
        """True for an object that is made here, of a class that says what it is gone over by."""
        cls = called(self.objects.get(node.id) if isinstance(node, gast.Name) else node, self.resolve)
        return isinstance(cls, type) and isinstance(inspect.getattr_static(cls, "__iter__", None) or inspect.getattr_static(
            cls, "__getitem__", None), FunctionType)

    def listed(self, node: Any) -> Any:
        """The comprehension that makes a list of what an iterable yields."""
        if isinstance(node, gast.GeneratorExp):
            return tree.comprehension_like(node)
        item = self.names.fresh("item")
        return tree.comprehension(tree.name(item), item, node)

    def spread(self, node: Any) -> Block:
        """The starred parts of a list or of a call's arguments whose length is not known here."""
        display = isinstance(node, (gast.List, gast.Tuple)) and isinstance(node.ctx, gast.Load)
        parts = node.elts if display else node.args if isinstance(node, gast.Call) else []
        return [p for p in parts if isinstance(p, gast.Starred) and not isinstance(p.value, (gast.Tuple, gast.List))
                and getattr(p.value, "id", "") not in self.known and (display or not _is_section(p.value))]

    def reduction(self, node: Any) -> Any:
        """The function that reduces what a comprehension, ``map`` or ``filter`` yields to one value, or None."""
        target = called(node, self.resolve)
        if not any(target is f for f in REDUCTIONS) or any(isinstance(a, gast.Starred) for a in node.args):
            return None
        node = of_one_sequence(node, target)
        place = 1 if target is functools.reduce else 0
        words = {k.arg for k in node.keywords}
        if len(node.args) <= place or not words <= set(WORDS.get(target, ())) or len(node.args) > MOST_ARGUMENTS.get(target, 1):
            return None
        over = node.args[place]
        functions = [k.value for k in node.keywords if k.arg == "key"] + node.args[:place]
        if not all(is_function(f) or isinstance(f, gast.Constant) or self.picks(f) is not None for f in functions):
            return None
        made = isinstance(over, COMPREHENSIONS) or is_mapped(over, self.resolve) or is_stream(over, self.resolve)
        if made and isinstance(over, COMPREHENSIONS) and (
                any(g.is_async for g in over.generators) or len(over.generators) > 1 and target in (any, all)):
            return None
        if target is functools.reduce and len(node.args) == 2:
            return None if isinstance(over, COMPREHENSIONS) or is_mapped(over, self.resolve) else target   # taken from a sequence
        lists = target is sum and any(isinstance(s, (gast.List, gast.Tuple)) for s in [*node.args[1:], *[
            k.value for k in node.keywords]])
        return target if made or lists or target in (math.prod, functools.reduce) or words else None

    def picks(self, node: Any) -> Any:
        """``itemgetter(k)`` and ``attrgetter("name")`` as functions written out; None for any other expression."""
        target = called(node, self.resolve)
        if target not in (operator.itemgetter, operator.attrgetter) or len(node.args) != 1 or not tree.is_literal(node.args[0]):
            return None
        item = tree.name("item")
        value = tree.subscript(item, node.args[0]) if target is operator.itemgetter else tree.attr(item, node.args[0].value)
        return tree.lambda_(tree.arguments([tree.parameter("item")]), value)

    def display(self, node: Any, hold: Callable[[Any], Any] = tree.clone) -> Any:
        """A list comprehension over few known elements, or a tuple made of one, written out; ``list()`` as ``[]``."""
        target = called(node, self.resolve)
        if target is list and not node.args and not node.keywords:
            return tree.list_([])
        made = node.args[0] if (target is tuple or target is list) and len(node.args) == 1 else node
        if isinstance(made, gast.GeneratorExp) and made is node:
            return None
        elements = written_out(made, self.resolve, hold)
        return None if elements is None else tree.tuple_(elements) if target is tuple else tree.list_(elements)

    def collection(self, node: Any) -> Any:
        """The comprehension whose elements a list is made of, if they are not few and known."""
        if called(node, self.resolve) is list and len(node.args) == 1 and not node.keywords:
            node = node.args[0]
            if isinstance(node, gast.Call) and is_stream(node, self.resolve):
                node = self.listed(node)
        elif isinstance(node, gast.GeneratorExp):
            return None
        if self.makes_dict(node):
            return node
        made = isinstance(node, (*COMPREHENSIONS, gast.DictComp)) and not any(g.is_async for g in node.generators)
        return node if made else None

    def makes_dict(self, node: Any) -> str:
        """How a call makes a dict of pairs or keys, "" for any other expression."""
        target = called(node, self.resolve)
        if target == dict.fromkeys and not node.keywords and len(node.args) in (1, 2):
            return "keys"
        if target not in MAPPINGS or len(node.args) != 1 or node.keywords:
            return ""
        over = node.args[0]
        if isinstance(over, COMPREHENSIONS):
            return "comprehension" if len(getattr(over.elt, "elts", ())) == 2 else ""
        written = [tuple(e.elts) if isinstance(e, gast.Tuple) else () for e in getattr(over, "elts", ())]
        if written and all(len(pair) == 2 and isinstance(pair[0], gast.Constant) for pair in written):
            return "display"
        return "pairs" if called(over, self.resolve) in (zip, enumerate) else ""


def of_one_sequence(node: Any, target: Any) -> Any:
    """``min(a, b, key=f)`` as ``min((a, b), key=f)``; any other call as it is."""
    several = target in (min, max) and len(node.args) > 1 and any(k.arg == "key" for k in node.keywords)
    return tree.with_fields(node, args=[tree.tuple_(node.args)]) if several else node


def in_scope(node: Any) -> Iterator[Any]:
    """Every part of an expression that is evaluated where it stands: functions made there are not entered."""
    yield node
    if not isinstance(node, gast.Lambda):
        for child in tree.children(node):
            yield from in_scope(child)


def applied(function: Any, args: Block) -> Any:
    """A call of a function; of a lambda that makes no scopes and is given names, its value."""
    call = tree.call(function, args)
    inner = [n for n in tree.walk(function.body) if isinstance(n, (*tree.SCOPES, gast.NamedExpr))
             ] if isinstance(function, gast.Lambda) else [function]
    names = [] if inner else tree.all_parameters(function)
    if len(names) != len(args) or function.args.vararg or function.args.kwonlyargs or not all(map(tree.is_name, args)):
        return call
    return tree.replace(function.body, dict(zip(names, args, strict=True)))


def operands(node: Any) -> Block:
    """The expressions of an expression, in the order in which Python evaluates them."""
    if isinstance(node, gast.Call):
        func = [node.func.value] if isinstance(node.func, gast.Attribute) else [node.func]
        return [*func, *node.args, *[k.value for k in node.keywords]]
    return [child for child in tree.children(node) if isinstance(child, (gast.expr, gast.Slice))]


def outside_comprehensions(body: Block) -> set[str]:
    """The names that occur outside the scopes of comprehensions."""
    found: set[str] = set()
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, gast.Name):
            found.add(node.id)
        elif isinstance(node, (*COMPREHENSIONS, gast.DictComp)):
            own = set().union(*[tree.writes(g.target) for g in node.generators])
            found |= tree.all_names(node) - own
            stack.append(node.generators[0].iter)
            continue
        stack += tree.children(node)
    return found


def is_computed(node: Any) -> bool:
    """True for a call of what an operation or a choice gives: ``(f if c else g)(x)``."""
    return isinstance(node, gast.Call) and isinstance(node.func, (gast.IfExp, gast.BinOp, gast.BoolOp))


def is_sorting(node: Any) -> bool:
    """True for ``l.sort(key=f)``."""
    call = getattr(node, "value", None)
    return isinstance(node, gast.Expr) and isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and (
        call.func.attr == "sort" and not call.args and "key" in {k.arg for k in call.keywords}
        and {k.arg for k in call.keywords} <= {"key", "reverse"})


def _is_section(node: Any) -> bool:
    """True for ``x[a:b]`` with literal bounds, of which it is known how many elements it should have."""
    part = tree.literal_slice(node.slice) if isinstance(node, gast.Subscript) else None
    return part is not None and part.step is None and part.stop is not None and (part.start or 0) < part.stop and (
        (part.start or 0) < 0) == (part.stop < 0)


def is_only_read(name: str, body: Block, resolve: Resolve | None = None) -> bool:
    """True if nothing is put into a list, and no other name stands for it: it is only unpacked, read, or gone over."""
    every = [n for s in body for n in tree.walk(s)]
    read = [n.value for n in every if isinstance(n, gast.Starred)
            or isinstance(n, gast.Subscript) and isinstance(n.ctx, gast.Load)]
    read += [n.iter for n in every if isinstance(n, (gast.For, gast.comprehension))]
    read += [n.test for n in every if isinstance(n, (gast.If, gast.While, gast.IfExp))]
    read += [n.operand for n in every if isinstance(n, gast.UnaryOp) and isinstance(n.op, gast.Not)]
    read += [a for n in every if isinstance(n, gast.Call) and _only_reads(n, resolve) for a in n.args]
    inside = any(isinstance(n, (gast.FunctionDef, gast.Lambda)) and name in tree.free_names(n) for n in every)
    return not inside and sum(tree.is_name(n, name) for n in read) == sum(
        tree.is_name(n, name) and isinstance(n.ctx, gast.Load) for n in every)


def _only_reads(node: Any, resolve: Resolve | None) -> bool:
    word = getattr(node.func, "id", "")
    if resolve is None or word in ("len", "sum"):
        return word in ("len", "sum")
    target = resolve(tree.dotted_path(node.func) or "")[1]
    return any(target is f for f in (*REDUCTIONS, *ITERATORS, sorted, math.fsum)) or (
        getattr(target, "__module__", None) or "").startswith("numpy")
