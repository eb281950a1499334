"""Displays of dicts whose keys are no plain constants, as dicts that get one key after the other (see ``keyed``).

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... rates = {Phase.HEAT: gain, Phase.REST: 0.0}
... for phase, rate in {Phase.HEAT: gain}.items():
...     y = y + rate
... ''').body
>>> print(to_source(tree.module(without_key_displays(body, Names({"gain", "y"})))), end="")
rates = {}
rates[Phase.HEAT] = gain
rates[Phase.REST] = 0.0
display = {}
display[Phase.HEAT] = gain
for phase, rate in display.items():
    y = y + rate
"""
from __future__ import annotations

from typing import Any

import gast

from .. import tree
from ..names import Names

Block = list[Any]
FIRST = {gast.Subscript: "value", gast.Attribute: "value", gast.Call: "func", gast.BinOp: "left", gast.Compare: "left",
         gast.Tuple: "elts", gast.List: "elts"}


def without_key_displays(body: Block, names: Names) -> Block:
    """Return a body in which the keys of displays that are evaluated first in a statement are constants, each there once."""
    out: Block = []
    for node in body:
        if isinstance(node, (gast.If, gast.For, gast.While)):
            node = tree.with_fields(node, body=without_key_displays(node.body, names),
                                    orelse=without_key_displays(node.orelse, names))
        display = None if isinstance(node, gast.While) else _evaluated_first(
            next((part for field in ("value", "iter", "test") if (part := getattr(node, field, None)) is not None), None))
        if not isinstance(display, gast.Dict) or None in display.keys or tree.known_keys(display) is not None:
            out.append(node)
            continue
        whole = isinstance(node, gast.Assign) and node.value is display and len(node.targets) == 1 and tree.is_name(
            node.targets[0]) and node.targets[0].id not in tree.reads(display)
        held = tree.load(node.targets[0]) if whole else tree.name(names.fresh("display"))
        out.append(tree.assign(held, tree.dict_([], []), node.lineno))
        out += [tree.assign(tree.subscript(held, key), value, node.lineno)
                for key, value in zip(display.keys, display.values, strict=True)]
        out += [] if whole else [tree.substituted(node, {id(display): held})]
    return out


def _evaluated_first(node: Any) -> Any:
    while type(node) in FIRST:
        node = getattr(node, FIRST[type(node)])
        node = next(iter(node), None) if isinstance(node, list) else node
    return node
