"""Programs with interpolation, filters, images and sparse matrices of SciPy."""
import numpy as np
from scipy import ndimage, signal, sparse
from scipy.interpolate import CubicSpline, interp1d
from scipy.sparse.linalg import spsolve

from .registry import case, numbers, refused

KNOTS = np.array([0.0, 0.5, 1.1, 1.4, 2.0])
ROWS, COLUMNS = np.array([0, 1, 2, 3, 0, 1, 2, 1]), np.array([0, 1, 2, 3, 1, 2, 3, 0])
LAPLACE = sparse.csr_matrix(np.diag(np.full(4, 2.0)) - np.diag(np.ones(3), 1) - np.diag(np.ones(3), -1))


@case(numbers(5), numbers(4, seed=1, high=1.9))
def spline_fit(heights, where):
    """A smoothness penalty and a misfit of a cubic spline through adjustable heights."""
    curve = CubicSpline(KNOTS, heights, bc_type="natural")
    bend = curve(KNOTS, 2)
    return np.sum((curve(where) - np.sin(where)) ** 2) + 0.1 * np.sum(bend**2)


@case(numbers(5), 0.7)
def table(y, x):
    f = interp1d(KNOTS, y)
    g = interp1d(KNOTS, y**2, kind="cubic")
    return f(x) * g(x + 0.3)


@case(numbers(4), numbers(3, seed=1))
@case(numbers(2, 4), 0.7)
def knots_in_no_order(y, x):
    f = interp1d([1.0, 0.0, 2.0, 1.5], y)
    g = interp1d([1.0, 0.0, 2.0, 1.5], y.T, kind="quadratic", axis=0)
    return np.sum(np.sin(f(x))) + np.sum(np.sin(g(x)))


@case(numbers(5), numbers(3, seed=1))
def walk_along(y, steps):
    curve = CubicSpline(KNOTS, y)
    x = 0.1
    for step in steps:
        x = x + 0.1 * step * curve(x)
    return x


@case(numbers(5))
def curve_through_written_heights(y):
    heights = y.copy()
    heights[1] *= 2
    curve, line = CubicSpline(KNOTS, heights), interp1d(KNOTS, heights)
    heights[2] = curve(1.2) * line(0.3)
    return curve(0.2) * np.sum(heights)


@case(numbers(3), np.array([0.3, -0.2]), numbers(8, seed=1))
def filtered(b, poles, x):
    a = np.concatenate((np.array([1.0]), poles))
    y = signal.lfilter(b, a, x)
    return np.sum((y - 1.0) ** 2)


@case(numbers(6), numbers(3, seed=1))
def blurred(x, kernel):
    return np.sum(signal.convolve(x, kernel, mode="same") ** 2) + np.sum(signal.fftconvolve(x, kernel)[1:3])


@case(numbers(5, 4), numbers(3, 3, seed=1))
def image(x, kernel):
    return np.sum(ndimage.convolve(x, kernel, mode="nearest") ** 2) + ndimage.correlate(x, kernel, mode="wrap")[0, 1]


@case(numbers(8, low=1.0), numbers(4, seed=1))
def resistors(conductances, currents):
    matrix = sparse.csr_matrix((conductances, (ROWS, COLUMNS)), shape=(4, 4))
    voltages = spsolve(matrix, currents)
    return voltages @ (matrix @ voltages)


@case(numbers(4), 0.3)
def heat(u, dt):
    for _ in range(3):
        u = u - dt * (LAPLACE @ u)
    return np.sum(spsolve(LAPLACE, u) ** 2)


@case(numbers(3), numbers(3, seed=2))
def repeated_places(v, x):
    m = sparse.coo_matrix((v, (np.array([0, 0, 1]), np.array([0, 0, 2]))), shape=(3, 3))
    return np.sum((m @ x) ** 2)


@refused(numbers(5))
def moving_knots(x):
    return CubicSpline(np.cumsum(x), np.ones(5))(0.3)


@refused(numbers(4))
def object_made_of_coefficients(x):
    return np.poly1d(x)(0.5)


@refused(numbers(3))
def diagonals(x):
    return (sparse.diags([x], [0]) @ x).sum()
