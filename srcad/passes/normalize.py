"""One operation per statement.

The grammar of a normalized program::

    function := def NAME(parameters): statement* return atom-or-tuple-of-atoms
    statement := NAME = right | (NAME, ...) = call | NAME[index] = atom | NAME.name = atom | NAME[index] op= atom | NAME op= atom
               | if test: block [else: block]
               | for NAME in (range(...) | atom): block | while test: block
               | call | assert test | raise ... | pass | break | continue
    right    := atom | call | atom op atom | op atom | atom compare atom | atom[index] | atom.name
               | (operand, ...) | [operand, ...] | f-string | boolean expression
    call     := name.chain(operand, ...) | atom.method(operand, ...)
    operand  := atom | (operand, ...) | [operand, ...]
    atom     := NAME | literal | chain of names that resolves to a global

Tests are kept whole: no derivative passes through them. An index is kept whole if it can be
evaluated again without effect. The target of an operation is never one of its operands.
``NAME op= atom`` is left only until kinds are known: ``lower`` says whether it writes or rebinds.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.operations import VERSION
from ..names import Names
from ..rules import registry
from ..unit import Unit
from .desugar import KEYS
from .unpack import holds
from .writers import NUMPY, flat_section, out_of, plain_store

Block = list[Any]
FLAT = "flat"                                # an attribute of arrays that is written as a section
REPEATABLE = (abs, len, min, max, int, range)


def normalize(unit: Unit) -> Unit:
    """Return the unit in normal form."""
    known = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)

    def resolve(path: str) -> tuple[bool, Any]:
        return (False, None) if path.split(".")[0] in known else unit.source.resolve(path)

    names = Names(unit.names)
    flat = Flatten(names, resolve)
    body = flat.block(unit.tree.body[:-1]) + flat.final(unit.tree.body[-1])
    function = tree.function(unit.tree.name, unit.tree.args, body, unit.tree.returns, unit.tree.lineno)
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=function, temporaries=unit.temporaries | made)


class Flatten:
    """Emits statements of one operation each."""

    def __init__(self, names: Names, resolve: Callable[[str], tuple[bool, Any]]) -> None:
        self.names, self.resolve = names, resolve
        self.out: Block = []
        self.line = 0

    # -------------------------------------------------------------- statements
    def block(self, block: Block) -> Block:
        outer, self.out = self.out, []
        for node in block:
            self.line = node.lineno
            self.statement(node)
        done, self.out = self.out, outer
        return done

    def final(self, node: Any) -> Block:
        """The return: atoms, each name once."""
        outer, self.out = self.out, []
        self.line = node.lineno
        values = node.value.elts if isinstance(node.value, gast.Tuple) else [node.value]
        atoms: Block = []
        for value in values:
            atom = self.answer(value) if len(values) == 1 else self.atom(value)
            if any(tree.is_name(a, getattr(atom, "id", "")) for a in atoms) or not isinstance(atom, gast.Name):
                atom = self.held(atom)
            atoms.append(atom)
        value = tree.tuple_(atoms) if isinstance(node.value, gast.Tuple) else atoms[0]
        self.out.append(tree.return_(value, node.lineno))
        done, self.out = self.out, outer
        return done

    def answer(self, value: Any) -> Any:
        if self.is_atom(value):
            return value
        name = self.names.fresh("ans")
        self.assign(tree.name(name), value)
        return tree.name(name)

    def statement(self, node: Any) -> None:
        if isinstance(node, gast.Assign):
            self.assign(node.targets[0], node.value)
        elif isinstance(node, gast.AugAssign):
            self.augment(node)
        elif isinstance(node, gast.If):
            self.out.append(tree.if_(node.test, self.block(node.body), self.block(node.orelse), node.lineno))
        elif isinstance(node, gast.While):
            self.out.append(tree.while_(node.test, self.block(node.body) or [tree.pass_(node.lineno)], node.lineno))
        elif isinstance(node, gast.For):
            iterable = self.iterable(node.iter)
            line = node.lineno
            self.out.append(tree.for_(node.target, iterable, self.block(node.body) or [tree.pass_(line)], line))
        elif isinstance(node, gast.Expr):
            right = self.right(node.value)
            if not self.is_atom(right) and not isinstance(right, tree.DISPLAYS):
                self.out.append(tree.expression(right, node.lineno))
        elif not isinstance(node, gast.Pass):
            self.out.append(node)

    def augment(self, node: Any) -> None:
        """``x[i] op= v``: Python reads the section first, which is seen if ``v`` writes to it."""
        target, start = node.target, len(self.out)
        if isinstance(target, gast.Attribute) and target.attr != FLAT:
            base = self.atom(target.value)
            base = base if isinstance(base, gast.Name) else self.held(base)
            section = tree.attr(base, target.attr)
            held = self.held(section)
            self.out.append(tree.augment_like(node, held, self.atom(node.value)))
            return self.assign(section, held)
        if isinstance(target, gast.Attribute):
            target = tree.subscript(target, tree.const(...))
        value = self.atom(node.value)
        stores = (t for s in tree.statements(self.out[start:]) for t in getattr(s, "targets", ()))
        if isinstance(target, gast.Subscript) and any(isinstance(t, (gast.Subscript, gast.Attribute)) for t in stores):
            del self.out[start:]
            section = self.section(target)
            old = self.held(tree.subscript(section.value, section.slice))
            return self.assign(section, tree.like_augmented(tree.augment_like(node, old, node.value)))
        target = target if isinstance(target, gast.Name) else self.section(target)
        self.out.append(tree.augment_like(node, target, value))

    def iterable(self, node: Any) -> Any:
        if isinstance(node, gast.Call) and tree.is_name(node.func, KEYS):
            return tree.call(node.func, [self.atom(node.args[0])])
        if isinstance(node, gast.Call) and self.resolve(tree.dotted_path(node.func) or "") == (True, range):
            return tree.call(node.func, [a if self.is_repeatable(a) else self.atom(a) for a in node.args])
        return self.atom(node)

    def section(self, target: Any) -> Any:
        """The target of a store: a section of an array that has a name."""
        target = flat_section(target, self.resolve) or target
        base = self.atom(target.value)
        if not isinstance(base, gast.Name):
            base = self.held(base)
        return tree.subscript(base, self.index(target.slice))

    def assign(self, target: Any, value: Any) -> None:
        target, value = plain_store(target, value) or (target, value)
        if isinstance(target, gast.Attribute):
            atom, base = self.atom(value), self.atom(target.value)
            base = base if isinstance(base, gast.Name) else self.held(base)
            return self.out.append(tree.assign(tree.attr(base, target.attr), atom, self.line))
        if isinstance(target, gast.Subscript):
            atom = self.atom(value)
            return self.out.append(tree.assign(self.section(target), atom, self.line))
        if isinstance(value, gast.IfExp):
            return self.choose(target, value)
        if isinstance(value, gast.BoolOp) and not self.is_whole(value):
            return self.shortcut(target, value)
        right = self.right(value)
        alone = isinstance(target, gast.Name)
        if not alone and self.has_rule(right):
            held = self.held(right)
            self.out.append(holds(held, len(target.elts), self.line))
            for position, element in enumerate(target.elts):
                self.out.append(tree.assign(element, tree.subscript(held, tree.const(position)), self.line))
            return
        if alone and target.id in tree.reads(right) and not isinstance(right, gast.Name):
            right = self.held(right)
        self.out.append(tree.assign(target, right, self.line))

    def has_rule(self, right: Any) -> bool:
        """True for a call whose result has an adjoint as a whole, to be unpacked item by item."""
        found, value = self.resolve(tree.dotted_path(right.func) or "") if isinstance(right, gast.Call) else (False, None)
        rule = registry.lookup(value) if found else None
        return rule is not None and rule.form is not None or hasattr(type(value), VERSION)     # a gradient may be given a rule

    def choose(self, target: Any, value: Any) -> None:
        """``a if c else b``: only the chosen one is evaluated."""
        body, orelse = self.aside(target, value.body), self.aside(target, value.orelse)
        self.out.append(tree.if_(value.test, body, orelse, self.line))

    def given(self, index: Any) -> Any:
        """An index as a method of the user's is given it: atoms."""
        if isinstance(index, gast.Tuple):
            return tree.tuple_([self.given(e) for e in index.elts])
        if isinstance(index, gast.Slice):
            return tree.slice_(*(p and self.atom(p) for p in (index.lower, index.upper, index.step)))
        return self.atom(index)

    def aside(self, target: Any, value: Any) -> Block:
        """The statements of an assignment, kept for a branch."""
        outer, self.out = self.out, []
        self.assign(target, value)
        done, self.out = self.out, outer
        return done

    def shortcut(self, target: Any, value: Any) -> None:
        """``a and b``, ``a or b`` as values: later operands only if they are reached."""
        held = tree.name(self.names.fresh("t"))
        self.assign(held, value.values[0])
        rest = value.values[1:]
        more = rest[0] if len(rest) == 1 else tree.boolean("and" if isinstance(value.op, gast.And) else "or", rest)
        branch = self.aside(held, more)
        test = held if isinstance(value.op, gast.And) else tree.not_(held)
        self.out.append(tree.if_(test, branch, [], self.line))
        self.out.append(tree.assign(target, held, self.line))

    # -------------------------------------------------------------- expressions
    def is_atom(self, node: Any) -> bool:
        if isinstance(node, gast.Name) or tree.is_literal(node) and not isinstance(node, (gast.Tuple, gast.List)):
            return True
        path = tree.dotted_path(node)
        return path is not None and self.resolve(path)[0]

    def held(self, right: Any) -> Any:
        name = self.names.fresh("t")
        self.out.append(tree.assign(name, right, self.line))
        return tree.name(name)

    def atom(self, node: Any) -> Any:
        """Return an atom for the value of an expression, emitting what computes it."""
        if self.is_atom(node):
            return node
        if isinstance(node, (gast.IfExp, gast.BoolOp)):
            name = tree.name(self.names.fresh("t"))
            self.assign(name, node)
            return name
        return self.held(self.right(node))

    def operand(self, node: Any) -> Any:
        if isinstance(node, gast.Tuple):
            return tree.tuple_([self.operand(e) for e in node.elts])
        if isinstance(node, gast.List):
            return tree.list_([self.operand(e) for e in node.elts])
        if isinstance(node, gast.Dict) and None not in node.keys:
            return tree.display_like(node, [self.operand(e) for e in node.values])
        return self.atom(node)

    def right(self, node: Any) -> Any:
        """Return a right side: one operation on atoms."""
        if self.is_atom(node) or isinstance(node, gast.JoinedStr):
            return node
        if isinstance(node, (gast.BinOp, gast.UnaryOp)):
            parts = [node.left, node.right] if isinstance(node, gast.BinOp) else [node.operand]
            return tree.like(node, [self.atom(p) for p in parts])
        if isinstance(node, gast.Compare):
            return self.comparison(node)
        if isinstance(node, gast.BoolOp) and self.is_whole(node):
            return node
        if isinstance(node, gast.Subscript):
            node = flat_section(node, self.resolve) or node
            return tree.subscript(self.atom(node.value), self.index(node.slice))
        if isinstance(node, gast.Attribute):
            return tree.attr(self.atom(node.value), node.attr)
        if isinstance(node, gast.Call):
            given = out_of(node, self.resolve)
            return self.call(node) if given is None else self.into(*given)
        if isinstance(node, gast.Dict):
            return tree.display_like(node, [self.operand(e) for e in node.values])
        if isinstance(node, tree.DISPLAYS):
            return self.operand(node)
        return self.atom(node)

    def is_whole(self, node: Any) -> bool:
        """True for a test, which is kept as it is written."""
        return _is_boolean(node)

    def comparison(self, node: Any) -> Any:
        if len(node.ops) > 1:
            return node
        new = tree.clone(node)
        new.left, new.comparators = self.atom(node.left), [self.operand(node.comparators[0])]
        return new

    def call(self, node: Any) -> Any:
        path = tree.dotted_path(node.func)
        if path is None or (not self.resolve(path)[0] and isinstance(node.func, gast.Attribute)):
            func = tree.attr(self.atom(node.func.value), node.func.attr) if isinstance(
                node.func, gast.Attribute) else self.atom(node.func)
        else:
            func = node.func
        args = [self.operand(a) for a in node.args]
        return tree.call(func, args, {k.arg: self.operand(k.value) for k in node.keywords})

    def into(self, call: Any, out: Any) -> Any:
        """``f(a, out=x)``: the store ``x[...] = f(a)`` at its place among the operations; its value is ``x``."""
        if isinstance(out, gast.Constant) and out.value is None:
            return self.call(call)
        keywords = {k.arg: k.value for k in call.keywords}
        where = keywords.pop("where", None)
        if out in call.args:                                   # it is one expression
            base = self.atom(out)
            call, out = tree.substituted(call, {id(out): base}), base
        value = self.held(self.call(tree.call(call.func, call.args, keywords)))
        base = self.atom(out)
        if where is not None:
            value = self.held(tree.call(NUMPY + "where", [self.atom(where), value, base]))
        self.assign(tree.subscript(base, tree.const(...)), value)
        return base

    def index(self, node: Any) -> Any:
        if isinstance(node, gast.Tuple):
            return tree.tuple_([self.index(e) for e in node.elts])
        if isinstance(node, gast.Slice):
            return tree.slice_(*(p and self.index(p) for p in (node.lower, node.upper, node.step)))
        if self.is_repeatable(node):
            return node
        return self.held(node) if self.is_array(node) else self.operand(node)

    def is_array(self, node: Any) -> bool:
        """True for a global array or list: in an index it gets a name, for analyses ask what that is."""
        found, value = self.resolve(tree.dotted_path(node) or "")
        return found and isinstance(value, (np.ndarray, list, tuple))

    def is_repeatable(self, node: Any) -> bool:
        """True for integer-like arithmetic that costs little and has no effect."""
        if self.is_atom(node):
            return not self.is_array(node)
        if isinstance(node, gast.BinOp):
            return self.is_repeatable(node.left) and self.is_repeatable(node.right)
        if isinstance(node, gast.UnaryOp):
            return self.is_repeatable(node.operand)
        if isinstance(node, gast.Call) and not node.keywords:
            found, value = self.resolve(tree.dotted_path(node.func) or "")
            return found and any(value is f for f in REPEATABLE) and all(map(self.is_repeatable, node.args))
        if isinstance(node, gast.Attribute):
            return node.attr in ("shape", "size", "ndim") and self.is_repeatable(node.value)
        if isinstance(node, gast.Subscript):
            return isinstance(node.value, gast.Attribute) and self.is_repeatable(node.value) and tree.is_literal(node.slice)
        return False


def _is_boolean(node: Any) -> bool:
    """True if an expression gives a bool whatever its operands are."""
    if isinstance(node, gast.BoolOp):
        return all(map(_is_boolean, node.values))
    if isinstance(node, gast.UnaryOp):
        return isinstance(node.op, gast.Not)
    return isinstance(node, gast.Compare) or isinstance(node, gast.Constant) and isinstance(node.value, bool)


def verify(function: Any) -> None:
    """Assert that a function is in normal form (see the grammar above)."""
    *body, last = function.body
    assert isinstance(last, gast.Return), "the last statement is the return"
    _verify_block(body)


def _verify_block(block: Block) -> None:
    for position, node in enumerate(block):
        ends = position == len(block) - 1
        if isinstance(node, (gast.Break, gast.Continue)):
            assert ends, "a jump ends its block"
        elif isinstance(node, gast.If):
            _verify_block(node.body)
            _verify_block(node.orelse)
        elif isinstance(node, (gast.For, gast.While)):
            assert not node.orelse, "loops have no else"
            _verify_block(node.body)
        elif isinstance(node, gast.Assign):
            _verify_assign(node)
        elif isinstance(node, gast.AugAssign):
            assert isinstance(node.target, gast.Name) or isinstance(node.target.value, gast.Name), "a store to a name"
        else:
            assert isinstance(node, (gast.Expr, gast.Assert, gast.Raise, gast.Pass)), type(node).__name__


def _verify_assign(node: Any) -> None:
    target, value = node.targets[0], node.value
    if isinstance(target, (gast.Subscript, gast.Attribute)):
        assert isinstance(target.value, gast.Name), "a store to a name"
        return
    if isinstance(target, gast.Tuple):
        assert isinstance(value, gast.Call), "only a call's result is unpacked"
        return
    if not isinstance(value, gast.Name):
        assert target.id not in tree.reads(value), "the target is not an operand"
    for part in tree.walk(value):
        assert not isinstance(part, gast.IfExp), "a conditional expression is left"
