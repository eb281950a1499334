"""State that objects carry through loops and branches, and what is put back in the reverse sweep."""
import numpy as np

from ..registry import case, signed


class Filter:
    """An exponential filter with a window."""

    def __init__(self, rate, size):
        self.rate = rate
        self.value = 0.0
        self.window = np.zeros(size)
        self.count = 0

    def push(self, x):
        self.value += self.rate * (x - self.value)
        self.window[self.count % len(self.window)] = self.value * x
        self.count += 1
        return self.value


@case(0.3, signed(5))
def filtered(rate, xs):
    f = Filter(rate, 3)
    out = 0.0
    for x in xs:
        out = out + f.push(x) ** 2
    return out + np.sum(f.window) * f.value


class Adaptive:
    """Halves its step where it is refused, and keeps what it did."""

    def __init__(self, step):
        self.step = step
        self.taken = []
        self.refused = 0

    def advance(self, y):
        while True:
            new = y + self.step * (1.0 - y * y)
            if abs(new - y) > 0.1:
                self.step = 0.5 * self.step
                self.refused += 1
            else:
                self.taken.append(self.step)
                return new


@case(0.6, 0.1)
def adaptive_steps(step, y):
    stepper = Adaptive(step)
    for _ in range(5):
        y = stepper.advance(y)
    return y + sum(stepper.taken) * y + 0.0 * stepper.refused


class Ball:
    """A ball that bounces: events in a while loop."""

    def __init__(self, height, speed, bounce):
        self.h, self.v, self.bounce = height, speed, bounce
        self.hits = 0

    def step(self, dt):
        self.v -= 9.81 * dt
        self.h += self.v * dt
        if self.h < 0.0:
            self.h = -self.h * self.bounce
            self.v = -self.v * self.bounce
            self.hits += 1


@case(1.1, 0.2, 0.8)
def bouncing(height, speed, bounce):
    ball = Ball(height, speed, bounce)
    t = 0.0
    while ball.hits < 2 and t < 3.0:
        ball.step(0.01)
        t += 0.01
    return ball.h + 0.1 * ball.v


class Momentum:
    """An optimiser whose velocity is a dict of arrays."""

    def __init__(self, params, rate, decay):
        self.rate, self.decay = rate, decay
        self.velocity = {k: 0.0 * p for k, p in params.items()}

    def update(self, params, grads):
        for k in params:
            v = self.velocity[k] * self.decay + grads[k]
            self.velocity[k] = v
            params[k] = params[k] - self.rate * v
        return params


@case({"a": signed(2, seed=1), "b": 0.5}, 0.1, 0.9)
def optimiser(params, rate, decay):
    opt = Momentum(params, rate, decay)
    for _ in range(3):
        grads = {"a": 2.0 * params["a"] * params["b"], "b": np.sum(params["a"] ** 2)}
        params = opt.update(params, grads)
    return np.sum(params["a"]) * params["b"]


class Grid:
    """Two buffers that swap."""

    def __init__(self, u):
        self.u, self.new = u.copy(), np.zeros_like(u)

    def step(self, c):
        self.new[1:-1] = self.u[1:-1] + c * (self.u[2:] - 2.0 * self.u[1:-1] + self.u[:-2])
        self.new[0] = self.u[1]
        self.new[-1] = self.u[-2]
        self.u, self.new = self.new, self.u


@case(signed(6), 0.2)
def ping_pong(u, c):
    grid = Grid(u)
    for _ in range(4):
        grid.step(c)
    return np.sum(grid.u ** 2) + grid.new[2]


class Switch:
    """An attribute that is an object, and becomes another one."""

    def __init__(self, x):
        self.mode = Filter(x, 2)
        self.other = Filter(x * x, 2)

    def flip(self):
        self.mode, self.other = self.other, self.mode


@case(0.3, 0.9)
def objects_change_places(rate, x):
    switch = Switch(rate)
    total = 0.0
    for k in range(4):
        total += switch.mode.push(x * (k + 1))
        switch.flip()
    return total * switch.mode.value + switch.other.value
