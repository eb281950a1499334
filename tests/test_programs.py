"""Every program of tests/programs, in both modes, against finite differences."""
from __future__ import annotations

import importlib.util
import inspect
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric
from tests.programs import CASES, OPTIONAL, REFUSED, Case
from tests.programs.reasons import REASONS
from tests.programs.registry import is_documented


def _ids() -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for case in CASES:
        seen[case.name] += 1
        found.append(f"{case.name}-{seen[case.name]}")
    return found


IDS = _ids()


@pytest.fixture(scope="module", params=CASES, ids=IDS)
def program(request: pytest.FixtureRequest) -> Case:
    """Hand out a program; for a module, so that all tests of a program run one after another."""
    found: Case = request.param
    return found


@pytest.fixture(scope="module")
def expected(program: Case) -> list[Any]:
    """What finite differences give, computed once for a program."""
    return expected_gradients(program)


@pytest.fixture
def case(program: Case) -> Iterator[Case]:
    """Hand out a program with its own copy of the arguments, and see that nobody changed them."""
    args = numeric.copied(program.args)
    yield Case(program.function, args, program.wrt)
    for before, after in zip(program.args, args, strict=True):
        assert type(before) is type(after)
        for old, new in zip(numeric.leaves(before), numeric.leaves(after), strict=True):
            assert np.array_equal(old, new), "an argument of the caller was changed"


def places(case: Case) -> list[int]:
    names = list(inspect.signature(case.function).parameters)
    return [names.index(name) for name in case.wrt]


def tolerance(case: Case) -> float:
    kinds = {np.asarray(leaf).dtype for arg in case.args for leaf in numeric.leaves(arg)}
    return 2e-4 if np.dtype(np.float32) in kinds else 1e-6


def differentiable(case: Case) -> list[Any]:
    """Return the arguments, those that are differentiated in double precision."""
    chosen = places(case)
    return [numeric.precise(arg) if k in chosen else arg for k, arg in enumerate(case.args)]


def weights(case: Case, value: Any) -> Any:
    """Return a cotangent for a value."""
    return numeric.shaped(value, np.random.default_rng(7).uniform(0.5, 1.5, numeric.flat(value).size))


def directions(case: Case) -> list[Any]:
    """Return a tangent for each argument, None where there is none."""
    rng = np.random.default_rng(8)
    chosen = places(case)
    found: list[Any] = []
    for k, arg in enumerate(case.args):
        size = numeric.flat(arg).size if k in chosen else 0
        found.append(numeric.shaped(arg, rng.uniform(-1.0, 1.0, size)) if k in chosen else None)
    return found


def is_scalar(value: Any) -> bool:
    return not isinstance(value, (tuple, list)) and numeric.fields(value) is None and np.ndim(value) == 0


def assert_same_kind(gradient: Any, arg: Any) -> None:
    """A gradient has the shape and dtype of its argument; whole numbers count as floats."""
    held = numeric.fields(arg)
    if held is not None:
        found = numeric.fields(gradient)
        assert type(gradient) is (type(arg) if isinstance(arg, (dict, tuple)) else SimpleNamespace)
        for name, item in numeric.real_fields(arg).items():
            assert_same_kind(found[name], item)
        return
    if isinstance(arg, (list, tuple)):
        assert type(gradient) is type(arg) and len(gradient) == len(arg)
        for part, item in zip(gradient, arg, strict=True):
            assert_same_kind(part, item)
    elif isinstance(arg, np.ndarray):
        assert isinstance(gradient, np.ndarray) and gradient.shape == arg.shape
        assert gradient.dtype == (arg.dtype if arg.dtype.kind == "f" else float)
    elif isinstance(arg, np.floating):
        assert type(gradient) in (type(arg), float if type(arg) is np.float64 else type(arg))
    else:
        assert type(gradient) is float, f"{type(gradient)} for a number of Python"


def assert_apart(gradients: tuple[Any, ...], args: tuple[Any, ...]) -> None:
    """No gradient shares memory with an argument or with another gradient."""
    arrays = [leaf for leaf in numeric.leaves(gradients) if isinstance(leaf, np.ndarray)]
    others = [leaf for leaf in numeric.leaves(args) if isinstance(leaf, np.ndarray)]
    for k, array in enumerate(arrays):
        assert array.flags.writeable
        for other in others + arrays[k + 1:]:
            assert not np.may_share_memory(array, other), "a gradient shares memory"


def expected_gradients(case: Case) -> list[Any]:
    args = differentiable(case)
    cotangent = numeric.flat(weights(case, numeric.call(case.function, args)))

    def weighted(*args: Any) -> float:
        return float(np.dot(cotangent, numeric.flat(numeric.call(case.function, args))))

    return [numeric.gradient(weighted, args, place) for place in places(case)]


@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "textbook"])
def test_reverse(case: Case, expected: list[Any], optimize: bool) -> None:
    value = numeric.call(case.function, case.args)
    if is_long(case) and optimize and is_scalar(value):
        pytest.skip("takes seconds; test_grad makes the same sweeps, in one function")
    cotangent = weights(case, value)
    y, pullback = srcad.vjp(case.function, *case.args, wrt=case.wrt, optimize=optimize)
    numeric.assert_close(y, value, 1e-6, "value")
    bars = pullback(cotangent)
    assert len(bars) == len(case.args)
    for place, finite in zip(places(case), expected, strict=True):
        numeric.assert_close(bars[place], finite, tolerance(case), f"cotangent of argument {place}")
    assert_apart(tuple(bars[place] for place in places(case)), case.args)
    again = pullback(cotangent)
    for place in places(case):
        numeric.assert_close(again[place], bars[place], 1e-12, "a second call of the pullback")


def test_grad(case: Case, expected: list[Any]) -> None:
    value = numeric.call(case.function, case.args)
    if not is_scalar(value):
        pytest.skip("not a scalar")
    scale = numeric.flat(weights(case, value))[0]
    y, found = srcad.value_and_grad(case.function, wrt=case.wrt)(*case.args)
    numeric.assert_close(y, value, 1e-6, "value")
    assert type(found) is tuple and len(found) == len(case.wrt)
    for place, gradient, finite in zip(places(case), found, expected, strict=True):
        numeric.assert_close(gradient, finite / scale, tolerance(case), f"gradient of argument {place}")
        assert_same_kind(gradient, case.args[place])
    assert_apart(found, case.args)
    if is_long(case):
        return                                     # the other form takes seconds to build
    alone = srcad.grad(case.function, wrt=case.wrt)(*case.args)
    for one, other in zip(alone, found, strict=True):
        numeric.assert_close(one, other, 1e-12, "grad beside value_and_grad")


@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "textbook"])
def test_forward(case: Case, optimize: bool) -> None:
    if is_long(case) and not optimize:
        pytest.skip("takes seconds; the plain form is tried in reverse mode")
    tangents = directions(case)
    args, chosen = differentiable(case), places(case)

    def moved(t: float) -> Any:
        return numeric.call(case.function, [
            numeric.shaped(arg, numeric.flat(arg) + t * numeric.flat(tangents[k])) if k in chosen else arg
            for k, arg in enumerate(args)])

    y, y_dot = srcad.jvp(case.function, case.args, tangents, wrt=case.wrt, optimize=optimize)
    value = numeric.call(case.function, case.args)
    numeric.assert_close(y, value, 1e-6, "value")
    assert [np.shape(leaf) for leaf in numeric.leaves(y_dot)] == [
        np.shape(leaf) for leaf in numeric.leaves(value)], "the tangent has another shape than the value"
    numeric.assert_close(y_dot, numeric.along(moved), tolerance(case), "tangent")


def test_both_modes_agree(case: Case) -> None:
    """The dot products <y_bar, J x_dot> and <J' y_bar, x_dot> are one number."""
    if is_long(case):
        pytest.skip("takes seconds; both modes are compared with finite differences")
    tangents = directions(case)
    y, y_dot = srcad.jvp(case.function, case.args, tangents, wrt=case.wrt)
    cotangent = weights(case, y)
    bars = srcad.vjp(case.function, *case.args, wrt=case.wrt)[1](cotangent)
    terms = np.concatenate([numeric.flat(bars[k]) * numeric.flat(tangents[k]) for k in places(case)])
    forward = np.dot(numeric.flat(cotangent), numeric.flat(y_dot))
    size = max(1.0, float(np.sum(np.abs(terms))))
    assert abs(np.sum(terms) - forward) <= (1e-4 if tolerance(case) > 1e-5 else 1e-11) * size


def is_long(case: Case) -> bool:
    return ".realistic." in case.function.__module__


IN_PLACE = ("changed in place", "not known to be an array", "what it is", "may share memory", "dtype of", "taken as a value",
            "changed while", "ever new kinds", "writes to its object", "not known to be a dict", "whether it is real or complex",
            "takes any number of arguments", "flow through .", "may keep what it is given", "that is known here",
            "where the keys are not known", "and it is not known which")


def test_general_text(case: Case) -> None:
    """The text for arguments of any kind (`.source`, what `save` writes) gives what a call gives."""
    if is_long(case):
        pytest.skip("takes seconds; what it is made of is in other programs")
    gradient = srcad.grad(case.function, wrt=case.wrt)
    try:
        expected = gradient(*numeric.copied(case.args))
    except srcad.OutputError:
        return                                     # several outputs: for vjp
    try:
        text = gradient.source
    except (srcad.UnsupportedSyntax, srcad.MissingRule) as error:       # what is written, gone over or called has to be known
        assert any(words in error.reason for words in IN_PLACE), error.reason
        return
    namespace: dict[str, object] = {"__name__": case.function.__module__}
    exec(text, namespace)
    try:
        got = namespace[f"{case.function.__name__}_grad"](*numeric.copied(case.args))  # type: ignore[operator]
    except TypeError as error:
        assert "made without knowing that it is given a dict" in str(error)
        return
    for ours, theirs in zip(numeric.leaves(got), numeric.leaves(expected), strict=True):
        assert type(ours) is type(theirs) and np.shape(ours) == np.shape(theirs)
        assert np.allclose(ours, theirs, rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize("case", REFUSED, ids=[case.name for case in REFUSED])
def test_refused(case: Case) -> None:
    """What is not supported yet is refused in reverse mode; never passed over."""
    for optimize in (True,) if is_long(case) else (True, False):       # refused before the forms part
        with pytest.raises(srcad.SrcadError) as caught:
            srcad.vjp(case.function, *numeric.copied(case.args), wrt=case.wrt, optimize=optimize)
        assert is_documented(case.name, caught.value.reason), caught.value.reason


def test_documented_reasons_have_programs() -> None:
    known = {case.name for case in REFUSED}
    absent = {module for module, library in OPTIONAL.items() if importlib.util.find_spec(library) is None}
    assert not [r.example for r in REASONS if r.example not in known and r.example.split(".")[0] not in absent]
