"""A counted matrix as its page shows it: heads, cells, totals, each with the address of its statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from hrnet.directory.filters.base import RecordFilter
from hrnet.directory.matrices.asking import IN, Asked
from hrnet.directory.matrices.counting import Counted, Number, count
from hrnet.directory.matrices.declared import Dimension, Matrix

LONGEST = 24  # characters of a name in the head of a column, above which its acronym stands for it


@dataclass(frozen=True)
class Cell:
    """A number, and the list of what surely is in it; the list of what perhaps is, is that with ``holds``."""

    number: Number
    address: str


@dataclass(frozen=True)
class Head:
    """What stands before a row or above a column: its names, its page, its total."""

    key: Any
    raw: str  # as an address has it
    label: Any
    acronym: str
    address: str
    total: Cell

    @property
    def sort(self) -> str:
        """What orders the rows by this column, in an address."""
        return f"{IN}{self.raw}"

    @property
    def language(self) -> str:
        """The language of the name, where it is not the reader’s."""
        language = getattr(self.label, "language", "")
        return "" if language == (get_language() or "en")[:2] else language

    @property
    def short(self) -> str:
        """The acronym, where the name is too long for the head of a column."""
        return self.acronym if len(str(self.label)) > LONGEST else ""


@dataclass(frozen=True)
class Row:
    """A row: its head, and a cell for each column, ``None`` where there is no statement."""

    head: Head
    cells: list[Cell | None]


@dataclass(frozen=True)
class Table:
    """A page of a matrix."""

    columns: list[Head]
    rows: list[Row]
    total: Cell
    counted: Counted


class Statements:
    """The addresses of the statements of a matrix: its list, with all that is asked, and a row or column."""

    def __init__(self, matrix: Matrix, asked: RecordFilter) -> None:
        self.path = reverse(matrix.of_list)
        self.day = [("on", asked.day.isoformat())] if asked.day else []
        self.asked = [(name, raw) for name, raw, _label, _shown in asked.in_use()]

    def at(self, **values: str) -> str:
        """Return the list with each filter of ``values`` set to that value."""
        kept = [pair for pair in self.asked if pair[0] not in values]
        query = urlencode([*kept, *values.items(), *self.day])
        return f"{self.path}?{query}" if query else self.path


def table(matrix: Matrix, asked: Asked) -> Table:
    """Count the part of the matrix that is asked for, and return it with its addresses."""
    counted = count(matrix, asked.filter, asked.order, asked.rows, asked.columns)
    statements = Statements(matrix, asked.filter)
    rows = _heads(matrix.rows, asked.filter, counted.rows, counted.row_totals, statements)
    columns = _heads(matrix.columns, asked.filter, counted.columns, counted.column_totals, statements)
    names = matrix.rows.name, matrix.columns.name

    def cell(row: Head, column: Head) -> Cell | None:
        number = counted.cells.get((row.key, column.key))
        return (
            Cell(number, statements.at(**dict(zip(names, (row.raw, column.raw), strict=True))))
            if number
            else None
        )

    lines = [Row(row, [cell(row, column) for column in columns]) for row in rows]
    return Table(columns, lines, Cell(counted.total, statements.at()), counted)


def _heads(
    dimension: Dimension,
    asked: RecordFilter,
    keys: list[Any],
    totals: dict[Any, Number],
    statements: Statements,
) -> list[Head]:
    known = _known(dimension, asked, keys)
    return [
        Head(key, raw, label, acronym, address, Cell(totals[key], statements.at(**{dimension.name: raw})))
        for key, raw, label, acronym, address in (known[key] for key in keys if key in known)
    ]


def _known(dimension: Dimension, asked: RecordFilter, keys: Iterable[Any]) -> dict[Any, tuple[Any, ...]]:
    """Return for each key: itself, how an address has it, its name, its acronym, its page."""
    if dimension.records is None:
        words = dimension.vocabulary(asked)
        return {key: (key, key, words[key], "", "") for key in keys if key in words}
    field: Any = asked.form.fields[dimension.name]
    by = field.to_field_name.rpartition("__")[2]
    return {
        one.pk: (one.pk, str(getattr(one, by)), one.label, getattr(one, "acronym", ""), _page_of(one))
        for one in dimension.records().filter(pk__in=keys)
    }


def _page_of(record: Any) -> str:
    """Return the page of a record: that of a profile of an institution, where it has one."""
    for profile in ("treaty_body", "network"):
        record = getattr(record, profile, record)
    return record.get_absolute_url()
