"""Values that the reverse sweep reads again after what they came from was written: items, lengths, tests, ends of ranges."""
import numpy as np

from .registry import case, signed


def weigh(l, x):
    s = 1.0
    for k in range(3):
        s = s * x[k] * l[k] + l[0]
    return s


def fold_list(l, x):
    s = x
    for a in l:
        s = s * a + x
    return s


def keep(l, v):
    l.append(v)


def pick(l, k):
    return l[k]


@case(signed(3), 0.3, wrt="a")
def written_but_not_differentiated(x, a):
    x[0] = a * 2
    return x[0] * a + x[1]


@case(signed(3), signed(3), wrt="a")
def view_of_an_array_not_differentiated(x, a):
    y = x[1:]
    y += a[1:]
    return x * 2


@case(signed(4))
def whole_numbers_appended(x):
    seen = []
    s = 0.0
    for i, v in enumerate(x):
        seen.append(i)
        s += seen[-1] * v
        if len(seen) > 2:
            s *= 1.1 + 0.1 * seen.pop()
    return s


@case(signed(5))
def permutation_swapped(x):
    z = x.copy()
    perm = [3, 1, 0]
    s = 0.0
    for k in range(3):
        perm[k], perm[0] = perm[0], perm[k]
        s += z[perm[0]] * x[k]
    return s + np.sum(z)


@case(signed(5))
def index_in_a_list(x):
    z = x.copy()
    perm = [3, 1, 0]
    s = 0.0
    for k in range(3):
        perm[0] = k
        s += z[perm[0]] * x[k]
    return s + np.sum(z)


@case(signed(5))
def empty_or_not(x):
    stack = [2]
    s = x[0]
    for k in range(5):
        if stack:
            stack.pop()
            s = s * x[k]
        else:
            stack.append(k)
            s = s + x[k] ** 2
    return s


@case(signed(5))
def last_item_tested(x):
    todo = [1, 0]
    s = x[0]
    for k in range(5):
        if todo[-1]:
            s = s * x[k]
            todo.append(0)
        else:
            todo[-1] = 1
            s = s + x[k] ** 2
    return s


@case(signed(5))
def length_taken_before(x):
    l = [2, 3]
    s = x[0]
    for i in range(len(l)):
        l.append(i)
        s = s * x[i] + l[i]
    for i in range(len(l)):
        l.append(i)
        s = s * x[i] + l[-2]
    return s * len(l)


@case(signed(5))
def appended_over_its_length(x):
    l = [x[0], x[1]]
    for i in range(len(l)):
        l.append(l[i] * l[-1])
    for i in range(len(l) - 1):
        l.pop()
        l[0] = l[0] * x[i]
    return l[0] ** 2


@case(signed(5))
def flag_of_one_element(x):
    flag = np.array([True])
    s = x[0]
    for k in range(4):
        if flag:
            s = s * x[k]
        else:
            s = s + x[k] ** 2
        flag[0] = not flag[0]
    return s


@case(signed(5))
def flags_in_a_list(x):
    flags = [True, False]
    s = x[0]
    for k in range(4):
        f = flags[k % 2]
        flags[k % 2] = not f
        if f and flags[0]:
            s = s * x[k]
        elif flags[1]:
            s = s + x[k] ** 2
        else:
            s = s + x[k] * k
    return s


@case(signed(5))
def end_in_a_list(x):
    n = [3]
    s = x[0]
    m = n
    for k in range(n[0]):
        m[0] -= 1
        for j in range(n[0]):
            s = s * x[j]
            m[0] += j % 2
        s = s + x[k] * n[0]
    return s


@case(signed(5))
def end_in_an_array(x):
    n = np.array([3, 1])
    s = x[0]
    for k in range(n[0]):
        n[0] -= 1
        for j in range(n[1]):
            s = s * x[j]
            n[1] += j % 2 + 1
        s = s + x[k] * n[0]
    return s


@case(signed(4))
def item_replaced_after_it_was_taken(x):
    l = [x * 2, x * 3]
    z = x * x
    s = 0.0
    for k in range(3):
        y = l[0]
        l[0] = l[1]
        l[1] = z * k
        y[1] *= y[0]
        s += np.sum(y * x)
    return s + np.sum(l[0])


@case(signed(4))
def item_replaced_and_taken_again(x):
    a, b = x * 2, x * 3
    s = 0.0
    l = [a, b]
    for k in range(3):
        y = l[k % 2]
        l[k % 2] = y + x
        z = l[k % 2]
        z[k] = y[0] ** 2
        s += np.sum(y * z)
    return s + np.sum(l[0])


@case(signed(5))
def pops_in_a_while(x):
    stack = [2, 3]
    s = x[0]
    for k in range(5):
        if stack and s > -1:
            stack.pop()
            s = s * x[k]
        elif not stack or k > 3:
            stack.append(k)
            s = s + x[k] ** 2
        while stack and stack[-1] > 1:
            s = s * 0.7 * stack.pop()
    return s


@case(signed(4))
def counts_in_a_list(x):
    counts = [0, 0]
    seen = []
    s = 0.0
    for i, v in enumerate(x):
        b = int(v > 0)
        counts[b] += 1
        seen.append(i * counts[b])
        s += v * v * counts[b] + seen[-1] * v
        if len(seen) > 2:
            s *= 1.1 + 0.1 * seen.pop()
    return s * counts[1]


@case(signed(3))
def index_with_effects(x):
    c = np.zeros(2, int)
    def step(c):
        c[0] += 1
        return int(c[0])
    y = np.zeros(6)
    y[step(c)] += x[0]
    y[step(c)] = x[step(c) - 2] * y[1]
    y[step(c)], y[step(c)] = x[2], y[2]
    y[c[0]] *= x[1]
    return y ** 2 + c[0]


@case(signed(3))
def helper_array_then_written(x):
    w = np.array([1.0, 2.0, 3.0])
    s = weigh(w, x)
    w[0] = 5.0
    s *= weigh(w, x)
    w[1:] = s
    y = x.copy()
    s += weigh(w, y)
    y *= s
    s += weigh(y, w)
    w *= 0
    return s * y[1]


@case(signed(3))
def helper_holds_arrays(x):
    l = [x * 1.0, x * 2.0, np.ones(3)]
    s = fold_list(l, x)
    l[0] *= s
    l[2][1] = 4.0
    s = s * fold_list(l, x)
    u = pick(l, 1)
    u -= s
    keep(l, u * x)
    l[2] += 1
    return np.sum(s) + np.sum(fold_list(l, s))


@case(signed(3))
def fresh_in_loop(x):
    rows = []
    for k in range(3):
        row = np.zeros(3)
        for j in range(3):
            row[j] = x[j] * (k + 1)
            if rows:
                row[j] += rows[-1][j] ** 2
                rows[-1][j] *= 0.5
        rows.append(row)
        row = row * 2
        row[0] = 0.0
    return np.sum(np.array(rows) ** 2)


@case(signed(4))
def ends_of_ranges(x):
    y = x.copy()
    n = len(y)
    s = 0.0
    for i in range(n - 1, 0, -2):
        n -= 1
        y[i] *= y[n - 1] + i
        for j in range(i, n):
            y[j] += y[i - 1]
            s += y[j] * n
    return s


@case(signed(4), np.array([2, 0, 1, 3]))
def integer_argument_written(x, perm):
    s = 0.0
    for k in range(4):
        j = perm[k]
        perm[k] = perm[j]
        perm[j] = k
        s = s * x[perm[k]] + x[j] * perm[0]
    return s


@case(signed(4), [3, 1])
def integer_list_argument(x, stack):
    s = 1.0
    while stack:
        k = stack.pop()
        if k > 1:
            stack.append(k - 2)
            stack.append(k // 2 - 1)
        s = s * x[k] + len(stack) * x[0]
    return s


@case(signed(3))
def closure_array_counter(x):
    n = np.zeros(1, int)
    def f(v):
        n[0] += 1
        return v * n[0]
    s = f(x[0]) * f(x[1])
    s += f(s) * n[0]
    return s * f(1.0)


def inc(a, by=1.0):
    a[0] += by
    return a[0]


@case(signed(3))
def effect_in_a_test(x):
    a = x.copy()
    if inc(a, x[1]) > 0:
        return a[0] * x[2]
    return a[1]


@case(signed(3))
def effect_in_a_while(x):
    a = x.copy()
    s = 1.0
    while inc(a) < 6:
        s += a[0] * x[2]
    return s


@case(signed(3))
def effect_in_a_choice(x):
    a = x.copy()
    v = inc(a) if inc(a, x[1]) > 0 and inc(a) > 1 else a[1]
    return v * x[2] + a[0]


@case(0.7)
def number_that_becomes_an_array(a):
    s = a * 2.0
    t = s + 1.0
    s = np.array([t, a])
    s[0] *= t
    return s


@case(signed(3, 3))
def eigenvalues_written(a):
    w, _ = np.linalg.eigh(a @ a.T)
    w[0] *= w[1]
    return w * 2


@case(signed(3, 3))
def singular_values_written(a):
    _, s, _ = np.linalg.svd(a)
    s[1:] *= s[0]
    return s * 2


@case(signed(4))
def parts_of_numbers_written(x):
    y = x.copy()
    f, _ = np.modf(y)
    y[0] = 3 * x[1]
    f[1:] *= 2
    return f * y + x
