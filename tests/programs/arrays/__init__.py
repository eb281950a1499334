"""Programs that write arrays in place, through views and under several names."""
from . import aliases, outs, views, writes

__all__ = ["aliases", "outs", "views", "writes"]
