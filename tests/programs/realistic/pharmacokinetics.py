"""The likelihood of concentrations after doses: compartments, censoring, priors, and returns as soon as it is hopeless."""
import math
from dataclasses import dataclass

import numpy as np

from ..registry import case, refused

LLOQ = 0.05                                # below this nothing is measured


@dataclass(frozen=True)
class Parameters:
    """Clearance, volumes, absorption, and how much reaches the blood."""

    cl: float
    v1: float
    q: float
    v2: float
    ka: float
    f: float = 0.8


@dataclass(frozen=True)
class Subject:
    """One person: weight, doses as (time, amount), samples as (time, concentration or None)."""

    weight: float
    doses: tuple
    samples: tuple


def scaled(params, weight, reference=70.0):
    """Allometry: clearances by the power 0.75, volumes in proportion."""
    ratio = weight / reference
    return Parameters(
        cl=params.cl * ratio ** 0.75, v1=params.v1 * ratio, q=params.q * ratio ** 0.75, v2=params.v2 * ratio,
        ka=params.ka, f=params.f,
    )


def macro_rates(p):
    k10, k12, k21 = p.cl / p.v1, p.q / p.v1, p.q / p.v2
    total = k10 + k12 + k21
    disc = total ** 2 - 4 * k10 * k21
    if disc <= 0:
        return None
    root = math.sqrt(disc)
    return 0.5 * (total + root), 0.5 * (total - root), k21


def concentration(p, doses, t):
    """A two-compartment model with first-order absorption, superposed over the doses."""
    rates = macro_rates(p)
    if rates is None:
        return math.nan
    alpha, beta, k21 = rates
    total = 0.0
    for time, amount in doses:
        if time >= t:
            break
        tau = t - time
        scale = p.ka * p.f * amount / p.v1
        a = (k21 - alpha) / ((p.ka - alpha) * (beta - alpha))
        b = (k21 - beta) / ((p.ka - beta) * (alpha - beta))
        total += scale * (a * math.exp(-alpha * tau) + b * math.exp(-beta * tau) - (a + b) * math.exp(-p.ka * tau))
    return total


def log_normal_cdf(z):
    return math.log(0.5 * math.erfc(-z / math.sqrt(2.0)))


def subject_log_likelihood(params, subject, sigma_add, sigma_prop):
    own = scaled(params, subject.weight)
    ll = 0.0
    for t, observed in subject.samples:
        predicted = concentration(own, subject.doses, t)
        if math.isnan(predicted):
            return -math.inf
        sd = math.sqrt(sigma_add ** 2 + (sigma_prop * predicted) ** 2)
        if observed is None:
            ll += log_normal_cdf((LLOQ - predicted) / sd)
            continue
        z = (observed - predicted) / sd
        ll -= 0.5 * z * z + math.log(sd) + 0.5 * math.log(2 * math.pi)
    return ll


def log_prior(params):
    centers = {"cl": 5.0, "v1": 20.0, "q": 3.0, "v2": 30.0, "ka": 1.0}
    lp = 0.0
    for name, center in centers.items():
        value = getattr(params, name)
        if value <= 0:
            return -math.inf
        lp -= 0.5 * (math.log(value / center) / 0.5) ** 2
    return lp


STUDY = [
    Subject(62.0, ((0.0, 100.0), (12.0, 100.0)), ((1.0, 1.9), (4.0, 1.5), (13.0, 2.6), (60.0, None))),
    Subject(81.0, ((0.0, 150.0),), ((0.5, 1.4), (2.0, 2.4), (8.0, 1.2), (48.0, None))),
]


def negative_log_posterior(params, sigma_add, sigma_prop, subjects=STUDY):
    if sigma_add <= 0 or sigma_prop <= 0:
        return math.inf
    lp = log_prior(params)
    if not math.isfinite(lp):
        return math.inf
    for subject in subjects:
        ll = subject_log_likelihood(params, subject, sigma_add, sigma_prop)
        if ll == -math.inf:
            return math.inf
        lp += ll
    return -lp


@refused(np.log([4.5, 22.0, 2.5, 35.0, 1.2]), 0.1, 0.2)
def posterior_of_logs(theta, sigma_add, sigma_prop):
    cl, v1, q, v2, ka = np.exp(theta)
    return negative_log_posterior(Parameters(cl, v1, q, v2, ka), sigma_add, sigma_prop)


@case(Parameters(4.5, 22.0, 2.5, 35.0, 1.2), 0.15)
def posterior_of_parameters(params, sigma_prop):
    return negative_log_posterior(params, 0.1, sigma_prop, subjects=STUDY[:1])
