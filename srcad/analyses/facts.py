"""What is known of a function: the kinds of its names around every statement, and what varies."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import gast

from .. import tree
from ..errors import SrcadError
from .kinds import Kind
from .lattice import BOTTOM, members
from .operations import Operation, Resolve, operation
from .values import Env, Value, kind_of_name


@dataclass(frozen=True)
class Facts:
    """``before``/``after`` map a statement's id to what is known around it; ``result`` is returned."""

    before: Mapping[int, Env]
    after: Mapping[int, Env]
    result: Value
    memory: Any = None                     # what is written in place (see ``memory``)
    failure: SrcadError | None = None      # a call of which nothing could be told: refused, if the call stays
    fresh: frozenset[int] = frozenset()    # statements that call a function which returns memory of its own, by id
    unlike: Mapping[int, Kind] = field(default_factory=dict)       # what statements unpack that is no tuple of as many items

    def operation_at(self, node: Any, resolve: Resolve) -> Operation | None:
        """The operation on the right side of a statement, as the kinds of local names tell which it is."""
        env = self.before.get(id(node), {})
        return operation(node.value, lambda part: kind_of_name(part, env), resolve)

    def values_in(self, function: Any) -> Iterator[tuple[str, Value]]:
        """Yield the values that a function is given or binds, by name (of what branches join, those of the parts)."""
        yield from self.before.get(id(function.body[0]), {}).items()
        for node in tree.statements(function.body):
            if isinstance(node, gast.For):
                env, names = self.before.get(id(node.body[0]), {}), [node.target.id]
            else:
                binds = isinstance(node, (gast.Assign, gast.AugAssign))
                env, names = self.after.get(id(node), {}), tree.targets(node) if binds else []
            yield from ((n, env[n]) for n in names if n in env)


@dataclass(frozen=True)
class Held:
    """What is in a list that is written, at any time (None: in one that is not); and what is in that."""

    kind: Kind | None
    inner: Held | None = None
    slots: tuple[tuple[Any, Held], ...] = ()                       # of records, by key

    def within(self, kind: Kind) -> Kind:
        """The kind of a list or tuple, in which all this may be."""
        if kind.is_record:
            held = dict(self.slots)
            every = [held.get(key, self.inner) for key in kind.fields]
            return replace(kind, items=tuple(k if h is None else h.within(k) for h, k in zip(every, kind.items, strict=True)))
        if kind.type not in (list, tuple):
            return kind
        items = tuple(self.inner.within(k) for k in kind.items) if self.inner else kind.items
        if kind.type is tuple or self.kind is None or self.kind == BOTTOM and items:
            return replace(kind, items=items)
        own = self.inner.within(self.kind) if self.inner else self.kind
        return Kind(list, items=(members([own, *items]),))


@dataclass(frozen=True)
class Seen:
    """What the right side of a statement was found to be, each time for what the names in it were: None, no local name."""

    node: Any                              # kept, so that its id is no other's
    names: tuple[str, ...]
    values: list[tuple[tuple[Value | None, ...], Value]] = field(default_factory=list)
