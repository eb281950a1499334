"""Longer programs, the kind people bring."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(numbers(5))
def logsumexp(x):
    m = x[0]
    for v in x:
        if v > m:
            m = v
    total = 0.0
    for v in x:
        total += math.exp(v - m)
    return m + math.log(total)


@case(1.0, 0.5, 0.8, 0.4)
def lotka_volterra(prey, predators, alpha, beta):
    h = 0.1
    for i in range(10):
        k1 = alpha * prey - beta * prey * predators
        l1 = beta * prey * predators - alpha * predators
        p = prey + 0.5 * h * k1
        q = predators + 0.5 * h * l1
        k2 = alpha * p - beta * p * q
        l2 = beta * p * q - alpha * q
        prey = prey + h * k2
        predators = predators + h * l2
    return prey * predators


def rhs(y, p):
    return np.array([p[0] * y[0] - p[1] * y[0] * y[1], p[3] * y[0] * y[1] - p[2] * y[1]])


@case(numbers(2), numbers(4, seed=1), 0.1, 6)
def rk4_arrays(y, p, h, n):
    for i in range(n):
        k1 = rhs(y, p)
        k2 = rhs(y + 0.5 * h * k1, p)
        k3 = rhs(y + 0.5 * h * k2, p)
        k4 = rhs(y + h * k3, p)
        y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return np.sum(y * y)


@case(signed(4, 3), signed(3, 5, seed=1), signed(5, seed=2), signed(5, 2, seed=3), signed(2, seed=4),
      np.array([0, 1, 1, 0]))
def mlp(x, w1, b1, w2, b2, labels):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.max(o, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.mean(np.sum(log_p * np.eye(2)[labels], axis=1))


@case(signed(3, 2), np.zeros(3), np.zeros(3), signed(2, 12, seed=1),
      signed(3, 12, seed=2), signed(12, seed=3))
def lstm(xs, h, c, wx, wh, b):
    n = h.shape[0]
    loss = 0.0
    for k in range(xs.shape[0]):
        g = xs[k] @ wx + h @ wh + b
        i = 1.0 / (1.0 + np.exp(-g[:n]))
        f = 1.0 / (1.0 + np.exp(-g[n:2 * n]))
        o = 1.0 / (1.0 + np.exp(-g[2 * n:3 * n]))
        q = np.tanh(g[3 * n:])
        c = f * c + i * q
        h = o * np.tanh(c)
        loss = loss + np.sum(h * h)
    return loss


@case(signed(6, 3), signed(3, seed=1), 0.3, signed(6, seed=2))
def ridge(x, w, penalty, y):
    residual = x @ w - y
    return np.mean(residual ** 2) + penalty * np.sum(w ** 2)


@case(signed(5, 3), signed(3, seed=1), np.array([0.0, 1.0, 1.0, 0.0, 1.0]), wrt=("x", "w"))
def logistic(x, w, y):
    z = x @ w
    return np.sum(np.logaddexp(0.0, z) - y * z)


@case(numbers(3, 2), numbers(3, seed=1))
def gravity(positions, masses):
    energy = 0.0
    n = len(masses)
    for i in range(n):
        for j in range(i + 1, n):
            d = positions[i] - positions[j]
            r = np.sqrt(d @ d + 0.01)
            energy -= masses[i] * masses[j] / r
    return energy


@case(0.3, 0.7)
def kepler(eccentricity, mean_anomaly):
    e = mean_anomaly
    for i in range(50):
        step = (e - eccentricity * math.sin(e) - mean_anomaly) / (1 - eccentricity * math.cos(e))
        e = e - step
        if abs(step) < 1e-12:
            break
    return math.cos(e) - eccentricity


@case(0.4, 2.1)
def bisection_then_newton(low, high):
    for i in range(3):
        middle = 0.5 * (low + high)
        if middle ** 3 - 2 > 0:
            high = middle
        else:
            low = middle
    x = 0.5 * (low + high)
    return x - (x ** 3 - 2) / (3 * x ** 2)


@case(numbers(4), 0.6)
def horner(coefficients, x):
    y = 0.0
    for a in coefficients[::-1]:
        y = y * x + a
    return y


@case(0.2, 1.1)
def simpson(a, b):
    n = 8
    h = (b - a) / n
    s = math.sin(a * a) + math.sin(b * b)
    for i in range(1, n):
        x = a + i * h
        s += (4 if i % 2 else 2) * math.sin(x * x)
    return s * h / 3


@case(numbers(3, 3))
def power_iteration(a):
    v = np.ones(3)
    for i in range(6):
        v = a @ v
        v = v / np.sqrt(v @ v)
    return v @ a @ v


@case(numbers(6), 0.2)
def heat_step(u, nu):
    for t in range(4):
        left = np.concatenate([u[:1], u[:-1]])
        right = np.concatenate([u[1:], u[-1:]])
        u = u + nu * (left - 2 * u + right)
    return np.sum(u ** 2)


@case(signed(5, 2), signed(2, 2, seed=1))
def gaussian_kernel(x, z):
    d = np.sum((x[:, None, :] - z[None, :, :]) ** 2, axis=2)
    return np.sum(np.exp(-0.5 * d))


@case(numbers(2), numbers(2, seed=1))
def momentum_descent(x, v):
    for i in range(5):
        gradient = np.array([2 * x[0], 10 * x[1] ** 3])
        v = 0.5 * v - 0.05 * gradient
        x = x + v
    return np.sum(x * x)


@case(numbers(8), 0.8)
def autoregressive(series, phi):
    total = 0.0
    previous = 0.0
    for value in series:
        innovation = value - phi * previous
        total += innovation * innovation
        previous = value
    return total / len(series)


@case(numbers(2, 4), numbers(4, 4, seed=1), numbers(4, 4, seed=2), numbers(4, 4, seed=3))
def attention(x, wq, wk, wv):
    q, k, v = x @ wq, x @ wk, x @ wv
    scores = q @ k.T / np.sqrt(4.0)
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return np.sum((e / np.sum(e, axis=-1, keepdims=True) @ v) ** 2)


@case(1.5, 2.5)
def arithmetic_geometric_mean(a, b):
    while abs(a - b) > 1e-9:
        a, b = 0.5 * (a + b), math.sqrt(a * b)
    return a


@case(0.31, 4)
def logistic_map(x, n):
    for i in range(n):
        x = 3.7 * x * (1 - x)
    return x


@case(numbers(4), numbers(4, seed=1))
def dynamic_time_warp_row(x, y):
    total = 0.0
    for i in range(len(x)):
        best = 1e9
        for j in range(len(y)):
            d = (x[i] - y[j]) ** 2
            if d < best:
                best = d
        total += best
    return total


@case(5, 0.95, 100.0)
def compound_interest(years, factor, principal):
    balance = principal
    year = 0
    while year < years:
        balance = balance * (1 + factor / 100)
        if balance > 102:
            balance = balance - 1.0 * factor
        year += 1
    return balance
