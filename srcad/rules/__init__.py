"""The rules: a registry, the engine that expands a rule in a call, and one table per topic.

No table is read before a rule is asked for; those of SciPy only where SciPy has been imported.
"""
