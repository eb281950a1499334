"""``with`` of a manager that sets what others read, as the statements of the manager around the block.

Of a generator function (``contextlib.contextmanager``) the block stands where it yields; of a class, between the
statements of ``__enter__`` and those of ``__exit__``, the attributes of the manager being names. A manager that changes
nothing that is read stays a ``with`` (see ``contexts``).

==================================== ====================================
``with doubled(o) as q:``            ``old = o.gain; o.gain = 2 * old``
``    s = f(q)``                     ``try:``
                                     ``    q = o; s = f(q)``
                                     ``finally:``
                                     ``    o.gain = old``
==================================== ====================================
"""
from __future__ import annotations

import functools
import inspect
from collections import Counter
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

import gast

from .. import tree
from ..errors import SrcadError
from ..names import Names
from ..source import Source, find_source
from .contexts import Contexts
from .generators import Generators, Resolve, yields
from .managers import changes_module, passes
from .scope import Binding
from .streams import Generator

Block = list[Any]
STEPS = ("__init__", "__enter__", "__exit__")


class Entered(Generators):
    """The managers of a body: ``source`` is what the body stands on once they are written out."""

    def __init__(self, body: Block, names: Names, resolve: Resolve, source: Source | None) -> None:
        super().__init__(body, names, resolve, source)
        self.within = 0                                      # blocks of ``try`` around what is at hand
        self.uses = _uses(body)

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, gast.With):
            made = self.with_(node)
            return self.block(made) if made is not None else [tree.with_fields(node, body=self.block(node.body))]
        if isinstance(node, gast.FunctionDef):
            return [node]
        self.within += isinstance(node, gast.Try)
        fields = {f: self.block(part) for f in ("body", "orelse", "finalbody") if (part := getattr(node, f, None))}
        if getattr(node, "handlers", None):
            fields["handlers"] = [tree.with_fields(h, body=self.block(h.body)) for h in node.handlers]
        self.within -= isinstance(node, gast.Try)
        return [tree.with_fields(node, **fields)] if fields else [node]

    def check(self, function: Any, body: Block, node: Any) -> None:
        """Any statement may stand in a manager: it is run as it is."""

    def with_(self, node: Any) -> Block | None:
        """What a statement stands for; None if it stays."""
        item, *others = node.items
        call = item.context_expr
        found, target = self.outer(tree.dotted_path(call.func) or "") if isinstance(call, gast.Call) else (False, None)
        if not found or self.stays(item.context_expr, node) or any(map(self.is_shared, tree.walk(call))):
            return None
        block = [tree.with_fields(node, items=others)] if others else node.body
        wrapped: Any = getattr(target, "__wrapped__", None)
        if isinstance(target, FunctionType) and inspect.isgeneratorfunction(wrapped):
            return self.of_generator(wrapped, item, block, node)
        return self.of_class(target, item, block, node) if isinstance(target, type) else None

    def is_shared(self, part: Any) -> bool:
        """True for an object of the module that may be changed."""
        found, value = self.outer(part.id) if isinstance(part, gast.Name) else (False, None)
        return found and not callable(value) and not isinstance(value, (int, float, str, ModuleType))

    def stays(self, manager: Any, node: Any) -> bool:
        try:
            Contexts(self.names, self.outer, self.source).check(manager, node)
        except SrcadError:
            return False
        return True

    def body_of(self, function: FunctionType, args: Block, keywords: dict[str, Any], node: Any) -> tuple[Block, dict[str, str]]:
        """The statements of a function called with these arguments, under names of their own."""
        target, line = Generator(find_source(function).tree, function, False), node.lineno
        new, body = self.prepared(target, node)
        start, streams = self.bound(target.tree, target, tree.for_("_", tree.call("_", args, keywords), [], line), new)
        start += [tree.assign(name, value, line) for name, value in streams.items()]
        for statement in tree.own_statements(body):
            tree.at(statement, line)
        return [*start, *body], new

    # -------------------------------------------------------------- a generator function
    def of_generator(self, function: FunctionType, item: Any, block: Block, node: Any) -> Block | None:
        own, given = find_source(function).tree, item.context_expr
        every = list(tree.own_statements(own.body))
        looped = any(yields(tree.module([n])) for n in every if isinstance(n, (gast.For, gast.While)))
        if passes(function, True) or changes_module(function) or looped or len(yields(own)) != 1 or any(
                isinstance(n, gast.Return) for n in every):
            return None
        body, _ = self.body_of(function, given.args, {k.arg: k.value for k in given.keywords}, node)
        return self.around(body, item.optional_vars, block, node)

    def around(self, body: Block, target: Any, block: Block, node: Any) -> Block | None:
        """The statements of a generator, the block in the place where it yields."""
        at = next(k for k, s in enumerate(body) if yields(tree.module([s])))
        one, after = body[at], body[at + 1:]
        if isinstance(one, gast.Expr) and isinstance(one.value, gast.Yield):
            first = [] if target is None else [tree.assign(tree.load(target), one.value.value or tree.const(None), node.lineno)]
            inner: Block | None = [*first, *block]
        elif isinstance(one, (gast.Try, gast.With)) and yields(tree.module(one.body)):
            within = self.around(one.body, target, block, node)
            inner = None if within is None else [tree.with_fields(one, body=within)]
        else:
            return None
        if inner is None or not after:
            return None if inner is None else [*body[:at], *inner]
        if not leaves(block):                                # an error leaves out what comes after
            return [*body[:at], *inner, *after]
        return None if self.within else [*body[:at], tree.with_fields(tree.try_(inner, [], node.lineno), finalbody=after)]

    # -------------------------------------------------------------- a class
    def of_class(self, cls: type, item: Any, block: Block, node: Any) -> Block | None:
        init, enter, leave = (inspect.getattr_static(cls, word, None) for word in STEPS)
        if init is object.__init__:
            init = None
        if not all(isinstance(f, FunctionType) for f in (enter, leave) + ((init,) if init is not None else ())):
            return None
        assert isinstance(enter, FunctionType) and isinstance(leave, FunctionType)
        if hasattr(cls, "__getattr__") or inspect.getattr_static(cls, "__setattr__") is not inspect.getattr_static(
                object, "__setattr__"):
            return None
        if passes(leave, False) or any(changes_module(f) for f in (init, enter, leave) if isinstance(f, FunctionType)):
            return None
        own, given = tree.const(None), item.context_expr
        asked = set(tree.all_parameters(find_source(leave).tree)[1:]) & tree.all_names(tree.module(find_source(leave).tree.body))
        if asked and self.within:                            # it is told of an error that is caught outside
            return None
        keywords = {k.arg: k.value for k in given.keywords}
        parts: list[tuple[FunctionType, Block, dict[str, Any]]] = [(enter, [own], {}), (leave, [own] * 4, {})]
        if init is not None:
            parts = [(init, [own, *given.args], keywords), *parts]
        elif given.args or keywords:
            return None
        fields: dict[str, str] = {}
        written: list[Block] = []
        for function, args, named in parts:
            body, new = self.body_of(function, args, named, node)
            plain = self.without_self(body[1:], new[tree.parameters(find_source(function).tree)[0]], fields, function is enter)
            if plain is None:
                return None
            written.append(plain)
        [*made, entered, left] = written
        value = entered.pop().value if entered and isinstance(entered[-1], gast.Return) else tree.const(None)
        left = left[:-1] if left and isinstance(left[-1], gast.Return) else left
        before = [s for part in made for s in part]
        if any(isinstance(n, gast.Return) for n in tree.own_statements([*before, *entered, *left])):
            return None
        known = {name for s in [*before, *entered] if isinstance(s, gast.Assign) for name in tree.targets(s)}
        if not set(fields.values()) <= known or any(hasattr(cls, field) for field in fields):      # the class has its say
            return None
        target = item.optional_vars
        if value is None:                                    # the manager itself
            plain = self.of_manager(block, target, fields) if target is not None else block
            if plain is None:
                return None
            block = plain
        elif target is not None:
            block = [tree.assign(tree.load(target), value, node.lineno), *block]
        assert self.source is not None
        getters = [functools.partial(getattr, cls, f.__name__) for f, _, _ in parts]
        self.source = replace(self.source, bindings=(*self.source.bindings, *[Binding("", g(), g) for g in getters]))
        last = left or [tree.pass_(node.lineno)]
        return [*before, *entered, tree.with_fields(tree.try_(block, [], node.lineno), finalbody=last)]

    def without_self(self, body: Block, own: str, fields: dict[str, str], enters: bool) -> Block | None:
        """The statements of a method, the attributes of its object as names; None if the object is used otherwise."""
        last = body[-1] if body else None
        if enters and isinstance(last, gast.Return) and last.value is not None and tree.is_name(last.value, own):
            body = [*body[:-1], tree.with_fields(last, value=None)]
        elif enters and isinstance(last, gast.Return) and last.value is None:
            body = [*body[:-1], tree.with_fields(last, value=tree.const(None))]
        return self.plain_fields(body, own, fields)

    def plain_fields(self, body: Block, own: str, fields: dict[str, str]) -> Block | None:
        new: dict[int, Any] = {}
        for part in (n for s in body for n in tree.walk(s)):
            if isinstance(part, gast.Attribute) and tree.is_name(part.value, own):
                name = fields.setdefault(part.attr, "") or self.names.fresh(part.attr)
                fields[part.attr] = name
                new[id(part)] = tree.name(name) if isinstance(part.ctx, gast.Load) else tree.store(name)
                new[id(part.value)] = part.value
        if any(tree.is_name(n, own) and id(n) not in new for s in body for n in tree.walk(s)):
            return None
        return [tree.substituted(s, {k: v for k, v in new.items() if not tree.is_name(v, own)}) for s in body]

    def of_manager(self, block: Block, target: Any, fields: dict[str, str]) -> Block | None:
        """The block, what it reads of the manager as names; None if it does more with it."""
        known = dict(fields)
        if not isinstance(target, gast.Name) or self.uses[target.id] != _uses(block)[target.id] + 1:
            return None
        plain = self.plain_fields(block, target.id, known)
        return plain if known == fields else None


def _uses(block: Block) -> Counter[str]:
    return Counter(n.id for s in block for n in tree.walk(s) if isinstance(n, gast.Name))


def leaves(block: Block) -> bool:
    """True if a jump may leave a block."""
    return any(isinstance(n, (gast.Return, gast.Break, gast.Continue)) for n in tree.own_statements(block))
