"""The picture as marks on a sheet: lines, shapes and labels that do not lie on each other.

The writers (:mod:`svg`, :mod:`png`) only put the marks down; the table says the same in words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from hrnet.directory.pictures.layout import Layout, placed
from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.ties import Picture, Tie
from hrnet.directory.pictures.ways import Key
from hrnet.directory.pictures.wording import Words
from hrnet.lib.languages import with_colon

LETTER, LINE = 7.0, 15.0  # room of a letter and of a line of a label, at 12 pixels
BESIDE = 4.0  # between lines that tie the same two records
CELL = 160
MOST_TITLES = 1500  # lines with a title of their own: of thousands nobody meets one with a pointer


@dataclass(frozen=True)
class Mark:
    """A record on the sheet."""

    number: int
    record: Record
    x: int
    y: int
    size: int
    label_at: tuple[float, float, str] | None  # where, and how anchored; nothing where there is no room
    is_subject: bool


@dataclass(frozen=True)
class Line:
    """A tie on the sheet, by the numbers of the records that it ties."""

    first: int
    second: int
    points: tuple[tuple[float, float], ...]
    kind: str
    is_sure: bool
    title: str


@dataclass(frozen=True)
class Scene:
    """All marks, and the size of the sheet."""

    width: int
    height: int
    marks: list[Mark]
    lines: list[Line]

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of tie that are drawn."""
        return sorted({line.kind for line in self.lines})

    @property
    def has_unsure(self) -> bool:
        return any(not line.is_sure for line in self.lines)


def scene(picture: Picture, layout: Layout, records: dict[Key, Record], words: Words) -> Scene:
    """Return the marks of ``picture``: those of its records that are public and have a place."""
    places = {key: place for key, place in placed(layout, picture.keys).items() if key in records}
    ties = [tie for tie in picture.ties if tie.first in places and tie.second in places]
    degree = Counter(key for tie in ties for key in (tie.first, tie.second))
    numbers = {key: number for number, key in enumerate(places)}
    sizes = {key: _size(degree[key], key == picture.subject.key) for key in places}
    labels = _labels(places, sizes, records, picture.subject.key, layout.width)
    marks = [
        Mark(
            numbers[key], records[key], *places[key], sizes[key], labels.get(key), key == picture.subject.key
        )
        for key in places
    ]
    return Scene(layout.width, layout.height, marks, _lines(ties, places, numbers, records, words))


def _size(degree: int, is_subject: bool) -> int:
    return 13 if is_subject else 6 + min(5, int(math.log2(degree + 1)))


def _lines(
    ties: list[Tie],
    places: dict[Key, tuple[int, int]],
    numbers: dict[Key, int],
    records: dict[Key, Record],
    words: Words,
) -> list[Line]:
    beside: Counter[tuple[Key, Key]] = Counter()
    lines = []
    for tie in sorted(ties, key=lambda one: (one.kind, one.first, one.second)):
        pair = min(tie.first, tie.second), max(tie.first, tie.second)
        number = beside[pair]
        beside[pair] += 1
        points = _bent(places[tie.first], places[tie.second], number, tie.first < tie.second)
        title = "" if len(ties) > MOST_TITLES else _title(tie, records, words)
        lines.append(Line(numbers[tie.first], numbers[tie.second], points, tie.kind, tie.is_sure, title))
    return lines


def _title(tie: Tie, records: dict[Key, Record], words: Words) -> str:
    return with_colon(f"{records[tie.first].label} → {records[tie.second].label}", words.kind(tie))


def _bent(
    one: tuple[int, int], other: tuple[int, int], number: int, forwards: bool
) -> tuple[tuple[float, float], ...]:
    """Return a line with a middle, which lies aside where it is not the first between the two."""
    (x1, y1), (x2, y2) = one, other
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    aside = BESIDE * 2 * ((number + 1) // 2) * (1 if number % 2 else -1) * (1 if forwards else -1)
    middle = (
        round((x1 + x2) / 2 - aside * (y2 - y1) / length, 1),
        round((y1 + y2) / 2 + aside * (x2 - x1) / length, 1),
    )
    return one, middle, other


class _Room:
    """Boxes on the sheet, in cells, to ask quickly whether another one lies on any of them."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)

    def take(self, box: tuple[float, float, float, float]) -> None:
        for cell in self._touched(box):
            self._cells[cell].append(box)

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in self._touched(box)
            for other in self._cells[cell]
        )

    def _touched(self, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(value // CELL) for value in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _labels(
    places: dict[Key, tuple[int, int]],
    sizes: dict[Key, int],
    records: dict[Key, Record],
    subject: Key,
    width: int,
) -> dict[Key, tuple[float, float, str]]:
    """Return where each label stands: the most tied first, on the first side with room."""
    room = _Room()
    for key, (x, y) in places.items():
        size = sizes[key]
        room.take((x - size, y - size, x + size, y + size))
    found = {}
    for key in sorted(places, key=lambda one: (one != subject, -sizes[one], one)):
        wide = len(records[key].label) * LETTER
        for at in _sides(*places[key], sizes[key]):
            box = _box(at, wide)
            if box[0] >= 0 and box[2] <= width and room.is_free(box):
                room.take(box)
                found[key] = at
                break
    return found


def _sides(x: int, y: int, size: int) -> tuple[tuple[float, float, str], ...]:
    return (
        (x, y + size + 12, "middle"),
        (x + size + 3, y + 4, "start"),
        (x - size - 3, y + 4, "end"),
        (x, y - size - 5, "middle"),
    )


def _box(at: tuple[float, float, str], wide: float) -> tuple[float, float, float, float]:
    x, y, anchor = at
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return left, y - LINE + 4, left + wide, y + 3
