"""Writes random programs that write arrays: plain NumPy code, as users write it, that never raises."""
from __future__ import annotations

import math
import random
import re

from tests.fuzz import HEADER

HELPERS = '''def shift(v, k):
    v += 0.3 * k


def smooth(v, w):
    for i in range(1, len(v)):
        v[i] = 0.6 * v[i] + 0.3 * w[i - 1]
    return v


def tail(v):
    return v[1:]


def same(v, k):
    if k > 0.2:
        return v
    return v.copy()


def put(box, v):
    box[0] = v
    box[1][0] = 0.5


def energy(v):
    return np.sum(v * v)


'''
Shape = tuple[int, ...]


class Writer:
    """Writes one random function of a float x and arrays a (4,), b (4,), A (3, 4), and knows every shape."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.arrays: dict[str, Shape] = {"a": (4,), "b": (4,), "A": (3, 4)}
        self.readonly: set[str] = set()
        self.indices: list[str] = []               # each is 0, 1 or 2 when it is read
        self.names = iter(f"{letter}{k}" for k in range(1, 99) for letter in "cdvw")
        kinds = [self.write, self.write, self.write, self.chosen, self.elements, self.overlap, self.bind, self.bind,
                 self.number, self.into, self.swap, self.call, self.box, self.boxes, self.items, self.choose, self.places]
        self.kinds = rng.sample(kinds, rng.randint(3, len(kinds)))     # few kinds go deep, many meet each other

    def emit(self, indent: int, text: str) -> None:
        self.lines += ["    " * indent + line for line in text.split("\n")]

    def new(self, shape: Shape) -> str:
        name = next(self.names)
        self.arrays[name] = shape
        return name

    # -------------------------------------------------------------- expressions
    def name(self, writable: bool = False, rank: int = 0) -> str:
        return self.rng.choice([name for name, shape in self.arrays.items()
                                if not (writable and name in self.readonly) and (not rank or len(shape) == rank)])

    def like(self, one: str) -> str:
        """Another array that may be written and has the same shape; the same one if there is none."""
        others = [name for name, shape in self.arrays.items() if shape == self.arrays[one] and name not in self.readonly]
        return self.rng.choice([name for name in others if name != one] or [one])

    def view(self, text: str, shape: Shape) -> tuple[str, Shape, bool]:
        """One step from an array to a view of it: text, shape, and whether the text is a subscript."""
        r, m = self.rng, shape[0]
        if len(shape) == 1:
            steps: list[tuple[str, Shape]] = [("[:]", shape), ("[::-1]", shape), ("[::2]", ((m + 1) // 2,)),
                                              ("[:, None]", (m, 1)), ("[None]", (1, m)), ("[...]", shape),
                                              (".ravel()", shape), (".reshape(1, -1)", (1, m)), ("np.asarray(#)", shape),
                                              ("np.expand_dims(#, 1)", (m, 1)), ("np.atleast_2d(#)", (1, m))]
            if m > 1:
                steps += [("[1:]", (m - 1,)), ("[:-1]", (m - 1,)), ("[-2::-1]", (m - 1,))] * 2
            if m % 2 == 0:
                steps += [(f".reshape(2, {m // 2})", (2, m // 2)), ("np.split(#, 2)[1]", (m // 2,))]
        else:
            n, k = shape[1], r.randrange(m)
            steps = [(f"[{k}]", (n,)), (f"[{k}, :]", (n,)), (f"[:, {r.randrange(n)}]", (m,)), ("[..., -1]", (m,)),
                     (f"[{k - m}, ::-1]", (n,)), (f"[{k}][::2]", ((n + 1) // 2,)), (".T", (n, m)), ("[::-1]", shape),
                     ("[:, ::2]", (m, (n + 1) // 2)), (".ravel()", (m * n,)), (".reshape(-1)", (m * n,)),
                     (".swapaxes(0, 1)", (n, m)), (".transpose()", (n, m)), (f".reshape({n}, {m})", (n, m)),
                     (".T.ravel()", (m * n,)), (f"[{k}:]", (m - k, n)), ("np.transpose(#)", (n, m)),
                     ("np.moveaxis(#, 0, 1)", (n, m)), ("np.ravel(#)", (m * n,)), ("np.reshape(#, -1)", (m * n,))]
            steps += [(f"[{i}]", (n,)) for i in self.indices if m > 2]
        step, found = r.choice(steps)
        return (step if "#" in step else f"#{step}").replace("#", text), found, step.endswith("]")

    def part(self, writable: bool = False) -> tuple[str, Shape, bool]:
        """An array, or a view of a view of one."""
        text = self.name(writable)
        found: tuple[str, Shape, bool] = (text, self.arrays[text], False)
        for _ in range(self.rng.choice([0, 1, 1, 1, 2])):
            found = self.view(*found[:2])
        return found

    def leaf(self, shape: Shape) -> str:
        for _ in range(12):
            text, found, _ = self.part()
            if found == shape:
                return text
        if len(shape) == 1 and shape[0] <= 4:
            return self.rng.choice([f"a[:{shape[0]}]", f"b[{4 - shape[0]}:]"])
        return self.scalar()

    def array(self, shape: Shape, depth: int = 0) -> str:
        """An expression that has the shape, or broadcasts to it."""
        r = self.rng
        if depth > 1 or r.random() < 0.3:
            return self.leaf(shape)
        x, y, s = self.array(shape, depth + 1), self.array(shape, depth + 1), self.scalar(1)
        return r.choice([f"({x} + {y})", f"({x} - {s})", f"{x} * {y}", f"{s} * {x}", f"np.sin({x})", f"np.tanh({x})",
                         f"{x} / (1.0 + {y} * {y})", f"np.where({x} > 0.15, {y}, {s})", f"-{x}", f"np.cos({x})",
                         f"np.maximum({x}, 0.35)", f"({x}) ** 2"])

    def whole(self, shape: Shape) -> str:
        """A new array that has the shape."""
        dims = repr(shape)
        return self.rng.choice([f"np.zeros({dims}) + {self.array(shape)}", f"{self.array(shape)} * np.ones({dims})"])

    def scalar(self, depth: int = 0) -> str:
        r = self.rng
        element = [f"{name}[{i}]" for name, shape in self.arrays.items() if len(shape) == 1
                   for i in ["0", "-1", *(self.indices if shape[0] > 2 else [])]]
        if depth > 0 or r.random() < 0.5:
            return r.choice(["x", "s", "t", "0.7", "0.4", "A[1, 2]", *r.choices(element, k=3)])
        p, q = self.scalar(depth + 1), self.scalar(depth + 1)
        return r.choice([f"{p} * {q}", f"({p} + {q})", f"math.sin({p})", f"math.tanh({p})", f"np.sum({self.part()[0]})",
                         f"np.cos({p})", f"{p} / (1.0 + {q} * {q})", f"energy({self.part()[0]})", "np.dot(a, b)",
                         f"float({p})"])

    def test(self) -> str:
        r = self.rng
        return r.choice(["x > 0.1", "s > t", "a[0] < b[1]", f"np.sum({self.part()[0]}) > 0.3", "s > 0.2 and t < 0.9",
                         "not a[2] > 0.25", "A[0, 1] > -0.2", *(f"{i} % 2 == 0" for i in self.indices),
                         *(f"{i} == 1" for i in self.indices)])

    def result(self) -> str:
        parts = [f"{0.3 + 0.4 * k:.1f} * np.sum({name} * {name})" for k, name in enumerate(self.arrays)]
        return " + ".join(["s * t", *parts])

    # -------------------------------------------------------------- statements
    def block(self, indent: int, budget: int) -> None:
        """Write statements in a scope of their own: the names they make are gone after it."""
        kept, locked = dict(self.arrays), set(self.readonly)
        for _ in range(self.rng.randint(1, 3)):
            self.statement(indent, budget)
        self.arrays, self.readonly = kept, locked

    def statement(self, indent: int, budget: int) -> None:
        nested = [self.branch, self.loop] if budget > 0 and self.rng.random() < 0.3 else []
        self.rng.choice(nested or self.kinds)(indent, budget)

    def write(self, indent: int, budget: int) -> None:
        text, shape, subscript = self.part(writable=True)
        plain = text in self.arrays
        text = text if plain or subscript else text + "[...]"
        value, s = self.array(shape), self.scalar(1)
        forms = [f"{text} += {value}", f"{text} -= 0.5 * {value}", f"{text} *= np.cos({value})", f"{text} *= {s}",
                 f"{text} /= 1.0 + {s} * {s}"]
        if not self.indices:
            forms += [f"{text} **= 2"]
        forms += [f"{text}[...] = {value}", f"{text}.fill({s})"] if plain else [f"{text} = {value}"] * 6
        self.emit(indent, self.rng.choice(forms))

    def chosen(self, indent: int, budget: int) -> None:
        """Write where a mask or a list of places says."""
        r, name = self.rng, self.name(writable=True)
        shape = self.arrays[name]
        m, rest, like = shape[0], shape[1:], self.leaf(shape)
        places = [r.randrange(m) for _ in range(3)]
        at, value, s = f"{name}[{places}]", self.array((3, *rest)), self.scalar(1)
        mask = f"{name}[{r.choice([name, like]) if like in self.arrays else name} > {r.choice([0.1, -0.3])}]"
        self.emit(indent, r.choice([
            f"{at} = {value}", f"{at} += {value}", f"{at} *= {s}", f"{at} = {name}[{places[::-1]}]", f"{mask} = {s}",
            f"{mask} *= {s}", f"{mask} += {s}", f"m = {name} > 0.2\n{name}[m] = 0.5 * {name}[m]",
            f"np.add.at({name}, {places}, {value})", f"np.subtract.at({name}, {places}, {s})",
            f"k = np.array({places})\n{name}[k] -= {value}"]))

    def elements(self, indent: int, budget: int) -> None:
        r, name = self.rng, self.name(writable=True, rank=1)
        n, s, other = self.arrays[name][0], self.scalar(1), self.name(rank=1)
        if n < 3 or self.arrays[other][0] < 3:
            return self.write(indent, budget)
        i = r.choice([*self.indices, "0", "2"])
        forms = [f"{name}[{i}] = {name}[{i} - 1] * {s}", f"{name}[{i}] += 0.5 * {other}[{i} - 1]", f"{name}[{i}] *= {s}",
                 f"A[{i}, {r.randrange(4)}] = {other}[{i}]", f"A[{i}, {i}] -= {s}",
                 f"s = {name}[{i}]\n{name}[{i}] = {other}[{i}] * s"]
        if not self.indices:
            head = r.choice([f"for j in range(1, {n}):", f"for j in range({n - 1}, 0, -1):"])
            forms += [f"{head}\n    {name}[j] = 0.7 * {name}[j] + 0.3 * {name}[j - 1]",
                      f"{head}\n    {name}[j] -= np.sin({name}[j - 1])", f"{head}\n    {name}[j], s = s, {name}[j]"]
        self.emit(indent, r.choice(forms))

    def places(self, indent: int, budget: int) -> None:
        """Write arrays of places and masks, through themselves too, and use them again."""
        r, name = self.rng, self.name(writable=True, rank=1)
        n, s, v = self.arrays[name][0], self.scalar(1), self.scalar(1)
        if n < 3:
            return self.write(indent, budget)
        start = f"p = np.array({r.sample(range(n), n)})"
        self.emit(indent, r.choice([
            f"{start}\np[p] = np.arange({n})\n{name}[p] = {name} * {s}", f"{start}\nq = p[1:]\np[q] = p[:-1]\n{name}[p] *= {s}",
            f"{start}\n{name}[p] += {s}\np[p[0]] = 1\n{name}[p] *= {v}\np[...] = p[::-1]\ns = {name}[p[0]]",
            f"{start}\nw = {name}[p]\np[0] = p[1]\n{name}[p] = w * {s}\np += 1\np %= {n}\nt = np.sum({name}[p] * w)",
            f"{start}\np[p] += 1\np %= {n}\nnp.add.at({name}, p, {s})\np[p > 1] = 0\n{name}[p] *= {v}",
            f"m = {name} > 0.1\n{name}[m] *= {s}\nm[m] = {name}[m] > 0.3\n{name}[m] -= {v}\nm[~m] = True\n{name}[m] += 0.1",
            f"m = {name} > {s}\n{name}[~m] = {v}\nm[1] = not m[1]\n{name}[m] *= {s}\nm &= {name} > 0.2\n{name}[m] *= 0.5",
            f"j = np.array(1)\n{name}[j] *= {s}\nj += 1\ns = {name}[j]\nj -= 2\n{name}[j] = s * {v}"]))

    def overlap(self, indent: int, budget: int) -> None:
        name = self.name(writable=True)
        forms = [f"{name}[1:] = {name}[:-1]", f"{name}[1:] += 0.5 * {name}[:-1]", f"{name}[:-1] -= 0.3 * {name}[1:]",
                 f"{name}[:] = {name}[::-1]", f"{name} += {name}[::-1]", f"{name}[1:-1] = 0.5 * ({name}[:-2] + {name}[2:])",
                 f"{name} *= {name}"]
        self.emit(indent, self.rng.choice([*forms, "A[:, :3] = A[:, :3].T", "A[:, :3] += 0.3 * A[:, :3].T", "A[:] = A[0]"]))

    def bind(self, indent: int, budget: int) -> None:
        """Give a name to a new array, a view, or the array of another name."""
        r, old = self.rng, self.name()
        shape = self.arrays[old]
        kind = r.random()
        if kind < 0.35:
            text, found, _ = self.part()
            self.emit(indent, f"{self.new(found)} = {text}")
            if self.readonly & set(re.findall(r"\w+", text)):
                self.readonly.add(list(self.arrays)[-1])
        elif kind < 0.42:
            self.emit(indent, f"{self.new((3,))} = A.diagonal()")
            self.readonly.add(list(self.arrays)[-1])
        elif kind < 0.5 and old not in self.readonly:
            self.emit(indent, f"{self.new(shape)} = {old}")
        elif kind < 0.65:
            self.readonly.discard(old)
            self.emit(indent, f"{old} = {self.whole(shape)}")
        elif kind < 0.75:
            value = self.array(shape)
            name = self.new(shape)
            self.emit(indent, f"{name} = np.empty_like({old})\n{name}[...] = {value}")
        else:
            value = r.choice([f"{old}.copy()", f"np.zeros({shape})", f"np.zeros_like({old})", f"np.array({old})",
                              self.whole(shape), f"np.copy({old})", f"{old} + {self.scalar(1)}"])
            self.emit(indent, f"{self.new(shape)} = {value}")

    def number(self, indent: int, budget: int) -> None:
        r = self.rng
        self.emit(indent, r.choice([f"s = {self.scalar()}", f"t = {self.scalar()}", f"s += 0.5 * {self.scalar()}",
                                    f"t *= np.cos({self.scalar()})", "s, t = t, s", f"x = math.tanh({self.scalar(1)})"]))

    def into(self, indent: int, budget: int) -> None:
        """Write through a function of NumPy."""
        name = self.name(writable=True)
        shape, s = self.arrays[name], self.scalar(1)
        value, other = self.array(shape), self.array(shape)
        forms = [f"np.multiply({value}, {s}, out={name})", f"np.add({value}, {other}, out={name})", f"np.sin({name}, out={name})",
                 f"np.tanh({value}, {name})", f"np.copyto({name}, {value})", f"np.copyto({name}, {s}, where={name} > 0.1)",
                 f"{name}.fill({s})", f"np.add({name}[1:], {s}, out={name}[:-1])", "np.sum(A, axis=0, out=b)",
                 "np.fill_diagonal(A, s)", "A.T.sort()", "b.sort()", f"np.put({name}, [{min(1, math.prod(shape) - 1)}, 0], {s})",
                 f"np.place(b, b > 0.2, [{s}])", f"np.putmask({name}, {name} > 0.2, {value})",
                 f"{name}.flat[1] = {s}" if math.prod(shape) > 1 else f"{name}.fill({s})"]
        self.emit(indent, self.rng.choice(forms))

    def swap(self, indent: int, budget: int) -> None:
        r = self.rng
        forms = ["a[0], a[2] = a[2], a[0]", "A[0], A[1] = A[1], A[0]", "A[[0, 1]] = A[[1, 0]]", "a[1:], b[1:] = b[1:], a[1:]",
                 "A[0], a[:] = a, A[0]", "a[0], b[0] = b[3], a[0]"]
        one = self.name()
        other = self.like(one)
        if one not in self.readonly:
            forms += [f"{one}, {other} = {other}, {one}"] * 4
        self.emit(indent, r.choice(forms))

    def call(self, indent: int, budget: int) -> None:
        r = self.rng
        name, s = self.name(writable=True, rank=1), self.scalar(1)
        shape = self.arrays[name]
        forms = [f"shift({name}, {s})", f"shift(A[1], {s})", f"shift(A.T, {s})", "smooth(a, b)", "smooth(a, a)",
                 "smooth(b, A[2])", "smooth(a[1:], a[:-1])", "smooth(A[0], A[1])[2] = x", "tail(a)[0] = s",
                 f"tail({name})[...] = {s}", f"{name} = same({name}, {s})"]
        kind = r.random()
        if kind < 0.2:
            self.emit(indent, f"{self.new(shape)} = same({name}, {s})")
        elif kind < 0.4 and shape[0] > 1:
            self.emit(indent, f"{self.new((shape[0] - 1,))} = tail({name})")
        else:
            self.emit(indent, r.choice(forms))

    def box(self, indent: int, budget: int) -> None:
        """Write arrays that a list or a tuple holds."""
        one, other = self.name(writable=True, rank=1), self.name(writable=True, rank=1)
        s = self.scalar(1)
        self.emit(indent, self.rng.choice([
            f"pair = ({one}, {other})\npair[0][0] = {s}", f"pair = ({one}, {other})\np, q = pair\np += {s}\nq[...] = {s}",
            f"box = [{one}, {other}]\nfor v in box:\n    v *= {s}", f"box = [{one}, {other}]\nbox[1] *= {s}",
            f"box = [{one}, {other}]\nbox[0] = {one} * {s}\nbox[0][0] = x\ns = box[1][0]",
            f"box = [a, b]\nput(box, {one})\nbox[0] += {s}", f"box = []\nbox.append({one})\nbox[0][-1] = {s}",
            f"for row in A:\n    row *= {s}", f"for k, row in enumerate(A):\n    row[k] = {s}",
            f"for v in (A[0], {one}):\n    v[0] += {s}"]))

    def boxes(self, indent: int, budget: int) -> None:
        """Move arrays about in a list, and write them; write an array below a view whose elements share memory."""
        one, other = self.name(writable=True, rank=1), self.name(writable=True, rank=1)
        s, n = self.scalar(1), self.arrays[one][0]
        self.emit(indent, self.rng.choice([
            f"ring = [{one}, {other}, b]\nring.insert(0, ring.pop())\nring[0][0] = {s}\ns = ring[1][-1] * ring[2][0]",
            f"ring = [{one}, {other}, {one}]\ndel ring[1]\nring[-1][...] *= {s}",
            f"ring = [{one}.copy(), {other} * 1.0]\nfor j in range(3):\n    last = ring.pop()\n    last[0] = {s} * ring[0][-1]\n"
            "    ring.insert(0, last)\ns = np.sum(ring[0]) * ring[1][0]",
            f"ring = [{one}, {other}]\nring[1:] = [{one}, {one} * {s}]\nring[2][0] = t\nring[1][-1] = s\nt = ring[2][-1]",
            f"ring = [{one}]\nring += [{other}, a]\nring.reverse()\nring[0], ring[1] = ring[1], ring[0]\nring[0][0] *= {s}",
            f"pile = [{one}]\nwhile pile:\n    top = pile.pop()\n    top[0] = 0.5 * top[-1] * {s}\n"
            "    if len(top) > 1:\n        pile.append(top[1:])",
            f"wide = np.broadcast_to({one}, (2, {n}))\n{one}[0] = {s}\nt = np.sum(wide * wide) + wide[1, -1]\n{one}[-1] *= t",
            f"wide = np.lib.stride_tricks.sliding_window_view({one}, 1)\n{one}[0] = {s} * wide[-1, 0]\nt = np.sum(wide[:, 0])",
            "wide = np.lib.stride_tricks.sliding_window_view(b, 2)\nb[1] = s * wide[2, 0]\ns = np.sum(wide[:, 1] * wide[:, 0])"]))

    def items(self, indent: int, budget: int) -> None:
        """Write lists of numbers in all their forms."""
        one, s, v = self.name(rank=1), self.scalar(1), self.scalar(1)
        place = self.rng.choice([*self.indices, "0", "-1", "2"])
        self.emit(indent, self.rng.choice([
            f"l = [{s}, {one}[0], {v}]\nl.insert(1, l.pop() * {s})\nl[0], l[2] = l[2], l[0]\ns = l[0] * l[1] + l[2]",
            f"l = [0.4 * e for e in {one}]\nl.reverse()\nl[1:] = [e * {s} for e in l]\nt = sum(l)",
            f"l = sorted({one})\nl.append({s})\nl.sort(reverse=True)\nt = l[0] * l[-1]",
            f"l = list(b)\nl.insert({place}, {s})\nt = l.pop({place}) + l[1]\ndel l[{place}]\nl[{place}] *= {v}\ns = l[0] + l[2]",
            f"g = [[{s}, {v}], [{v}, {s}]]\ng[0][1] *= g[1][0]\ng.append(g[0])\ng[2][0] = {v}\ns = g[0][0] * g[0][1]",
            f"memo = [None] * 3\nfor j in (0, 1, 0, 2):\n    if memo[j] is None:\n        memo[j] = {one}[0] * (j + 1)\n"
            "    s = 0.5 * s + memo[j]",
            f"l = [{s}]\nsame_l = l\nsame_l.append({v})\nl[0] *= same_l[1]\nt = same_l[0]",
            f"best = None\nfor e in {one}:\n    if best is None or e > best:\n        best = e\nt = best * {s}",
            f"queue = [({s}, 0)]\nwhile queue:\n    e, j = queue.pop(0)\n    t = 0.7 * t + e\n    if j < 2:\n"
            f"        queue.append((e * 0.6, j + 1))\n        queue.insert(0, ({v}, j + 2))",
            f"l = [0.0] * 4\nl[::2] = [{s}, {v}]\nl[-1] = l[0] * l[2]\ns = np.sum(np.array(l) ** 2)"]))

    def choose(self, indent: int, budget: int) -> None:
        """Bind a name to one array or another, and write it."""
        one = self.name(writable=True)
        shape, s = self.arrays[one], self.scalar(1)
        other = self.like(one)
        test = self.test()
        name = self.new(shape)
        self.emit(indent, self.rng.choice([f"if {test}:\n    {name} = {one}\nelse:\n    {name} = {other}",
                                           f"{name} = {one} if {test} else {other}",
                                           f"{name} = {one}\nif {test}:\n    {name} = {other}",
                                           f"if {test}:\n    {name} = {one}\nelse:\n    {name} = {other} * {s}"]))
        self.emit(indent, self.rng.choice([f"{name} *= {s}", f"{name}[0] = {s}", f"{name}[1:] -= {s}"]))

    def branch(self, indent: int, budget: int) -> None:
        r = self.rng
        self.emit(indent, f"if {self.test()}:")
        self.block(indent + 1, budget - 1)
        self.jump(indent + 1)
        if r.random() < 0.6:
            self.emit(indent, "else:")
            self.block(indent + 1, budget - 1)

    def loop(self, indent: int, budget: int) -> None:
        r, i = self.rng, "ijkl"[len(self.indices)]
        if r.random() < 0.3:
            i = f"n{len(self.lines)}"
            self.emit(indent, f"{i} = 0\nwhile {i} < 2{r.choice(['', ' and ' + self.test()])}:\n    {i} += 1")
        else:
            self.emit(indent, f"for {i} in range({r.choice(['3', '2', '1, 3', '2, -1, -1', '0, 3, 2'])}):")
        self.indices.append(i)
        if r.random() < 0.4:
            self.emit(indent + 1, f"if {self.test()}:")
            self.block(indent + 2, 0)
            self.emit(indent + 2, r.choice(["break", "continue", "continue"]))
        self.block(indent + 1, budget - 1)
        self.indices.pop()

    def jump(self, indent: int) -> None:
        if self.rng.random() < 0.2:
            self.emit(indent, self.rng.choice([*["break", "continue"] * bool(self.indices), f"return {self.result()}"]))

    def program(self) -> str:
        self.emit(0, "def f(x, a, b, A):\n    s = x\n    t = 0.5")
        for _ in range(self.rng.randint(2, 6)):
            self.statement(1, 2)
        self.emit(1, f"return {self.result()}")
        return HEADER + HELPERS + "\n".join(self.lines) + "\n"


def program(seed: int) -> str:
    """Return the text of a program that defines f(x, a, b, A)."""
    return Writer(random.Random(seed)).program()
