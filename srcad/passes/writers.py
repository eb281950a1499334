"""Calls that write to what they are given, as the stores they are.

``np.add(a, b, out=c)`` is ``c[...] = np.add(a, b)``; ``x.fill(v)`` is ``x[...] = v``; and so on. What
has no such form is left alone, and refused later.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from .. import tree
from ..names import Names
from ..rules.expand import TOOL

Block = list[Any]
NUMPY = f"np{TOOL}."
WHOLE = (...)
PLAIN_AT = NUMPY + "add.at"


class Writers:
    """Rewrites the calls of one function; ``resolve`` tells what a name means."""

    def __init__(self, names: Names, resolve: Callable[[str], tuple[bool, Any]]) -> None:
        self.names, self.resolve = names, resolve

    def statement(self, node: Any) -> Block | None:
        """Return the stores that a statement is, or None if it is something else."""
        call = node.value if isinstance(node, (gast.Expr, gast.Assign)) else None
        if not isinstance(call, gast.Call):
            return None
        path = tree.dotted_path(call.func)
        found, target = self.resolve(path) if path else (False, None)
        if isinstance(node, gast.Expr):
            if isinstance(call.func, gast.Attribute) and call.func.attr == "at" and path != PLAIN_AT:
                _, ufunc = self.resolve(tree.dotted_path(call.func.value) or "")
                return self.at(ufunc, call, node.lineno) if isinstance(ufunc, np.ufunc) else None
            special: Any = FUNCTIONS.get(target) if found and _hashable(target) else None
            if special is not None:
                return special(self, call, node.lineno)  # type: ignore[no-any-return]
            if not found and isinstance(call.func, gast.Attribute) and call.func.attr in METHODS:
                return METHODS[call.func.attr](self, call, node.lineno)
        return self.out(node, call, target if found else None)

    # -------------------------------------------------------------- out=
    def out(self, node: Any, call: Any, target: Any) -> Block | None:
        """``y = f(a, out=x)`` is ``x[...] = f(a); y = x``."""
        out = next((k.value for k in call.keywords if k.arg == "out"), None)
        args = list(call.args)
        if out is None and isinstance(target, np.ufunc) and len(args) > target.nin and target.nout == 1:
            out = args.pop(target.nin)
        if isinstance(out, gast.Tuple) and len(out.elts) == 1:
            out = out.elts[0]
        if out is None or isinstance(out, gast.Constant) and out.value is None:
            return None
        keywords = [k for k in call.keywords if k.arg != "out"]
        where = next((k.value for k in keywords if k.arg == "where"), None)
        before: Block = []
        if not isinstance(out, gast.Name):
            held = tree.name(self.names.fresh("t"))
            before.append(tree.assign(held, out, node.lineno))
            out = held
        value = tree.call(call.func, args, {k.arg: k.value for k in keywords if k.arg != "where"})
        if where is not None:
            value = tree.call(NUMPY + "where", [where, value, out])
        done = [*before, self.store(out, value, node.lineno)]
        return done if isinstance(node, gast.Expr) else [*done, tree.assign(node.targets[0], out, node.lineno)]

    def store(self, base: Any, value: Any, line: int, index: Any = None) -> Any:
        return tree.assign(tree.subscript(base, tree.const(WHOLE) if index is None else index), value, line)

    def at(self, ufunc: Any, call: Any, line: int) -> Block | None:
        """``np.subtract.at(x, i, v)`` is ``np.add.at(x, i, -v)``; the others have no plain form."""
        if len(call.args) != 3 or ufunc not in (np.add, np.subtract):
            return None
        value = call.args[2] if ufunc is np.add else tree.negate(call.args[2])
        return [tree.expression(tree.call(PLAIN_AT, [call.args[0], call.args[1], value]), line)]

    # -------------------------------------------------------------- functions that write their first argument
    def copyto(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("dst", "src", "casting", "where"))
        if given is None or not {"dst", "src"} <= given.keys():
            return None
        value = given["src"]
        if "where" in given:
            value = tree.call(NUMPY + "where", [given["where"], value, given["dst"]])
        return [self.store(given["dst"], value, line)]

    def put(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "ind", "v", "mode"))
        if given is None or given.keys() != {"a", "ind", "v"}:
            return None
        places = tree.call(NUMPY + "unravel_index", [given["ind"], tree.attr(given["a"], "shape")])
        return [self.store(given["a"], given["v"], line, places)]

    def putmask(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "mask", "values"))
        if given is None or len(given) != 3:
            return None
        return [self.store(given["a"], tree.call(NUMPY + "where", [given["mask"], given["values"], given["a"]]), line)]

    def fill_diagonal(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "val", "wrap"))
        if given is None or given.keys() != {"a", "val"}:
            return None
        index = tree.name(self.names.fresh("k"))
        count = tree.call("min" + TOOL, [tree.attr(given["a"], "shape")])
        both = tree.tuple_([index, index])
        return [tree.assign(index, tree.call(NUMPY + "arange", [count]), line), self.store(given["a"], given["val"], line, both)]

    # -------------------------------------------------------------- methods
    def fill(self, call: Any, line: int) -> Block | None:
        return [self.store(call.func.value, call.args[0], line)] if len(call.args) == 1 and not call.keywords else None

    def sort(self, call: Any, line: int) -> Block | None:
        return [self.store(call.func.value, tree.call(NUMPY + "sort", [call.func.value, *call.args],
                                                      {k.arg: k.value for k in call.keywords}), line)]

    def partition(self, call: Any, line: int) -> Block | None:
        return [self.store(call.func.value, tree.call(NUMPY + "partition", [call.func.value, *call.args],
                                                      {k.arg: k.value for k in call.keywords}), line)]

    def extend(self, call: Any, line: int) -> Block | None:
        if len(call.args) != 1 or not isinstance(call.func.value, gast.Name):
            return None
        return [tree.augment(call.func.value, "+", call.args[0], line)]

    def method_put(self, call: Any, line: int) -> Block | None:
        return self.put(tree.call(call.func, [call.func.value, *call.args], {k.arg: k.value for k in call.keywords}), line)


FUNCTIONS: dict[Any, Callable[[Writers, Any, int], Block | None]] = {
    np.copyto: Writers.copyto, np.put: Writers.put, np.putmask: Writers.putmask, np.fill_diagonal: Writers.fill_diagonal,
}
METHODS: dict[str, Callable[[Writers, Any, int], Block | None]] = {
    "extend": Writers.extend, "fill": Writers.fill, "sort": Writers.sort, "partition": Writers.partition,
    "put": Writers.method_put,
}


def _bound(call: Any, parameters: tuple[str, ...]) -> dict[str, Any] | None:
    """The arguments of a call by name; None if it has others."""
    found = dict(zip(parameters, call.args)) | {k.arg: k.value for k in call.keywords}
    return found if len(call.args) <= len(parameters) and found.keys() <= set(parameters) else None


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None
