import numpy as np


def lennard_jones_grad(places):
    """Gradient of lennard_jones with respect to places."""
    stack = []
    ans = None
    between = None
    s6 = None
    squares = None
    t = None
    t_1 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    stack.append(t)
    t = places[:, None, :]
    stack.append(t_1)
    t_1 = places[None, :, :]
    stack.append(between)
    between = t - t_1
    stack.append(t_2)
    t_2 = between ** 2
    stack.append(t_3)
    t_3 = np.sum(t_2, axis=2)
    stack.append(t_4)
    t_4 = len(places)
    stack.append(t_5)
    t_5 = np.eye(t_4)
    stack.append(squares)
    squares = t_3 + t_5
    stack.append(t_6)
    t_6 = 1.0 / squares
    stack.append(s6)
    s6 = t_6 ** 3
    stack.append(t_7)
    t_7 = s6 * s6
    stack.append(t_8)
    t_8 = t_7 - s6
    stack.append(t_9)
    t_9 = np.sum(t_8)
    stack.append(ans)
    ans = 2.0 * t_9
    # reverse sweep
    ans_bar = 1.0
    between_bar = 0.0
    places_bar = 0.0
    s6_bar = 0.0
    squares_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    # line 132: return 2.0 * np.sum(s6 * s6 - s6)
    t_9_bar += ans_bar * 2.0
    ans_bar = 0.0
    ans = stack.pop()
    t_8_bar = t_8_bar + t_9_bar
    t_9_bar = 0.0
    t_9 = stack.pop()
    s6_bar = s6_bar - t_8_bar
    t_7_bar = t_7_bar + t_8_bar
    t_8_bar = 0.0
    t_8 = stack.pop()
    s6_bar = s6_bar + 2 * t_7_bar * s6
    t_7_bar = 0.0
    t_7 = stack.pop()
    # line 131: s6 = (1.0 / squares) ** 3
    t_6_bar = t_6_bar + 3 * s6_bar * t_6 ** (3 - 1)
    s6_bar = 0.0
    s6 = stack.pop()
    squares_bar = squares_bar - t_6_bar * (t_6 * t_6)
    t_6_bar = 0.0
    t_6 = stack.pop()
    # line 130: squares = np.sum(between ** 2, axis=2) + np.eye(len(places))
    t_3_bar = t_3_bar + squares_bar
    squares_bar = 0.0
    squares = stack.pop()
    t_5 = stack.pop()
    t_4 = stack.pop()
    t_3_bar = np.broadcast_to(t_3_bar, np.shape(t_3))
    t_2_bar = t_2_bar + np.expand_dims(t_3_bar, 2)
    t_3_bar = 0.0
    t_3 = stack.pop()
    between_bar = between_bar + 2 * t_2_bar * between ** (2 - 1)
    t_2_bar = 0.0
    t_2 = stack.pop()
    # line 129: between = places[:, None, :] - places[None, :, :]
    between_bar = np.broadcast_to(between_bar, np.shape(between))
    t_bar = t_bar + np.sum(between_bar, axis=1, keepdims=True)
    t_1_bar = t_1_bar - np.sum(between_bar, axis=0, keepdims=True)
    between_bar = 0.0
    between = stack.pop()
    places_bar = np.full_like(places, places_bar)
    places_bar[None, :, :] += t_1_bar
    t_1_bar = 0.0
    t_1 = stack.pop()
    places_bar = np.full_like(places, places_bar)
    places_bar[:, None, :] += t_bar
    t_bar = 0.0
    t = stack.pop()
    return np.full_like(places, places_bar),
