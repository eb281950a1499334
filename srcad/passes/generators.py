"""Loops over what a generator function yields, as the generator's own statements around the body of the loop.

>>> from srcad.printer import to_source
>>> body = tree.parse('''
... def steps(y, n):
...     for k in range(n):
...         y = y * y
...         yield y
... for z in steps(x, 3):
...     s = s + z
... ''').body
>>> generators = Generators(body, Names({"x", "s", "z", "steps", "y", "n", "k"}), lambda path: (False, None), None)
>>> print(to_source(tree.module(generators.loop(body[1]))), end="")
y_1 = x
n_1 = 3
for k_1 in range(n_1):
    y_1 = y_1 * y_1
    z = y_1
    s = s + z
"""
from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any, NoReturn

import gast

from .. import tree
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import Source, find_source
from .desugar import jumps, nest, without_continue
from .factories import renamed
from .repeatable import trouble, written_to
from .scope import stands_on
from .statements import plain_statements
from .streams import ENDLESS, Generator, is_stream

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
MOST = 3                   # yields around which the body of a loop is written out


def yields(function: Any) -> Block:
    """The ``yield`` and ``yield from`` of a function's own."""
    found, stack = [], list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (gast.Yield, gast.YieldFrom)):
            found.append(node)
        if not isinstance(node, tree.SCOPES):
            stack += tree.children(node)
    return found


class Generators:
    """The generator functions that a body calls: those that it defines, those of modules."""

    def __init__(self, body: Block, names: Names, resolve: Resolve, source: Source | None) -> None:
        self.names, self.outer, self.source = names, resolve, source
        self.known: dict[str, tuple[bool, Any]] = {}
        counts = Counter(tree.bindings(body))
        self.own = {n.name: n for n in tree.statements(body)
                    if isinstance(n, gast.FunctionDef) and counts[n.name] == 1 and yields(n)}

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(node) if self.source is not None else None, reason, hint)

    def resolve(self, path: str) -> tuple[bool, Any]:
        """What a path means; for a generator function, a ``Generator``."""
        if path not in self.known:
            found, value = self.outer(path)
            if path in self.own:
                found, value = True, Generator(self.own[path], None, is_endless(self.own[path], self.outer))
            elif found and isinstance(value, FunctionType) and inspect.isgeneratorfunction(value):
                source = find_source(value)
                value = Generator(source.tree, value, is_endless(source.tree, source.resolve))
            self.known[path] = found, value
        return self.known[path]

    def without_own(self, body: Block) -> Block:
        """The body without the generator functions that it defines, once no one reads their names."""
        read = Counter(n.id for s in body for n in tree.walk(s) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        return [s for s in body if not (isinstance(s, gast.FunctionDef) and s.name in self.own and not read[s.name])]

    # -------------------------------------------------------------- one loop
    def loop(self, node: Any) -> Block:
        """The statements that a ``for`` over the call of a generator function stands for; the loop itself for any other."""
        path = tree.dotted_path(node.iter.func) if isinstance(node.iter, gast.Call) else None
        target = self.resolve(path)[1] if path else None
        if not isinstance(target, Generator):
            return [node]
        line, function = node.lineno, target.tree
        new, body = self.prepared(target, node)
        start, streams = self.bound(function, target, node, new)
        first = body[0] if body else None
        if isinstance(first, gast.For) and getattr(first.iter, "id", "") in streams:        # it goes over another one
            body = [tree.with_fields(first, iter=streams.pop(first.iter.id)), *body[1:]]
        start += [tree.assign(name, value, line) for name, value in streams.items()]
        if len(yields(tree.module(body))) > MOST and len(list(tree.statements(node.body))) > MOST:
            items = tree.name(self.names.fresh("items"))
            self.check_alone(node, target)
            item = tree.name(self.names.fresh("item"))
            grow = tree.expression(tree.call(tree.attr(items, "append"), [item]), line)
            gather = tree.with_fields(tree.looped(node, [grow], []), target=tree.stored(item))
            done = _Inlined(self, gather).whole(body)
            return [*start, tree.assign(items, tree.list_([]), line), *done, tree.with_fields(node, iter=items)]
        return [*start, *_Inlined(self, node).whole(body)]

    def check_alone(self, node: Any, target: Generator) -> None:
        """Refuse to run a generator before the loop over it, where one could see what the other does."""
        if target.endless or is_changing(node.body, self.resolve) or is_changing(target.tree.body, around(target, self.resolve)):
            self.refuse(node, f"`{target.tree.name}` yields in many places, and its loop writes to arrays, lists or objects",
                        "make a list of what it yields first, and loop over that")

    def prepared(self, target: Generator, node: Any) -> tuple[dict[str, str], Block]:
        """New names for a generator's own, and its body in plain statements with these names."""
        function, body, bound = target.tree, target.tree.body, dict[str, Any]()
        source = self.source if target.function is None else find_source(target.function)
        if source is not None:
            body, bound = plain_statements(function, source, self.names)
        self.names.taken |= tree.all_names(function)
        declared = {n for s in tree.statements(body) if isinstance(s, gast.Nonlocal) for n in s.names}
        body = [s for s in body if not isinstance(s, gast.Nonlocal)
                and not (isinstance(s, gast.Expr) and isinstance(s.value, gast.Constant))]
        self.check(function, body, node)
        new = {n: self.names.fresh(n) for n in sorted({*tree.all_parameters(function), *tree.bindings(body)} - declared)}
        if target.function is not None and source is not None:
            free = tree.free_names(tree.function("scope", tree.arguments([]), body)) - new.keys()
            new |= {n: self.borrow(source, n) for n in sorted(free) if source.resolve(n)[0] and n not in bound}
            new |= {n: self.names.fresh(n) for n in bound}
            known = {new[n]: value for n, value in bound.items()}
            self.source = replace(self.source or source, bound={**(self.source or source).bound, **known},
                                  bindings=(*(self.source or source).bindings, *stands_on(source)))
        return new, renamed(body, new)

    def check(self, function: Any, body: Block, node: Any) -> None:
        if any(isinstance(s, (gast.Try, gast.With, gast.Global)) for s in tree.statements(body)):
            self.refuse(node, f"the generator `{function.name}` has `try`, `with` or `global` in it", "do that around the loop")
        plain = {id(s.value) for s in tree.statements(body) if isinstance(s, gast.Expr)}
        if any(id(part) not in plain for part in yields(tree.module(body))):
            self.refuse(node, f"the generator `{function.name}` uses what is sent to it", "make a list of what it yields")

    def borrow(self, source: Source, name: str) -> str:
        """A name for what one means in another function."""
        if self.outer(name) == (True, source.resolve(name)[1]):
            return name
        mine = self.names.fresh(name)
        assert self.source is not None
        self.source = replace(self.source, borrowed={**self.source.borrowed, mine: (source, name)})
        return mine

    def bound(self, function: Any, target: Generator, node: Any, new: dict[str, str]) -> tuple[Block, dict[str, Any]]:
        """The parameters, given what the call gives, and those that are given iterators.

        A default is what it was when the function was made.
        """
        call, line = node.iter, node.lineno
        signature = inspect.signature(target.function) if target.function is not None else _signature(function)
        starred = any(isinstance(a, gast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
        kinds = {p.kind for p in signature.parameters.values()}
        if starred or inspect.Parameter.VAR_KEYWORD in kinds:
            self.refuse(node, f"the generator `{function.name}` is called with `*` or `**`, or takes any keywords",
                        "write its arguments out")
        try:
            given = signature.bind(*call.args, **{k.arg: k.value for k in call.keywords})
        except TypeError as error:
            self.refuse(node, f"`{function.name}` cannot be called so: {error}", "give it the arguments that it takes")
        given.apply_defaults()
        out, streams = [], {}
        for name, value in given.arguments.items():
            if isinstance(value, tuple):
                value = tree.tuple_(list(value))
            elif not isinstance(value, gast.AST):
                value = self.default(value, name, function, node)
            if is_stream(value, self.resolve):
                streams[new[name]] = value
            else:
                out.append(tree.assign(new[name], value, line))
        return out, streams

    def default(self, value: Any, name: str, function: Any, node: Any) -> Any:
        if type(value) not in (bool, int, float, str, type(None)):
            self.refuse(node, f"the default of `{name}` of the generator `{function.name}` is no number or string",
                        "hand the value over in the call")
        return tree.const(value)


def _signature(function: Any) -> inspect.Signature:
    """The signature of a nested function, its defaults as trees."""
    args, kind, empty = function.args, inspect.Parameter, inspect.Parameter.empty
    positional = [*args.posonlyargs, *args.args]
    defaults = [empty] * (len(positional) - len(args.defaults)) + list(args.defaults)
    found = [kind(p.id, kind.POSITIONAL_OR_KEYWORD, default=d) for p, d in zip(positional, defaults, strict=True)]
    found += [kind(args.vararg.id, kind.VAR_POSITIONAL)] if args.vararg is not None else []
    found += [kind(p.id, kind.KEYWORD_ONLY, default=empty if d is None else d)
              for p, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    return inspect.Signature(found + ([kind(args.kwarg.id, kind.VAR_KEYWORD)] if args.kwarg is not None else []))


class _Inlined:
    """The loop ``node`` within the statements of the generator that it goes over."""

    def __init__(self, outer: Generators, node: Any) -> None:
        self.outer, self.node, self.names, self.line = outer, node, outer.names, node.lineno
        self.ended = self.names.fresh("ended")               # nothing more is to be run of the generator
        self.left = self.names.fresh("left")                 # the loop was left by break
        self.used: set[str] = set()

    def whole(self, body: Block) -> Block:
        done = self.block(body)
        first = [tree.assign(flag, tree.const(False), self.line) for flag in sorted(self.used)]
        if not self.node.orelse:
            return [*first, *done]
        rest = [tree.if_(tree.not_(tree.name(self.left)), self.node.orelse, [], self.line)]
        return [*first, *done, *(rest if self.left in self.used else self.node.orelse)]

    def flag(self, name: str) -> Any:
        self.used.add(name)
        return tree.assign(name, tree.const(True), self.line)

    def leave(self, depth: int) -> Block:
        return [self.flag(self.ended), *([tree.break_(self.line)] if depth else [])]

    def block(self, block: Block, depth: int = 0, tail: bool = False) -> Block:
        """Statements of the generator, within ``depth`` of its loops; ``tail``: the innermost one goes on after them."""
        out: Block = []
        for position, node in enumerate(map(self.plain, block)):
            before, rest = set(self.used), block[position + 1:]
            self.used.discard(self.ended)
            new = self.statement(node, depth, tail and not rest)
            leaves = self.ended in self.used
            self.used |= before
            out += new
            if isinstance(node, gast.Return):
                return out
            if leaves and depth and isinstance(node, (gast.For, gast.While)):
                out.append(tree.if_(tree.name(self.ended), [tree.break_(self.line)], [], self.line))
            elif leaves and rest and not depth:
                return [*out, tree.if_(tree.not_(tree.name(self.ended)), self.block(rest), [], self.line)]
        return out

    def plain(self, node: Any) -> Any:
        """``yield from x`` as a loop that yields each item."""
        if not (isinstance(node, gast.Expr) and isinstance(node.value, gast.YieldFrom)):
            return node
        item = tree.name(self.names.fresh("item"))
        return tree.for_(item, node.value.value, [tree.expression(tree.yield_(item), node.lineno)], node.lineno)

    def statement(self, node: Any, depth: int, tail: bool) -> Block:
        if isinstance(node, gast.Return):
            return self.leave(depth)
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Yield):
            value = node.value.value or tree.const(None)
            return [tree.assign(tree.load(self.node.target), value, self.line), *self.body(depth, tail)]
        if isinstance(node, gast.If):
            return [tree.if_(node.test, self.block(node.body, depth, tail), self.block(node.orelse, depth, tail), node.lineno)]
        if isinstance(node, (gast.For, gast.While)):
            return [tree.looped(node, self.block(node.body, depth + 1, True), self.block(node.orelse, depth))]
        return [node]

    def body(self, depth: int, tail: bool) -> Block:
        """The body of the loop over the generator, where the generator yields."""
        body = tree.clone(self.node.body)
        kinds = jumps(body)
        if kinds & {gast.Break, gast.Continue} and not (depth and (tail or gast.Continue not in kinds)):
            body = nest(body, self.names)                    # what comes after a jump is not run
        if not tail:
            body = without_continue(body)
        return self.leaving(body, depth) if gast.Break in kinds else body

    def leaving(self, block: Block, depth: int) -> Block:
        out: Block = []
        for node in block:
            if isinstance(node, gast.Break):
                return [*out, *([self.flag(self.left)] if self.node.orelse else []), *self.leave(depth)]
            if isinstance(node, gast.If):
                node = tree.if_(node.test, self.leaving(node.body, depth), self.leaving(node.orelse, depth), node.lineno)
            out.append(node)
        return out


def is_endless(function: Any, resolve: Resolve) -> bool:
    """True if a generator may have no end of its own."""
    for node in tree.walk(tree.module(function.body)):
        if isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and node.test.value:
            if not any(isinstance(n, (gast.Break, gast.Return)) for n in tree.walk(node)):
                return True
        if isinstance(node, gast.For) and isinstance(node.iter, gast.Call):
            if any(resolve(tree.dotted_path(node.iter.func) or "") == (True, endless) for endless in ENDLESS):
                return True
    return False


def is_changing(block: Block, resolve: Resolve) -> bool:
    """True if statements write to what is in arrays, lists or objects."""
    return any(not isinstance(n, gast.AugAssign) and written_to(n, resolve) for s in block for n in tree.walk(s))


def around(target: Generator, resolve: Resolve) -> Resolve:
    """What tells the meaning of the names in a generator; ``resolve`` does if it is a function made nearby."""
    return find_source(target.function).resolve if target.function is not None else resolve


def is_quiet(target: Generator, resolve: Resolve) -> bool:
    """True if no one can see when a generator runs: it only computes."""
    known = around(target, resolve)
    body = [tree.substituted(s, {id(y): y.value or tree.const(None) for y in yields(target.tree)}) for s in target.tree.body]
    given = set(tree.all_parameters(target.tree)) - _compared(target.tree)
    adds = any(isinstance(n, gast.AugAssign) and getattr(n.target, "id", "") in given for s in body for n in tree.walk(s))
    return not adds and not is_changing(body, known) and not trouble(tree.module(body), known, {})


def _compared(function: Any) -> set[str]:
    """The names that are tested by comparisons: of arrays no test is made."""
    tests = [n.test for n in tree.walk(function) if isinstance(n, (gast.If, gast.While, gast.IfExp))]
    return {side.id for test in tests for n in tree.walk(test) if isinstance(n, gast.Compare)
            for side in (n.left, *n.comparators) if isinstance(side, gast.Name)}
