"""match: literals, sequences, stars, classes, guards, mappings."""
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ..registry import case, numbers, shows

AREA = "`match`"


class Mode(Enum):
    """How a spring behaves."""

    LINEAR = 1
    CUBIC = 2


@dataclass
class Spring:
    """A spring."""

    stiffness: float
    kind: str = "linear"


SPRING = Spring(3.0)
SOFT = Spring(0.5, "soft")


@shows("values and enums")
@case(1.3, Mode.LINEAR, wrt="x")
@case(1.3, Mode.CUBIC, wrt="x")
def match_enum(x, mode):
    match mode:
        case Mode.LINEAR:
            return 2 * x
        case Mode.CUBIC:
            return x ** 3
    return x


@shows("sequences")
@case(1.3, ("scale", 2.0))
@case(1.3, ("shift", 2.0, 5.0))
@case(1.3, ("none",))
@case(1.3, "word")
def match_commands(x, command):
    match command:
        case ("scale", factor):
            return factor * x
        case ("shift", a, b):
            return x * a + b
        case (name,):
            return x * len(name)
        case str():
            return x
        case _:
            raise ValueError(command)


@shows("stars")
@case(1.3)
def match_star(x):
    match (x, 2.0, x * x, 4.0):
        case (first, *rest):
            return first * rest[1] * len(rest)
        case _:
            return x


@case(1.3)
def match_star_in_the_middle(x):
    match [x, 2.0, 3.0, x * x]:
        case [first, *_, last]:
            return first * last
    return x


@shows("guards")
@case(1.3, 1)
@case(1.3, 4)
@case(1.3, 40)
def match_guards(x, n):
    match n:
        case k if k < 2:
            y = x
        case k if k < 10:
            y = x ** k
        case _:
            y = x * 0.5
    return y * x


@case(1.3)
@case(-1.3)
def match_on_an_active_value(x):
    match x:
        case v if v > 0:
            return v * v
        case v:
            return -v


@shows("`None`, `True`")
@case(1.3, None)
@case(1.3, 2.0)
@case(1.3, True)
def match_singletons(x, option):
    match option:
        case None:
            return x
        case True:
            return x * x
        case float(v):
            return v * x * x
    return 0.5 * x


@shows("mappings")
@case(1.3, {"kind": "linear", "slope": 2.0}, wrt="x")
@case(1.3, {"kind": "power", "n": 3}, wrt="x")
@case(1.3, {}, wrt="x")
def match_mapping(x, law):
    match law:
        case {"kind": "linear", "slope": k}:
            return k * x
        case {"kind": "power", "n": n}:
            return x ** n
        case _:
            return x


@shows("classes with fields")
@case(1.3)
def match_class_with_fields(x):
    match SOFT:
        case Spring(stiffness=k, kind="linear"):
            return k * x
        case Spring(k, "soft"):
            return k * x * x
    return x


@shows("alternatives that capture")
@case(1.3, (0, 1))
@case(1.3, (1, 0))
@case(1.3, (2, 2))
def match_or_of_sequences(x, pair):
    match pair:
        case (0, n) | (n, 0):
            return x ** (n + 1)
        case (a, b):
            return a * x + b * x * x
    return x


@case(numbers(3))
def match_in_a_comprehension_helper(v):
    def weight(k):
        match k:
            case 0 | 2:
                return 0.5
            case _:
                return 1.0
    return sum(weight(k) * t * t for k, t in enumerate(v))


@case(1.3, (1.0, (2.0, 3.0)))
def match_nested(x, tree):
    match tree:
        case (a, (b, c)):
            return a * x + b * x ** 2 + c * x ** 3
    return x


@shows("`as`")
@case(1.3, "a")
@case(1.3, "b")
@case(1.3, "z")
def match_as(x, word):
    match word:
        case "a" | "b" as found:
            return x * (1 + len(found)) if found == "a" else x * x
        case other:
            return x * len(other)


@case(numbers(2))
@case(numbers(3))
def match_shape(v):
    match v.shape:
        case (2,):
            return v[0] * v[1]
        case (n,):
            return np.sum(v) * n
        case _:
            return v[0]


@case(1.3)
def guards_see_what_was_captured(x):
    a, total = 1.0, 0.0
    for pair in ((x, 2.0), (3.0, x), (x, x)):
        match pair:
            case (a, b) | (b, a) if a > b:
                total += 10.0 * a
            case (a, b):
                total += a * b
    match x, x * x:
        case a, b if b > 5.0:
            return a
        case a, _:
            return total * a


@shows("`**rest`")
@case(1.3)
def match_rest_of_a_mapping(x):
    match {"kind": "power", "n": 3, "by": x}:
        case {"kind": "power", **rest} if len(rest) == 2:
            return x ** rest["n"] * rest["by"] + len(rest)
    return x


@case(1.3)
def alternatives_within_a_pattern(x):
    def area(shape):
        match shape:
            case ("op", ("add", a) | ("sub", a, _)):
                return a * a
            case (str(), float()):
                return 2.0
            case _:
                return 3.0

    return area(("op", ("add", x))) + area(("op", ("sub", x, 2.0))) + area(("none", x)) * area((x,))
