"""What is first added to a section of new zeros is stored there.

>>> import numpy as np
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(tree.module([begun(tree.parse('''
... def f(x, y_bar, z_bar):
...     x_bar = np.zeros(x.shape)
...     x_bar[1:] += y_bar
...     x_bar[0] += z_bar
...     x_bar[2] += z_bar
...     return x_bar
... ''').body[0], purity((), {"np": np}, ()))])), end="")
def f(x, y_bar, z_bar):
    x_bar = np.zeros(x.shape)
    x_bar[1:] = y_bar
    x_bar[0] = z_bar
    x_bar[2] += z_bar
    return x_bar
"""
from __future__ import annotations

from collections.abc import Collection
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.purity import Purity
from ..rules.expand import TOOL
from .accumulate import adds


def begun(function: Any, known: Purity, kept: Collection[str] = ()) -> Any:
    """Return the function with such additions as stores; what is done to the user's, the ``kept``, stays."""
    if not any(is_zeros(node, known) for node in tree.statements(function.body)):
        return function
    function = tree.clone(function)
    for block in list(tree.blocks(function.body)):
        for place, node in enumerate(block):
            if is_zeros(node, known) and node.targets[0].id not in kept:
                store_first(block, place)
    return function


def is_zeros(node: Any, known: Purity) -> bool:
    """True for ``x = np.zeros(shape)``: floats, and nobody else's."""
    value = getattr(node, "value", None)
    if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]) or not isinstance(value, gast.Call):
        return False
    head, _, word = (tree.dotted_path(value.func) or "").partition(".")
    of_numpy = head == "np" + TOOL or known.objects.get(head) is np
    return of_numpy and word == "zeros" and len(value.args) == 1 and not value.keywords


def store_first(block: list[Any], place: int) -> None:
    """Make stores of the additions after a statement that makes zeros, as long as nothing else is done with these."""
    name = block[place].targets[0].id
    sections: list[Any] = []
    changed: set[str] = set()
    for k in range(place + 1, len(block)):
        node = block[k]
        if name in tree.all_names(node):
            index = node.target.slice if adds(node) and isinstance(node.target, gast.Subscript) else tree.const(None)
            alone = is_section(index) and tree.is_name(node.target.value, name) and name not in tree.all_names(
                node.value) | tree.all_names(index)
            if not alone or tree.reads(index) & changed or not all(are_apart(index, other) for other in sections):
                return
            sections.append(index)
            if isinstance(node.op, gast.Add):
                block[k] = tree.assign(node.target, node.value, node.lineno)
        elif hasattr(node, "body"):
            return
        changed |= tree.writes(node)


def is_section(index: Any) -> bool:
    """True for an index of integers, names and slices alone."""
    return all(isinstance(p, gast.Slice) or tree.is_literal(p) and type(tree.literal(p)) is int for p in parts_of(index))


def parts_of(index: Any) -> list[Any]:
    return list(index.elts) if isinstance(index, gast.Tuple) else [index]


def are_apart(index: Any, other: Any) -> bool:
    """True if two sections surely have no element in common: ``[0]`` and ``[1]``, ``[:, :n]`` and ``[:, n:]``."""
    return any(map(_apart, parts_of(index), parts_of(other)))


def _apart(part: Any, other: Any) -> bool:
    if isinstance(part, gast.Slice) and isinstance(other, gast.Slice):
        ends = [(part.upper, other.lower), (other.upper, part.lower)]
        plain = part.step is None and other.step is None
        return plain and any(end is not None and start is not None and tree.same(end, start) for end, start in ends)
    if isinstance(part, gast.Slice) or isinstance(other, gast.Slice):
        number, cut = (tree.literal(other), part) if isinstance(part, gast.Slice) else (tree.literal(part), other)
        bounds = tree.literal_slice(cut)
        return bounds is not None and bounds.step is None and type(bounds.start) is int and 0 <= number < bounds.start
    one, two = tree.literal(part), tree.literal(other)
    return bool(one != two and (one < 0) == (two < 0))
