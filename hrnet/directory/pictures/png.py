"""The picture as PNG: the same marks, put down with Pillow, at twice the size of the sheet where it fits.

A font comes from the system where there is one with accents and other scripts; else Pillow’s own serves,
which knows the letters of ASCII alone, and names are then written in those (``docs/adr``).
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont

from hrnet.directory.pictures.scene import Line, Mark, Scene
from hrnet.directory.pictures.svg import (
    ARROWS,
    COLOURS,
    DASHES,
    LEGEND_COLUMN,
    LEGEND_ROW,
    LEGEND_TOP,
    NOTE_ROW,
    WIDTHS,
    legend_items,
    size,
)
from hrnet.lib.characters import clean_text

INK, PAPER, FAINT = "#1b2426", "#ffffff", 0.55
MOST_PIXELS = 24_000_000
FONTS = (
    "truetype/dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans.ttf", "dejavu-sans-fonts/DejaVuSans.ttf",
    "TTF/DejaVuSans.ttf", "truetype/noto/NotoSans-Regular.ttf", "noto/NotoSans-Regular.ttf",
    "truetype/liberation/LiberationSans-Regular.ttf", "liberation-sans/LiberationSans-Regular.ttf",
)  # fmt: skip
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")


@lru_cache(maxsize=1)
def system_font() -> str:
    """Return the path of a font with many scripts, if this system has one that we know."""
    found = (Path(folder) / name for folder in FOLDERS for name in FONTS)
    return str(next((path for path in found if path.is_file()), ""))


class Sheet:
    """A sheet to draw on, in the measures of the scene."""

    def __init__(self, width: int, height: int) -> None:
        self.scale = min(2.0, math.sqrt(MOST_PIXELS / (width * height)))
        self.image = Image.new("RGB", (round(width * self.scale), round(height * self.scale)), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        path, points = system_font(), round(12 * self.scale)
        self.speaks_all = bool(path)
        self.font: Any = ImageFont.truetype(path, points) if path else ImageFont.load_default(points)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale, y * self.scale

    def text(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        """Write ``words`` with their line at ``y``."""
        line = clean_text(words, one_line=True)  # Pillow anchors one line only
        shown = line if self.speaks_all else anyascii(line)
        place = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        around = round(2 * self.scale)
        self.draw.text(self.at(x, y), shown, INK, self.font, place, stroke_width=around, stroke_fill=PAPER)

    def line(self, points: tuple[tuple[float, float], ...], kind: str, *, is_sure: bool) -> None:
        """Draw a line through ``points`` with the dashes of its kind."""
        colour = COLOURS[kind] if is_sure else _faint(COLOURS[kind])
        width = max(1, round(WIDTHS.get(kind, 1.6) * self.scale))
        for one, other in _dashed(points, [float(part) for part in DASHES[kind].split()]):
            self.draw.line([self.at(*one), self.at(*other)], fill=colour, width=width)

    def arrow(self, points: tuple[tuple[float, float], ...], kind: str) -> None:
        """Draw the head of an arrow in the middle of a line, along its way."""
        (x1, y1), (x, y), (x2, y2) = points
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        along, across = ((x2 - x1) / length, (y2 - y1) / length), ((y1 - y2) / length, (x2 - x1) / length)
        corners = ((3.5, 0), (-3.5, 3.5), (-3.5, -3.5))
        places = [
            self.at(x + a * along[0] + b * across[0], y + a * along[1] + b * across[1]) for a, b in corners
        ]
        self.draw.polygon(places, fill=COLOURS[kind])

    def shape(self, x: float, y: float, shape: str, size: int, *, is_subject: bool = False) -> None:
        """Draw the shape that stands for a sort of record."""
        width = max(1, round((3.2 if is_subject else 1.6) * self.scale))
        if shape == "group":
            self._ring_of_dashes(x, y, size, width)
        elif corners := _corners(shape, size):
            points = [self.at(x + dx, y + dy) for dx, dy in corners]
            self.draw.polygon(points, fill=PAPER, outline=INK, width=width)
        else:
            for radius in (size + 2, max(size - 3, 2)) if shape == "network" else (size,):
                self.draw.ellipse(self._box(x, y, radius), fill=PAPER, outline=INK, width=width)

    def _box(self, x: float, y: float, radius: float) -> list[tuple[float, float]]:
        return [self.at(x - radius, y - radius), self.at(x + radius, y + radius)]

    def _ring_of_dashes(self, x: float, y: float, radius: int, width: int) -> None:
        box = self._box(x, y, radius)
        self.draw.ellipse(box, fill=PAPER)
        for start in range(0, 360, 40):
            self.draw.arc(box, start, start + 24, fill=INK, width=width)


def _faint(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * FAINT):02x}" for part in parts)


def _corners(shape: str, s: int) -> list[tuple[float, float]]:
    t = s * 0.85
    corners: dict[str, list[tuple[float, float]]] = {
        "treaty-body": [(-s, -t), (s, -t), (0, t)],
        "state": [(-t, -t), (t, -t), (t, t), (-t, t)],
        "meeting": [(0, -s), (s, 0), (0, s), (-s, 0)],
        "instrument": [(-t, -s), (0, -s), (t, t - s), (t, s), (-t, s)],
        "theme": [(-s, 0), (-s / 2, -s), (s / 2, -s), (s, 0), (s / 2, s), (-s / 2, s)],
        "country": [(-s, -s), (s, -s), (s, 0), (0, s), (-s, 0)],
    }
    return corners.get(shape, [])


def _dashed(points: tuple[tuple[float, float], ...], dashes: list[float]) -> list[Any]:
    """Return the strokes of a line: itself, or its dashes."""
    if not dashes:
        return list(pairwise(points))
    strokes = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        done, turn = 0.0, 0
        while done < length:
            until = min(length, done + dashes[turn % len(dashes)])
            if turn % 2 == 0:
                one, other = done / length, until / length
                strokes.append(
                    (
                        (x1 + (x2 - x1) * one, y1 + (y2 - y1) * one),
                        (x1 + (x2 - x1) * other, y1 + (y2 - y1) * other),
                    )
                )
            done, turn = until, turn + 1
    return strokes


def png(scene: Scene, notes: list[str]) -> bytes:
    """Return the picture as PNG, with its legend and where it is from."""
    width, height = size(scene)
    sheet = Sheet(width, height + len(notes) * NOTE_ROW + 4)
    for line in scene.lines:
        _put_line(sheet, line)
    for mark in scene.marks:
        _put_mark(sheet, mark)
    _put_legend(sheet, scene)
    for number, note in enumerate(notes):
        sheet.text(14, height + (number + 1) * NOTE_ROW - 4, note)
    written = io.BytesIO()
    sheet.image.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _put_line(sheet: Sheet, line: Line) -> None:
    sheet.line(line.points, line.kind, is_sure=line.is_sure)
    if line.kind in ARROWS:
        sheet.arrow(line.points, line.kind)


def _put_mark(sheet: Sheet, mark: Mark) -> None:
    sheet.shape(mark.x, mark.y, mark.record.shape, mark.size, is_subject=mark.is_subject)
    if mark.label_at:
        x, y, anchor = mark.label_at
        sheet.text(x, y, mark.record.label, anchor)


def _put_legend(sheet: Sheet, scene: Scene) -> None:
    columns = max(1, (scene.width - 20) // LEGEND_COLUMN)
    for number, (kind, words, unsure) in enumerate(legend_items(scene)):
        x = 14 + number % columns * LEGEND_COLUMN
        y = scene.height + LEGEND_TOP + number // columns * LEGEND_ROW
        sheet.line(((x, y), (x + 44, y)), kind, is_sure=not unsure)
        sheet.text(x + 52, y + 4, words)
