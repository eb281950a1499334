"""The log density of a hierarchical model, as a sampler asks for it: priors in dicts, transforms, and leapfrog steps."""
import functools
import math

import numpy as np

from ..registry import case, signed


def normal_lpdf(x, mu=0.0, sigma=1.0):
    z = (x - mu) / sigma
    return np.sum(-0.5 * z ** 2 - np.log(sigma) - 0.5 * math.log(2 * math.pi))


def half_cauchy_lpdf(x, scale=1.0):
    return np.sum(math.log(2 / math.pi) - np.log(scale) - np.log1p((x / scale) ** 2))


def student_t_lpdf(x, nu, mu=0.0, sigma=1.0):
    z = (x - mu) / sigma
    const = math.lgamma(0.5 * (nu + 1)) - math.lgamma(0.5 * nu) - 0.5 * math.log(nu * math.pi)
    return np.sum(const - np.log(sigma) - 0.5 * (nu + 1) * np.log1p(z ** 2 / nu))


def beta_lpdf(x, a, b):
    return (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)


PRIORS = {
    "mu": functools.partial(normal_lpdf, mu=0.0, sigma=2.0),
    "log_tau": functools.partial(half_cauchy_lpdf, scale=1.5),
    "theta": normal_lpdf,
    "logit_mix": functools.partial(beta_lpdf, a=2.0, b=3.0),
}


def constrain(raw):
    """Map what the sampler moves to what the model means; return the log of the Jacobian too."""
    values, log_jacobian = {}, 0.0
    for name, x in raw.items():
        if name.startswith("log_"):
            values[name] = np.exp(x)
            log_jacobian += np.sum(x)
        elif name.startswith("logit_"):
            p = 1 / (1 + np.exp(-x))
            values[name] = p
            log_jacobian += np.log(p) + np.log1p(-p)
        else:
            values[name] = x
    return values, log_jacobian


def log_density(raw, y, groups, *, temperature=1.0):
    values, total = constrain(raw)
    for name, value in values.items():
        total = total + PRIORS[name](value)
    effects = values["mu"] + values["log_tau"] * values["theta"]
    mix = values["logit_mix"]
    ll = 0.0
    for yi, g in zip(y, groups):
        inlier = math.log(1) + normal_lpdf(yi, effects[g], 0.5)
        outlier = student_t_lpdf(yi, 3.0, mu=effects[g], sigma=2.0)
        ll += np.logaddexp(np.log1p(-mix) + inlier, np.log(mix) + outlier)
    return total + ll / temperature


RAW = {"mu": 0.3, "log_tau": -0.2, "theta": signed(3, seed=41), "logit_mix": -0.7}
GROUPS = [0, 1, 2, 0, 1]


@case(RAW, signed(5, seed=42), 1.3)
def hierarchical(raw, y, temperature):
    return log_density(raw, y, GROUPS, temperature=temperature)


class Gaussian2:
    """A target with its own gradient, for leapfrog steps written by hand."""

    def __init__(self, precision):
        self.precision = precision

    def potential(self, q):
        return 0.5 * q @ self.precision @ q

    def gradient(self, q):
        return 0.5 * (self.precision + self.precision.T) @ q


def leapfrog(target, q, p, step, n):
    """Return where a path of Hamilton's equations ends and its energies; it stops where it diverges."""
    energy = [target.potential(q) + 0.5 * p @ p]
    p = p - 0.5 * step * target.gradient(q)
    for k in range(n):
        q = q + step * p
        if k != n - 1:
            p = p - step * target.gradient(q)
        energy.append(target.potential(q) + 0.5 * p @ p)
        if energy[-1] - energy[0] > 1000.0:
            print("divergent: energy %.1f" % energy[-1])
            break
    p = p - 0.5 * step * target.gradient(q)
    return q, -p, energy


@case(np.array([[1.5, 0.3], [0.2, 0.8]]), signed(2), signed(2, seed=1), 0.2)
def acceptance(precision, q, p, step):
    target = Gaussian2(precision)
    q_new, p_new, energy = leapfrog(target, q, p, step, n=4)
    drift = max(energy) - min(energy)
    log_ratio = target.potential(q) + 0.5 * p @ p - target.potential(q_new) - 0.5 * p_new @ p_new
    jump = np.sum((q_new - q) ** 2)
    return min(1.0, math.exp(log_ratio)) * jump + 0.1 * drift
