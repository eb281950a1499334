"""Random programs in the whole of Python that numeric code uses: ``python -m tests.random_language COUNT SEED``.

Helpers with defaults, keywords and ``*args``, closures, lambdas, recursion, tuples, lists, dicts, named tuples, dataclasses,
objects with state, jumps out of loops, ``try``, ``match``, ``:=``, comprehensions, ``zip``, ``sorted``, ``reduce``.
Their derivatives, in both modes and both forms, are compared with finite differences. It prints how many programs were
refused and why, and every wrong one.
"""
from __future__ import annotations

import random
import re
import sys
import warnings
from collections import Counter
from typing import Any

import numpy as np

import srcad

HEADER = '''
import math
import functools
import itertools
from collections import namedtuple
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

Pair = namedtuple("Pair", "left right")
RATES = {"slow": 0.3, "fast": 1.2}
ACTS = {"tanh": np.tanh, "half": lambda z: 0.5 * z}


@dataclass
class State:
    a: float
    b: float = 0.5
    seen: list = field(default_factory=list)

    @property
    def mean(self):
        return 0.5 * (self.a + self.b)

    def moved(self, k, *, by=0.1):
        return State(self.a + by * k, self.b * math.cos(k))


class Filter:
    gain = 0.7

    def __init__(self, start, limit=5.0):
        self.value, self.limit = start, limit
        self.count = 0

    def step(self, z):
        self.count += 1
        if self.count > self.limit:
            return self.value
        self.value += self.gain * (math.sin(z) - self.value)
        return self.value

    def __call__(self, z, scale=1.0):
        return scale * math.tanh(z + self.value)


class Slow(Filter):
    gain = 0.2

    def step(self, z):
        return super().step(0.5 * z) + 0.1 * z


class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __iadd__(self, other):
        self.x += 0.5 * other.x
        self.y += math.sin(other.y)
        return self

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __abs__(self):
        return math.hypot(self.x, self.y) + 0.1

    def __lt__(self, other):
        return self.x < other.x


class Bank:
    def __init__(self, buffer, first):
        self.buffer, self.parts, self.best = buffer, [first, buffer[0]], None

    @property
    def total(self):
        return sum(self.parts) + self.buffer.sum()

    @total.setter
    def total(self, value):
        self.parts[0] = 0.5 * value
        self.buffer *= 0.9

    def push(self, a, at=-1):
        self.parts.append(math.tanh(a))
        self.parts[at] += self.parts[0]
        if self.best is None or a > self.best:
            self.best = a
        return self

    def lend(self):
        return self.buffer


class Clock:
    def __init__(self):
        self.seen = []

    def __enter__(self):
        self.seen.append("in")
        return self

    def __exit__(self, *error):
        self.seen.append("out")


def plain(a, b=0.5, *, c=1.0):
    if a > c:
        return a * b
    d = math.tanh(a + b * c)
    return d * d + 0.1 * a


def total(*terms, scale=1.0):
    s = 0.0
    for k, term in enumerate(terms):
        s += scale * math.sin(term) / (k + 1)
    return s


def both(a, b):
    return math.sin(a) + b, 0.3 * a * b


def apply(f, a, n=2):
    for _ in range(n):
        a = math.tanh(f(a))
    return a


def deep(a, n):
    if n == 0:
        return math.tanh(a)
    return 0.5 * deep(a + 0.1 * n, n - 1) + 0.2 * deep(0.5 * a, n // 2 if n > 1 else 0)


def search(items, limit):
    for k, item in enumerate(items):
        if item < limit - 9.0:
            continue
        if item > limit:
            return item * (k + 1)
    return limit


def root(a):
    if a < 0:
        raise ValueError("negative")
    return math.sqrt(a + 1.0)


def checked(a, limit=1.0):
    if a > limit:
        raise OverflowError(f"{a} is more than {limit}")
    return root(a - 0.5) * a


def safe(a, *others):
    try:
        b = checked(a)
    except OverflowError:
        return 0.3 * a
    except ValueError:
        b = a * a
    else:
        if others and others[0] < b:
            return others[0] * b
    finally:
        a = 2.0 * a
    return b + 0.1 * a


def halve(out, a, n):
    if n == 0 or len(out) < 2:
        return out
    out[1:] += a * out[:-1]
    halve(out[1:], math.sin(a), n - 1)
    out[0] *= out[-1]
    return out


def turned(out, a):
    if a > 0.5:
        return out[::-1]
    out[0] = a
    return out


def counted(a):
    seen = [a]

    def step(k):
        nonlocal a
        a = math.tanh(a + k * seen[-1])
        seen.append(a)
        return len(seen)

    while step(0.5) < 4:
        if a > 0.8:
            break
    else:
        a *= 0.7
    return a + sum(seen)


def decays(a, n, by=0.3):
    for k in range(n):
        a = a - by * math.sin(a + k)
        if a > 2.0:
            return
        yield a


def endless(a):
    while True:
        a = math.sin(a) + 0.5
        yield a


def pieces(a, b):
    yield a
    if a > b:
        yield a * b
    for k in range(2):
        b = math.tanh(b)
        yield b + k


def commands(items, a):
    for item in items:
        match item:
            case ("scale", by) | ("turn", by, _):
                yield by * a
            case {"by": by, **rest}:
                yield by * len(rest) * a
            case float(c) if c > 0.5:
                yield c
            case _:
                yield 0.1 * a


def fill(out, a):
    for k in range(len(out)):
        out[k] = math.sin(a + k)


def f(x, y, v):
    s, t = x, 0.5 * y
    l = [x, y, x * y]
    d = {"u": x, "w": y * 0.5}
    p = Pair(x, y)
    q = State(x, b=y)
    c = Filter(x)
    e = Slow(y, limit=3)
    g = lambda z: z * t + 0.1
    w = v.copy()
    mat = np.outer(np.array([x, y]), v)
    uu, zz = Vec(x, 0.4), Vec(y, t)
    bank = Bank(w, s)
    k = 0
'''
OPEN, CLOSE = "\x01", "\x02"             # braces that stay, where those of places are filled
POINT = (0.72, 1.27, np.array([0.4, -0.8, 1.1]))
NUMBERS = (
    "x", "y", "s", "t", "0.6", "1.2", "l[{i}]", "d[{key}]", "p.left", "p.right", "q.a", "q.b", "q.mean", "c.value", "e.value",
    "w[{i}]",
    "v[{i}]", "math.sin({x})", "math.tanh({x})", "{x} * {x}", "({x} + {x})", "({x} - {x})", "{x} / (1.5 + {x} ** 2)", "-{x}",
    "plain({x})", "plain({x}, b={x})", "plain({x}, {x}, c=0.4)", "total({x}, {x})", "total(*(s, t), scale={x})",
    "apply(lambda z: z * {x}, {x})", "apply(g, {x}, n=3)", "apply(c, {x})", "apply(math.sin, {x})", "deep({x}, {n})",
    "search(l, {x})", "search((s, t, {x}), 0.2)", "c({x})", "e({x}, scale=0.5)", "g({x})", "max({x}, {x})", "min(l)",
    "max(l, key=abs)",
    "sum(l)", "sum(a * a for a in l)", "sum(a * b for a, b in zip(l, w))", "sum(k * a for k, a in enumerate(w))",
    "sorted(l)[{i}]", "sorted([s, t, {x}], key=lambda a: -a)[0]", "reduce(lambda a, b: a + math.sin(b), l)",
    "math.prod(math.cos(a) for a in l)", "[math.tanh(a * {x}) for a in l if a > 0.1][-1]", "({x} if {test} else {x})",
    "float(np.sum(w * v))",
    "np.dot(w, v)", "d.get('u', 0.0)", "sum(d.values())", "sum(RATES[n] * d[m] for n, m in zip(RATES, d))", "ACTS[{act}]({x})",
    "math.hypot({x}, 0.5)", "q.moved({x}).a", "q.moved({x}, by={x}).mean", "p._replace(left={x}).left * p.right",
    "sum(a * b for a, b in itertools.combinations(l, 2))", "sum(itertools.accumulate(l))", "abs({x})", "len(l) * {x}",
    "sum(decays({x}, {n}))", "sum(decays({x}, 2, by={x}))", "max(pieces({x}, {x}))", "list(pieces({x}, {x}))[{i}]",
    "sum(itertools.islice(endless({x}), {n}))", "next(endless({x}))", "next((a for a in l if a > {x}), {x})",
    "sum(a * b for a, b in zip(v, pieces({x}, {x})))", "sum(a * b for a, b in zip(l, endless({x})))",
    "sum(commands(({x}, ('scale', {x}), ('turn', {x}, 1), {{'by': {x}, 'n': 1}}), {x}))",
    "sum(h(0.5) for h in [lambda z: z * k * {x} for k in (1, 2)])", "(math.sin if {test} else math.tanh)({x})",
    "[s, *(t, {x})][{i}]", "(lambda a, b=2.0: a * b)({x})", "np.where(w > {x}, w, {x}).sum()",
    "mat[{r}, {i}]", "mat.sum(axis=0)[{i}]", "w[::-1][{i}]", "float(mat[k % 2] @ v)", "(mat * w)[{r}, {i}]",
    "mat[1, w > {x}].sum()",
    "(uu + zz * {x}).x", "({x} * uu).y", "uu @ zz", "abs(-zz)", "uu[{r}] * zz[{r}]", "sorted([zz, uu, zz])[1].x",
    "sorted([uu, zz])[0].y", "uu.x", "zz.y",
    "bank.total", "bank.parts[{r}]", "bank.buffer[{i}]", "bank.push({x}).total", "bank.lend()[{i}]",
    "(bank.best if bank.best is not None else {x})",
    "safe({x})", "safe({x}, {x})", "halve(w * {x}, {x}, {n})[{i}]", "counted({x})", "turned(w, {x})[{i}]",
)
SIMPLE = (
    "s = {x}", "t = {x}", "s += {x}", "t *= {x}", "s, t = t, s", "s, t = both({x}, t)", "l[{i}] = {x}", "l[{i}] += {x}",
    "l = [math.sin(a) for a in l]", "l = [math.tanh(a * {x}) for a in l]", "l.append({x})", "d[{key}] = {x}", "d[{key}] += {x}",
    "d.update(u={x})",
    "d = {{n: 0.5 * a for n, a in d.items()}}", "d = {{**d, 'w': {x}}}", "p = Pair({x}, right={x})",
    "p = p._replace(right={x})", "q.a = {x}",
    "q.b += {x}", "q = q.moved({x})", "q.seen.append({x})", "s = c.step({x})", "t = e.step({x})", "c.value *= 0.5",
    "c = Filter({x})",
    "w[{i}] = {x}", "w[1:] *= {x}", "w = np.tanh(w * {x})", "w += v * {x}", "fill(w, {x})",
    "first, *rest = l\n{pad}s = first + sum(rest)",
    "(s, t), k = both({x}, {x}), k + 1", "g = lambda z, a=s: math.sin(z * a)", "_, (a, b) = 1, (t, {x})\n{pad}s = a * b",
    "if (z := {x}) > 0.2:\n{pad}    s = z * t", "s = t = {x}", "assert t == t, f'{{t}} is nan'", "k += 1",
    "for a, b in zip(l, v):\n{pad}    s = math.tanh(s + a * b)",
    "for n, a in d.items():\n{pad}    t += a if n == 'u' else 0.1 * a",
    "s = math.tanh(s)", "t = math.tanh(t)", "l = l[:3]",
    "l.sort(key=lambda a: -a)", "it = iter(l)\n{pad}s = next(it) * next(it, {x})",
    "for a in decays({x}, 3):\n{pad}    s = math.tanh(s + a)\n{pad}    if s < t:\n{pad}        continue\n{pad}    t = 0.9 * t",
    "for a in pieces({x}, {x}):\n{pad}    if {test}:\n{pad}        continue\n{pad}    s = math.tanh(s * a)\n{pad}    if s > 0.5:"
    "\n{pad}        break\n{pad}else:\n{pad}    t *= 0.8",
    "for i, a in enumerate(endless({x})):\n{pad}    s = math.tanh(s + a * i)\n{pad}    if i > 2 or {test}:\n{pad}        break",
    "for r, a in ((math.sin, {x}), (math.tanh, 0.6)):\n{pad}    s = r(s + a)",
    "def m(z, b=[0.5]):\n{pad}    b[0] *= {x}\n{pad}    return z * b[0]\n{pad}s, t = m(s), math.tanh(m(t))",
    "seen = set()\n{pad}for i, a in ((0, {x}), (1, s), (0, t)):\n{pad}    if i not in seen:\n{pad}        seen.add(i)\n{pad}"
    "        s = math.tanh(s + a)",
    "for a in sorted(l):\n{pad}    s += 0.1 * a\n{pad}    if s > 1.0:\n{pad}        break",
    "mat[{r}] = w", "mat += w", "mat[:, {i}] *= {x}", "w = mat[{r}]", "w = mat[{r}] * {x}", "w = w[::-1]", "w[:] = mat[{r}]",
    "w, mat[0] = mat[0].copy(), w",
    "mat = mat[::-1]", "mat[mat > {x}] = {x}", "w = bank.lend()", "bank.buffer = w", "bank = Bank(mat[{r}], {x})",
    "turned(w, {x})[{i}] = {x}",
    "halve(w, {x}, {n})", "for row in mat:\n{pad}    row *= {x}\n{pad}    w[{i}] += row[{i}]",
    "for row, a in zip(mat, l):\n{pad}    row[{i}] = math.sin(a)", "bank.push({x})", "bank.push({x}, at=0)",
    "bank.total = {x}", "bank.total += {x}",
    "uu += zz", "uu = uu + zz * {x}", "uu, zz = zz, uu", "uu.x = {x}", "zz.y *= {x}", "zz = uu", "zz = -uu",
    "uu = sorted([uu, zz])[1]",
    "with Clock() as clock:\n{pad}    s = {x}\n{pad}    t = t + 0.1 * len(clock.seen)",
    "def o(r):\n{pad}    nonlocal s\n{pad}    s = math.tanh(s * r)\n{pad}    w[{i}] += s\n{pad}    return s\n"
    "{pad}t = o({x}) + o(t)",
    "rows = [w, mat[0], w]\n{pad}rows[{i}][{i}] = {x}\n{pad}s = math.tanh(s + rows[{i}] @ rows[{i}])",
    "d |= {{'w': {x}}}", "views = {{'a': w[:2], 'b': w[1:]}}\n{pad}views[{ab}] *= {x}\n{pad}s = math.tanh(views[{ab}].sum())",
    "try:\n{pad}    s = checked({x})\n{pad}    w[{i}] = s\n{pad}except (OverflowError, ValueError):\n{pad}    s = 0.5 * s",
    "while (s := 0.8 * s - 0.1) > 0.3:\n{pad}    t = math.tanh(t + s)\n{pad}else:\n{pad}    t *= s",
)
TESTS = ("{x} > {x}", "s > 0.3", "s < t", "len(l) > 3", "k % 2 == 0", "k > 1", "0.1 < s < 2.0", "s > 0 and t < 1.0",
         "not t > 0.5",
         "any(a > 0.9 for a in l)", "all(a > -3.0 for a in w)", "'u' in d", "c.count < 3", "isinstance(s, float)", "q.seen")


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.loops = 0

    def filled(self, form: str, depth: int = 0, pad: str = "") -> str:
        """Fill each place of a form with something of its own."""
        pick = self.random.choice
        makers: dict[str, Any] = {
            "{pad}": lambda: pad, "{i}": lambda: pick("012"), "{r}": lambda: pick("01"), "{ab}": lambda: repr(pick("ab")),
            "{n}": lambda: pick("0123"), "{key}": lambda: repr(pick("uw")),
            "{act}": lambda: repr(pick(("tanh", "half"))), "{x}": lambda: self.number(depth + 1),
            "{test}": lambda: self.test(depth + 1)}
        while (place := re.search(r"\{(pad|i|r|ab|n|key|act|x|test)\}", form)) is not None:
            form = form[:place.start()] + makers[place.group()]() + form[place.end():]
        return form.replace("{{", OPEN).replace("}}", CLOSE)

    def number(self, depth: int = 0) -> str:
        return self.filled(self.random.choice(NUMBERS if depth < 3 else NUMBERS[:6]), max(depth, 1))

    def test(self, depth: int = 0) -> str:
        return self.filled(self.random.choice(TESTS if depth < 2 else TESTS[1:8]), 2)

    def block(self, indent: int, most: int) -> list[str]:
        return [line for _ in range(self.random.randrange(1, most)) for line in self.statement(indent)]

    def statement(self, indent: int) -> list[str]:
        pad, kind = "    " * indent, self.random.randrange(24)
        if indent > 3 or kind > 7:
            return (pad + self.filled(self.random.choice(SIMPLE), 0, pad)).split("\n")
        inner = "    " * (indent + 1)
        if kind in (0, 1):
            lines = [f"{pad}if {self.test()}:", *self.block(indent + 1, 3), *self.jump(indent + 1)]
            if kind:
                lines += [f"{pad}elif {self.test()}:", *self.block(indent + 1, 3)]
            return [*lines, f"{pad}else:", *self.block(indent + 1, 3)]
        if kind in (2, 3):
            head = self.random.choice((
                "for i in range({n}):", "for i, a in enumerate(w):", "for i, (a, b) in enumerate(zip(l[:3], v)):"))
            return [pad + self.filled(head), *self.looped(indent), *self.tail(indent)]
        if kind == 4:
            name = f"n{indent}"
            return [f"{pad}{name} = 0", f"{pad}while {name} < {self.random.randrange(1, 5)} and ({self.test()}):",
                    f"{inner}{name} += 1", *self.looped(indent), *self.tail(indent)]
        if kind == 5:
            return [f"{pad}try:", f"{inner}t = root({self.number()})", f"{pad}except ValueError:", *self.block(indent + 1, 2)]
        if kind == 6:
            return [f"{pad}match {self.random.choice(('(s, 0.5)', 'p', 'k', 'l[:2]'))}:", f"{inner}case (a, b) if a > b:",
                    f"{inner}    s = a * {self.number()}", f"{inner}case [a, b]:", f"{inner}    t = a + b", f"{inner}case 0 | 1:",
                    f"{inner}    t = {self.number()}", f"{inner}case _:", f"{inner}    s = {self.number()}"]
        name = f"h{indent}"
        return [f"{pad}def {name}(z, r=0.5):", f"{inner}m = z * t", f"{inner}return m + r * {self.number(2)}",
                f"{pad}s = {name}({self.number()})",
                f"{pad}t = apply({name}, {self.number(2)})"]

    def looped(self, indent: int) -> list[str]:
        self.loops += 1
        lines = [*self.block(indent + 1, 4), "    " * (indent + 1) + "s, t = math.tanh(s), math.tanh(t)"]
        self.loops -= 1
        return lines

    def tail(self, indent: int) -> list[str]:
        pad = "    " * indent
        return [f"{pad}else:", f"{pad}    t *= 0.9"] if self.random.random() < 0.2 else []

    def jump(self, indent: int) -> list[str]:
        if self.random.random() > 0.3:
            return []
        choices = ["return s * t"] if self.random.random() < 0.4 or not self.loops else ["break", "continue"]
        return ["    " * indent + self.random.choice(choices)]


def program(seed: int) -> str:
    """Return the text of a program ``f(x, y, v)``."""
    writer = _Writer(seed)
    value = " + ".join(f"{k} * math.tanh({writer.number()})" for k in range(1, 5))
    tail = "s * t + w[0] + c.value + q.mean + l[-1] + bank.total + mat.sum() + uu @ zz"
    lines = [*writer.block(1, 8), f"    return {value} + {tail}"]
    return HEADER + "\n".join(lines).replace(OPEN, "{").replace(CLOSE, "}") + "\n"


def judge(text: str) -> tuple[str, str]:
    """Return "right", "skipped" (a kink, too steep, or it raises), "refused", "wrong" or "crash", and more about it."""
    try:
        function = srcad.from_source(text, "f")
        expected, other = _differences(function, 1e-6), _differences(function, 3e-6)
    except (ValueError, ZeroDivisionError, OverflowError, UnboundLocalError, IndexError, AssertionError, TypeError) as error:
        return "skipped", repr(error)
    if not np.all(np.isfinite(expected)) or np.max(np.abs(expected)) > 1e3 or not np.allclose(
            expected, other, rtol=1e-4, atol=1e-5):
        return "skipped", "steep"
    refusals = []
    for optimize in (True, False):
        for mode in (_reverse, _forward):
            try:
                found = mode(function, optimize)
            except srcad.SrcadError as error:
                refusals.append(error.reason)
                continue
            except Exception as error:
                return "crash", f"{mode.__name__} optimize={optimize}: {error!r}"
            if not np.allclose(found, expected, rtol=1e-3, atol=1e-4):
                return "wrong", f"{mode.__name__} optimize={optimize}: {found}, not {expected}"
    return ("refused", refusals[0]) if refusals else ("right", "")


def _reverse(function: Any, optimize: bool) -> Any:
    pullback = srcad.vjp(function, *_point(), optimize=optimize)[1]
    first, second = (np.hstack(pullback(1.0)) for _ in range(2))
    assert np.array_equal(first, second), "a second call of the pullback"
    return first


def _forward(function: Any, optimize: bool) -> Any:
    zeros = np.zeros(3)
    ways = [(1.0, 0.0, zeros), (0.0, 1.0, zeros), *((0.0, 0.0, unit) for unit in np.eye(3))]
    return np.array([srcad.jvp(function, _point(), way, optimize=optimize)[1] for way in ways])


def _point() -> tuple[Any, ...]:
    return (*POINT[:2], POINT[2].copy())


def _differences(function: Any, step: float) -> Any:
    def value(k: int, h: float) -> float:
        flat = np.hstack(POINT)
        flat[k] += h
        return float(function(float(flat[0]), float(flat[1]), flat[2:].copy()))

    return np.array([(value(k, step) - value(k, -step)) / (2 * step) for k in range(5)])


def main(count: int, seed: int) -> int:
    """Judge ``count`` programs and print what came out."""
    outcomes: Counter[Any] = Counter()
    warnings.simplefilter("ignore")
    for k in range(seed, seed + count):
        text = program(k)
        kind, more = judge(text)
        outcomes[kind, re.sub(r"`[^`]*`", "`...`", more) if kind == "refused" else ""] += 1
        if kind in ("wrong", "crash"):
            print(f"seed {k}: {kind} {more}\n{text[len(HEADER):]}", flush=True)
    for (kind, more), number in outcomes.most_common():
        print(number, kind, more)
    return 1 if {"wrong", "crash"} & {kind for kind, _ in outcomes} else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
