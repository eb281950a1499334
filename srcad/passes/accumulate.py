"""Contributions to one adjoint that follow each other, written as one; signs taken to where they cost nothing.

>>> from srcad import tree
>>> from srcad.printer import to_source
>>> print(to_source(accumulate(tree.parse('''
... def f(a, b, y_bar, c_bar):
...     t_bar = -y_bar
...     x_bar = t_bar * a
...     c_bar[0] = 0.0
...     c_bar[0] += t_bar * b
...     x_bar += y_bar
...     return x_bar
... ''').body[0], frozenset(), dict.fromkeys("a b t_bar x_bar y_bar".split(), "float"))), end="")
def f(a, b, y_bar, c_bar):
    t_bar = y_bar
    c_bar[0] = -(t_bar * b)
    x_bar = y_bar - t_bar * a
    return x_bar
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import gast

from .. import tree
from .simplify import FLOAT, NUMBER

NUMBERS = (FLOAT, NUMBER)
SIMPLE = (gast.Assign, gast.AugAssign, gast.Expr)
LONGEST = 34                               # nodes of an expression that a line may hold


def accumulate(function: Any, kept: frozenset[str], types: Mapping[str, str]) -> Any:
    """Return the function with such contributions joined; ``kept`` names are left alone, ``types`` says what is known."""
    whole = tree.clone(function)
    names = [n for n in tree.walk(whole) if isinstance(n, gast.Name)]
    loads = Counter(n.id for n in names if isinstance(n.ctx, gast.Load))
    stores = Counter(n.id for n in names if isinstance(n.ctx, gast.Store))
    once = {n for n in stores if stores[n] == 1 and n in types and n not in kept}
    for block in [whole.body, *[getattr(s, field) for s in tree.statements(whole.body) for field in ("body", "orelse")
                                if getattr(s, field, None)]]:
        for position in range(len(block) - 1, -1, -1):
            sink(block, position, once, loads, types)
        position = 1
        while position < len(block):
            found = after_zero(block[position - 1], block[position], types) or rebound(block[position - 1], block[position], kept)
            if found is not None:
                block[position - 1:position + 1] = [found]
                position = max(position - 1, 1)
            elif not joined(block, position, kept, types):
                position += 1
    return whole


def after_zero(first: Any, second: Any, types: Mapping[str, str]) -> Any:
    """``x[i] = 0.0`` and then ``x[i] += e`` as one store; None where that is not what they are, or ``e`` may be a view of x."""
    if not isinstance(first, gast.Assign) or not adds(second):
        return None
    target = first.targets[0]
    if not isinstance(target, gast.Subscript) or not tree.is_name(target.value) or not tree.same(
            first.value, tree.const(0.0)) or not tree.same(tree.load(target), tree.load(second.target)):
        return None
    if any("_bar" in n and types.get(n) not in NUMBERS for n in tree.reads(second.value)):
        return None
    value = second.value if isinstance(second.op, gast.Add) else tree.negate(second.value)
    return tree.assign(target, value, second.lineno)


def rebound(first: Any, second: Any, kept: frozenset[str]) -> Any:
    """``x = a`` and then ``x = f(x)`` as one statement, where ``a`` is a name or a number, or ``x + b`` the second; else None."""
    if not all(isinstance(s, gast.Assign) and tree.is_name(s.targets[0]) for s in (first, second)):
        return None
    name, value = first.targets[0].id, second.value
    if name in kept or second.targets[0].id != name or name not in tree.reads(value) or name in tree.reads(first.value):
        return None
    if isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Add, gast.Sub)) and tree.is_name(value.left, name) and (
            name not in tree.reads(value.right) and size(first.value) + size(value) <= LONGEST):
        swaps = is_arithmetic(first.value) and is_arithmetic(value.right) or tree.is_literal(first.value)
        added = tree.with_fields(tree.augment(name, "+", value.right), op=value.op)
        return tree.assign(name, total(first.value, added) if swaps else tree.with_fields(value, left=first.value), second.lineno)
    atom = isinstance(first.value, gast.Name) or tree.is_literal(first.value) and not isinstance(first.value, tree.DISPLAYS)
    return tree.assign(name, tree.replace(value, {name: first.value}), second.lineno) if atom else None


def joined(block: list[Any], position: int, kept: frozenset[str], types: Mapping[str, str]) -> bool:
    """Make one statement of ``x = a`` and ``x += b``, two floats, at the place of the second; False if they are not that."""
    node = block[position]
    if not adds(node) or not isinstance(node.target, gast.Name):
        return False
    name = node.target.id
    if name in kept or types.get(name) not in NUMBERS or name in tree.reads(node.value):
        return False
    for place in range(position - 1, -1, -1):
        made = block[place]
        if isinstance(made, gast.Assign) and tree.is_name(made.targets[0], name):
            between = block[place + 1:position]
            read = tree.reads(made.value)
            if read & set().union(*map(tree.writes, between)) or any(types.get(n) not in NUMBERS for n in read) or (
                    size(made.value) + size(node.value) > LONGEST or not is_arithmetic(made.value)):
                return False
            block[position] = tree.assign(name, total(made.value, node), node.lineno)
            del block[place]
            return True
        if not isinstance(made, SIMPLE) or name in tree.reads(made) | tree.writes(made):
            return False
    return False


def total(first: Any, node: Any) -> Any:
    plus = isinstance(node.op, gast.Add)
    if plus and isinstance(first, gast.UnaryOp) and isinstance(first.op, gast.USub):
        return tree.binary(node.value, "-", first.operand)
    return tree.binary(first, "+" if plus else "-", node.value)


def sink(block: list[Any], position: int, once: set[str], loads: Counter[str], types: Mapping[str, str]) -> None:
    """``t = -e`` becomes ``t = e`` where all that read it can take the sign: ``x += t * a`` subtracts then."""
    node = block[position]
    if not (isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) and isinstance(node.value, gast.UnaryOp)
            and isinstance(node.value.op, gast.USub) and not isinstance(node.value.operand, gast.Constant)):
        return
    name = node.targets[0].id
    readers = [s for s in block[position + 1:] if name in tree.reads(s)]
    if name not in once or len(readers) != loads[name] or not readers:
        return
    alias = types[name] not in NUMBERS and not isinstance(node.value.operand, gast.BinOp)
    if alias or not all(takes_sign(s, name) for s in readers) or sum(not adds(s) for s in readers) > 1:
        return
    node.value = node.value.operand
    for reader in readers:
        if adds(reader):
            reader.op = tree.operator("-" if isinstance(reader.op, gast.Add) else "+")
        else:
            reader.value = tree.negate(reader.value)


def adds(node: Any) -> bool:
    """True for ``x += e`` and ``x -= e``."""
    return isinstance(node, gast.AugAssign) and isinstance(node.op, (gast.Add, gast.Sub))


def takes_sign(statement: Any, name: str) -> bool:
    """True for ``x += t * a`` and ``s = t * a``, whose sign can be turned."""
    if not adds(statement) and not (isinstance(statement, gast.Assign) and isinstance(statement.value, gast.BinOp)):
        return False
    value = statement.value
    while isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Mult, gast.Div)):
        value = value.left
    return tree.is_name(value, name)


def is_arithmetic(value: Any) -> bool:
    return all(isinstance(n, (gast.BinOp, gast.UnaryOp, gast.Name, gast.Constant, gast.operator, gast.unaryop, gast.expr_context))
               for n in tree.walk(value))


def size(node: Any) -> int:
    return sum(isinstance(n, gast.expr) for n in tree.walk(node))
