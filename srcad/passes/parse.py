"""The first stage: the function as written, its docstring put aside."""
from __future__ import annotations

from dataclasses import replace

import gast

from .. import tree
from ..unit import Unit


def parse(unit: Unit) -> Unit:
    """Return the unit with a tree of its own, without decorators and docstring."""
    function = tree.clone(unit.source.tree)
    first = function.body[0]
    if isinstance(first, gast.Expr) and isinstance(first.value, gast.Constant) and isinstance(first.value.value, str):
        function.body = function.body[1:] or [tree.pass_(first.lineno)]
    function.decorator_list = []
    return replace(unit, tree=function)
