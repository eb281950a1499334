"""Everything that is emitted with one derivative: the functions it calls, differentiated in pairs."""
from __future__ import annotations

import builtins
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType, ModuleType
from typing import Any

import gast

from .. import tree
from ..analyses.inference import Value
from ..errors import SrcadError, UnsupportedSyntax, fail
from ..names import Names
from ..rules import registry
from ..rules.expand import FOREIGN, TOOL
from ..runtime import HELPERS
from ..source import Source, find_source
from ..unit import Unit
from .arguments import bind_values, canonical, of_any_lengths
from .knowledge import Knowledge
from .pairs import EMITTED, Pair, wrapped
from .scope import FIXED
from .words import word_of

Announce = Callable[[Pair], None]
LIBRARY = "srcad.rules."                   # its functions are pasted as they are


@dataclass(kw_only=True)
class Program(Knowledge):
    """The functions of one emitted module."""

    mode: str
    build: Callable[[Program, Unit, dict[str, Value], str, Announce | None], Any]     # makes the pair of a helper
    functions: list[Any] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)         # emitted function -> where from
    types: dict[str, dict[str, str]] = field(default_factory=dict)   # emitted function -> what names surely are
    shapes: dict[str, tuple[dict[str, object], ...]] = field(default_factory=dict)     # the shapes of names, and of adjoints
    pairs: dict[Any, Any] = field(default_factory=dict)
    primals: dict[FunctionType, str] = field(default_factory=dict)
    compiled: dict[str, Any] = field(default_factory=dict)           # what Numba made of them, to be called in memory

    def named(self, value: Any) -> Any:
        """The tree of the emitted module's name for a class."""
        return tree.name(self.scope.bind(value, value.__name__) + EMITTED)

    def pair(self, function: FunctionType, values: Mapping[str, Value]) -> Pair:
        """Return the pair of a called function for these kinds of arguments, made once."""
        given = of_any_lengths(function, {p: canonical(p, v) for p, v in values.items()})
        key = (function, tuple(given.items()))
        if key not in self.pairs:
            known = next((r.inside for r in self.rounds.values() if r.inner is function), None)
            assert known is None or self.inside(function, given) <= known, "every array that it is given is looked at"
            unit = self.visit(function)
            announce = functools.partial(self.pairs.__setitem__, key)      # for the calls inside it
            self.pairs[key] = self.build(self, self.prepared(unit), given, word_of(function),
                                         announce if function in self.recursive else None)
        return self.pairs[key]  # type: ignore[no-any-return]

    def derived(self, function: FunctionType, values: list[Value]) -> str:
        """Return the emitted name of the pullback ``f(ct, arguments)`` of a function that is handed to another one,
        a tuple of the cotangents of all arguments; in forward mode of its tangent ``f(arguments, dots)``."""
        where = self.visit(function).source.where(self.visit(function).source.tree)
        given = bind_values(function, tuple(values), (None,) * len(values), where)
        if self.effects_of(function, given).writes:
            fail(UnsupportedSyntax, where, f"`{function.__name__}` is handed to another function, and writes to what it is given",
                 "write to a copy")
        key = (function, tuple(given.items()), "derived")
        if key not in self.pairs:
            self.pairs[key] = self.scope.fresh(f"{function.__name__}_{'pullback' if self.mode == 'reverse' else 'tangent'}")
            pair = self.pair(function, given)
            self.functions.append(wrapped(pair, self.pairs[key], list(given), self.mode, Names(set(self.scope.globals))))
            self.scope.names.taken |= tree.local_names(self.functions[-1])
        return self.pairs[key]  # type: ignore[no-any-return]

    def prepared(self, unit: Unit) -> Unit:
        """Rename the locals of a helper that the module uses for something else."""
        own = set(tree.parameters(unit.tree)) | tree.writes(unit.tree.body)
        names = Names(self.scope.globals | unit.names)
        clash = {n: names.fresh(n) for n in sorted(own & self.scope.globals)}
        if clash:
            temporaries = frozenset(clash.get(n, n) for n in unit.temporaries)
            unit = replace(unit, tree=tree.rename(unit.tree, clash), temporaries=temporaries)
        return unit

    def primal(self, function: Any) -> str:
        """Return the name of the user's own function in the emitted module, pasting it."""
        if function not in self.primals:
            try:
                ruled = (function.__module__ or "").startswith(LIBRARY) or registry.lookup(function) is not None
                source = find_source(function) if ruled else self.visit(function).source
                self.followed[function] = source
            except SrcadError:
                self.primals[function] = self.scope.bind(function, word_of(function))
                return self.primals[function]
            name = self.scope.fresh(word_of(function))
            self.primals[function] = name
            copy = tree.clone(source.tree)
            copy.name = name
            copy.args = self.signature(function, copy.args, source)
            copy.returns = None
            own = frozenset(set(tree.parameters(copy)) | tree.writes(copy.body))
            names = Names(self.scope.globals | tree.all_names(copy))
            clash = {n: names.fresh(n) for n in sorted(tree.writes(copy.body) & self.scope.globals - set(tree.parameters(copy)))}
            copy.body = [tree.rename(s, clash) for s in copy.body]
            own = (own - clash.keys()) | frozenset(clash.values())
            self.scope.names.taken |= own
            copy.body = self.localise(copy.body, source, own)
            pasted = sum(f.name in self.primals.values() for f in self.functions)
            self.functions.insert(pasted, copy)                    # so that the derivative itself stays last
            self.sources[name] = source
        return self.primals[function]

    def ruled(self) -> tuple[tuple[str, object], ...]:
        """The pasted copies of functions that have rules: their names, and the functions themselves."""
        return tuple((name, f) for f, name in self.primals.items() if name in self.sources and registry.lookup(f) is not None)

    def signature(self, function: FunctionType, args: Any, source: Source) -> Any:
        """Return parameters as the emitted module can write them: defaults as values, annotations it knows."""
        args = tree.clone(args)
        values = list(function.__defaults__ or ())
        named = function.__kwdefaults__ or {}
        positional = [*args.posonlyargs, *args.args]
        defaulted = [p.id for p in positional[len(positional) - len(values):]] if values else []
        args.defaults = [self.default(function, n, v) for n, v in zip(defaulted, values, strict=True)]
        args.kw_defaults = [self.default(function, p.id, named[p.id]) if p.id in named else None for p in args.kwonlyargs]
        for parameter in [*positional, *args.kwonlyargs]:
            if parameter.annotation is not None:
                parameter.annotation = self.annotation(parameter.annotation, source)
        return args

    def annotation(self, node: Any, source: Source) -> Any:
        """An annotation is kept if all it names can be imported or is a builtin."""
        if isinstance(node, gast.Constant):
            return node
        for path in sorted(tree.reads(node)):
            found, value = source.resolve(path)
            if not found or getattr(builtins, path, None) is not value and not isinstance(value, ModuleType):
                return None
        return self.localise([tree.expression(node)], source, frozenset())[0].value

    def localise(self, block: list[Any], source: Source, own: frozenset[str]) -> list[Any]:
        """Give globals their names in the emitted module; called functions are pasted first."""
        for identifier in sorted(tree.reads(block) - own):
            word = identifier.removesuffix(TOOL)
            if identifier.endswith(EMITTED) or word != identifier and word not in FOREIGN:
                continue
            found, value = (True, FOREIGN[word].value()) if word in FOREIGN else source.resolve(identifier)
            library = (getattr(value, "__module__", None) or "").split(".")[0] in FIXED
            if found and isinstance(value, FunctionType) and not library and id(value) not in self.scope.bindings:
                if HELPERS.get(value.__name__) is value:
                    block = [tree.rename(s, {identifier: value.__name__ + TOOL}) for s in block]
                    continue
                name = self.primal(value)
                if word not in FOREIGN and source.named(identifier)[1] is not value:
                    self.compiled[name] = source.named(identifier)[1]
                block = [tree.rename(s, {identifier: name + EMITTED}) for s in block]
        block = self.scope.localise(block, source, own)
        return [tree.replace(s, lambda i: tree.name(i.removesuffix(EMITTED)) if i.endswith(EMITTED) else None) for s in block]
