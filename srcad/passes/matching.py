"""``match`` as branches: what a pattern asks of its subject, and what it captures.

>>> from srcad.printer import to_source
>>> node, = tree.parse('''
... match x:
...     case (a, 0.0) if a > 1: y = a
...     case float() | int(): y = x
...     case _: y = 0.0
... ''').body
>>> def refuse(node, reason, hint): raise ValueError(reason)
>>> def resolve(path): return True, getattr(builtins, path)
>>> plain = Matching(node, Names({"x"}), resolve, refuse, node, lambda block, line: block).branches()
>>> print(to_source(tree.without_tools(tree.module(plain))), end="")
if isinstance(x, (tuple, list)) and len(x) == 2 and x[1] == 0.0 and x[0] > 1:
    a = x[0]
    y = a
elif isinstance(x, float) or isinstance(x, int):
    y = x
else:
    y = 0.0
"""
from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from typing import Any

import gast

from .. import tree
from ..names import Names

Block = list[Any]
Resolve = Callable[[str], tuple[bool, Any]]
TAKES_ITSELF = (bool, float, int, str, list, tuple, dict, set, frozenset, bytes, bytearray)    # `case float(v)`: the value is v


class Matching:
    """One ``match`` in a function; ``plain`` makes the statements of a case plain."""

    def __init__(self, node: Any, names: Names, resolve: Resolve, refuse: Callable[[Any, str, str], Any],
                 function: Any, plain: Callable[[Block, int], Block]) -> None:
        self.node, self.names, self.resolve, self.refuse = node, names, resolve, refuse
        self.function, self.plain = function, plain
        self.found: dict[str, Any] = {}                      # what the names of the case at hand capture
        self.display: Any = None                             # the name of a subject that is written out as a tuple

    def branches(self) -> Block:
        """The statements that do what ``match`` does."""
        node, subject, before = self.node, self.node.subject, []
        if not isinstance(subject, gast.Name) or subject.id in tree.writes([case.body for case in node.cases]) | _captures(node):
            subject = tree.name(self.names.fresh("subject"))
            before = [tree.assign(subject, node.subject, node.lineno)]
        if isinstance(node.subject, gast.Tuple) and not any(isinstance(e, gast.Starred) for e in node.subject.elts):
            self.display = subject
        chain: Block = []
        for case in reversed(node.cases):
            chain = self.case(case, subject, chain)
        return before + chain

    def case(self, case: Any, subject: Any, chain: Block) -> Block:
        self.found, line = {}, case.body[0].lineno
        tests, body = self.tests(case.pattern, subject), self.plain(case.body, line)
        captures = [tree.assign(name, value, line) for name, value in self.found.items()]
        if case.guard is None or self.only_here(case):
            tests += [] if case.guard is None else [tree.replace(case.guard, self.found)]
            body = captures + body
            return [tree.if_(_all(tests), body, chain, line)] if tests else body
        hit = self.names.fresh("hit")                        # a name is captured although the guard may be false
        tried = [*captures, tree.assign(hit, case.guard, line)]
        first = [tree.assign(hit, tree.const(False), line), tree.if_(_all(tests), tried, [], line)] if tests else tried
        return [*first, tree.if_(tree.name(hit), body, chain, line)]

    def only_here(self, case: Any) -> bool:
        """True if no one can see that a name was captured although the guard was false."""
        if any(isinstance(n, (gast.NamedExpr, *tree.SCOPES)) for n in tree.walk(case.guard)):
            return not self.found
        inside = {id(n) for one in self.node.cases if set(self.found) <= _captures(one.pattern)
                  for part in (*one.body, one.guard) if part is not None for n in tree.walk(part)}
        return not any(isinstance(n, gast.Name) and n.id in self.found and id(n) not in inside
                       for n in tree.walk(self.function))

    # -------------------------------------------------------------- patterns
    def tests(self, pattern: Any, subject: Any) -> Block:
        """The tests that a pattern makes; its captures are put into ``found``."""
        tests: Block = getattr(self, f"match_{type(pattern).__name__.removeprefix('Match')}")(pattern, subject)
        return tests

    def ask(self, word: str, *args: Any) -> Any:
        """A call of a builtin, whatever its name means in the function."""
        own = word in ("isinstance", "hasattr") and self.resolve(word) == (True, getattr(builtins, word))
        return tree.call(word if own else word + tree.TOOL, args)

    def is_a(self, subject: Any, *classes: type) -> Any:
        words = [tree.name(c.__name__ if self.resolve(c.__name__) == (True, c) else c.__name__ + tree.TOOL) for c in classes]
        return self.ask("isinstance", subject, words[0] if len(words) == 1 else tree.tuple_(words))

    def match_Value(self, pattern: Any, subject: Any) -> Block:
        return [tree.compare(subject, "==", pattern.value)]

    def match_Singleton(self, pattern: Any, subject: Any) -> Block:
        return [tree.compare(subject, "is", tree.const(pattern.value))]

    def match_As(self, pattern: Any, subject: Any) -> Block:
        tests = self.tests(pattern.pattern, subject) if pattern.pattern is not None else []
        if pattern.name is not None:
            self.found[pattern.name] = subject
        return tests

    def match_Or(self, pattern: Any, subject: Any) -> Block:
        """The first alternative that holds; what a name captures depends on which it is."""
        outer, ways = self.found, []
        for part in pattern.patterns:
            self.found = {}
            ways.append((self.tests(part, subject), self.found))
        self.found = outer
        for name in ways[0][1]:
            value = ways[-1][1][name]
            for tests, captured in reversed(ways[:-1]):
                if not tests:
                    value = captured[name]
                elif not tree.same(value, captured[name]):
                    value = tree.conditional(_all(tests), captured[name], value)
            self.found[name] = value
        parts = [tests for tests, _ in ways]
        return [] if [] in parts else [tree.boolean("or", [_all(p) for p in parts])]

    def match_Sequence(self, pattern: Any, subject: Any) -> Block:
        parts = pattern.patterns
        stars = [k for k, p in enumerate(parts) if isinstance(p, gast.MatchStar)]
        count = tree.const(len(parts) - len(stars))
        if subject is self.display and (len(self.node.subject.elts) == len(parts) and not stars):
            out = []
        else:
            out = [self.is_a(subject, tuple, list), tree.compare(self.ask("len", subject), ">=" if stars else "==", count)]
        for k, part in enumerate(parts):
            if isinstance(part, gast.MatchStar):
                if part.name is not None:
                    self.found[part.name] = self.rest(subject, k, len(parts) - k - 1)
                continue
            place = k - len(parts) if stars and k > stars[0] else k
            out += self.tests(part, tree.subscript(subject, tree.const(place)))
        return out

    def rest(self, subject: Any, start: int, after: int) -> Any:
        """The list of what a star captures."""
        index, end = self.names.fresh("k"), self.ask("len", subject)
        over = self.ask("range", tree.const(start), tree.binary(end, "-", tree.const(after)) if after else end)
        return tree.comprehension(tree.subscript(subject, tree.name(index)), index, over)

    def match_Mapping(self, pattern: Any, subject: Any) -> Block:
        out = [self.is_a(subject, dict)]
        for key, part in zip(pattern.keys, pattern.patterns, strict=True):
            out += [tree.compare(key, "in", subject), *self.tests(part, tree.call(tree.attr(subject, "get"), [key]))]
        if pattern.rest is not None:
            self.found[pattern.rest] = self.others(subject, pattern.keys)
        return out

    def others(self, subject: Any, keys: Block) -> Any:
        """The dict of the items that are not asked for."""
        key, value = (tree.name(self.names.fresh(word)) for word in ("key", "value"))
        items = tree.call(tree.attr(subject, "items"))
        tests = [tree.compare(key, "!=", k) for k in keys]
        generators = tree.generator(key, tree.tuple_([key, value]), items, tests).generators
        return tree.dict_comprehension(key, value, generators)

    def match_Class(self, pattern: Any, subject: Any) -> Block:
        path = tree.dotted_path(pattern.cls) or ""
        cls = self.resolve(path)[1]
        out = [self.ask("isinstance", subject, pattern.cls)]
        if cls in TAKES_ITSELF and len(pattern.patterns) == 1 and not pattern.kwd_patterns:
            return out + self.tests(pattern.patterns[0], subject)
        words = getattr(cls, "__match_args__", ())
        if not isinstance(cls, type):
            self.refuse(self.node, f"`case {path}(...)`: it is not known which class `{path}` is",
                        "name a class of a module")
        if len(pattern.patterns) > len(words):
            self.refuse(self.node, f"`case {path}(...)` has more positions than `__match_args__` names", "name the attributes")
        named: Mapping[str, Any] = dict(zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True))
        for word, part in [*zip(words, pattern.patterns), *named.items()]:
            tests = self.tests(part, tree.attr(subject, word))
            out += tests if word in words else [self.ask("hasattr", subject, tree.const(word)), *tests]
        return out


def _all(tests: Block) -> Any:
    return tests[0] if len(tests) == 1 else tree.boolean("and", tests)


def _captures(node: Any) -> set[str]:
    return {name for p in tree.walk(node) if isinstance(p, (gast.MatchAs, gast.MatchStar, gast.MatchMapping))
            and (name := getattr(p, "name", None) or getattr(p, "rest", None)) is not None}
