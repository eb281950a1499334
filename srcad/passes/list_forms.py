"""What is done to lists, in a few plain forms: items read and stored, ``append``, ``insert``, ``pop``.

Each form below is the text that takes a statement's place; its own names are made fresh. Places are
counted from the start of the list and lie in it, so that the reverse sweep can undo them.

``x.sort()`` of an array, which looks the same, is the store ``x[...] = np.sort(x)``.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.kinds import UNKNOWN, Kind
from ..analyses.lattice import BOTTOM, is_scalar, joined
from ..analyses.writes import ADD_AT
from ..names import Names
from ..rules.expand import TOOL
from ..runtime_containers import pour

Block = list[Any]
METHODS = ("pop", "insert", "remove", "clear", "reverse", "sort", "extend")      # that write to a list; append is plain
WORDS = ("len", "range", "ranked", "ValueError", "np", "add", "pour")

POP = """
x = l[i]
l.pop(i)
"""
POP_ANYWHERE = """
n = len(l)
places = range(n)
place = places[i]
x = l[place]
l.pop(place)
"""
INSERT = """
n = len(l)
places = range(n)
before = places[:i]
place = len(before)
l.insert(place, v)
"""
REMOVE = """
place = l.index(v)
l.pop(place)
"""
CLEAR = """
n = len(l)
for k in range(n):
    l.pop()
"""
REVERSE = """
n = len(l)
half = n // 2
for k in range(half):
    left = l[k]
    m = k + 1
    other = n - m
    right = l[other]
    l[k] = right
    l[other] = left
"""
SORT = """
order = ranked(l, down)
old = l[:]
n = len(order)
for k in range(n):
    place = order[k]
    item = old[place]
    l[k] = item
"""
SORTED = """
order = ranked(l, down)
new = []
n = len(order)
for k in range(n):
    place = order[k]
    item = l[place]
    new.append(item)
x = new
"""
SORT_ARRAY = """
new = np.sort(l)
l[...] = new
"""
PARTITION_ARRAY = """
new = np.partition(l)
l[...] = new
"""
FILL_ARRAY = """
l[...] = v
"""
LISTED = """
new = []
n = len(m)
for k in range(n):
    item = m[k]
    new.append(item)
x = new
"""
EXTEND = """
n = len(m)
for k in range(n):
    item = m[k]
    l.append(item)
"""
CUT = """
old = len(l)
places = range(old)
part = places[cut]
gone = len(part)
before = places[:start]
place = len(before)
for j in range(gone):
    l.pop(place)
"""
PUT = """
n = len(m)
for k in range(n):
    item = m[k]
    place_k = place + k
    l.insert(place_k, item)
"""
STEPS = """
old = len(l)
places = range(old)
part = places[cut]
gone = len(part)
n = len(m)
other = n != gone
if other:
    error = ValueError("an extended slice of a list is given another number of items")
    raise error
for k in range(n):
    item = m[k]
    place = part[k]
    l[place] = item
"""

SCATTER = """
old = l[i]
new = add(old, v)
l[i] = new
"""
POUR_NUMBERS = """
n = len(l)
for k in range(n):
    old = l[k]
    item = m[k]
    new = old + item
    l[k] = new
"""
POUR = """
n = len(l)
for k in range(n):
    old = l[k]
    item = m[k]
    pour(old, item)
"""


class ListForms:
    """Rewrites statements of one function; ``kind_of`` tells what a name is before one, ``resolve`` what it means."""

    def __init__(self, names: Names, resolve: Callable[[str], tuple[bool, Any]], temporaries: Collection[str]) -> None:
        self.names, self.resolve, self.temporaries = names, resolve, temporaries

    def is_place(self, node: Any) -> bool:
        """True for a place that is counted from the start already, and lies in the list."""
        own = isinstance(node, gast.Name) and node.id in self.temporaries and node.id.startswith("place")
        return own or tree.is_literal(node) and tree.literal(node) == 0

    def plain(self, text: str, line: int, given: Mapping[str, Any]) -> Block:
        """The statements of a form, in which the names given stand for trees."""
        body: Block = tree.parse(text).body
        own = sorted(tree.writes(body) - given.keys())
        known = {w: tree.name(w + TOOL) for w in WORDS}
        body = tree.replace(body, known | {n: tree.name(self.names.fresh(n)) for n in own} | dict(given))
        for node in tree.statements(body):
            node.lineno = line
        return body

    def statement(self, node: Any, kind_of: Callable[[Any], Kind]) -> Block | None:
        """Return the plain form of a statement, or None if it is plain already or something else."""
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Subscript):
            target = node.targets[0]
            sliced = isinstance(target.slice, gast.Slice) and kind_of(target.value).type is list
            return self.section(node, target.value, target.slice, kind_of) if sliced else None
        call = node.value if isinstance(node, (gast.Assign, gast.Expr)) else None
        if isinstance(node, gast.Assign) and isinstance(call, gast.Subscript):
            return self.part(node, call, kind_of(call.value))
        if not isinstance(call, gast.Call):
            return None
        target = node.targets[0] if isinstance(node, gast.Assign) else tree.name("x")
        if isinstance(target, gast.Tuple):                     # i, v = l.pop()
            held = tree.name(self.names.fresh("item"))
            plain = self.statement(tree.assign(held, call, node.lineno), kind_of)
            parts = [tree.assign(t, tree.subscript(held, tree.const(k)), node.lineno) for k, t in enumerate(target.elts)]
            if plain is None:
                return None
            return [*plain[:-1], *parts, plain[-1]] if isinstance(plain[-1], gast.Expr) else [*plain, *parts]
        path = tree.dotted_path(call.func)
        found, called = self.resolve(path) if path else (False, None)
        if path == ADD_AT or called is pour:
            return self.added(node, call, kind_of)
        if found and called in (list, sorted, tuple) and len(call.args) == 1:
            return self.made(called, call, target, node.lineno, kind_of)
        if found or not isinstance(call.func, gast.Attribute) or not isinstance(call.func.value, gast.Name):
            return None
        base, kind = call.func.value, kind_of(call.func.value)
        if kind.type not in (list, np.ndarray):
            return None
        plain = (self.method if kind.type is list else self.of_array)(call.func.attr, call, base, target, node)
        nothing = isinstance(node, gast.Assign) and call.func.attr not in ("copy", "pop")
        return [*plain, tree.assign(target, tree.const(None), node.lineno)] if plain is not None and nothing else plain

    def of_array(self, word: str, call: Any, base: Any, target: Any, node: Any) -> Block | None:
        """A method by which an array changes itself, where it stands for a value too, which is None."""
        if word == "fill" and len(call.args) == 1 and not call.keywords:
            return self.plain(FILL_ARRAY, node.lineno, {"l": base, "v": call.args[0]})
        if word not in ("sort", "partition"):
            return None
        new, store = self.plain(SORT_ARRAY if word == "sort" else PARTITION_ARRAY, node.lineno, {"l": base})
        new.value = tree.with_fields(new.value, args=[base, *call.args], keywords=call.keywords)
        return [new, store]

    def method(self, word: str, call: Any, base: Any, target: Any, node: Any) -> Block | None:
        line, args = node.lineno, call.args
        if word == "copy" and not args:
            return [tree.assign(target, tree.subscript(base, tree.slice_(None, None)), line)]
        if word == "pop" and len(args) < 2:
            return self.pop(base, args, target, node)
        if word in ("append", "extend", "insert") and isinstance(node, gast.Assign):
            return None                                        # that it grows has to be seen before: refused
        if word == "extend" and len(args) == 1:
            held = tree.name(self.names.fresh("more"))
            return [tree.assign(held, args[0], line), *self.plain(EXTEND, line, {"l": base, "m": held})]
        if word == "insert" and len(args) == 2 and not self.is_place(args[0]):
            return self.plain(INSERT, line, {"l": base, "i": args[0], "v": args[1]})
        if word == "sort" and not args and all(k.arg == "reverse" for k in call.keywords):
            return self.plain(SORT, line, {"l": base, "down": _reverse(call)})
        forms = {"remove": (REMOVE, 1), "clear": (CLEAR, 0), "reverse": (REVERSE, 0)}
        if word in forms and len(args) == forms[word][1]:
            return self.plain(forms[word][0], line, {"l": base} | dict(zip("v", args, strict=False)))
        return None

    def added(self, node: Any, call: Any, kind_of: Callable[[Any], Kind]) -> Block | None:
        """What emitted code does to adjoints of any structure, as it is done to this one."""
        base, *rest = call.args
        kind, line = kind_of(base), node.lineno
        if len(rest) == 2:                                     # np.add.at(l, i, v)
            return self.plain(SCATTER, line, {"l": base, "i": rest[0], "v": rest[1]}) if kind.type is list else None
        if kind.type is np.ndarray:
            return [tree.augment(tree.subscript(base, tree.const(...)), "+", rest[0], line)]
        item, single = joined(kind.items), tree.is_literal(rest[0]) or is_scalar(kind_of(rest[0]))
        if kind.type is not list or item.type is None or not single and kind_of(rest[0]).type is None:
            return None
        body = self.plain(POUR_NUMBERS if is_scalar(item) else POUR, line, {"l": base, "m": rest[0]})
        if single:
            body[1].body[1].value = rest[0]
        return body

    def pop(self, base: Any, args: Block, target: Any, node: Any) -> Block | None:
        """``x = l.pop(i)``; without ``x``, ``l.pop()`` and ``l.pop(0)`` are plain."""
        last = not args or tree.is_literal(args[0]) and tree.literal(args[0]) == -1
        place = tree.const(-1) if last else args[0]
        simple = last or self.is_place(place)
        if isinstance(node, gast.Expr) and simple:
            return None
        given = {"l": base, "i": place} | ({"x": target} if isinstance(node, gast.Assign) else {})
        out = self.plain(POP if simple else POP_ANYWHERE, node.lineno, given)
        return out if isinstance(node, gast.Assign) else [*out[:-2], out[-1]]

    def part(self, node: Any, cut: Any, kind: Kind) -> Block | None:
        """``r = t[1:]`` of a tuple as the tuple of its elements there."""
        bounds = tree.literal_slice(cut.slice) if kind.type is tuple and kind.items and not kind.many else None
        if bounds is None:
            return None
        items = {k: tree.name(self.names.fresh("item")) for k in range(len(kind.items))[bounds]}
        taken = [tree.assign(item, tree.subscript(cut.value, tree.const(k)), node.lineno) for k, item in items.items()]
        return [*taken, tree.assign(node.targets[0], tree.tuple_(list(items.values())), node.lineno)]

    def section(self, node: Any, base: Any, cut: Any, kind_of: Callable[[Any], Kind]) -> Block | None:
        """``l[a:b] = m``: what was there is popped, and the items of ``m`` inserted."""
        value, before = node.value, []
        if isinstance(value, gast.Constant) and value.value is ... and cut.step is None:      # del l[a:b]
            return self.plain(CUT, node.lineno, {"l": base, "cut": cut, "start": cut.lower or tree.const(0)})
        if isinstance(value, gast.Name) and kind_of(value).type is list:       # it may be the list itself
            value = tree.subscript(value, tree.slice_(None, None))
        elif isinstance(value, gast.Name) and kind_of(value).type not in (tuple, range, np.ndarray):
            return None
        if not isinstance(value, gast.Name):
            before = [tree.assign(tree.name(self.names.fresh("new")), value, node.lineno)]
            value = tree.load(before[0].targets[0])
        steps = cut.step is not None and not tree.is_none(cut.step)
        start = tree.const(0) if cut.lower is None or tree.is_none(cut.lower) else cut.lower
        given = {"l": base, "m": value, "cut": cut, "start": start}
        return [*before, *self.plain(STEPS if steps else CUT + PUT, node.lineno, given)]

    def made(self, called: Any, call: Any, target: Any, line: int, kind_of: Callable[[Any], Kind]) -> Block | None:
        """``list(m)``, ``sorted(m)``, and ``tuple(m)`` of an array."""
        source = call.args[0]
        kind = kind_of(source)
        if kind.type not in (list, tuple, np.ndarray) or not isinstance(source, gast.Name):
            return None
        if called is sorted:
            plain = all(k.arg == "reverse" for k in call.keywords)
            return self.plain(SORTED, line, {"l": source, "x": target, "down": _reverse(call)}) if plain else None
        if called is tuple:
            held = tree.name(self.names.fresh("items"))
            whole = tree.assign(target, tree.call(call.func, [held]), line)
            return [*self.plain(LISTED, line, {"m": source, "x": held}), whole] if kind.type is np.ndarray else None
        if kind.type is tuple and not kind.items:
            return [tree.assign(target, tree.list_([]), line)]
        if kind.type is list:
            return [tree.assign(target, tree.subscript(source, tree.slice_(None, None)), line)]
        if kind.type is tuple and kind.element in (UNKNOWN, BOTTOM) and kind.items:      # they are not alike
            items = [tree.name(self.names.fresh("item")) for _ in kind.items]
            taken = [tree.assign(item, tree.subscript(source, tree.const(k)), line) for k, item in enumerate(items)]
            return [*taken, tree.assign(target, tree.list_(items), line)]
        return self.plain(LISTED, line, {"m": source, "x": target})

    def extended(self, node: Any) -> Block:
        """``l += m`` appends the items of ``m`` one by one."""
        return self.plain(EXTEND, node.lineno, {"l": tree.name(node.target.id), "m": node.value})


def _reverse(call: Any) -> Any:
    return next((k.value for k in call.keywords), tree.const(False))
