"""The picture as SVG: the same marks in a page, in a frame on another site, and in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

from hrnet.directory.pictures.asked import TieKind
from hrnet.directory.pictures.scene import Line, Mark, Scene
from hrnet.lib.characters import xml_text

STYLE = Path("css") / "picture.css"
LEGEND_ROW, LEGEND_COLUMN, LEGEND_TOP, NOTE_ROW = 22, 230, 18, 18
# Dashes, widths and arrows tell the kinds of tie apart without colours.
DASHES = {
    "membership": "", "engagement": "9 4", "mandate": "9 3 2 3", "accreditation": "4 3", "relation": "",
    "meeting": "1.5 4", "instrument": "14 3 3 3 3 3", "about": "1 2",
}  # fmt: skip
WIDTHS = {"relation": 3.2, "meeting": 2.4, "about": 1.0}
ARROWS = ("engagement", "mandate", "accreditation")
COLOURS = {
    "membership": "#0b4f5c", "engagement": "#9a4a00", "mandate": "#5b3a8c", "accreditation": "#1d5b34",
    "relation": "#4b585b", "meeting": "#8c2f5c", "instrument": "#7a5c00", "about": "#6b7678",
}  # fmt: skip


def body(scene: Scene) -> str:
    """Return the marks and the legend, without the element around them."""
    drawn = "".join(_groups(scene)) + "".join(_mark(mark) for mark in scene.marks)
    arrow = (
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="7" markerHeight="7"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0L10 5L0 10z"/>'
        "</marker></defs>"
    )
    return f'{arrow}<g class="scene">{drawn}</g>{_legend(scene)}'


def _groups(scene: Scene) -> Iterator[str]:
    for kind in scene.kinds:
        lines = "".join(_line(line) for line in scene.lines if line.kind == kind)
        yield f'<g class="ties t-{kind}" data-kind="{kind}" {_stroke(kind)}>{lines}</g>'


def _stroke(kind: str) -> str:
    dash = f' stroke-dasharray="{DASHES[kind]}"' if DASHES[kind] else ""
    arrow = ' marker-mid="url(#arrow)"' if kind in ARROWS else ""
    return f'fill="none" stroke="{COLOURS[kind]}" stroke-width="{WIDTHS.get(kind, 1.6)}"{dash}{arrow}'


def _line(line: Line) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in line.points)
    unsure = "" if line.is_sure else ' class="unsure" stroke-opacity="0.45"'
    start = f'<polyline points="{points}" data-a="{line.first}" data-b="{line.second}"{unsure}'
    return f"{start}><title>{escape(line.title)}</title></polyline>" if line.title else f"{start}/>"


def _mark(mark: Mark) -> str:
    record = mark.record
    title = f"<title>{escape(record.name)} ({escape(record.sort)})</title>"
    inside = f"{title}{_shape(record.shape, mark.size)}{_label(mark)}"
    classes = f"node s-{record.shape}{' subject' if mark.is_subject else ''}"
    where = f'class="{classes}" data-n="{mark.number}" transform="translate({mark.x} {mark.y})"'
    if not record.address:
        return f"<g {where}>{inside}</g>"
    return f'<a href="{escape(record.address)}" {where}>{inside}</a>'


def _shape(shape: str, size: int) -> str:
    """Return the shape that stands for a sort of record, around the middle of its place."""
    s, t = size, round(size * 0.85, 1)
    paint = 'fill="#fff" stroke="#1b2426" stroke-width="1.6"'
    hit = '<circle class="hit" r="13" fill="none" stroke="none"/>'
    drawn = {
        "institution": f'<circle r="{s}" {paint}/>',
        "network": f'<circle r="{s + 2}" {paint}/><circle class="inner" r="{max(s - 3, 2)}" {paint}/>',
        "treaty-body": f'<path d="M{-s} {-t}h{2 * s}l{-s} {2 * t}z" {paint}/>',
        "state": f'<path d="M{-t} {-t}h{2 * t}v{2 * t}h{-2 * t}z" {paint}/>',
        "group": f'<circle r="{s}" {paint} stroke-dasharray="3 2"/>',
        "meeting": f'<path d="M0 {-s}L{s} 0L0 {s}L{-s} 0z" {paint}/>',
        "instrument": f'<path d="M{-t} {-s}h{t}l{t} {t}v{round(2 * s - t, 1)}h{-2 * t}z" {paint}/>',
        "theme": f'<path d="M{-s} 0L{-s / 2:g} {-s}h{s}L{s} 0L{s / 2:g} {s}h{-s}z" {paint}/>',
        "country": f'<path d="M{-s} {-s}h{2 * s}v{s}l{-s} {s}l{-s} {-s}z" {paint}/>',
    }
    return hit + drawn[shape]


def _label(mark: Mark) -> str:
    x, y, anchor = mark.label_at or (mark.x, mark.y + mark.size + 12, "middle")
    crowded = "" if mark.label_at else ' class="crowded" display="none"'
    language = f' xml:lang="{mark.record.language}" lang="{mark.record.language}"'
    return (
        f'<text x="{x - mark.x:g}" y="{y - mark.y:g}" text-anchor="{anchor}"{crowded}'
        f"{language if mark.record.language else ''}>{escape(mark.record.label)}</text>"
    )


def legend_items(scene: Scene) -> list[tuple[str, str, bool]]:
    """Return each kind of tie drawn: its code, its words, whether it is what is unsure."""
    labels = {value: str(label) for value, label in TieKind.choices}
    items = [(kind, labels[kind], False) for kind in scene.kinds]
    if scene.has_unsure:
        items.append((scene.kinds[0], _("may be, or is planned, or perhaps on this day"), True))
    return items


def legend_rows(scene: Scene) -> int:
    """Return how many lines the legend takes."""
    columns = max(1, (scene.width - 20) // LEGEND_COLUMN)
    return -(-len(legend_items(scene)) // columns)


def _legend(scene: Scene) -> str:
    columns = max(1, (scene.width - 20) // LEGEND_COLUMN)
    drawn = []
    for number, (kind, words, unsure) in enumerate(legend_items(scene)):
        x = 14 + number % columns * LEGEND_COLUMN
        y = scene.height + LEGEND_TOP + number // columns * LEGEND_ROW
        faint = ' class="unsure" stroke-opacity="0.45"' if unsure else ""
        sample = (
            f'<g class="ties t-{kind}" {_stroke(kind)}><polyline points="{x},{y} {x + 22},{y} {x + 44},{y}"'
            f"{faint}/></g>"
        )
        drawn.append(f'{sample}<text x="{x + 52}" y="{y + 4}">{escape(words)}</text>')
    return f'<g class="legend">{"".join(drawn)}</g>'


def size(scene: Scene) -> tuple[int, int]:
    """Return the width and the height of the picture with its legend."""
    return scene.width, scene.height + LEGEND_TOP + legend_rows(scene) * LEGEND_ROW


def whole(drawn: str, size: tuple[int, int], title: str, said: str, notes: list[str], alone: bool) -> str:
    """Return the element: in a page, or ``alone`` as a file with its style in it."""
    width, height = size
    lines = [
        f'<text class="cite" x="14" y="{height + (n + 1) * NOTE_ROW - 4}">{escape(note)}</text>'
        for n, note in enumerate(notes)
    ]
    full = height + len(notes) * NOTE_ROW + 4
    # A file is one image; in a page its links are to be reached, and an image has no parts.
    role = "img" if alone else "graphics-document"
    style = f"<style>{style_text()}</style>" if alone else ""
    sized = f' width="{width}" height="{full}"' if alone else ""
    return xml_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width} {full}"{sized}'
        f' role="{role}" aria-labelledby="picture-title picture-said" font-family="system-ui, sans-serif"'
        f' font-size="12"><title id="picture-title">{escape(title)}</title>'
        f'<desc id="picture-said">{escape(said)}</desc>{style}'
        f'<rect class="sheet" width="{width}" height="{full}" fill="#fff"/>{drawn}{"".join(lines)}</svg>'
    )


@lru_cache(maxsize=1)
def style_text() -> str:
    """Return our style for pictures, which a file takes with it."""
    text = (settings.BASE_DIR / "static" / STYLE).read_text(encoding="utf-8")
    return text.replace("<", "")
