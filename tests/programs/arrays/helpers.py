"""Functions of another module that write what they are given."""
import numpy as np


def relax(u, rate):
    u[1:-1] += rate * (u[2:] - 2 * u[1:-1] + u[:-2])


def normalize(x, eps=1e-3):
    x -= x.mean()
    x /= np.sqrt(np.sum(x * x) + eps)
    return x
