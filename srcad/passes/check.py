"""Refuse what cannot be differentiated: an allow-list of constructs, each refusal with a way out."""
from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, NoReturn

import gast

from .. import tree
from ..errors import OutputError, UnsupportedSyntax, fail
from ..unit import Unit

REFUSED: dict[str, tuple[str, str]] = {
    "Yield": ("a generator that is handed on or kept", "loop over its call, or make a list of it: list(g(x))"),
    "YieldFrom": ("a generator that is handed on or kept", "loop over its call, or make a list of it: list(g(x))"),
    "Await": ("an async function", "write a plain function"),
    "AsyncFunctionDef": ("an async function", "write a plain function"),
    "AsyncFor": ("an async loop", "write a plain loop"),
    "AsyncWith": ("an async block", "write a plain block"),
    "Lambda": ("a lambda that is kept as a value", "name it and call it by its name, hand it to a function, or write out the "
               "tuple or list of functions that it is in"),
    "FunctionDef": ("a function that is defined here and not called by its name", "define it once, and call it by its name"),
    "ClassDef": ("a class inside the function", "define the class at module level"),
    "SetComp": ("a set comprehension", "write it as a loop"),
    "DictComp": ("a dict comprehension", "write it as a loop"),
    "GeneratorExp": ("a generator expression", "write it as a loop"),
    "Try": ("try", "test for the condition with if"),
    "TryStar": ("try", "test for the condition with if"),
    "With": ("with", "leave the block, or enter the context around the call of the derivative"),
    "Delete": ("del", "leave the name alone"),
    "Global": ("global that is written", "pass the value as a parameter and return it"),
    "Nonlocal": ("nonlocal", "pass the value as a parameter and return it"),
    "Import": ("an import inside the function", "import at the top of the module"),
    "ImportFrom": ("an import inside the function", "import at the top of the module"),
    "NamedExpr": ("an assignment inside an expression (:=)", "assign on a line of its own"),
    "Starred": ("a starred expression", "write the elements out"),
    "Set": ("a set display", "use a tuple"),
}
ALLOWED = (
    gast.Assign, gast.AnnAssign, gast.AugAssign, gast.If, gast.For, gast.While, gast.Break, gast.Continue,
    gast.Return, gast.Pass, gast.Assert, gast.Raise, gast.Expr, gast.IfExp, gast.BoolOp, gast.BinOp, gast.UnaryOp,
    gast.Compare, gast.Call, gast.keyword, gast.Subscript, gast.Attribute, gast.Tuple, gast.List, gast.Dict, gast.JoinedStr,
    gast.FormattedValue, gast.Constant, gast.Name, gast.Slice, gast.operator, gast.unaryop, gast.boolop, gast.cmpop,
    gast.expr_context,
)
INTROSPECTION = tuple(getattr(builtins, n) for n in ("eval", "exec", "globals", "locals", "vars", "setattr", "delattr",
                                                     "compile", "__import__", "super"))


def check(unit: Unit) -> Unit:
    """Return the unit unchanged.

    Raises: UnsupportedSyntax at the first construct that is not on the list.
    """
    _Check(unit).function(unit.tree)
    return unit

THREADED = ("threading", "_thread", "concurrent", "multiprocessing", "asyncio")


def check_threads(body: list[Any], unit: Unit, resolve: Any) -> None:
    """Refuse what starts threads or processes: what they do has no place in the order of a derivative."""
    for node in tree.walk(*body):
        path = tree.called(node)
        found, value = resolve(path) if path else (False, None)
        if found and (getattr(value, "__module__", None) or "").split(".")[0] in THREADED:
            fail(UnsupportedSyntax, unit.source.where(node), f"`{path}` starts what runs beside the function",
                 "do the work in the function itself")


class _Check:
    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.locals = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.unit.source.where(node), reason, hint)

    def function(self, node: Any) -> None:
        if not isinstance(node, gast.FunctionDef):
            what, hint = REFUSED.get(type(node).__name__, ("this definition", "write a plain function"))
            self.refuse(node, f"{what} cannot be differentiated", hint)
        if node.args.vararg or node.args.kwarg:
            star = node.args.vararg or node.args.kwarg
            self.refuse(node, f"the parameter `*{star.id}` takes any number of arguments",
                        "give each argument a parameter of its own")
        asked = [n for n in tree.walk(node) if isinstance(n, (gast.Yield, gast.YieldFrom))]
        if self.unit.request.wrt and asked:
            self.refuse(asked[0], "a generator cannot be differentiated", "append the values to a list, and return it")
        for statement in node.body:
            self.visit(statement)
        returns = [n for n in tree.walk(node) if isinstance(n, gast.Return)]
        if self.unit.request.wrt and (not returns or not never_falls_off(node.body)):
            fail(OutputError, self.unit.source.where(returns[0] if returns else node),
                 f"`{node.name}` can end without returning a value", "end every path with return")

    def visit(self, node: Any) -> None:
        word = type(node).__name__
        if isinstance(node, gast.Set) and tree.is_literal(node):
            return
        if word in REFUSED:
            what, hint = REFUSED[word]
            self.refuse(node, f"{what} is not supported", hint)
        if not isinstance(node, ALLOWED):
            self.refuse(node, f"{word} is not supported", "write it with plain assignments, branches and loops")
        special: Callable[[Any], None] | None = getattr(self, f"visit_{word}", None)
        if special is not None:
            special(node)
        for child in tree.children(node):
            self.visit(child)

    def target(self, node: Any) -> None:
        if isinstance(node, (gast.Tuple, gast.List)):
            for element in node.elts:
                self.target(element)
        elif isinstance(node, gast.Starred):
            self.refuse(node, "a starred target is not supported", "name each element, or slice")

    def visit_Assign(self, node: Any) -> None:
        for target in node.targets:
            self.target(target)

    def visit_AnnAssign(self, node: Any) -> None:
        self.target(node.target)

    def visit_AugAssign(self, node: Any) -> None:
        if isinstance(node.target, gast.Attribute) and node.target.attr == "flat":
            self.refuse(node, "a write to an attribute is not supported yet", "write to the array itself: x[...] += v")
        self.target(node.target)

    def visit_For(self, node: Any) -> None:
        if any(isinstance(n, gast.Attribute) for n in tree.walk(node.target)):
            self.refuse(node.target, "a loop that writes to an attribute is not supported", "keep the value in a local name")
        self.target(node.target)

    def visit_Return(self, node: Any) -> None:
        nothing = node.value is None or isinstance(node.value, gast.Constant) and node.value.value is None
        if nothing and self.unit.request.wrt:
            fail(OutputError, self.unit.source.where(node), f"`{self.unit.source.name}` returns None here",
                 "return the number to differentiate")

    def visit_Dict(self, node: Any) -> None:
        if tree.known_keys(node) is None:
            self.refuse(node, "a dict whose keys are not constants is not supported",
                        "write strings or integers as keys, each once")

    def visit_Call(self, node: Any) -> None:
        path = tree.dotted_path(node.func)
        if path and path.split(".")[0] not in self.locals:
            found, value = self.unit.source.resolve(path)
            if found and any(value is f for f in INTROSPECTION):
                self.refuse(node, f"`{path}` cannot be seen through", "write what it does in the function itself")
            if found and any(value is f for f in (iter, next)):
                self.refuse(node, "an iterator that is handed on, kept, or asked in a way that is not known",
                            "loop over the sequence, or take its elements by index")
            if found:
                return
        if path is None and not isinstance(node.func, (gast.Attribute, gast.Subscript, gast.Call, gast.BinOp)):
            self.refuse(node, "a call of a computed function is not supported", "call it by its name")


def never_falls_off(block: list[Any]) -> bool:
    """True if the end of the block is never reached."""
    for node in block:
        if isinstance(node, (gast.Return, gast.Raise, gast.Break, gast.Continue)):
            return True
        if isinstance(node, gast.If) and never_falls_off(node.body) and never_falls_off(node.orelse):
            return True
        if isinstance(node, gast.While) and isinstance(node.test, gast.Constant) and node.test.value:
            if not any(_breaks(s) for s in node.body):
                return True
        if isinstance(node, (gast.For, gast.While)) and node.orelse and never_falls_off(node.orelse):
            if not any(_breaks(s) for s in node.body):
                return True
    return False


def _breaks(node: Any) -> bool:
    """True if a statement of a loop's body breaks out of that loop."""
    if isinstance(node, gast.Break):
        return True
    if isinstance(node, (gast.For, gast.While)):
        return any(map(_breaks, node.orelse))
    return any(_breaks(s) for field in ("body", "orelse") for s in getattr(node, field, []) if isinstance(node, gast.If))
