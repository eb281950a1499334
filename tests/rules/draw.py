"""Random arguments for the samples: the same in every run, without ties, away from kinks."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

RANDOM = np.random.default_rng(7)


@dataclass(frozen=True)
class Sample:
    """One call: ``key(*args, **kwargs)``."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)


def call(*args: Any, **kwargs: Any) -> Sample:
    return Sample(args, kwargs)


def a(*shape: int, low: float = 0.3, high: float = 1.7) -> Any:
    """An array without ties, or a float if there is no shape."""
    count = int(np.prod(shape))
    spaced = low + (high - low) * (np.arange(count) + RANDOM.uniform(0.1, 0.9, count)) / count
    values = RANDOM.permutation(spaced).reshape(shape)
    return values if shape else float(values)


def signed(*shape: int) -> Any:
    values = a(*shape) * np.where(np.arange(int(np.prod(shape))) % 2, 1, -1).reshape(shape)
    return values if shape else float(values)


def reductions() -> list[Sample]:
    return [
        call(a(4)), call(a(2, 3)), call(a(2, 3), 0), call(a(2, 3, 4), axis=(0, 2)), call(a(2, 3), axis=-1),
        call(a(2, 3), axis=1, keepdims=True), call(a(2, 3, 2), axis=(0, -1), keepdims=True),
        call(a(2, 3), keepdims=True),
    ]
