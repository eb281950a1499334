"""Convenient forms as plain ones: what can be written with assignments, branches and loops is.

What is left as it is, ``check`` refuses.
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.operations import Resolve
from ..names import Names
from ..unit import Unit
from .check import check_threads
from .choices import choose
from .contexts import without_with
from .cursors import without_next
from .entered import Entered
from .functions import plain_functions
from .generators import Generators
from .given import with_functions
from .growing_sets import without_sets
from .hoist import hoist
from .inherited import inherited
from .key_displays import without_key_displays
from .methods import with_owners
from .nonlocals import without_nonlocal
from .statements import plain_statements
from .tables import without_tables
from .trying import without_try


def without_type_arguments(body: list[Any], resolve: Resolve) -> list[Any]:
    """``Stack[float]()`` as ``Stack()``: what a class is told of types says nothing of what it does."""
    calls = [n for s in body for n in tree.walk(s) if isinstance(n, gast.Call) and isinstance(n.func, gast.Subscript)]
    plain = {id(n.func): n.func.value for n in calls if isinstance(resolve(tree.dotted_path(n.func.value) or "")[1], type)}
    return [tree.substituted(s, plain) for s in body] if plain else body


def without_index_expressions(body: list[Any], resolve: Resolve) -> list[Any]:
    """``np.s_[1:, 0]`` as ``(slice(1, None, None), 0)``."""
    if resolve("slice")[1] is not slice:
        return body
    plain = {}
    for node in (n for s in body for n in tree.walk(s) if isinstance(n, gast.Subscript)):
        maker = resolve(tree.dotted_path(node.value) or "")[1]
        if isinstance(maker, type(np.s_)):
            found = tree.index_object(node.slice)
            plain[id(node)] = tree.tuple_([found]) if maker.maketuple and not isinstance(found, gast.Tuple) else found
    return [tree.substituted(s, plain) for s in body] if plain else body


def surface(unit: Unit) -> Unit:
    """Return the unit without match, walrus, local imports, nested functions, generators that are summed up."""
    if not isinstance(unit.tree, gast.FunctionDef):
        return unit
    names = Names(unit.names)
    given, functions = with_functions(unit.tree, dict(unit.request.kinds), names)
    source = replace(unit.source, bound={**unit.source.bound, **functions})
    body, bound = plain_statements(tree.with_body(unit.tree, given), source, names)
    body, methods = inherited(unit.tree, body, source, names)
    source = replace(source, bound={**source.bound, **bound, **methods})
    local = set(tree.all_parameters(unit.tree)) | set(tree.bindings(body))

    def resolve(path: str) -> tuple[bool, Any]:
        return (False, None) if path.split(".")[0] in local else source.resolve(path)

    check_threads(body, unit, resolve)
    entered = Entered(body, names, resolve, source)
    body = entered.block(body)
    source = entered.source or source
    body = without_index_expressions(without_type_arguments(body, resolve), resolve)
    body = without_next(body, names, Generators(body, names, resolve, source).resolve)
    tried = without_try(body, names, resolve, source)
    source = replace(source, bound={**source.bound, **tried.bound})
    body = without_with(tried.body, names, resolve, source)
    body = without_nonlocal(without_sets(body, resolve), names, resolve, source)
    generators = Generators(body, names, resolve, source)
    body = generators.without_own(hoist(body, names, generators.resolve, generators))
    source = generators.source or source
    tables = without_tables(body, names, resolve)
    source = replace(source, bound={**source.bound, **tables.bound}, tables=source.tables | tables.tables)
    body = choose(without_key_displays(tables.body, names), names, resolve)
    body = with_owners(body, names, resolve)
    body, functions, source = plain_functions(unit.tree, body, source, names, tried.functions)
    source = replace(source, bound={**source.bound, **functions})
    new = tree.with_body(unit.tree, body)
    if tree.same(new, unit.tree):
        return unit
    made = frozenset(names.taken - unit.names)
    source = replace(source, tree=new, written=source.written or source.tree)
    return replace(unit, tree=new, source=source, temporaries=unit.temporaries | made)
