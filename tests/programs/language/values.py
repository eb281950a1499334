"""Values: bool and int in float expressions, strings, None, isinstance, type, getattr, f-strings, float(), int(), item()."""
import logging
import math
import numbers as abstract

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Values"

LOGGER = logging.getLogger("srcad.tests")
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False
UNITS = {"m": 1.0, "km": 1000.0}
SCALE = np.float64(2.5)


class Config:
    """Settings of a model."""

    rate = 0.5
    steps = 3
    name = "decay"


SETTINGS = Config()


class Loud:
    """Sums up, and counts how often."""

    def __init__(self):
        self.value = 2.0
        self.calls = 0

    def sum(self):
        self.calls += 1
        return self.value * self.calls


@shows("bools and ints in arithmetic")
@case(1.3)
@case(-0.3)
def bools_in_arithmetic(x):
    positive = x > 0
    return x * positive + (x > 1) * x * x + True * x - (not positive) * x


@case(signed(4))
def masks_in_arithmetic(v):
    return np.sum(v * (v > 0)) + np.sum((v < 0) * v * v) + (v > 0).sum() * v[0]


@case(1.3, 3)
def ints_in_arithmetic(x, n):
    return n * x + x / n + x ** n + n // 2 * x + (n % 2) * x + (n << 1) * x + (n & 1) * x


@case(1.3, "km")
@case(1.3, "m")
def strings_as_keys(x, unit):
    if unit.endswith("m") and len(unit) == 2:
        x = x * 2
    return x * UNITS[unit] * (1 if unit in ("m", "cm") else 0.001)


@shows("strings that choose")
@case(1.3, "relu")
@case(-1.3, "RELU")
@case(1.3, "tanh")
def strings_compared(x, kind):
    if kind.lower().startswith("relu"):
        return max(x, 0.0) * x
    return math.tanh(x) if kind == "tanh" else x


@shows("`is None`")
@case(1.3, None)
@case(1.3, 0.4)
def none_checks(x, a=None):
    if a is None:
        a = 2.0 * x
    return a * x


@case(1.3)
def default_by_or(x, a=None):
    b = a or x * 2
    return b * x


@shows("`isinstance`")
@case(1.3)
@case(np.float64(1.3))
@case(numbers(3))
def isinstance_checks(x):
    if isinstance(x, np.ndarray):
        return np.sum(x * x)
    if isinstance(x, (int, float)):
        return x * 3.0
    return x


@shows("`type(x)`")
@case(1.3)
@case(numbers(2))
def type_checks(x):
    if type(x) is float:
        return x * x
    assert type(x) == np.ndarray  # noqa: E721
    return x[0] * x[1]


@case(numbers(3))
def scalars_of_arrays_without_axes(x):
    a = np.squeeze(x[:1]) * 1.0                # a scalar: `isinstance` must not take it for an array
    b = np.float32(x[1])
    y = a * x[1] if isinstance(a, np.ndarray) else a * x[2]
    return y * y if isinstance(b, (int, float)) else y * 3.0


@case(1.3)
@case(numbers(3))
def abstract_checks(x):
    y = x if isinstance(x, abstract.Number) else x.sum()
    return y * y


@shows("`hasattr`, `getattr`")
@case(1.3)
@case(numbers(3))
def hasattr_checks(x):
    if hasattr(x, "shape") and len(getattr(x, "shape", ())) == 1:
        return np.sum(x) ** 2
    return x ** 3


@case(1.3)
def getattr_of_constants(x):
    return getattr(SETTINGS, "rate") * x + getattr(SETTINGS, "missing", 3.0) * x * x + getattr(math, "sin")(x)  # noqa: B009


@case(1.3)
def attributes_of_settings(x):
    y = x
    for _ in range(SETTINGS.steps):
        y = y - Config.rate * y * x
    return y if SETTINGS.name == "decay" else x


@case(1.3)
def callable_checks(x):
    return (math.sin(x) if callable(math.sin) else x) * x


@shows("f-strings, `format`, `%`")
@case(1.3)
def formatted_text(x):
    y = x * x
    text = f"x={x:.3f}, y={y!r}"
    label = "value: " + str(y) + " {:.2f}".format(x) + " %g" % x  # noqa: UP031, UP032
    return y * (2 if "x=1" in text and label else 3)


@shows("`print`, logging")
@case(1.3)
def printed(x):
    y = x * x
    print(f"y = {y:.3f}", y, x, sep=" | ", end="")
    for k in range(2):
        y = y * x
        print(k, y)
    return y


@case(numbers(3))
def logged(v):
    LOGGER.debug("norm %s", np.linalg.norm(v))
    s = np.sum(v * v)
    LOGGER.info(f"sum {s}")
    return s


@shows("`float(x)`")
@case(1.3)
@case(np.float64(1.3))
def float_of(x):
    return float(x) * x + float(x * x) + float(3) * x + float("2.5") * x


@case(numbers(3))
def float_of_arrays(v):
    return float(np.sum(v * v)) * float(v[0]) + float(np.max(v))


@shows("`int(x)`, `round(x)`: constant")
@case(2.7)
def int_stops(x):
    n = int(x)
    return x ** n + int(x * 2) * x + round(x) * x + math.floor(x) * x


@shows("`x.item()`")
@case(numbers(3))
def item_of(v):
    return v[0].item() * v[1].item() + np.sum(v).item() + v[2:].item()


@case(numbers(3))
def item_at_a_place(v):
    return v.item(1) * v[0]


@shows("NumPy scalars")
@case(np.float64(1.3), np.float32(0.5))
def numpy_scalars(x, a):
    return x * a + np.float64(2.0) * x + SCALE * a + np.float64(x) * np.sin(x)


@shows("0-d arrays")
@case(np.array(1.3))
def zero_dimensional(x):
    y = x * x + np.sin(x)
    return y * np.array(2.0) + x[()]


@case(numbers(3))
def zero_dimensional_results(v):
    s = np.array(np.sum(v))
    t = np.asarray(v[0])
    return s * t


@shows("empty arrays")
@case(numbers(0), 1.3)
def empty_arrays(v, x):
    return np.sum(v * x) + np.prod(v) * x + len(v) + np.sum(np.concatenate([v, np.array([x])]))


@case(numbers(3))
def empty_slices(v):
    return np.sum(v[3:]) + np.sum(v[:0] ** 2) + v[0] * v[1]


@shows("`a if c else b`, chains of comparisons, `and`, `or`")
@case(1.3)
def conditional_expressions(x):
    a = x if x > 0 else -x
    b = (a if a > 1 else x * x) if a > 0.5 else 0.0
    return a * b


@case(1.3)
def chained_comparisons(x):
    if 0 < x < 2 <= x * 2 < 10:
        return x * x
    return x


@case(1.3, 0.4)
def boolean_values(x, a):
    y = x > 0 and a
    z = (x < 0 or a) * x
    return y * z


@case(1.3)
def truth_of_values(x):
    items = [x]
    if items and x and not ():
        return x * x
    return x


@shows("`complex(a, b)`")
@case(1.3)
def complex_on_the_way(x):
    z = complex(x, 2.0)
    return z.real * abs(z)


@case(1.3)
def numbers_of_every_form(x):
    return x * 1_000 * 0x10 * 1e-3 + x * 0b11 + x * .5


@case(1.3)
def ellipsis_and_none_index(x):
    v = np.array([x, x * x])
    return np.sum(v[..., None] * v[None, :]) + v[...][0]


@case(1.3)
def bool_of_values(x):
    flag = bool(x)
    other = bool(x > 2)
    return x * x if flag and not other else x


@shows("methods of objects without a derivative")
@case(1.3)
def method_with_an_effect(x):
    o = Loud()
    d = o.sum()
    d = o.sum()
    return x * x + d * 0 + o.calls * x


@case(numbers(3))
def method_of_an_unknown_class_unused(v):
    o = Loud()
    d = o.sum()
    return np.sum(v * v) * o.calls


@case(1.3)
def is_comparisons(x):
    a = x
    flag = a is x
    return x * x if flag else x


@case(1.3)
def rounding_helpers(x):
    return x * math.ceil(x) + math.trunc(x) * x + round(x, 1) * x + abs(x) + divmod(x, 1)[1] + x % 1 + x // 1


@case(1.3)
def infinity_as_a_start(x):
    best = math.inf
    worst = -float("inf")
    for k in range(3):
        t = (x - k) ** 2
        best = min(best, t)
        worst = max(worst, t)
    return best + worst * 2


@refused(1.3)
def number_read_from_text(x):
    words = " ".join([f"{x:.3f}", str(2 * x)]).split()
    total = 0.0
    for word in words:
        total = total + float(word)
    return total * x


@refused(numbers(3))
def numbers_read_from_bytes(x):
    sent = (x * x).tobytes()
    return np.sum(np.frombuffer(sent) * x)
