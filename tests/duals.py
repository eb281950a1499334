"""Dual numbers with NumPy's memory: an oracle that runs a program as it is written, and gives its tangent.

A Dual is a value and a tangent laid out alike, so what NumPy decides for one (a view or a copy) it
decides for the other: a view shares both memories, a write goes to both. `run` gives the program a
`numpy` that makes Duals; nothing in it is differentiated by looking at the text.

>>> program = "import numpy as np\\ndef f(a):\\n    b = a[1:]\\n    b *= a[0]\\n    return np.sum(a)\\n"
>>> value, tangent = run(program, "f", (np.array([2.0, 3.0]),), (np.array([1.0, 0.0]),))
>>> float(value), float(tangent)
(8.0, 4.0)
"""
from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# ------------------------------------------------------------------ what is known of NumPy's functions
LINEAR_UFUNCS = {np.add, np.subtract, np.negative, np.positive}
BILINEAR = {np.multiply, np.matmul, np.dot, np.outer, np.inner}
CONSTANT = {np.sign, np.floor, np.ceil, np.rint, np.trunc, np.floor_divide}
PARTIALS: dict[Any, tuple[Callable[..., Any], ...]] = {          # of the result z and the arguments
    np.divide: (lambda z, x, y: 1.0 / y, lambda z, x, y: -z / y),
    np.power: (lambda z, x, y: y * x ** (y - 1), lambda z, x, y: np.log(x) * z),
    np.square: (lambda z, x: 2.0 * x,),
    np.reciprocal: (lambda z, x: -z * z,),
    np.sqrt: (lambda z, x: 0.5 / z,),
    np.exp: (lambda z, x: z,),
    np.log: (lambda z, x: 1.0 / x,),
    np.sin: (lambda z, x: np.cos(x),),
    np.cos: (lambda z, x: -np.sin(x),),
    np.tanh: (lambda z, x: 1.0 - z * z,),
    np.arctan: (lambda z, x: 1.0 / (1.0 + x * x),),
    np.absolute: (lambda z, x: np.sign(x),),
    np.maximum: (lambda z, x, y: x >= y, lambda z, x, y: x < y),
    np.minimum: (lambda z, x, y: x <= y, lambda z, x, y: x > y),
}
# linear in their first argument, which may be a list of arrays; views where NumPy's are
LINEAR = {
    np.sum, np.mean, np.cumsum, np.trace, np.copy, np.reshape, np.ravel, np.transpose, np.swapaxes, np.moveaxis,
    np.squeeze, np.expand_dims, np.diagonal, np.diag, np.broadcast_to, sliding_window_view, np.atleast_1d,
    np.atleast_2d, np.split, np.flip, np.roll, np.take, np.concatenate, np.stack, np.vstack, np.hstack,
}
LIKE = {np.zeros_like, np.ones_like, np.empty_like}
ON_VALUES = {np.shape, np.ndim, np.size, np.argmax, np.argmin, np.argsort, np.any, np.all, np.may_share_memory,
             np.shares_memory}
WRITERS = {np.copyto: 1, np.fill_diagonal: 1, np.put: 2, np.place: 2, np.putmask: 2}   # the place of the source


class Dual(np.lib.mixins.NDArrayOperatorsMixin):
    """A value and its tangent: two arrays of one layout, or two numbers (which are never written)."""

    __slots__ = ("tangent", "value")

    def __init__(self, value: Any, tangent: Any) -> None:
        self.value, self.tangent = value, tangent

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.tangent!r})"

    # -------------------------------------------------------------- NumPy's protocols
    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = (None,), where: Any = True,
                        **options: Any) -> Any:
        if method == "at":
            return _at(ufunc, *inputs)
        if method != "__call__":
            raise TypeError(f"the oracle knows no {ufunc.__name__}.{method}")
        result = _apply(ufunc, inputs, options)
        if out[0] is None or not isinstance(value_of(out[0]), np.ndarray):
            return result                          # `s += 1` of a number binds a new one
        return store(out[0], result, where)

    def __array_function__(self, function: Any, types: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
        out = options.pop("out", None)
        result = _call(function, args, options)
        return result if out is None else store(out, result)

    def __array__(self, *args: Any, **options: Any) -> NoReturn:
        raise TypeError("a tangent would be lost: a Dual is made a plain array")

    def __float__(self) -> NoReturn:
        raise TypeError("a tangent would be lost: a Dual is made a plain number")

    # -------------------------------------------------------------- what reads the value only
    def __bool__(self) -> bool:
        return bool(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __len__(self) -> int:
        return len(self.value)

    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    dtype = property(lambda self: self.value.dtype)

    # -------------------------------------------------------------- elements and views
    def __getitem__(self, index: Any) -> Any:
        return Dual(self.value[index], self.tangent[index])

    def __setitem__(self, index: Any, item: Any) -> None:
        item = array(item) if isinstance(item, (list, tuple)) else item
        self.value[index] = value_of(item)
        self.tangent[index] = tangent_of(item)

    def __iter__(self) -> Iterator[Any]:
        return (self[k] for k in range(len(self)))

    T = property(lambda self: Dual(self.value.T, self.tangent.T))
    flat = property(lambda self: Dual(self.value.flat, self.tangent.flat))

    # -------------------------------------------------------------- methods
    def fill(self, item: Any) -> None:
        self[...] = item

    def sort(self, axis: int = -1) -> None:
        order = np.argsort(self.value, axis, kind="stable")
        self.tangent[...] = np.take_along_axis(self.tangent, order, axis)
        self.value[...] = np.take_along_axis(self.value, order, axis)

    def dot(self, other: Any, out: Any = None) -> Any:
        return np.dot(self, other, out=out)

    def astype(self, dtype: Any) -> Any:
        value = self.value.astype(dtype)
        return Dual(value, self.tangent.astype(dtype)) if value.dtype.kind == "f" else value


def _both(name: str) -> Callable[..., Any]:
    """Make the method that calls NumPy's on the value and on the tangent."""

    def method(self: Dual, *args: Any, out: Any = None, **options: Any) -> Any:
        result = Dual(getattr(self.value, name)(*args, **options), getattr(self.tangent, name)(*args, **options))
        return result if out is None else store(out, result)

    return method


for _name in "copy reshape ravel flatten transpose swapaxes squeeze diagonal sum mean cumsum trace take item".split():
    setattr(Dual, _name, _both(_name))


# ------------------------------------------------------------------ the two halves
def value_of(thing: Any) -> Any:
    if isinstance(thing, (list, tuple)):
        return type(thing)(map(value_of, thing))
    return thing.value if isinstance(thing, Dual) else thing


def tangent_of(thing: Any) -> Any:
    """Return the tangent, zero for what is no Dual."""
    if isinstance(thing, (list, tuple)):
        return type(thing)(map(tangent_of, thing))
    if isinstance(thing, Dual):
        return thing.tangent
    return np.zeros(np.shape(thing)) if np.shape(thing) else 0.0


def fresh(value: Any, tangent: Any = 0.0) -> Any:
    """Join a new value and its tangent, laid out as the value is; what is no float has no tangent."""
    if not isinstance(value, np.ndarray):
        return Dual(value, np.float64(tangent)) if isinstance(value, float) else value
    if value.dtype.kind != "f":
        return value
    copied = np.empty_like(value)
    copied[...] = tangent
    return Dual(value, copied)


def store(out: Any, item: Any, where: Any = True) -> Any:
    """Write into an array, and return it."""
    if not isinstance(out, Dual) and isinstance(item, Dual):
        raise TypeError("a tangent would be lost: a Dual is written into a plain array")
    np.copyto(value_of(out), value_of(item), where=where)
    if isinstance(out, Dual):
        np.copyto(out.tangent, tangent_of(item), where=where)
    return out


# ------------------------------------------------------------------ derivatives
def _product(function: Any, x: Any, y: Any, options: Any) -> Any:
    result = function(value_of(x), value_of(y), **options)
    return fresh(result, function(tangent_of(x), value_of(y)) + function(value_of(x), tangent_of(y)))


def _apply(ufunc: Any, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    if ufunc in BILINEAR:
        return _product(ufunc, *inputs, options)
    values = [value_of(one) for one in inputs]
    result = ufunc(*values, **options)
    if result.dtype.kind != "f" or ufunc in CONSTANT:
        return fresh(result)
    if ufunc in LINEAR_UFUNCS:
        return fresh(result, ufunc(*map(tangent_of, inputs)))
    if ufunc not in PARTIALS:
        raise TypeError(f"the oracle has no derivative of {ufunc.__name__}")
    return fresh(result, sum(partial(result, *values) * one.tangent
                             for partial, one in zip(PARTIALS[ufunc], inputs) if isinstance(one, Dual)))


def _at(ufunc: Any, target: Any, index: Any, item: Any) -> None:
    """Apply a ufunc at an index, one element after the other."""
    chosen = np.arange(target.size).reshape(target.shape)[index]
    item = array(item)                             # a copy: it may overlap the target
    spread = Dual(np.broadcast_to(value_of(item), chosen.shape), np.broadcast_to(tangent_of(item), chosen.shape))
    for place in np.ndindex(chosen.shape):
        element = np.unravel_index(chosen[place], target.shape)
        target[element] = ufunc(target[element], spread[place])


def _call(function: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
    if function in BILINEAR:
        return _product(function, *args, options)
    if function in LINEAR:
        first, *others = args
        return _pair(function(value_of(first), *others, **options), function(tangent_of(first), *others, **options))
    if function in LIKE:
        return fresh(function(value_of(args[0]), *args[1:], **options))
    if function in ON_VALUES:
        return function(*value_of(args), **options)
    if function in WRITERS and isinstance(args[0], Dual):
        place = WRITERS[function]
        function(*value_of(args), **options)
        function(args[0].tangent, *value_of(args[1:place]), tangent_of(args[place]), *args[place + 1:], **options)
        return None
    if function is np.where:
        condition, x, y = args
        return fresh(np.where(condition, value_of(x), value_of(y)), np.where(condition, tangent_of(x), tangent_of(y)))
    if function is np.clip:
        return np.minimum(np.maximum(args[0], args[1]), args[2])
    raise TypeError(f"the oracle has no derivative of {function.__name__}")


def _pair(value: Any, tangent: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(map(_pair, value, tangent))
    return Dual(value, tangent)


# ------------------------------------------------------------------ the numpy of the program
def array(thing: Any, dtype: Any = None, **options: Any) -> Any:
    """Do what np.array does, with Duals in lists."""
    value = np.array(value_of(thing), dtype, **options)
    return fresh(value, np.array(tangent_of(thing))) if value.dtype.kind == "f" else value


def asarray(thing: Any, dtype: Any = None) -> Any:
    return thing if isinstance(thing, Dual) and isinstance(thing.value, np.ndarray) else array(thing, dtype)


def full(shape: Any, item: Any, dtype: Any = None) -> Any:
    return array(item, dtype) + np.zeros(shape)


def lift(thing: Any) -> Any:
    """Make Duals of plain arrays of floats: the program may write what varies into them."""
    if isinstance(thing, (list, tuple)):
        return type(thing)(map(lift, thing))
    return fresh(thing) if isinstance(thing, np.ndarray) else thing


class Shim:
    """The module numpy, which makes Duals; it serves as the module math too."""

    array, asarray, full = staticmethod(array), staticmethod(asarray), staticmethod(full)

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if isinstance(found, (type, np.ufunc)) or not callable(found):
            return found
        return lambda *args, **options: lift(found(*args, **options))


def number(thing: Any) -> Any:
    """Do what float does, and keep the tangent."""
    return Dual(float(thing.value), float(thing.tangent)) if isinstance(thing, Dual) else float(thing)


def _import(name: str, *context: Any) -> Any:
    return Shim() if name in ("numpy", "math") else builtins.__import__(name, *context)


def run(text: str, name: str, args: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Run the function ``name`` of a program, and return its value and its tangent."""
    space: dict[str, Any] = {"__builtins__": {**vars(builtins), "__import__": _import, "float": number}}
    exec(compile(text, "<dual program>", "exec"), space)
    result = space[name](*(fresh(np.copy(a) if isinstance(a, np.ndarray) else a, t) for a, t in zip(args, tangents)))
    return value_of(result), tangent_of(result)
