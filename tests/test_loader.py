"""Emitted text made to run: its place in linecache, its live values, its notes on errors."""
from __future__ import annotations

import inspect
import linecache
import traceback
from typing import Any

import pytest

import srcad
from srcad.loader import explain, filename_of, is_current, load, refresh
from srcad.pipeline import Binding, Emitted

TEXT = "def f_grad(x, k=1.0):\n    # line 12\n    y = 1.0 / x\n    return scale * y * k\n"


class Live:
    """A value that a test changes behind the loader's back."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def get(self) -> Any:
        if self.value is None:
            raise NameError("scale")
        return self.value


def emitted(live: Live, text: str = TEXT) -> Emitted:
    return Emitted(text, "f_grad", (Binding("scale", live.get, live.value),), {3: 12, 4: 13}, __file__)


def test_load() -> None:
    loaded = load(emitted(Live(3.0)), "user")
    assert loaded.call(2.0) == 1.5 and loaded.reverse is None and not loaded.consumes
    assert loaded.call.__module__ == "user" and is_current(loaded)


def test_live_values_win_over_those_of_the_text() -> None:
    assert load(emitted(Live(3.0), "scale = 1.0\n" + TEXT), "user").call(2.0) == 1.5


def test_a_binding_without_a_name_binds_nothing() -> None:
    bindings = (Binding("", lambda: None, None), Binding("a.b", lambda: None, None))
    loaded = load(Emitted("def f_grad():\n    return sorted(globals())\n", "f_grad", bindings, {}, __file__), "user")
    assert loaded.call() == ["__builtins__", "__name__", "f_grad"]


def test_keyword_only_parameters_are_given_by_position() -> None:
    text = "def f_grad(x, *, k):\n    return x, k\n"
    assert load(Emitted(text, "f_grad", (), {}, __file__), "user", ("k",), 2).call(1, 2) == (1, 2)


def test_two_functions() -> None:
    text = "def forward(x):\n    return x, [x]\n\n\ndef back(tape):\n    return tape.pop()\n"
    loaded = load(Emitted(text, "forward", (), {}, __file__, "back"), "user")
    assert loaded.reverse is not None and loaded.reverse(loaded.call(5)[1]) == 5 and loaded.consumes


def test_linecache_knows_the_text() -> None:
    made = emitted(Live(3.0))
    call = load(made, "user").call
    assert filename_of(made) == filename_of(emitted(Live(4.0))) == call.__code__.co_filename
    assert filename_of(made) != filename_of(emitted(Live(3.0), TEXT + "\n"))
    linecache.checkcache()
    assert inspect.getsource(call) == TEXT
    with pytest.raises(ZeroDivisionError) as caught:
        call(0.0)
    assert "y = 1.0 / x" in "".join(traceback.format_tb(caught.value.__traceback__))


def test_refresh() -> None:
    live = Live(3.0)
    loaded = load(emitted(live), "user")
    live.value = 4.0
    assert not is_current(loaded)
    new = refresh(loaded, (), 0)
    assert new is not None and is_current(new)
    assert (new.call(2.0), loaded.call(2.0)) == (2.0, 1.5)        # the old one keeps what it began with


@pytest.mark.parametrize("value", [4, "text", len, int, inspect, None])
def test_values_of_another_kind_need_new_text(value: Any) -> None:
    live = Live(3.0)
    loaded = load(emitted(live), "user")
    live.value = value
    assert refresh(loaded, (), 0) is None


def user(x: float) -> float:
    y = 1.0 / x
    return y * y


def notes_of(error: BaseException, made: Emitted) -> list[str]:
    explain(error, made, user)  # type: ignore[arg-type]
    return list(getattr(error, "__notes__", []))


def raised(made: Emitted, *args: Any) -> BaseException:
    with pytest.raises(Exception) as caught:
        load(made, "user").call(*args)
    return caught.value


def test_a_note_names_the_users_line() -> None:
    made = emitted(Live(3.0))
    error = raised(made, 0.0)
    line = linecache.getline(__file__, 12).strip()
    assert notes_of(error, made) == [f"in the derivative of user, {__file__}:12\n    {line}"]
    assert len(notes_of(error, made)) == 1                        # said once


def test_an_error_from_elsewhere_gets_no_note() -> None:
    assert notes_of(ValueError("elsewhere"), emitted(Live(3.0))) == []


def test_a_line_of_no_user_line_takes_the_one_above() -> None:
    made = Emitted(TEXT, "f_grad", (Binding("scale", lambda: 1.0, 1.0),), {1: 11}, __file__)
    assert f"{__file__}:11" in notes_of(raised(made, 0.0), made)[0]
    nothing = Emitted(TEXT, "f_grad", (Binding("scale", lambda: 1.0, 1.0),), {}, __file__)
    assert notes_of(raised(nothing, 0.0), nothing) == []


def test_through_the_front_door() -> None:
    derivative = srcad.grad(user)
    with pytest.raises(ZeroDivisionError) as caught:
        derivative(0.0)
    assert f"{__file__}:{user.__code__.co_firstlineno + 1}" in caught.value.__notes__[0]  # type: ignore[attr-defined]
