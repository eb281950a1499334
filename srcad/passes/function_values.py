"""What expressions are as function values: nested functions, lambdas, partials, aliases, what factories make.

A nested function becomes one of its own, with the names that it captures as keyword-only parameters.
A value is a tree that names the function, and the arguments that it has been given before.
"""
from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any, NoReturn

import gast
import numpy as np

from .. import tree
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..rules import registry
from ..source import Source
from .choices import CALLABLE
from .factories import called, factory
from .made import make
from .scope import parts_of, words_of
from .standins import vectorized_call, vectorized_object
from .wholes import is_only_read

Block = list[Any]
MAKER = "makes_derivatives"                # marks functions that take a function to its derivative


@dataclass(frozen=True)
class Known:
    """A function value: what is called, and trees of arguments that it has been given before."""

    func: Any                                            # the tree that names it
    target: Any
    given: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)      # (of these a call may give its own)

    def captured(self) -> set[str]:
        return set().union(*map(tree.reads, [*self.given, *self.keywords.values()]), set())


class FunctionValues:
    """The functions that names and expressions of one body stand for."""

    def __init__(self, function: Any, body: Block, source: Source, names: Names, inactive: Collection[str]) -> None:
        self.source, self.names, self.inactive = source, names, inactive
        self.bound: dict[str, Any] = {}
        self.local = set(tree.all_parameters(function)) | set(tree.bindings(body))
        counts = Counter(tree.bindings(body))
        once = {n for n, count in counts.items() if count == 1} - set(tree.all_parameters(function))
        again = set(tree.bindings([s for s in tree.statements(body) if isinstance(s, (gast.For, gast.While))]))
        self.fixed = (once - again) | {p for p in tree.all_parameters(function) if p not in counts}
        self.defined = {n.name: n for n in tree.statements(body) if isinstance(n, gast.FunctionDef) and n.name in once}
        self.assigned = {s.targets[0].id: s.value for s in tree.statements(body)
                         if isinstance(s, gast.Assign) and isinstance(s.targets[0], gast.Name) and s.targets[0].id in once}
        self.known: dict[str, Known | None] = {}
        self.displays = {n: v.elts for n, v in self.assigned.items() if isinstance(v, (gast.Tuple, gast.List))
                         and not any(isinstance(e, gast.Starred) for e in v.elts)
                         and (isinstance(v, gast.Tuple) or is_only_read(n, body))}
        self.dicts: dict[str, dict[str, Any]] = {}
        self.making: list[str] = []
        self.defining = ""                                   # the name whose assignment is at hand
        self.maybe = 0                                       # inside expressions that may not be evaluated, or again
        self.body = body
        self.out: Block = []
        self.line = 0

    def refuse(self, node: Any, reason: str, hint: str) -> NoReturn:
        fail(UnsupportedSyntax, self.source.where(getattr(node, "lineno", 0) or self.line), reason, hint)

    def resolve(self, path: str | None) -> tuple[bool, Any]:
        if not path or path.split(".")[0] in self.local:
            return False, None
        head = path.split(".")[0]
        return (True, self.bound[head]) if path == head and head in self.bound else self.source.resolve(path)

    def expression(self, node: Any, maybe: bool = False) -> Any:
        """Return an expression with its calls made plain."""
        raise NotImplementedError

    def keywords(self, node: Any) -> dict[Any, Any]:
        """The keyword arguments of a call by their words."""
        raise NotImplementedError

    # -------------------------------------------------------------- sequences whose length is known
    def elements(self, node: Any) -> Block | None:
        """The elements of a sequence whose length is known here."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return self.spread(node.elts)
        if isinstance(node, gast.Name) and node.id in self.displays:
            return [e if tree.is_literal(e) or isinstance(e, gast.Name) and e.id in self.fixed
                    else tree.subscript(node, tree.const(k)) for k, e in enumerate(self.displays[node.id])]
        return self.section(node) if isinstance(node, gast.Subscript) and not self.maybe else None

    def section(self, node: Any) -> Block | None:
        """The elements of ``x[a:b]`` with literal bounds, which has to be that long."""
        part = tree.literal_slice(node.slice) if isinstance(node.slice, gast.Slice) else None
        start, stop = (part.start or 0, part.stop) if part is not None and part.step is None else (0, None)
        if stop is None or (start < 0) != (stop < 0) or start >= stop:
            return None
        count = stop - start
        seq = tree.name(self.names.fresh("section"))
        self.local.add(seq.id)
        self.out.append(tree.assign(seq, self.expression(node), self.line))
        error = tree.call("TypeError" + tree.TOOL, [tree.const(f"the starred argument has to have {count} elements")])
        other = tree.compare(tree.call("len" + tree.TOOL, [seq]), "!=", tree.const(count))
        self.out.append(tree.if_(other, [tree.raise_(error, self.line)], [], self.line))
        return [tree.subscript(seq, tree.const(k)) for k in range(count)]

    def spread(self, elements: Block) -> Block | None:
        out: Block = []
        for element in elements:
            if not isinstance(element, gast.Starred):
                out.append(element)
                continue
            inner = self.elements(element.value)
            if inner is None:
                return None
            out += inner
        return out
    def held(self, value: Any, preferred: str = "t") -> Any:
        """A name or literal for a value as it is now."""
        if _is_constant(value) or isinstance(value, gast.Name) and value.id in self.fixed:
            return value
        if self.making and self.making != [self.defining]:
            self.refuse(value, f"`{self.making[-1]}` is used before the line that defines it", "define it first")
        if self.maybe:
            self.refuse(value, "a function made with values of its own, in an expression that may not be evaluated",
                        "make it on a line of its own")
        name = self.names.fresh(preferred)
        self.out.append(tree.assign(name, value, self.line))
        self.local.add(name)
        self.fixed.add(name)
        return tree.name(name)

    # -------------------------------------------------------------- function values
    def function_named(self, name: str) -> Known | None:
        """The function that a local name stands for, if it is bound once, to a function."""
        if name not in self.known:
            node = self.defined.get(name) or self.assigned.get(name)
            if node is None:
                return None
            if name in self.making:
                return None
            self.making.append(name)
            known = self.function_value(node, name)
            self.making.pop()
            self.known[name] = known
        return self.known[name]

    def function_value(self, node: Any, name: str = "") -> Known | None:
        """What an expression or a nested ``def`` is as a function; None if it is none that is known."""
        if isinstance(node, (gast.FunctionDef, gast.Lambda)):
            return self.lifted(node, name)
        if isinstance(node, gast.Call):
            found, target = self.resolve(tree.dotted_path(node.func))
            if found and isinstance(target, FunctionType) and hasattr(target, MAKER):
                return self.derivative(target, node)
            if found and target is functools.partial and node.args:
                inner = self.function_value(node.args[0])
                args, keywords = self.spread(node.args[1:]), self.keywords(node)
                if inner is None or args is None or None in keywords:
                    return None
                given = tuple(self.held(self.expression(a)) for a in args)
                return replace(inner, given=(*inner.given, *given), keywords={
                    **inner.keywords, **{k: self.held(self.expression(v)) for k, v in keywords.items()}})
            if found and target is np.vectorize and (made := vectorized_call(node, self.resolve)) is not None:
                return Known(node.args[0], made) if self.function_value(node.args[0]) is not None else None
            return self.made_by_factory(node)
        path = tree.dotted_path(node)
        if isinstance(node, gast.Name) and node.id in {**self.defined, **self.assigned}:
            return self.function_named(node.id)
        found, target = self.resolve(path)
        if found and isinstance(target, np.vectorize):
            made = vectorized_object(target)
            known = made is not None and isinstance(target.pyfunc, CALLABLE)
            return Known(self.bind(target.pyfunc, path or ""), made) if known else None
        if not found or not isinstance(target, CALLABLE):
            return None
        if isinstance(target, functools.partial):
            return self.partial_object(target, path or "")
        return Known(node, target)

    def derivative(self, maker: Any, node: Any) -> Known | None:
        """``grad(f)``, a function that is made here and now."""
        if not getattr(maker, MAKER):
            self.refuse(node, f"`{maker.__name__}` in a function that is differentiated is not supported yet",
                        "write it with grad: the derivative of grad(f) along a vector is that of np.sum(grad(f)(x) * v)")
        inner = self.function_value(node.args[0]) if node.args else None
        options = {**dict(zip(("wrt",), node.args[1:])), **{k.arg: k.value for k in node.keywords}}
        if inner is None or not all(k and tree.is_literal(v) for k, v in options.items()) or len(node.args) > 2:
            self.refuse(node, f"`{maker.__name__}` of what is not known to be a function, or with options that are not literals",
                        "name the function, and write out the options")
        given = {k: tree.literal(v) for k, v in options.items()}
        wrt = given.get("wrt", 0)
        shifted = tuple([w + len(inner.given) if isinstance(w, int) and w >= 0 else w for w in (
            wrt if isinstance(wrt, (tuple, list)) else (wrt,))])
        made = maker(inner.target, **{**given, "wrt": shifted if isinstance(wrt, (tuple, list)) else shifted[0]})
        return replace(inner, func=self.bind(made, f"{inner.target.__name__}_{maker.__name__}"), target=made)

    def made_by_factory(self, node: Any) -> Known | None:
        """The function that a call of a function returns, if that is one that it defines."""
        known = self.function_value(node.func)
        source = factory(known.target) if known is not None else None
        args = self.spread(node.args) if source is not None else None
        if known is None or source is None or args is None or any(k.arg is None for k in node.keywords):
            return None
        if self.maybe:
            self.refuse(node, "a function made by a function, in an expression that may not be evaluated",
                        "make it on a line of its own")
        keywords = {**known.keywords, **{k.arg: k.value for k in node.keywords}}
        made = called(source, [*known.given, *args], keywords, self.names, self.borrow, self.default_of)
        if made is None:
            return None
        self.source = replace(self.source, bindings=(*self.source.bindings, *parts_of(known.target)))
        for statement in made.statements:
            name = statement.name if isinstance(statement, gast.FunctionDef) else statement.targets[0].id
            if isinstance(statement, gast.FunctionDef):
                self.defined[name] = statement
            elif self.function_value(statement.value) is not None:
                self.assigned[name] = statement.value
            else:
                if isinstance(statement.value, gast.Tuple):
                    self.displays[name] = statement.value.elts
                self.assigned[name] = statement.value
                self.known[name] = None
                self.fixed.add(name)
                self.out.append(tree.assign(name, self.expression(statement.value), self.line))
            self.local.add(name)
        return self.function_value(made.value)

    def borrow(self, source: Source, name: str) -> str:
        """A name for what one means in another function."""
        found, value = source.resolve(name)
        if name not in self.local and self.source.resolve(name) == (True, value) and found:
            return name
        mine = self.names.fresh(name)
        self.source = replace(self.source, borrowed={**self.source.borrowed, mine: (source, name)})
        return mine

    def default_of(self, value: Any, name: str) -> Any:
        return tree.const(value) if type(value) in (bool, int, float, str, type(None)) else self.bind(value, name)

    def partial_object(self, target: Any, path: str) -> Known:
        word = path.replace(".", "_")
        self.source = replace(self.source, bindings=(*self.source.bindings, *words_of(target)))
        return Known(self.bind(target.func, getattr(target.func, "__name__", word)), target.func,
                     tuple(self.bind(v, f"{word}_{k}") for k, v in enumerate(target.args)),
                     {k: self.bind(v, f"{word}_{k}") for k, v in target.keywords.items()})

    def bind(self, value: object, preferred: str) -> Any:
        """Return a name for an object that the function does not name itself."""
        for name, other in self.bound.items():
            if other is value:
                return tree.name(name)
        name = self.names.fresh(preferred if preferred.isidentifier() else "function")
        self.bound[name] = value
        return tree.name(name)

    def lifted(self, node: Any, name: str) -> Known | None:
        """A nested function as one of its own."""
        name = name or self.names.fresh("lambda_function")
        if isinstance(node, gast.Lambda):
            line = getattr(node, "lineno", 0) or self.line
            node = tree.function(name, node.args, [tree.return_(node.body, line)], None, line)
        if any(not isinstance(d, gast.Call) or self.resolve(tree.dotted_path(d.func)) != (True, functools.wraps)
               for d in node.decorator_list):
            self.refuse(node, f"`{name}` is decorated in a function that is made here", "call the decorator: g = d(g_plain)")
        if any(isinstance(n, gast.Nonlocal) for n in tree.walk(node)):
            self.refuse(node, f"`{name}` writes to a name of the function around it", "return the value instead")
        free = sorted(tree.free_names(node) & (self.local | set(self.defined) | set(self.assigned)))
        inner: dict[str, Any] = {}                           # names of around it that are parameters of its own too
        start, captured = [], set()
        for other in free:
            known = None if other == name else self.function_named(other)
            if other == name:
                continue
            if known is None:
                if other in self.making:
                    self.refuse(node, f"`{name}` and `{other}` call each other", "define them at module level")
                captured.add(other)
                continue
            captured |= known.captured()
            inner |= {n: tree.name(self.names.fresh(n)) for n in known.captured() & set(tree.all_parameters(node)) - set(inner)}
            start.append(self.as_statement(other, replace(
                known, given=tuple([tree.replace(g, inner) for g in known.given]), keywords=_replaced(known.keywords, inner))))
        new = tree.clone(node)
        new.name, new.decorator_list = name, []
        defaults = self.defaults(new)
        line = node.body[0].lineno
        keep = {inner[c].id if c in inner else c: tree.name(c) for c in sorted(captured)}
        new.args.kwonlyargs = [*new.args.kwonlyargs, *[tree.parameter(c) for c in keep]]
        new.args.kw_defaults = [*new.args.kw_defaults, *[None] * len(keep)]
        again = self.names.fresh(f"{name}_again") if name in free and keep else name
        known = Known(tree.name(name), None, (), {**defaults, **keep})
        if again != name:
            start.append(self.as_statement(name, replace(known, func=tree.name(again), keywords=_replaced(keep, inner))))
        new.body = [*[tree.at(s, line) for s in start], *new.body]
        bound = {**self.source.bound, **{n: v for n, v in self.bound.items() if n in tree.reads(new.body)}}
        self.bound[name] = make(new, self.source, bound, again if name in free else "")
        if name in self.inactive:
            registry.inactive(self.bound[name])
        return replace(known, target=self.bound[name])

    def defaults(self, node: Any) -> dict[str, Any]:
        """Default values that are not literals are evaluated now, and handed over at each call."""
        args = node.args
        found = {}
        positional = [*args.posonlyargs, *args.args][::-1][:len(args.defaults)][::-1]
        for parameter, default in [*zip(positional, args.defaults), *zip(args.kwonlyargs, args.kw_defaults)]:
            if default is not None and not _is_constant(default):
                found[parameter.id] = self.held(self.expression(default), f"{parameter.id}_default")
        args.defaults = [d if _is_constant(d) else tree.const(None) for d in args.defaults]
        args.kw_defaults = [d if d is None or _is_constant(d) else tree.const(None) for d in args.kw_defaults]
        return found

    def as_statement(self, name: str, known: Known) -> Any:
        """The statement that makes a known function anew, in another function."""
        func = known.func
        if tree.is_name(func, name):
            func = tree.name(self.names.fresh(f"{name}_function"))
            self.bound[func.id] = known.target
        if not known.given and not known.keywords:
            return tree.assign(name, func)
        partial = self.bind(functools.partial, "partial")
        return tree.assign(name, tree.call(partial, [func, *known.given], known.keywords))


def _replaced(trees: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tree.replace(node, mapping) for name, node in trees.items()}


def _is_constant(node: Any) -> bool:
    """True for a literal that nothing can be put into."""
    return tree.is_literal(node) and not any(isinstance(n, (gast.List, gast.Dict, gast.Set)) for n in tree.walk(node))
