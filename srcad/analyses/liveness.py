"""Which names are read later: backward liveness of the references that names hold.

A store ``x[i] = v`` reads the reference ``x``; only a binding ``x = ...`` ends its life.
"""
from __future__ import annotations

from typing import Any

import gast

from .. import tree


def live_after(function: Any) -> dict[int, frozenset[str]]:
    """Return for each statement of a normalized function, by id, the names live after it."""
    walk = _Walk()
    walk.block(function.body, frozenset())
    return walk.after


def live_at_heads(function: Any) -> dict[int, frozenset[str]]:
    """Return for each loop of a normalized function, by id, the names live before each of its trips and after the last."""
    walk = _Walk()
    walk.block(function.body, frozenset())
    return walk.loops


class _Walk:
    def __init__(self) -> None:
        self.after: dict[int, frozenset[str]] = {}
        self.loops: dict[int, frozenset[str]] = {}
        self.reads: dict[int, set[str]] = {}
        self.exits: list[frozenset[str]] = []
        self.heads: list[frozenset[str]] = []

    def block(self, block: list[Any], live: frozenset[str]) -> frozenset[str]:
        for node in reversed(block):
            self.after[id(node)] = live
            live = self.statement(node, live)
        return live

    def statement(self, node: Any, live: frozenset[str]) -> frozenset[str]:
        if isinstance(node, gast.If):
            return self.block(node.body, live) | self.block(node.orelse, live) | tree.reads(node.test)
        if isinstance(node, (gast.For, gast.While)):
            return self.loop(node, live)
        if isinstance(node, gast.Break):
            return self.exits[-1]
        if isinstance(node, gast.Continue):
            return self.heads[-1]
        if isinstance(node, gast.Raise):
            return frozenset(tree.reads(node))
        written = frozenset(tree.targets(node)) if isinstance(node, gast.Assign) else frozenset()
        if id(node) not in self.reads:                         # the body of a loop is walked until nothing changes
            self.reads[id(node)] = tree.reads(node)
        return (live - written) | self.reads[id(node)]

    def loop(self, node: Any, live: frozenset[str]) -> frozenset[str]:
        header = tree.reads(node.iter if isinstance(node, gast.For) else node.test)
        target = {node.target.id} if isinstance(node, gast.For) else set()
        head = live | header
        while True:
            self.exits.append(live)
            self.heads.append(head)
            start = self.block(node.body, head) - target
            self.exits.pop()
            self.heads.pop()
            if start <= head:
                self.loops[id(node)] = head
                return head
            head |= start
