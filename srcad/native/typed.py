"""What Numba infers of an emitted module: the types of operations, by the places where they stand.

Numba keeps of a place its line alone, so the tree that it is shown has one line number per node.
"""
from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, NoReturn

import gast
import numba
from numba.core import compiler, compiler_machinery, ir, typed_passes
from numba.core.errors import NumbaWarning, TypingError
from numba.core.typing import signature

from .. import tree
from ..tree import Node
from . import arrays, guards, helpers, matrices
from .families import types

HELPERS = {room.__name__ for room in (arrays, guards, helpers, matrices)}

class Untyped(Exception):
    """Numba cannot type something: the node, or None where the place is not known, and why."""

    def __init__(self, node: Node | None, reason: str) -> None:
        super().__init__(reason)
        self.node, self.reason = node, reason


@dataclass(frozen=True)
class Operation:
    """One operation: Numba's word for it, and the types of its result and of what it is made of.

    ``called`` is what a call calls, where it is known; ``inside`` is the type of what the target of an augmented
    assignment is an item of.
    """

    node: Node
    word: str
    result: Any
    operands: tuple[Any, ...]
    called: Any = None
    inside: Any = None


class Typing:
    """Types the functions of a module that are reached from ``entry`` with arguments of given types.

    ``operations`` are all that were found, ``variables`` the types of names, with the function they are in.
    """

    def __init__(self, module: Node, values: Mapping[str, Any], stubs: Mapping[str, Any]) -> None:
        self.nodes: dict[int, Node] = {}
        numbered = tree.clone(module)
        for line, (mine, its) in enumerate(zip(tree.walk(module), tree.walk(numbered), strict=True), 1):
            if isinstance(its, (gast.expr, gast.stmt, gast.Slice)):
                self.nodes[line] = mine
                its.lineno = its.end_lineno = line
                its.col_offset, its.end_col_offset = 0, 1
        self.functions = {s.name: s for s in module.body if isinstance(s, gast.FunctionDef)}
        self.operations: list[Operation] = []
        self.variables: list[tuple[Node, str, Any]] = []
        self._namespace: dict[str, Any] = dict(values)
        exec(compile(ast.fix_missing_locations(gast.gast_to_ast(numbered)), "<srcad numba>", "exec"), self._namespace)
        self._namespace.update(values)
        self._python: dict[str, FunctionType] = {name: self._namespace[name] for name in self.functions}
        self._inferred: dict[Any, tuple[Any, ...]] = {}
        for name, function in self._python.items():
            recursive = name in self._reached(name)        # Numba has means of its own for that
            self._namespace[name] = numba.njit(function) if recursive else Standin(Called(function, self._infer))
        self._namespace.update({name: Standin(Called(family, of_family)) for name, family in stubs.items()})

    def run(self, entry: str, types: tuple[Any, ...]) -> None:
        """Fill ``operations`` and ``variables``.

        Raises: Untyped.
        """
        self.entry, self.types = entry, types
        todo, done = [(entry, types)], set()
        while todo:
            job = todo.pop()
            if job in done:
                continue
            done.add(job)
            todo += self._one(*job)

    def ranks(self, function: str) -> tuple[dict[str, int | None], set[str]]:
        """Return the ranks of a function's names, 0 for numbers and None for all else, and the names of lists and tuples."""
        ranks: dict[str, int | None] = {}
        listed: set[str] = set()
        for owner, variable, kind in self.variables:
            if owner.name != function or variable.startswith("$"):
                continue
            name = variable.split(".")[0]
            if isinstance(kind, (types.List, types.BaseTuple)):
                listed.add(name)
            rank = kind.ndim if isinstance(kind, types.Array) else 0 if isinstance(kind, (types.Number, types.Boolean)) else None
            ranks[name] = rank if ranks.get(name, rank) == rank else None
        return ranks, {n for n in listed if ranks[n] is None}

    def lists(self, function: str) -> dict[str, Any]:
        """Return the types of the lists of a function, by name: of those that have one type."""
        kinds = self._kinds(function)
        return {name: kind for name, (kind, *others) in kinds.items() if not others and isinstance(kind, types.List)}

    def integers(self, function: str) -> set[str]:
        """Return the names of a function that are integers."""
        return {name for name, kinds in self._kinds(function).items() if all(isinstance(k, types.Integer) for k in kinds)}

    def _kinds(self, function: str) -> dict[str, set[Any]]:
        found: dict[str, set[Any]] = {}
        for owner, variable, kind in self.variables:
            if owner.name == function and not variable.startswith("$"):
                found.setdefault(variable.split(".")[0], set()).add(kind)
        return found

    def _reached(self, function: str) -> set[str]:
        """The functions of the module that one calls, or that these call."""
        found: set[str] = set()
        todo = [function]
        while todo:
            new = tree.free_names(self.functions[todo.pop()]) & self.functions.keys() - found
            found |= new
            todo += new
        return found

    def _infer(self, function: FunctionType, types: tuple[Any, ...]) -> tuple[Any, ...]:
        key = function, types
        if key not in self._inferred:
            self._inferred[key] = inferred(function, types)
        return self._inferred[key]

    def _one(self, name: str, types: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        try:
            ir_of, typemap, calltypes, _ = self._infer(self._python[name], types)
        except Exception as error:         # Numba's own, and what goes wrong inside it
            self._untyped(error, self.functions[name])
        self.variables += [(self.functions[name], variable, found) for variable, found in typemap.items()]
        for block in ir_of.blocks.values():
            for statement in block.body:
                node = self.nodes.get(statement.loc.line)
                if isinstance(statement, (ir.SetItem, ir.StaticSetItem)):
                    signature = calltypes[statement]
                    self.operations.append(Operation(node, "setitem", None, tuple(signature.args)))
                if not isinstance(statement, ir.Assign) or not isinstance(statement.value, ir.Expr):
                    continue
                value, signature = statement.value, None
                if value.op in ("call", "binop", "inplace_binop", "unary", "getitem", "static_getitem"):
                    signature = calltypes.get(value)
                if signature is None:
                    continue
                called = inside = None
                if value.op == "call":
                    kind = typemap[value.func.name]
                    python = getattr(getattr(kind, "dispatcher", None), "py_func", None)
                    called = kind.function if isinstance(kind, Called) else python or getattr(kind, "typing_key", None)
                    own = next((n for n, function in self._python.items() if function is called), None)
                    if own is not None:
                        called = own
                        yield own, tuple(signature.args)
                elif value.op in ("binop", "inplace_binop", "unary"):
                    called = value.fn
                if value.op == "inplace_binop":
                    [item, *_] = ir_of._definitions.get(value.lhs.name) or [None]
                    if isinstance(item, ir.Expr) and item.op in ("getitem", "static_getitem"):
                        inside = typemap[item.value.name]
                operands = tuple(signature.args)
                if value.op == "binop":                    # with what is known of literals
                    operands = (typemap[value.lhs.name], typemap[value.rhs.name])
                if value.op in ("getitem", "static_getitem"):
                    index = value.index if value.op == "getitem" else value.index_var
                    operands = (typemap[value.value.name], typemap[index.name] if index is not None else None)
                self.operations.append(Operation(node, value.op, typemap[statement.target.name], operands, called, inside))

    def _untyped(self, error: Any, function: Node) -> NoReturn:
        text = str(error)
        lines = [int(n) for pattern in (r"line (\d+)", r"<srcad numba> \((\d+)\)") for n in re.findall(pattern, text)]
        places = [self.nodes[n] for n in lines if n in self.nodes]
        node = next((n for n in places if not isinstance(n, gast.FunctionDef)), function)
        raise Untyped(node, reason_of(text) if text else f"Numba cannot type this ({type(error).__name__})")


def reason_of(text: str) -> str:
    """Return what matters of a message of Numba's.

    >>> reason_of("Failed in nopython mode pipeline (step: nopython frontend)\\nCannot unify float64 and int64\\nDuring: x")
    'Cannot unify float64 and int64'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("Failed in", "During:", "File ", "<source", "- Of", "- Resol"))]
    for word in ("Cannot unify", "Use of unsupported", "Unknown attribute", "Untyped global", "cannot determine Numba type"):
        for line in telling:
            if word in line:
                return line[line.index(word):]
    if not telling:
        return text[:200]
    called = next((line for line in telling if line.startswith(">>>")), "").removeprefix(">>>").strip()
    if telling[0].startswith("No implementation of function") and called:
        return f"it has no form of this call: {called}"[:300]
    return f"{telling[0]} {called}".strip()[:300]


# ---------------------------------------------------------------------- calls of which the types alone are asked
class Called(types.Callable):
    """Numba's type of a function that ``infer`` knows the types of: nothing is compiled to find what it returns."""

    def __init__(self, function: FunctionType, infer: Callable[[FunctionType, tuple[Any, ...]], tuple[Any, ...]]) -> None:
        self.function, self.infer = function, infer
        super().__init__(f"{function.__name__} {id(function)}")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """Return the signature of a call."""
        pysig, given = numba.njit(self.function)._compiler.fold_argument_types(args, kws)
        return signature(self.infer(self.function, tuple(given))[-1], *given).replace(pysig=pysig)

    def get_call_signatures(self) -> Any:
        """Numba's messages list these."""
        return (), True

    def get_impl_key(self, sig: Any) -> Any:
        """Nothing is compiled."""
        raise NotImplementedError


class Standin:
    """A value of a given type."""

    def __init__(self, kind: Any) -> None:
        self._numba_type_ = kind


def of_family(family: Any, types: tuple[Any, ...]) -> tuple[Any, ...]:
    """Infer the types of the form that a helper has for arguments of these types."""
    helper = family(*types)
    if helper is None:
        raise TypingError(f"No implementation of function\n>>> {family.__name__}({', '.join(map(str, types))})")
    return _of_helper(helper, types)


@functools.cache
def _of_helper(helper: FunctionType, types: tuple[Any, ...]) -> tuple[Any, ...]:
    others = {name: Standin(Called(other, _of_helper)) for name in helper.__code__.co_names
              if isinstance(other := helper.__globals__.get(name), FunctionType) and other.__module__ in HELPERS}
    return inferred(FunctionType(helper.__code__, {**helper.__globals__, **others}, None, helper.__defaults__), types)


class Found(Exception):
    """Types are inferred: that was all."""


@compiler_machinery.register_pass(mutates_CFG=False, analysis_only=True)
class Stop(compiler_machinery.FunctionPass):
    """Ends the compilation where types are known."""

    _name = "srcad_stop"

    def __init__(self) -> None:
        compiler_machinery.FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        raise Found(state.func_ir, state.typemap, state.calltypes, state.return_type)


class Inference(compiler.CompilerBase):
    """The stages of Numba up to the inference of types."""

    def define_pipelines(self) -> list[Any]:
        manager = compiler_machinery.PassManager("srcad inference")
        manager.passes.extend(compiler.DefaultPassBuilder.define_untyped_pipeline(self.state).passes)
        manager.add_pass(typed_passes.NopythonTypeInference, "types")
        manager.add_pass(Stop, "that was all")
        manager.finalize()
        return [manager]


def inferred(function: FunctionType, types: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return Numba's form of a function, the types of its names, and the signatures of its operations."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NumbaWarning)
            numba.njit(pipeline_class=Inference)(function).compile(types)
    except Found as found:
        return found.args
    raise AssertionError("Numba did not stop after it had inferred types")
