"""A battery pack under a drive cycle: equivalent circuit, heat, ageing, and a charger that tapers."""
from . import simulate

__all__ = ["simulate"]
