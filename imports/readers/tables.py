"""From the rows of a sheet to the tables in it: headers, rows, and what is none of both.

A :class:`Spotter` says which rows are a header. Between a header and the next, or the end, every row is a
row of the table, but for blank ones, the header printed again, totals, and notes below the table.
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from imports.readers.columns import check_width, names_of
from imports.readers.errors import FileRefusedError

HEADER_WITHIN = 50  # rows: from the top, or from a blank row on, one of them is a header
TITLES = 8  # rows after a blank one, of which one can be a header below titles
MOST_TABLES = 200  # of a sheet
AHEAD = 40  # rows that are looked at to tell a note from a row
Numbered = tuple[int, list[str]]
_NOTE = re.compile(
    r"^(?:\*|†|‡|¹|sources?\s*[:：]|notes?\s*[:：]|n\.?b\.?\s*[:：]|quellen?\s*[:：]|fuentes?\s*[:：]"
    r"|remarques?\s*[:：]|(?:last )?updated?\b|mis à jour|as (?:of|at) |état au|situation au"
    r"|stand\s*[:：]?\s*\d"
    r"|al \d)",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^(?:grand |sub-?|sous-?)?(?:total|totaux|totals|somme|sum|summe|gesamt|suma)(?: g[ée]n[ée]ral)?"
    r"(?:\s*[:：=].*|\s*\d*)$",
    re.IGNORECASE,
)


@dataclass
class Spot:
    """A header: the number of its first row, and its rows."""

    row: int
    rows: list[list[str]]


@dataclass
class Table:
    """A table: where its header is, its columns, and its rows still to be read."""

    sheet: str
    header_row: int
    header: list[list[str]]
    names: list[str]
    rows: Iterator[Numbered] = field(default_factory=lambda: iter(()))
    notes_below: int = 0

    @property
    def header_rows(self) -> int:
        return len(self.header)

    @property
    def first_row(self) -> int:
        return self.header_row + len(self.header)

    @property
    def width(self) -> int:
        return max(map(len, self.header))


class Spotter(Protocol):
    """Knows a header when it sees one. ``places`` are rows that are one whatever stands before them."""

    places: Collection[int]

    def first(self, rows: list[Numbered]) -> Spot | None:
        """Return the header among the rows at the top of a sheet."""

    def again(self, rows: list[Numbered]) -> Spot | None:
        """Return the header with which ``rows``, which follow a blank row, begin."""


class Rows:
    """The rows of a sheet with their numbers, of which some can be looked at before they are taken."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows = enumerate(rows, start=1)
        self._ahead: deque[Numbered] = deque()

    def peek(self, count: int) -> list[Numbered]:
        """Return up to ``count`` rows without taking them."""
        while len(self._ahead) < count:
            following = next(self._rows, None)
            if following is None:
                break
            check_width(following[1])
            self._ahead.append(following)
        return [self._ahead[place] for place in range(min(count, len(self._ahead)))]

    def take(self) -> Numbered | None:
        """Return the next row, ``None`` at the end."""
        return self._ahead.popleft() if self._ahead else next(self._rows, None)

    def put_back(self, taken: Numbered) -> None:
        """Undo the last :meth:`take`."""
        self._ahead.appendleft(taken)

    def skip_to(self, number: int) -> None:
        """Drop the rows before ``number``."""
        while (ahead := self.peek(1)) and ahead[0][0] < number:
            self.take()


def is_blank(row: list[str]) -> bool:
    """Tell whether nothing is in the row."""
    return not any(cell and not cell.isspace() for cell in row)


def find_tables(sheet: str, rows: Iterator[list[str]], spotter: Spotter) -> Iterator[Table]:
    """Yield each table of a sheet; its rows are to be read before the next table is asked for."""
    ahead = Rows(rows)
    spot = _search(ahead, spotter)
    for _count in range(MOST_TABLES):
        if spot is None:
            return
        ahead.skip_to(spot.row + len(spot.rows))
        body = [row for _number, row in ahead.peek(AHEAD)]
        filled = {index for row in body for index, cell in enumerate(row) if cell.strip()}
        table = Table(sheet, spot.row, spot.rows, names_of(spot.rows, filled))
        following = _Body(ahead, spotter, table)
        table.rows = iter(following)
        yield table
        for _row in table.rows:
            pass  # what was not read belongs to this table all the same
        spot = following.next
    raise FileRefusedError("too_many_tables", limit=MOST_TABLES)


def _search(ahead: Rows, spotter: Spotter) -> Spot | None:
    """Return the first header: near the top, or else after any blank row."""
    spot = spotter.first(ahead.peek(HEADER_WITHIN))
    while spot is None and (taken := ahead.take()) is not None:
        if taken[0] + 1 in spotter.places or (is_blank(taken[1]) and not is_blank(_first(ahead.peek(1)))):
            spot = spotter.again(ahead.peek(TITLES))
    return spot


def _first(rows: list[Numbered]) -> list[str]:
    return rows[0][1] if rows else []


class _Body:
    """The rows between a header and the next one."""

    def __init__(self, ahead: Rows, spotter: Spotter, table: Table) -> None:
        self.next: Spot | None = None
        self._ahead, self._spotter, self._table = ahead, spotter, table
        self._one_column = sum(map(bool, table.names)) < 2
        self._rows_until = 0  # up to here nothing is a note
        self._no_header_until = 0

    def __iter__(self) -> Iterator[Numbered]:
        take, repeated, places = self._ahead.take, self._table.header[-1], self._spotter.places
        after_blank = False
        while (taken := take()) is not None:
            row = taken[1]
            if places and taken[0] in places and self._begins_with(taken):
                return
            # Nearly every row has two cells filled, and the first one: nothing more is to be asked of it.
            if after_blank or len(row) - row.count("") < 2 or not row[0].strip() or row[0][0] in "TtSsGg*":
                if is_blank(row):
                    after_blank = True
                    continue
                if after_blank and self._begins_with(taken):
                    return
                if self._is_aside(taken, after_blank=after_blank):
                    self._table.notes_below += 1
                    continue
                after_blank = False
            if row == repeated:
                continue
            yield taken

    def _begins_with(self, taken: Numbered) -> bool:
        """Tell whether a row is the header of the next table, or a title above it."""
        if taken[0] <= self._no_header_until and taken[0] not in self._spotter.places:
            return False
        self._ahead.put_back(taken)
        following = self._ahead.peek(TITLES)
        self.next = self._spotter.again(following)
        if self.next is None:
            self._ahead.take()
            lone = itertools.takewhile(lambda one: _filled(one[1]) < 2, following)
            self._no_header_until = max((number for number, _row in lone), default=taken[0])
        return self.next is not None

    def _is_aside(self, taken: Numbered, *, after_blank: bool) -> bool:
        """Tell whether a row is a total or a note rather than a row of the table."""
        filled = [cell.strip() for cell in taken[1] if cell.strip()]
        if _TOTAL.match(filled[0]):
            return all(_is_amount(cell) for cell in filled[1:])
        if len(filled) != 1 or not taken[1][0].strip():
            return False
        noted = bool(_NOTE.match(filled[0]))
        # In a list of one column nothing but its words tells a note from a name.
        if taken[0] < self._rows_until or (not noted and (self._one_column or not after_blank)):
            return False
        return self._nothing_but_notes_follows()

    def _nothing_but_notes_follows(self) -> bool:
        ahead = self._ahead.peek(AHEAD)
        for place, (number, row) in enumerate(ahead):
            if is_blank(row) or (_filled(row) == 1 and row[0].strip()):
                continue
            if self._spotter.again(ahead[place:]):
                return True
            self._rows_until = number
            return False
        if len(ahead) == AHEAD:
            self._rows_until = ahead[-1][0]
        return len(ahead) < AHEAD


def _filled(row: list[str]) -> int:
    return sum(bool(cell and not cell.isspace()) for cell in row)


def _is_amount(cell: str) -> bool:
    return not any(char.isalpha() for char in cell)
