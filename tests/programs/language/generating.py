"""Generator functions, looped over, summed up, gathered; iterators asked by next."""
import itertools
import math

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Generators and iterators"
RATE = 0.3


def decays(x, n, *, rate=RATE):
    for k in range(n):
        x = x - rate * math.sin(x + k)
        yield x


def endless(x):
    while True:
        x = math.sin(x) + 0.5
        yield x


def guesses(a, b):
    yield a
    a = a * b
    if a > 5.0:
        return
    yield a + b
    for k in range(2):
        yield a / (k + 1.0)


def flat(rows):
    for row in rows:
        yield from row


def walk(v):
    k = 0
    while k < len(v):
        yield k, v[k]
        k += 1


def commands(words, x):
    for word in words:
        match word.split():
            case ["add", number]:
                yield float(number) + x
            case ["turn"]:
                yield -x
            case ["stop"]:
                return


@shows("generators of the module in `for`")
@case(0.7)
def generator_in_a_loop(x):
    s = 0.0
    for k, y in enumerate(decays(x, 4)):
        if k == 1:
            continue
        s += y * y
    return s * y


@shows("`sum`, `list`, `max`, `zip`, `sorted` of a generator")
@case(numbers(3))
def generator_gathered(v):
    a, *rest = decays(v[0], 3, rate=v[1])
    pairs = sum(y * t for y, (_, t) in zip(decays(v[2], 3), walk(v)))
    return sum(flat([v, v * v])) + max(y for y in decays(v[1], 2)) + pairs + a * sum(rest) + sorted(decays(v[0], 3))[1]


@shows("generators without an end, left by `break`, `islice`, `takewhile`")
@case(signed(4), 0.7)
def generator_without_an_end(v, x):
    total = 0.0
    for y in endless(x):
        total += y
        if total > 4.0:
            break
    together = sum(a * b for a, b in zip(v, endless(total)))
    for k, (y, a) in enumerate(zip(endless(x), v), start=1):
        if a < 0:
            continue
        total = total * y + k
    few = list(itertools.islice(endless(x), 3))
    return total + together + few[0] * few[2] + sum(itertools.takewhile(lambda t: t < 1.2, endless(0.1 * x)))


@shows("`yield` at several places, `return` in a generator, loops with `else`")
@case(0.9, 1.2)
@case(2.5, 3.0)
def generator_in_pieces(a, b):
    s = 0.0
    for y in guesses(a, b):
        if y > 4.0:
            s *= 0.5
            continue
        s += y * y
    else:
        s += b
    for y in guesses(b, a):
        if y > 2.5:
            break
        s += math.sin(y)
    else:
        s *= y
    return s


@case(numbers(3))
def return_out_of_a_generator(v):
    for k, y in walk(v):
        if y > 0.5:
            return y * y + k
    return v[0]


@shows("nested generators that read, and write, what is around them")
@case(numbers(4))
def generator_of_its_own(v):
    w, seen, n = v.copy(), [], 0

    def halves(scale=0.5):
        nonlocal n
        for k in range(len(w)):
            w[k] = w[k] * scale
            n += 1
            yield k

    for k in halves():
        w[(k + 1) % 4] += w[k]
        seen.append(w[k] * n)
    for k in halves(scale=v[0]):
        if seen[k] > 0.8:
            continue
        seen[k] += w[k]
    return sum(seen) + w.sum() * n


@case(numbers(4))
def generators_of_generators(v):
    def squares(items):
        for item in items:
            yield item * item

    def large(items, least):
        for item in items:
            if item > least:
                yield item

    return sum(squares(large(v, 0.4))) * sum(large(squares(v), 0.1))


@case(1.3)
def generator_of_commands(x):
    return sum(commands(["add 2", "turn", "add 0.5", "stop", "turn"], x * x))


@shows("`iter`, `next` with and without a default")
@case(numbers(5))
def iterator_by_its_name(v):
    it = iter(v)
    first, scale = next(it), next(it) * 2.0
    for a in it:
        if a > 0.4:
            break
    rest = sum(b * b for b in it)
    return first * scale + a * rest


@case(numbers(3))
def iterates_with_next(v):
    it = iter(v)
    first = next(it)
    s = first
    for t in it:
        s = s * t
    return s


@shows("`StopIteration`, caught")
@case(numbers(3))
def iterator_that_ends(v):
    it, ids, s = iter(v[:2]), itertools.count(1), 0.0
    for k in range(4):
        try:
            s += next(it) * next(ids)
        except StopIteration:
            s += k * v[2]
    while (a := next(ids)) < 5:
        s += a * v[0]
    return s


@case(numbers(2, 3))
def iterator_of_rows(rows):
    it = iter(rows)
    head, s = next(it), 0.0
    while (row := next(it, None)) is not None:
        s += row @ head
    return s + next(a for a in rows[0] if a > 0.2) + next(decays(rows[1, 1], 3))


@shows("a generator that is handed on, or kept and gone over twice")
@refused(numbers(3))
def generator_handed_on(v):
    def both(items):
        return sum(items) + sum(items)

    return both(decays(v[0], 2))


@shows("`try` and `with` in a generator")
@refused(numbers(3))
def generator_with_try(v):
    def roots():
        for a in v:
            try:
                yield math.sqrt(a)
            except ValueError:
                yield 0.0

    return sum(roots())


@case(numbers(3))
def object_gone_over(v):
    s = 0.0
    steps = Steps(v)
    for a in steps:
        s += a
    return s


class Steps:
    """Goes over what it holds."""

    def __init__(self, values):
        self.values = values

    def __iter__(self):
        yield from self.values


@case(np.array([0.4, 1.1]))
def sets_of_what_was_seen(v):
    seen, s = {0}, 0.0
    for k, a in ((1, v[0]), (0, v[1]), (1, v[1]), (2, v[0] * v[1])):
        if k in seen:
            continue
        seen.add(k)
        s += a * a * len(seen)
    return s


def sums(x, n):
    for k in range(n):
        yield np.sum(x) * k


def halves(x, n):
    for k in range(n):
        x *= 0.5
        yield x[k]


@case(numbers(3))
def arrays_written_under_generators(x):
    """The pool of `combinations` is taken at the start; what a generator reads is read when it is asked."""
    y, s = x * 1.0, 0.0
    for v in sums(y, 3):
        y += 0.1 * v
        s += v
    for u, v in itertools.combinations(y, 2):
        y[2] = u
        s += u * v
    for v in halves(y, 3):
        s += v * y[0]
    return s


@shows("`zip`, `enumerate`, `chain` of a generator that writes to arrays")
@refused(numbers(3))
def generators_beside_each_other_that_write(x):
    y, s = x * 1.0, 0.0
    for u, v in zip(halves(y, 3), sums(y, 3)):
        s += u * v
    return s


@shows("`zip`, `enumerate`, `chain` of a generator that reads an array, where their loop writes it")
@refused(numbers(3))
def generator_that_reads_what_its_loop_writes(x):
    y, s = x * 1.0, 0.0
    for k, v in zip(range(3), sums(y, 3)):
        y[k] += v
        s += v
    return s


@shows("the same under another name of the array")
@refused(numbers(3))
def generator_that_reads_what_its_loop_writes_by_another_name(x):
    y, s = x * 1.0, 0.0
    z = y[1:]
    for k, v in enumerate(sums(y, 3)):
        z += 0.1 * v
        s += k * v
    return s
