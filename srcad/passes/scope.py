"""The names of an emitted module: what each stands for, and how its text gets it.

Every global that a differentiated function reads is bound to the object it resolves to. In memory
the module's namespace holds the live objects; in the text each becomes an import, a literal, or a
pasted function.
"""
from __future__ import annotations

import builtins
import cmath
import functools
import inspect
import math
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

import gast
import numpy as np

from .. import runtime, tree
from ..names import Names
from ..rules.expand import FOREIGN, TOOL
from ..source import Source

LARGEST = 1000            # elements of an array that is written out in the text


@dataclass(frozen=True)
class Binding:
    """``name`` stands for ``value``; ``getter`` reads the live object that it has to stay.

    ``live``: it could become another one.
    """

    name: str
    value: Any
    getter: Callable[[], Any]
    live: bool = True


@dataclass
class Scope:
    """Names of one emitted module, handed out as its functions are written."""

    names: Names                                                  # taken: globals, and locals they must avoid
    globals: set[str] = field(default_factory=set)                # names that mean something in the whole module
    bindings: dict[int, Binding] = field(default_factory=dict)     # by id of the object
    helpers: dict[str, str] = field(default_factory=dict)          # runtime helper or rule -> its name
    pasted: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def fresh(self, preferred: str) -> str:
        """Return a name for the whole module."""
        name = self.names.fresh(preferred)
        self.globals.add(name)
        return name

    def reserve(self, *names: str) -> None:
        """Keep names for the functions that the module is made for."""
        self.names.taken |= set(names)
        self.globals |= set(names)

    def bind(self, value: Any, preferred: str, getter: Callable[[], Any] | None = None) -> str:
        """Return the module's name for an object."""
        if id(value) not in self.bindings:
            if getattr(builtins, preferred, _MISSING) is value:
                return preferred
            name = self.fresh(preferred)
            self.bindings[id(value)] = Binding(name, value, getter or functools.partial(same, value), getter is not None)
        return self.bindings[id(value)].name

    def tool(self, word: str, hidden: frozenset[str]) -> Any:
        """Return the tree for ``np``, ``math``, a builtin, a helper that the compiler uses, or what a rule reads."""
        if word == "np":
            return tree.name(self.bind(np, "np"))
        if word in MODULES:
            return tree.name(self.bind(MODULES[word], word))
        if word == "SimpleNamespace":
            return tree.name(self.bind(SimpleNamespace, word))
        if word in runtime.HELPERS or word in self.pasted:
            if word not in self.helpers:
                self.helpers[word] = self.fresh(word)
            return tree.name(self.helpers[word])
        if word in FOREIGN:
            return tree.name(self.bind(FOREIGN[word].value(), FOREIGN[word].identifier, FOREIGN[word].value))
        if word in hidden:
            return tree.attr(tree.name(self.bind(builtins, "builtins")), word)
        return tree.name(word)

    def localise(self, block: Iterable[Any], source: Source, own: frozenset[str]) -> list[Any]:
        """Replace every name that is not local by the module's name for what it resolves to."""
        def give(identifier: str) -> Any:
            if identifier.endswith(TOOL):
                return self.tool(identifier.removesuffix(TOOL), own)
            if identifier in own:
                return None
            found, value = source.resolve(identifier)
            if not found:
                return None
            live = None if identifier in source.bound else functools.partial(current, source, identifier)
            return tree.name(self.bind(value, identifier, live))
        return [tree.replace(s, give) for s in block]


FIXED = ("numpy", "math", "cmath", "operator", "scipy")               # libraries whose functions stay what they are
MODULES = {"math": math, "cmath": cmath}
_MISSING = object()


PARTS = ("__code__", "__defaults__", "__kwdefaults__")


def parts_of(function: Any) -> tuple[Binding, ...]:
    """What a function consists of, each part of which can be replaced."""
    parts = (Binding("", getattr(function, p), functools.partial(getattr, function, p)) for p in PARTS)
    words = (Binding("", v, functools.partial(_keyword, function, k)) for k, v in (function.__kwdefaults__ or {}).items())
    return (*parts, *words)


def words_of(target: Any) -> tuple[Binding, ...]:
    """The keywords of a ``functools.partial``, a dict that can be written."""
    words = (Binding("", v, functools.partial(target.keywords.get, k)) for k, v in target.keywords.items())
    return (Binding("", len(target.keywords), target.keywords.__len__), *words)


def _keyword(function: Any, name: str) -> Any:
    return (function.__kwdefaults__ or {}).get(name)


def same(value: Any) -> Any:
    return value


def current(source: Source, identifier: str) -> Any:
    return source.resolve(identifier)[1]


def paths_of(source: Source) -> set[str]:
    """The dotted paths that a function reads; within well-known libraries their head alone."""
    found = set()
    written = source.written or source.tree
    for node in tree.walk(written):
        path = tree.dotted_path(node)
        if path is None or not source.resolve(path)[0]:
            continue
        head = path.split(".")[0]
        _, value = source.resolve(head)
        fixed = isinstance(value, ModuleType) and value.__name__.split(".")[0] in FIXED
        found.add(head if fixed else path)
    local = tree.local_names(written)
    return {p for p in found if p.split(".")[0] not in local}


def current_value(source: Source, path: str) -> Any:
    """What a path means now, of a method its function; nothing is equal to what is returned for one that means nothing."""
    found, value = source.resolve(path)
    return (value.__func__ if isinstance(value, MethodType) else value) if found else object()


def stands_on(source: Source) -> tuple[Binding, ...]:
    """What a function that is written out in another one consists of, and what its names mean."""
    getters = [functools.partial(current_value, source, p) for p in sorted(paths_of(source)) if source.resolve(p)[0]]
    return (*parts_of(source.function), *[Binding("", getter(), getter) for getter in getters])


def text_of(binding: Binding, user_module: str | None) -> Any:
    """Return the statement that makes a binding in a standalone file, or None if none can."""
    value, name = binding.value, binding.name
    if isinstance(value, type) and "STANDS_FOR" in vars(value):
        return _class_text(value, name)
    if isinstance(value, ModuleType):
        return tree.import_(value.__name__, name) if sys.modules.get(value.__name__) is value else None
    if is_plain(value) or type(value) is dict and is_plain(list(value.items())):
        return tree.assign(name, tree.const(value))
    if isinstance(value, np.ndarray) and type(value) is np.ndarray and value.size <= LARGEST and value.dtype.kind in "fiub":
        return tree.assign(name, tree.call(f"np{TOOL}.array", [
            _array(value.tolist()), tree.const(value.dtype.name)]))
    for module in (*_homes(value), "numpy", "scipy.special", user_module):
        word = getattr(value, "__name__", name)
        for attribute in (word, name):
            home = sys.modules.get(module or "")
            if home is not None and module != "__main__" and getattr(home, attribute, _MISSING) is value:
                return tree.import_from(module or "", attribute, name)
    return None


def _class_text(cls: type, name: str) -> Any:
    """The definition of a class of srcad's own, by a name of the module's, without annotations."""
    found = tree.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    found.name, found.body = name, [s for s in found.body if not isinstance(s, gast.Assign)]
    for function in (s for s in found.body if isinstance(s, gast.FunctionDef)):
        function.returns = None
        for parameter in function.args.args:
            parameter.annotation = None
        function.body = [tree.assign(s.target, s.value) if isinstance(s, gast.AnnAssign) else s for s in function.body]
    return tree.rename(found, {cls.__name__: name})


def _homes(value: Any) -> list[str]:
    """The modules that may have a value: the packages around the one that defines it, if that is private."""
    module: str = getattr(value, "__module__", None) or ""
    parts = module.split(".")
    around = [".".join(parts[:n]) for n in range(1, len(parts))]
    return [*around, module] if any(part.startswith("_") for part in parts) else [module]


def _array(value: Any) -> Any:
    return tree.list_([_array(v) for v in value]) if isinstance(value, list) else tree.const(value)


def is_plain(value: Any) -> bool:
    """True for numbers, strings, None, and tuples and lists of these."""
    if isinstance(value, (tuple, list)) and type(value) in (tuple, list):
        return all(is_plain(v) for v in value)
    return value is None or type(value) in (bool, int, float, complex, str) or isinstance(value, (np.floating, np.integer))


def is_frozen(value: Any) -> bool:
    """True for a plain value in which nothing can be replaced: one without lists."""
    return all(map(is_frozen, value)) if type(value) is tuple else type(value) is not list and is_plain(value)


def free_names(function: Any) -> set[str]:
    """Return the names that a function reads and does not bind."""
    return tree.reads(function.body) - set(tree.parameters(function)) - tree.writes(function.body)


def is_user_function(value: Any) -> bool:
    return isinstance(value, FunctionType)
