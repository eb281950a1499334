"""Lists that grow, shrink and are written; comprehensions of any length; lists of arrays."""
import numpy as np

from .registry import case, numbers, refused, signed


@case(signed(4))
def appended(x):
    out = []
    for i in range(len(x)):
        out.append(x[i] ** 2)
    return out[0] * out[1] + sum(out)


@case(signed(3))
def history_of_arrays(x):
    history = [x]
    u = x * 1.0
    for k in range(3):
        u = u + 0.1 * np.sin(u)
        history.append(u)
    return np.sum(np.stack(history) ** 2)


@case(0.7, 6)
def recurrence_in_a_list(x, n):
    f = [0.0] * n
    f[0] = x
    f[1] = x * x
    for i in range(2, n):
        f[i] = f[i - 1] * 0.5 + f[i - 2] * f[i - 1]
    return f[n - 1]


@case(signed(3))
def stack_of_numbers(x):
    stack = [x[0], x[1]]
    s = 0.0
    while len(stack) < 6:
        stack.append(stack[-1] * stack[-2] + x[2])
    while stack:
        v = stack.pop()
        s += v * v
    return s


@case(signed(3))
def matrix_row_by_row(x):
    rows = []
    for i in range(3):
        row = []
        for j in range(2):
            row.append(x[i] * x[j])
        rows.append(np.array(row))
    a = np.array(rows)
    return np.sum(a * a)


@case(signed(4))
def accumulators(x):
    acc = [0.0, 1.0]
    for k in range(4):
        if x[k] > 0:
            acc[0] += x[k]
        else:
            acc[1] *= x[k]
    acc += [x[0]]
    acc.extend([x[1], x[2]])
    return acc[0] * acc[1] + acc[-1] * acc[2]


@case(signed(3))
def places_kept_by_none(x):
    ys = [None] * 3
    for i in range(3):
        ys[i] = np.sin(x * (i + 1))
    return sum([np.sum(y) for y in ys])


@case(signed(3))
def comprehension(x):
    s = [v * v for v in x]
    return sum(s) * s[0]


@case(0.8)
def appended_until_a_break(x):
    kept = []
    t = x
    for i in range(5):
        t = t * 0.9
        if i % 2 == 0:
            continue
        kept.append(t)
        if len(kept) > 1:
            break
    out = np.zeros(2)
    for k, r in enumerate(kept):
        out[k] = r ** 2
    return np.sum(out)


@case(signed(3))
def nested_lists(x):
    g = [[0.0] * 3 for _ in range(3)]
    for i in range(3):
        for j in range(3):
            g[i][j] = x[i] * x[j]
    g[1][1] += x[0]
    return sum(g[1]) * g[2][0]


@case(signed(3))
def a_section_is_a_copy(x):
    values = [x[0], x[1]]
    rest = values[1:]
    values.append(x[2])
    return rest[0] * values[0] + values[2]


@case(signed(3))
def repeated_before_it_grows(x):
    values = [x[0]]
    twice = values * 2
    values.append(x[1])
    return twice[0] * values[0] + twice[1] * values[1]


@case(signed(5))
def first_in_first_out(x):
    queue = [x[0], x[1]]
    s = 0.0
    for k in range(2, 5):
        queue.append(queue[-1] * x[k] + queue[-2])
        if len(queue) > 3:
            queue[0] = queue[1] + queue[0]
        s += queue[0] * queue[-1]
    return s


@case(numbers(4))
def arrays_written_in_a_list(x):
    layers = [x * (k + 1) for k in range(3)]
    for k in range(1, 3):
        layers[k][0] = layers[k - 1][1] ** 2
    layers[0] += layers[2]
    return sum(np.sum(layer * layer) for layer in layers)


@case(numbers(4), 0.3)
def state_in_a_tuple(x, a):
    state = (x.copy(), np.zeros(4))
    for _ in range(3):
        position, velocity = state
        velocity = velocity - a * position
        position = position + a * velocity
        position[0] *= 0.5
        state = (position, velocity)
    return np.sum(state[0] ** 2) + np.sum(state[1])


@case([0.5, 1.2, -0.7], 0.4, wrt="a")
def appended_to_a_list_not_differentiated(l, a):
    l.append(a)
    return l[0] * l[-1] ** 2


@case([np.ones(2), np.ones(3)], 0.4, wrt="a")
def array_of_a_list_not_differentiated(l, a):
    y, z = l
    y[0] = a
    return np.sum(l[0] ** 2)


@case(signed(5), 0.3)
def records_of_a_number_and_an_index(y, q):
    record = []
    for k in range(3):
        record.append((y[k] * q, k))
    total = 0.0
    for m, k in record:
        total = total * 0.9 + m * (k + 1)
    return total


@case(signed(4))
def numbers_under_two_names(x):
    a = [x[0], x[1]]
    b = a
    for k in range(3):
        b.append(a[-1] * a[k])
        a[0] = b[1] ** 2
    return sum(a) * b[0]


@case(signed(4))
def numbers_beside_arrays_in_tuples(x):
    s = (x[0] * 2, x * 1.0, [x[1], x * 3.0])
    r = s
    for k in range(3):
        t, u, (v, w) = s
        u[k] = t * v
        w += u
        r = (t + u[0], w, [v * t, u])
        if k != 1:
            s = r
    return r[0] * s[2][0] + np.sum(s[1] * r[2][1]) + s[0]


@case(signed(4), 0.7)
def rows_of_numbers(x, a):
    rows = [[a, x[0]], [x[1], a * a]]
    alias = rows[1]
    alias[0] += rows[0][1] * a
    rows[0][0] *= alias[0]
    alias.append(rows[0][0])
    return sum(rows[1]) * rows[0][0] + alias[-1]


@case(0.7, 0.4)
def one_list_twice(a, b):
    l = [a, a, b]
    m = [l, l]
    m[0][1] *= b
    m[1].append(l[1] * l[0])
    n = l + [a]
    n[0] = n[3] * n[1]
    l[2] = n[0]
    return m[0][2] * l[-1] + n[-1]


@case(signed(4))
def list_swapped_whole(x):
    bufs = [x * 1.0, x * 2.0]
    for k in range(3):
        bufs[0], bufs[1] = bufs[1], bufs[0]
        bufs[0][k] = bufs[1][k] ** 2 + bufs[0][3]
        bufs[1] *= 0.9
    return np.sum(bufs[0] * bufs[1])


@case(signed(3))
def states_of_two_lists(x):
    """Lists that hold the same arrays, read and written in turns: before an item is written again, after, and in a branch."""
    hidden, cells, total, i = [x * 1.0, x * 2.0], [x, np.cos(x)], 0.0, 0
    for k in range(4):
        j, old = i, hidden[i]
        if k % 2 == 0:
            total = total + np.sum(hidden[i] * cells[0])
        i = (i + 1) % 2
        hidden[j] = np.tanh(old * cells[i]) + hidden[i]
        cells[i], kept = hidden[j] * 0.5, cells
        kept[0] = kept[0] + cells[1]
    return total + np.sum(cells[0] * hidden[1])


@refused(signed(3))
def number_put_among_arrays(x):
    items = [x * 1.0, x * 2.0]
    other = items
    other[1][0] = 3 * x[1]
    items[0] = x[2] * 2.0
    return items[0] * np.sum(other[1])


@refused(0.7)
def grows_below_a_counted_loop(x):
    u = [x]
    u += [2 * x]
    for i, v in enumerate(u):
        if len(u) < 5:
            u.append(v * 3 + i)
    return sum(u)
