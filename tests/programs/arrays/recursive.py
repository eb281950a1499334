"""Functions that call themselves, and write to what they are given: they share memory with no other argument."""
import numpy as np

from ..registry import case, numbers, refused, signed


def transform(re, im):
    n = len(re)
    if n == 1:
        return
    even_re, even_im = re[0::2].copy(), im[0::2].copy()
    odd_re, odd_im = re[1::2].copy(), im[1::2].copy()
    transform(even_re, even_im)
    transform(odd_re, odd_im)
    angle = -2 * np.pi * np.arange(n // 2) / n
    turned_re = np.cos(angle) * odd_re - np.sin(angle) * odd_im
    turned_im = np.cos(angle) * odd_im + np.sin(angle) * odd_re
    re[:n // 2], re[n // 2:] = even_re + turned_re, even_re - turned_re
    im[:n // 2], im[n // 2:] = even_im + turned_im, even_im - turned_im


def quick(a):
    if len(a) <= 1:
        return a
    store = 0
    for j in range(len(a) - 1):
        if a[j] < a[-1]:
            a[store], a[j] = a[j], a[store]
            store += 1
    a[store], a[-1] = a[-1], a[store]
    quick(a[:store])
    quick(a[store + 1:])
    return a


def merge(a, lo, hi):
    """Sort a part, and return how many pairs were out of order."""
    if hi - lo <= 1:
        return 0
    middle = (lo + hi) // 2
    count = merge(a, lo, middle) + merge(a, middle, hi)
    left, right = a[lo:middle].copy(), a[middle:hi].copy()
    i = j = 0
    for k in range(lo, hi):
        if j >= len(right) or (i < len(left) and left[i] <= right[j]):
            a[k] = left[i]
            i += 1
        else:
            a[k] = right[j]
            j += 1
            count += len(left) - i
    return count


def factor(a):
    if len(a) == 1:
        return
    a[1:, 0] /= a[0, 0]
    a[1:, 1:] -= np.outer(a[1:, 0], a[0, 1:])
    factor(a[1:, 1:])


class Weights:
    def __init__(self, w):
        self.w = w

    def halve(self, a, n=2):
        if n == 0:
            return
        a *= self.w[n]
        self.halve(a[1:], n - 1)
        a[0] += a[-1] ** 2


@case(signed(4), signed(4, seed=1))
def fft_in_place(re, im):
    re = re.copy()
    transform(re, im)
    return re, im


@case(signed(5))
def sorted_in_place(x):
    a, b = x.copy(), x * x
    count = merge(b, 0, len(b))
    return quick(a) * np.arange(5.0) + b * count


@case(numbers(3, 3) + 3 * np.eye(3))
def lu_of_smaller_and_smaller_views(a):
    lu = a.copy()
    factor(lu)
    return np.log(np.abs(np.diag(lu))).sum() + lu[2, 0]


@case(signed(4), numbers(3))
def method_of_an_object(x, w):
    y = x.copy()
    Weights(w).halve(y)
    return y


@case(signed(5))
def cycle_over_levels(f):
    us = [np.zeros(5), np.zeros(3)]
    fs = [f.copy(), np.zeros(3)]

    def cycle(level):
        u = us[level]
        if level == 1:
            u[1] = 0.5 * fs[level][1]
            return
        u[1:-1] += 0.5 * fs[level][1:-1]
        fs[level + 1][:] = (fs[level] - u)[::2]
        cycle(level + 1)
        u[::2] += us[level + 1]

    cycle(0)
    return us[0]


def collect(x, found, n):
    if n > 0:
        found.append(x * n)
        collect(x * x, found, n - 1)


@refused(0.7)
def a_list_that_grows(x):
    found = []
    collect(x, found, 2)
    return sum(found)


def down(a, n):
    match n:
        case 0:
            return
        case 1:
            a[0] *= 2.0
            return
        case _:
            a[n - 1] *= a[0]
            down(a, n - 1)


@case(numbers(4))
def returns_under_match(x):
    w = x * 1.0
    down(w, 3)
    return np.sum(w * w)


def spectrum(re, im):
    n = len(re)
    if n == 1:
        return re, im
    (er, ei), (odd, oi) = spectrum(re[::2], im[::2]), spectrum(re[1::2], im[1::2])
    angle = -2 * np.pi * np.arange(n // 2) / n
    c, s = np.cos(angle), np.sin(angle)
    real, imag = np.empty(n), np.empty(n)
    real[:n // 2], real[n // 2:] = er + c * odd - s * oi, er - c * odd + s * oi
    imag[:n // 2], imag[n // 2:] = ei + c * oi + s * odd, ei - c * oi - s * odd
    return real, imag


@case(signed(4))
def fft_that_hands_back_its_argument(x):
    re, im = spectrum(x, np.zeros(4))
    return np.sum((re ** 2 + im ** 2) * np.arange(4))


def merged(a):
    if len(a) <= 1:
        return a
    left, right = merged(a[:len(a) // 2]), merged(a[len(a) // 2:])
    out, i, j = np.empty(len(a)), 0, 0
    for k in range(len(a)):
        if j == len(right) or i < len(left) and left[i] <= right[j]:
            out[k] = left[i]
            i += 1
        else:
            out[k] = right[j]
            j += 1
    return out


@case(signed(5))
def merge_sort(x):
    return merged(x) @ np.arange(5.0) ** 2


def rest(a, n):
    return a if n == 0 else rest(a[1:], n - 1)


@case(signed(5))
def handed_back_and_read(x):
    y = rest(x, 2)
    z = x.copy()
    z[1:] *= 2.0
    return np.sum(y ** 2) + z @ x


@refused(signed(5))
def handed_back_and_written(x):
    y = rest(x, 2)
    y *= 2.0
    return np.sum(x ** 2)


def doubled(a, n):
    if n == 0:
        return a
    b = a * 2.0
    found = doubled(b, n - 1)
    found += 1.0
    return found + b


@refused(signed(3))
def handed_back_and_written_within(x):
    return np.sum(doubled(x, 2) ** 2)
