"""Objects made plain: what a class of the user's does becomes calls of its functions, and displays of fields.

==================== =========================================================================
``o.step(u)``        ``PID_step(o, u)``, the method's own function; so for properties and operators
``Point(a, b)``      ``made(Point, {"x": a, "y": b})`` for a dataclass; for a class with ``__init__``
                     ``o = made(Point, {})`` and ``Point_init(o, a, b)``, whose stores join the display
``d.get(k, v)``      a branch on ``k in d``
==================== =========================================================================

What class an object has, and what it holds, is known once kinds are: this runs beside ``lower``.
"""
from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType, SimpleNamespace
from typing import Any, NoReturn

import gast

from .. import tree
from ..analyses.aliases import is_one_of
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, is_named_tuple, is_transparent, of_value
from ..analyses.lattice import BOTTOM, is_scalar
from ..analyses.operations import Operation, in_place_method, index_value, method_of, operation
from ..analyses.writes import APPEND, write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit
from .desugar import KEYS
from .lower import counts
from .methods import OWNER
from .records import MADE, Records
from .scope import is_plain
from .words import word_of

OF_KEYS = (sum, max, min, any, all, sorted, list, tuple)        # these take the keys of a dict
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
    made = frozenset(lowering.names.taken - tree.all_names(unit.tree))
    source = replace(unit.source, bound={**unit.source.bound, **lowering.bound}, written=unit.source.written or unit.source.tree)
    return replace(unit, tree=tree.with_body(unit.tree, body), source=source, temporaries=unit.temporaries | made)


class _Objects:
    def __init__(self, unit: Unit, facts: Facts, resolve: Any, whole: bool) -> None:
        self.whole, self.expanded_node = whole, None
        self.unit, self.facts, self.resolve = unit, facts, resolve
        self.names = Names(tree.all_names(unit.tree))
        self.bound: dict[str, Any] = {}
        self.changed = False
        self.taken = {n.targets[0].id: n.value for n in tree.statements(unit.tree.body) if self.is_taken(n)}      # methods
        self.read = tree.reads(unit.tree.body)
        self.records = Records(self.names, resolve)
        self.kind_of = self.records.kind_of

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.unit.source.where(node.lineno), reason, hint)

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def body(self, node: Any) -> Block:
        """What is left of a body: there is always a statement."""
        return self.block(node.body) or [tree.pass_(node.lineno)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, gast.If):
            chosen = self.decided(node) if not (self.whole and self.changed) else None
            if chosen is not None:
                self.changed, self.expanded_node = True, node
                return chosen if self.whole else self.block(chosen)
            return [tree.with_fields(node, body=self.body(node), orelse=self.block(node.orelse))]
        if isinstance(node, (gast.For, gast.While)):
            over = getattr(node, "iter", None)
            if isinstance(over, gast.Call) and not self.whole:
                held, node = self.over_keys(node, over)
                if held:
                    self.changed = True
                    return [*held, node]
            fields = {"body": self.body(node)}
            if isinstance(over, gast.Name) and self.kind_before(node, over.id).type is dict and not self.whole:
                self.changed, fields["iter"] = True, tree.call(KEYS, [over])
            return [tree.with_fields(node, **fields)]
        if isinstance(node, gast.AugAssign) and not self.whole:
            return self.augmented(node) if isinstance(node.target, gast.Name) else self.augmented_item(node)
        if not isinstance(node, (gast.Assign, gast.Expr)) or id(node) not in self.facts.before:
            return [node]
        self.records.env, self.records.line = self.facts.before[id(node)], node.lineno
        self.records.where = self.unit.source.where(node.lineno)
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Attribute) and not self.whole:
            new = self.set_by_property(node, node.targets[0])
            self.changed = self.changed or new is not None
            return [node] if new is None else new
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Subscript) and not self.whole:
            setter_of_items = method_of(self.kind_of(node.targets[0].value), "__setitem__")
            if setter_of_items is not None:
                self.changed = True
                base, index = node.targets[0].value, index_value(node.targets[0].slice)
                return [tree.expression(tree.call(self.named(setter_of_items), [base, index, node.value]), node.lineno)]
        if self.taken and not self.whole:
            new = self.called_by_name(node)
            if new is not None:
                self.changed = True
                return new
        call = operation(node.value, self.kind_of, self.resolve)
        if call is not None and is_one_of(call.target, OF_KEYS) and call.operands and not self.whole and self.is_dict(
                node, tree.dotted_path(call.operands[0]) or "") and len(call.operands) == 1:
            self.changed = True
            held = tree.name(self.names.fresh("seq"))
            return [tree.assign(held, tree.call(KEYS, call.operands), node.lineno),
                    tree.with_fields(node, value=tree.with_fields(node.value, args=[held]))]
        if self.whole:
            new = self.records.written_out(node, call) if not self.changed else None
            self.expanded_node = node if new is not None else self.expanded_node
        else:
            new = self.records.given(node, call) or (self.expanded(node, call) if call is not None else None)
        self.changed = self.changed or new is not None
        return [node] if new is None else new

    def over_keys(self, node: Any, over: Any) -> tuple[Block, Any]:
        """The loop over the places of a dict that ``zip``, ``enumerate`` or ``reversed`` became, as one over its keys."""
        dicts = sorted({n for call in tree.walk(over) if isinstance(call, gast.Call) and tree.dotted_path(call.func) == "len"
                        for n in tree.reads(call.args[0]) if self.is_dict(node, n)})
        if not dicts or counts(self.unit, node):
            return [], node
        if len(over.args) == 2 and tree.is_literal(over.args[0]):
            self.refuse(node, "`functools.reduce` goes over a dict", "hand it a list of the keys: list(d)")
        held = {n: tree.name(self.names.fresh("seq")) for n in dicts}
        counter, own = node.target.id, node.target.id in self.unit.temporaries
        body, leading = [], True
        for statement in node.body:
            leading = leading and isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Subscript)
            places = {id(p): tree.subscript(held[p.value.id], p.slice) for p in tree.walk(statement)
                      if isinstance(p, gast.Subscript) and isinstance(p.value, gast.Name) and p.value.id in held
                      and tree.is_name(p.slice, counter) and isinstance(p.ctx, gast.Load)}
            body.append(tree.substituted(statement, places) if places and (own or leading) else statement)
        return [tree.assign(h, tree.call(KEYS, [tree.name(n)]), node.lineno) for n, h in held.items()], tree.with_fields(
            node, body=body, iter=tree.rename(over, {n: h.id for n, h in held.items()}))

    def is_dict(self, node: Any, name: str) -> bool:
        before = self.facts.before.get(id(node), {})
        return (before[name].kind if name in before else of_value(self.resolve(name)[1])).type is dict

    def augmented(self, node: Any) -> Block:
        """``p += v`` of an object: what its class does in place, or what ``p + v`` is."""
        kind, target = self.kind_before(node, node.target.id), tree.load(node.target)
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
        if method_of(self.kind_before(node, getattr(base, "id", "")), "__setitem__") is None:
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

    def is_plain(self, cls: Any, attribute: Any) -> bool:
        """True if an attribute is kept in the object, whatever the class of it is called here."""
        path = tree.dotted_path(cls) or ""
        return setter(self.bound[path] if path in self.bound else self.resolve(path)[1], attribute) is None

    def kind_before(self, node: Any, name: str) -> Kind:
        return self.facts.before.get(id(node), {}).get(name, Value(UNKNOWN)).kind

    def decided(self, node: Any) -> Block | None:
        """The branch that is taken whatever the data are."""
        known = self.truth(node, node.test)
        taken: Block = node.body if known else node.orelse
        return None if known is None else taken

    def truth(self, node: Any, test: Any) -> bool | None:
        """What a test of constants, of ``x is None``, or of a class gives; None for one that depends on data."""
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            inner = self.truth(node, test.operand)
            return None if inner is None else not inner
        if isinstance(test, gast.BoolOp):
            ends = isinstance(test.op, gast.Or)                # the value that decides
            values = [self.truth(node, v) for v in test.values]
            return ends if ends in values else None if None in values else not ends
        if isinstance(test, gast.Compare) and len(test.ops) == 1 and tree.is_none(test.comparators[0]) and isinstance(
                test.ops[0], (gast.Is, gast.IsNot)):
            there = self.is_there(node, test.left)
            return None if there is None else there == isinstance(test.ops[0], gast.IsNot)
        if isinstance(test, gast.Compare) and len(test.ops) == 1 and tree.is_literal(test.left) and tree.is_literal(
                test.comparators[0]) and isinstance(test.ops[0], (gast.Eq, gast.NotEq)):
            same: bool = tree.literal(test.left) == tree.literal(test.comparators[0])
            return same if isinstance(test.ops[0], gast.Eq) else not same
        if isinstance(test, (gast.Name, gast.Attribute)) and self.is_there(node, test) is False:
            return False
        if isinstance(test, gast.Call) and self.resolve(tree.dotted_path(test.func) or "") == (True, isinstance):
            return self.is_instance(node, *test.args)
        return None

    def tested(self, node: Any, value: Any) -> Kind:
        """The kind of a name or attribute in a test, UNKNOWN of all else."""
        if isinstance(value, gast.Attribute) and tree.is_name(value.value) and self.whole:
            owner = self.kind_before(node, value.value.id)
            plain = owner.is_record and owner.type is not dict and value.attr not in owner.absent
            return owner.slot(value.attr) if plain and setter(owner.type, value.attr) is None else UNKNOWN
        return self.kind_before(node, value.id) if tree.is_name(value) else UNKNOWN

    def is_there(self, node: Any, value: Any) -> bool | None:
        """True for what is not None, False for None; None where it is not known yet."""
        kind = self.tested(node, value)
        if not self.whole or kind.type is None or kind == BOTTOM or kind.optional:
            return None
        return kind.type is not type(None)

    def is_instance(self, node: Any, value: Any, classes: Any) -> bool | None:
        fixed = set(tree.parameters(self.unit.tree)) - tree.writes(self.unit.tree.body)
        listed = classes.elts if isinstance(classes, gast.Tuple) else [classes]
        found = [self.resolve(tree.dotted_path(c) or "") for c in listed]
        if not (self.whole or getattr(value, "id", "") in fixed) or not all(ok and isinstance(c, type) for ok, c in found):
            return None                                        # (in whole, all that changes what it is has been put in its place)
        kind = self.tested(node, value)
        wanted = tuple(c for _, c in found)
        if kind.optional or kind.type is None or kind == BOTTOM:
            return None
        if is_scalar(kind):                                    # 1 may stand where 1.0 is meant
            return False if all(map(is_transparent, wanted)) else True if {int, float} <= set(wanted) else None
        return issubclass(kind.home if kind.type is tuple and kind.home else kind.type, wanted)

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
        if call.function is None or call.label in ("._replace", "._asdict"):
            return None
        if isinstance(value, gast.Call) and self.resolve(tree.dotted_path(value.func) or "") == (True, call.function):
            return None
        return [tree.with_fields(node, value=tree.call(self.named(call.function), call.operands, call.keywords))]

    def named(self, value: Any) -> Any:
        """The tree of a name for a function or class in this unit."""
        word = word_of(value)
        while True:
            found, other = self.unit.source.resolve(word) if word not in self.bound else (True, self.bound[word])
            if found and other is value and word not in tree.local_names(self.unit.tree):
                return tree.name(word)
            if not found and word not in tree.all_names(self.unit.tree):
                self.bound[word] = value
                self.names.taken.add(word)
                return tree.name(word)
            word += "_"

    # -------------------------------------------------------------- constructors
    def constructed(self, node: Any, call: Operation, cls: type) -> Block | None:
        line = node.lineno
        target = tree.load(node.targets[0]) if isinstance(node, gast.Assign) else tree.name(self.names.fresh("t"))
        if not isinstance(target, gast.Name):
            return None
        if target.id in set().union(*map(tree.reads, call.arguments)):
            held = tree.name(self.names.fresh("t"))
            return [tree.assign(held, node.value, line), tree.assign(target, held, line)]
        if is_named_tuple(cls):
            given = self.arguments(node, call, cls)
            fields = tree.tuple_([given[name] for name in cls._fields])        # type: ignore[attr-defined]
            return [tree.assign(target, tree.call(MADE, [self.named(cls), fields]), line)]
        init = inspect.getattr_static(cls, "__init__", None)
        if not isinstance(init, FunctionType):
            words = call.keywords if cls is SimpleNamespace else {}
            if len(call.arguments) > len(words):
                return None
            return [tree.assign(target, tree.call(MADE, [self.named(cls), tree.dict_(list(words), list(words.values()))]), line)]
        if not dataclasses.is_dataclass(cls) or init.__code__.co_filename != "<string>":
            start = tree.assign(target, tree.call(MADE, [self.named(cls), tree.dict_([], [])]), line)
            return [start, tree.expression(tree.call(self.named(init), [target, *call.operands], call.keywords), line)]
        return self.of_dataclass(node, call, cls, target)

    def of_dataclass(self, node: Any, call: Operation, cls: Any, target: Any) -> Block:
        given, line = self.arguments(node, call, cls), node.lineno
        names, values = [], []
        out: Block = []
        for field in dataclasses.fields(cls):
            if field.init or field.default_factory is not dataclasses.MISSING:
                value = given[field.name] if field.name in given else self.made_by(node, field.default_factory)
                if isinstance(value, gast.Call):               # of a function of the user's
                    held = tree.name(self.names.fresh("t"))
                    out.append(tree.assign(held, value, line))
                    value = held
                names.append(field.name)
                values.append(value)
            elif field.default is not dataclasses.MISSING:
                names.append(field.name)
                values.append(self.constant(field.default))
        if set(given) - set(names):
            self.refuse(node, f"`{cls.__name__}` takes values that it does not keep", "give it fields only")
        out.append(tree.assign(target, tree.call(MADE, [self.named(cls), tree.dict_(names, values)]), line))
        after = inspect.getattr_static(cls, "__post_init__", None)
        if isinstance(after, FunctionType):
            out.append(tree.expression(tree.call(self.named(after), [target]), line))
        return out

    def arguments(self, node: Any, call: Operation, cls: Any) -> dict[str, Any]:
        """What a constructor is given, by the names of its parameters."""
        signature = inspect.signature(cls)
        try:
            bound = dict(signature.bind(*call.operands, **call.keywords).arguments)
        except TypeError as error:
            self.refuse(node, f"`{cls.__name__}` is called with other arguments: {error}", "call it with the parameters it has")
        factories = {f.name: f.default_factory for f in dataclasses.fields(cls) if f.default_factory is not dataclasses.MISSING
                     } if dataclasses.is_dataclass(cls) else {}
        for name, parameter in signature.parameters.items():
            if name not in bound:
                bound[name] = self.made_by(node, factories[name]) if name in factories else self.constant(parameter.default)
        return bound

    def made_by(self, node: Any, factory: Any) -> Any:
        """What a default factory makes, a new one each time."""
        if factory is list:
            return tree.list_([])
        if factory is dict:
            return tree.dict_([], [])
        if isinstance(factory, FunctionType):
            return tree.call(self.named(factory), [])
        self.refuse(node, "a field has a default factory that cannot be seen through", "give a value for it")

    def constant(self, value: Any) -> Any:
        return tree.const(value) if is_plain(value) else self.named_value(value)

    def named_value(self, value: Any) -> Any:
        name = self.names.fresh("default")
        self.bound[name] = value
        return tree.name(name)


# ---------------------------------------------------------------------- displays
def setter(cls: Any, attribute: Any) -> Any:
    """The property, or whatever else in a class takes what is written to an attribute; None if the object keeps it."""
    found = inspect.getattr_static(cls, attribute, None) if isinstance(cls, type) and isinstance(attribute, str) else None
    return found if hasattr(type(found), "__set__") else None


def collected(block: Block, is_plain: Callable[[Any, Any], bool]) -> Block:
    """``o = made(C, {}); o.x = a`` as ``o = made(C, {"x": a})``, so for ``d = {}; d["x"] = a`` and ``l = []; l.append(a)``."""
    out = []
    for node in block:
        if hasattr(node, "orelse"):
            node = tree.with_fields(node, body=collected(node.body, is_plain), orelse=collected(node.orelse, is_plain))
        out.append(node)
    position = len(out) - 1
    while position >= 0:
        display = _display(out[position])
        if display is not None and (isinstance(display, gast.List) or tree.keys_of(display) is not None):
            out = _collect(out, position, display, is_plain)
        position -= 1
    return out


def _display(node: Any) -> Any:
    """The display of fields or items that a statement binds to a name."""
    if not isinstance(node, gast.Assign) or not isinstance(node.targets[0], gast.Name):
        return None
    value = node.value
    if isinstance(value, gast.Call) and tree.dotted_path(value.func) == MADE:
        value = value.args[1]
    return value if isinstance(value, (gast.Dict, gast.List)) else None


def _collect(block: Block, position: int, display: Any, is_plain: Callable[[Any, Any], bool]) -> Block:
    start, name = block[position], block[position].targets[0].id
    listed = isinstance(display, gast.List)
    cls = None if start.value is display else start.value.args[0]
    fields = dict(enumerate(display.elts)) if listed else {k.value: v for k, v in zip(display.keys, display.values, strict=True)}
    fixed = set(tree.reads(start.value))                       # names that must keep their values
    last = position
    taken: dict[int, tuple[Any, Any]] = {}                     # the place of a statement -> key and value
    for later in range(position + 1, len(block)):
        node = block[later]
        if fixed & tree.writes([node]) or name in tree.writes([node]):
            break
        write = write_of(node)
        puts = write is not None and write.base == name and write.operator == (APPEND if listed else "")
        if puts and write and tree.is_literal(write.index) and name not in tree.reads(write.value) and (
                cls is None or is_plain(cls, tree.literal(write.index))):
            taken[later] = (len(fields) + len(taken) if listed else tree.literal(write.index), write.value)
            fixed |= tree.reads(write.value)
            last = later
        elif name in tree.reads(node) or any(isinstance(n, (gast.Break, gast.Continue, gast.Raise))
                                             for n in tree.statements([node])):
            break
    if not taken:
        return block
    for key, value in taken.values():
        fields[key] = value
    new: Any = tree.list_(list(fields.values())) if listed else tree.dict_(list(fields), list(fields.values()))
    value = new if start.value is display else tree.with_fields(start.value, args=[start.value.args[0], new])
    kept = [node for k, node in enumerate(block[:last + 1]) if k != position and k not in taken]
    return [*kept, tree.assign(start.targets[0], value, start.lineno), *block[last + 1:]]
