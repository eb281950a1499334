"""Derivatives of derivatives: hessian, hvp and jacobian, compositions, and emitted text as a program."""
from __future__ import annotations

import importlib.util
import inspect
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import linalg
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq, minimize, rosen, rosen_der, rosen_hess, rosen_hess_prod

import srcad
from tests import numeric
from tests.programs import CASES
from tests.test_programs import IDS, differentiable, directions, is_long, is_scalar, places

POINT = np.array([-1.2, 1.0, 0.7, 1.4, 0.3])
VECTOR = np.array([0.3, -0.2, 0.5, 1.0, 2.0])
RATE = 2.0


def by_loop(x: Any) -> Any:
    total = 0.0
    for i in range(len(x) - 1):
        total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return total


def by_arrays(x: Any) -> Any:
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def product(t: float, a: float = 2.0) -> float:
    return math.sin(t) * t * a


def scaled(x: Any) -> Any:
    return np.sum(RATE * x ** 3)


def stepping(u: Any, nu: float) -> Any:
    u = u.copy()
    for _ in range(3):
        u[1:-1] += nu * (u[2:] - 2.0 * u[1:-1] + u[:-2]) * u[1:-1]
    return np.sum(u ** 2)


def norms(x: Any) -> Any:
    rows = np.outer(x, x[:3]) + np.eye(5, 3)
    return np.linalg.norm(x, 3) ** 2 + np.linalg.norm(rows, "nuc") + np.sum(np.linalg.norm(rows, axis=1)) * np.linalg.norm(x)


def looked_up(x: Any) -> Any:
    heights = np.interp(x, np.array([-2.0, 0.5, 0.9, 2.0]), x[:4] ** 2)
    return np.sum(heights * np.gradient(x ** 3, 0.1)) + np.median(x) * np.sum(np.cross(x[:3], x[2:]) ** 2)


def one_by_one(x: Any) -> Any:
    return np.sum(np.vectorize(lambda t: math.sin(t) * t)(x) ** 2) + np.sum(np.piecewise(x, [x < 0.5], [np.exp, np.sqrt]))


def overwritten(x: Any) -> Any:
    y = x.copy()
    for k in range(3):
        y[k] = y[k] ** 2 * y[0]
    return np.sum(y)


def equilibrium(x: Any) -> Any:
    return brentq(lambda t: t ** 3 + x[0] ** 2 * t - x[1] * x[2], -9.0, 9.0) ** 2


def patches(x: Any, k: int) -> Any:
    n = len(x) - k + 1
    found = np.zeros((k, n))
    for i in range(k):
        found[i] = x[i:i + n]
    return found.T


def eigenvalue(x: Any) -> Any:
    k = np.exp(-(x[:, None] - x) ** 2)
    k -= k.mean(axis=0)
    return np.linalg.eigvalsh(k)[-1]


def filtered(x: Any) -> Any:
    y = patches(x, 2) @ x[:2]
    return np.sum(np.tanh(y.reshape(2, 2)) ** 2)


slope = srcad.grad(product)


# ------------------------------------------------------------------ against SciPy
@pytest.mark.parametrize("valley", [by_loop, by_arrays])
def test_rosenbrock(valley: Any) -> None:
    close = {"rtol": 1e-12, "atol": 1e-10}
    np.testing.assert_allclose(srcad.grad(valley)(POINT), rosen_der(POINT), **close)
    np.testing.assert_allclose(srcad.hessian(valley)(POINT), rosen_hess(POINT), **close)
    np.testing.assert_allclose(srcad.hvp(valley)(POINT, VECTOR), rosen_hess_prod(POINT, VECTOR), **close)
    value, matrix = srcad.value_and_hessian(valley)(POINT)
    np.testing.assert_allclose(value, rosen(POINT), **close)
    np.testing.assert_allclose(matrix, rosen_hess(POINT), **close)
    value, times = srcad.value_and_hvp(valley)(POINT, VECTOR)
    np.testing.assert_allclose(value, rosen(POINT), **close)
    np.testing.assert_allclose(times, rosen_hess_prod(POINT, VECTOR), **close)
    for mode in ("auto", "reverse", "forward"):
        value, matrix = srcad.value_and_jacobian(srcad.grad(valley), mode=mode)(POINT)
        np.testing.assert_allclose(value, rosen_der(POINT), **close)
        np.testing.assert_allclose(matrix, rosen_hess(POINT), **close)
    found = minimize(srcad.value_and_grad(valley), np.full(4, 0.5), jac=True, hessp=srcad.hvp(valley), method="trust-ncg")
    np.testing.assert_allclose(found.x, np.ones(4), rtol=1e-4)
    found = minimize(srcad.value_and_grad(valley), np.full(4, 0.5), jac=True, hess=srcad.hessian(valley), method="trust-exact")
    np.testing.assert_allclose(found.x, np.ones(4), rtol=1e-4)


def test_what_is_kept_in_integers_and_lists() -> None:
    def cut(x: Any, k: Any) -> Any:
        k[:] = x * 40
        return np.sum(x ** 2 * k)

    def listed(x: Any) -> Any:
        d, y = x.tolist(), x * 2
        z = y
        del y
        z[0] = 9 * x[1]
        return d[0] * np.sum(z * z)

    x, k = np.array([0.31, 0.52, 1.23]), np.array([1, 2, 3])
    np.testing.assert_allclose(srcad.vjp(srcad.grad(listed), x)[1](x)[0], srcad.hvp(listed)(x, x))
    for product in (srcad.hvp(cut)(x, x, k), srcad.vjp(srcad.grad(cut), x, k, wrt=0)[1](x)[0]):
        np.testing.assert_allclose(product, 2 * x * np.array([12, 20, 49]))


# ------------------------------------------------------------------ shapes, arguments, refusals
def test_blocks() -> None:
    def energy(a: Any, b: Any, c: float) -> Any:
        return np.sum(a * b[:2]) * a[0] * c + b[2] ** 3

    a, b = np.array([1.5, 2.5]), np.array([0.5, -1.0, 2.0])
    blocks = srcad.hessian(energy, wrt=("a", "b"))(a, b, 3.0)
    assert [[block.shape for block in row] for row in blocks] == [[(2, 2), (2, 3)], [(3, 2), (3, 3)]]
    np.testing.assert_allclose(blocks[0][1], blocks[1][0].T)
    of_a, of_b = srcad.hvp(energy, wrt=("a", "b"))(a, b, (a, b), 3.0)
    np.testing.assert_allclose(of_a, blocks[0][0] @ a + blocks[0][1] @ b)
    np.testing.assert_allclose(of_b, blocks[1][0] @ a + blocks[1][1] @ b)
    np.testing.assert_allclose(srcad.hvp(energy)(a, a, b, 3.0), blocks[0][0] @ a)           # as SciPy passes more arguments
    np.testing.assert_allclose(srcad.hvp(energy, wrt="b")(a, b, b, c=3.0), blocks[1][1] @ b)


def test_jacobian_of_several_values() -> None:
    def values(x: Any, y: float) -> Any:
        return x * y, [np.sum(x), y * y]

    x = np.array([1.0, 2.0])
    for mode in ("auto", "reverse", "forward"):
        (of_x, of_y), [by_sum, by_square] = srcad.jacobian(values, wrt=("x", "y"), mode=mode)(x, 3.0)
        np.testing.assert_allclose(of_x, 3.0 * np.eye(2))
        np.testing.assert_allclose(of_y, x)
        np.testing.assert_allclose(by_sum[0], [1.0, 1.0])
        assert by_sum[1] == 0.0 and by_square[1] == 6.0
        np.testing.assert_allclose(by_square[0], [0.0, 0.0])
    assert srcad.jacobian(product)(0.7) == srcad.grad(product)(0.7)
    assert srcad.jacobian(lambda q: np.outer(q, q))(np.zeros(0)).shape == (0, 0, 0)
    assert srcad.hessian(by_arrays)(np.zeros((0,))).shape == (0, 0)
    assert srcad.jacobian(lambda q: q * 2)(np.ones((2, 3), np.float32)).dtype == np.float32


def test_what_is_refused() -> None:
    with pytest.raises(srcad.ArgumentError, match="the vector that `hvp` multiplies is missing"):
        srcad.hvp(by_loop)(POINT)
    with pytest.raises(srcad.ArgumentError, match=r"the vector for `x` is of shape \(2,\)"):
        srcad.hvp(by_loop)(POINT, np.ones(2))
    with pytest.raises(srcad.ArgumentError, match="one of: auto, reverse, forward"):
        srcad.jacobian(by_loop, mode="rows")
    with pytest.raises(srcad.ArgumentError, match="with respect to `l`, which is a list"):
        srcad.jacobian(lambda l: l[0] * l[1])([1.0, 2.0])
    with pytest.raises(srcad.OutputError, match="grad needs one real number"):
        srcad.hessian(lambda q: q * 2)(POINT)
    with pytest.raises(srcad.UnsupportedSyntax, match="grad of what hessian returns"):
        srcad.grad(srcad.hessian(by_loop))
    with pytest.raises(srcad.UnsupportedSyntax, match="`hvp` in a function that is differentiated"):
        srcad.grad(lambda q: np.sum(srcad.hvp(by_arrays)(q, q)))(POINT)


# ------------------------------------------------------------------ compositions
def test_five_orders() -> None:
    derivative: Any = product
    t = 0.7
    exact = [math.sin(t) + t * math.cos(t), 2 * math.cos(t) - t * math.sin(t), -3 * math.sin(t) - t * math.cos(t),
             -4 * math.cos(t) + t * math.sin(t), 5 * math.sin(t) + t * math.cos(t)]
    lengths = []
    for expected in exact:
        derivative = srcad.grad(derivative)
        assert derivative(t, 1.0) == pytest.approx(expected, rel=1e-12)
        lengths.append(len(derivative.source_for(t, 1.0)))
    assert all(longer < 3 * shorter for shorter, longer in zip(lengths, lengths[1:], strict=False))


def test_reverse_over_reverse_of_a_loop() -> None:
    matrix = srcad.hessian(stepping)(POINT, 0.1)
    _, pullback = srcad.vjp(srcad.grad(stepping), POINT, 0.1)
    bars = pullback(VECTOR)
    np.testing.assert_allclose(bars[0], matrix @ VECTOR, rtol=1e-10)
    _, dot = srcad.jvp(srcad.grad(stepping), (POINT, 0.1), (VECTOR, None))
    np.testing.assert_allclose(dot, matrix @ VECTOR, rtol=1e-10)
    np.testing.assert_allclose(matrix, matrix.T, rtol=1e-10, atol=1e-12)


def test_derivatives_that_a_function_calls() -> None:
    def newton(a: float) -> float:
        def residual(t: float) -> float:
            return (t * t - a) ** 2
        x = 1.3
        for _ in range(5):
            x = x - 0.1 * srcad.grad(residual)(x)
        return x

    def leapfrog(q: Any, p: Any) -> Any:
        for _ in range(3):
            p = p - 0.1 * srcad.grad(by_arrays)(q) * 1e-3
            q = q + 0.1 * p
        return np.sum(q * p)

    def mixed(x: float, a: float) -> float:
        value, first = srcad.value_and_grad(product)(x, a)
        return slope(x) ** 2 + srcad.grad(srcad.grad(product))(x, a) * value + first

    for function, args in ((newton, (1.7,)), (leapfrog, (POINT, VECTOR)), (mixed, (0.7, 0.3))):
        srcad.check_grads(function, args, order=1)


# ------------------------------------------------------------------ where the text of a gradient is not taken again
class Buffer:
    def __init__(self, n: int) -> None:
        self.held = np.zeros(n)

    def keep(self, k: int, value: Any) -> None:
        self.held[k] = value

    def energy(self) -> Any:
        return np.sum(self.held ** 2 * RATE)


def buffered(x: Any, a: float) -> Any:
    buffer = Buffer(3)
    for k in range(3):
        buffer.keep(k, x[k] ** 2 * a)
        buffer.held *= 1.5
    return buffer.energy() * x[1]


def power(x: float, n: int) -> Any:
    half = power(x, n // 2) if n else 1
    return half * half * (x if n % 2 else 1) if n else half


def fifth(x: float) -> Any:
    return power(x, 5)


def fourth(x: float) -> Any:
    y = x
    for _ in range(3):
        y = y * x
    return y


def penalised(x: Any, a: float) -> Any:
    value, slopes = srcad.value_and_grad(buffered)(x, a)
    return np.sum(slopes ** 2) + value * a


def test_gradients_of_tangents() -> None:
    x, v = POINT[2:], VECTOR[2:]
    gradient = srcad.grad(buffered)
    step = 1e-6
    times = (gradient(x + step * v, 0.8) - gradient(x - step * v, 0.8)) / (2 * step)
    by_a = (gradient(x, 0.8 + step) - gradient(x, 0.8 - step)) / (2 * step)
    value, found = srcad.value_and_hvp(buffered)(x, v, 0.8)
    assert value == pytest.approx(buffered(x, 0.8))
    np.testing.assert_allclose(found, times, rtol=1e-6)
    np.testing.assert_allclose(srcad.jvp(gradient, (x, 0.8), (v, 2.0))[1], times + 2.0 * by_a, rtol=1e-6)
    of_x, of_a = srcad.vjp(gradient, x, 0.8)[1](v)
    np.testing.assert_allclose(of_x, times, rtol=1e-6)
    assert of_a == pytest.approx(by_a @ v, rel=1e-6)
    for function, orders in ((fifth, (5 * 0.7 ** 4, 20 * 0.7 ** 3, 60 * 0.7 ** 2)),
                             (fourth, (4 * 0.7 ** 3, 12 * 0.7 ** 2, 16.8, 24.0))):
        derivative: Any = function
        for exact in orders:
            derivative = srcad.grad(derivative)
            assert derivative(0.7) == pytest.approx(exact, rel=1e-12)
    assert srcad.value_and_grad(srcad.grad(fifth))(2) == (80.0, 160.0)


def test_gradients_of_tangents_stand_on_globals(monkeypatch: pytest.MonkeyPatch) -> None:
    x, slopes, step = POINT[2:], srcad.grad(penalised), np.array([0.0, 1e-6, 0.0])
    before = slopes(x, 0.8)
    assert before[1] == pytest.approx((penalised(x + step, 0.8) - penalised(x - step, 0.8)) / 2e-6, rel=1e-6)
    monkeypatch.setitem(globals(), "RATE", 2.0 * RATE)
    assert slopes(x, 0.8)[1] == pytest.approx((penalised(x + step, 0.8) - penalised(x - step, 0.8)) / 2e-6, rel=1e-6)
    assert np.all(slopes(x, 0.8) != before)


def test_what_a_derivative_stands_on_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    times = srcad.hvp(scaled)
    np.testing.assert_allclose(times(POINT, VECTOR), 12.0 * POINT * VECTOR)
    monkeypatch.setitem(globals(), "RATE", 3.0)
    np.testing.assert_allclose(times(POINT, VECTOR), 18.0 * POINT * VECTOR)
    np.testing.assert_allclose(srcad.grad(lambda x: np.sum(srcad.grad(scaled)(x)))(POINT), 18.0 * POINT)


# ------------------------------------------------------------------ emitted text is a program
@pytest.mark.parametrize(("function", "args"), [
    (by_loop, (POINT,)), (by_arrays, (POINT,)), (stepping, (POINT, 0.1)), (product, (0.7, 0.3)),
    (lambda x: np.sum(np.where(x > 0, np.sqrt(np.abs(x)), 0.0)) + np.prod(x), (POINT,)),
])
def test_a_saved_derivative_is_differentiated(function: Any, args: tuple[Any, ...], tmp_path: Path) -> None:
    path = tmp_path / "saved.py"
    gradient = srcad.grad(function)
    path.write_text(gradient.source_for(*args), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("saved", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    name = gradient.emit(gradient.kinds_of(*args)).name
    found = srcad.jacobian(getattr(module, name))(*args)
    np.testing.assert_allclose(found, srcad.hessian(function)(*args), rtol=1e-11, atol=1e-13)


def test_errors_name_the_users_line() -> None:
    def roots(x: Any) -> Any:
        return math.sqrt(x) * x

    with pytest.raises(ZeroDivisionError) as caught:
        srcad.hvp(roots)(0.0, 1.0)
    line = inspect.getsourcelines(roots)[1] + 1
    assert f"{__file__}:{line}" in "".join(caught.value.__notes__)
    assert "math.sqrt(x) * x" in srcad.hvp(roots).source_for(1.0) or "# line" not in srcad.hvp(roots).source_for(1.0)


def test_errors_in_helpers_of_other_files_name_the_users_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import math\n" + "\n" * 900 + "def far(x):\n    y = x * 2.0\n    return math.log(y)\n"
    (tmp_path / "srcad_far_helper.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    far = importlib.import_module("srcad_far_helper").far

    def near(x: Any) -> Any:
        return far(x) * x

    for optimize in (True, False):
        with pytest.raises(ValueError, match="math domain|positive") as caught:
            srcad.grad(near, optimize=optimize)(-1.0)
        assert f"{__file__}:{inspect.getsourcelines(near)[1] + 1}\n" in "".join(caught.value.__notes__)


# ------------------------------------------------------------------ points where a shortcut would be wrong
def test_exponents_of_zero_have_mixed_derivatives() -> None:
    """d/dp of p x**(p - 1) at p = 0 is 1 / x, though the slope itself is 0 there."""
    for power in (lambda x, p: x ** p, lambda x, p: math.pow(x, p), lambda x, p: np.power(x, p)):
        assert srcad.grad(srcad.grad(power, wrt=0), wrt=1)(2.0, 0.0) == pytest.approx(0.5)
        assert srcad.grad(srcad.grad(power, wrt=1), wrt=0)(2.0, 0.0) == pytest.approx(0.5)
    x, p = np.array([2.0, 4.0]), np.array([0.0, 3.0])
    for power in (lambda x, p: np.sum(x ** p), lambda x, p: np.sum(np.power(x, p))):
        mixed = srcad.jacobian(srcad.grad(power, wrt=0), wrt=1)(x, p)
        np.testing.assert_allclose(np.diag(mixed), x ** (p - 1) + p * x ** (p - 1) * np.log(x))
        assert srcad.hessian(power)(np.array([0.0, 1.0]), np.array([0.0, 2.0]))[0, 0] == 0.0


def test_choices_at_a_cotangent_of_zero() -> None:
    """What a choice leaves out counts for nothing; what it keeps counts, though its adjoint is 0 here."""
    def kept(x: Any) -> Any:
        return np.sum(np.where(x > 0, np.log(x), 0.0) ** 2)

    with np.errstate(all="ignore"):
        for x in (np.array([1.0, 2.0]), np.array([1.0, 0.0])):
            for matrix in (srcad.hessian(kept)(x), srcad.jacobian(srcad.grad(kept), mode="reverse")(x)):
                expected = np.where(x > 0, 2.0 * (1.0 - np.log(np.where(x > 0, x, 1))) / np.where(x > 0, x, 1) ** 2, 0.0)
                np.testing.assert_allclose(matrix, np.diag(expected))


# ------------------------------------------------------------------ results that are tuples
def fitted_line(a: Any, b: Any) -> Any:
    x, residuals, _, s = np.linalg.lstsq(a, b, rcond=None)
    return np.sum(x ** 2) + np.sum(residuals) + s[0]


def factored(a: Any, b: Any) -> Any:
    factor, lower = linalg.cho_factor(a @ a.T + np.eye(3), lower=True)
    w, v = np.linalg.eigh(a @ a.T)
    return b @ linalg.cho_solve((factor, lower), b) + np.sum(np.log(np.diag(factor))) + w[0] + np.sum(np.abs(v[:, 2]) * w)


@pytest.mark.parametrize(("function", "shapes"), [(fitted_line, ((4, 2), (4,))), (factored, ((3, 3), (3,)))])
def test_second_derivatives_of_factors(function: Any, shapes: Any) -> None:
    random = np.random.default_rng(2)
    args = tuple(random.uniform(0.5, 1.5, shape) for shape in shapes)
    along = tuple(random.standard_normal(shape) for shape in shapes)
    gradient = srcad.grad(function, wrt=(0, 1))

    def moved(t: float) -> Any:
        return numeric.flat(gradient(*[x + t * d for x, d in zip(args, along, strict=True)]))

    found = numeric.flat(srcad.jvp(gradient, args, along)[1])
    assert found == pytest.approx((moved(1e-5) - moved(-1e-5)) / 2e-5, rel=1e-5, abs=1e-5)


def decay(t: float, y: Any, k: Any) -> Any:
    return -k * y


@pytest.mark.parametrize("function", [
    lambda k: solve_ivp(decay, (0.0, 1.0), np.array([1.0]), t_eval=np.array([0.5, 1.0]), args=(k,)).y[0, 1],
    lambda k: quad(lambda x: np.exp(-k * x), 0.0, 1.0)[0],
])
def test_first_derivatives_only(function: Any) -> None:
    assert math.isfinite(srcad.grad(function)(0.7))
    with pytest.raises(srcad.MissingRule, match=r"scipy\.integrate\.\w+ has a first derivative only"):
        srcad.hessian(function)(0.7)


# ------------------------------------------------------------------ check_grads
def wrong(x: Any) -> Any:
    return x * x


def test_check_grads() -> None:
    srcad.check_grads(by_arrays, (POINT[:3],))
    srcad.check_grads(product, (0.7, 0.3))
    srcad.check_grads(srcad.grad(by_arrays), (POINT[:3],), order=1)
    srcad.check_grads(lambda x, l: (x * l[0], [np.sum(x) * l[1]]), (POINT[:2].astype(np.float32), [1.0, 2.0]), order=1)
    for function in (lambda z: np.exp(z) * z, lambda z: np.real(z * np.conj(z)) + np.imag(z) ** 2, lambda z: np.fft.ifft(z * z)):
        srcad.check_grads(function, (POINT[:2] + 1j * POINT[1:3],))
    with pytest.raises(srcad.ArgumentError, match="modes"):
        srcad.check_grads(product, (0.7,), modes=("sideways",))
    with pytest.raises(srcad.ArgumentError, match="no argument"):
        srcad.check_grads(product, (2,))

    @srcad.rule(wrong, kind="elementwise")
    def wrong_rule(x: Any) -> Any:
        return 3 * x

    def user(x: Any, y: Any) -> Any:
        return y * np.sum(wrong(x))

    with pytest.raises(AssertionError, match=r"`user` with respect to `x` \(reverse\) along \[.*\] is .*, but") as caught:
        srcad.check_grads(user, (POINT[:2], 1.5))
    assert isinstance(caught.value, srcad.WrongDerivative)


@pytest.mark.parametrize("function", [norms, looked_up, one_by_one, overwritten, equilibrium, filtered, eigenvalue])
def test_everyday_functions(function: Any) -> None:
    gradient = srcad.grad(function)
    steps = np.eye(5) * 1e-5
    expected = [(gradient(POINT + step) - gradient(POINT - step)) / 2e-5 for step in steps]
    np.testing.assert_allclose(srcad.hessian(function)(POINT), expected, rtol=1e-5, atol=1e-5)


# ------------------------------------------------------------------ the registered programs
@pytest.mark.parametrize("number", range(3, len(CASES), 17), ids=lambda n: IDS[n])
def test_programs(number: int) -> None:
    """The Hessian of a program times a vector is the slope of its gradient, or it is refused."""
    case = CASES[number]
    if is_long(case):
        pytest.skip("takes seconds; what it is made of is in other programs")
    if not is_scalar(numeric.call(case.function, case.args)):
        pytest.skip("not a scalar")
    args, along, chosen = differentiable(case), directions(case), places(case)
    gradient = srcad.grad(case.function, wrt=case.wrt)

    def moved(t: float) -> Any:
        return gradient(*numeric.copied(tuple([
            numeric.shaped(arg, numeric.flat(arg) + t * numeric.flat(along[k])) if k in chosen else arg
            for k, arg in enumerate(args)])))

    try:
        _, found = srcad.jvp(gradient, tuple(numeric.copied(tuple(args))), along, wrt=case.wrt)
    except srcad.SrcadError:
        return
    finite = numeric.along(moved)
    size = max(1.0, float(np.max(np.abs(finite), initial=0.0)))
    assert numeric.flat(found) == pytest.approx(numeric.flat(finite), rel=1e-5, abs=1e-5 * size)
