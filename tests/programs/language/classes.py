"""Classes: methods, state in attributes, operators, properties, inheritance, objects in lists, module-level objects."""
from __future__ import annotations

import copy
import functools

import numpy as np

from ..registry import case, refused, shows, signed

AREA = "Classes and objects"


class Vec:
    """A vector of the plane with the operators of one."""

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y)

    def __mul__(self, scale):
        return Vec(self.x * scale, self.y * scale)

    __rmul__ = __mul__

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def dot(self, other):
        return self.x * other.x + self.y * other.y

    @property
    def norm(self):
        return np.sqrt(self.dot(self))

    def unit(self):
        return self * (1.0 / self.norm)


@shows("operators, `@property`, methods")
@case(0.7, 1.2)
def arithmetic_of_objects(a, b):
    u = Vec(a, b)
    v = u + 2.0 * u * a - Vec(b, 1.0)
    return v.dot(-u) * u.norm + v.unit().x


@shows("objects as arguments and results")
@case(Vec(0.7, 1.2), Vec(-0.3, 0.4))
def objects_as_arguments(u, v):
    w = u + v * 0.5
    return w.norm * u.x


@case(Vec(0.7, 1.2))
def object_as_result(u):
    return u * u.norm


class PID:
    """A controller that remembers."""

    def __init__(self, kp, ki, kd):
        self.kp, self.ki, self.kd = kp, ki, kd
        self.integral = 0.0
        self.last = None

    def step(self, error, dt):
        self.integral += error * dt
        if self.last is None:
            slope = 0.0
        else:
            slope = (error - self.last) / dt
        self.last = error
        return self.kp * error + self.ki * self.integral + self.kd * slope


@shows("state in attributes")
@case(2.0, 0.5, 0.05, 12)
def controlled_plant(kp, ki, kd, n):
    pid = PID(kp, ki, kd)
    y = cost = 0.0
    for _ in range(n):
        u = pid.step(1.0 - y, 0.1)
        y = y + 0.1 * (u - y)
        cost += (1.0 - y) ** 2
    return cost


@case(2.0, 0.3)
def two_controllers(kp, ki):
    first, second = PID(kp, ki, 0.0), PID(ki, kp, 0.01)
    y = 0.2
    for k in range(5):
        chosen = first if k % 2 else second
        y = y + 0.1 * chosen.step(1.0 - y, 0.1)
    return y * first.integral + second.integral


class Layer:
    """An affine map and an activation that is handed in."""

    def __init__(self, weights, bias, activation):
        self.weights, self.bias, self.activation = weights, bias, activation

    def __call__(self, x):
        return self.activation(self.weights @ x + self.bias)


class Scale:
    """A layer of another class; its factor belongs to the class."""

    factor = 1.5

    def __init__(self, amount):
        self.amount = amount

    def __call__(self, x):
        return x * self.amount * self.factor


class Network:
    """Layers, one after the other."""

    def __init__(self, layers):
        self.layers = layers

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def penalty(self, strength=0.1):
        total = 0.0
        for layer in self.layers:
            if isinstance(layer, Layer):
                total = total + np.sum(layer.weights ** 2)
        return strength * total


def leaky(x):
    return np.where(x > 0, x, 0.1 * x)


NETWORK = Network([Layer(signed(3, 2, seed=1), np.ones(3), np.tanh), Scale(0.7), Layer(signed(2, 3, seed=2), np.zeros(2), leaky)])


@shows("objects of the module")
@case(signed(2))
def network_of_the_module(x):
    y = NETWORK(x)
    return np.sum(y ** 2) + NETWORK.layers[1].amount * x[0]


@case(Network([Layer(signed(3, 2, seed=1), np.ones(3), np.tanh), Layer(signed(2, 3, seed=2), np.zeros(2), leaky)]), signed(2))
def network_as_argument(net, x):
    return np.sum(net(x) ** 2) + net.penalty()


@case(Network([Layer(signed(3, 2, seed=1), np.ones(3), np.tanh), Scale(0.8), Layer(signed(2, 3, seed=2), np.zeros(2), leaky)]),
      signed(2))
def network_of_two_classes(net, x):
    return np.sum(net(x) ** 2)


@case(signed(2), 0.7)
def network_made_here(x, a):
    net = Network([Layer(np.outer(x, x) * a, x, np.tanh), Scale(a), Layer(np.ones((2, 2)) * a, np.zeros(2), np.sin)])
    return np.sum(net(x)) + net.penalty(a)


class Spring:
    """The base of two kinds of springs."""

    def __init__(self, stiffness):
        self.stiffness = stiffness

    def force(self, x):
        return -self.stiffness * x

    def energy(self, x):
        return 0.5 * self.stiffness * x ** 2

    def work(self, x):
        return self.force(x) * x

    @property
    def period(self):
        return 1.0 / np.sqrt(self.stiffness)


class Hardening(Spring):
    """A spring that calls what it overrides."""

    def __init__(self, stiffness, cubic):
        super().__init__(stiffness)
        self.cubic = cubic

    def force(self, x):
        return super().force(x) - self.cubic * x ** 3

    @property
    def ratio(self):
        return self.cubic / self.stiffness

    @property
    def period(self):
        return super().period * (1.0 + self.cubic)

    @staticmethod
    def square(x):
        return x * x

    @classmethod
    def of_ratio(cls, stiffness, ratio):
        return cls(stiffness, stiffness * ratio)


@shows("inheritance, `super()`")
@case(1.5, 0.4)
def inheritance(k, c):
    spring = Hardening(k, c)
    other = Hardening.of_ratio(c, k)
    works = spring.work(0.5) + spring.energy(c) * spring.ratio + spring.square(k) * Hardening.square(c)
    return works + other.force(k) * spring.period


@shows("objects of several classes in a list")
@case([Spring(1.5), Hardening(0.7, 0.2), Spring(0.4)], 0.6, wrt=("springs", "x"))
def springs_of_two_classes(springs, x):
    total = 0.0
    for spring in springs:
        total += spring.work(x) + spring.energy(x)
    return total


@case(0.5, 0.8, 1.2)
def class_chosen_by_a_branch(k, c, x):
    if x > 1.0:
        spring = Hardening(k, c)
    else:
        spring = Hardening(c, k)
    return spring.force(x)


class Matrix:
    """An array inside an object, with the operators of arrays."""

    def __init__(self, a):
        self.a = a

    def __matmul__(self, other):
        return Matrix(self.a @ other.a) if isinstance(other, Matrix) else self.a @ other

    def __getitem__(self, index):
        return self.a[index]

    def __len__(self):
        return len(self.a)

    @property
    def T(self):
        return Matrix(self.a.T)

    def trace(self):
        return np.trace(self.a)


@case(signed(2, 2), signed(2))
def matrices(a, x):
    m = Matrix(a)
    product = m.T @ m
    return product.trace() + product[0, 1] * len(m) + np.sum(product @ x)


class Particle:
    """A particle that its methods move."""

    def __init__(self, x, v, mass=1.0):
        self.x, self.v, self.mass = x, v, mass

    def kick(self, force, dt):
        self.v += force / self.mass * dt

    def drift(self, dt):
        self.x += self.v * dt

    def energy(self):
        return 0.5 * self.mass * self.v ** 2


@case(0.3, 1.1)
def particles(x, v):
    swarm = [Particle(x * i, v, 1.0 + i) for i in range(3)]
    for _ in range(4):
        for p in swarm:
            p.kick(-p.x * x, 0.1)
        for p in swarm:
            p.drift(0.1)
    return sum(p.energy() + p.x for p in swarm)


@case([Particle(0.3, 0.1, 1.0), Particle(-0.4, 0.6, 2.0)], wrt="swarm")
def particles_as_argument(swarm):
    for _ in range(3):
        force = swarm[0].x - swarm[1].x
        swarm[0].kick(-force, 0.1)
        swarm[1].kick(force, 0.1)
        for p in swarm:
            p.drift(0.1)
    return sum(p.energy() for p in swarm)


@shows("one object under two names")
@case(0.3, 1.1)
def one_object_under_two_names(x, y):
    p = Vec(x, y)
    q = p
    q.x = q.x * y
    p.y = p.y + q.x
    return p.x * q.y


@case(0.3, 1.1)
def one_object_in_two_lists(x, y):
    a = Particle(x, y)
    first, second = [a, Particle(y, x)], [a]
    second[0].x = x * y
    first[0].v += second[0].x
    a.kick(x, 0.5)
    return first[0].x * second[0].v + first[1].x * a.v


@case(0.3, 1.1)
def attributes_swapped(x, y):
    p = Vec(x, y)
    p.x, p.y = p.y * p.x, p.x
    return p.x ** 2 + p.y


@case(0.3, 1.1)
def objects_swapped(x, y):
    p, q = Vec(x, y), Vec(y, x * x)
    for _ in range(3):
        p, q = q, p
        p.x += q.y * 0.3
    return p.x * q.x + p.y


@case(0.3, 1.1)
def items_of_an_attribute_swapped(x, y):
    a, b = Particle(x, y), Particle(y, x * x)
    net = Network([a, b])
    net.layers[0], net.layers[1] = net.layers[1], net.layers[0]
    net.layers[0].x *= 3.0
    return net.layers[0].x * a.x + b.x * net.layers[1].v


class Node:
    """A link of a chain."""

    def __init__(self, value, after=None):
        self.value, self.after = value, after


@shows("linked objects")
@case(0.3, 1.1)
def chain(x, y):
    first = Node(x)
    second = Node(y * x, first)
    third = Node(x - y, second)
    third.after.after.value += y
    return third.value * third.after.value + first.value ** 2


class Total:
    """Its method returns the object itself."""

    def __init__(self):
        self.total = 0.0

    def add(self, value):
        self.total = self.total + value
        return self


@case(0.3, 1.1)
def returned_self(x, y):
    total = Total()
    total.add(x).add(y * x).add(1.0)
    return total.total ** 2


class Buffer:
    """A method that writes an array attribute."""

    def __init__(self, n):
        self.a = np.zeros(n)
        self.n = n

    def keep(self, k, value):
        self.a[k] = value

    def total(self):
        return np.sum(self.a * np.arange(self.n))


@case(0.3, 1.1)
def buffers(x, y):
    buffer = Buffer(4)
    for k in range(4):
        buffer.keep(k, x * k + y)
        buffer.a *= 1.5
    other = buffer
    other.a[2] = x * y
    return buffer.total()


@case(Buffer(4), 0.5, wrt="x")
def written_argument_that_is_constant(buffer, x):
    for k in range(4):
        buffer.keep(k, x ** k)
    return buffer.total() * x


RING = Node(0.7)
RING.after = Node(0.4, RING)


@shows("an argument that contains itself")
@refused(RING, 0.5, wrt=("ring", "x"))
def argument_contains_itself(ring, x):
    return ring.after.after.after.value * x + ring.value


def relax(vec, rate):
    vec.x -= rate * vec.x
    vec.y *= 1.0 - rate


@shows("helpers that write attributes")
@case(Vec(0.7, 1.2), 0.1)
def helper_writes_attributes(u, rate):
    relax(u, rate)
    v = u + u
    relax(v, rate * u.x)
    return v.dot(u)


class Counter:
    """Counts in the class."""

    made = 0

    def __init__(self, x):
        self.x = x

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 1.0)


@shows("`__setattr__`")
@refused(0.5)
def attributes_set_by_a_hook(x):
    return Counter(x).x


class Slotted:
    """Its attributes are not in a dict."""

    __slots__ = ("x", "trail")

    def __init__(self, x):
        self.x = x
        self.trail = []

    def move(self, d):
        self.trail.append(self.x)
        self.x = self.x + d * self.x


class Twice(Slotted):
    __slots__ = "y"

    def ask(self, k):
        if not hasattr(self, "y"):
            self.y = k * self.x
        return self.y


@shows("`__slots__`")
@case(0.5, 1.3)
def attributes_in_slots(x, k):
    o, base = Twice(x), Slotted(k)
    o.move(k)
    other = copy.copy(base)
    other.x = k * k
    return o.ask(k) * other.x + o.ask(3.0) * base.x + sum(o.trail)


class Lazy:
    """Computes what it is asked for."""

    def __init__(self, x):
        self.x = x

    def __getattr__(self, name):
        return self.x * 2.0


@shows("`__getattr__`")
@refused(0.5)
def attributes_made_up(x):
    return Lazy(x).twice


@shows("a write to an object of the module")
@refused(0.5)
def state_of_the_module_is_written(x):
    NETWORK.layers[1].amount = x
    return NETWORK.layers[1].amount ** 2


@case(0.5)
def contains_itself(x):
    node = Node(x)
    node.after = node
    node.after.value *= 2.0
    return node.value


class Tally:
    """Operators that write to the object, and a method called as one of lists."""

    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return Tally(self.v + other.v)

    def __radd__(self, other):
        return Tally(self.v * other.v)

    def __isub__(self, other):
        self.v = self.v - 2.0 * other.v
        return self

    def extend(self, k):
        self.v = self.v * k


class Special(Tally):
    def __radd__(self, other):
        return Tally(self.v * other.v * 3.0)


@shows("operators in place")
@case(0.7, 1.2)
def operators_in_place(x, y):
    a = Tally(x)
    b = a
    b -= Tally(y)
    b -= a
    c = d = Tally(y)
    d += a
    return a.v * c.v + d.v * b.v


@case(0.7, 1.2)
def subclass_is_asked_first(x, y):
    return (Tally(x) + Special(y)).v + (Special(x) + Tally(y)).v * x


@case(0.7, 1.2)
def method_called_extend(x, y):
    a = Tally(x)
    a.extend(y + 1.0)
    return a.v * x


class Flow:
    """Hands its own method to a solver."""

    def __init__(self, k):
        self.k, self.calls = k, 0.0

    def rate(self, y, t):
        return -self.k * y * y + t

    def step(self, dt):
        self.k = self.k * (1.0 + dt)
        self.calls += dt

    def solve(self, y, n):
        step = self.step
        for _ in range(n):
            step(0.1)
        return heun(self.rate, y, n, 0.1) * self.calls


def heun(f, y, n, dt):
    for i in range(n):
        k = f(y, i * dt)
        y = y + 0.5 * dt * (k + f(y + dt * k, (i + 1) * dt))
    return y


@shows("methods handed to functions, under names of their own")
@case(0.7, 1.2)
def methods_as_values(k, y):
    flow = Flow(k)
    rate = flow.rate
    return flow.solve(y, 3) * rate(y, 0.5) + heun(f=flow.rate, y=y, n=2, dt=0.3)


class Holder:
    """Holds a function."""

    def __init__(self, f, w):
        self.f, self.w = f, w

    def __call__(self, x):
        f = self.f
        return f(x * self.w) + self.f(x)


@shows("functions and lambdas kept in attributes")
@case(0.7, 1.2)
def functions_in_objects(x, w):
    y = x
    for layer in [Holder(np.sin, w), Holder(lambda t: t * t, x)]:
        y = layer(y)
    return y


@shows("a lambda, kept in an attribute, that reads names of the function around it")
@refused(0.7, 1.2)
def closures_in_objects(x, w):
    return Holder(lambda t: t * w, x)(x)


class Rows:
    """Goes over the list that it holds; asked for a number, it has its own answers."""

    def __init__(self, m):
        self.m = m

    def __iter__(self):
        yield from self.m

    def __len__(self):
        return len(self.m) - 1

    def __getitem__(self, k):
        return 2 * self.m[k]

    def __and__(self, other):
        return self.m[0] * other

    def __invert__(self):
        return 3 * self.m[0]

    def __abs__(self):
        return abs(self.m[1])

    def __float__(self):
        return float(self.m[0])

    def __round__(self, digits=0):
        return self.m[1] * 0.5


class Backwards(Rows):
    def __iter__(self):
        return iter(self.m[::-1])


@shows("loops over objects")
@case(1.3, signed(3))
def loops_over_objects(x, v):
    r = Rows([x, x * v[0], v[1]])
    s = 0.0
    for k, a in enumerate(r):
        s += a * (k + 1)
    for a, b in zip(r, v):
        s += a * b
    s += sum(a * a for a in r) + sum(a for q in [r, Rows([x * x, v[1]])] for a in q)
    return s + (r & x) + abs(r) * float(r) + ~r * round(r) + r[1] * len(r)


@case(1.3, signed(3))
def goes_over_what_is_made(x, v):
    s = 0.0
    for k, a in enumerate(Backwards([x, x * v[0], v[1]])):
        s += a * (k + 1)
    return s


class Swapped:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __iter__(self):
        yield self.y
        yield self.x


class Doubled:
    def __init__(self, m):
        self.m = m

    def __len__(self):
        return len(self.m)

    def __getitem__(self, k):
        return 2.0 * self.m[k]


def swapped(x, y):
    return Swapped(x * y, y)


@shows("objects unpacked, summed up, listed, by `__iter__` or `__getitem__`")
@case(1.3, signed(3))
def takes_an_object_apart(x, v):
    first, second, _ = Backwards([x, x * v[0], v[1]])
    a, b = swapped(x, v[0])
    (c, d), k = Swapped(x, v[1]), 2.0
    pairs = sum(p * p * q for p, q in [swapped(v[2], x), Swapped(x, x)])
    return first * second + a * a * b + c * k * d + pairs + sum(Doubled([x, v[0]])) * max(list(swapped(x, v[1])))


class Table:
    """Its items are given by a method that has a name of its own."""

    def __init__(self, rows):
        self.rows = rows

    def row(self, k=0):
        return self.rows[k]

    def __len__(self):
        return len(self.rows)

    __getitem__ = row


@case(1.3, signed(2))
def goes_over_items_by_a_method(x, v):
    first, second = Table([x * v[0], x])
    return first * second + sum(row[0] * row[1] for row in Table([[x, v[1]], [x * x, 2.0]]))


class Sampled:
    """Gives an item for any place, however far out: whoever goes over it until there are no more goes on for ever."""

    def __init__(self, gain):
        self.gain = gain

    def __len__(self):
        return 2

    def __getitem__(self, k):
        return self.gain * k


@case(1.3)
def least_of_objects_with_items_without_end(x):
    least = min([Sampled(2 * x), Sampled(x * x)], key=lambda s: s.gain)
    return least.gain * x + least[3]


class Line:
    """Asked for an item, it computes: what it is asked with has a derivative too."""

    def __init__(self, slope):
        self.slope = slope

    def __getitem__(self, t):
        return self.slope * t * t

    def __setitem__(self, t, value):
        self.slope = value / t


@shows("items of objects at values with a derivative")
@case(1.3, 0.7)
def items_at_active_places(x, k):
    line = Line(k)
    y = line[x + 1.0] * line[-x]
    line[2.0 * x] = y
    line[x * x] += k
    return line[k * x] + y


@case(1.3, signed(3))
def largest_of_an_object(x, v):
    return max(Rows([x, x * v[0], v[1]]))


@shows("loops over objects that make what they go over, and are written in the loop")
@refused(1.3)
def written_while_gone_over(x):
    p = Swapped(x, 2.0)
    for value in p:
        p.x = p.x * value
    return p.x


@refused(1.3)
def sum_of_an_object(x):
    return np.sum(Rows([x, x * x]))


class Sphere:
    def __init__(self, r):
        self.r = r

    @functools.cached_property
    def area(self):
        return 12.0 * self.r ** 2

    @functools.cached_property
    def volume(self):
        return self.area * self.r / 3.0


@shows("`functools.cached_property`")
@case(0.7, 1.2)
def computed_once(r, q):
    s = Sphere(r)
    if s.area > 1.0:
        s.r = q                                # the area stays what it was
    other = Sphere(r * q)
    return s.volume * s.area + other.volume + other.area


class Leaf:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    @property
    def is_leaf(self):
        return self.left is None and self.right is None

    def at(self, x):
        if self.is_leaf:
            return self.value
        return x * self.right.at(x) + (1.0 - x) * self.left.at(x)


@shows("recursive methods that ask an object whether it is a leaf")
@case(0.3, 0.8)
def decision_tree(x, v):
    return Leaf(0.0, Leaf(v), Leaf(0.0, Leaf(x * v), Leaf(v * v))).at(x)
