"""What is left behind by what raised, in what order things happen: programs in which a shortcut would be a wrong number."""
import contextlib
import functools
import itertools
import math

import numpy as np

from ..registry import case, refused


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


@refused(1.3)
def star_call_of_a_helper_with_defaults(x):
    def g(a, b=2.0, *rest, c=1.0): return a * b + sum(rest) * c
    v = (x, x * x, x, 2.0)
    return g(*v) + g(*v[:1]) + g(*v, c=x)


@refused(1.3)
def functions_reduced_to_one(x):
    f = functools.reduce(lambda g, h: lambda t: h(g(t)), [math.sin, math.exp])
    return f(x)


@refused(1.3)
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
