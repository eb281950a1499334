"""What is in a tree: its parts, the names that it reads and binds, the value that it stands for."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import gast

Node = Any
COMMENT = "comment"
TOOL = "@tool"                             # ends the names that the compiler writes: np@tool is NumPy whatever np is
T = TypeVar("T")
MARKS = (gast.expr_context, gast.operator, gast.unaryop, gast.cmpop, gast.boolop)
BARE = frozenset({str, int, float, bool, complex, type(None), *[c for c in vars(gast).values()     # have no parts
                                                               if isinstance(c, type) and issubclass(c, MARKS)]})
DISPLAYS = (gast.Tuple, gast.List, gast.Dict)
PLACES = frozenset({"lineno", "col_offset", "end_lineno", "end_col_offset"})
PARTLESS = frozenset({"ctx", "op", "ops", "id", "attr", "type_comment", "kwd_attrs"})     # fields that hold no nodes


def _parts() -> dict[type, tuple[str, ...]]:
    """By class of node, the fields that may hold nodes."""
    classes: list[Any] = [c for c in vars(gast).values() if isinstance(c, type) and issubclass(c, gast.AST)]
    without = {gast.Constant, gast.MatchSingleton, gast.Global, gast.Nonlocal}
    return {c: () if c in without else tuple([f for f in c._fields if f not in PLACES and f not in PARTLESS]) for c in classes}


PARTS = _parts()


def elements(display: Node) -> list[Node]:
    """Return what a display of a tuple, list or dict puts in it."""
    return list(display.values if isinstance(display, gast.Dict) else display.elts)


def keys_of(display: Node) -> tuple[Any, ...] | None:
    """The keys of a display of a dict, None where they are not all known: ``{**d}``."""
    return None if None in display.keys else known_keys(display)


def known_keys(display: Node) -> tuple[Any, ...] | None:
    """The keys that stand in a display of a dict, None where one is no plain constant, or stands there twice."""
    written = [k for k in display.keys if k is not None]
    if not all(isinstance(k, gast.Constant) and type(k.value) in (str, int) for k in written):
        return None
    keys = tuple(k.value for k in written)
    return keys if len(set(keys)) == len(keys) else None


def is_comment(node: Node) -> bool:
    return isinstance(node, gast.Expr) and isinstance(node.value, gast.Constant) and node.value.kind == COMMENT


def is_name(node: Node, identifier: str | None = None) -> bool:
    return isinstance(node, gast.Name) and identifier in (None, node.id)


def is_none(node: Node) -> bool:
    return isinstance(node, gast.Constant) and node.value is None


def is_literal(node: Node) -> bool:
    """True for constants, signed numbers, and tuples, lists and sets of these."""
    if isinstance(node, gast.Constant):
        return True
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, (gast.USub, gast.UAdd)):
        return isinstance(node.operand, gast.Constant)
    return isinstance(node, (gast.Tuple, gast.List, gast.Set)) and all(is_literal(e) for e in node.elts)


def literal(node: Node) -> Any:
    """Return the value of a literal tree (see ``is_literal``)."""
    if isinstance(node, gast.Constant):
        return node.value
    if isinstance(node, gast.UnaryOp):
        value = node.operand.value
        return -value if isinstance(node.op, gast.USub) else value
    items = [literal(e) for e in node.elts]
    return tuple(items) if isinstance(node, gast.Tuple) else set(items) if isinstance(node, gast.Set) else items


def literal_slice(node: Node) -> slice | None:
    """The slice that a tree of one stands for, where its bounds are literals; None for any other tree."""
    if not isinstance(node, gast.Slice) or not all(b is None or is_literal(b) for b in (node.lower, node.upper, node.step)):
        return None
    return slice(*(None if b is None else literal(b) for b in (node.lower, node.upper, node.step)))


def dotted_path(node: Node) -> str | None:
    """``np.linalg.solve`` gives "np.linalg.solve"; anything but a chain of names gives None."""
    if isinstance(node, gast.Name):
        return str(node.id)
    if isinstance(node, gast.Attribute):
        head = dotted_path(node.value)
        return f"{head}.{node.attr}" if head else None
    return None


def called(node: Node) -> str:
    """The path of what a call calls, the compiler's own names like any other; "" for anything but a call of a path."""
    return (dotted_path(node.func) or "").removesuffix(TOOL) if isinstance(node, gast.Call) else ""


def walk(*nodes: Node) -> list[Node]:
    """Return nodes and all below them, those nearer to the top first; operators and contexts are left out."""
    found = list(nodes)
    for part in found:
        kind = type(part)
        if kind is gast.Name:                          # most nodes are names, numbers and operations on two of them
            if part.annotation is not None:
                found.append(part.annotation)
        elif kind is gast.BinOp:
            found += (part.left, part.right)
        elif kind is gast.Attribute:
            found.append(part.value)
        elif kind is not gast.Constant:
            found += children(part)
    return found


def children(node: Node) -> list[Node]:
    """Return the nodes just below one, in order; operators and contexts are left out."""
    found: list[Node] = []
    fields = node.__dict__
    for field in PARTS[type(node)]:
        value = fields.get(field)
        kind = type(value)
        if kind is list:
            found += [item for item in value if item is not None] if None in value else value
        elif kind not in BARE:
            found.append(value)
    return found


def reads(node: Node | Iterable[Node]) -> set[str]:
    """Return the names loaded anywhere in a tree (an augmented target is read too)."""
    found: set[str] = set()
    for part in walk(*node) if isinstance(node, (list, tuple)) else walk(node):
        if type(part) is gast.Name:
            if type(part.ctx) is gast.Load:
                found.add(part.id)
        elif type(part) is gast.AugAssign and type(part.target) is gast.Name:
            found.add(part.target.id)
    return found


SINGLE = frozenset({gast.Assign, gast.AugAssign, gast.Expr, gast.Return})         # statements without a block
PLAIN = SINGLE | {gast.Break, gast.Continue, gast.Pass, gast.If, gast.For, gast.While}


def writes(node: Node | Iterable[Node]) -> set[str]:
    """Return the names stored anywhere in a tree."""
    found: set[str] = set()
    stack: list[Node] = list(node) if isinstance(node, (list, tuple)) else [node]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind is gast.Name:
            if type(part.ctx) is gast.Store or type(part.ctx) is gast.Del:
                found.add(part.id)
        elif kind is gast.Tuple or kind is gast.List:
            stack += part.elts
        elif kind in PLAIN:                            # their expressions bind nothing
            fields = part.__dict__
            stack += fields.get("targets", ())
            if "target" in fields:
                stack.append(fields["target"])
            stack += fields.get("body", ())
            stack += fields.get("orelse", ())
        elif isinstance(part, gast.AST):
            stack += children(part)
    return found


SCOPES = (gast.FunctionDef, gast.Lambda, gast.GeneratorExp, gast.ListComp, gast.SetComp, gast.DictComp)


def bindings(body: Node | Iterable[Node]) -> list[str]:
    """Return the names that a function's body binds in its own scope, once per place that binds them."""
    found: list[str] = []
    stack: list[Node] = list(body) if isinstance(body, (list, tuple)) else [body]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind is gast.Constant:
            continue
        if kind is gast.FunctionDef:
            found.append(part.name)
        elif kind is gast.Name and type(part.ctx) is not gast.Load:
            found.append(part.id)
        elif kind is gast.Import or kind is gast.ImportFrom:
            found += [one.asname or one.name.split(".")[0] for one in part.names]
        if not isinstance(part, SCOPES):
            stack += children(part)
        elif not isinstance(part, (gast.FunctionDef, gast.Lambda)):
            found += [name for n in walk(part) if isinstance(n, gast.NamedExpr) for name in sorted(writes(n.target))]
    return found


def free_names(node: Node) -> set[str]:
    """Return the names that a function, lambda or comprehension reads from around it."""
    own: set[str] = set()
    parts: list[Node] = []
    if isinstance(node, (gast.FunctionDef, gast.Lambda)):
        parts = node.body if isinstance(node, gast.FunctionDef) else [node.body]
        own = set(all_parameters(node)) | set(bindings(parts))
    else:
        parts = list(children(node))
        own = set().union(*[writes(g.target) for g in node.generators])
    found: set[str] = set()
    stack = list(parts)
    while stack:
        part = stack.pop()
        if isinstance(part, SCOPES):
            found |= free_names(part)
        elif isinstance(part, gast.Name) and (isinstance(part.ctx, gast.Load)):
            found.add(part.id)
        if not isinstance(part, SCOPES):
            stack += children(part)
        elif isinstance(part, (gast.FunctionDef, gast.Lambda)):
            stack += [d for d in [*part.args.defaults, *part.args.kw_defaults] if d is not None]
    return found - own


def all_parameters(function_node: Node) -> list[str]:
    """Return the parameter names, those that take any number of arguments too."""
    args = function_node.args
    return parameters(function_node) + [a.id for a in (args.vararg, args.kwarg) if a is not None]


def all_names(node: Node) -> set[str]:
    """Return every identifier of a tree: names, parameters and the function's own."""
    return {n.id if type(n) is gast.Name else n.name for n in walk(node) if type(n) is gast.Name or type(n) is gast.FunctionDef}


def local_names(function_node: Node) -> set[str]:
    """Return the parameters of a function and the names that it binds."""
    return set(parameters(function_node)) | writes(function_node.body)


def parameters(function_node: Node) -> list[str]:
    """Return the parameter names in order, keyword-only ones last."""
    args = function_node.args
    return [a.id for a in [*args.posonlyargs, *args.args, *args.kwonlyargs]]


def targets(statement: Node) -> list[str]:
    """Return the names an assignment binds, in order; none for a store ``x[i] = v``."""
    target = statement.targets[0] if isinstance(statement, gast.Assign) else statement.target
    elements = target.elts if isinstance(target, (gast.Tuple, gast.List)) else [target]
    return [e.id for e in elements if isinstance(e, gast.Name)]


def statements(block: Sequence[Node]) -> Iterator[Node]:
    """Yield every statement of a block, nested ones too, in textual order."""
    for statement in block:
        yield statement
        if type(statement) not in SINGLE:
            yield from statements(getattr(statement, "body", ()))
            yield from statements(getattr(statement, "orelse", ()))


def blocks(block: list[Node]) -> Iterator[list[Node]]:
    """Yield a block, and every block nested in it."""
    yield block
    for statement in block:
        for part in ("body", "orelse"):
            yield from blocks(getattr(statement, part, []))


def own_statements(block: Iterable[Node]) -> Iterator[Node]:
    """Yield every statement of a function's own, those under ``try``, ``with`` and ``match`` too, in textual order."""
    for node in block:
        if isinstance(node, gast.stmt):
            yield node
        if not isinstance(node, (gast.FunctionDef, gast.ClassDef)):
            inner = (gast.stmt, gast.ExceptHandler, gast.match_case)
            yield from own_statements(n for n in children(node) if isinstance(n, inner))


def same(left: Node, right: Node) -> bool:
    """True if two trees are the same, wherever they stand; 1, 1.0 and True differ, and so do 0.0 and -0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, gast.AST):
        return all(same(getattr(left, field, None), getattr(right, field, None)) for field in left._fields)
    return repr(left) == repr(right)


__all__ = [
    "Node", "COMMENT", "TOOL", "T", "MARKS", "BARE", "DISPLAYS", "PARTS", "elements", "keys_of", "known_keys", "is_comment",
    "is_name", "is_none", "is_literal", "literal", "literal_slice", "dotted_path", "called", "walk", "children", "reads",
    "SINGLE", "PLAIN", "writes", "SCOPES", "bindings", "free_names", "all_parameters", "all_names", "local_names", "parameters",
    "targets", "statements", "blocks", "own_statements", "same",
]
