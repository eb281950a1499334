"""Fields that objects and dicts are given after they are made: ``d = {}``, then ``d["a"] = x``."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import tree
from .aliases import Aliases
from .contents import value_of
from .inference import Facts
from .kinds import UNKNOWN, Kind
from .lattice import BOTTOM, own_tokens, slotted
from .operations import Resolve
from .writes import Write

Grown = Mapping[str, Mapping[type, Mapping[Any, Kind]]]                # by name, class and key


def grown(function: Any, facts: Facts, writes: Mapping[int, Write], classes: Aliases, resolve: Resolve) -> Grown:
    """The fields that objects and dicts are given and did not have, or had of another kind."""
    stores: list[tuple[str, Kind, Any, Kind]] = []
    for key, write in writes.items():
        env = facts.before.get(key, {})
        base = env[write.base].kind if write.base in env else UNKNOWN
        if base.is_record and tree.is_literal(write.index) and write.operator == "":
            stores.append((write.base, base, tree.literal(write.index), value_of(write.value, env, resolve).kind))
    known: dict[str, list[Kind]] = {}
    for name, value in facts.values_in(function) if any(base.type is dict for _, base, _, _ in stores) else ():
        if value.kind.type is dict:
            known.setdefault(name, []).append(value.kind)
    found: dict[str, dict[type, dict[Any, Kind]]] = {}
    for holder, base, slot, kind in stores:
        new = own_tokens(kind, None)
        if new == BOTTOM:                                      # it is read from a field that is not known yet
            continue
        if slot in base.fields and slotted(own_tokens(base.slot(slot), None), new) == own_tokens(base.slot(slot), None):
            continue
        for name in (holder, *classes.others(holder)):
            if name != holder and base.type is dict and not any(_alike(base, k) for k in known.get(name, ())):
                continue
            slots = found.setdefault(name, {}).setdefault(base.type, {})       # type: ignore[arg-type]
            slots[slot] = slotted(slots[slot], new) if slot in slots else new
    return found


def _alike(one: Kind, other: Kind) -> bool:
    """True for dicts that may be the same one."""
    return not one.fields or not other.fields or not set(one.fields).isdisjoint(other.fields)
