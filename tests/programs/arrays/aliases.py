"""Several names for one array: swaps, ping-pong buffers, lists and tuples of arrays."""
import numpy as np

from ..registry import case, numbers, signed


@case(numbers(3), numbers(3, seed=1))
def two_names(a, x):
    b = a
    a += x
    b *= a
    return np.sum(b ** 2)


@case(numbers(3), numbers(3, seed=1))
def a_new_array_under_the_name(a, x):
    b = a
    a = a + x
    a *= 2
    return np.sum(a * b ** 2)


@case(numbers(3), numbers(3, seed=1))
def in_place_then_new_then_in_place(a, x):
    b = a
    a *= x
    a = a * x
    c = a
    a -= b
    b += c
    return np.sum(a * b)


@case(numbers(4))
def kept_to_compare(x):
    before = x
    copied = x.copy()
    x[1:] = x[:-1] ** 2
    return np.sum((x - copied) ** 2) + np.sum(before * copied)


@case(numbers(3))
def three_names(x):
    a = b = x * 2
    c = b
    a[0] = x[1]
    b[1] *= c[0]
    c[2] += a[1]
    return np.sum(a * b * c)


@case(numbers(3), numbers(3, seed=1))
def swapped(a, b):
    a, b = b, a
    a += 2 * b
    a, b = b, a
    a *= b
    return np.sum(a ** 2) + np.sum(b)


@case(numbers(4), 0.7)
def elements_swapped(x, s):
    x[0], x[3] = x[3], s * x[0]
    i, j = 1, 2
    x[i], x[j] = x[j], x[i]
    x[1:3] = x[2:0:-1]
    return np.sum(x ** 2 * np.arange(1.0, 5.0))


@case(numbers(3, 3))
def rows_swapped(a):
    a[[0, 2]] = a[[2, 0]]
    saved = a[1].copy()
    a[1] = a[0]
    a[0] = saved
    return np.sum(a ** 2 * np.arange(1.0, 10.0).reshape(3, 3))


@case(numbers(3, 3))
def rows_swapped_through_views(a):
    a[0], a[1] = a[1], a[0]           # both rows become the second
    return np.sum(a ** 2 * np.arange(1.0, 10.0).reshape(3, 3))


@case(numbers(6), 0.3)
def ping_pong(u, nu):
    new = np.zeros_like(u)
    for t in range(4):
        new[1:-1] = u[1:-1] + nu * (u[2:] - 2 * u[1:-1] + u[:-2])
        new[0], new[-1] = u[0], u[-1]
        u, new = new, u
    return np.sum(u ** 2)


@case(numbers(5), 0.3, 3)
@case(numbers(5), 0.3, 4)
def ping_pong_twice_a_step(u, nu, steps):
    a, b = u.copy(), u.copy()
    for t in range(steps):
        b[1:-1] = a[1:-1] * (1 - nu * a[2:])
        a[1:-1] = b[1:-1] + nu * b[:-2]
        if t % 2 == 1:
            a, b = b, a
    return np.sum(a * u) + b[2]


@case(numbers(6), 0.4)
def three_buffers_in_a_ring(u, c):
    old, now, new = u.copy(), u, np.zeros(6)
    for t in range(5):
        new[1:-1] = 2 * now[1:-1] - old[1:-1] + c * (now[2:] - 2 * now[1:-1] + now[:-2])
        old, now, new = now, new, old
    return np.sum(now ** 2) + np.sum(old * now)


@case(numbers(3), numbers(3, seed=1), 0.7)
@case(numbers(3), numbers(3, seed=1), -0.7)
def one_or_the_other(a, b, s):
    c = a if s > 0 else b
    c *= s
    d = b
    if s < 0:
        d = a
    d += c
    return np.sum(a ** 2) * np.sum(b)


@case(numbers(3), 0.7)
@case(numbers(3), -0.7)
def the_same_or_a_copy(a, s):
    if s > 0:
        b = a
    else:
        b = a.copy()
    b *= 2
    a += s
    return np.sum(a * b)


@case(numbers(3), numbers(3, seed=1))
def chosen_in_a_loop(a, b):
    for k in range(4):
        target = a if k % 2 == 0 else b
        target[k % 3] *= 2
        target += 0.1 * a
    return np.sum(a * b ** 2)


@case(numbers(3), numbers(3, seed=1))
def over_a_tuple_of_arrays(a, b):
    for v in (a, b, a):
        v *= v
    for v in [a[1:], b[:2]]:
        v += 1
    return np.sum(a * b)


@case(numbers(3), numbers(3, seed=1))
def stored_in_a_tuple(a, b):
    pair = (a, b)
    pair[0][1] = pair[1][2] ** 2
    a += b
    first, second = pair
    second *= first
    return np.sum(pair[0] * b)


@case(numbers(3), numbers(3, seed=1))
def stored_in_a_list(a, b):
    arrays = [a, b, a]
    arrays[0][0] = b[1]
    arrays[1] += arrays[2]
    arrays[2] *= 2
    arrays[0] = arrays[0] + 1
    arrays[0] *= 3
    return np.sum(a * b) + np.sum(arrays[0] ** 2)


@case([numbers(3), numbers(2, seed=1)], 0.7, wrt=("parameters", "s"))
def a_list_of_parameters(parameters, s):
    for p in parameters:
        p -= s * p ** 2
    parameters[1][:] = parameters[0][:2] * s
    parameters[0] = parameters[0] * 2
    return np.sum(parameters[0] ** 2) + np.sum(parameters[1])


@case((numbers(3), 1.2), wrt="p")
def a_tuple_of_parameters(p):
    w, b = p
    w *= b
    b *= 2
    w[0] += b
    return np.sum(p[0] ** 2) * p[1] * b


@case(numbers(3))
def list_that_grows(x):
    history = []
    for k in range(3):
        x *= 1.5
        history.append(x)
        history.append(x.copy())
    history[1][0] = 2 * history[3][1]
    return np.sum(history[0] ** 2) + np.sum(history[1] * history[5])


@case(numbers(3))
def rows_repeated_in_a_list(x):
    rows = [x] * 2
    rows[0][1] = x[0] ** 2
    rows = rows + [x * 2]
    rows[2] += rows[1]
    return np.sum(rows[1] * rows[2])


@case(numbers(6))
def list_of_views(x):
    pieces = [x[:2], x[2:4], x[4:]]
    for k in range(1, 3):
        pieces[k] += pieces[k - 1] ** 2
    pieces[0], pieces[2] = pieces[2], pieces[0]
    pieces[0] *= 2
    return np.sum(x ** 2)


@case(numbers(3), numbers(3, seed=1))
def stored_in_a_dict(a, b):
    state = {"a": a, "b": b}
    state["a"] += b
    state["b"][1:] = a[:2] ** 2
    state["a"] = state["a"] * state["b"]
    state["a"][0] *= 2
    return np.sum(a * b) + np.sum(state["a"])


@case(numbers(3), numbers(3, seed=1))
def nested_containers(a, b):
    state = [(a, [b, a])]
    state[0][1][0] *= a
    state[0][0][1:] = b[:2]
    inner = state[0][1]
    inner[1] += inner[0]
    return np.sum(a * b)


@case(numbers(5), numbers(5, seed=1))
def alias_carried_by_a_loop(x, y):
    current = x
    for k in range(4):
        current[k] *= y[k]
        other = current
        current = y if k == 1 else current
        other += 0.1
    return np.sum(x * y)


@case(numbers(3))
def while_with_an_alias(x):
    best = x
    trial = x * 0.9
    while np.sum(best) < 12:
        trial[1:] += best[:-1]
        best, trial = trial, best
        best *= 1.2
    return np.sum(best ** 2) + np.sum(trial)


@case(signed(4))
def new_only_in_a_branch(x):
    y = x
    for k in range(3):
        if x[k] > 0:
            y = y * 2
        y[k] += x[3] ** 2
    return np.sum(x ** 2) + np.sum(y ** 2)


@case(numbers(3), 0.7)
def a_number_is_no_alias(x, s):
    t = s
    s += x[0]
    e = x[1]
    x[1] *= 3
    e += t
    return np.sum(x ** 2) * s * e


@case(numbers(3))
def result_also_written(x):
    y = x * 2
    s = np.sum(y ** 2)
    y *= 10
    z = y
    z[0] = 0
    return s + y[0] + z[1]


@case(numbers(3), numbers(3, seed=1))
def value_read_before_it_is_overwritten(x, y):
    p = x * y
    q = np.exp(x)
    x *= p
    y[:] = q
    q += p
    return np.sum(x * y * q)


@case(numbers(2, 3))
def the_argument_is_the_value(a):
    a[0] *= a[1]
    return a


@case(numbers(4))
def value_and_a_view_of_it(x):
    x **= 2
    x[1] *= x[2]
    return x, x[1:3], np.sum(x)


SHARED = numbers(6)


@case(SHARED, SHARED)
@case(SHARED[1:], SHARED[:-1])
def arguments_that_overlap_are_only_read(x, y):
    z = x * 2
    z[1:] *= y[:-1]
    return np.sum(z ** 2) + np.sum(x * y)


@case(SHARED[:3], SHARED[3:])
@case(SHARED[::2], SHARED[1::2])
def arguments_beside_each_other_in_memory(x, y):
    x *= y
    y[1:] += x[:-1] ** 2
    return np.sum(x ** 2) + np.sum(y)


@case(numbers(4), numbers(4, seed=1))
def negated_twice_is_a_copy(a, b):
    c = b
    a[:-1] *= --b[1:]
    c *= 0.4
    return np.sum(a) + np.sum(b ** 2)
