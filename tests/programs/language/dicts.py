"""Dicts with fixed keys and with keys known only when they run; parameters in dicts, nested dicts, copies."""
import copy
import functools

import numpy as np

from ..registry import case, numbers, refused, shows, signed

AREA = "Dicts with keys that stand in the text"

MLP = {"W1": signed(3, 2, seed=1), "b1": signed(3, seed=2), "W2": signed(1, 3, seed=3), "b2": signed(1, seed=4)}


@shows("parameters in a dict")
@case(MLP, signed(2))
def mlp(params, x):
    h = np.tanh(params["W1"] @ x + params["b1"])
    y = params["W2"] @ h + params["b2"]
    return np.sum(y ** 2)


@case({"w": 0.7, "b": -0.3, "steps": 3, "name": "line"}, 1.2)
def settings_beside_parameters(p, x):
    y = x
    for _ in range(p["steps"]):
        y = np.sin(p["w"] * y + p["b"])
    return y if p["name"] == "line" else -y


@shows("nested dicts")
@case({"encoder": {"w": signed(2, 2, seed=5), "b": signed(2, seed=6)},
       "decoder": {"w": signed(2, 2, seed=7), "b": signed(2, seed=8)}}, signed(2))
def nested(params, x):
    h = x
    for part in ("encoder", "decoder"):
        layer = params[part]
        h = np.tanh(layer["w"] @ h + layer["b"])
    return np.sum(h * x)


@shows("loops over `items`, `keys`, `values`")
@case(MLP)
def ridge_over_all_keys(params):
    total = 0.0
    for k in params:
        total += np.sum(params[k] ** 2)
    return 0.5 * total


@case(MLP)
def weights_only(params):
    penalty = 0.0
    for name, value in params.items():
        if name.startswith("b"):
            continue
        penalty = penalty + np.sum(np.abs(value))
    return penalty


@case(MLP)
def values_and_keys(params):
    s = sum(np.sum(v) for v in params.values())
    return s * len(params) + sum(np.sum(params[k]) for k in params.keys() if "W" in k)


@case(MLP)
def gradient_step(params):
    stepped = {k: v - 0.1 * v ** 3 for k, v in params.items()}
    return np.sum(stepped["W1"] @ stepped["W2"][0, :2]) + np.sum(stepped["b1"])


@shows("a dict as result")
@case({"x": 0.4, "v": 1.1})
def result_is_a_dict(state):
    a = -np.sin(state["x"])
    v = state["v"] + 0.1 * a
    return {"x": state["x"] + 0.1 * v, "v": v, "steps": 1}


@shows("new keys")
@case(0.7, 1.2)
def grows(x, y):
    d = {}
    d["a"] = x * y
    d["b"] = d["a"] + x
    d["a"] *= d["b"]
    return d["a"] * d["b"]


@case(0.7, 1.2)
def grows_in_one_branch(x, y):
    d = {"a": x}
    if x > 0.5:
        d["b"] = x * y
    return d["a"] * d.get("b", 3.0) + (d["b"] if "b" in d else y)


@case(-0.7, 1.2)
def grows_in_the_other_branch(x, y):
    d = {"a": x}
    if x > 0.5:
        d["b"] = x * y
    return d["a"] * d.get("b", y * y) + d.setdefault("b", y) * d["b"]


@shows("`update`, the union of dicts")
@case(0.7, 1.2)
def updated(x, y):
    d = {"a": x}
    d.update({"b": y, "a": x * y})
    d.update(c=x)
    return d["a"] * d["b"] + d["c"]


@case(0.7, 1.2)
def united_in_loops(x, y):
    d, settled = {"a": x}, False
    for _ in range(3):
        d |= {"a": [np.sin(a * y) for a in d.values()][-1]}
        e = d | {"b": x}
        settled = settled | (e["a"] > 2.0)
        y = y if settled else y * e["b"]
    return d["a"] * y


@shows("the union of dicts in a loop, where it brings keys that may be new")
@refused(0.7, 1.2)
def united_with_keys_that_may_be_new(x, y):
    d = {"a": x}
    for _ in range(3):
        d = d | {"a": d["a"] * y, "b": x}
    return d["a"] * d["b"]


@shows("`{**d, **e}`")
@case(0.7, 1.2)
def merged(x, y):
    defaults = {"gain": 1.0, "bias": y}
    given = {"gain": x}
    both = {**defaults, **given}
    other = defaults | {"bias": x}
    third = dict(both, bias=both["gain"] * 2.0)
    return both["gain"] * both["bias"] + other["gain"] * other["bias"] * third["bias"]


@shows("`copy`")
@case(0.7, 1.2)
def copied(x, y):
    d = {"a": x, "b": y}
    e = d.copy()
    e["a"] = e["a"] * y
    f = dict(d)
    f["b"] = 0.5
    return d["a"] * e["a"] + f["b"] * f["a"] * e["b"]


@case(0.6, 1.4)
def branches_in_a_loop(x, y):
    d = {"s": x, "t": y}
    for _ in range(4):
        if d["s"] > 1.0:
            d["s"] = d["s"] * y
        else:
            d["t"] = d["t"] + d["s"] * x
            d["s"] += 0.7
    return d["s"] * d["t"]


@case(signed(4))
def integer_keys(x):
    memo = {0: x[0], 1: x[1]}
    for i in range(2, 4):
        memo[i % 2] = memo[0] * memo[1] + x[i]
    return memo[0] * memo[1]


@case(signed(3))
def table_by_run_time_key(x):
    table = {0: x[0], 1: x[1], 2: x[2]}
    s = 0.0
    for i in range(6):
        table[i % 3] = table[i % 3] * table[(i + 1) % 3]
        s += table[(i + 2) % 3]
    return s


@case(numbers(3), 0.5)
def arrays_written_in_a_dict(u, a):
    state = {"u": u.copy(), "n": 0}
    for k in range(3):
        state["u"][k] += a * state["u"][k - 1] ** 2
        state["u"] *= 1.1
        state["n"] += 1
    return np.sum(state["u"]) * state["n"]


@shows("arguments that are written")
@case({"u": numbers(3), "a": 0.5})
def argument_is_written(state):
    state["u"][0] = state["a"] * state["u"][1]
    state["a"] = state["a"] * 2.0
    state["u"] = state["u"] * state["a"]
    return np.sum(state["u"] ** 2) + state["a"]


@shows("one dict under two names")
@case(0.6, 1.4)
def one_dict_under_two_names(x, y):
    d = {"a": x, "b": y}
    e = d
    e["a"] = d["a"] * y
    d["b"] = e["a"] + e["b"]
    return d["a"] * e["b"]


@case(0.6, 1.4)
def dict_in_two_lists(x, y):
    d = {"v": x}
    first, second = [d, {"v": y}], [d]
    second[0]["v"] = first[0]["v"] * first[1]["v"]
    first[0]["v"] += x
    return d["v"] * second[0]["v"]


def scale_all(d, factor):
    for k in d:
        d[k] = d[k] * factor


def stored(d, value):
    d["kept"] = value
    return d


@shows("helpers that write to it")
@case(0.6, 1.4)
def helpers_write_to_it(x, y):
    d = {"a": x, "b": y}
    scale_all(d, x)
    e = stored(d, d["a"] * y)
    e["kept"] += d["b"]
    return d["kept"] * d["a"]


@shows("`f(**d)`")
@case(0.6, {"w": 1.4, "b": 0.3})
def keyword_arguments(x, p):
    def affine(t, w, b=0.0):
        return w * t + b
    return affine(x, **{"w": p["w"], "b": p["b"]}) * affine(x, p["w"])


def remembered(x, seen={}):                # noqa: B006 what this is about
    seen["last"] = x
    return seen["last"] * x


@shows("a default that is written")
@refused(0.6)
def default_that_is_written(x):
    return remembered(x) + x


@shows("lists of dicts")
@case(signed(3))
def layers_in_a_list(x):
    layers = [{"w": x[0], "b": x[1]}, {"w": x[1], "b": x[2]}, {"w": x[2], "b": x[0]}]
    h = 1.0
    for layer in layers:
        h = np.tanh(layer["w"] * h + layer["b"])
    layers[1]["w"] = h
    return h * layers[0]["w"] + layers[1]["w"] ** 2


@case([{"w": 0.3, "b": 1.0}, {"w": -0.4, "b": 0.2}], 0.6, wrt=("layers", "x"))
def argument_is_a_list_of_dicts(layers, x):
    for layer in layers:
        x = np.tanh(layer["w"] * x + layer["b"])
    return x


def square(t):
    return t * t


@case(0.4)
def lookup_of_functions(x):
    activations = {"tanh": np.tanh, "square": square}
    return activations["tanh"](x) * activations["square"](x)


@case(0.4, 1.1)
def counts_and_sums(x, y):
    out = {"n": 0, "total": 0.0, "items": []}
    for v in (x, y, x * y):
        out["n"] += 1
        out["total"] += v
        out["items"].append(v * out["total"])
    return out["total"] / out["n"] + out["items"][1] * out["items"][-1]


@case(0.4, 1.1)
def popped(x, y):
    d = {"a": x, "b": y}
    return d.pop("a") * d["b"]


@case(0.4, 1.1)
def deleted(x, y):
    d = {"a": x, "b": y}
    del d["a"]
    return d["b"] * x


@case(0.6)
def keys_beside_others(x):
    d = {1: x, 0: x * x}
    for _ in range(1):
        d = {n: 0.5 * a for n, a in d.items()}
    return sum(d[m] * k for k, m in enumerate(d)) + sum(k * d[m] for k, m in zip([3.0, 5.0], d)) + d[0] * d[1]


@shows("displays with keys that are computed, or numbers, tuples, `None`")
@case(0.4)
def keyed_by_values(x):
    d = {x: x, (0, 1): x * x, None: 2.0 * x, -1: 1.0, f"k{len('ab')}": x ** 3}
    for v in {0.5: x, 1.5: x * x}.values():
        d[0, 1] += v
    return d[x] * d[(0, 1)] + d[None] * d[-1] + d["k2"] + sum(d.values())


@case(0.4)
def mixed_run_time_keys(x):
    d = {"a": x, "b": np.array([x, x])}
    s = 0.0
    for k in ["a", "b", "a"]:
        d[k] = d[k] * 2.0
        s += np.sum(d[k])
    return s


@case(1.3)
def deep_copy_of_lists_in_dicts(x):
    d = {"a": [x, 2 * x], "b": x}
    c = copy.deepcopy(d)
    d["a"][0] = x * 5
    c["a"][1] *= x
    return c["a"][0] * c["a"][1] + d["a"][0]


PLACES = {1: 2.0, 0: 3.0}


@case({1: 0.7, 0: 1.3}, signed(2))
def keys_that_are_places(d, x):
    """What goes over a dict goes over its keys, also where they are integers."""
    total = sum(n * a for n, a in zip(PLACES, x)) + max(d) * x[0] + sum(d) * x[1] + sorted(d)[1]
    for k, n in enumerate(d):
        total += (n + 2) * x[k] * d[n]
    for n in reversed(PLACES):
        total = 0.5 * total + n * d[n]
    return total + list(d)[0] * x[0]


@refused({1: 0.7, 0: 1.3}, 0.4)
def dict_unpacked(d, x):
    a, b = d
    return a * x + d[b]


@refused({1: 0.7, 0: 1.3}, 0.4)
def dict_reduced(d, x):
    return functools.reduce(lambda a, b: 2 * a + b, d) * x


WEIGHTS = {0: 0.3, 1: 1.2}


@case(1.3, 0.7)
def places_and_keys_that_are_numbers(x, y):
    """A place in a dict is no key of it, even where the keys are numbers."""
    d = {}
    for j in (3, 1, 0):
        d[j] = x * (j + 1) + y
    s = sum(WEIGHTS[k] * x for k in range(len(WEIGHTS))) + sum(WEIGHTS[k] * y * j for j, k in enumerate(WEIGHTS))
    for n, m in zip(WEIGHTS, d):
        s += WEIGHTS[n] * d[m] * m
    for k, m in enumerate(d):
        s += d[m] * (k + m)
    for m in reversed(d):
        s = s * 1.1 + d[m] * m
    e = {1: x * y, 0: x + y}
    return s + sum(e[k] * (k + 1) for k in range(len(e)))
