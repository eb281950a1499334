"""What lists hold: arrays that are written, None in places, lists in lists, the same list under several names."""
import numpy as np

from .registry import case, refused, signed


@case(signed(4))
def memo_is_none(x):
    memo = [None] * 4
    s = 0.0
    for i in (0, 1, 1, 2, 0):
        if memo[i] is None:
            memo[i] = x[i] ** 2
        s += memo[i]
    return s


@case(signed(4))
def memo_of_copy(x):
    memo = [None, None, None, None]
    memo[2] = x[2]
    s = 0.0
    for i in range(4):
        t = memo[i]
        u = t
        if u is not None:
            s += u ** 2
        else:
            s += x[i]
    return s


@refused(signed(4))
def grows_under_other_name(x):
    l = [x[0]]
    k = l
    s = 0.0
    for v in k:
        s += v * v
        if len(l) < 5:
            l.append(v * x[1])
    return s


@refused(signed(4))
def kinds_through_alias(x):
    l = [x[0]]
    k = l
    k.append(x * 2)
    t = l[1]
    u = t
    u += 1.0
    return np.sum(t * u) * l[0]


@case(signed(4))
def cyc(x):
    l = []
    for i in range(3):
        l.append([x[i]])
        l[-1].append(x[i + 1])
    m = []
    m.append(l)
    return m[0][1][0] * l[0][1]


@case(signed(4))
def linked(x):
    node = None
    for v in x:
        node = (v * v, node)
    s = 0.0
    w = 1.0
    while node is not None:
        s += w * node[0]
        node = node[1]
        w *= 0.5
    return s


@case(signed(4))
def rows_int_then_float(x):
    A = [[0, 0], [0, 0]]
    for i in range(2):
        for j in range(2):
            A[i][j] = x[i] * x[j + 2]
    B = np.array(A)
    B[0] *= 2.0
    return np.sum(B ** 2)


@refused([1.0, 2.0], signed(3), wrt=("l", "x"))
def param_list_gets_array(l, x):
    l.append(x)
    t = l[2]
    t *= 2
    return np.sum(t * x) * l[0] + l[1]


@case([1.0, 2.0, 3.0], wrt="l")
def param_list_written(l):
    l[0] = l[1] * l[2]
    l.append(l[0] ** 2)
    return l[3] + l[0]


@case([[1.0, 2.0], [3.0, 4.0]], wrt="l")
def param_nested_written(l):
    l[0][0] = l[1][1] * l[1][0]
    l[1].append(l[0][0] ** 2)
    return l[1][2] + l[0][0] * l[0][1]


def put_in(l, v):
    l.append(v * 2)
    l[0] += v


@case(signed(4))
def helper_appends(x):
    l = [x[0]]
    for v in x:
        put_in(l, v)
    return sum(l) * l[0]


def first(p):
    return p[0] * 2


def second(p):
    return p[1] * p[0]


@case(signed(4))
def unknown_pair_used_twice(x):
    node = None
    for v in x:
        node = (v * v, v)
    s = 0.0
    if node is not None:
        s = first(node) + second(node)
    return s


@case(signed(4))
def best_pair(x):
    best = None
    for i in range(4):
        p = (x[i] ** 2, x[i])
        if best is None or p[0] > best[0]:
            best = p
    return first(best) + second(best) * best[1]


@case(signed(4))
def best_array(x):
    best = None
    for i in range(4):
        y = x * (i + 1)
        if best is None or np.sum(y) > np.sum(best):
            best = y
    return np.sum(best) * best[0] + np.sum(best ** 2)


@case(signed(4))
def two_contributions_of_lists(x):
    best = None
    for i in range(4):
        best = [x[i], x[i] * 2]
    a = best
    b = best
    return first(a) * second(b) + second(a)


@case(signed(4))
def arrays_inserted_and_popped(x):
    l = [x * 1.0, x * 2.0]
    y = x ** 2
    l.insert(1, y)
    y[0] = 3.0 * x[1]
    z = l.pop(0)
    z += y
    l[0][1] *= 2.0
    l.insert(0, z)
    return np.sum(l[0] * l[1]) + np.sum(l[2] ** 2)


@case(signed(4))
def buffers_in_a_ring_list(x):
    ring = [x.copy(), np.zeros(4), np.zeros(4)]
    for k in range(5):
        last = ring.pop()
        last[:] = np.sin(ring[0]) * (k + 1)
        last[1:] += ring[0][:-1]
        ring.insert(0, last)
    return np.sum(ring[0] * ring[1]) + np.sum(ring[2])


@case(signed(4))
def arrays_reversed_sorted(x):
    l = [x[:2].copy(), x[2:].copy()]
    l.reverse()
    l[0][0] *= 3.0
    m = list(l)
    m[1][1] = x[0]
    k = tuple(l)
    k[0][1] = x[1] ** 2
    return np.sum(l[0] * m[1]) + k[1][0] * k[0][1]


@case(signed(4))
def section_of_arrays(x):
    l = [x * k for k in (1.0, 2.0, 3.0)]
    l[1:] = [x ** 2, x ** 3, l[0]]
    l[3][0] = 5.0 * x[2]
    del l[0]
    return np.sum(l[0] * l[1]) + np.sum(l[2])


@case(signed(4))
def same_array_many_places(x):
    a = x * 1.0
    l = [a] * 2 + [a]
    l[1][0] = x[1] * 2
    l.append(l[0])
    l[3] *= 2.0
    return np.sum(l[2] * l[0])


@case(signed(4))
def list_of_lists_aliased(x):
    row = [x[0], x[1]]
    m = [row, row]
    m[0][1] = x[2] * row[0]
    m.append([v for v in row])
    row.append(x[3])
    return m[1][1] * m[2][1] + m[0][2] * len(m[1])


@case(signed(4))
def breadth_first(x):
    tree_ = [[1, 2], [3], [], []]
    queue = [0]
    depth = [0] * 4
    s = 0.0
    while queue:
        i = queue.pop(0)
        s += x[i] / (1 + depth[i])
        for j in tree_[i]:
            depth[j] = depth[i] + 1
            queue.append(j)
    return s ** 2


@case(signed(4))
def running_median(x):
    seen = []
    s = 0.0
    for v in x:
        k = 0
        while k < len(seen) and seen[k] < v:
            k += 1
        seen.insert(k, v)
        s += seen[len(seen) // 2] * v
    return s


@case(signed(4))
def insertion_sort_lists(x):
    l = list(x)
    for i in range(1, len(l)):
        v = l[i]
        j = i - 1
        while j >= 0 and l[j] > v:
            l[j + 1] = l[j]
            j -= 1
        l[j + 1] = v
    return l[0] + 2 * l[1] + 3 * l[2] ** 2 + l[3]


@case(signed(4))
def polynomial_multiplication(x):
    p = [1.0]
    for r in x:
        q = [0.0] * (len(p) + 1)
        for i, c in enumerate(p):
            q[i] -= c * r
            q[i + 1] += c
        p = q
    return p[0] + p[1] * p[2] + p[3] ** 2


@case(signed(4))
def neville(x):
    ys = [v ** 3 for v in x]
    for k in range(1, 4):
        for i in range(4 - k):
            ys[i] = ((0.3 - x[i + k]) * ys[i] + (x[i] - 0.3) * ys[i + 1]) / (x[i] - x[i + k])
    return ys[0] + ys[1]


@case(signed(4))
def pascal_rows(x):
    rows = [[x[0]]]
    for n in range(1, 4):
        prev = rows[-1]
        row = [x[0]]
        for k in range(1, n):
            row.append(prev[k - 1] + prev[k] * x[n])
        row.append(x[1])
        rows.append(row)
    return sum(rows[-1]) * rows[2][1]


@case(signed(4))
def dict_free_graph(x):
    edges = [(0, 1), (1, 2), (2, 3), (0, 3)]
    best = [1e9] * 4
    best[0] = 0.0
    for _ in range(3):
        for (a, b), w in zip(edges, x):
            if best[a] + w * w < best[b]:
                best[b] = best[a] + w * w
    return best[3] + best[2]


@case(signed(4))
def list_argument_default(x):
    out = []
    acc = 0.0
    for i, v in enumerate(x):
        acc += v
        out.append(acc)
    out[1:3] = [o * o for o in out[1:3]]
    return np.sum(np.array(out) ** 2)


@case(signed(4))
def steps_assigned(x):
    l = [0.0] * 6
    l[::2] = [x[0], x[1], x[2]]
    l[1::2] = [v * v for v in x[:3]]
    l[-1] = x[3]
    l[4:1:-1] = l[2:5]
    return sum([v * (k + 1) for k, v in enumerate(l)]) * l[2]


@case(signed(4))
def negative_insert(x):
    l = []
    for k, v in enumerate(x):
        l.insert(-k, v * (k + 1))
    i = -2
    w = l.pop(i)
    l.insert(i, w * w)
    del l[i]
    return l[0] * l[1] + l[2] * w


@case(signed(4))
def pop_in_expression(x):
    l = [v for v in x]
    s = l.pop() * l.pop(0) + l.pop()
    l.append(s)
    return l[0] * l[-1]


def push(l, v):
    l.insert(0, v)
    if len(l) > 2:
        l.pop()


@case(signed(4))
def helper_pushes(x):
    l = []
    s = 0.0
    for v in x:
        push(l, v * v)
        s += l[0] * l[-1]
    return s


def take(l):
    return l.pop(0)


@case(signed(4))
def helper_takes(x):
    l = list(x)
    a = take(l)
    b = take(l)
    return a * b + l[0] * a


@case(signed(4))
def returns_list(x):
    l = [x[0]]
    l.append(x[1] * x[2])
    l.insert(0, x[3])
    return l


@case(signed(4))
def returns_tuple(x):
    l = []
    for v in x:
        l.append(v * v)
    return tuple(l)


@case(signed(4))
def sorted_pairs(x):
    pairs = [(v * v, v) for v in x]
    pairs = sorted(pairs)
    return pairs[0][1] * pairs[1][0] + pairs[3][0]


@case(signed(4))
def stack_of_arrays(x):
    stack = [x]
    s = 0.0
    while stack:
        a = stack.pop()
        if len(a) == 1:
            s += a[0] ** 2 * len(stack)
            continue
        m = len(a) // 2
        a[0] += a[-1]
        stack.append(a[:m])
        stack.append(a[m:])
    return s


@case(signed(4))
def clear_in_loop(x):
    batch = []
    s = 0.0
    for v in x:
        batch.append(v)
        if len(batch) == 2:
            s += batch[0] * batch[1]
            batch.clear()
    return s


@case(signed(4))
def list_equality(x):
    l = [1, 2]
    m = [1]
    m.append(2)
    return x[0] ** 2 if l == m else x[1]


@case(signed(6))
def remove_largest(x):
    l = list(x)
    l.remove(max(l))
    l.remove(min(l))
    return sum(l) / len(l)


@case(signed(4))
def listmul_rows(x):
    m = [[0.0] * 2] * 2
    m[0][1] = x[0]
    m[1][0] = x[1]
    return m[0][0] * m[1][1] + x[2]


@refused(0.7)
def grows_below_a_counted_loop(x):
    u = [x]
    for i, v in enumerate(u):
        if len(u) < 5:
            u.append(v * 3 + i)
    return sum(u)


@refused(0.7)
def grows_right_after_it_is_made(x):
    u = [x]
    for v in u:
        if len(u) < 5:
            u.append(v * 2)
    return sum(u)


@case(0.7)
def grows_by_what_it_was(x):
    u = [x, x * x]
    for k in range(len(u)):
        u.append(u[k] * x)
    return sum(u) * u[-1]


@case(1.3)
def section_written_through_another_name(x):
    a = [x, 2 * x]
    w = a[:]
    c = [w, w]
    c[0][0] *= x
    a[0] = x * x
    return c[1][0] * c[1][1] + a[0]


@case(signed(3))
def repeated_and_one_more(x):
    rows = [x] * len(x) + [0.5]
    pairs = [x] + [x[0]]
    return np.sum(rows[1] * rows[0]) + rows[-1] * np.sum(pairs[0]) * pairs[1]
