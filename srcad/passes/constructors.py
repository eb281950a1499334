"""Objects being made: the class that is called, or the function, as calls that a program follows, and displays of fields."""
from __future__ import annotations

import collections
import dataclasses
import inspect
from collections.abc import Mapping, Sequence
from types import FunctionType, SimpleNamespace
from typing import Any, NoReturn

import gast

from .. import tree
from ..analyses.kinds import is_named_tuple
from ..analyses.operations import Operation
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit
from .queue_objects import Queue
from .records import MADE
from .scope import is_frozen
from .specialise import specialised, written_keys
from .words import word_of

Block = list[Any]


class Constructors:
    """Calls of classes and functions in a unit; what they are bound to in its text is in ``bound``."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.names = Names(unit.names)
        self.bound: dict[str, Any] = {}

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.unit.source.where(node.lineno), reason, hint)

    def called(self, function: FunctionType, operands: Sequence[Any], keywords: Mapping[str, Any]) -> Any:
        """The call of a function, made anew for the number of its arguments, and for words under which it stores something."""
        signature = inspect.signature(function, follow_wrapped=False)
        several = {p.name for p in signature.parameters.values() if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
        keys = written_keys(function) if any(map(is_word, [*operands, *keywords.values()])) else frozenset()
        try:
            given: dict[Any, Any] = dict(signature.bind(*operands, **keywords).arguments) if several or keys else {}
        except TypeError:                                      # refused when the call is followed
            given = {}
        form: list[tuple[str, Any]] = [(name, given.pop(name).value) for name in keys if is_word(given.get(name))]
        for name in several if given else ():
            more = given.pop(name, ())
            form.append((name, tuple([(k, None) for k in more]) if isinstance(more, dict) else (None,) * len(more)))
            given |= {(name, k): v for k, v in (more.items() if isinstance(more, dict) else enumerate(more))}
        made = specialised(function, tuple(sorted(form))) if form else None
        if made is None:
            return tree.call(self.named(function), operands, keywords)
        first = [given.pop(p.name) for p in signature.parameters.values() if p.kind is p.POSITIONAL_ONLY and p.name in given]
        return tree.call(self.named(made.function), first, {made.parameters.get(k, k): v for k, v in given.items()})

    def named(self, value: Any) -> Any:
        """The tree of a name for a function or class in this unit."""
        word = word_of(value)
        while True:
            found, other = self.unit.source.resolve(word) if word not in self.bound else (True, self.bound[word])
            if found and other is value and word not in self.unit.local:
                return tree.name(word)
            if not found and word not in self.unit.names:
                self.bound[word] = value
                self.names.taken.add(word)
                return tree.name(word)
            word += "_"

    def one_by_one(self, node: Any) -> Block:
        """``a, b = make()`` of an object: what it yields is taken in statements of their own."""
        made = tree.name(self.names.fresh("t"))
        return [tree.assign(made, node.value, node.lineno), *[
            tree.assign(e, tree.subscript(made, tree.const(k)), node.lineno) for k, e in enumerate(node.targets[0].elts)]]

    def constructed(self, node: Any, call: Operation, cls: type) -> Block | None:
        line = node.lineno
        target = tree.load(node.targets[0]) if isinstance(node, gast.Assign) else tree.name(self.names.fresh("t"))
        if isinstance(target, gast.Tuple) and not is_named_tuple(cls):
            return self.one_by_one(node)
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
            return [start, tree.expression(self.called(init, [target, *call.operands], call.keywords), line)]
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
        passed = [given[name] for name in cls.__dataclass_fields__ if name in given.keys() - set(names)]         # InitVar
        out.append(tree.assign(target, tree.call(MADE, [self.named(cls), tree.dict_(names, values)]), line))
        after = inspect.getattr_static(cls, "__post_init__", None)
        if isinstance(after, FunctionType):
            out.append(tree.expression(tree.call(self.named(after), [target, *passed]), line))
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
        if factory is collections.deque:
            return tree.call(self.named(Queue), [])
        if isinstance(factory, FunctionType):
            return tree.call(self.named(factory), [])
        self.refuse(node, "a field has a default factory that cannot be seen through", "give a value for it")

    def constant(self, value: Any) -> Any:
        return tree.const(value) if is_frozen(value) else self.named_value(value)

    def named_value(self, value: Any) -> Any:
        name = self.names.fresh("default")
        self.bound[name] = value
        return tree.name(name)


def is_word(node: Any) -> bool:
    return isinstance(node, gast.Constant) and isinstance(node.value, str)
