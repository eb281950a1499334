"""Derivatives of Python and NumPy functions, as Python source that you can read, keep and run alone."""
from .api import Derivative, grad, jvp, value_and_grad, vjp
from .custom import no_derivative, rule
from .errors import (
    ArgumentError,
    MissingRule,
    OutputError,
    PrinterError,
    SourceUnavailable,
    SrcadError,
    UnsupportedSyntax,
)
from .runtime_rules import stop_gradient, straight_through
from .source import from_source

__version__ = "0.1.0"

__all__ = [
    "ArgumentError", "Derivative", "MissingRule", "OutputError", "PrinterError", "SourceUnavailable",
    "SrcadError", "UnsupportedSyntax", "from_source", "grad", "jvp", "no_derivative", "rule", "stop_gradient",
    "straight_through", "value_and_grad", "vjp",
]
