"""What a subscript touches, as ``affine`` wants it: linear forms of counters, and of integers that stay what they are.

The variables are the versions of names that are bound once, outside all loops, and the indices of
counted loops. An integer made from these in a statement of its own is followed to where it is made.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gast

from .. import tree
from .affine import ONE, Access, Form, Loop, plus
from .inference import Facts, Value
from .versions import Block, Version, Versions

Look = Callable[[str], tuple[Version, Value] | None]


@dataclass(frozen=True)
class Accesses:
    """Reads the subscripts of a function; ``is_counted`` tells loops over a range that run to its end."""

    versions: Versions
    facts: Facts
    is_counted: Callable[[Any], bool]

    def before(self, node: Any) -> Look:
        """What the names are that a statement reads."""
        at, env = self.versions.before[id(node)], self.facts.before[id(node)]
        return look_in(at, env)

    def access(self, block: Block, index: Any, look: Look) -> Access:
        """The access ``array[index]`` by a statement of a block."""
        loops = tuple(self.loop(b) for b in reversed(block.ancestors()) if b.is_loop)
        axes: list[tuple[Form | None, Form | None]] = []
        for part in index.elts if isinstance(index, gast.Tuple) else [index]:
            if isinstance(part, gast.Slice):
                axes.append(self.ends(part, look))
                continue
            form = self.form(part, look)
            if form is None:                   # it may take more axes than one, or none
                break
            axes.append((form, plus(form, {ONE: 1})))
        return Access(loops, tuple(axes))

    def ends(self, part: Any, look: Look) -> tuple[Form | None, Form | None]:
        """Where a slice starts and stops, as far as its bounds count from the start."""
        step = 1 if part.step is None else tree.literal(part.step) if tree.is_literal(part.step) else None
        if not isinstance(step, int) or step < 1:
            return None, None
        lower, upper = (None if bound is None else self.form(bound, look) for bound in (part.lower, part.upper))
        return _from_start(lower), _from_start(upper)

    def loop(self, body: Block) -> Loop:
        assert body.parent is not None
        node = body.parent.statements[body.position]
        if not self.is_counted(node):
            return Loop(id(node))
        args = node.iter.args
        start, stop = (tree.const(0), args[0]) if len(args) == 1 else args[:2]
        step = tree.literal(args[2]) if len(args) == 3 and tree.is_literal(args[2]) else 1 if len(args) < 3 else None
        look = self.before(node)
        if type(step) is not int or step == 0:
            return Loop(id(node))
        return Loop(id(node), self.form(start, look), self.form(stop, look), step)

    def form(self, node: Any, look: Look) -> Form | None:
        """An integer as a linear form, None where it is none."""
        if tree.is_literal(node):
            value = tree.literal(node)
            return plus({}, {ONE: value}) if type(value) is int else None
        if isinstance(node, gast.Name):
            return self.variable(look(node.id))
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
            inner = self.form(node.operand, look)
            return None if inner is None else plus({}, inner, -1)
        if not isinstance(node, gast.BinOp) or not isinstance(node.op, (gast.Add, gast.Sub, gast.Mult)):
            return None
        left, right = self.form(node.left, look), self.form(node.right, look)
        if left is None or right is None:
            return None
        if not isinstance(node.op, gast.Mult):
            return plus(left, right, 1 if isinstance(node.op, gast.Add) else -1)
        if set(left) <= {ONE}:
            return plus({}, right, left.get(ONE, 0))
        return plus({}, left, right.get(ONE, 0)) if set(right) <= {ONE} else None

    def variable(self, found: tuple[Version, Value] | None) -> Form | None:
        if found is None or found[1].kind.type is not int:     # arithmetic of NumPy's integers may overflow
            return None
        version = found[0]
        if version.is_index:
            assert version.block.parent is not None
            node = version.block.parent.statements[version.block.position]
            return {("index", id(node)): 1} if self.is_counted(node) else None
        if version.definition is not None and isinstance(version.definition.targets[0], gast.Name):
            form = self.form(version.definition.value, self.before(version.definition))
            if form is not None:
                return form
        return {version.serial: 1} if version.block.loop is None and not version.maybe_undefined else None


def _from_start(bound: Form | None) -> Form | None:
    """None for a constant that counts from the end."""
    return None if bound is not None and set(bound) <= {ONE} and bound.get(ONE, 0) < 0 else bound


def look_in(at: Mapping[str, Version], env: Mapping[str, Value]) -> Look:
    """What the names of a statement are."""
    return lambda name: (at[name], env[name]) if name in at and name in env else None
