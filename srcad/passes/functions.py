"""Functions as values: nested ones, lambdas, partials and aliases, called and passed on.

A nested function becomes a function of its own (``function_values``), with the names that it captures
as keyword-only parameters; what the names hold when it is called is passed. A helper that is given a
function, any number of arguments, or an axis that is written out, is made anew for this call: ``apply(f, x)``
with ``f = math.sin`` becomes ``apply_sin(x)``.
"""
from __future__ import annotations

import functools
import inspect
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType, MethodType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.kinds import is_transparent
from ..analyses.operations import is_standard
from ..errors import MissingRule, fail
from ..names import Names
from ..rules import registry
from ..rules.expand import BindError
from ..runtime import is_helper
from ..source import Source
from .choices import CALLABLE
from .effects import HARMLESS
from .frozen import is_family, is_only_asked, thawed
from .function_values import MAKER, FunctionValues, Known
from .handed import around, handed
from .methods import taken
from .specialise import REST, axes_of, is_rest, specialised
from .standins import Vectorized, is_form, standin

Block = list[Any]


def plain_functions(function: Any, body: Block, source: Source, names: Names,
                    inactive: Collection[str] = ()) -> tuple[Block, dict[str, Any], Source]:
    """Return the body with calls of functions that have a source, the objects behind new names, and what it stands on.

    No derivative flows through the nested functions that are ``inactive``.
    """
    walk = _Functions(function, body, source, names, inactive)
    done = walk.block(body)
    return done, walk.bound, walk.source


class _Functions(FunctionValues):
    # -------------------------------------------------------------- statements
    def block(self, block: Block) -> Block:
        outer, self.out = self.out, []
        for node in block:
            self.line = node.lineno
            self.out += self.statement(node)
        done, self.out = self.out, outer
        return done

    def statement(self, node: Any) -> Block:
        self.defining = node.name if isinstance(node, gast.FunctionDef) else ""
        if isinstance(node, gast.FunctionDef) and self.function_named(node.name) is not None:
            return []
        if isinstance(node, gast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            self.defining = getattr(target, "id", "")
            if isinstance(target, gast.Name) and self.function_named(target.id) is not None:
                return []
            if isinstance(target, gast.Name) and self.dict_of(target.id, node.value):
                return []
            if isinstance(target, gast.Name) and target.id in self.assigned and self.is_frozen(target.id):
                made = self.assigned[target.id]
                self.assigned[target.id] = tree.call(
                    made.func, [self.held(self.expression(a), f"{target.id}_parameter") for a in made.args],
                    {k.arg: self.held(self.expression(k.value), f"{target.id}_{k.arg}") for k in made.keywords})
                return []
            if isinstance(target, (gast.Tuple, gast.List)):
                node = self.unstarred(node)
        if isinstance(node, gast.If):
            test = self.expression(node.test)
            if isinstance(test, gast.Constant) and isinstance(test.value, bool):          # whether a known dict has a key
                return self.block(node.body if test.value else node.orelse) or [tree.pass_(node.lineno)]
            return [tree.if_(test, self.block(node.body) or [tree.pass_(node.lineno)], self.block(node.orelse), node.lineno)]
        again = isinstance(node, gast.While)
        fields = {key: self.block(part) if key in ("body", "orelse") else self.expression(part, again)
                  for key, part in node.__dict__.items()
                  if key in ("value", "test", "iter", "body", "orelse", "exc", "msg") and part is not None}
        if isinstance(node, (gast.For, gast.While)):
            fields["body"] = fields["body"] or [tree.pass_(node.lineno)]
        return [tree.with_fields(node, **fields)]

    def is_frozen(self, name: str) -> bool:
        """True for a distribution of which nothing is wanted but what ``call`` asks its family."""
        made = self.assigned[name]
        return isinstance(made, gast.Call) and is_family(made.func, self.resolve) and is_only_asked(name, self.body) and not (
            any(isinstance(a, gast.Starred) for a in made.args) or any(k.arg is None for k in made.keywords))

    def unstarred(self, node: Any) -> Any:
        """``a, *b = x, y, z`` as ``a, b = x, [y, z]``."""
        targets = node.targets[0].elts
        stars = [k for k, t in enumerate(targets) if isinstance(t, gast.Starred)]
        if not stars:
            return node
        values = self.elements(node.value)
        if values is None or len(values) < len(targets) - 1:
            return node
        star, after = stars[0], len(targets) - stars[0] - 1
        end = len(values) - after
        new = [*values[:star], tree.list_(values[star:end]), *values[end:]]
        whole = tree.tuple_([t.value if isinstance(t, gast.Starred) else t for t in targets])
        return tree.assign(whole, tree.tuple_(new), node.lineno)

    # -------------------------------------------------------------- dicts with literal keys
    def dict_of(self, name: str, value: Any) -> bool:
        """Take note of a dict that is only read by literal keys; its values get names."""
        if name not in self.assigned or self.assigned[name] is not value:
            return False
        items = self.items(value)
        every = list(tree.walk(tree.module(self.body)))
        uses = sum(tree.is_name(n, name) and isinstance(n.ctx, gast.Load) for n in every)
        inner = any(isinstance(n, tree.SCOPES) and name in tree.free_names(n) for n in every)
        targets = [t for n in every for t in (*getattr(n, "targets", ()), getattr(n, "target", None)) if t is not None]
        written = any(name in tree.reads(t) for t in targets)          # what is in it: d["a"][0] = x
        if items is None or inner or written or uses != sum(self.is_lookup(n, name) for n in every):
            return False
        self.dicts[name] = {key: self.held(self.expression(item), f"{name}_{key}") for key, item in items.items()}
        return True

    def items(self, value: Any) -> dict[str, Any] | None:
        """The items of a dict display, or of a call of dict, whose keys are words."""
        if isinstance(value, gast.Dict):
            keys = [k.value for k in value.keys if isinstance(k, gast.Constant) and isinstance(k.value, str)]
            if len(set(keys)) == len(value.keys) and all(k.isidentifier() for k in keys):
                return dict(zip(keys, value.values, strict=True))
        if isinstance(value, gast.Call) and self.resolve(tree.dotted_path(value.func)) == (True, dict) and not value.args:
            if all(k.arg is not None for k in value.keywords):
                return {k.arg: k.value for k in value.keywords}
        return dict(self.dicts[value.id]) if isinstance(value, gast.Name) and value.id in self.dicts else None

    def is_lookup(self, node: Any, name: str) -> bool:
        if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load):
            return tree.is_name(node.value, name) and isinstance(node.slice, gast.Constant)
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr == "get":
            return tree.is_name(node.func.value, name) and bool(node.args) and isinstance(node.args[0], gast.Constant)
        if isinstance(node, gast.Compare) and isinstance(node.ops[0], (gast.In, gast.NotIn)) and len(node.ops) == 1:
            return tree.is_name(node.comparators[0], name) and isinstance(node.left, gast.Constant)
        return isinstance(node, gast.keyword) and node.arg is None and tree.is_name(node.value, name)

    def looked_up(self, node: Any) -> Any:
        """What a lookup in a known dict gives; None for any other expression."""
        if isinstance(node, gast.Compare) and getattr(node.comparators[0], "id", "") in self.dicts and len(node.ops) == 1:
            found = node.left.value in self.dicts[node.comparators[0].id]
            return tree.const(found == isinstance(node.ops[0], gast.In))
        if isinstance(node, gast.Subscript) and getattr(node.value, "id", "") in self.dicts:
            items = self.dicts[node.value.id]
            if node.slice.value not in items:
                self.refuse(node, f"`{node.value.id}` has no key {node.slice.value!r}", "give it one")
            return items[node.slice.value]
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and getattr(
                node.func.value, "id", "") in self.dicts:
            default = node.args[1] if len(node.args) > 1 else tree.const(None)
            return self.dicts[node.func.value.id].get(node.args[0].value) or self.expression(default)
        return None

    # -------------------------------------------------------------- expressions
    def expression(self, node: Any, maybe: bool = False) -> Any:
        self.maybe += maybe
        done = self.rewritten(node)
        self.maybe -= maybe
        return done

    def rewritten(self, node: Any) -> Any:
        found = self.looked_up(node)
        if found is not None:
            return found
        if isinstance(node, gast.Call):
            attribute = self.attribute(node)
            return self.call(node) if attribute is None else self.expression(attribute)
        if isinstance(node, (gast.Tuple, gast.List)):
            return tree.with_fields(node, elts=[self.expression(e) for e in self.spread(node.elts) or node.elts])
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
            known = self.function_named(node.id)
            if known is not None:
                plain = not (known.given or known.keywords or isinstance(known.target, Vectorized))
                if not plain or getattr(known.func, "id", "") in self.bound:
                    self.refuse(node, f"the function `{node.id}` is kept as a value",
                                "call it, or hand it to a function whose source can be read")
                return known.func
        if isinstance(node, (gast.Lambda, gast.GeneratorExp, gast.ListComp, gast.SetComp, gast.DictComp)):
            return node
        first = node.test if isinstance(node, gast.IfExp) else node.values[0] if isinstance(node, gast.BoolOp) else None
        return tree.substituted(node, {
            id(child): self.expression(child, first is not None and child is not first) for child in tree.children(node)
            if isinstance(child, (gast.expr, gast.keyword, gast.Slice))})

    def attribute(self, node: Any) -> Any:
        """``getattr(x, "name")`` as the attribute; None for any other call."""
        known = self.resolve(tree.dotted_path(node.func)) == (True, getattr) and len(node.args) in (2, 3) and not node.keywords
        word = getattr(node.args[1], "value", None) if known else None
        if not isinstance(word, str) or not word.isidentifier():
            return None
        value = tree.attr(node.args[0], word)
        if len(node.args) == 2 or self.resolve(tree.dotted_path(value))[0]:
            return value
        base = node.args[0]
        if not isinstance(base, gast.Name):
            return None
        return tree.conditional(tree.call("hasattr" + tree.TOOL, [base, tree.const(word)]), value, node.args[2])

    # -------------------------------------------------------------- calls
    def call(self, node: Any) -> Any:
        node = thawed(node, self.resolve, self.assigned, self.fixed)
        known = self.function_value(node.func)
        args = self.spread(node.args)
        keywords = self.keywords(node)
        if args is None and known is not None:
            args = self.unspread(node, known, keywords)
        if args is None:
            self.refuse(node, "a starred argument whose length is not known is not supported", "write the elements out")
        if known is None:
            func = self.expression(node.func)
            cls = self.resolve(tree.dotted_path(func))[1]
            given = self.kept if isinstance(cls, type) and (is_transparent(cls) or cls is defaultdict) else self.expression
            return tree.call(func, [given(a) for a in args], {k: given(v) for k, v in keywords.items()})
        args = [*known.given, *args]
        if getattr(known.target, MAKER, True) is False:
            self.derivative(known.target, node)                    # refuses it
        stand = standin(known.target, known.func, args, {**known.keywords, **keywords}, self.elements,
                        lambda a: self.function_value(a) is not None)
        if stand is not None:
            return self.user_call(node, Known(self.bind(stand.function, stand.function.__name__), stand.function),
                                  stand.args, dict(stand.keywords))
        target = known.target
        if is_form(target) and any(isinstance(part, gast.Lambda) for a in args for part in tree.walk(a)):
            self.refuse(node, f"{target.__name__} of what is not written out in the call",
                        "write its lists, shape or axes out there")
        library = isinstance(target, FunctionType) and (
            is_standard(target) or (target.__globals__.get("__name__") or "").split(".")[0] in HARMLESS)
        rule = registry.lookup(target)
        if rule is not None and rule.calls:
            return self.handed_on(node, known.func, rule, args, {**known.keywords, **keywords})
        if library and rule is None:
            what = f"{target.__name__}, which has no rule, is handed a function of this one"
            self.refuse_own(node, [*args, *keywords.values()], what)
        if is_helper(target):                              # it is pasted, not imported
            known = replace(known, func=tree.name(target.__name__ + tree.TOOL))
        if isinstance(target, FunctionType) and registry.lookup(target) is None and not library:
            return self.user_call(node, known, args, keywords)
        keywords = {**known.keywords, **keywords}
        return tree.call(known.func, [self.expression(a) for a in args], {k: self.expression(v) for k, v in keywords.items()})

    def kept(self, node: Any) -> Any:
        """What an object is made with: it may be a function, if that needs nothing of this one."""
        own = isinstance(node, gast.Lambda) or isinstance(node, gast.Name) and node.id in {**self.defined, **self.assigned}
        known = self.function_value(node) if own else None
        if known is None:
            return self.expression(node)
        if known.given or known.keywords:
            what = min(known.captured() or {"values"})
            self.refuse(node, f"an object keeps a function that needs `{what}` of the function around it",
                        "give the object that value, and do in a method of it what the function does")
        return known.func

    def refuse_own(self, node: Any, given: Block, reason: str) -> None:
        """Refuse a call of a library that is handed a function which the differentiated one defines."""
        if any(isinstance(a, gast.Lambda) or getattr(a, "id", "") in self.defined for a in given):
            fail(MissingRule, self.source.where(getattr(node, "lineno", 0) or self.line), reason,
                 "define that function at module level, or write what is done with it in Python")

    def handed_on(self, node: Any, func: Any, rule: Any, args: Block, keywords: dict[str, Any]) -> Any:
        """A call of a primitive that calls the functions that it is given."""
        try:
            found = handed(rule, args, keywords, self.function_value, self.elements, self.names)
        except BindError as error:
            self.refuse_own(node, [*args, *keywords.values()], f"the rule of {rule.name} does not know this call: {error}")
            found = None                                   # refused when its rule is used
        if found is None:
            return tree.call(func, [self.expression(a) for a in args], {k: self.expression(v) for k, v in keywords.items()})
        functions = {}
        for parameter, first in rule.calls:
            one = found.passed.get(parameter)
            if one is not None and not found.captured and isinstance(one.target, FunctionType):
                functions[parameter] = one.func
            elif one is not None:
                made = around(one, len(first), found, self.source, self.names)
                functions[parameter] = self.bind(made, made.__name__)
        return found.call(func, functions, self.expression, args, keywords)

    def keywords(self, node: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for keyword in node.keywords:
            items = {keyword.arg: keyword.value} if keyword.arg is not None else self.items(keyword.value)
            found_one, target = self.resolve(tree.dotted_path(node.func))
            followed = not found_one or isinstance(target, (FunctionType, type)) and target is not functools.partial
            if items is None and (not followed or any(k.arg is None for k in node.keywords if k is not keyword)):
                self.refuse(node, "`**` in a call is not supported where the keys are not known",
                            "write the keyword arguments out")
            found.update({None: keyword.value} if items is None else items)        # which keys it has is known once kinds are
        return found

    def unspread(self, node: Any, known: Known, keywords: dict[str, Any]) -> Block | None:
        """The arguments ``*seq`` at the end of a call of a user's function, by the parameters that are left for them."""
        *first, last = node.args
        args = self.spread(first)
        if known.target is max or known.target is min:
            return [last.value] if len(node.args) == 1 and isinstance(last, gast.Starred) else None
        if args is None or not isinstance(known.target, (FunctionType, np.ufunc)) or not isinstance(last, gast.Starred):
            return None
        if isinstance(known.target, np.ufunc):
            return [*args, *self.places(known.target, last.value, known.target.nin - len(args))]
        signature = inspect.signature(known.target, follow_wrapped=False).parameters.values()
        left = [p for p in signature if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][len(known.given) + len(args):]
        left = [p for p in left if p.name not in keywords and p.name not in known.keywords]
        several = any(p.kind is p.VAR_POSITIONAL for p in signature)
        if any(p.default is not p.empty for p in left) or several and left and self.maybe:
            return None
        seq = last.value
        if several and left and not isinstance(seq, gast.Name):
            seq = self.held(self.expression(seq))
        items = self.places(known.target, seq, len(left), several) if left or not several else []
        rest = tree.subscript(seq, tree.slice_(tree.const(len(left)), None)) if left else seq
        more = [tree.starred(tree.call("list" + tree.TOOL, [rest]))] if several else []
        return [*args, *items, *more]

    def places(self, target: Any, seq: Any, count: int, several: bool = False) -> Block:
        """The elements of a sequence that are so many arguments of a function, which may take ``several`` more."""
        error = tree.call("TypeError", [tree.const(f"{target.__name__} is given another number of arguments")])
        other = tree.compare(tree.call("len" + tree.TOOL, [seq]), "<" if several else "!=", tree.const(count))
        self.out.append(tree.if_(other, [tree.raise_(error, self.line)], [], self.line))
        return [tree.subscript(seq, tree.const(k)) for k in range(count)]

    def user_call(self, node: Any, known: Known, args: Block, keywords: dict[str, Any]) -> Any:
        """A call of a user's function, made anew where it takes functions or any number of arguments."""
        signature = inspect.signature(known.target, follow_wrapped=False)
        if None in keywords and not known.given and not known.keywords:
            return tree.call(known.func, [self.expression(a) for a in args], {k: self.expression(v) for k, v in keywords.items()})
        args, keywords = self.with_methods(known.target, signature, args, keywords)
        try:
            given = signature.bind_partial(*args, **keywords).arguments
            keywords = {**keywords, **{k: v for k, v in known.keywords.items() if k not in given}}
            given = signature.bind(*args, **keywords).arguments
        except TypeError:                                  # refused when the call is followed
            return tree.call(known.func, args, keywords)
        noted = _Noted(self, {} if is_helper(known.target) else axes_of(known.target))
        form: list[tuple[str, Any]] = []
        for name, parameter in signature.parameters.items():
            if parameter.kind is parameter.VAR_POSITIONAL:
                form.append((name, tuple([REST if isinstance(a, gast.Starred) else noted.shape((name, k), a)
                                          for k, a in enumerate(given.get(name, ()))])))
            elif parameter.kind is parameter.VAR_KEYWORD:
                form.append((name, tuple([(k, noted.shape((name, k), a)) for k, a in given.get(name, {}).items()])))
            elif name in given:
                shape = noted.shape((name, ""), given[name])
                form += [(name, shape)] if shape is not None else []
            elif isinstance(parameter.default, CALLABLE):
                form.append((name, (parameter.default, 0, ())))
            elif type(parameter.default) is noted.axes.get(name):
                form.append((name, parameter.default))
        func: Any = known.func
        again: Mapping[Any, str] = {}
        if form:
            made = specialised(known.target, tuple(form))
            if made is None and any(is_rest(shape) for _, shape in form):
                self.refuse(node, f"`{known.target.__name__}` is given a starred argument whose length is not known, and does "
                            "more than go over its arguments and read them", "write the elements out, or hand over the list")
            if made is None:
                self.refuse(node, f"the source of `{known.target.__name__}` cannot be read", "write it in Python")
            func, again = self.bind(made.function, made.function.__name__), made.parameters
        gathered = next((n for n, p in signature.parameters.items() if p.kind is p.VAR_KEYWORD), "")
        args = [a.value if isinstance(a, gast.Starred) else a for a in args]
        return tree.call(func, [self.expression(a) for a in args if id(a) not in noted.taken], {
            again.get((gathered, k), k): self.expression(v) for k, v in keywords.items() if id(v) not in noted.taken} | {
            again[(*place, k)]: v for place, (_, passed) in noted.functions.items()
            for k, v in [*enumerate(passed.given), *passed.keywords.items()]})

    def with_methods(self, target: Any, signature: inspect.Signature, args: Block, keywords: dict[str, Any]) -> Any:
        """The arguments of a call, methods of objects among them as lambdas where the function calls them."""
        positional = [p.name for p in signature.parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]

        def plain(name: str, argument: Any) -> Any:
            path = tree.dotted_path(argument) if isinstance(argument, gast.Attribute) else None
            found, value = self.resolve(path)
            if path is None or found and not isinstance(value, MethodType):
                return argument
            return taken(target, name, argument, self.names) or argument

        named = [*zip(positional, args), *((None, a) for a in args[len(positional):])]
        return [a if n is None else plain(n, a) for n, a in named], {k: plain(k, v) for k, v in keywords.items()}


@dataclass
class _Noted:
    """What of a call's arguments a helper is made for: functions, by their place, and axes that are written out."""

    walk: _Functions
    axes: Mapping[str, type]
    functions: dict[tuple[str, Any], tuple[Any, Known]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)           # the arguments that are not handed over

    def shape(self, place: tuple[str, Any], argument: Any) -> Any:
        """What a helper is made for: the function, or the axis, that an argument is; None for a value."""
        if tree.is_literal(argument) and type(tree.literal(argument)) is self.axes.get(place[0]):
            self.taken.add(id(argument))
            return tree.literal(argument)
        passed = self.walk.function_value(argument) if isinstance(
            argument, (gast.Lambda, gast.Name, gast.Attribute, gast.Call)) else None
        if passed is None:
            return None
        self.taken.add(id(argument))
        self.functions[place] = argument, passed
        return passed.target, len(passed.given), tuple(passed.keywords)
