"""Emitted text in the form that Numba compiles, and that text compiled.

The form is found from the kinds of the arguments; Numba's own inference says which operations it would do otherwise than Python
(see ``careful``). The text lies in a folder of srcad's, in a file named by what is in it, beside which Numba keeps its code.
"""
from __future__ import annotations

import inspect
import linecache
import math as math_module
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import gast
import numba
import numpy as np
from numba.core.errors import NumbaError, NumbaWarning

from .. import runtime, tree
from ..analyses.kinds import Kind, of_value
from ..errors import Location, SrcadError, UnsupportedSyntax, fail
from ..loader import Loaded, load
from ..names import Names
from ..passes.emit import called
from ..pipeline import Emitted
from ..printer import to_source
from ..tree import Node
from . import arrays, bounds, calls, careful, families, guards, helpers, matrices, prepare, store, tapes, typed
from .calls import with_other_calls
from .careful import PASTED, helper_tree, rewritten
from .families import FAMILIES, types
from .prepare import (
    Refused,
    by_position,
    check,
    own_helper,
    parsed,
    with_bound_names,
    with_own_copies,
    with_plain_names,
)
from .tapes import with_arrays
from .typed import Typing, Untyped, reason_of

HINT = "leave out compile=, or write compile=\"numba?\" to run the Python version where Numba cannot"
CHECKED, UNCHECKED = "njit(cache=True, boundscheck=True)", "njit(cache=True)"
Kinds = tuple[tuple[str, Kind], ...]
SELF = "".join(map(inspect.getsource,              # what the text depends on
                   (arrays, bounds, calls, careful, families, guards, helpers, matrices, prepare, tapes, typed)))


def native(emitted: Emitted, kinds: Kinds, where: Location, alone: bool = False) -> Emitted:
    """Return the text for Numba, of a function that stands at ``where``; ``alone``: to be a file of its own.

    Raises: UnsupportedSyntax where Numba, or the checks on top of it, cannot take something: with the user's line.
    """
    module = parsed(emitted.text)
    try:
        types_of = [type_of(name, kind) for name, kind in kinds]
        values = {b.emitted_name: b.value for b in emitted.bindings if b.emitted_name.isidentifier()}
        body, passed = _with_globals(module.body, emitted.name, values, alone)
        types_of += [type_of(name, of_value(values[name])) for name in passed]
        path = store.place(emitted.name, emitted.text, str(types_of), str(passed), str(alone), SELF, numba.__version__)
        text = store.read(path)
        if text is None:
            text = _text(emitted.name, body, types_of, values, [name for name, _ in kinds], alone)
            store.write(path, text)
    except (Refused, Untyped) as error:
        hint = getattr(error, "hint", "")
        fail(UnsupportedSyntax, _place(emitted, error.node) or where,
             f"compile=\"numba\": {error.reason}", f"{hint}; or {HINT}" if hint else HINT)
    return replace(emitted, text=text, lines={}, plain=emitted, passed=passed)


def _text(entry: str, body: list[Node], argument_types: list[Any], values: Mapping[str, Any], order: Sequence[str],
          alone: bool) -> str:
    """Return a module for arguments of these types as text for Numba; parameters named by ``order`` come first."""
    module = tree.module(body)
    names = Names(tree.all_names(module) | {"njit"})
    helpers: dict[str, Node] = {}          # those that are pasted, by the words for them
    stubs: dict[str, Any] = {}             # what stands for srcad's own while types are inferred, by their names in the text

    def word(helper: str) -> str:
        if helper in FAMILIES:
            return next((name for name, stub in stubs.items() if stub is FAMILIES[helper]), "") or _new_stub(helper)
        if helper not in helpers:
            made = helper_tree(helper)
            others = {other: word(other) for other in sorted(tree.free_names(made)) if other in PASTED}
            helpers[helper] = tree.rename(made, {"np": numpy, "math": math, **others})
            helpers[helper].name = names.fresh(helpers[helper].name)
        return str(helpers[helper].name)

    def _new_stub(helper: str) -> str:
        name = names.fresh(helper)
        stubs[name] = FAMILIES[helper]
        return name

    own = {s.name: own_helper(s, runtime.HELPERS) for s in module.body if isinstance(s, gast.FunctionDef)}
    stubs.update({name: FAMILIES[helper] for name, helper in own.items() if helper in FAMILIES})
    functions = called([s for s in module.body if isinstance(s, gast.FunctionDef) and s.name not in stubs], 1)
    for function in reversed(functions):
        check(function, {name for name, helper in own.items() if helper and name not in stubs})
    body = [*[s for s in module.body if not isinstance(s, gast.FunctionDef)], *functions]
    numpy = next((name for name, value in values.items() if value is np), None) or names.fresh("np")
    math = next((name for name, value in values.items() if value is math_module), None) or names.fresh("math")
    special = {name for name, value in values.items() if getattr(value, "__name__", "") == "erf" and isinstance(value, np.ufunc)}
    placing = {n for n, s in stubs.items() if s in (families.scatter, families.take_out)}
    for k, statement in enumerate(body):
        if isinstance(statement, gast.FunctionDef):
            function = with_plain_names(by_position(statement, order if statement.name == entry else ()), names)
            function = with_own_copies(function, {n for n, s in stubs.items() if s is FAMILIES["own"]}, word)
            body[k] = with_bound_names(with_other_calls(function, numpy, word, special, placing), names)
    module = tree.module(body)
    typing = Typing(module, values, stubs)
    typing.run(entry, tuple(argument_types))
    module = rewritten(module, typing, numpy, word)
    kept: set[str] = set()
    for k, statement in enumerate(module.body):
        if isinstance(statement, gast.FunctionDef):
            module.body[k] = with_arrays(statement, typing.lists(statement.name), names, numpy, kept,
                                         typing.integers(statement.name))
    if alone:
        _make_sure(module, entry, dict(zip(order, argument_types, strict=True)), numpy, word)
    functions = called([*helpers.values(), *[s for s in module.body if isinstance(s, gast.FunctionDef)]], 1)
    functions[-1:] = _unchecked(functions[-1], typing, names, kept)
    for function in functions[:-1]:
        function.decorator_list = [tree.parse_expression(CHECKED)]
    imports = [s for s in module.body if isinstance(s, (gast.Import, gast.ImportFrom))]
    bound = {n for s in imports for n in tree.bindings([s])}
    read = set().union(*[tree.free_names(f) for f in functions])
    imports = [s for s in imports if read & set(tree.bindings([s]))]
    imports[:0] = [tree.import_(library, alias) for library, alias in (("math", math), ("numpy", numpy)) if alias in read - bound]
    rest = [s for s in module.body if not isinstance(s, (gast.Import, gast.ImportFrom, gast.FunctionDef))]
    return to_source(tree.module([*imports, tree.import_from("numba", "njit", "njit"), *rest, *functions]))


def _unchecked(function: Node, typing: Typing, names: Names, kept: set[str]) -> list[Node]:
    """Return a function that tests no index, after one that does, to which it hands over; or that one alone."""
    ranks, listed = typing.ranks(function.name)
    found = bounds.conditions(function, ranks, listed | kept)
    function.decorator_list = [tree.parse_expression(CHECKED if found is None else UNCHECKED)]
    if found is None or not found[1]:
        return [function]
    position, tests = found
    careful = tree.clone(function)
    careful.name = names.fresh(f"{function.name}_checked")
    handed = tree.return_(tree.call(careful.name, [tree.name(n) for n in tree.parameters(function)]))
    function.body.insert(position, tree.if_(tree.not_(tree.boolean("and", tests) if len(tests) > 1 else tests[0]), [handed]))
    return [careful, function]


def _make_sure(module: Node, entry: str, argument_types: dict[str, Any], numpy: str,
               word: Callable[[str], str]) -> None:
    """Let the function make its arguments what the text was made for, or refuse them."""
    function = next(f for f in module.body if isinstance(f, gast.FunctionDef) and f.name == entry)
    lines = []
    for name, kind in argument_types.items():
        makes = {types.float64: "float", types.complex128: "complex", types.boolean: "bool", types.int64: ""}
        if kind in makes:
            lines.append(tree.assign(name, tree.call(makes[kind] or word("whole_number"), [tree.name(name)])))
        elif isinstance(kind, types.Array):
            values = tree.attr(tree.name(numpy), str(kind.dtype).replace("bool", "bool_"))
            lines.append(tree.assign(name, tree.call(f"{numpy}.asarray", [tree.name(name), values])))
    first = 1 if gast.get_docstring(function) is not None else 0
    function.body[first:first] = lines


def _with_globals(body: list[Node], entry: str, values: Mapping[str, Any], alone: bool) -> tuple[list[Node], tuple[str, ...]]:
    """Return the module in which global arrays are parameters of the last function, and their names.

    In a text that stands ``alone`` they stay what they are.
    Raises: Refused for a global whose value compiled code would not see change.
    """
    functions = [s for s in body if isinstance(s, gast.FunctionDef)]
    read = set().union(*[tree.free_names(f) for f in functions])
    written_out = {name for s in body if isinstance(s, gast.Assign) for name in tree.writes(s)}
    passed = []
    for name in sorted(read & values.keys()):
        value = values[name]
        if isinstance(value, np.ndarray) and not (alone and name in written_out):
            if any(name in tree.free_names(f) for f in functions if f.name != entry):
                raise Refused(None, f"the global array `{name}` is read in a function that is called", "pass it as an argument")
            passed.append(name)
        elif isinstance(value, (list, dict, set, FunctionType)) or name not in written_out and not _is_named(value):
            raise Refused(None, f"the global `{name}` is {of_value(value)}", "pass it as an argument")
    if not passed:
        return body, ()
    body = [s for s in body if not (isinstance(s, gast.Assign) and tree.writes(s) & set(passed))]
    last = tree.clone(body[-1])
    last.args.args += [tree.parameter(name) for name in passed]
    last.args.defaults = []
    return [*body[:-1], last], tuple(passed)


def _is_named(value: Any) -> bool:
    """True for what an import makes, and never changes: modules, builtins, functions of NumPy, classes."""
    named = isinstance(value, (ModuleType, BuiltinFunctionType, np.ufunc, type))
    return named or (getattr(value, "__module__", "") or "").startswith("numpy")


def type_of(name: str, kind: Kind) -> Any:
    """Return the type that Numba has for arguments of a kind.

    Raises: Refused.
    """
    plain: dict[Any, Any] = {float: types.float64, int: types.int64, bool: types.boolean, complex: types.complex128,
                             str: types.unicode_type, type(None): types.none, np.float64: types.float64, np.int64: types.int64,
                             np.bool_: types.boolean, np.complex128: types.complex128}
    if kind.type in plain:
        return plain[kind.type]
    if kind.type is np.ndarray and kind.dtype in ("float64", "int64", "bool", "complex128") and kind.rank:
        return types.Array(numba.from_dtype(np.dtype(kind.dtype)), kind.rank, "C")
    if kind.type is tuple and kind.home is None and kind.items and not kind.fields:
        return types.Tuple([type_of(name, item) for item in kind.items])
    if kind.type is list and not any(item.is_container for item in kind.items):
        items = {type_of(name, item) for item in kind.items}
        if len(items) == 1:
            return types.List(items.pop(), reflected=True)
    unranked = kind.type is np.ndarray and kind.rank is None
    axes = " without axes" if kind.rank == 0 else " with any number of axes" if unranked else ""
    raise Refused(None, f"the argument `{name}` is {kind}{axes}",
                  'annotate it as "float64[:, :]", with a colon for each axis, or say --at or source_for(...)' if unranked else
                  "pass floats, integers, bools, strings, None, arrays of float64, int64 or bool, tuples of these, or "
                  "lists of one type of these")


def _place(emitted: Emitted, node: Node | None) -> Location | None:
    """The user's line that a node of the emitted text stands for, if it does."""
    places = dict(emitted.lines)
    for number, line in enumerate(emitted.text.splitlines(), 1):
        if told := re.match(r" *# line (\d+): ", line):
            places[number] = int(told[1])
    above = [number for number in places if number <= getattr(node, "lineno", 0)]
    if not above or isinstance(node, gast.FunctionDef):
        return None
    line_number = places[max(above)]
    text = linecache.getline(emitted.user_file, line_number).rstrip("\n")
    return Location(emitted.user_file, line_number, len(text) - len(text.lstrip()), text)


# ---------------------------------------------------------------------- compiled
def compiled(emitted: Emitted, kinds: Kinds, otherwise: Callable[[SrcadError], Callable[..., Any]],
             kept: bool = True) -> Loaded:
    """Compile a text for Numba for arguments of these kinds.

    ``otherwise`` says what runs where Numba cannot compile it after all, as for arrays that lie in memory in another way, or
    raises. ``kept``: on disk.
    """
    path = store.place(emitted.name, emitted.text) if kept else None
    if path is not None and store.read(path) != emitted.text and not store.write(path, emitted.text):
        path = None
    loaded = _made(emitted, path)
    values = {b.emitted_name: b.value for b in emitted.bindings}
    extra = tuple([values[name] for name in emitted.passed])
    signature = (*[type_of(name, kind) for name, kind in kinds], *map(numba.typeof, extra))
    try:
        _compile(loaded.function, signature)
    except Exception as error:             # Numba cannot, or what it keeps on disk cannot be read or written
        if path is None or isinstance(error, NumbaError):
            return replace(loaded, call=otherwise(_explained(error)))
        store.warn(path.parent, f"{type(error).__name__}: {error}")
        return compiled(emitted, kinds, otherwise, kept=False)
    function: Any = loaded.function

    def call(*args: Any) -> Any:
        try:
            return function(*args, *extra)
        except NumbaError as error:
            return otherwise(_explained(error))(*args)

    return replace(loaded, call=call)


def _compile(function: Any, signature: tuple[Any, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NumbaWarning)
        function.compile(signature)


def _made(emitted: Emitted, path: Path | None) -> Loaded:
    # Numba keeps the name of a function's module, and imports that: it is one that is always there
    text = emitted.text if path is not None else emitted.text.replace("cache=True, ", "").replace("cache=True", "")
    return load(replace(emitted, text=text), __package__, filename=None if path is None else str(path))


def _explained(error: Exception) -> SrcadError:
    reason = reason_of(str(error)) or type(error).__name__
    if "pyobject" in reason:
        reason = "an argument is nothing that Numba takes, such as an array in another machine's order of bytes"
    return UnsupportedSyntax(f"compile=\"numba\": {reason}", None, HINT)


