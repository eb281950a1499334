"""A network of layers that are objects; the parameters live in dicts, and a few steps of training are taken."""
from . import training

__all__ = ["training"]
