"""Building and reading trees."""
from __future__ import annotations

import math
from typing import Any

import gast
import numpy as np
import pytest

from srcad import tree
from srcad.printer import expression, to_source


@pytest.mark.parametrize("value", [
    0, 7, -7, 0.5, -0.5, 0.0, -0.0, 1e-300, float("inf"), float("-inf"), True, False, None, "text", (), (1,), (1, (-2, 3.0)), [],
    [1, [-0.0]], 2 - 3j, complex(-0.0, 1.0), Ellipsis, np.float64(-1.5), np.float32(0.5), np.int64(-3), np.bool_(True), 10 ** 30,
])
def test_a_literal_means_its_value(value: Any) -> None:
    result = eval(expression(tree.const(value)))
    plain = value.item() if isinstance(value, np.generic) else value
    assert type(result) is type(plain) and repr(result) == repr(plain)


def test_nan_is_a_literal_too() -> None:
    assert math.isnan(eval(expression(tree.const(float("nan")))))


@pytest.mark.parametrize("value", [-2, -0.5, -0.0, float("-inf"), np.float64(-2.0)])
def test_a_negative_literal_keeps_its_sign_in_a_power(value: float) -> None:
    result = eval(expression(tree.binary(tree.const(value), "**", tree.const(2))))
    assert result == value ** 2 and math.copysign(1, result) == 1


@pytest.mark.parametrize(("built", "text"), [
    (tree.dotted("np.linalg.solve"), "np.linalg.solve"), (tree.call("f"), "f()"),
    (tree.call("np.sum", [tree.name("x")], {"axis": tree.const(0)}), "np.sum(x, axis=0)"),
    (tree.call(tree.attr(tree.name("x"), "copy")), "x.copy()"),
    (tree.subscript(tree.name("x"), tree.slice_(None, tree.const(-1))), "x[:-1]"),
    (tree.compare(tree.name("a"), "not in", tree.name("b")), "a not in b"),
    (tree.boolean("or", [tree.name("a"), tree.not_(tree.name("b"))]), "a or not b"),
    (tree.negate(tree.binary(tree.name("a"), "@", tree.name("b"))), "-(a @ b)"),
    (tree.like(tree.parse_expression("a ** b"), [tree.name("x"), tree.name("y")]), "x ** y"),
    (tree.like(tree.parse_expression("~a"), [tree.name("x")]), "~x"),
    (tree.like_augmented(tree.parse("x -= y").body[0]), "x - y"),
])
def test_expressions(built: Any, text: str) -> None:
    assert expression(built) == text


@pytest.mark.parametrize(("built", "text"), [
    (tree.assign("x", tree.const(1)), "x = 1"), (tree.augment(tree.parse_expression("x[0]"), "*", tree.const(2)), "x[0] *= 2"),
    (tree.assign(tree.tuple_([tree.name("a"), tree.name("b")]), tree.call("f")), "a, b = f()"),
    (tree.if_(tree.name("a"), [tree.pass_()], [tree.break_()]), "if a:\n    pass\nelse:\n    break"),
    (tree.for_("i", tree.call("range", [tree.name("n")]), [tree.continue_()]), "for i in range(n):\n    continue"),
    (tree.while_(tree.const(True), [tree.expression(tree.call("f"))]), "while True:\n    f()"),
    (tree.import_("math", "math"), "import math"), (tree.import_("numpy", "np"), "import numpy as np"),
    (tree.import_from("a.b", "c", "d"), "from a.b import c as d"), (tree.import_from("a", "c", "c"), "from a import c"),
    (tree.function("f", tree.arguments([tree.parameter("x"), tree.parameter("n", tree.name("int"))], [tree.const(2)]),
                   [tree.return_(tree.name("x"))], tree.name("float")), "def f(x, n: int = 2) -> float:\n    return x"),
])
def test_statements(built: Any, text: str) -> None:
    assert to_source(built) == text + "\n"


def test_a_statement_carries_the_users_line_and_no_more() -> None:
    assert tree.assign("x", tree.const(1), 12).lineno == 12 and tree.pass_().lineno == 0
    assert tree.at(tree.pass_(), 3).lineno == 3


def test_a_target_is_stored_and_what_was_given_is_not_changed() -> None:
    target = tree.tuple_([tree.name("a"), tree.subscript(tree.name("b"), tree.name("i"))])
    statement = tree.assign(target, tree.call("f"))
    assert tree.writes(statement) == {"a"} and tree.reads(statement) == {"b", "i", "f"}
    assert isinstance(target.ctx, gast.Load) and isinstance(target.elts[0].ctx, gast.Load)


def test_clone_is_deep() -> None:
    node = tree.parse("def f(x):\n    return [x, {'a': -x}]")
    copy = tree.clone(node)
    assert gast.dump(copy, include_attributes=True) == gast.dump(node, include_attributes=True)
    ours = {id(n) for n in gast.walk(node) if n._fields}
    assert not ours & {id(n) for n in gast.walk(copy)}


@pytest.mark.parametrize(("text", "value"), [
    ("1", 1), ("-1.5", -1.5), ("(1, -2)", (1, -2)), ("[1, (2,)]", [1, (2,)]), ("'a'", "a"), ("None", None), ("()", ()),
])
def test_literals(text: str, value: object) -> None:
    node = tree.parse_expression(text)
    assert tree.is_literal(node) and tree.literal(node) == value


@pytest.mark.parametrize("text", ["x", "-x", "(1, x)", "1 + 2", "f()", "[x]", "not x"])
def test_what_is_no_literal(text: str) -> None:
    assert not tree.is_literal(tree.parse_expression(text))


@pytest.mark.parametrize(("text", "path"), [("x", "x"), ("a.b.c", "a.b.c"), ("f().a", None), ("a[0].b", None), ("1 .real", None)])
def test_dotted_path(text: str, path: str | None) -> None:
    assert tree.dotted_path(tree.parse_expression(text)) == path


@pytest.mark.parametrize(("text", "reads", "writes"), [
    ("x = y + z[i]", {"y", "z", "i"}, {"x"}), ("x += y", {"x", "y"}, {"x"}), ("a, (b, *c) = d", {"d"}, {"a", "b", "c"}),
    ("x[i] = y", {"x", "i", "y"}, set()), ("for i in n:\n    x = i\nelse:\n    y = x", {"n", "i", "x"}, {"i", "x", "y"}),
    ("while a:\n    b = 1", {"a"}, {"b"}), ("with f() as g:\n    h = 1", {"f"}, {"g", "h"}), ("del x", set(), {"x"}),
    ("try:\n    a = 1\nfinally:\n    b = a", {"a"}, {"a", "b"}),
])
def test_reads_and_writes(text: str, reads: set[str], writes: set[str]) -> None:
    body = tree.parse(text).body
    assert tree.reads(body) == tree.reads(body[0]) == reads
    assert tree.writes(body) == tree.writes(body[0]) == writes


def test_names_of_a_function() -> None:
    function = tree.parse("def f(a, /, b, *, c=1):\n    d = e\n    return d").body[0]
    assert tree.parameters(function) == ["a", "b", "c"]
    assert tree.local_names(function) == {"a", "b", "c", "d"}
    assert tree.all_names(function) == {"a", "b", "c", "d", "e", "f"}
    assert to_source(tree.with_body(function, [tree.pass_()])) == "def f(a, /, b, *, c=1):\n    pass\n"


def test_targets() -> None:
    texts = ["x = 1", "a, b = c", "[a, b] = c", "x += 1", "for i in n: pass"]
    assert [tree.targets(tree.parse(text).body[0]) for text in texts] == [["x"], ["a", "b"], ["a", "b"], ["x"], ["i"]]


def test_replace_and_rename_leave_the_tree_as_it_was() -> None:
    node = tree.parse("x = x + y").body[0]
    assert to_source(tree.rename(node, {"x": "z"})) == "z = z + y\n"
    assert expression(tree.replace(node.value, {"x": tree.parse_expression("a + b"), "y": tree.const(-1)})) == "a + b + -1"
    assert to_source(node) == "x = x + y\n"


def test_statements_in_the_order_of_the_text() -> None:
    body = tree.parse("a = 1\nif a:\n    b = 2\nelse:\n    c = 3\nd = 4").body
    assert [type(s).__name__ if not hasattr(s, "targets") else s.targets[0].id for s in tree.statements(body)] == [
        "a", "If", "b", "c", "d"]


def test_same() -> None:
    assert tree.same(tree.parse_expression("a + b"), tree.parse_expression("(a +  b)"))
    assert not tree.same(tree.parse_expression("a + b"), tree.parse_expression("b + a"))
    assert not tree.same(tree.const(1), tree.const(True)) and not tree.same(tree.const(1), tree.const(1.0))
