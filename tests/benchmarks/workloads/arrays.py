"""Programs on whole arrays."""
import numpy as np
from scipy.special import erf

from . import ARRAYS, Workload
from .elements import spread


def mlp(w1, b1, w2, b2, x, targets):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.max(o, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(targets * log_p) / len(x)


def mlp_by_hand(w1, b1, w2, b2, x, targets):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    e = np.exp(o - np.max(o, axis=1, keepdims=True))
    o_bar = (e / np.sum(e, axis=1, keepdims=True) * np.sum(targets, axis=1, keepdims=True) - targets) / len(x)
    h_bar = o_bar @ w2.T
    g_bar = h_bar * (1.0 - h * h)
    return x.T @ g_bar, g_bar.sum(axis=0), h.T @ o_bar, o_bar.sum(axis=0)


def heat(u0, nu, steps):
    u = u0.copy()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += nu * lap
    return np.sum(u * u)


def heat_by_hand(u0, nu, steps):
    u = u0.copy()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += nu * lap
    u_bar = 2.0 * u
    inner_bar = u_bar[1:-1, 1:-1]
    for t in range(steps):
        lap_bar = nu * inner_bar
        inner_bar -= 4.0 * lap_bar
        u_bar[1:-1, 2:] += lap_bar
        u_bar[1:-1, :-2] += lap_bar
        u_bar[2:, 1:-1] += lap_bar
        u_bar[:-2, 1:-1] += lap_bar
    return u_bar


def heat_and_rate_by_hand(u0, nu, steps):
    laps = []
    u = u0.copy()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        laps.append(lap)
        u[1:-1, 1:-1] += nu * lap
    u_bar = 2.0 * u
    nu_bar = 0.0
    inner_bar = u_bar[1:-1, 1:-1]
    for t in range(steps):
        nu_bar += np.sum(inner_bar * laps.pop())
        lap_bar = nu * inner_bar
        inner_bar -= 4.0 * lap_bar
        u_bar[1:-1, 2:] += lap_bar
        u_bar[1:-1, :-2] += lap_bar
        u_bar[2:, 1:-1] += lap_bar
        u_bar[:-2, 1:-1] += lap_bar
    return u_bar, nu_bar


def heat_torch(u0, nu, steps):
    u = u0.clone()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += nu * lap
    return (u * u).sum()


def heat_jax(u0, nu, steps):
    from jax import lax

    def step(u, _):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        return u.at[1:-1, 1:-1].add(nu * lap), None

    u, _ = lax.scan(step, u0, None, length=steps)
    return (u * u).sum()


def black_scholes(spot, volatility, rate, strike, time):
    """The value of European calls."""
    spread = volatility * np.sqrt(time)
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility ** 2) * time) / spread
    d2 = d1 - spread
    price = spot * normal_cdf(d1) - strike * np.exp(-rate * time) * normal_cdf(d2)
    return np.sum(price)


def normal_cdf(x):
    return 0.5 * (1.0 + erf(x / np.sqrt(2.0)))


def black_scholes_by_hand(spot, volatility, rate, strike, time):
    root = np.sqrt(time)
    spread = volatility * root
    ratio = spot / strike
    d1 = (np.log(ratio) + (rate + 0.5 * volatility ** 2) * time) / spread
    d2 = d1 - spread
    discounted = strike * np.exp(-rate * time)
    spot_bar = normal_cdf(d1)
    rate_bar = np.sum(discounted * normal_cdf(d2) * time)
    factor = 1.0 / np.sqrt(2.0 * np.pi)
    d1_bar = spot * (factor * np.exp(-0.5 * d1 * d1))
    d2_bar = discounted * (-factor * np.exp(-0.5 * d2 * d2))
    d1_bar += d2_bar
    top_bar = d1_bar / spread
    spread_bar = -d2_bar
    spread_bar -= top_bar * d1
    volatility_bar = spread_bar * root
    volatility_bar += top_bar * time * volatility
    spot_bar += top_bar / spot
    rate_bar += np.sum(top_bar * time)
    return spot_bar, volatility_bar, float(rate_bar)


def lennard_jones(places):
    between = places[:, None, :] - places[None, :, :]
    squares = np.sum(between ** 2, axis=2) + np.eye(len(places))
    s6 = (1.0 / squares) ** 3
    return 2.0 * np.sum(s6 * s6 - s6)


def lennard_jones_by_hand(places):
    between = places[:, None, :] - places[None, :, :]
    squares = np.sum(between ** 2, axis=2) + np.eye(len(places))
    s = 1.0 / squares
    s6 = s ** 3
    squares_bar = (2.0 * s6 - 1.0) * (s6 * s)
    squares_bar *= -12.0
    between *= squares_bar[:, :, None]
    return between.sum(axis=1) - between.sum(axis=0)


def cross_entropy(logits, labels):
    """The mean cross entropy of the softmax of each row."""
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(labels)), labels])


def cross_entropy_by_hand(logits, labels):
    n = len(labels)
    p = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p /= np.sum(p, axis=1, keepdims=True)
    p[np.arange(n), labels] -= 1.0
    p /= n
    return p


_rng = np.random.default_rng(0)
_network = (_rng.normal(0, 0.05, (784, 128)), np.zeros(128), _rng.normal(0, 0.1, (128, 10)), np.zeros(10),
            _rng.normal(size=(256, 784)), np.eye(10)[_rng.integers(0, 10, 256)])
_tiny = (_rng.normal(size=(4, 3)), _rng.normal(size=3), _rng.normal(size=(3, 2)), np.zeros(2), _rng.normal(size=(5, 4)),
         np.eye(2)[[0, 1, 1, 0, 1]])
_HEAT = {"autograd": "writes arrays in place, which it cannot", "jax": heat_jax, "torch": heat_torch}


def _options(n):
    return (_rng.uniform(80.0, 120.0, n), _rng.uniform(0.1, 0.5, n), 0.03, _rng.uniform(80.0, 120.0, n),
            _rng.uniform(0.2, 2.0, n))


WORKLOADS = {
    "mlp": Workload("two-layer network, 256x784-128-10", ARRAYS, mlp, mlp_by_hand, ("w1", "b1", "w2", "b2"), _network, _tiny),
    "cross_entropy": Workload("softmax cross-entropy, 512x1000", ARRAYS, cross_entropy, cross_entropy_by_hand, ("logits",),
                              (_rng.normal(size=(512, 1000)), _rng.integers(0, 1000, 512)),
                              (_rng.normal(size=(3, 4)), np.array([1, 0, 3]))),
    "black_scholes": Workload("Black-Scholes, 1,000,000 options", ARRAYS, black_scholes, black_scholes_by_hand,
                              ("spot", "volatility", "rate"), _options(1_000_000), _options(4)),
    "heat": Workload("heat equation in place, 256x256, 100 steps", ARRAYS, heat, heat_by_hand, ("u0",),
                     (_rng.normal(size=(256, 256)), 0.2, 100), (_rng.normal(size=(4, 5)), 0.2, 3), _HEAT),
    "heat_and_rate": Workload("the same, also by its rate", ARRAYS, heat, heat_and_rate_by_hand, ("u0", "nu"),
                              (_rng.normal(size=(256, 256)), 0.2, 100), (_rng.normal(size=(4, 5)), 0.2, 3), _HEAT),
    "lennard_jones": Workload("Lennard-Jones by broadcasting, 300 atoms", ARRAYS, lennard_jones, lennard_jones_by_hand,
                              ("places",), (spread(300, 1),), (spread(4, 2),)),
}
