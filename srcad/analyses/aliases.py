"""Which names may share memory: classes of names, joined by everything that does not copy.

The lattice is a partition of names, coarsened by each copy, view, display and call. Operations
known to allocate their result join nothing; all others are taken to return a view of any array
operand. Scalars and strings are in no class: nothing can be written through them.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from .. import tree
from .inference import Facts, Value
from .kinds import UNKNOWN
from .lattice import is_scalar
from .operations import Operation, operation

ALLOCATING_KINDS = ("elementwise", "bilinear", "general")
ALLOCATING = tuple(getattr(np, n) for n in (
    "sum mean prod max min zeros ones full empty zeros_like ones_like full_like empty_like array copy concatenate stack "
    "where arange linspace eye vstack hstack dstack column_stack block outer cumsum clip take take_along_axis compress "
    "extract choose repeat tile resize append insert delete roll triu tril diagflat trace average ediff1d gradient polyfit "
    "polyadd polysub bincount").split()) + tuple(getattr(np.ndarray, n) for n in (
    "copy astype flatten sum mean take repeat cumsum compress choose trace").split())
MAY_SHARE = (np.einsum, np.linalg.matrix_power, max, min)      # give back their argument, or a view, for some arguments


@dataclass(frozen=True)
class Aliases:
    """``others(x)``: the names that may share memory with ``x``."""

    leader: dict[str, str]

    def others(self, name: str) -> set[str]:
        mine = self.find(name)
        return {n for n in self.leader if n != name and self.find(n) == mine}

    def find(self, name: str) -> str:
        while self.leader.get(name, name) != name:
            name = self.leader[name]
        return name


def aliases(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]]) -> Aliases:
    """Return the alias classes of a normalized function, all its statements taken together."""
    found = Aliases({n: n for n in sorted(tree.local_names(function))})
    for node in tree.statements(function.body):
        if isinstance(node, gast.Assign):
            env, after = facts.before.get(id(node), {}), facts.after.get(id(node), {})
            call = operation(node.value, lambda n, env=env: _kind(n, env), resolve)  # type: ignore[misc]
            if call is not None and allocates(call):
                continue
            for target in tree.targets(node):
                for name in tree.reads(node.value):
                    _join(found, target, name, after, env)
        elif isinstance(node, gast.For) and isinstance(node.iter, gast.Name):
            _join(found, node.target.id, node.iter.id, {}, facts.before.get(id(node), {}))
    return found


def allocates(call: Operation) -> bool:
    """True if an operation surely returns memory of its own."""
    rule = call.rule
    if "copy" in call.keywords or any(call.target is f for f in MAY_SHARE):
        return False
    return call.target in ALLOCATING or rule is not None and rule.kind in ALLOCATING_KINDS


def _kind(node: Any, env: dict[str, Value]) -> Any:
    return env[node.id].kind if isinstance(node, gast.Name) and node.id in env else UNKNOWN


def _join(found: Aliases, target: str, name: str, after: dict[str, Value], env: dict[str, Value]) -> None:
    if name not in found.leader or target == name:
        return
    if target in after and is_scalar(after[target].kind) or name in env and is_scalar(env[name].kind):
        return
    found.leader[found.find(target)] = found.find(name)
