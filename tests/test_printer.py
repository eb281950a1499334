"""Trees to text: the shapes people write, comments, long lines, and the proof by a second parse."""
from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import gast
import pytest

from srcad import names, printer, source, tree
from srcad.errors import PrinterError
from srcad.printer import WIDTH, expression, line_map, to_source

AS_WRITTEN = [
    "x = a * b - (c - d) / (e + f)", "x = x ** 2", "x = -x ** 2", "x = (-x) ** 2", "x = x ** -1", "x = 2 ** -n ** 2",
    "x = (-2) ** 2", "x = -2 ** 2", "x = a @ b @ (c @ d)", "x = not (a and b)", "x = a < b <= c",
    "x = (a < b) == c", "x = (a if b else c) + 1", "x = a, b", "x = 1,", "x = ()", "a, b = b, a", "x = f((a, b))",
    "x[a, b] = 1", "x[1:, ::2, None] += 2", "x = [i for i in z if i > 0]", "x = lambda: 0", "x = lambda a, *b: (a, b)",
    "x: int = 3", "x = {**a, 'b': {1, 2}}", "x = f(a, *b, key=1, **c)", "x = 1j + 5e-07",
    "for i in range(n):\n    pass", "for i, j in z:\n    pass", "for i, (j, k) in enumerate(z):\n    pass",
    "while a:\n    break\nelse:\n    x = 1", "if a:\n    pass\nelif b:\n    pass\nelse:\n    x = 1", "assert a, 'm'",
    "with a as b, c:\n    pass", "try:\n    pass\nexcept (A, B) as e:\n    raise C from e\nfinally:\n    pass",
    "def f(x, /, y: int = 1, *args, k=(1, 2), z: int, **rest) -> float:\n    return x, y",
    "def f(*, k):\n    return None", "async def f():\n    async for i in z:\n        await i",
    'def f():\n    """One.\n\n    Two.\n    """\n    return 1', "class A(B, metaclass=C):\n    x = 1", "del a, b",
    "import a.b as c, d\nfrom . import e\nfrom f import g as h",
]
ANY_SHAPE = [
    "x = f'{a!r:>{w}} {b}'", "x = f\"q \\\"{d['k']}\\\"\"", "x = f'{ {1, 2} }'", "x = f'{a}\\n{{}}'", "x = [*a, (yield)]",
    "x = - -a", "x = (1).real", "def f():\n    return *a, b",
    "match x:\n    case {'a': 1, **r} if r:\n        y = 1\n    case [1, _] | A(b=2):\n        pass", "x = 1e400",
    "def f():\n    'a \"'\n    return 1", "def f():\n    'a\\\\n'\n    return 1", "x = '\\ud800'", "x = (n := 1)",
    "x = ([i for i, j in z], {k: v for k, v in z}, (a for a in b))", "x = (lambda: (yield))",
]
NEWER = [((3, 11), "try:\n    pass\nexcept* A:\n    pass"), ((3, 11), "x = a[b, *c]"), ((3, 12), "type X = int"),
         ((3, 12), "def f[T](x: T) -> T:\n    return x"), ((3, 12), "class A[T]:\n    pass"),
         ((3, 12), "x = f'{'a' + f'{b}'}'")]


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_prints_what_people_write(text: str) -> None:
    assert to_source(tree.parse(text)) == text + "\n"


@pytest.mark.parametrize("text", ANY_SHAPE + [text for version, text in NEWER if sys.version_info >= version])
def test_prints_the_same_tree(text: str) -> None:
    assert ast.dump(ast.parse(to_source(tree.parse(text)))) == ast.dump(ast.parse(text))


@pytest.mark.parametrize("module", [printer, source, tree, names, ast, inspect], ids=lambda m: m.__name__)
def test_whole_modules_and_their_lines(module: Any) -> None:
    node = tree.parse(inspect.getsource(module))
    text = to_source(node)
    assert ast.dump(ast.parse(text)) == ast.dump(gast.gast_to_ast(node))
    assert to_source(tree.parse(text)) == text
    lines = line_map(node, text)
    assert lines and set(lines) <= set(range(1, text.count("\n") + 1)) and all(lines.values())


def test_the_tree_stays_as_it_was() -> None:
    node = tree.parse("def f(x):\n    return x ** -2")
    before = gast.dump(node, include_attributes=True)
    to_source(node)
    assert gast.dump(node, include_attributes=True) == before


# ---------------------------------------------------------------------- comments and blank lines
def test_comments_and_blank_lines() -> None:
    none = tree.arguments([])
    node = tree.module([
        tree.comment("made for a test"), tree.import_("numpy", "np"),
        tree.function("f", none, [tree.comment("line 3"), tree.return_(None)]),
        tree.function("g", none, [tree.comment("nothing"),
                                  tree.if_(tree.name("a"), [tree.comment("here")], [tree.comment("or")])]),
    ])
    assert to_source(node) == (
        "# made for a test\nimport numpy as np\n\n\ndef f():\n    # line 3\n    return\n\n\n"
        "def g():\n    # nothing\n    if a:\n        # here\n        pass\n    else:\n        # or\n        pass\n")


def test_a_single_statement_is_a_module() -> None:
    assert to_source(tree.assign("x", tree.const(-1))) == "x = -1\n"
    assert to_source(tree.module([])) == ""


@pytest.mark.parametrize("text", ["one\nx = 1", "one\rx = 1", "one\r\nx = 1", "one\x0cx = 1"])
def test_a_comment_cannot_become_code(text: str) -> None:
    printed = to_source(tree.module([tree.comment(text), tree.pass_()]))
    assert printed == "# one\n# x = 1\npass\n"


def test_an_empty_comment() -> None:
    assert to_source(tree.module([tree.comment(""), tree.pass_()])) == "#\npass\n"


# ---------------------------------------------------------------------- long lines
@pytest.mark.parametrize("text", [
    "x = " + " + ".join(["aaaaaaaa * bbbbbbbb"] * 9),
    "x += " + " - ".join(["aaaaaaaa ** bbbbbbbb"] * 9),
    "x = f(" + ", ".join(["aaaaaaaa=bbbbbbbb"] * 1) + ", *" + " + ".join(["cccccccccc"] * 12) + ")",
    "def f():\n    return " + ", ".join(["aaaaaaaaaaaaaa"] * 9),
    "if " + " and ".join(["aaaaaaaa <= bbbbbbbb"] * 6) + ":\n    pass",
    "while " + " or ".join(["aaaaaaaa == bbbbbbbb"] * 6) + ":\n    x = 1",
    "def f(" + ", ".join(f"parameter_{i}: float = {i}" for i in range(6)) + ") -> tuple:\n    return 1",
    "x = y = " + "".join(f"call_{i}(" for i in range(14)) + "z" + ")" * 14,
])
def test_long_lines_are_broken(text: str) -> None:
    printed = to_source(tree.parse(text))
    assert ast.dump(ast.parse(printed)) == ast.dump(ast.parse(text))
    assert max(map(len, printed.splitlines())) <= WIDTH
    assert not any(line != line.rstrip() for line in printed.splitlines())


def test_no_dot_is_left_at_the_end_of_a_line() -> None:
    printed = to_source(tree.parse("x = " + " + ".join(["np.linalg.norm(aaaaaaaa.bbbbbbbb)"] * 8)))
    assert not any(line.endswith(".") or line.lstrip().startswith(".") for line in printed.splitlines())


def test_a_string_is_never_broken() -> None:
    text = f"x = {'a' * 200!r}"
    assert to_source(tree.parse(text)) == text + "\n"


# ---------------------------------------------------------------------- what cannot be printed
@pytest.mark.parametrize("value", [-2, -0.5, float("-inf"), -0.0])
def test_a_negative_constant_is_never_misprinted(value: float) -> None:
    """Printers write ``Constant(-2) ** 2`` as ``-2 ** 2``, which is -4."""
    power = tree.binary(gast.Constant(value, None), "**", tree.const(2))
    with pytest.raises(PrinterError, match="no printer reproduces"):
        to_source(tree.module([tree.assign("x", power)]))
    right = to_source(tree.module([tree.assign("x", tree.binary(tree.const(value), "**", tree.const(2)))]))
    space: dict[str, Any] = {}
    exec(right, space)
    assert space["x"] == value ** 2


@pytest.mark.parametrize("name", ["x y", "a\0b", "1", "x = 1\ny"])
def test_a_name_cannot_become_code(name: str) -> None:
    with pytest.raises(PrinterError):
        to_source(tree.module([tree.assign(name, tree.const(1))]))


def test_deep_nesting_is_an_error_with_a_reason() -> None:
    deep = tree.name("y")
    for _ in range(5000):
        deep = tree.binary(deep, "+", tree.name("y"))
    with pytest.raises(PrinterError, match="too deeply"):
        to_source(tree.module([tree.assign("x", deep)]))


def _raise(node: Any) -> str:
    raise AttributeError("no such visitor")


@pytest.mark.parametrize("astor", [_raise, lambda node: "x = 2\n", lambda node: "x ="])
def test_where_astor_fails_python_prints(astor: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "_by_astor", astor)
    assert to_source(tree.parse("x = 1")) == "x = 1\n"


# ---------------------------------------------------------------------- expressions, lines, warnings
def test_expression() -> None:
    assert expression(tree.parse_expression("a[1:2] + (b)")) == "a[1:2] + b"


def test_line_map() -> None:
    user = tree.parse("def f(x):\n    y = x\n    if y:\n        y = 2\n    else:\n        y = 3\n    return y").body[0]
    user.body.insert(0, tree.comment("one"))
    user.body[1:1] = [tree.assign("new", tree.const(1))]                       # of no user line
    long = tree.assign("z", tree.call("f", [tree.name("a" * 30)] * 5), 9)
    user.body.insert(-1, long)
    node = tree.module([tree.import_("math"), user])
    text = to_source(node)
    found = {text.splitlines()[k - 1].strip(): v for k, v in line_map(node, text).items()}
    assert found.pop("y = x") == 2 and found.pop("if y:") == 3 and found.pop("y = 2") == 4
    assert found.pop("y = 3") == 6 and found.pop("return y") == 7
    assert len(found) >= 2 and set(found.values()) == {9}                      # all lines of the long one


def test_importing_and_printing_warns_of_nothing() -> None:
    code = "from srcad import tree; from srcad.printer import to_source; to_source(tree.parse('x = f\"{a}\" + 1'))"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=tree.__file__.rpartition("srcad")[0])
