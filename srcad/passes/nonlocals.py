"""``nonlocal``: a nested function is given the names that it writes, and hands them back with its value.

>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x):
...     total = 0.0
...     def add(t):
...         nonlocal total
...         total = total + t * x
...     add(x)
...     return total
... ''').body[0]
>>> body = without_nonlocal(function.body, Names({"x", "total", "add", "t"}), lambda path: (False, None), None)
>>> print(to_source(tree.module(body)), end="")
total = 0.0
<BLANKLINE>
<BLANKLINE>
def add(t, *, total):
    total = total + t * x
    return None, total
<BLANKLINE>
<BLANKLINE>
value, total = add(x, total=total)
return total
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import gast

from .. import tree
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import Source
from .check import never_falls_off
from .generators import yields
from .hoist import hoist

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]


def without_nonlocal(body: Block, names: Names, resolve: Resolve, source: Source | None) -> Block:
    """Return a function's body in which no nested function writes to names around it."""
    if not any(isinstance(n, gast.Nonlocal) for s in body for n in tree.walk(s)):
        return body
    return _Nonlocals(names, resolve, source).body(body, {})


def nested_in(body: Block) -> Block:
    """The functions that a body defines, in its own scope."""
    found: Block = []
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, gast.FunctionDef):
            found.append(node)
        elif not isinstance(node, tree.SCOPES):
            stack += tree.children(node)
    return found


def declared(function: Any) -> set[str]:
    """The names around a function that it, or a function in it, writes."""
    found: set[str] = set()
    stack = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, gast.Nonlocal):
            found |= set(node.names)
        elif not isinstance(node, tree.SCOPES):
            stack += tree.children(node)
    own = (set(tree.all_parameters(function)) | set(tree.bindings(function.body))) - found
    return found | set().union(*[declared(inner) for inner in nested_in(function.body)], set()) - own


class _Nonlocals:
    def __init__(self, names: Names, resolve: Resolve, source: Source | None) -> None:
        self.names, self.resolve, self.source = names, resolve, source

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(node) if self.source is not None else None, reason, hint)

    def body(self, body: Block, around: Mapping[str, set[str]]) -> Block:
        """A body, its nested functions and its calls of functions that write to names; ``around`` are known before."""
        functions = [g for g in nested_in(body) if not yields(g)]        # (generators stand where they are used)
        bound = set(tree.bindings(body))
        written = {n: w for n, w in around.items() if n not in bound} | {g.name: declared(g) for g in functions}
        while True:
            more = {g.name: set().union(*[written[n] for n in tree.free_names(g) & written.keys()], written[g.name]) - set(
                tree.all_parameters(g)) for g in functions}
            if all(more[n] == written[n] for n in more):
                break
            written.update(more)
        return [self.statement(node, {n: w for n, w in written.items() if w}) for node in body]

    def statement(self, node: Any, written: Mapping[str, set[str]]) -> Any:
        if isinstance(node, gast.FunctionDef):
            return node if yields(node) else self.function(node, written)
        if isinstance(node, (gast.If, gast.For, gast.While)):
            fields = {f: self.expression(getattr(node, f), written) for f in ("test", "iter") if hasattr(node, f)}
            return tree.with_fields(node, **fields, body=[self.statement(s, written) for s in node.body],
                                    orelse=[self.statement(s, written) for s in node.orelse])
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Call) and getattr(node.value.func, "id", "") in written:
            made = self.call(node.value, written)
            return tree.assign(made.target, made.value, node.lineno)
        return self.expression(node, written)

    def function(self, node: Any, written: Mapping[str, set[str]]) -> Any:
        names = sorted(written.get(node.name, ()))
        inner = self.body([s for s in node.body if not isinstance(s, gast.Nonlocal)], written)
        inner = self.without_declarations(inner)
        if any(isinstance(n, gast.NamedExpr) and isinstance(n.target, gast.Tuple) for s in inner for n in tree.walk(s)):
            local = set(tree.all_parameters(node)) | set(tree.bindings(inner))
            inner = hoist(inner, self.names, lambda path: (False, None) if path.split(".")[0] in local else self.resolve(path))
        if names:
            back = list(map(tree.name, names))
            inner = self.returning(inner, back)
            if not never_falls_off(inner):
                inner.append(tree.return_(tree.tuple_([tree.const(None), *back]), node.lineno))
        new = tree.clone(node)
        new.body = inner or [tree.pass_(node.lineno)]
        new.args.kwonlyargs = [*new.args.kwonlyargs, *map(tree.parameter, names)]
        new.args.kw_defaults = [*new.args.kw_defaults, *[None] * len(names)]
        return new

    def without_declarations(self, block: Block) -> Block:
        return [tree.with_fields(s, **{f: self.without_declarations(getattr(s, f)) for f in ("body", "orelse") if getattr(
            s, f, None) and isinstance(s, (gast.If, gast.For, gast.While))}) for s in block if not isinstance(s, gast.Nonlocal)]

    def returning(self, block: Block, back: Block) -> Block:
        out: Block = []
        for node in block:
            if isinstance(node, gast.Return):
                node = tree.return_(tree.tuple_([node.value or tree.const(None), *tree.clone(back)]), node.lineno)
            elif isinstance(node, (gast.If, gast.For, gast.While)):
                node = tree.with_fields(node, body=self.returning(node.body, back), orelse=self.returning(node.orelse, back))
            out.append(node)
        return out

    # -------------------------------------------------------------- calls
    def expression(self, node: Any, written: Mapping[str, set[str]]) -> Any:
        """An expression or simple statement, its calls with the names beside them."""
        if isinstance(node, list):
            return [self.expression(part, written) for part in node]
        if not isinstance(node, gast.AST):
            return node
        if isinstance(node, gast.Lambda):
            for name in sorted(tree.free_names(node) & written.keys()):
                self.refuse(node, f"a lambda calls `{name}`, which writes to a name of the function around it", "use def")
            return node
        if isinstance(node, gast.Name) and node.id in written and isinstance(node.ctx, gast.Load):
            self.refuse(node, f"`{node.id}` writes to a name of the function around it, and is used as a value",
                        "call it by its name, or return the value instead")
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id in written:
            return self.call(node, written)
        return tree.with_fields(node, **{key: self.expression(value, written) for key, value in node.__dict__.items()})

    def call(self, node: Any, written: Mapping[str, set[str]]) -> Any:
        """The call as an assignment within its expression, which gets a statement of its own later."""
        names = list(map(tree.name, sorted(written[node.func.id])))
        words = {k.arg: self.expression(k.value, written) for k in node.keywords}
        if None in words:
            self.refuse(node, f"`**` in a call of `{node.func.id}`, which writes to a name around it, is not supported",
                        "write the keyword arguments out")
        new = tree.call(node.func, self.expression(node.args, written), {**words, **{n.id: n for n in names}})
        value = tree.name(self.names.fresh("value"))
        return tree.walrus(tree.tuple_([value, *names]), new)
