"""Dicts that get keys at run time, the containers of ``collections``, lists of several classes, objects without a class."""
import collections
import copy
import heapq
import types
from collections import Counter, OrderedDict, defaultdict, deque
from types import SimpleNamespace

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Dicts, queues, lists that grow"
WORDS = ["a", "bb", "a", "ccc", "b", "bb"]


@shows("keys known only when it runs")
@case(1.3, WORDS, wrt="x")
def counted_by_word(x, words):
    total = {}
    for w in words:
        if w not in total:
            total[w] = 0.0
        total[w] += x * len(w)
    best, most = None, -1.0
    for w, t in total.items():
        if t > most:
            best, most = w, t
    return total[best] ** 2 + total["a"] * len(total)


@shows("keys that are tuples")
@case(0.8, 4, wrt="x")
def table_of_pairs(x, n):
    table = {}
    for i in range(n):
        for j in range(i):
            table[i, j] = x * i + j * x * x
    s = 0.0
    for (i, j), v in table.items():
        s += v * v * (i - j)
    return s + table[2, 1] * table[3, 0]


@shows("a dict as a memo")
@case(0.7, 5, wrt="x")
def memo(x, n):
    done = {0: x, 1: x * x}
    for k in range(2, n):
        done[k] = done[k - 1] * x + done[k - 2]
    return done[n - 1]


@shows("`get` with a default")
@case(1.3, WORDS, wrt="x")
def get_with_a_default(x, words):
    d = {}
    for w in words:
        d[w] = d.get(w, x * x) + x
    for k in d:
        d[k] = d[k] * d[k]
    return sum(d.values()) + max(d.values())


@shows("`setdefault`")
@case(1.3, [(1, 2, 0.5), (2, 3, 0.7), (1, 3, 0.2)], wrt="x")
def graph(x, edges):
    near = {}
    for a, b, w in edges:
        near.setdefault(a, []).append((b, w * x))
        near.setdefault(b, []).append((a, w * x * x))
    s = 0.0
    for k in near:
        for b, w in near[k]:
            s += w * w * (k + b)
    return s


@shows("`pop`, `popitem`, `del`, `update`")
@case(1.3, WORDS, wrt="x")
def keys_taken_out(x, words):
    d = dict.fromkeys(words, 1.0)
    for w in words:
        d[w] *= x
    for w in list(d):
        if len(w) > 1:
            d.pop(w)
    d.update({"z": x * x, "y": 2.0})
    del d["b"]
    key, last = d.popitem()
    return sum(d.values()) * last + d.pop("missing", x) * len(key + "b")


@shows("dict comprehensions, `dict(zip(a, b))`")
@case(numbers(3))
def comprehended(v):
    names = ["p", "q", "r"]
    d = dict(zip(names, v))
    e = {n + n: t * d["p"] for n, t in d.items() if n != "q"}
    return e["pp"] * e["rr"] + d["q"]


@shows("`defaultdict`")
@case(numbers(6, 2), WORDS, wrt="rows")
def grouped(rows, words):
    sums = defaultdict(lambda: np.zeros(2))
    lists = collections.defaultdict(list)
    count = defaultdict(int)
    for row, w in zip(rows, words):
        sums[w] += row * row
        lists[w].append(row[0])
        count[w] += 1
    s = 0.0
    for w, total in sums.items():
        s += total.sum() / count[w] * sum(lists[w])
    return s


@shows("`Counter`")
@case(1.3, WORDS, wrt="x")
def counters(x, words):
    c, d = Counter(words), Counter()
    for w in words:
        d[w] += x
    return sum(x * n for n in c.values()) * d["a"] + d["nothing"] + len(d)


@shows("`OrderedDict`")
@case(1.3)
def ordered(x):
    d = OrderedDict([("a", x), ("b", x * x)])
    d["c"] = d["a"] * d["b"]
    s = 0.0
    for k, v in d.items():
        s = s * 2 + v * len(k)
    return s


@case(numbers(6, 2), WORDS, wrt="rows")
def rows_of_a_dict_written(rows, words):
    d = {}
    for i, w in enumerate(words):
        d[w] = rows[i]
    d["a"][0] = 3.0
    for v in d.values():
        v *= 2.0
    return sum(np.sum(v ** 2) for v in d.values()) + np.sum(rows)


def remember(d, key, value):
    d[key] = d.get(key, 0.0) + value
    return d[key]


@shows("a dict to which a function adds new keys")
@refused(1.3, WORDS, wrt="x")
def dict_of_a_helper(x, words):
    d = {}
    for w in words:
        remember(d, w, x * len(w))
    return d["a"] * d["bb"]


@shows("a dict with new keys that is returned or kept in an object")
@refused(1.3, WORDS, wrt="x")
def dict_that_goes_elsewhere(x, words):
    d = {}
    for w in words:
        d[w] = x
    o = SimpleNamespace(d=d)
    return o.d["a"]


@shows("a new key under `except KeyError`")
@refused(1.3, WORDS, wrt="x")
def key_tried(x, words):
    d = {}
    for w in words:
        try:
            d[w] += x
        except KeyError:
            d[w] = x * x
    return sum(d.values())


@shows("`deque`, `maxlen`")
@case(numbers(6))
def moving_average(xs):
    window = deque([0.0] * 3, maxlen=3)
    out = []
    for x in xs:
        window.append(x)
        out.append(sum(window) / len(window) * window[0])
    return np.array(out)


@shows("`popleft`, `appendleft`, `extend`, `rotate`")
@case(0.9)
def queue(x):
    q = collections.deque((x, 2 * x))
    s, trips = 0.0, 0
    while q and trips < 9:
        v = q.popleft()
        s += v * v * (trips + 1)
        trips += 1
        if v < 1.5:
            q.append(v * x + 1.0)
            q.appendleft(v * 0.5)
    q.extend([x, x * x])
    q.rotate(2)
    return s * q[0] + q.pop() * q[-1]


@case(numbers(5), 2, wrt="x")
def delay_line(x, n):
    line, y = deque(maxlen=n), 0.0
    for v in x:
        if len(line) == n:
            y += line[0] * v
        line.append(v)
    line[0] = 3.0 * x[0]
    return y + np.sum(np.array(line)) * max(line)


class Average:
    def __init__(self, n):
        self.window = deque(maxlen=n)

    def update(self, v):
        self.window.append(v)
        return sum(self.window) / len(self.window)


def taps(n, x):
    return deque([x] * n, maxlen=n)


@shows("queues in objects, in dicts, made and written by helpers")
@case(signed(3), 0.6)
def queue_in_an_object(x, k):
    o, d = SimpleNamespace(q=deque(maxlen=2)), {"taps": taps(2, k)}
    o.q.append(k)
    average, t = Average(2), 0.0
    for v in x:
        t += average.update(v * k) ** 2
        d["taps"].appendleft(v * t)
    while o.q:
        t += o.q.popleft() * d["taps"][-1]
    return t + np.mean(average.window) * max(d["taps"])


@shows("a queue that is returned to the caller")
@refused(1.3)
def queue_returned(x):
    o = SimpleNamespace(q=deque(maxlen=2))
    o.q.append(x)
    return o


class Circle:
    def __init__(self, r):
        self.r = r

    def area(self):
        return 3.1 * self.r ** 2


class Box:
    gain = np.array([1.0, 2.0])

    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h + np.sum(self.gain)

    def learn(self, rate):
        self.gain = self.gain * rate


@shows("objects of several classes appended")
@case(1.3)
def shapes(x):
    found = []
    found.append(Circle(x))
    found.append(Box(x, 2.0))
    found.append(Circle(x * x))
    return sum(s.area() for s in found)


@shows("class attributes that are arrays")
@case(1.2, 0.7)
def learnt(w, rate):
    boxes = [Box(w, rate), Box(2.0 * w, w)]
    for b in boxes:
        b.learn(rate)
    boxes[1].learn(w)
    return sum(b.area() for b in boxes) * boxes[0].gain[1]


@shows("a loop that appends objects of several classes")
@refused(1.3, 4, wrt="x")
def shapes_in_a_loop(x, n):
    found = []
    for k in range(n):
        if k % 2:
            found.append(Circle(x * k))
        else:
            found.append(Box(x, k))
    return sum(s.area() for s in found)


class Tree:
    def __init__(self, v, left=None, right=None):
        self.v, self.left, self.right = v, left, right

    def scale(self, k):
        self.v *= k
        for child in (self.left, self.right):
            if child:
                child.scale(k * 0.5)

    def total(self):
        t = self.v ** 2
        if self.left is not None:
            t += self.left.total()
        if self.right is not None:
            t += self.right.total()
        return t


@shows("recursive methods of trees")
@case(1.2, 0.8)
def trees(a, k):
    tree = Tree(a, Tree(2 * a), Tree(a * a, Tree(a)))
    tree.scale(k)
    return tree.total() * tree.right.left.v


@shows("`SimpleNamespace`")
@case(0.9, 1.4)
def namespace(x, v):
    s = types.SimpleNamespace(x=np.array([x, 1.0]), v=v)
    for _ in range(3):
        s.x = s.x + 0.1 * s.v
        s.v *= 0.9
    s.out = s.x[0] * s.v
    return s.out + s.x.sum()


@shows("`copy.deepcopy` of objects, dicts, arrays and lists of numbers")
@case(1.2, numbers(3))
def deep_copies(x, u):
    o = SimpleNamespace(inner=SimpleNamespace(w=u, k=x), n=[x, 2.0 * x])
    p = copy.deepcopy(o.inner)
    p.w[0] = 3.0 * x
    numbers_too = copy.deepcopy([x, x * x])
    numbers_too[0] = 2.0
    return np.sum(o.inner.w * p.w) * p.k + sum(numbers_too) * o.n[1]


@shows("`copy.deepcopy` of lists of lists, of objects")
@case(1.2)
def deep_copy_of_rows(x):
    rows = [[x * i * j + 1.0 for j in range(2)] for i in range(2)]
    boxes = [Box(x, rows[1][1])]
    other, old = copy.deepcopy(rows), copy.deepcopy(boxes)
    other[0][1] = x
    rows[1][0] *= 3.0
    boxes[0].w = x * x
    return rows[0][1] * other[0][1] + other[1][0] * rows[1][0] + boxes[0].area() * old[0].area()


ROADS = {"a": ("b", "c"), "b": ("c", "d"), "c": ("d",), "d": ()}


@shows("`heapq`")
@case(0.6, 0.7)
def events_and_shortest_ways(rate, y):
    events = [(0.9, 1, "out"), (0.3 * y, 0, "in")]
    heapq.heapify(events)
    now, level, area = 0.0, 1.0, 0.0
    while events:
        time, k, what = heapq.heappop(events)
        area += level * (time - now)
        level, now = level + rate if what == "in" else 0.5 * level, time
        if what == "in" and time < 0.7:
            heapq.heappush(events, (time + 0.4 * rate, k + 2, "in"))
    far, todo = {"a": 0.0}, [(0.0, "a")]
    while todo:
        length, place = heapq.heappop(todo)
        for k, other in enumerate(ROADS[place]):
            new = length + rate * (k + 1) + y * y
            if other not in far or new < far[other]:
                far[other] = new
                heapq.heappush(todo, (new, other))
    return area + level * far["d"] * far["c"]
