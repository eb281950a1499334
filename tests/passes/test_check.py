"""Each construct that is refused: the class of the error, its place, its words, its way out.

``# here`` marks the line that the error has to name. A parameter's name tells what is passed.
"""
from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcad
from srcad.errors import ArgumentError, MissingRule, OutputError, SrcadError, UnsupportedSyntax
from srcad.passes.check import REFUSED

HEAD = """
import asyncio, bisect
import numpy as np
class Money:
    def __add__(self, other):
        return self
MONEY = Money()
MASKED = np.ma.array([1.0, 2.0, 3.0])
insort = bisect.insort
BUFFER = np.zeros(3)
"""
ARGUMENTS = {"x": 1.5, "a": np.array([1.0, 2.0, 3.0]), "thing": None, "functions": [abs]}

# (error, words of the reason, words of the hint, program)
Refusal = tuple[type[SrcadError], str, str, str]
SYNTAX: list[Refusal] = [
    (UnsupportedSyntax, "a generator", "to a list", "def f(x):\n    yield x  # here\n"),
    (UnsupportedSyntax, "a generator", "to a list", "def f(x):\n    y = x\n    yield from [y]  # here\n"),
    (UnsupportedSyntax, "a generator", "to a list", "f = lambda x: (yield x)  # here\n"),
    (UnsupportedSyntax, "an async function", "plain function", "async def f(x):  # here\n    return x\n"),
    (UnsupportedSyntax, "an async function", "plain function", "async def f(x):  # here\n    return await x\n"),
    (UnsupportedSyntax, "an async function", "plain function",
     "async def f(x):  # here\n    async for i in x:\n        pass\n    return x\n"),
    (UnsupportedSyntax, "an async function", "plain function",
     "async def f(x):  # here\n    async with x:\n        pass\n    return x\n"),
    (UnsupportedSyntax, "a class inside the function", "at module level",
     "def f(x):\n    class Inner:  # here\n        pass\n    return x\n"),
    (UnsupportedSyntax, "inside try, `print` may do more than compute", "only what may raise",
     "def f(x):\n    y = x\n    try:\n        print(1 / x)  # here\n"
     "    except ZeroDivisionError:\n        y = 0.0\n    return y\n"),
    (UnsupportedSyntax, "an exception is used as a value", "in local names",
     "def f(x):\n    try:\n        y = np.log(x) / x\n        raise ValueError(y)\n"
     "    except ValueError as e:\n        return e.args[0]  # here\n"),
    (UnsupportedSyntax, "a `finally` that does more", "after the block",
     "def f(x):\n    try:\n        y = 1 / x\n    finally:\n        print('done')  # here\n    return y\n"),
    (UnsupportedSyntax, "with inside try", "around the try",
     "def f(x):\n    try:\n        with np.errstate(all='raise'):  # here\n            y = 1 / x\n"
     "    except ZeroDivisionError:\n        y = x\n    return y\n"),
    (UnsupportedSyntax, "global", "as a parameter", "def f(x):\n    global TOTAL  # here\n    TOTAL = x\n    return x\n"),
    (UnsupportedSyntax, "nonlocal", "as a parameter",
     "def outer():\n    n = 0.0\n    def f(x):\n        nonlocal n  # here\n        n = x\n        return x\n"
     "    return f\nf = outer()\n"),
    (UnsupportedSyntax, "a dict whose keys are not constants", "each once",
     "def f(x):\n    y = x + len({x: x})  # here\n    return y\n"),
    (UnsupportedSyntax, "a set display", "a tuple", "def f(x):\n    some = {x, 2.0}  # here\n    return x\n"),
    (UnsupportedSyntax, "a write to an attribute", "local name", "def f(x, thing):\n    thing.y = x  # here\n    return x\n"),
    (UnsupportedSyntax, "a write to an attribute", "local name", "def f(x, thing):\n    thing.y += x  # here\n    return x\n"),
    (UnsupportedSyntax, "a loop that writes to an attribute", "local name",
     "def f(x, thing):\n    for thing.y in range(3):  # here\n        pass\n    return x\n"),
    (UnsupportedSyntax, "`**` in a call", "keyword arguments out",
     "def f(a):\n    options = ()\n    return np.sum(a, **options)  # here\n"),
    (UnsupportedSyntax, "`eval` cannot be seen through", "in the function itself",
     "def f(x):\n    return eval('x * x')  # here\n"),
    (UnsupportedSyntax, "`exec` cannot be seen through", "in the function itself",
     "def f(x):\n    exec('y = x')  # here\n    return x\n"),
    (UnsupportedSyntax, "`globals` cannot be seen through", "in the function itself",
     "def f(x):\n    y = x\n    return globals()['y'] * y  # here\n"),
    (UnsupportedSyntax, "`look` cannot be seen through", "in the function itself",
     "look = locals\ndef f(x):\n    return look()['x']  # here\n"),
    (UnsupportedSyntax, "`setattr` cannot be seen through", "in the function itself",
     "def f(x, thing):\n    setattr(thing, 'y', x)  # here\n    return x\n"),
    (UnsupportedSyntax, "`threading.Thread` starts what runs beside the function", "in the function itself",
     "import threading\ndef f(x):\n    t = threading.Thread(target=lambda: x)  # here\n    t.start()\n    return x\n"),
    (UnsupportedSyntax, "`Pool` starts what runs beside the function", "in the function itself",
     "from multiprocessing.pool import Pool\ndef f(x):\n    with Pool(2) as p:  # here\n        return p.map(abs, [x])[0]\n"),
    (UnsupportedSyntax, "a computed function", "by its name", "def f(x):\n    return (-np.sin)(x)  # here\n"),
    (UnsupportedSyntax, "`*xs` takes any number", "a parameter of its own", "def f(*xs):  # here\n    return xs[0]\n"),
    (UnsupportedSyntax, "`**more` takes any number", "a parameter of its own", "def f(x, **more):  # here\n    return x\n"),
    (OutputError, "`f` returns None here", "return the number", "def f(x):\n    y = x\n    return None  # here\n"),
    (OutputError, "`f` returns None here", "return the number",
     "def f(x):\n    if x > 0:\n        return  # here\n    return x\n"),
    (OutputError, "`f` can end without returning", "every path", "def f(x):  # here\n    y = x\n"),
    (OutputError, "`f` can end without returning", "every path",
     "def f(x):\n    while x > 1:\n        return x  # here\n"),
]
if sys.version_info >= (3, 11):
    SYNTAX.append((UnsupportedSyntax, "try", "with if",
                   "def f(x):\n    try:  # here\n        y = 1 / x\n    except* ValueError:\n        y = 0.0\n    return y\n"))
MEANING: list[Refusal] = [
    (UnsupportedSyntax, "`insort` may write to what it is given", "a copy",
     "def f(a):\n    insort(a, 2.0)  # here\n    return np.sum(a)\n"),
    (UnsupportedSyntax, "`MaskedArray` has arithmetic of its own", "a plain array",
     "def f(a):\n    return np.sum(a * MASKED)  # here\n"),
    (UnsupportedSyntax, "arithmetic on a `Money`", "take the numbers out", "def f(x):\n    return x + MONEY  # here\n"),
    (UnsupportedSyntax, "`g` calls itself with arguments of ever new kinds", "a loop",
     "def f(x):\n    return g(x)\ndef g(x):  # here\n    return g((x, x))\n"),
    (MissingRule, "through np.sort_complex, which has no rule", "add a rule",
     "def f(a):\n    return np.sum(np.sort_complex(a).real)  # here\n"),
    (MissingRule, "through .unheard, which has no rule", "add a rule", "def f(x):\n    return x.unheard()  # here\n"),
    (MissingRule, "np.sum does not know this call", "arguments that the rule has",
     "def f(a):\n    return np.sum(a, fraction=2.0)  # here\n"),
    (MissingRule, "no derivative for `num`", "a constant", "def f(x):\n    return np.linspace(0.0, 1.0, x)[0]  # here\n"),
    (MissingRule, "`g` is called with other arguments", "the parameters it has",
     "def g(x, y):\n    return x\ndef f(x):\n    return g(x)  # here\n"),
    (UnsupportedSyntax, "arithmetic on a `str`", "take the numbers out", "def f(x):\n    return 'a' * x  # here\n"),
    (OutputError, "of type str, which has no derivative", "a float or an array", "def f(x):\n    return 'x'  # here\n"),
    (OutputError, "of type int", "a float or an array", "def f(x):\n    return int(x)  # here\n"),
    (OutputError, "of type bool", "a float or an array", "def f(x):\n    return x > 0  # here\n"),
]
WRITES: list[Refusal] = [                   # what of writes in place is refused
    (UnsupportedSyntax, "`u` grows while the loop runs over it", "a copy",
     "def f(x):\n    u = [x]\n    for v in u:  # here\n        u.append(v)\n    return x\n"),
    (UnsupportedSyntax, "it is not known what it is: `u` may hold the same array", "which makes a new array",
     "def f(a):\n    u = [a, 1.0]\n    for k in range(2):\n        u[k] += 1.0  # here\n    return np.sum(u[0])\n"),
    (UnsupportedSyntax, "`BUFFER` does not belong to the function", "as a parameter",
     "def f(x):\n    BUFFER[0] = x  # here\n    return BUFFER[0]\n"),
    (UnsupportedSyntax, "it is not known to be an array", "np.array",
     "def f(x):\n    y = unknown(3)\n    y[0] = x  # here\n    return y[0]\n"),
    (UnsupportedSyntax, "a write to a `tuple`", "build a new value",
     "def f(x):\n    y = (x, x)\n    y[0] = 2.0  # here\n    return y[0]\n"),
    (UnsupportedSyntax, "of objects or of a structured dtype", "an array of floats",
     "def f(x):\n    y = np.zeros(2, dtype=object)\n    y[0] = x  # here\n    return y[0]\n"),
    (UnsupportedSyntax, "writes to its `out`", "a statement of its own",
     "def f(a):\n    o = (a * a, a * a)\n    np.modf(a, out=o)  # here\n    return np.sum(o[0])\n"),
    (UnsupportedSyntax, "`.view` with a dtype", "astype", "def f(a):\n    return np.sum(a.view(np.int64))  # here\n"),
    (UnsupportedSyntax, "`np.nan_to_num` is told to overwrite", "leave that argument out",
     "def f(a):\n    z = np.nan_to_num(np.ones(3), copy=len(a) > 3)  # here\n    return np.sum(z * a)\n"),
    (UnsupportedSyntax, "the method `.fill` is taken as a value", "where it is taken",
     "def f(a):\n    y = a * a\n    clear = (y.fill, 0.0)  # here\n    clear[0](0.0)\n    return np.sum(y)\n"),
    (UnsupportedSyntax, "`g` calls itself, and writes to what it is given", "a copy",
     "def g(y, n):  # here\n    if n > 0:\n        y[n] = 2.0 * y[n - 1]\n        g(y, n - 1)\n    return 0.0\n"
     "def f(a):\n    y = [a * a, a, a]\n    g(y, 2)\n    return np.sum(y[2])\n"),
    (UnsupportedSyntax, "within an assignment in place", "in a statement before",
     "def g(y):\n    y[0] = 2.0\n    return y[1]\n"
     "def f(a):\n    y = a * a\n    y[2] += g(y)  # here\n    return np.sum(y)\n"),
]
GRADIENT: list[Refusal] = [
    (OutputError, "returns an array", "vjp or jacobian", "def f(x):\n    return np.ones(3) * x  # here\n"),
    (OutputError, "returns a tuple", "vjp or jacobian", "def f(x):\n    return x, x * x  # here\n"),
    (OutputError, "returns a list", "vjp or jacobian", "def f(x):\n    return [x, x * x]  # here\n"),
]
WRT: list[tuple[Any, str]] = [
    ("y", "'y', which is not a parameter of `f`"), (1, "position 1, but `f` has 1 parameter"), (-2, "position -2"),
    ((), "`wrt` is empty"), (("x", 0), "`x` more than once"), (1.0, "not float"), (True, "not bool"),
]


def refusal(mode: Callable[[Any, Any], Any], text: str) -> SrcadError:
    """Return the error that a program meets."""
    function = srcad.from_source(HEAD + text, "f")
    code = function.__code__
    arguments = [ARGUMENTS.get(name, 1.5) for name in code.co_varnames[:code.co_argcount]] or [1.5]
    with pytest.raises(SrcadError) as caught:
        mode(function, arguments)
    return caught.value


def gradient(function: Any, arguments: list[Any]) -> Any:
    return srcad.grad(function)(*arguments)


def textbook(function: Any, arguments: list[Any]) -> Any:
    return srcad.grad(function, optimize=False)(*arguments)


def tangent(function: Any, arguments: list[Any]) -> Any:
    return srcad.jvp(function, arguments, [arguments[0], *[None] * (len(arguments) - 1)])


def assert_says(found: SrcadError, error: type[SrcadError], words: str, hint: str, text: str) -> None:
    whole = (HEAD + text).splitlines()
    [line] = [n for n, each in enumerate(whole, 1) if each.endswith("# here")]
    assert type(found) is error, found
    assert words in found.reason and hint in found.hint
    assert str(found.filename).startswith("<srcad source f") and found.lineno == line
    head, shown, caret, reason, instead = str(found).split("\n")
    assert head == f"{found.filename}:{line}"
    assert shown == f"    {whole[line - 1].strip()}"
    assert caret.strip() == "^" and 4 <= caret.index("^") < len(shown)
    assert reason == found.reason and instead == f"  instead: {found.hint}"


@pytest.mark.parametrize("mode", [gradient, textbook, tangent])
@pytest.mark.parametrize(("error", "words", "hint", "text"), SYNTAX + MEANING + WRITES)
def test_refused(mode: Any, error: type[SrcadError], words: str, hint: str, text: str) -> None:
    assert_says(refusal(mode, text), error, words, hint, text)


@pytest.mark.parametrize("mode", [gradient, textbook])
@pytest.mark.parametrize(("error", "words", "hint", "text"), GRADIENT)
def test_refused_by_grad_only(mode: Any, error: type[SrcadError], words: str, hint: str, text: str) -> None:
    assert_says(refusal(mode, text), error, words, hint, text)
    function = srcad.from_source(HEAD + text, "f")
    tangent(function, [1.5])


@pytest.mark.parametrize(("wrt", "words"), WRT)
def test_refused_choice(wrt: Any, words: str) -> None:
    text = "def f(x):  # here\n    return x * x\n"
    found = refusal(lambda function, arguments: srcad.grad(function, wrt=wrt)(*arguments), text)
    assert_says(found, ArgumentError, words, found.hint, text)


@pytest.mark.parametrize(("value", "words"), [("text", "is str"), (None, "is None"), (True, "is bool")])
def test_refused_argument(value: Any, words: str) -> None:
    text = "def f(x):  # here\n    return x * 2.0\n"
    found = refusal(lambda function, arguments: srcad.grad(function)(value), text)
    assert_says(found, ArgumentError, words, "wrt=", text)


def test_refused_derivative_of_a_pullback() -> None:
    text = "def f(x):  # here\n    return x * x\n"
    found = refusal(lambda function, arguments: srcad.grad(srcad.vjp(function)), text)  # type: ignore[arg-type]
    assert_says(found, UnsupportedSyntax, "grad of what vjp returns", "a function that calls vjp", text)


def test_every_entry_is_tested() -> None:
    found = {type(node).__name__ for *_, text in [*SYNTAX, *SOON] for node in ast.walk(ast.parse(text))}
    possible = set(REFUSED) - ({"TryStar"} if sys.version_info < (3, 11) else set())
    assert possible <= found, f"no program for {sorted(possible - found)}"


# ------------------------------------------------------------------ each line goes when its construct is supported
SOON: list[Refusal] = [
    (UnsupportedSyntax, "(:=)", "a line of its own", "def f(x):\n    return 0 < (y := x) < (z := 2.0) and y + z  # here\n"),
    (UnsupportedSyntax, "a starred argument", "write the elements out", "def f(a):\n    return np.einsum(\"i,i\", *a)  # here\n"),
    (UnsupportedSyntax, "a starred expression", "write the elements out",
     "def f(a):\n    u = np.zeros((2, 2))\n    i = [0]\n    u[(*i, 0)] = a[0]  # here\n    return np.sum(u)\n"),
    (UnsupportedSyntax, "not known which class", "a class of a module",
     "def f(x, c):\n    match x:  # here\n        case c.kind():\n            return x\n    return 2 * x\n"),
    (UnsupportedSyntax, "with a context manager that is not known here", "in the with statement",
     "def f(x, thing):\n    with thing:  # here\n        y = x\n    return y\n"),
    (UnsupportedSyntax, "del", "leave the name", "def f(x):\n    y = x\n    del y  # here\n    return x + y\n"),
    (UnsupportedSyntax, "an import", "at the top", "def f(x):\n    import no_such_module  # here\n    return x\n"),
    (UnsupportedSyntax, "an import", "at the top", "def f(x):\n    from math import no_such_name  # here\n    return x\n"),
    (UnsupportedSyntax, "a lambda", "name it", "def f(x):\n    g = [lambda y: y * y, 1]  # here\n    return g[0](x)\n"),
    (UnsupportedSyntax, "a function that is defined here", "by its name",
     "def f(x):\n    def g(y):  # here\n        return y\n    g = x\n    return g\n"),
    (UnsupportedSyntax, "an async function", "plain function",
     "def f(x):\n    async def g(y):  # here\n        return y\n    return x\n"),
    (UnsupportedSyntax, "known only when it runs", "keys that stand in the text",
     "def f(a):\n    d = {k: v for k, v in a}  # here\n    pair = d, d\n    return pair[0][3]\n"),
    (MissingRule, "through set, which has no rule", "functions that have one",
     "def f(a):\n    return max({v for v in a})  # here\n"),
    (UnsupportedSyntax, "a generator expression", "as a loop", "def f(a):\n    return np.sum(v for v in a)  # here\n"),
]


@pytest.mark.parametrize("mode", [gradient, textbook, tangent])
@pytest.mark.parametrize(("error", "words", "hint", "text"), SOON)
def test_not_supported_yet(mode: Any, error: type[SrcadError], words: str, hint: str, text: str) -> None:
    assert_says(refusal(mode, text), error, words, hint, text)
