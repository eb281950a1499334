"""Calls that write to what they are given, as the stores they are.

``np.add(a, b, out=c)`` is ``c[...] = np.add(a, b)``; ``x.fill(v)`` is ``x[...] = v``; and so on. What
has no such form is left alone, and refused later. Statements are rewritten here; a call with an
``out`` may stand anywhere in an expression, so ``normalize`` stores its result when it gets there.
"""
from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.writes import ADD_AT
from ..names import Names
from ..rules.expand import TOOL, signature
from ..runtime_containers import scatter

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
NUMPY = f"np{TOOL}."
WHOLE = (...)


def out_of(call: Any, resolve: Resolve) -> tuple[Any, Any] | None:
    """Return a call of NumPy without its ``out``, and what is given for it; None where there is none."""
    path = tree.dotted_path(call.func)
    found, target = resolve(path) if path else (False, None)
    if target is np.nan_to_num:
        return _overwritten(call)
    if found:
        parameters = parameters_of(target)
    elif isinstance(call.func, gast.Attribute) and hasattr(np.ndarray, call.func.attr):
        parameters = parameters_of(getattr(np, call.func.attr, None))[1:]     # a method is the function less the array
    else:
        return None
    args, keywords = list(call.args), {k.arg: k.value for k in call.keywords}
    place = parameters.index("out") if "out" in parameters else len(args)
    keywords |= dict(zip(parameters[place:], args[place:], strict=False))
    out = keywords.pop("out", None)
    if isinstance(keywords.get("casting"), gast.Constant):
        del keywords["casting"]                # a store casts as it has to
    if isinstance(out, gast.Tuple) and len(out.elts) == 1:
        out = out.elts[0]
    several = isinstance(out, gast.Tuple) or isinstance(target, np.ufunc) and target.nout > 1
    return None if out is None or several or not parameters else (tree.call(call.func, args[:place], keywords), out)


def _overwritten(call: Any) -> tuple[Any, Any] | None:
    """``np.nan_to_num(x, copy=False)`` writes to ``x``."""
    given = dict(zip(("x", "copy", "nan", "posinf", "neginf"), call.args, strict=False)) | {k.arg: k.value for k in call.keywords}
    array, copied = given.pop("x", None), given.pop("copy", tree.const(True))
    if not tree.is_literal(copied) or tree.literal(copied) or array is None:
        return None
    return tree.call(call.func, [array], given), array


def parameters_of(target: Any) -> list[str]:
    """The names that arguments by position have in a function of NumPy or SciPy; at least an ``out`` by name."""
    if isinstance(target, np.ufunc):
        return [f"x{k + 1}" for k in range(target.nin)] + ["out"] * (target.nout == 1)
    home = target.__module__ if type(target) is FunctionType else type(target).__module__
    if not callable(target) or isinstance(target, type) or (home or "").split(".")[0] not in LIBRARIES:
        return []
    try:
        found = signature(target).parameters.values()
    except (TypeError, ValueError):
        return ["a"]
    return [p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)] or ["a"]


LIBRARIES = ("numpy", "scipy", "builtins")                    # functions in C say that they are of builtins


def flat_section(node: Any, resolve: Resolve) -> Any:
    """``x.flat[i]`` as a section of ``x``; None if a subscript is something else."""
    base = node.value
    if not isinstance(base, gast.Attribute) or base.attr != "flat" or resolve(tree.dotted_path(base) or "")[0]:
        return None
    return tree.subscript(base.value, _places(base.value, tree.subscript(_numbers(base.value), node.slice)))


def plain_store(target: Any, value: Any) -> tuple[Any, Any] | None:
    """What ``x.flat = v`` stores: values repeat until it is full."""
    if isinstance(target, gast.Attribute) and target.attr == "flat":
        return tree.subscript(target.value, tree.const(WHOLE)), _repeated(value, _shape(target.value))
    if isinstance(target, gast.Subscript) and isinstance(target.value, gast.Attribute) and target.value.attr == "flat":
        base = target.value.value
        if isinstance(target.slice, (gast.Slice, gast.List)) or getattr(target.slice, "value", None) is ...:
            return target, _repeated(value, _shape(tree.subscript(_numbers(base), target.slice)))
    return None


def _shape(array: Any) -> Any:
    return tree.call(NUMPY + "shape", [array])


def _numbers(array: Any) -> Any:
    """The places of an array's elements, as numbers in a row."""
    return tree.call(NUMPY + "arange", [tree.call(NUMPY + "size", [array])])


def _grid(array: Any) -> Any:
    """The places of an array's elements, as numbers in its own shape."""
    return tree.call(NUMPY + "reshape", [_numbers(array), _shape(array)])


def _places(array: Any, numbers: Any) -> Any:
    """The index of the elements with these numbers."""
    return tree.call(NUMPY + "unravel_index", [numbers, _shape(array)])


def _repeated(values: Any, shape: Any) -> Any:
    """Values in a shape: too few begin again, too many are left out."""
    if tree.is_literal(values) and not isinstance(values, (gast.Tuple, gast.List)):
        return values
    return tree.call(NUMPY + "resize", [values, shape])


class Writers:
    """Rewrites the calls of one function; ``resolve`` tells what a name means."""

    def __init__(self, names: Names, resolve: Resolve) -> None:
        self.names, self.resolve = names, resolve

    def statement(self, node: Any) -> Block | None:
        """Return the stores that a statement is, or None if it is something else."""
        call = getattr(node, "value", None)
        if not isinstance(call, gast.Call):
            return None
        path = tree.dotted_path(call.func)
        found, target = self.resolve(path) if path else (False, None)
        if not isinstance(node, gast.Expr):                    # what it returns is used: a method may be one of the user's
            stores = self.statement(tree.expression(call, node.lineno)) if found else None
            value = next((k.value for k in call.keywords if k.arg == "out"), tree.const(None))
            return None if stores is None else [*stores, tree.with_fields(node, value=value)]
        if isinstance(target, np.ufunc) and target.nout > 1:
            return self.several(call, target.nout, node.lineno)
        ufunc = getattr(target, "__self__", None)
        if isinstance(ufunc, np.ufunc) and getattr(target, "__name__", "") == "at" and path != ADD_AT:
            return self.at(ufunc, call, node.lineno)
        special: Any = FUNCTIONS.get(target) if found and _hashable(target) else None
        if special is not None:
            return special(self, call, node.lineno)  # type: ignore[no-any-return]
        if not found and isinstance(call.func, gast.Attribute) and call.func.attr in METHODS:
            return METHODS[call.func.attr](self, call, node.lineno)
        return None

    def store(self, base: Any, value: Any, line: int, index: Any = None) -> Any:
        return tree.assign(tree.subscript(base, tree.const(WHOLE) if index is None else index), value, line)

    def held(self, value: Any, out: Block, line: int) -> Any:
        """A name for a value, bound at the end of a block."""
        if isinstance(value, gast.Name) or tree.is_literal(value) and not isinstance(value, (gast.Tuple, gast.List)):
            return value
        name = tree.name(self.names.fresh("t"))
        out.append(tree.assign(name, value, line))
        return name

    def several(self, call: Any, count: int, line: int) -> Block | None:
        """``np.divmod(a, b, out=(q, r))``."""
        keywords = {k.arg: k.value for k in call.keywords}
        given = keywords.pop("out", None)
        if keywords or not isinstance(given, gast.Tuple) or len(given.elts) != count:
            return None
        out: Block = []
        results = self.held(tree.call(call.func, call.args), out, line)
        return out + [self.store(array, tree.subscript(results, tree.const(k)), line)
                      for k, array in enumerate(given.elts) if not tree.is_none(array)]

    # -------------------------------------------------------------- ufunc.at
    def at(self, ufunc: Any, call: Any, line: int) -> Block | None:
        """``np.add.at`` has an adjoint; the others are loops over the elements that the index picks."""
        if len(call.args) != ufunc.nin + 1 or call.keywords or ufunc.nout != 1:
            return None
        out: Block = []
        array, index, *values = call.args
        values = [tree.call(NUMPY + "array", [v]) if isinstance(v, (gast.Tuple, gast.List)) else v for v in values]
        if ufunc in (np.add, np.subtract):
            value = values[0] if ufunc is np.add else tree.negate(values[0])
            return [tree.expression(tree.call(tree.dotted(ADD_AT), [array, index, value]), line)]
        array = self.held(array, out, line)
        picked = self.held(tree.subscript(_grid(array), index), out, line)
        values = [self.held(tree.call(tree.attr(tree.call(NUMPY + "broadcast_to", [v, _shape(picked)]), "flatten")), out, line)
                  for v in values]
        numbers = self.held(tree.call(NUMPY + "ravel", [picked]), out, line)
        k, place = (tree.name(self.names.fresh(n)) for n in ("k", "place"))
        element = tree.subscript(array, place)
        new = tree.call(call.func.value, [element, *[tree.subscript(v, k) for v in values]])
        body = [tree.assign(place, _places(array, tree.subscript(numbers, k)), line), tree.assign(tree.clone(element), new, line)]
        return [*out, tree.for_(k, tree.call("range" + TOOL, [tree.call(NUMPY + "size", [numbers])]), body, line)]

    # -------------------------------------------------------------- functions that write their first argument
    def copyto(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("dst", "src", "casting", "where"))
        if given is None or not {"dst", "src"} <= given.keys():
            return None
        value = given["src"]
        if "where" in given:
            value = tree.call(NUMPY + "where", [given["where"], value, given["dst"]])
        return [self.store(given["dst"], value, line)]

    def scatter(self, call: Any, line: int) -> Block | None:
        return [tree.expression(tree.call(tree.dotted(ADD_AT), call.args), line)]

    def put(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "ind", "v", "mode"))
        mode = given and given.get("mode", tree.const("raise"))
        word = tree.literal(mode) if mode and tree.is_literal(mode) else ""
        if given is None or not {"a", "ind", "v"} <= given.keys() or word not in ("raise", "wrap", "clip"):
            return None
        out: Block = []
        array = self.held(given["a"], out, line)
        numbers = tree.call(NUMPY + "take", [_numbers(array), given["ind"]], {"mode": tree.const(word)})
        numbers = self.held(tree.call(NUMPY + "ravel", [numbers]), out, line)
        return [*out, self.store(array, _repeated(given["v"], _shape(numbers)), line, _places(array, numbers))]

    def place(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("arr", "mask", "vals"))
        if given is None or len(given) != 3:
            return None
        out: Block = []
        mask = self.held(tree.call(NUMPY + "asarray", [given["mask"]], {"dtype": tree.name("bool" + TOOL)}), out, line)
        count = tree.call(NUMPY + "count_nonzero", [mask])
        return [*out, self.store(given["arr"], _repeated(given["vals"], count), line, mask)]

    def putmask(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "mask", "values"))
        if given is None or len(given) != 3:
            return None
        out: Block = []
        array = self.held(given["a"], out, line)
        values = _repeated(given["values"], _shape(array))
        return [*out, self.store(array, tree.call(NUMPY + "where", [given["mask"], values, array]), line)]

    def put_along_axis(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("arr", "indices", "values", "axis"))
        if given is None or len(given) != 4:
            return None
        out: Block = []
        array = self.held(given["arr"], out, line)
        numbers = tree.call(NUMPY + "take_along_axis", [_grid(array), given["indices"], given["axis"]])
        return [*out, self.store(array, given["values"], line, _places(array, numbers))]

    def fill_diagonal(self, call: Any, line: int) -> Block | None:
        given = _bound(call, ("a", "val", "wrap"))
        wrap = given and given.get("wrap", tree.const(False))
        if given is None or not {"a", "val"} <= given.keys() or not tree.is_literal(wrap):
            return None
        out: Block = []
        array = self.held(given["a"], out, line)
        shape = _shape(array)
        if tree.literal(wrap):
            rest = tree.subscript(shape, tree.slice_(tree.const(1), None))
            step = tree.binary(tree.const(1), "+", tree.call(NUMPY + "sum", [tree.call(NUMPY + "cumprod", [rest])]))
            numbers = tree.call(NUMPY + "arange", [tree.const(0), tree.call(NUMPY + "size", [array]), step])
        else:
            axes = tree.call("max" + TOOL, [tree.const(2), tree.call(NUMPY + "ndim", [array])])        # a vector is refused
            both = tree.call(NUMPY + "diag_indices", [tree.call("min" + TOOL, [shape]), axes])
            numbers = tree.call(NUMPY + "ravel_multi_index", [both, shape])
        numbers = self.held(numbers, out, line)
        return [*out, self.store(array, _repeated(given["val"], _shape(numbers)), line, _places(array, numbers))]

    # -------------------------------------------------------------- methods
    def fill(self, call: Any, line: int) -> Block | None:
        return [self.store(call.func.value, call.args[0], line)] if len(call.args) == 1 and not call.keywords else None

    def partition(self, call: Any, line: int) -> Block | None:
        return [self.store(call.func.value, tree.call(NUMPY + "partition", [call.func.value, *call.args],
                                                      {k.arg: k.value for k in call.keywords}), line)]

    def method_put(self, call: Any, line: int) -> Block | None:
        return self.put(tree.call(call.func, [call.func.value, *call.args], {k.arg: k.value for k in call.keywords}), line)


FUNCTIONS: dict[Any, Callable[[Writers, Any, int], Block | None]] = {
    np.copyto: Writers.copyto, np.put: Writers.put, np.place: Writers.place, np.putmask: Writers.putmask,
    np.put_along_axis: Writers.put_along_axis, np.fill_diagonal: Writers.fill_diagonal, scatter: Writers.scatter,
}
FIRST = (*FUNCTIONS, np.random.shuffle, setattr, delattr)         # they write to what they are given first
METHODS: dict[str, Callable[[Writers, Any, int], Block | None]] = {
    "fill": Writers.fill, "partition": Writers.partition, "put": Writers.method_put,
}


def _bound(call: Any, parameters: tuple[str, ...]) -> dict[str, Any] | None:
    """The arguments of a call by name; None if it has others."""
    found = dict(zip(parameters, call.args)) | {k.arg: k.value for k in call.keywords}
    return found if len(call.args) <= len(parameters) and found.keys() <= set(parameters) else None


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None
