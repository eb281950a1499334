"""One construct of Python each, or an honest mixture: the programs behind the README's table of what can be used."""
from . import calling, careful, contexts, iteration, matching, scopes, trying, unpacking, values

__all__ = ["calling", "careful", "contexts", "iteration", "matching", "scopes", "trying", "unpacking", "values"]
