"""The figures as Markdown and JSON."""
from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib import metadata
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np

from .measure import shown
from .run import DIFFERENCES, Result
from .tools import TOOLS
from .workloads import ARRAYS, LOOPS

GOALS = {ARRAYS: (1.10, 1.25), LOOPS: (1.20, 1.50)}      # srcad over by hand: the median, and the worst
NAMES = {ARRAYS: "whole arrays", LOOPS: "floats and elements"}
MEMORY = 1.2
PEERS = ("numba", "autograd", "jax", "torch")
COLUMNS = [tool for tool in TOOLS if tool not in ("by hand", "srcad")] + [DIFFERENCES]
Results = Mapping[str, Result]


def machine() -> str:
    peers = [f"{name} {metadata.version(name)}" for name in PEERS if find_spec(name) is not None]
    return ", ".join([f"Python {platform.python_version()}", f"NumPy {np.__version__}", *peers, platform.machine()])


def markdown(results: Results, costs: Mapping[str, tuple[float, float]], where: str) -> str:
    """Return all tables."""
    columns = [tool for tool in COLUMNS if any(tool in r.seconds for r in results.values())]
    parts = [where + "\n", *table(
        ["workload", "primal", "by hand", "srcad", "srcad / primal", "**srcad / by hand**"],
        [[r.what, *(shown(r.seconds[t]) for t in ("primal", "by hand", "srcad")), f"{r.to_primal['srcad']:.2f}",
          f"**{r.to_hand['srcad']:.2f}**"] for r in results.values()]), "", summary(results), "",
        "Times of the gradient, by hand = 1:\n", *table(
        ["workload", "srcad", *columns],
        [[r.what, f"**{r.to_hand['srcad']:.2f}**", *(number(r.to_hand.get(t)) for t in columns)] for r in results.values()]), "",
        "The first call, the transformation or compilation included:\n", *table(
        ["workload", "srcad", *columns[:-1]],
        [[r.what, *(shown(r.first[t]) if t in r.first else "-" for t in ("srcad", *columns[:-1]))]
         for r in results.values()]), "",
        "Peak of the memory that one call allocates:\n", *table(
        ["workload", "primal", "by hand", "srcad", f"**srcad / by hand** (goal {MEMORY})"],
        [[r.what, *(size(r.peak[t]) for t in ("primal", "by hand", "srcad")), f"**{memory_ratio(r):.2f}**"]
         for r in results.values()]), "",
        *table(["", "time", "goal"], [[what, shown(took), shown(goal)] for what, (took, goal) in costs.items()])]
    missing = reasons(results)
    return "\n".join([*parts, "", *(["No figure:\n", *missing] if missing else [])]).rstrip("\n") + "\n"


def summary(results: Results) -> str:
    """Return how the goals are met."""
    rows = []
    for group, (middle, worst) in GOALS.items():
        found = [r.to_hand["srcad"] for r in results.values() if r.group == group]
        if found:
            figures = [median(found), middle, max(found), worst]
            rows.append([NAMES[group], str(len(found)), *(f"{figure:.2f}" for figure in figures)])
    return "\n".join(table(["srcad / by hand", "workloads", "median", "goal", "worst", "goal"], rows))


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def size(count: int) -> str:
    return f"{count / 2 ** 20:.3g} MiB" if count >= 2 ** 20 else f"{count / 2 ** 10:.3g} KiB"


def memory_ratio(result: Result) -> float:
    return result.peak["srcad"] / max(result.peak["by hand"], 1)


def reasons(results: Results) -> list[str]:
    """Return why tools have no figure, one line for each tool and reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, result in results.items():
        for tool, why in result.missing.items():
            found.setdefault((tool, why), []).append(name)
    every = len(results)
    return [f"- {tool}, {'all' if len(names) == every else ', '.join(names)}: {why}" for (tool, why), names in found.items()]


def as_json(results: Results, costs: Mapping[str, tuple[float, float]], where: str) -> str:
    whole = {"machine": where, "workloads": {name: asdict(r) for name, r in results.items()},
             "costs": {what: {"seconds": took, "goal": goal} for what, (took, goal) in costs.items()}}
    return json.dumps(whole, indent=1) + "\n"


def from_json(text: str) -> tuple[dict[str, Result], dict[str, tuple[float, float]], str]:
    """Return the results, the costs and the machine that ``as_json`` wrote."""
    whole = json.loads(text)
    costs = {what: (cost["seconds"], cost["goal"]) for what, cost in whole["costs"].items()}
    return {name: Result(**result) for name, result in whole["workloads"].items()}, costs, whole["machine"]


def kept(result: Result, before: Result) -> Result:
    """Return a result with the figures of before of tools that are not installed now."""
    gone = {tool for tool, why in result.missing.items() if why.endswith("is not installed") and tool in before.seconds}

    def both(name: str) -> dict[str, Any]:
        return {**{tool: value for tool, value in getattr(before, name).items() if tool in gone}, **getattr(result, name)}

    missing = {tool: before.missing.get(tool, why) for tool, why in result.missing.items() if tool not in gone}
    figures = {name: both(name) for name in ("seconds", "to_hand", "to_primal", "first", "peak")}
    return replace(result, missing=missing, **figures)
