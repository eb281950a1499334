"""``o.v += e`` is ``t = o.v; t += e; o.v = t``: where nothing else holds what is put back, it may be a new value.

That is so of an object, dict or list that the function makes with numbers in it, and in which it puts
nothing but numbers and what such statements compute.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import Aliases, is_fixed
from ..analyses.inference import Facts, Value, kind_of_name
from ..analyses.kinds import Kind
from ..analyses.lattice import is_scalar
from ..analyses.operations import MAKE
from ..analyses.writes import write_of
from ..unit import Unit

Resolve = Callable[[str], tuple[bool, Any]]


def sole_holders(unit: Unit, name: str, facts: Facts, classes: Aliases, resolve: Resolve, called: bool) -> set[str]:
    """The container out of which a temporary was taken and into which it is put back, if no other place holds it.

    It may be a parameter of a function that is ``called``: this is told again where its statements are put in place.
    """
    every = list(tree.statements(unit.tree.body))
    taken = {base for node in every for base in _taken(node, name)} if name in unit.temporaries else set()
    given = () if called else tree.parameters(unit.tree)
    return {h for h in taken if h not in given and _is_sole(unit, h, every, facts, classes, resolve)}


def puts_arrays(unit: Unit, facts: Facts) -> bool:
    """True if some ``l[i] += v`` may put an array in a container: what others find there is known after that."""
    added = [(n, facts.before.get(id(n), {})) for n in tree.statements(unit.tree.body)
             if isinstance(n, gast.AugAssign) and isinstance(n.target, gast.Subscript)]
    return any(kind_of_name(n.target.value, env).is_container and not is_number(n.value, env) for n, env in added)


def is_number(value: Any, env: Mapping[str, Value]) -> bool:
    """True for what makes a number of a number."""
    return tree.is_literal(value) or is_scalar(kind_of_name(value, env))


def shown(unit: Unit, name: str) -> str:
    """What the user wrote for a name: of a temporary, the attribute or item that it is."""
    values = [n.value for n in tree.statements(unit.tree.body) if isinstance(n, gast.Assign) and name in tree.targets(n)]
    paths = [path for v in values if isinstance(v, gast.Attribute) and (path := tree.dotted_path(v))]
    paths += [f"{path}[{repr(tree.literal(v.slice)) if tree.is_literal(v.slice) else '...'}]" for v in values
              if isinstance(v, gast.Subscript) and (path := tree.dotted_path(v.value))]
    return paths[0] if paths and name in unit.temporaries else name


def _taken(node: Any, name: str) -> list[str]:
    """The container that a statement takes a name out of: ``t = o.v``, ``t = l[i]``."""
    value = node.value if isinstance(node, gast.Assign) and tree.targets(node) == [name] else None
    return [value.value.id] if isinstance(value, (gast.Attribute, gast.Subscript)) and isinstance(value.value, gast.Name) else []


def _is_sole(unit: Unit, holder: str, every: Collection[Any], facts: Facts, classes: Aliases, resolve: Resolve) -> bool:
    alike = {holder, *classes.others(holder)}
    for node in every:
        env = facts.before.get(id(node), {})

        def holds_numbers(part: Any, env: Any = env) -> bool:
            return all(_holds_numbers(env[n].kind) for n in tree.reads(part) if n in env)

        bound = isinstance(node, (gast.Assign, gast.For)) and holder in tree.targets(node)
        if bound and not (isinstance(node, gast.Assign) and holds_numbers(node.value) and (
                isinstance(node.value, tree.DISPLAYS) or (call := facts.operation_at(node, resolve)) is not None
                and call.target in (MAKE, operator.mul))):
            return False
        write = write_of(node)
        if write is not None and write.base in alike and not (write.base in env and env[write.base].kind.type is np.ndarray):
            name = getattr(write.value, "id", "")
            if not holds_numbers(write.value) and not _is_computed(unit, name, write.base, every):
                return False
    return True


def _holds_numbers(kind: Kind) -> bool:
    return is_fixed(kind) or kind.type in (list, tuple) and bool(kind.items) and all(map(is_fixed, kind.items))


def _is_computed(unit: Unit, name: str, base: str, every: Collection[Any]) -> bool:
    """True for a temporary that is taken out of the same container, and then what an operation makes."""
    made = [node.value for node in every if isinstance(node, gast.Assign) and name in tree.targets(node)]
    changed = any(isinstance(node, gast.AugAssign) and tree.is_name(node.target, name) for node in every)
    taken = [value for value in made if tree.is_name(getattr(value, "value", None), base)]
    return name in unit.temporaries and (changed or len(taken) < len(made)) and all(
        isinstance(value, gast.BinOp) or value in taken
        or isinstance(value, gast.Name) and value.id != name and _is_computed(unit, value.id, base, every) for value in made)
