"""Time emitted gradients beside those written by hand and those of other tools: ``python -m tests.benchmarks``.

``--write`` brings the table, the figures and the picture of this folder and the README up to date; ``--quick`` runs every
workload on small arguments; names of workloads run those alone. ``--write`` leaves what was not run as it is: the figures of
other workloads, and those of tools that are not installed here.
"""
from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .costs import costs
from .measure import steady_heap
from .picture import picture
from .report import as_json, from_json, kept, machine, markdown, summary
from .run import Result, compare
from .workloads.all import WORKLOADS

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
BEGIN, END = "<!-- benchmarks: python -m tests.benchmarks --write -->", "<!-- end of benchmarks -->"


def between(text: str, middle: str) -> str:
    """Return the text with what stands between the marks replaced.

    >>> between(f"a{BEGIN}b{END}c", "d") == f"a{BEGIN}\\nd\\n{END}c"
    True
    """
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{middle.strip()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--quick", action="store_true", help="small arguments, few rounds")
    parser.add_argument("--write", action="store_true", help="update the files")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each workload (8)")
    asked = parser.parse_args()
    unknown = [name for name in asked.workloads if name not in WORKLOADS]
    if unknown:
        parser.error(f"there is no workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    if asked.write and asked.quick:
        parser.error("--write is not for small arguments")
    os.environ["SRCAD_CACHE"] = "off"
    steady_heap()
    results: dict[str, Result] = {}
    for name in asked.workloads or WORKLOADS:
        results[name] = compare(WORKLOADS[name], 0.2 if asked.quick else asked.seconds, asked.quick)
        print(f"{name}: {results[name].to_hand['srcad']:.2f}", file=sys.stderr, flush=True)
    own = costs(asked.quick) if not asked.workloads else {}
    where = machine()
    if asked.write:
        before, costs_before, where = from_json((HERE / "results.json").read_text(encoding="utf-8"))
        results = {name: kept(results[name], before[name]) if name in results else before[name] for name in WORKLOADS}
        own = own or costs_before
    tables = markdown(results, own, where)
    print(tables)
    if asked.write:
        (HERE / "results.json").write_text(as_json(results, own, where), encoding="utf-8", newline="\n")
        (HERE / "figure.svg").write_text(picture(results), encoding="utf-8", newline="\n")
        for path, middle in ((HERE / "README.md", tables), (README, summary(results))):
            path.write_text(between(path.read_text(encoding="utf-8"), middle), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
