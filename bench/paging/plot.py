"""A plot in SVG: for each page how many times as many requests a second ours serves as each other way."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path

from bench.paging.reading import Timed

LEFT, WIDTH, ROW, TOP = 260, 800, 58, 62
#: What is compared with what, and its colour.
PAIRS = (
    ("ours", "Datasette", "#0b57a4", "asked for before, against Datasette"),
    ("ours, anew", "Datasette", "#7fb0e0", "for the first time, against Datasette"),
    ("ours, anew", "plain admin", "#9a6700", "for the first time, against the plain admin"),
)
STYLE = "font-family:system-ui,sans-serif;font-size:12px"
LOWEST, HIGHEST = 0.1, 1000.0


def draw(path: Path, found: dict[str, dict[str, Timed]]) -> None:
    """Write the plot; the axis is logarithmic."""
    height = TOP + ROW * len(found) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" style="{STYLE}">',
        "<title>Requests a second of hrnet against Datasette and the plain Django admin</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        _text(12, 22, "How many times as many requests a second hrnet serves, same rows, one run"),
        *_key(),
        *_grid(height),
    ]
    for number, (page, ways) in enumerate(found.items()):
        y = TOP + ROW * number
        parts.append(_text(LEFT - 10, y + 30, page, "end"))
        for place, (mine, other, colour, _words) in enumerate(PAIRS):
            if other in ways:
                parts += _bar(y + 4 + 16 * place, ways[mine].rate / ways[other].rate, colour)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _x(ratio: float) -> float:
    share = math.log(min(max(ratio, LOWEST), HIGHEST) / LOWEST) / math.log(HIGHEST / LOWEST)
    return LEFT + share * (WIDTH - LEFT - 60)


def _key() -> list[str]:
    parts: list[str] = []
    for place, (_mine, _other, colour, words) in enumerate(PAIRS):
        x = 12 + 250 * place
        parts.append(f'<rect x="{x}" y="34" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 18, 44, words))
    return parts


def _grid(height: int) -> list[str]:
    parts = []
    for power in range(-1, 4):
        x = _x(10.0**power)
        colour = "#888" if power == 0 else "#ddd"
        parts.append(f'<path d="M{x:.1f} {TOP}V{height - 30}" stroke="{colour}"/>')
        parts.append(_text(x, height - 12, f"{10.0**power:g}×", "middle"))
    return parts


def _bar(y: float, ratio: float, colour: str) -> list[str]:
    start, end = sorted((_x(1), _x(ratio)))
    return [
        f'<rect x="{start:.1f}" y="{y}" width="{max(end - start, 1):.1f}" height="14" fill="{colour}"/>',
        _text(end + 5, y + 11, f"{ratio:.1f}×" if ratio < 100 else f"{ratio:,.0f}×"),
    ]


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{escape(text)}</text>'
