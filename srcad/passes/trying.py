"""``try`` as branches: whether a statement raises is tried before it is run.

What may raise is run in a small function of its own, on the values at hand; that says which handler
is to take over, and the statement itself then runs, or does not. So every statement is run whole or
not at all, as if it had raised, and the path that was taken is a branch like any other. The functions
that try have no derivative (``registry.inactive``), and nothing that they do may be seen: what prints,
draws random numbers or writes to what it is given is refused within ``try``.

>>> from srcad.printer import to_source
>>> import builtins
>>> def resolve(path): return hasattr(builtins, path), getattr(builtins, path, None)
>>> function = tree.parse('''
... def f(x):
...     try:
...         y = x / abs(x)
...     except ZeroDivisionError:
...         y = x
...     return y
... ''').body[0]
>>> print(to_source(tree.module(without_try(function.body, Names({"x", "y"}), resolve, None).body)), end="")
def tried():
    try:
        y = x / abs(x)
    except ZeroDivisionError:
        return 1
    return 0
<BLANKLINE>
<BLANKLINE>
failed = tried()
if not failed:
    y = x / abs(x)
else:
    y = x
return y
"""
from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import gast

from .. import tree
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import Source
from .check import never_falls_off
from .repeatable import nearby, trouble
from .tried import Tried

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]


@dataclass(frozen=True)
class Untried:
    """A body without ``try``, the nested functions in it that try, and what names of theirs stand for."""

    body: Block
    functions: frozenset[str]
    bound: Mapping[str, Any]


def without_try(body: Block, names: Names, resolve: Resolve, source: Source | None) -> Untried:
    """Return a function's body without ``try``."""
    trying = _Trying(body, names, resolve, source)
    block = trying.block(body)
    return Untried(block, frozenset(trying.tried), trying.bound)


class _Trying:
    def __init__(self, body: Block, names: Names, resolve: Resolve, source: Source | None) -> None:
        self.names, self.resolve, self.source = names, resolve, source
        self.whole = body
        self.bound: dict[str, Any] = {}
        self.tried: set[str] = set()
        self.copier = ""
        self.within = 0                                    # blocks of ``try`` around what is at hand
        self.functions = nearby(body, resolve)

    def deepcopy(self) -> Any:
        """A name for ``copy.deepcopy``."""
        if not self.copier:
            self.copier = self.names.fresh("deepcopy")
            self.bound[self.copier] = copy.deepcopy
        return tree.name(self.copier)

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(node) if self.source is not None else None, reason, hint)

    # -------------------------------------------------------------- outside
    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, gast.Try):
            return self.try_(node)
        if isinstance(node, gast.With) and self.suppressed(node) is not None:
            return self.try_(tree.try_(node.body, [(self.suppressed(node), "", [tree.pass_(node.lineno)])], node.lineno))
        if isinstance(node, gast.FunctionDef):
            return [node]
        return [tree.with_fields(node, **{f: self.block(part) for f in ("body", "orelse") if (part := getattr(node, f, None))})]

    def suppressed(self, node: Any) -> Any:
        """The classes that ``with contextlib.suppress(...)`` lets pass; None for another statement."""
        call = node.items[0].context_expr if len(node.items) == 1 and node.items[0].optional_vars is None else None
        if isinstance(call, gast.Call) and not call.keywords and not any(isinstance(a, gast.Starred) for a in call.args):
            if self.resolve(tree.dotted_path(call.func) or "") == (True, contextlib.suppress):
                return tree.tuple_(call.args)
        return None

    def try_(self, node: Any) -> Block:
        node = tree.with_fields(node, **{f: getattr(node, f, None) or [] for f in ("handlers", "orelse", "finalbody")})
        if node.finalbody:
            return self.finally_(node)
        return Tried(self, node).statements()

    # -------------------------------------------------------------- finally
    def finally_(self, node: Any) -> Block:
        """What comes at the end, put where the block ends and before every jump out of it."""
        last = node.finalbody
        where = last[0]
        loud = trouble(tree.module(last), self.resolve, self.functions, own=not self.within)
        if loud or any(isinstance(n, (gast.Return, gast.Break, gast.Continue, gast.Raise)) for s in last for n in tree.walk(s)):
            self.refuse(where, f"a `finally` that does more than set local names ({loud or 'a jump'})",
                        "do it after the block, or around the call of the derivative")
        if self.within:                                # an exception that the outer one catches passes here
            body = [tree.with_fields(node, finalbody=[])] if node.handlers else node.body
            again = [*tree.clone(last), tree.raise_(None, where.lineno)]
            orelse = [] if node.handlers else node.orelse
            node = tree.with_fields(tree.try_(body, [(None, "", again)], node.lineno), orelse=orelse)
        inner = tree.with_fields(node, finalbody=[])
        block = self.try_(inner) if node.handlers else self.block(node.body)
        out = self.before_jumps(block, last, False)
        return out if never_falls_off(node.body) and not node.handlers else out + self.block(tree.clone(last))

    def before_jumps(self, block: Block, last: Block, inside: bool) -> Block:
        out: Block = []
        for node in block:
            if isinstance(node, gast.Return):
                value = node.value
                if value is not None and not tree.is_literal(value):
                    held = tree.name(self.names.fresh("ans"))
                    out.append(tree.assign(held, value, node.lineno))
                    value = held
                out += [*self.block(tree.clone(last)), tree.return_(value, node.lineno)]
            elif isinstance(node, (gast.Break, gast.Continue)) and not inside:
                out += [*self.block(tree.clone(last)), node]
            elif isinstance(node, (gast.For, gast.While)):
                out.append(tree.looped(node, self.before_jumps(node.body, last, True),
                                       self.before_jumps(node.orelse, last, inside)))
            elif isinstance(node, gast.If):
                out.append(tree.if_(node.test, self.before_jumps(node.body, last, inside),
                                    self.before_jumps(node.orelse, last, inside), node.lineno))
            else:
                out.append(node)
        return out
