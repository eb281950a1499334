import numpy as np
from numba import njit


@njit(cache=True, boundscheck=True)
def lennard_jones_loops_grad_checked(places):
    """Gradient of lennard_jones_loops with respect to places."""
    # reverse sweep
    places_bar = np.zeros(places.shape)
    for i in range(len(places) - 1, -1, -1):
        for j in range(i - 1, -1, -1):
            x = places[i, 0] - places[j, 0]
            y = places[i, 1] - places[j, 1]
            z = places[i, 2] - places[j, 2]
            s = 1.0 / (x * x + y * y + z * z)
            t_11 = s * s
            # line 126: energy += 4.0 * (s6 * s6 - s6)
            # line 125: s6 = s * s * s
            # line 124: s = 1.0 / (x * x + y * y + z * z)
            t_10_bar = -(3 * (8.0 * (t_11 * s) - 4.0) * t_11 * (s * s))
            z_bar = 2 * t_10_bar * z
            y_bar = 2 * t_10_bar * y
            x_bar = 2 * t_10_bar * x
            # line 123: z = places[i, 2] - places[j, 2]
            places_bar[j, 2] -= z_bar
            places_bar[i, 2] += z_bar
            # line 122: y = places[i, 1] - places[j, 1]
            places_bar[j, 1] -= y_bar
            places_bar[i, 1] += y_bar
            # line 121: x = places[i, 0] - places[j, 0]
            places_bar[j, 0] -= x_bar
            places_bar[i, 0] += x_bar
    return places_bar,


@njit(cache=True)
def lennard_jones_loops_grad(places):
    """Gradient of lennard_jones_loops with respect to places."""
    # reverse sweep
    places_bar = np.zeros(places.shape)
    if not 2 < places.shape[1]:
        return lennard_jones_loops_grad_checked(places)
    for i in range(len(places) - 1, -1, -1):
        for j in range(i - 1, -1, -1):
            x = places[i, 0] - places[j, 0]
            y = places[i, 1] - places[j, 1]
            z = places[i, 2] - places[j, 2]
            s = 1.0 / (x * x + y * y + z * z)
            t_11 = s * s
            # line 126: energy += 4.0 * (s6 * s6 - s6)
            # line 125: s6 = s * s * s
            # line 124: s = 1.0 / (x * x + y * y + z * z)
            t_10_bar = -(3 * (8.0 * (t_11 * s) - 4.0) * t_11 * (s * s))
            z_bar = 2 * t_10_bar * z
            y_bar = 2 * t_10_bar * y
            x_bar = 2 * t_10_bar * x
            # line 123: z = places[i, 2] - places[j, 2]
            places_bar[j, 2] -= z_bar
            places_bar[i, 2] += z_bar
            # line 122: y = places[i, 1] - places[j, 1]
            places_bar[j, 1] -= y_bar
            places_bar[i, 1] += y_bar
            # line 121: x = places[i, 0] - places[j, 0]
            places_bar[j, 0] -= x_bar
            places_bar[i, 0] += x_bar
    return places_bar,
