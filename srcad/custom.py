"""Rules of users: what the derivative of a callable is, in the form of the built-in tables.

A function of one's own, or a third party's:

    @rule(soft, kind="elementwise")            # one partial per parameter
    def soft_rule(x):
        return 1 / (1 + np.exp(-x))

    @rule(solve, kind="vjp")                   # one cotangent per parameter; ct and ans are supplied
    def solve_vjp(a, b, *, ct, ans):
        b_bar = np.linalg.solve(a.T, ct)
        return -np.outer(b_bar, ans), b_bar

    @rule(solve, kind="jvp")                   # forward mode, from the tangents a_dot and b_dot
    def solve_jvp(a, b, *, a_dot, b_dot, ans):
        return np.linalg.solve(a, b_dot - a_dot @ ans)

The body stands in the emitted text. A callable with a rule is taken to have no effect.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, NoReturn, TypeVar

from .errors import ArgumentError, Location, SrcadError, fail
from .rules import registry
from .rules.expand import is_supplied, returned
from .rules.registry import Rule
from .signature import place_of
from .source import find_source, python_of

F = TypeVar("F", bound=Callable[..., Any])
Kind = Literal["elementwise", "linear", "bilinear", "vjp", "jvp"]
KINDS: dict[str, Any] = {k: "general" if k in ("vjp", "jvp") else k for k in ("elementwise", "linear", "bilinear", "vjp", "jvp")}


def rule(*callables: Any, kind: Kind, wrt: str = "", saved: Callable[..., Any] | None = None) -> Callable[[F], F]:
    """Say what the derivative of callables is; the decorated function has the parameters of these.

    ``kind`` says what the function returns: ``"elementwise"`` a partial per parameter, ``"linear"`` and
    ``"vjp"`` a cotangent per parameter, ``"bilinear"`` those of the first two, ``"jvp"`` the tangent.
    ``wrt`` names the parameters that have a derivative, those without a default if it is left out. After
    ``*`` the function may take ``ct``, the cotangent of the value, ``ans``, the value, and for ``"jvp"``
    takes ``NAME_dot`` for each of ``wrt``. A rule takes the place of an older one, or of a built-in one.

    With ``saved``, a ``"vjp"`` is a function ``(saved, ct)``: ``saved(...)`` is called in place of the
    callable and returns its value and what is to be kept for the reverse sweep.

    Raises: ArgumentError where the parameters are not those of the callable, or the cotangents not as many
    as those of ``wrt``; ValueError, when a derivative runs, where their shapes are not those of the operands.

    >>> def cube(x):
    ...     return x ** 3
    >>> @rule(cube, kind="elementwise")
    ... def cube_rule(x):
    ...     return 3 * x * x
    """
    def register(function: F) -> F:
        _Registered(function, callables, kind, tuple(wrt.split()), saved).add()
        return function
    return register


def no_derivative(*callables: Any) -> None:
    """Say that no derivative flows through these callables, and that they write to nothing they are given.

    >>> def count(x):
    ...     return len(x)
    >>> no_derivative(count)
    """
    registry.add_custom(tuple(map(python_of, callables)), Rule(getattr(callables[0], "__name__", "rule"), "zero", custom=True))


class _Registered:
    def __init__(self, function: Any, callables: tuple[Any, ...], kind: str, wrt: tuple[str, ...], saved: Any) -> None:
        self.function, self.callables, self.kind, self.saved = function, callables, kind, saved
        if kind not in KINDS:
            self.refuse(f"there is no kind of rule `{kind}`", f"one of {', '.join(KINDS)}")
        if not callables:
            self.refuse("no callable is named", "name what the rule is for: @srcad.rule(f, kind=...)")
        if saved is not None and kind != "vjp":
            self.refuse("only a rule of kind `vjp` has saved values", 'write kind="vjp"')
        self.form = saved or function
        parameters = [p for p in inspect.signature(self.form).parameters.values() if not is_supplied(p)]
        self.names = [p.name for p in parameters]
        self.wrt = wrt or tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD and p.default is p.empty)
        if kind == "bilinear":
            self.wrt = self.wrt[:2]

    def refuse(self, reason: str, hint: str) -> NoReturn:
        fail(ArgumentError, self.where(), f"the rule `{self.function.__name__}`: {reason}", hint)

    def where(self) -> Location | None:
        return place_of(self.function) if inspect.isfunction(self.function) else None

    def add(self) -> None:
        self.check()
        for target in map(python_of, self.callables):
            old = registry.CUSTOM.get(target)
            new = Rule(self.function.__name__, KINDS[self.kind], self.function, self.wrt, self.kind == "elementwise",
                       saved=self.saved, custom=True)
            if self.kind == "jvp":
                new = replace(old, forward=self.function) if old is not None and old.kind == "general" else replace(
                    new, function=None, forward=self.function)
            elif self.kind == "vjp" and old is not None and old.kind == "general":
                new = replace(new, forward=old.forward)
            registry.add_custom((target,), new)

    def check(self) -> None:
        """Refuse a rule that does not fit what it is for."""
        if not inspect.isfunction(self.function) or self.function.__name__ == "<lambda>":
            self.refuse("a rule is a function defined with def", "write it with def")
        try:
            find_source(self.function)
        except SrcadError as error:
            self.refuse(f"its source cannot be read: {error.reason}", "define it in a file, or with srcad.from_source")
        unknown = [name for name in self.wrt if name not in self.names]
        if unknown:
            self.refuse(f"`wrt` names {', '.join(unknown)}, which is not among its parameters", "name the parameters it has")
        if not self.wrt:
            self.refuse("no parameter has a derivative", 'name those that have one: wrt="x y"')
        for target in map(python_of, self.callables):
            self.check_parameters(target)
        if self.saved is not None and len(inspect.signature(self.function).parameters) != 2:
            self.refuse("a rule with saved values takes two arguments", "write def rule(saved, ct)")
        given = inspect.signature(self.function).parameters
        for name in self.wrt if self.kind == "jvp" else ():
            if f"{name}_dot" not in given:
                self.refuse(f"it takes no tangent `{name}_dot`", f"add it after a *: (..., *, {name}_dot)")
        for count in returned(self.function) if self.kind != "jvp" else ():
            if count and count != len(self.wrt):
                self.refuse(f"it returns {count} values for the parameters {', '.join(self.wrt)}",
                            "return one for each, in this order")

    def check_parameters(self, target: Any) -> None:
        try:
            theirs = list(inspect.signature(target, follow_wrapped=False).parameters.values())
        except (TypeError, ValueError):        # written in C, without a signature
            return
        if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in theirs):
            return
        known = [p.name == name or p.kind is p.POSITIONAL_ONLY for p, name in zip(theirs, self.names)]
        if not all(known) or len(known) < len(self.names):
            self.refuse(f"its parameters are {', '.join(self.names)}, and those of `{getattr(target, '__name__', target)}` are "
                        f"{', '.join(p.name for p in theirs)}", "give it the same ones")
