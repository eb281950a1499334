# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.optimize``: roots and minimisers, by the implicit function theorem at the point that was found.

Where f(x, p) = 0, the slope of x in p is -f_p / f_x: nothing depends on where the search began, and
the derivative is as exact as the point. At a minimum, f is the gradient that the call is given. Where
the search ended without one, an error says so: the next step of Newton's method would lead far away.
"""
from __future__ import annotations

import numpy as np
from scipy import optimize

from ..analyses.kinds import Kind
from .registry import general, jvp, zero

FLOAT, VECTOR = Kind(float), Kind(np.ndarray, 1, "float64")
ROOT, ROOT_SCALAR = optimize.OptimizeResult, optimize.RootResults


def settled(slopes, x, args, f, found):
    """Refuse a point where a search ended that is no root: one more step would lead far away."""
    if found:
        return slopes
    step = np.abs(np.linalg.solve(np.atleast_2d(slopes), np.ravel(f(x, *args))))
    if not np.max(step, initial=0.0) <= 1e-4 * (1.0 + np.max(np.abs(x), initial=0.0)):
        raise ValueError("scipy.optimize found no root or minimum: what it returned has no derivative")
    return slopes


def root_bars(ct, x, args, pullback, f, found):
    """The cotangents of the arguments of a function at its root."""
    if np.ndim(x) == 0:
        slopes = pullback(1.0, x, *args)
        return [-ct / settled(slopes[0], x, args, f, found) * bar for bar in slopes[1:]]
    rows = np.array([np.ravel(pullback(row, x, *args)[0]) for row in np.eye(np.size(x))])
    weights = np.linalg.solve(settled(rows, x, args, f, found).T, np.ravel(ct + 0.0 * x))
    return pullback(-weights, x, *args)[1:]


def root_dot(x, args, args_dot, tangent, f, found):
    """The tangent of a root."""
    still = [0.0 * np.asarray(dot, float)[()] for dot in args_dot]
    if np.ndim(x) == 0:
        return -tangent(x, *args, 0.0, *args_dot) / settled(tangent(x, *args, 1.0, *still), x, args, f, found)
    columns = np.array([np.ravel(tangent(x, *args, column, *still)) for column in np.eye(np.size(x))])
    moved = np.ravel(tangent(x, *args, np.zeros_like(x), *args_dot))
    return -np.linalg.solve(settled(columns.T, x, args, f, found), moved)


# ------------------------------------------------------------------ roots of functions of one variable
@general(optimize.brentq, optimize.brenth, optimize.bisect, optimize.ridder, wrt="a b args", calls={"f": (FLOAT,)}, gives=FLOAT)
def optimize_brentq(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, *, ct, ans, f_pullback):
    """Source: -ct f_p / f_x; 0 for the bracket."""
    return 0.0, 0.0, root_bars(ct, ans, args, f_pullback, f, True)


@jvp(optimize_brentq)
def optimize_brentq_dot(f, a, b, args=(), xtol=2e-12, rtol=8.9e-16, maxiter=100, *, args_dot, ans, f_tangent):
    return root_dot(ans, args, args_dot, f_tangent, f, True)


@general(optimize.toms748, wrt="a b args", calls={"f": (FLOAT,)}, gives=FLOAT)
def optimize_toms748(f, a, b, args=(), *, ct, ans, f_pullback):
    """Source: as ``brentq``."""
    return 0.0, 0.0, root_bars(ct, ans, args, f_pullback, f, True)


@jvp(optimize_toms748)
def optimize_toms748_dot(f, a, b, args=(), *, args_dot, ans, f_tangent):
    return root_dot(ans, args, args_dot, f_tangent, f, True)


@general(optimize.newton, wrt="x0 args", calls={"func": ("x0",), "fprime": ("x0",)})
def optimize_newton(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, *, x1=None, rtol=0.0, ct, ans, func_pullback):
    """Source: as ``brentq``; 0 for the start."""
    return 0.0 * x0, root_bars(ct, ans, args, func_pullback, func, False)


@jvp(optimize_newton)
def optimize_newton_dot(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, *, x1=None, rtol=0.0, args_dot, ans,
                        func_tangent):
    return root_dot(ans, args, args_dot, func_tangent, func, False)


@general(optimize.root_scalar, wrt="args", calls={"f": (FLOAT,), "fprime": (FLOAT,)}, gives=Kind(ROOT_SCALAR))
def optimize_root_scalar(f, args=(), method=None, bracket=None, fprime=None, *, x0=None, x1=None, xtol=None, rtol=None,
                         maxiter=None, ct, ans, f_pullback):
    """Source: as ``brentq``."""
    return root_bars(ct, ans.root, args, f_pullback, f, ans.converged)


@jvp(optimize_root_scalar)
def optimize_root_scalar_dot(f, args=(), method=None, bracket=None, fprime=None, *, x0=None, x1=None, xtol=None, rtol=None,
                             maxiter=None, args_dot, ans, f_tangent):
    return root_dot(ans.root, args, args_dot, f_tangent, f, ans.converged)


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
    return 0.0 * np.asarray(x0), root_bars(ct, ans, args, func_pullback, func, False)


@jvp(optimize_fsolve)
def optimize_fsolve_dot(func, x0, args=(), fprime=None, *, xtol=1.49e-8, maxfev=0, args_dot, ans, func_tangent):
    return root_dot(ans, args, args_dot, func_tangent, func, False)


@general(optimize.root, wrt="x0 args", calls={"fun": (VECTOR,), "jac": (VECTOR,)}, gives=Kind(ROOT))
def optimize_root(fun, x0, args=(), method="hybr", jac=None, tol=None, *, options=None, ct, ans, fun_pullback):
    """Source: as ``fsolve``."""
    return 0.0 * np.asarray(x0), root_bars(ct, ans.x, args, fun_pullback, fun, ans.success)


@jvp(optimize_root)
def optimize_root_dot(fun, x0, args=(), method="hybr", jac=None, tol=None, *, options=None, args_dot, ans, fun_tangent):
    return root_dot(ans.x, args, args_dot, fun_tangent, fun, ans.success)


@general(optimize.minimize, wrt="x0 args", calls={"fun": (VECTOR,), "jac": (VECTOR,), "hess": (VECTOR,)}, gives=Kind(ROOT))
def optimize_minimize(fun, x0, args=(), method=None, jac=None, hess=None, *, tol=None, options=None, ct, ans, jac_pullback):
    """Source: the root of ``jac``, which has to be given; w solves H w = ct; -w jac_p. No bounds, no constraints."""
    return 0.0 * np.asarray(x0), root_bars(ct, ans.x, args, jac_pullback, jac, ans.success)


@jvp(optimize_minimize)
def optimize_minimize_dot(fun, x0, args=(), method=None, jac=None, hess=None, *, tol=None, options=None, args_dot, ans,
                          jac_tangent):
    return root_dot(ans.x, args, args_dot, jac_tangent, jac, ans.success)


@general((ROOT, "x"), wrt="found", gives=VECTOR)
def found_x(found, *, ct):
    """Source: the point is all of a result that varies."""
    return ct


@jvp(found_x)
def found_x_dot(found, *, found_dot):
    return found_dot


zero(*[(cls, word) for cls in (ROOT, ROOT_SCALAR) for word in ("success", "message", "nit", "nfev", "converged", "iterations")])
