"""From the rows of a sheet to the table in it: which row is the header, which column is which field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hrnet.lib.names import clean
from imports.readers.errors import FileRefusedError
from imports.readers.targets import REQUIRED, field_of_header

HEADER_WITHIN = 50  # rows from the top
MAX_COLUMNS = 200
MAX_ROWS = {"csv": 1_000_000, "tsv": 1_000_000, "xlsx": 250_000, "xls": 250_000, "ods": 250_000}


@dataclass
class Table:
    """A table found in a sheet: its header’s place, its columns, and its rows still to be read."""

    sheet: str
    header_row: int
    columns: dict[str, int]
    width: int
    unused: list[str] = field(default_factory=list)
    rows: Iterator[tuple[int, list[str]]] = field(default_factory=lambda: iter(()))


def find_table(target: str, sheet: str, rows: Iterator[list[str]], constants: set[str]) -> Table | None:
    """Return the table whose header names the fields of ``target``; ``None`` where no row does."""
    seen: list[list[str]] = []
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        if len(row) > MAX_COLUMNS:
            raise FileRefusedError("too_many_columns", count=len(row), limit=MAX_COLUMNS)
        seen.append(row)
        known = len({name for header in row if (name := field_of_header(target, clean(header)))})
        if known and (best is None or known > best[0]):
            best = (known, number)
        if number == HEADER_WITHIN or (best and known == 0 and any(row) and number > best[1] + 1):
            break
    if best is None:
        return None
    table = _table(target, sheet, best[1], seen[best[1] - 1])
    if _missing(target, set(table.columns) | constants):
        return None
    table.rows = _numbered(seen[best[1] :], rows, best[1] + 1)
    return table


def _table(target: str, sheet: str, number: int, header: list[str]) -> Table:
    columns: dict[str, int] = {}
    unused: list[str] = []
    for index, text in enumerate(map(clean, header)):
        name = field_of_header(target, text)
        if name in columns:
            raise FileRefusedError("column_twice", column=text, sheet=sheet)
        if name:
            columns[name] = index
        elif text:
            unused.append(text)
    return Table(sheet, number, columns, len(header), unused)


def _missing(target: str, present: set[str]) -> list[tuple[str, ...]]:
    return [group for group in REQUIRED[target] if not present & set(group)]


def _numbered(
    first: list[list[str]], rest: Iterator[list[str]], number: int
) -> Iterator[tuple[int, list[str]]]:
    for row in first:
        yield number, row
        number += 1
    for row in rest:
        yield number, row
        number += 1
