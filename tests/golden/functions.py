"""Ten functions whose emitted derivatives are kept beside ones written by hand (see hand.py)."""
import math

import numpy as np


def loss(w):
    return (11 - (2 * w + 1)) ** 2


def log_ratio(x):
    return math.log(x ** 2) / x


def rosenbrock(x, y):
    a = 1 - x
    b = y - x ** 2
    return a ** 2 + 100 * b ** 2


def square_root(a):
    x = a
    while abs(x * x - a) > 1e-12:
        x = 0.5 * (x + a / x)
    return x


def spiral(x, a):
    y = x
    while y * y < 1.0e4:
        if y > 1.0:
            y = 1.01 * y + a * math.sin(y)
        else:
            y = y + a * x
    return y


def horner(coefficients, x):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


def oscillator(q, p, k):
    for i in range(100):
        q = q + 0.01 * p
        p = p - 0.01 * k * q
    return 0.5 * p * p + 0.5 * k * q * q


def ridge(x, y, w, penalty):
    residual = x @ w - y
    return np.mean(residual ** 2) + penalty * np.sum(w ** 2)


def mlp(x, t, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.max(o, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(t * log_p) / len(x)


def masked_norm(x, limit):
    kept = np.where(np.abs(x) < limit, x, 0.0)
    return np.sqrt(np.sum(kept * kept))
