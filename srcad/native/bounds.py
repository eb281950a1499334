"""When no index of a function can be out of range: a condition, tested once before its first loop.

An index that is affine in the counters of ranges is largest and smallest where these are. Where all indices are such, the
function is compiled without tests of them, and hands over to one with tests where the condition does not hold:

>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x, n):
...     s = 0.0
...     for i in range(1, n):
...         s += x[i] * x[i - 1]
...     return s
... ''').body[0]
>>> position, tests = conditions(function, {"x": 1, "s": 0, "n": 0, "i": 0}, set())
>>> position, [to_source(tree.module([tree.expression(t)])).strip() for t in tests]
(1, ['n - 1 < x.shape[0]'])
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast

from .. import tree
from ..printer import to_source
from ..tree import Node

Affine = dict[str, int]                    # factors of atoms; that of "" is the constant
Loop = tuple[str, Affine, Affine]          # a counter, its smallest and its largest value
LIKE = ("zeros_like", "empty_like", "ones_like", "copy", "copied", "copied_alone", "zero_array", "exp", "log", "sin", "cos",
        "tan", "sqrt", "tanh", "abs", "sized", "whole_number")
FILLED = ("zeros", "empty", "ones", "full")
SECOND = ("filled_like", "filled_number")
SCALAR = ("scalar",)


class Unknown(Exception):
    """An index, a length or a shape about which nothing is known."""


def conditions(function: Node, ranks: Mapping[str, int | None], lists: set[str]) -> tuple[int, list[Node]] | None:
    """Return where and what to test, or None where something is unknown.

    ``ranks`` are those of arrays, 0 for numbers, None for all else; ``lists`` are names whose indices are tested anyway.
    """
    try:
        return _Bounds(function, ranks, lists).result()
    except Unknown:
        return None


class _Bounds:
    def __init__(self, function: Node, ranks: Mapping[str, int | None], lists: set[str]) -> None:
        self.function, self.ranks, self.lists = function, ranks, lists
        self.position = next((k for k, s in enumerate(function.body) if self.acts(s)), len(function.body))
        self.values: dict[str, list[Node | None]] = {}
        for s in tree.statements(function.body):
            if isinstance(s, gast.Assign):
                for target in s.targets:
                    for name in tree.writes(target):
                        self.values.setdefault(name, []).append(s.value if tree.is_name(target) else None)
            elif isinstance(s, (gast.For, gast.AugAssign)):
                for name in tree.writes(s.target):
                    if isinstance(s, gast.For) or not ranks.get(name):         # an array that is added to stays what it is
                        self.values.setdefault(name, []).append(None)
        loops = [s for s in tree.statements(function.body) if isinstance(s, gast.For)]
        self.counters = [s.target.id for s in loops if tree.is_name(s.target)]
        first = tree.writes(function.body[:self.position])
        parameters = set(tree.parameters(function))
        self.constants = {n for n in parameters | first if len([v for v in self.values.get(n, []) if not self.keeps(v, n)])
                          == (n not in parameters)}
        self.shapes: dict[str, Any] = {}
        self.atoms: dict[str, Node] = {}
        self.tests: dict[Any, tuple[Affine, Affine]] = {}

    def acts(self, s: Node) -> bool:
        """True for a statement that has a loop, a branch, an effect, or an element of an array."""
        if isinstance(s, gast.Expr) and not isinstance(s.value, gast.Constant):
            return True
        return any(isinstance(n, (gast.For, gast.While, gast.If, gast.Return, gast.AugAssign)) or isinstance(
            n, gast.Subscript) and tree.is_name(n.value) and n.value.id not in self.lists
                   for n in tree.walk(s))

    def keeps(self, value: Node | None, name: str) -> bool:
        """True for ``x = copied(x)`` and the like."""
        return isinstance(value, gast.Call) and _word(value) in LIKE and tree.is_name(value.args[0] if value.args else None, name)

    def result(self) -> tuple[int, list[Node]]:
        self.block(self.function.body, ())
        return self.position, [tree.compare(self.written(left), operator, self.written(right))
                               for (_, operator, _), (left, right) in self.tests.items()]

    # ------------------------------------------------------------------ accesses
    def block(self, block: Sequence[Node], loops: tuple[Loop, ...]) -> None:
        for s in block:
            inner = loops
            if isinstance(s, (gast.For, gast.While, gast.If)):
                self.expression(s.iter if isinstance(s, gast.For) else s.test, loops)
                if isinstance(s, gast.For):
                    inner = (*loops, self.counted(s, loops)) if self.is_range(s.iter) else loops
                self.block(s.body, inner)
                self.block(s.orelse, loops)
            else:
                self.expression(s, loops)

    def is_range(self, node: Node) -> bool:
        return isinstance(node, gast.Call) and tree.is_name(node.func, "range")

    def counted(self, s: Node, loops: tuple[Loop, ...]) -> Loop:
        if not tree.is_name(s.target) or s.target.id in [name for name, _, _ in loops]:
            raise Unknown
        args = [self.affine(a, loops) for a in s.iter.args]
        low, high = (({"": 0}, args[0]) if len(args) == 1 else args[:2])
        step = 1
        if len(args) == 3:
            if set(args[2]) - {""} or not args[2].get("", 0):
                raise Unknown
            step = args[2][""]
        if step < 0:
            low, high = high, low
            return s.target.id, _sum(low, {"": 1}), high
        return s.target.id, low, _sum(high, {"": -1})

    def expression(self, node: Node, loops: tuple[Loop, ...]) -> None:
        for n in tree.walk(node):
            if isinstance(n, gast.Call) and _word(n) in ("take", "put", "item", "itemset"):
                raise Unknown
            if isinstance(n, (gast.ListComp, gast.GeneratorExp)):
                raise Unknown
            if isinstance(n, gast.Subscript):
                self.access(n, loops)

    def access(self, node: Node, loops: tuple[Loop, ...]) -> None:
        if isinstance(node.value, gast.Attribute) and node.value.attr == "shape":
            return
        if not tree.is_name(node.value):
            raise Unknown
        name = node.value.id
        if name in self.lists:
            return
        rank = self.ranks.get(name)
        parts = node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
        if not rank or len(parts) > rank:
            raise Unknown
        if len(parts) == 1 and isinstance(parts[0], gast.Constant) and parts[0].value is Ellipsis:
            return
        for axis, part in enumerate(parts):
            if isinstance(part, gast.Slice):
                continue
            index, length = self.affine(part, loops), self.length(self.shape(name), axis)
            above = _sum(self.extreme(index, loops, 1), length, -1)            # below zero
            below = _sum(self.extreme(index, loops, -1), length)               # not below zero
            if set(above) - {""} or above.get("", 0) >= 0:
                self.test(self.extreme(index, loops, 1), "<", length)
            lowest = self.extreme(index, loops, -1)
            if (set(lowest) - {""} or lowest.get("", 0) < 0) and (set(below) - {""} or below.get("", 0) < 0):
                self.test(below, ">=", {"": 0})

    def test(self, left: Affine, operator: str, right: Affine) -> None:
        """Keep a test, the strictest of those that differ in a constant."""
        key = (frozenset((atom, f) for atom, f in left.items() if atom), operator, frozenset(right.items()))
        known = self.tests.get(key, (left, right))[0]
        stricter = max if operator == "<" else min
        self.tests[key] = (stricter(left, known, key=lambda side: side.get("", 0)), right)

    def extreme(self, index: Affine, loops: tuple[Loop, ...], sign: int) -> Affine:
        """The largest value of an index, or with a ``sign`` of -1 the smallest."""
        for name, low, high in reversed(loops):
            factor = index.get(name, 0)
            rest = {atom: f for atom, f in index.items() if atom != name}
            index = _sum(rest, high if factor * sign > 0 else low, factor)
        return index

    # ------------------------------------------------------------------ what is known of numbers and shapes
    def affine(self, node: Node, loops: tuple[Loop, ...]) -> Affine:
        if isinstance(node, gast.Constant) and type(node.value) is int:
            return {"": node.value}
        if tree.is_name(node) and node.id in [name for name, _, _ in loops]:
            if len(self.values[node.id]) != self.counters.count(node.id):
                raise Unknown              # it is set in the loop too
            return {node.id: 1}
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
            return _sum({}, self.affine(node.operand, loops), -1)
        if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)):
            return _sum(self.affine(node.left, loops), self.affine(node.right, loops), 1 if isinstance(node.op, gast.Add) else -1)
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult):
            left, right = self.affine(node.left, loops), self.affine(node.right, loops)
            if not set(left) - {""}:
                return _sum({}, right, left.get("", 0))
            if not set(right) - {""}:
                return _sum({}, left, right.get("", 0))
            raise Unknown
        if isinstance(node, gast.Call) and tree.is_name(node.func, "len") and tree.is_name(node.args[0]):
            return self.length(self.shape(node.args[0].id), 0)
        of_shape = isinstance(node, gast.Subscript) and isinstance(node.value, gast.Attribute) and node.value.attr == "shape"
        if of_shape and tree.is_name(node.value.value) and isinstance(node.slice, gast.Constant):
            return self.length(self.shape(node.value.value.id), node.slice.value)
        if tree.is_name(node) and node.id in self.constants and self.ranks.get(node.id) == 0:
            return self.atom(node)
        raise Unknown

    def atom(self, node: Node) -> Affine:
        text = to_source(tree.module([tree.expression(node)])).strip()
        self.atoms[text] = node
        return {text: 1}

    def written(self, value: Affine) -> Node:
        found: Node | None = None
        for atom, factor in sorted(value.items(), key=lambda item: (item[0] == "", item[1] < 0)):
            if factor == 0:
                continue
            size = tree.const(abs(factor)) if atom == "" else self.atoms[atom]
            if atom and abs(factor) != 1:
                size = tree.binary(tree.const(abs(factor)), "*", size)
            if found is None:
                found = tree.negate(size) if factor < 0 else size
            else:
                found = tree.binary(found, "-" if factor < 0 else "+", size)
        return tree.const(0) if found is None else found

    def length(self, shape: Any, axis: int) -> Affine:
        if shape[0] == "root":
            return self.atom(tree.subscript(tree.attr(tree.name(shape[1]), "shape"), tree.const(axis)))
        if shape[0] == "lengths" and axis < len(shape[1]):
            return dict(shape[1][axis])
        raise Unknown

    def shape(self, name: str) -> Any:
        """The shape of an array: that of one that is there before the first loop, or lengths."""
        if name in self.lists:
            raise Unknown
        if name in self.shapes:
            if self.shapes[name] is None:
                raise Unknown
            return self.shapes[name]
        self.shapes[name] = None
        if self.ranks.get(name) == 0:
            found: Any = SCALAR
        else:
            values = [v for v in self.values.get(name, []) if not self.keeps(v, name)]
            found = ("root", name) if name in self.constants else None
            known = [self.shape_of(v) if v is not None else None for v in values] if found is None or values else []
            if found is None or known and known[0] is not None:
                if not known or None in known or any(k != known[0] for k in known):
                    raise Unknown
                found = known[0]
        self.shapes[name] = found
        return found

    def shape_of(self, node: Node) -> Any:
        try:
            return self._shape_of(node)
        except Unknown:
            return None

    def _shape_of(self, node: Node) -> Any:
        if isinstance(node, gast.Constant):
            return SCALAR
        if tree.is_name(node):
            return self.shape(node.id)
        if isinstance(node, gast.UnaryOp):
            return self._shape_of(node.operand)
        if isinstance(node, gast.BinOp) and not isinstance(node.op, gast.MatMult):
            left, right = self._shape_of(node.left), self._shape_of(node.right)
            if left == right or right == SCALAR:
                return left
            if left == SCALAR:
                return right
            raise Unknown
        if isinstance(node, gast.Call):
            word = _word(node)
            if word == "copy" and not node.args and isinstance(node.func, gast.Attribute):
                return self._shape_of(node.func.value)
            if word in LIKE and node.args:
                return self._shape_of(node.args[0])
            if word in SECOND:
                return self._shape_of(node.args[1])
            if word in FILLED and node.args:
                size = node.args[0]
                if isinstance(size, gast.Attribute) and size.attr == "shape":
                    return self._shape_of(size.value)
                if isinstance(size, gast.Call) and _word(size) == "shape":
                    return self._shape_of(size.args[0])
                parts = size.elts if isinstance(size, gast.Tuple) else [size]
                return ("lengths", [self.affine(p, ()) for p in parts])
        raise Unknown


def _word(call: Node) -> str:
    return (call.func.attr if isinstance(call.func, gast.Attribute) else call.func.id if isinstance(call.func, gast.Name) else "")


def _sum(left: Affine, right: Affine, factor: int = 1) -> Affine:
    found = dict(left)
    for atom, value in right.items():
        found[atom] = found.get(atom, 0) + factor * value
    return {atom: value for atom, value in found.items() if value}
