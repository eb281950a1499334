"""What stands in columns, read out of rows: ``xs, ys = zip(*points)``."""
from __future__ import annotations

from typing import Any

import gast

from .. import tree
from ..names import Names
from .streams import Block, Resolve, called, held, is_stream


def transposed(node: Any, names: Names, resolve: Resolve) -> Block:
    """``xs, ys = zip(*points)``, and what is made of each of its columns, as one read of the points for every name.

    >>> from srcad.printer import to_source
    >>> node, = tree.parse("xs, ys = map(list, zip(*points))").body
    >>> made = transposed(node, Names({"points", "xs", "ys"}), lambda path: (True, {"zip": zip, "map": map}.get(path)))
    >>> print(to_source(tree.without_tools(tree.module(made))), end="")
    if not len(points):
        raise ValueError('not enough values to unpack (expected 2, got 0)')
    column = tuple([item for (item, item_1) in points])
    column_1 = tuple([item_1 for (item, item_1) in points])
    xs, ys = map(list, (column, column_1))
    """
    target = node.targets[0] if isinstance(node, gast.Assign) else None
    if not isinstance(target, (gast.Tuple, gast.List)) or any(isinstance(e, gast.Starred) for e in target.elts):
        return [node]
    whole = [n for n in tree.walk(node.value) if called(n, resolve) is zip and not n.keywords and len(n.args) == 1
             and isinstance(n.args[0], gast.Starred)]
    over = node.value
    if isinstance(over, (gast.GeneratorExp, gast.ListComp)):
        over = over.generators[0].iter if len(over.generators) == 1 and not over.generators[0].ifs else None
    elif called(over, resolve) is map and len(over.args) == 2:
        over = over.args[1]
    if len(whole) != 1 or over is not whole[0]:
        return [node]
    points, line, count = over.args[0].value, node.lineno, len(target.elts)
    before: Block = []
    if is_stream(points, resolve):
        item = names.fresh("item")
        points = tree.comprehension(tree.name(item), item, points)
    if not isinstance(points, gast.Name):
        before, points = held(points, names, line)
    error = tree.call("ValueError" + tree.TOOL, [tree.const(f"not enough values to unpack (expected {count}, got 0)")])
    before.append(tree.if_(tree.not_(tree.call("len" + tree.TOOL, [points])), [tree.raise_(error, line)], [], line))
    items = [tree.name(names.fresh("item")) for _ in range(count)]
    columns = [tree.name(names.fresh("column")) for _ in range(count)]
    before += [tree.assign(column, tree.call("tuple" + tree.TOOL, [tree.comprehension(item, tree.tuple_(items), points)]), line)
               for column, item in zip(columns, items, strict=True)]
    return [*before, tree.substituted(node, {id(over): tree.tuple_(columns)})]
