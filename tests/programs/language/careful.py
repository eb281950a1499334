"""What is left behind by what raised, in what order things happen: programs in which a shortcut would be a wrong number."""
import contextlib
import functools
import itertools
import math

import numpy as np

from ..registry import case, numbers, refused


class First(Exception):
    """A family of errors."""


class Second(First):
    """One of them."""


class Counter:
    """Counts how often it is asked."""

    def __init__(self):
        self.n = 0

    def sum(self):
        self.n += 1
        return float(self.n)


def asked(counter, t):
    return counter.sum() * t


@case(1.3)
@case(0.4)
def base_class_before_its_subclass(x):
    try:
        if x > 1:
            raise Second("a")
        y = x
    except First:
        y = x * 2
    except Second:
        y = x * 3
    return y * x


@case(1.3)
@case(0.4)
def what_was_set_before_the_error(x):
    y = x
    z = 1.0
    try:
        z = y * y
        y = z * math.sqrt(x - 2)
        z = 100.0
    except ValueError:
        y = y * z
    return y + z


@case(1.3)
@case(0.4)
def loop_variable_in_the_handler(x):
    s = 0.0
    try:
        for k in range(5):
            s = s + math.sqrt(x - 0.5 * k)
    except ValueError:
        s = s * k
    return s


@case(1.3)
@case(2.7)
def error_out_of_an_inner_loop(x):
    s = 0.0
    for i in range(3):
        try:
            for j in range(4):
                s = s + math.log(x - 0.3 * j * i)
        except ValueError:
            s = s * x
    return s


@case(1.3)
@case(0.4)
def else_has_a_try_of_its_own(x):
    try:
        y = x * x
    except ValueError:
        y = 0.0
    else:
        try:
            y = y + math.sqrt(-x)
        except ValueError:
            y = y * 5
    return y


@case(1.3)
@case(0.4)
def finally_does_not_change_what_is_returned(x):
    y = x
    try:
        return y * y
    finally:
        y = 100.0


@case(1.3)
@case(0.4)
def item_changed_in_place_before_an_error(x):
    w = [x, x * x]
    try:
        w[0] += math.sqrt(x - 5)
        w[1] = 0.0
    except ValueError:
        w[1] += x
    return w[0] * w[1]


@case(1.3)
@case(0.4)
def pop_before_an_error(x):
    w = [x, x * x, x ** 3]
    try:
        t = w.pop()
        y = math.sqrt(t - 100)
    except ValueError:
        y = sum(w) * len(w)
    return y


@case(1.3)
@case(0.4)
def error_in_a_comprehension(x):
    try:
        w = [math.sqrt(x - k) for k in range(3)]
        y = sum(w)
    except ValueError:
        y = x * 7
    return y


@case(1.3)
@case(0.4)
def suppress_within_suppress(x):
    y = x
    with contextlib.suppress(ValueError):
        y = y * 2
        with contextlib.suppress(ZeroDivisionError):
            y = y * 3
            y = y / 0
        y = y * 5
        y = math.sqrt(-y)
        y = 0.0
    return y


@case(1.3)
@case(0.4)
def name_that_does_not_exist(x):
    try:
        q = undefined_name * x  # noqa: F821
    except NameError:
        q = x * 4
    return q


@case(1.3)
@case(0.4)
def continue_out_of_a_try(x):
    k = 0
    s = 0.0
    while k < 6:
        k += 1
        try:
            if k % 2:
                continue
            s = s + math.sqrt(k - 3) * x
        except ValueError:
            s = s - x * x
            continue
        s = s * 1.5
    return s


@case(1.3)
@case(0.4)
def finally_before_an_outer_handler(x):
    y = x
    for _ in range(2):
        try:
            y = y * 2
            try:
                y = y + math.sqrt(1 - y)
            finally:
                y = y * 3
        except ValueError:
            y = y + 0.5
    return y


@case(1.3)
@case(0.4)
def error_in_a_handler(x):
    try:
        try:
            y = math.sqrt(-x)
        except ValueError:
            y = math.log(-x)
    except ValueError:
        y = x ** 3
    return y


@case(1.3)
@case(0.4)
def array_stored_before_an_error(x):
    v = np.array([x, x * x, 1.0])
    try:
        v[1] = v[0] * 3
        v[2] = v[5]
    except IndexError:
        v[0] = v[1]
    return v[0] * v[1] * v[2]


@case(1.3)
@case(0.4)
def loop_name_bound_again_in_a_try(x):
    s = 0.0
    it = [x, -x, x]
    for t in it:
        try:
            t = math.sqrt(t)
        except ValueError:
            t = 2.0
        s = s + t * x
    return s + t


@case(1.3)
@case(0.4)
def text_of_an_error(x):
    try:
        y = float("abc") * x
    except ValueError as e:
        y = x * (3 if "abc" in str(e) else 4)
    return y


@case(1.3)
@case(0.4)
def helper_with_a_finally(x):
    log = []
    def h(t):
        try:
            if t > 1:
                raise First
            return t
        finally:
            t = 0
    try:
        y = h(x)
    except First:
        y = x * 9
    return y


@case(1.3)
@case(0.4)
def retried_until_it_works(x):
    n = 0
    while True:
        try:
            y = math.sqrt(x - 3 + n)
        except ValueError:
            n += 1
            if n > 10:
                raise
        else:
            break
    return y * n


@case(1.3)
@case(0.4)
def assertion_that_fails(x):
    d = x
    try:
        assert x < 0, "positive"
        d = 5 * x
    except AssertionError:
        d = d * d
    return d


@case(1.3)
@case(0.4)
def list_changed_before_an_error(x):
    w = [x, x*x, 3.0]
    try:
        w.insert(0, x * 5)
        w.append(math.sqrt(-x))
    except ValueError:
        w.reverse()
    return w[0] + w[1] * 10 + w[2] * 100


@case(1.3)
@case(0.4)
def try_with_all_its_parts_in_a_try(x):
    y = x
    try:
        try:
            y = y * 3
            y = y + math.sqrt(-x)
        except ZeroDivisionError:
            y = 7.0
        else:
            y = 8.0
        finally:
            y = y * 2
    except ValueError:
        y = y + x * x
    return y


@case(1.3)
@case(0.4)
def continue_through_a_finally(x):
    s = x
    for k in range(3):
        try:
            try:
                if k == 1:
                    continue
                s = s * math.sqrt(x - k)
            finally:
                s = s + 1
        except ValueError:
            s = s * 0.5
            break
    return s


@case(1.3)
@case(0.4)
def nonlocal_and_recursion(x):
    calls = 0
    acc = x
    def g(n):
        nonlocal calls, acc
        calls += 1
        if n == 0:
            return acc
        acc = acc * x
        t = g(n - 1)
        return t + g(n - 1) * 0.5
    y = g(3)
    return y * calls + acc


@case(1.3)
@case(0.4)
def nonlocal_changed_between_operands(x):
    t = x
    def bump():
        nonlocal t
        t = t * 2
        return t
    return t + bump() * t + bump()


@case(1.3)
@case(0.4)
def nonlocal_in_a_comprehension_and_a_test(x):
    t = x
    n = 0
    def bump(d):
        nonlocal t, n
        n += 1
        t = t + d * x
        return t
    s = sum([bump(k) for k in range(3)])
    if bump(1) > 0 and bump(2) > 1000:
        s = s + bump(5)
    return s * t + n


@case(1.3)
@case(0.4)
def nonlocal_of_the_nearer_scope(x):
    t = x
    def f():
        t = 3.0
        def g():
            nonlocal t
            t = t * x
        g()
        g()
        return t
    return f() + t


@case(1.3)
@case(0.4)
def functions_by_negative_index(x):
    fs = [math.sin, math.cos, lambda u: u * x]
    s = 0.0
    for k in (-1, 0, 1):
        s = s + fs[k](x)
    return s


@case(1.3)
@case(0.4)
def loop_over_functions_with_else(x):
    y = x
    for f in (math.sin, math.cos):
        if f(x) < 0.5:
            break
        y = y * f(y)
    else:
        y = 5 * y
    return y


@case(1.3)
@case(0.4)
def sorted_keeps_ties_in_their_order(x):
    v = [(1, x), (0, x * x), (1, 2 * x), (0, 3 * x)]
    w = sorted(v, key=lambda p: p[0], reverse=True)
    return w[0][1] * 1 + w[1][1] * 10 + w[2][1] * 100 + w[3][1] * 1000


@case(1.3)
@case(0.4)
def accumulated_with_continue(x):
    s = 0.0
    for t in itertools.accumulate([x, 2.0, x], lambda a, b:
        a * b):
        if t > 5:
            continue
        s = s + t
    return s


@case(1.3)
@case(0.4)
def zip_of_an_endless_and_a_generator(x):
    s = 0.0
    for k, t in zip(itertools.count(), (x * j for j in range(3))):
        s = s + k * t * t
    return s


@case(1.3)
@case(0.4)
def guards_after_captures(x):
    match (x, 3):
        case (a, n) if n > 5:
            return a
        case (a, n) if a * n > 1:
            return a ** n
        case _:
            return x


@case(1.3)
@case(0.4)
def products_and_combinations_with_breaks(x):
    import itertools as it
    s = 0.0
    for a, b in it.product([x, 2.0], [1.0, x]):
        if a * b > 3:
            break
        s = s + a * b
    for c in it.combinations((x, 2.0, x * x), 2):
        s = s + c[0] * c[1]
    return s


@case(1.3)
@case(0.4)
def starred_order(x):
    v = np.array([3.0, 1.0, 2.0]) * x
    i, *js = np.argsort(v)
    return v[i] * 10 + v[js[0]] + v[js[-1]] * 100


@refused(1.3)
def function_of_a_loop_used_after_it(x):
    for f in (math.sin, math.cos):
        if f(x) < 0.5:
            break
    else:
        return x
    return f(x) * x


@case(1.3)
def star_call_of_a_helper_with_defaults(x):
    def g(a, b=2.0, *rest, c=1.0): return a * b + sum(rest) * c
    v = (x, x * x, x, 2.0)
    return g(*v) + g(*v[:1]) + g(*v, c=x)


@refused(numbers(2))
def star_call_of_a_helper_with_defaults_left(v):
    def g(a, b=2.0): return a * b
    return g(*v)


@case(1.3)
def lambdas_of_a_comprehension(x):
    late = [lambda t: t * i for i in range(3)]                         # noqa: B023
    kept = [lambda t, i=i: t ** i for i in (1, 2, 3)]
    return sum(f(x) for f in late) + sum(f(x) for f in kept) + sum([(lambda t: t * i)(x) for i in (1, 2)])


@case(1.3)
def defaults_that_are_written(x):
    def count(t, k=[0]):                                               # noqa: B006
        k[0] += 1
        return t * k[0]

    def gather(t, items=[], *, scale={"by": 2.0}):                     # noqa: B006
        items.append(t)
        scale["by"] *= t
        return sum(items) * scale["by"]

    return count(x) + count(x) * gather(x) + gather(x * x)


@case(1.3, 0.4)
def rows_of_functions(x, y):
    for f, w in ((math.sin, 1.0), (math.cos, y), (lambda t: t * t * y, 0.5)):
        x = x + w * f(x)
    g = scaled(x) if x > y else scaled(2.0)
    pairs = [(k, a) for k, a in enumerate((x, y, x * y))]
    pairs.sort(key=lambda pair: -pair[1])
    point = [x, y]
    y += (math.sin if x > y else math.cos)(y)
    return g(y) + pairs[0][1] * pairs[2][0] + norm(*point) + norm(*pairs[1][:2], c=y)


def scaled(a):
    def times(t): return a * t
    return times


def norm(a, b, c=1.0): return math.sqrt(a * a + b * b) * c


@refused(1.3)
def functions_reduced_to_one(x):
    f = functools.reduce(lambda g, h: lambda t: h(g(t)), [math.sin, math.exp])
    return f(x)


@case(1.3)
def nonlocal_in_a_tree_walk(x):
    total = 0.0
    def visit(node):
        nonlocal total
        total = total + node[0] * x
        for child in node[1]:
            visit(child)
    visit((x, ((2.0, ()), (x * x, ((3.0, ()),)))))
    return total


@refused(1.3)
def method_with_an_effect_in_a_try(x):
    o = Counter()
    try:
        y = o.sum() * math.sqrt(x)
    except ValueError:
        y = x
    return y * o.sum()


@refused(1.3)
def object_handed_on_in_a_try(x):
    o = Counter()
    try:
        y = asked(o, x)
    except ValueError:
        y = x
    return y * o.sum()


VALUES = np.array([1.1, 0.7, 1.6])


@case(VALUES)
def views_stored_before_an_error(v):
    w = v * 2
    u = w[1:]
    try:
        u[0] = w[0] * 3
        u[5] = 1.0
    except IndexError:
        w[2] = u[0] * w[2]
    return np.sum(w * w)


@case(VALUES)
def arrays_collected_before_an_error(v):
    ws = []
    try:
        for k in range(5):
            ws.append(v[k] * v)
    except IndexError:
        ws.append(v)
    return sum(np.sum(w * w) for w in ws)


@case(VALUES)
def shapes_that_do_not_fit(v):
    w = v.copy()
    try:
        w += np.ones(2)
    except ValueError:
        w = w * v
    return np.sum(w)


@case(VALUES)
def not_positive_definite(v):
    m = np.outer(v, v)
    try:
        c = np.linalg.cholesky(m + 0.0 * np.eye(3) - 5 * np.eye(3))
    except np.linalg.LinAlgError:
        c = np.linalg.cholesky(m + 5 * np.eye(3))
    return np.sum(c)


@case(VALUES)
def array_of_a_closure_then_a_try(v):
    acc = np.zeros(3)
    def put(k):
        acc[k] = v[k] ** 2
    put(0)
    put(1)
    try:
        t = v[7]
    except IndexError:
        t = acc[1]
    return np.sum(acc) * t


@case(VALUES)
def closure_made_in_a_loop_and_tried(v):
    s = 0.0
    for k in range(4):
        scale = v[0] * k
        f = lambda t: t * scale  # noqa: B023, E731
        try:
            s = s + f(v[k])
        except IndexError:
            s = s * f(2.0)
    return s


@case(VALUES)
def array_added_to_in_place_and_tried(v):
    w = np.zeros(3)
    for k in range(5):
        try:
            w += v * k
            w[k] += v[k]
        except IndexError:
            w *= 0.5
    return np.sum(w * w)


@case(VALUES)
def iterators_of_an_array(v):
    total = 0.0
    for a, b in itertools.zip_longest(v, v[:1], fillvalue=2.0):
        total = total + a * b
    for a in itertools.accumulate(v, max):
        total = total + a * a
    for a, b, c in itertools.product(v, (1.0, 2.0), v):
        total = total + a * b * c * 0.1
    for p in itertools.permutations(v, 3):
        total = total + p[0] * p[1] ** 2 * p[2] ** 3
    for i, (a, b) in enumerate(itertools.combinations(v, 2), 1):
        total = total + i * a * b
    return total


@case(VALUES)
def sorted_by_pairs(v):
    order = sorted(range(3), key=lambda i: (-v[i], i))
    w = [v[i] for i in order]
    best, *others = sorted(w, reverse=True)
    return best * 10 + others[0] * 3 + others[1] + sorted(v * v)[1] * 7


@case(VALUES)
def nonlocal_array_bound_again(v):
    w = v
    def scale(k):
        nonlocal w
        w = w * k
    scale(v[0])
    scale(2.0)
    w2 = w
    scale(v[1])
    return np.sum(w * w2)


@case(VALUES)
def nonlocal_array_written_and_bound_again(v):
    w = v.copy()
    def step():
        nonlocal w
        w[0] = w[1] * 2
        w = w * 1.5
    step()
    step()
    return np.sum(w * w)


@case(VALUES)
def named_generator_with_a_star(v):
    s = 0.0
    gen = (t * t for t in v)
    first, *rest = gen
    for f, r in zip((math.sin, math.cos), rest):
        s = s + f(r) * first
    return s


@case(VALUES)
def stars_within_stars(v):
    a, (b, *c), *d = v[0], v, v[1], 3.0
    return a * b * c[1] + d[0] * d[1] * len(c)


@case(VALUES)
def suppressed_after_some_stores(v):
    with contextlib.suppress(IndexError):
        w = v * 1.0
        for k in range(10):
            w[k] = w[k] * w[k - 1]
    return np.sum(w * w)


@case(VALUES)
def finally_in_an_endless_loop(v):
    r = 1.0
    k = 0
    while True:
        try:
            r = r * v[k] + k
            k += 1
        except IndexError:
            break
        finally:
            r = r + 0.1
    return r


@case(VALUES)
def helper_that_tries_what_it_is_given(v):
    def safe(f, t, otherwise):
        try:
            return f(t)
        except (ValueError, ZeroDivisionError):
            return otherwise
    return safe(math.log, v[0] - 5, v[1]) + safe(lambda t: math.sqrt(t - 100), v[2], v[0] * v[0]) + safe(math.sin, v[0], 0.0)


@case(VALUES)
def skipped_values(v):
    best = None
    for t in v:
        try:
            c = math.acos(t - 0.2)
        except ValueError:
            continue
        if best is None or c < best:
            best = c
    return best * v[0]


@case(VALUES)
def firsts_and_extremes(v):
    m = max(v, key=lambda t: -abs(t - 1.0))
    n = min((t for t in v if t > 100), key=lambda t: t, default=v[2])
    return m * n + next((t for t in v if t < 0.9), 5.0) * math.fsum(t * t for t in v)


def total(*terms, scale=1.0):
    s = 0.0
    for k, term in enumerate(terms):
        s += scale * math.sin(term) / (k + 1)
    return s


@case(1.3, numbers(3))
def helper_named_like_a_temporary(x, v):
    l = [x, v[0]]

    def m(z, b=[0.5]):                                         # noqa: B006
        b[0] *= math.prod(math.cos(a) for a in l)
        return z * b[0]

    return total(m(x), sum(a * x for a in v))
