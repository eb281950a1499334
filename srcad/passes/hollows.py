"""Arrays of which the reverse sweep asks the shape alone: an array without elements is kept in their place.

>>> sorted(elements_asked(tree.call("unbroadcast" + TOOL, [tree.name("a@2"), tree.name("b@3")])))
['a@2']
>>> sorted(elements_asked(tree.attr(tree.name("a@2"), "shape")))
[]
>>> sorted(elements_asked(tree.call(tree.attr(tree.name("c@4"), "sum"))))
['c@4']
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.kinds import UNKNOWN
from ..analyses.versions import Version
from ..rules.expand import TOOL

PLACES = {f"np{TOOL}.zeros_like": 0, f"np{TOOL}.shape": 0, f"unbroadcast{TOOL}": 1}     # which argument is asked for its shape


def asked_for_shapes(stash: Any, reverse: Sequence[Any]) -> set[Version]:
    """The stashed arrays, and in a forward part of its own all that outlive it, of which no element is read."""
    sweep = stash.sweep
    read: set[str] = set()
    for top in [*reverse, *stash.again.values(), *[sweep.restores[r].statement for r in stash.restored]]:
        read |= elements_asked(top)
    tested = set().union(*[tree.reads(t.node.test) for t in sweep.tests.values()],
                         *[tree.reads(x.node.iter) for x in sweep.loops.values() if isinstance(x.node, gast.For)])
    found = set()
    stashed = {v for versions in stash.stashed.values() for v in versions}
    for label, version in sweep.marks.items():
        kind = sweep.values[label].kind if label in sweep.values else UNKNOWN
        whole = kind.type is np.ndarray and bool(kind.rank) and not version.owner and not version.maybe_undefined
        if not whole or version.name in tested | sweep.memory.written or version in stash.saved or version in stash.spelled:
            continue
        if f"{version.name}@{version.serial}" in read:
            continue
        mine = stash.split and version.definition is not None and version in stash.needed and version not in stash.again
        if version in stashed or mine:
            found.add(version)
            if version not in stashed:
                stash.stashed.setdefault(version.block, []).append(version)
                stashed.add(version)
    return found


def elements_asked(node: Any) -> set[str]:
    """The marks in a tree of which more is asked than the shape."""
    if isinstance(node, gast.Name):
        return {node.id} if "@" in node.id and not node.id.endswith(TOOL) else set()
    if isinstance(node, gast.Attribute) and node.attr == "shape" and isinstance(node.value, gast.Name):
        return set()
    parts = tree.children(node)
    if isinstance(node, gast.Call) and not node.keywords:
        place = PLACES.get(tree.dotted_path(node.func) or "", len(node.args))
        parts = [node.func, *[a for k, a in enumerate(node.args) if k != place or not isinstance(a, gast.Name)]]
    return set().union(*map(elements_asked, parts))
