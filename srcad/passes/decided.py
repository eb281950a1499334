"""Tests whose result is known before anything runs: of constants, of ``x is None``, of classes."""
from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Facts, Value
from ..analyses.kinds import UNKNOWN, Kind, in_class
from ..analyses.lattice import BOTTOM, is_scalar
from ..analyses.operations import setter
from ..errors import SrcadError
from ..source import find_source
from ..unit import Unit

Block = list[Any]
SCALARS = (float, int, complex, np.generic)
ASKING = (gast.Name, gast.Attribute, gast.Compare, gast.BoolOp, gast.UnaryOp, gast.Constant)      # what such a test is made of


def told(test: Any, kind_of: Callable[[Any], Kind]) -> Any:
    """A test in which what an object tells of itself is written out: ``self.is_leaf`` as ``self.left is None``."""
    if isinstance(test, gast.BoolOp):
        values = [told(v, kind_of) for v in test.values]
        return test if all(a is b for a, b in zip(values, test.values)) else tree.with_fields(test, values=values)
    if isinstance(test, gast.UnaryOp):
        operand = told(test.operand, kind_of)
        return test if operand is test.operand else tree.with_fields(test, operand=operand)
    asked = test.func if isinstance(test, gast.Call) and not test.args and not test.keywords else test
    kind = kind_of(asked.value) if isinstance(asked, gast.Attribute) and tree.is_name(asked.value) else UNKNOWN
    if not kind.is_record or kind.type is None or kind.type is dict or asked.attr in kind.fields:
        return test
    found = in_class(kind.type, asked.attr)
    function = found if isinstance(test, gast.Call) else found.fget if isinstance(found, property) else None
    try:
        source = find_source(function).tree if isinstance(function, FunctionType) else None
    except SrcadError:
        return test
    parameters = tree.all_parameters(source) if source is not None else []
    value = returned(source) if len(parameters) == 1 else None
    plain = value is not None and all(isinstance(p, ASKING) for p in tree.walk(value)) and tree.reads(value) == set(parameters)
    return tree.replace(value, {parameters[0]: asked.value}) if plain else test


def returned(function: Any) -> Any:
    """What a function returns that does nothing else; None for any other."""
    body = function.body[isinstance(function.body[0], gast.Expr) and isinstance(function.body[0].value, gast.Constant):]
    return body[0].value if len(body) == 1 and isinstance(body[0], gast.Return) else None


class Tests:
    """The tests of one unit; ``whole``: all that puts something in its objects is there to be seen."""

    def __init__(self, unit: Unit, facts: Facts, resolve: Any, whole: bool) -> None:
        self.unit, self.facts, self.resolve, self.whole = unit, facts, resolve, whole

    def kind_before(self, node: Any, name: str) -> Kind:
        return self.facts.before.get(id(node), {}).get(name, Value(UNKNOWN)).kind

    def decided(self, node: Any) -> Block | None:
        """The branch that is taken whatever the data are."""
        known = self.truth(node, node.test)
        taken: Block = node.body if known else node.orelse
        return None if known is None else taken

    def truth(self, node: Any, test: Any) -> bool | None:
        """What a test of constants, of ``x is None``, or of a class gives; None for one that depends on data."""
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            inner = self.truth(node, test.operand)
            return None if inner is None else not inner
        if isinstance(test, gast.BoolOp):
            ends = isinstance(test.op, gast.Or)                # the value that decides
            values = [self.truth(node, v) for v in test.values]
            return ends if ends in values else None if None in values else not ends
        if isinstance(test, gast.Compare) and len(test.ops) == 1 and tree.is_none(test.comparators[0]) and isinstance(
                test.ops[0], (gast.Is, gast.IsNot)):
            there = self.is_there(node, test.left)
            return None if there is None else there == isinstance(test.ops[0], gast.IsNot)
        if isinstance(test, gast.Compare) and len(test.ops) == 1 and tree.is_literal(test.left) and tree.is_literal(
                test.comparators[0]) and isinstance(test.ops[0], (gast.Eq, gast.NotEq)):
            same: bool = tree.literal(test.left) == tree.literal(test.comparators[0])
            return same if isinstance(test.ops[0], gast.Eq) else not same
        if isinstance(test, (gast.Name, gast.Attribute)) and self.is_there(node, test) is False:
            return False
        if isinstance(test, gast.Call) and self.resolve(tree.dotted_path(test.func) or "") == (True, isinstance):
            return self.is_instance(node, *test.args)
        return None

    def tested(self, node: Any, value: Any) -> Kind:
        """The kind of a name or attribute in a test, UNKNOWN of all else."""
        if isinstance(value, gast.Attribute) and tree.is_name(value.value) and self.whole:
            owner = self.kind_before(node, value.value.id)
            plain = owner.is_record and owner.type is not dict and value.attr not in owner.absent
            return owner.slot(value.attr) if plain and setter(owner.type, value.attr) is None else UNKNOWN
        return self.kind_before(node, value.id) if tree.is_name(value) else UNKNOWN

    def is_there(self, node: Any, value: Any) -> bool | None:
        """True for what is not None, False for None; None where it is not known yet."""
        kind = self.tested(node, value)
        if not self.whole or kind.type is None or kind == BOTTOM or kind.optional:
            return None
        return kind.type is not type(None)

    def is_instance(self, node: Any, value: Any, classes: Any) -> bool | None:
        fixed = set(tree.parameters(self.unit.tree)) - tree.writes(self.unit.tree.body)
        listed = classes.elts if isinstance(classes, gast.Tuple) else [classes]
        found = [self.resolve(tree.dotted_path(c) or "") for c in listed]
        if not (self.whole or getattr(value, "id", "") in fixed) or not all(ok and isinstance(c, type) for ok, c in found):
            return None                                        # (in whole, all that changes what it is has been put in its place)
        kind = self.tested(node, value)
        wanted = tuple(c for _, c in found)
        if kind.optional or kind.type is None or kind == BOTTOM:
            return None
        if is_scalar(kind):                                    # 1 may stand where 1.0 is meant
            if not any(map(_may_be_scalar, wanted)):
                return False
            return True if kind.type in (float, np.float64) and all(issubclass(c, wanted) for c in (int, float)) else None
        if kind.loose:                                         # an array or a number
            return True if {np.ndarray, np.generic} <= set(wanted) else None
        return issubclass(kind.home if kind.type is tuple and kind.home else kind.type, wanted)


def _may_be_scalar(cls: type) -> bool:
    return any(issubclass(cls, scalar) or issubclass(scalar, cls) for scalar in SCALARS)
