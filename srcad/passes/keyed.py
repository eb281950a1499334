"""Dicts whose keys are known only when the program runs: a list of the keys beside a list of the values.

So are the dicts of ``collections`` and those from which keys are taken. What else is done to such a dict than
is listed here leaves it as it is: a record whose keys stand in the text.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... d = {}
... for w in words:
...     d[w] = x
... y = d["a"]
... ''').body
>>> plain = without_keys(body, frozenset(), Names({"d", "w", "words", "x", "y"}), lambda path: (False, None), lambda name: False)
>>> print(to_source(tree.without_tools(tree.module(plain))), end="")
d_keys = []
d_values = []
for w in words:
    if w in d_keys:
        place = d_keys.index(w)
        d_values[place] = x
    else:
        d_keys.append(w)
        d_values.append(x)
place_1 = d_keys.index('a')
y = d_values[place_1]
"""
from __future__ import annotations

import collections
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Facts
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit
from .desugar import KEYS
from .lower import counts
from .places import by_place

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
EMPTY = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
TAKING = ("pop", "popitem", "clear")                       # methods that take keys out
ASKED = (len, bool, list, tuple, sorted, set, frozenset, any, all)      # what the keys alone answer


def keyed(unit: Unit, facts: Facts, resolve: Resolve) -> Unit:
    """Return the unit in which dicts that get keys which no one knows before are two lists each."""
    names = Names(unit.names)

    def goes_over(name: str) -> bool:
        """True for a name that nothing but loops over dicts of known keys binds."""
        loops = [n for n in tree.statements(unit.tree.body) if isinstance(n, gast.For) and tree.is_name(n.target, name)]
        over = [(_gone_over(n), facts.before.get(id(n), {})) for n in loops]
        known = [isinstance(o, gast.Name) and o.id in env and env[o.id].kind.is_record for o, env in over]
        return bool(known) and all(known) and tree.bindings(unit.tree.body).count(name) == len(known)

    body = without_keys(unit.tree.body, unit.temporaries, names, resolve, goes_over)
    if body is unit.tree.body:
        return unit
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


def without_keys(body: Block, known: Collection[str], names: Names, resolve: Resolve, goes_over: Callable[[str], bool]) -> Block:
    """Return a body in which dicts that get keys at run time are two lists each, the same body if there are none."""
    for group in _groups(body, resolve):
        if any(_asks(node, group, resolve, goes_over) for node in tree.statements(body)):
            lists = {n: (tree.name(names.fresh(f"{n}_keys")), tree.name(names.fresh(f"{n}_values"))) for n in sorted(group)}
            try:
                new = _Keyed(lists, known, names, resolve).block(body)
            except _OtherUse:
                continue
            if not group & set().union(*map(tree.all_names, new)):
                return new
    return body


def _gone_over(loop: Any) -> Any:
    """What a loop over a sequence, or over the keys of a dict, goes over."""
    return loop.iter.args[0] if isinstance(loop.iter, gast.Call) and tree.is_name(loop.iter.func, KEYS) else loop.iter


def _groups(body: Block, resolve: Resolve) -> list[set[str]]:
    """The names of local dicts, together where one may be another."""
    bound: dict[str, list[Any]] = {}
    for node in tree.statements(body):
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            bound.setdefault(node.targets[0].id, []).append(node.value)
    begun = [name for name, values in bound.items() if any(_start(v, resolve) for v in values)]
    every = tree.bindings(body) if begun else []
    groups = [{name} for name in begun if len(bound[name]) == every.count(name)]
    for name, values in bound.items() if groups else ():
        linked = {v.id for v in values if isinstance(v, gast.Name)} | {
            v.func.value.id for v in values if isinstance(v, gast.Call) and isinstance(v.func, gast.Attribute)
            and v.func.attr == "copy" and isinstance(v.func.value, gast.Name)}
        touched = [g for g in groups if g & (linked | {name})]
        if linked and touched:
            groups = [g for g in groups if g not in touched] + [{name, *linked}.union(*touched)]
    return groups


def _start(value: Any, resolve: Resolve) -> bool:
    """True for what makes a dict."""
    if isinstance(value, gast.Dict):
        return None not in value.keys
    called = resolve(tree.dotted_path(value.func) or "")[1] if isinstance(value, gast.Call) else None
    if called is dict and not value.args:
        return all(word.arg is not None for word in value.keywords)
    most = called in (collections.defaultdict, collections.Counter)
    return any(called is cls for cls in EMPTY) and len(value.args) <= most and not value.keywords


def _asks(node: Any, group: set[str], resolve: Resolve, goes_over: Callable[[str], bool]) -> bool:
    """True for a statement that needs the keys of a dict when it runs."""
    value = getattr(node, "value", None)
    if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) and node.targets[0].id in group:
        return isinstance(value, gast.Call) and resolve(tree.dotted_path(value.func) or "")[1] in EMPTY[1:]
    if isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and getattr(value.func.value, "id", "") in group:
        return value.func.attr in TAKING or value.func.attr == "setdefault" and not _is_word(value.args[0])
    target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
    if not isinstance(target, gast.Subscript) or getattr(target.value, "id", "") not in group or _is_word(target.slice):
        return False
    return not (isinstance(target.slice, gast.Name) and goes_over(target.slice.id))


def _is_word(key: Any) -> bool:
    """True for a key of which a record has a field."""
    return isinstance(key, gast.Constant) and type(key.value) in (int, str)


class _OtherUse(Exception):
    """A dict is used in a way that two lists have no form for."""


@dataclass
class _Keyed:
    """Rewrites a body; ``lists`` are the names of the keys and of the values of each dict."""

    lists: dict[str, tuple[Any, Any]]
    temporaries: Collection[str]
    names: Names
    resolve: Resolve
    factory: Any = None                                        # of what a defaultdict puts in
    counts: bool = False                                       # of a Counter, which puts it in where it is written only
    loops: dict[str, tuple[str, Any]] = field(default_factory=dict)      # dicts that are gone over -> key, its place

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        line = node.lineno
        if isinstance(node, gast.For):
            return self.loop(node)
        if isinstance(node, (gast.If, gast.While)):
            fields = {"orelse": self.block(node.orelse)} if isinstance(node, gast.If) else {}
            return [tree.with_fields(node, test=self.asked(node.test), body=self.block(node.body), **fields)]
        if isinstance(node, gast.AugAssign) and self.is_dict(getattr(node.target, "value", None)):
            before, place = self.found(node.target.value, node.target.slice, line)
            target = tree.subscript(self.lists[node.target.value.id][1], place)
            return [*before, tree.augment_like(node, target, node.value)]
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Subscript) and self.is_dict(node.targets[0].value):
            return self.stored(node.targets[0].value, node.targets[0].slice, node.value, line)
        if isinstance(node, gast.Assign) and getattr(node.targets[0], "id", "") in self.lists:
            return self.made(node, *self.lists[node.targets[0].id])
        value = getattr(node, "value", None)
        if isinstance(value, gast.Subscript) and self.is_dict(value.value) and isinstance(node, gast.Assign):
            if self.counts:
                return self.dict_get(value.value, tree.load(node.targets[0]), [value.slice, tree.const(0)], line)
            before, place = self.found(value.value, value.slice, line)
            return [*before, tree.with_fields(node, value=tree.subscript(self.lists[value.value.id][1], place))]
        if isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute) and self.is_dict(value.func.value):
            special = getattr(self, f"dict_{value.func.attr}", None)
            if special is None or value.keywords:
                raise _OtherUse
            target = tree.load(node.targets[0]) if isinstance(node, gast.Assign) else None
            done: Block = special(value.func.value, target, value.args, line)
            return done
        parts = {key: part for key in ("value", "test") if (part := getattr(node, key, None)) is not None}
        return [tree.with_fields(node, **{key: self.asked(part, key == "test") for key, part in parts.items()})]

    def is_dict(self, node: Any) -> bool:
        return isinstance(node, gast.Name) and node.id in self.lists

    def asked(self, node: Any, alone: bool = True) -> Any:
        """An expression with the keys in place of the dict, where these answer what is asked; ``alone``: in a test."""
        new: dict[int, Any] = {}
        for part in tree.walk(node):
            inner: Block = []
            if tree.called(part) and tree.is_name(part.func, KEYS) and self.is_dict(part.args[0]):
                new[id(part)] = tree.call("list" + TOOL, [self.lists[part.args[0].id][0]])
            elif isinstance(part, gast.Compare) and isinstance(part.ops[-1], (gast.In, gast.NotIn)):
                inner = [part.comparators[-1]]
            elif isinstance(part, gast.BoolOp):
                inner = part.values
            elif isinstance(part, gast.UnaryOp) and isinstance(part.op, gast.Not):
                inner = [part.operand]
            elif isinstance(part, gast.Call) and part.args and any(
                    self.resolve(tree.dotted_path(part.func) or "")[1] is f for f in ASKED):
                inner = part.args[:1]
            new |= {id(n): self.lists[n.id][0] for n in inner if self.is_dict(n)}
            if isinstance(part, gast.Subscript) and self.is_dict(part.value) and alone and self.factory is None:
                keys, values = self.lists[part.value.id]
                new[id(part)] = tree.subscript(values, tree.call(tree.attr(keys, "index"), [self.asked(part.slice)]))
        if alone and self.is_dict(node):
            return self.lists[node.id][0]
        return tree.substituted(node, new)

    # -------------------------------------------------------------- making and going over
    def made(self, node: Any, keys: Any, values: Any) -> Block:
        value, line = node.value, node.lineno
        if isinstance(value, gast.Name):
            other = self.lists[value.id]
            return [tree.assign(keys, other[0], line), tree.assign(values, other[1], line)]
        if isinstance(value, gast.Dict):
            return [tree.assign(keys, tree.list_(value.keys), line), tree.assign(values, tree.list_(value.values), line)]
        if not isinstance(value, gast.Call):                       # d | e
            raise _OtherUse
        if value.keywords:                                         # dict(a=x)
            words = [tree.const(word.arg) for word in value.keywords]
            return [tree.assign(keys, tree.list_(words), line),
                    tree.assign(values, tree.list_([word.value for word in value.keywords]), line)]
        if isinstance(value.func, gast.Attribute) and self.is_dict(value.func.value):              # d.copy()
            every = tree.slice_(None, None)
            return [tree.assign(mine, tree.subscript(other, every), line)
                    for mine, other in zip((keys, values), self.lists[value.func.value.id], strict=True)]
        empty = [tree.assign(keys, tree.list_([]), line), tree.assign(values, tree.list_([]), line)]
        self.counts = self.resolve(tree.dotted_path(value.func) or "")[1] is collections.Counter
        factory = tree.name("int" + TOOL) if self.counts else value.args[0] if value.args else None
        if self.factory is not None or tree.is_none(factory):
            raise _OtherUse
        self.factory = factory
        if not self.counts or not value.args:
            return empty
        item, held = (tree.name(self.names.fresh(part)) for part in ("item", "seq"))
        one = tree.augment(tree.subscript(node.targets[0], item), "+", tree.const(1), line)
        return [*empty, tree.assign(held, value.args[0], line), tree.for_(item, held, self.statement(one), line)]

    def loop(self, node: Any) -> Block:
        over = _gone_over(node)
        counted = [] if counts(node) else [call.args[0] for call in tree.walk(node.iter) if tree.called(call) == "len"]
        if counted:                                                # ``zip`` and ``enumerate`` give keys
            held = {name: self.lists[name][0] for name in tree.reads(counted) & self.lists.keys()}
            node = tree.with_fields(node, body=by_place(node, held, self.temporaries))
        if not self.is_dict(over):
            held = tree.name(self.names.fresh("seq"))
            new = self.asked(over, False)
            if tree.reads(new) == tree.reads(over):
                return [tree.with_fields(node, body=self.block(node.body))]
            return [tree.assign(held, new, node.lineno), tree.with_fields(node, iter=held, body=self.block(node.body))]
        keys, _ = self.lists[over.id]
        place, outer = tree.name(self.names.fresh("place")), self.loops
        fixed = node.target.id if node.target.id not in tree.writes(node.body) else ""
        self.loops = {**outer, over.id: (fixed, place)}
        body = self.block(node.body)
        self.loops = outer
        first = tree.assign(tree.load(node.target), tree.subscript(keys, place), node.lineno)
        return [tree.for_(place, tree.call("range" + TOOL, [tree.call("len" + TOOL, [keys])]), [first, *body], node.lineno)]

    # -------------------------------------------------------------- places
    def key(self, key: Any, line: int) -> tuple[Block, Any]:
        if isinstance(key, (gast.Name, gast.Constant)):
            return [], key
        held = tree.name(self.names.fresh("key"))
        return [tree.assign(held, key, line)], held

    def place(self, base: Any, key: Any, line: int) -> tuple[Block, Any]:
        """The place of a key that is there."""
        over, place = self.loops.get(base.id, ("", None))
        if place is not None and tree.is_name(key, over or "?"):
            return [], place
        place = tree.name(self.names.fresh("place"))
        return [tree.assign(place, tree.call(tree.attr(self.lists[base.id][0], "index"), [key]), line)], place

    def found(self, base: Any, key: Any, line: int) -> tuple[Block, Any]:
        """The place of a key; a defaultdict puts it in."""
        before, key = self.key(key, line)
        if self.factory is not None and base.id not in self.loops:
            absent = tree.compare(key, "not in", self.lists[base.id][0])
            before.append(tree.if_(absent, self.put(base, key, *self.default(line), line), [], line))
        at, place = self.place(base, key, line)
        return [*before, *at], place

    def default(self, line: int) -> tuple[Any, Block]:
        """What a defaultdict puts in, and the statements before."""
        if self.counts:
            return tree.const(0), []
        found, value = self.resolve(tree.dotted_path(self.factory) or "")
        if found and (value is float or value is int):
            return tree.const(value()), []
        if found and value is list:
            return tree.list_([]), []
        held = tree.name(self.names.fresh("default"))
        return held, [tree.assign(held, tree.call(self.factory, []), line)]

    def put(self, base: Any, key: Any, value: Any, before: Block, line: int) -> Block:
        keys, values = self.lists[base.id]
        if isinstance(value, gast.List):
            held = tree.name(self.names.fresh("default"))
            value, before = held, [tree.assign(held, value, line)]
        return [*before, tree.expression(tree.call(tree.attr(keys, "append"), [key]), line),
                tree.expression(tree.call(tree.attr(values, "append"), [value]), line)]

    def stored(self, base: Any, key: Any, value: Any, line: int) -> Block:
        before, key = self.key(key, line)
        keys, values = self.lists[base.id]
        at, place = self.place(base, key, line)
        there = [*at, tree.assign(tree.subscript(values, place), value, line)]
        if base.id in self.loops:                              # Python lets no dict grow while a loop goes over it
            return [*before, *there]
        return [*before, tree.if_(tree.compare(key, "in", keys), there, self.put(base, key, value, [], line), line)]

    # -------------------------------------------------------------- methods
    def dict_get(self, base: Any, target: Any, args: Block, line: int) -> Block:
        if target is None:
            return [tree.pass_(line)]
        before, key = self.key(args[0], line)
        at, place = self.place(base, key, line)
        keys, values = self.lists[base.id]
        default = args[1] if len(args) > 1 else tree.const(None)
        there = [*at, tree.assign(target, tree.subscript(values, place), line)]
        return [*before, tree.if_(tree.compare(key, "in", keys), there, [tree.assign(target, default, line)], line)]

    def dict_setdefault(self, base: Any, target: Any, args: Block, line: int) -> Block:
        before, key = self.key(args[0], line)
        default = args[1] if len(args) > 1 else tree.const(None)
        absent = tree.compare(key, "not in", self.lists[base.id][0])
        before.append(tree.if_(absent, self.put(base, key, default, [], line), [], line))
        at, place = self.place(base, key, line)
        read = [tree.assign(target, tree.subscript(self.lists[base.id][1], place), line)] if target is not None else []
        return [*before, *(at if read else []), *read]

    def dict_pop(self, base: Any, target: Any, args: Block, line: int) -> Block:
        before, key = self.key(args[0], line)
        place = tree.name(self.names.fresh("place"))
        keys, values = self.lists[base.id]
        taken = [tree.assign(place, tree.call(tree.attr(keys, "index"), [key]), line),
                 *([tree.assign(target, tree.subscript(values, place), line)] if target is not None else []),
                 *(tree.expression(tree.call(tree.attr(one, "pop"), [place]), line) for one in (keys, values))]
        if len(args) < 2:
            return [*before, *taken]
        other = [tree.assign(target, args[1], line)] if target is not None else []
        return [*before, tree.if_(tree.compare(key, "in", keys), taken, other, line)]

    def dict_popitem(self, base: Any, target: Any, args: Block, line: int) -> Block:
        if target is None or args:
            raise _OtherUse
        held = [tree.name(self.names.fresh(word)) for word in ("key", "value")]
        given = [*zip(held, (tree.subscript(one, tree.const(-1)) for one in self.lists[base.id]), strict=True)]
        given += zip(target.elts, held, strict=True) if isinstance(target, gast.Tuple) else [(target, tree.tuple_(held))]
        return [*(tree.assign(t, v, line) for t, v in given),
                *(tree.expression(tree.call(tree.attr(one, "pop"), []), line) for one in self.lists[base.id])]

    def dict_clear(self, base: Any, target: Any, args: Block, line: int) -> Block:
        return [tree.expression(tree.call(tree.attr(one, "clear"), []), line) for one in self.lists[base.id]]

    def dict_keys(self, base: Any, target: Any, args: Block, line: int) -> Block:
        return self.view(target, self.lists[base.id][0], line)

    def dict_values(self, base: Any, target: Any, args: Block, line: int) -> Block:
        return self.view(target, self.lists[base.id][1], line)

    def view(self, target: Any, one: Any, line: int) -> Block:
        """A view of a dict, used where it is made: what is in it then."""
        if not tree.is_name(target) or target.id not in self.temporaries:
            raise _OtherUse
        return [tree.assign(target, tree.subscript(one, tree.slice_(None, None)), line)]

    def dict_items(self, base: Any, target: Any, args: Block, line: int) -> Block:
        keys, values = self.lists[base.id]
        if not tree.is_name(target) or target.id not in self.temporaries:
            raise _OtherUse
        place, item = tree.name(self.names.fresh("place")), tree.name(self.names.fresh("item"))
        key, value = tree.name(self.names.fresh("key")), tree.name(self.names.fresh("value"))
        body = [tree.assign(key, tree.subscript(keys, place), line), tree.assign(value, tree.subscript(values, place), line),
                tree.assign(item, tree.tuple_([key, value]), line),
                tree.expression(tree.call(tree.attr(target, "append"), [item]), line)]
        return [tree.assign(target, tree.list_([]), line),
                tree.for_(place, tree.call("range" + TOOL, [tree.call("len" + TOOL, [keys])]), body, line)]

    def dict_update(self, base: Any, target: Any, args: Block, line: int) -> Block:
        if len(args) != 1 or not isinstance(args[0], gast.Dict) or None in args[0].keys:
            raise _OtherUse
        return [new for k, v in zip(args[0].keys, args[0].values, strict=True) for new in self.stored(base, k, v, line)]
