"""Can two accesses to elements of one array meet, the second later than the first?

Subscripts and bounds of loops are linear forms of loop counters and of integers that do not change.
The accesses meet if a system of linear conditions has a solution in integers: each counter within
its loop's bounds, equal subscripts, and the order in which they run. Where the elimination of all
variables leaves a contradiction there is none; else they are taken to meet.

>>> i, n = {("index", "loop"): 1}, {"n": 1}
>>> rows = Loop("loop", {ONE: 1}, n, 1)                       # for i in range(1, n)
>>> this, previous = Access((rows,), ((i, plus(i, {ONE: 1})),)), Access((rows,), ((plus(i, {ONE: -1}), i),))
>>> can_meet(previous, this, True)                            # x[i - 1] is read; later x[i] is written
False
>>> can_meet(this, previous, True)
True
"""
from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ONE = ""                                   # the variable that is 1: its coefficient is the constant
MOST = 400                                 # conditions; with more of them the proof is given up

Form = Mapping[Any, int]


@dataclass(frozen=True)
class Loop:
    """``for index in range(start, stop, step)``; a bound is None where it is no linear form.

    The forms may hold ``("index", key)`` of the loops around it. Any loop counts its trips.
    """

    key: Any
    start: Form | None = None
    stop: Form | None = None
    step: int = 1


@dataclass(frozen=True)
class Access:
    """The loops around an access, outermost first, and of each axis where the elements start and stop.

    None is an end that is not known, and axes at the end may be left out: they are taken whole.
    """

    loops: tuple[Loop, ...]
    axes: tuple[tuple[Form | None, Form | None], ...]


def plus(left: Form, right: Form, factor: int = 1) -> dict[Any, int]:
    """Return ``left + factor * right``."""
    found = dict(left)
    for variable, coefficient in right.items():
        found[variable] = found.get(variable, 0) + factor * coefficient
    return {v: c for v, c in found.items() if c}


def can_meet(first: Access, second: Access, same_trip: bool) -> bool:
    """True unless it is proved that no element of ``first`` is one of ``second``, run later.

    ``same_trip``: in one trip of all loops around both, the second runs later.
    """
    if not (_counts_from_zero(first) and _counts_from_zero(second)):
        return True                        # a negative subscript counts from the end
    conditions = [*_domain(first, 1), *_domain(second, 2), *_overlap(first, second)]
    shared = 0
    while shared < min(len(first.loops), len(second.loops)) and first.loops[shared].key == second.loops[shared].key:
        shared += 1
    equal: list[Form] = []
    for loop in first.loops[:shared]:
        ahead = plus({(loop.key, 2): 1}, {(loop.key, 1): 1}, -1)
        if not is_empty(equal, [*conditions, plus(ahead, {ONE: -1})]):
            return True
        equal.append(ahead)
    return same_trip and not is_empty(equal, conditions)


def _counts_from_zero(access: Access) -> bool:
    """True if it is proved that no end of an axis is negative."""
    domain = list(_domain(access, 1))
    return all(is_empty([], [*domain, plus({ONE: -1}, _of_trip(end, access, 1), -1)])
               for axis in access.axes for end in axis if end is not None)


def _domain(access: Access, side: int) -> Iterator[Form]:
    """The conditions that bound the counters of an access."""
    for loop in access.loops:
        yield {(loop.key, side): 1}
        if loop.start is not None and loop.stop is not None:
            index = _of_trip({("index", loop.key): 1}, access, side)
            stop = _of_trip(loop.stop, access, side)
            left = plus(stop, index, -1) if loop.step > 0 else plus(index, stop, -1)
            yield plus(left, {ONE: -1})


def _of_trip(form: Form, access: Access, side: int) -> Form:
    """Write a form in the counters of the loops: an index is ``start + step * counter``."""
    for loop in reversed(access.loops):
        factor = form.get(("index", loop.key), 0)
        if factor:
            index = ({("any", loop.key, side): 1} if loop.start is None else
                     plus(loop.start, {(loop.key, side): 1}, loop.step))
            form = plus(plus(form, {("index", loop.key): -factor}), index, factor)
    return form


def _overlap(first: Access, second: Access) -> Iterator[Form]:
    """The conditions under which the same element of every axis is in both."""
    for mine, theirs in zip(first.axes, second.axes):
        start, stop = (None if e is None else _of_trip(e, first, 1) for e in mine)
        begin, end = (None if e is None else _of_trip(e, second, 2) for e in theirs)
        for least, bound in ((start, end), (begin, stop), (start, stop), (begin, end)):
            if least is not None and bound is not None:
                yield plus(plus(bound, least, -1), {ONE: -1})


def is_empty(equal: list[Form], least: list[Form]) -> bool:
    """True if it is proved that no integers make all forms of ``equal`` 0 and all of ``least`` 0 or more.

    Fourier and Motzkin's elimination; dividing by common factors rounds down, as integers may.

    >>> x, y = {"x": 1}, {"y": 1}
    >>> is_empty([], [plus(x, y, -1), plus(plus(y, x, -1), {ONE: -1})])           # x >= y, y >= x + 1
    True
    >>> is_empty([{"x": 2, "y": -2, ONE: 1}], [])                                # 2 * (x - y) is odd
    True
    """
    found: set[tuple[tuple[Any, int], ...]] = set()
    found.update(map(_tightened, [*least, *equal, *(plus({}, f, -1) for f in equal)]))
    while True:
        if any(not set(dict(f)) - {ONE} and dict(f).get(ONE, 0) < 0 for f in found):
            return True
        counts: dict[Any, list[int]] = {}
        for variable, coefficient in (pair for form in found for pair in form):
            if variable != ONE:
                counts.setdefault(variable, [0, 0])[coefficient > 0] += 1
        if not counts:
            return False
        variable = min(counts, key=lambda v: (counts[v][0] * counts[v][1] - sum(counts[v]), str(v)))
        above = [dict(f) for f in found if dict(f).get(variable, 0) < 0]
        below = [dict(f) for f in found if dict(f).get(variable, 0) > 0]
        found = {f for f in found if variable not in dict(f)}
        for upper in above:
            for lower in below:
                scaled = plus({}, upper, lower[variable])
                found.add(_tightened(plus(scaled, lower, -upper[variable])))
        if len(found) > MOST:
            return False


def _tightened(form: Form) -> tuple[tuple[Any, int], ...]:
    """Divide a form that is not negative by the common factor of its variables."""
    factor = math.gcd(*(c for v, c in form.items() if v != ONE)) or 1
    divided = {v: c // factor for v, c in form.items()}
    return tuple(sorted(((v, c) for v, c in divided.items() if c), key=str))
