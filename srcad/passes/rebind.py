"""``x += e`` as ``x = x + e``: allowed where no one could tell the difference, else refused."""
from __future__ import annotations

from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import aliases
from ..analyses.inference import Facts, Value
from ..analyses.lattice import is_scalar
from ..errors import UnsupportedSyntax, fail
from ..unit import Unit


def check_rebinding(unit: Unit, facts: Facts) -> None:
    """Refuse an augmented assignment that writes to an array which has another name."""
    if not unit.augmented:
        return
    local = tree.local_names(unit.tree)

    def resolve(path: str) -> tuple[bool, Any]:
        return (False, None) if not path or path.split(".")[0] in local else unit.source.resolve(path)

    classes = None
    parameters = tree.parameters(unit.tree)
    for node in tree.statements(unit.tree.body):
        if not isinstance(node, gast.Assign) or not isinstance(node.targets[0], gast.Name):
            continue
        name = node.targets[0].id
        if (node.lineno, name) not in unit.augmented:
            continue
        before, after = facts.before.get(id(node), {}), facts.after.get(id(node), {})
        kind = before[name].kind if name in before else None
        if kind is None or is_scalar(kind) or kind.type in (str, tuple):
            continue
        classes = classes or aliases(unit.tree, facts, resolve)
        own = set(tree.reads(node.value)) | {n for n in unit.temporaries if not n.startswith("seq")}
        twins = sorted(classes.others(name) - own)
        also = [p for p in parameters if p != name and _may_be_same(before.get(p), before[name])]
        if name in parameters and also:
            twins += also
        if twins:
            fail(UnsupportedSyntax, unit.source.where(node.lineno),
                 f"`{name}` is changed in place, and `{twins[0]}` may be the same array",
                 f"write `{name} = {name} + ...`, which makes a new array, if that is what is meant")
        _check_type(unit, node, name, before[name], after.get(name))


def _may_be_same(other: Value | None, mine: Value) -> bool:
    if other is None or is_scalar(other.kind):
        return False
    return other.kind.type in (None, mine.kind.type) or mine.kind.type is None


def _check_type(unit: Unit, node: Any, name: str, before: Value, after: Value | None) -> None:
    """An array keeps its dtype and rank when it is changed in place; a new one might not."""
    old, new = before.kind, after.kind if after is not None else before.kind
    if old.type is not np.ndarray or new.type is not np.ndarray or old.dtype is None or new.dtype is None:
        return
    if old.dtype != new.dtype or old.rank != new.rank:
        fail(UnsupportedSyntax, unit.source.where(node.lineno),
             f"`{name}` is an array of {old.dtype} of rank {old.rank}, changed in place "
             f"by a value of {new.dtype}, rank {new.rank}",
             "convert the value first, or make a new array with `=`")
