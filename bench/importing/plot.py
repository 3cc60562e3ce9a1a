"""A small plot in SVG: lines over sizes, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 255, 48, 46
COLOURS = ("#b3261e", "#9a6700", "#0b57a4", "#1a7f37")
STYLE = "font-family:system-ui,sans-serif;font-size:12px"


class Line(NamedTuple):
    """A way: its points are a size, a ratio, and whether it was measured (else extrapolated)."""

    label: str
    points: Sequence[tuple[int, float, bool]]


def draw(path: Path, lines: Sequence[Line]) -> None:
    """Write the plot."""
    sizes = [point[0] for point in lines[0].points]
    highest = max(point[1] for line in lines for point in line.points)
    top = 10 ** math.ceil(math.log10(max(highest, 10)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" style="{STYLE}">',
        "<title>Time of an import against COPY of the same rows</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 24, "How many times longer than COPY of the same rows (1 = COPY; less is better)"),
        *_grid(sizes, top),
    ]
    ends: list[float] = []
    for line, colour in zip(lines, COLOURS, strict=False):
        parts += _line(line, colour, sizes, top, ends)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _x(size: int, sizes: Sequence[int]) -> float:
    share = math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0.5
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(ratio: float, top: float) -> float:
    share = math.log10(max(ratio, 1)) / math.log10(top)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid(sizes: Sequence[int], top: float) -> list[str]:
    parts, ratio = [], 1
    while ratio <= top:
        y = _y(ratio, top)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{ratio:,}×", anchor="end"))
        ratio *= 10
    for size in sizes:
        x = _x(size, sizes)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 18, f"{size:,}", anchor="middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [*parts, _text(middle, HEIGHT - 8, "rows of the file; hollow: extrapolated by the row", "middle")]


def _line(line: Line, colour: str, sizes: Sequence[int], top: float, ends: list[float]) -> list[str]:
    places = [(_x(size, sizes), _y(ratio, top), measured) for size, ratio, measured in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _measured in places)
    parts = [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, y, measured in places:
        fill = colour if measured else "#fff"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{colour}"/>')
    at = places[-1][1]
    while any(abs(at - other) < 15 for other in ends):
        at += 3
    ends.append(at)
    label = f"{line.label}, {line.points[-1][1]:.3g}×"
    return [*parts, _text(places[-1][0] + 10, at + 4, label, colour=colour)]


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
