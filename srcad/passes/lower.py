"""Augmented assignments told apart: ``x += e`` writes an array and rebinds a number.

One text has two meanings, so this waits until kinds are known. What is left afterwards are stores
``x[i] = v`` and ``x[i] op= v`` where op is one of + - * / and no index picks an element twice; all
others are a read, an operation and a store, which is what Python does.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import gast
import numpy as np

from .. import tree
from ..analyses.aliases import Aliases, aliases, index_kinds
from ..analyses.borrowed import borrowed
from ..analyses.contents import Contents, contents
from ..analyses.inference import Facts, Value, kind_of_path
from ..analyses.kinds import UNKNOWN, Kind, of_value
from ..analyses.lattice import BOTTOM, is_complex, is_scalar, joined
from ..analyses.liveness import live_after
from ..analyses.writes import APPEND, INSERT, POP, SYMBOLS, Write, write_of
from ..errors import UnsupportedSyntax, fail
from ..names import Names
from ..unit import Unit
from .desugar import KEYS
from .list_forms import METHODS, ListForms
from .put_back import is_number, puts_arrays, shown, sole_holders

IN_PLACE = (gast.Add, gast.Sub, gast.Mult, gast.Div)
OTHER = {"object": "objects or of a structured dtype"}
Resolve = Callable[[str], tuple[bool, Any]]


def lower(unit: Unit, facts: Facts, resolve: Resolve, augmented: bool, called: bool = False) -> Unit:
    """Return the unit without ``NAME op= atom``, and with plain forms of in-place operations only.

    What the ``augmented`` assignments do is told by kinds: all else is made plain before. ``called``: it is a helper.
    """
    lowering = _Lower(unit, facts, resolve, augmented, called)
    body = lowering.block(unit.tree.body)
    if not lowering.changed:
        return unit
    made = frozenset(lowering.names.taken - unit.names)
    return replace(unit, tree=tree.with_body(unit.tree, body), temporaries=unit.temporaries | made,
                   doubtful=unit.doubtful | lowering.doubtful)


class _Lower:
    def __init__(self, unit: Unit, facts: Facts, resolve: Resolve, augmented: bool, called: bool) -> None:
        self.unit, self.facts, self.resolve, self.augmented, self.called = unit, facts, resolve, augmented, called
        self.names = Names(unit.names)
        self.lists = ListForms(self.names, resolve, unit.temporaries)
        self.changed = False
        self.doubtful: frozenset[str] = frozenset()
        self.fresh: set[str] = set()                           # names of lists that were just made, and have no other name

    @cached_property
    def classes(self) -> Aliases:
        return aliases(self.unit.tree, self.facts, self.resolve)

    @cached_property
    def contents(self) -> Contents:
        return contents(self.unit.tree, self.facts, self.resolve)

    @cached_property
    def live(self) -> Mapping[int, frozenset[str]]:
        return live_after(self.unit.tree)

    @cached_property
    def arrays_put(self) -> bool:
        return puts_arrays(self.unit, self.facts)

    def block(self, block: list[Any]) -> list[Any]:
        out = []
        made: set[str] = set()
        for node in block:
            self.fresh = set(made)
            out += self.statement(node)
            made -= tree.reads(node) | tree.writes([node]) if made else set()
            made |= set(tree.targets(node)) if isinstance(getattr(node, "value", None), gast.List) else set()
        return out

    def statement(self, node: Any) -> list[Any]:
        line = node.lineno
        if isinstance(node, gast.If):
            return [tree.if_(node.test, self.block(node.body), self.block(node.orelse), line)]
        if isinstance(node, gast.For):
            return self.loop(node)
        if isinstance(node, gast.While):
            return [tree.while_(node.test, self.block(node.body), line)]
        env = self.facts.before.get(id(node), {})
        held = self.index_held(node, env)
        if held:
            self.changed = True
            return held
        if not isinstance(node, gast.AugAssign):
            plain = self.lists.statement(node, lambda n: env[n.id].kind if tree.is_name(n) and n.id in env else UNKNOWN)
            self.changed |= plain is not None
            return [node] if plain is None else plain
        if not self.augmented:
            return [node]
        if isinstance(node.target, gast.Subscript):
            return self.section(node, env)
        kind = env[node.target.id].kind if node.target.id in env else UNKNOWN
        self.changed = True
        added = env[node.value.id].kind if isinstance(node.value, gast.Name) and node.value.id in env else None
        if kind.type is list and added is not None and (added.type is np.ndarray or issubclass(added.type or object, np.generic)):
            return self.operated(node)                         # an array makes an array of the list, and a new one of both
        if kind.type is list and isinstance(node.op, gast.Add):
            if added is not None and added.type is None:
                fail(UnsupportedSyntax, self.unit.source.where(node.lineno), "it is not known what is added to this list: "
                     "it may be an array", "write l.extend(...), or np.array(l) + ...")
            return self.lists.extended(node)
        if kind.type is not np.ndarray or kind.loose:
            return self.rebinding(node, kind)
        target = tree.subscript(tree.name(node.target.id), tree.const(...))
        return self.section(tree.augment_like(node, target, node.value), env)

    def index_held(self, node: Any, env: Mapping[str, Value]) -> list[Any]:
        """``p[p] = v`` as ``t = p.copy(); p[t] = v``: afterwards the index is still what it was; nothing if it is anyway."""
        write = write_of(node)
        if write is None or write.base not in env or env[write.base].kind.type is not np.ndarray:
            return []
        own = {n for n in (write.base, *self.classes.others(write.base)) if n in env and not is_scalar(env[n].kind)}
        masked = isinstance(write.index, gast.Name) and write.index.id in env and env[write.index.id].kind.dtype == "bool"
        for part in [write.index, write.value] if masked else []:
            if isinstance(part, gast.Name) and part.id in own - {write.base}:
                what = "what is stored" if part is write.value else "the mask"
                fail(UnsupportedSyntax, self.unit.source.where(node), f"{what} may share memory with `{write.base}`, which is "
                     "written under a mask: what NumPy does then is not defined", "make a copy of it here (x.copy())")
        held, new = [], {}
        for part in _contents(write.index, own):
            name = tree.name(self.names.fresh("t"))
            value = tree.call(tree.attr(part, "copy")) if isinstance(part, gast.Name) else part
            held.append(tree.assign(name, value, node.lineno))
            new[id(part)] = name
        return [*held, tree.substituted(node, new)] if held else []

    def loop(self, node: Any) -> list[Any]:
        """A loop over ``range(len(l))``: the length is taken before the list is written in it."""
        env = self.facts.before.get(id(node), {})
        over = env[node.iter.id].kind if isinstance(node.iter, gast.Name) and node.iter.id in env else UNKNOWN
        if over.is_record and over.type not in (dict, None):
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"a loop over `{node.iter.id}`, an object of class "
                 f"{getattr(over.type, '__name__', '')}", "loop over a list that it holds, or that a method of it returns")
        lists = {self.contents.find(n) for n in tree.reads(node.iter) if n in env and env[n].kind.type is list}
        fresh = self.fresh - tree.reads(node.iter)            # no list that was there before, but what is gone over may be
        written = {self.contents.find(w.base) for n in (tree.statements(node.body) if lists else ())
                   if (w := write_of(n)) is not None and w.operator in (APPEND, INSERT, POP) and w.base not in fresh}
        if lists & written and not counts(node):
            if self.changed:                                   # what it goes over may be a copy, once that is written out
                return [node]
            grown = min(w.base for n in tree.statements(node.body) if (w := write_of(n)) and self.contents.find(w.base) in lists)
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"`{grown}` grows while the loop runs over it",
                 "loop over a copy of it")
        before, iterable = [], node.iter
        if lists & written:
            self.changed = True
            held = [tree.name(self.names.fresh("n")) for _ in node.iter.args]
            before = [tree.assign(h, a, node.lineno) for h, a in zip(held, node.iter.args, strict=True)]
            iterable = tree.call(node.iter.func, held)
        return [*before, tree.for_(node.target, iterable, self.block(node.body), node.lineno)]

    def rebinding(self, node: Any, kind: Kind) -> list[Any]:
        """``x += e`` as ``x = x + e``, where no one can tell the difference."""
        name = node.target.id
        if not is_scalar(kind) and kind.type not in (str, bytes, tuple, type(None)):
            env, parameters = self.facts.before.get(id(node), {}), tree.parameters(self.unit.tree)
            others = self.classes.others(name)
            others |= {p for p in parameters if name in parameters and p != name and _may_be_same(env.get(p), kind)}
            self.doubtful |= {name, *others} & set(parameters)
            twins = others & self.live[id(node)]
            twins -= sole_holders(self.unit, name, self.facts, self.classes, self.resolve, self.called) if twins else set()
            if twins:
                word = shown(self.unit, name)
                doubt = "it is not known what it is: " if kind.type is None or kind.loose else ""
                twin = min(twins)
                verb = "hold" if twin in env and env[twin].kind.is_container else "be"
                fail(UnsupportedSyntax, self.unit.source.where(node.lineno),
                     f"`{word}` is changed in place, and {doubt}`{twin}` may {verb} the same array",
                     f"write `{word} = {word} {SYMBOLS[type(node.op)]} ...`, which makes a new array, if that is what is meant")
        return self.operated(node)

    def operated(self, node: Any) -> list[Any]:
        """``x = x + e`` in two steps."""
        held = tree.name(self.names.fresh("t"))
        return [tree.assign(held, tree.like_augmented(node), node.lineno), tree.assign(node.target.id, held, node.lineno)]

    def section(self, node: Any, env: Mapping[str, Value]) -> list[Any]:
        """``x[i] op= v``: kept if its adjoint is plain, else a read, an operation and a store."""
        target = node.target
        base, array = target.value, env[target.value.id].kind if target.value.id in env else UNKNOWN
        apart = not (set(tree.reads(node.value)) & {base.id, *self.classes.others(base.id)})
        plain = isinstance(node.op, (gast.Add, gast.Sub)) or isinstance(node.op, IN_PLACE) and apart
        whole = array.type is np.ndarray and array.dtype is not None and np.dtype(array.dtype).kind in "iub"
        if whole or array.type is np.ndarray and plain and not repeats(target.slice, env):   # NumPy refuses floats for integers
            return [node]
        self.changed = True
        factor = env[node.value.id].kind if isinstance(node.value, gast.Name) and node.value.id in env else UNKNOWN
        if array.type is np.ndarray and isinstance(node.op, gast.MatMult) and factor.rank in (0, 1):
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), "`@=` with a vector: NumPy refuses it, for the product "
                 "has an axis less", "write x = x @ v")
        if array.type is tuple:
            fail(UnsupportedSyntax, self.unit.source.where(node.lineno), f"`{base.id}` is a tuple, and is written",
                 "give what it holds a name, and write to that")
        if array.is_container:
            item = _item(array, target.slice, env)
            if item.type is np.ndarray and not item.loose:     # l[i] *= v writes the array that l holds
                held = tree.name(self.names.fresh("t"))
                whole = tree.subscript(held, tree.const(...))
                return [tree.assign(held, tree.subscript(base, target.slice), node.lineno),
                        tree.augment_like(node, whole, node.value)]
            if not (is_scalar(item) and is_number(node.value, env)):          # what it is then, is told by all that is put there
                held = tree.name(self.names.fresh("t"))
                return [tree.assign(held, tree.subscript(base, target.slice), node.lineno),
                        tree.augment_like(node, held, node.value),
                        tree.assign(tree.subscript(base, target.slice), held, node.lineno)]
            if self.arrays_put:
                return [node]
        old, new = (tree.name(self.names.fresh("t")) for _ in range(2))
        operation = tree.like_augmented(tree.augment_like(node, old, node.value))
        return [tree.assign(old, tree.subscript(base, target.slice), node.lineno), tree.assign(new, operation, node.lineno),
                tree.assign(tree.subscript(base, target.slice), new, node.lineno)]


def counts(node: Any) -> bool:
    """True if a loop is one over a range in the user's own text: there a list's length is taken once, at the start."""
    return isinstance(node.iter, gast.Call) and tree.dotted_path(node.iter.func) == "range"


def _contents(part: Any, arrays: set[str]) -> list[Any]:
    """The parts of an index that read what is in some arrays."""
    if isinstance(part, gast.Attribute) or tree.called(part) == "len":
        return []
    if isinstance(part, gast.Name) and part.id in arrays or isinstance(part, gast.Subscript) and tree.reads(part.value) & arrays:
        return [part]
    return [found for child in tree.children(part) for found in _contents(child, arrays)]


def _item(kind: Kind, index: Any, env: Mapping[str, Value]) -> Kind:
    """What is known of an item of a list or tuple."""
    if kind.is_record and tree.is_literal(index):
        return kind.slot(tree.literal(index))
    if tree.is_literal(index) and isinstance(tree.literal(index), int):
        return kind.item(tree.literal(index))
    return joined(kind.items or (UNKNOWN,))


def repeats(index: Any, env: Mapping[str, Value]) -> bool:
    """True if an index may pick an element more than once: one with an array of integers."""
    return any(not (is_scalar(kind) or kind.type in (type(None), slice) or kind.type is np.ndarray and kind.dtype == "bool")
               for kind in index_kinds(index, env))


def check_writes(unit: Unit, facts: Facts, resolve: Resolve) -> None:
    """Refuse stores into what is not an array of this function."""
    local = unit.local
    writes = any(write_of(n) is not None for n in tree.statements(unit.tree.body))
    theirs = borrowed(unit.tree, facts, resolve) if writes else set()
    for node in tree.statements(unit.tree.body):
        _check_read(unit, node, facts)
        _check_keys(unit, node, facts, resolve)
        write = write_of(node)
        where, env = unit.source.where(node), facts.before.get(id(node), {})
        if write is None:
            _check_method(node, env, where, resolve)
            continue
        if write.base not in local or write.base in theirs:
            fail(UnsupportedSyntax, where, f"`{write.base}` does not belong to the function: writing to it changes the "
                 "state of the module", "pass it as a parameter, and return it")
        kind = env[write.base].kind if write.base in env else UNKNOWN
        if write.attribute == "shape" and kind.type is np.ndarray:
            fail(UnsupportedSyntax, where, f"the shape of `{write.base}` is written",
                 f"write {write.base} = {write.base}.reshape(...)")
        if write.attribute and not kind.is_record:
            what = "it is not known what it is" if kind.type is None else f"it is of type {kind}"
            fail(UnsupportedSyntax, where, f"a write to an attribute of `{write.base}`: {what}",
                 "make the object in the function or pass it as an argument, or keep the value in a local name")
        made = _collection(unit, write.base, resolve)
        if kind.type is None and made:
            fail(UnsupportedSyntax, where, f"`{write.base}`, of class {made}, is used in a way that is not followed",
                 "keep it in the function that makes it, and use d[k], get, setdefault, pop, items() of a dict, append, popleft, "
                 "rotate of a queue")
        if kind.type is None:
            fail(UnsupportedSyntax, where, f"`{write.base}` is written in place, and it is not known to be an array",
                 "give values for the parameters (--at on the command line), or make the array with np.array")
        if kind.is_record:
            _check_record(write, kind, where)
            if not tree.is_literal(write.index) and not _is_key(unit, write.index, kind, facts, resolve):
                fail(UnsupportedSyntax, where, f"`{write.base}` is written under a key that is known only when it runs, and it "
                     "may be a new one", "use keys that stand in the text, or keep the dict in the function that makes it, and "
                     "use d[k], get, setdefault, pop, items() of it")
            continue
        if kind.type is list:
            _check_list(write, env, where)
            continue
        if kind == BOTTOM:
            fail(UnsupportedSyntax, where, f"`{write.base}` is written in place, and nothing is ever put in what it comes from",
                 "leave the write out, or put something in the list, dict or star argument that it is read from")
        if kind.type is not np.ndarray:
            fail(UnsupportedSyntax, where, f"a write to a `{kind.type.__name__}` is not supported yet",
                 "use an array, or build a new value")
        if write.operator in (APPEND, INSERT, POP):
            fail(UnsupportedSyntax, where, f"`{write.base}` is an array, and keeps its length",
                 "make a new one with np.append(x, v), np.insert(x, i, v) or np.delete(x, i), or use a list")
        _check_dtype(unit, write, kind, env, where)


def _collection(unit: Unit, name: str, resolve: Resolve) -> str:
    """The class of ``collections`` that a name is made of, "" if of none."""
    for node in tree.statements(unit.tree.body):
        if isinstance(node, gast.Assign) and tree.is_name(node.targets[0], name) and isinstance(node.value, gast.Call):
            made = resolve(tree.dotted_path(node.value.func) or "")[1]
            if isinstance(made, type) and made.__module__ == "collections":
                return made.__name__
    return ""


def _check_method(node: Any, env: Mapping[str, Value], where: Any, resolve: Resolve) -> None:
    """Refuse what a list, or what may be one, is told and has no plain form."""
    call = getattr(node, "value", None)
    if not isinstance(call, gast.Call) or not isinstance(call.func, gast.Attribute) or call.func.attr not in METHODS:
        return
    if resolve(tree.dotted_path(call.func) or "")[0]:
        return
    fail(UnsupportedSyntax, where, f"`.{call.func.attr}()` writes to its object in a way that is not supported",
         "build a new value instead")


def _check_list(write: Write, env: Mapping[str, Value], where: Any) -> None:
    index = env[write.index.id].kind if isinstance(write.index, gast.Name) and write.index.id in env else None
    if isinstance(write.index, gast.Slice) or index is not None and not index.is_integer_scalar:
        fail(UnsupportedSyntax, where, "a write to a section of a list is not supported yet", "write its items one by one")


def _check_keys(unit: Unit, node: Any, facts: Facts, resolve: Resolve) -> None:
    """Refuse a loop over the items of what is no dict, and the display of a dict whose keys are not known."""
    if isinstance(node, gast.For) and isinstance(node.iter, gast.Call) and tree.is_name(node.iter.func, KEYS):
        known = kind_of_path(node.iter.args[0], facts.before.get(id(node), {}), resolve)
        if known.type is not dict and known != BOTTOM:
            fail(UnsupportedSyntax, unit.source.where(node.lineno), "this loop goes over what is not known to be a dict",
                 "loop over a dict, or over indices")
    if isinstance(node, gast.Assign) and isinstance(node.value, gast.Dict) and None in node.value.keys:
        fail(UnsupportedSyntax, unit.source.where(node.lineno), "a dict is made of another one, and its keys are not known",
             "write the keys out, each with its value")


def _check_read(unit: Unit, node: Any, facts: Facts) -> None:
    """Refuse to read a field that nothing puts in an object or dict."""
    value = node.value if isinstance(node, gast.Assign) else None
    if isinstance(value, (gast.Attribute, gast.Subscript)) and isinstance(value.value, gast.Name):
        after, before = (facts.after.get(id(node), {}), facts.before.get(id(node), {}))
        base = before[value.value.id].kind if value.value.id in before else UNKNOWN
        if base.is_record and any(after[t].kind == BOTTOM for t in tree.targets(node) if t in after):
            what = f"attribute `{value.attr}`" if isinstance(value, gast.Attribute) else "such key"
            fail(UnsupportedSyntax, unit.source.where(node.lineno), f"`{value.value.id}` has no {what} that is known here",
                 "give it one where it is made")


def _is_key(unit: Unit, index: Any, kind: Kind, facts: Facts, resolve: Resolve) -> bool:
    """True if an index is bound by nothing but loops over the keys of dicts whose keys are all in a dict of this kind."""
    for node in tree.statements(unit.tree.body):
        if not isinstance(index, gast.Name) or isinstance(node, gast.For) and tree.is_name(node.target, index.id):
            over = getattr(node, "iter", None)
            if not (isinstance(over, gast.Call) and tree.is_name(over.func, KEYS)):
                return False
            dictionary, env = over.args[0], facts.before.get(id(node), {})
            keys = env[dictionary.id].kind if isinstance(dictionary, gast.Name) and dictionary.id in env else of_value(
                resolve(tree.dotted_path(dictionary) or "")[1])
            if not keys.is_record or not set(keys.fields) <= set(kind.fields):
                return False
        elif not isinstance(node, (gast.For, gast.If, gast.While)) and index.id in tree.writes(node):
            return False
    return index.id not in tree.parameters(unit.tree)


def _check_record(write: Write, kind: Kind, where: Any) -> None:
    if write.operator not in ("", *tree.OPERATORS):
        fail(UnsupportedSyntax, where, f"a key is taken out of `{write.base}`, which is not supported", "make a dict without it")
    if bool(write.attribute) == (kind.type is dict):
        fail(UnsupportedSyntax, where, f"a write to a `{kind}` is not supported", "write to an attribute of an object, or to a "
             "key of a dict; a method called fill, put, sort or partition, as those of arrays are, needs another name")
    if not tree.is_literal(write.index) and not all(kind.items[0] == k for k in kind.items[1:]):
        fail(UnsupportedSyntax, where, f"`{write.base}` is written under a key that is known only when it runs",
             "use keys that stand in the text, or a dict whose values are all alike")


def _check_dtype(unit: Unit, write: Write, kind: Kind, env: Mapping[str, Value], where: Any) -> None:
    if kind.dtype is None:
        fail(UnsupportedSyntax, where, f"the dtype of `{write.base}` is not known", "say it: np.zeros(n, dtype=float)")
    if np.dtype(kind.dtype).kind not in "fciub":
        what = OTHER.get(str(kind.dtype), kind.dtype)
        fail(UnsupportedSyntax, where, f"`{write.base}` is an array of {what}: writing to it is not supported",
             "use an array of floats")
    value = env[write.value.id].kind if isinstance(write.value, gast.Name) and write.value.id in env else UNKNOWN
    if is_complex(value) and not is_complex(kind):
        fail(UnsupportedSyntax, where, f"`{write.base}` is an array of {kind.dtype}, and what is written to it is complex",
             "write its real part, or build a new array")
    if isinstance(write.value, tree.DISPLAYS):
        fail(UnsupportedSyntax, where, "this write is not supported", "make the value an array first")


def _may_be_same(other: Value | None, mine: Kind) -> bool:
    if other is None or is_scalar(other.kind):
        return False
    return other.kind.type in (None, mine.type) or mine.type is None
