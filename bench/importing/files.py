"""The files that are imported, and the same rows as COPY takes them.

A file of a million rows with names would have 130 MB, and 50 are taken: it has identifiers in place of
names, and of the values role and start alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

from openpyxl import Workbook

from bench.generated_names import misspell
from bench.importing.base import Base, Statement

HEADER = ("institution", "country", "network", "role", "status", "start", "end", "note")
SLIM_FROM = 1_000_000  # rows
SLIM_HEADER = ("identifier", "network", "role", "start")
MISSPELT = 0.01


class Files:
    """Writes each file that is asked for, once."""

    def __init__(self, folder: Path, base: Base, first: int) -> None:
        self.folder, self.base, self.first = folder, base, first
        folder.mkdir()

    def statements(self, size: int) -> Iterator[Statement]:
        """Yield the statements of the files of so many rows."""
        found = islice(self.base.statements(self.first), size)
        return map(_slim, found) if size >= SLIM_FROM else found

    def table(self, size: int, ending: str = "csv", *, misspelt: bool = False) -> Path:
        """Return a spreadsheet of so many rows; in one of ``misspelt`` names, one in a hundred has a slip."""
        path = self.folder / f"{'misspelt' if misspelt else 'members'}-{size}.{ending}"
        if not path.exists():
            header, cells = (SLIM_HEADER, _slim_cells) if size >= SLIM_FROM else (HEADER, _cells)
            rows = map(cells, self.statements(size))
            write = _write_csv if ending == "csv" else _write_xlsx
            write(path, header, _slips(rows) if misspelt else rows)
        return path

    def resolved(self, size: int) -> Path:
        """Return the lines of the rows that the file of so many rows is stored as, as ``COPY`` reads them.

        They come sorted, as ours are stored: the fastest order for the indexes.
        """
        path = self.folder / f"resolved-{size}.copy"
        if not path.exists():
            rows = sorted(map(self.base.resolved, self.statements(size)), key=lambda row: row[:2])
            with path.open("w", encoding="utf-8") as file:
                file.writelines("\t".join(map(_field, row)) + "\n" for row in rows)
        return path


def _cells(one: Statement) -> list[str]:
    body = one.institution
    return [body.name, body.country, one.network.name, one.role, one.status, one.start, one.end, one.note]


def _slim(one: Statement) -> Statement:
    return one._replace(status="", end="", note="")


def _slim_cells(one: Statement) -> list[str]:
    return [f"hrnet:{one.institution.slug}", f"hrnet:{one.network.slug}", one.role, one.start]


def _slips(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    random = Random(11)
    for row in rows:
        yield [misspell(row[0], random), *row[1:]] if random.random() < MISSPELT else row


def _field(value: object) -> str:
    return "\\N" if value is None else str(value)


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header])
        csv.writer(file).writerows(rows)


def _write_xlsx(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    sheet.append(tuple(header))
    for row in rows:
        sheet.append([cell or None for cell in row])
    book.save(path)
