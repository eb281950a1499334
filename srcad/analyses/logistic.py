"""Quotients that are the logistic function: ``1 / (1 + exp(u))``, whose slope is made of its value alone.

The slope by ``u`` is ``-ans * (1 - ans)``, as that of ``tanh`` is ``1 - ans * ans``: the exponential is not kept for it, and
where it overflows, the slope is the 0 that it has there.
"""
from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Collection
from typing import Any

import gast
import numpy as np

from .. import tree
from .inference import Facts, kind_of_name
from .lattice import is_real
from .operations import Operation, Resolve


def logistics(function: Any, facts: Facts, resolve: Resolve, written: Collection[str]) -> dict[int, Any]:
    """Return for each such quotient, by the id of its statement, the statement that makes the exponential.

    The exponential and the sum are read nowhere else, and ``u`` is bound to nothing else until the quotient is made.
    """
    if not any(isinstance(n, gast.Call) and (tree.dotted_path(n.func) or "").endswith("exp") for n in tree.walk(function)):
        return {}
    loads = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
    stores = Counter(tree.bindings(function.body))
    found: dict[int, Any] = {}
    for block in tree.blocks(function.body):
        made: dict[str, int] = {}                          # where in the block a name is bound that is read once
        for place, node in enumerate(block):
            if not isinstance(node, gast.Assign) or not tree.is_name(node.targets[0]):
                continue
            name = node.targets[0].id
            if loads[name] == stores[name] == 1 and name not in written:
                made[name] = place
            total = block[made[name]] if (name := _denominator(node, facts, resolve)) in made else None
            inner = block[made[name]] if total is not None and (name := _summand(total, facts, resolve)) in made else None
            if inner is None or not _is_exponential(inner, facts, resolve):
                continue
            between = block[made[name] + 1:place]
            argument = inner.value.args[0].id
            if argument not in written and argument not in set().union(*map(tree.writes, between)):
                found[id(node)] = inner
    return found


def _operation(node: Any, facts: Facts, resolve: Resolve, targets: tuple[Any, ...]) -> Operation | None:
    call = facts.operation_at(node, resolve)
    return call if call is not None and call.target in targets and not call.keywords else None


def _denominator(node: Any, facts: Facts, resolve: Resolve) -> str:
    """The name x of ``1 / x``, "" of all else."""
    call = _operation(node, facts, resolve, (operator.truediv, np.divide, np.reciprocal))
    if call is None or len(call.operands) == 2 and not _is_one(call.operands[0]):
        return ""
    return getattr(call.operands[-1], "id", "")


def _summand(node: Any, facts: Facts, resolve: Resolve) -> str:
    """The name x of ``1 + x``, "" of all else."""
    call = _operation(node, facts, resolve, (operator.add, np.add))
    names = [getattr(o, "id", "") for o in call.operands if not _is_one(o)] if call is not None else []
    return names[0] if len(names) == 1 else ""


def _is_exponential(node: Any, facts: Facts, resolve: Resolve) -> bool:
    """True for the exponential of a name whose value is real."""
    call = _operation(node, facts, resolve, (np.exp, math.exp))
    if call is None or len(call.operands) != 1 or not isinstance(call.operands[0], gast.Name):
        return False
    return is_real(kind_of_name(call.operands[0], facts.before.get(id(node), {})))


def _is_one(node: Any) -> bool:
    return tree.is_literal(node) and type(tree.literal(node)) in (int, float) and bool(tree.literal(node) == 1)
