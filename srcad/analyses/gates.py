"""Which values a choice may leave out: operands of ``np.where`` and all that they are computed from.

Where a choice leaves an element out, its adjoint is 0, and a partial that is infinite or nan there
must not make a nan of it. The set is of names, grown backwards through elementwise operations.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from .. import tree
from .aliases import index_kinds
from .inference import Facts
from .operations import GETITEM, Operation

CHOICES = frozenset((
    "gated where select choose maximum minimum fmax clip clip_method nan_to_num extreme extreme_reduce ptp nanextreme "
    "nansum nanmean nanprod nanvar nanstd nanmedian nanquantile nanpercentile median quantile percentile compress "
    "compress_method extract "
).split())


def gated(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> frozenset[str]:
    """Return the names whose adjoint may hold zeros that a choice put there."""
    uses: list[tuple[list[str], Operation, bool]] = []
    for node in tree.statements(function.body):
        if isinstance(node, gast.Assign):
            env = facts.before.get(id(node), {})
            call = facts.operation_at(node, resolve)
            if call is not None and call.rule is not None:
                masks = call.target is GETITEM and any(k.dtype == "bool" for k in index_kinds(call.operands[1], env))
                uses.append((tree.targets(node), call, masks))
    writes = facts.memory.writes.items() if facts.memory is not None else ()
    found = {write.base for node, write in writes if not write.operator and any(          # x[mask] = v leaves x out
        kind.dtype == "bool" for kind in index_kinds(write.index, facts.before.get(node, {})))}
    grows = True
    while grows:
        before = len(found)
        for targets, call, by_mask in reversed(uses):
            chosen = call.rule is not None and call.rule.name in CHOICES or "where" in call.keywords or by_mask
            passes = call.rule is not None and call.rule.kind == "elementwise" and not found.isdisjoint(targets)
            if chosen or passes:
                found |= set().union(*map(tree.reads, call.arguments))
        grows = len(found) > before
    return frozenset(found)
