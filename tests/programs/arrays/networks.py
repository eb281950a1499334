"""Layers of neural networks that fill their output, and training in place."""
import numpy as np

from ..registry import case, numbers, signed


@case(signed(3, 4))
def softmax_in_place(x):
    x -= np.max(x, axis=1, keepdims=True)
    np.exp(x, out=x)
    x /= np.sum(x, axis=-1, keepdims=True)
    return np.sum(x ** 2 * np.arange(1.0, 5.0))


@case(signed(4, 5), signed(2, 2, 3, seed=1), signed(2, seed=2))
def convolution_by_windows(image, filters, bias):
    out = np.empty((2, 3, 3))
    for c in range(2):
        for i in range(3):
            for j in range(3):
                out[c, i, j] = np.sum(image[i:i + 2, j:j + 3] * filters[c]) + bias[c]
    out[out < 0] = 0.0
    return np.sum(out ** 2)


@case(signed(1, 4, 4, 1), signed(2, 2, 1, 2, seed=1), signed(2, seed=2))
def convolution_layer(x, weights, bias):
    k, n = weights.shape[0], x.shape[1] - weights.shape[0] + 1
    output = np.empty((x.shape[0], n, n, weights.shape[3]))
    for i in range(n):
        for j in range(n):
            output[:, i, j, :] = np.sum(x[:, i:i + k, j:j + k, :, np.newaxis] * weights[np.newaxis], axis=(1, 2, 3))
    output += bias
    np.maximum(output, 0.0, out=output)
    return np.sum(output ** 2)


@case(signed(2, 4, 4, seed=5))
def pooling_by_slices(x):
    out = np.empty((2, 2, 2))
    for i in range(2):
        for j in range(2):
            out[:, i, j] = np.max(x[:, 2 * i:2 * i + 2, 2 * j:2 * j + 2], axis=(1, 2))
    return np.sum(out ** 2)


@case(numbers(4, 4))
def average_pooling(x):
    out = np.zeros((2, 2))
    for di in range(2):
        for dj in range(2):
            out += x[di::2, dj::2]
    out /= 4
    return np.sum(out ** 3)


@case(signed(6, 6), signed(2, 3, 3, seed=1), signed(2, seed=2), signed(3, 8, seed=3))
def small_lenet(image, filters, bias, dense):
    maps = np.zeros((2, 4, 4))
    for c in range(2):
        for i in range(3):
            for j in range(3):
                maps[c] += filters[c, i, j] * image[i:i + 4, j:j + 4]
        maps[c] += bias[c]
    np.tanh(maps, out=maps)
    pooled = np.empty((2, 2, 2))
    for i in range(2):
        for j in range(2):
            pooled[:, i, j] = maps[:, 2 * i:2 * i + 2, 2 * j:2 * j + 2].max(axis=(1, 2))
    scores = dense @ pooled.reshape(-1)
    scores -= scores.max()
    np.exp(scores, out=scores)
    scores /= scores.sum()
    return -np.log(scores[1])


@case(signed(3), signed(4, 3, seed=1), signed(4, seed=2), 0.1, 0.9)
def momentum(w, x, y, rate, friction):
    v = np.zeros_like(w)
    for epoch in range(3):
        for k in range(len(y)):
            gradient = (w @ x[k] - y[k]) * x[k]
            v *= friction
            v -= rate * gradient
            w += v
    return np.sum(w ** 2)


@case(signed(3), signed(3, 3, seed=1), 0.05)
def adam(w, a, rate):
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, 4):
        gradient = a @ w + w ** 3
        m *= 0.9
        m += 0.1 * gradient
        v *= 0.99
        v += 0.01 * gradient ** 2
        w -= rate * (m / (1 - 0.9 ** t)) / (np.sqrt(v / (1 - 0.99 ** t)) + 1e-3)
    return np.sum(w ** 2)


@case(signed(4, 2), 0.5 * signed(2, 6, seed=1), 0.5 * signed(3, 6, seed=2), signed(6, seed=3))
def gated_unit_that_stores_its_states(xs, wx, wh, b):
    states = np.zeros((5, 3))
    gates = np.empty(6)
    for t in range(4):
        np.dot(xs[t], wx, out=gates)
        gates += states[t] @ wh
        gates += b
        gates[:3] = 1 / (1 + np.exp(-gates[:3]))
        np.tanh(gates[3:], out=gates[3:])
        states[t + 1] = gates[:3] * states[t] + (1 - gates[:3]) * gates[3:]
    return np.sum(states ** 2)
