"""with: what hides warnings or errors, what measures, what is the user's own."""
import contextlib
import math
import time
import warnings
from contextlib import suppress

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "`with`"


class Timer:
    """Measures the time a block takes."""

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *details):
        self.seconds = time.perf_counter() - self.start
        return False


@contextlib.contextmanager
def section(name):
    """Say where a block begins and ends."""
    LOG.append(f"begin {name}")
    yield name
    LOG.append(f"end {name}")
    LOG.clear()


LOG = []
LOCK = contextlib.nullcontext()
TIMER = Timer()


@shows("`np.errstate`")
@case(numbers(3))
def hidden_warnings(v):
    with np.errstate(all="ignore"):
        w = np.log(v) / v
    return np.sum(w)


@case(numbers(3))
def raising_error_state(v):
    with np.errstate(divide="raise"):
        w = np.log(v)
        u = w / v
    return np.sum(u * w)


@shows("`contextlib.suppress`")
@case(1.3)
@case(-1.3)
def suppressed_error(x):
    y = x
    with contextlib.suppress(ValueError):
        y = math.sqrt(x)
    return y * x


@case(signed(4))
def suppressed_in_a_loop(v):
    s = 0.0
    for t in v:
        with suppress(ValueError, ZeroDivisionError):
            s = s + math.log(t) * s + t
    return s


@shows("`contextlib.nullcontext`")
@case(1.3)
def no_context(x):
    with contextlib.nullcontext():
        y = x * x
    with LOCK:
        y = y * x
    return y


@shows("a class with `__enter__` and `__exit__`")
@case(1.3)
def a_timer(x):
    with Timer() as timer:
        y = math.sin(x)
        y = y * x
    assert timer.seconds >= 0
    return y


@case(1.3)
def a_timer_that_is_global(x):
    with TIMER:
        y = x ** 3
    return y


@case(1.3)
def returns_from_a_block(x):
    with Timer():
        if x > 0:
            return x * x
        y = x
    return y


@shows("`@contextlib.contextmanager`")
@case(1.3)
def a_generator_as_context(x):
    with section("first") as name:
        y = x * len(name)
    with section("second"):
        y = y * x
    return y


@shows("several contexts")
@case(numbers(3))
def two_contexts(v):
    with np.errstate(divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        w = np.sqrt(v) * v
    return np.sum(w)


@case(numbers(3))
def context_in_a_loop(v):
    s = 1.0
    for t in v:
        with np.errstate(all="ignore"):
            s = s * np.sin(t)
            if s > 5:
                break
    return s


@case(numbers(3))
def array_written_in_a_block(v):
    w = np.zeros(3)
    with Timer():
        w[:2] = v[1:] * 2
        w += v
    return np.sum(w * w)


@case(numbers(3))
def print_options(v):
    with np.printoptions(precision=3):
        text = f"{v}"
    return np.sum(v) * len(text)


class Swallows:
    """Lets no error out."""

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return True


class Sets:
    """Changes what the function reads."""

    def __enter__(self):
        global FACTOR
        FACTOR = 3.0

    def __exit__(self, *details):
        global FACTOR
        FACTOR = 1.0


FACTOR = 1.0


@shows("a context that lets no exception out")
@refused(1.3)
def swallowed_error(x):
    y = x
    with Swallows():
        y = y * x
        y = math.sqrt(-y)
    return y


class Silent:
    """Lets no error out, by a method that has a name of its own."""

    def __enter__(self):
        return self

    def close(self, *details):
        return True

    __exit__ = close


@shows("a context that lets no exception out")
@refused(1.3)
def swallowed_error_by_another_name(x):
    y = x
    with Silent():
        y = y * x
        y = math.sqrt(-y)
    return y


@shows("a context that sets a global")
@refused(1.3)
def context_that_sets_a_global(x):
    with Sets():
        y = x * x * FACTOR
    return y


@shows("`return` out of a loop in the block")
@refused(numbers(3))
def returns_out_of_a_loop_in_a_block(v):
    with Timer():
        for t in v:
            if t > 1:
                return t * t
    return v[0]


@shows("jumps out of the block")
@case(numbers(3))
def breaks_out_of_a_block(v):
    s = 0.0
    for k, t in enumerate(v):
        with Timer() as timer:
            s = s + t * t
            if k == 1:
                break
            if t > 100:
                continue
            s = s * 1.5
        s = s + (timer.seconds >= 0)
    return s


@case(1.3)
@case(-1.3)
def try_within_a_block(x):
    with Timer():
        try:
            y = math.sqrt(x)
        except ValueError:
            y = x * x
    return y * x


@case(numbers(3))
def timers_in_each_other(v):
    with Timer() as outer, Timer() as inner:
        total = np.sum(v * v)
    with Timer():
        with Timer():
            total = total * v[0]
    return total + 0 * (outer.seconds < inner.seconds)


TABLE = np.array([1.0, 2.0, 3.0])
GROWING = [1.0, 2.0]


class Shifts:
    """Adds to an array that it is given, for a while."""

    def __init__(self, table):
        self.table = table

    def __enter__(self):
        self.table += 1.0

    def __exit__(self, *details):
        self.table -= 1.0


class Grows:
    """Appends to a list of the module, for a while."""

    def __enter__(self):
        GROWING.append(5.0)

    def __exit__(self, *details):
        GROWING.pop()


class Counts:
    """Counts how often a block is run."""

    def __init__(self):
        self.count = 0
        self.names = []

    def __enter__(self):
        self.count += 1
        self.names.append("block")
        return self

    def __exit__(self, *details):
        self.names.clear()


@refused(1.3)
def context_that_changes_an_array(x):
    with Shifts(TABLE):
        s = np.sum(TABLE * x)
    return s * x


@refused(1.3)
def context_that_changes_a_list(x):
    with Grows():
        s = sum([d * x for d in GROWING])
    return s * x


@case(1.3)
def context_that_counts(x):
    with Counts() as counts:
        s = x * x
    return s * counts.count


class Plant:
    def __init__(self, gain):
        self.gain, self.seen = gain, []


class Boosted:
    """Sets the gain of a plant for the time of a block."""

    def __init__(self, plant, by=2.0):
        self.plant, self.by, self.entered = plant, by, 0

    def __enter__(self):
        self.old = self.plant.gain
        self.plant.gain = self.plant.gain * self.by
        self.entered += 1
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.plant.seen.append(self.plant.gain)
        self.plant.gain = self.old


@contextlib.contextmanager
def damped(plant, by):
    old = plant.gain
    plant.gain *= by
    try:
        yield plant
    finally:
        plant.gain = old


@contextlib.contextmanager
def pushed(values, value):
    values.append(value)
    yield len(values)
    values[0] += values.pop()


@shows("managers that set attributes of objects and items of lists for a block")
@case(signed(3))
def contexts_that_set_what_is_read(v):
    plant, stack, s = Plant(v[0]), [v[1]], 0.0
    for t in v:
        with Boosted(plant, by=t) as boosted, damped(plant, 0.5) as same:
            s += boosted.old * same.gain * boosted.entered
            if t > 2.0:
                return s
        with pushed(stack, t * t) as count:
            s += stack[-1] * count
            if t < 0:
                continue
            s *= plant.gain
    return s + plant.gain * stack[0] + sum(plant.seen)


@case(signed(3))
def what_comes_at_the_end_grows_a_list(v):
    log = []

    def root(t):
        try:
            if t < 0:
                raise ValueError
            return math.sqrt(t)
        except ValueError:
            return t * t
        finally:
            log.append(t)

    return sum([root(t) for t in v]) * sum(log[1:])
