"""Random loops that update elements of arrays: leaving out what need not be restored changes no gradient."""
from __future__ import annotations

import random

import numpy as np

import srcad

HEAD = "def f(a, x):\n    n = a.shape[0]\n"


def subscript(rng: random.Random, loops: list[str]) -> str:
    name = rng.choice([*loops, *loops, "0", "n - 1"])
    return name + rng.choice(("", "", "", " - 1", " + 1", " - 2")) if name in loops else name


def element(rng: random.Random, loops: list[str]) -> str:
    if rng.random() < 0.3:
        return f"x[{subscript(rng, loops)}]"
    return f"a[{subscript(rng, loops)}, {subscript(rng, loops)}]"


def body(rng: random.Random, loops: list[str], indent: str) -> str:
    text = ""
    for _ in range(rng.choice((1, 2, 2))):
        if len(loops) < 3 and rng.random() < 0.85 - 0.25 * len(loops):
            name = "ijk"[len(loops)]
            low, high = rng.choice(("0", "1", "2", *loops)), rng.choice(("n", "n - 1", *loops))
            order = f"{high} - 1, {low}, -1" if rng.random() < 0.2 else f"{low}, {high}" + rng.choice(("", "", ", 2"))
            text += f"{indent}for {name} in range({order}):\n" + body(rng, [*loops, name], indent + "    ")
        elif loops:
            target, one, two = (element(rng, loops) for _ in range(3))
            value = rng.choice((f"0.2 * {one} * {two}", f"0.1 * {one}", f"np.sin({one})", f"{one} / ({two} ** 2 + 4.0)"))
            operator = rng.choice(("-=", "+=", "=", "*=", "/="))
            text += f"{indent}{target} {operator} {'1.5 + 0.1 * ' if operator in ('*=', '/=') else ''}{value}\n"
    return text or f"{indent}pass\n"


def test_gradients_of_element_loops() -> None:
    rng, numbers = random.Random(11), np.random.default_rng(11)
    unrestored = 0
    for _ in range(60):
        text = f"import numpy as np\n{HEAD}{body(rng, [], '    ')}    return np.sum(a ** 3) + np.sum(x ** 3)\n"
        f = srcad.from_source(text, "f")
        args = numbers.uniform(0.5, 1.0, (4, 4)), numbers.uniform(0.5, 1.0, 4)
        along = numbers.normal(size=(4, 4)), numbers.normal(size=4)
        try:
            f(*map(np.copy, args))
        except IndexError:
            continue
        _, expected = srcad.jvp(f, args, along)
        a_bar, x_bar = srcad.grad(f, wrt=("a", "x"))(*args)
        assert np.isclose(np.sum(a_bar * along[0]) + np.sum(x_bar * along[1]), expected, rtol=1e-8), text
        unrestored += "_old" not in srcad.grad(f, wrt=("a", "x")).source_for(*args)
    assert unrestored > 5
