"""Arrays of which it is not known before the code runs how many axes they have, or whether they are numbers."""
import numpy as np

from ..registry import case, numbers, refused


@case(numbers(2, 2), numbers(3), np.array(0.7), 2, wrt=("a", "x", "z"))
def known_when_it_runs(a, x, z, n):
    copied, first = a[x[0] > 0.1], a[0]        # by a truth value NumPy copies
    first *= z
    total = 0
    for row in a:
        total += row                           # to a number it gives a new array, to that it is added
    items = [x[0], 2.0]
    items += x[1:]                             # an array takes the list for an array
    number = np.squeeze(x[:1]) * 2.0
    number += total[0]                         # of an array without axes NumPy makes a number
    point = np.squeeze(x[:1]).copy()
    point[...] = point * x[1]
    point *= number
    field = np.ones([2] * n)                   # of as many axes as the list is long
    field[0] *= items
    product = np.tensordot(a, field, axes=n)   # and of as few as this leaves
    z[()] = z
    return total @ field @ items * number + product * z * point + np.sum(copied ** 2)


def add_to(v, k):
    v += k
    return v


@case(numbers(2, 3), 1, wrt="a")
def added_to_what_is_not_known(a, n):
    total = a * 1.0
    for _ in range(n):
        total = total.sum(axis=0)
    total = add_to(total, a[0, 0])
    return np.sum(add_to(total * a[1, 1], a[1]) ** 2)


@refused(numbers(2, 3), 1, wrt="a")
def added_to_an_array_of_the_caller(a, n):
    total = a
    for _ in range(n):
        total = total.sum(axis=0)
    add_to(total, a[0, 0])
    return np.sum(total ** 2)


@refused(0.5, numbers(2))
def a_number_and_then_an_array(x, a):
    both = a
    if x > 0.3:
        x += a
    else:
        both *= 0.5
    x = a
    return np.sum(np.asarray(x))
