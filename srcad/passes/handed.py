"""Functions handed to a primitive that calls them: what they capture becomes part of its tuple ``args``.

``brentq(lambda x: x**2 - p, 0, 9)`` becomes ``brentq(f_of, 0, 9, args=(p,))``, where ``f_of(x0, p_given)``
calls the lambda: SciPy passes its arguments on, and the derivative flows through what it is given.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Protocol

from .. import tree
from ..names import Names
from ..rules.expand import bind
from ..rules.registry import Rule
from ..source import Source
from .made import make


class Passed(Protocol):
    """A function value: what is called, and trees of arguments that it has been given before."""

    @property
    def func(self) -> Any: ...
    @property
    def target(self) -> Any: ...
    @property
    def given(self) -> tuple[Any, ...]: ...
    @property
    def keywords(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Handed:
    """A call of a primitive by the names of its parameters; ``passed`` are the functions among them."""

    bound: dict[str, Any]
    passed: dict[str, Passed]
    args: list[Any]
    captured: dict[str, Any]                             # by the parameter that stands for it in made functions

    def call(self, func: Any, functions: Mapping[str, Any], expression: Any, args: list[Any], keywords: Any) -> Any:
        """Return the call with other functions, and all that they capture in ``args``."""
        whole = tree.tuple_([*map(expression, self.args), *map(expression, self.captured.values())])
        order = [p for p in self.bound if p not in keywords][:len(args)]
        new = {p: functions[p] if p in functions else whole if p == "args" else expression(self.bound[p])
               for p in [*order, *keywords]}
        if whole.elts:
            new["args"] = whole
        return tree.call(func, [new[p] for p in order], {k: v for k, v in new.items() if k not in order})


def handed(rule: Rule, args: list[Any], keywords: Mapping[str, Any], function_value: Any, elements: Any,
           names: Names) -> Handed | None:
    """Return what a call hands on; None where a function is not known.

    ``elements`` of a tuple are its elements, None where they are not written out.

    Raises:
        BindError: the rule does not know the call.
    """
    bound = bind(rule, args, dict(keywords))
    values = {p: function_value(bound[p]) for p, _ in rule.calls if not tree.is_none(bound[p])}
    given = [] if tree.is_none(bound["args"]) else elements(bound["args"])
    if None in values.values() or given is None:
        return None
    captured: dict[str, Any] = {}
    for one in values.values():
        for value in [*one.given, *one.keywords.values()]:
            if not any(tree.same(value, other) for other in captured.values()):
                captured[names.fresh(f"{tree.dotted_path(value) or 'value'}_given")] = value
    return Handed(bound, values, given, captured)


def around(one: Passed, count: int, found: Handed, source: Source, names: Names) -> FunctionType:
    """Make the function that takes ``count`` arguments, those of ``args``, and all that is captured."""
    word = getattr(one.target, "__name__", "function")
    inner = names.fresh(word if word.isidentifier() else "function")
    own = [names.fresh(f"x{k}") for k in range(count + len(found.args))]

    def parameter(value: Any) -> Any:
        return tree.name(next(p for p, other in found.captured.items() if tree.same(value, other)))

    call = tree.call(inner, [*map(parameter, one.given), *map(tree.name, own)],
                     {k: parameter(v) for k, v in one.keywords.items()})
    line = source.first_line
    args = tree.arguments([tree.parameter(n) for n in [*own, *found.captured]])
    node = tree.function(names.fresh(f"{inner}_of"), args, [tree.return_(call, line)], None, line)
    return make(node, source, {inner: one.target})
