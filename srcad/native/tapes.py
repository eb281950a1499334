"""Tapes of numbers become arrays, one for each place of a record, where the loop that fills them says how often it runs.

Elsewhere they stay lists: arrays that grow took Numba twice the time of lists in a loop of loops.

>>> from srcad.native.families import types
>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x, n):
...     tape = []
...     for k in range(n):
...         tape.append(x)
...         x = x * x
...     x_bar = 1.0
...     for k in range(n - 1, -1, -1):
...         x = tape.pop()
...         x_bar = 2.0 * x * x_bar
...     return x_bar
... ''').body[0]
>>> listed = {"tape": types.List(types.float64)}
>>> print(to_source(tree.module([with_arrays(function, listed, Names(tree.all_names(function)), "np", set(), set())])), end="")
def f(x, n):
    tape = np.empty(len(range(n)), np.float64)
    tape_length = 0
    for k in range(n):
        tape[tape_length] = x
        tape_length += 1
        x = x * x
    x_bar = 1.0
    for k in range(n - 1, -1, -1):
        tape_length -= 1
        x = tape[tape_length]
        x_bar = 2.0 * x * x_bar
    return x_bar
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..tree import Node
from .families import types

DTYPES = {"float64": "float64", "int64": "int64", "bool": "bool_", "complex128": "complex128"}


def with_arrays(function: Node, kinds: Mapping[str, Any], names: Names, numpy: str, arrays: set[str], integers: set[str]) -> Node:
    """Return the function, in which arrays keep what its tapes of numbers kept; ``kinds`` are the types of its lists.

    The names of the arrays are put in ``arrays``; ``integers`` are names of numbers of that type.
    """
    for name, kind in sorted(kinds.items()):
        dtypes = _dtypes(kind)
        if dtypes is not None:
            function = _Tape(name, dtypes, names, numpy, integers).put_in(function, arrays)
    return function


def _dtypes(kind: Any) -> list[str] | None:
    """The dtypes of what a list has records of, None where that is not numbers alone."""
    items = list(kind.dtype.types) if isinstance(kind.dtype, types.BaseTuple) else [kind.dtype]
    found = [DTYPES.get(str(types.unliteral(item))) for item in items]
    return None if not found or None in found else [dtype for dtype in found if dtype]


class _Tape:
    def __init__(self, name: str, dtypes: list[str], names: Names, numpy: str, integers: set[str]) -> None:
        self.name, self.dtypes, self.names, self.numpy, self.integers = name, dtypes, names, numpy, integers
        self.seen = 0                      # how often the name stands where a tape's may

    def put_in(self, function: Node, arrays: set[str]) -> Node:
        """Return the function with this tape as arrays; as it was, where the list is more than a tape."""
        begins = [k for k, s in enumerate(function.body) if isinstance(s, gast.Assign) and tree.is_name(s.targets[0], self.name)
                  and isinstance(s.value, gast.List) and not s.value.elts]
        fills = [k for k, s in enumerate(function.body) if any(map(self.is_append, tree.statements([s])))]
        room = self.counted(function.body[fills[0]]) if len(fills) == 1 else None
        if len(begins) != 1 or room is None or fills[0] < begins[0]:
            return function
        self.seen = 1
        taken = set(self.names.taken)
        self.arrays = [self.name, *[self.names.fresh(f"{self.name}_place{k}") for k in range(1, len(self.dtypes))]]
        self.length = self.names.fresh(f"{self.name}_length")
        body = self.block(function.body)
        every = sum(tree.is_name(n, self.name) for s in function.body for n in tree.walk(s))
        if body is None or self.seen != every:
            self.names.taken = taken
            return function
        made = [tree.assign(array, tree.call(f"{self.numpy}.empty", [room, tree.dotted(f"{self.numpy}.{dtype}")]))
                for array, dtype in zip(self.arrays, self.dtypes, strict=True)]
        made.append(tree.assign(self.length, tree.const(0)))
        place = next(k for k, s in enumerate(body) if isinstance(s, gast.Assign) and tree.is_name(s.targets[0], self.name)
                     and isinstance(s.value, gast.List))
        del body[place]
        place = next(k for k, s in enumerate(body) if self.length in tree.all_names(s))
        arrays |= set(self.arrays)
        return tree.with_body(function, [*body[:place], *made, *body[place:]])

    def counted(self, loop: Node) -> Node | None:
        """How many records a loop makes at most, where it says how often it runs and no other one in it makes any."""
        inner = list(tree.statements(getattr(loop, "body", [])))
        nested = any(isinstance(s, (gast.For, gast.While)) and any(map(self.is_append, tree.statements([s]))) for s in inner)
        if nested or any(isinstance(s, gast.Break) for s in inner):        # far more room than trips, perhaps
            return None
        sites = sum(map(self.is_append, inner))
        length = self.trips(loop)
        return length if length is None or sites == 1 else tree.binary(tree.const(sites), "*", length)

    def trips(self, loop: Node) -> Node | None:
        """How often a loop runs at most: one over a range, or ``while k < n`` that adds 1 to ``k`` in every trip."""
        if isinstance(loop, gast.For):
            ranged = isinstance(loop.iter, gast.Call) and tree.is_name(loop.iter.func, "range")
            return tree.call("len", [tree.clone(loop.iter)]) if ranged else None
        test = loop.test if isinstance(loop, gast.While) else None
        if not isinstance(test, gast.Compare) or not isinstance(test.ops[0], gast.Lt) or not tree.is_name(test.left):
            return None
        [stop], counter = test.comparators, test.left.id
        steps = [s for s in tree.statements(loop.body) if counter in tree.writes(s)]
        adds = tree.assign(counter, tree.binary(tree.name(counter), "+", tree.const(1)))
        plain = tree.is_name(stop) and stop.id in self.integers and stop.id not in tree.writes(loop.body)
        if not plain or counter not in self.integers or len(steps) != 1 or steps[0] not in loop.body or not (
                tree.same(steps[0], adds)) or any(isinstance(s, gast.Continue) for s in tree.statements(loop.body)):
            return None
        return tree.call("max", [tree.binary(stop, "-", tree.name(counter)), tree.const(0)])

    def is_append(self, s: Node) -> bool:
        return isinstance(s, gast.Expr) and isinstance(s.value, gast.Call) and (
            tree.dotted_path(s.value.func) == f"{self.name}.append")

    def is_pop(self, s: Node) -> bool:
        return isinstance(s, gast.Assign) and isinstance(s.value, gast.Call) and not s.value.args and (
            tree.dotted_path(s.value.func) == f"{self.name}.pop")

    # ------------------------------------------------------------------ statements
    def block(self, block: Sequence[Node]) -> list[Node] | None:
        out: list[Node] = []
        for s in block:
            found = self.statement(s)
            if found is None:
                return None
            out += found
        return out

    def statement(self, s: Node) -> list[Node] | None:
        if self.is_append(s):
            return self.append(s.value.args[0])
        if self.is_pop(s):
            return self.pop(s.targets[0])
        if isinstance(s, (gast.For, gast.While, gast.If)):
            body, orelse = self.block(s.body), self.block(s.orelse)
            if body is None or orelse is None:
                return None
            header = {"iter": self.expression(s.iter)} if isinstance(s, gast.For) else {"test": self.test(s.test)}
            return [tree.with_fields(s, body=body, orelse=orelse, **header)]
        return [s]

    def append(self, record: Node) -> list[Node] | None:
        values = record.elts if isinstance(record, gast.Tuple) else [record]
        if len(values) != len(self.arrays):
            return None
        self.seen += 1
        keeps = [tree.assign(self.place(array), value) for array, value in zip(self.arrays, values, strict=True)]
        return [*keeps, tree.augment(self.length, "+", tree.const(1))]

    def pop(self, target: Node) -> list[Node] | None:
        targets = target.elts if isinstance(target, gast.Tuple) else [target]
        if len(targets) != len(self.arrays) or not all(map(tree.is_name, targets)):
            return None
        self.seen += 1
        return [tree.augment(self.length, "-", tree.const(1)),
                *[tree.assign(t.id, self.place(array)) for t, array in zip(targets, self.arrays, strict=True)]]

    def place(self, array: str) -> Node:
        return tree.subscript(tree.name(array), tree.name(self.length))

    def test(self, node: Node) -> Node:
        """``while tape`` asks how many records there are."""
        if tree.is_name(node, self.name):
            self.seen += 1
            return tree.compare(tree.name(self.length), ">", tree.const(0))
        return self.expression(node)

    def expression(self, node: Node) -> Node:
        lengths = {id(n): tree.name(self.length) for n in tree.walk(node) if isinstance(n, gast.Call)
                   and tree.is_name(n.func, "len") and n.args and tree.is_name(n.args[0], self.name)}
        self.seen += len(lengths)
        return tree.substituted(node, lengths) if lengths else node
