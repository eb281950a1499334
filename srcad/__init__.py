"""Derivatives of Python and NumPy functions, as Python source that you can read, keep and run alone.

Importing this module reads nothing else: each public name brings its module when it is first used.
"""
from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import (
        Derivative,
        grad,
        hessian,
        hvp,
        jacobian,
        jvp,
        value_and_grad,
        value_and_hessian,
        value_and_hvp,
        value_and_jacobian,
        vjp,
    )
    from .checks import check_grads
    from .custom import no_derivative, rule
    from .errors import (
        ArgumentError,
        MissingRule,
        OutputError,
        PrinterError,
        SourceUnavailable,
        SrcadError,
        UnsupportedSyntax,
        WrongDerivative,
    )
    from .runtime_rules import stop_gradient, straight_through
    from .source import from_source

__version__ = "0.1.0"

__all__ = [
    "ArgumentError", "Derivative", "MissingRule", "OutputError", "PrinterError", "SourceUnavailable",
    "SrcadError", "UnsupportedSyntax", "WrongDerivative", "check_grads", "from_source", "grad", "hessian", "hvp", "jacobian",
    "jvp", "no_derivative", "rule", "stop_gradient", "straight_through", "value_and_grad", "value_and_hessian", "value_and_hvp",
    "value_and_jacobian", "vjp",
]
HOMES = ("api", "errors", "custom", "runtime_rules", "source", "checks")


def __getattr__(name: str) -> object:
    if name in __all__:
        for home in HOMES:
            module = importlib.import_module(f".{home}", __name__)
            if hasattr(module, name):
                globals()[name] = getattr(module, name)
                return globals()[name]
    raise AttributeError(f"module 'srcad' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
