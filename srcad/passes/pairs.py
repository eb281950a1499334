"""What a called function becomes in the emitted module: a forward and a reverse part."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Protocol

from .. import tree
from ..analyses.inference import Value
from ..analyses.operations import Operation
from ..names import Names

EMITTED = "!"              # ends a name of the emitted module, told so from the user's own names


@dataclass(frozen=True)
class Pair:
    """The emitted forward and reverse part of a called function.

    The reverse part takes the record (if there is one), the parameters ``reads``, the value of the call (if it ``asks`` for
    it), and the cotangent; of what it returns, the adjoints of the parameters ``owned`` are arrays that nobody else has.
    """

    forward: str
    reverse: str
    has_record: bool
    reads: tuple[str, ...]
    wrt: tuple[str, ...]
    rule: str = ""             # the name of the user's rule that they are
    owned: frozenset[str] = frozenset()
    asks: bool = False


class Program(Protocol):
    """What a sweep asks of the rest of the program."""

    optimize: bool
    in_place: bool

    def pair(self, function: FunctionType, values: Mapping[str, Value]) -> Pair: ...

    def named(self, value: Any) -> Any: ...
    def derived(self, function: FunctionType, values: list[Value]) -> str: ...

    def primal(self, function: Any) -> str: ...

    def bind_arguments(self, function: FunctionType, call: Operation) -> dict[str, Any]: ...


def wrapped(pair: Pair, name: str, parameters: list[str], mode: str, names: Names) -> Any:
    """The function around a pair that takes and returns all arguments alike (see ``Program.derived``)."""
    own = {p: names.fresh(p) for p in parameters}
    args = {p: tree.name(own[p]) for p in parameters}
    if mode == "forward":
        dots = {p: tree.name(names.fresh(f"{p}_dot")) for p in parameters}
        call = tree.call(pair.forward, [*args.values(), *[dots[p] for p in pair.wrt]])
        body = [tree.return_(tree.subscript(call, tree.const(1)))]
        return tree.function(name, tree.arguments([tree.parameter(n.id) for n in [*args.values(), *dots.values()]]), body)
    ct, record, body = names.fresh("ct"), names.fresh("record"), []
    if pair.has_record:
        call = tree.call(pair.forward, list(args.values()))
        body.append(tree.assign(record, tree.subscript(call, tree.const(1))))
    bars = {p: tree.name(names.fresh(f"{p}_bar")) for p in pair.wrt}
    target = tree.tuple_(list(bars.values())) if len(bars) > 1 else [*bars.values()][0]
    value = [tree.call(pair.forward, list(args.values()))] if pair.asks else []
    reads = [*([tree.name(record)] if pair.has_record else []), *[args[p] for p in pair.reads], *value, tree.name(ct)]
    body.append(tree.assign(target, tree.call(pair.reverse, reads)))
    body.append(tree.return_(tree.tuple_([bars.get(p, tree.const(0.0)) for p in parameters])))
    return tree.function(name, tree.arguments([tree.parameter(n) for n in [ct, *own.values()]]), body)
