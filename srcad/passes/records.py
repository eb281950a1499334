"""What is done to whole dicts and objects, field by field: copies, updates, ``{**d}``, ``d.get(k)``.

The fields are known by kind: ``e = {**d, "b": x}`` becomes ``t = d["a"]`` and ``e = {"a": t, "b": x}``.
"""
from __future__ import annotations

import copy
import dataclasses
import operator
from collections.abc import Callable, Mapping
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import is_fixed
from ..analyses.inference import Value, kind_of_path
from ..analyses.kinds import FUNCTIONS, UNKNOWN, Kind, classes_of, of_value
from ..analyses.lattice import is_scalar
from ..analyses.operations import SPREAD, Operation
from ..errors import Location, UnsupportedSyntax, fail
from ..names import Names

Block = list[Any]
MADE = f"made{tree.TOOL}"


class Records:
    """Writes out the operations on records of one statement after the other."""

    def __init__(self, names: Names, resolve: Any, named: Callable[[Any], Any]) -> None:
        self.names, self.resolve, self.named = names, resolve, named
        self.looped = False                                    # a deep copy goes over lists
        self.env: Mapping[str, Value] = {}
        self.out: Block = []
        self.parts: list[tuple[Any, Any]] = []                 # what a deep copy has met, and its types
        self.where = Location("", 0)
        self.line = 0

    def kind_of(self, node: Any) -> Kind:
        return of_value(tree.literal(node)) if tree.is_literal(node) else kind_of_path(node, self.env, self.resolve)

    def held(self, value: Any) -> Any:
        name = tree.name(self.names.fresh("t"))
        self.out.append(tree.assign(name, value, self.line))
        return name

    def fields(self, node: Any) -> dict[Any, Any]:
        """What a record, or the display of a dict, holds: a tree for every key."""
        if isinstance(node, gast.Dict):
            found: dict[Any, Any] = {}
            for key, value in zip(node.keys, node.values, strict=True):
                found |= self.fields(value) if key is None else {key.value: value}
            return found
        kind = self.kind_of(node)
        if not kind.is_record or kind.absent:
            fail(UnsupportedSyntax, self.where, f"which keys `{tree.dotted_path(node) or 'this'}` has is known only when it runs",
                 "write the keys out, each with its value")
        return {key: self.held(tree.subscript(node, tree.const(key)) if kind.type is dict else tree.attr(node, key))
                for key in kind.fields}

    def display(self, fields: Mapping[Any, Any]) -> Any:
        return tree.dict_(list(fields), list(fields.values()))

    # -------------------------------------------------------------- statements
    def given(self, node: Any, call: Operation | None) -> Block | None:
        """``d.update({"a": x}, b=y)`` as stores; None for all else."""
        value, self.out = node.value, []
        if call is None or call.target is not dict.update or not isinstance(value.func, gast.Attribute) or any(
                not isinstance(a, gast.Dict) or None in a.keys for a in value.args):
            return None
        self.dict_update(node, value.func.value, UNKNOWN, value.args, {k.arg: k.value for k in value.keywords})
        return self.out

    def written_out(self, node: Any, call: Operation | None) -> Block | None:
        """The statements that a statement is, None if it is nothing of this kind."""
        self.out = []
        value = node.value
        if isinstance(value, gast.Dict):
            new = self.display(self.fields(value)) if None in value.keys else None
        elif call is None:
            return None
        elif isinstance(value, gast.BinOp):
            dicts = call.target is operator.or_ and all(self.kind_of(o).type is dict for o in call.operands)
            new = self.display({k: v for o in call.operands for k, v in self.fields(o).items()}) if dicts else None
        elif isinstance(value, gast.Call) and SPREAD in call.keywords:
            new = self.with_keywords(value)
        elif isinstance(value, gast.Call):
            new = self.called(node, call)
        else:
            return None
        if new is None:
            return self.out or None
        return [*self.out, tree.with_fields(node, value=new)]

    def with_keywords(self, call: Any) -> Any:
        """``f(x, **d)`` with what ``d`` holds written out."""
        words = {k.arg: k.value for k in call.keywords}
        held = words.pop(None)
        kind, hint = self.kind_of(held), "write the keyword arguments out"
        if kind.type is not dict or not kind.is_record or kind.absent:
            fail(UnsupportedSyntax, self.where, "`**` in a call is not supported where the keys are not known", hint)
        items = self.fields(held)
        if not all(isinstance(k, str) for k in items) or items.keys() & words.keys():
            fail(UnsupportedSyntax, self.where, "`**` gives a keyword twice, or one that is no word", hint)
        return tree.call(call.func, call.args, {**words, **items})

    def called(self, node: Any, call: Operation) -> Any:
        """The value of a call; None where there is none, for the statements are all there is to it."""
        func, args, words = node.value.func, node.value.args, {k.arg: k.value for k in node.value.keywords}
        if call.target is dict and len(args) < 2:
            return self.display({**(self.fields(args[0]) if args else {}), **words})
        if call.target is list and len(args) == 1 and self.kind_of(args[0]).type is dict:
            return self.dict_keys(node, args[0], self.kind_of(args[0]), [], {})
        if call.target is copy.copy and len(args) == 1 and self.kind_of(args[0]).is_record:
            return self.copied(args[0], {})
        if call.target is copy.deepcopy and len(args) == 1:
            return self.deep(args[0]) if isinstance(args[0], gast.Name) else tree.call(func, [self.held(args[0])])
        if call.target is dataclasses.replace and len(args) == 1 and self.kind_of(args[0]).is_record:
            if hasattr(self.kind_of(args[0]).home, "__post_init__"):
                return None
            return self.copied(args[0], words)
        if call.target is dataclasses.asdict and len(args) == 1 and self.kind_of(args[0]).is_record:
            self.parts = []
            return self.as_dict(args[0], self.kind_of(args[0]))
        kind = self.kind_of(func.value) if isinstance(func, gast.Attribute) else UNKNOWN
        if kind.type is tuple and kind.home is not None and func.attr in ("_replace", "_asdict"):
            found = {name: words.get(name) or self.held(tree.subscript(func.value, tree.const(k)))
                     for k, name in enumerate(kind.fields)}
            made = tree.call(MADE, [self.class_of(func.value), tree.tuple_(list(found.values()))])
            return made if func.attr == "_replace" else self.display(found)
        special = getattr(self, f"dict_{func.attr}", None) if kind.type is dict and kind.is_record else None
        return special(node, func.value, kind, args, words) if special is not None else None

    def class_of(self, node: Any) -> Any:
        return tree.call("type" + tree.TOOL, [node])

    def copied(self, node: Any, new: Mapping[str, Any]) -> Any:
        display = self.display({**self.fields(node), **new})
        return display if self.kind_of(node).type is dict else tree.call(MADE, [self.class_of(node), display])

    # -------------------------------------------------------------- copies of all that is inside
    def deep(self, node: Any) -> Any:
        """``copy.deepcopy``: all that can be written in a value is copied, each once, or it is refused."""
        self.parts, self.looped = [], False
        made = self.deeply(node, self.kind_of(node))
        if self.looped:
            classes = [tree.tuple_(list(map(self.named, classes_of(self.kind_of(node)))))]
            self.out.append(self.refusal(tree.call(f"twice{tree.TOOL}", [node, *classes])))
            return made
        for k, (part, first) in enumerate(self.parts):
            self.out += [self.unless_one(part, other) for other, second in self.parts[:k] if first is second]
        return made

    def unless_one(self, part: Any, other: Any) -> Any:
        return self.refusal(tree.compare(part, "is", other))

    def refusal(self, test: Any) -> Any:
        message = tree.const("copy.deepcopy of what holds one thing twice: copy its parts one by one")
        return tree.if_(test, [tree.raise_(tree.call("ValueError" + tree.TOOL, [message]), self.line)], [], self.line)

    def each_deeply(self, node: Any, kind: Kind) -> Any:
        """A list or tuple of copies of the items of another one."""
        if len(kind.items) != 1 or kind.type is tuple and not kind.many:
            items = [self.held(tree.subscript(node, tree.const(k))) for k in range(len(kind.items))]
            copies = [self.deeply(item, known) for item, known in zip(items, kind.items, strict=True)]
            whole = tree.tuple_(copies)
            if kind.home is not None:
                return self.held(tree.call(MADE, [self.class_of(node), whole]))
            return self.held(whole if kind.type is tuple else tree.list_(copies))
        new, item = self.held(tree.list_([])), tree.name(self.names.fresh("item"))
        outer, self.out = self.out, []
        one = self.deeply(item, kind.items[0])
        grow = tree.expression(tree.call(tree.attr(new, "append"), [one]), self.line)
        body, self.out, self.looped = [*self.out, grow], outer, True
        self.out.append(tree.for_(item, node, body, self.line))
        return new if kind.type is list else self.held(tree.call("tuple" + tree.TOOL, [new]))

    def deeply(self, node: Any, kind: Kind) -> Any:
        """A value of its own for all that can be written in a value."""
        if is_scalar(kind) or kind.type in (str, type(None), *FUNCTIONS):
            return node
        numbers = kind.type is list and all(map(is_scalar, kind.items))
        if kind.type is tuple and all(map(is_fixed, kind.items)):
            return node
        if kind.type is None or kind.type is list and any(k.type is None for k in kind.items):
            fail(UnsupportedSyntax, self.where, "copy.deepcopy copies a value, and it is not known what it is",
                 "give values for the parameters (--at on the command line), or copy its parts one by one")
        if kind.absent or not kind.is_container and kind.type is not np.ndarray:
            fail(UnsupportedSyntax, self.where, "copy.deepcopy of what holds something else than numbers, arrays, lists and "
                 "objects is not supported", "copy its parts one by one")
        if kind.type is not tuple:
            self.parts.append((node, kind.type))
        if kind.type is np.ndarray:
            return self.held(tree.call(tree.attr(node, "copy"), []))
        if numbers:
            return self.held(tree.subscript(node, tree.slice_(None, None)))
        if kind.type in (list, tuple):
            return self.each_deeply(node, kind)
        held = {key: self.held(tree.subscript(node, tree.const(key)) if kind.type is dict else tree.attr(node, key))
                for key in kind.fields}
        display = self.display({key: self.deeply(value, kind.slot(key)) for key, value in held.items()})
        return self.held(display if kind.type is dict else tree.call(MADE, [self.class_of(node), display]))

    def as_dict(self, node: Any, kind: Kind) -> Any:
        """``dataclasses.asdict``: dataclasses become dicts, all else is copied as deeply."""
        if not dataclasses.is_dataclass(kind.home) or kind.absent:
            return self.deeply(node, kind)
        names = [f.name for f in dataclasses.fields(kind.home)]
        return self.held(self.display({n: self.as_dict(self.held(tree.attr(node, n)), kind.slot(n)) for n in names}))

    # -------------------------------------------------------------- methods of dicts
    def dict_get(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        default = args[1] if len(args) > 1 else tree.const(None)
        item = tree.subscript(d, args[0])
        if tree.is_literal(args[0]) and tree.literal(args[0]) not in kind.absent:
            return item if tree.literal(args[0]) in kind.fields else default
        target = node.targets[0] if isinstance(node, gast.Assign) else tree.name(self.names.fresh("t"))
        self.out.append(tree.if_(tree.compare(args[0], "in", d), [tree.assign(target, item, self.line)],
                                 [tree.assign(target, default, self.line)], self.line))
        return None

    def dict_setdefault(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        item = tree.subscript(d, args[0])
        known = tree.is_literal(args[0]) and tree.literal(args[0]) not in kind.absent
        store = tree.assign(item, args[1] if len(args) > 1 else tree.const(None), self.line)
        if known and tree.literal(args[0]) not in kind.fields:
            self.out.append(store)
        elif not known:
            self.out.append(tree.if_(tree.compare(args[0], "not in", d), [store], [], self.line))
        return item

    def dict_update(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        for key, value in {**(self.fields(args[0]) if args else {}), **words}.items():
            self.out.append(tree.assign(tree.subscript(d, tree.const(key)), value, self.line))
        if not self.out:
            self.out.append(tree.pass_(self.line))
        return None

    def dict_copy(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        return self.copied(d, {})

    def dict_keys(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        return None if kind.absent else tree.list_([tree.const(k) for k in kind.fields])

    def dict_values(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        return tree.list_(list(self.fields(d).values()))

    def dict_items(self, node: Any, d: Any, kind: Kind, args: Block, words: Any) -> Any:
        return tree.list_([tree.tuple_([tree.const(k), v]) for k, v in self.fields(d).items()])
