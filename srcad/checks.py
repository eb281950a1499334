"""``check_grads``: the derivatives of a function compared with finite differences.

A check of one order is of a scalar function, whose derivative along a direction is again a scalar function:
by reverse mode the gradient times the direction, by forward mode the tangent. That one is checked next.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .analyses.kinds import of_value
from .derivative import Derivative, Options, carries_derivative
from .errors import ArgumentError, WrongDerivative, fail
from .jacobians import leaves, rebuilt
from .products import Jvp
from .signature import place_of
from .source import from_source

Function = Callable[..., Any]
MODES = ("reverse", "forward")


def check_grads(function: Function, args: Sequence[Any], order: int = 2, modes: Sequence[str] = MODES) -> None:
    """Compare the derivatives of a function at ``args`` with finite differences, up to an order.

    Every argument that carries a derivative is moved along one random direction of its own, the same in
    every run; order 2 differentiates what each of the ``modes`` gives in each of them.

    Raises: WrongDerivative where two numbers disagree: it names the argument and the modes, and shows
    the direction and both numbers; ArgumentError for another mode; what ``grad`` raises.

    >>> def product(x, y):
    ...     return x * y * y
    >>> check_grads(product, (2.0, 3.0))
    """
    unknown = [mode for mode in modes if mode not in MODES]
    if unknown or not modes:
        fail(ArgumentError, None, f"`modes` is {modes!r}", 'it holds "reverse", "forward" or both')
    check = _Check(function, tuple(args))
    check.levels(check.scalar(), order, tuple(modes), "")


class _Check:
    def __init__(self, function: Function, args: tuple[Any, ...]) -> None:
        self.function, self.args = function, args
        self.word = getattr(function, "__name__", "the function")
        self.random = np.random.default_rng(0)
        known = getattr(function, "_parameters", None)
        try:
            names = known.names if known else tuple(inspect.signature(function).parameters)
        except (TypeError, ValueError):    # written in C
            names = ()
        self.names = [names[k] if k < len(names) else f"x{k}" for k in range(len(args))]
        self.places = [k for k, arg in enumerate(args) if carries_derivative(of_value(arg))]
        if not self.places:
            fail(ArgumentError, None, f"no argument of `{self.word}` has a derivative", "pass floats or arrays of floats")
        self.directions = {k: self.like(args[k]) for k in self.places}
        kinds = [np.asarray(leaf).dtype for k in self.places for leaf in leaves(args[k])]
        eps = max([float(np.finfo(kind).eps) for kind in kinds if kind.kind in "fc"], default=2.0 ** -52)
        self.step, self.tolerance = eps ** 0.2, eps ** 0.4

    def like(self, value: Any) -> Any:
        """Random numbers in the structure and dtype of a value."""
        def one(leaf: Any) -> Any:
            found: Any = self.random.uniform(-1.0, 1.0, np.shape(leaf))
            if np.iscomplexobj(leaf):
                found = found + 1j * self.random.uniform(-1.0, 1.0, np.shape(leaf))
            return found.astype(leaf.dtype) if isinstance(leaf, np.ndarray) and leaf.dtype.kind in "fc" else found if np.ndim(
                leaf) else found.item()
        return rebuilt(value, iter([one(leaf) for leaf in leaves(value)]))

    # -------------------------------------------------------------- the functions that are checked
    def made(self, body: str, names: dict[str, Any]) -> Function:
        """A function of the arguments; an argument that is moved has its own name, the others stand for themselves."""
        text = f"def checked({', '.join(self.names)}):\n{body}"
        found: Function = from_source(text, "checked", namespace={"np": np, "__name__": "srcad_check", **names})
        return found

    def scalar(self) -> Function:
        """The function itself, or a weighted sum of what it returns."""
        value = self.function(*self.copies())
        weights = self.like(value)
        call = f"function({', '.join(self.names)})"
        names = {"function": self.function, "weights": weights}
        if not isinstance(value, (tuple, list)) and np.ndim(value) == 0 and not np.iscomplexobj(value):
            return self.made(f"    return {call}\n", names)
        return self.made(f"    y = {call}\n    return {total(value, 'y', 'weights')}\n", names)

    def along(self, function: Function, places: list[int], mode: str) -> Function:
        """The derivative of a scalar function along the directions of arguments, as a function."""
        given, names = ", ".join(self.names), tuple([self.names[k] for k in places])
        directions = tuple([self.directions[k] for k in places])
        dots = {f"direction_{k}": direction for k, direction in enumerate(directions)}
        if mode == "reverse":
            gradient = Derivative(function, Options(names if len(names) > 1 else names[0]))
            bars = [f"bar_{k}" for k in range(len(names))]
            terms = [total(d, bar, dot) for d, bar, dot in zip(directions, bars, dots, strict=True)]
            return self.made(f"    {', '.join(bars)} = gradient({given})\n    return {' + '.join(terms)}\n",
                             {"gradient": gradient, **dots})
        tangent = Jvp(function, Options(names))
        emitted = tangent.emit(tangent.kinds_of(*self.args), names)
        values = {b.emitted_name: b.value for b in emitted.bindings if b.emitted_name.isidentifier()}
        run = from_source(emitted.text, emitted.name, namespace={"__name__": "srcad_check", **values})
        run.__globals__.update(values)     # over what the text has in their place to run alone
        return self.made(f"    value, dot = run({given}, {', '.join(dots)})\n    return dot\n", {"run": run, **dots})

    def copies(self) -> list[Any]:
        return [np.copy(arg) if isinstance(arg, np.ndarray) else arg for arg in self.args]

    # -------------------------------------------------------------- the checks
    def levels(self, function: Function, order: int, modes: tuple[str, ...], over: str) -> None:
        for place in self.places if order > 0 else ():
            expected = self.difference(function, place)
            for mode in modes:
                words = f"{mode} over {over}" if over else mode
                found = float(self.along(function, [place], mode)(*self.copies()))
                if not abs(found - expected) <= self.tolerance * max(1.0, abs(expected)):
                    self.report(place, words, found, expected)
        for mode in modes if order > 1 else ():
            self.levels(self.along(function, self.places, mode), order - 1, modes, f"{mode} over {over}" if over else mode)

    def difference(self, function: Function, place: int) -> float:
        """The slope of a function along a direction, by differences of the fourth order."""
        def at(steps: int) -> float:
            args = self.copies()
            moved = [x + steps * self.step * d for x, d in zip(leaves(args[place]), leaves(self.directions[place]), strict=True)]
            args[place] = rebuilt(args[place], iter(moved))
            return float(function(*args))
        return float((8.0 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12.0 * self.step))

    def report(self, place: int, words: str, found: float, expected: float) -> None:
        where = place_of(self.function) if inspect.isfunction(self.function) else None
        direction = ", ".join([np.array2string(np.asarray(d), precision=4, threshold=20) for d in leaves(self.directions[place])])
        fail(WrongDerivative, where, f"the derivative of `{self.word}` with respect to `{self.names[place]}` ({words}) along "
             f"{direction} is {found:.9g}, but finite differences give {expected:.9g}",
             "see whether the function is smooth there; if it is, a rule is wrong")


def total(value: Any, word: str, weights: str) -> str:
    """The text of a weighted sum of all numbers of a nested value; of complex ones, its real part."""
    if isinstance(value, (tuple, list)):
        return " + ".join([total(item, f"{word}[{k}]", f"{weights}[{k}]") for k, item in enumerate(value)]) or "0.0"
    found = f"np.sum({word} * {weights})" if np.ndim(value) else f"{word} * {weights}"
    return f"np.real({found})" if np.iscomplexobj(value) else found
