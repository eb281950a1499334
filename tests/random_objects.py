"""Random programs over objects, dicts and lists of objects, with several names for one thing.

``python -m tests.random_objects COUNT SEED`` compares their derivatives, in both modes and both forms,
with finite differences, and prints how many were refused and why, and every wrong one.
"""
from __future__ import annotations

import random
import sys
from collections import Counter
from typing import Any

import numpy as np

import srcad

HEADER = '''
import numpy as np


class P:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def mix(self, other, k):
        self.a = self.a * k + other.b
        return self.b * other.a

    def put(self, v):
        self.b += v

    @property
    def product(self):
        return self.a * self.b

    def __add__(self, other):
        return P(self.a + other.a, self.b - other.b)


class Q:
    def __init__(self, p, v):
        self.p = p
        self.v = v

    def swap(self, other):
        self.p, other.p = other.p, self.p

    def bump(self, k):
        self.p.a = self.p.a * k
        self.v[0] += self.p.b
        self.v[1:] *= k


def f(x, y):
    p = P(x, y)
    q = P(y, x * y)
    m = Q(p, np.array([x, y, 1.0]))
    n = Q(q, np.array([y, 2.0, x]))
    z = x * y
    d = {'u': x, 'w': y}
    e = {'u': y, 'w': z}
    l = [p, q]
'''
POINT = (0.7, 1.3)
FORMS = (
    "{p}.{ab} = {x} + 0.3 * {x}", "{p}.{ab} += np.cos({x})", "{p}.{ab} *= np.sin({x})", "{d}[{uw}] = {x} * 0.7 + {x}",
    "{d}[{uw}] += np.sin({x})", "z = {p}.mix({p}, np.sin({x}))", "{p}.put(0.1 * {x})", "{p} = {p}", "{p}.a = {p}.b",
    "{m}.p = {p}", "{m}.swap({m})", "{m}.bump(np.cos({x}))", "{m}.v[{k}] = np.sin({x})", "{p} = {p} + {p}", "l[{i}] = {p}",
    "{m}.p.b = {x} * 0.5", "{d} = {{**{d}, 'u': {x}}}",
)
NUMBERS = ("x", "y", "z", "{p}.{ab}", "{d}[{uw}]", "{m}.p.{ab}", "{m}.v[{k}]", "{p}.product", "l[{i}].{ab}", "np.sin({x})")


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.objects = ["p", "q"]

    def filled(self, form: str, depth: int = 0) -> str:
        """Fill each place of a form with something of its own."""
        pick = self.random.choice
        for place, make in {
            "{p}": lambda: pick(self.objects), "{m}": lambda: pick("mn"), "{d}": lambda: pick("de"), "{ab}": lambda: pick("ab"),
            "{uw}": lambda: repr(pick("uw")), "{k}": lambda: pick("012"), "{i}": lambda: pick("01"),
            "{x}": lambda: self.number(depth + 1),
        }.items():
            while place in form:
                form = form.replace(place, make(), 1)
        return form.replace("{{", "{").replace("}}", "}")

    def number(self, depth: int = 0) -> str:
        return self.filled(self.random.choice(NUMBERS if depth < 3 else NUMBERS[:3]), depth)

    def block(self, indent: int, most: int) -> list[str]:
        return [line for _ in range(self.random.randrange(1, most)) for line in self.statement(indent)]

    def statement(self, indent: int) -> list[str]:
        start, kind = "    " * indent, self.random.randrange(20)
        if indent < 3 and kind == 0:
            return [f"{start}for i{indent} in range({self.random.randrange(1, 4)}):", *self.block(indent + 1, 4)]
        if indent < 3 and kind == 1:
            return [f"{start}if {self.number()} > {self.number()}:", *self.block(indent + 1, 3), f"{start}else:",
                    *self.block(indent + 1, 3)]
        if indent < 3 and kind == 2:
            self.objects.append(f"o{indent}")
            lines = [f"{start}for o{indent} in l:", *self.block(indent + 1, 3)]
            self.objects.pop()
            return lines
        return [start + self.filled(self.random.choice(FORMS))]


def program(seed: int) -> str:
    """Return the text of a program ``f(x, y)``."""
    writer = _Writer(seed)
    body = writer.block(1, 9)
    value = " + ".join(f"{k} * np.tanh({writer.number()})" for k in range(1, 5))
    return HEADER + "\n".join([*body, f"    return {value}"]) + "\n"


def judge(seed: int) -> tuple[str, str]:
    """Return "right", "skipped" (too steep), "refused" or "wrong", and more about it."""
    function = srcad.from_source(program(seed), "f")
    expected = []
    for place in range(2):
        near, far = (function(*_moved(place, h)) - function(*_moved(place, -h)) for h in (1e-5, 2e-5))
        expected.append((8 * near - far) / 12e-5)
    if not np.all(np.isfinite(expected)) or max(map(abs, expected)) > 1e4:
        return "skipped", ""
    for optimize in (True, False):
        try:
            found = srcad.grad(function, wrt=(0, 1), optimize=optimize)(*POINT)
            tangents = [srcad.jvp(function, POINT, dot, optimize=optimize)[1] for dot in ((1.0, 0.0), (0.0, 1.0))]
        except srcad.SrcadError as error:
            return "refused", error.reason
        for given in (found, tangents):
            if not np.allclose(given, expected, rtol=1e-4, atol=1e-5):
                return "wrong", f"optimize={optimize}: {given}, not {expected}"
    return "right", ""


def _moved(place: int, step: float) -> tuple[float, float]:
    x, y = POINT
    return (x + step, y) if place == 0 else (x, y + step)


def main(count: int, seed: int) -> None:
    """Judge ``count`` programs and print what came out."""
    outcomes: Counter[Any] = Counter()
    for k in range(seed, seed + count):
        kind, more = judge(k)
        outcomes[kind, more if kind == "refused" else ""] += 1
        if kind == "wrong":
            print(f"seed {k}: {more}\n{program(k)}")
    for (kind, more), number in outcomes.most_common():
        print(number, kind, more)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
