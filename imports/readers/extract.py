"""Some rows of a file given back as a spreadsheet, with what is to be mended in a last column.

The header stays as it is, so that the file can be uploaded again under the same mapping.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hrnet.lib.spreadsheets import cell as as_cell
from hrnet.lib.spreadsheets import unguarded
from imports.readers.columns import MAX_COLUMNS
from imports.readers.errors import FileRefusedError
from imports.readers.reading import TOLD_EVERY, Reading
from imports.readers.tables import Table

LONGEST = 32_000  # characters of a cell of a workbook
Row = list[str]


def extract_rows(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Write the rows that ``rows_file`` names to ``out``, as ``out_format``; return how many they were."""
    reading = Reading(task)
    wanted = _wanted(Path(task["rows_file"]))
    written = 0

    def parts() -> Iterator[tuple[str, Row]]:
        nonlocal written
        for place, (table, _plan) in enumerate(reading.tables()):
            if place:
                yield table.sheet, []  # between two tables
            yield from ((table.sheet, row) for row in _header(table, task["say_header"]))
            for number, row in table.rows:
                told = wanted.get((table.sheet, number))
                if told is not None:
                    written += 1
                    if written % TOLD_EVERY == 0:
                        say({"done": written})
                    yield table.sheet, [*_padded(row, table.width), told]

    write = _write_xlsx if task.get("out_format", "csv") == "xlsx" else _write_csv
    write(Path(task["out"]), parts())
    if not written:
        raise FileRefusedError("no_rows")
    return {"rows": written}


def _wanted(path: Path) -> dict[tuple[str, int], str]:
    """Return what is said of each row; of a row that is named twice, both, unless they are the same."""
    found: dict[tuple[str, int], str] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            key = (one.get("sheet", ""), int(one["row"]))
            before, told = found.get(key, ""), str(one["say"])
            found[key] = f"{before} {told}".strip() if told not in before else before
    return found


def _header(table: Table, say_header: str) -> Iterator[Row]:
    for place, row in enumerate(table.header):
        yield [*_padded(row, table.width), "" if place else say_header]


def _padded(row: Row, width: int) -> Row:
    """Return the row as wide as its header, so that what is said stands in a column of its own."""
    return (row + [""] * (width - len(row)))[: max(width, 1)] if len(row) <= width else row[:MAX_COLUMNS]


def _guarded(text: str) -> str:
    """Return a cell as it goes back: guarded once, also where the file that came in was an export of ours."""
    return as_cell(unguarded(text))


def _write_csv(path: Path, rows: Iterator[tuple[str, Row]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for _sheet, row in rows:
            writer.writerow([_guarded(cell) for cell in row])


def _write_xlsx(path: Path, rows: Iterator[tuple[str, Row]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets: dict[str, Any] = {}
    for name, row in rows:
        if name not in sheets:
            sheets[name] = book.create_sheet(name or "Rows")
        sheets[name].append([_guarded(cell)[:LONGEST] for cell in row])
    book.save(path)
