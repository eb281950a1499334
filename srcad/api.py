"""grad, value_and_grad, vjp and jvp: from a function to its derivative.

Each is called with a function, or stands above one as a decorator, with or without arguments:

    @grad
    def loss(w): ...

    @grad(wrt=("w", "b"))
    def loss(w, b, data): ...

``wrt`` is a parameter's name or position, or a tuple of them, which makes the gradient a tuple too.
The gradient of a list, tuple, named tuple or dict has its structure; that of an object, a dataclass
or other, is a ``types.SimpleNamespace`` of the attributes that have one. Inside dicts, named tuples
and objects only floats and arrays of floats have a derivative: None stands for all else, or nothing
in a namespace. Of a bound method, ``wrt="self"`` differentiates the object; positions do not count it.
``optimize=False`` asks for the plain textbook form of the derivative. ``compile="numba"`` compiles it
with Numba (extra ``numba``), and is an UnsupportedSyntax where Numba cannot; with ``compile="numba?"``
the Python version runs then, and a RuntimeWarning says why. In compiled code numbers behave as Python's
floats and integers do, not as NumPy's: a division by zero raises.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

from .derivative import Derivative, Options, ValueAndGradient
from .jacobians import (
    Hessian,
    Hvp,
    Jacobian,
    JacobianOptions,
    ValueAndHessian,
    ValueAndHvp,
    ValueAndJacobian,
)
from .passes.function_values import MAKER
from .products import Jvp, Pullback, Vjp
from .pullbacks import CompiledVjp
from .signature import Wrt

Function = Callable[..., Any]
Result = TypeVar("Result", bound=Derivative)


@overload
def grad(function: Function, wrt: Wrt = 0, *, optimize: bool = True, compile: str | None = None) -> Derivative: ...
@overload
def grad(function: None = None, wrt: Wrt = 0, *,
         optimize: bool = True, compile: str | None = None) -> Callable[[Function], Derivative]: ...


def grad(function: Function | None = None, wrt: Wrt = 0, *,
         optimize: bool = True, compile: str | None = None) -> Derivative | Callable[[Function], Derivative]:
    """Return the gradient of a function whose value is a scalar.

    Raises: ArgumentError for a wrong ``wrt``, or an argument that has no derivative;
    SourceUnavailable, UnsupportedSyntax, MissingRule where the function cannot be differentiated.

    >>> def loss(w):
    ...     return (11 - (2 * w + 1)) ** 2
    >>> round(grad(loss)(0.1), 9)
    -39.2
    """
    return _make(Derivative, function, Options(wrt, optimize, compile))


@overload
def value_and_grad(function: Function, wrt: Wrt = 0, *, optimize: bool = True,
                   compile: str | None = None) -> ValueAndGradient: ...
@overload
def value_and_grad(function: None = None, wrt: Wrt = 0, *,
                   optimize: bool = True, compile: str | None = None) -> Callable[[Function], ValueAndGradient]: ...


def value_and_grad(function: Function | None = None, wrt: Wrt = 0, *, optimize: bool = True, compile: str | None = None,
                   ) -> ValueAndGradient | Callable[[Function], ValueAndGradient]:
    """Return a function that gives the value and the gradient, in one run.

    Raises: what ``grad`` raises.

    >>> def square(x):
    ...     return x * x
    >>> value_and_grad(square)(3.0)
    (9.0, 6.0)
    """
    return _make(ValueAndGradient, function, Options(wrt, optimize, compile))


def vjp(function: Function | None = None, *primals: Any, wrt: Wrt | None = None,
        optimize: bool = True, compile: str | None = None) -> Any:
    """Return ``(y, pullback)`` at the primals; without primals, the function of them that does.

    ``pullback(y_bar)`` gives one cotangent per primal, None for one that has no derivative (see
    srcad.products); it may be called many times. Compiled, each of its calls runs the function again.

    Raises: what ``grad`` raises; OutputError where the value is not made of floats.

    >>> def product(x, y):
    ...     return x * y
    >>> y, pullback = vjp(product, 2.0, 5.0)
    >>> y, pullback(1.0), pullback(10.0)
    (10.0, (5.0, 2.0), (50.0, 20.0))
    """
    made: Any = _make(Vjp if compile is None else CompiledVjp, function, Options(wrt, optimize, compile))
    return made(*primals) if primals else made


def jvp(function: Function | None = None, primals: Sequence[Any] | None = None,
        tangents: Sequence[Any] | None = None, *, wrt: Wrt | None = None, optimize: bool = True,
        compile: str | None = None) -> Any:
    """Return ``(y, y_dot)`` at the primals along the tangents; without primals, the function of both.

    A tangent may be None: nothing flows from there.

    Raises: what ``grad`` raises.

    >>> def product(x, y):
    ...     return x * y
    >>> jvp(product, (2.0, 5.0), (1.0, 0.0))
    (10.0, 5.0)
    """
    made: Any = _make(Jvp, function, Options(wrt, optimize, compile))
    if primals is None and tangents is None:
        return made
    return made(primals, tangents)


def jacobian(function: Function | None = None, wrt: Wrt = 0, *, mode: str = "auto", optimize: bool = True) -> Any:
    """Return the Jacobian of a function: all partial derivatives of its value.

    By rows in reverse mode or by columns in forward mode, whichever are fewer; ``mode`` says which.

    Shapes: that of the value followed by that of the argument. A tuple of ``wrt`` makes a tuple of
    these; so does, outside, a function that returns a tuple, list, dict or object (a namespace of these).
    Raises: what ``grad`` raises; ArgumentError for another ``mode``, or an argument that is a list or tuple.

    >>> import numpy as np
    >>> def polar(z):
    ...     return np.array([z[0] * np.cos(z[1]), z[0] * np.sin(z[1])])
    >>> jacobian(polar)(np.array([2.0, 0.0]))
    array([[1., 0.],
           [0., 2.]])
    """
    return _make(Jacobian, function, JacobianOptions(wrt, optimize, mode=mode))


def value_and_jacobian(function: Function | None = None, wrt: Wrt = 0, *, mode: str = "auto", optimize: bool = True) -> Any:
    """Return a function that gives the value and the Jacobian.

    Raises: what ``jacobian`` raises.
    """
    return _make(ValueAndJacobian, function, JacobianOptions(wrt, optimize, mode=mode))


def hessian(function: Function | None = None, wrt: Wrt = 0, *, optimize: bool = True) -> Any:
    """Return the Hessian of a function whose value is a scalar: forward mode over reverse, by columns.

    Shapes: that of the argument, twice. A tuple of ``wrt`` makes a tuple of tuples of blocks.
    Raises: what ``jacobian`` raises.

    >>> import numpy as np
    >>> def energy(x):
    ...     return x[0] ** 2 * x[1]
    >>> hessian(energy)(np.array([3.0, 5.0]))
    array([[10.,  6.],
           [ 6.,  0.]])
    """
    return _make(Hessian, function, Options(wrt, optimize))


def value_and_hessian(function: Function | None = None, wrt: Wrt = 0, *, optimize: bool = True) -> Any:
    """Return a function that gives the value and the Hessian.

    Raises: what ``hessian`` raises.
    """
    return _make(ValueAndHessian, function, Options(wrt, optimize))


def hvp(function: Function | None = None, wrt: Wrt = 0, *, optimize: bool = True, compile: str | None = None) -> Any:
    """Return the Hessian times a vector, as a function of the arguments and the vector.

    The vector follows the last of the arguments that are differentiated: ``hvp(f)(x, v, data)``, which
    is how ``scipy.optimize.minimize`` calls its ``hessp``. It costs a few times the gradient, whatever
    the size of the Hessian.

    Shapes: that of the argument. A tuple of ``wrt`` takes a tuple of vectors and makes one of products.
    Raises: what ``grad`` raises; ArgumentError where there is no vector, or one of another shape.

    >>> import numpy as np
    >>> def energy(x):
    ...     return x[0] ** 2 * x[1]
    >>> hvp(energy)(np.array([3.0, 5.0]), np.array([1.0, 0.0]))
    array([10.,  6.])
    """
    return _make(Hvp, function, Options(wrt, optimize, compile))


def value_and_hvp(function: Function | None = None, wrt: Wrt = 0, *, optimize: bool = True, compile: str | None = None) -> Any:
    """Return a function that gives the value and the Hessian times a vector, in one run.

    Raises: what ``hvp`` raises.
    """
    return _make(ValueAndHvp, function, Options(wrt, optimize, compile))


for _maker in (grad, value_and_grad, vjp, jvp, jacobian, value_and_jacobian, hessian, value_and_hessian, hvp, value_and_hvp):
    setattr(_maker, MAKER, _maker in (grad, value_and_grad))       # whether a function that calls them can be differentiated


def _make(cls: type[Result], function: Function | None,
          options: Options) -> Result | Callable[[Function], Result]:
    if function is None:                   # a decorator with arguments
        return functools.partial(cls, options=options)
    return cls(function, options)


__all__ = ["Derivative", "Pullback", "grad", "hessian", "hvp", "jacobian", "jvp", "value_and_grad", "value_and_hessian",
           "value_and_hvp", "value_and_jacobian", "vjp"]
