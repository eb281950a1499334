"""Programs that write arrays in place, through views and under several names."""
from . import (
    aliases,
    attempts,
    calls,
    control,
    dtypes,
    every,
    indexed,
    kernels,
    layouts,
    lent,
    networks,
    outs,
    parts,
    physics,
    recursive,
    results,
    rows,
    stencils,
    strangers,
    turns,
    unknown,
    users,
    views,
    writes,
)

__all__ = [
    "aliases", "attempts", "calls", "control", "dtypes", "every", "indexed", "kernels", "layouts", "lent", "networks", "outs",
    "parts", "physics", "recursive", "results", "rows", "stencils", "strangers", "turns", "unknown", "users", "views", "writes",
]
