"""Helpers for numbers, arrays, and what holds them: lists, tuples, dicts and objects. NumPy only.

>>> add([1.0, [np.ones(2)]], [2.0, [np.ones(2)]])
[3.0, [array([2., 2.])]]
>>> match(1.0, np.zeros(2, np.float32))
array([1., 1.], dtype=float32)
"""
from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from .runtime import HELPERS, attributes, own, stretched, unbroadcast


def made(cls: Any, fields: Any) -> Any:
    """Return an object that holds these fields, as its constructor makes it; a named tuple of its items."""
    if issubclass(cls, tuple):
        return cls(*fields)
    found = cls.__new__(cls)
    for name in fields:
        object.__setattr__(found, name, fields[name])
    return found


def keeps(x: Any, name: Any) -> Any:
    """True if an object itself has an attribute; its class may have one of that name."""
    return name in attributes(x)


def keys(d: Any) -> Any:
    """The keys of a dict, as they are now."""
    return list(d)


def copied(x: Any, classes: Any) -> Any:
    """Copy containers and what is in them."""
    if isinstance(x, dict):
        return {key: copied(x[key], classes) for key in x}
    if isinstance(x, classes):
        return made(type(x), copied(attributes(x), classes))
    if isinstance(x, (tuple, list)):
        items = [copied(item, classes) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    return own(x, ())


def inside(x: Any, classes: Any) -> Any:
    """The arrays and what holds them: all in a value that can be written."""
    if isinstance(x, np.ndarray):
        return [x]
    if not isinstance(x, (tuple, list, dict)) and not isinstance(x, classes):
        return []
    items = x if isinstance(x, (tuple, list)) else list((x if isinstance(x, dict) else attributes(x)).values())
    return [*([] if isinstance(x, tuple) else [x]), *[part for item in items for part in inside(item, classes)]]


def twice(x: Any, classes: Any = ()) -> bool:
    """True if something that can be written is in a value twice."""
    parts = inside(x, classes)
    return len({id(part) for part in parts}) < len(parts)


def own_parts(x: Any, others: Any, classes: Any = ()) -> Any:
    """Copy dicts, objects, lists and arrays that are going to be written; none of them may be there twice."""
    parts = inside(x, classes)
    rest = inside(others, classes)
    for k, part in enumerate(parts):
        for other in [*parts[:k], *rest]:
            arrays = isinstance(part, np.ndarray) and isinstance(other, np.ndarray)
            if part is other or arrays and np.shares_memory(part, other):
                raise ValueError("two arguments, or two parts of one, are the same and one of them is written: pass copies")
    return copied(x, classes)


def zeros(like: Any, classes: Any = ()) -> Any:
    """A zero adjoint: 0.0 for a scalar, an array for an array, a list for a list or tuple.

    For a dict it is a dict, and so for an object of one of ``classes``.
    """
    if isinstance(like, (tuple, list)):
        return [zeros(item, classes) for item in like]
    if isinstance(like, dict):
        return {key: zeros(like[key], classes) for key in like}
    if isinstance(like, classes):
        return zeros(attributes(like), classes)
    if isinstance(like, np.ndarray):
        return np.zeros(like.shape, like.dtype if like.dtype.kind in "fc" else float)
    return 0.0


def add(left: Any, right: Any) -> Any:
    """Add two adjoints of one structure; a scalar goes to every element."""
    if isinstance(left, dict) and isinstance(right, dict):
        total = dict(left)
        for key in right:
            total[key] = add(left[key], right[key]) if key in left else right[key]
        return total
    if isinstance(left, dict) or isinstance(right, dict):
        some, other = (left, right) if isinstance(left, dict) else (right, left)
        return {key: add(some[key], other) for key in some}
    nested = (isinstance(left, (tuple, list)), isinstance(right, (tuple, list)))
    if nested[0] and not nested[1] and np.ndim(right) == 0:
        return [add(item, right) for item in left]
    if nested[1] and not nested[0] and np.ndim(left) == 0:
        return [add(left, item) for item in right]
    if nested[0] or nested[1]:
        if len(left) != len(right):
            raise ValueError(f"adjoints of {len(left)} and of {len(right)} elements cannot be added")
        return [add(left[k], right[k]) for k in range(len(left))]
    return left + right


def whole(bar: Any, like: Any, classes: Any = ()) -> Any:
    """Return an adjoint in the structure and shape of its value, in memory of its own."""
    if isinstance(like, (tuple, list, dict)) or isinstance(like, classes):
        return add(zeros(like, classes), bar)
    return np.array(np.broadcast_to(bar, np.shape(like)))[()]


def pour(bar: Any, ct: Any) -> None:
    """Add to an adjoint that other names share: arrays in place, lists item by item."""
    if isinstance(bar, np.ndarray):
        bar += ct
        return
    for k in bar if isinstance(bar, dict) else range(len(bar)):
        if isinstance(ct, dict) and k not in ct:
            continue
        item = ct[k] if isinstance(ct, (tuple, list, dict)) or np.ndim(ct) else ct
        if isinstance(bar[k], (tuple, list, dict, np.ndarray)):
            pour(bar[k], item)
        else:
            bar[k] = add(bar[k], item)


def scatter(bar: Any, index: Any, ct: Any) -> None:
    """Add ``ct`` to ``bar[index]``; an element that the index names twice gets both."""
    if isinstance(bar, np.ndarray):
        np.add.at(bar, index, ct)
    else:
        bar[index] = add(bar[index], ct)


def spread(ct: Any, like: Any) -> Any:
    """The cotangent of a sum, once for each thing that was added up."""
    if isinstance(like, np.ndarray):
        return np.broadcast_to(ct, like.shape)
    return [unbroadcast(ct, item) for item in like]


def collected(ct: Any, bar: Any, like: Any) -> Any:
    """Cotangent of what ``spread`` hands out: the sum of all parts, each in the shape of the whole."""
    if isinstance(like, np.ndarray):
        return unbroadcast(ct, bar)
    total = 0.0
    for k in range(len(like)):
        total = total + stretched(ct[k], bar)
    return total


def gathered(ct: Any, bar: Any) -> Any:
    """Cotangent of an adjoint that was spread over a larger one: summed to the shape that it has."""
    if isinstance(bar, (tuple, list)):
        return [gathered(ct[k], bar[k]) for k in range(len(bar))]
    if isinstance(ct, (tuple, list)) and np.ndim(bar):         # one row for each item
        return np.reshape(np.array([gathered(ct[k], bar[k]) for k in range(len(ct))]), np.shape(bar))
    if isinstance(ct, (tuple, list)):
        return sum([gathered(item, bar) for item in ct])
    return unbroadcast(ct, bar)


def pick(ct: Any, items: Any, chosen: Any) -> Any:
    """The cotangent at the first item that is the one chosen, and zero at the others."""
    bars = zeros(items)
    for k in range(len(items)):
        if items[k] == chosen:
            bars[k] = ct
            break
    return bars


def picked(ct: Any, items: Any, chosen: Any) -> Any:
    """The cotangent of the first item that is the one chosen: what ``pick`` puts there."""
    found = 0.0
    for k in range(len(items)):
        if items[k] == chosen:
            found = ct[k]
            break
    return found


def ranked(items: Any, reverse: Any = False) -> list[int]:
    """The places of a list's items in the order in which ``sorted`` has them."""
    return sorted(range(len(items)), key=items.__getitem__, reverse=reverse)


def folded(bar: Any, like: Any) -> Any:
    """Cotangent of ``a`` in the list ``a * n``."""
    total = zeros(like)
    for start in range(0, len(bar), max(1, len(like))):
        total = add(total, bar[start:start + len(like)])
    return total


def real(value: Any) -> Any:
    """Promote integers to floats, in containers too; leave everything else as it is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, np.integer)):
        return float(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return value.astype(float)
    if isinstance(value, (tuple, list)):
        items = [real(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    if isinstance(value, dict):
        raise TypeError("this derivative was made without knowing that it is given a dict: make it with source_for(...) or --at")
    return value


def match(bar: Any, like: Any) -> Any:
    """Return an adjoint as a gradient: type, shape and dtype of ``like``, and memory of its own."""
    if isinstance(like, (tuple, list)):
        spread_out = np.ndim(bar) == 0 if not isinstance(bar, (tuple, list)) else False
        items = [match(bar if spread_out else bar[k], like[k]) for k in range(len(like))]
        return type(like)(*items) if hasattr(like, "_fields") else type(like)(items)
    if isinstance(like, np.ndarray):
        gradient = np.empty(like.shape, like.dtype if like.dtype.kind in "fc" else float)
        gradient[...] = bar
        return gradient
    if isinstance(like, np.inexact):
        return type(like)(bar)
    return complex(bar) if isinstance(like, complex) else float(bar)


def gradient_of(bar: Any, like: Any, classes: Any = ()) -> Any:
    """Return an adjoint as the gradient of what is in a dict or object, None for what has none.

    That of an object is a namespace of the attributes that have one.
    """
    if isinstance(like, dict):
        return {key: gradient_of(bar.get(key, 0.0) if isinstance(bar, dict) else bar, like[key], classes) for key in like}
    if isinstance(like, classes):
        found = gradient_of(bar, attributes(like), classes)
        return SimpleNamespace(**{key: found[key] for key in found if found[key] is not None})
    if isinstance(like, (tuple, list)):
        items = [gradient_of(bar[k] if isinstance(bar, (tuple, list)) else bar, like[k], classes) for k in range(len(like))]
        return type(like)(*items) if hasattr(like, "_fields") else type(like)(items)
    if isinstance(like, np.ndarray) and like.dtype.kind == "f" or isinstance(like, (float, np.floating)):
        return match(bar, like)
    return None


def expect(name: str, value: Any, ones: tuple[bool, ...]) -> None:
    """Refuse an argument of another rank, or with other axes of length 1, than the text was made for."""
    if tuple([n == 1 for n in np.shape(value)]) != ones:
        axes = ", ".join(["1" if one else "n" for one in ones])
        raise TypeError(f"{name}: this derivative was made for an argument of shape ({axes}), not {np.shape(value)}; "
                        "make one for such arguments with srcad grad ... --at")


def seed(value: Any) -> float:
    """Return 1.0, the adjoint of a function's value, if that is a real scalar."""
    if isinstance(value, np.ndarray):
        what, rank = value.dtype.kind, value.ndim
    elif isinstance(value, np.generic):
        what, rank = value.dtype.kind, 0
    else:
        names = {float: "f", bool: "b", int: "i", complex: "c", str: "U", bytes: "S"}
        what, rank = names.get(type(value), "?"), 0
        if isinstance(value, float):
            what = "f"
    if what == "f" and rank == 0:
        return 1.0
    if value is None:
        raise TypeError("the function returned None: nothing to differentiate; does it lack a return?")
    if isinstance(value, (tuple, list)):
        raise TypeError(f"the function returned a {type(value).__name__} of {len(value)} values, "
                        "and a gradient needs a scalar: use vjp (one cotangent per value) or jacobian")
    if what == "f":
        raise TypeError(f"the function returned an array of shape {value.shape}, "
                        "and a gradient needs a scalar: use vjp (with a cotangent of that shape) or jacobian")
    if what == "c":
        raise TypeError("the function returned a complex value, and a gradient needs a real one: "
                        "return its real part, its imaginary part or its absolute value")
    if what == "b":
        raise TypeError("the function returned a boolean, which has no derivative: "
                        "return the value that it tests")
    if what in "iu":
        raise TypeError("the function returned an integer, which has no derivative: return a float")
    if what in "US":
        raise TypeError("the function returned a string, which has no derivative: return a float")
    raise TypeError(f"the function returned a {type(value).__name__}, and a gradient needs a float: "
                    "return a float, or use vjp or jacobian for an array of floats")


HELPERS |= {f.__name__: f for f in (
    made, keeps, twice, keys, copied, inside, own_parts, zeros, add, whole, pour, scatter, spread, collected, gathered, pick,
    picked, ranked, folded, real, match, gradient_of, expect, seed,
)}
