"""The callables behind ``jacobian``, ``hessian`` and ``hvp``.

A Jacobian is filled by rows, one pullback each, or by columns, one tangent each. A Hessian is the
Jacobian of a gradient, by columns: the gradient's text is differentiated in forward mode.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from .analyses.kinds import has_derivative, of_value
from .derivative import Derivative, Kinds, Options, Tangent, ValueAndGradient
from .errors import ArgumentError, MissingRule, OutputError, SrcadError, UnsupportedSyntax, fail
from .loader import Loaded, explain
from .pipeline import Emitted
from .products import Jvp, Leaf, Vjp, arrays, fit, shape_of, tangent_of, with_tangents
from .runtime import attributes
from .signature import place_of
from .source import Source
from .transposed import gradient_of
from .unit import Request

MODES = ("auto", "reverse", "forward")


@dataclass(frozen=True)
class JacobianOptions(Options):
    """``mode``: by rows ("reverse"), by columns ("forward"), or by what there are fewer of ("auto")."""

    mode: str = "auto"


class Hvp(Derivative):
    """The Hessian times a vector: the tangent of the gradient.

    Where the text of the gradient is not taken again, it is the gradient of the tangent, whose text is plainer.
    """

    _mode, _word = "forward", "hvp"
    _inner: type[Derivative] = Derivative
    called_with_arguments = False

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        super().__init__(primal, options)
        self._gradient, self._tangent = self._inner(primal, options), Tangent(primal, options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        assert self._wrt is not None
        lead = len(self._receiver)
        place = 1 + max(map(self._parameters.names.index, self._wrt)) - lead
        if len(args) <= place:
            after = self._parameters.names[place - 1 + lead]
            self._parameters.refuse(f"the vector that `{self._word}` multiplies is missing",
                                    f"pass it by position, after `{after}`")
        full = self._bind(*args[:place], *args[place + 1:], **kwargs)
        return self.along(full, (args[place],) if self._single else args[place])

    def along(self, full: tuple[Any, ...], vectors: Sequence[Any]) -> Any:
        """Return the product, for one vector per differentiated argument."""
        assert self._wrt is not None
        named = dict(zip(self._parameters.names, full, strict=True))
        if not isinstance(vectors, (tuple, list)) or len(vectors) != len(self._wrt):
            self._parameters.refuse(f"`{self._word}` takes a tuple with one vector for each of {', '.join(self._wrt)}")
        dots = []
        for name, vector in zip(self._wrt, vectors, strict=True):
            shape = shape_of(named[name])
            self._parameters.check(self._kinds(full), (name,))
            assert shape is not None
            dots.append(fit(vector, shape, f"the vector for `{name}`", self._function))
        loaded = self._find(full)
        if loaded.has_changed():
            loaded = self._current(full)
        try:
            found = loaded.call(*full, *dots)
        except Exception as error:
            explain(error, loaded.emitted, self._function)
            raise
        found = self._completed(found, loaded, full)
        return self._result(found, [named[name] for name in self._wrt], list(arrays(vectors)))

    def _completed(self, found: Any, loaded: Loaded, full: tuple[Any, ...]) -> Any:
        """What the text gives, as that of the gradient's tangent does."""
        return found

    def _typed(self, kinds: Kinds, wrt: tuple[str, ...] | None) -> Kinds:
        assert self._wrt is not None
        return with_tangents(kinds, self._wrt)

    def _result(self, found: Any, arguments: list[Any], vectors: list[Any]) -> Any:
        return tangent_of(found, arguments[0] if self._single else tuple(arguments), vectors)

    def found(self, kinds: Kinds) -> Source:
        """The source of the gradient."""
        return self._gradient.emitted_source(kinds)

    def request(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Request:
        """Return what is asked of the pipeline."""
        name = self._gradient.found(kinds).name
        return replace(super().request(kinds, wrt, guarded), name=f"{name}_{self._word}")

    def differentiated(self, kinds: Kinds, request: Request) -> Emitted:
        """Return the text, in forward over reverse or else in reverse over forward."""
        try:
            return super().differentiated(kinds, request)
        except (UnsupportedSyntax, MissingRule) as error:
            try:
                return gradient_of(self._tangent.emitted_source(kinds), replace(request, value=False), request.wrt)
            except SrcadError:
                raise error from None


class ValueAndHvp(Hvp):
    """The value of a function, and its Hessian times a vector, in one run."""

    _word, _inner, _value = "value_and_hvp", ValueAndGradient, True

    def _completed(self, found: Any, loaded: Loaded, full: tuple[Any, ...]) -> Any:
        return (self._gradient.at(full), (None, found)) if loaded.emitted.of_tangent else found

    def _result(self, found: Any, arguments: list[Any], vectors: list[Any]) -> Any:
        (value, _), (_, product) = found
        return value, super()._result(product, arguments, vectors)


class Jacobian(Derivative):
    """All partial derivatives of a function; of an array, the shape of the value, then of the argument."""

    _word, _value_too = "jacobian", False
    called_with_arguments = False

    def __init__(self, primal: Callable[..., Any], options: JacobianOptions) -> None:
        super().__init__(primal, options)
        if options.mode not in MODES:
            fail(ArgumentError, None, f"mode={options.mode!r} is no way to fill a Jacobian", f"write one of: {', '.join(MODES)}")
        self._fill = options.mode
        plain = Options(self._wrt, options.optimize)
        self._by_rows, self._by_columns = Vjp(primal, plain), Jvp(primal, plain)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        assert self._wrt is not None
        full = self._bind(*args, **kwargs)
        named = dict(zip(self._parameters.names, full, strict=True))
        inputs = {name: self._array(name, named[name]) for name in self._wrt}
        count = sum(np.size(x) for x in inputs.values())
        if self._fill == "forward" or self._fill == "auto" and count == 1:
            value, found = self._columns(full, inputs)
        else:
            value, pullback = self._by_rows(*args, **kwargs)
            if self._fill == "auto" and count < sum(np.size(y) for y in leaves(value)):
                value, found = self._columns(full, inputs)
            else:
                own = self._parameters.names[len(self._receiver):]
                passed = [*own[:len(args)], *[n for n in own[len(args):] if n in kwargs]]
                places = [passed.index(name) for name in inputs]
                found = rows(value, lambda ct: [bars[k] for bars in [pullback(ct)] for k in places], list(inputs.values()),
                             self._single)
        if any(np.iscomplexobj(leaf) for leaf in leaves(value)):
            fail(OutputError, place_of(self._function), f"`{self._function.__name__}` returns complex values: "
                 f"`{self._word}` is made of real ones", "return real and imaginary parts, or use vjp or jvp")
        return (value, found) if self._value_too else found

    def _array(self, name: str, value: Any) -> Any:
        shape = shape_of(value)
        if not isinstance(shape, Leaf):
            self._parameters.refuse(f"`{self._word}` with respect to `{name}`, which is a {type(value).__name__}",
                                    "pass a number or an array of floats")
        if np.iscomplexobj(value):
            self._parameters.refuse(f"`{self._word}` with respect to `{name}`, which is complex",
                                    "pass real and imaginary parts, or use grad, vjp or jvp")
        return np.zeros(shape.shape, shape.dtype)

    def _columns(self, full: tuple[Any, ...], inputs: dict[str, Any]) -> tuple[Any, Any]:
        values = []

        def along(dots: list[Any]) -> Any:
            given = dict(zip(inputs, dots, strict=True))
            value, tangent = self._by_columns.along(full, [given.get(name) for name in self._parameters.names])
            values.append(value)
            return tangent
        found = columns(along, list(inputs.values()), self._single)
        return values[-1], found

    def emit(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Emitted:
        """The text that makes a row or a column."""
        chosen = self._by_columns if self._fill == "forward" else self._by_rows
        return chosen.emit(kinds, wrt or self._wrt, guarded)


class ValueAndJacobian(Jacobian):
    """The value of a function and its Jacobian."""

    _word, _value_too = "value_and_jacobian", True


class Hessian(Jacobian):
    """All second derivatives of a function whose value is a scalar; the shape of the argument, twice."""

    _word = "hessian"
    _product: type[Hvp] = Hvp

    def __init__(self, primal: Callable[..., Any], options: Options) -> None:
        super().__init__(primal, JacobianOptions(options.wrt, options.optimize, mode="forward"))
        self._hvp = self._product(primal, options)

    def _columns(self, full: tuple[Any, ...], inputs: dict[str, Any]) -> tuple[Any, Any]:
        return None, columns(lambda vectors: self._hvp.along(full, vectors), list(inputs.values()), self._single)

    def emit(self, kinds: Kinds, wrt: tuple[str, ...] | None = None, guarded: bool = False) -> Emitted:
        """The text that makes a column: the Hessian times a vector."""
        return self._hvp.emit(kinds, wrt, guarded)


class ValueAndHessian(Hessian):
    """The value of a function and its Hessian."""

    _word, _value_too, _product = "value_and_hessian", True, ValueAndHvp

    def _columns(self, full: tuple[Any, ...], inputs: dict[str, Any]) -> tuple[Any, Any]:
        values = []

        def along(vectors: list[Any]) -> Any:
            value, product = self._hvp.along(full, vectors)
            values.append(value)
            return product
        found = columns(along, list(inputs.values()), self._single)
        return values[-1], found


# ---------------------------------------------------------------------- rows and columns
def columns(along: Callable[[list[Any]], Any], inputs: list[Any], single: bool) -> Any:
    """Return the blocks that ``along`` gives, for one direction after the other of each input."""
    found, like = [], None
    for place, x in enumerate(inputs):
        tangents = []
        for one in units(x) if x.size else [x]:
            like = along([one if k == place else None for k in range(len(inputs))])
            tangents.append(list(leaves(like)))
        found.append([block(parts, -1, np.shape(parts[0]), x) for parts in zip(*tangents, strict=True)])
    blocks = iter(found[0] if single else zip(*found, strict=True))
    return rebuilt(like, blocks)


def rows(value: Any, back: Callable[[Any], list[Any]], inputs: list[Any], single: bool) -> Any:
    """Return the blocks that ``back`` gives, for one cotangent after the other of the value."""
    outputs, blocks = [np.zeros(np.shape(y), getattr(y, "dtype", float)) for y in leaves(value)], []
    for place, y in enumerate(outputs):
        cotangents = [back(rebuilt(value, iter([*outputs[:place], one, *outputs[place + 1:]]))) for one in units(y)]
        parts = zip(*cotangents, strict=True) if y.size else [()] * len(inputs)
        found = [block(bars, 0, y.shape, x) for bars, x in zip(parts, inputs, strict=True)]
        blocks.append(found[0] if single else tuple(found))
    return rebuilt(value, iter(blocks))


def block(parts: Sequence[Any], axis: int, shape: tuple[int, ...], x: Any) -> Any:
    """Rows or columns put together: the part of a Jacobian for one value and one argument."""
    whole = (*shape, *x.shape)
    if whole == ():
        return parts[0]
    return np.stack(parts, axis).reshape(whole) if parts and 0 not in whole else np.zeros(whole, x.dtype)


def units(like: Any) -> Iterator[Any]:
    """Yield the arrays of zeros that have a one in one place."""
    for k in range(like.size):
        one = np.zeros(like.shape, like.dtype)
        one.reshape(-1)[k] = 1.0
        yield one


def leaves(value: Any) -> Iterator[Any]:
    """Yield the numbers and arrays of a nested value, of dicts and objects those that have a derivative."""
    parts = _parts(value)
    if parts is None:
        yield value
    for item in () if parts is None else parts.values():
        yield from leaves(item)


def rebuilt(like: Any, items: Iterator[Any]) -> Any:
    """Return the items nested like those of a value, in namespaces where it has objects."""
    parts = _parts(like)
    if parts is None:
        return next(items)
    found = {key: rebuilt(item, items) for key, item in parts.items()}
    if isinstance(like, (tuple, list)):
        return type(like)(*found.values()) if hasattr(like, "_fields") else type(like)(found.values())
    return found if isinstance(like, dict) else SimpleNamespace(**found)


def _parts(value: Any) -> Mapping[Any, Any] | None:
    """What is in a value that has others in it; None of a number and an array."""
    if isinstance(value, (tuple, list)):
        return dict(enumerate(value))
    if not isinstance(value, dict) and not of_value(value).is_record:
        return None
    held = value if isinstance(value, dict) else attributes(value)
    return {key: item for key, item in held.items() if has_derivative(of_value(item))}
