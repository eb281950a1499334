"""Random programs over objects and dicts under several names agree with finite differences."""
from __future__ import annotations

import pytest

from tests import random_objects


@pytest.mark.parametrize("seed", range(8))
def test_derivatives(seed: int) -> None:
    kind, more = random_objects.judge(seed)
    assert kind in ("right", "skipped"), f"{more}\n{random_objects.program(seed)}"
