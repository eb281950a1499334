"""What is known of a name: the kind of its value, and whether that varies with what is differentiated."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gast

from .. import tree
from . import kinds
from .kinds import UNKNOWN, Kind


@dataclass(frozen=True)
class Value:
    """What is known of a name: its kind, and whether it varies with the differentiated inputs."""

    kind: Kind
    varied: bool = False


Env = dict[str, Value]


def kind_of_name(node: Any, env: Mapping[str, Value]) -> Kind:
    """The kind of a local name; UNKNOWN for anything else."""
    return env[node.id].kind if isinstance(node, gast.Name) and node.id in env else UNKNOWN


def kind_of_path(node: Any, env: Mapping[str, Value], resolve: Callable[[str], tuple[bool, Any]]) -> Kind:
    """The kind of a local name, or of what a path of globals means; UNKNOWN for anything else."""
    if isinstance(node, gast.Name) and node.id in env:
        return env[node.id].kind
    found, value = resolve(tree.dotted_path(node) or "")
    return kinds.of_value(value) if found else UNKNOWN
