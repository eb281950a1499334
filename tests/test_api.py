"""The four public functions: dispatch, arguments, errors; on emitted text written by hand."""
from __future__ import annotations

import copy
import inspect
import pickle
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import srcad
from srcad import derivative
from srcad.analyses.kinds import UNKNOWN, Kind
from srcad.pipeline import Binding, Emitted
from srcad.source import Source
from srcad.unit import Request

SCALE = 2.0
TABLE = np.array([1.0, 2.0])


def square(x: float) -> float:
    """Multiply a number by itself."""
    return x * x


def affine(w: Any, b: Any = 2.0, *, power: Any = 1) -> Any:
    return SCALE * w * b ** power


def pair(x: Any, n: Any, y: Any) -> Any:
    return n * x * y, x


def whole(x: Any) -> Any:
    return int(x)


class Engine:
    """Stands for the pipeline: gives the texts it was told, and remembers what was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.texts: dict[str, str] = {}
        self.bindings: Callable[[], tuple[Binding, ...]] = lambda: ()

    def differentiate(self, source: Source, request: Request) -> Emitted:
        self.requests.append(request)
        suffix = ("forward" if request.split else "jvp" if request.mode == "forward"
                  else "value_and_grad" if request.value else "grad")
        name = f"{source.name}_{suffix}"
        reverse = f"{source.name}_reverse" if request.split else ""
        line = source.tree.lineno
        text = self.texts[name]
        indented = [number for number, row in enumerate(text.splitlines(), 1) if row.startswith(" ")]
        lines = dict.fromkeys(indented, line + 1)
        return Emitted(text, name, self.bindings(), lines, source.filename, reverse)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(derivative, "differentiate", made.differentiate)
    derivative.versions_of.cache_clear()
    made.texts = {
        "square_grad": "def square_grad(x):\n    return 2.0 * x\n",
        "square_value_and_grad": "def square_value_and_grad(x):\n    return x * x, 2.0 * x\n",
        "square_forward": "def square_forward(x):\n    tape = [x]\n    return x * x, tape\n\n\n"
                          "def square_reverse(tape, y_bar):\n    x = tape.pop()\n"
                          "    return (2.0 * x * y_bar,)\n",
        "square_jvp": "def square_jvp(x, x_dot):\n    return x * x, 2.0 * x * x_dot\n",
        "affine_grad": "SCALE = 2.0\n\n\ndef affine_grad(w, b, *, power):\n    return SCALE * b ** power\n",
        "affine_jvp": "SCALE = 2.0\n\n\ndef affine_jvp(w, b, w_dot, *, power):\n"
                      "    return SCALE * w * b ** power, SCALE * b ** power * w_dot\n",
        "pair_forward": "def pair_forward(x, n, y):\n    return (n * x * y, x), (x, n, y)\n\n\n"
                        "def pair_reverse(record, y_bar):\n    x, n, y = record\n    a, b = y_bar\n"
                        "    return n * y * a + b, n * x * a\n",
        "whole_forward": "def whole_forward(x):\n    return int(x), ()\n\n\n"
                         "def whole_reverse(record, y_bar):\n    return (0.0,)\n",
    }
    derivative.versions_of.cache_clear()
    return made


# ---------------------------------------------------------------------- dispatch
def test_one_version_per_kinds_made_when_needed(engine: Engine) -> None:
    gradient = srcad.grad(square)
    assert engine.requests == []
    assert [gradient(1.5), gradient(2.5), gradient(x=3.5)] == [3.0, 5.0, 7.0]
    assert len(engine.requests) == 1
    gradient(np.ones(3)), gradient(np.zeros(8)), gradient(np.ones((2, 2))), gradient(np.ones(3, np.float32))
    assert [request.kinds for request in engine.requests[1:]] == [
        (("x", Kind(np.ndarray, 1, "float64", units=(False,))),), (("x", Kind(np.ndarray, 2, "float64", units=(False, False))),),
        (("x", Kind(np.ndarray, 1, "float32", units=(False,))),)]
    gradient(3), gradient(np.float64(3))
    assert [request.kinds[0][1].type for request in engine.requests[4:]] == [int, np.float64]


def test_the_request_says_what_was_asked(engine: Engine) -> None:
    srcad.grad(square, optimize=False)(1.0)
    assert engine.requests[-1] == Request(
        mode="reverse", wrt=("x",), value=False, split=False, optimize=False,
        kinds=(("x", Kind(float)),), single=True)
    srcad.value_and_grad(square, wrt=("x",))(1.0)
    assert engine.requests[-1].value and not engine.requests[-1].single
    assert srcad.value_and_grad(square)(3.0) == (9.0, 6.0)


def test_keywords_and_defaults_are_bound_as_python_binds_them(engine: Engine) -> None:
    gradient = srcad.grad(affine)
    assert (gradient(1.0), gradient(1.0, 3.0), gradient(b=3.0, w=1.0, power=2)) == (4.0, 6.0, 18.0)
    wrong: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((), {}), ((1.0, 2.0, 3.0), {}), ((1.0,), {"q": 2}), ((1.0,), {"w": 1.0})]
    for args, kwargs in wrong:
        with pytest.raises(TypeError) as ours:
            gradient(*args, **kwargs)
        with pytest.raises(TypeError) as pythons:
            affine(*args, **kwargs)
        # counts of positional arguments include the derivative itself, as a method's include self
        counted = re.sub(r"\d+", lambda n: str(int(n[0]) + 1), str(pythons.value))
        assert str(ours.value) in (str(pythons.value), counted)


def test_equal_derivatives_share_their_versions(engine: Engine) -> None:
    for _ in range(3):
        srcad.grad(square)(1.0)
        srcad.vjp(square, 1.0)
    assert len(engine.requests) == 2


def test_globals_are_read_at_call_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    here = sys.modules[__name__]
    engine.bindings = lambda: (Binding("SCALE", lambda: here.SCALE, here.SCALE),)
    gradient = srcad.grad(affine)
    assert gradient(1.0, 1.0) == 2.0
    monkeypatch.setattr(here, "SCALE", 5.0)
    assert gradient(1.0, 1.0) == 5.0 and gradient(1.0, 1.0) == 5.0
    assert len(engine.requests) == 1                      # data of the same kind: no new text
    monkeypatch.setattr(here, "SCALE", 5)
    assert gradient(1.0, 1.0) == 5 and len(engine.requests) == 2
    monkeypatch.setattr(here, "SCALE", TABLE)
    assert gradient(1.0, 1.0) is not TABLE and len(engine.requests) == 3


def test_a_replaced_function_makes_new_text(engine: Engine) -> None:
    used: dict[str, Any] = {"f": np.sin}
    engine.bindings = lambda: (Binding("f", lambda: used["f"], used["f"]),)
    gradient = srcad.grad(square)
    gradient(1.0)
    used["f"] = np.cos
    gradient(1.0), gradient(1.0)
    assert len(engine.requests) == 2


def test_a_pullback_keeps_the_globals_it_began_with(engine: Engine) -> None:
    used = {"k": 2.0}
    engine.texts["square_forward"] = ("def square_forward(x):\n    return k * x, ()\n\n\n"
                                      "def square_reverse(record, y_bar):\n    return (k * y_bar,)\n")
    engine.bindings = lambda: (Binding("k", lambda: used["k"], used["k"]),)
    y, pullback = srcad.vjp(square, 1.0)
    used["k"] = 7.0
    assert srcad.vjp(square, 1.0)[0] == 7.0
    assert (y, pullback(1.0)) == (2.0, (2.0,))


def test_threads_share_one_version(engine: Engine) -> None:
    gradient = srcad.grad(square)
    results: list[float] = []
    threads = [threading.Thread(target=lambda: results.append(gradient(2.0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [4.0] * 8 and len(engine.requests) == 1


def test_dispatch_makes_few_calls(engine: Engine) -> None:
    gradient = srcad.grad(square)
    gradient(2.0)
    calls: list[str] = []
    sys.setprofile(lambda frame, event, arg: calls.append(event) if event in ("call", "c_call") else None)
    try:
        gradient(2.0)
    finally:
        sys.setprofile(None)
    assert len(calls) <= 4, calls              # one is for the gradient itself, one ends the profile


# ---------------------------------------------------------------------- as an object
def test_it_looks_like_the_function_and_shows_its_text(engine: Engine, tmp_path: Any) -> None:
    gradient = srcad.grad(square)
    assert (gradient.__name__, gradient.__doc__, gradient.primal) == ("square", square.__doc__, square)
    assert inspect.signature(gradient) == inspect.signature(square)
    assert repr(gradient).startswith("<srcad.grad of square wrt x, test_api.py:")
    assert gradient.source == engine.texts["square_grad"]
    assert engine.requests[-1].kinds == (("x", Kind(float)),)          # from the annotation
    gradient.source_for(np.ones(2))
    assert engine.requests[-1].kinds == (("x", Kind(np.ndarray, 1, "float64", units=(False,))),)
    gradient.save(tmp_path / "out.py")
    assert (tmp_path / "out.py").read_text() == engine.texts["square_grad"]
    gradient(1.0)
    assert inspect.getsource(gradient._by_key[(float,)].call) == engine.texts["square_grad"]


def annotated(x: float, w: float64[:], n: int, names: "who knows", rows: list[NDArray[np.float64]]):  # noqa: F722, F821
    return x * w[n]


def test_annotations_tell_kinds() -> None:
    """One that cannot be read says nothing, and takes nothing from the others."""
    x, w, n, names, rows = srcad.grad(annotated).kinds_of_annotations()
    assert (x, n, names) == (("x", Kind(float)), ("n", Kind(int)), ("names", UNKNOWN))
    assert w == ("w", Kind(np.ndarray, 1, "float64"))
    assert rows == ("rows", Kind(list, items=(Kind(np.ndarray, None, "float64"),)))
    assert "unbroadcast" not in srcad.grad(annotated).source and "seed" not in srcad.grad(annotated).source


def test_pickles_by_reference(tmp_path: Any) -> None:
    code = ("import pickle, sys\n"
            "sys.path.insert(0, sys.argv[1]); import user_code as u\n"
            "for d in (u.decorated, u.gradient, u.pair):\n"
            "    e = pickle.loads(pickle.dumps(d))\n"
            "    print(e is d, e.primal is d.primal, repr(e) == repr(d))\n")
    text = ("import srcad\n@srcad.grad\ndef decorated(x):\n    return x * x\n\n"
            "def plain(x, y):\n    return x * y\n\n"
            "gradient = srcad.grad(plain, wrt='y')\npair = srcad.vjp(plain)\n")
    (tmp_path / "user_code.py").write_text(text)
    done = subprocess.run([sys.executable, "-c", code, tmp_path],
                          capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["True True True", "False True True", "False True True"], done.stderr


def test_pickle_and_copy_keep_the_options() -> None:
    gradient = pickle.loads(pickle.dumps(srcad.grad(affine, wrt=("b", "w"), optimize=False)))
    assert gradient._options == derivative.Options(("b", "w"), False)
    assert copy.deepcopy(gradient).primal is affine


@pytest.mark.parametrize("make", [srcad.grad, srcad.value_and_grad, srcad.vjp, srcad.jvp])
def test_decorators_with_and_without_arguments(make: Any) -> None:
    assert make(square).primal is square
    assert make()(square).primal is square
    assert make(wrt="x")(square)._wrt == ("x",)


# ---------------------------------------------------------------------- vjp and jvp
def test_vjp_gives_one_cotangent_per_primal(engine: Engine) -> None:
    y, pullback = srcad.vjp(pair, 2.0, 3, 5.0)
    assert engine.requests[-1].wrt == ("x", "y") and engine.requests[-1].split
    assert y == (30.0, 2.0)
    assert pullback((1.0, 1)) == pullback([1, 1.0]) == (16.0, None, 6.0)
    assert pullback((None, 1.0)) == (1.0, None, 0.0)
    assert srcad.vjp(pair)(2.0, y=5.0, n=3)[1]((1.0, 0.0)) == (15.0, None, 6.0)


def test_a_pullback_may_be_called_many_times(engine: Engine) -> None:
    _, pullback = srcad.vjp(square, 3.0)
    assert [pullback(1.0), pullback(2)] == [(6.0,), (12.0,)]


@pytest.mark.parametrize(("y_bar", "message"), [
    (1.0, "is float, but must be a tuple of 2 entries"), ((1.0,), "is 1 entries, but must be a tuple of 2"),
    ((np.ones(3), 1.0), "is of shape (3,), but must be a real number"),
    ((1j, 1.0), "is complex, but must be"),
    (("a", 1.0), "is str, but must be a real number"),
])
def test_a_wrong_cotangent_is_refused(engine: Engine, y_bar: Any, message: str) -> None:
    _, pullback = srcad.vjp(pair, 2.0, 3, 5.0)
    with pytest.raises(srcad.ArgumentError) as caught:
        pullback(y_bar)
    assert message in str(caught.value) and caught.value.filename == __file__


def test_cotangents_take_dtype_and_share_no_memory(engine: Engine) -> None:
    engine.texts["square_forward"] = ("def square_forward(x):\n    return x.copy(), ()\n\n\n"
                                      "def square_reverse(record, y_bar):\n    return (y_bar,)\n")
    _, pullback = srcad.vjp(square, np.ones(3, np.float32))
    seed = np.ones(3, np.float32)
    (x_bar,) = pullback(seed)
    assert x_bar.dtype == np.float32 and not np.may_share_memory(x_bar, seed)
    assert pullback(np.ones(3))[0].dtype == np.float32
    with pytest.raises(srcad.ArgumentError, match=r"of shape \(4,\), but must be an array of shape \(3,\)"):
        pullback(np.ones(4))


def test_a_value_that_is_no_float_is_refused(engine: Engine) -> None:
    with pytest.raises(srcad.OutputError, match="`whole` returns int, which has no derivative"):
        srcad.vjp(whole, 2.5)


def test_jvp_takes_one_tangent_per_primal(engine: Engine) -> None:
    assert srcad.jvp(square, (3.0,), (1,)) == (9.0, 6.0)
    assert srcad.jvp(square)((3.0,), (0.5,)) == (9.0, 3.0)
    assert engine.requests[-1].mode == "forward" and engine.requests[-1].wrt == ("x",)
    assert srcad.jvp(affine, (3.0, 2.0), (1.0, None)) == (12.0, 4.0)
    y, y_dot = srcad.jvp(square, (np.ones(2, np.float32),), (np.ones(2),))
    assert y.dtype == y_dot.dtype == np.float32


@pytest.mark.parametrize(("primals", "tangents", "message"), [
    ((1.0,), (1.0, 2.0), "1 primals were given with 2 tangents"), (1.0, (1.0,), "the primals are a tuple"),
    ((1.0,), (np.ones(2),), "the tangent of `x` is of shape (2,), but must be a real number"),
    ((1.0,), (None,), "no argument has a tangent"), ((3,), (1.0,), "`x` is int and has no derivative"),
    ((np.ones(2),), (np.ones((2, 1)),), "must be an array of shape (2,)"),
])
def test_wrong_tangents_are_refused(engine: Engine, primals: Any, tangents: Any, message: str) -> None:
    with pytest.raises(srcad.ArgumentError) as caught:
        srcad.jvp(square, primals, tangents)
    assert message in str(caught.value)


def test_an_integer_named_by_wrt_is_promoted(engine: Engine) -> None:
    for name in ("square_jvp", "square_forward"):         # as the emitted code does it
        engine.texts[name] = engine.texts[name].replace(":\n", ":\n    x = float(x)\n", 1)
    assert srcad.jvp(square, (3,), (1,), wrt="x") == (9, 6.0)
    assert srcad.vjp(square, 3, wrt="x")[1](1.0) == (6.0,)
    with pytest.raises(srcad.ArgumentError, match="no argument of `square` has a derivative: `x` is int"):
        srcad.vjp(square, 3)


# ---------------------------------------------------------------------- bad input
@pytest.mark.parametrize(("wrt", "message"), [
    ("q", "`wrt` names 'q', which is not a parameter of `affine`"),
    (3, "is position 3, but `affine` has 3 parameters"),
    (("w", 0), "names the parameter `w` more than once"), ((), "`wrt` is empty"), (1.5, "not float"),
    (True, "not bool"), ((("w",),), "not tuple"),
])
def test_a_wrong_wrt_is_refused_at_the_def(wrt: Any, message: str) -> None:
    with pytest.raises(srcad.ArgumentError) as caught:
        srcad.grad(affine, wrt=wrt)
    assert message in str(caught.value) and "its parameters are: w, b, power" in str(caught.value)
    assert caught.value.filename == __file__
    assert caught.value.where is not None and caught.value.where.text.startswith("def affine")


@pytest.mark.parametrize(("value", "kind"), [
    (None, "None"), ("a", "str"), (True, "bool"), (object(), "object"), ({}, "dict"),
    (np.array([True]), "array of bool"),
    ([np.array([1, 2]), 4.0], "list of array of int64, float"),
    (np.array(["a"]), "array of "), (np.array([None]), "array of object"),
    (np.ma.masked_array([1.0]), "MaskedArray"), ([1.0, "a"], "list of float, str"),
])
def test_an_argument_without_a_derivative_is_refused(engine: Engine, value: Any, kind: str) -> None:
    for _ in range(2):
        with pytest.raises(srcad.ArgumentError) as caught:
            srcad.grad(square)(value)
        assert f"the argument `x` of `square` is {kind}" in str(caught.value)


def energy(z: Any) -> Any:
    return np.sum(np.abs(z) ** 2)


def turned(z: Any) -> Any:
    return z * z * 1j


def test_complex_arguments_and_results() -> None:
    z = np.array([1.0 + 2.0j, 3.0 - 1.0j])
    assert srcad.grad(energy)(z) == pytest.approx(2 * z.conj())
    assert srcad.grad(energy)(1.0 + 2.0j) == pytest.approx(2.0 - 4.0j)
    value, pullback = srcad.vjp(turned, z)
    assert value == pytest.approx(z * z * 1j) and pullback(np.array([1.0, 1j]))[0] == pytest.approx(2j * z * [1.0, 1j])
    assert srcad.jvp(turned, (z,), (np.array([1j, 1.0]),))[1] == pytest.approx(2j * z * [1j, 1.0])
    assert srcad.vjp(turned, 0.5)[1](1.0)[0] == 0.0
    with pytest.raises(srcad.OutputError, match="returns a complex value"):
        srcad.grad(turned)(0.5)


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(srcad.ArgumentError, match="grad takes a function, not str"):
        srcad.grad("w")                                   # type: ignore[call-overload]
    with pytest.raises(srcad.SourceUnavailable):
        srcad.grad(len)
    with pytest.raises(srcad.UnsupportedSyntax, match="grad of what vjp returns"):
        srcad.grad(srcad.vjp(square))
    with pytest.raises(srcad.UnsupportedSyntax, match=r"`\*args` takes any number"):
        srcad.grad(lambda *args: args)


def test_an_exception_names_the_users_line(engine: Engine) -> None:
    engine.texts["square_grad"] = "def square_grad(x):\n    return 1.0 / x\n"
    with pytest.raises(ZeroDivisionError) as caught:
        srcad.grad(square)(0.0)
    (note,) = caught.value.__notes__
    line = inspect.getsourcelines(square)[1] + 1
    assert note == (f'in the derivative of square, {__file__}:{line}\n    """Multiply a number by itself."""')


@pytest.mark.parametrize(("function", "value", "message"), [
    (energy, np.array([1.0 + 2.0j]), "`jacobian` with respect to `z`, which is complex"),
    (turned, np.array([1.0, 2.0]), "`turned` returns complex values"),
])
def test_jacobians_are_real(function: Any, value: Any, message: str) -> None:
    with pytest.raises(srcad.SrcadError, match=message):
        srcad.jacobian(function)(value)
