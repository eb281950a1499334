"""Emitted text made into functions that run, and errors inside them traced to the user's line.

The text has an entry in linecache under a name that is the same from run to run, so tracebacks,
pdb and ``inspect.getsource`` show it.
"""
from __future__ import annotations

import hashlib
import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import CodeType, FunctionType, ModuleType, TracebackType
from typing import Any

from .analyses.kinds import Kind, of_value
from .pipeline import Emitted
from .watched import Live, apart, watched


@dataclass(frozen=True)
class Loaded:
    """``call`` is the emitted function; ``live`` are the values its text stands on.

    A getter of ``live`` returns the value as it is now; where that is another object than the one
    remembered, this Loaded is out of date (see ``refresh``). What every call asks is ``watched``, and whether the code of
    ``primal`` is still ``primal_code``: apart, for most often it is all that there is to ask.
    """

    emitted: Emitted
    code: CodeType
    module: str
    call: Callable[..., Any]
    function: FunctionType                 # what ``call`` calls
    reverse: Callable[..., Any] | None
    live: tuple[Live, ...]
    primal: FunctionType
    primal_code: CodeType
    watched: tuple[Live, ...]
    consumes: bool                         # the reverse part takes values out of its record

    def has_changed(self) -> bool:
        """True if something that the text stands on is not what it was."""
        for getter, value in self.watched:             # a loop: a generator takes longer than most of what it asks
            if getter() is not value:
                return True
        return self.primal.__code__ is not self.primal_code


def load(emitted: Emitted, module: str, keyword_only: tuple[str, ...] = (), count: int = 0,
         filename: str | None = None) -> Loaded:
    """Compile emitted text; ``call`` takes keyword-only parameters, last of ``count``, by position.

    ``filename`` is where the text lies, if it does.
    """
    filename = filename or filename_of(emitted)
    # an mtime of None keeps linecache.checkcache from dropping a file that is on no disk
    linecache.cache[filename] = (len(emitted.text), None, emitted.text.splitlines(keepends=True), filename)
    code = compile(emitted.text, filename, "exec", dont_inherit=True)
    values = {binding.emitted_name: binding.value for binding in emitted.bindings}
    function, reverse = _functions(emitted, code, module, values)
    call = _by_position(function, keyword_only, count) if keyword_only else function
    live = tuple((binding.getter, binding.value) for binding in emitted.bindings)
    primal, primal_code, rest = apart(live, function)
    consumes = ".pop(" in emitted.text
    return Loaded(emitted, code, module, call, function, reverse, live, primal, primal_code, watched(rest), consumes)


def filename_of(emitted: Emitted) -> str:
    """Return the name under which linecache knows the text."""
    digest = hashlib.sha256(emitted.text.encode()).hexdigest()[:12]
    return f"<srcad {emitted.name} {digest}>"


def is_current(loaded: Loaded) -> bool:
    """True while every value that the text stands on is the object it was."""
    return all(getter() is value for getter, value in loaded.live)


def refresh(loaded: Loaded, keyword_only: tuple[str, ...], count: int) -> Loaded | None:
    """Return it with the values as they are now, or None where only new text will do.

    The old one stays as it is: a call that is under way, or a pullback, keeps the values it
    began with.
    """
    live: list[Live] = []
    for binding, (getter, old) in zip(loaded.emitted.bindings, loaded.live, strict=True):
        try:
            new = getter()
        except Exception:                  # the name is gone: let the transformation say so
            return None
        if new is not old and not (binding.emitted_name and _same_data(old, new)):
            return None
        live.append((getter, new))
    values = {b.emitted_name: new for b, (_, new) in zip(loaded.emitted.bindings, live, strict=True)}
    function, reverse = _functions(loaded.emitted, loaded.code, loaded.module, values)
    call = _by_position(function, keyword_only, count) if keyword_only else function
    _, _, rest = apart(live, function)                     # text whose primal has other code is not refreshed
    return replace(loaded, call=call, function=function, reverse=reverse, live=tuple(live), watched=watched(rest))


def _same_data(old: object, new: object) -> bool:
    if any(isinstance(value, (ModuleType, type)) or callable(value) for value in (old, new)):
        return False
    kind: Kind = of_value(new)
    return kind == of_value(old)


class _Kept(dict[str, Any]):
    """The names that a module binds: what is bound already stays, over what the text has in its place to run alone."""

    def __init__(self, namespace: dict[str, Any], kept: Mapping[str, object]) -> None:
        super().__init__()
        self.namespace, self.kept = namespace, kept

    def __setitem__(self, name: str, value: Any) -> None:
        if name not in self.kept:
            self.namespace[name] = value


def _functions(emitted: Emitted, code: CodeType, module: str,
               values: dict[str, object]) -> tuple[FunctionType, Callable[..., Any] | None]:
    values = {name: value for name, value in values.items() if name.isidentifier()}
    namespace: dict[str, Any] = {**values, "__name__": module}
    exec(code, namespace, _Kept(namespace, values))
    namespace.update(values)               # over functions that the text has in their place to run alone
    reverse = namespace[emitted.reverse_name] if emitted.reverse_name else None
    return namespace[emitted.name], reverse


def _by_position(function: Callable[..., Any], keyword_only: tuple[str, ...],
                 count: int) -> Callable[..., Any]:
    """Adapt ``f(x, *, k)`` to be called ``f(x, k)``; what follows the ``count`` stays positional."""
    first = count - len(keyword_only)

    def call(*args: Any) -> Any:
        named = dict(zip(keyword_only, args[first:count], strict=True))
        return function(*args[:first], *args[count:], **named)

    return call


def explain(error: BaseException, emitted: Emitted, function: FunctionType) -> None:
    """Add to an exception raised inside emitted code a note that names the user's line."""
    line = _user_line(error.__traceback__, filename_of(emitted), emitted.lines, function.__code__.co_firstlineno)
    if line is None and emitted.plain is None:
        return
    text = linecache.getline(emitted.user_file, line or 0).strip()
    note = f"in the derivative of {function.__qualname__}, {emitted.user_file}:{line}" + (
        f"\n    {text}" if text else "")
    if line is None:
        note = f"in the compiled derivative of {function.__qualname__}: without compile= the line is named"
    notes = getattr(error, "__notes__", [])
    if note in notes:
        return
    try:
        if hasattr(error, "add_note"):
            error.add_note(note)
        else:                              # Python 3.10 has notes in name only
            error.__notes__ = [*notes, note]
    except AttributeError:                 # an exception class without a dictionary
        pass


def _user_line(traceback: TracebackType | None, filename: str, lines: dict[int, int], first: int) -> int | None:
    """Return the user's line of the innermost emitted frame that has one; ``first`` where arguments are refused."""
    nearby = exact = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            at = traceback.tb_lineno
            exact = lines.get(at, exact)
            above = [line for line in lines if line <= at]
            nearby = lines[max(above)] if above else nearby or (first if lines else None)
        traceback = traceback.tb_next
    return exact if exact is not None else nearby
