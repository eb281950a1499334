"""Second derivatives by the gradient of a tangent, where the text of a gradient is not taken again.

For a gradient ``g = grad f`` the second derivatives are symmetric, so both of its products are gradients of
what the text in forward mode computes, which keeps no records and no adjoints:

    g'(x)^T ct = grad over x of (f'(x) ct)           g'(x) x_dot = grad of (f'(x) x_dot)

``primitive`` makes of such a gradient a function with a rule of its own that says so.

Source: Pearlmutter, Fast exact multiplication by the Hessian, 1994.
"""
from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any

import numpy as np

from . import tree
from .analyses.kinds import Kind
from .analyses.lattice import is_whole
from .pipeline import Emitted, differentiate
from .rules.registry import Rule, give_rule
from .source import MADE, Source, find_source, from_source
from .unit import Request


@dataclass
class Asked:
    """Whether gradients that a function calls are primitives, and whether there are any."""

    primitives: bool = False
    any: list[object] = field(default_factory=list)


_asked: contextvars.ContextVar[Asked] = contextvars.ContextVar("asked")


@contextlib.contextmanager
def asking(primitives: bool) -> Iterator[Asked]:
    """Say for a while what gradients that are called become."""
    asked = Asked(primitives)
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def is_primitive(derivative: object) -> bool:
    """True if this gradient, which is called, is to be a primitive."""
    asked = _asked.get(None)
    if asked is not None:
        asked.any.append(derivative)
    return asked is not None and asked.primitives


def tangent_kind(kind: Kind) -> Kind:
    """Return the kind of the tangent of what is differentiated: integers are promoted."""
    if kind.is_integer_scalar:
        return Kind(float)
    if is_whole(kind):
        return replace(kind, dtype="float64")
    return replace(kind, items=tuple([tangent_kind(item) for item in kind.items])) if kind.items else kind


def gradient_of(tangent: Source, request: Request, along: Sequence[str]) -> Emitted:
    """Return the gradient of the text of a tangent along these parameters."""
    named = dict(request.kinds)
    names = [name for name in tree.all_parameters(tangent.tree) if name not in named]
    kinds = (*request.kinds, *zip(names, [tangent_kind(named[name]) for name in along], strict=True))
    return replace(differentiate(tangent, replace(request, mode="reverse", kinds=kinds)), of_tangent=True)


def primitive(user: Source, word: str, names: Sequence[str], moving: Sequence[str], along: Sequence[tuple[str, bool]], *,
              single: bool, value: bool, gradient: FunctionType, back: tuple[Callable[..., Any], Callable[..., Any]],
              ahead: FunctionType) -> FunctionType:
    """Return a function that calls ``gradient``, that of ``user``, and has a rule.

    ``moving`` are the parameters with a derivative, ``along`` those of the gradient, each with whether it is an array;
    ``back`` are the two parts of the pullback of the function and its tangent, ``ahead`` the gradient of its tangent.
    """
    given, dots = ", ".join(names), [f"{name}_dot" for name in moving]
    parts = ["ct"] if single and not value else [f"ct[{k}]" for k in range(len(along))]
    if value:
        parts = ["ct[1]"] if single else [f"ct[1][{k}]" for k in range(len(along))]
    shaped = [f"np.broadcast_to({part}, np.shape({name}))" if array else part for part, (name, array) in zip(parts, along)]
    bars = [f"bars[{k}]" for k in range(len(moving))]
    text = f"""
def {word}({given}):
    return gradient({given})

def {word}_vjp({given}, *, ct):
    done = forward({', '.join([given, *shaped])})
    bars = reverse(done[1], ({'ct[0]' if value else '0.0'}, 1.0))
    return {', '.join(bars)}

def {word}_jvp({given}, *, {', '.join(dots)}):
    return ahead({', '.join([given, *dots])})
"""
    space: dict[str, Any] = {"gradient": gradient, "forward": back[0], "reverse": back[1], "ahead": ahead, "np": np}
    made: FunctionType = from_source(text, word, None, {**space, "__name__": gradient.__module__})
    here = _placed(made, user).__globals__
    give_rule(made, Rule(word, "general", here[f"{word}_vjp"], tuple(moving), forward=here[f"{word}_jvp"], custom=True))
    return made


def slope(user: Source, word: str, names: Sequence[str], tangent: FunctionType) -> FunctionType:
    """Return the gradient with respect to one number as the tangent along 1."""
    given = ", ".join(names)
    text = f"def {word}({given}):\n    return tangent({given}, 1.0)"
    return _placed(from_source(text, word, None, {"tangent": tangent, "__name__": tangent.__module__}), user)


def _placed(made: FunctionType, user: Source) -> FunctionType:
    """Let errors in what was made name the user's function."""
    setattr(made, MADE, replace(find_source(made), filename=user.filename, first_line=user.first_line))
    return made
