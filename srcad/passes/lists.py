"""The adjoint of a write to a list: ``l.append(v)``, ``l.insert(i, v)``, ``l.pop(i)``, ``l[i] = v``; of a tuple's items.

The adjoint of a list is a list as long as the list is at that point of the reverse sweep, which
undoes every write: what was put in is popped, from the list and from its adjoint.
"""
from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import REGROUPING, is_fixed, is_one_of
from ..analyses.kinds import Kind
from ..analyses.lattice import is_complex, is_scalar
from ..analyses.memory import slot_kind
from ..analyses.operations import Operation
from ..analyses.writes import APPEND, INSERT, POP, Write, removed, returned
from ..errors import UnsupportedSyntax, fail
from ..rules.expand import TOOL
from .adjoints import NUMPY, Contribution, known_array, leaves, of_display
from .bars import Bar, Bars, State


def list_store(sweep: Bars, node: Any, write: Write, state: State, restore: Any) -> list[Any]:
    """Return the reverse of one write to a list or record; ``restore`` is the statement that undoes it."""
    at, env = sweep.versions.before[id(node)], sweep.facts.before[id(node)]
    item_kind = slot_kind(sweep.memory, write, env[write.base].kind)
    numbers = is_fixed(item_kind)
    base, index, value = (sweep.read(part, at, env) for part in (tree.name(write.base), write.index, write.value))
    if not sweep.has_bar(write.base, state):
        return [restore]
    varied = sweep.value_of(value).varied
    shadowed = varied and not numbers and write.base in sweep.memory.shadowed
    if shadowed and is_fixed(sweep.value_of(value).kind):
        fail(UnsupportedSyntax, sweep.source.where(node), f"`{write.base}` holds numbers beside arrays that are written",
             "keep them in lists of their own")
    undone_bar = sweep.shadows.undo(node, write, base, index) if write.base in sweep.memory.shadowed else []
    apart = number_shares(sweep, value, tree.subscript(sweep.bar_of(base), index)) if shadowed else []
    if undone_bar:
        return [*added(sweep, apart, state), restore, *undone_bar]
    lines = sweep.whole(write.base, base, state, owned=True)
    if write.base in state:
        state[write.base] = replace(state[write.base], zeroed="")
    bar, line = sweep.bar_of(base), node.lineno
    item = tree.subscript(bar, index)
    floats = env[write.base].kind.type is list and known_array(item_kind) and item_kind.dtype == "float64"
    plain = replace(item_kind, type=None) if item_kind.optional or item_kind.type is np.ndarray and not floats else item_kind
    zero = tree.const(0.0) if is_scalar(item_kind) else sweep.zeros(plain, write.place(base, index))
    if write.operator == POP:
        return [*lines, restore, tree.expression(returned(write, bar, index, zero), line)]
    varied = varied and not shadowed or bool(apart)            # else its shadow is in the list of shadows
    ct = tree.name(sweep.names.fresh(f"{write.base}_bar_i"))
    if write.operator in (APPEND, INSERT):
        taken = removed(write, bar, index)
        first = tree.assign(ct, taken, line) if varied else tree.expression(taken, line)
        lines += [first, restore]
    else:
        emptied = tree.assign(item, zero, line)
        lines += [*([tree.assign(ct, item, line)] if varied else []), restore, emptied]
        if sweep.program.optimize and env[write.base].kind.type is list and write.base in state and (
                floats and not item_kind.optional or is_scalar(item_kind)):
            state[write.base] = replace(state[write.base], zeroed=gast.dump(index))
            sweep.zeros_stored[write.base] = emptied
    if not varied:
        return lines
    shares = number_shares(sweep, value, ct) if apart else [Contribution(value, ct, True, True)] if isinstance(
        value, gast.Name) else of_display(value, ct, lines, sweep.context)
    return [*lines, *added(sweep, shares, state)]


def is_zeroed(name: str, index: Any, source: Bar, state: State) -> bool:
    """True if the adjoint of an item, an array of its own, can be put where that of its list is zero."""
    return name in state and state[name].zeroed == gast.dump(index) and source.owned and source.full and not source.part


def put_in_place(sweep: Bars, name: str, item: Any, ct: Any, state: State) -> list[Any]:
    """``l_bar[i] = y_bar`` where ``l_bar[i]`` is zero; the statement that made it zero does nothing then, and is dropped."""
    emptied = sweep.zeros_stored[name]
    emptied.targets, emptied.value = [tree.stored(tree.name(sweep.names.fresh("unread")))], tree.const(0.0)
    state[name] = replace(state[name], zeroed="")
    return [tree.assign(item, ct)]


def number_shares(sweep: Bars, value: Any, ct: Any) -> list[Contribution]:
    """What the numbers (and tuples of such) of a display are given whose lists and arrays share their shadows with it."""
    if isinstance(value, gast.Name):
        return []
    known = [(element, part, sweep.value_of(element)) for element, part in leaves(value, ct)]
    return [Contribution(element, part, True, True) for element, part, v in known if v.varied and is_fixed(v.kind)]


def added(sweep: Bars, shares: list[Contribution], state: State) -> list[Any]:
    return [line for share in shares for line in sweep.add(share, sweep.marks[share.operand.id].name, state)]


def joined_lists(sweep: Bars, node: Any, call: Operation, answer: Any, state: State) -> list[Any]:
    """``l = a + b``, ``l = a * n`` and ``l = tuple(a)``: what each operand gave to the list comes back to it."""
    at, env = sweep.versions.before[id(node)], sweep.facts.before[id(node)]
    left, right = (sweep.read(call.operands[k], at, env) for k in (0, -1))
    target = sweep.marks[answer.id].name
    lines = sweep.whole(target, answer, state)
    bar = sweep.bar_of(answer)
    state.pop(target, None)
    if call.target is tuple:
        parts = [(left, bar)]
    elif call.target is operator.add:
        length = tree.call("len" + TOOL, [left])
        parts = [(left, tree.subscript(bar, tree.slice_(None, length))), (right, tree.subscript(bar, tree.slice_(length, None)))]
    else:
        parts = [(o, tree.call("folded" + TOOL, [bar, o])) for o in (left, right) if not is_scalar(sweep.value_of(o).kind)]
    for operand, part in parts:
        if not sweep.value_of(operand).varied:
            continue
        shares = [Contribution(operand, part)] if isinstance(operand, gast.Name) else of_display(
            operand, part, lines, sweep.context)
        lines += added(sweep, shares, state)
    return lines


def joins(call: Operation | None, kind: Kind) -> bool:
    """True for an addition, a repetition or a copy of lists or tuples."""
    return call is not None and is_one_of(call.target, REGROUPING) and kind.type in (list, tuple)


def puts_item(sweep: Bars, name: str, kind: Kind, target: str, index: Any, state: State) -> bool:
    """True for ``y = t[k]`` of a tuple whose adjoint is zero at ``k`` so far: there that of ``y`` is put."""
    if kind.type is not tuple or len(kind.items) < 2 or kind.home is not None or not tree.is_literal(index) or (
            sweep.memory.shadowed & {name, target}):
        return False
    place, old = tree.literal(index), state.get(name)
    return type(place) is int and 0 <= place < len(kind.items) and not is_complex(kind.items[place]) and (
        old is None or old.items is not None and place not in old.items)


def put_item(sweep: Bars, base: Any, place: int, target: str, answer: Any, state: State) -> list[Any]:
    """The adjoint of a tuple is a display of those of its items: zero, or put there."""
    lines = sweep.whole(target, answer, state)
    name = sweep.marks[base.id].name
    ct, source, old = sweep.bar_of(answer), state.pop(target), state.get(name, Bar(items=frozenset()))
    if source.lent:                                            # it is about to change
        ct = tree.call(NUMPY + "array", [ct])
    bar, known = tree.name(sweep.bar(name)), old.items or frozenset()
    state[name] = Bar(False, True, items=known | {place})
    if known:
        return [*lines, tree.assign(tree.subscript(bar, tree.const(place)), ct)]
    items = enumerate(sweep.value_of(base).kind.items)
    zeros = {k: sweep.zeros(kind, tree.subscript(base, tree.const(k))) for k, kind in items if k != place}
    parts = [zeros.get(k, ct) for k in range(len(zeros) + 1)]
    return [*lines, tree.assign(bar, tree.list_(parts))]
