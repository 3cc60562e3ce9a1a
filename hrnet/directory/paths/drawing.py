"""The paths as a picture: the two ends left and right, between them a column for each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hrnet.directory.paths.finding import Path
from hrnet.directory.paths.statements import Pair, Statement
from hrnet.directory.pictures import svg
from hrnet.directory.pictures.layout import Layout, Place
from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.scene import Mark, Scene, scene
from hrnet.directory.pictures.subjects import Subject
from hrnet.directory.pictures.ties import Picture, Said, Tie
from hrnet.directory.pictures.ways import Key
from hrnet.directory.pictures.wording import Words

# The sheet: as wide as a page shows it, wider for many steps; room for a record above another, and beside.
WIDTH, COLUMN, ROW, EDGE = 760, 150, 62, 100
END = 13  # the size of both ends


def drawing(
    subject: Any, paths: list[Path], told: dict[Pair, list[Statement]], records: dict[Key, Record], title: str
) -> SafeString:
    """Return the picture as SVG; the sentences below it say the same."""
    ends = paths[0][0], paths[0][-1]
    keys = sorted({key for path in paths for key in path})
    picture = Picture(Subject("institution", subject, ends[0]), keys, list(_ties(told)))
    drawn = _both_ends(scene(picture, _layout(paths, records), records, Words()), ends[1])
    said = _("The sentences below say the same.")
    # Its own markup of escaped parts, as on every page with a picture.
    return SafeString(svg.whole(svg.body(drawn), svg.size(drawn), title, said, [], alone=False))


def _ties(told: dict[Pair, list[Statement]]) -> Iterable[Tie]:
    """Return a tie for each kind of statement between two records."""
    found: dict[tuple[Key, Key, str], Tie] = {}
    for one in (one for listed in told.values() for one in listed):
        tie = found.setdefault((one.first, one.second, one.kind), Tie(one.first, one.second, one.kind))
        holds = "surely" if one.is_sure else "perhaps"
        tie.said.append(Said(one.way, one.row.pk, "", None, None, "unknown", None, None, "is", holds))
    return found.values()


def _layout(paths: list[Path], records: dict[Key, Record]) -> Layout:
    """Return a column for each number of steps, its records one above the other by name."""
    columns = [
        sorted({path[at] for path in paths}, key=lambda key: records[key].name) for at in range(len(paths[0]))
    ]
    height = ROW * max(len(column) for column in columns) + 30
    width = max(WIDTH, 2 * EDGE + COLUMN * (len(columns) - 1))
    places: dict[Key, Place] = {}
    for at, column in enumerate(columns):
        x = EDGE + (width - 2 * EDGE) * at / (len(columns) - 1)
        for number, key in enumerate(column):
            places[key] = round(x), round(height / len(column) * (number + 0.5))
    return Layout(width, height, places)


def _both_ends(drawn: Scene, goal: Key) -> Scene:
    """Let the other end look like the first: as large, its label as far away."""
    marks = [_as_end(mark) if mark.record.key == goal else mark for mark in drawn.marks]
    return replace(drawn, marks=marks)


def _as_end(mark: Mark) -> Mark:
    x, y, anchor = mark.label_at or (mark.x, mark.y, "middle")
    further = END - mark.size
    moved = y + further if y > mark.y + mark.size else y - further if y < mark.y else y
    return replace(mark, is_subject=True, size=END, label_at=(x, moved, anchor))
