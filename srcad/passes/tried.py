"""One ``try`` with its handlers: its statements, each tried before it is run (see ``trying``)."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Protocol

import gast

from .. import tree
from ..names import Names
from .changes import changed_in, root
from .check import never_falls_off
from .repeatable import trouble

Block = list[Any]
TEXT = (str, repr, print, format, isinstance, type, len)


class Around(Protocol):
    """The function that a ``try`` stands in."""

    names: Names
    resolve: Callable[[str], tuple[bool, Any]]
    whole: Block
    tried: set[str]
    within: int
    functions: dict[str, Any]

    def block(self, block: Block) -> Block: ...

    def statement(self, node: Any) -> Block: ...

    def deepcopy(self) -> Any: ...

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn: ...


class Tried:
    """One ``try`` with its handlers."""

    def __init__(self, outer: Around, node: Any) -> None:
        self.outer, self.node, self.names = outer, node, outer.names
        self.handlers = node.handlers
        inner = [n for h in node.handlers for s in h.body for n in tree.walk(s)]
        self.named = any(h.name is not None and h.name.id in tree.reads(h.body) for h in node.handlers) or any(
            isinstance(n, gast.Raise) and n.exc is None for n in inner)
        self.failed = self.names.fresh("failed")
        self.observable = self.seen_outside()
        for handler in node.handlers:
            self.check_name(handler)

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        self.outer.refuse(node, reason, hint)

    def seen_outside(self) -> set[str]:
        """The names whose values, set before something raised, may be read later."""
        inside = {id(n) for s in self.node.body for n in tree.walk(s)}
        found = {n.id for s in self.outer.whole for n in tree.walk(s)
                 if isinstance(n, gast.Name) and id(n) not in inside and not isinstance(n.ctx, gast.Store)}
        found |= {n.target.id for s in self.outer.whole for n in tree.walk(s)
                  if isinstance(n, gast.AugAssign) and isinstance(n.target, gast.Name) and id(n) not in inside}
        written: set[str] = set()
        for node in self.node.body:                    # read in the next trip of a loop around
            found |= tree.reads(node) - written
            written |= tree.writes(node) if isinstance(node, (gast.Assign, gast.AnnAssign)) else set()
        return found

    def check_name(self, handler: Any) -> None:
        """Refuse an exception used for more than its text: it may carry values with a derivative."""
        if handler.name is None:
            return
        allowed: set[int] = set()
        for part in (n for s in handler.body for n in tree.walk(s)):
            if isinstance(part, (gast.JoinedStr, gast.Raise)):
                allowed |= {id(n) for n in tree.walk(part)}
            elif isinstance(part, gast.Call):
                found, target = self.outer.resolve(tree.dotted_path(part.func) or "")
                if found and any(target is f for f in TEXT):
                    allowed |= {id(a) for a in part.args}
            elif isinstance(part, gast.Expr) and isinstance(part.value, gast.Call):
                allowed |= {id(a) for a in part.value.args}
        for part in (n for s in handler.body for n in tree.walk(s)):
            if tree.is_name(part, handler.name.id) and id(part) not in allowed:
                self.refuse(handler.body[0], "an exception is used as a value: it may carry numbers with a derivative",
                            "keep these numbers in local names")

    # -------------------------------------------------------------- the whole statement
    def statements(self) -> Block:
        node, line = self.node, self.node.lineno
        body = self.block(node.body)
        orelse, handlers = self.outer.block(node.orelse), self.dispatch()
        last = body[-1] if body else None
        alone = isinstance(last, gast.If) and self.is_passed(last.test) and self.catches(last.body) == 0
        if self.catches(body) == 0:
            return [*body, *orelse]
        if self.catches(body) == 1 and alone and isinstance(last, gast.If):
            return [*body[:-1], tree.if_(last.test, [*last.body, *orelse], handlers, line)]
        first = [tree.assign(self.failed, tree.const(None if self.named else 0), line)]
        if never_falls_off(node.body) and not orelse:
            return [*first, *body, *handlers]
        if orelse:
            return [*first, *body, tree.if_(self.passed(), orelse, handlers, line)]
        return [*first, *body, tree.if_(tree.not_(self.passed()) if self.named else tree.name(self.failed), handlers, [], line)]

    def catches(self, block: Block) -> int:
        """How often a statement's being tried is written in a block."""
        return sum(isinstance(n, gast.Assign) and tree.is_name(n.targets[0], self.failed) for s in block for n in tree.walk(s))

    def passed(self) -> Any:
        """The test that nothing has been raised."""
        failed = tree.name(self.failed)
        return tree.compare(failed, "is", tree.const(None)) if self.named else tree.not_(failed)

    def is_passed(self, test: Any) -> bool:
        return tree.same(test, self.passed())

    def dispatch(self) -> Block:
        chain: Block = []
        for number, handler in reversed(list(enumerate(self.handlers, start=1))):
            line = handler.body[0].lineno
            body = self.outer.block(self.raised_again(handler.body))
            if handler.name is not None and handler.name.id in tree.reads(body):
                body = [tree.assign(handler.name.id, tree.name(self.failed), line), *body]
            if not chain and number == len(self.handlers):
                chain = body
                continue
            failed = tree.name(self.failed)
            kind = handler.type if handler.type is not None else tree.name("BaseException")
            test = tree.call("isinstance", [failed, kind]) if self.named else tree.compare(failed, "==", tree.const(number))
            chain = [tree.if_(test, body, chain, line)]
        return chain

    def raised_again(self, block: Block) -> Block:
        """``raise`` alone names what it raises."""
        out: Block = []
        for node in block:
            if isinstance(node, gast.Raise) and node.exc is None:
                node = tree.at(tree.raise_(tree.name(self.failed)), node.lineno)
            elif isinstance(node, (gast.If, gast.For, gast.While)):
                node = tree.with_fields(node, body=self.raised_again(node.body), orelse=self.raised_again(node.orelse))
            out.append(node)
        return out

    # -------------------------------------------------------------- inside
    def block(self, block: Block) -> Block:
        """Return the block, each of its statements run only if nothing was raised before."""
        out: Block = []
        for position, node in enumerate(block):
            if self.is_safe(node):
                out.append(node)
                continue
            if isinstance(node, (gast.Try, gast.With)):
                self.outer.within += 1
                plain = self.outer.statement(node)
                self.outer.within -= 1
                if plain == [node] or isinstance(plain[0], gast.With):
                    self.refuse(node, "with inside try is not supported", "enter the context around the try")
                return [*out, *self.block([*plain, *block[position + 1:]])]
            if isinstance(node, (gast.If, gast.For, gast.While)):
                new = self.compound(node)
                rest = self.block(block[position + 1:])
                if not self.catches(new):
                    return [*out, *new, *rest]
                return [*out, *new, *([tree.if_(self.passed(), rest, [], node.lineno)] if rest else [])]
            group = self.group(block[position:])
            if not group:
                self.refuse(node, f"{type(node).__name__.lower()} inside try is not supported", "do it before or after the block")
            rest = self.block(block[position + len(group):])
            return [*out, *self.attempt(group), tree.if_(self.passed(), [*group, *rest], [], node.lineno)]
        return out

    def is_safe(self, node: Any) -> bool:
        """True for what cannot raise."""
        if isinstance(node, (gast.Pass, gast.Break, gast.Continue, gast.FunctionDef, gast.Global, gast.Nonlocal,
                             gast.Import, gast.ImportFrom)):           # (the last four are seen to elsewhere)
            return True
        if isinstance(node, gast.Return):
            return node.value is None or self.is_plain(node.value)
        return isinstance(node, gast.Assign) and all(isinstance(t, gast.Name) for t in node.targets) and self.is_plain(node.value)

    def is_plain(self, value: Any) -> bool:
        return tree.is_literal(value) or isinstance(value, (gast.Name, gast.Lambda)) or isinstance(
            value, gast.Compare) and isinstance(value.ops[0], (gast.Is, gast.IsNot)) and isinstance(value.left, gast.Name) or (
            isinstance(value, gast.UnaryOp) and isinstance(value.op, gast.Not) and isinstance(value.operand, gast.Name))

    def group(self, block: Block) -> Block:
        """The statements that may be tried together: what the first ones set is seen by no one else."""
        found: Block = []
        for node in block:
            simple = isinstance(node, (gast.Assign, gast.AugAssign, gast.AnnAssign, gast.Expr, gast.Return, gast.Raise,
                                       gast.Assert, gast.Delete))
            if not simple or found and self.is_safe(node) and isinstance(node, gast.Return):
                break
            found.append(node)
            stores = changed_in([node], self.outer.resolve)
            if stores or isinstance(node, (gast.Expr, gast.Return, gast.Raise)) or tree.writes(node) & self.observable:
                break
        return found

    def compound(self, node: Any) -> Block:
        line = node.lineno
        if isinstance(node, gast.If):
            new = tree.if_(node.test, self.block(node.body), self.block(node.orelse), line)
            return self.after_test(node.test, [new], line)
        leave = tree.if_(tree.not_(self.passed()) if self.named else tree.name(self.failed), [tree.break_(line)], [], line)
        body = self.block(node.body)
        body = [*body, leave] if self.catches(body) else body
        orelse = self.block(node.orelse)
        if isinstance(node, gast.For):
            if any(isinstance(n, gast.GeneratorExp) for n in tree.walk(node.iter)):
                self.refuse(node, "a loop over a generator inside try is not supported", "loop over a list")
            return self.after_test(node.iter, [tree.looped(node, body, orelse)], line)
        if self.is_plain(node.test):
            return [tree.looped(node, body, orelse)]
        if orelse:
            self.refuse(node, "a while loop with else inside try is not supported", "write it with a flag")
        stop = tree.if_(tree.not_(node.test), [tree.break_(line)], [], line)
        first = [*self.attempt([tree.expression(node.test, line)]), leave, stop]
        return [tree.while_(tree.const(True), [*first, *body], line)]

    def after_test(self, test: Any, block: Block, line: int) -> Block:
        if self.is_plain(test):
            return block
        return [*self.attempt([tree.expression(test, line)]), tree.if_(self.passed(), block, [], line)]

    def attempt(self, group: Block) -> Block:
        """The statements that try others: a function, and its call."""
        line = group[0].lineno
        whole = tree.module(group)
        if any(isinstance(n, gast.NamedExpr) for n in tree.walk(whole)):
            self.refuse(group[0], "an assignment inside an expression (:=) inside try is not supported",
                        "assign on a line before")
        loud = trouble(whole, self.outer.resolve, self.outer.functions)
        if loud:
            self.refuse(group[0], f"inside try, `{loud}` may do more than compute, and would do it twice",
                        "leave only what may raise inside try")
        changed: set[str] = set()
        for part in changed_in(group, self.outer.resolve):
            bases = {root(part)} if root(part) else tree.reads(part)          # of np.ravel(x)[0] = v, too
            bases = {name for name in bases if not self.outer.resolve(name)[0]}
            if not bases:
                self.refuse(group[0], "inside try, what is changed is no local name, or a part of one",
                            "do it before or after the block")
            changed |= bases
        given = set(changed)
        written: set[str] = set()
        for node in group:
            given |= _exposed(node) - written
            written |= tree.writes(node)
        name = self.names.fresh("tried")
        parameters = sorted(given & (written | changed))
        copies = [tree.assign(n, tree.call(self.outer.deepcopy(), [tree.name(n)]), line) for n in sorted(changed)]
        body = [tree.expression(s.value, s.lineno) if isinstance(s, gast.Return) else tree.clone(s) for s in group]
        made = self.trying(name, parameters, copies, body, line)
        self.outer.tried.add(name)
        self.outer.functions[name] = made
        return [made, tree.assign(self.failed, tree.call(name, list(map(tree.name, parameters))), line)]

    def trying(self, name: str, parameters: list[str], copies: Block, body: Block, line: int) -> Any:
        """The function that runs statements on copies, and returns which handler is for what they raise."""
        handlers = []
        error = self.names.fresh("error") if self.named else ""
        for number, handler in enumerate(self.handlers, start=1):
            back = tree.call(tree.attr(tree.name(error), "with_traceback"), [tree.const(None)]) if error else tree.const(number)
            kind = tree.name("BaseException") if handler.type is None and error else handler.type
            handlers.append((kind, error, [tree.return_(back, line)]))
        good = tree.return_(tree.const(None if self.named else 0), line)
        return tree.function(name, tree.arguments(list(map(tree.parameter, parameters))),
                             [*copies, tree.try_(body, handlers, line), good], None, line)


def _exposed(node: Any) -> set[str]:
    """The names whose values a simple statement reads; those of its comprehensions are its own."""
    parts = [n for n in (getattr(node, f, None) for f in ("value", "exc", "cause", "test", "msg")) if n is not None]
    targets = getattr(node, "targets", None) or [t for t in [getattr(node, "target", None)] if t is not None]
    for target in targets:
        names = [] if not isinstance(node, gast.AugAssign) and isinstance(target, gast.Name) else [target]
        if isinstance(target, (gast.Tuple, gast.List)):
            names = [t for t in tree.walk(target) if isinstance(t, (gast.Subscript, gast.Attribute))]
        parts += [tree.load(t) for t in names]
    return tree.free_names(tree.function("scope", tree.arguments([]), [tree.expression(p) for p in parts]))
