import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def sized(n):
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError('an integer is too large for compiled code')
    return n


@njit(cache=True)
def heat_grad(u0, nu, steps):
    """Gradient of heat with respect to u0, nu."""
    steps = sized(steps)
    tape = []
    u = u0.copy()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1,
            1:-1]
        tape.append(lap)
        u[1:-1, 1:-1] = u[1:-1, 1:-1] + nu * lap
    # reverse sweep
    # line 32: return np.sum(u * u)
    u_bar = 2.0 * u
    nu_bar = 0.0
    for t in range(steps - 1, -1, -1):
        lap = tape.pop()
        # line 31: u[1:-1, 1:-1] += nu * lap
        t_10_bar = u_bar[1:-1, 1:-1]
        nu_bar += np.sum(t_10_bar * lap)
        lap_bar = t_10_bar * nu
        # line 30: lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u_bar[1:-1, 1:-1] = u_bar[1:-1, 1:-1] - 4.0 * lap_bar
        u_bar[1:-1, 2:] = u_bar[1:-1, 2:] + lap_bar
        u_bar[1:-1, :-2] = u_bar[1:-1, :-2] + lap_bar
        u_bar[2:, 1:-1] = u_bar[2:, 1:-1] + lap_bar
        u_bar[:-2, 1:-1] = u_bar[:-2, 1:-1] + lap_bar
    # line 28: u = u0.copy()
    return u_bar, float(nu_bar)
