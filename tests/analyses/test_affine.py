"""The proofs of ``affine`` beside random nests of loops that are run: what meets must never be ruled out."""
from __future__ import annotations

import random
from typing import Any

import pytest

from srcad.analyses.affine import ONE, Access, Form, Loop, can_meet, is_empty, plus

LENGTH = 9


def form(rng: random.Random, loops: list[Loop]) -> Form:
    found: dict[Any, int] = {ONE: rng.choice((0, 0, 0, 1, 2, -1))}
    for loop in rng.sample(loops, min(len(loops), rng.choice((0, 1, 1, 1, 2)))):
        found = plus(found, {("index", loop.key): rng.choice((1, 1, 1, -1, 2))})
    return plus(found, {"n": 1}) if rng.random() < 0.2 else plus(found, {})


def nest(rng: random.Random, loops: list[Loop], found: list[tuple[Access, list[int]]], path: list[int]) -> list[Any]:
    body: list[Any] = []
    for _ in range(rng.choice((1, 2, 2))):
        here = [*path, len(body)]
        if len(loops) < 3 and rng.random() < 0.75 - 0.2 * len(loops):
            step = rng.choice((1, 1, 1, 2, -1))
            bounds = [form(rng, loops), plus(form(rng, loops), {"n": 1})]
            if step < 0:
                bounds.reverse()
            loop = Loop(len(found) * 1000 + rng.randrange(1000), *bounds, step)
            body.append((loop, nest(rng, [*loops, loop], found, here)))
        else:
            axes = []
            for _ in range(2):
                start = form(rng, loops)
                stop = plus(start, {ONE: 1}) if rng.random() < 0.8 else rng.choice((form(rng, loops), None))
                axes.append((start, stop))
            access = Access(tuple(loops), tuple(axes))
            found.append((access, here))
            body.append(access)
    return body


def value(a_form: Form, env: dict[Any, int]) -> int:
    return sum(c * (1 if v == ONE else env[v]) for v, c in a_form.items())


# A body holds accesses, and pairs of a loop and its body. A negative subscript counts from the end.
def run(body: list[Any], env: dict[Any, int], trace: list[tuple[Access, Any]]) -> None:
    for item in body:
        if isinstance(item, Access):
            ends: list[Any] = []
            for start, stop in item.axes:
                first = value(start, env)                                  # type: ignore[arg-type]
                if stop == plus(start, {ONE: 1}):                          # type: ignore[arg-type]
                    if not -LENGTH <= first < LENGTH:
                        raise IndexError
                    ends.append({first % LENGTH})
                else:
                    ends.append(set(range(LENGTH)[first:None if stop is None else value(stop, env)]))
            trace.append((item, ends))
        else:
            loop, inner = item
            for index in range(value(loop.start, env), value(loop.stop, env), loop.step):
                run(inner, {**env, ("index", loop.key): index}, trace)


def test_no_meeting_is_ruled_out() -> None:
    rng = random.Random(5)
    proved = met = 0
    for _ in range(100):
        found: list[tuple[Access, list[int]]] = []
        body = nest(rng, [], found, [])
        meetings = set()
        for n in range(6):
            trace: list[tuple[Access, Any]] = []
            try:
                run(body, {"n": n}, trace)
            except IndexError:
                continue
            if len(trace) > 150:
                continue
            for k, (first, mine) in enumerate(trace):
                for second, theirs in trace[k + 1:]:
                    if all(a & b for a, b in zip(mine, theirs, strict=True)):
                        meetings.add((id(first), id(second)))
        for first, here in found:
            for second, there in found:
                possible = can_meet(first, second, there > here)
                assert possible or (id(first), id(second)) not in meetings, (body, first, second)
                proved += not possible
                met += (id(first), id(second)) in meetings
    assert proved > 100 and met > 100


def test_emptiness_beside_enumeration() -> None:
    rng = random.Random(7)
    proved = 0
    for _ in range(200):
        forms = [{"x": rng.randint(-3, 3), "y": rng.randint(-3, 3), ONE: rng.randint(-6, 6)} for _ in range(rng.randint(2, 5))]
        equal = [plus({}, f) for f in forms[:rng.randint(0, 1)]]
        least = [plus({}, f) for f in forms[len(equal):]]
        points = [{"x": x, "y": y} for x in range(-12, 13) for y in range(-12, 13)]
        holds = any(all(value(f, p) == 0 for f in equal) and all(value(f, p) >= 0 for f in least) for p in points)
        empty = is_empty(equal, least)
        assert not (empty and holds)
        proved += empty
    assert proved > 15


I, J = {("index", "i"): 1}, {("index", "j"): 1}


def element(*subscripts: Form) -> tuple[tuple[Form, Form], ...]:
    return tuple((s, plus(s, {ONE: 1})) for s in subscripts)


@pytest.mark.parametrize("start, answer", [({}, True), ({ONE: 1}, False)])
def test_negative_subscripts_prove_nothing(start: Form, answer: bool) -> None:
    """``x[i - 1]`` with ``i = 0`` is the last element."""
    loop = Loop("i", start, {"n": 1}, 1)
    before = Access((loop,), element(plus(I, {ONE: -1})))
    assert can_meet(before, Access((loop,), element(I)), True) is answer


def test_odd_and_even_elements_do_not_meet() -> None:
    sweeps, red, black = Loop("t"), Loop("i", {ONE: 1}, {"n": 1}, 2), Loop("j", {ONE: 2}, {"n": 1}, 2)
    assert not can_meet(Access((sweeps, red), element(I)), Access((sweeps, black), element(J)), True)
    assert can_meet(Access((sweeps, red), element(plus(I, {ONE: 1}))), Access((sweeps, black), element(J)), True)


def test_rows_below_the_pivot() -> None:
    """``a[i, k + 1:]`` for ``i > k`` leaves row ``k`` alone from then on."""
    pivots, rows = Loop("i", {}, {"n": 1}, 1), Loop("j", plus(I, {ONE: 1}), {"n": 1}, 1)
    pivot = Access((pivots, rows), (element(I)[0], (plus(I, {ONE: 1}), None)))
    row = Access((pivots, rows), (element(J)[0], (plus(I, {ONE: 1}), None)))
    assert not can_meet(pivot, row, True) and can_meet(row, row, True)
