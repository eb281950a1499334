"""The reverse of statements that compute nothing: ``y = x``, ``y = x[i]``, names for memory that has a shadow."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import is_view
from ..analyses.inference import Value
from ..analyses.lattice import is_scalar
from ..analyses.operations import MAKE, Operation
from ..analyses.versions import Version
from ..errors import UnsupportedSyntax, fail
from ..rules.expand import TOOL
from . import adjoints, lists, stores
from .adjoints import Contribution, known_array
from .bars import Bar, Bars, State, may_be_real
from .operands import refuse_flow
from .shadows import MIRRORED


class References(Bars):
    """What the adjoints of references give back to what they refer to."""

    def reference(self, node: Any, call: Operation | None, answer: Any, at: Mapping[str, Version],
                  env: Mapping[str, Value], state: State) -> list[Any]:
        """A name for memory that has a shadow: nothing to do, unless NumPy has copied after all."""
        if call is None or call.target is MAKE:
            return self.numbers_of(node.value if call is None else call.operands[1], answer, at, env, state)
        if is_view(call, env):
            return []
        base = self.read(call.operands[0], at, env)
        bar, base_bar = self.bar_of(answer), self.bar_of(base)
        order = order_of(call)
        kept = call.label.split(".")[-1] in MIRRORED and order in (None, "C", "F")
        if not kept and call.rule is None:
            refuse_flow(call, self.source.where(node))
        if not kept:
            fail(UnsupportedSyntax, self.source.where(node),
                 f"what `{call.label}` returns may share memory with an array that is written in place, and it is not known how",
                 "make a copy of it here (x.copy()), or write to a copy")
        back = [base_bar, bar] if order != "F" else [base_bar, bar, tree.const(order)]
        return [*self.settle(self.marks[base.id].name, state), tree.expression(tree.call("hand_back" + TOOL, back))]

    def numbers_of(self, display: Any, answer: Any, at: Mapping[str, Version], env: Mapping[str, Value],
                   state: State) -> list[Any]:
        """``l = [x, a]``: arrays share their shadows with the list, but numbers take theirs out."""
        found = lists.number_shares(self, self.read(display, at, env), self.bar_of(answer))
        return lists.added(self, found, state)

    def copy(self, node: Any, target: str, at: Mapping[str, Version], env: Mapping[str, Value],
             state: State) -> list[Any]:
        """``y = x``, and displays ``y = (a, b)``."""
        value = self.read(node.value, at, env)
        lines: list[Any] = []
        if isinstance(value, tree.DISPLAYS) and not state[target].full:
            lines = self.whole(target, value, state)
        bar = state.pop(target)
        ct = tree.name(self.bar(target))
        if isinstance(value, gast.Name) and value.id in self.marks:
            name, first = self.marks[value.id].name, self.marks[value.id].name not in state
            lines = self.add(Contribution(value, ct, bar.full, bar.owned), name, state, bar.lent)
            if first and self.value_of(value).kind.type is list and name in state and bar.owned and bar.full:
                state[name] = Bar(True, True)                  # of a list that changes hands
            return lines
        if isinstance(value, tree.DISPLAYS):
            for element, part in adjoints.leaves(value, ct):
                if self.value_of(element).varied:
                    lines += self.add(Contribution(element, part), self.marks[element.id].name, state, bar.lent)
        return lines

    def getitem(self, node: Any, call: Operation, target: str, at: Mapping[str, Version],
                env: Mapping[str, Value], state: State) -> list[Any]:
        """``y = x[i]``: the adjoint of ``x`` gathers at ``i``."""
        answer = self.read(tree.name(target), self.versions.after[id(node)], self.facts.after[id(node)])
        if state.get(target, Bar()).part:
            state.pop(target)
            return []
        base, index = (self.read(o, at, env) for o in call.operands)
        if not self.value_of(base).varied:                     # what is picked may vary, what it is picked from does not
            return []
        name = self.marks[base.id].name
        kind = self.value_of(base).kind
        if lists.puts_item(self, name, kind, target, index, state):
            return lists.put_item(self, base, tree.literal(index), target, answer, state)
        back = self.without_new_axes(index) if known_array(kind) and name not in self.memory.shadowed else None
        if back is not None and target in state and self.program.optimize:
            lines = self.whole(target, answer, state)
            source = state.pop(target)
            share = tree.subscript(self.bar_of(answer), back)
            return [*lines, *self.add(Contribution(base, share, True, source.owned), name, state, source.lent)]
        source = state.pop(target, Bar(owned=False))
        if is_scalar(kind):                                    # of NumPy: x[()] is x
            return self.add(Contribution(base, self.bar_of(answer), True, True), name, state)
        if lists.is_zeroed(name, index, source, state):
            return lists.put_in_place(self, name, tree.subscript(self.bar_of(base), index), self.bar_of(answer), state)
        lines = []
        if name in self.memory.shadowed:
            pass
        elif name not in state:
            lines += self.section(node, base, state) or [tree.assign(self.bar(name), self.zeros(kind, base))]
            state.setdefault(name, Bar())
        else:
            lines += self.whole(name, base, state, owned=True)
        lines += self.settle(name, state)
        ct, bar = self.bar_of(answer), self.bar_of(base)
        if name in state:
            state[name] = replace(state[name], zeroed="")
        item_kind = self.facts.after[id(node)][target].kind
        loose = item_kind.type is not np.ndarray or may_be_real(item_kind)        # += joins lists, and refuses complex for real
        adds = kind.type is np.ndarray or is_scalar(item_kind) or not loose
        if adds and self.is_basic(call.operands[1], at, env) and name not in self.shadows.overlapping:
            item = tree.subscript(bar, index)
            return [*lines, tree.augment(item, "+", ct)]
        return [*lines, tree.expression(tree.call("scatter" + TOOL, [bar, stores.as_value(index), ct]))]

    def without_new_axes(self, index: Any) -> Any:
        """The index that undoes one of nothing but whole slices and new axes; None for any other index."""
        parts = index.elts if isinstance(index, gast.Tuple) else [index]
        new = [tree.is_none(p) or self.resolve(tree.dotted_path(p) or "") == (True, None) for p in parts]
        if not any(new) or not all(n or tree.same(p, tree.slice_(None, None)) for n, p in zip(new, parts, strict=True)):
            return None
        return tree.tuple_([tree.const(0) if n else p for n, p in zip(new, parts, strict=True)])

    def section(self, node: Any, base: Any, state: State) -> list[Any]:
        """Let the adjoint of ``y``, which has none yet, be a section of that of ``x`` where ``y = x[i]``; [] where it cannot.

        Between the two statements neither name may be bound again, and no path may leave: then all that is done to the
        adjoint of ``y`` is to add to it, in place, and nobody reads that of ``x``. Only where arrays are written anyway
        does what follows the sweeps take care of several names for one array.
        """
        version = self.marks[base.id]
        made, place = version.definition, self.place(node)
        same = version.block is place[0] and isinstance(getattr(made, "value", None), gast.Subscript)
        if not self.program.in_place or not same:
            return []
        at, env = self.versions.before[id(made)], self.facts.before[id(made)]
        outer = made.value.value
        between = place[0].statements[version.position + 1:place[1]]
        jumps = any(isinstance(s, (gast.Break, gast.Continue, gast.Raise, gast.Return)) for s in tree.statements(between))
        if not tree.is_name(outer) or outer.id not in at or jumps or {version.name, outer.id} & tree.writes(between):
            return []
        kinds = [env[outer.id].kind, self.value_of(base).kind]
        if not all(known_array(k) and k.dtype == "float64" for k in kinds) or not self.is_basic(made.value.slice, at, env) or (
                {version.name, outer.id} & {*self.memory.written, *self.memory.shadowed, *self.shadows.overlapping}):
            return []
        old = state.get(outer.id)
        if old is not None and not (old.owned and old.full and not old.lent):
            return []
        whole = self.read(outer, at, env)
        lines = [] if old else [tree.assign(self.bar(outer.id), self.zeros(kinds[0], whole))]
        state.setdefault(outer.id, Bar())
        state[version.name] = Bar(part=True)
        index = self.read(made.value.slice, at, env)
        return [*lines, tree.assign(self.bar(version.name), tree.subscript(tree.name(self.bar(outer.id)), index))]


def order_of(call: Operation) -> Any:
    """The order in which ``reshape`` and ``ravel`` read elements, if a literal says it."""
    given = [o for o in call.operands[1:] if tree.is_literal(o) and tree.literal(o) in ("C", "F", "A", "K")]
    node = call.keywords.get("order", given[0] if given else tree.const(None))
    return tree.literal(node) if tree.is_literal(node) else ""
