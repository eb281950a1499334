"""The callable behind ``vjp(..., compile="numba")``.

A record of a forward sweep would have to leave compiled code and come back, so there is none: the value is computed by compiled
code alone, and a pullback keeps the arguments and runs both sweeps in compiled code.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .analyses.kinds import key_of, of_value
from .derivative import Kinds, native, tell
from .errors import SrcadError, UnsupportedSyntax, fail
from .loader import Loaded, explain, load
from .pipeline import Emitted
from .products import Pullback, Vjp, arrays, kept_record
from .signature import place_of


class CompiledVjp(Vjp):
    """Runs compiled code for the value and for the pullback, and returns ``(y, pullback)``."""

    def __call__(self, *args: Any, **kwargs: Any) -> tuple[Any, Pullback]:
        full = self._bind(*args, **kwargs)
        passed = self._passed(args, kwargs)
        key = (passed, *map(key_of, full))
        ahead = self._part((*key, "value"), full, passed, ())
        try:
            value = ahead.call(*full)
        except Exception as error:
            explain(error, ahead.emitted, self._function)
            raise
        both = self._part((*key, "pullback", key_of(value)), full, passed, (value,))
        wrt = self._chosen(full, passed)
        slots = tuple([wrt.index(n) if n in wrt else None for n in passed])
        record = kept_record(full, [*arrays(full), *arrays(value)])
        return value, Pullback(both, self._function, record, value, slots)

    def _part(self, key: object, full: tuple[Any, ...], passed: tuple[str, ...], values: tuple[Any, ...]) -> Loaded:
        """Return what computes the value, or from ``values``, which has it, what pulls back."""
        loaded = self._by_key.get(key)
        if loaded is None or loaded.has_changed():
            kinds = self._kinds(full)
            loaded = self._versions.current(key, lambda: self._made(kinds, self._chosen(full, passed), values))
        return loaded

    def emit(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Emitted:
        """Run the pipeline: the text as it is before it is compiled, for the type of the value is not known yet."""
        return Vjp(self._primal, replace(self._options, compile=None)).emit(kinds, wrt, guarded)

    def _made(self, kinds: Kinds, wrt: tuple[str, ...], values: tuple[Any, ...]) -> Loaded:
        emitted = self.emit(kinds, wrt)
        if re.search(r"\bprint\(", emitted.text):
            fail(UnsupportedSyntax, place_of(self._function), 'compile="numba": a pullback would print again what this prints',
                 "leave out the print, or compile=")
        bar = "y_bar"
        while bar in dict(kinds):
            bar += "_"
        if values:
            kinds = (*kinds, (bar, of_value(values[0])))
        plain = alone(emitted, [name for name, _ in kinds], bool(values))

        def otherwise(error: SrcadError) -> Callable[..., Any]:
            tell(error, self._options)
            return load(plain, self._function.__module__).call

        try:
            compiled = native().native(plain, kinds, place_of(self._function))
        except SrcadError as error:
            tell(error, self._options)
            loaded = load(plain, self._function.__module__)
        else:
            loaded = native().compiled(compiled, kinds, otherwise)
        return replace(loaded, reverse=lambda record, seed: loaded.call(*record, seed), consumes=False)


def alone(emitted: Emitted, parameters: list[str], pulls: bool) -> Emitted:
    """Return the text of both sweeps with a function that gives the value; or, of arguments and a seed, what is pulled back."""
    given = ", ".join([f"{name}={name}" for name in (parameters[:-1] if pulls else parameters)])
    name = f"{emitted.name}_{'pullback' if pulls else 'value'}"
    body = (f"    _, record = {emitted.name}({given})\n    return {emitted.reverse_name}(record, {parameters[-1]})\n" if pulls
            else f"    return {emitted.name}({given})[0]\n")
    text = f"{emitted.text.rstrip()}\n\n\ndef {name}({', '.join(parameters)}):\n{body}"
    return replace(emitted, text=text, name=name, reverse_name="", in_place=False)
