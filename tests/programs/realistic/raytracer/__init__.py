"""A small ray tracer: objects that are hit, materials, shadows and one bounce of reflection."""
from . import render

__all__ = ["render"]
