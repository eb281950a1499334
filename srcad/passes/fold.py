"""Put one-use temporaries back into expressions, as a person would have written them.

>>> from srcad import tree
>>> from srcad.analyses.purity import purity
>>> from srcad.printer import to_source
>>> print(to_source(fold_function(tree.parse('''
... def f(x):
...     t = x * x
...     y = t + 1.0
...     return y
... ''').body[0], frozenset({"x", "y"}), {}, purity((), {}, ()))), end="")
def f(x):
    y = x * x + 1.0
    return y
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..analyses.purity import WRITERS, Purity
from ..analyses.sole import sole
from ..rules.expand import TOOL
from ..unit import Unit
from .accumulate import accumulate
from .simplify import FLOAT, INTEGER, NUMBER, simplify, type_of

LARGEST = 34              # nodes of an expression that a line may hold
WRITTEN = 120             # the same, where it is the user's own line that is put together again


def fold(unit: Unit, kept: frozenset[str], types: Mapping[str, Mapping[str, str]], known: Purity,
         as_written: Collection[str] = ()) -> Unit:
    """Fold every function of the module, but those that stand there as the user wrote them; ``kept`` are the
    user's names, ``types`` per function."""
    functions = [f if f.name in as_written else fold_function(f, kept, types.get(f.name, {}), known, unit.in_place)
                 for f in unit.tree.body]
    return replace(unit, tree=tree.module(functions))


def fold_function(function: Any, kept: frozenset[str], types: Mapping[str, str], purity: Purity,
                  in_place: bool = False) -> Any:
    """Return the function with its temporaries folded and its arithmetic simplified."""
    function = tree.clone(function)
    while True:
        known = number_types(function, types)
        function = _SimplifyAll(known).visit(function)
        numbers = frozenset(n for n, t in known.items() if t in (FLOAT, INTEGER, NUMBER))
        folder = _Folder(function, kept, purity, numbers, in_place)
        function.body = folder.block(function.body)
        if not folder.changed:
            before, function = function, accumulate(function, kept, known)
            if tree.same(before, function):
                function.body = plainly(unnested(function.body), lists_made(function))
                return function


def unnested(block: list[Any]) -> list[Any]:
    """``if c: ...; break`` / ``else: rest`` as the user writes it: the rest after the branch."""
    out: list[Any] = []
    for node in block:
        for field in ("body", "orelse"):
            if isinstance(node, (gast.If, gast.For, gast.While)) and getattr(node, field):
                setattr(node, field, unnested(getattr(node, field)))
        out.append(node)
        jumps = isinstance(node, gast.If) and node.body and isinstance(node.body[-1], (gast.Break, gast.Continue, gast.Raise))
        if jumps and node.orelse:
            rest, node.orelse = node.orelse, []
            out += rest
    return out


def lists_made(function: Any) -> set[str]:
    """The names that are bound to displayed lists, and to nothing else."""
    bound = [n for n in tree.statements(function.body) if isinstance(n, gast.Assign) and isinstance(n.value, gast.List)]
    stores = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load))
    lists = Counter(n.targets[0].id for n in bound if tree.is_name(n.targets[0]))
    return {name for name, count in lists.items() if count == stores[name]}


def plainly(block: list[Any], lists: Collection[str]) -> list[Any]:
    """Statements as a person writes them: ``x += t`` for ``x[...] += t``, ``x -= t`` for ``x += -t``.

    What is written through ``x[...]`` is an array, and an array is changed in place either way; ``lists`` may be written.
    """
    for node in tree.statements(block):
        for part in tree.walk(node) if not hasattr(node, "body") else ():
            for field in PLAIN_FIELDS.get(type(part), ()):
                if is_whole(getattr(part, field)):
                    setattr(part, field, getattr(part, field).value)
        if isinstance(node, gast.AugAssign) and isinstance(node.op, (gast.Add, gast.Sub)):
            value = without_sign(node.value)
            if value is not None:
                node.value, node.op = value, tree.operator("-" if isinstance(node.op, gast.Add) else "+")
        if isinstance(node, gast.AugAssign) and is_whole(node.target) and not is_item(node.target.value, lists):
            node.target = tree.stored(node.target.value)
    return block


PLAIN_FIELDS = {gast.BinOp: ("left", "right"), gast.UnaryOp: ("operand",), gast.AugAssign: ("value",), gast.Attribute: ("value",)}


def is_whole(node: Any) -> bool:
    """True for ``x[...]``."""
    return (isinstance(node, gast.Subscript) and isinstance(node.value, (gast.Name, gast.Subscript))
            and isinstance(node.slice, gast.Constant) and node.slice.value is Ellipsis)


def is_item(node: Any, lists: Collection[str]) -> bool:
    """True for what may be an item of a tuple, which cannot be assigned to."""
    if not isinstance(node, gast.Subscript) or getattr(node.value, "id", "") in lists:
        return False
    return not any(isinstance(n, gast.Slice) for n in tree.walk(node.slice))


def without_sign(value: Any) -> Any:
    """``-x`` and ``-x * y`` without their sign; None for what has none."""
    if isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.USub):
        return value.operand
    if isinstance(value, gast.BinOp) and isinstance(value.op, (gast.Mult, gast.Div)):
        left = without_sign(value.left)
        return None if left is None else tree.like(value, [left, value.right])
    return None


def number_types(function: Any, types: Mapping[str, str]) -> dict[str, str]:
    """Names that hold Python floats or integers at every assignment; ``types`` says it of some, and of arrays."""
    assigned: dict[str, list[Any]] = {}
    barred = set(tree.parameters(function))
    for node in tree.statements(function.body):
        if isinstance(node, (gast.Assign, gast.AugAssign)):
            target = node.targets[0] if isinstance(node, gast.Assign) else node.target
            if isinstance(target, gast.Name):
                value = node.value if isinstance(node, gast.Assign) else tree.like_augmented(node)
                assigned.setdefault(target.id, []).append(value)
            else:
                barred |= tree.writes(target)
        elif isinstance(node, gast.For):
            if tree.called(node.iter) == "range":
                assigned.setdefault(node.target.id, []).append(tree.const(0))
            else:
                barred |= tree.writes(node.target)
    known = dict(types) | {n: FLOAT for n in assigned if n not in barred and types.get(n) not in (FLOAT, INTEGER)}
    changed = True
    while changed:
        changed = False
        for name, values in assigned.items():
            if known.get(name) not in (FLOAT, INTEGER) or types.get(name) in (FLOAT, INTEGER):
                continue
            found = {type_of(v, known) for v in values}
            new = FLOAT if found == {FLOAT} else INTEGER if found == {INTEGER} else None
            if new != known[name]:
                changed = True
                known[name] = new if new is not None and known[name] == FLOAT else types.get(name, "")
    return known


class _SimplifyAll(gast.NodeTransformer):
    def __init__(self, types: Mapping[str, str]) -> None:
        self.types = types

    def visit(self, node: Any) -> Any:
        if isinstance(node, gast.expr):
            return node if isinstance(node, (gast.Name, gast.Constant)) else simplify(node, self.types)
        return self.generic_visit(node)


class _Folder:
    def __init__(self, function: Any, kept: frozenset[str], purity: Purity, numbers: frozenset[str], in_place: bool) -> None:
        self.numbers, self.in_place = numbers, in_place        # names of no arrays; whether the user's are written in place
        self.sole = sole(function, purity) if in_place else frozenset()
        self.twins = _twins(function, numbers)
        self.purity, self.local = purity, tree.local_names(function)
        self.loads = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        self.stores = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store))
        self.kept = kept | set(tree.parameters(function))
        self.changed = False

    def block(self, block: list[Any]) -> list[Any]:
        block = list(block)
        position = 0
        while position < len(block):
            node = block[position]
            for field in ("body", "orelse"):
                if getattr(node, field, None) and not isinstance(node, gast.expr):
                    setattr(node, field, self.block(getattr(node, field)))
            if isinstance(node, gast.Assign) and tree.same(node.value, tree.name(getattr(node.targets[0], "id", ""))):
                del block[position]
                self.changed = True
                continue
            if self.rename(block, position, False) or self.is_candidate(node) and self.substitute(block, position) or (
                    self.rename(block, position, True)):
                del block[position]
                self.changed = True
                position = max(position - 1, 0)
                continue
            position += 1
        return block

    def is_written(self, node: Any) -> bool:
        """True for a statement that binds or changes a name of the user's."""
        target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
        while isinstance(target, (gast.Subscript, gast.Attribute)):
            target = target.value
        return isinstance(target, gast.Name) and target.id in self.kept

    def rename(self, block: list[Any], position: int, shared: bool) -> bool:
        """``t = e; ...; x = t`` becomes ``x = e; ...`` where ``x`` is not in use between; ``shared``: others read ``t`` too."""
        node = block[position]
        if not isinstance(node, gast.Assign) or not all(isinstance(part, gast.Name) for part in (node.targets[0], node.value)):
            return False
        name, old = node.targets[0].id, node.value.id
        if old in self.kept or self.stores[old] != 1 or not shared and self.loads[old] != 1:
            return False
        readers = self.twins_until_written(block, position)
        left = self.loads[old] - 1 - sum(_count(block[k], old) for k in readers)
        for place in range(position - 1, -1, -1):
            made = block[place]
            if isinstance(made, gast.Assign) and tree.is_name(made.targets[0], old):
                if left:
                    return False
                block[place] = tree.assign(name, made.value, made.lineno)
                for k in readers:
                    block[k] = _replace_loads(block[k], old, tree.name(name))
                self.loads[name] += self.loads[old] - 1
                del self.stores[old], self.loads[old]
                return True
            leaves = any(isinstance(s, (gast.Break, gast.Continue, gast.Return, gast.Raise)) for s in tree.statements([made]))
            if leaves or name in tree.writes([made]) or _count(made, name) or old in tree.writes([made]):
                return False
            if _count(made, old):
                left, readers = left - _count(made, old), [place, *readers]
        return False

    def twins_until_written(self, block: list[Any], position: int) -> list[int]:
        """The statements after ``x = t`` that read ``t``, up to the first that changes ``x``: there the two are the same."""
        name, old = block[position].targets[0].id, block[position].value.id
        found = []
        for place in range(position + 1, len(block)):
            statement = block[place]
            nested = hasattr(statement, "body")
            if _count(statement, old):
                if nested or tree.writes(getattr(statement, "targets", [])) & {name}:
                    return []
                found.append(place)
            if nested or changed_by([statement]) & {name, old}:
                break
        return found

    def is_candidate(self, node: Any) -> bool:
        if not isinstance(node, gast.Assign) or not isinstance(node.targets[0], gast.Name):
            return False
        name = node.targets[0].id
        return name not in self.kept and self.stores[name] == 1 and self.loads[name] >= 1

    def substitute(self, block: list[Any], position: int) -> bool:
        """Move the value of ``block[position]`` to where it is read; False if that is not safe."""
        node = block[position]
        name, value = node.targets[0].id, node.value
        trivial = tree.is_literal(value) and not isinstance(value, (gast.Tuple, gast.List)) or isinstance(value, gast.Name)
        if isinstance(value, gast.Name) and value.id.endswith("_bar") is False and value.id in self.kept and self.loads[name] > 1:
            pass
        if not trivial and self.loads[name] != 1:
            return False
        operands = tree.reads(value)
        renames = isinstance(value, gast.Name)           # what is written through one name is seen through the other
        pending = self.loads[name]
        places = []
        for later in range(position + 1, len(block)):
            statement = block[later]
            here = _count(statement, name)
            if here:
                header = _count_header(statement, name)
                nested = here - header
                if nested and not (trivial and not operands & (tree.writes([statement]) if renames else changed_by([statement]))):
                    return False
                places.append(later)
                pending -= here
            if pending == 0:
                break
            if renames and not operands & tree.writes([statement]):
                continue
            if operands & changed_by([statement]) or not self.purity.is_pure(value, self.local):
                return False
            if any(operands & self.twins.get(n, set()) for n in _augmented(statement)):
                return False
            if self.in_place and not operands <= self.numbers and stores(statement, self.sole):
                return False                   # what is written may be what the value reads, under another name
        if pending:
            return False
        if not trivial:
            target = block[places[0]]
            if writes(value) and not (isinstance(target, gast.Assign) and tree.is_name(target.value, name)):
                return False                   # what stands before it in the statement would be read too early
            most = WRITTEN if self.is_written(target) and target.lineno == node.lineno else LARGEST
            if isinstance(target, gast.While) or _size(value) + _header_size(target) > most:
                return False
            if isinstance(target, gast.AugAssign) and isinstance(target.target, gast.Name) and target.target.id in operands:
                return False
        elif isinstance(value, gast.Name) and any(
                isinstance(block[p], gast.AugAssign) and tree.is_name(block[p].target, name) for p in places):
            return False
        for place in places:
            block[place] = _replace_loads(block[place], name, value)
        self.loads.update({n: self.loads[name] - 1 for n in operands})
        for n in operands:
            self.loads[n] += 0
        del self.loads[name]
        del self.stores[name]
        return True


def _twins(function: Any, numbers: frozenset[str]) -> dict[str, set[str]]:
    """The names of one array, of names that are given to others: ``x_bar = t_bar``."""
    found: dict[str, set[str]] = {}
    for node in tree.statements(function.body):
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name) and isinstance(node.value, gast.Name):
            both = {node.targets[0].id, node.value.id}
            if not both & numbers:
                whole = both.union(*[found.get(n, set()) for n in both])
                found.update(dict.fromkeys(whole, whole))
    return found


def _augmented(statement: Any) -> list[str]:
    """The names of what a statement changes in place, if it is an array."""
    bases = [getattr(n.target, "value", n.target) for n in tree.statements([statement]) if isinstance(n, gast.AugAssign)]
    return [base.id for base in bases if isinstance(base, gast.Name)]


def writes(value: Any) -> bool:
    """True if evaluating an expression writes to an array."""
    called = (tree.dotted_path(p.func) or "" for p in tree.walk(value) if isinstance(p, gast.Call))
    return any(path.removesuffix(TOOL) in WRITERS for path in called)


def stores(statement: Any, sole: frozenset[str]) -> bool:
    """True if a statement may write to an array that has several names; those in ``sole`` have one."""
    for node in tree.statements([statement]):
        target = node.targets[0] if isinstance(node, gast.Assign) else getattr(node, "target", None)
        place = target.value if isinstance(target, gast.Subscript) else target
        if isinstance(node, (gast.Assign, gast.AugAssign)) and isinstance(place, gast.Name) and place.id in sole:
            target = None
        if isinstance(target, (gast.Subscript, gast.Attribute)) or isinstance(node, gast.AugAssign) and target is not None:
            return True
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) or isinstance(node, gast.Assign) and writes(node):
            return True
    return False


def _count(node: Any, name: str) -> int:
    return sum(isinstance(n, gast.Name) and n.id == name and isinstance(n.ctx, gast.Load) for n in tree.walk(node))


def _count_header(node: Any, name: str) -> int:
    """Reads of a name in a statement itself, its nested blocks left out."""
    nested = sum(_count(s, name) for field in ("body", "orelse") for s in getattr(node, field, [])
                 if isinstance(node, gast.stmt))
    return _count(node, name) - nested


def changed_by(block: list[Any]) -> set[str]:
    """Names whose value, or whose array's elements, a block may change."""
    found = tree.writes(block)
    for top in block:
        for part in tree.walk(top):
            if isinstance(part, (gast.AugAssign, gast.Assign)):
                for target in [part.target] if isinstance(part, gast.AugAssign) else part.targets:
                    while isinstance(target, (gast.Subscript, gast.Attribute)):
                        target = target.value
                    if isinstance(target, gast.Name):
                        found.add(target.id)
            elif isinstance(part, gast.Expr) and isinstance(part.value, gast.Call):
                found |= {a.id for a in part.value.args if isinstance(a, gast.Name)}
                if isinstance(part.value.func, gast.Attribute) and isinstance(part.value.func.value, gast.Name):
                    found.add(part.value.func.value.id)
            elif isinstance(part, gast.Call) and isinstance(part.func, gast.Attribute) and part.func.attr == "pop":
                found |= tree.reads(part.func.value)
    return found


def _size(node: Any) -> int:
    return sum(isinstance(n, (gast.expr,)) for n in tree.walk(node))


def _header_size(node: Any) -> int:
    nested = sum(_size(s) for field in ("body", "orelse") for s in getattr(node, field, []) if isinstance(node, gast.stmt))
    return _size(node) - nested


def _replace_loads(node: Any, name: str, value: Any) -> Any:
    line = node.lineno
    new = tree.replace(node, {name: value})
    new.lineno = line
    return new
