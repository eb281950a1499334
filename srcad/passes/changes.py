"""What statements change in place, as far as their text tells: before it is known what names stand for.

>>> def resolve(path): return path[:3] == "np.", getattr(np, path[3:], None)
>>> from srcad.printer import expression
>>> block = tree.parse("x[0].y = 1; z.append(2); n += 1; np.add(a, b, out=(c[1:],)); np.copyto(d, a)").body
>>> [expression(part) for part in changed_in(block, resolve)]
['x[0]', 'z', 'n', 'c[1:]', 'd']
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from .writers import FIRST, out_of, parameters_of

Resolve = Callable[[str], tuple[bool, Any]]
CHANGING = frozenset("append extend insert pop remove clear sort reverse update setdefault popitem add discard fill put itemset "
                     "resize setfield setflags partition byteswap tofile dump".split())


def changed_in(block: list[Any], resolve: Resolve) -> list[Any]:
    """The trees of all that statements change in place: an array, list or object, not the item that it gets."""
    return [part for node in block for inner in tree.walk(node) for part in changed_by(inner, resolve)]


def changed_by(node: Any, resolve: Resolve) -> list[Any]:
    """The trees of what one node of a tree changes itself."""
    if isinstance(node, (gast.Subscript, gast.Attribute)):
        return [] if isinstance(node.ctx, gast.Load) else [node.value]
    if isinstance(node, gast.AugAssign):
        return [tree.load(node.target)]
    if not isinstance(node, gast.Call):
        return []
    found, target = resolve(tree.dotted_path(node.func) or "")
    if isinstance(node.func, gast.Attribute) and not found and node.func.attr in CHANGING:
        return [node.func.value, *_outs(node, resolve, found, target)]
    return _outs(node, resolve, found, target)


def root(node: Any) -> str:
    """The name at the root of a section, item or attribute; "" where there is none."""
    while isinstance(node, (gast.Subscript, gast.Attribute)):
        node = node.value
    return node.id if isinstance(node, gast.Name) else ""


def _outs(call: Any, resolve: Resolve, found: bool, target: Any) -> list[Any]:
    """What a call of a library writes to: its ``out``, or its first argument; all it is given, where that is not told."""
    words = {k.arg: k.value for k in call.keywords}
    given = [a.value if isinstance(a, gast.Starred) else a for a in call.args]
    owner = getattr(target, "__self__", None)
    if any(target is w for w in FIRST) or isinstance(owner, np.ufunc) and target.__name__ == "at":
        return given[:1] or list(words.values())
    library = found and bool(parameters_of(target))
    if library and (given != call.args or None in words or any(w.startswith("overwrite") for w in words)):
        return [*given, *words.values()]
    out = out_of(call, resolve)
    outs = [out[1]] if out is not None else [words["out"]] if "out" in words and (library or not found) else []
    if isinstance(target, np.ufunc) and target.nout > 1:
        outs += given[target.nin:]
    parts = [part for out in outs for part in (out.elts if isinstance(out, gast.Tuple) else [out])]
    return [part for part in parts if not tree.is_literal(part)]
