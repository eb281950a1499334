"""Real and imaginary parts of complex arrays, written to; attributes of users' objects that have these names."""
import numpy as np

from ..registry import case, numbers, refused


@case(numbers(3), numbers(3, seed=1))
def parts_assigned(x, y):
    z = np.zeros(3, dtype=complex)
    z.real = x
    z.imag = y
    z.real[1:] *= 2
    z.imag += z.real
    z *= 1j
    return np.sum(z.real ** 2) + np.sum(z.imag)


@case(numbers(3), numbers(3, seed=1))
def parts_of_sections(x, y):
    z = x + 1j * y
    z.imag[0] = x[1]
    z.real[...] = x * y
    z.imag[1:] -= z.real[:-1] * z.imag[0]
    z.real[[0, 2]] **= 2
    z.imag[x > 0.5] = 0.3
    return np.sum(np.abs(z) ** 2)


@case(numbers(3), numbers(3, seed=1))
def parts_of_elements(x, y):
    z = np.empty(3, dtype=complex)
    for i in range(3):
        z[i] = complex(x[i], y[i])
        z.real[i] += y[i]
        z.imag[i] *= x[i]
    z[0] *= z[1]
    z[1:] = np.exp(z[1:])
    return np.sum(z.real * x) + np.sum(z.imag ** 2)


@case(numbers(4), numbers(4, seed=1))
def wave_function(x, y):
    psi = np.empty((2, 4), dtype=complex)
    psi.real[0] = x
    psi.imag[0] = y
    psi[1] = psi[0]
    for t in range(2):
        laplacian = np.roll(psi[0], 1) + np.roll(psi[0], -1) - 2 * psi[0]
        psi[1] = psi[0] + 0.1j * laplacian
        psi.imag[1, 0] = 0.0
        psi[[0, 1]] = psi[[1, 0]]
    return np.sum(np.abs(psi) ** 2 * np.arange(8.0).reshape(2, 4))


@case(numbers(3), numbers(3, seed=1))
def real_part_that_is_kept(x, y):
    z = x + 1j * y
    real = z.real
    z *= 2
    real *= x
    return np.sum(np.abs(z) ** 2)


@refused(numbers(3), numbers(3, seed=1))
def imaginary_part_that_is_kept(x, y):
    z = x + 1j * y
    imaginary = z.imag
    z *= 2
    return np.sum(z.real ** 2 * imaginary)


@case(numbers(3), numbers(3, seed=1))
def imaginary_part_that_is_read_between_writes(x, y):
    z = x + 1j * y
    z /= np.linalg.norm(z)
    inner, sizes = z[1:], abs(z)
    for k in range(2):
        inner *= 1 + 0.2j * z.imag[0]
        z.real[::2] += 0.5 * inner.imag.sum()
        np.add(z, z.conj(), out=z, where=sizes > 10.0)
    sizes += z.imag ** 2
    return z.real, z.imag, sizes


@case(numbers(3, 3), numbers(3, seed=1))
def arnoldi(a, b):
    q, h = np.zeros((3, 3), dtype=a.dtype), np.zeros((3, 2))
    q[:, 0] = b / np.linalg.norm(b)
    for k in range(1, 3):
        v = a @ q[:, k - 1]
        for j in range(k):
            h[j, k - 1] = q[:, j].conj() @ v
            v -= h[j, k - 1] * q[:, j]
        h[k, k - 1] = np.linalg.norm(v)
        q[:, k] = v / h[k, k - 1]
    w = q.conjugate()                      # of real numbers it is the array itself
    w[0] *= 2
    return q, h


@refused(numbers(3))
def imaginary_part_of_reals(x):
    x.imag = 2.0                           # NumPy raises a TypeError
    return np.sum(x)


class Phasor:
    def __init__(self, real, imag):
        self.real, self.imag = real, imag

    def __mul__(self, other):
        return Phasor(self.real * other.real - self.imag * other.imag, self.real * other.imag + self.imag * other.real)


@case(numbers(3), numbers(3, seed=1))
def attributes_of_an_object(x, y):
    a = Phasor(x, y)
    b = a * a
    b.real += x
    b.imag[0] = 3 * x[1]
    return np.sum(b.real ** 2 + b.imag)
