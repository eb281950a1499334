"""``with`` as what it does: a context is entered before its block and left after it.

The calls stay in the forward sweep; ``nested_again`` makes ``with`` of them once the text is written,
so that a context is left when something raises, too. A manager that may let an exception pass, or that
sets what others read and could not be written out (``entered``), is refused. (``np.errstate`` that hides
warnings, and ``contextlib.suppress``, are seen to elsewhere.)

>>> from srcad.printer import to_source
>>> import threading
>>> def resolve(path): return path == "LOCK", threading.Lock()
>>> body = tree.parse('''
... with LOCK:
...     y = x * x
... return y
... ''').body
>>> plain = without_with(body, Names({"x", "y"}), resolve, None)
>>> print(to_source(tree.module(plain)), end="")
context = LOCK
context.__enter__()
y = x * x
context.__exit__(None, None, None)
return y
>>> print(to_source(tree.module(nested_again(plain))), end="")
with LOCK:
    y = x * x
return y
"""
from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any, NoReturn

import gast

from .. import tree
from ..errors import SrcadError, UnsupportedSyntax, fail
from ..names import Names
from ..source import Source, find_source
from .desugar import jumps, nest, with_flags
from .managers import changes, objects_read, passes

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
QUIET = ("numpy", "warnings", "threading", "_thread", "io", "_io", "tempfile", "time", "multiprocessing", "logging")
HINT = "enter the context around the call of the derivative"
SWALLOWS = (contextlib.suppress, contextlib.ExitStack, contextlib.AsyncExitStack)


def without_with(body: Block, names: Names, resolve: Resolve, source: Source | None) -> Block:
    """Return a function's body without ``with``."""
    return Contexts(names, resolve, source).block(body)


class Contexts:
    def __init__(self, names: Names, resolve: Resolve, source: Source | None) -> None:
        self.names, self.resolve, self.source = names, resolve, source

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(node) if self.source is not None else None, reason, hint)

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        if isinstance(node, gast.With):
            return self.with_(node)
        if isinstance(node, (gast.If, gast.For, gast.While)):
            return [tree.with_fields(node, body=self.block(node.body), orelse=self.block(node.orelse))]
        return [node]

    def with_(self, node: Any) -> Block:
        item, *others = node.items
        inner = [tree.with_fields(node, items=others)] if others else node.body
        self.check(item.context_expr, node)
        line = node.lineno
        context = tree.name(self.names.fresh("context"))
        entered = tree.call(tree.attr(context, "__enter__"))
        target = item.optional_vars
        enter = tree.expression(entered, line) if target is None else tree.assign(target, entered, line)
        leave = tree.expression(tree.call(tree.attr(context, "__exit__"), [tree.const(None)] * 3), line)
        first, body, after = self.flagged(self.block(inner), node)
        return [*first, tree.assign(context, item.context_expr, line), enter, *body, leave, *after]

    def flagged(self, body: Block, node: Any) -> tuple[Block, Block, Block]:
        """A block that its end alone leaves, what comes before it, and the jumps that come after it."""
        line = node.lineno
        for loop in tree.statements(body):
            if isinstance(loop, (gast.For, gast.While)) and any(isinstance(n, gast.Return) for n in tree.walk(loop)):
                self.refuse(loop, "a return out of a loop within `with` is not supported", "return after the block")
        if not any(isinstance(n, (gast.Return, gast.Break, gast.Continue)) for s in body for n in tree.walk(s)):
            return [], body, []
        answer = self.names.fresh("ans")
        body = nest(self.returned(body, answer), self.names)
        kinds = sorted(jumps(body), key=lambda kind: kind.__name__)
        flags = {kind: self.names.fresh("leave") for kind in kinds}
        jump = {gast.Return: tree.return_(tree.name(answer), line), gast.Break: tree.break_(line),
                gast.Continue: tree.continue_(line)}
        first = [tree.assign(flag, tree.const(False), line) for flag in flags.values()]
        if kinds == [gast.Return] and isinstance(body[-1], gast.Return):
            return [], body[:-1], [jump[gast.Return]]
        after = [tree.if_(tree.name(flag), [jump[kind]], [], line) for kind, flag in flags.items()]
        return first, with_flags(body, flags), after

    def returned(self, block: Block, answer: str) -> Block:
        out: Block = []
        for node in block:
            if isinstance(node, gast.Return):
                out += [tree.assign(answer, node.value or tree.const(None), node.lineno),
                        tree.return_(tree.name(answer), node.lineno)]
            elif isinstance(node, gast.If):
                out.append(tree.if_(node.test, self.returned(node.body, answer), self.returned(node.orelse, answer), node.lineno))
            else:
                out.append(node)
        return out

    # -------------------------------------------------------------- what a manager does
    def check(self, manager: Any, node: Any) -> None:
        """Refuse a manager of which it is not known that it lets every exception out and sets nothing for others."""
        made = isinstance(manager, gast.Call)
        found, target = self.resolve(tree.dotted_path(manager.func if made else manager) or "")
        if not found:
            self.refuse(node, "with a context manager that is not known here is not supported",
                        "make it in the with statement, by a class or function of a module")
        wrapped: Any = getattr(target, "__wrapped__", None)
        if isinstance(target, FunctionType) and made and inspect.isgeneratorfunction(wrapped):
            return None if _is_quiet(wrapped) else self.check_code([wrapped], node, True, {}, (target,))
        cls = target if made else type(target)
        if isinstance(target, type) and issubclass(target, SWALLOWS) or cls in SWALLOWS:
            self.refuse(node, f"`{getattr(cls, '__name__', cls)}` among other contexts is not supported",
                        "give it a statement of its own")
        if _is_quiet(cls) or target in (open, contextlib.nullcontext) or cls in (
                contextlib.nullcontext, contextlib.redirect_stdout, contextlib.redirect_stderr, contextlib.closing):
            return None
        if not isinstance(cls, type) or not all(
                isinstance(getattr(cls, word, None), FunctionType) for word in ("__enter__", "__exit__")):
            self.refuse(node, f"with `{getattr(cls, '__name__', cls)}` is not supported: its source cannot be read",
                        "enter the context around the call of the derivative")
        methods = [m for m in (getattr(cls, w) for w in ("__init__", "__enter__", "__exit__")) if isinstance(m, FunctionType)]
        return self.check_code(methods, node, False, self.fields(methods[0], node))

    def fields(self, init: FunctionType, node: Any) -> dict[str, Any]:
        """What ``__init__`` assigns to the attributes of its object."""
        source = self.source_of(init, node)
        own = (tree.parameters(source.tree) or [""])[0]
        return {s.targets[0].attr: s.value for s in tree.walk(source.tree) if isinstance(s, gast.Assign)
                and isinstance(s.targets[0], gast.Attribute) and tree.is_name(s.targets[0].value, own)}

    def source_of(self, function: FunctionType, node: Any) -> Source:
        try:
            return find_source(function)
        except SrcadError:
            self.refuse(node, f"the source of `{function.__qualname__}` cannot be read", HINT)

    def check_code(self, functions: list[Any], node: Any, generator: bool, fields: dict[str, Any],
                   managers: tuple[Any, ...] = ()) -> None:
        """Refuse functions that may set what others read, the last of which, where the block ends, lets every exception out."""
        read = objects_read(self.source, managers) if self.source is not None else set()
        for function in functions:
            self.source_of(function, node)
            if function is functions[-1] and passes(function, generator):
                self.refuse(node, f"`{function.__qualname__}` may let an exception pass", "write it as try and except")
            if changes(function, read, fields):
                self.refuse(node, f"`{function.__qualname__}` may set what others read", HINT)


def _is_quiet(target: Any) -> bool:
    """True for what belongs to a library whose contexts are known to change nothing that is computed."""
    return (getattr(target, "__module__", None) or "").split(".")[0] in QUIET


def nested_again(block: Block) -> Block:
    """Return emitted statements with ``with`` for contexts that are entered and left in one block.

    A context that nothing else reads stands in ``with`` itself, so that the text can be read again.
    """
    out: Block = []
    position = 0
    while position < len(block):
        node = block[position]
        position += 1
        for field in ("body", "orelse"):
            if getattr(node, field, None):
                node = tree.with_fields(node, **{field: nested_again(getattr(node, field))})
        context = _called(node, "__enter__")
        ends = [k for k in range(position, len(block)) if context and _called(block[k], "__exit__") == context]
        if ends:
            target = node.targets[0] if isinstance(node, gast.Assign) else None
            inner = nested_again(block[position:ends[0]]) or [tree.pass_(node.lineno)]
            manager: Any = tree.name(context)
            made = out[-1] if out and isinstance(out[-1], gast.Assign) and tree.is_name(out[-1].targets[0], context) else None
            if made is not None and not any(context in tree.reads(n) for n in [*inner, *block[ends[0] + 1:]]):
                manager = out.pop().value
            node = tree.with_(manager, target, inner, node.lineno)
            position = ends[0] + 1
        out.append(node)
    return out


def _called(node: Any, word: str) -> str:
    """The name whose method a statement calls, "" if it does not."""
    value = getattr(node, "value", None)
    if isinstance(node, (gast.Assign, gast.Expr)) and isinstance(value, gast.Call) and isinstance(value.func, gast.Attribute):
        if value.func.attr == word and isinstance(value.func.value, gast.Name):
            return str(value.func.value.id)
    return ""
