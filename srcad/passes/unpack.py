"""Targets of unpacking: starred ones as reads of the places of a sequence, whose length is seen when it runs.

>>> from srcad.printer import to_source
>>> node, = tree.parse("a, *b = x").body
>>> print(to_source(tree.without_tools(tree.module(unstarred(node, Names({"x", "a", "b"}))))), end="")
if len(x) < 1:
    raise ValueError('not enough values to unpack')
a = x[0]
b = [x[k] for k in range(1, len(x))]
>>> node, = tree.parse("a, *b = x, y, z").body
>>> print(to_source(tree.without_tools(tree.module(unstarred(node, Names({"x", "y", "z", "a", "b"}))))), end="")
a, b = x, [y, z]
"""
from __future__ import annotations

from typing import Any

import gast

from .. import tree
from ..names import Names

Block = list[Any]
HOLDS = f"holds{tree.TOOL}"                # what says how many elements a sequence is unpacked into


def has_star(target: Any) -> bool:
    """True for a target that takes any number of elements."""
    return any(isinstance(n, gast.Starred) and not isinstance(n.ctx, gast.Load) for n in tree.walk(target))


def unstarred(node: Any, names: Names) -> Block:
    """Return an assignment to a starred target as assignments without stars; any other as it is."""
    target, value, line = node.targets[0], node.value, node.lineno
    if not has_star(target):
        return [node]
    elements = target.elts
    stars = [k for k, e in enumerate(elements) if isinstance(e, gast.Starred)]
    plain: Block = []
    after: Block = []
    for element in elements:
        element = element.value if isinstance(element, gast.Starred) else element
        if has_star(element):
            held = tree.name(names.fresh("t"))
            after += unstarred(tree.assign(tree.load(element), held, line), names)
            element = held
        plain.append(tree.load(element))
    if isinstance(value, (gast.Tuple, gast.List)) and not any(isinstance(e, gast.Starred) for e in value.elts):
        values = value.elts
        if stars and len(values) >= len(elements) - 1:
            first, last = stars[0], len(values) - (len(elements) - stars[0] - 1)
            values = [*values[:first], tree.list_(values[first:last]), *values[last:]]
        return [tree.assign(tree.tuple_(plain), tree.tuple_(values), line), *after]
    before: Block = []
    if not stars:
        return [tree.assign(tree.tuple_(plain), value, line), *after]
    if not isinstance(value, gast.Name) or value.id in tree.writes(target):
        seq = tree.name(names.fresh("seq"))
        before.append(tree.assign(seq, value, line))
        value = seq
    short = tree.compare(tree.call("len" + tree.TOOL, [value]), "<", tree.const(len(elements) - 1))
    error = tree.call("ValueError", [tree.const("not enough values to unpack")])
    before.append(tree.if_(short, [tree.raise_(error, line)], [], line))
    last = len(elements) - stars[0] - 1
    for k, element in enumerate(plain):
        if k == stars[0]:
            place = names.fresh("k")
            end = tree.call("len" + tree.TOOL, [value])
            over = tree.call("range" + tree.TOOL, [tree.const(k), tree.binary(end, "-", tree.const(last)) if last else end])
            item_value: Any = tree.comprehension(tree.subscript(value, tree.name(place)), place, over)
        else:
            item_value = tree.subscript(value, tree.const(k if k < stars[0] else k - len(elements)))
        before.append(tree.assign(element, item_value, line))
    return [*before, *after]


def holds(value: Any, count: int, line: int) -> Any:
    """The statement that says how many elements a sequence is unpacked into."""
    return tree.expression(tree.call(HOLDS, [value, tree.const(count)]), line)
