"""What objects are gone over by: the attribute that ``__iter__`` names, or a function that lists all it yields.

>>> from srcad.printer import to_source
>>> from srcad.source import from_source
>>> pair = type("Pair", (), {"__iter__": from_source("def __iter__(self): return iter((self.x, self.y))", "__iter__")})
>>> print(to_source(tree.module([find_source(lister(pair)).tree])), end="")
def items(self):
    return [item for item in (self.x, self.y)]
"""
from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any

import gast

from .. import tree
from ..names import Names
from ..source import find_source
from .decided import returned
from .made import make
from .specialise import kept


def is_iterable(kind: Any) -> bool:
    """True for an object that has an ``__iter__``, or else a ``__getitem__`` and a ``__len__``, from its class."""
    if not kind.is_record or kind.type is dict:
        return False
    return hasattr(kind.home, "__iter__") or hasattr(kind.home, "__getitem__") and hasattr(kind.home, "__len__")


def gone_over(cls: Any) -> str:
    """The path of the attribute of ``self`` that ``__iter__`` gives the items of; "" for any other ``__iter__``, or none."""
    function = inspect.getattr_static(cls, "__iter__", None)
    if not isinstance(function, FunctionType):
        return ""
    source = find_source(function)
    body = [n for n in source.tree.body if not isinstance(n, gast.Expr) or isinstance(n.value, gast.YieldFrom)]
    value: Any = getattr(body[0], "value", None) if len(body) == 1 else None
    if isinstance(value, gast.YieldFrom):
        over = value.value
    elif tree.called(value) == "iter" and len(value.args) == 1 and isinstance(body[0], gast.Return):
        over = value.args[0]
    else:
        return ""
    head, _, rest = (tree.dotted_path(over) or "").partition(".")
    return rest if head == tree.parameters(source.tree)[0] else ""


def lister(cls: Any) -> Any:
    """The function that lists what an ``__iter__`` yields, or else a ``__getitem__`` gives; None where that is not known."""
    function, item, length = (inspect.getattr_static(cls, word, None) for word in ("__iter__", "__getitem__", "__len__"))
    if function is None:
        return _by_place(item, length)
    return _lister(function) if isinstance(function, FunctionType) else None


def _by_place(item: Any, length: Any) -> Any:
    """The function that lists all items, if the class keeps as many as it says it has."""
    if not isinstance(item, FunctionType) or not isinstance(length, FunctionType):
        return None
    source, other = find_source(item), find_source(length)
    owner, *places = tree.parameters(source.tree)
    counted, given = returned(other.tree), returned(source.tree)
    head, _, path = (tree.dotted_path(counted.args[0]) or "").partition(".") if tree.called(counted) == "len" else ("", "", "")
    taken = [n for n in tree.walk(given) if isinstance(n, gast.Subscript) and tree.is_name(n.slice, places[0])
             and tree.dotted_path(n.value) == f"{owner}.{path}"] if given is not None and len(places) == 1 else []
    return _listed_by_place if path and head == tree.parameters(other.tree)[0] and taken else None


def _listed_by_place(items: Any) -> Any:
    return [items[k] for k in range(len(items))]


@kept
def _lister(function: FunctionType) -> FunctionType | None:
    source = find_source(function)
    node, line, names = source.tree, source.first_line, Names(tree.all_names(source.tree))
    name, item = names.fresh("items"), names.fresh("item")
    if inspect.isgeneratorfunction(function):
        inner = names.fresh("generator")
        args = [tree.parameter(p) for p in tree.parameters(node)]
        over = tree.call(inner, [tree.name(p) for p in tree.parameters(node)])
        listed = tree.return_(tree.comprehension(tree.name(item), item, over), line)
        return make(tree.function(name, tree.arguments(args), [listed], None, line), source, {inner: function})
    returns = [n for n in tree.statements(node.body) if isinstance(n, gast.Return)]
    if len(returns) != 1 or node.body[-1] is not returns[0]:
        return None
    over = returns[0].value
    over = over.args[0] if tree.called(over) == "iter" and len(over.args) == 1 else over
    listed = tree.return_(tree.comprehension(tree.name(item), item, over), line)
    return make(tree.function(name, node.args, [*node.body[:-1], listed], None, line), source, {})
