import numpy as np


def lennard_jones_grad(places):
    """Gradient of lennard_jones with respect to places."""
    between = places[:, None, :] - places[None, :, :]
    squares = np.sum(between ** 2, axis=2) + np.eye(len(places))
    t_6 = 1.0 / squares
    s6 = t_6 ** 3
    del squares
    # reverse sweep
    # line 132: return 2.0 * np.sum(s6 * s6 - s6)
    # line 131: s6 = (1.0 / squares) ** 3
    # line 130: squares = np.sum(between ** 2, axis=2) + np.eye(len(places))
    between *= 2 * np.expand_dims(-(3 * (4.0 * s6 - 2.0) * t_6 ** 2 * (t_6 * t_6)), 2)
    between_bar = between
    # line 129: between = places[:, None, :] - places[None, :, :]
    places_bar = -np.sum(between_bar, axis=0)
    places_bar += np.sum(between_bar, axis=1)
    return places_bar,
