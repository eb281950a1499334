"""Products of one factor: ``x * x * x``, whose slope is three times the product before the last.

>>> from types import SimpleNamespace
>>> from srcad.analyses.inference import Value
>>> from srcad.analyses.kinds import Kind
>>> from srcad.analyses.operations import operation
>>> facts = SimpleNamespace(before={}, operation_at=lambda node, resolve: operation(node.value, lambda n: Kind(float), resolve))
>>> body = tree.parse("t = x * x; u = t * x; y = u * z").body
>>> facts.before.update({id(node): dict.fromkeys("xtuz", Value(Kind(float))) for node in body})
>>> list(powers(tree.function("f", tree.arguments([]), body), facts, lambda path: (False, None), ()).values())
[Power(factor='x', before='t', count=3)]
"""
from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from .. import tree
from .inference import Facts, kind_of_name
from .lattice import is_real
from .operations import Resolve


@dataclass(frozen=True)
class Power:
    """A product of ``count`` times ``factor``; ``before`` is the product of all but the last."""

    factor: str
    before: str
    count: int


def powers(function: Any, facts: Facts, resolve: Resolve, written: Collection[str]) -> dict[int, Power]:
    """Return the products of three and more of one factor, by the ids of their statements.

    The products before them are read nowhere else, and the factor is bound to nothing else between.
    """
    loads = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
    stores = Counter(tree.bindings(function.body))
    found: dict[int, Power] = {}
    for block in tree.blocks(function.body):
        made: dict[str, Power] = {}                        # products that are read once, while their factor stays
        for node in block:
            factors = _factors(node, facts, resolve, written)
            before = next((name for name in factors if name in made and {made[name].factor, name} == set(factors)), "")
            known = Power(made[before].factor, before, made[before].count + 1) if before else (
                Power(factors[0], "", 2) if factors and factors[0] == factors[1] else None)
            bound = tree.writes(node)
            made = {name: power for name, power in made.items() if power.factor not in bound and name not in bound}
            if known is not None and before:
                found[id(node)] = known
            if known is not None and loads[node.targets[0].id] == stores[node.targets[0].id] == 1:
                made[node.targets[0].id] = known
    return found


def _factors(node: Any, facts: Facts, resolve: Resolve, written: Collection[str]) -> list[str]:
    """The two names whose product a statement makes, numbers or arrays of them that nobody writes; [] of all else."""
    if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]) or node.targets[0].id in written:
        return []
    if not isinstance(node.value, (gast.BinOp, gast.Call)):
        return []
    call = facts.operation_at(node, resolve)
    if call is None or call.target not in (operator.mul, np.multiply) or call.keywords or len(call.operands) != 2:
        return []
    env = facts.before.get(id(node), {})
    names = [o.id for o in call.operands if isinstance(o, gast.Name) and o.id in env and o.id not in written
             and is_real(kind_of_name(o, env))]
    return names if len(names) == 2 else []
