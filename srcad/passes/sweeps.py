"""The stage that sweeps in reverse: the optimised adjoint, or the textbook one."""
from __future__ import annotations

from dataclasses import replace

from .. import tree
from ..analyses.inference import Value
from ..names import Names
from ..unit import Unit
from .calls import Follow
from .entry import check_promoted, entry_values
from .pairs import Pair
from .program import Announce, Program
from .reverse import fused, split
from .scope import Scope
from .textbook import textbook


def reverse(unit: Unit, follow: Follow) -> tuple[Unit, Program]:
    """Return the unit whose tree is a module holding the derivative, and what it stands on."""
    program = Program(follow, Scope(Names(unit.local)), mode="reverse", build=helper_pair,
                      optimize=unit.request.optimize)
    values, request = entry_values(unit), unit.request
    name = unit.source.name
    whole = request.name or f"{name}_{'value_and_grad' if request.value else 'grad'}"
    halves = (f"{name}_forward", f"{name}_reverse") if request.split else ("", "")
    program.scope.reserve(*(halves if request.split else [whole]))
    if not request.optimize:
        textbook(program, unit, values, list(request.wrt), whole, *halves, main=True)
    elif request.split:
        split(program, unit, values, name, *halves, main=True)
    else:
        fused(program, unit, values, whole)
    check_promoted(program, unit)
    return replace(unit, tree=tree.module(program.functions), in_place=program.in_place), program


def helper_pair(program: Program, unit: Unit, values: dict[str, Value], name: str, announce: Announce | None) -> Pair:
    """Emit the forward and the reverse part of a called function."""
    halves = program.scope.fresh(f"{name}_forward"), program.scope.fresh(f"{name}_reverse")
    if announce is not None:
        back = tree.parameters(unit.source.tree)
        announce(Pair(*halves, True, (), tuple(p for p, v in zip(back, values.values(), strict=True) if v.varied)))
    if program.optimize:
        return split(program, unit, values, name, *halves, main=False, recorded=announce is not None)
    values = dict(zip(tree.parameters(unit.tree), values.values(), strict=True))
    return textbook(program, unit, values, [p for p, v in values.items() if v.varied], name, *halves, main=False)
