"""Statements that only arrange things: ``match`` (see ``matching``), local imports, ``global`` reads, ``del``, ``np.errstate``.

>>> from srcad.printer import to_source
>>> function = tree.parse('''
... def f(x):
...     y = 2 * x
...     match y:
...         case 0.0: return x
...     del x
...     return y
... ''').body[0]
>>> plain = _Plain(function, Names({"x"}), {}, lambda path: (True, None), None)
>>> print(to_source(tree.module(plain.block(function.body))), end="")
y = 2 * x
if y == 0.0:
    return x
return y
"""
from __future__ import annotations

import functools
import importlib
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

import gast
import numpy as np

from .. import tree
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..source import Source
from .matching import Matching
from .streams import called, is_stream

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]


def plain_statements(function: Any, source: Source, names: Names) -> tuple[Block, dict[str, Any]]:
    """Return the body in plain statements, and what the names of its imports mean."""
    bound = _imports(function, source)
    local = (set(tree.all_parameters(function)) | set(tree.bindings(function.body))) - set(bound)
    plain = _Plain(function, names, bound, lambda path: (
        (False, None) if path.split(".")[0] in local else source.resolve(path)), source)
    return plain.block(function.body), bound


def _imports(function: Any, source: Source) -> dict[str, Any]:
    """The names that the function's imports bind, each to one object and by nothing else."""
    written = Counter(n.id for n in tree.walk(function) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load))
    found: dict[str, Any] = {}
    doubtful = set(written)
    for node in tree.walk(function):
        for name, value in _imported(node, source).items():
            if name in found and found[name] is not value:
                doubtful.add(name)
            found[name] = value
    local = {*tree.all_parameters(function), *tree.bindings(function.body)}
    for node in tree.walk(function):
        name = node.targets[0].id if isinstance(node, gast.Assign) and tree.is_name(node.targets[0]) else ""
        path = tree.dotted_path(node.value) if name and written[name] == 1 else None
        if path and path.split(".")[0] not in local and isinstance(source.resolve(path)[1], ModuleType):
            found[name] = source.resolve(path)[1]
            doubtful.discard(name)
    return {name: value for name, value in found.items() if name not in doubtful}


def _imported(node: Any, source: Source) -> dict[str, Any]:
    package = source.function.__globals__.get("__package__") or ""
    try:
        if isinstance(node, gast.Import):
            for one in node.names:
                importlib.import_module(one.name)
            return {one.asname or one.name.split(".")[0]: importlib.import_module(
                one.name if one.asname else one.name.split(".")[0]) for one in node.names}
        if isinstance(node, gast.ImportFrom):
            home = importlib.import_module("." * (node.level or 0) + (node.module or ""), package)
            return {one.asname or one.name: getattr(home, one.name) for one in node.names}
    except (ImportError, AttributeError):              # refused later, as an import inside the function
        pass
    return {}


class _Plain:
    def __init__(self, function: Any, names: Names, bound: dict[str, Any], resolve: Resolve, source: Source | None) -> None:
        self.function, self.names, self.bound, self.resolve, self.source = function, names, bound, resolve, source
        self.written = tree.writes(function.body)
        self.rest: Block = []                                # what comes after the statement at hand in its block

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(node) if self.source is not None else None, reason, hint)

    def block(self, block: Block) -> Block:
        out: Block = []
        for position, node in enumerate(block):
            self.rest = block[position + 1:]
            out += self.statement(node)
        return out

    def statement(self, node: Any) -> Block:
        special = getattr(self, f"visit_{type(node).__name__}", None)
        return special(node) if special is not None else [node]

    def body(self, block: Block, line: int) -> Block:
        return self.block(block) or [tree.pass_(line)]

    def visit_If(self, node: Any) -> Block:
        return [tree.if_(node.test, self.body(node.body, node.lineno), self.block(node.orelse), node.lineno)]

    def visit_For(self, node: Any) -> Block:
        return [tree.looped(node, self.body(node.body, node.lineno), self.block(node.orelse))]

    visit_While = visit_For

    def visit_Try(self, node: Any) -> Block:
        handlers = [tree.with_fields(h, body=self.body(h.body, node.lineno)) for h in node.handlers or []]
        return [tree.with_fields(node, body=self.body(node.body, node.lineno), handlers=handlers, orelse=self.block(
            getattr(node, "orelse", None) or []), finalbody=self.block(getattr(node, "finalbody", None) or []))]

    def visit_FunctionDef(self, node: Any) -> Block:
        """``@d def g`` as ``g = d(g_plain)``; what ``functools.wraps`` adds has no derivative."""
        decorators = [d for d in node.decorator_list if not (isinstance(d, gast.Call) and self.resolve(
            tree.dotted_path(d.func) or "") == (True, functools.wraps))]
        if not decorators:
            return [tree.with_fields(node, decorator_list=[])]
        plain = self.names.fresh(f"{node.name}_plain")
        value = tree.name(plain)
        for decorator in reversed(decorators):
            value = tree.call(decorator, [value])
        return [tree.with_fields(node, name=plain, decorator_list=[]), tree.assign(node.name, value, node.lineno)]

    def visit_Assign(self, node: Any) -> Block:
        """``xp = np``: another name for a module; ``a, b = iter(x), set()``: one by one."""
        if len(node.targets) == 1 and self.is_several(node.targets[0], node.value):
            return [tree.assign(tree.load(t), v, node.lineno) for t, v in zip(node.targets[0].elts, node.value.elts, strict=True)]
        own = tree.is_name(node.targets[0]) and isinstance(self.bound.get(node.targets[0].id), ModuleType)
        return [] if own and len(node.targets) == 1 else [node]

    def is_several(self, target: Any, value: Any) -> bool:
        """True for names bound to as many values, iterators or sets among them, none of which reads these names."""
        if not isinstance(target, gast.Tuple) or not isinstance(value, gast.Tuple) or len(target.elts) != len(value.elts):
            return False
        made = any(isinstance(v, (gast.Set, gast.GeneratorExp)) or called(v, self.resolve) in (set, iter) or is_stream(
            v, self.resolve) for v in value.elts)
        return made and all(map(tree.is_name, target.elts)) and not tree.writes(target) & tree.all_names(value)

    def visit_Import(self, node: Any) -> Block:
        names = {one.asname or one.name.split(".")[0] for one in node.names}
        return [] if names <= set(self.bound) else [node]

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: Any) -> Block:
        return [node] if set(node.names) & self.written else []

    visit_Nonlocal = visit_Global

    def visit_Delete(self, node: Any) -> Block:
        """A name is gone: that is all there is to it if no one can read it again.

        An item is popped; a section is given ``...``, which nothing but this would store.
        """
        out: Block = []
        for target in node.targets:
            if isinstance(target, gast.Subscript) and isinstance(target.slice, gast.Slice):
                out.append(tree.assign(tree.load(target), tree.const(...), node.lineno))
            elif isinstance(target, gast.Subscript):
                popped = tree.call(tree.attr(tree.load(target.value), "pop"), [target.slice])
                out.append(tree.expression(popped, node.lineno))
            elif not isinstance(target, gast.Name) or self.read_again(target.id, node):
                return [node]
        return out

    def read_again(self, name: str, node: Any) -> bool:
        """True if the name may be read after the ``del``, in the next trip of a loop around it too."""
        for after in self.rest:
            if name in tree.all_names(after):
                if isinstance(after, gast.Assign) and name in tree.targets(after) and name not in tree.reads(after):
                    return False
                break
        every = list(tree.statements(self.function.body))
        place = next((k for k, part in enumerate(every) if part is node), len(every))
        if any(name in tree.reads(after) for after in every[place + 1:]):
            return True
        loops = [n for n in every if isinstance(n, (gast.For, gast.While)) and any(part is node for part in tree.walk(n))]
        return any(_is_read_first(name, loop) for loop in loops)

    def visit_With(self, node: Any) -> Block:
        """``np.errstate`` that only hides warnings changes no number."""
        items = [item for item in node.items if not self.is_quiet(item)]
        body = self.body(node.body, node.lineno)
        return [tree.with_fields(node, items=items, body=body)] if items else body

    def is_quiet(self, item: Any) -> bool:
        call = item.context_expr
        found, target = self.resolve(tree.dotted_path(call.func) or "") if isinstance(call, gast.Call) else (False, None)
        return item.optional_vars is None and found and target is np.errstate and not call.args and all(
            tree.is_literal(k.value) and tree.literal(k.value) in ("ignore", "warn", "print") for k in call.keywords)

    # -------------------------------------------------------------- match
    def visit_Match(self, node: Any) -> Block:
        return Matching(node, self.names, self.resolve, self.refuse, self.function, self.body).branches()


def _is_read_first(name: str, loop: Any) -> bool:
    """True if a trip of a loop may read what the one before has left in a name."""
    for node in (loop, *tree.statements(loop.body)):
        if isinstance(node, gast.For):
            reads, writes = [] if node is loop else [node.iter], [node.target]
        else:
            reads, writes = ([node.test], []) if isinstance(node, (gast.If, gast.While)) else ([node], [node])
        if name in tree.reads(reads) or name in tree.writes(writes):
            return name in tree.reads(reads)
    return False
