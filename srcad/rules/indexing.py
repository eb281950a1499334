"""Reads of elements and sections: the engine gathers their adjoints, so the table only names them."""
from __future__ import annotations

import operator

from .registry import indexing

indexing(operator.getitem)
