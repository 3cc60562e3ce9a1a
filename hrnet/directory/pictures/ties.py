"""What a picture shows: records and the ties between them, read from what is public."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from hrnet.directory.pictures.asked import Asked, TieKind
from hrnet.directory.pictures.subjects import Subject, told_of
from hrnet.directory.pictures.ways import WAYS, Key, Way, naming

MOST_RECORDS = 3000
MOST_STATEMENTS = 12_000  # of one kind
PERIOD = ("period_type", "start", "end", "end_status", "attested_first", "attested_last")


class Said(NamedTuple):
    """One statement behind a tie, with what its line in the table needs."""

    way: int  # its place in WAYS; -1: belongs to the subject
    pk: int
    says: Any
    start: Any
    end: Any
    end_status: str
    attested_first: datetime.date | None
    attested_last: datetime.date | None
    modality: str
    holds: str


@dataclass
class Tie:
    """All that is said of one kind between two records."""

    first: Key
    second: Key
    kind: str
    said: list[Said] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Whether a statement holds for sure and is asserted as a fact, not as what may be."""
        return any(one.holds == "surely" and one.modality in ("is", "regularly") for one in self.said)


@dataclass
class Picture:
    """Records by key, and the ties between them. ``is_cut`` where there are more than can be drawn."""

    subject: Subject
    keys: list[Key]
    ties: list[Tie]
    is_cut: bool = False


def collect(subject: Subject, asked: Asked) -> Picture:
    """Return the records within ``asked.steps`` of the subject, and all ties between them."""
    ways = [(n, way) for n, way in enumerate(WAYS) if not asked.kinds or way.kind in asked.kinds]
    hub = told_of(subject, asked)
    keys = {subject.key, *hub}
    # A theme or a country is no party: what belongs to it is where the steps begin.
    frontier, is_cut = _cut(keys, set())
    keys = frontier | {subject.key}
    for _step in range(asked.steps if subject.is_party else asked.steps - 1):
        if is_cut or not frontier:
            break
        frontier, is_cut = _cut(_neighbours(ways, frontier, asked.on) - keys, keys)
        keys |= frontier
    ties, ties_cut = _between(ways, keys, asked.on)
    if not asked.kinds or TieKind.ABOUT in asked.kinds:
        ties += _belonging(subject, hub, keys)
    return Picture(subject, sorted(keys), ties, is_cut or ties_cut)


def _cut(new: set[Key], there: set[Key]) -> tuple[set[Key], bool]:
    """Return as many of ``new`` as there is room for beside ``there``, and whether some are left out."""
    room = MOST_RECORDS - len(there)
    return (new, False) if len(new) <= room else (set(sorted(new)[:room]), True)


def _by_letter(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for letter, key in sorted(keys):
        found[letter].append(key)
    return found


def _neighbours(ways: list[tuple[int, Way]], keys: set[Key], day: datetime.date | None) -> set[Key]:
    lettered, met = _by_letter(keys), set()
    for _n, way in ways:
        columns = [column for column, _letter in way.columns]
        rows = way.rows(day).filter(naming(way.columns, lettered)).order_by("pk")
        for row in rows.values_list(*columns)[:MOST_STATEMENTS]:
            first, second = _ends(way, row)
            if first and second:
                met |= {first, second}
    return met


def _ends(way: Way, row: tuple[Any, ...]) -> tuple[Key | None, Key | None]:
    """Return the two records that ``row`` ties; one of them may be lost."""
    split = len(way.first)
    return _named(way.first, row[:split]), _named(way.second, row[split : split + len(way.second)])


def _named(columns: Any, values: tuple[Any, ...]) -> Key | None:
    return next(
        ((letter, value) for (_c, letter), value in zip(columns, values, strict=True) if value is not None),
        None,
    )


def _between(
    ways: list[tuple[int, Way]], keys: set[Key], day: datetime.date | None
) -> tuple[list[Tie], bool]:
    lettered = _by_letter(keys)
    ties: dict[tuple[Key, Key, str], Tie] = {}
    is_cut = False
    for number, way in ways:
        rows = list(_statements(number, way, lettered, day))
        is_cut = is_cut or len(rows) == MOST_STATEMENTS
        for first, second, said in rows:
            if first == second or first not in keys or second not in keys:
                continue
            tie = ties.setdefault((first, second, way.kind), Tie(first, second, way.kind))
            tie.said.append(said)
    return list(ties.values()), is_cut


def _statements(
    number: int, way: Way, keys: dict[str, list[int]], day: datetime.date | None
) -> Iterator[tuple[Key | None, Key | None, Said]]:
    columns = [column for column, _letter in way.columns]
    condition: Q = naming(way.first, keys) & naming(way.second, keys)
    rows = way.rows(day).filter(condition).order_by("pk")
    for row in rows.values_list(*columns, *_told(way))[:MOST_STATEMENTS]:
        said = list(row[len(columns) :])
        if not way.dates[1]:
            said[3:3] = [None, "unknown"]
        if not way.says:
            said.insert(1, "")
        yield *_ends(way, row), Said(number, *said)


def _told(way: Way) -> list[str]:
    """Return the columns of :class:`Said` that the rows of ``way`` have, in its order."""
    start, end = way.dates
    said = [way.says] if way.says else []
    dates = [f"{way.at}{start}"] + ([f"{way.at}{end}", f"{way.at}end_status"] if end else [])
    rest = ("attested_first", "attested_last", "modality")
    key = f"{way.at.rstrip('_')}_id" if way.at else "pk"
    return [key, *said, *dates, *(f"{way.at}{one}" for one in rest), "holds"]


def _belonging(subject: Subject, hub: dict[Key, str], keys: set[Key]) -> list[Tie]:
    """Return the ties of a theme or a country to what belongs to it."""
    return [
        Tie(key, subject.key, "about", [Said(-1, 0, "", None, None, "unknown", None, None, "is", holds)])
        for key, holds in sorted(hub.items())
        if key in keys and key != subject.key
    ]
