"""The adjoint of one operation: from the cotangent of its result to contributions to its operands.

Everything here is about a single statement; the order of statements, branches and loops is the
business of ``reverse``.
"""
from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.inference import Value
from ..analyses.kinds import Kind, of_value
from ..analyses.lattice import is_complex, is_scalar
from ..analyses.operations import Operation
from ..analyses.shapes import has_shape_of
from ..names import Names
from ..rules import expand as rules
from ..rules.registry import Rule

NUMPY = f"np{rules.TOOL}."


@dataclass(frozen=True)
class Contribution:
    """``expression`` is to be added to the adjoint of ``operand``.

    ``full``: it has the operand's whole shape; otherwise it only broadcasts to it.
    ``fresh``: nothing else refers to its memory.
    """

    operand: Any
    expression: Any
    full: bool = True
    fresh: bool = False


@dataclass(frozen=True)
class Context:
    """What the adjoint of an operation may use: operands as read in the reverse sweep, facts."""

    value_of: Callable[[Any], Value]          # of an operand tree
    names: Names
    pasted: dict[str, Callable[..., Any]]     # rule functions that the emitted module must hold
    derived: Callable[[Any, list[Value]], Any]    # the pullback (the tangent) of a function that is called with such values

    def rank_of(self, node: Any) -> int | None:
        """Rank of an operand: -1 for None, None if unknown."""
        if tree.is_literal(node):
            if isinstance(node, tree.DISPLAYS):
                return None
            return -1 if isinstance(node, gast.Constant) and node.value is None else 0
        kind = self.value_of(node).kind
        if kind.type is type(None):
            return -1
        if is_scalar(kind):
            return 0
        return kind.rank if kind.type is np.ndarray else None


    def is_complex(self, node: Any) -> bool:
        """True for operands whose values are complex."""
        if isinstance(node, (gast.Tuple, gast.List)):
            return any(map(self.is_complex, node.elts))
        return is_complex(of_value(tree.literal(node)) if tree.is_literal(node) else self.value_of(node).kind)


def contributions(call: Operation, operands: Mapping[int, Any], answer: Any, ct: Any, ct_full: bool,
                  materialise: Callable[[], None], context: Context,
                  gated: bool = False) -> tuple[list[Any], list[Contribution]]:
    """Return hoisted statements and the contributions of ``call`` to its varying operands.

    ``answer`` is the result as read in the reverse sweep, ``ct`` its adjoint; ``materialise`` is
    called before anything that needs the adjoint in its whole shape. ``gated``: where the adjoint is
    0, no partial counts, though it be infinite.
    """
    call = _of_one(call)
    rule = call.rule
    assert rule is not None and rule.function is not None
    if rule.custom and not ct_full:
        materialise()
        ct_full = True
    env = rules.bind(rule, call.operands, call.keywords)
    wanted = [p for p in rule.wrt if p in env and _varies(env[p], context)]
    if not wanted:
        return [], []
    if rule.kind != "elementwise" and not (rule.broadcasts and _same_shapes(env, rule, answer, context)) and not ct_full:
        materialise()
        ct_full = True
    expansion = rules.expand(rule.function, as_arrays(rule, env, context) | call.owner | {"ct": ct, "ans": answer} | functions(
        rule, env, "pullback", context), rule.wrt, context, context.names, wanted, rule.custom)
    if expansion.pasted is not None:
        context.pasted[rules.pasted_name(expansion.pasted)] = expansion.pasted
    found: list[Contribution] = []
    hoisted = list(expansion.hoisted)
    results = dict(expansion.results)
    if rule.custom:
        results = {p: fitting(rule, e, env[p], answer, ct, context) for p, e in results.items()}
    if rule.kind == "elementwise":
        wanted = _doubled(wanted, env, results)
        if not gated:
            whole = ct_full or bool(wanted) and _reads_shape_of(results[wanted[0]], answer, context)       # by what it is divided
            ct, wanted, divided = _divided(ct, wanted, results, hoisted, context)
            ct_full = whole if divided else ct_full
    for parameter in wanted:
        operand, result = env[parameter], results[parameter]
        if rule.kind == "elementwise":
            new = _elementwise(operand, result, answer, ct, ct_full, materialise, context, gated)
        elif rule.broadcasts:
            whole = ct_full or _reads_shape_of(result, answer, context)
            new = _reduced(operand, result, answer, whole, materialise, context)
        elif isinstance(operand, tree.DISPLAYS):
            new = Contribution(operand, result)
        else:
            new = _spread(operand, result, context)
            if is_scalar(context.value_of(operand).kind) and "axis" in env and not tree.is_none(env["axis"]):    # it may have one
                new = Contribution(operand, tree.call(NUMPY + "sum", [new.expression]), True, True)
        joint = call.target is np.array and known_array(context.value_of(answer).kind)
        found += of_display(operand, new.expression, hoisted, context, joint) if isinstance(operand, tree.DISPLAYS) else [new]
    if context.is_complex(answer):
        found = [c if context.is_complex(c.operand) else replace(c, expression=tree.attr(c.expression, "real"), fresh=False)
                 for c in found]
    return hoisted, found


def functions(rule: Rule, env: Mapping[str, Any], what: str, context: Context) -> dict[str, Any]:
    """The derivatives of the functions that a call is given, those that the rule asks for."""
    found = {}
    asks = rules.signature(rule.function if what == "pullback" else rule.forward).parameters
    for parameter, first in rule.calls:
        if f"{parameter}_{what}" in asks:
            if tree.is_none(env[parameter]):
                raise rules.BindError(f"`{parameter}` has to be given, a function")
            values = [Value(context.value_of(env[k]).kind if isinstance(k, str) else k, True) for k in first]
            values += [context.value_of(a) for a in getattr(env.get("args"), "elts", ())]
            found[f"{parameter}_{what}"] = context.derived(env[parameter], values)
    return found


def fitting(rule: Rule, expression: Any, operand: Any, answer: Any, ct: Any, context: Context) -> Any:
    """What a user's rule gives, tested at run time for its shape where it may have a wrong one."""
    kinds = [context.value_of(operand).kind, context.value_of(answer).kind]
    if tree.is_literal(expression) and rule.kind == "elementwise" or all(map(is_scalar, kinds)):
        return expression
    check, like = ("partial_of", ct) if rule.kind == "elementwise" else ("of_shape", operand)
    return tree.call(check + rules.TOOL, [tree.const(rule.name), expression, like])


def as_arrays(rule: Rule, env: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Operands as NumPy itself takes them: a list counts as an array wherever a rule computes with it."""
    if rule.kind not in ("elementwise", "bilinear") and not rule.broadcasts:
        return dict(env)
    return {p: as_array(operand, context.value_of(operand).kind) if p in rule.wrt else operand
            for p, operand in env.items()}


def as_array(operand: Any, kind: Kind) -> Any:
    """Return the operand, made an array if it is a list or tuple."""
    if isinstance(operand, (gast.Tuple, gast.List)) or kind.type in (list, tuple):
        return tree.call(NUMPY + "array", [operand])
    return operand


def _doubled(wanted: list[str], env: Mapping[str, Any], results: dict[str, Any]) -> list[str]:
    """``x * x``: two equal partials for one operand are one, doubled."""
    if len(wanted) == 2 and tree.same(env[wanted[0]], env[wanted[1]]):
        first, second = wanted
        if tree.same(results[first], results[second]):
            results[first] = tree.binary(tree.const(2), "*", results[first])
            return [first]
    return wanted


def _divided(ct: Any, wanted: list[str], results: dict[str, Any], hoisted: list[Any],
             context: Context) -> tuple[Any, list[str], bool]:
    """``x / y``, of which both vary: ``ct / y`` is computed once, for both."""
    if len(wanted) != 2:
        return ct, wanted, False
    first, second = (results[p] for p in wanted)
    quotient = second.operand if isinstance(second, gast.UnaryOp) and isinstance(second.op, gast.USub) else second
    if not all(isinstance(e, gast.BinOp) and isinstance(e.op, gast.Div) for e in (first, quotient)) or not (
            tree.same(first.right, quotient.right) and tree.is_literal(first.left) and tree.literal(first.left) == 1):
        return ct, wanted, False
    share = tree.name(context.names.fresh("share"))
    hoisted.append(tree.assign(share, tree.binary(ct, "/", first.right)))
    results |= {wanted[0]: tree.const(1), wanted[1]: tree.negate(quotient.left)}
    return share, wanted[::-1], True


def _varies(operand: Any, context: Context) -> bool:
    return context.value_of(operand).varied


def _same_shapes(env: Mapping[str, Any], rule: Rule, answer: Any, context: Context) -> bool:
    result = context.value_of(answer).kind
    kinds = [context.value_of(env[p]).kind for p in rule.wrt if p in env]
    return all(is_scalar(k) or has_shape_of(k, result) for k in kinds)


def _reads_shape_of(expression: Any, answer: Any, context: Context) -> bool:
    """True if an elementwise expression reads an array of the answer's very shape."""
    kind = context.value_of(answer).kind
    if is_scalar(kind):
        return True
    return any(isinstance(part, gast.Name) and "@" in part.id and has_shape_of(context.value_of(part).kind, kind)
               for part in _elementwise_leaves(expression))


def _elementwise_leaves(expression: Any) -> list[Any]:
    if isinstance(expression, gast.BinOp) and not isinstance(expression.op, gast.MatMult):
        return _elementwise_leaves(expression.left) + _elementwise_leaves(expression.right)
    if isinstance(expression, gast.UnaryOp):
        return _elementwise_leaves(expression.operand)
    if isinstance(expression, gast.Compare):
        return _elementwise_leaves(expression.left) + _elementwise_leaves(expression.comparators[0])
    if isinstance(expression, gast.Call) and (tree.dotted_path(expression.func) or "").startswith(NUMPY):
        return [leaf for a in expression.args for leaf in _elementwise_leaves(a)]
    return [expression]


def times(ct: Any, partial: Any) -> Any:
    """``ct * partial`` as a person would write it."""
    if tree.is_literal(partial) and not isinstance(partial, (gast.Tuple, gast.List)):
        value = tree.literal(partial)
        if value == 1:
            return ct
        if value == -1:
            return tree.negate(ct)
    if isinstance(partial, gast.UnaryOp) and isinstance(partial.op, gast.USub):
        return tree.negate(times(ct, partial.operand))
    if isinstance(partial, gast.BinOp) and isinstance(partial.op, gast.Div) and tree.is_literal(partial.left):
        if tree.literal(partial.left) == 1:
            return tree.binary(ct, "/", partial.right)
    if isinstance(partial, gast.BinOp) and isinstance(partial.op, gast.Mult) and tree.is_literal(partial.left):
        return tree.binary(tree.binary(partial.left, "*", ct), "*", partial.right)      # the cotangent may be the smaller one
    return tree.binary(ct, "*", partial)


def _elementwise(operand: Any, partial: Any, answer: Any, ct: Any, ct_full: bool,
                 materialise: Callable[[], None], context: Context, gated: bool) -> Contribution:
    whole = ct_full or _reads_shape_of(partial, answer, context)
    product = times(ct, partial)
    kind = context.value_of(answer).kind
    if gated and not tree.is_literal(partial) and not is_scalar(kind):
        product = tree.call("gated" + rules.TOOL, [ct, partial])
    return _reduced(operand, product, answer, whole, materialise, context)


def logistic_share(operand: Any, answer: Any, ct: Any, ct_full: bool, context: Context, gated: bool) -> Contribution:
    """The share of ``u`` in ``1 / (1 + exp(u))``, an array of the same shape."""
    slope = tree.binary(answer, "*", tree.binary(tree.const(1), "-", answer))
    return _elementwise(operand, tree.negate(slope), answer, ct, ct_full, lambda: None, context, gated)


def power_share(operand: Any, before: Any, count: int, answer: Any, ct: Any, ct_full: bool, context: Context,
                gated: bool) -> Contribution:
    """The share of ``x`` in a product of ``count`` times ``x``; ``before`` is that of all but the last."""
    slope = tree.binary(tree.const(count), "*", before)
    return _elementwise(operand, slope, answer, ct, ct_full, lambda: None, context, gated)


def _reduced(operand: Any, product: Any, answer: Any, whole: bool, materialise: Callable[[], None],
             context: Context) -> Contribution:
    """Sum a product over the axes along which the operand was broadcast."""
    kind, result = context.value_of(operand).kind, context.value_of(answer).kind
    if is_scalar(kind) and is_scalar(result):
        return Contribution(operand, product, True, True)
    if has_shape_of(kind, result):
        return Contribution(operand, product, whole, is_fresh(product))
    if isinstance(product, gast.UnaryOp) and isinstance(product.op, gast.USub):        # of the sum, which is smaller
        new = _reduced(operand, product.operand, answer, whole, materialise, context)
        return replace(new, expression=tree.negate(new.expression), fresh=True)
    if not whole:
        materialise()
    if is_scalar(kind) and result.type is np.ndarray:
        return Contribution(operand, tree.call(NUMPY + "sum", [product]), True, True)
    if kind.rank and result.rank and kind.rank < result.rank and set(kind.units) == {False}:
        extra = result.rank - kind.rank
        axis = 0 if extra == 1 else tuple(range(extra))
        return Contribution(operand, tree.call(NUMPY + "sum", [product], {"axis": tree.const(axis)}), True, True)
    if kind.rank and kind.rank == result.rank and len(kind.units) == kind.rank and None not in kind.units:
        axes = tuple(k for k, unit in enumerate(kind.units) if unit)
        named = {"axis": tree.const(axes[0] if len(axes) == 1 else axes), "keepdims": tree.const(True)}
        return Contribution(operand, tree.call(NUMPY + "sum", [product], named), True, True)
    return Contribution(operand, tree.call("unbroadcast" + rules.TOOL, [product, operand]), True, is_fresh(product))


def _spread(operand: Any, result: Any, context: Context) -> Contribution:
    """Keep ``np.broadcast_to(e, np.shape(a))`` as ``e``: whoever needs the whole shape asks for it."""
    listed = context.value_of(operand).kind.is_container
    if isinstance(result, gast.Call) and tree.dotted_path(result.func) == NUMPY + "broadcast_to" and not listed:
        if is_scalar(context.value_of(operand).kind):
            return Contribution(operand, result.args[0], True, True)
        return Contribution(operand, result.args[0], False, False)
    return Contribution(operand, result, True, is_fresh(result))


def of_display(display: Any, result: Any, hoisted: list[Any], context: Context, joint: bool = False) -> list[Contribution]:
    """Contributions to the varying elements of a displayed list such as ``np.stack([a, b])``; ``joint``: of an array."""
    if not isinstance(result, gast.Name):
        parts = tree.name(context.names.fresh("parts"))
        hoisted.append(tree.assign(parts, result))
        result = parts
    return [Contribution(e, p) for e, p in leaves(display, result, joint) if context.value_of(e).varied]


def leaves(display: Any, part: Any, joint: bool = False) -> list[tuple[Any, Any]]:
    """The elements of a display, and of the displays in it, each with its part: ``part[0][1]``, or ``joint`` ``part[0, 1]``."""
    found = []
    for key, element in tree.keyed(display):
        if joint and isinstance(part, gast.Subscript):
            inner = tree.subscript(part.value, tree.tuple_([*getattr(part.slice, "elts", [part.slice]), key]))
        else:
            inner = tree.subscript(part, key)
        found += leaves(element, inner, joint) if isinstance(element, tree.DISPLAYS) else [(element, inner)]
    return found


FRESH_CALLS = {"zeros_like", "where", "outer", "full_like", "sum", "cos", "sin", "exp", "log", "sqrt", "multiply", "solve",
               "take_along_axis", "matmul_left@tool", "matmul_right@tool", "put_at@tool", "gather_adjoint@tool",
               "repeat_adjoint@tool", "cofactors@tool", "tie_weights@tool", "cholesky_adjoint@tool", "eigh_adjoint@tool",
               "svd_adjoint@tool", "gradient_adjoint@tool"}


def is_fresh(expression: Any) -> bool:
    """True if evaluating the expression allocates its result."""
    if isinstance(expression, (gast.BinOp, gast.UnaryOp)):
        return True
    if isinstance(expression, gast.Call):
        path = tree.dotted_path(expression.func) or ""
        return path.split(".")[-1] in FRESH_CALLS
    return False


def _of_one(call: Operation) -> Operation:
    """``1.0 / x`` is a reciprocal: its slope is made of the quotient alone."""
    one = call.target is operator.truediv and tree.is_literal(call.operands[0]) and tree.literal(call.operands[0]) == 1
    return replace(call, target=np.reciprocal, operands=call.operands[1:]) if one else call


def known_array(kind: Kind) -> bool:
    """True for arrays of known rank and dtype: those whose adjoint may be added to in place."""
    return kind.type is np.ndarray and kind.rank is not None and kind.rank > 0 and kind.dtype is not None


def zero_array(kind: Kind, value: Any) -> Any:
    """The tree of zeros in the shape of an array: by NumPy's quickest way where they are of floats."""
    if known_array(kind) and kind.dtype == "float64" and not kind.optional:
        return tree.call(NUMPY + "zeros", [tree.attr(value, "shape")])
    if known_array(kind) and kind.dtype == "complex128" and not kind.optional:         # or real, on some path
        return tree.call(NUMPY + "zeros", [tree.attr(value, "shape"), tree.dotted(NUMPY + kind.dtype)])
    return tree.call(NUMPY + "zeros_like", [value])
