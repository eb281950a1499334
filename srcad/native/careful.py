"""From types to text: what Numba does otherwise than Python, without saying so, is written another way or refused.

Integers of 64 bits, powers, errors of ``math``, arrays that are added to themselves, masks of another length, items taken
out of the middle of a list.
"""
from __future__ import annotations

import inspect
import math
import operator
import random
import textwrap
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..tree import Node
from . import arrays, guards, helpers, matrices
from .families import FAMILIES, rank, types
from .prepare import refuse
from .typed import Operation, Typing

Word = Callable[[str], str]
PASTED = {word: helper for room in (guards, helpers, arrays, matrices) for word, helper in vars(room).items()
          if isinstance(helper, FunctionType) and helper.__module__ == room.__name__}
SMALL = 1 << 20                            # a step so small that no loop runs long enough for it
TOTAL = ("atan", "atan2", "tanh", "asinh", "erf", "erfc", "copysign", "fabs", "isnan", "isinf", "isfinite", "floor", "ceil",
         "trunc", "hypot", "degrees", "radians", "gcd")
UNDEFINED = ("log", "log2", "log10", "log1p", "atanh", "lgamma", "gamma")      # their poles are errors of the domain
ROUNDED = (int, round, math.floor, math.ceil, math.trunc)
VIEWS_OR_COPIES = ("ravel", "reshape", "asarray", "ascontiguousarray", "asfortranarray", "atleast_1d", "atleast_2d", "atleast_3d",
                   "squeeze", "diag", "diagonal", "rot90", "flip", "fliplr", "flipud", "astype", "broadcast_arrays")


ALLOCATING = ("zeros_like", "ones_like", "empty_like", "full_like", "zeros", "ones", "empty", "full", "copy", "exp", "log",
              "tanh", "sin", "cos", "sqrt", "sum", "shape")


def check_types(typing: Typing) -> None:
    """Refuse names of a type that Numba reckons with otherwise than NumPy: other widths, arrays without axes."""
    for function, name, kind in typing.variables:
        wrong = _odd(kind)
        if wrong:
            node = next((n for n in tree.walk(function) if tree.is_name(n, name.split(".")[0])), function)
            refuse(node, f"{wrong} has no compiled form",
                   "use float64, int64, bool or complex128, and arrays of at least one axis")


def _odd(kind: Any) -> str:
    if isinstance(kind, types.Array):
        return "an array without axes" if kind.ndim == 0 else _odd(kind.dtype)
    if isinstance(kind, types.Integer) and not isinstance(kind, types.IntegerLiteral) and kind.bitwidth != 64:
        return f"{kind}"
    if isinstance(kind, (types.Float, types.Complex)) and kind.name not in ("float64", "complex128"):
        return f"{kind}"
    if isinstance(kind, types.Integer) and not kind.signed and kind.bitwidth == 64:
        return f"{kind}"
    inner = list(kind.types) if isinstance(kind, types.BaseTuple) else [kind.dtype] if isinstance(kind, types.List) else []
    return next((wrong for item in inner if (wrong := _odd(item))), "")


def rewritten(module: Node, typing: Typing, numpy: str, word: Word) -> Node:
    """Return the module with every operation in a form that does what Python does.

    ``word`` gives the module's name for a helper, which is pasted then.
    """
    check_types(typing)
    functions = [s for s in module.body if isinstance(s, gast.FunctionDef)]
    for function in functions:
        _check_shared(function)
    maker = _Maker(numpy, word, module)
    chosen: dict[tuple[int, str], tuple[str, Callable[[Node], Node] | None]] = {}
    for operation in typing.operations:
        if operation.node is not None:
            made = maker.form(operation) or ("", None)
            if chosen.setdefault((id(operation.node), operation.word), made)[0] != made[0]:
                refuse(operation.node, "this is reached with values of several types", "write a function for each")
    forms = {key: form for (key, _), (_, form) in chosen.items() if form}
    forms |= {id(n): maker.taken_out for n in tree.walk(module) if isinstance(n, gast.Call) and isinstance(n.func, gast.Attribute)
              and n.func.attr == "pop" and n.args}
    module = _Rewriter(forms).visit(module)
    entry = next(f for f in module.body if isinstance(f, gast.FunctionDef) and f.name == typing.entry)
    sized = [n for n, kind in zip(tree.parameters(entry), typing.types, strict=True)
             if isinstance(kind, types.Integer) and n in maker.reckoned]
    first = 1 if gast.get_docstring(entry) is not None else 0
    entry.body[first:first] = [tree.assign(n, tree.call(word("sized"), [tree.name(n)])) for n in sized]
    return module


def _places(module: Node) -> set[int]:
    """Where integers name places, by identity: what is reckoned there is not kept, so it cannot grow from trip to trip."""
    parts = [[n.slice] if isinstance(n, gast.Subscript) else n.args for n in tree.walk(module)
             if isinstance(n, gast.Subscript) or isinstance(n, gast.Call) and tree.is_name(n.func, "range")]
    return {id(n) for block in parts for part in block for n in tree.walk(part)}


class _Rewriter(gast.NodeTransformer):
    def __init__(self, forms: Mapping[int, Callable[[Node], Node]]) -> None:
        self.forms = forms

    def visit(self, node: Node) -> Node:
        key = id(node)
        super().generic_visit(node)
        return self.forms[key](node) if key in self.forms else node


class _Maker:
    """Says of an operation how it is written instead: a label and a function from tree to tree, or None: as it is."""

    def __init__(self, numpy: str, word: Word, module: Node) -> None:
        self.numpy, self.word = numpy, word
        self.places = _places(module)
        ranges = [n for n in tree.walk(module) if isinstance(n, gast.For) and isinstance(n.iter, gast.Call)
                  and tree.is_name(n.iter.func, "range")]
        self.counters = set().union(*[tree.writes(n.target) for n in ranges])
        self.reckoned: set[str] = set()                    # names of which other integers are made

    def call(self, helper: str) -> Callable[..., Node]:
        return lambda *args: tree.call(self.word(helper), list(args))

    def form(self, operation: Operation) -> tuple[str, Callable[[Node], Node]] | None:
        node, word = operation.node, operation.word
        if word == "binop" and isinstance(node, gast.BinOp):
            symbol, sides = type(node.op), (node.left, node.right)
            if symbol is gast.Pow and rank(operation.operands[0]):
                return self.array_power(node, operation.operands)
            helper = self.arithmetic(node, symbol, sides, operation.operands)
            return (helper, lambda n: self.call(helper)(n.left, n.right)) if helper else None
        if word == "inplace_binop" and isinstance(node, gast.AugAssign):
            return self.augmented(node, operation.operands, operation.inside)
        if word == "unary" and isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Invert) and (
                isinstance(operation.operands[0], types.Boolean)):
            refuse(node, "`~` of a bool is -1 or -2 in Python and a bool in compiled code", "write `not`")
        if word in ("getitem", "static_getitem", "setitem") and isinstance(node, gast.Subscript):
            return self.indexed(node, operation.operands)
        if word == "call" and isinstance(node, gast.Call):
            return self.called(node, operation)
        return None

    def taken_out(self, node: Node) -> Node:
        """``items.pop(index)``, which Numba has another form of."""
        if _literal(node.args[0]) == -1:
            return tree.with_fields(node, args=[])
        return self.call("taken_out")(node.func.value, node.args[0])

    # ------------------------------------------------------------------ operators
    def arithmetic(self, node: Node, symbol: type, sides: tuple[Node, Node], operands: tuple[Any, ...]) -> str:
        """Return the helper for an operation of two numbers, or nothing."""
        left, right = operands[:2]
        bools = isinstance(left, types.Boolean) and isinstance(right, types.Boolean)
        if bools and symbol in (gast.Add, gast.Sub, gast.Mult):
            refuse(node, "arithmetic of two bools has no compiled form: NumPy's and Python's differ", "make one a float")
        if symbol is gast.Pow and rank(left) == 0 and rank(right) == 0:
            exponent = _literal(sides[1])
            plain = type(exponent) is int and exponent >= 0
            if all(isinstance(kind, (types.Integer, types.Boolean)) for kind in (left, right)):
                base = _literal(sides[0])
                return "" if plain and exponent < 20 and base is not None and abs(base) < 4 else "whole_power"
            complex_ = isinstance(left, types.Complex) or isinstance(right, types.Complex)
            return "" if plain or complex_ else "power"
        if not (isinstance(left, types.Integer) and isinstance(right, types.Integer)):
            return ""
        if symbol is gast.LShift:
            refuse(node, "`<<` of integers has no compiled form", "write a * 2 ** n")
        self.reckoned |= {side.id for side in sides if tree.is_name(side)}
        small = any(isinstance(v := _literal(side), int) and abs(v) < SMALL for side in sides)
        place = id(node) in self.places
        if symbol in (gast.Add, gast.Sub):
            return "" if small or place else "plus" if symbol is gast.Add else "minus"
        counted = any(tree.is_name(side) and side.id in self.counters for side in sides)
        return "times" if symbol is gast.Mult and not (small and place and counted) else ""

    def array_power(self, node: Node, operands: tuple[Any, ...]) -> tuple[str, Callable[[Node], Node]] | None:
        exponent = _literal(node.right)
        if type(exponent) is int and exponent >= 0:
            return None
        if isinstance(operands[0].dtype, types.Integer):
            refuse(node, "a power of an array of integers has no compiled form", "make it an array of floats")
        return "np.power", lambda n: tree.call(f"{self.numpy}.power", [n.left, n.right])

    def augmented(self, node: Node, operands: tuple[Any, ...], inside: Any) -> tuple[str, Callable[[Node], Node]] | None:
        left, right = operands[:2]
        symbol = type(node.op)
        if not rank(left):
            helper = self.arithmetic(node, symbol, (node.target, node.value), operands)
            if not helper or isinstance(node.target, gast.Subscript) and isinstance(left, types.Integer):
                return None                # elements of arrays of integers have 64 bits in NumPy too
            return helper, lambda n: tree.assign(n.target, self.call(helper)(tree.load(n.target), n.value), n.lineno)
        if isinstance(left.dtype, (types.Integer, types.Boolean)) and not _same_kind(left, right):
            refuse(node, f"floats are added in place to {left.dtype}", "make it an array of floats")
        if not rank(right) and symbol is not gast.Pow:
            return None
        if any(isinstance(n, gast.Call) for n in tree.walk(node.target)):
            refuse(node, "the place of this statement is found by a call", "bind it to a name first")
        def made(n: Node) -> Node:
            everything = isinstance(n.target, gast.Subscript) and isinstance(n.target.slice, gast.Constant) and (
                n.target.slice.value is Ellipsis)
            before = tree.load(n.target.value if everything else n.target)
            item = tree.is_name(before) or isinstance(inside, types.List)          # the same array stays in the list
            target = tree.subscript(before, tree.const(Ellipsis)) if item else n.target
            value = (tree.call(f"{self.numpy}.power", [before, n.value]) if symbol is gast.Pow
                     else tree.like_augmented(tree.augment_like(n, before, n.value)))
            return tree.assign(target, value, n.lineno)
        return "stored", made

    # ------------------------------------------------------------------ indices
    def indexed(self, node: Node, operands: tuple[Any, ...]) -> tuple[str, Callable[[Node], Node]] | None:
        array, index = operands[:2]
        inside = list(index.types) if isinstance(index, types.BaseTuple) else [index]
        masks = [kind for kind in inside if isinstance(kind, types.Array) and isinstance(kind.dtype, types.Boolean)]
        if not masks or not isinstance(array, types.Array):
            return None
        if len(inside) > 1 or masks[0].ndim > 1 or not tree.is_name(node.value):
            refuse(node, "this mask has no compiled form", "bind the array to a name, and use a mask of one axis alone")
        return "same_length", lambda n: tree.with_fields(n, slice=self.call("same_length")(n.slice, tree.name(n.value.id)))

    # ------------------------------------------------------------------ calls
    def called(self, node: Node, operation: Operation) -> tuple[str, Callable[[Node], Node]] | None:
        called, operands = operation.called, operation.operands
        if isinstance(called, FunctionType) and called in FAMILIES.values():
            helper = called(*operands)
            assert helper is not None
            if helper is matrices.product:
                return "@", lambda n: tree.binary(n.args[0], "@", n.args[1])
            if helper in (matrices.expand_dims, arrays.full_like):             # what NumPy's own function does
                return helper.__name__, lambda n: tree.call(f"{self.numpy}.{helper.__name__}", n.args)
            return helper.__name__, lambda n: tree.with_fields(n, func=tree.name(self.word(helper.__name__)))
        if isinstance(getattr(called, "__self__", None), (np.random.RandomState, random.Random)):
            refuse(node, "compiled code has random numbers of its own", "draw them outside and pass them")
        whole = not any(isinstance(_number(kind), (types.Float, types.Complex)) for kind in operands)
        if called in (np.power, operator.pow, pow) and whole:
            refuse(node, "a power of integers has no compiled form here", "make the base a float")
        if called in ROUNDED and len(operands) == 1 and isinstance(operands[0], types.Float):
            return "counted", lambda n: tree.with_fields(n, args=[self.call("counted")(n.args[0])])
        name = getattr(called, "__name__", "")
        if getattr(math, name, None) is called and callable(called) and name not in TOTAL and name != "pow":
            if len(operands) != 1:
                refuse(node, f"`math.{name}` of {len(operands)} numbers has no compiled form")
            return f"math.{name}", lambda n: tree.with_fields(n, func=tree.name(self.word(f"math.{name}")))
        if called is math.pow:
            return "power", lambda n: tree.with_fields(n, func=tree.name(self.word("power")))
        return None


def _number(kind: Any) -> Any:
    return kind.dtype if isinstance(kind, types.Array) else kind


def _same_kind(left: Any, right: Any) -> bool:
    return isinstance(_number(right), (types.Integer, types.Boolean))


def _literal(node: Node) -> Any:
    if tree.is_literal(node):
        value = tree.literal(node)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return None


def _held(node: Node) -> set[str]:
    """The names whose memory the value of an expression may share."""
    if isinstance(node, gast.Name):
        return {node.id}
    if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Compare)):
        return set().union(*[_held(n) for n in tree.children(node) if isinstance(n, tree.DISPLAYS)])
    if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in ALLOCATING:
        return set()
    return set().union(*map(_held, tree.children(node)))


def _check_shared(function: Node) -> None:
    """Refuse writes to what may be a view in NumPy and a copy here, or the other way round."""
    groups: dict[str, set[str]] = {}
    mixed: list[tuple[Node, set[str]]] = []
    for s in tree.statements(function.body):
        parts = [n for n in tree.children(s) if not isinstance(n, gast.stmt)]
        linked = tree.writes(s) if isinstance(s, gast.Assign) else set()
        if isinstance(s, gast.Assign):
            linked |= _held(s.value)
        for name in set(linked):
            linked |= groups.get(name, set())
        groups.update({name: linked for name in linked})
        calls = [n for part in parts for n in tree.walk(part) if isinstance(n, gast.Call) and _word(n.func) in VIEWS_OR_COPIES]
        calls = [] if isinstance(s, gast.Return) else calls        # nothing is written after it
        mixed += [(call, tree.reads(call) | (tree.writes(s) if isinstance(s, gast.Assign) else set())) for call in calls]
    written = {root for s in tree.statements(function.body) if (root := _written(s))}
    for call, names in mixed:
        if written & set().union(names, *[groups.get(name, set()) for name in names]):
            refuse(call, "this is written, and may share memory with what it is made of or not", "take a copy")


def _word(function: Node) -> str:
    """The last word of what is called."""
    return function.attr if isinstance(function, gast.Attribute) else function.id if isinstance(function, gast.Name) else ""


def _written(s: Node) -> str:
    targets = s.targets if isinstance(s, gast.Assign) else [s.target] if isinstance(s, gast.AugAssign) else []
    for target in targets:
        if isinstance(s, gast.AugAssign) and tree.is_name(target):
            return str(target.id)
        top = target
        while isinstance(top, (gast.Subscript, gast.Attribute)):
            top = top.value
        if top is not target and tree.is_name(top):
            return str(top.id)
    return ""


# ---------------------------------------------------------------------- helpers as text
def helper_tree(word: str) -> Node:
    """Return the tree of a helper, under the name that it would like to have."""
    if word.startswith("math."):
        function = word.removeprefix("math.")
        text = inspect.getsource(guards.real_exp).replace("exp", function)  # the pattern of them all
        if function in UNDEFINED:
            text = text.replace("OverflowError(\"math range error\")", "ValueError(\"math domain error\")")
        made = tree.parse(text).body[0]
    else:
        made = tree.parse(textwrap.dedent(inspect.getsource(PASTED[word]))).body[0]
    made.returns = None
    for parameter in made.args.args:
        parameter.annotation = None
    for node in tree.walk(made):
        if isinstance(node, gast.stmt):
            node.lineno = 0
    return made
