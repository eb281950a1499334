"""Exact simplifications of arithmetic: nothing here changes a rounding or a type.

>>> from srcad.printer import expression
>>> from srcad import tree
>>> expression(simplify(tree.parse_expression("1.0 * (2 * t ** (2 - 1))"), {}))
'2.0 * t'
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import gast

from .. import tree

INTEGER, FLOAT = "int", "float"           # Python's own numbers
NUMBER = "number"                          # a float of Python's or NumPy's, real or complex
ARRAY = "array"                            # of floats, real or complex; anything else is None
FLOATING = frozenset("sin cos tan arcsin arccos arctan sinh cosh tanh exp expm1 log log2 log10 log1p sqrt cbrt".split())
ELEMENTWISE = frozenset(f"np.{name}" for name in (*FLOATING, *"abs absolute square negative maximum minimum where".split()))
SUMS = ("np.sum", "np.cumsum", "np.outer")                     # which keep nothing of what they are given
ARITHMETIC = (gast.Add, gast.Sub, gast.Mult)


def simplify(node: Any, types: Mapping[str, str]) -> Any:
    """Return the expression simplified from its leaves up; ``types`` tells Python numbers."""
    new = _Simplifier(types).visit(tree.clone(node))
    if isinstance(new, (gast.Name, gast.Subscript, gast.Attribute)) and isinstance(node, (gast.UnaryOp, gast.BinOp)):
        return new if type_of(new, types) is not None else node        # `--x` is a copy of an array, `x` is not
    return new


def type_of(node: Any, types: Mapping[str, str]) -> str | None:
    """INTEGER or FLOAT if the expression surely is a Python number of that type."""
    if isinstance(node, gast.Constant):
        return {int: INTEGER, float: FLOAT}.get(type(node.value))
    if isinstance(node, gast.Name):
        found = types.get(node.id)
        return found if found in (INTEGER, FLOAT) else None
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, (gast.USub, gast.UAdd)):
        return type_of(node.operand, types)
    if isinstance(node, gast.Call):
        path = tree.dotted_path(node.func) or ""
        return FLOAT if path in ("float", "float@tool") or path.startswith("math@tool.") else None
    if isinstance(node, gast.BinOp):
        left, right = type_of(node.left, types), type_of(node.right, types)
        if left is None or right is None:
            return None
        if isinstance(node.op, gast.Div):
            return FLOAT
        if isinstance(node.op, gast.Pow):
            whole = tree.is_literal(node.right) and right == INTEGER and tree.literal(node.right) >= 0
            return left if whole else None
        if isinstance(node.op, ARITHMETIC):
            return FLOAT if FLOAT in (left, right) else INTEGER
    return None


def is_float(node: Any, types: Mapping[str, str]) -> bool:
    """True if multiplying by 1.0 changes nothing, the type included (but that the product is another array)."""
    found = type_of(node, types)
    if found is not None or isinstance(node, gast.Name):
        return found == FLOAT or types.get(getattr(node, "id", "")) in (NUMBER, ARRAY)
    if isinstance(node, gast.BinOp):
        if isinstance(node.op, gast.Div):
            return True
        if isinstance(node.op, ARITHMETIC):
            return is_float(node.left, types) or is_float(node.right, types)
        if isinstance(node.op, gast.Pow):
            return is_float(node.left, types)
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return is_float(node.operand, types)
    if isinstance(node, gast.IfExp):
        return is_float(node.body, types) and is_float(node.orelse, types)
    if isinstance(node, gast.Call):                        # of whole numbers too
        head, _, word = (tree.dotted_path(node.func) or "").partition(".")
        return head.removesuffix("@tool") == "np" and word in FLOATING
    return False


class _Simplifier(gast.NodeTransformer):
    def __init__(self, types: Mapping[str, str]) -> None:
        self.types = types

    def visit_BinOp(self, node: Any) -> Any:
        node = self.generic_visit(node)
        if isinstance(node.op, (*ARITHMETIC, gast.Div, gast.MatMult)):
            node.left, node.right = self.inner(node.left), self.inner(node.right)
        left, right = _number(node.left), _number(node.right)
        if isinstance(node.op, gast.Mult):
            return self.product(node, left, right)
        if isinstance(node.op, (gast.Add, gast.Sub)):
            return self.total(node, left, right)
        if isinstance(node.op, gast.Pow) and right == 1 and type(right) is int:
            return node.left
        if isinstance(node.op, gast.FloorDiv) and right == 1 and type(right) is int and _is_count(node.left):
            return node.left
        if isinstance(node.op, gast.Div) and right == 1 and type(right) is int and is_float(node.left, self.types):
            return node.left
        return node

    def visit_Compare(self, node: Any) -> Any:
        """``30.0 is not None`` is True: a number stands where a name stood."""
        node = self.generic_visit(node)
        decided = len(node.ops) == 1 and isinstance(node.ops[0], (gast.Is, gast.IsNot)) and tree.is_none(node.comparators[0])
        return tree.const(isinstance(node.ops[0], gast.IsNot)) if decided and _number(node.left) is not None else node

    def visit_BoolOp(self, node: Any) -> Any:
        """``True and e`` is ``e``."""
        node = self.generic_visit(node)
        idle = isinstance(node.op, gast.And)
        *left, last = node.values
        left = [v for v in left if not (isinstance(v, gast.Constant) and v.value is idle)]
        return tree.with_fields(node, values=[*left, last]) if left else last

    def visit_Call(self, node: Any) -> Any:
        node = self.generic_visit(node)
        path = _path(node)
        if len(node.args) == 1 and path == "float":
            return node.args[0] if type_of(node.args[0], self.types) == FLOAT else node
        if len(node.args) == 1 and path in ("np.size", "np.shape"):
            return self.measured(node, path)
        plain = path == "np.sum" and len(node.args) == 1 and {k.arg for k in node.keywords} <= {"axis", "keepdims"}
        unsigned = self.opposite(node.args[0]) if plain else None
        if unsigned is not None:           # the sign of the sum is taken once
            named = {k.arg: k.value for k in node.keywords}
            return tree.negate(self.visit(tree.call(node.func, [unsigned, *node.args[1:]], named)))
        if node.args and path in SUMS:
            return tree.call(node.func, [self.inner(node.args[0]), *node.args[1:]], {k.arg: k.value for k in node.keywords})
        if path == "np.transpose" and len(node.args) == 2:
            return tree.call(node.func, [node.args[0], self.order(*node.args)])
        if path == "max" and len(node.args) == 2 and _number(node.args[0]) == 1 == _number(node.args[1]):
            return node.args[0]
        return node

    def order(self, array: Any, axes: Any) -> Any:
        """``(1, 2, 0)`` for ``np.argsort(np.mod((2, 0, 1), np.ndim(x)))``, the order that undoes one of all axes of x."""
        modulo = self.only_argument(axes, "np.argsort")
        if not isinstance(modulo, gast.Call) or _path(modulo) != "np.mod" or len(modulo.args) != 2:
            return axes
        order, length = modulo.args
        same = self.only_argument(length, "np.ndim")
        if same is None or not tree.same(same, array) or not isinstance(order, gast.Tuple) or not tree.is_literal(order):
            return axes
        given = tree.literal(order)
        plain = all(type(k) is int for k in given)
        return tree.const(tuple(sorted(range(len(given)), key=lambda k: given[k] % len(given)))) if plain else axes

    def only_argument(self, node: Any, path: str) -> Any:
        """The one argument of a call of a function of NumPy's; None of all else."""
        return node.args[0] if isinstance(node, gast.Call) and _path(node) == path and len(node.args) == 1 else None

    def measured(self, node: Any, path: str) -> Any:
        """The size or shape of an expression, from those of the arrays in it: the expression is not computed for that."""
        if path == "np.size" and _number(node.args[0]) is not None:
            return tree.const(1)
        parts = self.spanned(node.args[0])
        if len(parts) == 1:
            return tree.call(node.func, parts)
        if path == "np.shape" and parts:
            return tree.call(tree.attr(node.func.value, "broadcast_shapes"), [tree.call(node.func, [part]) for part in parts])
        return node

    def spanned(self, node: Any) -> list[Any]:
        """The names whose shapes, broadcast, an elementwise expression has; none where that is not seen."""
        if isinstance(node, gast.Name):
            return [node]
        if isinstance(node, gast.UnaryOp):
            return self.spanned(node.operand)
        if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Sub, gast.Div, gast.Pow)):       # lists have none of these
            operands = [node.left, node.right]
        elif isinstance(node, gast.Call) and not node.keywords and _path(node) in ELEMENTWISE:
            operands = node.args
        else:
            return []
        found = [self.spanned(operand) for operand in operands if type_of(operand, self.types) is None]
        return list({gast.dump(part): part for parts in found for part in parts}.values()) if found and all(found) else []

    def visit_Subscript(self, node: Any) -> Any:
        node = self.generic_visit(node)
        negative = isinstance(node.value, gast.UnaryOp) and isinstance(node.value.op, gast.USub)
        summed = self.summed(tree.subscript(node.value.operand, node.slice) if negative else node)
        if summed is not None:
            return tree.negate(summed) if negative else summed
        items = getattr(node.value, "elts", [])
        place = tree.literal(node.slice) if items and tree.is_literal(node.slice) else None
        if type(place) is not int or not 0 <= place < len(items) or not all(map(_is_idle, items[:place] + items[place + 1:])):
            return node
        return items[place]

    def summed(self, node: Any) -> Any:
        """``np.sum(x, axis=1)`` for ``np.sum(x, axis=1, keepdims=True)[:, 0]``; None for all else."""
        call, parts = node.value, getattr(node.slice, "elts", [])
        if not isinstance(call, gast.Call) or _path(call) != "np.sum" or len(call.args) != 1:
            return None
        named = {k.arg: _number(k.value) if k.arg == "axis" else getattr(k.value, "value", None) for k in call.keywords}
        axis = named.get("axis")
        if set(named) != {"axis", "keepdims"} or named["keepdims"] is not True or type(axis) is not int or not (
                0 <= axis < len(parts) and _number(parts[axis]) == 0):
            return None
        if not all(tree.same(p, tree.slice_(None, None)) for k, p in enumerate(parts) if k != axis):
            return None
        return tree.call(call.func, call.args, {"axis": tree.const(axis)})

    def visit_UnaryOp(self, node: Any) -> Any:
        node = self.generic_visit(node)
        inner = node.operand
        if isinstance(node.op, gast.USub) and isinstance(inner, gast.UnaryOp) and isinstance(inner.op, gast.USub):
            return inner.operand
        if isinstance(node.op, gast.USub) and isinstance(inner, gast.BinOp) and isinstance(inner.op, gast.Mult):
            number = _number(inner.left)
            if number is not None:                       # -(2.0 * x) is -2.0 * x
                return tree.binary(tree.const(-number), "*", inner.right)
        opposite = self.opposite(inner) if isinstance(node.op, gast.USub) else None
        return node if opposite is None else opposite

    def opposite(self, node: Any) -> Any:
        """``a * b`` of ``-a * b``, and the like; None where no factor has a sign, or it is of whole numbers without one."""
        if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and is_float(node.operand, self.types):
            return node.operand
        if not isinstance(node, gast.BinOp) or not isinstance(node.op, (gast.Mult, gast.Div)):
            return None
        left = self.opposite(node.left)
        return None if left is None else tree.like(node, [left, node.right])

    def product(self, node: Any, left: Any, right: Any) -> Any:
        for number, other, mine in ((left, node.right, True), (right, node.left, False)):
            if number is None:
                continue
            if _number(other) is not None:
                if type(number) is int or type(_number(other)) is int or abs(number) == 1.0 or abs(_number(other)) == 1.0:
                    return tree.const(number * _number(other))
                return node
            if type(number) is float and abs(number) == 1.0:
                return self.unit(number, other, node)
            if not mine and isinstance(node.left, (gast.Name, gast.Subscript)):
                return node
            if isinstance(other, gast.UnaryOp) and isinstance(other.op, gast.USub):
                return tree.binary(tree.const(-number), "*", other.operand)
            merged = self.merged(number, other)
            if merged is not None:
                return merged
        return node

    def merged(self, number: Any, other: Any) -> Any:
        """``2 * (x * 0.5 * y)`` with one factor for both, where a factor that is a power of two makes it exact."""
        if not isinstance(other, gast.BinOp) or not isinstance(other.op, gast.Mult):
            return None
        for factor, rest in ((other.left, other.right), (other.right, other.left)):
            value = _number(factor)
            exact = is_power_of_two(number) or is_power_of_two(value or 0)
            if type(number) is type(value) is int:             # integers of few bits overflow at another place
                exact = is_float(rest, self.types)
            if value is not None and exact:
                return self.visit_BinOp(tree.binary(tree.const(number * value), "*", rest))
        inner = self.merged(number, other.left)
        return None if inner is None else tree.binary(inner, "*", other.right)

    def inner(self, node: Any) -> Any:
        """``1.0 * x`` as an operand of arithmetic, where it need be no array of its own."""
        if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Mult) and _number(node.left) == 1 and (
                isinstance(node.right, gast.Name) and is_float(node.right, self.types)):
            return node.right
        return node

    def unit(self, number: float, other: Any, node: Any) -> Any:
        """``1.0 * e``: ``e`` itself if it is a float, or with its integer factor made a float."""
        negative = number < 0
        if is_float(other, self.types) and (negative or self.types.get(getattr(other, "id", "")) != ARRAY):
            return tree.negate(other) if negative else other
        if isinstance(other, gast.BinOp) and isinstance(other.op, gast.Mult):
            for factor, rest in ((other.left, other.right), (other.right, other.left)):
                value = _number(factor)
                if value is not None:
                    return tree.binary(tree.const(number * value), "*", rest)
        if isinstance(other, gast.UnaryOp) and isinstance(other.op, gast.USub):
            return self.unit(-number, other.operand, tree.binary(tree.const(-number), "*", other.operand))
        return node

    def total(self, node: Any, left: Any, right: Any) -> Any:
        plus = isinstance(node.op, gast.Add)
        if type(left) is int and type(right) is int:
            return tree.const(left + right if plus else left - right)
        if not plus and right == 0 and type(right) is int and _is_count(node.left):
            return node.left
        if isinstance(node.right, gast.UnaryOp) and isinstance(node.right.op, gast.USub):
            if not isinstance(node.right.operand, gast.Constant):
                return tree.binary(node.left, "-" if plus else "+", node.right.operand)
        return node


def _is_count(node: Any) -> bool:
    """True for what surely is an integer: the size of an array."""
    return isinstance(node, gast.Call) and _path(node) == "np.size"


def _path(call: Any) -> str:
    """What a call calls, written as NumPy's users do."""
    return (tree.dotted_path(call.func) or "").replace("@tool", "")


def is_power_of_two(value: Any) -> bool:
    """True for factors that change nothing but the exponent.

    >>> [is_power_of_two(v) for v in (2, -0.25, 1.0, 3, 0.0)]
    [True, True, True, False, False]
    """
    return value != 0 and math.isfinite(value) and abs(math.frexp(value)[0]) == 0.5


def _number(node: Any) -> Any:
    if not tree.is_literal(node) or isinstance(node, (gast.Tuple, gast.List)):
        return None
    value = tree.literal(node)
    return value if type(value) in (int, float) else None


def _is_idle(node: Any) -> bool:
    """True for an expression that nobody misses: it calls nothing but what makes zeros."""
    return all(_path(part) in ("np.zeros", "np.zeros_like") for part in tree.walk(node) if isinstance(part, gast.Call))
