"""The exceptions: one hierarchy, a place with a caret, what to do instead."""
from __future__ import annotations

import pickle

import pytest

import srcad
from srcad import errors
from srcad.errors import Location, SrcadError, UnsupportedSyntax, fail

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SrcadError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_tells_where_why_and_what_to_do(kind: type[SrcadError]) -> None:
    with pytest.raises(SrcadError) as caught:
        fail(kind, Location("user.py", 7, 8, "        yield x\n"), "no generators", "return a list")
    error = caught.value
    assert type(error) is kind and kind is getattr(srcad, kind.__name__)
    assert (error.filename, error.lineno, error.reason, error.hint) == ("user.py", 7, "no generators", "return a list")
    assert str(error) == "user.py:7\n    yield x\n    ^\nno generators\n  instead: return a list"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_errors_pickle(kind: type[SrcadError]) -> None:
    error = kind("reason", Location("user.py", 1, 0, "x"), "hint")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind and str(again) == str(error) and again.where == error.where


def test_an_error_without_a_place() -> None:
    error = UnsupportedSyntax("reason")
    assert (str(error), error.filename, error.lineno, error.hint) == ("reason", None, None, "")


@pytest.mark.parametrize(("place", "text"), [
    (Location("a.py", 3), "a.py:3"), (Location("a.py", 3, 4, "  \n"), "a.py:3"),
    (Location("a.py", 3, 4, "y = f(x)"), "a.py:3\n    y = f(x)\n        ^"),
    (Location("a.py", 3, 6, "    y = x"), "a.py:3\n    y = x\n      ^"),
    (Location("a.py", 3, 0, "    y = x"), "a.py:3\n    y = x\n    ^"),
])
def test_the_caret_stands_under_its_column(place: Location, text: str) -> None:
    assert str(place) == text
