"""Shading, and the cases."""
from __future__ import annotations

from ...registry import case, signed
from .geometry import Ray, Vec3, reflect
from .scene import EPS, Floor, Material, Scene, Sphere


def shade(scene: Scene, ray: Ray, depth: int = 0, max_depth: int = 1) -> Vec3:
    hit = scene.closest(ray)
    if hit is None:
        f = 0.5 * (ray.direction.y + 1.0)
        return (1.0 - f) * Vec3(1.0, 1.0, 1.0) + f * scene.sky
    m = hit.material
    color = m.color * scene.ambient
    for position, intensity in scene.lamps:
        to_lamp = position - hit.point
        distance = to_lamp.norm
        l = to_lamp * (1 / distance)
        blocker = scene.closest(Ray(hit.point + hit.normal * EPS, l))
        if blocker is not None and blocker.t < distance:
            continue
        lambert = max(0.0, hit.normal.dot(l))
        color = color + m.color * (m.diffuse * lambert * intensity / distance ** 2)
        highlight = reflect(-l, hit.normal).dot(-ray.direction)
        if highlight > 0:
            color = color + Vec3(1, 1, 1) * (m.specular * highlight ** m.shininess * intensity / distance ** 2)
    if m.mirror > 0 and depth < max_depth:
        bounced = Ray(hit.point + hit.normal * EPS, reflect(ray.direction, hit.normal))
        color = (1 - m.mirror) * color + m.mirror * shade(scene, bounced, depth + 1, max_depth)
    return color


def render(scene: Scene, width: int, height: int, fov: float = 1.0) -> list[list[Vec3]]:
    camera = Vec3(0.0, 0.5, -3.0)
    image = []
    for j in range(height):
        row = []
        for i in range(width):
            u = fov * ((i + 0.5) / width - 0.5)
            v = fov * (0.5 - (j + 0.5) / height)
            row.append(shade(scene, Ray(camera, Vec3(u, v, 1.0).normalized())))
        image.append(row)
    return image


@case(0.8, signed(3), 0.3, 9.0)
def brightness(radius, position, mirror, intensity):
    red = Material(Vec3(0.9, 0.2, 0.2), mirror=mirror)
    white, black = Material(Vec3(0.9, 0.9, 0.9)), Material(Vec3(0.1, 0.1, 0.1), specular=0.0)
    scene = Scene(
        things=[
            Sphere(Vec3(0.1 * position[0], 0.4, 0.1 * position[1]), radius, red),
            Sphere(Vec3(-0.9, 0.2, 0.8), 0.4 * radius, white),
            Floor(-0.5, white, black),
        ],
        lamps=[(Vec3(2.0, 3.0, -2.0 + 0.1 * position[2]), intensity)],
    )
    image = render(scene, width=3, height=3)
    total = 0.0
    for row in image:
        for pixel in row:
            total += 0.3 * pixel.x + 0.59 * pixel.y + 0.11 * pixel.z
    return total / 9
