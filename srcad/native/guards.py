"""What Python checks and Numba does not: helpers that are pasted into text for Numba, where the types ask for them.

Each is complete in itself, and valid Python too. Numba keeps integers in 64 bits; here they stay below 2**62, so that one
sum of two of them cannot wrap.

>>> times(3, 4), power(2.0, 0.5) == 2.0 ** 0.5, whole_power(-1, 3)
(12, True, -1)
>>> times(2 ** 40, 2 ** 40)
Traceback (most recent call last):
OverflowError: an integer is too large for compiled code
"""
from __future__ import annotations

import math
from typing import Any

import numpy as np


# ------------------------------------------------------------------ numbers
def times(a: Any, b: Any) -> Any:
    """The product of two integers."""
    if abs(float(a) * float(b)) > 4.6e18:
        raise OverflowError("an integer is too large for compiled code")
    return a * b


def plus(a: Any, b: Any) -> Any:
    """The sum of two integers."""
    total = a + b
    if not -4600000000000000000 < total < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return total


def minus(a: Any, b: Any) -> Any:
    """The difference of two integers."""
    total = a - b
    if not -4600000000000000000 < total < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return total


def whole_power(a: Any, n: Any) -> Any:
    """An integer to the power of another one that is not negative."""
    if n < 0:
        raise ValueError("an integer to a negative power is a float: write float(a) ** n")
    found = 1
    for _ in range(n):
        if abs(float(found) * float(a)) > 4.6e18:
            raise OverflowError("an integer is too large for compiled code")
        found = found * a
    return found


def power(x: Any, y: Any) -> Any:
    """``x ** y`` of real numbers, with Python's errors."""
    if x == 0 and y < 0:
        raise ZeroDivisionError("0.0 cannot be raised to a negative power")
    found = float(x) ** y
    if found != found and x == x and y == y:
        raise ValueError("a negative number to a fractional power is complex")
    if abs(found) == np.inf and abs(x) != np.inf and abs(y) != np.inf:
        raise OverflowError("Numerical result out of range")
    return found


def counted(x: Any) -> Any:
    """A float that is going to be made an integer."""
    if not -4.6e18 < x < 4.6e18:
        raise OverflowError("a float is made an integer, and is nan, infinite or too large for compiled code")
    return x


def sized(n: Any) -> Any:
    """An integer argument."""
    if not -4600000000000000000 < n < 4600000000000000000:
        raise OverflowError("an integer is too large for compiled code")
    return n


def whole_number(n: Any) -> Any:
    """An argument that is an integer."""
    found = int(n)
    if found != n:
        raise TypeError("this derivative was made for an integer")
    return found


def same_length(mask: Any, x: Any) -> Any:
    """A mask that picks elements of ``x``."""
    if mask.shape[0] != x.shape[0]:
        raise IndexError("boolean index did not match indexed array")
    return mask


# ------------------------------------------------------------------ functions of the module math
def real_exp(x: Any) -> Any:
    """Return exp of a number, with Python's errors."""
    found = math.exp(x)
    if found - found != 0.0:
        if found != found and x == x:
            raise ValueError("math domain error")
        if found == found and x - x == 0.0:
            raise OverflowError("math range error")
    return found


# ------------------------------------------------------------------ arguments of a file of its own
def expect_number(name: Any, value: Any, ones: Any) -> None:
    """Nothing: a number is made one of the type that is meant."""


def expect_1(name: Any, value: Any, ones: Any) -> None:
    """Refuse an array of another rank, or with other axes of length 1."""
    if value.ndim != 1 or (value.shape[0] == 1) != ones[0]:
        raise TypeError("an argument has not the shape that this derivative was made for")


def expect_2(name: Any, value: Any, ones: Any) -> None:
    """Refuse an array of another rank, or with other axes of length 1."""
    if value.ndim != 2 or (value.shape[0] == 1) != ones[0] or (value.shape[-1] == 1) != ones[1]:
        raise TypeError("an argument has not the shape that this derivative was made for")
