"""Simulations, filters and finance whose state is updated in place."""
import math

import numpy as np

from ..registry import case, numbers, signed


@case(signed(3, 2), signed(3, 2, seed=1), numbers(3, seed=2), 0.05)
def n_body(positions, velocities, masses, dt):
    n = len(masses)
    for step in range(2):
        forces = np.zeros_like(positions)
        for i in range(n):
            for j in range(i + 1, n):
                d = positions[j] - positions[i]
                f = masses[i] * masses[j] * d / (d @ d + 0.1) ** 1.5
                forces[i] += f
                forces[j] -= f
        velocities += dt * forces / masses[:, None]
        positions += dt * velocities
    return np.sum(positions ** 2) + np.sum(velocities)


@case(signed(3, 3), signed(3, 3, seed=1), 0.01, 3)
def planets_by_elements(pos, vel, dt, steps):
    for t in range(steps):
        for i in range(3):
            for j in range(i):
                dx = pos[i, 0] - pos[j, 0]
                dy = pos[i, 1] - pos[j, 1]
                dz = pos[i, 2] - pos[j, 2]
                mag = dt / math.sqrt(dx * dx + dy * dy + dz * dz + 0.1) ** 3
                vel[i, 0] -= dx * mag
                vel[i, 1] -= dy * mag
                vel[i, 2] -= dz * mag
                vel[j, 0] += dx * mag
                vel[j, 1] += dy * mag
                vel[j, 2] += dz * mag
        pos += dt * vel
    return np.sum(pos ** 2) + np.sum(vel ** 2)


@case(np.array([0.0, 1.2, 2.1, 3.5]), signed(4), 0.02)
def velocity_verlet(x, v, dt):
    acceleration = np.zeros(4)
    for step in range(3):
        x += v * dt + 0.5 * acceleration * dt * dt
        old = acceleration.copy()
        acceleration[:] = 0.0
        r = x[1:] - x[:-1]
        f = 12 * (r ** -13 - r ** -7)
        acceleration[1:] += f
        acceleration[:-1] -= f
        v += 0.5 * (old + acceleration) * dt
    return np.sum(v ** 2) + x[3] * x[0]


@case(signed(2), np.eye(2) + 0.3 * numbers(2, 2), np.array([[0.3, 0.1], [0.1, 0.4]]),
      np.array([[1.0, 0.5]]), 0.6, signed(4, seed=2))
def kalman_filter(x, p, q, h, r, measured):
    f = np.array([[1.0, 0.1], [0.0, 1.0]])
    likelihood = 0.0
    estimates = np.empty((len(measured), 2))
    for k, z in enumerate(measured):
        x = f @ x
        p[:] = f @ p @ f.T + q
        innovation = z - (h @ x)[0]
        s = (h @ p @ h.T)[0, 0] + r
        gain = (p @ h.T)[:, 0] / s
        x += gain * innovation
        p -= np.outer(gain, h[0] @ p)
        estimates[k] = x
        likelihood -= 0.5 * (np.log(s) + innovation ** 2 / s)
    return likelihood + np.sum(estimates ** 2)


@case(np.array([-0.4, 0.3, -1.3, 0.6, 2.0]), np.array([0.5, 0.2, 0.15, 0.9, 0.3]))
def mandelbrot_with_masks(cx, cy):
    x, y = np.zeros_like(cx), np.zeros_like(cy)
    count = np.zeros(cx.shape, dtype=int)
    alive = np.ones(cx.shape, dtype=bool)
    for k in range(5):
        xt = x[alive] ** 2 - y[alive] ** 2 + cx[alive]
        y[alive] = 2 * x[alive] * y[alive] + cy[alive]
        x[alive] = xt
        alive &= x * x + y * y < 4.0
        count[alive] += 1
    r = np.sqrt(x * x + y * y + 1)
    return np.sum(np.log(r)) + np.sum(count * r)


@case(np.array([-0.4, 0.3, 2.0]), np.array([0.5, 0.2, 0.3]))
def mandelbrot_that_shrinks(cx, cy):
    smooth = np.zeros(len(cx))
    index = np.arange(len(cx))
    x, y = cx.copy(), cy.copy()
    for k in range(4):
        if len(index) == 0:
            break
        x, y = x * x - y * y + cx[index], 2 * x * y + cy[index]
        out = x * x + y * y > 4.0
        smooth[index[out]] = k + 1 - np.log(np.log(x[out] ** 2 + y[out] ** 2))
        index, x, y = index[~out], x[~out], y[~out]
    smooth[index] = x ** 2 - y
    return np.sum(smooth ** 2)


@case(0.4, 0.05, 1.03, 6, 4)
def option_by_crank_nicolson(sigma, rate, strike, n, steps):
    s = np.linspace(0.0, 3.0, n + 1)
    dt = 1.0 / steps
    v = np.maximum(s - strike, 0.0)
    i = np.arange(1, n)
    a = 0.25 * dt * (sigma ** 2 * i ** 2 - rate * i)
    b = -0.5 * dt * (sigma ** 2 * i ** 2 + rate)
    c = 0.25 * dt * (sigma ** 2 * i ** 2 + rate * i)
    for step in range(steps):
        d = a * v[:-2] + (1 + b) * v[1:-1] + c * v[2:]
        v[-1] = 3.0 - strike * np.exp(-rate * dt * (step + 1))
        d[-1] += c[-1] * v[-1]
        diagonal = 1 - b
        for k in range(1, n - 1):
            w = -a[k] / diagonal[k - 1]
            diagonal[k] += w * c[k - 1]
            d[k] -= w * d[k - 1]
        v[n - 1] = d[-1] / diagonal[-1]
        for k in range(n - 3, -1, -1):
            v[k + 1] = (d[k] + c[k] * v[k + 2]) / diagonal[k]
    return v[2] + 0.5 * v[3]


@case(1.0, 1.07, 0.05, 0.3, 5)
def option_by_a_binomial_tree(spot, strike, rate, sigma, n):
    dt = 1.0 / n
    u = math.exp(sigma * math.sqrt(dt))
    p = (math.exp(rate * dt) - 1 / u) / (u - 1 / u)
    discount = math.exp(-rate * dt)
    price = spot * u ** (2.0 * np.arange(n + 1) - n)
    value = np.maximum(strike - price, 0.0)
    for step in range(n, 0, -1):
        value[:step] = discount * (p * value[1:step + 1] + (1 - p) * value[:step])
        price[:step] *= u
        value[:step] = np.maximum(value[:step], strike - price[:step])
    return value[0]


@case(signed(3), signed(3, 3, seed=1), 0.1, 4)
def runge_kutta_with_buffers(y, a, h, steps):
    k = np.empty((4, len(y)))
    stage = np.empty_like(y)
    for step in range(steps):
        np.tanh(a @ y, out=k[0])
        stage[:] = y + 0.5 * h * k[0]
        np.tanh(a @ stage, out=k[1])
        stage[:] = y + 0.5 * h * k[1]
        np.tanh(a @ stage, out=k[2])
        stage[:] = y + h * k[2]
        np.tanh(a @ stage, out=k[3])
        y += h / 6 * (k[0] + 2 * k[1] + 2 * k[2] + k[3])
    return np.sum(y ** 2)


@case(np.array([0.9, 0.1, 0.0]), 0.8, 0.3)
def epidemic(state, beta, gamma):
    trajectory = np.zeros((6, 3))
    trajectory[0] = state
    for t in range(1, 6):
        s, i, r = trajectory[t - 1]
        infected, recovered = beta * s * i, gamma * i
        trajectory[t] = trajectory[t - 1]
        trajectory[t, 0] -= infected
        trajectory[t, 1] += infected - recovered
        trajectory[t, 2] += recovered
    return np.sum(trajectory[:, 1] ** 2) + trajectory[-1, 2]


@case(numbers(3, 3), numbers(3, seed=1), np.array([0, 2, 1, 1]))
def hidden_markov_model(transitions, start, observed):
    transitions /= transitions.sum(axis=1, keepdims=True)
    start /= start.sum()
    emission = np.array([[0.7, 0.2, 0.1], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6]])
    alpha = np.empty((len(observed), 3))
    log_likelihood = 0.0
    for t in range(len(observed)):
        alpha[t] = start if t == 0 else alpha[t - 1] @ transitions
        alpha[t] *= emission[:, observed[t]]
        scale = alpha[t].sum()
        alpha[t] /= scale
        log_likelihood += np.log(scale)
    return log_likelihood + np.sum(alpha[-1] ** 2)


@case(numbers(4), numbers(4, seed=1))
def soft_time_warping(x, y):
    cost = np.full((5, 5), 1e3)
    cost[0, 0] = 0.0
    for i in range(1, 5):
        for j in range(1, 5):
            a, b, c = cost[i - 1, j], cost[i, j - 1], cost[i - 1, j - 1]
            low = min(a, b, c)
            soft = low - np.log(np.exp(low - a) + np.exp(low - b) + np.exp(low - c))
            cost[i, j] = (x[i - 1] - y[j - 1]) ** 2 + soft
    return cost[4, 4]


@case(signed(5), 0.4)
def rays_marched_until_they_hit(direction, radius):
    distance = np.zeros(5)
    active = np.ones(5, dtype=bool)
    for k in range(6):
        gap = np.sqrt((distance[active] - 2.0) ** 2 + direction[active] ** 2) - radius
        distance[active] += 0.8 * gap
        hit = np.zeros(5, dtype=bool)
        hit[active] = gap < 0.3
        active[hit] = False
        active[distance > 5] = False
    return np.sum(distance ** 2)


@case(signed(4, 2), numbers(3, seed=1), np.array([0, 1, 2]), np.array([1, 3, 0]))
def springs_assembled(positions, stiffness, start, end):
    forces = np.zeros_like(positions)
    for e in range(len(stiffness)):
        i, j = start[e], end[e]
        d = positions[j] - positions[i]
        forces[i] += stiffness[e] * d
        forces[j] -= stiffness[e] * d
    stiffness_matrix = np.zeros((4, 4))
    for e in range(len(stiffness)):
        nodes = np.array([start[e], end[e]])
        stiffness_matrix[np.ix_(nodes, nodes)] += stiffness[e] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    forces += 0.1 * stiffness_matrix @ positions ** 2
    return np.sum(forces ** 2)
