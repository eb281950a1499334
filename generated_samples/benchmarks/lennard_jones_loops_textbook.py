import numpy as np


def lennard_jones_loops_grad(places):
    """Gradient of lennard_jones_loops with respect to places."""
    stack = []
    energy = None
    i = None
    j = None
    s = None
    s6 = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_12 = None
    t_13 = None
    t_14 = None
    t_15 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    x = None
    y = None
    z = None
    stack.append(energy)
    energy = 0.0
    trips = 0
    for i_next in range(len(places)):
        stack.append(i)
        i = i_next
        trips += 1
        trips_1 = 0
        for j_next in range(i):
            stack.append(j)
            j = j_next
            trips_1 += 1
            stack.append(t)
            t = places[i, 0]
            stack.append(t_1)
            t_1 = places[j, 0]
            stack.append(x)
            x = t - t_1
            stack.append(t_2)
            t_2 = places[i, 1]
            stack.append(t_3)
            t_3 = places[j, 1]
            stack.append(y)
            y = t_2 - t_3
            stack.append(t_4)
            t_4 = places[i, 2]
            stack.append(t_5)
            t_5 = places[j, 2]
            stack.append(z)
            z = t_4 - t_5
            stack.append(t_6)
            t_6 = x * x
            stack.append(t_7)
            t_7 = y * y
            stack.append(t_8)
            t_8 = t_6 + t_7
            stack.append(t_9)
            t_9 = z * z
            stack.append(t_10)
            t_10 = t_8 + t_9
            stack.append(s)
            s = 1.0 / t_10
            stack.append(t_11)
            t_11 = s * s
            stack.append(s6)
            s6 = t_11 * s
            stack.append(t_12)
            t_12 = s6 * s6
            stack.append(t_13)
            t_13 = t_12 - s6
            stack.append(t_14)
            t_14 = 4.0 * t_13
            stack.append(t_15)
            t_15 = energy + t_14
            stack.append(energy)
            energy = t_15
        stack.append(trips_1)
    stack.append(trips)
    # reverse sweep
    energy_bar = 1.0
    places_bar = 0.0
    s_bar = 0.0
    s6_bar = 0.0
    t_bar = 0.0
    t_1_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_12_bar = 0.0
    t_13_bar = 0.0
    t_14_bar = 0.0
    t_15_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    y_bar = 0.0
    z_bar = 0.0
    for trip_1 in range(stack.pop()):
        for trip in range(stack.pop()):
            # line 126: energy += 4.0 * (s6 * s6 - s6)
            t_15_bar += energy_bar
            energy_bar = 0.0
            energy = stack.pop()
            t_14_bar += t_15_bar
            energy_bar += t_15_bar
            t_15_bar = 0.0
            t_15 = stack.pop()
            t_13_bar += t_14_bar * 4.0
            t_14_bar = 0.0
            t_14 = stack.pop()
            s6_bar -= t_13_bar
            t_12_bar += t_13_bar
            t_13_bar = 0.0
            t_13 = stack.pop()
            s6_bar += 2 * t_12_bar * s6
            t_12_bar = 0.0
            t_12 = stack.pop()
            # line 125: s6 = s * s * s
            t_11_bar += s6_bar * s
            s_bar += s6_bar * t_11
            s6_bar = 0.0
            s6 = stack.pop()
            s_bar += 2 * t_11_bar * s
            t_11_bar = 0.0
            t_11 = stack.pop()
            # line 124: s = 1.0 / (x * x + y * y + z * z)
            t_10_bar -= s_bar * (s * s)
            s_bar = 0.0
            s = stack.pop()
            t_8_bar += t_10_bar
            t_9_bar += t_10_bar
            t_10_bar = 0.0
            t_10 = stack.pop()
            z_bar += 2 * t_9_bar * z
            t_9_bar = 0.0
            t_9 = stack.pop()
            t_6_bar += t_8_bar
            t_7_bar += t_8_bar
            t_8_bar = 0.0
            t_8 = stack.pop()
            y_bar += 2 * t_7_bar * y
            t_7_bar = 0.0
            t_7 = stack.pop()
            x_bar += 2 * t_6_bar * x
            t_6_bar = 0.0
            t_6 = stack.pop()
            # line 123: z = places[i, 2] - places[j, 2]
            t_5_bar -= z_bar
            t_4_bar += z_bar
            z_bar = 0.0
            z = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[j, 2] += t_5_bar
            t_5_bar = 0.0
            t_5 = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[i, 2] += t_4_bar
            t_4_bar = 0.0
            t_4 = stack.pop()
            # line 122: y = places[i, 1] - places[j, 1]
            t_3_bar -= y_bar
            t_2_bar += y_bar
            y_bar = 0.0
            y = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[j, 1] += t_3_bar
            t_3_bar = 0.0
            t_3 = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[i, 1] += t_2_bar
            t_2_bar = 0.0
            t_2 = stack.pop()
            # line 121: x = places[i, 0] - places[j, 0]
            t_1_bar -= x_bar
            t_bar += x_bar
            x_bar = 0.0
            x = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[j, 0] += t_1_bar
            t_1_bar = 0.0
            t_1 = stack.pop()
            places_bar = np.full_like(places, places_bar)
            places_bar[i, 0] += t_bar
            t_bar = 0.0
            t = stack.pop()
            j = stack.pop()
        i = stack.pop()
    # line 118: energy = 0.0
    energy_bar = 0.0
    energy = stack.pop()
    return np.full_like(places, places_bar),
