"""Lists as users write them: every form of writing to one, lists of lists as matrices, stacks and queues."""
import numpy as np

from .registry import case, signed


@case(signed(4))
def inserted(x):
    l = [x[0], x[1]]
    l.insert(0, x[2])
    l.insert(2, x[3] * x[0])
    l.insert(100, x[1])
    l.insert(-1, 2 * x[2])
    return l[0] * l[1] + l[2] * l[3] + l[4] ** 2 + l[5]


@case(signed(4))
def popped_at(x):
    l = [x[0], x[1] ** 2, x[2], x[3]]
    a = l.pop(0)
    b = l.pop(1)
    c = l.pop(-2)
    l.pop()
    l.append(a * b)
    return a * l[0] + b * c


@case(signed(4))
def queue(x):
    q = [x[0]]
    s = 0.0
    k = 0
    while q and k < 8:
        v = q.pop(0)
        s += v * v
        q.append(v * x[1])
        if k % 2 == 0:
            q.append(np.sin(v) + x[2])
        k += 1
    return s * x[3]


@case(signed(4))
def stack_depth_first(x):
    stack = [(0, x[0])]
    total = 0.0
    while stack:
        i, v = stack.pop()
        total += v ** 2
        if i < 3:
            stack.append((i + 1, v * x[i]))
            if i % 2 == 1:
                stack.append((i + 2, v + x[3]))
    return total


@case(signed(4))
def del_item(x):
    l = [v * v for v in x]
    del l[1]
    del l[-1]
    l.append(x[3])
    return l[0] * l[1] + l[2]


@case(signed(4))
def del_slice(x):
    l = [v * v for v in x]
    del l[1:3]
    return l[0] * l[1] + len(l)


@case(signed(4))
def slice_assign(x):
    l = [0.0] * 5
    l[1:3] = [x[0], x[1] * x[2]]
    l[3:] = [x[3], x[0] ** 2]
    return sum(v * v for v in l)


@case(signed(4))
def slice_assign_other_length(x):
    l = [x[0], x[1]]
    l[1:] = [x[2], x[3], x[0] * x[1]]
    l[:0] = [x[3]]
    return l[0] * l[1] + l[2] * l[3] + l[4]


@case(signed(4))
def slice_assign_from_list(x):
    l = [v for v in x]
    m = [v * v for v in x]
    l[:2] = m[2:]
    l[::2] = m[::2]
    return l[0] * l[1] + l[2] * l[3]


@case(signed(4))
def whole_slice(x):
    l = [v for v in x]
    k = l
    l[:] = [v * v for v in l]
    return k[0] * k[1] + sum(k)


@case(signed(4))
def reversed_list(x):
    l = [v for v in x]
    l.reverse()
    l[0] *= 2.0
    return l[0] * l[1] + l[2] ** 2


@case(signed(4))
def sorted_of_list(x):
    l = [v * v for v in x]
    m = sorted(l)
    n = sorted(l, reverse=True)
    return m[0] + 2 * m[1] + 3 * m[2] * n[0]


@case(signed(4))
def list_sort(x):
    l = [v * v for v in x]
    l.sort()
    l.append(x[0])
    l.sort(reverse=True)
    return l[0] + 2 * l[1] + 3 * l[2] * l[4]


@case(signed(4))
def tuple_of_list(x):
    l = []
    for v in x:
        l.append(v * 2)
    t = tuple(l)
    l[0] = 5.0
    return t[0] * t[1] + t[2] * l[0] * t[3]


@case(signed(4))
def list_of_list(x):
    l = [x[0], x[1]]
    m = list(l)
    m.append(x[2])
    m[0] = x[3] * l[0]
    return l[0] * m[0] + m[2] * m[1]


@case(signed(4))
def list_copy(x):
    l = [x[0], x[1]]
    m = l.copy()
    m[0] = x[3] * l[0]
    n = l[:]
    n[1] *= 2
    return l[0] * m[0] + l[1] * n[1]


@case(signed(4))
def list_of_array(x):
    l = list(x)
    l[0] = l[1] * l[2]
    l.append(l[3] ** 2)
    return l[0] + l[4] * l[1]


@case(signed(4))
def tolist(x):
    l = x.tolist()
    l[0] = l[1] * l[2]
    return l[0] + l[3] * l[1]


@case(signed(4))
def list_range(x):
    order = list(range(4))
    order[0], order[3] = order[3], order[0]
    s = 0.0
    for k, i in enumerate(order):
        s += (k + 1) * x[i] ** 2
    return s


@case(signed(4))
def list_range_del(x):
    left = list(range(4))
    s = 0.0
    w = 1.0
    while left:
        best = 0
        for k in range(len(left)):
            if x[left[k]] > x[left[best]]:
                best = k
        i = left.pop(best)
        s += w * x[i] ** 2
        w *= 0.5
    return s


@case(signed(4))
def remove_value(x):
    left = [3, 1, 2]
    left.remove(1)
    return x[left[0]] * x[left[1]]


@case(signed(4))
def swap_items_of_comprehension(x):
    l = [v ** 2 for v in x]
    l[0], l[2] = l[2], l[0]
    for i in range(3):
        l[i], l[i + 1] = l[i + 1], 0.5 * l[i]
    return l[0] * l[1] + l[2] ** 2 * l[3]


@case(signed(4))
def bubble(x):
    l = [v for v in x]
    n = len(l)
    for i in range(n):
        for j in range(n - 1 - i):
            if l[j] > l[j + 1]:
                l[j], l[j + 1] = l[j + 1], l[j]
    return l[0] + 2 * l[1] ** 2 + 3 * l[2] + 4 * l[3] * l[0]


@case(signed(4))
def sum_from_growing(x):
    l = [x[0]]
    s = 0.0
    for i in range(3):
        v = l[-1] * x[i + 1]
        l.append(v)
        for u in l:
            s += u * v
    return s


@case(signed(4))
def sum_over_list(x):
    l = []
    s = 0.0
    for v in x:
        l.append(v * v)
    for v in l:
        s += v
    return s * l[0]


@case(signed(4))
def sum_of_written(x):
    l = [0.0] * 4
    for i in range(4):
        l[i] = x[i] * x[i - 1]
    return sum(l) ** 2 + max(l) * min(l)


@case(signed(4))
def extend_literal(x):
    l = []
    l.extend([x[0], x[1] * x[2]])
    l.extend([v * v for v in x])
    l.extend(l)
    return sum(l) + l[0] * l[1] * l[7]


@case(signed(3, 3))
def lu_lists(M):
    n = 3
    A = [[M[i, j] + (4.0 if i == j else 0.0) for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(k + 1, n):
            f = A[i][k] / A[k][k]
            A[i][k] = f
            for j in range(k + 1, n):
                A[i][j] -= f * A[k][j]
    d = 1.0
    for i in range(n):
        d *= A[i][i]
    return d


@case(signed(3, 3), signed(3, seed=2))
def gauss_lists(M, v):
    n = len(v)
    A = [[M[i][j] for j in range(n)] + [v[i]] for i in range(n)]
    for i in range(n):
        A[i][i] += 5.0
    for c in range(n):
        p = c
        for r in range(c + 1, n):
            if abs(A[r][c]) > abs(A[p][c]):
                p = r
        A[c], A[p] = A[p], A[c]
        for r in range(c + 1, n):
            f = A[r][c] / A[c][c]
            for k in range(c, n + 1):
                A[r][k] -= f * A[c][k]
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        s = A[i][n]
        for k in range(i + 1, n):
            s -= A[i][k] * x[k]
        x[i] = s / A[i][i]
    return sum(x) + x[0] * x[1]


@case([[1.0, 2.0, 0.5], [0.3, 0.7, 1.1]], [[0.1, 0.2], [0.5, 0.9], [1.2, 0.4]], wrt=("a", "b"))
def matmul_lists(a, b):
    n, m, p = len(a), len(b), len(b[0])
    c = [[0.0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            for k in range(m):
                c[i][j] += a[i][k] * b[k][j]
    return c[0][0] * c[1][1] - c[0][1] * c[1][0]


@case(signed(4))
def np_array_of_nested(x):
    a = np.array([[x[i] * x[j] for j in range(3)] for i in range(3)])
    a[0] *= 2.0
    return np.sum(a ** 2) + np.linalg.det(a + 3 * np.eye(3))


@case(signed(4))
def np_array_of_written_nested(x):
    g = [[0.0] * 3 for _ in range(2)]
    for i in range(2):
        for j in range(3):
            g[i][j] = x[i] * x[j + 1]
    a = np.array(g)
    return np.sum(a ** 2 * np.arange(6.0).reshape(2, 3))


@case(signed(4))
def arrays_in_list_written(x):
    layers = [np.zeros(4) for _ in range(3)]
    layers[0][:] = x
    for k in range(1, 3):
        layers[k][:] = np.sin(layers[k - 1])
        layers[k][0] += layers[k - 1][1]
        layers[k] *= 2.0
    return np.sum(layers[2] ** 2) + np.sum(layers[1])


@case(signed(4))
def list_plus_times(x):
    a = [x[0]] * 3
    b = [x[1], x[2]]
    c = a + b + [x[3]]
    c[0] = x[3] ** 2
    d = 2 * b
    d[3] += 1.0
    return sum(c) * c[4] + d[3] * d[1]


@case(signed(4))
def iadd_lists(x):
    a = [x[0]]
    b = a
    b += [x[1], x[2]]
    a += [x[3]]
    return b[3] * a[1] + len(a)


@case(signed(4))
def index_and_count(x):
    l = [x[0], x[1], x[2]]
    l[1] += l[0]
    i = l.index(max(l))
    return l[i] ** 2 + i


@case(signed(4))
def clear_list(x):
    l = [v for v in x]
    s = sum(l)
    l.clear()
    l.append(s * x[0])
    return l[0] * s


@case(signed(4))
def list_minmax(x):
    l = []
    for v in x:
        l.append(v * v)
    l[0] = l[1] * 2
    return max(l) + min(l) * max(l[1:])


@case(signed(4))
def moving_window(x):
    w = []
    s = 0.0
    for v in x:
        w.append(v)
        if len(w) > 2:
            w.pop(0)
        s += sum(w) / len(w) * v
    return s


@case(signed(4))
def membership_and_enumerate(x):
    seen = []
    s = 0.0
    for i in (0, 1, 0, 2, 1):
        if i in seen:
            continue
        seen.append(i)
        s += x[i] * len(seen)
    return s ** 2


@case(signed(4))
def heap_like(x):
    h = []
    for v in x:
        h.append(v * v)
    h = sorted(h)
    return h[0] * h[1]


@case(signed(4))
def list_in_tuple(x):
    state = ([x[0]], [x[1]])
    state[0].append(x[2])
    state[1][0] = x[3] * state[0][1]
    return state[0][0] * state[1][0]


@case(signed(4))
def path_history(x):
    path = [(x[0], x[1])]
    for k in range(3):
        a, b = path[-1]
        path.append((a + 0.1 * b, b - 0.1 * a * x[2]))
    s = 0.0
    for a, b in path:
        s += a * b
    return s + path[1][0] * x[3]


@case(signed(4))
def trajectory_np(x):
    ts = []
    u = x.copy()
    for k in range(3):
        u[1:] += 0.1 * u[:-1]
        ts.append(u.copy())
    T = np.array(ts)
    return np.sum(T[1:] * T[:-1])


@case(signed(4))
def trajectory_np_alias(x):
    ts = []
    u = x.copy()
    for k in range(3):
        u[1:] += 0.1 * u[:-1]
        ts.append(u)
    T = np.array(ts)
    return np.sum(T[1:] * T[:-1])
