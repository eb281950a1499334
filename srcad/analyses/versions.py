"""Which value a name holds where: one ``Version`` per definition or merge, as in SSA form.

A version lives in a block (a list of statements). In a loop's body the version that a name has at
the start of a trip is one of its own, made at position -1.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import gast

from .. import tree


@dataclass(frozen=True, eq=False)
class Block:
    """A list of statements; ``loop`` is the innermost block that is the body of a loop, or None."""

    parent: Block | None
    position: int                 # of the owning statement in the parent
    statements: list[Any]
    is_loop: bool = False

    @property
    def loop(self) -> Block | None:
        return self if self.is_loop else self.parent.loop if self.parent else None

    def ancestors(self) -> list[Block]:
        return [self] + (self.parent.ancestors() if self.parent else [])

    @cached_property
    def writers(self) -> dict[str, list[int]]:
        """For each name, the positions of the statements that assign it."""
        found: dict[str, list[int]] = {}
        for position, node in enumerate(self.statements):
            for name in tree.writes(node):
                found.setdefault(name, []).append(position)
        return found

    def assigns(self, name: str, start: int, end: int | None = None) -> bool:
        """True if a statement from position ``start`` on, before ``end``, assigns the name."""
        return any(start <= k and (end is None or k < end) for k in self.writers.get(name, ()))


@dataclass(frozen=True, eq=False)
class Version:
    """One value of ``name``: defined in ``block`` by the statement at ``position`` (-1: on entry)."""

    name: str
    serial: int
    block: Block
    position: int
    definition: Any = None        # the Assign that makes it, if one statement does
    is_index: bool = False        # the variable of a counted loop
    maybe_undefined: bool = False
    owner: str = ""               # the name whose bindings bind this one too, if it is another


Names = Mapping[str, Version]


@dataclass
class Versions:
    """``before``/``after`` map a statement's id to the versions around it."""

    root: Block
    before: dict[int, Names] = field(default_factory=dict)
    after: dict[int, Names] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)      # id of a statement list -> Block
    all: list[Version] = field(default_factory=list)

    def new(self, name: str, block: Block, position: int, definition: Any = None, *,
            is_index: bool = False, maybe_undefined: bool = False, owner: str = "") -> Version:
        version = Version(name, len(self.all), block, position, definition, is_index, maybe_undefined, owner)
        self.all.append(version)
        return version


def versions(function: Any) -> Versions:
    """Return the versions of all names of a normalized function."""
    found = Versions(Block(None, -1, function.body))
    env = {p: found.new(p, found.root, -1) for p in tree.parameters(function)}
    _block(found, found.root, env)
    return found


def _block(found: Versions, block: Block, env: dict[str, Version]) -> dict[str, Version] | None:
    found.blocks[id(block.statements)] = block
    current: dict[str, Version] | None = env
    for position, node in enumerate(block.statements):
        if current is None:
            break
        found.before[id(node)] = dict(current)
        current = _statement(found, block, position, node, current)
        found.after[id(node)] = dict(current) if current is not None else {}
    return current


def _statement(found: Versions, block: Block, position: int, node: Any,
               env: dict[str, Version]) -> dict[str, Version] | None:
    if isinstance(node, gast.Assign):
        return env | {n: found.new(n, block, position, node) for n in tree.targets(node)}
    if isinstance(node, gast.If):
        ends = [_block(found, Block(block, position, part), dict(env)) for part in (node.body, node.orelse)]
        return _merge(found, block, position, [e for e in ends if e is not None])
    if isinstance(node, (gast.For, gast.While)):
        return _loop(found, block, position, node, env)
    if isinstance(node, (gast.Break, gast.Continue, gast.Raise)):
        return None
    return env


def _merge(found: Versions, block: Block, position: int,
           ends: list[dict[str, Version]]) -> dict[str, Version] | None:
    if not ends:
        return None
    merged = {}
    for name in sorted(set().union(*ends)):
        given = {end.get(name) for end in ends}
        if len(given) == 1:
            merged[name] = ends[0][name]
        else:
            undefined = None in given or any(v.maybe_undefined for v in given if v)
            merged[name] = found.new(name, block, position, maybe_undefined=undefined)
    return merged


def _loop(found: Versions, block: Block, position: int, node: Any, env: dict[str, Version]) -> dict[str, Version]:
    body = Block(block, position, node.body, is_loop=True)
    index = node.target.id if isinstance(node, gast.For) else None
    assigned = sorted(tree.writes(node.body) | ({index} if index else set()))
    inside = dict(env)
    after = dict(env)
    for name in assigned:
        undefined = name not in env or env[name].maybe_undefined
        counted = name == index and name not in tree.writes(node.body)
        inside[name] = found.new(name, body, -1, is_index=counted, maybe_undefined=undefined and name != index)
    _block(found, body, inside)
    for name in assigned:
        undefined = name not in env or env[name].maybe_undefined
        after[name] = found.new(name, block, position, maybe_undefined=undefined)
    return after
