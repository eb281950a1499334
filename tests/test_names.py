"""Fresh names: never taken, never a word of Python, the same from run to run."""
from __future__ import annotations

import keyword

import pytest

from srcad.names import Names


def test_a_name_is_given_once() -> None:
    names = Names({"x"})
    assert [names.fresh("x") for _ in range(3)] == ["x_1", "x_2", "x_3"]
    assert [names.fresh("y") for _ in range(2)] == ["y", "y_1"]
    assert names.taken == {"x", "x_1", "x_2", "x_3", "y", "y_1"}


def test_a_numbered_name_that_is_taken_is_left_out() -> None:
    assert Names({"t", "t_1", "t_3"}).fresh("t") == "t_2"


@pytest.mark.parametrize("word", ["sum", "print", "__import__", *keyword.kwlist])
def test_words_of_python_are_not_given(word: str) -> None:
    assert Names(()).fresh(word) == f"{word}_1"


def test_the_names_given_do_not_touch_the_users_set() -> None:
    taken = {"x"}
    Names(taken).fresh("y")
    assert taken == {"x"}


def test_the_same_requests_give_the_same_names() -> None:
    first, second = Names(["b", "a"]), Names({"a", "b"})
    assert [first.fresh(n) for n in "abcab"] == [second.fresh(n) for n in "abcab"]
