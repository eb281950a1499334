"""What can be hit."""
from __future__ import annotations

import math
from dataclasses import dataclass, field

from .geometry import Ray, Vec3

EPS = 1e-4


@dataclass
class Material:
    """Colour and how it shines."""

    color: Vec3
    diffuse: float = 0.8
    specular: float = 0.3
    shininess: int = 8
    mirror: float = 0.0


@dataclass
class Hit:
    """Where, how far, which way it faces, and what it is made of."""

    t: float
    point: Vec3
    normal: Vec3
    material: Material


class Sphere:
    """Centre and radius."""

    def __init__(self, center: Vec3, radius: float, material: Material):
        self.center, self.radius, self.material = center, radius, material

    def intersect(self, ray: Ray) -> Hit | None:
        oc = ray.origin - self.center
        b = oc.dot(ray.direction)
        c = oc.dot(oc) - self.radius ** 2
        disc = b * b - c
        if disc < 0:
            return None
        root = math.sqrt(disc)
        for t in (-b - root, -b + root):
            if t > EPS:
                p = ray.at(t)
                return Hit(t, p, (p - self.center) * (1 / self.radius), self.material)
        return None


class Floor:
    """The plane y = height, checkered."""

    def __init__(self, height: float, light: Material, dark: Material):
        self.height, self.light, self.dark = height, light, dark

    def intersect(self, ray: Ray) -> Hit | None:
        if abs(ray.direction.y) < EPS:
            return None
        t = (self.height - ray.origin.y) / ray.direction.y
        if t < EPS:
            return None
        p = ray.at(t)
        even = (math.floor(p.x) + math.floor(p.z)) % 2 == 0
        return Hit(t, p, Vec3(0.0, 1.0, 0.0), self.light if even else self.dark)


@dataclass
class Scene:
    """Things and lamps."""

    things: list = field(default_factory=list)
    lamps: list = field(default_factory=list)
    ambient: float = 0.1
    sky: Vec3 = Vec3(0.5, 0.7, 1.0)

    def closest(self, ray: Ray) -> Hit | None:
        best = None
        for thing in self.things:
            hit = thing.intersect(ray)
            if hit is not None and (best is None or hit.t < best.t):
                best = hit
        return best
