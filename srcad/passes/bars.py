"""What is known of adjoints while a block is walked backwards, and how contributions are added to them.

``State`` holds the names whose adjoint may be nonzero at the current point. A name outside it has
no adjoint yet: its first contribution assigns, later ones add.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, classes_of, is_lent
from ..analyses.lattice import is_complex, is_scalar
from ..analyses.versions import Version
from ..names import Names
from ..rules.expand import TOOL, BindError
from ..source import Source
from .adjoints import NUMPY, Context, Contribution, known_array, zero_array
from .marks import Marks
from .pairs import EMITTED, Program
from .shadows import Shadows

LISTED = tuple(word + TOOL for word in ("pieces", "spread", "whole", "zeros"))     # make lists for lists


@dataclass(frozen=True)
class Bar:
    """What is known of an adjoint: is its memory its own, has it the value's whole shape.

    ``lent`` names the adjoints of written arrays that it may be a view of. ``items`` are those items of the
    adjoint of a tuple that may be nonzero, where that is known. ``part``: it is a section of the adjoint of
    what its value was taken from, so that what is added to it is added there. ``zeroed``: the index at which that of a
    list has just been made zero, where the block has added nothing to it since. ``listed``: it is that of a list or
    tuple, and may be an array so far.
    """

    owned: bool = True
    full: bool = True
    lent: frozenset[str] = frozenset()
    items: frozenset[int] | None = None
    part: bool = False
    zeroed: str = ""
    listed: bool = False


State = dict[str, Bar]


class Bars(Marks):
    """The adjoints of a function's names."""

    def __init__(self, function: Any, source: Source, facts: Facts, names: Names, program: Program) -> None:
        super().__init__(function, source, facts, names)
        self.program = program
        self.pasted: dict[str, Any] = {}
        self.context = Context(self.value_of, names, self.pasted, self.derived)
        self.shadows = Shadows(self)
        self.zeros_stored: dict[str, Any] = {}             # the statement that made an item of a list's adjoint zero
        types = {v.kind.dtype for _, v in facts.values_in(function) if v.kind.dtype} - {"float64", "complex128"}
        self.mixed = any(np.dtype(t).kind in "fc" for t in types)

    def derived(self, func: Any, values: list[Value]) -> Any:
        """The pullback of a function that is called with such values."""
        found, function = self.resolve(tree.dotted_path(func) or "")
        if not found or not isinstance(function, FunctionType):
            raise BindError("a function that it is given is not one whose source can be read")
        return tree.name(self.program.derived(function, values) + EMITTED)

    def has_bar(self, name: str, state: State) -> bool:
        """True if the adjoint of an array may be nonzero."""
        return name in state or name in self.memory.shadowed

    def bar_of(self, operand: Any) -> Any:
        """The adjoint of a marked operand."""
        version = self.marks[operand.id]
        if version.name in self.memory.shadowed:
            return self.shadows.mark(version, self.values[operand.id])
        return tree.name(self.bar(version.name))

    def buffer(self, name: str) -> str:
        """What tells adjoints apart that may share memory."""
        return self.memory.classes.find(name) if name in self.memory.shadowed else name

    def settle(self, name: str, state: State) -> list[Any]:
        """Copy the adjoints that are views of the one of ``name``, which is about to change."""
        lines = []
        for other, bar in state.items():
            if self.buffer(name) in bar.lent:
                lines.append(tree.assign(self.bar(other), tree.call(NUMPY + "array", [tree.name(self.bar(other))])))
                state[other] = Bar(not bar.listed, bar.full, listed=bar.listed)
        return lines

    # -------------------------------------------------------------- zeros and accumulation
    def zeros(self, kind: Kind, value: Any) -> Any:
        """The tree of an adjoint of zero for a value."""
        return self.by_shape(zeros(kind, value, self.program))

    def zero_bar(self, name: str, at: Mapping[str, Version], env: Mapping[str, Value]) -> Bar:
        kind = env[name].kind if name in env else UNKNOWN
        if is_scalar(kind):
            return Bar(True, True)
        defined = name in at and not at[name].maybe_undefined        # else nothing can be asked for its shape
        if kind.is_container:
            return Bar(True, defined)
        whole = kind.type is np.ndarray and defined and self.is_free(at[name])
        return Bar(whole, whole)

    def zero(self, name: str, state: State, at: Mapping[str, Version], env: Mapping[str, Value],
             other: Bar) -> list[Any]:
        """Give an adjoint the value zero: an array of its own where that is free, else a broadcasting 0."""
        bar = self.zero_bar(name, at, env)
        state[name] = bar
        value: Any = tree.const(0.0)
        kind = env[name].kind if name in env else UNKNOWN
        if kind.is_container and bar.full:
            value = self.zeros(kind, self.read(tree.name(name), at, env))
        elif bar.full and not is_scalar(kind):
            value = self.by_shape(zero_array(kind, self.read(tree.name(name), at, env)))
        return [tree.assign(self.bar(name), value)]

    def add(self, contribution: Contribution, name: str, state: State, lent: frozenset[str] = frozenset()) -> list[Any]:
        """Add a contribution to the adjoint of ``name``; ``lent`` are those it may be a view of."""
        target, value = self.bar(name), self.by_shape(contribution.expression)
        old = state.get(name)
        kind = self.value_of(contribution.operand).kind
        if name in self.memory.shadowed:
            sign = "+"
            if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
                sign, value = "-", value.operand
            if kind.type is not np.ndarray:
                signed = tree.negate(value) if sign == "-" else value
                whole = signed if contribution.full else self.spread_over(contribution.operand, signed)
                poured = tree.call("pour" + TOOL, [self.bar_of(contribution.operand), whole])
                return [*self.settle(name, state), tree.expression(poured)]
            if name in self.shadows.overlapping:               # += would lose what elements that share memory are given
                signed = tree.negate(value) if sign == "-" else value
                added = tree.call("scatter" + TOOL, [self.bar_of(contribution.operand), tree.const(...), signed])
                return [*self.settle(name, state), tree.expression(added)]
            value = self.summed_like(value, self.bar_of(contribution.operand))
            section = tree.subscript(self.bar_of(contribution.operand), tree.const(...))
            return [*self.settle(name, state), tree.augment(section, sign, value)]
        if old is None:
            lent = frozenset() if contribution.fresh or is_scalar(kind) else lent
            owned = (contribution.fresh or is_scalar(kind)) and not may_be_real(kind) and not may_be_number(kind)
            state[name] = Bar(owned, contribution.full, lent)
            if kind.is_container:
                state[name] = Bar(False, True, lent if contribution.full else frozenset(), listed=True)
                if not contribution.full:                      # which makes new lists
                    value = self.spread_over(contribution.operand, value)
            return [tree.assign(target, value)]
        if kind.type is None or kind.is_container:             # of what is not known, it may be a list
            known = kind.type is not None
            state[name] = Bar(known and (old.owned or is_listed(value)), known or old.full or contribution.full)
            return [tree.assign(target, tree.call("add" + TOOL, [tree.name(target), value]))]
        sign = "+"
        if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
            sign, value = "-", value.operand
        in_place = known_array(kind) and old.owned and old.full
        state[name] = Bar(not may_be_number(kind) and (in_place or not may_be_real(kind)), old.full or contribution.full,
                          part=old.part)
        if in_place:
            value = self.summed_like(value, tree.name(target))
        if is_scalar(kind) or in_place:
            place = tree.subscript(tree.name(target), tree.const(...)) if old.part else target       # nothing reads a part later
            return [*self.settle(name, state), tree.augment(place, sign, value)]
        return [tree.assign(target, tree.binary(tree.name(target), sign, value))]

    def summed_like(self, value: Any, bar: Any) -> Any:
        """Let ``unbroadcast(e, x)`` ask for its shape the adjoint that it is added to, unless ``x`` is a parameter."""
        summed = isinstance(value, gast.Call) and tree.is_name(value.func, "unbroadcast" + TOOL)
        if not summed or getattr(value.args[1], "id", "").split("@")[0] in self.entries:
            return value
        return tree.call(value.func, [value.args[0], bar])

    def spread_over(self, operand: Any, bar: Any) -> Any:
        """The tree of an adjoint in the structure and shape of its value."""
        return tree.call("whole" + TOOL, [bar, operand, *classes(self.value_of(operand).kind, self.program)])

    def whole(self, name: str, operand: Any, state: State, owned: bool = False) -> list[Any]:
        """Make sure that an adjoint has the whole shape of its value (and memory of its own)."""
        if name in self.memory.shadowed:
            return []
        old = state[name]
        if is_scalar(self.value_of(operand).kind) or (old.full and (old.owned or not owned)):
            return []
        target = tree.name(self.bar(name))
        kind = self.value_of(operand).kind
        if is_result(kind):
            state[name] = Bar(False, True)
            return []
        if kind.type is not np.ndarray:                        # a container, or who knows
            state[name] = Bar(True, True)
            whole = self.spread_over(operand, target)
            return [tree.assign(target, with_lent(kind, whole, operand, self.program))]
        value: Any = target
        dtype = [tree.dotted(NUMPY + str(kind.dtype))] if may_be_real(kind) else []
        if owned and not old.full and kind.dtype is not None:
            state[name] = Bar(True, True)
            return [tree.assign(target, tree.call(NUMPY + "full_like", [operand, target, *dtype]))]
        if not old.full:
            value = tree.call(NUMPY + "broadcast_to", [target, tree.call(NUMPY + "shape", [operand])])
        if owned:
            value = tree.call(NUMPY + "array", [value, *dtype])
        state[name] = Bar(owned, True, frozenset() if owned else old.lent)
        return [tree.assign(target, value)]


def is_listed(bar: Any) -> bool:
    """True for an adjoint of a list that is one itself, or a tuple; of what NumPy makes an array of it is an array."""
    return isinstance(bar, tree.DISPLAYS) or isinstance(bar, gast.Call) and tree.dotted_path(bar.func) in LISTED


def may_be_real(kind: Kind) -> bool:
    """True for complex arrays: of their adjoint all parts so far may be real."""
    return kind.type is np.ndarray and is_complex(kind)


def zeros(kind: Kind, value: Any, program: Program) -> Any:
    """The tree of an adjoint of zero for a value of a kind."""
    if is_scalar(kind):
        return tree.const(0.0)
    if kind.type is np.ndarray:
        return zero_array(kind, value)
    return with_lent(kind, tree.call("zeros" + TOOL, [value, *classes(kind, program)]), value, program)


def with_lent(kind: Kind, bar: Any, value: Any, program: Program) -> Any:
    """The adjoint with a place for each attribute that the object may have from its class."""
    lent = [key for key in kind.fields if is_lent(kind, key)]
    zero = [zeros(kind.slot(key), tree.attr(value, key), program) for key in lent]
    return tree.call("add" + TOOL, [bar, tree.dict_(lent, zero)]) if lent else bar


def classes(kind: Kind, program: Program) -> list[Any]:
    """The argument that tells a helper which objects it looks into; none where there is none."""
    found = classes_of(kind)
    return [tree.tuple_([program.named(cls) for cls in found])] if found else []


def is_result(kind: Kind) -> bool:
    """True for an object of SciPy, whose adjoint is what its rules make it."""
    return (getattr(kind.type, "__module__", None) or "").startswith("scipy.")


def may_be_number(kind: Kind) -> bool:
    """True for arrays that may have no axes: arithmetic makes numbers of them, which cannot be written in place."""
    return kind.type is np.ndarray and not kind.rank


def joined(bars: list[Bar]) -> Bar:
    """What holds of an adjoint that is one of several."""
    return Bar(all(b.owned for b in bars), all(b.full for b in bars), frozenset().union(*[b.lent for b in bars]),
               part=all(b.part for b in bars), listed=any(b.listed for b in bars))
