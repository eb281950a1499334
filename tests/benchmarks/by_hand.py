"""Their gradients, written by hand for speed."""
import math

import numpy as np


def loss(w):
    return -4 * (11 - (2 * w + 1))


def spiral(x, a):
    tape = []
    y = x
    while y * y < 1.0e4:
        tape.append(y)
        if y > 1.0:
            y = 1.001 * y + a * math.sin(y)
        else:
            y = y + a * x
    y_bar = 1.0
    x_bar = a_bar = 0.0
    for k in range(len(tape) - 1, -1, -1):
        y = tape[k]
        if y > 1.0:
            a_bar += y_bar * math.sin(y)
            y_bar = y_bar * (1.001 + a * math.cos(y))
        else:
            a_bar += y_bar * x
            x_bar += y_bar * a
    return x_bar + y_bar, a_bar


def orbit(x, y, alpha, beta, n):
    h = 0.01
    tape = []
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
        tape.append((x, y, x2, y2, x3, y3, x4, y4))
        x = x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        y = y + h / 6.0 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)
    x_bar = 2.0 * x
    y_bar = 2.0 * y
    alpha_bar = beta_bar = 0.0
    for i in range(n - 1, -1, -1):
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


def mlp(w1, b1, w2, b2, x, targets):
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


def heat_and_rate(u0, nu, steps):
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
    a_bar = 3.0 * a ** 2
    for i in range(n - 1, -1, -1):
        t = a_bar[i, i] * 0.5 / a[i, i]
        a_bar[i, i] = t
        for k in range(i - 1, -1, -1):
            a_bar[i, k] -= 2.0 * t * a[i, k]
        for j in range(i - 1, -1, -1):
            t = a_bar[i, j] / a[j, j]
            a_bar[i, j] = t
            a_bar[j, j] -= t * a[i, j]
            for k in range(j - 1, -1, -1):
                a_bar[i, k] -= t * a[j, k]
                a_bar[j, k] -= t * a[i, k]
    return a_bar


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
    a_bar = 2.0 * a
    for i in range(n - 1, -1, -1):
        for j in range(n - 1, i - 1, -1):
            t = a_bar[i, j]
            for k in range(i - 1, -1, -1):
                a_bar[i, k] -= t * a[k, j]
                a_bar[k, j] -= t * a[i, k]
        for j in range(i - 1, -1, -1):
            t = a_bar[i, j] / a[j, j]
            a_bar[i, j] = t
            a_bar[j, j] -= t * a[i, j]
            for k in range(j - 1, -1, -1):
                a_bar[i, k] -= t * a[k, j]
                a_bar[k, j] -= t * a[i, k]
    return a_bar


def gauss_seidel(a0, steps):
    a = a0.copy()
    n = a.shape[0]
    for t in range(steps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j - 1] + a[i - 1, j] + a[i - 1, j + 1] + a[i, j - 1] + a[i, j]
                           + a[i, j + 1] + a[i + 1, j - 1] + a[i + 1, j] + a[i + 1, j + 1]) / 9.0
    a_bar = 2.0 * a
    for t in range(steps):
        for i in range(n - 2, 0, -1):
            for j in range(n - 2, 0, -1):
                b = a_bar[i, j] / 9.0
                a_bar[i, j] = b
                a_bar[i - 1, j - 1] += b
                a_bar[i - 1, j] += b
                a_bar[i - 1, j + 1] += b
                a_bar[i, j - 1] += b
                a_bar[i, j + 1] += b
                a_bar[i + 1, j - 1] += b
                a_bar[i + 1, j] += b
                a_bar[i + 1, j + 1] += b
    return a_bar
