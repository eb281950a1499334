"""Programs as they are written at work: filters, simulators, likelihoods, searches, networks, solvers."""
import math

import numpy as np

from .registry import case, numbers, signed


@case(1.1, 0.4, 8)
def pendulum_history(theta, damping, n):
    dt = 0.1
    x, v, t = theta, 0.0, 0.0
    xs, energies = [x], []
    while t < n * dt:
        a = -math.sin(x) - damping * v
        (x, v), t = (x + dt * v, v + dt * a), t + dt
        xs.append(x)
        if abs(x) < 0.3:
            continue
        energies.append(0.5 * v ** 2 + (1 - math.cos(x)))
    track = np.array(xs)
    return np.sum(track ** 2) + sum(energies) / len(energies)


@case(signed(5), 0.3)
def running_filter(y, q):
    state = (0.0, 1.0)
    record = []
    for k, obs in enumerate(y):
        m, p = state
        p = p + q
        gain = p / (p + 0.5)
        m += gain * (obs - m)
        p *= 1 - gain
        state = m, p
        record.append((m, p, k))
    total = 0.0
    for m, p, k in reversed(record):
        total = total * 0.9 + m * p * (k + 1)
    return total


@case(numbers(3, 4), numbers(4, seed=2))
def rows_of_net(w, x):
    tape = []
    h = x
    for row in w:
        z = row * h
        tape.append(z)
        h = np.where(z > 0.6, np.tanh(z), 0.1 * z)
    out = np.stack(tape, axis=1)
    out[0] *= 2.0
    out[:, -1] += h
    return np.sum(out * out)


@case(numbers(2, 3), numbers(3, seed=4), numbers(2, seed=5))
def mlp_lists(w, x, b):
    params = [(w, b), (w.T, x)]
    h = x
    acts = []
    for i, (W, c) in enumerate(params):
        h = W @ h + c
        if i < len(params) - 1:
            h = np.maximum(h, 0.2 * h)
        acts.append(h)
    return sum([np.sum(a ** 2) for a in acts])


@case(numbers(3, 3), numbers(3, seed=1))
def gauss_seidel_swapbuf(a, b):
    a = a + 4 * np.eye(3)
    old, new = np.zeros(3), np.ones(3)
    it = 0
    while True:
        for i in range(3):
            new[i] = (b[i] - a[i, :i] @ new[:i] - a[i, i + 1:] @ old[i + 1:]) / a[i, i]
        old, new = new, old
        it += 1
        if it >= 5:
            break
    return np.dot(old, new)


@case(numbers(5), numbers(5, seed=3), 0.4)
def likelihood(y, sigma, mu):
    ll = 0.0
    for yi, si in zip(y, sigma):
        if yi < 0.6:
            ll += math.log(0.5 * math.erfc((yi - mu) / (si * math.sqrt(2))))
            continue
        z = (yi - mu) / si
        ll -= 0.5 * z ** 2 + math.log(si)
        if z > 4:
            break
    else:
        ll *= 1.01
    return -ll / len(y)


@case(numbers(4, 3))
def sparse_assembly(coords):
    n = coords.shape[0]
    k = np.zeros((n, n))
    elements = [(0, 1), (1, 2), (2, 3), (0, 3), (1, 3)]
    for e, (i, j) in enumerate(elements):
        d = coords[i] - coords[j]
        stiff = 1.0 / np.sqrt(d @ d + 0.1)
        local = stiff * np.array([[1.0, -1.0], [-1.0, 1.0]])
        idx = np.array([i, j])
        k[np.ix_(idx, idx)] += local
    k[0, :] = 0
    k[0, 0] = 1
    f = np.ones(n)
    return np.linalg.solve(k + 0.2 * np.eye(n), f)[-1]


@case(signed(4), 0.3)
def tuple_records(x, a):
    events = []
    t, level = 0.0, 1.0
    for k in range(6):
        rate = a + abs(x[k % 4])
        dt = 1.0 / rate
        t += dt
        kind = "up" if x[k % 4] > 0 else "down"
        events.append((t, kind, level))
        if kind == "up":
            level *= 1.2 * rate
        else:
            level /= 1.0 + dt
    score = 0.0
    for time, kind, lev in events:
        if kind == "down":
            continue
        score += time * lev
    return score + events[-1][0] * events[0][2]


@case(signed(3), 6)
def queue_of_ints(x, n):
    queue = [0]
    seen = [False] * 7
    order = []
    s = 1.0
    head = 0
    while head < len(queue):
        k = queue[head]
        head += 1
        if seen[k]:
            continue
        seen[k] = True
        order.append(k)
        s = s * (1 + 0.1 * x[k % 3]) + k * x[(k + 1) % 3]
        for j in (2 * k + 1, 2 * k + 2):
            if j < n and not seen[j]:
                queue.append(j)
    return s * len(order) + order[-1] * x[0]


@case(signed(6))
def stack_of_indices(x):
    stack = []
    area = 0.0
    for i in range(len(x)):
        while stack and x[stack[-1]] > x[i]:
            j = stack.pop()
            width = i - (stack[-1] if stack else -1)
            area += x[j] ** 2 * width
        stack.append(i)
    while stack:
        area += x[stack.pop()] * len(stack)
    return area


@case(numbers(4, 4))
def dijkstra(w):
    n = 4
    dist = [1e9] * n
    dist[0] = 0.0
    done = [False] * n
    for _ in range(n):
        u, best = -1, 1e10
        for i in range(n):
            if not done[i] and dist[i] < best:
                u, best = i, dist[i]
        done[u] = True
        for v in range(n):
            if v != u:
                alt = dist[u] + w[u, v]
                if alt < dist[v]:
                    dist[v] = alt
    return dist[3] + dist[1] * dist[2]


@case(signed(6), 0.2, 1.1)
def garch(r, a, b):
    h = [0.5]
    ll = 0.0
    for t in range(1, len(r)):
        h.append(0.1 + a * r[t - 1] ** 2 + b * 0.5 * h[t - 1])
        ll -= 0.5 * (math.log(h[t]) + r[t] ** 2 / h[t])
        if h[-1] > 1.0 and len(h) > 3:
            h[-1] = 1.0 + 0.1 * (h[-1] - 1.0)
    return ll * h[-1] + max(h)


@case(np.array([1.0, 0.0]), 0.9, 1.5)
def bouncing_ball(state, e, g):
    h, v = state
    t = 0.0
    bounces = []
    while t < 3.0 and len(bounces) < 4:
        a = 0.5 * g
        disc = v * v + 4 * a * h
        dt = (v + math.sqrt(disc)) / (2 * a)
        t += dt
        v = -e * (v - g * dt)
        h = 0.0
        bounces.append((t, v))
        if v < 0.2:
            break
    else:
        t = t + 0.1 * v
    return t * v + sum(b[0] * b[1] for b in bounces)


@case(signed(4))
def bools_in_array(x):
    done = np.zeros(4, bool)
    s = 0.0
    while not done.all():
        k = int(np.argmax(np.where(done, -10.0, x)))
        done[k] = True
        s = s * 0.7 + x[k] * done.sum()
        if done[0] and not done[1]:
            s += x[1]
    return s


@case(numbers(4, 4))
def cholesky_lists(m):
    a = m @ m.T + 4 * np.eye(4)
    n = len(a)
    L = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            s = a[i][j]
            for k in range(j):
                s -= L[i][k] * L[j][k]
            L[i][j] = math.sqrt(s) if i == j else s / L[j][j]
    out = np.array(L)
    return np.sum(np.log(np.diag(out))) + out[3, 0]


@case(numbers(6))
def stencil_pingpong(u0):
    u, w = u0.copy(), np.empty_like(u0)
    w[0], w[-1] = u[0], u[-1]
    trace = []
    for n in range(4):
        w[1:-1] = u[1:-1] + 0.2 * (u[2:] - 2 * u[1:-1] + u[:-2])
        trace.append(w[2] if n % 2 else w[1:3].sum())
        if trace[-1] > 10:
            break
        u, w = w, u
    return np.sum(u * w) + sum(trace)


@case(signed(8))
def fft_by_hand(x):
    re, im = x.copy(), np.zeros(8)
    j = 0
    for i in range(1, 8):
        bit = 4
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
    size = 2
    while size <= 8:
        half = size // 2
        for start in range(0, 8, size):
            for k in range(half):
                c, s = math.cos(2 * math.pi * k / size), -math.sin(2 * math.pi * k / size)
                p, q = start + k, start + k + half
                tr = re[q] * c - im[q] * s
                ti = re[q] * s + im[q] * c
                re[q], im[q] = re[p] - tr, im[p] - ti
                re[p] += tr
                im[p] += ti
        size *= 2
    return re[1:5] ** 2 + im[1:5] ** 2


@case(signed(3), 0.4)
def same_output_twice(x, a):
    y = x * a
    return y, y, y[1:], a


@case(signed(3), 0.4)
def output_views_written(x, a):
    y = x * a
    v = y[1:]
    v *= y[0]
    return v, y, v[0] * a


@case(signed(3), 0.5)
def nested_returned(x, a):
    state = (x * a, [a, x[0]])
    u, l = state
    u[1] += l[0]
    l[1] = u[1] ** 2
    return u, l[1], np.array(l)


def step(state, dt):
    (x, v), t = state
    a = -x + 0.1 * t
    v = v + dt * a
    return (x + dt * v, v), t + dt


@case(signed(2), 0.1)
def states_through_helper(x0, dt):
    state = (x0, np.zeros(2)), 0.0
    times = []
    for _ in range(3):
        state = step(state, dt)
        times.append(state[1])
    (x, v), t = state
    return x @ v + t * sum(times)


@case(signed(3, 2))
def gram_schmidt_list(a):
    basis = []
    for v in a.T:
        w = v.copy()
        for b in basis:
            w -= (w @ b) * b
        n = np.linalg.norm(w)
        if n > 1e-6:
            basis.append(w / n)
    q = np.array(basis)
    return q @ a + q[0, 0]
