"""Calls and operators that Numba knows in another form: reductions along an axis, copies, shapes, types, products, indices.

What the types decide becomes a call of a family (see ``families``), which stands there until types are known.

>>> from srcad.printer import to_source
>>> function = tree.parse("def f(x, n):\\n    return sum(x[k] for k in range(n)[::-1]), np.sum(x, axis=1, keepdims=True)").body[0]
>>> print(to_source(tree.module([with_other_calls(function, "np", lambda helper: helper, set(), set())])), end="")
def f(x, n):
    return sum([x[k] for k in range(last_of(0, n, 1), 0 - 1, -1)]), np.expand_dims(
        np.sum(x, axis=1), 1)
"""
from __future__ import annotations

from collections.abc import Callable

import gast

from .. import tree
from ..tree import Node
from .prepare import refuse, takes_all


def with_other_calls(function: Node, numpy: str, word: Callable[[str], str], special: set[str], placing: set[str]) -> Node:
    """Return the function with calls that Numba knows: reductions along an axis, copies, shapes, types, ranges backwards.

    ``numpy`` is the module's name for NumPy; ``word`` gives the name of a helper; ``special`` are names of SciPy's ``erf``,
    ``placing`` those of helpers whose second argument is an index.
    """
    return _Calls(numpy, word, special, placing).visit(function)


# functions of NumPy that have families
OTHER = {"matmul": "product", "expand_dims": "expanded", "cross": "crossed", "full_like": "filled_alike"}
MAKERS = ("zeros", "ones", "empty", "full", "astype", "zeros_like", "ones_like", "empty_like", "full_like", "array")


def _last(function: Node) -> str:
    return function.attr if isinstance(function, gast.Attribute) else ""


def _is_backwards(part: Node) -> bool:
    """True for ``[::-1]``."""
    return (isinstance(part, gast.Slice) and part.lower is None and part.upper is None and part.step is not None
            and tree.is_literal(part.step) and tree.literal(part.step) == -1)


class _Calls(gast.NodeTransformer):
    def __init__(self, numpy: str, word: Callable[[str], str], special: set[str], placing: set[str]) -> None:
        self.numpy, self.word, self.special, self.placing = numpy, word, special, placing
        self.other = {f"{numpy}.{name}": family for name, family in OTHER.items()}

    def with_arrays(self, index: Node) -> Node:
        """An index, in which arrays are what lists are."""
        if isinstance(index, gast.Tuple):
            return tree.with_fields(index, elts=[self.with_arrays(part) for part in index.elts])
        return tree.call(f"{self.numpy}.array", [index]) if isinstance(index, gast.List) and index.elts else index

    def visit_Subscript(self, node: Node) -> Node:
        self.generic_visit(node)
        if tree.dotted_path(node.value) == f"{self.numpy}.s_":
            return tree.index_object(self.with_arrays(node.slice))
        if not isinstance(node.value, gast.List):
            node = tree.with_fields(node, slice=self.with_arrays(node.slice))
        if isinstance(node.value, gast.Call) and tree.is_name(node.value.func, "range") and _is_backwards(node.slice):
            args = node.value.args
            first, stop = (tree.const(0), args[0]) if len(args) == 1 else args[:2]
            step = args[2] if len(args) == 3 else tree.const(1)
            return tree.call("range", [tree.call(self.word("last_of"), [first, stop, step]), tree.binary(first, "-", step),
                                       tree.negate(step)])
        everything = isinstance(node.slice, gast.Constant) and node.slice.value is Ellipsis
        return node.value if everything and isinstance(node.ctx, gast.Load) else node

    def visit_BinOp(self, node: Node) -> Node:
        self.generic_visit(node)
        return tree.call(self.word("product"), [node.left, node.right]) if isinstance(node.op, gast.MatMult) else node

    def visit_AugAssign(self, node: Node) -> Node:
        self.generic_visit(node)
        target = node.target
        if isinstance(target, gast.Subscript) and tree.is_name(target.value) and (
                isinstance(target.slice, gast.Constant) and target.slice.value is Ellipsis):
            return tree.augment_like(node, tree.name(target.value.id), node.value)
        return node

    def visit_Call(self, node: Node) -> Node:
        self.generic_visit(node)
        path = tree.dotted_path(node.func)
        if takes_all(node):
            return tree.with_fields(node, args=[tree.comprehension_like(node.args[0]), *node.args[1:]])
        if path in self.placing:
            node = tree.with_fields(node, args=[node.args[0], self.with_arrays(node.args[1]), *node.args[2:]])
        if path in self.other and not node.keywords:
            return tree.with_fields(node, func=tree.name(self.word(self.other[path])))
        if path == f"{self.numpy}.array" and len(node.args) == 1 and not node.keywords and not isinstance(
                node.args[0], (gast.List, gast.Tuple, gast.ListComp)):
            [inner] = node.args
            if isinstance(inner, gast.Call) and tree.dotted_path(inner.func) == f"{self.numpy}.broadcast_to":
                shape = inner.args[1]
                if isinstance(shape, gast.Call) and tree.dotted_path(shape.func) == f"{self.numpy}.shape":
                    return tree.call(self.word("spread_out"), [inner.args[0], shape.args[0]])
            return tree.call(self.word("copy_of"), [inner])
        if path in self.special:
            return tree.call(self.word("erf"), node.args)
        if path == f"{self.numpy}.may_share_memory" and len(node.args) == 2:
            return tree.call(self.word("meet"), node.args)
        if path == f"{self.numpy}.ndim" and len(node.args) == 1:
            return tree.call(self.word("axes_of"), node.args)
        if _last(node.func) in MAKERS:
            dtypes = {"int": "int64", "float": "float64", "bool": "bool_", "complex": "complex128"}

            def dtype(part: Node) -> Node:
                return tree.attr(tree.name(self.numpy), dtypes[part.id]) if tree.is_name(part) and part.id in dtypes else part

            keywords = {k.arg: dtype(k.value) for k in node.keywords}
            return tree.call(node.func, [dtype(a) for a in node.args], keywords)
        if _last(node.func) == "reshape":
            if path == f"{self.numpy}.reshape":
                return tree.with_fields(node, args=[tree.call(f"{self.numpy}.ascontiguousarray", [node.args[0]]), *node.args[1:]])
            whole = tree.call(f"{self.numpy}.ascontiguousarray", [node.func.value])
            return tree.with_fields(node, func=tree.attr(whole, "reshape"))
        kind = node.func.attr if isinstance(node.func, gast.Attribute) else ""
        kind = {"amax": "max", "amin": "min"}.get(kind, kind)
        if kind not in ("sum", "max", "min", "mean"):
            return node
        keywords = {k.arg: k.value for k in node.keywords}
        args = list(node.args)
        if not tree.is_name(node.func.value, self.numpy):
            args = [node.func.value, *args]
        if len(args) == 2 and "axis" not in keywords:
            keywords["axis"] = args.pop()
        if not args and "a" in keywords:
            args = [keywords.pop("a")]
        kept = keywords.pop("keepdims", tree.const(False))
        axis = keywords.pop("axis", tree.const(None))
        if len(args) != 1 or keywords or tree.is_none(axis) and isinstance(kept, gast.Constant) and not kept.value:
            return node
        if not isinstance(kept, gast.Constant) or not tree.is_literal(axis) or type(tree.literal(axis)) is not int:
            if kind == "sum" and isinstance(kept, gast.Constant) and not kept.value:
                return node
            refuse(node, f"`{kind}` with this axis or keepdims has no compiled form", "give one axis, as a number")
        if kind == "sum":
            found = tree.call(f"{self.numpy}.sum", [args[0]], {"axis": axis})
        else:
            found = tree.call(self.word({"max": "largest", "min": "smallest", "mean": "average"}[kind]), [args[0], axis])
        return tree.call(f"{self.numpy}.expand_dims", [found, axis]) if kept.value else found
