"""Refuse calls that may write to an array or list which the derivative reads."""
from __future__ import annotations

from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, ModuleType
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import allocates
from ..analyses.inference import Facts, Value, kind_of_path
from ..analyses.kinds import Kind, is_transparent, of_value
from ..analyses.lattice import is_scalar
from ..analyses.operations import Operation, operation
from ..errors import MissingRule, UnsupportedSyntax, fail
from ..rules import registry
from ..source import find_source
from ..unit import Unit, resolver
from .asked import check_asked
from .operands import refuse_flow
from .writers import FIRST, out_of, parameters_of

HARMLESS = ("math", "cmath", "operator", "scipy", "logging", "warnings", "time", "builtins", "itertools", "functools",
            "copy", "dataclasses")
FIXED = (str, bytes, type(None), slice, range, type, FunctionType, BuiltinFunctionType, ModuleType)
IMMUTABLE = (str, bytes, int, float, complex, tuple, range, slice, np.generic)
METHODS = frozenset(f".{name}" for name in (
    "insert update setdefault clear remove reverse itemset resize setfield setflags byteswap popitem add discard write").split())
QUIET = frozenset("tolist tobytes item index count copy get keys values items __len__ __str__ __repr__ __format__ __bool__ "
                  "__float__ __int__ __index__ __contains__ __getitem__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ dump dumps "
                  "tofile union intersection difference issubset issuperset".split())


def check_effects(unit: Unit, facts: Facts) -> set[str]:
    """Refuse a call of unknown code that is handed an array, list or object: it may change it.

    Return the names of the methods of users' objects that are called.
    """
    resolve = resolver(unit)
    made: set[str] = set()
    methods: set[str] = set()
    for node in tree.statements(unit.tree.body):
        env = facts.before.get(id(node), {})

        def kind_of(part: Any, env: dict[str, Value] = env) -> Kind:
            return of_value(tree.literal(part)) if tree.is_literal(part) else kind_of_path(part, env, resolve)

        def varies(part: Any, env: dict[str, Value] = env) -> bool:
            return any(n in env and env[n].varied for n in tree.reads(part))

        if isinstance(node, gast.For) and isinstance(node.iter, tree.DISPLAYS) and varies(node.iter):
            fail(UnsupportedSyntax, unit.source.where(node), "a loop over a display of values that vary is not supported here",
                 "give the display a name, and loop over that")
        for part in expressions(node):
            if isinstance(part, gast.Attribute) and not _is_called(part, node) and not resolve(tree.dotted_path(part) or "")[0]:
                _check_attribute(unit, node, part, kind_of)
            if isinstance(part, gast.Subscript) and varies(part.slice):
                _check_index(unit, node, part, kind_of, resolve)
            call = operation(part, kind_of, resolve) if isinstance(part, (gast.Call, gast.BinOp, gast.UnaryOp)) else None
            if call is not None:
                check_asked(unit, node, part, call, kind_of, varies)
            if not isinstance(part, gast.Call):
                continue
            if id(node) in facts.memory.writes and part is node.value:
                continue
            if call is not None and _has_out(part, call, resolve):
                fail(UnsupportedSyntax, unit.source.where(node), "this call writes to its `out`, which is not supported here",
                     "give it a statement of its own, with the arrays written out: out=(y, z)")
            if call is not None and call.rule is not None and call.rule.kind == "last" and any(
                    n in env and env[n].varied for n in tree.reads(part)):
                refuse_flow(call, unit.source.where(node))
            if call is not None and call.target is np.ndarray.view and len(call.arguments) > 1:
                fail(UnsupportedSyntax, unit.source.where(node), "`.view` with a dtype reads memory as something else",
                     "convert the values: x.astype(dtype)")
            if call is not None and call.label in METHODS and kind_of(call.operands[0]).type is None:
                fail(UnsupportedSyntax, unit.source.where(node), f"`{call.label}()` writes to its object, and it is not known "
                     "what that is", "build a new value instead")
            if call is not None and _overwrites(call):
                fail(UnsupportedSyntax, unit.source.where(node),
                     f"`{call.label.lstrip('.')}` is told to overwrite what it is given", "leave that argument out")
            if call is not None and call.label.startswith(".") and _may_be_an_object(call.operands[0], kind_of, env):
                methods.add(call.label[1:])
            handed = [resolve(tree.dotted_path(a) or "")[1] for a in call.arguments] if call is not None else []
            if call is not None and call.rule is registry.NOTHING:
                _check_tried(unit, node, call, kind_of, env)
            if call is not None and not _is_harmless(call, handed):
                _check(unit, node, call, env, kind_of, made)
        if isinstance(node, gast.Assign) and isinstance(node.targets[0], gast.Name):
            call = operation(node.value, kind_of, resolve)
            if call is not None and allocates(call) and node.targets[0].id in unit.temporaries:
                made.add(node.targets[0].id)
    return methods


def _check_tried(unit: Unit, node: Any, call: Operation, kind_of: Any, env: dict[str, Value]) -> None:
    """Refuse objects whose methods are called within ``try``: what these do would be done twice."""
    function = find_source(call.target).tree
    given = {**dict(zip(tree.parameters(function), call.operands, strict=False)), **call.keywords}
    for part in (n for n in tree.walk(function) if isinstance(n, gast.Call)):
        used = [part.func.value] if isinstance(part.func, gast.Attribute) else []
        handed = [a for a in [*part.args, *[k.value for k in part.keywords]] if isinstance(a, gast.Name)]
        for base in [*used, *handed]:
            argument = given.get(getattr(base, "id", ""))
            own = getattr(argument, "id", "") not in tree.parameters(unit.tree)
            if argument is not None and (own or kind_of(argument).type is not None) and _may_be_an_object(argument, kind_of, env):
                fail(UnsupportedSyntax, unit.source.where(node), f"inside try, a method of `{base.id}` may do more than compute, "
                     "and would do it twice", "call it before the block")


def expressions(node: Any) -> list[Any]:
    """Every expression of a statement, its nested statements left out."""
    fields = [getattr(node, f, None) for f in ("value", "test", "iter", "exc", "msg")]
    return [part for top in fields if top is not None for part in tree.walk(top)]


def _is_known(target: Any) -> bool:
    """True for a callable, handed to another one, that surely writes to nothing."""
    return isinstance(target, (type, np.ufunc)) or is_transparent(type(target)) or registry.lookup(target) is not None


def _is_harmless(call: Operation, callables: list[Any]) -> bool:
    target = call.target
    if call.rule is not None and (call.rule.calls or call.rule.kind == "last"):        # their functions are looked into
        return True
    if target is None or any(callable(v) and not _is_known(v) for v in callables):
        return False
    if any(target is w for w in (*FIRST, next)) or call.label.endswith(".at"):
        return False
    if call.rule is not None or call.function is not None:
        return True
    owner = getattr(target, "__objclass__", None)
    if owner is not None:                  # a method written in C
        return issubclass(owner, IMMUTABLE) or target.__name__ in QUIET
    module = getattr(target, "__module__", None) or type(target).__module__
    head = module.split(".")[0]
    if isinstance(target, type) or head in HARMLESS:
        return True
    return head == "numpy" and "random" not in module


def _has_out(node: Any, call: Operation, resolve: Any) -> bool:
    """True for a call that writes to an ``out``, and was not made a store."""
    if isinstance(call.target, np.ufunc) and len(call.operands) > call.target.nin + 1:
        return True
    given = out_of(node, resolve)
    out = given[1] if given is not None else call.keywords.get("out") if call.function is None else None
    return out is not None and not (isinstance(out, gast.Constant) and out.value is None)


def _overwrites(call: Operation) -> bool:
    """True for a call that may use the memory of its operands for its result."""
    parameters = parameters_of(call.target)
    given = {**dict(zip(parameters, call.operands, strict=False)), **call.keywords} if parameters else {}
    asked = {word: value for word, value in given.items() if word.startswith("overwrite") and not is_constant(value, False)}
    return bool(asked) or call.target is np.nan_to_num and not is_constant(given.get("copy", tree.const(True)), True)


def is_constant(node: Any, value: object) -> bool:
    return isinstance(node, gast.Constant) and node.value is value


def _may_be_an_object(node: Any, kind_of: Any, env: dict[str, Value]) -> bool:
    """True for what may be neither an array nor a number nor a container of Python."""
    kind = kind_of(node)
    if kind.type is None:                  # with a derivative, it is taken for an array, as everywhere
        return not (isinstance(node, gast.Name) and node.id in env and env[node.id].varied)
    return not issubclass(kind.type, (*IMMUTABLE, np.ndarray, list, dict, set))


def _check_index(unit: Unit, node: Any, part: Any, kind_of: Any, resolve: Any) -> None:
    """Refuse ``np.mgrid[0:x]``: what has a derivative is no index to something that is none of Python's containers."""
    found, value = resolve(tree.dotted_path(part.value) or "")
    cls = type(value) if found else kind_of(part.value).type
    if cls is not None and not issubclass(cls, (*IMMUTABLE, np.ndarray, list, dict)) and not is_transparent(cls):
        fail(MissingRule, unit.source.where(node), f"a derivative would have to flow through the index of a `{cls.__name__}`",
             "write it as a function of NumPy: np.concatenate, np.linspace")


def _is_called(attribute: Any, node: Any) -> bool:
    return any(isinstance(p, gast.Call) and p.func is attribute for p in expressions(node))


def _check_attribute(unit: Unit, node: Any, part: Any, kind_of: Any) -> None:
    """Refuse ``y.fill`` as a value: what is called later would not be seen."""
    owner = kind_of(part.value).type or np.ndarray
    if isinstance(getattr(owner, part.attr, None), (MethodDescriptorType, FunctionType)):
        fail(UnsupportedSyntax, unit.source.where(node), f"the method `.{part.attr}` is taken as a value",
             "call it where it is taken")


def _check(unit: Unit, node: Any, call: Operation, env: dict[str, Value], kind_of: Any, made: set[str]) -> None:
    unbound = getattr(call.target, "__objclass__", None) is None
    arguments = call.arguments[1:] if call.label.startswith(".") and unbound else call.arguments
    for argument in arguments:
        kind = kind_of(argument)
        if call.target is None and any(n in env and env[n].varied for n in tree.reads(argument)):
            fail(MissingRule, unit.source.where(node), f"`{call.label.lstrip('.')}` may keep what it is given: it is not known "
                 "what it is", "give values for the parameters (--at on the command line), or call a function that can be read")
        if is_scalar(kind) or kind.type in FIXED or tree.is_name(argument) and argument.id in made:
            continue
        if isinstance(argument, gast.JoinedStr):
            continue
        fail(UnsupportedSyntax, unit.source.where(node),
             f"`{call.label.lstrip('.')}` may write to what it is given, and its source or a rule is not known",
             "hand it a copy (x.copy()), or call a function whose source can be read")
