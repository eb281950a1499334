"""The derivatives of functions.py as an expert writes them by hand."""
import math

import numpy as np


def loss_grad(w):
    # reverse sweep
    return -4 * (11 - (2 * w + 1))


def log_ratio_grad(x):
    y = x ** 2
    # reverse sweep
    y_bar = 1 / x / y
    return y_bar * 2 * x - math.log(y) / x ** 2


def rosenbrock_grad(x, y):
    a = 1 - x
    b = y - x ** 2
    # reverse sweep
    a_bar = 2 * a
    b_bar = 200 * b
    return -a_bar - 2 * x * b_bar, b_bar


def square_root_grad(a):
    tape = []
    x = a
    while abs(x * x - a) > 1e-12:
        tape.append(x)
        x = 0.5 * (x + a / x)
    # reverse sweep
    x_bar = 1.0
    a_bar = 0.0
    while tape:
        x = tape.pop()
        t_bar = 0.5 * x_bar
        a_bar += t_bar / x
        x_bar = t_bar - t_bar * a / x ** 2
    return a_bar + x_bar


def spiral_grad(x, a):
    tape = []
    y = x
    while y * y < 1.0e4:
        tape.append(y)
        if y > 1.0:
            y = 1.01 * y + a * math.sin(y)
        else:
            y = y + a * x
    # reverse sweep
    y_bar = 1.0
    x_bar = a_bar = 0.0
    while tape:
        y = tape.pop()
        if y > 1.0:
            a_bar += y_bar * math.sin(y)
            y_bar = y_bar * 1.01 + y_bar * a * math.cos(y)
        else:
            a_bar += y_bar * x
            x_bar += y_bar * a
    return x_bar + y_bar, a_bar


def horner_grad(coefficients, x):
    tape = []
    y = 0.0
    for c in coefficients:
        tape.append(y)
        y = y * x + c
    # reverse sweep
    coefficients_bar = np.zeros(len(coefficients))
    x_bar = 0.0
    y_bar = 1.0
    for k in range(len(coefficients) - 1, -1, -1):
        coefficients_bar[k] = y_bar
        x_bar += y_bar * tape[k]
        y_bar = y_bar * x
    return coefficients_bar, x_bar


def oscillator_grad(q, p, k):
    tape = []
    for i in range(100):
        q = q + 0.01 * p
        p = p - 0.01 * k * q
        tape.append(q)
    # reverse sweep
    p_bar = p
    q_bar = k * q
    k_bar = 0.5 * q * q
    for i in range(99, -1, -1):
        k_bar -= 0.01 * p_bar * tape[i]
        q_bar -= 0.01 * p_bar * k
        p_bar += 0.01 * q_bar
    return q_bar, p_bar, k_bar


def ridge_grad(x, y, w, penalty):
    residual = x @ w - y
    # reverse sweep
    w_bar = 2 * penalty * w
    residual_bar = 2 * residual / len(residual)
    w_bar += x.T @ residual_bar
    return w_bar, np.sum(w ** 2)


def mlp_grad(x, t, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    o = h @ w2 + b2
    z = o - np.max(o, axis=1, keepdims=True)
    e = np.exp(z)
    s = np.sum(e, axis=1, keepdims=True)
    # reverse sweep
    log_p_bar = -t / len(x)
    s_bar = -np.sum(log_p_bar, axis=1, keepdims=True) / s
    z_bar = log_p_bar + s_bar * e
    # what is subtracted as the maximum cancels, for a softmax does not change under a shift
    o_bar = z_bar
    w2_bar = h.T @ o_bar
    b2_bar = np.sum(o_bar, axis=0)
    h_bar = o_bar @ w2.T
    g_bar = h_bar * (1 - h * h)
    w1_bar = x.T @ g_bar
    b1_bar = np.sum(g_bar, axis=0)
    return w1_bar, b1_bar, w2_bar, b2_bar


def masked_norm_grad(x, limit):
    inside = np.abs(x) < limit
    kept = np.where(inside, x, 0.0)
    norm = np.sqrt(np.sum(kept * kept))
    # reverse sweep
    kept_bar = kept / norm
    return np.where(inside, kept_bar, 0.0)
