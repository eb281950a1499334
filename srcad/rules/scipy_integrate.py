# mypy: disable-error-code="no-untyped-def,no-untyped-call"
"""``scipy.integrate``: integrals and differential equations.

Differential equations are differentiated by the adjoint (in forward mode: the variational) equation,
integrated by SciPy to the tolerances of the call: the derivative of the solution, not of the steps.
"""
from __future__ import annotations

import numpy as np
from scipy import integrate

from ..analyses.kinds import Kind
from ..runtime_stencils import trapezoid_weights
from .registry import general, jvp, last, linear, zero

FLOAT, VECTOR, MATRIX = Kind(float), Kind(np.ndarray, 1, "float64"), Kind(np.ndarray, 2, "float64")


# ------------------------------------------------------------------ integrals of functions
def packed(parts):
    """Arrays and numbers as one vector."""
    return np.concatenate([np.ravel(part) for part in parts]) if parts else np.zeros(0)


def unpacked(vector, likes):
    """A vector as the arrays and numbers that it was made of."""
    parts = []
    start = 0
    for like in likes:
        parts.append(np.reshape(vector[start:start + np.size(like)], np.shape(like))[()])
        start = start + np.size(like)
    return parts


def args_of(args):
    """The tuple of further arguments; SciPy takes None for none."""
    return () if args is None else args


def quad_bars(ct, f_pullback, a, b, args, points):
    """The cotangents of the arguments of an integrand."""
    def slopes(x):
        bars = f_pullback(1.0, x, *args)[1:]
        return packed([bars[k] + 0.0 * args[k] for k in range(len(args))])

    found = integrate.quad_vec(slopes, a, b, epsabs=1e-12, epsrel=1e-10, points=points)[0]
    return [ct * part for part in unpacked(found, args)]


def quad_value(f_tangent, a, b, args, args_dot, points):
    """The integral of the tangent of an integrand."""
    def slope(x):
        return f_tangent(x, *args, 0.0, *args_dot)

    return integrate.quad(slope, a, b, epsabs=1e-12, epsrel=1e-10, points=points)[0]


last("scipy.integrate.quad", quad_bars, quad_value)


@general(integrate.quad, wrt="a b args", calls={"func": (FLOAT,)}, gives=Kind(tuple, items=(FLOAT, FLOAT)))
def integrate_quad(func, a, b, args=(), *, epsabs=1.49e-8, epsrel=1.49e-8, limit=50, points=None, ct, func_pullback):
    """Source: -f(a), f(b), and the integral of the slopes in ``args``; the estimate of the error does not vary."""
    return -ct[0] * func(a, *args), ct[0] * func(b, *args), quad_bars(ct[0], func_pullback, a, b, args, points)


@jvp(integrate_quad)
def integrate_quad_dot(func, a, b, args=(), *, epsabs=1.49e-8, epsrel=1.49e-8, limit=50, points=None, a_dot, b_dot, args_dot,
                       func_tangent):
    ends = (func(b, *args) * b_dot if b_dot else 0.0) - (func(a, *args) * a_dot if a_dot else 0.0)
    return ends + quad_value(func_tangent, a, b, args, args_dot, points), 0.0


# ------------------------------------------------------------------ integrals of samples
@general(integrate.trapezoid, wrt="y x")
def integrate_trapezoid(y, x=None, dx=1.0, axis=-1, *, ct):
    """Source: half the width of both neighbours; for x, the differences of y."""
    return (np.expand_dims(ct, axis) * trapezoid_weights(y, x, dx, axis),
            0.0 if x is None else positions_bar(ct, y, x, axis))


def positions_bar(ct, y, x, axis):
    """The cotangent of the positions of a trapezoidal sum."""
    y = np.moveaxis(np.asarray(y), axis, -1)
    steps = 0.5 * (y[..., 1:] + y[..., :-1]) * np.expand_dims(ct, -1)
    bar = np.zeros_like(y)
    bar[..., 1:] += steps
    bar[..., :-1] -= steps
    return np.sum(bar, axis=tuple(range(np.ndim(bar) - 1))) if np.ndim(x) == 1 else np.moveaxis(bar, -1, axis)


@jvp(integrate_trapezoid)
def integrate_trapezoid_dot(y, x=None, dx=1.0, axis=-1, *, y_dot, x_dot):
    if x is None:
        return integrate.trapezoid(y_dot, None, dx, axis)
    return integrate.trapezoid(y_dot + 0.0 * y, x, axis=axis) + integrate.trapezoid(y, x_dot + 0.0 * x, axis=axis)


def running(ct, axis, initial):
    """The sums of a cotangent from each step on, steps last; the first value is none of a step where one is given."""
    ct = np.moveaxis(ct, axis, -1)
    return np.flip(np.cumsum(np.flip(ct if initial is None else ct[..., 1:], -1), axis=-1), -1)


def steps_of(y, x, dx, axis):
    """The widths of the steps, last."""
    if x is None:
        return np.asarray(dx)
    return np.moveaxis(np.diff(x, axis=axis), axis, -1) if np.ndim(x) > 1 else np.diff(x)


def beside(parts):
    """What each step gives to both of its ends."""
    edge = np.zeros_like(parts[..., :1])
    return np.concatenate([parts, edge], axis=-1) + np.concatenate([edge, parts], axis=-1)


def apart(parts):
    """What each step gives to the end behind it, and takes from the one before."""
    edge = np.zeros_like(parts[..., :1])
    return np.concatenate([edge, parts], axis=-1) - np.concatenate([parts, edge], axis=-1)


def cumulated_positions(ct, y, x, axis, initial):
    """The cotangent of the positions of running trapezoidal sums."""
    y = np.moveaxis(np.asarray(y), axis, -1)
    found = apart(running(ct, axis, initial) * (y[..., 1:] + y[..., :-1]) / 2)
    return np.sum(found, axis=tuple(range(np.ndim(found) - 1))) if np.ndim(x) == 1 else np.moveaxis(found, -1, axis)


@general(integrate.cumulative_trapezoid, wrt="y x")
def integrate_cumulative_trapezoid(y, x=None, dx=1.0, axis=-1, initial=None, *, ct):
    """Source: the sums from each step on, half to both of its ends; for x, times the mean of y there."""
    return (np.moveaxis(beside(running(ct, axis, initial) * steps_of(y, x, dx, axis) / 2), -1, axis).astype(np.result_type(ct)),
            0.0 if x is None else cumulated_positions(ct, y, x, axis, initial))


@jvp(integrate_cumulative_trapezoid)
def integrate_cumulative_trapezoid_dot(y, x=None, dx=1.0, axis=-1, initial=None, *, y_dot, x_dot):
    if x is None:
        return integrate.cumulative_trapezoid(y_dot, None, dx, axis, initial)
    return integrate.cumulative_trapezoid(y_dot + 0.0 * y, x, dx, axis, initial) + integrate.cumulative_trapezoid(
        y, x_dot + 0.0 * x, dx, axis, initial)


@linear(integrate.simpson, wrt="y")
def integrate_simpson(y, x=None, *, dx=1.0, axis=-1, ct):
    """Source: the weights of the rule, by the rule itself on unit vectors; none for x."""
    return simpson_bar(ct, y, x, dx, axis)


def simpson_bar(ct, y, x, dx, axis):
    """The cotangent of the samples of Simpson's rule."""
    n = np.shape(y)[axis]
    positions = x if x is None or np.ndim(x) == 1 else None
    if x is not None and positions is None:
        raise ValueError("the derivative of scipy.integrate.simpson needs x as a vector")
    weights = integrate.simpson(np.eye(n, dtype=np.asarray(y).dtype), x=positions, dx=dx, axis=-1)
    shape = [1] * np.ndim(y)
    shape[axis] = n
    return np.expand_dims(ct, axis) * np.reshape(weights, shape)


# ------------------------------------------------------------------ differential equations
def backwards(ct, times, start, y, solution, pullback, args, options):
    """The cotangents of the first state and of the arguments, by the adjoint equation, from time to time."""
    likes = [y[:, 0], *[0.0 * np.asarray(a, float) for a in args]]
    state = packed([0.0 * part for part in likes])
    for k in range(len(times) - 1, -1, -1):
        state[:len(y)] += ct[:, k]
        last = times[k - 1] if k else start
        if last != times[k]:
            def slopes(t, z):
                bars = pullback(z[:len(y)], t, solution(t), *args)
                return -packed([bars[1], *[bars[2 + j] + likes[1 + j] for j in range(len(args))]])

            state = integrate.solve_ivp(slopes, (times[k], last), state, **options).y[:, -1]
    parts = unpacked(state, likes)
    return parts[0], parts[1:]


def ivp_options(method, rtol, atol, max_step):
    """The options of a solver, those that are given."""
    options = {"method": method, "rtol": rtol, "atol": atol}
    return options if max_step is None else {**options, "max_step": max_step}


def ivp_bars(ct, fun, pullback, t_span, y0, args, ans, t_eval, options):
    """The cotangents of ``solve_ivp``; ``ct`` is that of all of ``y``."""
    ct = ct + 0.0 * ans.y
    if t_eval is None and np.any(ct[:, 1:-1]):
        raise ValueError("the solution is read at times that solve_ivp chose: say which with t_eval=")
    solution = integrate.solve_ivp(fun, t_span, y0, dense_output=True, args=args, **options).sol
    if t_eval is None:
        first, rest = backwards(ct[:, -1:], ans.t[-1:], t_span[0], ans.y, solution, pullback, args_of(args), options)
        return first + ct[:, 0], rest
    return backwards(ct, ans.t, t_span[0], ans.y, solution, pullback, args_of(args), options)


RESULT = type(integrate.solve_ivp(lambda t, y: y, (0.0, 1.0), [1.0]))


@general(integrate.solve_ivp, wrt="y0 args", calls={"fun": (FLOAT, VECTOR)}, gives=Kind(RESULT))
def integrate_solve_ivp(fun, t_span, y0, method="RK45", t_eval=None, *, args=None, rtol=1e-3, atol=1e-6, max_step=None, ct, ans,
                        fun_pullback):
    """Source: the adjoint equation, Pontryagin et al. 1962, to the same tolerances; none for the times."""
    bars = ivp_bars(ct, fun, fun_pullback, t_span, y0, args, ans, t_eval, ivp_options(method, rtol, atol, max_step))
    return bars[0], bars[1]


def variation(fun, tangent, t_span, y0, y0_dot, args, args_dot, times, options):
    """The tangent of the states at ``times``, by the variational equation."""
    n = np.size(y0)

    def slopes(t, z):
        return packed([fun(t, z[:n], *args), tangent(t, z[:n], *args, 0.0, z[n:], *args_dot)])

    state = packed([y0, np.asarray(y0_dot, float) + 0.0 * np.asarray(y0, float)])
    return integrate.solve_ivp(slopes, t_span, state, t_eval=times, **options).y[n:]


@jvp(integrate_solve_ivp)
def integrate_solve_ivp_dot(fun, t_span, y0, method="RK45", t_eval=None, *, args=None, rtol=1e-3, atol=1e-6, max_step=None,
                            y0_dot, args_dot, ans, fun_tangent):
    return variation(fun, fun_tangent, t_span, y0, y0_dot, args_of(args), args_of(args_dot) or (), ans.t,
                     ivp_options(method, rtol, atol, max_step))


@general((RESULT, "y"), wrt="solution", gives=MATRIX)
def solution_y(solution, *, ct):
    """Source: the states are all of a solution that varies."""
    return ct


@jvp(solution_y)
def solution_y_dot(solution, *, solution_dot):
    return solution_dot


last("scipy.integrate.solve_ivp", ivp_bars, variation)
zero((RESULT, "t"), (RESULT, "success"), (RESULT, "message"), (RESULT, "status"), (RESULT, "nfev"))


# ------------------------------------------------------------------ the older interface
def turned(f):
    """A function of (y, t) as one of (t, y)."""
    def swapped(t, y, *args):
        return f(y, t, *args)

    return swapped


def ode_options(rtol, atol):
    """The options for the adjoint of ``odeint``."""
    return {"method": "LSODA", "rtol": 1.5e-8 if rtol is None else rtol, "atol": 1.5e-8 if atol is None else atol}


def ode_bars(ct, func, pullback, y0, t, args, ans, options):
    """The cotangents of ``odeint``."""
    def pulled(bar, time, state, *more):
        bars = pullback(bar, state, time, *more)
        return (bars[1], bars[0], *bars[2:])

    solution = integrate.solve_ivp(turned(func), (t[0], t[-1]), np.ravel(y0), dense_output=True, args=args, **options).sol
    first, rest = backwards((ct + 0.0 * ans).T, t, t[0], ans.T, solution, pulled, args, options)
    return np.reshape(first, np.shape(y0))[()], rest


@general(integrate.odeint, wrt="y0 args", calls={"func": (VECTOR, FLOAT)}, gives=MATRIX)
def integrate_odeint(func, y0, t, args=(), *, rtol=None, atol=None, ct, ans, func_pullback):
    """Source: as ``solve_ivp``."""
    bars = ode_bars(ct, func, func_pullback, y0, t, args, ans, ode_options(rtol, atol))
    return bars[0], bars[1]


def ode_dots(func, tangent, y0, y0_dot, t, args, args_dot, options):
    """The tangent of the states of ``odeint``."""
    def pushed(time, state, *rest):
        half = len(args)
        return tangent(state, time, *rest[:half], rest[half + 1], rest[half], *rest[half + 2:])

    return variation(turned(func), pushed, (t[0], t[-1]), y0, y0_dot, args, args_dot, t, options).T


@jvp(integrate_odeint)
def integrate_odeint_dot(func, y0, t, args=(), *, rtol=None, atol=None, y0_dot, args_dot, func_tangent):
    return ode_dots(func, func_tangent, y0, y0_dot, t, args, args_dot, ode_options(rtol, atol))


last("scipy.integrate.odeint", ode_bars, ode_dots)
