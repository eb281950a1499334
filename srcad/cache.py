"""Emitted texts kept on disk, so that another process need not make them again.

An entry is named by a digest of what is asked for: the function's code and the text of its file, the kinds of the
arguments, the options, and the versions of everything that takes part. It holds while all that its text was made
from is what it was: it lists how each of these is reached from the function, and a fingerprint of what was there.
Functions whose texts stand on more than that (classes and objects of users, lists, functions made on the way, rules of
their own) are made anew each time.

The folder is ``srcad`` in the user's cache, or what ``SRCAD_CACHE`` names; ``SRCAD_CACHE=off`` keeps nothing. What is in it is
run as code: it belongs to its owner alone.
"""
from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import linecache
import os
import sys
import tempfile
import warnings
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from .analyses.kinds import Kind
from .passes.scope import current, current_value, same
from .pipeline import Binding, Emitted
from .rules.expand import Foreign
from .rules.registry import CUSTOM, latest
from .source import MADE, Source
from .unit import Request

FORMAT = 1
LIBRARIES = ("numpy", "scipy", "srcad")               # their versions are in the name of an entry
PARTS = ("numpy", "scipy", "gast", "astor")
PLAIN = (bool, int, float, complex, str, bytes, type(None))
LARGEST = 1 << 20                                     # bytes of an array that is told by its content


class Unknown(Exception):
    """Something that a later process cannot reach, or not tell from another."""


def kept(function: FunctionType, request: Request, make: Callable[[], Emitted]) -> Emitted:
    """Return the derivative that ``make`` makes, from the disk if it is there and holds."""
    folder = _folder()
    if folder is None or CUSTOM or MADE in vars(function):
        return make()
    try:
        path = folder / f"{_name(function, request)}.json"
    except Unknown:
        return make()
    try:
        return _revived(json.loads(path.read_text(encoding="utf-8")), function)
    except (Unknown, FileNotFoundError):
        pass
    except OSError as error:
        _warn(f"cannot be read ({error})")
    except Exception:                                 # whatever stands there, it is none of ours
        _warn(f"has a damaged entry, {path.name}, which is made anew")
    emitted = make()
    try:
        write_whole(path, json.dumps(_described(emitted, function)))
    except Unknown:
        pass
    except OSError as error:
        _warn(f"cannot be written ({error})")
    return emitted


# ------------------------------------------------------------------ the folder
def root() -> Path | None:
    """Return the folder that is asked for, None where nothing is kept."""
    asked = os.environ.get("SRCAD_CACHE", "")
    if asked.lower() == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(asked or os.path.join(base, "srcad"))


def _folder() -> Path | None:
    path = root()
    return None if path is None else _made(str(path))


@functools.lru_cache(maxsize=8)
def _made(name: str) -> Path | None:
    path = Path(name)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.stat()
    except OSError as error:
        _warn(f"cannot be made ({error})")
        return None
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        _warn(f"is not yours alone: chmod go-w {path}")
        return None
    return path


_warned: set[str] = set()


def _warn(what: str) -> None:
    """Say once that the cache is not what it should be."""
    if not _warned:
        _warned.add(what)
        warnings.warn(f"srcad's cache of derivatives {what}; srcad goes on without it (SRCAD_CACHE names another folder, or off)",
                      RuntimeWarning, stacklevel=2)


def write_whole(path: Path, text: str) -> None:
    """Put a whole file in its place at once: another process sees the old one, or this one."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


# ------------------------------------------------------------------ fingerprints
def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _name(function: FunctionType, request: Request) -> str:
    for _, kind in request.kinds:
        _check(kind)
    return _digest(FORMAT, sys.version, sys.byteorder, _versions(), _package(), function.__module__, function.__qualname__,
                   fingerprint(function), request)


def _check(kind: Kind) -> None:
    """Raise Unknown for the kind of anything but numbers, text, arrays, and lists and tuples of these, or what is not known."""
    plain = kind.type in (*PLAIN, np.ndarray, list, tuple, None) or kind.type.__module__ == "numpy"
    if not plain or kind.home is not None:
        raise Unknown
    for item in kind.items:
        _check(item)


@functools.cache
def _versions() -> tuple[str, ...]:
    found = []
    for name in PARTS:
        try:
            found.append(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            found.append("")
    return tuple(found)


@functools.cache
def _package() -> str:
    """What tells one state of srcad's own files from another."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return _digest([(str(f.relative_to(Path(__file__).parent)), f.stat().st_size, f.stat().st_mtime_ns) for f in files])


def fingerprint(value: Any) -> str:
    """Return a text that tells a value from all others that would give another derivative.

    Raises: Unknown where none does.
    """
    if type(value) in PLAIN or isinstance(value, np.generic):
        return f"{type(value).__name__} {value!r}"
    if type(value) is tuple:
        return f"({', '.join(map(fingerprint, value))})"
    if type(value) is np.ndarray and value.dtype.kind in "fiubc" and value.nbytes <= LARGEST:
        return f"array {value.dtype.str} {value.shape} {value.strides} {hashlib.sha256(value.tobytes()).hexdigest()}"
    if isinstance(value, ModuleType):
        return f"module {value.__name__} {getattr(value, '__version__', '')}"
    if type(value) is CodeType:
        return _digest(_of_code(value))
    if type(value) is FunctionType and not _is_of_library(value) and MADE not in vars(value):
        text = "".join(linecache.getlines(value.__code__.co_filename, value.__globals__))
        if not text:
            raise Unknown
        return _digest(_of_code(value.__code__), text, fingerprint(value.__defaults__ or ()),
                       fingerprint(tuple(sorted((value.__kwdefaults__ or {}).items()))))
    return "import " + ".".join(_importable(value))


def _of_code(code: CodeType) -> tuple[object, ...]:
    constants = [_of_code(c) if type(c) is CodeType else sorted(map(repr, c)) if type(c) is frozenset else repr(c)
                 for c in code.co_consts]
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags,
            code.co_filename, code.co_firstlineno, list(code.co_lines()))


def _is_of_library(value: Any) -> bool:
    return (getattr(value, "__module__", None) or "").split(".")[0] in (*LIBRARIES, *sys.stdlib_module_names)


def _importable(value: Any) -> tuple[str, str]:
    """The module and the name from which what a library has is imported."""
    module, name = getattr(value, "__module__", None) or "", getattr(value, "__qualname__", "") or getattr(value, "__name__", "")
    for home in (module, "numpy", "math", "builtins", "operator", "scipy.special"):
        if home.split(".")[0] in (*LIBRARIES, *sys.stdlib_module_names) and name.isidentifier() and getattr(
                sys.modules.get(home), name, None) is value:
            return home, name
    raise Unknown


# ------------------------------------------------------------------ entries
class _Reached:
    """The functions that a text stands on, each reached by a name that another one reads."""

    def __init__(self, function: FunctionType) -> None:
        self.functions = [function]
        self.ways: list[tuple[int, str]] = []

    def number(self, function: Any) -> int:
        for k, known in enumerate(self.functions):
            if known is function:
                return k
        raise Unknown

    def follow(self, bindings: list[Binding]) -> None:
        """Find the functions that bindings read names of."""
        while True:
            before = len(self.functions)
            for binding in bindings:
                source, path = _place(binding.getter)
                if source is not None and type(binding.value) is FunctionType and not _is_of_library(binding.value) and any(
                        source.function is f for f in self.functions) and all(binding.value is not f for f in self.functions):
                    self.ways.append((self.number(source.function), path))
                    self.functions.append(binding.value)
            if len(self.functions) == before:
                return


def _place(getter: Any) -> tuple[Source | None, str]:
    """The source and the name in it that a getter reads, where it reads one."""
    if isinstance(getter, functools.partial) and getter.func in (current, current_value):
        source, path = getter.args
        if path.split(".")[0] not in {*source.bound, *source.borrowed}:
            return source, path
    return None, ""


def _way(binding: Binding, reached: _Reached) -> list[Any]:
    """How a binding's value is reached."""
    getter, value = binding.getter, binding.value
    source, path = _place(getter)
    if source is not None:
        return ["name", reached.number(source.function), path]
    if isinstance(getter, functools.partial) and getter.func is getattr:
        return ["part", reached.number(getter.args[0]), getter.args[1]]
    foreign = getattr(getter, "__self__", None)
    if isinstance(foreign, Foreign):
        return ["foreign", *_importable(foreign.function), foreign.identifier, foreign.itself]
    if isinstance(getter, functools.partial) and getter.func is same:
        if isinstance(value, ModuleType):
            return ["module", value.__name__]
        if type(value) in PLAIN and value == value and value not in (float("inf"), -float("inf")):
            return ["constant", repr(value)]
        return ["import", *_importable(value)]
    raise Unknown


def _described(emitted: Emitted, function: FunctionType) -> dict[str, Any]:
    """Return an entry. Raises: Unknown where it would not be known later whether it holds."""
    bindings = [b for b in emitted.bindings if b.getter is not latest]
    reached = _Reached(function)
    reached.follow(bindings)
    return {"text": emitted.text, "name": emitted.name, "lines": list(emitted.lines.items()), "file": emitted.user_file,
            "reverse": emitted.reverse_name, "in_place": emitted.in_place, "of_tangent": emitted.of_tangent,
            "ruled": [[name, *_importable(value)] for name, value in emitted.ruled], "functions": reached.ways,
            "bindings": [[b.emitted_name, _way(b, reached), fingerprint(b.value)] for b in bindings]}


def _revived(entry: dict[str, Any], function: FunctionType) -> Emitted:
    """Return what an entry describes. Raises: Unknown where it does not hold any more."""
    functions = [function]
    for number, path in entry["functions"]:
        value = current_value(_light(functions[number]), path)
        if type(value) is not FunctionType:
            raise Unknown
        functions.append(value)
    bindings = [Binding("", latest, latest())]
    for name, way, print_ in entry["bindings"]:
        getter = _getter(way, functions)
        value = getter()
        if fingerprint(value) != print_:
            raise Unknown
        bindings.append(Binding(name, getter, value))
    ruled = tuple([(name, _imported(module, word)) for name, module, word in entry["ruled"]])
    return Emitted(entry["text"], entry["name"], tuple(bindings), {int(k): v for k, v in entry["lines"]}, entry["file"],
                   entry["reverse"], entry["in_place"], ruled, of_tangent=entry["of_tangent"])


def _light(function: FunctionType) -> Source:
    """A source that only says what names mean in a function."""
    code = function.__code__
    return Source(function.__name__, code.co_filename, code.co_firstlineno, "", None, function)


def _getter(way: list[Any], functions: list[FunctionType]) -> Callable[[], Any]:
    kind, *rest = way
    if kind == "name":
        return functools.partial(current_value, _light(functions[rest[0]]), rest[1])
    if kind == "part":
        return functools.partial(getattr, functions[rest[0]], rest[1])
    if kind == "foreign":
        return Foreign(_imported(*rest[:2]), rest[2], rest[3]).value
    if kind == "module":
        return functools.partial(same, sys.modules[rest[0]])
    if kind == "constant":
        return functools.partial(same, literal_eval(rest[0]))
    return functools.partial(same, _imported(*rest))


def _imported(module: str, name: str) -> Any:
    if module not in sys.modules or not hasattr(sys.modules[module], name):
        raise Unknown
    return getattr(sys.modules[module], name)
