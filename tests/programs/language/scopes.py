"""global, nonlocal, del, local imports, names of one branch or of several types, names that look like ours."""
# ruff: noqa: B023, F841
import numpy as np

from ..registry import case, numbers, shows

AREA = "Names and scopes"

COUNT = 0
GAIN = 2.5
LIMITS = (0.5, 1.5)


@case(1.3)
def counter_of_a_closure(x):
    n = 0

    def count():
        nonlocal n
        n += 1
        return n

    count()
    count()
    return x ** n


@shows("`nonlocal`")
@case(1.3)
def nonlocal_active(x):
    total = 0.0

    def add(t):
        nonlocal total
        total = total + t * x

    add(x)
    add(2.0)
    add(total)
    return total * x


@case(numbers(3))
def nonlocal_in_a_loop(v):
    best = v[0]
    steps = 0

    def visit(t):
        nonlocal best, steps
        steps += 1
        if t > best:
            best = t * t

    for t in v:
        visit(t)
    return best * steps


@case(1.3)
def nonlocal_of_two_levels(x):
    state = x

    def outer(t):
        def inner(u):
            nonlocal state
            state = state * u
        inner(t)
        inner(t + 1)
        return state

    return outer(x) + state


@case(1.3)
def nonlocal_and_result(x):
    last = x

    def step(t):
        nonlocal last
        change = t - last
        last = t
        return change * t

    return step(x * x) + step(3 * x) + last


@shows("arrays and lists of a closure written")
@case(numbers(4))
def accumulator_array_of_a_closure(v):
    acc = np.zeros(3)

    def add(i, t):
        acc[i] += t * t

    for i in range(4):
        add(i % 3, v[i])
    return np.sum(acc * acc)


@case(numbers(4))
def accumulator_scalar_in_a_list(v):
    total = [0.0]

    def add(t):
        total[0] += t * t

    for t in v:
        add(t)
    return total[0]


@shows("`global` that is read")
@case(1.3)
def global_numbers(x):
    global GAIN
    low, high = LIMITS
    return min(max(x, low), high) * GAIN


@shows("`del` of names")
@case(1.3)
def deleted_and_bound_again(x):
    t = x * x
    del t
    t = 3 * x
    y = t * x
    del t, x
    return y


@case(numbers(4))
def deleted_array(v):
    big = np.outer(v, v)
    s = np.sum(big, axis=0)
    del big
    return np.sum(s * s)


@case(1.3)
def deleted_in_a_loop(x):
    y = x
    for k in range(3):
        t = y * k
        if k > 0:
            y = y + t
        del t
    return y


@shows("local imports")
@case(1.3)
def imports_in_a_helper_of_its_own(x):
    def g(t):
        from math import sin
        return sin(t) * t
    return g(x)


@case(1.3)
def import_with_the_name_of_a_global(x):
    import math as np
    return np.sin(x)


@case(numbers(3))
def import_inside_a_loop(v):
    s = 0.0
    for t in v:
        from math import exp
        s = s + exp(t)
    return s


@shows("loop names after the loop")
@case(numbers(3))
def loop_names_used_after(v):
    s = 0.0
    for k, t in enumerate(v):
        s = s + t * k
        last = s * t
    return last * t + k


@case(numbers(4))
def loop_name_after_a_break(v):
    for t in v:
        if t > 1.0:
            break
    return t * t


@case(1.3)
@case(-1.3)
def bound_in_both_branches_of_two(x):
    if x > 0:
        a = x
    else:
        b = x * x
    if x > 0:
        return a * a
    return b * x


@shows("names bound in one branch")
@case(1.3, True)
@case(1.3, False)
def bound_under_one_condition(x, damped):
    if damped:
        c = 0.3 * x
    y = x * x
    if damped:
        y = y - c * x
    return y


@shows("names that change type")
@case(1.3)
def number_then_array_then_number(x):
    y = 2
    y = y * x
    y = np.array([y, x])
    y = y @ y
    y = (y, x)
    y = y[0] * y[1]
    return y


@case(numbers(3))
def none_then_array(v):
    y = None
    for _ in range(3):
        if y is None:
            y = v * v
        else:
            y = y * v
    return np.sum(y)


@shows("`None` first, a number later")
@case(1.3)
def none_then_number(x):
    previous = None
    s = 0.0
    for k in range(4):
        y = x * k
        if previous is not None:
            s = s + (y - previous) * y
        previous = y
    return s


@case(1.3)
def int_then_float(x):
    s = 0
    for _ in range(3):
        s += x
        s *= x
    return s


@case(1.3)
def string_then_number(x):
    r = "start"
    if r == "start":
        r = x * x
    return r * x


@shows("any name: `x_bar`, `tape`, `np`")
@case(1.3, 0.4)
def our_names_as_locals(x, y_bar):
    tape = [x]
    x_bar = y_bar * x
    record = (x_bar, tape[0])
    ct, ans_dot, t_0 = record[0], record[1], 3.0
    unbroadcast = ct * ans_dot
    for k in range(2):
        tape = [unbroadcast * x]
    return tape[0] * t_0 + x_bar


@case(1.3)
def np_is_a_loop_name(x):
    s = 0.0
    for np in (1.0, 2.0):  # noqa: F402
        s = s + np * x * s + x
    return s


@case(1.3)
def math_is_a_lambda(x):
    math = lambda t: t * t * x  # noqa: E731
    return math(x)


@case(1.3)
def len_and_range_are_numbers(x):
    len = 2.0 * x
    range = len * x
    return range * len


@case(1.3)
def argument_named_like_a_helper(x):
    def tape(stash, bar):
        return stash * bar + x
    return tape(x, bar=2 * x)


@case(numbers(3))
def global_shadowed_in_a_nested_function(v):
    def GAIN(t):
        return t * t * LIMITS[0]
    return sum(GAIN(t) for t in v)


@shows("annotations")
@case(1.3)
def annotated_assignments(x: float) -> float:
    y: float = x * x
    n: int
    n = 3
    values: list[float] = [y, x]
    t: tuple[float, float] = (x, y)
    return values[0] * n + t[1]


@case(1.3)
def chained_and_annotated(x):
    a = b = c = x
    a += b
    b *= a
    c -= b
    return a * b * c


@shows("another name for a module")
@case(1.3)
def module_under_another_name(x):
    xp = np
    la = np.linalg

    def f(t):
        return xp.sin(t) * x

    return f(x) * la.norm(xp.array([x, 1.0]))
