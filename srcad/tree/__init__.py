"""The only place that builds gast nodes, and all that is said of trees in general.

Statements carry the user's line number as ``lineno`` (0 where there is none); nothing else is
hung on a node. A comment is an ``Expr`` of a ``Constant`` whose kind is ``"comment"``.
"""
from .build import *  # noqa: F403
from .look import *  # noqa: F403
