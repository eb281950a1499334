"""Writes to the real and imaginary parts of complex arrays, as stores of whole numbers; conjugates of real ones.

``z.imag[i] = v`` becomes ``z[i] = complex_of(z[i].real, v)``: the adjoint of a part is no view of the
adjoint of the whole. Of arrays of reals ``x.real = v`` is ``x[...] = v``, and ``x.conj()`` is ``x`` itself.
Attributes of objects that have these names are left alone.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.lattice import is_complex
from ..analyses.writes import SYMBOLS, write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit

REAL, IMAG = "real", "imag"
CONJUGATES = ("conj", "conjugate")


def plain_parts(unit: Unit, facts: Facts) -> Unit:
    """Return the unit without writes to parts of complex numbers."""
    parts = _Parts(unit, facts)
    body = parts.block(unit.tree.body)
    if not parts.changed:
        return unit
    made = frozenset(parts.names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made)


class _Parts:
    def __init__(self, unit: Unit, facts: Facts) -> None:
        self.unit, self.facts = unit, facts
        self.names = Names(unit.names)
        self.changed = False

    def block(self, block: list[Any]) -> list[Any]:
        out: list[Any] = []
        views: dict[str, tuple[str, str]] = {}                 # a temporary -> of which array, and which part
        for node in block:
            env = self.facts.before.get(id(node), {})
            store = self.store(node, views, env)
            if store is None and _is_conjugate_of_reals(node, env):
                store = [tree.assign(node.targets[0], node.value.func.value, node.lineno)]
            if store is not None:
                self.changed = True
                out += store
                continue
            if isinstance(node, gast.If):
                node = tree.if_(node.test, self.block(node.body), self.block(node.orelse), node.lineno)
            elif isinstance(node, gast.For):
                node = tree.for_(node.target, node.iter, self.block(node.body), node.lineno)
            elif isinstance(node, gast.While):
                node = tree.while_(node.test, self.block(node.body), node.lineno)
            bound = tree.writes(node)
            views = {t: of for t, of in views.items() if not {t, of[0]} & bound}
            value = getattr(node, "value", None)
            if isinstance(value, gast.Attribute) and value.attr in (REAL, IMAG) and tree.is_name(value.value):
                own = [t for t in tree.targets(node) if t in self.unit.temporaries and _is_array(env, value.value.id)]
                views |= {t: (value.value.id, value.attr) for t in own}
            out.append(node)
        return out

    def store(self, node: Any, views: Mapping[str, tuple[str, str]], env: Mapping[str, Value]) -> list[Any] | None:
        """What a write to a part is; None for all else."""
        if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
            base, index, operator, value = node.target.id, tree.const(...), SYMBOLS[type(node.op)], node.value
        else:
            write = write_of(node)
            if write is None or write.attribute not in ("", REAL, IMAG) or write.operator not in ("", *tree.OPERATORS):
                return None
            base, index, operator, value = write.base, write.index, write.operator, write.value
            if write.attribute:
                return self.attribute(base, write.attribute, value, node, views, env)
        array, part = views.get(base, ("", ""))
        if not array or not is_complex(env[array].kind):
            return None
        return self.joined(array, part, index, operator, value, node, env)

    def attribute(self, array: str, part: str, value: Any, node: Any, views: Mapping[str, tuple[str, str]],
                  env: Mapping[str, Value]) -> list[Any] | None:
        """``z.imag = v``; after ``t = z.imag; t += v`` it has been done."""
        if not _is_array(env, array):
            return None
        if isinstance(value, gast.Name) and views.get(value.id) == (array, part):
            return []
        whole = tree.const(...)
        if is_complex(env[array].kind):
            return self.joined(array, part, whole, "", value, node, env)
        if part == IMAG:
            fail(UnsupportedSyntax, self.unit.source.where(node), f"`{array}` is an array of {env[array].kind.dtype}: it has no "
                 "imaginary part to be written", "make it an array of complex numbers")
        return [tree.assign(tree.subscript(tree.name(array), whole), value, node.lineno)]

    def joined(self, array: str, part: str, index: Any, operator: str, value: Any, node: Any,
               env: Mapping[str, Value]) -> list[Any]:
        if isinstance(value, gast.Name) and value.id in env and is_complex(env[value.id].kind):
            fail(UnsupportedSyntax, self.unit.source.where(node), f"what is written to `{array}.{part}` is complex itself",
                 "write its real part")
        line, place = node.lineno, tree.subscript(tree.name(array), index)
        old, real, imag, new = (tree.name(self.names.fresh("t")) for _ in range(4))
        lines = [tree.assign(old, place, line), tree.assign(real, tree.attr(old, REAL), line),
                 tree.assign(imag, tree.attr(old, IMAG), line)]
        if operator:
            changed = tree.name(self.names.fresh("t"))
            lines.append(tree.assign(changed, tree.binary(real if part == REAL else imag, operator, value), line))
            value = changed
        halves = [value, imag] if part == REAL else [real, value]
        return [*lines, tree.assign(new, tree.call("complex_of" + TOOL, halves), line), tree.assign(place, new, line)]


def _is_conjugate_of_reals(node: Any, env: Mapping[str, Value]) -> bool:
    call = getattr(node, "value", None)
    if not isinstance(node, gast.Assign) or not isinstance(call, gast.Call) or not isinstance(call.func, gast.Attribute):
        return False
    base = getattr(call.func.value, "id", "")
    return call.func.attr in CONJUGATES and not call.args and _is_array(env, base) and not is_complex(env[base].kind)


def _is_array(env: Mapping[str, Value], name: str) -> bool:
    return name in env and env[name].kind.type is np.ndarray and env[name].kind.dtype is not None
