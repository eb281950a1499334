import math


def newton_grad(eccentricity, places):
    """Gradient of newton with respect to eccentricity.

    Kepler's equation by Newton's method, at equally spaced times of one orbit.
    """
    tape = []
    tape_1 = []
    for k in range(places):
        mean = 2.0 * math.pi * k / places
        x = mean
        step = 1.0
        trips = 0
        while abs(step) > 1e-10:
            trips += 1
            t_2 = math.sin(x)
            t_6 = math.cos(x)
            t_8 = 1.0 - eccentricity * t_6
            step = (x - eccentricity * t_2 - mean) / t_8
            tape.append((t_2, t_6, t_8, step))
            x = x - step
        tape_1.append((x, trips))
    # reverse sweep
    eccentricity_bar = 0.0
    for k in range(places - 1, -1, -1):
        x, trips = tape_1.pop()
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
