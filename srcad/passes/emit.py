"""The last stage: imports, constants and helpers around the functions, as one module of text."""
from __future__ import annotations

import functools
import inspect
import textwrap
from dataclasses import replace
from typing import Any

import gast

from .. import runtime, tree
from ..rules.expand import TOOL, _definition
from ..unit import Unit
from .contexts import nested_again
from .program import Program
from .scope import Binding, text_of


def emit(unit: Unit, program: Program) -> tuple[Unit, tuple[Binding, ...]]:
    """Return the unit as a standalone module, and the live objects that stand behind its names."""
    functions = called(unit.tree.body, 2 if unit.request.split else 1)
    functions = [tree.with_body(f, nested_again(f.body)) if "__enter__" in gast.dump(f) else f for f in functions]
    functions[-1] = documented(functions[-1], unit)
    elsewhere = {n for n, source in program.sources.items() if source.filename != unit.source.filename}
    functions = [nowhere(tree.clone(f)) if f.name in elsewhere else f for f in functions]
    helpers = pasted(functions, program)
    imports, constants = [], []
    for binding in sorted(program.scope.bindings.values(), key=lambda b: b.name):
        statement = text_of(binding, unit.source.function.__module__)
        if statement is None:
            constants.append(tree.comment(f"{binding.name}: from {unit.source.filename}, bound when it runs"))
        elif isinstance(statement, (gast.Import, gast.ImportFrom)):
            imports.append(statement)
        else:
            [statement] = program.scope.localise([statement], unit.source, frozenset({binding.name}))
            constants.append(statement)
    numpy = [b for b in program.scope.bindings.values() if getattr(b.value, "__name__", "") == "numpy"]
    known = {gast.dump(s) for s in imports}
    imports += [s for b in numpy if gast.dump(s := tree.import_("numpy", b.name)) not in known]
    imports.sort(key=lambda s: (isinstance(s, gast.ImportFrom), s.names[0].name))
    module = tree.module([*imports, *constants, *helpers, *functions])
    return replace(unit, tree=module), tuple(program.scope.bindings.values())


def documented(function: Any, unit: Unit) -> Any:
    """Give the derivative the user's docstring, and a line that says what it is the derivative of."""
    function = tree.clone(function)
    source = unit.source
    original = inspect.getdoc(source.function) or ""
    what = "Gradient" if unit.request.mode == "reverse" else "Tangent"
    line = f"{what} of {source.name} with respect to {', '.join(unit.request.wrt)}."
    if unit.request.name:                  # of the gradient, whose own first line says no more than that
        line = f"Hessian times a vector: the {line[0].lower()}{line[1:]}"
        original = original.partition("\n")[2].strip()
    text = f"{line}\n\n{original}" if original else line
    text = textwrap.indent(text, "    ").strip() + ("\n    " if original else "")
    function.body.insert(0, tree.expression(tree.const(text)))
    return function


def called(functions: list[Any], count: int) -> list[Any]:
    """Return the last ``count`` functions and all that they call: calls may have been pruned."""
    kept = {f.name for f in functions[-count:]}
    while more := {n for f in functions if f.name in kept for n in tree.reads(f)} & {f.name for f in functions} - kept:
        kept |= more
    return [f for f in functions if f.name in kept]


def pasted(functions: list[Any], program: Program) -> list[Any]:
    """Return the runtime helpers and rule functions that the functions call, and those that these call."""
    done: dict[str, Any] = {}
    todo = list(functions)
    while todo:
        read = tree.reads(todo.pop())
        for word in [w for w, name in program.scope.helpers.items() if name in read and w not in done]:
            done[word] = one_helper(word, program)
            todo.append(done[word])
    return [done[word] for word in sorted(done)]


def one_helper(word: str, program: Program) -> Any:
    name = program.scope.helpers[word]
    if word in program.scope.pasted:
        function = tree.clone(_definition(program.scope.pasted[word]))
        function.body = [tree.replace(s, lambda i: _tool(i, program)) for s in function.body]
    else:
        function = tree.clone(_helper(word))
        own = set(tree.parameters(function)) | tree.writes(function.body)
        words = {"np", "math", "SimpleNamespace", *runtime.HELPERS} - own
        function.body = [tree.replace(s, lambda i: program.scope.tool(i, frozenset()) if i in words else None)
                         for s in function.body]
    function.name, function.decorator_list, function.returns = name, [], None
    for parameter in [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]:
        parameter.annotation = None
    return nowhere(function)


def nowhere(function: Any) -> Any:
    """The function, no statement of which is one of the user's file."""
    for node in tree.walk(function):
        if isinstance(node, gast.stmt):
            node.lineno = 0
    return function


@functools.cache
def _helper(word: str) -> Any:
    return tree.parse(textwrap.dedent(inspect.getsource(runtime.HELPERS[word]))).body[0]


def _tool(identifier: str, program: Program) -> Any:
    return program.scope.tool(identifier.removesuffix(TOOL), frozenset()) if identifier.endswith(TOOL) else None
