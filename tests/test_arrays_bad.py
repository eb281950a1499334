"""Arrays that are no plain arrays of floats, and writes in disguise: right, or refused by name."""
from __future__ import annotations

import operator
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcad
from tests import numeric

X = np.array([0.63, 1.74, -1.23])
pytestmark = pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")


class Tagged(np.ndarray):
    """A class of arrays of the user's own."""

    def __mul__(self, other: Any) -> Any:
        return np.asarray(self) * other + 1.0


@dataclass(frozen=True)
class Bad:
    """A program, how its arguments are made of a vector, and what a refusal must speak of."""

    function: Callable[..., Any]
    words: str
    make: Callable[[Any], tuple[Any, ...]]


BAD: list[Bad] = []


def bad(words: str, make: Callable[[Any], tuple[Any, ...]] = lambda x: (x.copy(),)) -> Callable[..., Any]:
    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        BAD.append(Bad(function, words, make))
        return function

    return register


# ---------------------------------------------------------------------- arrays of objects
@bad("object", lambda x: (x.astype(object),))
def object_array(x: Any) -> Any:
    x[0] = x[1] * x[2]
    return np.sum(x * x)


@bad("object", lambda x: (x.copy(), np.array([1.0, None, 2.0], dtype=object)))
def object_array_beside(x: Any, store: Any) -> Any:
    store[1] = x[0] * x[1]
    return store[1] * x[2] + store[0]


@bad("object|empty|dtype")
def object_array_inside(x: Any) -> Any:
    store = np.empty(2, dtype=object)
    store[0] = x * x
    store[1] = x
    store[1][0] = 3.0
    return np.sum(store[0] * x)


@bad("object|astype|dtype")
def cast_to_objects(x: Any) -> Any:
    y = (x * x).astype(object)
    y[0] = 2.0
    return np.sum(y * x)


# ---------------------------------------------------------------------- structured dtypes
PARTICLE = np.dtype([("position", float), ("speed", float)])


def particles(x: Any) -> tuple[Any, ...]:
    table = np.zeros(3, PARTICLE)
    table["position"] = x
    return (table,)


@bad("structured|void|field|dtype", particles)
def structured_array(table: Any) -> Any:
    table["position"] *= 2.0
    return np.sum(table["position"] ** 2)


@bad("structured|void|field|dtype")
def structured_array_inside(x: Any) -> Any:
    table = np.zeros(3, dtype=[("position", float), ("speed", float)])
    table["position"] = x * x
    table["speed"][1:] = x[:2]
    return np.sum(table["position"] * table["speed"])


@bad("structured|void|field|dtype", lambda x: (x.copy(), *particles(x)))
def structured_array_beside(x: Any, table: Any) -> Any:
    table["speed"] = x * x
    return np.sum(table["speed"] * x)


@bad("never", lambda x: (x.copy(), *particles(X)))
def structured_array_read(x: Any, table: Any) -> Any:
    x[:2] *= table["position"][1:]
    return np.sum(table["position"] * x)


@bad("attribute", lambda x: (x.copy(), particles(x)[0].view(np.recarray)))
def record_array(x: Any, table: Any) -> Any:
    table.speed = x * x
    return np.sum(table.speed * x)


# ---------------------------------------------------------------------- subclasses
@bad("[Mm]asked", lambda x: (np.ma.array(x, mask=[False, True, False]),))
def masked_array(x: Any) -> Any:
    x[0] *= 2.0
    return (x * x).sum()


@bad("[Mm]asked|ma\\.", lambda x: (x.copy(), np.array([False, True, False])))
def masked_array_inside(x: Any, mask: Any) -> Any:
    y = np.ma.array(x * x, mask=mask)
    return (y * x).sum()


@bad("[Mm]asked", lambda x: (x.copy(), np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])))
def masked_array_beside(x: Any, weights: Any) -> Any:
    y = weights * x
    return (y * x).sum()


@bad("matrix", lambda x: (np.matrix(np.outer(x, x) + np.eye(3)),))
def matrix(m: Any) -> Any:
    m[0] = m[1] * 2.0
    return (m * m).sum()                   # the product of matrices


@bad("matrix")
def matrix_inside(x: Any) -> Any:
    row = np.asmatrix(x)
    return (row * row.T).sum() + (row ** 1).sum()


@bad("matrix", lambda x: (x.copy(), np.matrix(np.eye(3) * 2.0)))
def matrix_beside(x: Any, m: Any) -> Any:
    y = m * np.outer(x, x)
    return y.sum()


@bad("Tagged", lambda x: (x.view(Tagged),))
def subclass(x: Any) -> Any:
    y = x * 2.0
    y[0] = x[1]
    return np.sum(np.asarray(y) ** 2)


@bad("Tagged", lambda x: (x.copy(), np.ones(3).view(Tagged)))
def subclass_beside(x: Any, w: Any) -> Any:
    y = w * x
    return np.sum(y * x)


@bad("Tagged|view")
def subclass_inside(x: Any) -> Any:
    y = x.view(Tagged) * 3.0
    return np.sum(y * x)


# ---------------------------------------------------------------------- into whole numbers and truth values
WHOLE = "int|whole|bool|truncat|dtype"


@bad(WHOLE)
def element_into_integers(x: Any) -> Any:
    y = np.zeros(3, dtype=int)
    y[0] = 3 * x[1]
    y[1:] = x[1:] * 5
    return np.sum(y * x)


@bad(WHOLE)
def loop_into_integers(x: Any) -> Any:
    y = np.arange(3)
    for i in range(3):
        y[i] += int(4 * x[i])
        y[i] = y[i] * x[i]
    return np.sum(y * x)


@bad(WHOLE, lambda x: (x.copy(), np.array([1, 2, 3])))
def into_an_integer_argument(x: Any, n: Any) -> Any:
    n[:] = x * 10
    return np.sum(n * x)


@bad(WHOLE, lambda x: (x.copy(), np.array([1, 2, 3])))
def augmented_integers(x: Any, n: Any) -> Any:
    np.add(n, 7 * x, out=n, casting="unsafe")
    return np.sum(n * x)


@bad(WHOLE)
def filled_integers(x: Any) -> Any:
    y = np.zeros(3, dtype=np.int32)
    y.fill(x[1] * 9)
    np.copyto(y[:1], x[1:2] * 8, casting="unsafe")
    return np.sum(y * x)


@bad(WHOLE)
def into_booleans(x: Any) -> Any:
    y = np.zeros(3, dtype=bool)
    y[0] = x[0]
    y[1:] = x[1:] * 2
    return np.sum(x * y) + np.sum(x[y])


def halved_into(x: Any, out: Any) -> None:
    for i in range(len(x)):
        out[i] = 0.5 * x[i]


@bad("array of integers, as `x` is", lambda x: (np.array([1, 2, 3]),))
def like_an_argument_of_integers(x: Any) -> Any:
    """What it stores is cut to whole numbers, and would not be if the argument counted as one of floats."""
    y = np.zeros_like(x)
    halved_into(x, y)
    return np.sum(y * x)


# ---------------------------------------------------------------------- writes in disguise
@bad("setitem")
def operator_setitem(x: Any) -> Any:
    y = x * x
    operator.setitem(y, 0, x[2] * 3)
    return np.sum(y * x)


@bad("iadd")
def operator_iadd(x: Any) -> Any:
    y = x * x
    z = operator.iadd(y, x)
    return np.sum(y * z)


@bad("__setitem__|__imul__")
def dunder_methods(x: Any) -> Any:
    y = x * x
    y.__setitem__(0, x[1])
    y.__imul__(x)
    return np.sum(y * x)


@bad("fill|sort")
def methods_of_the_class(x: Any) -> Any:
    y = x * x
    np.ndarray.sort(y)
    np.ndarray.fill(y[:1], x[1])
    return np.sum(y * x)


@bad("fill|call")
def bound_method_in_a_name(x: Any) -> Any:
    y = x * x
    clear = y.fill
    clear(x[0])
    return np.sum(y * x)


@bad("overwrite")
def repaired_in_place(x: Any) -> Any:
    y, z = x * x, np.array([1.0, np.nan, 2.0])
    np.nan_to_num(y, False)
    w = np.nan_to_num(z, copy=False, nan=3.0)
    return np.sum(z * y) + np.sum(w)


@bad("overwrite")
def told_to_overwrite(x: Any) -> Any:
    y = x[::-1] * 1.0
    middle = np.median(y, overwrite_input=True)
    return np.sum(y * x) * middle


@bad("append")
def method_of_the_class_of_lists(x: Any) -> Any:
    parts = [x, x * 2]
    list.append(parts, x * x)
    return np.sum(parts[2]) * len(parts)


@bad("setattr")
def set_attribute(x: Any) -> Any:
    y = x * x
    setattr(y, "flat", x[0])               # noqa: B010
    return np.sum(y * x)


@bad("stride")
def overlapping_strides(x: Any) -> Any:
    y = x * x
    pairs = np.lib.stride_tricks.as_strided(y, (2, 2), (8, 8))
    pairs += 1.0
    return np.sum(y * x)


@bad("frombuffer|data|memoryview|may be the same")
def through_the_buffer(x: Any) -> Any:
    y = x * x
    z = np.frombuffer(y.data)
    y *= 2
    return np.sum(z * x)


@bad("nditer|with|flags|for")
def over_nditer(x: Any) -> Any:
    y = x * x
    for v in np.nditer(y, op_flags=["readwrite"]):
        v[...] = 2 * v
    return np.sum(y * x)


@bad("apply_along_axis|call")
def handed_to_another_function(x: Any) -> Any:
    y = x * x
    np.apply_along_axis(np.ndarray.sort, 0, y)
    return np.sum(y * x)


@bad("shape")
def shape_assigned(x: Any) -> Any:
    y = np.concatenate([x, x])
    z = y
    z.shape = (2, 3)
    return np.sum(y[0] * x)


@bad("resize")
def resized(x: Any) -> Any:
    y = x * x
    y.resize((2, 1), refcheck=False)
    return np.sum(y * x[:2])


@bad("shuffle|default_rng")
def shuffled(x: Any) -> Any:
    y = x * x
    np.random.default_rng(0).shuffle(y)
    return np.sum(y * x)


@bad("random|default_rng|out")
def random_numbers_into(x: Any) -> Any:
    y = x * x
    np.random.default_rng(0).random(out=y[:2])
    return np.sum(y * x)


@bad("byteswap|view|dtype")
def reinterpreted(x: Any) -> Any:
    y = x * x
    bits = y.view(np.int64)
    bits[0] = 0
    return np.sum(y * x)


@bad("complex|dtype|imag|real")
def through_complex_numbers(x: Any) -> Any:
    z = np.zeros(3, dtype=complex)
    z[:] = x
    z *= 1j * x
    return np.sum(np.abs(z)) + np.sum(z.imag * x)


IDS = [case.function.__name__ for case in BAD]


def expected_gradient(case: Bad) -> Any:
    def value(x: Any) -> float:
        return float(case.function(*case.make(x)))

    return numeric.gradient(value, [X], 0)


def assert_refused(case: Bad, error: srcad.SrcadError) -> None:
    assert re.search(case.words, str(error)), str(error)


def differentiable(case: Bad) -> bool:
    """True if the first argument is a plain array of floats, the others being what is tried."""
    with warnings.catch_warnings():        # a matrix warns of itself
        warnings.simplefilter("ignore")
        first = case.make(X)[0]
    return type(first) is np.ndarray and first.dtype == float


@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "textbook"])
@pytest.mark.parametrize("case", BAD, ids=IDS)
def test_reverse(case: Bad, optimize: bool) -> None:
    args, kept = case.make(X), case.make(X)
    try:
        found = srcad.grad(case.function, optimize=optimize)(*args)
    except srcad.SrcadError as error:
        assert_refused(case, error)
    else:
        if case.function is structured_array:
            found = found["position"]
        expected = expected_gradient(case) if np.size(found) == X.size else _gradient_of_matrix(case)
        numeric.assert_close(found, expected, 1e-6, case.function.__name__)
    assert_unchanged(args, kept)


@pytest.mark.parametrize("case", [case for case in BAD if differentiable(case)], ids=lambda case: case.function.__name__)
def test_forward(case: Bad) -> None:
    args, kept = case.make(X), case.make(X)
    tangent = np.array([0.5, -1.0, 2.0])
    try:
        found = srcad.jvp(case.function, args, (tangent, *[None] * (len(args) - 1)), wrt=0)[1]
    except srcad.SrcadError as error:
        assert_refused(case, error)
    else:
        numeric.assert_close(found, expected_gradient(case) @ tangent, 1e-6, case.function.__name__)
    assert_unchanged(args, kept)


def assert_unchanged(args: tuple[Any, ...], kept: tuple[Any, ...]) -> None:
    for before, after in zip(kept, args, strict=True):
        assert type(before) is type(after) and before.shape == after.shape
        assert before.tolist() == after.tolist(), "an argument of the caller was changed"


def _gradient_of_matrix(case: Bad) -> Any:
    made = case.make(X)[0]

    def value(entries: Any) -> float:
        return float(case.function(type(made)(entries)))

    return numeric.gradient(value, [np.array(made)], 0)


# ---------------------------------------------------------------------- read-only arrays
def scaled(x: Any) -> Any:
    x *= 2.0
    return np.sum(x * x)


def element_set(x: Any) -> Any:
    x[0] = x[1] * 3.0
    return np.sum(x * x)


def sorted_in_place(x: Any) -> Any:
    x.sort()
    return np.sum(x * x)


def out_of_a_ufunc(x: Any) -> Any:
    np.sin(x, out=x)
    return np.sum(x * x)


def through_a_view(x: Any) -> Any:
    v = x[1:]
    v += 1.0
    return np.sum(x * x)


def broadcast_written(x: Any) -> Any:
    wide = np.broadcast_to(x, (2, 3))
    wide[0] = 1.0
    return np.sum(wide * x)


def diagonal_written(x: Any) -> Any:
    a = np.outer(x, x)
    a.diagonal()[0] = 1.0
    return np.sum(a)


def beyond_the_end(x: Any) -> Any:
    y = x * x
    y[3] = x[0]
    return np.sum(y)


def shapes_that_do_not_match(x: Any) -> Any:
    y = x * x
    y[1:] = x
    return np.sum(y)


def values_that_do_not_match_a_mask(x: Any) -> Any:
    y = x * x
    y[x > 0] = x
    return np.sum(y)


def output_of_another_shape(x: Any) -> Any:
    y = np.zeros(2)
    np.add(x, x, out=y)
    return np.sum(y)


def grown_by_broadcasting(x: Any) -> Any:
    x += np.ones((2, 3))
    return np.sum(x)


def floats_added_to_integers(x: Any) -> Any:
    y = np.zeros(3, dtype=int)
    y += x
    return np.sum(y)


def written_to_a_number(x: Any) -> Any:
    s = x[0]
    s[...] = 1.0
    return np.sum(x) * s


def written_to_a_tuple(x: Any) -> Any:
    pair = (x, x[1:])
    pair[0] = pair[1]
    return np.sum(pair[0])


def a_vector_by_a_vector(x: Any) -> Any:
    x @= x
    return np.sum(x)


def read_only(x: Any) -> Any:
    y: Any = x.copy()
    y.flags.writeable = False
    return y


WRITERS = [scaled, element_set, sorted_in_place, out_of_a_ufunc, through_a_view]
RAISERS = [broadcast_written, diagonal_written, beyond_the_end, shapes_that_do_not_match,
           values_that_do_not_match_a_mask, grown_by_broadcasting, floats_added_to_integers,
           written_to_a_number, written_to_a_tuple, a_vector_by_a_vector]


def derivatives(function: Callable[..., Any], x: Any) -> list[Callable[[], Any]]:
    return [lambda: srcad.grad(function)(x), lambda: srcad.value_and_grad(function, optimize=False)(x),
            lambda: srcad.vjp(function, x), lambda: srcad.jvp(function, (x,), (np.ones(3),))]


def test_output_of_another_shape() -> None:
    """The store that ``out=`` stands for is refused by NumPy in words of its own."""
    for derive in derivatives(output_of_another_shape, np.ones(3)):
        with pytest.raises(ValueError, match="broadcast"):
            derive()


def assert_raises_like(function: Callable[..., Any], make: Callable[[], Any], *refusals: type[Exception]) -> None:
    """A derivative raises what the function raises, with NumPy's own message (it has two for read-only arrays)."""
    with pytest.raises((ValueError, TypeError, IndexError)) as numpys:
        function(make())
    for derivative in derivatives(function, make()):
        with pytest.raises((numpys.type, *refusals)) as ours:
            derivative()
        if isinstance(ours.value, refusals):
            continue
        message = "read-only" if "read-only" in str(numpys.value) else str(numpys.value)
        assert message in str(ours.value), "another message"


@pytest.mark.parametrize("function", WRITERS, ids=lambda function: function.__name__)
def test_writing_to_a_read_only_argument(function: Callable[..., Any]) -> None:
    assert_raises_like(function, lambda: read_only(X))


@pytest.mark.parametrize("function", RAISERS, ids=lambda function: function.__name__)
def test_a_write_that_numpy_refuses(function: Callable[..., Any]) -> None:
    """Refused before it runs where that is known, else as NumPy refuses it."""
    assert_raises_like(function, X.copy, srcad.SrcadError)


def squared_apart(x: Any) -> Any:
    y = x.copy()
    y *= x
    z = np.zeros(3)
    z[1:] = x[:-1]
    return np.sum(y * z)


def test_read_only_arguments_that_are_only_read() -> None:
    x = read_only(X)
    expected = numeric.gradient(squared_apart, [X], 0)
    numeric.assert_close(srcad.grad(squared_apart)(x), expected, 1e-6, "gradient")
    tangent = srcad.jvp(squared_apart, (x,), (read_only(np.ones(3)),))[1]
    numeric.assert_close(tangent, expected.sum(), 1e-6, "tangent")
    _, pullback = srcad.vjp(squared_as_a_whole, x)
    numeric.assert_close(pullback(read_only(np.ones(3)))[0], 2 * X, 1e-9, "a read-only cotangent")


def squared_as_a_whole(x: Any) -> Any:
    y = x * 1.0
    y *= x
    return y


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_memory_mapped_arrays(tmp_path: Path, mode: Any) -> None:
    """Read: right, or refused by name. Written: as NumPy does, and the file stays as it is."""
    file = tmp_path / "x.npy"
    np.save(file, X)

    def mapped() -> Any:
        return np.load(file, mmap_mode=mode)

    for function in (squared_apart, element_set):
        if function is element_set and mode == "r":
            with pytest.raises(ValueError, match="read-only"):
                function(mapped())
            with pytest.raises((ValueError, srcad.SrcadError), match="read-only|memmap"):
                srcad.grad(function)(mapped())
            continue
        try:
            found = srcad.grad(function)(mapped())
        except srcad.SrcadError as error:
            assert "memmap" in str(error)
        else:
            expected = numeric.gradient(lambda x, call=function: numeric.call(call, (x,)), [X], 0)
            numeric.assert_close(found, expected, 1e-6, "gradient")
    assert np.array_equal(np.load(file), X), "the caller's file was changed"
