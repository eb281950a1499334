"""Programs that write arrays in place, through views and under several names."""
from . import outs, writes

__all__ = ["outs", "writes"]
