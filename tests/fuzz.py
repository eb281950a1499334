"""Random programs, differentiated in every way and compared: ``python -m tests.fuzz [COUNT [SEED]]``.

Each program mixes branches, loops, jumps, early returns, helpers and array operations. Its gradient
is compared with finite differences, the textbook form, forward mode and the pullback.
"""
from __future__ import annotations

import math
import random
import sys
import warnings
from typing import Any

import numpy as np

import srcad

HEADER = "import math\nimport numpy as np\n\n\n"
HELPERS = '''def helper(a, b=0.5):
    if a > 1.0:
        return a * b
    c = a + b
    return c * c


def pair(a, b):
    s = a * 0.5
    return math.sin(s) + b, b * 0.3 + s


def many(v, k):
    w = v * k
    return w / (1.0 + w * w)


'''


class Writer:
    """Writes one random function of floats x, y and arrays u (3,), A (3, 3)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.loops = 0
        self.count = 0

    def scalar(self, depth: int = 0) -> str:
        r = self.rng
        if depth > 2 or r.random() < 0.3:
            return r.choice(["x", "y", "s", "t", "0.7", "1.3", "u[0]", "u[1]", "A[1, 2]", "2", *self.indices()])
        a, b = self.scalar(depth + 1), self.scalar(depth + 1)
        return r.choice([
            f"({a} + {b})", f"({a} - {b})", f"{a} * {b}", f"{a} / (1.5 + {b} * {b})", f"math.sin({a})", f"math.tanh({a})",
            f"math.exp(-abs({a}))", f"helper({a})", f"helper({a}, b={b})", f"math.sqrt(1.0 + ({a}) ** 2)",
            f"np.sum(many(u, {a}))",
            f"({a} if {self.test()} else {b})", "np.dot(u, v)", "np.mean(A @ v)", f"max({a}, {b})", f"np.sin({a})",
            f"float({a})", f"-{a}", f"abs({a})", f"min({a}, 0.4)",
        ])

    def array(self, depth: int = 0) -> str:
        r = self.rng
        if depth > 2 or r.random() < 0.25:
            return r.choice(["u", "v", "A[0]", "A[:, 1]", "A.T[2]", "u[::-1]"])
        a, b, s = self.array(depth + 1), self.array(depth + 1), self.scalar(2)
        return r.choice([
            f"({a} + {b})", f"{a} * {b}", f"({a} - {s})", f"{s} * {a}", f"np.sin({a})", f"np.tanh({a})", f"A @ {a}", f"{a} @ A",
            f"np.where({a} > {s}, {a}, {b})", f"np.maximum({a}, {b})",
            f"many({a}, {s})",
            f"np.exp(-{a} ** 2)", f"np.array([{s}, {s}, y])",
            f"np.concatenate([{a}[:2], {b}[2:]])", f"np.stack([{a}, {b}]).sum(axis=0)", f"{a} / (1.0 + {b} ** 2)",
            f"(A * {a}).sum(axis=1)",
            f"np.clip({a}, -0.6, 0.8)", "A.reshape(9)[3:6]", f"({a}).copy()", f"-{a}",
        ])

    def indices(self) -> list[str]:
        return [f"i{k}" for k in range(self.loops)]

    def test(self) -> str:
        r = self.rng
        simple = [f"{r.choice('xyst')} > {r.choice(['0.3', '-0.2', 'x', 'y'])}", "u[0] < s", f"s * t < {r.random():.2f}",
                  "0.1 < s < 2.0", "s > 0 and t < 1.0", "not y > 0.5", "np.sum(v) > 0.2 or x > 2.0"]
        if self.loops:
            simple += [f"i{self.loops - 1} % 2 == 0", f"i{self.loops - 1} > 1"]
        return r.choice(simple)

    def block(self, indent: int, budget: int) -> None:
        r = self.rng
        for _ in range(r.randint(1, 3)):
            self.statement(indent, budget)

    def emit(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def statement(self, indent: int, budget: int) -> None:
        r = self.rng
        kind = r.random()
        if budget <= 0 or kind < 0.45:
            self.emit(indent, r.choice([
                f"s = {self.scalar()}", f"t = {self.scalar()}", f"s += {self.scalar()}", f"t *= {self.scalar(1)}",
                f"v = {self.array()}",
                f"v = v + {self.array(1)}", "s, t = t, s", f"s, t = pair({self.scalar(1)}, t)", f"s = t = {self.scalar(1)}",
                "s -= 0.3 * t", f"y = {self.scalar(1)}", f"u = {self.array(1)}", "t = math.tanh(t)", "s = math.tanh(s)",
            ]))
        elif kind < 0.65:
            self.emit(indent, f"if {self.test()}:")
            self.block(indent + 1, budget - 1)
            self.jump(indent + 1)
            if r.random() < 0.3:
                self.emit(indent, f"elif {self.test()}:")
                self.block(indent + 1, budget - 1)
                self.jump(indent + 1)
            if r.random() < 0.6:
                self.emit(indent, "else:")
                self.block(indent + 1, budget - 1)
                self.jump(indent + 1)
        elif kind < 0.9:
            self.loop(indent, budget)
        else:
            self.emit(indent, f"for w in {r.choice(['u', 'v', 'A[1]', '(s, t, x)', 'reversed(u)'])}:")
            self.emit(indent + 1, "s = math.tanh(s + 0.5 * w)")

    def loop(self, indent: int, budget: int) -> None:
        r = self.rng
        name = f"i{self.loops}"
        heads = [f"for {name} in range({r.randint(0, 4)}):", f"for {name} in range(1, 4):", f"for {name} in range(3, -1, -1):",
                 f"for {name} in range(0, 5, 2):", f"for {name}, w in enumerate(u):",
                 f"for {name}, (w, z) in enumerate(zip(u, v)):"]
        if r.random() < 0.25:
            self.count += 1
            c = f"c{self.count}"
            self.emit(indent, f"{c} = 0")
            self.emit(indent, f"while {c} < {r.randint(1, 4)} and ({self.test()}):")
            self.emit(indent + 1, f"{c} += 1")
            self.emit(indent + 1, f"{name} = {c}")
        else:
            head = r.choice(heads)
            self.emit(indent, head)
            if "w" in head.split(" in ")[0]:
                self.emit(indent + 1, "s = math.tanh(s + 0.1 * w)")
        self.loops += 1
        self.block(indent + 1, budget - 1)
        self.jump(indent + 1, tail=True)
        self.loops -= 1
        if r.random() < 0.2:
            self.emit(indent, "else:")
            self.emit(indent + 1, "t = t * 0.9")

    def jump(self, indent: int, tail: bool = False) -> None:
        r = self.rng
        if tail or r.random() > 0.35:
            return
        choices = ["return s * t"] if r.random() < 0.3 else []
        if self.loops:
            choices += ["break", "continue", "continue"]
        if choices:
            self.emit(indent, r.choice(choices))

    def program(self) -> str:
        self.emit(0, "def f(x, y, u, A):")
        self.emit(1, "s = x")
        self.emit(1, "t = 0.5")
        self.emit(1, "v = u")
        for _ in range(self.rng.randint(2, 5)):
            self.statement(1, 3)
        self.emit(1, self.rng.choice(["return s * t + np.sum(v)", "return s + t * y", "return math.tanh(s) * t",
                                         "return np.sum(v * v) + s"]))
        return HEADER + HELPERS + "\n".join(self.lines) + "\n"


def differences(f: Any, args: tuple[Any, ...], h: float = 1e-6) -> list[Any]:
    found = []
    for k, a in enumerate(args):
        flat = np.atleast_1d(np.array(a, float)).ravel()
        out = np.empty(flat.size)
        for n in range(flat.size):
            values = []
            for step in (h, -h):
                moved = flat.copy()
                moved[n] += step
                new = float(moved[0]) if isinstance(a, float) else moved.reshape(np.shape(a))
                values.append(float(f(*args[:k], new, *args[k + 1:])))
            out[n] = (values[0] - values[1]) / (2 * h)
        found.append(out.reshape(np.shape(a)))
    return found


def smooth(f: Any, args: tuple[Any, ...]) -> list[Any] | None:
    """Finite differences, or None where two step sizes disagree (a kink is near)."""
    a, b = differences(f, args), differences(f, args, 3e-6)
    return a if all(np.allclose(p, q, rtol=1e-4, atol=1e-6) for p, q in zip(a, b)) else None


def check(text: str, seed: int) -> str:
    """Return "ok", "kink" or "raises"; raise AssertionError for a wrong number."""
    f = srcad.from_source(text, "f")
    rng = np.random.default_rng(seed)
    args = (float(rng.normal()), float(rng.normal()), rng.normal(size=3), rng.normal(size=(3, 3)))
    try:
        value = f(*args)
        expected = smooth(f, args)
    except (ValueError, ZeroDivisionError, OverflowError, UnboundLocalError):
        return "raises"
    if expected is None or not math.isfinite(value):
        return "kink"
    wrt = (0, 1, 2, 3)
    kept = [np.array(a) for a in args]
    got, gradient = srcad.value_and_grad(f, wrt=wrt)(*args)
    assert np.allclose(got, value), "value"
    for name, g, e, a in zip("xyuA", gradient, expected, args):
        assert np.shape(g) == np.shape(a) and type(g) is type(a), (name, type(g))
        assert np.allclose(g, e, rtol=1e-3, atol=1e-5), (name, g, e)
    assert all(np.array_equal(a, b) for a, b in zip(kept, args)), "an argument was changed"
    plain = srcad.grad(f, wrt=wrt, optimize=False)(*args)
    assert all(np.allclose(a, b, rtol=1e-9, atol=1e-12) for a, b in zip(gradient, plain)), ("textbook", gradient, plain)
    tangents = (0.3, -0.7, rng.normal(size=3), rng.normal(size=(3, 3)))
    _, dot = srcad.jvp(f, args, tangents)
    want = sum(np.sum(np.asarray(a) * b) for a, b in zip(gradient, tangents))
    assert np.allclose(dot, want, rtol=1e-8, atol=1e-10), ("jvp", dot, want)
    _, pullback = srcad.vjp(f, *args)
    for _ in range(2):
        assert all(np.allclose(np.asarray(a) * 2, b) for a, b in zip(gradient, pullback(2.0))), "pullback"
    return "ok"


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    tally: dict[str, int] = {}
    warnings.simplefilter("ignore")
    for seed in range(first, first + count):
        text = Writer(random.Random(seed)).program()
        try:
            outcome = check(text, seed)
        except Exception as error:
            outcome = f"{type(error).__name__}"
            print(f"--- seed {seed}: {outcome}: {error}\n")
            if len(sys.argv) > 3:
                print(text)
        tally[outcome] = tally.get(outcome, 0) + 1
    print(tally)
    return 0 if set(tally) <= {"ok", "kink", "raises"} else 1


if __name__ == "__main__":
    raise SystemExit(main())
