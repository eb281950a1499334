"""Programs with complex values on the way: spectra, circuits, quantum states."""
from __future__ import annotations

import cmath
import math

import numpy as np

from .registry import case, refused, signed

U = np.array([0.2, 1.0, 0.7, -0.4, 0.3, 0.9, -0.2, 0.5])


@case(U, 0.3)
def diffused(u, rate):
    """Heat on a ring, one exact step in the space of waves."""
    k = np.fft.rfftfreq(len(u)) * 2 * np.pi
    spectrum = np.fft.rfft(u) * np.exp(-rate * k ** 2)
    return np.sum(np.fft.irfft(spectrum, len(u)) ** 3)


@case(U, 0.05)
def burgers(u, dt):
    """A spectral derivative in every step of a loop."""
    k = 1j * np.fft.fftfreq(len(u), 1 / len(u))
    for _ in range(4):
        slope = np.fft.ifft(k * np.fft.fft(u)).real
        curve = np.fft.ifft(k * k * np.fft.fft(u)).real
        u = u - dt * (u * slope - 0.1 * curve)
    return np.sum(u * u)


@case(U)
def filtered(signal):
    """A spectrum of which elements are written."""
    spectrum = np.fft.fft(signal)
    spectrum[3:6] = 0
    spectrum[1] *= 0.5
    return np.sum(np.abs(np.fft.ifft(spectrum)) ** 2)


@case(U, np.array([0.5, 0.3, -0.1]))
def blurred_loss(image, kernel):
    padded = np.zeros(len(image))
    padded[:len(kernel)] = kernel
    made = np.fft.irfft(np.fft.rfft(image) * np.fft.rfft(padded), len(image))
    return np.mean((made - 0.2) ** 2)


@case(0.5, 0.2, 0.7, 1.2)
def impedance(r, inductance, capacity, omega):
    """The current through a series circuit, by Python's complex numbers."""
    z = r + 1j * omega * inductance + 1 / (1j * omega * capacity)
    current = 2.0 / z
    return abs(current) + 0.1 * cmath.phase(current)


@case(0.4, 1.1)
def transfer(damping, omega):
    s = complex(0.0, omega)
    if omega > 1.0:
        h = 1 / (s * s + 2 * damping * s + 1)
    else:
        h = cmath.exp(-damping * s)
    return h.real ** 2 + h.imag


def step(state, phase):
    """One gate: a turn, a phase, the state made of length 1 again."""
    gate = np.array([[np.cos(phase), -1j * np.sin(phase)], [-1j * np.sin(phase), np.cos(phase)]])
    return gate @ state * np.exp(1j * phase)


@case(0.3, 0.8)
def two_levels(first, second):
    state = np.array([1.0 + 0j, 0j])
    for angle in (first, second, first * second):
        state = step(state, angle)
    return np.abs(state[1]) ** 2 + np.real(np.vdot(state, state)) * first


@case(-0.4, 0.5)
def escaping(x, y):
    """The orbit of a point, ended where it leaves a disc."""
    c = complex(x, y)
    z = 0j
    for k in range(12):
        z = z * z + c
        if abs(z) > 2.0:
            return k + 1 - math.log(abs(z))
    return abs(z)


@case(np.array([[0.1, 1.0], [-1.2, -0.3]]))
def stability(a):
    """The largest growth rate of a linear system."""
    return np.max(np.linalg.eigvals(a).real) + np.sum(np.abs(np.linalg.eigvals(a)))


@case(U, U[::-1] * 0.5)
def collected(a, b):
    """A complex array filled element by element from real and complex values."""
    z = np.zeros(len(a), dtype=complex)
    for k in range(len(a)):
        z[k] = a[k] + 1j * b[k]
        z[k] *= b[k]
    z[0] += a[1]
    return np.sum(np.abs(z) ** 2) + np.sum(z).imag


@case(U)
def phases(x):
    z = np.exp(1j * x)
    order = np.mean(z)
    return np.abs(order) + np.angle(order) * 0.3


def transformed(x):
    if len(x) == 1:
        return x
    even, odd = transformed(x[::2]), transformed(x[1::2])
    t = np.exp(-2j * np.pi * np.arange(len(x) // 2) / len(x)) * odd
    return np.concatenate([even + t, even - t])


@case(signed(4))
def fft_by_recursion_to_real_numbers(x):
    return np.sum(np.abs(transformed(x)) ** 2 * np.arange(4))


@case(signed(3), 0)
@case(signed(3), 2)
def real_till_a_loop_runs(x, n):
    y = x
    for _ in range(n):
        y = y * (1 + 0.5j) + y[::-1]
    z = y * (2 + 1j) + y[0]
    return np.sum(np.abs(z) ** 3)


@refused(signed(3), 0)
def real_in_place_till_a_branch_is_taken(x, n):
    y = x * 2.0
    if n:
        y = y * 1j
    v = y[1:]
    v *= 2.0
    return np.sum(np.abs(y * (1 + 1j)) ** 2) + v[0].real
