"""Objects made plain: what a class of the user's does becomes calls of its functions, and displays of fields.

==================== =========================================================================
``o.step(u)``        ``PID_step(o, u)``, the method's own function; so for properties and operators
``Point(a, b)``      ``made(Point, {"x": a, "y": b})`` for a dataclass; for a class with ``__init__``
                     ``o = made(Point, {})`` and ``Point_init(o, a, b)``, whose stores join the display
``d.get(k, v)``      a branch on ``k in d``
==================== =========================================================================

What class an object has, and what it keeps, is known once kinds are: this runs beside ``lower``.
"""
from __future__ import annotations

import collections
import copy
import dataclasses
import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import is_one_of
from ..analyses.inference import Facts
from ..analyses.kinds import UNKNOWN, UNPACKED, Kind, in_class, is_named_tuple, is_transparent
from ..analyses.operations import SPREAD, Operation, in_place_method, is_kept, method_of, operation, setter
from ..unit import Unit
from .constructors import Constructors, is_word
from .decided import Tests, told
from .desugar import KEYS
from .displays import collected
from .iterated import gone_over, is_iterable, lister
from .methods import OWNER
from .normalize import Flatten
from .places import is_dict
from .queue_objects import ITEMS, Queue, is_of_queue, is_queue, listed
from .records import Records

OF_ITEMS = (math.fsum, sum, max, min, any, all, sorted, list, tuple)       # these take the keys of a dict, the items of an object
KEEPS = f"keeps{tree.TOOL}"
Block = list[Any]
KindOf = Callable[[Any], Kind]


def plain_objects(unit: Unit, facts: Facts, resolve: Any) -> Unit:
    """Return the unit in which methods, properties, operators and constructors of the user's classes are calls."""
    return _plain(unit, _Objects(unit, facts, resolve, False))


def plain_records(unit: Unit, facts: Facts, resolve: Any) -> tuple[Unit, Any]:
    """Return the unit in which the first operation on a whole record is written out, and that statement.

    All that puts fields in the record has to be there: what follows may depend on this operation.
    """
    lowering = _Objects(unit, facts, resolve, True)
    return _plain(unit, lowering), lowering.expanded_node


def _plain(unit: Unit, lowering: _Objects) -> Unit:
    body = lowering.block(unit.tree.body)
    body = collected(body, lowering.is_plain)
    if not lowering.changed and len(list(tree.statements(body))) == len(list(tree.statements(unit.tree.body))):
        return unit
    made = frozenset(lowering.names.taken - unit.names)
    source = replace(unit.source, bound={**unit.source.bound, **lowering.bound}, written=unit.source.written or unit.source.tree)
    return replace(unit, tree=tree.with_body(unit.tree, body), source=source, temporaries=unit.temporaries | made)


class _Objects(Constructors):
    def __init__(self, unit: Unit, facts: Facts, resolve: Any, whole: bool) -> None:
        super().__init__(unit)
        self.whole, self.expanded_node = whole, None
        self.facts, self.resolve = facts, resolve
        self.changed = False
        self.last: Any = None                                  # the statement before
        self.taken = {n.targets[0].id: n.value for n in tree.statements(unit.tree.body) if self.is_taken(n)}      # methods
        self.read = tree.reads(unit.tree.body)
        self.records = Records(self.names, resolve, self.named)
        self.kind_of = self.records.kind_of
        self.tests = Tests(unit, facts, resolve, whole)

    def block(self, block: Block) -> Block:
        out: Block = []
        for node in block:
            self.last = out[-1] if out else None
            out += self.statement(node)
        return out

    def body(self, node: Any) -> Block:
        """What is left of a body: there is always a statement."""
        return self.block(node.body) or [tree.pass_(node.lineno)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, (gast.If, gast.While, gast.Assert)) and not self.whole:
            self.records.env = self.facts.before.get(id(node), {})
            test = listed(node.test, self.kind_of_path)
            if test is not node.test:
                self.changed = True
                return [tree.with_fields(node, test=test)]
        if isinstance(node, gast.If):
            self.records.env = self.facts.before.get(id(node), {})
            test = told(node.test, self.kind_of)
            if test is not node.test and not self.whole:
                self.changed = True
                return [tree.with_fields(node, test=test)]
            chosen = self.tests.decided(node) if not (self.whole and self.changed) else None
            if chosen is not None:
                self.changed, self.expanded_node = True, node
                return chosen if self.whole else self.block(chosen)
            return [tree.with_fields(node, body=self.body(node), orelse=self.block(node.orelse))]
        if isinstance(node, (gast.For, gast.While)):
            over = getattr(node, "iter", None)
            fields = {"body": self.body(node)}
            if isinstance(over, gast.Name) and self.tests.kind_before(node, over.id).type is dict and not self.whole:
                self.changed, fields["iter"] = True, tree.call(KEYS, [over])
            return [tree.with_fields(node, **fields)]
        if isinstance(node, (gast.Assign, gast.AugAssign, gast.Expr)) and not self.whole and id(node) in self.facts.before:
            self.records.env = self.facts.before[id(node)]
            plain = self.with_plain_index(node)
            if plain is not None:
                self.changed = True
                return plain
        if isinstance(node, gast.AugAssign) and not self.whole:
            return self.augmented(node) if isinstance(node.target, gast.Name) else self.augmented_item(node)
        if not isinstance(node, (gast.Assign, gast.Expr)) or id(node) not in self.facts.before:
            return [node]
        parts = tree.targets(node) if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Tuple) else []
        if any(self.facts.after[id(node)][n].kind.home is UNPACKED for n in parts) and not self.whole:
            self.changed = True
            return self.one_by_one(node)
        self.records.env, self.records.line = self.facts.before[id(node)], node.lineno
        self.records.where = self.unit.source.where(node.lineno)
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Attribute) and not self.whole:
            new = self.set_by_property(node, node.targets[0])
            self.changed = self.changed or new is not None
            return [node] if new is None else new
        if isinstance(node.value, gast.Attribute) and not self.whole and self.is_kept(node.value):
            if self.resolve(tree.dotted_path(node.value.value) or "")[0]:          # of the module's object: nothing is kept
                self.changed = True
                return [tree.with_fields(node, value=self.computed(node.value))]
            guard = self.computed_once(node.value, node.lineno)
            if not tree.same(guard.test, getattr(self.last, "test", None)):
                self.changed = True
                return [guard, node]
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Subscript) and not self.whole:
            put = method_of(self.kind_of(node.targets[0].value), "__setitem__")
            if put is not None:
                self.changed = True
                base, index = node.targets[0].value, tree.index_object(node.targets[0].slice, "slice" + tree.TOOL)
                return [tree.expression(tree.call(self.named(put), [base, index, node.value]), node.lineno)]
        if self.taken and not self.whole:
            new = self.called_by_name(node)
            if new is not None:
                self.changed = True
                return new
        if isinstance(node.value, (gast.UnaryOp, gast.Compare)) and not self.whole:
            value = listed(node.value, self.kind_of_path)
            if value is not node.value:
                self.changed = True
                return [tree.with_fields(node, value=value)]
        call = operation(node.value, self.kind_of, self.resolve)
        if call is not None and not self.whole and (call.target is collections.deque or is_of_queue(node, call, self.kind_of)):
            self.changed = True
            if call.target is collections.deque:
                return [tree.with_fields(node, value=tree.with_fields(node.value, func=self.named(Queue)))]
            lists = {id(a): tree.name(self.names.fresh("items")) for a in call.arguments if is_queue(self.kind_of(a))}
            return [*[tree.assign(lists[id(a)], tree.attr(a, ITEMS), node.lineno) for a in call.arguments if id(a) in lists],
                    tree.with_fields(node, value=tree.substituted(node.value, lists))]
        if call is not None and SPREAD in call.keywords and not self.whole:
            return [node]
        if call is not None and is_one_of(call.target, OF_ITEMS) and len(call.operands) == 1 and not self.whole:
            items = self.items(node, call.operands[0])
            if items is not None:
                self.changed = True
                held = tree.name(self.names.fresh("seq"))
                return [tree.assign(held, items, node.lineno),
                        tree.with_fields(node, value=tree.with_fields(node.value, args=[held]))]
        if self.whole:
            new = self.records.written_out(node, call) if not self.changed else None
            self.expanded_node = node if new is not None else self.expanded_node
        else:
            new = self.records.given(node, call) or (self.expanded(node, call) if call is not None else None)
        self.changed = self.changed or new is not None
        return [node] if new is None else new

    def items(self, node: Any, value: Any) -> Any:
        """The keys of a dict, or what the ``__iter__`` of an object yields; None for any other value."""
        path = tree.dotted_path(value) or ""
        if is_dict(path, self.facts.before[id(node)], self.resolve):
            return tree.call(KEYS, [value])
        kind = self.kind_of(value)
        if not is_iterable(kind):
            return None
        over = gone_over(kind.home)
        if over:
            return tree.dotted(f"{path}.{over}")
        made = lister(kind.home)
        if made is None:
            self.refuse(node, f"`{path}` is gone over by the `__iter__` of its class", "write a method that returns a list")
        return tree.call(self.named(made), [value])

    def with_plain_index(self, node: Any) -> Block | None:
        """``y = p[2 * x]`` of an object whose class is asked for its items: what it is given has a statement of its own."""
        target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
        parts: list[tuple[str, Any]] = [("value", node.value), ("target", target)]
        for field, part in parts:
            asked = isinstance(part, gast.Subscript) and not isinstance(part.slice, (gast.Name, gast.Constant)) and any(
                method_of(self.kind_of(part.value), word) is not None for word in ("__getitem__", "__setitem__"))
            flat = Flatten(self.names, self.resolve)
            flat.line = node.lineno
            index = flat.given(part.slice) if asked else None
            if flat.out:
                new = tree.with_fields(part, slice=index)
                fields = {"value": new} if field == "value" else {"target": new} if isinstance(node, gast.AugAssign) else {
                    "targets": [new]}
                return [*flat.out, tree.with_fields(node, **fields)]
        return None

    def kind_of_path(self, node: Any) -> Kind:
        """The kind of a name, or of an attribute of one, as a test may name it."""
        if not isinstance(node, gast.Attribute):
            return self.kind_of(node)
        owner = self.kind_of_path(node.value)
        return owner.slot(node.attr) if owner.is_record and owner.type is not dict else UNKNOWN

    def augmented(self, node: Any) -> Block:
        """``p += v`` of an object: what its class does in place, or what ``p + v`` is."""
        kind, target = self.tests.kind_before(node, node.target.id), tree.load(node.target)
        if not kind.is_record or kind.type is dict:
            return [node]
        self.changed = True
        in_place = in_place_method(kind, node)
        value = tree.call(self.named(in_place), [target, node.value]) if in_place is not None else tree.like_augmented(node)
        held = tree.name(self.names.fresh("t"))
        return [tree.assign(held, value, node.lineno), tree.assign(target, held, node.lineno)]

    def augmented_item(self, node: Any) -> Block:
        """``p[i] += v`` of an object whose class says what its items are: taken out, changed, and put back."""
        base, index = node.target.value, node.target.slice
        if method_of(self.tests.kind_before(node, getattr(base, "id", "")), "__setitem__") is None:
            return [node]
        self.changed = True
        held = tree.name(self.names.fresh("t"))
        return [tree.assign(held, tree.subscript(base, index), node.lineno), tree.augment_like(node, held, node.value),
                tree.assign(tree.subscript(base, index), held, node.lineno)]

    def is_taken(self, node: Any) -> bool:
        value = node.value if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else None
        owner = getattr(getattr(value, "value", None), "id", "") if isinstance(value, gast.Attribute) else ""
        return owner.startswith(OWNER) and owner in self.unit.temporaries

    def called_by_name(self, node: Any) -> Block | None:
        """``step(x)`` as ``owner.step(x)`` after ``step = owner.step``, if the class has it; that statement then goes."""
        if self.is_taken(node):
            return None if node.targets[0].id in self.read else [tree.pass_(node.lineno)]
        func = node.value.func if isinstance(node.value, gast.Call) else None
        method = self.taken.get(getattr(func, "id", ""))
        kind = self.kind_of(method.value) if method is not None else UNKNOWN
        if method is None or kind.type is None or kind.is_record and kind.type is not dict and method.attr in kind.fields or (
                not hasattr(kind.type, method.attr)):
            return None
        return [tree.with_fields(node, value=tree.with_fields(node.value, func=method))]

    def set_by_property(self, node: Any, target: Any) -> Block | None:
        """The call of the setter that ``o.p = v`` is, where the class of ``o`` has a property of that name."""
        found = setter(self.kind_of(target.value).home, target.attr)
        if found is None:
            return None
        if not isinstance(found, property) or not isinstance(found.fset, FunctionType):
            self.refuse(node, f"`{target.attr}` of `{tree.dotted_path(target.value)}` is set by its class in a way that is not "
                        "supported", "set an attribute of the object itself")
        return [tree.expression(tree.call(self.named(found.fset), [target.value, node.value]), node.lineno)]

    def is_kept(self, node: Any) -> bool:
        """True for an attribute that is computed when it is first read, and may have been read or not."""
        kind = self.kind_of(node.value)
        return is_kept(kind, node.attr) and (node.attr not in kind.fields or node.attr in kind.absent)

    def computed(self, node: Any) -> Any:
        """The call of the function that computes such an attribute."""
        cls: Any = self.kind_of(node.value).type
        return tree.call(self.named(in_class(cls, node.attr).func), [node.value])

    def computed_once(self, node: Any, line: int) -> Any:
        held = tree.name(self.names.fresh("t"))
        first = [tree.assign(held, self.computed(node), line), tree.assign(tree.clone(node), held, line)]
        return tree.if_(tree.not_(tree.call(KEEPS, [node.value, tree.const(node.attr)])), first, [], line)

    def is_plain(self, cls: Any, attribute: Any) -> bool:
        """True if an attribute is kept in the object, whatever the class of it is called here."""
        path = tree.dotted_path(cls) or ""
        return setter(self.bound[path] if path in self.bound else self.resolve(path)[1], attribute) is None

    # -------------------------------------------------------------- calls
    def expanded(self, node: Any, call: Operation) -> Block | None:
        """The statements that a statement is, or None if it stays what it is."""
        value = node.value
        if isinstance(value, gast.Call):
            if isinstance(value.func, gast.Attribute) and not self.resolve(tree.dotted_path(value.func) or "")[0]:
                kind = self.kind_of(value.func.value)
                held = kind.slot(value.func.attr) if kind.is_record and kind.type is not dict else UNKNOWN
                if held.is_record or isinstance(held.home, type):
                    name = tree.name(self.names.fresh("t"))
                    call_again = tree.with_fields(value, func=name)
                    return [tree.assign(name, value.func, node.lineno), tree.with_fields(node, value=call_again)]
            if isinstance(call.target, type) and (is_named_tuple(call.target) or is_transparent(call.target)):
                return self.constructed(node, call, call.target)
            if isinstance(call.target, type):
                return None
        if call.target is dataclasses.replace and len(call.operands) == 1:
            return self.replaced(node, call, self.kind_of(call.operands[0]))
        if call.target in (max, min) and len(call.operands) > 1 and any(
                isinstance(o, tree.DISPLAYS) or self.kind_of(o).type in (list, tuple) for o in call.operands):
            held = tree.name(self.names.fresh("seq"))
            return [tree.assign(held, tree.list_(call.operands), node.lineno),
                    tree.with_fields(node, value=tree.with_fields(value, args=[held]))]
        if call.target is copy.copy and len(call.operands) == 1 and self.kind_of(call.operands[0]).type in (list, np.ndarray):
            held, line = call.operands[0], node.lineno
            new = tree.subscript(held, tree.slice_(None, None)) if self.kind_of(held).type is list else tree.call(
                tree.attr(held, "copy"), [tree.const("K")])
            return [tree.with_fields(node, value=tree.at(new, line))]
        if call.function is None or call.label in ("._replace", "._asdict"):
            return None
        plain = isinstance(value, gast.Call) and self.resolve(tree.dotted_path(value.func) or "") == (True, call.function)
        if plain and not any(map(is_word, call.arguments)) and not call.function.__code__.co_flags & inspect.CO_VARKEYWORDS:
            return None
        new = self.called(call.function, call.operands, call.keywords)
        return None if plain and tree.same(new.func, value.func) else [tree.with_fields(node, value=new)]

    def replaced(self, node: Any, call: Operation, kind: Kind) -> Block | None:
        """``replace(o, k=v)`` as the class called with all that it takes, where making an object does more than keep that."""
        if not kind.is_record or not dataclasses.is_dataclass(kind.home) or not hasattr(kind.home, "__post_init__"):
            return None
        taken = [f.name for f in dataclasses.fields(kind.home) if f.init and f.name not in call.keywords]
        held = {name: tree.name(self.names.fresh("t")) for name in taken}
        made = tree.call(self.named(kind.home), [], {**held, **call.keywords})
        return [*[tree.assign(held[n], tree.attr(call.operands[0], n), node.lineno) for n in taken],
                tree.with_fields(node, value=made)]
