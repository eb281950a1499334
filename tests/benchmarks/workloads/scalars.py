"""Programs on floats: a line, loops that end when they are done, Runge and Kutta's method."""
import math

from . import LOOPS, Workload


def loss(w):
    return (11 - (2 * w + 1)) ** 2


def loss_by_hand(w):
    return -4 * (11 - (2 * w + 1))


def logistic(x, r, steps):
    """The logistic map, as a while loop."""
    k = 0
    while k < steps:
        x = r * x * (1.0 - x)
        k += 1
    return x


def logistic_by_hand(x, r, steps):
    tape = []
    k = 0
    while k < steps:
        tape.append(x)
        x = r * x * (1.0 - x)
        k += 1
    x_bar = 1.0
    r_bar = 0.0
    for k in range(steps - 1, -1, -1):
        x = tape[k]
        r_bar += x_bar * x * (1.0 - x)
        x_bar = x_bar * r * (1.0 - 2.0 * x)
    return x_bar, r_bar


def newton(eccentricity, places):
    """Kepler's equation by Newton's method, at equally spaced times of one orbit."""
    total = 0.0
    for k in range(places):
        mean = 2.0 * math.pi * k / places
        x = mean
        step = 1.0
        while abs(step) > 1e-10:
            step = (x - eccentricity * math.sin(x) - mean) / (1.0 - eccentricity * math.cos(x))
            x = x - step
        total += x * x
    return total


def newton_by_hand(eccentricity, places):
    tape = []
    ends = []
    lengths = []
    for k in range(places):
        mean = 2.0 * math.pi * k / places
        x = mean
        step = 1.0
        length = 0
        while abs(step) > 1e-10:
            sine, cosine = math.sin(x), math.cos(x)
            slope = 1.0 - eccentricity * cosine
            step = (x - eccentricity * sine - mean) / slope
            tape.append((sine, cosine, slope, step))
            x = x - step
            length += 1
        ends.append(x)
        lengths.append(length)
    e_bar = 0.0
    for k in range(places - 1, -1, -1):
        x_bar = 2.0 * ends[k]
        for _ in range(lengths[k]):
            sine, cosine, slope, step = tape.pop()
            f_bar = -x_bar / slope
            slope_bar = -f_bar * step
            e_bar -= f_bar * sine + slope_bar * cosine
            x_bar += f_bar * slope + slope_bar * eccentricity * sine
    return e_bar


def orbit(x, y, alpha, beta, steps):
    """Predators and prey after Lotka and Volterra, by the classical method of order four."""
    h = 0.001
    for i in range(steps):
        k1 = alpha * x - x * y
        l1 = x * y - beta * y
        x2 = x + 0.5 * h * k1
        y2 = y + 0.5 * h * l1
        k2 = alpha * x2 - x2 * y2
        l2 = x2 * y2 - beta * y2
        x3 = x + 0.5 * h * k2
        y3 = y + 0.5 * h * l2
        k3 = alpha * x3 - x3 * y3
        l3 = x3 * y3 - beta * y3
        x4 = x + h * k3
        y4 = y + h * l3
        k4 = alpha * x4 - x4 * y4
        l4 = x4 * y4 - beta * y4
        x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    return x * x + y * y


def orbit_by_hand(x, y, alpha, beta, steps):
    h = 0.001
    tape = []
    for i in range(steps):
        k1 = alpha * x - x * y
        l1 = x * y - beta * y
        x2 = x + 0.5 * h * k1
        y2 = y + 0.5 * h * l1
        k2 = alpha * x2 - x2 * y2
        l2 = x2 * y2 - beta * y2
        x3 = x + 0.5 * h * k2
        y3 = y + 0.5 * h * l2
        k3 = alpha * x3 - x3 * y3
        l3 = x3 * y3 - beta * y3
        x4 = x + h * k3
        y4 = y + h * l3
        k4 = alpha * x4 - x4 * y4
        l4 = x4 * y4 - beta * y4
        tape.append((x, y, x2, y2, x3, y3, x4, y4))
        x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    x_bar = 2.0 * x
    y_bar = 2.0 * y
    alpha_bar = beta_bar = 0.0
    for i in range(steps - 1, -1, -1):
        x, y, x2, y2, x3, y3, x4, y4 = tape[i]
        k = h / 6.0 * x_bar
        m = h / 6.0 * y_bar
        alpha_bar += k * x4
        beta_bar -= m * y4
        x4_bar = k * (alpha - y4) + m * y4
        y4_bar = (m - k) * x4 - m * beta
        k3_bar = 2.0 * k + h * x4_bar
        l3_bar = 2.0 * m + h * y4_bar
        alpha_bar += k3_bar * x3
        beta_bar -= l3_bar * y3
        x3_bar = k3_bar * (alpha - y3) + l3_bar * y3
        y3_bar = (l3_bar - k3_bar) * x3 - l3_bar * beta
        k2_bar = 2.0 * k + 0.5 * h * x3_bar
        l2_bar = 2.0 * m + 0.5 * h * y3_bar
        alpha_bar += k2_bar * x2
        beta_bar -= l2_bar * y2
        x2_bar = k2_bar * (alpha - y2) + l2_bar * y2
        y2_bar = (l2_bar - k2_bar) * x2 - l2_bar * beta
        k1_bar = k + 0.5 * h * x2_bar
        l1_bar = m + 0.5 * h * y2_bar
        alpha_bar += k1_bar * x
        beta_bar -= l1_bar * y
        x_bar += x4_bar + x3_bar + x2_bar + k1_bar * (alpha - y) + l1_bar * y
        y_bar += y4_bar + y3_bar + y2_bar + (l1_bar - k1_bar) * x - l1_bar * beta
    return x_bar, y_bar, alpha_bar, beta_bar


def rates(x, y, alpha, beta):
    return alpha * x - x * y, x * y - beta * y


def logistic_jax(x, r, steps):
    from jax import lax
    return lax.scan(lambda x, _: (r * x * (1.0 - x), None), x, None, length=steps)[0]


def orbit_jax(x, y, alpha, beta, steps):
    from jax import lax
    h = 0.001

    def step(state, _):
        x, y = state
        k1, l1 = rates(x, y, alpha, beta)
        k2, l2 = rates(x + 0.5 * h * k1, y + 0.5 * h * l1, alpha, beta)
        k3, l3 = rates(x + 0.5 * h * k2, y + 0.5 * h * l2, alpha, beta)
        k4, l4 = rates(x + h * k3, y + h * l3, alpha, beta)
        return (x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4), y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)), None

    (x, y), _ = lax.scan(step, (x, y), None, length=steps)
    return x * x + y * y


WORKLOADS = {
    "loss": Workload("`(11 - (2*w + 1))**2`", LOOPS, loss, loss_by_hand, ("w",), (0.1,), (0.1,)),
    "logistic": Workload("logistic map, `while`, 100,000 steps", LOOPS, logistic, logistic_by_hand, ("x", "r"),
                         (0.3, 2.9999, 100_000), (0.3, 2.9, 5), {"jax": logistic_jax}),
    "newton": Workload("Newton's method, `while`, 20,000 equations", LOOPS, newton, newton_by_hand, ("eccentricity",),
                       (0.3, 20_000), (0.3, 5), {"jax": "jax: no reverse mode through `while_loop`"}),
    "orbit": Workload("Lotka-Volterra by RK4, 10,000 steps", LOOPS, orbit, orbit_by_hand, ("x", "y", "alpha", "beta"),
                      (1.0, 0.5, 0.9, 0.7, 10_000), (1.0, 0.5, 0.9, 0.7, 5), {"jax": orbit_jax}),
}
