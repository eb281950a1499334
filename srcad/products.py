"""The callables behind ``vjp`` and ``jvp``: products with the Jacobian, from either side.

Both differentiate every argument that is a real number or an array of them. A lone integer, a
bool, a string, None or any other object has no derivative here: its cotangent is None, and so may
its tangent be. Name parameters with ``wrt`` to choose otherwise.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from .analyses.kinds import Kind, key_of, of_value
from .derivative import Derivative, Options, carries_derivative
from .errors import ArgumentError, OutputError, SrcadError, fail
from .loader import Loaded, explain
from .signature import place_of


class Vjp(Derivative):
    """Runs the function and returns ``(y, pullback)``."""

    _split, _word = True, "vjp"

    def __call__(self, *args: Any, **kwargs: Any) -> tuple[Any, Pullback]:
        full = self._bind(*args, **kwargs)
        names = self._parameters.names
        passed = names[:len(args)] + tuple([name for name in names[len(args):] if name in kwargs])
        key = (passed, *map(key_of, full))
        loaded = self._by_key.get(key)
        if loaded is None or any(getter() is not value for getter, value in loaded.live):
            loaded = self._versions.current(key, lambda: self._emit(self._kinds(full), self._chosen(full, passed)))
        try:
            value, record = loaded.call(*full)
        except Exception as error:
            explain(error, loaded.emitted, self._function)
            raise
        return value, Pullback(loaded, self._function, record, value, self._slots(full, passed))

    def _chosen(self, full: tuple[Any, ...], passed: tuple[str, ...]) -> tuple[str, ...]:
        """Return what to differentiate: of the arguments passed; defaults are constants."""
        wrt = self._wrt
        if wrt is None:
            return self._default_wrt(tuple(item for item in self._kinds(full) if item[0] in passed))
        for name in wrt:
            if name not in passed:
                self._parameters.refuse(f"`wrt` names `{name}`, which was not passed", "pass a value for it")
        return wrt

    def _slots(self, full: tuple[Any, ...], passed: tuple[str, ...]) -> tuple[int | None, ...]:
        """Return for each argument passed where its cotangent is among those of the reverse part."""
        wrt = self._chosen(full, passed)
        return tuple(wrt.index(name) if name in wrt else None for name in passed)


class Pullback:
    """Takes a cotangent of the value to one cotangent per argument; may be called many times."""

    __slots__ = ("_loaded", "_function", "_record", "_shape", "_slots")

    def __init__(self, loaded: Loaded, function: FunctionType, record: object, value: object,
                 slots: tuple[int | None, ...]) -> None:
        self._loaded, self._function, self._record, self._slots = loaded, function, record, slots
        self._shape = _shape_of(value, function)

    def __call__(self, y_bar: Any) -> tuple[Any, ...]:
        seed = fit(y_bar, self._shape, "the cotangent", self._function)
        # a reverse part that pops must not leave an empty record for the next call
        record = _fresh(self._record) if self._loaded.consumes else self._record
        assert self._loaded.reverse is not None
        try:
            found = self._loaded.reverse(record, seed)
        except Exception as error:
            explain(error, self._loaded.emitted, self._function)
            raise
        return tuple([None if slot is None else _apart(found[slot], y_bar) for slot in self._slots])

    def __repr__(self) -> str:
        return f"<srcad pullback of {self._function.__qualname__}>"


class Jvp(Derivative):
    """Runs the function on ``primals`` along ``tangents`` and returns ``(y, y_dot)``."""

    _mode, _value, _word = "forward", True, "jvp"

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        super().__init__(primal, options)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        self.__signature__ = inspect.Signature(
            [inspect.Parameter(name, kind) for name in ("primals", "tangents")])

    def __call__(self, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:    # type: ignore[override]
        full, wrt, dots = self._along(primals, tangents)
        key = (wrt, *map(key_of, full))
        loaded = self._by_key.get(key)
        if loaded is None or any(getter() is not value for getter, value in loaded.live):
            loaded = self._versions.current(key, lambda: self._emit(self._kinds(full), wrt))
        try:
            value, tangent = loaded.call(*full, *dots)
        except Exception as error:
            explain(error, loaded.emitted, self._function)
            raise
        return value, tangent

    def _along(self, primals: Sequence[Any], tangents: Sequence[Any],
               ) -> tuple[tuple[Any, ...], tuple[str, ...], list[Any]]:
        """Return all arguments, the names that have a tangent, and the tangents of these."""
        for word, given in (("primals", primals), ("tangents", tangents)):
            if not isinstance(given, (tuple, list)):
                self._parameters.refuse(f"the {word} are a tuple with one entry per argument, "
                                        f"not {type(given).__name__}", f"write jvp(f, (x,), (x_dot,))")
        if len(primals) != len(tangents):
            self._parameters.refuse(f"{len(primals)} primals were given with {len(tangents)} tangents",
                                    "give one tangent per primal; None where there is none")
        full = self._bind(*primals)
        wrt: list[str] = []
        dots: list[Any] = []
        for name, value, tangent in zip(self._parameters.names, full, tangents, strict=False):
            kind = of_value(value)
            active = carries_derivative(kind) if self._wrt is None else name in self._wrt
            if tangent is None:
                continue
            if active:
                shape = _shape_of(value, self._function) if kind.differentiable else None
                wrt.append(name)
                dots.append(fit(tangent, shape, f"the tangent of `{name}`", self._function))
            elif np.any(tangent):
                self._parameters.refuse(f"the argument `{name}` is {kind} and has no derivative, "
                                        "so it takes no tangent", "pass None for it, or name it with wrt=")
        if not wrt:
            self._parameters.refuse("no argument has a tangent", "give a tangent for at least one float or array")
        return full, tuple(wrt), dots


# ---------------------------------------------------------------------- shapes of values
class Leaf:
    """A number or an array, without its data."""
