"""The tools that are compared: each makes the gradient of a workload, or says why it cannot.

Those that trace take the program itself with their own ``np`` in place of NumPy, or the form that the workload has for them.
"""
from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

import srcad

from .workloads import Workload

Made = tuple[Callable[..., Any], tuple[Any, ...]]          # a gradient and what it is called with


class Cannot(Exception):
    """Why a tool has no gradient of a workload."""


def srcad_(workload: Workload, args: tuple[Any, ...]) -> Made:
    return srcad.grad(workload.primal, wrt=workload.wrt), args


def srcad_numba(workload: Workload, args: tuple[Any, ...]) -> Made:
    needed("numba")
    if "compile" not in inspect.signature(srcad.grad).parameters:
        raise Cannot("this srcad does not compile")
    make: Any = srcad.grad
    return make(workload.primal, wrt=workload.wrt, compile="numba"), args


def by_hand_numba(workload: Workload, args: tuple[Any, ...]) -> Made:
    needed("numba")
    try:
        native = importlib.import_module("tests.benchmarks.native")
    except ImportError:
        raise Cannot("there is no tests/benchmarks/native.py") from None
    found = getattr(native, workload.by_hand.__name__, None)
    if found is None:
        raise Cannot("not written by hand for Numba")
    return found, args


def autograd(workload: Workload, args: tuple[Any, ...]) -> Made:
    tool, words = needed("autograd"), needed("autograd.numpy")
    program = form(workload, "autograd", words, needed("autograd.scipy.special").erf)
    return tool.grad(program, places(workload)), args


def jax(workload: Workload, args: tuple[Any, ...], jit: bool = False) -> Made:
    tool, words = needed("jax"), needed("jax.numpy")
    tool.config.update("jax_enable_x64", True)
    program = form(workload, "jax", words, needed("jax.scipy.special").erf)
    where = places(workload)
    moved = [k for k, value in enumerate(args) if k in where or isinstance(value, np.ndarray) and is_float(value)]

    def of_moved(*values: Any) -> Any:
        whole = list(args)
        for k, value in zip(moved, values, strict=True):
            whole[k] = value
        return program(*whole)

    gradient = tool.grad(of_moved, tuple(moved.index(k) for k in where))
    run = tool.jit(gradient) if jit else gradient
    return lambda *values: tool.block_until_ready(run(*values)), tuple(words.asarray(args[k]) for k in moved)


def jax_jit(workload: Workload, args: tuple[Any, ...]) -> Made:
    return jax(workload, args, jit=True)


def torch(workload: Workload, args: tuple[Any, ...]) -> Made:
    tool: Any = needed("torch")
    tool.Tensor.copy = tool.Tensor.clone   # as the programs call it
    program = form(workload, "torch", torch_words(tool), tool.erf)
    where = places(workload)
    given = [tool.tensor(value, dtype=tool.float64) if isinstance(value, (float, np.ndarray)) and is_float(value) else
             tool.tensor(value) if isinstance(value, np.ndarray) else value for value in args]

    def gradient(*values: Any) -> Any:
        whole = [value.detach().requires_grad_() if k in where else value for k, value in enumerate(values)]
        return tool.autograd.grad(program(*whole), [whole[k] for k in where])

    return gradient, tuple(given)


def tangent(workload: Workload, args: tuple[Any, ...]) -> Made:
    tool = needed("tangent")
    return tool.grad(workload.primal, wrt=places(workload)), args


TOOLS: dict[str, Callable[[Workload, tuple[Any, ...]], Made]] = {
    "by hand": lambda workload, args: (workload.by_hand, args),
    "srcad": srcad_,
    "srcad + Numba": srcad_numba,
    "by hand + Numba": by_hand_numba,
    "autograd": autograd,
    "JAX": jax,
    "JAX jit": jax_jit,
    "PyTorch": torch,
    "tangent-ad": tangent,
}
IN_NUMPY = ("by hand", "srcad", "autograd", "tangent-ad")  # tracemalloc sees the memory of these


def needed(module: str) -> ModuleType:
    """Import a peer; raise Cannot where it is not installed."""
    try:
        return importlib.import_module(module)
    except Exception as error:             # a broken installation may raise anything
        name = module.split(".")[0]
        what = "is not installed" if isinstance(error, ImportError) else f"cannot be imported: {error}"
        raise Cannot(f"{name} {what}") from error


def places(workload: Workload) -> tuple[int, ...]:
    names = list(inspect.signature(workload.primal).parameters)
    return tuple(names.index(name) for name in workload.wrt)


def is_float(value: Any) -> bool:
    return isinstance(value, float) or value.dtype.kind == "f"


def form(workload: Workload, name: str, words: Any, erf: Any) -> Callable[..., Any]:
    """Return the program for a tool: its own form, or the program with the tool's ``np``."""
    other = workload.others.get(name)
    if isinstance(other, str):
        raise Cannot(other)
    if other is None:
        other = transplanted(workload.primal, {"np": words, "math": words, "erf": erf})
    elif list(inspect.signature(other).parameters) == ["np"]:
        other = other(words)
    made: Callable[..., Any] = other
    return made


def transplanted(function: Callable[..., Any], words: Mapping[str, Any]) -> Any:
    """Return a function whose module, and all functions of it, mean ``words`` by their names."""
    assert isinstance(function, FunctionType)
    names = {**function.__globals__, **words}
    for name, value in function.__globals__.items():
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            names[name] = FunctionType(value.__code__, names, name, value.__defaults__)
    return names[function.__name__]


def torch_words(tool: Any) -> Any:
    """NumPy's names for PyTorch's functions, where the two differ."""
    def on_numbers(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda x: function(x if isinstance(x, tool.Tensor) else tool.tensor(x, dtype=tool.float64))

    renamed = {
        "max": lambda x, axis=None, keepdims=False: tool.amax(x, () if axis is None else axis, keepdims),
        "array": lambda x: tool.tensor(x), "transpose": tool.permute, "reshape": tool.reshape,
        "eye": lambda n: tool.eye(n, dtype=tool.float64), "arange": tool.arange, "pi": np.pi,
        "cross": lambda a, b: tool.linalg.cross(a, b), "triu_indices": np.triu_indices,
        "zeros": lambda shape, dtype=float: np.zeros(shape, dtype) if dtype is int else tool.zeros(shape, dtype=tool.float64),
        "ones": np.ones, "tril": np.tril,
        "where": lambda c, x, y: tool.where(c, x, y),
        **{name: on_numbers(getattr(tool, name)) for name in ("sin", "cos", "sqrt", "exp", "log", "tanh")},
    }
    return SimpleNamespace(**{**{name: getattr(tool, name) for name in ("sum", "mean", "stack", "abs")}, **renamed})
