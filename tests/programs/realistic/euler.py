"""Finite volumes for Euler's equations in one dimension: limiters, an HLL flux, ghost cells, and a time step by CFL."""
import numpy as np

from ..registry import case, numbers

GAMMA = 1.4


def minmod(a, b):
    return np.where(a * b > 0, np.where(np.abs(a) < np.abs(b), a, b), 0.0)


def van_leer(a, b):
    product = a * b
    safe = np.where(product > 0, a + b, 1.0)
    return np.where(product > 0, 2 * product / safe, 0.0)


def primitive(U):
    rho, mom, energy = U
    u = mom / rho
    p = (GAMMA - 1) * (energy - 0.5 * rho * u ** 2)
    return np.stack([rho, u, p])


def conserved(W):
    rho, u, p = W
    return np.stack([rho, rho * u, p / (GAMMA - 1) + 0.5 * rho * u ** 2])


def physical_flux(W):
    rho, u, p = W
    energy = p / (GAMMA - 1) + 0.5 * rho * u ** 2
    F = np.empty_like(W)
    F[0] = rho * u
    F[1] = rho * u ** 2 + p
    F[2] = (energy + p) * u
    return F


def sound_speed(W):
    return np.sqrt(GAMMA * W[2] / W[0])


def hll(left, right):
    cl, cr = sound_speed(left), sound_speed(right)
    sl = np.minimum(left[1] - cl, right[1] - cr)
    sr = np.maximum(left[1] + cl, right[1] + cr)
    fl, fr = physical_flux(left), physical_flux(right)
    middle = (sr * fl - sl * fr + sl * sr * (conserved(right) - conserved(left))) / (sr - sl)
    flux = np.where(sl > 0, fl, middle)
    flux[:, sr < 0] = fr[:, sr < 0]
    return flux


class Solver:
    """Holds the cells; ``boundary`` is "open", "wall" or "periodic"."""

    def __init__(self, W, dx, limiter="minmod", boundary="open", cfl=0.4):
        self.U = conserved(W)
        self.dx = dx
        self.limiter = limiter
        self.boundary = boundary
        self.cfl = cfl
        self.t = 0.0

    def slopes(self, a, b):
        if self.limiter == "minmod":
            return minmod(a, b)
        elif self.limiter == "van_leer":
            return van_leer(a, b)
        return np.zeros_like(a)

    def padded(self):
        n = self.U.shape[1]
        full = np.zeros((3, n + 4))
        full[:, 2:-2] = self.U
        if self.boundary == "periodic":
            full[:, :2], full[:, -2:] = self.U[:, -2:], self.U[:, :2]
        else:
            full[:, :2] = self.U[:, :1]
            full[:, -2:] = self.U[:, -1:]
            if self.boundary == "wall":
                full[1, :2] *= -1
                full[1, -2:] *= -1
        return full

    def residual(self):
        W = primitive(self.padded())
        slope = self.slopes(W[:, 1:-1] - W[:, :-2], W[:, 2:] - W[:, 1:-1])
        left = W[:, 1:-2] + 0.5 * slope[:, :-1]
        right = W[:, 2:-1] - 0.5 * slope[:, 1:]
        flux = hll(left, right)
        return -(flux[:, 1:] - flux[:, :-1]) / self.dx

    def time_step(self):
        W = primitive(self.U)
        fastest = np.max(np.abs(W[1]) + sound_speed(W))
        return self.cfl * self.dx / fastest

    def advance(self, t_end):
        while self.t < t_end:
            dt = min(self.time_step(), t_end - self.t)
            before = self.U.copy()
            self.U = self.U + dt * self.residual()                 # two stages of Heun
            self.U = 0.5 * (before + self.U + dt * self.residual())
            self.t += dt
            if not np.all(np.isfinite(self.U)):
                raise FloatingPointError(f"blown up at t = {self.t}")
        return primitive(self.U)


@case(1.0, 0.4, 1.2, 0.2)
def shock_tube(rho_left, rho_right, p_left, p_right):
    n = 8
    x = (np.arange(n) + 0.5) / n
    W = np.array([np.where(x < 0.5, rho_left, rho_right), 0.0 * x, np.where(x < 0.5, p_left, p_right)])
    W = Solver(W, dx=1.0 / n, limiter="van_leer").advance(0.08)
    return np.sum(x * W[0]) + W[1] @ W[1] + np.max(W[2])


@case(numbers(3, 5, low=0.8, high=1.2), 0.2)
def in_a_box(W0, dx):
    shifted = W0.copy()
    shifted[1] -= 1.0
    total = 0.0
    for boundary, limiter in [("wall", "minmod"), ("periodic", "none")]:
        W = Solver(shifted, dx, limiter, boundary=boundary).advance(0.1)
        total += np.sum(W[0] * W[2]) * (1.0 if boundary == "wall" else 0.5)
    return total
