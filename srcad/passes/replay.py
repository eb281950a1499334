"""A forward loop that only keeps records is run again, trip by trip, where the records were read.

Of ``for v in x: s += v * v`` the gradient needs no sum: what a trip of the reverse loop reads, it can make itself, and
the forward loop goes. That holds where no trip needs what another one made, and nothing that is read is changed since.

>>> from srcad import tree
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(replay(tree.parse('''
... def f(x, n):
...     tape = []
...     for i in range(n):
...         t = x[i]
...         y = t * t
...         tape.append(y)
...     x_bar = 0.0
...     for i in range(n - 1, -1, -1):
...         y = tape.pop()
...         x_bar += 2.0 * y
...     return x_bar
... ''').body[0], purity((), {}, ()))), end="")
def f(x, n):
    x_bar = 0.0
    for i in range(n - 1, -1, -1):
        t = x[i]
        y = t * t
        x_bar += 2.0 * y
    return x_bar
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gast

from .. import tree
from ..analyses.purity import Purity, is_append
from ..names import Names
from .fold import changed_by
from .prune import live_before
from .stash import backwards


@dataclass(frozen=True)
class Place:
    """Where a statement stands: what is around it, outermost first, its block, and its position in that."""

    loops: tuple[Any, ...]
    block: list[Any]
    position: int


def replay(function: Any, known: Purity) -> Any:
    """Return the function without the forward loops that can be run again; no array of the user's is written in it."""
    if not any(is_append(s) for s in tree.statements(function.body)):
        return function
    whole = tree.clone(function)
    return tree.with_body(whole, _Replay(whole, known).body())


class _Replay:
    def __init__(self, function: Any, known: Purity) -> None:
        self.function, self.known, self.local = function, known, tree.local_names(function)
        self.uses = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name))
        self.begun: dict[str, int] = {}                    # where a tape is made, at the top
        self.pops: dict[str, tuple[int, Place]] = {}       # where it is popped, and below which statement at the top
        self.changed: dict[str, int] = {}                  # the last statement at the top that changes a name or its array
        for at, node in enumerate(function.body):
            if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) and tree.same(node.value, tree.list_([])):
                self.begun[node.targets[0].id] = at
            self.pops |= {name: (at, place) for s, place in located([node]) if (name := popped(s))}
            self.changed |= dict.fromkeys(tree.writes(node) | changed_by([node]), at)

    def body(self) -> list[Any]:
        """The statements that are left."""
        gone: set[int] = set()
        for at, node in enumerate(self.function.body):
            if isinstance(node, gast.For):
                gone |= self.replayed(at, node)
        return [s for k, s in enumerate(self.function.body) if k not in gone]

    def replayed(self, at: int, loop: Any) -> set[int]:
        """Put what a loop keeps where it is read; return the places of the loop and of its tapes, none where it has to stay."""
        pushes = {s.value.func.value.id: place for s, place in located([loop]) if is_append(s)}
        if not pushes or not all(self.uses[n] == 3 and n in self.begun and self.pops.get(n, (0,))[0] > at for n in pushes):
            return set()                   # a tape is made, pushed to, and popped, and no more
        made = tree.writes([loop])
        if not is_plain([loop], made, set(), self.known, self.local):
            return set()
        plans = {name: slice_of(push) for name, push in pushes.items()}
        for name, plan in plans.items():
            fixed = tree.reads(plan) - tree.writes(plan) - {s.target.id for s in pushes[name].loops}
            if fixed & made or any(self.changed.get(n, -1) > at for n in fixed) or not mirrored(
                    pushes[name].loops, self.pops[name][1].loops):
                return set()
        if made & live_before(self.function.body[at + 1:], self.known, self.local):
            return set()
        inside = Counter(n.id for n in tree.walk(loop) if isinstance(n, gast.Name))
        for name, plan in plans.items():
            self.put(name, plan, {n for n in made if self.uses[n] > inside[n]})
        return {at, *(self.begun[name] for name in pushes)}

    def put(self, tape: str, plan: list[Any], taken: set[str]) -> None:
        """Let the statements of a slice stand in the place of a pop, under names of their own where these are taken."""
        at, place = self.pops[tape]
        position = next(k for k, s in enumerate(place.block) if popped(s) == tape)
        targets = place.block[position].targets[0]
        names = Names(set(self.uses))
        clash = {n: names.fresh(n) for n in sorted((tree.writes(plan) - tree.writes(targets)) & taken)}
        *steps, last = [tree.rename(s, clash) for s in plan]
        place.block[position:position + 1] = [*steps, *handed(targets, last.value, last.lineno)]
        self.uses.update(clash.values())
        self.changed |= {n: max(at, self.changed.get(n, 0)) for n in tree.writes(steps)}


def located(block: list[Any], loops: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Place]]:
    for position, node in enumerate(block):
        yield node, Place(loops, block, position)
        for field in ("body", "orelse"):
            yield from located(getattr(node, field, []), (*loops, node))


def popped(node: Any) -> str:
    """The name of the tape in ``... = tape.pop()``."""
    call = node.value if isinstance(node, gast.Assign) else None
    path = tree.dotted_path(call.func) or "" if isinstance(call, gast.Call) and not call.args else ""
    return path.removesuffix(".pop") if path.endswith(".pop") else ""


def is_plain(block: list[Any], made: set[str], defined: set[str], known: Purity, local: set[str]) -> bool:
    """True for assignments, appends and counted loops none of whose trips reads what another one made."""
    defined = set(defined)
    for node in block:
        if isinstance(node, gast.For):
            inner = defined | {node.target.id}
            if tree.reads(node.iter) & made - defined or not known.is_pure(node.iter, local) or not is_plain(
                    node.body, made, inner, known, local):
                return False
        elif is_append(node) or isinstance(node, gast.Assign) and binds_names(node):
            parts = [node.value] if isinstance(node, gast.Assign) else node.value.args
            if tree.reads(parts) & made - defined or not all(known.is_pure(p, local) for p in parts):
                return False
            defined |= tree.writes(node)
        elif not tree.is_comment(node):
            return False
    return True


def binds_names(node: Any) -> bool:
    return all(map(tree.is_name, getattr(node.targets[0], "elts", node.targets)))


def slice_of(push: Place) -> list[Any]:
    """The statements of a block that make what it pushes, and last one that assigns it to the tape's own name."""
    node = push.block[push.position]
    found = [tree.assign(node.value.func.value.id, node.value.args[0], node.lineno)]
    for statement in reversed(push.block[:push.position]):
        if isinstance(statement, gast.Assign) and tree.writes(statement) & tree.reads(found):
            found.insert(0, statement)
    return found


def mirrored(forward: tuple[Any, ...], reverse: tuple[Any, ...]) -> bool:
    """True if loops run over the same trips, each the other way round."""
    if len(forward) != len(reverse) or not all(isinstance(node, gast.For) for node in (*forward, *reverse)):
        return False
    return all(a.target.id == b.target.id and isinstance(a.iter, gast.Call) and isinstance(b.iter, gast.Call)
               and tree.same(backwards(a.iter.args).args, b.iter.args) for a, b in zip(forward, reverse))


def handed(target: Any, value: Any, line: int) -> list[Any]:
    """``(a, b) = (x, b)`` for what was popped: what has the same name already is left out."""
    if not isinstance(target, gast.Tuple) or not isinstance(value, gast.Tuple):
        return [] if isinstance(target, gast.Name) and tree.is_name(value, target.id) else [tree.assign(target, value, line)]
    pairs = [(t, v) for t, v in zip(target.elts, value.elts) if not tree.is_name(v, t.id)]
    if len(pairs) < 2:
        return [tree.assign(t, v, line) for t, v in pairs]
    return [tree.assign(tree.tuple_([t for t, _ in pairs]), tree.tuple_([v for _, v in pairs]), line)]
