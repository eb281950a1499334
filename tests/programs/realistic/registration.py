"""Registration of two images: warps in a hierarchy of classes, bilinear sampling, a pyramid, similarity, Gauss-Newton."""
from __future__ import annotations

import numpy as np

from ..registry import case, numbers, signed


class Warp:
    """Moves coordinates; ``params`` is a vector."""

    size = 0

    def __init__(self, params):
        if len(params) != self.size:
            raise ValueError(f"{type(self).__name__} has {self.size} parameters, not {len(params)}")
        self.params = params

    def matrix(self):
        raise NotImplementedError

    def __call__(self, rows, cols):
        m = self.matrix()
        return (m[0, 0] * rows + m[0, 1] * cols + m[0, 2], m[1, 0] * rows + m[1, 1] * cols + m[1, 2])

    def roughness(self):
        return np.sum((self.matrix()[:, :2] - np.eye(2)) ** 2)


class Rigid(Warp):
    """An angle and a shift."""

    size = 3

    def matrix(self):
        angle, dr, dc = self.params
        c, s = np.cos(angle), np.sin(angle)
        return np.array([[c, -s, dr], [s, c, dc]])


class Affine(Warp):
    """Six numbers, the identity at zero."""

    size = 6

    def matrix(self):
        return np.reshape(self.params, (2, 3)) + np.eye(2, 3)


def bilinear(image, r, c, fill=0.0):
    """Sample at real coordinates; outside there is ``fill``."""
    h, w = image.shape
    r0, c0 = np.floor(r).astype(int), np.floor(c).astype(int)
    fr, fc = r - r0, c - c0
    inside = (r0 >= 0) & (r0 < h - 1) & (c0 >= 0) & (c0 < w - 1)
    r0, c0 = np.clip(r0, 0, h - 2), np.clip(c0, 0, w - 2)
    top = (1 - fc) * image[r0, c0] + fc * image[r0, c0 + 1]
    bottom = (1 - fc) * image[r0 + 1, c0] + fc * image[r0 + 1, c0 + 1]
    return np.where(inside, (1 - fr) * top + fr * bottom, fill), inside


def half_size(image):
    return 0.25 * (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2])


def pyramid(image, levels):
    found = [image]
    while len(found) < levels and min(found[-1].shape) >= 4:
        found.append(half_size(found[-1]))
    return found[::-1]


def ssd(a, b, mask):
    return np.sum(np.where(mask, (a - b) ** 2, 0.0)) / max(mask.sum(), 1)


def ncc(a, b, mask):
    """One minus the correlation."""
    a, b = a[mask], b[mask]
    a = a - a.mean()
    b = b - b.mean()
    return 1.0 - (a @ b) / np.sqrt((a @ a) * (b @ b) + 1e-9)


MEASURES = {"ssd": ssd, "ncc": ncc}


def mismatch(fixed, moving, warp, measure="ssd", levels=1, penalty=0.0):
    total = 0.0
    for level, (f, m) in enumerate(zip(pyramid(fixed, levels), pyramid(moving, levels))):
        rows, cols = np.meshgrid(np.arange(f.shape[0]), np.arange(f.shape[1]), indexing="ij")
        r, c = warp(rows, cols)
        sampled, inside = bilinear(m, r, c)
        if not inside.any():
            return np.inf
        total += MEASURES[measure](f, sampled, inside) / (level + 1)
    return total + penalty * warp.roughness()


FIXED = numbers(6, 6, seed=11)


@case(np.array([0.1, 0.23, -0.31]), signed(6, 6, seed=10))
def rigid_registration(params, moving):
    return mismatch(FIXED, moving, Rigid(params), levels=2)


@case(0.05 * signed(6, seed=12), numbers(4, 4, seed=13), 0.1)
def affine_registration(params, fixed, penalty):
    return mismatch(fixed, FIXED[:4, :4], Affine(params), measure="ncc", penalty=penalty)
