"""What text for Numba needs whatever the types are: another form for what Numba lacks, and errors that it does not raise.

A name that may not be bound yet where it is read has no value in compiled code: there it is seen to.

>>> from srcad.printer import to_source
>>> module = tree.parse('''
... def f(n):
...     for i in range(n):
...         y = 2.0 * i
...     return y
... ''')
>>> print(to_source(tree.module([with_bound_names(module.body[0], Names({"f", "n", "i", "y"}))])), end="")
def f(n):
    y_is_bound = False
    for i in range(n):
        y = 2.0 * i
        y_is_bound = True
    if not y_is_bound:
        raise UnboundLocalError('y')
    return y
"""
from __future__ import annotations

import inspect
import io
import tokenize
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import gast

from .. import tree
from ..names import Names
from ..tree import Node

MARK = "\0comment "
NEVER = None                               # the state after a jump: nothing below runs
State = frozenset[str] | None
REFUSED: dict[type, str] = {
    gast.Try: "`try`", gast.With: "`with`", gast.Dict: "a dict", gast.Set: "a set", gast.Lambda: "a lambda",
    gast.Global: "`global`", gast.ClassDef: "a class",
    gast.DictComp: "a dict comprehension", gast.SetComp: "a set comprehension", gast.Yield: "`yield`",
    gast.GeneratorExp: "a generator", gast.JoinedStr: "an f-string", gast.Delete: "`del`",
}


class Refused(Exception):
    """A construct that has no compiled form: the node, and what it is."""

    def __init__(self, node: Node, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.node, self.reason, self.hint = node, reason, hint


def refuse(node: Node, reason: str, hint: str = "") -> NoReturn:
    raise Refused(node, reason, hint)


def parsed(text: str) -> Node:
    """Return the module of a text, with its comments.

    >>> [tree.is_comment(s) for s in parsed("x = 1\\n# two\\ny = 2").body]
    [False, True, False]
    """
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT and not lines[row - 1][:column].strip():
            lines[row - 1] = lines[row - 1][:column] + repr(MARK + token.string[1:].strip()) + "\n"
    module = tree.parse("".join(lines))
    for node in tree.walk(module):
        if isinstance(node, gast.Expr) and isinstance(node.value, gast.Constant) and str(node.value.value).startswith(MARK):
            node.value = tree.comment(node.value.value.removeprefix(MARK)).value
        if isinstance(node, gast.FunctionDef):                 # compiled code knows itself what is not read again
            node.body = [s for s in node.body if not (isinstance(s, gast.Delete) and all(map(tree.is_name, s.targets)))]
    return module


def check(function: Node, helpers: set[str]) -> None:
    """Refuse what Numba cannot take, or takes for something else; ``helpers`` are names of srcad's that have no compiled form."""
    whole = {id(n.args[0]) for n in tree.walk(function) if takes_all(n)}
    for node in tree.walk(function):
        path = (tree.dotted_path(node.func) or "").split(".") if isinstance(node, gast.Call) else [""]
        if "random" in path:
            refuse(node, "compiled code has random numbers of its own", "draw them outside and pass them")
        if path[0] in helpers and function.name not in helpers:
            refuse(node, f"its derivative needs srcad's helper `{path[0]}`, which has no compiled form for such values")
        if type(node) in REFUSED and id(node) not in whole:
            refuse(node, f"{REFUSED[type(node)]} has no compiled form here")
        if isinstance(node, gast.FunctionDef) and node is not function:
            refuse(node, "a nested function has no compiled form here")
        if isinstance(node, gast.Compare) and any(isinstance(op, (gast.Is, gast.IsNot)) for op in node.ops) and not (
                tree.is_none(node.comparators[0])):
            refuse(node, "`is` of values has no compiled form", "compare with ==")


def takes_all(node: Node) -> bool:
    """True for a call that goes through all of a generator, and so through a list as well."""
    called = node.func.id if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) else ""
    return called in ("sum", "min", "max", "list") and bool(node.args) and isinstance(node.args[0], gast.GeneratorExp)


def by_position(function: Node, order: Sequence[str] = ()) -> Node:
    """Return the function without keyword-only parameters, which Numba does not know; those of ``order`` come first."""
    if not (function.args.kwonlyargs or function.args.posonlyargs):
        return function
    function = tree.clone(function)
    args = function.args
    defaults = [*[None] * (len(args.posonlyargs) + len(args.args) - len(args.defaults)), *args.defaults, *args.kw_defaults]
    both = list(zip([*args.posonlyargs, *args.args, *args.kwonlyargs], defaults, strict=True))
    both.sort(key=lambda pair: order.index(pair[0].id) if pair[0].id in order else len(order))
    args.args = [parameter for parameter, _ in both]
    args.posonlyargs, args.kwonlyargs, args.kw_defaults = [], [], []
    given = [default for _, default in both]
    while given and given[0] is None:
        given.pop(0)
    args.defaults = given if None not in given else []
    return function


def with_plain_names(function: Node, names: Names) -> Node:
    r"""Return the function, in which no local name is another one with ``_1`` or the like: Numba takes one for the other.

    >>> from srcad.printer import to_source
    >>> function = tree.parse("def f(x):\n    x_1 = x\n    return x_1").body[0]
    >>> print(to_source(tree.module([with_plain_names(function, Names({"f", "x", "x_1"}))])), end="")
    def f(x):
        x1 = x
        return x1
    """
    known = tree.all_names(function)
    own = tree.writes(function.body) - set(tree.parameters(function))
    new = {}
    for name in sorted(own):
        stem, _, number = name.rpartition("_")
        if number.isdigit() and stem in known:
            new[name] = names.fresh(stem + number)
    return tree.with_body(function, [tree.rename(s, new) for s in function.body]) if new else function


def with_own_copies(function: Node, own: set[str], word: Callable[[str], str]) -> Node:
    """Return the function, in which ``own(x, (y, z))`` looks at each of the others by itself."""
    class Copies(gast.NodeTransformer):
        def visit_Call(self, node: Node) -> Node:
            if isinstance(node.func, gast.Name) and node.func.id in own and isinstance(node.args[1], gast.Tuple):
                x, others = node.args
                for other in others.elts:
                    x = tree.call(word("apart"), [x, other])
                return tree.call(node.func.id, [x, tree.tuple_([])])
            return node

    return Copies().visit(function)


# ---------------------------------------------------------------------- names that may not be bound
def with_bound_names(function: Node, names: Names) -> Node:
    """Return the function, in which reading a name that is not bound raises as in Python."""
    parameters = frozenset(tree.parameters(function))
    own = frozenset(tree.writes(function.body)) - parameters
    finder = _Unbound(own)
    finder.block(function.body, parameters)
    if not finder.found:
        return function
    flags = {name: names.fresh(f"{name}_is_bound") for name in sorted(finder.found)}
    begins = [s for s in function.body[:1] if isinstance(s, gast.Expr) and isinstance(s.value, gast.Constant)]
    body = [*begins, *[tree.assign(flag, tree.const(False)) for flag in flags.values()],
            *_guarded(function.body[len(begins):], flags, finder.at)]
    return tree.with_body(function, body)


class _Unbound:
    """Finds the reads of names that may not be bound: ``found`` are the names, ``at`` the statements by identity."""

    def __init__(self, own: frozenset[str]) -> None:
        self.own = own
        self.found: set[str] = set()
        self.at: dict[int, set[str]] = {}
        self.breaks: list[list[State]] = []

    def read(self, statement: Node, parts: Iterable[Node], state: State) -> None:
        if state is NEVER:
            return
        missing = _loads(parts) & self.own - state
        if missing:
            if isinstance(statement, gast.While):
                refuse(statement, f"`{min(missing)}` may not be bound in the test of this loop", "give it a value first")
            self.found |= missing
            self.at.setdefault(id(statement), set()).update(missing)

    def block(self, block: Sequence[Node], state: State) -> State:
        for statement in block:
            state = self.statement(statement, state)
        return state

    def statement(self, s: Node, state: State) -> State:
        if isinstance(s, gast.If):
            self.read(s, [s.test], state)
            return _meet([self.block(s.body, state), self.block(s.orelse, state)])
        if isinstance(s, (gast.For, gast.While)):
            self.read(s, [s.iter if isinstance(s, gast.For) else s.test], state)
            self.breaks.append([])
            inside = state if state is NEVER or isinstance(s, gast.While) else state | tree.writes(s.target)
            self.block(s.body, inside)
            endless = isinstance(s, gast.While) and isinstance(s.test, gast.Constant) and s.test.value
            after = NEVER if endless else self.block(s.orelse, state)
            return _meet([after, *self.breaks.pop()])
        if isinstance(s, gast.AugAssign):
            self.read(s, [s.value, tree.load(s.target)], state)
            return state
        self.read(s, [part for part in tree.children(s)], state)
        if isinstance(s, gast.Break):
            self.breaks[-1].append(state)
        if isinstance(s, (gast.Break, gast.Continue, gast.Return, gast.Raise)):
            return NEVER
        return state if state is NEVER else state | tree.writes(s)


def _loads(parts: Iterable[Node]) -> set[str]:
    """The names that expressions read, but for those that comprehensions bind."""
    found: set[str] = set()
    for part in parts:
        inner = {name for n in tree.walk(part) if isinstance(n, gast.comprehension) for name in tree.writes(n.target)}
        found |= tree.reads(part) - inner
    return found


def _meet(states: Sequence[State]) -> State:
    known = [state for state in states if state is not None]
    return frozenset.intersection(*known) if known else NEVER


def _guarded(block: Sequence[Node], flags: dict[str, str], at: dict[int, set[str]]) -> list[Node]:
    out: list[Node] = []
    for s in block:
        out += [tree.if_(tree.not_(tree.name(flags[name])), [
            tree.raise_(tree.call("UnboundLocalError", [tree.const(name)]), s.lineno)], (), s.lineno)
            for name in sorted(at.get(id(s), ()))]
        if isinstance(s, (gast.If, gast.For, gast.While)):
            starts = _bound(s.target, flags) if isinstance(s, gast.For) else []
            new = tree.with_fields(s, body=[*starts, *_guarded(s.body, flags, at)], orelse=_guarded(s.orelse, flags, at))
            out.append(new)
        else:
            out += [s, *([] if isinstance(s, gast.AugAssign) else _bound(s, flags))]
    return out


def _bound(node: Node, flags: dict[str, str]) -> list[Node]:
    return [tree.assign(flags[name], tree.const(True)) for name in sorted(tree.writes(node) & flags.keys())]


def own_helper(function: Node, helpers: dict[str, Any]) -> str:
    """Return which of srcad's helpers a function of the module is, or nothing."""
    word = function.name.rstrip("0123456789").rstrip("_") if function.name not in helpers else function.name
    text = gast.get_docstring(function) if word in helpers else None
    return word if text is not None and text == inspect.getdoc(helpers[word]) else ""
