"""Queues (``collections.deque``) that are kept in objects, handed on or returned by helpers, as objects of a class.

The class is written out like the user's: what it does becomes calls of its functions, and stores into its list.

>>> queue = Queue([1.0, 2.0], maxlen=2)
>>> queue.append(3.0)
>>> list(queue), queue.popleft(), len(queue)
([2.0, 3.0], 2.0, 1)
"""
from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from typing import Any

import gast

from .. import tree
from ..analyses.kinds import Kind
from ..analyses.operations import Operation
from ..errors import UnsupportedSyntax, fail
from ..unit import Unit

ITEMS = "items"


class Queue:
    """What a ``deque`` does, over a list."""

    STANDS_FOR = collections.deque

    def __init__(self, iterable: Any = (), maxlen: Any = None) -> None:
        self.items: list[Any] = []
        self.maxlen = maxlen
        for item in iterable:
            self.append(item)

    def append(self, item: Any) -> None:
        self.items.append(item)
        if self.maxlen is not None and len(self.items) > self.maxlen:
            self.items.pop(0)

    def appendleft(self, item: Any) -> None:
        self.items.insert(0, item)
        if self.maxlen is not None and len(self.items) > self.maxlen:
            self.items.pop()

    def pop(self) -> Any:
        return self.items.pop()

    def popleft(self) -> Any:
        return self.items.pop(0)

    def extend(self, iterable: Any) -> None:
        for item in iterable:
            self.append(item)

    def extendleft(self, iterable: Any) -> None:
        for item in iterable:
            self.appendleft(item)

    def rotate(self, n: int = 1) -> None:
        if len(self.items) > 0:
            for _ in range(n % len(self.items)):
                item = self.items.pop()
                self.items.insert(0, item)

    def clear(self) -> None:
        self.items.clear()

    def reverse(self) -> None:
        self.items.reverse()

    def remove(self, item: Any) -> None:
        self.items.remove(item)

    def copy(self) -> Any:
        return Queue(self.items, self.maxlen)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place: int) -> Any:
        return self.items[place]

    def __setitem__(self, place: int, item: Any) -> None:
        self.items[place] = item

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)


def is_queue(kind: Kind) -> bool:
    """True for an object of the class above."""
    return kind.home is Queue and kind.is_record


def check_queues(unit: Unit, node: Any, kind: Kind) -> None:
    """Refuse a result in which there is a queue: the caller would be given an object of the class above."""
    if is_queue(kind):
        fail(UnsupportedSyntax, unit.source.where(node.lineno), "a queue is returned to the caller, itself or in an object",
             "return a list of what is in it: list(queue)")
    for item in kind.items:
        check_queues(unit, node, item)


def is_of_queue(node: Any, call: Operation, kind_of: Callable[[Any], Kind]) -> bool:
    """True for a call of something else than the class's own functions that is given a queue."""
    plain = isinstance(node.value, gast.Call) and call.function is None and not isinstance(call.target, type)
    return plain and any(is_queue(kind_of(a)) for a in call.arguments)


def listed(node: Any, kind_of: Callable[[Any], Kind]) -> Any:
    """An expression in which the lists of queues stand for them, wherever they are not asked for something of their own."""
    own = {id(n.value) for n in tree.walk(node) if isinstance(n, gast.Attribute)}
    queues = {id(n): tree.attr(n, ITEMS) for n in tree.walk(node) if isinstance(n, (gast.Name, gast.Attribute))
              and id(n) not in own and is_queue(kind_of(n))}
    return tree.substituted(node, queues) if queues else node
