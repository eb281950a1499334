"""Arrays that only the forward sweep reads are let go before the reverse sweep makes its own, records once they were read.

>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x, y):
...     z = x - y
...     e = np.exp(z)
...     return 2.0 * e
... ''').body[0]
>>> function.body.insert(2, tree.comment(DIVIDER))
>>> print(to_source(tree.module([release(function, {"z": ARRAY, "e": ARRAY})])), end="")
def f(x, y):
    z = x - y
    e = np.exp(z)
    del z
    # reverse sweep
    return 2.0 * e
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import gast

from .. import tree
from .simplify import ARRAY

DIVIDER = "reverse sweep"                  # the comment between the two sweeps of one function


def release(function: Any, types: Mapping[str, str], recorders: Collection[str] = ()) -> Any:
    """Return a function of both sweeps in which names of arrays are gone that the second one does not speak of.

    Names that are bound in branches or loops may not be there; a section of another array holds no memory of its own.
    ``recorders`` are functions whose last result is a record that holds arrays.
    """
    places = [k for k, node in enumerate(function.body) if tree.is_comment(node) and node.value.value == DIVIDER]
    if not places:
        return function
    forward, reverse = function.body[:places[0]], function.body[places[0]:]
    made = dict.fromkeys(node.targets[0].id for node in forward if isinstance(node, gast.Assign) and tree.is_name(
        node.targets[0]) and isinstance(node.value, (gast.BinOp, gast.Call)))
    later = set().union(*map(tree.all_names, reverse), tree.parameters(function))
    gone = [name for name in made if types.get(name) == ARRAY and name not in later]
    records = {node.targets[0].elts[-1].id for node in forward if isinstance(node, gast.Assign) and isinstance(
        node.targets[0], gast.Tuple) and tree.called(node.value) in recorders}
    body = [*forward, *([tree.delete(gone)] if gone else []), *reverse]
    return tree.with_body(function, read_last(body, records)) if gone or records else function


def read_last(body: list[Any], records: Collection[str]) -> list[Any]:
    """Statements in which records are let go where they are read for the last time, and something is done after that."""
    spoken = [tree.all_names(node) for node in body]
    out: list[Any] = []
    for k, node in enumerate(body):
        out.append(node)
        gone = sorted((spoken[k] & set(records)).difference(*spoken[k + 1:]))
        goes_on = any(not isinstance(s, gast.Return) and not tree.is_comment(s) for s in body[k + 1:])
        if gone and goes_on and isinstance(node, (gast.Assign, gast.AugAssign, gast.Expr)):
            out.append(tree.delete(gone))
    return out
