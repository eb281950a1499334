"""Whether a statement can be run twice without anyone seeing it: it only computes, or changes what it has made itself.

>>> import builtins
>>> words = vars(builtins)
>>> def resolve(path): return path in words, words.get(path)
>>> [trouble(tree.parse(text).body[0], resolve, {}) for text in ("y = abs(x)", "print(x)", "y = go(x)")]
['', 'print', 'go']
"""
from __future__ import annotations

import builtins
import functools
import inspect
import math
import operator
from collections import Counter
from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import allocates
from ..analyses.operations import Operation
from ..errors import SrcadError
from ..rules import registry
from ..source import find_source
from .changes import CHANGING, changed_by, changed_in, root
from .effects import QUIET

Resolve = Callable[[str], tuple[bool, Any]]
LOUD = (print, input, open, setattr, delattr, next, exec, eval)
CONTAINERS = (np.ndarray, list, dict, set, str, float, int, tuple)


def trouble(node: Any, resolve: Resolve, functions: Mapping[str, Any], own: bool = True,
            seen: tuple[Any, ...] = ()) -> str:
    """Return what in a statement may be seen if it is run twice, "" if nothing.

    ``functions`` are those defined nearby; ``own`` says that the statement may change local objects.
    """
    for part in tree.walk(node):
        if isinstance(part, gast.Await) or isinstance(part, (gast.Global, gast.Nonlocal)) and seen or isinstance(
                part, (gast.Yield, gast.YieldFrom, gast.NamedExpr)) and not seen:      # of a function called, they are its own
            return type(part).__name__.lower()
        if isinstance(part, gast.Call):
            found = _called(part, resolve, functions, own, seen)
            if found:
                return found
    return ""


def _called(call: Any, resolve: Resolve, functions: Mapping[str, Any], own: bool, seen: tuple[Any, ...]) -> str:
    path = tree.dotted_path(call.func) or ""
    if path in functions and path in seen:                 # a call of itself
        return ""
    if path in functions:
        inner = functions[path]
        if not isinstance(inner, (gast.FunctionDef, gast.Lambda)):         # another name for a function
            return "" if _is_quiet(resolve(tree.dotted_path(inner) or "")[1], seen) else path
        return inside(inner, resolve, functions, (*seen, path))
    found, target = resolve(path) if path else (False, None)
    if found:
        loud = not own and changed_by(call, resolve) or not _is_quiet(
            target, seen, lambda: _handed(call, target, resolve, functions, seen))
        return path if loud else ""
    if isinstance(call.func, gast.Attribute):
        word = call.func.attr
        if word == "with_traceback":                       # of exceptions, as ``trying`` writes it
            return ""
        known, owner = resolve(tree.dotted_path(call.func.value) or "")
        if known and not isinstance(owner, CONTAINERS):
            return path
        if not any(hasattr(kind, word) for kind in CONTAINERS) or word in CHANGING and (known or not own):
            return path or f".{word}"
        return ""
    if isinstance(call.func, gast.Lambda):
        return ""
    if isinstance(call.func, gast.IfExp):
        either = (tree.with_fields(call, func=call.func.body), tree.with_fields(call, func=call.func.orelse))
        return "".join(_called(c, resolve, functions, own, seen) for c in either)
    if isinstance(call.func, gast.Subscript):
        known, table = resolve(tree.dotted_path(call.func.value) or "")
        held = table.values() if isinstance(table, dict) else table if isinstance(table, (list, tuple)) else ()
        if known and held and all(callable(f) and _is_quiet(f, seen) for f in held):
            return ""
    return path or "a computed function"


def _handed(call: Any, target: Any, resolve: Resolve, functions: Mapping[str, Any], seen: tuple[Any, ...]) -> dict[str, Any]:
    """The parameters of a function that a call gives functions which only compute; each stands for one that does nothing."""
    try:
        given = inspect.signature(target, follow_wrapped=False).bind(*call.args, **{k.arg: k.value for k in call.keywords})
    except TypeError:
        return {}
    nothing = tree.lambda_(tree.arguments([]), tree.const(None))
    return {name: nothing for name, value in given.arguments.items()
            if isinstance(value, gast.Lambda) and not inside(value, resolve, functions, seen)
            or isinstance(value, (gast.Name, gast.Attribute)) and not _called(tree.call(value), resolve, functions, True, seen)}


def _is_quiet(target: Any, seen: tuple[Any, ...], handed: Callable[[], Mapping[str, Any]] = dict) -> bool:
    if any(target is f for f in LOUD):
        return False
    if isinstance(target, FunctionType) and registry.lookup(target) is None and not _is_library(target):
        return target in seen or not trouble_of(target, seen, handed())
    if registry.lookup(target) is not None or isinstance(target, np.ufunc):
        return True                                        # what it writes to is another question (see ``changes``)
    if isinstance(target, type):
        return issubclass(target, BaseException) or target.__module__ in ("builtins", "numpy")
    word = getattr(target, "__name__", "")
    if isinstance(getattr(target, "__self__", None), np.ufunc):
        return True
    if getattr(target, "__objclass__", None) is not None or isinstance(getattr(target, "__self__", None), CONTAINERS):
        return word in QUIET
    return getattr(builtins, word, None) is target or _is_library(target)


def _is_library(target: Any) -> bool:
    home = getattr(target, "__module__", None) or ""
    return home in (math.__name__, operator.__name__, "_operator") or home.split(".")[0] == "numpy" and "random" not in home


def nearby(body: list[Any], resolve: Resolve) -> dict[str, Any]:
    """The functions that a body defines, and its other names for functions: partials of them too."""
    found: dict[str, Any] = {}
    for node in tree.walk(tree.module(body)):
        if isinstance(node, gast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            value = node.value
            partial = isinstance(value, gast.Call) and resolve(tree.dotted_path(value.func) or "") == (True, functools.partial)
            if partial and value.args:
                value = value.args[0]
            if isinstance(value, gast.Lambda) or resolve(tree.dotted_path(value) or "")[0]:
                found[node.targets[0].id] = value
    return found


def trouble_of(function: FunctionType, seen: tuple[Any, ...] = (), handed: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Return what may be seen if a user's function is called twice; ``handed`` are functions that it is given."""
    try:
        source = find_source(function)
    except SrcadError:
        return function.__name__
    local = set(tree.all_parameters(source.tree)) | set(tree.bindings(source.tree.body))
    def resolve(path: str) -> tuple[bool, Any]:
        return (False, None) if path.split(".")[0] in local else source.resolve(path)

    kept = {n: f for n, f in handed.items() if n not in tree.bindings(source.tree.body)}
    return inside(source.tree, resolve, {**kept, **nearby(source.tree.body, resolve)}, (*seen, function))


def inside(function: Any, resolve: Resolve, nested: Mapping[str, Any], seen: tuple[Any, ...]) -> str:
    """The same of a function's body, which may change only what it has made."""
    body = tree.module(function.body if isinstance(function.body, list) else [tree.return_(function.body)])
    made, whole = _made(function, body, resolve)
    for part in changed_in([body], resolve):
        if root(part) not in (made if isinstance(part, gast.Name) else whole):
            return f"a change of `{root(part) or 'what it is given'}`"
    return trouble(body, resolve, nested, True, seen)


def _made(function: Any, body: Any, resolve: Resolve) -> tuple[set[str], set[str]]:
    """The local names that stand for nothing but numbers and objects made there; those of which all inside is made there too."""
    values: dict[str, list[Any]] = {}
    counts = Counter(tree.bindings(body.body))
    for node in tree.walk(body):
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], gast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name):
            counts[node.target.id] -= 1
    given = set(tree.all_parameters(function)) if isinstance(function, gast.FunctionDef) else set()
    made = {n for n, every in values.items() if n not in given and counts[n] == len(every)
            and all(_is_made(v, resolve) for v in every)}
    return made, {n for n in made if all(_is_whole(v, resolve) for v in values[n])}


def _is_made(value: Any, resolve: Resolve) -> bool:
    if isinstance(value, (gast.BinOp, gast.UnaryOp, gast.Constant, gast.ListComp, gast.List, gast.Tuple, gast.Dict)):
        return True
    if isinstance(value, gast.Call):
        found, target = resolve(tree.dotted_path(value.func) or "")
        return found and (target in (list, dict, float, int) or allocates(Operation(target, tuple(value.args))))
    return False


def _is_whole(value: Any, resolve: Resolve) -> bool:
    """True if what is in a new object is new too: not in a list of arrays that are there already, nor in a sum of lists."""
    if isinstance(value, (gast.List, gast.Tuple)):
        return all(_is_whole(e, resolve) for e in value.elts)
    if isinstance(value, gast.ListComp):
        return _is_whole(value.elt, resolve)
    if isinstance(value, gast.BinOp):
        return not isinstance(value.op, gast.Add) or _is_whole(value.left, resolve) or _is_whole(value.right, resolve)
    if isinstance(value, gast.Call):
        return resolve(tree.dotted_path(value.func) or "")[1] not in (list, dict)
    return isinstance(value, (gast.Constant, gast.UnaryOp))


def near(body: list[Any], names: set[str], resolve: Resolve) -> set[str]:
    """The names that may share memory with some, by the assignments and loops of a body."""
    pairs = [(tree.writes(n), tree.reads(n.value)) for n in tree.statements(body)
             if isinstance(n, gast.Assign) and not (_is_made(n.value, resolve) and _is_whole(n.value, resolve))]
    pairs += [(tree.writes(n.target), tree.reads(n.iter)) for n in tree.statements(body) if isinstance(n, gast.For)]
    groups = [{name for name in (*left, *right) if not resolve(name)[0]} for left, right in pairs]
    found: set[str] = set()
    new = set(names)
    while not new <= found:
        found |= new
        new = set().union(*[group for group in groups if found & group])
    return found
