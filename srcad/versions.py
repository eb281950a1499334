"""The emitted versions of a derivative, which equal derivatives share: one per kinds of arguments."""
from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from types import FunctionType
from typing import Any

from .loader import Loaded, is_current, refresh
from .rules.registry import latest, stands_on_rules
from .signature import Parameters, parameters_of

MOST_VERSIONS = 512                        # of one derivative; past this all are forgotten


class Versions:
    """The emitted versions of one derivative, by the keys of a call's arguments.

    ``latest`` is the one made last for arguments whose classes are all of their key, numbers say: it, what a call asks of it,
    and these classes. A call of such arguments needs no look-up.
    """

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self.lock = threading.RLock()
        self.by_key: dict[object, Loaded] = {}
        self.none = (None,) * (5 + len(parameters.names))
        self.latest: tuple[Any, ...] = self.none
        stands_on_rules(self)

    def forget(self) -> None:
        """Make all versions anew: there is a rule that they do not know."""
        self.by_key.clear()
        self.latest = self.none

    def current(self, key: object, make: Callable[[], Loaded]) -> Loaded:
        """Return the version for ``key``, brought up to date or made by ``make``."""
        with self.lock:
            loaded: Loaded | None = self.by_key.get(key)
            if loaded is not None and not _surely_current(loaded):
                compiled = loaded.emitted.plain is not None            # compiled code has its values in it
                loaded = None if compiled else refresh(loaded, self.parameters.keyword_only, len(self.parameters.names))
            rules = None
            while loaded is None or rules not in (None, latest()):         # a rule may be made in the meantime
                rules, loaded = latest(), make()
            if len(self.by_key) >= MOST_VERSIONS and key not in self.by_key:
                self.forget()
            self.by_key[key] = loaded
            if isinstance(key, tuple) and all(isinstance(part, type) for part in key):
                self.latest = (loaded, loaded.call, loaded.primal, loaded.primal_code, loaded.watched, *key)
            return loaded


def _surely_current(loaded: Loaded) -> bool:
    try:
        return is_current(loaded)
    except Exception:                      # a global or a cell that is no more
        return False


@functools.lru_cache(maxsize=64)
def parameters_of_cached(function: FunctionType, code: object, bound: bool) -> Parameters:
    """Read the signature of a function, once while it has the same code."""
    return parameters_of(function, bound)


@functools.lru_cache(maxsize=64)
def versions_of(parameters: Parameters, asked: object) -> Versions:
    """Return the versions that equal derivatives share, so that ``grad(f)(x)`` in a loop is cheap."""
    return Versions(parameters)
