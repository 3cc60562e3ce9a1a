"""A table that was pasted, from a web page, a document or a spreadsheet, as the bytes of a TSV file.

From there on it goes the way of every file. What is pasted as HTML keeps its merged cells.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from imports.readers.errors import FileRefusedError
from imports.readers.html import parts
from imports.readers.text import MAX_CELL, find_delimiter

MAX_PASTED = 5_000_000  # characters
MAX_CELLS = 500_000
MAX_SPAN = 200
MAX_WIDTH = 1_000
#: The file name of an import whose file is what was pasted, as it was pasted.
FILENAME = "pasted.table"
_RULE = re.compile(r":?-{2,}:?")
_SPAN = re.compile(r"(?<![\w-])(colspan|rowspan)\s{0,9}=\s{0,9}[\"']?\s{0,9}\+?([0-9]{1,9})", re.IGNORECASE)
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
Grid = list[list[str]]


def as_file(task: dict[str, Any]) -> dict[str, Any]:
    """Return a task of the reader with a file in the place of what was pasted, where it is a paste.

    It is written into the folder of the task, by the child process, under the limits of that.
    """
    if task["filename"] != FILENAME:
        return task
    path = Path(task["folder"]) / "pasted.tsv"
    pasted = Path(task["path"]).read_bytes()
    if len(pasted) > 4 * MAX_PASTED:
        raise FileRefusedError("paste_too_large")
    path.write_bytes(to_tsv(pasted.decode("utf-8", "replace")))
    return task | {"path": str(path), "filename": path.name}


def to_tsv(text: str, html: str = "") -> bytes:
    """Return what was pasted as UTF-8 with tabs; ``html`` is preferred where it holds a table.

    Raise :class:`FileRefusedError` where there is no table in it, or it is too large.
    """
    if len(text) > MAX_PASTED or len(html) > MAX_PASTED:
        raise FileRefusedError("paste_too_large")
    source = html if _TABLE.search(html) else text if _TABLE.search(text) else ""
    grid = _from_html(source) if source else _from_text(text)
    if not any(cell.strip() for row in grid for cell in row):
        raise FileRefusedError("paste_empty")
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(grid)
    # A NUL would make of the text something else than a table.
    return out.getvalue().replace("\0", "").encode("utf-8", "replace")


def _from_text(text: str) -> Grid:
    text = text.replace("\0", "")
    lines = text.splitlines()
    if any("|" in line and _is_rule(line) for line in lines):
        return [_of_bars(line) for line in lines if not _is_rule(line)]
    delimiter = "\t" if "\t" in text else find_delimiter(text[:65_536])
    csv.field_size_limit(MAX_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefusedError("paste_empty") from error


def _is_rule(line: str) -> bool:
    """Tell whether a line is the one below the header of a Markdown table: «|---|:--:|»."""
    return all(_RULE.fullmatch(cell) for cell in _of_bars(line))


def _of_bars(line: str) -> list[str]:
    """Return the cells of a line of a Markdown table."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]


def _from_html(html: str) -> Grid:
    tables = _Tables()
    tables.feed(html)
    return max(tables.finished(), key=lambda grid: sum(map(len, grid)), default=[])


class _Tables:
    """Collects the cells of each table; a table inside a cell is one of its own."""

    def __init__(self) -> None:
        self._done: list[Grid] = []
        self._open: list[_OneTable] = []
        self._count = _Count()

    def feed(self, html: str) -> None:
        """Go through the tags and texts of ``html``."""
        for kind, text in parts(html):
            if kind == "text":
                if self._open:
                    self._open[-1].add(re.sub(r"\s+", " ", text))
            elif kind.startswith("/"):
                self._end(kind[1:])
            else:
                self._start(kind, text)

    def finished(self) -> list[Grid]:
        """Return the tables, also those that were not closed."""
        return self._done + [table.grid() for table in self._open]

    def _start(self, tag: str, source: str) -> None:
        if tag == "table":
            self._open.append(_OneTable(self._count))
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].new_row()
        elif tag in ("td", "th"):
            spans = {name.lower(): _span(number) for name, number in _SPAN.findall(source)}
            self._open[-1].new_cell(spans.get("colspan", 1), spans.get("rowspan", 1))
        elif tag in ("br", "p", "div", "li"):
            self._open[-1].add("\n")

    def _end(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._done.append(self._open.pop().grid())
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()


def _span(number: str) -> int:
    return max(1, min(int(number), MAX_SPAN))


class _Count:
    """How many cells there are in all tables, covered ones included: counted before they are made."""

    def __init__(self) -> None:
        self.cells = 0

    def add(self, cells: int, width: int) -> None:
        """Count cells that make a row ``width`` wide; raise where that is too much."""
        self.cells += cells
        if self.cells > MAX_CELLS or width > MAX_WIDTH:
            raise FileRefusedError("paste_too_large")


class _OneTable:
    """One table in the making. A merged cell is written once, in its first place, as spreadsheets do."""

    def __init__(self, count: _Count) -> None:
        self._count = count
        self._rows: list[list[list[str]]] = []
        self._reach: dict[int, tuple[int, bool]] = {}  # column: rows still covered from above
        self._cell: list[str] | None = None

    def new_row(self) -> None:
        """Begin a row below; merged cells reach one row further."""
        self._cell = None
        if self._rows:
            self._cover()
            self._reach = {at: (rows - 1, True) for at, (rows, _old) in self._reach.items() if rows > 1}
        self._rows.append([])

    def new_cell(self, columns: int, rows: int) -> None:
        """Begin a cell that covers so many columns and rows."""
        if not self._rows:
            self.new_row()
        self._cover()
        row = self._rows[-1]
        self._count.add(columns, len(row) + columns)
        self._cell = []
        for offset in range(columns):
            if rows > 1:
                self._reach[len(row)] = (rows, False)
            row.append(self._cell if offset == 0 else [])

    def _cover(self) -> None:
        """Leave the places blank that cells of the rows above cover."""
        row = self._rows[-1]
        while self._reach.get(len(row), (0, False))[1]:
            self._count.add(1, len(row) + 1)
            row.append([])

    def add(self, text: str) -> None:
        """Add text to the open cell."""
        if self._cell is not None:
            self._cell.append(text)

    def end_cell(self) -> None:
        """Close the open cell: what follows is between cells."""
        self._cell = None

    def grid(self) -> Grid:
        """Return the texts of the cells."""
        return [[_lines("".join(cell)) for cell in row] for row in self._rows]


def _lines(text: str) -> str:
    """Return the text without blank lines and without spaces around its lines."""
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))
