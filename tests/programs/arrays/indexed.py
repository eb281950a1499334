"""Arrays of indices and masks that are written through themselves, and read again as indices."""
import numpy as np

from ..registry import case, numbers, refused

ORDER = np.array([2, 0, 3, 1])


@case(numbers(4), ORDER)
def permutation_inverted_by_itself(x, p):
    p[p] = np.arange(len(p))
    y = x[p]
    p[p[::-1]] = p.copy()
    x[p] *= y
    return np.sum(x * np.arange(4.0)) + np.sum(y ** 2)


@case(numbers(4), ORDER)
def indices_through_a_view_of_them(x, p):
    q = p[1:]
    p[q] = p[:-1]
    x[p] = x * 2
    p[~(p > 1)] = 3
    x[p] *= x[0]
    return np.sum(x * np.arange(4.0))


@case(numbers(4), ORDER)
def indices_found_in_themselves(x, p):
    p[p[0]] = 2
    x[p] *= 2
    p[p[1]:] = p[-1]
    x[p] += x[0] * p
    p[p] += 1
    p %= 4
    p[len(p) - 1] = 0
    x[p] *= x[1]
    return np.sum(x * np.arange(4.0))


@case(numbers(5))
def masks_that_mask_themselves(x):
    m = x > 0.8
    n = m[::-1]
    m[n.copy()] = False
    x[m] *= 2
    m[m] = x[m] > 2.0
    x[m] *= x[0]
    m[~m] = True
    x[m] *= 3
    return np.sum(x ** 2)


@refused(numbers(5))
def mask_that_is_a_view_of_what_it_masks(x):
    m = x > 0.8
    m[m[::-1]] = False                     # NumPy reads the mask while it changes
    x[m] *= 2
    return np.sum(x ** 2)


@refused(numbers(5))
def values_that_are_a_view_of_what_is_masked(x):
    m = np.array([False, True, True, True, False])
    x[m] = x[:3]                           # NumPy reads the values while they change
    return np.sum(x * np.arange(1.0, 6.0))


@case(numbers(5))
def newton_on_those_that_have_not_converged(x):
    y = np.ones_like(x)
    active = np.ones(len(x), dtype=bool)
    for k in range(20):
        f = y[active] ** 3 - x[active]
        y[active] -= f / (3 * y[active] ** 2)
        active[active] = np.abs(f) > 1e-13
        if not active.any():
            break
    return np.sum(y * x)


@case(0.5 * numbers(4))
def place_found_in_what_is_written(x):
    x[int(x[0])] = x[1] * 2
    x[int(x[0]):] *= x[0]
    x[np.argsort(x)] = x ** 2
    x[x.argmax():] *= 2.0
    return np.sum(x * np.arange(1.0, 5.0))


@case(numbers(2, 3, 2))
def rows_under_a_mask_of_a_mesh_of_ranges(f):
    x, y = np.meshgrid(range(3), range(2))
    wall = (x - 1) ** 2 + (y - 1) ** 2 < 1
    for _ in range(2):
        back = f[wall, :]
        back = back[:, [1, 0]]
        f += np.roll(f, 1, axis=1)
        f[wall, :] = back
    return np.sum(f ** 2)
