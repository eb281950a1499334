"""Event-driven balls: flight, the next of several events, impacts with floor and wall, rest, drag by a table of materials."""
import math

import numpy as np

from ..registry import case

GRAVITY = 9.81
MATERIALS = {"rubber": dict(restitution=0.8, friction=0.1), "steel": dict(restitution=0.6, friction=0.02)}


class Ball:
    """A point with a velocity; it flies until something happens."""

    def __init__(self, x, y, vx, vy, material="rubber", radius=0.0):
        if material not in MATERIALS:
            raise KeyError(f"no material {material!r}; have {', '.join(sorted(MATERIALS))}")
        self.x, self.y, self.vx, self.vy = x, y, vx, vy
        self.radius = radius
        self.properties = MATERIALS[material]
        self.at_rest = False
        self.bounces = 0

    def fly(self, dt):
        self.x += self.vx * dt
        if not self.at_rest:
            self.y += self.vy * dt - 0.5 * GRAVITY * dt ** 2
            self.vy -= GRAVITY * dt

    def energy(self):
        return 0.5 * (self.vx ** 2 + self.vy ** 2) + GRAVITY * self.y


def time_to_floor(ball):
    if ball.at_rest:
        return math.inf
    height = ball.y - ball.radius
    return (ball.vy + math.sqrt(ball.vy ** 2 + 2 * GRAVITY * height)) / GRAVITY


def time_to_wall(ball, left, right):
    if ball.vx > 0:
        return (right - ball.radius - ball.x) / ball.vx
    elif ball.vx < 0:
        return (left + ball.radius - ball.x) / ball.vx
    return math.inf


def hit_floor(ball, scale):
    ball.y = ball.radius
    ball.vy = -ball.properties["restitution"] * scale * ball.vy
    ball.vx *= 1 - ball.properties["friction"]
    ball.bounces += 1
    if ball.vy < 0.4:
        ball.vy = 0.0
        ball.at_rest = True


def hit_wall(ball, scale):
    ball.vx *= -ball.properties["restitution"] * scale
    ball.bounces += 1


def simulate(ball, t_end, walls=(0.0, 1.0), scale=1.0, log=None):
    t = 0.0
    while True:
        events = [(time_to_floor(ball), "floor"), (time_to_wall(ball, *walls), "wall"), (t_end - t, "end")]
        dt, kind = min(events)
        ball.fly(dt)
        t += dt
        if kind == "end":
            return ball
        if kind == "floor":
            hit_floor(ball, scale)
        else:
            hit_wall(ball, scale)
        if log is not None:
            log.append((t, kind, ball.x))
        if ball.bounces > 20:
            raise RuntimeError("too many bounces")


@case(0.3, 0.5, 0.7, 0.2, 0.95)
def throw(x, y, vx, vy, scale):
    log = []
    ball = simulate(Ball(x, y, vx, vy), t_end=1.3, scale=scale, log=log)
    marks = sum(t * (2.0 if kind == "wall" else 1.0) for t, kind, _ in log)
    return ball.x ** 2 + ball.energy() + 0.1 * marks


@case(np.array([0.3, 0.6]), np.array([0.5, -0.9]), 0.9)
def several(xs, vxs, scale):
    balls = [Ball(x, 0.4 + 0.1 * k, vx, 0.0, material="steel" if k else "rubber", radius=0.05)
             for k, (x, vx) in enumerate(zip(xs, vxs))]
    total = 0.0
    for ball in balls:
        simulate(ball, t_end=0.9, scale=scale)
        total += ball.energy() * (1 + ball.bounces)
    return total + (balls[0].x - balls[1].x) ** 2
