"""Distributions of SciPy that are made with their parameters: what is asked of them is asked of the family.

>>> import math
>>> node = tree.parse_expression("stats.norm(mu, scale=s).logpdf(x)")
>>> class Family:
...     __module__ = "scipy.stats.of_this_example"
>>> from srcad.printer import to_source
>>> found = thawed(node, lambda path: (path == "stats.norm", Family()), {}, set())
>>> print(to_source(tree.module([tree.expression(found)])), end="")
stats.norm.logpdf(x, mu, scale=s)
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import gast

from .. import tree

METHODS = frozenset("pdf logpdf pmf logpmf cdf logcdf sf logsf ppf isf".split())


def is_only_asked(name: str, body: list[Any]) -> bool:
    """True for a name that stands for what is made, where nothing but methods of it are called."""
    every = [part for statement in body for part in tree.walk(statement)]
    asked = [p for p in every if isinstance(p, gast.Call) and isinstance(p.func, gast.Attribute) and p.func.attr in METHODS
             and tree.is_name(p.func.value, name)]
    return len(asked) == sum(tree.is_name(p, name) and isinstance(p.ctx, gast.Load) for p in every)


def is_family(func: Any, resolve: Callable[[str | None], tuple[bool, Any]]) -> bool:
    """True for what names a family of distributions of SciPy."""
    found, family = resolve(tree.dotted_path(func))
    return found and type(family).__module__.startswith("scipy.stats.")


def thawed(node: Any, resolve: Callable[[str | None], tuple[bool, Any]], assigned: Mapping[str, Any],
           fixed: Collection[str]) -> Any:
    """Return a call ``family(parameters).method(x)`` as ``family.method(x, parameters)``; any other call as it is.

    ``assigned`` are values of names that are bound once, ``fixed`` the names that keep their value.
    """
    func = node.func
    if not isinstance(func, gast.Attribute) or func.attr not in METHODS:
        return node
    made = func.value
    if isinstance(made, gast.Name) and made.id in assigned:
        made = assigned[made.id]
        if not isinstance(made, gast.Call) or not tree.reads([*made.args, *[k.value for k in made.keywords]]) <= set(fixed):
            return node
    if not isinstance(made, gast.Call) or any(isinstance(a, gast.Starred) for a in [*node.args, *made.args]):
        return node
    if not is_family(made.func, resolve):
        return node
    keywords = {k.arg: k.value for k in [*node.keywords, *made.keywords]}
    return tree.call(tree.attr(made.func, func.attr), [*node.args, *made.args], keywords)
