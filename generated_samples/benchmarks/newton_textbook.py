import math


def newton_grad(eccentricity, places):
    """Gradient of newton with respect to eccentricity.

    Kepler's equation by Newton's method, at equally spaced times of one orbit.
    """
    stack = []
    k = None
    mean = None
    step = None
    t = None
    t_1 = None
    t_10 = None
    t_11 = None
    t_2 = None
    t_3 = None
    t_4 = None
    t_5 = None
    t_6 = None
    t_7 = None
    t_8 = None
    t_9 = None
    total = None
    x = None
    stack.append(total)
    total = 0.0
    trips = 0
    for k_next in range(places):
        stack.append(k)
        k = k_next
        trips += 1
        stack.append(t)
        t = 2.0 * math.pi
        stack.append(t_1)
        t_1 = t * k
        stack.append(mean)
        mean = t_1 / places
        stack.append(x)
        x = mean
        stack.append(step)
        step = 1.0
        trips_1 = 0
        while abs(step) > 1e-10:
            trips_1 += 1
            stack.append(t_2)
            t_2 = math.sin(x)
            stack.append(t_3)
            t_3 = eccentricity * t_2
            stack.append(t_4)
            t_4 = x - t_3
            stack.append(t_5)
            t_5 = t_4 - mean
            stack.append(t_6)
            t_6 = math.cos(x)
            stack.append(t_7)
            t_7 = eccentricity * t_6
            stack.append(t_8)
            t_8 = 1.0 - t_7
            stack.append(step)
            step = t_5 / t_8
            stack.append(t_9)
            t_9 = x - step
            stack.append(x)
            x = t_9
        stack.append(trips_1)
        stack.append(t_10)
        t_10 = x * x
        stack.append(t_11)
        t_11 = total + t_10
        stack.append(total)
        total = t_11
    stack.append(trips)
    # reverse sweep
    total_bar = 1.0
    eccentricity_bar = 0.0
    step_bar = 0.0
    t_10_bar = 0.0
    t_11_bar = 0.0
    t_2_bar = 0.0
    t_3_bar = 0.0
    t_4_bar = 0.0
    t_5_bar = 0.0
    t_6_bar = 0.0
    t_7_bar = 0.0
    t_8_bar = 0.0
    t_9_bar = 0.0
    x_bar = 0.0
    for trip_1 in range(stack.pop()):
        # line 50: total += x * x
        t_11_bar += total_bar
        total_bar = 0.0
        total = stack.pop()
        t_10_bar += t_11_bar
        total_bar += t_11_bar
        t_11_bar = 0.0
        t_11 = stack.pop()
        x_bar += 2 * t_10_bar * x
        t_10_bar = 0.0
        t_10 = stack.pop()
        for trip in range(stack.pop()):
            # line 49: x = x - step
            t_9_bar += x_bar
            x_bar = 0.0
            x = stack.pop()
            step_bar -= t_9_bar
            x_bar += t_9_bar
            t_9_bar = 0.0
            t_9 = stack.pop()
            # line 48: step = (x - eccentricity * math.sin(x) - mean) / (1.0 - eccentricity * math.cos(x))
            share = step_bar / t_8
            t_8_bar -= share * step
            t_5_bar += share
            step_bar = 0.0
            step = stack.pop()
            t_7_bar -= t_8_bar
            t_8_bar = 0.0
            t_8 = stack.pop()
            eccentricity_bar += t_7_bar * t_6
            t_6_bar += t_7_bar * eccentricity
            t_7_bar = 0.0
            t_7 = stack.pop()
            x_bar -= t_6_bar * math.sin(x)
            t_6_bar = 0.0
            t_6 = stack.pop()
            t_4_bar += t_5_bar
            t_5_bar = 0.0
            t_5 = stack.pop()
            t_3_bar -= t_4_bar
            x_bar += t_4_bar
            t_4_bar = 0.0
            t_4 = stack.pop()
            eccentricity_bar += t_3_bar * t_2
            t_2_bar += t_3_bar * eccentricity
            t_3_bar = 0.0
            t_3 = stack.pop()
            x_bar += t_2_bar * math.cos(x)
            t_2_bar = 0.0
            t_2 = stack.pop()
        # line 46: step = 1.0
        step_bar = 0.0
        step = stack.pop()
        # line 45: x = mean
        x_bar = 0.0
        x = stack.pop()
        # line 44: mean = 2.0 * math.pi * k / places
        mean = stack.pop()
        t_1 = stack.pop()
        t = stack.pop()
        k = stack.pop()
    # line 42: total = 0.0
    total_bar = 0.0
    total = stack.pop()
    return float(eccentricity_bar),
