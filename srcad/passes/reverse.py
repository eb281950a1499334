"""Reverse mode: a normalized function becomes a forward and a reverse sweep in one function.

``x * x`` differentiated at ``x``: forward ``ans = x * x``; reverse ``ans_bar = 1.0``, then two
contributions to ``x_bar``. For vjps, and for the helpers a function calls, the two sweeps are
functions of their own and a record is handed from the first to the second.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Value
from ..analyses.kinds import UNKNOWN, Kind, holds_records
from ..analyses.lattice import differentiable, is_complex, is_real, is_scalar
from ..errors import OutputError, fail
from ..names import Names
from ..rules.expand import TOOL
from ..unit import Unit
from .adjoints import known_array
from .bars import Bar, State, classes
from .entry import promoted, promotions
from .pairs import Pair
from .program import Program
from .queue_objects import check_queues
from .release import DIVIDER
from .simplify import ARRAY, FLOAT, INTEGER, NUMBER
from .stash import Stash
from .sweep import Sweep


@dataclass(frozen=True)
class Parts:
    """The two sweeps of a function, and the trees of what they give; ``last`` is its return.

    ``owned`` are the parameters whose gradients are arrays that nobody else has.
    """

    last: Any
    stash: Stash
    sweep: Sweep
    answer: list[Any]
    gradients: list[Any]
    owned: frozenset[str]


def sweeps(program: Program, unit: Unit, values: Mapping[str, Value], wrt: Sequence[str], *,
           seeded: bool, keep_answer: bool, exact: bool) -> Parts:
    """Build both sweeps. ``seeded``: the adjoint of the value is 1; else it is a parameter."""
    unit, facts = program.facts(unit, values)
    names = Names(program.scope.globals | unit.names)
    sweep = Sweep(unit.tree, unit.source, facts, names, program, unit.temporaries)
    last = unit.tree.body[-1]
    answers = last.value.elts if isinstance(last.value, gast.Tuple) else [last.value]
    at, env = sweep.versions.before[id(last)], facts.before[id(last)]
    state: State = {}
    extra = [sweep.read(a, at, env) for a in answers]
    if seeded:
        check_output(unit, last, answers, facts.result)
    if exact:
        check_queues(unit, last, facts.result.kind)
    for node in answers:
        if isinstance(node, gast.Name) and node.id in env and env[node.id].varied and node.id not in facts.memory.shadowed:
            state[node.id] = Bar(owned=False, full=True)
    seed = seeds(sweep, answers, at, env) if seeded else handed(sweep, answers, at, env)
    lines, start = sweep.block(unit.tree.body[:-1], state)
    entry = sweep.versions.before[id(unit.tree.body[0])] if len(unit.tree.body) > 1 else at
    entry_env = {p: values[p] for p in values}
    gradients, finals = [], []
    for p in wrt:
        before, gradient = final(sweep, p, start, entry, entry_env, exact)
        finals += before
        gradients.append(gradient)
    everything = [*sweep.shadows.move(sweep.is_free), *seed, *lines, *finals, *[tree.expression(g) for g in gradients]]
    stash = Stash(sweep, everything, extra if keep_answer else (), split=not seeded)
    done = stash.reverse
    count = len(gradients)
    body, gradients = done[:len(done) - count], [s.value for s in done[len(done) - count:]]
    stash.reverse = body
    stash.forward = [s for s in stash.forward if not isinstance(s, gast.Return)]
    owned = frozenset(p for p in wrt if p in start and start[p].owned and start[p].full and known_array(entry_env[p].kind)
                      and p not in facts.memory.shadowed)
    return Parts(last, stash, sweep, [stash.spell(e) for e in extra], gradients, owned)


def seeds(sweep: Sweep, answers: list[Any], at: Mapping[str, Any], env: Mapping[str, Value]) -> list[Any]:
    """The adjoint of the value is 1; that it is a scalar is tested where the kind does not tell."""
    found = []
    for node in answers:
        if isinstance(node, gast.Name) and node.id in env and env[node.id].varied:
            unknown = not is_scalar(env[node.id].kind) or env[node.id].kind.optional
            value = tree.call("seed" + TOOL, [sweep.read(node, at, env)]) if unknown else tree.const(1.0)
            found.append(adjoint_of_result(sweep, node, value, at, env))
    return found


def handed(sweep: Sweep, answers: list[Any], at: Mapping[str, Any], env: Mapping[str, Value]) -> list[Any]:
    """The cotangents that are given for arrays with a shadow are added to it."""
    return [adjoint_of_result(sweep, node, tree.name(cotangent(sweep, node)), at, env) for node in answers
            if isinstance(node, gast.Name) and node.id in sweep.memory.shadowed]


def cotangent(sweep: Sweep, node: Any) -> str:
    """The name under which the cotangent of a result is handed in."""
    if node.id not in sweep.memory.shadowed:
        return sweep.bar(node.id)
    return sweep.cotangents.setdefault(node.id, sweep.names.fresh(f"{node.id}_ct"))


def adjoint_of_result(sweep: Sweep, node: Any, value: Any, at: Mapping[str, Any], env: Mapping[str, Value]) -> Any:
    if node.id not in sweep.memory.shadowed:
        return tree.assign(sweep.bar(node.id), value)
    bar = sweep.bar_of(sweep.read(node, at, env))
    if env[node.id].kind.type is not np.ndarray:
        return tree.expression(tree.call("pour" + TOOL, [bar, value]))
    return tree.augment(tree.subscript(bar, tree.const(...)), "+", value)


def final(sweep: Sweep, p: str, state: State, at: Mapping[str, Any], env: Mapping[str, Value],
          exact: bool) -> tuple[list[Any], Any]:
    """Return the gradient of a parameter: its type, shape and dtype, memory of its own."""
    kind = env[p].kind
    value = sweep.read(tree.name(p), at, env)
    bar = sweep.bar_of(value)
    if p in sweep.partly_complex and p in state and is_real(kind):
        bar = tree.attr(bar, "real")
    if exact and holds_records(kind):
        given = bar if p in state or p in sweep.memory.shadowed else tree.const(0.0)
        return [], tree.call("gradient_of" + TOOL, [given, value, *classes(kind, sweep.program)])
    if p in sweep.memory.shadowed:
        return [], bar if kind.type is np.ndarray else tree.call("match" + TOOL, [bar, value])
    if p not in state:
        if is_scalar(kind):
            zero: Any = tree.const(0.0)
            return [], zero if kind.type in (float, int) or not exact else tree.call("match" + TOOL, [zero, value])
        if kind.type is np.ndarray:
            return [], tree.call(f"np{TOOL}.zeros_like", [value])
        return [], tree.call("match" + TOOL, [tree.const(0.0), value]) if exact else sweep.zeros(kind, value)
    if not exact:
        return sweep.whole(p, value, state), bar
    if kind.type is float:
        return [], tree.call("float" + TOOL, [bar])
    known = kind.type is np.ndarray and kind.dtype == "float64" and kind.rank and not sweep.mixed
    if known and not state[p].full:
        return [], tree.call(f"np{TOOL}.full_like", [value, bar])
    if known and state[p].owned:
        return [], bar
    return [], tree.call("match" + TOOL, [bar, value])


def check_real(unit: Unit, last: Any, kind: Kind) -> None:
    """Refuse a value that has no derivative at all."""
    if kind.type is not None and not kind.is_container and not differentiable(kind):
        what = "None" if kind.type is type(None) else f"a value of type {kind.type.__name__}"
        fail(OutputError, unit.source.where(last), f"`{unit.source.name}` returns {what}, which has no derivative",
             "return a float or an array of floats")


def check_output(unit: Unit, last: Any, answers: list[Any], result: Value) -> None:
    """Refuse to take the gradient of what is surely not a real scalar."""
    kind, where = result.kind, unit.source.where(last)
    name = unit.source.name
    if isinstance(last.value, gast.Tuple) or kind.is_container:
        fail(OutputError, where, f"`{name}` returns a {kind.type.__name__ if kind.type else 'tuple'}: grad needs one real number",
             "return the number to differentiate, or use vjp or jacobian")
    if is_complex(kind):
        fail(OutputError, where, f"`{name}` returns a complex value: grad needs one real number",
             "return its real part, its imaginary part or its absolute value, or use vjp")
    if kind.type is np.ndarray and (kind.rank or 0) > 0:
        fail(OutputError, where, f"`{name}` returns an array: grad needs one real number",
             "sum it up, or use vjp or jacobian")
    check_real(unit, last, kind)


def fused(program: Program, unit: Unit, values: Mapping[str, Value], name: str) -> None:
    """Emit one function with both sweeps."""
    request = unit.request
    parts = sweeps(program, unit, values, request.wrt, seeded=True, keep_answer=request.value, exact=True)
    value = parts.gradients[0] if request.single else tree.tuple_(parts.gradients)
    held: list[Any] = []
    if request.value:
        answer, copy = parts.answer[0], lasting(parts.sweep, parts.last)
        if copy is not parts.last.value:
            answer = tree.name(parts.sweep.names.fresh("value"))
            held = [tree.assign(answer, copy)]
        value = tree.tuple_([answer, value])
    divider = [tree.comment(DIVIDER)]
    start = promotions(program, unit, parts.sweep.memory)
    body = [*start, *parts.stash.forward, *held, *divider, *parts.stash.reverse, tree.return_(value)]
    emit_function(program, unit, name, unit.source.tree.args, body, parts.sweep)
    program.types[name], program.shapes[name] = types_of(parts, unit), shapes_of(parts.sweep)


def lasting(sweep: Sweep, last: Any) -> Any:
    """What a function returns; a copy of an array that the reverse sweep may set back to what it was."""
    env = sweep.facts.before[id(last)]
    name = getattr(last.value, "id", "")
    written = name in env and name in sweep.memory.written and env[name].kind.type is np.ndarray
    return tree.call(tree.attr(last.value, "copy")) if written else last.value


def types_of(parts: Parts, unit: Unit) -> dict[str, str]:
    """Return which names of both sweeps surely are Python numbers, or arrays of floats, wherever they are bound."""
    sweep, found = parts.sweep, dict[str, set[str]]()
    found |= {name: {""} for name, kind in unit.request.kinds if promoted(kind) != kind}      # integers, until they are promoted
    first = next(tree.statements(sweep.function.body))
    for name, value in sweep.facts.before.get(id(first), {}).items():
        found.setdefault(name, set()).add(word_of_kind(value.kind))
    for node in tree.statements(sweep.function.body):
        env = sweep.facts.after.get(id(node), {})
        for name in (tree.writes(node) if not hasattr(node, "body") else ()):
            found.setdefault(name, set()).add(word_of_kind(env[name].kind) if name in env else "")
        if isinstance(node, gast.For):
            env = sweep.facts.before.get(id(node.body[0]), {})
            found.setdefault(node.target.id, set()).add(word_of_kind(env[node.target.id].kind) if node.target.id in env else "")
    for version, spelled in parts.stash.spelled.items():
        found.setdefault(spelled, set()).update(found.get(version.name, {""}))
    known = {name: words.pop() for name, words in found.items() if len(words) == 1 and "" not in words}
    numbers = (FLOAT, INTEGER, NUMBER)
    return known | {bar: NUMBER if known.get(name) in numbers else ARRAY for name, bar in sweep.bars.items()}


def shapes_of(sweep: Sweep) -> tuple[dict[str, object], ...]:
    """Return tokens of names that are arrays of one shape, of real numbers in double precision; and those of adjoints' values."""
    found: dict[str, set[Kind]] = {}
    for node in tree.statements(sweep.function.body):
        env = sweep.facts.after.get(id(node), {})
        for name in (tree.writes(node) if not hasattr(node, "body") else ()):
            found.setdefault(name, set()).add(env[name].kind if name in env else UNKNOWN)
        for name in tree.writes(node.target) if isinstance(node, gast.For) else ():
            found.setdefault(name, set()).add(UNKNOWN)
    if sweep.mixed or sweep.has_complex:
        return {}, {}
    own = tree.parameters(sweep.function)
    known = {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1 and name not in own}
    shapes = {name: kind.shape for name, kind in known.items() if known_array(kind) and kind.dtype == "float64"
              and kind.shape is not None and not kind.optional}
    return shapes, {sweep.bars[name]: token for name, token in shapes.items() if name in sweep.bars}


def word_of_kind(kind: Kind) -> str:
    if kind.optional:
        return ""
    if kind.type is np.ndarray and kind.rank and kind.dtype is not None and np.dtype(kind.dtype).kind in "fc":
        return ARRAY
    if is_scalar(kind) and kind.type is not None and issubclass(kind.type, (np.inexact, complex)):
        return NUMBER
    return {float: FLOAT, int: INTEGER}.get(kind.type, "") if kind.type is not None else ""


def emit_function(program: Program, unit: Unit, name: str, args: Any, body: list[Any], sweep: Sweep) -> None:
    own = frozenset(p.id for p in [*args.posonlyargs, *args.args, *args.kwonlyargs]) | tree.writes(body)
    program.scope.pasted.update(sweep.pasted)
    program.scope.names.taken |= own
    local = program.localise(body, sweep.source, own)
    if args is unit.source.tree.args:                     # the user's own parameters, with defaults and annotations
        args = program.signature(unit.source.function, args, unit.source)
    function = tree.function(name, args, local, None, unit.tree.lineno)
    program.functions.append(function)
    program.sources[name] = unit.source


def split(program: Program, unit: Unit, values: Mapping[str, Value], name: str, forward: str, reverse_name: str,
          main: bool, recorded: bool = False) -> Pair:
    """Emit a forward function that returns value and record, and a reverse function that takes it.

    ``recorded``: the record holds all that the reverse function reads.
    """
    own_parameters = tree.parameters(unit.tree)
    values = dict(zip(own_parameters, values.values(), strict=True))
    wrt = list(unit.request.wrt) if main else [p for p, v in values.items() if v.varied]
    parts = sweeps(program, unit, values, wrt, seeded=False, keep_answer=False, exact=main)
    stash, sweep, last = parts.stash, parts.sweep, parts.last
    answers = last.value.elts if isinstance(last.value, gast.Tuple) else [last.value]
    record_name = sweep.names.fresh("record")
    bars = []
    for n, node in enumerate(answers):
        known = isinstance(node, gast.Name) and node.id in sweep.locals
        bars.append(tree.name(cotangent(sweep, node) if known else sweep.names.fresh(f"unused_{n}")))
    ct = sweep.names.fresh("ct") if isinstance(last.value, gast.Tuple) else bars[0].id
    read = set().union(*[tree.reads(s) for s in [*stash.reverse, *map(tree.expression, parts.gradients)]])
    written = tree.writes(stash.reverse)
    outer = tree.writes(stash.forward) | set(own_parameters)
    needed = sorted(n for n in read & outer if n not in tree.writes([b for b in bars]))
    kept_parameters = [n for n in needed if n in own_parameters and n not in tree.writes(stash.forward)]
    promoted_here = set(unit.request.wrt) if main else set()
    reads = [] if main or recorded else [p for p in own_parameters if p in kept_parameters and p not in promoted_here]
    record = [n for n in needed if n not in reads and (n in stash_names(stash) or n not in written)]
    preset = [tree.assign(n, tree.const(None)) for n in record if not surely_defined(n, stash.forward, own_parameters)]
    kind = sweep.facts.result.kind
    plain = (is_scalar(kind) or kind.type is np.ndarray) and not kind.optional
    asks = plain and not main and not recorded and len(record) == 1 and tree.is_name(last.value, record[0])    # the caller has it
    has_record = main or recorded or bool(record) and not asks
    packed = tree.tuple_([tree.name(n) for n in record])
    value = tree.tuple_([last.value, packed]) if has_record else last.value
    start = promotions(program, unit, sweep.memory) if main else []
    forward_body = [*start, *preset, *stash.forward, tree.return_(value)]
    unpack = [tree.assign(packed, tree.name(record_name))] if record and not asks else []
    tapes = [t for t in record if t in stash.tapes.values()] if main else []
    copies = [tree.assign(t, tree.call("list" + TOOL, [tree.name(t)])) for t in tapes]
    seed = [tree.assign(tree.tuple_(bars), tree.name(ct))] if isinstance(last.value, gast.Tuple) else []
    gradients = tree.tuple_(parts.gradients) if main or len(parts.gradients) != 1 else parts.gradients[0]
    reverse_body = [*unpack, *copies, *seed, *stash.reverse, tree.return_(gradients)]
    if not has_record:
        forward_name = program.primal(unit.source.function)
    else:
        forward_name = forward
        args = unit.source.tree.args if main else tree.arguments([tree.parameter(p) for p in own_parameters])
        emit_function(program, unit, forward, args, forward_body, sweep)
        program.types[forward] = types_of(parts, unit)
    params = ([record_name] if has_record else []) + reads + (record if asks else []) + [ct]
    emit_function(program, unit, reverse_name, tree.arguments([tree.parameter(p) for p in params]), reverse_body, sweep)
    program.types[reverse_name], program.shapes[reverse_name] = types_of(parts, unit), shapes_of(sweep)
    back = dict(zip(own_parameters, tree.parameters(unit.source.tree), strict=True))
    return Pair(forward_name, reverse_name, has_record, tuple(back[p] for p in reads), tuple(back[p] for p in wrt),
                owned=frozenset(back[p] for p in parts.owned), asks=asks)


def stash_names(stash: Stash) -> set[str]:
    """Names that the forward sweep leaves for the reverse sweep although that one writes them too."""
    every = {v for found in stash.stashed.values() for v in found if v.block.loop is not None}
    kept = [v for v in stash.needed if v not in stash.again and v not in every and not v.is_index]
    return {stash.spelled.get(v, v.name) for v in kept} | set(stash.tapes.values())


def surely_defined(name: str, block: Sequence[Any], parameters: Sequence[str]) -> bool:
    """True if a statement of the block itself (not of a branch or loop) binds the name."""
    if name in parameters:
        return True
    for node in block:
        if isinstance(node, gast.Assign) and name in tree.writes([node]):
            return True
        if isinstance(node, gast.If) and all(surely_defined(name, part, ()) for part in (node.body, node.orelse)):
            return True
    return False
