"""Statements made plain: unpacking, ``+=``, loops over pairs, loop ``else``, early returns, jumps.

Jumps are nested: after this stage ``break`` and ``continue`` end their block, a branch that jumps
ends its block too, and what followed the branch stands in the other one. There is one return.

>>> from srcad import tree
>>> from srcad.names import Names
>>> from srcad.printer import to_source
>>> body = tree.parse('''
... def f(x):
...     if x < 0:
...         return -x
...     y = x * x
...     return y
... ''').body[0]
>>> print(to_source(tree.module(_Lower(Names({"x", "y"}), lambda path: (False, None)).function(body).body)), end="")
if x < 0:
    ans = -x
else:
    y = x * x
    ans = y
return ans
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..unit import Unit
from .check import never_falls_off
from .unpack import holds
from .writers import Writers

KEYS = f"keys{tree.TOOL}"                  # what a loop over a dict goes over
JUMPS = (gast.Break, gast.Continue, gast.Return)
Block = list[Any]


def desugar(unit: Unit) -> Unit:
    """Return the unit with its statements made plain."""
    known = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)

    def resolve(path: str) -> tuple[bool, Any]:
        return (False, None) if path.split(".")[0] in known else unit.source.resolve(path)

    names = Names(unit.names)
    lower = _Lower(names, resolve)
    function = lower.function(unit.tree)
    made = frozenset(names.taken - unit.names)
    return replace(unit, tree=function, temporaries=unit.temporaries | made)


def returning(function: Any) -> Any:
    """A helper that may end without return returns None."""
    body = [tree.return_(s.value or tree.const(None), s.lineno) if isinstance(s, gast.Return) else s for s in function.body]
    if not never_falls_off(body):
        body.append(tree.return_(tree.const(None), body[-1].lineno))
    return tree.with_body(function, body)


class _Lower:
    def __init__(self, names: Names, resolve: Callable[[str], tuple[bool, Any]]) -> None:
        self.names, self.resolve = names, resolve
        self.writers = Writers(names, resolve)
        self.answer = ""
        self.returned = ""
        self.loops = 0
        self.breaks: list[str] = []            # the flag that a break of each enclosing loop sets, if any

    def function(self, node: Any) -> Any:
        node = returning(node)
        returns = [n for n in tree.walk(node) if isinstance(n, gast.Return)]
        plain = len(returns) == 1 and node.body[-1] is returns[0]
        if not plain:
            self.answer = self.names.fresh("ans")
        body = self.block(node.body)
        if not plain:
            body = _finish(nest(body, self.names))
            if self.returned:
                body.insert(0, tree.assign(self.returned, tree.const(False), node.body[0].lineno))
            body.append(tree.return_(tree.name(self.answer), returns[-1].lineno))
        else:
            body = nest(body[:-1], self.names) + body[-1:]
        return tree.function(node.name, node.args, body, node.returns, node.lineno)

    def block(self, block: Block) -> Block:
        return [new for node in block for new in self.statement(node)]

    def statement(self, node: Any) -> Block:
        stores = self.writers.statement(node)
        if stores is not None:
            return [new for store in stores for new in self.statement(store)]
        special = getattr(self, f"visit_{type(node).__name__}", None)
        return special(node) if special is not None else [node]

    # -------------------------------------------------------------- assignments
    def visit_Assign(self, node: Any) -> Block:
        if len(node.targets) > 1:
            value = node.value
            out: Block = []
            if not isinstance(value, gast.Name) and not tree.is_literal(value):
                value = tree.name(self.names.fresh("t"))
                out.append(tree.assign(value, node.value, node.lineno))
            return out + [s for t in node.targets for s in self.unpack(t, value, node.lineno)]
        return self.unpack(node.targets[0], node.value, node.lineno)

    def visit_AnnAssign(self, node: Any) -> Block:
        return [] if node.value is None else self.unpack(node.target, node.value, node.lineno)

    def unpack(self, target: Any, value: Any, line: int) -> Block:
        if not isinstance(target, (gast.Tuple, gast.List)):
            return [tree.assign(target, value, line)]
        elements = target.elts
        if isinstance(value, (gast.Tuple, gast.List)) and len(value.elts) == len(elements):
            return self.parallel(elements, value.elts, line)
        flat = all(isinstance(e, gast.Name) for e in elements)
        if isinstance(value, gast.Call) and flat and len({e.id for e in elements}) == len(elements):
            return [tree.assign(target, value, line)]
        out: Block = []
        if not isinstance(value, gast.Name) or value.id in tree.writes(target):
            held = tree.name(self.names.fresh("t"))
            out.append(tree.assign(held, value, line))
            value = held
        out.append(holds(value, len(elements), line))
        for position, element in enumerate(elements):
            out += self.unpack(element, tree.subscript(value, tree.const(position)), line)
        return out

    def parallel(self, targets: Block, values: Block, line: int) -> Block:
        """``a, b = b, a``: a value that an earlier target overwrites is held first, all in their order."""
        out: Block = []
        pairs = []
        computed = [n for n, value in enumerate(values) if not tree.is_literal(value) and not isinstance(value, gast.Name)]
        for position, (target, value) in enumerate(zip(targets, values, strict=True)):
            earlier = {n for t in targets[:position] for n in tree.writes(t)}
            rebound = earlier or any(isinstance(t, (gast.Subscript, gast.Attribute)) for t in targets[:position])
            if tree.reads(value) & earlier or position in computed and (rebound or position < computed[-1]):
                held = tree.name(self.names.fresh("t"))
                out.append(tree.assign(held, value, line))
                value = held
            pairs.append((target, value))
        return out + [s for target, value in pairs for s in self.unpack(target, value, line)]

    # -------------------------------------------------------------- branches, loops, jumps
    def visit_If(self, node: Any) -> Block:
        return [tree.if_(node.test, self.block(node.body), self.block(node.orelse), node.lineno)]

    def visit_While(self, node: Any) -> Block:
        return self.loop(node, lambda body: tree.while_(node.test, body, node.lineno), [])

    def visit_For(self, node: Any) -> Block:
        start, target, iterable, first = self.iteration(node)
        return start + self.loop(node, lambda body: tree.for_(target, iterable, body, node.lineno), first)

    def loop(self, node: Any, make: Callable[[Block], Any], first: Block) -> Block:
        flag = self.names.fresh("broke") if node.orelse and any(map(breaks, node.body)) else ""
        self.breaks.append(flag)
        self.loops += 1
        before = self.returned
        returns = any(isinstance(n, gast.Return) for s in node.body for n in tree.walk(s))
        body = nest([*first, *self.block(node.body)], self.names)
        self.loops -= 1
        self.breaks.pop()
        del before
        out = [tree.assign(flag, tree.const(False), node.lineno)] if flag else []
        out.append(make(body))
        if returns:
            leave = tree.break_(node.lineno) if self.loops else tree.return_(tree.name(self.answer), node.lineno)
            out.append(tree.if_(tree.name(self.returned), [leave], [], node.lineno))
        orelse = self.block(node.orelse)
        if flag:
            out.append(tree.if_(tree.not_(tree.name(flag)), orelse, [], node.lineno))
        else:
            out += orelse
        return out

    def visit_Break(self, node: Any) -> Block:
        flag = self.breaks[-1]
        return [tree.assign(flag, tree.const(True), node.lineno), node] if flag else [node]

    def visit_Return(self, node: Any) -> Block:
        if not self.answer:
            return [node]
        out = [tree.assign(self.answer, node.value or tree.const(None), node.lineno)]
        if not self.loops:
            return [*out, tree.return_(tree.name(self.answer), node.lineno)]
        self.returned = self.returned or self.names.fresh("returned")
        return [*out, tree.assign(self.returned, tree.const(True), node.lineno), tree.break_(node.lineno)]

    # -------------------------------------------------------------- what a for loop goes over
    def iteration(self, node: Any) -> tuple[Block, Any, Any, Block]:
        """Return statements before the loop, its target and iterable, and the first ones of its body."""
        line, call = node.lineno, self.backwards(node.iter)
        word = self.builtin(call)
        entries = self.entries(node)
        if entries is not None:
            return entries
        if word == "enumerate" and len(call.args) == 1 and [k.arg for k in call.keywords] == ["start"]:
            call = tree.with_fields(call, args=[call.args[0], call.keywords[0].value], keywords=[])
        changed = tree.writes(node.body)
        rebound = changed | tree.writes(node.target)           # `for x in x`, too
        if word == "enumerate" and 1 <= len(call.args) <= 2 and not call.keywords:
            if isinstance(node.target, (gast.Tuple, gast.List)) and len(node.target.elts) == 2:
                return self.enumerated(node, call, changed, rebound)
        if word in ("zip", "reversed") and call.args and not call.keywords and not self.builtin(call.args[0]):
            before, index, length, items = self.indexed(call.args if word == "zip" else call.args[:1], rebound, line, word)
            value = tree.tuple_(items) if word == "zip" else items[0]
            return before, index, length, self.unpack(node.target, value, line)
        if isinstance(node.target, gast.Name) and node.target.id not in changed:
            before, iterable = self.held(call, rebound, line) if word != "range" else ([], call)
            return before, node.target, iterable, []
        item = tree.name(self.names.fresh("i" if word == "range" else "item"))
        before, iterable = self.held(call, rebound, line) if word != "range" else ([], call)
        return before, item, iterable, self.unpack(node.target, item, line)

    def backwards(self, call: Any) -> Any:
        """``reversed(range(a, b))`` as the range that it is."""
        if self.builtin(call) != "reversed" or len(call.args) != 1 or self.builtin(call.args[0]) != "range":
            return call
        bounds = call.args[0].args
        if call.args[0].keywords or not 1 <= len(bounds) <= 2 or any(isinstance(b, gast.Starred) for b in bounds):
            return call
        one = tree.const(1)
        first = bounds[0] if len(bounds) == 2 else tree.const(0)
        return tree.call(call.args[0].func, [tree.binary(bounds[-1], "-", one), tree.binary(first, "-", one), tree.const(-1)])
    def entries(self, node: Any) -> tuple[Block, Any, Any, Block] | None:
        """``for k, v in d.items()`` is a loop over the keys that takes the values."""
        call, line = node.iter, node.lineno
        word = call.func.attr if isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) else ""
        if word not in ("items", "keys", "values") or call.args or call.keywords or self.resolve(
                tree.dotted_path(call.func) or "")[0]:
            return None
        before, held = self.held(call.func.value, tree.writes(node.body) | tree.writes(node.target), line)
        key, targets = tree.name(self.names.fresh("key")), getattr(node.target, "elts", [])
        if word == "keys" and isinstance(node.target, gast.Name) and node.target.id not in tree.writes(node.body):
            return before, node.target, tree.call(KEYS, [held]), []
        value = {"items": tree.tuple_([key, tree.subscript(held, key)]), "keys": key, "values": tree.subscript(held, key)}[word]
        if word == "items" and len(targets) == 2 and isinstance(targets[0], gast.Name) and targets[0].id not in tree.writes(
                node.body) | tree.writes(targets[1]):
            item = tree.subscript(held, tree.load(targets[0]))
            return before, targets[0], tree.call(KEYS, [held]), self.unpack(targets[1], item, line)
        return before, key, tree.call(KEYS, [held]), self.unpack(node.target, value, line)

    def enumerated(self, node: Any, call: Any, changed: set[str], rebound: set[str]) -> tuple[Block, Any, Any, Block]:
        counter, target = node.target.elts
        line, start = node.lineno, call.args[1] if len(call.args) == 2 else tree.const(0)
        inner = call.args[0]
        sources = inner.args if self.builtin(inner) == "zip" and not inner.keywords else [inner]
        plain = tree.is_literal(start) and tree.literal(start) == 0 and isinstance(counter, gast.Name)
        keep = counter.id if plain and counter.id not in changed | tree.writes(target) else ""
        before, index, length, items = self.indexed(sources, rebound, line, "zip", keep)
        if not tree.is_literal(start) and not (isinstance(start, gast.Name) and start.id not in rebound):
            held = tree.name(self.names.fresh("t"))
            before.append(tree.assign(held, start, line))
            start = held
        first = [] if keep else self.unpack(counter, tree.binary(index, "+", start), line)
        value = tree.tuple_(items) if sources is not inner and self.builtin(inner) == "zip" else items[0]
        return before, index, length, first + self.unpack(target, value, line)

    def indexed(self, sources: Block, rebound: set[str], line: int, word: str,
                keep: str = "") -> tuple[Block, Any, Any, Block]:
        before: Block = []
        held = []
        for source in sources:
            lines, value = self.held(source, rebound, line)
            before += lines
            held.append(value)
        index = tree.name(keep or self.names.fresh("k"))
        lengths = [tree.call("len" + tree.TOOL, [h]) for h in held]
        count = lengths[0] if len(lengths) == 1 else tree.call("min" + tree.TOOL, lengths)
        if word == "reversed":
            over = tree.call("range" + tree.TOOL, [tree.binary(count, "-", tree.const(1)), tree.const(-1), tree.const(-1)])
        else:
            over = tree.call("range" + tree.TOOL, [count])
        return before, index, over, [tree.subscript(h, index) for h in held]

    def held(self, source: Any, rebound: set[str], line: int) -> tuple[Block, Any]:
        """Bind a sequence to a name that the loop does not change."""
        if isinstance(source, gast.Name) and source.id not in rebound:
            return [], source
        name = tree.name(self.names.fresh("seq"))
        return [tree.assign(name, source, line)], name

    def builtin(self, node: Any) -> str:
        """The name of the builtin that a call calls, or ""."""
        if not isinstance(node, gast.Call):
            return ""
        path = tree.dotted_path(node.func)
        found, value = self.resolve(path) if path else (False, None)
        table: dict[Any, str] = {range: "range", enumerate: "enumerate", zip: "zip", reversed: "reversed"}
        return table.get(value, "") if found and isinstance(value, type) else ""


# ---------------------------------------------------------------------- nesting of jumps
def breaks(node: Any) -> bool:
    """True if a statement of a loop's body breaks out of that loop."""
    if isinstance(node, (gast.For, gast.While)):
        return any(map(breaks, node.orelse))
    if isinstance(node, gast.If):
        return any(map(breaks, node.body)) or any(map(breaks, node.orelse))
    return isinstance(node, gast.Break)


def jumps(block: Block) -> set[type]:
    """The kinds of jumps out of a block; those of inner loops stay inside."""
    found: set[type] = set()
    for node in block:
        if isinstance(node, JUMPS):
            found.add(type(node))
        elif isinstance(node, gast.If):
            found |= jumps(node.body) | jumps(node.orelse)
    return found


def always_jumps(block: Block) -> bool:
    """True if the end of a nested block is not reached."""
    last = block[-1] if block else None
    if isinstance(last, gast.If):
        return always_jumps(last.body) and always_jumps(last.orelse)
    return isinstance(last, (*JUMPS, gast.Raise))


def nest(block: Block, names: Names) -> Block:
    """Return the block with its jumps last."""
    out: Block = []
    for position, node in enumerate(block):
        if isinstance(node, (*JUMPS, gast.Raise)):
            return [*out, node]
        if not isinstance(node, gast.If):
            out.append(node)
            continue
        body, orelse, rest = nest(node.body, names), nest(node.orelse, names), block[position + 1:]
        kinds = jumps(body) | jumps(orelse)
        if not kinds or not rest:
            out.append(tree.if_(node.test, body, orelse, node.lineno))
            continue
        if always_jumps(body):
            return [*out, tree.if_(node.test, body, nest([*orelse, *rest], names), node.lineno)]
        if always_jumps(orelse):
            return [*out, tree.if_(node.test, nest([*body, *rest], names), orelse, node.lineno)]
        return out + _flagged(node, body, orelse, rest, sorted(kinds, key=lambda k: k.__name__), names)
    return out


def _flagged(node: Any, body: Block, orelse: Block, rest: Block, kinds: list[type], names: Names) -> Block:
    """A branch that jumps on some paths only: a flag says whether the rest is run."""
    line = node.lineno
    flags = {kind: names.fresh("stop" if kind is gast.Break else "skip" if kind is gast.Continue else "done")
             for kind in kinds}
    jump = {kind: next(n for n in tree.walk(tree.module([*body, *orelse])) if type(n) is kind) for kind in kinds}
    out = [tree.assign(flag, tree.const(False), line) for flag in flags.values()]
    out.append(tree.if_(node.test, with_flags(body, flags), with_flags(orelse, flags), line))
    last = nest(rest, names)
    for kind in reversed(kinds):
        last = [tree.if_(tree.name(flags[kind]), [tree.clone(jump[kind])], last, line)]
    return out + last


def with_flags(block: Block, flags: dict[type, str]) -> Block:
    """Return a nested block that sets a flag instead of jumping."""
    out: Block = []
    for node in block:
        if type(node) in flags:
            out.append(tree.assign(flags[type(node)], tree.const(True), node.lineno))
        elif isinstance(node, gast.If):
            out.append(tree.if_(node.test, with_flags(node.body, flags), with_flags(node.orelse, flags), node.lineno))
        else:
            out.append(node)
    return out


def without_continue(block: Block) -> Block:
    """A nested block that ends where it would go on with its loop."""
    out: Block = []
    for node in block:
        if isinstance(node, gast.If):
            node = tree.if_(node.test, without_continue(node.body) or [tree.pass_(node.lineno)], without_continue(node.orelse),
                            node.lineno)
        out += [] if isinstance(node, gast.Continue) else [node]
    return out


def _finish(block: Block) -> Block:
    """Drop the returns that nesting has put last on every path."""
    out: Block = []
    for node in block:
        if isinstance(node, gast.Return):
            continue
        if isinstance(node, gast.If):
            body = _finish(node.body) or [tree.pass_(node.lineno)]
            node = tree.if_(node.test, body, _finish(node.orelse), node.lineno)
        out.append(node)
    return out
