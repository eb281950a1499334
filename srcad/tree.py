"""The only place that builds gast nodes.

Statements carry the user's line number as ``lineno`` (0 where there is none); nothing else is
hung on a node. A comment is an ``Expr`` of a ``Constant`` whose kind is ``"comment"``.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

import gast

Node = Any
COMMENT = "comment"
TOOL = "@tool"                             # ends the names that the compiler writes: np@tool is NumPy whatever np is
T = TypeVar("T")

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
    if isinstance(node, list):
        return cast(T, [clone(part) for part in node])
    if not isinstance(node, gast.AST) or not node._fields:
        return node
    new: Any = type(node)()
    fields = new.__dict__
    for key, value in node.__dict__.items():
        fields[key] = clone(value) if isinstance(value, (gast.AST, list)) else value
    return cast(T, new)


def at(node: T, line: int) -> T:
    """Set the user's line number of a new statement and return it."""
    cast(Any, node).lineno = line
    return node


# ------------------------------------------------------------------ expressions
def name(identifier: str) -> Node:
    return gast.Name(identifier, gast.Load(), None, None)


def store(identifier: str) -> Node:
    return gast.Name(identifier, gast.Store(), None, None)


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


def tuple_(elements: Sequence[Node]) -> Node:
    return gast.Tuple(list(elements), gast.Load())


def list_(elements: Sequence[Node]) -> Node:
    return gast.List(list(elements), gast.Load())


def dict_(keys: Sequence[str | int], values: Sequence[Node]) -> Node:
    return gast.Dict([const(k) for k in keys], list(values))


DISPLAYS = (gast.Tuple, gast.List, gast.Dict)


def elements(display: Node) -> list[Node]:
    """Return what a display of a tuple, list or dict puts in it."""
    return list(display.values if isinstance(display, gast.Dict) else display.elts)


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


def generator(element: Node, target: Node | str, iterable: Node, tests: Sequence[Node] = ()) -> Node:
    target = name(target) if isinstance(target, str) else target
    return gast.GeneratorExp(element, [gast.comprehension(_store(target), iterable, list(tests), 0)])


def generator_like(comprehension: Node, element: Node) -> Node:
    """Return the generator of other elements with the loops of a comprehension."""
    return gast.GeneratorExp(element, comprehension.generators)


def walrus(target: Node, value: Node) -> Node:
    return gast.NamedExpr(_store(target), value)


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


# ------------------------------------------------------------------ statements
def _store(target: Node) -> Node:
    target = clone(target)
    target.ctx = gast.Store()
    if isinstance(target, (gast.Tuple, gast.List)):
        target.elts = [_store(e) for e in target.elts]
    return target


def load(target: Node) -> Node:
    """Return a target as the expression that reads it."""
    target = clone(target)
    target.ctx = gast.Load()
    if isinstance(target, (gast.Tuple, gast.List)):
        target.elts = [load(e) for e in target.elts]
    return target


def stored(target: Node) -> Node:
    """Return a target as it is written in an assignment."""
    return _store(target)


def assign(target: Node | str, value: Node, line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.Assign([_store(target)], value, None), line)


def augment(target: Node | str, operator: str, value: Node, line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.AugAssign(_store(target), OPERATORS[operator](), value), line)


def augment_like(statement: Node, target: Node, value: Node) -> Node:
    """Return an augmented assignment with the operator and the line of another one."""
    return at(gast.AugAssign(_store(target), statement.op, value), statement.lineno)


def expression(value: Node, line: int = 0) -> Node:
    return at(gast.Expr(value), line)


def comment(text: str, line: int = 0) -> Node:
    return at(gast.Expr(gast.Constant(text, COMMENT)), line)


def if_(test: Node, body: Sequence[Node], orelse: Sequence[Node] = (), line: int = 0) -> Node:
    return at(gast.If(test, list(body), list(orelse)), line)


def for_(target: Node | str, iterable: Node, body: Sequence[Node], line: int = 0) -> Node:
    target = name(target) if isinstance(target, str) else target
    return at(gast.For(_store(target), iterable, list(body), [], None), line)


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


# ------------------------------------------------------------------ reading trees
def parse(text: str) -> Node:
    """Return the gast Module of ``text``."""
    return gast.parse(text)


def parse_expression(text: str) -> Node:
    return gast.parse(text, mode="eval").body


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


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, those nearer to it first."""
    todo = [node]
    for part in todo:
        for value in part.__dict__.values():
            if isinstance(value, gast.AST):
                todo.append(value)
            elif isinstance(value, list):
                todo += [item for item in value if isinstance(item, gast.AST)]
        yield part


def reads(node: Node | Iterable[Node]) -> set[str]:
    """Return the names loaded anywhere in a tree (an augmented target is read too)."""
    found: set[str] = set()
    for top in node if isinstance(node, (list, tuple)) else [node]:
        for part in walk(top):
            if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load):
                found.add(part.id)
            elif isinstance(part, gast.AugAssign) and isinstance(part.target, gast.Name):
                found.add(part.target.id)
    return found


PLAIN = (gast.Assign, gast.AugAssign, gast.Expr, gast.Return, gast.Break, gast.Continue, gast.Pass, gast.If, gast.For, gast.While)


def writes(node: Node | Iterable[Node]) -> set[str]:
    """Return the names stored anywhere in a tree."""
    found: set[str] = set()
    stack = list(node) if isinstance(node, (list, tuple)) else [node]
    while stack:
        part = stack.pop()
        if isinstance(part, gast.Name):
            if isinstance(part.ctx, (gast.Store, gast.Del)):
                found.add(part.id)
        elif isinstance(part, (gast.Tuple, gast.List)):
            stack += part.elts
        elif isinstance(part, PLAIN):                  # their expressions bind nothing
            stack += getattr(part, "targets", ())
            stack += [part.target] if hasattr(part, "target") else []
            stack += getattr(part, "body", ())
            stack += getattr(part, "orelse", ())
        elif isinstance(part, gast.AST):
            stack += gast.iter_child_nodes(part)
    return found


SCOPES = (gast.FunctionDef, gast.Lambda, gast.GeneratorExp, gast.ListComp, gast.SetComp, gast.DictComp)


def bindings(body: Node | Iterable[Node]) -> list[str]:
    """Return the names that a function's body binds in its own scope, once per place that binds them."""
    found: list[str] = []
    stack = list(body) if isinstance(body, (list, tuple)) else [body]
    while stack:
        part = stack.pop()
        if isinstance(part, gast.FunctionDef):
            found.append(part.name)
        elif isinstance(part, gast.Name) and not isinstance(part.ctx, gast.Load):
            found.append(part.id)
        elif isinstance(part, (gast.Import, gast.ImportFrom)):
            found += [one.asname or one.name.split(".")[0] for one in part.names]
        if not isinstance(part, SCOPES):
            stack += gast.iter_child_nodes(part)
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
        parts = list(gast.iter_child_nodes(node))
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
            stack += gast.iter_child_nodes(part)
        elif isinstance(part, (gast.FunctionDef, gast.Lambda)):
            stack += [d for d in [*part.args.defaults, *part.args.kw_defaults] if d is not None]
    return found - own


def all_parameters(function_node: Node) -> list[str]:
    """Return the parameter names, those that take any number of arguments too."""
    args = function_node.args
    return parameters(function_node) + [a.id for a in (args.vararg, args.kwarg) if a is not None]


def all_names(node: Node) -> set[str]:
    """Return every identifier of a tree: names, parameters and the function's own."""
    return {n.id if isinstance(n, gast.Name) else n.name for n in walk(node) if isinstance(n, (gast.Name, gast.FunctionDef))}


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


def replace(node: T, mapping: Mapping[str, Node] | Callable[[str], Node | None]) -> T:
    """Return a copy of ``node`` in which each name is replaced by its tree, if it has one."""
    return cast(T, _replaced(node, mapping if callable(mapping) else mapping.get))


def _replaced(node: Any, give: Callable[[str], Node | None]) -> Any:
    if isinstance(node, list):
        return [_replaced(part, give) for part in node]
    if not isinstance(node, gast.AST) or not node._fields:
        return node
    if isinstance(node, gast.Name):
        found = give(node.id)
        new = clone(node if found is None else found)
        if found is not None and not isinstance(node.ctx, gast.Load) and hasattr(new, "ctx"):
            new.ctx = node.ctx
        return new
    new = type(node)()
    fields = new.__dict__
    for key, value in node.__dict__.items():
        fields[key] = _replaced(value, give) if isinstance(value, (gast.AST, list)) else value
    return new


def without_tools(node: T) -> T:
    """Return a copy in which the names that the compiler writes look like any other: to be read, not to be run."""
    return replace(node, lambda i: name(i.removesuffix(TOOL)) if i.endswith(TOOL) else None)


def rename(node: T, mapping: Mapping[str, str]) -> T:
    """Return a copy of ``node`` with names replaced by names, stores included."""
    return replace(node, {old: name(new) for old, new in mapping.items()})


def with_fields(node: T, **fields: Any) -> T:
    """Return the same node with other fields."""
    new: Any = type(node)()
    new.__dict__.update({**node.__dict__, **fields})
    return cast(T, new)


def substituted(node: T, new: Mapping[int, Node]) -> T:
    """Return a copy of ``node`` in which parts, known by their id, are replaced."""
    if id(node) in new:
        return cast(T, new[id(node)])
    if isinstance(node, list):
        return cast(T, [substituted(part, new) for part in node])
    if not isinstance(node, gast.AST):
        return node
    return with_fields(node, **{key: substituted(value, new) for key, value in node.__dict__.items()})


def statements(block: Sequence[Node]) -> Iterator[Node]:
    """Yield every statement of a block, nested ones too, in textual order."""
    for statement in block:
        yield statement
        for field in ("body", "orelse"):
            yield from statements(getattr(statement, field, []))


def same(left: Node, right: Node) -> bool:
    """True if two trees are the same, wherever they stand; 1, 1.0 and True differ, and so do 0.0 and -0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, gast.AST):
        return all(same(getattr(left, field, None), getattr(right, field, None)) for field in left._fields)
    return repr(left) == repr(right)
