"""Nodes made of their parts, expressions first, then statements; and trees made from others."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import gast

from .look import BARE, COMMENT, PARTS, TOOL, Node, T

OPERATORS: dict[str, type] = {
    "+": gast.Add, "-": gast.Sub, "*": gast.Mult, "/": gast.Div, "//": gast.FloorDiv,
    "%": gast.Mod, "**": gast.Pow, "@": gast.MatMult, "<<": gast.LShift, ">>": gast.RShift,
    "&": gast.BitAnd, "|": gast.BitOr, "^": gast.BitXor,
    "==": gast.Eq, "!=": gast.NotEq, "<": gast.Lt, "<=": gast.LtE, ">": gast.Gt, ">=": gast.GtE,
    "is": gast.Is, "is not": gast.IsNot, "in": gast.In, "not in": gast.NotIn,
    "and": gast.And, "or": gast.Or,
}
UNARY: dict[str, type] = {"-": gast.USub, "+": gast.UAdd, "not": gast.Not, "~": gast.Invert}


def clone(node: T) -> T:
    """Return a deep copy; operators and contexts, which have no fields, are shared."""
    kind = type(node)
    if kind is list:
        return cast(T, [clone(part) for part in cast(Any, node)])
    if kind is gast.Constant or kind is gast.Name and cast(Any, node).annotation is None:      # most nodes: they have no parts
        return cast(T, _new(kind, node.__dict__.copy()))
    return cast(T, _copied(node, clone)) if isinstance(node, gast.AST) else node


def _copied(node: Any, copy: Callable[[Any], Any]) -> Any:
    """A copy of a node, its parts copied in their turn."""
    kind = type(node)
    fields = node.__dict__.copy()
    for field in PARTS[kind]:
        value = fields.get(field)
        if type(value) not in BARE:
            fields[field] = copy(value)
    return _new(kind, fields)


def _new(cls: Any, fields: dict[str, Any]) -> Any:
    """A node with these fields and no others."""
    new = cls.__new__(cls)
    new.__dict__ = fields
    return new


def at(node: T, line: int) -> T:
    """Set the user's line number of a new statement and return it."""
    cast(Any, node).lineno = line
    return node


LOAD, STORE = gast.Load(), gast.Store()


def name(identifier: str) -> Node:
    return _new(gast.Name, {"id": identifier, "ctx": LOAD, "annotation": None, "type_comment": None})


def store(identifier: str) -> Node:
    return _new(gast.Name, {"id": identifier, "ctx": STORE, "annotation": None, "type_comment": None})


def const(value: object) -> Node:
    """Return the tree of a literal; a negative number is ``USub`` of a positive one."""
    if hasattr(value, "item") and hasattr(value, "dtype"):
        value = cast(Any, value).item()
    if isinstance(value, tuple):
        return tuple_([const(v) for v in value])
    if isinstance(value, list):
        return list_([const(v) for v in value])
    if isinstance(value, dict):
        return dict_(list(value), [const(v) for v in value.values()])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if value != value or value in (float("inf"), float("-inf")):
            return call(name("float"), [gast.Constant(repr(value), None)])
        if str(value).startswith("-"):
            return gast.UnaryOp(gast.USub(), gast.Constant(abs(value), None))
    if isinstance(value, complex):
        return call(name("complex"), [const(value.real), const(value.imag)])
    return gast.Constant(value, None)


def attr(value: Node, attribute: str) -> Node:
    return gast.Attribute(value, attribute, gast.Load())


def dotted(path: str) -> Node:
    """``dotted("np.linalg.solve")`` is an attribute chain."""
    first, *rest = path.split(".")
    node = name(first)
    for part in rest:
        node = attr(node, part)
    return node


def call(func: Node | str, args: Sequence[Node] = (), keywords: Mapping[str, Node] | None = None) -> Node:
    func = dotted(func) if isinstance(func, str) else func
    return gast.Call(func, list(args), [gast.keyword(k, v) for k, v in (keywords or {}).items()])


def subscript(value: Node, index: Node) -> Node:
    return gast.Subscript(value, index, gast.Load())


def binary(left: Node, operator: str, right: Node) -> Node:
    return gast.BinOp(left, OPERATORS[operator](), right)


def unary(operator: str, operand: Node) -> Node:
    return gast.UnaryOp(UNARY[operator](), operand)


def operator(symbol: str) -> Node:
    return OPERATORS[symbol]()


def negate(operand: Node) -> Node:
    return unary("-", operand)


def like(operation: Node, operands: Sequence[Node]) -> Node:
    """Return the same operator applied to other operands."""
    if isinstance(operation, gast.BinOp):
        return gast.BinOp(operands[0], operation.op, operands[1])
    return gast.UnaryOp(operation.op, operands[0])


def like_augmented(statement: Node) -> Node:
    """The value that ``x += e`` gives to ``x``."""
    return gast.BinOp(load(statement.target), statement.op, statement.value)


def compare(left: Node, operator: str, right: Node) -> Node:
    return gast.Compare(left, [OPERATORS[operator]()], [right])


def boolean(operator: str, values: Sequence[Node]) -> Node:
    return gast.BoolOp(OPERATORS[operator](), list(values))


def conditional(test: Node, body: Node, orelse: Node) -> Node:
    return gast.IfExp(test, body, orelse)


def not_(value: Node) -> Node:
    return unary("not", value)


def starred(value: Node) -> Node:
    return gast.Starred(value, gast.Load())


def tuple_(elements: Sequence[Node]) -> Node:
    return gast.Tuple(list(elements), gast.Load())


def list_(elements: Sequence[Node]) -> Node:
    return gast.List(list(elements), gast.Load())


def dict_(keys: Sequence[str | int], values: Sequence[Node]) -> Node:
    return gast.Dict([const(k) for k in keys], list(values))


def keyed(display: Node) -> list[tuple[Node, Node]]:
    """Return what a display puts where: pairs of an index or key, and the element."""
    if isinstance(display, gast.Dict):
        return list(zip(display.keys, display.values, strict=True))
    return [(const(k), element) for k, element in enumerate(display.elts)]


def display_like(display: Node, new: Sequence[Node]) -> Node:
    """Return the same display of other elements."""
    if isinstance(display, gast.Dict):
        return gast.Dict([clone(k) for k in display.keys], list(new))
    return tuple_(new) if isinstance(display, gast.Tuple) else list_(new)


def generator(element: Node, target: Node | str, iterable: Node, tests: Sequence[Node] = ()) -> Node:
    target = name(target) if isinstance(target, str) else target
    return gast.GeneratorExp(element, [gast.comprehension(stored(target), iterable, list(tests), 0)])


def generator_like(comprehension: Node, element: Node) -> Node:
    """Return the generator of other elements with the loops of a comprehension."""
    return gast.GeneratorExp(element, comprehension.generators)


def walrus(target: Node, value: Node) -> Node:
    return gast.NamedExpr(stored(target), value)


def yield_(value: Node) -> Node:
    return gast.Yield(value)


def lambda_(args: Node, body: Node) -> Node:
    return gast.Lambda(args, body)


def comprehension(element: Node, target: Node | str, iterable: Node, tests: Sequence[Node] = ()) -> Node:
    """``[element for target in iterable]``."""
    return gast.ListComp(element, generator(element, target, iterable, tests).generators)


def comprehension_like(node: Node) -> Node:
    """A generator expression as the list of what it yields."""
    return gast.ListComp(node.elt, node.generators)


def dict_comprehension(key: Node, value: Node, generators: list[Node]) -> Node:
    return gast.DictComp(key, value, generators)


def slice_(lower: Node | None, upper: Node | None, step: Node | None = None) -> Node:
    return gast.Slice(lower, upper, step)


def index_object(index: Node, word: str = "slice") -> Node:
    """What stands between brackets, as a value: ``x[1:, 0]`` hands ``(slice(1, None, None), 0)`` on."""
    if isinstance(index, gast.Slice):
        return call(word, [const(None) if end is None else end for end in (index.lower, index.upper, index.step)])
    return tuple_([index_object(part, word) for part in index.elts]) if isinstance(index, gast.Tuple) else index


def _in_context(target: Node, context: Node) -> Node:
    target = clone(target)
    target.ctx = context
    if isinstance(target, (gast.Tuple, gast.List)):
        target.elts = [_in_context(e, context) for e in target.elts]
    return target


def load(target: Node) -> Node:
    """Return a target as the expression that reads it."""
    return _in_context(target, LOAD)


def stored(target: Node) -> Node:
    """Return a target as it is written in an assignment."""
    return _in_context(target, STORE)


def assign(target: Node | str, value: Node, line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.Assign([stored(target)], value, None), line)


def augment(target: Node | str, operator: str, value: Node, line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.AugAssign(stored(target), OPERATORS[operator](), value), line)


def augment_like(statement: Node, target: Node, value: Node) -> Node:
    """Return an augmented assignment with the operator and the line of another one."""
    return at(gast.AugAssign(stored(target), statement.op, value), statement.lineno)


def expression(value: Node, line: int = 0) -> Node:
    return at(gast.Expr(value), line)


def comment(text: str, line: int = 0) -> Node:
    return at(gast.Expr(gast.Constant(text, COMMENT)), line)


def if_(test: Node, body: Sequence[Node], orelse: Sequence[Node] = (), line: int = 0) -> Node:
    return at(gast.If(test, list(body), list(orelse)), line)


def for_(target: Node | str, iterable: Node, body: Sequence[Node], line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.For(stored(target), iterable, list(body), [], None), line)


def while_(test: Node, body: Sequence[Node], line: int = 0) -> Node:
    return at(gast.While(test, list(body), []), line)


def looped(node: Node, body: Sequence[Node], orelse: Sequence[Node]) -> Node:
    """Return the same loop with another body and another else."""
    if isinstance(node, gast.While):
        return at(gast.While(node.test, list(body), list(orelse)), node.lineno)
    return at(gast.For(node.target, node.iter, list(body), list(orelse), None), node.lineno)


def return_(value: Node | None, line: int = 0) -> Node:
    return at(gast.Return(value), line)


def raise_(error: Node | None, line: int = 0) -> Node:
    return at(gast.Raise(error, None), line)


def try_(body: Sequence[Node], handlers: Sequence[tuple[Node | None, str, Sequence[Node]]], line: int = 0) -> Node:
    """``try`` with handlers: of what class, under what name ("" for none), and what they do."""
    every = [gast.ExceptHandler(kind, store(word) if word else None, list(block)) for kind, word, block in handlers]
    return at(gast.Try(list(body), every, [], []), line)


def with_(context: Node, target: Node | None, body: Sequence[Node], line: int = 0) -> Node:
    return at(gast.With([gast.withitem(context, target)], list(body), None), line)


def break_(line: int = 0) -> Node:
    return at(gast.Break(), line)


def continue_(line: int = 0) -> Node:
    return at(gast.Continue(), line)


def delete(names: Sequence[str], line: int = 0) -> Node:
    return at(gast.Delete([gast.Name(name, gast.Del(), None, None) for name in names]), line)


def pass_(line: int = 0) -> Node:
    return at(gast.Pass(), line)


def import_(module: str, alias: str | None = None) -> Node:
    return at(gast.Import([gast.alias(module, alias if alias != module else None)]), 0)


def import_from(module: str, attribute: str, alias: str | None = None) -> Node:
    return at(gast.ImportFrom(module, [gast.alias(attribute, alias if alias != attribute else None)], 0), 0)


def parameter(identifier: str, annotation: Node | None = None) -> Node:
    return gast.Name(identifier, gast.Param(), annotation, None)


def arguments(params: Sequence[Node], defaults: Sequence[Node] = ()) -> Node:
    return gast.arguments(list(params), [], None, [], [], None, list(defaults))


def function(identifier: str, args: Node, body: Sequence[Node], returns: Node | None = None, line: int = 0) -> Node:
    return at(gast.FunctionDef(identifier, args, list(body), [], returns, None, []), line)


def with_body(function_node: Node, body: Sequence[Node]) -> Node:
    """Return the same function with another body."""
    old = function_node
    return function(old.name, old.args, body, old.returns, old.lineno)


def module(body: Sequence[Node]) -> Node:
    return gast.Module(list(body), [])


def parse(text: str) -> Node:
    """Return the gast Module of ``text``."""
    return gast.parse(text)


def parse_expression(text: str) -> Node:
    return gast.parse(text, mode="eval").body


def replace(node: T, mapping: Mapping[str, Node] | Callable[[str], Node | None]) -> T:
    """Return a copy of ``node`` in which each name is replaced by its tree, if it has one."""
    return cast(T, _replaced(node, mapping if callable(mapping) else mapping.get))


def _replaced(node: Any, give: Callable[[str], Node | None]) -> Any:
    kind = type(node)
    if kind is list:
        return [_replaced(part, give) for part in node]
    if kind is gast.Constant or not isinstance(node, gast.AST):
        return clone(node)
    if kind is gast.Name:
        found = give(node.id)
        new = clone(node if found is None else found)
        if found is not None and not isinstance(node.ctx, gast.Load) and hasattr(new, "ctx"):
            new.ctx = node.ctx
        return new
    return _copied(node, lambda part: _replaced(part, give))


def without_tools(node: T) -> T:
    """Return a copy in which the names that the compiler writes look like any other: to be read, not to be run."""
    return replace(node, lambda i: name(i.removesuffix(TOOL)) if i.endswith(TOOL) else None)


def rename(node: T, mapping: Mapping[str, str]) -> T:
    """Return a copy of ``node`` with names replaced by names, stores included."""
    return replace(node, {old: name(new) for old, new in mapping.items()})


def with_fields(node: T, **fields: Any) -> T:
    """Return the same node with other fields."""
    return cast(T, _new(type(node), {**node.__dict__, **fields}))


def substituted(node: T, new: Mapping[int, Node]) -> T:
    """Return a copy of ``node`` in which parts, known by their id, are replaced."""
    if id(node) in new:
        return cast(T, new[id(node)])
    if isinstance(node, list):
        return cast(T, [substituted(part, new) for part in node])
    if not isinstance(node, gast.AST):
        return node
    return with_fields(node, **{key: value if type(value) in BARE else substituted(value, new)
                                for key, value in node.__dict__.items()})


__all__ = [
    "OPERATORS", "UNARY", "clone", "at", "name", "store", "const", "attr", "dotted", "call", "subscript", "binary", "unary",
    "operator", "negate", "like", "like_augmented", "compare", "boolean", "conditional", "not_", "starred", "tuple_", "list_",
    "dict_", "keyed", "display_like", "generator", "generator_like", "walrus", "yield_", "lambda_", "comprehension",
    "comprehension_like", "dict_comprehension", "slice_", "index_object", "load", "stored", "assign", "augment", "augment_like",
    "expression", "comment", "if_", "for_", "while_", "looped", "return_", "raise_", "try_", "with_", "break_", "continue_",
    "delete", "pass_", "import_", "import_from", "parameter", "arguments", "function", "with_body", "module", "parse",
    "parse_expression", "replace", "without_tools", "rename", "with_fields", "substituted",
]
