# mypy: disable-error-code="no-untyped-def"
"""Values that derivatives pass by: constants in the middle of a function, straight-through estimators."""
from __future__ import annotations

from ..runtime_rules import stop_gradient, straight_through
from .registry import general, jvp, zero

zero(stop_gradient)


@general(straight_through, wrt="through")
def straight(value, through, *, ct):
    """Source: that of the second, whatever the value is."""
    return ct


@jvp(straight)
def straight_dot(value, through, *, through_dot):
    return through_dot
