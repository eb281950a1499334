"""The stages, in order. One list per mode; ``run`` stops after any of them."""
from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any

from . import tree
from .analyses.purity import Purity, purity
from .passes.begun import begun
from .passes.check import check
from .passes.dependencies import dependencies
from .passes.desugar import desugar
from .passes.emit import emit
from .passes.fold import fold
from .passes.forward import forward
from .passes.normalize import normalize
from .passes.pairs import Pair
from .passes.parse import parse
from .passes.program import Program
from .passes.prune import prune
from .passes.release import release
from .passes.replay import replay
from .passes.reuse import reuse
from .passes.simplify import ARRAY
from .passes.spent import spent
from .passes.surface import surface
from .passes.sweeps import reverse
from .printer import line_map, to_source
from .rules.registry import latest
from .source import Source, find_source
from .unit import Request, Unit


@dataclass(frozen=True)
class Binding:
    """A live object behind a name of the emitted module (the name is empty where only identity counts)."""

    emitted_name: str
    getter: Callable[[], object]
    value: object


@dataclass(frozen=True)
class Emitted:
    """The text of a derivative, and all that is needed to run it."""

    text: str
    name: str
    bindings: tuple[Binding, ...]
    lines: dict[int, int]
    user_file: str
    reverse_name: str = ""
    in_place: bool = False                 # the reverse part writes to the arrays of its record
    ruled: tuple[tuple[str, object], ...] = ()         # names of pasted functions that have rules, and whose copies they are
    plain: Emitted | None = None           # of text for Numba, the text that it was made of
    passed: tuple[str, ...] = ()           # names of globals that it takes as arguments, after its own
    of_tangent: bool = False               # a Hessian's product in reverse over forward, which gives no value


@dataclass(frozen=True)
class State:
    """What goes from stage to stage."""

    unit: Unit
    program: Program | None = None
    bindings: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A named step; ``apply`` takes and returns a State."""

    name: str
    apply: Callable[[State], State]
    description: str


def _front(step: Callable[[Unit], Unit]) -> Callable[[State], State]:
    return lambda state: replace(state, unit=step(state.unit))


def _swept(step: Callable[..., tuple[Unit, Program]]) -> Callable[[State], State]:
    def apply(state: State) -> State:
        unit, program = step(state.unit, follow)
        return State(unit, program)
    return apply


def _purity(unit: Unit, program: Program) -> Purity:
    objects = {b.name: b.value for b in program.scope.bindings.values()}
    return purity(unit.tree.body, objects, program.scope.helpers.values(), program.methods)


def _pruned(state: State) -> State:
    assert state.program is not None
    if not state.unit.request.optimize:
        return state
    unit, known, as_written = state.unit, _purity(state.unit, state.program), state.program.primals.values()
    unit = prune(unit, known, as_written)
    if not unit.in_place:
        unit = replace(unit, tree=tree.module([f if f.name in as_written else replay(f, known) for f in unit.tree.body]))
    return replace(state, unit=prune(unit, known, as_written))


def _folded(state: State) -> State:
    assert state.program is not None
    unit, program = state.unit, state.program
    if not unit.request.optimize:
        return state
    kept = frozenset().union(*[tree.all_names(s.tree) for s in program.sources.values()])
    known, as_written = _purity(unit, program), program.primals.values()
    made = [pair for pair in program.pairs.values() if isinstance(pair, Pair) and pair.has_record]
    recorders = {pair.forward for pair in made if ARRAY in program.types.get(pair.forward, {}).values()}
    functions = []
    for function in fold(unit, kept, program.types, known, as_written).tree.body:
        if function.name not in as_written:
            types, shapes = program.types.get(function.name, {}), program.shapes.get(function.name, ({}, {}))
            function = spent(function, known, types, kept) if unit.in_place else function
            function = release(reuse(begun(function, known, kept), known, *shapes), types, recorders)
        functions.append(function)
    return replace(state, unit=replace(unit, tree=tree.module(functions)))


def _emitted(state: State) -> State:
    assert state.program is not None
    unit, bindings = emit(state.unit, state.program)
    return replace(state, unit=unit, bindings=bindings)


FRONT = (
    Stage("parsed", _front(parse), "the function as written, decorators removed"),
    Stage("surfaced", _front(surface), "match, walrus, reductions of generators as plain statements"),
    Stage("checked", _front(check), "only constructs we can differentiate"),
    Stage("desugared", _front(desugar), "unpacking, chained comparisons, jumps made plain"),
    Stage("normalized", _front(normalize), "one operation per statement"),
)
BACK = (
    Stage("pruned", _pruned, "unread stashes and dead stores removed"),
    Stage("folded", _folded, "one-use temporaries back into expressions"),
    Stage("emitted", _emitted, "helpers pasted: a module that needs only numpy"),
)
REVERSE = (*FRONT, Stage("swept", _swept(reverse), "a sweep that stashes, a sweep that restores"), *BACK)
FORWARD = (*FRONT, Stage("swept", _swept(forward), "a tangent beside each value"), *BACK)


def follow(function: FunctionType) -> Unit:
    """Return a called function in normal form."""
    unit = _kept(function, function.__code__, latest())
    return unit if unit.source.written is None else _normalized(function)     # it stands on what names mean now


@functools.lru_cache(maxsize=256)
def _kept(function: FunctionType, code: object, rules: object) -> Unit:
    del code, rules                            # a function whose code was replaced is another one; so are calls with new rules
    return _normalized(function)


def _normalized(function: FunctionType) -> Unit:
    source = find_source(function)
    state = State(Unit(source, source.tree, Request("reverse", ())))
    for stage in FRONT:
        state = stage.apply(state)
    return state.unit


def stages(source: Source, request: Request, until: str) -> State:
    """Run the stages up to the one named ``until``."""
    state = State(Unit(source, source.tree, request))
    for stage in REVERSE if request.mode == "reverse" else FORWARD:
        state = stage.apply(state)
        if stage.name == until:
            break
    return state


def run(source: Source, request: Request, until: str) -> str:
    """Return the text of a stage."""
    unit = stages(source, request, until).unit
    body = unit.tree if hasattr(unit.tree, "type_ignores") else tree.module([unit.tree])
    return to_source(tree.without_tools(body))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles from walking over all the trees again and again: they live until the text is there."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def differentiate(source: Source, request: Request) -> Emitted:
    """Return the derivative of a function as text."""
    with _uncollected():
        return _differentiated(source, request)


def _differentiated(source: Source, request: Request) -> Emitted:
    state = stages(source, request, "emitted")
    assert state.program is not None
    module = state.unit.tree
    text = to_source(module)
    functions = [s.name for s in module.body if hasattr(s, "args")]
    code = functools.partial(getattr, source.function, "__code__")
    known = Binding("", latest, latest()), Binding("", code, code())
    bindings = (*known, *(Binding(b.name, b.getter, b.value) for b in [*state.bindings, *dependencies(state.program)]
                     if b.name or not any(b.value is other.value and other.live for other in state.bindings)))
    name = functions[-2] if request.split else functions[-1]
    return Emitted(text, name, bindings, line_map(module, text), source.filename,
                   functions[-1] if request.split else "", state.unit.in_place, state.program.ruled())


__all__ = ["FORWARD", "REVERSE", "Binding", "Emitted", "Stage", "differentiate", "run"]
