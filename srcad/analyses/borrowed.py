"""Which names hold what belongs to the module, and not to the function: ``layer = NETWORK.layers[0]``.

Who writes through such a name changes the state of the module.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from .aliases import allocates, copies_numbers, picks
from .inference import Facts, Value, kind_of_path
from .kinds import UNKNOWN, Kind, of_value
from .operations import GETITEM, MAKE, operation


def borrowed(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> set[str]:
    """Return the names of arrays, lists, dicts and objects of the module, and of what is in them."""
    mine: set[str] = set()
    holders: set[str] = set()                  # made here, but with something of the module's in it
    local = tree.local_names(function)

    def is_mine(node: Any) -> bool:
        if isinstance(node, gast.Name) and node.id in local:
            return node.id in mine
        path = tree.dotted_path(node)
        found, value = resolve(path) if path else (False, None)
        return found and _is_mutable(of_value(value))

    def holds(node: Any) -> bool:
        if isinstance(node, tree.DISPLAYS):
            return any(is_mine(e) or holds(e) for e in tree.elements(node))
        return isinstance(node, gast.Name) and node.id in holders

    while True:
        before = len(mine), len(holders)
        for node in tree.statements(function.body):
            env, after = facts.before.get(id(node), {}), facts.after.get(id(node), {})
            if isinstance(node, gast.For) and isinstance(node.iter, (gast.Name, gast.Attribute)):
                if is_mine(node.iter) or holds(node.iter):
                    mine.add(node.target.id)
            if not isinstance(node, gast.Assign):
                continue
            if not tree.targets(node):
                base = node.targets[0].value
                if isinstance(base, gast.Name) and (is_mine(node.value) or holds(node.value)):
                    holders.add(base.id)
                continue
            targets = {t for t in tree.targets(node) if _is_mutable(after.get(t, Value(UNKNOWN)).kind)}
            value = node.value
            call = operation(value, functools.partial(kind_of_path, env=env, resolve=resolve), resolve)
            if call is None:
                mine |= targets if is_mine(value) else set()
                holders |= targets if holds(value) else set()
            elif call.target is MAKE:
                holders |= targets if holds(call.operands[1]) else set()
            elif not (allocates(call) or picks(call, env) or copies_numbers(call, env) or call.function is not None):
                base = call.operands[0] if call.operands else None
                if base is not None and (is_mine(base) or holds(base) and call.target is GETITEM):
                    mine |= targets
        if (len(mine), len(holders)) == before:
            return mine


def _is_mutable(kind: Kind) -> bool:
    return kind.type in (np.ndarray, list, dict) or kind.is_record or kind.type is None
