"""The helpers that are pasted into emitted code."""
from __future__ import annotations

import ast
import builtins
import dis
import inspect
import math
from typing import Any

import numpy as np
import pytest

from srcad import runtime
from srcad.runtime import digamma, hollow, unbroadcast
from srcad.runtime_containers import add, match, real, scatter, seed, zeros


@pytest.mark.parametrize(("shape", "like"), [
    ((2, 3), (3,)), ((2, 3), (2, 1)), ((2, 3), (1, 1)), ((2, 3), ()), ((2, 3), (2, 3)), ((4, 2, 3), (1, 3)),
    ((0, 3), (3,)),
])
def test_unbroadcast(shape: tuple[int, ...], like: tuple[int, ...]) -> None:
    array = np.arange(math.prod(shape), dtype=np.float32).reshape(shape)
    result = unbroadcast(array, np.zeros(like))
    assert np.shape(result) == like and result.dtype == np.float32
    assert float(np.sum(result)) == float(np.sum(array))


def test_unbroadcast_of_equal_shapes_is_the_array_itself() -> None:
    array = np.ones(3)
    assert unbroadcast(array, np.zeros(3)) is array
    assert unbroadcast(2.0, 1.0) == 2.0 and type(unbroadcast(2.0, 1.0)) is float
    assert isinstance(unbroadcast(array, 1.0), float)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (0, 3), (1, 4)])
def test_hollow_has_the_shape_alone(shape: tuple[int, ...]) -> None:
    kept = hollow(np.ones(shape, np.float32))
    assert kept.shape == shape and kept.dtype == np.float32 and set(kept.strides) == {0}
    zero = np.zeros_like(kept)
    zero += 1.0
    assert np.array_equal(zero, np.ones(shape)) and zero.flags.c_contiguous


def test_match_has_type_shape_and_dtype() -> None:
    assert type(match(np.float64(2), 1.0)) is float and type(match(2, 3)) is float
    assert type(match(2.0, np.float32(1))) is np.float32
    bar = np.ones((2, 2))
    gradient = match(bar, np.zeros((2, 2), np.float32))
    assert gradient.dtype == np.float32 and not np.shares_memory(gradient, bar)
    assert not np.shares_memory(match(bar, bar), bar)
    spread = match(np.broadcast_to(1.0, (2, 2)), np.zeros((2, 2)))
    assert spread.flags.writeable and spread.strides == (16, 8)
    assert match(1.0, np.zeros(2, int)).dtype == np.float64


def test_match_of_containers() -> None:
    gradient = match([1.0, [np.float64(2), 3]], (0.0, [np.zeros(2), 1]))
    assert type(gradient) is tuple and gradient[0] == 1.0
    assert type(gradient[1]) is list and gradient[1][0].tolist() == [2.0, 2.0]
    assert match(0.0, [1.0, (2.0,)]) == [0.0, (0.0,)]
    assert match(np.array([1.0, 2.0]), [0.0, 0.0]) == [1.0, 2.0]


@pytest.mark.parametrize("value", [1.0, np.float32(1), np.float64(1), np.array(1.0)])
def test_seed(value: Any) -> None:
    assert seed(value) == 1.0


@pytest.mark.parametrize(("value", "message"), [
    (None, "returned None"), ("a", "a string"), (1j, "complex"), (np.complex128(1), "complex"),
    (3, "an integer"),
    (np.int64(3), "an integer"), (np.array(3), "an integer"), (True, "a boolean"),
    (np.bool_(True), "a boolean"),
    (np.ones(3), r"shape \(3,\).* use vjp .* or jacobian"),
    ((1.0, 2.0), "tuple of 2 values.* use vjp .* or jacobian"),
    ([1.0], "use vjp"), ({}, "returned a dict"), (np.array("a"), "a string"),
])
def test_seed_refuses(value: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        seed(value)


def test_zeros_and_add() -> None:
    like = (1.0, [np.ones(2, np.float32), 3])
    zero = zeros(like)
    assert zero[0] == 0.0 and zero[1][0].dtype == np.float32 and zero[1][1] == 0.0
    total = add(zero, [1.0, [np.ones(2), 2.0]])
    assert total[0] == 1.0 and total[1][0].tolist() == [1.0, 1.0] and total[1][1] == 2.0
    assert add(0.0, [1.0, 2.0]) == [1.0, 2.0] and add((1.0, 2.0), 0.0) == [1.0, 2.0]
    assert add([1.0, 2.0], np.array([1.0, 1.0])) == [2.0, 3.0]
    with pytest.raises(ValueError, match="1 and of 2 elements"):
        add([1.0], [1.0, 2.0])


def test_scatter_adds_repeated_elements() -> None:
    bar = np.zeros(3)
    scatter(bar, [0, 0, 2], np.ones(3))
    assert bar.tolist() == [2.0, 0.0, 1.0]
    bars = [0.0, [1.0]]
    scatter(bars, 1, [2.0])
    assert bars == [0.0, [3.0]]


def test_real() -> None:
    assert type(real(1)) is float and real(np.arange(2)).dtype == float and real([1, (2.0,)]) == [1.0, (2.0,)]
    assert real(True) is True and real("a") == "a" and type(real(np.int32(1))) is float


@pytest.mark.parametrize(("x", "value"),
    [(1.0, -0.5772156649015329), (0.5, -1.9635100260214235), (-0.5, 0.03648997397857652)])
def test_digamma(x: float, value: float) -> None:
    assert digamma(x) == pytest.approx(value, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("name", sorted(runtime.HELPERS))
def test_a_helper_needs_only_numpy_math_and_helpers(name: str) -> None:
    definition = ast.parse(inspect.getsource(runtime.HELPERS[name])).body[0]
    assert isinstance(definition, ast.FunctionDef)
    body = [n for s in definition.body for n in ast.walk(s)]
    assert not any(isinstance(n, (ast.Import, ast.ImportFrom, ast.AnnAssign)) for n in body)
    code = compile(ast.Module([definition], []), "pasted", "exec").co_consts
    function = next(c for c in code if inspect.iscode(c) and c.co_name == name)
    free = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"}
    assert free <= {"np", "math", "SimpleNamespace", *runtime.HELPERS, *dir(builtins)}
