"""The adjoint of a store ``x[i] = v``: what was stored takes over the section's adjoint.

=================== =====================================================
store               reverse statements
=================== =====================================================
``x[i] = v``        ``v_bar += x_bar[i]``; ``x_bar[i] = 0``
``x[i] += v``       ``v_bar += x_bar[i]``
``x[i] *= v``       ``v_bar += x_bar[i] * x[i]``; ``x_bar[i] *= v``
``x[i] /= v``       ``x_bar[i] /= v``; ``v_bar -= x_bar[i] * x[i]``
=================== =====================================================

``x[i]`` is what the section held before the store, but for the quotient, which is still there: the
stash puts back what was overwritten where anything reads it. A cotangent that is a view of ``x_bar``
is *lent*: it is copied before ``x_bar`` changes.
"""
from __future__ import annotations

from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Value, kind_of_name
from ..analyses.kinds import UNKNOWN, Kind
from ..analyses.lattice import is_complex, is_scalar
from ..analyses.memory import is_list
from ..analyses.shapes import item_of
from ..analyses.writes import AT, Write, saved, undone
from ..rules.expand import TOOL
from .adjoints import NUMPY, Contribution, of_display
from .bars import Bars, State
from .lists import list_store
from .lower import repeats
from .marks import Restore


def store(sweep: Bars, node: Any, write: Write, state: State) -> list[Any]:
    """Return the reverse of one store."""
    at, env = sweep.versions.before[id(node)], sweep.facts.before[id(node)]
    base, index, value = (sweep.read(part, at, env) for part in (tree.name(write.base), write.index, write.value))
    kind = env[write.base].kind
    undo = restore(sweep, node, write, base, index)
    if is_list(kind):
        return list_store(sweep, node, write, state, undo)
    lines: list[Any] = [undo]
    if write.base not in sweep.memory.active or not sweep.has_bar(write.base, state) or np.dtype(kind.dtype).kind not in "fc":
        return lines
    lines += sweep.whole(write.base, base, state, owned=True)
    bar = sweep.bar_of(base)
    section = tree.subscript(bar, index)
    varied = sweep.value_of(value).varied
    item = section_kind(sweep, write, kind, env)
    if write.operator == "" and repeats(write.index, env):
        ct: Any = tree.name(sweep.names.fresh(f"{write.base}_bar_i"))
        taken = tree.call("take_out" + TOOL, [bar, as_value(index)])
        lines += sweep.settle(write.base, state)
        if not varied:
            return [*lines, tree.assign(section, tree.const(0.0))]
        return [*lines, tree.assign(ct, taken), *give(sweep, value, ct, item, state)]
    if varied:
        old = tree.subscript(base, index)
        if write.operator in ("", "+", AT):
            ct = section
        elif write.operator == "-":
            ct = tree.negate(section)
        elif write.operator == "*":
            ct = tree.binary(section, "*", old)
        else:
            product = tree.name(sweep.names.fresh(f"{write.base}_bar_i"))
            lines = [*lines[1:], *sweep.settle(write.base, state), tree.augment(section, "/", value),
                     tree.assign(product, tree.binary(section, "*", old)), undo]
            return [*lines, *give(sweep, value, tree.negate(product), item, state)]
        if write.operator == "" and not is_scalar(sweep.value_of(value).kind):
            held = tree.name(sweep.names.fresh(f"{write.base}_bar_i"))     # the value may overlap the section
            zeroed = [*sweep.settle(write.base, state), tree.assign(section, tree.const(0.0))]
            taken = section if is_scalar(item) else tree.call(tree.attr(section, "copy"))
            return [*lines, tree.assign(held, taken), *zeroed, *give(sweep, value, held, item, state)]
        lines += give(sweep, value, ct, item, state, lender=write.base)
        lines += sweep.whole(write.base, base, state, owned=True)
    if write.operator == "":
        return [*lines, *sweep.settle(write.base, state), tree.assign(section, tree.const(0.0))]
    if write.operator in ("*", "/"):
        return [*lines, *sweep.settle(write.base, state), tree.augment(section, write.operator, value)]
    return lines


def restore(sweep: Bars, node: Any, write: Write, base: Any, index: Any) -> Any:
    """Mark the place where what a store overwrote is put back."""
    label = f"@restore:{id(node)}"
    if label not in sweep.restores:
        block, position = sweep.place(node)
        old = sweep.versions.new(sweep.names.fresh(f"{write.base}_old"), block, position - 1)
        mark = f"{old.name}@{old.serial}"
        sweep.marks[mark] = old
        lost: Any = tree.subscript(tree.name(write.base), write.index)
        env = sweep.facts.before[id(node)]
        listed = is_list(env[write.base].kind)
        if listed:
            lost = saved(write, env[write.base].kind)
        elif not is_scalar(section_kind(sweep, write, env[write.base].kind, env)):
            lost = tree.call(tree.attr(lost, "copy"))
        if listed:
            statement = undone(write, base, index, tree.name(mark), node.lineno)
        else:
            statement = tree.assign(tree.subscript(base, index), tree.name(mark), node.lineno)
        kept = tree.assign(old.name, lost, node.lineno) if lost is not None else None
        sweep.restores[label] = Restore(node, kept, old, statement)
    return tree.expression(tree.name(label))


def section_kind(sweep: Bars, write: Write, kind: Kind, env: Any) -> Kind:
    """What is known of ``base[index]``."""
    parts = write.index.elts if isinstance(write.index, gast.Tuple) else [write.index]
    if kind.rank is not None and len(parts) == kind.rank and all(sweep.is_integer(p, env) for p in parts):
        return Kind(np.dtype(kind.dtype).type, 0, kind.dtype)
    if len(parts) == 1 and isinstance(parts[0], gast.Constant) and parts[0].value is Ellipsis:
        return kind
    if kind.rank is None or not all(isinstance(p, gast.Slice) or sweep.is_integer(p, env) for p in parts):
        return Kind(np.ndarray, None, kind.dtype)
    chosen = tuple(slice(None) if isinstance(p, gast.Slice) else 0 for p in parts)
    item = Kind(np.ndarray, kind.rank - chosen.count(0), kind.dtype)
    return item_of(item, kind, parts, chosen, lambda n: kind_of_name(n, env))


def give(sweep: Bars, value: Any, ct: Any, item: Kind, state: State, lender: str = "") -> list[Any]:
    """Add a cotangent of the section's shape to the adjoint of the value stored there."""
    known = sweep.value_of(value)
    if isinstance(value, tree.DISPLAYS):
        lines: list[Any] = []
        for share in of_display(value, ct, lines, sweep.context):
            lines += sweep.add(share, sweep.marks[share.operand.id].name, state)
        return lines
    name = sweep.marks[value.id].name
    sign = isinstance(ct, gast.UnaryOp)
    inner = ct.operand if sign else ct
    view = isinstance(inner, gast.Subscript) and not is_scalar(item)
    if is_scalar(known.kind) and not is_scalar(item):
        inner, view = tree.call(NUMPY + "sum", [inner]), False
    elif not _same_shape(known, item):
        inner = tree.call("unbroadcast" + TOOL, [inner, value])
    if is_complex(item) and not is_complex(known.kind):
        inner = tree.attr(inner, "real")
    lends = view and bool(lender) and not sign
    contribution = Contribution(value, tree.negate(inner) if sign else inner, True, not lends and not view or sign)
    return sweep.add(contribution, name, state, frozenset({sweep.buffer(lender)}) if lends else frozenset())


def _same_shape(known: Value, item: Kind) -> bool:
    """True if a value stored in a section surely has the section's whole shape."""
    if is_scalar(item) or known.kind is UNKNOWN:
        return is_scalar(known.kind)
    if known.kind.shape is not None and known.kind.shape == item.shape:
        return True
    return known.kind.rank is not None and known.kind.rank == item.rank and set(known.kind.units) == {False}


def as_value(index: Any) -> Any:
    """An index as an expression of its own: slices are written inside brackets only."""
    parts = index.elts if isinstance(index, gast.Tuple) else [index]
    sliced = any(isinstance(part, gast.Slice) for part in parts)
    return tree.subscript(tree.dotted(f"{NUMPY}s_"), index) if sliced else index
