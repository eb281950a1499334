"""Convenient forms: walrus, match, generators that are reduced, local imports, del, chained assignment."""
import math

import numpy as np

from .registry import case, numbers, signed

FACTOR = 3.0


@case(1.3)
def chained_assignment(x):
    a = b = x * x
    a = a + b
    return a * b


@case(1.3)
def annotated_names(x):
    y: float = x * x
    z: float
    z = y * x
    return z


@case(1.3)
@case(-1.3)
def bound_in_one_branch(x):
    if x > 0:
        y = x * x
    z = 2.0 * x
    if x > 0:
        z = z * y
    return z


@case(1.3)
def loop_variable_after_loop(x):
    s = 0.0
    for i in range(4):
        s = s + x * i
    return s * i + x


@case(1.3)
def tuple_of_several_kinds(x):
    s = 0.0
    for a in (1, 2.5, x, x * x):
        s = s + a * x
    return s + a


@case(1.3)
def pairs_of_pairs(x):
    s = 0.0
    for a, (b, c) in ((1, (x, 2.0)), (x, (3.0, x))):
        s = s + a * b * c
    return s


@case(1.3)
def nested_unpacking(x):
    (a, b), c = (x, x * x), 3.0 * x
    [d, e] = [a * b, c]
    return d + e


@case(numbers(3))
def array_unpacked(x):
    a, b, c = x
    return a * b + c


@case(1.3)
def global_read(x):
    global FACTOR
    return x * FACTOR


@case(1.3)
def local_imports(x):
    import math as m

    import numpy.linalg
    from numpy import cos as c
    from numpy import sin
    return m.sin(x) * sin(x) + c(x) * numpy.tanh(x)


@case(1.3)
def import_in_a_branch(x):
    if x > 0:
        from .helpers import cubic
        return cubic(x)
    return x


@case(1.3)
def deleted_names(x):
    t = x * x
    y = t * x
    del t
    for _ in range(2):
        u = y * x
        y = u + x
        del u
    return y


@case(1.3)
@case(0.3)
def walrus_in_expressions(x):
    y = (t := x * x) * 2 + t
    if (n := y * x) > 1 and (m := n * x) > 0:
        y = y + n * m
    return y * (x if x > 5 else (q := x * 3)) + x


@case(1.3)
def walrus_in_while_with_else(x):
    y = x

    def grow(k):
        nonlocal y
        y = y * k
        return y

    for n in range(3):
        while (z := grow(1.2)) < 2 + n:
            if n == 2:
                break
        else:
            y = y * z - x
            continue
        y = y - n
    return y * z


@case(1.3)
def walrus_in_while(x):
    y = x
    while (z := y * 1.5) < 20:
        y = z + x
        if y > 17:
            continue
        y = y * 1.01
    return y * z


@case(1.3)
def walrus_after_a_read(x):
    y = x
    return y + (y := x * x) + y


@case(numbers(4))
def walrus_in_call(x):
    return np.sum((y := x * x) * np.sin(y)) + math.exp(m := float(np.mean(x))) * m


@case(1.3, "product")
@case(1.3, "square")
@case(1.3, "cube")
@case(1.3, None)
@case(1.3, "other")
def match_literals(x, mode):
    match mode:
        case "product" | "square":
            y = x * x
        case "cube" if x > 1:
            y = x ** 3
        case None:
            y = x
        case _:
            y = 2 * x
    return y * x


@case(1.3)
@case(101.3)
def match_sequence(x):
    match (x, 2.0):
        case (a, b) if a > 100:
            return a
        case [a, b]:
            return a * b * a
        case _:
            return x


@case(1.3, 0)
@case(1.3, 5)
@case(1.3, 2)
@case(1.3, 1.5)
@case(1.3, 3)
def match_classes(x, n):
    match n:
        case 0:
            return x
        case int(k) if k > 3:
            return x ** k
        case 1 | 2:
            return x * x
        case float(v):
            return x * v
        case _:
            return 3 * x


@case(1.3)
def match_in_loop(x):
    y = x
    for step in range(5):
        match step % 3:
            case 0:
                y = y * x
            case 1:
                continue
            case _ if y > 2:
                break
        y = y + 0.1 * x
    return y


@case(1.3)
def error_state(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.log(x) / x
        if x > 100:
            return y
    return y * x


@case(1.3)
def sums_of_generators(x):
    first = sum(x * i for i in range(4)) + sum(v * v for v in [x, 2.0])
    return first + sum((x * j * k for j in range(3) for k in range(j) if k != 1), x)


@case(numbers(4))
def reductions_over_arrays(v):
    smooth = sum(a * b for a, b in zip(v, v[1:])) * sum(i * t for i, t in enumerate(v))
    return smooth + max(np.sin(t) for t in v) - min(t * t for t in v if t > 0.2)


@case(signed(4))
def any_and_all(v):
    y = v[0]
    if any(t > 0.3 for t in v) and not all(t > 0 for t in v):
        y = y * v[1]
    return y + sum(np.array([1.0, 2.0]) * t for t in v)[1]


@case(1.3)
def generator_keeps_names(x):
    i = x
    return sum(i * x for i in range(4)) * i


@case(numbers(3, 4), signed(4))
def generator_in_generator(a, w):
    return sum(math.sqrt(sum(v * v for v in row)) * max(w[0] * t for t in row) for row in a)


@case(numbers(3))
def generator_in_a_branch(v):
    return (sum(t ** 3 for t in v) if v[0] > 0 else v[0]) + (v[1] > 5 and sum(t for t in v))
