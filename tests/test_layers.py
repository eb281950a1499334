"""Imports of srcad point one way: read from the import statements, nothing is imported."""
from __future__ import annotations

import ast
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "srcad"

# from the ground up; a module belongs to the first layer that names it, and may import from its
# own layer as long as there is no cycle
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "names", "runtime", "analyses", "passes", "analyses.kinds"),    # (two empty __init__)
    ("tree", "tree.*", "runtime_*"),
    ("copies",),
    ("printer", "source"),
    ("unit",),
    ("rules.registry",),
    ("rules.expand",),
    ("rules.*",),                                                              # the tables
    ("rules",),
    ("analyses.*",),
    ("passes.*",),
    ("pipeline",),
    ("watched",),
    ("loader", "cache"),
    ("native", "native.guards", "native.helpers", "native.arrays", "native.matrices",             # what is compiled with Numba
     "native.prepare", "native.store", "native.*"),
    ("annotations", "signature"),
    ("nested",),
    ("transposed", "versions"),
    ("derivative", "products", "pullbacks", "jacobians"),
    ("api", "custom", "checks"),
    ("",),                                                                     # srcad itself
    ("cli",),
    ("__main__",),
)


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer(name: str) -> int:
    for number, patterns in enumerate(LAYERS):
        if any(fnmatch(name, pattern) for pattern in patterns):
            return number
    raise AssertionError(f"srcad.{name} has no place in LAYERS")


def imports(name: str) -> set[str]:
    """Return the modules of srcad that a module imports.

    >>> sorted(imports("__main__"))
    ['rules.listing']
    """
    found = set()
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name[len("srcad."):] for alias in node.names if f"{alias.name}.".startswith("srcad.")}
        elif isinstance(node, ast.ImportFrom):
            base = module_of(name, node)
            if base is not None:
                inside = {f"{base}.{alias.name}".lstrip(".") for alias in node.names}
                found |= inside & FILES.keys()
                if not inside <= FILES.keys():
                    found.add(base)
    return found - {name}


def module_of(name: str, node: ast.ImportFrom) -> str | None:
    """Return which module ``from ... import`` reads, None for one outside srcad."""
    if node.level == 0:
        module = node.module or ""
        return module[len("srcad."):] if f"{module}.".startswith("srcad.") else None
    package = name.split(".") if FILES[name].name == "__init__.py" else name.split(".")[:-1]
    above = package[:len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])]).lstrip(".")


@pytest.mark.parametrize("name", FILES)
def test_imports_point_down(name: str) -> None:
    for imported in imports(name):
        assert layer(imported) <= layer(name), f"srcad.{name} imports srcad.{imported}, which stands above it"


def test_no_cycles() -> None:
    order = list(TopologicalSorter({name: imports(name) for name in FILES}).static_order())
    assert set(order) == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_no_import_inside_a_function(name: str) -> None:
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(node):
                assert not isinstance(inner, (ast.Import, ast.ImportFrom)), f"line {inner.lineno}"


@pytest.mark.parametrize("name", FILES)
def test_only_tree_builds_nodes(name: str) -> None:
    """No other module calls a class of gast, except to ask what a node is."""
    if name == "tree.build":
        pytest.skip("the one that does")
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value, attribute = node.func.value, node.func.attr
            built = isinstance(value, ast.Name) and value.id == "gast" and attribute[:1].isupper()
            assert not built or attribute.endswith(("Visitor", "Transformer")), (
                f"line {node.lineno} builds gast.{attribute}: add a builder to srcad/tree/build.py")
