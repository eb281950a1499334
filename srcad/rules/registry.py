"""The table of derivatives: from the object that is called to its rule.

A rule is a plain function with NumPy's own parameter names; its decorator names its kind, and the
kind gives both modes. After ``*`` come the values the compiler supplies: ``ct`` and ``ans`` (other
parameters there are options of the call). Of a function that returns a tuple or list, ``ct`` is a
list with one cotangent per item, and so is the tangent that a ``jvp`` returns. For a var-positional
parameter in ``wrt`` a rule returns one cotangent per argument.

=========== ============================ ==========================================
kind        the function returns         forward mode
=========== ============================ ==========================================
zero        (there is none)              no tangent
elementwise one partial per parameter    the sum of partials times tangents
linear      one cotangent per parameter  the same call on tangents
bilinear    two cotangents               two calls, each with one tangent
general     one cotangent per parameter  the function given with ``@jvp(rule)``
            (of ``saved``: from what it
            has kept)
indexing    (the engine's)               the same index on the tangent
last        (there is none: what computes a derivative that has none itself)
=========== ============================ ==========================================

>>> import math, operator
>>> lookup(math.sin).kind, lookup(operator.getitem).kind, lookup(print).kind, lookup([1])
('elementwise', 'indexing', 'zero', None)
"""
from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import sys
import threading
import weakref
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Literal, TypeVar

import numpy as np

Function = Callable[..., Any]
F = TypeVar("F", bound=Function)
Kind = Literal["zero", "elementwise", "linear", "bilinear", "general", "indexing", "last"]


@dataclass(frozen=True)
class Rule:
    """What the derivative of a primitive is.

    ``wrt`` are the parameters through which a derivative flows; ``broadcasts`` says that they
    broadcast against each other and that the results still have the shape of the value.
    ``forward`` is the tangent of a general rule. ``saved`` is called in place of the primitive and
    returns the value and what the rule reads, which is all that the rule is given beside ``ct``.
    ``calls`` says of each parameter that is a function with what it is called, before what is in the
    tuple ``args``: kinds, or the name of a parameter that is of this kind. Of such a parameter ``f`` a
    rule is given ``f_pullback(ct, ...)``, the cotangents of all arguments, and its tangent
    ``f_tangent(..., dots)``. ``gives`` is the kind of the result, or a parameter of its form, where no sample is to be run.
    ``custom`` rules are the user's.
    """

    name: str
    kind: Kind
    function: Function | None = None
    wrt: tuple[str, ...] = ()
    broadcasts: bool = False
    forward: Function | None = None
    saved: Function | None = None
    calls: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    gives: Any = None
    custom: bool = False

    @property
    def form(self) -> Function | None:
        """The function whose parameters are those of a call."""
        return self.saved or self.function or self.forward


TABLE: dict[Any, Rule] = {}                # of srcad
CUSTOM: dict[Any, Rule] = {}               # of users: these go before
LIBRARIES: dict[str, tuple[str, ...]] = {  # which tables are about the functions of a module
    "numpy": tuple((
        "cmathfns constants creation cumulative fft helpers helpers_products indexing joining linalg linalg_basic "
        "manipulation mathfns operators passing polynomial products python_builtins random reductions series shaping sorting "
        "statistics ufuncs "
    ).split()),
    "scipy.special": ("scipy_special", "scipy_special_families", "scipy_special_integrals", "scipy_special_sums"),
    "scipy.linalg": ("scipy_linalg", "scipy_factors"),
    "scipy.sparse": ("scipy_sparse",),
    "scipy.integrate": ("scipy_integrate",),
    "scipy.optimize": ("scipy_optimize",),
    "scipy.interpolate": ("scipy_interpolate",),
    "scipy.stats": ("scipy_stats", "scipy_stats_cdf", "scipy_stats_discrete"),
    "scipy.signal": ("scipy_signal",),
    "scipy.ndimage": ("scipy_ndimage",),
}
_waiting = dict(LIBRARIES)
_filling = threading.RLock()
_latest: list[Function] = [lambda: None]
_texts: weakref.WeakSet[Any] = weakref.WeakSet()          # what is told of every new rule
OWN = "__srcad_rule__"                     # the rule of a function that the compiler makes
NOTHING = Rule("inactive", "zero")


def lookup(target: Any) -> Rule | None:
    """Return the rule of a callable, attribute descriptor or operator; None if it has none."""
    if type(target) is FunctionType and OWN in target.__dict__:
        own: Rule = target.__dict__[OWN]
        return own
    try:
        found = CUSTOM.get(target) or TABLE.get(target)
        if found is None and _fill(sys.modules):
            found = CUSTOM.get(target) or TABLE.get(target)
        return found
    except TypeError:                      # unhashable
        return None


def table() -> Mapping[Any, Rule]:
    """Return all rules of srcad, those of SciPy if it is installed."""
    _fill([name for name in LIBRARIES if importlib.util.find_spec(name.split(".")[0]) is not None])
    return TABLE


def latest() -> object:
    """Return what is another object after every new rule of a user: texts made before stand on the old rules."""
    return _latest[0]


def _fill(modules: Container[str]) -> bool:
    """Read the tables of these modules, if they have not been read; True if some had not."""
    if not any(name in modules for name in _waiting):
        return False
    with _filling:
        for name in [name for name in _waiting if name in modules]:
            for topic in _waiting[name]:
                importlib.import_module(f"{__package__}.{topic}")
            _waiting.pop(name, None)
    return True


def add_custom(keys: tuple[Any, ...], rule: Rule) -> None:
    """Give callables the rule of a user, whatever they had."""
    for key in keys:
        CUSTOM[key] = rule
    _latest[0] = lambda: None
    for texts in list(_texts):
        texts.forget()


def stands_on_rules(texts: Any) -> None:
    """Have ``texts.forget()`` called with every new rule of a user's, so that no call has to ask for ``latest``."""
    _texts.add(texts)


def draws(target: Any) -> bool:
    """True for what draws random numbers from the state that NumPy keeps: it may not be called once more or once less."""
    return isinstance(getattr(target, "__self__", None), np.random.RandomState)


def inactive(function: FunctionType) -> None:
    """Say of a function that the compiler made that no derivative flows through it, and that it writes to nothing."""
    give_rule(function, NOTHING)


def give_rule(function: FunctionType, rule: Rule) -> None:
    """Give a function that the compiler made a rule of its own."""
    function.__dict__[OWN] = rule


def present(owner: object, names: str) -> list[Any]:
    """Return the members that this version of Python or NumPy has; the others do not exist yet."""
    return [getattr(owner, name) for name in names.split() if hasattr(owner, name)]


# ------------------------------------------------------------------ one per kind
def zero(*keys: Any) -> None:
    """Say that no derivative flows through these, and that they write to nothing they are given."""
    for key in dict.fromkeys(keys):
        _register((key,), Rule(getattr(key, "__name__", str(key)), "zero"))


def indexing(*keys: Any) -> None:
    """Say that these read elements: the sweeps themselves know their adjoint."""
    for key in keys:
        _register((key,), Rule(getattr(key, "__name__", repr(key)), "indexing"))


def last(name: str, *keys: Any) -> None:
    """Say that these compute the first derivative of ``name``, and that there is no second one."""
    for key in keys:
        _register((key,), Rule(name, "last"))


def elementwise(*keys: Any, wrt: str = "") -> Callable[[F], F]:
    """Register partials; without ``wrt`` there is one per parameter that has no default."""
    return _decorator("elementwise", keys, wrt, True)


def linear(*keys: Any, wrt: str = "a", broadcasts: bool = False) -> Callable[[F], F]:
    """Register the transpose of a map that is linear in all of ``wrt`` together."""
    return _decorator("linear", keys, wrt, broadcasts)


def bilinear(*keys: Any, wrt: str = "") -> Callable[[F], F]:
    """Register the two cotangents of a product; without ``wrt``, of the first two parameters."""
    return _decorator("bilinear", keys, wrt, False)


def general(*keys: Any, wrt: str = "a", broadcasts: bool = False,
            calls: Mapping[str, tuple[Any, ...]] | None = None, gives: Any = None) -> Callable[[F], F]:
    """Register cotangents; the tangent is given with ``jvp``."""
    return _decorator("general", keys, wrt, broadcasts, tuple((calls or {}).items()), gives)


def jvp(rule_function: Function) -> Callable[[F], F]:
    """Give a general rule its tangent.

    The decorated function has the parameters of the rule, and after ``*`` one ``NAME_dot`` per
    differentiable parameter (all are supplied: zero where nothing varies) and ``ans``.
    """
    def give(forward: F) -> F:
        for key in [key for key, rule in TABLE.items() if rule.function is rule_function]:
            if TABLE[key].kind != "general" or TABLE[key].forward is not None:
                raise ValueError(f"{rule_function.__name__} has a forward mode already")
            TABLE[key] = dataclasses.replace(TABLE[key], forward=forward)
        return forward
    return give


def _decorator(kind: Kind, keys: tuple[Any, ...], wrt: str, broadcasts: bool,
               calls: tuple[tuple[str, tuple[Any, ...]], ...] = (), gives: Any = None) -> Callable[[F], F]:
    def register(function: F) -> F:
        parameters = inspect.signature(function).parameters
        named = tuple(wrt.split()) or tuple(
            p.name for p in parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD and p.default is p.empty)
        unknown = [name for name in named if name not in parameters]
        if unknown:
            raise ValueError(f"{function.__name__} has no parameter {', '.join(unknown)}")
        if kind == "bilinear":
            named = named[:2]
        _register(keys, Rule(function.__name__.strip("_"), kind, function, named, broadcasts, calls=calls, gives=gives))
        return function
    return register


def _register(keys: tuple[Any, ...], rule: Rule) -> None:
    for key in dict.fromkeys(keys):        # NumPy's aliases (np.abs is np.absolute) count once
        if key in TABLE:
            raise ValueError(f"{key!r} already has the rule {TABLE[key].name}; {rule.name} would replace it")
        TABLE[key] = rule
