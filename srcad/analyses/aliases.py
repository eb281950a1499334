"""Which names may share memory: classes of names, joined by everything that does not copy.

The lattice is a partition of names, coarsened by each copy, view, display and call. Operations
known to allocate their result join nothing; all others are taken to return a view of any array
operand. Scalars and strings are in no class: nothing can be written through them. A store of a
value in a list joins the two; a store in an array copies.
"""
from __future__ import annotations

import copy
import dataclasses
import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import EnumMeta
from typing import Any

import gast
import numpy as np

from .. import runtime, tree
from ..runtime_arrays import (
    chosen,
    each,
    filled,
    gather_adjoint,
    meshed,
    meshgrid_adjoint,
    picked_choices,
    repeat_adjoint,
    several,
    tile_adjoint,
)
from ..runtime_containers import match, whole
from ..runtime_linalg import eigh_adjoint, svd_adjoint
from ..runtime_stencils import gradient_adjoint, reduceat_adjoint
from .inference import SPLITS, Facts, Value, kind_of_name
from .kinds import Kind, is_frozen
from .lattice import is_scalar
from .operations import GETITEM, Operation
from .writes import APPEND, INSERT, write_of

FRESH = "__srcad_fresh__"                  # marks a function that the compiler made: what it returns is memory of its own
ALLOCATING_KINDS = ("elementwise", "bilinear", "general", "zero")
ALLOCATING = tuple(getattr(np, n) for n in (
    "sum mean prod max min zeros ones full empty zeros_like ones_like full_like empty_like array copy concatenate stack "
    "where arange linspace eye vstack hstack dstack column_stack block outer cumsum clip take take_along_axis compress "
    "extract choose repeat tile resize append insert delete roll triu tril diagflat trace average ediff1d gradient polyfit "
    "polyadd polysub bincount conjugate meshgrid").split()) + tuple(getattr(np.ndarray, n) for n in (
    "copy astype flatten sum mean take repeat cumsum compress choose trace tolist").split()) + tuple(getattr(np.fft, n) for n in (
    "fft ifft rfft irfft hfft ihfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn fftshift ifftshift").split()) + (
        np.linalg.trace, match, runtime.laid_out, runtime.own, runtime.own_dot, whole, svd_adjoint, eigh_adjoint,
        chosen, picked_choices, meshgrid_adjoint, meshed, each, several, filled, repeat_adjoint, gather_adjoint, tile_adjoint,
        gradient_adjoint, reduceat_adjoint, runtime.hollow)
COPIES = (dict, dict.copy, copy.copy, copy.deepcopy, dataclasses.replace, operator.or_)         # of records, field by field
MAY_SHARE = (np.einsum, np.linalg.matrix_power, np.ix_, np.trim_zeros)      # their argument itself, or a view of it, now and then
VIEWS = SPLITS + tuple(getattr(np, n) for n in (                 # always views of their first operand, or lists of them
    "transpose swapaxes moveaxis rollaxis squeeze expand_dims diagonal broadcast_to flip fliplr flipud rot90 atleast_1d "
    "atleast_2d atleast_3d matrix_transpose permute_dims").split() if hasattr(np, n)) + tuple(getattr(np.ndarray, n) for n in (
        "T mT transpose swapaxes squeeze diagonal real view").split() if hasattr(np.ndarray, n)) + (
            np.real, np.linalg.diagonal, np.linalg.matrix_transpose, runtime.writable, np.lib.stride_tricks.sliding_window_view)
IMAGINARY = (np.imag, np.ndarray.imag)                            # views of complex numbers; of their adjoints, they are not
CONJUGATES = (np.ndarray.conj, np.ndarray.conjugate)              # an array of real numbers is its own
OVERLAPPING = (np.broadcast_to, np.lib.stride_tricks.sliding_window_view)     # views whose elements share memory
REGROUPING = (operator.add, operator.mul, tuple)                  # make new lists and tuples of what others hold
SHARING = VIEWS + MAY_SHARE
OF_FIRST = (GETITEM, np.broadcast_to, np.reshape, np.ndarray.reshape, np.ravel, np.ndarray.ravel, *VIEWS)    # of one operand


@dataclass(frozen=True)
class Aliases:
    """``others(x)``: the names that may share memory with ``x``."""

    leader: Mapping[str, str]

    def others(self, name: str) -> set[str]:
        return self.members.get(self.find(name), set()) - {name}

    def find(self, name: str) -> str:
        return self.leader.get(name, name)

    @functools.cached_property
    def members(self) -> Mapping[str, set[str]]:
        """The names of each class, by its leader."""
        found: dict[str, set[str]] = {}
        for name, leader in self.leader.items():
            found.setdefault(leader, set()).add(name)
        return found


def aliases(function: Any, facts: Facts, resolve: Callable[[str], tuple[bool, Any]], apart: str = "") -> Aliases:
    """Return the alias classes of a normalized function, all its statements taken together; ``apart`` is bound by none."""
    found = {n: n for n in sorted(tree.local_names(function))}
    for node in tree.statements(function.body):
        if isinstance(node, gast.Assign):
            env, after = facts.before.get(id(node), {}), facts.after.get(id(node), {})
            call = facts.operation_at(node, resolve)
            result = next((after[t] for t in tree.targets(node) if t in after), None)
            if call is not None and copies_numbers(call, env) or id(node) in facts.fresh:
                continue
            if call is not None and (allocates(call) and not joins_lists(call, result, env) or picks(call, env)):
                continue
            first = call is not None and is_one_of(call.target, OF_FIRST)
            value = call.operands[0] if call is not None and first and call.operands else node.value
            if isinstance(value, gast.Dict):                   # {**d} holds what d holds, but it is not d
                value = [v for k, v in zip(value.keys, value.values, strict=True) if k is not None or not _holds_numbers(v, env)]
            for target in tree.targets(node) or _holder(node, env):
                for name in tree.reads(value) if target != apart else ():
                    _join(found, target, name, after, env)
        elif isinstance(node, gast.AugAssign):
            env = facts.before.get(id(node), {})
            if np.ndarray in (kind_of_name(node.target, env).type, kind_of_name(node.value, env).type):
                continue                                       # an array takes numbers over, and gives no memory away
            for target in [node.target.id] if isinstance(node.target, gast.Name) else _holder(node, env):
                for name in tree.reads(node.value):
                    _join(found, target, name, env, env)
        elif (write := write_of(node)) is not None and write.operator in (APPEND, INSERT):
            env = facts.before.get(id(node), {})                # l.append(x): the list holds x
            for name in tree.reads(write.value):
                if kind_of_name(tree.name(write.base), env).type is not np.ndarray:
                    _join(found, write.base, name, env, env)
        elif isinstance(node, gast.For) and isinstance(node.iter, gast.Name):
            _join(found, node.target.id, node.iter.id, {}, facts.before.get(id(node), {}))
    return Aliases({name: _leader(found, name) for name in found})


def allocates(call: Operation) -> bool:
    """True if an operation surely returns memory of its own."""
    rule = call.rule
    if getattr(call.function, FRESH, False):
        return True
    if call.target is np.einsum and len(call.operands) > 2:    # of one operand it may be a view
        return True
    if call.target is np.diff:                                 # of order 0 it is the array itself
        order = call.operands[1] if len(call.operands) > 1 else call.keywords.get("n", tree.const(1))
        return tree.is_literal(order) and tree.literal(order) != 0
    if is_one_of(call.target, SHARING) or rule is not None and rule.custom:
        return False
    copied = call.keywords.get("copy", tree.const(True))
    if not isinstance(copied, gast.Constant) or copied.value is not True:
        return False
    if call.target is sum:                                     # to a number; to what else it begins with it may add nothing
        return len(call.arguments) == 1 or tree.is_literal(call.arguments[1])
    if getattr(call.target, "__module__", "") == "builtins":                                 # max(a, b) is one of them
        return False
    if isinstance(getattr(call.target, "__self__", None), np.ufunc):                          # np.add.accumulate
        return True
    return is_one_of(call.target, ALLOCATING) or rule is not None and rule.kind in ALLOCATING_KINDS


def copies_numbers(call: Operation, env: dict[str, Value]) -> bool:
    """True for a section, sum or repetition of lists of numbers: a list of its own, that shares nothing."""
    if is_one_of(call.target, COPIES):
        return all(_holds_numbers(o, env) for o in call.operands if kind_of_name(o, env).is_record)
    lists = [k for k in (kind_of_name(o, env) for o in call.operands) if k.type in (list, tuple)]
    section = call.target is GETITEM and isinstance(call.operands[1], gast.Slice)
    return (section or is_one_of(call.target, REGROUPING)) and bool(lists) and all(
        k.items and all(map(is_fixed, k.items)) for k in lists) and not any(
            isinstance(o, (gast.List, gast.Tuple)) and not tree.is_literal(o) for o in call.operands)


def _holds_numbers(node: Any, env: dict[str, Value]) -> bool:
    kind = kind_of_name(node, env)
    return bool(kind.items) and all(map(is_fixed, kind.items))


def joins_lists(call: Operation, result: Value | None, env: dict[str, Value]) -> bool:
    """True if ``a + b`` or ``a * n`` may be a list that holds what its operands hold."""
    if not is_one_of(call.target, (operator.add, operator.mul)) or result is not None and result.kind.type not in (
            None, list, tuple):
        return False
    kinds = [kind_of_name(o, env) for o in call.operands]
    numbers = [k for k in kinds if is_scalar(k) and (call.target is operator.add or not k.is_integer_scalar)]
    return not numbers and not any(k.type is np.ndarray for k in kinds)


def is_one_of(target: Any, table: tuple[Any, ...]) -> bool:
    for entry in table:                                        # asked of every statement, again and again: the plainest loop
        if target is entry:
            return True
    return False


def picks(call: Operation, env: dict[str, Value]) -> bool:
    """True where NumPy copies: ``x[i]`` with an array, list or truth value in it, ``x.imag``, an array made of a list."""
    if call.target is abs:
        return kind_of_name(call.operands[0], env).type is np.ndarray
    if is_one_of(call.target, CONJUGATES):
        return (kind_of_name(call.operands[0], env).dtype or "")[:7] == "complex"
    if is_one_of(call.target, IMAGINARY):
        return (kind_of_name(call.operands[0], env).dtype or "complex")[:7] != "complex"
    if getattr(call.target, "__module__", "") == "numpy" and call.operands and _is_sequence(call.operands[0], env):
        return True
    if call.target is np.diag:
        return bool(kind_of_name(call.operands[0], env).rank == 1)    # of a matrix it is a view
    if call.target is not GETITEM or kind_of_name(call.operands[0], env).type is not np.ndarray:
        return False
    return any(kind.type in (np.ndarray, list, bool, np.bool_) for kind in index_kinds(call.operands[1], env))


def _is_sequence(node: Any, env: Mapping[str, Value]) -> bool:
    return isinstance(node, (gast.List, gast.Tuple)) or kind_of_name(node, env).type in (list, tuple)


def is_view(call: Operation, env: Any) -> bool:
    """True if an operation always returns a view; NumPy decides at run time about the others."""
    if call.target is not GETITEM:
        return is_one_of(call.target, VIEWS) or call.target is np.diag and kind_of_name(call.operands[0], env).rank == 2
    if kind_of_name(call.operands[0], env).type is not np.ndarray:
        return True
    return all(kind.type is not None for kind in index_kinds(call.operands[1], env))


def index_kinds(part: Any, env: Mapping[str, Value]) -> list[Kind]:
    """The kinds of what stands in an index; a name for a tuple is several."""
    if isinstance(part, gast.Tuple):
        return [kind for element in part.elts for kind in index_kinds(element, env)]
    if isinstance(part, gast.Name) and part.id in env:
        kind = env[part.id].kind
        return list(kind.items) if kind.type is tuple and kind.items else [kind]
    if isinstance(part, gast.List):
        return [Kind(list)]
    if isinstance(part, gast.Constant) and isinstance(part.value, bool):
        return [Kind(bool)]
    operands = {gast.BinOp: ("left", "right"), gast.UnaryOp: ("operand",)}.get(type(part), ())
    return [kind for field in operands for kind in index_kinds(getattr(part, field), env)] + [
        kind for argument in getattr(part, "args", ()) if tree.called(part) != "len"
        for kind in index_kinds(argument, env)]


def _holder(node: Any, env: dict[str, Value]) -> list[str]:
    """The list or object that a store puts a reference in; an array copies."""
    target = node.targets[0] if isinstance(node, gast.Assign) else node.target
    holds = isinstance(target, (gast.Subscript, gast.Attribute)) and kind_of_name(target.value, env).type is not np.ndarray
    return [target.value.id] if holds else []


def _leader(leaders: Mapping[str, str], name: str) -> str:
    while leaders.get(name, name) != name:
        name = leaders[name]
    return name


def _join(leaders: dict[str, str], target: str, name: str, after: dict[str, Value], env: dict[str, Value]) -> None:
    if name not in leaders or target == name:
        return
    if target in after and is_fixed(after[target].kind) or name in env and is_fixed(env[name].kind):
        return
    leaders[_leader(leaders, target)] = _leader(leaders, name)


def is_fixed(kind: Any) -> bool:
    """True for what nothing can be written through: numbers, members of enumerations, tuples and frozen dataclasses of them."""
    if kind.items and (kind.type is tuple or kind.is_record and is_frozen(kind.type)):
        return all(map(is_fixed, kind.items))
    return is_scalar(kind) or kind.type in (str, bytes, type(None), range, slice) or isinstance(kind.type, EnumMeta)
