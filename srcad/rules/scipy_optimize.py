# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.optimize``: roots and minimisers, by the implicit function theorem at the point that was found.

Where f(x, p) = 0, the slope of x in p is -f_p / f_x: nothing depends on where the search began, and
the derivative is as exact as the point. At a minimum, f is the gradient that the call is given.
"""
from __future__ import annotations

import numpy as np
from scipy import optimize

from ..analyses.kinds import Kind
from .registry import general, jvp, zero

FLOAT, VECTOR = Kind(float), Kind(np.ndarray, 1, "float64")
ROOT, ROOT_SCALAR = optimize.OptimizeResult, optimize.RootResults


def root_bars(ct, x, args, pullback):
    """The cotangents of the arguments of a function at its root."""
    if np.ndim(x) == 0:
        slopes = pullback(1.0, x, *args)
        return [-ct / slopes[0] * bar for bar in slopes[1:]]
    rows = [np.ravel(pullback(row, x, *args)[0]) for row in np.eye(np.size(x))]
    weights = np.linalg.solve(np.array(rows).T, np.ravel(ct + 0.0 * x))
    return list(pullback(-weights, x, *args)[1:])


def root_dot(x, args, args_dot, tangent):
    """The tangent of a root."""
    still = [0.0 * np.asarray(dot, float)[()] for dot in args_dot]
    if np.ndim(x) == 0:
        return -tangent(x, *args, 0.0, *args_dot) / tangent(x, *args, 1.0, *still)
    columns = [np.ravel(tangent(x, *args, column, *still)) for column in np.eye(np.size(x))]
    return -np.linalg.solve(np.array(columns).T, np.ravel(tangent(x, *args, np.zeros_like(x), *args_dot)))


# ------------------------------------------------------------------ roots of functions of one variable
@general(optimize.brentq, optimize.brenth, optimize.bisect, optimize.ridder, wrt="a b args", calls={"f": (FLOAT,)}, gives=FLOAT)
def optimize_brentq(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, *, ct, ans, f_pullback):
    """Source: -ct f_p / f_x; 0 for the bracket."""
    return 0.0, 0.0, root_bars(ct, ans, args, f_pullback)


@jvp(optimize_brentq)
def optimize_brentq_dot(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, *, args_dot, ans, f_tangent):
    return root_dot(ans, args, args_dot, f_tangent)


@general(optimize.toms748, wrt="a b args", calls={"f": (FLOAT,)}, gives=FLOAT)
def optimize_toms748(f, a, b, args=(), *, ct, ans, f_pullback):
    """Source: as ``brentq``."""
    return 0.0, 0.0, root_bars(ct, ans, args, f_pullback)


@jvp(optimize_toms748)
def optimize_toms748_dot(f, a, b, args=(), *, args_dot, ans, f_tangent):
    return root_dot(ans, args, args_dot, f_tangent)


@general(optimize.newton, wrt="x0 args", calls={"func": ("x0",), "fprime": ("x0",)})
def optimize_newton(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, *, x1=None, rtol=0.0, ct, ans, func_pullback):
    """Source: as ``brentq``; 0 for the start."""
    return 0.0 * x0, root_bars(ct, ans, args, func_pullback)


@jvp(optimize_newton)
def optimize_newton_dot(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, *, x1=None, rtol=0.0, args_dot, ans,
                        func_tangent):
    return root_dot(ans, args, args_dot, func_tangent)


@general(optimize.root_scalar, wrt="args", calls={"f": (FLOAT,), "fprime": (FLOAT,)}, gives=Kind(ROOT_SCALAR))
def optimize_root_scalar(f, args=(), method=None, bracket=None, fprime=None, *, x0=None, x1=None, xtol=None, rtol=None,
                         maxiter=None, ct, ans, f_pullback):
    """Source: as ``brentq``."""
    return root_bars(ct, ans.root, args, f_pullback)


@jvp(optimize_root_scalar)
def optimize_root_scalar_dot(f, args=(), method=None, bracket=None, fprime=None, *, x0=None, x1=None, xtol=None, rtol=None,
                             maxiter=None, args_dot, ans, f_tangent):
    return root_dot(ans.root, args, args_dot, f_tangent)


@general((ROOT_SCALAR, "root"), wrt="found", gives=FLOAT)
def found_root(found, *, ct):
    """Source: the point is all of a result that varies."""
    return ct


@jvp(found_root)
def found_root_dot(found, *, found_dot):
    return found_dot


# ------------------------------------------------------------------ of several variables
@general(optimize.fsolve, wrt="x0 args", calls={"func": (VECTOR,), "fprime": (VECTOR,)}, gives=VECTOR)
def optimize_fsolve(func, x0, args=(), fprime=None, *, xtol=1.49e-8, maxfev=0, ct, ans, func_pullback):
    """Source: w solves J.T w = ct; -w F_p; 0 for the start."""
    return 0.0 * np.asarray(x0), root_bars(ct, ans, args, func_pullback)


@jvp(optimize_fsolve)
def optimize_fsolve_dot(func, x0, args=(), fprime=None, *, xtol=1.49e-8, maxfev=0, args_dot, ans, func_tangent):
    return root_dot(ans, args, args_dot, func_tangent)


@general(optimize.root, wrt="x0 args", calls={"fun": (VECTOR,), "jac": (VECTOR,)}, gives=Kind(ROOT))
def optimize_root(fun, x0, args=(), method="hybr", jac=None, tol=None, *, options=None, ct, ans, fun_pullback):
    """Source: as ``fsolve``."""
    return 0.0 * np.asarray(x0), root_bars(ct, ans.x, args, fun_pullback)


@jvp(optimize_root)
def optimize_root_dot(fun, x0, args=(), method="hybr", jac=None, tol=None, *, options=None, args_dot, ans, fun_tangent):
    return root_dot(ans.x, args, args_dot, fun_tangent)


@general(optimize.minimize, wrt="x0 args", calls={"fun": (VECTOR,), "jac": (VECTOR,), "hess": (VECTOR,)}, gives=Kind(ROOT))
def optimize_minimize(fun, x0, args=(), method=None, jac=None, hess=None, *, tol=None, options=None, ct, ans, jac_pullback):
    """Source: the root of ``jac``, which has to be given; w solves H w = ct; -w jac_p. No bounds, no constraints."""
    return 0.0 * np.asarray(x0), root_bars(ct, ans.x, args, jac_pullback)


@jvp(optimize_minimize)
def optimize_minimize_dot(fun, x0, args=(), method=None, jac=None, hess=None, *, tol=None, options=None, args_dot, ans,
                          jac_tangent):
    return root_dot(ans.x, args, args_dot, jac_tangent)


@general((ROOT, "x"), wrt="found", gives=VECTOR)
def found_x(found, *, ct):
    """Source: the point is all of a result that varies."""
    return ct


@jvp(found_x)
def found_x_dot(found, *, found_dot):
    return found_dot


zero(*[(cls, word) for cls in (ROOT, ROOT_SCALAR) for word in ("success", "message", "nit", "nfev", "converged", "iterations")])
