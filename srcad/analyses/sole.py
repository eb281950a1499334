"""Arrays of an emitted function that no other name can mean: a write to one is seen nowhere else.

A name is such if all that it is bound to is allocated there, and nothing is made of it that might
share its memory: it is read in arithmetic, by element, by its shape, and written.

>>> from srcad.analyses.purity import purity
>>> sorted(sole(tree.parse('''
... def f(x, y):
...     a, = x
...     b = np.zeros_like(x)
...     c = np.zeros_like(x)
...     b[0] += 2.0 * c[1]
...     d = c[1:]
...     return b
... ''').body[0], purity((), {"np": np}, ())))
['b']
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import gast
import numpy as np

from .. import tree
from ..rules.expand import TOOL
from .purity import Purity

MADE = frozenset("zeros zeros_like ones ones_like empty empty_like full full_like copy own laid_out "
                 "exp log sqrt sin cos tan tanh square maximum minimum".split())
PLAIN = MADE | frozenset("sum shape len float abs outer dot where".split())
BUILTINS = ("len", "float", "abs")
LENGTHS = ("shape", "ndim", "size", "dtype")


def sole(function: Any, known: Purity, arrays: Collection[str] = ()) -> frozenset[str]:
    """Return the names of arrays that share memory with nothing; ``arrays`` surely are none of lists."""
    return _Sole(function, known, arrays).names()


class _Sole:
    def __init__(self, function: Any, known: Purity, arrays: Collection[str]) -> None:
        self.function, self.known, self.arrays = function, known, arrays
        self.parameters = set(tree.all_parameters(function))
        self.local = tree.local_names(function)

    def names(self) -> frozenset[str]:
        made: dict[str, bool] = {}
        shared: set[str] = set()
        for node in tree.statements(self.function.body):
            if isinstance(node, (gast.FunctionDef, gast.Try, gast.With)):
                return frozenset()
            if isinstance(node, gast.Assign):
                target = node.targets[0]
                if isinstance(target, gast.Name):
                    first = target.id in made or target.id not in self.parameters or self.comes_first(node, target.id)
                    made[target.id] = made.get(target.id, True) and first and (
                        self.word(node.value) in MADE or is_computed(node.value) or self.is_copied(node.value)
                        or isinstance(node.value, gast.BinOp) and target.id in self.arrays)
                else:
                    shared |= tree.writes(target)
                shared |= self.held(node.value)
            elif isinstance(node, gast.AugAssign):
                shared |= self.held(node.value) if isinstance(node.target, gast.Name) else set()
            elif isinstance(node, gast.For):
                shared |= self.held(node.iter) | tree.writes(node.target)
            elif isinstance(node, gast.Expr):
                shared |= self.held(node.value)
        return frozenset(name for name, own in made.items() if own) - shared

    def held(self, node: Any) -> set[str]:
        """The names whose memory the value of an expression may share."""
        if isinstance(node, gast.Name):
            return {node.id}
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Compare)):
            return self.all_held(p for p in tree.children(node) if isinstance(p, tree.DISPLAYS))
        if isinstance(node, gast.Attribute):
            return set() if node.attr in LENGTHS else self.held(node.value)
        if isinstance(node, gast.Subscript):
            return self.held(node.value)
        if isinstance(node, gast.Call) and (self.word(node) in PLAIN or self.is_copied(node)):
            return set()
        return self.all_held(tree.children(node))

    def all_held(self, nodes: Iterable[Any]) -> set[str]:
        return set().union(*map(self.held, nodes))

    def word(self, node: Any) -> str:
        """What an expression calls: a helper, a function of NumPy, a builtin, a method of arrays; "" for all else."""
        if isinstance(node, gast.Call) and is_cut(getattr(node.func, "value", None)) and node.func.attr == "copy":
            return "copy"
        path = (tree.dotted_path(node.func) or "") if isinstance(node, gast.Call) else ""
        head, *rest = path.split(".")
        objects = self.known.objects
        if head.endswith(TOOL) or rest and head not in self.local and objects.get(head) is np:
            return (rest or [head])[-1].removesuffix(TOOL)
        if not rest:
            return head if head in BUILTINS and head not in {*objects, *self.local, *self.known.pure} else ""
        return rest[-1] if len(rest) == 1 and head in self.local and rest[-1] not in self.known.methods else ""

    def is_copied(self, node: Any) -> bool:
        """True for ``np.array(x)``, which copies unless it is told not to."""
        return self.word(node) == "array" and len(node.args) == 1 and not node.keywords and not isinstance(
            node.args[0], tree.DISPLAYS)

    def comes_first(self, node: Any, name: str) -> bool:
        """True if a statement of the body itself is the first to speak of a name."""
        speaks = (s for s in self.function.body if any(isinstance(n, gast.Name) and n.id == name for n in tree.walk(s)))
        return next(speaks, None) is node


def is_cut(value: Any) -> bool:
    """True for a section of an array: ``x[1:]``, ``x[:, 0]``."""
    index = value.slice if isinstance(value, gast.Subscript) and tree.is_name(value.value) else None
    return any(isinstance(part, gast.Slice) for part in getattr(index, "elts", [index]))


def is_computed(value: Any) -> bool:
    """True for arithmetic that lists do not have: its result is new memory, or a number.

    >>> [is_computed(tree.parse_expression(text)) for text in ("3.0 * a ** 2", "2.0 * u", "x - y", "x * 2", "x + y", "-x")]
    [True, True, True, False, False, False]
    """
    if not isinstance(value, gast.BinOp):
        return False
    if isinstance(value.op, (gast.Sub, gast.Div, gast.Pow)):
        return True
    factors = (value.left, value.right)
    return isinstance(value.op, gast.Mult) and any(
        isinstance(f, gast.Constant) and isinstance(f.value, float) or is_computed(f) for f in factors)
