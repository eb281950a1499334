"""The programs that are timed."""
import math

import numpy as np


def loss(w):
    return (11 - (2 * w + 1)) ** 2


def spiral(x, a):
    y = x
    while y * y < 1.0e4:
        if y > 1.0:
            y = 1.001 * y + a * math.sin(y)
        else:
            y = y + a * x
    return y


def orbit(x, y, alpha, beta, n):
    h = 0.01
    for i in range(n):
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


def mlp(w1, b1, w2, b2, x, targets):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.max(o, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.sum(targets * log_p) / len(x)


def ten_lines(x, w, b, y):
    z = x @ w + b
    s = 0.0
    for i in range(len(y)):
        d = z[i] - y[i]
        if d > 0:
            s += d * d
        else:
            s += 0.5 * d * d * d * d
    p = np.sum(w * w)
    return s / len(y) + 0.1 * p


def heat(u0, nu, steps):
    u = u0.copy()
    for t in range(steps):
        lap = u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4.0 * u[1:-1, 1:-1]
        u[1:-1, 1:-1] += nu * lap
    return np.sum(u * u)


heat_and_rate = heat                       # differentiated with respect to nu too


def cholesky(a0):
    a = a0.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[j, k]
            a[i, j] /= a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])
    return np.sum(a ** 3)


def lu(a0):
    a = a0.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]
    return np.sum(a * a)


def gauss_seidel(a0, steps):
    a = a0.copy()
    n = a.shape[0]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                           + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0
    return np.sum(a * a)
