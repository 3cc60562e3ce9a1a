"""The lines of a comparison: one for each other party or subject, with a cell for each record compared.

How many share a line is counted by the database over all statements; of the lines, and of the statements of
one cell, only so many are read as are shown.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Min,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from hrnet.directory.comparing.asked import Compared
from hrnet.directory.comparing.topics import Topic, Word, order_of
from hrnet.directory.statements import cited
from sources.statements import Holds, Modality

COUNTED = 10_000  # lines of a topic that are counted; beyond, «more than» is told


@dataclass(frozen=True)
class Room:
    """How much is read: lines of a topic, statements of a cell."""

    lines: int
    cell: int


FILE = Room(5_000, 50)


def screen(number: int) -> Room:
    """Return how much a page shows of so many records: the wider a line, the fewer of them."""
    return Room(max(20, 120 // number), 3)


@dataclass
class Entry:
    """One statement in a cell."""

    row: Any
    words: list[Word]
    is_sure: bool


@dataclass
class Cell:
    """What is said of one record on a line; ``number`` counts what there was no room for too."""

    whose: Compared
    entries: list[Entry] = field(default_factory=list)
    number: int = 0

    @property
    def more(self) -> int:
        return self.number - len(self.entries)

    @property
    def is_sure(self) -> bool:
        return any(one.is_sure for one in self.entries)


@dataclass
class Line:
    """One other party or subject, what it is called, and a cell for each record."""

    head: Any
    cells: list[Cell]
    share: Share
    said: str = ""

    @property
    def page(self) -> bool:
        """Whether what names the line has a page."""
        return hasattr(self.head, "get_absolute_url")


@dataclass(frozen=True)
class Share:
    """How many of ``all`` records a line is true of: surely, and with what is unknown."""

    surely: int
    perhaps: int
    all: int

    @property
    def code(self) -> str:
        """Return all, some or one, as far as it may be; ``is_sure`` tells whether it is."""
        return "all" if self.perhaps == self.all else "some" if self.perhaps > 1 else "one"

    @property
    def is_sure(self) -> bool:
        return self.surely == self.perhaps

    def fits(self, show: str) -> bool:
        """Whether a line is shown where what is shared, or what one has alone, is asked for."""
        return show == "all" or (show == "apart") == (self.perhaps == 1)


@dataclass
class Part:
    """The lines of one topic, with how many there are of each sort."""

    topic: Topic
    lines: list[Line]
    counts: Counter[str]
    number: int
    is_exact: bool
    said: str = ""

    @property
    def more(self) -> int:
        """How many lines there was no room for."""
        return self.number - len(self.lines)


Group = tuple[tuple[Any, ...], Share]


def part(
    topic: Topic, compared: list[Compared], day: datetime.date | None, show: str, room: Room
) -> Part | None:
    """Return what ``topic`` has to say of the records compared; nothing where that is nothing."""
    rows = _told(topic, compared, day)
    groups, is_exact = _groups(topic, rows, len(compared))
    fitting = [group for group in groups if group[1].fits(show)]
    if not groups:
        return None
    lines = _lines(topic, rows, fitting[: room.lines], compared, day, room)
    counts = Counter("perhaps" if not share.is_sure else share.code for _key, share in groups)
    return Part(topic, lines, counts, len(fitting), is_exact)


def _told(topic: Topic, compared: list[Compared], day: datetime.date | None) -> QuerySet:
    """Return the statements about the records, with whose each is, its line, and whether it is sure."""
    sure = Q(holds=Holds.SURELY.value)
    if topic.is_statement:
        sure &= Q(modality__in=(Modality.IS.value, Modality.REGULARLY.value))
    rows = topic.rows(day).annotate(
        whose=F(topic.of),
        sure=Case(When(sure, then=Value(True)), default=Value(False), output_field=BooleanField()),
        **{f"key{n}": F(column) for n, column in enumerate(topic.keys)},
    )
    known = Q()
    for name in _keys(topic):
        known |= Q(**{f"{name}__isnull": False})
    return rows.filter(known, whose__in=[one.pk for one in compared])


def _keys(topic: Topic) -> list[str]:
    return [f"key{n}" for n in range(len(topic.keys))]


def _groups(topic: Topic, rows: QuerySet, number: int) -> tuple[list[Group], bool]:
    """Return the lines with how many share each, those that most share first; whether that is all of them."""
    keys = _keys(topic)
    counted = (
        rows.order_by()
        .values(*keys)
        .annotate(
            surely=Count("whose", distinct=True, filter=Q(sure=True)),
            perhaps=Count("whose", distinct=True),
            sort=Min(order_of(topic)),
        )
    )
    ordered = counted.order_by("-surely", "-perhaps", "sort", *keys)
    found = list(ordered.values_list(*keys, "surely", "perhaps")[: COUNTED + 1])
    groups = [(tuple(key), Share(surely, perhaps, number)) for *key, surely, perhaps in found]
    return groups[:COUNTED], len(found) <= COUNTED


def _lines(
    topic: Topic,
    rows: QuerySet,
    groups: list[Group],
    compared: list[Compared],
    day: datetime.date | None,
    room: Room,
) -> list[Line]:
    lines = {key: Line(None, [Cell(one) for one in compared], share) for key, share in groups}
    places = {one.pk: at for at, one in enumerate(compared)}
    heads = topic.names.objects.in_bulk([key[0] for key in lines]) if topic.names else {}
    told = [one for one in _told_in_cells(topic, rows, list(lines), room) if one.line in lines]
    statements = _statements(topic, day, {one.pk for one in told})
    for one in told:
        line, row = lines[one.line], statements[one.pk]
        cell = line.cells[places[one.whose]]
        cell.number = one.number
        cell.entries.append(Entry(row, topic.says(row), one.is_sure))
        line.head = line.head or (heads[one.line[0]] if topic.names else topic.head(row))
    return list(lines.values())


class _Told(NamedTuple):
    """Which statement stands in which cell, and how many would stand there."""

    line: tuple[Any, ...]
    whose: int
    pk: int
    is_sure: bool
    number: int


def _told_in_cells(topic: Topic, rows: QuerySet, keys: list[tuple[Any, ...]], room: Room) -> Iterator[_Told]:
    """Tell of each cell so many statements as there is room for, what is sure first."""
    if not keys:
        return
    names = _keys(topic)
    cell = [F("whose"), *(F(name) for name in names)]
    numbered = (
        rows.order_by()
        .filter(_among(keys))
        .annotate(
            place=Window(RowNumber(), partition_by=cell, order_by=[F("sure").desc(), F("pk").asc()]),
            number=Window(Count("pk"), partition_by=cell),
        )
    )
    # The keys alone are numbered: whole statements would be sorted with all their texts.
    wanted = numbered.filter(place__lte=room.cell).order_by("place", "pk")
    for *line, whose, key, sure, number in wanted.values_list(*names, "whose", "pk", "sure", "number"):
        yield _Told(tuple(line), whose, key, sure, number)


def _statements(topic: Topic, day: datetime.date | None, keys: set[int]) -> dict[int, Any]:
    """Read the statements themselves, with what a cell shows of them."""
    rows = topic.rows(day).filter(pk__in=keys)
    also = [cited(rows.model)] if topic.is_statement else []
    return {row.pk: row for row in rows.prefetch_related(*also, *topic.prefetch)}


def _among(keys: list[tuple[Any, ...]]) -> Q:
    """Return a condition that all statements of the lines meet, if not they alone."""
    condition = Q()
    for n in range(len(keys[0])):
        values = {key[n] for key in keys}
        among = Q(**{f"key{n}__in": sorted(values - {None})})
        condition &= (among | Q(**{f"key{n}__isnull": True})) if None in values else among
    return condition
