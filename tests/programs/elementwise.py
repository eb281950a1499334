"""Elementwise functions, products of arrays, selection, creation, joining."""
import numpy as np
import numpy.linalg
from numpy import cos as c
from numpy import sin

from .registry import case, numbers, signed


@case(numbers(4), signed(4))
def arithmetic(x, y):
    return np.sum((x + y) * (x - y) / (x * x + 1) - y / 3 + 2)


@case(numbers(4), numbers(4, seed=1))
def powers(x, y):
    return np.sum(x ** 2 + x ** 3 + x ** 0.5 + x ** -1.0 + x ** y + 2.0 ** y)


@case(numbers(4), numbers(4, seed=1))
def products_of_one_factor(x, y):
    x[1] = y[0]
    z = np.multiply(x * y * y * y, x)
    return np.sum(z * z * z * z + x * x * x) + np.sum(y) * np.sum(y) * np.sum(y)


@case(signed(5))
def unary_operators(x):
    return np.sum(-x * +x + abs(x))


@case(numbers(5, low=3.1, high=3.9), numbers(5, low=1.4, high=1.5))
def floor_and_mod(x, y):
    return np.sum(x // y * x + x % y)


@case(numbers(4))
def named_functions(x):
    y = np.add(x, 2.0)
    y = np.multiply(y, x)
    y = np.subtract(y, np.divide(x, 3.0))
    return np.sum(np.power(y, 2) + np.negative(x) + np.square(x) + np.true_divide(1.0, x))


@case(numbers(4))
def trigonometry(x):
    return np.sum(sin(x) * c(x) + np.tan(x / 2))


@case(numbers(4, low=0.1, high=0.9))
def inverse_trigonometry(x):
    return np.sum(np.arcsin(x) + np.arccos(x) * np.arctan(x) + np.arctan2(x, 1 - x))


@case(numbers(4, low=0.1, high=0.9))
def hyperbolic(x):
    return np.sum(np.sinh(x) + np.cosh(x) * np.tanh(x) + np.arcsinh(x) + np.arccosh(x + 1.5) + np.arctanh(x))


@case(numbers(4))
def exponentials(x):
    return np.sum(np.exp(x) + np.expm1(x) * np.exp2(x))


@case(numbers(4))
def logarithms(x):
    return np.sum(np.log(x) + np.log1p(x) * np.log2(x) + np.log10(x))


@case(numbers(4))
def roots(x):
    return np.sum(np.sqrt(x) + np.cbrt(x) + np.reciprocal(x))


@case(signed(5))
def absolute(x):
    return np.sum(np.abs(x) + np.absolute(x) * np.fabs(x) + np.sign(x) * x)


@case(numbers(4), numbers(4, seed=1))
def two_argument(x, y):
    return np.sum(np.hypot(x, y) + np.logaddexp(x, y) + np.arctan2(x, y))


@case(numbers(4))
def degrees(x):
    return np.sum(np.deg2rad(x) + np.rad2deg(x) * np.radians(x))


@case(signed(5), signed(5, seed=1))
def maxima(x, y):
    return np.sum(np.maximum(x, y) * x + np.minimum(x, 0.1) + np.fmax(x, y) - np.fmin(y, x))


@case(signed(6))
def clipped(x):
    return np.sum(np.clip(x, -0.7, 0.9) ** 2) + np.sum(x.clip(0, 1) * x)


@case(signed(6))
def where(x):
    return np.sum(np.where(x > 0, x * x, np.exp(x)))


@case(signed(6))
def where_trap(x):
    return np.sum(np.where(x > 0, np.sqrt(np.where(x > 0, x, 1.0)), 0.0))


@case(signed(4), 2.0)
def where_scalars(x, s):
    return np.sum(np.where(x > 0, s, x) * x)


@case(signed(6))
def relu_by_mask(x):
    return np.sum((x > 0) * x ** 2)


@case(numbers(3, 4), numbers(4, 2, seed=1))
def matrix_product(a, b):
    return np.sum((a @ b) ** 2)


@case(numbers(3, 4), numbers(4, seed=1))
def matrix_vector(a, x):
    return np.sum((a @ x) ** 2)


@case(numbers(3), numbers(3, 4, seed=1))
def vector_matrix(x, a):
    return np.sum(np.matmul(x, a) ** 2)


@case(numbers(4), numbers(4, seed=1))
def inner(x, y):
    return x @ y * np.dot(x, x)


@case(numbers(3, 4), numbers(4, 3, seed=1))
def dot_matrices(a, b):
    return np.sum(np.dot(a, b) * a.dot(b))


@case(numbers(2), numbers(3, seed=1))
def outer(x, y):
    return np.sum(np.outer(x, y) ** 2)


@case(numbers(3, 3))
def quadratic_form(a):
    x = np.array([1.0, 2.0, 3.0])
    return x @ a @ x + np.trace(a)


@case(numbers(2, 3, 4), numbers(2, 4, 2, seed=1))
def batched_product(a, b):
    return np.sum((a @ b) ** 2)


@case(numbers(3, 4), numbers(2, 4, 2, seed=1))
def batched_broadcast_product(a, b):
    return np.sum((a @ b) ** 2)


@case(numbers(2, 3, 4), numbers(4, seed=1))
def batched_vector(a, x):
    return np.sum((a @ x) ** 2)


@case(numbers(4))
def augmented_fresh(x):
    y = x * 2
    y = y + x
    y = y * x
    return np.sum(y ** 2)


@case(1.2, numbers(3))
def created(s, x):
    z = np.zeros(3) + s
    o = np.ones((3,)) * x
    f = np.full(3, s)
    e = np.eye(3) @ x
    return np.sum(z * o + f * e)


@case(numbers(2, 3))
def created_like(x):
    return np.sum(np.zeros_like(x) + np.ones_like(x) * x + np.full_like(x, 2.0) * x * x)


@case(1.2)
def ranges(s):
    return np.sum(np.arange(5) * s + np.linspace(0, 1, 5) * s * s + np.arange(1.0, 6.0) ** s)


@case(0.4, 2.3)
def linspace_ends(a, b):
    return np.sum(np.linspace(a, b, 6) ** 2)


@case(1.1, 2.2)
def array_of_scalars(x, y):
    v = np.array([x, y, x * y])
    return np.sum(v ** 2)


@case(1.1, 2.2)
def array_of_rows(x, y):
    a = np.array([[x, y], [1.0, x * y]])
    return np.sum(a @ a)


@case(numbers(3))
def asarray_and_copy(x):
    y = np.asarray(x)
    z = x.copy()
    w = np.copy(y)
    return np.sum(y * z * w)


@case(numbers(2, 3), numbers(1, 3, seed=1))
def concatenated(a, b):
    return np.sum(np.concatenate([a, b]) ** 2) + np.sum(np.concatenate((a, a * 2), axis=1) ** 3)


@case(numbers(3), numbers(3, seed=1))
def stacked(x, y):
    return np.sum(np.stack([x, y, x]) ** 2) + np.sum(np.stack((x, y), axis=1)[1] ** 3)


@case(numbers(3), numbers(3, seed=1))
def stacked_otherwise(x, y):
    return np.sum(np.vstack([x, y]) ** 2) + np.sum(np.hstack([x, y]) ** 3)


@case(numbers(5))
def output_array(x):
    return np.sin(x) * x


@case(numbers(3, 4), numbers(4, seed=1))
def output_affine(a, x):
    return a @ x + 1


@case(numbers(4))
def output_tuple(x):
    return np.sum(x), x * x


@case(1.2, 0.4)
def output_scalars(x, y):
    s = x * y
    return s, x - y, s


@case(numbers(4), 0.7)
def output_mixed(x, s):
    total = np.sum(x) * s
    return total, x * s, s


@case(numbers(4))
def no_gradient_functions(x):
    n = np.argmax(x)
    m = np.floor(x) + np.round(x) + np.ceil(x)
    return x[n] * 2 + np.sum(m * x) + np.count_nonzero(x > 1) * x[0]


@case(signed(3), 1.2)
def list_times_array(x: np.ndarray, s: float):
    y = [s, s * s, 3.0]
    return np.sum(x * y) + np.sum(np.sin(y) * x)


@case(numbers(3), 1.2)
def array_minus_tuple(x: np.ndarray, s: float):
    pair = (s, 2.0, s * x[0])
    return np.sum((x - pair) ** 2) + np.sum(np.maximum(pair, x))


@case(numbers(3), 0.7)
def list_in_call(x, s):
    return np.sum(np.multiply([s, 1.0, s], x)) + np.sum(np.where(x > 1.0, x, [s, s, 1.0]))


@case(numbers(3), 0.7)
def list_in_products(x: np.ndarray, s: float):
    y = [s, s * s, 1.0]
    return np.dot(x, y) + np.dot([s, 1.0, s], x) + np.inner(y, y) + x @ y


@case(numbers(2, 3), 0.7)
def list_matrix(a, s):
    rows = [[s, 1.0], [2.0, s], [s, s]]
    return np.sum(np.matmul(a, rows))


@case(0.7, 1.3)
def list_of_scalars_in_ufunc(x, y):
    return np.exp([x, y, x * y])


@case((1.5, 0.5, 2.0), numbers(3), wrt=("p", "x"))
def list_argument_as_array(p, x):
    return np.sum(np.cos(p) * x) + np.sum(p * x)


@case(1.7, numbers(2, 2))
def inner_with_scalar(s, a):
    return np.sum(np.inner(s, a) * np.inner(a, 2.0 * s))


@case(numbers(2, 3, 4))
def transposed_from_the_end(a):
    return np.transpose(a, (-1, 0, 1)) * 2.0 + a.transpose(-1, 0, 1) ** 2
