"""The comparison as a picture: a dot for each tool in the row of each workload, on a logarithmic scale."""
from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from .run import Result

COLOURS = {"srcad": "#d62728", "srcad + Numba": "#ff7f0e", "by hand + Numba": "#8c564b", "autograd": "#2ca02c", "JAX": "#9467bd",
           "JAX jit": "#1f77b4", "PyTorch": "#e377c2", "tangent-ad": "#7f7f7f"}
LEFT, TOP, ROW, WIDTH = 190, 62, 24, 620
LOW, HIGH = 1e-2, 1e4                      # of the scale; what is beyond stands at its end


def picture(results: Mapping[str, Result]) -> str:
    """Return the picture as SVG."""
    tools = [tool for tool in COLOURS if any(tool in r.to_hand for r in results.values())]
    height = TOP + ROW * len(results) + 34
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" height="{height}" font-family="sans-serif" '
           'font-size="12">', '<rect width="100%" height="100%" fill="white"/>',
           text(LEFT, 18, "Time of the gradient, by hand in NumPy = 1 (to the left is faster)", weight="bold")]
    x = float(LEFT)
    for tool in tools:
        out += [dot(x + 5, 36, tool), text(x + 14, 40, tool)]
        x += 26 + 6.8 * len(tool)
    bottom = TOP + ROW * len(results)
    for power in range(round(math.log10(LOW)), round(math.log10(HIGH)) + 1):
        at = place(10.0 ** power)
        colour = "#444" if power == 0 else "#ddd"
        out.append(f'<line x1="{at:.1f}" y1="{TOP - 6}" x2="{at:.1f}" y2="{bottom}" stroke="{colour}"/>')
        out.append(text(at, bottom + 16, f"{10.0 ** power:g}", anchor="middle"))
    for k, (name, result) in enumerate(results.items()):
        y = TOP + ROW * k + ROW / 2
        out.append(text(LEFT - 10, y + 4, name.replace("_", " "), anchor="end"))
        out.append(f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + WIDTH}" y2="{y}" stroke="#eee"/>')
        out += [dot(place(result.to_hand[tool]), y, tool) for tool in reversed(tools) if tool in result.to_hand]
    return "\n".join([*out, "</svg>"]) + "\n"


def place(ratio: float) -> float:
    """Return where a ratio stands on the scale.

    >>> place(LOW) == LEFT, place(HIGH) == place(1e9) == LEFT + WIDTH
    (True, True)
    """
    share = math.log(min(max(ratio, LOW), HIGH) / LOW) / math.log(HIGH / LOW)
    return LEFT + WIDTH * share


def dot(x: float, y: float, tool: str) -> str:
    radius = 6 if tool.startswith("srcad") else 4.5
    return f'<circle cx="{x:.1f}" cy="{y}" r="{radius}" fill="{COLOURS[tool]}"><title>{escape(tool)}</title></circle>'


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
