"""Every program of tests/programs made plain: it keeps its meaning, and the grammar holds."""
from __future__ import annotations

import builtins
import copy
import itertools
import operator
import re
import sys
from typing import Any

import numpy as np
import pytest

from srcad import tree
from srcad.analyses.kinds import of_value
from srcad.passes.entry import entry_values
from srcad.passes.normalize import verify
from srcad.passes.sweeps import reverse
from srcad.pipeline import FRONT, State, follow
from srcad.printer import to_source
from srcad.rules import registry
from srcad.runtime import HELPERS
from srcad.source import find_source
from srcad.tree import TOOL
from srcad.unit import Request, Unit
from tests.programs import CASES, Case
from tests.test_programs import IDS, is_long

WORD = "__tool"
# that a loop goes over the keys of a dict, over an object or a queue, is told by kinds
LATER = ("keys_that_are_places", "places_and_keys_that_are_numbers", "keys_beside_others", "loops_over_objects",
         "goes_over_what_is_made", "takes_an_object_apart", "queue_in_an_object")
FOLLOWED = ("queue_in_an_object",)                 # what its helpers return is another class once they are followed


def first(case: Case) -> State:
    """Return what the stages begin with, for the kinds of the program's own arguments."""
    source = find_source(case.function)
    names = tree.parameters(source.tree)[:len(case.args)]
    kinds = tuple([(name, of_value(arg)) for name, arg in zip(names, case.args, strict=True)])
    return State(Unit(source, source.tree, Request("reverse", case.wrt, split=True, kinds=kinds)))


def holds(values: Any, count: int) -> None:
    """What is unpacked has as many elements as targets."""
    assert len(values) == count


def run(unit: Unit, case: Case) -> Any:
    """Run a tree where the program's own code would run; functions made on the way are there, too."""
    function = unit.tree
    own: Any = unit.source.function
    cells: tuple[Any, ...] = own.__closure__ or ()
    space = {**own.__globals__, **{n: c.cell_contents for n, c in zip(own.__code__.co_freevars, cells, strict=True)}}
    space.update(unit.source.bound)
    space.setdefault("np", np)
    tools = {**vars(builtins), **HELPERS, "np": np, "operator": operator, "itertools": itertools, "holds": holds}
    space |= {name + WORD: value for name, value in tools.items()}
    space |= {name: source.resolve(word)[1] for name, (source, word) in unit.source.borrowed.items()}
    text = to_source(tree.replace(function, lambda i: tree.name(i.replace(TOOL, WORD)) if i.endswith(TOOL) else None))
    exec(re.sub(r"^( *)(.*\]) = \.\.\.$", r"\1del \2", text, flags=re.MULTILINE), space)      # how `del l[i]` is written
    return space[function.name](*copy.deepcopy(case.args))


COMPENSATED = sys.version_info >= (3, 12)          # there `sum` of floats is more exact than a loop


def assert_same(found: Any, expected: Any) -> None:
    assert type(found) is type(expected)
    if isinstance(expected, dict) or hasattr(expected, "__dict__"):
        expected, found = (value if isinstance(value, dict) else vars(value) for value in (expected, found))
        assert list(found) == list(expected)
        assert_same(list(found.values()), list(expected.values()))
    elif isinstance(expected, (tuple, list)):
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    else:
        assert np.shape(found) == np.shape(expected)
        assert np.array_equal(found, expected, equal_nan=True) or COMPENSATED and np.allclose(found, expected, rtol=1e-14)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_program(case: Case) -> None:
    """The form holds after the stage, in what the sweep is made from, and in every function that is followed."""
    if is_long(case):
        pytest.skip("takes seconds; what it is made of is in other programs")
    expected = find_source(case.function).function(*copy.deepcopy(case.args))
    state = start = first(case)
    written = to_source(start.unit.tree)
    for stage in FRONT:
        state = stage.apply(state)
        if stage.name in ("desugared", "normalized") and case.function.__name__ not in LATER:
            assert_same(run(state.unit, case), expected)
    verify(state.unit.tree)
    _, program = reverse(state.unit, follow)
    ready, _ = program.facts(state.unit, entry_values(state.unit))
    verify(ready.tree)
    if not tree.same(ready.tree, state.unit.tree) and case.function.__name__ not in FOLLOWED:
        assert_same(run(ready, case), expected)
    for function in program.followed:
        if registry.lookup(function) is None and not function.__module__.startswith("srcad."):     # not pasted as it is
            verify(follow(function).tree)
    assert to_source(start.unit.source.tree) == written, "a stage changed its input"
