import numpy as np
import math
from numba import njit


@njit(cache=True, boundscheck=True)
def real_sin(x):
    """Return sin of a number, with Python's errors."""
    found = math.sin(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError('math domain error')
        if found == found and x - x == 0.0:
            raise OverflowError('math range error')
    return found


@njit(cache=True, boundscheck=True)
def real_cos(x):
    """Return cos of a number, with Python's errors."""
    found = math.cos(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError('math domain error')
        if found == found and x - x == 0.0:
            raise OverflowError('math range error')
    return found


@njit(cache=True, boundscheck=True)
def sized(n):
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError('an integer is too large for compiled code')
    return n


@njit(cache=True, boundscheck=True)
def newton_grad(eccentricity, places):
    """Gradient of newton with respect to eccentricity.

    Kepler's equation by Newton's method, at equally spaced times of one orbit.
    """
    places = sized(places)
    tape = []
    tape1 = np.empty(len(range(places)), np.float64)
    tape1_place1 = np.empty(len(range(places)), np.int64)
    tape1_length = 0
    for k in range(places):
        mean = 2.0 * math.pi * k / places
        x = mean
        step = 1.0
        trips = 0
        while abs(step) > 1e-10:
            trips += 1
            t_2 = real_sin(x)
            t_6 = real_cos(x)
            t_8 = 1.0 - eccentricity * t_6
            step = (x - eccentricity * t_2 - mean) / t_8
            tape.append((t_2, t_6, t_8, step))
            x = x - step
        tape1[tape1_length] = x
        tape1_place1[tape1_length] = trips
        tape1_length += 1
    # reverse sweep
    eccentricity_bar = 0.0
    for k in range(places - 1, -1, -1):
        tape1_length -= 1
        x = tape1[tape1_length]
        trips = tape1_place1[tape1_length]
        # line 50: total += x * x
        x_bar = 2.0 * x
        for _ in range(trips):
            t_2, t_6, t_8, step = tape.pop()
            # line 49: x = x - step
            # line 48: step = (x - eccentricity * math.sin(x) - mean) / (1.0 - eccentricity * math.cos(x))
            share = -x_bar / t_8
            t_7_bar = share * step
            eccentricity_bar += t_7_bar * t_6
            x_bar -= t_7_bar * eccentricity * t_2
            x_bar += share
            eccentricity_bar -= share * t_2
            x_bar -= share * eccentricity * t_6
    return eccentricity_bar,
