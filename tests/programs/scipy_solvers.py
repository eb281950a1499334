"""Programs that hand functions to SciPy: integrals, roots, minima, differential equations."""
import math

import numpy as np
from scipy import integrate, optimize
from scipy.integrate import odeint, quad, solve_ivp, trapezoid
from scipy.optimize import brentq

from .registry import case, numbers, refused

TIGHT = {"gtol": 1e-13}


def beam(x, load, stiffness):
    return stiffness * x**3 + x - load


@case(2.0, 0.7)
def deflection(load, stiffness):
    """A design by the root of an equilibrium."""
    x = brentq(beam, 0.0, 10.0, args=(load, stiffness))
    return x * x + 0.1 * stiffness


@case(np.array([1.5, 2.5, 3.5]), 0.7)
def deflections(loads, stiffness):
    total = 0.0
    for load in loads:
        total += brentq(lambda x: stiffness * math.sinh(x) - load, 0.0, 10.0) ** 2  # noqa: B023
    return total


@case(3.0)
def newton_root(p):
    def residual(x):
        return x**3 - p

    return optimize.newton(residual, 1.0, fprime=lambda x: 3 * x**2) + optimize.root_scalar(residual, bracket=[0, 5]).root


@case(numbers(2, seed=1))
def circuit(p):
    def residual(v):
        return [v[0] + p[0] * np.exp(0.3 * v[0]) - v[1], v[1] - p[1] + 0.2 * v[0]]

    v = optimize.fsolve(residual, np.zeros(2), xtol=1e-13)
    found = optimize.root(residual, [0.0, 0.0], tol=1e-13)
    return v[0] * found.x[1]


@case(numbers(3, seed=2), 0.3)
def inner_fit(y, ridge):
    """The minimiser of a penalised sum of squares, with its gradient given."""
    def loss(w):
        return np.sum((w - y) ** 2) + ridge * np.sum(w**4)

    def slope(w):
        return 2 * (w - y) + 4 * ridge * w**3

    def curvature(w):
        return np.diag(2 + 12 * ridge * w**2)

    best = optimize.minimize(loss, np.zeros(3), method="trust-exact", jac=slope, hess=curvature, options=TIGHT)
    return np.sum(best.x**2)


@case(0.7, 1.3)
def integral(rate, end):
    value, _ = quad(lambda t: math.exp(-rate * t) * math.cos(t), 0.0, end)
    return value + quad(gauss, -np.inf, np.inf, args=(rate,))[0]


def gauss(t, rate):
    return np.exp(-rate * t * t)


@case(numbers(5), np.array([0.0, 0.4, 0.7, 1.3, 1.6]))
def samples(y, t):
    return trapezoid(y * t, t) + integrate.simpson(y, dx=0.2)


def lotka_volterra(t, y, alpha, beta):
    prey, predators = y
    return [alpha * prey - beta * prey * predators, 0.3 * prey * predators - 0.5 * predators]


OBSERVED = numbers(2, 5, seed=8)
HOURS = np.linspace(0.0, 2.0, 5)


@case(1.1, 0.6, np.array([1.0, 0.5]))
def ode_fit(alpha, beta, start):
    """A sum of squares between states and observations."""
    solution = solve_ivp(lotka_volterra, (0.0, 2.0), start, "DOP853", HOURS, args=(alpha, beta), rtol=1e-11, atol=1e-12)
    return np.sum((solution.y - OBSERVED) ** 2)


@case(0.8, 1.2)
def decay(rate, start):
    solution = solve_ivp(lambda t, y: -rate * y, [0.0, 1.5], [start], method="DOP853", rtol=1e-11, atol=1e-12)
    return solution.y[0, -1]


@case(0.8, np.array([1.2, 0.3]))
def pendulum(damping, state):
    def slope(y, t):
        return [y[1], -damping * y[1] - np.sin(y[0])]

    path = odeint(slope, state, np.linspace(0.0, 1.0, 4), rtol=1e-12, atol=1e-12)
    return np.sum(path[:, 0] ** 2)


@case(np.array([1.0, 2.0]), 0.1)
def growth(rates, start):
    times = np.linspace(0, 1, 3)
    path = odeint(lambda y, t, a, b: a * y - b * y**2, start, times, args=(rates[0], rates[1]), rtol=1e-12, atol=1e-12)
    return path[-1, 0]


@refused(0.7)
def minimum_without_a_gradient(p):
    return optimize.minimize(lambda x: np.sum((x - p) ** 2), np.zeros(2)).x[0]


@refused(0.7)
def minimum_with_bounds(p):
    return optimize.minimize(lambda x: np.sum((x - p) ** 2), np.zeros(2), jac=lambda x: 2 * (x - p), bounds=[(0, 1), (0, 1)]).x[0]


@refused(0.7)
def value_at_a_minimum(p):
    return optimize.minimize(lambda x: np.sum((x - p) ** 2), np.zeros(2), jac=lambda x: 2 * (x - p)).fun


@refused(0.7)
def event(p):
    return solve_ivp(lambda t, y: -p * y, (0.0, 1.0), [1.0], events=lambda t, y: y[0] - 0.5).t_events[0][0]
