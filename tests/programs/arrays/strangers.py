"""What strangers' programs do with arrays: optimisers over lists, keys put together, items of objects, old values kept."""
import itertools
from types import SimpleNamespace

import numpy as np

from ..registry import case, numbers, signed


@case([signed(2), signed(2, 2, seed=1)], [numbers(2), numbers(2, 2, seed=1)], wrt=("params",))
def adam_over_a_list(params, grads):
    state = [(np.zeros_like(p), np.zeros_like(p)) for p in params]
    for _ in range(2):
        for p, g, (m, v) in zip(params, grads, state):
            m += 0.1 * (g - m)
            v[...] = 0.99 * v + 0.01 * g ** 2
            p -= 0.05 * m / (np.sqrt(v) + 1e-3)
    return sum((p ** 2).sum() for p in params)


@case({"W0": signed(2, 3), "b0": signed(3), "W1": signed(3, 2), "b1": signed(2)}, signed(4, 2, seed=1))
def layers_by_their_keys(params, x):
    h, before = x, []
    for k in range(len(params) // 2):
        z = h @ params[f"W{k}"] + params["b" + str(k)]
        before.append(z)
        h = z.copy()
        h[h < 0] *= 0.1
    for k in reversed(range(2)):
        h[before[k] < 0] = 0.0
        h = h @ params["W" + str(k)].T
        params[f"b{k}"] -= 0.1 * h.sum()
    return params["b0"], h


@case(signed(3, 3), signed(3, seed=1), 0.1)
def turned_axes(axes, omega, dt):
    axes = axes.copy()
    for i in range(3):
        rate = np.cross(omega, axes[:, i])
        rate *= dt
        axes[:, i] += rate
    normal = np.cross(axes, omega)
    normal[1:] /= np.linalg.norm(normal[1:])
    return axes, normal


@case(signed(2, 2), signed(2, seed=1))
def over_all_places(x, w):
    y = np.zeros_like(x)
    n, m = x.shape
    for i, j in np.ndindex(n, m):
        y[i, j] = x[j, i] ** 2 + w[i] * j
    for place in np.ndindex(*x.shape):
        if y[place] > 1.0:
            break
        y[place] *= 2
    for (i, j), v in np.ndenumerate(x):
        y[j, i] += v * v * (i + 1)
    return y * sum(w[p[0]] * v for p, v in np.ndenumerate(x))


class Grid:
    def __init__(self, data):
        self.data = data

    def __getitem__(self, index):
        return self.data[1:-1][index]

    def __setitem__(self, index, value):
        self.data[1:-1][index] = value

    def __iadd__(self, other):
        self.data += other
        return self


@case(signed(5))
def items_of_an_object(x):
    grid = Grid(x.copy())
    for i in range(3):
        grid += 0.1 * i
        grid[i] += grid[i - 1] ** 2
    grid[1:] *= 2.0
    grid[0], grid[2] = grid[2], grid[0]
    return grid.data


@case(signed(3))
def what_was_there_before(x):
    s, d, items = SimpleNamespace(x=x.copy()), {"x": x * 2}, [x[0], x[1]]
    old, older, oldest = s.x, d["x"], items[0]
    s.x, d["x"] = s.x[::-1], x ** 2
    s.x[0] = 5 * old[0]
    items[0] = items[0] * items[1]
    items[1] = np.sin(items[0])
    return old, older, oldest, s.x, d["x"]


@case(signed(3))
def value_without_axes(x):
    a = np.zeros(())
    for k in range(3):
        a += x[k]
        a *= a
    return a


@case(signed(4))
def lists_of_sections(x):
    sections = []
    for k in range(2):
        sections.append(x[k:k + 3])
    lowest = np.minimum.reduce([x[1:], x[:-1], x[1:] * 2])
    return np.vdot(sections, sections) * lowest + np.sort([x[1:], x[:-1]], axis=0)[0] + np.nanmean(sections, axis=0)


@case(signed(2, 2), numbers(2))
def pairs_of_bodies(positions, masses):
    bodies = [SimpleNamespace(at=positions[i], m=masses[i], force=np.zeros(2)) for i in range(2)]
    for a, b in itertools.combinations(bodies, 2):
        d = b.at - a.at
        force = a.m * b.m * d / (d @ d + 0.1)
        a.force += force
        b.force -= force
    for body in bodies:
        body.at += 0.1 * body.force
        body.force.fill(0.0)
    return positions


class Wrapped:
    def __init__(self, data):
        self.data = data

    def __getitem__(self, place):
        return self.data[place]

    def __setitem__(self, place, value):
        self.data[place] = value


@case(signed(3, 4))
def places_handed_on(a):
    w = Wrapped(a)
    w[2, 1:] += w[0, :-1]
    w[1:] *= 2.0
    w[..., 0] -= w[0, ..., 1]
    column = w[:, 2]
    column *= 3.0
    return a
