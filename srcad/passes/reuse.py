"""A product that is added to an adjoint, or is one, is made in the memory of a factor that nobody reads again.

>>> import numpy as np
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(tree.module([reuse(tree.parse('''
... def f(z, s):
...     e = np.exp(z)
...     z_bar = e - z
...     z_bar -= s * e
...     return z_bar
... ''').body[0], purity((), {"np": np}, ()), {"e": "z"}, {"z_bar": "z"})])), end="")
def f(z, s):
    e = np.exp(z)
    z_bar = e - z
    e *= s
    z_bar -= e
    return z_bar
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import gast

from .. import tree
from ..analyses.purity import Purity
from ..analyses.sole import sole
from .accumulate import adds


def reuse(function: Any, known: Purity, shapes: Mapping[str, object], adjoints: Mapping[str, object]) -> Any:
    """Return the function with such products made in place.

    ``shapes`` are tokens of names that are arrays of real numbers in double precision, of one shape each; ``adjoints`` are those
    of what adjoints belong to. What is added to one in place, and what it begins with, is no larger: a product with an array of
    its shape has that shape. An adjoint whose elements loops write begins in memory of its own: of that Numba knows that nothing
    else means it.
    """
    if not any(target_of(node) in adjoints for node in tree.statements(function.body)):
        return function
    function = tree.clone(function)
    names = [n for n in tree.walk(function) if isinstance(n, gast.Name)]
    loads, stores = (Counter(n.id for n in names if isinstance(n.ctx, gast.Load) == read) for read in (True, False))
    own = {n for n in sole(function, known, shapes) if stores[n] == 1 and n in shapes}
    looped = written_in_loops(function.body)
    for block in list(tree.blocks(function.body)):
        made: dict[str, int] = {}                          # where in the block a name is bound
        place = 0
        while place < len(block):
            node = block[place]
            if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]):
                made[node.targets[0].id] = place
            for factor, other in factors(node) if target_of(node) in adjoints and not (
                    isinstance(node, gast.Assign) and target_of(node) in looped) else ():
                name = factor.id
                same = name in own and name in made and shapes[name] == adjoints[target_of(node)]
                if same and read_in(block[made[name]:place], name) + 1 == loads[name] and name not in tree.reads(other):
                    block[place:place + 1] = [tree.augment(name, "*", other, node.lineno), tree.with_fields(node, value=factor)]
                    loads[name] += 1
                    break
            place += 1
    return function


def target_of(node: Any) -> str:
    """The name that a statement binds, or adds to in place; "" of all others."""
    target = node.targets[0] if isinstance(node, gast.Assign) else node.target if adds(node) else None
    return str(target.id) if isinstance(target, gast.Name) else ""


def written_in_loops(block: list[Any]) -> set[str]:
    """The names of arrays that loops write to by element or section."""
    loops = [node for node in tree.statements(block) if isinstance(node, (gast.For, gast.While))]
    stores = [n.target if isinstance(n, gast.AugAssign) else n.targets[0] for loop in loops for n in tree.statements(loop.body)
              if isinstance(n, (gast.Assign, gast.AugAssign))]
    return {target.value.id for target in stores if isinstance(target, gast.Subscript) and isinstance(target.value, gast.Name)}


def read_in(block: list[Any], name: str) -> int:
    """How often statements read a name."""
    return sum(isinstance(n, gast.Name) and n.id == name and isinstance(n.ctx, gast.Load) for s in block for n in tree.walk(s))


def factors(node: Any) -> list[tuple[Any, Any]]:
    """The names that are a factor of what is added, each with the other factor."""
    value = node.value
    if not isinstance(value, gast.BinOp) or not isinstance(value.op, gast.Mult):
        return []
    pairs = [(value.left, value.right), (value.right, value.left)]
    return [pair for pair in pairs if isinstance(pair[0], gast.Name)]
