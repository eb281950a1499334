"""A triangle mesh of dataclasses: areas, normals, curvature by angles, springs along edges, and a smoothing flow."""
from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from ..registry import case, signed


@dataclass(frozen=True)
class Face:
    """Three indices of vertices, and which way it faces."""

    a: int
    b: int
    c: int

    def edges(self):
        return [(self.a, self.b), (self.b, self.c), (self.c, self.a)]

    def __iter__(self):
        return iter((self.a, self.b, self.c))


@dataclass
class Mesh:
    """Vertices (n, 3) and faces."""

    vertices: np.ndarray
    faces: list[Face]
    rest: list[tuple[int, int, float]] = field(default_factory=list)

    def __post_init__(self):
        n = len(self.vertices)
        for f in self.faces:
            if max(f.a, f.b, f.c) >= n:
                raise IndexError(f"face {f} names a vertex that is not there ({n} vertices)")

    def edge_set(self):
        """Each edge once, the smaller index first."""
        edges = []
        for f in self.faces:
            for i, j in f.edges():
                if (min(i, j), max(i, j)) not in edges:
                    edges.append((min(i, j), max(i, j)))
        return edges

    def normal(self, f):
        p, q, r = self.vertices[f.a], self.vertices[f.b], self.vertices[f.c]
        return np.cross(q - p, r - p)

    def area(self):
        return sum(0.5 * np.linalg.norm(self.normal(f)) for f in self.faces)

    def volume(self):
        total = 0.0
        for f in self.faces:
            total += np.dot(self.vertices[f.a], np.cross(self.vertices[f.b], self.vertices[f.c])) / 6.0
        return total

    def neighbours(self):
        edges = self.edge_set()
        return [[j for i, j in edges if i == v] + [i for i, j in edges if j == v] for v in range(len(self.vertices))]

    def angle_defect(self, vertex):
        total = 2 * np.pi
        for f in self.faces:
            corners = [f.a, f.b, f.c]
            if vertex not in corners:
                continue
            i, j = [k for k in corners if k != vertex]
            u = self.vertices[i] - self.vertices[vertex]
            v = self.vertices[j] - self.vertices[vertex]
            total -= np.arccos(np.dot(u, v) / (np.linalg.norm(u) * np.linalg.norm(v)))
        return total

    def smoothed(self, weight=0.3, rounds=1):
        around = self.neighbours()
        moved = self.vertices.copy()
        for _ in range(rounds):
            new = np.empty_like(moved)
            for i, js in enumerate(around):
                mean = sum(moved[j] for j in js) / len(js)
                new[i] = (1 - weight) * moved[i] + weight * mean
            moved = new
        return Mesh(moved, self.faces, self.rest)


def spring_energy(mesh, stiffness, rest_length):
    energy = 0.0
    for i, j in mesh.edge_set():
        rest = rest_length
        for a, b, own in mesh.rest:
            if (a, b) == (i, j):
                rest = own
        stretch = np.linalg.norm(mesh.vertices[i] - mesh.vertices[j]) - rest
        energy += 0.5 * stiffness * stretch ** 2
    return energy


TETRAHEDRON = [Face(0, 1, 2), Face(0, 3, 1), Face(1, 3, 2), Face(2, 3, 0)]


@case(signed(4, 3), 2.0, 0.9, 0.25)
def mesh_energy(vertices, stiffness, rest_length, weight):
    mesh = Mesh(vertices, TETRAHEDRON, rest=[(0, 1, 1.2)])
    smooth = mesh.smoothed(weight, rounds=2)
    bending = sum(mesh.angle_defect(v) ** 2 for v in range(3))
    spread = sum(np.sum((smooth.vertices[i] - smooth.vertices[j]) ** 2) for i, j in combinations(range(4), 2))
    return spring_energy(mesh, stiffness, rest_length) + smooth.area() + mesh.volume() ** 2 + 0.1 * bending + 0.05 * spread
