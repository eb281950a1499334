"""Walk the rule table: every rule in both modes against finite differences, and its form.

The rule's function is run as the Python function that it is; what the engine adds (multiplying by
the cotangent, summing over broadcast axes, calling again on tangents) is done here by hand.
"""
from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import inspect
import math
import operator
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from draw import Sample
from samples import SAMPLES

from srcad import runtime, runtime_containers
from srcad.rules import registry
from srcad.rules.expand import is_supplied
from srcad.rules.registry import Rule
from tests import numeric

RULES = {rule.name: rule for rule in registry.table().values() if rule.function is not None}
COMBINATIONS = [(key, rule, sample, f"{rule.name}-{getattr(key, '__name__', key)}-{n}")
                for key, rule in registry.table().items() if rule.function is not None
                for n, sample in enumerate(SAMPLES.get(rule.name, []))
                if isinstance((sample.args or (0,))[0], getattr(key, "__objclass__", object))]
STEP = 1e-6
HOMES = ("math", "_operator", "builtins")


def walk(applies: Callable[[Any, Rule, Sample], bool]) -> Any:
    """Run a test for every callable of the table with every sample of its rule to which it applies."""
    return pytest.mark.parametrize(("key", "rule", "sample"), [
        pytest.param(key, rule, sample, id=name) for key, rule, sample, name in COMBINATIONS if applies(key, rule, sample)])


# ------------------------------------------------------------------ calling things
def apply(key: Any, sample: Sample) -> Any:
    if not callable(key):
        return getattr(sample.args[0], key.__name__)
    if registry.draws(key):
        np.random.seed(3)
    if sample.args and isinstance(sample.args[0], np.random.Generator):      # the same numbers every time
        sample = Sample((copy.deepcopy(sample.args[0]), *sample.args[1:]), sample.kwargs)
    return key(*sample.args, **sample.kwargs)


def given(rule: Rule, sample: Sample) -> set[str]:
    """The rule's names for what a call gives."""
    signature = inspect.signature(rule.function)  # type: ignore[arg-type]
    return set(signature.bind_partial(*sample.args, **sample.kwargs).arguments)


def bound(rule: Rule, sample: Sample) -> dict[str, Any]:
    """The arguments by the rule's parameter names, as the engine binds them."""
    signature = inspect.signature(rule.function)  # type: ignore[arg-type]
    positional = [p for p in signature.parameters.values() if not is_supplied(p)]
    call = signature.replace(parameters=positional).bind(*sample.args, **sample.kwargs)
    call.apply_defaults()
    return dict(call.arguments)


def invoke(function: Callable[..., Any], arguments: Mapping[str, Any], supplied: Mapping[str, Any]) -> Any:
    parameters = inspect.signature(function).parameters
    positional: list[Any] = []
    options = {}
    for name, value in arguments.items():
        if parameters[name].kind is inspect.Parameter.KEYWORD_ONLY:
            options[name] = value
        else:
            positional += value if parameters[name].kind is inspect.Parameter.VAR_POSITIONAL else [value]
    return function(*positional, **options, **{n: v for n, v in supplied.items() if n in parameters})


def outcome(rule: Rule, arguments: Mapping[str, Any], **supplied: Any) -> dict[str, Any]:
    """What the rule returns, by parameter."""
    assert rule.function is not None
    with np.errstate(all="ignore"):        # the engine leaves out partials that nothing asks for
        result = invoke(rule.function, arguments, supplied)
    return {rule.wrt[0]: result} if len(rule.wrt) == 1 else dict(zip(rule.wrt, result, strict=True))


def rebound(sample: Sample, rule: Rule, new: Mapping[str, Any]) -> Sample:
    """The same call with other values for some of the rule's parameters."""
    parameters = list(inspect.signature(rule.function).parameters.values())  # type: ignore[arg-type]
    names = [p.name for p in parameters]
    starred = next((k for k, p in enumerate(parameters) if p.kind is p.VAR_POSITIONAL), len(names))
    args = [new.get(name, value) for name, value in zip(names[:starred], sample.args, strict=False)]
    kwargs = {name: new.get(name, value) for name, value in sample.kwargs.items()}
    rest = sample.args[len(args):]
    return Sample((*args, *(new.get(names[starred], rest) if starred < len(names) else rest)), kwargs)


# ------------------------------------------------------------------ structures of floats
def varies(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(varies(v) for v in value)
    if isinstance(value, np.ndarray):
        return bool(value.dtype.kind in "fc")
    return isinstance(value, (float, complex, np.inexact))


def random_like(value: Any, random: np.random.Generator) -> Any:
    if isinstance(value, (list, tuple)):
        items = [random_like(v, random) for v in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, np.ndarray):
        imaginary = 1j * random.standard_normal(value.shape) if np.iscomplexobj(value) else 0.0
        found = np.empty_like(value)
        found[...] = random.standard_normal(value.shape) + imaginary
        return found
    if np.iscomplexobj(value):
        return type(value)(complex(*random.standard_normal(2)))
    return type(value)(random.standard_normal()) if varies(value) else 0.0


def moved(value: Any, direction: Any, step: float) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(moved(v, d, step) for v, d in zip(value, direction, strict=True))
    if not varies(value):
        return value
    if not isinstance(value, np.ndarray):
        return value + step * direction
    found = np.empty_like(value)                                 # what the order of elements is may depend on the layout
    found[...] = value + step * direction
    return found


def inner(left: Any, right: Any) -> float:
    if isinstance(left, (list, tuple)):
        return sum(inner(left[k], right[k]) for k in range(len(left)))
    return float(np.real(np.sum(np.asarray(left) * np.asarray(right))))


def cast(value: Any, dtype: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(cast(v, dtype) for v in value)
    return value.astype(dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def widened(value: Any) -> Any:
    return [widened(v) for v in value] if isinstance(value, (list, tuple)) else np.asarray(value, float)[()]


def real_where(bar: Any, value: Any) -> Any:
    """The cotangent of a real value is real."""
    if isinstance(bar, (list, tuple)):
        return [real_where(bar[k], value[k]) for k in range(len(value))]
    return bar.real if np.iscomplexobj(bar) and not np.iscomplexobj(value) else bar


def is_complex(value: Any) -> bool:
    return any(np.iscomplexobj(leaf) for leaf in leaves(value))


def leaves(value: Any) -> list[Any]:
    return [leaf for v in value for leaf in leaves(v)] if isinstance(value, (list, tuple)) else [value]


def as_array(value: Any) -> Any:
    """A value as numbers; the parts of a tuple one after the other."""
    if isinstance(value, (list, tuple)):
        return numeric.flat(value)
    return np.asarray(value, complex if np.iscomplexobj(value) else float)


# ------------------------------------------------------------------ what the engine does with a rule
def cotangents(key: Any, rule: Rule, arguments: Mapping[str, Any], ct: Any, ans: Any) -> dict[str, Any]:
    found = {}
    for name, result in outcome(rule, arguments, ct=ct, ans=ans, dist=getattr(key, "__self__", None)).items():
        if not varies(arguments[name]):
            continue
        if rule.kind == "elementwise":
            result = np.broadcast_to(ct * result, np.shape(ans)) if np.ndim(ans) else ct * result
        if rule.broadcasts:
            result = runtime.unbroadcast(result, arguments[name])
        found[name] = real_where(result, arguments[name])
    return found


def tangent(key: Any, rule: Rule, sample: Sample, arguments: Mapping[str, Any], dots: Mapping[str, Any],
            ans: Any) -> Any:
    if rule.kind == "elementwise":
        partials = outcome(rule, arguments, ans=ans, dist=getattr(key, "__self__", None))
        terms = [partials[name] * dot for name, dot in dots.items()]
        return sum(terms if np.iscomplexobj(ans) else map(np.real, terms))
    if rule.kind == "linear":
        zeros = {name: runtime_containers.zeros(arguments[name]) for name in rule.wrt if arguments[name] is not None}
        return apply(key, rebound(sample, rule, zeros | dict(dots)))
    if rule.kind == "bilinear":
        return sum(apply(key, rebound(sample, rule, {name: dot})) for name, dot in dots.items())
    assert rule.forward is not None, f"{rule.name} has no jvp"
    every = {f"{name}_dot": dots.get(name, runtime_containers.zeros(arguments[name])) for name in rule.wrt}
    return invoke(rule.forward, arguments, {**every, "ans": ans})


# ------------------------------------------------------------------ the walk
OF_OBJECTS = ("made_of", "sparse_product", "sparse_spsolve")                        # classes, sparse matrices


def test_every_rule_has_samples() -> None:
    short = sorted(name for name, rule in RULES.items() if len(SAMPLES.get(name, [])) < 3
                   and not (rule.calls or rule.gives or name in OF_OBJECTS))      # these are in tests/programs
    assert not short, f"add at least three samples to tests/rules/samples.py for: {', '.join(short)}"


def is_smooth(key: Any, rule: Rule, sample: Sample) -> bool:
    """True unless rounding is too coarse for differences, or the derivative is that of something else by design."""
    chosen = key in (np.fix, np.linalg.eig, np.float16, np.complex64) or rule.name == "straight"
    return not chosen and not (rule.name == "astype" and "32" in str(sample.args[1:]))


@walk(is_smooth)
def test_both_modes_match_finite_differences(key: Any, rule: Rule, sample: Sample) -> None:
    random = np.random.default_rng(3)
    arguments = bound(rule, sample)
    names = [name for name in rule.wrt if varies(arguments[name]) and name in given(rule, sample)]
    if not names:
        ct = random_like(as_array(apply(key, sample)), random)
        outcome(rule, arguments, ct=ct, ans=apply(key, sample))
        return
    ans = apply(key, sample)
    directions = {name: random_like(arguments[name], random) for name in names}

    def along(step: float) -> Any:
        return as_array(apply(key, rebound(sample, rule, {
            name: moved(arguments[name], directions[name], step) for name in names})))

    step = 1e-3 if key is np.float32 else STEP
    tolerance = 1e-3 if key is np.float32 else 2e-6
    slope = (along(step) - along(-step)) / (2 * step)
    ct = random_like(ans, random)
    bars = cotangents(key, rule, arguments, ct, ans)
    bars = {name: bars[name] for name in names}
    for name, bar in bars.items():
        same_shape(bar, arguments[name])
    total = sum(inner(bars[name], directions[name]) for name in names)
    assert total == pytest.approx(inner(as_array(ct), slope), rel=tolerance, abs=tolerance)
    dot = tangent(key, rule, sample, arguments, directions, ans)
    same_shape(dot, ans)
    assert as_array(dot) == pytest.approx(slope, rel=tolerance, abs=tolerance)


def same_shape(bar: Any, value: Any) -> None:
    if isinstance(value, (list, tuple)):
        assert len(bar) == len(value)
        for k in range(len(value)):
            same_shape(bar[k], value[k])
    else:
        assert np.shape(bar) == np.shape(value)


LOSE_AXES = ("squeeze", "cov", "corrcoef", "tolist", "unstack")        # inference knows, or takes it for unknown


@walk(lambda key, rule, sample: rule.name not in LOSE_AXES and not rule.calls and rule.gives is None)
def test_rank_does_not_depend_on_lengths(key: Any, rule: Rule, sample: Sample) -> None:
    """Kinds are inferred on arrays whose axes have length 1: no result may have another form there."""
    def shortened(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(shortened(v) for v in value)
        return np.ones((1,) * value.ndim, value.dtype) if isinstance(value, np.ndarray) else value

    def form(value: Any) -> Any:
        return [form(v) for v in value] if isinstance(value, (list, tuple)) else (isinstance(value, np.ndarray), np.ndim(value))

    short = None
    with np.errstate(all="ignore"), contextlib.suppress(Exception):        # of what cannot be so short, nothing is inferred
        short = apply(key, Sample(shortened(sample.args), {k: shortened(v) for k, v in sample.kwargs.items()}))
    assert short is None or form(short) == form(apply(key, sample)), "say in inference.SQUEEZING, or with gives=, what it is"


def in_single(sample: Sample) -> Sample:
    return Sample(cast(sample.args, np.float32), {k: cast(v, np.float32) for k, v in sample.kwargs.items()})


def keeps_float32(key: Any, rule: Rule, sample: Sample) -> bool:
    """True for arrays of which the value itself is float32."""
    wide = ("astype", "tolist", "item", "full_like", "astype_function")
    if key in (np.float64, np.float_power, np.linalg.eig) or rule.name in wide:
        return False
    single = in_single(sample)
    arguments = bound(rule, single)
    varying = [arguments[name] for name in rule.wrt if varies(arguments[name])]
    has_array = any(isinstance(leaf, np.ndarray) for value in varying for leaf in leaves(value))
    return has_array and all(np.asarray(leaf).dtype == np.float32 for leaf in leaves(apply(key, single)))


@walk(keeps_float32)
def test_float32_stays_float32(key: Any, rule: Rule, sample: Sample) -> None:
    single = in_single(sample)
    arguments = bound(rule, single)
    varying = [name for name in rule.wrt if varies(arguments[name])]
    ans = apply(key, single)
    random = np.random.default_rng(3)
    ct = random_like(ans, random)
    wide = bound(rule, sample)
    wide_ans = apply(key, sample)
    expected = cotangents(key, rule, wide, widened(ct), wide_ans)
    for name, bar in cotangents(key, rule, arguments, ct, ans).items():
        for part, operand in zip(leaves(bar), leaves(arguments[name]), strict=False):
            assert not isinstance(operand, np.ndarray) or part.dtype == np.float32, name
        compare(bar, expected[name])
    dots = {name: random_like(arguments[name], random) for name in varying
            if any(isinstance(leaf, np.ndarray) for leaf in leaves(arguments[name]))}
    dot = tangent(key, rule, single, arguments, dots, ans)
    assert all(np.asarray(leaf).dtype == np.float32 for leaf in leaves(dot))


def compare(left: Any, right: Any) -> None:
    if isinstance(left, (list, tuple)):
        for k in range(len(left)):
            compare(left[k], right[k])
    else:
        assert left == pytest.approx(right, rel=2e-4, abs=2e-5)


def is_of_floats(key: Any, rule: Rule, sample: Sample) -> bool:
    home = getattr(key, "__module__", "")
    return home in HOMES and rule.kind == "elementwise" and all(isinstance(v, (int, float)) for v in sample.args)


@walk(is_of_floats)
def test_python_floats_give_python_floats(key: Any, rule: Rule, sample: Sample) -> None:
    arguments = bound(rule, sample)
    for name, partial in outcome(rule, arguments, ans=apply(key, sample)).items():
        assert not varies(arguments[name]) or type(partial) in (int, float, complex), name


# ------------------------------------------------------------------ the form of a rule
def test_names_are_unique() -> None:
    functions = [f for rule in RULES.values() for f in (rule.function, rule.forward) if f is not None]
    names = [f.__name__.strip("_") for f in dict.fromkeys(functions)]
    assert len(names) == len(set(names))
    assert not set(names) & {f"{h}_adjoint" for h in runtime.HELPERS}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_form(rule: Rule) -> None:
    """A body is assignments, tests and returns, and names only np, math, helpers and builtins."""
    for function in (rule.function, rule.forward):
        if function is not None:
            check_form(function)
    assert rule.kind != "general" or rule.forward is not None


def check_form(function: Callable[..., Any]) -> None:
    definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(definition, ast.FunctionDef)
    known = {"np", "math", "cmath", *inspect.signature(function).parameters, *runtime.HELPERS, *dir(builtins)}
    if ".scipy_" in function.__module__:
        known |= set(function.__globals__)
    for index, node in enumerate(definition.body):
        docstring = index == 0 and isinstance(node, ast.Expr)
        assert docstring or isinstance(node, (ast.Assign, ast.If, ast.Return))
        assert not isinstance(node, ast.Assign) or isinstance(node.targets[0], ast.Name)
    assert isinstance(definition.body[-1], ast.Return)
    body = [n for s in definition.body for n in ast.walk(s)]
    known |= {n.id for n in body if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    unknown = {n.id for n in body if isinstance(n, ast.Name)} - known
    assert not unknown, f"{function.__name__} reads {unknown}"


def test_a_callable_is_registered_once() -> None:
    with pytest.raises(ValueError, match="already has the rule sin"):
        registry.zero(np.sin)
    with pytest.raises(ValueError, match="no parameter y"):
        registry.linear(test_names_are_unique, wrt="y")(lambda a: a)
    with pytest.raises(ValueError, match="forward mode already"):
        registry.jvp(registry.table()[np.prod].function)(lambda a: a)  # type: ignore[arg-type]


def test_lookup() -> None:
    assert registry.lookup([]) is None and registry.lookup("sin") is None
    assert registry.lookup(np.floor) == Rule("floor", "zero")
    assert registry.lookup(operator.getitem) == Rule("getitem", "indexing")
    assert registry.lookup(np.ndarray.sum) is registry.lookup(np.sum)
    assert registry.lookup(math.sin) is not registry.lookup(np.sin)
