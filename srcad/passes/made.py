"""Functions that the compiler makes from trees: a nested function on its own, a helper for given arguments.

They are Python functions like the user's: called by name, followed, differentiated, pasted.
"""
from __future__ import annotations

from collections.abc import Mapping
from types import CellType, FunctionType
from typing import Any

from .. import tree
from ..printer import to_source
from ..source import Source, attach


def make(node: Any, like: Source, bound: Mapping[str, Any], own: str = "", written: Any = None) -> FunctionType:
    """Return the function that ``node`` defines where the function of ``like`` lives.

    ``bound`` are further names that it sees; ``own`` is the one by which it sees itself.
    """
    outer = like.function
    cells = dict(zip(outer.__code__.co_freevars, outer.__closure__ or ()))
    cells |= {name: CellType(value) for name, value in bound.items()}
    if own:
        cells[own] = CellType()
    factory = tree.function("factory", tree.arguments([tree.parameter(n) for n in sorted(cells)]),
                            [node, tree.return_(tree.name(node.name))])
    space: dict[str, Any] = {}
    exec(compile(to_source(tree.module([factory])), f"<srcad {node.name}>", "exec"), space)
    plain = space["factory"](*[None] * len(cells))
    made = FunctionType(plain.__code__, outer.__globals__, node.name, plain.__defaults__,
                        tuple(cells[n] for n in plain.__code__.co_freevars))
    made.__kwdefaults__ = plain.__kwdefaults__
    made.__qualname__ = node.name
    if own:
        cells[own].cell_contents = made
    attach(made, like, node, {**bound, own: made} if own else bound, written)
    return made
