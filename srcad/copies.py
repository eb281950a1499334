"""Helpers known again in emitted text: a pasted copy has the rules of the helper that it is a copy of.

>>> from srcad.source import from_source
>>> text = '''
... import numpy
... def unbroadcast_1(array, like):
...     return numpy.sum(array)
... def writable(view):
...     view.flags.writeable = True
...     return view
... '''
>>> [original(from_source(text, name)).__module__ for name in ("unbroadcast_1", "writable")]
['__srcad_source__', 'srcad.runtime']
"""
from __future__ import annotations

import builtins
import functools
import inspect
import math
import re
import textwrap
from types import FunctionType
from typing import Any

import gast
import numpy as np

from . import tree
from .runtime import HELPERS


@functools.lru_cache(maxsize=2048)
def original(function: FunctionType) -> FunctionType:
    """Return the helper that a function is a copy of; else the function itself."""
    helper: Any = HELPERS.get(_word(function))
    if helper is None or helper is function or function.__closure__:
        return function
    return helper if _text(function) == _text(helper) else function


@functools.lru_cache(maxsize=512)
def _text(function: FunctionType) -> object:
    """What a function does, whatever it and its globals are called; nothing equal where its source cannot be read."""
    try:
        definition = tree.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return object()
    own = tree.local_names(definition)
    body = definition.body[function.__doc__ is not None:]
    given = tree.rename(tree.module(body), {n: _meaning(n, function) for n in tree.reads(body) - own})
    return (gast.dump(given), tree.all_parameters(definition), function.__defaults__, function.__kwdefaults__,
            function.__code__.co_posonlyargcount, function.__code__.co_kwonlyargcount)


def _meaning(name: str, function: FunctionType) -> str:
    """One name for what a global stands for."""
    value = function.__globals__.get(name, getattr(builtins, name, None))
    if value is np or value is math:
        return f"{value.__name__}@"
    if value is function:
        return f"{_word(function)}@"
    return f"{original(value).__name__}@" if isinstance(value, FunctionType) else name


def _word(function: FunctionType) -> str:
    return re.sub(r"_\d+$", "", function.__name__)
